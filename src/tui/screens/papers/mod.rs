//! The papers of a dossier or a case: what can be made, each as it would read now, and where its figures come
//! from.
//!
//! ```text
//! ╭▸Văn bản · HT-0001 ──╮╭ Tờ trình · dự thảo lần 1 ────────────────────────╮
//! │ ▸ Báo cáo khảo sát   ││        TỈNH ỦY NINH THUẬN   ĐẢNG CỘNG SẢN VIỆT NAM │
//! │   Tờ trình     03    ││            BAN TỔ CHỨC      ────────────────────── │
//! ```
//!
//! Invariant: the preview is what the file will hold; looking writes nothing.

mod making;
pub(super) mod preview_pane;

use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::statement::{Dossier, Paper};
use crate::office::error::Result;
use crate::office::making::{Order, Subject, WordedPaper, Wording};
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_left};
use crate::tui::context::Context;
use crate::tui::event::{Event, Motion, Reply};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::outcome::refused;
use crate::tui::screens::paper_steps;
use crate::tui::screens::registers::History;
use crate::tui::screens::side_list::{SideItem, SideList};
use crate::tui::screens::templates;
use crate::tui::settings::Environment;
use crate::tui::staleness;
use crate::tui::theme::Role;
use crate::tui::toast::Toast;
use making::Making;
use preview_pane::PreviewPane;
use ratatui::layout::Rect;

/// The list is never wider: the paper needs the room.
const LIST_COLUMNS: u16 = 44;

/// Below that the list and the paper don't stand beside each other while it is read.
const SIDE_BY_SIDE: u16 = 100;

/// The screen.
pub struct PapersScreen {
    of: Of,
    name: String,
    orders: Vec<Order>,
    /// What is on record of each.
    recorded: Vec<Option<Paper>>,
    list: SideList,
    pane: PreviewPane,
    reading: bool,
    making: Making,
    /// The format asked for; that of each paper's day without one.
    rules: Option<String>,
}

/// Whose papers they are.
#[derive(Debug, Clone)]
enum Of {
    Dossier(Id<Dossier>),
    Case(Id<Case>),
}

impl PapersScreen {
    /// The papers of a dossier.
    ///
    /// # Errors
    /// It is gone, or has nothing to make.
    pub fn of_dossier(id: Id<Dossier>, cx: &mut Context) -> Result<Self> {
        Self::new(Of::Dossier(id), cx)
    }

    /// The papers of one case.
    ///
    /// # Errors
    /// It is gone.
    pub fn of_case(id: Id<Case>, cx: &mut Context) -> Result<Self> {
        Self::new(Of::Case(id), cx)
    }

    /// With one of its papers open.
    #[must_use]
    pub fn showing(mut self, order: &Order, cx: &Context) -> Self {
        if let Some(at) = self.orders.iter().position(|known| known == order) {
            self.list.select(at);
            self.word(cx);
        }
        self
    }

    fn new(of: Of, cx: &mut Context) -> Result<Self> {
        let mut screen = Self {
            of,
            name: String::new(),
            orders: Vec::new(),
            recorded: Vec::new(),
            list: SideList::default(),
            pane: PreviewPane::default(),
            reading: false,
            making: Making::default(),
            rules: None,
        };
        screen.read(cx)?;
        Ok(screen)
    }

    fn read(&mut self, cx: &mut Context) -> Result<()> {
        match &self.of {
            Of::Dossier(id) => {
                self.orders = cx.office.papers_to_make(id, false)?;
                self.name = cx.office.dossier_view(id)?.dossier.code;
            }
            Of::Case(id) => {
                self.orders = cx.office.papers_of_one_case(id);
                self.name = cx.office.case_view(id)?.file.case.code;
            }
        }
        self.recorded = cx.office.papers_as_recorded(&self.orders)?;
        self.list_papers(cx)?;
        self.word(cx);
        Ok(())
    }

    /// The list, and which of its papers are known to be out of date.
    fn list_papers(&mut self, cx: &mut Context) -> Result<()> {
        let stale = cx.office.stale_at_hand(self.recorded.iter().flatten())?;
        let subjects = cx.office.names_of_orders(&self.orders)?;
        let rows = self.orders.iter().zip(&self.recorded).zip(&subjects);
        let items = rows.map(|((order, record), subject)| {
            let old = record.as_ref().is_some_and(|paper| stale.known.contains_key(&paper.id));
            item(order, subject, record.as_ref(), old, cx)
        });
        self.list.set_items(items.collect());
        staleness::look(stale.open, cx);
        Ok(())
    }

    /// The paper on record of the line that is chosen.
    fn chosen(&self) -> Option<Id<Paper>> {
        self.recorded.get(self.list.selected())?.as_ref().map(|paper| paper.id.clone())
    }

    /// Words the paper that is open; a template's faults stand in its place.
    fn word(&mut self, cx: &Context) {
        let Some(order) = self.orders.get(self.list.selected()) else {
            self.pane = PreviewPane::default();
            return;
        };
        self.pane = match cx.office.word_paper(&order.definition, &order.subject, &self.wording()) {
            Ok(worded) => {
                let notes = notes(&worded, cx);
                PreviewPane::of(worded).with_notes(notes)
            }
            Err(error) => {
                let locale = &cx.settings().locale;
                let told = std::iter::once(&error.message).chain(&error.details).map(|said| locale.say(said));
                PreviewPane::of_faults(told.collect())
            }
        };
    }

    fn wording(&self) -> Wording {
        Wording { rules: self.rules.clone(), ..Wording::default() }
    }

    /// The next format that is not the one of the paper's day, and behind the last one again that.
    fn turn_format(&mut self, cx: &Context) {
        let Some(order) = self.orders.get(self.list.selected()) else { return };
        let plain = cx.office.word_paper(&order.definition, &order.subject, &Wording::default());
        let of_its_day = plain.map(|worded| worded.laid.rules.code).unwrap_or_default();
        let formats = cx.office.paper_formats();
        let behind = self.rules.as_ref().and_then(|now| formats.iter().position(|known| known == now));
        let next = behind.map_or(0, |at| at + 1);
        self.rules = formats.into_iter().skip(next).find(|format| *format != of_its_day);
        self.word(cx);
    }

    /// The record behind the figure the reader stands on.
    fn show_source(&self, cx: &Context) -> Step<Context> {
        let Some(source) = self.pane.source() else { return Step::Consumed };
        let name = cx.office.name_of(&source.table, &source.id).unwrap_or_default();
        match History::new(&source.table, &source.id, name, cx) {
            Ok(history) => Step::push(history),
            Err(error) => refused(&error, cx),
        }
    }
}

/// A paper in the list: its name, whom it is for, how far it is.
fn item(order: &Order, subject: &str, record: Option<&Paper>, old: bool, cx: &Context) -> SideItem {
    let name = order.definition.name(cx.language());
    let label = match &order.subject {
        Subject::Dossier(_) => name.to_owned(),
        Subject::Receiver(..) => format!("{name} · {subject}"),
        Subject::Case(_) => format!("{subject} · {name}"),
    };
    let locale = &cx.settings().locale;
    let note = match record {
        Some(paper) if paper.state == "issued" => {
            paper.number.clone().unwrap_or_else(|| locale.text("screen.papers.issued").to_owned())
        }
        Some(paper) => paper.draft.map_or_else(String::new, |draft| {
            locale.say(&Message::new("screen.papers.draft").with("number", draft))
        }),
        None => String::new(),
    };
    let item = SideItem::new(label, note);
    if !old {
        return item;
    }
    let note = format!("{} {}", item.note, locale.text("screen.papers.old")).trim().to_owned();
    SideItem { note, role: Role::Warn, ..item }
}

impl Layer<Context> for PapersScreen {
    fn title(&self, cx: &Context) -> String {
        cx.settings().locale.text("screen.papers.title").to_owned()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        // Half a narrow screen holds no table: while it is read the paper has the whole.
        if self.reading && area.width < SIDE_BY_SIDE {
            return self.pane.draw(canvas, area, true);
        }
        let columns = self.list.wanted_columns().saturating_add(4).min(LIST_COLUMNS).min(area.width / 2);
        let (left, right) = split_left(area, columns);
        let format = self.rules.as_ref().map(|rules| format!(" · {rules}")).unwrap_or_default();
        let heading = format!("{} · {}{format}", canvas.word("screen.papers.title"), self.name);
        let inside = canvas.panel(left, &heading, !self.reading);
        if self.orders.is_empty() {
            let said = canvas.word("screen.papers.nothing").to_owned();
            canvas.paragraph(inside, &said, Role::Muted);
        }
        self.list.draw(canvas, inside, !self.reading);
        self.pane.draw(canvas, right, self.reading);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("papers.make") => Step::push(making::ask("papers.make", "action.papers.make", cx)),
            Event::Action("papers.format") => {
                self.turn_format(cx);
                Step::Consumed
            }
            Event::Action("papers.make_all") => {
                Step::push(making::ask("papers.make_all", "action.papers.make_all", cx))
            }
            Event::Action("papers.template") => match self.orders.get(self.list.selected()) {
                Some(order) => templates::edit_in_force(order, cx),
                None => Step::Consumed,
            },
            Event::Action("paper.steps") => match self.chosen() {
                Some(id) => paper_steps::offer(&id, cx),
                None => Step::Say(Toast::note(Message::new("screen.papers.not_made"))),
            },
            Event::Action("open") if self.reading => self.show_source(cx),
            Event::Action("open") => {
                self.reading = true;
                Step::Consumed
            }
            Event::Action("back") if self.reading => {
                self.reading = false;
                Step::Consumed
            }
            Event::Move(Motion::Next | Motion::Previous) if !self.orders.is_empty() => {
                self.reading = !self.reading;
                Step::Consumed
            }
            Event::Answer(answer) => match (answer.question, &answer.reply) {
                ("papers.make", Reply::Filled(fields)) => {
                    let chosen: Vec<Order> =
                        self.orders.get(self.list.selected()).cloned().into_iter().collect();
                    self.making.start(chosen, self.wording(), fields, cx)
                }
                ("papers.make_all", Reply::Filled(fields)) => {
                    self.making.start(self.orders.clone(), self.wording(), fields, cx)
                }
                _ => match self.chosen() {
                    Some(id) => paper_steps::answered(answer, &id, cx).unwrap_or(Step::Consumed),
                    None => Step::Consumed,
                },
            },
            Event::Job(news) if staleness::is_told(news) => match self.list_papers(cx) {
                Ok(()) => Step::Consumed,
                Err(error) => refused(&error, cx),
            },
            Event::Job(news) => self.making.heard(news, cx),
            Event::Refresh => match self.read(cx) {
                Ok(()) => Step::Consumed,
                Err(_) => Step::Pop,
            },
            event if self.reading => {
                if self.pane.handle(event) {
                    Step::Consumed
                } else {
                    Step::Pass
                }
            }
            event => {
                if self.list.handle(event) {
                    self.word(cx);
                    return Step::Consumed;
                }
                Step::Pass
            }
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        if self.orders.is_empty() {
            return Vec::new();
        }
        let mut commands =
            vec![Command::new("papers.make"), Command::new("papers.make_all"), Command::new("open")];
        commands.push(Command::new("papers.template"));
        if self.chosen().is_some() {
            commands.push(Command::new("paper.steps"));
        }
        commands.push(Command::new("papers.format"));
        if self.reading {
            commands.push(Command::new("back"));
        }
        commands
    }
}

/// What a reader would send back, and what is left to write in by hand.
fn notes(worded: &WordedPaper, cx: &Context) -> Vec<String> {
    let locale = &cx.settings().locale;
    let labels: Vec<&str> = worded.blanks.iter().map(|field| field.label(cx.language())).collect();
    let blank = Message::new("paper.left_blank").with("fields", labels.join(", "));
    let blank = (!labels.is_empty()).then_some(&blank);
    worded.warnings.iter().chain(blank).map(|said| locale.say(said)).collect()
}

/// What the pane shows of a paper, in one line.
fn heading_of(worded: &WordedPaper, canvas: &Canvas<'_>) -> String {
    let name = worded.definition.name(canvas.locale().language());
    let state = match worded.draft {
        Some(draft) => canvas.say(&Message::new("screen.papers.draft").with("number", draft)),
        None => canvas.word("screen.papers.issued").to_owned(),
    };
    format!("{name} · {state}")
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;

    #[test]
    fn they_look_so() {
        let mut desk = Desk::after_rehearsal(120, 36).press("4 end enter f6");
        insta::assert_snapshot!("papers_120x36", desk.screen());
        let mut desk = Desk::after_rehearsal(80, 24).press("4 end enter f6 down down");
        insta::assert_snapshot!("papers_80x24", desk.screen());
    }

    #[test]
    fn a_figure_leads_to_its_record_and_a_paper_to_its_file() {
        let mut desk = Desk::after_rehearsal(120, 36).press("4 end enter f6 tab right right enter");
        assert!(desk.screen().contains("Trước"), "{}", desk.screen());
        let mut desk = desk.press("esc esc f8 ctrl+s").settle();
        assert!(desk.screen().contains("Đã làm BC"), "{}", desk.screen());
        let made = std::fs::read_dir(desk.folder.path().join("papers")).unwrap().count();
        assert_eq!(made, 1);
    }

    /// The papers of 2023 stand in the older format already: the first press shows the newer.
    #[test]
    fn the_other_format_is_one_press_away() {
        let mut desk = Desk::after_rehearsal(120, 36).press("4 end enter f6 f7");
        assert!(desk.screen().contains("HT-0001 · 05-HD/VPTW"), "{}", desk.screen());
        let mut desk = desk.press("f7");
        assert!(!desk.screen().contains("-HD/VPTW"), "{}", desk.screen());
    }

    /// All papers of a dossier by a worker: told with their names, each whole, lists with their workbooks.
    #[test]
    fn all_papers_are_made_in_one_go_and_told() {
        let mut desk = Desk::after_rehearsal(120, 36).press("4 end enter f6 f9 ctrl+s").settle();
        let screen = desk.screen();
        assert!(screen.contains("Đã làm") && screen.contains("TTr"), "{screen}");
        let names = || -> Vec<String> {
            let files = std::fs::read_dir(desk.folder.path().join("papers")).unwrap();
            files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect()
        };
        let ending = |wanted: &str| names().iter().filter(|name| name.ends_with(wanted)).count();
        assert!(ending(".docx") > 3 && ending(".xlsx") > 0 && ending(".part") == 0, "{:?}", names());
    }

    /// Stopped before it began: nothing is half made, and that is said.
    #[test]
    fn making_is_stopped_and_leaves_only_whole_files() {
        let mut desk = Desk::after_rehearsal(120, 36).press("4 end enter f6 f9 ctrl+s esc").settle();
        let screen = desk.screen();
        assert!(screen.contains("Đã dừng") || screen.contains("Đã làm"), "{screen}");
        let files = std::fs::read_dir(desk.folder.path().join("papers")).unwrap();
        for file in files {
            let path = file.unwrap().path();
            assert_ne!(path.extension().unwrap(), "part");
            let bytes = std::fs::read(&path).unwrap();
            crate::papers::package::read(&bytes).unwrap();
        }
    }
}
