//! What an expression is, once read.
//!
//! Invariant: a chain of operators of one strength is flat, so depth grows with brackets only.

/// A read expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// `${name}`, or the last step of a path.
    Reference(String),
    /// `.`: the answer in question.
    Own,
    /// `..`: the group or repeat around it.
    Parent,
    /// A bare name: a column of the choices, in a choice filter.
    Column(String),
    /// `- x`.
    Negative(Box<Self>),
    /// `a + b - c`, from the left; all operators of one strength.
    Chain(Box<Self>, Vec<(Operator, Self)>),
    /// `name(…)`.
    Call(String, Vec<Self>),
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // they mean what they are called
pub enum Operator {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Operator {
    /// How strongly it binds: the same figure chains, a higher one binds first.
    pub(super) const fn strength(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::Unequal => 3,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide | Self::Remainder => 6,
        }
    }
}

impl Expression {
    /// The questions it mentions by `${name}`, each once, in order of mention.
    pub fn references(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.visit(&mut |part| {
            if let Self::Reference(name) = part
                && !found.contains(&name.as_str())
            {
                found.push(name.as_str());
            }
        });
        found
    }

    /// The bare names it mentions.
    pub fn columns(&self) -> Vec<&str> {
        let mut found = Vec::new();
        self.visit(&mut |part| {
            if let Self::Column(name) = part {
                found.push(name.as_str());
            }
        });
        found
    }

    /// Calls `look` on every part, outermost first.
    pub fn visit<'a>(&'a self, look: &mut dyn FnMut(&'a Self)) {
        look(self);
        match self {
            Self::Negative(inner) => inner.visit(look),
            Self::Chain(first, rest) => {
                first.visit(look);
                for (_, operand) in rest {
                    operand.visit(look);
                }
            }
            Self::Call(_, arguments) => {
                for argument in arguments {
                    argument.visit(look);
                }
            }
            _ => {}
        }
    }
}
