//! The party organisations: listed, looked at, and their members.
//!
//! Invariant: reads only; a cell is changed as a record, and by the closing of its case.

use super::cases::{CaseFilter, CaseRow};
use super::desk::Office;
use super::error::{Error, Result};
use crate::domain::case::Case;
use crate::domain::case_file::Affiliation;
use crate::domain::ids::Id;
use crate::domain::organisation::{Cell, Enterprise, Member, MemberHold};
use crate::domain::reference::Committee;
use crate::store::CellLine;
use crate::text::fold::fold;
use crate::text::message::Message;
use crate::text::sort::sort_key;

/// Which cells; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CellFilter {
    /// Words in the name, the code, the enterprise, the district or the superior; accents do not matter.
    pub find: String,
}

/// A cell in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRow {
    /// Id.
    pub id: Id<Cell>,
    /// Organisation code.
    pub code: Option<String>,
    /// Name.
    pub name: String,
    /// Code list `organisation_kind`.
    pub kind: Option<String>,
    /// Where it works.
    pub enterprise: Option<Id<Enterprise>>,
    /// Its name.
    pub enterprise_name: Option<String>,
    /// District of the head office.
    pub district: Option<String>,
    /// The superior, once settled.
    pub superior: Option<Id<Committee>>,
    /// The superior's name, else as written.
    pub superior_name: Option<String>,
    /// Members reported.
    pub total: Option<i64>,
    /// Full members reported.
    pub full: Option<i64>,
    /// Probationary members reported.
    pub probationary: Option<i64>,
    /// The case on its way.
    pub case: Option<Id<Case>>,
    /// Its code.
    pub case_code: Option<String>,
    /// Code list `cell_status`.
    pub status: String,
}

/// One cell with what belongs to it.
#[derive(Debug, Clone)]
pub struct CellView {
    /// The cell.
    pub cell: Cell,
    /// Its enterprise.
    pub enterprise: Option<Enterprise>,
    /// Its superior.
    pub superior: Option<Committee>,
    /// Members on its list.
    pub members: Vec<Member>,
    /// What keeps members from being handed over.
    pub holds: Vec<MemberHold>,
    /// The superiors it has had.
    pub affiliations: Vec<Affiliation>,
    /// Its cases, in the order they were opened.
    pub cases: Vec<CaseRow>,
}

impl Office {
    /// The cells that fit, by name.
    pub fn cells(&self, filter: &CellFilter) -> Result<Vec<CellRow>> {
        let words = fold(&filter.find);
        let words: Vec<&str> = words.split_whitespace().collect();
        let mut rows = Vec::new();
        for line in self.reader().cell_lines(None)? {
            if fits(&line, &words) {
                rows.push(row(line));
            }
        }
        rows.sort_by_cached_key(|row| sort_key(&row.name));
        Ok(rows)
    }

    /// One cell.
    pub fn cell(&self, id: &Id<Cell>) -> Result<CellView> {
        let reader = self.reader();
        let cell = reader.cell(id)?.ok_or_else(|| {
            let message = Message::new("office.not_found").with("value", id);
            Error::yours(message.with_key("kind", "office.kind.cell"))
        })?;
        let enterprise = match &cell.enterprise {
            Some(enterprise) => reader.enterprise(enterprise)?,
            None => None,
        };
        let superior = match &cell.superior {
            Some(superior) => reader.committee(superior)?,
            None => None,
        };
        let mut cases = self.cases(&CaseFilter::default())?;
        cases.retain(|case| case.cell == *id);
        Ok(CellView {
            enterprise,
            superior,
            members: reader.members_of(id)?,
            holds: reader.holds_of(id)?,
            affiliations: reader.affiliations_of(id)?,
            cases,
            cell,
        })
    }

    /// The members on a cell's list.
    pub fn members(&self, cell: &Id<Cell>) -> Result<Vec<Member>> {
        Ok(self.reader().members_of(cell)?)
    }
}

fn fits(line: &CellLine, words: &[&str]) -> bool {
    if words.is_empty() {
        return true;
    }
    let known = [&line.code, &line.enterprise_name, &line.district, &line.superior_name];
    let mut text = fold(&line.name);
    for more in known.into_iter().flatten() {
        text.push(' ');
        text.push_str(&fold(more));
    }
    words.iter().all(|word| text.contains(word))
}

fn row(line: CellLine) -> CellRow {
    CellRow {
        id: Id::new(line.id),
        code: line.code,
        name: line.name,
        kind: line.kind,
        enterprise: line.enterprise.map(Id::new),
        enterprise_name: line.enterprise_name,
        district: line.district,
        superior: line.superior.map(Id::new),
        superior_name: line.superior_name,
        total: line.total,
        full: line.full,
        probationary: line.probationary,
        case: line.case.map(Id::new),
        case_code: line.case_code,
        status: line.status,
    }
}
