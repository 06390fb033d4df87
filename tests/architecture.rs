//! The house rules that a machine can check: arrows point one way, files stay small, every sentence stands
//! in every language, a released migration is not edited.

#![allow(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chuyengiao::text::locale::{Language, files};

/// The rooms, lowest first; a room may use those of lower rank. Equal rank: they don't know one another.
const ROOMS: &[(&str, u8)] = &[
    ("text", 0),
    ("domain", 1),
    ("forms", 2),
    ("store", 3),
    ("papers", 3),
    ("exchange", 3),
    ("office", 4),
    ("cli", 5),
    ("tui", 5),
];

/// Lines a file may have before its unit tests.
const LONGEST_FILE: usize = 400;

/// SHA-256 of each released migration. A released one is never edited; a new one gets a line here.
const RELEASED_MIGRATIONS: &[(&str, &str)] = &[
    ("0001_journal.sql", "adfdf0d51f21dbb02389cccbba1dbcbed470295550e98f189a6ea23e12d6a187"),
    ("0002_office.sql", "80b000bd5ae2021a2a37cb8288e4c5f1c342a307880114579756e639f703952c"),
    ("0003_opinion_committee.sql", "02b532c8e39997d09dced284c2d5b0a9dac68741785eb00c119f44ee42efe648"),
    ("0004_surveys.sql", "4f63a6a4e756cacab723f0e3d01528d72b163be7beab15392c60513857358ba8"),
    ("0005_papers.sql", "418936fe041a0b459d15ca294ca6f983a851dfa61d0d3924141961d557eb150e"),
    ("0006_paper_register.sql", "6355a216fac9f3e63f68a9b1cd9a37c33574c169af73bb35b69a24306e38523b"),
];

#[test]
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    for (room, rank) in ROOMS {
        for file in rust_files(&Path::new("src").join(room)) {
            for (number, line) in code_of(&file).lines().enumerate() {
                for (other, other_rank) in ROOMS {
                    let named = line.contains(&format!("crate::{other}::"))
                        || line.contains(&format!("crate::{other};"))
                        || line.contains(&format!("crate::{{{other}"));
                    // The command line starts the terminal; nothing else crosses between equals.
                    let start = *room == "cli" && *other == "tui";
                    if named && room != other && other_rank >= rank && !start {
                        wrong.push(format!("{}:{}: {room} → {other}", file.display(), number + 1));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that point back:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_store_speaks_sql_and_only_exchange_reads_workbooks() {
    // The command line reads a passphrase without showing it, which takes the terminal's raw mode.
    let allowed: &[(&str, &[&str])] = &[
        ("rusqlite", &["store"]),
        ("calamine", &["exchange"]),
        ("crossterm", &["tui", "cli"]),
        ("ratatui", &["tui"]),
        ("clap", &["cli"]),
    ];
    let mut wrong = Vec::new();
    for (krate, rooms) in allowed {
        for file in rust_files(Path::new("src")) {
            let inside = rooms.iter().any(|room| file.starts_with(Path::new("src").join(room)));
            let used = code_of(&file).lines().any(|line| {
                line.trim_start().starts_with(&format!("use {krate}"))
                    || line.contains(&format!(" {krate}::"))
            });
            if used && !inside && !file.ends_with("main.rs") {
                wrong.push(format!("{}: {krate} belongs to {rooms:?}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_about_one_thing() {
    let mut long = Vec::new();
    for file in rust_files(Path::new("src")) {
        let lines = code_of(&file).lines().count();
        if lines > LONGEST_FILE {
            long.push(format!("{}: {lines} lines", file.display()));
        }
    }
    assert!(long.is_empty(), "over {LONGEST_FILE} lines without tests:\n{}", long.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> = rust_files(Path::new("src"))
        .into_iter()
        .filter(|file| !fs::read_to_string(file).unwrap().starts_with("//!"))
        .map(|file| file.display().to_string())
        .collect();
    assert!(silent.is_empty(), "no //! at the top: {silent:?}");
}

#[test]
fn no_level_of_an_era_is_named_in_code() {
    let mut named = Vec::new();
    for file in rust_files(Path::new("src")) {
        for (number, line) in code_of(&file).lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default().to_lowercase();
            if code.contains("huyện") || code.contains("khối") || code.contains("huyen_uy") {
                named.push(format!("{}:{}", file.display(), number + 1));
            }
        }
    }
    assert!(named.is_empty(), "a level belongs to the data, not the code: {named:?}");
}

#[test]
fn every_sentence_stands_in_both_languages_with_the_same_places() {
    let vietnamese = sentences(Language::Vietnamese);
    let english = sentences(Language::English);
    let keys = |of: &BTreeMap<String, String>| of.keys().cloned().collect::<BTreeSet<_>>();
    let only_vietnamese: Vec<_> = keys(&vietnamese).difference(&keys(&english)).cloned().collect();
    let only_english: Vec<_> = keys(&english).difference(&keys(&vietnamese)).cloned().collect();
    assert!(only_vietnamese.is_empty(), "missing in English: {only_vietnamese:?}");
    assert!(only_english.is_empty(), "missing in Vietnamese: {only_english:?}");
    let differing: Vec<_> = vietnamese
        .iter()
        .filter(|(key, text)| places(text) != places(&english[*key]))
        .map(|(key, _)| key)
        .collect();
    assert!(differing.is_empty(), "places differ between the languages: {differing:?}");
}

#[test]
fn every_locale_file_is_compiled_in() {
    for language in [Language::Vietnamese, Language::English] {
        let folder = Path::new("assets/locales").join(language.code());
        let on_disk: BTreeSet<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        let compiled: BTreeSet<String> = files(language).iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(on_disk, compiled);
    }
}

#[test]
fn a_key_named_in_code_has_a_sentence() {
    let known = sentences(Language::Vietnamese);
    let mut missing = BTreeSet::new();
    for file in rust_files(Path::new("src")) {
        for key in message_keys(&code_of(&file)) {
            if !known.contains_key(&key) {
                missing.insert(format!("{key} ({})", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "no sentence for: {missing:#?}");
}

/// A value of a sentence is a text or a key by its type (`with`, `with_key`), never by how it begins.
#[test]
fn no_text_is_marked_as_a_key_by_a_sign() {
    let marked = |file: &PathBuf| {
        let code = code_of(file);
        ["record", "code", "office", "gate", "list", "screen", "store"]
            .iter()
            .any(|room| code.contains(&format!("\"@{room}.")))
    };
    let wrong: Vec<PathBuf> = rust_files(Path::new("src")).into_iter().filter(marked).collect();
    assert!(wrong.is_empty(), "say with_key(name, key): {wrong:?}");
}

#[test]
fn every_action_of_the_journal_has_a_label() {
    let known = sentences(Language::Vietnamese);
    let mut missing = BTreeSet::new();
    for file in rust_files(Path::new("src/office")) {
        for opening in [".act(\"", ".act(\n            \"", "turn_back(&target, \"", "turn_back(&undo, \""] {
            for part in code_of(&file).split(opening).skip(1) {
                let action = part.split('"').next().unwrap_or_default();
                if !known.contains_key(&format!("entry.{action}")) {
                    missing.insert(action.to_owned());
                }
            }
        }
    }
    assert!(missing.is_empty(), "no label `entry.<action>` for: {missing:?}");
}

#[test]
fn a_released_migration_is_not_edited() {
    use sha2::{Digest, Sha256};
    for (name, released) in RELEASED_MIGRATIONS {
        let text = fs::read(Path::new("assets/migrations").join(name)).unwrap();
        let now: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(&now, released, "{name} was released: add a new migration instead");
    }
}

/// Literal keys of `Message::new("…")`, of `.text("…")`, `.fill("…"`, `word("…")`: those with a dot and no place.
fn message_keys(code: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    for opening in ["Message::new(\"", ".fill(\"", ".word(\"", "locale.text(\""] {
        for part in code.split(opening).skip(1) {
            let key = part.split('"').next().unwrap_or_default();
            if key.contains('.') && !key.contains('{') && !key.ends_with('.') {
                keys.insert(key.to_owned());
            }
        }
    }
    keys
}

fn sentences(language: Language) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (name, source) in files(language) {
        let table: toml::Table = source.parse().unwrap_or_else(|error| panic!("{name}.toml: {error}"));
        flatten("", &table, &mut all, name);
    }
    all
}

fn flatten(prefix: &str, table: &toml::Table, into: &mut BTreeMap<String, String>, file: &str) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            toml::Value::Table(inner) => flatten(&path, inner, into, file),
            toml::Value::String(text) => {
                let old = into.insert(path.clone(), text.clone());
                assert!(old.is_none(), "{path} stands twice (again in {file}.toml)");
            }
            other => panic!("{file}.toml: {path} is no text: {other:?}"),
        }
    }
}

/// The `{name}` places of a sentence. A name that is data comes in both languages, and each takes its own.
fn places(text: &str) -> BTreeSet<String> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| if matches!(name, "vi" | "en") { "name in this language" } else { name }.to_owned())
        .collect()
}

/// A file's text up to its unit tests.
fn code_of(file: &Path) -> String {
    // Tests in a file or a folder of their own are tests all the same.
    if file.with_extension("").iter().any(|part| part == "tests" || part == "testing") {
        return String::new();
    }
    let text = fs::read_to_string(file).unwrap();
    text.split("\n#[cfg(test)]").next().unwrap_or_default().to_owned()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
