//! A portal in this process, to test programs against.
//!
//! [`FakePortal`] is an HTTP server on the loopback that behaves as the documentation says of the
//! real one: webhooks and OAuth 2.0, REST 2 and REST 3.0, GET, forms and JSON, batches with
//! references, lists with filters, order and pages, the limits with their codes, and the
//! `Idempotency-Key`. Every method of the [catalogue](crate::catalog()), which has the modules that are
//! turned on as features, is answered in its documented shape; a test supplies rows or answers of
//! its own where it needs them. Everything that happened can be asked
//! for, and what goes wrong in production goes wrong here on demand.
//!
//! ```
//! # #[cfg(feature = "crm")]
//! # {
//! use b24_generated::Client;
//! use b24_generated::testing::{Fault, FakePortal};
//! use serde_json::json;
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! let portal = FakePortal::builder().start().await?;
//! // Rows for `crm.deal.list`, and `get`, `add`, `update` and `delete` on the same rows.
//! let deals = portal.entity("crm.deal", [json!({ "ID": "7", "TITLE": "A car" })]);
//!
//! let b24 = Client::webhook(&portal.webhook())?;
//! let found = b24.call("crm.deal.list", json!({ "filter": { "%TITLE": "car" } })).await?;
//! assert_eq!(found, json!([{ "ID": "7", "TITLE": "A car" }]));
//!
//! // The deal is added, and the answer is lost.
//! portal.fail_next(1, Fault::CutAfter);
//! assert!(b24.call("crm.deal.add", json!({ "fields": { "TITLE": "B" } })).await.is_err());
//! assert_eq!(deals.len(), 2);
//! assert_eq!(portal.journal()[0].method, "crm.deal.add");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where it is stricter than a real portal
//!
//! It refuses a filter or an order by the identifier in another spelling than the documented one
//! (`ID` of `tasks.task.list`), where a real one may ignore it, and calls without required
//! parameters. It does not check the values of parameters, the rights of users, or
//! which fields a method can filter by. It speaks no XML.
//!
//! # Time
//!
//! Limits and tokens live by the portal's own clock: [`FakePortal::advance`] moves it, and
//! [`Builder::freeze_time`] makes that the only thing that moves it.

mod batch;
mod builder;
mod calls;
mod clock;
mod engine;
mod faults;
mod files;
mod http;
pub mod laws;
mod limits;
mod lists;
mod oauth;
mod php;
mod portal;
mod query;
mod record;
mod request;
mod rows;
mod server;
mod shapes;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

pub use builder::Builder;
pub use faults::{Fault, Faults};
pub use files::Uploaded;
pub use limits::Bucket;
pub use oauth::{App, Rotation, TokenPair};
pub use portal::{FakePortal, MethodName};
pub use record::{Logged, Stats, Write};
pub use request::{Reply, Request};
pub use rows::Rows;

/// Locks, also after a handler of the test's own has panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An object. Unlike `json!`, which copies, it takes values as they are: pages are large.
fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
