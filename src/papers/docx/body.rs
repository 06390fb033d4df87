//! The text of a Word file: paragraphs, tables, sections.
//!
//! Invariant: no empty paragraph makes room; the one behind a table that ends a section is Word's demand.

use super::parts::{HEADER_ID, RELATION, WORD};
use super::styles::{BORDERED, BORDERLESS, SECTION_END, justification};
use crate::papers::component::Component;
use crate::papers::document::Run;
use crate::papers::laid::{Grid, GridCell, Laid, LaidBlock, LaidParagraph, LaidSection, Merge, Twips};
use crate::papers::layout::{PAPER, twips};
use crate::papers::rules::{Look, Rules};
use crate::papers::xml::Xml;

pub(super) fn document(laid: &Laid) -> String {
    let mut xml = Xml::new();
    xml.element("w:document", &[("xmlns:w", WORD), ("xmlns:r", RELATION)], |xml| {
        xml.element("w:body", &[], |xml| {
            let count = laid.sections.len();
            for (index, section) in laid.sections.iter().enumerate() {
                let writer = SectionWriter { rules: &laid.rules, section, first: index == 0 };
                writer.write(xml, index + 1 == count);
            }
            if laid.sections.is_empty() {
                xml.empty("w:p", &[]);
            }
        });
    });
    xml.finish()
}

/// Writes one section.
struct SectionWriter<'a> {
    rules: &'a Rules,
    section: &'a LaidSection,
    first: bool,
}

impl SectionWriter<'_> {
    /// The last section's page stands behind all text, the others' in their last paragraph.
    fn write(&self, xml: &mut Xml, last: bool) {
        let blocks = &self.section.blocks;
        let mut coming = blocks.iter().enumerate().peekable();
        while let Some((mut index, block)) = coming.next() {
            match block {
                LaidBlock::Paragraph(paragraph) => {
                    let ends = !last && index + 1 == blocks.len();
                    self.paragraph(xml, paragraph, self.section.width, ends);
                }
                LaidBlock::Grid(grid) => {
                    let closing = coming.next_if(|(_, next)| grid.borders && closes(next));
                    index += usize::from(closing.is_some());
                    let closing = closing.and_then(|(_, block)| block.grid());
                    self.grid(xml, grid, closing);
                    let ends = !last && index + 1 == blocks.len();
                    // Two tables without a paragraph between them would become one.
                    match blocks.get(index + 1) {
                        // It keeps to the next, so that a signature doesn't part from its table.
                        Some(LaidBlock::Grid(_)) => {
                            self.end(xml, ends, Some(self.rules.look(Component::Body).after));
                        }
                        None => self.end(xml, ends, None),
                        Some(LaidBlock::Paragraph(_)) => {}
                    }
                }
            }
        }
        if blocks.is_empty() {
            self.end(xml, !last, None);
        }
        if last {
            self.page(xml);
        }
    }

    /// A paragraph no reader sees: between two grids it keeps them together, with so many points of room.
    fn end(&self, xml: &mut Xml, ends_section: bool, between: Option<u32>) {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:pStyle", &[("w:val", SECTION_END)]);
                if let Some(room) = between {
                    xml.empty("w:keepNext", &[]);
                    xml.empty("w:spacing", &[("w:before", &(room * 20).to_string())]);
                }
                if ends_section {
                    self.page(xml);
                }
            });
        });
    }

    fn page(&self, xml: &mut Xml) {
        let page = &self.rules.page;
        let (width, height) = if self.section.landscape { (PAPER.1, PAPER.0) } else { PAPER };
        xml.element("w:sectPr", &[], |xml| {
            xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", HEADER_ID)]);
            xml.empty("w:type", &[("w:val", "nextPage")]);
            let (width, height) = (width.to_string(), height.to_string());
            let size = [("w:w", width.as_str()), ("w:h", height.as_str())];
            if self.section.landscape {
                xml.empty("w:pgSz", &[size[0], size[1], ("w:orient", "landscape")]);
            } else {
                xml.empty("w:pgSz", &size);
            }
            let margins = [
                ("w:top", page.top),
                ("w:right", page.right),
                ("w:bottom", page.bottom),
                ("w:left", page.left),
                ("w:header", page.header),
                ("w:footer", page.header),
                ("w:gutter", 0),
            ]
            .map(|(side, millimetres)| (side, twips(millimetres).to_string()));
            let margins: Vec<(&str, &str)> = margins.iter().map(|(side, twips)| (*side, &**twips)).collect();
            xml.empty("w:pgMar", &margins);
            // A first page of its own, with no header: it bears no number.
            if self.first && self.rules.page.numbered_from == 2 {
                xml.empty("w:titlePg", &[]);
            }
        });
    }

    /// A paragraph as wide as its column.
    fn paragraph(&self, xml: &mut Xml, paragraph: &LaidParagraph, width: Twips, ends_section: bool) {
        let look = self.rules.look(paragraph.component);
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:pStyle", &[("w:val", &paragraph.component.style())]);
                if paragraph.keep_with_next && !look.keep_with_next {
                    xml.empty("w:keepNext", &[]);
                }
                if paragraph.page_break_before {
                    xml.empty("w:pageBreakBefore", &[]);
                }
                if paragraph.ruled {
                    xml.element("w:pBdr", &[], |xml| {
                        let line =
                            [("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "auto")];
                        xml.empty("w:bottom", &line);
                    });
                }
                // The lines, and the rule below them, go from indent to indent.
                if let Some(measure) = paragraph.measure {
                    let indent = (width.saturating_sub(measure) / 2).to_string();
                    xml.empty("w:ind", &[("w:left", &indent), ("w:right", &indent)]);
                }
                if paragraph.align != look.align {
                    xml.empty("w:jc", &[("w:val", justification(paragraph.align))]);
                }
                if ends_section {
                    self.page(xml);
                }
            });
            for run in &paragraph.runs {
                write_run(xml, run, look);
            }
        });
    }

    /// A table; what closes it stands in a last row of its own, which its last rows stay with.
    fn grid(&self, xml: &mut Xml, grid: &Grid, closing: Option<&Grid>) {
        let total: Twips = grid.columns.iter().sum();
        xml.element("w:tbl", &[], |xml| {
            xml.element("w:tblPr", &[], |xml| {
                xml.empty("w:tblStyle", &[("w:val", if grid.borders { BORDERED } else { BORDERLESS })]);
                xml.empty("w:tblW", &[("w:w", &total.to_string()), ("w:type", "dxa")]);
                xml.empty("w:tblLayout", &[("w:type", "fixed")]);
                if grid.space_above > 0 {
                    let above = grid.space_above.to_string();
                    xml.element("w:tblCellMar", &[], |xml| {
                        xml.empty("w:top", &[("w:w", &above), ("w:type", "dxa")]);
                    });
                }
            });
            xml.element("w:tblGrid", &[], |xml| {
                for width in &grid.columns {
                    xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
                }
            });
            for (index, row) in grid.rows.iter().enumerate() {
                xml.element("w:tr", &[], |xml| {
                    xml.element("w:trPr", &[], |xml| {
                        xml.empty("w:cantSplit", &[]);
                        if index < grid.header_rows {
                            xml.empty("w:tblHeader", &[]);
                        }
                    });
                    let mut at = 0;
                    for cell in row {
                        let end = (at + cell.across).min(grid.columns.len());
                        let width = grid.columns.get(at..end).unwrap_or_default().iter().sum();
                        self.cell(xml, cell, width, index < grid.header_rows);
                        at = end;
                    }
                });
            }
            if let Some(closing) = closing {
                self.closing_row(xml, closing, grid.columns.len(), total);
            }
        });
    }

    /// A row without lines around it. LibreOffice keeps rows of one table together, but no row with what follows.
    fn closing_row(&self, xml: &mut Xml, closing: &Grid, columns: usize, width: Twips) {
        let room = (self.rules.look(Component::Body).after * 20).to_string();
        xml.element("w:tr", &[], |xml| {
            xml.element("w:trPr", &[], |xml| xml.empty("w:cantSplit", &[]));
            xml.element("w:tc", &[], |xml| {
                xml.element("w:tcPr", &[], |xml| {
                    xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
                    if columns > 1 {
                        xml.empty("w:gridSpan", &[("w:val", &columns.to_string())]);
                    }
                    xml.element("w:tcBorders", &[], |xml| {
                        for side in ["w:left", "w:bottom", "w:right"] {
                            xml.empty(side, &[("w:val", "nil")]);
                        }
                    });
                    xml.element("w:tcMar", &[], |xml| {
                        for (side, margin) in [("w:top", room.as_str()), ("w:left", "0"), ("w:right", "0")] {
                            xml.empty(side, &[("w:w", margin), ("w:type", "dxa")]);
                        }
                    });
                });
                self.grid(xml, closing, None);
                // A cell ends in a paragraph, as Word demands.
                self.end(xml, false, None);
            });
        });
    }

    fn cell(&self, xml: &mut Xml, cell: &GridCell, width: Twips, header: bool) {
        xml.element("w:tc", &[], |xml| {
            xml.element("w:tcPr", &[], |xml| {
                xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
                if cell.across > 1 {
                    xml.empty("w:gridSpan", &[("w:val", &cell.across.to_string())]);
                }
                match cell.merge {
                    Merge::None => {}
                    Merge::Start => xml.empty("w:vMerge", &[("w:val", "restart")]),
                    Merge::Continue => xml.empty("w:vMerge", &[]),
                }
                if header {
                    xml.empty("w:vAlign", &[("w:val", "center")]);
                }
            });
            for paragraph in &cell.paragraphs {
                self.paragraph(xml, paragraph, width, false);
            }
        });
    }
}

/// Whether a block is the signing block of the table above it, on the page that table ends on.
fn closes(block: &LaidBlock) -> bool {
    let starts_page = block.paragraphs().next().is_some_and(|first| first.page_break_before);
    !starts_page && block.grid().is_some_and(|grid| grid.closes)
}

fn write_run(xml: &mut Xml, run: &Run, look: &Look) {
    let looks = [
        (run.bold && !look.bold, "w:b", None),
        (run.italic && !look.italic, "w:i", None),
        (run.underline && !look.underline, "w:u", Some("single")),
    ];
    xml.element("w:r", &[], |xml| {
        if looks.iter().any(|(differs, ..)| *differs) {
            xml.element("w:rPr", &[], |xml| {
                for (_, name, value) in looks.iter().filter(|(differs, ..)| *differs) {
                    xml.empty(name, &value.map_or_else(Vec::new, |value| vec![("w:val", value)]));
                }
            });
        }
        for (index, line) in run.text.split('\n').enumerate() {
            if index > 0 {
                xml.empty("w:br", &[]);
            }
            if !line.is_empty() {
                xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(line));
            }
        }
    });
}
