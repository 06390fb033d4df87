//! Whether papers still show what the records say, looked at by a worker: wording them takes too long for a key
//! press. Screens show what is known, and read again when the worker is through.
//!
//! Invariant: one worker at a time, and none again over a journal it failed on; what it found is the office's to keep.

use super::context::Context;
use super::jobs::{JobHandle, JobNews};
use crate::domain::ids::Id;
use crate::domain::statement::Paper;
use crate::office::error::Result;
use crate::office::paper_register::StaleFound;

/// The looking under way.
#[derive(Debug, Default)]
pub struct Staleness {
    job: Option<JobHandle>,
    /// It broke down: what is open stays so.
    broken: bool,
}

/// What the worker hands back.
struct Looked(Result<StaleFound>);

/// The locale key of the worker's doing.
const CHECKING: &str = "screen.papers.checking";

/// Lets a worker look at papers whose figures may have changed, unless one is at it.
pub fn look(open: Vec<Id<Paper>>, cx: &mut Context) {
    if open.is_empty() || cx.staleness.job.is_some() || cx.staleness.broken || cx.office.join().is_err() {
        return;
    }
    let elsewhere = cx.elsewhere();
    let job = cx.jobs.spawn(CHECKING, move |progress| {
        Looked(elsewhere.open().and_then(|office| office.look_at_stale(&open, &|| !progress.cancelled())))
    });
    cx.staleness.job = Some(job);
}

/// As [`look`], at those among these papers of which it is not known.
pub fn look_at(papers: &[Paper], cx: &mut Context) {
    if let Ok(at_hand) = cx.office.stale_at_hand(papers) {
        look(at_hand.open, cx);
    }
}

/// Keeps what a worker found. The lowest layer hears news first, so that those above read what is kept.
pub fn heard(news: &JobNews, cx: &mut Context) {
    if !cx.staleness.job.as_ref().is_some_and(|job| news.is_of(job) && news.is_over()) {
        return;
    }
    cx.staleness.job = None;
    match news.take::<Looked>() {
        Some(Looked(Ok(found))) => cx.office.keep_stale(&found),
        _ => cx.staleness.broken = true,
    }
}

/// Whether there is more to tell of papers than before.
pub fn is_told(news: &JobNews) -> bool {
    news.job.name == CHECKING && news.is_over()
}
