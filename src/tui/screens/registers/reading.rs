//! Reading a register: at once where it is short, by a worker where it is long; and its order.
//!
//! Invariant: what was read for another register, or for letters since typed over, is dropped.

use super::rows::Rows;
use super::{AT_ONCE, Read, Registers, SHELVES, SHOWN, kind_at, table_of};
use crate::office::error::Result;
use crate::office::registers::Register;
use crate::text::message::Message;
use crate::text::numbers;
use crate::tui::context::Context;
use crate::tui::layer::Step;
use crate::tui::screens::list_out::{self, ListOut};
use crate::tui::screens::side_list::SideItem;
use crate::tui::toast::Toast;
use crate::tui::widgets::text_field::TextField;

impl Registers {
    pub(super) fn count(&mut self, cx: &Context) {
        let item = |table: &&str| {
            let size = cx.office.register_size(table).unwrap_or_default();
            let size = numbers::written(i64::try_from(size).unwrap_or(i64::MAX));
            SideItem::new(cx.word(&format!("record.{table}.heading")), size)
        };
        self.list.set_items(SHELVES.iter().map(item).collect());
    }

    pub(super) fn enter(&mut self, cx: &mut Context) {
        self.kind = kind_at(self.list.selected());
        self.table = table_of(self.kind, cx);
        self.columns = None;
        self.search = TextField::default();
        self.load(cx);
    }

    /// Reads the rows: at once where that takes no time, else by a worker.
    pub(super) fn load(&mut self, cx: &mut Context) {
        if let Some(job) = self.job.take() {
            job.cancel();
        }
        let table = self.kind.table;
        let (find, language) = (self.search.text().to_owned(), cx.language());
        if cx.office.register_size(table).unwrap_or_default() <= AT_ONCE {
            let register = cx.office.register(table, &find, SHOWN, language, &mut |_| false);
            return self.take(register, cx);
        }
        let elsewhere = cx.elsewhere();
        self.job = Some(cx.jobs.spawn("screen.registers.reading", move |progress| {
            let read = |office: &crate::office::desk::Office| {
                office.register(table, &find, SHOWN, language, &mut |_| progress.cancelled())
            };
            Read { table, register: elsewhere.open().and_then(|office| read(&office)) }
        }));
    }

    pub(super) fn take(&mut self, register: Result<Register>, cx: &Context) {
        let chosen = self.rows.id(self.table.selected()).map(str::to_owned);
        let register = match register {
            Ok(register) => register,
            Err(error) => {
                self.fault = Some(error.message);
                Register::default()
            }
        };
        (self.all, self.cut) = (register.all, register.cut);
        self.rows = Rows::new(self.kind, register);
        self.rows.fit(&mut self.table.columns);
        if let Some(chosen) = &self.columns {
            self.table.show_only(chosen);
        }
        self.arrange(cx);
        let at = chosen.and_then(|id| self.rows.position(&id)).unwrap_or(0);
        self.table.select(at);
    }

    pub(super) fn arrange(&mut self, cx: &Context) {
        if let Some((field, upwards)) = self.table.sorted {
            self.rows.sort(field, upwards);
        } else if self.kind.table == "committee" {
            let era = self.era.and_then(|at| cx.office.eras().all().get(at));
            let (from, to) = era.map_or((None, None), |era| (era.from, era.to));
            if let Ok(tree) = cx.office.committee_tree(from, to) {
                self.rows.plant(&tree);
            }
        }
    }

    /// Asks where the rows shown go as a workbook; a list that is cut would be taken for whole.
    pub(super) fn ask_list(&self, cx: &Context) -> Step<Context> {
        if self.cut {
            return Step::Say(Toast::note(Message::new("screen.list.cut").with("count", SHOWN)));
        }
        ListOut::ask(self.kind.table, cx)
    }

    pub(super) fn write_list(&mut self, fields: &[(String, String)], cx: &mut Context) -> Step<Context> {
        let name = cx.word(&format!("record.{}.heading", self.kind.table));
        let sheet = list_out::sheet_of(&name, &self.table, &self.rows, cx);
        self.out.asked(fields, sheet, cx)
    }

    pub(super) fn sort_by(&mut self, column: &'static str, cx: &Context) {
        self.table.sort_by(column);
        self.arrange(cx);
        self.table.select(0);
    }
}
