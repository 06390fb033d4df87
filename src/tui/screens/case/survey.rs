//! Khảo sát: the surveys of the case, each begun, filled in, finalised, or put into the bin.
//!
//! Invariant: nothing is thrown away: a discarded survey can be taken back.

use super::over;
use super::panel::Page;
use crate::domain::ids::Id;
use crate::domain::statement::{Survey, SurveyState};
use crate::office::cases::CaseView;
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Answer, Reply};
use crate::tui::layer::{Command, Step};
use crate::tui::screens::outcome::{refused, told};
use crate::tui::screens::outline::{Entry, Row};
use crate::tui::screens::survey::{SurveyScreen, progress_in_words, proposals};
use crate::tui::settings::Environment;
use crate::tui::theme::{Glyph, Role};

/// The page.
pub(super) struct Surveys;

impl Page for Surveys {
    fn rows(&self, view: &CaseView, cx: &Context) -> Vec<Row> {
        let locale = &cx.settings().locale;
        let mut rows = vec![Row::Heading(locale.text("screen.case.survey.surveys").to_owned())];
        rows.extend(view.file.surveys.iter().map(|survey| Row::Entry(survey_entry(survey, cx))));
        let drafted = view.file.surveys.iter().any(|survey| survey.state == SurveyState::Draft);
        if !drafted && !over::is_over(view) {
            let hint = locale.text("screen.case.survey.new_hint");
            rows.push(Row::Entry(Entry::new("new", locale.text("screen.case.survey.new")).note(hint)));
        }
        rows
    }

    fn act(&self, action: &str, entry: &str, view: &CaseView, cx: &mut Context) -> Step<Context> {
        let survey = entry.strip_prefix("survey:").map(Id::<Survey>::new);
        match (action, survey) {
            ("open", Some(id)) => open(id, "", cx),
            ("open" | "new", _) => begin(view, cx),
            ("remove", Some(id)) if state_of(&id, view) == Some(SurveyState::Draft) => {
                Step::push(Confirm::new(
                    "survey.discard",
                    Message::new("screen.case.survey.discard"),
                    Message::new("screen.case.survey.discard_question"),
                ))
            }
            ("survey.restore", Some(id)) => {
                told(cx.office.restore_survey(&id), Message::new("screen.case.survey.restored"), cx)
            }
            ("survey.proposals", Some(id)) => proposals::ask(&id, cx),
            _ => Step::Consumed,
        }
    }

    fn answered(&self, entry: &str, answer: &Answer, view: &CaseView, cx: &mut Context) -> Step<Context> {
        let survey = entry.strip_prefix("survey:").map(Id::<Survey>::new);
        match (answer.question, &answer.reply, survey) {
            ("survey.discard", Reply::Yes, Some(id)) => {
                told(cx.office.discard_survey(&id), Message::new("screen.case.survey.discarded"), cx)
            }
            ("survey.form", Reply::Chosen(form), _) => begin_with(Some(form), view, cx),
            (proposals::QUESTION, Reply::Ticked(questions), Some(id)) => proposals::take(&id, questions, cx),
            _ => Step::Pass,
        }
    }

    fn commands(&self, view: &CaseView, _: &Context) -> Vec<Command> {
        let has = |state: SurveyState| view.file.surveys.iter().any(|survey| survey.state == state);
        let mut commands = Vec::new();
        if !has(SurveyState::Draft) {
            commands.push(Command::new("new"));
        }
        if has(SurveyState::Draft) {
            commands.push(Command::new("remove").quiet());
        }
        if has(SurveyState::Discarded) {
            commands.push(Command::new("survey.restore"));
        }
        if has(SurveyState::Final) {
            commands.push(Command::new("survey.proposals"));
        }
        commands
    }

    fn reads(&self, entry: &str, _: &CaseView) -> bool {
        entry.starts_with("survey:")
    }

    fn entries_of(&self, _: &str, target: &str, _: &CaseView) -> Vec<String> {
        vec![format!("survey:{target}")]
    }
}

fn state_of(id: &Id<Survey>, view: &CaseView) -> Option<SurveyState> {
    view.file.surveys.iter().find(|survey| survey.id == *id).map(|survey| survey.state)
}

fn survey_entry(survey: &Survey, cx: &Context) -> Entry {
    let locale = &cx.settings().locale;
    let name = locale.fill("screen.case.survey.of", &[("day", &written_date(survey.started_on))]);
    let entry = Entry::new(format!("survey:{}", survey.id), name);
    match survey.state {
        SurveyState::Draft => {
            let progress = cx.office.survey_view(&survey.id).map(|view| view.filling.progress());
            let value =
                progress.map_or_else(|_| String::new(), |progress| progress_in_words(&progress, locale));
            entry.done(false).value(value)
        }
        SurveyState::Final => {
            let day = survey.finalized_on.map(written_date).unwrap_or_default();
            let entry = entry.value(locale.fill("screen.case.survey.final", &[("day", &day)]));
            match (survey.is_being_amended, survey.revision.split_once(':')) {
                (true, _) => entry.wanting().note(locale.text("screen.survey.half_amended")),
                (false, Some((times, _))) => {
                    entry.done(true).note(locale.fill("screen.survey.amended_times", &[("times", &times)]))
                }
                (false, None) => entry.done(true),
            }
        }
        SurveyState::Discarded => Entry {
            sign: Some((Glyph::Waived, Role::Muted)),
            ..entry.value(locale.text("screen.case.survey.in_bin")).note(locale.fill(
                "screen.survey.restore_hint",
                &[("key", &cx.settings().keys.shown("survey.restore").unwrap_or_default())],
            ))
        },
    }
}

fn open(id: Id<Survey>, question: &str, cx: &mut Context) -> Step<Context> {
    match SurveyScreen::new(id, question, cx) {
        Ok(screen) => Step::push(screen),
        Err(error) => refused(&error, cx),
    }
}

/// With which form, where there are several.
fn begin(view: &CaseView, cx: &mut Context) -> Step<Context> {
    let forms = match cx.office.offered_forms() {
        Ok(forms) => forms,
        Err(error) => return refused(&error, cx),
    };
    if forms.len() < 2 {
        return begin_with(None, view, cx);
    }
    let choices: Vec<Choice> = forms
        .iter()
        .map(|form| Choice::new(form.name.as_str(), form.title.as_str()).note(form.version.clone()))
        .collect();
    Step::push(Pick::one("survey.form", "screen.case.survey.which_form", &choices, "", cx.settings()))
}

fn begin_with(form: Option<&str>, view: &CaseView, cx: &mut Context) -> Step<Context> {
    match cx.office.new_survey(&view.file.case.id, form) {
        Ok(id) => Step::Refresh.then(open(id, "", cx)),
        Err(error) => refused(&error, cx),
    }
}
