//! The agenda: every deadline by day, what is overdue first; beside it the month, and why the day is that day.
//!
//! Invariant: each deadline says why it falls where it falls.

mod month;

use super::lines::{self, Lines, muted, words};
use super::opening::open_case;
use super::wording::days_until;
use crate::domain::ids::Id;
use crate::store::AgendaLine;
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::event::{Action, Event};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::table::{RowSource, Table, TableNews};
use jiff::Span;
use jiff::civil::Date;
use month::{COLUMNS, Month};
use ratatui::layout::Rect;
use std::collections::{BTreeSet, HashMap};

/// The screen.
pub struct Agenda {
    agenda: Vec<AgendaLine>,
    lines: Lines,
    table: Table,
    counts: String,
    /// Any day of the month that is shown.
    shown: Date,
    month: Month,
    /// The chosen deadline: what it is, and why it falls on its day.
    why: Vec<(String, Role)>,
    fault: Option<Message>,
}

impl Agenda {
    /// The deadlines of all cases.
    pub fn new(cx: &mut Context) -> Self {
        let heads = [
            words("due", 10, 10),
            words("left", 11, 14),
            lines::names("cell", 14, 70),
            words("stage", 10, 14),
            lines::numbers("missing", 5, 5),
            words("case", 7, 9),
            words("waiting", 12, 24),
        ];
        let mut screen = Self {
            agenda: Vec::new(),
            lines: Lines::default(),
            table: lines::table("screen.agenda.column", &heads, "screen.agenda.nothing"),
            counts: String::new(),
            shown: cx.today(),
            month: Month::default(),
            why: Vec::new(),
            fault: None,
        };
        screen.read(cx);
        screen
    }

    fn read(&mut self, cx: &Context) {
        match cx.office.agenda() {
            Ok(agenda) => {
                self.agenda = agenda;
                self.fault = None;
            }
            Err(error) => self.fault = Some(error.message),
        }
        // What has no day stands last.
        self.agenda.sort_by_key(|line| (line.due_on.is_none(), line.due_on, line.code.clone()));
        let today = cx.today();
        let locale = &cx.settings().locale;
        let stages = stage_names(cx);
        let mut lines = Lines::default();
        let mut before = None;
        let (mut overdue, mut this_week) = (0, 0);
        let week_end = today.saturating_add(Span::new().days(7));
        for line in &self.agenda {
            let (left, role) = match line.due_on {
                Some(day) if day < today => {
                    overdue += 1;
                    let sign = cx.settings().theme.glyph(Glyph::Warn);
                    (format!("{sign} {}", locale.say(&days_until(day, today))), Role::Error)
                }
                Some(day) => {
                    this_week += usize::from(day <= week_end);
                    let role = if day <= week_end { Role::Warn } else { Role::Text };
                    (locale.say(&days_until(day, today)), role)
                }
                None => (cx.word("screen.agenda.no_deadline"), Role::Muted),
            };
            let day = line.due_on.map(written_date).unwrap_or_default();
            // A day is written once, over all that falls on it.
            let day_shown = if before == Some(line.due_on) { String::new() } else { day };
            before = Some(line.due_on);
            let waiting =
                line.waiting_for.as_deref().map(|who| locale.text(&format!("supplier.{who}")).to_owned());
            let pieces = vec![
                (day_shown, role),
                (left, role),
                (line.cell_name.clone(), Role::Text),
                muted(stages.get(&line.stage).cloned().unwrap_or_else(|| line.stage.clone())),
                muted(line.missing.to_string()),
                (line.code.clone(), Role::Accent),
                muted(waiting.unwrap_or_default()),
            ];
            lines.push(line.case.as_str(), pieces);
        }
        self.lines = lines;
        let counts = Message::new("screen.agenda.counts")
            .with("all", self.agenda.len())
            .with("overdue", overdue)
            .with("week", this_week);
        self.counts = locale.say(&counts);
        self.table.select(self.table.selected().min(self.agenda.len().saturating_sub(1)));
        self.follow(cx);
    }

    fn chosen(&self) -> Option<&AgendaLine> {
        self.agenda.get(self.table.selected())
    }

    /// Shows the month of the chosen deadline, and why it falls on its day.
    fn follow(&mut self, cx: &Context) {
        if let Some(day) = self.chosen().and_then(|line| line.due_on) {
            self.shown = day;
        }
        self.show_month(cx);
        self.why = self.chosen().map(|line| reasons(line, cx)).unwrap_or_default();
    }

    fn show_month(&mut self, cx: &Context) {
        let due: BTreeSet<Date> = self.agenda.iter().filter_map(|line| line.due_on).collect();
        let locale = &cx.settings().locale;
        if let Ok(holidays) = cx.office.holidays() {
            self.month = Month::new(self.shown, holidays, &due, &|message| locale.say(message));
        }
    }

    fn act(&mut self, action: Action, cx: &mut Context) -> Step<Context> {
        let month = Span::new().months(1);
        match action {
            "open" => {
                let Some(line) = self.chosen() else { return Step::Consumed };
                let case = Id::new(line.case.as_str());
                return open_case(&case, cx);
            }
            "agenda.earlier" => self.shown = self.shown.saturating_sub(month),
            "agenda.later" => self.shown = self.shown.saturating_add(month),
            "agenda.today" => self.shown = cx.today(),
            _ => return Step::Pass,
        }
        self.show_month(cx);
        Step::Consumed
    }
}

fn stage_names(cx: &Context) -> HashMap<String, String> {
    let Ok(procedure) = cx.office.newest_procedure() else { return HashMap::new() };
    let name = |stage: &crate::domain::procedure::Stage| stage.name.text(cx.language()).to_owned();
    procedure.stages.iter().map(|stage| (stage.id.clone(), name(stage))).collect()
}

/// What is due, and why on that day.
fn reasons(line: &AgendaLine, cx: &Context) -> Vec<(String, Role)> {
    let Ok(view) = cx.office.case_view(&Id::new(line.case.as_str())) else { return Vec::new() };
    let mut said = vec![(line.cell_name.clone(), Role::Title)];
    for deadline in &view.deadlines {
        let rules = view.procedure.stages.iter().flat_map(|stage| &stage.deadlines);
        let name = rules.clone().find(|rule| rule.id == deadline.rule).map(|rule| match cx.language() {
            crate::text::locale::Language::Vietnamese => rule.vietnamese.clone(),
            crate::text::locale::Language::English => rule.english.clone(),
        });
        let name = name.unwrap_or_else(|| deadline.rule.clone());
        let day = deadline.due.map(written_date).unwrap_or_default();
        said.push((format!("{name}: {day}"), Role::Accent));
        said.extend(deadline.why.iter().map(|why| (cx.settings().locale.say(why), Role::Text)));
    }
    if view.deadlines.is_empty() {
        said.push((cx.word("screen.agenda.no_deadline_why"), Role::Muted));
    }
    said
}

impl Layer<Context> for Agenda {
    fn title(&self, cx: &Context) -> String {
        cx.word("action.go.agenda")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Context) {
        let right_columns = if area.width >= 140 { COLUMNS + 14 } else { COLUMNS + 4 };
        let (left, right) = split_left(area, area.width.saturating_sub(right_columns));
        let heading = format!("{} · {}", canvas.word("action.go.agenda"), self.counts);
        let inside = canvas.panel(left, &heading, true);
        match &self.fault {
            Some(fault) => {
                let said = canvas.say(fault);
                canvas.paragraph(inside, &said, Role::Error);
            }
            None => self.table.draw(canvas, inside, &self.lines, true),
        }
        // The reasons take what the month leaves, and at least a third.
        let rows = (self.month.wanted_rows(COLUMNS.max(right.width.saturating_sub(4))) + 3)
            .min(right.height * 2 / 3)
            .max(right.height.min(11));
        let (above, below) = split_top(right, if right.height > rows + 3 { rows } else { right.height });
        let title = canvas.word("screen.agenda.calendar").to_owned();
        let inside = canvas.panel(above, &title, false);
        let pad = inside.width.saturating_sub(COLUMNS) / 2;
        let (_, inside) = split_left(inside, pad);
        let (inside, _) = split_left(inside, inside.width.saturating_sub(pad));
        self.month.draw(canvas, inside, cx.today(), self.chosen().and_then(|line| line.due_on));
        if below.is_empty() {
            return;
        }
        let title = canvas.word("screen.agenda.why").to_owned();
        let mut inside = canvas.panel(below, &title, false);
        if self.why.is_empty() {
            let words = canvas.word("screen.agenda.why_empty").to_owned();
            canvas.paragraph(inside, &words, Role::Muted);
        }
        for (words, role) in &self.why {
            let used = canvas.paragraph(inside, words, *role);
            inside = split_top(inside, used).1;
        }
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action(action) => self.act(action, cx),
            Event::Refresh => {
                self.read(cx);
                Step::Consumed
            }
            event => match self.table.handle(event, self.lines.rows()) {
                TableNews::Ignored => Step::Pass,
                TableNews::Opened => Step::Do("open"),
                _ => {
                    self.follow(cx);
                    Step::Consumed
                }
            },
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let open = (self.lines.rows() > 0).then(|| Command::new("open"));
        let months = ["agenda.earlier", "agenda.later", "agenda.today"].map(Command::new);
        open.into_iter().chain(months).collect()
    }

    fn tab(&self) -> Option<Action> {
        Some("go.agenda")
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;
    use insta::assert_snapshot;

    #[test]
    fn it_looks_so() {
        let mut desk = Desk::with_cases(80, 24, 3).press("5");
        assert_snapshot!(desk.screen());
        let mut desk = Desk::with_cases(120, 36, 9).press("5 down f5");
        assert_snapshot!(desk.screen());
    }

    #[test]
    fn with_nothing_due_it_says_what_to_do() {
        let mut desk = Desk::new(80, 24).press("5");
        assert!(desk.screen().contains("Chưa có việc"), "{}", desk.screen());
    }
}
