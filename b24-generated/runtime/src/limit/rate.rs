//! The rate of requests, and what keeps it.

use std::sync::Arc;
use std::time::Duration;

use crate::transport::BoxFuture;

/// A counter that rises by one a request and leaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Rate {
    /// How many requests leak each second.
    pub per_second: u32,
    /// How many requests fit.
    pub burst: u32,
}

impl Rate {
    /// So many requests a second for as long as one likes, and so many at once.
    pub const fn new(per_second: u32, burst: u32) -> Self {
        Self { per_second, burst }
    }
}

/// What is counted together: the requests to one portal that are to keep one rate.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Lane {
    /// The portal, by the host and path of its REST: `example.bitrix24.com/rest`.
    pub portal: String,
    /// The rate.
    pub rate: Rate,
}

impl Lane {
    /// A lane of a portal.
    pub fn new(portal: impl Into<String>, rate: Rate) -> Self {
        Self { portal: portal.into(), rate }
    }
}

/// A place in a lane, from [`RateLimiter::enter`] to [`RateLimiter::leave`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// What became of a request that had a [`Ticket`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sent {
    /// The portal took it.
    Reached,
    /// It was not sent.
    Unsent,
    /// The portal refused it, since it had too many.
    Refused,
}

/// Keeps the rate of requests, for all clients that it is given to.
///
/// A portal counts the requests that come from one address, whichever program sends them, and refuses what is too
/// much. Clients share a [`LocalLimiter`](crate::LocalLimiter) within their process. Another limiter, set by
/// [`ClientBuilder::rate_limiter`](crate::ClientBuilder::rate_limiter), can share the count among processes.
///
/// Every limiter keeps these laws, for each lane by itself; `b24_generated::testing::laws` has them as tests:
///
/// - **Never too many.** The portal's counter rises by one when a request reaches it and leaks `per_second` once a
///   second. It never exceeds `burst`, whenever requests arrive: a request may reach the portal at any moment between
///   `enter` and `leave`, and, if `leave` is not called, until `latest` after `enter`.
/// - **Never for ever.** Whoever waits gets in, once what is in the lane has leaked. A place that is never left leaks
///   from `latest` on, and a wait that is given up (its future is dropped) takes no place. A wait that nobody polls, as
///   in a `buffered` stream while the body of its loop waits for another call, holds up no other.
/// - **What is not sent does not count.** After [`Sent::Unsent`] the place is free at once.
/// - **A refusal is heeded.** After [`Sent::Refused`] nobody gets in for a second.
/// - **Lanes are apart.** One that is full holds up no other.
/// - **It does not fail.** A limiter that has lost touch with others keeps the rate for its own process.
pub trait RateLimiter: Send + Sync + 'static {
    /// Waits until a request may be sent. It reaches the portal at most `latest` later, or not at all.
    fn enter<'a>(&'a self, lane: &'a Lane, latest: Duration) -> BoxFuture<'a, Ticket>;

    /// Says what became of the request. It is not called if that is not known, as when the answer was lost. A ticket
    /// that is not known any more is no mistake.
    fn leave<'a>(&'a self, lane: &'a Lane, ticket: Ticket, sent: Sent) -> BoxFuture<'a, ()>;
}

impl<L: RateLimiter + ?Sized> RateLimiter for Arc<L> {
    fn enter<'a>(&'a self, lane: &'a Lane, latest: Duration) -> BoxFuture<'a, Ticket> {
        (**self).enter(lane, latest)
    }

    fn leave<'a>(&'a self, lane: &'a Lane, ticket: Ticket, sent: Sent) -> BoxFuture<'a, ()> {
        (**self).leave(lane, ticket, sent)
    }
}
