//! Whether a plan of surveys may still be carried out as it was shown.
//!
//! Invariant: looks within the entry that carries it out, so that nothing comes between.

use super::acting::Acting;
use super::error::{Error, Result};
use super::import_plan::{ImportPlan, Step};
use super::import_submissions::KEY;
use crate::domain::ids::Id;
use crate::domain::statement::{Survey, SurveyState};
use crate::text::message::Message;
use std::collections::BTreeMap;

/// Whether the cases a plan gives surveys to may still get them: between the preview and now another window may
/// have closed one, or begun its survey.
pub(super) fn still_fits(acting: &Acting<'_, '_>, plan: &ImportPlan) -> Result<()> {
    let mut keys: BTreeMap<String, Id<Survey>> = BTreeMap::new();
    for step in &plan.steps {
        let Step::Create { table: "survey", values, .. } = step else { continue };
        let case = values.iter().find(|(field, _)| *field == "case").map(|(_, value)| value.to_string());
        let file = acting.active_case(&Id::new(case.unwrap_or_default()))?;
        if let Some(draft) = file.surveys.iter().find(|survey| survey.state == SurveyState::Draft) {
            let message = Message::new("survey.draft_exists").with("case", &file.case.code);
            return Err(Error::yours(message.with("survey", &draft.id)));
        }
        if keys.is_empty() {
            keys = acting.reader().survey_keys(KEY)?.into_iter().collect();
        }
    }
    for step in &plan.steps {
        let Step::Create { table: "answer", values, .. } = step else { continue };
        let text = |name: &str| {
            values
                .iter()
                .find(|(field, _)| *field == name)
                .map(|(_, value)| value.to_string())
                .unwrap_or_default()
        };
        if text("question") == KEY && keys.contains_key(&text("value")) {
            return Err(Error::yours(
                Message::new("import.error.submission_there").with("key", text("value")),
            ));
        }
    }
    Ok(())
}
