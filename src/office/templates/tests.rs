//! The office's own templates: copied, saved, dated, dropped, brought in from Word; and papers made by them.

use super::*;
use crate::office::making::{Order, Wording};
use crate::office::rehearsal;
use crate::papers::preview;
use crate::papers::values::Value;
use std::path::Path;

struct Rehearsed {
    office: Office,
    folder: tempfile::TempDir,
}

fn rehearsed() -> Rehearsed {
    static BUILT: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("demo.store");
        drop(rehearsal::run(&path, None, &mut |_| {}).unwrap());
        std::fs::read(&path).unwrap()
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.store");
    std::fs::write(&path, built).unwrap();
    let clock = crate::office::clock::Clock::system();
    let office = Office::open(&path, &crate::store::Key::None, None, clock).unwrap();
    Rehearsed { office, folder }
}

fn order(office: &Office, code: &str) -> Order {
    let dossiers = office.dossiers().unwrap();
    let orders = dossiers.iter().flat_map(|line| office.papers_to_make(&line.dossier.id, false).unwrap());
    orders.into_iter().find(|order| order.definition.code == code).unwrap()
}

fn said(office: &Office, order: &Order, wording: &Wording) -> String {
    let worded = office.word_paper(&order.definition, &order.subject, wording).unwrap();
    preview::plain(&worded.laid, 100)
}

fn wording(paper: &str, body: &str) -> NewTemplate {
    NewTemplate { paper: paper.into(), body: body.into(), ..NewTemplate::default() }
}

#[test]
fn a_copy_is_worded_anew_refused_with_its_faults_and_dropped_again() {
    let Rehearsed { mut office, .. } = rehearsed();
    let order = order(&office, "proposal");
    let before = said(&office, &order, &Wording::default());
    let id = office.copy_template(&order.definition, "Tờ trình của Ban").unwrap();
    assert_eq!(said(&office, &order, &Wording::default()), before);
    let which = office.find_template("Tờ trình").unwrap();
    assert_eq!(which, TemplateRef::Own(id.clone()));
    let TemplateSource::Text(body) = office.template_source(&which).unwrap() else { panic!() };

    let faulty = body.replacen("{{ tong.so_to_chuc | so_chu }}", "{{ tong.so_to_chucc | so_chu }}", 1);
    let line = 1 + body.lines().position(|line| line.contains("{{ tong.so_to_chuc | so_chu }}")).unwrap();
    let refused = office.save_template(&NewTemplate { id: Some(id.clone()), ..wording("proposal", &faulty) });
    let refused = refused.unwrap_err();
    assert_eq!((refused.message.key.as_ref(), refused.details.len()), ("template.faulty", 1));
    let shown = refused.details[0].to_string();
    assert!(shown.contains("so_to_chuc") && shown.contains(&line.to_string()), "{shown}");

    let changed = body.replace("SỰ CẦN THIẾT", "SỰ CẦN THIẾT CHUYỂN GIAO   ");
    assert_eq!(office.template_changes(&which).unwrap(), []);
    let new = NewTemplate { id: Some(id.clone()), ..wording("proposal", &changed) };
    assert_eq!(office.save_template(&new).unwrap(), id);
    assert!(said(&office, &order, &Wording::default()).contains("SỰ CẦN THIẾT CHUYỂN GIAO"));
    let told: Vec<String> = office.template_changes(&which).unwrap().iter().map(Changed::written).collect();
    let signs: String = told.iter().filter_map(|line| line.chars().next()).collect();
    assert_eq!(signs, "   −+   ", "{told:#?}");
    assert_eq!(office.template(&which).unwrap().name, "Tờ trình của Ban");
    office.drop_template(&id).unwrap();
    assert_eq!(said(&office, &order, &Wording::default()), before);
    office.undo(None).unwrap();
    assert!(said(&office, &order, &Wording::default()).contains("SỰ CẦN THIẾT CHUYỂN GIAO"));
}

#[test]
fn the_template_of_the_papers_day_words_it() {
    let Rehearsed { mut office, .. } = rehearsed();
    let order = order(&office, "proposal");
    let own = |from: &str, to: &str, words: &str| NewTemplate {
        valid_from: Some(from.into()),
        valid_to: Some(to.into()),
        ..wording("proposal", &format!("# TỜ TRÌNH\n{words}\n"))
    };
    office.save_template(&own("", "", "Chữ của mọi ngày.")).unwrap();
    office.save_template(&own("01/01/2022", "30/6/2022", "Chữ của năm 2022.")).unwrap();
    let last = office.save_template(&own("01/06/2022", "", "Chữ từ tháng 6.")).unwrap();
    for (day, words) in [
        ("2021-12-31", "Chữ của mọi ngày."),
        ("2022-01-01", "Chữ của năm 2022."),
        ("2022-06-01", "Chữ từ tháng 6."),
        ("2026-01-01", "Chữ từ tháng 6."),
    ] {
        let wording = Wording { day: day.parse().ok(), ..Wording::default() };
        assert!(said(&office, &order, &wording).contains(words), "{day}");
    }
    let backwards = office.date_template(&last, "02/01/2023", "01/01/2023").unwrap_err();
    assert_eq!(backwards.message.key, "record.fault.span");
    office.date_template(&last, "01/01/2030", "").unwrap();
    let wording = Wording { day: "2026-01-01".parse().ok(), ..Wording::default() };
    assert!(said(&office, &order, &wording).contains("Chữ của mọi ngày."));
}

#[test]
fn a_draft_words_no_paper_and_is_not_lost() {
    let Rehearsed { mut office, .. } = rehearsed();
    let order = order(&office, "proposal");
    let before = said(&office, &order, &Wording::default());
    let id = office.keep_draft(&order.definition, None, "{{ dở dang").unwrap();
    assert_eq!(said(&office, &order, &Wording::default()), before);
    let which = TemplateRef::Own(id.clone());
    let kept = office.template(&which).unwrap();
    assert!(kept.kind == TemplateKind::Draft && !kept.in_force && kept.has_draft);
    assert_eq!(office.template_draft(&id).unwrap().as_deref(), Some("{{ dở dang\n"));
    office
        .save_template(&NewTemplate { id: Some(id.clone()), ..wording("proposal", "# TỜ TRÌNH\nXong.") })
        .unwrap();
    assert_eq!(office.template_draft(&id).unwrap(), None);
    office.keep_draft(&order.definition, Some(&id), "khác").unwrap();
    office.drop_draft(&id).unwrap();
    assert!(said(&office, &order, &Wording::default()).contains("Xong."));
    let new = office.keep_draft(&order.definition, None, "x").unwrap();
    office.drop_draft(&new).unwrap();
    assert!(office.template(&TemplateRef::Own(new)).is_err());
}

#[test]
fn what_a_paper_may_ask_for_is_what_it_is_filled_with() {
    let Rehearsed { office, .. } = rehearsed();
    for line in office.dossiers().unwrap() {
        for order in office.papers_to_make(&line.dossier.id, false).unwrap() {
            let example = crate::papers::example::example(
                order.definition.shape(),
                &office.survey_questions().unwrap(),
            );
            compare("", &office.values_of(&order).unwrap(), &example);
        }
    }
}

/// A report is worded by the office through the same door: text or Word, checked, dated, dropped.
#[test]
fn a_report_is_worded_by_the_office() {
    use crate::office::making::ReportKind;
    let Rehearsed { mut office, folder } = rehearsed();
    let (from, to) = (jiff::civil::date(2019, 1, 1), office.today());
    for kind in ReportKind::ALL {
        let real = office.values_of_report(kind, from, to).unwrap();
        let paper = office.find_worded(&format!("report_{}", kind.code())).unwrap();
        compare(
            "",
            &real,
            &crate::papers::example::example(paper.shape(), &office.survey_questions().unwrap()),
        );
    }
    let said = |office: &Office| {
        let report = office.word_report(ReportKind::Situation, from, to, &Wording::default()).unwrap();
        assert!(!report.docx().unwrap().is_empty());
        preview::plain(&report.laid, 100)
    };
    let before = said(&office);
    let refused =
        office.save_template(&wording("report_situation", "# BÁO CÁO\n{{ tong.so_to_chucc }}")).unwrap_err();
    assert_eq!(refused.message.key, "template.faulty");
    let body = "# BÁO CÁO\nCó {{ tong.so_to_chuc }} tổ chức.\n{% for c in chi_tieu %}\n{{ c.ten }}: {{ c.gia_tri }}.\n{% endfor %}\n";
    let own = office.save_template(&wording("Báo cáo tình hình trong kỳ", body)).unwrap();
    assert!(said(&office).contains("tổ chức.") && said(&office) != before);
    office.drop_template(&own).unwrap();
    assert_eq!(said(&office), before);
    let file = word_file(
        folder.path(),
        &(line("Theo Word: {{tong.so_to_chuc}}") + &line("{{#cac_ben_nhan}}{{#}}. {{ten}}{{/cac_ben_nhan}}")),
    );
    let new = NewWordTemplate { paper: "report_situation".into(), file, ..NewWordTemplate::default() };
    office.add_word_template(&new).unwrap();
    assert!(said(&office).contains("Theo Word: ") && said(&office).contains("1. "), "{}", said(&office));
}

/// Every name of a real paper stands in the example with the same kind, and the other way round.
fn compare(path: &str, real: &Value, example: &Value) {
    match (real.plain(), example.plain()) {
        (Value::Missing, _) => {}
        (Value::Fields(real), Value::Fields(example)) if path.ends_with("survey") => {
            for name in real.keys().filter(|name| *name != "*") {
                assert!(example.contains_key(name), "{path}.{name}");
            }
        }
        (Value::Fields(real), Value::Fields(example)) => {
            // A case that stands in no list has no number.
            let others = example.keys().filter(|name| *name != "index");
            let names = |names: &mut dyn Iterator<Item = &String>| names.cloned().collect::<Vec<_>>();
            assert_eq!(
                names(&mut real.keys().filter(|name| *name != "index")),
                names(&mut others.clone()),
                "{path}"
            );
            for (name, value) in real {
                compare(&format!("{path}.{name}"), value, &example[name]);
            }
        }
        (Value::List(real), Value::List(example)) => {
            real.iter().for_each(|item| compare(&format!("{path}[]"), item, &example[0]));
        }
        (real, example) => {
            assert_eq!(std::mem::discriminant(real), std::mem::discriminant(example), "{path}: {real:?}");
        }
    }
}

#[test]
fn every_field_that_is_listed_passes_the_check() {
    let Rehearsed { office, .. } = rehearsed();
    for code in ["proposal", "receiving_decision", "minutes", "report_situation", "report_pipeline"] {
        let paper = office.find_worded(code).unwrap();
        let fields = office.template_fields(&paper, Language::Vietnamese).unwrap();
        assert!(
            fields.len() > if paper.moment.is_empty() { 15 } else { 100 }
                && fields.iter().all(|field| !field.meaning.is_empty())
        );
        let mut body = String::new();
        for field in &fields {
            match (&field.list, field.kind) {
                (_, FieldKind::List) => {}
                (None, _) => body.push_str(&format!("{{{{ {} }}}}\n\n", field.path)),
                (Some(list), _) if fields.iter().any(|outer| outer.path == *list && outer.list.is_none()) => {
                    let name = &field.path[list.len() + 1..];
                    body.push_str(&format!("{{% for d in {list} %}}{{{{ d.{name} }}}}{{% endfor %}}\n\n"));
                }
                _ => {}
            }
        }
        assert_eq!(office.check_template(&paper, &body).unwrap(), [], "{code}");
    }
}

/// A figure the wording drops or writes in another way is no figure that changed; one whose record changed is.
#[test]
fn another_wording_is_no_other_figure() {
    let Rehearsed { mut office, folder } = rehearsed();
    let order = order(&office, "proposal");
    let out = folder.path().join("papers");
    let made = office
        .make_papers(std::slice::from_ref(&order), &Wording::default(), &out, &mut |_, _| true)
        .unwrap();
    assert!(made[0].worded.figures.len() > 5);
    let body = "# TỜ TRÌNH\n## về việc khác\n{{ co_quan.ten }}\n";
    office.save_template(&wording("proposal", body)).unwrap();
    assert_eq!(office.stale_figures(&made[0].id).unwrap(), []);
    let figure = made[0].worded.figures.iter().find(|figure| figure.source.table == "cell").unwrap();
    let field = figure.source.field.clone().unwrap();
    let id = figure.source.id.clone();
    office
        .act("cell.edit", Some(&id), None, |acting| {
            Ok(acting.tx.set("cell", &id, &field, crate::store::Value::from("Chi bộ đổi tên"))?)
        })
        .unwrap();
    let stale = office.stale_figures(&made[0].id).unwrap();
    assert!(!stale.is_empty() && stale.iter().all(|stale| stale.source == figure.source), "{stale:?}");
}

/// A Word file made by hand of the parts Word needs.
fn word_file(folder: &Path, body: &str) -> std::path::PathBuf {
    let path = folder.join("mau.docx");
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let bytes = crate::papers::package::write(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"t\"><Default Extension=\"xml\" ContentType=\"a\"/><Default Extension=\"rels\" ContentType=\"b\"/></Types>".into(),
        ),
        ("_rels/.rels", format!("<Relationships xmlns=\"{relations}\"/>")),
        ("word/document.xml", format!("<w:document {space}><w:body>{body}</w:body></w:document>")),
    ]);
    std::fs::write(&path, bytes.unwrap()).unwrap();
    path
}

fn line(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn a_word_file_words_papers_and_its_figures_are_traced() {
    let Rehearsed { mut office, folder } = rehearsed();
    let order = order(&office, "minutes");
    let new = |body: &str| NewWordTemplate {
        paper: "minutes".into(),
        file: word_file(folder.path(), body),
        ..NewWordTemplate::default()
    };
    let refused = office.add_word_template(&new(&(line("a") + &line("{{ho_so.to_chuc.tenn}}")))).unwrap_err();
    assert_eq!(refused.message.key, "template.faulty_word");
    let shown = refused.details[0].to_string();
    assert!(shown.contains("ho_so.to_chuc.ten") && shown.contains('2'), "{shown}");

    let row = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{#}}. {{ho_so.dang_vien.ten}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let body = line("Biên bản của {{ho_so.to_chuc.ten}}, {{ho_so.tong_so}} đảng viên") + row;
    let id = office.add_word_template(&new(&body)).unwrap();
    let template = office.template(&TemplateRef::Own(id.clone())).unwrap();
    assert_eq!((template.kind, template.name.as_str()), (TemplateKind::Word, "mau"));
    let out = folder.path().join("papers");
    let made = office
        .make_papers(std::slice::from_ref(&order), &Wording::default(), &out, &mut |_, _| true)
        .unwrap();
    let worded = &made[0].worded;
    let text = preview::plain(&worded.laid, 100);
    assert!(text.contains("Biên bản của Chi bộ") && text.contains("2. "), "{text}");
    assert_eq!(std::fs::read(&made[0].path).unwrap(), *worded.file.as_ref().unwrap());
    let members = worded.figures.iter().filter(|figure| figure.source.table == "member").count();
    assert!(members > 5, "{:?}", worded.figures);
    assert_eq!(office.stale_figures(&made[0].id).unwrap(), []);

    let exported = folder.path().join("ra.docx");
    office.export_template(&TemplateRef::Own(id.clone()), &exported, false).unwrap();
    assert_eq!(std::fs::read(&exported).unwrap(), std::fs::read(folder.path().join("mau.docx")).unwrap());
    assert_eq!(
        office.export_template(&TemplateRef::Own(id.clone()), &exported, false).unwrap_err().message.key,
        "office.out.exists"
    );
    let replaced = NewWordTemplate { id: Some(id.clone()), ..new(&line("{{ho_so.ma}}")) };
    assert_eq!(office.add_word_template(&replaced).unwrap(), id);
    assert!(said(&office, &order, &Wording::default()).contains("HS-"));
    assert!(office.check(true, &mut |_, _| {}).unwrap().findings.is_empty());
}

#[test]
fn what_is_no_template_is_refused() {
    let Rehearsed { mut office, folder } = rehearsed();
    assert_eq!(
        office.save_template(&wording("proposal", " \n")).unwrap_err().message.key,
        "template.no_text"
    );
    let long = "a\n".repeat(TEXT_LIMIT);
    assert_eq!(
        office.save_template(&wording("proposal", &long)).unwrap_err().message.key,
        "template.too_long"
    );
    assert_eq!(office.save_template(&wording("thư mời", "a")).unwrap_err().message.key, "paper.unknown");
    let own = office.save_template(&wording("proposal", "a")).unwrap();
    let other = NewTemplate { id: Some(own), ..wording("minutes", "a") };
    assert_eq!(office.save_template(&other).unwrap_err().message.key, "template.of_another_paper");
    let file = folder.path().join("x.docx");
    std::fs::write(&file, b"PK").unwrap();
    let new = NewWordTemplate { paper: "minutes".into(), file, ..NewWordTemplate::default() };
    assert_eq!(office.add_word_template(&new).unwrap_err().message.key, "papers.file.not_an_archive");
    for (bytes, key) in [
        (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"[..], "papers.file.old_or_locked"),
        (b"{\\rtf1 {{ tong }}", "template.not_text"),
        (b"\xef\xbb\xbf<?xml version=\"1.0\"?><pkg:package/>", "template.not_text"),
        (b"<HTML><body>", "template.not_text"),
        (b"\xff\xfea\0", "template.not_text"),
    ] {
        let file = folder.path().join("khac.doc");
        std::fs::write(&file, bytes).unwrap();
        let refused = match template_file(&file) {
            Ok(TemplateSource::Word(bytes)) => office.check_word_template("minutes", &bytes).unwrap_err(),
            Ok(TemplateSource::Text(text)) => panic!("{text}"),
            Err(error) => error,
        };
        assert_eq!(refused.message.key, key);
    }
    let hostile = "a\u{1b}[31m\u{202e}\r\n  b\tc   \n";
    let own = office.save_template(&wording("proposal", hostile)).unwrap();
    let TemplateSource::Text(kept) = office.template_source(&TemplateRef::Own(own)).unwrap() else {
        panic!()
    };
    assert!(!kept.contains(['\u{1b}', '\r', '\t']) && kept.ends_with("  b c\n"), "{kept:?}");
}
