//! The styles of a Word file: one for each part of the format, named as the format names it.
//!
//! Invariant: every size, weight and space of a paper stands here, and comes from its rule set.

use super::parts::WORD;
use crate::papers::component::Component;
use crate::papers::document::Align;
use crate::papers::layout::twips;
use crate::papers::rules::{Look, Rules};
use crate::papers::xml::Xml;

/// A table with lines.
pub(super) const BORDERED: &str = "BorderedTable";
/// A table that only places its parts.
pub(super) const BORDERLESS: &str = "BorderlessTable";
/// The paragraph Word needs behind a table that ends a section.
pub(super) const SECTION_END: &str = "SectionEnd";

/// Space between a line of a table and its text, in twips.
const CELL_MARGIN: &str = "57";

pub(super) fn styles(rules: &Rules) -> String {
    let mut xml = Xml::new();
    xml.element("w:styles", &[("xmlns:w", WORD)], |xml| {
        defaults(xml, &rules.font);
        xml.element(
            "w:style",
            &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")],
            |xml| {
                xml.empty("w:name", &[("w:val", "Normal")]);
                xml.empty("w:qFormat", &[]);
            },
        );
        for component in Component::ALL {
            part(xml, component, rules.look(component));
        }
        section_end(xml);
        table(xml, BORDERLESS, false);
        table(xml, BORDERED, true);
    });
    xml.finish()
}

fn defaults(xml: &mut Xml, font: &str) {
    xml.element("w:docDefaults", &[], |xml| {
        xml.element("w:rPrDefault", &[], |xml| {
            xml.element("w:rPr", &[], |xml| {
                xml.empty(
                    "w:rFonts",
                    &[("w:ascii", font), ("w:hAnsi", font), ("w:eastAsia", font), ("w:cs", font)],
                );
                xml.empty("w:sz", &[("w:val", "28")]);
                xml.empty("w:szCs", &[("w:val", "28")]);
                xml.empty("w:lang", &[("w:val", "vi-VN"), ("w:eastAsia", "vi-VN"), ("w:bidi", "ar-SA")]);
            });
        });
        xml.element("w:pPrDefault", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:spacing", &[("w:before", "0"), ("w:after", "0")]);
            });
        });
    });
}

fn part(xml: &mut Xml, component: Component, look: &Look) {
    let id = component.style();
    // Word builds its outline from the headings it knows by these names.
    let name = component.outline().map_or_else(|| look.label.clone(), |level| format!("heading {level}"));
    let mut attributes = vec![("w:type", "paragraph")];
    if component.outline().is_none() {
        attributes.push(("w:customStyle", "1"));
    }
    attributes.push(("w:styleId", id.as_str()));
    xml.element("w:style", &attributes, |xml| {
        xml.empty("w:name", &[("w:val", &name)]);
        xml.empty("w:basedOn", &[("w:val", "Normal")]);
        if component.outline().is_some() {
            // Behind a heading its text begins, as in Word.
            xml.empty("w:next", &[("w:val", &Component::Body.style())]);
        }
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |xml| {
            if look.keep_with_next {
                xml.empty("w:keepNext", &[]);
            }
            xml.empty("w:widowControl", &[]);
            xml.empty(
                "w:spacing",
                &[
                    ("w:before", &(look.before * 20).to_string()),
                    ("w:after", &(look.after * 20).to_string()),
                    ("w:line", &(look.line * 20).to_string()),
                    ("w:lineRule", "exact"),
                ],
            );
            if look.first_line > 0 {
                xml.empty("w:ind", &[("w:firstLine", &twips(look.first_line).to_string())]);
            }
            xml.empty("w:jc", &[("w:val", justification(look.align))]);
            if let Some(level) = component.outline() {
                xml.empty("w:outlineLvl", &[("w:val", &(level - 1).to_string())]);
            }
        });
        xml.element("w:rPr", &[], |xml| {
            if look.bold {
                xml.empty("w:b", &[]);
                xml.empty("w:bCs", &[]);
            }
            if look.italic {
                xml.empty("w:i", &[]);
                xml.empty("w:iCs", &[]);
            }
            let size = (look.size * 2).to_string();
            xml.empty("w:sz", &[("w:val", &size)]);
            xml.empty("w:szCs", &[("w:val", &size)]);
            if look.underline {
                xml.empty("w:u", &[("w:val", "single")]);
            }
        });
    });
}

fn section_end(xml: &mut Xml) {
    let style = [("w:type", "paragraph"), ("w:customStyle", "1"), ("w:styleId", SECTION_END)];
    xml.element("w:style", &style, |xml| {
        xml.empty("w:name", &[("w:val", "section end")]);
        xml.empty("w:basedOn", &[("w:val", "Normal")]);
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:spacing", &[("w:line", "20"), ("w:lineRule", "exact")]);
        });
        xml.element("w:rPr", &[], |xml| xml.empty("w:sz", &[("w:val", "2")]));
    });
}

fn table(xml: &mut Xml, id: &str, lines: bool) {
    xml.element("w:style", &[("w:type", "table"), ("w:customStyle", "1"), ("w:styleId", id)], |xml| {
        xml.empty("w:name", &[("w:val", if lines { "bordered table" } else { "borderless table" })]);
        xml.element("w:tblPr", &[], |xml| {
            if lines {
                xml.element("w:tblBorders", &[], |xml| {
                    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                        let line =
                            [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "auto")];
                        xml.empty(side, &line);
                    }
                });
            }
            let margin = if lines { CELL_MARGIN } else { "0" };
            xml.element("w:tblCellMar", &[], |xml| {
                for (side, margin) in
                    [("w:top", "0"), ("w:left", margin), ("w:bottom", "0"), ("w:right", margin)]
                {
                    xml.empty(side, &[("w:w", margin), ("w:type", "dxa")]);
                }
            });
        });
    });
}

/// Word's word for where lines stand.
pub(super) const fn justification(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Centre => "center",
        Align::Right => "right",
        Align::Justify => "both",
    }
}
