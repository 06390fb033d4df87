//! The journal: every entry, newest first; found, narrowed, looked into, taken back; and whether all is sound.
//!
//! ```text
//! ╭▸Nhật ký · 12 ─────────────────────────────────────────────╮
//! │ Tìm: nhập                            mọi người · mọi việc   │
//! │    Lúc              Ai             Việc                     │
//! ```
//!
//! Invariant: nothing is removed from here; taking back is an entry of its own.

mod entry;
mod list;
mod upkeep;

use super::find::{self, Typed};
use super::outcome::{refused, told};
use crate::store::RecordedEntry;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_top};
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Action, Answer, Event, Reply};
use crate::tui::jobs::JobHandle;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::wording::entry_label;
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::widgets::table::{RowSource, Table, TableNews};
use crate::tui::widgets::text_field::TextField;
use entry::EntryScreen;
use list::Entries;
use ratatui::layout::Rect;

/// The id of "everybody" and "everything" among the choices.
const ALL: &str = "";

/// The screen.
pub struct Journal {
    entries: Entries,
    table: Table,
    search: TextField,
    searching: bool,
    job: Option<JobHandle>,
    fault: Option<Message>,
}

impl Journal {
    /// The journal of the office.
    pub fn new(cx: &mut Context) -> Self {
        let mut screen = Self {
            entries: Entries::default(),
            table: list::table(),
            search: TextField::default(),
            searching: false,
            job: None,
            fault: None,
        };
        screen.read(cx);
        screen
    }

    fn read(&mut self, cx: &Context) {
        self.fault = self.entries.read(cx).err().map(|error| error.message);
        self.narrow(cx);
    }

    fn narrow(&mut self, cx: &Context) {
        let chosen = self.entries.lines.id(self.table.selected()).map(str::to_owned);
        self.entries.narrow(self.search.text(), cx);
        let at = chosen.and_then(|id| self.entries.lines.position(&id)).unwrap_or(0);
        self.table.select(at);
    }

    fn chosen(&self) -> Option<&RecordedEntry> {
        self.entries.lines.id(self.table.selected()).and_then(|id| self.entries.find(id))
    }

    fn act(&mut self, action: Action, cx: &mut Context) -> Step<Context> {
        match action {
            "search" => self.searching = true,
            "open" if self.searching => self.searching = false,
            "back" => {
                self.searching = false;
                self.search = TextField::default();
                (self.entries.person, self.entries.action) = (None, None);
                self.read(cx);
            }
            "open" => {
                let Some(entry) = self.chosen() else { return Step::Consumed };
                return EntryScreen::new(&entry.id, cx).map_or_else(|error| refused(&error, cx), Step::push);
            }
            "journal.undo_entry" => {
                let Some(entry) = self.chosen() else { return Step::Consumed };
                return ask_undo(&entry_label(&entry.action, cx), entry);
            }
            "journal.person" => {
                let mut choices = vec![Choice::new(ALL, "screen.journal.everybody")];
                choices.extend(self.entries.people.iter().map(|(id, name)| Choice::new(id, name)));
                let current = self.entries.person.as_deref().unwrap_or(ALL);
                let pick =
                    Pick::one("journal.person", "action.journal.person", &choices, current, cx.settings());
                return Step::push(pick);
            }
            "journal.action" => {
                let mut choices = vec![Choice::new(ALL, "screen.journal.everything")];
                choices.extend(self.entries.actions(cx));
                let current = self.entries.action.as_deref().unwrap_or(ALL);
                let pick =
                    Pick::one("journal.action", "action.journal.action", &choices, current, cx.settings());
                return Step::push(pick);
            }
            "journal.verify" => return upkeep::verify(&mut self.job, cx),
            "journal.backup" => return upkeep::ask_backup(cx),
            _ => return Step::Pass,
        }
        Step::Consumed
    }

    fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        let some = |id: &String| Some(id.clone()).filter(|id| id != ALL);
        match (answer.question, &answer.reply) {
            ("journal.person", Reply::Chosen(id)) => self.entries.person = some(id),
            ("journal.action", Reply::Chosen(id)) => self.entries.action = some(id),
            ("journal.backup", Reply::Filled(fields)) => {
                let path = fields.first().map(|(_, path)| path.clone()).unwrap_or_default();
                return upkeep::back_up(&path, &mut self.job, cx);
            }
            ("journal.undo_entry", Reply::Yes) => {
                let Some(entry) = self.chosen() else { return Step::Consumed };
                let label = entry_label(&entry.action, cx);
                let id = entry.id.clone();
                let undone = cx.office.undo(Some(&id));
                return told(undone, Message::new("screen.undone").with("what", label), cx);
            }
            _ => return Step::Pass,
        }
        self.read(cx);
        Step::Consumed
    }

    fn type_to_find(&mut self, event: &Event, cx: &Context) -> Step<Context> {
        match find::typed(&mut self.search, event, cx.settings()) {
            Typed::Ignored => return Step::Pass,
            Typed::Moved => {}
            Typed::Changed => self.narrow(cx),
            Typed::Left => self.searching = false,
        }
        Step::Consumed
    }
}

/// Asks before an entry is taken back.
fn ask_undo(label: &str, entry: &RecordedEntry) -> Step<Context> {
    let text = Message::new("screen.journal.undo_question")
        .with("what", label)
        .with("count", crate::text::numbers::written(i64::try_from(entry.operations).unwrap_or(i64::MAX)));
    Step::push(Confirm::new("journal.undo_entry", Message::new("action.journal.undo_entry"), text))
}

/// A note as it is shown: an entry that takes another back notes the other's action; a setting has a name.
fn note_words(note: &str, cx: &Context) -> String {
    let setting = format!("setting.{note}");
    cx.settings().locale.find(&setting).map_or_else(|| entry_label(note, cx), str::to_owned)
}

impl Layer<Context> for Journal {
    fn title(&self, cx: &Context) -> String {
        cx.word("action.go.journal")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let heading = format!("{} · {}", canvas.word("action.go.journal"), self.entries.counted());
        let inside = canvas.panel(area, &heading, true);
        let (head, body) = split_top(inside, 1);
        let said = match &self.fault {
            Some(fault) => (canvas.say(fault), Role::Error),
            None => (self.entries.narrowed_to(cx), Role::Accent),
        };
        find::draw_head(canvas, head, &self.search, self.searching, (&said.0, said.1));
        self.table.draw(canvas, body, &self.entries.lines, !self.searching);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action(action) => self.act(action, cx),
            Event::Answer(answer) => self.answered(answer, cx),
            Event::Refresh => {
                self.read(cx);
                Step::Consumed
            }
            Event::Job(news) => upkeep::heard(news, &mut self.job, cx),
            Event::Leave => Step::Pass,
            event if self.searching && !matches!(event, Event::Mouse(_)) => self.type_to_find(event, cx),
            event => match self.table.handle(event, self.entries.lines.rows()) {
                TableNews::Ignored => Step::Pass,
                TableNews::Opened => Step::Do("open"),
                _ => Step::Consumed,
            },
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = vec![Command::new("open")];
        if self.searching || self.entries.is_narrowed() || !self.search.text().is_empty() {
            commands.push(Command::new("back").quiet());
        }
        if self.searching {
            return commands;
        }
        let more = [
            "search",
            "journal.undo_entry",
            "journal.person",
            "journal.action",
            "journal.verify",
            "journal.backup",
        ];
        commands.extend(more.map(Command::new));
        commands
    }

    fn typing(&self) -> bool {
        self.searching
    }

    fn tab(&self) -> Option<Action> {
        Some("go.journal")
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;
    use insta::assert_snapshot;

    #[test]
    fn it_looks_so() {
        let mut desk = Desk::new(80, 24).press("8");
        assert_snapshot!(desk.screen());
        let mut desk = Desk::new(120, 36).press("8 enter");
        assert_snapshot!(desk.screen());
    }

    #[test]
    fn words_narrow_it_without_accents() {
        let screen = Desk::new(120, 36).press("8 / 'bien_dong'").screen();
        assert!(
            screen.contains("Nhập biến động") && !screen.contains("Nhập danh sách đảng viên"),
            "{screen}"
        );
    }

    #[test]
    fn an_entry_is_taken_back_and_what_stands_on_it_is_told() {
        let mut desk = Desk::new(120, 36).press("8 f4 enter");
        assert!(desk.screen().contains("Đã hoàn tác: Nhập biến động"), "{}", desk.screen());
        // The members stand in the organisations: those can't go before them.
        let mut desk = desk.press("/ 'tcd.xlsx' enter f4 enter");
        assert!(desk.screen().contains("✗"), "{}", desk.screen());
    }

    #[test]
    fn all_is_verified_and_copied_by_a_worker() {
        let mut desk = Desk::new(120, 36).press("8 f9").settle();
        assert!(desk.screen().contains("nguyên vẹn"), "{}", desk.screen());
        let mut desk = desk.press("enter f8 ctrl+s").settle();
        assert!(desk.screen().contains("Đã sao lưu"), "{}", desk.screen());
        let copies = std::fs::read_dir(desk.folder.path()).unwrap();
        assert!(
            copies.filter_map(Result::ok).any(|file| file.file_name().to_string_lossy().contains("2023"))
        );
    }
}
