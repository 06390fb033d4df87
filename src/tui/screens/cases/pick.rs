//! The lists the cases are narrowed, sorted and assigned by.
//!
//! Invariant: offers only what occurs: a facet with no case behind it is not there.

use super::facets::{Due, Facets};
use crate::domain::ids::Id;
use crate::office::cases::CaseRow;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::layer::Step;
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;
use crate::tui::widgets::table::Table;
use std::collections::BTreeMap;

/// By which column?
pub(super) fn sort(table: &Table, cx: &Context) -> Pick {
    let choices: Vec<Choice> =
        table.columns.iter().map(|column| Choice::new(column.id, column.title.as_str())).collect();
    let current = table.sorted.map_or("", |(column, _)| column);
    Pick::one("case.sort", "action.sort", &choices, current, cx.settings())
}

/// To what?
pub(super) fn narrow(rows: &[CaseRow], cx: &Context) -> Pick {
    let today = cx.today();
    let mut choices = Vec::new();
    let mut add = |id: String, facets: &Facets| {
        let count = rows.iter().filter(|row| facets.fit(row, today)).count();
        let words: Vec<String> = facets.words().iter().map(|word| cx.settings().locale.say(word)).collect();
        if count > 0 {
            choices.push(Choice::new(id, words.join(", ")).note(count.to_string()));
        }
    };
    for due in [Due::Overdue, Due::ThisWeek] {
        add(format!("due\t{}", due.code()), &Facets { due: Some(due), ..Facets::default() });
    }
    add("waiting".to_owned(), &Facets { waiting: true, ..Facets::default() });
    let mut stages: BTreeMap<(usize, &str), &str> = BTreeMap::new();
    let mut receivers: BTreeMap<&str, &str> = BTreeMap::new();
    let mut officers: BTreeMap<&str, &str> = BTreeMap::new();
    for row in rows {
        stages.insert((row.stage_index, &row.stage), row.stage_name.text(cx.language()));
        let nobody = cx.settings().locale.text("screen.cases.none_yet");
        receivers.insert(
            row.receiver.as_ref().map_or("", Id::as_str),
            row.receiver_name.as_deref().unwrap_or(nobody),
        );
        officers.insert(
            row.officer.as_ref().map_or("", Id::as_str),
            row.officer_name.as_deref().unwrap_or(nobody),
        );
    }
    let named = |id: &str, name: &str| Some((id.to_owned(), name.to_owned()));
    for ((_, stage), name) in stages {
        add(format!("stage\t{stage}\t{name}"), &Facets { stage: named(stage, name), ..Facets::default() });
    }
    for (id, name) in receivers {
        add(format!("receiver\t{id}\t{name}"), &Facets { receiver: named(id, name), ..Facets::default() });
    }
    for (id, name) in officers {
        add(format!("officer\t{id}\t{name}"), &Facets { officer: named(id, name), ..Facets::default() });
    }
    add("all_states".to_owned(), &Facets { all_states: true, ..Facets::default() });
    Pick::one("case.narrow", "action.case.narrow", &choices, "", cx.settings())
}

/// Puts a chosen facet among those that hold.
pub(super) fn put(chosen: &str, facets: &mut Facets, _: &Context) {
    let mut parts = chosen.splitn(3, '\t');
    let (kind, id, name) = (parts.next(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let named = Some((id.to_owned(), name.to_owned()));
    match kind {
        Some("due") => facets.due = Due::parse(id),
        Some("waiting") => facets.waiting = true,
        Some("all_states") => facets.all_states = true,
        Some("stage") => facets.stage = named,
        Some("receiver") => facets.receiver = named,
        Some("officer") => facets.officer = named,
        _ => {}
    }
}

/// To whom?
pub(in crate::tui::screens) fn officer(cx: &Context) -> Step<Context> {
    let officers = cx.office.officers().unwrap_or_default();
    let active = officers.iter().filter(|officer| officer.active);
    let choices: Vec<Choice> = active
        .map(|officer| {
            Choice::new(officer.id.as_str(), officer.name.as_str())
                .note(officer.title.clone().unwrap_or_default())
        })
        .collect();
    let me = cx.office.person().id.as_str();
    Step::push(Pick::one("case.assign", "action.case.assign", &choices, me, cx.settings()))
}

/// Which saved view?
pub(super) fn view(cx: &Context) -> Step<Context> {
    let views = cx.office.saved_views().unwrap_or_default();
    if views.is_empty() {
        return Step::Say(Toast::note(Message::new("screen.cases.no_views")));
    }
    let choices: Vec<Choice> =
        views.iter().map(|view| Choice::new(view.id.as_str(), view.name.as_str())).collect();
    Step::push(Pick::one("view.open", "action.view.open", &choices, "", cx.settings()))
}
