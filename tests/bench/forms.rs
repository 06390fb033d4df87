//! What a large form costs: 976 questions, groups seven deep, 1.000 choices, three languages.
//!
//! `cargo bench --bench forms`. Where pyxform is at hand (`PYXFORM_PYTHON` names a Python that has it, else
//! `python3` is asked), it converts the same workbook in the same run; without it the bench runs all the same.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod form;

use chuyengiao::domain::ids::Id;
use chuyengiao::exchange::read_form;
use chuyengiao::forms::build::build;
use chuyengiao::forms::instance::Instance;
use chuyengiao::forms::survey::Filling;
use chuyengiao::office::clock::Clock;
use chuyengiao::office::desk::{Office, Setup};
use chuyengiao::office::forms::check_form;
use chuyengiao::store::Key;
use chuyengiao::text::locale::Language;
use chuyengiao::tui::context::Context;
use chuyengiao::tui::jobs::Jobs;
use chuyengiao::tui::screens::survey::SurveyScreen;
use chuyengiao::tui::settings::Settings;
use chuyengiao::tui::stack::Stack;
use chuyengiao::tui::theme::{Look, Theme};
use divan::Bencher;
use jiff::civil::date;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Instant;

fn main() {
    divan::main();
    beside_pyxform();
}

/// A workbook read and every expression, reference and choice in it looked through.
#[divan::bench(sample_count = 20)]
fn check_workbook(bencher: Bencher<'_, '_>) {
    let path = form::workbook();
    bencher.bench_local(|| {
        let check = check_form(&path).expect("a form");
        assert!(check.errors.is_empty(), "{:?}", check.errors);
    });
}

/// A store opened, a survey on the form opened in it, and its first screen drawn; the key is none.
#[divan::bench(sample_count = 20)]
fn open_survey_to_first_screen(bencher: Bencher<'_, '_>) {
    let room = Room::new();
    bencher.bench_local(|| {
        let (sender, _incoming) = channel();
        let settings = Settings::new(Language::Vietnamese, Theme::new(Look::ALL[0]));
        let mut cx = Context::new(room.open(), Key::None, settings, Jobs::new(sender));
        let survey = cx.office.surveys(None).expect("surveys")[0].survey.id.clone();
        let stack = Stack::new(SurveyScreen::new(survey, "", &mut cx).expect("a screen"));
        let mut terminal = Terminal::new(TestBackend::new(120, 36)).expect("a terminal");
        terminal.draw(|frame| stack.draw(frame, &cx)).expect("a frame");
        terminal
    });
}

/// An answer on which sixty sums and a page's relevance depend, worked through the form.
#[divan::bench(sample_count = 200)]
fn recompute_after_an_answer(bencher: Bencher<'_, '_>) {
    let bytes = std::fs::read(form::workbook()).expect("the workbook");
    let read = build(&read_form(&bytes, "form.xlsx").expect("sheets")).expect("a form");
    let day = date(2026, 11, 23);
    let (mut filling, _) = Filling::begin(Arc::new(read), day);
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let changes = filling.set("q_0_2", &Instance::top(), &turn.to_string(), day).expect("an answer");
        assert!(changes.calculations.len() >= form::SECTIONS, "{}", changes.calculations.len());
    });
}

/// The same answer given to the office: worked out, and on the disk with every sum when the call returns.
#[divan::bench(sample_count = 60)]
fn answer_kept_durably(bencher: Bencher<'_, '_>) {
    let room = Room::new();
    let mut office = room.open();
    let survey = office.surveys(None).expect("surveys")[0].survey.id.clone();
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        office.answer(&survey, "q_0_2", "", &turn.to_string()).expect("an answer");
    });
}

/// A store with one case and a survey begun on the form.
struct Room {
    folder: tempfile::TempDir,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let answers = Setup { office_name: String::new(), officer: "Cán bộ thử".to_owned() };
        let path = folder.path().join("form.store");
        let mut office = Office::create(&path, &Key::None, &answers, Clock::system()).expect("a store");
        office.add_form_file(&form::workbook()).expect("the form");
        let cell =
            office.create_record("cell", &[("name", "Chi bộ thử"), ("status", "active")]).expect("a cell");
        let cases = office.open_cases(&[Id::new(cell)]).expect("a case");
        office.new_survey(&cases[0], Some("form_976")).expect("a survey");
        Self { folder }
    }

    fn open(&self) -> Office {
        Office::open(&self.folder.path().join("form.store"), &Key::None, None, Clock::system()).expect("open")
    }
}

/// The same workbook converted by pyxform, if it is there; the import of the module is not counted.
fn beside_pyxform() {
    let python = std::env::var_os("PYXFORM_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let path = form::workbook();
    let version = run(&python, "import pyxform; print(pyxform.__version__)", &path);
    let Some(version) = version else {
        println!("pyxform: not here (PYXFORM_PYTHON names a Python that has it)");
        return;
    };
    let convert = "import sys, time\nfrom pyxform.xls2xform import convert\ntimes = []\n\
                   for turn in range(3):\n    began = time.perf_counter()\n    convert(sys.argv[1])\n    \
                   times.append(time.perf_counter() - began)\nprint(round(min(times) * 1000))";
    match run(&python, convert, &path) {
        Some(time) => println!("pyxform {version}: the same workbook converted in {time} ms, the best of 3"),
        None => println!("pyxform {version}: does not convert the workbook"),
    }
    let began = Instant::now();
    check_form(&path).expect("a form");
    println!("this program: checked in {} ms", began.elapsed().as_millis());
}

fn run(python: &Path, script: &str, workbook: &Path) -> Option<String> {
    let output = Command::new(python).args(["-c", script]).arg(workbook).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
