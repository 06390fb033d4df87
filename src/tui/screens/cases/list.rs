//! The cases in memory: searched, narrowed, sorted, so that a key never waits for the store.
//!
//! Invariant: a search key costs one pass over the numbers of the rows; nothing is read or copied.

use super::facets::Facets;
use crate::office::cases::CaseRow;
use crate::text::fold::fold;
use crate::text::locale::Language;
use crate::text::search::SearchBlock;
use crate::text::sort::sort_key;
use jiff::civil::Date;

/// The rows with what finds them.
#[derive(Default)]
pub struct List {
    rows: Vec<CaseRow>,
    block: SearchBlock,
    /// All rows in the chosen order.
    order: Vec<u32>,
    /// Those the facets let through, in that order.
    fitting: Vec<u32>,
    /// What they were when that was asked of every row.
    fitted: Option<(Facets, Date)>,
    /// Those shown, in that order.
    shown: Vec<u32>,
    /// Nothing matched as typed, but with one wrong letter a word.
    pub with_slips: bool,
}

impl List {
    /// Over these rows; may take a moment for many, so it is built on a worker thread.
    pub fn new(rows: Vec<CaseRow>) -> Self {
        let block = SearchBlock::of(rows.iter().map(|row| {
            let parts = [
                Some(row.code.as_str()),
                Some(&row.cell_name),
                row.receiver_name.as_deref(),
                row.giver_name.as_deref(),
                row.officer_name.as_deref(),
            ];
            let text: Vec<&str> = parts.into_iter().flatten().collect();
            fold(&text.join(" "))
        }));
        let order: Vec<u32> = (0..).take(rows.len()).collect();
        Self { rows, block, shown: order.clone(), order, ..Self::default() }
    }

    /// Rows in all.
    pub fn total(&self) -> usize {
        self.rows.len()
    }

    /// Rows shown.
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// Is none shown?
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// A row shown.
    pub fn row(&self, at: usize) -> Option<&CaseRow> {
        self.rows.get(*self.shown.get(at)? as usize)
    }

    /// Those shown, in order.
    pub fn shown(&self) -> impl Iterator<Item = &CaseRow> {
        self.shown.iter().filter_map(|number| self.rows.get(*number as usize))
    }

    /// Those that are closed, paused or cancelled, and so not shown unless asked for.
    pub fn count_hidden(&self) -> usize {
        self.rows.iter().filter(|row| row.side_state.is_some() || row.closed_on.is_some()).count()
    }

    /// All of them.
    pub fn all(&self) -> &[CaseRow] {
        &self.rows
    }

    /// Where a case stands among those shown.
    pub fn place_of(&self, id: &str) -> Option<usize> {
        self.shown().position(|row| row.id.as_str() == id)
    }

    /// Puts the rows in order; [`List::narrow`] again afterwards.
    pub fn sort(&mut self, column: &str, upwards: bool, language: Language) {
        let rows = &self.rows;
        let mut order: Vec<u32> = (0..).take(rows.len()).collect();
        order.sort_by_cached_key(|number| key_of(&rows[*number as usize], column, language));
        if !upwards {
            order.reverse();
        }
        self.order = order;
        self.fitted = None;
    }

    /// Shows what matches the search and the facets.
    pub fn narrow(&mut self, find: &str, facets: &Facets, today: Date) {
        self.with_slips = false;
        if self.fitted.as_ref().is_none_or(|(asked, day)| asked != facets || *day != today) {
            let fits = |number: &u32| facets.fit(&self.rows[*number as usize], today);
            self.fitting = self.order.iter().copied().filter(fits).collect();
            self.fitted = Some((facets.clone(), today));
        }
        if find.trim().is_empty() {
            self.shown.clone_from(&self.fitting);
            return;
        }
        let found = self.block.find(find);
        self.with_slips = found.with_slips;
        let mut hit = vec![false; self.rows.len()];
        for number in found.records {
            if let Some(hit) = hit.get_mut(number as usize) {
                *hit = true;
            }
        }
        self.shown = self.fitting.iter().copied().filter(|number| hit[*number as usize]).collect();
    }
}

/// What a column sorts by: bytes, so that one kind of key serves all.
fn key_of(row: &CaseRow, column: &str, language: Language) -> Vec<u8> {
    let number = |number: i64| number.wrapping_sub(i64::MIN).to_be_bytes().to_vec();
    let name = |name: Option<&str>| name.map_or_else(|| vec![u8::MAX], sort_key);
    match column {
        "name" => name(Some(&row.cell_name)),
        "kind" => name(row.kind.as_deref()),
        "members" => number(row.total),
        "giver" => name(row.giver_name.as_deref()),
        "receiver" => name(row.receiver_name.as_deref()),
        "stage" => number(i64::try_from(row.stage_index).unwrap_or_default()),
        "due" => row.due_on.map_or_else(|| vec![u8::MAX], |due| due.to_string().into_bytes()),
        "missing" => number(row.missing),
        "officer" => name(row.officer_name.as_deref()),
        "opened" => row.opened_on.map(|day| day.to_string()).unwrap_or_default().into_bytes(),
        "state" => name(Some(row.stage_name.text(language))),
        _ => row.code.clone().into_bytes(),
    }
}
