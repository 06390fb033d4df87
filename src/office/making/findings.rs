//! What is settled or noticed about a paper before it is laid out: its format, who may sign so, what is still blank.
//!
//! Invariant: a blank is told by the name of its field; what the Party's rules forbid is refused, not noted.

use super::validity;
use crate::domain::reference::Validity;
use crate::office::error::{Error, Result};
use crate::papers::citation::number_and_symbol;
use crate::papers::document::{Block, Section, Signer};
use crate::papers::fields::{FieldName, FieldNames};
use crate::papers::house::House;
use crate::papers::laid::{Laid, LaidParagraph};
use crate::papers::rules::{self, Rules};
use crate::store::Row;
use crate::text::dates::written_date;
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

/// A legal basis that does not hold on the paper's day.
pub(super) struct OutOfTime {
    /// `24-QĐ/TW`.
    cited: String,
    issued_on: Option<Date>,
    validity: Validity,
}

/// The bases on record that do not hold on a day; those that another of the same number takes the place of are not
/// meant by it.
pub(super) fn out_of_time(rows: &[Row], day: Date) -> Vec<OutOfTime> {
    let all = rows.iter().map(|row| {
        let issued_on = row.text("issued_on").and_then(|day| day.parse().ok());
        let validity = validity(row);
        OutOfTime {
            cited: number_and_symbol(row.text("number"), row.text("symbol")).trim().to_owned(),
            issued_on,
            validity: Validity { from: validity.from.or(issued_on), ..validity },
        }
    });
    let (holding, others): (Vec<_>, Vec<_>) = all.partition(|basis| basis.validity.holds_on(day));
    let holds = |basis: &OutOfTime| holding.iter().any(|other| other.cited == basis.cited);
    others.into_iter().filter(|basis| !basis.cited.is_empty() && !holds(basis)).collect()
}

/// The bases a paper names, by whatever hand, that do not hold on its day.
pub(super) fn cited_out_of_time(bases: &[OutOfTime], laid: &Laid, day: Date) -> Vec<Message> {
    let texts = laid.paragraphs().map(LaidParagraph::text).filter(|text| text.contains('/'));
    let texts: Vec<String> = texts.collect();
    let named = bases.iter().filter(|basis| texts.iter().any(|text| names(text, &basis.cited)));
    let told = named.map(|basis| {
        let ended = basis.validity.to.filter(|to| *to < day);
        let key = if ended.is_some() { "paper.basis_ended" } else { "paper.basis_to_come" };
        let day = ended.or(basis.validity.from).map(written_date).unwrap_or_default();
        let issued = basis.issued_on.map(written_date).unwrap_or_default();
        Message::new(key).with("basis", &basis.cited).with("issued", issued).with("day", day)
    });
    told.collect()
}

/// Whether a text names a paper: `24-QĐ/TW` does not stand in `124-QĐ/TW`, nor in `24-QĐ/TWĐ`.
fn names(text: &str, cited: &str) -> bool {
    text.match_indices(cited).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + cited.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

pub(super) fn warnings(sections: &[Section], house: &House) -> Vec<Message> {
    let names = signers(sections).filter_map(|signer| signer.name.as_deref());
    let titled = names.filter(|name| house.is_office(name));
    titled.map(|name| Message::new("paper.signer_is_office").with("name", name)).collect()
}

#[cfg(test)]
mod tests {
    use super::names;
    use rstest::rstest;

    #[rstest]
    #[case("Căn cứ Quy định số 24-QĐ/TW, ngày 30/7/2021", true)]
    #[case("24-QĐ/TW", true)]
    #[case("Căn cứ Quy định số 124-QĐ/TW, ngày 04/10/2023", false)]
    #[case("Căn cứ Quy định số 24-QĐ/TWĐ", false)]
    fn a_text_names_a_paper(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(names(text, "24-QĐ/TW"), expected);
    }
}
