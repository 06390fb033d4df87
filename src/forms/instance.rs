//! Which instance of its repeats an answer belongs to: nothing outside repeats, `2`, `2.1` inside.
//!
//! Invariant: counted from 1, outermost first.

use std::fmt;

/// The place of an answer among the instances of the repeats around it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instance(Vec<u32>);

impl Instance {
    /// Outside all repeats.
    pub const fn top() -> Self {
        Self(Vec::new())
    }

    /// Reads the form of the store: ``, `2`, `2.1`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::top());
        }
        let parts: Option<Vec<u32>> =
            text.split('.').map(|part| part.parse().ok().filter(|n| *n > 0)).collect();
        parts.map(Self)
    }

    /// The n-th instance of a repeat in this one.
    #[must_use]
    pub fn child(&self, index: u32) -> Self {
        let mut parts = self.0.clone();
        parts.push(index);
        Self(parts)
    }

    /// The outermost so many.
    #[must_use]
    pub fn prefix(&self, depth: usize) -> Self {
        Self(self.0.iter().take(depth).copied().collect())
    }

    /// Whether it is that one or stands in it.
    pub fn is_inside(&self, outer: &Self) -> bool {
        self.0.starts_with(&outer.0)
    }

    /// How many repeats are around.
    pub const fn depth(&self) -> usize {
        self.0.len()
    }

    /// The number in the innermost repeat.
    pub fn last(&self) -> Option<u32> {
        self.0.last().copied()
    }

    /// The number in the repeat at a depth, the outermost being 0.
    pub fn at(&self, depth: usize) -> Option<u32> {
        self.0.get(depth).copied()
    }
}

/// The form of the store, as [`Instance::parse`].
impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, index) in self.0.iter().enumerate() {
            if depth > 0 {
                f.write_str(".")?;
            }
            write!(f, "{index}")?;
        }
        Ok(())
    }
}
