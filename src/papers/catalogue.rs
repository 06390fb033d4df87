//! Which papers the program words, and who issues them: data of `assets/papers`.
//!
//! Invariant: no paper and no body is named in code; a test holds the data whole.

use crate::text::locale::Language;
use serde::Deserialize;
use std::collections::BTreeMap;

const PAPERS: &str = include_str!("../../assets/papers/papers.toml");
const ISSUERS: &str = include_str!("../../assets/papers/issuers.toml");

/// What one copy of a paper is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// All cases of a dossier.
    Dossier,
    /// The cases of a dossier that one committee receives.
    Receiver,
    /// One case.
    Case,
    /// The figures of a period: a report.
    Period,
}

/// A paper the program can word.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperDefinition {
    /// Its name in the program and of its template.
    pub code: String,
    /// Its name in Vietnamese.
    pub vi: String,
    /// Its name in English.
    pub en: String,
    /// Code list `paper_kind`.
    pub kind: String,
    /// Code list `paper_role`: what a gate asks it for.
    pub role: Option<String>,
    /// What one copy is about.
    pub about: About,
    /// Whose paper it is: the code of an issuer.
    pub issuer: String,
    /// Whose frozen figures it gives: `proposal`, `decision`, `handover`; nobody's where it is a report.
    #[serde(default)]
    pub moment: String,
    /// The short name in its file's name.
    pub file: String,
    /// The paper it stands instead of, and is not made beside unless asked for.
    pub instead_of: Option<String>,
    /// A list people count with: a workbook of it stands beside the Word file.
    #[serde(default)]
    pub workbook: bool,
}

impl PaperDefinition {
    /// Its name in a language.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vi,
            Language::English => &self.en,
        }
    }

    /// The shape of what it may ask for, in the examples.
    pub fn shape(&self) -> &str {
        match self.about {
            About::Dossier => "dossier_paper",
            About::Receiver => "receiver_paper",
            About::Case => "case_paper",
            About::Period => &self.code,
        }
    }
}

/// A body that issues papers: the head and the signing block; words in braces are filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Issuer {
    /// Its code.
    pub code: String,
    /// The body above it.
    pub superior: String,
    /// The body.
    pub body: String,
    /// What stands behind a paper's kind: `BTCTU`.
    pub symbol: String,
    /// Where it issues.
    pub place: String,
    /// On whose behalf its papers are signed.
    pub authority: String,
    /// The signer's position.
    pub position: String,
    /// The signer.
    pub signer: String,
    /// House style of tone marks: `old`, `new`; as written where empty.
    pub tone: String,
    /// `Kính trình`, `Kính gửi`; that of the kind of paper where empty.
    pub opening: String,
    /// How other papers name it: `Ban Thường vụ Tỉnh ủy`.
    pub cited: String,
}

impl Issuer {
    /// What is kept of its own, and of another what is not: the symbol, the place, the signer's position. A body
    /// without one above it, or without `T/M`, is left so.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let first = |own: String, other: String| if own.is_empty() { other } else { own };
        Self {
            symbol: first(self.symbol, other.symbol),
            place: first(self.place, other.place),
            position: first(self.position, other.position),
            cited: first(self.cited, other.cited),
            ..self
        }
    }

    /// With the words in braces filled in; a committee without a unit issues where the province does.
    #[must_use]
    pub fn filled(&self, province: &str, committee: &str, unit: Option<&str>) -> Self {
        let fill = |text: &String| {
            let filled = text.replace("{province}", province).replace("{committee}", committee);
            filled.replace("{unit}", unit.unwrap_or(province))
        };
        let head = |text: &String| fill(text).to_uppercase();
        Self {
            superior: head(&self.superior),
            body: head(&self.body),
            place: fill(&self.place),
            symbol: fill(&self.symbol),
            cited: fill(&self.cited),
            ..self.clone()
        }
    }
}

/// The words by which names are made of names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameWords {
    /// What stands before the province in the office's name.
    pub province_after: Vec<String>,
    /// A committee's organisation: this word and the unit's name.
    pub organisation: String,
    /// The word of a committee's name that the organisation's stands for.
    pub committee: String,
}

/// Issuers as the data has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuers {
    /// Words names are made of.
    pub words: NameWords,
    /// The issuers.
    pub issuer: Vec<Issuer>,
    /// Symbols by kind of committee; `other` for the rest.
    pub symbol_of: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Papers {
    paper: Vec<PaperDefinition>,
    report: Vec<PaperDefinition>,
}

/// Every paper, in the order a transfer makes them.
pub fn papers() -> Vec<PaperDefinition> {
    toml::from_str::<Papers>(PAPERS).map(|read| read.paper).unwrap_or_default()
}

/// Every report: worded like papers, kept in no case.
pub fn reports() -> Vec<PaperDefinition> {
    toml::from_str::<Papers>(PAPERS).map(|read| read.report).unwrap_or_default()
}

/// The issuers compiled in.
pub fn issuers() -> Issuers {
    toml::from_str(ISSUERS).unwrap_or_default()
}

impl Issuers {
    /// The issuer of a code.
    pub fn find(&self, code: &str) -> Option<&Issuer> {
        self.issuer.iter().find(|issuer| issuer.code == code)
    }

    /// What stands behind a paper's kind when a committee of a kind issues it.
    pub fn symbol_of(&self, committee_kind: &str) -> &str {
        let known = self.symbol_of.get(committee_kind).or_else(|| self.symbol_of.get("other"));
        known.map_or("", String::as_str)
    }
}

impl NameWords {
    /// The province in an office's name: what stands behind the word for its committee.
    pub fn province<'a>(&self, office_name: &'a str) -> &'a str {
        let behind = |word: &String| office_name.split_once(word.as_str()).map(|(_, rest)| rest.trim());
        self.province_after.iter().find_map(behind).unwrap_or_default()
    }

    /// The office's name without its province, as it stands in a text: `Ban Tổ chức Tỉnh ủy`.
    pub fn short<'a>(&self, office_name: &'a str) -> &'a str {
        let province = self.province(office_name);
        office_name.strip_suffix(province).filter(|short| !short.is_empty()).unwrap_or(office_name).trim_end()
    }

    /// A unit's own name, behind the word of its kind: `thành phố Phan Rang - Tháp Chàm`.
    pub fn proper<'a>(&self, unit: &'a str) -> &'a str {
        unit.find(char::is_uppercase).map_or(unit, |at| &unit[at..])
    }

    /// The organisation a committee leads: `Đảng bộ thành phố …`.
    pub fn organisation(&self, committee: &str, unit: Option<&str>) -> String {
        match unit {
            Some(unit) => format!("{} {unit}", self.organisation),
            None => committee.replacen(&self.committee, &self.organisation, 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::case::Moment;
    use crate::domain::codes::Codes;

    #[test]
    fn every_paper_names_a_kind_a_role_a_moment_and_an_issuer_that_are_there() {
        let codes = Codes::built_in();
        let issuers: Issuers = toml::from_str(ISSUERS).unwrap();
        let read: Papers = toml::from_str(PAPERS).unwrap();
        for paper in &read.paper {
            assert!(codes.find("paper_kind", &paper.kind).is_some(), "{}", paper.code);
            assert!(Moment::parse(&paper.moment).is_some(), "{}", paper.code);
            assert!(issuers.find(&paper.issuer).is_some(), "{}", paper.code);
            if let Some(role) = &paper.role {
                let role = codes.find("paper_role", role).unwrap();
                assert!(role.several("kinds").any(|kind| kind == paper.kind), "{}", paper.code);
            }
        }
        for kind in issuers.symbol_of.keys().filter(|kind| *kind != "other") {
            assert!(codes.find("committee_kind", kind).is_some(), "{kind}");
        }
    }

    #[test]
    fn names_are_made_of_names() {
        let issuers = issuers();
        assert_eq!(issuers.words.province("Ban Tổ chức Tỉnh ủy Ninh Thuận"), "Ninh Thuận");
        assert_eq!(
            issuers.words.organisation("Huyện ủy Ninh Hải", Some("huyện Ninh Hải")),
            "Đảng bộ huyện Ninh Hải"
        );
        let bloc = "Đảng ủy khối Cơ quan - Doanh nghiệp tỉnh";
        assert_eq!(issuers.words.organisation(bloc, None), "Đảng bộ khối Cơ quan - Doanh nghiệp tỉnh");
        assert_eq!(issuers.words.short("Ban Tổ chức Tỉnh ủy Ninh Thuận"), "Ban Tổ chức Tỉnh ủy");
        assert_eq!(issuers.words.short("Văn phòng"), "Văn phòng");
        assert_eq!(issuers.words.proper("huyện Ninh Hải"), "Ninh Hải");
        let receiver = issuers.find("receiver").unwrap();
        let places = [Some("Ninh Hải"), None].map(|unit| receiver.filled("Ninh Thuận", "X", unit).place);
        assert_eq!(places, ["Ninh Hải", "Ninh Thuận"]);
        let head = issuers.find("board").unwrap().filled("Ninh Thuận", "", None);
        assert_eq!((head.superior.as_str(), head.place.as_str()), ("TỈNH ỦY NINH THUẬN", "Ninh Thuận"));
        assert_eq!(issuers.symbol_of("huyen_uy"), "HU");
        assert_eq!(issuers.symbol_of("dang_uy_xa"), "ĐU");
    }
}
