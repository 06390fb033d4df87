//! Our values as the engine of templates sees them.
//!
//! Invariant: a field that is known but empty counts as no, and where it is written it leaves a blank that knows
//! its name; a name that is not there at all is an error.

use crate::papers::values::{ANY_NAME, Source, Value};
use crate::text::dates::body_date;
use crate::text::numbers;
use minijinja::value::{Enumerator, Object, ObjectRepr, Value as Seen};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A single value, with the record it came from.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) value: Value,
    pub(super) source: Option<Source>,
    /// The field it stands in; what is inside something missing bears that one's name.
    pub(super) name: String,
}

/// Named values: a name that is not among them is undefined, which is an error; unless they stand open.
#[derive(Debug)]
struct Names(BTreeMap<String, Seen>);

/// A value as the engine sees it.
pub(super) fn seen(value: &Value) -> Seen {
    named(value, "")
}

/// A value in a field of a name.
fn named(value: &Value, name: &str) -> Seen {
    match value {
        Value::Fields(fields) => Seen::from_object(Names(
            fields.iter().map(|(name, value)| (name.clone(), named(value, name))).collect(),
        )),
        Value::List(items) => Seen::from(items.iter().map(|item| named(item, name)).collect::<Vec<_>>()),
        Value::Truth(truth) => Seen::from(*truth),
        Value::Sourced(value, source) => match value.as_ref() {
            nested @ (Value::Fields(_) | Value::List(_) | Value::Sourced(..) | Value::Truth(_)) => {
                named(nested, name)
            }
            plain => Seen::from_object(Leaf {
                value: plain.clone(),
                source: Some(source.clone()),
                name: name.to_owned(),
            }),
        },
        // Without a record behind it a value is the engine's own: it can be compared and counted with.
        Value::Text(text) => Seen::from(text.as_str()),
        Value::Number(number) => Seen::from(*number),
        plain => Seen::from_object(Leaf { value: plain.clone(), source: None, name: name.to_owned() }),
    }
}

/// A leaf again, wherever a filter was handed one.
pub(super) fn leaf(seen: &Seen) -> Option<Leaf> {
    seen.downcast_object_ref::<Leaf>().cloned()
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value.plain() {
            Value::Text(text) => f.write_str(text),
            Value::Number(number) => f.write_str(&numbers::written(*number)),
            Value::Date(day) => f.write_str(&body_date(*day)),
            _ => Ok(()),
        }
    }
}

impl Object for Leaf {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    /// What is inside something missing is missing too: `ben_nhan.ten` where no receiver is known yet.
    fn get_value(self: &Arc<Self>, _: &Seen) -> Option<Seen> {
        (self.value == Value::Missing).then(|| named(&Value::Missing, &self.name))
    }

    /// Something missing holds nothing: a loop over it runs no turn.
    fn enumerate(self: &Arc<Self>) -> Enumerator {
        if self.value == Value::Missing { Enumerator::Empty } else { Enumerator::NonEnumerable }
    }

    fn is_true(self: &Arc<Self>) -> bool {
        match self.value.plain() {
            Value::Missing => false,
            Value::Number(number) => *number != 0,
            Value::Text(text) => !text.is_empty(),
            _ => true,
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_ref(), f)
    }
}

impl Object for Names {
    fn get_value(self: &Arc<Self>, key: &Seen) -> Option<Seen> {
        let key = key.as_str()?;
        let any = || self.0.get(ANY_NAME).map(|_| named(&Value::Missing, key));
        self.0.get(key).cloned().or_else(any)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.keys().map(|name| Seen::from(name.as_str())).collect())
    }
}
