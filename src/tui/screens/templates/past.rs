//! What a text was before: taken back in runs of letters, and done again.
//!
//! Invariant: what is kept is bounded; a new change forgets what was taken back.

/// A state of a text, and where the caret stood.
pub(super) type State = (String, (usize, usize));

/// States that can be gone back to.
const KEPT: usize = 200;

/// What a key did: runs of letters are taken back together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Deed {
    /// A letter within a word.
    Letter,
    /// Anything else: a space, a line, a deletion, a field put in.
    #[default]
    Other,
}

/// The states before and after the present one.
#[derive(Debug, Default)]
pub(super) struct Past {
    before: Vec<State>,
    after: Vec<State>,
    last: Deed,
}

impl Past {
    /// Keeps the state before a change.
    pub(super) fn keep(&mut self, state: State, deed: Deed) {
        if deed == Deed::Other || self.last == Deed::Other || self.before.is_empty() {
            self.before.push(state);
            if self.before.len() > KEPT {
                self.before.remove(0);
            }
        }
        self.last = deed;
        self.after.clear();
    }

    /// The state before (or after) `now`, which is kept on the other side.
    pub(super) fn turn(&mut self, back: bool, now: State) -> Option<State> {
        let (from, to) =
            if back { (&mut self.before, &mut self.after) } else { (&mut self.after, &mut self.before) };
        let state = from.pop()?;
        to.push(now);
        self.last = Deed::Other;
        Some(state)
    }
}
