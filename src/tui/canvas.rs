//! What a layer draws on: the frame's cells, the settings, and where the caret stands.
//!
//! Invariant: nothing drawn leaves its area, whatever the size; text is cut between graphemes, with `…`.

use super::settings::Settings;
use super::theme::{Glyph, Role, Theme};
use super::width::{fit, fit_middle, shorter, width};
use crate::text::locale::Locale;
use crate::text::message::Message;
use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Block, Borders, Clear, Widget};

/// The surface of one frame.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    settings: &'a Settings,
    caret: Option<Position>,
}

impl<'a> Canvas<'a> {
    /// A canvas over a frame's buffer.
    pub fn new(buffer: &'a mut Buffer, settings: &'a Settings) -> Self {
        Self { buffer, settings, caret: None }
    }

    /// The settings.
    pub fn settings(&self) -> &'a Settings {
        self.settings
    }

    /// The theme.
    pub fn theme(&self) -> &'a Theme {
        &self.settings.theme
    }

    /// The sentences.
    pub fn locale(&self) -> &'a Locale {
        &self.settings.locale
    }

    /// The wording of a key.
    pub fn word<'k>(&self, key: &'k str) -> &'k str
    where
        'a: 'k,
    {
        self.settings.locale.text(key)
    }

    /// The wording of a message.
    pub fn say(&self, message: &Message) -> String {
        self.settings.locale.say(message)
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.settings.theme.style(role)
    }

    /// A sign of the theme.
    pub fn glyph(&self, glyph: Glyph) -> &'static str {
        self.settings.theme.glyph(glyph)
    }

    /// The cells themselves, for ratatui's own widgets. Stay inside your area.
    pub fn buffer(&mut self) -> &mut Buffer {
        self.buffer
    }

    /// Draws one of ratatui's widgets.
    pub fn render(&mut self, widget: impl Widget, area: Rect) {
        let area = area.intersection(self.buffer.area);
        if !area.is_empty() {
            widget.render(area, self.buffer);
        }
    }

    /// Says where the caret stands; the terminal's own cursor goes there.
    pub fn set_caret(&mut self, at: Position) {
        if self.buffer.area.contains(at) {
            self.caret = Some(at);
        }
    }

    /// Where the caret stands.
    pub fn caret(&self) -> Option<Position> {
        self.caret
    }

    /// Forgets the caret of what is now covered.
    pub fn drop_caret(&mut self) {
        self.caret = None;
    }

    /// A name in so many columns: whole, else shortened as officers do, else cut in its middle.
    pub fn fit_name(&self, name: &str, columns: usize) -> String {
        if width(name) <= columns {
            return name.to_owned();
        }
        fit_middle(&shorter(name, self.word("shell.shorter")), columns).into_owned()
    }

    /// Writes one line of text at the left of an area's first row, cut to fit; returns the columns used.
    pub fn text(&mut self, area: Rect, text: &str, role: Role) -> u16 {
        let style = self.style(role);
        self.text_styled(area, text, style)
    }

    /// The same, in a style.
    pub fn text_styled(&mut self, area: Rect, text: &str, style: Style) -> u16 {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return 0;
        }
        let shown = fit(text, usize::from(area.width));
        let (end, _) = self.buffer.set_stringn(area.x, area.y, &shown, usize::from(area.width), style);
        end.saturating_sub(area.x)
    }

    /// Writes what fits of a line, without a sign that there is more: for a text that scrolls.
    pub fn text_uncut(&mut self, area: Rect, text: &str, role: Role) {
        let area = area.intersection(self.buffer.area);
        if !area.is_empty() {
            let style = self.style(role);
            self.buffer.set_stringn(area.x, area.y, text, usize::from(area.width), style);
        }
    }

    /// Writes one line at the left, right or centre of an area's first row.
    pub fn text_aligned(&mut self, area: Rect, text: &str, role: Role, alignment: Alignment) {
        let taken = u16::try_from(width(text)).unwrap_or(u16::MAX).min(area.width);
        let free = area.width - taken;
        let start = match alignment {
            Alignment::Left => 0,
            Alignment::Center => free / 2,
            Alignment::Right => free,
        };
        self.text(Rect { x: area.x + start, width: area.width - start, ..area }, text, role);
    }

    /// Writes pieces after one another on an area's first row; returns the columns used.
    pub fn pieces(&mut self, area: Rect, pieces: &[(&str, Role)]) -> u16 {
        let mut used = 0;
        for (text, role) in pieces {
            if used >= area.width {
                break;
            }
            used += self.text(Rect { x: area.x + used, width: area.width - used, ..area }, text, *role);
        }
        used
    }

    /// Writes a text over several rows, wrapped between words; returns the rows used.
    pub fn paragraph(&mut self, area: Rect, text: &str, role: Role) -> u16 {
        let mut row = 0;
        for line in super::width::wrap(text, usize::from(area.width)) {
            if row >= area.height {
                break;
            }
            self.text(Rect { y: area.y + row, height: 1, ..area }, &line, role);
            row += 1;
        }
        row
    }

    /// Lays a style over an area.
    pub fn tint(&mut self, area: Rect, role: Role) {
        let style = self.style(role);
        self.buffer.set_style(area, style);
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Rect) {
        self.render(Clear, area);
    }

    /// A bordered part with a title; returns the inside. Where there is no room, no border.
    pub fn panel(&mut self, area: Rect, title: &str, focused: bool) -> Rect {
        if area.width < 4 || area.height < 3 {
            return area;
        }
        let (border, heading) =
            if focused { (Role::BorderFocused, Role::Title) } else { (Role::Border, Role::Muted) };
        let block = Block::new()
            .borders(Borders::ALL)
            .border_set(self.theme().border())
            .border_style(self.style(border));
        let inner = block.inner(area);
        self.render(block, area);
        if !title.is_empty() && area.width > 6 {
            let title = format!(" {} ", fit(title, usize::from(area.width) - 6));
            self.text(Rect { x: area.x + 2, width: area.width - 4, height: 1, ..area }, &title, heading);
            // The sign before the title says "here" without colour.
            if focused {
                let sign = self.glyph(Glyph::Here);
                self.text(Rect { x: area.x + 1, width: 1, height: 1, ..area }, sign, heading);
            }
        }
        Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
    }

    /// A dialog's box in the middle of an area, emptied, with border and title; returns the inside.
    pub fn dialog(&mut self, area: Rect, columns: u16, rows: u16, title: &str) -> Rect {
        let width = columns.saturating_add(4).min(area.width);
        let height = rows.saturating_add(2).min(area.height);
        let frame = Rect {
            x: area.x + (area.width - width) / 2,
            y: area.y + (area.height - height) / 3,
            width,
            height,
        };
        self.clear(frame);
        self.tint(frame, Role::Text);
        self.panel(frame, title, true)
    }
}

/// The first rows of an area, and the rest.
pub fn split_top(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    (Rect { height: rows, ..area }, Rect { y: area.y + rows, height: area.height - rows, ..area })
}

/// All but the last rows of an area, and those.
pub fn split_bottom(area: Rect, rows: u16) -> (Rect, Rect) {
    let rows = rows.min(area.height);
    let above = area.height - rows;
    (Rect { height: above, ..area }, Rect { y: area.y + above, height: rows, ..area })
}

/// The first columns of an area, and the rest.
pub fn split_left(area: Rect, columns: u16) -> (Rect, Rect) {
    let columns = columns.min(area.width);
    (Rect { width: columns, ..area }, Rect { x: area.x + columns, width: area.width - columns, ..area })
}
