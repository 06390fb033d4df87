//! Numbers of papers: a sequence of its own for each kind and issuing body within a committee's term, from 01.
//!
//! Invariant: a number is never a key; gaps and blanks are shown, never closed up.

use super::reference::Validity;
use super::statement::Paper;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A term of a committee: numbers begin again with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its name: `Nhiệm kỳ 2020 - 2025`.
    pub name: String,
    /// When it runs.
    pub validity: Validity,
}

/// The numbers given out in one sequence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sequence {
    /// The symbol behind the number: `QĐ/TU`, which names kind and body.
    pub symbol: String,
    /// The term; none where the office keeps none for the day.
    pub term: Option<String>,
    /// Numbers of papers that stand or are reserved.
    pub taken: BTreeSet<u32>,
    /// Numbers of papers that were annulled.
    pub void: BTreeSet<u32>,
    /// Numbers given to more than one paper.
    pub twice: BTreeSet<u32>,
}

impl Sequence {
    /// The number the next paper gets.
    pub fn next(&self) -> u32 {
        self.taken.iter().chain(&self.void).max().map_or(1, |last| last.saturating_add(1))
    }

    /// Numbers below the last that no paper has.
    pub fn gaps(&self) -> Vec<u32> {
        let known = |number: &u32| !self.taken.contains(number) && !self.void.contains(number);
        (1..self.next()).filter(known).collect()
    }
}

/// The digits of a number: `12a` is 12.
pub fn digits(number: &str) -> Option<u32> {
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The sequences the papers make, by symbol and term. A paper without a date counts into today's term.
pub fn sequences<'a>(
    papers: impl IntoIterator<Item = &'a Paper>,
    terms: &[Term],
    today: Date,
) -> Vec<Sequence> {
    let mut by_name: BTreeMap<(String, Option<String>), Sequence> = BTreeMap::new();
    for paper in papers {
        let (Some(symbol), Some(number)) = (&paper.symbol, paper.number.as_deref().and_then(digits)) else {
            continue;
        };
        let term = term_on(terms, paper.issued_on.unwrap_or(today)).map(|term| term.name.clone());
        let sequence = by_name.entry((symbol.clone(), term.clone())).or_insert_with(|| Sequence {
            symbol: symbol.clone(),
            term,
            ..Sequence::default()
        });
        // A letter behind a number makes another paper of the same number.
        let plain = paper.number.as_deref().is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()));
        if paper.state == "void" {
            sequence.void.insert(number);
        } else if !sequence.taken.insert(number) && plain {
            sequence.twice.insert(number);
        }
    }
    by_name.into_values().collect()
}

/// The term a day falls into.
pub fn term_on(terms: &[Term], day: Date) -> Option<&Term> {
    terms.iter().find(|term| term.validity.holds_on(day))
}

#[cfg(test)]
mod tests {
    use super::super::ids::Id;
    use super::*;
    use jiff::civil::date;

    fn paper(number: &str, symbol: &str, day: Date, state: &str) -> Paper {
        Paper {
            id: Id::new(number),
            kind: "QD".into(),
            role: None,
            number: Some(number.into()),
            symbol: Some(symbol.into()),
            issued_on: Some(day),
            issuer: None,
            signer: None,
            title: None,
            case: None,
            dossier: None,
            attachment: None,
            state: state.into(),
            template: None,
            draft: None,
            made_on: None,
            receiver: None,
        }
    }

    fn term(name: &str, from: Date, to: Date) -> Term {
        Term { name: name.into(), validity: Validity { from: Some(from), to: Some(to) } }
    }

    #[test]
    fn each_kind_and_term_counts_for_itself_and_gaps_are_shown() {
        let terms = [
            term("2020-2025", date(2020, 10, 1), date(2025, 10, 1)),
            term("2025-2030", date(2025, 10, 2), date(2030, 10, 1)),
        ];
        let papers = [
            paper("01", "QĐ/TU", date(2023, 1, 5), "issued"),
            paper("4", "QĐ/TU", date(2023, 2, 5), "issued"),
            paper("4a", "QĐ/TU", date(2023, 2, 6), "issued"),
            paper("3", "QĐ/TU", date(2023, 2, 7), "void"),
            paper("01", "QĐ/TU", date(2026, 1, 5), "issued"),
            paper("07", "TTr/BTCTU", date(2023, 1, 5), "issued"),
        ];
        let found = sequences(&papers, &terms, date(2023, 3, 1));
        let told: Vec<_> =
            found.iter().map(|s| (s.symbol.as_str(), s.term.as_deref(), s.next(), s.gaps())).collect();
        assert_eq!(
            told,
            [
                ("QĐ/TU", Some("2020-2025"), 5, vec![2]),
                ("QĐ/TU", Some("2025-2030"), 2, vec![]),
                ("TTr/BTCTU", Some("2020-2025"), 8, vec![1, 2, 3, 4, 5, 6]),
            ]
        );
        assert!(found.iter().all(|sequence| sequence.twice.is_empty()));
        let twice = [
            paper("5", "QĐ/TU", date(2023, 1, 5), "issued"),
            paper("05", "QĐ/TU", date(2023, 1, 6), "issued"),
        ];
        assert_eq!(sequences(&twice, &terms, date(2023, 3, 1))[0].twice, [5].into());
    }
}
