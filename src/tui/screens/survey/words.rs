//! The form's own words in the language it is read in, which may be one the program does not speak.
//!
//! Invariant: nothing of the form is worded here; a wording that lacks in a language is the form's first.

use crate::forms::answer;
use crate::forms::form::Node;
use crate::forms::instance::Instance;
use crate::forms::kind::Kind;
use crate::forms::survey::{Complaint, Filling};
use crate::office::desk::Office;
use crate::text::locale::Locale;
use crate::tui::screens::files::size;

/// In which language of the form, and the program's words beside it.
pub(super) struct Words<'a> {
    /// The code of the form's language.
    pub(super) language: &'a str,
    /// The program's words.
    pub(super) locale: &'a Locale,
    /// For the files that answers name.
    pub(super) office: &'a Office,
}

impl Words<'_> {
    /// What the form, or the program, has against an answer.
    pub(super) fn complaint(&self, complaint: &Complaint) -> String {
        match complaint {
            Complaint::Form(texts) => texts.get(self.language).to_owned(),
            Complaint::Program(message) => self.locale.say(message),
        }
    }

    /// A kept answer as a person reads it; a file with its size, an order with its numbers.
    pub(super) fn shown(&self, node: &Node, filling: &Filling, kept: &str) -> String {
        if node.kind == Kind::File
            && let Ok(Some(file)) = self.office.attached_file(kept)
        {
            return format!("{} ({})", file.name, size(file.size));
        }
        let list = filling.form().list_of(node);
        let show = |kept: &str| answer::show(node, list, kept, self.language);
        let is_known = |code: &str| list.iter().any(|choice| choice.code == code);
        if !matches!(node.kind, Kind::Rank(_)) || !kept.split(' ').all(is_known) {
            return show(kept);
        }
        let places = kept.split(' ').zip(1..).map(|(code, place)| format!("{place}. {}", show(code)));
        places.collect::<Vec<_>>().join(" · ")
    }

    /// What a question is called, in one line.
    pub(super) fn label(&self, filling: &Filling, question: &str, instance: &Instance) -> String {
        filling.label(question, instance, self.language).lines().collect::<Vec<_>>().join(" ")
    }
}
