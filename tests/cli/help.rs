//! Help in both languages: a snapshot a command, and nothing of clap's own wording in it.

use crate::support::run;
use rstest::rstest;

/// Every command that has a help of its own, by walking the help from the top.
fn commands(language: &str) -> Vec<Vec<String>> {
    let mut found = vec![Vec::new()];
    let mut at = 0;
    while at < found.len() {
        let path = found[at].clone();
        for name in below(&help(language, &path)) {
            let mut longer = path.clone();
            longer.push(name);
            found.push(longer);
        }
        at += 1;
    }
    found
}

fn help(language: &str, path: &[String]) -> String {
    let mut words: Vec<&str> = path.iter().map(String::as_str).collect();
    words.extend(["--help", "--lang", language]);
    let home = tempfile::tempdir().unwrap();
    let answer = run(home.path(), &words);
    assert_eq!(answer.status, 0, "{words:?}: {}", answer.stderr);
    assert_eq!(answer.stderr, "", "{words:?}");
    answer.stdout
}

/// The commands a help lists.
fn below(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Lệnh:" && *line != "Commands:")
        .skip(1)
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

#[rstest]
#[case("vi")]
#[case("en")]
fn help_of_every_command(#[case] language: &str) {
    let mut all = String::new();
    for path in commands(language) {
        let help = help(language, &path);
        // The global options are the same everywhere; once is enough.
        let global = ["Tùy chọn chung:", "Global options:"];
        let own: Vec<&str> =
            help.lines().take_while(|line| path.is_empty() || !global.contains(line)).collect();
        all.push_str(&format!("$ chuyengiao {}\n{}\n\n", path.join(" "), own.join("\n").trim_end()));
    }
    if language == "vi" {
        for word in ["Usage", "OPTIONS", "Options", "Print help", "possible values", "default:"] {
            assert!(!all.contains(word), "{word}");
        }
    }
    insta::assert_snapshot!(format!("help_{language}"), all);
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
