//! Ý kiến: what each party said, when, on what paper.
//!
//! Invariant: a statement is added, never overwritten; the newest of a party stands first.

use super::ask;
use super::panel::{Page, field};
use crate::domain::check::Check;
use crate::domain::statement::{Opinion, Paper};
use crate::office::cases::CaseView;
use crate::office::opinions::{NewOpinion, SuggestedOpinion};
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::event::{Answer, Reply};
use crate::tui::layer::{Command, Step};
use crate::tui::screens::outcome::told;
use crate::tui::screens::outline::{Entry, Row};
use crate::tui::settings::Environment;
use crate::tui::widgets::field::{FieldSpec, Kind};

/// The page.
pub(super) struct Opinions;

impl Page for Opinions {
    fn rows(&self, view: &CaseView, cx: &Context) -> Vec<Row> {
        let locale = &cx.settings().locale;
        let asked = asked_parties(view);
        let mut rows = vec![Row::Heading(locale.text("screen.case.opinions.asked").to_owned())];
        rows.extend(asked.iter().map(|party| Row::Entry(party_entry(party, view, cx).0)));
        let others = cx.office.codes().list("opinion_party").iter();
        let others: Vec<_> = others.filter(|code| !asked.contains(&code.code)).collect();
        if !others.is_empty() {
            rows.push(Row::Heading(locale.text("screen.case.opinions.others").to_owned()));
            rows.extend(others.into_iter().map(|code| {
                let (mut entry, given) = party_entry(&code.code, view, cx);
                if !given {
                    entry.sign = None;
                }
                Row::Entry(entry)
            }));
        }
        rows
    }

    fn act(&self, action: &str, entry: &str, view: &CaseView, cx: &mut Context) -> Step<Context> {
        if !["open", "new"].contains(&action) {
            return Step::Pass;
        }
        let (said, note) = beginning(entry, view, cx);
        let (known, without_paper) = (!said.stance.is_empty(), said.paper.is_empty());
        let paper_hint = if asks_paper(entry, view) { "paper_needed" } else { "paper_hint" };
        let votes = said.votes.map(|(given, against, other)| [given, against, other]);
        let count = |at: usize, name: &str| {
            let field = FieldSpec::new(name, format!("record.opinion.{name}"), Kind::Number);
            field.value(votes.map(|votes| votes[at].to_string()).unwrap_or_default())
        };
        let mut specs = vec![
            ask::code("stance", "record.opinion.stance", "stance", cx).required().value(said.stance),
            ask::day("said_on", "record.opinion.said_on").required().happened(cx.today()).value(said.said_on),
            ask::text("paper", "record.opinion.paper")
                .hint(format!("screen.case.opinions.{paper_hint}"))
                .value(said.paper),
            ask::text("said_by", "record.opinion.said_by").value(said.said_by),
            count(0, "votes_for"),
            count(1, "votes_against"),
            count(2, "votes_other"),
            ask::long("reason", "record.opinion.reason").value(said.reason),
        ];
        if let Some(note) = note {
            specs.insert(0, FieldSpec::note("note", note));
        }
        let mut title = cx.word("screen.case.opinions.add");
        if entry.is_empty() {
            specs.insert(0, ask::code("party", "record.opinion.party", "opinion_party", cx).required());
        } else {
            let committee = view.file.speaks_for(entry).map(|committee| format!(" · {}", committee.name));
            let committee = committee.unwrap_or_default();
            title = format!("{title}: {}{committee}", cx.code_name("opinion_party", entry));
        }
        let dialog = Fill::new("opinion.add", title, specs);
        // Where all but the paper is known, the caret waits for the paper.
        Step::push(if known && without_paper { dialog.at("paper") } else { dialog })
    }

    fn answered(&self, entry: &str, answer: &Answer, view: &CaseView, cx: &mut Context) -> Step<Context> {
        let ("opinion.add", Reply::Filled(fields)) = (answer.question, &answer.reply) else {
            return Step::Pass;
        };
        let text = |name: &str| field(fields, name).to_owned();
        let votes = ["votes_for", "votes_against", "votes_other"].map(|name| text(name).parse::<i64>().ok());
        let new = NewOpinion {
            committee: String::new(),
            party: if entry.is_empty() { text("party") } else { entry.to_owned() },
            stance: text("stance"),
            said_by: text("said_by"),
            said_on: ask::typed_day(field(fields, "said_on")),
            paper: text("paper"),
            votes: votes
                .iter()
                .any(Option::is_some)
                .then(|| (votes[0].unwrap_or(0), votes[1].unwrap_or(0), votes[2].unwrap_or(0))),
            reason: text("reason"),
        };
        let added = cx.office.add_opinion(&view.file.case.id, &new);
        told(added, Message::new("screen.case.opinions.added"), cx)
    }

    fn commands(&self, _: &CaseView, _: &Context) -> Vec<Command> {
        vec![Command::new("new").quiet()]
    }
}

/// What the dialog begins with, and what is said of it: the survey's words, or what was recorded without the
/// paper a gate asks for.
fn beginning(party: &str, view: &CaseView, cx: &Context) -> (NewOpinion, Option<String>) {
    let locale = &cx.settings().locale;
    let key = cx.settings().keys.shown("save").unwrap_or_default();
    if let Some(found) = suggested(party, view, cx) {
        let day = written_date(found.survey);
        let note = locale.fill("screen.case.opinions.suggested", &[("day", &day), ("key", &key)]);
        return (found.said, Some(note));
    }
    let newest = view.file.opinions.iter().rev().find(|opinion| opinion.party == party);
    if let Some(opinion) = newest.filter(|opinion| lacks_paper(opinion, view)) {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let said = NewOpinion {
            stance: opinion.stance.clone(),
            said_on: opinion.said_on.to_string(),
            said_by: text(&opinion.said_by),
            reason: text(&opinion.reason),
            votes: opinion.votes,
            ..NewOpinion::default()
        };
        return (said, Some(locale.fill("screen.case.opinions.without_paper", &[("key", &key)])));
    }
    let said_by = view.file.cell.secretary.clone().filter(|_| party == "cell").unwrap_or_default();
    (NewOpinion { said_by, ..NewOpinion::default() }, None)
}

/// Does a stage want this party's opinion with its paper?
fn asks_paper(party: &str, view: &CaseView) -> bool {
    let mut asked = view.procedure.stages.iter().flat_map(|stage| &stage.requirements);
    asked.any(|asked| match &asked.check {
        Check::Opinions { parties, paper } => *paper && parties.iter().any(|other| other == party),
        _ => false,
    })
}

fn lacks_paper(opinion: &Opinion, view: &CaseView) -> bool {
    opinion.paper.is_none() && asks_paper(&opinion.party, view)
}

/// What the survey has of a party that is not on record yet.
fn suggested(party: &str, view: &CaseView, cx: &Context) -> Option<SuggestedOpinion> {
    cx.office.suggested_opinion(&view.file.case.id, party).ok().flatten()
}

/// Parties whose opinion some stage of the procedure asks for, in order.
fn asked_parties(view: &CaseView) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    for requirement in view.procedure.stages.iter().flat_map(|stage| &stage.requirements) {
        if let Check::Opinions { parties, .. } = &requirement.check {
            asked.extend(parties.iter().filter(|party| !asked.contains(party)).cloned().collect::<Vec<_>>());
        }
    }
    asked
}

fn party_entry(party: &str, view: &CaseView, cx: &Context) -> (Entry, bool) {
    let given: Vec<&Opinion> =
        view.file.opinions.iter().rev().filter(|opinion| opinion.party == party).collect();
    let name = capital(&cx.code_name("opinion_party", party));
    let counting = given.iter().copied().find(|opinion| view.file.still_counts(opinion));
    let entry = Entry::new(party, name).done(counting.is_some());
    let Some(newest) = counting.or(given.first().copied()) else {
        let entry = entry.value(cx.word("screen.case.opinions.none"));
        let Some(found) = suggested(party, view, cx) else { return (entry, false) };
        let stance = cx.code_name("stance", &found.said.stance);
        let day = ask::typed_day(&found.said.said_on);
        let note = cx
            .settings()
            .locale
            .fill("screen.case.opinions.in_survey", &[("stance", &stance), ("day", &day)]);
        return (entry.note(note), false);
    };
    let mut notes: Vec<String> = newest.said_by.iter().chain(&newest.reason).cloned().collect();
    let entry = if lacks_paper(newest, view) {
        notes.insert(0, cx.word("screen.case.opinions.lacks_paper"));
        entry.wanting()
    } else {
        entry
    };
    let others = given.iter().filter(|opinion| opinion.id != newest.id);
    notes.extend(others.map(|opinion| said(opinion, view, cx)));
    (entry.value(said(newest, view, cx)).note(notes.join("\n")), true)
}

fn said(opinion: &Opinion, view: &CaseView, cx: &Context) -> String {
    let mut parts = vec![cx.code_name("stance", &opinion.stance), written_date(opinion.said_on)];
    if !view.file.still_counts(opinion) {
        let gave = view.file.former_speakers.iter().find(|gave| Some(&gave.id) == opinion.committee.as_ref());
        let gave = gave.map_or("…", |gave| &gave.name);
        let party = cx.code_name("opinion_party", &opinion.party).to_lowercase();
        parts.insert(
            0,
            cx.settings()
                .locale
                .fill("screen.case.opinions.former", &[("committee", &gave), ("party", &party)]),
        );
    }
    if let Some((yes, no, other)) = opinion.votes {
        parts.push(
            cx.settings()
                .locale
                .fill("screen.case.opinions.votes", &[("yes", &yes), ("no", &no), ("other", &other)]),
        );
    }
    let paper = opinion.paper.as_ref().and_then(|id| view.file.papers.iter().find(|paper| paper.id == *id));
    parts.extend(paper.map(|paper| paper_name(paper, cx)));
    parts.join(" · ")
}

/// `Biên bản số 12-BB/CB, ngày 05/10/2023`.
pub(super) fn paper_name(paper: &Paper, cx: &Context) -> String {
    let kind = cx.code_name("paper_kind", &paper.kind);
    let mark = match (&paper.number, &paper.symbol) {
        (Some(number), Some(symbol)) => format!("{number}-{symbol}"),
        (Some(number), None) => number.clone(),
        (None, Some(symbol)) => format!("…-{symbol}"),
        (None, None) => "…".to_owned(),
    };
    let day = paper.issued_on.map(written_date);
    let values: [(&str, &dyn std::fmt::Display); 3] =
        [("kind", &kind), ("number", &mark), ("day", &day.clone().unwrap_or_default())];
    let key = if day.is_some() { "screen.case.papers.named" } else { "screen.case.papers.undated" };
    cx.settings().locale.fill(key, &values)
}

/// The first letter large: names of codes stand alone here.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
