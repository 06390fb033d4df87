//! The reports: the situation of a period, the pipeline, by receiver, by superior, by district.
//!
//! ```text
//! ╭ Báo cáo ────────────╮╭▸Tình hình · 01/01/2019 – 14/09/2023 ────────────╮
//! │ ▌ Tình hình         ││    Chỉ tiêu                            Số liệu    │
//! │   Tiến độ           ││ ▌  Tổ chức đảng                             24    │
//! ```
//!
//! Invariant: every number comes from rows that can be listed; Enter lists them.

mod files;
mod pages;
mod period;

use super::cases::Facets;
use super::opening;
use super::outcome::refused;
use super::side_list::{SideItem, SideList};
use crate::office::making::ReportKind;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_bottom, split_left};
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::pick::Pick;
use crate::tui::event::{Action, Answer, Event, Motion, Reply};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::toast::Toast;
use crate::tui::widgets::field::{FieldSpec, Kind};
use crate::tui::widgets::table::{RowSource, TableNews};
use jiff::civil::Date;
use pages::{PAGES, Page, RECEIVER, REGISTER, STAGE, page};
use period::Period;
use ratatui::layout::Rect;

/// The screen.
pub struct Reports {
    list: SideList,
    on_list: bool,
    period: Period,
    page: Option<Page>,
    fault: Option<Message>,
    writing: files::Writing,
}

impl Reports {
    /// The situation of the last five years.
    pub fn new(cx: &mut Context) -> Self {
        let item = |name: &str| SideItem::new(cx.word(&format!("screen.reports.page.{name}")), "");
        let mut screen = Self {
            list: SideList::new(PAGES.map(item).to_vec()),
            on_list: true,
            period: Period::five_years(cx.today()),
            page: None,
            fault: None,
            writing: files::Writing::default(),
        };
        screen.read(cx);
        screen
    }

    /// The period reports look back on until another is chosen.
    pub(in crate::tui::screens) fn usual_period(today: Date) -> (Date, Date) {
        let Period { from, to } = Period::five_years(today);
        (from, to)
    }

    /// One of them.
    pub(in crate::tui::screens) fn of(kind: ReportKind, cx: &mut Context) -> Self {
        let mut screen = Self::new(cx);
        let page = match kind {
            ReportKind::Situation => 0,
            ReportKind::Pipeline => 1,
            ReportKind::Receivers => 2,
        };
        screen.list.select(page);
        screen.read(cx);
        screen
    }

    fn name(&self) -> &'static str {
        PAGES.get(self.list.selected()).copied().unwrap_or("situation")
    }

    fn read(&mut self, cx: &Context) {
        match page(self.name(), self.period, cx) {
            Ok(page) => {
                self.page = Some(page);
                self.fault = None;
            }
            Err(error) => {
                self.page = None;
                self.fault = Some(error.message);
            }
        }
    }

    fn act(&mut self, action: Action, cx: &mut Context) -> Step<Context> {
        match action {
            "open" if self.on_list => self.on_list = false,
            "open" => {
                let behind = self.page.as_ref().and_then(|page| page.lines.id(page.table.selected()));
                return match behind.map(str::to_owned) {
                    Some(behind) => list_behind(&behind, cx),
                    None => Step::Say(Toast::note(Message::new("screen.reports.no_list"))),
                };
            }
            "reports.period" => {
                let choices = Period::choices(cx.today());
                let title = "action.reports.period";
                return Step::push(Pick::one("reports.period", title, &choices, "", cx.settings()));
            }
            "reports.before" => {
                self.period = self.period.before();
                self.read(cx);
            }
            "reports.days" => return self.ask_days(),
            "reports.word" => return files::ask(files::Format::Word, self.name(), self.period, cx),
            "reports.excel" => return files::ask(files::Format::Excel, self.name(), self.period, cx),
            "reports.pdf" => return files::ask(files::Format::Pdf, self.name(), self.period, cx),
            _ => return Step::Pass,
        }
        Step::Consumed
    }

    fn ask_days(&self) -> Step<Context> {
        let specs = vec![
            FieldSpec::new("from", "screen.reports.from", Kind::Date)
                .required()
                .value(self.period.from.to_string()),
            FieldSpec::new("to", "screen.reports.to", Kind::Date)
                .required()
                .value(self.period.to.to_string()),
        ];
        Step::push(Fill::new("reports.days", "action.reports.period", specs))
    }

    fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        match (answer.question, &answer.reply) {
            ("reports.period", Reply::Chosen(id)) => match Period::preset(id, cx.today()) {
                Some(period) => self.period = period,
                None => return self.ask_days(),
            },
            ("reports.days", Reply::Filled(fields)) => {
                let day = |at: usize| fields.get(at).map_or("", |(_, day)| day.as_str());
                match (day(0).parse(), day(1).parse()) {
                    (Ok(from), Ok(to)) => self.period = Period { from, to },
                    _ => return Step::Consumed,
                }
                if let Err(error) = page(self.name(), self.period, cx) {
                    return refused(&error, cx);
                }
            }
            (files::WORD | files::EXCEL | files::PDF, Reply::Filled(fields)) => {
                return self.writing.asked(answer.question, fields, self.name(), self.period, cx);
            }
            (files::REPLACE, Reply::Yes) => {
                return self.writing.replace(cx);
            }
            _ => return Step::Pass,
        }
        self.read(cx);
        Step::Consumed
    }
}

/// Opens the list a number was counted from.
fn list_behind(behind: &str, cx: &mut Context) -> Step<Context> {
    let named = |text: &str| text.split_once('|').map(|(id, name)| (id.to_owned(), name.to_owned()));
    if let Some(stage) = behind.strip_prefix(STAGE) {
        return opening::list_cases(Facets { stage: named(stage), ..Facets::default() }, cx);
    }
    if let Some(receiver) = behind.strip_prefix(RECEIVER) {
        // What went there already counts too.
        let facets = Facets { receiver: named(receiver), all_states: true, ..Facets::default() };
        return opening::list_cases(facets, cx);
    }
    let rest = behind.strip_prefix(REGISTER).unwrap_or(behind);
    let (table, words) = rest.split_once(':').unwrap_or((rest, ""));
    Step::push(super::registers::Registers::open(table, words, cx))
}

impl Layer<Context> for Reports {
    fn title(&self, cx: &Context) -> String {
        cx.word("action.go.reports")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let columns = (self.list.wanted_columns() + 5).clamp(20, 32).min(area.width * 2 / 5);
        let (left, right) = split_left(area, columns);
        let title = canvas.word("action.go.reports").to_owned();
        let inside = canvas.panel(left, &title, self.on_list);
        self.list.draw(canvas, inside, self.on_list);
        let name = canvas.word(&format!("screen.reports.page.{}", self.name())).to_owned();
        let heading = format!("{name} · {}", self.period.written());
        let inside = canvas.panel(right, &heading, !self.on_list);
        if let Some(fault) = &self.fault {
            let said = canvas.say(fault);
            canvas.paragraph(inside, &said, Role::Error);
        }
        if let Some(page) = &self.page {
            let (body, foot) = split_bottom(inside, u16::from(inside.height > 8) * 2);
            page.table.draw(canvas, body, &page.lines, !self.on_list);
            let said = canvas.word(&format!("screen.reports.about.{}", self.name())).to_owned();
            canvas.paragraph(foot, &said, Role::Muted);
        }
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action(action) => return self.act(action, cx),
            Event::Answer(answer) => return self.answered(answer, cx),
            Event::Refresh => self.read(cx),
            Event::Job(news) => return self.writing.heard(news, cx),
            Event::Leave => return Step::Pass,
            Event::Move(Motion::Next | Motion::Previous) => self.on_list = !self.on_list,
            Event::Mouse(mouse) if mouse.within(self.list.area()) => {
                self.on_list = true;
                if self.list.handle(event) {
                    self.read(cx);
                }
            }
            Event::Move(Motion::Right) if self.on_list => self.on_list = false,
            event if self.on_list && !matches!(event, Event::Mouse(_)) => {
                if self.list.handle(event) {
                    self.read(cx);
                }
            }
            event => {
                let Some(page) = &mut self.page else { return Step::Pass };
                match (page.table.handle(event, page.lines.rows()), event) {
                    (TableNews::Ignored, Event::Move(Motion::Left)) => self.on_list = true,
                    (TableNews::Ignored, _) => return Step::Pass,
                    (TableNews::Opened, _) => return Step::Do("open"),
                    (_, Event::Mouse(_)) => self.on_list = false,
                    _ => {}
                }
            }
        }
        Step::Consumed
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let places = ["open", "reports.period", "reports.days", "reports.before"];
        let files = ["reports.word", "reports.excel", "reports.pdf"];
        places.into_iter().chain(files).map(Command::new).collect()
    }

    fn tab(&self) -> Option<Action> {
        Some("go.reports")
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;
    use insta::assert_snapshot;

    #[test]
    fn they_look_so() {
        let mut desk = Desk::new(80, 24).press("7");
        assert_snapshot!(desk.screen());
        let mut desk = Desk::after_rehearsal(120, 36).press("7 down");
        assert_snapshot!(desk.screen());
        let mut desk = desk.press("down down down");
        assert_snapshot!(desk.screen());
    }

    /// The figures of the province at the start: 26 admitted, 24 organisations, 337 members.
    #[test]
    fn the_situation_says_the_figures_of_the_province() {
        let screen = Desk::new(120, 36).press("7").screen();
        for figure in ["24", "337", "26", "60", "7.402", "1.496"] {
            assert!(screen.contains(&format!(" {figure} ")), "{figure} in {screen}");
        }
    }

    #[test]
    fn a_number_opens_the_list_behind_it() {
        let screen = Desk::new(120, 36).press("7 right enter").screen();
        assert!(screen.contains("Tổ chức đảng · 24"), "{screen}");
    }

    #[test]
    fn a_report_is_written_as_a_paper_and_as_a_workbook_and_never_over_another() {
        let mut desk = Desk::new(120, 36).press("7 f8 ctrl+s f9 ctrl+s");
        assert!(desk.screen().contains("Đã ghi"), "{}", desk.screen());
        let written = || {
            let files = std::fs::read_dir(desk.folder.path()).unwrap().map(|file| file.unwrap().file_name());
            let names = files.map(|name| name.to_string_lossy().into_owned());
            names.filter(|name| name.starts_with("BC_tinh-hinh_")).count()
        };
        assert_eq!(written(), 2);
        let mut desk = desk.press("f8 ctrl+s");
        // The question names the file: where its lines break is the folder's affair.
        assert!(desk.screen().contains("▸ Ghi đè"), "{}", desk.screen());
        let mut desk = desk.press("f9");
        assert!(desk.screen().contains("Đã ghi"), "{}", desk.screen());
    }

    /// A PDF comes of a worker and is told in the journal as every file is; without LibreOffice that is said.
    #[test]
    fn a_report_is_written_as_a_pdf_by_a_worker() {
        let mut desk = Desk::new(120, 36).press("7 f7");
        if crate::office::pdf::found().is_none() {
            eprintln!("SKIPPED: LibreOffice is not installed, no PDF was made");
            assert!(desk.screen().contains("LibreOffice"), "{}", desk.screen());
            return;
        }
        let mut desk = desk.press("ctrl+s").settle();
        assert!(desk.screen().contains("Đã ghi"), "{}", desk.screen());
        let mut desk = desk.press("8");
        assert!(desk.screen().contains(".pdf"), "{}", desk.screen());
    }

    #[test]
    fn a_period_that_runs_backwards_is_told() {
        let keys = "7 f2 home '14/09/2023' ctrl+u '14/09/2023' down ctrl+u '01/01/2019' ctrl+s";
        let screen = Desk::new(120, 36).press(keys).screen();
        assert!(screen.contains("Kỳ báo cáo ngược"), "{screen}");
    }
}
