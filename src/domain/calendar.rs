//! Working days: Saturdays, Sundays and public holidays do not count; swap days worked do.
//!
//! Invariant: the table is data the office edits; no holiday is named here. A count starts the day after its
//! event, and says which days it skipped and why.

use super::fault::{Fault, nearest};
use crate::text::message::Message;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

const VIETNAM: &str = include_str!("../../assets/holidays/vn.toml");

/// What a row of the table does to its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HolidayKind {
    /// A day off.
    Off,
    /// A weekend day worked in exchange for another.
    Work,
}

impl HolidayKind {
    /// Reads the code of the list `holiday_kind`.
    pub fn parse(code: &str) -> Option<Self> {
        match code {
            "off" => Some(Self::Off),
            "work" => Some(Self::Work),
            _ => None,
        }
    }

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Work => "work",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// What the day is.
    pub name: String,
    /// Off, or worked.
    pub kind: HolidayKind,
    /// Where it was announced.
    pub source: String,
    /// Whether it is certain.
    pub settled: bool,
}

/// Why a day did not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkipReason {
    /// Saturday or Sunday.
    Weekend,
    /// A holiday of the table.
    Holiday {
        /// Its name.
        name: String,
        /// Whether the row is certain.
        settled: bool,
    },
    /// The case was paused.
    Paused,
}

/// A day a count passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedDay {
    /// The day.
    pub date: Date,
    /// Why it did not count.
    pub reason: SkipReason,
}

/// Where a count of days ends, and how it got there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Landing {
    /// The last day counted.
    pub due: Date,
    /// Days passed over, in order.
    pub skipped: Vec<SkippedDay>,
    /// Weekend days that counted because they were worked in exchange.
    pub worked: Vec<Date>,
    /// Years the count touched for which the table has no row.
    pub uncovered: Vec<i16>,
}

/// The public holidays and swap days an office works by.
#[derive(Debug, Clone, Default)]
pub struct HolidayTable {
    rows: BTreeMap<Date, Holiday>,
    years: BTreeSet<i16>,
}

impl HolidayTable {
    /// A table of the given rows; of two rows for one day the later holds.
    pub fn new(rows: impl IntoIterator<Item = Holiday>) -> Self {
        let rows: BTreeMap<Date, Holiday> = rows.into_iter().map(|row| (row.day, row)).collect();
        // A year is covered when its New Year's Day is known: a lone swap day of December covers nothing.
        let years = rows.keys().filter(|day| day.day_of_year() == 1).map(|day| day.year()).collect();
        Self { rows, years }
    }

    /// The default rows compiled in. Tests hold them faultless.
    pub fn vietnam() -> Self {
        Self::new(read(VIETNAM, "vn.toml").unwrap_or_default())
    }

    /// The rows in order of date.
    pub fn rows(&self) -> impl Iterator<Item = &Holiday> {
        self.rows.values()
    }

    /// The row of a day.
    pub fn find(&self, day: Date) -> Option<&Holiday> {
        self.rows.get(&day)
    }

    /// Whether the table knows a year.
    pub fn covers(&self, year: i16) -> bool {
        self.years.contains(&year)
    }

    /// Whether offices work that day.
    pub fn is_working_day(&self, day: Date) -> bool {
        self.why_off(day).is_none()
    }

    /// Why offices do not work that day; nothing if they do.
    pub fn why_off(&self, day: Date) -> Option<SkipReason> {
        match (is_weekend(day), self.rows.get(&day)) {
            (true, Some(row)) if row.kind == HolidayKind::Work => None,
            (true, _) => Some(SkipReason::Weekend),
            (false, Some(row)) if row.kind == HolidayKind::Off => {
                Some(SkipReason::Holiday { name: row.name.clone(), settled: row.settled })
            }
            (false, _) => None,
        }
    }

    /// Counts `days` working days after `start`; the day of the event itself is not counted.
    pub fn add_working_days(&self, start: Date, days: u32) -> Landing {
        self.count(start, days, |day| self.why_off(day))
    }

    /// Counts `days` days after `start`, passing over each day for which `skip` gives a reason.
    pub(super) fn count(&self, start: Date, days: u32, skip: impl Fn(Date) -> Option<SkipReason>) -> Landing {
        let mut landing =
            Landing { due: start, skipped: Vec::new(), worked: Vec::new(), uncovered: Vec::new() };
        let mut left = days;
        let mut day = start;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            if !self.covers(day.year()) && !landing.uncovered.contains(&day.year()) {
                landing.uncovered.push(day.year());
            }
            if let Some(reason) = skip(day) {
                landing.skipped.push(SkippedDay { date: day, reason });
                continue;
            }
            if is_weekend(day) && self.rows.contains_key(&day) {
                landing.worked.push(day);
            }
            left -= 1;
            landing.due = day;
        }
        landing
    }

    /// Working days after `from` up to and with `to`; negative when `to` is earlier.
    pub fn working_days_between(&self, from: Date, to: Date) -> i64 {
        let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let mut count = 0;
        let mut day = first;
        while day < last {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            count += i64::from(self.is_working_day(day));
        }
        sign * count
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Reads a holiday file; `name` is the file's, for faults.
pub fn read(source: &str, name: &str) -> Result<Vec<Holiday>, Vec<Fault>> {
    let file: File = toml::from_str(source).map_err(|error| vec![Fault::syntax(name, source, &error)])?;
    let mut rows = Vec::with_capacity(file.holiday.len());
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for row in file.holiday {
        let offset = row.span().start;
        let row = row.into_inner();
        match row.settle(&file.source) {
            Ok(row) if !seen.insert(row.day) => {
                let cause = Message::new("data_file.day_twice").with("day", row.day);
                faults.push(Fault::at(name, source, offset, cause));
            }
            Ok(row) => rows.push(row),
            Err(cause) => faults.push(Fault::at(name, source, offset, cause)),
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    source: BTreeMap<String, String>,
    holiday: Vec<Spanned<Row>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    day: String,
    name: String,
    kind: String,
    source: String,
    settled: bool,
}

impl Row {
    fn settle(self, sources: &BTreeMap<String, String>) -> Result<Holiday, Message> {
        let day = self.day.parse().map_err(|_| Message::new("data_file.bad_day").with("value", &self.day))?;
        let kind = HolidayKind::parse(&self.kind).ok_or_else(|| {
            let near = nearest(&self.kind, ["off", "work"]).unwrap_or("off");
            Message::new("data_file.unknown_name")
                .with("field", "kind")
                .with("value", &self.kind)
                .with("near", near)
        })?;
        // A source may be written out, or be a key of the file's [source] table.
        let source = sources.get(&self.source).cloned().unwrap_or(self.source);
        Ok(Holiday { day, name: self.name, kind, source, settled: self.settled })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[test]
    fn the_default_table_has_no_fault() {
        assert_eq!(read(VIETNAM, "vn.toml").err().unwrap_or_default(), Vec::new());
        let table = HolidayTable::vietnam();
        for year in 2019..=2027 {
            assert!(table.covers(year), "{year}");
        }
        assert!(!table.covers(2018) && !table.covers(2028));
        assert!(table.rows().all(|row| !row.source.is_empty() && row.source.contains(' ')));
    }

    /// Days off as announced for offices, year by year (Ministry of Labour; from 2026 Ministry of Home Affairs).
    #[rstest]
    #[case::swap_2019(date(2019, 4, 29), false)]
    #[case::worked_2019(date(2019, 5, 4), true)]
    #[case::ancestors_sunday_2019(date(2019, 4, 15), false)]
    #[case::tet_2020(date(2020, 1, 29), false)]
    #[case::after_tet_2020(date(2020, 1, 30), true)]
    #[case::second_national_day_2021(date(2021, 9, 3), false)]
    #[case::one_national_day_2020(date(2020, 9, 3), true)]
    #[case::new_year_2022(date(2022, 1, 3), false)]
    #[case::tet_2023_first(date(2023, 1, 20), false)]
    #[case::tet_2023_last(date(2023, 1, 26), false)]
    #[case::after_tet_2023(date(2023, 1, 27), true)]
    #[case::may_2023(date(2023, 5, 3), false)]
    #[case::september_2023(date(2023, 9, 4), false)]
    #[case::worked_2024(date(2024, 5, 4), true)]
    #[case::swap_2025(date(2025, 5, 2), false)]
    #[case::worked_2025(date(2025, 4, 26), true)]
    #[case::swap_2026(date(2026, 1, 2), false)]
    #[case::worked_2026(date(2026, 1, 10), true)]
    #[case::plain_saturday(date(2023, 9, 9), false)]
    fn a_day_is_worked_or_not(#[case] day: Date, #[case] worked: bool) {
        assert_eq!(HolidayTable::vietnam().is_working_day(day), worked);
    }

    /// Every day off in lieu falls on a weekday, every swap day worked on a weekend: else the row does nothing.
    #[test]
    fn days_in_lieu_and_swaps_do_something() {
        for row in HolidayTable::vietnam().rows() {
            let in_lieu = row.name.contains("bù") || row.name.contains("hoán đổi");
            if in_lieu {
                assert_eq!(is_weekend(row.day), row.kind == HolidayKind::Work, "{row:?}");
            }
        }
    }

    #[test]
    fn the_count_starts_the_day_after_and_tells_what_it_skipped() {
        let landing = HolidayTable::vietnam().add_working_days(date(2023, 8, 31), 2);
        assert_eq!(landing.due, date(2023, 9, 6));
        let skipped: Vec<_> = landing.skipped.iter().map(|day| day.date.day()).collect();
        assert_eq!(skipped, [1, 2, 3, 4]);
        assert!(matches!(&landing.skipped[0].reason, SkipReason::Holiday { settled: true, .. }));
        assert_eq!(landing.skipped[1].reason, SkipReason::Weekend);
    }

    #[test]
    fn a_swap_day_worked_is_counted() {
        let landing = HolidayTable::vietnam().add_working_days(date(2024, 4, 26), 3);
        assert_eq!((landing.due, landing.worked), (date(2024, 5, 4), vec![date(2024, 5, 4)]));
    }

    #[test]
    fn a_year_the_table_does_not_know_is_told() {
        let landing = HolidayTable::vietnam().add_working_days(date(2027, 12, 30), 3);
        assert_eq!(landing.uncovered, [2028]);
    }

    #[test]
    fn a_fault_is_told_by_line() {
        let source = "[[holiday]]\nday = \"2019-02-30\"\nname = \"x\"\nkind = \"off\"\nsource = \"y\"\nsettled = true\n";
        let faults = read(source, "mine.toml").unwrap_err();
        assert_eq!((faults[0].line, faults[0].cause.key.as_ref()), (1, "data_file.bad_day"));
    }

    proptest::proptest! {
        #[test]
        fn counting_and_adding_agree(offset in 0i32..2800, days in 1u32..90) {
            let table = HolidayTable::vietnam();
            let start = date(2019, 1, 1).checked_add(jiff::Span::new().days(offset)).unwrap();
            let landing = table.add_working_days(start, days);
            proptest::prop_assert!(table.is_working_day(landing.due));
            proptest::prop_assert_eq!(table.working_days_between(start, landing.due), i64::from(days));
            proptest::prop_assert_eq!(table.working_days_between(landing.due, start), -i64::from(days));
        }
    }

    /// The lunar days of the table against an independent computation.
    #[test]
    fn lunar_days_fall_where_the_moon_puts_them() {
        let table = HolidayTable::vietnam();
        for year in 2019..=2027 {
            let new_year = lunar::day(1, 1, year);
            let ancestors = lunar::day(10, 3, year);
            let name = |day| table.find(day).map(|row| row.name.clone()).unwrap_or_default();
            assert!(name(new_year).contains("mùng 1)"), "{year}: {new_year}");
            assert!(name(ancestors).contains("10/3 âm lịch"), "{year}: {ancestors}");
        }
    }

    /// Vietnamese lunar calendar at UTC+7: new moons and the sun's longitude from Meeus's series. Written for
    /// this test only. Leap months are found by the rule that month 11 holds the winter solstice.
    mod lunar {
        use jiff::civil::{Date, date};
        use std::f64::consts::PI;

        const OFFSET_HOURS: f64 = 7.0;

        fn julian(day: Date) -> i64 {
            (day - date(2000, 1, 1)).get_days() as i64 + 2_451_545
        }

        fn civil(julian_day: i64) -> Date {
            let days = i32::try_from(julian_day - 2_451_545).unwrap();
            date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap()
        }

        /// Julian day number, at UTC+7, of the k-th new moon since January 1900.
        fn new_moon(k: i64) -> i64 {
            let k = k as f64;
            let t = k / 1236.85;
            let rad = PI / 180.0;
            let mean = 2_415_020.759_33 + 29.530_588_68 * k + 0.000_117_8 * t * t - 0.000_000_155 * t.powi(3)
                + 0.000_33 * ((166.56 + 132.87 * t - 0.009_173 * t * t) * rad).sin();
            let sun = (359.2242 + 29.105_356_08 * k - 0.000_033_3 * t * t - 0.000_003_47 * t.powi(3)) * rad;
            let moon = (306.0253 + 385.816_918_06 * k + 0.010_730_6 * t * t + 0.000_012_36 * t.powi(3)) * rad;
            let node = (21.2964 + 390.670_506_46 * k - 0.001_652_8 * t * t - 0.000_002_39 * t.powi(3)) * rad;
            let change = (0.1734 - 0.000_393 * t) * sun.sin() + 0.0021 * (2.0 * sun).sin()
                - 0.4068 * moon.sin()
                + 0.0161 * (2.0 * moon).sin()
                - 0.0004 * (3.0 * moon).sin()
                + 0.0104 * (2.0 * node).sin()
                - 0.0051 * (sun + moon).sin()
                - 0.0074 * (sun - moon).sin()
                + 0.0004 * (2.0 * node + sun).sin()
                - 0.0004 * (2.0 * node - sun).sin()
                - 0.0006 * (2.0 * node + moon).sin()
                + 0.0010 * (2.0 * node - moon).sin()
                + 0.0005 * (2.0 * moon + sun).sin();
            let lag = -0.000_278 + 0.000_265 * t + 0.000_262 * t * t;
            (mean + change - lag + 0.5 + OFFSET_HOURS / 24.0).floor() as i64
        }

        /// Which twelfth of the sun's path the midnight that begins a day falls in; 0 begins at the equinox.
        fn sun_sector(julian_day: i64) -> i64 {
            let t = (julian_day as f64 - 2_451_545.5 - OFFSET_HOURS / 24.0) / 36_525.0;
            let rad = PI / 180.0;
            let anomaly = (357.5291 + 35_999.050_3 * t - 0.000_155_9 * t * t) * rad;
            let mean = 280.46645 + 36_000.769_83 * t + 0.000_303_2 * t * t;
            let centre = (1.9146 - 0.004_817 * t) * anomaly.sin() + 0.019_993 * (2.0 * anomaly).sin();
            ((mean + centre).rem_euclid(360.0) / 30.0).floor() as i64
        }

        /// Number of the new moon that begins month 11 of a year.
        fn month_eleven(year: i16) -> i64 {
            let last = julian(date(year, 12, 31));
            let k = ((last - 2_415_021) as f64 / 29.530_588_853).floor() as i64;
            if sun_sector(new_moon(k)) >= 9 { k - 1 } else { k }
        }

        /// The civil day of a lunar day of a common (not leap) month in the first ten months.
        pub(super) fn day(day: i64, month: i64, year: i16) -> Date {
            let start = month_eleven(year - 1);
            let end = month_eleven(year);
            let mut offset = month + 1;
            if end - start > 12 {
                // A leap year: the first month in which the sun changes no sector repeats the one before it.
                let leap = (1..14)
                    .find(|at| sun_sector(new_moon(start + at)) == sun_sector(new_moon(start + at + 1)));
                if leap.is_some_and(|leap| offset >= leap) {
                    offset += 1;
                }
            }
            civil(new_moon(start + offset) + day - 1)
        }
    }
}
