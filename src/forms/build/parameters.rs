//! The parameters of a question: `rows=5`, `start=1 end=10`.
//!
//! Invariant: a range without its bounds cannot be asked; any other parameter that is not understood only warns.

use super::super::form::{Node, parameter};
use super::super::kind::Kind;
use crate::domain::fault::nearest;
use crate::text::message::Message;

/// The parameters the standard has for a type, by its word; types of vendors have their own.
fn known(node: &Node) -> &'static [&'static str] {
    match node.word.as_str() {
        "text" => &["rows"],
        "image" => &["max-pixels", "app"],
        "audio" | "background audio" => &["quality"],
        "range" => &["start", "end", "step", "tick_interval", "placeholder", "tick_labelset"],
        "geopoint" => &["capture-accuracy", "warning-accuracy", "allow-mock-accuracy", "reference-geometry"],
        "geotrace" | "geoshape" => &["incremental", "allow-mock-accuracy", "reference-geometry"],
        "select_one" | "select_multiple" | "rank" => &["randomize", "seed", "value", "label"],
        "audit" => &[
            "location-priority",
            "location-min-interval",
            "location-max-age",
            "track-changes",
            "track-changes-reasons",
            "identify-user",
        ],
        _ => &[],
    }
}

/// Whether a value is of the kind its parameter takes.
fn fits(name: &str, value: &str) -> bool {
    let number = || value.parse::<f64>().is_ok_and(f64::is_finite);
    let whole = || value.parse::<u64>().is_ok();
    match name {
        "rows" | "max-pixels" | "location-min-interval" | "location-max-age" => whole(),
        "capture-accuracy" | "warning-accuracy" | "placeholder" => number(),
        "tick_interval" => number() && value.parse() != Ok(0.0),
        "randomize" | "allow-mock-accuracy" | "incremental" | "track-changes" | "identify-user" => {
            matches!(value.to_lowercase().as_str(), "true" | "false")
        }
        "seed" => value.starts_with("${") || number(),
        "quality" => ["voice-only", "low", "normal", "external"].contains(&value),
        "location-priority" => ["no-power", "low-power", "balanced", "high-accuracy"].contains(&value),
        "track-changes-reasons" => value == "on-form-edit",
        _ => true,
    }
}

/// What is wrong, and whether the question cannot be asked so.
pub(super) fn check(node: &Node) -> Vec<(bool, Message)> {
    let mut wrong = Vec::new();
    let known = known(node);
    if known.is_empty() {
        return wrong;
    }
    let is_range = node.kind == Kind::Range;
    for written in node.parameters.split([' ', ',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let Some((name, value)) = written.split_once('=') else {
            wrong.push((is_range, Message::new("forms.fault.bad_parameter").with("value", written)));
            continue;
        };
        let name = name.trim().to_lowercase();
        if !known.contains(&name.as_str()) {
            let message = match nearest(&name, known.iter().copied()) {
                Some(near) => Message::new("forms.fault.unknown_parameter_near").with("near", near),
                None => Message::new("forms.fault.unknown_parameter"),
            };
            wrong.push((false, message.with("name", name)));
        } else if !fits(&name, value.trim()) {
            let message = Message::new("forms.fault.bad_parameter_value").with("name", name);
            wrong.push((false, message.with("value", value.trim())));
        }
    }
    if is_range {
        match range(&node.parameters) {
            Some(message) => wrong.push((true, message)),
            None => wrong.extend(marks(node).map(|message| (false, message))),
        }
    } else if node.parameter("seed").is_some() && node.parameter("randomize").is_none() {
        wrong.push((false, Message::new("forms.fault.seed_alone")));
    }
    wrong
}

/// The marks beside a range and where its handle waits: on the steps, and within it.
fn marks(node: &Node) -> impl Iterator<Item = Message> {
    let number = |name: &str| node.parameter(name).and_then(|value| value.parse::<f64>().ok());
    let start = number("start").unwrap_or(1.0);
    let end = number("end").unwrap_or(10.0);
    let step = number("step").unwrap_or(1.0);
    let on_steps = |far: f64| (far / step - (far / step).round()).abs() < 1e-9;
    let interval = number("tick_interval")
        .filter(|interval| !on_steps(*interval) || interval.abs() > (end - start).abs())
        .map(|interval| ("tick_interval", interval));
    let placeholder = number("placeholder")
        .filter(|at| !on_steps(at - start) || *at < start.min(end) || *at > start.max(end))
        .map(|at| ("placeholder", at));
    interval.into_iter().chain(placeholder).map(|(name, value)| {
        Message::new("forms.fault.bad_parameter_value").with("name", name).with("value", value)
    })
}

/// The bounds of a range: numbers, and at least one step apart.
fn range(parameters: &str) -> Option<Message> {
    let mut bounds = [1.0, 10.0, 1.0];
    for (name, bound) in ["start", "end", "step"].into_iter().zip(&mut bounds) {
        let Some(value) = parameter(parameters, name) else { continue };
        match value.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) if name != "step" || number != 0.0 => *bound = number,
            _ => {
                return Some(Message::new("forms.fault.bad_range").with("name", name).with("value", value));
            }
        }
    }
    let [start, end, step] = bounds;
    (step.abs() > (end - start).abs()).then(|| {
        let message = Message::new("forms.fault.wide_step").with("step", step);
        message.with("start", start).with("end", end)
    })
}
