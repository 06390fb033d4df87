//! Importing a list of movements: admissions, foundings, union members, introductions.
//!
//! Invariant: the same line twice in a file is two movements; the same file twice is not.

use super::desk::Office;
use super::error::Result;
use super::import_places::{Match, Places};
use super::import_plan::{Fate, ImportPlan};
use crate::exchange::{MovementRow, Reading};
use crate::store::Value;
use crate::text::fold::fold;
use std::collections::HashMap;

/// What makes two movements the same line: kind, day, enterprise, district, quantity.
type Line = (String, String, String, String, i64);

impl Office {
    /// Plans the import of a list of movements that was read.
    pub(super) fn plan_movements(&self, file: &str, reading: Reading<MovementRow>) -> Result<ImportPlan> {
        let (mut plan, rows) = ImportPlan::begin(file, reading);
        let reader = self.reader();
        let places = Places::load(&reader, self.today(), self.desk.clock)?;
        let mut enterprises: HashMap<String, String> = HashMap::new();
        for row in reader.rows_of("enterprise")? {
            if let (Some(id), Some(name)) = (row.text("id"), row.text("name")) {
                enterprises.insert(fold(name), id.to_owned());
            }
        }
        let mut recorded: HashMap<Line, usize> = HashMap::new();
        for row in reader.rows_of("movement")? {
            let text = |field: &str| row.text(field).unwrap_or_default();
            let line = (
                text("kind").to_owned(),
                text("happened_on").to_owned(),
                fold(text("enterprise_text")),
                fold(text("unit_text")),
                row.int("quantity").unwrap_or_default(),
            );
            *recorded.entry(line).or_default() += 1;
        }
        for row in &rows {
            let day = row.date.to_string();
            let enterprise_text = row.enterprise.clone().unwrap_or_default();
            let unit_text = row.district.clone().unwrap_or_default();
            let line =
                (row.kind.clone(), day.clone(), fold(&enterprise_text), fold(&unit_text), row.quantity);
            let name = self.codes().name("movement", &row.kind, crate::text::locale::Language::Vietnamese);
            if let Some(left) = recorded.get_mut(&line).filter(|left| **left > 0) {
                *left -= 1;
                plan.settle(row.row, name, Fate::Unchanged);
                continue;
            }
            let unit = match places.unit(&unit_text, "district", None) {
                Match::One(id) => Some(id),
                Match::None | Match::Several => None,
            };
            let values = vec![
                ("kind", Value::from(row.kind.as_str())),
                ("happened_on", day.into()),
                ("quantity", row.quantity.into()),
                ("enterprise", enterprises.get(&fold(&enterprise_text)).cloned().into()),
                ("enterprise_text", row.enterprise.clone().into()),
                ("unit", unit.into()),
                ("unit_text", row.district.clone().into()),
                ("note", row.note.clone().into()),
            ];
            plan.create("movement", self.desk.clock.id(), values);
            plan.settle(row.row, name, Fate::Added);
        }
        self.name_figures(&mut plan);
        Ok(plan)
    }

    /// Sums under the names of the situation report beside those under the codes.
    fn name_figures(&self, plan: &mut ImportPlan) {
        for code in self.codes().list("movement") {
            if let (Some(figure), Some(sum)) =
                (code.attribute("figure"), plan.totals.get(&code.code).copied())
            {
                *plan.totals.entry(figure.to_owned()).or_default() += sum;
            }
        }
    }
}
