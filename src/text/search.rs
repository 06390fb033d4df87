//! Finding among all names while typing: every record's folded text in one block, searched as substrings.
//!
//! Invariant: holds folded text and record numbers, nothing else; a search costs a bounded number of steps,
//! however many records there are and whatever was typed.

use super::fold::{Term, one_edit, query_terms};
use memchr::memmem;

/// Stands between records: no folded text and no query word holds it.
const BREAK: u8 = b'\n';
/// The number of no record: a place whose record has moved or gone.
const NOBODY: u32 = u32::MAX;
/// Records looked at for slips, at most.
const MOST_CANDIDATES: usize = 50_000;
/// A shorter word is not searched with a slip: everything would match.
const SHORTEST_SLIP: usize = 4;
/// Bytes of records that are gone, before the block is written anew.
const MOST_WASTE: usize = 1 << 20;

/// The texts of all records, in one block.
#[derive(Debug, Clone, Default)]
pub struct SearchBlock {
    text: Vec<u8>,
    /// Where each place begins in `text`, ascending; a place ends where the next begins.
    starts: Vec<usize>,
    /// The record at each place.
    records: Vec<u32>,
    /// The place of each record.
    places: Vec<u32>,
    wasted: usize,
    unordered: bool,
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
    /// A block with room for so many records and bytes.
    pub fn with_capacity(records: usize, bytes: usize) -> Self {
        Self {
            text: Vec::with_capacity(bytes + records),
            starts: Vec::with_capacity(records),
            records: Vec::with_capacity(records),
            places: Vec::with_capacity(records),
            ..Self::default()
        }
    }

    /// How many records are in the block.
    pub fn len(&self) -> usize {
        self.records.iter().filter(|record| **record != NOBODY).count()
    }

    /// Whether there is no record.
    pub fn is_empty(&self) -> bool {
        self.records.iter().all(|record| *record == NOBODY)
    }

    /// Adds a record, or gives it a new text. Records are numbered from 0 without great gaps (row numbers);
    /// `folded` comes from [`super::fold::fold`].
    pub fn push(&mut self, record: u32, folded: &str) {
        if record == NOBODY {
            return;
        }
        if let Some(place) = self.place_of(record) {
            let (start, end) = self.bounds(place);
            if folded.len() < end - start {
                self.text[start..end].fill(BREAK);
                self.write(start, folded);
                return;
            }
            self.remove(record);
        }
        let index = record as usize;
        if self.places.len() <= index {
            self.places.resize(index + 1, NOBODY);
        }
        self.unordered |= self.records.last().is_some_and(|last| *last == NOBODY || *last > record);
        self.places[index] = u32::try_from(self.records.len()).unwrap_or(NOBODY);
        self.records.push(record);
        let start = self.text.len();
        self.starts.push(start);
        self.text.resize(start + folded.len() + 1, BREAK);
        self.write(start, folded);
        if self.wasted > MOST_WASTE && self.wasted > self.text.len() / 2 {
            self.rewrite();
        }
    }

    /// Takes a record out.
    pub fn remove(&mut self, record: u32) {
        let Some(place) = self.place_of(record) else { return };
        let (start, end) = self.bounds(place);
        self.text[start..end].fill(BREAK);
        self.records[place] = NOBODY;
        self.places[record as usize] = NOBODY;
        self.wasted += end - start;
    }

    /// The records in which every word of the query stands, ascending; with one-letter slips only if there
    /// would be none otherwise. An empty query finds all.
    pub fn search(&self, query: &str) -> Vec<u32> {
        self.find(query).records
    }

    /// As [`Self::search`], telling whether slips had to be allowed.
    pub fn find(&self, query: &str) -> Found {
        let terms = query_terms(query);
        let Some(longest) = terms.iter().max_by_key(|term| shortest_reading(term)) else {
            return Found { records: self.ascending(0..self.records.len()), with_slips: false };
        };
        let places = self.holding(longest.readings.iter().map(String::as_bytes), usize::MAX);
        let others: Vec<&Term> = terms.iter().filter(|term| !std::ptr::eq(*term, longest)).collect();
        let exact = places.into_iter().filter(|place| {
            let record = self.at(*place);
            others.iter().all(|term| holds(record, term))
        });
        let records = self.ascending(exact);
        if !records.is_empty() {
            return Found { records, with_slips: false };
        }
        let records = self.slips(&terms, longest);
        Found { with_slips: !records.is_empty(), records }
    }

    /// Records that match with one slip a word. One slip leaves one half of the word whole, or exchanges the
    /// two letters in its middle: so those three are searched and what they find is looked at closely.
    fn slips(&self, terms: &[Term], longest: &Term) -> Vec<u32> {
        let word = longest.readings[0].as_bytes();
        if !may_slip(word) {
            return Vec::new();
        }
        let middle = word.len() / 2;
        let mut exchanged = word.to_vec();
        exchanged.swap(middle - 1, middle);
        let parts = [&word[..middle], &word[middle..], &exchanged];
        let places = self.holding(parts.into_iter(), MOST_CANDIDATES);
        let matching = places.into_iter().filter(|place| {
            let record = self.at(*place);
            terms.iter().all(|term| holds(record, term) || holds_slip(record, term))
        });
        self.ascending(matching)
    }

    /// The places that hold any of the needles, ascending; so many at most for each.
    fn holding<'a>(&self, needles: impl Iterator<Item = &'a [u8]>, most: usize) -> Vec<usize> {
        let mut places = Vec::new();
        let mut searched = 0;
        for needle in needles {
            let finder = memmem::Finder::new(needle);
            let (mut from, mut place, before) = (0, 0, places.len());
            while places.len() - before < most {
                let Some(at) = self.text.get(from..).and_then(|rest| finder.find(rest)) else { break };
                place = self.place_at(from + at, place);
                places.push(place);
                from = self.bounds(place).1;
            }
            searched += 1;
        }
        if searched > 1 {
            places.sort_unstable();
            places.dedup();
        }
        places
    }

    /// The place a byte belongs to, knowing one that is not behind it: hits are mostly near one another.
    fn place_at(&self, byte: usize, known: usize) -> usize {
        let mut low = known;
        let mut step = 1;
        while self.starts.get(low + step).is_some_and(|start| *start <= byte) {
            low += step;
            step *= 2;
        }
        let high = (low + step).min(self.starts.len());
        low + self.starts[low..high].partition_point(|start| *start <= byte) - 1
    }

    fn ascending(&self, places: impl IntoIterator<Item = usize>) -> Vec<u32> {
        let records = places.into_iter().map(|place| self.records[place]);
        let mut records: Vec<u32> = records.filter(|record| *record != NOBODY).collect();
        if self.unordered {
            records.sort_unstable();
        }
        records
    }

    fn place_of(&self, record: u32) -> Option<usize> {
        let place = *self.places.get(record as usize)?;
        (place != NOBODY).then_some(place as usize)
    }

    fn bounds(&self, place: usize) -> (usize, usize) {
        (self.starts[place], self.starts.get(place + 1).copied().unwrap_or(self.text.len()))
    }

    fn at(&self, place: usize) -> &[u8] {
        let (start, end) = self.bounds(place);
        &self.text[start..end]
    }

    fn write(&mut self, start: usize, folded: &str) {
        for (to, from) in self.text[start..].iter_mut().zip(folded.bytes()) {
            *to = if from == BREAK { b' ' } else { from };
        }
    }

    /// Writes the block anew, in the order of records and without those that are gone.
    fn rewrite(&mut self) {
        let mut fresh = Self::with_capacity(self.records.len(), self.text.len() - self.wasted);
        for record in 0..u32::try_from(self.places.len()).unwrap_or(NOBODY) {
            if let Some(place) = self.place_of(record) {
                let text = self.at(place);
                let length = text.iter().rposition(|byte| *byte != BREAK).map_or(0, |last| last + 1);
                fresh.push(record, &String::from_utf8_lossy(&text[..length]));
            }
        }
        *self = fresh;
    }
}

fn shortest_reading(term: &Term) -> usize {
    term.readings.iter().map(String::len).min().unwrap_or(0)
}

fn holds(record: &[u8], term: &Term) -> bool {
    term.readings.iter().any(|reading| memmem::find(record, reading.as_bytes()).is_some())
}

/// Slips are of letters: a digit that differs is another code.
fn may_slip(word: &[u8]) -> bool {
    word.len() >= SHORTEST_SLIP && word.iter().all(|byte| byte.is_ascii_lowercase())
}

/// Whether a word of the record, or what it begins with, is the term with one slip.
fn holds_slip(record: &[u8], term: &Term) -> bool {
    let needle = term.readings[0].as_bytes();
    may_slip(needle)
        && record.split(|byte| !byte.is_ascii_lowercase()).any(|word| {
            let length = needle.len();
            (length - 1..=length + 1)
                .any(|taken| word.get(..taken).is_some_and(|start| one_edit(start, needle)))
        })
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
        let mut block = SearchBlock::with_capacity(NAMES.len(), 64);
        for (record, name) in (0..).zip(NAMES) {
            block.push(record, &fold(name));
        }
        block
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

    #[test]
    fn a_changed_record_is_found_by_its_new_text_only() {
        let mut block = block();
        block.push(1, "le thi lan");
        block.push(3, "mot ten dai hon nhieu so voi ten cu cua chi bo nay");
        assert_eq!(block.search("hoa"), [0]);
        assert_eq!(block.search("lan"), [1]);
        assert_eq!(block.search("le thi lan x"), [0_u32; 0]);
        assert_eq!(block.search("ha tang"), [0_u32; 0]);
        assert_eq!(block.search("n"), [0, 1, 2, 3, 4, 6]);
        block.remove(0);
        assert_eq!(block.search("nguyen"), [4]);
        assert_eq!((block.len(), block.search("").len()), (6, 6));
        block.push(0, "nguyen moi");
        assert_eq!(block.search("nguyen"), [0, 4]);
    }

    #[test]
    fn the_block_does_not_grow_for_ever() {
        let mut block = SearchBlock::default();
        for round in 0_usize..400 {
            for record in 0..8 {
                block.push(record, &format!("{} {record}", "x".repeat(1024 + round)));
            }
        }
        assert!(block.text.len() < 4 * MOST_WASTE);
        assert_eq!(block.search("xxxx"), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(block.search("xxxx 3"), [3]);
    }

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(
            names in prop::collection::vec("[a-c đ]{0,8}", 0..24),
            changes in prop::collection::vec((0_u32..24, "[a-c]{0,12}"), 0..12),
            query in "[a-cđ ]{1,5}",
        ) {
            let mut block = SearchBlock::default();
            let mut plain: Vec<String> = names.iter().map(|name| fold(name)).collect();
            for (record, name) in (0..).zip(&plain) {
                block.push(record, name);
            }
            for (record, name) in changes {
                if let Some(old) = plain.get_mut(record as usize) {
                    old.clone_from(&name);
                    block.push(record, &name);
                }
            }
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
