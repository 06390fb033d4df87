//! Đánh giá: the options weighed, the one chosen and why, the Charter's points, the approval.
//!
//! Invariant: whoever approves is asked for by name, and acts for that one deed only.

use super::ask;
use super::opinions::capital;
use super::panel::{Page, field};
use crate::domain::case::Outcome;
use crate::domain::charter::Severity;
use crate::office::assessments::NewAssessment;
use crate::office::cases::CaseView;
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Answer, Reply};
use crate::tui::layer::Step;
use crate::tui::screens::outcome::{refused, told};
use crate::tui::screens::outline::{Entry, Row};
use crate::tui::settings::Environment;
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::field::{FieldSpec, Kind};

/// The page.
pub(super) struct Assessment;

/// What stands for "somebody not in the list" among those who may approve.
const ANOTHER: &str = "another";

impl Page for Assessment {
    fn rows(&self, view: &CaseView, cx: &Context) -> Vec<Row> {
        let locale = &cx.settings().locale;
        let made = view.file.assessment.as_ref();
        let mut rows = Vec::new();
        if view.file.stands_on_old_figures() {
            let entry = Entry::new("figures", locale.text("screen.case.old_figures"));
            rows.push(Row::Entry(entry.wanting().note(locale.text("screen.case.old_figures_hint"))));
        }
        rows.extend([
            Row::Heading(locale.text("screen.case.assessment.weighed").to_owned()),
            Row::Words(locale.text("screen.case.assessment.weighed_hint").to_owned(), Role::Muted),
        ]);
        rows.extend(Outcome::ALL.iter().map(|outcome| Row::Entry(option_entry(*outcome, view, cx))));
        rows.push(Row::Heading(locale.text("screen.case.assessment.chosen").to_owned()));
        rows.push(Row::Entry(choice_entry(view, cx)));
        rows.push(Row::Heading(locale.text("screen.case.assessment.charter").to_owned()));
        rows.extend(view.charter.iter().map(|finding| {
            let answer = view.file.charter_answers.get(finding.code);
            let entry = Entry::new(format!("finding:{}", finding.code), locale.say(&finding.message()));
            let entry = match (finding.severity, answer) {
                (Severity::Fine, _) => entry.done(true),
                (_, Some(answer)) => {
                    entry.done(true).note(locale.fill("screen.case.assessment.answer", &[("answer", answer)]))
                }
                (Severity::Warn, None) => Entry { sign: Some((Glyph::Note, Role::Accent)), ..entry },
                (Severity::Answer, None) => {
                    entry.wanting().note(locale.text("screen.case.assessment.no_answer"))
                }
            };
            Row::Entry(entry)
        }));
        rows.push(Row::Heading(locale.text("screen.case.assessment.approval").to_owned()));
        let name = |id: &str| cx.office.name_of("officer", id).unwrap_or_default();
        let approval = Entry::new("approve", locale.text("screen.case.assessment.approved_by"));
        rows.push(Row::Entry(
            match made.and_then(|made| made.approved_by.as_deref().zip(made.approved_on)) {
                Some((person, day)) => {
                    approval.done(true).value(format!("{} · {}", name(person), written_date(day)))
                }
                None => {
                    let note = made.map_or_else(String::new, |made| {
                        locale.fill("screen.case.assessment.approve_hint", &[("author", &name(&made.author))])
                    });
                    approval.done(false).value(locale.text("screen.case.assessment.not_approved")).note(note)
                }
            },
        ));
        rows
    }

    fn act(&self, action: &str, entry: &str, view: &CaseView, cx: &mut Context) -> Step<Context> {
        if action != "open" {
            return Step::Pass;
        }
        match entry.split_once(':') {
            Some(("option", outcome)) => weigh(outcome, view, cx),
            Some(("finding", code)) => {
                let answer = view.file.charter_answers.get(code).cloned().unwrap_or_default();
                let field =
                    ask::long("answer", "screen.case.assessment.answer_field").required().value(answer);
                // What is asked stands over the answer: the article, and what it finds here.
                let finding = view.charter.iter().find(|finding| finding.code == code);
                let words = finding.map(|finding| cx.settings().locale.say(&finding.message()));
                let asked = FieldSpec::note("asked", words.unwrap_or_default());
                Step::push(Fill::new("charter.answer", "screen.case.assessment.charter", vec![asked, field]))
            }
            _ if entry == "figures" => Step::push(Confirm::new(
                "assessment.confirm",
                Message::new("screen.case.confirm_assessment"),
                Message::new("screen.case.confirm_assessment_question"),
            )),
            _ if entry == "choose" => choose(view, cx),
            _ if entry == "approve" => approver(view, cx),
            _ => Step::Pass,
        }
    }

    fn answered(&self, entry: &str, answer: &Answer, view: &CaseView, cx: &mut Context) -> Step<Context> {
        let id = &view.file.case.id;
        match (answer.question, &answer.reply) {
            ("assessment.weigh", Reply::Filled(fields)) => {
                let text = |name: &str| field(fields, name);
                let outcome = entry.split_once(':').map_or("", |(_, outcome)| outcome);
                let weighed =
                    cx.office.weigh(id, outcome, text("receiver"), text("advantages"), text("limits"));
                told(weighed, Message::new("screen.case.assessment.weighed_now"), cx)
            }
            ("assessment.choose", Reply::Filled(fields)) => {
                let text = |name: &str| field(fields, name).to_owned();
                let new = NewAssessment {
                    option: text("option"),
                    receiver: text("receiver"),
                    rationale: text("rationale"),
                    territory_reason: text("territory_reason"),
                };
                told(cx.office.assess(id, &new), Message::new("screen.case.assessment.chosen_now"), cx)
            }
            ("charter.answer", Reply::Filled(fields)) => {
                let code = entry.split_once(':').map_or("", |(_, code)| code);
                let answered = cx.office.answer_charter(id, code, field(fields, "answer"));
                told(answered, Message::new("screen.case.assessment.answered_now"), cx)
            }
            ("assessment.confirm", Reply::Yes) => {
                told(cx.office.confirm_assessment(id), Message::new("screen.case.assessment_confirmed"), cx)
            }
            ("assessment.approver", Reply::Chosen(person)) if person == ANOTHER => ask_name(),
            ("assessment.approver", Reply::Chosen(person)) => approve(person, view, cx),
            ("assessment.approver", Reply::Filled(fields)) => approve(field(fields, "name"), view, cx),
            _ => Step::Pass,
        }
    }

    fn entries_of(&self, requirement: &str, target: &str, view: &CaseView) -> Vec<String> {
        let entry = match (requirement, target) {
            (_, "approval") => "approve".to_owned(),
            (_, "figures") => "figures".to_owned(),
            (_, "chosen" | "receiver" | "rationale" | "territory_reason") => "choose".to_owned(),
            // The next option to weigh is the first that is not.
            (_, "options") => {
                let weighed = |outcome: &Outcome| {
                    let options = view.file.assessment.iter().flat_map(|made| &made.options);
                    options.into_iter().any(|option| option.outcome == *outcome)
                };
                let open = Outcome::ALL.into_iter().find(|outcome| !weighed(outcome));
                format!("option:{}", open.unwrap_or(Outcome::Transfer).code())
            }
            ("charter_answered", finding) => format!("finding:{finding}"),
            (_, outcome) if Outcome::parse(outcome).is_some() => format!("option:{outcome}"),
            _ => "option:transfer".to_owned(),
        };
        vec![entry]
    }
}

fn option_entry(outcome: Outcome, view: &CaseView, cx: &Context) -> Entry {
    let locale = &cx.settings().locale;
    let name = capital(&cx.code_name("outcome", outcome.code()));
    let entry = Entry::new(format!("option:{}", outcome.code()), name);
    let options = view.file.assessment.iter().flat_map(|made| &made.options);
    let Some(weighed) = options.into_iter().find(|option| option.outcome == outcome) else {
        return Entry { sign: Some((Glyph::Open, Role::Muted)), ..entry };
    };
    let whole = weighed.advantages.is_some() && weighed.limits.is_some();
    let mut notes = Vec::new();
    for (key, text) in [("advantages", &weighed.advantages), ("limits", &weighed.limits)] {
        let text = text.as_deref().unwrap_or("…");
        notes.push(locale.fill(&format!("screen.case.assessment.{key}_line"), &[("text", &text)]));
    }
    let receiver = weighed.receiver.as_ref().and_then(|id| cx.office.name_of("committee", id.as_str()).ok());
    let entry = entry.value(receiver.unwrap_or_default()).note(notes.join("\n"));
    if whole { entry.done(true) } else { entry.wanting() }
}

fn choice_entry(view: &CaseView, cx: &Context) -> Entry {
    let entry = Entry::new("choose", cx.word("screen.case.assessment.choice"));
    let made = view.file.assessment.as_ref();
    let Some((made, chosen)) = made.and_then(|made| Some((made, made.chosen?))) else {
        return entry.done(false).value(cx.word("screen.case.assessment.not_chosen"));
    };
    let receiver = made.receiver.as_ref().and_then(|id| cx.office.name_of("committee", id.as_str()).ok());
    let outcome = capital(&cx.code_name("outcome", chosen.code()));
    let value = [Some(outcome), receiver].into_iter().flatten().collect::<Vec<_>>().join(" → ");
    let notes: Vec<&str> =
        [&made.rationale, &made.territory_reason].into_iter().flatten().map(String::as_str).collect();
    entry.done(true).value(value).note(notes.join("\n"))
}

fn weigh(outcome: &str, view: &CaseView, cx: &Context) -> Step<Context> {
    let options = view.file.assessment.iter().flat_map(|made| &made.options);
    let weighed = options.into_iter().find(|option| option.outcome.code() == outcome);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let mut specs = Vec::new();
    if Outcome::parse(outcome).is_some_and(Outcome::needs_receiver) {
        let receiver =
            weighed.and_then(|option| option.receiver.as_ref()).or(view.file.case.receiver.as_ref());
        match ask::receiver("receiver", "screen.case.assessment.receiver", cx) {
            Ok(field) => specs.push(field.value(receiver.map(ToString::to_string).unwrap_or_default())),
            Err(error) => return refused(&error, cx),
        }
    }
    let advantages = weighed.and_then(|option| option.advantages.as_ref());
    let limits = weighed.and_then(|option| option.limits.as_ref());
    specs.push(
        ask::long("advantages", "screen.case.assessment.advantages").required().value(text(advantages)),
    );
    specs.push(ask::long("limits", "screen.case.assessment.limits").required().value(text(limits)));
    Step::push(Fill::new("assessment.weigh", capital(&cx.code_name("outcome", outcome)), specs))
}

fn choose(view: &CaseView, cx: &Context) -> Step<Context> {
    let made = view.file.assessment.as_ref();
    let options: Vec<Choice> = made
        .iter()
        .flat_map(|made| &made.options)
        .map(|option| {
            Choice::new(option.outcome.code(), capital(&cx.code_name("outcome", option.outcome.code())))
        })
        .collect();
    if options.is_empty() {
        let first = Message::new("screen.case.assessment.weigh_first");
        return Step::Say(crate::tui::toast::Toast::warn(first));
    }
    let only = if options.len() == 1 { options[0].id.clone() } else { String::new() };
    let chosen = made.and_then(|made| made.chosen).map_or(only, |chosen| chosen.code().to_owned());
    let weighed = made.and_then(|made| made.options.iter().find_map(|option| option.receiver.as_ref()));
    let receiver = made.and_then(|made| made.receiver.as_ref()).or(weighed);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let receivers = match ask::receiver("receiver", "screen.case.assessment.receiver", cx) {
        Ok(field) => field.value(receiver.map(ToString::to_string).unwrap_or_default()),
        Err(error) => return refused(&error, cx),
    };
    let specs = vec![
        FieldSpec::new("option", "screen.case.assessment.choice", Kind::Choice(options))
            .required()
            .value(chosen),
        receivers.hint("screen.case.assessment.receiver_hint"),
        ask::long("rationale", "screen.case.assessment.rationale")
            .required()
            .value(text(made.and_then(|made| made.rationale.as_ref()))),
        ask::long("territory_reason", "screen.case.assessment.territory_reason")
            .hint("screen.case.assessment.territory_hint")
            .value(text(made.and_then(|made| made.territory_reason.as_ref()))),
    ];
    Step::push(Fill::new("assessment.choose", "screen.case.assessment.chosen", specs))
}

/// Who approves: anybody but the author.
fn approver(view: &CaseView, cx: &Context) -> Step<Context> {
    let author = view.file.assessment.as_ref().map(|made| made.author.as_str()).unwrap_or_default();
    let officers = cx.office.officers().unwrap_or_default();
    let others = officers.iter().filter(|officer| officer.active && officer.id.as_str() != author);
    let mut choices: Vec<Choice> = others
        .map(|officer| {
            Choice::new(officer.id.as_str(), officer.name.as_str())
                .note(officer.title.clone().unwrap_or_default())
        })
        .collect();
    if choices.is_empty() {
        return ask_name();
    }
    choices.push(Choice::new(ANOTHER, "screen.case.assessment.another"));
    let title = "screen.case.assessment.approver";
    Step::push(Pick::one("assessment.approver", title, &choices, "", cx.settings()))
}

/// A person not yet known here joins with the approval.
fn ask_name() -> Step<Context> {
    let name = ask::text("name", "screen.case.assessment.approver_name").required();
    Step::push(Fill::new("assessment.approver", "screen.case.assessment.approver", vec![name]))
}

/// Approves as that person, and goes on as before.
fn approve(person: &str, view: &CaseView, cx: &mut Context) -> Step<Context> {
    let me = cx.office.person().id.to_string();
    let approved = cx.office.act_as(person).and_then(|()| cx.office.approve(&view.file.case.id).map(|_| ()));
    let name = cx.office.person().name.clone();
    if let Err(error) = cx.office.act_as(&me) {
        return refused(&error, cx);
    }
    told(approved, Message::new("screen.case.assessment.approved_now").with("name", name), cx)
}
