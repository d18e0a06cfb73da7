//! The [Bitrix24 REST API](https://apidocs.bitrix24.com) in Rust, REST 2 and REST 3.0: every documented
//! method as a typed function, and a client that keeps the portal's limits.
//!
//! ```no_run
//! # #[cfg(all(feature = "crm", feature = "user"))] mod example {
//! use b24_generated::crm::{self, entity_type};
//! use b24_generated::{Client, ListCall as _, user};
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // The address of an incoming webhook: "Developer resources" in Bitrix24 shows it.
//!     let b24 = Client::webhook(&std::env::var("B24_WEBHOOK")?)?;
//!
//!     let me = user::current().send(&b24).await?;
//!     println!("I am {:?}", me.name);
//!
//!     let new = crm::item::add(entity_type::DEAL, |f| {
//!         f.title("A boat").opportunity(100).set("ufCrm_1", "blue")
//!     });
//!     let deal = new.send(&b24).await?.item.ok_or("no deal was made")?;
//!     println!("made deal {:?} in {:?}", deal.id, deal.extra.get("ufCrm_1"));
//!
//!     let mut deals = crm::item::list(entity_type::DEAL).select(["id", "title"]).stream(&b24);
//!     while let Some(deal) = deals.next().await {
//!         println!("{:?}", deal?.title);
//!     }
//!     Ok(())
//! }
//! # }
//! ```
//!
//! # Finding a method
//!
//! The path is the name: `crm.item.add` is `crm::item::add`, and methods of REST 3.0 stand under [`v3`]:
//! `v3::tasks::task::get`. Words of a name become `snake_case`, and keywords raw identifiers:
//! `crm.type.list` is `crm::r#type::list`.
//!
//! The search of this documentation finds methods by their names on the wire, `crm.item.add`, and by the
//! words of their Russian titles. A module's page is a map of what is in it, and a function's page
//! links to related ones and to the official page.
//!
//! [`catalog()`] has every method that is compiled in as data, for programs that are driven by names:
//!
//! ```
//! # #[cfg(feature = "crm")]
//! # {
//! use b24_generated::catalog;
//!
//! let method = catalog().find("CRM.Item.Add").next().unwrap();
//! assert_eq!(method.params[0].name, "entityTypeId");
//! # }
//! ```
//!
//! # Features
//!
//! Each module of the API is a feature: the first part of a method's name, `crm` for `crm.item.add`,
//! `tasks` for `v3::tasks::task::get`. A function's page names the one it needs. None is on by default,
//! `full` turns on all, and one costs only itself. Besides, there are `blocking` and `testing`.
//!
//! # Scopes
//!
//! A webhook or an application may call a method only if it has been given the method's scope. Each
//! call knows the scopes that open its method ([`Call::METHOD`]), [`scope`](mod@scope) has a constant
//! for each, and [`scopes!`] answers which ones to ask for.
//!
//! # Parameters
//!
//! What a method requires are its arguments, what else it takes are setters of the call it returns.
//! Setters take what is natural in Rust and send what the documentation wants: `true` goes out as
//! `"Y"` where that is the form, numbers may be of any type, lists anything that can be iterated,
//! a record is filled in a closure, and a list of records holds builders. [`Json`] is taken everywhere and
//! sent as it is, and `set` sends a parameter or field by its name on the wire.
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
//! ```
//! # #[cfg(feature = "calendar")]
//! # {
//! use b24_generated::calendar::{self, CalendarRemindBuilder as Remind};
//!
//! let call = calendar::event::add("user", 7, "Plans")
//!     .from("2026-02-02")
//!     .to("2026-02-02")
//!     .rrule(|rule| rule.freq("WEEKLY").byday(["MO", "WE"]))
//!     .remind([Remind::new().r#type("min").count(20)]);
//! # drop(call);
//! # }
//! ```
//!
//! What the documentation does not allow does not compile:
//!
//! ```compile_fail,E0277
//! let call = b24_generated::crm::deal::get("seven");
//! ```
//!
//! Records have required fields too, and some methods need one of several parameters. What is missing is reported when
//! the call is sent, and nothing goes out. Where a server asks for less than the documentation says, `partial` of the
//! record or the call ([`Record::partial`], [`Call::partial`]) sends it as it is:
//!
//! ```
//! # #[cfg(feature = "lists")]
//! # {
//! use b24_generated::{Call as _, lists};
//!
//! let error = lists::field::get("lists").into_params().into_value().unwrap_err();
//! assert!(error.reason.starts_with("it lacks `IBLOCK_ID` or `IBLOCK_CODE`"), "{error}");
//! # }
//! ```
//!
//! # Allowed values
//!
//! Values that the documentation lists are constants of the type that takes or has them, named by the
//! field and the value, or by what a number stands for. A set that several fields share goes without
//! the field's name. Types of CRM objects, which many methods take, are constants of the module
//! `crm::entity_type`. They are values like others: what is not listed can be sent too.
//!
//! ```
//! # #[cfg(feature = "full")]
//! # {
//! use b24_generated::{crm, telephony, user, v3};
//!
//! assert_eq!(crm::duplicate::Findbycomm::TYPE_PHONE, "PHONE");
//! assert_eq!(telephony::external_call::Register::TYPE_INCOMING, 2);
//! assert_eq!(v3::tasks::task::ListOrder::DESC, "DESC");
//! assert_eq!(crm::entity_type::DEAL, 2);
//! # }
//! ```
//!
//! # Answers
//!
//! What a method answers is a type with public fields, each an `Option`: an answer need not have
//! them all. Numbers that came as text, booleans as `"Y"`, empty objects as `[]` and the like are
//! read as what they mean. Nothing is dropped: user fields, fields that the documentation does not
//! know, and values that do not fit their types stand in [`extra`](Extra), by their names on the wire.
//! Dates are [`Date`] and [`DateTime`], which keep their offset; numbers with a fraction are
//! [`Decimal`], which keeps their digits. Some identifiers are text where the documentation shows them so:
//! `id.parse::<i64>()` makes them numbers. Where an answer has one of two forms, it is a [`OneOf`].
//!
//! ```no_run
//! # #[cfg(feature = "crm")]
//! # async fn example(b24: b24_generated::Client) -> Result<(), Box<dyn std::error::Error>> {
//! use b24_generated::Call as _;
//! use b24_generated::crm::{self, entity_type};
//!
//! let deal = crm::item::get(entity_type::DEAL, 7).send(&b24).await?.item.ok_or("no such deal")?;
//! println!("{:?} {:?}", deal.title, deal.extra.get_as::<i64>("parentId1038"));
//!
//! // What came beside the result, too, and what did not fit:
//! let answer = b24.answer(crm::item::list(entity_type::DEAL).select(["id"])).await?;
//! println!("{:?} deals, in {:?}; {:?}", answer.total, answer.time, answer.unfit);
//!
//! // A type of your own:
//! #[derive(serde::Deserialize)]
//! struct Mine {
//!     item: std::collections::BTreeMap<String, serde_json::Value>,
//! }
//! let mine = crm::item::get(entity_type::DEAL, 7).send_as::<Mine>(&b24).await?;
//! println!("{:?}", mine.item.keys());
//! # Ok(())
//! # }
//! ```
//!
//! # Lists
//!
//! The server answers lists 50 rows at a time. Calls of methods that answer lists are a [`ListCall`]: a
//! stream of typed rows. Where the documentation says that a method filters and sorts by the key of its
//! rows, a walk goes by that key: no row that is there all the time is lost or comes twice, whatever is
//! added or deleted meanwhile. Elsewhere, or if the call sets an order of its own, it goes page by page.
//! [`by`](Rows::by) chooses ([`Strategy::Batches`] brings up to 2,500 rows a request),
//! [`after`](Rows::after) goes on where another walk ended, [`pages`](ListCall::pages) gives the rows of a
//! request together. A server that repeats itself or ignores what it was asked for ends a walk with an
//! error, never with part of the list. See [`runtime::list`].
//!
//! # Filters
//!
//! Filters of REST 2 have operators as prefixes of names: `>=opportunity`. [`Filtering`] has them as methods
//! in a filter's closure, on names or on setters, which know the type of the value; where a method does
//! not describe its filter, it takes a [`Filter`]. Filters of REST 3.0 are a [`FilterV3`]. See
//! [`runtime::filter`].
//!
//! # Batches
//!
//! [`Client::batch`] sends up to 50 calls in one request, and more in several. Each call has a [`Key`] that
//! takes its own answer or error, and lets later calls send what it answers: [`Key::result`].
//!
//! - References are safe. The server runs a call even if what it refers to is missing, with nonsense in
//!   its place; so a call that writes is not sent before the answer is there, unless the batch halts.
//! - Parameters are safe. What the text of a batch cannot say (`null`, an empty list, text that looks like
//!   a reference) is sent as a call by itself, in its turn.
//! - REST 3.0 has batches of its own, which succeed or fail as a whole. The versions do not mix.
//!
//! See [`runtime::batch`].
//!
//! # Files
//!
//! Small files go inside a call, as a [`FileContent`]. [`Client::upload`] sends files of any size to an
//! address that the method gives, and [`Client::download`] fetches them as a stream of at most so many
//! bytes; a call whose answer is a file and not JSON ends with `.download(&b24, at_most)`. See
//! [`runtime::file`].
//!
//! # The client
//!
//! A [`Client`] is cheap to clone, and its clones share connections: use one for a portal.
//! [`Client::builder`] has its settings, [`Client::with`] other options for some calls.
//!
//! ```
//! use std::time::Duration;
//!
//! use b24_generated::{Client, Limits, Retry};
//!
//! let b24 = Client::builder()
//!     .limits(Limits::ENTERPRISE)
//!     .user_agent("warehouse-sync/1.2")
//!     .on_call(|call| println!("{} took {:?}", call.method, call.elapsed))
//!     .webhook("https://example.bitrix24.com/rest/1/secret/")?;
//!
//! let now = b24.with(|o| o.retry(Retry::never()).deadline(Duration::from_secs(5)));
//! # drop(now);
//! # Ok::<(), b24_generated::Error>(())
//! ```
//!
//! - [`Limits`] are kept before the server has to refuse: 2 requests a second after a burst of 50 unless
//!   told otherwise, for all calls of a portal together, first come, first served, whichever client of the process
//!   they come from. A [`RateLimiter`] of your own may share the rate among processes. A method that has used up its
//!   running time waits until the server gives some back, or [fails early](Limits::fail_early).
//! - A request has 10 seconds to connect and 75 in all; [`deadline`](CallOptions::deadline) is for a whole
//!   call with its waits. Without one, a call waits for the limits as long as it takes.
//! - Secrets are shown as `***` wherever they could be printed: in `Debug`, errors, and log lines.
//! - Boxes: [`root_certificate`](ClientBuilder::root_certificate) trusts what a company has issued itself. A portal may
//!   lie below a path, and `user:pass@` before its host is for a web server that asks for a password:
//!   `https://user:pass@portal.local/b24/rest/1/secret/`.
//! - Each call is a span of `tracing`, named `b24`, with its method, portal, attempt and identifier. The
//!   identifier goes to the server as `X-Request-ID`, and [`Error::request_id`] has it too;
//!   [`on_call`](ClientBuilder::on_call) is for metrics. The HTTP stack is exchangeable: [`Transport`].
//!
//! # Errors and repetitions
//!
//! An [`Error`] tells what to do about it: [`Error::kind`], which knows the codes of all documented methods, and what
//! descriptions say where there is no code; [`Error::is_retryable`] (could it help, and can
//! it do no harm?); [`Error::api`] has what the server answered, and [`codes`] the codes that any call may
//! fail with. Those of a method are on its page.
//!
//! Repetitions never run a write twice. A call is sent again if it provably did not run, or if it only
//! reads. Writes of REST 3.0 go out with an `Idempotency-Key`, and are repeated under it when their answer
//! is lost. Methods that the documentation does not know count as writes;
//! [`only_reads`](CallOptions::only_reads) says otherwise. [`Retry`] is how often and how soon. So that an outage does
//! not multiply requests, all calls of a portal have 100 repetitions together, which successes give back:
//! [`retry_quota`](ClientBuilder::retry_quota).
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
//! # Applications
//!
//! [`Portals`] has the clients of an application ([`App`]) that is authorized by OAuth 2.0, for any number of
//! portals. Tokens are renewed when the server says that they have expired, once for all calls that
//! wait, and are stored before they are used: in a [`FileStore`], or in a [`TokenStore`] of your own, which
//! is three functions. Several programs may share a store: one renews, and the others wait for the new pair. Two more
//! functions, for leases, spare them needless requests. [`EventAuth`] and [`PlacementAuth`] read the tokens that come
//! with an installation or when a page is opened, and [`Portals::install`] takes them.
//!
//! Some methods are open to applications only; their pages say so.
//!
//! # Without async
//!
//! With the feature `blocking` there is a client of the same shape, `blocking::Client`.
//!
//! # Testing
//!
//! With the feature `testing`, `testing::FakePortal` is a portal in your tests: an HTTP server on the
//! loopback that behaves as the documentation says, with webhooks and OAuth, limits, batches, lists and
//! REST 3.0. Every method answers in its documented shape, rows and answers of your own take its place,
//! and faults come on demand. The example `fake_portal` is the same as a program. `testing::laws` tests a
//! [`RateLimiter`] or a [`TokenStore`] of your own.
//!
//! # What is not documented
//!
//! [`Client::call`] calls any method by its name, [`Client::call_v3`] one of REST 3.0. A type that does not
//! fit what your portal answers is most likely a fault of the documentation: the value is in `extra`, and
//! the repository says how to correct the fault. The module [`replay`] holds recorded calls of yours
//! against the documentation.
//!
//! # Cookbook
//!
//! The folder `examples` has whole programs, each run against the fake portal by the tests:
//!
//! | task | example | features |
//! |---|---|---|
//! | A web form: known contact or new one, and a deal | `web_form` | `crm` |
//! | All deals to a CSV file, with a progress bar | `export_deals` | `crm` |
//! | Many updates in batches | `bulk_update` | `crm` |
//! | An item of a smart process for a deal, once | `smart_process` | `crm` |
//! | Products with sections and prices from a CSV file | `import_products` | `catalog` |
//! | A task with a checklist, a file and a message | `task_with_files` | `tasks`, `task`, `disk` |
//! | A report over tasks, by REST 3.0 | `task_report` | `tasks` |
//! | Departments and people as a tree | `org_chart` | `department`, `user` |
//! | A chat bot that needs no address of its own | `chat_bot` | `imbot` |
//! | A file to the Drive and back | `upload_file` | `disk` |
//! | A phone call of another telephone system | `phone_call` | `telephony` |
//! | An application on many portals, by OAuth 2.0 | `oauth_app` | `user` |
//! | The events of an application | `bind_events` | `event` |

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

// At the root and not re-exported from a module: of an item behind a feature that is off, rustc tells only where
// the item itself would stand.
include!("modules.rs");

/// The example of the README, compiled.
#[cfg(all(doctest, feature = "full"))]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(feature = "blocking")]
#[doc(inline)]
pub use runtime::blocking;
#[doc(inline)]
pub use runtime::codes;
#[doc(inline)]
pub use runtime::{
    All, Answer, Answers, ApiError, App, Arg, AuthError, Batch, BatchError, Body, Call,
    CallOptions, CallReport, Client, ClientBuilder, Date, DateTime, Download, Effect, EncodeError,
    Error, ErrorKind, EventAuth, Extra, Fields, FileContent, FileError, FileStore, Filter,
    FilterV3, Filtering, Json, Key, KeySet, Limits, ListCall, ListError, Listing, LocalLimiter,
    MemoryStore, Method, OneOf, Page, Pages, Paging, Params, PlacementAuth, Portals, Progress,
    RateLimiter, Record, Reference, Rest, Retry, Rows, Secret, Sending, StoreError, Strategy, Time,
    Timestamp, TokenStore, Tokens, Transport, TransportError, TransportErrorKind, Typed, Unfit,
    Upload, ValidationError, Who, effect,
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
/// Functions are named as they are called, within a module: `crm::deal::add`, or `deal::add` after `use crm::deal`.
/// Only methods of one word stand bare, as `profile`: a bare `add` is looked for among them, whatever is imported.
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
