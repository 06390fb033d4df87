//! What other programs and old tools write in short is asked in full: KoboToolbox's matrices, cascades.

use super::cases;
use chuyengiao::forms::built_in;
use chuyengiao::forms::form::Form;
use chuyengiao::forms::instance::Instance;
use chuyengiao::forms::survey::Filling;
use jiff::civil::{Date, date};
use std::sync::Arc;

const TODAY: Date = date(2023, 11, 20);

fn opened(case: &str) -> Form {
    let (_, source) = cases("valid").into_iter().find(|(name, _)| name == case).unwrap();
    built_in::read(&source).unwrap()
}

/// The rows of a form: name, a mark where it must be answered, list and label.
fn asked(form: &Form) -> Vec<String> {
    let rows = form.nodes.iter().map(|node| {
        let mark = if node.required.is_some() { "*" } else { "" };
        let list = node.kind.list().map(|list| format!(" {list}")).unwrap_or_default();
        format!("{}{mark}{list}: {}", node.name, node.label.get("default"))
    });
    rows.collect()
}

fn fill(form: Form, answers: &[(&str, &str)]) -> Filling {
    let (mut filling, _) = Filling::begin(Arc::new(form), TODAY);
    for (name, answer) in answers {
        filling.set(name, &Instance::top(), answer, TODAY).unwrap_or_else(|error| panic!("{error}"));
    }
    filling
}

#[test]
fn matrices_of_kobotoolbox_are_asked_line_by_line() {
    let form = opened("kobo-matrices");
    assert_eq!(
        asked(&form),
        [
            "s: How good?",
            "s1* grades: The office",
            "s2 grades: The road",
            "r: What first?",
            "r1* needs: First",
            "r2* needs: Second",
            "m_header_note: What is there?",
            "m_water: Water",
            "m_water_count*: How many?",
            "m_water_where: Where?",
            "m_road: Road",
            "m_road_count*: How many?",
            "m_road_where: Where?",
        ]
    );
    let filling = fill(form, &[("s1", "good"), ("r1", "water"), ("r2", "water"), ("m_water_count", "2")]);
    let refused = filling.check("r2", &Instance::top());
    assert!(format!("{refused:?}").contains("Choose another"), "{refused:?}");
    let relevant = |name: &str| filling.relevant(name, &Instance::top());
    assert_eq!([relevant("m_water_where"), relevant("m_road_where")], [true, false]);
    assert!(!fill(opened("kobo-matrices"), &[("s1", "bad")]).relevant("m_road", &Instance::top()));
}

#[test]
fn a_cascade_is_a_choice_for_each_level_narrowed_by_those_above() {
    let form = opened("cascades");
    let rows = [
        "state: Remark",
        "home_state* state: State:",
        "home_county* county: County:",
        "home* town: Town:",
        "n: In ${home} of ${home_county}, ${home_state}",
    ];
    assert_eq!(asked(&form), rows);
    let filling = fill(form, &[("home_state", "texas"), ("home_county", "king")]);
    let offered = |name: &str| -> Vec<String> {
        let choices = filling.choices(name, &Instance::top());
        choices.iter().map(|choice| format!("{} {}", choice.code, choice.label.get("default"))).collect()
    };
    assert_eq!(offered("home_county"), ["king King", "cameron Cameron"]);
    assert_eq!(offered("home"), ["dumont Dumont", "finney_old_ Finney (old)"]);
}
