//! When a call is sent again, and how soon.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};

/// How often a failed call is sent again, and how soon.
///
/// Whether it may be sent again at all is not a matter of policy: a call that writes is repeated only
/// if it provably did not run, or if the server knows it again (REST 3.0). And all calls of a portal together are
/// repeated only as often as their [quota](crate::ClientBuilder::retry_quota) allows.
///
/// ```
/// use std::time::Duration;
///
/// use b24_generated::{Client, Retry};
///
/// // Every ten seconds, for five minutes.
/// let patient = Retry::custom(|| std::iter::repeat_n(Duration::from_secs(10), 30));
/// let b24 = Client::builder()
///     .options(|o| o.retry(patient))
///     .webhook("https://example.bitrix24.com/rest/1/secret/")?;
/// # Ok::<(), b24_generated::Error>(())
/// ```
#[derive(Clone)]
pub struct Retry {
    delays: Arc<dyn Fn() -> Delays + Send + Sync>,
    pub(crate) longest_run: Duration,
}

/// The waits before each repetition of one call; the call fails when there are no more.
pub type Delays = Box<dyn Iterator<Item = Duration> + Send>;

impl Retry {
    /// Five more times, after half a second, one, two, four and eight, and up to as much again by
    /// chance. The default.
    pub fn standard() -> Self {
        Self::backoff(5, Duration::from_millis(500), Duration::from_secs(30))
    }

    /// Never.
    pub fn never() -> Self {
        Self::custom(std::iter::empty)
    }

    /// So many times, after `first` and then twice as long each time until `longest`, and up to as
    /// much again by chance.
    pub fn backoff(times: usize, first: Duration, longest: Duration) -> Self {
        let delays = ExponentialBuilder::new()
            .with_factor(2.0)
            .with_min_delay(first)
            .with_max_delay(longest)
            .with_max_times(times)
            .with_jitter();
        Self::custom(move || delays.build())
    }

    /// After each of the waits that `delays` gives; it is asked once a call.
    pub fn custom<I>(delays: impl Fn() -> I + Send + Sync + 'static) -> Self
    where
        I: Iterator<Item = Duration> + Send + 'static,
    {
        Self { delays: Arc::new(move || Box::new(delays())), longest_run: Duration::from_secs(60) }
    }

    /// How long a call may go on running at the server after its connection broke; 60 seconds, as in
    /// the [cloud](https://apidocs.bitrix24.com/limits.html).
    ///
    /// Two requests with the same `Idempotency-Key` may both run if they are there together. So a
    /// call that writes is not repeated before the first one must have ended.
    #[must_use]
    pub fn longest_run(mut self, longest_run: Duration) -> Self {
        self.longest_run = longest_run;
        self
    }

    pub(crate) fn delays(&self) -> Delays {
        (self.delays)()
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::standard()
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retry").field("longest_run", &self.longest_run).finish_non_exhaustive()
    }
}

/// What is known of a call that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ran {
    /// It provably did not run.
    No,
    /// Its answer was lost: it may have run, or run still.
    Lost,
    /// The server says that it failed, but not how far it came.
    Failed,
}

/// Whether a call may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeatable {
    /// It only reads.
    pub(crate) reads: bool,
    /// The server knows it again by its `Idempotency-Key`.
    pub(crate) keyed: bool,
}

impl Repeatable {
    /// Whether it may be sent again after this.
    pub(crate) fn after(self, ran: Ran) -> bool {
        match ran {
            Ran::No => true,
            Ran::Lost => self.reads || self.keyed,
            Ran::Failed => self.reads,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_may_be_as_long_as_durations_are() {
        let longest = Duration::MAX;
        for first in [longest, Duration::from_secs(1), Duration::ZERO] {
            for longest in [longest, Duration::ZERO] {
                assert_eq!(Retry::backoff(99, first, longest).delays().count(), 99);
            }
        }
    }
}
