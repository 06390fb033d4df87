//! `chuyengiao demo`: the sample province, built and opened; with `--run`, carried through the procedure.
//!
//! Invariant: asks nothing, and touches nothing but its own directory.

use super::Failure;
use super::arguments::TerminalOptions;
use super::failure::Outcome;
use super::session::Session;
use super::{place, terminal};
use crate::office::desk::Office;
use crate::office::making::Wording;
use crate::office::{rehearsal, sample};
use crate::store::Key;
use crate::text::message::Message;
use clap::Args;
use serde::Serialize;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

/// The store of the sample province, in its directory.
const STORE: &str = "demo.store";
/// The folder of the papers beside it.
const PAPERS: &str = "papers";

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    #[arg(long)]
    run: bool,
    #[arg(long, value_name = "FORMAT", requires = "run")]
    rules: Option<String>,
    #[command(flatten)]
    terminal: TerminalOptions,
}

/// The sample province.
#[derive(Debug, Serialize)]
struct Province {
    /// Path of its store.
    id: String,
    office: String,
    today: String,
}

/// What the rehearsal did.
#[derive(Debug, Serialize)]
struct Carried {
    /// Path of its store.
    id: String,
    today: String,
    steps: Vec<String>,
}

pub(super) fn run(args: &DemoArgs, session: &Session) -> Outcome {
    let directory = args.dir.clone().unwrap_or_else(place::default_demo);
    if args.run {
        return rehearse(&directory, args.rules.as_deref(), session);
    }
    let settings = terminal::settings(session, &args.terminal)?;
    let office = build_or_open(&directory, session)?;
    if io::stdout().is_terminal() && !session.output().is_json() {
        return terminal::show(office, Key::None, settings);
    }
    // No screen to open it on: then the store itself is the answer.
    let province = Province {
        id: office.path().display().to_string(),
        office: office.setting("office_name")?.unwrap_or_default(),
        today: office.today().to_string(),
    };
    let message = Message::new("cli.demo.built").with("path", &province.id);
    session.output().done(&province, &message)
}

/// Carries the sample through the whole procedure in a new store, a line a step.
fn rehearse(directory: &Path, rules: Option<&str>, session: &Session) -> Outcome {
    std::fs::create_dir_all(directory).map_err(|error| Failure::of_file(directory, &error))?;
    let output = session.output();
    let mut steps = Vec::new();
    let mut broken = Ok(());
    let mut office = rehearsal::run(&directory.join(STORE), Some(&directory.join(PAPERS)), &mut |step| {
        let line = format!("{:>3}. {}", steps.len() + 1, output.locale().say(step).trim_end());
        if !output.is_json() && broken.is_ok() {
            broken = output.text(&line);
        }
        steps.push(line);
    })?;
    broken?;
    if let Some(rules) = rules {
        let (made, folder) = again_by(rules, &mut office, directory)?;
        let step = Message::new("rehearsal.papers").with("count", made).with("path", folder.display());
        let line = format!("{:>3}. {}", steps.len() + 1, output.locale().say(&step).trim_end());
        if !output.is_json() {
            output.text(&line)?;
        }
        steps.push(line);
    }
    let carried =
        Carried { id: office.path().display().to_string(), today: office.today().to_string(), steps };
    let message = Message::new("cli.demo.carried").with("path", &carried.id);
    output.done(&carried, &message)
}

/// The whole set of papers of each dossier once more, by the format asked for, in a folder of its own.
fn again_by(rules: &str, office: &mut Office, directory: &Path) -> Outcome<(usize, PathBuf)> {
    let wording = Wording { rules: Some(rules.to_owned()), ..Wording::default() };
    let folder = directory.join(format!("papers-{}", rules.replace(['/', '\\'], "-")));
    let mut made = 0;
    for line in office.dossiers()? {
        let orders = office.papers_to_make(&line.dossier.id, false)?;
        made += office.make_papers(&orders, &wording, &folder, &mut |_, _| true)?.len();
    }
    Ok((made, folder))
}

/// A sample begun before is gone on with: whatever was tried in it is not lost.
fn build_or_open(directory: &Path, session: &Session) -> Outcome<Office> {
    std::fs::create_dir_all(directory).map_err(|error| Failure::of_file(directory, &error))?;
    let path = directory.join(STORE);
    if path.exists() {
        return Ok(Office::open(&path, &Key::None, session.person(), session.clock())?);
    }
    Ok(sample::build(&path, session.clock())?)
}
