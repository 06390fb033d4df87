//! `chuyengiao paper make` and `dossier papers`: papers worded from the records, into a folder.
//!
//! Invariant: a preview writes nothing; what was made is listed with its file.

use super::failure::Outcome;
use super::progress::Progress;
use super::session::Session;
use super::shape::iso;
use super::table::Table;
use crate::office::desk::Office;
use crate::office::error::Error;
use crate::office::making::{Formats, MadePaper, Order, Subject, WordedPaper, Wording, refuse_without_table};
use crate::papers::catalogue::About;
use crate::papers::preview;
use crate::text::dates;
use crate::text::locale::{Language, Locale};
use crate::text::message::Message;
use clap::{ArgGroup, Args};
use serde::Serialize;
use std::path::PathBuf;

/// Columns of a preview on a page of text.
const PREVIEW_COLUMNS: usize = 100;

/// Arguments of `paper make`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of").args(["case", "dossier"]).required(true))]
pub(super) struct MakeArgs {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    #[arg(long, value_name = "DOSSIER")]
    dossier: Option<String>,
    #[arg(long, value_name = "COMMITTEE", requires = "dossier")]
    receiver: Option<String>,
    #[command(flatten)]
    wording: WordingArgs,
    #[arg(long)]
    anew: bool,
    #[arg(long, value_name = "FOLDER", required_unless_present = "preview")]
    out: Option<PathBuf>,
    #[arg(long)]
    preview: bool,
    #[command(flatten)]
    formats: FormatsArgs,
}

/// What is made beside the Word files.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct FormatsArgs {
    #[arg(long, conflicts_with = "preview")]
    xlsx: bool,
    #[arg(long, conflicts_with = "preview")]
    pdf: bool,
}

/// How papers are worded.
#[derive(Debug, Args)]
pub(super) struct WordingArgs {
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    marking: String,
    #[arg(long, value_name = "FORMAT")]
    rules: Option<String>,
}

/// Arguments of `dossier papers`.
#[derive(Debug, Args)]
pub(super) struct PapersArgs {
    #[arg(value_name = "DOSSIER")]
    dossier: String,
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    #[arg(long)]
    per_receiver: bool,
    #[command(flatten)]
    wording: WordingArgs,
    #[arg(long)]
    anew: bool,
    #[arg(long)]
    xlsx: bool,
    #[arg(long)]
    pdf: bool,
}

/// A paper that was made.
#[derive(Debug, Serialize)]
pub(super) struct MadeAnswer {
    id: String,
    /// The paper of the catalogue: `proposal`, `decision`, …
    paper: String,
    #[serde(skip)]
    name: String,
    /// Code list `paper_kind`.
    kind: String,
    title: String,
    /// Dự thảo lần N; none once issued.
    draft: Option<i64>,
    as_of: Option<String>,
    path: String,
    /// The workbook of its tables: of lists, and where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    xlsx: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pdf: Option<String>,
    /// SHA-256 of the file.
    hash: String,
    /// Fields still to be written in by hand.
    blanks: Vec<String>,
    /// No file was written where the paper was issued and its figures have changed since.
    written: bool,
}

impl MadeAnswer {
    pub(super) fn of(made: &MadePaper, language: Language) -> Self {
        Self {
            id: made.id.to_string(),
            paper: made.worded.definition.code.clone(),
            name: made.worded.definition.name(language).to_owned(),
            kind: made.worded.definition.kind.clone(),
            title: made.worded.title.clone(),
            draft: made.worded.draft,
            as_of: iso(made.worded.as_of),
            path: made.path.display().to_string(),
            xlsx: made.workbook.as_ref().map(|path| path.display().to_string()),
            pdf: made.pdf.as_ref().map(|path| path.display().to_string()),
            hash: made.hash.clone(),
            blanks: blanks(&made.worded, language),
            written: made.written,
        }
    }
}

/// A paper that was only looked at.
#[derive(Debug, Serialize)]
struct PreviewAnswer {
    paper: String,
    kind: String,
    title: String,
    draft: Option<i64>,
    as_of: Option<String>,
    blanks: Vec<String>,
    text: String,
}

pub(super) fn make(args: &MakeArgs, office: &mut Office, session: &Session) -> Outcome {
    let language = session.output().language();
    let orders = orders(args, office, language)?;
    let wording = Wording { anew: args.anew, ..args.wording.read()? };
    if !args.preview {
        let folder = args.out.clone().unwrap_or_default();
        if let (true, [order]) = (args.formats.xlsx, orders.as_slice()) {
            refuse_without_table(&office.word_paper(&order.definition, &order.subject, &wording)?)?;
        }
        let formats = Formats { xlsx: args.formats.xlsx, pdf: args.formats.pdf };
        return make_all(&orders, &wording, formats, &folder, office, session);
    }
    let worded: Result<Vec<WordedPaper>, Error> =
        orders.iter().map(|order| office.word_paper(&order.definition, &order.subject, &wording)).collect();
    let previews: Vec<PreviewAnswer> = worded?.iter().map(|worded| preview_of(worded, language)).collect();
    session.output().give(&previews, |_| {
        previews.iter().map(|preview| preview.text.as_str()).collect::<Vec<_>>().join("\n")
    })
}

pub(super) fn papers(args: &PapersArgs, office: &mut Office, session: &Session) -> Outcome {
    let dossier = office.find_dossier(&args.dossier)?;
    let orders = office.papers_to_make(&dossier, args.per_receiver)?;
    let formats = Formats { xlsx: args.xlsx, pdf: args.pdf };
    let wording = Wording { anew: args.anew, ..args.wording.read()? };
    make_all(&orders, &wording, formats, &args.out, office, session)
}

fn make_all(
    orders: &[Order],
    wording: &Wording,
    formats: Formats,
    folder: &std::path::Path,
    office: &mut Office,
    session: &Session,
) -> Outcome {
    let mut progress = Progress::on_terminal();
    let made = office.make_papers_as(orders, wording, formats, folder, &mut |done, total| {
        progress.show(done, total);
        true
    });
    progress.finish();
    let language = session.output().language();
    let answers: Vec<MadeAnswer> = made?.iter().map(|made| MadeAnswer::of(made, language)).collect();
    session.output().give(&answers, |locale| table(locale, &answers).or_say(locale, "cli.empty"))
}

/// One paper, or one for each receiver where none is named.
fn orders(args: &MakeArgs, office: &Office, language: Language) -> Result<Vec<Order>, Error> {
    let definition = office.find_paper_definition(&args.kind)?;
    let order = |subject| Order { definition: definition.clone(), subject };
    if let Some(case) = &args.case {
        return Ok(vec![order(Subject::Case(office.find_case(case)?))]);
    }
    let dossier = office.find_dossier(args.dossier.as_deref().unwrap_or_default())?;
    if let Some(receiver) = &args.receiver {
        let receiver = office.find_committee(receiver)?;
        return Ok(vec![office.paper_for_receiver(&definition, &dossier, &receiver)?]);
    }
    if definition.about == About::Dossier {
        return Ok(vec![order(Subject::Dossier(dossier))]);
    }
    let mut all = office.papers_to_make(&dossier, true)?;
    all.retain(|order| order.definition.code == definition.code);
    if all.is_empty() {
        return Err(Error::yours(
            Message::new("paper.nothing_to_make").with("paper", definition.name(language)),
        ));
    }
    Ok(all)
}

impl WordingArgs {
    pub(super) fn read(&self) -> Result<Wording, Error> {
        let day = self.date.as_deref().map(dates::parse_typed).transpose();
        let day = day.map_err(|fault| Error::yours(fault.message()))?;
        Ok(Wording { day, marking: self.marking.clone(), rules: self.rules.clone(), anew: false })
    }
}

/// The labels of what is still blank.
fn blanks(worded: &WordedPaper, language: Language) -> Vec<String> {
    worded.blanks.iter().map(|field| field.label(language).to_owned()).collect()
}

fn preview_of(worded: &WordedPaper, language: Language) -> PreviewAnswer {
    PreviewAnswer {
        paper: worded.definition.code.clone(),
        kind: worded.definition.kind.clone(),
        title: worded.title.clone(),
        draft: worded.draft,
        as_of: iso(worded.as_of),
        blanks: blanks(worded, language),
        text: preview::plain(&worded.laid, PREVIEW_COLUMNS),
    }
}

fn table(locale: &Locale, answers: &[MadeAnswer]) -> Table {
    let columns = ["record.paper.kind", "record.paper.title", "record.paper.draft", "cli.column.path"];
    let mut table = Table::new(locale, &columns);
    for made in answers {
        let draft = made.draft.map(|draft| draft.to_string()).unwrap_or_default();
        let path = if made.written { &made.path } else { locale.text("cli.paper.left_as_issued") };
        table.row([made.name.clone(), made.title.clone(), draft, path.to_owned()]);
        for path in made.xlsx.iter().chain(&made.pdf) {
            table.row([made.name.clone(), String::new(), String::new(), path.clone()]);
        }
    }
    table
}
