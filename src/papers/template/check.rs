//! Reading a template before it is kept: every unknown field, unknown filter, block without an end and faulty
//! line, each by line and with the nearest right name.
//!
//! Invariant: what passes here fills without a fault, as long as the survey's own questions are there.

use super::engine::{FILTERS, environment, fault};
use super::{leaf, marks, markup};
use crate::domain::fault::{Fault, nearest};
use crate::papers::values::Value;
use crate::text::message::Message;
use regex_lite::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// Every fault of a template. `example` holds every field with a value, under the names templates write;
/// `open` names the fields whose insides belong to others (the questions of a survey).
pub fn check(source: &str, name: &str, example: &Value, open: &[&str]) -> Vec<Fault> {
    let source = marks::without(source);
    let environment = environment();
    let template = match environment.template_from_named_str(name, &source) {
        Ok(template) => template,
        Err(error) => return vec![fault(&error, name, &source, example)],
    };
    let mut faults = unknown_names(&source, name, example, open);
    if faults.is_empty() {
        match template.render(leaf::seen(example)) {
            Ok(filled) => faults.extend(markup::read(&filled, name).err().unwrap_or_default()),
            Err(error) => faults.push(fault(&error, name, &source, example)),
        }
    }
    faults.sort_by_key(|fault| fault.line);
    faults
}

/// What is said of a name that is not there.
pub(super) fn unknown_field(written: &str, values: &Value) -> Message {
    let last = written.rsplit('.').next().unwrap_or(written).trim();
    let mut names = BTreeSet::new();
    collect(values, &mut names);
    named("template.unknown_field", written, nearest(last, names.iter().map(String::as_str)))
}

/// What is said of a filter that is not there.
pub(super) fn unknown_filter(written: &str) -> Message {
    let filter = written.rsplit('|').next().unwrap_or(written).trim();
    let filter = filter.split('(').next().unwrap_or(filter).trim();
    named("template.unknown_filter", filter, nearest(filter, FILTERS))
}

fn named(key: &'static str, written: &str, near: Option<&str>) -> Message {
    match near {
        Some(near) => Message::new(format!("{key}_near")).with("written", written).with("near", near),
        None => Message::new(key).with("written", written),
    }
}

/// Names behind a dot that no field has, in every branch: those that are not filled now, too.
fn unknown_names(source: &str, name: &str, example: &Value, open: &[&str]) -> Vec<Fault> {
    let mut known = BTreeSet::new();
    collect(example, &mut known);
    let loops: BTreeMap<&str, ()> =
        ["index", "index0", "first", "last", "length"].map(|name| (name, ())).into();
    let (Ok(tags), Ok(paths)) = (
        Regex::new(r"\{\{([^}]*)\}\}|\{%([^%]*)%\}"),
        Regex::new(r#""[^"]*"|'[^']*'|[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)+"#),
    ) else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    for tag in tags.captures_iter(source) {
        let Some(inside) = tag.get(1).or_else(|| tag.get(2)) else { continue };
        for path in paths.find_iter(inside.as_str()) {
            let written = path.as_str();
            let mut parts = written.split('.');
            let first = parts.next().unwrap_or_default();
            if written.starts_with(['"', '\'']) || first == "loop" {
                continue;
            }
            let mut opened = open.contains(&first);
            for part in parts {
                if !opened && !known.contains(part) && !loops.contains_key(part) {
                    let at = inside.start() + path.start();
                    let near = nearest(part, known.iter().map(String::as_str));
                    faults.push(Fault::at(name, source, at, named("template.unknown_field", written, near)));
                    break;
                }
                opened = opened || open.contains(&part);
            }
        }
    }
    faults
}

fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value.plain() {
        Value::Fields(fields) => {
            for (name, value) in fields {
                names.insert(name.clone());
                collect(value, names);
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn example() -> Value {
        let member = Value::fields([("ten", Value::from("Nguyễn Văn A"))]);
        Value::fields([
            ("tong_so", Value::from(12)),
            ("dang_vien", Value::List(vec![member])),
            ("khao_sat", Value::fields([("subject_role", Value::from("…"))])),
        ])
    }

    #[rstest]
    #[case("Tổng: {{ tong_so }}.\n{% for d in dang_vien %}\n{{ d.ten | hoa }}\n{% endfor %}\n", None)]
    #[case("{{ khao_sat.cau_hoi_rieng }}", Some((1, "template.unknown_field")))]
    #[case("Một\n{{ tong_soo }}", Some((2, "template.unknown_field_near")))]
    #[case("{% for d in dang_vien %}{{ d.tenn }}{% endfor %}", Some((1, "template.unknown_field_near")))]
    #[case("{% if not tong_so %}\n{{ dang_vien.teen }}\n{% endif %}", Some((2, "template.unknown_field_near")))]
    #[case("{{ tong_so | ngayy }}", Some((1, "template.unknown_filter_near")))]
    #[case("{% for d in dang_vien %}\n", Some((1, "template.syntax")))]
    #[case("{{ tong_so ", Some((1, "template.syntax")))]
    #[case("|: 1 | 2\n| a |\n", Some((2, "template.row")))]
    #[case("{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}", Some((1, "template.endless")))]
    fn a_fault_is_named_by_line(#[case] source: &str, #[case] expected: Option<(usize, &str)>) {
        let faults = check(source, "thu", &example(), &[]);
        let found = faults.first().map(|fault| (fault.line, fault.cause.key.to_string()));
        assert_eq!(found, expected.map(|(line, key)| (line, key.to_owned())), "{faults:?}");
    }

    #[test]
    fn the_questions_of_a_survey_are_anybodys() {
        let faults = check(
            "{% if khao_sat.x is defined %}{{ khao_sat.x }}{% endif %}",
            "thu",
            &example(),
            &["khao_sat"],
        );
        assert_eq!(faults, []);
    }
}
