//! Column headers as people spell them, into the columns of the XLSForm standard.
//!
//! Read alike: any case, spaces, hyphens or underscores between words, one colon or two, `bind::`, `body::` and
//! `media::` before the name, the language behind it, and the names older tools and other vendors use.
//!
//! Invariant: an unknown header is kept under its own name, never dropped.

use super::form::FormLanguage;
use crate::domain::fault::nearest;

/// Whose headers they are: `value` is a choice's name, and a column of its own elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The questions.
    Survey,
    /// The choices, external ones too. Their authors name further columns freely.
    Choices,
    /// The settings.
    Settings,
    /// The entities.
    Entities,
}

/// What a header means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Standard name where known (`constraint_message`), else as written.
    pub name: String,
    /// The language behind `::`, where the column is translated.
    pub language: Option<FormLanguage>,
    /// Whether the standard knows it.
    pub known: bool,
}

/// The columns of pictures and sounds, by the standard's names.
pub const MEDIA: [&str; 4] = ["image", "big_image", "audio", "video"];

/// Columns that may be repeated in several languages.
const TRANSLATED: [&str; 5] = ["label", "hint", "guidance_hint", "constraint_message", "required_message"];

/// The other columns of questions we read.
const QUESTIONS: [&str; 14] = [
    "type",
    "name",
    "required",
    "relevant",
    "constraint",
    "calculation",
    "default",
    "choice_filter",
    "appearance",
    "read_only",
    "parameters",
    "repeat_count",
    "trigger",
    "disabled",
];

const CHOICES: [&str; 2] = ["list_name", "name"];

const SETTINGS: [&str; 3] = ["form_id", "version", "default_language"];

const ENTITIES: [&str; 5] = ["list_name", "entity_id", "create_if", "update_if", "repeat"];

/// Columns others read and we keep: no slip of the pen, though they come near a column of ours.
const OTHERS: [&str; 27] = [
    "note",
    "notes",
    "comment",
    "comments",
    "tags",
    "tag",
    "rows",
    "save_to",
    "autoplay",
    "hxl",
    "theme",
    "query",
    "intent",
    "order",
    "language",
    "section",
    "module",
    "response_note",
    "publishable",
    "minimum_seconds",
    "accuracythreshold",
    "compact_tag",
    "register",
    "instance_name",
    "public_key",
    "submission_url",
    "style",
];

/// Other spellings of the standard names in any sheet.
const ALIASES: [(&str, &str); 10] = [
    ("caption", "label"),
    ("jr:constraintmsg", "constraint_message"),
    ("constraint_msg", "constraint_message"),
    ("constraining_message", "constraint_message"),
    ("jr:requiredmsg", "required_message"),
    ("requiredmsg", "required_message"),
    ("required_msg", "required_message"),
    ("guidance", "guidance_hint"),
    ("big_image", "big_image"),
    ("photo", "image"),
];

const QUESTION_ALIASES: [(&str, &str); 17] = [
    ("relevance", "relevant"),
    ("skip_logic", "relevant"),
    ("readonly", "read_only"),
    ("calculate", "calculation"),
    ("count", "repeat_count"),
    ("jr:count", "repeat_count"),
    ("repeat", "repeat_count"),
    ("command", "type"),
    ("question_type", "type"),
    ("tag", "name"),
    ("value", "name"),
    ("variable_name", "name"),
    ("$autoname", "name"),
    ("filter", "choice_filter"),
    ("parameter", "parameters"),
    ("defaults", "default"),
    ("calculations", "calculation"),
];

const CHOICE_ALIASES: [(&str, &str); 4] =
    [("list", "list_name"), ("listname", "list_name"), ("value", "name"), ("$autovalue", "name")];

const SETTING_ALIASES: [(&str, &str); 6] = [
    ("title", "form_title"),
    ("set_form_title", "form_title"),
    ("id_string", "form_id"),
    ("set_form_id", "form_id"),
    ("form_version", "version"),
    ("language", "default_language"),
];

const ENTITY_ALIASES: [(&str, &str); 1] = [("dataset", "list_name")];

impl Part {
    fn columns(self) -> impl Iterator<Item = &'static str> {
        let (own, translated, media): (&[&str], &[&str], &[&str]) = match self {
            Self::Survey => (&QUESTIONS, &TRANSLATED, &MEDIA),
            Self::Choices => (&CHOICES, &TRANSLATED[..1], &MEDIA),
            Self::Settings => (&SETTINGS, &["form_title"], &[]),
            Self::Entities => (&ENTITIES, &TRANSLATED[..1], &[]),
        };
        translated.iter().chain(own).chain(media).copied()
    }

    fn aliases(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let own: &[(&str, &str)] = match self {
            Self::Survey => &QUESTION_ALIASES,
            Self::Choices => &CHOICE_ALIASES,
            Self::Settings => &SETTING_ALIASES,
            Self::Entities => &ENTITY_ALIASES,
        };
        own.iter().chain(&ALIASES).copied()
    }

    fn standard(self, plain: &str) -> Option<&'static str> {
        let named = self.aliases().find(|(alias, _)| *alias == plain).map_or(plain, |(_, name)| name);
        self.columns().find(|name| *name == named)
    }
}

/// Reads a header of a sheet.
pub fn read(written: &str, part: Part) -> Header {
    understood(written, part).unwrap_or_else(|| Header {
        name: written.trim().to_owned(),
        language: None,
        known: false,
    })
}

fn understood(written: &str, part: Part) -> Option<Header> {
    let pieces: Vec<&str> = written.split(':').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let plains: Vec<String> = pieces.iter().map(|piece| plain(piece)).collect();
    let mut at = 0;
    let mut prefix = "";
    if let [first, _, ..] = plains.as_slice()
        && let Some(known) = ["bind", "body", "control", "media"].into_iter().find(|known| known == first)
    {
        (prefix, at) = (known, 1);
    }
    let mut name = plains.get(at)?.clone();
    if name == "jr" && plains.len() > at + 1 {
        at += 1;
        name = format!("jr:{}", plains[at]);
    }
    let standard = part.standard(&name)?;
    let fits = match prefix {
        // `bind::type` and `body::type` say how a value is stored, not what is asked.
        "bind" | "body" | "control" => !matches!(standard, "type" | "name"),
        "media" => MEDIA.contains(&standard),
        _ => true,
    };
    let language = pieces[at + 1..].join(":");
    let translated = is_translated(standard);
    if !fits || (!language.is_empty() && !translated) {
        return None;
    }
    let language = (!language.is_empty()).then(|| FormLanguage::read(&language));
    Some(Header { name: standard.to_owned(), language, known: true })
}

fn is_translated(name: &str) -> bool {
    TRANSLATED.contains(&name) || MEDIA.contains(&name) || name == "form_title"
}

/// The standard column an unknown header may have been meant for.
pub fn meant(written: &str, part: Part) -> Option<&'static str> {
    let whole = plain(written.split(':').next().unwrap_or_default());
    let length = whole.chars().count();
    // Authors of choices name columns freely: `province` is no slip there.
    let foreign = ["bind", "body", "control", "instance", "media", "kobo"].contains(&whole.as_str());
    if foreign || part == Part::Choices || !(4..=40).contains(&length) || OTHERS.contains(&whole.as_str()) {
        return None;
    }
    nearest(&whole, part.columns()).filter(|near| *near != whole)
}

/// Lower case, words apart by one underscore.
pub(super) fn plain(written: &str) -> String {
    let lower = written.trim().to_lowercase().replace(['-', '_'], " ");
    lower.split_whitespace().collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("type", "type", None)]
    #[case(" Type ", "type", None)]
    #[case("COMMAND", "type", None)]
    #[case("label", "label", None)]
    #[case("caption", "label", None)]
    #[case("label::Tiếng Việt (vi)", "label", Some("vi"))]
    #[case("label :: Tiếng Việt (vi) ", "label", Some("vi"))]
    #[case("label:vi", "label", Some("vi"))]
    #[case("Label : English", "label", Some("English"))]
    #[case("label::", "label", None)]
    #[case("constraint message", "constraint_message", None)]
    #[case("constraint_message:english", "constraint_message", Some("english"))]
    #[case("Constraint-Message::en", "constraint_message", Some("en"))]
    #[case("Required Message:vi", "required_message", Some("vi"))]
    #[case("bind::relevant", "relevant", None)]
    #[case("bind:relevance", "relevant", None)]
    #[case("relevance", "relevant", None)]
    #[case("jr:count", "repeat_count", None)]
    #[case("Repeat_Count", "repeat_count", None)]
    #[case("bind:jr:constraintMsg", "constraint_message", None)]
    #[case("bind::jr:constraintMsg::vi", "constraint_message", Some("vi"))]
    #[case("body::appearance", "appearance", None)]
    #[case("read only", "read_only", None)]
    #[case("choice  filter", "choice_filter", None)]
    #[case("value", "name", None)]
    #[case("media::image", "image", None)]
    #[case("media:image:English (en)", "image", Some("en"))]
    #[case("Media::Big-Image::vi", "big_image", Some("vi"))]
    #[case("image", "image", None)]
    #[case("bind::type", "bind::type", None)]
    #[case("body::accuracyThreshold", "body::accuracyThreshold", None)]
    #[case("instance::x", "instance::x", None)]
    #[case("register", "register", None)]
    #[case("type::vi", "type::vi", None)]
    #[case("", "", None)]
    #[case(":", ":", None)]
    fn a_header_is_recognised(#[case] written: &str, #[case] name: &str, #[case] language: Option<&str>) {
        let header = read(written, Part::Survey);
        assert_eq!(header.name, name);
        assert_eq!(header.language.map(|language| language.code).as_deref(), language);
    }

    #[rstest]
    #[case("List Name", Part::Choices, "list_name")]
    #[case("list_name", Part::Choices, "list_name")]
    #[case("value", Part::Choices, "name")]
    #[case("filter", Part::Choices, "filter")]
    #[case("label:english", Part::Choices, "label")]
    #[case("hint", Part::Choices, "hint")]
    #[case("title", Part::Settings, "form_title")]
    #[case("ID_STRING", Part::Settings, "form_id")]
    #[case("dataset", Part::Entities, "list_name")]
    fn each_sheet_has_its_own_headers(#[case] written: &str, #[case] part: Part, #[case] name: &str) {
        assert_eq!(read(written, part).name, name);
    }

    #[rstest]
    #[case("lable::vi", Part::Survey, Some("label"))]
    #[case("relevent", Part::Survey, Some("relevant"))]
    #[case("bind::saveIncomplete", Part::Survey, None)]
    #[case("note", Part::Survey, None)]
    #[case("register", Part::Survey, None)]
    #[case("labels", Part::Choices, None)]
    #[case("province", Part::Settings, None)]
    fn a_slip_is_noticed(#[case] written: &str, #[case] part: Part, #[case] near: Option<&str>) {
        assert_eq!(meant(written, part), near);
    }
}
