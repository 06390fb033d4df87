//! The gate as a checklist: what is met, what is missing and why.
//!
//! Invariant: order and words are the gate's.

use super::tab::Tab;
use crate::domain::gate::{Requirement, State};
use crate::office::cases::CaseView;
use crate::text::locale::Locale;
use crate::tui::context::Context;
use crate::tui::settings::Environment;
use crate::tui::widgets::checklist::{Item, Standing};

/// Sentences said under one item at most: the list is to be seen whole.
const SAID: usize = 3;

/// The items.
pub(super) fn items(view: &CaseView, cx: &Context) -> Vec<Item> {
    view.gate.requirements.iter().map(|asked| item(asked, &cx.settings().locale)).collect()
}

fn item(asked: &Requirement, locale: &Locale) -> Item {
    let mut lacking: Vec<String> = asked.lacking.iter().map(|what| locale.say(what)).collect();
    if lacking.len() > SAID {
        let more = lacking.len() - (SAID - 1);
        lacking.truncate(SAID - 1);
        lacking.push(locale.fill("screen.case.checklist.more", &[("count", &more)]));
    }
    let (standing, reason) = match asked.state {
        State::Met => (Standing::Met, String::new()),
        State::Missing if lacking.is_empty() => (Standing::Missing, locale.say(&asked.why)),
        State::Missing => (Standing::Missing, lacking.join("\n")),
        State::Waived => (Standing::Waived, locale.say(&asked.why)),
    };
    Item { standing, words: locale.say(&asked.what), reason, key: String::new() }
}

/// What the list is called: what it leads to.
pub(super) fn title(view: &CaseView, locale: &Locale) -> String {
    let missing = view.gate.missing();
    if view.file.case.closed_on.is_some() {
        return locale.text("screen.case.checklist.closed").to_owned();
    }
    match (view.gate.open, next_stage(view)) {
        (true, _) => locale.text("screen.case.checklist.open").to_owned(),
        (false, Some(next)) => {
            let name = next.name.text(locale.language());
            locale.fill("screen.case.checklist.missing", &[("count", &missing), ("stage", &name)])
        }
        (false, None) => locale.fill("screen.case.checklist.missing_last", &[("count", &missing)]),
    }
}

/// The stage the gate leads to.
pub(super) fn next_stage(view: &CaseView) -> Option<&crate::domain::procedure::Stage> {
    let file = &view.file;
    let outcome = file.case.outcome.or_else(|| file.assessment.as_ref().and_then(|made| made.chosen));
    view.procedure.next(&file.case.stage, outcome)
}

/// The tab of the first thing missing.
pub(super) fn first_missing(view: &CaseView) -> Option<Tab> {
    let missing = view.gate.requirements.iter().find(|asked| asked.state == State::Missing)?;
    tab_of(missing, view)
}

/// Where a requirement is supplied: a paper in the tab of its stage, which holds it among what belongs to it.
pub(super) fn tab_of(asked: &Requirement, view: &CaseView) -> Option<Tab> {
    let tab = Tab::parse(&asked.place.tab)?;
    let holds = |other: Tab| super::holds(other, &asked.place.target, view);
    match tab {
        Tab::Papers => {
            Some([Tab::Proposal, Tab::Transfer].into_iter().find(|other| holds(*other)).unwrap_or(tab))
        }
        tab => Some(tab),
    }
}

/// Its place in the list.
pub(super) fn first_missing_place(view: &CaseView) -> usize {
    next_missing(view, None).unwrap_or(0)
}

/// The next thing missing after a place, round and round.
pub(super) fn next_missing(view: &CaseView, after: Option<usize>) -> Option<usize> {
    let asked = &view.gate.requirements;
    let start = after.map_or(0, |place| place + 1);
    let order = (start..asked.len()).chain(0..start.min(asked.len()));
    order.into_iter().find(|place| asked[*place].state == State::Missing)
}
