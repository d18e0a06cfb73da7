//! Answers: how JSON as PHP writes it becomes typed values, and nothing of it is lost.
//!
//! The documented types are read leniently, because the server is PHP: a number may come as text, a
//! boolean as `"Y"`, `"1"` or `1`, an empty object as `[]`, a list with gaps as an object keyed by
//! number, and "nothing" as `null`, `""` or `false`. What fits in no such way is not dropped: it
//! stays in the record's [`Extra`] under its name on the wire, and in [`Answer::unfit`].

mod date;
mod extra;
mod fields;
mod log;
mod one_of;
mod scalar;

use serde::Deserialize;
use serde_json::{Map, Value};

pub use date::{Date, DateTime, Timestamp};
pub use extra::Extra;
pub use fields::{Fields, Pass};
pub use log::{Log, Unfit};
pub use one_of::OneOf;
pub use scalar::{FileAnswer, Typed};

/// An answer with all that came beside the result.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer<T> {
    /// The result.
    pub result: T,
    /// How many rows there are in all, on methods that list.
    pub total: Option<u64>,
    /// The `start` of the next page; absent on the last one.
    pub next: Option<u64>,
    /// What the call cost the server.
    pub time: Option<Time>,
    /// Values that do not fit their documented types, as they came.
    pub unfit: Vec<Unfit>,
}

/// What a call cost the server; see the documentation's page on the
/// [`time`](https://apidocs.bitrix24.com/settings/performance/index.html) of an answer.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Time {
    /// When the call began, in seconds since 1970.
    pub start: f64,
    /// When it ended.
    pub finish: f64,
    /// Seconds between the two.
    pub duration: f64,
    /// Seconds that the method itself took.
    pub processing: f64,
    /// When the call began, as text.
    pub date_start: String,
    /// When it ended, as text.
    pub date_finish: String,
    /// Seconds that calls of this method took within the current window.
    pub operating: Option<f64>,
    /// When the window's first part is given back, in seconds since 1970.
    pub operating_reset_at: Option<f64>,
}

/// The result of a whole body; what is odd is in `log`.
///
/// # Errors
///
/// The result, if it fits its type in no way.
#[doc(hidden)]
pub fn read_answer<T: Typed>(body: Value, log: &mut Log) -> Result<T, Unfit> {
    let answer = read::<T>(body, log)?;
    log.unfit = answer.unfit;
    Ok(answer.result)
}

/// One thing where a list is documented, or the reverse; that is noted.
fn of_one<T: Typed>(result: &Value, log: &mut Log) -> Option<T> {
    let read = T::of_one(result, log)?;
    log.unfit(T::name(), result.clone());
    Some(read)
}

/// The result of a body, and what stands beside it.
pub(crate) fn opened(body: Value) -> (Value, Map<String, Value>) {
    match body {
        Value::Object(mut map) => match map.shift_remove("result") {
            Some(result) => (result, map),
            // An answer of which its page says so: any other without a `result` is none.
            None => (Value::Object(map), Map::new()),
        },
        other => (other, Map::new()),
    }
}

/// Reads a whole body.
///
/// The error is the result that fits its type in no way.
pub(crate) fn read<T: Typed>(body: Value, log: &mut Log) -> Result<Answer<T>, Unfit> {
    let (result, rest) = opened(body);
    let count =
        |key: &str| rest.get(key).and_then(|v| v.as_u64().or_else(|| v.as_str()?.parse().ok()));
    let time = rest.get("time").and_then(|time| Time::deserialize(time).ok());
    let (total, next) = (count("total"), count("next"));
    log.enter_key("result");
    let Some(read) =
        T::read(&result, log).or_else(|| T::salvage(&result, log)).or_else(|| of_one(&result, log))
    else {
        return Err(log.describe(T::name(), result));
    };
    // A list that goes without an item has no `extra` to keep it in.
    if std::mem::take(&mut log.partial) {
        log.unfit(T::name(), result);
    }
    log.leave();
    Ok(Answer { result: read, total, next, time, unfit: std::mem::take(&mut log.unfit) })
}
