//! The register of papers: those that go out with their numbers and gaps, those that came in.
//!
//! ```text
//! ╭▸Sổ văn bản đi · 12 ─────────────────────────────────────────────────────╮
//! │ Tìm: to trinh                                    Tờ trình · đã ban hành   │
//! │    Số            Ngày        Văn bản              Của            Bước     │
//! │ ▌  05-TTr/BTCTU  20/11/2023  Tờ trình · chuyển…   HT-0001 · …    Đã gửi   │
//! ```
//!
//! Invariant: read as a whole by a fixed number of queries; a number that is free is shown as free.

mod rows;

use super::find::{self, Typed};
use super::outcome::{refused, told};
use super::paper_steps;
use super::registers::RecordForm;
use crate::domain::ids::Id;
use crate::domain::record::RecordKind;
use crate::domain::statement::Paper;
use crate::office::paper_register::{Incoming, RegisterFilter};
use crate::office::papers::NewPaper;
use crate::text::dates::PartialDate;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_top};
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Action, Answer, Event, Reply};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::staleness;
use crate::tui::theme::Role;
use crate::tui::widgets::field::{FieldSpec, Kind};
use crate::tui::widgets::table::{RowSource, Table, TableNews};
use crate::tui::widgets::text_field::TextField;
use ratatui::layout::Rect;
use rows::{GAP, Rows};
use std::path::PathBuf;

/// The screen.
pub struct PaperRegister {
    filter: RegisterFilter,
    rows: Rows,
    table: Table,
    search: TextField,
    searching: bool,
    fault: Option<Message>,
}

impl PaperRegister {
    /// The papers that go out.
    pub fn new(cx: &mut Context) -> Self {
        let filter = RegisterFilter { incoming: Some(false), ..RegisterFilter::default() };
        let mut screen = Self {
            table: rows::table(false),
            filter,
            rows: Rows::default(),
            search: TextField::default(),
            searching: false,
            fault: None,
        };
        screen.read(cx);
        screen
    }

    const fn is_incoming(&self) -> bool {
        matches!(self.filter.incoming, Some(true))
    }

    fn read(&mut self, cx: &mut Context) {
        let chosen = self.rows.lines.id(self.table.selected()).map(str::to_owned);
        self.filter.find = self.search.text().to_owned();
        match Rows::read(&self.filter, cx) {
            Ok((rows, open)) => {
                self.rows = rows;
                self.fault = None;
                staleness::look(open, cx);
            }
            Err(error) => self.fault = Some(error.message),
        }
        let at = chosen.and_then(|id| self.rows.lines.position(&id)).unwrap_or(0);
        self.table.select(at);
    }

    fn chosen(&self) -> Option<Id<Paper>> {
        let id = self.rows.lines.id(self.table.selected())?;
        (!id.starts_with(GAP)).then(|| Id::new(id))
    }

    fn act(&mut self, action: Action, cx: &mut Context) -> Step<Context> {
        match action {
            "search" => self.searching = true,
            "back" => {
                self.searching = false;
                self.search = TextField::default();
                self.filter = RegisterFilter { incoming: self.filter.incoming, ..RegisterFilter::default() };
                self.read(cx);
            }
            "open" if self.searching => self.searching = false,
            "open" => return self.open(cx),
            "paper.steps" => {
                if let Some(id) = self.chosen() {
                    return paper_steps::offer(&id, cx);
                }
            }
            "papers.direction" => {
                let incoming = !self.is_incoming();
                self.filter = RegisterFilter { incoming: Some(incoming), ..RegisterFilter::default() };
                self.table = rows::table(incoming);
                self.read(cx);
            }
            "papers.narrow" => {
                let choices = rows::filters(&self.filter, cx);
                let title = "action.papers.narrow";
                return Step::push(Pick::one("papers.narrow", title, &choices, "", cx.settings()));
            }
            "new" if self.is_incoming() => return ask_incoming(cx),
            "new" => return paper_steps::ask_reservation("", "", "", cx),
            _ => return Step::Pass,
        }
        Step::Consumed
    }

    /// A paper opens its form, a number that is free asks what it is to be set aside for.
    fn open(&self, cx: &Context) -> Step<Context> {
        let Some(id) = self.rows.lines.id(self.table.selected()) else { return Step::Consumed };
        if let Some(gap) = id.strip_prefix(GAP) {
            let mut parts = gap.split('|');
            let mut part = || parts.next().unwrap_or_default();
            let (kind, symbol, number) = (part(), part(), part());
            return paper_steps::ask_reservation(kind, symbol, number, cx);
        }
        let Some(kind) = RecordKind::of("paper") else { return Step::Consumed };
        RecordForm::edit(kind, id, cx).map_or_else(|error| refused(&error, cx), Step::push)
    }

    fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        match (answer.question, &answer.reply) {
            ("papers.narrow", Reply::Chosen(chosen)) => {
                rows::narrow(&mut self.filter, chosen);
                self.read(cx);
                self.table.select(0);
                Step::Consumed
            }
            ("paper.incoming", Reply::Filled(fields)) => register(fields, cx),
            _ => {
                let id = self.chosen().unwrap_or_else(|| Id::new(""));
                paper_steps::answered(answer, &id, cx).unwrap_or(Step::Pass)
            }
        }
    }

    fn type_to_find(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match find::typed(&mut self.search, event, cx.settings()) {
            Typed::Ignored => return Step::Pass,
            Typed::Moved => {}
            Typed::Changed => self.read(cx),
            Typed::Left => self.searching = false,
        }
        Step::Consumed
    }
}

/// Asks for a paper that came in.
fn ask_incoming(cx: &Context) -> Step<Context> {
    let today = cx.today();
    let kinds = cx.office.codes().list("paper_kind").iter().filter(|code| code.holds_on(today));
    let kinds = kinds.map(|code| Choice::new(&code.code, code.name(cx.language()))).collect();
    let cases = cx.office.called("case").unwrap_or_default();
    let cases = cases
        .into_iter()
        .map(|case| Choice::new(case.id, format!("{} · {}", case.code.unwrap_or_default(), case.name)));
    let text = |name: &str| FieldSpec::new(name, format!("record.paper.{name}"), Kind::Text);
    let specs = vec![
        FieldSpec::new("kind", "record.paper.kind", Kind::Choice(kinds)).required(),
        text("number").hint("screen.paper.incoming.number_hint"),
        FieldSpec::new("issued_on", "record.paper.issued_on", Kind::Date).happened(today),
        text("issuer").required(),
        FieldSpec::new("title", "record.paper.title", Kind::LongText),
        FieldSpec::new("received_on", "record.paper.received_on", Kind::Date)
            .required()
            .happened(today)
            .value(today.to_string()),
        FieldSpec::new("case", "record.paper.case", Kind::Choice(cases.collect()))
            .hint("screen.paper.incoming.case_hint"),
        FieldSpec::new("scan", "screen.case.papers.scan", Kind::Text).hint("screen.case.papers.scan_hint"),
    ];
    Step::push(Fill::new("paper.incoming", "screen.paper.incoming.title", specs))
}

fn register(fields: &[(String, String)], cx: &mut Context) -> Step<Context> {
    let field = |name: &str| {
        fields
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value.as_str())
            .trim()
            .to_owned()
    };
    let day = |name: &str| {
        let value = field(name);
        PartialDate::parse_iso(&value).map_or(value, PartialDate::written)
    };
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let paper = NewPaper {
        kind: field("kind"),
        number: field("number"),
        issued_on: day("issued_on"),
        issuer: field("issuer"),
        title: field("title"),
        case: some(field("case")).map(Id::new),
        scan: some(field("scan")).map(PathBuf::from),
        ..NewPaper::default()
    };
    let made = cx.office.register_incoming(&Incoming { paper, received_on: day("received_on") });
    told(made, Message::new("screen.paper.incoming.done"), cx)
}

impl Layer<Context> for PaperRegister {
    fn title(&self, cx: &Context) -> String {
        cx.word("action.papers.register")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let key = if self.is_incoming() {
            "screen.paper_register.incoming"
        } else {
            "screen.paper_register.outgoing"
        };
        let heading = format!("{} · {}", canvas.word(key), self.rows.papers);
        let inside = canvas.panel(area, &heading, true);
        let (head, body) = split_top(inside, 1);
        let said = match &self.fault {
            Some(fault) => (canvas.say(fault), Role::Error),
            None => (self.rows.narrowed_to.clone(), Role::Accent),
        };
        find::draw_head(canvas, head, &self.search, self.searching, (&said.0, said.1));
        self.table.draw(canvas, body, &self.rows.lines, !self.searching);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action(action) => self.act(action, cx),
            Event::Answer(answer) => self.answered(answer, cx),
            Event::Refresh => {
                self.read(cx);
                Step::Consumed
            }
            Event::Job(news) if staleness::is_told(news) => {
                self.read(cx);
                Step::Consumed
            }
            Event::Leave | Event::Job(_) => Step::Pass,
            event if self.searching && !matches!(event, Event::Mouse(_)) => self.type_to_find(event, cx),
            event => match self.table.handle(event, self.rows.lines.rows()) {
                TableNews::Ignored => Step::Pass,
                TableNews::Opened => Step::Do("open"),
                _ => Step::Consumed,
            },
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = vec![Command::new("open")];
        let narrowed = !self.rows.narrowed_to.is_empty() || !self.search.text().is_empty();
        if self.searching || narrowed {
            commands.push(Command::new("back").quiet());
        }
        if self.searching {
            return commands;
        }
        if self.chosen().is_some() {
            commands.push(Command::new("paper.steps"));
        }
        commands.extend(["new", "papers.direction", "papers.narrow", "search"].map(Command::new));
        commands
    }

    fn typing(&self) -> bool {
        self.searching
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;
    use insta::assert_snapshot;

    #[test]
    fn it_looks_so() {
        let mut desk = Desk::after_rehearsal(120, 36).press("alt+9");
        assert_snapshot!(desk.screen());
        let mut desk = Desk::new(80, 24).press("alt+9");
        assert_snapshot!(desk.screen());
        let mut desk = Desk::after_rehearsal(80, 24).press("alt+9 f2");
        assert!(desk.screen().contains("Gửi văn bản"), "{}", desk.screen());
    }

    /// Wording fourteen papers anew took two seconds of a key press; now the list stands at once and says more
    /// when a worker is through.
    #[test]
    fn what_has_changed_is_told_when_a_worker_is_through() {
        let mut desk = Desk::after_rehearsal(200, 50).press("4 end enter f6 f9 ctrl+s").settle();
        let cells = desk.cx.office.called("cell").unwrap();
        for cell in &cells {
            desk.cx.office.set_field("cell", &cell.id, "name", &format!("{} Mới", cell.name)).unwrap();
        }
        let stale = "≠ đã đổi";
        desk = desk.press("esc alt+9");
        assert!(!desk.screen().contains(stale), "{}", desk.screen());
        let mut desk = desk.settle();
        assert!(desk.screen().contains(stale), "{}", desk.screen());
        // Known by now, it is shown at once.
        let mut desk = desk.press("esc alt+9");
        assert!(desk.screen().contains(stale), "{}", desk.screen());
    }

    #[test]
    fn a_number_is_set_aside_issued_sent_and_given_up_by_keys() {
        let desk = Desk::new(120, 36).press("alt+9 f7 'to_trinh' enter ctrl+s");
        let mut desk = desk.press("enter");
        assert!(desk.screen().contains("TTr/BTCTU"), "{}", desk.screen());
        let mut desk = Desk::new(120, 36).press("alt+9 f7 enter 'to_trinh' enter ctrl+s");
        assert!(
            desk.screen().contains("01-TTr/BTCTU") && desk.screen().contains("Đã giữ số"),
            "{}",
            desk.screen()
        );
        let mut desk = desk.press("f2 enter ctrl+s");
        assert!(desk.screen().contains("Đã ban hành"), "{}", desk.screen());
        let mut desk = desk.press("f2 enter ctrl+s");
        assert!(desk.screen().contains("Đã gửi"), "{}", desk.screen());
        let mut desk = desk.press("f2 'huy' enter ctrl+s");
        assert!(desk.screen().contains("✗"), "{}", desk.screen());
        let mut desk = desk.press("'sai_tin' ctrl+s");
        assert!(desk.screen().contains("Hủy"), "{}", desk.screen());
    }

    #[test]
    fn a_paper_that_came_in_is_registered_by_keys_and_found_without_accents() {
        let keys = "alt+9 f5 f7 enter 'cong_van' enter down '45-CV/ĐUK' down '10/09/2023' down 'Đảng_ủy_Khối' ctrl+s";
        let mut desk = Desk::new(120, 36).press(keys);
        assert!(desk.screen().contains("45-CV/ĐUK"), "{}", desk.screen());
        let mut desk = desk.press("/ 'dang_uy_khoi'");
        assert!(desk.screen().contains("45-CV/ĐUK"), "{}", desk.screen());
        let mut desk = desk.press("'xyz'");
        assert!(!desk.screen().contains("45-CV/ĐUK"), "{}", desk.screen());
    }
}
