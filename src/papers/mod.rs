//! Papers: values in, documents out. For now the references a gate asks for; making papers comes later.
//!
//! Invariant: knows neither the store nor the screen.
