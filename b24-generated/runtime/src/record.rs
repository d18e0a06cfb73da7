//! Records: values of named fields.

use serde_json::Value;

use super::arg::{Any, Arg, IntoKey, One, Rec};
use super::encode::EncodeError;
use super::params::Params;

/// A record of named fields: the value of a parameter, or a value inside one.
pub trait Record: Sized {
    /// The names of the fields that the documentation requires, separated by spaces.
    #[doc(hidden)]
    const REQUIRED: &'static str = "";

    #[doc(hidden)]
    fn params(&mut self) -> &mut Params;

    /// The fields.
    fn into_params(mut self) -> Params {
        let mut params = std::mem::take(self.params());
        params.require(Self::REQUIRED);
        params
    }

    /// Allows fields that the documentation requires to be left out, for servers that ask for less.
    #[must_use]
    fn partial(mut self) -> Self {
        self.params().set_partial();
        self
    }

    /// Sets a field by its name on the wire, whether or not the documentation knows it.
    #[must_use]
    fn set(mut self, key: impl IntoKey, value: impl Arg<Any>) -> Self {
        self.params().add(key, value);
        self
    }
}

fn encode(record: impl Record) -> Result<Value, EncodeError> {
    record.into_params().into_parts().map(Value::Object)
}

impl<R: Record> Arg<Rec<R>> for R {
    fn encode(self) -> Result<Value, EncodeError> {
        encode(self)
    }
}

impl<I, S, B, L, N, R: Record> Arg<One<I, S, B, L, Rec<R>, N>> for R {
    fn encode(self) -> Result<Value, EncodeError> {
        encode(self)
    }
}
