//! Tests of the reader of examples. All texts are made up here.

mod answers;
mod corpus;
mod evidence;
mod forms;
mod programs;
mod properties;
mod shell;

use serde_json::Value;

use super::{Call, Fault};

/// The neutral form of a value, which proves what the value proves.
fn neutral(value: Value) -> Value {
    let original = value.to_string();
    let super::Neutral { value, broken } = super::neutral(value);
    assert_eq!(broken, None, "{original}");
    value
}

/// The codes of faults, in order, without what all of them begin with.
fn codes(faults: &[Fault]) -> Vec<&'static str> {
    let code = |fault: &Fault| fault.code.strip_prefix("example-");
    faults.iter().map(|fault| code(fault).unwrap_or(fault.code)).collect()
}

/// The only call of an example that has nothing wrong with it.
fn one(info: &str, title: &str, text: &str) -> Call {
    let (mut calls, faults) = super::calls(info, title, text);
    assert_eq!(codes(&faults), [""; 0], "{text}");
    assert_eq!(calls.len(), 1, "{text}");
    calls.remove(0)
}
