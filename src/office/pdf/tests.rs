//! PDFs from outside: with LibreOffice where it is, and with stand-ins that misbehave.

use super::*;
use crate::papers::testing_paper;
use std::time::{Duration, Instant};

/// A stand-in for LibreOffice: a script that gets the same arguments.
#[cfg(unix)]
fn stand_in(folder: &Path, script: &str) -> LibreOffice {
    use std::os::unix::fs::PermissionsExt;
    let program = folder.join("soffice");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    LibreOffice::at(program)
}

fn order(folder: &Path, name: &str) -> PdfOrder {
    let document = folder.join(format!("{name}.docx"));
    fs::write(&document, testing_paper()).unwrap();
    PdfOrder { document, to: folder.join(format!("{name}.pdf")), pages: (1, 9) }
}

#[test]
fn a_paper_becomes_a_pdf_of_its_pages() {
    let Some(office) = found() else {
        eprintln!("SKIPPED: LibreOffice is not installed, no PDF was made");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let orders = [order(folder.path(), "-một văn bản; rm"), order(folder.path(), "hai")];
    let mut heard = Vec::new();
    let made = office.convert(&orders, &mut |through| {
        heard.push(through);
        true
    });
    assert_eq!(made.unwrap(), orders.clone().map(|order| order.to));
    assert_eq!(heard.last(), Some(&2));
    // A paper of a hundred pages can't come out as two.
    let wrong = PdfOrder { pages: (100, 200), ..orders[0].clone() };
    assert_eq!(office.convert(&[wrong], &mut |_| true).unwrap_err().message.key, "pdf.pages");
}

#[cfg(unix)]
#[test]
fn a_run_is_stopped_with_all_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let mark = folder.path().join("alive");
    let office = stand_in(folder.path(), &format!("(sleep 3; touch '{}') & wait", mark.display()));
    let orders = [order(folder.path(), "a")];
    let began = Instant::now();
    let mut asked = 0;
    let made = office.convert(&orders, &mut |_| {
        asked += 1;
        asked < 3
    });
    assert_eq!(made.unwrap(), Vec::<PathBuf>::new());
    assert!(began.elapsed() < Duration::from_secs(2));
    assert!(!orders[0].to.exists(), "nothing half made stands there");
    std::thread::sleep(Duration::from_millis(3200).saturating_sub(began.elapsed()));
    assert!(!mark.exists(), "the child of the starter went on");
}

#[cfg(unix)]
#[test]
fn one_that_hangs_fails_or_leaves_out_a_paper_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let orders = [order(folder.path(), "a")];
    let told = |script: &str| {
        stand_in(folder.path(), script).convert(&orders, &mut |_| true).unwrap_err().message.key.into_owned()
    };
    assert_eq!(told("exit 0"), "pdf.left_out");
    assert_eq!(told("exit 3"), "pdf.broke");
    assert_eq!(
        told("for last; do :; done; out=$(dirname \"$last\")/../pdf; mkdir $out; echo x > $out/0000.pdf"),
        "pdf.damaged"
    );
    let hanging = stand_in(folder.path(), "sleep 5");
    let (profile, to) = (folder.path().join("p"), folder.path().join("t"));
    let run = Run { program: hanging.program(), profile: &profile, documents: &[], to: &to };
    let refused = run.within(Duration::from_millis(100), &mut |_| true).unwrap_err();
    assert_eq!(refused.message.key, "pdf.too_slow");
    let absent = LibreOffice::at(folder.path().join("none"));
    assert_eq!(absent.convert(&orders, &mut |_| true).unwrap_err().message.key, "pdf.not_started");
    assert_eq!(
        fs::read_dir(folder.path())
            .unwrap()
            .filter(|file| { file.as_ref().unwrap().file_name().to_string_lossy().ends_with(".pdf") })
            .count(),
        0
    );
}
