//! Column headers as people spell them, into the columns of the XLSForm standard.
//!
//! Invariant: an unknown header is kept under its own name, never dropped.

use super::form::FormLanguage;
use crate::domain::fault::nearest;

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

/// Columns that may be repeated in several languages.
const TRANSLATED: [&str; 6] =
    ["label", "hint", "guidance_hint", "constraint_message", "required_message", "form_title"];

/// The other columns we read.
const PLAIN: [&str; 21] = [
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
    "list_name",
    "form_id",
    "version",
    "default_language",
    "body",
    "bind",
    "media",
];

/// Other spellings of the standard names.
const ALIASES: [(&str, &str); 22] = [
    ("relevance", "relevant"),
    ("readonly", "read_only"),
    ("calculate", "calculation"),
    ("count", "repeat_count"),
    ("jr:count", "repeat_count"),
    ("repeat", "repeat_count"),
    ("caption", "label"),
    ("command", "type"),
    ("constraint_msg", "constraint_message"),
    ("jr:constraintmsg", "constraint_message"),
    ("jr:requiredmsg", "required_message"),
    ("required_msg", "required_message"),
    ("filter", "choice_filter"),
    ("list", "list_name"),
    ("listname", "list_name"),
    ("title", "form_title"),
    ("set_form_title", "form_title"),
    ("id_string", "form_id"),
    ("set_form_id", "form_id"),
    ("form_version", "version"),
    ("value", "name"),
    ("guidance", "guidance_hint"),
];

/// Reads a header: any case, spaces or hyphens for underscores, one colon or two before the language.
pub fn read(written: &str) -> Header {
    let whole = plain(written);
    let whole = whole.strip_prefix("bind::").or_else(|| whole.strip_prefix("bind:")).unwrap_or(&whole);
    if let Some(name) = standard(whole) {
        return Header { name: name.to_owned(), language: None, known: true };
    }
    if let Some((left, right)) = written.split_once(':')
        && let Some(name) = standard(&plain(left))
        && TRANSLATED.contains(&name)
    {
        let language = FormLanguage::read(right.trim_start_matches(':'));
        return Header { name: name.to_owned(), language: Some(language), known: true };
    }
    Header { name: written.trim().to_owned(), language: None, known: false }
}

/// The standard column an unknown header may have been meant for.
pub fn meant(written: &str) -> Option<&'static str> {
    let whole = plain(written.split(':').next().unwrap_or_default());
    if whole.chars().count() < 4 {
        return None;
    }
    nearest(&whole, TRANSLATED.into_iter().chain(PLAIN)).filter(|near| *near != whole)
}

fn plain(written: &str) -> String {
    written.trim().to_lowercase().replace([' ', '-'], "_")
}

fn standard(plain: &str) -> Option<&'static str> {
    let named = ALIASES.into_iter().find(|(alias, _)| *alias == plain).map_or(plain, |(_, name)| name);
    TRANSLATED.into_iter().chain(PLAIN).find(|name| *name == named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("type", "type", None)]
    #[case(" Type ", "type", None)]
    #[case("label", "label", None)]
    #[case("label::Tiếng Việt (vi)", "label", Some("vi"))]
    #[case("label:vi", "label", Some("vi"))]
    #[case("Label : English", "label", Some("English"))]
    #[case("constraint message", "constraint_message", None)]
    #[case("Constraint-Message::en", "constraint_message", Some("en"))]
    #[case("bind::relevant", "relevant", None)]
    #[case("relevance", "relevant", None)]
    #[case("jr:count", "repeat_count", None)]
    #[case("bind:jr:constraintMsg", "constraint_message", None)]
    #[case("read only", "read_only", None)]
    #[case("List Name", "list_name", None)]
    #[case("register", "register", None)]
    #[case("media::image", "media::image", None)]
    fn a_header_is_recognised(#[case] written: &str, #[case] name: &str, #[case] language: Option<&str>) {
        let header = read(written);
        assert_eq!(header.name, name);
        assert_eq!(header.language.map(|language| language.code).as_deref(), language);
    }

    #[rstest]
    #[case("lable::vi", Some("label"))]
    #[case("relevent", Some("relevant"))]
    #[case("register", None)]
    #[case("province", None)]
    fn a_slip_is_noticed(#[case] written: &str, #[case] near: Option<&str>) {
        assert_eq!(meant(written), near);
    }
}
