//! Tờ trình: the dossier the case stands in, the figures it froze, the Standing Committee's answer.
//!
//! Invariant: the dossier is one for many cases; here only this case's part of it is recorded.

use super::ask;
use super::opinions::{capital, paper_name};
use super::panel::{Page, field};
use super::papers;
use crate::domain::case::Moment;
use crate::domain::check::PaperPart;
use crate::domain::ids::Id;
use crate::domain::statement::{DossierState, Snapshot};
use crate::office::cases::CaseView;
use crate::office::dossiers::NewAnswer;
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Answer, Reply};
use crate::tui::layer::Step;
use crate::tui::screens::outcome::{refused, told};
use crate::tui::screens::outline::{Entry, Row};
use crate::tui::settings::Environment;

/// The page.
pub(super) struct Proposal;

/// The role of the paper that puts cases before the Standing Committee.
pub(super) const PAPER: &str = "proposal";

/// The role of the paper an answer comes on.
const DECISION: &str = "decision";

/// What stands for a new dossier among the drafts.
const NEW: &str = "new";

impl Page for Proposal {
    fn rows(&self, view: &CaseView, cx: &Context) -> Vec<Row> {
        let locale = &cx.settings().locale;
        let heading = |key: &str| Row::Heading(locale.text(key).to_owned());
        let mut rows = vec![heading("screen.case.proposal.dossier")];
        let dossier = view.file.dossier.as_ref();
        let entry = Entry::new("dossier", locale.text("screen.case.proposal.in_dossier"));
        rows.push(Row::Entry(match dossier {
            Some((dossier, _)) => {
                let state = locale.text(&format!("dossier.state.{}", dossier.state.code())).to_owned();
                entry.done(true).value(format!("{} · {state}", dossier.code)).note(dossier.title.clone())
            }
            None => entry.done(false).value(locale.text("screen.case.proposal.no_dossier")),
        }));
        rows.push(Row::Entry(papers::role_entry(PAPER, view, cx)));
        let frozen = view.file.snapshot(Moment::Proposal);
        let entry = Entry::new("submit", locale.text("screen.case.proposal.submitted"));
        rows.push(Row::Entry(match (dossier, frozen) {
            (Some((dossier, _)), Some(figures)) if dossier.submitted_on.is_some() => {
                let day = dossier.submitted_on.map(written_date).unwrap_or_default();
                entry.done(true).value(day).note(figures_line(figures, cx))
            }
            _ => entry.done(false).value(locale.text("screen.case.proposal.not_submitted")),
        }));
        rows.push(heading("screen.case.proposal.answer"));
        let entry = Entry::new("answer", locale.text("screen.case.proposal.answer_entry"));
        let answer = dossier.and_then(|(_, part)| Some((part, part.answer?)));
        rows.push(Row::Entry(match answer {
            Some((part, answer)) => {
                let paper =
                    part.paper.as_ref().and_then(|id| view.file.papers.iter().find(|paper| paper.id == *id));
                let mut notes: Vec<String> = paper.map(|paper| paper_name(paper, cx)).into_iter().collect();
                notes.extend(part.effective_on.map(|day| {
                    locale.fill("screen.case.proposal.effective", &[("day", &written_date(day))])
                }));
                notes.extend(part.note.clone());
                let name = capital(&cx.code_name("dossier_answer", answer.code()));
                let entry = entry.value(name).note(notes.join("\n"));
                if answer.is_agreement() { entry.done(true) } else { entry.wanting() }
            }
            None => entry.done(false).value(locale.text("screen.case.proposal.no_answer")),
        }));
        rows
    }

    fn act(&self, action: &str, entry: &str, view: &CaseView, cx: &mut Context) -> Step<Context> {
        if action != "open" {
            return Step::Pass;
        }
        let dossier = view.file.dossier.as_ref();
        match (entry, dossier) {
            ("dossier", _) => which_dossier(view, cx),
            (entry, _) if entry.starts_with("role:") => papers::Papers.act("open", entry, view, cx),
            ("submit" | "answer", None) => first("screen.case.proposal.dossier_first"),
            ("submit", Some((dossier, _))) if dossier.state == DossierState::Draft => {
                let note =
                    cx.settings().locale.fill("screen.case.proposal.submit_note", &[("code", &dossier.code)]);
                let specs = vec![
                    crate::tui::widgets::field::FieldSpec::note("about", note),
                    ask::day("as_of", "screen.case.proposal.as_of")
                        .required()
                        .value(cx.today().to_string())
                        .happened(cx.today()),
                ];
                Step::push(Fill::new("dossier.submit", "screen.case.proposal.submit", specs))
            }
            ("answer", Some((dossier, _))) if dossier.state == DossierState::Draft => {
                first("screen.case.proposal.submit_first")
            }
            ("answer", Some(_)) => Step::push(answer_form(view, cx)),
            _ => first("screen.case.proposal.is_submitted"),
        }
    }

    fn answered(&self, entry: &str, answer: &Answer, view: &CaseView, cx: &mut Context) -> Step<Context> {
        let case = &view.file.case.id;
        match (answer.question, &answer.reply) {
            ("dossier.which", Reply::Chosen(chosen)) if chosen == NEW => {
                let title =
                    ask::text("title", "screen.case.proposal.title").hint("screen.cases.dossier_title_hint");
                Step::push(Fill::new("dossier.new", "action.case.new_dossier", vec![title]))
            }
            ("dossier.which", Reply::Chosen(chosen)) => {
                let added = cx.office.add_to_dossier(&Id::new(chosen.as_str()), std::slice::from_ref(case));
                told(added, Message::new("screen.case.proposal.added"), cx)
            }
            ("dossier.new", Reply::Filled(fields)) => {
                let made = cx.office.new_dossier(field(fields, "title"), std::slice::from_ref(case));
                told(made, Message::new("screen.case.proposal.added"), cx)
            }
            ("dossier.submit", Reply::Filled(fields)) => {
                let Some((dossier, _)) = &view.file.dossier else { return Step::Consumed };
                let as_of = ask::typed_day(field(fields, "as_of"));
                let submitted = cx.office.submit_dossier(&dossier.id, &as_of);
                told(submitted, Message::new("screen.case.proposal.submitted_now"), cx)
            }
            ("dossier.answer", Reply::Filled(fields)) => {
                let Some((dossier, _)) = &view.file.dossier else { return Step::Consumed };
                let text = |name: &str| field(fields, name).to_owned();
                let new = NewAnswer {
                    answer: text("answer"),
                    number: text("number"),
                    issued_on: ask::typed_day(field(fields, "issued_on")),
                    effective_on: ask::typed_day(field(fields, "effective_on")),
                    signer: text("signer"),
                    note: text("note"),
                };
                let answered = cx.office.answer_dossier(&dossier.id, case, &new);
                told(answered, Message::new("screen.case.proposal.answered_now"), cx)
            }
            _ => papers::Papers.answered(entry, answer, view, cx),
        }
    }

    fn reads(&self, entry: &str, view: &CaseView) -> bool {
        entry.starts_with("role:") && papers::Papers.reads(entry, view)
    }

    fn entries_of(&self, requirement: &str, target: &str, _: &CaseView) -> Vec<String> {
        match requirement {
            "figures_frozen" => vec!["submit".to_owned()],
            "answer_recorded" => vec!["answer".to_owned()],
            _ => vec![format!("role:{target}"), "dossier".to_owned()],
        }
    }
}

fn first(key: &'static str) -> Step<Context> {
    Step::Say(crate::tui::toast::Toast::warn(Message::new(key)))
}

/// `45 đảng viên: 42 chính thức, 3 dự bị, tính đến ngày 10/10/2023`.
pub(super) fn figures_line(figures: &Snapshot, cx: &Context) -> String {
    let counts = figures.counts;
    cx.settings().locale.fill(
        "screen.case.figures",
        &[
            ("total", &counts.total),
            ("full", &counts.full),
            ("probationary", &counts.probationary),
            ("day", &written_date(figures.as_of)),
        ],
    )
}

/// Into which dossier: a draft, or a new one.
fn which_dossier(view: &CaseView, cx: &Context) -> Step<Context> {
    if view.file.dossier.as_ref().is_some_and(|(_, part)| part.answer.is_none()) {
        return first("screen.case.proposal.stands_in_one");
    }
    let dossiers = match cx.office.dossiers() {
        Ok(dossiers) => dossiers,
        Err(error) => return refused(&error, cx),
    };
    let drafts = dossiers.iter().filter(|line| line.dossier.state == DossierState::Draft);
    let mut choices: Vec<Choice> = drafts
        .map(|line| {
            Choice::new(line.dossier.id.as_str(), line.dossier.title.as_str()).note(line.dossier.code.clone())
        })
        .collect();
    choices.push(Choice::new(NEW, "action.case.new_dossier"));
    Step::push(Pick::one("dossier.which", "screen.case.proposal.which", &choices, "", cx.settings()))
}

fn answer_form(view: &CaseView, cx: &Context) -> Fill {
    let signer = ask::text("signer", "record.paper.signer");
    // The answer's paper is the decision, which a later stage wants with its signer.
    let signer = if papers::asked_parts(DECISION, view).contains(&PaperPart::Signer) {
        signer.hint("screen.case.papers.needed_later")
    } else {
        signer
    };
    let specs = vec![
        ask::code("answer", "screen.case.proposal.answer_entry", "dossier_answer", cx).required(),
        ask::text("number", "screen.case.proposal.number")
            .required()
            .hint("screen.case.proposal.number_hint"),
        ask::day("issued_on", "screen.case.proposal.issued_on").required().happened(cx.today()),
        ask::day("effective_on", "screen.case.proposal.effective_on")
            .hint("screen.case.proposal.effective_hint"),
        signer,
        ask::long("note", "screen.case.proposal.note"),
    ];
    Fill::new("dossier.answer", "screen.case.proposal.answer", specs)
}
