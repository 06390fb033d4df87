//! Survey forms (XLSForm): reading, evaluating, checking answers.
//!
//! Invariant: bytes and answers in, values and findings out; no store, no screen.
