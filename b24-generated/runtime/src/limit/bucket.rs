//! The rate of requests.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::rate::{Rate, Sent, Ticket};
use super::shared::Idle;

/// Clocks differ: half a percent slower than allowed never adds up to too fast.
const SLOWER: f64 = 0.995;

/// For how long the call that is next may not look whether it may be sent, until the others go past it.
const STALLED: Duration = Duration::from_secs(2);

/// No request is on its way for longer, and clocks do not reach as far as `Duration::MAX`: a year.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

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
pub(super) struct Bucket {
    rate: f64,
    room: f64,
    state: Mutex<State>,
    /// Held by the call that is next; the others queue for it, first come, first served.
    turn: tokio::sync::Mutex<()>,
    /// When the call that is next last looked whether it may be sent.
    looked: Mutex<Instant>,
    /// Something was given back.
    freed: Notify,
}

struct State {
    level: f64,
    at: Instant,
    /// By when each request that has no answer yet must have reached the server.
    under_way: HashMap<Ticket, Instant>,
    /// How much of the rate is ours.
    share: f64,
    closed_until: Option<Instant>,
}

impl Bucket {
    pub(super) fn new(rate: Rate) -> Self {
        let per_second = f64::from(rate.per_second.max(1));
        Self {
            rate: per_second * SLOWER,
            room: (f64::from(rate.burst) - per_second).max(1.0),
            state: Mutex::new(State::empty(Instant::now())),
            turn: tokio::sync::Mutex::new(()),
            looked: Mutex::new(Instant::now()),
            freed: Notify::new(),
        }
    }

    /// Waits until a request may be sent that is there after `latest`, or never.
    ///
    /// Futures stand still when nobody polls them, as those in a `buffered` stream do while the loop's body waits for
    /// another call. So nobody waits longer for the one that is next than that looks after itself.
    pub(super) async fn enter(&self, latest: Duration) -> Ticket {
        let mut turn = pin!(self.turn.lock());
        let mut held = None;
        loop {
            if held.is_none() {
                held = timeout(STALLED, turn.as_mut()).await.ok();
            }
            if held.is_none() && self.looked().elapsed() < STALLED {
                continue;
            }
            match self.try_enter(latest) {
                Ok(ticket) => return ticket,
                Err(wait) if held.is_some() => {
                    *self.looked() = Instant::now();
                    // Timers count in milliseconds.
                    let wait = wait.clamp(Duration::from_millis(1), STALLED / 2);
                    let _ = timeout(wait, self.freed.notified()).await;
                }
                Err(_) => {}
            }
        }
    }

    fn looked(&self) -> MutexGuard<'_, Instant> {
        self.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn try_enter(&self, latest: Duration) -> Result<Ticket, Duration> {
        // A bucket that was forgotten and made anew must not take one request for another.
        static NEXT: AtomicU64 = AtomicU64::new(0);
        self.with(|state, now| {
            if let Some(until) = state.closed_until.filter(|until| *until > now) {
                return Err(until - now);
            }
            let excess = state.level + state.under_way.len() as f64 + 1.0 - self.room;
            if excess <= 0.0 {
                let ticket = Ticket(NEXT.fetch_add(1, Ordering::Relaxed));
                state.under_way.insert(ticket, now + latest.min(LONGEST));
                return Ok(ticket);
            }
            if excess <= state.level {
                return Err(Duration::from_secs_f64(excess / (self.rate * state.share)));
            }
            // Nothing helps but an answer.
            let earliest = state.under_way.values().min().copied().unwrap_or(now);
            Err(earliest.saturating_duration_since(now))
        })
    }

    /// What became of a request. One of which this is not told, because the call was given up or its answer lost,
    /// counts as sent until it cannot be on its way any more.
    pub(super) fn leave(&self, ticket: Ticket, sent: Sent) {
        self.with(|state, now| {
            let known = state.under_way.remove(&ticket).is_some();
            match sent {
                Sent::Unsent => {}
                Sent::Reached => {
                    if known {
                        state.level += 1.0;
                    }
                    state.share = (state.share + REGAIN).min(1.0);
                }
                // The server's counter is higher than ours, others call the portal too. So ours is full, nobody
                // calls for a while, and everybody slower after that.
                Sent::Refused => {
                    state.level = state.level.max(self.room);
                    // Refusals of requests that were under way together are one.
                    if state.closed_until.is_none_or(|until| until <= now) {
                        state.closed_until = Some(now + PAUSE);
                        state.share = (state.share * YIELD).max(LEAST);
                    }
                }
            }
        });
        self.freed.notify_one();
    }

    fn with<T>(&self, act: impl FnOnce(&mut State, Instant) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        // Time goes back where another runtime has a clock of its own, as in tests: what it counted tells nothing.
        if state.at > now {
            *state = State::empty(now);
        }
        while let Some((&ticket, &until)) = state.under_way.iter().min_by_key(|(_, until)| **until)
            && until <= now
        {
            state.under_way.remove(&ticket);
            state.leak(until, self.rate);
            state.level += 1.0;
        }
        state.leak(now, self.rate);
        act(&mut state, now)
    }
}

impl Idle for Bucket {
    fn is_idle(&self) -> bool {
        self.with(|state, now| {
            let closed = state.closed_until.is_some_and(|until| until > now);
            state.level == 0.0 && state.under_way.is_empty() && !closed
        })
    }
}

impl State {
    fn empty(at: Instant) -> Self {
        Self { level: 0.0, at, under_way: HashMap::new(), share: 1.0, closed_until: None }
    }

    fn leak(&mut self, until: Instant, rate: f64) {
        let passed = until.saturating_duration_since(self.at);
        self.level = (self.level - passed.as_secs_f64() * rate * self.share).max(0.0);
        self.at = self.at.max(until);
    }
}
