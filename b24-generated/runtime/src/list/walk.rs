//! One walk through a list, whatever its strategy.

use b24_schema::fit::is_nothing;
use serde_json::{Map, Value};

use super::keys::Keys;
use super::offsets::Offsets;
use super::{ListError, Listing, Progress, number_of};
use crate::answer;
use crate::client::Client;
use crate::error::Error;
use crate::method::Method;
use crate::params::in_order;
use crate::request::Request;

/// A walk on its way.
pub(super) struct Walk<'a> {
    pub(super) b24: &'a Client,
    pub(super) method: &'static Method,
    pub(super) list: &'static Listing,
    /// What every request sends.
    pub(super) params: Map<String, Value>,
    pub(super) progress: Progress,
    pub(super) how: How,
}

/// Where a walk stands.
pub(super) enum How {
    Offsets(Offsets),
    Keys(Keys),
    Over,
}

/// What a request brought.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub(super) rows: Vec<Value>,
    pub(super) total: Option<u64>,
}

impl Walk<'_> {
    /// The next rows; `None` at the end. A chunk may be empty, and after an error there is no more.
    pub(super) async fn next(&mut self) -> Result<Option<Chunk>, Error> {
        let chunk = match std::mem::replace(&mut self.how, How::Over) {
            How::Offsets(offsets) => offsets.next(self).await?,
            How::Keys(keys) => keys.next(self).await?,
            How::Over => return Ok(None),
        };
        self.progress.rows += chunk.rows.len() as u64;
        self.progress.total = chunk.total.or(self.progress.total);
        Ok(Some(chunk))
    }

    /// Sends the method with these parameters.
    pub(super) async fn send(&mut self, params: Map<String, Value>) -> Result<Reply, Error> {
        let body = Value::Object(in_order(params, self.method.positional()));
        let body = self.exchange(Request::of(self.method, &body)).await?;
        self.reply(body)
    }

    pub(super) async fn exchange(&mut self, request: Request<'_>) -> Result<Value, Error> {
        self.progress.requests += 1;
        self.b24.exchange(request).await
    }

    fn reply(&self, body: Value) -> Result<Reply, Error> {
        let (result, rest) = answer::opened(body);
        let total = rest.get("total").and_then(number_of);
        let next = rest.get("next").filter(|next| !is_nothing(next)).cloned();
        let beside = match &result {
            Value::Object(map) if !self.list.items.is_empty() => map
                .iter()
                .filter(|(key, value)| *key != self.list.items && !value.is_array())
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
            _ => Map::new(),
        };
        Ok(Reply { rows: self.rows(result)?, total, next, beside })
    }

    /// The rows of a result: a list, or an object that PHP made of one with gaps.
    pub(super) fn rows(&self, result: Value) -> Result<Vec<Value>, ListError> {
        let none = ListError::NoRows { method: self.method.name };
        let holder = match result {
            Value::Object(mut map) if !self.list.items.is_empty() => {
                match map.shift_remove(self.list.items) {
                    Some(rows) => rows,
                    None if map.is_empty() => return Ok(Vec::new()),
                    // Some pages spell the key in several ways.
                    None => {
                        let mut lists = map.into_iter().map(|(_, v)| v).filter(Value::is_array);
                        match (lists.next(), lists.next()) {
                            (Some(only), None) => only,
                            _ => return Err(none),
                        }
                    }
                }
            }
            other => other,
        };
        match holder {
            Value::Array(rows) => Ok(rows),
            Value::Object(map) => {
                let rows = |(key, row): (&String, &Value)| {
                    row.is_object() || key.bytes().all(|b| b.is_ascii_digit())
                };
                if map.iter().all(rows) {
                    Ok(map.into_iter().map(|(_, row)| row).collect())
                } else {
                    Err(none)
                }
            }
            nothing if is_nothing(&nothing) => Ok(Vec::new()),
            _ => Err(none),
        }
    }
}

/// One page as the server answered it.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) rows: Vec<Value>,
    pub(super) total: Option<u64>,
    /// What the server says of the next page: its `start`, if all is well.
    pub(super) next: Option<Value>,
    /// What stands beside the rows in `result`.
    pub(super) beside: Map<String, Value>,
}

impl Reply {
    /// Whether the server says that there are more rows than these.
    pub(super) fn says_more(&self) -> bool {
        self.next.is_some() || self.total.is_some_and(|total| total > self.rows.len() as u64)
    }
}
