//! Surveys and files: surveys filled elsewhere are taken in; answers go out as a workbook, with their photos;
//! forms and surveys go on paper.
//!
//! ```text
//! ╭▸Làm gì?──────────────╮╭ Tệp nào? ───────────────────────────╮
//! │ ▸Nhập phiếu đã điền  ││ gõ để lọc, hoặc dán đường dẫn       │
//! │  Xuất ra Excel       ││ ▸kobo-2023.xlsx              48 KB  │
//! ```
//!
//! Invariant: nothing is taken in here: that is done over the preview; no file there is replaced unless that was
//! said.

mod out;
mod preview;

use super::files::{Chosen, Files, Wanted};
use super::outcome::refused;
use super::side_list::{SideItem, SideList};
use crate::domain::statement::SurveyState;
use crate::office::import_submissions::SubmissionOptions;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::dialogs::progress::ProgressDialog;
use crate::tui::event::{Event, Motion, Reply};
use crate::tui::jobs::JobHandle;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::toast::Toast;
use out::Out;
use preview::{DONE, Planned, Preview, plan};
use ratatui::layout::Rect;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What can be done here, in the order of the list; each is a locale key and the action of its key.
const DEEDS: [(&str, &str); 3] =
    [("read", "submissions.read"), ("export", "submissions.export"), ("print", "submissions.print")];
const READ: usize = 0;

/// The screen.
pub struct Submissions {
    deeds: SideList,
    files: Files,
    on_files: bool,
    reading: Option<(JobHandle, PathBuf)>,
    out: Out,
    /// What there is to go out, a line a form.
    there: Vec<String>,
}

impl Submissions {
    /// Choosing what to do; files are looked for in the folder the program was started in.
    pub fn new(cx: &Context) -> Self {
        let beside = || cx.office.path().parent().map(Path::to_owned).unwrap_or_default();
        let folder = std::env::current_dir().unwrap_or_else(|_| beside());
        let item =
            |(name, _): (&str, &str)| SideItem::new(cx.word(&format!("action.submissions.{name}")), "");
        Self {
            deeds: SideList::new(DEEDS.map(item).to_vec()),
            files: Files::new(&folder, Wanted::Tables),
            on_files: false,
            reading: None,
            out: Out::new(folder),
            there: there(cx),
        }
    }

    fn deed(&self) -> usize {
        self.deeds.selected().min(DEEDS.len() - 1)
    }

    fn open(&mut self, cx: &mut Context) -> Step<Context> {
        match self.deed() {
            READ if !self.on_files => {
                self.on_files = true;
                Step::Consumed
            }
            READ => match self.files.choose() {
                Chosen::File(path) => {
                    let job = plan(&path, SubmissionOptions::default(), cx);
                    self.reading = Some((job.clone(), path));
                    Step::push(ProgressDialog::new(job))
                }
                Chosen::Entered | Chosen::Nothing => Step::Consumed,
            },
            1 => self.out.ask_export(cx),
            _ => self.out.ask_print(cx),
        }
    }

    fn begin(&mut self, deed: usize, cx: &mut Context) -> Step<Context> {
        self.deeds.select(deed);
        self.on_files = false;
        self.open(cx)
    }
}

/// How many surveys there are of each form.
fn there(cx: &Context) -> Vec<String> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    // A store that can't be read has been told of already.
    for line in cx.office.surveys(None).unwrap_or_default() {
        if line.survey.state == SurveyState::Discarded {
            continue;
        }
        let count = counts.entry(line.form_name).or_default();
        count.0 += 1;
        count.1 += usize::from(line.survey.state == SurveyState::Final);
    }
    let line = |(form, (all, finals)): (String, (usize, usize))| {
        let values: &[(&str, &dyn std::fmt::Display)] =
            &[("form", &form), ("count", &all), ("finals", &finals)];
        cx.settings().locale.fill("screen.submissions.there", values)
    };
    counts.into_iter().map(line).collect()
}

impl Layer<Context> for Submissions {
    fn title(&self, cx: &Context) -> String {
        cx.word("screen.submissions.title")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let (left, right) = split_left(area, (area.width / 3).clamp(24, 36));
        let title = canvas.word("screen.submissions.which_deed").to_owned();
        let inside = canvas.panel(left, &title, !self.on_files);
        let (list, rest) = split_top(inside, u16::try_from(DEEDS.len()).unwrap_or(3) + 1);
        self.deeds.draw(canvas, list, !self.on_files);
        let (name, _) = DEEDS[self.deed()];
        let about = canvas.word(&format!("screen.submissions.about_{name}")).to_owned();
        canvas.paragraph(rest, &about, Role::Muted);
        if self.deed() == READ {
            let title = canvas.word("screen.import.which_file").to_owned();
            let inside = canvas.panel(right, &title, self.on_files);
            self.files.draw(canvas, inside, self.on_files);
            return;
        }
        let title = canvas.word("screen.submissions.what_is_there").to_owned();
        let mut rest = canvas.panel(right, &title, false);
        let none = [canvas.word("screen.submissions.nothing_there").to_owned()];
        for line in if self.there.is_empty() { &none[..] } else { &self.there } {
            let used = canvas.paragraph(rest, line, Role::Text);
            (_, rest) = split_top(rest, used);
        }
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("open") => self.open(cx),
            Event::Action(action) => match DEEDS.iter().position(|(_, known)| known == action) {
                Some(deed) => self.begin(deed, cx),
                None => Step::Pass,
            },
            Event::Job(news) => {
                let Some((job, path)) = self.reading.clone() else { return self.out.heard(news, cx) };
                if !news.is_of(&job) || !news.is_over() {
                    return self.out.heard(news, cx);
                }
                self.reading = None;
                match news.take::<Planned>() {
                    // The dialog over us goes with the same news, and the preview must stand over us alone.
                    _ if job.cancelled() => Step::Pass,
                    Some(Planned(Ok(plan))) => Step::push(Preview::new(plan, path, cx)),
                    Some(Planned(Err(error))) => refused(&error, cx),
                    None => Step::Say(Toast::fault(Message::new("screen.import.broke"))),
                }
            }
            Event::Answer(answer) if answer.question == DONE => {
                let Reply::Text(said) = &answer.reply else { return Step::Consumed };
                let done = Message::new("screen.import.done").with("what", said);
                Step::Pop.then(Step::Say(Toast::done(done))).then(Step::Refresh)
            }
            Event::Answer(answer) => self.out.answered(answer, cx),
            Event::Mouse(mouse) if mouse.within(self.deeds.area()) => {
                self.on_files = false;
                self.deeds.handle(event);
                Step::Consumed
            }
            Event::Move(Motion::Next | Motion::Previous) => {
                self.on_files = !self.on_files && self.deed() == READ;
                Step::Consumed
            }
            Event::Move(Motion::Right) if !self.on_files => {
                self.on_files = self.deed() == READ;
                Step::Consumed
            }
            Event::Refresh => {
                self.there = there(cx);
                Step::Consumed
            }
            event if self.on_files || matches!(event, Event::Mouse(_)) => {
                if self.files.handle(event, cx.settings()) { Step::Consumed } else { Step::Pass }
            }
            event => {
                self.deeds.handle(event);
                Step::Consumed
            }
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let mut commands = vec![Command::new("open")];
        commands.extend(DEEDS.iter().map(|(_, action)| Command::new(action)));
        commands
    }

    fn typing(&self) -> bool {
        self.on_files
    }

    fn about(&self) -> Option<&'static str> {
        Some("submissions")
    }
}

#[cfg(test)]
mod tests {
    use crate::office::error::Result;
    use crate::tui::screens::testing::Desk;
    use insta::assert_snapshot;

    const CSV: &str = "Tổ chức đảng,tax_code,surveyor,KEY\n\
        ,0300588569,Trần Văn An,uuid:aaaaaaaa\n\
        Chi bộ Công ty Cổ phần Muối Cà Ná,,Trần Văn An,uuid:bbbbbbbb\n\
        Chi bộ nào đó,,Lê Thị Hoa,uuid:cccccccc\n";

    /// A desk with cases, an export in a folder, and its path.
    fn with_export(width: u16, height: u16) -> (Desk, String) {
        let desk = Desk::with_cases(width, height, 3);
        let path = desk.folder.path().join("phieu.csv");
        std::fs::write(&path, CSV).unwrap();
        (desk, path.to_string_lossy().into_owned())
    }

    fn surveys(desk: &Desk) -> Result<usize> {
        Ok(desk.cx.office.surveys(None)?.len())
    }

    #[test]
    fn surveys_filled_elsewhere_are_previewed_given_their_case_and_taken_in() {
        let (desk, path) = with_export(120, 36);
        let mut desk = desk.press("ctrl+p 'phieu_va_tep' enter");
        // What lies in the working folder is nobody's business here; the words are.
        let screen = desk.screen();
        for words in ["Nhập phiếu đã điền", "Xuất ra Excel", "In ra Word", "Tệp nào?"] {
            assert!(screen.contains(words), "no {words}:\n{screen}");
        }
        let mut desk = desk.press("enter").paste(&path).press("enter").settle();
        assert_snapshot!(desk.screen());
        let name = desk.cx.office.cases_to_survey().unwrap()[1].name.clone();
        let typed = name.rsplit(' ').next().unwrap().to_owned();
        let mut desk = desk.press(&format!("f2 '{typed}'"));
        assert!(desk.screen().contains(&name), "{}", desk.screen());
        let mut desk = desk.press("enter").settle();
        assert!(desk.screen().contains("thêm 1"), "{}", desk.screen());
        let mut desk = desk.press("enter");
        assert_eq!(surveys(&desk).unwrap(), 1, "{}", desk.screen());
        assert!(desk.screen().contains("Đã nhập"), "{}", desk.screen());
        let desk = desk.press("ctrl+z");
        assert_eq!(surveys(&desk).unwrap(), 0);
    }

    #[test]
    fn a_case_chosen_by_mistake_is_given_back() {
        let (desk, path) = with_export(80, 24);
        let desk = desk.press("ctrl+p 'phieu_va_tep' enter enter").paste(&path).press("enter").settle();
        let desk = desk.press("f2 down enter").settle();
        // The rows: what is taken in now stands there, and can be chosen anew.
        let mut desk = desk.press("left left f2");
        assert!(desk.screen().contains("chưa nhập phiếu này"), "{}", desk.screen());
        let mut desk = desk.press("home enter").settle();
        assert!(desk.screen().contains("thêm 0"), "{}", desk.screen());
        let desk = desk.press("enter");
        assert_eq!(surveys(&desk).unwrap(), 0);
    }

    #[test]
    fn what_is_no_export_is_told_and_nothing_is_shown() {
        let desk = Desk::with_cases(100, 24, 1);
        let path = desk.folder.path().join("hong.zip");
        std::fs::write(&path, b"PK\x03\x04 cut short").unwrap();
        let path = path.to_string_lossy().into_owned();
        let mut desk = desk.press("ctrl+p 'phieu_va_tep' enter enter").paste(&path).press("enter").settle();
        assert!(desk.screen().contains("Tệp hỏng"), "{}", desk.screen());
    }

    #[test]
    fn answers_go_out_with_their_photos_and_forms_on_paper() {
        let desk = Desk::after_rehearsal(120, 36);
        let folder = desk.folder.path().to_owned();
        let (book, paper) = (folder.join("ra.xlsx"), folder.join("mau.docx"));
        let desk = desk.press("ctrl+p 'phieu_va_tep' enter down enter");
        let mut desk = desk.press("ctrl+u").paste(book.to_str().unwrap()).press("ctrl+s").settle();
        assert!(book.is_file() && desk.screen().contains("ra.xlsx"), "{}", desk.screen());
        let desk = desk.press("down enter enter");
        let mut desk = desk.press("ctrl+u").paste(paper.to_str().unwrap()).press("ctrl+s");
        assert!(paper.is_file(), "{}", desk.screen());
    }
}
