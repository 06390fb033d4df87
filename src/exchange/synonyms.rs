//! The tables of `assets/imports`: which headers name which field, and by which words a row is known.
//!
//! Invariant: no header and no word stands here; an office's spelling is a line in a table.

use crate::text::fold;
use serde::Deserialize;

const CELLS: &str = include_str!("../../assets/imports/cells.toml");
const MEMBERS: &str = include_str!("../../assets/imports/members.toml");
const MOVEMENTS: &str = include_str!("../../assets/imports/movements.toml");
const WORDS: &str = include_str!("../../assets/imports/words.toml");

/// A kind of list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Organisations.
    Cells,
    /// Members.
    Members,
    /// Movements.
    Movements,
}

impl Kind {
    /// As the command line and a saved mapping name it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cells => "cells",
            Self::Members => "members",
            Self::Movements => "movements",
        }
    }

    /// Reads a code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Cells, Self::Members, Self::Movements].into_iter().find(|kind| kind.code() == code)
    }

    const fn source(self) -> &'static str {
        match self {
            Self::Cells => CELLS,
            Self::Members => MEMBERS,
            Self::Movements => MOVEMENTS,
        }
    }
}

/// A field and the headers that name it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Field {
    pub(super) name: String,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) count: bool,
    #[serde(default)]
    pub(super) by_year: bool,
    pub(super) spellings: Vec<String>,
    #[serde(default)]
    under: Vec<String>,
    #[serde(default)]
    nested: Vec<String>,
    #[serde(skip)]
    pub(super) keys: Vec<String>,
    #[serde(skip)]
    pub(super) under_keys: Vec<String>,
    #[serde(skip)]
    pub(super) nested_keys: Vec<String>,
}

impl Field {
    /// The usual header.
    pub(super) fn usual(&self) -> &str {
        self.spellings.first().map_or(&self.name, |spelling| spelling)
    }
}

/// The fields of a kind of list.
#[derive(Debug, Clone)]
pub(super) struct Synonyms {
    pub(super) fields: Vec<Field>,
}

#[derive(Deserialize)]
struct File {
    field: Vec<Field>,
}

impl Synonyms {
    /// The compiled-in table of a kind; tests hold it faultless.
    pub(super) fn of(kind: Kind) -> Self {
        let file = toml::from_str(kind.source()).unwrap_or(File { field: Vec::new() });
        let mut fields = file.field;
        for field in &mut fields {
            field.keys = field.spellings.iter().map(|text| key(text)).collect();
            field.under_keys = field.under.iter().map(|text| key(text)).collect();
            field.nested_keys = field.nested.iter().map(|text| key(text)).collect();
        }
        Self { fields }
    }

    /// A field by name; for a field with years, `rating.2022` means `rating`.
    pub(super) fn find(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| {
            field.name == name
                || (field.by_year
                    && name.strip_prefix(&field.name).is_some_and(|rest| {
                        rest.strip_prefix('.').is_some_and(|year| year_in(year).is_some())
                    }))
        })
    }
}

/// The words of `words.toml`, folded: lower case, no marks, single spaces.
#[derive(Debug, Clone)]
pub(super) struct Words {
    /// With marks and without: "cộng" is no "công".
    pub(super) total: Vec<(String, String)>,
    pub(super) subtotal: Vec<(String, String)>,
    pub(super) row_words: Vec<String>,
    pub(super) footer: Vec<String>,
    pub(super) organisation: Vec<String>,
    pub(super) hold: Vec<String>,
    pub(super) no_hold: Vec<String>,
    pub(super) as_of: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    total: Vec<String>,
    subtotal: Vec<String>,
    row_words: Vec<String>,
    footer: Vec<String>,
    organisation: Vec<String>,
    hold: Vec<String>,
    no_hold: Vec<String>,
    as_of: Vec<String>,
}

impl Words {
    /// The compiled-in words.
    pub(super) fn built_in() -> Self {
        let file: WordFile = toml::from_str(WORDS).unwrap_or_default();
        let plain = |words: &[String]| words.iter().map(|word| folded(word)).collect();
        let marked =
            |words: &[String]| words.iter().map(|word| (word.to_lowercase(), folded(word))).collect();
        Self {
            total: marked(&file.total),
            subtotal: marked(&file.subtotal),
            row_words: plain(&file.row_words),
            footer: plain(&file.footer),
            organisation: plain(&file.organisation),
            hold: plain(&file.hold),
            no_hold: plain(&file.no_hold),
            as_of: plain(&file.as_of),
        }
    }

    /// Whether a note may mean that a member is not transferred yet.
    pub(super) fn speaks_of_hold(&self, note: &str) -> bool {
        let mut note = folded(note);
        for innocent in &self.no_hold {
            note = note.replace(innocent, " ");
        }
        self.hold.iter().any(|word| note.contains(word))
    }
}

/// Lower case, no marks, single spaces.
pub(super) fn folded(text: &str) -> String {
    fold::fold(text)
}

/// Whether a folded text begins with one of the words, as words.
pub(super) fn begins_with<'a>(text: &str, words: &'a [String]) -> Option<&'a String> {
    words.iter().find(|word| {
        text.strip_prefix(word.as_str())
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || word.ends_with(['.', ':']))
    })
}

/// Letters and digits only, folded: what two spellings of one header share.
pub(super) fn key(text: &str) -> String {
    folded(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The text without what stands in brackets, and without the asterisk of a required column.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    text.chars()
        .filter(|letter| {
            match letter {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    let inside = depth > 0;
                    depth = depth.saturating_sub(1);
                    return !inside;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// The one year of four digits in a text.
pub(super) fn year_in(text: &str) -> Option<i16> {
    let mut years = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse::<i16>().ok())
        .filter(|year| (1930..=2100).contains(year));
    let year = years.next()?;
    years.next().is_none().then_some(year)
}

/// How many letters must be put in, left out, changed or swapped to make one of the other; none above the bound.
pub(super) fn distance(one: &str, other: &str, bound: usize) -> Option<usize> {
    if bound == 0 {
        return (one == other).then_some(0);
    }
    // Keys are folded, so nearly all are plain letters.
    if one.is_ascii() && other.is_ascii() {
        return letters_apart(one.as_bytes(), other.as_bytes(), bound);
    }
    letters_apart(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>(), bound)
}

fn letters_apart<T: PartialEq>(one: &[T], other: &[T], bound: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > bound {
        return None;
    }
    let (mut before, mut row) = (vec![0; other.len() + 1], vec![0; other.len() + 1]);
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut least_before = 0;
    for (i, letter) in one.iter().enumerate() {
        row[0] = i + 1;
        for (j, against) in other.iter().enumerate() {
            let changed = last[j] + usize::from(letter != against);
            let mut best = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == other[j - 1] && one[i - 1] == *against {
                best = best.min(before[j - 1] + 1);
            }
            row[j + 1] = best;
        }
        // What comes grows from this row, or by a swap from the one before it.
        let least = row.iter().copied().min().unwrap_or_default();
        if least > bound && least_before >= bound {
            return None;
        }
        least_before = least;
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.last().copied().filter(|found| *found <= bound)
}

/// How many slips a key of this length may have and still be understood.
pub(super) const fn slips_allowed(length: usize) -> usize {
    match length {
        0..=5 => 0,
        6..=11 => 1,
        12..=19 => 2,
        _ => 3,
    }
}

/// The name nearest to what was wanted, if one is near at all.
pub(super) fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = key(wanted);
    let bound = (wanted.chars().count() / 2).max(2);
    names
        .into_iter()
        .filter_map(|name| {
            let found = key(name);
            // one inside the other is near too, after those that differ by slips only
            let (short, long) =
                if found.len() < wanted.len() { (&found, &wanted) } else { (&wanted, &found) };
            let inside = short.chars().count() >= 4 && long.contains(short.as_str());
            let apart = distance(&wanted, &found, bound).or(inside.then_some(bound + 1));
            apart.map(|apart| (apart, name))
        })
        .min_by_key(|(apart, _)| *apart)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::collections::HashSet;

    #[rstest]
    #[case(Kind::Cells)]
    #[case(Kind::Members)]
    #[case(Kind::Movements)]
    fn the_tables_have_no_fault(#[case] kind: Kind) {
        toml::from_str::<File>(kind.source()).unwrap();
        let table = Synonyms::of(kind);
        let mut names = HashSet::new();
        let mut spelled = HashSet::new();
        for field in &table.fields {
            assert!(names.insert(&field.name), "{} twice", field.name);
            for spelling in field.keys.iter().collect::<HashSet<_>>() {
                assert!(spelled.insert(spelling), "{spelling} names two fields");
            }
        }
        assert!(table.fields.iter().any(|field| field.required));
    }

    #[test]
    fn the_words_have_no_fault() {
        toml::from_str::<WordFile>(WORDS).unwrap();
    }

    #[rstest]
    #[case("Đang giải quyết đơn khiếu nại", true)]
    #[case("đang bị KIỂM TRA", true)]
    #[case("Ủy viên Ủy ban Kiểm tra", false)]
    #[case("chuyển đến từ Ninh Hải", false)]
    fn a_note_may_speak_of_a_hold(#[case] note: &str, #[case] expected: bool) {
        assert_eq!(Words::built_in().speaks_of_hold(note), expected);
    }

    #[rstest]
    #[case("hovaten", "hovaten", 1, Some(0))]
    #[case("hovaten", "hovatne", 1, Some(1))]
    #[case("hovaten", "hvaten", 1, Some(1))]
    #[case("hovaten", "quequan", 2, None)]
    fn slips_are_counted(
        #[case] one: &str,
        #[case] other: &str,
        #[case] bound: usize,
        #[case] expected: Option<usize>,
    ) {
        assert_eq!(distance(one, other, bound), expected);
    }

    #[rstest]
    #[case("Xếp loại năm 2022", Some(2022))]
    #[case("2020 - 2022", None)]
    #[case("Xếp loại", None)]
    fn a_year_is_found(#[case] text: &str, #[case] expected: Option<i16>) {
        assert_eq!(year_in(text), expected);
    }
}
