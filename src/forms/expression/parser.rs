//! Tokens into an [`Expression`].
//!
//! Invariant: at most [`DEEPEST`] brackets inside one another, so no text can exhaust the stack.

use super::ExpressionError;
use super::functions;
use super::lexer::{Token, tokens};
use super::syntax::{Expression, Operator};

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
                Ok(Expression::Reference(name))
            }
            Token::Sign("(") => {
                self.at += 1;
                self.deeper()?;
                let inner = self.chain(1)?;
                self.expect(")")?;
                self.depth -= 1;
                Ok(inner)
            }
            Token::Name(name) if matches!(self.tokens.get(self.at + 1), Some((Token::Sign("("), _))) => {
                self.at += 2;
                self.call(&name)
            }
            Token::Name(_) | Token::Sign("." | ".." | "/" | "//") => self.path(),
            _ => Err(self.unexpected()),
        }
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
        // `current()` only ever begins a path, `current()/../name`.
        if name == "current" && arguments.is_empty() {
            return self.steps(Expression::Own);
        }
        functions::check(name, &arguments)?;
        // pyxform's users quote the question of `jr:choice-name`; unquoted it counts among the references.
        if name == "jr:choice-name"
            && let Some(Expression::Text(quoted)) = arguments.get(1)
            && let Some(question) = quoted.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'))
        {
            arguments[1] = Expression::Reference(question.trim().to_owned());
        }
        Ok(Expression::Call(name.to_owned(), arguments))
    }

    /// `.`, `..`, `name`, `/data/group/name`, `../name`: a path means its last step.
    fn path(&mut self) -> Result<Expression, ExpressionError> {
        let rooted = self.take_sign("/") || self.take_sign("//");
        let first = self.step(rooted)?;
        self.steps(first)
    }

    fn steps(&mut self, first: Expression) -> Result<Expression, ExpressionError> {
        let mut last = first;
        while self.take_sign("/") || self.take_sign("//") {
            last = self.step(true)?;
        }
        Ok(last)
    }

    fn step(&mut self, in_path: bool) -> Result<Expression, ExpressionError> {
        let step = match self.peek() {
            Some(Token::Sign(".")) => Expression::Own,
            Some(Token::Sign("..")) => Expression::Parent,
            Some(Token::Name(name) | Token::Reference(name)) if in_path => {
                Expression::Reference(name.clone())
            }
            Some(Token::Name(name)) => Expression::Column(name.clone()),
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok(step)
    }
}

fn operator(token: &Token) -> Option<Operator> {
    Some(match token {
        Token::Name(name) => match name.as_str() {
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
        Token::Name(name) => name.clone(),
        Token::Sign(sign) => (*sign).to_owned(),
    }
}
