//! What an expression may ask about the form and the answers around it.
//!
//! Invariant: questions only; nothing here changes an answer.

use super::super::form::Choice;
use super::super::instance::Instance;
use super::occasion::Occasion;
use super::value::Value;

/// The form and its answers, by the places of its rows.
pub trait Surroundings {
    /// The answer of a row, as a value of its type; blank where it is not asked.
    fn value(&self, place: usize, instance: &Instance) -> Value;
    /// Whether it is asked now.
    fn is_relevant(&self, place: usize, instance: &Instance) -> bool;
    /// How many repeats two rows share.
    fn shared(&self, one: usize, other: usize) -> usize;
    /// The instances of a row inside one of an outer repeat.
    fn instances(&self, place: usize, outer: &Instance) -> Vec<Instance>;
    /// How many repeats are around a row, itself not counted.
    fn depth(&self, place: usize) -> usize;
    /// Whether it is a repeat.
    fn is_repeat(&self, place: usize) -> bool;
    /// How many instances a repeat has there.
    fn count(&self, repeat: usize, outer: &Instance) -> usize;
    /// The group or repeat around a row.
    fn parent(&self, place: usize) -> Option<usize>;
    /// The rows directly in a group, or outside all groups.
    fn children(&self, place: Option<usize>) -> &[usize];
    /// The name of a row, as in a path.
    fn name(&self, place: usize) -> &str;
    /// A list of choices or a file of them, by name.
    fn list(&self, name: &str) -> Option<&[Choice]>;
    /// The label of a choice of a question.
    fn choice_label(&self, place: usize, code: &str) -> String;
    /// The language now spoken.
    fn language(&self) -> &str;
    /// The form's version.
    fn version(&self) -> &str;
    /// When it is asked.
    fn occasion(&self) -> &Occasion;
}
