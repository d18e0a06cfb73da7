//! Several programs that share the tokens of a portal: one renews them, and the others are none the worse for it.
#![allow(missing_docs)]

mod common;

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b24_generated::runtime::BoxFuture;
use b24_generated::{
    App, AuthError, Client, Error, ErrorKind, FileStore, Limits, MemoryStore, Secret, StoreError,
    TokenStore, Tokens,
};
use common::{Reply, Seen, Server, Shared};
use serde_json::json;
use tokio::task::JoinSet;

const MEMBER: &str = "a223c6b3710f85df22e9377d6c4f7553";

/// A portal and its authorization server: only the newest pair is good, and a refresh token is good once.
#[derive(Default)]
struct Bitrix {
    newest: AtomicU32,
    /// No pair is given any more.
    is_removed: AtomicBool,
    /// Where the portal is now, if not where it was.
    moved: Mutex<Option<String>>,
}

impl Bitrix {
    fn answer(&self, seen: &Seen, origin: &str) -> Reply {
        let newest = self.newest.load(Ordering::SeqCst);
        let moved = self.moved.lock().unwrap().clone().filter(|to| to != origin);
        if !seen.path.starts_with("/oauth/token/") {
            if let Some(to) = moved {
                return Reply::To(302, format!("{to}{}", seen.path));
            }
            let is_good = seen.body()["auth"] == format!("access{newest}");
            return if is_good { Reply::ok(1) } else { Reply::error(401, "expired_token") };
        }
        let is_good = seen.query("refresh_token").unwrap() == format!("refresh{newest}");
        if self.is_removed.load(Ordering::SeqCst) || !is_good {
            return Reply::error(400, "invalid_grant");
        }
        let next = self.newest.fetch_add(1, Ordering::SeqCst) + 1;
        let pair = json!({
            "access_token": format!("access{next}"), "refresh_token": format!("refresh{next}"),
            "client_endpoint": format!("{origin}/rest/"), "member_id": MEMBER,
            "expires_in": 3600,
        });
        Reply::Json(200, pair)
    }

    /// The pair is not good any more, and its refresh token is.
    fn expire(&self, tokens: &Tokens) -> Tokens {
        let mut expired = tokens.clone();
        expired.access_token = Secret::new(format!("old{}", self.newest.load(Ordering::SeqCst)));
        expired
    }
}

/// A store on another machine, without leases: what is saved is there for others a while later.
#[derive(Default)]
struct Slow {
    inner: MemoryStore,
    milliseconds: AtomicU32,
    loads: AtomicU32,
}

impl TokenStore for Slow {
    fn load<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        self.loads.fetch_add(1, Ordering::SeqCst);
        self.inner.load(id)
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let milliseconds = self.milliseconds.load(Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(milliseconds.into())).await;
            self.inner.save(tokens).await
        })
    }

    fn remove<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.inner.remove(id)
    }
}

struct Site {
    bitrix: Arc<Bitrix>,
    server: Server,
    store: Arc<Slow>,
}

impl Site {
    async fn new() -> Self {
        let bitrix = Arc::new(Bitrix::default());
        let origin = Arc::new(Mutex::new(String::new()));
        let (there, own) = (bitrix.clone(), origin.clone());
        let server = Server::start(move |seen| there.answer(seen, &own.lock().unwrap())).await;
        origin.lock().unwrap().push_str(&server.origin);
        Self { bitrix, server, store: Arc::default() }
    }

    /// Tokens that have expired, of a pair that can be renewed.
    fn tokens(&self) -> Tokens {
        let endpoint = format!("{}/rest/", self.server.origin);
        self.bitrix.expire(&Tokens::new(MEMBER, endpoint, "", "refresh0"))
    }

    /// A program that begins with what is stored.
    async fn program(&self) -> Client {
        self.program_with(Shared(self.store.clone())).await
    }

    async fn program_with(&self, store: impl TokenStore) -> Client {
        let app = App::new("app.1", "key").server(&self.server.origin).unwrap();
        let portals = Client::builder().limits(Limits::OFF);
        let portals = portals.portals(app, store).unwrap();
        portals.get(MEMBER).await.unwrap().unwrap()
    }

    /// How often tokens were asked for.
    fn asked(&self) -> usize {
        self.server.seen().iter().filter(|seen| seen.path.starts_with("/oauth/")).count()
    }
}

async fn call(b24: &Client) -> Result<(), Error> {
    b24.call("crm.deal.add", json!({ "a": 1 })).await.map(drop)
}

#[tokio::test]
async fn who_comes_second_waits_for_the_pair_of_who_came_first() {
    let site = Site::new().await;
    site.store.save(&site.tokens()).await.unwrap();
    site.store.milliseconds.store(300, Ordering::SeqCst);
    let mut calls = JoinSet::new();
    for _ in 0..4 {
        let b24 = site.program().await;
        for _ in 0..25 {
            let b24 = b24.clone();
            calls.spawn(async move { call(&b24).await });
        }
    }
    while let Some(answer) = calls.join_next().await {
        answer.unwrap().unwrap();
    }
    assert_eq!(site.bitrix.newest.load(Ordering::SeqCst), 1, "one pair is enough for all");
}

/// Calls by four programs at once, of which one renews the tokens and the others do not even ask.
async fn renew_with_leases<S: TokenStore>(store: impl Fn() -> S) {
    let site = Site::new().await;
    store().save(&site.tokens()).await.unwrap();
    let mut calls = JoinSet::new();
    for _ in 0..4 {
        let b24 = site.program_with(store()).await;
        for _ in 0..25 {
            let b24 = b24.clone();
            calls.spawn(async move { call(&b24).await });
        }
    }
    while let Some(answer) = calls.join_next().await {
        answer.unwrap().unwrap();
    }
    assert_eq!(site.asked(), 1);
    // The lease is given back.
    site.bitrix.newest.fetch_add(1, Ordering::SeqCst);
    let lease = store().lease(MEMBER, Duration::from_secs(60)).await.unwrap();
    assert!(lease.is_some());
}

#[tokio::test]
async fn where_a_store_has_leases_one_program_renews() {
    let store = Arc::new(MemoryStore::new());
    renew_with_leases(|| store.clone()).await;
    let folder = std::env::temp_dir().join(format!("b24-leases-{}", std::process::id()));
    renew_with_leases(|| FileStore::new(&folder).unwrap()).await;
    std::fs::remove_dir_all(folder).unwrap();
}

/// Its program has ended, or hangs.
#[tokio::test]
async fn a_lease_that_is_never_given_back_holds_nobody_up_for_ever() {
    let site = Site::new().await;
    let store = Arc::new(MemoryStore::new());
    store.save(&site.tokens()).await.unwrap();
    assert!(store.lease(MEMBER, Duration::from_secs(1)).await.unwrap().is_some());
    let b24 = site.program_with(store).await;
    call(&b24).await.unwrap();
    assert_eq!(site.asked(), 1);
}

#[tokio::test]
async fn an_application_that_is_removed_is_waited_for_once_and_not_for_ever() {
    let site = Site::new().await;
    site.store.save(&site.tokens()).await.unwrap();
    site.bitrix.is_removed.store(true, Ordering::SeqCst);
    let b24 = site.program().await;
    let mut looks = Vec::new();
    for _ in 0..3 {
        let before = site.store.loads.load(Ordering::SeqCst);
        let error = call(&b24).await.unwrap_err();
        let Error::Auth { source, .. } = &error else { panic!("{error:?}") };
        assert!(matches!(&**source, AuthError::Refused { code, .. } if code == "invalid_grant"));
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Unauthorized, false));
        looks.push(site.store.loads.load(Ordering::SeqCst) - before);
    }
    assert!(looks[0] > 5 && looks[1..] == [2, 2], "{looks:?}");
    assert_eq!(site.asked(), 3);
}

/// A program whose clock is ahead thinks that its own pair expires last.
#[tokio::test]
async fn clocks_that_differ_do_not_make_a_good_pair_look_old() {
    let site = Site::new().await;
    let mut tokens = site.tokens();
    tokens.expires = Some(u64::MAX);
    site.store.save(&tokens).await.unwrap();
    let (one, two) = (site.program().await, site.program().await);
    call(&one).await.unwrap();
    call(&two).await.unwrap();
    assert_eq!(site.bitrix.newest.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_pair_that_does_not_say_when_it_expires_is_taken() {
    let site = Site::new().await;
    let mut tokens = site.tokens();
    tokens.expires = Some(2_000_000_000);
    site.store.save(&tokens).await.unwrap();
    let b24 = site.program().await;
    site.bitrix.newest.store(1, Ordering::SeqCst);
    let stored = Tokens::new(MEMBER, tokens.client_endpoint, "access1", "refresh1");
    site.store.save(&stored).await.unwrap();
    call(&b24).await.unwrap();
    assert_eq!(site.asked(), 0);
}

/// A copy of the store from before is put back: the pair in it is of no use.
#[tokio::test]
async fn an_old_pair_that_is_put_back_does_not_displace_a_good_one() {
    let site = Site::new().await;
    let mut old = site.tokens();
    old.expires = Some(1);
    site.store.save(&old).await.unwrap();
    let b24 = site.program().await;
    call(&b24).await.unwrap();
    site.store.save(&old).await.unwrap();
    b24.renew_tokens().await.unwrap();
    call(&b24).await.unwrap();
    assert_eq!(site.store.load(MEMBER).await.unwrap().unwrap().access_token.reveal(), "access2");
}

/// Of two programs, one has renewed the tokens, and the other one still has the former pair when the portal moves.
#[tokio::test]
async fn a_program_that_follows_the_portal_keeps_the_pair_of_another() {
    let site = Site::new().await;
    site.store.save(&site.tokens()).await.unwrap();
    let (one, two, three) = (site.program().await, site.program().await, site.program().await);
    call(&one).await.unwrap();
    let (there, own) = (site.bitrix.clone(), Arc::new(Mutex::new(String::new())));
    let origin = own.clone();
    let new = Server::start(move |seen| there.answer(seen, &own.lock().unwrap())).await;
    origin.lock().unwrap().push_str(&new.origin);
    *site.bitrix.moved.lock().unwrap() = Some(new.origin.clone());
    call(&two).await.unwrap();
    let stored = site.store.load(MEMBER).await.unwrap().unwrap();
    assert_eq!(stored.access_token.reveal(), "access1");
    assert_eq!(stored.client_endpoint, format!("{}/rest/", new.origin));
    // Whoever comes later takes the pair and the address from there.
    for b24 in [&one, &three] {
        call(b24).await.unwrap();
        assert_eq!(b24.tokens().unwrap(), stored);
    }
    assert_eq!(site.asked(), 1);
}
