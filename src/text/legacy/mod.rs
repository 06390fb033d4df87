//! Text of the years before Unicode, as workbooks still hold it: TCVN3 ("Uû ban nh©n d©n"), VNI ("Uûy ban
//! nhaân daân") and CP1258 ("Uyì ban nhân dân"), read as if it were Western.
//!
//! Invariant: never harms correct Vietnamese nor foreign text: an encoding is named only when nearly every
//! word becomes a Vietnamese syllable by it and by it alone. To be asked before [`super::clean`], which drops
//! the soft hyphen that is ư in TCVN3. What is converted is shown before and after.

mod tables;

use super::syllable::is_syllable;

/// A legacy encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// TCVN 5712 (ABC fonts, .VnTime).
    Tcvn3,
    /// VNI Windows (VNI-Times).
    Vni,
    /// Windows-1258.
    Cp1258,
}

impl Encoding {
    /// All.
    pub const ALL: [Self; 3] = [Self::Tcvn3, Self::Vni, Self::Cp1258];

    /// Its name, the same in both languages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
            Self::Cp1258 => "CP1258",
        }
    }
}

/// A cell brought back to Unicode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The text in Unicode, not yet cleaned.
    pub text: String,
    /// What it was in.
    pub encoding: Encoding,
}

/// The encoding of one text, if it is surely a legacy one.
pub fn detect(text: &str) -> Option<Encoding> {
    detect_all([text])
}

/// The encoding of the cells of a column, if they surely share a legacy one. Cells in correct Vietnamese
/// beside them don't count.
pub fn detect_all<'a>(cells: impl IntoIterator<Item = &'a str>) -> Option<Encoding> {
    let mut evidence = Evidence::default();
    for cell in cells.into_iter().filter(|cell| may_be_legacy(cell)) {
        evidence.weigh(cell);
    }
    evidence.verdict()
}

/// A text in Unicode; what the encoding doesn't know, and correct Vietnamese, stays as it is.
pub fn convert(text: &str, encoding: Encoding) -> String {
    if may_be_legacy(text) { tables::decode(text, encoding) } else { text.to_owned() }
}

/// Brings one cell back, by itself or by what its column is known to be in; none where it is to be left.
pub fn repair(cell: &str, column: Option<Encoding>) -> Option<Repaired> {
    if !may_be_legacy(cell) {
        return None;
    }
    let mut evidence = Evidence::default();
    evidence.weigh(cell);
    // What reads well as it stands may be correct Vietnamese in a mixed column: it is left.
    let by_column = column.filter(|encoding| evidence.valid[*encoding as usize] > evidence.as_it_is);
    let encoding = by_column.or_else(|| evidence.verdict())?;
    let text = tables::decode(cell, encoding);
    (text != cell).then_some(Repaired { text, encoding })
}

/// Whether a text has legacy characters and none that only Unicode has.
fn may_be_legacy(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|c| !c.is_ascii() && is_legacy_letter(c))
        && !text
            .chars()
            .any(|c| c > '\u{ff}' && (c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)))
}

/// Letters of ASCII, and what any legacy encoding uses as a letter.
fn is_legacy_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (('\u{a1}'..='\u{ff}').contains(&c) && !matches!(c, '°'..='´' | '¯' | 'º' | '¿'))
}

/// What the words of one or many cells say.
#[derive(Debug, Default)]
struct Evidence {
    /// Words with legacy characters.
    words: usize,
    /// Of those, how many are Vietnamese as they stand.
    as_it_is: usize,
    /// How many are Vietnamese by each encoding.
    valid: [usize; 3],
    /// How much speaks for each encoding.
    points: [usize; 3],
}

impl Evidence {
    fn weigh(&mut self, cell: &str) {
        let words = cell.split(|c| !is_legacy_letter(c)).filter(|word| !word.is_ascii());
        for word in words.filter(|word| !is_lone_symbol(word)) {
            self.words += 1;
            let as_it_is = is_syllable(word.trim_matches(['«', '»']));
            self.as_it_is += usize::from(as_it_is);
            for encoding in Encoding::ALL {
                let decoded = tables::decode(word, encoding);
                if tables::knows(word, encoding) && is_syllable(&decoded) {
                    self.valid[encoding as usize] += 1;
                    if !as_it_is {
                        let telling = decoded.chars().count() >= 3 && is_telling(word, encoding);
                        self.points[encoding as usize] += if telling { 2 } else { 1 };
                    }
                }
            }
        }
    }

    /// The encoding that makes four of five words Vietnamese, more than stand so, and more than any other.
    fn verdict(&self) -> Option<Encoding> {
        let rank = |encoding: Encoding| (self.valid[encoding as usize], self.points[encoding as usize]);
        let best = Encoding::ALL.into_iter().max_by_key(|encoding| rank(*encoding))?;
        let (valid, points) = rank(best);
        let alone =
            Encoding::ALL.into_iter().filter(|encoding| rank(*encoding) == (valid, points)).count() == 1;
        let sure = points >= 2 && valid > self.as_it_is && valid * 5 >= self.words * 4;
        (alone && sure).then_some(best)
    }
}

/// A sign that stands by itself (·, §, ©, µ): no word, in whatever encoding.
fn is_lone_symbol(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|c| !c.is_ascii() && (c < 'À' || !c.is_alphabetic()))
        && letters.next().is_none()
}

/// Whether a word has what no Western word has.
fn is_telling(word: &str, encoding: Encoding) -> bool {
    let mut pairs = word.chars().zip(word.chars().skip(1));
    match encoding {
        // A sign within a word, or a capital behind a small letter.
        Encoding::Tcvn3 => pairs.any(|(before, c)| {
            let is_sign = |c: char| ('\u{a1}'..'À').contains(&c) || matches!(c, '×' | '÷');
            is_sign(before)
                || is_sign(c)
                || (before.is_ascii_lowercase() && !c.is_ascii() && c.is_uppercase())
        }),
        // A vowel and its mark; not ë, ï, ü, which French and Dutch write behind vowels too.
        Encoding::Vni => pairs.any(|(before, mark)| {
            let mark = mark.to_lowercase().next().unwrap_or(mark);
            let before = if matches!(before, 'ô' | 'Ô') { 'ơ' } else { before };
            !matches!(mark, 'ë' | 'ï' | 'ü') && tables::vni_marked(before, mark).is_some()
        }),
        // Letters of the North, or many foreign letters in one word.
        Encoding::Cp1258 => {
            word.contains(['Þ', 'ð', 'Ð']) || word.chars().filter(|c| !c.is_ascii()).count() >= 2
        }
    }
}

#[cfg(test)]
mod tests;
