//! The parts of a Word file that hold text, found as Word finds them: by their types, from the first relation on.
//!
//! Invariant: a file Word would refuse once it is filled is refused before: one with macros, one under a password.

use super::MergeFault;
use super::check::beyond_text;
use super::scan::Scan;
use super::tags::{Tags, tags};
use crate::papers::docx;
use crate::papers::error::PaperError;
use crate::papers::package::Part;
use std::ops::Range;

/// The part that lists the types of the others.
pub(super) const TYPES: &str = "[Content_Types].xml";

/// The type of a file saved as a template, and that of the document it becomes.
const TEMPLATE_TYPE: &str = "wordprocessingml.template.main+xml";
const DOCUMENT_TYPE: &str = "wordprocessingml.document.main+xml";

/// What a part of a Word file is to whoever reads the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartKind {
    /// The text.
    Document,
    /// A header.
    Header,
    /// A footer.
    Footer,
    /// Notes at the foot of the page.
    Footnotes,
    /// Notes at the end.
    Endnotes,
    /// A drawing, a diagram, a chart: nothing there is filled.
    Drawing,
}

impl PartKind {
    /// The word in the key `papers.merge.part.<word>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::Footnotes => "footnotes",
            Self::Endnotes => "endnotes",
            Self::Drawing => "drawing",
        }
    }

    /// By the end of its type, or by its name where it has none of its own.
    fn of(part: &Part, content_type: Option<&str>) -> Option<Self> {
        let stem = part.name.rsplit('/').next().and_then(|name| name.strip_suffix(".xml"));
        let by_name = || stem.map(|stem| stem.trim_end_matches(|letter: char| letter.is_ascii_digit()));
        let own = content_type.and_then(|of| of.rsplit('.').next()?.strip_suffix("+xml"));
        let inside = part.name.starts_with("word/");
        match own.or_else(|| by_name().filter(|_| inside))? {
            "header" => Some(Self::Header),
            "footer" => Some(Self::Footer),
            "footnotes" => Some(Self::Footnotes),
            "endnotes" => Some(Self::Endnotes),
            _ => None,
        }
    }
}

/// A part that holds text.
#[derive(Debug, Clone)]
pub(super) struct TextPart {
    /// Its path.
    pub(super) name: String,
    /// What it is.
    pub(super) kind: PartKind,
    /// Its text as XML.
    pub(super) xml: String,
    /// Where it stands.
    pub(super) scan: Scan,
    /// The tags of each paragraph.
    pub(super) tags: Vec<Tags>,
    /// What binds content controls with tags in them to other words.
    pub(super) bindings: Vec<Range<usize>>,
    marked: bool,
}

/// What is needed of a file.
pub(super) struct Opened {
    pub(super) text: Vec<TextPart>,
    pub(super) types: Option<String>,
    pub(super) beyond: Vec<MergeFault>,
}

impl TextPart {
    fn read(part: &Part, kind: PartKind) -> Result<Self, PaperError> {
        let xml = docx::well_formed(&part.name, &part.bytes)?.to_owned();
        let scan = Scan::read(&part.name, &xml)?;
        let tags: Vec<Tags> = scan.paragraphs.iter().map(|paragraph| tags(&paragraph.text())).collect();
        let tagged: Vec<usize> = scan
            .paragraphs
            .iter()
            .zip(&tags)
            .filter(|(_, tags)| !tags.found.is_empty())
            .map(|(paragraph, _)| paragraph.element.start)
            .collect();
        // The control stands around the paragraph, or the run with the tag in it.
        let fills = |control: &Range<usize>| {
            let around = tagged.iter().any(|at| control.contains(at));
            let pieces = scan.paragraphs.iter().flat_map(|paragraph| &paragraph.pieces);
            around
                || pieces
                    .into_iter()
                    .any(|piece| control.contains(&piece.element.start) && piece.text.contains(['{', '}']))
        };
        let bound = scan.bindings.iter().filter(|binding| fills(&binding.control));
        let mut bindings: Vec<Range<usize>> = bound.map(|binding| binding.element.clone()).collect();
        bindings.sort_by_key(|binding| binding.start);
        let marked = part.bytes.starts_with("\u{feff}".as_bytes());
        Ok(Self { name: part.name.clone(), kind, xml, scan, tags, bindings, marked })
    }

    /// The part's whole text around other XML: what stood before it still does.
    pub(super) fn whole(&self, xml: &str) -> String {
        if self.marked { format!("\u{feff}{xml}") } else { xml.to_owned() }
    }

    /// The tags of the paragraphs, without those that are drawn a second time.
    pub(super) fn read_once(&self) -> impl Iterator<Item = &Tags> {
        let paragraphs = self.scan.paragraphs.iter().zip(&self.tags);
        paragraphs.filter(|(paragraph, _)| !paragraph.again).map(|(_, tags)| tags)
    }
}

/// Finds and reads the text of a file.
pub(super) fn open(parts: &[Part]) -> Result<Opened, PaperError> {
    let main = docx::main_part(parts)?;
    docx::linked(parts)?;
    let types = docx::types_of(parts)?;
    let of_type = |part: &Part| types.get(&part.name.to_ascii_lowercase()).map(String::as_str);
    let macros = |part: &Part| part.name.to_ascii_lowercase().ends_with("vbaproject.bin");
    if parts.iter().any(macros) || of_type(main).is_some_and(|of| of.contains("macroenabled")) {
        return Err(PaperError::Macros);
    }
    let mut text = vec![TextPart::read(main, PartKind::Document)?];
    let mut beyond = Vec::new();
    for part in parts.iter().filter(|part| part.name != main.name) {
        let folded = part.name.to_ascii_lowercase();
        if let Some(kind) = PartKind::of(part, of_type(part)) {
            text.push(TextPart::read(part, kind)?);
        } else if folded.starts_with("word/") && folded.ends_with(".xml") {
            beyond.extend(beyond_text(&part.name, docx::well_formed(&part.name, &part.bytes)?));
        }
    }
    // The text first, then headers and footers: the order in which faults are mended.
    text.sort_by_key(|part| (part.kind, part.name.clone()));
    let types =
        parts.iter().find(|part| part.name == TYPES).and_then(|part| std::str::from_utf8(&part.bytes).ok());
    let types = types.filter(|_| of_type(main).is_some_and(|of| of.ends_with(TEMPLATE_TYPE)));
    Ok(Opened { text, types: types.map(|types| types.replace(TEMPLATE_TYPE, DOCUMENT_TYPE)), beyond })
}
