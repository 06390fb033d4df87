//! The kinds of questions.
//!
//! Invariant: every type of the wild becomes one of these; what is not ours becomes the nearest, with a
//! warning, never a refusal.

/// What kind of row this is, and of answer it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// A number from the parameter `start` to `end`, by `step`.
    Range,
    /// A day; with the appearance `month-year` or `year` a partly known one.
    Date,
    /// A time of day, `14:05`.
    Time,
    /// A day and a time of it.
    DateTime,
    /// One code of a choice list.
    SelectOne(String),
    /// Several codes of a choice list, apart by a space.
    SelectMultiple(String),
    /// All codes of a choice list, put in order.
    Rank(String),
    /// A tick: `OK` or nothing.
    Acknowledge,
    /// The path of a photo, scan or recording.
    File,
    /// Latitude and longitude, possibly height and accuracy, apart by spaces.
    GeoPoint,
    /// Points apart by semicolons: a way.
    GeoTrace,
    /// Points apart by semicolons, the last one the first again: an area.
    GeoShape,
    /// Words to read; takes no answer.
    Note,
    /// A value worked out, not shown.
    Calculate,
    /// A value kept, not shown: also what a telephone would record of itself (`start`, `deviceid`).
    Hidden,
    /// Questions that belong together.
    Group,
    /// Questions asked several times; its own answer is how often.
    Repeat,
}

impl Kind {
    /// Whether a person answers it.
    pub const fn is_asked(&self) -> bool {
        !matches!(self, Self::Note | Self::Calculate | Self::Hidden | Self::Group | Self::Repeat)
    }

    /// Whether it holds other rows.
    pub const fn holds_others(&self) -> bool {
        matches!(self, Self::Group | Self::Repeat)
    }

    /// Whether it is a place or a line of places on earth.
    pub const fn is_geo(&self) -> bool {
        matches!(self, Self::GeoPoint | Self::GeoTrace | Self::GeoShape)
    }

    /// The choice list it takes its answers from.
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::SelectOne(list) | Self::SelectMultiple(list) | Self::Rank(list) => Some(list),
            _ => None,
        }
    }
}
