//! Importing a list of organisations: cells with their enterprises, ratings and mass organisations.
//!
//! Invariant: an organisation is known by its code, else by its whole name; a near match is asked about.

use super::desk::Office;
use super::error::Result;
use super::import_places::{Match, Places};
use super::import_plan::{Fate, Hands, ImportPlan, RowOfStore};
use crate::exchange::{CellRow, Reading};
use crate::store::{Row, Value};
use crate::text::fold::fold;
use crate::text::message::Message;
use jiff::civil::Date;
use std::collections::HashMap;

/// The rows the store has, by what a file knows them by.
struct Known {
    cells: HashMap<String, Vec<Row>>,
    cell_codes: HashMap<String, Row>,
    enterprises: HashMap<String, Row>,
    tax_codes: HashMap<String, Row>,
    ratings: HashMap<(String, i64), Row>,
    organisations: HashMap<(String, String), Row>,
    /// Enterprises this import makes, by tax code or folded name.
    made: HashMap<String, String>,
}

impl Office {
    /// Plans the import of a list of organisations that was read.
    pub(super) fn plan_cells(&self, file: &str, reading: Reading<CellRow>) -> Result<ImportPlan> {
        let as_of = reading.as_of;
        let (mut plan, rows) = ImportPlan::begin(file, reading);
        let mut places = Places::load(&self.reader(), as_of.unwrap_or(self.today()), self.desk.clock)?;
        let known = self.known_organisations()?;
        let mut hands = Hands::new(self.reader());
        let mut planner = Planner { office: self, plan: &mut plan, places: &mut places, known, as_of };
        for row in &rows {
            planner.row(&mut hands, row)?;
        }
        Ok(plan)
    }

    fn known_organisations(&self) -> Result<Known> {
        let reader = self.reader();
        let text = |row: &Row, field: &str| row.text(field).unwrap_or_default().to_owned();
        let mut known = Known {
            cells: HashMap::new(),
            cell_codes: HashMap::new(),
            enterprises: HashMap::new(),
            tax_codes: HashMap::new(),
            ratings: HashMap::new(),
            organisations: HashMap::new(),
            made: HashMap::new(),
        };
        for row in reader.rows_of("cell")? {
            if let Some(code) = row.text("code") {
                known.cell_codes.insert(code.to_owned(), row.clone());
            }
            known.cells.entry(fold(&text(&row, "name"))).or_default().push(row);
        }
        for row in reader.rows_of("enterprise")? {
            if let Some(code) = row.text("tax_code") {
                known.tax_codes.insert(code.to_owned(), row.clone());
            }
            known.enterprises.insert(fold(&text(&row, "name")), row);
        }
        for row in reader.rows_of("rating")? {
            known.ratings.insert((text(&row, "cell"), row.int("year").unwrap_or_default()), row);
        }
        for row in reader.rows_of("mass_organisation")? {
            known.organisations.insert((text(&row, "enterprise"), text(&row, "kind")), row);
        }
        Ok(known)
    }
}

struct Planner<'a> {
    office: &'a Office,
    plan: &'a mut ImportPlan,
    places: &'a mut Places,
    known: Known,
    as_of: Option<Date>,
}

impl Planner<'_> {
    fn row(&mut self, hands: &mut Hands<'_>, row: &CellRow) -> Result<()> {
        let mut changed = false;
        let enterprise = self.enterprise(hands, row, &mut changed)?;
        let superior = row.superior.as_deref().map(|written| self.superior(row.row, written));
        let (superior, superior_text) = match (superior, row.superior.clone()) {
            (Some(Match::One(id)), _) => (Some(id), None),
            (_, written) => (None, written),
        };
        let values = vec![
            ("code", row.code.clone().into()),
            ("name", row.name.as_str().into()),
            ("kind", row.kind.clone().into()),
            ("enterprise", enterprise.clone().into()),
            ("superior", superior.clone().into()),
            ("superior_text", superior_text.into()),
            ("founded_on", row.founded.map(|date| date.to_string()).into()),
            ("secretary", row.secretary.clone().into()),
            ("member_total", row.total.into()),
            ("member_full", row.full.into()),
            ("member_probationary", row.probationary.into()),
            ("member_women", row.women.into()),
            ("counts_as_of", row.total.and(self.as_of).map(|day| day.to_string()).into()),
            ("note", row.note.clone().into()),
        ];
        let (cell, is_new) = match self.known_cell(row) {
            Found::One(known) => {
                let id = known.text("id").unwrap_or_default().to_owned();
                let mut values: Vec<(&'static str, Value)> = values;
                // A superior that was settled since stays settled.
                values.retain(|(field, _)| *field != "superior_text" || known.get("superior").is_null());
                let at = RowOfStore { table: "cell", id: &id, values: &known };
                changed |= self.plan.change(hands, at, row.row, values)?;
                (id, false)
            }
            Found::Several => {
                self.plan.ask(row.row, &row.name, Message::new("import.doubt.several_cells"));
                return Ok(());
            }
            Found::None => {
                let id = self.office.desk.clock.id();
                self.plan.create("cell", id.clone(), values);
                self.begin_affiliation(&id, superior);
                (id, true)
            }
        };
        self.ratings(hands, row, &cell, &mut changed)?;
        if let Some(enterprise) = &enterprise {
            for (kind, members) in [("cong_doan", row.union_members), ("doan_thanh_nien", row.youth_members)]
            {
                self.mass_organisation(hands, row.row, enterprise, kind, members, &mut changed)?;
            }
        }
        let fate = match (is_new, changed) {
            (true, _) => Fate::Added,
            (false, true) => Fate::Updated,
            (false, false) => Fate::Unchanged,
        };
        self.plan.settle(row.row, &row.name, fate);
        Ok(())
    }

    fn known_cell(&self, row: &CellRow) -> Found {
        if let Some(known) = row.code.as_deref().and_then(|code| self.known.cell_codes.get(code)) {
            return Found::One(known.clone());
        }
        match self.known.cells.get(&fold(&row.name)).map(Vec::as_slice) {
            None | Some([]) => Found::None,
            Some([one]) => Found::One(one.clone()),
            Some(_) => Found::Several,
        }
    }

    fn begin_affiliation(&mut self, cell: &str, superior: Option<String>) {
        if let Some(superior) = superior {
            let id = self.office.desk.clock.id();
            self.plan.create("affiliation", id, vec![("cell", cell.into()), ("committee", superior.into())]);
        }
    }

    fn enterprise(
        &mut self,
        hands: &mut Hands<'_>,
        row: &CellRow,
        changed: &mut bool,
    ) -> Result<Option<String>> {
        let Some(name) = &row.enterprise else { return Ok(None) };
        let district = row.district.clone().or_else(|| row.group.clone());
        let district_unit =
            district.as_deref().and_then(|written| self.unit(row.row, written, "district", None));
        let commune_unit = row
            .commune
            .as_deref()
            .and_then(|written| self.unit(row.row, written, "commune", district_unit.as_deref()));
        let open = |unit: &Option<String>, written: Option<String>| match unit {
            Some(_) => Value::Null,
            None => written.into(),
        };
        let values = vec![
            ("name", Value::from(name.as_str())),
            ("tax_code", row.tax_code.clone().into()),
            ("legal_form", row.legal_form.clone().into()),
            ("industry", row.industry.clone().into()),
            ("owner", row.owner.clone().into()),
            ("street", row.address.clone().into()),
            ("commune_text", open(&commune_unit, row.commune.clone())),
            ("district_text", open(&district_unit, district)),
            ("commune", commune_unit.into()),
            ("district", district_unit.into()),
            ("workers_total", row.workers.into()),
            ("workers_women", row.workers_women.into()),
        ];
        let by_code = row.tax_code.as_deref().and_then(|code| self.known.tax_codes.get(code));
        let known = by_code.or_else(|| self.known.enterprises.get(&fold(name))).cloned();
        if let Some(known) = known {
            let id = known.text("id").unwrap_or_default().to_owned();
            let at = RowOfStore { table: "enterprise", id: &id, values: &known };
            *changed |= self.plan.change(hands, at, row.row, values)?;
            return Ok(Some(id));
        }
        let called = row.tax_code.clone().unwrap_or_else(|| fold(name));
        if let Some(id) = self.known.made.get(&called) {
            return Ok(Some(id.clone()));
        }
        let id = self.office.desk.clock.id();
        self.plan.create("enterprise", id.clone(), values);
        self.known.made.insert(called, id.clone());
        Ok(Some(id))
    }

    fn superior(&mut self, row: u32, written: &str) -> Match {
        let found = self.places.committee(written);
        match found {
            Match::One(_) => {}
            Match::None => self.plan.ask(row, written, Message::new("import.doubt.unknown_superior")),
            Match::Several => self.plan.ask(row, written, Message::new("import.doubt.several_superiors")),
        }
        found
    }

    fn unit(&mut self, row: u32, written: &str, level: &'static str, within: Option<&str>) -> Option<String> {
        match self.places.unit(written, level, within) {
            Match::One(id) => Some(id),
            Match::None if !self.places.knows_level(level) => {
                let id = self.places.learn(written, level, within);
                let values = vec![
                    ("name", written.into()),
                    ("level", level.into()),
                    ("parent", within.map(str::to_owned).into()),
                ];
                self.plan.create("unit", id.clone(), values);
                *self.plan.totals.entry("units_added".to_owned()).or_default() += 1;
                Some(id)
            }
            Match::None => {
                let message = Message::new("import.doubt.unknown_unit")
                    .with_key("level", format!("unit.level.{level}"));
                self.plan.ask(row, written, message);
                None
            }
            Match::Several => {
                self.plan.ask(row, written, Message::new("import.doubt.several_units"));
                None
            }
        }
    }

    fn ratings(
        &mut self,
        hands: &mut Hands<'_>,
        row: &CellRow,
        cell: &str,
        changed: &mut bool,
    ) -> Result<()> {
        for (year, grade) in &row.ratings {
            let year = i64::from(*year);
            match self.known.ratings.get(&(cell.to_owned(), year)).cloned() {
                Some(known) => {
                    let id = known.text("id").unwrap_or_default().to_owned();
                    let at = RowOfStore { table: "rating", id: &id, values: &known };
                    *changed |=
                        self.plan.change(hands, at, row.row, vec![("grade", grade.as_str().into())])?;
                }
                None => {
                    let rule = self.rule_of(year);
                    let values = vec![
                        ("cell", cell.into()),
                        ("year", year.into()),
                        ("grade", grade.as_str().into()),
                        ("rule", rule.into()),
                    ];
                    self.plan.create("rating", self.office.desk.clock.id(), values);
                    *changed = true;
                }
            }
        }
        Ok(())
    }

    /// The rating rule that held at the end of a year (list `rating_rule`).
    fn rule_of(&self, year: i64) -> Option<String> {
        let year_end = Date::new(i16::try_from(year).ok()?, 12, 31).ok()?;
        let rules = self.office.codes().list("rating_rule");
        rules.iter().find(|rule| rule.holds_on(year_end)).map(|rule| rule.code.clone())
    }

    fn mass_organisation(
        &mut self,
        hands: &mut Hands<'_>,
        row: u32,
        enterprise: &str,
        kind: &'static str,
        members: Option<i64>,
        changed: &mut bool,
    ) -> Result<()> {
        let Some(members) = members else { return Ok(()) };
        match self.known.organisations.get(&(enterprise.to_owned(), kind.to_owned())).cloned() {
            Some(known) => {
                let id = known.text("id").unwrap_or_default().to_owned();
                let at = RowOfStore { table: "mass_organisation", id: &id, values: &known };
                *changed |= self.plan.change(hands, at, row, vec![("members", members.into())])?;
            }
            None => {
                let values = vec![
                    ("enterprise", enterprise.into()),
                    ("kind", kind.into()),
                    ("members", members.into()),
                ];
                self.plan.create("mass_organisation", self.office.desk.clock.id(), values);
                *changed = true;
            }
        }
        Ok(())
    }
}

enum Found {
    None,
    One(Row),
    Several,
}
