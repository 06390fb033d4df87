//! Importing a workbook: which list, which file; read by a worker; then the preview.
//!
//! Invariant: nothing is written here; the file is only ever read.

pub(super) mod book;
pub(super) mod pages;
mod preview;

use super::outcome::refused;
use super::side_list::{SideItem, SideList};
use crate::exchange::Kind;
use crate::office::error::Result;
use crate::office::import_plan::ImportPlan;
use crate::office::imports::ImportOptions;
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_left, split_top};
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::dialogs::progress::ProgressDialog;
use crate::tui::event::{Event, Motion, Reply};
use crate::tui::jobs::JobHandle;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::files::{Chosen, Files, Wanted};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::toast::Toast;
use preview::Preview;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};

/// The kinds of list, in the order they are best brought in.
const KINDS: [Kind; 3] = [Kind::Cells, Kind::Members, Kind::Movements];

/// What the worker read; and where that failed, as which other kind of list it can be read.
pub(super) struct Planned(Result<ImportPlan>, Option<Kind>);

/// The question the preview answers when it is through.
pub(super) const DONE: &str = "import.done";

/// The screen.
pub struct Import {
    kinds: SideList,
    files: Files,
    on_files: bool,
    reading: Option<(JobHandle, PathBuf)>,
    /// The kind of list a file turned out to be.
    other: Option<(Kind, PathBuf)>,
}

impl Import {
    /// Choosing a list and a file; the folder is the one the program was started in.
    pub fn new(cx: &Context) -> Self {
        let beside = || cx.office.path().parent().map(Path::to_owned).unwrap_or_default();
        let folder = std::env::current_dir().unwrap_or_else(|_| beside());
        Self::in_folder(&folder, cx)
    }

    /// The same, beginning in a folder.
    pub fn in_folder(folder: &Path, cx: &Context) -> Self {
        let item = |kind: Kind| SideItem::new(cx.word(&format!("screen.import.kind.{}", kind.code())), "");
        let kinds = SideList::new(KINDS.map(item).to_vec());
        Self {
            kinds,
            files: Files::new(folder, Wanted::Workbooks),
            on_files: false,
            reading: None,
            other: None,
        }
    }

    fn kind(&self) -> Kind {
        KINDS.get(self.kinds.selected()).copied().unwrap_or(Kind::Cells)
    }

    fn choose(&mut self, cx: &mut Context) -> Step<Context> {
        if !self.on_files {
            self.on_files = true;
            return Step::Consumed;
        }
        match self.files.choose() {
            Chosen::File(path) => self.read(path, cx),
            Chosen::Entered | Chosen::Nothing => Step::Consumed,
        }
    }

    fn read(&mut self, path: PathBuf, cx: &mut Context) -> Step<Context> {
        let job = plan(self.kind(), &path, ImportOptions::default(), cx);
        self.reading = Some((job.clone(), path));
        Step::push(ProgressDialog::new(job))
    }
}

/// Reads a workbook on a worker thread; [`Planned`] is its outcome.
fn plan(kind: Kind, path: &Path, options: ImportOptions, cx: &mut Context) -> JobHandle {
    let elsewhere = cx.elsewhere();
    let path = path.to_owned();
    cx.jobs.spawn("screen.import.reading", move |_| {
        let office = match elsewhere.open() {
            Ok(office) => office,
            Err(error) => return Planned(Err(error), None),
        };
        let read = |kind: Kind| office.preview_import(kind, &path, &options);
        let planned = read(kind);
        let others = KINDS.into_iter().filter(|other| *other != kind && planned.is_err());
        let fits = others.into_iter().find(|other| read(*other).is_ok());
        Planned(planned, fits)
    })
}

impl Layer<Context> for Import {
    fn title(&self, cx: &Context) -> String {
        cx.word("screen.import.title")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let (left, right) = split_left(area, (area.width / 3).clamp(24, 36));
        let title = canvas.word("screen.import.which_list").to_owned();
        let inside = canvas.panel(left, &title, !self.on_files);
        let (list, rest) = split_top(inside, u16::try_from(KINDS.len()).unwrap_or(3) + 1);
        self.kinds.draw(canvas, list, !self.on_files);
        let about = canvas.word(&format!("screen.import.about.{}", self.kind().code())).to_owned();
        let used = canvas.paragraph(rest, &about, Role::Muted);
        let (_, rest) = split_top(rest, used + 1);
        let promise = canvas.word("screen.import.promise").to_owned();
        canvas.paragraph(rest, &promise, Role::Muted);
        let title = canvas.word("screen.import.which_file").to_owned();
        let inside = canvas.panel(right, &title, self.on_files);
        self.files.draw(canvas, inside, self.on_files);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("open") => self.choose(cx),
            Event::Job(news) => {
                let Some((job, path)) = &self.reading else { return Step::Pass };
                if !news.is_of(job) || !news.is_over() {
                    return Step::Pass;
                }
                let (job, path) = (job.clone(), path.clone());
                self.reading = None;
                match news.take::<Planned>() {
                    // The dialog over us goes with the same news, and the preview must stand over us alone.
                    _ if job.cancelled() => Step::Pass,
                    Some(Planned(Ok(plan), _)) => Step::push(Preview::new(plan, self.kind(), path, cx)),
                    Some(Planned(Err(_), Some(other))) => {
                        self.other = Some((other, path));
                        let kind = format!("screen.import.kind.{}", other.code());
                        let text = Message::new("screen.import.other_kind_question").with_key("kind", &kind);
                        let title = Message::new("screen.import.other_kind");
                        Step::push(Confirm::new("import.other_kind", title, text))
                    }
                    Some(Planned(Err(error), None)) => refused(&error, cx),
                    None => Step::Say(Toast::fault(Message::new("screen.import.broke"))),
                }
            }
            Event::Answer(answer) if answer.yes("import.other_kind") => {
                let Some((kind, path)) = self.other.take() else { return Step::Consumed };
                let at = KINDS.iter().position(|known| *known == kind).unwrap_or(0);
                self.kinds.select(at);
                self.read(path, cx)
            }
            Event::Answer(answer) if answer.question == DONE => {
                let Reply::Text(said) = &answer.reply else { return Step::Consumed };
                let done = Message::new("screen.import.done").with("what", said);
                Step::Pop.then(Step::Say(Toast::done(done))).then(Step::Refresh)
            }
            Event::Mouse(mouse) if mouse.within(self.kinds.area()) => {
                self.on_files = false;
                self.kinds.handle(event);
                Step::Consumed
            }
            Event::Move(Motion::Next | Motion::Previous) => {
                self.on_files = !self.on_files;
                Step::Consumed
            }
            Event::Move(Motion::Right) if !self.on_files => {
                self.on_files = true;
                Step::Consumed
            }
            event if self.on_files || matches!(event, Event::Mouse(_)) => {
                if self.files.handle(event, cx.settings()) { Step::Consumed } else { Step::Pass }
            }
            event => {
                self.kinds.handle(event);
                Step::Consumed
            }
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        vec![Command::new("open")]
    }

    fn typing(&self) -> bool {
        self.on_files
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::screens::testing::Desk;
    use insta::assert_snapshot;

    /// A desk with the sample's workbooks in a folder, and its path.
    fn with_workbooks(width: u16, height: u16) -> (Desk, String) {
        let desk = Desk::new(width, height);
        let folder = desk.folder.path().join("tệp");
        std::fs::create_dir(&folder).unwrap();
        for name in ["danh-sach-tcd.xlsx", "danh-sach-dang-vien.xlsx", "bien-dong-2019-2023.xlsx"] {
            std::fs::copy(format!("assets/sample/{name}"), folder.join(name)).unwrap();
        }
        std::fs::write(folder.join("ghi chú.txt"), "không phải bảng tính").unwrap();
        (desk, folder.to_string_lossy().into_owned())
    }

    #[test]
    fn a_folder_shows_its_workbooks_and_is_narrowed_without_accents() {
        let (desk, folder) = with_workbooks(100, 24);
        let mut desk = desk.press("ctrl+o enter").paste(&folder).press("enter");
        let screen = desk.screen();
        assert!(screen.contains("danh-sach-tcd.xlsx") && !screen.contains("ghi chú"), "{screen}");
        let screen = desk.press("'bien'").screen();
        assert!(screen.contains("bien-dong") && !screen.contains("danh-sach"), "{screen}");
    }

    #[test]
    fn what_is_known_already_changes_nothing() {
        let (desk, folder) = with_workbooks(120, 36);
        let file = format!("{folder}/danh-sach-tcd.xlsx");
        let mut desk = desk.press("ctrl+o enter").paste(&file).press("enter").settle();
        assert_snapshot!(desk.screen());
        let screen = desk.press("enter").screen();
        assert!(screen.contains("không có gì để nhập"), "{screen}");
    }

    #[test]
    fn an_import_is_previewed_carried_out_and_undone() {
        let (desk, folder) = with_workbooks(80, 24);
        // The organisations, the members and the movements are taken out first, the last first.
        let desk = desk.press("ctrl+z ctrl+z ctrl+z");
        let mut desk =
            desk.press("ctrl+o enter").paste(&format!("{folder}/danh-sach-tcd.xlsx")).press("enter").settle();
        assert_snapshot!(desk.screen());
        let mut desk = desk.press("enter 6");
        assert!(desk.screen().contains("Tổ chức đảng · 24"), "{}", desk.screen());
        let mut desk = desk.press("ctrl+z");
        assert!(desk.screen().contains("Tổ chức đảng · 0"), "{}", desk.screen());
    }

    #[test]
    fn a_column_is_corrected_and_the_file_read_again() {
        let (desk, folder) = with_workbooks(120, 36);
        let file = format!("{folder}/danh-sach-dang-vien.xlsx");
        let desk = desk
            .press("ctrl+o down enter")
            .paste(&file)
            .press("enter")
            .settle()
            .press("backtab down down f2 'khong_doc' enter")
            .settle();
        let mut desk = desk;
        assert!(desk.screen().contains("(không đọc cột này)"), "{}", desk.screen());
    }

    #[test]
    fn a_list_of_another_kind_is_recognised_and_asked_about() {
        let (desk, folder) = with_workbooks(120, 36);
        let file = format!("{folder}/danh-sach-dang-vien.xlsx");
        let mut desk = desk.press("ctrl+o enter").paste(&file).press("enter").settle();
        assert!(desk.screen().contains("giống danh sách Đảng viên"), "{}", desk.screen());
        let mut desk = desk.press("enter").settle();
        assert!(desk.screen().contains("Đọc 339 dòng"), "{}", desk.screen());
    }

    #[test]
    fn a_file_that_is_no_workbook_is_told_and_nothing_is_changed() {
        let (desk, folder) = with_workbooks(100, 24);
        let mut desk =
            desk.press("ctrl+o enter").paste(&format!("{folder}/ghi chú.txt")).press("enter").settle();
        assert!(desk.screen().contains("không phải bảng tính Excel"), "{}", desk.screen());
    }
}
