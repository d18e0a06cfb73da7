//! How many repetitions the calls of a portal have together.

use std::sync::atomic::{AtomicU64, Ordering};

use super::shared::Idle;

/// In fifths: what a repetition takes, and what a call gives back that succeeds at once.
const REPETITION: u64 = 5;
const SUCCESS: u64 = 1;

/// What repetitions have taken and successes have not given back yet. How much it may be, each client says.
#[derive(Default)]
pub(crate) struct Spent(AtomicU64);

impl Spent {
    /// Takes a repetition, if one of so many is left.
    pub(super) fn take(&self, quota: u32) -> bool {
        let most = u64::from(quota) * REPETITION;
        let take = |spent| Some(spent + REPETITION).filter(|spent| *spent <= most);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// A call succeeded.
    pub(super) fn give_back(&self, was_repeated: bool) {
        let back = if was_repeated { REPETITION } else { SUCCESS };
        let give = |spent: u64| (spent > 0).then(|| spent.saturating_sub(back));
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, give);
    }
}

impl Idle for Spent {
    fn is_idle(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}
