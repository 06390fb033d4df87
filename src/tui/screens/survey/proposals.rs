//! What a final survey says otherwise than the register: which of it goes in?
//!
//! Invariant: each is accepted or not by a person; all are ticked at first, none is taken unasked.

use crate::domain::ids::Id;
use crate::domain::statement::Survey;
use crate::forms::answer;
use crate::office::error::Result;
use crate::text::locale::Language;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::layer::Step;
use crate::tui::screens::outcome::{refused, told};
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;

/// The name of the answer: the questions accepted.
pub const QUESTION: &str = "survey.proposals";

/// Asks which proposals are taken into the register; a word if there are none.
pub fn ask(id: &Id<Survey>, cx: &Context) -> Step<Context> {
    match pick(id, cx) {
        Ok(Some(pick)) => Step::push(pick),
        Ok(None) => Step::Say(Toast::note(Message::new("screen.case.survey.no_proposals"))),
        Err(error) => refused(&error, cx),
    }
}

/// The same, nothing if there are none.
pub fn ask_if_any(id: &Id<Survey>, cx: &Context) -> Option<Step<Context>> {
    pick(id, cx).ok().flatten().map(Step::push)
}

/// Takes the accepted ones into the register.
pub fn take(id: &Id<Survey>, questions: &[String], cx: &mut Context) -> Step<Context> {
    if questions.is_empty() {
        return Step::Say(Toast::note(Message::new("screen.survey.none_taken")));
    }
    let questions: Vec<&str> = questions.iter().map(String::as_str).collect();
    let done = Message::new("screen.case.survey.taken").with("count", questions.len());
    told(cx.office.accept_proposals(id, &questions), done, cx)
}

fn pick(id: &Id<Survey>, cx: &Context) -> Result<Option<Pick>> {
    let proposals = cx.office.proposals(id)?;
    if proposals.is_empty() {
        return Ok(None);
    }
    let form = cx.office.survey_view(id)?.filling.form().clone();
    let language = cx.language();
    let choices: Vec<Choice> = proposals
        .iter()
        .map(|proposal| {
            let label = match language {
                Language::Vietnamese => &proposal.labels.0,
                Language::English => &proposal.labels.1,
            };
            let shown = |kept: &str| match form.node(&proposal.question) {
                _ if kept.is_empty() => "–".to_owned(),
                Some(node) => answer::show(node, form.list_of(node), kept, language.code()),
                None => kept.to_owned(),
            };
            let short = |kept: &str| super::draw::short(&shown(kept), 60);
            let note = format!("{} → {}", short(&proposal.register), short(&proposal.answer));
            Choice::new(proposal.question.as_str(), label.as_str()).note(note)
        })
        .collect();
    let all: Vec<String> = proposals.iter().map(|proposal| proposal.question.clone()).collect();
    Ok(Some(Pick::several(QUESTION, "screen.survey.proposals_of", &choices, &all, cx.settings())))
}
