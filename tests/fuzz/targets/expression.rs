//! Any text as an expression of a form that has something to mention.
//!
//! Invariant: no text panics or hangs, neither read nor worked out.

#![no_main]

use chuyengiao::exchange::read_form;
use chuyengiao::forms::build::build;
use chuyengiao::forms::expression::parse;
use chuyengiao::forms::survey::Filling;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

fuzz_target!(|text: &str| {
    if parse(text).is_err() {
        return;
    }
    let cell = text.replace('|', "\\|").replace(['\n', '\r'], " ");
    let form = format!(
        "| survey |\n| | type | name | label | default | calculation |\n\
         | | integer | a | A | 7 | |\n| | date | d | D | 2023-09-14 | |\n\
         | | select_multiple l | s | S | x y | |\n| | begin repeat | r | R | 2 | |\n\
         | | text | t | T | x | |\n| | end repeat | | | | |\n| | calculate | c | | | {cell} |\n\
         | choices |\n| | list_name | name | label |\n| | l | x | X |\n| | l | y | Y |\n"
    );
    let Ok(sheets) = read_form(form.as_bytes(), "form.md") else { return };
    if let Ok(form) = build(&sheets) {
        let _ = Filling::begin(Arc::new(form), date(2023, 9, 14));
    }
});
