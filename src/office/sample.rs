//! The sample province: its units and committees from `assets/sample`, and its workbooks, imported.
//!
//! Invariant: built through the office's own doors, like any other store.

use super::clock::Clock;
use super::desk::{Office, Setup};
use super::error::{Error, Result};
use super::imports::ImportOptions;
use crate::domain::province::Province;
use crate::exchange::Kind;
use crate::store::{Key, Value};
use crate::text::message::Message;
use std::collections::HashMap;
use std::path::Path;

const CELLS: (&str, &[u8]) = ("danh-sach-tcd.xlsx", include_bytes!("../../assets/sample/danh-sach-tcd.xlsx"));
const MEMBERS: (&str, &[u8]) =
    ("danh-sach-dang-vien.xlsx", include_bytes!("../../assets/sample/danh-sach-dang-vien.xlsx"));
const MOVEMENTS: (&str, &[u8]) =
    ("bien-dong-2019-2023.xlsx", include_bytes!("../../assets/sample/bien-dong-2019-2023.xlsx"));

/// Builds the sample province in a new, plain store.
///
/// # Errors
/// There is a file already, or the disk refuses.
pub fn build(path: &Path, clock: Clock) -> Result<Office> {
    let province = Province::sample();
    let answers = Setup { office_name: province.office.clone(), officer: province.officer.clone() };
    let mut office = Office::create(path, &Key::None, &answers, clock)?;
    if let Some(day) = province.work_date {
        office.set_setting("work_date", &day.to_string())?;
    }
    office.add_province(&province)?;
    for (kind, (name, bytes)) in
        [(Kind::Cells, CELLS), (Kind::Members, MEMBERS), (Kind::Movements, MOVEMENTS)]
    {
        let plan = office.preview_bytes(kind, name, bytes, &ImportOptions::default())?;
        office.apply_import(&plan)?;
    }
    Ok(office)
}

impl Office {
    /// Adds the units and committees of a province, as one entry.
    pub fn add_province(&mut self, province: &Province) -> Result<()> {
        self.act("office.add_province", None, Some(&province.name), |acting| {
            let mut ids: HashMap<&str, String> = HashMap::new();
            let day = |day: Option<jiff::civil::Date>| Value::from(day.map(|day| day.to_string()));
            for unit in &province.units {
                let id = acting.id();
                let parent = unit.parent.as_deref().and_then(|key| ids.get(key)).cloned();
                let values = [
                    ("name", Value::from(unit.name.as_str())),
                    ("level", Value::from(unit.level.as_str())),
                    ("parent", parent.into()),
                    ("valid_from", day(unit.validity.from)),
                    ("valid_to", day(unit.validity.to)),
                    ("spellings", spelt(&unit.spellings)),
                ];
                acting.tx.create("unit", &id, &values)?;
                ids.insert(unit.key.as_str(), id);
            }
            for link in &province.successions {
                let (Some(old), Some(new)) = (ids.get(link.old.as_str()), ids.get(link.new.as_str())) else {
                    return Err(faulty());
                };
                let values = [
                    ("old_unit", Value::from(old.as_str())),
                    ("new_unit", Value::from(new.as_str())),
                    ("partial", Value::from(link.partial)),
                ];
                let id = acting.id();
                acting.tx.create("unit_succession", &id, &values)?;
            }
            for committee in &province.committees {
                let id = acting.id();
                let at = |key: &Option<String>| {
                    Value::from(key.as_deref().and_then(|key| ids.get(key)).map(String::as_str))
                };
                let values = [
                    ("name", Value::from(committee.name.as_str())),
                    ("kind", Value::from(committee.kind.as_str())),
                    ("level", Value::from(committee.level.as_str())),
                    ("parent", at(&committee.parent)),
                    ("unit", at(&committee.unit)),
                    ("valid_from", day(committee.validity.from)),
                    ("valid_to", day(committee.validity.to)),
                    ("spellings", spelt(&committee.spellings)),
                    ("note", committee.note.clone().into()),
                ];
                acting.tx.create("committee", &id, &values)?;
                ids.insert(committee.key.as_str(), id);
            }
            Ok(())
        })?;
        Ok(())
    }
}

fn spelt(spellings: &[String]) -> Value {
    if spellings.is_empty() { Value::Null } else { spellings.join(" | ").into() }
}

fn faulty() -> Error {
    Error::program(Message::new("office.setup.faulty_asset"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::Id;
    use crate::office::import_plan::Fate;
    use jiff::civil::date;

    #[test]
    fn the_sample_answers_with_the_figures_of_september_2023() {
        let folder = tempfile::tempdir().unwrap();
        let office = build(&folder.path().join("demo.store"), Clock::system()).unwrap();
        let report = office.situation(date(2019, 1, 1), date(2023, 9, 14)).unwrap();
        assert_eq!((report.total.organisations, report.total.members), (24, 337));
        assert_eq!(report.total.full + report.total.probationary, 337);
        let expected = [
            ("admitted", 26),
            ("cells_founded", 3),
            ("introduced", 1496),
            ("union_members_added", 7402),
            ("unions_founded", 60),
            ("youth_founded", 7),
        ];
        let figures: Vec<(&str, i64)> =
            report.figures.iter().map(|(figure, sum)| (figure.as_str(), *sum)).collect();
        assert_eq!(figures, expected);
    }

    #[test]
    fn importing_the_same_files_again_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let office = build(&folder.path().join("demo.store"), Clock::system()).unwrap();
        for (kind, (name, bytes)) in
            [(Kind::Cells, CELLS), (Kind::Members, MEMBERS), (Kind::Movements, MOVEMENTS)]
        {
            let plan = office.preview_bytes(kind, name, bytes, &ImportOptions::default()).unwrap();
            assert!(!plan.changes_anything(), "{name}: {:?}", plan.steps);
            assert_eq!(plan.count(Fate::Unchanged), plan.rows.len());
        }
    }

    #[test]
    fn an_import_is_taken_back_as_one_entry() {
        let folder = tempfile::tempdir().unwrap();
        let mut office = build(&folder.path().join("demo.store"), Clock::system()).unwrap();
        let undone = office.undo(None).unwrap();
        assert_eq!(undone.action, "import.movements");
        let undone = office.undo(None).unwrap();
        assert_eq!(undone.action, "import.members");
        let cell = office.find_cell("Chi bộ Công ty Cổ phần Mía đường Sông Ông").unwrap();
        assert!(office.reader().members_of(&Id::new(cell.as_str())).unwrap().is_empty());
        office.redo().unwrap();
        assert_eq!(office.reader().members_of(&cell).unwrap().len(), 17);
        assert!(office.check(true, &mut |_, _| ()).unwrap().is_sound());
    }
}
