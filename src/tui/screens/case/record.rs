//! Đơn vị and Tổ chức đảng: the register's own record, saved as you go.
//!
//! Invariant: the same form as in the registers; nothing of a record is repeated here.

use super::over;
use super::panel::Panel;
use crate::domain::record::RecordKind;
use crate::office::cases::CaseView;
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::event::Event;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::registers::record::RecordForm;
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// The record of a table under a tab, or the words where there is none.
struct Record {
    table: &'static str,
    form: Option<RecordForm>,
}

/// The enterprise.
pub(super) fn enterprise(view: &CaseView, cx: &mut Context) -> Box<dyn Panel> {
    let mut record = Record { table: "enterprise", form: None };
    record.read(view, cx);
    Box::new(record)
}

/// The cell.
pub(super) fn cell(view: &CaseView, cx: &mut Context) -> Box<dyn Panel> {
    let mut record = Record { table: "cell", form: None };
    record.read(view, cx);
    Box::new(record)
}

impl Record {
    fn read(&mut self, view: &CaseView, cx: &Context) {
        let id = match self.table {
            "enterprise" => view.file.enterprise.as_ref().map(|enterprise| enterprise.id.to_string()),
            _ => Some(view.file.cell.id.to_string()),
        };
        self.form =
            id.zip(RecordKind::of(self.table)).and_then(|(id, kind)| RecordForm::edit(kind, &id, cx).ok());
        self.lock(view, cx);
    }

    /// What belongs to a case that is over is read here, and changed in the registers.
    fn lock(&mut self, view: &CaseView, cx: &Context) {
        if let Some(form) = &mut self.form {
            form.set_to_read(over::register_why(view, cx.settings()));
        }
    }
}

impl Panel for Record {
    fn refresh(&mut self, view: &CaseView, cx: &mut Context) {
        match &mut self.form {
            Some(form) => {
                let _ = form.handle(&Event::Refresh, cx);
                self.lock(view, cx);
            }
            None => self.read(view, cx),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool, _: &Context) {
        match &self.form {
            Some(form) => {
                let title = canvas.word(&format!("record.{}.heading", self.table)).to_owned();
                form.draw_titled(canvas, area, &title, focused);
            }
            None => {
                let inside = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
                let words = canvas.word("screen.case.no_enterprise").to_owned();
                canvas.paragraph(inside, &words, Role::Muted);
            }
        }
    }

    fn handle(&mut self, event: &Event, _: &CaseView, cx: &mut Context) -> Step<Context> {
        match &mut self.form {
            // The tab stays when the form is done with: saving is leaving the field.
            Some(form) => match event {
                Event::Action("save") => form.handle(&Event::Leave, cx),
                event => form.handle(event, cx),
            },
            None => Step::Pass,
        }
    }

    fn commands(&self, _: &CaseView, cx: &Context) -> Vec<Command> {
        self.form.as_ref().map_or_else(Vec::new, |form| form.commands(cx))
    }

    fn typing(&self) -> bool {
        self.form.as_ref().is_some_and(|form| form.typing())
    }

    fn go_to(&mut self, requirement: &str, target: &str, _: &CaseView) {
        let field = match requirement {
            "head_office_located" => "commune",
            "belongs_to_receiver" => "superior",
            _ => target,
        };
        if let Some(form) = &mut self.form {
            form.focus_on(field);
        }
    }
}
