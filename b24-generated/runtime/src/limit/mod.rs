//! What the server allows, kept before it has to refuse.
//!
//! `governor` was looked at: it knows neither requests that are under way, which may reach the
//! server later and closer together than they were sent, nor what to do when the server refuses.

mod bucket;
mod local;
mod operating;
mod parts;
mod quota;
mod rate;
mod shared;
#[cfg(test)]
mod simulation;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

pub use local::LocalLimiter;
use operating::Operating;
use quota::Spent;
pub use rate::{Lane, Rate, RateLimiter, Sent, Ticket};
use serde_json::Value;
use shared::Shared;

use super::request::Request;

/// How much a portal allows; see the
/// [documentation](https://apidocs.bitrix24.com/limits.html).
///
/// A portal counts the requests that come from one address, whatever sends them. So all clients of a portal that are in
/// one process and have the same rate share it, whoever made them: webhooks, applications and
/// [`Portals`](crate::Portals). To divide what the portal allows, give clients smaller rates that differ. What it counts
/// together with other programs cannot be known, unless they share a [`RateLimiter`]; a refused call did not run, and
/// is sent again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub(crate) rate: Option<Rate>,
    pub(crate) operating: Option<Duration>,
    pub(crate) fail: bool,
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

    /// How long a method may run within ten minutes, all its calls together; `None` does not look. A batch counts as its
    /// commands, or as `batch` where answers show that the server does so. What is known of a webhook or an application is
    /// known to all its clients in this process.
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

/// What clients have in common whoever made them.
#[derive(Clone, Default)]
pub(crate) struct Commons {
    limiter: Arc<LocalLimiter>,
    repetitions: Arc<Shared<String, Spent>>,
    /// By portals, and by what the server tells apart there.
    operating: Arc<Shared<(String, u64), Operating>>,
}

impl Commons {
    /// What all clients of this process have in common.
    pub(crate) fn of_process() -> Self {
        static PROCESS: LazyLock<Commons> = LazyLock::new(Commons::default);
        PROCESS.clone()
    }
}

/// How clients keep limits, from their builder.
pub(crate) struct Limiting {
    pub(crate) limits: Limits,
    pub(crate) commons: Commons,
    /// In place of the one that all have in common.
    pub(crate) limiter: Option<Arc<dyn RateLimiter>>,
    /// How long after it was sent a request may reach the server.
    pub(crate) latest: Duration,
    /// How many repetitions all calls of a portal have; `None` does not count them.
    pub(crate) retry_quota: Option<u32>,
}

impl Limiting {
    /// Keeps the limits of a portal that is known by this name, see [`Lane::portal`]. Of `account`, a number for each
    /// webhook and application, the server counts the running time.
    pub(crate) fn of(&self, portal: String, account: u64) -> Limiter {
        let common = || -> Arc<dyn RateLimiter> { self.commons.limiter.clone() };
        Limiter {
            retry_quota: self.retry_quota,
            spent: self.commons.repetitions.get(&portal, Spent::default),
            limiter: self.limiter.clone().unwrap_or_else(common),
            latest: self.latest,
            operating: self.commons.operating.get(&(portal.clone(), account), Operating::default),
            longest: self.limits.operating.map_or(f64::INFINITY, |limit| limit.as_secs_f64()),
            fail: self.limits.fail,
            lane: self.limits.rate.map(|rate| Lane { portal, rate }),
        }
    }
}

/// The limits of one portal, as a client keeps them.
pub(crate) struct Limiter {
    limiter: Arc<dyn RateLimiter>,
    lane: Option<Lane>,
    latest: Duration,
    retry_quota: Option<u32>,
    spent: Arc<Spent>,
    operating: Arc<Operating>,
    /// How long a method may run, in seconds.
    longest: f64,
    pub(crate) fail: bool,
}

impl Limiter {
    /// Whether a call may be repeated: each time takes from what all calls of the portal have.
    pub(crate) fn may_repeat(&self) -> bool {
        self.retry_quota.is_none_or(|quota| self.spent.take(quota))
    }

    /// A call succeeded, which fills the quota up again.
    pub(crate) fn succeeded(&self, was_repeated: bool) {
        if self.retry_quota.is_some() {
            self.spent.give_back(was_repeated);
        }
    }

    /// How long a request must wait until all that it runs may run again.
    pub(crate) fn blocked(&self, request: &Request<'_>) -> Option<Duration> {
        self.operating.blocked(request, self.longest)
    }

    /// Learns from an answer, and gives the running time that the server has charged the method with.
    pub(crate) fn learn(&self, request: &Request<'_>, answer: &Value) -> Option<f64> {
        self.operating.learn(request, answer)
    }

    /// The server refused a request for the running time.
    pub(crate) fn refused(&self, request: &Request<'_>) {
        self.operating.refused(request);
    }

    /// Waits until a request may be sent.
    pub(crate) async fn enter(&self) -> Place<'_> {
        let lane = self.lane.as_ref();
        let ticket = match lane {
            Some(lane) => Some((lane, self.limiter.enter(lane, self.latest).await)),
            None => None,
        };
        Place { limiter: &*self.limiter, ticket }
    }
}

/// The leave to send one request. If it is just dropped, because the call was given up or its answer lost, the request
/// counts as sent.
pub(crate) struct Place<'a> {
    limiter: &'a dyn RateLimiter,
    /// `None` if nothing is limited.
    ticket: Option<(&'a Lane, Ticket)>,
}

impl Place<'_> {
    pub(crate) async fn leave(self, sent: Sent) {
        if let Some((lane, ticket)) = self.ticket {
            self.limiter.leave(lane, ticket, sent).await;
        }
    }
}
