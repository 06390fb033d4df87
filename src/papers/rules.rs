//! The rules of a format, dated: page, looks and fixed words, read from `assets/papers/rules`.
//!
//! Invariant: what the sources leave open is marked unsettled in the data; nothing is made up in code.

use super::component::Component;
use super::document::Align;
use crate::domain::data_file::{DataFile, Section};
use crate::domain::fault::Fault;
use crate::text::message::Message;
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::de::DeTable;

const BUILT_IN: [(&str, &str); 2] = [
    ("36-HD-VPTW.toml", include_str!("../../assets/papers/rules/36-HD-VPTW.toml")),
    ("05-HD-VPTW.toml", include_str!("../../assets/papers/rules/05-HD-VPTW.toml")),
];

/// One format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The paper that lays it down.
    pub code: String,
    /// The first day it holds.
    pub valid_from: Date,
    /// The last.
    pub valid_to: Option<Date>,
    /// The font of the whole paper.
    pub font: String,
    /// The page.
    pub page: Page,
    /// The fixed words.
    pub words: Words,
    looks: BTreeMap<Component, Look>,
}

/// The page, in millimetres; always A4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Above the text.
    pub top: u32,
    /// Below.
    pub bottom: u32,
    /// At the left.
    pub left: u32,
    /// At the right.
    pub right: u32,
    /// From the edge to the page number.
    pub header: u32,
    /// The first page that bears its number.
    pub numbered_from: u32,
    /// Fields no source settles.
    pub unsettled: Vec<String>,
}

/// Words every paper of the format has; `{…}` are places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// At the top right.
    pub party: String,
    /// Below the issuing body.
    pub star: String,
    /// `Số {number}-{symbol}`
    pub number: String,
    /// What stands for a number not given yet.
    pub blank_number: String,
    /// `{place}, ngày {day} tháng {month} năm {year}`
    pub place_date: String,
    /// What stands for a day not known yet.
    pub blank_day: String,
    /// What stands for a month not known yet.
    pub blank_month: String,
    /// Months up to this one get a zero before them.
    pub padded_months: u32,
    /// Below the subject.
    pub subject_rule: String,
    /// Above the recipients.
    pub recipients: String,
    /// `Dự thảo lần {draft}`
    pub draft: String,
}

/// How a part looks. Sizes and spaces in points, indents in millimetres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Its name for people, in the styles of the file.
    pub label: String,
    /// Size of its letters.
    pub size: u32,
    /// The largest size the format allows.
    pub largest: u32,
    /// Capitals only.
    pub upper: bool,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Where its lines stand.
    pub align: Align,
    /// Height of a line, exactly.
    pub line: u32,
    /// Space before.
    pub before: u32,
    /// Space after.
    pub after: u32,
    /// Indent of the first line.
    pub first_line: u32,
    /// Stays on the page of what follows.
    pub keep_with_next: bool,
    /// Fields no source settles.
    pub unsettled: Vec<String>,
}

/// What a look has where its part says nothing.
struct Common {
    line: u32,
    before: u32,
    after: u32,
    first_line: u32,
    unsettled: Vec<String>,
}

impl Rules {
    /// How a part looks. Reading holds that every part has a row.
    pub fn look(&self, component: Component) -> &Look {
        static PLAIN: Look = Look {
            label: String::new(),
            size: 14,
            largest: 14,
            upper: false,
            bold: false,
            italic: false,
            underline: false,
            align: Align::Left,
            line: 18,
            before: 0,
            after: 0,
            first_line: 0,
            keep_with_next: false,
            unsettled: Vec::new(),
        };
        self.looks.get(&component).unwrap_or(&PLAIN)
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// The rule sets compiled in, oldest first. Tests hold them faultless.
pub fn built_in() -> Vec<Rules> {
    let mut all: Vec<Rules> = BUILT_IN.iter().filter_map(|(name, source)| read(source, name).ok()).collect();
    all.sort_by_key(|rules| rules.valid_from);
    all
}

/// The rules of a paper's date: the newest that began by then; the oldest for a paper older than all.
pub fn of_date(sets: &[Rules], date: Date) -> Option<&Rules> {
    let begun = sets.iter().filter(|rules| rules.valid_from <= date).max_by_key(|rules| rules.valid_from);
    begun.or_else(|| sets.iter().min_by_key(|rules| rules.valid_from))
}

/// Reads a rule set from TOML text; `name` is the file's, for faults.
pub fn read(source: &str, name: &str) -> Result<Rules, Vec<Fault>> {
    let table = DeTable::parse(source).map_err(|error| vec![Fault::syntax(name, source, &error)])?;
    let mut file = DataFile::new(name, source);
    let root = Section::root("rules", &table);
    let known = ["code", "valid_from", "valid_to", "font", "page", "paragraph", "words", "component"];
    root.only(&known, &mut file);
    root.text("valid_from", &mut file);
    let valid_from = root.day("valid_from", &mut file);
    let valid_to = root.day("valid_to", &mut file);
    if valid_to.is_some_and(|to| valid_from.is_some_and(|from| to < from)) {
        file.fault(&root.place("valid_to"), Message::new("data_file.ends_before_it_begins"));
    }
    let code = root.text("code", &mut file);
    let font = root.text("font", &mut file);
    let page = root.section("page", "page", &mut file).map(|section| page(&section, &mut file));
    let words = root.section("words", "words", &mut file).map(|section| words(&section, &mut file));
    let common = root.section("paragraph", "paragraph", &mut file).map(|section| common(&section, &mut file));
    let mut looks = BTreeMap::new();
    if let Some(common) = &common {
        for section in root.sections("component", "component", &mut file) {
            let names = Component::ALL.map(Component::name);
            let Some(component) = section.named("name", &names, Component::parse, &mut file) else {
                continue;
            };
            let look = look(&section, common, &mut file);
            if looks.insert(component, look).is_some() {
                let cause = Message::new("data_file.twice").with("field", "name");
                file.fault(section.span(), cause.with("value", component.name()));
            }
        }
        for missing in Component::ALL.into_iter().filter(|component| !looks.contains_key(component)) {
            let cause = Message::new("papers.rules.missing_component").with("name", missing.name());
            file.fault(&root.place("component"), cause);
        }
    }
    let rules = valid_from.zip(page).zip(words).map(|((valid_from, page), words)| Rules {
        code,
        valid_from,
        valid_to,
        font,
        page,
        words,
        looks,
    });
    let read = file.finish(rules)?;
    // A part that is missing is a fault above.
    read.ok_or_else(Vec::new)
}

fn page(section: &Section<'_>, file: &mut DataFile<'_>) -> Page {
    let known = ["top", "bottom", "left", "right", "header", "numbered_from", "unsettled"];
    section.only(&known, file);
    let page = Page {
        top: section.number("top", file),
        bottom: section.number("bottom", file),
        left: section.number("left", file),
        right: section.number("right", file),
        header: section.number("header", file),
        numbered_from: section.number("numbered_from", file),
        unsettled: unsettled(section, &known, file),
    };
    if page.left + page.right > 150 || page.top + page.bottom > 200 {
        file.fault(section.span(), Message::new("papers.rules.no_room"));
    }
    if !matches!(page.numbered_from, 1 | 2) {
        let cause = Message::new("papers.rules.numbered_from");
        file.fault(&section.place("numbered_from"), cause);
    }
    page
}

fn words(section: &Section<'_>, file: &mut DataFile<'_>) -> Words {
    section.only(
        &[
            "party",
            "star",
            "number",
            "blank_number",
            "place_date",
            "blank_day",
            "blank_month",
            "padded_months",
            "subject_rule",
            "recipients",
            "draft",
        ],
        file,
    );
    Words {
        party: section.text("party", file),
        star: section.text("star", file),
        number: with_places("number", &["number", "symbol"], section, file),
        blank_number: section.optional("blank_number", file).unwrap_or_default(),
        place_date: with_places("place_date", &["place", "day", "month", "year"], section, file),
        blank_day: section.optional("blank_day", file).unwrap_or_default(),
        blank_month: section.optional("blank_month", file).unwrap_or_default(),
        padded_months: section.number("padded_months", file),
        subject_rule: section.text("subject_rule", file),
        recipients: section.text("recipients", file),
        draft: with_places("draft", &["draft"], section, file),
    }
}

/// A text that must have its places.
fn with_places(field: &str, places: &[&str], section: &Section<'_>, file: &mut DataFile<'_>) -> String {
    let text = section.text(field, file);
    for place in places {
        if !text.is_empty() && !text.contains(&format!("{{{place}}}")) {
            let cause = Message::new("papers.rules.no_place").with("field", field).with("place", *place);
            file.fault(&section.place(field), cause);
        }
    }
    text
}

fn common(section: &Section<'_>, file: &mut DataFile<'_>) -> Common {
    let known = ["line", "largest_line", "before", "after", "first_line", "unsettled"];
    section.only(&known, file);
    Common {
        line: section.number("line", file),
        before: section.number("before", file),
        after: section.number("after", file),
        first_line: section.number("first_line", file),
        unsettled: unsettled(section, &known, file),
    }
}

fn look(section: &Section<'_>, common: &Common, file: &mut DataFile<'_>) -> Look {
    let known = [
        "name",
        "label",
        "size",
        "largest",
        "upper",
        "bold",
        "italic",
        "underline",
        "align",
        "line",
        "before",
        "after",
        "first_line",
        "keep_with_next",
        "unsettled",
    ];
    section.only(&known, file);
    let size = section.number("size", file);
    let mut open = unsettled(section, &known, file);
    // What comes from the common values is as open as they are.
    let inherited = common.unsettled.iter().filter(|field| section.is_silent_on(field));
    open.extend(inherited.cloned());
    open.sort();
    open.dedup();
    let look = Look {
        label: section.text("label", file),
        size,
        largest: section.number_or("largest", size, file),
        upper: section.flag("upper", false, file),
        bold: section.flag("bold", false, file),
        italic: section.flag("italic", false, file),
        underline: section.flag("underline", false, file),
        align: section
            .named("align", &["left", "centre", "right", "justify"], Align::parse, file)
            .unwrap_or(Align::Left),
        line: section.number_or("line", common.line, file),
        before: section.number_or("before", common.before, file),
        after: section.number_or("after", common.after, file),
        first_line: section.number_or("first_line", common.first_line, file),
        keep_with_next: section.flag("keep_with_next", false, file),
        unsettled: open,
    };
    if size > 0 && (size < 6 || size > look.line || look.largest < size) {
        file.fault(&section.place("size"), Message::new("papers.rules.size").with("size", size));
    }
    look
}

fn unsettled(section: &Section<'_>, known: &[&str], file: &mut DataFile<'_>) -> Vec<String> {
    let mut fields = Vec::new();
    for (field, span) in section.texts("unsettled", file) {
        if known.contains(&field.as_str()) {
            fields.push(field);
        } else {
            file.unknown(&span, "unsettled", &field, known.iter().copied());
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[test]
    fn the_built_in_sets_have_no_fault() {
        for (name, source) in BUILT_IN {
            assert_eq!(read(source, name).err(), None);
        }
    }

    #[rstest]
    #[case(date(2010, 1, 1), "36-HD/VPTW")]
    #[case(date(2018, 4, 3), "36-HD/VPTW")]
    #[case(date(2026, 5, 26), "36-HD/VPTW")]
    #[case(date(2026, 5, 27), "05-HD/VPTW")]
    #[case(date(2030, 1, 1), "05-HD/VPTW")]
    fn the_date_chooses_the_rules(#[case] day: Date, #[case] code: &str) {
        let sets = built_in();
        let rules = of_date(&sets, day).unwrap();
        assert_eq!(rules.code, code);
        assert_eq!(rules.holds_on(day), day.year() >= 2018);
    }

    /// domain.md 6, the table of components: size, capitals, bold, italic, underlined.
    #[rstest]
    #[case(Component::Party, 15, 15, "upper bold")]
    #[case(Component::Superior, 14, 14, "upper")]
    #[case(Component::Issuer, 14, 14, "upper bold")]
    #[case(Component::Number, 14, 14, "")]
    #[case(Component::PlaceDate, 14, 14, "italic")]
    #[case(Component::Kind, 15, 16, "upper bold")]
    #[case(Component::Subject, 14, 15, "bold")]
    #[case(Component::LetterSubject, 12, 12, "italic")]
    #[case(Component::Body, 14, 15, "")]
    #[case(Component::Heading1, 14, 15, "bold")]
    #[case(Component::Heading4, 14, 15, "bold")]
    #[case(Component::Authority, 14, 14, "upper bold")]
    #[case(Component::Office, 14, 14, "upper")]
    #[case(Component::Signer, 14, 14, "bold")]
    #[case(Component::Recipients, 14, 14, "underline")]
    #[case(Component::Recipient, 12, 12, "")]
    fn the_looks_of_the_table(
        #[case] component: Component,
        #[case] size: u32,
        #[case] largest: u32,
        #[case] marks: &str,
    ) {
        for rules in built_in() {
            let look = rules.look(component);
            let found = [
                (look.upper, "upper"),
                (look.bold, "bold"),
                (look.italic, "italic"),
                (look.underline, "underline"),
            ];
            let found: Vec<&str> = found.iter().filter(|(has, _)| *has).map(|(_, name)| *name).collect();
            assert_eq!(
                (look.size, look.largest, found.join(" ").as_str()),
                (size, largest, marks),
                "{}",
                rules.code
            );
            assert!(!look.unsettled.iter().any(|field| field == "size"));
        }
    }

    /// The spaces are known of the newer set only; the older one keeps them, and says that they are open.
    #[test]
    fn what_no_source_gives_is_marked_open() {
        let sets = built_in();
        for (rules, open) in sets.iter().zip([true, false]) {
            let body = rules.look(Component::Body);
            assert_eq!((body.line, body.before, body.after, body.first_line), (18, 6, 6, 10));
            assert_eq!(body.unsettled.contains(&String::from("line")), open, "{}", rules.code);
            assert!(rules.look(Component::Stamp).unsettled.contains(&String::from("size")));
        }
    }

    #[rstest]
    #[case("top = 20\n", "", "data_file.missing_field")]
    #[case("left = 30", "left = 140", "papers.rules.no_room")]
    #[case("numbered_from = 2", "numbered_from = 3", "papers.rules.numbered_from")]
    #[case("Số {number}-{symbol}", "Số {number}", "papers.rules.no_place")]
    #[case("name = \"party\"", "name = \"pary\"", "data_file.unknown_name")]
    #[case("name = \"party\"", "name = \"star\"", "data_file.twice")]
    #[case("size = 15\nlargest = 16", "size = 40", "papers.rules.size")]
    #[case("valid_from = \"2018-04-03\"", "valid_from = \"3/4/2018\"", "data_file.bad_day")]
    #[case("unsettled = [\"header\"]", "unsettled = [\"heder\"]", "data_file.unknown_name")]
    #[case("code = \"36-HD/VPTW\"", "code = 36", "data_file.not_text")]
    fn a_fault_is_told_by_line(#[case] right: &str, #[case] wrong: &str, #[case] key: &str) {
        let (name, source) = BUILT_IN[0];
        assert!(source.contains(right), "{right}");
        let faulty = source.replacen(right, wrong, 1);
        let faults = read(&faulty, name).unwrap_err();
        let found =
            faults.iter().find(|fault| fault.cause.key == key).unwrap_or_else(|| panic!("{faults:?}"));
        assert!(found.line > 1 && found.file == name);
    }
}
