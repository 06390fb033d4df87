//! What a use case answered, as a step: good news passes, a refusal is told with what to do.
//!
//! Invariant: no refusal is swallowed; each detail of it is shown.

use crate::office::error::{Blame, Error, Result};
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::notice::Notice;
use crate::tui::layer::Step;
use crate::tui::settings::Environment;
use crate::tui::toast::{Toast, Tone};

/// Tells that something was refused or failed: a passing line where that says it all, else a dialog.
pub fn refused(error: &Error, cx: &Context) -> Step<Context> {
    let fix = error.fix.clone().filter(|fix| cx.settings().locale.find(&fix.key).is_some());
    if error.details.is_empty() && fix.is_none() && error.blame == Blame::Yours {
        return Step::Say(Toast::fault(error.message.clone()));
    }
    let title = Message::new(format!("screen.refused.{}", error.blame.code()));
    let mut notice =
        Notice::new(Tone::Fault, title, error.message.clone()).and(error.details.iter().cloned());
    if let Some(fix) = fix {
        notice = notice.todo(fix);
    }
    Step::push(notice)
}

/// A change was made, or refused: says so, and lets every layer read again.
pub fn told<T>(result: Result<T>, done: Message, cx: &Context) -> Step<Context> {
    match result {
        Ok(_) => Step::Say(Toast::done(done)).then(Step::Refresh),
        Err(error) => refused(&error, cx),
    }
}

/// As [`told`], without a word when it went well: for what can be seen anyway.
pub fn quietly<T>(result: Result<T>, cx: &Context) -> Step<Context> {
    match result {
        Ok(_) => Step::Refresh,
        Err(error) => refused(&error, cx),
    }
}

/// Something read for the screen; a failure leaves it empty and is told.
pub fn read_or_default<T: Default>(result: Result<T>, failures: &mut Vec<Error>) -> T {
    result.unwrap_or_else(|error| {
        failures.push(error);
        T::default()
    })
}
