//! The types of questions.
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
    /// A day; with the appearance `month-year` or `year` a partly known one.
    Date,
    /// One code of a choice list.
    SelectOne(String),
    /// Several codes of a choice list, apart by a space.
    SelectMultiple(String),
    /// A tick: `OK` or nothing.
    Acknowledge,
    /// The path of a photo or scan.
    File,
    /// Words to read; takes no answer.
    Note,
    /// A value worked out, not shown.
    Calculate,
    /// A value kept, not shown.
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

    /// The choice list it takes its answers from.
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::SelectOne(list) | Self::SelectMultiple(list) => Some(list),
            _ => None,
        }
    }
}

/// What the type column says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Written {
    /// A type we have.
    Kind(Kind),
    /// A type we take as another: a warning says so.
    Nearly(Kind),
    /// `end group`, `end repeat`.
    End(Kind),
    /// A select without a list.
    NoList,
}

/// Reads a type as written.
pub(super) fn read(written: &str) -> Written {
    let lower = written.to_lowercase().replace('_', " ");
    let words: Vec<&str> = lower.split_whitespace().collect();
    let list = |from: usize| written.split_whitespace().nth(from).map(str::to_owned);
    match words.as_slice() {
        ["begin", "group"] => Written::Kind(Kind::Group),
        ["begin", "repeat"] => Written::Kind(Kind::Repeat),
        ["end", "group"] => Written::End(Kind::Group),
        ["end", "repeat"] => Written::End(Kind::Repeat),
        ["select", "one" | "multiple", "from", "file", ..] => Written::Nearly(Kind::Text),
        ["select", "one", "external", ..] => Written::Nearly(Kind::Text),
        ["select", "one", rest @ ..] | ["select1", rest @ ..] => {
            select(written, rest, words[0] == "select1", Kind::SelectOne)
        }
        ["select", "multiple", rest @ ..] => select(written, rest, false, Kind::SelectMultiple),
        ["rank", ..] => match list(1) {
            Some(list) => Written::Nearly(Kind::SelectMultiple(list)),
            None => Written::NoList,
        },
        _ => single(&words),
    }
}

/// The list's name is taken from the text as written: `select_one_of yes_no` keeps its underscore.
fn select(written: &str, rest: &[&str], joined: bool, kind: fn(String) -> Kind) -> Written {
    if rest.is_empty() {
        return Written::NoList;
    }
    let first_word = written.split_whitespace().next().unwrap_or_default();
    let type_words = if joined || first_word.contains('_') { 1 } else { 2 };
    let mut names = written.split_whitespace().skip(type_words);
    match (names.next(), names.next().map(str::to_lowercase).as_deref()) {
        (Some(list), Some("or_other" | "or")) => Written::Nearly(kind(list.to_owned())),
        (Some(list), _) => Written::Kind(kind(list.to_owned())),
        (None, _) => Written::NoList,
    }
}

fn single(words: &[&str]) -> Written {
    match words {
        ["text" | "string"] => Written::Kind(Kind::Text),
        ["integer" | "int"] => Written::Kind(Kind::Integer),
        ["decimal"] => Written::Kind(Kind::Decimal),
        ["date"] => Written::Kind(Kind::Date),
        ["note"] => Written::Kind(Kind::Note),
        ["calculate"] => Written::Kind(Kind::Calculate),
        ["acknowledge" | "trigger"] => Written::Kind(Kind::Acknowledge),
        ["file" | "image" | "photo" | "audio" | "video"] => Written::Kind(Kind::File),
        ["hidden"] => Written::Kind(Kind::Hidden),
        ["range"] => Written::Nearly(Kind::Decimal),
        [
            "start" | "end" | "today" | "deviceid" | "username" | "email" | "audit" | "phonenumber"
            | "simserial" | "subscriberid" | "start-geopoint" | "background-audio",
        ] => Written::Nearly(Kind::Hidden),
        _ => Written::Nearly(Kind::Text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("text", Written::Kind(Kind::Text))]
    #[case("Begin Group", Written::Kind(Kind::Group))]
    #[case("begin_repeat", Written::Kind(Kind::Repeat))]
    #[case("end_group", Written::End(Kind::Group))]
    #[case("select_one yes_no", Written::Kind(Kind::SelectOne("yes_no".into())))]
    #[case("select one Yes_No", Written::Kind(Kind::SelectOne("Yes_No".into())))]
    #[case("select_multiple a_b", Written::Kind(Kind::SelectMultiple("a_b".into())))]
    #[case("select_one a or_other", Written::Nearly(Kind::SelectOne("a".into())))]
    #[case("select_one", Written::NoList)]
    #[case("select_one_from_file a.csv", Written::Nearly(Kind::Text))]
    #[case("geopoint", Written::Nearly(Kind::Text))]
    #[case("image", Written::Kind(Kind::File))]
    fn a_type_is_recognised(#[case] written: &str, #[case] expected: Written) {
        assert_eq!(read(written), expected);
    }
}
