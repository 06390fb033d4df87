//! The table of domain.md 6, line by line, in the bytes of both formats.

use super::tree::{Element, part};
use super::{everything, made};
use crate::papers::testing::rule_sets;
use rstest::rstest;

/// What a style says: size in half points, bold, italic, underlined, where its lines stand.
fn look(style: &Element) -> (String, bool, bool, bool, String) {
    let runs = style.child("w:rPr").unwrap();
    let has = |name: &str| runs.child(name).is_some();
    assert_eq!(runs.set("w:sz"), runs.set("w:szCs"));
    assert_eq!((has("w:b"), has("w:i")), (has("w:bCs"), has("w:iCs")));
    let lines = style.child("w:pPr").unwrap().set("w:jc").unwrap_or("left").to_owned();
    (runs.set("w:sz").unwrap().to_owned(), has("w:b"), has("w:i"), has("w:u"), lines)
}

/// domain.md 6, the table of components, line by line: half points, b(old) i(talic) u(nderlined), lines, and the
/// words as they stand in the file.
#[rstest]
#[case("Party", "30", "b", "center", "ĐẢNG CỘNG SẢN VIỆT NAM")]
#[case("Superior", "28", "", "center", "TỈNH ỦY NINH THUẬN")]
#[case("Issuer", "28", "b", "center", "BAN TỔ CHỨC")]
#[case("Star", "28", "", "center", "*")]
#[case("Number", "28", "", "center", "Số      -TTr/BTCTU")]
#[case("PlaceDate", "28", "i", "center", "Ninh Thuận, ngày    tháng    năm 2023")]
#[case("Kind", "30", "b", "center", "TỜ TRÌNH")]
#[case("Subject", "28", "b", "center", "về việc chuyển giao tổ chức đảng trong các đơn vị kinh tế tư nhân")]
#[case("SubjectRule", "28", "", "center", "-----")]
#[case("LetterSubject", "24", "i", "center", "V/v chuyển giao")]
#[case("Body", "28", "", "both", "ngày 14/9/2023")]
#[case("Heading1", "28", "b", "both", "I- Sự cần thiết")]
#[case("Heading2", "28", "b", "both", "1- Thực trạng")]
#[case("Heading3", "28", "b", "both", "1.1- Tổ chức")]
#[case("Heading4", "28", "b", "both", "a) Đảng viên")]
#[case("Authority", "28", "b", "center", "K/T TRƯỞNG BAN")]
#[case("Office", "28", "", "center", "PHÓ TRƯỞNG BAN")]
#[case("Signer", "28", "b", "center", "Nguyễn Văn Thúy")]
#[case("Recipients", "28", "u", "left", "Nơi nhận:")]
#[case("Recipient", "24", "", "left", "- Lưu Ban Tổ chức Tỉnh ủy.")]
#[case("Draft", "28", "", "center", "Dự thảo lần 2")]
#[case("Typist", "24", "", "left", "NTB-05")]
fn each_line_of_the_table_of_components_stands_in_the_file(
    #[case] name: &str,
    #[case] size: &str,
    #[case] marks: &str,
    #[case] lines: &str,
    #[case] words: &str,
) {
    let (older, newer) = rule_sets();
    for rules in [older, newer] {
        let bytes = made(&rules, &everything());
        let styles = part(&bytes, "word/styles.xml");
        let style = *styles.every("w:style").iter().find(|style| style.value("w:styleId") == name).unwrap();
        let (found_size, bold, italic, underline, found_lines) = look(style);
        let marked: String = [(bold, 'b'), (italic, 'i'), (underline, 'u')]
            .iter()
            .filter(|(has, _)| *has)
            .map(|(_, mark)| mark)
            .collect();
        // What no source settles for a draft and a stamp is the office's to choose.
        let settled = !matches!(name, "Draft" | "Star" | "Typist");
        if settled {
            assert_eq!(
                (found_size.as_str(), marked.as_str(), found_lines.as_str()),
                (size, marks, lines),
                "{}",
                rules.code
            );
        }
        let document = part(&bytes, "word/document.xml");
        let of_style = |paragraph: &&&Element| {
            paragraph.child("w:pPr").and_then(|properties| properties.set("w:pStyle")) == Some(name)
        };
        let paragraphs = document.every("w:p");
        let said: Vec<String> =
            paragraphs.iter().filter(of_style).map(|paragraph| paragraph.words()).collect();
        assert!(said.iter().any(|said| said.contains(words)), "{}: {name} says {said:?}", rules.code);
    }
}

/// The rule below the Party's name, the number of the page from the second on, and the spaces of each format.
#[test]
fn rules_page_numbers_and_spaces_stand_in_the_file() {
    let (older, newer) = rule_sets();
    for rules in [older, newer] {
        let bytes = made(&rules, &everything());
        let document = part(&bytes, "word/document.xml");
        let ruled = document.every("w:pBdr");
        assert!(ruled.iter().all(|rule| rule.children[0].name == "w:bottom") && !ruled.is_empty());
        let sections = document.every("w:sectPr");
        let margins: Vec<[&str; 4]> = sections
            .iter()
            .map(|section| section.child("w:pgMar").unwrap())
            .map(|margins| ["w:top", "w:bottom", "w:left", "w:right"].map(|side| margins.value(side)))
            .collect();
        // 20, 20, 30 and 15 mm, whichever way the page lies.
        assert!(margins.iter().all(|found| *found == ["1134", "1134", "1701", "850"]), "{margins:?}");
        let first: Vec<bool> = sections.iter().map(|section| section.child("w:titlePg").is_some()).collect();
        assert_eq!(first, [true, false, false], "only the first page bears no number");
        let header = part(&bytes, "word/header1.xml");
        assert_eq!(header.every("w:fldSimple")[0].value("w:instr").trim(), "PAGE");
        let styles = part(&bytes, "word/styles.xml");
        let style = |name: &str| {
            *styles.every("w:style").iter().find(|style| style.value("w:styleId") == name).unwrap()
        };
        assert_eq!(style("PageNumber").child("w:pPr").unwrap().set("w:jc"), Some("center"));
        let body = style("Body").child("w:pPr").unwrap();
        let spacing = body.child("w:spacing").unwrap();
        assert_eq!(
            (spacing.value("w:lineRule"), body.child("w:ind").unwrap().value("w:firstLine")),
            ("exact", "567")
        );
        let line: u32 = spacing.value("w:line").parse().unwrap();
        assert!((360..=380).contains(&line), "18 to 19 points: {line}");
        if rules.code == "05-HD/VPTW" {
            assert_eq!((spacing.value("w:before"), spacing.value("w:after")), ("120", "120"));
        }
        let font = styles.every("w:rFonts");
        assert!(
            font[0]
                .attributes
                .iter()
                .all(|(name, value)| value == "Times New Roman" && !name.contains("Theme"))
        );
    }
}
