//! Typed methods of the [Bitrix24 REST API](https://apidocs.bitrix24.com), REST 2 and REST 3.0.
//!
//! A method's name is its path: `crm.deal.add` is `crm::deal::add`, and methods of REST 3.0 stand
//! under [`v3`]. Each is a function: what the method requires are its arguments, what it can take
//! besides are setters of the call it returns, and `send` calls it.
//!
//! ```no_run
//! # #[cfg(feature = "full")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! # #![allow(deprecated)]
//! use b24_generated::{Client, crm, user, v3};
//! use serde_json::json;
//!
//! let b24 = Client::webhook("https://example.bitrix24.com/rest/1/secret/")?;
//!
//! let id = crm::deal::add()
//!     .fields(|f| f.title("New deal").opportunity(1000.0).set("UF_CRM_1", "x"))
//!     .send(&b24)
//!     .await?;
//!
//! let deal = crm::deal::get(id).send(&b24).await?;
//! println!("{:?} {:?}", deal.title, deal.opportunity);
//! println!("{}", deal.extra["UF_CRM_1"]);
//!
//! let task = v3::tasks::task::get(7).select(["id", "title"]).send(&b24).await?;
//! println!("{:?}", task.item);
//!
//! // All that came beside the result, too:
//! let deals = b24.answer(crm::deal::list().select(["ID", "TITLE"])).await?;
//! println!("{} of {:?}", deals.result.len(), deals.total);
//!
//! // A type of your own for the answer:
//! use b24_generated::Call as _;
//! #[derive(serde::Deserialize)]
//! #[serde(rename_all = "UPPERCASE")]
//! struct Me {
//!     id: String,
//!     name: String,
//! }
//! let me = user::current().send_as::<Me>(&b24).await?;
//! println!("{} is {}", me.id, me.name);
//!
//! // A method that is not documented:
//! let raw = b24.call("any.method", json!({ "id": 1 })).await?;
//! # drop(raw);
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! Each module of the API is a feature of the same name, which also turns on its methods of REST
//! 3.0. None is on by default; `full` turns on all.
//!
//! # Values
//!
//! Setters take what is natural in Rust and send what the documentation wants: `true` goes out as
//! `"Y"` where that is the form, numbers may be of any type, lists anything that can be iterated,
//! records are filled in a closure. [`Json`] is taken everywhere and sent as it is, and `set` sends
//! a parameter or field by its name on the wire.
//!
//! ```
//! # #[cfg(feature = "full")]
//! # {
//! # #![allow(deprecated)]
//! use b24_generated::{Call, crm};
//!
//! let call = crm::deal::add().fields(|f| f.opened(true).contact_ids([1, 2]).opportunity("10.50"));
//! assert_eq!(
//!     call.into_params().into_value()?.to_string(),
//!     r#"{"fields":{"OPENED":"Y","CONTACT_IDS":[1,2],"OPPORTUNITY":"10.50"}}"#
//! );
//! # }
//! # Ok::<(), b24_generated::EncodeError>(())
//! ```
//!
//! What the documentation does not allow does not compile:
//!
//! ```compile_fail,E0277
//! let call = b24_generated::crm::deal::get("seven");
//! ```
//!
//! # Answers
//!
//! What a method answers is a type with public fields, each an `Option`: an answer need not have
//! them all. Numbers that came as text, booleans as `"Y"`, empty objects as `[]` and the like are
//! read as what they mean. Nothing is dropped: user fields, fields that the documentation does not
//! know, and values that do not fit their types stand in `extra`, by their names on the wire.
//! Dates are [`Date`] and [`DateTime`], which keep their offset; numbers with a fraction are
//! [`Decimal`], which keeps their digits. [`Client::answer`] gives counts and times too, and lists
//! what does not fit.
//!
//! # Batches and filters
//!
//! [`Client::batch`] sends many calls in one request, and lets later ones send what earlier ones
//! answer: see [`runtime::batch`]. What methods that list can be asked for, and how, is in
//! [`runtime::filter`].
//!
//! # The client
//!
//! A [`Client`] keeps the portal's [`Limits`], repeats what may be repeated ([`Retry`]), and never runs a
//! write twice. [`Client::builder`] has its settings, [`Portals`] the clients of an application that is
//! authorized by OAuth. An [`Error`] tells what to do about it: [`Error::kind`],
//! [`Error::is_retryable`]; [`codes`] has the codes that any call may fail with. Each call is a span
//! of `tracing`, named `b24`, with its method, portal and attempt; [`ClientBuilder::on_call`] is for
//! metrics. The feature `blocking` has a client for programs without async.
//!
//! ```
//! # #[cfg(feature = "user")]
//! # async fn example(b24: b24_generated::Client) -> Result<(), b24_generated::Error> {
//! use b24_generated::{ErrorKind, user};
//!
//! match user::current().send(&b24).await {
//!     Ok(me) => println!("{:?}", me.name),
//!     Err(error) if error.kind() == ErrorKind::Unauthorized => println!("a new webhook is needed"),
//!     Err(error) if error.is_retryable() => println!("later, perhaps"),
//!     Err(error) => return Err(error),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Scopes
//!
//! Each call knows the scopes that open its method ([`Call::METHOD`]), [`scope`](mod@scope) has a constant for
//! each, and [`scopes!`] answers which ones an application must ask for.

#![cfg_attr(docsrs, feature(doc_cfg))]
// Methods link to each other across modules, and those that are turned off are not there.
#![cfg_attr(not(feature = "full"), allow(rustdoc::broken_intra_doc_links))]

#[doc(hidden)]
pub mod prelude;

/// What the generated calls stand on; the crate `b24-runtime`.
pub mod runtime {
    #[doc(hidden)]
    pub use b24_macros::scopes_of;
    #[doc(inline)]
    pub use b24_runtime::*;
}

pub mod replay;
pub mod schema;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;

mod modules;

/// The example of the README, compiled.
#[cfg(all(doctest, feature = "full"))]
#[doc = include_str!("../README.md")]
struct Readme;

pub use modules::*;
#[cfg(feature = "blocking")]
#[doc(inline)]
pub use runtime::blocking;
#[doc(inline)]
pub use runtime::codes;
#[doc(inline)]
pub use runtime::{
    All, Answer, Answers, ApiError, App, Arg, AuthError, Batch, BatchError, Body, Call,
    CallOptions, CallReport, Client, ClientBuilder, Date, DateTime, Download, EncodeError, Error,
    ErrorKind, EventAuth, Extra, Fields, FileContent, FileError, FileStore, Filter, FilterV3,
    Filtering, Json, Key, KeySet, Limits, ListCall, ListError, Listing, MemoryStore, Method, OneOf,
    Page, Pages, Paging, Params, PlacementAuth, Portals, Progress, Record, Reference, Rest, Retry,
    Rows, Secret, Sending, StoreError, Strategy, Time, Timestamp, TokenStore, Tokens, Transport,
    TransportError, TransportErrorKind, Typed, Unfit, Upload, ValidationError, Who,
};
pub use schema::catalog;

pub use chrono;
pub use indexmap::IndexMap;
pub use rust_decimal::Decimal;

/// The scopes that an application needs for these methods, sorted: `Vec<&'static str>`.
///
/// Where a method is open to several scopes, one that is needed anyway, or else the first. `basic`
/// comes with every application and is left out, and scopes that depend on a parameter's value are
/// not counted.
///
/// ```
/// # #[cfg(feature = "full")]
/// # {
/// use b24_generated::{crm, profile, scope, scopes, user, v3};
///
/// let scopes = scopes![crm::deal::add, user::current, v3::tasks::task::get, profile];
/// assert_eq!(scopes, [scope::CRM, scope::TASKS, scope::USER]);
/// # }
/// ```
#[macro_export]
macro_rules! scopes {
    ($($paths:tt)*) => { $crate::runtime::scopes_of! { $crate; $($paths)* } };
}
