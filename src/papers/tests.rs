//! The engine from outside: rule sets, files, previews.

use super::component::Component;
use super::document::*;
use super::error::PaperError;
use super::house::House;
use super::testing::*;
use super::{docx, layout, package, preview};
use crate::text::tone::Placement;
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;
use std::path::PathBuf;
use std::process::Command;

fn part(bytes: &[u8], name: &str) -> String {
    let parts = package::read(bytes).unwrap();
    let part = parts.into_iter().find(|part| part.name == name).unwrap_or_else(|| panic!("{name}"));
    String::from_utf8(part.bytes).unwrap()
}

fn document_xml(document: &Document) -> String {
    part(&docx::write(&lay(document)).unwrap(), "word/document.xml")
}

#[test]
fn a_paper_with_every_part_is_written_and_read_back() {
    let bytes = docx::write(&lay(&proposal())).unwrap();
    assert_eq!(bytes, docx::write(&lay(&proposal())).unwrap(), "same data, same bytes");
}

#[test]
fn the_preview_stands_as_the_paper_does() {
    insta::assert_snapshot!(preview::plain(&lay(&proposal()), 80));
}

/// The style of a part, as the file has it.
fn style(bytes: &[u8], component: Component) -> String {
    let styles = part(bytes, "word/styles.xml");
    let start = styles.find(&format!("w:styleId=\"{}\"", component.style())).unwrap();
    let end = styles[start..].find("</w:style>").unwrap();
    styles[start..start + end].to_owned()
}

/// Every part's size, weight, place and spaces stand in its style, in both formats.
#[test]
fn every_part_has_the_style_its_format_gives() {
    let (older, newer) = rule_sets();
    for rules in [older, newer] {
        let bytes = docx::write(&layout::lay(&proposal(), &rules, &House::built_in())).unwrap();
        for component in Component::ALL {
            let look = rules.look(component);
            let style = style(&bytes, component);
            let has = |text: &str| style.contains(text);
            assert!(has(&format!("<w:sz w:val=\"{}\"/>", look.size * 2)), "{style}");
            assert_eq!(has("<w:b/>"), look.bold, "{style}");
            assert_eq!(has("<w:i/>"), look.italic, "{style}");
            assert_eq!(has("<w:u w:val=\"single\"/>"), look.underline, "{style}");
            let spaces = format!("w:before=\"{}\" w:after=\"{}\"", look.before * 20, look.after * 20);
            let line = format!("w:line=\"{}\" w:lineRule=\"exact\"", look.line * 20);
            assert!(has(&spaces) && has(&line), "{style}");
            assert_eq!(has("w:firstLine=\"567\""), look.first_line == 10, "{style}");
        }
        let styles = part(&bytes, "word/styles.xml");
        assert!(styles.contains("w:ascii=\"Times New Roman\""));
    }
}

/// A4; 20, 20, 30 and 15 mm; the number from page 2, at the top in the middle.
#[test]
fn the_page_is_right_to_the_millimetre() {
    let bytes = docx::write(&lay(&proposal())).unwrap();
    let xml = part(&bytes, "word/document.xml");
    assert!(xml.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    assert!(xml.contains("<w:pgMar w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\""));
    assert!(xml.contains("<w:titlePg/>"));
    let header = part(&bytes, "word/header1.xml");
    assert!(header.contains("w:instr=\" PAGE \"") && header.contains("w:val=\"PageNumber\""));
    // The rule is as long as its words: 206,7 points and a little room.
    assert!(xml.contains("<w:pBdr><w:bottom") && !xml.contains("<w:p/>"));
    assert!(
        xml.contains("<w:tblHeader/>")
            && xml.contains("<w:cantSplit/>")
            && xml.contains("w:vMerge w:val=\"restart\"")
    );
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 2);
}

#[test]
fn wide_pages_are_a_section_of_their_own() {
    let mut document = proposal();
    document.sections.push(Section {
        landscape: true,
        blocks: vec![Block::Table(table(3))],
        ..Section::default()
    });
    document.sections.push(Section {
        landscape: false,
        blocks: vec![
            Block::from(Paragraph::text(Component::Body, "cuối")),
            Block::PageBreak,
            Block::Table(table(1)),
        ],
        ..Section::default()
    });
    let xml = document_xml(&document);
    assert_eq!(xml.matches("<w:sectPr>").count(), 3);
    assert_eq!(xml.matches("<w:titlePg/>").count(), 1, "only the first page bears no number");
    assert!(xml.contains("<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"));
    assert!(xml.contains("<w:pageBreakBefore/>"));
}

#[rstest]
#[case(None, "", "Số      -TTr/BTCTU")]
#[case(Some(3), "", "Số 03-TTr/BTCTU")]
#[case(Some(127), "", "Số 127-TTr/BTCTU")]
#[case(Some(1533), "a", "Số 1533a-TTr/BTCTU")]
fn the_number_line(#[case] number: Option<u32>, #[case] suffix: &str, #[case] expected: &str) {
    let line = NumberLine { number, suffix: suffix.to_owned(), symbol: String::from("TTr/BTCTU") };
    let laid = lay(&document(vec![Block::Head(Head { number: Some(line), ..head() })]));
    assert!(laid.paragraphs().any(|paragraph| paragraph.text() == expected));
}

#[rstest]
#[case(PlaceDate::on("Ninh Thuận", date(2024, 2, 5)), "Ninh Thuận, ngày 05 tháng 02 năm 2024")]
#[case(PlaceDate::on("Ninh Thuận", date(2023, 11, 20)), "Ninh Thuận, ngày 20 tháng 11 năm 2023")]
#[case(PlaceDate::on("Ninh Thuận", date(2023, 3, 9)), "Ninh Thuận, ngày 09 tháng 3 năm 2023")]
#[case(PlaceDate::on("", date(2023, 1, 31)), "Ninh Thuận, ngày 31 tháng 01 năm 2023")]
#[case(PlaceDate::in_year("Khánh Hòa", 2023), "Khánh Hòa, ngày    tháng    năm 2023")]
fn place_and_day(#[case] day: PlaceDate, #[case] expected: &str) {
    let laid = lay(&document(vec![Block::Head(Head { place_date: day, ..head() })]));
    let texts: Vec<String> = laid.paragraphs().map(|paragraph| paragraph.text()).collect();
    assert!(texts.iter().any(|text| text == expected), "{texts:?}");
}

/// The left column gives up room to a long place with its day where that makes it fit, and only there.
#[rstest]
#[case("Ninh Thuận", 4116)]
#[case("Phan Rang - Tháp Chàm", 3287)]
#[case("Đặc khu kinh tế Phan Rang - Tháp Chàm mở rộng", 4116)]
fn a_long_place_gets_its_day_on_one_line(#[case] place: &str, #[case] left: u32) {
    let place_date = PlaceDate::on(place, date(2023, 12, 20));
    let laid = lay(&document(vec![Block::Head(Head { place_date, ..head() })]));
    let grid = laid.sections[0].blocks[0].grid().unwrap();
    assert_eq!(grid.columns, [left, 9355 - left]);
}

/// Only open oa, oe and uy move; a person's name stays as it is written.
#[rstest]
#[case(None, "Tỉnh ủy Khánh Hòa, hoàn thành, quý", "Tỉnh ủy Khánh Hòa, hoàn thành, quý")]
#[case(Some(Placement::New), "Tỉnh ủy Khánh Hòa, hoàn thành, quý", "Tỉnh uỷ Khánh Hoà, hoàn thành, quý")]
#[case(Some(Placement::Old), "Tỉnh uỷ Khánh Hoà, khoẻ, toán", "Tỉnh ủy Khánh Hòa, khỏe, toán")]
fn tone_marks_follow_the_house(#[case] tone: Option<Placement>, #[case] text: &str, #[case] expected: &str) {
    let mut house = House::built_in();
    house.tone = tone;
    let runs = vec![Run::new(text), Run::new(" Thúy").spelt_as_written()];
    let paper = document(vec![Block::from(Paragraph::new(Component::Body, runs))]);
    let laid = layout::lay(&paper, &rule_sets().0, &house);
    assert_eq!(laid.paragraphs().next().unwrap().text(), format!("{expected} Thúy"));
}

#[test]
fn a_thousand_rows_a_long_name_and_signs_no_file_may_hold() {
    let mut list = table(1000);
    list.rows[1][1] = Cell::text("Ạ".repeat(200));
    list.rows[2][1] = Cell::text("<&>\u{0}\u{1b}[31m\u{b}\u{202e}\u{feff}x\u{ffff}");
    let laid = lay(&document(vec![Block::Table(list)]));
    docx::write(&laid).unwrap();
    assert!(laid.paragraphs().any(|paragraph| paragraph.text() == "<&>[31mx"));
    let empty = lay(&document(vec![Block::Table(table(0)), Block::Signing(Signing::default())]));
    docx::write(&empty).unwrap();
    preview::lines(&empty, 1);
}

#[test]
fn a_file_that_was_changed_is_noticed() {
    let laid = lay(&proposal());
    let mut other = proposal();
    other.sections[0].blocks.pop();
    let bytes = docx::write(&lay(&other)).unwrap();
    assert!(matches!(docx::verify(&bytes, &laid), Err(PaperError::TextDiffers { .. })));
    let mut torn = docx::write(&laid).unwrap();
    let middle = torn.len() / 3;
    torn[middle] ^= 0x55;
    assert!(docx::verify(&torn, &laid).is_err());
    let words = |template| Run { text: "còn {{ ten }} {% if %}".to_owned(), template, ..Run::default() };
    let said = document(vec![Block::from(Paragraph::new(Component::Body, vec![words(false)]))]);
    docx::write(&lay(&said)).unwrap();
    let left = document(vec![Block::from(Paragraph::new(Component::Body, vec![words(true)]))]);
    assert!(matches!(docx::write(&lay(&left)), Err(PaperError::PlaceholderLeft(_))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever is written, the file is sound and every width of the preview shows all its letters.
    #[test]
    fn any_text_makes_a_sound_file(text in ".{0,80}", width in 1_usize..120) {
        let mut list = table(1);
        list.rows[0][1] = Cell::text(text.clone());
        let laid = lay(&document(vec![Block::from(Paragraph::text(Component::Body, text)), Block::Table(list)]));
        docx::write(&laid).unwrap();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        let shown: usize = preview::lines(&laid, width).iter().map(|line| letters(&line.text())).sum();
        let said: usize = laid.paragraphs().map(|paragraph| letters(&paragraph.text())).sum();
        prop_assert_eq!(shown, said);
    }
}

/// LibreOffice draws each page: as many as there must be, in the paper's font or its twin, with every word of it.
/// Where it is absent nothing is looked at, and that is said.
#[test]
fn libreoffice_opens_the_paper() {
    let Some(office) = ["soffice", "libreoffice"].into_iter().find_map(which) else {
        eprintln!("SKIPPED: LibreOffice is not installed, no page was drawn");
        return;
    };
    let folder = std::env::var_os("PAPERS_LOOK").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = folder.join(format!("papers-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (older, newer) = rule_sets();
    let mut long = proposal();
    let signing = long.sections[0].blocks.pop().unwrap();
    long.sections.push(Section {
        landscape: true,
        blocks: vec![Block::Table(table(1000)), signing],
        ..Section::default()
    });
    let papers = [
        ("36", older.clone(), proposal(), 2..=3),
        ("05", newer, proposal(), 2..=3),
        ("long", older.clone(), long, 30..=90),
        ("lists", older.clone(), lists(), 24..=48),
        ("edges", older, edges(), 3..=5),
    ];
    let laid: Vec<_> = papers
        .iter()
        .map(|(name, rules, paper, _)| {
            let laid = layout::lay(paper, rules, &House::built_in());
            std::fs::write(folder.join(format!("{name}.docx")), docx::write(&laid).unwrap()).unwrap();
            laid
        })
        .collect();
    let drawn = Command::new(office)
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()).replace(' ', "%20"))
        .env("LC_ALL", "C.UTF-8")
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(&folder)
        .args(papers.iter().map(|(name, ..)| folder.join(format!("{name}.docx"))))
        .output()
        .unwrap();
    assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
    for ((name, _, _, pages), laid) in papers.iter().zip(&laid) {
        let pdf = folder.join(format!("{name}.pdf"));
        assert!(std::fs::metadata(&pdf).unwrap().len() > 10_000);
        let read = |program: &str, rest: &[&str]| {
            let Some(program) = which(program) else {
                eprintln!("SKIPPED: {program} is not installed, {name} was drawn but not read");
                return None;
            };
            let said = Command::new(program).arg(&pdf).args(rest).output().unwrap();
            Some(String::from_utf8_lossy(&said.stdout).into_owned())
        };
        if let Some(text) = read("pdftotext", &["-layout", "-"]) {
            let count = text.matches('\u{c}').count();
            assert!(pages.contains(&count), "{name}: {count} pages");
            let alone =
                text.split('\u{c}').find(|page| page.contains("Văn Thúy") && !page.contains("Chi bộ"));
            assert_eq!(alone.filter(|_| name.starts_with('l')), None, "{name}: a signature stands alone");
            let drawn = words(&text);
            let said: String = laid.paragraphs().map(|paragraph| paragraph.text() + "\n").collect();
            // The head of a table stands on each page: what is drawn may be more, never less.
            let lost: Vec<_> = words(&said)
                .into_iter()
                .filter(|(word, count)| drawn.get(word).is_none_or(|drawn| drawn < count))
                .collect();
            assert_eq!(lost, [], "{name}");
        }
        if let Some(fonts) = read("pdffonts", &[]) {
            let others: Vec<&str> = fonts
                .lines()
                .skip(2)
                .filter(|line| !line.contains("LiberationSerif") && !line.contains("TimesNewRoman"))
                .collect();
            assert!(others.is_empty(), "{name}: {others:?}");
        }
    }
    if std::env::var_os("PAPERS_LOOK").is_none() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

/// Lists of every length around a page's, each closed by a signature.
fn lists() -> Document {
    let signing = proposal().sections[0].blocks.pop().unwrap();
    let mut lists = document(Vec::new());
    lists.sections = (6..30)
        .map(|rows| Section {
            landscape: true,
            blocks: vec![Block::Table(table(rows)), signing.clone()],
            ..Section::default()
        })
        .collect();
    lists
}

/// A long name and signs of markup everywhere, nobody to list, no day, no number, no signer, a long place.
fn edges() -> Document {
    let name = "Chi bộ Công ty Cổ phần <Sản xuất & Thương mại> ".repeat(5);
    let name = name.chars().take(200).collect::<String>();
    let mut paper = proposal();
    let blocks = &mut paper.sections[0].blocks;
    blocks[0] = Block::Head(Head {
        issuer: name.clone(),
        place_date: PlaceDate::on("Đặc khu kinh tế Phan Rang - Tháp Chàm mở rộng", date(2024, 2, 5)),
        ..head()
    });
    blocks[2] = Paragraph::text(Component::Subject, &name).into();
    let signer = Signer { authority: Some(name), office: "BÍ THƯ".into(), name: None };
    let signing = Signing { signers: vec![signer], ..Signing::default() };
    paper.sections.push(Section {
        landscape: true,
        blocks: vec![Block::Table(table(0)), Block::Signing(signing)],
        ..Section::default()
    });
    paper
}

/// How often each word stands in a text.
fn words(text: &str) -> std::collections::BTreeMap<String, usize> {
    let mut words = std::collections::BTreeMap::new();
    for word in text.split_whitespace() {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

fn which(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|path| path.exists())
}
