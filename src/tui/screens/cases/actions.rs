//! What the keys of the cases do, and what their dialogs answered.
//!
//! Invariant: a bulk action works on the marked cases, or on the one under the bar where none is marked.

use super::open_cases;
use super::order::ColumnOrder;
use super::saved::Definition;
use super::{Cases, pick};
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::office::cases::CaseRow;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::fill::Fill;
use crate::tui::event::{Answer, Event, Motion, Reply};
use crate::tui::layer::Step;
use crate::tui::screens::case::CaseScreen;
use crate::tui::screens::list_out::{self, ListOut};
use crate::tui::screens::outcome::{refused, told};
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;
use crate::tui::widgets::field::{FieldSpec, Kind};

impl Cases {
    pub(super) fn act(&mut self, action: &str, cx: &mut Context) -> Step<Context> {
        match action {
            "open" => match self.chosen() {
                Some(row) => match CaseScreen::new(row.id.clone(), cx) {
                    Ok(screen) => Step::push(screen),
                    Err(error) => refused(&error, cx),
                },
                None => Step::Consumed,
            },
            "search" => {
                self.searching = true;
                Step::Consumed
            }
            "mark.one" => {
                if let Some(id) = self.chosen().map(|row| row.id.to_string())
                    && !cx.marks.remove(&id)
                {
                    cx.marks.insert(id);
                }
                self.table.handle(&Event::Move(Motion::Down), self.list.len());
                self.look_inside(cx);
                Step::Consumed
            }
            "mark.all" => {
                let ids: Vec<String> = self.list.shown().map(|row| row.id.to_string()).collect();
                if ids.iter().all(|id| cx.marks.contains(id)) {
                    ids.iter().for_each(|id| {
                        cx.marks.remove(id);
                    });
                } else {
                    cx.marks.extend(ids);
                }
                Step::Consumed
            }
            "mark.none" => {
                cx.marks.clear();
                Step::Consumed
            }
            "sort" => Step::push(pick::sort(&self.table, cx)),
            "columns" => Step::push(ColumnOrder::new(&self.table, cx)),
            "case.narrow" => Step::push(pick::narrow(self.list.all(), cx)),
            "case.widen" => {
                self.facets = super::Facets::default();
                self.narrow(cx);
                Step::Consumed
            }
            "case.open" => open_cases::ask(cx),
            "case.open_all" => {
                let count = self.without_case;
                Step::push(Confirm::new(
                    "case.open_all",
                    Message::new("action.case.open_all"),
                    Message::new("screen.cases.open_all").with("count", count),
                ))
            }
            "case.assign" => pick::officer(cx),
            "case.new_dossier" => {
                let count = self.affected(cx).len();
                let field = FieldSpec::new("title", "screen.case.proposal.title", Kind::Text)
                    .hint("screen.cases.dossier_title_hint");
                let note = cx.settings().locale.fill("screen.cases.dossier_of", &[("count", &count)]);
                Step::push(Fill::new(
                    "case.new_dossier",
                    "action.case.new_dossier",
                    vec![FieldSpec::note("about", note), field],
                ))
            }
            "view.save" => {
                let field = FieldSpec::new("name", "screen.cases.view_name", Kind::Text).required();
                Step::push(Fill::new("view.save", "action.view.save", vec![field]))
            }
            "view.open" => pick::view(cx),
            "list.excel" => ListOut::ask("ho-so", cx),
            _ => Step::Pass,
        }
    }

    /// The marked cases, or the one under the bar.
    fn affected(&self, cx: &Context) -> Vec<Id<Case>> {
        if cx.marks.is_empty() {
            return self.chosen().map(|row| row.id.clone()).into_iter().collect();
        }
        cx.marks.iter().map(|id| Id::new(id.as_str())).collect()
    }

    pub(super) fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        match (answer.question, &answer.reply) {
            ("case.open", Reply::Ticked(cells)) => open_cases::open(cells, cx),
            ("case.open_all", Reply::Yes) => open_cases::open_all(cx),
            ("case.sort", Reply::Chosen(column)) => {
                if let Some(column) = self.table.columns.iter().find(|found| found.id == column) {
                    self.table.sort_by(column.id);
                }
                self.sort(cx);
                Step::Consumed
            }
            ("case.columns", Reply::Ticked(order)) => {
                let place = |id: &str| order.iter().position(|column| column == id).unwrap_or(usize::MAX);
                self.table.columns.sort_by_key(|column| place(column.id));
                self.table.show_only(order);
                Step::Consumed
            }
            ("case.narrow", Reply::Chosen(facet)) => {
                pick::put(facet, &mut self.facets, cx);
                self.narrow(cx);
                Step::Consumed
            }
            ("case.assign", Reply::Chosen(officer)) => self.assign(officer, cx),
            ("case.new_dossier", Reply::Filled(fields)) => {
                let title = fields.iter().find(|(name, _)| name == "title").map_or("", |(_, text)| text);
                let made = cx.office.new_dossier(title, &self.affected(cx));
                if made.is_ok() {
                    cx.marks.clear();
                }
                told(made, Message::new("screen.cases.dossier_made"), cx)
            }
            ("view.save", Reply::Filled(fields)) => {
                let name = fields.first().map_or("", |(_, text)| text);
                let definition = Definition::of(self.search.text(), &self.facets, &self.table).text();
                told(
                    cx.office.save_view(name, &definition),
                    Message::new("screen.cases.view_saved").with("name", name),
                    cx,
                )
            }
            ("view.open", Reply::Chosen(id)) => {
                let views = cx.office.saved_views().unwrap_or_default();
                if let Some(view) = views.into_iter().find(|view| view.id == *id) {
                    let (find, facets) = Definition::read(&view.definition).apply(&mut self.table);
                    self.search.set_text(&find);
                    self.facets = facets;
                    self.sort(cx);
                    return Step::Say(Toast::note(
                        Message::new("screen.cases.view_now").with("name", view.name),
                    ));
                }
                Step::Consumed
            }
            (list_out::ASKED, Reply::Filled(fields)) => {
                let columns = self.table.columns.iter().filter(|column| column.shown);
                let columns: Vec<&str> = columns.map(|column| column.id).collect();
                let rows: Vec<CaseRow> = self.list.shown().cloned().collect();
                let sheet = cx.office.case_sheet(&rows, &columns, &cx.settings().locale);
                self.out.asked(fields, sheet, cx)
            }
            (list_out::REPLACE, Reply::Yes) => self.out.replace(cx),
            _ => Step::Pass,
        }
    }

    fn assign(&mut self, officer: &str, cx: &mut Context) -> Step<Context> {
        let officer = Id::new(officer);
        let cases = self.affected(cx);
        for case in &cases {
            if let Err(error) = cx.office.assign(case, &officer) {
                return refused(&error, cx).then(Step::Refresh);
            }
        }
        let done = Message::new("screen.cases.assigned").with("count", cases.len());
        Step::Say(Toast::done(done)).then(Step::Refresh)
    }
}
