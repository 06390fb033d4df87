//! The terminal: event loop, layers, screens, dialogs, widgets, key map, theme.
//!
//! # How to write a screen
//! 1. A struct with its state; `impl Layer<Context> for …` ([`layer::Layer`]). Build it from `cx` in `new`;
//!    read again on [`event::Event::Refresh`].
//! 2. `commands()` lists what can be done *now*, most useful first, by action id. The keys of an id stand in
//!    `assets/keys/default.toml`, its label is the locale key `action.<id>`. Footer, help and palette follow.
//!    A command that works in the screens above too is [`layer::Command::everywhere`].
//! 3. `handle()` takes, in this order of likelihood: `Event::Action("case.advance")` for your commands,
//!    `Event::Move` for arrows, hjkl, page keys and Tab, `Event::Key` for the rest (all letters while
//!    `typing()`), `Event::Mouse`, `Event::Answer` of a dialog you pushed, `Event::Job`, `Event::Refresh`,
//!    `Event::Leave`. Offer the event to your widgets first; what you don't know is [`layer::Step::Pass`].
//! 4. `draw()` writes on a [`canvas::Canvas`]: `panel`, `text`, `pieces`, `paragraph`, and widgets' `draw`.
//!    Colours by [`theme::Role`], signs by [`theme::Glyph`], words by `canvas.word(key)`.
//! 5. Return [`layer::Step`]s: `Step::push(Confirm::new("case.cancel", …))`, later
//!    `Event::Answer(answer) if answer.yes("case.cancel")`; `Step::Say(Toast::done(message))`;
//!    after a write `Step::Refresh`, so that every layer reads again.
//! 6. Slow work: [`jobs::Jobs::spawn`], with [`dialogs::progress`] on top; the outcome comes as
//!    `Event::Job(news)`: `news.take::<YourOutcome>()`.
//!
//! The context `C` implements [`settings::Environment`]. The lowest layer has the `go.…` commands, as
//! `everywhere`, and answers them with [`layer::Step::Switch`]. Help, palette, back, quit, language, theme,
//! typing and mouse are the shell's own.
//!
//! Invariant: knows no SQL and no file format; drawing takes `&self`; every change goes through `office`.

pub mod app;
pub mod app_loop;
pub mod canvas;
pub mod context;
pub mod dialogs;
pub mod event;
mod frame;
pub mod jobs;
pub mod key;
pub mod keys;
pub mod layer;
pub mod screens;
pub mod settings;
pub mod stack;
pub mod staleness;
pub mod terminal;
pub mod theme;
pub mod toast;
pub mod widgets;
pub mod width;

#[cfg(test)]
mod tests;
