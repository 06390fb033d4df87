//! The key map: `assets/keys/default.toml`, action id → keys, grouped by where they work.
//!
//! Invariant: keys are data; the footer, the help and the palette read them here and nowhere else.

use super::event::{Action, Motion};
use super::key::Key;
use super::layer::Command;
use std::collections::HashMap;

const BUILT_IN: &str = include_str!("../../assets/keys/default.toml");

/// Which keys stand for which action.
#[derive(Debug, Clone, Default)]
pub struct KeyMap {
    bindings: Vec<Binding>,
    by_action: HashMap<String, usize>,
    motions: HashMap<Key, Motion>,
}

/// An action and its keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Where it works: a table of the file.
    pub place: String,
    /// The action.
    pub action: String,
    /// Its keys; the first is the one shown.
    pub keys: Vec<Key>,
}

impl KeyMap {
    /// The keys that come with the program.
    pub fn built_in() -> Self {
        Self::parse(BUILT_IN).unwrap_or_default()
    }

    /// Reads a key map; the error names what is wrong in it.
    pub fn parse(source: &str) -> Result<Self, String> {
        let table: toml::Table = source.parse().map_err(|error: toml::de::Error| error.to_string())?;
        let mut map = Self::default();
        for (place, actions) in &table {
            let actions = actions.as_table().ok_or_else(|| format!("{place}: not a table"))?;
            for (action, keys) in actions {
                let keys = read_keys(keys).ok_or_else(|| format!("{place}.{action}: unknown key"))?;
                if place == "motion" {
                    let motion =
                        Motion::parse(action).ok_or_else(|| format!("motion.{action}: unknown motion"))?;
                    map.motions.extend(keys.iter().map(|key| (*key, motion)));
                } else {
                    map.by_action.insert(action.clone(), map.bindings.len());
                }
                map.bindings.push(Binding { place: place.clone(), action: action.clone(), keys });
            }
        }
        Ok(map)
    }

    /// All bindings, in the file's order.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// The keys of an action; none is fine, the palette has it all the same.
    pub fn keys(&self, action: &str) -> &[Key] {
        self.by_action.get(action).map_or(&[], |index| &self.bindings[*index].keys)
    }

    /// The key shown for an action, as printed.
    pub fn shown(&self, action: &str) -> Option<String> {
        self.keys(action).first().map(ToString::to_string)
    }

    /// All its keys, as printed: `F1, ?`.
    pub fn shown_all(&self, action: &str) -> String {
        self.keys(action).iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    /// Which of these commands a key means.
    pub fn action(&self, key: Key, commands: &[Command]) -> Option<Action> {
        commands.iter().map(|command| command.action).find(|action| self.keys(action).contains(&key))
    }

    /// Which movement a key means.
    pub fn motion(&self, key: Key) -> Option<Motion> {
        self.motions.get(&key).copied()
    }

    /// Keys that mean two of these commands at once, for the tests of a screen.
    pub fn ambiguous(&self, commands: &[Command]) -> Vec<String> {
        let mut seen: HashMap<Key, Action> = HashMap::new();
        let mut found = Vec::new();
        for command in commands {
            for key in self.keys(command.action) {
                match seen.insert(*key, command.action) {
                    Some(before) if before != command.action => {
                        found.push(format!("{key}: {before} / {}", command.action));
                    }
                    _ => {}
                }
            }
        }
        found
    }
}

fn read_keys(value: &toml::Value) -> Option<Vec<Key>> {
    value.as_array()?.iter().map(|key| Key::parse(key.as_str()?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyCode;

    #[test]
    fn the_built_in_map_is_readable() {
        let map = KeyMap::parse(BUILT_IN).unwrap();
        assert!(map.bindings().len() > 30);
        assert_eq!(map.shown("palette").as_deref(), Some("Ctrl+P"));
        assert_eq!(map.motion(Key::parse("k").unwrap()), Some(Motion::Up));
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        let map = KeyMap::parse(BUILT_IN).unwrap();
        let general = ["anywhere", "motion"];
        let mut faults = Vec::new();
        for (index, one) in map.bindings().iter().enumerate() {
            for other in &map.bindings()[index + 1..] {
                let meet = one.place == other.place
                    || general.contains(&one.place.as_str())
                    || general.contains(&other.place.as_str());
                if meet && one.keys.iter().any(|key| other.keys.contains(key)) {
                    faults.push(format!("{}.{} / {}.{}", one.place, one.action, other.place, other.action));
                }
            }
        }
        assert_eq!(faults, Vec::<String>::new());
    }

    #[test]
    fn an_action_is_listed_once() {
        let map = KeyMap::parse(BUILT_IN).unwrap();
        let count = map.bindings().iter().filter(|binding| binding.place != "motion").count();
        assert_eq!(count, map.by_action.len(), "an action stands in two places");
    }

    #[test]
    fn whatever_a_bare_key_does_another_key_does_too() {
        let map = KeyMap::parse(BUILT_IN).unwrap();
        for binding in map.bindings() {
            let bare = binding.keys.iter().any(|key| key.is_bare());
            let other = binding.keys.iter().any(|key| !key.is_bare());
            assert!(!bare || other, "{} has only bare keys", binding.action);
        }
    }

    #[test]
    fn nothing_is_bound_on_backspace_or_its_double() {
        let map = KeyMap::parse(BUILT_IN).unwrap();
        for binding in map.bindings() {
            for key in &binding.keys {
                assert!(key.code != KeyCode::Backspace, "{}", binding.action);
                assert!(
                    !(key.ctrl && matches!(key.code, KeyCode::Char('h' | 'j' | 'i' | 'm' | '['))),
                    "{} can't be told from an editing key",
                    binding.action
                );
            }
        }
    }

    #[test]
    fn every_action_has_a_label_in_both_languages() {
        use crate::text::locale::{Language, Locale};
        for language in [Language::Vietnamese, Language::English] {
            let locale = Locale::new(language);
            for binding in KeyMap::built_in().bindings() {
                let key = match binding.place.as_str() {
                    "motion" => format!("shell.motion.{}", binding.action),
                    _ => format!("action.{}", binding.action),
                };
                assert!(locale.find(&key).is_some(), "{key} is missing in {}", language.code());
            }
        }
    }
}
