//! What the shell needs to know of the program, and how the person likes it.
//!
//! Invariant: no environment variable is read here; the edge reads them and hands in values.

use super::keys::KeyMap;
use super::theme::Theme;
use crate::text::composition::Typing;
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
        Self::worded(Locale::new(language), theme)
    }

    /// The same with sentences that were read already.
    pub fn worded(locale: Locale, theme: Theme) -> Self {
        Self { locale, theme, keys: KeyMap::built_in(), typing: Typing::Off, mouse: true }
    }

    /// The label of an action.
    pub fn label(&self, action: &str) -> String {
        self.locale.text(&format!("action.{action}")).to_owned()
    }
}

/// The locale key of a typing method's name.
pub const fn typing_key(typing: Typing) -> &'static str {
    match typing {
        Typing::Off => "shell.typing.plain",
        Typing::Telex => "shell.typing.telex",
        Typing::Vni => "shell.typing.vni",
    }
}

/// The typing method after this one, round and round.
pub const fn next_typing(typing: Typing) -> Typing {
    match typing {
        Typing::Off => Typing::Telex,
        Typing::Telex => Typing::Vni,
        Typing::Vni => Typing::Off,
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
