//! `chuyengiao assess`: the options weighed, the one chosen and why; `assess approve` by another person.
//!
//! Invariant: who wrote an assessment can't approve it; the office refuses.

use super::arguments::wrong;
use super::failure::Outcome;
use super::session::Session;
use super::shape::statement::AssessmentAnswer;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::office::assessments::NewAssessment;
use crate::office::desk::Office;
use crate::text::message::Message;
use clap::{Args, Subcommand};

/// Arguments of `assess`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct AssessArgs {
    #[command(subcommand)]
    step: Option<Step>,
    #[arg(value_name = "CASE", required = true)]
    id: Option<String>,
    #[arg(long, value_name = "OPTION", requires = "rationale")]
    option: Option<String>,
    #[arg(long, value_name = "COMMITTEE", default_value = "")]
    receiver: String,
    #[arg(long, value_name = "TEXT", requires = "option")]
    rationale: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    territory_reason: String,
    #[arg(long, value_name = "OPTION")]
    weigh: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    advantages: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    limits: String,
}

/// Steps of an assessment.
#[derive(Debug, Subcommand)]
enum Step {
    Approve(ApproveArgs),
    Confirm(ApproveArgs),
}

#[derive(Debug, Args)]
struct ApproveArgs {
    #[arg(value_name = "CASE")]
    id: String,
}

pub(super) fn run(args: &AssessArgs, session: &Session) -> Outcome {
    let mut office = session.office()?;
    match (&args.step, &args.id) {
        (Some(Step::Approve(one)), _) => {
            let case = office.find_case(&one.id)?;
            office.approve(&case)?;
            give(&office, &case, session, "cli.assess.approved")
        }
        (Some(Step::Confirm(one)), _) => {
            let case = office.find_case(&one.id)?;
            office.confirm_assessment(&case)?;
            give(&office, &case, session, "cli.assess.confirmed")
        }
        (None, Some(id)) => {
            let case = office.find_case(id)?;
            weigh_and_choose(&mut office, &case, args)?;
            give(&office, &case, session, "cli.assess.done")
        }
        (None, None) => Err(wrong("cli.usage.missing_command", "chuyengiao assess")),
    }
}

/// An option may be weighed, or chosen, or both at once.
fn weigh_and_choose(office: &mut Office, case: &Id<Case>, args: &AssessArgs) -> Outcome {
    let says_something = !args.advantages.is_empty() || !args.limits.is_empty();
    let weighed = args.weigh.as_ref().or_else(|| args.option.as_ref().filter(|_| says_something));
    if weighed.is_none() && args.option.is_none() {
        return Err(wrong("cli.assess.nothing", "chuyengiao assess"));
    }
    // The receiver belongs to the option chosen; to the one weighed, when it is the same or none is chosen.
    let receiver = match (&args.weigh, &args.option) {
        (Some(weighed), Some(chosen)) if weighed != chosen => "",
        _ => args.receiver.as_str(),
    };
    if let Some(option) = weighed {
        office.weigh(case, option, receiver, &args.advantages, &args.limits)?;
    }
    if let (Some(option), Some(rationale)) = (&args.option, &args.rationale) {
        let made = NewAssessment {
            option: option.clone(),
            receiver: args.receiver.clone(),
            rationale: rationale.clone(),
            territory_reason: args.territory_reason.clone(),
        };
        office.assess(case, &made)?;
    }
    Ok(())
}

fn give(office: &Office, case: &Id<Case>, session: &Session, sentence: &'static str) -> Outcome {
    let view = office.case_view(case)?;
    let answer = view.file.assessment.as_ref();
    let answer = answer.map(|made| AssessmentAnswer::of(made, view.file.stands_on_old_figures()));
    session.output().done(&answer, &Message::new(sentence).with("case", &view.file.case.code))
}
