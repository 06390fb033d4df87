//! What becomes of a paper: its number set aside, issued, sent, received; or its end.
//!
//! Invariant: each step has its day, and no step lies before the one it follows.

use super::ids::Id;
use super::reference::Officer;
use super::statement::Paper;
use jiff::civil::Date;

/// The state of a paper whose number is set aside while nothing is written.
pub const RESERVED: &str = "reserved";
/// The state of a paper that is being worded.
pub const DRAFT: &str = "draft";
/// The state of a paper with number, date and signer.
pub const ISSUED: &str = "issued";
/// The state of a paper that was cancelled, recalled or replaced.
pub const VOID: &str = "void";

/// The role of a paper in which a party says its opinion: it comes in from that party.
pub const OPINION: &str = "opinion";

/// What the register writes beside a paper that came in,
pub const INCOMING: &str = "incoming";
/// and beside one of its own where it would be taken for one that came in.
pub const OUTGOING: &str = "outgoing";

/// The code of list `paper_end` for a paper another took the place of.
pub const REPLACED: &str = "replaced";

/// The days of a paper's life beside its own, and who is behind them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaperLife {
    /// Whether it came in from another body.
    pub incoming: bool,
    /// When its number was set aside,
    pub reserved_on: Option<Date>,
    /// and by whom.
    pub reserved_by: Option<Id<Officer>>,
    /// When it was sent,
    pub sent_on: Option<Date>,
    /// and to whom.
    pub sent_to: Option<String>,
    /// When it was received: by whom it was sent to, or here where it came in.
    pub received_on: Option<Date>,
    /// When it ended,
    pub void_on: Option<Date>,
    /// how (code list `paper_end`),
    pub void_how: Option<String>,
    /// why,
    pub void_reason: Option<String>,
    /// and the paper that took its place.
    pub replaced_by: Option<Id<Paper>>,
}

/// The steps that have a day, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Number, date, signer.
    Issued,
    /// On its way.
    Sent,
    /// Arrived.
    Received,
    /// Cancelled, recalled or replaced.
    Void,
}

impl Step {
    /// Its code, as in `paper.step.<code>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Void => "void",
        }
    }
}

/// Two steps the wrong way round, each with its day.
pub type Disorder = ((Step, Date), (Step, Date));

/// The first step that lies before one it follows.
pub fn disorder(paper: &Paper) -> Option<Disorder> {
    let life = &paper.life;
    let days =
        [(Step::Issued, paper.issued_on), (Step::Sent, life.sent_on), (Step::Received, life.received_on)];
    let mut last: Option<(Step, Date)> = None;
    for (step, day) in days {
        let Some(day) = day else { continue };
        if let Some(before) = last.filter(|(_, before)| day < *before) {
            return Some((before, (step, day)));
        }
        last = Some((step, day));
    }
    // A paper may be recalled before it has arrived.
    let ended = life.void_on.zip(paper.issued_on).filter(|(ended, issued)| ended < issued);
    ended.map(|(ended, issued)| ((Step::Issued, issued), (Step::Void, ended)))
}
