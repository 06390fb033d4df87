//! What end-to-end tests stand on: a desk with a store in a directory of its own, worked from outside.

#![allow(dead_code, reason = "each test binary uses its part of it")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The day the tests work on: the day the task was given.
pub(crate) const TODAY: &str = "2023-09-14";

/// The program.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_chuyengiao");

/// Vietnam's hours, written out: a machine may have no zone database.
pub(crate) const ZONE: &str = "<+07>-7";

/// The sample's workbooks.
pub(crate) const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");

/// An office's desk: a store, who sits there, and which day it is.
pub(crate) struct Desk {
    directory: TempDir,
    person: String,
    today: String,
}

/// What a command answered.
pub(crate) struct Answer {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    /// A directory with no store yet.
    pub(crate) fn bare() -> Self {
        let directory = tempfile::tempdir().unwrap();
        Self { directory, person: "Trần Văn An".to_owned(), today: TODAY.to_owned() }
    }

    /// A new, empty store.
    pub(crate) fn new() -> Self {
        let desk = Self::bare();
        desk.ok(["init", "--no-encryption", "--name", "Ban Tổ chức Tỉnh ủy Ninh Thuận"]);
        desk
    }

    /// The sample province; built once, copied for each test.
    pub(crate) fn sample() -> Self {
        static BUILT: OnceLock<TempDir> = OnceLock::new();
        let built = BUILT.get_or_init(|| {
            let directory = tempfile::tempdir().unwrap();
            let path = directory.path().to_str().unwrap();
            let answer = run(directory.path(), &["demo", "--dir", path, "--json"]);
            assert_eq!(answer.status, 0, "{}", answer.stderr);
            directory
        });
        let desk = Self::bare();
        std::fs::copy(built.path().join("demo.store"), desk.store()).unwrap();
        desk
    }

    /// Another person sits down.
    pub(crate) fn seat(mut self, person: &str) -> Self {
        self.person = person.to_owned();
        self
    }

    /// Another day.
    pub(crate) fn on(mut self, day: &str) -> Self {
        self.today = day.to_owned();
        self
    }

    /// Turns the calendar to a day.
    pub(crate) fn turn_to(&mut self, day: &str) {
        day.clone_into(&mut self.today);
    }

    /// The sample's workbooks, imported.
    pub(crate) fn import_sample(self) -> Self {
        for (kind, file) in [
            ("cells", "danh-sach-tcd.xlsx"),
            ("members", "danh-sach-dang-vien.xlsx"),
            ("movements", "bien-dong-2019-2023.xlsx"),
        ] {
            self.ok(["import", kind, &format!("{SAMPLE}/{file}")]);
        }
        self
    }

    /// The store.
    pub(crate) fn store(&self) -> PathBuf {
        self.directory.path().join("office.store")
    }

    /// A file in the desk's directory.
    pub(crate) fn file(&self, name: &str) -> String {
        self.directory.path().join(name).display().to_string()
    }

    /// Runs a command, whatever comes of it.
    pub(crate) fn run<const N: usize>(&self, words: [&str; N]) -> Answer {
        self.run_as(&self.person, &words)
    }

    /// Runs a command as somebody.
    pub(crate) fn run_as(&self, person: &str, words: &[&str]) -> Answer {
        let store = self.store();
        let mut all = vec!["--store", store.to_str().unwrap(), "--as", person, "--today", &self.today];
        all.extend(words);
        run(self.directory.path(), &all)
    }

    /// Runs a command that may write files of so many half kilobytes and no larger: a disk without room.
    #[cfg(unix)]
    pub(crate) fn run_limited(&self, blocks: u32, words: &[&str]) -> Answer {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut command = alone(Command::new("sh"), self.directory.path());
        command.args(["-c", &script, PROGRAM, "--store"]).arg(self.store());
        answer(command.args(["--as", &self.person, "--today", &self.today]).args(words).output().unwrap())
    }

    /// Runs a command that must do what it was asked; answers with its words.
    pub(crate) fn ok<const N: usize>(&self, words: [&str; N]) -> String {
        let answer = self.run(words);
        assert_eq!(answer.status, 0, "{words:?}\n{}\n{}", answer.stdout, answer.stderr);
        answer.stdout
    }

    /// As [`Desk::ok`], with the JSON it answers.
    pub(crate) fn json<const N: usize>(&self, words: [&str; N]) -> Value {
        self.json_as(&self.person, &words)
    }

    /// As [`Desk::json`], as somebody.
    pub(crate) fn json_as(&self, person: &str, words: &[&str]) -> Value {
        let mut all = vec!["--json"];
        all.extend(words);
        let answer = self.run_as(person, &all);
        assert_eq!(answer.status, 0, "{words:?}\n{}\n{}", answer.stdout, answer.stderr);
        serde_json::from_str(&answer.stdout)
            .unwrap_or_else(|why| panic!("{words:?}: {why}\n{}", answer.stdout))
    }

    /// Runs a command that must be refused; answers with the `error` object.
    pub(crate) fn refused<const N: usize>(&self, words: [&str; N]) -> Value {
        let mut all = vec!["--json"];
        all.extend(words);
        let answer = self.run_as(&self.person, &all);
        assert_eq!(answer.status, 1, "{words:?}\n{}\n{}", answer.stdout, answer.stderr);
        assert!(!answer.stderr.trim().is_empty(), "{words:?} says nothing on stderr");
        let value: Value = serde_json::from_str(&answer.stdout).unwrap();
        value["error"].clone()
    }
}

/// Runs the program in a home of its own.
pub(crate) fn run(home: &Path, words: &[&str]) -> Answer {
    answer(program(home).args(words).output().unwrap())
}

/// The program in a home of its own, to be started.
pub(crate) fn program(home: &Path) -> Command {
    alone(Command::new(PROGRAM), home)
}

/// Nothing of the machine's surroundings reaches it but where programs are.
fn alone(mut command: Command, home: &Path) -> Command {
    command.env_clear().env("HOME", home).env("TZ", ZONE).stdin(Stdio::null());
    command.envs(std::env::vars_os().filter(|(name, _)| name == "PATH" || name == "TMPDIR"));
    command
}

fn answer(output: Output) -> Answer {
    Answer {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
