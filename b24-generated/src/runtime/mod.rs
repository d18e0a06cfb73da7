//! The hand-written part: what generated calls stand on.

mod answer;
mod arg;
mod client;
mod error;
mod method;
mod params;
mod request;
mod secret;

#[doc(hidden)]
pub use b24_macros::scopes_of;

pub(crate) use answer::read_answer;
pub use answer::{
    Answer, Date, DateTime, Extra, Fields, Log, OneOf, Pass, Time, Timestamp, Typed, Unfit,
};
pub use arg::*;
pub use client::{Client, Decode, Sending};
pub use error::{ApiError, Error, ValidationError};
pub use method::{Call, EachCall, ErrorCode, Method, Rest, Who, required_scopes};
pub use params::{EncodeError, Params, Record};
