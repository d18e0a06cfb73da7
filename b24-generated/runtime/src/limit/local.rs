//! The rate of requests within one process.

use std::fmt;
use std::time::Duration;

use super::bucket::Bucket;
use super::rate::{Lane, RateLimiter, Sent, Ticket};
use super::shared::Shared;
use crate::transport::BoxFuture;

/// Keeps the rate of requests for the clients of one process that it is given to, first come, first served.
///
/// Clients share one without being told. One of your own keeps some of them apart, as in tests with a server for each.
#[derive(Default)]
pub struct LocalLimiter {
    buckets: Shared<Lane, Bucket>,
}

impl LocalLimiter {
    /// One that has counted nothing yet.
    pub fn new() -> Self {
        Self::default()
    }
}

impl RateLimiter for LocalLimiter {
    fn enter<'a>(&'a self, lane: &'a Lane, latest: Duration) -> BoxFuture<'a, Ticket> {
        Box::pin(async move {
            let bucket = self.buckets.get(lane, || Bucket::new(lane.rate));
            bucket.enter(latest).await
        })
    }

    fn leave<'a>(&'a self, lane: &'a Lane, ticket: Ticket, sent: Sent) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            if let Some(bucket) = self.buckets.find(lane) {
                bucket.leave(ticket, sent);
            }
        })
    }
}

impl fmt::Debug for LocalLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LocalLimiter")
    }
}
