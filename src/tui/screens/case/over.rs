//! A case that is over: what can still be done with it is to look.
//!
//! Invariant: whoever can't change something is told why, and where it could be changed.

use crate::domain::case::SideState;
use crate::office::cases::CaseView;
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::notice::Notice;
use crate::tui::layer::Step;
use crate::tui::screens::outline::Entry;
use crate::tui::settings::{Environment, Settings};
use crate::tui::toast::Tone;

/// Closed, cancelled or paused: nothing of it changes now.
pub(super) fn is_over(view: &CaseView) -> bool {
    view.file.case.closed_on.is_some() || view.file.case.side_state.is_some()
}

/// Why nothing can be changed, and the way out.
pub(super) fn why(view: &CaseView, settings: &Settings) -> Option<Message> {
    let key = |action: &str| settings.keys.shown(action).unwrap_or_default();
    match (view.file.case.closed_on, view.file.case.side_state) {
        (Some(day), _) => Some(
            Message::new("screen.case.over.closed")
                .with("day", written_date(day))
                .with("key", key("go.journal")),
        ),
        (None, Some(SideState::Cancelled)) => {
            Some(Message::new("screen.case.over.cancelled").with("key", key("go.journal")))
        }
        (None, Some(SideState::Paused)) => {
            Some(Message::new("screen.case.over.paused").with("key", key("case.resume")))
        }
        (None, None) => None,
    }
}

/// Why a record of the register can't be changed here, and where it can.
pub(super) fn register_why(view: &CaseView, settings: &Settings) -> Option<Message> {
    let key = settings.keys.shown("go.registers").unwrap_or_default();
    is_over(view).then(|| Message::new("screen.case.over.register").with("key", key))
}

/// An entry to read, with why it can't be changed.
pub(super) fn shown(entry: &Entry, view: &CaseView, cx: &Context) -> Step<Context> {
    let Some(why) = why(view, cx.settings()) else { return Step::Consumed };
    let words = |text: &str| Message::new("screen.case.over.words").with("words", text);
    let mut lines: Vec<Message> = Vec::new();
    if !entry.value.is_empty() {
        lines.push(words(&entry.value));
    }
    lines.extend(entry.note.lines().map(words));
    let title = words(&entry.label);
    if lines.is_empty() {
        return Step::push(Notice::new(Tone::Note, title, why));
    }
    let first = lines.remove(0);
    Step::push(Notice::new(Tone::Note, title, first).and(lines).and([words(""), why]))
}
