//! The rate of requests.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::Rate;

/// Clocks differ: half a percent slower than allowed never adds up to too fast.
const SLOWER: f64 = 0.995;

/// How long the server is left alone after it refused.
const PAUSE: Duration = Duration::from_secs(1);

/// Others use the portal too if it refuses: what is left of the rate for us after each refusal, and how
/// much of the whole comes back with each call that it takes.
const YIELD: f64 = 0.5;
const REGAIN: f64 = 0.01;
const LEAST: f64 = 0.05;

/// A bound from above of the server's own counter.
///
/// The counter rises by one when a request reaches the server, and falls by the rate once a second.
/// Neither when a request reaches it is known here, nor when in a second it falls. So:
///
/// - a request counts from when it is sent, but begins to leak only when its answer is there, or when
///   it cannot be on its way any more;
/// - what leaks in a second is kept free, since the server may be about to let it go.
pub(crate) struct Bucket {
    rate: f64,
    room: f64,
    latest: Duration,
    state: Mutex<State>,
    /// Held by the call that is next; the others queue for it, first come, first served.
    turn: tokio::sync::Mutex<()>,
    /// Something was given back.
    freed: Notify,
}

struct State {
    level: f64,
    at: Instant,
    /// By when each request that has no answer yet must have reached the server.
    under_way: BTreeMap<u64, Instant>,
    next: u64,
    /// How much of the rate is ours.
    share: f64,
    closed_until: Option<Instant>,
}

/// A place in the bucket. One that is just dropped, because the call was given up or its answer lost,
/// counts as sent until it cannot be on its way any more.
pub(crate) struct Slot<'a> {
    bucket: &'a Bucket,
    id: u64,
}

impl Bucket {
    pub(crate) fn new(rate: Rate, latest: Duration) -> Self {
        let per_second = f64::from(rate.per_second.max(1));
        Self {
            rate: per_second * SLOWER,
            room: (f64::from(rate.burst) - per_second).max(1.0),
            latest,
            state: Mutex::new(State {
                level: 0.0,
                at: Instant::now(),
                under_way: BTreeMap::new(),
                next: 0,
                share: 1.0,
                closed_until: None,
            }),
            turn: tokio::sync::Mutex::new(()),
            freed: Notify::new(),
        }
    }

    /// Waits until a request may be sent.
    pub(crate) async fn enter(&self) -> Slot<'_> {
        let _turn = self.turn.lock().await;
        loop {
            match self.try_enter() {
                Ok(id) => return Slot { bucket: self, id },
                // Timers count in milliseconds.
                Err(wait) => {
                    let wait = wait.max(Duration::from_millis(1));
                    let _ = timeout(wait, self.freed.notified()).await;
                }
            }
        }
    }

    fn try_enter(&self) -> Result<u64, Duration> {
        self.with(|state, now| {
            if let Some(until) = state.closed_until.filter(|until| *until > now) {
                return Err(until - now);
            }
            let excess = state.level + state.under_way.len() as f64 + 1.0 - self.room;
            if excess <= 0.0 {
                let id = state.next;
                state.next += 1;
                state.under_way.insert(id, now + self.latest);
                return Ok(id);
            }
            if excess <= state.level {
                return Err(Duration::from_secs_f64(excess / (self.rate * state.share)));
            }
            // Nothing helps but an answer.
            let earliest = state.under_way.first_key_value().map_or(now, |(_, until)| *until);
            Err(earliest.saturating_duration_since(now))
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut State, Instant) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        while let Some(first) = state.under_way.first_entry()
            && *first.get() <= now
        {
            let reached = first.remove();
            state.leak(reached, self.rate);
            state.level += 1.0;
        }
        state.leak(now, self.rate);
        act(&mut state, now)
    }
}

impl State {
    fn leak(&mut self, until: Instant, rate: f64) {
        let passed = until.saturating_duration_since(self.at);
        self.level = (self.level - passed.as_secs_f64() * rate * self.share).max(0.0);
        self.at = self.at.max(until);
    }
}

impl Slot<'_> {
    /// The answer is there.
    pub(crate) fn reached(self) {
        self.bucket.with(|state, _| {
            if state.under_way.remove(&self.id).is_some() {
                state.level += 1.0;
            }
            state.share = (state.share + REGAIN).min(1.0);
        });
        self.bucket.freed.notify_one();
    }

    /// Nothing was sent.
    pub(crate) fn unsent(self) {
        self.bucket.with(|state, _| state.under_way.remove(&self.id));
        self.bucket.freed.notify_one();
    }

    /// The server refused: its counter is higher than ours, others call the portal too. So ours is full,
    /// nobody calls for a while, and everybody slower after that.
    pub(crate) fn refused(self) {
        let bucket = self.bucket;
        bucket.with(|state, now| {
            state.under_way.remove(&self.id);
            state.level = state.level.max(bucket.room);
            // Refusals of requests that were under way together are one.
            if state.closed_until.is_none_or(|until| until <= now) {
                state.closed_until = Some(now + PAUSE);
                state.share = (state.share * YIELD).max(LEAST);
            }
        });
        bucket.freed.notify_one();
    }
}
