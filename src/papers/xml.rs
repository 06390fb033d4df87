//! Writing XML: elements in order, text escaped.
//!
//! Invariant: whatever text is given, what is written is well-formed.

use std::borrow::Cow;

/// An XML text being written.
pub(super) struct Xml {
    text: String,
}

impl Xml {
    /// Begins a part.
    pub(super) fn new() -> Self {
        Self { text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n") }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.begin(name, attributes);
        self.text.push_str("/>");
    }

    /// An element around what the closure writes.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.begin(name, attributes);
        self.text.push('>');
        inside(self);
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        self.text.push_str(&escaped(text));
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.text
    }

    fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (attribute, value) in attributes {
            self.text.push(' ');
            self.text.push_str(attribute);
            self.text.push_str("=\"");
            self.text.push_str(&escaped(value));
            self.text.push('"');
        }
    }
}

/// A text as it stands in XML; what XML cannot hold at all is dropped.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let held = |letter: char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(held) {
        return quick_xml::escape::escape(text);
    }
    let held: String = text.chars().filter(|letter| held(*letter)).collect();
    Cow::Owned(quick_xml::escape::escape(held.as_str()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::events::Event;
    use quick_xml::reader::Reader;

    proptest! {
        #[test]
        fn any_text_comes_back_without_what_xml_cannot_hold(text in any::<String>()) {
            let mut xml = Xml::new();
            xml.element("a", &[("b", &text)], |xml| xml.text(&text));
            let written = xml.finish();
            let mut reader = Reader::from_str(&written);
            let mut read = String::new();
            loop {
                match reader.read_event().unwrap() {
                    Event::Text(part) => read.push_str(&part.into_inner()),
                    Event::GeneralRef(name) => read.push(match &*name.into_inner() {
                        "amp" => '&', "lt" => '<', "gt" => '>', "quot" => '"', "apos" => '\'',
                        other => panic!("{other}"),
                    }),
                    Event::Eof => break,
                    _ => {}
                }
            }
            let kept: String = text.chars().filter(|c| *c >= ' ' || matches!(c, '\t' | '\n' | '\r'))
                .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
            prop_assert_eq!(read.trim_start_matches('\n'), kept.trim_start_matches('\n'));
        }
    }
}
