//! OAuth: the life of tokens, whatever fails.
#![allow(missing_docs)]

mod common;

use std::collections::HashSet;
use std::error::Error as _;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b24_generated::runtime::BoxFuture;
use b24_generated::{
    App, AuthError, Client, ClientBuilder, Error, ErrorKind, EventAuth, FileStore, Limits,
    MemoryStore, PlacementAuth, Portals, Retry, StoreError, TokenStore, Tokens,
};
use common::{Reply, Seen, Server, Shared};
use serde_json::{Value, json};

const MEMBER: &str = "a223c6b3710f85df22e9377d6c4f7553";

/// A portal and its authorization server in one: tokens are numbered, and only the newest access
/// token is good.
#[derive(Default)]
struct Bitrix {
    good: AtomicU32,
    /// Answers of the authorization server that come before it is well.
    trouble: Mutex<Vec<Reply>>,
    /// Where the portal says it is; where it is asked, if empty.
    endpoint: Mutex<String>,
    /// What the store has; a call with another token is a mistake.
    stored: Mutex<HashSet<String>>,
    /// How many calls ran.
    ran: AtomicU32,
}

/// The token that a request carries, wherever it is.
fn token(seen: &Seen) -> Option<String> {
    let header = seen.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let body = seen.body()["auth"].as_str().map(str::to_owned);
    header.map(str::to_owned).or(body).or_else(|| seen.query("auth"))
}

impl Bitrix {
    fn answer(&self, seen: &Seen, origin: &str) -> Reply {
        if seen.method() == "" && seen.path.starts_with("/oauth/token/") {
            return self.tokens(seen, origin);
        }
        let token = token(seen).unwrap_or_default();
        if token != format!("access{}", self.good.load(Ordering::SeqCst)) {
            return Reply::error(401, "expired_token");
        }
        let stored = self.stored.lock().unwrap();
        assert!(stored.is_empty() || stored.contains(&token), "{token} is not stored");
        self.ran.fetch_add(1, Ordering::SeqCst);
        Reply::ok(1)
    }

    fn tokens(&self, seen: &Seen, origin: &str) -> Reply {
        assert_eq!(seen.query("client_id").unwrap(), "app.1");
        assert_eq!(seen.query("client_secret").unwrap(), "key");
        assert!(seen.header("user-agent").unwrap().starts_with("b24-generated/"));
        let grant = seen.query("grant_type").unwrap();
        match grant.as_str() {
            "authorization_code" => assert_eq!(seen.query("code").unwrap(), "c0de"),
            "refresh_token" => assert!(seen.query("refresh_token").unwrap().starts_with("refresh")),
            other => panic!("{other}"),
        }
        // The new pair is good whether or not its answer comes through.
        let next = self.good.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(reply) = self.trouble.lock().unwrap().pop() {
            return reply;
        }
        let endpoint = self.endpoint.lock().unwrap().clone();
        let endpoint = if endpoint.is_empty() { format!("{origin}/rest/") } else { endpoint };
        Reply::Json(
            200,
            json!({
                "access_token": format!("access{next}"),
                "refresh_token": format!("refresh{next}"),
                "client_endpoint": endpoint,
                "server_endpoint": "https://elsewhere.example.com/rest/",
                "domain": "oauth.bitrix.info",
                "member_id": MEMBER,
                "expires_in": 3600,
                "scope": "crm,im",
                "status": "F",
                "user_id": 67,
            }),
        )
    }
}

struct Setup {
    bitrix: Arc<Bitrix>,
    server: Server,
}

impl Setup {
    async fn new() -> Self {
        let bitrix = Arc::new(Bitrix::default());
        let (there, origin) = (bitrix.clone(), Arc::new(Mutex::new(String::new())));
        let own = origin.clone();
        let server = Server::start(move |seen| there.answer(seen, &own.lock().unwrap())).await;
        origin.lock().unwrap().push_str(&server.origin);
        Self { bitrix, server }
    }

    fn app(&self) -> App {
        App::new("app.1", "key").server(&self.server.origin).unwrap()
    }

    /// An access token that has expired, and a refresh token that is good.
    fn tokens(&self) -> Tokens {
        let endpoint = format!("{}/rest/", self.server.origin);
        Tokens::new(MEMBER, endpoint, "accessX", "refresh0")
    }

    fn client(&self) -> Client {
        builder().oauth(self.app(), self.tokens()).unwrap()
    }

    fn portals(&self, store: impl TokenStore) -> Portals {
        builder().portals(self.app(), store).unwrap()
    }

    /// How often tokens were asked for.
    fn asked(&self) -> usize {
        self.server.seen().iter().filter(|seen| seen.path.starts_with("/oauth/")).count()
    }

    fn ran(&self) -> u32 {
        self.bitrix.ran.load(Ordering::SeqCst)
    }
}

fn builder() -> ClientBuilder {
    let millisecond = Duration::from_millis(1);
    Client::builder()
        .limits(Limits::OFF)
        .options(|o| o.retry(Retry::backoff(3, millisecond, millisecond)))
}

async fn call(b24: &Client) -> Result<Value, Error> {
    b24.call("crm.deal.add", json!({ "a": 1 })).await
}

fn auth(error: &Error) -> &AuthError {
    let Error::Auth { source, .. } = error else { panic!("{error:?}") };
    source
}

#[tokio::test]
async fn a_thousand_calls_on_an_expired_token_renew_it_once() {
    let setup = Setup::new().await;
    let b24 = setup.client();
    let calls: Vec<_> = (0..1000)
        .map(|_| {
            let b24 = b24.clone();
            tokio::spawn(async move { call(&b24).await })
        })
        .collect();
    for result in calls {
        result.await.unwrap().unwrap();
    }
    assert_eq!((setup.asked(), setup.ran()), (1, 1000));
    let tokens = b24.tokens().unwrap();
    assert_eq!(tokens.access_token.reveal(), "access1");
    assert_eq!(tokens.refresh_token.unwrap().reveal(), "refresh1");
    assert_eq!((tokens.user_id, tokens.scope), (Some(67), vec!["crm".into(), "im".into()]));
    assert!(tokens.expires.is_some());
}

#[tokio::test]
async fn parameters_and_token_go_together() {
    let setup = Setup::new().await;
    let b24 = setup.client();
    call(&b24).await.unwrap();
    b24.call("any.method", json!({})).await.unwrap();
    b24.call_v3("tasks.task.get", json!({ "id": 7 })).await.unwrap();
    let batch = json!([{ "method": "tasks.task.get", "query": {} }]);
    b24.call_v3("batch", batch.clone()).await.unwrap();
    let seen = setup.server.seen();
    let calls: Vec<_> = seen.iter().filter(|seen| seen.verb == "POST").collect();
    assert_eq!(calls[1].path, "/rest/crm.deal.add");
    assert_eq!(calls[1].text, r#"{"a":1,"auth":"access1"}"#);
    assert_eq!(calls[2].text, r#"{"auth":"access1"}"#);
    // In REST 3.0 it is a header: the body of a batch is a list, and a repetition must have the same body.
    assert_eq!(calls[3].path, "/rest/api/tasks.task.get");
    assert_eq!(calls[3].text, r#"{"id":7}"#);
    assert_eq!((calls[4].path.as_str(), calls[4].body()), ("/rest/api/batch", batch));
    for call in &calls[3..] {
        assert_eq!(call.header("authorization"), Some("Bearer access1"));
    }
    assert!(calls[..3].iter().all(|call| call.header("authorization").is_none()));
}

/// A web server before the portal has its own use for the header.
#[tokio::test]
async fn the_token_makes_room_for_the_password_of_a_web_server() {
    let server = Server::start(|_| Reply::ok(1)).await;
    let endpoint = format!("{}/rest/", server.origin.replacen("http://", "http://u:p@", 1));
    let tokens = Tokens::new(MEMBER, endpoint, "access0", "refresh0");
    let b24 = builder().oauth(App::new("app.1", "key"), tokens).unwrap();
    b24.call_v3("tasks.task.get", json!({ "id": 7 })).await.unwrap();
    b24.call_v3("batch", json!([{ "method": "tasks.task.get", "query": {} }])).await.unwrap();
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.header("authorization") == Some("Basic dTpw")));
    assert_eq!(seen[0].text, r#"{"id":7,"auth":"access0"}"#);
    assert_eq!(seen[1].query("auth").as_deref(), Some("access0"));
}

#[tokio::test]
async fn a_write_of_rest_3_that_was_lost_is_repeated_with_the_same_body_and_key() {
    let setup = Setup::new().await;
    let server = Server::start({
        let lost = AtomicU32::new(0);
        move |seen| match (lost.fetch_add(1, Ordering::SeqCst), token(seen).as_deref()) {
            (0, _) => Reply::Close,
            (_, Some("access1")) => Reply::ok(1),
            _ => Reply::error(401, "expired_token"),
        }
    })
    .await;
    *setup.bitrix.endpoint.lock().unwrap() = format!("{}/rest/", server.origin);
    let tokens = Tokens::new(MEMBER, format!("{}/rest/", server.origin), "access0", "refresh0");
    let retry = Retry::backoff(2, Duration::ZERO, Duration::ZERO).longest_run(Duration::ZERO);
    let b24 = Client::builder().limits(Limits::OFF).options(|o| o.retry(retry));
    let b24 = b24.oauth(setup.app(), tokens).unwrap();
    b24.call_v3("tasks.task.add", json!({ "fields": { "title": "x" } })).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    for again in &seen[1..] {
        assert_eq!(again.text, seen[0].text);
        assert_eq!(again.header("idempotency-key"), seen[0].header("idempotency-key"));
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_does_not_lose_the_portal() {
    let setup = Setup::new().await;
    let half = json!({ "access_token": "access9", "refresh_token": "refresh9" });
    let trouble = vec![Reply::Close, Reply::Text(502, "<html>"), Reply::Cut(half)];
    *setup.bitrix.trouble.lock().unwrap() = trouble;
    call(&setup.client()).await.unwrap();
    assert_eq!((setup.asked(), setup.ran()), (4, 1));
    // The same refresh token each time: it is the one that is stored.
    let seen = setup.server.seen();
    let asked = seen.iter().filter_map(|seen| seen.query("refresh_token"));
    assert!(asked.eq(["refresh0"; 4].map(str::to_owned)));
}

#[tokio::test]
async fn a_refusal_is_shared_by_all_that_wait() {
    let setup = Setup::new().await;
    let refusal = || Reply::error(401, "invalid_grant").after(300);
    *setup.bitrix.trouble.lock().unwrap() = vec![refusal(), refusal()];
    let b24 = setup.client();
    let calls: Vec<_> = (0..100)
        .map(|_| {
            let b24 = b24.clone();
            tokio::spawn(async move { call(&b24).await })
        })
        .collect();
    for result in calls {
        let error = result.await.unwrap().unwrap_err();
        let AuthError::Refused { code, status, .. } = auth(&error) else { panic!("{error:?}") };
        assert_eq!((code.as_str(), *status), ("invalid_grant", 401));
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Unauthorized, false));
    }
    assert_eq!((setup.asked(), setup.ran()), (1, 0));
    // A call that comes later tries again.
    call(&b24).await.unwrap_err();
    call(&b24).await.unwrap();
    assert_eq!(setup.asked(), 3);
}

#[tokio::test]
async fn only_an_expired_token_is_renewed() {
    for (status, code) in [(401, "NO_AUTH_FOUND"), (403, "insufficient_scope"), (401, "other")] {
        let server = Server::start(move |_| Reply::error(status, code)).await;
        let endpoint = format!("{}/rest/", server.origin);
        let app = App::new("app.1", "key").server(&server.origin).unwrap();
        let tokens = Tokens::new(MEMBER, endpoint, "access", "refresh");
        let b24 = builder().oauth(app, tokens).unwrap();
        let error = call(&b24).await.unwrap_err();
        assert!(error.api().unwrap().is(code) && !error.is_retryable());
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_portal_that_takes_no_token_is_not_asked_for_ever() {
    let setup = Setup::new().await;
    let strict = Server::start(|_| Reply::error(401, "expired_token")).await;
    *setup.bitrix.endpoint.lock().unwrap() = format!("{}/rest/", strict.origin);
    let error = call(&setup.client()).await.unwrap_err();
    assert!(error.api().unwrap().is("expired_token") && error.is_retryable());
    // At once, once more, and then as often as any failed call is repeated.
    assert_eq!((setup.asked(), strict.seen().len()), (2 + 3, 2 + 3));
}

#[tokio::test]
async fn without_a_refresh_token_the_call_fails() {
    let setup = Setup::new().await;
    let mut tokens = setup.tokens();
    tokens.refresh_token = None;
    let b24 = builder().oauth(setup.app(), tokens).unwrap();
    let error = call(&b24).await.unwrap_err();
    assert!(matches!(auth(&error), AuthError::NoRefreshToken));
    assert_eq!(setup.asked(), 0);
}

#[tokio::test]
async fn a_portal_that_moved_is_followed_and_remembered() {
    let setup = Setup::new().await;
    let new = Setup::new().await;
    new.bitrix.good.store(1, Ordering::SeqCst);
    *setup.bitrix.endpoint.lock().unwrap() = format!("{}/rest/", new.server.origin);
    // With new tokens.
    let b24 = setup.client();
    call(&b24).await.unwrap();
    assert_eq!((setup.ran(), new.ran()), (0, 1));
    assert_eq!(b24.tokens().unwrap().client_endpoint, format!("{}/rest/", new.server.origin));

    // With a redirect.
    let to = new.server.origin.clone();
    let old = Server::start(move |seen| Reply::To(302, format!("{to}{}", seen.path))).await;
    let store = Arc::new(MemoryStore::new());
    let portals = setup.portals(Shared(store.clone()));
    let endpoint = format!("{}/rest/", old.origin);
    let b24 = portals.install(Tokens::new(MEMBER, endpoint, "access1", "refresh1")).await.unwrap();
    call(&b24).await.unwrap();
    call(&b24).await.unwrap();
    assert_eq!((old.seen().len(), new.ran()), (1, 3));
    let stored = store.load(MEMBER).await.unwrap().unwrap();
    assert_eq!(stored.client_endpoint, format!("{}/rest/", new.server.origin));
}

#[tokio::test]
async fn tokens_of_another_portal_are_not_taken() {
    let setup = Setup::new().await;
    let mut tokens = setup.tokens();
    tokens.member_id = "b".into();
    let b24 = builder().oauth(setup.app(), tokens).unwrap();
    let error = call(&b24).await.unwrap_err();
    assert!(matches!(auth(&error), AuthError::OtherPortal));
    assert_eq!(setup.ran(), 0);
}

/// A store that is slow, may be out of order, and tells the portal what it has.
#[derive(Default)]
struct Watched {
    inner: MemoryStore,
    broken: AtomicBool,
    bitrix: Arc<Bitrix>,
}

impl TokenStore for Watched {
    fn load<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        self.inner.load(id)
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if self.broken.load(Ordering::SeqCst) {
                return Err("out of order".into());
            }
            let token = tokens.access_token.reveal().to_owned();
            self.bitrix.stored.lock().unwrap().insert(token);
            self.inner.save(tokens).await
        })
    }

    fn remove<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.inner.remove(id)
    }
}

#[tokio::test]
async fn new_tokens_are_stored_before_they_are_used() {
    let setup = Setup::new().await;
    let store = Arc::new(Watched { bitrix: setup.bitrix.clone(), ..Watched::default() });
    let b24 = setup.portals(Shared(store.clone())).install(setup.tokens()).await.unwrap();
    for _ in 0..3 {
        call(&b24).await.unwrap();
    }
    // The portal checked it.
    assert_eq!((setup.asked(), setup.ran()), (1, 3));

    // As long as the store does not take them, the new tokens are neither used nor lost.
    setup.bitrix.good.store(5, Ordering::SeqCst);
    store.broken.store(true, Ordering::SeqCst);
    for _ in 0..3 {
        let error = call(&b24).await.unwrap_err();
        assert!(matches!(auth(&error), AuthError::Store(_)) && error.is_retryable(), "{error:?}");
        assert_eq!(b24.tokens().unwrap().access_token.reveal(), "access1");
    }
    assert_eq!((setup.asked(), setup.ran()), (2, 3));
    store.broken.store(false, Ordering::SeqCst);
    call(&b24).await.unwrap();
    assert_eq!((setup.asked(), setup.ran()), (2, 4));
    assert_eq!(b24.tokens().unwrap().access_token.reveal(), "access6");
}

#[tokio::test]
async fn a_call_that_is_given_up_does_not_take_the_new_tokens_with_it() {
    let setup = Setup::new().await;
    let store = Watched { bitrix: setup.bitrix.clone(), ..Watched::default() };
    let b24 = setup.portals(store).install(setup.tokens()).await.unwrap();
    // Given up while the store is busy with the new pair.
    let deadline = Duration::from_millis(40);
    while setup.asked() == 0 {
        let _ = tokio::time::timeout(deadline, call(&b24)).await;
    }
    call(&b24).await.unwrap();
    assert_eq!(setup.asked(), 1);
}

#[tokio::test]
async fn tokens_that_another_program_has_renewed_are_taken_from_the_store() {
    let setup = Setup::new().await;
    let store = Arc::new(MemoryStore::new());
    let one = setup.portals(Shared(store.clone())).install(setup.tokens()).await.unwrap();
    let two = setup.portals(Shared(store)).get(MEMBER).await.unwrap().unwrap();
    call(&one).await.unwrap();
    call(&two).await.unwrap();
    assert_eq!((setup.asked(), setup.ran()), (1, 2));
}

#[tokio::test]
async fn portals_have_one_state_each() {
    let setup = Setup::new().await;
    let portals = setup.portals(MemoryStore::new());
    assert!(portals.get(MEMBER).await.unwrap().is_none());
    let first = portals.authorize("c0de").await.unwrap();
    call(&first).await.unwrap();
    assert_eq!((setup.asked(), setup.ran()), (1, 1));
    // All that were asked for see the same renewal.
    setup.bitrix.good.store(10, Ordering::SeqCst);
    let mut clients = Vec::new();
    for _ in 0..100 {
        clients.push(portals.get(MEMBER).await.unwrap().unwrap());
    }
    let calls: Vec<_> =
        clients.into_iter().map(|b24| tokio::spawn(async move { call(&b24).await })).collect();
    for result in calls {
        result.await.unwrap().unwrap();
    }
    assert_eq!((setup.asked(), setup.ran()), (2, 101));
    assert_eq!(first.tokens().unwrap().access_token.reveal(), "access11");

    // Another user's tokens are used and not stored.
    let mut theirs = setup.tokens();
    theirs.access_token = b24_generated::Secret::new("access11");
    theirs.user_id = Some(5);
    let b24 = portals.on_behalf(theirs).unwrap();
    call(&b24).await.unwrap();
    let own = portals.get(MEMBER).await.unwrap().unwrap();
    assert_eq!(own.tokens().unwrap().user_id, Some(67));

    portals.remove(MEMBER).await.unwrap();
    assert!(portals.get(MEMBER).await.unwrap().is_none());
}

#[tokio::test]
async fn tokens_that_cannot_be_renewed_do_not_take_the_place_of_good_ones() {
    let setup = Setup::new().await;
    let portals = setup.portals(MemoryStore::new());
    let b24 = portals.install(setup.tokens()).await.unwrap();
    let mut from_event = setup.tokens();
    from_event.refresh_token = None;
    let error = portals.install(from_event).await.unwrap_err();
    assert!(matches!(auth(&error), AuthError::NoRefreshToken));
    call(&b24).await.unwrap();
}

#[tokio::test]
async fn tokens_of_a_portal_that_is_seldom_called_can_be_renewed() {
    let setup = Setup::new().await;
    let b24 = setup.client();
    b24.renew_tokens().await.unwrap();
    assert_eq!(b24.tokens().unwrap().refresh_token.unwrap().reveal(), "refresh1");
    call(&b24).await.unwrap();
    assert_eq!((setup.asked(), setup.ran()), (1, 1));
    Client::webhook(&setup.server.webhook("c0de")).unwrap().renew_tokens().await.unwrap();
    assert_eq!(setup.asked(), 1);
}

#[tokio::test]
async fn a_user_who_comes_before_the_installation_does_not_stand_in_for_it() {
    let setup = Setup::new().await;
    let portals = setup.portals(MemoryStore::new());
    portals.on_behalf(setup.tokens()).unwrap();
    assert!(portals.get(MEMBER).await.unwrap().is_none());
}

#[tokio::test]
async fn clients_of_a_portal_share_its_limit() {
    let setup = Setup::new().await;
    setup.bitrix.good.store(1, Ordering::SeqCst);
    let portals = builder().limits(Limits::OFF.rate(1, 3));
    let portals = portals.portals(setup.app(), MemoryStore::new()).unwrap();
    let mut tokens = setup.tokens();
    tokens.access_token = b24_generated::Secret::new("access1");
    let one = portals.install(tokens.clone()).await.unwrap();
    let two = portals.on_behalf(tokens).unwrap().with(|o| o.deadline(Duration::from_millis(50)));
    for _ in 0..2 {
        call(&one).await.unwrap();
    }
    let error = call(&two).await.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
}

#[tokio::test]
async fn files_are_whole_private_and_stay_in_their_folder() {
    let folder = std::env::temp_dir().join(format!("b24-tokens-{}", std::process::id()));
    let store = FileStore::new(&folder).unwrap();
    assert!(store.load(MEMBER).await.unwrap().is_none());
    let mut tokens = Tokens::new(MEMBER, "https://example.bitrix24.com/rest/", "a", "r");
    tokens.scope = vec!["crm".into()];
    tokens.expires = Some(7);
    store.save(&tokens).await.unwrap();
    assert_eq!(store.load(MEMBER).await.unwrap().unwrap(), tokens);
    let file = folder.join(format!("{MEMBER}.json"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // Whoever reads meanwhile sees one pair or the other.
    let writer = tokio::spawn({
        let (store, tokens) = (store.clone(), tokens.clone());
        async move {
            for n in 0..200 {
                let mut tokens = tokens.clone();
                tokens.status = Some("x".repeat(n * 50));
                store.save(&tokens).await.unwrap();
            }
        }
    });
    while !writer.is_finished() {
        assert_eq!(store.load(MEMBER).await.unwrap().unwrap().access_token, tokens.access_token);
    }
    writer.await.unwrap();
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);

    // What is broken is not shown.
    std::fs::write(&file, r#"{"access_token": 5, "refresh_token": "s3cr3t" oops"#).unwrap();
    let error = store.load(MEMBER).await.unwrap_err();
    assert!(error.to_string().contains("line 1") && !format!("{error:?}").contains("s3cr3t"));

    for wrong in ["", "..", "../x", "a/b", "a\\b", ".hidden", "a\0"] {
        store.load(wrong).await.unwrap_err();
        tokens.member_id = wrong.into();
        store.save(&tokens).await.unwrap_err();
        store.remove(wrong).await.unwrap_err();
    }
    store.remove(MEMBER).await.unwrap();
    store.remove(MEMBER).await.unwrap();
    assert!(store.load(MEMBER).await.unwrap().is_none());
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_an_event_brings_is_read() {
    let expected = |tokens: &Tokens| {
        assert_eq!(tokens.access_token.reveal(), "s6p6");
        assert_eq!(tokens.refresh_token.as_ref().unwrap().reveal(), "4s38");
        assert_eq!(tokens.client_endpoint, "https://some-domain.bitrix24.com/rest/");
        assert_eq!((tokens.member_id.as_str(), tokens.status.as_deref()), (MEMBER, Some("F")));
        assert!(tokens.application_token.as_ref().unwrap().matches("5185"));
        assert!(!tokens.application_token.as_ref().unwrap().matches("51851"));
        assert!(tokens.expires.unwrap() > 1_700_003_600);
    };
    for expires in [json!(3600), json!("3600")] {
        let event: EventAuth = serde_json::from_value(json!({
            "domain": "some-domain.bitrix24.com",
            "scope": "imbot",
            "access_token": "s6p6",
            "refresh_token": "4s38",
            "expires_in": expires,
            "server_endpoint": "https://oauth.bitrix.info/rest/",
            "status": "F",
            "client_endpoint": "https://some-domain.bitrix24.com/rest/",
            "member_id": MEMBER,
            "application_token": "5185",
        }))
        .unwrap();
        expected(&event.tokens().unwrap());
    }
    let form = format!(
        "event=ONAPPINSTALL&data%5BVERSION%5D=1&ts=1466439714&auth%5Bdomain%5D=some-domain.bitrix24.com\
         &auth%5Bscope%5D=imbot&auth%5Baccess_token%5D=s6p6&auth[refresh_token]=4s38\
         &auth%5Bexpires_in%5D=3600&auth%5Bstatus%5D=F&auth%5Bmember_id%5D={MEMBER}\
         &auth%5Bapplication_token%5D=5185"
    );
    expected(&EventAuth::from_form(&form).unwrap().tokens().unwrap());
    // An event that no user caused.
    let form = format!("event=X&auth[member_id]={MEMBER}&auth[domain]=a.bitrix24.com");
    assert!(EventAuth::from_form(&form).unwrap().tokens().is_none());
    assert!(EventAuth::from_form("event=X").is_none());
}

#[test]
fn what_a_page_brings_is_read() {
    let query = "DOMAIN=portal.bitrix24.com&PROTOCOL=1&LANG=en&APP_SID=dd8c";
    let body = format!(
        "AUTH_ID=ahod&AUTH_EXPIRES=3600&REFRESH_ID=2lg0&SERVER_ENDPOINT=https%3A%2F%2Fx.com%2Frest%2F\
         &APPLICATION_TOKEN=ec1b&APPLICATION_SCOPE=crm%2Cim&member_id={MEMBER}&status=F\
         &PLACEMENT=DEFAULT"
    );
    let page = PlacementAuth::from_form(query, &body).unwrap();
    assert_eq!((page.lang.as_str(), page.placement.as_str()), ("en", "DEFAULT"));
    let tokens = page.tokens().unwrap();
    assert_eq!(tokens.client_endpoint, "https://portal.bitrix24.com/rest/");
    assert_eq!((tokens.access_token.reveal(), tokens.scope.len()), ("ahod", 2));
    assert!(PlacementAuth::from_form(query, "").is_none());
    for domain in ["evil.com/x%3F", "a@evil.com", "a%2Fb", ""] {
        let page = PlacementAuth::from_form(&format!("DOMAIN={domain}"), &body).unwrap();
        assert!(page.tokens().is_none(), "{domain}");
    }
}

#[tokio::test]
async fn addresses_are_checked() {
    let app = App::new("app.1", "key");
    app.clone().server("http://oauth.example.com/").unwrap_err();
    app.clone().server("oauth").unwrap_err();
    for portal in ["u@a.com", "a.com?x", "", "ftp://a.com", "https://u:p@a.com", "a.com#x"] {
        app.authorization_url(portal, "s").unwrap_err();
    }
    let url = app.authorization_url("example.bitrix24.com", "a&b").unwrap();
    assert!(url.ends_with("&state=a%26b"), "{url}");
    for endpoint in ["http://example.com/rest/", "portal", "http://a:b@example.com/rest/"] {
        let tokens = Tokens::new(MEMBER, endpoint, "a", "r");
        let error = builder().oauth(app.clone(), tokens).unwrap_err();
        assert!(matches!(auth(&error), AuthError::Address { .. }));
        assert!(error.source().is_some());
    }
}
