//! What moves a case: on, back, to a halt, to its end; and who works on it.
//!
//! Invariant: a refusal shows everything that is missing; what can't be taken back lightly is asked first.

use super::head;
use crate::domain::case::SideState;
use crate::domain::gate::State;
use crate::domain::ids::Id;
use crate::office::cases::CaseView;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::notice::Notice;
use crate::tui::dialogs::pick::Choice;
use crate::tui::event::{Answer, Reply};
use crate::tui::layer::{Command, Step};
use crate::tui::screens::cases::pick;
use crate::tui::screens::outcome::{refused, told};
use crate::tui::settings::Environment;
use crate::tui::toast::{Toast, Tone};
use crate::tui::widgets::field::{FieldSpec, Kind};

const ACTIONS: [&str; 9] = [
    "case.advance",
    "gate.next",
    "case.return",
    "case.pause",
    "case.resume",
    "case.cancel",
    "case.waive",
    "case.assign",
    "case.why",
];

/// Is it one of these?
pub(super) fn knows(action: &str) -> bool {
    action != "gate.next" && ACTIONS.contains(&action)
}

/// Was it one of these that asked?
pub(super) fn asked(question: &str) -> bool {
    ACTIONS.contains(&question)
}

/// What can be done now.
pub(super) fn commands(view: &CaseView) -> Vec<Command> {
    let case = &view.file.case;
    let quiet = |action| Command::new(action).quiet();
    match (case.closed_on, case.side_state) {
        (Some(_), _) | (None, Some(SideState::Cancelled)) => Vec::new(),
        (None, Some(SideState::Paused)) => vec![Command::new("case.resume"), quiet("case.cancel")],
        (None, None) => {
            let mut commands = Vec::new();
            if view.gate.missing() > 0 {
                commands.push(Command::new("gate.next"));
            }
            commands.push(Command::new("case.advance"));
            if view.gate.requirements.iter().any(|asked| asked.may_be_waived && asked.state == State::Missing)
            {
                commands.push(quiet("case.waive"));
            }
            if !view.deadlines.is_empty() {
                commands.push(quiet("case.why"));
            }
            if !earlier(view).is_empty() {
                commands.push(quiet("case.return"));
            }
            commands.extend(["case.pause", "case.cancel", "case.assign"].map(quiet));
            commands
        }
    }
}

/// Stages a case can be returned to.
fn earlier(view: &CaseView) -> Vec<&crate::domain::procedure::Stage> {
    let stages = view.procedure.stages.iter();
    stages.take_while(|stage| stage.id != view.file.case.stage).collect()
}

/// Does one of these.
pub(super) fn act(action: &str, requirement: usize, view: &CaseView, cx: &mut Context) -> Step<Context> {
    let reason = || FieldSpec::new("reason", "screen.case.reason", Kind::LongText).required();
    match action {
        "case.advance" => advance(view, cx),
        "case.return" => {
            let language = cx.language();
            let stages = earlier(view).into_iter();
            let choices: Vec<Choice> =
                stages.map(|stage| Choice::new(stage.id.as_str(), stage.name.text(language))).collect();
            let last = choices.last().map(|choice| choice.id.clone()).unwrap_or_default();
            let stage = FieldSpec::new("stage", "screen.case.return_to", Kind::Choice(choices))
                .required()
                .value(last);
            Step::push(Fill::new("case.return", "action.case.return", vec![stage, reason()]))
        }
        "case.pause" => Step::push(Fill::new("case.pause", "action.case.pause", vec![reason()])),
        "case.resume" => Step::push(Fill::new("case.resume", "action.case.resume", vec![reason()])),
        "case.cancel" => Step::push(Fill::new("case.cancel", "action.case.cancel", vec![reason()])),
        "case.waive" => {
            let locale = &cx.settings().locale;
            let missing = view.gate.requirements.iter();
            let missing = missing.filter(|asked| asked.may_be_waived && asked.state == State::Missing);
            let choices: Vec<Choice> =
                missing.map(|asked| Choice::new(asked.id.as_str(), locale.say(&asked.what))).collect();
            let here = view.gate.requirements.get(requirement).map(|asked| asked.id.as_str());
            let first =
                choices.iter().find(|choice| Some(choice.id.as_str()) == here).or_else(|| choices.first());
            let first = first.map(|choice| choice.id.clone()).unwrap_or_default();
            let which = FieldSpec::new("requirement", "screen.case.requirement", Kind::Choice(choices))
                .required()
                .value(first);
            Step::push(Fill::new("case.waive", "action.case.waive", vec![which, reason()]))
        }
        "case.assign" => pick::officer(cx),
        "case.why" => why(view, cx),
        _ => Step::Pass,
    }
}

/// To the next stage; a closed gate names all that is missing, and the key that goes there.
fn advance(view: &CaseView, cx: &mut Context) -> Step<Context> {
    let case = &view.file.case;
    match cx.office.advance(&case.id) {
        Ok(_) => {
            let stage = cx.office.case_view(&case.id);
            let name = stage.ok().and_then(|now| {
                let stage = now.procedure.stage(&now.file.case.stage)?;
                Some(stage.name.text(cx.language()).to_owned())
            });
            let done = Message::new("screen.case.advanced").with("stage", name.unwrap_or_default());
            Step::Say(Toast::done(done)).then(Step::Refresh)
        }
        Err(error) if view.gate.missing() > 0 => {
            let locale = &cx.settings().locale;
            let missing = view.gate.requirements.iter().filter(|asked| asked.state == State::Missing);
            let lines = missing.map(|asked| {
                let who = locale.text(&format!("supplier.{}", asked.supplier)).to_owned();
                Message::new("screen.case.missing_line")
                    .with("what", locale.say(&asked.what))
                    .with("who", who)
            });
            let title = Message::new("screen.case.gate_closed");
            let key = cx.settings().keys.shown("gate.next").unwrap_or_default();
            Step::push(
                Notice::new(Tone::Warn, title, error.message)
                    .and(lines.collect::<Vec<_>>())
                    .todo(Message::new("screen.case.gate_todo").with("key", key))
                    .leading_to("gate.next"),
            )
        }
        Err(error) => refused(&error, cx),
    }
}

/// When each thing is due, and why on that day.
fn why(view: &CaseView, cx: &Context) -> Step<Context> {
    let locale = &cx.settings().locale;
    let mut lines = Vec::new();
    for deadline in &view.deadlines {
        let day = deadline.due.map(crate::text::dates::written_date).unwrap_or_default();
        let name = head::name_of(deadline, view, locale);
        lines.push(Message::new("screen.case.due_line").with("what", name).with("day", day));
        lines.extend(deadline.why.iter().cloned());
    }
    if lines.is_empty() {
        return Step::Say(Toast::note(Message::new("screen.case.no_deadline")));
    }
    let first = lines.remove(0);
    Step::push(Notice::new(Tone::Note, Message::new("action.case.why"), first).and(lines))
}

/// Takes what their dialogs answered.
pub(super) fn answered(answer: &Answer, view: &CaseView, cx: &mut Context) -> Step<Context> {
    let id = &view.file.case.id;
    match (answer.question, &answer.reply) {
        ("case.assign", Reply::Chosen(officer)) => {
            let done = Message::new("screen.cases.assigned").with("count", 1);
            told(cx.office.assign(id, &Id::new(officer.as_str())), done, cx)
        }
        (question, Reply::Filled(fields)) => {
            let field = |name: &str| super::panel::field(fields, name);
            let reason = field("reason");
            let done = Message::new(format!("screen.case.done.{}", question.trim_start_matches("case.")));
            match question {
                "case.return" => told(cx.office.return_to(id, field("stage"), reason), done, cx),
                "case.pause" => told(cx.office.pause(id, reason), done, cx),
                "case.resume" => told(cx.office.resume(id, reason), done, cx),
                "case.cancel" => told(cx.office.cancel(id, reason), done, cx),
                "case.waive" => told(cx.office.waive(id, field("requirement"), reason), done, cx),
                _ => Step::Pass,
            }
        }
        _ => Step::Pass,
    }
}
