//! Importing surveys filled elsewhere: ODK Central, KoboToolbox, SurveyCTO, or another store of ours.
//!
//! Each becomes a draft survey of its case, checked by the form. What names it in the whole world is kept beside
//! its answers, so that the same file read again changes nothing.
//!
//! Invariant: a case is never guessed, and a survey there is never overwritten: what differs is told.

use super::desk::Office;
use super::error::{Error, Result};
use super::import_plan::{self, Fate, ImportPlan, PlannedRow, Step, Unplaced};
use super::imports::unreadable;
use super::submission_cases::{Cases, FoundCase};
use super::submission_media::{ComingFile, Finding};
use super::surveys::view;
use crate::domain::case::Case;
use crate::domain::ids::Id;
use crate::domain::statement::{FormVersion, Survey, SurveyState};
use crate::exchange::{self, Doubt, Fault, Given, Place, Submission, SubmissionFile, Submissions};
use crate::forms::attached::Attached;
use crate::forms::form::Form;
use crate::forms::kind::Kind;
use crate::forms::survey::{Complaint, Filling};
use crate::store::Value;
use crate::text::clean::clean;
use crate::text::message::Message;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Under which question a survey keeps what names it in the whole world: no form can ask it, and every export
/// of the standard has it.
pub(super) const KEY: &str = "meta/instanceID";
/// How many questions a doubt names.
const NAMED_AT_MOST: usize = 5;
/// How a column is called that the exporting program added.
const ADDED: &str = "meta";

/// How an export is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SubmissionOptions {
    /// The form; otherwise the stored one that knows the most columns.
    pub form: Option<String>,
    /// The table of the surveys, by name or number.
    pub sheet: Option<String>,
    /// Which case a survey belongs to, as an officer settled it: its key, the case's code or name.
    pub cases: Vec<(String, String)>,
    /// Folders and archives with the photos and files of the answers, where they stand neither in the export nor
    /// beside it.
    pub files: Vec<PathBuf>,
}

/// What names an organisation, the plainest first.
const NAMES: [&str; 4] = ["cell.name", "enterprise.name", "enterprise.tax_code", "cell.code"];

impl Office {
    /// Reads an export of surveys and plans what importing it would do.
    ///
    /// # Errors
    /// The file can't be read, or no stored form asks any of its columns.
    pub fn preview_submissions(&self, path: &Path, options: &SubmissionOptions) -> Result<ImportPlan> {
        self.preview_submissions_telling(path, options, &mut |_, _| true)
    }

    /// As [`Office::preview_submissions`], and tells how many surveys of how many are looked at; stops where the
    /// answer is not to go on.
    pub fn preview_submissions_telling(
        &self,
        path: &Path,
        options: &SubmissionOptions,
        goes_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<ImportPlan> {
        let file = SubmissionFile::open(path, &options.files).map_err(|error| unreadable(&error))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.plan_submissions(&clean(&name).text, &file, options, goes_on)
    }

    /// As [`Office::preview_submissions`], from bytes in hand.
    pub fn preview_submission_bytes(
        &self,
        name: &str,
        bytes: &[u8],
        options: &SubmissionOptions,
    ) -> Result<ImportPlan> {
        let file = SubmissionFile::of_bytes(bytes, name).map_err(|error| unreadable(&error))?;
        self.plan_submissions(name, &file, options, &mut |_, _| true)
    }

    fn plan_submissions(
        &self,
        name: &str,
        file: &SubmissionFile,
        options: &SubmissionOptions,
        goes_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<ImportPlan> {
        let (id, form, read) = self.read_by_form(file, options)?;
        let mut settled = HashMap::new();
        for (key, case) in &options.cases {
            let key = key.strip_prefix("uuid:").unwrap_or(key);
            if !read.rows.iter().any(|submission| submission.key == key) {
                return Err(Error::yours(Message::new("import.error.no_such_survey").with("key", key)));
            }
            settled.insert(key.to_owned(), self.find_case(case)?);
        }
        let mut planner = Planner {
            office: self,
            cases: Cases::load(self.reader())?,
            known: self.reader().survey_keys(KEY)?.into_iter().collect(),
            settled,
            taken: HashSet::new(),
            files: Finding::new(self.reader(), file.media()),
            coming: HashSet::new(),
            form_id: id,
            plan: begin(name, &form, &read),
            form,
        };
        for (done, submission) in read.rows.iter().enumerate() {
            if !goes_on(done, read.rows.len()) {
                return Err(import_plan::stopped());
            }
            planner.submission(submission)?;
        }
        Ok(planner.plan)
    }

    /// Reads by the form asked for, else by the stored one that knows the most columns, the newest first.
    fn read_by_form(
        &self,
        file: &SubmissionFile,
        options: &SubmissionOptions,
    ) -> Result<(Id<FormVersion>, Arc<Form>, Submissions)> {
        let mut candidates = Vec::new();
        if options.form.is_some() {
            candidates.push(self.stored_form(options.form.as_deref())?);
        } else {
            let mut names = HashSet::new();
            let newest = self.forms()?.into_iter().rev().filter(|line| names.insert(line.name.clone()));
            candidates.extend(newest.map(|line| line.id));
        }
        let mut best: Option<(Id<FormVersion>, Arc<Form>, Submissions)> = None;
        let mut refused = None;
        for id in candidates {
            let form = self.form(&id)?;
            match file.read(&form, options.sheet.as_deref()) {
                Ok(read) if best.as_ref().is_none_or(|(.., best)| read.fit() > best.fit()) => {
                    best = Some((id, form, read));
                }
                Ok(_) => {}
                Err(exchange::Error::NoHeader { sheet, .. }) => {
                    let message = Message::new("import.error.no_questions").with("sheet", sheet);
                    refused = refused.or(Some(Error::file(message.with("form", &form.id))));
                }
                Err(error) => refused = refused.or(Some(unreadable(&error))),
            }
        }
        let none = || Error::yours(Message::new("import.error.no_form"));
        best.ok_or_else(|| refused.unwrap_or_else(none))
    }
}

/// Everything the reading has to say, before any survey was looked at.
fn begin(file: &str, form: &Form, read: &Submissions) -> ImportPlan {
    let columns = read.columns.iter().map(|column| {
        let field = column.question.clone().or_else(|| column.added.then(|| ADDED.to_owned()));
        (column.place.letter.clone(), column.place.header.clone(), field)
    });
    ImportPlan {
        kind: "submissions",
        file: file.to_owned(),
        form: Some(format!("{} {}", form.id, form.version)),
        sheet: read.sheet.clone(),
        sheets: read.sheets.clone(),
        columns: columns.collect(),
        read: read.read,
        faults: read.faults.clone(),
        doubtful: read.doubtful.clone(),
        duplicates: read.duplicates.clone(),
        ..ImportPlan::default()
    }
}

struct Planner<'a> {
    office: &'a Office,
    cases: Cases<'a>,
    /// The surveys there are, by what names them.
    known: HashMap<String, Id<Survey>>,
    settled: HashMap<String, Id<Case>>,
    /// Cases that get a survey by this plan.
    taken: HashSet<String>,
    files: Finding<'a>,
    /// Hashes of the files this plan keeps.
    coming: HashSet<String>,
    form_id: Id<FormVersion>,
    form: Arc<Form>,
    plan: ImportPlan,
}

/// A survey as it will be kept, and the files that come with it.
struct Filled {
    filling: Filling,
    files: Vec<ComingFile>,
    /// Answers whose file does not come, by their place among the answers, and why.
    without_file: BTreeMap<usize, Message>,
}

impl Planner<'_> {
    fn submission(&mut self, submission: &Submission) -> Result<()> {
        let filled = self.fill(submission)?;
        if let Some(survey) = self.known.get(&submission.key).cloned() {
            return self.compare(submission, &survey, &filled.filling);
        }
        let says = NAMES.iter().find_map(|name| submission.identity.get(name)).cloned().unwrap_or_default();
        let unplaced = Unplaced { key: submission.key.clone(), says };
        self.plan.unplaced.insert(submission.row, unplaced);
        self.check(submission, &filled);
        let case = match self.settled.get(&submission.key) {
            Some(case) => self.cases.open(case)?,
            None => self.cases.find(submission)?,
        };
        let case = match case {
            Ok(case) => case,
            Err(question) => {
                self.ask(submission, &submission.key, question);
                return Ok(());
            }
        };
        let surveys = self.office.reader().surveys_of(&case.id)?;
        let drafted = surveys.iter().any(|survey| survey.state == SurveyState::Draft);
        if drafted || !self.taken.insert(case.id.to_string()) {
            let key = if drafted { "import.doubt.draft_exists" } else { "import.doubt.second_survey" };
            let message = Message::new(key).with("case", &case.code).with("name", &case.cell);
            self.ask(submission, &submission.key, message);
            return Ok(());
        }
        self.add(submission, &case, filled);
        Ok(())
    }

    fn fill(&mut self, submission: &Submission) -> Result<Filled> {
        let mut given: Vec<(&str, String, String)> = Vec::with_capacity(submission.answers.len());
        let mut files = Vec::new();
        let mut without_file = BTreeMap::new();
        for (place, answer) in submission.answers.iter().enumerate() {
            let mut value = answer.value.clone();
            if self.form.node(&answer.question).is_some_and(|node| node.kind == Kind::File) {
                let brought = self.files.bring(answer, &submission.key)?;
                value = brought.value;
                files.extend(brought.file);
                without_file.extend(brought.doubt.map(|why| (place, why)));
            }
            given.push((&answer.question, answer.instance.to_string(), value));
        }
        let given = given.iter().map(|(name, at, value)| (*name, at.as_str(), value.as_str()));
        let filling = Filling::resume(Arc::clone(&self.form), given, self.office.today());
        Ok(Filled { filling, files, without_file })
    }

    /// What the form says against the answers, and which of them are names of files that did not come along.
    fn check(&mut self, submission: &Submission, filled: &Filled) {
        for (number, given) in submission.answers.iter().enumerate() {
            let Some(place) = given.place.clone() else { continue };
            let value = if given.before.is_empty() { &given.value } else { &given.before };
            if let Some(why) = filled.without_file.get(&number) {
                self.plan.doubtful.push(Doubt {
                    sheet: given.sheet.clone(),
                    row: given.row,
                    other: None,
                    column: Some(place),
                    value: value.clone(),
                    message: why.clone(),
                });
            } else if let Some(complaint) = filled.filling.check(&given.question, &given.instance) {
                self.plan.faults.push(Fault {
                    sheet: given.sheet.clone(),
                    row: given.row,
                    column: place,
                    value: value.clone(),
                    message: worded(&complaint),
                    left_out: false,
                });
            }
        }
    }

    /// A survey that is there already: it stays as it is, and what the file says otherwise is told.
    fn compare(&mut self, submission: &Submission, id: &Id<Survey>, filling: &Filling) -> Result<()> {
        let office = self.office;
        let there = view(&office.desk, &office.reader(), id, office.today())?;
        let case = self.cases.open(&there.survey.case)?;
        let name = case.map_or_else(|_| id.to_string(), |case| called(&case));
        self.settle(submission, &name, Fate::Unchanged);
        let differs = |given: &&Given| {
            let kept = there.filling.answer(&given.question, &given.instance);
            let said = filling.answer(&given.question, &given.instance);
            // A file is the same by its bytes, or, where it did not come along, by its name.
            let same_file = Attached::read(kept).is_some_and(|file| match Attached::read(said) {
                Some(said) => said.hash == file.hash,
                None => said == file.name,
            });
            given.place.is_some() && !same_file && kept != said
        };
        let same_form = there.filling.form().id == self.form.id;
        let different: Vec<&Given> = submission.answers.iter().filter(differs).collect();
        if same_form && there.survey.state != SurveyState::Discarded && !different.is_empty() {
            let mut named: Vec<&str> =
                different.iter().take(NAMED_AT_MOST).map(|given| given.question.as_str()).collect();
            if different.len() > NAMED_AT_MOST {
                named.push("…");
            }
            let message = Message::new("import.doubt.changed_since")
                .with("name", name)
                .with("count", different.len())
                .with("questions", named.join(", "));
            self.ask(submission, &submission.key, message);
        }
        Ok(())
    }

    fn add(&mut self, submission: &Submission, case: &FoundCase, filled: Filled) {
        let Filled { filling, files, .. } = filled;
        if !files.is_empty() {
            *self.plan.totals.entry("files".to_owned()).or_default() +=
                i64::try_from(files.len()).unwrap_or(i64::MAX);
        }
        for file in files {
            // The same photo twice is kept once.
            if self.coming.insert(file.hash().to_owned()) {
                self.plan.steps.push(Step::Attach(file));
            }
        }
        let clock = self.office.desk.clock;
        let survey = clock.id();
        let started = self.office.today().to_string();
        let values = vec![
            ("case", Value::from(case.id.as_str())),
            ("form", Value::from(self.form_id.as_str())),
            ("state", Value::from(SurveyState::Draft.code())),
            ("started_on", started.into()),
        ];
        self.plan.create("survey", survey.clone(), values);
        let key = (KEY.to_owned(), String::new(), submission.key.clone());
        let answers = filling
            .answers()
            .map(|(node, instance, value)| (node.name.clone(), instance.to_string(), value.to_owned()));
        let mut count = 0;
        for (question, instance, value) in std::iter::once(key).chain(answers) {
            count += i64::from(question != KEY);
            let values = vec![
                ("survey", Value::from(survey.as_str())),
                ("question", question.into()),
                ("instance", Value::from(instance)),
                ("value", value.into()),
            ];
            self.plan.create("answer", clock.id(), values);
        }
        *self.plan.totals.entry("answers".to_owned()).or_default() += count;
        self.settle(submission, &called(case), Fate::Added);
    }

    fn settle(&mut self, submission: &Submission, name: &str, fate: Fate) {
        self.plan.rows.push(PlannedRow { row: submission.row, name: name.to_owned(), fate });
    }

    fn ask(&mut self, submission: &Submission, value: &str, message: Message) {
        self.plan.doubtful.push(Doubt {
            sheet: self.plan.sheet.clone(),
            row: submission.row,
            other: None,
            column: None::<Place>,
            value: value.to_owned(),
            message,
        });
    }
}

fn called(case: &FoundCase) -> String {
    format!("{} · {}", case.code, case.cell)
}

/// A complaint of the form as a sentence for a list.
fn worded(complaint: &Complaint) -> Message {
    match complaint {
        Complaint::Form(words) => {
            Message::new("gate.named").with("vi", words.get("vi")).with("en", words.get("en"))
        }
        Complaint::Program(message) => message.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::export_surveys::ExportWishes;
    use super::super::testing::Room;
    use super::*;
    use crate::text::locale::Language;

    const CSV: &str = "\
Tổ chức đảng,source,as_of,surveyor,workers,lạ,KEY
chi bo cong ty quang phu,Sổ sách,2023-08-31,Trần Văn An,\"1.250\",x,uuid:a1
Chi bộ nào đó,Sổ sách,2023-08-31,Trần Văn An,nhiều,,uuid:a2
";

    fn preview(room: &Room, text: &str) -> ImportPlan {
        room.office
            .preview_submission_bytes("phieu.csv", text.as_bytes(), &SubmissionOptions::default())
            .unwrap()
    }

    #[test]
    fn a_survey_filled_elsewhere_becomes_a_draft_and_comes_but_once() {
        let mut room = Room::new();
        let plan = preview(&room, CSV);
        assert_eq!((plan.read, plan.count(Fate::Added)), (2, 1));
        assert_eq!(plan.form.as_deref(), Some("short 1"));
        let asked: Vec<&str> = plan.doubtful.iter().map(|doubt| doubt.message.key.as_ref()).collect();
        assert_eq!(asked, ["import.doubt.unknown_question", "import.doubt.unknown_organisation"]);
        let faulty = &plan.faults[0];
        assert_eq!(
            (faulty.row, faulty.column.header.as_str(), faulty.value.as_str()),
            (3, "workers", "nhiều")
        );
        assert_eq!(room.office.surveys_of(&room.case).unwrap(), []);
        room.office.apply_import(&plan).unwrap();
        let survey = room.office.surveys_of(&room.case).unwrap().remove(0);
        assert_eq!(survey.state, SurveyState::Draft);
        let filling = room.office.survey_view(&survey.id).unwrap().filling;
        assert_eq!(filling.answer("workers", &crate::forms::instance::Instance::top()), "1250");
        let again = preview(&room, CSV);
        assert_eq!((again.count(Fate::Added), again.count(Fate::Unchanged)), (0, 1));
        assert!(!again.changes_anything());
        assert!(room.office.apply_import(&plan).is_err(), "the plan is stale");
        let changed = preview(&room, &CSV.replace("1.250", "1.300"));
        let told = changed.doubtful.iter().find(|doubt| doubt.message.key == "import.doubt.changed_since");
        assert!(told.is_some(), "{:?}", changed.doubtful);
        room.office.undo(None).unwrap();
        assert_eq!(room.office.surveys_of(&room.case).unwrap(), []);
    }

    #[test]
    fn an_officer_says_whose_survey_it_is_and_a_draft_is_never_passed_by() {
        let mut room = Room::new();
        let options =
            SubmissionOptions { cases: vec![("uuid:a2".into(), "HS-0001".into())], ..Default::default() };
        let text = CSV.replace("chi bo cong ty quang phu", "Khác");
        let plan = room.office.preview_submission_bytes("p.csv", text.as_bytes(), &options).unwrap();
        assert_eq!(plan.count(Fate::Added), 1);
        room.begin_survey();
        let plan = preview(&room, CSV);
        assert_eq!(plan.count(Fate::Added), 0);
        assert!(plan.doubtful.iter().any(|doubt| doubt.message.key == "import.doubt.draft_exists"));
    }

    #[test]
    fn what_was_exported_is_known_again_here_and_makes_the_same_survey_elsewhere() {
        let room = Room::new().supplied("survey");
        for names in [true, false] {
            let wishes = ExportWishes { names, ..ExportWishes::default() };
            let (bytes, told) = room.office.export_bytes(&wishes, Language::Vietnamese).unwrap();
            assert_eq!((told.surveys, told.left_out.len()), (1, 0));
            let here = room.office.preview_submission_bytes("a.xlsx", &bytes, &Default::default()).unwrap();
            assert_eq!((here.count(Fate::Unchanged), here.doubtful, here.faults), (1, vec![], vec![]));
            let mut elsewhere = Room::new();
            let plan =
                elsewhere.office.preview_submission_bytes("a.xlsx", &bytes, &Default::default()).unwrap();
            elsewhere.office.apply_import(&plan).unwrap();
            let answers = |room: &Room| {
                let survey = room.office.surveys_of(&room.case).unwrap().remove(0);
                let filling = room.office.survey_view(&survey.id).unwrap().filling;
                let said: Vec<_> = filling
                    .final_answers()
                    .map(|(node, at, value)| (node.name.clone(), at.clone(), value.to_owned()))
                    .collect();
                said
            };
            assert_eq!(answers(&elsewhere), answers(&room));
        }
    }
}
