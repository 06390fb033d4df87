//! The markup of templates: one mark at the beginning of a line says what the line is.
//!
//! | Mark | The line is |
//! |---|---|
//! | `# TỜ TRÌNH` | the kind of paper |
//! | `## về việc …` | what it is about; several lines follow one another |
//! | `### I- …`, `#### 1- …`, `##### 1.1- …`, `###### a) …` | a heading |
//! | `> Kính trình: …` | to whom |
//! | `^ QUYẾT ĐỊNH` | a line in the middle |
//! | `~ …` | a remark |
//! | `\|: 1c \| 6 \| 2r` | a table begins: the share of each column, and c, r, l or j for where its lines stand |
//! | `\|= STT \| Tên` | a header row; `<` goes on the cell at its left, `^` the one above |
//! | `\| 1 \| Chi bộ …` | a row |
//! | `@ - Lưu …` | a recipient |
//! | `& T/M … \| PHÓ BÍ THƯ \| Tên` | a signer |
//! | `---` | what follows starts a page |
//! | `=== ngang`, `=== dọc` | what follows stands on wide pages, or upright ones |
//! | `%% …` | nothing: a note to whoever reads the template |
//!
//! Every other line is a paragraph; a line that begins with two spaces goes on the one above. `**bold**`,
//! `//italic//` and `__underlined__` work within a line, `\\` breaks it.
//!
//! A value that is missing leaves dots to write on, and its name in the section's blanks; in a table it leaves
//! the cell empty, as forms do.
//!
//! Invariant: reads marks in the template's own words only, never in a value.

use super::marks::{self, Piece, find_outside, line_and_source, pieces};
use super::{DOTS, LINE_OF_DOTS, blanks, table};
use crate::domain::fault::Fault;
use crate::papers::component::Component;
use crate::papers::document::{Addressed, Block, Paragraph, Run, Section, Signer, Signing};
use crate::text::message::Message;

/// Marks of one line, the longest first where one begins another.
const LINES: [(&str, Component); 8] = [
    ("###### ", Component::Heading4),
    ("##### ", Component::Heading3),
    ("#### ", Component::Heading2),
    ("### ", Component::Heading1),
    ("## ", Component::Subject),
    ("# ", Component::Kind),
    ("^ ", Component::Centred),
    ("~ ", Component::Note),
];

/// What breaks a line within its paragraph.
const LINE_BREAK: &str = "\\\\";

/// What stands below the lines that say what a paper is about.
const SUBJECT_RULE: &str = "-----";

/// Reads a filled template into sections.
///
/// # Errors
/// Every line that can't be, by the number of the template's line it comes from.
pub(super) fn read(filled: &str, name: &str) -> Result<Vec<Section>, Vec<Fault>> {
    let mut reading = Reading::default();
    let lines = joined_lines(filled);
    let mut at = 0;
    while at < lines.len() {
        let (number, line) = &lines[at];
        if table::begins(line) {
            let rows: Vec<_> =
                lines[at..].iter().take_while(|(_, line)| line.starts_with('|')).cloned().collect();
            at += rows.len();
            match table::read(&rows) {
                Ok(table) => reading.push(Block::Table(table)),
                Err((line, cause)) => reading.fault(name, line, cause),
            }
            continue;
        }
        if let Err(cause) = reading.line(line) {
            reading.fault(name, *number, cause);
        }
        at += 1;
    }
    reading.finish()
}

/// Lines with those that go on joined to the one above; each with the number of the template's line.
fn joined_lines(filled: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut number = 1;
    for line in filled.lines() {
        let (line, source) = line_and_source(line);
        number = source.unwrap_or(number);
        if line.starts_with("%%") || line.trim().is_empty() {
            continue;
        }
        match lines.last_mut() {
            Some((_, above)) if line.starts_with("  ") => {
                above.push(' ');
                above.push_str(line.trim());
            }
            _ => lines.push((number, line.trim_end().to_owned())),
        }
    }
    lines
}

#[derive(Default)]
struct Reading {
    sections: Vec<Section>,
    landscape: bool,
    blocks: Vec<Block>,
    signing: Option<Signing>,
    blanks: Vec<String>,
    faults: Vec<Fault>,
}

impl Reading {
    fn fault(&mut self, name: &str, line: usize, cause: Message) {
        self.faults.push(Fault { file: name.to_owned(), line, cause });
    }

    fn push(&mut self, block: Block) {
        if let Some(signing) = self.signing.take() {
            self.blocks.push(Block::Signing(signing));
        }
        if self.blocks.last().is_some_and(is_subject) && !is_subject(&block) {
            self.blocks.push(Paragraph::text(Component::SubjectRule, SUBJECT_RULE).into());
        }
        self.blocks.push(block);
    }

    fn line(&mut self, line: &str) -> Result<(), Message> {
        if let Some(rest) = line.strip_prefix("@ ") {
            self.blanks.extend(blanks(rest));
            let recipients = &mut self.signing.get_or_insert_default().recipients;
            recipients.get_or_insert_default().push(runs(rest));
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix("& ") {
            let signer = signer(rest)?;
            // Whose behalf it is signed on may be nobody's; office and name are somebody's.
            self.blanks.extend(table::parts(rest).iter().skip(1).flat_map(|part| blanks(part)));
            self.signing.get_or_insert_default().signers.push(signer);
            return Ok(());
        }
        self.blanks.extend(blanks(line));
        if let Some(rest) = line.strip_prefix("> ") {
            let addressed = addressed(rest)?;
            self.push(Block::Addressed(addressed));
            return Ok(());
        }
        if line == "---" {
            self.push(Block::PageBreak);
            return Ok(());
        }
        if let Some(rest) = line.strip_prefix("===") {
            return self.turn(rest.trim());
        }
        let found = LINES.iter().find_map(|(mark, component)| Some((line.strip_prefix(mark)?, *component)));
        let (text, component) = found.unwrap_or((line, Component::Body));
        self.push(Paragraph::new(component, runs(text)).into());
        Ok(())
    }

    fn turn(&mut self, way: &str) -> Result<(), Message> {
        let landscape = match way {
            "ngang" => true,
            "dọc" => false,
            _ => return Err(Message::new("template.unknown_page").with("written", way)),
        };
        self.end_section();
        self.landscape = landscape;
        Ok(())
    }

    fn end_section(&mut self) {
        if let Some(signing) = self.signing.take() {
            self.blocks.push(Block::Signing(signing));
        }
        if !self.blocks.is_empty() {
            let blocks = std::mem::take(&mut self.blocks);
            let blanks = std::mem::take(&mut self.blanks);
            self.sections.push(Section { landscape: self.landscape, blocks, blanks });
        }
    }

    fn finish(mut self) -> Result<Vec<Section>, Vec<Fault>> {
        self.end_section();
        if self.faults.is_empty() { Ok(self.sections) } else { Err(self.faults) }
    }
}

fn is_subject(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if paragraph.component == Component::Subject)
}

/// `Kính trình: Ban Thường vụ Tỉnh ủy; Thường trực Tỉnh ủy`.
fn addressed(text: &str) -> Result<Addressed, Message> {
    let at = find_outside(text, ':').ok_or_else(|| Message::new("template.addressed_to_nobody"))?;
    let mut to = Vec::new();
    let mut rest = &text[at + 1..];
    while let Some(end) = find_outside(rest, ';') {
        to.push(runs(rest[..end].trim()));
        rest = &rest[end + 1..];
    }
    to.push(runs(rest.trim()));
    Ok(Addressed { opening: plain(&runs(text[..at].trim())), to })
}

/// `T/M BAN THƯỜNG VỤ | PHÓ BÍ THƯ | Tên`: any part may be empty, the name last.
fn signer(text: &str) -> Result<Signer, Message> {
    let parts = table::parts(text);
    let [authority, office, name] = parts.as_slice() else {
        return Err(Message::new("template.signer").with("count", parts.len()));
    };
    let said = |part: &str| Some(plain(&cell_runs(part.trim()))).filter(|said| !said.is_empty());
    Ok(Signer { authority: said(authority), office: said(office).unwrap_or_default(), name: said(name) })
}

/// The text of runs.
pub(super) fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// The runs of a line: marks of looks in the template's words, values as they are.
pub(super) fn runs(line: &str) -> Vec<Run> {
    let mut look = Run::default();
    let mut runs = Vec::new();
    let pieces = pieces(line);
    let dots = if pieces.len() == 1 { LINE_OF_DOTS } else { DOTS };
    for piece in pieces {
        match piece {
            Piece::Value { text, source } => {
                let text = text.replace('\u{2028}', "\n");
                push(&mut runs, Run { text, source, ..look.clone() });
            }
            Piece::Blank { .. } => push(&mut runs, Run { text: dots.to_owned(), ..look.clone() }),
            Piece::Template(words) => template_runs(words, &mut look, &mut runs),
        }
    }
    runs
}

/// The runs of a cell or a signature: what is missing there is left empty.
pub(super) fn cell_runs(line: &str) -> Vec<Run> {
    if blanks(line).is_empty() { runs(line) } else { runs(&marks::without_blanks(line)) }
}

fn template_runs(words: &str, look: &mut Run, runs: &mut Vec<Run>) {
    let said = |text: &str, look: &Run| {
        let text = text.replace(&format!(" {LINE_BREAK} "), "\n").replace(LINE_BREAK, "\n");
        Run { text, template: true, ..look.clone() }
    };
    let mut rest = words;
    while let Some((at, mark)) = first_mark(rest) {
        push(runs, said(&rest[..at], look));
        match mark {
            "**" => look.bold = !look.bold,
            "//" => look.italic = !look.italic,
            _ => look.underline = !look.underline,
        }
        rest = &rest[at + mark.len()..];
    }
    push(runs, said(rest, look));
}

fn first_mark(text: &str) -> Option<(usize, &'static str)> {
    ["**", "//", "__"].into_iter().filter_map(|mark| Some((text.find(mark)?, mark))).min()
}

fn push(runs: &mut Vec<Run>, run: Run) {
    if !run.text.is_empty() {
        runs.push(run);
    }
}

#[cfg(test)]
mod tests {
    use super::super::write;
    use super::*;
    use crate::papers::values::{Source, Value};

    fn blocks(source: &str, values: &Value) -> Vec<Block> {
        write(source, "thu", values).unwrap().remove(0).blocks
    }

    #[test]
    fn a_line_is_what_its_mark_says() {
        let source = "# TỜ TRÌNH\n## về việc chuyển giao\n> Kính trình: Ban Thường vụ Tỉnh ủy\n### I- Sự cần thiết\nMột đoạn\n  còn tiếp.\n";
        let read = blocks(source, &Value::fields::<&str>([]));
        let components: Vec<_> = read
            .iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => Some((paragraph.component, plain(&paragraph.runs))),
                _ => None,
            })
            .collect();
        assert_eq!(components[0], Some((Component::Kind, "TỜ TRÌNH".into())));
        assert_eq!(components[1], Some((Component::Subject, "về việc chuyển giao".into())));
        assert!(
            matches!(&read[2], Block::Addressed(to) if to.opening == "Kính trình" && to.to.len() == 1)
                || matches!(&read[3], Block::Addressed(_))
        );
        assert_eq!(components.last().unwrap(), &Some((Component::Body, "Một đoạn còn tiếp.".into())));
    }

    #[test]
    fn what_is_missing_leaves_a_blank_with_its_name() {
        let values = Value::fields([
            ("to_trinh", Value::Missing),
            ("ten", Value::Missing),
            ("chuc_vu", Value::from("TRƯỞNG BAN")),
        ]);
        let source = "tại {{ to_trinh.trich_dan }} và {{ ten | hoa }}{{ '' | trong('Địa điểm') }}\n\
                      |: 1 | 1\n| {{ ten }} | a \\\\ b |\n& {{ ten }} | {{ chuc_vu }} | {{ ten }}\n";
        let section = write(source, "thu", &values).unwrap().remove(0);
        assert_eq!(section.blanks, ["to_trinh", "ten", "Địa điểm", "ten"]);
        let [Block::Paragraph(paragraph), Block::Table(table), Block::Signing(signing)] =
            section.blocks.as_slice()
        else {
            panic!("{section:?}")
        };
        assert_eq!(plain(&paragraph.runs), "tại ………… và ……………………");
        assert!(table.rows[0][0].paragraphs[0].is_empty());
        assert_eq!(plain(&table.rows[0][1].paragraphs[0]), "a\nb");
        assert_eq!(signing.signers[0], Signer { office: "TRƯỞNG BAN".into(), ..Signer::default() });
    }

    #[test]
    fn a_value_is_never_markup_and_knows_its_source() {
        let hostile = "# a | **b** {{ c }}\n@ x";
        let source = Source::field("cell", "c1", "name");
        let values = Value::fields([("ten", Value::from(hostile).from_source(source.clone()))]);
        let read = blocks("Chi bộ **{{ ten }}**.\n", &values);
        let [Block::Paragraph(paragraph)] = read.as_slice() else { panic!("{read:?}") };
        assert_eq!(paragraph.runs[1].text, hostile);
        assert!(paragraph.runs[1].bold && !paragraph.runs[2].bold);
        assert_eq!(paragraph.runs[1].source, Some(source));
    }
}
