//! Papers of the rehearsed sample: every one worded, written, read back.

use super::{Order, ReportKind, Subject, Wording};
use crate::office::cases::CaseFilter;
use crate::office::desk::Office;
use crate::office::export::Exporting;
use crate::office::papers::NewPaper;
use crate::office::rehearsal;
use crate::office::templates::TemplateSource;
use crate::papers::fields::FieldNames;
use crate::papers::preview;
use crate::papers::values::Value;
use crate::text::locale::{Language, Locale};
use crate::text::message::Message;
use jiff::civil::date;
use std::collections::BTreeSet;

struct Rehearsed {
    office: Office,
    folder: tempfile::TempDir,
}

fn rehearsed() -> Rehearsed {
    let folder = tempfile::tempdir().unwrap();
    let office = rehearsal::run(&folder.path().join("demo.store"), None, &mut |_| {}).unwrap();
    Rehearsed { office, folder }
}

/// A wording that names its bases by hand goes on naming them when they have ended.
#[test]
fn a_basis_that_does_not_hold_on_the_papers_day_is_told() {
    let Rehearsed { office, .. } = rehearsed();
    let dossier = office.dossiers().unwrap().remove(0).dossier.id;
    let order = office.papers_to_make(&dossier, false).unwrap().into_iter();
    let order = order.into_iter().find(|order| order.definition.code == "proposal").unwrap();
    let text = "# TỜ TRÌNH\n## thử\nCăn cứ Quy định số 24-QĐ/TW, ngày 30/7/2021; Quy định số 232-QĐ/TW;\n";
    let template = TemplateSource::Text(text.to_owned());
    let told = |day| {
        let wording = Wording { day: Some(day), ..Wording::default() };
        let worded =
            office.word_paper_by(Some(&template), &order.definition, &order.subject, &wording).unwrap();
        let about = |said: &Message| said.key.starts_with("paper.basis_");
        let warnings: Vec<_> = worded.warnings.into_iter().filter(about).collect();
        warnings.iter().map(|said| Locale::new(Language::Vietnamese).say(said)).collect::<Vec<_>>()
    };
    let before = told(date(2023, 11, 20));
    assert!(before.len() == 1 && before[0].contains("232-QĐ/TW"), "{before:?}");
    let after = told(date(2025, 3, 1));
    assert!(
        after.len() == 1 && after[0].contains(" 24-QĐ/TW") && after[0].contains("19/01/2025"),
        "{after:?}"
    );
    // What the program proposes by itself holds.
    let worded = office.word_paper(&order.definition, &order.subject, &Wording::default()).unwrap();
    assert!(
        worded.warnings.iter().all(|said| !said.key.starts_with("paper.basis_")),
        "{:?}",
        worded.warnings
    );
}

#[test]
fn the_whole_set_of_each_dossier_is_worded_made_and_recorded() {
    let Rehearsed { mut office, folder } = rehearsed();
    let dossiers: Vec<_> = office.dossiers().unwrap().into_iter().map(|line| line.dossier.id).collect();
    let mut kinds = BTreeSet::new();
    let mut files = std::collections::BTreeMap::new();
    for dossier in &dossiers {
        for per_receiver in [false, true] {
            let orders = office.papers_to_make(dossier, per_receiver).unwrap();
            let out = folder.path().join("papers");
            let made = office.make_papers(&orders, &Wording::default(), &out, &mut |_, _| true).unwrap();
            assert_eq!(made.len(), orders.len());
            files.extend(made.iter().map(|paper| (paper.id.clone(), paper.path.clone())));
            for paper in &made {
                kinds.insert(paper.worded.definition.code.clone());
                assert!(paper.path.exists());
                if let Some(folder) = std::env::var_os("PAPERS_LOOK") {
                    let text = preview::plain(&paper.worded.laid, 100);
                    let folder = std::path::Path::new(&folder);
                    std::fs::copy(&paper.path, folder.join(paper.path.file_name().unwrap())).unwrap();
                    std::fs::write(folder.join(format!("{}.txt", paper.worded.file_name)), text).unwrap();
                }
                assert_eq!(office.stale_figures(&paper.id).unwrap(), []);
            }
        }
    }
    assert_eq!(kinds.len(), 9, "{kinds:?}");
    // Papers made afterwards open no case again that was closed.
    for row in office.cases(&CaseFilter::default()).unwrap() {
        assert_eq!(office.case_view(&row.id).unwrap().gate.missing(), 0, "{}", row.code);
    }
    let names: BTreeSet<_> = files.values().collect();
    assert_eq!(names.len(), files.len(), "one paper's file took the place of another's");
}

#[test]
fn every_name_the_papers_use_is_in_the_dictionary() {
    let Rehearsed { office, .. } = rehearsed();
    let names = FieldNames::built_in();
    let known: BTreeSet<&str> = names.all().map(|(name, _)| name).collect();
    let mut used = BTreeSet::new();
    for line in office.dossiers().unwrap() {
        for order in office.papers_to_make(&line.dossier.id, false).unwrap() {
            let values = office.values_of(&order).unwrap();
            collect(&values, &mut used);
        }
    }
    for kind in [ReportKind::Situation, ReportKind::Pipeline] {
        let (from, to) = (date(2019, 1, 1), office.today());
        collect(&office.values_of_report(kind, from, to).unwrap(), &mut used);
    }
    used.extend(["period", "from", "to"].map(str::to_owned));
    let unknown: Vec<_> = used.iter().filter(|name| !known.contains(name.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    let unused: Vec<_> = known.iter().filter(|name| !used.contains(**name)).collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// The workbook and the Word file of a report say the same figures: 24, 337, 26, 3, 7, 60, 7.402, 1.496.
#[test]
fn a_report_is_a_paper_and_a_workbook() {
    let folder = tempfile::tempdir().unwrap();
    let clock = crate::office::clock::Clock::system();
    let mut office = crate::office::sample::build(&folder.path().join("demo.store"), clock).unwrap();
    for day in [date(2023, 9, 14), date(2026, 11, 20)] {
        let wording = Wording { day: Some(day), marking: "MẬT".into(), ..Wording::default() };
        let (from, to) = (date(2019, 1, 1), date(2023, 9, 14));
        let report = office.word_report(ReportKind::Situation, from, to, &wording).unwrap();
        assert_eq!(report.file_name, "BC_tinh-hinh_2019-01-01_2023-09-14");
        let text = preview::plain(&report.laid, 100);
        for said in [
            "BÁO CÁO",
            "24 tổ chức đảng",
            "337 đảng viên",
            "7.402",
            "1.496",
            "MẬT",
            "Số      -BC/BTCTU",
            "TRƯỞNG BAN",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
        report.docx().unwrap();
        let bytes = report.xlsx().unwrap();
        let mut workbook: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
        let names = calamine::Reader::sheet_names(&workbook);
        assert_eq!(names[..2], ["SỐ LIỆU TRONG KỲ", "THEO CẤP TRÊN TRỰC TIẾP"], "{names:?}");
        let range = calamine::Reader::worksheet_range(&mut workbook, &names[0]).unwrap();
        let figures: Vec<f64> =
            range.rows().filter_map(|row| calamine::DataType::get_float(&row[2])).collect();
        assert_eq!(figures, [26.0, 3.0, 7.0, 60.0, 7402.0, 1496.0], "{range:?}");
    }
    for kind in [ReportKind::Pipeline, ReportKind::Receivers] {
        let report =
            office.word_report(kind, date(2023, 1, 1), date(2023, 9, 14), &Wording::default()).unwrap();
        let path = folder.path().join("bao-cao.docx");
        let exporting = Exporting { about: &report.title, ..Exporting::default() };
        let bytes = report.docx().unwrap();
        office.export_file(&path, &bytes, &exporting).unwrap();
        let refused = office.export_file(&path, &bytes, &exporting).unwrap_err();
        assert_eq!(refused.message.key, "office.out.exists");
        let again = office.export_file(&path, &bytes, &Exporting { replace: true, ..exporting }).unwrap();
        let entry = office.entries(&Default::default()).unwrap().remove(0);
        assert_eq!((entry.action.as_str(), entry.note.as_deref()), ("export.write", Some("bao-cao.docx")));
        assert_eq!(again.hash.len(), 64);
        std::fs::remove_file(&path).unwrap();
    }
    let backwards =
        office.word_report(ReportKind::Pipeline, date(2024, 1, 1), date(2023, 1, 1), &Wording::default());
    assert_eq!(backwards.unwrap_err().message.key, "report.period_backwards");
    office.check(true, &mut |_, _| {}).unwrap();
}

fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value.plain() {
        Value::Fields(fields) => {
            for (name, value) in fields {
                names.insert(name.clone());
                // The questions of a survey are the form's.
                if name != "survey" {
                    collect(value, names);
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, names)),
        _ => {}
    }
}

#[test]
fn a_paper_made_for_something_else_is_refused() {
    let Rehearsed { office, .. } = rehearsed();
    let minutes = office.find_paper_definition("Biên bản bàn giao").unwrap();
    let dossier = office.dossiers().unwrap().remove(0).dossier.id;
    let refused = office.word_paper(&minutes, &Subject::Dossier(dossier), &Wording::default()).unwrap_err();
    assert_eq!(refused.message.key, "paper.about_case");
    assert_eq!(office.find_paper_definition("TTr").unwrap().code, "proposal");
    for unknown in ["thư mời", "", "  ", "TTr/HU", "quyết định"] {
        let refused = office.find_paper_definition(unknown).unwrap_err();
        assert_eq!(refused.message.key, "paper.unknown", "{unknown:?}");
    }
    for (symbol, code) in [
        ("TTr/BTCTU", "proposal"),
        ("QĐ/TU", "decision"),
        ("qđ/hu", "receiving_decision"),
        ("BB", "minutes"),
        ("biên bản", "minutes"),
    ] {
        assert_eq!(office.find_paper_definition(symbol).unwrap().code, code);
    }
}

#[test]
fn a_decision_for_one_receiver_is_the_one_of_its_own() {
    let Rehearsed { office, .. } = rehearsed();
    let decision = office.find_paper_definition("QĐ").unwrap();
    let dossier = office.find_dossier("HT-0001").unwrap();
    let receives = office.find_committee("Huyện ủy Ninh Hải").unwrap();
    let order = office.paper_for_receiver(&decision, &dossier, &receives).unwrap();
    assert_eq!(order.definition.code, "decision_per_receiver");
    assert!(office.word_paper(&order.definition, &order.subject, &Wording::default()).is_ok());
    let other = office.find_committee("Huyện ủy Bác Ái").unwrap();
    let refused = office.paper_for_receiver(&decision, &dossier, &other).unwrap_err();
    assert_eq!(refused.message.key, "paper.nothing_to_receive");
}

#[test]
fn a_number_recorded_for_itself_is_that_of_the_draft() {
    let Rehearsed { mut office, folder } = rehearsed();
    let report = office.find_paper_definition("BC").unwrap();
    let dossier = office.find_dossier("HT-0001").unwrap();
    let subject = Subject::Dossier(dossier.clone());
    // As if the report had not been numbered yet.
    let numbered = office.paper_on_record(&report, &subject).unwrap().unwrap().id;
    office
        .act("paper.number", None, None, |acting| {
            Ok(acting.tx.set("paper", numbered.as_str(), "state", "void")?)
        })
        .unwrap();
    let order = Order { definition: report.clone(), subject: Subject::Dossier(dossier.clone()) };
    let draft = office.make_papers(&[order], &Wording::default(), folder.path(), &mut |_, _| true).unwrap();
    assert!(draft[0].worded.draft.is_some(), "{:?}", draft[0].worded.record);
    let recorded = NewPaper {
        role: "survey_report".to_owned(),
        number: "12-BC/BTCTU".to_owned(),
        issued_on: "15/11/2023".to_owned(),
        dossier: Some(dossier.clone()),
        ..NewPaper::default()
    };
    let recorded = office.add_paper(&recorded).unwrap();
    let worded = office.word_paper(&report, &Subject::Dossier(dossier), &Wording::default()).unwrap();
    assert_eq!((worded.record.map(|record| record.id), worded.draft), (Some(recorded), None));
}
