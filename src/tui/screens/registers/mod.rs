//! The registers: at the left which one, at the right its rows, searched, sorted, edited.
//!
//! ```text
//! ╭ Danh mục ───────────╮╭▸Tổ chức đảng · 24 ─────────────────────────────╮
//! │ ▌ Tổ chức đảng   24 ││ Tìm: an phat                                    │
//! │   Đảng viên     337 ││    Tên tổ chức đảng ▲       Loại hình   Đơn vị   │
//! ```
//!
//! Invariant: a long register is read by a worker and bounded; typing never waits for it.

mod forms;
mod history;
mod reading;
pub mod record;
mod rows;
mod values;
mod view;

pub use history::History;
pub use record::RecordForm;

use super::find::{self, Typed};
use super::outcome::{refused, told};
use super::side_list::SideList;
use super::templates;
use crate::domain::ids::Id;
use crate::domain::record::RecordKind;
use crate::office::error::Result;
use crate::office::registers::{Register, register_kind};
use crate::text::message::Message;
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Action, Event, Motion, Reply};
use crate::tui::jobs::JobHandle;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::list_out::{self, ListOut};
use crate::tui::settings::Environment;
use crate::tui::widgets::table::{RowSource, Table, TableNews};
use crate::tui::widgets::text_field::TextField;
use ratatui::layout::Rect;
use rows::{Rows, SHELVES, columns, first_order};

/// A register of more rows is read by a worker.
const AT_ONCE: usize = 3_000;

/// Rows shown at most; finding narrows them.
const SHOWN: usize = 5_000;

/// Which part has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    List,
    Search,
    Rows,
}

/// What the worker read.
struct Read {
    table: &'static str,
    register: Result<Register>,
}

/// The screen.
pub struct Registers {
    list: SideList,
    kind: &'static RecordKind,
    part: Part,
    search: TextField,
    rows: Rows,
    all: usize,
    cut: bool,
    table: Table,
    /// The columns somebody chose.
    columns: Option<Vec<String>>,
    /// Committees of one era only.
    era: Option<usize>,
    job: Option<JobHandle>,
    fault: Option<Message>,
    out: ListOut,
}

impl Registers {
    /// The registers, with the party organisations open.
    pub fn new(cx: &mut Context) -> Self {
        Self::open("cell", "", cx)
    }

    /// With a register open, and those of its rows that fit what is to be found.
    pub fn open(table: &str, find: &str, cx: &mut Context) -> Self {
        let at = SHELVES.iter().position(|shelf| *shelf == table).unwrap_or(0);
        let kind = kind_at(at);
        let mut screen = Self {
            list: SideList::default(),
            kind,
            part: Part::Rows,
            search: TextField::new(find),
            rows: Rows::default(),
            all: 0,
            cut: false,
            table: table_of(kind, cx),
            columns: None,
            era: None,
            job: None,
            fault: None,
            out: ListOut::default(),
        };
        screen.count(cx);
        screen.list.select(at);
        screen.load(cx);
        screen
    }

    fn is_edited(&self) -> bool {
        RecordKind::of(self.kind.table).is_some()
    }

    fn chosen(&self) -> Option<String> {
        self.rows.id(self.table.selected()).map(str::to_owned)
    }

    fn act(&mut self, action: Action, cx: &mut Context) -> Step<Context> {
        let table = self.kind.table;
        match (action, self.chosen()) {
            ("import.start", _) => return Step::push(super::import::Import::new(cx)),
            ("search", _) => self.part = Part::Search,
            ("back", _) => {
                self.part = Part::Rows;
                self.search = TextField::default();
                self.load(cx);
            }
            ("open", _) if self.part != Part::Rows => self.part = Part::Rows,
            ("open" | "edit" | "new", id) if table == "paper_template" => {
                return templates::of_register(id, cx);
            }
            ("open" | "edit", Some(id)) if self.is_edited() => {
                return RecordForm::edit(self.kind, &id, cx)
                    .map_or_else(|error| refused(&error, cx), Step::push);
            }
            ("new", _) if table == "form" => return forms::ask(),
            ("new", _) => return Step::push(RecordForm::create(self.kind, cx)),
            ("remove", Some(_)) => {
                let name = self.rows.name(self.table.selected()).to_owned();
                let text = Message::new("screen.registers.remove_question").with("name", name);
                return Step::push(Confirm::new(
                    "registers.remove",
                    Message::new("screen.registers.remove_title"),
                    text,
                ));
            }
            ("sort", _) => return self.ask_order(cx),
            ("columns", _) => return self.ask_columns(cx),
            ("list.excel", _) => return self.ask_list(cx),
            ("registers.history", Some(id)) => {
                let name = self.rows.name(self.table.selected()).to_owned();
                return History::new(table, &id, name, cx)
                    .map_or_else(|error| refused(&error, cx), Step::push);
            }
            ("registers.era", _) => {
                let count = cx.office.eras().all().len();
                self.era = match self.era {
                    None => Some(0),
                    Some(at) if at + 1 < count => Some(at + 1),
                    Some(_) => None,
                };
                self.table.sorted = None;
                self.arrange(cx);
                self.table.select(0);
            }
            ("registers.members", Some(_)) => {
                let name = self.rows.name(self.table.selected()).to_owned();
                let at = SHELVES.iter().position(|shelf| *shelf == "member").unwrap_or(0);
                self.list.select(at);
                self.enter(cx);
                self.search = TextField::new(&name);
                self.load(cx);
            }
            ("registers.open_case", Some(id)) => return super::opening::open_case_of(&Id::new(id), cx),
            _ => {}
        }
        Step::Consumed
    }

    fn ask_columns(&self, cx: &Context) -> Step<Context> {
        let columns = &self.table.columns;
        let choices: Vec<Choice> =
            columns.iter().map(|column| Choice::new(column.id, &column.title)).collect();
        let shown = columns.iter().filter(|column| column.shown);
        let shown: Vec<String> = shown.map(|column| column.id.to_owned()).collect();
        Step::push(Pick::several("registers.columns", "action.columns", &choices, &shown, cx.settings()))
    }

    fn ask_order(&self, cx: &Context) -> Step<Context> {
        let choice = |column: &crate::tui::widgets::column::Column| Choice::new(column.id, &column.title);
        let choices: Vec<Choice> = self.table.columns.iter().map(choice).collect();
        let current = self.table.sorted.map_or("", |(column, _)| column);
        Step::push(Pick::one("registers.sort", "action.sort", &choices, current, cx.settings()))
    }

    fn answered(&mut self, question: &str, reply: &Reply, cx: &mut Context) -> Step<Context> {
        match (question, reply, self.chosen()) {
            (forms::QUESTION, Reply::Filled(fields), _) => forms::add(fields, cx),
            ("registers.remove", Reply::Yes, Some(id)) => {
                let gone = cx.office.delete_record(self.kind.table, &id);
                told(gone, Message::new("screen.registers.removed"), cx)
            }
            (list_out::ASKED, Reply::Filled(fields), _) => self.write_list(fields, cx),
            (list_out::REPLACE, Reply::Yes, _) => self.out.replace(cx),
            ("registers.columns", Reply::Ticked(columns), _) => {
                self.table.show_only(columns);
                self.columns = Some(columns.clone());
                Step::Consumed
            }
            ("registers.sort", Reply::Chosen(column), _) => {
                let known = self.table.columns.iter().find(|known| known.id == column);
                if let Some(column) = known.map(|known| known.id) {
                    self.sort_by(column, cx);
                }
                Step::Consumed
            }
            _ => Step::Pass,
        }
    }

    fn type_to_find(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        if matches!(event, Event::Move(Motion::Up | Motion::Previous)) {
            self.part = Part::List;
            return Step::Consumed;
        }
        match find::typed(&mut self.search, event, cx.settings()) {
            Typed::Ignored => return Step::Pass,
            Typed::Moved => {}
            Typed::Changed => {
                self.table.select(0);
                self.load(cx);
            }
            Typed::Left => self.part = Part::Rows,
        }
        Step::Consumed
    }

    fn move_in_rows(&mut self, event: &Event, cx: &Context) -> Step<Context> {
        match self.table.handle(event, self.rows.rows()) {
            TableNews::Moved => Step::Consumed,
            TableNews::Opened => Step::Do("open"),
            TableNews::SortBy(column) => {
                self.sort_by(column, cx);
                Step::Consumed
            }
            TableNews::Ignored => match event {
                Event::Move(Motion::Left | Motion::Previous) => {
                    self.part = Part::List;
                    Step::Consumed
                }
                Event::Move(Motion::Next) => {
                    self.part = Part::List;
                    Step::Consumed
                }
                _ => Step::Pass,
            },
        }
    }
}

fn kind_at(at: usize) -> &'static RecordKind {
    let table = SHELVES.get(at).copied().unwrap_or("cell");
    register_kind(table).unwrap_or(&RecordKind::all()[0])
}

fn table_of(kind: &'static RecordKind, cx: &Context) -> Table {
    let empty = if RecordKind::of(kind.table).is_some() {
        "screen.registers.empty"
    } else {
        "screen.registers.empty_elsewhere"
    };
    let mut table = Table::new(columns(kind, &cx.settings().locale)).empty(empty);
    // Committees begin as a tree.
    table.sorted = (kind.table != "committee").then(|| first_order(kind));
    table
}

impl Layer<Context> for Registers {
    fn title(&self, cx: &Context) -> String {
        cx.word("action.go.registers")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        self.draw_all(canvas, area, cx);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action(action) => self.act(action, cx),
            Event::Answer(answer) => self.answered(answer.question, &answer.reply, cx),
            Event::Refresh => {
                self.count(cx);
                self.load(cx);
                Step::Consumed
            }
            Event::Job(news) if self.job.as_ref().is_some_and(|job| news.is_of(job)) => {
                if let Some(read) = news.take::<Read>().filter(|read| read.table == self.kind.table) {
                    self.job = None;
                    self.take(read.register, cx);
                }
                Step::Consumed
            }
            Event::Job(_) | Event::Leave => Step::Pass,
            Event::Mouse(mouse) if mouse.within(self.list.area()) => {
                self.part = Part::List;
                if self.list.handle(event) {
                    self.enter(cx);
                }
                Step::Consumed
            }
            Event::Mouse(_) => {
                let step = self.move_in_rows(event, cx);
                if !step.is_pass() {
                    self.part = Part::Rows;
                }
                step
            }
            event => match self.part {
                Part::Search => self.type_to_find(event, cx),
                Part::Rows => self.move_in_rows(event, cx),
                Part::List => match event {
                    Event::Move(Motion::Right | Motion::Next | Motion::Previous) => {
                        self.part = Part::Rows;
                        Step::Consumed
                    }
                    event => {
                        if self.list.handle(event) {
                            self.enter(cx);
                        }
                        Step::Consumed
                    }
                },
            },
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = vec![Command::new("open")];
        if self.part == Part::Search || !self.search.text().is_empty() {
            commands.push(Command::new("back").quiet());
        }
        if self.part == Part::Search {
            return commands;
        }
        let some = self.chosen().is_some();
        if self.is_edited() {
            commands.push(Command::new("new"));
            if some {
                commands.extend([Command::new("edit"), Command::new("remove").quiet()]);
            }
        }
        if self.kind.table == "form" || self.kind.table == "paper_template" {
            commands.push(Command::new("new"));
        }
        commands.push(Command::new("search"));
        if some && self.kind.table == "cell" {
            commands.extend(["registers.open_case", "registers.members"].map(Command::new));
        }
        if self.kind.table == "committee" {
            commands.push(Command::new("registers.era"));
        }
        if some {
            commands.push(Command::new("registers.history"));
        }
        commands.push(Command::new("import.start"));
        commands.extend(["sort", "columns", "list.excel"].map(|action| Command::new(action).quiet()));
        commands
    }

    fn typing(&self) -> bool {
        self.part == Part::Search
    }

    fn tab(&self) -> Option<Action> {
        Some("go.registers")
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;
    use insta::assert_snapshot;

    #[test]
    fn it_looks_so() {
        let mut desk = Desk::new(80, 24).press("6");
        assert_snapshot!(desk.screen());
        let mut desk = desk.resized(120, 36).press("/ 'muoi'");
        assert_snapshot!(desk.screen());
    }

    #[test]
    fn the_committees_stand_as_a_tree_by_era() {
        let mut desk = Desk::new(120, 36).press("6 left down down down right f6");
        assert_snapshot!(desk.screen());
    }

    #[test]
    fn a_field_is_saved_when_it_is_left_and_its_history_is_told() {
        let screen = Desk::new(120, 36).press("6 / 'chi_bo' enter f2 'X' down f3").screen();
        assert!(screen.contains("Sửa Tổ chức") && screen.contains("Nhập danh sách"), "{screen}");
    }

    #[test]
    fn what_is_wrong_is_said_under_the_field_and_not_saved() {
        let mut desk = Desk::new(120, 36).press("6 left down right f2 down down down '31/02/1990' down");
        let screen = desk.screen();
        assert!(screen.contains("✗"), "{screen}");
    }

    #[test]
    fn a_form_is_added_from_a_file_and_a_faulty_one_is_told_by_its_cells() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("phieu.md");
        let form = "| survey | | | |\n| | type | name | label |\n| | geopoint | a | A |\n";
        std::fs::write(&file, form.replace("geopoint", "select_one x")).unwrap();
        let path = file.to_str().unwrap();
        let shelf = "6 left down down down down down down down down down down down down right";
        let mut desk = Desk::new(120, 36).press(shelf).press("n").paste(path).press("ctrl+s");
        assert!(desk.screen().contains("danh sách lựa chọn “x”"), "{}", desk.screen());
        std::fs::write(&file, form).unwrap();
        let mut desk = desk.press("enter n").paste(path).press("ctrl+s");
        assert!(desk.screen().contains("phieu"), "{}", desk.screen());
    }

    #[test]
    fn a_new_record_is_made_as_a_whole_and_deleted_with_a_question() {
        let keys =
            "6 left down down down down down down down down down down down right n 'Trần_Thị_Mới' ctrl+s";
        let mut desk = Desk::new(120, 36).press(keys);
        assert!(desk.screen().contains("Trần Thị Mới"), "{}", desk.screen());
        let mut desk = desk.press("/ 'moi' enter delete enter");
        assert!(desk.screen().contains("Đã bỏ"), "{}", desk.screen());
        let mut desk = desk.press("ctrl+z");
        assert!(desk.screen().contains("Trần Thị Mới"), "{}", desk.screen());
    }
}
