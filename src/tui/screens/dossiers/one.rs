//! One dossier: its cases with their figures as frozen and as they are now, its papers, the answers.
//!
//! ```text
//! ╭▸HT-0001 · Chuyển giao đợt 1 ──────────────────────────────────────────╮
//! │ đã trình · số liệu tính đến 10/09/2023 · trình ngày 11/09/2023          │
//! │    Hồ sơ   Tổ chức đảng            Chốt   Nay    Bên nhận   Ý kiến BTV  │
//! ```
//!
//! Invariant: a difference between frozen figures and those of now is shown, never hidden.

use super::{asking, state};
use crate::domain::case::{Case, Moment};
use crate::domain::case_file::CaseFile;
use crate::domain::ids::Id;
use crate::domain::statement::{Dossier, DossierCase, DossierState, Paper};
use crate::office::dossiers::DossierView;
use crate::office::error::Result;
use crate::text::dates::written_date;
use crate::text::message::Message;
use crate::text::numbers;
use crate::tui::canvas::{Canvas, split_bottom, split_top};
use crate::tui::context::Context;
use crate::tui::dialogs::confirm::Confirm;
use crate::tui::event::{Action, Answer, Event, Reply};
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::screens::lines::{self, Lines, muted, plain, words};
use crate::tui::screens::opening::open_case;
use crate::tui::screens::outcome::{refused, told};
use crate::tui::screens::papers::PapersScreen;
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::toast::Toast;
use crate::tui::widgets::table::{RowSource, Table, TableNews};
use ratatui::layout::Rect;

/// The screen.
pub struct DossierScreen {
    id: Id<Dossier>,
    view: DossierView,
    about: String,
    lines: Lines,
    table: Table,
    papers: Vec<String>,
    last: Vec<(String, String)>,
}

impl DossierScreen {
    /// One dossier.
    ///
    /// # Errors
    /// It is gone.
    pub fn new(id: Id<Dossier>, cx: &Context) -> Result<Self> {
        let view = cx.office.dossier_view(&id)?;
        let heads = [
            words("case", 8, 9),
            lines::names("cell", 24, 64),
            lines::numbers("frozen", 9, 10),
            lines::numbers("now", 10, 11),
            lines::names("receiver", 14, 36),
            words("answer", 10, 26),
            words("paper", 10, 14),
            words("effective", 10, 10),
        ];
        let table = lines::table("screen.dossier.column", &heads, "screen.dossier.no_cases");
        let mut screen = Self {
            id,
            view,
            about: String::new(),
            lines: Lines::default(),
            table,
            papers: Vec::new(),
            last: Vec::new(),
        };
        screen.word(cx);
        Ok(screen)
    }

    fn read(&mut self, cx: &Context) -> Result<()> {
        self.view = cx.office.dossier_view(&self.id)?;
        self.word(cx);
        Ok(())
    }

    /// Words what was read.
    fn word(&mut self, cx: &Context) {
        let chosen = self.lines.id(self.table.selected()).map(str::to_owned);
        let dossier = &self.view.dossier;
        let locale = &cx.settings().locale;
        let mut about = vec![state(dossier.state, cx).0];
        if let Some(day) = dossier.as_of {
            about.push(locale.say(&Message::new("screen.dossier.as_of").with("day", written_date(day))));
        }
        if let Some(day) = dossier.submitted_on {
            about.push(
                locale.say(&Message::new("screen.dossier.submitted_on").with("day", written_date(day))),
            );
        }
        let mut lines = Lines::default();
        let (mut frozen_total, mut now_total) = (0, 0);
        for (entry, file) in &self.view.cases {
            let (line, frozen, now) = self.line(entry, file, cx);
            frozen_total += frozen;
            now_total += now;
            lines.push(file.case.id.as_str(), line);
        }
        let members = if dossier.state == DossierState::Draft { now_total } else { frozen_total };
        let sums = Message::new("screen.dossier.sums")
            .with("cases", self.view.cases.len())
            .with("members", numbers::written(members));
        about.push(locale.say(&sums));
        self.about = about.join(" · ");
        self.papers = self.view.papers.iter().map(|paper| paper_words(paper, cx)).collect();
        self.lines = lines;
        let at = chosen.and_then(|id| self.lines.position(&id)).unwrap_or(0);
        self.table.select(at);
    }

    /// One case: its pieces, and its members as frozen and as of now.
    fn line(&self, entry: &DossierCase, file: &CaseFile, cx: &Context) -> (Vec<lines::Cell>, i64, i64) {
        let now = cx.office.figures_on(file, cx.today());
        let frozen = (self.view.dossier.state != DossierState::Draft)
            .then(|| file.snapshot(Moment::Proposal).map(|snapshot| snapshot.counts))
            .flatten();
        let written = |total: i64, full: i64| format!("{total} ({full})");
        let differs = frozen.is_some_and(|frozen| (frozen.total, frozen.full) != (now.total, now.full));
        let now_role = if differs { Role::Warn } else { Role::Text };
        let now_sign = if differs { "≠ " } else { "" };
        let answer =
            entry.answer.map_or_else(String::new, |answer| cx.code_name("dossier_answer", answer.code()));
        let answer_role = match entry.answer {
            Some(answer) if answer.is_agreement() => Role::Good,
            Some(_) => Role::Warn,
            None => Role::Muted,
        };
        let paper = self.view.papers.iter().find(|paper| Some(&paper.id) == entry.paper.as_ref());
        let line = vec![
            (file.case.code.clone(), Role::Accent),
            plain(file.cell.name.as_str()),
            plain(frozen.map_or_else(String::new, |frozen| written(frozen.total, frozen.full))),
            (format!("{now_sign}{}", written(now.total, now.full)), now_role),
            goes_to(file, cx),
            (answer, answer_role),
            muted(paper.map(number_of).unwrap_or_default()),
            muted(entry.effective_on.map(written_date).unwrap_or_default()),
        ];
        (line, frozen.map_or(0, |frozen| frozen.total), now.total)
    }

    fn chosen(&self) -> Option<Id<Case>> {
        self.lines.id(self.table.selected()).map(Id::new)
    }

    fn act(&mut self, action: Action, cx: &mut Context) -> Step<Context> {
        match action {
            "open" => match self.chosen() {
                Some(case) => open_case(&case, cx),
                None => Step::Consumed,
            },
            "dossier.add" => match asking::cases_to_add(cx) {
                Ok(Some(pick)) => Step::push(pick),
                Ok(None) => Step::Say(Toast::note(Message::new("screen.dossier.no_candidates"))),
                Err(error) => refused(&error, cx),
            },
            "remove" if self.chosen().is_some() => {
                let code = self.lines.text(self.table.selected(), 0).to_owned();
                let text = Message::new("screen.dossier.remove_question").with("case", code);
                Step::push(Confirm::new("dossier.remove", Message::new("screen.dossier.remove_title"), text))
            }
            "dossier.submit" => Step::push(asking::day_of_figures(cx)),
            "dossier.answer" => Step::push(asking::answer(&self.last, cx)),
            "dossier.paper" => Step::push(asking::paper(cx)),
            "papers.show" => match PapersScreen::of_dossier(self.id.clone(), cx) {
                Ok(screen) => Step::push(screen),
                Err(error) => refused(&error, cx),
            },
            _ => Step::Pass,
        }
    }

    fn answered(&mut self, answer: &Answer, cx: &mut Context) -> Step<Context> {
        match (answer.question, &answer.reply, self.chosen()) {
            ("dossier.add", Reply::Ticked(ids), _) if !ids.is_empty() => {
                let cases: Vec<Id<Case>> = ids.iter().map(|id| Id::new(id.as_str())).collect();
                let added = cx.office.add_to_dossier(&self.id, &cases);
                if added.is_ok() {
                    for id in ids {
                        cx.marks.remove(id);
                    }
                }
                told(added, Message::new("screen.dossier.added").with("count", cases.len()), cx)
            }
            ("dossier.remove", Reply::Yes, Some(case)) => {
                let removed = cx.office.remove_from_dossier(&self.id, &case);
                told(removed, Message::new("screen.dossier.removed"), cx)
            }
            ("dossier.submit", Reply::Filled(fields), _) => {
                let submitted = cx.office.submit_dossier(&self.id, &asking::day(fields, "as_of"));
                told(submitted, Message::new("screen.dossier.submitted"), cx)
            }
            ("dossier.answer", Reply::Filled(fields), Some(case)) => {
                let done = cx.office.answer_dossier(&self.id, &case, &asking::new_answer(fields));
                if done.is_ok() {
                    self.last.clone_from(fields);
                }
                told(done, Message::new("screen.dossier.answered"), cx)
            }
            ("dossier.paper", Reply::Filled(fields), _) => {
                let mut paper = asking::new_paper(fields);
                paper.dossier = Some(self.id.clone());
                told(cx.office.add_paper(&paper), Message::new("screen.dossier.paper_added"), cx)
            }
            _ => Step::Consumed,
        }
    }

    fn draw_papers(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let heading = format!("{} · {}", canvas.word("screen.dossier.papers"), self.papers.len());
        let inside = canvas.panel(area, &heading, false);
        if self.papers.is_empty() {
            let said = canvas.word("screen.dossier.no_papers").to_owned();
            canvas.paragraph(inside, &said, Role::Muted);
        }
        let hidden = self.papers.len().saturating_sub(usize::from(inside.height));
        let last = inside.rows().next_back();
        for (row, paper) in inside.rows().zip(&self.papers) {
            let more = hidden > 0 && Some(row) == last;
            let said = canvas.locale().fill("screen.dossier.more_papers", &[("count", &(hidden + 1))]);
            let (text, role) = if more { (&said, Role::Muted) } else { (paper, Role::Text) };
            canvas.text(row, text, role);
        }
    }
}

/// The committee that receives, or what else is to become of the organisation.
fn goes_to(file: &CaseFile, cx: &Context) -> lines::Cell {
    match (&file.receiver, file.case.outcome) {
        (Some(receiver), _) => plain(receiver.name.as_str()),
        (None, Some(outcome)) => muted(cx.code_name("outcome", outcome.code())),
        (None, None) => plain(""),
    }
}

/// `907-QĐ/TU`, as far as it is known.
fn number_of(paper: &Paper) -> String {
    let parts = [paper.number.as_deref(), paper.symbol.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join("-")
}

fn paper_words(paper: &Paper, cx: &Context) -> String {
    let mut words = vec![cx.code_name("paper_kind", &paper.kind)];
    words.push(number_of(paper));
    words.push(paper.issued_on.map(written_date).unwrap_or_default());
    words.push(paper.signer.clone().unwrap_or_default());
    words.push(paper.title.clone().unwrap_or_default());
    words.retain(|word| !word.is_empty());
    words.join(" · ")
}

impl Layer<Context> for DossierScreen {
    fn title(&self, _: &Context) -> String {
        self.view.dossier.code.clone()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let papers = u16::try_from(self.papers.len().clamp(1, 6)).unwrap_or(1) + 2;
        let (above, below) = split_bottom(area, if area.height > papers + 8 { papers } else { 0 });
        let heading = format!("{} · {}", self.view.dossier.code, self.view.dossier.title);
        let inside = canvas.panel(above, &heading, true);
        let used = canvas.paragraph(split_top(inside, 2).0, &self.about, Role::Title);
        let (_, rest) = split_top(inside, used);
        let (_, rest) = split_top(rest, u16::from(rest.height > 8));
        self.table.draw(canvas, rest, &self.lines, true);
        if !below.is_empty() {
            self.draw_papers(canvas, below);
        }
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action(action) => self.act(action, cx),
            Event::Answer(answer) => self.answered(answer, cx),
            // An undo may have taken the dossier itself away.
            Event::Refresh => match self.read(cx) {
                Ok(()) => Step::Consumed,
                Err(_) => Step::Pop,
            },
            event => match self.table.handle(event, self.lines.rows()) {
                TableNews::Ignored => Step::Pass,
                TableNews::Opened => Step::Do("open"),
                _ => Step::Consumed,
            },
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        let some = self.chosen().is_some();
        let draft = self.view.dossier.state == DossierState::Draft;
        let mut commands = Vec::new();
        if some {
            commands.push(Command::new("open"));
        }
        if draft {
            commands.push(Command::new("dossier.add"));
            if some {
                commands.extend(["dossier.submit", "remove"].map(Command::new));
            }
        } else if some {
            commands.push(Command::new("dossier.answer"));
        }
        commands.push(Command::new("papers.show"));
        commands.push(Command::new("dossier.paper"));
        commands
    }
}
