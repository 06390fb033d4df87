//! PDFs from outside: with LibreOffice where it is, and with stand-ins that misbehave.

use super::*;
use crate::papers::testing_paper;
use std::io::{BufRead, BufReader};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

/// A folder that programs may be started from, which a machine's folder for passing files may forbid.
#[cfg(unix)]
fn workshop() -> tempfile::TempDir {
    tempfile::tempdir_in(std::env::current_exe().unwrap().parent().unwrap()).unwrap()
}

/// A stand-in for LibreOffice: a script that gets the same arguments. Another process writes it: one that we still
/// had open for writing as another test starts a program could not be started itself.
#[cfg(unix)]
fn stand_in(folder: &Path, script: &str) -> LibreOffice {
    let program = folder.join("soffice");
    let write = "printf '#!/bin/sh\n%s\n' \"$2\" > \"$1\" && chmod +x \"$1\"";
    let mut writer = std::process::Command::new("sh");
    assert!(writer.args(["-c", write, "sh"]).arg(&program).arg(script).status().unwrap().success());
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
    let mut made = Vec::new();
    let converted = office.convert(&orders, &mut made, &mut |through| {
        heard.push(through);
        true
    });
    converted.unwrap();
    assert_eq!(made, orders.clone().map(|order| order.to));
    assert_eq!(heard.last(), Some(&2));
    // A paper of a hundred pages can't come out as two.
    let wrong = PdfOrder { pages: (100, 200), ..orders[0].clone() };
    assert_eq!(
        office.convert(&[wrong], &mut Vec::new(), &mut |_| true).unwrap_err().message.key,
        "pdf.pages"
    );
}

#[cfg(unix)]
#[test]
fn a_run_is_stopped_with_all_it_started() {
    let folder = workshop();
    // The starter and its child hold a pipe; it ends when both are gone.
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let script = format!("exec 3>'{}'; sleep 300 & echo begun >&3; wait", pipe.display());
    let office = stand_in(folder.path(), &script);
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(fs::File::open(pipe).unwrap()).lines() {
            tell.send(line.unwrap()).unwrap();
        }
    });
    let orders = [order(folder.path(), "a")];
    let mut made = Vec::new();
    let converted = office.convert(&orders, &mut made, &mut |_| told.try_recv().is_err());
    converted.unwrap();
    assert_eq!(made, Vec::<PathBuf>::new());
    assert!(!orders[0].to.exists(), "nothing half made stands there");
    let ended = told.recv_timeout(Duration::from_secs(60));
    assert_eq!(ended, Err(RecvTimeoutError::Disconnected), "the child of the starter went on");
}

#[cfg(unix)]
#[test]
fn one_that_hangs_fails_or_leaves_out_a_paper_is_told() {
    let folder = workshop();
    let orders = [order(folder.path(), "a")];
    let told = |script: &str| {
        stand_in(folder.path(), script)
            .convert(&orders, &mut Vec::new(), &mut |_| true)
            .unwrap_err()
            .message
            .key
            .into_owned()
    };
    assert_eq!(told("exit 0"), "pdf.left_out");
    assert_eq!(told("exit 3"), "pdf.broke");
    assert_eq!(
        told(
            "for last; do :; done; out=\"$(dirname \"$last\")/../pdf\"; mkdir \"$out\"; echo x > \"$out/0000.pdf\""
        ),
        "pdf.damaged"
    );
    let hanging = stand_in(folder.path(), "sleep 300");
    let (profile, to) = (folder.path().join("p"), folder.path().join("t"));
    let run = Run { program: hanging.program(), profile: &profile, documents: &[], to: &to };
    let refused = run.within(Duration::from_millis(100), &mut |_| true).unwrap_err();
    assert_eq!(refused.message.key, "pdf.too_slow");
    let absent = LibreOffice::at(folder.path().join("none"));
    assert_eq!(
        absent.convert(&orders, &mut Vec::new(), &mut |_| true).unwrap_err().message.key,
        "pdf.not_started"
    );
    assert_eq!(
        fs::read_dir(folder.path())
            .unwrap()
            .filter(|file| { file.as_ref().unwrap().file_name().to_string_lossy().ends_with(".pdf") })
            .count(),
        0
    );
}
