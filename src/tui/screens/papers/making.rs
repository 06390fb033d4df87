//! The making of papers by a worker: where to, how far, and what came of it.
//!
//! Invariant: the screen goes on while papers are made; stopped or failed, every file there is whole.

use crate::office::error::Result;
use crate::office::making::{Formats, MadePaper, Order, Wording};
use crate::office::pdf;
use crate::text::clean::clean;
use crate::text::message::Message;
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

/// So many files are named; the rest are counted.
const NAMED: usize = 12;

/// The making under way.
#[derive(Debug, Default)]
pub(super) struct Making {
    job: Option<JobHandle>,
    folder: PathBuf,
    ordered: usize,
}

/// What the worker hands back.
struct Made(Result<Vec<MadePaper>>);

/// Asks where the papers go, and whether as PDF too; that there is no LibreOffice is said here already.
pub(super) fn ask(question: &'static str, label: &'static str, cx: &Context) -> Fill {
    let beside = cx.office.path().parent().map(|folder| folder.join("papers")).unwrap_or_default();
    let folder = FieldSpec::new("folder", "screen.papers.folder", Kind::Text)
        .required()
        .hint("screen.papers.folder_hint")
        .value(beside.display().to_string());
    let portable = match pdf::found() {
        Some(_) => FieldSpec::new("pdf", "screen.papers.pdf", Kind::YesNo).value("false"),
        None => FieldSpec::note("no_pdf", "pdf.absent"),
    };
    Fill::new(question, label, vec![folder, portable])
}

impl Making {
    /// Begins; one at a time.
    pub(super) fn start(
        &mut self,
        orders: Vec<Order>,
        wording: Wording,
        fields: &[(String, String)],
        cx: &mut Context,
    ) -> Step<Context> {
        if self.job.is_some() {
            return Step::Consumed;
        }
        if let Err(error) = cx.office.join() {
            return refused(&error, cx);
        }
        let field = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text);
        let beside = cx.office.path().parent().map(Path::to_owned).unwrap_or_default();
        let folder = beside.join(clean(field("folder")).text);
        let formats = Formats { xlsx: false, pdf: field("pdf") == "true" };
        (self.folder, self.ordered) = (folder.clone(), orders.len());
        let elsewhere = cx.elsewhere();
        let job = cx.jobs.spawn("screen.papers.making", move |progress| {
            let count = |number: usize| u64::try_from(number).unwrap_or(0);
            let mut watch = |done: usize, total: usize| {
                progress.report(count(done), count(total));
                !progress.cancelled()
            };
            Made(elsewhere.open().and_then(|mut office| {
                office.make_papers_as(&orders, &wording, formats, &folder, &mut watch)
            }))
        });
        self.job = Some(job.clone());
        Step::push(ProgressDialog::new(job))
    }

    /// What came of it.
    pub(super) fn heard(&mut self, news: &JobNews, cx: &Context) -> Step<Context> {
        let Some(job) = self.job.clone().filter(|job| news.is_of(job) && news.is_over()) else {
            return Step::Pass;
        };
        self.job = None;
        match news.take::<Made>() {
            Some(Made(Ok(made))) if job.cancelled() && made.len() < self.ordered => {
                let said = Message::new("screen.papers.stopped")
                    .with("count", made.len())
                    .with("total", self.ordered)
                    .with("path", self.folder.display());
                Step::Say(Toast::note(said)).then(Step::Refresh)
            }
            Some(Made(Ok(made))) => self.told(&made).then(Step::Refresh),
            Some(Made(Err(error))) => refused(&error, cx).then(Step::Refresh),
            None => Step::Say(Toast::fault(Message::new("screen.papers.broke"))),
        }
    }

    fn told(&self, made: &[MadePaper]) -> Step<Context> {
        let files: Vec<&PathBuf> = made
            .iter()
            .flat_map(|paper| std::iter::once(&paper.path).chain(&paper.workbook).chain(&paper.pdf))
            .collect();
        if let [file] = files.as_slice() {
            let name = file.strip_prefix(&self.folder).unwrap_or(file).display();
            return Step::Say(Toast::done(Message::new("screen.papers.made_one").with("file", name)));
        }
        let said = Message::new("screen.papers.made")
            .with("count", made.iter().filter(|paper| paper.written).count())
            .with("path", self.folder.display());
        let name = |path: &&PathBuf| {
            let name = path.strip_prefix(&self.folder).unwrap_or(path).display();
            Message::new("screen.papers.made_files").with("files", name)
        };
        let mut lines: Vec<Message> = files.iter().take(NAMED).map(name).collect();
        if files.len() > NAMED {
            lines.push(Message::new("screen.papers.more_files").with("count", files.len() - NAMED));
        }
        Step::push(Notice::new(Tone::Done, Message::new("screen.papers.made_title"), said).and(lines))
    }
}
