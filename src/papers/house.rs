//! The house style: what an office decides for itself within the format.
//!
//! Invariant: values only; applied when a paper is laid out, so the data stay as they were entered.

use super::document::Signer;
use crate::domain::data_file::{DataFile, Section, only_once};
use crate::domain::fault::Fault;
use crate::text::fold::fold;
use crate::text::tone::Placement;
use std::collections::BTreeMap;
use toml::de::DeTable;

const BUILT_IN: &str = include_str!("../../assets/papers/house.toml");

/// The choices of an office.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct House {
    /// Where the tone mark of oa, oe and uy stands; as entered without a choice.
    pub tone: Option<Placement>,
    /// The place before the day.
    pub place: String,
    /// On whose behalf papers are signed.
    pub authorities: Vec<Authority>,
    collectives: Vec<String>,
    opening: String,
    openings: BTreeMap<String, String>,
}

/// One way to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Its name in the data.
    pub code: String,
    /// The line above the office: `T/M BAN THƯỜNG VỤ`; none when the head of a board signs.
    pub line: Option<String>,
    /// The offices that sign this way, the highest first.
    pub offices: Vec<String>,
}

impl House {
    /// The style compiled in. Tests hold it faultless.
    pub fn built_in() -> Self {
        read(BUILT_IN, "house.toml").unwrap_or_default()
    }

    /// `Kính trình` or `Kính gửi`, by the kind's symbol.
    pub fn opening(&self, kind: &str) -> &str {
        self.openings.get(kind).unwrap_or(&self.opening)
    }

    /// Whether a line has a collective sign by a substitute, which it never does; an advisory body may.
    pub fn is_substitute_of_collective(&self, authority: &str) -> bool {
        let line = fold(authority);
        let substituted = line.strip_prefix("k/t").or_else(|| line.strip_prefix("kt."));
        substituted.is_some_and(|whom| self.collectives.iter().any(|body| whom.contains(&fold(body))))
    }

    /// Whether what stands for a signer's name is an office: a name has no title before it.
    pub fn is_office(&self, name: &str) -> bool {
        let name = name.trim().to_lowercase();
        let offices = self.authorities.iter().flat_map(|way| &way.offices);
        offices.map(|office| office.to_lowercase()).any(|office| name.starts_with(&office))
    }

    /// A signing block of one way; the highest office where none is given.
    pub fn signer(&self, authority: &str, office: Option<&str>, name: Option<&str>) -> Option<Signer> {
        let found = self.authorities.iter().find(|one| one.code == authority)?;
        let office = office.or_else(|| found.offices.first().map(String::as_str)).unwrap_or_default();
        Some(Signer {
            authority: found.line.clone(),
            office: office.to_owned(),
            name: name.map(str::to_owned),
        })
    }
}

/// Reads a house style from TOML text; `name` is the file's, for faults.
pub fn read(source: &str, name: &str) -> Result<House, Vec<Fault>> {
    let table = DeTable::parse(source).map_err(|error| vec![Fault::syntax(name, source, &error)])?;
    let mut file = DataFile::new(name, source);
    let root = Section::root("house", &table);
    root.only(&["tone", "place", "opening", "opening_of", "collectives", "authority"], &mut file);
    let tone = root.named("tone", &["as_written", "old", "new"], tone, &mut file).flatten();
    let mut openings = BTreeMap::new();
    for section in root.sections("opening_of", "opening_of", &mut file) {
        section.only(&["kind", "words"], &mut file);
        openings.insert(section.text("kind", &mut file), section.text("words", &mut file));
    }
    let mut authorities = Vec::new();
    let sections = root.sections("authority", "authority", &mut file);
    for section in &sections {
        section.only(&["code", "line", "offices"], &mut file);
        authorities.push(Authority {
            code: section.text("code", &mut file),
            line: section.optional("line", &mut file),
            offices: section.some_texts("offices", &mut file),
        });
    }
    let names = authorities.iter().map(|one| one.code.as_str());
    only_once("code", names.zip(sections.iter().map(|section| section.span().clone())), &mut file);
    let house = House {
        tone,
        place: root.text("place", &mut file),
        authorities,
        collectives: root.some_texts("collectives", &mut file),
        opening: root.text("opening", &mut file),
        openings,
    };
    file.finish(house)
}

fn tone(name: &str) -> Option<Option<Placement>> {
    match name {
        "as_written" => Some(None),
        "old" => Some(Some(Placement::Old)),
        "new" => Some(Some(Placement::New)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_style_has_no_fault() {
        assert_eq!(read(BUILT_IN, "house.toml").err(), None);
        let house = House::built_in();
        assert_eq!((house.opening("TTr"), house.opening("CV")), ("Kính trình", "Kính gửi"));
        let signer = house.signer("standing_committee", Some("PHÓ BÍ THƯ"), None).unwrap();
        assert_eq!(signer.authority.as_deref(), Some("T/M BAN THƯỜNG VỤ"));
        assert_eq!(house.signer("head", None, None).unwrap().office, "TRƯỞNG BAN");
        assert_eq!(house.signer("nobody", None, None), None);
        let substitutes = ["K/T BAN THƯỜNG VỤ", "KT. Ban chấp hành", "k/t Huyện uỷ Ninh Hải"];
        assert!(substitutes.iter().all(|line| house.is_substitute_of_collective(line)));
        let allowed = ["T/M BAN THƯỜNG VỤ", "K/T TRƯỞNG BAN", "", "K/T"];
        assert!(allowed.iter().all(|line| !house.is_substitute_of_collective(line)));
        assert!(house.is_office("Phó Bí thư Thường trực") && !house.is_office("Trương Ban Mai"));
    }

    #[test]
    fn a_faulty_style_is_told_by_line() {
        let faulty = "tone = \"newer\"\nplace = \"A\"\nopening = \"B\"\ncollectives = [\"C\"]\n[[authority]]\ncode = \"x\"\n";
        let faults = read(faulty, "house.toml").unwrap_err();
        let lines: Vec<_> = faults.iter().map(|fault| (fault.line, fault.cause.key.as_ref())).collect();
        assert_eq!(lines, [(1, "data_file.unknown_name"), (5, "data_file.missing_field")]);
    }
}
