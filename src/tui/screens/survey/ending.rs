//! What is done with the survey as a whole: finalised, changed afterwards, put into the bin; and the answers of
//! the dialogs that ask for it.
//!
//! Invariant: what is missing is listed before anything is refused, each line a jump.

use super::{Body, Mode, SurveyScreen, pages, proposals, questions};
use crate::forms::instance::Instance;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Answer, Event, Reply};
use crate::tui::layer::Step;
use crate::tui::screens::outcome::{refused, told};
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;
use crate::tui::widgets::field::{FieldSpec, Kind};

impl SurveyScreen {
    pub(super) fn act(&mut self, action: &str, cx: &mut Context) -> Option<Step<Context>> {
        let is_rounds = matches!(self.body, Body::Rounds(_));
        Some(match action {
            "tab.next" => self.turn_page(true, cx),
            "tab.previous" => self.turn_page(false, cx),
            "new" if self.may_add_round() => {
                let kept = self.leave_field(cx);
                kept.then(self.add_round(cx))
            }
            "remove" if is_rounds => self.ask_to_remove(),
            "survey.next" => {
                let kept = self.leave_field(cx);
                self.wanting = true;
                if self.next_unanswered(cx) {
                    kept
                } else {
                    kept.then(Step::Say(Toast::done(Message::new("screen.survey.all_answered"))))
                }
            }
            "survey.pages" => {
                let kept = self.leave_field(cx);
                let words = self.words(cx);
                let pick = pages::pick(&self.pages, self.page, &self.view.filling, &words, cx.settings());
                kept.then(Step::push(pick))
            }
            "survey.find" => {
                let kept = self.leave_field(cx);
                kept.then(Step::push(self.find(cx)))
            }
            "survey.language" => {
                let kept = self.leave_field(cx);
                kept.then(Step::push(self.ask_language(cx)))
            }
            "survey.finalize" => {
                let kept = self.leave_field(cx);
                kept.then(self.finalize(cx))
            }
            "survey.discard" => confirm("survey.discard", "screen.case.survey.discard"),
            "survey.amend_drop" => confirm("survey.amend_drop", "screen.survey.amend_drop"),
            "survey.restore" => {
                told(cx.office.restore_survey(&self.id), Message::new("screen.case.survey.restored"), cx)
            }
            "survey.proposals" => proposals::ask(&self.id, cx),
            "edit" => {
                let here = match &self.body {
                    Body::Read(outline) => outline.chosen().map(|entry| entry.id.clone()),
                    Body::Form(_) | Body::Rounds(_) => None,
                };
                self.mode = Mode::Amending;
                self.notice = Some(Message::new("screen.survey.amending"));
                self.show_page(self.page, true, cx);
                if let (Body::Form(form), Some(here)) = (&mut self.body, here) {
                    form.focus_on(&here);
                }
                Step::Consumed
            }
            _ => return None,
        })
    }

    /// Finalises after a question, or lists what is missing, each a jump. What was changed in a final survey is
    /// put in force with its reason.
    fn finalize(&mut self, cx: &Context) -> Step<Context> {
        let missing = self.view.filling.missing();
        if missing.is_empty() && self.mode == Mode::Amending {
            let reason = FieldSpec::new("reason", "screen.survey.amend_reason", Kind::LongText).required();
            let title = match self.begun.len() {
                0 => "screen.survey.amend_finish".to_owned(),
                count => cx.settings().locale.fill("screen.survey.amend_finish_of", &[("count", &count)]),
            };
            return Step::push(Fill::new("survey.amend", &title, vec![reason]));
        }
        if missing.is_empty() {
            let progress = self.view.filling.progress();
            let question = match progress.asked - progress.answered {
                0 => Message::new("screen.survey.finalize_question"),
                open => Message::new("screen.survey.finalize_question_open")
                    .with_key("question", "screen.survey.finalize_question")
                    .with("open", open),
            };
            let title = Message::new("action.survey.finalize");
            return Step::push(Confirm::new("survey.finalize", title, question));
        }
        self.wanting = true;
        self.renew(cx);
        let words = self.words(cx);
        let choices: Vec<Choice> = missing
            .iter()
            .map(|missing| {
                let label = words.label(&self.view.filling, &missing.question, &missing.instance);
                let id = questions::name_of(&missing.question, &missing.instance);
                // The sentence stands at the question, where it leads.
                let why = if missing.unanswered { "screen.survey.unanswered" } else { "screen.survey.wrong" };
                Choice::new(id, label).note(words.locale.text(why))
            })
            .collect();
        let title = words.locale.fill("screen.survey.missing", &[("count", &missing.len())]);
        Step::push(Pick::one("survey.missing", &title, &choices, "", cx.settings()))
    }

    /// The changes are in force, or given up.
    fn read_only_again(&mut self, cx: &Context) {
        self.mode = Mode::Reading;
        self.notice = None;
        // What can't be read again stands as it is; the next refresh tries anew.
        if self.load(cx).is_ok() {
            self.show_page(self.page, true, cx);
        }
    }

    fn ask_language(&self, cx: &Context) -> Pick {
        let languages = &self.view.filling.form().languages;
        let choices: Vec<Choice> = languages
            .iter()
            .map(|language| Choice::new(language.code.as_str(), language.name.as_str()))
            .collect();
        Pick::one("survey.language", "action.survey.language", &choices, self.language(cx), cx.settings())
    }

    pub(super) fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        match (answer.question, &answer.reply) {
            ("survey.finalize", Reply::Yes) => match cx.office.finalize(&self.id) {
                Ok(()) => {
                    self.let_go(cx);
                    let done = Step::Say(Toast::done(Message::new("screen.survey.finalized")));
                    self.read_again(cx);
                    match proposals::ask_if_any(&self.id, cx) {
                        Some(ask) => done.then(ask),
                        None => Step::Pop.then(done).then(Step::Refresh),
                    }
                }
                Err(error) => refused(&error, cx),
            },
            (proposals::QUESTION, Reply::Ticked(questions)) => {
                let taken = proposals::take(&self.id, questions, cx);
                self.register.clear();
                Step::Pop.then(taken).then(Step::Refresh)
            }
            ("survey.amend", Reply::Filled(fields)) => {
                let reason = fields.first().map(|(_, reason)| reason.as_str()).unwrap_or_default();
                match cx.office.amend(&self.id, &[], reason) {
                    Ok(changed) => {
                        self.read_only_again(cx);
                        let done = Message::new("screen.survey.amended_now").with("count", changed);
                        Step::Say(Toast::done(done)).then(Step::Refresh)
                    }
                    Err(error) => refused(&error, cx),
                }
            }
            ("survey.amend_drop", Reply::Yes) => match cx.office.drop_amending(&self.id) {
                Ok(_) => {
                    self.read_only_again(cx);
                    Step::Say(Toast::done(Message::new("screen.survey.amend_dropped"))).then(Step::Refresh)
                }
                Err(error) => refused(&error, cx),
            },
            ("survey.discard", Reply::Yes) => match cx.office.discard_survey(&self.id) {
                Ok(()) => {
                    self.let_go(cx);
                    let done = Step::Say(Toast::done(Message::new("screen.case.survey.discarded")));
                    Step::Pop.then(done).then(Step::Refresh)
                }
                Err(error) => refused(&error, cx),
            },
            ("survey.remove_round", Reply::Yes) => self.remove_round(cx),
            ("survey.missing" | "survey.find", Reply::Chosen(name)) => {
                let (question, instance) = questions::parts(name);
                let instance = Instance::parse(instance).unwrap_or_default();
                self.go_to(question, &instance, cx);
                Step::Consumed
            }
            ("survey.pages", Reply::Chosen(page)) => {
                self.show_page(page.parse().unwrap_or_default(), true, cx);
                Step::Consumed
            }
            ("survey.language", Reply::Chosen(language)) => {
                self.language = Some(language.clone());
                self.show_page(self.page, true, cx);
                self.read_again(cx);
                Step::Consumed
            }
            ("survey.rank", Reply::Ticked(order)) => self.keep_asked(&order.join(" "), cx),
            ("survey.file", Reply::Text(path)) => self.attach(path, cx),
            _ => match &mut self.body {
                Body::Form(form) => {
                    let news = form.answer(answer);
                    self.follow(news, &Event::Answer(answer.clone()), cx)
                }
                Body::Read(_) | Body::Rounds(_) => Step::Pass,
            },
        }
    }
}

fn confirm(question: &'static str, key: &'static str) -> Step<Context> {
    let text = Message::new(format!("{key}_question"));
    Step::push(Confirm::new(question, Message::new(key), text))
}
