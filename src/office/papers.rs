//! Paper references: kind, number, symbol, date, signer, and the scan by its hash.
//!
//! Invariant: a number is an attribute, never a key; a blank number is allowed, and the gate asks for it.

use super::acting::Acting;
use super::days;
use super::desk::Office;
use super::error::{Error, Result};
use super::in_file;
use super::paper_cited::direction_of_opinion;
pub use super::paper_name::PaperName;
use super::paper_register::refuse_taken;
use crate::domain::case::Case;
use crate::domain::codes::Codes;
use crate::domain::ids::Id;
use crate::domain::paper_life::OPINION;
use crate::domain::reference::Committee;
use crate::domain::statement::{Dossier, Paper};
use crate::store::Value;
use crate::text::clean::clean;
use crate::text::message::Message;
use std::path::PathBuf;

/// A paper, as typed; what is not known is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPaper {
    /// Code or name of list `paper_kind`; where empty, the number's symbol or the role tells.
    pub kind: String,
    /// Code or name of list `paper_role`: what a gate asks it for.
    pub role: String,
    /// Number, with or without its symbol: `907`, `907-QĐ/TU`.
    pub number: String,
    /// Symbol: `QĐ/TU`.
    pub symbol: String,
    /// Date, dd/mm/yyyy; without one it is a draft.
    pub issued_on: String,
    /// Body that issued it.
    pub issuer: String,
    /// Who signed it.
    pub signer: String,
    /// Trích yếu.
    pub title: String,
    /// The case it belongs to, or
    pub case: Option<Id<Case>>,
    /// the dossier it belongs to.
    pub dossier: Option<Id<Dossier>>,
    /// The committee it is for, where a dossier has one such paper for each.
    pub receiver: Option<Id<Committee>>,
    /// File of its scan.
    pub scan: Option<PathBuf>,
}

impl Office {
    /// Records a paper.
    pub fn add_paper(&mut self, paper: &NewPaper) -> Result<Id<Paper>> {
        let values = self.paper_values(paper)?;
        if paper.case.is_none() && paper.dossier.is_none() {
            return Err(Error::yours(Message::new("paper.of_nothing")));
        }
        self.record_paper("paper.add", paper, values, refuse_taken)
    }

    /// Makes a paper's row with its scan, as one entry; `check` may refuse what was made.
    pub(super) fn record_paper(
        &mut self,
        action: &str,
        paper: &NewPaper,
        values: Vec<(&'static str, Value)>,
        check: impl FnOnce(&Acting<'_, '_>, &Id<Paper>) -> Result<()>,
    ) -> Result<Id<Paper>> {
        let scan = paper.scan.as_deref().map(in_file::read).transpose()?;
        let subject = paper.case.as_ref().map(Id::as_str).or(paper.dossier.as_ref().map(Id::as_str));
        let (id, _) = self.act(action, subject, None, |acting| {
            if let Some(case) = &paper.case {
                acting.active_case(case)?;
            }
            let mut values = values;
            if let Some(scan) = &scan {
                values.push(("attachment", Value::from(scan.keep(acting)?)));
            }
            values.push(("case", Value::from(paper.case.as_ref().map(Id::as_str))));
            values.push(("dossier", Value::from(paper.dossier.as_ref().map(Id::as_str))));
            values.push(("receiver", Value::from(paper.receiver.as_ref().map(Id::as_str))));
            let id = Id::new(acting.id());
            acting.tx.create("paper", id.as_str(), &values)?;
            check(acting, &id)?;
            Ok(id)
        })?;
        Ok(id)
    }

    /// One paper.
    pub fn paper(&self, id: &Id<Paper>) -> Result<Paper> {
        self.reader().paper(id)?.ok_or_else(|| {
            let message = Message::new("office.not_found").with("value", id);
            Error::yours(message.with_key("kind", "office.kind.paper"))
        })
    }

    /// The papers of a case and of the dossiers it stands in.
    pub fn papers_of_case(&self, case: &Id<Case>) -> Result<Vec<Paper>> {
        Ok(self.reader().papers_of_case(case)?)
    }

    /// The papers of a dossier.
    pub fn papers_of_dossier(&self, dossier: &Id<Dossier>) -> Result<Vec<Paper>> {
        Ok(self.reader().papers_of_dossier(dossier)?)
    }

    /// The bytes of a paper's scan.
    pub fn scan(&self, hash: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.reader().attachment_bytes(hash)?)
    }

    pub(super) fn paper_values(&self, paper: &NewPaper) -> Result<Vec<(&'static str, Value)>> {
        let name = PaperName::read(&paper.number, self.codes());
        let role = match clean(&paper.role).text.as_str() {
            "" => None,
            typed => Some(self.code_of("paper_role", typed)?),
        };
        let kind = match clean(&paper.kind).text.as_str() {
            "" => name
                .kind
                .clone()
                .or_else(|| role.as_deref().and_then(|role| kind_of_role(role, self.codes()))),
            typed => Some(self.code_of("paper_kind", typed)?),
        };
        let kind = kind.ok_or_else(|| Error::yours(Message::new("paper.kind_needed")))?;
        let issued_on = match clean(&paper.issued_on).text.as_str() {
            "" => name.day,
            typed => Some(days::typed(typed)?),
        };
        let issued_on = issued_on.map(|day| days::not_ahead(day, self.today())).transpose()?;
        let symbol = filled(&paper.symbol).or(name.symbol).or_else(|| {
            let symbol = self.codes().find("paper_kind", &kind)?.attribute("symbol")?;
            name.number.as_ref().map(|_| symbol.to_owned())
        });
        let direction = match role.as_deref() {
            Some(OPINION) => Some(direction_of_opinion(&self.reader(), symbol.as_deref())?),
            _ => None,
        };
        Ok(vec![
            ("kind", Value::from(kind)),
            ("role", Value::from(role)),
            ("number", Value::from(name.number)),
            ("symbol", Value::from(symbol)),
            ("issued_on", Value::from(issued_on.map(|day| day.to_string()))),
            ("issuer", Value::from(filled(&paper.issuer))),
            ("signer", Value::from(filled(&paper.signer))),
            ("title", Value::from(filled(&paper.title))),
            ("state", Value::from(if issued_on.is_some() { "issued" } else { "draft" })),
            ("direction", Value::from(direction)),
        ])
    }
}

/// The usual kind of a role.
fn kind_of_role(role: &str, codes: &Codes) -> Option<String> {
    codes.find("paper_role", role)?.several("kinds").next().map(str::to_owned)
}

pub(super) fn filled(typed: &str) -> Option<String> {
    Some(clean(typed).text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use super::*;

    #[test]
    fn the_kind_comes_from_the_number_and_no_date_makes_a_draft() {
        let mut room = Room::new();
        let paper =
            NewPaper { number: "45-CV/ĐUK".into(), case: Some(room.case.clone()), ..NewPaper::default() };
        let id = room.office.add_paper(&paper).unwrap();
        let find = |room: &Room| {
            let papers = room.office.papers_of_case(&room.case).unwrap();
            papers.into_iter().find(|paper| paper.id == id).unwrap()
        };
        let kept = find(&room);
        assert_eq!(
            (kept.kind.as_str(), kept.number.as_deref(), kept.state.as_str()),
            ("CV", Some("45"), "draft")
        );
        room.office.number_paper(&id, "46-CV/ĐUK", "12/09/2023", "Võ Văn Tám").unwrap();
        let kept = find(&room);
        assert_eq!((kept.number.as_deref(), kept.state.as_str()), (Some("46"), "issued"));
    }

    #[test]
    fn a_paper_belongs_to_something_and_has_a_kind() {
        let mut room = Room::new();
        let nothing = NewPaper { number: "45-CV/ĐUK".into(), ..NewPaper::default() };
        assert_eq!(room.office.add_paper(&nothing).unwrap_err().message.key, "paper.of_nothing");
        let unknown = NewPaper { number: "45".into(), case: Some(room.case.clone()), ..NewPaper::default() };
        assert_eq!(room.office.add_paper(&unknown).unwrap_err().message.key, "paper.kind_needed");
    }

    #[test]
    fn a_scan_is_kept_by_its_hash() {
        let mut room = Room::new();
        let path = room.folder().join("quyết định.pdf");
        std::fs::write(&path, b"%PDF-1.4").unwrap();
        let paper = NewPaper {
            kind: "QĐ".into(),
            scan: Some(path),
            case: Some(room.case.clone()),
            ..NewPaper::default()
        };
        room.office.add_paper(&paper).unwrap();
        let hash = room.office.papers_of_case(&room.case).unwrap()[0].attachment.clone().unwrap();
        assert_eq!(room.office.scan(&hash).unwrap().as_deref(), Some(&b"%PDF-1.4"[..]));
    }
}
