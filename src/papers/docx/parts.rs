//! The parts of a Word file around its text.
//!
//! Invariant: constant but for the title, the maker and the instant, which the caller gives.

use crate::papers::component::Component;
use crate::papers::document::Properties;
use crate::papers::xml::Xml;

/// Namespaces of the text.
pub(super) const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Namespace of references to other parts.
pub(super) const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The reference of the header that bears the page number.
pub(super) const HEADER_ID: &str = "rId3";

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument";
const RELATED_PACKAGE: &str = "application/vnd.openxmlformats-package";

pub(super) fn content_types() -> String {
    let mut xml = Xml::new();
    xml.element("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |xml| {
        let relations = format!("{RELATED_PACKAGE}.relationships+xml");
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", &relations)]);
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
        let word = format!("{TYPES}.wordprocessingml");
        for (part, kind) in [
            ("/word/document.xml", format!("{word}.document.main+xml")),
            ("/word/header1.xml", format!("{word}.header+xml")),
            ("/word/settings.xml", format!("{word}.settings+xml")),
            ("/word/styles.xml", format!("{word}.styles+xml")),
            ("/docProps/app.xml", format!("{TYPES}.extended-properties+xml")),
            ("/docProps/core.xml", format!("{RELATED_PACKAGE}.core-properties+xml")),
        ] {
            xml.empty("Override", &[("PartName", part), ("ContentType", &kind)]);
        }
    });
    xml.finish()
}

pub(super) fn relations() -> String {
    list(&[
        ("rId1", format!("{RELATION}/officeDocument"), "word/document.xml"),
        ("rId2", format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
        ("rId3", format!("{RELATION}/extended-properties"), "docProps/app.xml"),
    ])
}

pub(super) fn document_relations() -> String {
    list(&[
        ("rId1", format!("{RELATION}/styles"), "styles.xml"),
        ("rId2", format!("{RELATION}/settings"), "settings.xml"),
        (HEADER_ID, format!("{RELATION}/header"), "header1.xml"),
    ])
}

fn list(relations: &[(&str, String, &str)]) -> String {
    let mut xml = Xml::new();
    xml.element("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |xml| {
        for (id, kind, target) in relations {
            xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
    });
    xml.finish()
}

pub(super) fn application() -> String {
    let mut xml = Xml::new();
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    xml.element("Properties", &[("xmlns", space)], |xml| {
        xml.element("Application", &[], |xml| xml.text("chuyengiao"));
    });
    xml.finish()
}

pub(super) fn core(properties: &Properties) -> String {
    let made_at = properties.made_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let spaces = [
        ("xmlns:cp", &*format!("{PACKAGE}/metadata/core-properties")),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    let mut xml = Xml::new();
    xml.element("cp:coreProperties", &spaces, |xml| {
        xml.element("dc:title", &[], |xml| xml.text(&properties.title));
        xml.element("dc:creator", &[], |xml| xml.text(&properties.author));
        xml.element("cp:lastModifiedBy", &[], |xml| xml.text(&properties.author));
        for moment in ["dcterms:created", "dcterms:modified"] {
            xml.element(moment, &[("xsi:type", "dcterms:W3CDTF")], |xml| xml.text(&made_at));
        }
    });
    xml.finish()
}

pub(super) fn settings() -> String {
    let mut xml = Xml::new();
    xml.element("w:settings", &[("xmlns:w", WORD)], |xml| {
        xml.empty("w:zoom", &[("w:percent", "100")]);
        xml.empty("w:defaultTabStop", &[("w:val", "567")]);
        xml.empty("w:characterSpacingControl", &[("w:val", "doNotCompress")]);
        xml.element("w:compat", &[], |xml| {
            // Without it Word opens the file in the mode of 2007 and shifts tables into the margin.
            xml.empty(
                "w:compatSetting",
                &[
                    ("w:name", "compatibilityMode"),
                    ("w:uri", "http://schemas.microsoft.com/office/word"),
                    ("w:val", "15"),
                ],
            );
        });
        xml.empty("w:themeFontLang", &[("w:val", "vi-VN")]);
        xml.empty("w:decimalSymbol", &[("w:val", ",")]);
        xml.empty("w:listSeparator", &[("w:val", ";")]);
    });
    xml.finish()
}

/// The page number, at the top in the middle.
pub(super) fn header() -> String {
    let mut xml = Xml::new();
    xml.element("w:hdr", &[("xmlns:w", WORD)], |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:pStyle", &[("w:val", &Component::PageNumber.style())]);
            });
            xml.element("w:fldSimple", &[("w:instr", " PAGE ")], |xml| {
                xml.element("w:r", &[], |xml| xml.element("w:t", &[], |xml| xml.text("2")));
            });
        });
    });
    xml.finish()
}
