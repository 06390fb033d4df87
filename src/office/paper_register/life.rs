//! What becomes of a paper after it was worded: issued, sent, received; cancelled, recalled, replaced.
//!
//! Invariant: each step once, in order, none ahead of the working day; a paper that ended keeps its number.

use super::numbers::{cited, refuse_other_term, refuse_taken, step_day};
use crate::domain::ids::Id;
use crate::domain::numbering::Number;
use crate::domain::paper_life::{ISSUED, REPLACED, RESERVED, Step, VOID, disorder};
use crate::domain::statement::Paper;
use crate::office::acting::Acting;
use crate::office::days;
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::office::paper_name::PaperName;
use crate::store::{Reader, Value};
use crate::text::clean::{clean, clean_lines};
use crate::text::dates::written_date;
use crate::text::message::Message;

/// How a paper ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// Code or name of list `paper_end`; cancelled where empty, replaced where another takes its place.
    pub how: String,
    /// Why.
    pub reason: String,
    /// When; today where empty.
    pub on: String,
    /// The paper that takes its place.
    pub replaced_by: Option<Id<Paper>>,
}

impl Office {
    /// Numbers and dates a paper, which is thereby issued; a signer may be given. Without a number the one set
    /// aside for it is taken.
    pub fn number_paper(
        &mut self,
        id: &Id<Paper>,
        number: &str,
        issued_on: &str,
        signer: &str,
    ) -> Result<()> {
        let paper = self.paper(id)?;
        refuse_ended(&paper)?;
        let name = PaperName::read(number, self.codes());
        let typed = clean(number).text;
        let number = match name.number.as_deref().map(|number| (number, Number::parse(number))) {
            Some((_, Some(number))) => Some(number.to_string()),
            Some((_, None)) => {
                return Err(Error::yours(Message::new("paper.number_unreadable").with("value", typed)));
            }
            None if typed.is_empty() => paper.number.clone(),
            None => return Err(Error::yours(Message::new("paper.number_unreadable").with("value", typed))),
        };
        // A list of members bears no number: its kind has no symbol.
        let bears_none = self
            .codes()
            .find("paper_kind", &paper.kind)
            .is_some_and(|kind| kind.attribute("symbol").is_none());
        if number.is_none() && !bears_none {
            return Err(Error::yours(Message::new("paper.number_needed")));
        }
        let parsed = |number: &Option<String>| number.as_deref().and_then(Number::parse);
        if paper.state == ISSUED && paper.number.is_some() && parsed(&paper.number) != parsed(&number) {
            return Err(Error::yours(Message::new("paper.already_issued").with("paper", cited(&paper))));
        }
        let day = days::happened(issued_on, self.today())?;
        let signer = Some(clean(signer).text).filter(|signer| !signer.is_empty());
        self.act("paper.number", Some(id.as_str()), number.as_deref(), |acting| {
            let mut values = vec![
                ("issued_on", Value::from(day.to_string())),
                ("state", Value::from(ISSUED)),
                ("number", Value::from(number.clone())),
            ];
            values.extend(name.symbol.map(|symbol| ("symbol", Value::from(symbol))));
            values.extend(signer.map(|signer| ("signer", Value::from(signer))));
            acting.tx.set_all("paper", id.as_str(), &values)?;
            refuse_disorder(acting, id)?;
            if parsed(&paper.number) == parsed(&number) {
                refuse_other_term(acting, id)?;
            }
            refuse_taken(acting, id)
        })?;
        Ok(())
    }

    /// An issued paper went out, today where no day is given.
    pub fn send_paper(&mut self, id: &Id<Paper>, on: &str, to: &str) -> Result<()> {
        let paper = self.paper(id)?;
        refuse_ended(&paper)?;
        if paper.life.incoming {
            return Err(named("paper.came_in", &paper));
        }
        if paper.state != ISSUED || paper.issued_on.is_none() {
            return Err(named("paper.not_issued", &paper));
        }
        let day = step_day(on, self.today())?;
        let to = Some(clean_lines(to).text).filter(|to| !to.is_empty());
        self.act("paper.send", Some(id.as_str()), None, |acting| {
            acting.tx.set("paper", id.as_str(), "sent_on", day.to_string())?;
            if let Some(to) = to {
                acting.tx.set("paper", id.as_str(), "sent_to", to)?;
            }
            refuse_disorder(acting, id)
        })?;
        Ok(())
    }

    /// A paper that was sent has arrived, or one that came in was received here.
    pub fn receive_paper(&mut self, id: &Id<Paper>, on: &str) -> Result<()> {
        let paper = self.paper(id)?;
        refuse_ended(&paper)?;
        if !paper.life.incoming && paper.life.sent_on.is_none() {
            return Err(named("paper.not_sent", &paper));
        }
        let day = step_day(on, self.today())?;
        self.act("paper.receive", Some(id.as_str()), None, |acting| {
            acting.tx.set("paper", id.as_str(), "received_on", day.to_string())?;
            refuse_disorder(acting, id)
        })?;
        Ok(())
    }

    /// Ends a paper, or gives up a number set aside: why, when, and what takes its place. Its number is not given
    /// again.
    pub fn void_paper(&mut self, id: &Id<Paper>, ending: &Ending) -> Result<()> {
        let paper = self.paper(id)?;
        refuse_ended(&paper)?;
        let how = match (clean(&ending.how).text.as_str(), &ending.replaced_by) {
            ("", Some(_)) => REPLACED.to_owned(),
            ("", None) => CANCELLED.to_owned(),
            (typed, _) => self.code_of("paper_end", typed)?,
        };
        let reason = clean_lines(&ending.reason).text;
        if reason.is_empty() {
            return Err(Error::yours(Message::new("paper.reason_needed")));
        }
        match (&ending.replaced_by, how == REPLACED) {
            (None, true) => return Err(Error::yours(Message::new("paper.replacement_needed"))),
            (Some(_), false) => return Err(Error::yours(Message::new("paper.replacement_unwanted"))),
            _ => {}
        }
        let day = step_day(&ending.on, self.today())?;
        self.act("paper.void", Some(id.as_str()), Some(&reason), |acting| {
            if let Some(other) = &ending.replaced_by {
                refuse_circle(&acting.reader(), id, other)?;
            }
            let values = [
                ("state", Value::from(VOID)),
                ("void_on", Value::from(day.to_string())),
                ("void_how", Value::from(how.as_str())),
                ("void_reason", Value::from(reason.as_str())),
                ("replaced_by", Value::from(ending.replaced_by.as_ref().map(Id::as_str))),
            ];
            acting.tx.set_all("paper", id.as_str(), &values)?;
            refuse_disorder(acting, id)
        })?;
        Ok(())
    }
}

/// Ends a paper whose place another has taken, within the entry that recorded it.
pub(in crate::office) fn end_replaced(
    acting: &mut Acting<'_, '_>,
    id: &Id<Paper>,
    by: &Id<Paper>,
) -> Result<()> {
    refuse_circle(&acting.reader(), id, by)?;
    let values = [
        ("state", Value::from(VOID)),
        ("void_on", Value::from(acting.today.to_string())),
        ("void_how", Value::from(REPLACED)),
        ("replaced_by", Value::from(by.as_str())),
    ];
    Ok(acting.tx.set_all("paper", id.as_str(), &values)?)
}

/// The usual end: of a number nobody uses, of a draft nobody wants.
const CANCELLED: &str = "cancelled";

/// What follows from a paper's fields being set one by one: its days in order, its number its own.
pub(in crate::office) fn checked_after_edit(acting: &Acting<'_, '_>, table: &str, id: &str) -> Result<()> {
    if table != "paper" {
        return Ok(());
    }
    let id = Id::new(id);
    refuse_disorder(acting, &id)?;
    refuse_taken(acting, &id)
}

/// Refuses a paper whose days stand the wrong way round.
pub(in crate::office) fn refuse_disorder(acting: &Acting<'_, '_>, id: &Id<Paper>) -> Result<()> {
    let Some(paper) = acting.reader().paper(id)? else { return Ok(()) };
    let Some(((before, first), (step, then))) = disorder(&paper) else { return Ok(()) };
    let name = |step: Step| format!("paper.step.{}", step.code());
    let message = Message::new("paper.disorder")
        .with_key("step", name(step))
        .with("then", written_date(then))
        .with_key("before", name(before))
        .with("first", written_date(first));
    Err(Error::yours(message))
}

fn refuse_ended(paper: &Paper) -> Result<()> {
    if paper.state == VOID { Err(named("paper.has_ended", paper)) } else { Ok(()) }
}

/// A paper takes the place of another that is not its own replacement, and stands itself.
fn refuse_circle(reader: &Reader<'_>, id: &Id<Paper>, other: &Id<Paper>) -> Result<()> {
    let replacement = reader.paper(other)?.ok_or_else(|| {
        let message = Message::new("office.not_found").with("value", other);
        Error::yours(message.with_key("kind", "office.kind.paper"))
    })?;
    // What stands was replaced by nothing, so no circle can close over it.
    if other == id || replacement.state == VOID || replacement.state == RESERVED {
        return Err(named("paper.no_replacement", &replacement));
    }
    Ok(())
}

fn named(key: &'static str, paper: &Paper) -> Error {
    let kind = format!("code.paper_kind.{}", paper.kind);
    Error::yours(Message::new(key).with_key("kind", kind).with("paper", cited(paper)))
}
