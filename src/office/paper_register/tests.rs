//! The register on the rehearsed sample: every paper made, some changed behind, and what is told of them.

use super::{RegisterFilter, stage_of};
use crate::office::desk::Office;
use crate::office::making::Wording;
use crate::office::rehearsal;
use crate::text::locale::Language;
use std::time::Instant;

const VI: Language = Language::Vietnamese;

fn made() -> (Office, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut office = rehearsal::run(&folder.path().join("demo.store"), None, &mut |_| {}).unwrap();
    for line in office.dossiers().unwrap() {
        let orders = office.papers_to_make(&line.dossier.id, false).unwrap();
        let out = folder.path().join("papers");
        office.make_papers(&orders, &Wording::default(), &out, &mut |_, _| true).unwrap();
    }
    (office, folder)
}

#[test]
fn what_is_told_as_stale_is_what_each_paper_says_for_itself() {
    let (mut office, folder) = made();
    let all = |office: &Office, stale: bool| {
        office.paper_register(&RegisterFilter { stale, ..RegisterFilter::default() }, VI).unwrap()
    };
    let exact = |office: &Office| {
        let mut exact: Vec<_> = all(office, false)
            .into_iter()
            .filter(|listed| listed.paper.state != "void")
            .filter(|listed| !office.stale_figures(&listed.paper.id).unwrap().is_empty())
            .map(|listed| listed.paper.id)
            .collect();
        exact.sort();
        exact
    };
    let told = |office: &Office| {
        let mut told: Vec<_> = all(office, true).into_iter().map(|listed| listed.paper.id).collect();
        told.sort();
        told
    };
    assert_eq!(told(&office), exact(&office));
    // What a paper shows is edited, and what its sums are drawn from.
    let cells = office.called("cell").unwrap();
    let cell = cells.iter().find(|cell| cell.name.contains("Muối Đầm Xanh")).unwrap().id.clone();
    office.set_field("cell", &cell, "name", "Chi bộ Muối Đầm Xanh Mới").unwrap();
    assert_eq!(told(&office), exact(&office));
    assert!(!told(&office).is_empty());
    // Nothing is worded again while nothing is written behind it; what is worded on a worker is kept.
    let at_hand = |office: &Office| {
        let (listed, open) = office.paper_register_at_hand(&RegisterFilter::default(), VI).unwrap();
        (listed.iter().filter(|listed| !listed.stale.is_empty()).count(), open.len())
    };
    assert_eq!(at_hand(&office), (told(&office).len(), 0));
    office.set_field("cell", &cell, "note", "không đứng trên văn bản nào").unwrap();
    let (_, open) = office.paper_register_at_hand(&RegisterFilter::default(), VI).unwrap();
    assert!(!open.is_empty() && open.len() < 20);
    office.keep_stale(&office.look_at_stale(&open, &|| true).unwrap());
    assert_eq!(at_hand(&office), (told(&office).len(), 0));
    let members = office.called("member").unwrap();
    for member in members.iter().take(12) {
        office.set_field("member", &member.id, "name", &format!("{} Mới", member.name)).unwrap();
    }
    let begun = Instant::now();
    let found = told(&office);
    println!("{} of {} in {:?}", found.len(), all(&office, false).len(), begun.elapsed());
    assert_eq!(found, exact(&office));
    // Issued papers whose figures changed are left as they are, and the rest is made.
    let mut made = Vec::new();
    for line in office.dossiers().unwrap() {
        let orders = office.papers_to_make(&line.dossier.id, false).unwrap();
        let some = office.make_papers(&orders, &Wording::default(), folder.path(), &mut |_, _| true).unwrap();
        assert_eq!(some.len(), orders.len());
        made.extend(some);
    }
    for paper in &made {
        let issued = office.paper(&paper.id).unwrap().state == "issued";
        assert!(paper.written || issued);
        assert_eq!(paper.written, office.stale_figures(&paper.id).unwrap().is_empty());
    }
    assert!(made.iter().any(|paper| paper.written) && made.iter().any(|paper| !paper.written));
    // An undo brings the figures of the drafts before back, which are older than it.
    office.undo(None).unwrap();
    assert_eq!(told(&office), exact(&office));
}

#[test]
fn the_register_is_narrowed_by_what_is_asked() {
    let (office, _folder) = made();
    let listed = |filter: RegisterFilter| office.paper_register(&filter, VI).unwrap();
    let everything = listed(RegisterFilter::default());
    assert!(everything.len() > 30);
    for stage in ["draft", "issued"] {
        let narrowed = listed(RegisterFilter { stage: Some(stage.into()), ..RegisterFilter::default() });
        assert!(!narrowed.is_empty() && narrowed.iter().all(|listed| stage_of(&listed.paper) == stage));
    }
    let proposals =
        RegisterFilter { kind: Some("TTR".into()), find: "to trinh".into(), ..RegisterFilter::default() };
    assert_eq!(listed(proposals).len(), 2);
    assert!(listed(RegisterFilter { term: Some("không có".into()), ..RegisterFilter::default() }).is_empty());
    assert_eq!(
        listed(RegisterFilter { term: Some(String::new()), ..RegisterFilter::default() }).len(),
        everything.len()
    );
}
