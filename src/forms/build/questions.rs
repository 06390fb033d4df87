//! One row of the survey sheet into a question: its words, its expressions.
//!
//! Invariant: an expression that cannot be read is a fault of its cell, never dropped in silence.

use super::super::expression::{self, Expression};
use super::super::form::Node;
use super::super::kind::Kind;
use super::super::sheets::Row;
use super::Findings;
use super::parameters;
use super::references::mentions;
use super::table::Table;
use crate::text::message::Message;

/// Where a question stands and what it is.
pub(super) struct Place {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) word: String,
    pub(super) parent: Option<usize>,
    pub(super) repeats: usize,
}

pub(super) fn read<'a>(table: &'a Table<'a>, row: &'a Row, place: Place, found: &mut Findings) -> Node {
    let mut cells = Cells { table, row, found };
    let calculation = cells.expression("calculation");
    let default = cells.default().or_else(|| recorded(&place.word));
    let label = table.words(row, "label");
    let hint = table.words(row, "hint");
    let media = table.media(row);
    if place.kind == Kind::Calculate
        && table.cell(row, "calculation").is_empty()
        && default.as_ref().is_none_or(|default| matches!(default, Expression::Text(_)))
        && table.cell(row, "trigger").is_empty()
    {
        cells.warn("calculation", Message::new("forms.fault.no_calculation").with("name", &place.name));
    }
    let shown = place.kind.is_asked() || place.kind == Kind::Note;
    if shown && label.is_empty() && hint.is_empty() && media.is_empty() && calculation.is_none() {
        cells.warn("label", Message::new("forms.fault.no_label").with("name", &place.name));
    }
    if media.contains_key("big_image") && !media.contains_key("image") {
        cells.warn("big_image", Message::new("forms.fault.big_image_alone"));
    }
    let parameters = table.cell(row, "parameters").replace(" =", "=").replace("= ", "=");
    let mut node = Node {
        parent: place.parent,
        repeats: place.repeats,
        label,
        hint,
        guidance: table.words(row, "guidance_hint"),
        media,
        required: cells.expression("required"),
        required_message: table.words(row, "required_message"),
        relevant: cells.expression("relevant"),
        constraint: cells.expression("constraint"),
        constraint_message: table.words(row, "constraint_message"),
        calculation,
        default,
        choice_filter: None,
        repeat_count: cells.expression("repeat_count"),
        read_only: cells.expression("read_only"),
        triggers: cells.triggers(),
        appearance: table.cell(row, "appearance").to_lowercase(),
        parameters,
        extra: table.extra(row),
        row: row.number,
        name: place.name,
        kind: place.kind,
        word: place.word,
    };
    if node.kind.list().is_some() {
        node.choice_filter = cells
            .expression("choice_filter")
            .or_else(|| expression::search::filter_of(table.cell(row, "appearance")));
    } else if !table.cell(row, "choice_filter").is_empty() {
        node.extra.insert("choice_filter".to_owned(), table.cell(row, "choice_filter").to_owned());
    }
    for (is_fault, cause) in parameters::check(&node) {
        if is_fault {
            cells.fault("parameters", cause);
        } else {
            cells.warn("parameters", cause);
        }
    }
    node
}

/// What a telephone would write down by itself when the survey begins.
fn recorded(word: &str) -> Option<Expression> {
    let function = match word {
        "start" => "now()",
        "today" => "today()",
        _ => return None,
    };
    expression::parse(function).ok()
}

struct Cells<'a, 'b> {
    table: &'a Table<'a>,
    row: &'a Row,
    found: &'b mut Findings,
}

impl Cells<'_, '_> {
    fn fault(&mut self, column: &str, cause: Message) {
        self.found.faults.push(self.table.fault(self.row, column, cause));
    }

    fn warn(&mut self, column: &str, cause: Message) {
        self.found.warnings.push(self.table.fault(self.row, column, cause));
    }

    /// An expression, or a plain yes or no.
    fn expression(&mut self, column: &str) -> Option<Expression> {
        let text = self.table.cell(self.row, column);
        if text.is_empty() {
            return None;
        }
        if column != "repeat_count"
            && let Some(truth) = truth(text, column)
        {
            let says_nothing = !truth && matches!(column, "required" | "read_only");
            return (!says_nothing).then(|| Expression::always(truth));
        }
        if let Some(name) = expression::capital_operator(text) {
            self.warn(column, Message::new("forms.expression.capitals").with("name", name));
        }
        match expression::parse(text) {
            Ok(expression) => Some(expression),
            // `label::English` is a header, and no part of an expression.
            Err(_)
                if column == "choice_filter"
                    && let Some(filter) = without_languages(text) =>
            {
                Some(filter)
            }
            Err(error) => {
                self.fault(column, error.message());
                None
            }
        }
    }

    /// A fixed first answer, or one worked out: `today()`, `${other}`.
    fn default(&mut self) -> Option<Expression> {
        let text = self.table.cell(self.row, "default");
        if text.is_empty() {
            return None;
        }
        if text.contains("${") {
            return self.expression("default");
        }
        match expression::parse(text) {
            Ok(worked) if worked.calls_anything() => Some(worked),
            _ => Some(Expression::Text(text.to_owned())),
        }
    }

    fn triggers(&mut self) -> Vec<String> {
        let text = self.table.cell(self.row, "trigger");
        let named: Vec<String> = mentions(text).map(str::to_owned).collect();
        if named.is_empty() && !text.is_empty() {
            self.fault("trigger", Message::new("forms.fault.bad_trigger").with("value", text));
        } else if !is_list(text) {
            self.warn("trigger", Message::new("forms.fault.trigger_list").with("value", text));
        }
        named
    }
}

/// Whether mentions stand in it apart by commas, and nothing else.
fn is_list(text: &str) -> bool {
    text.is_empty()
        || text.split(',').map(str::trim).all(|part| {
            let name = part.strip_prefix("${").and_then(|part| part.strip_suffix('}'));
            name.is_some_and(|name| !name.contains(['{', '}']))
        })
}

/// A choice filter that names translated columns as their headers do.
fn without_languages(text: &str) -> Option<Expression> {
    let mut parts = text.split("::");
    let mut plain = parts.next()?.to_owned();
    for part in parts {
        let name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '(' | ')');
        plain.push_str(part.trim_start_matches(name));
    }
    expression::parse(&plain).ok().filter(|_| plain != text)
}

/// A cell that says yes or no instead of when.
fn truth(text: &str, column: &str) -> Option<bool> {
    let asks = matches!(column, "required" | "read_only");
    match text.to_lowercase().as_str() {
        "yes" | "true" | "true()" => Some(true),
        "no" | "false" | "false()" => Some(false),
        "1" | "y" | "x" | "required" | "mandatory" if asks => Some(true),
        "0" | "n" | "optional" if asks => Some(false),
        _ => None,
    }
}
