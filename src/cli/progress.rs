//! How far slow work is: a bar on standard error, when that is a terminal.
//!
//! Invariant: never on standard output, and never into a file or a pipe.

use indicatif::{ProgressBar, ProgressDrawTarget};
use std::io::IsTerminal;

/// A bar, or nothing.
#[derive(Debug)]
pub(super) struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A bar where somebody watches.
    pub(super) fn on_terminal() -> Self {
        let bar = std::io::stderr()
            .is_terminal()
            .then(|| ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr()));
        Self { bar }
    }

    /// So many of so many are done.
    pub(super) fn show(&mut self, done: usize, total: usize) {
        if let Some(bar) = &self.bar {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
    }

    /// The work is over; the bar goes.
    pub(super) fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
