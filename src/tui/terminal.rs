//! The real terminal: taken, given back, listened to.
//!
//! Invariant: whatever happens, the terminal is given back first, and only then something is said.

use super::event::Incoming;
use crate::exchange::is_shielded;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, SetTitle};
use crossterm::{Command, cursor, execute, terminal};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::io::{self, BufWriter, Stdout, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// Frames are written in one piece: the buffer holds the largest.
pub type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// The terminal while it is ours; dropped, it is given back.
pub struct Taken {
    /// To draw on.
    pub screen: Screen,
}

impl Taken {
    /// Takes the terminal: raw keys, own screen, pastes in one piece, and the mouse if wished.
    pub fn take(title: &str, mouse: bool) -> io::Result<Self> {
        terminal::enable_raw_mode()?;
        let mut out = io::stdout();
        let entered = execute!(
            out,
            EnterAlternateScreen,
            // A console without a second screen still shows what stood there.
            Clear(ClearType::All),
            EnableBracketedPaste,
            SetTitle(title)
        );
        let screen = entered.and_then(|()| {
            listen(mouse)?;
            hear_sizes()?;
            Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 18, io::stdout())))
        });
        match screen {
            Ok(screen) => Ok(Self { screen }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back as it was. Harmless when it already was.
pub fn give_back() {
    // Nothing better can be done with an error here than to go on giving back.
    let _ = listen(false);
    let _ = execute!(io::stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = terminal::disable_raw_mode();
}

/// Clicks and wheel only: crossterm's own capture also reports every movement, which nobody here reads.
struct Clicks(bool);

impl Command for Clicks {
    fn write_ansi(&self, out: &mut impl std::fmt::Write) -> std::fmt::Result {
        out.write_str(if self.0 { "\x1b[?1000h\x1b[?1006h" } else { "\x1b[?1006l\x1b[?1000l" })
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        use crossterm::event::{DisableMouseCapture, EnableMouseCapture};
        if self.0 { EnableMouseCapture.execute_winapi() } else { DisableMouseCapture.execute_winapi() }
    }
}

/// Turns the mouse on or off.
pub fn listen(mouse: bool) -> io::Result<()> {
    let mut out = io::stdout();
    execute!(out, Clicks(mouse))?;
    out.flush()
}

/// Has changes of the window's size heard from here on. Left to the thread that reads, a window dragged between
/// the first frame and that thread's first look would go unheard, and stay drawn in its old size.
fn hear_sizes() -> io::Result<()> {
    // What has been typed already is kept for the reader.
    crossterm::event::poll(Duration::ZERO).map(|_| ())
}

/// Lets a panic of this thread give the terminal back before `sentence` and the place are told. Panics of
/// worker threads are caught there and come back as news.
pub fn guard_panics(sentence: String) {
    let main = thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if thread::current().id() == main && !is_shielded() {
            give_back();
            eprintln!("{sentence}\n{info}");
        }
    }));
}

/// Reads the terminal on a thread of its own, and posts what it reads, in order.
pub fn read_into(sender: Sender<Incoming>) {
    listen_for_the_end(sender.clone());
    thread::spawn(move || {
        while let Ok(event) = crossterm::event::read() {
            if sender.send(Incoming::Terminal(event)).is_err() {
                return;
            }
        }
        let _ = sender.send(Incoming::Close);
    });
}

/// Reads the terminal until told to stop, for screens that another run of the program's follows: a reader that
/// waits without end would swallow the next one's first key.
pub struct Reader {
    stop: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

/// How soon a reader hears that it is to stop.
const GLANCE: Duration = Duration::from_millis(40);

impl Reader {
    /// Reads into a channel.
    pub fn start(sender: Sender<Incoming>) -> Self {
        listen_for_the_end(sender.clone());
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = thread::spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                let read = match crossterm::event::poll(GLANCE) {
                    Ok(false) => continue,
                    Ok(true) => crossterm::event::read(),
                    Err(error) => Err(error),
                };
                let Ok(event) = read else {
                    let _ = sender.send(Incoming::Close);
                    return;
                };
                if sender.send(Incoming::Terminal(event)).is_err() {
                    return;
                }
            }
        });
        Self { stop, thread: Some(thread) }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // It ends by itself; a panic of its own has been told already.
            let _ = thread.join();
        }
    }
}

#[cfg(unix)]
fn listen_for_the_end(sender: Sender<Incoming>) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    if let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT]) {
        thread::spawn(move || {
            for _ in signals.forever() {
                if sender.send(Incoming::Close).is_err() {
                    return;
                }
            }
        });
    }
}

#[cfg(not(unix))]
fn listen_for_the_end(_: Sender<Incoming>) {}
