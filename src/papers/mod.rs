//! Papers: values in, documents out.
//!
//! A template is filled with [`values::Value`]s, each leaf knowing the record it came from.
//!
//! Invariant: knows neither the store nor the screen.

pub mod values;
