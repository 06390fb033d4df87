//! Chuyển giao: papers, items, members, figures, and what follows: everything two sides sign for.
//!
//! Invariant: which papers and items are asked stands in the procedure; a difference is never silent.

use super::panel::{Page, field};
use super::proposal::figures_line;
use super::tab::Tab;
use super::{ask, papers};
use crate::domain::case::{MemberOutcome, Moment};
use crate::domain::case_file::DifferenceSubject;
use crate::domain::check::Check;
use crate::domain::ids::Id;
use crate::domain::organisation::{HoldState, Member};
use crate::office::cases::CaseView;
use crate::office::handover::{NewItem, NewMemberOutcome};
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::fill::Fill;
use crate::tui::event::{Answer, Reply};
use crate::tui::layer::{Command, Step};
use crate::tui::screens::outcome::{refused, told};
use crate::tui::screens::outline::{Entry, Row};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::toast::Toast;
use crate::tui::widgets::field::{FieldSpec, Kind};
use std::collections::BTreeSet;

/// The page.
pub(super) struct Transfer;

impl Page for Transfer {
    fn rows(&self, view: &CaseView, cx: &Context) -> Vec<Row> {
        let locale = &cx.settings().locale;
        let heading =
            |key: &str| Row::Heading(locale.text(&format!("screen.case.transfer.{key}")).to_owned());
        let mut rows = Vec::new();
        let roles = papers_of_transfer(view);
        if !roles.is_empty() {
            rows.push(heading("papers"));
            rows.extend(roles.iter().map(|role| Row::Entry(papers::role_entry(role, view, cx))));
        }
        let (items, follow_up) = items(view);
        if !items.is_empty() {
            rows.push(heading("items"));
            rows.extend(items.iter().map(|item| Row::Entry(item_entry(item, view, cx))));
        }
        rows.push(heading("members"));
        rows.extend(member_rows(view, cx));
        rows.push(heading("figures"));
        rows.extend(figure_rows(view, cx));
        if !follow_up.is_empty() {
            rows.push(heading("follow_up"));
            rows.extend(follow_up.iter().map(|item| Row::Entry(item_entry(item, view, cx))));
        }
        rows
    }

    fn act(&self, action: &str, entry: &str, view: &CaseView, cx: &mut Context) -> Step<Context> {
        let id = &view.file.case.id;
        match (action, entry.split_once(':')) {
            ("transfer.done", Some(("item", item))) => {
                let done = NewItem { state: "done".to_owned(), ..NewItem::default() };
                let done = cx.office.set_handover_item(id, item, &done);
                told(done, Message::new("screen.case.transfer.item_done"), cx)
            }
            ("transfer.done", Some(("member", member))) => {
                let moved = NewMemberOutcome { outcome: "moved".to_owned(), ..NewMemberOutcome::default() };
                let settled = cx.office.set_handover_member(id, &Id::new(member), &moved);
                told(settled, Message::new("screen.case.transfer.member_done"), cx)
            }
            ("transfer.done", _) => Step::Consumed,
            ("open", Some(("role", _))) => papers::Papers.act("open", entry, view, cx),
            ("open", Some(("item", item))) => Step::push(item_form(item, view, cx)),
            ("open", Some(("member", member))) => Step::push(member_form(member, view, cx)),
            ("open", Some(("difference", subject))) => difference_form(subject, view),
            ("open", _) if entry == "settle" => Step::push(Confirm::new(
                "handover.settle",
                Message::new("screen.case.transfer.settle"),
                Message::new("screen.case.transfer.settle_question").with("count", unsettled(view).len()),
            )),
            ("open", _) if entry == "freeze" => {
                let day = ask::day("as_of", "screen.case.transfer.as_of")
                    .required()
                    .value(cx.today().to_string())
                    .happened(cx.today());
                Step::push(Fill::new("handover.freeze", "screen.case.transfer.freeze", vec![day]))
            }
            ("open", _) => Step::Say(Toast::note(Message::new("screen.case.transfer.made_elsewhere"))),
            _ => Step::Pass,
        }
    }

    fn answered(&self, entry: &str, answer: &Answer, view: &CaseView, cx: &mut Context) -> Step<Context> {
        let id = &view.file.case.id;
        let about = entry.split_once(':').map_or("", |(_, about)| about);
        match (answer.question, &answer.reply) {
            ("handover.item", Reply::Filled(fields)) => {
                let text = |name: &str| field(fields, name).to_owned();
                let said = NewItem { state: text("state"), value: text("value"), note: text("note") };
                let set = cx.office.set_handover_item(id, about, &said);
                told(set, Message::new("screen.case.transfer.item_done"), cx)
            }
            ("handover.member", Reply::Filled(fields)) => {
                let text = |name: &str| field(fields, name).to_owned();
                let said = NewMemberOutcome {
                    outcome: text("outcome"),
                    file_complete: match field(fields, "file_complete") {
                        "" => None,
                        answer => Some(answer == "true"),
                    },
                    file_lacking: text("file_lacking"),
                    reason: text("reason"),
                };
                let set = cx.office.set_handover_member(id, &Id::new(about), &said);
                told(set, Message::new("screen.case.transfer.member_done"), cx)
            }
            ("handover.settle", Reply::Yes) => match cx.office.settle_members(id) {
                Ok((moved, held)) => {
                    let done =
                        Message::new("screen.case.transfer.settled").with("moved", moved).with("held", held);
                    Step::Say(Toast::done(done)).then(Step::Refresh)
                }
                Err(error) => refused(&error, cx),
            },
            ("handover.freeze", Reply::Filled(fields)) => {
                let frozen = cx.office.freeze_handover(id, &ask::typed_day(field(fields, "as_of")));
                told(frozen, Message::new("screen.case.transfer.frozen"), cx)
            }
            ("difference.explain", Reply::Filled(fields)) => {
                let Some(subject) = DifferenceSubject::parse(about) else { return Step::Consumed };
                let member = Some(field(fields, "member")).filter(|member| !member.is_empty()).map(Id::new);
                let amount = field(fields, "amount").parse().unwrap_or_default();
                let explained = cx.office.explain_difference(
                    id,
                    subject,
                    member.as_ref(),
                    amount,
                    field(fields, "explanation"),
                );
                told(explained, Message::new("screen.case.transfer.explained"), cx)
            }
            _ => papers::add(answer, view, cx),
        }
    }

    fn commands(&self, _: &CaseView, _: &Context) -> Vec<Command> {
        vec![Command::new("transfer.done")]
    }

    fn reads(&self, entry: &str, view: &CaseView) -> bool {
        entry.starts_with("role:") && papers::Papers.reads(entry, view)
    }

    fn goes_down_after(&self, action: &str) -> bool {
        action == "transfer.done"
    }

    fn entries_of(&self, requirement: &str, target: &str, view: &CaseView) -> Vec<String> {
        // A paper and an item of the handover may have one code.
        let mut asked = view.gate.requirements.iter().filter(|asked| asked.id == requirement);
        if asked.any(|asked| asked.place.tab == Tab::Papers.code()) {
            return vec![format!("role:{target}")];
        }
        let frozen = ["freeze", "settle"].map(str::to_owned);
        match requirement {
            "members_settled" => vec!["settle".to_owned(), format!("member:{target}")],
            "totals_reconcile" if DifferenceSubject::parse(target).is_some() => {
                vec![format!("difference:{target}")]
            }
            "totals_reconcile" => frozen.to_vec(),
            _ => vec![format!("item:{target}"), format!("role:{target}"), format!("member:{target}")],
        }
    }
}

/// The papers asked in the stages where something is handed over.
pub(super) fn papers_of_transfer(view: &CaseView) -> Vec<String> {
    let outcome = view.file.case.outcome;
    let hands_over = |check: &Check| matches!(check, Check::HandoverItems { .. });
    let stages = view.procedure.stages.iter();
    let stages = stages.filter(|stage| stage.requirements.iter().any(|asked| hands_over(&asked.check)));
    let mut roles = Vec::new();
    for asked in stages.flat_map(|stage| &stage.requirements).filter(|asked| asked.applies(outcome)) {
        if let Check::Papers { roles: asked, .. } = &asked.check {
            roles.extend(asked.iter().cloned());
        }
    }
    roles
}

/// The items of the handover, and those that follow it.
fn items(view: &CaseView) -> (Vec<String>, Vec<String>) {
    let outcome = view.file.case.outcome;
    let (mut now, mut later) = (Vec::new(), Vec::new());
    let asked = view.procedure.stages.iter().flat_map(|stage| &stage.requirements);
    for asked in asked.filter(|asked| asked.applies(outcome)) {
        match &asked.check {
            Check::HandoverItems { items } => now.extend(items.iter().cloned()),
            Check::FollowUp { items } => later.extend(items.iter().cloned()),
            _ => {}
        }
    }
    (now, later)
}

fn item_entry(item: &str, view: &CaseView, cx: &Context) -> Entry {
    let name = cx.code_name("handover_item", item);
    let entry = Entry::new(format!("item:{item}"), name);
    let Some(said) = view.file.handover_items.get(item) else {
        return entry.done(false).value(cx.word("screen.case.transfer.open"));
    };
    let code = cx.office.codes().find("handover_state", &said.state);
    let closes = code.is_some_and(|code| code.is("closes"));
    let value = [Some(cx.code_name("handover_state", &said.state)), said.value.clone()];
    let value = value.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let entry = entry.value(value).note(said.note.clone().unwrap_or_default());
    if closes { entry.done(true) } else { entry.done(false) }
}

fn item_form(item: &str, view: &CaseView, cx: &Context) -> Fill {
    let said = view.file.handover_items.get(item);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let specs = vec![
        ask::code("state", "screen.case.transfer.state", "handover_state", cx)
            .required()
            .value(said.map_or_else(|| "done".to_owned(), |said| said.state.clone())),
        ask::text("value", "screen.case.transfer.value")
            .hint("screen.case.transfer.value_hint")
            .value(text(said.and_then(|said| said.value.as_ref()))),
        ask::long("note", "screen.case.transfer.note").value(text(said.and_then(|said| said.note.as_ref()))),
    ];
    Fill::new("handover.item", cx.code_name("handover_item", item), specs)
}

/// Members still to be settled: on the list or in the decision's figures.
fn unsettled(view: &CaseView) -> Vec<&Member> {
    let settled: BTreeSet<&str> =
        view.file.handover_members.iter().map(|settled| settled.member.as_str()).collect();
    view.file.members.iter().filter(|member| !settled.contains(member.id.as_str())).collect()
}

fn member_rows(view: &CaseView, cx: &Context) -> Vec<Row> {
    let locale = &cx.settings().locale;
    let mut rows = Vec::new();
    let open = unsettled(view).len();
    if open > 0 {
        let note = locale.text("screen.case.transfer.settle_note");
        let value = locale.fill("screen.case.transfer.settle_count", &[("count", &open)]);
        let entry = Entry::new("settle", locale.text("screen.case.transfer.settle")).done(false);
        rows.push(Row::Entry(entry.value(value).note(note)));
    }
    let members = view.file.members.iter().chain(&view.file.former_members);
    rows.extend(members.map(|member| Row::Entry(member_entry(member, view, cx))));
    if rows.is_empty() {
        rows.push(Row::Words(locale.text("screen.case.transfer.no_members").to_owned(), Role::Muted));
    }
    rows
}

fn member_entry(member: &Member, view: &CaseView, cx: &Context) -> Entry {
    let entry = Entry::new(format!("member:{}", member.id), member.name.clone());
    let held =
        view.file.holds.iter().find(|hold| {
            hold.member == member.id && matches!(hold.state, HoldState::Held | HoldState::Possible)
        });
    let Some(said) = view.file.handover_members.iter().find(|said| said.member == member.id) else {
        let entry = entry.value(cx.word("screen.case.transfer.open"));
        return match held {
            Some(hold) => entry.wanting().note(hold.reason.clone()),
            None => entry.done(false),
        };
    };
    let mut notes: Vec<String> = said.reason.iter().cloned().collect();
    if said.file_complete == Some(false) {
        let lacking = said.file_lacking.clone().unwrap_or_default();
        notes.push(cx.settings().locale.fill("screen.case.transfer.file_lacks", &[("what", &lacking)]));
    }
    entry.done(true).value(cx.code_name("member_outcome", said.outcome.code())).note(notes.join("\n"))
}

fn member_form(member: &str, view: &CaseView, cx: &Context) -> Fill {
    let said = view.file.handover_members.iter().find(|said| said.member.as_str() == member);
    let hold =
        view.file.holds.iter().find(|hold| hold.member.as_str() == member && hold.state == HoldState::Held);
    let first = if hold.is_some() { MemberOutcome::Held } else { MemberOutcome::Moved };
    let outcome = said.map_or(first, |said| said.outcome);
    let reason = said.and_then(|said| said.reason.clone()).or_else(|| hold.map(|hold| hold.reason.clone()));
    let complete = said.and_then(|said| said.file_complete).map(|complete| complete.to_string());
    let specs = vec![
        ask::code("outcome", "screen.case.transfer.outcome", "member_outcome", cx)
            .required()
            .value(outcome.code()),
        ask::long("reason", "screen.case.transfer.reason")
            .hint("screen.case.transfer.reason_hint")
            .value(reason.unwrap_or_default()),
        FieldSpec::new("file_complete", "screen.case.transfer.file_complete", Kind::YesNo)
            .value(complete.unwrap_or_default()),
        ask::text("file_lacking", "screen.case.transfer.file_lacking")
            .value(said.and_then(|said| said.file_lacking.clone()).unwrap_or_default()),
    ];
    let name = view.file.member_name(&Id::new(member)).to_owned();
    Fill::new("handover.member", name, specs)
}

fn figure_rows(view: &CaseView, cx: &Context) -> Vec<Row> {
    let locale = &cx.settings().locale;
    let mut rows = Vec::new();
    for moment in Moment::ALL {
        let id = if moment == Moment::Handover {
            "freeze".to_owned()
        } else {
            format!("moment:{}", moment.code())
        };
        let name = cx.code_name("snapshot_moment", moment.code());
        let entry = Entry::new(id, super::opinions::capital(&name));
        rows.push(Row::Entry(match view.file.snapshot(moment) {
            Some(figures) => entry.done(true).value(figures_line(figures, cx)),
            None => entry.done(false).value(locale.text("screen.case.transfer.not_frozen")),
        }));
    }
    let between = [
        (DifferenceSubject::ProposalAndDecision, Moment::Proposal, Moment::Decision),
        (DifferenceSubject::DecisionAndHandover, Moment::Decision, Moment::Handover),
    ];
    for (subject, earlier, later) in between {
        let (Some(one), Some(other)) = (view.file.snapshot(earlier), view.file.snapshot(later)) else {
            continue;
        };
        let amount = other.counts.total - one.counts.total;
        let explained: i64 = view
            .file
            .differences
            .iter()
            .filter(|difference| difference.subject == subject)
            .map(|difference| difference.amount)
            .sum();
        let notes: Vec<String> = view
            .file
            .differences
            .iter()
            .filter(|difference| difference.subject == subject)
            .map(|difference| {
                let who = difference.member.as_ref().map(|id| view.file.member_name(id)).unwrap_or_default();
                format!("{:+} {who} {}", difference.amount, difference.explanation)
            })
            .collect();
        if amount == 0 && notes.is_empty() {
            continue;
        }
        let name = cx.code_name("difference_subject", subject.code());
        let entry = Entry::new(format!("difference:{}", subject.code()), super::opinions::capital(&name));
        let entry = entry.value(format!("{amount:+}")).note(notes.join("\n"));
        rows.push(Row::Entry(if amount == explained { entry.done(true) } else { entry.wanting() }));
    }
    rows
}

fn difference_form(subject: &str, view: &CaseView) -> Step<Context> {
    let members = view.file.members.iter().chain(&view.file.former_members);
    let choices = members
        .map(|member| crate::tui::dialogs::pick::Choice::new(member.id.as_str(), member.name.as_str()))
        .collect();
    let moments = match DifferenceSubject::parse(subject) {
        Some(DifferenceSubject::ProposalAndDecision) => Some((Moment::Proposal, Moment::Decision)),
        Some(DifferenceSubject::DecisionAndHandover) => Some((Moment::Decision, Moment::Handover)),
        _ => None,
    };
    let amount = moments.and_then(|(earlier, later)| {
        Some(view.file.snapshot(later)?.counts.total - view.file.snapshot(earlier)?.counts.total)
    });
    let specs = vec![
        FieldSpec::new("member", "screen.case.transfer.difference_member", Kind::Choice(choices))
            .hint("screen.case.transfer.difference_member_hint"),
        FieldSpec::new("amount", "screen.case.transfer.difference_amount", Kind::Number)
            .required()
            .value(amount.map(|amount| amount.to_string()).unwrap_or_default()),
        ask::long("explanation", "screen.case.transfer.explanation").required(),
    ];
    Step::push(Fill::new("difference.explain", "screen.case.transfer.explain", specs))
}
