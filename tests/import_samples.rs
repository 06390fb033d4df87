//! The three sample workbooks, read: everything an officer would be told, as text in `tests/data/import`.

#![allow(clippy::unwrap_used)] // a test may fail where it stands

use chuyengiao::domain::codes::Codes;
use chuyengiao::exchange::{
    CellRow, MemberRow, MovementRow, ReadOptions, Reading, read_cells, read_members, read_movements,
};
use chuyengiao::text::locale::{Language, Locale};
use std::fmt::Write;

const CELLS: &[u8] = include_bytes!("../assets/sample/danh-sach-tcd.xlsx");
const MEMBERS: &[u8] = include_bytes!("../assets/sample/danh-sach-dang-vien.xlsx");
const MOVEMENTS: &[u8] = include_bytes!("../assets/sample/bien-dong-2019-2023.xlsx");

fn cells() -> Reading<CellRow> {
    read_cells(CELLS, &ReadOptions::new(&Codes::built_in())).unwrap()
}

fn members() -> Reading<MemberRow> {
    read_members(MEMBERS, &ReadOptions::new(&Codes::built_in())).unwrap()
}

fn movements() -> Reading<MovementRow> {
    read_movements(MOVEMENTS, &ReadOptions::new(&Codes::built_in())).unwrap()
}

/// All of a reading in words; rows as the caller writes them.
fn told<Row>(reading: &Reading<Row>, row: impl Fn(&Row) -> String) -> String {
    let locale = Locale::new(Language::Vietnamese);
    let mut text = format!(
        "sheet {} of {:?}, header {:?}, as of {:?}\nread {}\ntotals {:?}\n\n[columns]\n",
        reading.sheet, reading.sheets, reading.header, reading.as_of, reading.read, reading.totals
    );
    for column in &reading.columns {
        let field = column.field.as_deref().unwrap_or("?");
        writeln!(text, "{} {} = {field} {:?}", column.letter, column.header, column.certainty).unwrap();
    }
    writeln!(text, "\n[mapping]\n{}\n[skipped]", reading.mapping.to_toml()).unwrap();
    for skipped in &reading.skipped {
        let why = locale.say(&skipped.reason.message());
        writeln!(text, "{}-{} {why}: {}", skipped.row, skipped.last, skipped.text).unwrap();
    }
    writeln!(text, "\n[notes]").unwrap();
    for note in &reading.notes {
        let said = locale.say(&note.message);
        writeln!(text, "{}{} {:?} -> {:?}: {said}", note.column.letter, note.row, note.before, note.after)
            .unwrap();
    }
    writeln!(text, "\n[faults]").unwrap();
    for fault in &reading.faults {
        let said = locale.say(&fault.message);
        writeln!(
            text,
            "{}{} {:?}: {said} left out: {}",
            fault.column.letter, fault.row, fault.value, fault.left_out
        )
        .unwrap();
    }
    writeln!(text, "\n[duplicates]").unwrap();
    for double in &reading.duplicates {
        let said = locale.say(&double.message);
        writeln!(text, "{} = {} {}: {said} {:?}", double.row, double.first, double.name, double.differences)
            .unwrap();
    }
    writeln!(text, "\n[doubtful]").unwrap();
    for doubt in &reading.doubtful {
        let letter = doubt.column.as_ref().map_or("", |place| &place.letter);
        writeln!(text, "{letter}{} {:?}: {}", doubt.row, doubt.value, locale.say(&doubt.message)).unwrap();
    }
    writeln!(text, "\n[rows]").unwrap();
    for read in &reading.rows {
        writeln!(text, "{}", row(read)).unwrap();
    }
    text
}

/// Compares with the file in `tests/data/import`; UPDATE_GOLDEN=1 writes it.
fn check(name: &str, found: &str) {
    let path = format!("{}/tests/data/import/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, (expected, found)) in expected.lines().zip(found.lines()).enumerate() {
        assert_eq!(expected, found, "{name}.txt line {}", line + 1);
    }
    assert_eq!(expected.lines().count(), found.lines().count(), "{name}.txt");
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(T::to_string).unwrap_or_default()
}

#[test]
fn the_list_of_organisations_is_read_whole() {
    let reading = cells();
    assert_eq!((reading.rows.len(), reading.read), (24, 24));
    assert_eq!(
        (reading.totals["total"], reading.totals["full"] + reading.totals["probationary"]),
        (337, 337)
    );
    assert_eq!(reading.faults, []);
    check(
        "cells",
        &told(&reading, |row| {
            format!(
                "{} {} [{}] {} {} {} | {}, {} ({}) < {} | {} | {}={}+{}, {} | {} | {} {} {} | {:?} | {}",
                row.row,
                row.name,
                shown(row.kind.as_ref()),
                shown(row.enterprise.as_ref()),
                shown(row.tax_code.as_ref()),
                shown(row.legal_form.as_ref()),
                shown(row.commune.as_ref()),
                shown(row.district.as_ref()),
                shown(row.group.as_ref()),
                shown(row.superior.as_ref()),
                shown(row.founded.as_ref()),
                shown(row.total.as_ref()),
                shown(row.full.as_ref()),
                shown(row.probationary.as_ref()),
                shown(row.women.as_ref()),
                shown(row.secretary.as_ref()),
                shown(row.workers.as_ref()),
                shown(row.union_members.as_ref()),
                shown(row.youth_members.as_ref()),
                row.ratings,
                shown(row.note.as_ref()),
            )
        }),
    );
}

#[test]
fn the_list_of_members_is_read_whole() {
    let reading = members();
    assert_eq!((reading.read, reading.duplicates.len(), reading.rows.len()), (339, 2, 337));
    assert_eq!(reading.totals["status.exempt"], 2);
    let held: Vec<u32> = reading.rows.iter().filter(|row| row.possible_hold).map(|row| row.row).collect();
    assert_eq!(held, [79]);
    let partly: Vec<String> = reading
        .rows
        .iter()
        .filter_map(|row| row.born.filter(|born| born.date().is_none()))
        .map(|born| born.written())
        .collect();
    assert_eq!(partly, ["1979", "03/1985"]);
    assert_eq!(reading.faults, []);
    check(
        "members",
        &told(&reading, |row| {
            format!(
                "{} {} {} {} {} | {} {} {} | {} {} | {} | {} {} {} | {}{}",
                row.row,
                row.name,
                shown(row.gender.as_ref()),
                shown(row.born.as_ref()),
                shown(row.ethnicity.as_ref()),
                shown(row.identity_number.as_ref()),
                shown(row.card_number.as_ref()),
                shown(row.file_number.as_ref()),
                shown(row.admitted.as_ref()),
                shown(row.official.as_ref()),
                shown(row.organisation.as_ref()),
                shown(row.position.as_ref()),
                shown(row.occupation.as_ref()),
                shown(row.status.as_ref()),
                shown(row.note.as_ref()),
                if row.possible_hold { " HOLD?" } else { "" },
            )
        }),
    );
}

#[test]
fn the_list_of_movements_is_read_whole() {
    let reading = movements();
    let figures: Vec<i64> = [
        "ket_nap",
        "thanh_lap_tcd",
        "thanh_lap_doan",
        "thanh_lap_cong_doan",
        "doan_vien_cong_doan_tang",
        "gioi_thieu_uu_tu",
    ]
    .iter()
    .map(|kind| reading.totals[*kind])
    .collect();
    assert_eq!(figures, [26, 3, 7, 60, 7402, 1496]);
    assert_eq!(reading.faults, []);
    check(
        "movements",
        &told(&reading, |row| {
            format!(
                "{} {} {} {} ({}) {} {}",
                row.row,
                row.date,
                row.kind,
                shown(row.enterprise.as_ref()),
                shown(row.district.as_ref()),
                row.quantity,
                shown(row.note.as_ref()),
            )
        }),
    );
}
