//! Colours by role, signs and borders: `assets/themes/*.toml`.
//!
//! Invariant: no meaning by colour alone. A selection is reversed and has a mark; a state has a sign.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;
use std::str::FromStr;

/// What a piece of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// What may be overlooked.
    Muted,
    /// What should be found: numbers that open lists, links, names.
    Accent,
    /// Headings.
    Title,
    /// The line at the top.
    Header,
    /// The chosen row of the part that has the keys.
    Selection,
    /// The chosen row of a part that has not.
    SelectionIdle,
    /// A marked row's mark.
    Mark,
    /// Mind this.
    Warn,
    /// This is wrong.
    Error,
    /// This is good.
    Good,
    /// A border.
    Border,
    /// The border of the part that has the keys.
    BorderFocused,
    /// The full part of a gauge.
    Gauge,
    /// The empty part of a gauge.
    GaugeRest,
    /// A field to write in.
    Field,
    /// The field that is being written in.
    FieldFocused,
    /// A key on the footer.
    Key,
    /// What a search found.
    Found,
    /// What stands behind a dialog.
    Backdrop,
}

const ROLES: &[(Role, &str)] = &[
    (Role::Text, "text"),
    (Role::Muted, "muted"),
    (Role::Accent, "accent"),
    (Role::Title, "title"),
    (Role::Header, "header"),
    (Role::Selection, "selection"),
    (Role::SelectionIdle, "selection_idle"),
    (Role::Mark, "mark"),
    (Role::Warn, "warn"),
    (Role::Error, "error"),
    (Role::Good, "good"),
    (Role::Border, "border"),
    (Role::BorderFocused, "border_focused"),
    (Role::Gauge, "gauge"),
    (Role::GaugeRest, "gauge_rest"),
    (Role::Field, "field"),
    (Role::FieldFocused, "field_focused"),
    (Role::Key, "key"),
    (Role::Found, "found"),
    (Role::Backdrop, "backdrop"),
];

/// A sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// Before the chosen row.
    Cursor,
    /// On a marked row.
    Marked,
    /// A requirement that is met.
    Met,
    /// A requirement that is missing.
    Missing,
    /// Not yet.
    Open,
    /// Waived.
    Waived,
    /// A note.
    Note,
    /// A warning.
    Warn,
    /// A part that has the keys.
    Here,
    /// A stage that is done.
    StageDone,
    /// A stage to come.
    StageToCome,
    /// From – to.
    Arrow,
    /// Sorted upwards.
    Ascending,
    /// Sorted downwards.
    Descending,
    /// There is more to the right.
    More,
    /// The full part of a gauge.
    Full,
    /// The empty part of a gauge.
    Empty,
    /// The moving part of a scroll bar.
    Thumb,
    /// The rest of a scroll bar.
    Track,
    /// Between pieces of a line.
    Between,
    /// A ticked box.
    Ticked,
    /// An empty box.
    Unticked,
    /// A line across.
    Rule,
    /// Between a title and the one it leads to.
    Trail,
}

/// A theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    name: Look,
    styles: Vec<Style>,
    ascii: bool,
}

/// The themes that come with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Readable on dark and light backgrounds; the default.
    Calm,
    /// For dark backgrounds.
    Dark,
    /// For light backgrounds.
    Light,
    /// For terminals of sixteen colours.
    Sixteen,
    /// Without colours.
    Plain,
}

impl Look {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Calm, Self::Dark, Self::Light, Self::Sixteen, Self::Plain];

    /// By name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.name() == name)
    }

    /// Its name, in files and in the locale key `shell.theme.<name>`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Sixteen => "sixteen",
            Self::Plain => "plain",
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::Calm => include_str!("../../assets/themes/calm.toml"),
            Self::Dark => include_str!("../../assets/themes/dark.toml"),
            Self::Light => include_str!("../../assets/themes/light.toml"),
            Self::Sixteen => include_str!("../../assets/themes/sixteen.toml"),
            Self::Plain => include_str!("../../assets/themes/plain.toml"),
        }
    }
}

/// What the edge saw of the terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terminal {
    /// `TERM`.
    pub term: String,
    /// `COLORTERM`.
    pub colorterm: String,
    /// Is `NO_COLOR` set to something?
    pub no_color: bool,
    /// `LC_ALL`, `LC_CTYPE` or `LANG`, the first that is set.
    pub lang: String,
}

impl Theme {
    /// The theme that fits what the edge saw.
    pub fn detect(terminal: &Terminal) -> Self {
        let many = terminal.term.contains("256")
            || !terminal.colorterm.is_empty()
            || ["kitty", "alacritty", "foot", "ghostty", "wezterm"]
                .iter()
                .any(|name| terminal.term.contains(name));
        let look = if terminal.no_color || terminal.term == "dumb" {
            Look::Plain
        } else if many || cfg!(windows) {
            Look::Calm
        } else {
            Look::Sixteen
        };
        let lang = terminal.lang.to_ascii_lowercase();
        let says_otherwise = !lang.is_empty() && !lang.contains("utf");
        let ascii = terminal.term == "dumb" || terminal.term == "linux" || says_otherwise && !cfg!(windows);
        Self::new(look).with_ascii(ascii)
    }

    /// A theme that comes with the program.
    pub fn new(look: Look) -> Self {
        // A test reads all of them; a faulty one can't be released.
        let styles = read(look.source()).unwrap_or_else(|_| vec![Style::new(); ROLES.len()]);
        Self { name: look, styles, ascii: false }
    }

    /// Draws borders and signs with plain characters only.
    #[must_use]
    pub const fn with_ascii(mut self, ascii: bool) -> Self {
        self.ascii = ascii;
        self
    }

    /// Which it is.
    pub const fn look(&self) -> Look {
        self.name
    }

    /// The next one round, with the same borders.
    #[must_use]
    pub fn next(&self) -> Self {
        let at = Look::ALL.iter().position(|look| *look == self.name).unwrap_or(0);
        Self::new(Look::ALL[(at + 1) % Look::ALL.len()]).with_ascii(self.ascii)
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }

    /// The border.
    pub const fn border(&self) -> border::Set<'static> {
        if self.ascii { ASCII_BORDER } else { border::ROUNDED }
    }

    /// A sign.
    pub const fn glyph(&self, glyph: Glyph) -> &'static str {
        let (sign, plain) = signs(glyph);
        if self.ascii { plain } else { sign }
    }
}

const ASCII_BORDER: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

const fn signs(glyph: Glyph) -> (&'static str, &'static str) {
    match glyph {
        Glyph::Cursor => ("▌", ">"),
        Glyph::Marked => ("◆", "*"),
        Glyph::Met => ("✓", "v"),
        Glyph::Missing => ("✗", "x"),
        Glyph::Open => ("○", "o"),
        Glyph::Waived => ("~", "~"),
        Glyph::Between => ("·", "-"),
        Glyph::Note => ("•", "i"),
        Glyph::Warn => ("!", "!"),
        Glyph::Here => ("▸", ">"),
        Glyph::StageDone => ("●", "#"),
        Glyph::StageToCome => ("○", "."),
        Glyph::Arrow => ("→", "->"),
        Glyph::Ascending => ("▲", "^"),
        Glyph::Descending => ("▼", "v"),
        Glyph::More | Glyph::Trail => ("›", ">"),
        Glyph::Full => ("█", "#"),
        Glyph::Empty => ("░", "."),
        Glyph::Thumb => ("┃", "#"),
        Glyph::Track => ("│", "|"),
        Glyph::Ticked => ("[x]", "[x]"),
        Glyph::Unticked => ("[ ]", "[ ]"),
        Glyph::Rule => ("─", "-"),
    }
}

fn read(source: &str) -> Result<Vec<Style>, String> {
    let table: toml::Table = source.parse().map_err(|error: toml::de::Error| error.to_string())?;
    ROLES
        .iter()
        .map(|(_, name)| {
            let entry = table
                .get(*name)
                .and_then(toml::Value::as_table)
                .ok_or_else(|| format!("{name} is missing"))?;
            let mut style = Style::new();
            for (property, value) in entry {
                style = match (property.as_str(), value) {
                    ("fg", toml::Value::String(color)) => style.fg(colour(color)?),
                    ("bg", toml::Value::String(color)) => style.bg(colour(color)?),
                    (modifier, toml::Value::Boolean(true)) => style.add_modifier(match modifier {
                        "bold" => Modifier::BOLD,
                        "dim" => Modifier::DIM,
                        "reversed" => Modifier::REVERSED,
                        "underlined" => Modifier::UNDERLINED,
                        "italic" => Modifier::ITALIC,
                        _ => return Err(format!("{name}.{modifier}")),
                    }),
                    _ => return Err(format!("{name}.{property}")),
                };
            }
            Ok(style)
        })
        .collect()
}

fn colour(written: &str) -> Result<Color, String> {
    Color::from_str(written).map_err(|_| format!("{written} is no colour"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn every_theme_has_every_role() {
        for look in Look::ALL {
            assert_eq!(read(look.source()).map(|styles| styles.len()), Ok(ROLES.len()), "{}", look.name());
        }
    }

    #[test]
    fn roles_stand_in_their_order() {
        for (index, (role, name)) in ROLES.iter().enumerate() {
            assert_eq!(*role as usize, index, "{name}");
        }
    }

    #[test]
    fn a_selection_is_reversed_in_every_theme() {
        for look in Look::ALL {
            let style = Theme::new(look).style(Role::Selection);
            assert!(style.add_modifier.contains(Modifier::REVERSED), "{}", look.name());
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour() {
        let theme = Theme::new(Look::Plain);
        for (role, name) in ROLES {
            let style = theme.style(*role);
            assert!(matches!(style.fg, None | Some(Color::Reset)), "{name}");
            assert!(matches!(style.bg, None | Some(Color::Reset)), "{name}");
        }
    }

    #[rstest]
    #[case("xterm-256color", "", false, "vi_VN.UTF-8", Look::Calm, "▌")]
    #[case("xterm", "", false, "vi_VN.UTF-8", Look::Sixteen, "▌")]
    #[case("xterm", "truecolor", false, "", Look::Calm, "▌")]
    #[case("linux", "", false, "C", Look::Sixteen, ">")]
    #[case("xterm-256color", "", true, "en_US.UTF-8", Look::Plain, "▌")]
    #[case("dumb", "", false, "", Look::Plain, ">")]
    fn the_theme_follows_the_terminal(
        #[case] term: &str,
        #[case] colorterm: &str,
        #[case] no_color: bool,
        #[case] lang: &str,
        #[case] look: Look,
        #[case] cursor: &str,
    ) {
        let theme = Theme::detect(&Terminal {
            term: term.into(),
            colorterm: colorterm.into(),
            no_color,
            lang: lang.into(),
        });
        assert_eq!((theme.look(), theme.glyph(Glyph::Cursor)), (look, cursor));
    }
}
