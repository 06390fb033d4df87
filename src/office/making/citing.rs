//! Papers as other papers cite them.
//!
//! Invariant: what is on record is cited as it is; a paper without a number is cited with a blank one.

use crate::domain::codes::Codes;
use crate::domain::statement::Paper;
use crate::papers::citation::{CitationWords, Cited};
use crate::papers::values::{Source, Value};
use crate::store::Row;
use crate::text::locale::Language;

/// What one paper needs to be told in another: the codes and the joining words, both in Vietnamese.
pub(super) struct Citing<'a> {
    pub(super) codes: &'a Codes,
    pub(super) words: &'a CitationWords,
}

impl Citing<'_> {
    /// The name of a code in Vietnamese.
    pub(super) fn name(&self, list: &str, code: &str) -> Value {
        Value::from(self.codes.name(list, code, Language::Vietnamese))
    }

    /// A paper on record: its citation and its parts.
    pub(super) fn paper(&self, paper: &Paper) -> Value {
        let source = |field: &str| Source::field("paper", paper.id.as_str(), field);
        let text = |field: &str, text: &Option<String>| Value::from(text.clone()).from_source(source(field));
        let cited = Cited {
            kind: self.codes.name("paper_kind", &paper.kind, Language::Vietnamese),
            number: paper.number.as_deref(),
            symbol: paper.symbol.as_deref(),
            day: paper.issued_on,
            issuer: paper.issuer.as_deref(),
        };
        Value::fields([
            ("citation", Value::from(cited.written(self.words)).from_source(source("number"))),
            ("kind", self.name("paper_kind", &paper.kind)),
            ("number", text("number", &paper.number)),
            ("symbol", text("symbol", &paper.symbol)),
            ("date", Value::from(paper.issued_on).from_source(source("issued_on"))),
            ("issuer", text("issuer", &paper.issuer)),
            ("signer", text("signer", &paper.signer)),
            ("title", text("title", &paper.title)),
        ])
    }

    /// A legal basis, keyed by kind, number, symbol, date and issuer.
    pub(super) fn basis(&self, id: &str, row: &Row) -> Value {
        let source = |field: &str| Source::field("legal_basis", id, field);
        let kind = row.text("kind").unwrap_or_default();
        let cited = Cited {
            kind: self.codes.name("paper_kind", kind, Language::Vietnamese),
            number: row.text("number"),
            symbol: row.text("symbol"),
            day: row.text("issued_on").and_then(|day| day.parse().ok()),
            issuer: row.text("issuer"),
        };
        Value::fields([
            ("citation", Value::from(cited.written(self.words)).from_source(source("number"))),
            ("kind", self.name("paper_kind", kind)),
            ("number", Value::from(cited.number)),
            ("symbol", Value::from(cited.symbol)),
            ("date", Value::from(cited.day)),
            ("issuer", Value::from(cited.issuer)),
            ("title", Value::from(row.text("title")).from_source(source("title"))),
        ])
    }
}
