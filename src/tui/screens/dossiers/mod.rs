//! The dossiers put before the Standing Committee: how many cases, how many members, how far each is.
//!
//! Invariant: a dossier is made with a word of what it is about; the cases marked elsewhere join it.

mod asking;
mod one;

pub use one::DossierScreen;

use super::lines::{self, Lines, muted, plain, words};
use super::outcome::refused;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::statement::DossierState;
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::text::numbers;
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::event::{Action, Event, Reply};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::theme::Role;
use crate::tui::widgets::field::{FieldSpec, Kind};
use crate::tui::widgets::table::{RowSource, Table, TableNews};
use ratatui::layout::Rect;

/// The screen.
pub struct Dossiers {
    lines: Lines,
    table: Table,
    fault: Option<Message>,
}

impl Dossiers {
    /// All dossiers, newest first.
    pub fn new(cx: &mut Context) -> Self {
        let heads = [
            words("code", 8, 10),
            words("title", 24, 80),
            words("state", 12, 20),
            lines::numbers("cases", 6, 8),
            lines::numbers("answered", 10, 12),
            lines::numbers("members", 9, 10),
            words("as_of", 12, 14),
            words("submitted_on", 10, 12),
        ];
        let table = lines::table("screen.dossiers.column", &heads, "screen.dossiers.none");
        let mut screen = Self { lines: Lines::default(), table, fault: None };
        screen.read(cx);
        screen
    }

    fn read(&mut self, cx: &Context) {
        let chosen = self.lines.id(self.table.selected()).map(str::to_owned);
        let dossiers = match cx.office.dossiers() {
            Ok(dossiers) => dossiers,
            Err(error) => {
                self.fault = Some(error.message);
                return;
            }
        };
        self.fault = None;
        self.lines = Lines::default();
        for line in dossiers {
            let dossier = line.dossier;
            let (state, role) = state(dossier.state, cx);
            let members = if line.members > 0 { numbers::written(line.members) } else { String::new() };
            let pieces = vec![
                (dossier.code.clone(), Role::Accent),
                plain(dossier.title),
                (state, role),
                plain(numbers::written(line.cases)),
                plain(format!("{} / {}", line.answered, line.cases)),
                plain(members),
                muted(dossier.as_of.map(written_date).unwrap_or_default()),
                muted(dossier.submitted_on.map(written_date).unwrap_or_default()),
            ];
            self.lines.push(dossier.id.as_str(), pieces);
        }
        let at = chosen.and_then(|id| self.lines.position(&id)).unwrap_or(0);
        self.table.select(at);
    }

    fn begin(&self, title: &str, cx: &mut Context) -> Step<Context> {
        let candidates = cx.office.dossier_candidates().unwrap_or_default();
        let marked: Vec<Id<Case>> =
            candidates.into_iter().map(|row| row.id).filter(|id| cx.marks.contains(id.as_str())).collect();
        match cx.office.new_dossier(title, &marked) {
            Ok(id) => {
                for case in &marked {
                    cx.marks.remove(case.as_str());
                }
                match DossierScreen::new(id, cx) {
                    Ok(screen) => Step::Refresh.then(Step::push(screen)),
                    Err(error) => refused(&error, cx),
                }
            }
            Err(error) => refused(&error, cx),
        }
    }
}

/// How far a dossier is, worded; its sign is in the words.
fn state(state: DossierState, cx: &Context) -> (String, Role) {
    let role = match state {
        DossierState::Draft => Role::Muted,
        DossierState::Submitted => Role::Warn,
        DossierState::Answered => Role::Good,
    };
    (cx.code_name("dossier_state", state.code()), role)
}

impl Layer<Context> for Dossiers {
    fn title(&self, cx: &Context) -> String {
        cx.word("action.go.dossiers")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let heading = format!("{} · {}", canvas.word("action.go.dossiers"), self.lines.rows());
        let inside = canvas.panel(area, &heading, true);
        if let Some(fault) = &self.fault {
            let said = canvas.say(fault);
            canvas.paragraph(inside, &said, Role::Error);
            return;
        }
        self.table.draw(canvas, inside, &self.lines, true);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("open") => {
                let Some(id) = self.lines.id(self.table.selected()) else { return Step::Consumed };
                match DossierScreen::new(Id::new(id), cx) {
                    Ok(screen) => Step::push(screen),
                    Err(error) => refused(&error, cx),
                }
            }
            Event::Action("new") => {
                let title = FieldSpec::new("title", "record.dossier.title", Kind::Text)
                    .required()
                    .hint("screen.dossiers.title_hint");
                Step::push(Fill::new("dossiers.new", "screen.dossiers.new", vec![title]))
            }
            Event::Answer(answer) if answer.question == "dossiers.new" => {
                let Reply::Filled(fields) = &answer.reply else { return Step::Consumed };
                let title = fields.first().map(|(_, title)| title.clone()).unwrap_or_default();
                self.begin(&title, cx)
            }
            Event::Refresh => {
                self.read(cx);
                Step::Consumed
            }
            event => match self.table.handle(event, self.lines.rows()) {
                TableNews::Ignored => Step::Pass,
                TableNews::Opened => Step::Do("open"),
                _ => Step::Consumed,
            },
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let some = self.lines.rows() > 0;
        some.then(|| Command::new("open")).into_iter().chain([Command::new("new")]).collect()
    }

    fn tab(&self) -> Option<Action> {
        Some("go.dossiers")
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;
    use insta::assert_snapshot;

    #[test]
    fn they_look_so() {
        let mut desk = Desk::after_rehearsal(80, 24).press("4");
        assert_snapshot!(desk.screen());
        let mut desk = desk.press("enter");
        assert_snapshot!(desk.screen());
        let mut desk = Desk::after_rehearsal(120, 36).press("4 end enter");
        assert_snapshot!(desk.screen());
    }

    #[test]
    fn one_is_begun_by_its_title_and_says_what_to_do_next() {
        let mut desk = Desk::new(120, 36).press("4 f7 'Đợt_một' ctrl+s");
        assert!(desk.screen().contains("HT-0001 · Đợt một"), "{}", desk.screen());
        assert!(desk.screen().contains("Bấm F7 để thêm"), "{}", desk.screen());
        let mut desk = desk.press("f7");
        assert!(desk.screen().contains("Chưa có hồ sơ nào đang ở bước tờ trình"), "{}", desk.screen());
    }

    #[test]
    fn an_answer_without_its_number_is_refused_in_words() {
        let mut desk = Desk::after_rehearsal(120, 36).press("4 enter f4 ctrl+s");
        assert!(desk.screen().contains('✗'), "{}", desk.screen());
    }
}
