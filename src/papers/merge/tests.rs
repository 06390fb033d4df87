//! Word templates from an officer's file to a filled one, and hostile files.

use super::*;
use crate::text::locale::{Language, Locale};
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A Word file around a body.
pub(super) fn word(body: &str) -> Vec<u8> {
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:w14=\"x\"";
    with_document(&format!(
        "<?xml version=\"1.0\"?>\r\n<w:document {space}><w:body>{body}</w:body></w:document>"
    ))
}

pub(super) fn with_document(document: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"t\"><Default Extension=\"xml\" ContentType=\"a\"/><Default Extension=\"rels\" \
                 ContentType=\"b\"/><Default Extension=\"bin\" ContentType=\"c\"/></Types>";
    package::write(&[
        ("[Content_Types].xml", types.to_owned()),
        ("_rels/.rels", format!("<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"a\" Type=\"b\" Target=\"word/document.xml\"/></Relationships>")),
        ("word/document.xml", document.to_owned()),
        ("word/media.bin", String::from("anything {{at}} all")),
    ])
    .unwrap()
}

pub(super) fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

pub(super) fn paragraph(inside: &str) -> String {
    format!("<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr>{inside}</w:p>")
}

pub(super) fn row(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<w:tc>{}</w:tc>", paragraph(&run(cell)))).collect();
    format!("<w:tr w14:paraId=\"0A\">{cells}</w:tr>")
}

pub(super) fn table(rows: &[String]) -> String {
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.concat())
}

pub(super) fn values(members: usize) -> Value {
    let member = |number: usize| {
        Value::fields([
            ("ten", Value::from(format!("Đảng viên {number} <&> {{{{so}}}}"))),
            ("nam", Value::from(1980 + i64::try_from(number).unwrap())),
        ])
    };
    Value::fields([
        ("co_quan", Value::from("Ban Tổ chức")),
        ("ngay", Value::from(date(2024, 2, 5))),
        ("tong", Value::from(7402)),
        ("trong", Value::Missing),
        ("dia_chi", Value::from("Dòng một\nDòng hai")),
        ("to_chuc", Value::fields([("ten", Value::from("Chi bộ A"))])),
        ("dang_vien", Value::List((1..=members).map(member).collect())),
    ])
}

pub(super) fn document(bytes: &[u8]) -> String {
    let parts = package::read(bytes).unwrap();
    let part = parts.into_iter().find(|part| part.name == "word/document.xml").unwrap();
    String::from_utf8(part.bytes).unwrap()
}

pub(super) fn filled(body: &str, values: &Value) -> String {
    let template = WordTemplate::open(&word(body)).unwrap();
    document(&template.fill(values).unwrap().bytes)
}

pub(super) fn texts(xml: &str) -> Vec<String> {
    docx::paragraphs("x", xml).unwrap()
}

#[rstest]
#[case("{{co_quan}}", "Ban Tổ chức")]
#[case("Số {{ tong }}, {{\u{a0}to_chuc.ten }}.", "Số 7.402, Chi bộ A.")]
#[case("{{ngay}} – {{trong}}", "05/02/2024 – …………")]
#[case("{{ngay | ngay_chu}}", "ngày 05 tháng 02 năm 2024")]
#[case("{{co_quan | hoa}}", "BAN TỔ CHỨC")]
#[case("{{dia_chi}}", "Dòng một\nDòng hai")]
#[case("không có thẻ { nào } cả", "không có thẻ { nào } cả")]
fn a_field_is_written(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(texts(&filled(&paragraph(&run(text)), &values(1))), [expected]);
}

/// What Word makes of `{{to_chuc.ten}}`: spelling marks, a bookmark, other looks, a tracked change.
#[rstest]
#[case(
    "<w:r><w:rPr><w:b/></w:rPr><w:t>Gửi {{</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>to_chuc</w:t></w:r><w:proofErr w:type=\"spellEnd\"/><w:r><w:t>.ten}} nhé</w:t></w:r>"
)]
#[case(
    "<w:r><w:rPr><w:b/></w:rPr><w:t>Gửi {</w:t></w:r><w:bookmarkStart w:id=\"1\" w:name=\"a\"/><w:r><w:t>{to_chuc.ten}</w:t></w:r><w:bookmarkEnd w:id=\"1\"/><w:r><w:rPr><w:i/></w:rPr><w:t>} nhé</w:t></w:r>"
)]
#[case(
    "<w:r><w:rPr><w:b/></w:rPr><w:t>Gửi {{to_</w:t></w:r><w:del w:id=\"2\"><w:r><w:delText>xã</w:delText></w:r></w:del><w:ins w:id=\"3\"><w:r><w:t>chuc</w:t></w:r></w:ins><w:moveFrom w:id=\"4\"><w:r><w:t>zzz</w:t></w:r></w:moveFrom><w:r><w:t xml:space=\"preserve\">.ten }} nhé</w:t></w:r>"
)]
fn a_tag_split_over_runs_is_healed_and_keeps_the_first_look(#[case] inside: &str) {
    let body = format!("{}<w:sectPr/>", paragraph(inside));
    let xml = filled(&body, &values(1));
    let said: String = texts(&xml).concat().replace("zzz", "");
    assert_eq!(said, "Gửi Chi bộ A nhé");
    assert!(xml.contains("<w:b/></w:rPr><w:t xml:space=\"preserve\">Gửi Chi bộ A</w:t>"), "{xml}");
    for kept in
        ["proofErr w:type=\"spellEnd\"/>", "bookmarkStart w:id=\"1\"", "<w:delText>xã</w:delText>", "zzz"]
    {
        assert_eq!(xml.contains(kept), inside.contains(kept));
    }
}

#[test]
fn bytes_outside_the_changed_runs_stay() {
    let odd = "<w:p  w14:paraId='7'><!-- x --><w:r><w:t>a &#228; b</w:t></w:r></w:p>";
    let before = format!("{odd}{}{odd}", paragraph(&run("{{co_quan}}")));
    let bytes = word(&before);
    let template = WordTemplate::open(&bytes).unwrap();
    let out = template.fill(&values(1)).unwrap().bytes;
    let expected =
        document(&bytes).replace("<w:t>{{co_quan}}</w:t>", "<w:t xml:space=\"preserve\">Ban Tổ chức</w:t>");
    assert_eq!(document(&out), expected);
    let others = |bytes: &[u8]| {
        let parts = package::read(bytes).unwrap();
        parts.into_iter().filter(|part| part.name != "word/document.xml").collect::<Vec<_>>()
    };
    assert_eq!(others(&out), others(&bytes));
    assert_eq!(out, template.fill(&values(1)).unwrap().bytes, "same data, same bytes");
    assert_eq!(
        WordTemplate::open(&word(odd)).unwrap().fill(&values(1)).unwrap().bytes,
        word(odd),
        "nothing to fill"
    );
}

#[rstest]
#[case(row(&["{{#}}", "{{dang_vien.ten}}", "{{dang_vien.nam}} {{co_quan}}"]))]
#[case(row(&["{{#dang_vien}}{{#}}", "{{ten}}", "{{nam}} {{co_quan}}{{/dang_vien}}"]))]
fn a_row_stands_once_for_each_item(#[case] repeated: String) {
    let body = table(&[row(&["TT", "Tên", "Năm"]), repeated, row(&["Cộng", "{{tong}}", ""])]);
    let xml = filled(&body, &values(3));
    let said = texts(&xml);
    assert_eq!(said.len(), 15);
    assert_eq!(said[3..6], ["1", "Đảng viên 1 <&> {{so}}", "1.981 Ban Tổ chức"]);
    assert_eq!(said[9..13], ["3", "Đảng viên 3 <&> {{so}}", "1.983 Ban Tổ chức", "Cộng"]);
    // The row's identity stands once.
    assert_eq!(xml.matches("paraId").count(), 3);
    let empty = texts(&filled(&body, &values(0)));
    assert_eq!((empty.len(), &*empty[3], &*empty[4], &*empty[9 - 3]), (9, "", "", "Cộng"));
}

#[test]
fn a_thousand_members_and_a_long_name() {
    let body = table(&[row(&["{{#}}", "{{dang_vien.ten}}"])]);
    let mut values = values(1000);
    if let Value::Fields(fields) = &mut values
        && let Some(Value::List(items)) = fields.get_mut("dang_vien")
    {
        items[499] = Value::fields([("ten", Value::from("Ạ".repeat(200) + "\u{1}\u{b}\u{1b}<&>"))]);
    }
    let said = texts(&filled(&body, &values));
    assert_eq!(said.len(), 2000);
    assert_eq!((said[998].as_str(), said[999].as_str()), ("500", &*("Ạ".repeat(200) + "<&>")));
}

#[rstest]
#[case(paragraph(&run("{{co_qan}}")), 1, "papers.merge.unknown_field", "co_quan")]
#[case(paragraph(&run("a")) + &paragraph(&run("{{to_chuc.tenn}}")), 2, "papers.merge.unknown_field", "to_chuc.ten")]
#[case(paragraph(&run("{{zzzzzzzzzzzz}}")), 1, "papers.merge.unknown_field_at_all", "zzz")]
#[case(paragraph(&run("{{co_quan")), 1, "papers.merge.tag_open", "")]
#[case(paragraph(&run("{{co_quan}")) + &paragraph(&run("}")), 1, "papers.merge.tag_open", "")]
#[case(paragraph(&run("co_quan}}")), 1, "papers.merge.tag_closed", "")]
#[case(paragraph(&run("{{to_chuc}}")), 1, "papers.merge.not_one_value", "to_chuc")]
#[case(paragraph(&run("{{dang_vien.ten}}")), 1, "papers.merge.list_outside_row", "dang_vien.ten")]
#[case(paragraph(&run("{{#}}")), 1, "papers.merge.outside_row", "")]
#[case(paragraph(&run("{{co_quan | hoaa}}")), 1, "template.unknown_filter_near", "hoa")]
#[case(table(&[row(&["{{#tong}}{{/tong}}"])]), 1, "papers.merge.not_a_list", "tong")]
#[case(table(&[row(&["{{dang_vien.tem}}"])]), 1, "papers.merge.unknown_field", "ten")]
#[case(table(&[row(&["{{#dang_vien}}{{ten}}"])]), 1, "papers.merge.section_open", "dang_vien")]
#[case(table(&[row(&["{{dang_vien.ten}}{{/dang_vien}}"])]), 1, "papers.merge.section_end", "dang_vien")]
fn a_bad_tag_is_named_with_its_paragraph(
    #[case] body: String,
    #[case] paragraph: usize,
    #[case] key: &str,
    #[case] near: &str,
) {
    let template = WordTemplate::open(&word(&body)).unwrap();
    let faults = template.check(&values(1));
    let found: Vec<_> = faults.iter().map(|fault| (fault.paragraph, fault.cause.key.to_string())).collect();
    assert_eq!(found, [(paragraph, key.to_owned())]);
    for language in [Language::Vietnamese, Language::English] {
        let said = Locale::new(language).say(&faults[0].message());
        assert!(said.contains(near), "{said}");
    }
}

#[test]
fn the_fields_of_a_template_are_listed_and_a_good_one_has_no_fault() {
    let body =
        paragraph(&run("{{co_quan}} {{ngay|ngay_chu}}")) + &table(&[row(&["{{#}}", "{{dang_vien.ten}}"])]);
    let template = WordTemplate::open(&word(&body)).unwrap();
    assert_eq!(template.check(&values(1)), []);
    assert_eq!(template.fields(), ["co_quan", "ngay", "dang_vien.ten"]);
}

#[test]
fn hostile_files_are_refused_each_by_its_fault() {
    let open = |bytes: &[u8]| WordTemplate::open(bytes).unwrap_err();
    let sound = word(&paragraph(&run("a")));
    assert!(matches!(open(b""), PaperError::NotAnArchive(_)));
    assert!(matches!(open(&sound[..sound.len() / 2]), PaperError::NotAnArchive(_)));
    let other =
        package::write(&[("[Content_Types].xml", "<Types/>".into()), ("xl/workbook.xml", "<a/>".into())]);
    assert_eq!(open(&other.unwrap()), PaperError::NotADocument);
    let bare = package::write(&[("word/a.xml", "<a/>".into())]).unwrap();
    assert_eq!(open(&bare), PaperError::MissingPart("word/document.xml".into()));
    let laughs = "<!DOCTYPE a [<!ENTITY b \"ha\">]><w:document><w:body/></w:document>";
    assert!(
        matches!(open(&with_document(laughs)), PaperError::BadPart { detail, .. } if detail == "DOCTYPE")
    );
    let entity = "<w:document>&b;</w:document>";
    assert!(matches!(open(&with_document(entity)), PaperError::BadPart { .. }));
    let deep = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    assert!(
        matches!(open(&with_document(&deep)), PaperError::BadPart { detail, .. } if detail == "too deep")
    );
    assert!(matches!(open(&with_document("<a><b></a>")), PaperError::BadPart { .. }));
    assert!(matches!(open(&with_document("<a/><b/>")), PaperError::BadPart { .. }));
    assert_eq!(open(&with_document(&format!("<a>{}</a>", " ".repeat(70 << 20)))), PaperError::Bomb);
    let lost = format!(
        "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"a\" Type=\"b\" Target=\"../x.xml\"/></Relationships>"
    );
    let lost = package::write(&[
        (
            "[Content_Types].xml",
            "<Types><Default Extension=\"xml\"/><Default Extension=\"rels\"/></Types>".into(),
        ),
        ("word/document.xml", "<w:document/>".into()),
        ("word/_rels/document.xml.rels", lost),
    ]);
    assert!(
        matches!(open(&lost.unwrap()), PaperError::BrokenRelation { target, .. } if target == "../x.xml")
    );
    let untyped =
        package::write(&[("[Content_Types].xml", "<Types/>".into()), ("word/document.xml", "<a/>".into())]);
    assert_eq!(open(&untyped.unwrap()), PaperError::Untyped("word/document.xml".into()));
}

/// A file as LibreOffice writes it from an officer's: tags split by looks, a bookmark and a tracked change, in a
/// header, a footer, a footnote, a text box (drawn twice) and a repeated row with a second paragraph.
const REAL: &[u8] = include_bytes!("../../../tests/data/word/mau-bien-ban.docx");

fn minutes(members: usize) -> Value {
    let member = |number: usize| {
        Value::fields([
            ("ten", Value::from(format!("Đảng viên {number} <&>")).from_source(member_source(number))),
            ("so_the", Value::from(format!("0{number}"))),
            ("ngay_vao_dang", Value::Missing),
        ])
    };
    let case = Value::fields([
        ("ma", Value::from("HS-0001")),
        ("to_chuc", Value::fields([("ten", Value::from("Chi bộ A"))])),
        ("ben_nhan", Value::fields([("ten", Value::from("Huyện ủy B"))])),
        ("tinh_den_ngay", Value::from(date(2024, 2, 5))),
        ("tong_so", Value::from(i64::try_from(members).unwrap())),
        ("dang_vien", Value::List((1..=members).map(member).collect())),
    ]);
    Value::fields([("ho_so", case), ("co_quan", Value::fields([("cap_tren", Value::from("TỈNH ỦY"))]))])
}

fn member_source(number: usize) -> crate::papers::values::Source {
    crate::papers::values::Source::field("member", format!("m{number}"), "name")
}

#[test]
fn a_real_file_is_filled_everywhere_and_nothing_else_of_it_changes() {
    let template = WordTemplate::open(REAL).unwrap();
    assert_eq!(template.check(&minutes(1)), []);
    let filled = template.fill(&minutes(3)).unwrap();
    let parts = |bytes: &[u8]| package::read(bytes).unwrap();
    let changed: Vec<String> = parts(REAL)
        .into_iter()
        .zip(parts(&filled.bytes))
        .filter(|(before, after)| before != after)
        .map(|(before, _)| before.name)
        .collect();
    let text = ["word/document.xml", "word/footer1.xml", "word/footnotes.xml", "word/header1.xml"]
        .map(str::to_owned);
    assert_eq!(changed.iter().cloned().collect::<std::collections::BTreeSet<_>>(), text.into());
    let xml = document(&filled.bytes);
    for kept in ["<w:delText>{{cu_ky}}</w:delText>", "w:author=\"An\"", "<w:tblHeader w:val=\"true\"/>"] {
        assert!(xml.contains(kept), "{kept}");
    }
    assert_eq!(xml.matches("w:name=\"moc\"").count(), 1, "a bookmark stands once");
    let said = filled.sections.iter().flat_map(|section| &section.blocks);
    let runs: Vec<_> = said
        .flat_map(|block| match block {
            crate::papers::document::Block::Paragraph(paragraph) => paragraph.runs.clone(),
            crate::papers::document::Block::Table(table) => {
                table.rows.iter().flatten().flat_map(|cell| cell.paragraphs.concat()).collect()
            }
            _ => Vec::new(),
        })
        .collect();
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    for wanted in
        ["TỈNH ỦY", "HS-0001", "Bàn giao Chi bộ A, gồm 3 đảng viên", "Khung: Huyện ủy B", "05/02/2024"]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert_eq!(text.matches("Khung:").count(), 1);
    let traced: Vec<_> = runs.iter().filter_map(|run| run.source.clone()).collect();
    assert_eq!(traced, [member_source(1), member_source(2), member_source(3)]);
}

/// LibreOffice reads what was filled; where it is absent that is said.
#[test]
fn libreoffice_opens_a_filled_template() {
    let on_path = |program: &str| {
        let folders = std::env::var_os("PATH")?;
        std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.exists())
    };
    let Some(office) = ["soffice", "libreoffice"].into_iter().find_map(on_path) else {
        eprintln!("SKIPPED: LibreOffice is not installed, the filled template was not opened");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ra.docx");
    std::fs::write(&file, WordTemplate::open(REAL).unwrap().fill(&minutes(40)).unwrap().bytes).unwrap();
    let read = std::process::Command::new(office)
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()).replace(' ', "%20"))
        .env("LC_ALL", "C.UTF-8")
        .args(["--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"])
        .arg(folder.path())
        .arg(&file)
        .output()
        .unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let text = std::fs::read_to_string(folder.path().join("ra.txt")).unwrap();
    assert!(text.contains("Bàn giao Chi bộ A, gồm 40") && text.contains("Đảng viên 40 <&>"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// However Word splits a tag, and whatever the value is, the file stays sound and says the value.
    #[test]
    fn any_split_and_any_value(value in any::<String>(), cuts in prop::collection::vec(0_usize..16, 0..5)) {
        let text: Vec<char> = "ab{{co_quan}}cd!".chars().collect();
        let mut cuts = cuts;
        cuts.extend([0, text.len()]);
        cuts.sort_unstable();
        let runs: String = cuts.windows(2).map(|pair| run(&text[pair[0]..pair[1]].iter().collect::<String>())).collect();
        let mut values = values(1);
        if let Value::Fields(fields) = &mut values {
            fields.insert("co_quan".into(), Value::from(value.clone()));
        }
        let said = texts(&filled(&paragraph(&runs), &values)).concat();
        prop_assert!(said.starts_with("ab") && said.ends_with("cd!"));
        if value.is_empty() {
            prop_assert_eq!(said, "ab…………cd!");
        } else if value.chars().all(|c| c.is_ascii_graphic()) {
            prop_assert_eq!(said, format!("ab{value}cd!"));
        }
    }
}
