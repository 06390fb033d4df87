//! When a question is asked, in words.
//!
//! Invariant: a condition that cannot be said in full is not said at all.

use super::Sheet;
use crate::forms::condition::{Condition, read};
use crate::forms::expression::{Expression, Operator};
use crate::text::numbers::written_decimal;

/// Labels are cut here where they only remind of a question.
const REMINDER: usize = 60;

impl Sheet<'_> {
    /// `Chỉ trả lời khi câu 5 (“…”) là “Có”.`
    pub(super) fn asked_when(&self, relevant: Option<&Expression>) -> Option<String> {
        let said = self.condition(&read(relevant?)?)?;
        Some(self.words("asked_when", &[("condition", &said)]))
    }

    fn condition(&self, condition: &Condition) -> Option<String> {
        let (key, question, value) = match condition {
            Condition::All(parts) => return self.joined(parts, "and"),
            Condition::Any(parts) => return self.joined(parts, "or"),
            Condition::Is { question, value } => ("is", question, self.value(question, value)?),
            Condition::IsNot { question, value } => ("is_not", question, self.value(question, value)?),
            Condition::Answered(question) => ("answered", question, String::new()),
            Condition::Unanswered(question) => ("unanswered", question, String::new()),
            Condition::Compared { question, operator, value } => {
                let key = match operator {
                    Operator::Less => "less",
                    Operator::LessOrEqual => "at_most",
                    Operator::Greater => "greater",
                    Operator::GreaterOrEqual => "at_least",
                    _ => return None,
                };
                let places = if value.fract() == 0.0 { 0 } else { 2 };
                (key, question, written_decimal(*value, places))
            }
        };
        let question = self.question(question)?;
        Some(self.words(&format!("condition.{key}"), &[("question", &question), ("value", &value)]))
    }

    fn joined(&self, parts: &[Condition], key: &str) -> Option<String> {
        let said: Option<Vec<String>> = parts
            .iter()
            .map(|part| {
                let said = self.condition(part)?;
                let nested = matches!(part, Condition::All(_) | Condition::Any(_));
                Some(if nested { format!("({said})") } else { said })
            })
            .collect();
        Some(said?.join(&format!(" {} ", self.word(&format!("condition.{key}")))))
    }

    /// `câu 5 (“Có tổ chức công đoàn không?”)`; nothing for what nobody is asked.
    fn question(&self, name: &str) -> Option<String> {
        let place = self.form.place(name)?;
        let number = self.numbers.get(&place)?;
        let label = self.label(&self.form.nodes[place]);
        let short: String = label.chars().take(REMINDER).collect();
        let short = if short.len() < label.len() { format!("{}…", short.trim_end()) } else { short };
        Some(self.words("condition.question", &[("number", number), ("label", &short)]))
    }

    /// A value as the form words it; nothing where a choice is meant that there is not.
    fn value(&self, question: &str, value: &str) -> Option<String> {
        let node = self.form.node(question)?;
        if node.kind.list().is_none() {
            return Some(value.to_owned());
        }
        let choice = self.form.list_of(node).iter().find(|choice| choice.code == value)?;
        let label = choice.label.get(self.language());
        Some(if label.is_empty() { value.to_owned() } else { label.to_owned() })
    }
}
