//! What the portal remembers of what it did: counts, requests, writes.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use super::faults::Fault;
use crate::schema::Rest;

/// Counts, since the portal began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// HTTP requests to methods, those included that failed.
    pub requests: u64,
    /// How often each method ran, in batches too. `batch` itself is not one.
    pub calls: BTreeMap<String, u64>,
    /// How often each error code was answered, in batches too. Those of [`faults`](Self::faults) are
    /// not counted.
    pub errors: BTreeMap<String, u64>,
    /// Requests and commands that a limit turned away: `QUERY_LIMIT_EXCEEDED`,
    /// `OPERATION_TIME_LIMIT`, `OVERLOAD_LIMIT`. They are in [`errors`](Self::errors) too.
    pub rejections: u64,
    /// How often each fault was injected, by the name of its variant.
    pub faults: BTreeMap<String, u64>,
    /// Writes that ran.
    pub writes: u64,
    /// Writes that ran although one with the same method and the same parameters had run before.
    pub duplicate_writes: u64,
    /// Answers that an `Idempotency-Key` brought back.
    pub replays: u64,
    /// Pairs of tokens given for a refresh token.
    pub refreshes: u64,
    /// Requests that the authorization server refused.
    pub refused_grants: u64,
    /// The most requests that were ever in the bucket.
    pub highest_level: u32,
}

impl Stats {
    /// How often a method ran; its name as the catalogue spells it.
    pub fn calls_of(&self, method: &str) -> u64 {
        self.calls.get(method).copied().unwrap_or_default()
    }

    /// How often an error code was answered.
    pub fn errors_of(&self, code: &str) -> u64 {
        self.errors.get(code).copied().unwrap_or_default()
    }
}

/// A request as it came, without its secrets.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Logged {
    /// `GET` or `POST`.
    pub http_method: String,
    /// The path, with `***` in place of a webhook's code; without the query.
    pub path: String,
    /// The version of REST of the address.
    pub rest: Rest,
    /// The method; `batch` is one.
    pub method: String,
    /// The parameters of the query and the body, without `auth`. A body of REST 3.0 that is a list
    /// stands under `batch`.
    pub params: Map<String, Value>,
    /// The headers, by their names in lower case, without `authorization` and `cookie`.
    pub headers: BTreeMap<String, String>,
    /// The HTTP status of the answer, or of the one that would have come had it not been cut off.
    pub status: u16,
    /// The error code of the answer.
    pub error: Option<String>,
    /// What was made to go wrong.
    pub fault: Option<Fault>,
}

/// A write that ran.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Write {
    /// The method.
    pub method: String,
    /// The version of REST.
    pub rest: Rest,
    /// Its parameters.
    pub params: Map<String, Value>,
    /// The user in whose name it ran.
    pub user: u64,
    /// The key of the command, in a batch.
    pub command: Option<String>,
    /// The `Idempotency-Key` of the request.
    pub idempotency_key: Option<String>,
}

/// All that is remembered.
#[derive(Debug)]
pub(super) struct Record {
    pub(super) stats: Stats,
    pub(super) log: VecDeque<Logged>,
    pub(super) log_limit: usize,
    pub(super) journal: Vec<Write>,
    seen: HashSet<String>,
    /// Answers kept for an `Idempotency-Key`.
    pub(super) kept: HashMap<String, Kept>,
}

/// An answer kept for repeated calls.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) request: Value,
    pub(super) answer: Value,
    pub(super) until: std::time::Duration,
}

impl Record {
    pub(super) fn new(log_limit: usize) -> Self {
        Self {
            stats: Stats::default(),
            log: VecDeque::new(),
            log_limit,
            journal: Vec::new(),
            seen: HashSet::new(),
            kept: HashMap::new(),
        }
    }

    pub(super) fn clear(&mut self) {
        self.stats = Stats::default();
        self.log.clear();
        self.journal.clear();
        self.seen.clear();
    }

    pub(super) fn request(&mut self, logged: Logged) {
        self.stats.requests += 1;
        if let Some(fault) = logged.fault {
            *self.stats.faults.entry(fault.name().to_owned()).or_default() += 1;
        }
        if self.log.len() >= self.log_limit {
            self.log.pop_front();
        }
        if self.log_limit > 0 {
            self.log.push_back(logged);
        }
    }

    pub(super) fn call(&mut self, method: &str) {
        match self.stats.calls.get_mut(method) {
            Some(count) => *count += 1,
            None => drop(self.stats.calls.insert(method.to_owned(), 1)),
        }
    }

    pub(super) fn error(&mut self, code: &str) {
        *self.stats.errors.entry(code.to_owned()).or_default() += 1;
        if matches!(code, "QUERY_LIMIT_EXCEEDED" | "OPERATION_TIME_LIMIT" | "OVERLOAD_LIMIT") {
            self.stats.rejections += 1;
        }
    }

    pub(super) fn write(&mut self, write: Write) {
        self.stats.writes += 1;
        let mut params: Vec<_> = write.params.iter().collect();
        params.sort_by_key(|(name, _)| *name);
        let print = format!("{} {} {params:?}", write.rest.number(), write.method);
        if !self.seen.insert(print) {
            self.stats.duplicate_writes += 1;
        }
        self.journal.push(write);
    }
}
