//! Whose number a paper bears: the body that issued it, as far as its symbol, its issuer or its role tell.
//!
//! The office's own symbols (BTCTU, TU) are borne by one body each. Those of committees (HU, ĐU) are shared by
//! many, so a paper that does not say which of them issued it belongs to no sequence that could be checked.
//!
//! Invariant: spellings that differ in case and accents alone name one symbol and one body.

use crate::domain::numbering::{Given, Number, Standing};
use crate::domain::paper_life;
use crate::domain::statement::Paper;
use crate::papers::catalogue;
use crate::store::{Reader, Result};
use crate::text::fold::fold;
use jiff::civil::Date;
use std::collections::HashMap;

/// What is known of issuing bodies, read once for all papers.
pub(super) struct Bodies {
    /// The issuer's code by the part of the symbol that is its own.
    own: HashMap<String, String>,
    /// The issuer's code by the role of a paper.
    of_role: HashMap<String, String>,
    /// Committees by id.
    committees: HashMap<String, String>,
    /// Giver and receiver by case.
    parties: HashMap<String, (Option<String>, Option<String>)>,
}

impl Bodies {
    pub(super) fn read(reader: &Reader<'_>) -> Result<Self> {
        let mut own = HashMap::new();
        let built_in = catalogue::issuers().issuer.into_iter().map(|issuer| (issuer.symbol, issuer.code));
        let recorded = reader.rows_of("paper_issuer")?;
        let recorded = recorded.iter().filter(|row| row.text("committee").is_none()).map(|row| {
            let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
            (text("symbol"), text("code"))
        });
        for (symbol, code) in built_in.chain(recorded).filter(|(symbol, _)| !symbol.is_empty()) {
            own.insert(fold(&symbol), code);
        }
        let of_role = catalogue::papers().into_iter().filter_map(|paper| Some((paper.role?, paper.issuer)));
        let committees = reader.committees()?;
        Ok(Self {
            own,
            of_role: of_role.collect(),
            committees: committees.into_iter().map(|one| (one.id.to_string(), one.name)).collect(),
            parties: reader.parties_of_papers()?,
        })
    }

    /// The symbol an own body's papers bear: `BTCTU`.
    pub(super) fn is_own(&self, symbol: &str) -> bool {
        self.of_symbol(symbol).is_some()
    }

    fn of_symbol(&self, symbol: &str) -> Option<&String> {
        self.own.get(&fold(symbol.split_once('/')?.1))
    }

    /// An issuer's code for an own body, else the committee's name or the issuer as written.
    pub(super) fn of(&self, paper: &Paper) -> Option<String> {
        let symbol = paper.symbol.as_deref().unwrap_or_default();
        if let Some(own) = self.of_symbol(symbol) {
            return Some(own.clone());
        }
        // A kind's bare symbol is no body's.
        symbol.split_once('/')?;
        if let Some(issuer) = &paper.issuer {
            return Some(issuer.clone());
        }
        let issuer = self.of_role.get(paper.role.as_deref()?)?;
        let (giver, receiver) =
            paper.case.as_ref().and_then(|case| self.parties.get(case.as_str())).cloned().unwrap_or_default();
        let committee = match issuer.as_str() {
            "receiver" => paper.receiver.as_ref().map(ToString::to_string).or(receiver),
            "giver" => giver,
            _ => None,
        };
        self.committees.get(&committee?).cloned()
    }
}

/// Whether papers with this symbol are of a body whose numbers this office keeps.
pub(in crate::office) fn is_own_symbol(reader: &Reader<'_>, symbol: &str) -> Result<bool> {
    Ok(Bodies::read(reader)?.is_own(symbol))
}

/// The numbers of this office's papers and of those it keeps with them, in the order they were entered.
pub(super) fn given(reader: &Reader<'_>, today: Date) -> Result<Vec<Given>> {
    let bodies = Bodies::read(reader)?;
    let mut spelt = Spellings::default();
    let papers = reader.outgoing_papers()?;
    Ok(papers.iter().filter_map(|paper| one(paper, &bodies, &mut spelt, today)).collect())
}

fn one(paper: &Paper, bodies: &Bodies, spelt: &mut Spellings, today: Date) -> Option<Given> {
    let number = Number::parse(paper.number.as_deref()?)?;
    let symbol = spelt.first(paper.symbol.as_deref()?);
    let body = bodies.of(paper).map(|body| spelt.first(&body));
    let standing = match paper.state.as_str() {
        paper_life::VOID => Standing::Void,
        paper_life::ISSUED => Standing::Taken,
        _ => Standing::Reserved,
    };
    Some(Given {
        paper: paper.id.clone(),
        kind: paper.kind.clone(),
        symbol,
        body,
        number,
        day: paper.issued_on.or(paper.life.reserved_on).or(paper.life.void_on).unwrap_or(today),
        standing,
        role: paper.role.clone(),
        case: paper.case.clone(),
        dossier: paper.dossier.clone(),
    })
}

/// The first way each word was written.
#[derive(Default)]
struct Spellings(HashMap<String, String>);

impl Spellings {
    fn first(&mut self, written: &str) -> String {
        self.0.entry(fold(written)).or_insert_with(|| written.to_owned()).clone()
    }
}
