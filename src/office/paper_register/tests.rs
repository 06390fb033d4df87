//! The register on the rehearsed sample: every paper made, some changed behind, and what is told of them.

use super::{RegisterFilter, Reservation, stage_of};
use crate::office::clock::Clock;
use crate::office::desk::Office;
use crate::office::making::Wording;
use crate::office::papers::NewPaper;
use crate::office::rehearsal;
use crate::office::testing::Room;
use crate::store::Key;
use crate::text::locale::{Language, Locale};
use jiff::civil::date;

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
fn a_number_set_aside_in_one_term_is_not_issued_in_the_next() {
    let mut room = Room::new();
    for (name, from, to) in [
        ("Nhiệm kỳ 2020 - 2025", "01/10/2020", "30/09/2023"),
        ("Nhiệm kỳ 2023 - 2028", "01/10/2023", "30/09/2028"),
    ] {
        let term = [("name", name), ("valid_from", from), ("valid_to", to)];
        room.office.create_record("committee_term", &term).unwrap();
    }
    let reserve = |room: &mut Room, number: &str| {
        let wanted = Reservation { kind: "TTr".into(), number: number.into(), ..Reservation::default() };
        room.office.reserve_number(&wanted).unwrap()
    };
    let (first, second) = (reserve(&mut room, "45"), reserve(&mut room, ""));
    room.office.number_paper(&first, "", "14/09/2023", "").unwrap();
    room.today(date(2023, 10, 2));
    let refused = room.office.number_paper(&second, "", "02/10/2023", "").unwrap_err();
    assert_eq!(refused.message.key, "paper.number_of_other_term");
    assert!(Locale::new(VI).say(&refused.fix.unwrap()).contains("01"));
    assert_eq!(room.office.next_paper_number("TTr", "").unwrap().number.to_string(), "01");
    room.office.number_paper(&second, "01", "02/10/2023", "").unwrap();
    let sequences = room.office.paper_sequences().unwrap();
    let told: Vec<_> = sequences.iter().map(|one| (one.term.clone().unwrap(), one.next())).collect();
    assert_eq!(told, [("Nhiệm kỳ 2020 - 2025".to_owned(), 46), ("Nhiệm kỳ 2023 - 2028".to_owned(), 2)]);
}

/// Two windows on one store: each takes the next number, and one number is not taken twice.
#[test]
fn two_windows_do_not_take_one_number() {
    let mut room = Room::new();
    let clock = Clock::on(date(2023, 9, 14));
    let mut other = Office::open(room.office.path(), &Key::None, None, clock).unwrap();
    let wanted = Reservation { kind: "TTr".into(), ..Reservation::default() };
    let mut numbers = Vec::new();
    for _ in 0..2 {
        for office in [&mut room.office, &mut other] {
            let id = office.reserve_number(&wanted).unwrap();
            numbers.push(office.paper(&id).unwrap().number.unwrap());
        }
    }
    assert_eq!(numbers, ["01", "02", "03", "04"]);
    let same = Reservation { number: "7".into(), ..wanted };
    room.office.reserve_number(&same).unwrap();
    assert_eq!(other.reserve_number(&same).unwrap_err().message.key, "paper.number_reserved");
}

#[test]
fn a_scan_that_is_empty_is_refused_and_one_of_another_paper_is_told() {
    let mut room = Room::new();
    let paper = |room: &mut Room, number: &str| {
        let paper = NewPaper { number: number.into(), case: Some(room.case.clone()), ..NewPaper::default() };
        room.office.add_paper(&paper).unwrap()
    };
    let (first, second) = (paper(&mut room, "1-QĐ/TU"), paper(&mut room, "2-QĐ/TU"));
    let (empty, scan) = (room.folder().join("rong.pdf"), room.folder().join("quét.pdf"));
    std::fs::write(&empty, b"").unwrap();
    std::fs::write(&scan, b"%PDF-1.4").unwrap();
    assert_eq!(room.office.attach_scan(&first, &empty).unwrap_err().message.key, "office.in_file.empty");
    assert_eq!(room.office.attach_scan(&first, &scan).unwrap(), []);
    let also = room.office.attach_scan(&second, &scan).unwrap();
    assert_eq!(also.iter().map(|paper| &paper.id).collect::<Vec<_>>(), [&first]);
    // Given out, it is told in the journal as every file is.
    let out = room.folder().join("ra.pdf");
    room.office.export_scan(&first, &out, false).unwrap();
    let exports = room.office.reader().rows_of("export").unwrap();
    assert_eq!(exports.iter().map(|row| row.text("name")).collect::<Vec<_>>(), [Some("ra.pdf")]);
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
    // The workbooks beside the papers are told in the journal by their hashes.
    let exports = office.reader().rows_of("export").unwrap();
    let workbooks = exports.iter().filter(|row| row.text("name").is_some_and(|name| name.ends_with(".xlsx")));
    assert!(workbooks.count() > 3);
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
    assert_eq!(told(&office), exact(&office));
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
