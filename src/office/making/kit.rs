//! What every paper is worded and laid out by: formats, house style, names of fields, the catalogue.
//!
//! Invariant: compiled-in data, read once an office and never changed; what the office keeps of its own stands in
//! its store and is read there.

use crate::office::desk::Office;
use crate::papers::catalogue::{self, Issuers, PaperDefinition};
use crate::papers::citation::CitationWords;
use crate::papers::fields::FieldNames;
use crate::papers::house::House;
use crate::papers::rules::{self, Rules};
use crate::text::locale::{Language, Locale};

/// The data.
#[derive(Debug)]
pub(in crate::office) struct PaperKit {
    /// The formats, oldest first.
    pub(in crate::office) rules: Vec<Rules>,
    /// The house style.
    pub(in crate::office) house: House,
    /// What templates call their values.
    pub(in crate::office) names: FieldNames,
    /// The papers, in the order a transfer makes them.
    pub(in crate::office) papers: Vec<PaperDefinition>,
    /// The reports.
    pub(in crate::office) reports: Vec<PaperDefinition>,
    /// Who issues them.
    pub(in crate::office) issuers: Issuers,
    /// The words of a citation; papers are Vietnamese, whatever language the screens speak.
    pub(in crate::office) citation: CitationWords,
}

impl PaperKit {
    fn read() -> Self {
        let locale = Locale::new(Language::Vietnamese);
        let word = |key: &str| locale.text(key).to_owned();
        Self {
            rules: rules::built_in(),
            house: House::built_in(),
            names: FieldNames::built_in(),
            papers: catalogue::papers(),
            reports: catalogue::reports(),
            issuers: catalogue::issuers(),
            citation: CitationWords {
                number: word("paper.citation.number"),
                day: word("paper.citation.day"),
                issuer: word("paper.citation.issuer"),
                open_day: word("paper.citation.open_day"),
            },
        }
    }
}

impl Office {
    /// The formats there are, by their papers' numbers, oldest first: `36-HD/VPTW`.
    pub fn paper_formats(&self) -> Vec<String> {
        self.paper_kit().rules.iter().map(|rules| rules.code.clone()).collect()
    }

    /// The data papers are made with.
    pub(in crate::office) fn paper_kit(&self) -> &PaperKit {
        self.desk.paper_kit.get_or_init(PaperKit::read)
    }
}
