//! Whether a PDF can be the paper it was made of: whole, and of a plausible number of pages.
//!
//! Invariant: reads no further than marks and counts; a PDF that packs its pages away is only looked at as a whole.

use crate::text::message::Message;

/// Checks a PDF against the fewest and the most pages it can have.
pub(super) fn check(bytes: &[u8], (fewest, most): (usize, usize)) -> Result<(), Message> {
    let end = &bytes[bytes.len().saturating_sub(1024)..];
    if !bytes.starts_with(b"%PDF-") || memchr::memmem::find(end, b"%%EOF").is_none() {
        return Err(Message::new("pdf.damaged"));
    }
    let packed = memchr::memmem::find(bytes, b"/ObjStm").is_some();
    match count(bytes) {
        0 if packed => Ok(()),
        pages if (fewest..=most.max(fewest)).contains(&pages) => Ok(()),
        pages => Err(Message::new("pdf.pages").with("pages", pages).with("fewest", fewest)),
    }
}

/// How many pages stand in it openly: `/Type /Page`, not `/Pages`.
fn count(bytes: &[u8]) -> usize {
    let kinds = memchr::memmem::find_iter(bytes, b"/Type").map(|at| bytes[at + 5..].trim_ascii_start());
    let pages = kinds.filter_map(|rest| rest.strip_prefix(b"/Page"));
    pages.filter(|rest| rest.first().is_none_or(|next| !next.is_ascii_alphanumeric())).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("%PDF-1.7 /Type/Pages /Type /Page>> /Type/Page/Parent %%EOF", (1, 2), None)]
    #[case("%PDF-1.7 /Type/Page>> %%EOF\n", (2, 9), Some("pdf.pages"))]
    #[case("%PDF-1.7 /Type/Page>> /Type/Page>> %%EOF\n", (1, 1), Some("pdf.pages"))]
    #[case("%PDF-1.7 nothing %%EOF\n", (1, 9), Some("pdf.pages"))]
    #[case("%PDF-1.7 /Type/ObjStm %%EOF\n", (1, 9), None)]
    #[case("%PDF-1.7 /Type/Page>>", (1, 9), Some("pdf.damaged"))]
    #[case("", (1, 9), Some("pdf.damaged"))]
    fn a_pdf_is_looked_at(#[case] text: &str, #[case] pages: (usize, usize), #[case] fault: Option<&str>) {
        assert_eq!(
            check(text.as_bytes(), pages).err().map(|said| said.key.into_owned()),
            fault.map(str::to_owned)
        );
    }
}
