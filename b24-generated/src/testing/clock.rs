//! The portal's own time, which a test can move.

use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// More than a test needs, and less than dates and times can hold: a thousand years.
pub(super) const LONGEST: Duration = Duration::from_secs(1000 * 365 * 24 * 3600);

/// Time since 1970 and since the portal began, both moved by [`Clock::advance`].
#[derive(Debug)]
pub(super) struct Clock {
    began: Instant,
    began_at: Duration,
    stands: bool,
    moved: Mutex<Duration>,
}

impl Clock {
    pub(super) fn new(stands: bool) -> Self {
        let began_at = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { began: Instant::now(), began_at, stands, moved: Mutex::default() }
    }

    /// Since the portal began.
    pub(super) fn elapsed(&self) -> Duration {
        let passed = if self.stands { Duration::ZERO } else { self.began.elapsed() };
        passed + *super::lock(&self.moved)
    }

    /// Since 1970-01-01 UTC.
    pub(super) fn now(&self) -> Duration {
        self.began_at + self.elapsed()
    }

    pub(super) fn advance(&self, by: Duration) {
        let mut moved = super::lock(&self.moved);
        *moved = moved.saturating_add(by).min(LONGEST);
    }
}

/// A moment as the `time` of answers writes it.
pub(super) fn rfc3339(moment: Duration) -> String {
    let seconds = i64::try_from(moment.as_secs()).unwrap_or_default();
    chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default().to_rfc3339()
}
