//! The head of a case: whose it is, how far it is, from whom to whom, and when the next thing is due.
//!
//! Invariant: the stage is told by signs and names, the deadline by its day and what it is for.

use crate::domain::deadline::Deadline;
use crate::office::cases::CaseView;
use crate::text::dates::written_date;
use crate::text::locale::Locale;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::screens::wording::days_until;
use crate::tui::theme::{Glyph, Role};
use crate::tui::width::width;
use ratatui::layout::{Alignment, Rect};

/// Draws the head; returns the rows used. `gate` is said beside the name; it may be empty.
pub(super) fn draw(
    canvas: &mut Canvas<'_>,
    area: Rect,
    view: &CaseView,
    (officer, gate): (&str, &str),
    cx: &Context,
) -> u16 {
    // Where nothing is due, its line goes to what stands below.
    let wanted = if area.height <= 18 { 3 } else { 4 + u16::from(nearest(view).is_some()) };
    let (head, _) = split_top(area, wanted);
    let head = Rect { x: head.x + 1, width: head.width.saturating_sub(2), ..head };
    let mut lines = head.rows();
    if let Some(line) = lines.next() {
        draw_name(canvas, line, view, gate);
    }
    if let Some(line) = lines.next() {
        let used = draw_stages(canvas, line, view);
        draw_members(canvas, split_left(line, used + 2).1, view);
    }
    if wanted > 3
        && let Some(line) = lines.next()
    {
        draw_sides(canvas, line, view, officer);
    }
    if let Some(line) = lines.next() {
        draw_deadline(canvas, line, view, cx);
    }
    wanted
}

/// The name, and how it stands: closed, paused, or what `gate` says.
fn draw_name(canvas: &mut Canvas<'_>, line: Rect, view: &CaseView, gate: &str) {
    let file = &view.file;
    let state = match (file.case.closed_on, file.case.side_state) {
        (Some(day), _) => canvas.locale().fill("screen.case.closed_on", &[("day", &written_date(day))]),
        (None, Some(side)) => canvas.word(&format!("screen.cases.{}", side.code())).to_owned(),
        (None, None) if file.stands_on_old_figures() => canvas.word("screen.case.old_figures").to_owned(),
        (None, None) => gate.to_owned(),
    };
    let columns = u16::try_from(width(&state)).unwrap_or(0);
    let name = Rect { width: line.width.saturating_sub(columns + 2), ..line };
    let shown = canvas.fit_name(&file.cell.name, usize::from(name.width));
    canvas.text(name, &shown, Role::Title);
    let role = if file.case.closed_on.is_none() && view.gate.open { Role::Good } else { Role::Warn };
    canvas.text_aligned(line, &state, role, Alignment::Right);
}

/// Past stages are full, the present one is full and named in bold, those to come are empty.
fn draw_stages(canvas: &mut Canvas<'_>, line: Rect, view: &CaseView) -> u16 {
    let language = canvas.locale().language();
    let file = &view.file;
    let outcome = file.case.outcome.or_else(|| file.assessment.as_ref().and_then(|made| made.chosen));
    let on_way = |id: &str| {
        let way = outcome.and_then(|outcome| view.procedure.ways.iter().find(|way| way.outcome == outcome));
        way.is_none_or(|way| way.stages.iter().any(|stage| stage == id))
    };
    let stages: Vec<_> = view.procedure.stages.iter().filter(|stage| on_way(&stage.id)).collect();
    let here = stages.iter().position(|stage| stage.id == file.case.stage).unwrap_or(0);
    let closed = file.case.closed_on.is_some();
    let rule = format!(" {} ", canvas.glyph(Glyph::Rule));
    let (done, to_come) = (canvas.glyph(Glyph::StageDone), canvas.glyph(Glyph::StageToCome));
    let mut pieces: Vec<(&str, Role)> = Vec::new();
    for (at, stage) in stages.iter().enumerate() {
        if at > 0 {
            pieces.push((&rule, Role::Border));
        }
        let (sign, role) = if closed || at < here {
            (done, Role::Good)
        } else if at == here {
            (done, Role::Accent)
        } else {
            (to_come, Role::Muted)
        };
        let name = if at == here && !closed { Role::Title } else { Role::Muted };
        pieces.extend([(sign, role), (" ", role), (stage.name.text(language), name)]);
    }
    canvas.pieces(line, &pieces)
}

/// How many members, in as many words as there is room for.
fn draw_members(canvas: &mut Canvas<'_>, area: Rect, view: &CaseView) {
    let file = &view.file;
    let full = file.members.iter().filter(|member| !member.is_probationary()).count();
    let members = if file.members.is_empty() {
        file.cell.reported.map(|counts| (counts.total, counts.full, counts.probationary))
    } else {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let total = file.members.len();
        Some((number(total), number(full), number(total - full)))
    };
    let Some((total, full, probationary)) = members else { return };
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("total", &total), ("full", &full), ("probationary", &probationary)];
    let said =
        ["screen.case.members", "screen.case.members_short"].map(|key| canvas.locale().fill(key, &values));
    if let Some(fits) = said.iter().find(|said| width(said) <= usize::from(area.width)) {
        canvas.text_aligned(area, fits, Role::Text, Alignment::Right);
    }
}

/// From whom to whom, and who works on it where there is room for that too.
fn draw_sides(canvas: &mut Canvas<'_>, line: Rect, view: &CaseView, officer: &str) {
    let file = &view.file;
    let arrow = format!(" {} ", canvas.glyph(Glyph::Arrow));
    let name = |committee: &Option<crate::domain::reference::Committee>, unknown: &str| {
        committee.as_ref().map_or_else(|| canvas.word(unknown).to_owned(), |committee| committee.name.clone())
    };
    let giver = name(&file.giver, "screen.case.no_giver");
    let receiver = name(&file.receiver, "screen.case.no_receiver");
    let room = usize::from(line.width).saturating_sub(width(&arrow));
    let (giver, receiver) = if width(&giver) + width(&receiver) <= room {
        (giver, receiver)
    } else {
        let giver = canvas.fit_name(&giver, room / 2);
        let rest = room.saturating_sub(width(&giver));
        (giver, canvas.fit_name(&receiver, rest))
    };
    let used = canvas.pieces(line, &[(&giver, Role::Text), (&arrow, Role::Accent), (&receiver, Role::Text)]);
    let nobody = canvas.word("screen.case.no_officer");
    let officer = if officer.is_empty() { nobody } else { officer };
    let (_, rest) = split_left(line, used + 3);
    if width(officer) <= usize::from(rest.width) {
        canvas.text_aligned(rest, officer, Role::Muted, Alignment::Right);
    }
}

/// The deadline that falls first, of those not met.
pub(super) fn nearest(view: &CaseView) -> Option<&Deadline> {
    view.deadlines.iter().filter(|deadline| deadline.due.is_some()).min_by_key(|deadline| deadline.due)
}

/// What a deadline is for.
pub(super) fn name_of(deadline: &Deadline, view: &CaseView, locale: &Locale) -> String {
    let rules = view.procedure.stages.iter().flat_map(|stage| &stage.deadlines);
    let rule = rules.into_iter().find(|rule| rule.id == deadline.rule);
    rule.map_or_else(String::new, |rule| match locale.language() {
        crate::text::locale::Language::Vietnamese => rule.vietnamese.clone(),
        crate::text::locale::Language::English => rule.english.clone(),
    })
}

fn draw_deadline(canvas: &mut Canvas<'_>, line: Rect, view: &CaseView, cx: &Context) {
    let between = format!(" {} ", canvas.glyph(Glyph::Between));
    let Some(deadline) = nearest(view) else { return };
    let Some(due) = deadline.due else { return };
    let role = super::super::cases::columns::due_role(due, cx.today());
    let left = canvas.say(&days_until(due, cx.today()));
    let what = name_of(deadline, view, canvas.locale());
    let day = format!("{} {}", canvas.word("screen.case.due"), written_date(due));
    let why = deadline.why.first().map(|why| canvas.say(why)).unwrap_or_default();
    canvas.pieces(
        line,
        &[
            (&day, role),
            (&between, Role::Muted),
            (&left, role),
            (&between, Role::Muted),
            (&what, Role::Text),
            (&between, Role::Muted),
            (&why, Role::Muted),
        ],
    );
}
