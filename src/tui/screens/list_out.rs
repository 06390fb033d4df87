//! A list as a workbook: where it goes, whether a file there may go, and that it was written.
//!
//! Invariant: holds the rows and columns shown, and nothing is replaced before somebody said so.

use crate::papers::sheets::listed;
use crate::papers::xlsx::Sheet;
use crate::text::clean::clean;
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::fill::Fill;
use crate::tui::layer::Step;
use crate::tui::screens::outcome::refused;
use crate::tui::settings::Environment;
use crate::tui::toast::Toast;
use crate::tui::widgets::field::{FieldSpec, Kind};
use crate::tui::widgets::table::{RowSource, Table};
use std::path::{Path, PathBuf};

/// The question of where it goes.
pub(super) const ASKED: &str = "list.excel";
/// Whether the file there may be replaced.
pub(super) const REPLACE: &str = "list.replace";

/// The writing of lists.
#[derive(Debug, Default)]
pub(super) struct ListOut {
    waiting: Option<(Sheet, PathBuf)>,
}

impl ListOut {
    /// Asks where the list goes.
    pub(super) fn ask(name: &str, cx: &Context) -> Step<Context> {
        let beside = cx.office.path().with_file_name(format!("{name}_{}.xlsx", cx.today()));
        let path = FieldSpec::new("path", "screen.list.file", Kind::Text)
            .required()
            .hint("screen.list.file_hint")
            .value(beside.display().to_string());
        Step::push(Fill::new(ASKED, "action.list.excel", vec![path]))
    }

    /// Writes it, or asks whether what stands there may go.
    pub(super) fn asked(
        &mut self,
        fields: &[(String, String)],
        sheet: Sheet,
        cx: &mut Context,
    ) -> Step<Context> {
        let typed = fields.iter().find(|(name, _)| name == "path").map_or("", |(_, path)| path);
        let beside = cx.office.path().parent().map(Path::to_owned).unwrap_or_default();
        let path = beside.join(clean(typed).text);
        if path.is_file() {
            let text = Message::new("screen.list.replace").with("file", path.display());
            self.waiting = Some((sheet, path));
            return Step::push(Confirm::new(REPLACE, Message::new("screen.list.replace_title"), text));
        }
        write(sheet, &path, false, cx)
    }

    /// What stands there may go.
    pub(super) fn replace(&mut self, cx: &mut Context) -> Step<Context> {
        match self.waiting.take() {
            Some((sheet, path)) => write(sheet, &path, true, cx),
            None => Step::Consumed,
        }
    }
}

/// The rows of a table in the columns shown.
pub(super) fn sheet_of(name: &str, table: &Table, rows: &impl RowSource, cx: &Context) -> Sheet {
    let columns: Vec<_> = table.columns.iter().filter(|column| column.shown).collect();
    let heads = columns.iter().map(|column| cx.settings().locale.text(&column.title).to_owned()).collect();
    let texts = (0..rows.rows()).map(|row| {
        let piece = |id: &'static str| rows.piece(row, id).into_text();
        columns.iter().map(|column| piece(column.id).trim_start().to_owned()).collect()
    });
    let day = written_date(cx.today());
    let counted = cx.settings().locale.fill("list.counted", &[("day", &day), ("count", &rows.rows())]);
    listed(name.to_owned(), vec![name.to_uppercase(), counted], heads, texts.collect(), true)
}

fn write(sheet: Sheet, path: &Path, replace: bool, cx: &mut Context) -> Step<Context> {
    let rows = sheet.rows.len();
    match cx.office.export_sheets(&[sheet], path, replace) {
        Ok(file) => {
            let said = Message::new("screen.list.written").with("count", rows);
            Step::Say(Toast::done(said.with("file", file.path.display()))).then(Step::Refresh)
        }
        Err(error) => refused(&error, cx),
    }
}
