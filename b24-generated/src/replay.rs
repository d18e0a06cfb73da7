//! Recorded traffic, held against the documentation.
//!
//! [`decoders`] gives for each compiled-in method the very code that its `send` reads answers with.
//! The example `replay` pipes recorded calls through it.

use serde_json::Value;

use crate::each_call;
use crate::runtime::{ApiError, Call, EachCall, Log, Method, Typed, Unfit, read_answer};

/// How one method reads its answers.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Decoder {
    /// The method.
    pub method: &'static Method,
    /// Whether the output has a type: it, or its items, is not just any JSON value.
    pub typed: bool,
    read: fn(Value, &mut Log) -> Result<Value, Unfit>,
}

/// What an answer is, held against its documentation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Decoded {
    /// The result as its type writes it: what [`Fields::to_raw`](crate::Fields::to_raw) gives.
    /// Nothing of the answer is missing in it.
    pub result: Option<Value>,
    /// Paths of keys that the documentation does not know.
    pub unknown: Vec<String>,
    /// Values that do not fit their documented types.
    pub unfit: Vec<Unfit>,
    /// Why there is no result.
    pub error: Option<String>,
}

impl Decoder {
    /// Reads a whole answer, `{"result": …, "time": …}`.
    pub fn decode(&self, body: Value) -> Decoded {
        if let Some(error) = ApiError::find(self.method.name, 200, &body) {
            let error = Some(format!("{}: {}", error.code, error.description));
            return Decoded { result: None, unknown: Vec::new(), unfit: Vec::new(), error };
        }
        let mut log = Log::strict();
        let read = (self.read)(body, &mut log);
        let (unknown, unfit) = log.into_found();
        let mut decoded = Decoded { result: None, unknown, unfit, error: None };
        match read {
            Ok(result) => decoded.result = Some(result),
            Err(unfit) => {
                decoded.error = Some(format!("`{}` is not {}", unfit.path, unfit.expected));
                decoded.unfit.push(unfit);
            }
        }
        decoded
    }
}

/// How each compiled-in method reads its answers, in the order of the catalogue.
// Inline, so that only programs that call it pay for compiling all of them.
#[inline]
pub fn decoders() -> Vec<Decoder> {
    let mut all = All(Vec::new());
    each_call(&mut all);
    all.0
}

#[doc(hidden)]
#[derive(Debug)]
pub struct All(Vec<Decoder>);

impl EachCall for All {
    fn call<C: Call>(&mut self) {
        self.0.push(Decoder {
            method: C::METHOD,
            typed: !C::Answer::UNTYPED,
            read: |body, log| {
                let answer = read_answer::<C::Answer>(body, log)?;
                Ok(answer.write())
            },
        });
    }
}
