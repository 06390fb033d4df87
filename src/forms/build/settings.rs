//! The settings sheet.
//!
//! Invariant: no setting keeps a form from opening.

use super::super::fault::Fault;
use super::super::headers::{self, Part};
use super::super::sheets::Sheet;
use super::Findings;
use super::languages::Languages;
use super::rows::is_name;
use super::table::Table;
use crate::text::message::Message;
use std::collections::BTreeMap;

/// Settings other programs heed and we keep.
const OTHERS: [&str; 30] = [
    "instance_name",
    "public_key",
    "submission_url",
    "style",
    "theme",
    "namespaces",
    "allow_choice_duplicates",
    "auto_send",
    "auto_delete",
    "client_editable",
    "omit_instanceid",
    "clean_text_values",
    "instance_xmlns",
    "sms_keyword",
    "sms_separator",
    "sms_allow_media",
    "sms_date_format",
    "sms_datetime_format",
    "sms_response",
    "prefix",
    "delimiter",
    "name",
    "entity_version",
    "form_channel",
    "encryption",
    "description",
    "add_none_option",
    "flat",
    "xml_root",
    "default_language_code",
];

/// What the default language is written as.
pub(super) fn default_language(sheet: Option<&Sheet>) -> &str {
    let found = sheet.and_then(|sheet| {
        let named = |written: &String| headers::read(written, Part::Settings).name == "default_language";
        let column = sheet.headers.iter().position(named)?;
        Some(sheet.rows.first()?.cell(column))
    });
    found.unwrap_or_default()
}

/// Every setting by its standard name, else as written.
pub(super) fn read(
    table: &Table<'_>,
    languages: &Languages,
    found: &mut Findings,
) -> BTreeMap<String, String> {
    let Some(row) = table.rows().first() else { return BTreeMap::new() };
    for (name, value) in table.extra(row) {
        let plain = name.to_lowercase().replace([' ', '-'], "_");
        let kept = OTHERS.contains(&plain.as_str()) || plain.starts_with("kobo") || plain.contains(':');
        // Another spelling of a column that is there has been told.
        let kept = kept || headers::read(&name, Part::Settings).known;
        if !kept && headers::meant(&name, Part::Settings).is_none() {
            let cause = Message::new("forms.fault.unknown_setting").with("name", &name).with("value", value);
            found.warnings.push(table.fault(row, &name, cause));
        }
    }
    for other in table.rows().iter().skip(1).filter(|row| !row.is_blank()) {
        let cause = Message::new("forms.fault.second_settings");
        found.warnings.push(Fault::new(table.name(), other.number, "", cause));
    }
    let name = table.any(row, "name");
    if !name.is_empty() && !is_name(name) {
        let cause = Message::new("forms.fault.bad_form_name").with("name", name);
        found.warnings.push(table.fault(row, "name", cause));
    }
    if let Some(written) = languages.unspoken() {
        let known: Vec<String> = languages.all().into_iter().map(|language| language.name).collect();
        let known = known.iter().map(String::as_str);
        let cause = found.nearest.message("forms.fault.language_unspoken", written, known);
        found.warnings.push(table.fault(row, "default_language", cause.with("language", written)));
    }
    table.all(row)
}
