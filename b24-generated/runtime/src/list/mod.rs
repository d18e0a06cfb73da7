//! Lists: pages, streams of rows, and everything at once.
//!
//! The server answers a list 50 rows at a time. Calls of methods that answer lists are
//! [`ListCall`]s, and walk through all of them:
//!
//! ```no_run
//! # async fn example(b24: b24_generated::Client) -> Result<(), b24_generated::Error> {
//! use b24_generated::ListCall as _;
//! use b24_generated::crm::{self, entity_type};
//!
//! let mut deals = crm::item::list(entity_type::DEAL).select(["id", "title"]).stream(&b24);
//! while let Some(deal) = deals.next().await {
//!     println!("{:?}", deal?.title);
//! }
//!
//! let contacts = crm::item::list(entity_type::CONTACT).all(&b24).await?;
//! # drop(contacts);
//! # Ok(())
//! # }
//! ```
//!
//! # Strategies
//!
//! | [`Strategy`] | a request brings | counts | rows that come and go meanwhile |
//! |---|---|---|---|
//! | [`Pages`](Strategy::Pages) | 50 rows | yes, each time | may push others over the edge of a page, unseen |
//! | [`Keys`](Strategy::Keys) | 50 rows | no | touch no other row |
//! | [`Batches`](Strategy::Batches) | up to 2,500 rows | no | touch no other row |
//!
//! The key of a row is its identifier. A walk by keys sorts by it and asks for what is greater than
//! that of the last row, so it needs a method whose documentation has both, and a call that sets no
//! order of its own, no conditions beside the filter, and no filter of which one condition is enough (`logic: OR`).
//! Where that holds it is what [`ListCall::stream`] does; elsewhere it goes by pages. [`Listing`] says what a method
//! supports.
//!
//! See [how to retrieve large volumes of data](https://apidocs.bitrix24.com/settings/performance/huge-data.html)
//! and [features of list methods](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/list-methods-pecularities.html).

mod chain;
mod error;
mod facts;
mod fetch;
mod keys;
mod offsets;
mod rows;
mod strategy;
mod walk;
mod window;

use b24_schema::Effect;
use serde_json::{Map, Value, json};

pub use error::ListError;
pub use facts::{KeySet, Listing, Paging};
pub use rows::{All, Page, Pages, Rows};
pub use strategy::Strategy;

use super::answer::Typed;
use super::call::Call;
use super::client::Client;
use super::method::Method;
use fetch::{Fetch, Setup};

/// How many rows the server puts on a page, and takes in a page of REST 3.0 unless told otherwise.
const PAGE: u64 = 50;

/// Lists whose pages have another size, as their documentation says.
const OTHERS: &[(&str, u64)] = &[("crm.timeline.logmessage.list", 10)];

/// How far a walk has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Rows that the server has sent.
    pub rows: u64,
    /// Requests that it took.
    pub requests: u64,
    /// How many rows there are, as the server last said. Walks by keys do not ask.
    pub total: Option<u64>,
    /// The key of the last row; walks by keys can go on [after](Rows::after) it.
    pub last: Option<u64>,
}

/// A call of a method that answers a list.
///
/// Generated types implement it.
pub trait ListCall: Call {
    /// A row.
    type Item: Typed;
    /// What is known of the list.
    const LIST: &'static Listing;

    /// All rows, one after the other, by the best strategy that is sure to work; see the
    /// [module](self). Nothing is sent before the stream is polled, and nothing more once it is
    /// dropped.
    fn stream(self, b24: &Client) -> Rows<'_, Self::Item> {
        Rows::new(fetch(self, b24))
    }

    /// All rows, as many together as one request brings.
    fn pages(self, b24: &Client) -> Pages<'_, Self::Item> {
        Pages::new(fetch(self, b24))
    }

    /// All rows at once. The first error ends it.
    fn all(self, b24: &Client) -> All<'_, Self::Item> {
        self.stream(b24).all()
    }

    /// Asks for one page only, counted from 1; then `send` the call. A walk begins at that page, by
    /// [`Strategy::Pages`].
    ///
    /// Sending fails for lists that go by a cursor, because their pages have no numbers, and for `im.v2.Event.get` and
    /// `imbot.v2.Event.get`, because their offset confirms all events before it.
    #[must_use]
    fn page(mut self, number: u32) -> Self {
        let skip = u64::from(number.saturating_sub(1));
        let params = self.params();
        match Self::LIST.paging {
            Paging::Offset { offset, .. } if Self::METHOD.effect == Effect::Writes => {
                params.refuse(offset, "the server forgets what stands before it");
            }
            Paging::Start(start) => params.add(start, skip * size_of(Self::METHOD)),
            Paging::Offset { limit, offset } => {
                let size = params.get(limit).and_then(number_of).unwrap_or(PAGE);
                params.add(limit, size);
                params.add(offset, skip.saturating_mul(size));
            }
            Paging::Pagination(param) => {
                let mut page = match params.get(param) {
                    Some(Value::Object(page)) => page.clone(),
                    _ => Map::new(),
                };
                let size = page.get("limit").and_then(number_of).unwrap_or(PAGE);
                page.shift_remove("page");
                page.insert("limit".to_owned(), json!(size));
                page.insert("offset".to_owned(), json!(skip.saturating_mul(size)));
                params.add(param, Value::Object(page));
            }
            Paging::Cursor { param, .. } | Paging::Tail(param) => {
                params.refuse(param, "pages of this list have no numbers");
            }
        }
        self
    }
}

fn fetch<C: ListCall>(call: C, b24: &Client) -> Fetch<'_> {
    let params = call.into_params().into_map();
    Fetch::new(Setup::new(b24, C::METHOD, C::LIST, params))
}

/// How many rows of a method stand on a page, where the call cannot say so.
fn size_of(method: &Method) -> u64 {
    OTHERS.iter().find(|(name, _)| *name == method.name).map_or(PAGE, |(_, size)| *size)
}

/// A number, which may come as text.
fn number_of(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// Takes a parameter out, whatever the case its name is written in: the server does not mind either.
fn take(params: &mut Map<String, Value>, name: &str) -> Option<Value> {
    let key = params.keys().find(|key| key.eq_ignore_ascii_case(name))?.clone();
    params.shift_remove(&key)
}
