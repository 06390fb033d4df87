//! The stack of layers: who hears an event, and what follows from it.
//!
//! Invariant: text typed into a layer never reaches another. Below the top only [`Command::everywhere`]
//! commands are heard, and none of those under a dialog.

use super::dialogs::{help::Help, palette::Palette};
use super::event::{Action, Event, Incoming, Mouse, MouseDeed};
use super::key::Key;
use super::layer::{Command, Kind, Layer, Step};
use super::settings::{Environment, Settings, next_typing, typing_key};
use super::theme::Theme;
use super::toast::Toast;
use crate::text::locale::{Language, Locale};
use crate::text::message::Message;
use crossterm::event::{Event as TerminalEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use std::cell::Cell;
use std::time::Instant;

/// The layers, lowest first, and what the shell itself shows.
pub struct Stack<C> {
    pub(super) layers: Vec<Box<dyn Layer<C>>>,
    pub(super) toast: Option<Toast>,
    toast_until: Option<Instant>,
    changed: bool,
    repaint: bool,
    over: bool,
    /// Where the last frame put the header's tabs and the footer: a measurement, for the mouse.
    pub(super) drawn: Cell<(Rect, Rect)>,
}

impl<C: Environment> Stack<C> {
    /// A stack on its lowest layer.
    pub fn new(lowest: impl Layer<C> + 'static) -> Self {
        Self {
            layers: vec![Box::new(lowest)],
            toast: None,
            toast_until: None,
            changed: true,
            repaint: false,
            over: false,
            drawn: Cell::default(),
        }
    }

    /// Did something change since this was asked last?
    pub fn changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Must the whole screen be painted anew?
    pub fn wants_repaint(&mut self) -> bool {
        std::mem::take(&mut self.repaint)
    }

    /// Is the program to end?
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// When the line that passes does so.
    pub const fn toast_until(&self) -> Option<Instant> {
        self.toast_until
    }

    /// Takes the passing line away.
    pub fn drop_toast(&mut self) {
        self.changed |= self.toast.take().is_some();
        self.toast_until = None;
    }

    /// Lets the passing line's time begin: once it was drawn, however long the frame took.
    pub fn toast_is_seen(&mut self) {
        let stands = self.toast.as_ref().and_then(Toast::stands);
        self.toast_until = self.toast_until.or_else(|| Some(Instant::now() + stands?));
    }

    /// Shows a passing line.
    pub fn say(&mut self, toast: Toast) {
        self.toast_until = None;
        self.toast = Some(toast);
        self.changed = true;
    }

    /// Puts a layer on top.
    pub fn push(&mut self, layer: Box<dyn Layer<C>>) {
        self.layers.push(layer);
        self.changed = true;
    }

    /// Takes what came from outside.
    pub fn take(&mut self, incoming: Incoming, cx: &mut C) {
        match incoming {
            Incoming::Terminal(TerminalEvent::Key(event)) => {
                if let Some(key) = Key::from_event(event) {
                    // Bad news has been read when the next key comes.
                    if self.toast.as_ref().is_some_and(|toast| toast.stands().is_none()) {
                        self.drop_toast();
                    }
                    self.key(key, cx);
                }
            }
            Incoming::Terminal(TerminalEvent::Paste(text)) => self.tell_top(&Event::Paste(text), cx),
            Incoming::Terminal(TerminalEvent::Mouse(event)) => self.mouse(event, cx),
            Incoming::Terminal(TerminalEvent::Resize(_, _)) => self.changed = true,
            Incoming::Terminal(TerminalEvent::FocusGained | TerminalEvent::FocusLost) => {}
            Incoming::Job(news) => {
                news.job.read();
                self.tell_all(&Event::Job(news), cx);
            }
            Incoming::Close => self.quit(cx),
        }
    }

    /// Everything that can be done now: the top layer's commands, the shell's, those that work everywhere.
    pub fn commands(&self, cx: &C) -> Vec<Command> {
        let mut commands: Vec<Command> = Vec::new();
        for index in self.hearing() {
            let own = self.layers[index].commands(cx);
            let top = index + 1 == self.layers.len();
            commands.extend(own.into_iter().filter(|command| top || command.everywhere));
        }
        commands.extend(self.shell_commands());
        let mut seen = Vec::new();
        commands.retain(|command| {
            let first = !seen.contains(&command.action);
            seen.push(command.action);
            first
        });
        commands
    }

    /// The layers that can hear a command, from the top.
    fn hearing(&self) -> impl Iterator<Item = usize> + use<C> {
        let top = self.layers.len().saturating_sub(1);
        let dialog = self.layers.get(top).is_some_and(|layer| layer.kind() == Kind::Dialog);
        let lowest = if dialog { top } else { 0 };
        (lowest..self.layers.len()).rev()
    }

    fn shell_commands(&self) -> Vec<Command> {
        let mut commands = Vec::new();
        if self.layers.len() > 1 {
            commands.push(Command::new("back"));
        }
        commands.push(Command::new("palette"));
        commands.push(Command::new("help"));
        let quiet = ["quit", "switch.language", "switch.theme", "switch.typing", "switch.mouse", "redraw"];
        commands.extend(quiet.map(|action| Command::new(action).quiet()));
        commands
    }

    fn key(&mut self, key: Key, cx: &mut C) {
        let typing = self.layers.last().is_some_and(|layer| layer.typing());
        if typing && key.typed().is_some() {
            return self.tell_top(&Event::Key(key), cx);
        }
        let commands = self.commands(cx);
        let keys = &cx.settings().keys;
        if let Some(action) = keys.action(key, &commands) {
            return self.act(action, cx);
        }
        let event = keys.motion(key).map_or(Event::Key(key), Event::Move);
        self.tell_top(&event, cx);
    }

    fn mouse(&mut self, event: MouseEvent, cx: &mut C) {
        let deed = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => MouseDeed::Click,
            MouseEventKind::ScrollUp => MouseDeed::WheelUp,
            MouseEventKind::ScrollDown => MouseDeed::WheelDown,
            _ => return,
        };
        let mouse = Mouse { deed, at: Position::new(event.column, event.row) };
        if deed == MouseDeed::Click
            && let Some(action) = self.clickable(mouse, cx)
        {
            return self.act(action, cx);
        }
        self.tell_top(&Event::Mouse(mouse), cx);
    }

    /// Performs an action as if its key had been pressed.
    pub fn act(&mut self, action: Action, cx: &mut C) {
        for index in self.hearing() {
            let top = index + 1 == self.layers.len();
            let mine = self.layers[index]
                .commands(cx)
                .iter()
                .any(|command| command.action == action && (top || command.everywhere));
            if mine {
                let step = self.layers[index].handle(&Event::Action(action), cx);
                if !step.is_pass() {
                    return self.apply(step, index, cx);
                }
            }
        }
        self.act_in_shell(action, cx);
    }

    fn act_in_shell(&mut self, action: Action, cx: &mut C) {
        match action {
            "help" => {
                let about = self.layers.iter().rev().find_map(|layer| layer.about());
                let help = Help::new(about, &self.commands(cx), cx.settings());
                self.push(Box::new(help));
            }
            "palette" => {
                let palette = Palette::new(&self.commands(cx), cx.settings());
                self.push(Box::new(palette));
            }
            "back" if self.layers.len() > 1 => {
                let top = self.layers.len() - 1;
                self.leave(top, cx);
                self.apply(Step::Pop, top, cx);
            }
            "quit" => self.quit(cx),
            "redraw" => {
                self.repaint = true;
                self.changed = true;
            }
            "switch.language" => {
                let other = match cx.settings().locale.language() {
                    Language::Vietnamese => Language::English,
                    Language::English => Language::Vietnamese,
                };
                cx.settings_mut().locale = Locale::new(other);
                self.tell_all(&Event::Refresh, cx);
                self.say(Toast::note(Message::new("shell.language_now")));
            }
            "switch.theme" => {
                let next: Theme = cx.settings().theme.next();
                let name = format!("shell.theme.{}", next.look().name());
                cx.settings_mut().theme = next;
                self.say(Toast::note(Message::new("shell.theme_now").with_key("theme", &name)));
            }
            "switch.typing" => {
                let settings: &mut Settings = cx.settings_mut();
                settings.typing = next_typing(settings.typing);
                let name = typing_key(settings.typing).to_string();
                self.say(Toast::note(Message::new("shell.typing_now").with_key("method", &name)));
            }
            "switch.mouse" => {
                let settings = cx.settings_mut();
                settings.mouse = !settings.mouse;
                let key = if settings.mouse { "shell.mouse_on" } else { "shell.mouse_off" };
                self.say(Toast::note(Message::new(key)));
            }
            _ => {}
        }
    }

    fn tell_top(&mut self, event: &Event, cx: &mut C) {
        if let Some(top) = self.layers.len().checked_sub(1) {
            let step = self.layers[top].handle(event, cx);
            self.apply(step, top, cx);
        }
    }

    fn tell_all(&mut self, event: &Event, cx: &mut C) {
        let steps: Vec<_> = self.layers.iter_mut().map(|layer| layer.handle(event, cx)).enumerate().collect();
        // From the top, so that a layer that goes doesn't shift those still to be served.
        for (index, step) in steps.into_iter().rev() {
            self.apply(step, index, cx);
        }
    }

    /// Lets a layer save before it goes; where it goes from there is no longer its choice.
    fn leave(&mut self, index: usize, cx: &mut C) {
        let step = self.layers[index].handle(&Event::Leave, cx);
        self.say_only(step);
    }

    fn say_only(&mut self, step: Step<C>) {
        match step {
            Step::Say(toast) => self.say(toast),
            Step::Many(steps) => steps.into_iter().for_each(|step| self.say_only(step)),
            _ => {}
        }
    }

    fn quit(&mut self, cx: &mut C) {
        for index in (0..self.layers.len()).rev() {
            self.leave(index, cx);
        }
        self.over = true;
    }

    fn apply(&mut self, step: Step<C>, from: usize, cx: &mut C) {
        if step.is_pass() {
            return;
        }
        self.changed = true;
        match step {
            Step::Consumed | Step::Pass => {}
            Step::Push(layer) => self.push(layer),
            Step::Pop => {
                self.layers.remove(from);
                self.over |= self.layers.is_empty();
            }
            Step::Answer(answer) => {
                self.layers.remove(from);
                match from.checked_sub(1) {
                    Some(below) => {
                        let step = self.layers[below].handle(&Event::Answer(answer), cx);
                        self.apply(step, below, cx);
                    }
                    None => self.over = true,
                }
            }
            Step::Replace(layer) => self.layers[from] = layer,
            Step::Switch(layer) => {
                while self.layers.len() > 1 {
                    let top = self.layers.len() - 1;
                    self.leave(top, cx);
                    self.layers.pop();
                }
                self.layers.extend(layer);
            }
            Step::Do(action) => self.act(action, cx),
            Step::Say(toast) => self.say(toast),
            Step::Refresh => self.tell_all(&Event::Refresh, cx),
            Step::Many(steps) => {
                for step in steps {
                    // A step before may have taken the layer away; what follows then speaks for the top.
                    let from = from.min(self.layers.len().saturating_sub(1));
                    self.apply(step, from, cx);
                }
            }
            Step::Quit => self.quit(cx),
        }
    }
}
