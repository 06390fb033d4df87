//! Any bytes as a form: a workbook, Markdown tables, CSV; and as a file of choices beside one. What opens is
//! filled in a little.
//!
//! Invariant: no bytes panic or hang.

#![no_main]

use chuyengiao::exchange::{is_shielded, read_form, read_form_file};
use chuyengiao::forms::build::{build, wanted};
use chuyengiao::forms::instance::Instance;
use chuyengiao::forms::survey::Filling;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use std::sync::Arc;

// A reader of workbooks that gives up is caught and told as a damaged file: no crash of ours.
fuzz_target!(init: {
    let crash = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !is_shielded() {
            crash(panic);
        }
    }));
}, |bytes: &[u8]| {
    for name in ["choices.csv", "choices.xml", "choices.geojson"] {
        let _ = read_form_file(bytes, name);
    }
    let Ok(sheets) = read_form(bytes, "form.xlsx") else { return };
    let _ = wanted(&sheets);
    let Ok(form) = build(&sheets) else { return };
    let names: Vec<String> = form.nodes.iter().take(50).map(|node| node.name.clone()).collect();
    let today = date(2023, 9, 14);
    let (mut filling, _) = Filling::begin(Arc::new(form), today);
    for name in names {
        let _ = filling.set(&name, &Instance::top(), "1", today);
    }
    let _ = filling.missing();
});
