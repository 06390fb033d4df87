//! Wrong usage is worded, in the chosen language, and ends in status 2.

use crate::support::{Desk, run};
use rstest::rstest;
use serde_json::Value;

#[rstest]
#[case(&["reprot"], "Không có lệnh “reprot”: có phải ý là “report”?")]
#[case(&["report", "situation", "--from", "2019-01-01"], "Còn thiếu: --to <NGÀY>.")]
#[case(&["report", "situation", "--from", "hôm qua", "--to", "2019-01-01"], "hôm qua")]
#[case(&["case", "open"], "Còn thiếu: --cell <TỔ_CHỨC>. Gõ")]
#[case(&["log", "--limit", "nhiều"], "“nhiều” không dùng được cho --limit <SỐ>.")]
#[case(&["import", "people", "a.xlsx"], "“people” không dùng được cho <LOẠI>: hãy chọn cells, members, movements.")]
#[case(&["check", "--depe"], "Không có tùy chọn “--depe” ở lệnh này: có phải ý là “--deep”?")]
#[case(&["committee"], "Chưa có tên lệnh.")]
#[case(&["record", "set", "cell", "x", "--set", "name"], "“name” thiếu dấu bằng")]
#[case(&["log", "--case", "a", "--entry", "b"], "không dùng cùng với")]
fn wrong_usage_is_worded(#[case] words: &[&str], #[case] expected: &str) {
    let desk = Desk::bare();
    let answer = desk.run_as("An", words);
    assert_eq!(answer.status, 2, "{}", answer.stderr);
    assert!(answer.stderr.contains(expected), "{}", answer.stderr);
    assert!(answer.stderr.contains("--help"), "{}", answer.stderr);
    assert_eq!(answer.stdout, "");
}

#[test]
fn the_other_language_is_heard_anywhere_on_the_line() {
    let desk = Desk::bare();
    let answer = desk.run(["reprot", "--lang", "en"]);
    assert!(
        answer.stderr.starts_with("There is no command “reprot”: is “report” meant?"),
        "{}",
        answer.stderr
    );
}

#[test]
fn with_json_wrong_usage_is_an_object_too() {
    let desk = Desk::bare();
    let answer = desk.run(["--json", "reprot"]);
    assert_eq!(answer.status, 2);
    let value: Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(value["error"]["kind"], "usage");
    assert_eq!(value["error"]["code"], "cli.usage.unknown_command_near");
    assert!(value["error"]["fix"].as_str().unwrap().contains("--help"));
}

#[test]
fn no_store_is_said_with_what_to_do() {
    let desk = Desk::bare();
    let answer = desk.run(["committee", "list"]);
    assert_eq!(answer.status, 1);
    assert_eq!(answer.stderr.lines().count(), 1, "{}", answer.stderr);
    let error = desk.refused(["committee", "list"]);
    assert_eq!(error["code"], "error.store.not_found");
    assert!(error["fix"].is_string());
}

#[test]
fn without_a_terminal_the_screens_are_refused() {
    let desk = Desk::new();
    let error = desk.refused([]);
    assert_eq!(error["code"], "cli.terminal.none");
}

#[test]
fn the_default_store_stands_in_the_data_directory() {
    let home = tempfile::tempdir().unwrap();
    let answer = run(home.path(), &["init", "--no-encryption", "--json"]);
    assert_eq!(answer.status, 0, "{}", answer.stderr);
    let store = home.path().join(".local/share/chuyengiao/office.store");
    assert!(store.is_file());
    let value: Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(value["id"], store.display().to_string());
}

/// A value of 100.000 letters was quoted whole, three times over.
#[test]
fn what_was_typed_is_quoted_in_short() {
    let desk = Desk::new();
    let long = "x".repeat(100_000);
    for words in [["case", "show", &long], ["undo", &long, "--json"], ["record", "list", &long]] {
        let answer = desk.run(words);
        assert_ne!(answer.status, 0);
        assert!(answer.stderr.chars().count() < 1000, "{words:?}");
    }
}

/// A device that never ends filled the memory until the system ended the program.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_never_ends_is_refused() {
    let desk = Desk::new();
    for words in [
        ["record", "list", "cell", "--passphrase-file", "/dev/zero"],
        ["import", "cells", "/dev/zero", "--mapping", "/dev/zero"],
    ] {
        assert_eq!(desk.run(words).status, 1, "{words:?}");
    }
    let sample = format!("{}/danh-sach-tcd.xlsx", crate::support::SAMPLE);
    let error = desk.refused(["import", "cells", &sample, "--mapping", "không có"]);
    assert!(error["message"].as_str().unwrap().contains("Không có cách ghép cột đã lưu"), "{error}");
}
