//! The head of a paper: who issues it at the left, the Party's title, place and day at the right.
//!
//! Invariant: two columns without borders; the rule below the title is as long as its words.

use super::{Layout, ROOM};
use crate::papers::component::Component;
use crate::papers::document::{Head, NumberLine, PlaceDate};
use crate::papers::laid::{Grid, GridCell, LaidParagraph, Merge, Twips};
use crate::papers::metrics;
use crate::text::numbers;

/// The left column's share, in hundredths, and the least it gives up to a long place with its day.
const LEFT: u32 = 44;
const LEFT_AT_LEAST: u32 = 35;

impl Layout<'_> {
    /// The head as a grid of one row.
    pub(super) fn head(&self, head: &Head, width: Twips) -> Grid {
        let place_date = self.plain(Component::PlaceDate, &self.place_date(&head.place_date));
        let look = self.rules.look(Component::PlaceDate);
        let needed = metrics::width(&place_date.text(), look.size, look.bold) + 2 * ROOM;
        let (usual, least) = (width * LEFT / 100, width * LEFT_AT_LEAST / 100);
        let left =
            width.checked_sub(needed).filter(|left| *left >= least).map_or(usual, |left| left.min(usual));
        let right = width - left;
        let issuer = |component, text: &str| self.balanced(self.plain(component, text), left);
        let mut ours: Vec<LaidParagraph> = Vec::new();
        ours.extend(head.superior.iter().map(|text| issuer(Component::Superior, text)));
        ours.push(issuer(Component::Issuer, &head.issuer));
        ours.push(self.plain(Component::Star, &self.rules.words.star));
        ours.extend(head.number.iter().map(|line| self.plain(Component::Number, &self.number(line))));
        ours.extend(head.letter_subject.iter().map(|text| self.plain(Component::LetterSubject, text)));
        ours.extend(head.stamps.iter().map(|text| self.plain(Component::Stamp, text)));
        ours.extend(head.draft.map(|draft| {
            let words = self.rules.words.draft.replace("{draft}", &draft.to_string());
            self.plain(Component::Draft, &words)
        }));
        let mut party = self.plain(Component::Party, &self.rules.words.party);
        let look = self.rules.look(Component::Party);
        let words = metrics::width(&party.text(), look.size, look.bold) + 2 * ROOM;
        party.measure = Some(words.min(right));
        party.ruled = true;
        let place_date = self.balanced(place_date, right);
        let cell = |paragraphs| GridCell { across: 1, merge: Merge::None, paragraphs };
        Grid {
            columns: vec![left, right],
            rows: vec![vec![cell(ours), cell(vec![party, place_date])]],
            header_rows: 0,
            borders: false,
            space_above: 0,
            closes: false,
        }
    }

    fn number(&self, line: &NumberLine) -> String {
        let words = &self.rules.words;
        let number = line.number.map_or_else(
            || words.blank_number.clone(),
            |number| format!("{}{}", numbers::paper_number(number), line.suffix),
        );
        words.number.replace("{number}", &number).replace("{symbol}", &line.symbol)
    }

    fn place_date(&self, day: &PlaceDate) -> String {
        let words = &self.rules.words;
        let of_day = day.day.map_or_else(|| words.blank_day.clone(), |day| format!("{day:02}"));
        let of_month = day.month.map_or_else(
            || words.blank_month.clone(),
            |month| match u32::try_from(month) {
                Ok(number) if number <= words.padded_months => format!("{month:02}"),
                _ => month.to_string(),
            },
        );
        let of_year = if day.year == 0 { String::new() } else { day.year.to_string() };
        let place = if day.place.is_empty() { &self.house.place } else { &day.place };
        let dated = words.place_date.replace("{day}", &of_day).replace("{month}", &of_month);
        dated.replace("{year}", &of_year).replace("{place}", place)
    }
}
