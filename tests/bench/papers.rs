//! How long papers take: one of ten pages, and a thousand of them, laid out, written, read back and compared.
//!
//! `cargo bench --bench papers`

#![allow(clippy::unwrap_used, reason = "a bench that can't go on says so by panicking")]

use chuyengiao::papers::component::Component;
use chuyengiao::papers::document::{
    Align, Block, Cell, Column, Document, Head, NumberLine, Paragraph, PlaceDate, Properties, Run, Table,
};
use chuyengiao::papers::{docx, house::House, layout, preview, rules};
use jiff::civil::date;

fn main() {
    divan::main();
}

/// A head, text and a list of members: about ten pages.
fn paper(number: u32) -> Document {
    let text = "Thực hiện chủ trương của Ban Thường vụ về chuyển giao tổ chức đảng trong các đơn vị kinh tế tư nhân về \
                trực thuộc các cấp ủy nơi đơn vị đặt trụ sở chính, Ban Tổ chức đã khảo sát và lấy ý kiến các bên. ";
    let mut blocks = vec![
        Block::Head(Head {
            superior: Some(String::from("TỈNH ỦY NINH THUẬN")),
            issuer: String::from("BAN TỔ CHỨC"),
            number: Some(NumberLine::new(Some(number), "TTr/BTCTU")),
            place_date: PlaceDate::on("Ninh Thuận", date(2023, 11, 20)),
            ..Head::default()
        }),
        Block::from(Paragraph::text(Component::Kind, "Tờ trình")),
    ];
    for heading in 1..=12 {
        blocks.push(Block::from(Paragraph::text(Component::Heading1, format!("{heading}- Nội dung"))));
        for _ in 0..3 {
            blocks.push(Block::from(Paragraph::new(
                Component::Body,
                vec![Run::new(text.repeat(2)), Run::new("337").in_bold()],
            )));
        }
    }
    let column = |share| Column { share, align: Align::Left };
    blocks.push(Block::Table(Table {
        columns: [6, 40, 20, 34].map(column).to_vec(),
        header: vec![["TT", "Họ và tên", "Ngày sinh", "Ghi chú"].map(Cell::text).to_vec()],
        rows: (1..=150)
            .map(|row| {
                [row.to_string(), format!("Nguyễn Văn {row}"), "01/5/1980".into(), String::new()]
                    .map(Cell::text)
                    .to_vec()
            })
            .collect(),
    }));
    let properties = Properties {
        title: String::from("Tờ trình"),
        made_at: "2023-11-20T08:00:00Z".parse().unwrap(),
        ..Properties::default()
    };
    Document::new(properties, blocks)
}

fn write(number: u32) -> usize {
    let sets = rules::built_in();
    let rules = rules::of_date(&sets, date(2023, 11, 20)).unwrap();
    docx::write(&layout::lay(&paper(number), rules, &House::built_in())).unwrap().len()
}

#[divan::bench]
fn a_paper_of_ten_pages() -> usize {
    write(3)
}

#[divan::bench(sample_count = 3)]
fn a_thousand_papers() -> usize {
    (0..1000).map(write).sum()
}

#[divan::bench]
fn its_preview(bencher: divan::Bencher<'_, '_>) {
    let sets = rules::built_in();
    let laid = layout::lay(&paper(3), rules::of_date(&sets, date(2023, 11, 20)).unwrap(), &House::built_in());
    bencher.bench(|| preview::lines(&laid, 100).len());
}
