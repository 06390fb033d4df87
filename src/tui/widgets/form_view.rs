//! How a form looks: labels at the left, answers at the right, faults in words below; scrolls to the caret.
//!
//! ```text
//!   Tên chi bộ *        Chi bộ Công ty TNHH An Phát
//! ▌ Ngày thành lập *    31/02/2019
//!                       ✗ Không có ngày này trong lịch.
//!   Loại hình           ‹ Công ty cổ phần ›
//! ```
//!
//! Invariant: the field with the caret is in view with what is wrong with it.

use super::field::{Field, Input, Kind};
use super::form::Form;
use super::scroll_bar;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::theme::{Glyph, Role};
use crate::tui::width::{width, wrap};
use ratatui::layout::Rect;

/// The most rows a long text takes before it scrolls by itself.
const LONG_TEXT_ROWS: usize = 6;

/// A space at which no row ends.
const UNBROKEN: char = '\u{a0}';

/// A label of more rows than this stands above its answer, over the whole width.
const LABEL_ROWS: usize = 3;

/// What one field takes on the screen.
struct Plan {
    label: Vec<String>,
    /// Rows before the answer: those of a label too long to stand beside it.
    above: usize,
    answer_rows: usize,
    below: Vec<(String, Role)>,
}

impl Plan {
    /// Label and answer.
    fn body(&self) -> usize {
        self.label.len().max(self.above + self.answer_rows)
    }

    fn rows(&self) -> usize {
        self.body() + self.below.len()
    }
}

impl Form {
    /// Draws the form. `focused`: does it have the keys?
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
        let mut drawn = self.drawn.borrow_mut();
        drawn.clear();
        drawn.resize(self.fields.len(), Rect::ZERO);
        if area.is_empty() {
            return;
        }
        let label_columns = self.label_columns(canvas, area.width);
        let whole = area;
        let mut plans = self.plans(canvas, focused, label_columns, area.width);
        let rows: usize = plans.iter().flatten().map(Plan::rows).sum();
        let area = if rows > usize::from(area.height) {
            // The bar at the edge covers no word.
            let beside = Rect { width: area.width.saturating_sub(2).max(1), ..area };
            plans = self.plans(canvas, focused, label_columns, beside.width);
            beside
        } else {
            area
        };
        let top = self.scrolled_to(&plans, usize::from(area.height));
        let mut line = 0;
        for (at, plan) in plans.iter().enumerate() {
            let Some(plan) = plan else { continue };
            let rows = plan.rows();
            let (start, end) = (line.max(top), (line + rows).min(top + usize::from(area.height)));
            if start < end {
                let cut = start - line;
                let place = Rect {
                    y: area.y + u16::try_from(start - top).unwrap_or(0),
                    height: u16::try_from(end - start).unwrap_or(0),
                    ..area
                };
                drawn[at] = place;
                let here = focused && at == self.focus;
                draw_field(canvas, place, &self.fields[at], plan, cut, (here, label_columns));
            }
            line += rows;
        }
        scroll_bar::draw(canvas, whole, top, line);
    }

    /// What every field takes in so many columns; nothing of the hidden ones.
    fn plans(
        &self,
        canvas: &Canvas<'_>,
        focused: bool,
        label_columns: u16,
        columns: u16,
    ) -> Vec<Option<Plan>> {
        let columns = (label_columns, columns.saturating_sub(label_columns + 4), columns);
        let planned = self.fields.iter().enumerate().map(|(at, field)| {
            let here = focused && at == self.focus;
            (!field.hidden).then(|| plan(canvas, field, (here, at == 0), columns))
        });
        planned.collect()
    }

    fn label_columns(&self, canvas: &Canvas<'_>, columns: u16) -> u16 {
        let labels = self.fields.iter().filter(|field| !field.hidden);
        let labels = labels.filter(|field| !matches!(field.spec.kind, Kind::Heading | Kind::Note));
        let widest = labels.map(|field| width(canvas.word(&field.spec.label)) + 2).max().unwrap_or(0);
        u16::try_from(widest).unwrap_or(u16::MAX).min((columns * 2 / 5).clamp(1, 44))
    }

    fn scrolled_to(&self, plans: &[Option<Plan>], height: usize) -> usize {
        let rows = |plan: &Option<Plan>| plan.as_ref().map_or(0, Plan::rows);
        let total: usize = plans.iter().map(rows).sum();
        let mut start: usize = plans.iter().take(self.focus).map(rows).sum();
        let end = start + plans.get(self.focus).map_or(0, rows);
        // A heading just above comes along.
        for before in (0..self.focus).rev() {
            if !matches!(self.fields[before].spec.kind, Kind::Heading | Kind::Note) {
                break;
            }
            let above = rows(&plans[before]);
            if end - start + above > height {
                break;
            }
            start -= above;
        }
        let mut top = self.top.get();
        if end > top + height {
            top = end - height;
        }
        top = top.min(start).min(total.saturating_sub(height));
        self.top.set(top);
        top
    }
}

fn plan(
    canvas: &Canvas<'_>,
    field: &Field,
    (here, first): (bool, bool),
    (label_columns, answer_columns, columns): (u16, u16, u16),
) -> Plan {
    let words = canvas.word(&field.spec.label);
    let whole = usize::from(columns.saturating_sub(2).max(1));
    match field.spec.kind {
        Kind::Heading => {
            let mut label = wrap(words, whole);
            if !first {
                label.insert(0, String::new());
            }
            return Plan { label, above: 0, answer_rows: 0, below: Vec::new() };
        }
        Kind::Note => return Plan { label: wrap(words, whole), above: 0, answer_rows: 0, below: Vec::new() },
        _ => {}
    }
    // The star stays with the last word.
    let words = if field.spec.required { format!("{words}{UNBROKEN}*") } else { words.to_owned() };
    let mut label = wrap(&words, usize::from(label_columns.max(1)));
    let is_long = label.len() > LABEL_ROWS && columns > label_columns;
    if is_long {
        label = wrap(&words, whole);
    }
    let above = if is_long { label.len() } else { 0 };
    if let Some(line) = label.last_mut().filter(|_| field.spec.required) {
        *line = line.replace(UNBROKEN, " ");
    }
    let answer_rows = match &field.input {
        // What is only read is read whole.
        _ if field.spec.locked => {
            let rows = wrap(&locked_words(canvas, field), usize::from(answer_columns.max(1))).len();
            rows.clamp(1, LONG_TEXT_ROWS)
        }
        Input::Area(area) => {
            let least = if here { 3 } else { 1 };
            area.wanted_rows(answer_columns).clamp(least, LONG_TEXT_ROWS)
        }
        Input::Picked if field.spec.kind != Kind::YesNo => {
            // Less the two columns of the arrow.
            let answer_columns = answer_columns.saturating_sub(2);
            let rows = wrap(&picked_words(canvas, field), usize::from(answer_columns.max(1))).len();
            rows.clamp(1, 2 * LONG_TEXT_ROWS)
        }
        _ => 1,
    };
    let below_columns = usize::from(answer_columns.max(1));
    let mut below = Vec::new();
    if let Some(fault) = &field.fault {
        let said = format!("{} {}", canvas.glyph(Glyph::Missing), canvas.say(fault));
        below.extend(wrap(&said, below_columns).into_iter().map(|line| (line, Role::Error)));
    } else if here && !field.spec.hint.is_empty() {
        let hint = canvas.word(&field.spec.hint);
        below.extend(wrap(hint, below_columns).into_iter().map(|line| (line, Role::Muted)));
    }
    if !field.spec.remark.is_empty() {
        let said = format!("{} {}", canvas.glyph(Glyph::Note), field.spec.remark);
        below.extend(wrap(&said, below_columns).into_iter().map(|line| (line, Role::Warn)));
    }
    Plan { label, above, answer_rows, below }
}

fn draw_field(
    canvas: &mut Canvas<'_>,
    area: Rect,
    field: &Field,
    plan: &Plan,
    cut: usize,
    (here, label_columns): (bool, u16),
) {
    let (bar, rest) = split_left(area, 2);
    let wide = matches!(field.spec.kind, Kind::Heading | Kind::Note);
    let (beside, answer) = split_left(rest, label_columns);
    let label = if wide || plan.above > 0 { rest } else { beside };
    let role = match field.spec.kind {
        Kind::Heading => Role::Title,
        Kind::Note => Role::Muted,
        _ if here => Role::Title,
        _ if field.spec.locked => Role::Muted,
        _ => Role::Text,
    };
    for (row, line) in label.rows().zip(plan.label.iter().skip(cut)) {
        canvas.text(row, line, role);
    }
    if wide {
        return;
    }
    if here {
        for row in bar.rows().take(plan.rows()) {
            canvas.text(row, canvas.glyph(Glyph::Cursor), Role::Accent);
        }
    }
    let (_, answer) = split_left(answer, 2);
    let rows = |rows: usize| u16::try_from(rows).unwrap_or(u16::MAX);
    let (_, place) = split_top(answer, rows(plan.above.saturating_sub(cut)));
    let shown = plan.answer_rows.saturating_sub(cut.saturating_sub(plan.above));
    let place = Rect { height: place.height.min(rows(shown)), ..place };
    if place.height > 0 {
        draw_answer(canvas, place, field, here);
    }
    let below = answer.rows().skip(plan.body().saturating_sub(cut));
    for (row, (line, role)) in below.zip(plan.below.iter().skip(cut.saturating_sub(plan.body()))) {
        canvas.text(row, line, *role);
    }
}

fn draw_answer(canvas: &mut Canvas<'_>, area: Rect, field: &Field, here: bool) {
    if field.spec.locked {
        canvas.paragraph(area, &locked_words(canvas, field), Role::Text);
        return;
    }
    let hint = match field.spec.kind {
        Kind::Date => "shell.form.date",
        Kind::PartialDate => "shell.form.partial_date",
        _ => "",
    };
    let hint = if hint.is_empty() { "" } else { canvas.word(hint) };
    match &field.input {
        Input::Line(line) => {
            // Dates and numbers are short; a short line says so.
            let most = match field.spec.kind {
                Kind::Number | Kind::Decimal => 16,
                // Room to read how it is typed, until something is.
                Kind::Date | Kind::PartialDate if line.text().is_empty() => area.width,
                Kind::Date | Kind::PartialDate => 24,
                _ => area.width,
            };
            line.draw(canvas, Rect { width: area.width.min(most), ..area }, here, hint);
        }
        Input::Area(text) => text.draw(canvas, area, here, ""),
        Input::Picked => draw_picked(canvas, area, field, here),
    }
}

fn draw_picked(canvas: &mut Canvas<'_>, area: Rect, field: &Field, here: bool) {
    let role = if here { Role::FieldFocused } else { Role::Field };
    let words = picked_words(canvas, field);
    if here {
        // So that a screen reader, and the eye, find the place.
        canvas.set_caret(area.as_position());
    }
    match field.spec.kind {
        Kind::YesNo => {
            let sign = |on: bool| if on { "(•) " } else { "( ) " };
            let value = field.spec.value.as_str();
            let (yes, no) = (canvas.word("shell.form.yes"), canvas.word("shell.form.no"));
            let pieces = [
                (sign(value == "true"), role),
                (yes, role),
                ("   ", Role::Text),
                (sign(value == "false"), role),
                (no, role),
            ];
            canvas.pieces(area, &pieces);
        }
        _ if area.height > 1 => {
            let (area, _) = split_left(area, area.width.saturating_sub(2));
            canvas.paragraph(area, &words, role);
        }
        _ if words.is_empty() => {
            let key = canvas.settings().keys.shown("pick").unwrap_or_default();
            let text =
                if here { canvas.locale().fill("shell.form.choose", &[("key", &key)]) } else { "…".into() };
            canvas.text(area, &text, Role::Muted);
        }
        _ => {
            let (text, arrow) = split_left(area, area.width.saturating_sub(2));
            let used = canvas.text(text, &words, role);
            let x = (text.x + used + 1).min(arrow.x);
            canvas.text(Rect { x, ..arrow }, canvas.glyph(Glyph::Descending), Role::Muted);
        }
    }
}

/// What stands in a field that is only read.
fn locked_words(canvas: &Canvas<'_>, field: &Field) -> String {
    match &field.input {
        Input::Line(line) => line.text().to_owned(),
        Input::Area(area) => area.text(),
        Input::Picked => picked_words(canvas, field),
    }
}

/// The words of what was chosen.
fn picked_words(canvas: &Canvas<'_>, field: &Field) -> String {
    let value = field.spec.value.as_str();
    let label = |id: &str| {
        let choice = field.choices().iter().find(|choice| choice.id == id);
        choice.map_or_else(|| id.to_owned(), |choice| canvas.word(&choice.label).to_owned())
    };
    match field.spec.kind {
        _ if value.is_empty() => String::new(),
        Kind::Choices(_) => field.ticked().iter().map(|id| label(id)).collect::<Vec<_>>().join(" · "),
        Kind::YesNo => {
            canvas.word(if value == "true" { "shell.form.yes" } else { "shell.form.no" }).to_owned()
        }
        Kind::Reference if !field.spec.shown.is_empty() => field.spec.shown.clone(),
        _ => label(value),
    }
}
