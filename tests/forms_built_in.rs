//! The built-in questionnaire: whole in both languages, in step with the code lists, asking what the task asks.

use chuyengiao::domain::codes::Codes;
use chuyengiao::forms::built_in;
use chuyengiao::forms::form::{Form, Texts};
use chuyengiao::forms::kind::Kind;
use chuyengiao::text::locale::{Language, Locale};
use rstest::rstest;

fn form() -> Form {
    built_in::form().unwrap_or_else(|error| {
        let locale = Locale::new(Language::English);
        let faults: Vec<_> = error.faults().iter().map(|fault| fault.say(&locale)).collect();
        panic!("{faults:#?}")
    })
}

fn in_both(what: &str, texts: &Texts) {
    for language in ["vi", "en"] {
        assert!(texts.exact(language).is_some_and(|text| !text.is_empty()), "{what} in {language}");
    }
}

#[test]
fn it_opens_without_a_warning() {
    let form = form();
    assert_eq!(form.warnings, []);
    assert_eq!((form.id.as_str(), form.default_language()), ("khao-sat-tcd", "vi"));
    assert!(!form.version.is_empty());
    in_both("title", &form.title);
}

#[test]
fn every_wording_stands_in_both_languages() {
    let form = form();
    for node in &form.nodes {
        if !matches!(node.kind, Kind::Calculate | Kind::Hidden) {
            in_both(&node.name, &node.label);
        }
        for texts in [&node.hint, &node.constraint_message, &node.required_message] {
            if !texts.is_empty() {
                in_both(&node.name, texts);
            }
        }
        // A constraint without its own words would leave the officer guessing.
        assert_eq!(node.constraint.is_some(), !node.constraint_message.is_empty(), "{}", node.name);
    }
    for (list, choices) in &form.lists {
        for choice in choices {
            in_both(&format!("{list} {}", choice.code), &choice.label);
        }
    }
}

#[test]
fn its_choices_agree_with_the_code_lists() {
    let form = form();
    let codes = Codes::built_in();
    let mut shared = 0;
    for (list, choices) in &form.lists {
        let rows = codes.list(list);
        if rows.is_empty() {
            continue;
        }
        shared += 1;
        let of_form: Vec<_> = choices
            .iter()
            .map(|choice| (&*choice.code, choice.label.get("vi"), choice.label.get("en")))
            .collect();
        let of_codes: Vec<_> = rows
            .iter()
            .map(|row| (&*row.code, row.name(Language::Vietnamese), row.name(Language::English)))
            .collect();
        assert_eq!(of_form, of_codes, "{list}");
    }
    assert!(shared >= 6);
}

#[rstest]
#[case("as_of", Kind::Date)]
#[case("source", Kind::SelectMultiple("survey_source".into()))]
#[case("surveyor", Kind::Text)]
#[case("subject_activity", Kind::Text)]
#[case("subject_functions", Kind::Text)]
#[case("subject_role", Kind::Text)]
#[case("subject_relations", Kind::Text)]
#[case("head_office_commune", Kind::Text)]
#[case("member_total", Kind::Integer)]
#[case("cell_stance", Kind::SelectOne("stance".into()))]
#[case("owner_stance", Kind::SelectOne("stance".into()))]
fn what_a_gate_needs_is_required(#[case] name: &str, #[case] kind: Kind) {
    let form = form();
    let node = form.node(name).unwrap();
    assert_eq!(node.kind, kind);
    assert!(node.required.is_some());
}

#[test]
fn few_questions_are_required_so_that_it_can_be_finished_in_the_field() {
    let form = form();
    let always = |node: &&chuyengiao::forms::form::Node| node.required.is_some() && node.relevant.is_none();
    let required = form.questions().filter(always).count();
    assert!((15..=21).contains(&required), "{required}");
}

#[test]
fn a_register_field_stands_behind_one_question_only() {
    let form = form();
    let mut fields: Vec<_> = form.nodes.iter().filter_map(|node| node.register()).collect();
    assert!(fields.contains(&"enterprise.workers_total") && fields.contains(&"cell.member_total"));
    fields.sort_unstable();
    let all = fields.len();
    fields.dedup();
    assert_eq!(fields.len(), all);
}

/// `table.column` of the schema: a field that is not there could neither fill in nor be proposed to.
#[test]
fn every_register_field_is_a_column_of_the_register() {
    let schema = include_str!("../assets/migrations/0002_office.sql");
    for node in &form().nodes {
        let Some(field) = node.register() else { continue };
        let (table, column) = field.split_once('.').unwrap();
        let table = schema.split(&format!("CREATE TABLE {table} (")).nth(1).unwrap();
        let columns = table.split(") STRICT").next().unwrap();
        let there = columns.lines().any(|line| line.split_whitespace().next() == Some(column));
        assert!(there, "{field}");
    }
}
