//! Tests of the reader of examples. All texts are made up here.

mod answers;
mod corpus;
mod forms;
mod programs;
mod properties;
mod shell;

use super::{Call, Fault};

/// The codes of faults, in order.
fn codes(faults: &[Fault]) -> Vec<&'static str> {
    faults.iter().map(|fault| fault.code).collect()
}

/// The only call of an example that has nothing wrong with it.
fn one(info: &str, title: &str, text: &str) -> Call {
    let (mut calls, faults) = super::calls(info, title, text);
    assert_eq!(codes(&faults), [""; 0], "{text}");
    assert_eq!(calls.len(), 1, "{text}");
    calls.remove(0)
}
