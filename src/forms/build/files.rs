//! The files a form asks for beside itself.
//!
//! Invariant: only plain names of files leave here, never a path to elsewhere.

use super::super::headers::{self, Part};
use super::super::sheets::Sheets;
use super::selects::searched;
use super::types::{self, Meaning, Source};
use std::collections::BTreeSet;

/// Names of the files that a form takes choices or values from: of `select_one_from_file`, `search()`,
/// `pulldata()` and declared instances.
pub fn wanted(sheets: &Sheets) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let Some(sheet) = sheets.find("survey") else { return names };
    let column = |wanted: &str| {
        sheet.headers.iter().position(|header| headers::read(header, Part::Survey).name == wanted)
    };
    let (kind, name, appearance) = (column("type"), column("name"), column("appearance"));
    for row in &sheet.rows {
        let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column));
        match types::read(cell(kind)).meaning {
            Meaning::Select(select) if select.source == Source::File => {
                names.insert(select.list);
            }
            Meaning::Declares => {
                let ending = if cell(kind).to_lowercase().starts_with("xml") { "xml" } else { "csv" };
                names.insert(format!("{}.{ending}", cell(name)));
            }
            _ => {}
        }
        names.extend(searched(cell(appearance)).map(csv));
        for text in row.cells.iter().filter(|text| text.contains("pulldata")) {
            let calls = text.split("pulldata").skip(1);
            names.extend(calls.filter_map(|call| quoted(call.trim_start().strip_prefix('(')?)).map(csv));
        }
    }
    let is_plain =
        |name: &String| !name.contains(['/', '\\', ':', '$', '\0']) && name.trim_matches('.').len() > 2;
    names.into_iter().filter(is_plain).collect()
}

pub(super) fn csv(name: String) -> String {
    if name.to_lowercase().ends_with(".csv") { name } else { format!("{name}.csv") }
}

/// The text in the first quotes.
pub(super) fn quoted(text: &str) -> Option<String> {
    let inner = text.trim_start();
    let quote = inner.chars().next().filter(|quote| matches!(quote, '\'' | '"' | '‘' | '’' | '“' | '”'))?;
    let rest = inner.get(quote.len_utf8()..)?;
    let end = rest.find(['\'', '"', '’', '”'])?;
    Some(rest.get(..end)?.trim().to_owned()).filter(|name| !name.is_empty())
}
