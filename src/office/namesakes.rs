//! A second committee, unit, enterprise or cell of one name: told before it is added, for it is mostly the same one.
//!
//! Invariant: refuses and never merges; a person may say that it is another (`create_record_also`).

use super::error::{Error, Result};
use crate::store::{Reader, Row};
use crate::text::fold::fold;
use crate::text::message::Message;

/// The code of the refusal.
pub const SAME_NAME: &str = "record.same.name";

/// Refuses a row just made when another that holds at the same time is called the same.
pub(super) fn refuse(reader: &Reader<'_>, table: &str, id: &str) -> Result<()> {
    if !["committee", "unit", "enterprise", "cell"].contains(&table) {
        return Ok(());
    }
    let made = reader.must_get(table, id)?;
    let wanted = fold(made.text("name").unwrap_or_default());
    for known in reader.all_called(table)? {
        if known.id == id || fold(&known.name) != wanted {
            continue;
        }
        let row = reader.must_get(table, &known.id)?;
        if stand_together(table, &made, &row) {
            let message = Message::new(SAME_NAME)
                .with_key("kind", format!("office.kind.{table}"))
                .with("name", known.name)
                .with("about", known.code.unwrap_or(known.id));
            return Err(Error::yours(message));
        }
    }
    Ok(())
}

/// Whether two of one name may be the same: at one time, under one superior, with no codes that tell them apart.
fn stand_together(table: &str, one: &Row, other: &Row) -> bool {
    let same_or_unknown = |field: &str| match (one.text(field), other.text(field)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    match table {
        "committee" => overlap(one, other) && same_or_unknown("parent"),
        // Names are used again: a commune beside its district, and one land after another.
        "unit" => overlap(one, other) && same_or_unknown("level") && same_or_unknown("parent"),
        "enterprise" => same_or_unknown("tax_code"),
        _ => same_or_unknown("superior") && same_or_unknown("code"),
    }
}

/// Whether two effective-dated rows hold on a common day.
fn overlap(one: &Row, other: &Row) -> bool {
    let ends_before = |first: &Row, then: &Row| match (first.text("valid_to"), then.text("valid_from")) {
        (Some(end), Some(begin)) => end < begin,
        _ => false,
    };
    !ends_before(one, other) && !ends_before(other, one)
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use super::*;
    use rstest::rstest;

    /// Typed twice, a committee stood in the register twice, and cases went to the one or the other.
    #[rstest]
    #[case::again("committee", &[("name", "huyện uỷ ninh phước"), ("kind", "huyen_uy")], true)]
    #[case::of_another_time(
        "committee",
        &[("name", "Huyện ủy Ninh Phước"), ("kind", "huyen_uy"), ("valid_from", "01/07/2030")],
        true
    )]
    #[case::enterprise("enterprise", &[("name", "Công ty Quảng Phú")], true)]
    #[case::another_tax_code("enterprise", &[("name", "Công ty Quảng Phú"), ("tax_code", "0301464830")], false)]
    #[case::cell("cell", &[("name", "Chi bộ Công ty Quảng Phú"), ("superior", "Đảng ủy khối"), ("status", "active")], true)]
    #[case::cell_elsewhere(
        "cell",
        &[("name", "Chi bộ Công ty Quảng Phú"), ("superior", "Huyện ủy Ninh Phước"), ("status", "active")],
        false
    )]
    #[case::unit("unit", &[("name", "huyện ninh phước"), ("level", "district")], true)]
    #[case::unit_of_another_level("unit", &[("name", "Huyện Ninh Phước"), ("level", "commune")], false)]
    #[case::person("member", &[("name", "Đảng viên 1"), ("status", "active")], false)]
    fn one_of_the_same_name(#[case] table: &str, #[case] typed: &[(&str, &str)], #[case] refused: bool) {
        let mut room = Room::new();
        let company = room.office.find("enterprise", "Công ty Quảng Phú").unwrap();
        room.office.set_field("enterprise", &company, "tax_code", "4500147336").unwrap();
        let before = room.office.register_size(table).unwrap();
        match room.office.create_record(table, typed) {
            Err(error) => assert_eq!((error.message.key.as_ref(), refused), (SAME_NAME, true)),
            Ok(_) => assert!(!refused),
        }
        assert_eq!(room.office.register_size(table).unwrap(), before + usize::from(!refused));
        if refused {
            room.office.create_record_also(table, typed).unwrap();
            assert_eq!(room.office.register_size(table).unwrap(), before + 1);
        }
    }

    #[test]
    fn one_that_has_ended_leaves_its_name_free() {
        let mut room = Room::new();
        let old = room.office.find("committee", "Huyện ủy Ninh Phước").unwrap();
        room.office.set_field("committee", &old, "valid_to", "30/06/2025").unwrap();
        let new = [("name", "Huyện ủy Ninh Phước"), ("kind", "huyen_uy"), ("valid_from", "01/07/2025")];
        room.office.create_record("committee", &new).unwrap();
    }
}
