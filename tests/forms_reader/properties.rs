//! No form, however malformed, panics or hangs; what opens is whole.

use super::workbooks::workbook;
use chuyengiao::exchange::{read_form, read_form_file};
use chuyengiao::forms::build::{build, wanted};
use chuyengiao::forms::form::Form;
use chuyengiao::forms::instance::Instance;
use chuyengiao::forms::markdown;
use chuyengiao::forms::sheets::{Row, Sheet, Sheets};
use chuyengiao::forms::survey::Filling;
use chuyengiao::text::clean::clean_lines;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

const SHEETS: [&str; 9] = [
    "survey",
    "choices",
    "settings",
    "external_choices",
    "entities",
    "a.csv",
    "Survey ",
    "survye",
    "cascades",
];
const HEADERS: [&str; 28] = [
    "kobo--score-choices",
    "kobo--rank-items",
    "kobo--rank-constraint-message",
    "kobo--matrix_list",
    "type",
    "name",
    "label",
    "label::vi",
    "label:en",
    "relevant",
    "constraint",
    "calculation",
    "default",
    "required",
    "choice_filter",
    "repeat_count",
    "appearance",
    "parameters",
    "trigger",
    "list_name",
    "value",
    "form_id",
    "version",
    "default_language",
    "media::image",
    "hint",
    "read_only",
    "x",
];
const CELLS: [&str; 54] = [
    "begin_score",
    "score__row",
    "end_score",
    "begin_rank",
    "rank__level",
    "end_rank",
    "begin_kobomatrix",
    "end_kobomatrix",
    "cascading_select l",
    "choice_label",
    "text",
    "integer",
    "note",
    "calculate",
    "range",
    "select_one l",
    "select_multiple l or_other",
    "rank l",
    "begin group",
    "end group",
    "begin repeat",
    "end repeat",
    "begin loop over l",
    "end loop",
    "select_one",
    "select_one_from_file a.csv",
    "select_one_external l",
    "select_one ${a}",
    "start",
    "hologram",
    "ệ",
    "a",
    "b",
    "c",
    "l",
    "data",
    "1 a",
    "${a}",
    "${b} + 1",
    "${a} = 'x' and ${c} > 2",
    "count(${b})",
    "position(..)",
    "(((",
    "'",
    "${",
    "selected(${a}, 'b')",
    "yes",
    "search('a')",
    "start=1 end=0 step=0",
    "name = ${a}",
    "\u{202e}",
    "1e309",
    "indexed-repeat(${a}, ${b}, 3)",
    "vi",
];

/// A cell as every reader hands it over: [`Sheets`] hold no cell that was not cleaned.
fn cleaned(cell: &str) -> String {
    clean_lines(cell).text
}

fn sheets() -> impl Strategy<Value = Sheets> {
    let row = prop::collection::vec(prop::sample::select(&CELLS[..]), 0..8);
    let headers = prop::collection::vec(prop::sample::select(&HEADERS[..]), 0..10);
    // Most begin as a survey does, or nothing would open.
    let headers = prop_oneof![
        1 => headers.clone(),
        3 => headers.prop_map(|more| ["type", "name", "label"].into_iter().chain(more).collect::<Vec<_>>()),
    ];
    let sheet = (prop::sample::select(&SHEETS[..]), headers, prop::collection::vec(row, 0..14));
    prop::collection::vec(sheet, 1..5).prop_map(|sheets| {
        let sheet = |(name, headers, rows): (&str, Vec<&str>, Vec<Vec<&str>>)| Sheet {
            name: name.to_owned(),
            headers: headers.into_iter().map(str::to_owned).collect(),
            rows: rows
                .into_iter()
                .enumerate()
                .map(|(at, cells)| Row { number: at + 2, cells: cells.into_iter().map(cleaned).collect() })
                .collect(),
            lettered: true,
        };
        Sheets { sheets: sheets.into_iter().map(sheet).collect(), ..Sheets::default() }
    })
}

/// A survey whose rows are like those of a form, with groups that mostly end.
fn survey() -> impl Strategy<Value = Sheets> {
    let cell = || prop::sample::select(&CELLS[..]);
    let row = (
        prop::sample::select(&CELLS[..20]),
        prop::sample::select(&["a", "b", "c", "d", "e", "f", "g", "h"][..]),
        cell(),
        cell(),
        cell(),
    );
    prop::collection::vec(row, 1..8).prop_map(|rows| {
        let texts = |cells: &[&str]| cells.iter().map(|cell| cleaned(cell)).collect::<Vec<_>>();
        let rows = rows.iter().enumerate().map(|(at, (kind, name, one, two, three))| Row {
            number: at + 2,
            cells: texts(&[
                kind,
                &format!("{name}{at}"),
                "A",
                if one.contains("${") { "" } else { one },
                two,
                three,
            ]),
        });
        let choices = Sheet {
            name: "choices".into(),
            headers: texts(&["list_name", "name", "label"]),
            rows: vec![
                Row { number: 2, cells: texts(&["l", "x", "X"]) },
                Row { number: 3, cells: texts(&["l", "y", "Y"]) },
            ],
            lettered: true,
        };
        let headers = texts(&["type", "name", "label", "appearance", "default", "relevant"]);
        let survey = Sheet { name: "survey".into(), headers, rows: rows.collect(), lettered: true };
        Sheets { sheets: vec![survey, choices], ..Sheets::default() }
    })
}

fn is_whole(form: &Form) -> Result<(), TestCaseError> {
    let names: HashSet<&str> = form.nodes.iter().map(|node| node.name.as_str()).collect();
    prop_assert_eq!(names.len(), form.nodes.len());
    for (place, node) in form.nodes.iter().enumerate() {
        prop_assert!(
            node.parent.is_none_or(|parent| parent < place && form.nodes[parent].kind.holds_others())
        );
        if let Some(list) = node.kind.list() {
            prop_assert!(form.lists.contains_key(list), "{list}");
        }
    }
    prop_assert!(!form.languages.is_empty());
    Ok(())
}

/// Every question is answered with what it offers and with what it does not; every repeat is asked twice.
pub(crate) fn can_be_filled(form: Form) {
    let today = date(2023, 9, 14);
    let (mut filling, _) = Filling::begin(Arc::new(form), today);
    let asked: Vec<(String, Instance)> = filling
        .form()
        .nodes
        .iter()
        .map(|node| (node.name.clone(), (0..node.repeats).fold(Instance::top(), |outer, _| outer.child(2))))
        .collect();
    let languages: Vec<String> =
        filling.form().languages.iter().map(|language| language.code.clone()).collect();
    for (name, instance) in &asked {
        for typed in ["2", "x y", "14/09/2023", "21 105"] {
            let _ = filling.set(name, instance, typed, today);
        }
        let _ = filling.set(name, instance, "2", today);
        let offered = filling.choices(name, instance).first().map(|choice| choice.code.clone());
        if let Some(code) = offered {
            let _ = filling.set(name, instance, &code, today);
        }
        for language in &languages {
            filling.label(name, instance, language);
        }
        filling.check(name, instance);
        filling.shown(name, instance);
    }
    filling.missing();
    filling.screens();
    filling.final_answers().count();
    let kept: Vec<(String, String, String)> = filling
        .answers()
        .map(|(node, instance, value)| (node.name.clone(), instance.to_string(), value.to_owned()))
        .collect();
    let kept = kept.iter().map(|(name, instance, value)| (name.as_str(), instance.as_str(), value.as_str()));
    Filling::resume(Arc::clone(filling.form()), kept, today).missing();
}

fn small() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        workbook(&[("survey", "type|name|label\nselect_one l|a|A"), ("choices", "list_name|name\nl|x")])
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_tables_open_or_are_refused(sheets in prop_oneof![sheets(), survey()]) {
        wanted(&sheets);
        match build(&sheets) {
            Ok(form) => {
                is_whole(&form)?;
                // Tables without headers are none in a text.
                if sheets.sheets.iter().any(|sheet| sheet.headers.is_empty()) {
                    return Ok(());
                }
                let again = build(&markdown::read(&markdown::write(&sheets)));
                prop_assert_eq!(again.map(|form| form.about()).ok(), Some(form.about()));
                can_be_filled(form);
            }
            Err(error) => {
                prop_assert!(!error.faults().is_empty());
                for fault in error.faults() {
                    prop_assert!(fault.row == 0 || sheets.sheets.iter().any(|sheet| sheet.name == fault.sheet));
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_a_form_or_not(bytes in prop::collection::vec(any::<u8>(), 0..200), name in "[a-z]{0,4}.?(csv|xml|geojson|md)?") {
        let _ = read_form(&bytes, &name).map(|sheets| build(&sheets).map(|_| ()));
        let _ = read_form_file(&bytes, &name);
    }

    #[test]
    fn any_text_is_a_form_or_not(text in "[|,\"\na-z${}()<>/{}\\[\\]: &;\u{300}ộ-]{0,200}") {
        let _ = read_form(text.as_bytes(), "x.md").map(|sheets| build(&sheets).map(|_| ()));
        for name in ["x.csv", "x.xml", "x.geojson"] {
            let _ = read_form_file(text.as_bytes(), name);
        }
    }

    #[test]
    fn a_damaged_workbook_is_a_form_or_not(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = small().to_vec();
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let _ = read_form(&bytes, "x.xlsx").map(|sheets| build(&sheets).map(|_| ()));
        let _ = read_form(&small()[..cut.index(bytes.len())], "x.xlsx");
    }
}

/// A hundred thousand rows, every one of them wrong, or nested without end.
#[test]
fn a_huge_form_is_read_in_time() {
    let texts = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let rows = |kind: fn(usize) -> [String; 4]| {
        let row = |at: usize| Row { number: at + 2, cells: kind(at).to_vec() };
        let headers = texts(["type", "name", "label", "relevant"]);
        let survey =
            Sheet { name: "survey".into(), headers, rows: (0..100_000).map(row).collect(), lettered: true };
        Sheets { sheets: vec![survey], ..Sheets::default() }
    };
    let begun = std::time::Instant::now();
    let wrong =
        rows(|at| [format!("select_one l{at}"), format!("q{at}"), String::new(), format!("${{z{at}}} = 1")]);
    assert_eq!(build(&wrong).unwrap_err().faults().len(), 200_000);
    let deep = rows(|at| ["begin repeat".into(), format!("q{at}"), "A".into(), String::new()]);
    assert!(build(&deep).is_err());
    let same = rows(|_| ["text".into(), "q".into(), "A".into(), String::new()]);
    assert_eq!(build(&same).unwrap_err().faults().len(), 99_999);
    let chain = rows(|at| {
        [
            "integer".into(),
            format!("q{at}"),
            "A".into(),
            if at == 0 { String::new() } else { format!("${{q{}}} = 1", at - 1) },
        ]
    });
    assert_eq!(build(&chain).unwrap().nodes.len(), 100_000);
    // Seconds on a quiet machine; a square of the rows would be hours on any.
    assert!(begun.elapsed().as_secs() < 600, "{:?}", begun.elapsed());
}
