//! The limits on the rate of requests and on the time that methods run.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

/// How many requests the portal takes: a [leaky bucket](https://apidocs.bitrix24.com/limits.html).
///
/// Each request adds one. Once a second, at whole seconds of the portal's life, `per_second` go. A
/// request that finds the bucket full gets `QUERY_LIMIT_EXCEEDED` and adds nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bucket {
    /// What goes each second.
    pub per_second: u32,
    /// How many requests fit.
    pub capacity: u32,
}

impl Bucket {
    /// Of most tariffs: 2 a second, 50 at once.
    pub const STANDARD: Self = Self::new(2, 50);
    /// Of the tariff Enterprise: 5 a second, 250 at once.
    pub const ENTERPRISE: Self = Self::new(5, 250);

    /// A bucket of another size.
    pub const fn new(per_second: u32, capacity: u32) -> Self {
        Self { per_second, capacity }
    }
}

/// How full a [`Bucket`] is.
#[derive(Debug, Default)]
pub(super) struct Level {
    level: u32,
    second: u64,
    pub(super) highest: u32,
}

impl Level {
    /// Takes a request, if there is room.
    pub(super) fn take(&mut self, bucket: Bucket, elapsed: Duration) -> bool {
        let second = elapsed.as_secs();
        let gone = (second - self.second).saturating_mul(bucket.per_second.into());
        self.level = self.level.saturating_sub(u32::try_from(gone).unwrap_or(u32::MAX));
        self.second = second;
        let fits = self.level < bucket.capacity;
        if fits {
            self.level += 1;
            self.highest = self.highest.max(self.level);
        }
        fits
    }
}

/// How long a basket of running time counts.
const KEPT: Duration = Duration::from_secs(600);
/// How much time falls into one basket.
const BASKET: Duration = Duration::from_secs(60);

/// The running time of methods, for each method and each webhook or application.
#[derive(Debug, Default)]
pub(super) struct Operating {
    /// Baskets of a minute each: when its first call came, and the time in it.
    baskets: HashMap<(String, String), VecDeque<(Duration, Duration)>>,
}

/// What an answer's `time` says of the limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spent {
    pub(super) operating: Duration,
    pub(super) reset_at: Duration,
}

impl Operating {
    /// Whether a method may run: what it has used does not exceed the limit.
    pub(super) fn allows(
        &mut self,
        who: &str,
        method: &str,
        limit: Duration,
        now: Duration,
    ) -> bool {
        self.baskets(who, method, now).iter().map(|(_, spent)| *spent).sum::<Duration>() <= limit
    }

    /// Counts a call.
    pub(super) fn spend(
        &mut self,
        who: &str,
        method: &str,
        time: Duration,
        now: Duration,
    ) -> Spent {
        let baskets = self.baskets(who, method, now);
        match baskets.back_mut() {
            Some((began, spent)) if now - *began < BASKET => *spent += time,
            // In whole seconds, as answers tell them.
            _ => baskets.push_back((Duration::from_secs(now.as_secs()), time)),
        }
        let oldest = baskets.front().map_or(now, |(began, _)| *began);
        let operating = baskets.iter().map(|(_, spent)| *spent).sum();
        Spent { operating, reset_at: oldest + KEPT }
    }

    fn baskets(
        &mut self,
        who: &str,
        method: &str,
        now: Duration,
    ) -> &mut VecDeque<(Duration, Duration)> {
        let baskets = self.baskets.entry((who.to_owned(), method.to_owned())).or_default();
        while baskets.front().is_some_and(|(began, _)| *began + KEPT <= now) {
            baskets.pop_front();
        }
        baskets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    #[test]
    fn a_bucket_leaks_at_whole_seconds() {
        let bucket = Bucket::new(2, 3);
        let mut level = Level::default();
        let taken: Vec<bool> =
            [0.1, 0.2, 0.9, 0.95, 1.0, 1.1, 1.2].map(|t| level.take(bucket, at(t))).to_vec();
        assert_eq!(taken, [true, true, true, false, true, true, false]);
        assert!(level.take(bucket, at(100.0)));
        assert_eq!((level.level, level.highest), (1, 3));
    }

    #[test]
    fn the_oldest_minute_goes_first() {
        // The example of the documentation: 480 s are the limit, the oldest basket holds 40 s.
        let (limit, mut operating) = (at(480.0), Operating::default());
        assert_eq!(operating.spend("a", "m", at(40.0), at(20.0)).reset_at, at(620.0));
        operating.spend("a", "m", at(440.0), at(80.0));
        assert!(operating.allows("a", "m", limit, at(90.0)), "480 s do not exceed the limit");
        let spent = operating.spend("a", "m", at(20.0), at(90.0));
        assert_eq!((spent.operating, spent.reset_at), (at(500.0), at(620.0)));
        assert!(!operating.allows("a", "m", limit, at(619.0)));
        assert!(operating.allows("b", "m", limit, at(619.0)));
        assert!(operating.allows("a", "n", limit, at(619.0)));
        assert!(operating.allows("a", "m", limit, at(620.0)));
    }
}
