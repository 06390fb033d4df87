//! `chuyengiao` with no command: the terminal on the office's store; the first start asks three questions.
//!
//! Invariant: what the terminal is like is looked at here, and handed in as values.

use super::arguments::TerminalOptions;
use super::failure::{Failure, Outcome};
use super::first_start;
use super::session::Session;
use crate::office::desk::Office;
use crate::office::error::Error;
use crate::store::Key;
use crate::text::message::Message;
use crate::tui::app;
use crate::tui::settings::Settings;
use crate::tui::theme::{self, Look, Theme};
use std::io::{self, IsTerminal};

pub(super) fn run(session: &Session, options: &TerminalOptions) -> Outcome {
    let settings = settings(session, options)?;
    needs_terminal()?;
    let (office, key) = if session.store_path().exists() {
        session.office_on_screen(settings.clone())?
    } else {
        first_start::run(session, settings.clone())?
    };
    show(office, key, settings)
}

/// Opens the screens on a store.
pub(super) fn show(office: Office, key: Key, settings: Settings) -> Outcome {
    needs_terminal()?;
    app::run(office, key, settings).map_err(Failure::from)
}

fn needs_terminal() -> Outcome {
    if io::stdout().is_terminal() && io::stdin().is_terminal() {
        return Ok(());
    }
    Err(Error::yours(Message::new("cli.terminal.none")).into())
}

/// How the terminal is to look: as asked for, else as fits what is seen of it.
pub(super) fn settings(session: &Session, options: &TerminalOptions) -> Outcome<Settings> {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let seen = theme::Terminal {
        term: variable("TERM"),
        colorterm: variable("COLORTERM"),
        no_color: !variable("NO_COLOR").is_empty(),
        lang: ["LC_ALL", "LC_CTYPE", "LANG"]
            .iter()
            .map(|name| variable(name))
            .find(|value| !value.is_empty())
            .unwrap_or_default(),
    };
    let mut settings = app::settings_for(session.output().locale().clone(), &seen);
    if let Some(name) = &options.theme {
        let look = Look::parse(name).ok_or_else(|| {
            let names: Vec<&str> = Look::ALL.iter().map(|look| look.name()).collect();
            let message =
                Message::new("cli.usage.invalid_value").with("value", name).with("argument", "--theme");
            Failure::Usage(message.with("choices", names.join(", ")), super::usage::see_help("chuyengiao"))
        })?;
        settings.theme = Theme::new(look);
    }
    if options.ascii {
        settings.theme = settings.theme.with_ascii(true);
    }
    settings.mouse = !options.no_mouse;
    Ok(settings)
}
