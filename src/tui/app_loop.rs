//! The one loop: wait, drain everything pending in order, draw once if something changed.
//!
//! Invariant: idle costs nothing: no tick, no polling. Only a line that passes by itself is waited for.

use super::event::Incoming;
use super::settings::Environment;
use super::stack::Stack;
use ratatui::Terminal;
use ratatui::backend::Backend;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Instant;

/// Runs until a layer quits or the channel closes. `listen` turns the terminal's mouse on or off.
pub fn run<B: Backend, C: Environment>(
    terminal: &mut Terminal<B>,
    incoming: &Receiver<Incoming>,
    stack: &mut Stack<C>,
    cx: &mut C,
    listen: &mut dyn FnMut(bool),
) -> Result<(), B::Error> {
    let mut mouse = cx.settings().mouse;
    loop {
        if cx.settings().mouse != mouse {
            mouse = cx.settings().mouse;
            listen(mouse);
        }
        if stack.wants_repaint() {
            // Not `clear`: it asks the terminal where the cursor is, and the answer would go to our reader.
            let whole = terminal.size()?.into();
            terminal.resize(whole)?;
        }
        if stack.changed() {
            terminal.draw(|frame| stack.draw(frame, cx))?;
            stack.toast_is_seen();
        }
        if stack.is_over() {
            return Ok(());
        }
        match stack.toast_until() {
            None => stack.take(incoming.recv().unwrap_or(Incoming::Close), cx),
            Some(until) => match incoming.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(first) => stack.take(first, cx),
                Err(RecvTimeoutError::Timeout) => stack.drop_toast(),
                Err(RecvTimeoutError::Disconnected) => stack.take(Incoming::Close, cx),
            },
        }
        while !stack.is_over() {
            match incoming.try_recv() {
                Ok(next) => stack.take(next, cx),
                Err(_) => break,
            }
        }
    }
}
