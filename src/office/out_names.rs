//! Names that came from elsewhere, as names of files every system takes.
//!
//! Invariant: one part of a path: never a way out of its folder, a device, a hidden file, or two at once.

use crate::text::clean::clean;
use std::collections::HashSet;

/// So many bytes, with room for what tells two of a name apart; systems take 255.
const LONGEST: usize = 120;
/// An ending is kept when a name is cut.
const LONGEST_ENDING: usize = 12;
/// What Windows takes for devices, whatever their ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A name as the name of a file; `otherwise` where nothing of it is left.
pub(super) fn safe(name: &str, otherwise: &str) -> String {
    let plain: String = clean(name)
        .text
        .chars()
        .map(|letter| if r#"/\:*?"<>|"#.contains(letter) || letter.is_control() { '_' } else { letter })
        .collect();
    // Windows drops dots and spaces at the end; a dot before hides the file elsewhere.
    let plain = plain.trim_matches([' ', '.']);
    if plain.is_empty() {
        return otherwise.to_owned();
    }
    let (stem, ending) = parts(plain);
    let stem = cut(stem, LONGEST - ending.len()).trim_end_matches([' ', '.']);
    if is_device(stem) { format!("_{stem}{ending}") } else { format!("{stem}{ending}") }
}

/// The name, or that name with a number behind it, that none of `taken` has; systems may not tell case apart.
pub(super) fn once(name: &str, taken: &mut HashSet<String>) -> String {
    let (stem, ending) = parts(name);
    let numbered = (2..).map(|number: usize| format!("{stem}~{number}{ending}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

/// A name without its ending, and the ending with its dot.
fn parts(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(at) if at > 0 && name.len() - at <= LONGEST_ENDING && is_word(&name[at + 1..]) => {
            name.split_at(at)
        }
        _ => (name, ""),
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().trim().to_lowercase();
    let bare = first.trim_end_matches(|letter: char| letter.is_ascii_digit());
    DEVICES.contains(&bare) && first.len() <= bare.len() + 1
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Ảnh trụ sở.jpg", "Ảnh trụ sở.jpg")]
    #[case("../../etc/passwd", "_.._etc_passwd")]
    #[case("..", "tep")]
    #[case(".bashrc", "bashrc")]
    #[case("C:\\Windows\\a.exe", "C__Windows_a.exe")]
    #[case("con.jpg", "_con.jpg")]
    #[case("LPT1", "_LPT1")]
    #[case("console.txt", "console.txt")]
    #[case("a\u{202e}gpj.exe", "agpj.exe")]
    #[case("x\u{1b}[31m.png", "x.png")]
    #[case("tên. ", "tên")]
    #[case("", "tep")]
    fn a_name_from_elsewhere_is_made_safe(#[case] name: &str, #[case] expected: &str) {
        assert_eq!(safe(name, "tep"), expected);
    }

    #[test]
    fn a_long_name_keeps_its_ending_and_two_of_a_name_stay_apart() {
        let long = safe(&format!("{}.jpeg", "ả".repeat(300)), "tep");
        assert!(long.len() <= LONGEST && long.ends_with("ả.jpeg"), "{long}");
        let mut taken = HashSet::new();
        let names: Vec<String> = ["a.jpg", "A.jpg", "a.jpg"].map(|name| once(name, &mut taken)).into();
        assert_eq!(names, ["a.jpg", "A~2.jpg", "a~3.jpg"]);
    }

    proptest::proptest! {
        /// Whatever a name holds, it is one part of a path.
        #[test]
        fn a_safe_name_stays_in_its_folder(name in ".{0,200}") {
            let safe = safe(&name, "tep");
            proptest::prop_assert_eq!(std::path::Path::new(&safe).components().count(), 1);
            proptest::prop_assert!(safe != ".." && safe != "." && !safe.contains(['/', '\\', '\0']));
        }
    }
}
