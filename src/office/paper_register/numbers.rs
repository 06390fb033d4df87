//! Numbers: which were given, which comes next, one set aside for a paper to come.
//!
//! Invariant: what is checked is what stands in the store within the same entry: two windows can't take one number.

use super::bodies::{self, Bodies};
use crate::domain::case::Case;
use crate::domain::codes::Codes;
use crate::domain::ids::Id;
use crate::domain::numbering::{self, Number, Sequence, Standing, Term, sequences, taken_by, term_on};
use crate::domain::paper_life::{DRAFT, RESERVED};
use crate::domain::statement::{Dossier, Paper};
use crate::office::acting::Acting;
use crate::office::days;
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::office::making::validity;
use crate::office::paper_name::PaperName;
use crate::papers::catalogue;
use crate::papers::citation::number_and_symbol;
use crate::store::{Reader, Value};
use crate::text::clean::clean;
use crate::text::dates::written_date;
use crate::text::message::Message;
use jiff::civil::Date;

/// A number to be set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reservation {
    /// Code, name or symbol of a kind; where empty, the number's symbol, the role or the paper tells.
    pub kind: String,
    /// Code or name of list `paper_role`.
    pub role: String,
    /// The number wished for, with or without its symbol; the next one where empty.
    pub number: String,
    /// Symbol; the office's own for the kind where empty.
    pub symbol: String,
    /// Trích yếu.
    pub title: String,
    /// The case it is for, or
    pub case: Option<Id<Case>>,
    /// the dossier, or
    pub dossier: Option<Id<Dossier>>,
    /// the draft on record.
    pub paper: Option<Id<Paper>>,
}

/// The number the next paper gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextNumber {
    /// Code list `paper_kind`.
    pub kind: String,
    /// The symbol behind it.
    pub symbol: String,
    /// The number.
    pub number: Number,
    /// The term it runs in; none where the office keeps none for the day.
    pub term: Option<String>,
    /// Numbers below it that no paper has.
    pub gaps: Vec<u32>,
}

impl Office {
    /// Every sequence of numbers in the register of papers.
    pub fn paper_sequences(&self) -> Result<Vec<Sequence>> {
        let reader = self.reader();
        Ok(sequences(&bodies::given(&reader, self.today())?, &terms(&reader)?))
    }

    /// The terms numbers run in.
    pub fn paper_terms(&self) -> Result<Vec<Term>> {
        terms(&self.reader())
    }

    /// The number the next paper of a kind gets; the symbol is the office's own where none is given.
    pub fn next_paper_number(&self, kind: &str, symbol: &str) -> Result<NextNumber> {
        let kind = self.paper_kind_of(kind)?;
        let symbol = match clean(symbol).text {
            typed if typed.is_empty() => self.own_symbol(&kind)?,
            typed => typed,
        };
        next(&self.reader(), &kind, &symbol, None, self.today())
    }

    /// The code of a kind of paper by its code, name or symbol: `TTR`, `Tờ trình`, `TTr`.
    pub fn paper_kind_of(&self, typed: &str) -> Result<String> {
        match self.code_of("paper_kind", typed) {
            Ok(code) => Ok(code),
            Err(error) => PaperName::read(&format!("0-{typed}"), self.codes()).kind.ok_or(error),
        }
    }

    /// `TTr/BTCTU`: a kind's symbol with the office's own body behind it.
    fn own_symbol(&self, kind: &str) -> Result<String> {
        symbol_of_issuer(&self.reader(), self.codes(), OWN, kind, self.today())?.ok_or_else(|| {
            let kind = format!("code.paper_kind.{kind}");
            Error::yours(Message::new("paper.symbol_needed").with_key("kind", kind))
        })
    }

    /// Sets a number aside: for a paper still to be written, or for a draft on record.
    pub fn reserve_number(&mut self, wanted: &Reservation) -> Result<Id<Paper>> {
        let draft = wanted.paper.as_ref().map(|id| self.paper(id)).transpose()?;
        if let Some(draft) = &draft {
            refuse_numbered(draft)?;
        }
        let name = PaperName::read(&wanted.number, self.codes());
        let typed = clean(&wanted.number).text;
        let number = match name.number.as_deref().map(Number::parse) {
            None if typed.is_empty() => None,
            Some(Some(number)) => Some(number),
            None | Some(None) => {
                return Err(Error::yours(Message::new("paper.number_unreadable").with("value", typed)));
            }
        };
        let role = match clean(&wanted.role).text.as_str() {
            "" => draft.as_ref().and_then(|draft| draft.role.clone()),
            typed => Some(self.code_of("paper_role", typed)?),
        };
        let kind = match (clean(&wanted.kind).text.as_str(), &draft) {
            ("", Some(draft)) => draft.kind.clone(),
            ("", None) => {
                let of_role = role.as_deref().and_then(|role| {
                    self.codes().find("paper_role", role)?.several("kinds").next().map(str::to_owned)
                });
                let kind = name.kind.or(of_role);
                kind.ok_or_else(|| Error::yours(Message::new("paper.kind_needed")))?
            }
            (typed, _) => self.paper_kind_of(typed)?,
        };
        let given = Some(clean(&wanted.symbol).text).filter(|symbol| !symbol.is_empty()).or(name.symbol);
        let symbol = match given.or_else(|| draft.as_ref()?.symbol.clone()) {
            Some(symbol) => symbol,
            None => self.own_symbol(&kind)?,
        };
        let subject = [
            wanted.paper.as_ref().map(Id::as_str),
            wanted.case.as_ref().map(Id::as_str),
            wanted.dossier.as_ref().map(Id::as_str),
        ];
        let subject = subject.into_iter().flatten().next();
        let title = clean(&wanted.title).text;
        let (id, _) = self.act("paper.reserve", subject, None, |acting| {
            if let Some(case) = &wanted.case {
                acting.active_case(case)?;
            }
            let draft = match &draft {
                Some(draft) => Some(draft.id.clone()),
                None => waiting_draft(acting, wanted, role.as_deref())?,
            };
            let id = match &draft {
                Some(id) => id.to_string(),
                None => acting.id(),
            };
            let today = acting.today;
            let number = match number {
                Some(number) => number,
                None => next(&acting.reader(), &kind, &symbol, draft.as_ref(), today)?.number,
            };
            let mut values = vec![
                ("number", Value::from(number.to_string())),
                ("symbol", Value::from(symbol.as_str())),
                ("reserved_on", Value::from(today.to_string())),
                ("reserved_by", Value::from(acting.person())),
            ];
            if !title.is_empty() {
                values.push(("title", Value::from(title.as_str())));
            }
            if draft.is_some() {
                acting.tx.set_all("paper", &id, &values)?;
            } else {
                values.extend([
                    ("kind", Value::from(kind.as_str())),
                    ("role", Value::from(role.as_deref())),
                    ("case", Value::from(wanted.case.as_ref().map(Id::as_str))),
                    ("dossier", Value::from(wanted.dossier.as_ref().map(Id::as_str))),
                    ("state", Value::from(RESERVED)),
                ]);
                acting.tx.create("paper", &id, &values)?;
            }
            let id = Id::new(id);
            refuse_taken(acting, &id)?;
            Ok(id)
        })?;
        Ok(id)
    }
}

/// The body whose papers the office numbers itself.
const OWN: &str = "board";

/// `QĐ/TU`: a kind's symbol with that of an issuer of the catalogue behind it, the office's own data first; none
/// where the kind or the issuer has no symbol.
pub(in crate::office) fn symbol_of_issuer(
    reader: &Reader<'_>,
    codes: &Codes,
    issuer: &str,
    kind: &str,
    day: Date,
) -> Result<Option<String>> {
    let rows = reader.find_rows("paper_issuer", "code", issuer)?;
    let recorded =
        rows.iter().rev().find(|row| validity(row).holds_on(day)).and_then(|row| row.text("symbol"));
    let issuers = catalogue::issuers();
    let body = recorded.or_else(|| issuers.find(issuer).map(|issuer| issuer.symbol.as_str()));
    let of_kind = codes.find("paper_kind", kind).and_then(|kind| kind.attribute("symbol"));
    Ok(of_kind.zip(body.filter(|body| !body.is_empty())).map(|(kind, body)| format!("{kind}/{body}")))
}

/// A number is set aside for a paper that has none.
fn refuse_numbered(paper: &Paper) -> Result<()> {
    if paper.number.is_none() && [DRAFT, RESERVED].contains(&paper.state.as_str()) && !paper.life.incoming {
        return Ok(());
    }
    Err(Error::yours(Message::new("paper.has_number").with("paper", cited(paper))))
}

/// The one draft of this role that waits for a number: a number set aside for its dossier or case is its own.
fn waiting_draft(
    acting: &Acting<'_, '_>,
    wanted: &Reservation,
    role: Option<&str>,
) -> Result<Option<Id<Paper>>> {
    let Some(role) = role else { return Ok(None) };
    let reader = acting.reader();
    let papers = match (&wanted.case, &wanted.dossier) {
        (Some(case), _) => reader.papers_of_case(case)?,
        (None, Some(dossier)) => reader.papers_of_dossier(dossier)?,
        (None, None) => return Ok(None),
    };
    let mut waiting = papers.into_iter().filter(|paper| {
        paper.role.as_deref() == Some(role)
            && paper.case == wanted.case
            && refuse_numbered(paper).is_ok()
            && paper.state == DRAFT
    });
    // Of several (one a receiver) only a person can say which.
    Ok(waiting.next().filter(|_| waiting.next().is_none()).map(|paper| paper.id))
}

fn terms(reader: &Reader<'_>) -> Result<Vec<Term>> {
    let rows = reader.rows_of("committee_term")?;
    let told = rows
        .iter()
        .map(|row| Term { name: row.text("name").unwrap_or_default().to_owned(), validity: validity(row) });
    Ok(told.collect())
}

/// The next number of a kind and symbol; `draft` is the paper it is for, whose body may be known.
fn next(
    reader: &Reader<'_>,
    kind: &str,
    symbol: &str,
    draft: Option<&Id<Paper>>,
    today: Date,
) -> Result<NextNumber> {
    let terms = terms(reader)?;
    let term = term_on(&terms, today).map(|term| term.name.clone());
    let bodies = Bodies::read(reader)?;
    let body = match draft {
        Some(draft) if !bodies.is_own(symbol) => {
            let paper = reader.paper(draft)?;
            paper.and_then(|paper| bodies.of(&Paper { symbol: Some(symbol.to_owned()), ..paper }))
        }
        _ => None,
    };
    let known = sequences(&bodies::given(reader, today)?, &terms);
    let fits = |sequence: &&Sequence| {
        sequence.kind == kind
            && crate::text::fold::fold(&sequence.symbol) == crate::text::fold::fold(symbol)
            && sequence.term == term
            && (body.is_none() || sequence.body == body)
    };
    let found = known.iter().filter(fits).max_by_key(|sequence| sequence.next());
    Ok(NextNumber {
        kind: kind.to_owned(),
        symbol: symbol.to_owned(),
        number: Number::plain(found.map_or(1, Sequence::next)),
        term,
        gaps: found.map(Sequence::gaps).unwrap_or_default(),
    })
}

/// Refuses what was just written where its number is another paper's.
pub(in crate::office) fn refuse_taken(acting: &Acting<'_, '_>, id: &Id<Paper>) -> Result<()> {
    let reader = acting.reader();
    let given = bodies::given(&reader, acting.today)?;
    let Some(new) = given.iter().find(|one| one.paper == *id) else { return Ok(()) };
    let terms = terms(&reader)?;
    let Some(other) = taken_by(&given, new, &terms) else { return Ok(()) };
    let key = match other.standing {
        Standing::Taken => "paper.number_taken",
        Standing::Reserved => "paper.number_reserved",
        Standing::Void => "paper.number_void",
    };
    let others: Vec<numbering::Given> = given.iter().filter(|one| one.paper != *id).cloned().collect();
    let same = |sequence: &&Sequence| {
        (&sequence.kind, &sequence.symbol, &sequence.body) == (&new.kind, &new.symbol, &new.body)
            && sequence.term == term_on(&terms, new.day).map(|term| term.name.clone())
    };
    let next = sequences(&others, &terms).iter().find(same).map_or(1, Sequence::next);
    let message = Message::new(key)
        .with("number", number_and_symbol(Some(&new.number.to_string()), Some(&new.symbol)))
        .with_key("kind", format!("code.paper_kind.{}", new.kind))
        .with("day", written_date(other.day))
        .with("next", Number::plain(next));
    Err(Error::yours(message))
}

/// Refuses a number that was set aside in one term for a paper issued in another: there numbers begin again.
pub(super) fn refuse_other_term(acting: &Acting<'_, '_>, id: &Id<Paper>) -> Result<()> {
    let reader = acting.reader();
    let Some(paper) = reader.paper(id)? else { return Ok(()) };
    let Some((kept, issued)) = paper.life.reserved_on.zip(paper.issued_on) else { return Ok(()) };
    let terms = terms(&reader)?;
    let name = |day: Date| term_on(&terms, day).map(|term| term.name.clone());
    let (before, now) = (name(kept), name(issued));
    if before == now || paper.number.is_none() {
        return Ok(());
    }
    let given = bodies::given(&reader, acting.today)?;
    let body = given.iter().find(|one| one.paper == *id).and_then(|one| one.body.clone());
    let others: Vec<numbering::Given> = given.into_iter().filter(|one| one.paper != *id).collect();
    let known = sequences(&others, &terms);
    let same = |sequence: &&Sequence| {
        sequence.kind == paper.kind && sequence.term == now && sequence.body == body && {
            let symbol = paper.symbol.as_deref().unwrap_or_default();
            crate::text::fold::fold(&sequence.symbol) == crate::text::fold::fold(symbol)
        }
    };
    let next = known.iter().find(same).map_or(1, Sequence::next);
    let message = Message::new("paper.number_of_other_term")
        .with("number", cited(&paper))
        .with("kept", written_date(kept))
        .with("issued", written_date(issued))
        .with("next", Number::plain(next));
    Err(Error::yours(message))
}

/// `05-TTr/BTCTU`, as sentences name a paper.
pub(super) fn cited(paper: &Paper) -> String {
    number_and_symbol(paper.number.as_deref(), paper.symbol.as_deref()).trim().to_owned()
}

/// The day of a step as typed, today where nothing was.
pub(super) fn step_day(typed: &str, today: Date) -> Result<Date> {
    days::happened_or_today(typed, today)
}
