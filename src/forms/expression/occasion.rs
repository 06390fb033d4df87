//! The world outside the form, as far as expressions may ask for it: the hour, chance, the device.
//!
//! Invariant: handed in by the office; the same occasion gives the same worth, so a replay repeats itself.

use super::moment::Moment;
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;

/// When an expression is worked out, and on whose machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occasion {
    /// `now()`; its day is `today()`.
    pub now: Moment,
    /// When the survey was begun, for `duration()`.
    pub begun: Option<DateTime>,
    /// Where `random()` and `uuid()` begin: one figure a survey, so that it draws the same each time.
    pub seed: u64,
    /// `property('username')`, `deviceid()` and their like.
    pub properties: BTreeMap<String, String>,
}

impl Occasion {
    /// A day without an hour, and a seed that is nobody's.
    pub const fn on(day: Date) -> Self {
        Self { now: Moment::midnight(day), begun: None, seed: 0, properties: BTreeMap::new() }
    }

    /// The day.
    pub fn today(&self) -> Date {
        self.now.at.date()
    }

    /// A property; empty where the machine has none.
    pub(super) fn property(&self, name: &str) -> String {
        let plain = name.trim().to_lowercase().replace(['_', '-', ' '], "");
        let found = self.properties.iter().find(|(known, _)| known.to_lowercase() == plain);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

/// When an act on a survey takes place: a whole occasion, or a day with all else as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// The day alone.
    Day(Date),
    /// All of it.
    Occasion(Occasion),
}

impl When {
    /// The occasion, nothing having gone before.
    pub(in crate::forms) fn first(self) -> Occasion {
        match self {
            Self::Day(day) => Occasion::on(day),
            Self::Occasion(occasion) => occasion,
        }
    }

    /// The occasion after another.
    pub(in crate::forms) fn after(self, mut before: Occasion) -> Occasion {
        match self {
            Self::Occasion(occasion) => occasion,
            Self::Day(day) => {
                if before.today() != day {
                    before.now = Moment { ahead: before.now.ahead, ..Moment::midnight(day) };
                }
                before
            }
        }
    }
}

impl From<Date> for When {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl From<Occasion> for When {
    fn from(occasion: Occasion) -> Self {
        Self::Occasion(occasion)
    }
}

/// Figures that look like chance: the same for the same beginning.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(parts: &[u64]) -> Self {
        let mut chance = Self(0x9e37_79b9_7f4a_7c15);
        for part in parts {
            chance.0 ^= *part;
            chance.0 = chance.next();
        }
        chance
    }

    /// The next figure (splitmix64, which passes the usual tests of chance; no secrets depend on it).
    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    pub(super) fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
