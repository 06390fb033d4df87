//! `chuyengiao check`: whether the store is sound; `--deep` replays the whole journal.
//!
//! Invariant: reads only; what is wrong ends in exit status 1.

use super::failure::Outcome;
use super::progress::Progress;
use super::session::Session;
use crate::office::error::Error;
use crate::text::message::Message;
use clap::Args;
use serde::Serialize;

/// Arguments of `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[arg(long)]
    deep: bool,
}

/// A store that is sound.
#[derive(Debug, Serialize)]
struct Sound {
    /// The store's path.
    id: String,
    sound: bool,
    deep: bool,
    /// Journal entries verified.
    entries: usize,
    /// Rows compared with the journal.
    rows: usize,
}

pub(super) fn run(args: &CheckArgs, session: &Session) -> Outcome {
    let office = session.office()?;
    let mut progress = Progress::on_terminal();
    let checked = office.check(args.deep, &mut |done, total| progress.show(done, total))?;
    progress.finish();
    if !checked.is_sound() {
        let count = checked.findings.len() + checked.more;
        let message = Message::new("cli.check.unsound").with("count", count);
        return Err(Error::file(message).because(checked.findings).into());
    }
    let sound = Sound {
        id: office.path().display().to_string(),
        sound: true,
        deep: args.deep,
        entries: checked.entries,
        rows: checked.rows,
    };
    let sentence = if args.deep { "cli.check.sound_deep" } else { "cli.check.sound" };
    let message = Message::new(sentence).with("entries", sound.entries).with("rows", sound.rows);
    session.output().done(&sound, &message)
}
