//! A folder of forms from elsewhere, asked for with `FORMS=FOLDER`: each opens and is filled in, or is refused by
//! its cells; none panics or takes long.

use super::properties::can_be_filled;
use chuyengiao::exchange::read_form;
use chuyengiao::forms::build::build;
use chuyengiao::text::locale::{Language, Locale};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// No form is as large as to take longer.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn forms_from_elsewhere_open_or_are_refused_by_their_cells() {
    let Some(folder) = std::env::var_os("FORMS").map(PathBuf::from) else { return };
    let locale = Locale::new(Language::English);
    let (mut opened, mut refused) = (0, 0);
    for path in files(&folder) {
        let begun = Instant::now();
        let name = path.file_name().unwrap().to_string_lossy();
        let sheets = match read_form(&std::fs::read(&path).unwrap(), &name) {
            Ok(sheets) => sheets,
            Err(error) => {
                eprintln!("{name}: {}", locale.say(&error.message()));
                continue;
            }
        };
        match build(&sheets) {
            Ok(form) => {
                opened += 1;
                can_be_filled(form);
            }
            Err(error) => {
                refused += 1;
                assert!(!error.faults().is_empty());
                for fault in error.faults().iter().take(3) {
                    eprintln!("{name}: {}", fault.say(&locale));
                }
            }
        }
        assert!(begun.elapsed() < LONGEST, "{name}: {:?}", begun.elapsed());
    }
    eprintln!("{opened} opened and filled, {refused} refused");
    assert!(opened + refused > 0, "no forms in {}", folder.display());
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    files
}
