//! The program on a small sample office, for the tests of the screens: keys in, screen out.
//!
//! Invariant: the office is the sample province in a folder of its own; nothing else of the machine is seen.

use super::home::Home;
use crate::domain::ids::Id;
use crate::office::clock::Clock;
use crate::office::desk::Office;
use crate::office::{rehearsal, sample};
use crate::store::Key as StoreKey;
use crate::text::locale::Language;
use crate::tui::context::Context;
use crate::tui::event::Incoming;
use crate::tui::jobs::Jobs;
use crate::tui::key::Key;
use crate::tui::settings::Settings;
use crate::tui::stack::Stack;
use crate::tui::theme::{Look, Theme};
use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;
use tempfile::TempDir;

/// The program with its screen.
pub(in crate::tui) struct Desk {
    pub(in crate::tui) cx: Context,
    stack: Stack<Context>,
    terminal: Terminal<TestBackend>,
    incoming: Receiver<Incoming>,
    /// Jobs that are through and were heard of.
    over: u64,
    /// Goes when the desk goes, and the store with it.
    pub(in crate::tui) folder: TempDir,
}

impl Desk {
    /// On the sample province, in Vietnamese.
    pub(in crate::tui) fn new(width: u16, height: u16) -> Self {
        Self::in_language(Language::Vietnamese, width, height)
    }

    pub(in crate::tui) fn in_language(language: Language, width: u16, height: u16) -> Self {
        static SAMPLE: OnceLock<Vec<u8>> = OnceLock::new();
        let store = SAMPLE.get_or_init(|| built(|path| sample::build(path, Clock::system()).unwrap()));
        Self::over(store, language, width, height)
    }

    /// On the sample province after the rehearsal: cases at every stage, dossiers, answers, handovers.
    pub(in crate::tui) fn after_rehearsal(width: u16, height: u16) -> Self {
        static REHEARSED: OnceLock<Vec<u8>> = OnceLock::new();
        let store = REHEARSED.get_or_init(|| built(|path| rehearsal::run(path, None, &mut |_| {}).unwrap()));
        Self::over(store, Language::Vietnamese, width, height)
    }

    /// On the sample province, with a case for each of the first cells.
    pub(in crate::tui) fn with_cases(width: u16, height: u16, cases: usize) -> Self {
        let mut desk = Self::new(width, height);
        let cells = desk.cx.office.called("cell").unwrap();
        let cells: Vec<_> = cells.into_iter().take(cases).map(|cell| Id::new(cell.id)).collect();
        desk.cx.office.open_cases(&cells).unwrap();
        desk
    }

    fn over(store: &[u8], language: Language, width: u16, height: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo.store");
        std::fs::write(&path, store).unwrap();
        let office = Office::open(&path, &StoreKey::None, None, Clock::system()).unwrap();
        let (sender, incoming) = mpsc::channel();
        let settings = Settings::new(language, Theme::new(Look::Calm));
        let mut cx = Context::new(office, StoreKey::None, settings, Jobs::new(sender));
        let stack = Stack::new(Home::new(&mut cx));
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        Self { cx, stack, terminal, incoming, over: 0, folder }
    }

    /// On a screen of another size.
    pub(in crate::tui) fn resized(mut self, width: u16, height: u16) -> Self {
        self.terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        self
    }

    /// Presses keys, written as in the key map, with spaces between; `'text'` is typed letter by letter, with
    /// `_` for a space. Jobs they start are waited for.
    pub(in crate::tui) fn press(mut self, keys: &str) -> Self {
        self.draw();
        for part in keys.split(' ').filter(|part| !part.is_empty()) {
            if let Some(text) = part.strip_prefix('\'') {
                for letter in text.trim_end_matches('\'').replace('_', " ").chars() {
                    self.key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
                }
                continue;
            }
            let key = Key::parse(part).unwrap_or_else(|| panic!("no key {part}"));
            let mut modifiers = KeyModifiers::NONE;
            modifiers.set(KeyModifiers::CONTROL, key.ctrl);
            modifiers.set(KeyModifiers::ALT, key.alt);
            self.key(KeyEvent::new(key.code, modifiers));
        }
        self
    }

    /// Pastes a text, such as a path, whatever letters it is of.
    pub(in crate::tui) fn paste(mut self, text: &str) -> Self {
        self.stack.take(Incoming::Terminal(TerminalEvent::Paste(text.to_owned())), &mut self.cx);
        self.draw();
        self
    }

    fn key(&mut self, event: KeyEvent) {
        self.stack.take(Incoming::Terminal(TerminalEvent::Key(event)), &mut self.cx);
        // Drawn after each key, as when they come slowly: the measurements are then those of the real program.
        self.draw();
    }

    /// Waits until every job that was started is through, and lets the layers hear of it.
    pub(in crate::tui) fn settle(mut self) -> Self {
        while self.over < self.cx.jobs.started() {
            let Ok(news) = self.incoming.recv_timeout(Duration::from_secs(180)) else {
                panic!("no job came to an end");
            };
            self.over += u64::from(matches!(&news, Incoming::Job(news) if news.is_over()));
            self.stack.take(news, &mut self.cx);
        }
        self.draw();
        self
    }

    fn draw(&mut self) {
        self.terminal.draw(|frame| self.stack.draw(frame, &self.cx)).unwrap();
    }

    /// The screen as text; instants of today are put out of the way.
    pub(in crate::tui) fn screen(&mut self) -> String {
        self.draw();
        without_clock_times(&self.terminal.backend().to_string())
    }
}

/// A store is built once and copied for every test that wants it.
fn built(build: impl FnOnce(&Path) -> Office) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("built.store");
    // What is in the log beside the store joins it when the store is closed.
    drop(build(&path));
    std::fs::read(&path).unwrap()
}

/// `23/11/2026 16:05` differs from run to run; it becomes `<lúc nào đó>` of the same width.
fn without_clock_times(screen: &str) -> String {
    let pattern = regex_lite::Regex::new(r"\d\d/\d\d/\d{4} \d\d:\d\d").unwrap();
    pattern.replace_all(screen, "(ngày) (lúc nào)").into_owned()
}
