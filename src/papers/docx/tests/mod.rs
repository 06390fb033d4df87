//! Word files as they stand in their bytes.
//!
//! - [`tree`]: a part as a tree
//! - [`schema`]: the order of elements, tables that add up
//! - [`look`]: each component's look, in both formats

mod look;
mod schema;
mod tree;

use super::{verify, write};
use crate::papers::component::Component;
use crate::papers::document::*;
use crate::papers::house::House;
use crate::papers::layout::lay;
use crate::papers::rules::Rules;
use crate::papers::testing::{head, proposal, table};

/// A paper with everything a writer can write: all parts, wide pages, breaks, joined cells, rules, marks.
fn everything() -> Document {
    let mut document = proposal();
    let letter = Head {
        letter_subject: Some(String::from("V/v chuyển giao")),
        stamps: vec![String::from("Hỏa tốc")],
        draft: Some(2),
        ..head()
    };
    document.sections.push(Section {
        landscape: true,
        blocks: vec![Block::Table(table(3)), Block::Head(letter)],
        ..Section::default()
    });
    let runs =
        vec![Run::new("đậm").in_bold(), Run::new("nghiêng").in_italics(), Run::new("dưới").underlined()];
    document.sections.push(Section {
        landscape: false,
        blanks: Default::default(),
        blocks: vec![
            Block::from(Paragraph { align: Some(Align::Right), ..Paragraph::new(Component::Body, runs) }),
            Block::PageBreak,
            Block::from(Paragraph::text(Component::Note, "ghi chú\nhai dòng")),
            Block::Table(table(1)),
            Block::Signing(Signing {
                recipients: None,
                typist: None,
                signers: vec![
                    Signer {
                        authority: Some(String::from("K/T TRƯỞNG BAN")),
                        office: "PHÓ TRƯỞNG BAN".into(),
                        name: None,
                    },
                    Signer {
                        authority: None, office: "BÍ THƯ".into(), name: Some("Trần Thị B".into())
                    },
                ],
            }),
        ],
    });
    document
}

fn made(rules: &Rules, document: &Document) -> Vec<u8> {
    let laid = lay(document, rules, &House::built_in());
    let bytes = write(&laid).unwrap();
    verify(&bytes, &laid).unwrap();
    bytes
}
