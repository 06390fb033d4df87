//! Finding a file: the folders and files of one folder, narrowed by typing, or a path typed or pasted.
//!
//! Invariant: only lists; a file is opened by whoever asked for it.

use crate::office::in_file::typed_path;
use crate::text::clean::clean;
use crate::text::fold::fold;
use crate::text::sort;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::event::{Event, Motion, MouseDeed};
use crate::tui::settings::Settings;
use crate::tui::theme::{Glyph, Role};
use crate::tui::widgets::finder::keep_in_view;
use crate::tui::widgets::text_field::TextField;
use crate::tui::width::width;
use crossterm::event::KeyCode;
use ratatui::layout::{Alignment, Rect};
use std::cell::Cell;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// Endings of the workbooks that can be read.
const WORKBOOKS: &[&str] = &["xlsx", "xlsm", "xls", "ods"];
/// Endings of the exports of surveys.
const TABLES: &[&str] = &["xlsx", "xlsm", "xls", "csv", "zip"];

/// One entry of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    name: String,
    folded: String,
    path: PathBuf,
    is_folder: bool,
    size: u64,
}

/// What came of choosing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui) enum Chosen {
    /// A file.
    File(PathBuf),
    /// A folder was entered.
    Entered,
    /// Nothing is there.
    Nothing,
}

/// Which files are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Wanted {
    /// Workbooks.
    Workbooks,
    /// Workbooks, tables as text, and archives of these.
    Tables,
    /// Every file.
    Anything,
}

/// The finder.
#[derive(Debug, Clone)]
pub(in crate::tui) struct Files {
    wanted: Wanted,
    folder: PathBuf,
    query: TextField,
    items: Vec<Item>,
    found: Vec<usize>,
    selected: usize,
    top: Cell<usize>,
    drawn: Cell<Rect>,
}

impl Files {
    /// Over a folder.
    pub(in crate::tui) fn new(folder: &Path, wanted: Wanted) -> Self {
        let mut files = Self {
            wanted,
            folder: folder.to_owned(),
            query: TextField::default(),
            items: Vec::new(),
            found: Vec::new(),
            selected: 0,
            top: Cell::new(0),
            drawn: Cell::default(),
        };
        files.enter(folder.to_owned());
        files
    }

    fn enter(&mut self, folder: PathBuf) {
        self.items = list(&folder, self.wanted);
        if let Some(parent) = folder.parent() {
            let up = Item {
                name: "..".to_owned(),
                folded: "..".to_owned(),
                path: parent.to_owned(),
                is_folder: true,
                size: 0,
            };
            self.items.insert(0, up);
        }
        self.folder = folder;
        self.query = TextField::default();
        self.narrow();
        // Whoever opens a folder wants what is in it, not the way back.
        self.selected = usize::from(self.found.len() > 1);
    }

    fn narrow(&mut self) {
        let query = fold(self.query.text());
        let words: Vec<&str> = query.split_whitespace().collect();
        let fits = |item: &Item| words.iter().all(|word| item.folded.contains(word));
        self.found = (0..self.items.len()).filter(|at| fits(&self.items[*at])).collect();
        self.selected = 0;
    }

    /// What was typed, as a path, if it looks like one.
    fn typed_path(&self) -> Option<PathBuf> {
        let typed = self.query.text();
        let looks = typed.contains(MAIN_SEPARATOR) || typed.contains('/') || typed.trim() == "~";
        looks.then(|| typed_path(&self.folder, typed))
    }

    /// Enter: opens the folder or takes the file.
    pub(in crate::tui) fn choose(&mut self) -> Chosen {
        if let Some(path) = self.typed_path() {
            if path.is_dir() {
                self.enter(path);
                return Chosen::Entered;
            }
            return Chosen::File(path);
        }
        let Some(item) = self.found.get(self.selected).and_then(|at| self.items.get(*at)) else {
            return Chosen::Nothing;
        };
        let path = item.path.clone();
        if item.is_folder {
            self.enter(path);
            return Chosen::Entered;
        }
        Chosen::File(path)
    }

    pub(in crate::tui) fn handle(&mut self, event: &Event, settings: &Settings) -> bool {
        let last = self.found.len().saturating_sub(1);
        let page = usize::from(self.drawn.get().height.max(1));
        match event {
            Event::Move(Motion::Up) => self.selected = self.selected.saturating_sub(1),
            Event::Move(Motion::Down) => self.selected = (self.selected + 1).min(last),
            Event::Move(Motion::PageUp) => self.selected = self.selected.saturating_sub(page),
            Event::Move(Motion::PageDown) => self.selected = (self.selected + page).min(last),
            Event::Key(key) if key.is(KeyCode::Backspace) && self.query.text().is_empty() => {
                if let Some(parent) = self.folder.parent() {
                    self.enter(parent.to_owned());
                }
            }
            Event::Mouse(mouse) if mouse.within(self.drawn.get()) => match mouse.deed {
                MouseDeed::WheelUp => self.selected = self.selected.saturating_sub(3),
                MouseDeed::WheelDown => self.selected = (self.selected + 3).min(last),
                MouseDeed::Click => {
                    let row = self.top.get() + usize::from(mouse.at.y - self.drawn.get().y);
                    self.selected = row.min(last);
                }
            },
            event => {
                let before = self.query.text().to_owned();
                if !self.query.handle(event, settings) {
                    return false;
                }
                if before != self.query.text() {
                    self.narrow();
                }
            }
        }
        true
    }

    pub(in crate::tui) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
        let (head, rest) = split_top(area, 1);
        canvas.text(head, &shortened(&self.folder, usize::from(head.width)), Role::Muted);
        let (line, rest) = split_top(rest, 1);
        let hint = canvas.word("screen.import.path_hint").to_owned();
        self.query.draw(canvas, line, focused, &hint);
        let (_, body) = split_top(rest, 1);
        self.drawn.set(body);
        if self.found.is_empty() {
            let key = if self.typed_path().is_some() {
                "screen.import.press_enter"
            } else {
                match self.wanted {
                    Wanted::Workbooks => "screen.import.no_workbook",
                    Wanted::Tables => "screen.submissions.no_table",
                    Wanted::Anything => "screen.survey.no_file",
                }
            };
            let said = canvas.word(key).to_owned();
            canvas.paragraph(body, &said, Role::Muted);
            return;
        }
        let top = keep_in_view(self.top.get(), self.selected, usize::from(body.height));
        self.top.set(top);
        for (row, (at, item)) in body.rows().zip(self.found.iter().enumerate().skip(top)) {
            let Some(item) = self.items.get(*item) else { continue };
            let here = at == self.selected;
            let bar = if focused { Role::Selection } else { Role::SelectionIdle };
            if here {
                canvas.tint(row, bar);
            }
            let (sign, rest) = split_left(row, 2);
            canvas.text(
                sign,
                if here { canvas.glyph(Glyph::Cursor) } else { " " },
                if here { bar } else { Role::Text },
            );
            let role = match (here, item.is_folder) {
                (true, _) => bar,
                (_, true) => Role::Accent,
                _ => Role::Text,
            };
            let note = if item.is_folder { String::new() } else { size(item.size) };
            let columns = u16::try_from(width(&note) + 1).unwrap_or(0).min(rest.width);
            let (name, right) = split_left(rest, rest.width - columns);
            let shown =
                if item.is_folder { format!("{}{MAIN_SEPARATOR}", item.name) } else { item.name.clone() };
            canvas.text(name, &shown, role);
            canvas.text_aligned(right, &note, if here { bar } else { Role::Muted }, Alignment::Right);
        }
    }
}

/// Folders first, then files, as a Vietnamese reader sorts them.
fn list(folder: &Path, wanted: Wanted) -> Vec<Item> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut items: Vec<Item> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = clean(&entry.file_name().to_string_lossy()).text;
            if name.starts_with('.') || name.starts_with("~$") {
                return None;
            }
            let about = std::fs::metadata(entry.path()).ok()?;
            let ending = entry.path().extension().map(|ending| ending.to_string_lossy().to_lowercase());
            let endings = match wanted {
                Wanted::Workbooks => WORKBOOKS,
                Wanted::Tables => TABLES,
                Wanted::Anything => &[],
            };
            let listed = wanted == Wanted::Anything && about.is_file()
                || ending.is_some_and(|ending| endings.contains(&ending.as_str()));
            (about.is_dir() || listed).then(|| Item {
                folded: fold(&name),
                name,
                path: entry.path(),
                is_folder: about.is_dir(),
                size: about.len(),
            })
        })
        .collect();
    items.sort_by_cached_key(|item| (!item.is_folder, sort::sort_key(&item.name)));
    items
}

/// The end of a path matters more than its beginning.
fn shortened(path: &Path, columns: usize) -> String {
    let whole = clean(&path.to_string_lossy()).text;
    if width(&whole) <= columns {
        return whole;
    }
    let mut shown = String::new();
    for part in path.components().rev() {
        let longer = if shown.is_empty() {
            part.as_os_str().to_string_lossy().into_owned()
        } else {
            format!("{}{MAIN_SEPARATOR}{shown}", part.as_os_str().to_string_lossy())
        };
        if width(&longer) + 2 > columns {
            break;
        }
        shown = longer;
    }
    format!("…{MAIN_SEPARATOR}{shown}")
}

/// Bytes as people read them.
pub(in crate::tui) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes / 1024),
        _ => format!("{} MB", bytes / 1_048_576),
    }
}
