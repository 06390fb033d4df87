//! Finding among all names while typing: every word that stands anywhere, once, and where it stands.
//!
//! Names repeat their words, so the words are few: what is typed is looked for in them, as a part of a word, and
//! what they stand in is marked. Words that every record has cost no more than others.
//!
//! Invariant: holds folded words and record numbers, nothing else; a search is one pass over the words for each
//! word typed, and never looks at a record by itself.

use super::fold::{Term, one_edit, query_terms};
use memchr::memmem;
use std::collections::HashMap;

/// Stands behind every word: no word and no query holds it.
const BREAK: u8 = b'\n';
/// A shorter word is not searched with a slip: everything would match.
const SHORTEST_SLIP: usize = 4;

/// The words of all records. Records are numbered from 0, as they came.
#[derive(Debug, Clone, Default)]
pub struct SearchBlock {
    /// Every word once.
    text: Vec<u8>,
    /// Where each word begins in `text`.
    starts: Vec<usize>,
    /// Where in `records` those of each word begin; one more at the end.
    firsts: Vec<usize>,
    /// The records each word stands in.
    records: Vec<u32>,
    /// The words slips are looked for in.
    spelled: Vec<usize>,
    count: usize,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Record numbers, ascending.
    pub records: Vec<u32>,
    /// Nothing matched as typed: these match with one wrong letter a word.
    pub with_slips: bool,
}

impl SearchBlock {
    /// Of the records' texts, folded ([`super::fold::fold`]).
    pub fn of<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        let mut block = Self::default();
        let mut numbers: HashMap<Box<str>, u32> = HashMap::new();
        let mut stands: Vec<(u32, u32)> = Vec::new();
        for (record, text) in (0..).zip(texts) {
            block.count += 1;
            for word in text.as_ref().split_whitespace() {
                let number = numbers.get(word).copied().unwrap_or_else(|| {
                    let number = block.add(word);
                    numbers.insert(word.into(), number);
                    number
                });
                stands.push((number, record));
            }
        }
        // By word, and the records of each in order: counted, since comparing a million pairs takes long.
        block.firsts = vec![0; block.starts.len() + 1];
        for (word, _) in &stands {
            block.firsts[*word as usize + 1] += 1;
        }
        for word in 0..block.starts.len() {
            block.firsts[word + 1] += block.firsts[word];
        }
        let mut next = block.firsts.clone();
        block.records = vec![0; stands.len()];
        for (word, record) in stands {
            let next = &mut next[word as usize];
            block.records[*next] = record;
            *next += 1;
        }
        block
    }

    fn add(&mut self, word: &str) -> u32 {
        let number = self.starts.len();
        self.starts.push(self.text.len());
        self.text.extend_from_slice(word.as_bytes());
        self.text.push(BREAK);
        if spellings(word.as_bytes()).any(|part| part.len() + 1 >= SHORTEST_SLIP) {
            self.spelled.push(number);
        }
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// The records in which every word of the query stands, ascending; with one-letter slips only if there
    /// would be none otherwise. An empty query finds all.
    pub fn search(&self, query: &str) -> Vec<u32> {
        self.find(query).records
    }

    /// As [`Self::search`], telling whether slips had to be allowed.
    pub fn find(&self, query: &str) -> Found {
        let terms = query_terms(query);
        let exact: Vec<Vec<bool>> = terms.iter().map(|term| self.holding(term)).collect();
        let records = self.in_all(&exact);
        if !records.is_empty() {
            return Found { records, with_slips: false };
        }
        let near: Vec<Vec<bool>> =
            terms.iter().zip(exact).map(|(term, exact)| self.with_slips(term, exact)).collect();
        let records = self.in_all(&near);
        Found { with_slips: !records.is_empty(), records }
    }

    /// The records marked in all.
    fn in_all(&self, marks: &[Vec<bool>]) -> Vec<u32> {
        let marked = |record: &u32| marks.iter().all(|marks| marks[*record as usize]);
        (0..).take(self.count).filter(marked).collect()
    }

    /// Marks the records with a word that any reading of the term is a part of.
    fn holding(&self, term: &Term) -> Vec<bool> {
        let mut marks = vec![false; self.count];
        for reading in &term.readings {
            let finder = memmem::Finder::new(reading.as_bytes());
            let (mut from, mut word) = (0, 0);
            while let Some(at) = self.text.get(from..).and_then(|rest| finder.find(rest)) {
                word = self.word_at(from + at, word);
                self.mark(word, &mut marks);
                from = self.bounds(word).1;
            }
        }
        marks
    }

    /// Marks also those with a word that is the term with one slip, or begins with it.
    fn with_slips(&self, term: &Term, mut marks: Vec<bool>) -> Vec<bool> {
        let needle = term.readings[0].as_bytes();
        if may_slip(needle) {
            for word in &self.spelled {
                let (start, end) = self.bounds(*word);
                if spellings(&self.text[start..end]).any(|part| is_slip(part, needle)) {
                    self.mark(*word, &mut marks);
                }
            }
        }
        marks
    }

    fn mark(&self, word: usize, marks: &mut [bool]) {
        for record in &self.records[self.firsts[word]..self.firsts[word + 1]] {
            marks[*record as usize] = true;
        }
    }

    /// The word a byte belongs to, knowing one that is not behind it: hits are mostly near one another.
    fn word_at(&self, byte: usize, known: usize) -> usize {
        let mut low = known;
        let mut step = 1;
        while self.starts.get(low + step).is_some_and(|start| *start <= byte) {
            low += step;
            step *= 2;
        }
        let high = (low + step).min(self.starts.len());
        low + self.starts[low..high].partition_point(|start| *start <= byte) - 1
    }

    fn bounds(&self, word: usize) -> (usize, usize) {
        (self.starts[word], self.starts.get(word + 1).copied().unwrap_or(self.text.len()))
    }
}

/// Slips are of letters: a digit that differs is another code.
fn may_slip(word: &[u8]) -> bool {
    word.len() >= SHORTEST_SLIP && word.iter().all(|byte| byte.is_ascii_lowercase())
}

/// What is spelled in letters in a word.
fn spellings(word: &[u8]) -> impl Iterator<Item = &[u8]> {
    word.split(|byte| !byte.is_ascii_lowercase())
}

/// Whether something, or what it begins with, is the needle with one slip.
fn is_slip(spelled: &[u8], needle: &[u8]) -> bool {
    let length = needle.len();
    (length - 1..=length + 1).any(|taken| spelled.get(..taken).is_some_and(|start| one_edit(start, needle)))
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    const NAMES: [&str; 7] = [
        "Nguyễn Văn Hòa 079085001234",
        "Nguyễn Thị Hoà",
        "Đảng ủy Khu công nghiệp",
        "Chi bộ Công ty Hạ tầng",
        "Trần Đình Nguyên",
        "",
        "Đàng Năng Quạ 079085001235",
    ];

    fn block() -> SearchBlock {
        SearchBlock::of(NAMES.map(fold))
    }

    #[rstest]
    #[case("hoa", &[0, 1], false)]
    #[case("HÒA nguyen", &[0, 1], false)]
    #[case("thi hoa nguyễn", &[1], false)]
    #[case("dang", &[2, 6], false)]
    #[case("ddang", &[2, 6], false)]
    #[case("ddinh", &[4], false)]
    #[case("", &[0, 1, 2, 3, 4, 5, 6], false)]
    #[case("0790850012", &[0, 6], false)]
    #[case("nguyem", &[0, 1, 4], true)]
    #[case("ngueyn hoa", &[0, 1], true)]
    #[case("cong nghjep", &[2], true)]
    #[case("nguye", &[0, 1, 4], false)]
    #[case("079085001239", &[], false)]
    #[case("hox", &[], false)]
    #[case("\n\u{1b}", &[], false)]
    fn finds(#[case] query: &str, #[case] records: &[u32], #[case] with_slips: bool) {
        assert_eq!(block().find(query), Found { records: records.to_vec(), with_slips });
    }

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(
            names in prop::collection::vec("[a-c đ]{0,8}", 0..24),
            query in "[a-cđ ]{1,5}",
        ) {
            let plain: Vec<String> = names.iter().map(|name| fold(name)).collect();
            let block = SearchBlock::of(&plain);
            let terms = query_terms(&query);
            let has_all = |name: &str| terms.iter().all(|term| term.readings.iter().any(|r| name.contains(r)));
            let wanted = (0..).zip(&plain).filter(|(_, name)| has_all(name));
            let wanted: Vec<u32> = wanted.map(|(record, _)| record).collect();
            let found = block.find(&query);
            prop_assert!(found.with_slips || found.records == wanted, "{:?} {:?}", found, wanted);
            prop_assert!(!found.with_slips || wanted.is_empty());
        }

        #[test]
        fn any_query_is_answered(query in "\\PC{0,16}") {
            let _ = block().find(&query);
        }
    }
}
