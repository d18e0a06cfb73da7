//! What the generated calls of [`b24-generated`](https://docs.rs/b24-generated) stand on, written by hand:
//! the client, limits, authorization, batches, lists, files, and how answers are read.
//!
//! Programs use it through `b24-generated`, which has all of this and the methods. It is a crate of
//! its own so that it is compiled once, whatever modules are turned on, and while the macros are.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod arg;
mod auth;
mod bare;
pub mod batch;
#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
mod client;
pub mod codes;
mod effects;
mod encode;
mod error;
mod exchange;
pub mod file;
pub mod filter;
mod limit;
pub mod list;
mod method;
mod observe;
mod params;
mod placeholder;
mod record;
mod request;
mod retry;
mod secret;
mod transport;

#[doc(hidden)]
pub use answer::read_answer;
pub use answer::{
    Answer, Date, DateTime, Extra, Fields, FileAnswer, Log, OneOf, Pass, Time, Timestamp, Typed,
    Unfit,
};
pub use arg::*;
pub use auth::{
    App, AuthError, EventAuth, FileStore, Lease, MemoryStore, PlacementAuth, StoreError,
    TokenStore, Tokens,
};
pub use batch::{Answers, Batch, BatchError, Key, Reference};
pub use call::{Call, EachCall};
pub use client::{CallOptions, Client, ClientBuilder, Decode, Portals, Sending};
pub use encode::EncodeError;
pub use error::{ApiError, Error, ErrorKind, ValidationError};
pub use file::{Download, FileContent, FileError, Upload};
pub use filter::{Filter, FilterV3, Filtering};
pub use limit::{Lane, Limits, LocalLimiter, Rate, RateLimiter, Sent, Ticket};
pub use list::{
    All, KeySet, ListCall, ListError, Listing, Page, Pages, Paging, Progress, Rows, Strategy,
};
pub use method::{Effect, ErrorCode, Method, Rest, Who, required_scopes};
pub use observe::CallReport;
pub use params::Params;
pub use record::Record;
pub use request::effect;
pub use retry::{Delays, Retry};
pub use secret::Secret;
pub use transport::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
