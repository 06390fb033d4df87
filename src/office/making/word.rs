//! Wording one paper: its template filled from the records, laid out by the rules of its date.
//!
//! Invariant: changes nothing; the same records on the same day give the same document.

use super::findings::{blanks, chosen_rules, cited_out_of_time, out_of_time, refuse_substitutes, warnings};
use super::issuing::Issuing;
use super::sheet::{Occasion, Sheet, Subject};
use crate::domain::ids::Id;
use crate::domain::paper_life::ISSUED;
use crate::domain::statement::{Dossier, Paper};
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::office::templates::{TemplateSource, not_filled};
use crate::papers::catalogue::{About, PaperDefinition};
use crate::papers::document::{Block, Document, Head, NumberLine, PlaceDate, Properties, Section};
use crate::papers::docx;
use crate::papers::error::PaperError;
use crate::papers::fields::FieldName;
use crate::papers::laid::Laid;
use crate::papers::layout::lay;
use crate::papers::merge::WordTemplate;
use crate::papers::template;
use crate::papers::values::{Source, Value};
use crate::text::fold::fold;
use crate::text::locale::Language;
use crate::text::message::Message;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// How a paper is to be worded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wording {
    /// The day whose format and legal bases hold; the paper's own date, else today, where none is given.
    pub day: Option<Date>,
    /// Marks of secrecy or urgency, as they stand on the paper.
    pub marking: String,
    /// The format it is laid out by, whatever the day: `05-HD/VPTW`.
    pub rules: Option<String>,
    /// A new draft beside a paper that was issued, to take its place.
    pub anew: bool,
}

/// A paper as it would be made now.
#[derive(Debug, Clone)]
pub struct WordedPaper {
    /// Which paper.
    pub definition: PaperDefinition,
    /// What it is for.
    pub subject: Subject,
    /// Laid out: what the preview shows and the file holds.
    pub laid: Laid,
    /// The file itself, where it was made from a Word file of the office's own.
    pub file: Option<Vec<u8>>,
    /// The paper on record it words, if there is one.
    pub record: Option<Paper>,
    /// Dự thảo lần N; none once it is issued.
    pub draft: Option<i64>,
    /// "tính đến ngày" of its figures.
    pub as_of: Option<Date>,
    /// `QĐ/TU`; empty for a paper without a number.
    pub symbol: String,
    /// What it is about, in one line.
    pub title: String,
    /// The name its file gets, without the ending.
    pub file_name: String,
    /// Every figure it shows with the record it comes from.
    pub figures: Vec<Figure>,
    /// What is still to be written in by hand: the fields its template asks for and no record has.
    pub blanks: Vec<FieldName>,
    /// What a reader would send back, though it can be made.
    pub warnings: Vec<Message>,
}

/// A value a paper shows, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    /// The record.
    pub source: Source,
    /// As the paper shows it.
    pub text: String,
}

impl WordedPaper {
    /// The Word file of the paper.
    pub fn docx(&self) -> std::result::Result<Vec<u8>, PaperError> {
        self.file.clone().map_or_else(|| docx::write(&self.laid), Ok)
    }
}

impl Office {
    /// One paper as it would be made now, whole and laid out; nothing is written.
    pub fn word_paper(
        &self,
        definition: &PaperDefinition,
        subject: &Subject,
        wording: &Wording,
    ) -> Result<WordedPaper> {
        self.word_paper_by(None, definition, subject, wording)
    }

    /// The same by another template than the one in force: a wording that is being changed.
    pub fn word_paper_by(
        &self,
        template: Option<&TemplateSource>,
        definition: &PaperDefinition,
        subject: &Subject,
        wording: &Wording,
    ) -> Result<WordedPaper> {
        self.refuse_another_subject(definition, subject)?;
        let known = self.paper_on_record(definition, subject)?;
        let beside = if wording.anew { self.draft_on_record(definition, subject)? } else { None };
        let last_draft = [&known, &beside].into_iter().flatten().filter_map(|paper| paper.draft).max();
        let last_draft = last_draft.unwrap_or(0);
        let record = beside.or_else(|| known.filter(|known| !(wording.anew && known.state == ISSUED)));
        let issued = record.as_ref().is_some_and(|record| record.state == ISSUED);
        let draft = (!issued).then_some(last_draft + 1);
        let day = wording.day.or_else(|| record.as_ref()?.issued_on).unwrap_or_else(|| self.today());
        let marking = wording.marking.trim();
        let occasion = Occasion { day, record: record.as_ref(), draft: draft.unwrap_or(0), marking };
        let sheet = self.sheet(definition, subject, &occasion)?;
        let source =
            template.map_or_else(|| self.template_of(&definition.code, day), |one| Ok(one.clone()))?;
        let kit = self.paper_kit();
        let values = kit.names.translate(&sheet.values);
        let symbol = sheet.issuing.symbol(&definition.kind, self.codes());
        let mut house = kit.house.clone();
        house.tone = sheet.issuing.tone().or(house.tone);
        let (sections, file) = match &source {
            TemplateSource::Text(source) => {
                let name = definition.name(Language::Vietnamese);
                let mut sections =
                    template::write(source, name, &values).map_err(|faults| faulty(&faults))?;
                if let Some(first) = sections.first_mut() {
                    first.blocks.insert(0, Block::Head(head(&sheet.issuing, &symbol, &occasion, draft)));
                }
                (sections, None)
            }
            TemplateSource::Word(bytes) => {
                let template = WordTemplate::open(bytes).map_err(|error| Error::file(error.message()))?;
                let filled = template.fill(&values).map_err(not_filled)?;
                // The words of the file are the office's own: nothing is spelt anew.
                house.tone = None;
                (filled.sections, Some(filled.bytes))
            }
        };
        refuse_substitutes(&sections, &kit.house)?;
        let (blanks, mut warnings) = (blanks(&sections, &kit.names), warnings(&sections, &kit.house));
        let title = match (title(&sections), &record) {
            (said, Some(record)) if said.is_empty() => record.title.clone().unwrap_or_default(),
            (said, _) => said,
        };
        let properties = Properties {
            title: title.clone(),
            author: self.setting("office_name")?.unwrap_or_default(),
            made_at: TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or_default(),
        };
        let document = Document { properties, sections };
        let rules = chosen_rules(&kit.rules, wording.rules.as_deref(), day)?;
        let laid = lay(&document, rules, &house);
        let bases = out_of_time(&self.reader().rows_of("legal_basis")?, day);
        warnings.extend(cited_out_of_time(&bases, &laid, day));
        let figures = figures(&laid);
        let file_name = file_name(
            definition,
            record.as_ref(),
            &symbol,
            self.name_in_file(subject, record.as_ref().is_some_and(|record| record.number.is_some()))?
                .as_deref(),
            day,
            draft,
        );
        let Sheet { as_of, .. } = sheet;
        let subject = subject.clone();
        Ok(WordedPaper {
            definition: definition.clone(),
            subject,
            laid,
            file,
            record,
            draft,
            as_of,
            symbol,
            title,
            file_name,
            figures,
            blanks,
            warnings,
        })
    }

    /// Everything a template of a paper may mention, under the program's names.
    pub fn values_of(&self, order: &super::Order) -> Result<Value> {
        let record = self.paper_on_record(&order.definition, &order.subject)?;
        let day = record.as_ref().and_then(|record| record.issued_on).unwrap_or_else(|| self.today());
        let occasion = Occasion { day, record: record.as_ref(), draft: 0, marking: "" };
        Ok(self.sheet(&order.definition, &order.subject, &occasion)?.values)
    }

    /// What tells a paper's file from others of its kind; a number does so where there is one.
    fn name_in_file(&self, subject: &Subject, numbered: bool) -> Result<Option<String>> {
        let of_dossier = |dossier: &Id<Dossier>| match numbered {
            true => Ok(String::new()),
            false => self.name_of("dossier", dossier.as_str()),
        };
        let name = match subject {
            Subject::Dossier(dossier) => of_dossier(dossier)?,
            Subject::Receiver(dossier, receiver) => {
                format!("{} {}", self.name_of("committee", receiver.as_str())?, of_dossier(dossier)?)
            }
            Subject::Case(case) => {
                let file = self.case_view(case)?.file;
                format!("{} {}", file.case.code, file.cell.name)
            }
        };
        Ok(Some(name).filter(|name| !name.is_empty()))
    }

    fn refuse_another_subject(&self, definition: &PaperDefinition, subject: &Subject) -> Result<()> {
        let fits = matches!(
            (definition.about, subject),
            (About::Dossier, Subject::Dossier(_))
                | (About::Receiver, Subject::Receiver(..))
                | (About::Case, Subject::Case(_))
        );
        if fits {
            return Ok(());
        }
        let key = match definition.about {
            About::Dossier => "paper.about_dossier",
            About::Receiver => "paper.about_receiver",
            About::Case => "paper.about_case",
            About::Period => "paper.about_period",
        };
        Err(Error::yours(Message::new(key).with("paper", definition.name(Language::Vietnamese))))
    }
}

pub(super) fn head(issuing: &Issuing, symbol: &str, occasion: &Occasion<'_>, draft: Option<i64>) -> Head {
    let number = occasion.record.and_then(|record| record.number.as_deref()).unwrap_or_default();
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    let line = NumberLine {
        number: digits.parse().ok(),
        suffix: number[digits.len()..].to_owned(),
        symbol: occasion.record.and_then(|record| record.symbol.clone()).unwrap_or_else(|| symbol.to_owned()),
    };
    let place = issuing.head.place.clone();
    let place_date = match occasion.record.and_then(|record| record.issued_on) {
        Some(day) => PlaceDate::on(place, day),
        None => PlaceDate::in_year(place, occasion.day.year()),
    };
    Head {
        superior: Some(issuing.head.superior.clone()).filter(|superior| !superior.is_empty()),
        issuer: issuing.head.body.clone(),
        number: (!line.symbol.is_empty()).then_some(line),
        place_date,
        letter_subject: None,
        stamps: (!occasion.marking.is_empty()).then(|| occasion.marking.to_owned()).into_iter().collect(),
        draft: draft.and_then(|draft| u32::try_from(draft).ok()),
    }
}

/// What the paper is about, from its own lines.
pub(super) fn title(sections: &[Section]) -> String {
    use crate::papers::component::Component;
    let blocks = sections.iter().flat_map(|section| &section.blocks);
    let subject = blocks.filter_map(|block| match block {
        Block::Paragraph(paragraph) if paragraph.component == Component::Subject => {
            Some(paragraph.runs.iter().map(|run| run.text.as_str()).collect::<String>())
        }
        _ => None,
    });
    subject.collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn figures(laid: &Laid) -> Vec<Figure> {
    let runs = laid.paragraphs().flat_map(|paragraph| &paragraph.runs);
    let mut figures: Vec<Figure> =
        runs.filter_map(|run| Some(Figure { source: run.source.clone()?, text: run.text.clone() })).collect();
    figures.sort();
    figures.dedup();
    figures
}

/// `TTr-03_chuyen-giao-TCD_2023-11-20_du-thao-1`.
fn file_name(
    definition: &PaperDefinition,
    record: Option<&Paper>,
    symbol: &str,
    subject: Option<&str>,
    day: Date,
    draft: Option<i64>,
) -> String {
    let kind = symbol.split('/').next().filter(|kind| !kind.is_empty()).unwrap_or(&definition.kind);
    let mut name = without_marks(kind);
    if let Some(number) = record.and_then(|record| record.number.as_deref()) {
        name.push('-');
        name.push_str(&crate::papers::citation::number_and_symbol(Some(number), None));
    }
    for part in [Some(definition.file.as_str()), subject].into_iter().flatten() {
        name.push('_');
        name.push_str(&slug(part));
    }
    name.push_str(&format!("_{day}"));
    if let Some(draft) = draft {
        name.push_str(&format!("_du-thao-{draft}"));
    }
    name
}

/// Letters without marks, capitals kept: `TTr`, `QD`.
fn without_marks(text: &str) -> String {
    let folded: Vec<char> = fold(text).chars().collect();
    let same_length = folded.len() == text.chars().count();
    let letters = text.chars().zip(&folded);
    if !same_length {
        return folded.into_iter().collect();
    }
    letters.map(|(was, now)| if was.is_uppercase() { now.to_ascii_uppercase() } else { *now }).collect()
}

/// A file-name part any system takes; long names are cut.
pub(super) fn slug(text: &str) -> String {
    let plain = without_marks(text);
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        if slug.len() + word.len() > 60 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

/// Faults of a template, each by line.
pub(in crate::office) fn faulty(faults: &[crate::domain::fault::Fault]) -> Error {
    Error::yours(Message::new("template.faulty").with("count", faults.len()))
        .because(faults.iter().map(crate::domain::fault::Fault::message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_paper() {
        let definition =
            crate::papers::catalogue::papers().into_iter().find(|paper| paper.code == "proposal").unwrap();
        let day = jiff::civil::date(2023, 11, 20);
        let draft = file_name(&definition, None, "TTr/BTCTU", None, day, Some(1));
        assert_eq!(draft, "TTr_chuyen-giao-TCD_2023-11-20_du-thao-1");
        let named = file_name(&definition, None, "QĐ/TU", Some("Huyện ủy Ninh Hải / ../x"), day, None);
        assert_eq!(named, "QD_chuyen-giao-TCD_Huyen-uy-Ninh-Hai-x_2023-11-20");
    }
}
