//! One case: its head, the checklist of the gate before it, and the tabs where what is missing is supplied.
//!
//! ```text
//! CB Công ty TNHH An Phát                                             HS-0001
//! ● Khảo sát ─ ○ Đánh giá ─ ○ Tờ trình ─ ○ Chuyển giao ─ ○ Kết thúc
//! Hạn 17/11/2023 · còn 12 ngày · Hoàn thành khảo sát
//! ┌▸Để chuyển bước ─────┐ Đơn vị  Tổ chức đảng ▸Khảo sát  Ý kiến …
//! │▌✗ Phiếu khảo sát    │
//! │ ✓ Danh sách khớp    │
//! └─────────────────────┘
//! ```
//!
//! Invariant: the checklist is the gate's own words; the screen judges nothing.

mod ask;
mod assessment;
mod checklist;
mod head;
mod journal;
#[cfg(test)]
mod journey;
mod members;
mod moves;
mod opinions;
mod over;
mod panel;
mod papers;
mod proposal;
mod record;
mod survey;
mod tab;
mod transfer;

pub use tab::Tab;

use crate::domain::case::Case;
use crate::domain::gate::State;
use crate::domain::ids::Id;
use crate::office::cases::CaseView;
use crate::office::error::Result;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_bottom, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::event::{Action, Event, Motion};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::outcome::refused;
use crate::tui::staleness;
use crate::tui::theme::Role;
use crate::tui::widgets::checklist::{Checklist, ChecklistNews};
use crate::tui::widgets::tabs;
use crate::tui::width::{width, wrap};
use panel::Panel;
use ratatui::layout::Rect;
use std::cell::Cell;

/// From so many columns on checklist and tab stand side by side.
const SIDE_BY_SIDE: u16 = 100;
const CHECKLIST: u16 = 40;
/// So many rows the tabs may take.
const TAB_ROWS: u16 = 2;

/// Which part has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Checklist,
    Tab,
}

/// The screen.
pub struct CaseScreen {
    id: Id<Case>,
    view: CaseView,
    officer: String,
    checklist: Checklist,
    tab: Tab,
    panel: Box<dyn Panel>,
    part: Part,
    /// The last jump of the checklist: which requirement, and what it lacked then.
    jumped: Option<(usize, Vec<Message>)>,
    /// Where the last frame put the tabs and the two parts.
    drawn: Cell<(Rect, Rect, Rect)>,
}

impl CaseScreen {
    /// A case, at the tab of its first missing requirement, the checklist in hand.
    ///
    /// # Errors
    /// It is gone, or can't be read.
    pub fn new(id: Id<Case>, cx: &mut Context) -> Result<Self> {
        let view = cx.office.case_view(&id)?;
        cx.last_case = Some(id.clone());
        let checklist = Checklist::new(checklist::items(&view, cx));
        let tab = checklist::first_missing(&view).unwrap_or(Tab::Organisation);
        let panel = make_panel(tab, &view, cx);
        let officer = officer_of(&view, cx);
        let mut screen = Self {
            id,
            view,
            officer,
            checklist,
            tab,
            panel,
            part: Part::Checklist,
            jumped: None,
            drawn: Cell::default(),
        };
        screen.checklist.select(checklist::first_missing_place(&screen.view));
        staleness::look_at(&screen.view.file.papers, cx);
        Ok(screen)
    }

    /// Opens a tab, e.g. from a list that leads there.
    #[must_use]
    pub fn at(mut self, tab: Tab, cx: &mut Context) -> Self {
        self.open_tab(tab, cx);
        self
    }

    fn open_tab(&mut self, tab: Tab, cx: &mut Context) {
        if tab != self.tab {
            self.tab = tab;
            self.panel = make_panel(tab, &self.view, cx);
        }
    }

    /// Leaves the part with the keys for the other; what the caret stands in is saved first.
    fn turn_to(&mut self, part: Part, cx: &mut Context) -> Step<Context> {
        let step = if self.part == Part::Tab && part == Part::Checklist {
            self.panel.handle(&Event::Leave, &self.view, cx)
        } else {
            Step::Consumed
        };
        self.part = part;
        if step.is_pass() { Step::Consumed } else { step }
    }

    fn switch_tab(&mut self, tab: Tab, cx: &mut Context) -> Step<Context> {
        let step = self.panel.handle(&Event::Leave, &self.view, cx);
        self.open_tab(tab, cx);
        self.part = Part::Tab;
        if step.is_pass() { Step::Consumed } else { step }
    }

    /// Goes where a requirement is supplied.
    fn jump(&mut self, requirement: usize, cx: &mut Context) -> Step<Context> {
        let Some(asked) = self.view.gate.requirements.get(requirement) else { return Step::Consumed };
        let (tab, target) = (checklist::tab_of(asked, &self.view), asked.place.target.clone());
        let (id, lacked) = (asked.id.clone(), asked.lacking.clone());
        self.checklist.select(requirement);
        self.jumped = Some((requirement, lacked));
        let step = match tab {
            Some(tab) => self.switch_tab(tab, cx),
            None => Step::Consumed,
        };
        self.panel.go_to(&id, &target, &self.view);
        step
    }

    fn read_again(&mut self, cx: &mut Context) -> Step<Context> {
        match cx.office.case_view(&self.id) {
            Ok(view) => {
                let moved_on = view.gate.stage != self.view.gate.stage;
                self.officer = officer_of(&view, cx);
                self.view = view;
                staleness::look_at(&self.view.file.papers, cx);
                self.checklist.set_items(checklist::items(&self.view, cx));
                self.panel.refresh(&self.view, cx);
                if moved_on {
                    // A new stage begins with its checklist, and with the tab of what it asks first.
                    self.checklist.select(checklist::first_missing_place(&self.view));
                    self.part = Part::Checklist;
                    if let Some(tab) = checklist::first_missing(&self.view) {
                        self.open_tab(tab, cx);
                    }
                }
                Step::Consumed
            }
            // An undo took the opening of the case back: there is nothing left to show.
            Err(_) => Step::Pop,
        }
    }

    fn handle_mouse(&mut self, event: &Event, cx: &mut Context) -> Option<Step<Context>> {
        let Event::Mouse(mouse) = event else { return None };
        let (row, left, right) = self.drawn.get();
        if mouse.clicked(row)
            && let Some(hit) = tabs::hit(&tab_labels(cx), self.tab.place(), row, mouse.at)
        {
            return Some(self.switch_tab(Tab::ALL[hit], cx));
        }
        if mouse.clicked(left) && self.part == Part::Tab {
            return Some(self.turn_to(Part::Checklist, cx));
        }
        if mouse.clicked(right) {
            self.part = Part::Tab;
        }
        None
    }

    fn handle_part(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        if let Some(step) = self.handle_mouse(event, cx) {
            return step;
        }
        if self.part == Part::Checklist {
            return match self.checklist.handle(event) {
                ChecklistNews::Opened(item) => self.jump(item, cx),
                ChecklistNews::Moved => Step::Consumed,
                ChecklistNews::Ignored => match event {
                    Event::Move(Motion::Right | Motion::Next) => self.turn_to(Part::Tab, cx),
                    Event::Move(Motion::Previous) => self.turn_to(Part::Tab, cx),
                    _ => Step::Pass,
                },
            };
        }
        let step = self.panel.handle(event, &self.view, cx);
        if !step.is_pass() {
            return step;
        }
        match event {
            Event::Move(Motion::Right) => self.switch_tab(self.tab.beside(true), cx),
            Event::Move(Motion::Left) => self.switch_tab(self.tab.beside(false), cx),
            Event::Move(Motion::Next | Motion::Previous) => self.turn_to(Part::Checklist, cx),
            _ => Step::Pass,
        }
    }

    fn act(&mut self, action: &str, cx: &mut Context) -> Step<Context> {
        match action {
            "back" if self.part == Part::Tab => self.turn_to(Part::Checklist, cx),
            "open" if self.part == Part::Checklist => self.jump(self.checklist.selected(), cx),
            "gate.next" => {
                // After a change of stage the bar is on the first thing missing, and nobody has been there yet.
                let there = self.view.gate.requirements.get(self.checklist.selected());
                let been = there.is_some_and(|asked| checklist::tab_of(asked, &self.view) == Some(self.tab));
                let here = (self.part == Part::Tab && been).then(|| self.checklist.selected());
                // What was begun and still lacks something comes before the next requirement.
                let asked = here.and_then(|here| self.view.gate.requirements.get(here));
                let more = asked.is_some_and(|asked| {
                    asked.state == State::Missing
                        && self
                            .jumped
                            .as_ref()
                            .is_some_and(|(at, lacked)| Some(*at) == here && *lacked != asked.lacking)
                });
                if let Some(here) = here.filter(|_| more) {
                    return self.jump(here, cx);
                }
                match checklist::next_missing(&self.view, here) {
                    Some(item) => self.jump(item, cx),
                    None => self.turn_to(Part::Checklist, cx),
                }
            }
            "tab.next" => self.switch_tab(self.tab.beside(true), cx),
            "tab.previous" => self.switch_tab(self.tab.beside(false), cx),
            action if moves::knows(action) => moves::act(action, self.checklist.selected(), &self.view, cx),
            action => {
                // The shell hands in ids from our own list, which live as long as the program.
                let own = self.panel.commands(&self.view, cx);
                match own.into_iter().find(|command| command.action == action) {
                    Some(command) => self.panel.handle(&Event::Action(command.action), &self.view, cx),
                    None => Step::Pass,
                }
            }
        }
    }
}

impl Layer<Context> for CaseScreen {
    fn title(&self, _: &Context) -> String {
        self.view.file.case.code.clone()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        // Where the checklist is out of view, the head says how much is missing.
        let hidden = area.width < SIDE_BY_SIDE && self.part == Part::Tab;
        let gate = if hidden { checklist::title(&self.view, canvas.locale()) } else { String::new() };
        let rows = head::draw(canvas, area, &self.view, (&self.officer, &gate), cx);
        let (_, body) = split_top(area, rows);
        let (left, right) = if area.width >= SIDE_BY_SIDE {
            split_left(body, CHECKLIST.max(area.width / 4).min(56))
        } else if self.part == Part::Checklist {
            (body, Rect::ZERO)
        } else {
            (Rect::ZERO, body)
        };
        if !left.is_empty() {
            self.draw_checklist(canvas, left);
        }
        let mut row = Rect::ZERO;
        if !right.is_empty() {
            let columns = right.width.saturating_sub(1);
            let rows = tabs::rows(&tab_labels(cx), columns).min(TAB_ROWS);
            let (tabs_row, below) = split_top(right, rows);
            row = Rect { x: tabs_row.x + 1, width: columns, ..tabs_row };
            self.draw_tabs(canvas, row, cx);
            let (_, below) = split_top(below, u16::from(right.height > 12));
            let below = Rect { x: below.x + 1, width: below.width.saturating_sub(1), ..below };
            self.panel.draw(canvas, below, self.part == Part::Tab, cx);
        }
        self.drawn.set((row, left, right));
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Refresh => self.read_again(cx),
            Event::Action(action) => self.act(action, cx),
            Event::Answer(answer) if moves::asked(answer.question) => moves::answered(answer, &self.view, cx),
            Event::Answer(_) | Event::Leave => self.panel.handle(event, &self.view, cx),
            Event::Job(news) if staleness::is_told(news) => {
                self.panel.refresh(&self.view, cx);
                Step::Consumed
            }
            Event::Job(_) => Step::Pass,
            event => self.handle_part(event, cx),
        }
    }

    fn commands(&self, cx: &Context) -> Vec<Command> {
        let mut commands = Vec::new();
        if self.part == Part::Checklist {
            commands.push(Command::new("open"));
        } else {
            commands.extend(self.panel.commands(&self.view, cx));
        }
        commands.extend(moves::commands(&self.view));
        if self.part == Part::Tab {
            commands.push(Command::new("back"));
        }
        // In a form the arrows are the text's, so the other way to the next tab is shown.
        let tab_next = Command::new("tab.next");
        commands.push(if self.part == Part::Tab && self.panel.typing() {
            tab_next
        } else {
            tab_next.quiet()
        });
        commands.push(Command::new("tab.previous").quiet());
        commands
    }

    fn typing(&self) -> bool {
        self.part == Part::Tab && self.panel.typing()
    }

    fn tab(&self) -> Option<Action> {
        Some("go.case")
    }
}

impl CaseScreen {
    /// The tabs, with the key that goes to the next one where there is room.
    fn draw_tabs(&self, canvas: &mut Canvas<'_>, row: Rect, cx: &Context) {
        let labels = tab_labels(cx);
        tabs::draw(canvas, row, &labels, self.tab.place(), self.part == Part::Tab);
        let rest = tabs::rest(&labels, self.tab.place(), row);
        let key = canvas.settings().keys.shown("tab.next").unwrap_or_default();
        let label = canvas.word("screen.case.next_tab").to_owned();
        let needed = u16::try_from(width(&key) + 1 + width(&label)).unwrap_or(u16::MAX);
        if needed <= rest.width {
            let place = Rect { x: rest.right() - needed, width: needed, ..rest };
            canvas.pieces(place, &[(&key, Role::Key), (" ", Role::Muted), (&label, Role::Muted)]);
        }
    }

    fn draw_checklist(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let focused = self.part == Part::Checklist;
        let title = checklist::title(&self.view, canvas.locale());
        let inside = canvas.panel(area, &title, focused);
        let Some(why) = over::why(&self.view, canvas.settings()) else {
            return self.checklist.draw(canvas, inside, focused);
        };
        let why = canvas.say(&why);
        let rows = wrap(&why, usize::from(inside.width)).len();
        let (list, words) = split_bottom(inside, u16::try_from(rows).unwrap_or(u16::MAX));
        self.checklist.draw(canvas, list, focused);
        canvas.paragraph(words, &why, Role::Muted);
    }
}

/// Opens the case looked at last, or tells how one is opened.
pub fn open_last(cx: &mut Context) -> Step<Context> {
    let Some(id) = cx.last_case.clone() else {
        return Step::Say(crate::tui::toast::Toast::note(Message::new("screen.case.none_open")))
            .then(Step::Do("go.cases"));
    };
    match CaseScreen::new(id, cx) {
        Ok(screen) => Step::Switch(Some(Box::new(screen))),
        Err(error) => refused(&error, cx),
    }
}

fn officer_of(view: &CaseView, cx: &Context) -> String {
    let officer = view.file.case.officer.as_ref();
    officer.and_then(|id| cx.office.name_of("officer", id.as_str()).ok()).unwrap_or_default()
}

/// Does a tab list a paper among what belongs to its stage?
fn holds(tab: Tab, role: &str, view: &CaseView) -> bool {
    match tab {
        Tab::Proposal => role == proposal::PAPER,
        Tab::Transfer => transfer::papers_of_transfer(view).iter().any(|asked| asked == role),
        _ => false,
    }
}

fn tab_labels(cx: &Context) -> Vec<String> {
    Tab::ALL.iter().map(|tab| cx.word(&format!("screen.case.tab.{}", tab.code()))).collect()
}

fn make_panel(tab: Tab, view: &CaseView, cx: &mut Context) -> Box<dyn Panel> {
    use panel::PagePanel;
    match tab {
        Tab::Enterprise => record::enterprise(view, cx),
        Tab::Organisation => record::cell(view, cx),
        Tab::Members => Box::new(members::Members::new(view, cx)),
        Tab::Survey => Box::new(PagePanel::new(survey::Surveys, view, cx)),
        Tab::Opinions => Box::new(PagePanel::new(opinions::Opinions, view, cx)),
        Tab::Assessment => Box::new(PagePanel::new(assessment::Assessment, view, cx)),
        Tab::Proposal => Box::new(PagePanel::new(proposal::Proposal, view, cx)),
        Tab::Transfer => Box::new(PagePanel::new(transfer::Transfer, view, cx)),
        Tab::Papers => Box::new(PagePanel::new(papers::Papers, view, cx)),
        Tab::Journal => Box::new(PagePanel::new(journal::Journal, view, cx)),
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;
    use rstest::rstest;

    #[rstest]
    #[case(80, 24)]
    #[case(120, 36)]
    fn a_case_in_survey(#[case] width: u16, #[case] height: u16) {
        let mut desk = Desk::new(width, height).press("2 ctrl+p 'mo_ho_so_cho' enter f9 enter");
        insta::assert_snapshot!(format!("case_{width}x{height}"), desk.screen());
    }

    #[test]
    fn a_closed_case_is_only_read_and_says_why() {
        let mut desk = Desk::after_rehearsal(120, 36).press("2 enter tab");
        let screen = desk.screen();
        assert!(screen.contains("nên chỉ xem") && !screen.contains("Ctrl+S"), "{screen}");
        // A letter typed into a field that is locked is no letter, and changes nothing.
        desk = desk.press("tab right right right right right right enter");
        let screen = desk.screen();
        assert!(screen.matches("chỉ xem").count() == 2 && !screen.contains("Space"), "{screen}");
        insta::assert_snapshot!("closed_120x36", screen);
    }

    #[rstest]
    #[case(60)]
    #[case(80)]
    #[case(120)]
    fn every_tab_and_every_screen_is_in_view(#[case] width: u16) {
        let mut desk = Desk::new(width, 24).press("2 ctrl+p 'mo_ho_so_cho' enter f9 enter enter");
        let screen = desk.screen();
        for tab in ["Đơn vị", "Đảng viên", "Ý kiến", "Chuyển giao", "Văn bản", "Nhật ký"] {
            assert!(screen.contains(tab), "{tab} at {width}:\n{screen}");
        }
        for key in 1..=8 {
            assert!(screen.lines().nth(1).is_some_and(|line| line.contains(&key.to_string())), "{screen}");
        }
    }

    #[test]
    fn the_language_changes_in_what_is_open_too() {
        let mut desk = Desk::new(120, 36).press("2 ctrl+p 'mo_ho_so_cho' enter f9 enter tab left left f12");
        let screen = desk.screen();
        assert!(screen.contains("Grassroots party cell") && !screen.contains("Chi bộ cơ sở"), "{screen}");
    }

    #[test]
    fn the_help_says_what_the_screen_is_for() {
        let mut desk = Desk::new(80, 24).press("2 ctrl+p 'mo_ho_so_cho' enter f9 enter f1");
        let screen = desk.screen();
        assert!(screen.contains("F9 chuyển bước") && !screen.contains('<'), "{screen}");
    }
}
