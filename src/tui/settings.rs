//! What the shell needs to know of the program, and how the person likes it.
//!
//! Invariant: no environment variable is read here; the edge reads them and hands in values.

use super::keys::KeyMap;
use super::theme::Theme;
use crate::text::locale::{Language, Locale};

/// How the terminal speaks, looks and listens.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The sentences.
    pub locale: Locale,
    /// The colours, marks and borders.
    pub theme: Theme,
    /// The keys.
    pub keys: KeyMap,
    /// Turns typed letters into Vietnamese, for machines without a typing engine.
    pub typing: Typing,
    /// Does the program listen to the mouse? (If not, the terminal selects text with it.)
    pub mouse: bool,
}

impl Settings {
    /// The built-in keys, no typing method, mouse on.
    pub fn new(language: Language, theme: Theme) -> Self {
        Self {
            locale: Locale::new(language),
            theme,
            keys: KeyMap::built_in(),
            typing: Typing::Plain,
            mouse: true,
        }
    }

    /// The label of an action.
    pub fn label(&self, action: &str) -> String {
        self.locale.text(&format!("action.{action}")).to_owned()
    }
}

/// How letters become Vietnamese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Typing {
    /// As they come: the machine's own engine does it.
    #[default]
    Plain,
    /// Telex: `ow` is ơ, `s` is the acute tone.
    Telex,
    /// VNI: `o7` is ơ, `1` is the acute tone.
    Vni,
}

impl Typing {
    /// The next one round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Plain => Self::Telex,
            Self::Telex => Self::Vni,
            Self::Vni => Self::Plain,
        }
    }

    /// The locale key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Plain => "shell.typing.plain",
            Self::Telex => "shell.typing.telex",
            Self::Vni => "shell.typing.vni",
        }
    }
}

/// The line at the top: whose store, who works, which day; and the screens to switch to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The office's name or its store's.
    pub store: String,
    /// Who works here.
    pub person: String,
    /// Today, as written.
    pub date: String,
    /// The screens: digit and worded name come from their action (`go.cases`); clickable.
    pub screens: Vec<super::event::Action>,
    /// Which of them is open.
    pub current: usize,
}

/// What a context must offer so that the shell can serve it.
pub trait Environment {
    /// The settings now.
    fn settings(&self) -> &Settings;
    /// To change them (language, theme, typing, mouse).
    fn settings_mut(&mut self) -> &mut Settings;
    /// The header's words now.
    fn header(&self) -> Header;
}
