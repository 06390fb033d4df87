//! The settings sheet.
//!
//! Invariant: no setting keeps a form from opening.

use super::super::headers::{self, Part};
use super::super::sheets::Sheet;
use super::Findings;
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
pub(super) fn read(table: &Table<'_>, found: &mut Findings) -> BTreeMap<String, String> {
    let Some(row) = table.rows().first() else { return BTreeMap::new() };
    for (name, value) in table.extra(row) {
        let plain = name.to_lowercase().replace([' ', '-'], "_");
        let kept = OTHERS.contains(&plain.as_str()) || plain.starts_with("kobo") || plain.contains(':');
        if !kept && headers::meant(&name, Part::Settings).is_none() {
            let cause = Message::new("forms.fault.unknown_setting").with("name", &name).with("value", value);
            found.warnings.push(table.fault(row, &name, cause));
        }
    }
    table.all(row)
}
