//! The engine from outside: rule sets, files, previews.

use super::document::*;
use super::house::House;
use super::testing::*;
use super::{docx, layout, package, preview};
use std::path::PathBuf;
use std::process::Command;

fn part(bytes: &[u8], name: &str) -> String {
    let parts = package::read(bytes).unwrap();
    let part = parts.into_iter().find(|part| part.name == name).unwrap_or_else(|| panic!("{name}"));
    String::from_utf8(part.bytes).unwrap()
}

#[allow(dead_code, reason = "used by the next tests")]
fn document_xml(document: &Document) -> String {
    part(&docx::write(&lay(document)).unwrap(), "word/document.xml")
}

#[test]
fn a_paper_with_every_part_is_written_and_read_back() {
    let bytes = docx::write(&lay(&proposal())).unwrap();
    assert_eq!(bytes, docx::write(&lay(&proposal())).unwrap(), "same data, same bytes");
}

#[test]
fn the_preview_stands_as_the_paper_does() {
    insta::assert_snapshot!(preview::plain(&lay(&proposal()), 80));
}

/// LibreOffice draws each page; where it is absent nothing is looked at, and that is said.
#[test]
fn libreoffice_opens_the_paper() {
    let Some(office) = ["soffice", "libreoffice"].into_iter().find_map(which) else {
        eprintln!("SKIPPED: LibreOffice is not installed, no page was drawn");
        return;
    };
    let folder = std::env::var_os("PAPERS_LOOK").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = folder.join(format!("papers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (older, newer) = rule_sets();
    for (name, rules) in [("36", older), ("05", newer)] {
        let laid = layout::lay(&proposal(), &rules, &House::built_in());
        std::fs::write(folder.join(format!("{name}.docx")), docx::write(&laid).unwrap()).unwrap();
    }
    let drawn = Command::new(office)
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(&folder)
        .args([folder.join("36.docx"), folder.join("05.docx")])
        .output()
        .unwrap();
    assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
    for name in ["36.pdf", "05.pdf"] {
        assert!(std::fs::metadata(folder.join(name)).unwrap().len() > 10_000);
    }
    if std::env::var_os("PAPERS_LOOK").is_none() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

fn which(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|path| path.exists())
}
