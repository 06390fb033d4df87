//! What each column of an export means: a question, a part of one, or what links rows together.
//!
//! The spellings are those of ODK Central and Briefcase (`group-question`, `KEY`, `PARENT_KEY`), KoboToolbox
//! (`group/question`, `_uuid`, `_index`, `_parent_index`), SurveyCTO (`question_1` for the first round of a
//! repeat) and our own.
//!
//! Invariant: a header that may mean two questions means none, and is told.

use super::super::reading::Place;
use super::super::synonyms::{Kind as List, Synonyms, key};
use super::layout::{self, Own};
use super::names::Names;
use crate::domain::fault::nearest;
use crate::forms::form::Form;
use crate::forms::kind::Kind;
use crate::text::fold::fold;
use std::collections::HashMap;

/// What a column means.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// An answer, or part of one: of which question, in which rounds of the repeats below the table's own.
    Answer { place: usize, rounds: Vec<u32>, part: Part },
    /// What names the row in the whole world.
    Key,
    /// What names the row in this file.
    Index,
    /// The row's outer row, by its key.
    ParentKey,
    /// The row's outer row, by its index.
    ParentIndex,
    /// The table of the outer row.
    ParentTable,
    /// The case, as our own export names it.
    Case,
    /// By which field of the register the organisation is known.
    Identity(&'static str),
    /// Something the exporting program adds, or works out: nothing is lost with it.
    Known,
    /// Nothing this form asks; the nearest name.
    Unknown(Option<String>),
    /// Several questions are called so.
    Several,
}

/// Which part of an answer a column holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// Whether a choice is chosen.
    Choice(String),
    /// A figure of a point: latitude, longitude, height, accuracy.
    Figure(usize),
}

/// A column of a table.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    pub(super) column: u32,
    pub(super) header: String,
    pub(super) meaning: Meaning,
}

impl Heading {
    pub(super) fn place(&self) -> Place {
        Place { letter: super::super::grid::letter(self.column), header: self.header.clone() }
    }
}

/// Columns that name a row or its outer row, before any question of that name.
const LINKS: &[(&str, Meaning)] = &[
    ("KEY", Meaning::Key),
    ("_uuid", Meaning::Key),
    ("meta/instanceID", Meaning::Key),
    ("meta-instanceID", Meaning::Key),
    ("instanceID", Meaning::Key),
    ("__id", Meaning::Key),
    ("PARENT_KEY", Meaning::ParentKey),
    ("_submission__uuid", Meaning::Known),
    ("_index", Meaning::Index),
    ("_parent_index", Meaning::ParentIndex),
    ("_parent_table_name", Meaning::ParentTable),
    ("_case", Meaning::Case),
];

/// What the programs add of their own, in lower case, where the form asks nothing of that name.
const ADDED: &[&str] = &[
    "submissiondate",
    "submitterid",
    "submittername",
    "attachmentspresent",
    "attachmentsexpected",
    "status",
    "reviewstate",
    "review_state",
    "deviceid",
    "edits",
    "formversion",
    "form_version",
    "completiondate",
    "starttime",
    "endtime",
    "start",
    "end",
    "today",
    "subscriberid",
    "simid",
    "simserial",
    "devicephonenum",
    "phonenumber",
    "username",
    "email",
    "duration",
    "caseid",
    "formdef_version",
    "review_quality",
    "review_status",
    "review_comments",
    "review_corrections",
    "instancename",
    "audit",
    "isvalidated",
    "uuid",
    "formhub/uuid",
    "background-audio",
    "text_audit",
];
/// Beginnings of what the programs add.
const ADDED_BEGINNINGS: &[&str] = &["_", "set-of-", "set of ", "meta/", "meta-", "formhub", "__"];

/// Endings of the columns a point is spread over, and which figure each is.
const FIGURES: &[(&str, usize)] =
    &[("latitude", 0), ("longitude", 1), ("altitude", 2), ("accuracy", 3), ("precision", 3), ("height", 2)];

/// Reads the headers of a row; `within` is the repeat the table holds the rounds of.
pub(super) fn read(headers: &[(u32, String)], names: &Names<'_>, within: Option<usize>) -> Vec<Heading> {
    let identities = identities();
    let own = layout::own();
    let depth = depth(names.form, within);
    let reader = Reader { names, within, depth, identities: &identities, own: &own };
    let mut headings: Vec<Heading> = headers
        .iter()
        .map(|(column, header)| Heading {
            column: *column,
            header: header.clone(),
            meaning: reader.meaning(header),
        })
        .collect();
    // The same answer twice: the first column is believed, the other told.
    let mut seen: Vec<(usize, Vec<u32>, Part)> = Vec::new();
    for heading in &mut headings {
        if let Meaning::Answer { place, rounds, part } = &heading.meaning {
            let this = (*place, rounds.clone(), part.clone());
            if seen.contains(&this) {
                heading.meaning = Meaning::Several;
            } else {
                seen.push(this);
            }
        }
    }
    headings
}

/// How many repeats are around the rows of a table.
pub(super) fn depth(form: &Form, within: Option<usize>) -> usize {
    within.map_or(0, |repeat| form.nodes[repeat].repeats + 1)
}

/// Whether a question, by its name or wording, asks for what an organisation is known by.
pub(super) fn identity(header: &str, identities: &HashMap<String, &'static str>) -> Option<&'static str> {
    identities.get(&key(header)).copied()
}

/// The headers by which lists of organisations name what they are known by.
pub(super) fn identities() -> HashMap<String, &'static str> {
    let synonyms = Synonyms::of(List::Cells);
    let mut known = HashMap::new();
    for (field, means) in [
        ("name", "cell.name"),
        ("enterprise", "enterprise.name"),
        ("code", "cell.code"),
        ("tax_code", "enterprise.tax_code"),
    ] {
        for spelt in synonyms.find(field).map(|field| field.keys.clone()).unwrap_or_default() {
            known.entry(spelt).or_insert(means);
        }
    }
    known
}

struct Reader<'a> {
    names: &'a Names<'a>,
    within: Option<usize>,
    depth: usize,
    identities: &'a HashMap<String, &'static str>,
    own: &'a [Own],
}

/// What a lookup gave.
enum Found {
    One(usize, Vec<u32>),
    Several,
    Nothing,
}

impl Reader<'_> {
    fn meaning(&self, header: &str) -> Meaning {
        if let Some((_, meaning)) = LINKS.iter().find(|(name, _)| *name == header) {
            return meaning.clone();
        }
        match self.question(header) {
            // Nobody answers a group: what stands under its name would be lost without a word.
            Found::One(place, _) if self.names.form.nodes[place].kind.holds_others() => {
                return self.otherwise(header);
            }
            Found::One(place, rounds) => return self.answer(place, rounds, Part::Whole),
            // A heading of the form, and the usual name of a column that says whose the row is: that is meant.
            Found::Several => {
                return identity(header, self.identities).map_or(Meaning::Several, Meaning::Identity);
            }
            Found::Nothing => {}
        }
        if let Some(meaning) = self.choice(header).or_else(|| self.figure(header)) {
            return meaning;
        }
        let lower = header.to_lowercase();
        if ADDED.contains(&lower.as_str()) || ADDED_BEGINNINGS.iter().any(|start| lower.starts_with(start)) {
            return Meaning::Known;
        }
        // A photo's address beside its name; a repeat's count.
        let beside = lower.strip_suffix("_url").or_else(|| lower.strip_suffix("_count"));
        if beside.is_some_and(|name| self.names.find(header.get(..name.len()).unwrap_or_default()).len() == 1)
        {
            return Meaning::Known;
        }
        if let Some(name) = layout::own_named(header, self.own) {
            return if name == "case" { Meaning::Case } else { Meaning::Known };
        }
        self.otherwise(header)
    }

    /// A column that is no question: what the organisation is known by, or nothing.
    fn otherwise(&self, header: &str) -> Meaning {
        identity(header, self.identities).map_or_else(
            || Meaning::Unknown(nearest(header, self.names.all()).map(str::to_owned)),
            Meaning::Identity,
        )
    }

    fn answer(&self, place: usize, rounds: Vec<u32>, part: Part) -> Meaning {
        let node = &self.names.form.nodes[place];
        if node.kind.is_asked() || node.kind == Kind::Hidden {
            Meaning::Answer { place, rounds, part }
        } else {
            Meaning::Known
        }
    }

    /// A header as a whole question, with the rounds it names: `site[2]/name`, `name_2`.
    fn question(&self, header: &str) -> Found {
        match self.fitting(header, &[]) {
            Found::Nothing => {}
            found => return found,
        }
        let (bare, rounds) = without_brackets(header);
        if !rounds.is_empty() {
            return self.fitting(&bare, &rounds);
        }
        let mut rest = header;
        let mut rounds = Vec::new();
        while let Some((before, number)) = rest.rsplit_once('_')
            && let Ok(number) = number.parse::<u32>()
            && number > 0
            && rounds.len() < 5
        {
            rest = before;
            rounds.insert(0, number);
            match self.fitting(rest, &rounds) {
                Found::Nothing => {}
                found => return found,
            }
        }
        Found::Nothing
    }

    /// The questions so called that can stand in this table with these rounds.
    fn fitting(&self, name: &str, rounds: &[u32]) -> Found {
        let nodes = &self.names.form.nodes;
        let stands = |place: &usize| {
            let outside = nodes[*place].repeats == self.depth + rounds.len();
            let inside = self.within.is_none_or(|repeat| self.names.repeats_around(*place).contains(&repeat));
            outside && inside
        };
        let called = self.names.find(name);
        let mut fitting = called.iter().copied().filter(stands);
        match (fitting.next(), fitting.next()) {
            (Some(place), None) => Found::One(place, rounds.to_vec()),
            (Some(first), Some(second)) => {
                // A group and its only question often share a wording: the question is meant.
                let asked: Vec<usize> = [first, second]
                    .into_iter()
                    .chain(fitting)
                    .filter(|place| nodes[*place].kind.is_asked())
                    .collect();
                match asked.as_slice() {
                    [one] => Found::One(*one, rounds.to_vec()),
                    _ => Found::Several,
                }
            }
            _ => Found::Nothing,
        }
    }

    /// `question/choice`, by the choice's name or wording; `question_choice` by its name.
    fn choice(&self, header: &str) -> Option<Meaning> {
        let cuts = header.char_indices().filter(|(_, letter)| matches!(letter, '/' | '_' | '-' | '.' | ':'));
        for (at, separator) in cuts.collect::<Vec<_>>().into_iter().rev() {
            let (left, right) = (header.get(..at)?, header.get(at + 1..)?);
            // SurveyCTO puts the round behind the choice.
            let Found::One(place, rounds) = self.question_of_choice(left) else { continue };
            let node = &self.names.form.nodes[place];
            if !matches!(node.kind, Kind::SelectMultiple(_)) {
                continue;
            }
            let wanted = fold(right);
            let list = self.names.form.list_of(node);
            let worded = |label: &str| separator == '/' && fold(label) == wanted;
            let mut meant = list.iter().filter(|choice| choice.code == right);
            let mut worded = list.iter().filter(|choice| choice.label.all().any(|(_, label)| worded(label)));
            let choice = meant.next().or_else(|| worded.next().filter(|_| worded.next().is_none()));
            if let Some(choice) = choice {
                return Some(self.answer(place, rounds, Part::Choice(choice.code.clone())));
            }
        }
        None
    }

    fn question_of_choice(&self, left: &str) -> Found {
        match self.fitting(left, &[]) {
            Found::Nothing => self.question(left),
            found => found,
        }
    }

    /// `place-Latitude`, `_place_longitude`.
    fn figure(&self, header: &str) -> Option<Meaning> {
        let lower = header.to_lowercase();
        let (ending, figure) = FIGURES.iter().find(|(ending, _)| lower.ends_with(ending))?;
        let before = header.get(..header.len() - ending.len())?;
        let name = before.strip_suffix(['-', '_', '/', '.', ':'])?;
        // Kobo puts its mark before the question, which may stand behind the groups.
        let unmarked = match name.rsplit_once('/') {
            Some((groups, last)) => format!("{groups}/{}", last.strip_prefix('_').unwrap_or(last)),
            None => name.strip_prefix('_').unwrap_or(name).to_owned(),
        };
        [name, &unmarked].into_iter().find_map(|name| match self.question(name) {
            Found::One(place, rounds) if self.names.form.nodes[place].kind == Kind::GeoPoint => {
                Some(self.answer(place, rounds, Part::Figure(*figure)))
            }
            _ => None,
        })
    }
}

/// `site[2]/room[1]/name` is `site/room/name` in the rounds 2 and 1.
fn without_brackets(header: &str) -> (String, Vec<u32>) {
    let mut bare = String::new();
    let mut rounds = Vec::new();
    let mut rest = header;
    while let Some((before, after)) = rest.split_once('[') {
        bare.push_str(before);
        match after.split_once(']') {
            Some((number, behind)) if number.parse::<u32>().is_ok_and(|number| number > 0) => {
                rounds.extend(number.parse::<u32>());
                rest = behind;
            }
            _ => {
                bare.push('[');
                rest = after;
            }
        }
    }
    bare.push_str(rest);
    (bare, rounds)
}
