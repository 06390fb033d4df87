//! What is settled or noticed about a paper before it is laid out: its format, who may sign so, what is still blank.
//!
//! Invariant: a blank is told by the name of its field; what the Party's rules forbid is refused, not noted.

use crate::office::error::{Error, Result};
use crate::papers::document::{Block, Section, Signer};
use crate::papers::fields::{FieldName, FieldNames};
use crate::papers::house::House;
use crate::papers::rules::{self, Rules};
use crate::text::fold::fold;
use crate::text::message::Message;
use jiff::civil::Date;

/// The format asked for, else that of the day.
pub(super) fn chosen_rules<'a>(sets: &'a [Rules], asked: Option<&str>, day: Date) -> Result<&'a Rules> {
    let Some(asked) = asked.map(str::trim).filter(|asked| !asked.is_empty()) else {
        return rules::of_date(sets, day)
            .ok_or_else(|| Error::program(Message::new("office.setup.faulty_asset")));
    };
    let wanted = fold(asked);
    let found = sets.iter().find(|set| fold(&set.code).starts_with(&wanted));
    found.ok_or_else(|| {
        let known: Vec<&str> = sets.iter().map(|set| set.code.as_str()).collect();
        Error::yours(Message::new("paper.unknown_rules").with("value", asked).with("known", known.join(", ")))
    })
}

fn signers(sections: &[Section]) -> impl Iterator<Item = &Signer> {
    let blocks = sections.iter().flat_map(|section| &section.blocks);
    blocks.flat_map(|block| match block {
        Block::Signing(signing) => signing.signers.as_slice(),
        _ => &[],
    })
}

/// A collective never signs by a substitute (domain 6).
pub(super) fn refuse_substitutes(sections: &[Section], house: &House) -> Result<()> {
    let lines = signers(sections).filter_map(|signer| signer.authority.as_deref());
    match lines.into_iter().find(|line| house.is_substitute_of_collective(line)) {
        Some(line) => Err(Error::yours(Message::new("paper.collective_by_substitute").with("line", line))),
        None => Ok(()),
    }
}

/// The fields left blank, once each; a name a template gave a blank itself stands as it is.
pub(super) fn blanks(sections: &[Section], names: &FieldNames) -> Vec<FieldName> {
    let mut blanks: Vec<FieldName> = Vec::new();
    for written in sections.iter().flat_map(|section| &section.blanks) {
        if blanks.iter().any(|known| known.name == *written) {
            continue;
        }
        let known = names.all().find(|(_, field)| field.name == *written).map(|(_, field)| field.clone());
        blanks.push(known.unwrap_or_else(|| FieldName {
            name: written.clone(),
            vi: written.clone(),
            en: written.clone(),
        }));
    }
    blanks
}

pub(super) fn warnings(sections: &[Section], house: &House) -> Vec<Message> {
    let names = signers(sections).filter_map(|signer| signer.name.as_deref());
    let titled = names.filter(|name| house.is_office(name));
    titled.map(|name| Message::new("paper.signer_is_office").with("name", name)).collect()
}
