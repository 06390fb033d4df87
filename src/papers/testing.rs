//! Papers for tests.

use super::component::Component;
use super::document::*;
use super::house::House;
use super::laid::Laid;
use super::rules::{Rules, built_in};
use super::values::Source;

/// The rule set of 2018 and that of 2026.
pub(crate) fn rule_sets() -> (Rules, Rules) {
    let mut sets = built_in();
    assert_eq!(sets.len(), 2, "both rule sets must be read");
    let newer = sets.pop().unwrap();
    (sets.pop().unwrap(), newer)
}

pub(crate) fn lay(document: &Document) -> Laid {
    super::layout::lay(document, &rule_sets().0, &House::built_in())
}

pub(crate) fn document(blocks: Vec<Block>) -> Document {
    let properties = Properties {
        title: String::from("Tờ trình"),
        author: String::from("Ban Tổ chức"),
        made_at: "2023-11-20T08:00:00Z".parse().unwrap(),
    };
    Document::new(properties, blocks)
}

pub(crate) fn head() -> Head {
    Head {
        superior: Some(String::from("Tỉnh ủy Ninh Thuận")),
        issuer: String::from("Ban Tổ chức"),
        number: Some(NumberLine::new(None, "TTr/BTCTU")),
        place_date: PlaceDate::in_year("Ninh Thuận", 2023),
        ..Head::default()
    }
}

pub(crate) fn table(rows: usize) -> Table {
    let column = |share, align| Column { share, align };
    Table {
        columns: vec![
            column(6, Align::Centre),
            column(44, Align::Left),
            column(12, Align::Right),
            column(12, Align::Right),
            column(26, Align::Left),
        ],
        header: vec![
            vec![
                Cell::text("TT").down(2),
                Cell::text("Tổ chức đảng").down(2),
                Cell::text("Đảng viên").across(2),
                Cell::text("Nơi nhận").down(2),
            ],
            vec![Cell::text("Chính thức"), Cell::text("Dự bị")],
        ],
        rows: (1..=rows)
            .map(|row| {
                vec![
                    Cell::text(row.to_string()),
                    Cell::text(format!("Chi bộ Công ty cổ phần Thử nghiệm {row}")),
                    Cell::new(vec![Run::new("12").from_source(Source::field(
                        "cell",
                        row.to_string(),
                        "full",
                    ))]),
                    Cell::text("1"),
                    Cell::text("Thành ủy Phan Rang – Tháp Chàm"),
                ]
            })
            .collect(),
    }
}

/// A proposal with every part in it.
pub(crate) fn proposal() -> Document {
    let text = |component, text: &str| Block::from(Paragraph::text(component, text));
    let long = "Thực hiện chủ trương của Ban Thường vụ Tỉnh ủy về chuyển giao tổ chức đảng trong các đơn vị kinh \
                tế tư nhân về trực thuộc các cấp ủy nơi đơn vị đặt trụ sở chính, Ban Tổ chức Tỉnh ủy đã khảo sát \
                và lấy ý kiến của các bên liên quan.";
    document(vec![
        Block::Head(Head { stamps: vec![String::from("Mật")], draft: Some(1), ..head() }),
        text(Component::Kind, "Tờ trình"),
        text(Component::Subject, "về việc chuyển giao tổ chức đảng trong các đơn vị kinh tế tư nhân"),
        text(Component::SubjectRule, "-----"),
        Block::Addressed(Addressed {
            opening: String::from("Kính trình"),
            to: vec![vec![Run::new("Ban Thường vụ Tỉnh ủy")]],
        }),
        Block::from(Paragraph::new(
            Component::Body,
            vec![
                Run::new(long),
                Run::new(" Toàn tỉnh có "),
                Run::new("337").in_bold().from_source(Source::record("snapshot", "s1")),
                Run::new(" đảng viên (tính đến ngày 14/9/2023)."),
            ],
        )),
        text(Component::Heading1, "I- Sự cần thiết"),
        text(Component::Body, long),
        text(Component::Heading2, "1- Thực trạng"),
        text(Component::Body, long),
        text(Component::Heading3, "1.1- Tổ chức"),
        text(Component::Body, long),
        text(Component::Heading4, "a) Đảng viên"),
        text(Component::Body, long),
        Block::Table(table(12)),
        text(Component::Centred, "Hồ sơ kèm theo"),
        text(Component::Body, long),
        Block::Signing(Signing {
            recipients: Some(vec![vec![Run::new("Như trên,")], vec![Run::new("- Lưu Ban Tổ chức Tỉnh ủy.")]]),
            typist: Some(String::from("NTB-05")),
            signers: vec![Signer {
                authority: None,
                office: String::from("Trưởng Ban"),
                name: Some(String::from("Nguyễn Văn Thúy")),
            }],
        }),
    ])
}

/// The Word file of a paper with every part in it.
pub(crate) fn testing_paper() -> Vec<u8> {
    super::docx::write(&lay(&proposal())).unwrap()
}
