//! Shows how far a job is, how long it will take, and lets it be cancelled.
//!
//! Invariant: goes by itself when the job is over; the outcome is for the layer below.

use crate::tui::canvas::{Canvas, split_top};
use crate::tui::event::Event;
use crate::tui::jobs::{JobHandle, remaining};
use crate::tui::layer::{Command, Kind, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::widgets::gauge;
use ratatui::layout::Rect;
use std::time::{Duration, Instant};

/// The dialog over a running job.
#[derive(Debug)]
pub struct ProgressDialog {
    job: JobHandle,
    started: Instant,
    counted: (u64, u64),
    left: Option<Duration>,
}

impl ProgressDialog {
    /// Over this job, which has just been started.
    pub fn new(job: JobHandle) -> Self {
        Self { job, started: Instant::now(), counted: (0, 0), left: None }
    }
}

impl<C: Environment> Layer<C> for ProgressDialog {
    fn title(&self, cx: &C) -> String {
        cx.settings().locale.text(self.job.name).to_owned()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &C) {
        let title = Layer::<C>::title(self, cx);
        let columns = area.width.saturating_sub(12).clamp(1, 56);
        let inside = canvas.dialog(area, columns, 4, &title);
        let (done, total) = self.counted;
        let (bar, rest) = split_top(inside, 1);
        let (words, rest) = split_top(rest, 2);
        gauge::draw(canvas, bar, done, total.max(1));
        let said = match (self.job.cancelled(), self.left) {
            (true, _) => canvas.word("shell.progress.cancelling").to_owned(),
            (false, Some(left)) => {
                let seconds = left.as_secs() + 1;
                let key = if seconds > 90 { "shell.progress.minutes" } else { "shell.progress.seconds" };
                let amount = if seconds > 90 { seconds.div_ceil(60) } else { seconds };
                canvas.locale().fill(key, &[("done", &done), ("total", &total), ("left", &amount)])
            }
            (false, None) if total > 0 => {
                canvas.locale().fill("shell.progress.counted", &[("done", &done), ("total", &total)])
            }
            (false, None) => canvas.word("shell.progress.working").to_owned(),
        };
        canvas.text(words, &said, Role::Muted);
        super::draw_choices(canvas, rest, &["stop"]);
    }

    fn handle(&mut self, event: &Event, _: &mut C) -> Step<C> {
        match event {
            Event::Job(news) if news.is_of(&self.job) && news.is_over() => Step::Pop,
            Event::Job(news) if news.is_of(&self.job) => {
                self.counted = self.job.counted();
                self.left = remaining(self.started.elapsed(), self.counted.0, self.counted.1);
                Step::Consumed
            }
            // The job says in its outcome that it was cancelled; until then the dialog stands.
            Event::Action("stop" | "back") | Event::Leave => {
                self.job.cancel();
                Step::Consumed
            }
            _ => Step::Pass,
        }
    }

    fn commands(&self, _: &C) -> Vec<Command> {
        vec![Command::new("stop"), Command::new("back").quiet()]
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}
