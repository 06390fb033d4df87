//! Opinions: what a party said, on what day, on what paper.
//!
//! Invariant: each statement is a record of its own; a later one stands beside an earlier one.

use super::acting::Acting;
use super::days;
use super::desk::Office;
use super::error::{Error, Result};
use super::names::find_row;
use super::paper_cited;
use crate::domain::case::Case;
use crate::domain::case_file::CaseFile;
use crate::domain::ids::Id;
use crate::domain::reference::Committee;
use crate::domain::statement::{Opinion, Paper, SurveyState};
use crate::forms::instance::Instance;
use crate::store::Value;
use crate::text::clean::{clean, clean_lines};
use crate::text::message::Message;
use jiff::civil::Date;

/// An opinion, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewOpinion {
    /// Code or name of list `opinion_party`.
    pub party: String,
    /// The committee that gives it, by id, code or name, where the party is the giver or the receiver; empty
    /// for the case's own.
    pub committee: String,
    /// Code or name of list `stance`.
    pub stance: String,
    /// Who said it.
    pub said_by: String,
    /// When, dd/mm/yyyy.
    pub said_on: String,
    /// On what paper: the id of one on record, or as cited (`Nghị quyết số 12-NQ/CB, ngày 02/9/2023`; without
    /// a day of its own it has the opinion's). Empty where there is none.
    pub paper: String,
    /// Votes for, against, other, where it is a resolution.
    pub votes: Option<(i64, i64, i64)>,
    /// Why, or under what condition.
    pub reason: String,
}

/// What a survey says a party said: to be confirmed by a person before it is an opinion on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuggestedOpinion {
    /// The opinion, its day in the form of the store.
    pub said: NewOpinion,
    /// The day the survey was begun on.
    pub survey: Date,
}

impl Office {
    /// What the newest survey of a case says a party said, unless that is on record already.
    ///
    /// The questions are those of the built-in form, `<party>_stance` and its like; a form that asks otherwise
    /// suggests nothing. Only the cell votes.
    pub fn suggested_opinion(&self, case: &Id<Case>, party: &str) -> Result<Option<SuggestedOpinion>> {
        let surveys = self.surveys_of(case)?;
        let Some(survey) = surveys.into_iter().find(|survey| survey.state != SurveyState::Discarded) else {
            return Ok(None);
        };
        let filling = self.survey_view(&survey.id)?.filling;
        let answer = |question: &str| filling.answer(question, &Instance::top()).to_owned();
        let of_party = |name: &str| answer(&format!("{party}_{name}"));
        let (stance, said_on) = (of_party("stance"), of_party("said_on"));
        if stance.is_empty() || self.codes().find("stance", &stance).is_none() {
            return Ok(None);
        }
        let recorded = self.reader().opinions_of(case)?.into_iter();
        let mut recorded = recorded.filter(|opinion| opinion.party == party);
        if recorded.any(|opinion| opinion.stance == stance && opinion.said_on.to_string() == said_on) {
            return Ok(None);
        }
        let votes =
            ["votes_for", "votes_against", "votes_other"].map(|name| answer(name).parse::<i64>().ok());
        let voted = party == "cell" && votes.iter().any(Option::is_some);
        let said = NewOpinion {
            party: party.to_owned(),
            stance,
            said_by: of_party("said_by"),
            said_on,
            paper: of_party("paper"),
            votes: voted.then(|| (votes[0].unwrap_or(0), votes[1].unwrap_or(0), votes[2].unwrap_or(0))),
            reason: of_party("reason"),
            ..NewOpinion::default()
        };
        Ok(Some(SuggestedOpinion { said, survey: survey.started_on }))
    }

    /// Records an opinion.
    pub fn add_opinion(&mut self, case: &Id<Case>, said: &NewOpinion) -> Result<Id<Opinion>> {
        let party = self.code_of("opinion_party", &said.party)?;
        let stance = self.code_of("stance", &said.stance)?;
        let said_on = days::happened(&said.said_on, self.today())?;
        let reason = clean_lines(&said.reason).text;
        if stance == "conditional" && reason.is_empty() {
            return Err(Error::yours(Message::new("opinion.condition_needed")));
        }
        if let Some((given, against, other)) = said.votes
            && (given < 0 || against < 0 || other < 0)
        {
            return Err(Error::yours(Message::new("opinion.votes")));
        }
        let (id, _) = self.act("opinion.add", Some(case.as_str()), Some(&party), |acting| {
            let file = acting.active_case(case)?;
            let committee = speaker(acting, &file, &party, &said.committee)?;
            let paper = match clean(&said.paper).text.as_str() {
                "" => None,
                typed => {
                    let is_anothers = |paper: &Id<Paper>| {
                        let on_it = |said: &&Opinion| said.paper.as_ref() == Some(paper);
                        let other = |said: &Opinion| {
                            said.party != party
                                || said.committee.as_ref().map(Id::as_str) != committee.as_deref()
                        };
                        file.opinions.iter().filter(on_it).any(other)
                    };
                    Some(paper_cited::of_opinion(acting, case, typed, said_on, is_anothers)?)
                }
            };
            let id = acting.id();
            let filled = |typed: &str| Some(clean(typed).text).filter(|text| !text.is_empty());
            let values = [
                ("case", Value::from(case.as_str())),
                ("party", Value::from(party.as_str())),
                ("committee", Value::from(committee)),
                ("stance", Value::from(stance)),
                ("said_by", Value::from(filled(&said.said_by))),
                ("said_on", Value::from(said_on.to_string())),
                ("paper", Value::from(paper.map(|paper| paper.to_string()))),
                ("votes_for", Value::from(said.votes.map(|votes| votes.0))),
                ("votes_against", Value::from(said.votes.map(|votes| votes.1))),
                ("votes_other", Value::from(said.votes.map(|votes| votes.2))),
                ("reason", Value::from(Some(reason).filter(|text| !text.is_empty()))),
            ];
            acting.tx.create("opinion", &id, &values)?;
            Ok(Id::new(id))
        })?;
        Ok(id)
    }
}

/// The committee that gives an opinion: the one named, else the case's giver or receiver.
fn speaker(acting: &Acting<'_, '_>, file: &CaseFile, party: &str, typed: &str) -> Result<Option<String>> {
    match (clean(typed).text.as_str(), party) {
        ("", _) => Ok(file.speaks_for(party).map(|committee| committee.id.to_string())),
        (typed, "giver" | "receiver") => Ok(Some(find_row(&acting.reader(), "committee", typed)?)),
        _ => Err(Error::yours(Message::new("opinion.no_committee"))),
    }
}

/// A receiver is chosen for the first time: opinions recorded for it before it had a name are its own.
pub(super) fn adopt(acting: &mut Acting<'_, '_>, file: &CaseFile, receiver: &Id<Committee>) -> Result<()> {
    if file.receiver.is_some() {
        return Ok(());
    }
    for opinion in &file.opinions {
        if opinion.party == "receiver" && opinion.committee.is_none() {
            acting.tx.set("opinion", opinion.id.as_str(), "committee", receiver.as_str())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::testing::Room;
    use super::*;
    use crate::office::assessments::NewAssessment;
    use crate::text::locale::{Language, Locale};

    #[test]
    fn an_opinion_names_its_paper() {
        let mut room = Room::new();
        room.opinion("tổ chức đảng");
        let file = room.office.case_view(&room.case).unwrap().file;
        let opinion = &file.opinions[0];
        let paper = file.papers.iter().find(|paper| Some(&paper.id) == opinion.paper.as_ref()).unwrap();
        assert_eq!((opinion.party.as_str(), opinion.stance.as_str()), ("cell", "agree"));
        assert_eq!((paper.kind.as_str(), paper.number.as_deref()), ("NQ", Some("12")));
    }

    #[test]
    fn an_opinion_counts_for_the_receiver_that_gave_it() {
        let mut room = Room::new().at("assessment");
        let asked = "opinions_both_sides".to_owned();
        // Recorded before the receiver was chosen, it is of the one first chosen.
        room.opinion("receiver");
        room.opinion("giver");
        room.assess("transfer");
        assert!(!room.missing().contains(&asked));
        let other = [("name", "Huyện ủy Ninh Sơn"), ("kind", "huyen_uy")];
        let other = room.office.create_record("committee", &other).unwrap();
        let made = NewAssessment {
            option: "transfer".into(),
            receiver: other,
            rationale: "Gần".into(),
            ..NewAssessment::default()
        };
        room.office.assess(&room.case, &made).unwrap();
        let gate = room.office.gate(&room.case).unwrap();
        let lacking = gate.requirements.into_iter().find(|found| found.id == asked).unwrap().lacking;
        assert_eq!(lacking[0].key, "gate.lack.opinion_of_other");
        let said = Locale::new(Language::Vietnamese).say(&lacking[0]);
        assert!(said.contains("Huyện ủy Ninh Phước") && said.contains("Huyện ủy Ninh Sơn"), "{said}");
        room.opinion("receiver");
        assert!(!room.missing().contains(&asked));
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        let mut room = Room::new();
        let key = |room: &mut Room, said: NewOpinion| {
            room.office.add_opinion(&room.case, &said).unwrap_err().message.key.into_owned()
        };
        let said = NewOpinion {
            party: "owner".into(),
            stance: "conditional".into(),
            said_on: "12/09/2023".into(),
            ..NewOpinion::default()
        };
        assert_eq!(key(&mut room, said.clone()), "opinion.condition_needed");
        let stranger = NewOpinion { party: "hàng xóm".into(), ..said.clone() };
        assert_eq!(key(&mut room, stranger), "office.not_in_list");
        let undated = NewOpinion { stance: "agree".into(), said_on: String::new(), ..said };
        assert_eq!(key(&mut room, undated), "text.date.empty");
    }
}
