//! The terminal on an open office: takes the real terminal, runs the loop over the screens, gives it back.
//!
//! Invariant: whatever comes of it, the terminal is given back before anything is said.

use super::context::Context;
use super::event::Incoming;
use super::jobs::Jobs;
use super::layer::Layer;
use super::screens::home::Home;
use super::settings::{Environment, Settings};
use super::stack::Stack;
use super::terminal::{Reader, Taken, guard_panics, listen, read_into};
use super::{app_loop, theme};
use crate::office::desk::Office;
use crate::store::Key;
use crate::text::locale::Locale;
use std::io;
use std::sync::mpsc::{self, Sender};

/// Shows the screens of an office until the person leaves. `key` is the one the office was opened with:
/// what is loaded behind the first frame opens the store again with it.
///
/// # Errors
/// There is no terminal, or it went away.
pub fn run(office: Office, key: Key, settings: Settings) -> io::Result<()> {
    show(|jobs| {
        let mut context = Context::new(office, key, settings, jobs);
        (Home::new(&mut context), context)
    })
    .map(|_| ())
}

/// Runs the loop over a lowest layer and its context, which is handed back when the person leaves.
///
/// # Errors
/// There is no terminal, or it went away.
pub fn show<C: Environment, L: Layer<C> + 'static>(make: impl FnOnce(Jobs) -> (L, C)) -> io::Result<C> {
    show_reading(make, read_into)
}

/// As [`show`], where the same program will show something else afterwards: the terminal is left unread.
///
/// # Errors
/// There is no terminal, or it went away.
pub fn show_first<C: Environment, L: Layer<C> + 'static>(make: impl FnOnce(Jobs) -> (L, C)) -> io::Result<C> {
    show_reading(make, Reader::start)
}

fn show_reading<C: Environment, L: Layer<C> + 'static, R>(
    make: impl FnOnce(Jobs) -> (L, C),
    read: impl FnOnce(Sender<Incoming>) -> R,
) -> io::Result<C> {
    let (sender, incoming) = mpsc::channel::<Incoming>();
    let (lowest, mut context) = make(Jobs::new(sender.clone()));
    guard_panics(context.settings().locale.text("shell.panic").to_owned());
    let mut stack = Stack::new(lowest);
    let mut taken = Taken::take(context.settings().locale.text("shell.name"), context.settings().mouse)?;
    let _reading = read(sender);
    let mut mouse = |on: bool| {
        // A terminal that doesn't do this goes on without the mouse.
        let _ = listen(on);
    };
    app_loop::run(&mut taken.screen, &incoming, &mut stack, &mut context, &mut mouse)?;
    Ok(context)
}

/// The settings of a terminal as the edge saw it, before the person changes them.
pub fn settings_for(locale: Locale, seen: &theme::Terminal) -> Settings {
    Settings::worded(locale, theme::Theme::detect(seen))
}
