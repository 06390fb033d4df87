//! Where the office's store stands when nobody says: the platform's data directory.
//!
//! Invariant: a path only; nothing is created here.

use std::path::PathBuf;

/// The store under the platform's data directory.
const STORE: [&str; 2] = ["chuyengiao", "office.store"];
/// Directory of the sample province.
const DEMO: [&str; 2] = ["chuyengiao", "demo"];

/// The default path of the store.
pub(super) fn default_store() -> PathBuf {
    let mut path = data_directory();
    path.extend(STORE);
    path
}

/// Where the sample province goes when nobody says.
pub(super) fn default_demo() -> PathBuf {
    let mut path = data_directory();
    path.extend(DEMO);
    path
}

#[cfg(windows)]
fn data_directory() -> PathBuf {
    variable("APPDATA").unwrap_or_else(|| PathBuf::from("."))
}

#[cfg(not(windows))]
fn data_directory() -> PathBuf {
    let home = || variable("HOME").map(|home| home.join(".local").join("share"));
    // The XDG specification has a relative path ignored.
    let xdg = variable("XDG_DATA_HOME").filter(|path| path.is_absolute());
    xdg.or_else(home).unwrap_or_else(|| PathBuf::from("."))
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
