//! `case show`: a case with all that belongs to it.
//!
//! Invariant: reads only.

use crate::cli::failure::Outcome;
use crate::cli::output::iso_day;
use crate::cli::session::Session;
use crate::cli::shape::case_file::CaseFileAnswer;
use crate::cli::table::Sheet;
use crate::domain::case::Case;
use crate::domain::codes::Codes;
use crate::domain::ids::Id;
use crate::office::desk::Office;
use crate::text::locale::Locale;

pub(super) fn run(typed: &str, session: &Session) -> Outcome {
    let office = session.office()?;
    give(&office, &office.find_case(typed)?, session)
}

/// Answers with the case as it stands.
pub(super) fn give(office: &Office, case: &Id<Case>, session: &Session) -> Outcome {
    let locale = session.output().locale();
    let view = office.case_view(case)?;
    let answer = CaseFileAnswer::of(&view, locale);
    let stage = view.procedure.stage(&answer.stage);
    let stage = stage.map_or(answer.stage.as_str(), |stage| stage.name.text(locale.language()));
    session.output().give(&answer, |locale| words(&answer, stage, office.codes(), locale))
}

fn words(case: &CaseFileAnswer, stage: &str, codes: &Codes, locale: &Locale) -> String {
    let name = |list: &str, code: &str| codes.name(list, code, locale.language()).to_owned();
    let day = |iso: &Option<String>| iso.as_deref().map(iso_day).unwrap_or_default();
    let code = |list: &str, code: Option<&str>| code.map(|code| name(list, code)).unwrap_or_default();
    let mut sheet = Sheet::default();
    sheet
        .line(locale, "cli.column.code", &case.code)
        .line(locale, "cli.column.cell", &case.cell_name)
        .line(locale, "record.enterprise.heading", case.enterprise_name.clone().unwrap_or_default())
        .line(locale, "cli.column.head_office", case.head_office_name.clone().unwrap_or_default())
        .line(locale, "cli.column.stage", stage)
        .line(locale, "cli.column.since", iso_day(&case.stage_since))
        .line(locale, "cli.column.side_state", code("side_state", case.side_state))
        .line(locale, "cli.column.outcome", code("outcome", case.outcome))
        .line(locale, "cli.column.giver", case.giver_name.clone().unwrap_or_default())
        .line(locale, "cli.column.receiver", case.receiver_name.clone().unwrap_or_default())
        .line(locale, "cli.column.members", case.members.to_string())
        .line(locale, "cli.column.probationary", case.probationary.to_string())
        .line(locale, "cli.column.opened_on", iso_day(&case.opened_on))
        .line(locale, "cli.column.closed_on", day(&case.closed_on));
    for survey in &case.surveys {
        let said = format!("{}, {}", name("survey_state", survey.state), iso_day(&survey.started_on));
        sheet.line(locale, "cli.column.survey", format!("{said} ({})", survey.id));
    }
    for opinion in &case.opinions {
        let who = opinion.said_by.as_deref().map(|who| format!(" ({who})")).unwrap_or_default();
        let why = opinion.reason.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        let (party, stance) = (name("opinion_party", &opinion.party), name("stance", &opinion.stance));
        let said = format!("{party}{who}, {}: {stance}{why}", iso_day(&opinion.said_on));
        sheet.line(locale, "cli.column.opinion", said);
    }
    if let Some(assessment) = &case.assessment {
        let approved = match assessment.approved_by {
            Some(_) => locale.text("cli.assess.is_approved"),
            None => locale.text("cli.assess.is_not_approved"),
        };
        let chosen = code("outcome", assessment.option);
        let old = if assessment.on_old_figures { locale.text("cli.assess.on_old_figures") } else { "" };
        let state =
            [approved, old].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("; ");
        sheet.line(locale, "cli.column.assessment", format!("{chosen} ({state})"));
        sheet.line(locale, "cli.column.rationale", assessment.rationale.clone().unwrap_or_default());
    }
    if let Some(dossier) = &case.dossier {
        let said = [dossier.code.clone(), code("dossier_answer", dossier.answer)];
        sheet.line(locale, "cli.column.dossier", joined(said));
        sheet.line(locale, "cli.column.effective_on", day(&dossier.effective_on));
    }
    for paper in &case.papers {
        let said = [
            code("paper_role", paper.role.as_deref()),
            paper.cited(),
            day(&paper.issued_on),
            paper.title.clone().unwrap_or_default(),
        ];
        sheet.line(locale, "record.paper.heading", joined(said));
    }
    for point in &case.charter {
        let answer = point.answer.clone().unwrap_or_default();
        sheet.line(locale, "cli.column.charter", format!("{}: {}\n{answer}", point.id, point.what));
    }
    for deadline in &case.deadlines {
        sheet.line(
            locale,
            "cli.column.due_on",
            format!("{}\n{}", day(&deadline.due), deadline.why.join("\n")),
        );
    }
    format!("{}\n{}", sheet.text(), case.gate.words(locale))
}

/// The parts that say something, with commas between.
fn joined<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
