//! Stores by command: made, keyed, refused, backed up and restored.

use crate::support::Desk;

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
