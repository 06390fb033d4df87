//! The columns of the cases, and what stands in them.
//!
//! Invariant: a piece is made of the row alone; a state is told by signs and words, not by colour.

use super::super::wording::{days_until_short, short_name};
use super::list::List;
use crate::office::cases::CaseRow;
use crate::text::dates::written_date;
use crate::text::locale::Locale;
use crate::tui::theme::{Glyph, Role, Theme};
use crate::tui::widgets::column::Column;
use crate::tui::widgets::table::{Piece, RowSource};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// All columns, in the order they first stand in.
pub fn columns() -> Vec<Column> {
    let title = |id: &str| format!("screen.cases.column.{id}");
    vec![
        Column::fixed("code", title("code"), 8),
        Column::between("name", title("name"), 22, 48).share(4),
        Column::fixed("members", title("members"), 5).right(),
        Column::fixed("stage", title("stage"), 7),
        Column::fixed("missing", title("missing"), 5).right(),
        Column::fixed("due", title("due"), 13),
        Column::between("receiver", title("receiver"), 16, 30).share(2),
        Column::between("officer", title("officer"), 12, 22),
        Column::between("giver", title("giver"), 14, 30).share(2),
        Column::between("kind", title("kind"), 8, 18).hidden(),
        Column::between("state", title("state"), 10, 14).hidden(),
        Column::fixed("opened", title("opened"), 10).hidden(),
    ]
}

/// The rows of the table, drawn with what the screen knows.
pub struct Rows<'a> {
    /// The cases.
    pub list: &'a List,
    /// The marked ones.
    pub marks: &'a BTreeSet<String>,
    /// For the words.
    pub locale: &'a Locale,
    /// For the signs.
    pub theme: &'a Theme,
    /// The working day.
    pub today: Date,
    /// The code lists.
    pub codes: &'a crate::domain::codes::Codes,
}

impl RowSource for Rows<'_> {
    fn rows(&self) -> usize {
        self.list.len()
    }

    fn piece(&self, at: usize, column: &'static str) -> Piece<'_> {
        let Some(row) = self.list.row(at) else { return Piece::from("") };
        let or_dash = |text: Option<&'_ str>| match text {
            Some(text) => Piece::new(text.to_owned(), Role::Text),
            None => Piece::new("–", Role::Muted),
        };
        match column {
            "code" => Piece::new(row.code.as_str(), Role::Accent),
            "name" => Piece::from(short_name(&row.cell_name, self.locale)),
            "members" => Piece::from(members(row)),
            "giver" => or_dash(row.giver_name.as_deref()),
            "receiver" => or_dash(row.receiver_name.as_deref()),
            "stage" => Piece::new(stage_signs(row, self.theme), side_role(row)),
            "state" => Piece::new(state(row, self.locale), side_role(row)),
            "due" => match row.due_on.filter(|_| is_active(row)) {
                Some(due) => {
                    let left = self.locale.say(&days_until_short(due, self.today));
                    Piece::new(format!("{} {left}", short_date(due)), due_role(due, self.today))
                }
                None => Piece::new("–", Role::Muted),
            },
            "missing" if !is_active(row) => Piece::new("–", Role::Muted),
            "missing" if row.missing == 0 => Piece::new(self.theme.glyph(Glyph::Met), Role::Good),
            "missing" => Piece::from(row.missing.to_string()),
            "officer" => or_dash(row.officer_name.as_deref()),
            "kind" => {
                let name = row
                    .kind
                    .as_deref()
                    .map(|kind| self.codes.name("organisation_kind", kind, self.locale.language()));
                or_dash(name)
            }
            "opened" => or_dash(row.opened_on.map(written_date).as_deref()),
            _ => Piece::from(""),
        }
    }

    fn marked(&self, at: usize) -> bool {
        self.list.row(at).is_some_and(|row| self.marks.contains(row.id.as_str()))
    }
}

/// Full and probationary members: `14+2`.
pub fn members(row: &CaseRow) -> String {
    if row.probationary == 0 { row.full.to_string() } else { format!("{}+{}", row.full, row.probationary) }
}

/// `●●○○○`, and a sign where the case is not on its way.
pub fn stage_signs(row: &CaseRow, theme: &Theme) -> String {
    let done = if row.closed_on.is_some() { row.stages } else { row.stage_index + 1 };
    let mut signs = theme.glyph(Glyph::StageDone).repeat(done.min(row.stages));
    signs.push_str(&theme.glyph(Glyph::StageToCome).repeat(row.stages.saturating_sub(done)));
    if row.side_state.is_some() {
        signs.push(' ');
        signs.push_str(theme.glyph(Glyph::Waived));
    }
    signs
}

/// The stage's name, or what keeps the case from its way.
pub fn state(row: &CaseRow, locale: &Locale) -> String {
    if row.closed_on.is_some() {
        return locale.text("screen.cases.closed").to_owned();
    }
    match &row.side_state {
        Some(side) => locale.text(&format!("screen.cases.{side}")).to_owned(),
        None => row.stage_name.text(locale.language()).to_owned(),
    }
}

fn is_active(row: &CaseRow) -> bool {
    row.closed_on.is_none() && row.side_state.is_none()
}

fn side_role(row: &CaseRow) -> Role {
    if is_active(row) { Role::Gauge } else { Role::Muted }
}

/// Past is wrong, near is to be minded.
pub fn due_role(due: Date, today: Date) -> Role {
    match (due - today).get_days() {
        ..0 => Role::Error,
        0..=7 => Role::Warn,
        _ => Role::Text,
    }
}

/// `05/11`: the year goes without saying where the days left stand beside it.
fn short_date(day: Date) -> String {
    format!("{:02}/{:02}", day.day(), day.month())
}
