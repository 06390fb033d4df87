//! The merge algebra of one row, pure: from the set of its operations to its value, in any order.
//!
//! Each operation names its bases, what its author saw. A field's heads are the operations on it that no
//! other operation of the field, nor a deletion of the row, names; a created row is the implicit head of the
//! fields nobody set. One head is the value, several with different values are a conflict.
//!
//! Invariant: depends on the set of operations only, so it converges in any order and with repeats, and no
//! clock is asked.

use super::journal::{Kind, Stored, row_of};
use super::schema::Table;
use super::value::Row;
#[cfg(test)]
use super::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// All operations of one row.
#[derive(Debug, Clone, Default)]
pub(super) struct Register {
    operations: BTreeMap<i64, Stored>,
}

impl Register {
    /// Adds an operation; again, nothing changes.
    pub(super) fn add(&mut self, operation: Stored) {
        self.operations.entry(operation.id).or_insert(operation);
    }

    /// Operations that made or deleted the row and that no later such operation names.
    fn existence_heads(&self) -> Vec<&Stored> {
        let named = self.named(|by| by.kind != Kind::Set);
        self.operations.values().filter(|o| o.kind != Kind::Set && !named.contains(&o.id)).collect()
    }

    /// The heads of a field.
    pub(super) fn field_heads(&self, field: &str) -> Vec<&Stored> {
        let of_field = |o: &Stored| o.kind == Kind::Set && o.field.as_deref() == Some(field);
        let named = self.named(|by| of_field(by) || by.kind != Kind::Set);
        let named_here = self.named(of_field);
        let set = self.operations.values().filter(|o| of_field(o) && !named.contains(&o.id));
        let created = self.existence_heads().into_iter();
        set.chain(created.filter(|o| o.kind == Kind::Create && !named_here.contains(&o.id))).collect()
    }

    /// The heads that are written down: of each field that was set, and of a row that was ever deleted.
    pub(super) fn explicit_heads(&self) -> BTreeSet<(String, i64)> {
        let mut heads = BTreeSet::new();
        let fields: BTreeSet<&str> = self.operations.values().filter_map(|o| o.field.as_deref()).collect();
        for field in fields {
            let found = self.field_heads(field).into_iter().filter(|o| o.kind == Kind::Set);
            heads.extend(found.map(|o| (field.to_owned(), o.id)));
        }
        if self.operations.values().any(|o| o.kind == Kind::Delete) {
            heads.extend(self.existence_heads().into_iter().map(|o| (String::new(), o.id)));
        }
        heads
    }

    /// The row, if it exists; where heads are in conflict, the value of the first.
    pub(super) fn row(&self, table: &Table) -> Option<Row> {
        let created = self.existence_heads().into_iter().find(|o| o.kind == Kind::Create)?;
        let mut row = row_of(Some(table), &created.row, created.value.text().unwrap_or_default());
        row.0.retain(|name, _| table.field(name).is_ok());
        let fields: BTreeSet<&str> = self.operations.values().filter_map(|o| o.field.as_deref()).collect();
        for field in fields {
            let head = self.field_heads(field).into_iter().find(|o| o.kind == Kind::Set);
            if let Some(head) = head
                && table.field(field).is_ok()
            {
                row.0.insert(field.to_owned(), head.value.clone());
            }
        }
        Some(row)
    }

    /// The different values of a field's heads: more than one is a conflict.
    #[cfg(test)]
    fn values(&self, field: &str, table: &Table) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::new();
        for head in self.field_heads(field) {
            let value = match head.kind {
                Kind::Set => head.value.clone(),
                _ => row_of(Some(table), &head.row, head.value.text().unwrap_or_default()).get(field).clone(),
            };
            if !values.contains(&value) {
                values.push(value);
            }
        }
        values
    }

    fn named(&self, by: impl Fn(&Stored) -> bool) -> BTreeSet<i64> {
        self.operations.values().filter(|o| by(o)).flat_map(|o| o.bases.iter().copied()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::Field;
    use super::*;
    use proptest::prelude::*;

    fn table() -> Table {
        let field = |name: &str| Field { name: name.into(), default: Value::Null };
        Table { name: "cell".into(), fields: vec![field("id"), field("a"), field("b")] }
    }

    fn operation(id: i64, kind: Kind, field: Option<&str>, value: &str, bases: &[i64]) -> Stored {
        Stored {
            id,
            kind,
            table: "cell".into(),
            row: "r".into(),
            field: field.map(str::to_owned),
            value: value.into(),
            bases: bases.to_vec(),
        }
    }

    /// Machines that write on what they have seen, and now and then see all another has.
    #[derive(Debug, Clone)]
    enum Step {
        Set { machine: usize, field: bool, value: u8 },
        Delete { machine: usize },
        Recreate { machine: usize, value: u8 },
        Merge { from: usize, into: usize },
    }

    fn step() -> impl Strategy<Value = Step> {
        let machine = 0..3_usize;
        prop_oneof![
            6 => (machine.clone(), any::<bool>(), 0..4_u8)
                .prop_map(|(machine, field, value)| Step::Set { machine, field, value }),
            1 => machine.clone().prop_map(|machine| Step::Delete { machine }),
            1 => (machine.clone(), 0..4_u8).prop_map(|(machine, value)| Step::Recreate { machine, value }),
            4 => (machine.clone(), machine).prop_map(|(from, into)| Step::Merge { from, into }),
        ]
    }

    /// What the triggers would name.
    fn play(steps: &[Step]) -> Vec<Stored> {
        let first = operation(1, Kind::Create, None, r#"{"a":"0"}"#, &[]);
        let mut machines = vec![Register::default(); 3];
        machines.iter_mut().for_each(|machine| machine.add(first.clone()));
        let mut next = 1;
        for step in steps {
            next += 1;
            match *step {
                Step::Merge { from, into } => {
                    for seen in machines[from].operations.clone().into_values() {
                        machines[into].add(seen);
                    }
                }
                Step::Set { machine, field, value } => {
                    let field = if field { "a" } else { "b" };
                    let seen = &machines[machine];
                    if seen.row(&table()).is_some() {
                        let bases: Vec<i64> = seen.field_heads(field).iter().map(|o| o.id).collect();
                        machines[machine].add(operation(
                            next,
                            Kind::Set,
                            Some(field),
                            &value.to_string(),
                            &bases,
                        ));
                    }
                }
                Step::Delete { machine } => {
                    let seen = &machines[machine];
                    if seen.row(&table()).is_some() {
                        let mut bases: Vec<i64> = seen.existence_heads().iter().map(|o| o.id).collect();
                        bases.extend(["a", "b"].iter().flat_map(|f| seen.field_heads(f)).map(|o| o.id));
                        machines[machine].add(operation(next, Kind::Delete, None, "{}", &bases));
                    }
                }
                Step::Recreate { machine, value } => {
                    let seen = &machines[machine];
                    if seen.row(&table()).is_none() {
                        let bases: Vec<i64> = seen.existence_heads().iter().map(|o| o.id).collect();
                        let json = format!(r#"{{"a":"{value}"}}"#);
                        machines[machine].add(operation(next, Kind::Create, None, &json, &bases));
                    }
                }
            }
        }
        let mut all: BTreeMap<i64, Stored> = BTreeMap::new();
        for machine in machines {
            all.extend(machine.operations);
        }
        all.into_values().collect()
    }

    proptest! {
        #[test]
        fn any_order_and_repeats_converge(
            (operations, shuffled) in prop::collection::vec(step(), 0..40)
                .prop_map(|steps| play(&steps))
                .prop_flat_map(|all| {
                    let twice: Vec<Stored> = all.iter().chain(&all).cloned().collect();
                    (Just(all), Just(twice).prop_shuffle())
                })
        ) {
            let mut one = Register::default();
            operations.into_iter().for_each(|o| one.add(o));
            let mut other = Register::default();
            shuffled.into_iter().for_each(|o| other.add(o));
            prop_assert_eq!(one.row(&table()), other.row(&table()));
            prop_assert_eq!(one.explicit_heads(), other.explicit_heads());
        }

        /// Nothing is lost: a value nobody saw and wrote over is still among the heads.
        #[test]
        fn what_nobody_named_is_a_head(steps in prop::collection::vec(step(), 0..40)) {
            let mut all = Register::default();
            play(&steps).into_iter().for_each(|o| all.add(o));
            let named = all.named(|_| true);
            for o in all.operations.values().filter(|o| o.kind == Kind::Set && !named.contains(&o.id)) {
                let field = o.field.as_deref().unwrap_or_default();
                prop_assert!(all.field_heads(field).iter().any(|head| head.id == o.id));
                prop_assert!(all.values(field, &table()).contains(&o.value));
            }
        }
    }

    #[test]
    fn different_values_conflict_until_one_names_both() {
        let mut row = Register::default();
        row.add(operation(1, Kind::Create, None, r#"{"a":"0"}"#, &[]));
        row.add(operation(2, Kind::Set, Some("a"), "x", &[1]));
        row.add(operation(3, Kind::Set, Some("a"), "y", &[1]));
        assert_eq!(row.values("a", &table()), ["x".into(), "y".into()]);
        row.add(operation(4, Kind::Set, Some("a"), "z", &[2, 3]));
        assert_eq!(row.values("a", &table()), ["z".into()]);
    }

    #[test]
    fn equal_edits_collapse() {
        let mut row = Register::default();
        row.add(operation(1, Kind::Create, None, r#"{"a":"0"}"#, &[]));
        row.add(operation(2, Kind::Set, Some("a"), "x", &[1]));
        row.add(operation(3, Kind::Set, Some("a"), "x", &[1]));
        assert_eq!(row.values("a", &table()), ["x".into()]);
    }
}
