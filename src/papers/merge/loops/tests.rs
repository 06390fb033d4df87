//! What repeats in a Word template, from an officer's table to a filled one.

use super::super::WordTemplate;
use super::super::tests::{filled, paragraph, row, run, table, texts, values, word};
use crate::papers::values::Value;
use rstest::rstest;

fn said(body: &str, values: &Value) -> String {
    texts(&filled(body, values)).join("\n")
}

fn list_of_lists() -> Value {
    let item = |name: &str, inside: &[&str]| {
        let cells = inside.iter().map(|name| Value::fields([("ten", Value::from(*name))]));
        Value::fields([("ten", Value::from(name)), ("to_chuc", Value::List(cells.collect()))])
    };
    Value::fields([
        ("ngay", Value::from("hôm nay")),
        (
            "ben_nhan",
            Value::List(vec![item("Huyện A", &["a1", "a2"]), item("Huyện B", &[]), item("Huyện C", &["c1"])]),
        ),
        ("rong", Value::List(Vec::new())),
    ])
}

#[rstest]
#[case::one_paragraph(paragraph(&run("{{#ben_nhan}}{{#}}. {{ten}} {{ngay}}{{/ben_nhan}}")), "1. Huyện A hôm nay\n2. Huyện B hôm nay\n3. Huyện C hôm nay")]
#[case::paragraphs(
    paragraph(&run("a")) + &paragraph(&run("{{#ben_nhan}}")) + &paragraph(&run("{{ten}}")) + &paragraph(&run("-")) + &paragraph(&run(" {{/ben_nhan}}")) + &paragraph(&run("b")),
    "a\nHuyện A\n-\nHuyện B\n-\nHuyện C\n-\nb"
)]
#[case::with_words(paragraph(&run("{{#ben_nhan}}Gửi {{ten}}")) + &paragraph(&run("Nhận{{/ben_nhan}}")), "Gửi Huyện A\nNhận\nGửi Huyện B\nNhận\nGửi Huyện C\nNhận")]
#[case::nested(
    paragraph(&run("{{#ben_nhan}}")) + &paragraph(&run("{{ben_nhan.ten}}")) + &paragraph(&run("{{#to_chuc}}+ {{ten}}{{/to_chuc}}")) + &paragraph(&run("{{/ben_nhan}}")),
    "Huyện A\n+ a1\n+ a2\nHuyện B\nHuyện C\n+ c1"
)]
#[case::table_in_a_loop(
    paragraph(&run("{{#ben_nhan}}")) + &table(&[row(&["{{ten}}"]), row(&["{{#}} {{to_chuc.ten}}"])]) + &paragraph(&run("{{/ben_nhan}}")),
    "Huyện A\n1 a1\n2 a2\n\nHuyện B\n \n\nHuyện C\n1 c1\n"
)]
#[case::several_rows(
    table(&[row(&["{{#ben_nhan}}{{ten}}"]), row(&["hết {{/ben_nhan}}"]), row(&["Cộng"])]),
    "Huyện A\nhết \nHuyện B\nhết \nHuyện C\nhết \nCộng"
)]
#[case::rows_of_marks(
    table(&[row(&["{{#ben_nhan}}", ""]), row(&["{{ten}}", "{{to_chuc | noi(', ', 'ten')}}"]), row(&["{{/ben_nhan}}", " "])]),
    "Huyện A\na1, a2\nHuyện B\n\nHuyện C\nc1"
)]
#[case::nested_rows(
    table(&[row(&["{{#ben_nhan}}"]), row(&["{{ten}}"]), row(&["- {{to_chuc.ten}}"]), row(&["{{/ben_nhan}}"])]),
    "Huyện A\n- a1\n- a2\nHuyện B\n- \nHuyện C\n- c1"
)]
#[case::several_loops(
    table(&[row(&["TT {{ngay}}"]), row(&["{{ben_nhan.ten}}"]), row(&["Cộng"]), row(&["{{#rong}}x {{ten}}{{/rong}}"]), row(&["{{Ben_nhan.ten}} {{ben_nhan.Ten}}"])]),
    "TT hôm nay\nHuyện A\nHuyện B\nHuyện C\nCộng\nx \nHuyện A Huyện A\nHuyện B Huyện B\nHuyện C Huyện C"
)]
#[case::empty(paragraph(&run("{{#rong}}")) + &paragraph(&run("{{ten}}")) + &paragraph(&run("{{/rong}}")) + &paragraph(&run("b")), "b")]
#[case::empty_in_a_cell(
    format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph(&run("{{ngay}}")), paragraph(&run("{{#rong}}")) + &paragraph(&run("{{/rong}}"))),
    "hôm nay\n"
)]
#[case::in_a_cell(
    table(&[row(&["Nơi nhận: {{ngay}}", "{{#ben_nhan}}- {{ten}}{{/ben_nhan}}", "ký"])]),
    "Nơi nhận: hôm nay\n- Huyện A\n- Huyện B\n- Huyện C\nký"
)]
fn what_repeats_stands_once_for_each_item(#[case] body: String, #[case] expected: &str) {
    let mut sample = list_of_lists();
    if let Value::Fields(fields) = &mut sample {
        fields.insert("rong".into(), Value::List(vec![Value::fields([("ten", Value::from("x"))])]));
    }
    assert_eq!(WordTemplate::open(&word(&body)).unwrap().check(&sample), [], "{body}");
    assert_eq!(said(&body, &list_of_lists()), expected);
}

#[rstest]
#[case(paragraph(&run("Gồm {{#dang_vien}}{{ten}}{{/dang_vien}}.")), "loop_in_line")]
#[case(paragraph(&run("{{#dang_vien}}")) + &table(&[row(&["{{/dang_vien}}"])]), "section_place")]
#[case(paragraph(&run("{{#dang_vien}}x")), "section_open")]
#[case(paragraph(&run("x{{/dang_vien}}")), "section_end")]
#[case(paragraph(&run("{{#dang_vie}}{{/dang_vie}}")), "unknown_field")]
#[case(paragraph(&run("{{#tong}}{{/tong}}")), "not_a_list")]
#[case(table(&[row(&["{{dang_vien.ten}} {{khac.ten}}"])]), "two_lists")]
#[case(table(&[row(&["{{#dang_vien}}{{ten}} {{khac.ten}}{{/dang_vien}}"])]), "two_lists")]
fn what_cannot_repeat_is_named(#[case] body: String, #[case] key: &str) {
    let mut sample = values(1);
    if let Value::Fields(fields) = &mut sample {
        fields.insert("khac".into(), fields["dang_vien"].clone());
    }
    let found = WordTemplate::open(&word(&body)).unwrap().check(&sample);
    assert_eq!(found.iter().map(|fault| &fault.cause.key[13..]).collect::<Vec<_>>(), [key]);
}

#[test]
fn what_stands_once_in_a_file_is_in_no_copy() {
    let cell = "<w:tr><w:tc><w:p w14:paraId=\"1\"><w:commentRangeStart w:id=\"0\"/><w:r><w:t>{{dang_vien.ten}}</w:t></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:drawing><wp:docPr id=\"4\" name=\"Hình\"/></w:drawing></w:r><w:sdt><w:sdtPr><w:id w:val=\"9\"/></w:sdtPr></w:sdt></w:p></w:tc></w:tr>";
    let xml = filled(&table(&[cell.to_owned()]), &values(3));
    for once in ["paraId", "commentRangeStart", "<w:id w:val", "docPr id=\"4\""] {
        assert_eq!(xml.matches(once).count(), 1, "{once}");
    }
    assert_eq!(xml.matches("<wp:docPr id=").count(), 3);
}

/// Rows whose cells go on one another, and a thousand members in them.
#[test]
fn joined_cells_and_a_thousand_rows() {
    let merged = |mark: &str, text: &str| {
        format!("<w:tc><w:tcPr><w:vMerge{mark}/></w:tcPr>{}</w:tc>", paragraph(&run(text)))
    };
    let rows = [
        format!("<w:tr><w:trPr><w:tblHeader/></w:trPr>{}</w:tr>", merged("", "Ngày {{ngay}}")),
        format!(
            "<w:tr>{}{}</w:tr>",
            merged(" w:val=\"restart\"", "{{#dang_vien}}{{#}}"),
            merged("", "{{ten}}")
        ),
        format!("<w:tr>{}{}</w:tr>", merged("", ""), merged("", "{{nam}}{{/dang_vien}}")),
    ];
    let begun = std::time::Instant::now();
    let xml = filled(&table(&rows), &values(1000));
    assert_eq!((xml.matches("<w:tr>").count(), xml.matches("restart").count()), (2001, 1000));
    assert_eq!(texts(&xml).len(), 1 + 4 * 1000);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn many_tags_and_rows_take_no_square_of_their_number() {
    let rows: Vec<String> =
        (0..4000).map(|_| row(&["{{#dang_vien}}{{ten}}{{/dang_vien}}", "{{dang_vien.nam}}"])).collect();
    let begun = std::time::Instant::now();
    assert_eq!(WordTemplate::open(&word(&table(&rows))).unwrap().check(&values(1)), []);
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
