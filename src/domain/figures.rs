//! Sums that must agree, and the figures of a period.
//!
//! Invariant: a figure is a sum over rows that can be listed; which movement counts into which figure is the
//! code list's to say.

use super::codes::Codes;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Organisations and their members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Organisations.
    pub organisations: i64,
    /// Full members.
    pub full: i64,
    /// Probationary members.
    pub probationary: i64,
}

impl Totals {
    /// Full and probationary members.
    pub const fn members(&self) -> i64 {
        self.full + self.probationary
    }
}

impl std::ops::Add for Totals {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            organisations: self.organisations + other.organisations,
            full: self.full + other.full,
            probationary: self.probationary + other.probationary,
        }
    }
}

impl std::iter::Sum for Totals {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| sum + one)
    }
}

/// How far a total is from the sum of its parts: zero everywhere when they agree.
#[must_use]
pub fn gap(total: Totals, parts: impl IntoIterator<Item = Totals>) -> Totals {
    let sum: Totals = parts.into_iter().sum();
    Totals {
        organisations: total.organisations - sum.organisations,
        full: total.full - sum.full,
        probationary: total.probationary - sum.probationary,
    }
}

/// Something that happened, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// Code list `movement`.
    pub kind: String,
    /// When.
    pub happened_on: Date,
    /// How many.
    pub quantity: i64,
    /// What it is grouped by: a unit, or a receiver; nothing where it belongs to none.
    pub group: Option<String>,
}

/// Figures by their names (attribute `figure` of the list `movement`), every one present.
pub type Figures = BTreeMap<String, i64>;

/// The figures of a period, both ends included: in all, and by group.
#[must_use]
pub fn situation(
    movements: &[Movement],
    from: Date,
    to: Date,
    codes: &Codes,
) -> (Figures, BTreeMap<Option<String>, Figures>) {
    let mut total = none(codes);
    let mut groups = BTreeMap::new();
    for movement in movements.iter().filter(|row| (from..=to).contains(&row.happened_on)) {
        let code = codes.find("movement", &movement.kind);
        let Some(figure) = code.and_then(|code| code.attribute("figure")) else { continue };
        let group: &mut Figures = groups.entry(movement.group.clone()).or_insert_with(|| none(codes));
        for figures in [&mut total, group] {
            *figures.entry(figure.to_owned()).or_default() += movement.quantity;
        }
    }
    (total, groups)
}

fn none(codes: &Codes) -> Figures {
    let figures = codes.list("movement").iter().filter_map(|code| code.attribute("figure"));
    figures.map(|figure| (figure.to_owned(), 0)).collect()
}

/// What is left of A + increase − decrease = B (Biểu 1): zero when the movements account for the members.
#[must_use]
pub fn movement_gap(before: i64, movements: &[Movement], after: i64, codes: &Codes) -> i64 {
    let change = |row: &Movement| {
        let effect = codes.find("movement", &row.kind).and_then(|code| code.attribute("effect"));
        match effect {
            Some("increase") => row.quantity,
            Some("decrease") => -row.quantity,
            _ => 0,
        }
    };
    after - before - movements.iter().map(change).sum::<i64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    fn of(organisations: i64, full: i64, probationary: i64) -> Totals {
        Totals { organisations, full, probationary }
    }

    /// Real transfers of domain.md 4: a decision's totals are the sum over its receivers.
    #[rstest]
    #[case::ha_tinh_2019(of(22, 388, 0), vec![of(22, 388, 0)])]
    #[case::ha_tinh_2023(of(7, 105, 0), vec![of(5, 42, 0), of(1, 22, 0), of(1, 41, 0)])]
    #[case::gia_lai_2025(of(105, 4558, 0), vec![of(22, 567, 0), of(52, 3413, 0), of(31, 578, 0)])]
    #[case::quynh_luu_2013(of(17, 3029, 118), vec![of(17, 3029, 118)])]
    fn a_decision_is_the_sum_of_its_receivers(#[case] total: Totals, #[case] parts: Vec<Totals>) {
        assert_eq!(gap(total, parts), Totals::default());
    }

    #[test]
    fn a_total_that_does_not_agree_says_by_how_much() {
        assert_eq!(gap(of(7, 105, 0), [of(5, 42, 0), of(1, 22, 0)]), of(1, 41, 0));
        assert_eq!(of(17, 3029, 118).members(), 3147);
    }

    fn movement(kind: &str, happened_on: Date, quantity: i64, group: Option<&str>) -> Movement {
        Movement { kind: kind.into(), happened_on, quantity, group: group.map(str::to_owned) }
    }

    #[test]
    fn both_ends_of_a_period_count() {
        let rows = [
            movement("ket_nap", date(2018, 12, 31), 9, Some("Ninh Hải")),
            movement("ket_nap", date(2019, 1, 1), 1, Some("Ninh Hải")),
            movement("ket_nap", date(2023, 9, 14), 2, Some("Bác Ái")),
            movement("ket_nap", date(2023, 9, 15), 9, None),
            movement("gioi_thieu_uu_tu", date(2023, 8, 15), 298, None),
            movement("chuyen_den", date(2023, 1, 1), 5, Some("Bác Ái")),
        ];
        let codes = Codes::built_in();
        let (total, groups) = situation(&rows, date(2019, 1, 1), date(2023, 9, 14), &codes);
        assert_eq!((total["admitted"], total["introduced"], total["cells_founded"]), (3, 298, 0));
        let admitted = |name: Option<&str>| groups[&name.map(str::to_owned)]["admitted"];
        assert_eq!((admitted(Some("Ninh Hải")), admitted(Some("Bác Ái")), admitted(None)), (1, 2, 0));
        assert_eq!(total.len(), 6);
    }

    /// Biểu 1: A + increase − decrease = B.
    #[test]
    fn movements_account_for_the_members() {
        let day = date(2023, 1, 1);
        let rows = [
            movement("ket_nap", day, 4, None),
            movement("chuyen_den", day, 2, None),
            movement("chuyen_di", day, 3, None),
            movement("tu_tran", day, 1, None),
            movement("thanh_lap_cong_doan", day, 7, None),
        ];
        let codes = Codes::built_in();
        assert_eq!(movement_gap(335, &rows, 337, &codes), 0);
        assert_eq!(movement_gap(335, &rows, 338, &codes), 1);
    }
}
