//! Đảng viên: the list of the cell's members, who is held back and why, and whether list and counts agree.
//!
//! Invariant: a possible hold stays one until a person says what it is.

use super::ask;
use super::over;
use super::panel::{Panel, field};
use crate::domain::case_file::DifferenceSubject;
use crate::domain::organisation::{HoldState, Member};
use crate::domain::record::RecordKind;
use crate::office::cases::CaseView;
use crate::text::dates::PartialDate;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_top};
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::event::{Event, Reply};
use crate::tui::layer::{Command, Step};
use crate::tui::screens::outcome::{quietly, refused, told};
use crate::tui::screens::registers::record::RecordForm;
use crate::tui::settings::Environment;
use crate::tui::theme::{Glyph, Role, Theme};
use crate::tui::widgets::column::Column;
use crate::tui::widgets::field::{FieldSpec, Kind};
use crate::tui::widgets::table::{Piece, RowSource, Table, TableNews};
use ratatui::layout::Rect;

/// The panel.
pub(super) struct Members {
    rows: Vec<Line>,
    table: Table,
    /// What the list says beside the counts.
    summary: (String, Role),
    asked: String,
}

/// One member, worded.
struct Line {
    id: String,
    name: String,
    born: String,
    admitted: String,
    official: String,
    status: String,
    hold: Option<(HoldState, String)>,
}

struct Source<'a>(&'a [Line], &'a Theme);

impl RowSource for Source<'_> {
    fn rows(&self) -> usize {
        self.0.len()
    }

    fn piece(&self, row: usize, column: &'static str) -> Piece<'_> {
        let Some(line) = self.0.get(row) else { return Piece::from("") };
        match column {
            "name" => Piece::from(line.name.as_str()),
            "born" => Piece::new(line.born.as_str(), Role::Muted),
            "admitted" => Piece::from(line.admitted.as_str()),
            "official" => Piece::from(line.official.as_str()),
            "status" => Piece::new(line.status.as_str(), Role::Muted),
            _ => match &line.hold {
                Some((HoldState::Held, reason)) => {
                    Piece::new(format!("{} {reason}", self.1.glyph(Glyph::Waived)), Role::Warn)
                }
                Some((HoldState::Possible, reason)) => {
                    Piece::new(format!("{} {reason}", self.1.glyph(Glyph::Warn)), Role::Warn)
                }
                _ => Piece::from(""),
            },
        }
    }
}

impl Members {
    pub(super) fn new(view: &CaseView, cx: &Context) -> Self {
        let title = |name: &str| format!("screen.case.members_tab.{name}");
        let columns = vec![
            Column::between("name", title("name"), 18, 32).share(2),
            Column::fixed("born", title("born"), 10),
            Column::fixed("admitted", title("admitted"), 10),
            Column::fixed("official", title("official"), 10),
            Column::between("hold", title("hold"), 12, 40).share(2),
            Column::between("status", title("status"), 10, 18),
        ];
        let mut panel = Self {
            rows: Vec::new(),
            table: Table::new(columns).empty("screen.case.members_tab.none"),
            summary: (String::new(), Role::Muted),
            asked: String::new(),
        };
        panel.read(view, cx);
        panel
    }

    fn read(&mut self, view: &CaseView, cx: &Context) {
        self.rows = view.file.members.iter().map(|member| line_of(member, view, cx)).collect();
        let listed = self.rows.len();
        let full = view.file.members.iter().filter(|member| !member.is_probationary()).count();
        let locale = &cx.settings().locale;
        let (listed_total, probationary) = (listed, listed - full);
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("total", &listed_total), ("full", &full), ("probationary", &probationary)];
        let mut words = locale.fill("screen.case.members_tab.listed", &values);
        let mut role = Role::Muted;
        if let Some(reported) = view.file.cell.reported {
            let difference = i64::try_from(listed).unwrap_or_default() - reported.total;
            words.push_str(" · ");
            words.push_str(&locale.fill("screen.case.members_tab.reported", &[("total", &reported.total)]));
            if difference != 0 {
                role = Role::Warn;
                words.push_str(&format!(" ({difference:+})"));
            }
        }
        self.summary = (words, role);
    }

    fn chosen(&self) -> Option<&Line> {
        self.rows.get(self.table.selected().min(self.rows.len().saturating_sub(1)))
    }

    fn act(&mut self, action: &str, view: &CaseView, cx: &mut Context) -> Step<Context> {
        let kind = RecordKind::of("member");
        self.asked = self.chosen().map(|line| line.id.clone()).unwrap_or_default();
        match (action, kind) {
            ("open" | "edit", Some(kind)) if !self.asked.is_empty() => {
                match RecordForm::edit(kind, &self.asked, cx) {
                    Ok(form) => Step::push(match over::register_why(view, cx.settings()) {
                        Some(why) => form.to_read(why),
                        None => form,
                    }),
                    Err(error) => refused(&error, cx),
                }
            }
            ("new", Some(kind)) => {
                let cell = &view.file.cell;
                Step::push(RecordForm::create(kind, cx).with_reference("cell", cell.id.as_str(), &cell.name))
            }
            ("member.hold", _) if !self.asked.is_empty() => self.hold_form(cx),
            ("case.explain", _) => {
                let listed = i64::try_from(self.rows.len()).unwrap_or_default();
                let amount = view.file.cell.reported.map(|counts| listed - counts.total).unwrap_or_default();
                let specs = vec![
                    FieldSpec::new("amount", "screen.case.transfer.difference_amount", Kind::Number)
                        .required()
                        .value(amount.to_string()),
                    ask::long("explanation", "screen.case.transfer.explanation").required(),
                ];
                Step::push(Fill::new("difference.explain", "action.case.explain", specs))
            }
            _ => Step::Pass,
        }
    }

    fn hold_form(&self, cx: &Context) -> Step<Context> {
        let Some(line) = self.chosen() else { return Step::Consumed };
        let (state, reason) = match &line.hold {
            Some((HoldState::Possible, reason)) => (HoldState::Held, reason.clone()),
            Some((state, reason)) => (*state, reason.clone()),
            None => (HoldState::Held, String::new()),
        };
        let specs = vec![
            ask::code("state", "record.member_hold.state", "hold_state", cx).required().value(state.code()),
            ask::long("reason", "record.member_hold.reason")
                .required()
                .hint("screen.case.members_tab.reason_hint")
                .value(reason),
            ask::day("since", "record.member_hold.since"),
        ];
        Step::push(Fill::new("member.hold", line.name.clone(), specs))
    }

    fn answered(&self, event: &Event, view: &CaseView, cx: &mut Context) -> Step<Context> {
        let Event::Answer(answer) = event else { return Step::Pass };
        let Reply::Filled(fields) = &answer.reply else { return Step::Pass };
        match answer.question {
            "member.hold" => {
                let member = self.asked.as_str();
                let known = view.file.holds.iter().rev().find(|hold| hold.member.as_str() == member);
                let since = ask::typed_day(field(fields, "since"));
                let (state, reason) = (field(fields, "state"), field(fields, "reason"));
                let set = match known {
                    Some(hold) => {
                        let values = [("state", state), ("reason", reason), ("since", since.as_str())];
                        cx.office.set_fields("member_hold", hold.id.as_str(), &values)
                    }
                    None => {
                        let values = [
                            ("member", member),
                            ("state", state),
                            ("reason", reason),
                            ("since", since.as_str()),
                        ];
                        cx.office.create_record("member_hold", &values).map(|_| ())
                    }
                };
                told(set, Message::new("screen.case.members_tab.hold_set"), cx)
            }
            "difference.explain" => {
                let amount = field(fields, "amount").parse().unwrap_or_default();
                let explained = cx.office.explain_difference(
                    &view.file.case.id,
                    DifferenceSubject::ListAndCounts,
                    None,
                    amount,
                    field(fields, "explanation"),
                );
                quietly(explained, cx)
            }
            _ => Step::Pass,
        }
    }
}

fn line_of(member: &Member, view: &CaseView, cx: &Context) -> Line {
    let day = |day: Option<PartialDate>| day.map(PartialDate::written).unwrap_or_default();
    let hold = view.file.holds.iter().rev().find(|hold| hold.member == member.id);
    Line {
        id: member.id.to_string(),
        name: member.name.clone(),
        born: day(member.born_on),
        admitted: day(member.admitted_on),
        official: match member.official_on {
            Some(official) => official.written(),
            None => cx.word("screen.case.members_tab.probationary"),
        },
        status: cx.code_name("member_status", &member.status),
        hold: hold.map(|hold| (hold.state, hold.reason.clone())),
    }
}

impl Panel for Members {
    fn refresh(&mut self, view: &CaseView, cx: &mut Context) {
        self.read(view, cx);
        self.table.select(self.table.selected().min(self.rows.len().saturating_sub(1)));
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool, _: &Context) {
        let (line, rest) = split_top(area, 1);
        let line = Rect { x: line.x + 3, width: line.width.saturating_sub(3), ..line };
        canvas.text(line, &self.summary.0, self.summary.1);
        let (_, rest) = split_top(rest, u16::from(area.height > 8));
        let theme = canvas.theme();
        self.table.draw(canvas, rest, &Source(&self.rows, theme), focused);
    }

    fn handle(&mut self, event: &Event, view: &CaseView, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action(action) => self.act(action, view, cx),
            Event::Answer(_) => self.answered(event, view, cx),
            event => match self.table.handle(event, self.rows.len()) {
                TableNews::Ignored | TableNews::SortBy(_) => Step::Pass,
                TableNews::Moved => Step::Consumed,
                TableNews::Opened => Step::Do("open"),
            },
        }
    }

    fn commands(&self, view: &CaseView, _: &Context) -> Vec<Command> {
        let mut commands = Vec::new();
        if !self.rows.is_empty() {
            commands.push(Command::new("open"));
        }
        if over::is_over(view) {
            return commands;
        }
        if !self.rows.is_empty() {
            commands.push(Command::new("member.hold"));
        }
        commands.push(Command::new("new"));
        let listed = i64::try_from(self.rows.len()).unwrap_or_default();
        if view.file.cell.reported.is_some_and(|reported| reported.total != listed) {
            commands.push(Command::new("case.explain"));
        }
        commands
    }

    fn go_to(&mut self, _: &str, target: &str, _: &CaseView) {
        if let Some(row) = self.rows.iter().position(|line| line.id == target) {
            self.table.select(row);
        }
    }
}
