//! The preview: what is laid out, as lines of a terminal, with where each figure comes from.
//!
//! Invariant: shows the text of the laid-out paper and nothing else; only lines of tables and rules are added.

use super::component::Component;
use super::document::{Align, Run};
use super::laid::{Grid, GridCell, Laid, LaidBlock, LaidParagraph, Merge, Twips};
use super::rules::{Look, Rules};
use super::values::Source;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A column of a table is never narrower: a table too wide for the screen reaches beyond it.
const NARROWEST: usize = 4;

/// One line of the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PreviewLine {
    /// Its pieces, from left to right.
    pub spans: Vec<Span>,
    /// The first line of a page that the paper asks for.
    pub starts_page: bool,
}

/// A piece of a line with one look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// Its text.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// The record a figure comes from.
    pub source: Option<Source>,
}

impl PreviewLine {
    /// Its text.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }

    fn width(&self) -> usize {
        self.spans.iter().map(|span| span.text.width()).sum()
    }

    fn push(&mut self, span: Span) {
        match self.spans.last_mut() {
            Some(last) if same_look(last, &span) => last.text.push_str(&span.text),
            _ if span.text.is_empty() => {}
            _ => self.spans.push(span),
        }
    }

    fn blank(&mut self, columns: usize) {
        self.push(Span { text: " ".repeat(columns), ..Span::default() });
    }
}

fn same_look(one: &Span, other: &Span) -> bool {
    (one.bold, one.italic, one.underline, &one.source)
        == (other.bold, other.italic, other.underline, &other.source)
}

/// The paper as lines of a screen so many columns wide.
pub fn lines(laid: &Laid, width: usize) -> Vec<PreviewLine> {
    let width = width.max(20);
    let mut all: Vec<PreviewLine> = Vec::new();
    for section in &laid.sections {
        let drawing = Drawing { rules: &laid.rules };
        let mut section_starts = !all.is_empty();
        for block in &section.blocks {
            let mut drawn = match block {
                LaidBlock::Paragraph(paragraph) => drawing.paragraph(paragraph, width),
                LaidBlock::Grid(grid) => drawing.grid(grid, width),
            };
            let breaks = block.paragraphs().next().is_some_and(|first| first.page_break_before);
            if let Some(first) = drawn.first_mut() {
                first.starts_page = breaks || section_starts;
                section_starts = false;
            }
            let space = match block {
                LaidBlock::Paragraph(paragraph) => laid.rules.look(paragraph.component).before >= 6,
                LaidBlock::Grid(_) => true,
            };
            if space && !all.is_empty() {
                all.push(PreviewLine::default());
            }
            all.extend(drawn);
        }
    }
    all
}

/// The paper as plain text.
pub fn plain(laid: &Laid, width: usize) -> String {
    let mut text = String::new();
    for line in lines(laid, width) {
        text.push_str(line.text().trim_end());
        text.push('\n');
    }
    text
}

struct Drawing<'a> {
    rules: &'a Rules,
}

impl Drawing<'_> {
    fn paragraph(&self, paragraph: &LaidParagraph, width: usize) -> Vec<PreviewLine> {
        let look = self.rules.look(paragraph.component);
        let indent = if look.first_line > 0 && matches!(paragraph.align, Align::Left | Align::Justify) {
            4
        } else {
            0
        };
        let mut lines: Vec<PreviewLine> = Vec::new();
        for line in wrap(&pieces(&paragraph.runs, look), width, indent) {
            lines.push(placed(line, width, paragraph.align, indent * usize::from(lines.is_empty())));
        }
        if paragraph.ruled {
            let words = paragraph.text().width().min(width);
            let rule = PreviewLine {
                spans: vec![Span { text: "─".repeat(words), ..Span::default() }],
                starts_page: false,
            };
            lines.push(placed(rule, width, paragraph.align, 0));
        }
        if paragraph.component == Component::Signer {
            // Room for the signature.
            lines.splice(0..0, [PreviewLine::default(), PreviewLine::default()]);
        }
        lines
    }

    fn grid(&self, grid: &Grid, width: usize) -> Vec<PreviewLine> {
        let edges = if grid.borders { grid.columns.len() + 1 } else { grid.columns.len().saturating_sub(1) };
        let columns = shares(&grid.columns, width.saturating_sub(edges));
        let mut lines = Vec::new();
        if grid.borders {
            lines.push(rule(&columns, ['┌', '┬', '┐'], None, grid.rows.first()));
        }
        for (index, row) in grid.rows.iter().enumerate() {
            self.row(row, &columns, grid.borders, &mut lines);
            if grid.borders {
                let next = grid.rows.get(index + 1);
                let ends = if next.is_some() { ['├', '┼', '┤'] } else { ['└', '┴', '┘'] };
                lines.push(rule(&columns, ends, Some(row), next));
            }
        }
        lines
    }

    fn row(&self, row: &[GridCell], columns: &[usize], borders: bool, lines: &mut Vec<PreviewLine>) {
        let mut at = 0;
        let mut cells: Vec<(usize, Vec<PreviewLine>)> = Vec::new();
        for cell in row {
            let end = (at + cell.across).min(columns.len());
            let inside: usize = columns.get(at..end).unwrap_or_default().iter().sum();
            let width = inside + (end - at).saturating_sub(1);
            let drawn = cell.paragraphs.iter().flat_map(|paragraph| self.paragraph(paragraph, width));
            cells.push((width, drawn.collect()));
            at = end;
        }
        let height = cells.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
        let edge = if borders { "│" } else { " " };
        let edge = || Span { text: edge.to_owned(), ..Span::default() };
        for number in 0..height {
            let mut line = PreviewLine::default();
            if borders {
                line.push(edge());
            }
            for (index, (width, drawn)) in cells.iter().enumerate() {
                if index > 0 {
                    line.push(edge());
                }
                let mut used = 0;
                if let Some(part) = drawn.get(number) {
                    used = part.width();
                    for span in &part.spans {
                        line.push(span.clone());
                    }
                }
                line.blank(width.saturating_sub(used));
            }
            if borders {
                line.push(edge());
            }
            lines.push(line);
        }
    }
}

/// Columns of the screen for columns of the page.
fn shares(columns: &[Twips], width: usize) -> Vec<usize> {
    let total: usize = columns.iter().map(|column| *column as usize).sum::<usize>().max(1);
    let mut given: Vec<usize> =
        columns.iter().map(|column| (*column as usize * width / total).max(NARROWEST)).collect();
    let used: usize = given.iter().sum();
    if let Some(last) = given.last_mut() {
        *last += width.saturating_sub(used);
    }
    given
}

/// The line between two rows: open where a cell goes on below.
fn rule(
    columns: &[usize],
    ends: [char; 3],
    above: Option<&Vec<GridCell>>,
    below: Option<&Vec<GridCell>>,
) -> PreviewLine {
    let edges = |row: Option<&Vec<GridCell>>| {
        let mut starts = vec![false; columns.len()];
        let mut at = 0;
        for cell in row.into_iter().flatten() {
            if let Some(start) = starts.get_mut(at) {
                *start = true;
            }
            at += cell.across;
        }
        starts
    };
    let (edge_above, edge_below) = (edges(above), edges(below));
    let mut goes_on = vec![false; columns.len()];
    let mut at = 0;
    for cell in below.into_iter().flatten() {
        let end = (at + cell.across).min(columns.len());
        if above.is_some() && cell.merge == Merge::Continue {
            goes_on.get_mut(at..end).unwrap_or_default().fill(true);
        }
        at = end;
    }
    let mut text = String::new();
    for (index, width) in columns.iter().enumerate() {
        let [first, crossing, _] = ends;
        let edge = (edge_above[index], edge_below[index]);
        let joint = match (index.checked_sub(1).map(|left| goes_on[left]), goes_on[index], edge) {
            (None, true, _) => '│',
            (None, false, _) => first,
            (_, true, (false, false)) => ' ',
            (_, false, (false, false)) => '─',
            (Some(true), true, _) => '│',
            (Some(true), false, _) => '├',
            (Some(false), true, _) => '┤',
            (_, _, (true, true)) => crossing,
            (_, _, (true, false)) => '┴',
            (_, _, (false, true)) => '┬',
        };
        text.push(joint);
        text.extend(std::iter::repeat_n(if goes_on[index] { ' ' } else { '─' }, *width));
    }
    text.push(if goes_on.last() == Some(&true) { '│' } else { ends[2] });
    PreviewLine { spans: vec![Span { text, ..Span::default() }], starts_page: false }
}

/// A word, a space or a line break, with its look.
struct Piece {
    span: Span,
    space: bool,
    line_break: bool,
}

fn pieces(runs: &[Run], look: &Look) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for run in runs {
        let span = |text: &str| Span {
            text: text.to_owned(),
            bold: look.bold || run.bold,
            italic: look.italic || run.italic,
            underline: look.underline || run.underline,
            source: run.source.clone(),
        };
        for (index, line) in run.text.split('\n').enumerate() {
            if index > 0 {
                pieces.push(Piece { span: span(""), space: false, line_break: true });
            }
            let mut rest = line;
            while !rest.is_empty() {
                let space = rest.starts_with(' ');
                let end = rest.find(|c: char| (c == ' ') != space).unwrap_or(rest.len());
                let (part, after) = rest.split_at(end);
                pieces.push(Piece { span: span(part), space, line_break: false });
                rest = after;
            }
        }
    }
    pieces
}

/// Pieces broken into lines.
fn wrap(pieces: &[Piece], width: usize, indent: usize) -> Vec<PreviewLine> {
    let mut lines: Vec<PreviewLine> = Vec::new();
    let mut line = PreviewLine::default();
    let mut room = width.saturating_sub(indent).max(1);
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        if piece.line_break {
            lines.push(std::mem::take(&mut line));
            room = width;
            at += 1;
            continue;
        }
        // A word may be of several looks: it goes on until a space.
        let word = pieces[at..].iter().take_while(|next| !next.space && !next.line_break);
        let (count, columns) = if piece.space {
            (1, piece.span.text.width())
        } else {
            word.fold((0, 0), |(count, sum), next| (count + 1, sum + next.span.text.width()))
        };
        if line.width() + columns > room && !line.spans.is_empty() {
            lines.push(std::mem::take(&mut line));
            room = width;
            if piece.space {
                at += 1;
            }
            continue;
        }
        if piece.space && line.spans.is_empty() && !lines.is_empty() {
            at += 1;
            continue;
        }
        for next in &pieces[at..at + count] {
            for letter in next.span.text.graphemes(true) {
                if line.width() + letter.width() > room && !line.spans.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    room = width;
                }
                line.push(Span { text: letter.to_owned(), ..next.span.clone() });
            }
        }
        at += count;
    }
    lines.push(line);
    lines
}

/// A line where its paragraph's lines stand. Justified text stays ragged: stretched spaces read badly.
fn placed(line: PreviewLine, width: usize, align: Align, indent: usize) -> PreviewLine {
    let used = line.width();
    let before = match align {
        Align::Left | Align::Justify => indent,
        Align::Centre => width.saturating_sub(used) / 2,
        Align::Right => width.saturating_sub(used),
    };
    let mut placed = PreviewLine::default();
    placed.blank(before);
    for span in line.spans {
        placed.push(span);
    }
    placed
}
