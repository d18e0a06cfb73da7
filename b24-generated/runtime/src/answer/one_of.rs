//! Values that are one of two types.

use serde_json::Value;

use super::{Log, Typed};

/// A value that is of one type or of another; for more than two, the second is a `OneOf` again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OneOf<A, B> {
    /// Of the first type.
    First(A),
    /// Of the second.
    Second(B),
}

impl<A, B> OneOf<A, B> {
    /// The value, if it is of the first type.
    pub fn first(self) -> Option<A> {
        match self {
            Self::First(value) => Some(value),
            Self::Second(_) => None,
        }
    }

    /// The value, if it is of the second type.
    pub fn second(self) -> Option<B> {
        match self {
            Self::First(_) => None,
            Self::Second(value) => Some(value),
        }
    }
}

impl<A: Typed, B: Typed> Typed for OneOf<A, B> {
    fn read(raw: &Value, log: &mut Log) -> Option<Self> {
        let second = match (misfit::<A>(raw), misfit::<B>(raw)) {
            (Some(first), Some(second)) => second < first,
            (first, _) => first.is_none(),
        };
        if second {
            B::read(raw, log).map(Self::Second)
        } else {
            A::read(raw, log).map(Self::First)
        }
    }

    fn salvage(raw: &Value, log: &mut Log) -> Option<Self> {
        let start = log.mark();
        if let Some(first) = A::salvage(raw, log) {
            return Some(Self::First(first));
        }
        log.back_to(start);
        B::salvage(raw, log).map(Self::Second)
    }

    fn write(&self) -> Value {
        match self {
            Self::First(value) => value.write(),
            Self::Second(value) => value.write(),
        }
    }

    fn copy(&self) -> Self {
        match self {
            Self::First(value) => Self::First(value.copy()),
            Self::Second(value) => Self::Second(value.copy()),
        }
    }

    fn name() -> String {
        format!("{} or {}", A::name(), B::name())
    }
}

/// How badly a value fits: how much is odd in it, and whether its JSON would come out differently
/// (`"15"` is rather text than a number, where it may be either). `None` if it does not fit at all.
fn misfit<T: Typed>(raw: &Value) -> Option<(usize, bool)> {
    let mut log = Log::strict();
    let value = T::read(raw, &mut log)?;
    Some((log.len(), value.write() != *raw))
}
