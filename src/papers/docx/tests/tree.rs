//! A part of a Word file as a tree.

use crate::papers::package;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// An element with what stands in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Self>,
    text: String,
}

impl Element {
    fn all<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        if self.name == name {
            found.push(self);
        }
        self.children.iter().for_each(|child| child.all(name, found));
    }

    pub(super) fn every(&self, name: &str) -> Vec<&Self> {
        let mut found = Vec::new();
        self.all(name, &mut found);
        found
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    pub(super) fn value(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// `w:val` of a child: `None` where there is no such child.
    pub(super) fn set(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.value("w:val"))
    }

    pub(super) fn words(&self) -> String {
        self.every("w:t").iter().map(|text| text.text.as_str()).collect()
    }
}

fn tree(xml: &str) -> Element {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    let element = |start: &quick_xml::events::BytesStart<'_>| Element {
        name: start.name().as_ref().to_string(),
        attributes: start
            .attributes()
            .map(Result::unwrap)
            .map(|attribute| (attribute.key.as_ref().to_string(), attribute.value.to_string()))
            .collect(),
        ..Element::default()
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(element(&start)),
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text.into_inner()),
            Event::Eof => return open.pop().unwrap(),
            _ => {}
        }
    }
}

pub(super) fn part(bytes: &[u8], name: &str) -> Element {
    let parts = package::read(bytes).unwrap();
    let part = parts.iter().find(|part| part.name == name).unwrap_or_else(|| panic!("{name}"));
    tree(std::str::from_utf8(&part.bytes).unwrap())
}
