//! The program in a real terminal: keys go in as bytes, and what a person would see comes out.
//!
//! Invariant: no sleeps: a test waits for what it expects to see, and a test that waits in vain prints the
//! screen.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;

/// How long is waited before giving up: far more than a slow, busy machine needs. Only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(180);

/// Hiding or showing the cursor, which ends a frame.
const FRAME_END: &[u8] = b"\x1b[?25";

/// A terminal with the program in it.
pub(crate) struct Screen {
    home: TempDir,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    shown: vt100::Parser,
    /// Everything the program wrote, for what doesn't stand on the screen.
    raw: Vec<u8>,
    child: Running,
}

impl Screen {
    /// The sample province on its overview.
    pub(crate) fn demo() -> Self {
        Self::demo_on("")
    }

    /// The sample province on a day; its own working day where none is said.
    pub(crate) fn demo_on(day: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::copy(sample(), home.path().join("demo.store")).unwrap();
        let dir = home.path().display().to_string();
        let mut words = vec!["demo", "--dir", &dir];
        if !day.is_empty() {
            words.extend(["--today", day]);
        }
        Self::run_in(home, &words)
    }

    /// Runs the program with these words, in a new and empty home.
    pub(crate) fn run(words: &[&str]) -> Self {
        Self::run_in(tempfile::tempdir().unwrap(), words)
    }

    /// Runs the program in a home that holds something already.
    pub(crate) fn run_in(home: TempDir, words: &[&str]) -> Self {
        let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(super::support::PROGRAM);
        command.args(words);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("XDG_DATA_HOME", home.path().join("data"));
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("TZ", super::support::ZONE);
        command.cwd(home.path());
        let child = Running(pair.slave.spawn_command(command).unwrap());
        // Held open, the slave would keep the reader from ever seeing the program end.
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (tell, output) = channel();
        std::thread::spawn(move || {
            let mut part = [0_u8; 65536];
            while let Ok(read @ 1..) = reader.read(&mut part) {
                // A frame at a time, however late this thread is: what stood there for a moment was seen.
                let mut start = 0;
                for end in memchr::memmem::find_iter(&part[..read], FRAME_END).chain([read]) {
                    if end > start && tell.send(part[start..end].to_vec()).is_err() {
                        return;
                    }
                    start = end;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let shown = vt100::Parser::new(cells(size.rows), cells(size.cols), 0);
        Self { home, master: pair.master, writer, output, shown, raw: Vec::new(), child }
    }

    /// The same home, the program started again with other words.
    pub(crate) fn again(self, words: &[&str]) -> Self {
        let Self { home, child, .. } = self;
        drop(child);
        Self::run_in(home, words)
    }

    /// The sample opened again, on another day.
    pub(crate) fn demo_again(self, day: &str) -> Self {
        let dir = self.home().display().to_string();
        self.again(&["demo", "--dir", &dir, "--today", day])
    }

    /// Where the program lives here.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The store of the sample.
    pub(crate) fn store(&self) -> PathBuf {
        self.home().join("demo.store")
    }

    /// Presses keys, named as on the footer: `2`, `down`, `ctrl+p`, `alt+1`, `enter`; `down*5` is five times.
    pub(crate) fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            let (name, times) = match name.rsplit_once('*') {
                Some((name, times)) if !name.is_empty() => (name, times.parse().unwrap()),
                _ => (name, 1),
            };
            for _ in 0..times {
                self.bytes(&bytes_of(name));
            }
        }
        self
    }

    /// Types a text, a letter a write.
    pub(crate) fn type_text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.bytes(letter.to_string().as_bytes());
        }
        self
    }

    /// Fills fields from the one with the caret on; an empty text leaves its field as it is.
    pub(crate) fn fields(&mut self, texts: &[&str]) -> &mut Self {
        for text in texts {
            self.type_text(text).keys("tab");
        }
        self
    }

    /// Sends bytes in one write.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
        self
    }

    /// Pastes a text, in brackets as terminals do.
    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.bytes(format!("\x1b[200~{text}\x1b[201~").as_bytes())
    }

    /// Waits until a text is on the screen.
    #[track_caller]
    pub(crate) fn sees(&mut self, text: &str) -> &mut Self {
        let wanted = squeezed(text);
        self.until(&format!("{text:?} is not"), |screen| squeezed(screen).contains(&wanted))
    }

    /// Waits until the program has written anything.
    #[track_caller]
    pub(crate) fn writes(&mut self) -> &mut Self {
        let bytes = self.output.recv_timeout(PATIENCE).expect("the program writes nothing");
        self.take(&bytes);
        self
    }

    /// Waits until a text is no longer on the screen.
    #[track_caller]
    pub(crate) fn gone(&mut self, text: &str) -> &mut Self {
        let unwanted = squeezed(text);
        self.until(&format!("{text:?} is still"), |screen| !squeezed(screen).contains(&unwanted))
    }

    /// Waits until the screen is as `seen` says.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, seen: impl Fn(&str) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !seen(&self.text()) {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("{what} on the screen:\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("{what} on the screen, and the program is gone:\n{}", self.text());
                }
            }
        }
        self
    }

    /// What stands on the screen, composed.
    pub(crate) fn text(&self) -> String {
        self.shown.screen().contents().nfc().collect()
    }

    /// Gives the terminal another size, as dragging its window does.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.shown.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
        self
    }

    /// Waits until the program has ended; its exit status.
    #[track_caller]
    pub(crate) fn ends(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => return self.child.0.wait().unwrap().exit_code(),
                Err(RecvTimeoutError::Timeout) => panic!("the program goes on:\n{}", self.text()),
            }
        }
    }

    /// Ends the program as a power cut does: nothing of it hears of it. (The pty's own way asks it to go first.)
    pub(crate) fn kill(&mut self) -> &mut Self {
        let id = i32::try_from(self.child.0.process_id().unwrap()).ok().and_then(Pid::from_raw);
        kill_process(id.unwrap(), Signal::KILL).unwrap();
        let _ = self.child.0.wait();
        self
    }

    /// Did the program give the terminal back: its own screen left, cursor shown, mouse and pastes off?
    pub(crate) fn is_given_back(&self) -> bool {
        let screen = self.shown.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }

    /// Does the real cursor stand right behind this text, in its row?
    #[track_caller]
    pub(crate) fn caret_behind(&mut self, text: &str) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        let stands = |shown: &vt100::Parser| {
            let screen = shown.screen();
            let (row, column) = screen.cursor_position();
            let before: String = screen.contents_between(row, 0, row, column).nfc().collect();
            !screen.hide_cursor() && squeezed(&before).ends_with(text.trim_end())
        };
        while !stands(&self.shown) {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => panic!("the caret is not behind {text:?}:\n{}", self.text()),
            }
        }
        self
    }

    fn take(&mut self, bytes: &[u8]) {
        self.shown.process(bytes);
        self.raw.extend(bytes);
    }

    /// Everything the program ever wrote here.
    pub(crate) fn written(&self) -> String {
        String::from_utf8_lossy(&self.raw).into_owned()
    }
}

/// The program; ended with the test.
struct Running(Box<dyn Child + Send + Sync>);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The sample province; built once by the program itself, copied for each test.
fn sample() -> PathBuf {
    static BUILT: OnceLock<TempDir> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().to_str().unwrap();
        let answer = super::support::run(directory.path(), &["demo", "--dir", path, "--json"]);
        assert_eq!(answer.status, 0, "{}", answer.stderr);
        directory
    });
    built.path().join("demo.store")
}

/// Columns of a table keep their distance; a test doesn't count spaces.
fn squeezed(text: &str) -> String {
    text.split([' ', '\u{a0}']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// What a key sends.
fn bytes_of(name: &str) -> Vec<u8> {
    let letter = |name: &str| {
        let mut letters = name.chars();
        letters.next().filter(|_| letters.as_str().is_empty())
    };
    if let Some(letter) = letter(name) {
        return letter.to_string().into_bytes();
    }
    if let Some(letter) = name.strip_prefix("ctrl+").and_then(letter) {
        return vec![u8::try_from(letter).unwrap() & 0x1f];
    }
    if let Some(letter) = name.strip_prefix("alt+").and_then(letter) {
        return format!("\x1b{letter}").into_bytes();
    }
    let sequence: &[u8] = match name {
        "enter" => b"\r",
        "tab" => b"\t",
        "backtab" => b"\x1b[Z",
        "space" => b" ",
        "backspace" => b"\x7f",
        // A bare 0x1B runs together with the key after it when the program reads both at once.
        "esc" => b"\x1b[27u",
        "bare-esc" => b"\x1b",
        "up" => b"\x1b[A",
        "down" => b"\x1b[B",
        "right" => b"\x1b[C",
        "left" => b"\x1b[D",
        "home" => b"\x1b[H",
        "end" => b"\x1b[F",
        "insert" => b"\x1b[2~",
        "delete" => b"\x1b[3~",
        "pageup" => b"\x1b[5~",
        "pagedown" => b"\x1b[6~",
        "ctrl+pagedown" => b"\x1b[6;5~",
        "f1" => b"\x1bOP",
        "f2" => b"\x1bOQ",
        "f3" => b"\x1bOR",
        "f4" => b"\x1bOS",
        "f5" => b"\x1b[15~",
        "f6" => b"\x1b[17~",
        "f7" => b"\x1b[18~",
        "f8" => b"\x1b[19~",
        "f9" => b"\x1b[20~",
        "f10" => b"\x1b[21~",
        "f11" => b"\x1b[23~",
        "f12" => b"\x1b[24~",
        _ => panic!("no key {name}"),
    };
    sequence.to_vec()
}
