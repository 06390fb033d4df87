//! What can happen: to the program ([`Incoming`]) and to a layer ([`Event`]). Both are closed lists.
//!
//! Invariant: a text key is never dropped, merged or delayed on its way here.

use super::jobs::JobNews;
use super::key::Key;
use ratatui::layout::{Position, Rect};

/// An action's id in the key map, e.g. `case.advance`; its label is the locale key `action.case.advance`.
pub type Action = &'static str;

/// What reaches the loop from outside, over one channel.
#[derive(Debug)]
pub enum Incoming {
    /// A key, the mouse, a paste, a new size.
    Terminal(crossterm::event::Event),
    /// News from a worker thread.
    Job(JobNews),
    /// The terminal or the system asks us to go.
    Close,
}

/// What a layer is told. Read [`super`] for the order in which a key becomes one of these.
#[derive(Debug)]
pub enum Event {
    /// One of the layer's own commands: by key, by click on the footer, or from the palette.
    Action(Action),
    /// A movement key (arrows, hjkl, page, Home, End, Tab).
    Move(Motion),
    /// Any other key; in a layer that is [`typing`](super::layer::Layer::typing), every letter.
    Key(Key),
    /// A text pasted in one piece.
    Paste(String),
    /// The mouse, in screen coordinates.
    Mouse(Mouse),
    /// News of a background job; every layer hears it.
    Job(JobNews),
    /// What the layer above answered before it went.
    Answer(Answer),
    /// The records may have changed (undo, import, another layer): read them again.
    Refresh,
    /// This layer is about to go without having asked to: save what the caret stands in.
    Leave,
}

/// A movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Motion {
    /// One up.
    Up,
    /// One down.
    Down,
    /// One left.
    Left,
    /// One right.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the start.
    Home,
    /// To the end.
    End,
    /// To the next part (Tab).
    Next,
    /// To the part before (Shift+Tab).
    Previous,
}

impl Motion {
    /// By its name in the key map.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "up" => Self::Up,
            "down" => Self::Down,
            "left" => Self::Left,
            "right" => Self::Right,
            "page_up" => Self::PageUp,
            "page_down" => Self::PageDown,
            "home" => Self::Home,
            "end" => Self::End,
            "next" => Self::Next,
            "previous" => Self::Previous,
            _ => return None,
        })
    }
}

/// What the mouse did, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub deed: MouseDeed,
    /// Column and row on the screen.
    pub at: Position,
}

impl Mouse {
    /// Did it happen in this part of the screen?
    pub fn within(&self, area: Rect) -> bool {
        area.contains(self.at)
    }

    /// Was it a click in this part of the screen?
    pub fn clicked(&self, area: Rect) -> bool {
        self.deed == MouseDeed::Click && self.within(area)
    }
}

/// What the mouse can do here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseDeed {
    /// The left button went down.
    Click,
    /// The wheel, up.
    WheelUp,
    /// The wheel, down.
    WheelDown,
}

/// What a dialog hands down when it goes: the question it was opened with, and the reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The name the asking layer gave its question.
    pub question: &'static str,
    /// The reply.
    pub reply: Reply,
}

/// The replies a dialog can give. A dialog that was left with Esc gives none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Yes.
    Yes,
    /// Explicitly no.
    No,
    /// The id of what was chosen from a list.
    Chosen(String),
    /// The ids of what was ticked in a list.
    Ticked(Vec<String>),
    /// A text.
    Text(String),
    /// A form's fields, by name, in the form's order.
    Filled(Vec<(String, String)>),
}

impl Answer {
    /// Was this question answered with yes?
    pub fn yes(&self, question: &str) -> bool {
        self.question == question && self.reply == Reply::Yes
    }
}
