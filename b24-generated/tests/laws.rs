//! The limiter and the stores of this crate keep the laws of their traits.
#![allow(missing_docs)]

use std::sync::Arc;

use std::time::Duration;

use b24_generated::runtime::{BoxFuture, Lane, Rate, Sent, Ticket};
use b24_generated::testing::laws;
use b24_generated::{
    FileStore, LocalLimiter, MemoryStore, RateLimiter, StoreError, TokenStore, Tokens,
};

#[tokio::test(start_paused = true)]
async fn of_the_limiter_of_a_process() {
    let limiter = Arc::new(LocalLimiter::new());
    laws::rate_limiter(&limiter, &limiter.clone()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_the_limiter_of_a_process_in_real_time() {
    let limiter = Arc::new(LocalLimiter::new());
    laws::rate_limiter(&limiter, &limiter.clone()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_store_in_memory() {
    let store = Arc::new(MemoryStore::new());
    laws::token_store(&store, &store.clone()).await;
    laws::leases(&store, &store.clone()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_store_in_files() {
    let folder = std::env::temp_dir().join(format!("b24-laws-{}", std::process::id()));
    let [one, other] = [0, 1].map(|_| Arc::new(FileStore::new(&folder).unwrap()));
    laws::token_store(&one, &other).await;
    laws::leases(&one, &other).await;
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn times_may_be_as_long_as_durations_are() {
    let folder = std::env::temp_dir().join(format!("b24-laws-long-{}", std::process::id()));
    let stores: [Arc<dyn TokenStore>; 2] =
        [Arc::new(MemoryStore::new()), Arc::new(FileStore::new(&folder).unwrap())];
    for store in stores {
        let lease = store.lease("m", Duration::MAX).await.unwrap().unwrap();
        assert_eq!(store.lease("m", Duration::MAX).await.unwrap(), None);
        store.release("m", lease).await.unwrap();
        assert!(store.lease("m", Duration::MAX).await.unwrap().is_some());
    }
    std::fs::remove_dir_all(folder).unwrap();
    let (limiter, lane) = (LocalLimiter::new(), Lane::new("p", Rate::new(1, 2)));
    for _ in 0..2 {
        let ticket = limiter.enter(&lane, Duration::MAX).await;
        limiter.leave(&lane, ticket, Sent::Unsent).await;
    }
}

/// Lets everybody in.
struct Open;

impl RateLimiter for Open {
    fn enter<'a>(&'a self, _: &'a Lane, _: Duration) -> BoxFuture<'a, Ticket> {
        Box::pin(async { Ticket(0) })
    }

    fn leave<'a>(&'a self, _: &'a Lane, _: Ticket, _: Sent) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "the law holds")]
async fn a_limiter_that_lets_too_many_in_is_noticed() {
    laws::rate_limiter(&Arc::new(Open), &Arc::new(Open)).await;
}

#[tokio::test(start_paused = true)]
#[should_panic(expected = "the law holds")]
async fn limiters_that_do_not_know_of_each_other_are_noticed() {
    laws::rate_limiter(&Arc::new(LocalLimiter::new()), &Arc::new(LocalLimiter::new())).await;
}

/// A store that keeps tokens and no leases.
#[derive(Default)]
struct NoLeases(MemoryStore);

impl TokenStore for NoLeases {
    fn load<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        self.0.load(id)
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        self.0.save(tokens)
    }

    fn remove<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.0.remove(id)
    }
}

#[tokio::test]
#[should_panic(expected = "one lease a portal")]
async fn a_store_without_leases_keeps_the_other_laws() {
    let store = Arc::new(NoLeases::default());
    laws::token_store(&store, &store.clone()).await;
    laws::leases(&store, &store.clone()).await;
}
