//! The pages of a survey as a list: what each is about, and how far it has come.
//!
//! Invariant: a page is done when everything asked on it is answered and nothing is wrong.

use crate::forms::survey::Screen;
use crate::office::surveys::SurveyView;
use crate::tui::context::Context;
use crate::tui::dialogs::pick::{Choice, Pick};
use crate::tui::screens::side_list::SideItem;
use crate::tui::settings::Environment;
use crate::tui::theme::Role;

/// What a page is about.
pub(super) fn title(page: &Screen, view: &SurveyView, cx: &Context) -> String {
    let form = view.filling.form();
    let language = cx.language().code();
    let Some(group) = page.group.map(|group| &form.nodes[group]) else {
        return cx.word("screen.survey.title");
    };
    let name = view.filling.label(&group.name, &page.instance, language);
    match page.instance.last() {
        Some(number) => format!("{name} {number}"),
        None => name,
    }
}

/// The same with the groups around it: `Đơn vị kinh tế tư nhân › Lao động`.
pub(super) fn whole_title(page: &Screen, view: &SurveyView, between: &str, cx: &Context) -> String {
    let form = view.filling.form();
    let around = page.group.map(|group| form.around(&form.nodes[group])).unwrap_or_default();
    let mut names: Vec<String> = around
        .into_iter()
        .map(|group| {
            view.filling.label(&group.name, &page.instance.prefix(group.repeats), cx.language().code())
        })
        .collect();
    names.push(title(page, view, cx));
    names.join(between)
}

/// Questions answered and asked on a page.
pub(super) fn progress(page: &Screen, view: &SurveyView) -> (usize, usize) {
    let form = view.filling.form();
    let asked = page.rows.iter().map(|row| &form.nodes[*row]).filter(|node| node.kind.is_asked());
    let (mut answered, mut all) = (0, 0);
    for node in asked {
        all += 1;
        answered += usize::from(!view.filling.answer(&node.name, &page.instance).is_empty());
    }
    (answered, all)
}

/// Is something that must be answered not answered, or wrong?
fn wants(page: &Screen, view: &SurveyView) -> bool {
    let form = view.filling.form();
    page.rows.iter().map(|row| &form.nodes[*row]).any(|node| {
        let empty = view.filling.answer(&node.name, &page.instance).is_empty();
        (empty && view.filling.required(&node.name, &page.instance))
            || view.filling.check(&node.name, &page.instance).is_some()
    })
}

/// The list.
pub(super) fn items(pages: &[Screen], view: &SurveyView, cx: &Context) -> Vec<SideItem> {
    pages
        .iter()
        .map(|page| {
            let (answered, all) = progress(page, view);
            let mut item = SideItem::new(title(page, view, cx), format!("{answered}/{all}"));
            item.role = if wants(page, view) {
                Role::Warn
            } else if answered == all {
                Role::Good
            } else {
                Role::Muted
            };
            item
        })
        .collect()
}

/// To which page?
pub(super) fn pick(pages: &[Screen], here: usize, view: &SurveyView, cx: &Context) -> Pick {
    let choices: Vec<Choice> = pages
        .iter()
        .enumerate()
        .map(|(at, page)| {
            let (answered, all) = progress(page, view);
            Choice::new(at.to_string(), title(page, view, cx)).note(format!("{answered}/{all}"))
        })
        .collect();
    Pick::one("survey.pages", "action.survey.pages", &choices, &here.to_string(), cx.settings())
}
