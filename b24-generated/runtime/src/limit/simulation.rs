//! The bucket against a server that counts as the documentation says, in time that does not pass.

use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use proptest::prelude::*;
use tokio::time::{Instant, sleep, timeout};

use super::bucket::Bucket;
use super::{Limits, Rate, Sent};

/// The server's counter: up by one a request, down by the rate once a second, at a moment of its own.
struct Server {
    rate: Rate,
    tick: Duration,
    began: Instant,
    ticks: u64,
    level: u32,
    accepted: u32,
    rejected: u32,
}

impl Server {
    fn new(rate: Rate, tick: Duration) -> Self {
        let began = Instant::now();
        Self { rate, tick, began, ticks: 0, level: 0, accepted: 0, rejected: 0 }
    }

    /// A request is there.
    fn count(&mut self) -> bool {
        let ticks = (self.began.elapsed() + self.tick).as_secs();
        let leaked = (ticks - self.ticks) as u32 * self.rate.per_second;
        self.ticks = ticks;
        self.level = self.level.saturating_sub(leaked);
        let full = self.level >= self.rate.burst;
        if full {
            self.rejected += 1;
        } else {
            self.level += 1;
            self.accepted += 1;
        }
        !full
    }
}

/// How one caller behaves.
#[derive(Clone, Debug)]
struct Caller {
    calls: u32,
    /// Between a call and the next.
    idle: Duration,
    /// From here to the server.
    there: Duration,
    /// From the server's count to the answer.
    back: Duration,
    /// Every so many calls are given up before their answer.
    gives_up: Option<u32>,
}

const LATEST: Duration = Duration::from_secs(15);

/// Lets the callers call, and gives what the server has counted and how long it took.
async fn simulate(rate: Rate, tick: Duration, callers: Vec<Caller>) -> (u32, u32, Duration) {
    let server = Arc::new(Mutex::new(Server::new(rate, tick)));
    let bucket = Arc::new(Bucket::new(rate));
    let began = Instant::now();
    let mut tasks = Vec::new();
    for caller in callers {
        let (server, bucket) = (server.clone(), bucket.clone());
        tasks.push(tokio::spawn(async move {
            for n in 0..caller.calls {
                sleep(caller.idle).await;
                let ticket = bucket.enter(LATEST).await;
                if caller.gives_up.is_some_and(|every| n % every == 0) {
                    let (server, there) = (server.clone(), caller.there);
                    // It is on its way all the same; nobody leaves.
                    tokio::spawn(async move {
                        sleep(there).await;
                        server.lock().unwrap().count();
                    });
                    continue;
                }
                // Not every request takes as long as the others.
                sleep(caller.there * (n % 3) / 2).await;
                let accepted = server.lock().unwrap().count();
                sleep(caller.back).await;
                bucket.leave(ticket, if accepted { Sent::Reached } else { Sent::Refused });
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let took = began.elapsed();
    sleep(LATEST).await;
    let server = server.lock().unwrap();
    (server.accepted, server.rejected, took)
}

/// In time that passes when nothing else is to be done.
fn run<T>(work: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().unwrap().block_on(work)
}

fn rates() -> impl Strategy<Value = Rate> {
    let others = (1_u32..8, 1_u32..60)
        .prop_map(|(per_second, more)| Rate { per_second, burst: 3 * per_second + more });
    let plans = [Limits::STANDARD, Limits::ENTERPRISE].map(|limits| limits.rate.unwrap());
    prop_oneof![proptest::sample::select(plans.to_vec()), others]
}

fn up_to(milliseconds: u64) -> impl Strategy<Value = Duration> {
    (0..milliseconds).prop_map(Duration::from_millis)
}

fn callers() -> impl Strategy<Value = Vec<Caller>> {
    let caller = (1_u32..120, up_to(3_000), up_to(9_000), up_to(9_000), any::<bool>(), 2_u32..9);
    let caller = caller.prop_map(|(calls, idle, there, back, gives_up, every)| Caller {
        calls,
        idle: if calls % 2 == 0 { Duration::ZERO } else { idle },
        there,
        back,
        gives_up: gives_up.then_some(every),
    });
    proptest::collection::vec(caller, 1..40)
}

/// Those in a `buffered` stream stand still while the body of the loop waits for another call.
#[test]
fn a_call_that_nobody_polls_holds_up_no_other() {
    run(async {
        let bucket = Bucket::new(Rate::new(1, 2));
        let first = bucket.enter(LATEST).await;
        let mut next = Box::pin(bucket.enter(LATEST));
        let mut queued = Box::pin(bucket.enter(LATEST));
        for still in [&mut next, &mut queued] {
            let once = std::future::poll_fn(|context| Poll::Ready(still.as_mut().poll(context)));
            assert!(once.await.is_pending());
        }
        bucket.leave(first, Sent::Reached);
        let ticket = timeout(Duration::from_secs(60), bucket.enter(LATEST)).await.unwrap();
        bucket.leave(ticket, Sent::Reached);
        let both = async { (next.await, queued.await) };
        timeout(Duration::from_secs(60), both).await.unwrap();
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever the callers do, and however long requests are on their way.
    #[test]
    fn the_server_never_refuses(rate in rates(), tick in up_to(1_000), callers in callers()) {
        let calls: u32 = callers.iter().map(|caller| caller.calls).sum();
        let (accepted, rejected, _) = run(simulate(rate, tick, callers));
        prop_assert_eq!((accepted, rejected), (calls, 0));
    }

    /// As many calls at once as one likes take as long as the limits make them, and not much longer.
    #[test]
    fn what_the_limits_allow_is_used(
        enterprise in any::<bool>(),
        tick in up_to(1_000),
        there in up_to(150),
        back in up_to(1_500),
        tasks in 10_u32..64,
    ) {
        let limits = if enterprise { Limits::ENTERPRISE } else { Limits::STANDARD };
        let rate = limits.rate.unwrap();
        let calls = (1_000 / tasks) + 1;
        let caller = Caller { calls, idle: Duration::ZERO, there, back, gives_up: None };
        let (accepted, rejected, took) = run(simulate(rate, tick, vec![caller; tasks as usize]));
        prop_assert_eq!((accepted, rejected), (calls * tasks, 0));
        // A burst, and the rest as it leaks.
        let at_least = f64::from(calls * tasks - rate.burst) / f64::from(rate.per_second);
        // With too few tasks, their own round trips are what takes the time.
        let round_trips = (there + back).as_secs_f64() * f64::from(calls);
        let at_least = at_least.max(round_trips);
        prop_assert!(took.as_secs_f64() <= at_least * 1.05, "{:?} of {}", took, at_least);
    }
}

#[test]
fn who_comes_first_is_served_first() {
    run(async {
        let bucket = Arc::new(Bucket::new(Rate { per_second: 1, burst: 2 }));
        let order = Arc::new(Mutex::new(Vec::new()));
        let tasks: Vec<_> = (0..20)
            .map(|n| {
                let (bucket, order) = (bucket.clone(), order.clone());
                tokio::spawn(async move {
                    let ticket = bucket.enter(LATEST).await;
                    order.lock().unwrap().push(n);
                    bucket.leave(ticket, Sent::Reached);
                })
            })
            .collect();
        // One that does not want to wait any longer holds nobody up.
        tokio::task::yield_now().await;
        tasks[7].abort();
        for task in tasks {
            let _ = task.await;
        }
        let expected: Vec<_> = (0..20).filter(|n| *n != 7).collect();
        assert_eq!(*order.lock().unwrap(), expected);
    });
}

#[test]
fn what_was_not_sent_does_not_count() {
    run(async {
        let bucket = Bucket::new(Rate { per_second: 1, burst: 6 });
        let began = Instant::now();
        for _ in 0..100 {
            let ticket = bucket.enter(LATEST).await;
            bucket.leave(ticket, Sent::Unsent);
        }
        assert_eq!(began.elapsed(), Duration::ZERO);
    });
}

/// Another program takes half of what the portal allows: a call in twenty is refused, and most of what
/// is left is used.
#[test]
fn refusals_slow_everyone_down() {
    run(async {
        let rate = Rate { per_second: 2, burst: 50 };
        let server = Arc::new(Mutex::new(Server::new(rate, Duration::ZERO)));
        let other = server.clone();
        let other = tokio::spawn(async move {
            loop {
                sleep(Duration::from_secs(1)).await;
                other.lock().unwrap().count();
            }
        });
        let bucket = Bucket::new(rate);
        let began = Instant::now();
        let mut done = 0;
        while done < 500 {
            let ticket = bucket.enter(LATEST).await;
            if server.lock().unwrap().count() {
                done += 1;
                bucket.leave(ticket, Sent::Reached);
            } else {
                bucket.leave(ticket, Sent::Refused);
            }
        }
        other.abort();
        let (rejected, took) = (server.lock().unwrap().rejected, began.elapsed());
        assert!(rejected < 40 && took < Duration::from_secs(700), "{rejected} {took:?}");
    });
}
