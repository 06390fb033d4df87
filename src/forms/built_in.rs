//! The questionnaire that comes with the program: `assets/forms/khao-sat-tcd.md`.
//!
//! Invariant: nothing of the questionnaire stands here; a test holds the file faultless.

use super::build::build;
use super::fault::FormError;
use super::form::Form;
use super::markdown;

/// The built-in questionnaire as text: what a store keeps of the version its surveys were begun with.
pub const SOURCE: &str = include_str!("../../assets/forms/khao-sat-tcd.md");

/// Its name, the same in every version.
pub const NAME: &str = "khao-sat-tcd";

/// The versions that came with earlier programs: a store that holds no later one takes the present one for new
/// surveys.
pub const EARLIER: &[&str] = &["2023.1"];

/// Reads a form from the text of its Markdown tables.
///
/// # Errors
/// Everything its author must mend.
pub fn read(source: &str) -> Result<Form, FormError> {
    build(&markdown::read(source))
}

/// The built-in questionnaire.
///
/// # Errors
/// None in a released program.
pub fn form() -> Result<Form, FormError> {
    read(SOURCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_version_is_not_among_the_earlier_ones() {
        let form = form().unwrap();
        assert_eq!(form.id, NAME);
        assert!(!EARLIER.contains(&form.version.as_str()));
    }
}
