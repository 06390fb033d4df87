//! A province as data: its units, which land became which, and its committees.
//!
//! Invariant: names a file gives; nothing of any province stands in code. Keys join the rows of one file and
//! are no ids.

use super::codes::Codes;
use super::data_file::{DataFile, Section, only_once};
use super::fault::Fault;
use super::reference::Validity;
use crate::text::message::Message;
use jiff::civil::Date;
use toml::de::DeTable;

const SAMPLE: &str = include_str!("../../assets/sample/province.toml");

/// Everything a province file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Province {
    /// Its name.
    pub name: String,
    /// The office that works in it.
    pub office: String,
    /// The officer who works in a sample.
    pub officer: String,
    /// The day the office works on; nothing for a province that lives today.
    pub work_date: Option<Date>,
    /// Units, a parent before its children.
    pub units: Vec<ProvinceUnit>,
    /// Which land became which.
    pub successions: Vec<Succession>,
    /// Committees, a parent before its children.
    pub committees: Vec<ProvinceCommittee>,
}

/// One administrative unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvinceUnit {
    /// Joins rows of the file.
    pub key: String,
    /// Name as written in papers.
    pub name: String,
    /// Code list `unit_level`.
    pub level: String,
    /// Key of the unit above.
    pub parent: Option<String>,
    /// When it exists.
    pub validity: Validity,
    /// Other written forms.
    pub spellings: Vec<String>,
}

/// Old land, new land.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// Key of the old unit.
    pub old: String,
    /// Key of the new unit.
    pub new: String,
    /// Whether only a part of the old unit went there.
    pub partial: bool,
}

/// One committee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProvinceCommittee {
    /// Joins rows of the file.
    pub key: String,
    /// Name as written in papers.
    pub name: String,
    /// Code list `committee_kind`.
    pub kind: String,
    /// Code list `unit_level`.
    pub level: String,
    /// Key of the committee above.
    pub parent: Option<String>,
    /// Key of the unit whose territory it leads.
    pub unit: Option<String>,
    /// When it exists.
    pub validity: Validity,
    /// Other written forms.
    pub spellings: Vec<String>,
    /// Note.
    pub note: Option<String>,
}

impl Province {
    /// The sample province compiled in. Tests hold it faultless.
    pub fn sample() -> Self {
        Self::read(SAMPLE, "province.toml").unwrap_or_default()
    }

    /// Reads a province from TOML text; `name` is the file's, for faults.
    pub fn read(source: &str, name: &str) -> Result<Self, Vec<Fault>> {
        let root = DeTable::parse(source).map_err(|error| vec![Fault::syntax(name, source, &error)])?;
        let mut file = DataFile::new(name, source);
        let root = Section::root("file", &root);
        root.only(&["province", "unit", "succession", "committee"], &mut file);
        let codes = Codes::built_in();
        let mut province = Self::default();
        if let Some(head) = root.section("province", "province", &mut file) {
            head.only(&["name", "office", "officer", "work_date"], &mut file);
            province.name = head.text("name", &mut file);
            province.office = head.text("office", &mut file);
            province.officer = head.text("officer", &mut file);
            province.work_date = head.day("work_date", &mut file);
        }
        let sections = root.sections("unit", "unit", &mut file);
        for section in &sections {
            let read = unit(section, &province.units, &codes, &mut file);
            province.units.push(read);
        }
        keys_once(&sections, province.units.iter().map(|unit| unit.key.as_str()), &mut file);
        for section in root.sections("succession", "succession", &mut file) {
            section.only(&["old", "new", "partial"], &mut file);
            let old = known_unit("old", &section, &province.units, &mut file).unwrap_or_default();
            let new = known_unit("new", &section, &province.units, &mut file).unwrap_or_default();
            let partial = section.flag("partial", false, &mut file);
            province.successions.push(Succession { old, new, partial });
        }
        let sections = root.sections("committee", "committee", &mut file);
        for section in &sections {
            let read = committee(section, &province, &codes, &mut file);
            province.committees.push(read);
        }
        keys_once(&sections, province.committees.iter().map(|committee| committee.key.as_str()), &mut file);
        file.finish(province)
    }
}

fn keys_once<'n>(sections: &[Section<'_>], keys: impl Iterator<Item = &'n str>, file: &mut DataFile<'_>) {
    only_once("key", keys.zip(sections).map(|(key, at)| (key, at.place("key"))), file);
}

fn unit(
    section: &Section<'_>,
    before: &[ProvinceUnit],
    codes: &Codes,
    file: &mut DataFile<'_>,
) -> ProvinceUnit {
    section.only(&["key", "name", "level", "parent", "from", "to", "spellings"], file);
    ProvinceUnit {
        key: section.text("key", file),
        name: section.text("name", file),
        level: known_code("level", "unit_level", section, codes, file),
        parent: section.optional("parent", file).and_then(|_| known_unit("parent", section, before, file)),
        validity: validity(section, file),
        spellings: spellings(section, file),
    }
}

fn committee(
    section: &Section<'_>,
    province: &Province,
    codes: &Codes,
    file: &mut DataFile<'_>,
) -> ProvinceCommittee {
    section
        .only(&["key", "name", "kind", "level", "parent", "unit", "from", "to", "spellings", "note"], file);
    let parent = section.optional("parent", file);
    if let Some(parent) = &parent {
        known_key(
            "parent",
            parent,
            section,
            province.committees.iter().map(|above| above.key.as_str()),
            file,
        );
    }
    ProvinceCommittee {
        key: section.text("key", file),
        name: section.text("name", file),
        kind: known_code("kind", "committee_kind", section, codes, file),
        level: known_code("level", "unit_level", section, codes, file),
        parent,
        unit: section.optional("unit", file).and_then(|_| known_unit("unit", section, &province.units, file)),
        validity: validity(section, file),
        spellings: spellings(section, file),
        note: section.optional("note", file),
    }
}

fn known_unit(
    field: &str,
    section: &Section<'_>,
    units: &[ProvinceUnit],
    file: &mut DataFile<'_>,
) -> Option<String> {
    let key = section.text(field, file);
    known_key(field, &key, section, units.iter().map(|unit| unit.key.as_str()), file).then_some(key)
}

fn known_key<'n>(
    field: &str,
    key: &str,
    section: &Section<'_>,
    keys: impl Iterator<Item = &'n str> + Clone,
    file: &mut DataFile<'_>,
) -> bool {
    let known = keys.clone().any(|known| known == key);
    if !known && !key.is_empty() {
        file.unknown(&section.place(field), field, key, keys);
    }
    known
}

fn known_code(
    field: &str,
    list: &str,
    section: &Section<'_>,
    codes: &Codes,
    file: &mut DataFile<'_>,
) -> String {
    let known: Vec<&str> = codes.list(list).iter().map(|code| code.code.as_str()).collect();
    let read = |text: &str| known.contains(&text).then(|| text.to_owned());
    section.named(field, &known, read, file).unwrap_or_default()
}

fn validity(section: &Section<'_>, file: &mut DataFile<'_>) -> Validity {
    let validity = Validity { from: section.day("from", file), to: section.day("to", file) };
    if let (Some(from), Some(to)) = (validity.from, validity.to)
        && to < from
    {
        file.fault(&section.place("to"), Message::new("data_file.ends_before_it_begins"));
    }
    validity
}

fn spellings(section: &Section<'_>, file: &mut DataFile<'_>) -> Vec<String> {
    section.texts("spellings", file).into_iter().map(|(text, _)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[test]
    fn the_sample_has_no_fault() {
        assert_eq!(Province::read(SAMPLE, "province.toml").err().unwrap_or_default(), Vec::new());
    }

    fn count(province: &Province, level: &str, day: Date) -> usize {
        province.units.iter().filter(|unit| unit.level == level && unit.validity.holds_on(day)).count()
    }

    /// domain.md 1 and 3: seven district units to 30/6/2025; no district level and 24 communes from 01/7/2025.
    #[test]
    fn levels_follow_the_day() {
        let province = Province::sample();
        assert_eq!(count(&province, "district", date(2025, 6, 30)), 7);
        assert_eq!(count(&province, "district", date(2025, 7, 1)), 0);
        assert_eq!(count(&province, "commune", date(2025, 7, 1)), 24);
        assert_eq!(count(&province, "province", date(2025, 7, 1)), 1);
    }

    /// NQ 1667/NQ-UBTVQH15: every old commune went somewhere, and one was split.
    #[test]
    fn every_old_commune_has_its_successors() {
        let province = Province::sample();
        let old = province.units.iter().filter(|unit| unit.level == "commune" && unit.validity.to.is_some());
        for unit in old {
            let to: Vec<_> = province.successions.iter().filter(|row| row.old == unit.key).collect();
            assert_eq!(to.len(), if unit.name == "phường Đông Hải" { 2 } else { 1 }, "{}", unit.name);
            assert_eq!(to[0].partial, unit.name == "phường Đông Hải");
        }
        // Old names stand for other land: the new xã Phước Hà holds the old Nhị Hà too.
        let new = province.units.iter().filter(|unit| unit.name == "xã Phước Hà").count();
        assert_eq!(new, 2);
    }

    /// Superiors as the sample workbook writes them.
    #[rstest]
    #[case("Đảng ủy khối Cơ quan - Doanh nghiệp tỉnh")]
    #[case("Thành ủy Phan Rang - Tháp Chàm")]
    #[case("Huyện ủy Ninh Phước")]
    #[case("Huyện ủy Ninh Hải")]
    #[case("Huyện ủy Thuận Bắc")]
    #[case("Huyện ủy Bác Ái")]
    fn superiors_of_the_workbook_are_there(#[case] name: &str) {
        let day = date(2023, 9, 14);
        let province = Province::sample();
        let found = province.committees.iter().filter(|row| row.name == name && row.validity.holds_on(day));
        assert_eq!(found.count(), 1);
    }

    /// Places as the sample workbook writes them, each in its district.
    #[rstest]
    #[case("phường Mỹ Hải", "TP. Phan Rang - Tháp Chàm")]
    #[case("thị trấn Khánh Hải", "Ninh Hải")]
    #[case("xã Cà Ná", "Thuận Nam")]
    #[case("xã Nhơn Sơn", "Ninh Sơn")]
    #[case("xã Phước Hòa", "Bác Ái")]
    fn places_of_the_workbook_are_there(#[case] commune: &str, #[case] district: &str) {
        let day = date(2023, 9, 14);
        let province = Province::sample();
        let unit =
            province.units.iter().find(|unit| unit.name == commune && unit.validity.holds_on(day)).unwrap();
        let above = province.units.iter().find(|above| Some(&above.key) == unit.parent.as_ref()).unwrap();
        assert!(above.spellings.iter().any(|spelling| spelling == district), "{}", above.name);
    }

    #[test]
    fn a_wrong_key_is_told_by_line() {
        let source = SAMPLE.replacen("old = \"old_an_hai\"", "old = \"old_an_hay\"", 1);
        let faults = Province::read(&source, "mine.toml").unwrap_err();
        let line = source[..source.find("old_an_hay").unwrap()].matches('\n').count() + 1;
        assert_eq!((faults.len(), faults[0].line), (1, line));
    }
}
