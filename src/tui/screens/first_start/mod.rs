//! Before there is an office: the first start's three questions, and the passphrase of a store, each on a
//! screen of its own.
//!
//! Invariant: opens no store and makes none; what is typed here goes back to whoever asked.

mod questions;

use crate::office::error::Result as Tried;
use crate::text::message::Message;
use crate::tui::app::show_first;
use crate::tui::canvas::{Canvas, split_bottom, split_top};
use crate::tui::event::Event;
use crate::tui::layer::{Command, Layer, Step};
use crate::tui::settings::{Environment, Header, Settings};
use crate::tui::theme::Role;
use crate::tui::width::wrap;
use questions::{Asked, Question, Questions};
use ratatui::layout::Rect;
use std::io;
use std::path::Path;

/// The answers to the first start's questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAnswers {
    /// The office's name.
    pub office_name: String,
    /// Who works here.
    pub officer: String,
    /// The passphrase; none was wanted, after a warning.
    pub passphrase: Option<String>,
}

/// Asks the three questions of the first start; a passphrase already given is not asked for. Nothing, if the
/// person left without answering.
///
/// # Errors
/// There is no terminal, or it went away.
pub fn first_start(
    settings: Settings,
    store: &Path,
    given: Option<String>,
) -> io::Result<Option<FirstAnswers>> {
    let place = store.display().to_string();
    let cx = show_first(|_| (FirstStart::new(place, given), Before::new(settings)))?;
    Ok(cx.answer)
}

/// Asks for the passphrase of a store until `open` takes it, and hands back what `open` made. Nothing, if the
/// person gave up. What `open` refuses is told under the field.
///
/// # Errors
/// There is no terminal, or it went away.
pub fn ask_passphrase<T: 'static>(
    settings: Settings,
    store: &Path,
    open: impl FnMut(&str) -> Tried<T> + 'static,
) -> io::Result<Option<T>> {
    let place = store.display().to_string();
    let cx = show_first(|_| (Passphrase::new(place, open), Before::new(settings)))?;
    Ok(cx.answer)
}

/// What a screen knows before there is an office: how to speak, and the answer so far.
struct Before<T> {
    settings: Settings,
    answer: Option<T>,
}

impl<T> Before<T> {
    const fn new(settings: Settings) -> Self {
        Self { settings, answer: None }
    }
}

impl<T> Environment for Before<T> {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn settings_mut(&mut self) -> &mut Settings {
        &mut self.settings
    }

    fn header(&self) -> Header {
        Header::default()
    }
}

/// The first start.
struct FirstStart {
    place: String,
    questions: Questions,
    /// The passphrase, if it is not to be asked for.
    given: Option<String>,
    /// An empty passphrase was warned of.
    warned: bool,
}

impl FirstStart {
    fn new(place: String, given: Option<String>) -> Self {
        let mut questions = vec![
            Question::new("screen.first.office", "screen.first.office_hint"),
            Question::new("screen.first.officer", "screen.first.officer_hint"),
        ];
        if given.is_none() {
            questions.push(Question::new("screen.first.passphrase", "screen.first.passphrase_hint").hidden());
            questions.push(Question::new("screen.first.again", "").hidden());
        }
        Self { place, questions: Questions::new(questions), given, warned: false }
    }

    fn through(&mut self, cx: &mut Before<FirstAnswers>) -> Step<Before<FirstAnswers>> {
        let [office_name, officer, passphrase, again] = [0, 1, 2, 3].map(|at| self.questions.answer(at));
        if office_name.is_empty() {
            self.questions.refuse(0, Message::new("screen.first.no_office"));
        } else if officer.is_empty() {
            self.questions.refuse(1, Message::new("screen.first.no_officer"));
        } else if passphrase != again {
            self.questions.clear(3);
            self.questions.refuse(3, Message::new("screen.first.differs"));
        } else if passphrase.is_empty() && self.given.is_none() && !self.warned {
            self.warned = true;
            self.questions.refuse(3, Message::new("screen.first.no_passphrase"));
        } else {
            let passphrase = self.given.take().or_else(|| Some(passphrase).filter(|words| !words.is_empty()));
            cx.answer = Some(FirstAnswers { office_name, officer, passphrase });
            return Step::Quit;
        }
        Step::Consumed
    }
}

impl Layer<Before<FirstAnswers>> for FirstStart {
    fn title(&self, cx: &Before<FirstAnswers>) -> String {
        cx.settings.locale.text("screen.first.title").to_owned()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Before<FirstAnswers>) {
        let welcome = cx.settings.locale.fill("screen.first.welcome", &[("path", &self.place)]);
        draw_asking(canvas, area, "screen.first.title", &welcome, &self.questions);
    }

    fn handle(&mut self, event: &Event, cx: &mut Before<FirstAnswers>) -> Step<Before<FirstAnswers>> {
        match event {
            Event::Action("save") => return self.through(cx),
            Event::Action("back") => return Step::Quit,
            _ => {}
        }
        match self.questions.handle(event, &cx.settings) {
            Asked::Ignored => Step::Pass,
            Asked::Consumed => {
                // Whoever types again is to be warned again.
                self.warned &= !matches!(event, Event::Key(_) | Event::Paste(_));
                Step::Consumed
            }
            Asked::Through => self.through(cx),
        }
    }

    fn commands(&self, _: &Before<FirstAnswers>) -> Vec<Command> {
        ["save", "back", "quit", "switch.language"].map(Command::new).to_vec()
    }

    fn typing(&self) -> bool {
        true
    }
}

/// The passphrase of a store there is.
struct Passphrase<F> {
    place: String,
    questions: Questions,
    open: F,
}

impl<F> Passphrase<F> {
    fn new(place: String, open: F) -> Self {
        let question = Question::new("screen.first.passphrase", "screen.first.unlock_hint").hidden();
        Self { place, questions: Questions::new(vec![question]), open }
    }
}

impl<T, F: FnMut(&str) -> Tried<T>> Layer<Before<T>> for Passphrase<F> {
    fn title(&self, cx: &Before<T>) -> String {
        cx.settings.locale.text("screen.first.unlock").to_owned()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, cx: &Before<T>) {
        let words = cx.settings.locale.fill("screen.first.unlock_which", &[("path", &self.place)]);
        draw_asking(canvas, area, "screen.first.unlock", &words, &self.questions);
    }

    fn handle(&mut self, event: &Event, cx: &mut Before<T>) -> Step<Before<T>> {
        let asked = match event {
            Event::Action("back") => return Step::Quit,
            Event::Action("save") => Asked::Through,
            event => self.questions.handle(event, &cx.settings),
        };
        match asked {
            Asked::Ignored => Step::Pass,
            Asked::Consumed => Step::Consumed,
            Asked::Through => match (self.open)(&self.questions.answer(0)) {
                Ok(opened) => {
                    cx.answer = Some(opened);
                    Step::Quit
                }
                Err(error) => {
                    self.questions.clear(0);
                    self.questions.refuse(0, error.message);
                    Step::Consumed
                }
            },
        }
    }

    fn commands(&self, _: &Before<T>) -> Vec<Command> {
        ["save", "back", "quit", "switch.language"].map(Command::new).to_vec()
    }

    fn typing(&self) -> bool {
        true
    }
}

/// A box in the middle: words, then the questions, then what the keys do.
fn draw_asking(canvas: &mut Canvas<'_>, area: Rect, title_key: &str, words: &str, questions: &Questions) {
    let columns = area.width.saturating_sub(8).min(68);
    let said = wrap(words, usize::from(columns));
    let head = u16::try_from(said.len()).unwrap_or(u16::MAX).saturating_add(1);
    let rows = head.saturating_add(questions.wanted_rows(canvas, columns)).saturating_add(1);
    let title = canvas.word(title_key).to_owned();
    let inside = canvas.dialog(area, columns, rows, &title);
    // Where there is little room the questions come first.
    let room = inside.height.saturating_sub(rows - head);
    let (above, rest) = split_top(inside, head.min(room));
    for (row, line) in above.rows().zip(&said) {
        canvas.text(row, line, Role::Text);
    }
    let (body, foot) = split_bottom(rest, 1);
    questions.draw(canvas, body);
    let keys = canvas.word(&format!("{title_key}_keys")).to_owned();
    canvas.text(foot, &keys, Role::Muted);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::error::Error;
    use crate::text::locale::Language;
    use crate::tui::event::Incoming;
    use crate::tui::key::Key;
    use crate::tui::stack::Stack;
    use crate::tui::theme::{Look, Theme};
    use crossterm::event::{Event as TerminalEvent, KeyCode, KeyEvent, KeyModifiers};
    use insta::assert_snapshot;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    fn before<T>() -> Before<T> {
        Before::new(Settings::new(Language::Vietnamese, Theme::new(Look::Calm)))
    }

    fn press<T>(stack: &mut Stack<Before<T>>, cx: &mut Before<T>, keys: &str) {
        for part in keys.split(' ') {
            let typed = part.strip_prefix('\'').map(|text| text.trim_end_matches('\'').replace('_', " "));
            let keys: Vec<KeyCode> = match &typed {
                Some(text) => text.chars().map(KeyCode::Char).collect(),
                None => vec![Key::parse(part).unwrap().code],
            };
            for code in keys {
                let event = KeyEvent::new(code, KeyModifiers::NONE);
                stack.take(Incoming::Terminal(TerminalEvent::Key(event)), cx);
            }
        }
    }

    fn screen<T>(stack: &Stack<Before<T>>, cx: &Before<T>) -> String {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        terminal.draw(|frame| stack.draw(frame, cx)).unwrap();
        terminal.backend().to_string()
    }

    #[test]
    fn the_three_questions_are_asked_and_answered() {
        let mut cx = before();
        let mut stack = Stack::new(FirstStart::new("/home/a/office.store".into(), None));
        press(&mut stack, &mut cx, "'Ban_Tổ_chức' enter 'Nguyễn_Thị_Hòa' enter 'bí_mật' enter 'bí' enter");
        assert_snapshot!(screen(&stack, &cx));
        press(&mut stack, &mut cx, "'bí_mật' enter");
        let answer = cx.answer.unwrap();
        assert_eq!(
            (answer.officer.as_str(), answer.passphrase.as_deref()),
            ("Nguyễn Thị Hòa", Some("bí mật"))
        );
    }

    #[test]
    fn no_passphrase_is_warned_of_first() {
        let mut cx = before();
        let mut stack = Stack::new(FirstStart::new("/home/a/office.store".into(), None));
        press(&mut stack, &mut cx, "'Ban_Tổ_chức' enter 'Hòa' enter enter enter");
        assert!(cx.answer.is_none() && screen(&stack, &cx).contains("ai có tệp này"));
        press(&mut stack, &mut cx, "enter");
        assert_eq!(cx.answer.unwrap().passphrase, None);
    }

    #[test]
    fn a_wrong_passphrase_is_asked_for_again() {
        let mut cx = before();
        let open = |typed: &str| match typed {
            "đúng" => Ok(7402),
            _ => Err(Error::yours(Message::new("error.store.wrong_passphrase"))),
        };
        let mut stack = Stack::new(Passphrase::new("/home/a/office.store".into(), open));
        press(&mut stack, &mut cx, "'sai' enter");
        assert_snapshot!(screen(&stack, &cx));
        press(&mut stack, &mut cx, "'đúng' enter");
        assert_eq!(cx.answer, Some(7402));
    }
}
