//! The running time of each method.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

/// How long the server keeps a minute's running time in mind.
const WINDOW: Duration = Duration::from_secs(600);

/// The next minute's part of it is given back at most so much later.
const STEP: Duration = Duration::from_secs(60);

/// How long each method ran within the last ten minutes, as the server counts it.
///
/// The server refuses a method that has run for longer than its limit, until the oldest minute is
/// forgotten. It says when that is in every answer.
pub(crate) struct Operating {
    limit: f64,
    methods: Mutex<HashMap<String, Seen>>,
}

struct Seen {
    used_up: bool,
    reset: Instant,
}

impl Operating {
    pub(crate) fn new(limit: Option<Duration>) -> Self {
        Self {
            limit: limit.map_or(f64::INFINITY, |limit| limit.as_secs_f64()),
            methods: Mutex::default(),
        }
    }

    /// How long a method must be left alone.
    pub(crate) fn blocked(&self, method: &str) -> Option<Duration> {
        self.with(|methods| {
            let seen = methods.get(&key(method)).filter(|seen| seen.used_up)?;
            let wait = seen.reset.saturating_duration_since(Instant::now());
            (!wait.is_zero()).then_some(wait)
        })
    }

    /// Learns from the `time` of an answer, and gives the running time it holds.
    pub(crate) fn learn(&self, method: &str, time: &Value) -> Option<f64> {
        let operating = time.get("operating")?.as_f64()?;
        let at = |key: &str| time.get(key).and_then(Value::as_f64);
        // Both are times of the server: its clock may differ from ours.
        if let (Some(reset), Some(now)) = (at("operating_reset_at"), at("finish")) {
            let wait = Duration::try_from_secs_f64(reset - now).unwrap_or_default().min(WINDOW);
            let seen = Seen { used_up: operating > self.limit, reset: Instant::now() + wait };
            self.with(|methods| methods.insert(key(method), seen));
        }
        Some(operating)
    }

    /// The server refused a method: it is left alone until the time that the last answer named,
    /// or else until the next minute is forgotten.
    pub(crate) fn refused(&self, method: &str) {
        let now = Instant::now();
        self.with(|methods| {
            let known = methods.get(&key(method)).map(|seen| seen.reset).filter(|at| *at > now);
            let reset = known.unwrap_or(now + STEP);
            methods.insert(key(method), Seen { used_up: true, reset });
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Seen>) -> T) -> T {
        act(&mut self.methods.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The server finds methods in any case.
fn key(method: &str) -> String {
    method.to_ascii_lowercase()
}
