//! The fields of a paper, found by what they mean, each with what it holds now.
//!
//! Invariant: what is put in reads as the check wants it: a field of a list stands in a loop over that list.

use crate::office::templates::{FieldKind, TemplateField};
use crate::text::message::Message;
use crate::tui::canvas::{Canvas, split_bottom};
use crate::tui::context::Context;
use crate::tui::dialogs::draw_choices;
use crate::tui::event::{Answer, Event, Reply};
use crate::tui::layer::{Command, Kind, Layer, Step};
use crate::tui::settings::Environment;
use crate::tui::theme::Role;
use crate::tui::widgets::finder::{Entry, Finder};
use ratatui::layout::Rect;

/// The question a chosen field answers.
pub(super) const QUESTION: &str = "template.field";

/// The dialog. Answers with the field's path.
pub(super) struct Picker {
    fields: Vec<TemplateField>,
    /// What each holds in the paper that is previewed; empty where it holds nothing.
    present: Vec<String>,
    finder: Finder,
}

impl Picker {
    pub(super) fn new(fields: Vec<TemplateField>, present: Vec<String>) -> Self {
        let entries = fields.iter().map(|field| Entry::new(&field.meaning, &field.path));
        Self { finder: Finder::new(entries.collect()), fields, present }
    }
}

impl Layer<Context> for Picker {
    fn title(&self, cx: &Context) -> String {
        cx.word("action.template.field")
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, _: &Context) {
        let title = canvas.word("action.template.field").to_owned();
        let columns = area.width.saturating_sub(8).min(110);
        let inside = canvas.dialog(area, columns, area.height.saturating_sub(4).min(26), &title);
        let (list, keys) = split_bottom(inside, 1);
        let (list, about) = split_bottom(list, 3);
        self.finder.draw(canvas, list, "screen.templates.find_field");
        if let Some((at, field)) = self.finder.chosen().and_then(|at| Some((at, self.fields.get(at)?))) {
            let kind = canvas.word(&format!("template.field.{}", field.kind.code())).to_owned();
            let present = self.present.get(at).map_or("", String::as_str);
            let (words, value) = match (present, field.example.as_str()) {
                ("", "") => ("screen.templates.field", ""),
                ("", example) => ("screen.templates.field_example", example),
                (present, _) => ("screen.templates.field_now", present),
            };
            let said = Message::new(words).with("kind", kind).with("value", value).with("path", &field.path);
            let said = canvas.say(&said);
            canvas.paragraph(Rect { y: about.y + 1, height: 2, ..about }, &said, Role::Muted);
        }
        draw_choices(canvas, keys, &["accept", "back"]);
    }

    fn handle(&mut self, event: &Event, cx: &mut Context) -> Step<Context> {
        match event {
            Event::Action("accept") => match self.finder.chosen().and_then(|at| self.fields.get(at)) {
                Some(field) => {
                    Step::Answer(Answer { question: QUESTION, reply: Reply::Chosen(field.path.clone()) })
                }
                None => Step::Consumed,
            },
            event if self.finder.handle(event, cx.settings()) => Step::Consumed,
            _ => Step::Pass,
        }
    }

    fn commands(&self, _: &Context) -> Vec<Command> {
        vec![Command::new("accept")]
    }

    fn typing(&self) -> bool {
        true
    }

    fn kind(&self) -> Kind {
        Kind::Dialog
    }
}

/// How a field is written where the caret stands, given the text before it. `fields` are all of the paper.
pub(super) fn insertion(field: &TemplateField, fields: &[TemplateField], before: &str) -> String {
    let mut loops = open_loops(before);
    let mut lists = lists_around(field, fields);
    // The innermost list that is gone over already; loops are written for those inside it.
    let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let open = |list: &str| {
        let found = loops.iter().rev().find(|(_, over)| last(over) == last(list));
        found.map(|(name, _)| (name.clone(), list.to_owned()))
    };
    let covered = lists.iter().enumerate().rev().find_map(|(at, list)| Some((at, open(list)?)));
    let mut here = None;
    if let Some((at, open)) = covered {
        lists.drain(..=at);
        here = Some(open);
    }
    let (mut begins, mut ends) = (String::new(), String::new());
    let path = |path: &str, here: &Option<(String, String)>| match here {
        Some((name, list)) => format!("{name}{}", path.strip_prefix(list.as_str()).unwrap_or(path)),
        None => path.to_owned(),
    };
    for list in lists {
        let name = free_name(&loops);
        begins.push_str(&format!("{{% for {name} in {} %}}", path(&list, &here)));
        ends.push_str("{% endfor %}");
        loops.push((name.clone(), list.clone()));
        here = Some((name, list));
    }
    let at = path(&field.path, &here);
    let written = match field.kind {
        FieldKind::List => {
            let name = free_name(&loops);
            format!("{{% for {name} in {at} %}}\n- {{{{ loop.index }}}}\n{{% endfor %}}\n")
        }
        FieldKind::Date => format!("{{{{ {at} | ngay }}}}"),
        _ if begins.is_empty() => format!("{{{{ {at} }}}}"),
        _ => format!("{{{{ {at} }}}}{{% if not loop.last %}}, {{% endif %}}"),
    };
    format!("{begins}{written}{ends}")
}

/// The lists a field lies in, outermost first.
fn lists_around(field: &TemplateField, fields: &[TemplateField]) -> Vec<String> {
    let mut lists = Vec::new();
    let mut next = field.list.clone();
    while let Some(list) = next {
        next = fields.iter().find(|known| known.path == list).and_then(|known| known.list.clone());
        lists.insert(0, list);
    }
    lists
}

/// The loops that are open behind a text: each one's name and list.
fn open_loops(text: &str) -> Vec<(String, String)> {
    let mut open = Vec::new();
    for tag in text.split("{%").skip(1) {
        let tag = tag.split("%}").next().unwrap_or_default().trim_matches(['-', ' ']);
        if tag.starts_with("endfor") {
            open.pop();
        } else if let Some((name, list)) = tag.strip_prefix("for ").and_then(|turn| turn.split_once(" in ")) {
            let list = list.split([' ', '|']).next().unwrap_or_default();
            open.push((name.trim().to_owned(), list.to_owned()));
        }
    }
    open
}

fn free_name(loops: &[(String, String)]) -> String {
    let taken = |name: &str| loops.iter().any(|(known, _)| known == name);
    ["d", "m", "n"].into_iter().find(|name| !taken(name)).unwrap_or("k").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn field(path: &str, list: Option<&str>, kind: FieldKind) -> TemplateField {
        TemplateField {
            path: path.to_owned(),
            list: list.map(str::to_owned),
            kind,
            meaning: String::new(),
            example: String::new(),
        }
    }

    #[rstest]
    #[case("tong.tong_so", "", "{{ tong.tong_so }}")]
    #[case("van_ban.ngay", "", "{{ van_ban.ngay | ngay }}")]
    #[case("cac_ho_so.ma", "{% for h in chuyen_giao.cac_ho_so if x %}\n", "{{ h.ma }}")]
    #[case(
        "cac_ho_so.ma",
        "{% for h in cac_ho_so %}{% endfor %}",
        "{% for d in cac_ho_so %}{{ d.ma }}{% if not loop.last %}, {% endif %}{% endfor %}"
    )]
    #[case(
        "cac_ho_so.dang_vien",
        "{% for d in cac_ho_so %}",
        "{% for m in d.dang_vien %}\n- {{ loop.index }}\n{% endfor %}\n"
    )]
    #[case(
        "cac_ho_so.dang_vien.ten",
        "{% for h in cac_ho_so %}",
        "{% for d in h.dang_vien %}{{ d.ten }}{% if not loop.last %}, {% endif %}{% endfor %}"
    )]
    #[case("cac_ho_so.dang_vien.ten", "{% for h in cac_ho_so %}{% for x in h.dang_vien %}", "{{ x.ten }}")]
    fn a_field_is_written_for_where_it_stands(
        #[case] path: &str,
        #[case] before: &str,
        #[case] expected: &str,
    ) {
        let fields = [
            field("tong.tong_so", None, FieldKind::Number),
            field("van_ban.ngay", None, FieldKind::Date),
            field("cac_ho_so", None, FieldKind::List),
            field("cac_ho_so.ma", Some("cac_ho_so"), FieldKind::Text),
            field("cac_ho_so.dang_vien", Some("cac_ho_so"), FieldKind::List),
            field("cac_ho_so.dang_vien.ten", Some("cac_ho_so.dang_vien"), FieldKind::Text),
        ];
        let field = fields.iter().find(|field| field.path == path).unwrap();
        assert_eq!(insertion(field, &fields, before), expected);
    }
}
