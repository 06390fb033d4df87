//! `cascading_select level`, with its levels on the sheet `cascades`: how old tools let one choice narrow the next.
//! Written out as a choice for each level, each filtered by those above it.
//!
//! ```text
//! | cascades |              |        |          |
//! |          | name         | state  | town     |
//! |          | label        | State: | Town:    |
//! |          | choice_label | Texas  | Dumont   |
//! ```
//!
//! Invariant: the last level bears the question's own name, those above it that name and their own.

use super::super::form::{Choice, Texts};
use super::super::headers::{self, Part};
use super::super::sheets::{Row, Sheet};
use super::choices::Lists;
use super::columns::{Columns, put};
use super::languages::Languages;
use super::types::{self, Meaning};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Levels below one another: no country's places have so many.
const DEEPEST: usize = 8;

/// One column of the sheet.
struct Level {
    column: usize,
    /// Its name, fit for expressions.
    name: String,
    /// The list its choices stand in.
    list: String,
    /// What is asked.
    label: Texts,
}

/// The survey with its cascades written out and their choices among the lists; nothing where there is none.
pub(super) fn written_out(
    survey: &Sheet,
    sheet: Option<&Sheet>,
    lists: &mut Lists,
    languages: &Languages,
) -> Option<Sheet> {
    let mut columns = Columns::of(survey);
    let (kind, name) = (columns.find("type")?, columns.find("name")?);
    let asked = |row: &Row| match types::read(row.cell(kind)).meaning {
        Meaning::Cascade(level) => Some(level),
        _ => None,
    };
    if !survey.rows.iter().any(|row| asked(row).is_some()) {
        return None;
    }
    let levels = levels(sheet?, lists, languages);
    let filter = columns.or_new("choice_filter");
    if columns.worded("label").next().is_none() {
        columns.or_new("label");
    }
    let mut rows = Vec::with_capacity(survey.rows.len());
    for row in &survey.rows {
        let last = asked(row).and_then(|wanted| {
            let wanted = as_name(&wanted);
            levels.iter().position(|level| level.name == wanted)
        });
        let Some(last) = last.filter(|_| !row.cell(name).is_empty()) else {
            rows.push(row.clone());
            continue;
        };
        let named = |at: usize| match at == last {
            true => row.cell(name).to_owned(),
            false => format!("{}_{}", row.cell(name), levels[at].name),
        };
        for (at, level) in levels.iter().enumerate().take(last + 1) {
            let mut question = row.clone();
            put(&mut question, kind, &format!("select_one {}", level.list));
            put(&mut question, name, &named(at));
            let above = levels.iter().enumerate().take(at);
            let above: Vec<String> =
                above.map(|(at, level)| format!("{} = ${{{}}}", level.name, named(at))).collect();
            put(&mut question, filter, &above.join(" and "));
            for (column, header) in columns.worded("label") {
                let language = header.language.as_ref().unwrap_or_else(|| languages.default());
                let label = level.label.get(&languages.code(language));
                put(&mut question, column, if label.is_empty() { &level.name } else { label });
            }
            rows.push(question);
        }
    }
    Some(columns.with_rows(survey, rows))
}

/// The levels of the sheet, from the outermost on, their choices put among the lists.
fn levels(sheet: &Sheet, lists: &mut Lists, languages: &Languages) -> Vec<Level> {
    let Some(first) = sheet.headers.iter().position(|header| !header.is_empty()) else { return Vec::new() };
    let filled = sheet.headers.iter().enumerate().skip(first + 1).filter(|(_, header)| !header.is_empty());
    let mut levels: Vec<Level> = Vec::new();
    for (column, header) in filled.take(DEEPEST) {
        let name = as_name(header);
        let mut list = name.clone();
        while lists.lists.contains_key(&list) {
            list.push('_');
        }
        lists.lists.insert(list.clone(), Vec::new());
        let asked = |row: &&Row| headers::read(row.cell(first), Part::Choices).name == "label";
        let wordings = sheet.rows.iter().filter(asked).map(|row| {
            let language = headers::read(row.cell(first), Part::Choices).language;
            let language = language.as_ref().unwrap_or_else(|| languages.default());
            (languages.code(language), row.cell(column).to_owned())
        });
        let label = Texts { wordings: wordings.collect() };
        levels.push(Level { column, name, list, label });
    }
    let mut seen: HashSet<String> = HashSet::new();
    for row in sheet.rows.iter().filter(|row| headers::plain(row.cell(first)) == "choice_label") {
        let mut above: BTreeMap<String, String> = BTreeMap::new();
        let mut path = String::new();
        for level in &levels {
            let words = row.cell(level.column);
            if words.is_empty() {
                break;
            }
            let code = as_name(words);
            path.push('/');
            path.push_str(&code);
            if seen.insert(path.clone()) {
                let mut columns = above.clone();
                columns.insert("name".to_owned(), code.clone());
                let label = Texts::one(&languages.default().code, words);
                let choice = Choice { code: code.clone(), label, columns, media: BTreeMap::new(), row: 0 };
                lists.lists.entry(level.list.clone()).or_default().push(choice);
            }
            above.insert(level.name.clone(), code);
        }
    }
    for (at, level) in levels.iter().enumerate() {
        let above = levels.iter().take(at).map(|level| level.name.clone());
        let columns: BTreeSet<String> = above.chain(["name".to_owned(), "label".to_owned()]).collect();
        lists.columns.insert(level.list.clone(), columns);
    }
    levels
}

/// Words as old tools make a code of them: small letters and digits, all else an underscore.
fn as_name(words: &str) -> String {
    let mut name = String::new();
    for part in words.trim().to_lowercase().chars() {
        if part.is_alphanumeric() || part == '_' {
            name.push(part);
        } else if !name.ends_with('_') {
            name.push('_');
        }
    }
    name
}
