//! The table of records and fields, and the reading of each kind of field.
//!
//! Invariant: data and small readers; what a record is for stands in `record`.

use super::record::{Field, FieldKind, FieldValue, Lookup, RecordKind};
use super::tax_code::TaxCode;
use crate::text::dates::{self, PartialDate};
use crate::text::message::Message;
use crate::text::numbers;

use Field as F;
use FieldKind::{
    Choice, Choices, Count, Day, IdentityNumber, LongText, PartialDay, Reference, Text, Year, YesNo,
};

/// Every record officers edit by hand, in the order of the registers.
pub(super) const RECORDS: &[RecordKind] = &[
    RecordKind {
        table: "committee",
        title: "name",
        fields: &[
            F::required("name", Text),
            F::required("kind", Choice("committee_kind")),
            F::optional("level", Choice("unit_level")),
            F::optional("parent", Reference("committee")),
            F::optional("unit", Reference("unit")),
            F::optional("code", Text),
            F::optional("valid_from", Day),
            F::optional("valid_to", Day),
            F::optional("spellings", Text),
            F::optional("note", LongText),
        ],
    },
    RecordKind {
        table: "unit",
        title: "name",
        fields: &[
            F::required("name", Text),
            F::required("level", Choice("unit_level")),
            F::optional("parent", Reference("unit")),
            F::optional("valid_from", Day),
            F::optional("valid_to", Day),
            F::optional("spellings", Text),
            F::optional("note", LongText),
        ],
    },
    RecordKind {
        table: "enterprise",
        title: "name",
        fields: &[
            F::required("name", Text),
            F::optional("short_name", Text),
            F::optional("foreign_name", Text),
            F::optional("tax_code", FieldKind::TaxCode),
            F::optional("legal_form", Choice("legal_form")),
            F::optional("industry", Text),
            F::optional("owner", Text),
            F::optional("commune", Reference("unit")),
            F::optional("district", Reference("unit")),
            F::optional("street", Text),
            F::optional("industrial_park", Text),
            F::optional("status", Choice("enterprise_status")),
            F::optional("workers_total", Count),
            F::optional("workers_women", Count),
            F::optional("note", LongText),
        ],
    },
    RecordKind {
        table: "cell",
        title: "name",
        fields: &[
            F::required("name", Text),
            F::optional("code", Text),
            F::optional("kind", Choice("organisation_kind")),
            F::optional("enterprise", Reference("enterprise")),
            F::optional("superior", Reference("committee")),
            F::optional("founded_on", PartialDay).happened(),
            F::optional("secretary", Text),
            F::optional("member_total", Count),
            F::optional("member_full", Count),
            F::optional("member_probationary", Count),
            F::optional("member_women", Count),
            F::optional("counts_as_of", Day).happened(),
            F::required("status", Choice("cell_status")),
            F::optional("note", LongText),
        ],
    },
    RecordKind {
        table: "member",
        title: "name",
        fields: &[
            F::required("name", Text),
            F::optional("other_name", Text),
            F::optional("gender", Choice("gender")),
            F::optional("born_on", PartialDay).happened(),
            F::optional("ethnicity", Text),
            F::optional("religion", Text),
            F::optional("identity_number", IdentityNumber),
            F::optional("card_number", Text),
            F::optional("file_number", Text),
            F::optional("home_place", Text),
            F::optional("residence", Text),
            F::optional("admitted_on", PartialDay).happened(),
            F::optional("official_on", PartialDay),
            F::optional("cell", Reference("cell")),
            F::optional("position", Text),
            F::optional("occupation", Text),
            F::required("status", Choice("member_status")),
            F::optional("left_on", PartialDay),
            F::optional("left_reason", Text),
            F::optional("note", LongText),
        ],
    },
    RecordKind {
        table: "member_hold",
        title: "reason",
        fields: &[
            F::required("member", Reference("member")),
            F::required("state", Choice("hold_state")),
            F::required("reason", LongText),
            F::optional("since", Day),
            F::optional("until", Day),
            F::optional("source", Text),
        ],
    },
    RecordKind {
        table: "rating",
        title: "year",
        fields: &[
            F::required("cell", Reference("cell")),
            F::required("year", Year),
            F::required("grade", Choice("rating")),
            F::optional("rule", Text),
        ],
    },
    RecordKind {
        table: "mass_organisation",
        title: "kind",
        fields: &[
            F::required("enterprise", Reference("enterprise")),
            F::required("kind", Choice("mass_organisation")),
            F::optional("members", Count),
            F::optional("founded_on", PartialDay).happened(),
            F::optional("superior", Text),
        ],
    },
    RecordKind {
        table: "movement",
        title: "kind",
        fields: &[
            F::required("kind", Choice("movement")),
            F::required("happened_on", Day).happened(),
            F::required("quantity", Count),
            F::optional("enterprise", Reference("enterprise")),
            F::optional("cell", Reference("cell")),
            F::optional("member", Reference("member")),
            F::optional("unit", Reference("unit")),
            F::optional("note", LongText),
        ],
    },
    RecordKind {
        table: "holiday",
        title: "name",
        fields: &[
            F::required("day", Day),
            F::required("name", Text),
            F::required("kind", Choice("holiday_kind")),
            F::optional("source", Text),
            F::required("settled", YesNo),
        ],
    },
    RecordKind {
        table: "legal_basis",
        title: "number",
        fields: &[
            F::required("kind", Choice("paper_kind")),
            F::required("number", Text),
            F::required("symbol", Text),
            F::required("issued_on", Day),
            F::required("issuer", Text),
            F::optional("title", LongText),
            F::optional("uses", Choices("basis_use")),
            F::optional("valid_from", Day),
            F::optional("valid_to", Day),
        ],
    },
    RecordKind {
        table: "paper_issuer",
        title: "body",
        fields: &[
            F::required("code", Choice("paper_issuer")),
            F::required("body", Text),
            F::optional("superior", Text),
            F::optional("committee", Reference("committee")),
            F::optional("symbol", Text),
            F::optional("place", Text),
            F::optional("authority", Text),
            F::optional("position", Text),
            F::optional("signer", Text),
            F::optional("tone", Choice("tone_placement")),
            F::optional("opening", Text),
            F::optional("valid_from", Day),
            F::optional("valid_to", Day),
            F::optional("note", LongText),
        ],
    },
    RecordKind {
        table: "committee_term",
        title: "name",
        fields: &[
            F::required("name", Text),
            F::required("valid_from", Day),
            F::optional("valid_to", Day),
            F::optional("note", LongText),
        ],
    },
    RecordKind {
        table: "officer",
        title: "name",
        fields: &[F::required("name", Text), F::optional("title", Text), F::required("active", YesNo)],
    },
    RecordKind {
        table: "paper",
        title: "number",
        fields: &[
            F::required("kind", Choice("paper_kind")),
            F::optional("role", Choice("paper_role")),
            F::optional("number", Text),
            F::optional("symbol", Text),
            F::optional("issued_on", Day).happened(),
            F::optional("issuer", Text),
            F::optional("signer", Text),
            F::optional("title", LongText),
            F::required("state", Choice("paper_state")),
            F::optional("note", LongText),
        ],
    },
    RecordKind {
        table: "opinion",
        title: "party",
        fields: &[
            F::required("party", Choice("opinion_party")),
            F::optional("committee", Reference("committee")),
            F::required("stance", Choice("stance")),
            F::optional("said_by", Text),
            F::required("said_on", Day).happened(),
            F::optional("paper", Reference("paper")),
            F::optional("votes_for", Count),
            F::optional("votes_against", Count),
            F::optional("votes_other", Count),
            F::optional("reason", LongText),
        ],
    },
];

fn code(list: &str, typed: &str, lookup: &dyn Lookup) -> Result<String, Message> {
    lookup.code(list, typed).ok_or_else(|| {
        let fault = Message::new("record.fault.choice").with_key("list", format!("list.{list}"));
        fault.with("choices", lookup.codes_of(list).join(", "))
    })
}

/// Several, separated by commas or bars; codes by spaces as well.
fn codes(list: &str, typed: &str, lookup: &dyn Lookup) -> Result<String, Message> {
    let mut found: Vec<String> = Vec::new();
    for part in typed.split(['|', ',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        match lookup.code(list, part) {
            Some(code) => found.push(code),
            None => {
                for word in part.split_whitespace() {
                    found.push(code(list, word, lookup)?);
                }
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|code| seen.insert(code.clone()));
    Ok(found.join(" "))
}

/// Reads a typed, cleaned, non-empty text as a kind of field.
pub(super) fn read(kind: FieldKind, typed: &str, lookup: &dyn Lookup) -> Result<FieldValue, Message> {
    match kind {
        Text | LongText => Ok(FieldValue::Text(typed.to_owned())),
        Count => match numbers::parse_integer(typed) {
            Ok(number) if number >= 0 => Ok(FieldValue::Number(number)),
            _ => Err(Message::new("record.fault.count")),
        },
        Year => match numbers::parse_integer(typed) {
            Ok(year) if (1900..=2100).contains(&year) => Ok(FieldValue::Number(year)),
            _ => Err(Message::new("record.fault.year")),
        },
        Day => dates::parse_typed(typed)
            .map(|date| FieldValue::Text(date.to_string()))
            .map_err(|_| Message::new("record.fault.day")),
        PartialDay => PartialDate::parse_typed(typed)
            .map(|date| FieldValue::Text(date.to_string()))
            .map_err(|_| Message::new("record.fault.partial_day")),
        Choice(list) => code(list, typed, lookup).map(FieldValue::Text),
        Choices(list) => codes(list, typed, lookup).map(FieldValue::Text),
        Reference(table) => lookup.row(table, typed).map(FieldValue::Text),
        YesNo => match lookup.code("yes_no", typed).as_deref() {
            Some("yes") => Ok(FieldValue::Number(1)),
            Some("no") => Ok(FieldValue::Number(0)),
            _ => Err(Message::new("record.fault.yes_no")),
        },
        FieldKind::TaxCode => TaxCode::parse(typed)
            .map(|code| FieldValue::Text(code.to_string()))
            .map_err(|_| Message::new("record.fault.tax_code")),
        IdentityNumber => {
            let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
            if digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit()) {
                Ok(FieldValue::Text(digits))
            } else {
                Err(Message::new("record.fault.identity_number"))
            }
        }
    }
}
