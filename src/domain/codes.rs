//! The code lists of `assets/procedures`: what forms offer, what imports recognise, what records keep.
//!
//! Invariant: no code, name or spelling stands here; rules read them, and their attributes, from the lists.

use super::fault::Fault;
use crate::text::fold::fold;
use crate::text::locale::Language;
use crate::text::message::Message;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};
use toml::de::{DeTable, DeValue};

const CODES: &str = include_str!("../../assets/procedures/codes.toml");
const COMMITTEE_KINDS: &str = include_str!("../../assets/procedures/committee_kinds.toml");

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// What a record keeps.
    pub code: String,
    /// Its name in Vietnamese.
    pub vietnamese: String,
    /// Its name in English.
    pub english: String,
    /// Other written forms.
    pub spellings: Vec<String>,
    attributes: BTreeMap<String, String>,
}

impl Code {
    /// Its name in a language.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vietnamese,
            Language::English => &self.english,
        }
    }

    /// What the list says of it under a name, e.g. `figure` of a movement.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// Whether an attribute says `yes`.
    pub fn is(&self, name: &str) -> bool {
        self.attribute(name) == Some("yes")
    }

    /// An attribute that names several codes, `a|b|c`.
    pub fn several(&self, name: &str) -> impl Iterator<Item = &str> {
        self.attribute(name).into_iter().flat_map(|all| all.split('|'))
    }

    /// Whether the code may be chosen on a day (ISO): between its `valid_from` and `valid_to`.
    pub fn holds_on(&self, day: jiff::civil::Date) -> bool {
        let day = day.to_string();
        self.attribute("valid_from").is_none_or(|from| from <= day.as_str())
            && self.attribute("valid_to").is_none_or(|to| day.as_str() <= to)
    }
}

/// All the code lists; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Codes(Arc<BTreeMap<String, List>>);

#[derive(Debug, Default)]
struct List {
    rows: Vec<Code>,
    /// The row of each written form; made when something written is first to be recognised.
    written: OnceLock<HashMap<String, usize>>,
}

impl Codes {
    /// The lists compiled in. Tests hold them faultless.
    pub fn built_in() -> Self {
        let mut lists = BTreeMap::new();
        for (name, source) in [("codes.toml", CODES), ("committee_kinds.toml", COMMITTEE_KINDS)] {
            let (read, _) = parse(source, name);
            lists.extend(read.into_iter().map(|(list, rows)| (list, List::of(rows))));
        }
        Self(Arc::new(lists))
    }

    /// Reads lists from TOML text; `name` is the file's, for faults.
    pub fn read(source: &str, name: &str) -> Result<Self, Vec<Fault>> {
        let (read, mut faults) = parse(source, name);
        let mut lists = BTreeMap::new();
        for (list, rows) in read {
            let mut written: HashMap<String, usize> = HashMap::new();
            for (at, (code, offset)) in rows.iter().enumerate() {
                for form in code.forms() {
                    let other = written.insert(key(form), at);
                    if other.is_some_and(|other| other != at) {
                        let cause = Message::new("data_file.written_twice");
                        let cause = cause.with("list", &list).with("value", form);
                        faults.push(Fault::at(name, source, *offset, cause));
                    }
                }
            }
            lists.insert(list, List::of(rows));
        }
        if faults.is_empty() { Ok(Self(Arc::new(lists))) } else { Err(faults) }
    }

    /// The rows of a list in the order of choice; empty if there is no such list.
    pub fn list(&self, list: &str) -> &[Code] {
        self.0.get(list).map_or(&[], |list| list.rows.as_slice())
    }

    /// Names of the lists.
    pub fn lists(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The row of a code.
    pub fn find(&self, list: &str, code: &str) -> Option<&Code> {
        self.list(list).iter().find(|row| row.code == code)
    }

    /// The row a person meant by what was written: code, name or spelling; accents, case, spaces and marks
    /// do not matter. Never a guess: only a whole written form is recognised.
    pub fn recognise(&self, list: &str, written: &str) -> Option<&Code> {
        let list = self.0.get(list)?;
        list.rows.get(*list.written().get(&key(written))?)
    }

    /// The name of a code, or the code itself where the list does not know it.
    pub fn name<'a>(&'a self, list: &str, code: &'a str, language: Language) -> &'a str {
        self.find(list, code).map_or(code, |row| row.name(language))
    }
}

impl List {
    fn of(rows: Vec<(Code, usize)>) -> Self {
        Self { rows: rows.into_iter().map(|(code, _)| code).collect(), written: OnceLock::new() }
    }

    fn written(&self) -> &HashMap<String, usize> {
        let forms = || {
            self.rows.iter().enumerate().flat_map(|(at, row)| row.forms().map(move |form| (key(form), at)))
        };
        self.written.get_or_init(|| forms().collect())
    }
}

impl Code {
    fn forms(&self) -> impl Iterator<Item = &str> {
        [self.code.as_str(), &self.vietnamese, &self.english]
            .into_iter()
            .chain(self.spellings.iter().map(String::as_str))
    }
}

/// What two written forms of one thing share: letters and digits, folded.
fn key(written: &str) -> String {
    fold(written).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The rows of each list, with where each begins in the text.
type Rows = BTreeMap<String, Vec<(Code, usize)>>;

/// The rows, and what is wrong in the others.
fn parse(source: &str, name: &str) -> (Rows, Vec<Fault>) {
    let (root, errors) = DeTable::parse_recoverable(source);
    let mut faults: Vec<Fault> =
        errors.iter().take(1).map(|error| Fault::syntax(name, source, error)).collect();
    let mut lists = BTreeMap::new();
    for (list, rows) in root.get_ref() {
        let list = list.get_ref().as_ref();
        let mut read = Vec::new();
        for row in rows.get_ref().as_array().into_iter().flatten() {
            let offset = row.span().start;
            match code(list, row.get_ref()) {
                Ok(code) => read.push((code, offset)),
                Err(cause) => faults.push(Fault::at(name, source, offset, cause)),
            }
        }
        lists.insert(list.to_owned(), read);
    }
    (lists, faults)
}

fn code(list: &str, row: &DeValue<'_>) -> Result<Code, Message> {
    let missing =
        |field: &str| Message::new("data_file.missing_field").with("what", list).with("field", field);
    let mut fields: BTreeMap<&str, &DeValue<'_>> = row
        .as_table()
        .ok_or_else(|| missing("code"))?
        .iter()
        .map(|(field, value)| (field.get_ref().as_ref(), value.get_ref()))
        .collect();
    let mut text = |field: &str| match fields.remove(field).and_then(DeValue::as_str) {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(missing(field)),
    };
    let (code, vietnamese, english) = (text("code")?, text("vi")?, text("en")?);
    let spellings = fields.remove("spellings").and_then(DeValue::as_array).into_iter().flatten();
    let spellings = spellings.filter_map(|form| form.get_ref().as_str()).map(str::to_owned).collect();
    let mut attributes = BTreeMap::new();
    for (name, value) in fields {
        let value = value.as_str().ok_or_else(|| Message::new("data_file.not_text").with("field", name))?;
        attributes.insert(name.to_owned(), value.to_owned());
    }
    Ok(Code { code, vietnamese, english, spellings, attributes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("codes.toml", CODES)]
    #[case("committee_kinds.toml", COMMITTEE_KINDS)]
    fn the_built_in_lists_have_no_fault(#[case] name: &str, #[case] source: &str) {
        let faults = Codes::read(source, name).err().unwrap_or_default();
        assert_eq!(faults, Vec::new());
    }

    /// Every written form of the sample workbooks.
    #[rstest]
    #[case("rating", "HTXSNV", "HTXS")]
    #[case("rating", "HTTNV", "HTT")]
    #[case("rating", "HTNV", "HT")]
    #[case("rating", "Hoàn thành tốt nhiệm vụ", "HTT")]
    #[case("rating", "Chưa xếp loại", "CXL")]
    #[case("organisation_kind", "đảng bộ  CƠ SỞ", "DBCS")]
    #[case("organisation_kind", "Chi bộ cơ sở", "CBCS")]
    #[case("legal_form", "Công ty cổ phần", "co_phan")]
    #[case("legal_form", "Công ty TNHH một thành viên", "tnhh_1tv")]
    #[case("legal_form", "Công ty TNHH hai thành viên trở lên", "tnhh_2tv")]
    #[case("legal_form", "DN có vốn đầu tư nước ngoài", "von_nuoc_ngoai")]
    #[case("legal_form", "Doanh nghiệp tư nhân", "tu_nhan")]
    #[case("legal_form", "Đơn vị sự nghiệp ngoài công lập", "su_nghiep_ngoai_cong_lap")]
    #[case("legal_form", "Hợp tác xã", "hop_tac_xa")]
    #[case("movement", "Kết nạp đảng viên", "ket_nap")]
    #[case("movement", "Thành lập mới tổ chức đảng", "thanh_lap_tcd")]
    #[case("movement", "Thành lập mới tổ chức Đoàn thanh niên", "thanh_lap_doan")]
    #[case("movement", "Thành lập mới công đoàn cơ sở", "thanh_lap_cong_doan")]
    #[case("movement", "Đoàn viên công đoàn tăng thêm", "doan_vien_cong_doan_tang")]
    #[case("movement", "Giới thiệu đoàn viên ưu tú để bồi dưỡng, xem xét kết nạp", "gioi_thieu_uu_tu")]
    #[case("member_status", "Đang sinh hoạt", "active")]
    #[case("member_status", "Miễn sinh hoạt", "exempt")]
    #[case("gender", "NỮ", "female")]
    #[case("position", "Bí thư", "secretary")]
    #[case("occupation", "lãnh đạo, quản lý", "manager")]
    #[case("committee_kind", "Đảng uỷ xã", "dang_uy_xa")]
    fn a_written_form_is_recognised(#[case] list: &str, #[case] written: &str, #[case] code: &str) {
        assert_eq!(Codes::built_in().recognise(list, written).map(|row| row.code.as_str()), Some(code));
    }

    #[test]
    fn every_list_has_a_name() {
        let locale = crate::text::locale::Locale::new(Language::Vietnamese);
        for list in Codes::built_in().lists() {
            assert!(locale.find(&format!("list.{list}")).is_some(), "{list}");
        }
    }

    #[test]
    fn nothing_is_guessed_from_a_part() {
        assert_eq!(
            Codes::built_in().recognise("rating", "Hoàn thành tốt"),
            Codes::built_in().find("rating", "HTT")
        );
        assert_eq!(Codes::built_in().recognise("rating", "Hoàn thà"), None);
        assert_eq!(Codes::built_in().recognise("no_such_list", "HTXS"), None);
    }

    #[test]
    fn a_faulty_list_is_told_by_line() {
        let faults = Codes::read("[[a]]\ncode = \"x\"\nvi = \"X\"\n", "mine.toml").unwrap_err();
        assert_eq!((faults[0].line, faults[0].cause.key.as_ref()), (1, "data_file.missing_field"));
        let twice = "[[a]]\ncode='x'\nvi='Một'\nen='One'\n[[a]]\ncode='y'\nvi='mot'\nen='Two'\n";
        let faults = Codes::read(twice, "mine.toml").unwrap_err();
        assert_eq!((faults[0].line, faults[0].cause.key.as_ref()), (5, "data_file.written_twice"));
    }
}
