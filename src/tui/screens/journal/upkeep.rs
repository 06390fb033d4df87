//! Verifying the whole store, and copying it to a safe place: both by a worker.
//!
//! Invariant: a copy is checked before it is called done, and never written over another file.

use crate::office::error::Result;
use crate::store::Checked;
use crate::text::clean::clean;
use crate::text::message::Message;
use crate::text::numbers;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::notice::Notice;
use crate::tui::dialogs::progress::ProgressDialog;
use crate::tui::jobs::{JobHandle, JobNews};
use crate::tui::layer::Step;
use crate::tui::screens::outcome::refused;
use crate::tui::toast::{Toast, Tone};
use crate::tui::widgets::field::{FieldSpec, Kind};
use std::path::{Path, PathBuf};

/// The store was looked through.
struct Verified(Result<Checked>);

/// The copy is written.
struct Copied(Result<PathBuf>);

/// Looks through the whole store.
pub(super) fn verify(job: &mut Option<JobHandle>, cx: &mut Context) -> Step<Context> {
    let elsewhere = cx.elsewhere();
    let started = cx.jobs.spawn("screen.journal.verifying", move |progress| {
        let mut watch = |done: usize, total: usize| {
            progress.report(u64::try_from(done).unwrap_or(0), u64::try_from(total).unwrap_or(0));
        };
        Verified(elsewhere.open().and_then(|office| office.check(true, &mut watch)))
    });
    *job = Some(started.clone());
    Step::push(ProgressDialog::new(started))
}

/// Asks where the copy is to stand; beside the store, with the day in its name, unless told otherwise.
pub(super) fn ask_backup(cx: &Context) -> Step<Context> {
    let store = cx.office.path();
    let name = store.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let copy = store.with_file_name(format!("{name}-{}.store", cx.today()));
    let path = FieldSpec::new("path", "screen.journal.backup_path", Kind::Text)
        .required()
        .hint("screen.journal.backup_hint")
        .value(copy.to_string_lossy());
    Step::push(Fill::new("journal.backup", "action.journal.backup", vec![path]))
}

/// Copies the store.
pub(super) fn back_up(path: &str, job: &mut Option<JobHandle>, cx: &mut Context) -> Step<Context> {
    let to = clean(path).text;
    let beside = cx.office.path().parent().map(Path::to_owned).unwrap_or_default();
    let to = beside.join(to);
    let elsewhere = cx.elsewhere();
    let started = cx.jobs.spawn("screen.journal.copying", move |_| {
        Copied(elsewhere.open().and_then(|office| office.backup(&to)).map(|()| to))
    });
    *job = Some(started.clone());
    Step::push(ProgressDialog::new(started))
}

/// What came of it.
pub(super) fn heard(news: &JobNews, job: &mut Option<JobHandle>, cx: &Context) -> Step<Context> {
    let Some(running) = job.clone().filter(|job| news.is_of(job) && news.is_over()) else {
        return Step::Pass;
    };
    *job = None;
    if let Some(Copied(copied)) = news.take::<Copied>() {
        return match copied {
            Ok(path) => {
                let message = Message::new("screen.journal.copied").with("path", path.display());
                Step::Say(Toast::done(message))
            }
            Err(error) => refused(&error, cx),
        };
    }
    match news.take::<Verified>() {
        _ if running.cancelled() => Step::Pass,
        Some(Verified(Ok(checked))) => Step::push(told(&checked)),
        Some(Verified(Err(error))) => refused(&error, cx),
        None => Step::Say(Toast::fault(Message::new("screen.journal.broke"))),
    }
}

fn told(checked: &Checked) -> Notice {
    let number = |count: usize| numbers::written(i64::try_from(count).unwrap_or(i64::MAX));
    let title = Message::new("screen.journal.verified_title");
    if checked.is_sound() {
        let sentence = Message::new("screen.journal.sound")
            .with("entries", number(checked.entries))
            .with("rows", number(checked.rows));
        return Notice::new(Tone::Done, title, sentence);
    }
    let count = checked.findings.len() + checked.more;
    let sentence = Message::new("screen.journal.unsound").with("count", number(count));
    Notice::new(Tone::Fault, title, sentence)
        .and(checked.findings.iter().cloned())
        .todo(Message::new("screen.journal.unsound_todo"))
}
