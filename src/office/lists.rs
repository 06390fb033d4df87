//! Lists as sheets of a workbook: members, organisations, cases.
//!
//! Invariant: a list says what its rows say; a code is told by its name, a number of a card stays text.

use super::cases::CaseRow;
use super::cells::CellRow;
use super::desk::Office;
use super::error::{Error, Result};
use super::export::{ExportedFile, Exporting};
use crate::domain::ids::Id;
use crate::domain::organisation::{Cell, Member};
use crate::papers::document::Properties;
use crate::papers::sheets::listed;
use crate::papers::xlsx::{self, Sheet};
use crate::store::Row;
use crate::text::dates::{PartialDate, written_date};
use crate::text::locale::Locale;
use crate::text::sort::compare_persons;
use jiff::tz::TimeZone;
use std::path::Path;

/// How members are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberList {
    /// Danh sách đảng viên: a line a member, a column a thing.
    Plain,
    /// The 14 columns of the register (mẫu 7-HSĐV); what is not on record stays empty.
    Register,
}

/// Columns of the register.
const REGISTER_COLUMNS: usize = 14;
/// The columns a list of cases has unless others are chosen.
pub const CASE_COLUMNS: [&str; 10] =
    ["code", "name", "members", "stage", "state", "missing", "due", "giver", "receiver", "officer"];

impl Office {
    /// The members on a cell's list, people in the order of their given names.
    pub fn member_sheet(&self, cell: &Id<Cell>, list: MemberList, locale: &Locale) -> Result<Sheet> {
        let reader = self.reader();
        let mut members = self.members(cell)?;
        members.sort_by(|a, b| compare_persons(&a.name, &b.name));
        let ids: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
        let rows = reader.rows_by_id("member", &ids)?;
        let whole = reader.must_get("cell", cell.as_str())?;
        let name = whole.text("name").unwrap_or_default();
        let probationary = members.iter().filter(|member| member.is_probationary()).count();
        let day = written_date(self.today());
        let titles = vec![
            locale.text(list.title()).to_owned(),
            name.to_owned(),
            locale.fill(
                "list.members.counted",
                &[
                    ("day", &day),
                    ("total", &members.len()),
                    ("full", &(members.len() - probationary)),
                    ("probationary", &probationary),
                ],
            ),
        ];
        let empty = Row::default();
        let told = (1_usize..).zip(&members).map(|(number, member)| {
            let row = rows.get(member.id.as_str()).unwrap_or(&empty);
            match list {
                MemberList::Plain => self.plain(number, member, row, locale),
                MemberList::Register => self.of_register(number, member, row, locale),
            }
        });
        let rows = told.collect();
        Ok(listed(locale.text(list.title()).to_owned(), titles, list.columns(locale), rows, true))
    }

    fn plain(&self, number: usize, member: &Member, row: &Row, locale: &Locale) -> Vec<String> {
        let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
        vec![
            number.to_string(),
            member.name.clone(),
            text("other_name"),
            known(member.born_on),
            self.named("gender", member.gender.as_deref(), locale),
            text("ethnicity"),
            text("religion"),
            text("home_place"),
            text("residence"),
            member.identity_number.clone().unwrap_or_default(),
            member.card_number.clone().unwrap_or_default(),
            known(member.admitted_on),
            known(member.official_on),
            member.position.clone().unwrap_or_default(),
            text("occupation"),
            self.named("member_status", Some(&member.status), locale),
            member.note.clone().unwrap_or_default(),
        ]
    }

    fn of_register(&self, number: usize, member: &Member, row: &Row, locale: &Locale) -> Vec<String> {
        let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
        let joined = |parts: &[String]| {
            let said: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            said.join("; ")
        };
        let mut cells = vec![String::new(); REGISTER_COLUMNS];
        let filled = [
            (0, number.to_string()),
            (1, joined(&[member.name.clone(), text("other_name"), known(member.born_on)])),
            (
                2,
                joined(&[
                    self.named("gender", member.gender.as_deref(), locale),
                    text("ethnicity"),
                    text("religion"),
                ]),
            ),
            (3, text("home_place")),
            (5, text("occupation")),
            (6, joined(&[known(member.admitted_on), known(member.official_on)])),
            (7, joined(&[member.card_number.clone().unwrap_or_default(), text("file_number")])),
            (13, member.note.clone().unwrap_or_default()),
        ];
        for (column, said) in filled {
            cells[column] = said;
        }
        cells
    }

    /// Organisations as a list.
    pub fn cell_sheet(&self, rows: &[CellRow], locale: &Locale) -> Sheet {
        let keys = [
            "stt",
            "name",
            "code",
            "kind",
            "enterprise",
            "district",
            "superior",
            "total",
            "full",
            "probationary",
            "case",
        ];
        let columns = keys.map(|key| locale.text(&format!("list.column.{key}")).to_owned());
        let count = |count: Option<i64>| count.map(crate::text::numbers::written).unwrap_or_default();
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        let told = (1_usize..).zip(rows).map(|(number, row)| {
            vec![
                number.to_string(),
                row.name.clone(),
                given(&row.code),
                self.named("organisation_kind", row.kind.as_deref(), locale),
                given(&row.enterprise_name),
                given(&row.district),
                given(&row.superior_name),
                count(row.total),
                count(row.full),
                count(row.probationary),
                given(&row.case_code),
            ]
        });
        self.titled("list.cells", columns.to_vec(), told.collect(), locale)
    }

    /// Cases as a list, in the columns named: those of [`CASE_COLUMNS`], `kind` and `opened`.
    pub fn case_sheet(&self, rows: &[CaseRow], columns: &[&str], locale: &Locale) -> Sheet {
        let heads = columns.iter().flat_map(|column| match *column {
            "members" => vec!["total", "full", "probationary"],
            column => vec![column],
        });
        let heads = std::iter::once("stt").chain(heads);
        let heads = heads.map(|key| locale.text(&format!("list.column.{key}")).to_owned()).collect();
        let told = (1_usize..).zip(rows).map(|(number, row)| {
            let mut cells = vec![number.to_string()];
            for column in columns {
                self.tell_case(row, column, locale, &mut cells);
            }
            cells
        });
        self.titled("list.cases", heads, told.collect(), locale)
    }

    fn tell_case(&self, row: &CaseRow, column: &str, locale: &Locale, cells: &mut Vec<String>) {
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        cells.push(match column {
            "members" => {
                let counts = [row.total, row.full, row.probationary].map(crate::text::numbers::written);
                cells.extend(counts);
                return;
            }
            "code" => row.code.clone(),
            "name" => row.cell_name.clone(),
            "kind" => self.named("organisation_kind", row.kind.as_deref(), locale),
            "giver" => given(&row.giver_name),
            "receiver" => given(&row.receiver_name),
            "stage" => row.stage_name.text(locale.language()).to_owned(),
            "state" => match &row.side_state {
                _ if row.closed_on.is_some() => locale.text("list.closed").to_owned(),
                side => self.named("side_state", side.as_deref(), locale),
            },
            "due" => row.due_on.map(written_date).unwrap_or_default(),
            "missing" => row.missing.to_string(),
            "officer" => given(&row.officer_name),
            "opened" => row.opened_on.map(written_date).unwrap_or_default(),
            _ => String::new(),
        });
    }

    /// Writes lists as a workbook, and says so in the journal.
    ///
    /// # Errors
    /// A file is there and may not be replaced, a list is longer than a sheet, or it can't be written.
    pub fn export_sheets(&mut self, sheets: &[Sheet], path: &Path, replace: bool) -> Result<ExportedFile> {
        let about = sheets.first().map(|sheet| sheet.titles.join(" · ")).unwrap_or_default();
        let midnight = self.today().at(0, 0, 0, 0);
        let properties = Properties {
            title: about.clone(),
            author: self.setting("office_name")?.unwrap_or_default(),
            // The day is enough, and the same list written twice on it gives the same file.
            made_at: TimeZone::UTC.to_timestamp(midnight).unwrap_or_default(),
        };
        let bytes = xlsx::write(sheets, &properties).map_err(|error| Error::yours(error.message()))?;
        self.export_file(path, &bytes, &Exporting { about: &about, marking: "", replace })
    }

    fn titled(&self, key: &str, columns: Vec<String>, rows: Vec<Vec<String>>, locale: &Locale) -> Sheet {
        let name = locale.text(key).to_owned();
        let day = written_date(self.today());
        let counted = locale.fill("list.counted", &[("day", &day), ("count", &rows.len())]);
        listed(name.clone(), vec![name.to_uppercase(), counted], columns, rows, true)
    }

    fn named(&self, list: &str, code: Option<&str>, locale: &Locale) -> String {
        code.map(|code| self.codes().name(list, code, locale.language()).to_owned()).unwrap_or_default()
    }
}

impl MemberList {
    const fn title(self) -> &'static str {
        match self {
            Self::Plain => "list.members.title",
            Self::Register => "list.register.title",
        }
    }

    fn columns(self, locale: &Locale) -> Vec<String> {
        let text = |key: &str| locale.text(key).to_owned();
        match self {
            Self::Register => {
                (1..=REGISTER_COLUMNS).map(|number| text(&format!("list.register.column_{number}"))).collect()
            }
            Self::Plain => {
                let fields = [
                    "name",
                    "other_name",
                    "born_on",
                    "gender",
                    "ethnicity",
                    "religion",
                    "home_place",
                    "residence",
                    "identity_number",
                    "card_number",
                    "admitted_on",
                    "official_on",
                    "position",
                    "occupation",
                    "status",
                    "note",
                ];
                let named = fields.map(|field| text(&format!("record.member.{field}")));
                std::iter::once(text("list.column.stt")).chain(named).collect()
            }
        }
    }
}

fn known(day: Option<PartialDate>) -> String {
    day.map(PartialDate::written).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::cases::CaseFilter;
    use crate::office::cells::CellFilter;
    use crate::office::clock::Clock;
    use crate::office::sample;
    use crate::papers::xlsx::SheetCell;
    use crate::text::locale::Language;

    /// Names that are formulas elsewhere, control characters, leading zeros: all as they are on record.
    #[test]
    fn a_list_of_members_holds_hostile_names_and_keeps_leading_zeros() {
        let folder = tempfile::tempdir().unwrap();
        let mut office = sample::build(&folder.path().join("demo.store"), Clock::system()).unwrap();
        let locale = Locale::new(Language::Vietnamese);
        let cell = office.find_cell("muoi dam xanh").unwrap();
        let member = office.members(&cell).unwrap().remove(0);
        let hostile = "=HYPERLINK(\"http://x\")<&>";
        let values = [("name", hostile), ("card_number", "079001000001"), ("home_place", "@SUM(1)")];
        office.set_fields("member", member.id.as_str(), &values).unwrap();
        for (list, columns) in [(MemberList::Plain, 17), (MemberList::Register, 14)] {
            let sheet = office.member_sheet(&cell, list, &locale).unwrap();
            assert_eq!((sheet.rows.len(), sheet.columns.len()), (31, columns));
            let told: Vec<&SheetCell> = sheet.rows.iter().flatten().collect();
            let holds = |text: &str| {
                told.iter().any(|cell| matches!(cell, SheetCell::Text(said) if said.contains(text)))
            };
            assert!(holds(hostile) && holds("079001000001") && holds("@SUM(1)"), "{told:?}");
            assert_eq!(sheet.rows[30][0], SheetCell::Number(31.0));
            let path = folder.path().join(format!("{columns}.xlsx"));
            office.export_sheets(&[sheet], &path, false).unwrap();
        }
        let cells = office.cells(&CellFilter::default()).unwrap();
        let sheet = office.cell_sheet(&cells, &locale);
        let total: f64 = sheet
            .rows
            .iter()
            .map(|row| match row[7] {
                SheetCell::Number(number) => number,
                _ => 0.0,
            })
            .sum();
        assert_eq!((sheet.rows.len(), total), (24, 337.0));
        office.open_cases(&[cell]).unwrap();
        let cases = office.cases(&CaseFilter::default()).unwrap();
        let sheet = office.case_sheet(&cases, &CASE_COLUMNS, &locale);
        assert_eq!(sheet.columns.len(), CASE_COLUMNS.len() + 3);
        assert_eq!(sheet.rows[0][1], SheetCell::text("HS-0001"));
        assert!(matches!(sheet.rows[0][9], SheetCell::Day(_)), "{:?}", sheet.rows[0]);
        let path = folder.path().join("14.xlsx");
        assert_eq!(
            office.export_sheets(&[sheet], &path, false).unwrap_err().message.key,
            "office.out.exists"
        );
    }
}
