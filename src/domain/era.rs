//! Eras: which levels the Party has on a day, and which kinds of committee may receive an organisation.
//!
//! Invariant: no level and no kind of committee is named here; eras are rows of `assets/procedures/eras.toml`.

use super::data_file::{DataFile, Section, only_once};
use super::fault::Fault;
use crate::text::locale::Language;
use jiff::civil::Date;
use toml::de::DeTable;

const ERAS: &str = include_str!("../../assets/procedures/eras.toml");

/// A time in which the levels stayed the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Era {
    /// Its code.
    pub code: String,
    /// Its name in Vietnamese.
    pub vietnamese: String,
    /// Its name in English.
    pub english: String,
    /// First day; open when nothing.
    pub from: Option<Date>,
    /// Last day; open when nothing.
    pub to: Option<Date>,
    /// Levels, highest first; code list `unit_level`.
    pub levels: Vec<String>,
    /// Kinds of committee that may receive; code list `committee_kind`.
    pub receiver_kinds: Vec<String>,
    /// Levels of unit a head office is located in.
    pub head_office_levels: Vec<String>,
    /// Where this is written.
    pub source: String,
    /// Whether it is certain.
    pub settled: bool,
}

impl Era {
    /// Its name in a language.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vietnamese,
            Language::English => &self.english,
        }
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether a committee of this kind may receive an organisation.
    pub fn may_receive(&self, committee_kind: &str) -> bool {
        self.receiver_kinds.iter().any(|kind| kind == committee_kind)
    }

    /// Whether a head office is located once a unit of this level is known.
    pub fn locates(&self, unit_level: &str) -> bool {
        self.head_office_levels.iter().any(|level| level == unit_level)
    }
}

/// All eras, earliest first.
#[derive(Debug, Clone, Default)]
pub struct Eras(Vec<Era>);

impl Eras {
    /// The eras compiled in. Tests hold them faultless.
    pub fn built_in() -> Self {
        Self::read(ERAS, "eras.toml").unwrap_or_default()
    }

    /// Reads eras from TOML text; `name` is the file's, for faults.
    pub fn read(source: &str, name: &str) -> Result<Self, Vec<Fault>> {
        let root = DeTable::parse(source).map_err(|error| vec![Fault::syntax(name, source, &error)])?;
        let mut file = DataFile::new(name, source);
        let sections = Section::root("file", &root).sections("era", "era", &mut file);
        let eras: Vec<Era> = sections.iter().map(|section| era(section, &mut file)).collect();
        only_once(
            "code",
            eras.iter().zip(&sections).map(|(era, at)| (era.code.as_str(), at.place("code"))),
            &mut file,
        );
        for (pair, at) in eras.windows(2).zip(sections.iter().skip(1)) {
            let next = pair[0].to.and_then(|to| to.tomorrow().ok());
            if next != pair[1].from {
                let cause =
                    crate::text::message::Message::new("data_file.eras_apart").with("code", &pair[1].code);
                file.fault(&at.place("from"), cause);
            }
        }
        file.finish(Self(eras))
    }

    /// The era of a day.
    pub fn at(&self, day: Date) -> Option<&Era> {
        self.0.iter().find(|era| era.holds_on(day))
    }

    /// All of them, earliest first.
    pub fn all(&self) -> &[Era] {
        &self.0
    }

    /// Whether a committee of this kind may receive an organisation on that day.
    pub fn may_receive(&self, committee_kind: &str, day: Date) -> bool {
        self.at(day).is_some_and(|era| era.may_receive(committee_kind))
    }
}

fn era(section: &Section<'_>, file: &mut DataFile<'_>) -> Era {
    section.only(
        &[
            "code",
            "vi",
            "en",
            "from",
            "to",
            "levels",
            "receiver_kinds",
            "head_office_levels",
            "source",
            "settled",
        ],
        file,
    );
    Era {
        code: section.text("code", file),
        vietnamese: section.text("vi", file),
        english: section.text("en", file),
        from: section.day("from", file),
        to: section.day("to", file),
        levels: section.some_texts("levels", file),
        receiver_kinds: section.some_texts("receiver_kinds", file),
        head_office_levels: section.some_texts("head_office_levels", file),
        source: section.text("source", file),
        settled: section.flag("settled", true, file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::codes::Codes;
    use jiff::civil::date;
    use rstest::rstest;

    #[test]
    fn the_built_in_eras_have_no_fault_and_name_known_codes() {
        assert_eq!(Eras::read(ERAS, "eras.toml").err().unwrap_or_default(), Vec::new());
        let codes = Codes::built_in();
        for era in Eras::built_in().all() {
            for kind in &era.receiver_kinds {
                assert!(codes.find("committee_kind", kind).is_some(), "{kind}");
            }
            for level in era.levels.iter().chain(&era.head_office_levels) {
                assert!(codes.find("unit_level", level).is_some(), "{level}");
            }
        }
    }

    /// domain.md 3; the Gia Lai decision of 10/2/2025 gave to the two new provincial committees as well.
    #[rstest]
    #[case("huyen_uy", date(2023, 9, 14), true)]
    #[case("thanh_uy", date(2019, 3, 28), true)]
    #[case("dang_uy_khu_cong_nghiep", date(2023, 9, 14), true)]
    #[case("dang_uy_xa", date(2023, 9, 14), false)]
    #[case("dang_uy_ubnd_tinh", date(2025, 2, 10), true)]
    #[case("dang_uy_cac_co_quan_dang_tinh", date(2023, 9, 14), false)]
    #[case("huyen_uy", date(2025, 7, 1), false)]
    #[case("dang_uy_phuong", date(2025, 7, 1), true)]
    #[case("dang_uy_doanh_nghiep_phuong", date(2026, 9, 1), true)]
    #[case::reverse_direction("dang_uy_khoi", date(2023, 9, 14), true)]
    #[case::blocs_ended("dang_uy_khoi", date(2025, 3, 1), false)]
    fn who_may_receive_depends_on_the_day(#[case] kind: &str, #[case] day: Date, #[case] expected: bool) {
        assert_eq!(Eras::built_in().may_receive(kind, day), expected);
    }

    #[test]
    fn a_gap_between_eras_is_a_fault() {
        let source = ERAS.replace("from = \"2025-07-01\"", "from = \"2025-07-02\"");
        let faults = Eras::read(&source, "eras.toml").unwrap_err();
        assert!(faults.iter().any(|fault| fault.cause.key == "data_file.eras_apart" && fault.line > 1));
    }
}
