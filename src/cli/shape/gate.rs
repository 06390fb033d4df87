//! The gate of a case: what is asked before it goes on, and how each thing stands.

use super::how;
use crate::cli::table::Table;
use crate::domain::case_file::CaseFile;
use crate::domain::gate::{Gate, Requirement};
use crate::text::locale::Locale;
use serde::Serialize;

/// A gate.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct GateAnswer {
    /// Case id.
    pub(in crate::cli) case: String,
    pub(in crate::cli) stage: String,
    pub(in crate::cli) open: bool,
    pub(in crate::cli) requirements: Vec<RequirementAnswer>,
}

/// One thing asked.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct RequirementAnswer {
    pub(in crate::cli) id: String,
    /// `met`, `missing` or `waived`.
    pub(in crate::cli) state: &'static str,
    pub(in crate::cli) what: String,
    pub(in crate::cli) why: String,
    /// Tab of the case, and what to go to in it: `opinions`, `opinions/owner`.
    pub(in crate::cli) r#where: String,
    /// Who can supply it.
    pub(in crate::cli) who: String,
    /// Each thing that is lacking.
    pub(in crate::cli) lacking: Vec<String>,
    pub(in crate::cli) may_be_waived: bool,
    /// The commands that supply what is lacking.
    pub(in crate::cli) how: Vec<String>,
}

impl GateAnswer {
    pub(in crate::cli) fn of(gate: &Gate, file: &CaseFile, locale: &Locale) -> Self {
        Self {
            case: gate.case.to_string(),
            stage: gate.stage.clone(),
            open: gate.open,
            requirements: gate
                .requirements
                .iter()
                .map(|asked| RequirementAnswer::of(asked, file, locale))
                .collect(),
        }
    }

    /// The checklist as people read it.
    pub(in crate::cli) fn words(&self, locale: &Locale) -> String {
        let mut table = Table::new(
            locale,
            &["cli.gate.state", "cli.gate.id", "cli.gate.what", "cli.gate.who", "cli.gate.why"],
        );
        for asked in &self.requirements {
            let state = locale.text(&format!("gate.state.{}", asked.state)).to_owned();
            table.row([state, asked.id.clone(), asked.what.clone(), asked.who.clone(), asked.why.clone()]);
        }
        let sentence = locale.text(if self.open { "cli.gate.open" } else { "cli.gate.closed" });
        let mut text = format!("{}\n{sentence}\n", table.or_say(locale, "cli.gate.nothing").trim_end());
        let lacking: Vec<_> = self.requirements.iter().filter(|asked| !asked.how.is_empty()).collect();
        if !lacking.is_empty() {
            text.push_str(&format!("\n{}\n", locale.text("cli.gate.how")));
        }
        for asked in lacking {
            text.push_str(&format!("{}\n  {}\n", asked.what, asked.how.join("\n  ")));
        }
        text
    }
}

impl RequirementAnswer {
    fn of(asked: &Requirement, file: &CaseFile, locale: &Locale) -> Self {
        let place = match asked.place.target.as_str() {
            "" => asked.place.tab.clone(),
            target => format!("{}/{target}", asked.place.tab),
        };
        Self {
            id: asked.id.clone(),
            state: asked.state.code(),
            what: locale.say(&asked.what),
            why: locale.say(&asked.why),
            r#where: place,
            who: locale.say(&asked.who),
            lacking: asked.lacking.iter().map(|lacking| locale.say(lacking)).collect(),
            may_be_waived: asked.may_be_waived,
            how: how::commands(&asked.lacking, file, locale),
        }
    }
}
