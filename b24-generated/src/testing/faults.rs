//! What goes wrong, on demand.

use std::collections::VecDeque;
use std::time::Duration;

/// One thing that goes wrong with one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// 503 with `QUERY_LIMIT_EXCEEDED`. The method does not run.
    QueryLimit,
    /// 429 with `OPERATION_TIME_LIMIT`. The method does not run.
    OperationTime,
    /// 401 with `expired_token`, and the token of the request does expire. The method does not run.
    /// A webhook has no token: chosen at random, this spares it.
    ExpiredToken,
    /// 500 with `INTERNAL_SERVER_ERROR`. The method does not run, but nobody can know that.
    InternalError,
    /// 503 with a page of HTML, as a proxy answers. The method does not run.
    Unavailable,
    /// The connection is closed before the method runs.
    CutBefore,
    /// The connection is reset before the method runs.
    Reset,
    /// The method runs, and the connection is closed without an answer.
    CutAfter,
    /// The method runs, and the connection is closed in the middle of the answer.
    Truncated,
    /// The method runs, and the answer, with status 200, is not JSON.
    Garbage,
    /// The method runs, and the answer, with status 200, is a page of HTML.
    Html,
    /// The method runs, and the answer, with status 200, is JSON that does not come from REST, such as the maintenance
    /// notice of a proxy.
    Foreign,
    /// The method runs, and the answer is 502 with a page of HTML.
    BadGateway,
    /// The method runs, and its answer comes this much later.
    Slow(Duration),
}

impl Fault {
    /// All, with an answer that comes 20 ms later as the slow one.
    pub const ALL: [Self; 14] = [
        Self::QueryLimit,
        Self::OperationTime,
        Self::ExpiredToken,
        Self::InternalError,
        Self::Unavailable,
        Self::CutBefore,
        Self::Reset,
        Self::CutAfter,
        Self::Truncated,
        Self::Garbage,
        Self::Html,
        Self::Foreign,
        Self::BadGateway,
        Self::Slow(Duration::from_millis(20)),
    ];

    /// Whether the method runs all the same.
    pub fn runs(self) -> bool {
        match self {
            Self::QueryLimit
            | Self::OperationTime
            | Self::ExpiredToken
            | Self::InternalError
            | Self::Unavailable
            | Self::CutBefore
            | Self::Reset => false,
            Self::CutAfter
            | Self::Truncated
            | Self::Garbage
            | Self::Html
            | Self::Foreign
            | Self::BadGateway
            | Self::Slow(_) => true,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::QueryLimit => "QueryLimit",
            Self::OperationTime => "OperationTime",
            Self::ExpiredToken => "ExpiredToken",
            Self::InternalError => "InternalError",
            Self::Unavailable => "Unavailable",
            Self::CutBefore => "CutBefore",
            Self::Reset => "Reset",
            Self::CutAfter => "CutAfter",
            Self::Truncated => "Truncated",
            Self::Garbage => "Garbage",
            Self::Html => "Html",
            Self::Foreign => "Foreign",
            Self::BadGateway => "BadGateway",
            Self::Slow(_) => "Slow",
        }
    }
}

/// Faults at random, the same ones for the same seed and the same order of requests.
///
/// ```
/// use b24_generated::testing::{Fault, Faults};
///
/// let faults = Faults::seeded(7).rate(0.2).kinds([Fault::CutAfter, Fault::Garbage]);
/// ```
#[derive(Clone, Debug)]
pub struct Faults {
    rate: f64,
    kinds: Vec<Fault>,
    methods: Vec<String>,
    random: Random,
}

impl Faults {
    /// All kinds, at a rate of 0.1, for all methods.
    pub fn seeded(seed: u64) -> Self {
        let kinds = Fault::ALL.to_vec();
        Self { rate: 0.1, kinds, methods: Vec::new(), random: Random(seed) }
    }

    /// The part of all requests that fail, from 0 to 1.
    #[must_use]
    pub fn rate(mut self, rate: f64) -> Self {
        self.rate = rate;
        self
    }

    /// Only these kinds.
    #[must_use]
    pub fn kinds(mut self, kinds: impl IntoIterator<Item = Fault>) -> Self {
        self.kinds = kinds.into_iter().collect();
        self
    }

    /// Only requests of this method; may be said for several. `batch` is one, too, and
    /// `oauth.token` stands for the authorization server, which random faults spare otherwise.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        self.methods.push(method.to_lowercase());
        self
    }

    fn pick(&mut self, method: &str, has_token: bool) -> Option<Fault> {
        let applies = match self.methods.as_slice() {
            [] => method != super::oauth::METHOD,
            methods => methods.iter().any(|m| m == method),
        };
        if !applies || self.random.unit() >= self.rate {
            return None;
        }
        let may = |fault: &Fault| has_token || *fault != Fault::ExpiredToken;
        let kinds: Vec<Fault> = self.kinds.iter().copied().filter(may).collect();
        let chosen = usize::try_from(self.random.next()).unwrap_or_default();
        kinds.get(chosen.checked_rem(kinds.len())?).copied()
    }
}

/// What is to go wrong next.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) random: Option<Faults>,
    /// For a method, or for any.
    pub(super) next: VecDeque<(Option<String>, Fault)>,
}

impl Plan {
    pub(super) fn pick(&mut self, method: &str, has_token: bool) -> Option<Fault> {
        let method = method.to_lowercase();
        let mine = |(of, _): &(Option<String>, Fault)| match of {
            Some(of) => *of == method,
            None => method != super::oauth::METHOD,
        };
        if let Some(at) = self.next.iter().position(mine) {
            return self.next.remove(at).map(|(_, fault)| fault);
        }
        self.random.as_mut()?.pick(&method, has_token)
    }
}

/// A small generator (SplitMix64): the same numbers for the same seed, on every machine.
#[derive(Clone, Debug)]
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// At least 0, below 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A secret of 32 letters and digits.
    pub(super) fn code(&mut self) -> String {
        format!("{:016x}{:016x}", self.next(), self.next())
    }
}
