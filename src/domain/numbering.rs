//! Numbers of papers: a sequence of its own for each kind and issuing body within a committee's term, from 01.
//!
//! Where the office has recorded no term for a day, the papers of all such days make one sequence: numbers begin
//! again with a term and with nothing else, so a new year does not begin anew.
//!
//! Invariant: a number is never a key; gaps and blanks are shown, never closed up; what was void stays void.

use super::case::Case;
use super::ids::Id;
use super::reference::Validity;
use super::statement::{Dossier, Paper};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A term of a committee: numbers begin again with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its name: `Nhiệm kỳ 2020 - 2025`.
    pub name: String,
    /// When it runs.
    pub validity: Validity,
}

/// The number of a paper: digits, and a letter where a number was put between two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    /// The digits.
    pub value: u32,
    /// The letter behind them; mostly none.
    pub letter: String,
}

/// Longer numbers are typing errors.
const MOST_DIGITS: usize = 7;
/// `12a`, `12bis`.
const MOST_LETTERS: usize = 3;

impl Number {
    /// A number without a letter.
    pub const fn plain(value: u32) -> Self {
        Self { value, letter: String::new() }
    }

    /// Reads `5`, `05`, `1024`, `12a`.
    pub fn parse(written: &str) -> Option<Self> {
        let written = written.trim();
        let digits = written.chars().take_while(char::is_ascii_digit).count();
        let (value, letter) = written.split_at(digits);
        let fits = (1..=MOST_DIGITS).contains(&digits)
            && letter.chars().count() <= MOST_LETTERS
            && letter.chars().all(char::is_alphabetic);
        let value = value.parse().ok().filter(|value| *value > 0)?;
        fits.then(|| Self { value, letter: letter.to_lowercase() })
    }
}

/// As it stands on a paper: below 10 with a leading 0.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}{}", self.value, self.letter)
    }
}

/// How a given number stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Set aside for a paper that is not issued yet.
    Reserved,
    /// Of an issued paper.
    Taken,
    /// Given up: it is not given again.
    Void,
}

/// A number that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The paper that bears it.
    pub paper: Id<Paper>,
    /// Code list `paper_kind`.
    pub kind: String,
    /// The symbol behind the number: `QĐ/TU`.
    pub symbol: String,
    /// The issuing body; none where that is not known, and then nothing can be said to be taken twice.
    pub body: Option<String>,
    /// The number.
    pub number: Number,
    /// The paper's day; of a number set aside the day that was done.
    pub day: Date,
    /// How it stands.
    pub standing: Standing,
    /// Code list `paper_role`.
    pub role: Option<String>,
    /// The case it is kept at, or
    pub case: Option<Id<Case>>,
    /// the dossier.
    pub dossier: Option<Id<Dossier>>,
}

/// The numbers given out in one sequence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sequence {
    /// Code list `paper_kind`.
    pub kind: String,
    /// The symbol behind the number.
    pub symbol: String,
    /// The issuing body; none where it is not known.
    pub body: Option<String>,
    /// The term; none where the office keeps none for the day.
    pub term: Option<String>,
    /// Numbers of issued papers.
    pub taken: BTreeSet<Number>,
    /// Numbers set aside.
    pub reserved: BTreeSet<Number>,
    /// Numbers of papers that were annulled.
    pub void: BTreeSet<Number>,
    /// Numbers given to more than one paper.
    pub twice: BTreeSet<Number>,
}

impl Sequence {
    /// The number the next paper gets.
    pub fn next(&self) -> u32 {
        let last = self.all().map(|number| number.value).max();
        last.map_or(1, |last| last.saturating_add(1))
    }

    /// Numbers below the last that no paper has.
    pub fn gaps(&self) -> Vec<u32> {
        let known: BTreeSet<u32> = self.all().map(|number| number.value).collect();
        (1..self.next()).filter(|number| !known.contains(number)).take(MOST_GAPS).collect()
    }

    fn all(&self) -> impl Iterator<Item = &Number> {
        self.taken.iter().chain(&self.reserved).chain(&self.void)
    }
}

/// A sequence that begins at 7.000.000 has no seven million gaps to list.
const MOST_GAPS: usize = 999;

/// The sequences the numbers make, by kind, symbol, body and term.
pub fn sequences(given: &[Given], terms: &[Term]) -> Vec<Sequence> {
    let mut by_key: BTreeMap<_, (Sequence, BTreeMap<Number, &Given>)> = BTreeMap::new();
    for one in given {
        let term = term_on(terms, one.day).map(|term| term.name.clone());
        let key = (one.symbol.clone(), one.kind.clone(), one.body.clone(), term.clone());
        let (sequence, first) = by_key.entry(key).or_insert_with(|| {
            let sequence = Sequence {
                kind: one.kind.clone(),
                symbol: one.symbol.clone(),
                body: one.body.clone(),
                term,
                ..Sequence::default()
            };
            (sequence, BTreeMap::new())
        });
        let numbers = match one.standing {
            Standing::Reserved => &mut sequence.reserved,
            Standing::Taken => &mut sequence.taken,
            Standing::Void => &mut sequence.void,
        };
        numbers.insert(one.number.clone());
        if one.standing != Standing::Void {
            match first.get(&one.number) {
                Some(known) if one.body.is_some() && !is_same_paper(known, one) => {
                    sequence.twice.insert(one.number.clone());
                }
                Some(_) => {}
                None => drop(first.insert(one.number.clone(), one)),
            }
        }
    }
    by_key.into_values().map(|(sequence, _)| sequence).collect()
}

/// The number's other holder in the same sequence, if it has one.
pub fn taken_by<'a>(given: &'a [Given], new: &Given, terms: &[Term]) -> Option<&'a Given> {
    new.body.as_ref()?;
    let term = |one: &Given| term_on(terms, one.day).map(|term| term.name.clone());
    let wanted = term(new);
    given.iter().find(|one| {
        one.paper != new.paper
            && one.number == new.number
            && one.kind == new.kind
            && one.symbol == new.symbol
            && one.body == new.body
            && term(one) == wanted
            && !is_same_paper(one, new)
    })
}

/// Roles of papers that answer: one may answer several dossiers.
const ANSWERS: [&str; 2] = ["decision", "conclusion"];

/// One paper may be kept at each case it decides on and at each dossier it answers: same number, day and role.
fn is_same_paper(one: &Given, other: &Given) -> bool {
    let apart = one.case != other.case || one.dossier != other.dossier;
    let answers = one.role.as_deref().is_some_and(|role| ANSWERS.contains(&role));
    one.standing == Standing::Taken
        && other.standing == Standing::Taken
        && one.day == other.day
        && one.role == other.role
        && (one.case.is_some()
            || other.case.is_some()
            || (one.dossier.is_some() && other.dossier.is_some() && answers))
        && apart
}

/// The term a day falls into.
pub fn term_on(terms: &[Term], day: Date) -> Option<&Term> {
    terms.iter().find(|term| term.validity.holds_on(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    fn given(number: &str, symbol: &str, day: Date, standing: Standing) -> Given {
        Given {
            paper: Id::new(format!("{number} {symbol} {day}")),
            kind: "QD".into(),
            symbol: symbol.into(),
            body: Some("a".into()),
            number: Number::parse(number).unwrap(),
            day,
            standing,
            role: None,
            case: None,
            dossier: None,
        }
    }

    fn terms() -> [Term; 2] {
        let term = |name: &str, from: Date, to: Date| Term {
            name: name.into(),
            validity: Validity { from: Some(from), to: Some(to) },
        };
        [
            term("2020-2025", date(2020, 10, 1), date(2025, 10, 1)),
            term("2025-2030", date(2025, 10, 2), date(2030, 10, 1)),
        ]
    }

    #[rstest]
    #[case("5", Some("05"))]
    #[case("05", Some("05"))]
    #[case("12A", Some("12a"))]
    #[case("1024", Some("1024"))]
    #[case("7bis", Some("07bis"))]
    #[case("0", None)]
    #[case("", None)]
    #[case("a12", None)]
    #[case("12-1", None)]
    #[case("99999999", None)]
    #[case("5đ", Some("05đ"))]
    fn a_number_is_digits_and_perhaps_a_letter(#[case] typed: &str, #[case] written: Option<&str>) {
        assert_eq!(Number::parse(typed).map(|number| number.to_string()).as_deref(), written);
    }

    proptest! {
        #[test]
        fn a_number_reads_as_it_is_written(value in 1_u32..9_999_999, letter in "[a-zđ]{0,3}") {
            let number = Number { value, letter };
            prop_assert_eq!(Number::parse(&number.to_string()), Some(number));
        }

        #[test]
        fn nothing_typed_breaks_it(typed in "\\PC{0,12}") {
            if let Some(number) = Number::parse(&typed) {
                prop_assert_eq!(Number::parse(&number.to_string()), Some(number));
            }
        }
    }

    #[test]
    fn each_kind_and_term_counts_for_itself_and_gaps_are_shown() {
        use Standing::{Reserved, Taken, Void};
        let all = [
            given("01", "QĐ/TU", date(2023, 1, 5), Taken),
            given("4", "QĐ/TU", date(2023, 2, 5), Taken),
            given("4a", "QĐ/TU", date(2023, 2, 6), Taken),
            given("3", "QĐ/TU", date(2023, 2, 7), Void),
            given("01", "QĐ/TU", date(2026, 1, 5), Taken),
            given("07", "TTr/BTCTU", date(2023, 1, 5), Reserved),
        ];
        let found = sequences(&all, &terms());
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
    }

    /// Without a term on record numbers run on: a new year is no new term.
    #[test]
    fn without_a_term_there_is_one_sequence_over_the_years() {
        let all = [
            given("01", "QĐ/TU", date(2015, 1, 5), Standing::Taken),
            given("02", "QĐ/TU", date(2016, 1, 5), Standing::Taken),
        ];
        let found = sequences(&all, &terms());
        assert_eq!((found.len(), found[0].term.as_deref(), found[0].next()), (1, None, 3));
    }

    #[test]
    fn one_number_for_two_papers_is_found_and_for_one_kept_twice_is_not() {
        let day = date(2023, 1, 5);
        let first = given("5", "QĐ/TU", day, Standing::Taken);
        let new = |change: fn(&mut Given)| {
            let mut new = Given { paper: Id::new("new"), ..first.clone() };
            change(&mut new);
            taken_by(std::slice::from_ref(&first), &new, &terms()).is_some()
        };
        assert!(new(|_| ()));
        assert!(new(|new| new.day = date(2024, 1, 5)));
        assert!(!new(|new| new.day = date(2026, 1, 5)), "another term");
        assert!(!new(|new| new.kind = "QDI".into()));
        assert!(!new(|new| new.body = Some("b".into())));
        assert!(!new(|new| new.body = None));
        assert!(!new(|new| new.number.letter = "a".into()));
        assert!(!new(|new| new.case = Some(Id::new("a case it decides on"))));
        assert!(new(|new| {
            new.case = Some(Id::new("a case it decides on"));
            new.day = date(2023, 1, 6);
        }));
        let of_dossier = |role: &str, number: &str| Given {
            paper: Id::new(number),
            role: Some(role.into()),
            dossier: Some(Id::new(number)),
            ..first.clone()
        };
        let twice = |role| {
            taken_by(&[of_dossier(role, "one dossier")], &of_dossier(role, "another"), &terms()).is_some()
        };
        assert!(!twice("decision"), "one decision answers two dossiers");
        assert!(twice("proposal"));
        assert!(new(|new| new.standing = Standing::Void), "a number given up is not given again");
    }
}
