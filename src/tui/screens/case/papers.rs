//! Văn bản: the references to papers, each with what a gate asks it for.
//!
//! Invariant: a reference is a kind, number, symbol, date and signer; the scan is kept by its hash.

use super::ask;
use super::opinions::paper_name;
use super::over;
use super::panel::{Page, field};
use crate::domain::check::{Check, PaperPart};
use crate::domain::gate::missing_parts;
use crate::domain::ids::Id;
use crate::domain::statement::Paper;
use crate::office::cases::CaseView;
use crate::office::papers::NewPaper;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::event::{Answer, Reply};
use crate::tui::layer::{Command, Step};
use crate::tui::screens::outcome::{refused, told};
use crate::tui::screens::outline::{Entry, Row};
use crate::tui::screens::paper_steps;
use crate::tui::screens::papers::PapersScreen;
use crate::tui::screens::registers::record::RecordForm;
use crate::tui::settings::Environment;
use crate::tui::widgets::field::FieldSpec;
use std::path::PathBuf;

/// The page.
pub(super) struct Papers;

impl Page for Papers {
    fn rows(&self, view: &CaseView, cx: &Context) -> Vec<Row> {
        let locale = &cx.settings().locale;
        let roles = asked_roles(view);
        let stale = cx.office.stale_at_hand(&view.file.papers).unwrap_or_default();
        let is_old = |paper: &Paper| stale.known.contains_key(&paper.id);
        let mut rows = Vec::new();
        if !roles.is_empty() {
            rows.push(Row::Heading(locale.text("screen.case.papers.asked").to_owned()));
            rows.extend(roles.iter().map(|role| {
                let entry = role_entry(role, view, cx);
                let old = with_role(role, view).is_some_and(is_old);
                Row::Entry(if old { marked_old(entry, cx) } else { entry })
            }));
        }
        let others: Vec<&Paper> = view
            .file
            .papers
            .iter()
            .filter(|paper| paper.role.as_ref().is_none_or(|role| !roles.contains(role)))
            .collect();
        rows.push(Row::Heading(locale.text("screen.case.papers.others").to_owned()));
        rows.extend(others.into_iter().map(|paper| {
            let entry = paper_entry(paper, cx);
            Row::Entry(if is_old(paper) { marked_old(entry, cx) } else { entry })
        }));
        if !over::is_over(view) {
            rows.push(Row::Entry(Entry::new("new", locale.text("screen.case.papers.add"))));
        }
        rows
    }

    fn act(&self, action: &str, entry: &str, view: &CaseView, cx: &mut Context) -> Step<Context> {
        match (action, entry.split_once(':')) {
            ("open", Some(("paper", id))) => edit(id, view, cx),
            ("open", Some(("role", role))) => match with_role(role, view) {
                Some(paper) => edit(paper.id.as_str(), view, cx),
                None => Step::push(form(Some(role), cx)),
            },
            ("open" | "new", _) => Step::push(form(None, cx)),
            ("paper.steps", Some((kind, id))) => {
                let found = if kind == "role" {
                    with_role(id, view).map(|paper| paper.id.clone())
                } else {
                    Some(Id::new(id))
                };
                found.map_or(Step::Consumed, |id| paper_steps::offer(&id, cx))
            }
            ("papers.show", _) => match PapersScreen::of_case(view.file.case.id.clone(), cx) {
                Ok(screen) => Step::push(screen),
                Err(error) => refused(&error, cx),
            },
            _ => Step::Pass,
        }
    }

    fn answered(&self, entry: &str, answer: &Answer, view: &CaseView, cx: &mut Context) -> Step<Context> {
        let id = match entry.split_once(':') {
            Some(("role", role)) => with_role(role, view).map(|paper| paper.id.clone()),
            Some((_, id)) => Some(Id::new(id)),
            None => None,
        };
        let step = id.and_then(|id| paper_steps::answered(answer, &id, cx));
        step.unwrap_or_else(|| add(answer, view, cx))
    }

    fn commands(&self, _: &CaseView, _: &Context) -> Vec<Command> {
        vec![Command::new("paper.steps"), Command::new("new"), Command::new("papers.show")]
    }

    fn reads(&self, entry: &str, view: &CaseView) -> bool {
        match entry.split_once(':') {
            Some(("role", role)) => with_role(role, view).is_some(),
            kind => kind.is_some(),
        }
    }

    fn entries_of(&self, _: &str, target: &str, _: &CaseView) -> Vec<String> {
        vec![format!("role:{target}"), format!("paper:{target}")]
    }
}

/// Its figures have changed since it was made.
fn marked_old(entry: Entry, cx: &Context) -> Entry {
    let said = cx.word("screen.case.papers.old");
    let note = if entry.note.is_empty() { said } else { format!("{said}\n{}", entry.note) };
    entry.wanting().note(note)
}

/// The papers the stages of this case's way ask for.
pub(super) fn asked_roles(view: &CaseView) -> Vec<String> {
    let outcome = view.file.case.outcome;
    let mut asked: Vec<String> = Vec::new();
    for requirement in view.procedure.stages.iter().flat_map(|stage| &stage.requirements) {
        if let Check::Papers { roles, .. } = &requirement.check
            && requirement.applies(outcome)
        {
            for role in roles {
                if !asked.contains(role) {
                    asked.push(role.clone());
                }
            }
        }
    }
    asked
}

/// Is a paper of this role one of the whole dossier?
fn of_dossier(role: &str, view: &CaseView) -> bool {
    let stages = view.procedure.stages.iter();
    let put_before = |stage: &&crate::domain::procedure::Stage| {
        stage.requirements.iter().any(|asked| matches!(asked.check, Check::InDossier))
    };
    stages.filter(put_before).flat_map(|stage| &stage.requirements).any(
        |asked| matches!(&asked.check, Check::Papers { roles, .. } if roles.iter().any(|other| other == role)),
    )
}

fn with_role<'v>(role: &str, view: &'v CaseView) -> Option<&'v Paper> {
    let valid = view.file.papers.iter().rev().filter(|paper| paper.state != "void");
    valid.into_iter().find(|paper| paper.role.as_deref() == Some(role))
}

/// A paper a gate asks for: there, or still to come.
pub(super) fn role_entry(role: &str, view: &CaseView, cx: &Context) -> Entry {
    let name = super::opinions::capital(&cx.code_name("paper_role", role));
    let entry = Entry::new(format!("role:{role}"), name);
    match with_role(role, view) {
        Some(paper) => {
            let entry = entry.value(paper_name(paper, cx));
            let missing = missing_parts(paper, &asked_parts(role, view));
            if missing.is_empty() {
                return entry.done(true).note(paper.signer.clone().unwrap_or_default());
            }
            let locale = &cx.settings().locale;
            let parts: Vec<&str> = missing.iter().map(|part| locale.text(part_key(*part))).collect();
            entry.wanting().note(locale.fill("screen.case.papers.lacks", &[("parts", &parts.join(", "))]))
        }
        None => entry.done(false).value(cx.word("screen.case.papers.none")),
    }
}

/// What the procedure wants of a paper of this role.
pub(super) fn asked_parts(role: &str, view: &CaseView) -> Vec<PaperPart> {
    let asked = view.procedure.stages.iter().flat_map(|stage| &stage.requirements);
    let of_role = asked.filter_map(|asked| match &asked.check {
        Check::Papers { roles, parts } if roles.iter().any(|other| other == role) => Some(parts),
        _ => None,
    });
    of_role.flatten().copied().collect()
}

const fn part_key(part: PaperPart) -> &'static str {
    match part {
        PaperPart::Number => "gate.part.number",
        PaperPart::Date => "gate.part.date",
        PaperPart::Signer => "gate.part.signer",
    }
}

fn paper_entry(paper: &Paper, cx: &Context) -> Entry {
    let notes: Vec<String> = [
        paper.title.clone(),
        paper.signer.clone(),
        paper.attachment.as_ref().map(|hash| {
            cx.settings()
                .locale
                .fill("screen.case.papers.scan_kept", &[("hash", &&hash[..hash.len().min(12)])])
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    Entry::new(format!("paper:{}", paper.id), paper_name(paper, cx)).note(notes.join("\n"))
}

/// Its own form, the caret in what is still to be written.
fn edit(id: &str, view: &CaseView, cx: &Context) -> Step<Context> {
    let Some(kind) = crate::domain::record::RecordKind::of("paper") else { return Step::Consumed };
    match RecordForm::edit(kind, id, cx) {
        Ok(form) => Step::push(match over::why(view, cx.settings()) {
            Some(why) => form.to_read(why),
            None => form.at_first_empty(&["number", "symbol", "issued_on", "signer"]),
        }),
        Err(error) => crate::tui::screens::outcome::refused(&error, cx),
    }
}

/// A new reference; with a role the kind and the issuer usually follow.
pub(super) fn form(role: Option<&str>, cx: &Context) -> Fill {
    let code = role.and_then(|role| cx.office.codes().find("paper_role", role));
    let kind = code.and_then(|code| code.several("kinds").next().map(str::to_owned));
    let label = |name: &str| format!("record.paper.{name}");
    let text = |name: &str| ask::text(name, &label(name));
    let which = [
        ask::code("kind", &label("kind"), "paper_kind", cx).required().value(kind.unwrap_or_default()),
        ask::code("role", &label("role"), "paper_role", cx).value(role.unwrap_or_default()),
    ];
    let mut specs: Vec<FieldSpec> = vec![
        text("number").hint("screen.case.papers.number_hint"),
        text("symbol").hint("screen.case.papers.symbol_hint"),
        ask::day("issued_on", &label("issued_on")).happened(cx.today()),
        text("signer"),
        text("issuer"),
        ask::long("title", &label("title")),
        ask::text("scan", "screen.case.papers.scan").hint("screen.case.papers.scan_hint"),
    ];
    // What is known stands last, so that the caret begins where something is to be written.
    match role {
        Some(_) => specs.extend(which),
        None => specs.splice(0..0, which).for_each(drop),
    }
    let title = match role {
        Some(role) => super::opinions::capital(&cx.code_name("paper_role", role)),
        None => cx.word("screen.case.papers.add"),
    };
    Fill::new("paper.add", title, specs)
}

/// Takes the answer of [`form`].
pub(super) fn add(answer: &Answer, view: &CaseView, cx: &mut Context) -> Step<Context> {
    let ("paper.add", Reply::Filled(fields)) = (answer.question, &answer.reply) else {
        return Step::Pass;
    };
    let text = |name: &str| field(fields, name).to_owned();
    let scan = text("scan");
    // A paper of the whole dossier is kept there, for all its cases.
    let dossier = view.file.dossier.as_ref().map(|(dossier, _)| dossier.id.clone());
    let dossier = dossier.filter(|_| of_dossier(field(fields, "role"), view));
    let new = NewPaper {
        kind: text("kind"),
        role: text("role"),
        number: text("number"),
        symbol: text("symbol"),
        issued_on: ask::typed_day(field(fields, "issued_on")),
        issuer: text("issuer"),
        signer: text("signer"),
        title: text("title"),
        case: dossier.is_none().then(|| view.file.case.id.clone()),
        dossier,
        scan: (!scan.trim().is_empty()).then(|| PathBuf::from(scan.trim())),
        receiver: None,
    };
    told(cx.office.add_paper(&new), Message::new("screen.case.papers.added"), cx)
}
