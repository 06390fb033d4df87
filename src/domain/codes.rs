//! The code lists of `assets/procedures`: what forms offer, what imports recognise, what records keep.
//!
//! Invariant: no code, name or spelling stands here; rules read them, and their attributes, from the lists.

use super::fault::Fault;
use crate::text::fold::fold;
use crate::text::locale::Language;
use crate::text::message::Message;
use std::collections::{BTreeMap, HashMap};
use toml::Spanned;

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

/// All the code lists.
#[derive(Debug, Clone, Default)]
pub struct Codes {
    lists: BTreeMap<String, Vec<Code>>,
    written: HashMap<String, HashMap<String, usize>>,
}

impl Codes {
    /// The lists compiled in. Tests hold them faultless.
    pub fn built_in() -> Self {
        let mut codes = Self::default();
        for (name, source) in [("codes.toml", CODES), ("committee_kinds.toml", COMMITTEE_KINDS)] {
            if let Ok(more) = Self::read(source, name) {
                codes.lists.extend(more.lists);
                codes.written.extend(more.written);
            }
        }
        codes
    }

    /// Reads lists from TOML text; `name` is the file's, for faults.
    pub fn read(source: &str, name: &str) -> Result<Self, Vec<Fault>> {
        type Row = BTreeMap<String, toml::Value>;
        let raw: BTreeMap<String, Vec<Spanned<Row>>> =
            toml::from_str(source).map_err(|error| vec![Fault::syntax(name, source, &error)])?;
        let mut codes = Self::default();
        let mut faults = Vec::new();
        for (list, rows) in raw {
            let mut read = Vec::with_capacity(rows.len());
            let mut written = HashMap::new();
            for row in rows {
                let offset = row.span().start;
                match code(&list, row.into_inner()) {
                    Ok(code) => {
                        for form in code.forms() {
                            let other = written.insert(key(form), read.len());
                            if other.is_some_and(|other| other != read.len()) {
                                let cause = Message::new("data_file.written_twice");
                                let cause = cause.with("list", &list).with("value", form);
                                faults.push(Fault::at(name, source, offset, cause));
                            }
                        }
                        read.push(code);
                    }
                    Err(cause) => faults.push(Fault::at(name, source, offset, cause)),
                }
            }
            codes.lists.insert(list.clone(), read);
            codes.written.insert(list, written);
        }
        if faults.is_empty() { Ok(codes) } else { Err(faults) }
    }

    /// The rows of a list in the order of choice; empty if there is no such list.
    pub fn list(&self, list: &str) -> &[Code] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// Names of the lists.
    pub fn lists(&self) -> impl Iterator<Item = &str> {
        self.lists.keys().map(String::as_str)
    }

    /// The row of a code.
    pub fn find(&self, list: &str, code: &str) -> Option<&Code> {
        self.list(list).iter().find(|row| row.code == code)
    }

    /// The row a person meant by what was written: code, name or spelling; accents, case, spaces and marks
    /// do not matter. Never a guess: only a whole written form is recognised.
    pub fn recognise(&self, list: &str, written: &str) -> Option<&Code> {
        let at = self.written.get(list)?.get(&key(written))?;
        self.list(list).get(*at)
    }

    /// The name of a code, or the code itself where the list does not know it.
    pub fn name<'a>(&'a self, list: &str, code: &'a str, language: Language) -> &'a str {
        self.find(list, code).map_or(code, |row| row.name(language))
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

fn code(list: &str, mut row: BTreeMap<String, toml::Value>) -> Result<Code, Message> {
    let mut text = |field: &str| match row.remove(field) {
        Some(toml::Value::String(text)) if !text.is_empty() => Ok(text),
        _ => Err(Message::new("data_file.missing_field").with("what", list).with("field", field)),
    };
    let (code, vietnamese, english) = (text("code")?, text("vi")?, text("en")?);
    let mut spellings = Vec::new();
    if let Some(toml::Value::Array(all)) = row.remove("spellings") {
        spellings.extend(all.iter().filter_map(toml::Value::as_str).map(str::to_owned));
    }
    let mut attributes = BTreeMap::new();
    for (name, value) in row {
        let toml::Value::String(value) = value else {
            return Err(Message::new("data_file.not_text").with("field", name));
        };
        attributes.insert(name, value);
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
