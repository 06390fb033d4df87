//! The form reader on folders of sound and faulty forms: one file, one case. The lines that begin with `>` are
//! what is expected to be said, in the order of the file.

#![allow(clippy::unwrap_used)] // helpers of tests

#[path = "forms_reader/corpus.rs"]
mod corpus;
#[path = "forms_reader/properties.rs"]
mod properties;
#[path = "forms_reader/vendors.rs"]
mod vendors;
#[path = "forms_reader/workbooks.rs"]
mod workbooks;

use chuyengiao::forms::built_in;
use chuyengiao::forms::fault::Fault;
use chuyengiao::text::locale::{Language, Locale};
use std::fs;
use std::path::PathBuf;

fn cases(folder: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/forms").join(folder);
    let mut cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    cases.sort();
    cases
}

fn expected(source: &str) -> Vec<&str> {
    source.lines().filter_map(|line| line.strip_prefix("> ")).collect()
}

fn said(faults: &[Fault]) -> Vec<String> {
    let locale = Locale::new(Language::English);
    faults.iter().map(|fault| fault.say(&locale)).collect()
}

#[test]
fn a_faulty_form_is_refused_by_sheet_row_and_column() {
    let cases = cases("invalid");
    assert!(cases.len() > 20);
    for (name, source) in cases {
        let error = built_in::read(&source).expect_err(&name);
        assert_eq!(said(error.faults()), expected(&source), "{name}");
    }
}

#[test]
fn a_sound_form_opens_with_its_warnings() {
    for (name, source) in cases("valid") {
        match built_in::read(&source) {
            Ok(form) => assert_eq!(said(&form.warnings), expected(&source), "{name}"),
            Err(error) => panic!("{name}: {:?}", said(error.faults())),
        }
    }
}

#[test]
fn headers_are_read_as_people_spell_them() {
    let (_, source) = cases("valid").into_iter().find(|(name, _)| name == "header-spellings").unwrap();
    let form = built_in::read(&source).unwrap();
    let codes: Vec<_> = form.languages.iter().map(|language| language.code.as_str()).collect();
    assert_eq!(codes, ["vi", "en"]);
    let age = form.node("a").unwrap();
    assert_eq!((age.label.get("vi"), age.label.get("en")), ("Tuổi", "Age"));
    assert_eq!((age.constraint_message.get("vi"), age.constraint.is_some()), ("Sai", true));
    let question = form.node("b").unwrap();
    assert!(question.relevant.is_some());
    assert_eq!(form.list_of(question)[0].label.get("vi"), "Có");
}
