//! A report as a file: where it goes, whether one there may go, and that it was written.
//!
//! Invariant: nothing is replaced before somebody said so.

use super::period::Period;
use crate::office::error::Result;
use crate::office::export::Exporting;
use crate::office::making::{ReportKind, WordedReport, Wording};
use crate::office::pdf;
use crate::text::clean::clean;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::progress::ProgressDialog;
use crate::tui::jobs::{JobHandle, JobNews};
use crate::tui::layer::Step;
use crate::tui::screens::outcome::refused;
use crate::tui::toast::Toast;
use crate::tui::widgets::field::{FieldSpec, Kind};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// The question of where a Word file goes.
pub(super) const WORD: &str = "reports.word";
/// The question of where a workbook goes.
pub(super) const EXCEL: &str = "reports.excel";
/// The question of where a PDF goes.
pub(super) const PDF: &str = "reports.pdf";
/// Whether the file there may be replaced.
pub(super) const REPLACE: &str = "reports.replace";

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Word,
    Excel,
    /// Through LibreOffice, by a worker.
    Pdf,
}

/// What was asked for and waits for a word.
#[derive(Debug, Clone)]
struct Wanted {
    format: Format,
    kind: ReportKind,
    period: Period,
    wording: Wording,
    path: PathBuf,
}

/// The writing of reports.
#[derive(Debug, Default)]
pub(super) struct Writing {
    waiting: Option<Wanted>,
    /// The PDF under way, where it goes, and whether one there may go.
    converting: Option<(JobHandle, Wanted, bool)>,
}

/// What the worker hands back: the report, and its PDF.
struct Converted(WordedReport, Result<Vec<u8>>);

impl Format {
    const fn ending(self) -> &'static str {
        match self {
            Self::Word => "docx",
            Self::Excel => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    const fn question(self) -> &'static str {
        match self {
            Self::Word => WORD,
            Self::Excel => EXCEL,
            Self::Pdf => PDF,
        }
    }

    /// Whether it is a paper, with a date and marks on it.
    const fn is_paper(self) -> bool {
        matches!(self, Self::Word | Self::Pdf)
    }
}

/// The report that holds the figures of a page.
fn kind_of(page: &str) -> ReportKind {
    match page {
        "pipeline" => ReportKind::Pipeline,
        "receiver" => ReportKind::Receivers,
        _ => ReportKind::Situation,
    }
}

/// Asks where the file goes and what stands on it.
pub(super) fn ask(format: Format, page: &str, period: Period, cx: &Context) -> Step<Context> {
    let worded = cx.office.word_report(kind_of(page), period.from, period.to, &Wording::default());
    let worded = match worded {
        Ok(worded) => worded,
        Err(error) => return refused(&error, cx),
    };
    let beside = cx.office.path().with_file_name(format!("{}.{}", worded.file_name, format.ending()));
    let path = FieldSpec::new("path", "screen.reports.file", Kind::Text)
        .required()
        .hint("screen.reports.file_hint")
        .value(beside.display().to_string());
    if format == Format::Pdf && pdf::found().is_none() {
        return Step::Say(Toast::fault(Message::new("pdf.absent")));
    }
    let question = format.question();
    let mut fields = vec![path];
    if format.is_paper() {
        let day = FieldSpec::new("date", "screen.reports.paper_date", Kind::Date);
        fields.push(day.hint("screen.reports.paper_date_hint").value(cx.today().to_string()));
        fields.push(FieldSpec::new("marking", "screen.reports.marking", Kind::Text));
    }
    Step::push(Fill::new(question, format!("action.{question}"), fields))
}

impl Writing {
    /// Writes it, or asks whether what stands there may go.
    pub(super) fn asked(
        &mut self,
        question: &str,
        fields: &[(String, String)],
        page: &str,
        period: Period,
        cx: &mut Context,
    ) -> Step<Context> {
        let field = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text);
        let beside = cx.office.path().parent().map(Path::to_owned).unwrap_or_default();
        let wanted = Wanted {
            format: [Format::Word, Format::Excel, Format::Pdf]
                .into_iter()
                .find(|format| format.question() == question)
                .unwrap_or(Format::Word),
            kind: kind_of(page),
            period,
            wording: Wording {
                day: field("date").parse::<Date>().ok(),
                marking: clean(field("marking")).text,
                ..Wording::default()
            },
            path: beside.join(clean(field("path")).text),
        };
        if wanted.path.is_file() {
            let text = Message::new("screen.reports.replace").with("file", wanted.path.display());
            self.waiting = Some(wanted);
            return Step::push(Confirm::new(REPLACE, Message::new("screen.reports.replace_title"), text));
        }
        self.begin(wanted, false, cx)
    }

    /// What stands there may go.
    pub(super) fn replace(&mut self, cx: &mut Context) -> Step<Context> {
        match self.waiting.take() {
            Some(wanted) => self.begin(wanted, true, cx),
            None => Step::Consumed,
        }
    }

    /// Writes what is quick; a PDF is made by a worker, one at a time.
    fn begin(&mut self, wanted: Wanted, replace: bool, cx: &mut Context) -> Step<Context> {
        let Period { from, to } = wanted.period;
        let report = match cx.office.word_report(wanted.kind, from, to, &wanted.wording) {
            Ok(report) => report,
            Err(error) => return refused(&error, cx),
        };
        let bytes = match wanted.format {
            Format::Word => report.docx(),
            Format::Excel => report.xlsx(),
            Format::Pdf if self.converting.is_some() => return Step::Consumed,
            Format::Pdf => {
                let job = cx.jobs.spawn("screen.reports.converting", move |_| {
                    let bytes = report.pdf();
                    Converted(report, bytes)
                });
                self.converting = Some((job.clone(), wanted, replace));
                return Step::push(ProgressDialog::new(job));
            }
        };
        told(bytes.and_then(|bytes| write(&wanted, &report, &bytes, replace, cx)), cx)
    }

    /// What came of a PDF; stopped, none is written.
    pub(super) fn heard(&mut self, news: &JobNews, cx: &mut Context) -> Step<Context> {
        let ours = |(job, ..): &mut (JobHandle, Wanted, bool)| news.is_of(job) && news.is_over();
        let Some((job, wanted, replace)) = self.converting.take_if(ours) else { return Step::Pass };
        match news.take::<Converted>() {
            Some(_) if job.cancelled() => Step::Say(Toast::note(Message::new("screen.reports.stopped"))),
            Some(Converted(report, bytes)) => {
                told(bytes.and_then(|bytes| write(&wanted, &report, &bytes, replace, cx)), cx)
            }
            None => Step::Say(Toast::fault(Message::new("screen.papers.broke"))),
        }
    }
}

fn write(
    wanted: &Wanted,
    report: &WordedReport,
    bytes: &[u8],
    replace: bool,
    cx: &mut Context,
) -> Result<PathBuf> {
    let exporting = Exporting { about: &report.title, marking: &report.marking, replace };
    Ok(cx.office.export_file(&wanted.path, bytes, &exporting)?.path)
}

fn told(written: Result<PathBuf>, cx: &Context) -> Step<Context> {
    match written {
        Ok(path) => {
            let said = Message::new("screen.reports.written").with("file", path.display());
            Step::Say(Toast::done(said)).then(Step::Refresh)
        }
        Err(error) => refused(&error, cx),
    }
}
