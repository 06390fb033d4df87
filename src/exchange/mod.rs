//! Bytes in, values out: the workbooks officers send, read with every fault named by sheet, row and column.
//!
//! Invariant: knows no store; it never decides what is done with what it read.
