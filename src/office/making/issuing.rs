//! Who issues a paper: the head and the signing block, the office's own where it recorded them.
//!
//! Invariant: an issuer is found by its code and the paper's day; what the office recorded comes first.

use super::of_dossier::ToldCase;
use super::sheet::Occasion;
use super::validity;
use crate::domain::codes::Codes;
use crate::domain::reference::Committee;
use crate::office::desk::Office;
use crate::office::error::Result;
use crate::papers::catalogue::{Issuer, Issuers, NameWords};
use crate::papers::values::Value;
use crate::store::Row;
use crate::text::tone::Placement;
use jiff::civil::Date;

/// Who issues one paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Issuing {
    /// Head and signing block, filled in.
    pub(super) head: Issuer,
    /// The office that words the paper, as it stands in a text.
    short: String,
}

impl Issuing {
    /// `TTr/BTCTU`: the kind's symbol and the body's; nothing for a paper that bears no number.
    pub(super) fn symbol(&self, kind: &str, codes: &Codes) -> String {
        let Some(of_kind) = codes.find("paper_kind", kind).and_then(|kind| kind.attribute("symbol")) else {
            return String::new();
        };
        if self.head.symbol.is_empty() { String::new() } else { format!("{of_kind}/{}", self.head.symbol) }
    }

    /// The house style of tone marks, if the office keeps one.
    pub(super) fn tone(&self) -> Option<Placement> {
        match self.head.tone.as_str() {
            "old" => Some(Placement::Old),
            "new" => Some(Placement::New),
            _ => None,
        }
    }

    pub(super) fn value(&self, office: &str) -> Value {
        Value::fields([
            ("name", Value::from(office)),
            ("short", Value::from(self.short.as_str())),
            ("superior", Value::from(self.head.superior.as_str())),
            ("body", Value::from(self.head.body.as_str())),
            ("place", Value::from(self.head.place.as_str())),
        ])
    }

    pub(super) fn signer_value(&self) -> Value {
        Value::fields([
            ("authority", Value::from(self.head.authority.as_str())),
            ("on_behalf", Value::from(on_behalf(&self.head.authority))),
            ("position", Value::from(self.head.position.as_str())),
            ("name", Value::from(self.head.signer.as_str())),
        ])
    }
}

impl Office {
    /// Who issues, by the first of the codes the office keeps something for: a paper's own before its body's,
    /// which comes last.
    pub(super) fn issuing(
        &self,
        known: &Issuers,
        codes: &[&str],
        cases: &[ToldCase],
        occasion: &Occasion<'_>,
    ) -> Result<Issuing> {
        let code = codes.last().copied().unwrap_or_default();
        let committee = cases.first().and_then(|case| match code {
            "receiver" => case.file.receiver.as_ref(),
            "giver" => case.file.giver.as_ref(),
            _ => None,
        });
        let built_in = known.find(code).cloned().unwrap_or_default();
        let mut issuer = built_in.clone();
        for code in codes {
            if let Some(recorded) = self.recorded(code, committee, occasion.day)? {
                issuer = recorded.or(built_in);
                break;
            }
        }
        if let (Some(committee), "") = (committee, issuer.symbol.as_str()) {
            known.symbol_of(&committee.kind).clone_into(&mut issuer.symbol);
        }
        if let Some(signer) = occasion.record.and_then(|record| record.signer.clone()) {
            issuer.signer = signer;
        }
        let name = committee.map(|committee| committee.name.as_str()).unwrap_or_default();
        let unit = committee.and_then(|committee| committee.unit.as_ref());
        let unit = unit.map(|unit| self.reader().unit(unit)).transpose()?.flatten().map(|unit| unit.name);
        let office = self.setting("office_name")?.unwrap_or_default();
        let unit = unit.as_deref().map(|unit| known.words.proper(unit));
        let head = issuer.filled(known.words.province(&office), name, unit);
        Ok(Issuing { head, short: known.words.short(&office).to_owned() })
    }

    /// What the office recorded for an issuer on a day; a committee's own row before the general one.
    fn recorded(&self, code: &str, committee: Option<&Committee>, day: Date) -> Result<Option<Issuer>> {
        let rows = self.reader().find_rows("paper_issuer", "code", code)?;
        let fits = |row: &&Row| validity(row).holds_on(day);
        let of = |row: &&Row| {
            let named = row.text("committee");
            named.is_none() || committee.is_some_and(|committee| named == Some(committee.id.as_str()))
        };
        let mut fitting: Vec<&Row> = rows.iter().filter(fits).filter(of).collect();
        fitting.sort_by_key(|row| row.text("committee").is_none());
        Ok(fitting.first().map(|row| issuer(row)))
    }

    /// The organisation a committee leads, as decisions name it.
    pub(super) fn organisation_of(&self, committee: &Committee, words: &NameWords) -> Result<String> {
        let unit = match &committee.unit {
            Some(unit) => self.reader().unit(unit)?.map(|unit| unit.name),
            None => None,
        };
        Ok(words.organisation(&committee.name, unit.as_deref()))
    }
}

/// The body behind `T/M`: what decides in the words of a decision.
fn on_behalf(authority: &str) -> &str {
    authority.split_once(' ').filter(|(how, _)| how.contains('/')).map_or(authority, |(_, body)| body)
}

fn issuer(row: &Row) -> Issuer {
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    Issuer {
        code: text("code"),
        superior: text("superior"),
        body: text("body"),
        symbol: text("symbol"),
        place: text("place"),
        authority: text("authority"),
        position: text("position"),
        signer: text("signer"),
        tone: text("tone"),
        opening: text("opening"),
        ..Issuer::default()
    }
}
