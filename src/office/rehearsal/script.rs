//! The script of the rehearsal: `assets/sample/run.toml`, typed.
//!
//! Invariant: what happens to the sample province stands in the script; here is only its shape.

use crate::office::error::{Error, Result};
use crate::text::message::Message;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

const SCRIPT: &str = include_str!("../../../assets/sample/run.toml");

/// The whole script.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Script {
    pub(super) day: Days,
    pub(super) people: People,
    pub(super) numbers: Numbers,
    #[serde(rename = "receiver")]
    pub(super) receivers: Vec<ScriptReceiver>,
    pub(super) admitted: Admitted,
    /// Question name → answer.
    pub(super) survey: BTreeMap<String, String>,
    /// Outcome → what speaks for it and against it.
    pub(super) weigh: BTreeMap<String, Weighed>,
    /// Outcome → why it was chosen.
    pub(super) rationale: BTreeMap<String, String>,
    pub(super) text: Texts,
    #[serde(rename = "case")]
    pub(super) cases: Vec<ScriptCase>,
}

/// When each act falls.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Days {
    pub(super) opened: String,
    pub(super) surveyed: String,
    pub(super) stated: String,
    pub(super) assessed: String,
    pub(super) approved: String,
    pub(super) submitted: String,
    pub(super) answered: String,
    pub(super) resubmitted: String,
    pub(super) answered_again: String,
    pub(super) effective: String,
    pub(super) handed_over: String,
    pub(super) closed: String,
}

/// Who does what.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    pub(super) author: String,
    pub(super) approver: String,
    pub(super) head_of_board: String,
    pub(super) deputy_secretary: String,
    pub(super) giver: String,
    pub(super) cell_secretary: String,
    pub(super) owner: String,
}

/// The numbers papers get; of a list, the first for the first dossier.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbers {
    pub(super) survey_report: Vec<String>,
    pub(super) plan: Vec<String>,
    pub(super) proposal: Vec<String>,
    pub(super) decision: Vec<String>,
    /// The conclusion that answers what is not decided by a decision.
    pub(super) conclusion: String,
    pub(super) dissolution: String,
    /// Symbols; the numbers run from 01, one a case.
    pub(super) minutes: String,
    pub(super) register: String,
}

/// A committee that receives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScriptReceiver {
    pub(super) committee: String,
    /// Who issues its receiving decisions.
    pub(super) issuer: String,
    pub(super) signer: String,
    /// Symbol of its letters.
    pub(super) letters: String,
    /// Numbers of its receiving decisions.
    pub(super) decisions: Vec<String>,
}

/// The member admitted between proposal and decision.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Admitted {
    pub(super) cell: String,
    pub(super) name: String,
    pub(super) gender: String,
    pub(super) born_on: String,
    pub(super) admitted_on: String,
}

/// What speaks for an outcome and against it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weighed {
    pub(super) advantages: String,
    pub(super) limits: String,
}

/// Sentences written into records.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Texts {
    pub(super) charter_answer: String,
    pub(super) returned: String,
    pub(super) introduced: String,
    pub(super) title: String,
    pub(super) title_again: String,
}

/// One cell and what becomes of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScriptCase {
    pub(super) cell: String,
    pub(super) outcome: String,
    /// Symbol of its own resolutions.
    pub(super) resolution: String,
    #[serde(default)]
    pub(super) receiver: String,
    /// The Standing Committee returns it the first time.
    #[serde(default)]
    pub(super) returned: bool,
}

impl Script {
    /// The script compiled in.
    pub(super) fn built_in() -> Result<Self> {
        toml::from_str(SCRIPT).map_err(|_| Error::program(Message::new("office.setup.faulty_asset")))
    }
}

/// A day of the script; a test holds every one readable.
pub(super) fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Error::program(Message::new("office.setup.faulty_asset")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_can_be_read() {
        let script = Script::built_in().unwrap();
        let days = &script.day;
        let all = [
            &days.opened,
            &days.surveyed,
            &days.stated,
            &days.assessed,
            &days.approved,
            &days.submitted,
            &days.answered,
            &days.resubmitted,
            &days.answered_again,
            &days.effective,
            &days.handed_over,
            &days.closed,
        ];
        assert!(all.iter().all(|text| day(text).is_ok()));
        assert!(script.cases.iter().any(|case| case.returned));
    }
}
