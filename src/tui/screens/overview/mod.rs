//! The overview: the pipeline, what is due, who receives, how the Party grew; every number opens its list.
//!
//! ```text
//! ┌ Khảo sát ──┐ ┌ Đánh giá ─┐ ┌ Tờ trình ─┐ ┌ Chuyển giao ┐ ┌ Kết thúc ─┐
//! │ 18 hồ sơ   │ │ 3 hồ sơ   │ │ 2 hồ sơ   │ │ 1 hồ sơ     │ │ 0 hồ sơ   │
//! └────────────┘ └───────────┘ └───────────┘ └─────────────┘ └───────────┘
//! ┌▸Việc cần làm ───────────────────────┐ ┌ Theo cấp ủy nhận ─────────────┐
//! ```
//!
//! Invariant: the first frame asks the office for its sums and nothing else.

mod draw;

use crate::domain::ids::Id;
use crate::office::overview as office;
use crate::tui::canvas::Canvas;
use crate::tui::context::Context;
use crate::tui::event::{Action, Event, Motion, MouseDeed};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::cases::{Cases, Due, Facets};
use crate::tui::screens::opening::open_case;
use ratatui::layout::Rect;
use std::cell::RefCell;

/// A part of the screen that holds numbers to open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Stages,
    Counts,
    Agenda,
    Receivers,
}

const PARTS: [Part; 4] = [Part::Stages, Part::Counts, Part::Agenda, Part::Receivers];

/// The counters of the day, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    Overdue,
    ThisWeek,
    Waiting,
    WithoutCase,
}

const COUNTS: [Count; 4] = [Count::Overdue, Count::ThisWeek, Count::Waiting, Count::WithoutCase];

/// The screen.
pub struct Overview {
    figures: office::Overview,
    part: Part,
    /// The number in hand, for each part.
    at: [usize; 4],
    /// Where the last frame put each number.
    drawn: RefCell<Vec<(Rect, Part, usize)>>,
}

impl Overview {
    /// The figures of now.
    pub fn new(cx: &Context) -> Self {
        let figures = cx.office.overview().unwrap_or_default();
        let any = figures.stages.iter().any(|stage| stage.cases > 0);
        let mut screen = Self { figures, part: Part::Counts, at: [0; 4], drawn: RefCell::default() };
        // With nothing on its way the one thing to do is to open cases.
        screen.at[1] = if any { 0 } else { 3 };
        if !screen.figures.agenda.is_empty() {
            screen.part = Part::Agenda;
        }
        screen
    }

    fn place(&self) -> usize {
        PARTS.iter().position(|part| *part == self.part).unwrap_or(0)
    }

    fn at(&self, part: Part) -> usize {
        let place = PARTS.iter().position(|other| *other == part).unwrap_or(0);
        self.at[place].min(self.len(part).saturating_sub(1))
    }

    fn len(&self, part: Part) -> usize {
        match part {
            Part::Stages => self.figures.stages.len(),
            Part::Counts => COUNTS.len(),
            Part::Agenda => self.figures.agenda.len(),
            Part::Receivers => self.figures.receivers.len(),
        }
    }

    fn count(&self, count: Count) -> i64 {
        match count {
            Count::Overdue => self.figures.overdue,
            Count::ThisWeek => self.figures.due_this_week,
            Count::Waiting => self.figures.waiting,
            Count::WithoutCase => self.figures.without_case,
        }
    }

    fn turn(&mut self, forward: bool) {
        for step in 1..=PARTS.len() {
            let step = if forward { step } else { PARTS.len() - step };
            let part = PARTS[(self.place() + step) % PARTS.len()];
            if self.len(part) > 0 {
                self.part = part;
                return;
            }
        }
    }

    fn shift(&mut self, by: isize) -> bool {
        let place = self.place();
        let here = self.at(self.part);
        let next = here.saturating_add_signed(by).min(self.len(self.part).saturating_sub(1));
        self.at[place] = next;
        next != here
    }

    /// Moves the way the numbers lie: stages and counters side by side, the others below one another.
    fn go(&mut self, motion: Motion) -> Step<Context> {
        let across = matches!(self.part, Part::Stages | Part::Counts);
        match (motion, across) {
            (Motion::Next, _) => self.turn(true),
            (Motion::Previous, _) => self.turn(false),
            (Motion::Left, true) | (Motion::Up, false) if self.shift(-1) => {}
            (Motion::Right, true) | (Motion::Down, false) if self.shift(1) => {}
            (Motion::Down, true) => self.turn(true),
            (Motion::Up, _) if self.part == Part::Stages => {}
            (Motion::Up, false) if self.part == Part::Receivers => self.part = Part::Counts,
            (Motion::Up, _) => self.turn(false),
            (Motion::Right, false) if self.part == Part::Agenda && self.len(Part::Receivers) > 0 => {
                self.part = Part::Receivers;
            }
            (Motion::Left, false) if self.part == Part::Receivers && self.len(Part::Agenda) > 0 => {
                self.part = Part::Agenda;
            }
            (Motion::Down, false) => {}
            _ => return Step::Pass,
        }
        Step::Consumed
    }

    /// The list behind the number in hand.
    fn open(&self, cx: &mut Context) -> Step<Context> {
        let at = self.at(self.part);
        let facets = match self.part {
            Part::Stages => {
                let Some(stage) = self.figures.stages.get(at) else { return Step::Consumed };
                let name = stage.name(cx.language()).to_owned();
                // In the last stage stand those that are through.
                let all_states = at + 1 == self.figures.stages.len();
                Facets { stage: Some((stage.stage.clone(), name)), all_states, ..Facets::default() }
            }
            Part::Counts => match COUNTS[at] {
                Count::Overdue => Facets { due: Some(Due::Overdue), ..Facets::default() },
                Count::ThisWeek => Facets { due: Some(Due::ThisWeek), ..Facets::default() },
                Count::Waiting => Facets { waiting: true, ..Facets::default() },
                Count::WithoutCase => return self.open_new(cx),
            },
            Part::Agenda => {
                let Some(line) = self.figures.agenda.get(at) else { return Step::Consumed };
                return open_case(&Id::new(line.case.as_str()), cx);
            }
            Part::Receivers => {
                let Some(tally) = self.figures.receivers.get(at) else { return Step::Consumed };
                let name = tally.name.clone().unwrap_or_else(|| cx.word("screen.cases.none_yet"));
                let receiver = Some((tally.id.clone().unwrap_or_default(), name));
                Facets { receiver, all_states: true, ..Facets::default() }
            }
        };
        Step::Switch(Some(Box::new(Cases::with(cx, facets))))
    }

    /// Cells without a case are opened from the list of cases.
    fn open_new(&self, cx: &mut Context) -> Step<Context> {
        let cases = Cases::new(cx);
        let ask = if self.figures.without_case > 0 { Step::Do("case.open") } else { Step::Consumed };
        Step::Switch(Some(Box::new(cases))).then(ask)
    }
}

impl Layer<Context> for Overview {
    fn title(&self, cx: &Context) -> String {
        cx.word("action.go.overview")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        self.draw_screen(canvas, area, cx);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Refresh => {
                let had_work = !self.figures.agenda.is_empty();
                self.figures = cx.office.overview().unwrap_or_default();
                match (had_work, self.figures.agenda.is_empty()) {
                    (false, false) => {
                        self.part = Part::Agenda;
                        self.at[1] = 0;
                    }
                    (true, true) => self.part = Part::Counts,
                    _ => {}
                }
                Step::Consumed
            }
            Event::Action("open") => self.open(cx),
            Event::Action("case.open") => self.open_new(cx),
            Event::Action("search") => {
                let cases = Cases::new(cx);
                Step::Switch(Some(Box::new(cases))).then(Step::Do("search"))
            }
            Event::Move(motion) => self.go(*motion),
            Event::Mouse(mouse) if mouse.deed == MouseDeed::Click => {
                let hit = self.drawn.borrow().iter().find(|(area, ..)| mouse.within(*area)).copied();
                let Some((_, part, at)) = hit else { return Step::Pass };
                self.part = part;
                let place = self.place();
                self.at[place] = at;
                self.open(cx)
            }
            _ => Step::Pass,
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = vec![Command::new("open"), Command::new("search")];
        if self.figures.without_case > 0 {
            commands.push(Command::new("case.open"));
        }
        commands
    }

    fn tab(&self) -> Option<Action> {
        Some("go.overview")
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;
    use rstest::rstest;

    #[rstest]
    #[case(80, 24)]
    #[case(120, 36)]
    fn the_overview(#[case] width: u16, #[case] height: u16) {
        let mut desk = Desk::new(width, height);
        insta::assert_snapshot!(format!("empty_{width}x{height}"), desk.screen());
        let mut desk = desk.press("2 ctrl+p 'mo_ho_so_cho' enter f9 1");
        insta::assert_snapshot!(format!("busy_{width}x{height}"), desk.screen());
    }

    #[test]
    fn every_number_opens_the_list_behind_it() {
        let mut desk = Desk::new(120, 36).press("2 ctrl+p 'mo_ho_so_cho' enter f9 1");
        // The first stage.
        desk = desk.press("up up enter");
        assert!(desk.screen().contains("24 / 24 hồ sơ · Bước: Khảo sát"), "{}", desk.screen());
        // Cases that are overdue: none.
        desk = desk.press("1 down enter");
        assert!(desk.screen().contains("0 / 24 hồ sơ · Quá hạn"), "{}", desk.screen());
        // The most urgent one.
        desk = desk.press("1 down enter");
        assert!(desk.screen().contains("Để sang Đánh giá"), "{}", desk.screen());
    }

    #[test]
    fn what_is_to_do_first_is_one_key_away() {
        let mut desk = Desk::new(80, 24).press("enter");
        assert!(desk.screen().contains("Mở hồ sơ mới"), "{}", desk.screen());
        desk = desk.press("space down space enter");
        assert_eq!(desk.cx.office.first_cases(10).unwrap().1, 2);
    }
}
