//! Papers as other papers cite them.
//!
//! Invariant: what is on record is cited as it is; a paper without a number is cited with a blank one.

use crate::domain::case_file::CaseFile;
use crate::domain::codes::Codes;
use crate::domain::reference::Committee;
use crate::domain::statement::Paper;
use crate::papers::catalogue::{Issuers, PaperDefinition};
use crate::papers::citation::{CitationWords, Cited};
use crate::papers::values::{Source, Value};
use crate::store::Row;
use crate::text::locale::Language;
use jiff::civil::Date;

/// What one paper needs to be told in another: the codes and the joining words, both in Vietnamese.
pub(super) struct Citing<'a> {
    pub(super) codes: &'a Codes,
    pub(super) words: &'a CitationWords,
    pub(super) papers: &'a [PaperDefinition],
    pub(super) issuers: &'a Issuers,
}

/// The committees a paper is between, by name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sides<'a> {
    pub(super) giver: Option<&'a str>,
    pub(super) receiver: Option<&'a str>,
}

impl<'a> Sides<'a> {
    /// Those of a case.
    pub(super) fn of(file: &'a CaseFile) -> Self {
        let name = |committee: &'a Option<Committee>| committee.as_ref().map(|known| known.name.as_str());
        Self { giver: name(&file.giver), receiver: name(&file.receiver) }
    }
}

/// What the paper being made is cited by.
pub(super) struct Own<'a> {
    pub(super) kind: &'a str,
    pub(super) number: Option<&'a str>,
    pub(super) symbol: &'a str,
    pub(super) day: Option<Date>,
    pub(super) year: i16,
    pub(super) issuer: &'a str,
}

impl Citing<'_> {
    /// The name of a code in Vietnamese.
    pub(super) fn name(&self, list: &str, code: &str) -> Value {
        Value::from(self.codes.name(list, code, Language::Vietnamese))
    }

    /// A paper on record: its citation and its parts.
    pub(super) fn paper(&self, paper: &Paper, sides: Sides<'_>) -> Value {
        let source = |field: &str| Source::field("paper", paper.id.as_str(), field);
        let text = |field: &str, text: &Option<String>| Value::from(text.clone()).from_source(source(field));
        let usual = self.usual_issuer(paper, sides);
        let cited = Cited {
            kind: self.codes.name("paper_kind", &paper.kind, Language::Vietnamese),
            number: paper.number.as_deref(),
            symbol: paper.symbol.as_deref(),
            day: paper.issued_on,
            issuer: paper.issuer.as_deref().or(usual.as_deref()),
        };
        let unsigned = Cited { issuer: None, ..cited };
        Value::fields([
            ("citation", Value::from(cited.written(self.words)).from_source(source("number"))),
            ("citation_short", Value::from(unsigned.written(self.words)).from_source(source("number"))),
            ("kind", self.name("paper_kind", &paper.kind)),
            ("number", text("number", &paper.number)),
            ("symbol", text("symbol", &paper.symbol)),
            ("date", Value::from(paper.issued_on).from_source(source("issued_on"))),
            ("issuer", Value::from(cited.issuer).from_source(source("issuer"))),
            ("signer", text("signer", &paper.signer)),
            ("title", text("title", &paper.title)),
        ])
    }

    /// `Báo cáo số …-BC/BTCTU, ngày …`: the paper being made, as its own annexes name it.
    pub(super) fn own(&self, paper: &Own<'_>) -> Value {
        let cited = Cited {
            kind: self.codes.name("paper_kind", paper.kind, Language::Vietnamese),
            number: paper.number,
            symbol: Some(paper.symbol).filter(|symbol| !symbol.is_empty()),
            day: paper.day,
            issuer: Some(paper.issuer).filter(|issuer| !issuer.is_empty()),
        };
        Value::from(cited.with_open_day(self.words, paper.year))
    }

    /// Who issues a paper of its role, as the catalogue has it; not said of two sides' or of an unknown one.
    fn usual_issuer(&self, paper: &Paper, sides: Sides<'_>) -> Option<String> {
        let role = paper.role.as_deref()?;
        let definition = self.papers.iter().find(|known| known.role.as_deref() == Some(role))?;
        let cited = &self.issuers.find(&definition.issuer)?.cited;
        let committee = if definition.issuer == "giver" { sides.giver } else { sides.receiver };
        match (cited.contains("{committee}"), committee) {
            (true, committee) => Some(cited.replace("{committee}", committee?)),
            (false, _) => Some(cited.clone()).filter(|cited| !cited.is_empty()),
        }
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
