//! A form: labelled fields from data, saved as you go.
//!
//! Invariant: a changed answer is given away when the caret leaves its field, once; an answer that can't be
//! read is never given away, and its field says why.

use super::field::{Field, FieldSpec, Input, Kind};
use crate::text::message::Message;
use crate::tui::dialogs::pick::Pick;
use crate::tui::event::{Answer, Event, Motion, Reply};
use crate::tui::settings::Settings;
use crossterm::event::KeyCode;
use ratatui::layout::Rect;
use std::cell::{Cell, RefCell};

/// The name of the question a form's own picker answers; hand such answers to [`Form::answer`].
pub const PICK: &str = "form.pick";

/// A new answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The field's name.
    pub name: String,
    /// The value in the form of the store; empty is no answer.
    pub value: String,
}

/// What came of an event.
#[derive(Debug)]
pub enum FormNews {
    /// It wasn't for a form.
    Ignored,
    /// Something was typed or moved.
    Consumed,
    /// The caret left a changed field: save this.
    Left(Change),
    /// Push this; its answer goes to [`Form::answer`].
    Pick(Pick),
    /// The layer is to offer records for this field, and then [`Form::refer`].
    Refer(String),
    /// The form is through, all of it can be read and nothing required is missing; save what changed last.
    Submit(Option<Change>),
}

/// The form.
pub struct Form {
    pub(super) fields: Vec<Field>,
    pub(super) focus: usize,
    /// Measurements of the last frame: first line shown, where each field stood.
    pub(super) top: Cell<usize>,
    pub(super) drawn: RefCell<Vec<Rect>>,
}

impl Form {
    /// A form of these fields, with the caret in the first that can be written.
    pub fn new(specs: Vec<FieldSpec>) -> Self {
        let fields: Vec<Field> = specs.into_iter().map(Field::new).collect();
        let focus = fields.iter().position(Field::is_open).unwrap_or(0);
        Self { fields, focus, top: Cell::new(0), drawn: RefCell::default() }
    }

    /// The name of the field with the caret.
    pub fn focus(&self) -> &str {
        self.fields.get(self.focus).map_or("", |field| &field.spec.name)
    }

    /// Puts the caret into a field, e.g. where a checklist leads.
    pub fn focus_on(&mut self, name: &str) {
        if let Some(at) = self.fields.iter().position(|field| field.spec.name == name && field.is_open()) {
            self.focus = at;
        }
    }

    /// Puts the caret into the field after this one, or into this one if it is the last.
    pub fn focus_after(&mut self, name: &str) {
        self.focus_on(name);
        if self.focus() == name {
            self.focus = self.neighbour(true).unwrap_or(self.focus);
        }
    }

    /// A field's value as it was last given away or put in.
    pub fn value(&self, name: &str) -> &str {
        self.field(name).map_or("", |field| &field.saved)
    }

    /// All values, in the form's order.
    pub fn values(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().filter(|field| !field.spec.name.is_empty());
        let fields = fields.filter(|field| !matches!(field.spec.kind, Kind::Heading | Kind::Note));
        fields.map(|field| (field.spec.name.clone(), field.saved.clone())).collect()
    }

    /// Puts a value in from outside (undo, calculation); it is not given away.
    pub fn set(&mut self, name: &str, value: &str) {
        if let Some(field) = self.field_mut(name) {
            value.clone_into(&mut field.saved);
            field.put(value.to_owned());
            field.fault = None;
        }
    }

    /// Puts a record into a reference, and gives the change away.
    pub fn refer(&mut self, name: &str, id: &str, words: &str) -> Option<Change> {
        let field = self.field_mut(name)?;
        id.clone_into(&mut field.spec.value);
        words.clone_into(&mut field.spec.shown);
        let at = self.fields.iter().position(|field| field.spec.name == name)?;
        self.leave(at)
    }

    /// Locks every field, or none: a form that can only be read is scrolled with [`Form::scroll`].
    pub fn set_locked(&mut self, locked: bool) {
        for field in &mut self.fields {
            field.spec.locked = locked;
        }
    }

    /// Moves through a form that is only read; says whether the event was for that.
    pub fn scroll(&mut self, event: &Event) -> bool {
        let last = self.fields.len().saturating_sub(1);
        let by = |steps: isize| self.focus.saturating_add_signed(steps).min(last);
        self.focus = match event {
            Event::Move(Motion::Up) => by(-1),
            Event::Move(Motion::Down) => by(1),
            Event::Move(Motion::PageUp) => by(-8),
            Event::Move(Motion::PageDown) => by(8),
            Event::Move(Motion::Home) => 0,
            Event::Move(Motion::End) => last,
            _ => return false,
        };
        true
    }

    /// Puts in the words a reference is shown by; its value stays.
    pub fn set_shown(&mut self, name: &str, words: &str) {
        if let Some(field) = self.field_mut(name) {
            words.clone_into(&mut field.spec.shown);
        }
    }

    /// Says below a field what stands elsewhere about it; always shown, empty for nothing.
    pub fn set_remark(&mut self, name: &str, remark: String) {
        if let Some(field) = self.field_mut(name) {
            field.spec.remark = remark;
        }
    }

    /// Changes the words of a field or note.
    pub fn set_label(&mut self, name: &str, label: &str) {
        if let Some(field) = self.field_mut(name) {
            label.clone_into(&mut field.spec.label);
        }
    }

    /// Shows or hides a field: relevance.
    pub fn set_hidden(&mut self, name: &str, hidden: bool) {
        if let Some(field) = self.field_mut(name) {
            field.hidden = hidden;
        }
        if !self.fields.get(self.focus).is_some_and(Field::is_open) {
            self.focus = self.neighbour(true).or_else(|| self.neighbour(false)).unwrap_or(self.focus);
        }
    }

    /// Lets a field be required or not, as another answer decides.
    pub fn set_required(&mut self, name: &str, required: bool) {
        if let Some(field) = self.field_mut(name) {
            field.spec.required = required;
        }
    }

    /// Replaces the choices of a field (choice filters). An answer that is none of them stays until changed.
    pub fn set_choices(&mut self, name: &str, choices: Vec<crate::tui::dialogs::pick::Choice>) {
        if let Some(field) = self.field_mut(name) {
            match &mut field.spec.kind {
                Kind::Choice(old) | Kind::Choices(old) => *old = choices,
                _ => {}
            }
        }
    }

    /// Says under a field what is wrong with it, or no longer.
    pub fn set_fault(&mut self, name: &str, fault: Option<Message>) {
        if let Some(field) = self.field_mut(name) {
            field.fault = fault;
        }
    }

    /// Does a field hold something that can't be read?
    pub fn has_fault(&self) -> bool {
        self.fields.iter().any(|field| field.fault.is_some() && !field.hidden)
    }

    /// Has every required field that is shown an answer?
    pub fn is_complete(&self) -> bool {
        self.fields.iter().all(|field| !field.spec.required || field.hidden || !field.saved.is_empty())
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.spec.name == name)
    }

    fn field_mut(&mut self, name: &str) -> Option<&mut Field> {
        self.fields.iter_mut().find(|field| field.spec.name == name)
    }

    /// Takes events. Give it `Event::Leave` too. `Event::Action("save")` submits; `"pick"` opens the choices.
    pub fn handle(&mut self, event: &Event, settings: &Settings) -> FormNews {
        if self.fields.is_empty() {
            return FormNews::Ignored;
        }
        match event {
            Event::Action("save") => return self.submit(),
            Event::Action("pick") => return self.pick(settings),
            Event::Leave => return self.leave(self.focus).map_or(FormNews::Ignored, FormNews::Left),
            Event::Move(Motion::Next) => return self.step(true),
            Event::Move(Motion::Previous) => return self.step(false),
            Event::Mouse(mouse) => {
                let hit = self.drawn.borrow().iter().position(|area| mouse.clicked(*area));
                match hit {
                    Some(at) if at != self.focus && self.fields[at].is_open() => return self.go(at),
                    Some(at) if at == self.focus && matches!(self.fields[at].input, Input::Picked) => {
                        return self.pick(settings);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
        let field = &mut self.fields[self.focus];
        if !field.is_open() {
            return FormNews::Ignored;
        }
        let taken = match &mut field.input {
            Input::Line(line) => line.handle(event, settings),
            Input::Area(area) => area.handle(event, settings),
            Input::Picked => return self.handle_picked(event, settings),
        };
        if taken {
            return FormNews::Consumed;
        }
        self.move_on(event)
    }

    /// What leads from one field to another when the field itself has no use for it.
    fn move_on(&mut self, event: &Event) -> FormNews {
        match event {
            Event::Move(Motion::Up) => self.step(false),
            Event::Move(Motion::Down) => self.step(true),
            Event::Move(Motion::PageUp) => self.go((0..self.focus)
                .rev()
                .filter(|at| self.fields[*at].is_open())
                .take(8)
                .last()
                .unwrap_or(self.focus)),
            Event::Move(Motion::PageDown) => self.go((self.focus + 1..self.fields.len())
                .filter(|at| self.fields[*at].is_open())
                .take(8)
                .last()
                .unwrap_or(self.focus)),
            Event::Key(key) if key.is(KeyCode::Enter) => {
                if self.neighbour(true).is_some() {
                    self.step(true)
                } else {
                    self.submit()
                }
            }
            _ => FormNews::Ignored,
        }
    }

    fn handle_picked(&mut self, event: &Event, settings: &Settings) -> FormNews {
        let field = &mut self.fields[self.focus];
        match (event, &field.spec.kind) {
            (Event::Key(key), Kind::YesNo) if key.is(KeyCode::Char(' ')) => {
                field.spec.value = if field.spec.value == "true" { "false" } else { "true" }.to_owned();
                FormNews::Consumed
            }
            (Event::Move(Motion::Left | Motion::Right), Kind::YesNo) => {
                let yes = matches!(event, Event::Move(Motion::Left));
                field.spec.value = yes.to_string();
                FormNews::Consumed
            }
            (Event::Move(Motion::Left | Motion::Right), Kind::Choice(choices)) => {
                let here = choices.iter().position(|choice| choice.id == field.spec.value);
                let last = choices.len().saturating_sub(1);
                let next = match (event, here) {
                    (Event::Move(Motion::Left), Some(at)) => at.saturating_sub(1),
                    (_, Some(at)) => (at + 1).min(last),
                    (_, None) => 0,
                };
                if let Some(choice) = choices.get(next) {
                    field.spec.value.clone_from(&choice.id);
                }
                FormNews::Consumed
            }
            (Event::Key(key), _) if matches!(key.code, KeyCode::Delete | KeyCode::Backspace) => {
                field.spec.value.clear();
                field.spec.shown.clear();
                FormNews::Consumed
            }
            (Event::Key(key), Kind::YesNo) if key.typed().is_some() => FormNews::Consumed,
            (Event::Key(key), _) if key.is(KeyCode::Char(' ')) => self.pick(settings),
            (Event::Key(key), Kind::YesNo) if key.is(KeyCode::Enter) => self.move_on(event),
            // Enter opens the choices of an empty field, and moves on from one that is answered.
            (Event::Key(key), _) if key.is(KeyCode::Enter) && field.spec.value.is_empty() => {
                self.pick(settings)
            }
            (Event::Paste(_), Kind::YesNo) => FormNews::Consumed,
            (Event::Paste(_), _) => self.pick_by(event, settings),
            (Event::Key(key), _) if key.typed().is_some() => self.pick_by(event, settings),
            _ => self.move_on(event),
        }
    }

    /// What was typed on a field that is chosen is searched for.
    fn pick_by(&self, event: &Event, settings: &Settings) -> FormNews {
        match self.pick(settings) {
            FormNews::Pick(pick) => FormNews::Pick(pick.searching(event, settings)),
            other => other,
        }
    }

    fn pick(&self, settings: &Settings) -> FormNews {
        let field = &self.fields[self.focus];
        let label = &field.spec.label;
        match &field.spec.kind {
            Kind::Choice(choices) => {
                FormNews::Pick(Pick::one(PICK, label, choices, &field.spec.value, settings))
            }
            Kind::Choices(choices) => {
                FormNews::Pick(Pick::several(PICK, label, choices, &field.ticked(), settings))
            }
            Kind::Reference => FormNews::Refer(field.spec.name.clone()),
            _ => FormNews::Ignored,
        }
    }

    /// Takes what the form's own picker answered; the next field is not entered, so that the choice is seen.
    pub fn answer(&mut self, answer: &Answer) -> FormNews {
        if answer.question != PICK {
            return FormNews::Ignored;
        }
        let Some(field) = self.fields.get_mut(self.focus) else { return FormNews::Ignored };
        field.spec.value = match &answer.reply {
            Reply::Chosen(id) => id.clone(),
            Reply::Ticked(ids) => ids.join(" "),
            _ => return FormNews::Consumed,
        };
        self.leave(self.focus).map_or(FormNews::Consumed, FormNews::Left)
    }

    fn neighbour(&self, forward: bool) -> Option<usize> {
        let open = |at: &usize| self.fields[*at].is_open();
        if forward {
            (self.focus + 1..self.fields.len()).find(open)
        } else {
            (0..self.focus).rev().find(open)
        }
    }

    fn step(&mut self, forward: bool) -> FormNews {
        // At either end the layer may take the key, e.g. to enter its next part; what was changed goes first.
        match self.neighbour(forward) {
            Some(at) => self.go(at),
            None => self.leave(self.focus).map_or(FormNews::Ignored, FormNews::Left),
        }
    }

    fn go(&mut self, to: usize) -> FormNews {
        let change = self.leave(self.focus);
        self.focus = to;
        change.map_or(FormNews::Consumed, FormNews::Left)
    }

    fn leave(&mut self, at: usize) -> Option<Change> {
        let field = self.fields.get_mut(at)?;
        let value = field.leave()?;
        Some(Change { name: field.spec.name.clone(), value })
    }

    fn submit(&mut self) -> FormNews {
        let change = self.leave(self.focus);
        for field in &mut self.fields {
            let empty = field.is_open() && field.fault.is_none() && field.saved.is_empty();
            if field.spec.required && empty && !field.spec.lenient {
                field.fault = Some(Message::new("shell.form.required"));
            }
        }
        // A lenient field holds nobody back: whoever keeps its answer says what is wrong with it, and when.
        let holds = |field: &Field| field.fault.is_some() && field.is_open() && !field.spec.lenient;
        match self.fields.iter().position(holds) {
            None => FormNews::Submit(change),
            Some(at) => {
                self.focus = at;
                change.map_or(FormNews::Consumed, FormNews::Left)
            }
        }
    }
}
