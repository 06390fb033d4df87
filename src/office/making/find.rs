//! Which paper is meant: by its code, kind, symbol or name, and for which receiver.
//!
//! Invariant: what fits nothing is refused with what there is; nothing is guessed.

use super::make::Order;
use super::sheet::Subject;
use crate::domain::ids::Id;
use crate::domain::reference::Committee;
use crate::domain::statement::Dossier;
use crate::office::desk::Office;
use crate::office::error::{Error, Result};
use crate::papers::catalogue::{About, PaperDefinition};
use crate::text::fold::fold;
use crate::text::locale::Language;
use crate::text::message::Message;

impl Office {
    /// The paper of a code, a kind's symbol, a whole symbol or a name: `proposal`, `TTr`, `TTr/BTCTU`, `Tờ trình`.
    pub fn find_paper_definition(&self, typed: &str) -> Result<PaperDefinition> {
        let wanted = fold(typed.trim());
        let kit = self.paper_kit();
        let symbol_of = |paper: &PaperDefinition| {
            let kind = self.codes().find("paper_kind", &paper.kind);
            kind.and_then(|kind| kind.attribute("symbol")).filter(|symbol| !symbol.is_empty()).map(fold)
        };
        // A committee's papers bear the symbol of its kind; the other bodies have one of their own.
        let issued = |paper: &PaperDefinition, body: &str| {
            let own = kit.issuers.find(&paper.issuer).map_or("", |issuer| issuer.symbol.as_str());
            match own {
                "" => kit.issuers.symbol_of.values().any(|symbol| fold(symbol) == body),
                own => fold(own) == body,
            }
        };
        let symbol = |paper: &PaperDefinition| match (symbol_of(paper), wanted.split_once('/')) {
            (Some(symbol), None) => symbol == wanted,
            (Some(symbol), Some((kind, body))) => symbol == kind && issued(paper, body),
            (None, _) => false,
        };
        let named = |paper: &&PaperDefinition| {
            [&paper.code, &paper.vi, &paper.en].into_iter().any(|name| fold(name) == wanted)
        };
        let found = kit.papers.iter().find(named).or_else(|| kit.papers.iter().find(|paper| symbol(paper)));
        let part = || {
            let names = |paper: &&PaperDefinition| {
                !wanted.is_empty()
                    && [&paper.vi, &paper.en].into_iter().any(|name| fold(name).contains(&wanted))
            };
            let mut fitting = kit.papers.iter().filter(names);
            fitting.next().filter(|_| fitting.next().is_none())
        };
        found.or_else(part).cloned().ok_or_else(|| {
            let known =
                |language| kit.papers.iter().map(|paper| paper.name(language)).collect::<Vec<_>>().join("; ");
            let message = Message::new("paper.unknown").with("value", typed);
            let message =
                message.with("vi", known(Language::Vietnamese)).with("en", known(Language::English));
            Error::yours(message)
        })
    }

    /// The same, or a report by its code or name: whatever a template words.
    pub fn find_worded(&self, typed: &str) -> Result<PaperDefinition> {
        let wanted = fold(typed.trim());
        let mut reports = self.paper_kit().reports.iter();
        let named =
            reports.find(|one| [&one.code, &one.vi, &one.en].into_iter().any(|name| fold(name) == wanted));
        named.map_or_else(|| self.find_paper_definition(typed), |report| Ok(report.clone()))
    }

    /// A paper for one receiver of a dossier: that of its own where a paper for all of them has such a twin.
    ///
    /// # Errors
    /// The committee receives nothing by the dossier, or the paper is not made by receivers.
    pub fn paper_for_receiver(
        &self,
        definition: &PaperDefinition,
        dossier: &Id<Dossier>,
        receiver: &Id<Committee>,
    ) -> Result<Order> {
        let mut papers = self.paper_kit().papers.iter();
        let twin = papers.find(|paper| paper.instead_of.as_ref() == Some(&definition.code));
        let definition = twin.unwrap_or(definition).clone();
        let order = Order { definition, subject: Subject::Receiver(dossier.clone(), receiver.clone()) };
        // What is made for something else says so itself when it is worded.
        if order.definition.about == About::Receiver && !self.papers_to_make(dossier, true)?.contains(&order)
        {
            let name = order.definition.name(Language::Vietnamese);
            let receiver = self.name_of("committee", receiver.as_str())?;
            let message =
                Message::new("paper.nothing_to_receive").with("paper", name).with("receiver", receiver);
            return Err(Error::yours(message));
        }
        Ok(order)
    }
}
