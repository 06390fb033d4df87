//! Parses the command line, runs it, prints the error: the only place that does.

fn main() {}
