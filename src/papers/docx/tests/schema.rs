//! What Word demands and LibreOffice forgives: the order of elements, tables that add up.

use super::tree::{Element, part};
use super::{everything, made};
use crate::papers::testing::rule_sets;

/// The sequences of the schema (ECMA-376, part 1, wml.xsd), as far as we write from them. Word calls a file damaged
/// whose elements stand in another order.
const ORDERS: [(&str, &str); 20] = [
    ("w:document", "w:background w:body"),
    (
        "w:pPr",
        "w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:framePr w:widowControl w:numPr \
         w:suppressLineNumbers w:pBdr w:shd w:tabs w:suppressAutoHyphens w:spacing w:ind \
         w:contextualSpacing w:jc w:textDirection w:textAlignment w:outlineLvl w:rPr w:sectPr",
    ),
    (
        "w:rPr",
        "w:rStyle w:rFonts w:b w:bCs w:i w:iCs w:caps w:strike w:color w:spacing w:w w:kern w:position \
         w:sz w:szCs w:highlight w:u w:vertAlign w:lang",
    ),
    (
        "w:style",
        "w:name w:aliases w:basedOn w:next w:link w:autoRedefine w:hidden w:uiPriority w:semiHidden \
         w:unhideWhenUsed w:qFormat w:locked w:pPr w:rPr w:tblPr w:trPr w:tcPr w:tblStylePr",
    ),
    ("w:styles", "w:docDefaults w:latentStyles w:style"),
    ("w:docDefaults", "w:rPrDefault w:pPrDefault"),
    ("w:tbl", "w:tblPr w:tblGrid w:tr"),
    (
        "w:tblPr",
        "w:tblStyle w:tblpPr w:tblOverlap w:tblW w:jc w:tblCellSpacing w:tblInd w:tblBorders w:shd \
         w:tblLayout w:tblCellMar w:tblLook",
    ),
    ("w:tblBorders", "w:top w:left w:bottom w:right w:insideH w:insideV"),
    ("w:tblCellMar", "w:top w:left w:bottom w:right"),
    ("w:tr", "w:tblPrEx w:trPr w:tc"),
    ("w:tc", "w:tcPr w:tbl w:p"),
    ("w:tcBorders", "w:top w:left w:bottom w:right w:insideH w:insideV"),
    ("w:tcMar", "w:top w:left w:bottom w:right"),
    ("w:trPr", "w:cantSplit w:tblHeader"),
    ("w:p", "w:pPr w:r w:fldSimple"),
    ("w:pBdr", "w:top w:left w:bottom w:right w:between w:bar"),
    (
        "w:tcPr",
        "w:cnfStyle w:tcW w:gridSpan w:hMerge w:vMerge w:tcBorders w:shd w:noWrap w:tcMar w:textDirection \
         w:tcFitText w:vAlign",
    ),
    (
        "w:sectPr",
        "w:headerReference w:footerReference w:type w:pgSz w:pgMar w:paperSrc w:pgBorders w:pgNumType \
         w:cols w:vAlign w:titlePg w:docGrid",
    ),
    (
        "w:settings",
        "w:view w:zoom w:defaultTabStop w:evenAndOddHeaders w:characterSpacingControl w:compat w:rsids \
         w:themeFontLang w:clrSchemeMapping w:decimalSymbol w:listSeparator",
    ),
];

fn hold_order(element: &Element, part: &str) {
    if let Some((_, order)) = ORDERS.iter().find(|(name, _)| *name == element.name) {
        let order: Vec<&str> = order.split(' ').collect();
        let places: Vec<usize> = element
            .children
            .iter()
            .map(|child| {
                let place = order.iter().position(|name| *name == child.name);
                place.unwrap_or_else(|| panic!("{part}: no {} in {}", child.name, element.name))
            })
            .collect();
        let named: Vec<&str> = element.children.iter().map(|child| child.name.as_str()).collect();
        assert!(places.is_sorted(), "{part}: {} holds {named:?}", element.name);
        // What is no list may stand once.
        let lists = ["w:tr", "w:tc", "w:p", "w:r", "w:style", "w:headerReference"];
        let twice =
            named.iter().any(|name| !lists.contains(name) && named.iter().filter(|n| *n == name).count() > 1);
        assert!(!twice, "{part}: {} holds one twice: {named:?}", element.name);
    }
    element.children.iter().for_each(|child| hold_order(child, part));
}

#[test]
fn elements_stand_in_the_order_of_the_schema() {
    let (older, newer) = rule_sets();
    for rules in [older, newer] {
        let bytes = made(&rules, &everything());
        for name in ["word/document.xml", "word/styles.xml", "word/settings.xml", "word/header1.xml"] {
            hold_order(&part(&bytes, name), name);
        }
    }
}

/// Each row covers the grid, each width is its columns', each cell ends in a paragraph, each style is there.
#[test]
fn tables_add_up_and_every_style_and_relation_is_there() {
    let bytes = made(&rule_sets().1, &everything());
    let document = part(&bytes, "word/document.xml");
    for table in document.every("w:tbl") {
        let grid = table.child("w:tblGrid").unwrap();
        let widths: Vec<u32> =
            grid.children.iter().map(|column| column.value("w:w").parse().unwrap()).collect();
        let total: u32 = widths.iter().sum();
        let of_table = table.child("w:tblPr").unwrap().child("w:tblW").unwrap();
        assert_eq!((of_table.value("w:w"), of_table.value("w:type")), (total.to_string().as_str(), "dxa"));
        for row in table.children.iter().filter(|child| child.name == "w:tr") {
            assert!(row.child("w:trPr").unwrap().child("w:cantSplit").is_some());
            let mut at = 0;
            for cell in row.children.iter().filter(|child| child.name == "w:tc") {
                let properties = cell.child("w:tcPr").unwrap();
                let across: usize = properties.set("w:gridSpan").map_or(1, |across| across.parse().unwrap());
                let width: u32 = widths[at..at + across].iter().sum();
                assert_eq!(properties.child("w:tcW").unwrap().value("w:w"), width.to_string());
                assert_eq!(cell.children.last().unwrap().name, "w:p");
                at += across;
            }
            assert_eq!(at, widths.len());
        }
    }
    let styles = part(&bytes, "word/styles.xml");
    let known: Vec<&str> = styles.every("w:style").iter().map(|style| style.value("w:styleId")).collect();
    for reference in ["w:pStyle", "w:tblStyle", "w:basedOn"] {
        let (text, header) = (document.every(reference), part(&bytes, "word/header1.xml"));
        let used = text
            .iter()
            .chain(&header.every(reference))
            .map(|style| style.value("w:val").to_owned())
            .collect::<Vec<_>>();
        assert!(used.iter().all(|style| known.contains(&style.as_str())), "{used:?}");
    }
    for style in styles.every("w:style") {
        let built_in =
            style.set("w:name").unwrap().starts_with("heading ") || style.set("w:name") == Some("Normal");
        assert_eq!(style.value("w:customStyle") == "1", !built_in, "{:?}", style.set("w:name"));
    }
    assert!(document.every("w:rFonts").is_empty(), "no look is written where the style has it");
    assert_eq!(styles.every("w:lang")[0].value("w:val"), "vi-VN");
    let settings = part(&bytes, "word/settings.xml");
    assert_eq!(settings.every("w:compatSetting")[0].value("w:val"), "15");
}
