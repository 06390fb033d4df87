//! What a paper showed and would not show now, because the records say something else.
//!
//! Invariant: a paper worded otherwise is not a paper with other figures: what the wording dropped or writes in
//! another way is told only where its record changed.

use super::make::StaleFigure;
use super::word::Figure;
use crate::office::error::Result;
use crate::papers::template;
use crate::papers::values::{Source, Value};
use crate::text::tone::{Placement, place};
use std::collections::{BTreeMap, BTreeSet};

/// Figures with what stands there instead; `values` are asked for only where a figure is not shown as it was.
pub(super) fn differences(
    then: Vec<Figure>,
    now: &[Figure],
    values: impl FnOnce() -> Result<Value>,
) -> Result<Vec<StaleFigure>> {
    let gone: Vec<Figure> = then.into_iter().filter(|figure| !now.contains(figure)).collect();
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let mut known: BTreeMap<Source, BTreeSet<String>> =
        gone.iter().map(|figure| (figure.source.clone(), BTreeSet::new())).collect();
    collect(&values()?, &mut known);
    let told = gone.into_iter().filter_map(|Figure { source, text }| {
        let shown = now.iter().find(|figure| figure.source == source).map(|figure| figure.text.clone());
        // A record counts many things under one source: what is shown of it tells more than what could be.
        let comparable = source.field.is_some() || shown.is_none();
        let same = known.get(&source).is_some_and(|forms| forms.contains(&place(&text, Placement::Old)));
        (!(comparable && same)).then(|| StaleFigure { source, then: text, now: shown.unwrap_or_default() })
    });
    Ok(told.collect())
}

/// Every way the values of some records may be written.
fn collect(value: &Value, known: &mut BTreeMap<Source, BTreeSet<String>>) {
    match value {
        Value::Fields(fields) => fields.values().for_each(|value| collect(value, known)),
        Value::List(items) => items.iter().for_each(|item| collect(item, known)),
        Value::Sourced(value, source) => {
            if let Some(known) = known.get_mut(source) {
                known.extend(template::forms(value).into_iter().map(|form| place(&form, Placement::Old)));
            }
            collect(value, known);
        }
        _ => {}
    }
}
