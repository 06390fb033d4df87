//! The assessment: options weighed, one chosen with its reasons, approved by another person.
//!
//! Invariant: an approval stands for what was approved; changing the assessment takes it back, so an approval
//! on the record is always newer than the last change.

use super::{Lack, Seen};

/// Enough options were weighed, each with advantages and limits, and the chosen one is among them.
pub(super) fn option_chosen(seen: &Seen<'_>, least: u32) -> Vec<Lack> {
    let Some(made) = &seen.file.assessment else { return vec![Lack::new("assessment_none").at("options")] };
    let mut lacks = Vec::new();
    if seen.file.stands_on_old_figures() {
        lacks.push(Lack::new("assessment_old_figures").at("figures"));
    }
    if made.options.len() < least as usize {
        lacks.push(
            Lack::new("options_few").with("weighed", made.options.len()).with("least", least).at("options"),
        );
    }
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    for option in &made.options {
        let code = option.outcome.code();
        let named = format!("code.outcome.{code}");
        if blank(&option.advantages) {
            lacks.push(Lack::new("option_advantages").with_key("option", &named).at(code));
        }
        if blank(&option.limits) {
            lacks.push(Lack::new("option_limits").with_key("option", &named).at(code));
        }
    }
    match made.chosen {
        None => lacks.push(Lack::new("option_not_chosen").at("chosen")),
        Some(chosen) if !made.options.iter().any(|option| option.outcome == chosen) => {
            let named = format!("code.outcome.{}", chosen.code());
            lacks.push(Lack::new("option_not_weighed").with_key("option", &named).at(chosen.code()));
        }
        Some(_) => {}
    }
    lacks
}

/// The choice has its reasons.
pub(super) fn rationale(seen: &Seen<'_>) -> Vec<Lack> {
    let given = seen.file.assessment.as_ref().and_then(|made| made.rationale.as_deref());
    match given {
        Some(text) if !text.trim().is_empty() => Vec::new(),
        _ => vec![Lack::new("rationale_none").at("rationale")],
    }
}

/// A person other than the author approved it.
pub(super) fn approved(seen: &Seen<'_>) -> Vec<Lack> {
    let Some(made) = &seen.file.assessment else { return vec![Lack::new("assessment_none").at("options")] };
    match &made.approved_by {
        None => vec![Lack::new("not_approved").at("approval")],
        Some(person) if *person == made.author => vec![Lack::new("approved_by_author").at("approval")],
        Some(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Bench, check};
    use rstest::rstest;

    fn assessed() -> Bench {
        Bench::new().stage("assessment").assessed("transfer")
    }

    #[rstest]
    #[case::none(Bench::new().stage("assessment"), "missing gate.lack.assessment_none")]
    #[case::chosen(assessed(), "met")]
    #[case::too_few(assessed().only_option("transfer"), "missing gate.lack.options_few")]
    #[case::chosen_not_weighed(assessed().chosen("merge"), "missing gate.lack.option_not_weighed")]
    #[case::on_the_survey_as_it_is(assessed().survey("2023-09-10").built_on_survey(""), "met")]
    #[case::on_old_figures(
        assessed().survey("2023-09-10").built_on_survey("").amended("1:a"),
        "missing gate.lack.assessment_old_figures"
    )]
    #[case::on_a_survey_replaced(
        assessed().survey("2023-09-10").built_on_survey("").survey("2023-09-12"),
        "missing gate.lack.assessment_old_figures"
    )]
    #[case::without_limits(assessed().limits(1, ""), "missing gate.lack.option_limits")]
    fn an_option(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "option_chosen", &format!("option_chosen {expected}"));
    }

    #[rstest]
    #[case::not_yet(assessed(), "missing gate.lack.not_approved")]
    #[case::by_the_author(assessed().approved_by("author"), "missing gate.lack.approved_by_author")]
    #[case::by_another(assessed().approved_by("head"), "met")]
    fn approval(#[case] bench: Bench, #[case] expected: &str) {
        check(&bench, "approved_by_other", &format!("approved_by_other {expected}"));
    }

    #[rstest]
    #[case("Gần địa bàn hoạt động", "met")]
    #[case("  ", "missing gate.lack.rationale_none")]
    fn reasons(#[case] rationale: &str, #[case] expected: &str) {
        check(&assessed().rationale(rationale), "rationale", &format!("rationale {expected}"));
    }
}
