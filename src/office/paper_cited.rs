//! Papers a person cites beside what they record: the paper of an opinion, the Standing Committee's answer.
//!
//! Invariant: a paper that is on record is found again, never recorded twice; one that came in takes none of this
//! office's numbers, and one with a number of ours is held against the register.

use super::acting::Acting;
use super::days;
use super::error::Result;
use super::paper_name::PaperName;
use super::paper_register::{end_replaced, is_own_symbol, refuse_disorder, refuse_taken, symbol_of_issuer};
use super::papers::filled;
use crate::domain::case::{Case, DossierAnswer};
use crate::domain::ids::Id;
use crate::domain::numbering::Number;
use crate::domain::paper_life::{DRAFT, INCOMING, ISSUED, OPINION, OUTGOING, RESERVED, VOID};
use crate::domain::statement::{Dossier, DossierCase, Paper};
use crate::store::{Reader, Value};
use crate::text::fold::fold;
use jiff::civil::Date;

/// Whether an opinion's paper came in: unless it bears one of this office's own symbols, it did.
pub(super) fn direction_of_opinion(reader: &Reader<'_>, symbol: Option<&str>) -> Result<&'static str> {
    let own = symbol.map(|symbol| is_own_symbol(reader, symbol)).transpose()?;
    Ok(if own == Some(true) { OUTGOING } else { INCOMING })
}

/// The paper an opinion stands on: one on record by its id or as cited, else recorded as cited. The symbols of
/// committees are shared by many: what `is_anothers` says holds another party's opinion is not meant.
pub(super) fn of_opinion(
    acting: &mut Acting<'_, '_>,
    case: &Id<Case>,
    typed: &str,
    day: Date,
    is_anothers: impl Fn(&Id<Paper>) -> bool,
) -> Result<Id<Paper>> {
    let known = Id::new(typed);
    if acting.reader().paper(&known)?.is_some() {
        return Ok(known);
    }
    let codes = &acting.desk.codes;
    let name = PaperName::read(typed, codes);
    let issued_on = days::not_ahead(name.day.unwrap_or(day), acting.today)?;
    let direction = direction_of_opinion(&acting.reader(), name.symbol.as_deref())?;
    let cited = Cited { name: &name, issued_on };
    let of_case = acting.reader().papers_of_case(case)?;
    if let Some(known) = of_case.iter().find(|paper| cited.is(paper) && !is_anothers(&paper.id)) {
        return Ok(known.id.clone());
    }
    // Registered when it arrived, before anybody said which case it is about.
    let loose = acting.reader().all_papers()?;
    let is_loose = |paper: &&Paper| paper.life.incoming && paper.case.is_none() && paper.dossier.is_none();
    if let Some(known) = loose.iter().filter(is_loose).find(|paper| cited.is(paper)) {
        acting.tx.set("paper", known.id.as_str(), "case", case.as_str())?;
        return Ok(known.id.clone());
    }
    let fallback = codes.find("paper_role", OPINION).and_then(|role| role.several("kinds").last());
    let values = [
        ("kind", Value::from(name.kind.as_deref().or(fallback).unwrap_or("VB"))),
        ("role", Value::from(OPINION)),
        // What is no citation is kept as its title, so that nothing typed is lost.
        ("title", Value::from(name.number.is_none().then_some(typed))),
        ("number", Value::from(name.number)),
        ("symbol", Value::from(name.symbol)),
        ("issued_on", Value::from(issued_on.to_string())),
        ("case", Value::from(case.as_str())),
        ("state", Value::from(ISSUED)),
        ("direction", Value::from(direction)),
    ];
    let id = Id::new(acting.id());
    acting.tx.create("paper", id.as_str(), &values)?;
    refuse_taken(acting, &id)?;
    Ok(id)
}

/// The Standing Committee's paper, as typed.
pub(super) struct AnswerPaper<'a> {
    /// Its number, perhaps with kind and symbol.
    pub(super) name: &'a PaperName,
    /// Its date.
    pub(super) issued_on: Date,
    /// Who signed it.
    pub(super) signer: &'a str,
    /// What it says on the case.
    pub(super) verdict: DossierAnswer,
}

/// The conclusion or decision that answers a dossier on a case: the one on record with that number and date, the
/// draft that waits for its number, else a new one. Several cases are answered by one paper.
pub(super) fn of_answer(
    acting: &mut Acting<'_, '_>,
    dossier: &Id<Dossier>,
    entry: &DossierCase,
    answer: &AnswerPaper<'_>,
) -> Result<Id<Paper>> {
    let codes = &acting.desk.codes;
    let kind = answer.name.kind.clone().unwrap_or_else(|| DECISION.to_owned());
    let serves = |role: &str| {
        codes.find("paper_role", role).is_some_and(|role| role.several("kinds").any(|known| known == kind))
    };
    let role = if serves("conclusion") { "conclusion" } else { "decision" };
    let symbol = match &answer.name.symbol {
        Some(symbol) => Some(symbol.clone()),
        None => symbol_of_issuer(&acting.reader(), codes, STANDING_COMMITTEE, &kind, answer.issued_on)?,
    };
    let name = PaperName { kind: Some(kind.clone()), symbol, ..answer.name.clone() };
    let cited = Cited { name: &name, issued_on: answer.issued_on };
    let papers = acting.reader().papers_of_dossier(dossier)?;
    let before = papers.iter().find(|paper| entry.paper.as_ref() == Some(&paper.id));
    let known = papers.iter().find(|paper| cited.is(paper));
    // One number is one paper: the day was wrong.
    let known = known.or_else(|| before.filter(|paper| cited.bears_number_of(paper)));
    let receiver = receiver(acting, entry)?;
    let id = match known.or_else(|| waiting(&papers, &name, role, receiver.as_deref())) {
        Some(known) => known.id.clone(),
        None => {
            let id = Id::new(acting.id());
            let values = [
                ("kind", Value::from(kind.as_str())),
                ("role", Value::from(role)),
                ("dossier", Value::from(dossier.as_str())),
                ("state", Value::from(ISSUED)),
            ];
            acting.tx.create("paper", id.as_str(), &values)?;
            id
        }
    };
    let signed = papers.iter().any(|paper| paper.id == id && paper.signer.is_some());
    let mut values = vec![
        ("number", Value::from(name.number.as_deref())),
        ("issued_on", Value::from(answer.issued_on.to_string())),
        ("state", Value::from(ISSUED)),
    ];
    if papers.iter().all(|paper| paper.id != id || paper.symbol.is_none()) || answer.name.symbol.is_some() {
        values.push(("symbol", Value::from(name.symbol.as_deref())));
    }
    values.extend(filled(answer.signer).filter(|_| !signed).map(|signer| ("signer", Value::from(signer))));
    acting.tx.set_all("paper", id.as_str(), &values)?;
    refuse_disorder(acting, &id)?;
    refuse_taken(acting, &id)?;
    if let Some(before) =
        before.filter(|before| before.id != id && takes_its_place(entry, answer, &kind, before))
    {
        end_if_unused(acting, dossier, entry, before, &id)?;
    }
    Ok(id)
}

/// The issuer of the catalogue that answers dossiers.
const STANDING_COMMITTEE: &str = "standing_committee";
/// What an answer is where its kind is not said.
const DECISION: &str = "QD";

/// Whether an answer given anew puts the paper before it aside. A conclusion stands beside the decision that
/// follows it, and a refusal beside the agreement it was followed by.
fn takes_its_place(entry: &DossierCase, answer: &AnswerPaper<'_>, kind: &str, before: &Paper) -> bool {
    let again = entry.answer.is_some_and(|said| said.is_agreement() || said == answer.verdict);
    again && before.kind == kind && before.state == ISSUED
}

/// Ends a paper on which no case rests any more.
fn end_if_unused(
    acting: &mut Acting<'_, '_>,
    dossier: &Id<Dossier>,
    entry: &DossierCase,
    before: &Paper,
    by: &Id<Paper>,
) -> Result<()> {
    let entries = acting.reader().dossier_cases(dossier)?;
    let used = entries.iter().any(|other| other.id != entry.id && other.paper.as_ref() == Some(&before.id));
    if used { Ok(()) } else { end_replaced(acting, &before.id, by) }
}

/// The paper of the dossier whose number this is: set aside before, or the one draft that waits for it.
fn waiting<'a>(
    papers: &'a [Paper],
    name: &PaperName,
    role: &str,
    receiver: Option<&str>,
) -> Option<&'a Paper> {
    let fits = |paper: &&Paper| {
        let for_it = match &paper.receiver {
            Some(of) => receiver == Some(of.as_str()),
            None => true,
        };
        let symbol = paper.symbol.as_deref().zip(name.symbol.as_deref());
        [DRAFT, RESERVED].contains(&paper.state.as_str())
            && !paper.life.incoming
            && name.kind.as_ref() == Some(&paper.kind)
            && paper.role.as_deref() == Some(role)
            && for_it
            && symbol.is_none_or(|(one, other)| fold(one) == fold(other))
    };
    let number = |paper: &Paper| paper.number.as_deref().and_then(Number::parse);
    let wanted = name.number.as_deref().and_then(Number::parse);
    let fitting = papers.iter().filter(fits);
    if let Some(set_aside) = fitting.clone().find(|paper| wanted.is_some() && number(paper) == wanted) {
        return Some(set_aside);
    }
    // Of several only a person can say which.
    let mut free = fitting.filter(|paper| paper.number.is_none());
    free.next().filter(|_| free.next().is_none())
}

fn receiver(acting: &Acting<'_, '_>, entry: &DossierCase) -> Result<Option<String>> {
    let row = acting.reader().get("case", entry.case.as_str())?;
    Ok(row.and_then(|row| row.text("receiver").map(str::to_owned)))
}

/// A citation with its day.
struct Cited<'a> {
    name: &'a PaperName,
    issued_on: Date,
}

impl Cited<'_> {
    /// Whether a paper on record is meant.
    fn is(&self, paper: &Paper) -> bool {
        self.bears_number_of(paper) && paper.issued_on == Some(self.issued_on)
    }

    fn bears_number_of(&self, paper: &Paper) -> bool {
        let number = |written: &Option<String>| written.as_deref().and_then(Number::parse);
        let wanted = number(&self.name.number);
        let symbol = self.name.symbol.as_deref().zip(paper.symbol.as_deref());
        wanted.is_some()
            && number(&paper.number) == wanted
            && paper.state != VOID
            && self.name.kind.as_ref().is_none_or(|kind| *kind == paper.kind)
            && symbol.is_none_or(|(one, other)| fold(one) == fold(other))
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::ids::Id;
    use crate::domain::statement::Paper;
    use crate::office::dossiers::NewAnswer;
    use crate::office::opinions::NewOpinion;
    use crate::office::paper_register::{Incoming, RegisterFilter, Reservation};
    use crate::office::papers::NewPaper;
    use crate::office::testing::Room;
    use crate::text::locale::Language;
    use rstest::rstest;

    fn opinion(room: &mut Room, party: &str, paper: &str) -> Result<Id<Paper>, String> {
        let said = NewOpinion {
            party: party.into(),
            stance: "đồng ý".into(),
            said_on: "12/09/2023".into(),
            paper: paper.into(),
            ..NewOpinion::default()
        };
        let made = room.office.add_opinion(&room.case, &said);
        let id = made.map_err(|error| error.message.key.into_owned())?;
        let opinions = room.office.case_view(&room.case).unwrap().file.opinions;
        Ok(opinions.into_iter().find(|known| known.id == id).unwrap().paper.unwrap())
    }

    fn incoming(room: &Room) -> Vec<(String, Option<String>)> {
        let filter = RegisterFilter { incoming: Some(true), ..RegisterFilter::default() };
        let listed = room.office.paper_register(&filter, Language::Vietnamese).unwrap();
        listed.into_iter().map(|one| (one.paper.number.unwrap_or_default(), one.from)).collect()
    }

    #[test]
    fn what_a_party_says_comes_in_and_takes_no_number_of_ours() {
        let mut room = Room::new();
        opinion(&mut room, "cell", "Nghị quyết số 12-NQ/CB, ngày 02/9/2023").unwrap();
        opinion(&mut room, "giver", "45-CV/ĐUK").unwrap();
        assert_eq!(
            incoming(&room),
            [
                ("45".to_owned(), Some("Đảng ủy khối".to_owned())),
                ("12".to_owned(), Some("Chi bộ Công ty Quảng Phú".to_owned()))
            ]
        );
        assert_eq!(room.office.paper_sequences().unwrap(), []);
    }

    #[test]
    fn a_paper_cited_twice_by_one_party_is_one_paper() {
        let mut room = Room::new();
        let first = opinion(&mut room, "giver", "45-CV/ĐUK, ngày 05/9/2023").unwrap();
        assert_eq!(opinion(&mut room, "giver", "Công văn số 45-CV/đuk, ngày 05/9/2023").unwrap(), first);
        // The symbol is shared by many committees.
        assert_ne!(opinion(&mut room, "receiver", "45-CV/ĐUK, ngày 05/9/2023").unwrap(), first);
    }

    #[test]
    fn a_paper_registered_when_it_arrived_is_found_when_it_is_cited() {
        let mut room = Room::new();
        let paper = NewPaper {
            number: "45-CV/ĐUK".into(),
            issued_on: "05/09/2023".into(),
            issuer: "Đảng ủy khối".into(),
            ..NewPaper::default()
        };
        let arrived = Incoming { paper, received_on: "07/09/2023".into() };
        let registered = room.office.register_incoming(&arrived).unwrap();
        assert_eq!(opinion(&mut room, "giver", "45-CV/ĐUK, ngày 05/9/2023").unwrap(), registered);
        assert_eq!(incoming(&room).len(), 1);
    }

    #[test]
    fn an_opinion_on_a_paper_of_ours_keeps_to_our_numbers() {
        let mut room = Room::new();
        let wanted = Reservation {
            kind: "BB".into(),
            number: "05".into(),
            symbol: "BB/BTCTU".into(),
            ..Reservation::default()
        };
        room.office.reserve_number(&wanted).unwrap();
        assert_eq!(opinion(&mut room, "owner", "05-BB/BTCTU"), Err("paper.number_reserved".into()));
        opinion(&mut room, "owner", "06-BB/BTCTU").unwrap();
        assert_eq!(incoming(&room), []);
    }

    fn answer(room: &mut Room, outcome: &str, number: &str, day: &str) -> Result<(), String> {
        let said = NewAnswer {
            answer: outcome.into(),
            number: number.into(),
            issued_on: day.into(),
            effective_on: "01/12/2023".into(),
            ..NewAnswer::default()
        };
        let dossier = room.dossier.clone().unwrap();
        let told = room.office.answer_dossier(&dossier, &room.case, &said);
        told.map_err(|error| error.message.key.into_owned())
    }

    /// The papers of the dossier beside its proposal: number, symbol and state.
    fn answers(room: &Room) -> Vec<String> {
        let papers = room.office.papers_of_dossier(room.dossier.as_ref().unwrap()).unwrap();
        let papers = papers.into_iter().filter(|paper| paper.role.as_deref() != Some("proposal"));
        let told = papers.map(|paper| {
            let name = format!("{}-{}", paper.number.unwrap_or_default(), paper.symbol.unwrap_or_default());
            format!("{name} {}", paper.state)
        });
        told.collect()
    }

    fn submitted() -> Room {
        let mut room = Room::new().at("proposal");
        room.submit("2023-10-05");
        room.today(jiff::civil::date(2023, 11, 20));
        room
    }

    #[rstest]
    #[case::typed_wrong(&[("agreed", "907-QĐ/TU", "01/11/2023"), ("agreed", "970-QĐ/TU", "01/11/2023")],
        &["907-QĐ/TU void", "970-QĐ/TU issued"])]
    #[case::wrong_day(&[("agreed", "907-QĐ/TU", "01/11/2023"), ("agreed", "907-QĐ/TU", "02/11/2023")],
        &["907-QĐ/TU issued"])]
    #[case::first_returned(&[("returned", "10-TB/TU", "01/11/2023"), ("agreed", "15-TB/TU", "10/11/2023")],
        &["10-TB/TU issued", "15-TB/TU issued"])]
    #[case::conclusion_then_decision(&[("agreed", "15-KL/TU", "01/11/2023"), ("agreed", "907-QĐ/TU", "10/11/2023")],
        &["15-KL/TU issued", "907-QĐ/TU issued"])]
    #[case::without_symbol(&[("agreed", "907", "01/11/2023"), ("agreed", "907-QĐ/TU", "01/11/2023")],
        &["907-QĐ/TU issued"])]
    fn answered_again(#[case] said: &[(&str, &str, &str)], #[case] expected: &[&str]) {
        let mut room = submitted();
        for (outcome, number, day) in said {
            answer(&mut room, outcome, number, day).unwrap();
        }
        assert_eq!(answers(&room), expected);
    }

    /// Answered twice, both papers stood as issued, and no number was held against the register.
    #[test]
    fn the_number_of_an_answer_is_held_against_the_register() {
        let mut room = submitted();
        let other = NewPaper {
            role: "decision".into(),
            number: "907-QĐ/TU".into(),
            issued_on: "20/10/2023".into(),
            case: Some(room.case.clone()),
            ..NewPaper::default()
        };
        room.office.add_paper(&other).unwrap();
        assert_eq!(answer(&mut room, "agreed", "907-QĐ/TU", "01/11/2023"), Err("paper.number_taken".into()));
        assert_eq!(answer(&mut room, "agreed", "907", "01/11/2023"), Err("paper.number_taken".into()));
        assert!(answers(&room).is_empty());
    }

    #[rstest]
    #[case::set_aside("905-QĐ/TU", "905-QĐ/TU issued")]
    #[case::draft("", "905-QĐ/TU issued")]
    fn an_answer_numbers_the_paper_that_waits_for_it(#[case] reserved: &str, #[case] expected: &str) {
        let mut room = submitted();
        let dossier = room.dossier.clone();
        if reserved.is_empty() {
            let draft = NewPaper { role: "decision".into(), dossier, ..NewPaper::default() };
            room.office.add_paper(&draft).unwrap();
        } else {
            let wanted = Reservation {
                kind: "QD".into(),
                role: "decision".into(),
                number: reserved.into(),
                dossier,
                ..Reservation::default()
            };
            room.office.reserve_number(&wanted).unwrap();
        }
        answer(&mut room, "agreed", "905-QĐ/TU", "01/11/2023").unwrap();
        assert_eq!(answers(&room), [expected]);
    }
}
