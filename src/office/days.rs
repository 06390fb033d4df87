//! Days typed into a use case: read, and held to what they may be.
//!
//! Invariant: the day of something that has happened lies no later than the working day; other days are free.

use super::error::{Error, Result};
use crate::store::Row;
use crate::text::clean::clean;
use crate::text::dates::{self, PartialDate};
use crate::text::message::Message;
use jiff::civil::Date;

/// A day as typed, which may lie ahead.
pub(super) fn typed(text: &str) -> Result<Date> {
    dates::parse_typed(text).map_err(|fault| Error::yours(fault.message()))
}

/// The day of something that has happened, as typed.
pub(super) fn happened(text: &str, today: Date) -> Result<Date> {
    not_ahead(typed(text)?, today)
}

/// The same, or today where nothing was typed.
pub(super) fn happened_or_today(text: &str, today: Date) -> Result<Date> {
    if clean(text).text.is_empty() { Ok(today) } else { happened(text, today) }
}

/// A day that is known, of something that has happened.
pub(super) fn not_ahead(day: Date, today: Date) -> Result<Date> {
    match dates::ahead(day, today) {
        Some(message) => Err(Error::yours(message)),
        None => Ok(day),
    }
}

/// Refuses a row whose span ends before it begins.
pub(super) fn in_order(row: &Row) -> Result<()> {
    for (first, last) in [("valid_from", "valid_to"), ("since", "until")] {
        if let (Some(from), Some(to)) = (row.text(first), row.text(last))
            && to < from
        {
            let written =
                |day: &str| PartialDate::parse_iso(day).map_or_else(String::new, PartialDate::written);
            let message = Message::new("record.fault.span").with("from", written(from));
            return Err(Error::yours(message.with("to", written(to))));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use crate::office::dossiers::NewAnswer;
    use crate::office::opinions::NewOpinion;
    use crate::office::papers::NewPaper;

    const AHEAD: &str = "text.date.ahead";
    const TOMORROW: &str = "15/09/2023";

    fn said_on(day: &str, paper: &str) -> NewOpinion {
        NewOpinion {
            party: "owner".into(),
            stance: "agree".into(),
            said_on: day.into(),
            paper: paper.into(),
            ..NewOpinion::default()
        }
    }

    /// Opinions dated in years to come opened the gate.
    #[test]
    fn an_opinion_was_given_today_at_the_latest() {
        let mut room = Room::new();
        let refused = |room: &mut Room, said: &NewOpinion| {
            room.office.add_opinion(&room.case, said).unwrap_err().message.key.into_owned()
        };
        assert_eq!(refused(&mut room, &said_on(TOMORROW, "")), AHEAD);
        let paper = format!("Công văn số 12-CV/CT, ngày {TOMORROW}");
        assert_eq!(refused(&mut room, &said_on("14/09/2023", &paper)), AHEAD);
        room.office.add_opinion(&room.case, &said_on("14/09/2023", "")).unwrap();
        assert_eq!(room.office.case_view(&room.case).unwrap().file.opinions.len(), 1);
        let opinion = room.office.case_view(&room.case).unwrap().file.opinions[0].id.to_string();
        let edited = room.office.set_field("opinion", &opinion, "said_on", TOMORROW).unwrap_err();
        assert_eq!(edited.message.key, AHEAD);
    }

    #[test]
    fn a_paper_is_issued_today_at_the_latest() {
        let mut room = Room::new();
        let paper = NewPaper {
            number: "45-CV/ĐUK".into(),
            issued_on: TOMORROW.into(),
            case: Some(room.case.clone()),
            ..NewPaper::default()
        };
        assert_eq!(room.office.add_paper(&paper).unwrap_err().message.key, AHEAD);
        let draft = NewPaper { issued_on: String::new(), ..paper };
        let id = room.office.add_paper(&draft).unwrap();
        let numbered = room.office.number_paper(&id, "46", TOMORROW, "");
        assert_eq!(numbered.unwrap_err().message.key, AHEAD);
        assert_eq!(room.office.paper(&id).unwrap().state, "draft");
    }

    #[test]
    fn an_answer_has_been_given_and_takes_effect_whenever() {
        let mut room = Room::new().at("proposal");
        room.submit("2023-10-05");
        let answer = |issued_on: &str| NewAnswer {
            answer: "agreed".into(),
            number: "907-QĐ/TU".into(),
            issued_on: issued_on.into(),
            effective_on: "01/12/2023".into(),
            ..NewAnswer::default()
        };
        let dossier = room.dossier.clone().unwrap();
        let refused = room.office.answer_dossier(&dossier, &room.case, &answer("06/10/2023"));
        assert_eq!(refused.unwrap_err().message.key, AHEAD);
        room.office.answer_dossier(&dossier, &room.case, &answer("05/10/2023")).unwrap();
    }

    #[test]
    fn figures_are_of_a_day_that_has_come() {
        let mut room = Room::new().at("proposal");
        let dossier = room.office.new_dossier("", std::slice::from_ref(&room.case)).unwrap();
        assert_eq!(room.office.submit_dossier(&dossier, TOMORROW).unwrap_err().message.key, AHEAD);
        assert_eq!(room.office.freeze_handover(&room.case, TOMORROW).unwrap_err().message.key, AHEAD);
    }

    #[test]
    fn a_span_ends_after_it_begins() {
        let mut room = Room::new();
        let span = |to| {
            [("name", "Huyện ủy X"), ("kind", "huyen_uy"), ("valid_from", "01/07/2025"), ("valid_to", to)]
        };
        let refused = room.office.create_record("committee", &span("30/06/2025")).unwrap_err();
        assert_eq!(refused.message.key, "record.fault.span");
        let id = room.office.create_record("committee", &span("01/07/2025")).unwrap();
        let refused = room.office.set_field("committee", &id, "valid_to", "30/06/2025").unwrap_err();
        assert_eq!(refused.message.key, "record.fault.span");
    }

    #[test]
    fn a_register_dates_what_has_happened_today_at_the_latest() {
        let mut room = Room::new();
        let born = [("name", "Lê Minh"), ("status", "active"), ("born_on", "2024")];
        assert_eq!(room.office.create_record("member", &born).unwrap_err().message.key, AHEAD);
        let known = [("name", "Lê Minh"), ("status", "active"), ("born_on", "2023")];
        room.office.create_record("member", &known).unwrap();
        // With a case open, holidays and units could not be added at all.
        let holiday = [("name", "Tết"), ("day", "01/01/2030"), ("kind", "off"), ("settled", "yes")];
        room.office.create_record("holiday", &holiday).unwrap();
    }
}
