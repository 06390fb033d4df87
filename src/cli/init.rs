//! `chuyengiao init`: a new, empty store with the default reference data.
//!
//! Invariant: never over an existing file; without a passphrase only when that is said.

use super::failure::Outcome;
use super::session::Session;
use super::{ask, secret};
use crate::office::desk::{Office, Setup};
use crate::office::error::Error;
use crate::store::Key;
use crate::text::message::Message;
use clap::Args;
use serde::Serialize;

/// Arguments of `init`.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    #[arg(long)]
    no_encryption: bool,
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[arg(long = "person", value_name = "PERSON")]
    officer: Option<String>,
}

/// A store that was made.
#[derive(Debug, Serialize)]
struct Made {
    id: String,
    encrypted: bool,
    office: String,
    /// Officer id.
    person: String,
    person_name: String,
}

pub(super) fn run(args: &InitArgs, session: &Session) -> Outcome {
    let output = session.output();
    let path = session.store_path();
    let key = if args.no_encryption { Key::None } else { new_key(session)? };
    let setup = Setup {
        office_name: args
            .name
            .clone()
            .unwrap_or_else(|| output.locale().text("cli.init.default_office").to_owned()),
        officer: officer(args, session),
    };
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        std::fs::create_dir_all(directory)
            .map_err(|error| Error::from(crate::store::Error::unwritable(directory, error)))?;
    }
    let office = Office::create(&path, &key, &setup, session.clock())?;
    let made = Made {
        id: path.display().to_string(),
        encrypted: key != Key::None,
        office: office.setting("office_name")?.unwrap_or_default(),
        person: office.person().id.to_string(),
        person_name: office.person().name.clone(),
    };
    let sentence = if made.encrypted { "cli.init.made" } else { "cli.init.made_plain" };
    let message = Message::new(sentence).with("path", &made.id).with("person", &made.person_name);
    output.done(&made, &message)
}

fn new_key(session: &Session) -> Outcome<Key> {
    let typed = match session.given_passphrase()? {
        Some(given) => given,
        None if ask::can_ask() => secret::ask_new(session.output().locale())?,
        None => return Err(Error::yours(Message::new("cli.init.no_passphrase")).into()),
    };
    Ok(Key::passphrase(&typed))
}

/// Who works here: as said, else whoever is logged in, else nobody in particular.
fn officer(args: &InitArgs, session: &Session) -> String {
    let said = args.officer.as_deref().or_else(|| session.person()).map(str::to_owned);
    let login = || ["USER", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    said.or_else(login)
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| session.output().locale().text("cli.init.default_officer").to_owned())
}
