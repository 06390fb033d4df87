//! A layer: a screen or a dialog. Layers stand in a [`Stack`](super::stack::Stack); none knows the others.
//!
//! Invariant: drawing takes `&self`; only `handle` changes a layer.

use super::canvas::Canvas;
use super::event::{Action, Answer, Event};
use super::toast::Toast;
use ratatui::layout::Rect;

/// A screen or a dialog over a context `C` (what the program knows; see [`super::settings::Environment`]).
pub trait Layer<C> {
    /// Its name in the header, worded.
    fn title(&self, cx: &C) -> String;

    /// Draws itself. What it draws must follow from `self` and `cx` alone. Text that is being edited puts
    /// the caret with [`Canvas::set_caret`] (the widgets do).
    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &C);

    /// Takes an event and says what follows.
    fn handle(&mut self, event: &Event, cx: &mut C) -> Step<C>;

    /// What can be done here now, most useful first: the one table behind the footer, the help, the palette
    /// and the keys. What can't be done now isn't in it.
    fn commands(&self, cx: &C) -> Vec<Command>;

    /// Do letters go into a text now? Then no bare key is a command.
    fn typing(&self) -> bool {
        false
    }

    /// Does it stand over what is below, or instead of it?
    fn kind(&self) -> Kind {
        Kind::Screen
    }

    /// What its help begins with: the key of a few sentences under `help`, if it has some. Layers above
    /// without sentences of their own are explained by it.
    fn about(&self) -> Option<&'static str> {
        self.tab()
    }

    /// Which of the header's screens it is, if one; layers above it belong to it.
    fn tab(&self) -> Option<Action> {
        None
    }
}

/// How a layer stands on the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Fills the body; what is below isn't drawn.
    Screen,
    /// Stands over what is below, which is drawn dimmed and gets no key.
    Dialog,
}

/// What follows from an event.
pub enum Step<C> {
    /// Done; draw again.
    Consumed,
    /// Not mine: nothing changed.
    Pass,
    /// Put a layer on top.
    Push(Box<dyn Layer<C>>),
    /// Take me away.
    Pop,
    /// Take me away and tell the layer below.
    Answer(Answer),
    /// Put another in my place.
    Replace(Box<dyn Layer<C>>),
    /// Take away all but the lowest layer, and put this on it. Without one, back to the lowest.
    Switch(Option<Box<dyn Layer<C>>>),
    /// As if the user had chosen this action.
    Do(Action),
    /// Show a line that passes.
    Say(Toast),
    /// Records changed: every layer gets [`Event::Refresh`].
    Refresh,
    /// These, in order.
    Many(Vec<Self>),
    /// End the program.
    Quit,
}

impl<C> Step<C> {
    /// Puts a layer on top.
    pub fn push(layer: impl Layer<C> + 'static) -> Self {
        Self::Push(Box::new(layer))
    }

    /// This step, and then another.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        match self {
            Self::Many(mut steps) => {
                steps.push(next);
                Self::Many(steps)
            }
            first => Self::Many(vec![first, next]),
        }
    }

    /// Was the event left alone?
    pub fn is_pass(&self) -> bool {
        matches!(self, Self::Pass)
    }
}

/// One thing that can be done, by its action; keys come from the key map, the label from the locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// The action's id.
    pub action: Action,
    /// Shown on the footer (the help and the palette show all).
    pub on_footer: bool,
    /// Works in the layers above this one too, as long as they are screens.
    pub everywhere: bool,
}

impl Command {
    /// A command of this layer, shown on the footer.
    pub const fn new(action: Action) -> Self {
        Self { action, on_footer: true, everywhere: false }
    }

    /// Keeps it off the footer.
    #[must_use]
    pub const fn quiet(mut self) -> Self {
        self.on_footer = false;
        self
    }

    /// Lets it work in the screens above too.
    #[must_use]
    pub const fn everywhere(mut self) -> Self {
        self.everywhere = true;
        self
    }

    /// The locale key of its label.
    pub fn label_key(&self) -> String {
        format!("action.{}", self.action)
    }
}
