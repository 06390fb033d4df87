//! Saving a wording, keeping it as a draft, leaving it.
//!
//! Invariant: a wording with faults is never in force; it is kept as a draft instead.

use super::editor::{Editor, Part};
use crate::office::templates::NewTemplate;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::layer::Step;
use crate::tui::screens::outcome::refused;
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;

impl Editor {
    /// Saves what passes the check; else keeps it as a draft and shows what is wrong.
    pub(super) fn save(&mut self, cx: &mut Context) -> Step<Context> {
        match self.check(cx) {
            Err(error) => return refused(&error, cx),
            Ok(false) => {
                self.keep(cx);
                self.part = Part::Faults;
                self.preview_alone = false;
                self.fault_list.select(0);
                let said = Message::new("screen.templates.faulty").with("count", self.faults.len());
                return Step::Say(Toast::fault(said));
            }
            Ok(true) => {}
        }
        let body = self.area.text();
        let new = NewTemplate {
            id: self.id.clone(),
            paper: self.paper.code.clone(),
            name: self.name.clone(),
            body: body.clone(),
            ..NewTemplate::default()
        };
        match cx.office.save_template(&new) {
            Ok(id) => {
                self.id = Some(id);
                self.saved.clone_from(&body);
                self.kept = body;
                let said =
                    Message::new("screen.templates.saved").with("paper", self.paper.name(cx.language()));
                Step::Say(Toast::done(said)).then(Step::Refresh)
            }
            Err(error) => refused(&error, cx),
        }
    }

    /// Keeps what was typed as a draft, if it was kept in no way yet.
    pub(super) fn keep(&mut self, cx: &mut Context) {
        let text = self.area.text();
        if text == self.kept || text == self.saved {
            return;
        }
        // Where even that can't be written, the store says so at the next change that must be.
        if let Ok(id) = cx.office.keep_draft(&self.paper, self.id.as_ref(), &text) {
            self.id = Some(id);
            self.kept = text;
        }
    }

    /// Leaves at once where nothing is unsaved, else asks what is to become of it.
    pub(super) fn leave(&mut self, cx: &Context) -> Step<Context> {
        if !self.is_changed() {
            return Step::Pop;
        }
        let choices = ["save", "draft", "discard"]
            .map(|what| Choice::new(what, format!("screen.templates.leave_{what}")));
        Step::push(Pick::one("template.leave", "screen.templates.leave", &choices, "save", cx.settings()))
    }

    pub(super) fn answered_leaving(&mut self, what: &str, cx: &mut Context) -> Step<Context> {
        match what {
            "save" => {
                let step = self.save(cx);
                if self.is_changed() { step } else { step.then(Step::Pop) }
            }
            "draft" => {
                self.keep(cx);
                let kept = Step::Say(Toast::done(Message::new("screen.templates.draft_kept")));
                kept.then(Step::Refresh).then(Step::Pop)
            }
            _ => {
                let dropped = match &self.id {
                    Some(id) if self.kept != self.saved => cx.office.drop_draft(id),
                    _ => Ok(()),
                };
                match dropped {
                    Ok(()) => Step::Refresh.then(Step::Pop),
                    Err(error) => refused(&error, cx),
                }
            }
        }
    }
}
