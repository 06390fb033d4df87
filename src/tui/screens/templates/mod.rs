//! The templates of papers: at the left each paper with the built-in template and the office's own, at the right
//! what the chosen one says.
//!
//! Invariant: what comes with the program is never changed here; editing it makes the office's own copy.

mod asking;
mod comparing;
mod editor;
mod leaving;
mod looks;
mod past;
mod picker;
mod sample;

use super::outcome::{refused, told};
use super::registers::History;
use super::side_list::{SideItem, SideList};
use crate::domain::ids::Id;
use crate::office::error::{Error, Result};
use crate::office::making::Order;
use crate::office::templates::{NewTemplate, template_file};
use crate::office::templates::{NewWordTemplate, Template, TemplateKind, TemplateRef, TemplateSource};
use crate::text::clean::clean;
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::fill::Fill;
use crate::tui::event::{Action, Event, Motion, Reply};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::lines_of_text::LinesOfText;
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::widgets::field::{FieldSpec, Kind};
use asking::{bring, days};
use comparing::comparison;
use editor::Editor;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};

/// The list is never wider: the text needs the room.
const LIST_COLUMNS: u16 = 52;

/// The screen.
pub struct Templates {
    templates: Vec<Template>,
    list: SideList,
    text: LinesOfText,
    reading: bool,
    /// Beside the built-in wording.
    compared: bool,
}

/// Edits what a paper is made by today; a Word file is shown among the templates instead.
pub(super) fn edit_in_force(order: &Order, cx: &mut Context) -> Step<Context> {
    let found = cx.office.find_template(&order.definition.code);
    let opened = found.and_then(|which| {
        let template = cx.office.template(&which)?;
        if template.kind == TemplateKind::Word {
            return Templates::new(Some(&which), cx).map(Step::push);
        }
        Editor::new(&template, Some(order.clone()), cx).map(Step::push)
    });
    opened.unwrap_or_else(|error| refused(&error, cx))
}

/// From the register: at the office's own that is chosen there, if one is.
pub(super) fn of_register(id: Option<String>, cx: &mut Context) -> Step<Context> {
    Templates::open(id.map(Id::new).map(TemplateRef::Own).as_ref(), cx)
}

impl Templates {
    /// The templates, with one of them open.
    pub fn open(which: Option<&TemplateRef>, cx: &mut Context) -> Step<Context> {
        Self::new(which, cx).map_or_else(|error| refused(&error, cx), Step::push)
    }

    fn new(which: Option<&TemplateRef>, cx: &Context) -> Result<Self> {
        let mut screen = Self {
            templates: Vec::new(),
            list: SideList::default(),
            text: LinesOfText::default(),
            reading: false,
            compared: false,
        };
        screen.read(cx)?;
        if let Some(at) = screen.templates.iter().position(|one| Some(&one.reference()) == which) {
            screen.list.select(at);
            screen.show(cx);
        }
        Ok(screen)
    }

    fn read(&mut self, cx: &Context) -> Result<()> {
        let chosen = self.chosen().map(Template::reference);
        self.templates = cx.office.templates()?;
        self.list.set_items(self.templates.iter().map(|template| item(template, cx)).collect());
        if let Some(at) = self.templates.iter().position(|one| Some(one.reference()) == chosen) {
            self.list.select(at);
        }
        self.show(cx);
        Ok(())
    }

    fn chosen(&self) -> Option<&Template> {
        self.templates.get(self.list.selected())
    }

    fn show(&mut self, cx: &Context) {
        let Some(template) = self.chosen() else { return };
        if self.compared && template.id.is_some() {
            self.text = comparison(template, cx);
            return;
        }
        let text = match cx.office.template_source(&template.reference()) {
            Ok(TemplateSource::Text(text)) => text,
            Ok(TemplateSource::Word(bytes)) => {
                let mut said = vec![cx.word("template.word_elsewhere"), String::new()];
                said.extend(cx.office.word_template_fields(&bytes).unwrap_or_default());
                said.join("\n")
            }
            Err(error) => cx.settings().locale.say(&error.message),
        };
        self.text = LinesOfText::new(&text);
    }

    fn act(&mut self, action: Action, cx: &mut Context) -> Step<Context> {
        let Some(template) = self.chosen().cloned() else { return Step::Pass };
        let own = template.id.clone();
        match (action, own) {
            ("open" | "edit", _) if template.kind == TemplateKind::Word => {
                refused(&Error::yours(Message::new("template.word_elsewhere")), cx)
            }
            ("open" | "edit", _) => {
                Editor::new(&template, None, cx).map_or_else(|error| refused(&error, cx), Step::push)
            }
            ("template.copy", _) => {
                let copied = cx.office.copy_template(&template.paper, "");
                match copied {
                    Ok(id) => {
                        let done = Message::new("screen.templates.copied");
                        let step = told(self.read(cx), done, cx);
                        self.select(&TemplateRef::Own(id), cx);
                        step
                    }
                    Err(error) => refused(&error, cx),
                }
            }
            ("template.compare", Some(_)) => {
                self.compared = !self.compared;
                self.show(cx);
                Step::Consumed
            }
            ("template.bring", _) => Step::push(bring(&template, cx)),
            ("template.export", _) => {
                let name = format!("{}.{}", template.paper.code, ending(template.kind));
                let path = beside(cx, &name);
                let path = FieldSpec::new("path", "screen.templates.export_to", Kind::Text)
                    .required()
                    .value(path.display().to_string());
                Step::push(Fill::new("template.export", "action.template.export", vec![path]))
            }
            ("template.days", Some(_)) => Step::push(days(&template)),
            ("template.history", Some(id)) => History::new("paper_template", id.as_str(), template.name, cx)
                .map_or_else(|error| refused(&error, cx), Step::push),
            ("remove", Some(_)) => {
                let text = Message::new("screen.templates.drop_question").with("name", &template.name);
                Step::push(Confirm::new("template.drop", Message::new("screen.templates.drop_title"), text))
            }
            _ => Step::Consumed,
        }
    }

    fn select(&mut self, which: &TemplateRef, cx: &Context) {
        if let Some(at) = self.templates.iter().position(|one| one.reference() == *which) {
            self.list.select(at);
            self.show(cx);
        }
    }

    fn answered(&mut self, question: &str, reply: &Reply, cx: &mut Context) -> Step<Context> {
        let Some(template) = self.chosen().cloned() else { return Step::Pass };
        match (question, reply, &template.id) {
            ("template.drop", Reply::Yes, Some(id)) => {
                let dropped = cx.office.drop_template(id);
                told(dropped, Message::new("screen.templates.dropped"), cx)
            }
            ("template.days", Reply::Filled(fields), Some(id)) => {
                let dated = cx.office.date_template(id, value(fields, "from"), value(fields, "to"));
                told(dated, Message::new("screen.templates.dated"), cx)
            }
            ("template.export", Reply::Filled(fields), _) => {
                let path = path_of(value(fields, "path"), cx);
                let done = Message::new("screen.templates.exported").with("path", path.display());
                told(cx.office.export_template(&template.reference(), &path, false), done, cx)
            }
            ("template.bring", Reply::Filled(fields), _) => {
                let brought = self.take_in(&template, fields, cx);
                match brought {
                    Ok(id) => {
                        let step = told(self.read(cx), Message::new("screen.templates.brought"), cx);
                        self.select(&TemplateRef::Own(id), cx);
                        step
                    }
                    Err(error) => refused(&error, cx),
                }
            }
            _ => Step::Pass,
        }
    }

    /// A file as a new template of the chosen paper.
    fn take_in(
        &self,
        template: &Template,
        fields: &[(String, String)],
        cx: &mut Context,
    ) -> Result<Id<Template>> {
        let file = path_of(value(fields, "path"), cx);
        let (paper, name) = (template.paper.code.clone(), value(fields, "name").to_owned());
        let day = |field: &str| Some(value(fields, field).to_owned());
        let (valid_from, valid_to) = (day("from"), day("to"));
        match template_file(&file)? {
            TemplateSource::Text(body) => cx.office.save_template(&NewTemplate {
                paper,
                name,
                body,
                valid_from,
                valid_to,
                ..NewTemplate::default()
            }),
            TemplateSource::Word(_) => cx.office.add_word_template(&NewWordTemplate {
                paper,
                name,
                file,
                valid_from,
                valid_to,
                ..NewWordTemplate::default()
            }),
        }
    }
}

/// A paper's built-in template by the paper's name, an own one below it by its own.
fn item(template: &Template, cx: &Context) -> SideItem {
    let state = match (template.kind, template.in_force) {
        (TemplateKind::Draft, _) => cx.word("screen.templates.draft"),
        (_, true) if template.has_draft => {
            format!("{} · {}", cx.word("template.in_force"), cx.word("screen.templates.draft"))
        }
        (_, true) => cx.word("template.in_force"),
        _ => days_of(template, cx),
    };
    let label = match template.id {
        None => template.paper.name(cx.language()).to_owned(),
        Some(_) if template.kind == TemplateKind::Word => format!("   {} (.docx)", template.name),
        Some(_) => format!("   {}", template.name),
    };
    let mut item = SideItem::new(label, state);
    item.role = if template.in_force { Role::Good } else { Role::Muted };
    item
}

fn days_of(template: &Template, cx: &Context) -> String {
    let (from, to) = (template.validity.from, template.validity.to);
    let words = match (from, to) {
        (None, None) => return String::new(),
        (Some(_), None) => "screen.templates.since",
        (None, Some(_)) => "screen.templates.until",
        (Some(_), Some(_)) => "screen.templates.between",
    };
    let day = |day: Option<jiff::civil::Date>| day.map(written_date).unwrap_or_default();
    cx.settings().locale.say(&Message::new(words).with("from", day(from)).with("to", day(to)))
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
}

/// A path as typed; one that begins nowhere lies beside the store.
fn path_of(typed: &str, cx: &Context) -> PathBuf {
    let typed = clean(typed).text;
    beside(cx, typed.trim_matches(['"', '\'']))
}

fn beside(cx: &Context, name: &str) -> PathBuf {
    cx.office.path().parent().map(Path::to_owned).unwrap_or_default().join(name)
}

const fn ending(kind: TemplateKind) -> &'static str {
    match kind {
        TemplateKind::Word => "docx",
        TemplateKind::Text | TemplateKind::Draft => "txt",
    }
}

impl Layer<Context> for Templates {
    fn title(&self, cx: &Context) -> String {
        cx.word("screen.templates.title")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let columns = self.list.wanted_columns().saturating_add(4).min(LIST_COLUMNS).min(area.width / 2);
        let (left, right) = split_left(area, columns);
        let title = canvas.word("screen.templates.title").to_owned();
        let inside = canvas.panel(left, &title, !self.reading);
        self.list.draw(canvas, inside, !self.reading);
        let Some(template) = self.chosen() else { return };
        let name = match &template.id {
            Some(_) => template.name.clone(),
            None => canvas.word("template.built_in").to_owned(),
        };
        let paper = template.paper.name(canvas.locale().language());
        let inside = canvas.panel(right, &format!("{paper} · {name}"), self.reading);
        let (said, body) = split_top(inside, u16::from(template.has_draft));
        if template.has_draft {
            let words = canvas.word("screen.templates.has_draft").to_owned();
            canvas.text(said, &words, Role::Warn);
        }
        self.text.draw(canvas, body);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("back") if self.reading => {
                self.reading = false;
                Step::Consumed
            }
            Event::Action(action) => self.act(action, cx),
            Event::Answer(answer) => self.answered(answer.question, &answer.reply, cx),
            Event::Refresh => match self.read(cx) {
                Ok(()) => Step::Consumed,
                Err(_) => Step::Pop,
            },
            Event::Move(Motion::Next | Motion::Previous) => {
                self.reading = !self.reading;
                Step::Consumed
            }
            event if self.reading => {
                if self.text.handle(event) {
                    Step::Consumed
                } else {
                    Step::Pass
                }
            }
            event => {
                if self.list.handle(event) {
                    self.show(cx);
                    return Step::Consumed;
                }
                Step::Pass
            }
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let Some(template) = self.chosen() else { return Vec::new() };
        let mut commands = Vec::new();
        if self.reading {
            commands.push(Command::new("back").quiet());
        }
        if template.kind != TemplateKind::Word {
            commands.extend([Command::new("open").quiet(), Command::new("edit")]);
        }
        if template.id.is_some() {
            commands.extend([Command::new("template.compare"), Command::new("template.days")]);
        } else {
            commands.push(Command::new("template.copy"));
        }
        commands.extend([Command::new("template.bring"), Command::new("template.export")]);
        if template.id.is_some() {
            commands.extend([Command::new("remove"), Command::new("template.history").quiet()]);
        }
        commands
    }

    fn about(&self) -> Option<&'static str> {
        Some("templates")
    }

    fn tab(&self) -> Option<Action> {
        Some("go.registers")
    }
}

#[cfg(test)]
mod tests;
