//! References to what an earlier command of the same batch answers.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::marker::PhantomData;
use std::sync::LazyLock;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::answer::{Date, DateTime, Fields, OneOf, Timestamp};
use crate::arg::{Any, Arg, Bool, Int, List, Num, One, OneZero, OneZeroText, Rec, Text, YesNo};
use crate::params::{EncodeError, Params};

/// A value in the answer of an earlier command, to be sent in a later one: see
/// [`Key::result`](super::Key::result).
///
/// `T` is the type of the value: what it can be sent as is checked when the program is compiled. A
/// field has the type [`Untyped`] and is taken everywhere.
#[derive(Debug)]
pub struct Reference<T> {
    target: Target,
    value: PhantomData<fn() -> T>,
}

/// The type of a referred field: it is not known before the answer is there.
#[derive(Debug)]
pub enum Untyped {}

/// A command of a batch, and a path in its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) batch: u64,
    pub(crate) command: usize,
    pub(crate) path: Vec<String>,
}

impl<T> Reference<T> {
    pub(super) fn new(batch: u64, command: usize) -> Self {
        Self { target: Target { batch, command, path: Vec::new() }, value: PhantomData }
    }

    /// A field of it, by its name on the wire.
    pub fn field(mut self, name: &str) -> Reference<Untyped> {
        self.target.path.push(name.to_owned());
        Reference { target: self.target, value: PhantomData }
    }

    /// An item of it, counted from 0.
    pub fn index(self, index: usize) -> Reference<Untyped> {
        self.field(&index.to_string())
    }
}

impl<T> Clone for Reference<T> {
    fn clone(&self) -> Self {
        Self { target: self.target.clone(), value: PhantomData }
    }
}

/// What a reference may be sent as: an answer of this type where the documentation wants an `M`.
///
/// Numbers and text stand for each other, as they do in the server's answers; a record does not
/// stand for a number.
#[diagnostic::on_unimplemented(
    message = "a result of the type `{Self}` cannot be sent as `{M}`",
    note = "refer to a field of it: `.result().field(\"ID\")`"
)]
pub trait Refers<M> {}

impl<M> Refers<M> for Untyped {}

macro_rules! refers {
    ($($type:ty)*) => { $(
        refers! { @ $type: Any Int Num Text Bool YesNo OneZero OneZeroText Date DateTime Timestamp }
        impl<I, S, B, L, O, N> Refers<One<I, S, B, L, O, N>> for $type {}
    )* };
    (@ $type:ty: $($marker:ty)*) => { $( impl Refers<$marker> for $type {} )* };
}
refers!(i64 Decimal String bool Date DateTime Timestamp);

impl<T: Fields> Refers<Any> for T {}
impl<T> Refers<Any> for Vec<T> {}
impl<T> Refers<Any> for IndexMap<String, T> {}
impl<T: Refers<M>, M> Refers<List<M>> for Vec<T> {}
impl<T: Fields, R> Refers<Rec<R>> for T {}
impl<A, B, M> Refers<M> for OneOf<A, B> {}
impl<M> Refers<M> for Value {}

impl<M, T: Refers<M>> Arg<M> for Reference<T> {
    fn encode(self) -> Result<Value, EncodeError> {
        Ok(self.target.placeholder())
    }
}

impl<M, T: Refers<M>> Arg<M> for &Reference<T> {
    fn encode(self) -> Result<Value, EncodeError> {
        Ok(self.target.placeholder())
    }
}

impl Arg<Any> for Params {
    fn encode(self) -> Result<Value, EncodeError> {
        self.into_parts().map(Value::Object)
    }
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
    pub(super) fn read(value: &Value) -> Option<Self> {
        let map = value.as_object().filter(|map| map.len() == 1)?;
        let (batch, command, path) = serde_json::from_value(map.get(&*MARK)?.clone()).ok()?;
        Some(Self { batch, command, path })
    }

    /// The value that is referred to, in the result of the command. `null` is none: the server
    /// takes it so.
    pub(super) fn find<'v>(&self, result: &'v Value) -> Option<&'v Value> {
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
pub(super) fn targets(value: &Value) -> Vec<Target> {
    let mut targets = Vec::new();
    each(value, &mut |target| targets.push(target));
    targets
}

/// Whether there is a reference in a value.
pub(crate) fn any(value: &Value) -> bool {
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
pub(super) fn replace<E>(
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
