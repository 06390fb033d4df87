//! Legal bases an office cites, as default data.
//!
//! Invariant: keyed by kind, number, symbol, date and issuer; a number alone names nothing.

use super::data_file::{DataFile, Section};
use super::fault::Fault;
use crate::text::message::Message;
use jiff::civil::Date;
use std::collections::BTreeSet;
use toml::de::DeTable;

const BUILT_IN: &str = include_str!("../../assets/procedures/legal_bases.toml");

/// One paper that others rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalBasis {
    /// Code list `paper_kind`.
    pub kind: String,
    /// Its number, as written.
    pub number: String,
    /// What follows the number.
    pub symbol: String,
    /// Its date.
    pub issued_on: Date,
    /// Who issued it.
    pub issuer: String,
    /// What it is about.
    pub title: String,
    /// The papers it is cited in: codes of list `basis_use`.
    pub uses: Vec<String>,
    /// From when it holds.
    pub valid_from: Option<Date>,
    /// Until when.
    pub valid_to: Option<Date>,
    /// Whether it is certain enough to cite.
    pub settled: bool,
}

impl LegalBasis {
    /// Whether these are its kind, number, symbol and date.
    pub fn is_keyed_as(
        &self,
        kind: Option<&str>,
        number: Option<&str>,
        symbol: Option<&str>,
        issued_on: Option<&str>,
    ) -> bool {
        kind == Some(self.kind.as_str())
            && number == Some(self.number.as_str())
            && symbol == Some(self.symbol.as_str())
            && issued_on == Some(self.issued_on.to_string().as_str())
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from.unwrap_or(self.issued_on) <= day && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// The bases compiled in. Tests hold them faultless.
pub fn built_in() -> Vec<LegalBasis> {
    read(BUILT_IN, "legal_bases.toml").unwrap_or_default()
}

/// Reads bases from TOML text; `name` is the file's, for faults.
pub fn read(source: &str, name: &str) -> Result<Vec<LegalBasis>, Vec<Fault>> {
    let root = DeTable::parse(source).map_err(|error| vec![Fault::syntax(name, source, &error)])?;
    let mut file = DataFile::new(name, source);
    let mut seen = BTreeSet::new();
    let mut bases = Vec::new();
    for section in Section::root("file", &root).sections("basis", "basis", &mut file) {
        let Some(basis) = basis(&section, &mut file) else { continue };
        let key = (&basis.kind, &basis.number, &basis.symbol, basis.issued_on, &basis.issuer);
        if !seen.insert(format!("{key:?}")) {
            let value = format!("{}-{}", basis.number, basis.symbol);
            file.fault(
                section.span(),
                Message::new("data_file.twice").with("field", "basis").with("value", value),
            );
        }
        bases.push(basis);
    }
    file.finish(bases)
}

fn basis(section: &Section<'_>, file: &mut DataFile<'_>) -> Option<LegalBasis> {
    section.only(
        &[
            "kind",
            "number",
            "symbol",
            "issued_on",
            "issuer",
            "title",
            "uses",
            "valid_from",
            "valid_to",
            "settled",
        ],
        file,
    );
    section.text("issued_on", file);
    Some(LegalBasis {
        kind: section.text("kind", file),
        number: section.text("number", file),
        symbol: section.text("symbol", file),
        issued_on: section.day("issued_on", file)?,
        issuer: section.text("issuer", file),
        title: section.text("title", file),
        uses: section
            .optional("uses", file)
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        valid_from: section.day("valid_from", file),
        valid_to: section.day("valid_to", file),
        settled: section.flag("settled", true, file),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes::Codes;
    use jiff::civil::date;

    #[test]
    fn the_built_in_bases_have_no_fault() {
        assert_eq!(read(BUILT_IN, "legal_bases.toml").err().unwrap_or_default(), Vec::new());
        let codes = Codes::built_in();
        assert!(built_in().iter().all(|basis| codes.find("paper_kind", &basis.kind).is_some()));
    }

    /// domain.md 6: which papers hold in September 2023.
    #[test]
    fn the_rules_of_september_2023() {
        let day = date(2023, 9, 14);
        let holds = |number: &str, symbol: &str| {
            built_in()
                .iter()
                .any(|basis| basis.number == number && basis.symbol == symbol && basis.holds_on(day))
        };
        assert!(
            holds("24", "QĐ/TW") && holds("01", "HD/TW") && holds("12", "HD/BTCTW") && holds("132", "QĐ/TW")
        );
        assert!(!holds("232", "QĐ/TW") && !holds("294", "QĐ/TW") && !holds("124", "QĐ/TW"));
    }

    #[test]
    fn the_same_number_of_another_date_is_another_basis() {
        let one = "[[basis]]\nkind='NQ'\nnumber='21'\nsymbol='NQ/TW'\nissued_on='2008-01-30'\nissuer='A'\ntitle='t'\n";
        let other = one.replace("2008", "2022");
        assert_eq!(read(&format!("{one}{other}"), "x").unwrap().len(), 2);
        assert_eq!(read(&format!("{one}{one}"), "x").unwrap_err()[0].line, 8);
    }
}
