//! What the preview has to show, page by page: columns, rows, what was skipped, repaired, wrong, doubtful,
//! double.
//!
//! Invariant: made from the plan alone, once; drawing looks rows up.

use crate::office::import_plan::{Fate, ImportPlan};
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::screens::lines::{Head, Lines, names, table, words};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::widgets::table::Table;

/// One page.
pub(in crate::tui::screens) struct Page {
    /// What it is called, with how many lines it has.
    pub(in crate::tui::screens) label: String,
    /// The lines.
    pub(in crate::tui::screens) lines: Lines,
    /// Its table.
    pub(in crate::tui::screens) table: Table,
}

/// The title of a column, its least and most width.
type Column = (&'static str, u16, u16);

fn page(name: &str, heads: &[Column], lines: Vec<Vec<(String, Role)>>, cx: &Context) -> Page {
    let heads: Vec<Head> = heads.iter().map(head).collect();
    let table = table("screen.import.column", &heads, "screen.import.nothing_here");
    let label = format!("{} {}", cx.word(&format!("screen.import.page.{name}")), lines.len());
    Page { label, lines: Lines::new(lines), table }
}

fn head((title, least, most): &Column) -> Head {
    if *title == "name" { names(title, *least, *most) } else { words(title, *least, *most) }
}

/// Every page of a plan, the columns first.
pub(in crate::tui::screens) fn pages(plan: &ImportPlan, cx: &Context) -> Vec<Page> {
    let locale = &cx.settings().locale;
    let say = |message: &Message| locale.say(message);
    let text = |words: &str| (words.to_owned(), Role::Text);
    let muted = |words: &str| (words.to_owned(), Role::Muted);
    let row = |number: u32| (number.to_string(), Role::Muted);
    let columns = plan.columns.iter().map(|(letter, header, field)| {
        let means = match field {
            Some(field) => (field_label(field, cx), Role::Accent),
            None => (cx.word("screen.import.not_read"), Role::Warn),
        };
        vec![muted(letter), text(header), means]
    });
    let rows = plan.rows.iter().map(|planned| {
        let (fate, role) = match planned.fate {
            Fate::Added => ("added", Role::Good),
            Fate::Updated => ("updated", Role::Accent),
            Fate::Unchanged => ("unchanged", Role::Muted),
        };
        let fate = (cx.word(&format!("screen.import.fate.{fate}")), role);
        vec![row(planned.row), fate, text(&planned.name)]
    });
    let skipped = plan.skipped.iter().map(|skipped| {
        let rows = if skipped.row == skipped.last {
            skipped.row.to_string()
        } else {
            format!("{}–{}", skipped.row, skipped.last)
        };
        vec![(rows, Role::Muted), (say(&skipped.reason.message()), Role::Text), muted(&skipped.text)]
    });
    let notes = plan.notes.iter().map(|note| {
        vec![
            row(note.row),
            muted(&place(&note.column.letter, &note.column.header)),
            muted(&note.before),
            (note.after.clone(), Role::Accent),
            (say(&note.message), Role::Text),
        ]
    });
    let faults = plan.faults.iter().map(|fault| {
        // An answer that is wrong stays in its survey as it was written, and is asked again there.
        let left_out = match fault.left_out {
            true => "row_left_out",
            false if plan.form.is_some() => "value_kept",
            false => "value_left_empty",
        };
        vec![
            row(fault.row),
            muted(&place(&fault.column.letter, &fault.column.header)),
            (fault.value.clone(), Role::Error),
            (say(&fault.message), Role::Text),
            muted(&cx.word(&format!("screen.import.{left_out}"))),
        ]
    });
    let doubtful = plan.doubtful.iter().map(|doubt| {
        let column = doubt.column.as_ref().map(|at| place(&at.letter, &at.header)).unwrap_or_default();
        // A survey is known to people by what it says of its organisation, not by its key.
        let survey =
            plan.unplaced.get(&doubt.row).filter(|_| doubt.column.is_none() && doubt.sheet == plan.sheet);
        let says = survey.map(|survey| &survey.says).filter(|says| !says.is_empty());
        vec![
            row(doubt.row),
            muted(&column),
            (says.unwrap_or(&doubt.value).clone(), Role::Warn),
            (say(&doubt.message), Role::Text),
        ]
    });
    let duplicates = plan.duplicates.iter().map(|double| {
        let differences: Vec<String> = double
            .differences
            .iter()
            .map(|field| format!("{}: {} ≠ {}", field_label(field.field, cx), field.taken, field.other))
            .collect();
        vec![
            row(double.row),
            row(double.first),
            text(&double.name),
            (say(&double.message), Role::Text),
            (differences.join("; "), Role::Warn),
        ]
    });
    vec![
        page("columns", &[("letter", 4, 4), ("header", 18, 48), ("means", 18, 48)], columns.collect(), cx),
        page("rows", &[("row", 5, 5), ("fate", 10, 12), ("name", 24, 90)], rows.collect(), cx),
        page("skipped", &[("row", 9, 9), ("why", 20, 30), ("text", 20, 90)], skipped.collect(), cx),
        page(
            "repaired",
            &[("row", 5, 5), ("column", 12, 24), ("before", 12, 30), ("after", 12, 30), ("what", 18, 60)],
            notes.collect(),
            cx,
        ),
        page(
            "faults",
            &[("row", 5, 5), ("column", 12, 24), ("value", 10, 24), ("message", 24, 90), ("then", 14, 20)],
            faults.collect(),
            cx,
        ),
        page(
            "doubtful",
            &[("row", 5, 5), ("column", 8, 18), ("value", 10, 30), ("message", 30, 120)],
            doubtful.collect(),
            cx,
        ),
        page(
            "duplicates",
            &[("row", 5, 5), ("first", 9, 9), ("name", 16, 30), ("why", 18, 34), ("differs", 16, 60)],
            duplicates.collect(),
            cx,
        ),
    ]
}

/// A field of a list, worded; `rating.2022` is the rating of a year.
pub(super) fn field_label(field: &str, cx: &Context) -> String {
    match field.split_once('.') {
        Some((name, year)) => format!("{} {year}", cx.word(&format!("import.field.{name}"))),
        // A question of a survey is called as its form calls it.
        None => {
            let known = cx.settings().locale.find(&format!("import.field.{field}"));
            known.unwrap_or(field).to_owned()
        }
    }
}

fn place(letter: &str, header: &str) -> String {
    format!("{letter} · {header}")
}
