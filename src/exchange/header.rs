//! Finding the header rows and matching columns to fields.
//!
//! Invariant: a column that two fields claim, or a field that two columns claim, is never settled by a guess.

use super::error::Error;
use super::grid::{Grid, column_of, letter};
use super::labels::{Label, labels};
use super::mapping::Mapping;
use super::synonyms::{Field, Kind, Synonyms, distance, key, nearest, slips_allowed, year_in};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Titles above a header are fewer rows than this.
pub(super) const HEADER_WITHIN: u32 = 60;
const DEEPEST: u32 = 3;
/// Matches below this are understood in spite of a slip, and told.
const SURE: u32 = 80;

/// How a column came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// One of the known spellings.
    Known,
    /// A known spelling with a slip in it.
    Near,
    /// By the officer's mapping.
    Mapped,
}

/// A column of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// `A`, `B`, …
    pub letter: String,
    /// As written; two header rows as `Số đảng viên / Tổng số`.
    pub header: String,
    /// The field it was matched to; `rating.2022` for a field with years.
    pub field: Option<String>,
    /// How it was matched.
    pub certainty: Certainty,
}

/// Where the table is and what its columns mean.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// First and last header row.
    pub(super) rows: (u32, u32),
    pub(super) columns: Vec<Column>,
    /// Field → column.
    pub(super) fields: BTreeMap<String, u32>,
    /// Fields that need not be there and that several columns claim.
    pub(super) ambiguous: Vec<(String, Vec<String>)>,
    labels: Vec<Label>,
}

impl Layout {
    /// The texts a repeated header would begin with.
    pub(super) fn first_keys(&self) -> HashSet<String> {
        let first = self.labels.iter().take(3).flat_map(|label| &label.path);
        first.map(|text| key(text)).collect()
    }

    /// Whether a row repeats the header, as lists printed over several pages do.
    pub(super) fn is_header(&self, texts: &[(u32, &str)]) -> bool {
        let same = texts.iter().filter(|(column, text)| {
            let text = key(text);
            self.labels
                .iter()
                .any(|label| label.column == *column && label.path.iter().any(|p| key(p) == text))
        });
        texts.len() >= 2 && same.count() == texts.len()
    }
}

/// How much a sheet looks like a list of this kind; 0 if not at all.
pub(super) fn score(grid: &Grid, synonyms: &Synonyms) -> u32 {
    blocks(grid, synonyms).first().map_or(0, |block| block.score)
}

/// Finds the header, or says what is missing.
pub(super) fn find(
    grid: &Grid,
    kind: Kind,
    synonyms: &Synonyms,
    mapping: Option<&Mapping>,
) -> Result<Layout, Error> {
    let empty = Mapping::default();
    let mapping = mapping.unwrap_or(&empty);
    mapping.check(kind, synonyms)?;
    let blocks = match mapping.header {
        Some((first, last)) if first > 0 && last >= first && last - first < DEEPEST => {
            vec![Block { top: first, depth: last - first + 1, score: 0 }]
        }
        _ => blocks(&grid_with(grid), &with_mapped(synonyms, mapping)),
    };
    let mut best: Option<(u32, Result<Layout, Error>)> = None;
    for block in blocks.iter().take(4) {
        let found = labels(grid, block.top, block.depth);
        let matched = assign(&found, synonyms, mapping);
        let points = matched.as_ref().map_or(0, |matched| matched.points(synonyms));
        if best.as_ref().is_none_or(|(most, _)| points > *most) {
            let layout = matched.and_then(|matched| settle(grid, block, found, matched, synonyms));
            best = Some((points, layout));
        }
    }
    let wanted = || synonyms.fields.iter().filter(|field| field.required).map(|f| f.usual().to_owned());
    match best {
        Some((_, layout)) => layout,
        None => Err(Error::NoHeader { sheet: grid.name.clone(), wanted: wanted().collect() }),
    }
}

/// Only the rows a header can stand in.
fn grid_with(grid: &Grid) -> Grid {
    Grid {
        rows: grid.rows.iter().take_while(|row| row.number <= HEADER_WITHIN).cloned().collect(),
        merges: grid.merges.clone(),
        ..Grid::new(&grid.name, grid.from_1904)
    }
}

/// The table with the officer's own headers among its spellings.
fn with_mapped(synonyms: &Synonyms, mapping: &Mapping) -> Synonyms {
    let mut synonyms = synonyms.clone();
    for field in &mut synonyms.fields {
        if let Some(header) = mapping.columns.get(&field.name) {
            field.keys.push(key(header));
        }
    }
    synonyms
}

struct Block {
    top: u32,
    depth: u32,
    score: u32,
}

/// Blocks of rows that hold known headers, the best first.
fn blocks(grid: &Grid, synonyms: &Synonyms) -> Vec<Block> {
    let spelled: HashMap<&str, &Field> = synonyms
        .fields
        .iter()
        .flat_map(|field| field.keys.iter().map(move |key| (key.as_str(), field)))
        .collect();
    let mut blocks = Vec::new();
    for row in grid.rows.iter().take_while(|row| row.number <= HEADER_WITHIN) {
        for depth in 1..=DEEPEST {
            let found = labels(grid, row.number, depth);
            let mut seen = HashSet::new();
            let mut points = 0;
            for label in &found {
                let direct = [Some(&label.whole), label.keys.last()].into_iter().flatten();
                let field = direct
                    .filter_map(|key| spelled.get(key.as_str()).copied())
                    .find(|field| !field.by_year)
                    .or_else(|| {
                        synonyms
                            .fields
                            .iter()
                            .find(|field| (field.by_year || label.keys.len() > 1) && sure(label, field))
                    });
                if let Some(field) = field
                    && (seen.insert(&field.name) || field.by_year)
                {
                    points += if field.required { 25 } else { 10 };
                }
            }
            if points > 0 {
                // fewer rows win where more say nothing more
                blocks.push(Block { top: row.number, depth, score: points * 4 - depth });
            }
        }
    }
    blocks.sort_by_key(|block| std::cmp::Reverse(block.score));
    blocks
}

fn sure(label: &Label, field: &Field) -> bool {
    strength(label, field).is_some_and(|(strength, _)| strength >= SURE)
}

/// How well a header names a field, and the year it carries.
fn strength(label: &Label, field: &Field) -> Option<(u32, Option<i16>)> {
    if field.by_year {
        return strength_by_year(label, field);
    }
    let last = label.keys.last()?;
    let joined = label.keys.concat();
    let parents = &label.keys[..label.keys.len() - 1];
    if field.keys.contains(&label.whole) || field.keys.contains(&joined) {
        return Some((100, None));
    }
    if field.nested_keys.contains(last) {
        if parents.iter().any(|parent| field.under_keys.contains(parent)) {
            return Some((100, None));
        }
        if parents.iter().any(|parent| field.under_keys.iter().any(|under| slips(under, parent).is_some())) {
            return Some((SURE - 1, None));
        }
    }
    if !parents.is_empty() && field.keys.contains(last) {
        return Some((90, None));
    }
    let near = |text: &str| field.keys.iter().filter_map(|spelled| slips(spelled, text)).min();
    if let Some(slips) = near(&joined) {
        return Some((70 - slips, None));
    }
    if !parents.is_empty() {
        return near(last).map(|slips| (60 - slips, None));
    }
    None
}

fn strength_by_year(label: &Label, field: &Field) -> Option<(u32, Option<i16>)> {
    let year = year_in(&label.path.join(" "))?;
    let digits = year.to_string();
    let bare: Vec<String> = label.keys.iter().map(|key| key.replace(&digits, "")).collect();
    let joined = bare.concat();
    let (last, parents) = bare.split_last()?;
    if field.keys.contains(&joined)
        || (field.nested_keys.contains(last) && parents.iter().any(|p| field.under_keys.contains(p)))
    {
        return Some((100, Some(year)));
    }
    let near =
        field.keys.iter().chain(&field.under_keys).filter_map(|spelled| slips(spelled, &joined)).min()?;
    Some((70 - near, Some(year)))
}

fn slips(spelled: &str, text: &str) -> Option<u32> {
    let bound = slips_allowed(spelled.chars().count());
    u32::try_from(distance(spelled, text, bound)?).ok()
}

/// Fields matched to columns.
struct Matched {
    fields: BTreeMap<String, (u32, Certainty)>,
    ambiguous: BTreeMap<String, Vec<u32>>,
}

impl Matched {
    fn points(&self, synonyms: &Synonyms) -> u32 {
        let points = self.fields.iter().map(|(name, (_, certainty))| {
            let required = synonyms.find(name).is_some_and(|field| field.required);
            u32::from(*certainty != Certainty::Near) * 4 + 6 + u32::from(required) * 15
        });
        points.sum()
    }
}

fn assign(found: &[Label], synonyms: &Synonyms, mapping: &Mapping) -> Result<Matched, Error> {
    let mut matched = Matched { fields: BTreeMap::new(), ambiguous: BTreeMap::new() };
    let mut taken: HashSet<u32> = HashSet::new();
    for (field, wanted) in &mapping.columns {
        if wanted.is_empty() {
            continue;
        }
        let column = mapped_column(found, wanted).ok_or_else(|| Error::MappingColumn {
            field: field.clone(),
            column: wanted.clone(),
            nearest: nearest(wanted, found.iter().flat_map(|l| l.path.last()).map(String::as_str))
                .map(str::to_owned),
        })?;
        taken.insert(column);
        matched.fields.insert(field.clone(), (column, Certainty::Mapped));
    }
    let mut claims: Vec<(u32, u32, String)> = Vec::new();
    for label in found.iter().filter(|label| !taken.contains(&label.column)) {
        for field in &synonyms.fields {
            if let Some((strength, year)) = strength(label, field) {
                let name = year.map_or_else(|| field.name.clone(), |year| format!("{}.{year}", field.name));
                if !mapping.columns.contains_key(&name) {
                    claims.push((strength, label.column, name));
                }
            }
        }
    }
    claims.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    for level in claims.chunk_by(|one, other| one.0 == other.0) {
        let open: Vec<_> = level
            .iter()
            .filter(|(_, column, name)| {
                !taken.contains(column)
                    && !matched.fields.contains_key(name)
                    && !matched.ambiguous.contains_key(name)
            })
            .collect();
        for (strength, column, name) in &open {
            let rivals: Vec<u32> = open.iter().filter(|(_, _, n)| n == name).map(|(_, c, _)| *c).collect();
            let suitors = open.iter().filter(|(_, c, _)| c == column).count();
            if rivals.len() > 1 {
                taken.extend(&rivals);
                matched.ambiguous.insert(name.clone(), rivals);
            } else if suitors == 1 {
                taken.insert(*column);
                let certainty = if *strength >= SURE { Certainty::Known } else { Certainty::Near };
                matched.fields.insert(name.clone(), (*column, certainty));
            }
        }
    }
    Ok(matched)
}

/// The column an officer named: by its header, by the lowest part of it, or by its letter.
fn mapped_column(found: &[Label], wanted: &str) -> Option<u32> {
    let wanted_key = key(wanted);
    if let Some(label) = found.iter().find(|label| label.whole == wanted_key) {
        return Some(label.column);
    }
    let mut by_part = found.iter().filter(|label| label.path.last().is_some_and(|p| key(p) == wanted_key));
    if let (Some(label), None) = (by_part.next(), by_part.next()) {
        return Some(label.column);
    }
    column_of(wanted.trim())
}

fn settle(
    grid: &Grid,
    block: &Block,
    found: Vec<Label>,
    matched: Matched,
    synonyms: &Synonyms,
) -> Result<Layout, Error> {
    let last = block.top + block.depth - 1;
    for field in synonyms.fields.iter().filter(|field| field.required) {
        if let Some(columns) = matched.ambiguous.get(&field.name) {
            return Err(Error::AmbiguousColumn {
                sheet: grid.name.clone(),
                wanted: field.usual().to_owned(),
                columns: columns.iter().map(|column| letter(*column)).collect(),
            });
        }
        if !matched.fields.contains_key(&field.name) {
            let known: HashSet<u32> = matched.fields.values().map(|(column, _)| *column).collect();
            let free = found.iter().filter(|label| !known.contains(&label.column));
            let names: Vec<String> = free.map(Label::shown).collect();
            let close = field.spellings.iter().find_map(|s| nearest(s, names.iter().map(String::as_str)));
            return Err(Error::MissingColumn {
                sheet: grid.name.clone(),
                row: last,
                wanted: field.usual().to_owned(),
                nearest: close.map(str::to_owned),
            });
        }
    }
    let mut by_column: HashMap<u32, (&String, Certainty)> = HashMap::new();
    for (name, (column, certainty)) in &matched.fields {
        by_column.insert(*column, (name, *certainty));
    }
    let mut columns: Vec<Column> = Vec::with_capacity(found.len());
    for label in &found {
        let matched = by_column.remove(&label.column);
        columns.push(Column {
            letter: letter(label.column),
            header: label.shown(),
            field: matched.map(|(name, _)| name.clone()),
            certainty: matched.map_or(Certainty::Known, |(_, certainty)| certainty),
        });
    }
    // columns an officer named by letter that have no header at all
    for (column, (name, certainty)) in by_column {
        columns.push(Column {
            letter: letter(column),
            header: String::new(),
            field: Some(name.clone()),
            certainty,
        });
    }
    let ambiguous = matched
        .ambiguous
        .iter()
        .map(|(name, columns)| (name.clone(), columns.iter().map(|column| letter(*column)).collect()))
        .collect();
    let fields = matched.fields.into_iter().map(|(name, (column, _))| (name, column)).collect();
    Ok(Layout { rows: (block.top, last), columns, fields, ambiguous, labels: found })
}
