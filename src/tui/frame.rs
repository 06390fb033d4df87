//! The frame around the layers: header with the trail and the screens' tabs, body, passing line, footer.
//!
//! ```text
//!  chuyengiao › Hồ sơ › CB Công ty An Phát          Tỉnh ủy mẫu · Nguyễn Văn A · 15/09/2023
//!  1 Tổng quan  ▸2 Hồ sơ  4 Hồ sơ trình  5 Lịch việc  6 Danh mục  7 Báo cáo  8 Nhật ký
//!  (body: the layers)
//!  Enter Mở  Space Đánh dấu  / Tìm                                   Ctrl+P Lệnh  F1 Trợ giúp
//! ```
//!
//! Invariant: what is clickable is computed by the same function that draws it.

use super::canvas::{Canvas, split_bottom, split_top};
use super::event::{Action, Mouse};
use super::layer::{Command, Kind};
use super::settings::{Environment, Header, Settings};
use super::stack::Stack;
use super::theme::{Glyph, Role};
use super::toast::Toast;
use super::widgets::tabs;
use super::width::width;
use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};

/// The least size the program works in.
pub(super) const LEAST: (u16, u16) = (60, 16);

impl<C: Environment> Stack<C> {
    /// Draws all that can be seen.
    pub fn draw(&self, frame: &mut Frame<'_>, cx: &C) {
        let area = frame.area();
        let mut canvas = Canvas::new(frame.buffer_mut(), cx.settings());
        self.draw_on(&mut canvas, area, cx);
        if let Some(caret) = canvas.caret() {
            frame.set_cursor_position(caret);
        }
    }

    fn draw_on(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &C) {
        if area.width < LEAST.0 || area.height < LEAST.1 {
            self.drawn.set((Rect::ZERO, Rect::ZERO));
            return draw_too_small(canvas, area);
        }
        canvas.tint(area, Role::Text);
        let header = self.header(cx);
        let (line, rest) = split_top(area, 1);
        let (screens, rest) = split_top(rest, u16::from(!header.screens.is_empty()));
        let (body, footer) = split_bottom(rest, 1);
        let titles: Vec<String> = self
            .layers
            .iter()
            .filter(|layer| layer.kind() == Kind::Screen)
            .map(|layer| canvas.fit_name(&layer.title(cx), usize::from(area.width) / 2))
            .collect();
        let about = [header.store.as_str(), &header.person, &header.date];
        draw_header(canvas, line, &titles, &about);
        let labels = screen_labels(cx.settings(), &header, screens.width);
        tabs::draw(canvas, screens, &labels, header.current, false);

        let lowest = self.layers.iter().rposition(|layer| layer.kind() == Kind::Screen).unwrap_or(0);
        for (index, layer) in self.layers.iter().enumerate().skip(lowest) {
            canvas.drop_caret();
            if index > lowest {
                canvas.tint(body, Role::Backdrop);
            }
            layer.draw(canvas, body, cx);
        }
        if let Some(toast) = &self.toast {
            draw_toast(canvas, split_bottom(body, 1).1, toast);
        }
        draw_footer(canvas, footer, &self.commands(cx));
        self.drawn.set((screens, footer));
    }

    /// The header's words, with the screen that is open.
    fn header(&self, cx: &C) -> Header {
        let mut header = cx.header();
        let open = self.layers.iter().rev().find_map(|layer| layer.tab());
        if let Some(at) = open.and_then(|open| header.screens.iter().position(|screen| *screen == open)) {
            header.current = at;
        }
        header
    }

    /// What a click on the frame means.
    pub(super) fn clickable(&self, mouse: Mouse, cx: &C) -> Option<Action> {
        let (screens, footer) = self.drawn.get();
        if mouse.within(footer) {
            let places = footer_places(cx.settings(), &self.commands(cx), footer);
            return places.into_iter().find(|place| mouse.within(place.area)).map(|place| place.action);
        }
        let header = self.header(cx);
        let labels = screen_labels(cx.settings(), &header, screens.width);
        let index = tabs::hit(&labels, header.current, screens, mouse.at)?;
        header.screens.get(index).copied()
    }
}

/// The screens with their keys: by their whole names, else by shorter ones, else by their keys alone but for
/// the one that is open. All of them are always in view.
fn screen_labels(settings: &Settings, header: &Header, columns: u16) -> Vec<String> {
    let key = |action: &Action| settings.keys.shown(action).unwrap_or_default();
    let short = |action: &Action| {
        let short = settings.locale.find(&format!("screen.short.{action}"));
        short.map_or_else(|| settings.label(action), str::to_owned)
    };
    let whole: Vec<String> =
        header.screens.iter().map(|action| format!("{} {}", key(action), settings.label(action))).collect();
    if tabs::fit(&whole, columns) {
        return whole;
    }
    let shorter: Vec<String> =
        header.screens.iter().map(|action| format!("{} {}", key(action), short(action))).collect();
    if tabs::fit(&shorter, columns) {
        return shorter;
    }
    let here = |at: usize| at == header.current;
    let screens = header.screens.iter().enumerate();
    screens
        .map(|(at, action)| if here(at) { format!("{} {}", key(action), short(action)) } else { key(action) })
        .collect()
}

fn draw_too_small(canvas: &mut Canvas<'_>, area: Rect) {
    let sentence = canvas.locale().fill(
        "shell.too_small",
        &[("columns", &LEAST.0), ("rows", &LEAST.1), ("width", &area.width), ("height", &area.height)],
    );
    canvas.paragraph(area, &sentence, Role::Text);
}

fn draw_header(canvas: &mut Canvas<'_>, area: Rect, titles: &[String], about: &[&str]) {
    let between = format!(" {} ", canvas.glyph(Glyph::Between));
    let step = width(canvas.glyph(Glyph::Trail)) + 2;
    let trail: usize = titles.iter().map(|title| width(title) + step).sum();
    let trail = width(canvas.word("shell.name")) + trail;
    // The trail goes first; of the rest, what is least needed to know where one is goes first.
    let mut about: Vec<&str> = about.iter().copied().filter(|text| !text.is_empty()).collect();
    let free = usize::from(area.width).saturating_sub(trail + 5);
    while !about.is_empty() && width(&about.join(&between)) > free {
        about.remove(0);
    }
    let about = about.join(&between);
    let right = u16::try_from(width(&about)).unwrap_or(u16::MAX).min(area.width);
    let trail_area = Rect { x: area.x + 1, width: area.width.saturating_sub(right + 3), ..area };
    let sign = format!(" {} ", canvas.glyph(Glyph::Trail));
    let mut pieces = vec![(canvas.word("shell.name"), Role::Title)];
    for (index, title) in titles.iter().enumerate() {
        let last = index + 1 == titles.len();
        pieces.push((&sign, Role::Muted));
        pieces.push((title, if last { Role::Header } else { Role::Muted }));
    }
    canvas.pieces(trail_area, &pieces);
    let about_area = Rect { x: area.right().saturating_sub(right + 1), width: right, ..area };
    canvas.text_aligned(about_area, &about, Role::Muted, Alignment::Right);
}

fn draw_toast(canvas: &mut Canvas<'_>, area: Rect, toast: &Toast) {
    let said = canvas.say(&toast.message);
    let sign = format!(" {} ", canvas.glyph(toast.tone.glyph()));
    canvas.clear(area);
    canvas.pieces(area, &[(&sign, toast.tone.role()), (&said, toast.tone.role())]);
}

/// A command on the footer.
struct Place {
    area: Rect,
    action: Action,
    key: String,
    label: String,
}

/// Where the footer's commands stand: the layer's own from the left, palette and help at the right.
fn footer_places(settings: &Settings, commands: &[Command], area: Rect) -> Vec<Place> {
    let place = |action: Action| {
        let key = settings.keys.shown(action)?;
        let label = settings.label(action);
        let columns = u16::try_from(width(&key) + 1 + width(&label)).unwrap_or(u16::MAX);
        Some(Place { area: Rect { width: columns, ..area }, action, key, label })
    };
    let at_right = ["palette", "help"];
    let mut places: Vec<Place> = Vec::new();
    let mut end = area.right().saturating_sub(1);
    for action in at_right.iter().rev() {
        if let Some(mut found) = place(action)
            && found.area.width < end.saturating_sub(area.x)
        {
            found.area.x = end - found.area.width;
            end = found.area.x.saturating_sub(2);
            places.push(found);
        }
    }
    let mut start = area.x + 1;
    let own = commands.iter().filter(|command| command.on_footer && !at_right.contains(&command.action));
    for mut found in own.filter_map(|command| place(command.action)) {
        if start + found.area.width > end {
            break;
        }
        found.area.x = start;
        start += found.area.width + 2;
        places.push(found);
    }
    places
}

fn draw_footer(canvas: &mut Canvas<'_>, area: Rect, commands: &[Command]) {
    for place in footer_places(canvas.settings(), commands, area) {
        canvas
            .pieces(place.area, &[(&place.key, Role::Key), (" ", Role::Muted), (&place.label, Role::Muted)]);
    }
}
