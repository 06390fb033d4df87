//! What can be done with a paper next, from wherever it is listed: the steps of its life, its scan, what changed.
//!
//! Invariant: offers only what the paper is ready for; the office still decides.

use super::outcome::{refused, told};
use super::registers::History;
use crate::domain::ids::Id;
use crate::domain::paper_life::{DRAFT, ISSUED, RESERVED, VOID};
use crate::domain::statement::Paper;
use crate::office::paper_register::{Ending, Reservation};
use crate::papers::citation::number_and_symbol;
use crate::text::dates::PartialDate;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::fill::Fill;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::event::{Answer, Reply};
use crate::tui::layer::Step;
use crate::tui::settings::Environment;
use crate::tui::widgets::field::{FieldSpec, Kind};
use std::path::PathBuf;

const STEPS: &str = "paper.steps";
const RESERVE: &str = "paper.reserve";
const ISSUE: &str = "paper.issue";
const SEND: &str = "paper.send";
const RECEIVE: &str = "paper.receive";
const END: &str = "paper.void";
const SCAN: &str = "paper.scan";
const EXPORT: &str = "paper.export";
const STALE: &str = "paper.stale";

/// Asks what is to be done with a paper.
pub fn offer(id: &Id<Paper>, cx: &Context) -> Step<Context> {
    let listed = match cx.office.registered_paper(id) {
        Ok(listed) => listed,
        Err(error) => return refused(&error, cx),
    };
    let paper = &listed.paper;
    let (state, life) = (paper.state.as_str(), &paper.life);
    let unissued = [DRAFT, RESERVED].contains(&state);
    let offered = [
        (STALE, !listed.stale.is_empty()),
        (RESERVE, state == DRAFT && paper.number.is_none() && !life.incoming),
        (ISSUE, unissued || (state == ISSUED && paper.number.is_none() && !life.incoming)),
        (SEND, state == ISSUED && !life.incoming && paper.issued_on.is_some()),
        (RECEIVE, state != VOID && (life.incoming || life.sent_on.is_some())),
        (SCAN, state != RESERVED),
        (EXPORT, paper.attachment.is_some()),
        (END, state != VOID),
    ];
    let choices: Vec<Choice> = offered
        .into_iter()
        .filter(|(_, ready)| *ready)
        .map(|(step, _)| Choice::new(step, format!("screen.{step}.title")))
        .collect();
    let title = name_of(paper, cx);
    Step::push(Pick::one(STEPS, &title, &choices, "", cx.settings()))
}

/// Asks for the number to be set aside for a paper still to be written.
pub fn ask_reservation(kind: &str, symbol: &str, number: &str, cx: &Context) -> Step<Context> {
    let today = cx.today();
    let kinds = cx.office.codes().list("paper_kind").iter().filter(|code| code.holds_on(today));
    let kinds = kinds.filter(|code| code.attribute("symbol").is_some());
    let kinds: Vec<Choice> = kinds.map(|code| Choice::new(&code.code, code.name(cx.language()))).collect();
    let specs = vec![
        FieldSpec::new("kind", "record.paper.kind", Kind::Choice(kinds)).required().value(kind),
        text("number", "record.paper.number").hint("screen.paper.reserve.number_hint").value(number),
        text("symbol", "record.paper.symbol").hint("screen.paper.reserve.symbol_hint").value(symbol),
        FieldSpec::new("title", "record.paper.title", Kind::LongText),
    ];
    Step::push(Fill::new("paper.reserve_new", "screen.paper.reserve.title", specs))
}

/// Takes what one of these dialogs answered about a paper; nothing where it was another's.
pub fn answered(answer: &Answer, id: &Id<Paper>, cx: &mut Context) -> Option<Step<Context>> {
    let step = match (answer.question, &answer.reply) {
        (STEPS, Reply::Chosen(step)) => ask(step, id, cx),
        (STALE, Reply::Chosen(at)) => show_record(at, id, cx),
        (question, Reply::Filled(fields)) => {
            let field = |name: &str| {
                fields
                    .iter()
                    .find(|(known, _)| known == name)
                    .map_or("", |(_, value)| value.as_str())
                    .to_owned()
            };
            let day = |name: &str| {
                let value = field(name);
                PartialDate::parse_iso(&value).map_or(value, PartialDate::written)
            };
            let done = |key: &'static str| Message::new(key);
            match question {
                RESERVE | "paper.reserve_new" => {
                    let wanted = Reservation {
                        kind: field("kind"),
                        number: field("number"),
                        symbol: field("symbol"),
                        title: field("title"),
                        paper: (question == RESERVE).then(|| id.clone()),
                        ..Reservation::default()
                    };
                    told(cx.office.reserve_number(&wanted), done("screen.paper.reserve.done"), cx)
                }
                ISSUE => {
                    let issued =
                        cx.office.number_paper(id, &field("number"), &day("issued_on"), &field("signer"));
                    told(issued, done("screen.paper.issue.done"), cx)
                }
                SEND => {
                    let sent = cx.office.send_paper(id, &day("sent_on"), &field("sent_to"));
                    told(sent, done("screen.paper.send.done"), cx)
                }
                RECEIVE => {
                    let received = cx.office.receive_paper(id, &day("received_on"));
                    told(received, done("screen.paper.receive.done"), cx)
                }
                END => {
                    let replaced_by = field("replaced_by");
                    let ending = Ending {
                        how: field("void_how"),
                        reason: field("void_reason"),
                        on: day("void_on"),
                        replaced_by: (!replaced_by.is_empty()).then(|| Id::new(replaced_by)),
                    };
                    told(cx.office.void_paper(id, &ending), done("screen.paper.void.done"), cx)
                }
                SCAN => {
                    let put = cx.office.attach_scan(id, &PathBuf::from(field("path").trim()));
                    let said = match put.as_deref() {
                        Ok([other, ..]) => done("screen.paper.scan.also").with("paper", name_of(other, cx)),
                        _ => done("screen.paper.scan.done"),
                    };
                    told(put, said, cx)
                }
                EXPORT => {
                    let path = PathBuf::from(field("path").trim());
                    let written = cx.office.export_scan(id, &path, false);
                    let place = written.as_ref().map_or(path, Clone::clone);
                    told(written, done("screen.paper.export.done").with("path", place.display()), cx)
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(step)
}

fn ask(step: &str, id: &Id<Paper>, cx: &Context) -> Step<Context> {
    let listed = match cx.office.registered_paper(id) {
        Ok(listed) => listed,
        Err(error) => return refused(&error, cx),
    };
    let paper = &listed.paper;
    let today = cx.today();
    let happened = |name: &str| {
        let label = format!("record.paper.{name}");
        FieldSpec::new(name, label, Kind::Date).required().happened(today).value(today.to_string())
    };
    let held = |text: &Option<String>| text.clone().unwrap_or_default();
    let (question, specs) = match step {
        STALE => {
            let choice = |(at, figure): (usize, &crate::office::making::StaleFigure)| {
                let now = if figure.now.is_empty() { cx.word("cli.paper.gone") } else { figure.now.clone() };
                Choice::new(at.to_string(), format!("{} → {now}", figure.then))
            };
            let choices: Vec<Choice> = listed.stale.iter().enumerate().map(choice).collect();
            return Step::push(Pick::one(STALE, "screen.paper.stale.title", &choices, "", cx.settings()));
        }
        RESERVE => {
            let symbol = held(&paper.symbol);
            let next = cx.office.next_paper_number(&paper.kind, &symbol);
            let (number, symbol) =
                next.map_or((String::new(), symbol), |next| (next.number.to_string(), next.symbol));
            let number = text("number", "record.paper.number").value(number);
            (RESERVE, vec![number, text("symbol", "record.paper.symbol").value(symbol)])
        }
        ISSUE => {
            let number = match &paper.number {
                Some(number) => number.clone(),
                None => cx
                    .office
                    .next_paper_number(&paper.kind, &held(&paper.symbol))
                    .map_or_else(|_| String::new(), |next| next.number.to_string()),
            };
            let specs = vec![
                text("number", "record.paper.number").value(number),
                happened("issued_on"),
                text("signer", "record.paper.signer").value(held(&paper.signer)),
            ];
            (ISSUE, specs)
        }
        SEND => (
            SEND,
            vec![
                happened("sent_on"),
                text("sent_to", "record.paper.sent_to").value(held(&paper.life.sent_to)),
            ],
        ),
        RECEIVE => (RECEIVE, vec![happened("received_on")]),
        SCAN => {
            let path =
                text("path", "screen.case.papers.scan").required().hint("screen.case.papers.scan_hint");
            (SCAN, vec![path])
        }
        EXPORT => {
            let beside = cx.office.path().parent().map(|folder| folder.display().to_string());
            let path = text("path", "screen.paper.export.path").required();
            (EXPORT, vec![path.value(beside.unwrap_or_default())])
        }
        _ => (END, ending_fields(paper, cx)),
    };
    Step::push(Fill::new(question, format!("screen.{question}.title"), specs))
}

fn ending_fields(paper: &Paper, cx: &Context) -> Vec<FieldSpec> {
    let today = cx.today();
    let codes = cx.office.codes().list("paper_end").iter();
    let ways = codes.map(|code| Choice::new(&code.code, code.name(cx.language()))).collect();
    // What may take its place: issued papers of its kind.
    let filter = crate::office::paper_register::RegisterFilter {
        kind: Some(paper.kind.clone()),
        incoming: Some(paper.life.incoming),
        ..Default::default()
    };
    let others = cx.office.paper_register(&filter, cx.language()).unwrap_or_default();
    let others = others
        .iter()
        .filter(|other| other.paper.id != paper.id && [DRAFT, ISSUED].contains(&other.paper.state.as_str()));
    let others = others
        .map(|other| Choice::new(other.paper.id.as_str(), name_of(&other.paper, cx)).note(&other.about));
    vec![
        FieldSpec::new("void_how", "record.paper.void_how", Kind::Choice(ways)).required().value("cancelled"),
        FieldSpec::new("void_reason", "record.paper.void_reason", Kind::LongText).required(),
        FieldSpec::new("void_on", "record.paper.void_on", Kind::Date)
            .required()
            .happened(today)
            .value(today.to_string()),
        FieldSpec::new("replaced_by", "record.paper.replaced_by", Kind::Choice(others.collect()))
            .hint("screen.paper.void.replaced_hint"),
    ]
}

/// The history of the record behind a figure that changed.
fn show_record(at: &str, id: &Id<Paper>, cx: &Context) -> Step<Context> {
    let stale = cx.office.registered_paper(id).map(|listed| listed.stale).unwrap_or_default();
    let Some(figure) = at.parse().ok().and_then(|at: usize| stale.get(at)) else { return Step::Consumed };
    let name = cx.office.name_of(&figure.source.table, &figure.source.id).unwrap_or_default();
    match History::new(&figure.source.table, &figure.source.id, name, cx) {
        Ok(history) => Step::push(history),
        Err(error) => refused(&error, cx),
    }
}

/// `Tờ trình 05-TTr/BTCTU`.
pub fn name_of(paper: &Paper, cx: &Context) -> String {
    let number = number_and_symbol(paper.number.as_deref(), paper.symbol.as_deref());
    format!("{} {}", cx.code_name("paper_kind", &paper.kind), number.trim()).trim().to_owned()
}

fn text(name: &str, label: &str) -> FieldSpec {
    FieldSpec::new(name, label, Kind::Text)
}
