//! Word templates as officers' machines leave them, and as nobody should: each healed, or refused by its fault.

use super::tests::{document, filled, paragraph, row, run, table, texts, values, word};
use super::*;
use crate::papers::document::Block;
use crate::papers::example::example;
use crate::papers::package::Part;
use crate::text::locale::{Language, Locale};
use rstest::rstest;

/// The text of a filled body, a line a paragraph.
fn said(body: &str, values: &Value) -> String {
    texts(&filled(body, values)).join("\n")
}

fn faults(body: &str) -> Vec<MergeFault> {
    WordTemplate::open(&word(body)).unwrap().check(&values(1))
}

/// Nothing but the named parts is another.
fn only_changed(before: &[u8], after: &[u8], names: &[&str]) {
    let (before, after): (Vec<Part>, Vec<Part>) =
        (package::read(before).unwrap(), package::read(after).unwrap());
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before.name, after.name);
        assert_eq!(before.bytes != after.bytes, names.contains(&&*before.name), "{}", before.name);
    }
}

/// A file with other parts, and types and relations for them.
fn file(parts: &[(&str, &str)], main_type: &str) -> Vec<u8> {
    let overrides: String = parts
        .iter()
        .filter(|(name, _)| name.ends_with(".xml"))
        .map(|(name, _)| {
            let stem = name.rsplit('/').next().unwrap().trim_end_matches(".xml");
            let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit());
            let of = if stem == "document" {
                main_type.to_owned()
            } else {
                format!("x.wordprocessingml.{stem}+xml")
            };
            format!("<Override PartName=\"/{name}\" ContentType=\"{of}\"/>")
        })
        .collect();
    let types = format!(
        "<Types xmlns=\"t\"><Default Extension=\"rels\" ContentType=\"b\"/><Default Extension=\"bin\" ContentType=\"b\"/>{overrides}</Types>"
    );
    let space = "http://schemas.openxmlformats.org/package/2006/relationships";
    let main = parts.iter().find(|(name, _)| name.contains("document")).unwrap().0;
    let relations = format!(
        "<Relationships xmlns=\"{space}\"><Relationship Id=\"a\" Type=\"http://x/officeDocument\" Target=\"/{main}\"/></Relationships>"
    );
    let mut all = vec![("[Content_Types].xml", types), ("_rels/.rels", relations)];
    all.extend(parts.iter().map(|(name, text)| (*name, (*text).to_owned())));
    package::write(&all).unwrap()
}

const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

fn body(inside: &str) -> String {
    format!("<w:document xmlns:w=\"w\" xmlns:a=\"a\"><w:body>{inside}</w:body></w:document>")
}

/// Whatever Word puts between the letters of a tag, at every place of it.
#[rstest]
#[case::spelling("<w:proofErr w:type=\"spellStart\"/>")]
#[case::bookmark("<w:bookmarkStart w:id=\"7\" w:name=\"m\"/><w:bookmarkEnd w:id=\"7\"/>")]
#[case::rsid("<w:r w:rsidR=\"00A1\"><w:rPr><w:lang w:val=\"vi-VN\"/></w:rPr></w:r>")]
#[case::deleted("<w:del w:id=\"1\" w:author=\"A\"><w:r><w:delText>}} xóa {{</w:delText></w:r></w:del>")]
#[case::moved_away("<w:moveFrom w:id=\"1\"><w:r><w:t>}} {{cũ}}</w:t></w:r></w:moveFrom>")]
#[case::page_break("<w:r><w:lastRenderedPageBreak/></w:r>")]
#[case::remark("<w:commentRangeStart w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>")]
#[case::tab("<w:r><w:tab/></w:r>")]
#[case::line_break("<w:r><w:br/></w:r>")]
#[case::not_seen("<w:r><w:t>\u{200b}\u{ad}</w:t></w:r>")]
#[case::other_look(
    "<w:r><w:rPr><w:i/><w:rPrChange w:id=\"3\"><w:rPr><w:b/></w:rPr></w:rPrChange></w:rPr><w:t></w:t></w:r>"
)]
#[case::note("<w:r><w:footnoteReference w:id=\"2\"/></w:r>")]
#[case::text_box(
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>Khung</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Khung</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)]
fn a_tag_is_healed_wherever_it_is_split(#[case] between: &str) {
    let tag = "{{to_chuc.ten}}";
    // Two braces that something stands between are no braces of a tag: that is told.
    let whole = usize::from(["<w:tab/>", "<w:br/>", "\u{200b}"].iter().any(|seen| between.contains(seen)));
    for at in 1 + whole..tag.len() - whole {
        let inside = format!(
            "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Gửi {}</w:t></w:r>{between}<w:r><w:rPr><w:u/></w:rPr><w:t xml:space=\"preserve\">{} nhé</w:t></w:r>",
            &tag[..at],
            &tag[at..]
        );
        let bytes = word(&paragraph(&inside));
        let template = WordTemplate::open(&bytes).unwrap();
        assert_eq!(template.check(&values(1)), [], "{at}");
        let out = template.fill(&values(1)).unwrap().bytes;
        only_changed(&bytes, &out, &["word/document.xml"]);
        let xml = document(&out);
        let last = texts(&xml).pop().unwrap();
        assert_eq!(last.replace(['\u{ad}', '\u{200b}'], ""), "Gửi Chi bộ A nhé", "{at}");
        assert!(xml.contains("<w:b/></w:rPr><w:t xml:space=\"preserve\">Gửi Chi bộ A</w:t>"), "{xml}");
    }
}

#[rstest]
#[case("{{Co_quan}} {{CO_QUAN}} {{To_Chuc.Ten}}", "Ban Tổ chức Ban Tổ chức Chi bộ A")]
#[case("{{trong|mac_dinh(“chưa rõ”)}} {{trong|mac_dinh('')}}.", "chưa rõ .")]
#[case("{{ngay\u{a0}|\u{a0}ngay_chu}}", "ngày 05 tháng 02 năm 2024")]
#[case("{{so\u{302}\u{301}}} {{số}}", "7 7")]
#[case("{{dang_vien | noi(“; ”, ‘ten’)}}", "Đảng viên 1 <&> {{so}}; Đảng viên 2 <&> {{so}}")]
#[case("{{dung}}", "có")]
#[case("{{trong}}", "………………………………………………………………………………")]
#[case("Ngày {{trong}}, {{trong.ten}}", "Ngày …………, …………")]
fn what_was_meant_is_written(#[case] text: &str, #[case] expected: &str) {
    let mut values = values(2);
    if let Value::Fields(fields) = &mut values {
        fields.insert("số".into(), Value::from(7));
        fields.insert("dung".into(), Value::from(true));
    }
    assert_eq!(said(&paragraph(&run(text)), &values), expected);
    assert_eq!(WordTemplate::open(&word(&paragraph(&run(text)))).unwrap().check(&values), []);
}

#[test]
fn what_is_missing_is_told_and_leaves_dots_but_for_cells_of_a_form() {
    let body = paragraph(&run("Sinh ngày {{trong}}"))
        + &table(&[row(&["{{trong}}", "Số {{trong.so}}"])])
        + &paragraph(&run("{{ngay|trong('Ngày ký')}}{{trong|trong('Nơi ký')}}"));
    let filled = WordTemplate::open(&word(&body)).unwrap().fill(&values(1)).unwrap();
    assert_eq!(texts(&document(&filled.bytes)), ["Sinh ngày …………", "", "Số …………", "05/02/2024…………"]);
    assert_eq!(filled.sections[0].blanks, ["trong", "trong", "Nơi ký"]);
    let shown = format!("{:?}", filled.sections[0].blocks);
    assert_eq!(shown.matches("…………").count(), 3, "{shown}");
}

#[rstest]
#[case("{{ }}", "tag_empty")]
#[case("{{{co_quan}}}", "braces")]
#[case("{co_quan}", "one_brace")]
#[case("{{co_quan}", "tag_open")]
#[case("co_quan}}", "tag_closed")]
#[case("{% if co_quan %}", "statement")]
#[case("{{tổ_chức.tên}}", "unknown_field")]
#[case("{{to chuc.ten}}", "unknown_field")]
#[case("{{to_chuc}}", "not_one_value")]
#[case("{{dang_vien}}", "not_one_value")]
fn a_bad_tag_is_named_where_it_stands(#[case] bad: &str, #[case] key: &str) {
    let long = "Căn cứ Điều lệ Đảng và các quy định, hướng dẫn thi hành Điều lệ, ".repeat(4);
    let found = faults(&(paragraph(&run("một")) + &paragraph(&run(&format!("{long}{bad} và {long}")))));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].paragraph, &*found[0].cause.key), (2, &*format!("papers.merge.{key}")));
    for language in [Language::Vietnamese, Language::English] {
        let shown = Locale::new(language).say(&found[0].message());
        assert!(shown.contains(bad.split(' ').next().unwrap()) && !shown.contains("document.xml"), "{shown}");
        assert!(!shown.contains("{name}") && !shown.contains("{part}"), "{shown}");
    }
}

#[test]
fn every_bad_tag_of_a_paragraph_is_named_and_what_is_drawn_twice_once() {
    let found = faults(&paragraph(&run("{{co_qan}} {{co_quan}} {{ngayy}} {{ }} x}} {{tong")));
    let keys: Vec<&str> = found.iter().map(|fault| &fault.cause.key[13..]).collect();
    assert_eq!(keys, ["unknown_field", "unknown_field", "tag_empty", "tag_closed", "tag_open"]);
    let drawn = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph(&run(text)));
    let twice = format!(
        "<w:r><mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>",
        drawn("{{zzzzzzzz}}"),
        drawn("{{zzzzzzzz}}")
    );
    let body = paragraph(&twice) + &paragraph(&run("{{yyyyyyyy}}"));
    let found = faults(&body);
    assert_eq!(found.iter().map(|fault| fault.paragraph).collect::<Vec<_>>(), [2, 3]);
    let good = body.replace("zzzzzzzz", "co_quan").replace("{{yyyyyyyy}}", "x");
    assert_eq!(said(&good, &values(1)), "Ban Tổ chức\nBan Tổ chức\n\nx");
}

/// A content control whose words come from elsewhere would take the value away when Word opens the file.
#[test]
fn a_bound_content_control_keeps_the_value() {
    let control = |text: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:tag w:val=\"t\"/><w:dataBinding w:xpath=\"/x\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>"
        )
    };
    let inside = paragraph(&control(&run("{{co_quan}}")))
        + &control(&paragraph(&run("{{ngay}}")))
        + &control(&paragraph(&run("khác")));
    let xml = filled(&inside, &values(1));
    assert_eq!(texts(&xml), ["Ban Tổ chức", "05/02/2024", "khác"]);
    assert_eq!((xml.matches("dataBinding").count(), xml.matches("<w:tag ").count()), (1, 3));
    let in_row = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        paragraph(&control(&run("{{dang_vien.ten}}")))
    );
    assert_eq!(filled(&in_row, &values(2)).matches("dataBinding").count(), 0);
}

#[test]
fn parts_are_found_by_their_types_and_a_tag_out_of_reach_is_told() {
    let header = "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>{{co_quan}}</w:t></w:r></w:p></w:hdr>";
    let remark = "<w:comments xmlns:w=\"w\"><w:p><w:r><w:t>{{sửa chỗ này}}</w:t></w:r></w:p></w:comments>";
    let custom = "<?xml version=\"1.0\"?><!DOCTYPE a><a>{{x}}</a>";
    let main = body(&paragraph(&run("{{ngay}}")));
    let parts = [
        ("word/document2.xml", &*main),
        ("word/dau/header.xml", header),
        ("word/comments.xml", remark),
        ("customXml/item1.xml", custom),
    ];
    let bytes = file(&parts, MAIN);
    let template = WordTemplate::open(&bytes).unwrap();
    assert_eq!(
        (template.check(&values(1)), template.fields()),
        (Vec::new(), vec!["ngay".into(), "co_quan".into()])
    );
    let out = template.fill(&values(1)).unwrap();
    only_changed(&bytes, &out.bytes, &["word/document2.xml", "word/dau/header.xml"]);
    assert!(
        matches!(&out.sections[0].blocks[0], Block::Paragraph(first) if first.runs[0].text == "Ban Tổ chức")
    );

    let drawn = "<a:x xmlns:a=\"a\"><a:p><a:r><a:t>Sơ đồ</a:t></a:r></a:p><a:p><a:r><a:t>{{co_</a:t></a:r><a:r><a:t>quan}}</a:t></a:r></a:p></a:x>";
    let code = paragraph(
        "<w:r><w:instrText>HYPERLINK \"mailto:{{ngay}}\"</w:instrText></w:r><w:r><m:t>{{x}}</m:t></w:r>",
    );
    let bytes = file(&[("word/document.xml", &body(&code)), ("word/diagrams/data1.xml", drawn)], MAIN);
    let found = WordTemplate::open(&bytes).unwrap().check(&values(1));
    let told: Vec<_> = found.iter().map(|fault| (fault.kind, fault.paragraph, &*fault.cause.key)).collect();
    assert_eq!(
        told,
        [
            (PartKind::Document, 1, "papers.merge.out_of_reach"),
            (PartKind::Drawing, 2, "papers.merge.out_of_reach")
        ]
    );
}

#[test]
fn a_file_saved_as_a_template_becomes_a_document_and_macros_are_refused() {
    let main = body(&paragraph(&run("{{ngay}}")));
    let bytes = file(
        &[("word/document.xml", &main)],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    );
    let out = WordTemplate::open(&bytes).unwrap().fill(&values(1)).unwrap().bytes;
    only_changed(&bytes, &out, &["[Content_Types].xml", "word/document.xml"]);
    let types = String::from_utf8(package::read(&out).unwrap()[0].bytes.clone()).unwrap();
    assert!(types.contains(MAIN), "{types}");
    let refused = |bytes: &[u8]| WordTemplate::open(bytes).unwrap_err();
    let macros = "application/vnd.ms-word.document.macroEnabled.main+xml";
    assert_eq!(refused(&file(&[("word/document.xml", &main)], macros)), PaperError::Macros);
    assert_eq!(
        refused(&file(&[("word/document.xml", &main), ("word/vbaProject.bin", "x")], MAIN)),
        PaperError::Macros
    );
    assert_eq!(refused(&[package::COMPOUND_FILE, &[0; 2000]].concat()), PaperError::OldOrLocked);
}

#[rstest]
#[case::utf_16(&b"\xff\xfe<\0a\0/\0>\0"[..])]
#[case::latin("<w:document>ngày".as_bytes().split_last().unwrap().1)]
#[case::no_end(b"<w:document><w:body>")]
fn letters_that_cannot_be_read_are_refused(#[case] main: &[u8]) {
    let mut bytes = file(&[("word/document.xml", &body(""))], MAIN);
    bytes = {
        use std::io::Write as _;
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for part in package::read(&bytes).unwrap() {
            writer.start_file(part.name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            let content = if part.name == "word/document.xml" { main } else { &part.bytes };
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    assert!(matches!(WordTemplate::open(&bytes), Err(PaperError::BadPart { .. })));
}

#[test]
fn marks_before_the_xml_and_spaces_that_are_not_kept_stay_as_they_are() {
    let main = format!("\u{feff}{}", body("<w:p><w:r><w:t>\n   {{ngay}}\n  </w:t></w:r></w:p>"));
    let out =
        WordTemplate::open(&file(&[("word/document.xml", &main)], MAIN)).unwrap().fill(&values(1)).unwrap();
    let xml = document(&out.bytes);
    assert!(xml.starts_with('\u{feff}') && xml.contains(">05/02/2024<") && !xml.contains("w:br"), "{xml}");
}

#[test]
fn a_picture_that_is_gone_and_names_with_escapes_are_taken() {
    let main = body(&paragraph(&run("{{ngay}}")));
    let relations = "<Relationships><Relationship Id=\"a\" Type=\"image\" Target=\"NULL\"/><Relationship Id=\"b\" Type=\"image\" Target=\"media/%E1%BA%A3nh%201.bin\"/></Relationships>";
    let parts = [
        ("word/document.xml", &*main),
        ("word/_rels/document.xml.rels", relations),
        ("word/media/ảnh 1.bin", "x"),
    ];
    assert!(WordTemplate::open(&file(&parts, MAIN)).is_ok());
}

/// What papers may ask for is written in capitals, split and filled as it is.
#[test]
fn the_fields_of_a_real_paper_are_found_as_word_leaves_them() {
    let sample = crate::papers::fields::FieldNames::built_in()
        .translate(&example("receiver_paper", &std::collections::BTreeMap::new()));
    let body = paragraph(&run("{{Ben_nhan.ten}}"))
        + &table(&[row(&["{{#}}", "{{Cac_ho_so.to_chuc.ten}}", "{{cac_ho_so.Tong_so}}"])]);
    let template = WordTemplate::open(&word(&body)).unwrap();
    assert_eq!(template.check(&sample), []);
    assert!(template.fill(&sample).is_ok());
}
