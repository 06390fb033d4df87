//! The parts of a paper that have a look of their own: a row each in the rules of a format.
//!
//! Invariant: names no look; how a part looks is data of its rule set.

/// One part of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// ĐẢNG CỘNG SẢN VIỆT NAM.
    Party,
    /// The body above the one that issues.
    Superior,
    /// The body that issues.
    Issuer,
    /// The star below it.
    Star,
    /// Number and symbol.
    Number,
    /// Place and day.
    PlaceDate,
    /// Secret or urgent.
    Stamp,
    /// Which draft this is.
    Draft,
    /// What a letter is about, below its number.
    LetterSubject,
    /// The kind of paper.
    Kind,
    /// What it is about.
    Subject,
    /// The dashes below that.
    SubjectRule,
    /// To whom it is submitted or sent.
    Addressed,
    /// Running text.
    Body,
    /// A line in the middle.
    Centred,
    /// `I- …`
    Heading1,
    /// `1- …`
    Heading2,
    /// `1.1- …`
    Heading3,
    /// `a) …`
    Heading4,
    /// A remark below a table or a list.
    Note,
    /// A header cell.
    TableHead,
    /// A cell.
    TableCell,
    /// On whose behalf it is signed.
    Authority,
    /// The signer's office.
    Office,
    /// The signer.
    Signer,
    /// The words above the recipients.
    Recipients,
    /// One recipient.
    Recipient,
    /// The typist's mark.
    Typist,
    /// The page number.
    PageNumber,
}

impl Component {
    /// Every part, in the order of a paper.
    pub const ALL: [Self; 29] = [
        Self::Party,
        Self::Superior,
        Self::Issuer,
        Self::Star,
        Self::Number,
        Self::PlaceDate,
        Self::Stamp,
        Self::Draft,
        Self::LetterSubject,
        Self::Kind,
        Self::Subject,
        Self::SubjectRule,
        Self::Addressed,
        Self::Body,
        Self::Centred,
        Self::Heading1,
        Self::Heading2,
        Self::Heading3,
        Self::Heading4,
        Self::Note,
        Self::TableHead,
        Self::TableCell,
        Self::Authority,
        Self::Office,
        Self::Signer,
        Self::Recipients,
        Self::Recipient,
        Self::Typist,
        Self::PageNumber,
    ];

    /// Its name in the data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Superior => "superior",
            Self::Issuer => "issuer",
            Self::Star => "star",
            Self::Number => "number",
            Self::PlaceDate => "place_date",
            Self::Stamp => "stamp",
            Self::Draft => "draft",
            Self::LetterSubject => "letter_subject",
            Self::Kind => "kind",
            Self::Subject => "subject",
            Self::SubjectRule => "subject_rule",
            Self::Addressed => "addressed",
            Self::Body => "body",
            Self::Centred => "centred",
            Self::Heading1 => "heading_1",
            Self::Heading2 => "heading_2",
            Self::Heading3 => "heading_3",
            Self::Heading4 => "heading_4",
            Self::Note => "note",
            Self::TableHead => "table_head",
            Self::TableCell => "table_cell",
            Self::Authority => "authority",
            Self::Office => "office",
            Self::Signer => "signer",
            Self::Recipients => "recipients",
            Self::Recipient => "recipient",
            Self::Typist => "typist",
            Self::PageNumber => "page_number",
        }
    }

    /// The part of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|component| component.name() == name)
    }

    /// Its level in the outline of the paper, from 1.
    pub const fn outline(self) -> Option<u8> {
        match self {
            Self::Heading1 => Some(1),
            Self::Heading2 => Some(2),
            Self::Heading3 => Some(3),
            Self::Heading4 => Some(4),
            _ => None,
        }
    }

    /// Its style in the document: a name Word takes.
    pub fn style(self) -> String {
        self.outline().map_or_else(
            || {
                let words = self.name().split('_').map(|word| {
                    let mut letters = word.chars();
                    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
                });
                words.flatten().collect()
            },
            |level| format!("Heading{level}"),
        )
    }
}
