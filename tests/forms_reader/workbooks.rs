//! Forms as Excel keeps them: cells of every kind, sheets of every spelling, and every fault by its cell.

use chuyengiao::exchange::read_form;
use chuyengiao::forms::build::build;
use chuyengiao::forms::fault::Fault;
use chuyengiao::forms::form::Form;
use chuyengiao::forms::kind::Kind;
use chuyengiao::text::locale::{Language, Locale};
use rstest::rstest;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

/// Rows of cells apart by `|`, the first row the header; `n:1.5` a number, `b:true` a truth, `d:2023-09-14` a
/// day, `e:#REF!` a broken formula.
pub(crate) fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in rows.lines().enumerate() {
            for (column, cell) in line.split('|').enumerate() {
                let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                write(sheet, row, column, cell.trim_matches(' '));
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cell: &str) {
    match cell.split_once(':') {
        Some(("n", number)) => sheet.write_number(row, column, number.parse::<f64>().unwrap()).unwrap(),
        Some(("b", truth)) => sheet.write_boolean(row, column, truth == "true").unwrap(),
        Some(("d", day)) => {
            let format = Format::new().set_num_format("dd/mm/yyyy");
            let day = ExcelDateTime::parse_from_str(day).unwrap();
            sheet.write_datetime_with_format(row, column, &day, &format).unwrap()
        }
        Some(("e", error)) => {
            sheet.write_formula(row, column, Formula::new("=1/0").set_result(error)).unwrap()
        }
        _ if cell.is_empty() => return,
        _ => sheet.write_string(row, column, cell).unwrap(),
    };
}

fn said(faults: &[Fault]) -> Vec<String> {
    let locale = Locale::new(Language::English);
    faults.iter().map(|fault| fault.say(&locale)).collect()
}

fn open(sheets: &[(&str, &str)]) -> Form {
    let sheets = read_form(&workbook(sheets), "thử.xlsx").unwrap();
    build(&sheets).unwrap_or_else(|error| panic!("{:?}", said(error.faults())))
}

/// Every fault, by the sheet, the row Excel shows, the letter Excel shows and the header its author wrote.
#[rstest]
#[case::missing_list(
    "type|name|label\nselect_one yesno|a|A",
    "row 2, column A (type): there is no choice list “yesno”. Was “yes_no” meant?"
)]
#[case::missing_loop_list(
    "type|name|label\nbegin loop over yesno|a|A\ntext|b|B\nend loop",
    "row 2, column A (type): there is no choice list “yesno”. Was “yes_no” meant?"
)]
#[case::dangling(
    "type|name|label|relevance\ninteger|age|A\ntext|b|B|${aeg} > 1",
    "row 3, column D (relevance): there is no question named “aeg”. Was “age” meant?"
)]
#[case::dangling_in_a_label(
    "type|name|label::vi\ninteger|age|A\nnote|b|Chào ${agee}",
    "row 3, column C (label::vi): there is no question named “agee”. Was “age” meant?"
)]
#[case::dangling_trigger(
    "type|name|label|calculation|trigger\ncalculate|age||1|${q}",
    "row 2, column E (trigger): there is no question named “q”."
)]
#[case::unreadable(
    "type|name|label|constraint\ninteger|a|A|. > ",
    "row 2, column D (constraint): the expression breaks off at its end."
)]
#[case::unclosed(
    "type|name|label|bind::relevant\ntext|a|A|${b",
    "row 2, column D (bind::relevant): the expression opens ${ at position 2 and never closes it."
)]
#[case::no_list(
    "type|name|label\nselect one|a|A",
    "row 2, column A (type): the type “select one” lacks the name of its choice list. Write it behind the type."
)]
#[case::no_name(
    "type|name|label\ntext||A",
    "row 2, column B (name): the question has no name. Fill in name."
)]
#[case::bad_name(
    "type|name|label\ntext|1 a|A",
    "row 2, column B (name): “1 a” is no name. A name begins with a letter or underscore and holds letters, digits, underscores, hyphens and points."
)]
#[case::twice(
    "type|name|label\ntext|a|A\ninteger|a|B",
    "row 3, column B (name): the name “a” is used in row 2 already."
)]
#[case::never_ended(
    "type|name|label\nbegin group|g|G\ntext|a|A",
    "row 2, column A (type): the group “g” never ends. Add its end row."
)]
#[case::other_end(
    "type|name|label\nbegin group|g|G\ntext|a|A\nend repeat",
    "row 4, column A (type): this end does not fit “g”, begun in row 2."
)]
#[case::no_begin(
    "type|name|label\ntext|a|A\nend group",
    "row 3, column A (type): this end has no beginning."
)]
#[case::no_such_bracket(
    "type|name|label\nbegin grup|a|A",
    "row 2, column A (type): “begin grup” is not known. Is “begin group” meant?"
)]
#[case::bad_range(
    "type|name|label|parameters\nrange|a|A|start=1 end=mười",
    "row 2, column D (parameters): “end=mười” is no number a range can use. Correct it, for example start=1 end=10 step=1."
)]
#[case::bad_trigger(
    "type|name|label|trigger\ntext|a|A|b",
    "row 2, column D (trigger): “b” mentions no question. Write the name of a question in braces behind a dollar sign."
)]
#[case::no_questions(
    "type|name|label",
    "this sheet has no questions. Add rows of questions below the header row."
)]
fn a_fault_names_its_cell(#[case] survey: &str, #[case] expected: &str) {
    let choices = "list_name|name|label\nyes_no|yes|Yes";
    let sheets = read_form(&workbook(&[("survey", survey), ("choices", choices)]), "form.xlsx").unwrap();
    let error = build(&sheets).expect_err(expected);
    let separator = if expected.starts_with("row") { "," } else { ":" };
    assert_eq!(said(error.faults()), [format!("Sheet survey{separator} {expected}")]);
}

#[test]
fn every_fault_is_told_not_only_the_first() {
    let survey = "type|name|label|relevant\nselect_one x|a|A\ntext||B\ntext|c|C|${z}\nbegin group|g|G";
    let choices = "list_name|name|label\nl||Yes\nl|b c|B";
    let sheets = read_form(&workbook(&[("survey", survey), ("choices", choices)]), "form.xlsx").unwrap();
    let error = build(&sheets).unwrap_err();
    let places: Vec<_> =
        error.faults().iter().map(|fault| format!("{}!{}{}", fault.sheet, fault.letter, fault.row)).collect();
    assert_eq!(places, ["survey!A2", "survey!B3", "survey!D4", "survey!A5", "choices!B2"]);
}

#[test]
fn cells_of_every_kind_become_text() {
    let form = open(&[
        (" Survey ", "Phiếu khảo sát\n\ntype|name|label|required|default|relevant\nselect_one l|a|Một|b:true\nselect_one l|b|Hai|b:false|d:2023-09-14|${a} = 2\ntext|n:12|Ba"),
        ("CHOICES", "list name|name|label\nl|n:1|n:1.5\nl|n:2.0|b:true\nl|n:10000000000|Lớn"),
        ("Settings", "form_title|form_id|version\nThử|thu|n:20230914"),
    ]
    .map(|(name, rows)| (name, if rows.contains("n:12|") { rows.replace("n:12|", "c|") } else { rows.to_owned() }))
    .each_ref()
    .map(|(name, rows)| (*name, rows.as_str())));
    let codes: Vec<_> = form.lists["l"].iter().map(|choice| choice.code.as_str()).collect();
    assert_eq!(codes, ["1", "2", "10000000000"]);
    let labels: Vec<_> = form.lists["l"].iter().map(|choice| choice.label.get("default")).collect();
    assert_eq!(labels, ["1.5", "TRUE", "Lớn"]);
    assert_eq!((form.id.as_str(), form.version.as_str()), ("thu", "20230914"));
    assert!(form.node("a").unwrap().required.is_some() && form.node("b").unwrap().required.is_none());
    assert_eq!(format!("{:?}", form.node("b").unwrap().default), "Some(Text(\"2023-09-14\"))");
    assert_eq!(form.node("a").unwrap().row, 4);
}

/// What somebody left at the end of a sheet is a remark of its row, not the end of the form.
#[test]
fn a_stray_cell_far_below_is_passed_over() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("survey").unwrap();
    for (at, text) in ["type", "name", "label", "text", "a", "A"].into_iter().enumerate() {
        write(sheet, (at / 3).try_into().unwrap(), (at % 3).try_into().unwrap(), text);
    }
    write(sheet, 1_048_575, 2, ".");
    let sheets = read_form(&book.save_to_buffer().unwrap(), "xa.xlsx").unwrap();
    let form = build(&sheets).unwrap();
    let told = "row 1048576, column A (type): this row has no type and no name, so it is passed over.";
    assert_eq!(said(&form.warnings), [format!("Sheet survey, {told}")]);
}

#[test]
fn a_broken_formula_is_noticed() {
    let form = open(&[("survey", "type|name|label\ntext|a|A\ntext|b|e:#REF!")]);
    assert_eq!(
        said(&form.warnings),
        ["Sheet survey, row 3, column C: cell C3 holds a broken formula #REF!."]
    );
}

#[test]
fn text_is_made_clean() {
    let survey = "type|name |Label:: Tiếng Việt (vi)|constraint\u{a0}message|constraint\ninteger|a|Tuo\u{302}\u{309}i\u{200b}|Sai|. < “99”";
    let form = open(&[("survey\u{a0}", survey)]);
    let node = form.node("a").unwrap();
    assert_eq!(node.label.get("vi"), "Tuổi");
    assert_eq!(node.constraint_message.get("vi"), "Sai");
    assert!(node.constraint.is_some());
}

#[test]
fn the_only_sheet_is_the_survey() {
    let form = open(&[("Sheet1", "type|name|label\ntext|a|A")]);
    assert_eq!(form.questions().count(), 1);
}

#[test]
fn a_mistyped_survey_is_offered() {
    let sheets = read_form(&workbook(&[("surveys", "type|name\ntext|a"), ("x", "y")]), "form.xlsx").unwrap();
    let error = build(&sheets).unwrap_err();
    assert_eq!(
        said(error.faults()),
        ["Sheet survey: there is no sheet “survey”. Is the sheet “surveys” meant? Rename it to survey."]
    );
}

#[test]
fn media_languages_parameters_and_unknown_columns_are_kept() {
    let form = open(&[
        (
            "survey",
            "type|name|label|label::English (en)|media::image::English (en)|parameters|guidance hint|register|instance::x\nrange|a|Một|One|one.png|start = 0 end=5|Thêm|cell.name|7",
        ),
        ("settings", "default_language|mystery\nVietnamese (vi)|?"),
    ]);
    let node = form.node("a").unwrap();
    assert_eq!(node.kind, Kind::Range);
    assert_eq!(
        (node.parameter("start"), node.parameter("end"), node.parameter("step")),
        (Some("0"), Some("5"), None)
    );
    assert_eq!((node.label.get("vi"), node.label.get("en"), node.label.get("fr")), ("Một", "One", "Một"));
    assert_eq!(node.media["image"].get("en"), "one.png");
    assert_eq!(node.guidance.get("vi"), "Thêm");
    assert_eq!((node.register(), node.extra["instance::x"].as_str()), (Some("cell.name"), "7"));
    let codes: Vec<_> = form.languages.iter().map(|language| language.code.as_str()).collect();
    assert_eq!(codes, ["vi", "en"]);
    assert_eq!(form.warnings.len(), 1, "{:?}", said(&form.warnings));
}

#[test]
fn the_default_language_may_be_spelled_otherwise_than_its_headers() {
    let form = open(&[
        ("survey", "type|name|label::English (en)|label::Tiếng Việt (vi)\ntext|a|A|B"),
        ("settings", "default_language\ntiếng việt"),
    ]);
    assert_eq!(form.default_language(), "vi");
    assert_eq!(form.languages.len(), 2);
}

#[test]
fn or_other_adds_a_choice_and_a_question() {
    let form = open(&[
        (
            "survey",
            "type|name|label::vi\nselect_one l or_other|a|A\nselect_multiple l or_other|b|B\ntext|b_other|Của tôi",
        ),
        ("choices", "list_name|name|label::vi\nl|x|X"),
    ]);
    let codes: Vec<_> =
        form.lists["l"].iter().map(|choice| (choice.code.as_str(), choice.label.get("vi"))).collect();
    assert_eq!(codes, [("x", "X"), ("other", "Khác")]);
    let names: Vec<_> = form.nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["a", "a_other", "b", "b_other"]);
    assert!(form.node("a_other").unwrap().relevant.is_some());
    assert_eq!(form.node("b_other").unwrap().label.get("vi"), "Của tôi");
}

#[test]
fn groups_stand_seven_deep_and_repeats_two() {
    let mut survey = "type|name|label|repeat_count\n".to_owned();
    for level in 0..7 {
        survey.push_str(&format!(
            "begin {}|g{level}|G{level}|{}\n",
            if level % 4 == 3 { "repeat" } else { "group" },
            if level == 3 { "n:2" } else { "" }
        ));
    }
    survey.push_str("text|a|A\n");
    for level in (0..7).rev() {
        survey.push_str(&format!("end {}\n", if level % 4 == 3 { "repeat" } else { "group" }));
    }
    let form = open(&[("survey", &survey)]);
    assert_eq!(form.around(form.node("a").unwrap()).len(), 7);
    assert_eq!(form.node("a").unwrap().repeats, 1);
    assert!(form.node("g3").unwrap().repeat_count.is_some());
}

#[test]
fn external_choices_make_a_list() {
    let form = open(&[
        (
            "survey",
            "type|name|label|choice_filter\nselect_one_external xa|a|A|huyen='1'\nselect_one_external xx|b|B",
        ),
        ("external_choices", "list_name|name|label|huyen\nxa|x|X|n:1\nxa|x|X|n:2\nxx|y|Y"),
    ]);
    assert_eq!(form.node("a").unwrap().kind, Kind::SelectOne("xa".into()));
    assert_eq!(form.lists["xa"].len(), 2);
    assert!(form.warnings.is_empty(), "{:?}", said(&form.warnings));
}

#[test]
fn a_list_merged_over_its_choices_is_the_list_of_each() {
    let mut book = Workbook::new();
    let survey = book.add_worksheet().set_name("survey").unwrap();
    for (row, line) in ["type|name|label", "select_one l|a|A"].iter().enumerate() {
        for (column, cell) in line.split('|').enumerate() {
            survey.write_string(row as u32, column as u16, cell).unwrap();
        }
    }
    let choices = book.add_worksheet().set_name("choices").unwrap();
    for (column, header) in ["list_name", "name", "label"].iter().enumerate() {
        choices.write_string(0, column as u16, *header).unwrap();
    }
    choices.merge_range(1, 0, 3, 0, "l", &Format::new()).unwrap();
    for (row, code) in ["x", "y", "z"].iter().enumerate() {
        choices.write_string(row as u32 + 1, 1, *code).unwrap();
        choices.write_string(row as u32 + 1, 2, *code).unwrap();
    }
    let sheets = read_form(&book.save_to_buffer().unwrap(), "x.xlsx").unwrap();
    let form = build(&sheets).unwrap_or_else(|error| panic!("{:?}", said(error.faults())));
    assert_eq!(form.lists["l"].len(), 3);
    assert_eq!(said(&form.warnings), [""; 0]);
}

/// Two hundred languages of label, hint and guidance need more columns than any list of members.
#[test]
fn a_form_may_have_a_thousand_columns() {
    let languages = |name: &str| (0..300).map(|at| format!("|{name}::L{at} (l{at})")).collect::<String>();
    let header = format!(
        "type|name{}{}{}|relevant",
        languages("label"),
        languages("hint"),
        languages("guidance_hint")
    );
    let blank = "|t".repeat(900);
    let form = open(&[("survey", &format!("{header}\ntext|a{blank}|1 = 1"))]);
    assert_eq!(form.languages.len(), 300);
    assert!(form.node("a").unwrap().relevant.is_some());
}
