//! The end of a paper: recipients at the left, who signs at the right.
//!
//! Invariant: one row that no page tears apart; the room for a signature is space, never empty paragraphs.

use super::Layout;
use crate::papers::component::Component;
use crate::papers::document::{Run, Signer, Signing};
use crate::papers::laid::{Grid, GridCell, LaidParagraph, Merge, Twips};

impl Layout<'_> {
    /// The signing block as a grid of one row.
    pub(super) fn signing(&self, signing: &Signing, width: Twips) -> Grid {
        let mut cells: Vec<Vec<LaidParagraph>> = Vec::new();
        if signing.recipients.is_some() || signing.typist.is_some() {
            cells.push(self.recipients(signing));
        }
        cells.extend(signing.signers.iter().map(|signer| self.signer(signer)));
        // One who signs alone stands at the right even where nobody is named at the left.
        if cells.len() == 1 && !signing.signers.is_empty() {
            cells.insert(0, vec![self.plain(Component::Recipient, "")]);
        }
        let count = u32::try_from(cells.len()).unwrap_or(1).max(1);
        let columns = vec![width / count; cells.len()];
        let row = cells.into_iter().map(|paragraphs| GridCell { across: 1, merge: Merge::None, paragraphs });
        // One line's room, so that no signature sticks to the text or the table above it.
        let look = self.rules.look(Component::Body);
        let space_above = (look.before + look.after) * 20;
        Grid { columns, rows: vec![row.collect()], header_rows: 0, borders: false, space_above, closes: true }
    }

    fn recipients(&self, signing: &Signing) -> Vec<LaidParagraph> {
        let mut paragraphs = Vec::new();
        if let Some(recipients) = &signing.recipients {
            paragraphs.push(self.plain(Component::Recipients, &self.rules.words.recipients));
            paragraphs.extend(recipients.iter().map(|runs| {
                let written = runs.first().is_some_and(|run| run.text.trim_start().starts_with('-'));
                let dash = (!written).then(|| Run::new("- "));
                let runs: Vec<Run> = dash.into_iter().chain(runs.iter().cloned()).collect();
                self.part(Component::Recipient, &runs)
            }));
        }
        paragraphs.extend(signing.typist.iter().map(|mark| self.plain(Component::Typist, mark)));
        paragraphs
    }

    fn signer(&self, signer: &Signer) -> Vec<LaidParagraph> {
        let mut paragraphs = Vec::new();
        paragraphs.extend(signer.authority.iter().map(|line| self.plain(Component::Authority, line)));
        if !signer.office.is_empty() {
            paragraphs.push(self.plain(Component::Office, &signer.office));
        }
        let name = signer.name.as_deref().unwrap_or_default();
        paragraphs.push(self.part(Component::Signer, &[Run::new(name).spelt_as_written()]));
        paragraphs
    }
}
