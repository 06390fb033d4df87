//! The lines of the register: each paper worded once, and the numbers between them that are free.
//!
//! Invariant: a free number is listed only where every paper of its sequence is.

use crate::domain::ids::Id;
use crate::domain::statement::Paper;
use crate::office::error::Result;
use crate::office::paper_register::{RegisterFilter, RegisteredPaper, stage_of};
use crate::papers::citation::number_and_symbol;
use crate::text::dates::written_date;
use crate::text::numbers;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::Choice;
use crate::tui::screens::lines::{self, Lines, muted, plain, words};
use crate::tui::theme::Role;
use crate::tui::widgets::table::Table;

/// Before the id of a line that is a free number.
pub(super) const GAP: &str = "gap:";

/// Free numbers listed of one sequence at most.
const GAPS: usize = 20;

/// What is listed.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) lines: Lines,
    /// How many papers, as it is written.
    pub(super) papers: String,
    /// What is shown of all, in words.
    pub(super) narrowed_to: String,
}

/// The table of one direction.
pub(super) fn table(incoming: bool) -> Table {
    let (number, day) = (words("number", 13, 22), words("day", 10, 10));
    let (what, about) = (words("what", 16, 50), lines::names("about", 16, 62));
    // Of a paper that came in one asks from whom; it has no steps here and no figures of ours.
    if incoming {
        let heads = [number, day, lines::names("issuer", 16, 44), what, about, words("received", 10, 10)];
        return lines::table("screen.paper_register.column", &heads, "screen.paper_register.no_incoming");
    }
    let (state, stale) = (words("state", 10, 20), words("stale", 2, 9));
    let heads = [number, day, state, stale, what, about, words("signer", 10, 30), words("sent", 10, 24)];
    lines::table("screen.paper_register.column", &heads, "screen.paper_register.no_outgoing")
}

impl Rows {
    /// The lines, and the papers whose figures must be looked at to say whether they have changed.
    pub(super) fn read(filter: &RegisterFilter, cx: &Context) -> Result<(Self, Vec<Id<Paper>>)> {
        let (listed, open) = cx.office.paper_register_at_hand(filter, cx.language())?;
        let mut lines = Lines::default();
        for one in &listed {
            lines.push(one.paper.id.as_str(), line(one, cx));
        }
        let whole = filter.find.is_empty() && filter.stage.is_none() && !filter.stale;
        if whole && filter.incoming == Some(false) {
            push_gaps(&mut lines, filter, cx)?;
        }
        let count = i64::try_from(listed.len()).unwrap_or(i64::MAX);
        let papers = numbers::written(count);
        Ok((Self { lines, papers, narrowed_to: narrowed_to(filter, cx) }, open))
    }
}

fn line(listed: &RegisteredPaper, cx: &Context) -> Vec<lines::Cell> {
    let RegisteredPaper { paper, about, from, stale, .. } = listed;
    let stage = stage_of(paper);
    let role = match stage {
        "void" => Role::Muted,
        "draft" | "reserved" => Role::Warn,
        _ => Role::Text,
    };
    let what = [Some(cx.code_name("paper_kind", &paper.kind)), paper.title.clone()];
    let stale = match stale.len() {
        0 => String::new(),
        _ => cx.word("screen.paper_register.stale_mark"),
    };
    let life = &paper.life;
    let number = (number_and_symbol(paper.number.as_deref(), paper.symbol.as_deref()), role);
    let day = plain(paper.issued_on.map(written_date).unwrap_or_default());
    let what = (what.into_iter().flatten().collect::<Vec<_>>().join(" · "), role);
    let about = muted(about.as_str());
    if life.incoming {
        let received = life.received_on.map(written_date).unwrap_or_default();
        let ended = (stage == "void").then(|| state_words(paper, stage, cx));
        let what = (ended.into_iter().chain([what.0]).collect::<Vec<_>>().join(" · "), role);
        return vec![number, day, plain(from.clone().unwrap_or_default()), what, about, muted(received)];
    }
    let sent = [life.sent_on.map(written_date), life.sent_to.clone()];
    vec![
        number,
        day,
        (state_words(paper, stage, cx), role),
        (stale, Role::Warn),
        what,
        about,
        muted(paper.signer.clone().unwrap_or_default()),
        muted(sent.into_iter().flatten().collect::<Vec<_>>().join(" · ")),
    ]
}

/// How far it is; of one that ended, how.
fn state_words(paper: &Paper, stage: &str, cx: &Context) -> String {
    match &paper.life.void_how {
        Some(how) if stage == "void" => cx.code_name("paper_end", how),
        _ => cx.code_name("paper_step", stage),
    }
}

fn push_gaps(lines: &mut Lines, filter: &RegisterFilter, cx: &Context) -> Result<()> {
    for sequence in cx.office.paper_sequences()? {
        // Only of bodies that are known: in a shared symbol every other body's number would be a gap.
        let own = sequence.body.as_deref().is_some_and(|body| body == OWN);
        let kind = filter.kind.as_ref().is_none_or(|kind| *kind == sequence.kind);
        let term = filter.term.as_ref().is_none_or(|term| *term == sequence.term.clone().unwrap_or_default());
        if !(own && kind && term) {
            continue;
        }
        for number in sequence.gaps().into_iter().take(GAPS) {
            let written = format!("{number:02}");
            let free = cx.word("screen.paper_register.free");
            let line = vec![
                muted(format!("{written}-{}", sequence.symbol)),
                muted(""),
                muted(free),
                muted(""),
                muted(cx.code_name("paper_kind", &sequence.kind)),
                muted(sequence.term.clone().unwrap_or_default()),
                muted(""),
                muted(""),
            ];
            lines.push(format!("{GAP}{}|{}|{written}", sequence.kind, sequence.symbol), line);
        }
    }
    Ok(())
}

/// The body whose numbers the office gives itself.
const OWN: &str = "board";

/// What the register can be narrowed to, as choices.
pub(super) fn filters(filter: &RegisterFilter, cx: &Context) -> Vec<Choice> {
    let mut choices = vec![Choice::new("all", "screen.paper_register.all")];
    if filter.incoming != Some(true) {
        choices.push(Choice::new("stale", "screen.paper_register.only_stale"));
        let steps = cx.office.codes().list("paper_step").iter().filter(|step| step.code != "incoming");
        let state = cx.word("record.paper.state");
        choices.extend(
            steps.map(|step| {
                Choice::new(format!("state:{}", step.code), step.name(cx.language())).note(&state)
            }),
        );
    }
    let kind = cx.word("record.paper.kind");
    let kinds = cx.office.codes().list("paper_kind").iter();
    choices.extend(
        kinds.map(|code| Choice::new(format!("kind:{}", code.code), code.name(cx.language())).note(&kind)),
    );
    let term = cx.word("record.committee_term.heading");
    let terms = cx.office.paper_terms().unwrap_or_default();
    choices.extend(
        terms.iter().map(|one| Choice::new(format!("term:{}", one.name), one.name.as_str()).note(&term)),
    );
    choices
}

/// Takes one of those choices.
pub(super) fn narrow(filter: &mut RegisterFilter, chosen: &str) {
    match chosen.split_once(':') {
        Some(("state", code)) => filter.stage = Some(code.to_owned()),
        Some(("kind", code)) => filter.kind = Some(code.to_owned()),
        Some(("term", name)) => filter.term = Some(name.to_owned()),
        _ if chosen == "stale" => filter.stale = true,
        _ => *filter = RegisterFilter { incoming: filter.incoming, ..RegisterFilter::default() },
    }
}

fn narrowed_to(filter: &RegisterFilter, cx: &Context) -> String {
    let parts = [
        filter.kind.as_deref().map(|kind| cx.code_name("paper_kind", kind)),
        filter.stage.as_deref().map(|stage| cx.code_name("paper_step", stage)),
        filter.term.clone(),
        filter.stale.then(|| cx.word("screen.paper_register.stale")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
