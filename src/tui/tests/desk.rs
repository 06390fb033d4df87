//! A little program on the shell, for its tests.

use crate::text::locale::Language;
use crate::text::message::Message;
use crate::tui::app_loop;
use crate::tui::canvas::{Canvas, split_left};
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::pick::Choice;
use crate::tui::event::{Event, Incoming, Reply};
use crate::tui::key::Key;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::settings::{Environment, Header, Settings};
use crate::tui::stack::Stack;
use crate::tui::theme::{Look, Role, Theme};
use crate::tui::toast::Toast;
use crate::tui::widgets::checklist::{Checklist, Item, Standing};
use crate::tui::widgets::column::Column;
use crate::tui::widgets::field::{FieldSpec, Kind};
use crate::tui::widgets::form::{Form, FormNews};
use crate::tui::widgets::gauge::{self, Bar};
use crate::tui::widgets::table::{Piece, RowSource, Table, TableNews};
use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use std::sync::mpsc;

/// What the little program knows.
pub(super) struct Cx {
    pub(super) settings: Settings,
    /// What was done, in order.
    pub(super) done: Vec<String>,
}

impl Cx {
    pub(super) fn new() -> Self {
        let settings = Settings::new(Language::Vietnamese, Theme::new(Look::Calm));
        Self { settings, done: Vec::new() }
    }
}

impl Environment for Cx {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    fn header(&self) -> Header {
        Header {
            store: "Tỉnh ủy mẫu".into(),
            person: "Nguyễn Thị Hòa".into(),
            date: "15/09/2023".into(),
            screens: vec![
                "go.overview",
                "go.cases",
                "go.dossiers",
                "go.agenda",
                "go.registers",
                "go.reports",
            ],
            current: 1,
        }
    }
}

pub(super) struct Rows(pub(super) usize, pub(super) Vec<usize>);

impl RowSource for Rows {
    fn rows(&self) -> usize {
        self.0
    }

    fn piece(&self, row: usize, column: &'static str) -> Piece<'_> {
        match column {
            "code" => Piece::new(format!("CB-{row:05}"), Role::Accent),
            "name" => match row % 3 {
                0 => "Chi bộ Công ty TNHH Một thành viên Thương mại và Dịch vụ Nghiêng Nghiêng".into(),
                1 => "Chi bộ Công ty cổ phần An Phát".into(),
                _ => "Chi bộ 漢字 株式会社".into(),
            },
            "stage" => "●●○○○".into(),
            "giver" => "Đảng ủy phường Bến Nghé".into(),
            _ => Piece::from((row * 7 % 40).to_string()),
        }
    }

    fn marked(&self, row: usize) -> bool {
        self.1.contains(&row)
    }
}

pub(super) fn table() -> Table {
    let mut table = Table::new(vec![
        Column::fixed("code", "Mã", 8),
        Column::between("name", "Tên chi bộ", 20, 60).share(3),
        Column::fixed("stage", "Giai đoạn", 9),
        Column::between("giver", "Bên giao", 14, 30),
        Column::fixed("members", "Đảng viên", 9).right(),
    ]);
    table.sorted = Some(("name", true));
    table
}

/// The lowest layer: a table, marks, a question before removing.
pub(super) struct List {
    pub(super) table: Table,
    pub(super) rows: Rows,
}

impl Layer<Cx> for List {
    fn title(&self, cx: &Cx) -> String {
        cx.settings.label("go.cases")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Cx) {
        let inside = canvas.panel(area, "24 chi bộ", true);
        self.table.draw(canvas, inside, &self.rows, true);
    }

    fn handle(&mut self, event: &Event, cx: &mut Cx) -> Step<Cx> {
        match event {
            Event::Action("open") => return Step::push(Sheet::new()),
            Event::Action("mark.one") => {
                let row = self.table.selected();
                match self.rows.1.iter().position(|marked| *marked == row) {
                    Some(at) => drop(self.rows.1.remove(at)),
                    None => self.rows.1.push(row),
                }
                return Step::Consumed;
            }
            Event::Action("remove") => {
                let title = Message::new("action.remove");
                return Step::push(Confirm::new("remove", title.clone(), title));
            }
            Event::Action("new") => {
                let specs = vec![FieldSpec::new("name", "Tên chi bộ", Kind::Text).required()];
                return Step::push(Fill::new("new", "action.new", specs));
            }
            Event::Action(action) => cx.done.push((*action).to_owned()),
            Event::Answer(answer) if answer.yes("remove") => {
                cx.done.push("removed".into());
                return Step::Say(Toast::done(Message::new("action.remove")));
            }
            Event::Answer(answer) => cx.done.push(format!("{:?}", answer.reply)),
            Event::Job(news) => cx.done.push(format!("job {:?}", news.take::<u32>())),
            Event::Leave => cx.done.push("list left".into()),
            event => {
                return match self.table.handle(event, self.rows.0) {
                    TableNews::Ignored => Step::Pass,
                    TableNews::Moved => Step::Consumed,
                    TableNews::Opened => Step::Do("open"),
                    TableNews::SortBy(column) => {
                        self.table.sort_by(column);
                        Step::Consumed
                    }
                };
            }
        }
        Step::Consumed
    }

    fn commands(&self, _: &Cx) -> Vec<Command> {
        let own = ["open", "mark.one", "new", "remove", "search"].map(Command::new);
        let mut commands = own.to_vec();
        commands
            .extend(["undo", "go.overview", "go.reports"].map(|id| Command::new(id).quiet().everywhere()));
        commands
    }
}

/// A sheet with a checklist and a form.
pub(super) struct Sheet {
    pub(super) form: Form,
    pub(super) checklist: Checklist,
}

pub(super) fn choices() -> Vec<Choice> {
    [("co_phan", "Công ty cổ phần"), ("tnhh", "Công ty TNHH"), ("htx", "Hợp tác xã")]
        .map(|(id, label)| Choice::new(id, label))
        .to_vec()
}

pub(super) fn form() -> Form {
    Form::new(vec![
        FieldSpec::heading("Tổ chức đảng"),
        FieldSpec::new("name", "Tên chi bộ", Kind::Text).required().value("Chi bộ Công ty An Phát"),
        FieldSpec::new("founded", "Ngày thành lập", Kind::Date).required().hint("Theo quyết định thành lập"),
        FieldSpec::new("born", "Ngày sinh của bí thư", Kind::PartialDate).value("1985-03"),
        FieldSpec::new("kind", "Loại hình", Kind::Choice(choices())).value("tnhh"),
        FieldSpec::new("unions", "Đoàn thể trong đơn vị", Kind::Choices(choices())).value("co_phan htx"),
        FieldSpec::new("members", "Số đảng viên", Kind::Number).value("12"),
        FieldSpec::new("exempt", "Có đảng viên được miễn sinh hoạt hay không", Kind::YesNo).value("true"),
        FieldSpec::new("giver", "Bên giao", Kind::Reference).refers("c1", "Đảng ủy phường Bến Nghé"),
        FieldSpec::new("note", "Ghi chú", Kind::LongText).value("Dòng một\nDòng hai"),
        FieldSpec::new("code", "Mã", Kind::Text).value("CB-00012").locked(),
    ])
}

pub(super) fn checklist() -> Checklist {
    let item = |standing, words: &str, reason: &str, key: &str| Item {
        standing,
        words: words.into(),
        reason: reason.into(),
        key: key.into(),
    };
    Checklist::new(vec![
        item(Standing::Met, "Phiếu khảo sát đã hoàn thành", "", "F5"),
        item(
            Standing::Missing,
            "Ý kiến của chủ doanh nghiệp",
            "Chưa có văn bản; Đảng ủy cơ sở cung cấp.",
            "F6",
        ),
        item(Standing::Waived, "Danh sách đảng viên khớp số liệu", "", "F7"),
        item(Standing::Open, "Trụ sở nằm trên địa bàn", "", "F8"),
    ])
}

impl Sheet {
    pub(super) fn new() -> Self {
        Self { form: form(), checklist: checklist() }
    }
}

impl Layer<Cx> for Sheet {
    fn title(&self, _: &Cx) -> String {
        "CB Công ty An Phát".into()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Cx) {
        let (left, right) = split_left(area, area.width / 3);
        let inside = canvas.panel(left, "Còn thiếu", false);
        self.checklist.draw(canvas, inside, false);
        let inside = canvas.panel(right, "Tổ chức đảng", true);
        self.form.draw(canvas, inside, true);
    }

    fn handle(&mut self, event: &Event, cx: &mut Cx) -> Step<Cx> {
        let news = match event {
            Event::Answer(answer) if matches!(answer.reply, Reply::Chosen(_) | Reply::Ticked(_)) => {
                self.form.answer(answer)
            }
            event => self.form.handle(event, &cx.settings),
        };
        match news {
            FormNews::Ignored => return Step::Pass,
            FormNews::Consumed => {}
            FormNews::Left(change) => cx.done.push(format!("{} = {}", change.name, change.value)),
            FormNews::Pick(pick) => return Step::push(pick),
            FormNews::Refer(name) => cx.done.push(format!("refer {name}")),
            FormNews::Submit(change) => cx.done.push(format!("submit {}", change.is_some())),
        }
        Step::Consumed
    }

    fn commands(&self, _: &Cx) -> Vec<Command> {
        ["save", "pick"].map(Command::new).to_vec()
    }

    fn typing(&self) -> bool {
        true
    }
}

/// Bars, for the looks.
pub(super) struct Bars;

impl Layer<Cx> for Bars {
    fn title(&self, cx: &Cx) -> String {
        cx.settings.label("go.overview")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Cx) {
        let inside = canvas.panel(area, "Theo giai đoạn", true);
        let bar = |label: &str, value, note: &str| Bar { label: label.into(), value, note: note.into() };
        let bars = [
            bar("Khảo sát", 12, "12 chi bộ · 148 đảng viên"),
            bar("Đánh giá", 7, "7 chi bộ · 90 đảng viên"),
            bar("Tờ trình", 0, "0 chi bộ · 0 đảng viên"),
            bar("Chuyển giao", 5, ""),
        ];
        gauge::chart(canvas, inside, &bars, Some(1));
        gauge::draw(
            canvas,
            Rect { y: inside.bottom().saturating_sub(1), height: 1.min(inside.height), ..inside },
            3,
            8,
        );
    }

    fn handle(&mut self, _: &Event, _: &mut Cx) -> Step<Cx> {
        Step::Pass
    }

    fn commands(&self, _: &Cx) -> Vec<Command> {
        Vec::new()
    }
}

/// The program with its screen.
pub(super) struct Desk {
    pub(super) cx: Cx,
    pub(super) stack: Stack<Cx>,
    pub(super) terminal: Terminal<TestBackend>,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self::over(List { table: table(), rows: Rows(24, vec![1, 4]) }, 80, 24)
    }

    pub(super) fn over(layer: impl Layer<Cx> + 'static, width: u16, height: u16) -> Self {
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        Self { cx: Cx::new(), stack: Stack::new(layer), terminal }
    }

    /// Presses keys, written as in the key map, with spaces between; `'text'` is typed letter by letter.
    pub(super) fn press(mut self, keys: &str) -> Self {
        self.draw();
        for part in keys.split_inclusive('\'').collect::<Vec<_>>().join("").split(' ') {
            if let Some(text) = part.strip_prefix('\'') {
                for letter in text.trim_end_matches('\'').replace('_', " ").chars() {
                    self = self.key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
                }
            } else if !part.is_empty() {
                let key = Key::parse(part).unwrap();
                let mut modifiers = KeyModifiers::NONE;
                modifiers.set(KeyModifiers::CONTROL, key.ctrl);
                modifiers.set(KeyModifiers::ALT, key.alt);
                self = self.key(KeyEvent::new(key.code, modifiers));
            }
        }
        self
    }

    fn key(mut self, event: KeyEvent) -> Self {
        self.stack.take(Incoming::Terminal(TerminalEvent::Key(event)), &mut self.cx);
        // Drawn after each key, as when they come slowly: the measurements are then those of the real program.
        self.draw();
        self
    }

    pub(super) fn click(mut self, column: u16, row: u16) -> Self {
        self.draw();
        let event = MouseEvent {
            kind: MouseEventKind::Down(crossterm::event::MouseButton::Left),
            column,
            row,
            modifiers: KeyModifiers::NONE,
        };
        self.stack.take(Incoming::Terminal(TerminalEvent::Mouse(event)), &mut self.cx);
        self
    }

    pub(super) fn draw(&mut self) {
        self.terminal.draw(|frame| self.stack.draw(frame, &self.cx)).unwrap();
    }

    /// The screen as text.
    pub(super) fn screen(mut self) -> String {
        self.draw();
        self.terminal.backend().to_string()
    }

    pub(super) fn done(self) -> Vec<String> {
        self.cx.done
    }

    /// Feeds all of this to the real loop, at once.
    pub(super) fn run(mut self, incoming: Vec<Incoming>) -> Self {
        let (sender, receiver) = mpsc::channel();
        incoming.into_iter().for_each(|next| sender.send(next).unwrap());
        drop(sender);
        app_loop::run(&mut self.terminal, &receiver, &mut self.stack, &mut self.cx, &mut |_| {}).unwrap();
        self
    }
}
