//! What stands among parameters for a value in the answer of an earlier command of the batch.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;

use serde_json::{Value, json};

/// A command of a batch, and a path in its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) batch: u64,
    pub(crate) command: usize,
    pub(crate) path: Vec<String>,
}

/// The one key of a placeholder. It is another one in each run of a program, so that no data can be taken for a
/// placeholder: neither what a user gives nor what a server answers.
static MARK: LazyLock<String> = LazyLock::new(|| {
    // The standard library has its keys from the system.
    let random = || RandomState::new().build_hasher().finish();
    format!("reference {:016x}{:016x}", random(), random())
});

impl Target {
    /// What stands for the referred value among parameters until the batch is sent.
    pub(crate) fn placeholder(&self) -> Value {
        json!({ &*MARK: [self.batch, self.command, self.path] })
    }

    /// The reference that a value stands for.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let map = value.as_object().filter(|map| map.len() == 1)?;
        let (batch, command, path) = serde_json::from_value(map.get(&*MARK)?.clone()).ok()?;
        Some(Self { batch, command, path })
    }

    /// The value that is referred to, in the result of the command. `null` is none: the server
    /// takes it so.
    pub(crate) fn find<'v>(&self, result: &'v Value) -> Option<&'v Value> {
        let step = |value: &'v Value, key: &String| match value {
            Value::Object(map) => map.get(key),
            Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            _ => None,
        };
        self.path.iter().try_fold(result, step).filter(|value| !value.is_null())
    }

    /// The reference as the server reads it, where `command` is the key of the command in the same
    /// request. None if the path holds what the server would not read.
    pub(crate) fn render(&self, command: &str) -> Option<String> {
        let readable = |key: &String| {
            !key.is_empty() && !key.contains(|c: char| matches!(c, '[' | ']') || c.is_whitespace())
        };
        self.path.iter().all(readable).then(|| {
            let mut text = format!("$result[{command}]");
            for key in &self.path {
                text += &format!("[{key}]");
            }
            text
        })
    }
}

/// The references in a value.
pub(crate) fn targets(value: &Value) -> Vec<Target> {
    let mut targets = Vec::new();
    each(value, &mut |target| targets.push(target));
    targets
}

/// Whether there is a reference in a value.
pub(crate) fn is_in(value: &Value) -> bool {
    let mut found = false;
    each(value, &mut |_| found = true);
    found
}

fn each(value: &Value, visit: &mut impl FnMut(Target)) {
    match value {
        Value::Object(map) => match Target::read(value) {
            Some(target) => visit(target),
            None => map.values().for_each(|value| each(value, visit)),
        },
        Value::Array(items) => items.iter().for_each(|value| each(value, visit)),
        _ => {}
    }
}

/// Puts what `fill` gives in the place of each reference in a value; where it gives nothing, the
/// reference stays.
pub(crate) fn replace<E>(
    value: &mut Value,
    fill: &impl Fn(Target) -> Result<Option<Value>, E>,
) -> Result<(), E> {
    if let Some(target) = Target::read(value) {
        if let Some(filled) = fill(target)? {
            *value = filled;
        }
        return Ok(());
    }
    match value {
        Value::Object(map) => map.values_mut().try_for_each(|value| replace(value, fill)),
        Value::Array(items) => items.iter_mut().try_for_each(|value| replace(value, fill)),
        _ => Ok(()),
    }
}
