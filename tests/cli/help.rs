//! Help, completions and the manual, as the program prints them.

use crate::support::run;
use rstest::rstest;

#[rstest]
#[case(&["--help"], "Cách dùng: chuyengiao [TÙY CHỌN] [LỆNH]")]
#[case(&["case", "open", "--help"], "Cách dùng: chuyengiao case open [TÙY CHỌN] --cell <TỔ_CHỨC>...")]
#[case(&["case", "open", "-h", "--lang", "en"], "Usage: chuyengiao case open [OPTIONS] --cell <CELL>...")]
#[case(&["help"], "Cách dùng: chuyengiao [TÙY CHỌN] [LỆNH]")]
#[case(&["help", "case", "open"], "Cách dùng: chuyengiao case open [TÙY CHỌN] --cell <TỔ_CHỨC>...")]
#[case(&["--version"], concat!("chuyengiao ", env!("CARGO_PKG_VERSION")))]
fn help_is_printed_in_the_chosen_language(#[case] words: &[&str], #[case] expected: &str) {
    let home = tempfile::tempdir().unwrap();
    let answer = run(home.path(), words);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    assert!(answer.stdout.lines().any(|line| line == expected), "{}", answer.stdout);
}

#[test]
fn completions_and_the_manual_are_made_of_the_same_tree() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let answer = run(home.path(), &["completions", shell]);
        assert_eq!(answer.status, 0);
        assert!(answer.stdout.contains("backup"), "{shell}");
    }
    let manual = run(home.path(), &["man"]).stdout;
    assert!(manual.contains(".SH \"COMMITTEE ADD\"") || manual.contains(".SH COMMITTEE"), "{manual}");
}
