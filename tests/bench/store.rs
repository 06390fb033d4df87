//! What the store costs: opening, the overview, one durable field, an import the size of the country.
//!
//! `cargo bench --bench store`. The large store is made on the first run.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod large;

use chuyengiao::exchange::Kind;
use chuyengiao::office::clock::Clock;
use chuyengiao::office::desk::{Office, Setup};
use chuyengiao::office::import_plan::Fate;
use chuyengiao::office::imports::ImportOptions;
use chuyengiao::store::Key;
use chuyengiao::text::fold::fold;
use chuyengiao::text::search::SearchBlock;
use divan::Bencher;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};

fn main() {
    divan::main();
}

fn open() -> Office {
    Office::open(&large::store(), &Key::None, None, Clock::system()).expect("the large store")
}

/// Opening the store of 54.000 cells and summing up the overview: what the first frame waits for.
#[divan::bench(sample_count = 30)]
fn open_and_overview(bencher: Bencher<'_, '_>) {
    large::store();
    bencher.bench_local(|| open().overview().expect("the overview"));
}

/// One field set, on the disk when the call returns.
#[divan::bench(sample_count = 500)]
fn set_one_field(bencher: Bencher<'_, '_>) {
    let mut office = open();
    let cell = office.find_cell(&large::cell_name(7)).expect("a cell").to_string();
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        office.set_field("cell", &cell, "note", &format!("ghi chú {turn}")).expect("a write");
    });
}

/// The floor below it: as many pages as one such write appends to the log, appended to a file beside the store
/// and fdatasync'd. A single page written over and over, below, is less than any journal can do.
#[divan::bench(sample_count = 500)]
fn bare_fdatasync_of_the_same_bytes(bencher: Bencher<'_, '_>) {
    let (mut file, frame) = (beside("bare.bin"), vec![7_u8; FRAME]);
    let frames = frames_of_a_write();
    bencher.bench_local(|| {
        for _ in 0..frames {
            file.write_all(&frame).expect("write");
        }
        file.sync_data().expect("fdatasync");
    });
}

/// The least a disk can be asked: one page, always the same, written and fdatasync'd.
#[divan::bench(sample_count = 500)]
fn bare_fdatasync_of_one_page(bencher: Bencher<'_, '_>) {
    let (mut file, page) = (beside("bare.bin"), [7_u8; 4096]);
    bencher.bench_local(|| {
        file.seek(SeekFrom::Start(0)).expect("seek");
        file.write_all(&page).expect("write");
        file.sync_data().expect("fdatasync");
    });
}

/// A page in the write-ahead log, with its header.
const FRAME: usize = 24 + 4096;

/// How many pages one field costs, on the average: seen in the growth of the log.
fn frames_of_a_write() -> usize {
    const WRITES: usize = 40;
    let mut office = open();
    let cell = office.find_cell(&large::cell_name(7)).expect("a cell").to_string();
    let log = large::store().with_file_name("large.store-wal");
    let length = || std::fs::metadata(&log).map_or(0, |log| usize::try_from(log.len()).unwrap_or_default());
    let before = length();
    for turn in 0..WRITES {
        office.set_field("cell", &cell, "note", &format!("đo {turn}")).expect("a write");
    }
    (length() - before).div_ceil(WRITES * FRAME)
}

fn beside(name: &str) -> File {
    let path = large::store().with_file_name(name);
    OpenOptions::new().create(true).truncate(true).write(true).open(path).expect("a file")
}

/// A workbook of 54.000 cells, read, planned and written as one entry.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn import_54_000_rows(bencher: Bencher<'_, '_>) {
    let bytes = workbook(large::CELLS);
    bencher.bench_local(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let answers = Setup { office_name: String::new(), officer: "Cán bộ thử".to_owned() };
        let path = folder.path().join("import.store");
        let mut office = Office::create(&path, &Key::None, &answers, Clock::system()).expect("a store");
        let plan = office
            .preview_bytes(Kind::Cells, "54000.xlsx", &bytes, &ImportOptions::default())
            .expect("a plan");
        assert_eq!(plan.count(Fate::Added), large::CELLS);
        office.apply_import(&plan).expect("an import");
    });
}

/// Folded search over 54.000 names: every term must match.
#[divan::bench(args = ["thuy san", "dong hai so 53", "chi bo cong ty", "muối cà ná", "1", "n", "cang ca"])]
fn search_54_000_names(bencher: Bencher<'_, '_>, query: &str) {
    let block = SearchBlock::of((0..large::CELLS).map(|n| fold(&large::cell_name(n))));
    bencher.bench_local(|| block.search(query));
}

fn workbook(rows: usize) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let headers = [
        "STT",
        "Tên tổ chức đảng",
        "Loại hình TCCSĐ",
        "Đơn vị",
        "Trực thuộc",
        "Tổng số",
        "Chính thức",
        "Dự bị",
    ];
    for (column, header) in (0..).zip(headers) {
        sheet.write(0, column, header).expect("a header");
    }
    for row in 0..rows {
        let name = large::cell_name(row);
        let at = u32::try_from(row + 1).unwrap_or_default();
        sheet.write(at, 0, at).expect("a number");
        sheet.write(at, 1, &name).expect("a name");
        sheet.write(at, 2, "Chi bộ cơ sở").expect("a kind");
        sheet.write(at, 3, name.trim_start_matches("Chi bộ ")).expect("an enterprise");
        sheet.write(at, 4, "Đảng ủy xã số 1").expect("a superior");
        sheet.write(at, 5, 18).expect("a count");
        sheet.write(at, 6, 17).expect("a count");
        sheet.write(at, 7, 1).expect("a count");
    }
    workbook.save_to_buffer().expect("a workbook")
}
