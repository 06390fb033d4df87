//! Faults of data the office can edit: which file, which line, and why; and the nearest right name.
//!
//! Invariant: a fault carries a code with values, never a sentence.

use crate::text::message::Message;

/// One thing wrong in a data file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file, as the caller gave it.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub cause: Message,
}

impl Fault {
    /// A fault at a byte offset of a text.
    pub fn at(file: &str, text: &str, offset: usize, cause: Message) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        Self { file: file.to_owned(), line, cause }
    }

    /// A fault the TOML reader found: its own words stand in as the detail, they are about syntax.
    pub fn syntax(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let offset = error.span().map_or(0, |span| span.start);
        let cause = Message::new("data_file.bad_toml").with("detail", error.message());
        Self::at(file, text, offset, cause)
    }

    /// File, line and cause in one message.
    pub fn message(&self) -> Message {
        self.cause.clone().with("file", &self.file).with("line", self.line)
    }
}

/// The candidate written most like `written`, if one is near enough to be meant.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = written.chars().count();
    let allowed = (letters / 3).max(2);
    candidates
        .into_iter()
        .map(|candidate| (distance(written, candidate), candidate))
        // Of two or three letters one may be wrong, or two exchanged, or any other word would be near.
        .filter(|(far, candidate)| {
            *far <= allowed && (letters > 3 || *far < 2 || same_letters(written, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

fn same_letters(left: &str, right: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(left) == sorted(right)
}

/// Letters to insert, delete or change to turn one word into the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, from) in left.chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (column, to) in right.iter().enumerate() {
            let changed = diagonal + usize::from(from != *to);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("survey_fnal", Some("survey_final"))]
    #[case("papes", Some("papers"))]
    #[case("xyzxyz", None)]
    #[case("pap", None)]
    fn the_nearest_name_is_offered_only_when_near(#[case] written: &str, #[case] expected: Option<&str>) {
        assert_eq!(nearest(written, ["survey_final", "papers", "opinions"]), expected);
    }

    #[test]
    fn a_line_is_counted_from_one() {
        let cause = Message::new("x");
        assert_eq!(Fault::at("f", "a\nb\nc", 4, cause.clone()).line, 3);
        assert_eq!(Fault::at("f", "a", 0, cause).line, 1);
    }
}
