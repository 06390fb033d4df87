//! Words several screens use: what an entry of the journal did, days left, names of stages.
//!
//! Invariant: keys and values only; the sentences stand in the locales.

use crate::office::journal::action_name;
use crate::text::locale::Locale;
use crate::text::message::Message;
use crate::tui::context::Context;
use crate::tui::settings::Environment;
use jiff::civil::Date;

/// What an entry's action did: "Sửa Tổ chức đảng", "Chuyển bước".
pub fn entry_label(action: &str, cx: &Context) -> String {
    let (locale, name) = (&cx.settings().locale, action_name(action));
    // A note is another action's name, or says something of its own.
    if locale.find(&name.key).is_some() { locale.say(&name) } else { action.to_owned() }
}

/// A name as officers write it in lists: "CB CTCP Muối Đầm Xanh"; so long names that begin alike can be told
/// apart in a column.
pub fn short_name(name: &str, locale: &Locale) -> String {
    crate::tui::width::shorter(name, locale.text("shell.shorter"))
}

/// How long until a day, in words: "còn 5 ngày", "hôm nay", "quá 3 ngày".
pub fn days_until(day: Date, today: Date) -> Message {
    let days = (day - today).get_days();
    match days {
        0 => Message::new("screen.days.today"),
        1.. => Message::new("screen.days.left").with("days", days),
        _ => Message::new("screen.days.over").with("days", -days),
    }
}

/// The same for a narrow column: "còn 5", "quá 3".
pub fn days_until_short(day: Date, today: Date) -> Message {
    let days = (day - today).get_days();
    match days {
        0 => Message::new("screen.days.today"),
        1.. => Message::new("screen.days.left_short").with("days", days),
        _ => Message::new("screen.days.over_short").with("days", -days),
    }
}
