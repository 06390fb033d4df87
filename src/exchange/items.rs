//! Choices in the other two forms the standard allows for files beside a form: GeoJSON and XML.
//!
//! Invariant: any text gives a table or an error; nothing of it is followed to elsewhere.

use super::error::Error;
use crate::forms::sheets::{Row, Sheet};
use crate::text::clean::clean_lines;
use serde_json::Value;

/// Columns of a file; more are no table.
const COLUMNS: usize = 200;

/// The features of a GeoJSON text: their properties, their id, a point's place as `latitude longitude`.
pub(super) fn geojson(text: &str) -> Result<Sheet, Error> {
    let damaged = |detail: String| Error::Damaged { detail };
    let whole: Value = serde_json::from_str(text).map_err(|error| damaged(error.to_string()))?;
    let features = whole.get("features").and_then(Value::as_array);
    let features = features.ok_or_else(|| damaged("no features".to_owned()))?;
    let mut table = Table::default();
    for (number, feature) in features.iter().enumerate() {
        let mut row = table.row(number + 1);
        for (name, value) in feature.get("properties").and_then(Value::as_object).into_iter().flatten() {
            row.put(name, &plain(value));
        }
        if let Some(id) = feature.get("id") {
            row.put("id", &plain(id));
        }
        let place = feature.get("geometry").and_then(|geometry| geometry.get("coordinates"));
        if let Some([longitude, latitude, ..]) = place.and_then(Value::as_array).map(Vec::as_slice)
            && longitude.is_number()
        {
            row.put("geometry", &format!("{} {} 0 0", plain(latitude), plain(longitude)));
        }
    }
    Ok(table.sheet)
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The `<item>`s of an XML text, each child a column.
pub(super) fn xml(text: &str) -> Sheet {
    let mut table = Table::default();
    for (number, item) in text.split("<item").skip(1).enumerate() {
        let Some((_, inner)) = item.split_once('>') else { continue };
        let inner = inner.split("</item").next().unwrap_or_default();
        let mut row = table.row(number + 1);
        let mut rest = inner;
        while let Some((_, from)) = rest.split_once('<') {
            let Some((tag, behind)) = from.split_once('>') else { break };
            let name = tag.split([' ', '/', '\n']).next().unwrap_or_default();
            let (value, after) = behind.split_once(&format!("</{name}>")).unwrap_or(("", behind));
            if !name.is_empty() && !name.starts_with(['!', '?']) {
                row.put(name, &unescaped(value));
            }
            rest = after;
        }
    }
    table.sheet
}

fn unescaped(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    plain.replace("&amp;", "&")
}

#[derive(Default)]
struct Table {
    sheet: Sheet,
}

struct Cells<'a> {
    sheet: &'a mut Sheet,
}

impl Table {
    fn row(&mut self, number: usize) -> Cells<'_> {
        self.sheet.rows.push(Row { number, cells: Vec::new() });
        Cells { sheet: &mut self.sheet }
    }
}

impl Cells<'_> {
    fn put(&mut self, name: &str, value: &str) {
        let (name, value) = (clean_lines(name).text, clean_lines(value).text);
        let at = self.sheet.headers.iter().position(|header| *header == name).unwrap_or_else(|| {
            self.sheet.headers.push(name);
            self.sheet.headers.len() - 1
        });
        if at >= COLUMNS {
            self.sheet.headers.truncate(COLUMNS);
            return;
        }
        if let Some(row) = self.sheet.rows.last_mut() {
            row.cells.resize(row.cells.len().max(at + 1), String::new());
            row.cells[at] = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_become_rows() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"id":"a","properties":{"title":"Chợ","ward":7},"geometry":{"type":"Point","coordinates":[105.8,21.0]}},
            {"properties":{"title":"Trạm"}}]}"#;
        let sheet = geojson(text).unwrap();
        let at = |name: &str| sheet.headers.iter().position(|header| header == name).unwrap();
        assert_eq!(sheet.rows[0].cell(at("title")), "Chợ");
        assert_eq!(sheet.rows[0].cell(at("ward")), "7");
        assert_eq!(sheet.rows[0].cell(at("geometry")), "21.0 105.8 0 0");
        assert_eq!(sheet.rows[1].cell(at("id")), "");
        assert!(geojson("{}").is_err());
        assert!(geojson(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn items_become_rows() {
        let sheet = xml(
            "<?xml version=\"1.0\"?><root><item><name>a</name><label>Xã A &amp; B</label></item>\n<item><name>b</name></item></root>",
        );
        assert_eq!(sheet.headers, ["name", "label"]);
        assert_eq!(sheet.rows[0].cells, ["a", "Xã A & B"]);
        assert_eq!(sheet.rows[1].cells, ["b"]);
        assert!(xml("<item><x").rows.len() == 1);
    }
}
