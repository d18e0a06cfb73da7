//! What every [`RateLimiter`] and every [`TokenStore`] keeps, as tests: for those of your own.
//!
//! Each function panics at the first law that is broken. It takes two handles of the same thing, as two programs have
//! them. Those of one process are a thing and its clone:
//!
//! ```
//! use std::sync::Arc;
//!
//! use b24_generated::MemoryStore;
//! use b24_generated::testing::laws;
//!
//! # #[tokio::main]
//! # async fn main() {
//! let store = Arc::new(MemoryStore::new());
//! laws::token_store(&store, &store.clone()).await;
//! laws::leases(&store, &store.clone()).await;
//! # }
//! ```

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::limits::{Bucket, Level};
use super::lock;
use crate::runtime::{Lane, Lease, Rate, RateLimiter, Sent, TokenStore, Tokens};

/// Nothing that works takes so long, on whatever machine.
const FOR_EVER: Duration = Duration::from_secs(120);

const SECOND: Duration = Duration::from_secs(1);

/// The laws of [`RateLimiter`]. It takes half a minute, or none where time is paused.
///
/// # Panics
///
/// If one of them is broken.
pub async fn rate_limiter<L: RateLimiter>(one: &Arc<L>, other: &Arc<L>) {
    never_too_many([one, other]).await;
    never_for_ever(one, other).await;
    what_is_not_sent_does_not_count(one, other).await;
    a_refusal_is_heeded(one, other).await;
    lanes_are_apart(one, other).await;
}

fn lane(portal: &str, per_second: u32, burst: u32) -> Lane {
    // Portals of an earlier run may still be known where others share them.
    Lane::new(format!("{portal}-{:x}.example.com", Lease::random().0), Rate::new(per_second, burst))
}

/// A portal's counter that requests reach at once, late, or after nobody waits for them any more.
async fn never_too_many<L: RateLimiter>(handles: [&Arc<L>; 2]) {
    const LATEST: Duration = SECOND;
    const CALLS: u32 = 120;
    let lane = lane("many", 10, 40);
    let began = Instant::now();
    let level = Arc::new(Mutex::new(Level::default()));
    let bucket = Bucket::new(lane.rate.per_second, lane.rate.burst);
    let calls = (0..CALLS).map(|number| {
        let (limiter, lane, level) =
            (handles[number as usize % 2].clone(), lane.clone(), level.clone());
        tokio::spawn(async move {
            let ticket = limiter.enter(&lane, LATEST).await;
            // Well before `latest`, also on a busy machine.
            sleep(LATEST * (number % 4) / 8).await;
            let fits = lock(&level).take(bucket, began.elapsed());
            assert!(fits, "the portal had to refuse a request: `enter` let too many in");
            if number % 7 != 0 {
                limiter.leave(&lane, ticket, Sent::Reached).await;
            }
        })
    });
    let calls: Vec<_> = calls.collect();
    for call in calls {
        timeout(FOR_EVER, call).await.expect("who waits gets in").expect("the law holds");
    }
}

/// Places that are never left, waits that are given up, and waits that stand still are no loss.
async fn never_for_ever<L: RateLimiter>(one: &Arc<L>, other: &Arc<L>) {
    let lane = lane("lost", 5, 20);
    for _ in 0..30 {
        let lost = timeout(FOR_EVER, one.enter(&lane, SECOND)).await;
        lost.expect("a place that is never left is free again after `latest`");
    }
    for _ in 0..100 {
        let _ = timeout(Duration::from_millis(1), one.enter(&lane, SECOND)).await;
    }
    let ticket = timeout(FOR_EVER, other.enter(&lane, SECOND)).await;
    let ticket = ticket.expect("a wait that is given up holds nobody up");
    other.leave(&lane, ticket, Sent::Reached).await;
    let mut still: Vec<_> = (0..30).map(|_| one.enter(&lane, SECOND)).collect();
    for wait in &mut still {
        let once = poll_fn(|context| Poll::Ready(wait.as_mut().poll(context).is_ready()));
        once.await;
    }
    let next = timeout(FOR_EVER, other.enter(&lane, SECOND)).await;
    next.expect("a wait that nobody polls holds nobody up");
    drop(still);
    // Twice, or much too late: it is not known any more.
    other.leave(&lane, ticket, Sent::Reached).await;
}

async fn what_is_not_sent_does_not_count<L: RateLimiter>(one: &Arc<L>, other: &Arc<L>) {
    let lane = lane("unsent", 1, 6);
    let unsent = async {
        for _ in 0..200 {
            let ticket = one.enter(&lane, FOR_EVER).await;
            // Any handle may say so.
            other.leave(&lane, ticket, Sent::Unsent).await;
        }
    };
    timeout(FOR_EVER, unsent).await.expect("what was not sent takes no place");
}

async fn a_refusal_is_heeded<L: RateLimiter>(one: &Arc<L>, other: &Arc<L>) {
    let lane = lane("refused", 10, 40);
    let ticket = one.enter(&lane, SECOND).await;
    let refused = Instant::now();
    one.leave(&lane, ticket, Sent::Refused).await;
    let next = timeout(FOR_EVER, other.enter(&lane, SECOND)).await.expect("it is over at last");
    assert!(refused.elapsed() >= SECOND, "after a refusal nobody gets in for a second");
    other.leave(&lane, next, Sent::Reached).await;
}

async fn lanes_are_apart<L: RateLimiter>(one: &Arc<L>, other: &Arc<L>) {
    let full = lane("full", 1, 3);
    while timeout(SECOND / 4, one.enter(&full, FOR_EVER * 9)).await.is_ok() {}
    let apart = [lane("other", 1, 3), Lane::new(&full.portal, Rate::new(2, 6))];
    for lane in &apart {
        let ticket = timeout(FOR_EVER, other.enter(lane, SECOND)).await;
        other.leave(lane, ticket.expect("a full lane holds up no other"), Sent::Reached).await;
    }
}

/// The laws of [`TokenStore`] but for those of leases.
///
/// # Panics
///
/// If one of them is broken.
pub async fn token_store<S: TokenStore>(one: &Arc<S>, other: &Arc<S>) {
    let [first, second] = [member(), member()];
    let load = async |store: &Arc<S>, member: &str| store.load(member).await.expect("it loads");
    let save = async |tokens: &Tokens| one.save(tokens).await.expect("it saves");
    assert!(load(one, &first).await.is_none(), "a portal that was never saved is not there");

    let mut tokens = tokens(&first, 0);
    save(&tokens).await;
    assert_eq!(
        load(other, &first).await.as_ref(),
        Some(&tokens),
        "what is saved is loaded, all of it"
    );
    tokens.scope = vec!["crm".to_owned(), "im".to_owned()];
    tokens.expires = Some(u64::from(u32::MAX));
    tokens.user_id = Some(7);
    save(&tokens).await;
    assert_eq!(load(other, &first).await.as_ref(), Some(&tokens), "what is saved last counts");
    assert!(load(other, &second).await.is_none(), "portals are apart");

    // Whoever reads meanwhile finds one pair or the next.
    let writer = tokio::spawn({
        let (store, member) = (one.clone(), second.clone());
        async move {
            for number in 0..100 {
                store.save(&self::tokens(&member, number)).await.expect("it saves");
            }
        }
    });
    let mut last = 0;
    while !writer.is_finished() {
        if let Some(found) = load(other, &second).await {
            let number = found.user_id.expect("it is whole");
            assert_eq!(found, self::tokens(&second, number), "what is loaded is whole");
            assert!(number >= last, "what is loaded is never older than before");
            last = number;
        }
        tokio::task::yield_now().await;
    }
    writer.await.expect("it saves");
    assert_eq!(load(other, &second).await, Some(self::tokens(&second, 99)));

    for _ in 0..2 {
        other.remove(&first).await.expect("it removes, and what is not there too");
        assert!(load(one, &first).await.is_none(), "what is removed is gone");
    }
    assert!(load(one, &second).await.is_some(), "portals are apart");
    one.remove(&second).await.expect("it removes");
}

/// The laws of the leases of a [`TokenStore`].
///
/// # Panics
///
/// If one of them is broken.
pub async fn leases<S: TokenStore>(one: &Arc<S>, other: &Arc<S>) {
    let [first, second] = [member(), member()];
    let lease = async |store: &Arc<S>, member: &str, within| {
        store.lease(member, within).await.expect("it answers")
    };
    let held = lease(one, &first, FOR_EVER).await.expect("nobody has it");
    for store in [one, other] {
        assert!(lease(store, &first, FOR_EVER).await.is_none(), "one lease a portal");
    }
    let apart = lease(other, &second, FOR_EVER).await.expect("portals are apart");
    let pair = tokens(&first, 1);
    other.save(&pair).await.expect("leases are advice");
    assert_eq!(other.load(&first).await.expect("leases are advice"), Some(pair));
    other.remove(&first).await.expect("leases are advice");

    // Given back.
    one.release(&first, held).await.expect("it is released");
    let short = Duration::from_millis(50);
    let over = lease(other, &first, short).await.expect("it was released");
    assert_ne!(over, held, "leases differ");
    // Its time is over.
    sleep(short * 2).await;
    let next = lease(one, &first, FOR_EVER).await.expect("a lease ends by itself");
    for stale in [held, over] {
        other.release(&first, stale).await.expect("it is no mistake");
        assert!(lease(other, &first, FOR_EVER).await.is_none(), "a stale lease releases no other");
    }
    one.release(&first, next).await.expect("it is released");
    other.release(&second, apart).await.expect("it is released");

    // Whoever asks at once.
    let askers = (0..20).map(|number| {
        let (store, member) = (if number % 2 == 0 { one } else { other }.clone(), first.clone());
        tokio::spawn(async move { store.lease(&member, FOR_EVER).await.expect("it answers") })
    });
    let askers: Vec<_> = askers.collect();
    let mut granted = Vec::new();
    for asker in askers {
        granted.extend(asker.await.expect("it answers"));
    }
    assert_eq!(granted.len(), 1, "one of many gets it");
    one.release(&first, granted[0]).await.expect("it is released");
}

/// A portal that nobody has met.
fn member() -> String {
    format!("{:016x}{:016x}", Lease::random().0, Lease::random().0)
}

/// The pair of this number, which is as long as the number is great.
fn tokens(member: &str, number: u64) -> Tokens {
    let long = |name: &str| format!("{name}{number}").repeat(number as usize + 1);
    let endpoint = "https://example.bitrix24.com/rest/";
    let mut tokens = Tokens::new(member, endpoint, long("access"), long("refresh"));
    tokens.user_id = Some(number);
    tokens
}
