//! References to what an earlier command of the same batch answers.

use std::marker::PhantomData;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::answer::{Date, DateTime, Fields, OneOf, Timestamp};
use crate::arg::{Any, Arg, Bool, Int, List, Num, One, OneZero, OneZeroText, Rec, Text, YesNo};
use crate::encode::EncodeError;
use crate::placeholder::Target;

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
