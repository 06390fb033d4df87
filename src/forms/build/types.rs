//! The type column: what a person wrote into what is asked.
//!
//! Read alike: any case, spaces, hyphens or underscores between words; the words of today's standard, of older
//! tools and of other vendors.
//!
//! Invariant: any text is some type; only a select without a list, and a `begin` or `end` of nothing known,
//! cannot be asked.

use super::super::kind::Kind;
use crate::domain::fault::nearest;

/// A type as understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) meaning: Meaning,
    /// The standard's word for it, `image`, `start`; as written where it has none.
    pub(super) word: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// One of ours.
    Kind(Kind),
    /// Taken as one of ours: a warning says so.
    Nearly(Kind),
    /// Nobody's; taken as text. With the word that may have been meant.
    Unknown(Option<&'static str>),
    /// Something to choose from.
    Select(Select),
    /// Old tools' group for each choice of a list.
    Loop(String),
    /// One turn of a loop written out.
    Turn,
    /// KoboToolbox's questions of one list.
    Matrix(Matrix),
    /// Old tools' choice by levels, down to the one named.
    Cascade(String),
    /// `end group`, `end repeat`.
    End(Kind),
    /// A select without a list.
    NoList,
    /// Names a file and asks nothing.
    Declares,
    /// Brings in another form, which we do not.
    Skipped,
    /// A `begin` or `end` of nothing known.
    NoSuchBracket(Option<&'static str>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Select {
    pub(super) takes: Takes,
    pub(super) list: String,
    pub(super) source: Source,
    pub(super) or_other: bool,
}

/// KoboToolbox's ways to ask several things of one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Matrix {
    /// The same choices for each row.
    Score,
    /// One of the choices for each place.
    Rank,
    /// The same questions for each item.
    Table,
}

impl Matrix {
    /// The column that names its list.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Score => "kobo--score-choices",
            Self::Rank => "kobo--rank-items",
            Self::Table => "kobo--matrix_list",
        }
    }
}

/// How many of the choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    One,
    Several,
    Order,
}

impl Takes {
    /// The kind of a question that takes so many of a list.
    pub(super) fn of(self, list: &str) -> Kind {
        let list = list.to_owned();
        match self {
            Self::One => Kind::SelectOne(list),
            Self::Several => Kind::SelectMultiple(list),
            Self::Order => Kind::Rank(list),
        }
    }
}

/// Where the choices stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Choices,
    External,
    File,
}

/// Longer ones first.
const SELECTS: [(&str, Takes, Source); 18] = [
    ("add select multiple prompt using", Takes::Several, Source::Choices),
    ("add select one prompt using", Takes::One, Source::Choices),
    ("select multiple from file", Takes::Several, Source::File),
    ("select one from file", Takes::One, Source::File),
    ("select multiple external", Takes::Several, Source::External),
    ("select one external", Takes::One, Source::External),
    ("select all that apply from", Takes::Several, Source::Choices),
    ("select all that apply", Takes::Several, Source::Choices),
    ("select multiple using", Takes::Several, Source::Choices),
    ("select multiple from", Takes::Several, Source::Choices),
    ("select multiple", Takes::Several, Source::Choices),
    ("select one using", Takes::One, Source::Choices),
    ("select one from", Takes::One, Source::Choices),
    ("select one", Takes::One, Source::Choices),
    ("select1", Takes::One, Source::Choices),
    ("q select1", Takes::One, Source::Choices),
    ("q select", Takes::Several, Source::Choices),
    ("rank", Takes::Order, Source::Choices),
];

/// Words with one meaning, the standard's own first.
const KINDS: [(&[&str], Kind); 16] = [
    (&["text", "string", "q string", "q text", "add text prompt"], Kind::Text),
    (&["barcode", "q barcode", "add barcode prompt"], Kind::Text),
    (&["integer", "int", "q int", "q integer", "add integer prompt"], Kind::Integer),
    (&["decimal", "q decimal", "add decimal prompt"], Kind::Decimal),
    (&["range"], Kind::Range),
    (&["date", "q date", "add date prompt"], Kind::Date),
    (&["time", "q time", "add time prompt"], Kind::Time),
    (
        &[
            "datetime",
            "date time",
            "q datetime",
            "q date time",
            "add datetime prompt",
            "add date time prompt",
        ],
        Kind::DateTime,
    ),
    (&["note", "q note", "add note prompt"], Kind::Note),
    (&["calculate", "q calculate", "add calculate prompt"], Kind::Calculate),
    (&["acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"], Kind::Acknowledge),
    (&["geopoint", "gps", "location", "q geopoint", "q location", "add location prompt"], Kind::GeoPoint),
    (&["geotrace", "q geotrace"], Kind::GeoTrace),
    (&["geoshape", "q geoshape"], Kind::GeoShape),
    (&["hidden"], Kind::Hidden),
    (&["file", "q file", "add file prompt"], Kind::File),
];

/// What is attached as a file, and what a telephone records of itself.
const FILES: [&[&str]; 3] = [
    &["image", "photo", "q image", "q picture", "picture", "add image prompt", "add photo prompt"],
    &["audio", "q audio", "add audio prompt"],
    &["video", "q video", "add video prompt"],
];

/// What we can tell as a telephone does.
const RECORDED: [&[&str]; 3] = [
    &["start", "start time", "get start time"],
    &["end", "end time", "get end time"],
    &["today", "get today"],
];

/// What a telephone knows and we do not, and what vendors' programs watch: kept without an answer.
const HIDDEN: [&[&str]; 24] = [
    &["deviceid", "imei", "device id", "get device id"],
    &["subscriberid", "subscriber id", "get subscriber id"],
    &["simserial", "sim id", "sim serial", "get sim id"],
    &["phonenumber", "get phone number"],
    &["username", "user name"],
    &["email"],
    &["audit"],
    &["start geopoint"],
    &["background audio"],
    &["background geopoint"],
    &["caseid"],
    &["comments"],
    &["text audit"],
    &["audio audit"],
    &["speed violations count"],
    &["speed violations list"],
    &["speed violations audit"],
    &["enumerator"],
    &["devicephonenum"],
    &["duration"],
    &["instanceid"],
    &["formdef version"],
    &["uuid"],
    &["hidden value"],
];

/// Vendors' and old tools' words for something like ours.
const NEARLY: [(&str, Kind); 19] = [
    ("calculate here", Kind::Calculate),
    ("calculation", Kind::Calculate),
    ("tel", Kind::Text),
    ("phone", Kind::Text),
    ("phone number", Kind::Text),
    ("osm", Kind::Text),
    ("url", Kind::Text),
    ("password", Kind::Text),
    ("percentage", Kind::Integer),
    ("number of days in last month", Kind::Integer),
    ("number of days in last six months", Kind::Integer),
    ("number of days in last year", Kind::Integer),
    ("number", Kind::Decimal),
    ("double", Kind::Decimal),
    ("signature", Kind::File),
    ("draw", Kind::File),
    ("annotate", Kind::File),
    ("csv", Kind::File),
    ("label", Kind::Note),
];

/// Reads a type as written.
pub(super) fn read(written: &str) -> Type {
    let plain = plain(written);
    if let Some(select) = select(written) {
        let word = match &select {
            Meaning::Select(Select { takes: Takes::Several, .. }) => "select_multiple",
            Meaning::Select(Select { takes: Takes::Order, .. }) => "rank",
            _ => "select_one",
        };
        return Type { meaning: select, word: word.to_owned() };
    }
    if let Some(bracket) = bracket(&plain, written) {
        return Type { meaning: bracket, word: plain.replace(' ', "_") };
    }
    if let Some(level) = behind(written, "cascading select") {
        return Type { meaning: Meaning::Cascade(level.to_owned()), word: "cascading_select".to_owned() };
    }
    for (words, kind) in &KINDS {
        if words.contains(&plain.as_str()) {
            return Type { meaning: Meaning::Kind(kind.clone()), word: words[0].to_owned() };
        }
    }
    for (groups, meaning) in [
        (&FILES[..], Meaning::Kind(Kind::File)),
        (&RECORDED[..], Meaning::Kind(Kind::Hidden)),
        (&HIDDEN[..], Meaning::Nearly(Kind::Hidden)),
    ] {
        if let Some(words) = groups.iter().find(|words| words.contains(&plain.as_str())) {
            return Type { meaning, word: words[0].to_owned() };
        }
    }
    let meaning = match plain.as_str() {
        "csv external" | "xml external" => Meaning::Declares,
        "include" | "xml" => Meaning::Skipped,
        _ if plain.starts_with("osm ") => Meaning::Nearly(Kind::Text),
        _ if plain.starts_with("sensor ") || plain.starts_with("uri:") => Meaning::Nearly(Kind::Hidden),
        _ => match NEARLY.iter().find(|(word, _)| *word == plain) {
            Some((_, kind)) => Meaning::Nearly(kind.clone()),
            None => Meaning::Unknown(near(&plain)),
        },
    };
    Type { meaning, word: plain }
}

/// The word that may have been meant.
fn near(plain: &str) -> Option<&'static str> {
    let head: Vec<&str> = plain.split(' ').take(2).collect();
    let head = head.join(" ");
    if head.chars().count() > 40 {
        return None;
    }
    let words = KINDS.iter().map(|(words, _)| words[0]).chain(FILES.iter().map(|words| words[0]));
    match nearest(&head, ["select one", "select multiple"]) {
        Some("select one") => Some("select_one"),
        Some(_) => Some("select_multiple"),
        None => nearest(plain, words).filter(|_| plain.chars().count() > 2),
    }
}

/// `begin group`, `end looped group`, `begin loop over list`.
fn bracket(plain: &str, written: &str) -> Option<Meaning> {
    let (begins, rest) = match (plain.strip_prefix("begin"), plain.strip_prefix("end")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) if rest.starts_with(' ') && rest != " time" => (false, rest),
        (_, Some(rest @ ("group" | "repeat" | "loop"))) => (false, rest),
        _ => return None,
    };
    let rest = rest.trim();
    let kind = match rest {
        "group" => Kind::Group,
        "repeat" | "lgroup" | "looped group" | "looped_group" => Kind::Repeat,
        "loop" if !begins => Kind::Repeat,
        "score" if begins => return Some(Meaning::Matrix(Matrix::Score)),
        "rank" if begins => return Some(Meaning::Matrix(Matrix::Rank)),
        "kobomatrix" if begins => return Some(Meaning::Matrix(Matrix::Table)),
        "score" | "rank" | "kobomatrix" => Kind::Group,
        "loop turn" if begins => return Some(Meaning::Turn),
        _ if begins && rest.starts_with("loop") => {
            let list = written.split_whitespace().last().unwrap_or_default();
            return Some(Meaning::Loop(list.to_owned()));
        }
        _ => {
            let near = nearest(plain, ["begin group", "begin repeat", "end group", "end repeat"]);
            return Some(Meaning::NoSuchBracket(near));
        }
    };
    Some(if begins { Meaning::Kind(kind) } else { Meaning::End(kind) })
}

fn select(written: &str) -> Option<Meaning> {
    let (rest, takes, source) =
        SELECTS.iter().find_map(|(words, takes, source)| Some((behind(written, words)?, *takes, *source)))?;
    let (list, or_other) = without_other(rest);
    // A file may have spaces in its name, a list may not.
    let list = match source {
        Source::File => Some(list).filter(|list| !list.is_empty()),
        _ => list.split_whitespace().next(),
    };
    Some(list.map_or(Meaning::NoList, |list| {
        Meaning::Select(Select { takes, list: list.to_owned(), source, or_other })
    }))
}

/// What stands behind the words of a type, whatever stands between them.
fn behind<'a>(written: &'a str, words: &str) -> Option<&'a str> {
    let mut rest = written.trim();
    for word in words.split(' ') {
        rest = rest.trim_start_matches([' ', '_', '-', '\u{a0}']);
        let head = rest.get(..word.len())?;
        if !head.eq_ignore_ascii_case(word) {
            return None;
        }
        rest = rest.get(word.len()..)?;
    }
    let ended = rest.is_empty() || rest.starts_with(char::is_whitespace);
    ended.then(|| rest.trim())
}

/// The list without ` or_other` behind it.
fn without_other(rest: &str) -> (&str, bool) {
    let lower = rest.to_ascii_lowercase();
    for ending in ["or_other", "or other", "or specify other", "or_specify_other"] {
        if let Some(head) = lower.strip_suffix(ending)
            && head.ends_with(char::is_whitespace)
        {
            return (rest.get(..head.len()).unwrap_or(rest).trim(), true);
        }
    }
    (rest, false)
}

/// Lower case, words apart by one space.
pub(super) fn plain(written: &str) -> String {
    let lower = written.to_lowercase().replace(['_', '-'], " ");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("text", Kind::Text, "text")]
    #[case("q string", Kind::Text, "text")]
    #[case("Begin Group", Kind::Group, "begin_group")]
    #[case("begin_repeat", Kind::Repeat, "begin_repeat")]
    #[case("begin  repeat", Kind::Repeat, "begin_repeat")]
    #[case("begin lgroup", Kind::Repeat, "begin_lgroup")]
    #[case("begin looped group", Kind::Repeat, "begin_looped_group")]
    #[case("geopoint", Kind::GeoPoint, "geopoint")]
    #[case("GPS", Kind::GeoPoint, "geopoint")]
    #[case("photo", Kind::File, "image")]
    #[case("dateTime", Kind::DateTime, "datetime")]
    #[case("add date time prompt", Kind::DateTime, "datetime")]
    #[case("start", Kind::Hidden, "start")]
    #[case("end", Kind::Hidden, "end")]
    #[case("end time", Kind::Hidden, "end")]
    fn a_type_is_ours(#[case] written: &str, #[case] kind: Kind, #[case] word: &str) {
        assert_eq!(read(written), Type { meaning: Meaning::Kind(kind), word: word.to_owned() });
    }

    #[rstest]
    #[case("select_one yes_no", Kind::SelectOne("yes_no".into()), Source::Choices, false)]
    #[case("select one Yes_No", Kind::SelectOne("Yes_No".into()), Source::Choices, false)]
    #[case("select1 a", Kind::SelectOne("a".into()), Source::Choices, false)]
    #[case("Select_One  a", Kind::SelectOne("a".into()), Source::Choices, false)]
    #[case("select one from a", Kind::SelectOne("a".into()), Source::Choices, false)]
    #[case("select one using a", Kind::SelectOne("a".into()), Source::Choices, false)]
    #[case("select all that apply from a", Kind::SelectMultiple("a".into()), Source::Choices, false)]
    #[case("add select multiple prompt using a", Kind::SelectMultiple("a".into()), Source::Choices, false)]
    #[case("select_multiple a_b", Kind::SelectMultiple("a_b".into()), Source::Choices, false)]
    #[case("select_one a or_other", Kind::SelectOne("a".into()), Source::Choices, true)]
    #[case("select all that apply from a or specify other", Kind::SelectMultiple("a".into()), Source::Choices, true)]
    #[case("select_one_from_file xã phường.csv", Kind::SelectOne("xã phường.csv".into()), Source::File, false)]
    #[case("select_one_external a", Kind::SelectOne("a".into()), Source::External, false)]
    #[case("rank a", Kind::Rank("a".into()), Source::Choices, false)]
    fn a_select_names_its_list(
        #[case] written: &str,
        #[case] kind: Kind,
        #[case] source: Source,
        #[case] or_other: bool,
    ) {
        let Meaning::Select(select) = read(written).meaning else { panic!("{written}") };
        assert_eq!((select.takes.of(&select.list), select.source, select.or_other), (kind, source, or_other));
    }

    #[rstest]
    #[case("end_group", Meaning::End(Kind::Group))]
    #[case("endgroup", Meaning::End(Kind::Group))]
    #[case("EndRepeat", Meaning::End(Kind::Repeat))]
    #[case("end lgroup", Meaning::End(Kind::Repeat))]
    #[case("end loop", Meaning::End(Kind::Repeat))]
    #[case("begin loop over fruit", Meaning::Loop("fruit".into()))]
    #[case("begin grop", Meaning::NoSuchBracket(Some("begin group")))]
    #[case("select_one", Meaning::NoList)]
    #[case("select_multiple or_other", Meaning::Select(Select {
        takes: Takes::Several, list: "or_other".into(), source: Source::Choices, or_other: false,
    }))]
    #[case("calculate_here", Meaning::Nearly(Kind::Calculate))]
    #[case("sensor_statistic", Meaning::Nearly(Kind::Hidden))]
    #[case("start-geopoint", Meaning::Nearly(Kind::Hidden))]
    #[case("csv-external", Meaning::Declares)]
    #[case("selct_one yes_no", Meaning::Unknown(Some("select_one")))]
    #[case("intger", Meaning::Unknown(Some("integer")))]
    #[case("hologram", Meaning::Unknown(None))]
    #[case("ệ", Meaning::Unknown(None))]
    fn the_rest_is_told_apart(#[case] written: &str, #[case] meaning: Meaning) {
        assert_eq!(read(written).meaning, meaning);
    }
}
