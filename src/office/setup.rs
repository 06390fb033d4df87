//! What a new store begins with: the default reference data, sourced, which the office then edits.
//!
//! Invariant: the data stands in `assets`; a store keeps its own copy, so an edit there is an edit here only.

use super::clock::Clock;
use super::desk::Office;
use super::error::{Error, Result};
use super::form_versions;
use crate::domain::calendar::{Holiday, HolidayKind, HolidayTable};
use crate::domain::legal_basis;
use crate::domain::procedure::Procedure;
use crate::forms;
use crate::store::{NewDevice, Reader, Value};
use crate::text::message::Message;

/// The machine, as the journal knows it.
pub(super) fn device(clock: Clock) -> NewDevice {
    let name = std::env::var("COMPUTERNAME").or_else(|_| std::env::var("HOSTNAME")).unwrap_or_default();
    NewDevice { id: clock.id(), name, at: clock.now() }
}

/// The holiday table the office works by.
pub(super) fn holiday_table(reader: &Reader<'_>) -> Result<HolidayTable> {
    Ok(holiday_rows(reader)?)
}

/// The same, with the store's own failures.
pub(super) fn holiday_rows(reader: &Reader<'_>) -> crate::store::Result<HolidayTable> {
    let lines = reader.holidays()?.into_iter().filter_map(|line| {
        Some(Holiday {
            day: line.day,
            name: line.name,
            kind: HolidayKind::parse(&line.kind)?,
            source: line.source.unwrap_or_default(),
            settled: line.settled,
        })
    });
    Ok(HolidayTable::new(lines))
}

impl Office {
    /// Writes the default reference data of a new store, as its first entry.
    pub(super) fn fill_new_store(&mut self, office_name: &str) -> Result<()> {
        self.act("office.setup", None, None, |acting| {
            acting.put_setting("office_name", office_name)?;
            for holiday in HolidayTable::vietnam().rows() {
                let id = acting.id();
                let values = [
                    ("day", Value::from(holiday.day.to_string())),
                    ("name", Value::from(holiday.name.as_str())),
                    ("kind", Value::from(holiday.kind.code())),
                    ("source", Value::from(holiday.source.as_str())),
                    ("settled", Value::from(holiday.settled)),
                ];
                acting.tx.create("holiday", &id, &values)?;
            }
            for basis in legal_basis::built_in() {
                let id = acting.id();
                let day = |day: Option<jiff::civil::Date>| Value::from(day.map(|day| day.to_string()));
                let values = [
                    ("kind", Value::from(basis.kind)),
                    ("number", Value::from(basis.number)),
                    ("symbol", Value::from(basis.symbol)),
                    ("issued_on", Value::from(basis.issued_on.to_string())),
                    ("issuer", Value::from(basis.issuer)),
                    ("title", Value::from(basis.title)),
                    ("uses", Value::from(Some(basis.uses.join(" ")).filter(|uses| !uses.is_empty()))),
                    ("valid_from", day(basis.valid_from)),
                    ("valid_to", day(basis.valid_to)),
                ];
                acting.tx.create("legal_basis", &id, &values)?;
            }
            let (source, procedure) = Procedure::built_in(&acting.desk.codes).map_err(faulty)?;
            let id = acting.id();
            let values = [
                ("code", Value::from(procedure.code.as_str())),
                ("version", Value::from(procedure.version.as_str())),
                ("source", Value::from(source)),
            ];
            acting.tx.create("procedure", &id, &values)?;
            let form = forms::built_in::form().map_err(faulty)?;
            form_versions::store(acting, &form, forms::built_in::SOURCE)
        })?;
        self.desk.person_is_new = false;
        Ok(())
    }
}

/// A compiled-in text that can't be read is the program's own fault; a test keeps it from being released.
fn faulty<T>(_: T) -> Error {
    Error::program(Message::new("office.setup.faulty_asset"))
}
