//! A record in a form: saved as you go, field by field; a new one is made as a whole.
//!
//! Invariant: what the form shows as saved is what the store holds; a new record half filled is not thrown
//! away without a question.

use super::History;
use super::values::{AsChosen, as_typed, beginning, held};
use crate::domain::record::{self, Field, FieldKind, RecordKind};
use crate::office::error::Result;
use crate::office::records::SAME_NAME;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_bottom};
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Event, Reply};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::outcome::refused;
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::toast::Toast;
use crate::tui::widgets::field::{FieldSpec, Kind};
use crate::tui::widgets::form::{Change, Form, FormNews};
use crate::tui::width::wrap;
use ratatui::layout::Rect;

/// Whether a person said that a record of a name that is taken is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Insist {
    No,
    Yes,
}

/// The form.
pub struct RecordForm {
    kind: &'static RecordKind,
    /// The record; none while it is new.
    id: Option<String>,
    name: String,
    form: Form,
    /// The reference being chosen.
    refers: Option<String>,
    /// Why nothing can be changed here, where it can't.
    to_read: Option<Message>,
}

impl RecordForm {
    /// A record there is.
    ///
    /// # Errors
    /// It is gone.
    pub fn edit(kind: &'static RecordKind, id: &str, cx: &Context) -> Result<Self> {
        let values = cx.office.record_values(kind.table, id, cx.language())?;
        let name = values.iter().find(|value| value.field.name == kind.title);
        let name = name.map(|value| value.shown.clone()).unwrap_or_default();
        let spec = |value: &crate::office::registers::RecordValue| {
            let spec = spec(kind, value.field, cx);
            match value.field.kind {
                FieldKind::Reference(_) => spec.refers(value.kept.as_str(), value.shown.as_str()),
                _ => spec.value(held(value.field.kind, &value.kept)),
            }
        };
        let form = Form::new(values.iter().map(spec).collect());
        Ok(Self { kind, id: Some(id.to_owned()), name, form, refers: None, to_read: None })
    }

    /// A new record.
    pub fn create(kind: &'static RecordKind, cx: &Context) -> Self {
        let specs = kind.fields.iter().map(|field| {
            let spec = spec(kind, field, cx);
            match beginning(kind, field) {
                Some(value) => spec.value(value),
                None => spec,
            }
        });
        Self {
            kind,
            id: None,
            name: String::new(),
            form: Form::new(specs.collect()),
            refers: None,
            to_read: None,
        }
    }

    /// Puts values in from outside, e.g. the cell a new member belongs to: field, id, words.
    #[must_use]
    pub fn with_reference(mut self, field: &str, id: &str, words: &str) -> Self {
        let _ = self.form.refer(field, id, words);
        self
    }

    /// To be read only; `why` is said below it.
    #[must_use]
    pub fn to_read(mut self, why: Message) -> Self {
        self.set_to_read(Some(why));
        self
    }

    /// To be read only from now on, or to be written again.
    pub fn set_to_read(&mut self, why: Option<Message>) {
        self.form.set_locked(why.is_some());
        self.to_read = why;
    }

    /// With the caret in the first of these fields that is empty.
    #[must_use]
    pub fn at_first_empty(mut self, fields: &[&str]) -> Self {
        if let Some(field) = fields.iter().find(|field| self.form.value(field).is_empty()) {
            self.form.focus_on(field);
        }
        self
    }

    /// Puts the caret into a field, e.g. where a checklist leads.
    pub fn focus_on(&mut self, field: &str) {
        self.form.focus_on(field);
    }

    /// Draws the form as a part of another screen. `focused`: does it have the keys?
    pub fn draw_titled(&self, canvas: &mut Canvas<'_>, area: Rect, title: &str, focused: bool) {
        let inside = canvas.panel(area, title, focused);
        let key = if self.id.is_some() { "screen.record.saves" } else { "screen.record.press_save" };
        let said = self.to_read.as_ref().map_or_else(|| canvas.word(key).to_owned(), |why| canvas.say(why));
        let rows = u16::try_from(wrap(&said, usize::from(inside.width)).len()).unwrap_or(1);
        let (body, foot) = split_bottom(inside, if inside.height > rows + 5 { rows } else { 0 });
        self.form.draw(canvas, body, focused);
        canvas.paragraph(foot, &said, if self.to_read.is_some() { Role::Warn } else { Role::Muted });
    }

    fn save(&mut self, change: &Change, cx: &mut Context) -> Step<Context> {
        let Some(id) = self.id.clone() else { return Step::Consumed };
        let typed = self.typed(&change.name, &change.value);
        match cx.office.set_field(self.kind.table, &id, &change.name, &typed) {
            Ok(()) => Step::Refresh,
            Err(error) => {
                // The form must not show as saved what was refused.
                self.reread(cx);
                refused(&error, cx)
            }
        }
    }

    fn reread(&mut self, cx: &Context) {
        let Some(id) = &self.id else { return };
        let Ok(values) = cx.office.record_values(self.kind.table, id, cx.language()) else { return };
        for value in values {
            // The language may have changed since.
            if let Kind::Choice(choices) | Kind::Choices(choices) = answer_kind(value.field.kind, cx) {
                self.form.set_choices(value.field.name, choices);
            }
            let kept = held(value.field.kind, &value.kept);
            if value.field.name == self.kind.title {
                self.name.clone_from(&value.shown);
            }
            if self.form.value(value.field.name) == kept {
                continue;
            }
            match value.field.kind {
                FieldKind::Reference(_) => {
                    let _ = self.form.refer(value.field.name, &value.kept, &value.shown);
                }
                _ => self.form.set(value.field.name, &kept),
            }
        }
    }

    fn typed(&self, name: &str, value: &str) -> String {
        self.kind.field(name).map_or_else(|| value.to_owned(), |field| as_typed(field.kind, value))
    }

    fn submit(&mut self, insist: Insist, cx: &mut Context) -> Step<Context> {
        if self.id.is_some() {
            return Step::Say(Toast::done(Message::new("screen.record.saved"))).then(Step::Pop);
        }
        let values = self.form.values();
        let typed: Vec<(String, String)> =
            values.iter().map(|(name, value)| (name.clone(), self.typed(name, value))).collect();
        let typed: Vec<(&str, &str)> =
            typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let made = match insist {
            Insist::No => cx.office.create_record(self.kind.table, &typed),
            Insist::Yes => cx.office.create_record_also(self.kind.table, &typed),
        };
        match made {
            Err(error) if error.message.key == SAME_NAME => {
                let text = Message { key: "screen.record.same_name".into(), values: error.message.values };
                let title = Message::new("screen.record.same_name_title");
                Step::push(Confirm::new("record.also", title, text))
            }
            Ok(_) => Step::Say(Toast::done(Message::new("screen.record.created")))
                .then(Step::Pop)
                .then(Step::Refresh),
            Err(error) => refused(&error, cx),
        }
    }

    /// Offers the rows a reference may name.
    fn offer(&mut self, name: String, cx: &Context) -> Step<Context> {
        let Some(FieldKind::Reference(table)) = self.kind.field(&name).map(|field| field.kind) else {
            return Step::Consumed;
        };
        let rows = match cx.office.called(table) {
            Ok(rows) => rows,
            Err(error) => return refused(&error, cx),
        };
        let choice = |row: &crate::store::Named| {
            Choice::new(row.id.as_str(), row.name.as_str()).note(row.code.clone().unwrap_or_default())
        };
        let choices: Vec<Choice> = rows.iter().map(choice).collect();
        let label = format!("record.{}.{name}", self.kind.table);
        let pick = Pick::one("record.refer", &label, &choices, self.form.value(&name), cx.settings());
        self.refers = Some(name);
        Step::push(pick)
    }

    fn follow(&mut self, news: FormNews, cx: &mut Context) -> Step<Context> {
        match news {
            FormNews::Ignored => Step::Pass,
            FormNews::Consumed => Step::Consumed,
            FormNews::Left(change) => self.save(&change, cx),
            FormNews::Pick(pick) => Step::push(pick),
            FormNews::Refer(name) => self.offer(name, cx),
            FormNews::Submit(change) => {
                let saved = change.map_or(Step::Consumed, |change| self.save(&change, cx));
                match saved {
                    Step::Consumed | Step::Refresh => saved.then(self.submit(Insist::No, cx)),
                    refusal => refusal,
                }
            }
        }
    }

    fn is_touched(&self) -> bool {
        self.id.is_none()
            && self.form.values().iter().any(|(name, value)| {
                let field = self.kind.field(name);
                let first = field.and_then(|field| beginning(self.kind, field)).unwrap_or_default();
                *value != first
            })
    }
}

impl Layer<Context> for RecordForm {
    fn title(&self, cx: &Context) -> String {
        if self.id.is_none() {
            let kind = format!("record.{}.heading", self.kind.table);
            return cx.settings().locale.say(&Message::new("screen.record.new").with_key("kind", &kind));
        }
        self.name.clone()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let title = self.title(cx);
        self.draw_titled(canvas, area, &title, true);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("back") => {
                let text = Message::new("screen.record.discard");
                Step::push(Confirm::new("record.discard", Message::new("screen.record.discard_title"), text))
            }
            Event::Action("registers.history") => {
                let saved = self.form.handle(&Event::Leave, cx.settings());
                let saved = self.follow(saved, cx);
                let Some(id) = &self.id else { return saved };
                match History::new(self.kind.table, id, self.name.clone(), cx) {
                    Ok(history) => saved.then(Step::push(history)),
                    Err(error) => saved.then(refused(&error, cx)),
                }
            }
            Event::Answer(answer) if answer.yes("record.discard") => Step::Pop,
            Event::Answer(answer) if answer.yes("record.also") => self.submit(Insist::Yes, cx),
            Event::Answer(answer) if answer.question == "record.refer" => {
                let (Reply::Chosen(id), Some(name)) = (&answer.reply, self.refers.take()) else {
                    return Step::Consumed;
                };
                let Some(FieldKind::Reference(table)) = self.kind.field(&name).map(|field| field.kind) else {
                    return Step::Consumed;
                };
                let rows = cx.office.called(table).unwrap_or_default();
                let words = rows.into_iter().find(|row| row.id == *id).map(|row| row.name);
                match self.form.refer(&name, id, &words.unwrap_or_default()) {
                    Some(change) => self.save(&change, cx),
                    None => Step::Consumed,
                }
            }
            Event::Answer(answer) => {
                let news = self.form.answer(answer);
                self.follow(news, cx)
            }
            Event::Refresh => {
                self.reread(cx);
                Step::Consumed
            }
            Event::Job(_) => Step::Pass,
            event if self.to_read.is_some() => {
                if self.form.scroll(event) {
                    Step::Consumed
                } else {
                    Step::Pass
                }
            }
            event => {
                let news = self.form.handle(event, cx.settings());
                self.follow(news, cx)
            }
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = Vec::new();
        if self.to_read.is_none() {
            commands.extend(["save", "pick"].map(Command::new));
        }
        if self.id.is_some() {
            commands.push(Command::new("registers.history"));
        }
        if self.is_touched() {
            commands.push(Command::new("back").quiet());
        }
        commands
    }

    fn typing(&self) -> bool {
        self.to_read.is_none()
    }
}

/// A field of the form.
fn spec(kind: &'static RecordKind, field: &'static Field, cx: &Context) -> FieldSpec {
    let label = format!("record.{}.{}", kind.table, field.name);
    let spec = FieldSpec::new(field.name, label, answer_kind(field.kind, cx));
    let spec = if field.required { spec.required() } else { spec };
    let hint = format!("record.hint.{}.{}", kind.table, field.name);
    let spec = if cx.settings().locale.find(&hint).is_some() { spec.hint(hint) } else { spec };
    let chosen = AsChosen(cx.today());
    spec.checked(move |value| record::check(kind, field, &as_typed(field.kind, value), &chosen).err())
}

/// The codes of a list that hold today.
fn choices_of(list: &str, cx: &Context) -> Vec<Choice> {
    let today = cx.today();
    let open = cx.office.codes().list(list).iter().filter(|code| code.holds_on(today));
    open.map(|code| Choice::new(&code.code, code.name(cx.language()))).collect()
}

fn answer_kind(kind: FieldKind, cx: &Context) -> Kind {
    match kind {
        FieldKind::Text | FieldKind::TaxCode | FieldKind::IdentityNumber => Kind::Text,
        FieldKind::LongText => Kind::LongText,
        FieldKind::Count | FieldKind::Year => Kind::Number,
        FieldKind::Day => Kind::Date,
        FieldKind::PartialDay => Kind::PartialDate,
        FieldKind::YesNo => Kind::YesNo,
        FieldKind::Reference(_) => Kind::Reference,
        FieldKind::Choice(list) => Kind::Choice(choices_of(list, cx)),
        FieldKind::Choices(list) => Kind::Choices(choices_of(list, cx)),
    }
}
