//! Reading a template before it is kept: every unknown field, unknown filter, block without an end and faulty
//! line, each by line and with the nearest right name.
//!
//! Names are looked up in every branch, whether it is filled or not; then the template is filled twice, with all
//! there can be and with nothing, and what comes of it is read.
//!
//! Invariant: what passes here fills without a fault; lines are those of the template, not of what it fills to.

use super::blocks::{self, Blocks};
use super::engine::{FILTERS, environment, fault, is_filter};
use super::{leaf, marks, markup};
use crate::domain::fault::{Fault, nearest};
use crate::papers::values::Value;
use crate::text::fold::fold;
use crate::text::message::Message;
use regex_lite::Regex;
use std::collections::{BTreeSet, HashSet};

/// Every fault of a template. `example` holds every field with a value, under the names templates write; `empty`
/// the same fields with nothing in them.
pub fn check(source: &str, name: &str, example: &Value, empty: &Value) -> Vec<Fault> {
    let plain = marks::without(source);
    let source = marks::numbered(&plain);
    let environment = environment();
    let Blocks { mut faults, loose } = blocks::read(&plain, name);
    let template = match environment.template_from_named_str(name, &source) {
        Ok(template) => Some(template),
        // What is wrong with its tags was told by the lines they begin in.
        Err(_) if !faults.is_empty() => None,
        Err(error) => {
            faults.push(fault(&error, name, &source, example));
            None
        }
    };
    let mut whole = plain.clone();
    loose.into_iter().for_each(|loose| whole.replace_range(loose, "  "));
    let undeclared = match &template {
        Some(read) => read.undeclared_variables(false),
        None => undeclared(&whole),
    };
    faults.extend(Names { example, undeclared, turns: Vec::new() }.faults(&whole, name));
    if let Some(template) = template.filter(|_| faults.is_empty()) {
        match template.render(leaf::seen(example)) {
            Ok(filled) => faults.extend(markup::read(&filled, name).err().unwrap_or_default()),
            Err(error) => faults.push(fault(&error, name, &source, example)),
        }
        // What can't be worked out of nothing need not be: a list may never be empty where it is used.
        if let Ok(filled) = template.render(leaf::seen(empty)) {
            faults.extend(markup::read(&filled, name).err().unwrap_or_default());
        }
    }
    faults.sort_by_key(|fault| fault.line);
    faults.dedup();
    faults
}

/// Words of statements and conditions, which are no names.
const KEYWORDS: [&str; 24] = [
    "for",
    "endfor",
    "in",
    "if",
    "elif",
    "else",
    "endif",
    "set",
    "endset",
    "with",
    "endwith",
    "filter",
    "endfilter",
    "macro",
    "endmacro",
    "raw",
    "endraw",
    "do",
    "not",
    "and",
    "or",
    "is",
    "recursive",
    "loop",
];

/// The names a template takes from outside, where the engine can't read it: all it does not give itself.
fn undeclared(source: &str) -> HashSet<String> {
    let (Ok(tags), Ok(given), Ok(words)) = (
        Regex::new(r"(?s)\{#.*?#\}|\{\{(.*?)\}\}|\{%(.*?)%\}"),
        Regex::new(r"\{%-?\s*(?:for|set|with|macro)\s+([A-Za-z_][\w, ]*)"),
        Regex::new(&r#""[^"]*"|'[^']*'|(?:[.|]|\bis(?:\s+not)?\s)\s*NAME|(NAME)"#.replace("NAME", NAME)),
    ) else {
        return HashSet::new();
    };
    let given: HashSet<&str> = given
        .captures_iter(source)
        .filter_map(|found| found.get(1))
        .flat_map(|names| names.as_str().split(" in ").next().unwrap_or_default().split([',', ' ']))
        .collect();
    let inside = tags.captures_iter(source).filter_map(|tag| tag.get(1).or_else(|| tag.get(2)));
    let words = inside.flat_map(|inside| words.captures_iter(inside.as_str())).filter_map(|word| word.get(1));
    let asked = words.map(|word| word.as_str()).filter(|word| {
        !given.contains(word) && !KEYWORDS.contains(word) && !matches!(*word, "true" | "false" | "none")
    });
    asked.map(str::to_owned).collect()
}

/// What is said of a name that is not there.
pub(super) fn unknown_field(written: &str, values: &Value) -> Message {
    let last = written.rsplit('.').next().unwrap_or(written).trim();
    let mut names = BTreeSet::new();
    collect(values, &mut names);
    named("template.unknown_field", written, near(last, &names))
}

/// The nearest name, in whatever case and with whatever marks it was typed.
fn near<'a>(written: &str, names: &'a BTreeSet<String>) -> Option<&'a str> {
    let names = || names.iter().map(String::as_str);
    nearest(written, names()).or_else(|| nearest(&fold(written), names()))
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

/// A name, with letters of every alphabet: `tên` is none, and its nearest is told.
const NAME: &str =
    r"[A-Za-z_\x{C0}-\x{24F}\x{1EA0}-\x{1EF9}][\w\x{C0}-\x{24F}\x{300}-\x{36F}\x{1EA0}-\x{1EF9}]*";

/// The names a template asks for, followed through its loops.
struct Names<'a> {
    example: &'a Value,
    /// Names the template takes from outside.
    undeclared: HashSet<String>,
    /// The loops around: the names of each, with one item where the list is a field.
    turns: Vec<Vec<(String, Option<&'a Value>)>>,
}

impl<'a> Names<'a> {
    /// Names that no field has and filters that are none, in the order they are written.
    fn faults(mut self, source: &str, name: &str) -> Vec<Fault> {
        let (Ok(tags), Ok(words)) = (
            Regex::new(r"(?s)\{#.*?#\}|\{\{(.*?)\}\}|\{%(.*?)%\}"),
            Regex::new(&r#""[^"]*"|'[^']*'|\|\s*(NAME)|(NAME(?:\.NAME)*)"#.replace("NAME", NAME)),
        ) else {
            return Vec::new();
        };
        let environment = environment();
        let mut faults = Vec::new();
        for tag in tags.captures_iter(source) {
            let Some(inside) = tag.get(1).or_else(|| tag.get(2)) else { continue };
            let statement = inside.as_str().trim_start_matches('-').trim_start();
            if let Some(turn) = statement.strip_prefix("for ") {
                self.begin(turn);
            } else if statement.starts_with("endfor") {
                self.turns.pop();
            }
            for word in words.captures_iter(inside.as_str()) {
                let cause = match (word.get(1), word.get(2)) {
                    (Some(filter), _) if !is_filter(&environment, filter.as_str()) => {
                        Some((unknown_filter(filter.as_str()), filter.start()))
                    }
                    (None, Some(path)) if !names_an_argument(&inside.as_str()[path.end()..]) => {
                        let known = environment.globals().any(|(global, _)| global == path.as_str());
                        let cause = if known { None } else { self.judge(path.as_str()) };
                        cause.map(|cause| (cause, path.start()))
                    }
                    _ => None,
                };
                if let Some((cause, at)) = cause {
                    faults.push(Fault::at(name, source, inside.start() + at, cause));
                }
            }
        }
        faults
    }

    /// `d in ho_so.dang_vien | dau(3) if d.con_thieu`
    fn begin(&mut self, turn: &str) {
        let (names, list) = turn.split_once(" in ").unwrap_or((turn, ""));
        let list = list.split(" if ").next().unwrap_or_default().trim_end_matches('-').trim();
        let (path, filter) = list.split_once('|').unwrap_or((list, "dau("));
        let same_items = filter.trim_start().starts_with("dau");
        let items = self.find(path.trim()).filter(|_| same_items && !names.contains(','));
        let item = items.and_then(|items| match items.plain() {
            Value::List(items) => items.first(),
            _ => None,
        });
        self.turns.push(names.split(',').map(|name| (name.trim().to_owned(), item)).collect());
    }

    /// The value at a path, if it leads to one.
    fn find(&self, path: &str) -> Option<&'a Value> {
        let mut parts = path.split('.');
        let mut value = self.begins_with(parts.next()?)?;
        for part in parts {
            value = field(value, part)?;
        }
        Some(value)
    }

    /// What a path begins with: an item of a loop around, or a field.
    fn begins_with(&self, name: &str) -> Option<&'a Value> {
        match self.turn(name) {
            Some(item) => item,
            None => field(self.example, name),
        }
    }

    fn turn(&self, name: &str) -> Option<Option<&'a Value>> {
        self.turns.iter().rev().flatten().find(|(known, _)| known == name).map(|(_, item)| *item)
    }

    /// What is wrong with a path.
    fn judge(&self, path: &str) -> Option<Message> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let rest: Vec<&str> = rest.split('.').filter(|part| !part.is_empty()).collect();
        if first == "loop" {
            return None;
        }
        let Some(mut value) = self.begins_with(first) else {
            if self.turn(first).is_none() && self.undeclared.contains(first) {
                return Some(self.unknown(path, first, self.example));
            }
            // Named by the template itself: its insides are any field's.
            let mut known = BTreeSet::new();
            collect(self.example, &mut known);
            let strange = rest.into_iter().find(|part| !known.contains(*part));
            return strange.map(|part| self.unknown(path, part, self.example));
        };
        for part in rest {
            match field(value, part) {
                Some(inside) => value = inside,
                None if in_item(value, part) => {
                    return Some(Message::new("template.list_needs_loop").with("written", path));
                }
                None => return Some(self.unknown(path, part, value)),
            }
        }
        None
    }

    /// The nearest name of the same place is meant, else the nearest of all.
    fn unknown(&self, path: &str, part: &str, place: &Value) -> Message {
        let mut names = BTreeSet::new();
        match place.plain() {
            Value::Fields(fields) => names.extend(fields.keys().cloned()),
            Value::List(items) => items.iter().for_each(|item| collect(item, &mut names)),
            _ => {}
        }
        if near(part, &names).is_none() {
            collect(self.example, &mut names);
        }
        let near = near(part, &names).filter(|near| *near != part);
        named("template.unknown_field", path, near)
    }
}

/// Whether a word names an argument: `noi(field="ten")`, `set x = …`.
fn names_an_argument(behind: &str) -> bool {
    let behind = behind.trim_start();
    behind.starts_with('=') && !behind.starts_with("==")
}

fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    match value.plain() {
        Value::Fields(fields) => fields.get(name),
        _ => None,
    }
}

fn in_item(value: &Value, name: &str) -> bool {
    matches!(value.plain(), Value::List(items) if items.first().is_some_and(|item| field(item, name).is_some()))
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
    use crate::papers::example::emptied;
    use rstest::rstest;

    fn example() -> Value {
        let member =
            Value::fields([("ten", Value::from("Nguyễn Văn A")), ("ngay_vao_dang", Value::from("2001"))]);
        Value::fields([
            ("tong_so", Value::from(12)),
            ("to_chuc", Value::fields([("ma", Value::from("001"))])),
            ("dang_vien", Value::List(vec![member])),
            ("khao_sat", Value::fields([("subject_role", Value::from("…"))])),
        ])
    }

    #[rstest]
    #[case("Tổng: {{ tong_so }}.\n{% for d in dang_vien %}\n{{ d.ten | hoa }}\n{% endfor %}\n", None)]
    #[case("{{ khao_sat.cau_hoi_rieng }}", Some((1, "template.unknown_field")))]
    #[case("{{ khao_sat.subject_rol }}", Some((1, "template.unknown_field_near")))]
    #[case("Một\n{{ tong_soo }}", Some((2, "template.unknown_field_near")))]
    #[case("{% for d in dang_vien %}{{ d.tenn }}{% endfor %}", Some((1, "template.unknown_field_near")))]
    #[case("{% if not tong_so %}\n{{ dang_vien.teen }}\n{% endif %}", Some((2, "template.unknown_field_near")))]
    #[case("{% if not tong_so %}\n{{ to_chuc.ten }}\n{% endif %}", Some((2, "template.unknown_field")))]
    #[case("{% if not tong_so %}\n{{ tong_soo }}\n{% endif %}", Some((2, "template.unknown_field_near")))]
    #[case("a\n{{ dang_vien.ten }}", Some((2, "template.list_needs_loop")))]
    #[case(
        "{{ dang_vien | noi(\", \", \"ten\") }}{% set x = tong_so %}{{ x }}{% if x == 3 %}{% endif %}",
        None
    )]
    #[case("{% for d in dang_vien if d.tem %}{% endfor %}", Some((1, "template.unknown_field_near")))]
    #[case("{{ tong_so | ngayy }}", Some((1, "template.unknown_filter_near")))]
    #[case("{% if not tong_so %}{{ tong_so | hoaa }}{% endif %}", Some((1, "template.unknown_filter_near")))]
    #[case("a\n{% for d in dang_vien %}\n\nb\n\n", Some((2, "template.block_open")))]
    #[case("a\n{{ tong_so \nb\n", Some((2, "template.tag_open")))]
    #[case("{{ TONG_SO }}", Some((1, "template.unknown_field_near")))]
    #[case("a\n\n{{ tong_so ho }}", Some((3, "template.syntax")))]
    #[case("|: 1 | 2\n| a |\n", Some((2, "template.row")))]
    #[case("{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}", Some((1, "template.endless")))]
    fn a_fault_is_named_by_line(#[case] source: &str, #[case] expected: Option<(usize, &str)>) {
        let example = example();
        let faults = check(source, "thu", &example, &emptied(&example));
        let found = faults.first().map(|fault| (fault.line, fault.cause.key.to_string()));
        assert_eq!(found, expected.map(|(line, key)| (line, key.to_owned())), "{faults:?}");
    }

    /// The filled text has other lines: loops repeat them, tags leave none behind, lines are joined.
    #[rstest]
    #[case("{% for d in dang_vien %}\nx\n\ny\n{% endfor %}\n{% if tong_so %}\n& a | b\n{% endif %}\n", 7)]
    #[case("%% ghi chú\n\n{% if tong_so %}\nmột\n  hai\n{% endif %}\n|: 1 | 1\n| a | b |\n| c |\n", 9)]
    #[case("{% for d in dang_vien %}x{% else %}\n=== chéo\n{% endfor %}", 2)]
    #[case("{{ \"một\n\" }}\n{% set x %}\nabc\n{% endset %}\n=== chéo {{ x }}", 6)]
    fn a_faulty_line_is_the_templates_own(#[case] source: &str, #[case] line: usize) {
        let example = example();
        let faults = check(source, "thu", &example, &emptied(&example));
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [line], "{faults:?}");
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let source =
            "{{ mot.hai }}\n{{ tong_soo }}\n{% for d in dang_vien %}\n{{ d.tenn | hoaa }}\n{% endfor %}";
        let example = example();
        let lines: Vec<_> =
            check(source, "thu", &example, &emptied(&example)).iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [1, 2, 4, 4]);
    }

    /// Nothing hides behind another fault: all are told at once, each by its own line.
    #[test]
    fn no_fault_hides_behind_another() {
        let source = "{{ tong_soo }}\n{% if tong_so %}\n{{ tong_so | hoaa }}\n{{ tên }} {{ to_chuc.maa }}\n{% for d in dang_vien %}\n{{ d.tenn }} {{ loop.index }}\n{% endif %}\n{{ xong\n";
        let example = example();
        let found = check(source, "thu", &example, &emptied(&example));
        let told: Vec<_> = found.iter().map(|fault| (fault.line, &*fault.cause.key)).collect();
        assert_eq!(
            told,
            [
                (1, "template.unknown_field_near"),
                (3, "template.unknown_filter_near"),
                (4, "template.unknown_field_near"),
                (4, "template.unknown_field_near"),
                (5, "template.block_open"),
                (6, "template.unknown_field_near"),
                (8, "template.tag_open"),
            ]
        );
        assert!(found[2].message().to_string().contains("near=ten"), "{}", found[2].message());
    }
}
