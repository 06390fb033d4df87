//! The cases: a table of any length to search, narrow, sort, mark, and act upon.
//!
//! ```text
//! / an phat                                     Bước: Khảo sát · 12 / 24 hồ sơ · 2 đánh dấu
//!     Mã       Tổ chức đảng ▲          ĐV  Bước   Thiếu  Hạn
//! ▌◆  HS-0001  CB Công ty An Phát    14+2  ●○○○○      3  17/11 còn 12
//! ```
//!
//! Invariant: a key never waits for the store: what is long is loaded behind the first frame.

mod actions;
pub mod columns;
mod draw;
pub mod facets;
mod list;
mod load;
mod open_cases;
mod order;
pub(super) mod pick;
mod saved;

pub use facets::{Due, Facets};

use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::event::{Action, Event};
use crate::tui::jobs::JobHandle;
use crate::tui::key::Key;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::list_out::ListOut;
use crate::tui::settings::Environment;
use crate::tui::widgets::table::{Table, TableNews};
use crate::tui::widgets::text_field::TextField;
use crossterm::event::KeyCode;
use list::List;
use ratatui::layout::Rect;
use std::cell::Cell;

/// The screen.
pub struct Cases {
    list: List,
    table: Table,
    search: TextField,
    searching: bool,
    facets: Facets,
    /// How many cases there are; more than the list holds while the rest is loading.
    total: usize,
    loading: Option<JobHandle>,
    /// Cells in the register that have no case.
    without_case: usize,
    /// What is missing in the case under the bar, by its id.
    preview: Option<(String, Vec<String>)>,
    /// Was the preview in the last frame?
    wide: Cell<bool>,
    out: ListOut,
}

impl Cases {
    /// All cases on their way.
    pub fn new(cx: &mut Context) -> Self {
        Self::with(cx, Facets::default())
    }

    /// The cases a number stands for.
    pub fn with(cx: &mut Context, facets: Facets) -> Self {
        let mut table = Table::new(columns::columns()).empty("screen.cases.nothing_fits");
        table.sorted = Some(("code", true));
        let mut screen = Self {
            list: List::default(),
            table,
            search: TextField::default(),
            searching: false,
            facets,
            total: 0,
            loading: None,
            out: ListOut::default(),
            without_case: 0,
            preview: None,
            wide: Cell::new(true),
        };
        screen.load(cx);
        // Where all are through, those are what there is to see.
        if screen.list.is_empty() && screen.facets.is_empty() && screen.total > 0 {
            screen.facets.all_states = true;
            screen.narrow(cx);
        }
        screen
    }

    /// The case under the bar.
    fn chosen(&self) -> Option<&crate::office::cases::CaseRow> {
        self.list.row(self.table.selected().min(self.list.len().saturating_sub(1)))
    }

    /// Shows what matches now; the bar stays on its case if it still does.
    fn narrow(&mut self, cx: &Context) {
        let here = self.chosen().map(|row| row.id.to_string());
        self.list.narrow(self.search.text(), &self.facets, cx.today());
        let place = here.and_then(|id| self.list.place_of(&id)).unwrap_or(0);
        self.table.select(place);
        self.look_inside(cx);
    }

    fn sort(&mut self, cx: &Context) {
        if let Some((column, upwards)) = self.table.sorted {
            self.list.sort(column, upwards, cx.language());
        }
        self.narrow(cx);
    }

    fn handle_search(&mut self, event: &Event, cx: &Context) -> Step<Context> {
        match event {
            Event::Key(key) if key.is(KeyCode::Enter) => {
                self.searching = false;
                self.look_inside(cx);
            }
            Event::Action("back") => {
                self.searching = false;
                self.search.set_text("");
                self.narrow(cx);
            }
            Event::Move(_) if self.table.handle(event, self.list.len()) != TableNews::Ignored => {
                self.searching = false;
                self.look_inside(cx);
            }
            event if self.search.handle(event, cx.settings()) => self.narrow_from_top(cx),
            _ => return Step::Pass,
        }
        Step::Consumed
    }

    /// After a new letter the best answer is the first one.
    fn narrow_from_top(&mut self, cx: &Context) {
        self.list.narrow(self.search.text(), &self.facets, cx.today());
        self.table.select(0);
        // A letter waits for no query: what is missing is read when the search is left.
        self.preview = None;
    }

    fn handle_table(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match self.table.handle(event, self.list.len()) {
            TableNews::Ignored => Step::Pass,
            TableNews::Moved => {
                self.look_inside(cx);
                Step::Consumed
            }
            TableNews::Opened => Step::Do("open"),
            TableNews::SortBy(column) => {
                self.table.sort_by(column);
                self.sort(cx);
                Step::Consumed
            }
        }
    }
}

impl Layer<Context> for Cases {
    fn title(&self, cx: &Context) -> String {
        cx.word("action.go.cases")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        self.draw_screen(canvas, area, cx);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Refresh => {
                self.load(cx);
                Step::Consumed
            }
            Event::Job(news) => self.take_loaded(news, cx),
            Event::Answer(answer) => self.answered(answer, cx),
            Event::Leave => Step::Pass,
            Event::Action("back") if !self.searching && !self.search.text().is_empty() => {
                self.search.set_text("");
                self.narrow(cx);
                Step::Consumed
            }
            event if self.searching => match event {
                Event::Action(action) if *action != "back" => self.act(action, cx),
                event => self.handle_search(event, cx),
            },
            Event::Action(action) => self.act(action, cx),
            // Who types "/" on a machine that needs Shift for it still searches.
            Event::Key(key) if is_slash(*key) => self.act("search", cx),
            event => self.handle_table(event, cx),
        }
    }

    fn commands(&self, cx: &Context) -> Vec<Command> {
        if self.searching {
            return vec![Command::new("back"), Command::new("help").quiet()];
        }
        let mut commands = Vec::new();
        if !self.list.is_empty() {
            commands.push(Command::new("open"));
        }
        commands.push(Command::new("search"));
        if !self.list.is_empty() {
            commands.push(Command::new("mark.one"));
        }
        if self.list.total() > 0 {
            commands.push(Command::new("case.narrow"));
        }
        if self.without_case > 0 {
            commands.push(Command::new("case.open"));
            commands.push(Command::new("case.open_all").quiet());
        }
        if !self.list.is_empty() {
            commands.extend(["sort", "columns"].map(Command::new));
            commands.extend(["case.assign", "case.new_dossier"].map(Command::new));
            commands.extend(
                ["mark.all", "view.open", "view.save", "list.excel"]
                    .map(|action| Command::new(action).quiet()),
            );
        }
        if !self.facets.is_empty() {
            commands.push(Command::new("case.widen"));
        }
        if !self.search.text().is_empty() {
            commands.push(Command::new("back"));
        }
        if !cx.marks.is_empty() {
            commands.push(Command::new("mark.none").quiet());
        }
        commands
    }

    fn typing(&self) -> bool {
        self.searching
    }

    fn tab(&self) -> Option<Action> {
        Some("go.cases")
    }
}

fn is_slash(key: Key) -> bool {
    key.is(KeyCode::Char('/'))
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;
    use crate::tui::settings::Environment;
    use rstest::rstest;

    const ALL_OPENED: &str = "2 ctrl+p 'mo_ho_so_cho' enter f9";

    #[rstest]
    #[case(80, 24)]
    #[case(120, 36)]
    fn the_list(#[case] width: u16, #[case] height: u16) {
        let mut desk = Desk::new(width, height).press("2");
        insta::assert_snapshot!(format!("empty_{width}x{height}"), desk.screen());
        let mut desk = desk.press("ctrl+p 'mo_ho_so_cho' enter f9 down space space");
        insta::assert_snapshot!(format!("cases_{width}x{height}"), desk.screen());
    }

    #[test]
    fn letters_find_without_accents_as_they_are_typed() {
        let mut desk = Desk::new(80, 24).press(ALL_OPENED).press("/ 'muoi_dam'");
        let screen = desk.screen();
        assert!(screen.contains("Muối Đầm Xanh") && screen.contains("1 / 24 hồ sơ"), "{screen}");
        // Enter keeps what was found, Esc shows all again.
        let mut desk = desk.press("enter esc");
        assert!(desk.screen().contains("24 / 24 hồ sơ"));
    }

    #[test]
    fn a_list_is_narrowed_sorted_and_saved_under_a_name() {
        let desk = Desk::new(120, 36).press(ALL_OPENED);
        let mut desk = desk.press("f6 'dv' enter f6 'dv' enter alt+s 'Đông_trước' ctrl+s");
        let first = desk.screen();
        assert!(first.contains("43+3") && first.contains("▼"), "{first}");
        let mut desk = desk.press("1 2 alt+v enter");
        let again = desk.screen();
        assert!(again.find("43+3") < again.find("32+2"), "{again}");
    }

    #[test]
    fn marked_cases_are_given_to_an_officer_together() {
        let desk = Desk::new(120, 36).press(ALL_OPENED).press("space space alt+g enter");
        assert_eq!(desk.cx.marks.len(), 2);
        let officer = desk.cx.office.person().id.clone();
        let rows = desk.cx.office.cases(&crate::office::cases::CaseFilter::default()).unwrap();
        assert!(rows.iter().all(|row| row.officer.as_ref() == Some(&officer)));
    }

    #[test]
    fn opening_cases_is_undone_and_redone_by_its_name() {
        let mut desk = Desk::new(80, 24).press(ALL_OPENED).press("ctrl+z");
        assert!(desk.screen().contains("Đã hoàn tác: Mở hồ sơ."), "{}", desk.screen());
        assert_eq!(desk.cx.office.first_cases(10).unwrap().1, 0);
        let mut desk = desk.press("ctrl+y");
        assert!(desk.screen().contains("Đã làm lại: Mở hồ sơ."), "{}", desk.screen());
        assert_eq!(desk.cx.office.first_cases(10).unwrap().1, 24);
    }

    #[test]
    fn no_key_means_two_things() {
        use crate::tui::layer::Layer;
        let mut desk = Desk::new(80, 24).press(ALL_OPENED).press("space");
        let screen = super::Cases::new(&mut desk.cx);
        assert_eq!(desk.cx.settings().keys.ambiguous(&screen.commands(&desk.cx)), Vec::<String>::new());
    }
}
