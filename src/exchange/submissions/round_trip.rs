//! What goes out comes back: surveys with every kind of question, in repeats two deep, as a workbook and read
//! again, by wordings in each language and by names.

use super::*;
use crate::forms::answer;
use crate::forms::attached::Attached;
use crate::forms::built_in;
use crate::forms::form::Node;
use crate::forms::kind::Kind;
use proptest::prelude::*;
use std::sync::OnceLock;

const FORM: &str = "\
| survey | | | | | | | |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | appearance | parameters | register |
| | begin group | firm | Đơn vị | The firm | | | |
| | text | tax_code | Mã số thuế | Tax code | | | enterprise.tax_code |
| | text | words | Lời | Words | | | |
| | text | lines | Nhiều dòng | Lines | multiline | | |
| | text | name | Tên | Name | | | |
| | begin group | inner | Bên trong | Inside | | | |
| | text | again | Tên | Name | | | |
| | integer | whole | Số lao động | Workers | | | |
| | decimal | part | Tỉ lệ | Share | | | |
| | range | step | Mức | Level | | start=0 end=10 step=0.5 | |
| | end group | | | | | | |
| | end group | | | | | | |
| | date | day | Ngày | Day | | | |
| | date | month | Tháng | Month | month-year | | |
| | time | clock | Giờ | Time | | | |
| | datetime | moment | Lúc | Moment | | | |
| | select_one colour | one | Màu | Colour | | | |
| | select_multiple colour or_other | many | Các màu | Colours | | | |
| | rank colour | order | Thứ tự | Order | | | |
| | acknowledge | seen | Đã xem | Seen | | | |
| | geopoint | spot | Nơi | Place | | | |
| | geotrace | way | Đường | Way | | | |
| | geoshape | area | Vùng | Area | | | |
| | image | photo | Ảnh | Photo | | | |
| | hidden | device | | | | | |
| | begin repeat | site | Cơ sở | Site | | | |
| | text | site_name | Tên | Name | | | |
| | select_multiple colour | site_many | Các màu | Colours | | | |
| | begin repeat | shift | Ca/kíp? | Shift: [all] | | | |
| | integer | people | Số người | People | | | |
| | date | since | Từ ngày | Since | | | |
| | rank colour | preferred | Thứ tự | Order | | | |
| | end repeat | | | | | | |
| | end repeat | | | | | | |
| | begin repeat | history | Cơ sở | History | | | |
| | text | year | Năm | Year | | | |
| | end repeat | | | | | | |
| choices | | | | |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | colour | 01 | Đỏ | Red |
| | colour | 02 | Xanh | Blue |
| | colour | 03 | Xanh, nhạt; trong | Light blue |
| | colour | 4 | Đỏ | Dark red |
| | colour | black-white | Đen | Black |
| settings | | |
| | form_id | form_title |
| | vòng về | Phiếu |
";

fn form() -> &'static Form {
    static FORM_READ: OnceLock<Form> = OnceLock::new();
    FORM_READ.get_or_init(|| built_in::read(FORM).unwrap())
}

/// What people type into a question: mostly what it asks for, at times anything.
fn typed(node: &Node) -> BoxedStrategy<String> {
    let sensible = match &node.kind {
        Kind::Integer => "-?[0-9]{1,12}|[0-9]{1,3}\\.[0-9]{3}|0[0-9]{3}".boxed(),
        Kind::Decimal => "-?[0-9]{1,6}(,[0-9]{1,6})?|1e5|0,001".boxed(),
        Kind::Range => "[0-9](,5)?".boxed(),
        Kind::Date => {
            "(0?[1-9]|[12][0-9])/(0?[1-9]|1[0-2])/(1[0-9]{3}|20[0-9]{2})|2024-02-29|2023-09|1986".boxed()
        }
        Kind::Time => "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?".boxed(),
        Kind::DateTime => "[12][0-9]/(0[1-9]|1[0-2])/20[0-9]{2} ([01][0-9]|2[0-3]):[0-5][0-9]".boxed(),
        Kind::SelectOne(_) => "01|02|03|4|black-white|Đen|Red|other|tím".boxed(),
        Kind::SelectMultiple(_) | Kind::Rank(_) => {
            let codes = vec!["01", "02", "03", "4", "black-white", "other"];
            proptest::sample::subsequence(codes, 0..=6)
                .prop_shuffle()
                .prop_map(|codes| codes.join(" "))
                .boxed()
        }
        Kind::Acknowledge => "OK|x|".boxed(),
        Kind::GeoPoint => {
            "-?[0-8][0-9]\\.[0-9]{1,7} 1[0-7][0-9]\\.[0-9]{1,7}( [0-9]{1,3} [0-9]{1,2})?".boxed()
        }
        Kind::GeoTrace | Kind::GeoShape => "10\\.1 10\\.[0-9];11\\.5 10\\.2;12 9;10\\.1 10\\.1".boxed(),
        Kind::File => "[0-9a-f]{64}/[a-zảđ][a-zảđ ]{0,7}\\.jpg|169\\.jpg".boxed(),
        _ => "0[0-9]{9}|[=+@-][A-Z(1)]{1,8}|\\+84 [0-9]{9}|1e5|12/5|true|NULL|Đỏ; Xanh|n/a".boxed(),
    };
    prop_oneof![6 => sensible, 1 => "\\PC{0,24}", 1 => "[ \na-zđộ;,/0-9]{0,24}", 2 => Just(String::new())]
        .boxed()
}

/// The answers of the questions directly in a table, in one of its rounds.
fn answers_of(within: Option<usize>, at: &Instance) -> BoxedStrategy<Vec<(String, Instance, String)>> {
    let form = form();
    let names = super::names::Names::of(form);
    let here = form.nodes.iter().enumerate().filter(|(place, node)| {
        (node.kind.is_asked() || node.kind == Kind::Hidden)
            && names.repeats_around(*place).last().copied() == within
    });
    let one = |(place, node): (usize, &'static Node)| {
        let at = at.clone();
        typed(node).prop_map(move |typed| {
            let node = &form.nodes[place];
            (node.name.clone(), at.clone(), answer::read(node, form.list_of(node), &typed))
        })
    };
    here.map(one).collect::<Vec<_>>().boxed()
}

/// The rounds of a repeat and of those in it.
fn rounds_of(
    repeat: &'static str,
    outer: Instance,
    depth: usize,
) -> BoxedStrategy<Vec<(String, Instance, String)>> {
    let place = form().place(repeat).unwrap();
    (0_u32..=if depth == 0 { 3 } else { 2 })
        .prop_flat_map(move |count| {
            let outer = outer.clone();
            let rounds: Vec<_> = (1..=count)
                .map(|round| {
                    let at = outer.child(round);
                    let inner = if repeat == "site" {
                        rounds_of("shift", at.clone(), depth + 1)
                    } else {
                        Just(vec![]).boxed()
                    };
                    (answers_of(Some(place), &at), inner).prop_map(|(here, inner)| [here, inner].concat())
                })
                .collect();
            rounds.prop_map(move |rounds| {
                let mut answers = rounds.concat();
                answers.push((repeat.to_owned(), outer.clone(), count.to_string()));
                answers
            })
        })
        .boxed()
}

fn survey() -> impl Strategy<Value = Vec<(String, Instance, String)>> {
    let top = Instance::top();
    (answers_of(None, &top), rounds_of("site", top.clone(), 0), rounds_of("history", top, 0))
        .prop_map(|(here, sites, history)| [here, sites, history].concat())
}

/// Answers in one order, without what is no answer.
fn sorted(answers: impl IntoIterator<Item = (String, Instance, String)>) -> Vec<(String, String, String)> {
    let form = form();
    let is_answer = |(question, _, value): &(String, Instance, String)| {
        let is_count = form.node(question).is_some_and(|node| node.kind == Kind::Repeat);
        !(value.is_empty() || is_count && value == "0")
    };
    let mut answers: Vec<_> = answers
        .into_iter()
        .filter(is_answer)
        .map(|(question, at, value)| (question, at.to_string(), value))
        .collect();
    answers.sort();
    answers
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn surveys_come_back_as_they_went(surveys in proptest::collection::vec(survey(), 1..4)) {
        let exported: Vec<Exported> = surveys
            .iter()
            .enumerate()
            .map(|(number, answers)| Exported {
                key: format!("key-{number}"),
                about: BTreeMap::from([("case", format!("HS-000{number}")), ("started_on", "2023-09-14".to_owned())]),
                answers: answers.clone(),
            })
            .collect();
        for (language, labels) in [("vi", false), ("vi", true), ("en", true)] {
            let book = write_submissions(form(), &exported, ExportOptions { language, labels }).unwrap();
            let read = SubmissionFile::of_bytes(&book.bytes, "a.xlsx").unwrap().read(form(), None).unwrap();
            prop_assert_eq!(&read.faults, &vec![]);
            prop_assert_eq!(&read.doubtful, &vec![]);
            prop_assert_eq!(read.rows.len(), exported.len());
            for (row, survey) in read.rows.iter().zip(&exported) {
                prop_assert_eq!((&row.key, row.case.as_ref()), (&survey.key, survey.about.get("case")));
                let came = row.answers.iter().map(|given| {
                    (given.question.clone(), given.instance.clone(), given.value.clone())
                });
                // A person is told what a file is called; its hash is for programs.
                let went = survey.answers.iter().cloned().map(|(question, at, value)| {
                    let is_file = form().node(&question).is_some_and(|node| node.kind == Kind::File);
                    let name = Attached::read(&value).filter(|_| is_file && labels).map(|file| file.name.to_owned());
                    (question, at, name.unwrap_or(value))
                });
                let (came, went) = (sorted(came), sorted(went));
                let only = |some: &[(String, String, String)], others: &[(String, String, String)]| {
                    some.iter().filter(|one| !others.contains(one)).cloned().collect::<Vec<_>>()
                };
                let differ = (only(&came, &went), only(&went, &came));
                prop_assert_eq!(differ, (vec![], vec![]), "came, went: {} {}", language, labels);
            }
        }
    }
}
