//! Wording a template: its text at the left, the paper as it would read at the right, what is wrong beneath.
//!
//! Invariant: what was typed is saved, kept as a draft, or thrown away by an answer; never lost unasked.

use super::past::{Deed, Past};
use super::picker::{self, Picker};
use super::sample::{self, Sample, Tried};
use crate::domain::fault::Fault;
use crate::domain::ids::Id;
use crate::office::error::Result;
use crate::office::making::{Order, Subject};
use crate::office::templates::{Template, TemplateField, TemplateSource};
use crate::papers::catalogue::PaperDefinition;
use crate::text::message::Message;
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::Pick;
use crate::tui::event::{Action, Event, Motion, Reply};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::outcome::refused;
use crate::tui::screens::papers::PapersScreen;
use crate::tui::screens::papers::preview_pane::PreviewPane;
use crate::tui::screens::reports::Reports;
use crate::tui::screens::side_list::{SideItem, SideList};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::toast::Toast;
use crate::tui::widgets::text_area::TextArea;
use crossterm::event::KeyCode;
use ratatui::layout::Rect;
use std::cell::Cell;
use std::time::{Duration, Instant};

/// A preview that takes longer waits until the caret leaves the line.
const AT_ONCE: Duration = Duration::from_millis(12);

/// Which part has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Text,
    Faults,
    Preview,
}

/// The screen.
pub(super) struct Editor {
    pub(super) paper: PaperDefinition,
    pub(super) id: Option<Id<Template>>,
    pub(super) name: String,
    pub(super) area: TextArea,
    /// As it was saved last.
    pub(super) saved: String,
    /// As it was kept last, saved or not.
    pub(super) kept: String,
    pub(super) faults: Vec<Fault>,
    pub(super) fault_list: SideList,
    pub(super) part: Part,
    pub(super) pane: PreviewPane,
    /// Why the preview shows an older state.
    pub(super) behind: Option<String>,
    pub(super) samples: Vec<Sample>,
    pub(super) sample: usize,
    fields: Vec<TemplateField>,
    /// On a narrow screen the preview stands in the place of the text.
    pub(super) preview_alone: bool,
    pub(super) text_rows: Cell<u16>,
    previewed: (usize, Duration),
    past: Past,
}

impl Editor {
    /// Over a template; the built-in one becomes the office's own when it is saved.
    pub(super) fn new(template: &Template, first: Option<Order>, cx: &Context) -> Result<Self> {
        let TemplateSource::Text(saved) = cx.office.template_source(&template.reference())? else {
            return Err(crate::office::error::Error::yours(Message::new("template.word_elsewhere")));
        };
        let draft = match &template.id {
            Some(id) => cx.office.template_draft(id)?,
            None => None,
        };
        let text = draft.unwrap_or_else(|| saved.clone());
        let mut area = TextArea::new(text.trim_end_matches('\n'));
        area.go_to(1, 0);
        let kept = area.text();
        let saved = saved.trim_end_matches('\n').to_owned();
        let mut editor = Self {
            paper: template.paper.clone(),
            id: template.id.clone(),
            name: template.name.clone(),
            area,
            saved,
            kept,
            faults: Vec::new(),
            fault_list: SideList::default(),
            part: Part::Text,
            pane: PreviewPane::default(),
            behind: None,
            samples: sample::samples(&template.paper, first, cx)?,
            sample: 0,
            fields: cx.office.template_fields(&template.paper, cx.language())?,
            preview_alone: false,
            text_rows: Cell::new(1),
            previewed: (1, Duration::ZERO),
            past: Past::default(),
        };
        editor.preview(cx);
        Ok(editor)
    }

    pub(super) fn is_changed(&self) -> bool {
        self.area.text() != self.saved
    }

    /// The paper of the sample as it reads by the text as it stands.
    pub(super) fn preview(&mut self, cx: &Context) {
        let begun = Instant::now();
        let Some(sample) = self.samples.get(self.sample) else {
            self.behind = Some(cx.word("screen.templates.no_sample"));
            return;
        };
        let source = TemplateSource::Text(self.area.text());
        match sample.tried.worded(&source, cx) {
            Ok(pane) => {
                self.pane.renew(pane);
                self.behind = None;
            }
            Err(error) => {
                let said = error.details.first().unwrap_or(&error.message);
                self.behind = Some(cx.settings().locale.say(said));
            }
        }
        self.previewed = (self.area.place().0, begun.elapsed());
    }

    /// Reads the text through; says whether it may be saved.
    pub(super) fn check(&mut self, cx: &Context) -> Result<bool> {
        let faults = cx.office.check_template(&self.paper, &self.area.text())?;
        self.set_faults(faults, cx);
        Ok(self.faults.is_empty())
    }

    pub(super) fn set_faults(&mut self, faults: Vec<Fault>, cx: &Context) {
        let locale = &cx.settings().locale;
        let item = |fault: &Fault| {
            let mut item = SideItem::new(locale.say(&fault.message()), String::new());
            item.role = Role::Error;
            item
        };
        self.fault_list.set_items(faults.iter().map(item).collect());
        self.faults = faults;
    }

    fn go_to_fault(&mut self) {
        if let Some(fault) = self.faults.get(self.fault_list.selected()) {
            self.area.go_to(fault.line, 0);
            self.part = Part::Text;
        }
    }

    fn next_fault(&mut self) {
        let here = self.area.place().0;
        let next = self.faults.iter().position(|fault| fault.line > here).unwrap_or(0);
        self.fault_list.select(next);
        self.go_to_fault();
    }

    fn pick_field(&mut self, cx: &Context) -> Step<Context> {
        let present = match self.samples.get(self.sample) {
            Some(sample) => sample.tried.present(&self.fields, cx),
            None => Vec::new(),
        };
        Step::push(Picker::new(self.fields.clone(), present))
    }

    fn put_in(&mut self, path: &str, cx: &Context) {
        let Some(field) = self.fields.iter().find(|field| field.path == path) else { return };
        let text = picker::insertion(field, &self.fields, &self.area.before_caret());
        self.past.keep((self.area.text(), self.area.place()), Deed::Other);
        self.area.insert(&text);
        self.preview(cx);
    }

    fn turn_back(&mut self, back: bool, cx: &Context) {
        let now = (self.area.text(), self.area.place());
        let Some((text, (line, byte))) = self.past.turn(back, now) else { return };
        self.area.set_text(&text);
        self.area.go_to(line, byte);
        self.preview(cx);
    }

    fn type_in(&mut self, event: &Event, cx: &Context) -> bool {
        let page = isize::try_from(self.text_rows.get().saturating_sub(1).max(1)).unwrap_or(1);
        match event {
            Event::Move(Motion::PageUp) => {
                self.area.scroll(-page);
                return true;
            }
            Event::Move(Motion::PageDown) => {
                self.area.scroll(page);
                return true;
            }
            _ => {}
        }
        let deed = match event {
            Event::Key(key) if key.typed().is_some() && !key.is(KeyCode::Char(' ')) => Deed::Letter,
            _ => Deed::Other,
        };
        let before = (self.area.text(), self.area.place());
        if !self.area.handle(event, cx.settings()) {
            return false;
        }
        // The text itself is left alone: a typing engine may still take marks back that it typed just now.
        if self.area.text() != before.0 {
            self.past.keep(before, deed);
        }
        let elsewhere = self.area.place().0 != self.previewed.0;
        if elsewhere || self.previewed.1 < AT_ONCE {
            self.preview(cx);
        }
        true
    }

    fn make(&mut self, cx: &mut Context) -> Step<Context> {
        if self.is_changed() {
            let saved = self.save(cx);
            if self.is_changed() {
                return saved;
            }
        }
        let Some(sample) = self.samples.get(self.sample) else {
            return Step::Say(Toast::fault(Message::new("screen.templates.no_sample")));
        };
        let order = match &sample.tried {
            Tried::Paper(order) => order,
            Tried::Report(kind, _) => return Step::Refresh.then(Step::push(Reports::of(*kind, cx))),
        };
        let papers = match &order.subject {
            Subject::Dossier(id) | Subject::Receiver(id, _) => PapersScreen::of_dossier(id.clone(), cx),
            Subject::Case(id) => PapersScreen::of_case(id.clone(), cx),
        };
        match papers {
            Ok(papers) => Step::Refresh.then(Step::push(papers.showing(order, cx))),
            Err(error) => refused(&error, cx),
        }
    }

    fn act(&mut self, action: Action, cx: &mut Context) -> Step<Context> {
        match action {
            "save" => return self.save(cx),
            "undo" => self.turn_back(true, cx),
            "redo" => self.turn_back(false, cx),
            "open" => self.go_to_fault(),
            "template.field" => return self.pick_field(cx),
            "template.next" => self.next_fault(),
            "template.preview" => {
                self.preview(cx);
                self.preview_alone = !self.preview_alone;
                self.part = if self.preview_alone { Part::Preview } else { Part::Text };
            }
            "template.sample" => {
                let choices = sample::choices(&self.samples);
                let here = self.sample.to_string();
                let pick =
                    Pick::one("template.sample", "action.template.sample", &choices, &here, cx.settings());
                return Step::push(pick);
            }
            "template.make" => return self.make(cx),
            "back" if self.part != Part::Text => {
                self.part = Part::Text;
                self.preview_alone = false;
            }
            "back" => return self.leave(cx),
            _ => return Step::Pass,
        }
        Step::Consumed
    }

    fn turn(&mut self, forward: bool) {
        let parts: Vec<Part> = [Part::Text, Part::Preview, Part::Faults]
            .into_iter()
            .filter(|part| *part != Part::Faults || !self.faults.is_empty())
            .collect();
        let at = parts.iter().position(|part| *part == self.part).unwrap_or(0);
        let step = if forward { 1 } else { parts.len() - 1 };
        self.part = parts[(at + step) % parts.len()];
        self.preview_alone &= self.part == Part::Preview;
    }
}

impl Layer<Context> for Editor {
    fn title(&self, cx: &Context) -> String {
        let name = self.paper.name(cx.language());
        if self.name.is_empty() { name.to_owned() } else { self.name.clone() }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        self.draw_all(canvas, area, cx);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action(action) => self.act(action, cx),
            Event::Answer(answer) => match (answer.question, &answer.reply) {
                (picker::QUESTION, Reply::Chosen(path)) => {
                    self.put_in(path, cx);
                    Step::Consumed
                }
                ("template.sample", Reply::Chosen(at)) => {
                    self.sample = at.parse().unwrap_or(0);
                    self.pane = PreviewPane::default();
                    self.preview(cx);
                    Step::Consumed
                }
                ("template.leave", Reply::Chosen(what)) => self.answered_leaving(what, cx),
                _ => Step::Consumed,
            },
            Event::Leave => {
                self.keep(cx);
                Step::Pass
            }
            Event::Refresh => {
                self.preview(cx);
                Step::Consumed
            }
            Event::Job(_) => Step::Pass,
            Event::Move(Motion::Next) => {
                self.turn(true);
                Step::Consumed
            }
            Event::Move(Motion::Previous) => {
                self.turn(false);
                Step::Consumed
            }
            event => {
                let taken = match self.part {
                    Part::Text => self.type_in(event, cx),
                    Part::Preview => self.pane.handle(event),
                    Part::Faults => self.fault_list.handle(event),
                };
                if taken { Step::Consumed } else { Step::Pass }
            }
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = vec![Command::new("save"), Command::new("template.field")];
        if self.part == Part::Faults {
            commands.insert(0, Command::new("open"));
        }
        if !self.faults.is_empty() {
            commands.push(Command::new("template.next"));
        }
        commands.push(Command::new("template.preview"));
        if self.samples.len() > 1 {
            commands.push(Command::new("template.sample"));
        }
        commands.push(Command::new("template.make"));
        commands.extend(["back", "undo", "redo"].map(|action| Command::new(action).quiet()));
        commands
    }

    fn typing(&self) -> bool {
        self.part == Part::Text
    }

    fn about(&self) -> Option<&'static str> {
        Some("template")
    }

    fn tab(&self) -> Option<Action> {
        Some("go.registers")
    }
}
