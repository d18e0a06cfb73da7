//! The running time of each method.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use b24_schema::Rest;
use serde_json::Value;
use tokio::time::Instant;

use super::parts::{Part, parts};
use super::shared::Idle;
use crate::request::Request;

/// How long the server keeps a minute's running time in mind.
const WINDOW: Duration = Duration::from_secs(600);

/// The next minute's part of it is given back at most so much later.
const STEP: Duration = Duration::from_secs(60);

const BATCH: &str = "batch";

/// How long each method ran within the last ten minutes, as the server counts it for one webhook or application.
///
/// The server refuses a method that has run for longer than its limit, until the oldest minute is
/// forgotten. It says when that is in every answer.
///
/// What a batch of REST 2 is charged to differs. The documentation says: each command to its method. A box was seen to
/// charge the whole to `batch`, with the sum of that as the time of every command. Answers show which it is.
#[derive(Default)]
pub(super) struct Operating {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    methods: HashMap<String, Seen>,
    charges_batches: bool,
}

struct Seen {
    /// In seconds.
    used: f64,
    is_refused: bool,
    reset: Instant,
}

impl Operating {
    /// How long a request must wait until none of its methods has run for longer than this, in seconds.
    pub(super) fn blocked(&self, request: &Request<'_>, longest: f64) -> Option<Duration> {
        self.with(|state| {
            let now = Instant::now();
            let wait = |method: &str| {
                let seen = state.methods.get(&key(method))?;
                let is_used_up = seen.is_refused || seen.used > longest;
                let wait = seen.reset.saturating_duration_since(now);
                (is_used_up && !wait.is_zero()).then_some(wait)
            };
            match state.charges_batches && is_batch(request) {
                true => wait(BATCH),
                false => parts(request).iter().filter_map(|part| wait(part.method)).max(),
            }
        })
    }

    /// Learns from an answer, and gives the running time it holds: of the method, or of `batch` where that is charged.
    pub(super) fn learn(&self, request: &Request<'_>, answer: &Value) -> Option<f64> {
        let parts = parts(request);
        let seen = parts.iter().filter_map(|part| Some((part, read(part.time(answer)?)?)));
        let seen: Vec<(&Part<'_>, Time)> = seen.collect();
        self.with(|state| {
            let refused: Vec<_> = parts.iter().filter(|part| part.is_refused(answer)).collect();
            if is_batch(request) {
                match charges_batch(&seen) {
                    // Who refuses commands counts them.
                    _ if !refused.is_empty() => state.charge_batches(false),
                    Some(charges) => state.charge_batches(charges),
                    None => {}
                }
            }
            let as_whole = state.charges_batches && is_batch(request);
            for (part, time) in &seen {
                state.note(if as_whole { BATCH } else { part.method }, time);
            }
            for part in refused {
                state.refuse(part.method);
            }
            let is_one = !request.is_batch() || as_whole;
            seen.last().filter(|_| is_one).map(|(_, time)| time.used)
        })
    }

    /// The server refused a request: its methods are left alone until the time that the last answer named,
    /// or else until the next minute is forgotten.
    pub(super) fn refused(&self, request: &Request<'_>) {
        self.with(|state| {
            if is_batch(request) {
                // A command that is refused has an error of its own.
                state.charge_batches(true);
                state.refuse(BATCH);
            } else {
                parts(request).iter().for_each(|part| state.refuse(part.method));
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn charge_batches(&mut self, charges: bool) {
        if self.charges_batches != charges {
            self.charges_batches = charges;
            // Who was charged with what is known here was a mistake.
            self.methods.clear();
        }
    }

    fn note(&mut self, method: &str, time: &Time) {
        if let Some(wait) = time.reset_in {
            let reset = Instant::now() + wait;
            let seen = Seen { used: time.used, is_refused: false, reset };
            self.methods.insert(key(method), seen);
        }
    }

    fn refuse(&mut self, method: &str) {
        let now = Instant::now();
        let unknown = Seen { used: 0.0, is_refused: true, reset: now };
        let seen = self.methods.entry(key(method)).or_insert(unknown);
        seen.is_refused = true;
        if seen.reset <= now {
            seen.reset = now + STEP;
        }
    }
}

impl Idle for Operating {
    fn is_idle(&self) -> bool {
        let now = Instant::now();
        self.with(|state| state.methods.values().all(|seen| seen.reset <= now))
    }
}

/// What an answer's `time` says.
struct Time {
    /// In seconds.
    used: f64,
    reset_in: Option<Duration>,
}

fn read(time: &Value) -> Option<Time> {
    let at = |key: &str| time.get(key).and_then(Value::as_f64);
    // Both are times of the server: its clock may differ from ours.
    let reset_in = at("operating_reset_at").zip(at("finish")).map(|(reset, now)| {
        Duration::try_from_secs_f64(reset - now).unwrap_or_default().min(WINDOW)
    });
    Some(Time { used: at("operating")?, reset_in })
}

/// Whether the server charges a batch as a whole, if its commands show it. Methods have run for times of their own; those
/// of one method, or of nothing at all, may well be the same.
fn charges_batch(seen: &[(&Part<'_>, Time)]) -> Option<bool> {
    let (first, rest) = seen.split_first()?;
    if rest.iter().any(|(_, time)| time.used != first.1.used) {
        return Some(false);
    }
    let differ = rest.iter().any(|(part, _)| !part.method.eq_ignore_ascii_case(first.0.method));
    (differ && first.1.used > 0.0).then_some(true)
}

/// Of batches of REST 3.0 nothing is known but what the documentation says.
fn is_batch(request: &Request<'_>) -> bool {
    request.is_batch() && request.rest == Rest::V2
}

/// The server finds methods in any case.
fn key(method: &str) -> String {
    method.to_ascii_lowercase()
}
