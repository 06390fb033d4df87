//! A store the size of the country: 54.000 cells and 1.000.000 members, with a case for each cell.
//!
//! Written once through the store's own door into `target/bench/large.store`, and used again.

use chuyengiao::domain::ids::Id;
use chuyengiao::office::clock::Clock;
use chuyengiao::office::desk::{Office, Setup};
use chuyengiao::store::{CaseSummary, Entry, Key, Store, Value};
use jiff::ToSpan;
use jiff::civil::date;
use std::path::{Path, PathBuf};

pub(crate) const CELLS: usize = 54_000;
pub(crate) const MEMBERS: usize = 1_000_000;

const FAMILY: [&str; 12] =
    ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Chamaléa"];
const MIDDLE: [&str; 8] = ["Văn", "Thị", "Hữu", "Ngọc", "Minh", "Thanh", "Quốc", "Mỹ"];
const GIVEN: [&str; 16] = [
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Đức",
    "Giang",
    "Hòa",
    "Khánh",
    "Lan",
    "Nam",
    "Phượng",
    "Quý",
    "Sơn",
    "Thủy",
    "Uyên",
    "Yến",
];
const TRADE: [&str; 10] = [
    "Thủy sản",
    "May mặc",
    "Xây dựng",
    "Vận tải",
    "Muối",
    "Điện gió",
    "Mía đường",
    "Du lịch",
    "Gạch tuynen",
    "Giống cây trồng",
];
const PLACE: [&str; 10] = [
    "Đông Hải",
    "Tháp Chàm",
    "Ninh Chữ",
    "Cà Ná",
    "Phước Dân",
    "Lợi Hải",
    "Sông Ông",
    "Vĩnh Hải",
    "Bác Ái",
    "Nha Hố",
];

/// The name of cell number `n`.
pub(crate) fn cell_name(n: usize) -> String {
    format!("Chi bộ Công ty Cổ phần {} {} số {n}", TRADE[n % 10], PLACE[(n / 10) % 10])
}

fn person_name(n: usize) -> String {
    format!("{} {} {}", FAMILY[n % 12], MIDDLE[(n / 12) % 8], GIVEN[(n / 96) % 16])
}

/// The large store, made if it is not there yet.
pub(crate) fn store() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    let path = folder.join("large.store");
    if path.exists() {
        return path;
    }
    std::fs::create_dir_all(&folder).expect("a folder for the bench");
    let part = folder.join("large.part");
    for suffix in ["", "-wal", "-shm", "-open"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", part.display()));
    }
    eprintln!("making {CELLS} cells and {MEMBERS} members, once…");
    make(&part, CELLS, MEMBERS);
    std::fs::rename(&part, &path).expect("the finished store");
    path
}

/// Makes a store with so many cells and members.
pub(crate) fn make(path: &Path, cells: usize, members: usize) {
    let clock = Clock::system();
    let answers = Setup {
        office_name: "Ban Tổ chức Trung ương (số liệu thử)".to_owned(),
        officer: "Cán bộ thử".to_owned(),
    };
    let office = Office::create(path, &Key::None, &answers, clock).expect("a new store");
    let person = office.person().id.to_string();
    drop(office);
    let mut store = Store::open(path, &Key::None).expect("the store");
    let procedure =
        store.reader().rows_of("procedure").expect("procedures")[0].text("id").unwrap_or_default().to_owned();
    let committees: Vec<String> = (0..100).map(|_| clock.id()).collect();
    let ids: Vec<String> = (0..cells).map(|_| clock.id()).collect();
    write(&mut store, &person, |tx| {
        for (n, id) in committees.iter().enumerate() {
            let values = [("name", Value::from(format!("Đảng ủy xã số {n}"))), ("kind", "dang_uy_xa".into())];
            tx.create("committee", id, &values)?;
        }
        for (n, id) in ids.iter().enumerate() {
            let enterprise = clock.id();
            let name = cell_name(n);
            let values = [("name", Value::from(name.trim_start_matches("Chi bộ ")))];
            tx.create("enterprise", &enterprise, &values)?;
            let values = [
                ("name", Value::from(name)),
                ("kind", "CBCS".into()),
                ("enterprise", enterprise.into()),
                ("superior", committees[n % 100].as_str().into()),
                ("member_total", 18.into()),
                ("member_full", 17.into()),
                ("member_probationary", 1.into()),
            ];
            tx.create("cell", id, &values)?;
        }
        Ok(())
    });
    let stages = ["survey", "assessment", "proposal", "transfer"];
    write(&mut store, &person, |tx| {
        for (n, cell) in ids.iter().enumerate() {
            let values = [
                ("code", Value::from(format!("HS-{n:05}"))),
                ("cell", cell.as_str().into()),
                ("procedure", procedure.as_str().into()),
                ("stage", stages[n % 4].into()),
                ("stage_since", "2026-10-01".into()),
                ("opened_on", "2026-10-01".into()),
                ("giver", committees[n % 100].as_str().into()),
                ("receiver", committees[(n + 1) % 100].as_str().into()),
            ];
            let case = clock.id();
            tx.create("case", &case, &values)?;
            tx.put_case_summary(&CaseSummary {
                case: Id::new(case),
                missing: 2,
                due_on: Some(
                    date(2026, 12, 1).saturating_add(i64::try_from(n % 60).unwrap_or_default().days()),
                ),
                due_rule: Some("survey_plan".to_owned()),
                waiting_for: (n % 3 == 0).then(|| "owner".to_owned()),
                member_total: 18,
                member_full: 17,
            })?;
        }
        Ok(())
    });
    for part in 0..members.div_ceil(100_000) {
        write(&mut store, &person, |tx| {
            for n in part * 100_000..members.min((part + 1) * 100_000) {
                let values = [
                    ("name", Value::from(person_name(n))),
                    ("born_on", format!("{}-{:02}-{:02}", 1960 + n % 40, 1 + n % 12, 1 + n % 28).into()),
                    ("identity_number", format!("{n:012}").into()),
                    ("admitted_on", "2015-05-19".into()),
                    ("official_on", "2016-05-19".into()),
                    ("cell", ids[n % cells].as_str().into()),
                ];
                tx.create("member", &clock.id(), &values)?;
            }
            Ok(())
        });
    }
}

fn write(
    store: &mut Store,
    person: &str,
    act: impl FnOnce(&mut chuyengiao::store::WriteTx<'_>) -> Result<(), chuyengiao::store::Error>,
) {
    let clock = Clock::system();
    let entry = Entry {
        id: clock.id(),
        person: person.to_owned(),
        at: clock.now(),
        action: "bench.fill".to_owned(),
        note: None,
        subject: None,
    };
    store.write(&entry, act).expect("a write");
}
