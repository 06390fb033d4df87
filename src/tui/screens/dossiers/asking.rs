//! What a dossier's screen asks: the cases to add, the day of the figures, the answer on a case, a paper.
//!
//! Invariant: dates leave here as they are typed, for the office to read.

use crate::office::dossiers::NewAnswer;
use crate::office::papers::NewPaper;
use crate::text::dates::PartialDate;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::settings::Environment;
use crate::tui::widgets::field::{FieldSpec, Kind};
use std::path::PathBuf;

type Fields = [(String, String)];

/// The cases that may join; those marked elsewhere are ticked.
pub(super) fn cases_to_add(cx: &Context) -> crate::office::error::Result<Option<Pick>> {
    let rows = cx.office.dossier_candidates()?;
    if rows.is_empty() {
        return Ok(None);
    }
    let choice = |row: &crate::office::cases::CaseRow| {
        let to = row.receiver_name.clone().unwrap_or_default();
        Choice::new(row.id.as_str(), format!("{} · {}", row.code, row.cell_name)).note(to)
    };
    let choices: Vec<Choice> = rows.iter().map(choice).collect();
    let marked: Vec<String> = cx.marks.iter().cloned().collect();
    Ok(Some(Pick::several("dossier.add", "screen.dossier.which_cases", &choices, &marked, cx.settings())))
}

/// The day the figures hold for.
pub(super) fn day_of_figures(cx: &Context) -> Fill {
    let day = FieldSpec::new("as_of", "record.dossier.as_of", Kind::Date)
        .required()
        .hint("screen.dossier.submit_hint")
        .value(cx.today().to_string())
        .happened(cx.today());
    Fill::new("dossier.submit", "action.dossier.submit", vec![day])
}

/// The Standing Committee's answer on a case; what was answered last is offered again, for one decision often
/// carries many cases.
pub(super) fn answer(last: &[(String, String)], cx: &Context) -> Fill {
    let codes = cx.office.codes().list("dossier_answer").iter();
    let answers = codes.map(|code| Choice::new(&code.code, code.name(cx.language()))).collect();
    let before = |name: &str| value(last, name).to_owned();
    let specs = vec![
        FieldSpec::new("answer", "record.dossier_case.answer", Kind::Choice(answers))
            .required()
            .value(before("answer")),
        FieldSpec::new("number", "screen.dossier.number", Kind::Text)
            .required()
            .hint("screen.dossier.number_hint")
            .value(before("number")),
        FieldSpec::new("issued_on", "record.dossier_case.answered_on", Kind::Date)
            .required()
            .value(before("issued_on"))
            .happened(cx.today()),
        FieldSpec::new("effective_on", "record.dossier_case.effective_on", Kind::Date)
            .hint("screen.dossier.effective_hint")
            .value(before("effective_on")),
        FieldSpec::new("signer", "record.paper.signer", Kind::Text).value(before("signer")),
        FieldSpec::new("note", "record.dossier_case.note", Kind::LongText).hint("screen.dossier.note_hint"),
    ];
    Fill::new("dossier.answer", "action.dossier.answer", specs)
}

/// What was filled in, as an answer.
pub(super) fn new_answer(fields: &Fields) -> NewAnswer {
    NewAnswer {
        answer: value(fields, "answer").to_owned(),
        number: value(fields, "number").to_owned(),
        issued_on: day(fields, "issued_on"),
        effective_on: day(fields, "effective_on"),
        signer: value(fields, "signer").to_owned(),
        note: value(fields, "note").to_owned(),
    }
}

/// A paper of the dossier.
pub(super) fn paper(cx: &Context) -> Fill {
    let choices = |list: &str| {
        let codes = cx.office.codes().list(list).iter();
        codes.map(|code| Choice::new(&code.code, code.name(cx.language()))).collect()
    };
    let specs = vec![
        FieldSpec::new("kind", "record.paper.kind", Kind::Choice(choices("paper_kind"))).required(),
        FieldSpec::new("role", "record.paper.role", Kind::Choice(choices("paper_role"))),
        FieldSpec::new("number", "screen.dossier.number", Kind::Text).hint("screen.dossier.number_hint"),
        FieldSpec::new("issued_on", "record.paper.issued_on", Kind::Date).happened(cx.today()),
        FieldSpec::new("issuer", "record.paper.issuer", Kind::Text),
        FieldSpec::new("signer", "record.paper.signer", Kind::Text),
        FieldSpec::new("title", "record.paper.title", Kind::LongText),
        FieldSpec::new("scan", "screen.dossier.scan", Kind::Text).hint("screen.dossier.scan_hint"),
    ];
    Fill::new("dossier.paper", "action.dossier.paper", specs)
}

/// What was filled in, as a paper.
pub(super) fn new_paper(fields: &Fields) -> NewPaper {
    let text = |name: &str| value(fields, name).to_owned();
    NewPaper {
        kind: text("kind"),
        role: text("role"),
        number: text("number"),
        issued_on: day(fields, "issued_on"),
        issuer: text("issuer"),
        signer: text("signer"),
        title: text("title"),
        scan: Some(text("scan")).filter(|path| !path.is_empty()).map(PathBuf::from),
        ..NewPaper::default()
    }
}

/// A field as it was filled in.
pub(super) fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

/// A day as it is typed.
pub(super) fn day(fields: &Fields, name: &str) -> String {
    let kept = value(fields, name);
    PartialDate::parse_iso(kept).map_or_else(|| kept.to_owned(), PartialDate::written)
}
