//! Reading the cases: at once where they are few, else a first page now and the rest on a worker thread.
//!
//! Invariant: the first frame waits for at most one page of rows.

use super::Cases;
use super::list::List;
use crate::office::cases::CaseFilter;
use crate::office::error::Result;
use crate::tui::context::Context;
use crate::tui::jobs::JobNews;
use crate::tui::layer::Step;
use crate::tui::screens::outcome::refused;
use crate::tui::settings::Environment;

/// Up to so many rows are read at once.
const AT_ONCE: usize = 400;

impl Cases {
    /// Reads all that is shown.
    pub(super) fn load(&mut self, cx: &mut Context) {
        let (first, total) = cx.office.first_cases(AT_ONCE).unwrap_or_default();
        self.total = total;
        self.without_case = cx.office.count_without_case().unwrap_or_default();
        let many = total > first.len();
        if many {
            let elsewhere = cx.elsewhere();
            self.loading = Some(cx.jobs.spawn("screen.cases.loading", move |_| -> Result<List> {
                Ok(List::new(elsewhere.open()?.cases(&CaseFilter::default())?))
            }));
        }
        if !many || self.list.total() == 0 {
            self.put(List::new(first), cx);
        }
    }

    fn put(&mut self, list: List, cx: &Context) {
        let here = self.chosen().map(|row| row.id.to_string());
        self.list = list;
        self.sort(cx);
        if let Some(place) = here.and_then(|id| self.list.place_of(&id)) {
            self.table.select(place);
        }
        self.look_inside(cx);
    }

    /// Takes the rest when it has come.
    pub(super) fn take_loaded(&mut self, news: &JobNews, cx: &Context) -> Step<Context> {
        if !self.loading.as_ref().is_some_and(|job| news.is_of(job)) {
            return Step::Pass;
        }
        if news.is_over() {
            self.loading = None;
        }
        match news.take::<Result<List>>() {
            Some(Ok(list)) => {
                self.put(list, cx);
                Step::Consumed
            }
            Some(Err(error)) => refused(&error, cx),
            None => Step::Pass,
        }
    }

    /// Reads what is missing in the case under the bar, where there is room to show it.
    pub(super) fn look_inside(&mut self, cx: &Context) {
        let Some(row) = self.chosen().filter(|_| self.wide.get()) else {
            self.preview = None;
            return;
        };
        if self.preview.as_ref().is_some_and(|(id, _)| id == row.id.as_str()) {
            return;
        }
        let id = row.id.to_string();
        let lacking = cx.office.gate(&row.id).map(|gate| {
            let missing = gate.requirements.into_iter();
            let missing = missing.filter(|asked| asked.state == crate::domain::gate::State::Missing);
            missing.map(|asked| cx.settings().locale.say(&asked.what)).collect()
        });
        self.preview = Some((id, lacking.unwrap_or_default()));
    }
}
