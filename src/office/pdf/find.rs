//! Where LibreOffice stands on this machine.
//!
//! Invariant: only absolute places are looked at: a program beside a paper is never started.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// What it is called, on any system.
const NAMES: [&str; 2] = ["soffice", "libreoffice"];

/// LibreOffice on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibreOffice {
    program: PathBuf,
}

impl LibreOffice {
    /// The one at a place.
    pub(super) const fn at(program: PathBuf) -> Self {
        Self { program }
    }

    /// The program that is started.
    pub(super) fn program(&self) -> &Path {
        &self.program
    }
}

/// LibreOffice, if it is installed: on the search path, else in the usual places.
pub fn found() -> Option<LibreOffice> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    in_places(&path, &usual())
}

/// The first program found: in the folders of a search path, then in others.
fn in_places(path: &OsStr, usual: &[PathBuf]) -> Option<LibreOffice> {
    let listed = std::env::split_paths(path).filter(|folder| folder.is_absolute());
    let folders = listed.chain(usual.iter().cloned());
    let programs = folders.flat_map(|folder| NAMES.map(|name| folder.join(with_ending(name))));
    programs.into_iter().find(|program| program.is_file()).map(LibreOffice::at)
}

fn with_ending(name: &str) -> OsString {
    OsString::from(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

#[cfg(not(windows))]
fn usual() -> Vec<PathBuf> {
    let fixed = [
        "/usr/bin",
        "/usr/local/bin",
        "/usr/lib/libreoffice/program",
        "/usr/lib64/libreoffice/program",
        "/snap/bin",
        "/Applications/LibreOffice.app/Contents/MacOS",
    ];
    let mut places: Vec<PathBuf> = fixed.iter().map(PathBuf::from).collect();
    // Its own packages stand in /opt/libreoffice25.2 and the like; the newest first.
    let mut own: Vec<PathBuf> = std::fs::read_dir("/opt")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("libreoffice")))
        .map(|path| path.join("program"))
        .collect();
    own.sort();
    places.extend(own.into_iter().rev());
    places
}

#[cfg(windows)]
fn usual() -> Vec<PathBuf> {
    let roots = ["ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"].map(std::env::var_os);
    let local = std::env::var_os("LOCALAPPDATA").map(|root| PathBuf::from(root).join("Programs"));
    let roots = roots.into_iter().flatten().map(PathBuf::from).chain(local);
    roots.filter(|root| root.is_absolute()).map(|root| root.join("LibreOffice").join("program")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_on_the_search_path_and_then_in_the_usual_places() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| {
            let place = folder.path().join(name);
            std::fs::create_dir(&place).unwrap();
            place
        };
        let (empty, first, usual) = (place("a"), place("b"), place("c"));
        let path = std::env::join_paths([PathBuf::from("."), empty, first.clone()]).unwrap();
        assert_eq!(in_places(&path, std::slice::from_ref(&usual)), None);
        let program = usual.join(with_ending("soffice"));
        std::fs::write(&program, "").unwrap();
        assert_eq!(in_places(&path, std::slice::from_ref(&usual)), Some(LibreOffice::at(program)));
        let program = first.join(with_ending("libreoffice"));
        std::fs::write(&program, "").unwrap();
        assert_eq!(in_places(&path, &[usual]), Some(LibreOffice::at(program)));
    }
}
