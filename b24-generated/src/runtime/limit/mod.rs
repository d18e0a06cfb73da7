//! What the server allows, kept before it has to refuse.
//!
//! `governor` was looked at: it knows neither requests that are under way, which may reach the
//! server later and closer together than they were sent, nor what to do when the server refuses.

mod bucket;
mod operating;
#[cfg(test)]
mod simulation;

use std::time::Duration;

use serde_json::Value;

pub(crate) use bucket::{Bucket, Slot};
pub(crate) use operating::Operating;

use super::request::Request;

/// How much a portal allows; see the
/// [documentation](https://apidocs.bitrix24.com/limits.html).
///
/// A portal counts the requests that come from one address, whatever sends them. So use one
/// [`Client`](crate::Client) and its clones for a portal, or [`Portals`](crate::Portals). What it
/// counts together with other programs cannot be known; a refused call did not run, and is sent again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub(crate) rate: Option<Rate>,
    pub(crate) operating: Option<Duration>,
    pub(crate) fail: bool,
}

/// A counter that rises by one a request and leaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rate {
    pub(crate) per_second: u32,
    pub(crate) burst: u32,
}

impl Limits {
    /// Most plans of the cloud: 2 requests a second after a burst of 50, and 480 seconds of
    /// running time for each method within ten minutes. The default.
    pub const STANDARD: Self =
        Self { rate: Some(Rate { per_second: 2, burst: 50 }), ..Self::ENTERPRISE };

    /// The plan Enterprise: 5 requests a second after a burst of 250, and the same running time.
    pub const ENTERPRISE: Self = Self {
        rate: Some(Rate { per_second: 5, burst: 250 }),
        operating: Some(Duration::from_secs(480)),
        fail: false,
    };

    /// None, as on one's own server, unless its administrator has set some.
    pub const OFF: Self = Self { rate: None, operating: None, fail: false };

    /// Another rate: so many requests a second for as long as one likes, and so many at once. A
    /// burst of at least three times the rate is used to the full.
    #[must_use]
    pub const fn rate(mut self, per_second: u32, burst: u32) -> Self {
        self.rate = Some(Rate { per_second, burst });
        self
    }

    /// How long a method may run within ten minutes, all its calls together; `None` does not look.
    #[must_use]
    pub const fn operating(mut self, limit: Option<Duration>) -> Self {
        self.operating = limit;
        self
    }

    /// A call of a method that has used up its running time fails with
    /// [`Error::Limit`](crate::Error::Limit) at once. Otherwise it waits, for ten minutes at most.
    #[must_use]
    pub const fn fail_early(mut self) -> Self {
        self.fail = true;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// The limits of one portal, shared by everything that calls it.
pub(crate) struct Limiter {
    pub(crate) bucket: Option<Bucket>,
    pub(crate) operating: Operating,
    pub(crate) fail: bool,
}

impl Limiter {
    /// `latest`: how long after it was sent a request may reach the server.
    pub(crate) fn new(limits: Limits, latest: Duration) -> Self {
        Self {
            bucket: limits.rate.map(|rate| Bucket::new(rate, latest)),
            operating: Operating::new(limits.operating),
            fail: limits.fail,
        }
    }
}

/// The methods that a request runs: those of its commands, if it is a batch.
pub(super) fn methods<'a>(request: &Request<'a>) -> Vec<(&'a str, Place<'a>)> {
    if !request.is_batch() {
        return vec![(request.name, Place::Top)];
    }
    let commands = match request.body.get("cmd") {
        Some(Value::Object(commands)) => commands
            .iter()
            .filter_map(|(key, command)| Some((command.as_str()?, Place::Key(key))))
            .collect(),
        Some(Value::Array(commands)) => commands
            .iter()
            .enumerate()
            .filter_map(|(index, command)| Some((command.as_str()?, Place::Index(index))))
            .collect(),
        _ => Vec::new(),
    };
    let name = |command: &'a str| command.split('?').next().unwrap_or_default();
    commands.into_iter().map(|(command, place)| (name(command), place)).collect()
}

/// Where the answer says how long a method ran.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    Top,
    Key(&'a str),
    Index(usize),
}

impl Place<'_> {
    pub(super) fn time<'b>(&self, answer: &'b Value) -> Option<&'b Value> {
        let times = || answer.get("result")?.get("result_time");
        match self {
            Self::Top => answer.get("time"),
            Self::Key(key) => times()?.get(key),
            Self::Index(index) => times()?.get(index).or_else(|| times()?.get(index.to_string())),
        }
    }
}
