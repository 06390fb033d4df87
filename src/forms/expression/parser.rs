//! Tokens into an [`Expression`].
//!
//! Invariant: at most [`DEEPEST`] brackets inside one another, so no text can exhaust the stack.

use super::ExpressionError;
use super::functions;
use super::lexer::{Token, tokens};
use super::pattern::{Pattern, Readable};
use super::syntax::{Expression, Operator, Path, Start, Step, Way};

/// Brackets inside brackets. The deepest public form seen has about thirty.
const DEEPEST: usize = 120;
/// Characters in one expression.
const LONGEST: usize = 100_000;

pub(super) fn parse(text: &str) -> Result<Expression, ExpressionError> {
    if text.len() > LONGEST {
        return Err(ExpressionError::TooDeep);
    }
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let expression = parser.chain(1)?;
    match parser.tokens.get(parser.at) {
        None => Ok(expression),
        Some((token, position)) => {
            Err(ExpressionError::Unexpected { found: written(token), position: *position })
        }
    }
}

struct Parser {
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn peek_sign(&self) -> Option<&'static str> {
        match self.peek() {
            Some(Token::Sign(sign)) => Some(sign),
            _ => None,
        }
    }

    fn take_sign(&mut self, wanted: &str) -> bool {
        let there = self.peek_sign() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, wanted: &str) -> Result<(), ExpressionError> {
        if self.take_sign(wanted) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn unexpected(&self) -> ExpressionError {
        match self.tokens.get(self.at) {
            Some((token, position)) => {
                ExpressionError::Unexpected { found: written(token), position: *position }
            }
            None => ExpressionError::Ended,
        }
    }

    /// Operands joined by operators at least as strong as `least`.
    fn chain(&mut self, least: u8) -> Result<Expression, ExpressionError> {
        let mut left = self.signed()?;
        while let Some(operator) = self.peek().and_then(operator) {
            let strength = operator.strength();
            if strength < least {
                break;
            }
            self.at += 1;
            let right = self.chain(strength + 1)?;
            left = match left {
                // From the left, so brackets around a chain of the same strength change nothing.
                Expression::Chain(first, mut rest)
                    if rest.first().is_some_and(|(before, _)| before.strength() == strength) =>
                {
                    rest.push((operator, right));
                    Expression::Chain(first, rest)
                }
                other => Expression::Chain(Box::new(other), vec![(operator, right)]),
            };
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expression, ExpressionError> {
        let mut negative = false;
        while self.take_sign("-") {
            negative = !negative;
        }
        let inner = self.operand()?;
        Ok(if negative { Expression::Negative(Box::new(inner)) } else { inner })
    }

    fn operand(&mut self) -> Result<Expression, ExpressionError> {
        let Some((token, _)) = self.tokens.get(self.at).cloned() else {
            return Err(ExpressionError::Ended);
        };
        match token {
            Token::Number(number) => {
                self.at += 1;
                Ok(Expression::Number(number))
            }
            Token::Text(text) => {
                self.at += 1;
                Ok(Expression::Text(text))
            }
            Token::Reference(name) if !name.is_empty() => {
                self.at += 1;
                self.path_from(Start::Reference(name))
            }
            Token::LastSaved(name) if !name.is_empty() => {
                self.at += 1;
                self.path_from(Start::LastSaved(name))
            }
            Token::Sign("(") => {
                self.at += 1;
                self.deeper()?;
                let inner = self.chain(1)?;
                self.expect(")")?;
                self.depth -= 1;
                self.continued(inner)
            }
            Token::Name(name) if self.next_is("(") && !is_node_test(&name) => {
                self.at += 2;
                let made = self.call(&name)?;
                self.continued(made)
            }
            Token::Name(_) | Token::Sign("." | ".." | "/" | "//" | "*" | "@") => self.path(),
            _ => Err(self.unexpected()),
        }
    }

    fn next_is(&self, sign: &str) -> bool {
        matches!(self.tokens.get(self.at + 1), Some((Token::Sign(next), _)) if *next == sign)
    }

    fn deeper(&mut self) -> Result<(), ExpressionError> {
        self.depth += 1;
        if self.depth > DEEPEST { Err(ExpressionError::TooDeep) } else { Ok(()) }
    }

    /// The arguments of a function whose bracket is open.
    fn call(&mut self, name: &str) -> Result<Expression, ExpressionError> {
        self.deeper()?;
        let mut arguments = Vec::new();
        if !self.take_sign(")") {
            loop {
                arguments.push(self.chain(1)?);
                if self.take_sign(")") {
                    break;
                }
                self.expect(",")?;
            }
        }
        self.depth -= 1;
        match (name, arguments.as_slice()) {
            ("current", []) => return Ok(Expression::Path(Path::from(Start::Current))),
            ("instance", [_]) => {
                let list = arguments.pop().map(Box::new).ok_or(ExpressionError::Ended)?;
                return Ok(Expression::Path(Path::from(Start::List(list))));
            }
            _ => {}
        }
        let function = functions::find(name, arguments.len())?;
        // pyxform's users quote the question of `jr:choice-name`; unquoted it counts among the references.
        if function.names_choice()
            && let Some(Expression::Text(quoted)) = arguments.get(1)
            && let Some(question) = quoted.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'))
        {
            arguments[1] = Expression::reference(question.trim());
        }
        if name == "regex"
            && let [_, Expression::Text(written)] = arguments.as_slice()
        {
            let pattern = Pattern::new(written);
            if pattern.readable() == Readable::No {
                return Err(ExpressionError::Pattern { pattern: written.clone() });
            }
            return Ok(Expression::Matches(Box::new(arguments.swap_remove(0)), pattern));
        }
        Ok(Expression::Call(function, arguments))
    }

    /// Steps or conditions after a bracket or a function: `instance('a')/root/item`, `current()/../b`.
    fn continued(&mut self, made: Expression) -> Result<Expression, ExpressionError> {
        if !matches!(self.peek_sign(), Some("/" | "//" | "[")) {
            return Ok(made);
        }
        let mut path = match made {
            Expression::Path(path) if path.steps.is_empty() && path.conditions.is_empty() => path,
            other => Path::from(Start::Result(Box::new(other))),
        };
        path.conditions = self.conditions()?;
        self.steps(&mut path)?;
        Ok(Expression::Path(path))
    }

    fn path_from(&mut self, start: Start) -> Result<Expression, ExpressionError> {
        self.continued(Expression::Path(Path::from(start)))
    }

    /// `.`, `..`, `name`, `*`, `/data/group/name`, `//name`.
    fn path(&mut self) -> Result<Expression, ExpressionError> {
        let mut path = if self.take_sign("//") {
            let mut path = Path::from(Start::Anywhere);
            path.steps.push(self.step(true)?);
            path
        } else if self.take_sign("/") {
            let mut path = Path::from(Start::Root);
            if !self.begins_step() {
                return Ok(Expression::Path(path));
            }
            path.steps.push(self.step(false)?);
            path
        } else {
            let mut path = Path::from(Start::Here);
            path.steps.push(self.step(false)?);
            path
        };
        self.steps(&mut path)?;
        Ok(Expression::Path(path))
    }

    fn begins_step(&self) -> bool {
        matches!(
            self.peek(),
            Some(Token::Name(_) | Token::Reference(_) | Token::Sign("." | ".." | "*" | "@"))
        )
    }

    fn steps(&mut self, path: &mut Path) -> Result<(), ExpressionError> {
        loop {
            let below = match self.peek_sign() {
                Some("/") => false,
                Some("//") => true,
                _ => return Ok(()),
            };
            self.at += 1;
            // `instance('cities')/item/[…]`, as the specification itself writes it.
            if self.peek_sign() == Some("[")
                && let Some(last) = path.steps.last_mut()
            {
                let mut conditions = std::mem::take(&mut last.conditions);
                conditions.extend(self.conditions()?);
                if let Some(last) = path.steps.last_mut() {
                    last.conditions = conditions;
                }
                continue;
            }
            let step = self.step(below)?;
            path.steps.push(step);
        }
    }

    fn step(&mut self, below: bool) -> Result<Step, ExpressionError> {
        let down = |name: Option<String>| if below { Way::Below(name) } else { Way::Down(name) };
        let token = self.peek().cloned();
        let mut way = match token {
            Some(Token::Sign(".")) => Way::Stay,
            Some(Token::Sign("..")) => Way::Up,
            Some(Token::Sign("*")) => down(None),
            Some(Token::Sign("@")) => {
                self.at += 1;
                if !matches!(self.peek(), Some(Token::Name(_) | Token::Sign("*"))) {
                    return Err(self.unexpected());
                }
                Way::Attribute
            }
            Some(Token::Name(name)) if self.next_is("::") => {
                self.at += 2;
                let last = match self.peek() {
                    Some(Token::Name(last)) => Some(last.clone()),
                    Some(Token::Sign("*")) => None,
                    _ => return Err(self.unexpected()),
                };
                match name.as_str() {
                    "child" => down(last),
                    "parent" | "ancestor" => Way::Up,
                    "self" => Way::Stay,
                    "descendant" | "descendant-or-self" => Way::Below(last),
                    "attribute" => Way::Attribute,
                    _ => return Err(self.unexpected()),
                }
            }
            Some(Token::Name(name) | Token::Reference(name)) => down(Some(name)),
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        // `node()`, `text()`: the thing itself, whatever it is called.
        if let Some((Token::Name(name), _)) = self.tokens.get(self.at - 1)
            && is_node_test(name)
            && self.peek_sign() == Some("(")
        {
            way = match way {
                Way::Down(_) if name == "text" => Way::Stay,
                Way::Down(_) => Way::Down(None),
                Way::Below(_) => Way::Below(None),
                other => other,
            };
            self.at += 1;
            self.expect(")")?;
        }
        Ok(Step { way, conditions: self.conditions()? })
    }

    fn conditions(&mut self) -> Result<Vec<Expression>, ExpressionError> {
        let mut conditions = Vec::new();
        while self.take_sign("[") {
            self.deeper()?;
            conditions.push(self.chain(1)?);
            self.expect("]")?;
            self.depth -= 1;
        }
        Ok(conditions)
    }
}

fn is_node_test(name: &str) -> bool {
    matches!(name, "node" | "text")
}

/// The first operator in capitals, `AND`.
pub(super) fn capital_operator(text: &str) -> Option<String> {
    if text.len() > LONGEST || !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let tokens = tokens(text).ok()?;
    // At the beginning, behind another operator or before a bracket it is a name.
    let pairs = tokens.iter().zip(tokens.iter().skip(1));
    pairs
        .filter(|((before, _), (token, _))| {
            !matches!(before, Token::Sign(sign) if !matches!(*sign, ")" | "]" | "." | ".." | "*"))
                && operator(token).is_some()
        })
        .find_map(|(_, (token, _))| match token {
            Token::Name(name) if name.bytes().any(|byte| byte.is_ascii_uppercase()) => Some(name.clone()),
            _ => None,
        })
}

fn operator(token: &Token) -> Option<Operator> {
    Some(match token {
        // JavaRosa takes them in any case.
        Token::Name(name) => match name.to_ascii_lowercase().as_str() {
            "or" => Operator::Or,
            "and" => Operator::And,
            "div" => Operator::Divide,
            "mod" => Operator::Remainder,
            _ => return None,
        },
        Token::Sign(sign) => match *sign {
            "=" => Operator::Equal,
            "!=" => Operator::Unequal,
            "<" => Operator::Less,
            "<=" => Operator::LessOrEqual,
            ">" => Operator::Greater,
            ">=" => Operator::GreaterOrEqual,
            "+" => Operator::Add,
            "-" => Operator::Subtract,
            "*" => Operator::Multiply,
            "|" => Operator::Union,
            _ => return None,
        },
        _ => return None,
    })
}

fn written(token: &Token) -> String {
    match token {
        Token::Number(number) => number.to_string(),
        Token::Text(text) => format!("'{text}'"),
        Token::Reference(name) => format!("${{{name}}}"),
        Token::LastSaved(name) => format!("${{last-saved#{name}}}"),
        Token::Name(name) => name.clone(),
        Token::Sign(sign) => (*sign).to_owned(),
    }
}
