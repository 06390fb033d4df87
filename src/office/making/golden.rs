//! Each paper of the rehearsed sample as it reads, and what the office's own choices change in it.
//!
//! Invariant: the text is the same in both formats; what differs between them is data of the rules.

use super::{Order, Subject, WordedPaper, Wording};
use crate::domain::ids::Id;
use crate::office::desk::Office;
use crate::office::error::Result;
use crate::office::rehearsal;
use crate::papers::docx;
use crate::papers::laid::LaidBlock;
use crate::papers::preview;
use crate::papers::values::Value;
use std::collections::BTreeMap;

struct Rehearsed {
    office: Office,
    _folder: tempfile::TempDir,
}

fn rehearsed() -> Rehearsed {
    let folder = tempfile::tempdir().unwrap();
    let office = rehearsal::run(&folder.path().join("demo.store"), None, &mut |_| {}).unwrap();
    Rehearsed { office, _folder: folder }
}

/// The orders of the first dossier, decisions in both ways.
fn orders(office: &Office) -> Vec<Order> {
    let dossier = office.dossiers().unwrap().into_iter().map(|line| line.dossier);
    let first = dossier.min_by_key(|dossier| dossier.code.clone()).unwrap();
    let mut orders = office.papers_to_make(&first.id, false).unwrap();
    let each = office.papers_to_make(&first.id, true).unwrap();
    orders.extend(each.into_iter().filter(|order| order.definition.code == "decision_per_receiver"));
    orders
}

fn order(office: &Office, code: &str) -> Order {
    orders(office).into_iter().find(|order| order.definition.code == code).unwrap()
}

fn worded(office: &Office, order: &Order, wording: &Wording) -> Result<WordedPaper> {
    office.word_paper(&order.definition, &order.subject, wording)
}

fn text(office: &Office, code: &str) -> String {
    let worded = worded(office, &order(office, code), &Wording::default()).unwrap();
    preview::plain(&worded.laid, 100)
}

#[test]
fn each_paper_reads_so_in_both_formats() {
    let Rehearsed { office, .. } = rehearsed();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for order in orders(&office) {
        let count = seen.entry(order.definition.code.clone()).or_default();
        *count += 1;
        // Of papers made once a case or a receiver the first two: one of several, one of one, one held back.
        if *count > 2 {
            continue;
        }
        let by = |rules: &str| {
            let wording = Wording { rules: Some(rules.to_owned()), ..Wording::default() };
            worded(&office, &order, &wording).unwrap()
        };
        let (older, newer) = (by("36-HD/VPTW"), by("05-hd"));
        assert_eq!(
            (older.laid.rules.code.as_str(), newer.laid.rules.code.as_str()),
            ("36-HD/VPTW", "05-HD/VPTW")
        );
        docx::write(&newer.laid).unwrap();
        let text = preview::plain(&older.laid, 100);
        assert_eq!(text, preview::plain(&newer.laid, 100));
        for paragraph in older.laid.paragraphs().map(|paragraph| paragraph.text()) {
            let odd = ["00 đảng viên", " ,", " ;", " .", "  -", ",,", "()"];
            let blank_number = paragraph.starts_with("Số ");
            assert!(blank_number || odd.iter().all(|odd| !paragraph.contains(odd)), "{paragraph}");
        }
        insta::assert_snapshot!(format!("{}_{count}", order.definition.code), text);
    }
    assert_eq!(seen.len(), 9);
}

#[test]
fn an_unknown_format_is_refused_with_those_there_are() {
    let Rehearsed { office, .. } = rehearsed();
    let wording = Wording { rules: Some("30/2020".into()), ..Wording::default() };
    let refused = worded(&office, &order(&office, "proposal"), &wording).unwrap_err();
    assert_eq!(refused.message.key, "paper.unknown_rules");
}

/// Sums over the receivers are the decision's; those over the cases the frozen figures'.
#[test]
fn sums_agree_with_what_they_sum_and_with_the_frozen_figures() {
    let Rehearsed { office, .. } = rehearsed();
    let number = |value: &Value, path: &str| match value.at(path).map(Value::plain) {
        Some(Value::Number(number)) => *number,
        other => panic!("{path}: {other:?}"),
    };
    let list = |value: &Value, path: &str| match value.at(path).map(Value::plain) {
        Some(Value::List(items)) => items.clone(),
        other => panic!("{path}: {other:?}"),
    };
    for code in ["survey_report", "proposal", "decision"] {
        let order = order(&office, code);
        let values = office.values_of(&order).unwrap();
        for figure in ["count", "total", "full", "probationary"] {
            let sum: i64 = list(&values, "receivers").iter().map(|receiver| number(receiver, figure)).sum();
            assert_eq!(sum, number(&values, &format!("transfer.{figure}")), "{code} {figure}");
        }
        let Subject::Dossier(dossier) = &order.subject else { panic!() };
        let view = office.dossier_view(dossier).unwrap();
        let moment = if code == "decision" { "decision" } else { "proposal" };
        for case in list(&values, "cases") {
            let total = number(&case, "total");
            assert_eq!(total, number(&case, "full") + number(&case, "probationary"));
            let Some(Value::Text(name)) = case.at("code").map(Value::plain) else { panic!() };
            let file = view.cases.iter().find(|(_, file)| file.case.code == *name).map(|(_, file)| file);
            let frozen = file.and_then(|file| {
                let of = |snapshot: &&crate::domain::statement::Snapshot| {
                    snapshot.moment.code() == moment && snapshot.dossier.as_ref() == Some(dossier)
                };
                file.snapshots.iter().rev().find(of)
            });
            assert_eq!(Some(total), frozen.map(|snapshot| snapshot.counts.total), "{code} {name}");
        }
    }
}

#[test]
fn the_minutes_explain_by_name_what_changed_since_the_decision() {
    let Rehearsed { office, .. } = rehearsed();
    let minutes = orders(&office).into_iter().filter(|order| order.definition.code == "minutes");
    let texts: Vec<String> = minutes
        .map(|order| preview::plain(&worded(&office, &order, &Wording::default()).unwrap().laid, 400))
        .collect();
    let held = texts.iter().find(|text| text.contains("HOÀNG BÍCH NGA")).unwrap();
    assert!(held.contains("tổng số 18 đảng viên") && held.contains("chưa chuyển 01"), "{held}");
    assert!(held.contains("HOÀNG BÍCH NGA: chưa chuyển (-1)."), "{held}");
    assert!(texts.iter().any(|text| text.contains("Không biến động")));
    let decision = order(&office, "decision");
    let values = office.values_of(&decision).unwrap();
    let Some(Value::List(cases)) = values.at("cases").map(Value::plain) else { panic!() };
    let changes: Vec<_> =
        cases.iter().filter_map(|case| case.at("changes.change")).map(Value::plain).collect();
    assert_eq!(changes, [&Value::from("kết nạp")]);
}

#[test]
fn what_the_office_chooses_changes_its_papers() {
    let Rehearsed { mut office, .. } = rehearsed();
    let changed = |office: &mut Office, code: &str, values: &[(&str, &str)], paper: &str| {
        let mut typed = vec![("code", code), ("body", "TỈNH ỦY {province}")];
        typed.extend(values);
        let id = office.create_record("paper_issuer", &typed).unwrap();
        let text = text(office, paper);
        office.delete_record("paper_issuer", &id).unwrap();
        text
    };
    assert!(text(&office, "proposal").contains("Kính trình: Ban Thường vụ Tỉnh ủy"));
    let sent = changed(&mut office, "proposal", &[("opening", "Kính gửi")], "proposal");
    assert!(
        sent.contains("Kính gửi: Ban Thường vụ Tỉnh ủy") && !sent.to_lowercase().contains("kính trình"),
        "{sent}"
    );
    let new = changed(&mut office, "board", &[("tone", "new")], "proposal");
    assert!(new.contains("Tỉnh uỷ") && !new.contains("Tỉnh ủy"), "{new}");
    let place = changed(&mut office, "board", &[("place", "Phan Rang")], "proposal");
    assert!(place.contains("Phan Rang, ngày 15 tháng 11 năm 2023"), "{place}");
    let whole = [("authority", "T/M BAN CHẤP HÀNH"), ("position", "BÍ THƯ"), ("valid_from", "01/01/2020")];
    let whole = changed(&mut office, "decision", &whole, "decision");
    assert!(whole.contains("T/M BAN CHẤP HÀNH") && whole.contains("BAN CHẤP HÀNH ĐẢNG BỘ TỈNH QUYẾT ĐỊNH"));
    // Kept for one paper, it changes no other of the same body.
    let other =
        changed(&mut office, "decision", &[("authority", "T/M BAN CHẤP HÀNH")], "decision_per_receiver");
    assert!(other.contains("T/M BAN THƯỜNG VỤ"));
    let deputy = [("authority", "K/T TRƯỞNG BAN"), ("position", "PHÓ TRƯỞNG BAN")];
    assert!(changed(&mut office, "board", &deputy, "proposal").contains("K/T TRƯỞNG BAN"));
}

#[test]
fn a_collective_never_signs_by_a_substitute() {
    let Rehearsed { mut office, .. } = rehearsed();
    let values = [("code", "standing_committee"), ("body", "TỈNH ỦY"), ("authority", "K/T BAN THƯỜNG VỤ")];
    office.create_record("paper_issuer", &values).unwrap();
    let refused = worded(&office, &order(&office, "decision"), &Wording::default()).unwrap_err();
    assert_eq!(refused.message.key, "paper.collective_by_substitute");
}

#[test]
fn what_is_missing_is_named_and_an_office_is_no_name() {
    let Rehearsed { mut office, .. } = rehearsed();
    let report = worded(&office, &order(&office, "survey_report"), &Wording::default()).unwrap();
    let blanks: Vec<&str> = report.blanks.iter().map(|field| field.vi.as_str()).collect();
    assert!(
        blanks.contains(&"Văn bản giao nhiệm vụ khảo sát") && blanks.contains(&"Nguyên nhân"),
        "{blanks:?}"
    );
    // The list is nobody's to number and nobody signed it yet: a missing signer is said, not invented.
    let list = worded(&office, &order(&office, "member_list"), &Wording::default()).unwrap();
    assert!(list.blanks.iter().any(|field| field.name == "nguoi_ky"), "{:?}", list.blanks);
    let values = [("code", "giver"), ("body", "ĐẢNG ỦY CÁC CƠ QUAN"), ("signer", "Phó Bí thư Thường trực")];
    office.create_record("paper_issuer", &values).unwrap();
    let list = worded(&office, &order(&office, "member_list"), &Wording::default()).unwrap();
    assert_eq!(list.warnings.first().unwrap().key, "paper.signer_is_office");
}

#[test]
fn hostile_names_a_long_one_and_no_member_at_all() {
    let Rehearsed { mut office, .. } = rehearsed();
    let order = order(&office, "member_list");
    let Subject::Case(case) = &order.subject else { panic!() };
    let cell = office.case_view(case).unwrap().file.cell.id;
    for name in ["<&>\" {{ ten }} {% if %} {# x #} | ** // @", &"Chi bộ ".repeat(28), "A\u{1b}[31mB\u{0}C"]
    {
        office.set_field("cell", cell.as_str(), "name", name).unwrap();
        for made in orders(&office) {
            let worded = worded(&office, &made, &Wording::default()).unwrap();
            docx::write(&worded.laid).unwrap();
        }
        let worded = worded(&office, &order, &Wording::default()).unwrap();
        let said: String = preview::plain(&worded.laid, 4000);
        let kept = office.case_view(case).unwrap().file.cell.name;
        assert!(said.contains(&kept), "{kept}");
    }
}

#[test]
fn a_thousand_members_are_a_list_with_a_header_on_each_page() {
    let Rehearsed { office, .. } = rehearsed();
    let order = order(&office, "register");
    let mut worded = worded(&office, &order, &Wording::default()).unwrap();
    let grid =
        worded.laid.sections.iter_mut().flat_map(|section| &mut section.blocks).find_map(
            |block| match block {
                LaidBlock::Grid(grid) if grid.borders => Some(grid),
                _ => None,
            },
        );
    let grid = grid.unwrap();
    assert_eq!((grid.header_rows, grid.columns.len()), (2, 14));
    let row = grid.rows.last().cloned().unwrap();
    grid.rows.extend(std::iter::repeat_n(row, 1000));
    let started = std::time::Instant::now();
    docx::write(&worded.laid).unwrap();
    preview::lines(&worded.laid, 120);
    // Far above what it takes on a busy machine, too: a square of the rows would be many minutes.
    assert!(started.elapsed().as_secs() < 120, "{:?}", started.elapsed());
}

#[test]
fn a_cell_without_members_has_its_papers_all_the_same() {
    let Rehearsed { mut office, .. } = rehearsed();
    let folder = tempfile::tempdir().unwrap();
    let values = [("name", "Chi bộ Không Người"), ("kind", "CBCS"), ("status", "active")];
    let cell = office.create_record("cell", &values).unwrap();
    let case = office.open_cases(&[Id::new(cell)]).unwrap().remove(0);
    let orders = office.papers_of_one_case(&case);
    assert_eq!(orders.len(), 3);
    let made = office.make_papers(&orders, &Wording::default(), folder.path(), &mut |_, _| true).unwrap();
    for paper in made {
        let said = preview::plain(&paper.worded.laid, 100);
        assert!(said.contains("Chi bộ Không Người"), "{said}");
        // A table of members keeps its header, and invents no row.
        assert!(!said.contains("│ 1  │Chi"), "{said}");
    }
}
