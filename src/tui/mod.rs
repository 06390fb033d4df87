//! The terminal: event loop, layers, screens, dialogs, widgets, key map, theme.
//!
//! Invariant: knows no SQL and no file format; drawing takes `&self`; every change goes through `office`.
