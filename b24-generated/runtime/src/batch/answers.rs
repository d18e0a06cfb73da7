//! What a batch answered.

use std::borrow::Cow;

use serde_json::Value;

use super::{BatchError, Key};
use crate::answer::{self, Answer, Log, Typed};
use crate::client::Decode;
use crate::error::Error;

/// The answers to the commands of a batch, each to be taken by the key that
/// [`Batch::add`](super::Batch::add) gave.
#[derive(Debug)]
#[must_use = "whether a command failed is in its answer"]
pub struct Answers {
    pub(super) batch: u64,
    pub(super) slots: Vec<Slot>,
}

/// What came of one command.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) method: Cow<'static, str>,
    /// The body of its answer, as a call by itself would get it.
    pub(super) outcome: Result<Value, Error>,
}

impl Answers {
    /// Takes a command's result.
    ///
    /// # Errors
    ///
    /// [`Error::Api`] if the command failed, [`Error::Batch`] if it did not run or has no answer,
    /// [`Error::Unfit`] if its result is of another type.
    pub fn take<T: Typed>(&mut self, key: Key<T>) -> Result<T, Error> {
        Ok(self.answer(key)?.result)
    }

    /// Takes a command's result with all that came beside it: counts, times, and what does not fit.
    ///
    /// # Errors
    ///
    /// Those of [`take`](Self::take).
    pub fn answer<T: Typed>(&mut self, key: Key<T>) -> Result<Answer<T>, Error> {
        let (method, body) = self.body(key.batch, key.command)?;
        answer::read(body, &mut Log::default())
            .map_err(|unfit| Error::Unfit { method: method.into_owned(), unfit: Box::new(unfit) })
    }

    /// Takes a command's result as a type of the user's own.
    ///
    /// # Errors
    ///
    /// Those of [`take`](Self::take), and [`Error::Decode`] if the result is not of the type.
    pub fn take_as<D: Decode>(&mut self, key: Key<impl Typed>) -> Result<D, Error> {
        let (method, body) = self.body(key.batch, key.command)?;
        let result = result_of(body);
        serde_json::from_value(result)
            .map_err(|source| Error::Decode { method: method.into_owned(), source })
    }

    /// The errors of commands that failed or did not run, with their places in the batch, counted
    /// from 0. A command whose answer was taken is not among them any more.
    pub fn errors(&self) -> impl Iterator<Item = (usize, &Error)> {
        let slots = self.slots.iter().enumerate();
        slots.filter_map(|(place, slot)| Some((place, slot.outcome.as_ref().err()?)))
    }

    /// How many commands the batch had.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether the batch had no commands.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The method, and the body of its answer.
    fn body(&mut self, batch: u64, command: usize) -> Result<(Cow<'static, str>, Value), Error> {
        let slot = self.slots.get_mut(command).filter(|_| batch == self.batch);
        let Some(slot) = slot else { return Err(BatchError::ForeignKey.into()) };
        // The key is gone with this call, so that nobody comes for the answer again.
        let body = std::mem::replace(&mut slot.outcome, Ok(Value::Null))?;
        Ok((slot.method.clone(), body))
    }
}

/// The result in the body of an answer.
pub(super) fn result_of(body: Value) -> Value {
    match body {
        Value::Object(mut map) => map.shift_remove("result").unwrap_or_default(),
        other => other,
    }
}
