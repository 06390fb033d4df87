//! Stores by command: made, keyed, refused, backed up and restored.

use crate::support::{Desk, run};

#[test]
fn a_store_without_a_passphrase_is_made_only_when_that_is_said() {
    let desk = Desk::bare();
    let error = desk.refused(["init"]);
    assert_eq!(error["code"], "cli.init.no_passphrase");
    assert!(!desk.store().exists());
}

#[test]
fn a_passphrase_opens_its_store_and_no_other_does() {
    let desk = Desk::bare();
    let (right, wrong) = (desk.file("right"), desk.file("wrong"));
    std::fs::write(&right, "núi Chúa\n").unwrap();
    std::fs::write(&wrong, "nui Chua\n").unwrap();
    desk.ok(["init", "--passphrase-file", &right]);
    assert_eq!(desk.json(["committee", "list", "--passphrase-file", &right]), serde_json::json!([]));
    assert_eq!(
        desk.refused(["committee", "list", "--passphrase-file", &wrong])["code"],
        "error.store.wrong_passphrase"
    );
    assert_eq!(desk.refused(["committee", "list"])["code"], "error.store.needs_passphrase");
    assert_eq!(
        desk.refused(["committee", "list", "--passphrase-file", &desk.file("none")])["code"],
        "cli.file.not_found"
    );
}

#[test]
fn nothing_is_overwritten() {
    let desk = Desk::new();
    let error = desk.refused(["init", "--no-encryption"]);
    assert_eq!(error["code"], "error.store.already_exists");
}

#[test]
fn a_backup_brings_back_what_was_there() {
    let desk = Desk::new();
    let backup = desk.file("sao-luu.store");
    desk.ok(["committee", "add", "Tỉnh ủy Ninh Thuận", "--kind", "tinh_uy"]);
    desk.ok(["backup", &backup]);
    desk.ok(["committee", "add", "Huyện ủy Ninh Hải", "--kind", "huyen_uy"]);
    let restored = desk.json(["restore", &backup]);
    assert!(restored["aside"].is_string(), "the old store is put aside");
    let committees = desk.json(["committee", "list"]);
    assert_eq!(committees.as_array().unwrap().len(), 1);
    assert_eq!(desk.json(["check", "--deep"])["sound"], true);
    assert_eq!(desk.refused(["backup", &backup])["code"], "error.store.already_exists");
}

/// Folders where nothing can be made were told as files that are not there.
#[cfg(target_os = "linux")]
#[rstest::rstest]
#[case("/proc/office.store", "Không tạo được tệp trong thư mục /proc: hệ thống không cho tạo tệp ở đó.")]
#[case(
    "/proc/here/office.store",
    "Không tạo được tệp trong thư mục /proc/here: hệ thống không cho tạo tệp ở đó."
)]
#[case("folder", "là một thư mục, không phải tệp dữ liệu.")]
#[case("file/office.store", "trên đường dẫn có một tệp")]
fn a_place_where_no_store_can_be_is_told_as_it_is(#[case] place: &str, #[case] said: &str) {
    let desk = Desk::bare();
    std::fs::create_dir(desk.file("folder")).unwrap();
    std::fs::write(desk.file("file"), "x").unwrap();
    let path = if place.starts_with('/') { place.to_owned() } else { desk.file(place) };
    let answer = run(desk.file("").as_ref(), &["--json", "--store", &path, "init", "--no-encryption"]);
    assert_eq!(answer.status, 1, "{}", answer.stderr);
    let refused: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    let refused = &refused["error"];
    assert_eq!(refused["kind"], if place == "folder" { "yours" } else { "file" });
    assert!(refused["message"].as_str().unwrap().contains(said), "{refused}");
    assert!(refused["fix"].is_string(), "{refused}");
}

/// A disk that takes no more: one sentence, nothing half written, and on it goes once there is room.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_without_room_loses_nothing() {
    let desk = Desk::new();
    let sample = format!("{}/danh-sach-tcd.xlsx", crate::support::SAMPLE);
    let limited = |words: &[&str]| desk.run_limited(100, words);
    let refused = limited(&["import", "cells", &sample]);
    assert_eq!((refused.status, refused.stderr.lines().count()), (1, 1), "{}", refused.stderr);
    assert!(refused.stderr.contains("chưa được ghi"), "{}", refused.stderr);
    assert_eq!(desk.json(["cell", "list"]), serde_json::json!([]));
    let copy = desk.file("copy.store");
    let refused = limited(&["backup", &copy]);
    assert_eq!((refused.status, refused.stderr.lines().count()), (1, 1), "{}", refused.stderr);
    let left = |name: &str| name.contains("copy") || name.contains(".part");
    let mut names = std::fs::read_dir(desk.file("")).unwrap().map(|file| file.unwrap().file_name());
    assert!(!names.any(|name| left(&name.to_string_lossy())));
    desk.ok(["import", "cells", &sample]);
    desk.ok(["backup", &copy]);
    assert_eq!(desk.json(["cell", "list"]).as_array().unwrap().len(), 24);
    desk.ok(["check", "--deep"]);
}
