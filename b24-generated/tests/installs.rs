//! What new tokens of a portal do not say is kept: without the application token, nobody can tell
//! whether `ONAPPUNINSTALL` comes from Bitrix24.
#![allow(missing_docs)]

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use b24_generated::runtime::BoxFuture;
use b24_generated::{
    App, Client, EventAuth, Limits, MemoryStore, PlacementAuth, Portals, Secret, StoreError,
    TokenStore, Tokens,
};
use common::{Reply, Server, Shared};
use serde_json::{Value, json};

const MEMBER: &str = "a223c6b3710f85df22e9377d6c4f7553";

/// A portal and its authorization server, whose pairs say `more` than they must.
struct Site {
    server: Server,
    store: Arc<MemoryStore>,
}

impl Site {
    async fn new(more: Value) -> Self {
        let origin = Arc::new(Mutex::new(String::new()));
        let (own, count) = (origin.clone(), Mutex::new(0));
        let server = Server::start(move |seen| {
            let mut count = count.lock().unwrap();
            if !seen.path.starts_with("/oauth/token/") {
                let good = seen.body()["auth"] == format!("access{count}");
                return if good { Reply::ok(1) } else { Reply::error(401, "expired_token") };
            }
            *count += 1;
            let mut pair = json!({
                "access_token": format!("access{count}"),
                "refresh_token": format!("refresh{count}"),
                "client_endpoint": format!("{}/rest/", own.lock().unwrap()),
                "member_id": MEMBER,
            });
            pair.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            Reply::Json(200, pair)
        })
        .await;
        origin.lock().unwrap().push_str(&server.origin);
        Self { server, store: Arc::default() }
    }

    /// A program that knows nothing but the store.
    fn program(&self) -> Portals {
        let app = App::new("app.1", "key").server(&self.server.origin).unwrap();
        Client::builder().limits(Limits::OFF).portals(app, Shared(self.store.clone())).unwrap()
    }

    /// What the store has of the portal.
    async fn stored(&self) -> Tokens {
        self.store.load(MEMBER).await.unwrap().unwrap()
    }

    /// What an installation brings: the application token, and all else.
    fn installed(&self) -> Tokens {
        let event = json!({
            "access_token": "accessX", "refresh_token": "refresh0", "member_id": MEMBER,
            "client_endpoint": format!("{}/rest/", self.server.origin),
            "application_token": "5185", "scope": "crm,im", "status": "P", "user_id": "7",
        });
        serde_json::from_value::<EventAuth>(event).unwrap().tokens().unwrap()
    }

    /// What a page of the application brings, opened by somebody.
    fn opened(&self) -> Tokens {
        let host = self.server.origin.trim_start_matches("http://");
        let query = format!("DOMAIN={host}&PROTOCOL=0");
        let body = format!("AUTH_ID=accessY&REFRESH_ID=refresh9&member_id={MEMBER}");
        PlacementAuth::from_form(&query, &body).unwrap().tokens().unwrap()
    }
}

/// What all users of a portal have in common.
fn of_portal(tokens: &Tokens) -> (Option<&str>, Vec<&str>, Option<&str>) {
    let scopes = tokens.scope.iter().map(String::as_str).collect();
    (tokens.application_token.as_ref().map(Secret::reveal), scopes, tokens.status.as_deref())
}

#[tokio::test]
async fn a_later_authorization_keeps_what_the_installation_said() {
    let site = Site::new(json!({})).await;
    for new_program in [false, true] {
        let portals = site.program();
        portals.install(site.installed()).await.unwrap();
        let portals = if new_program { site.program() } else { portals };
        let b24 = portals.authorize("c0de").await.unwrap();
        for tokens in [b24.tokens().unwrap(), site.stored().await] {
            assert!(tokens.access_token.reveal().starts_with("access") && tokens.user_id.is_none());
            assert_eq!(of_portal(&tokens), (Some("5185"), vec!["crm", "im"], Some("P")));
        }
        let b24 = portals.install(site.opened()).await.unwrap();
        for tokens in [b24.tokens().unwrap(), site.stored().await] {
            assert_eq!(tokens.access_token.reveal(), "accessY");
            assert_eq!(tokens.user_id, None, "somebody else may have opened the page");
            assert_eq!(of_portal(&tokens), (Some("5185"), vec!["crm", "im"], Some("P")));
        }
    }
}

#[tokio::test]
async fn what_new_tokens_do_say_counts() {
    let site = Site::new(json!({ "scope": "task", "status": "F", "user_id": 8 })).await;
    let portals = site.program();
    portals.install(site.installed()).await.unwrap();
    let tokens = portals.authorize("c0de").await.unwrap().tokens().unwrap();
    assert_eq!(of_portal(&tokens), (Some("5185"), vec!["task"], Some("F")));
    assert_eq!(tokens.user_id, Some(8));
    let mut again = site.installed();
    again.application_token = Some(Secret::new("5186"));
    let tokens = portals.install(again).await.unwrap().tokens().unwrap();
    assert_eq!(of_portal(&tokens).0, Some("5186"), "installed anew");
}

#[tokio::test]
async fn a_renewal_keeps_it_too_and_the_user() {
    let site = Site::new(json!({})).await;
    let b24 = site.program().install(site.installed()).await.unwrap();
    b24.call("any.get", json!({})).await.unwrap();
    for tokens in [b24.tokens().unwrap(), site.stored().await] {
        assert_eq!((tokens.access_token.reveal(), tokens.user_id), ("access1", Some(7)));
        assert_eq!(of_portal(&tokens), (Some("5185"), vec!["crm", "im"], Some("P")));
    }
}

#[tokio::test]
async fn tokens_of_another_program_leave_what_this_one_knows() {
    let site = Site::new(json!({})).await;
    let b24 = site.program().install(site.installed()).await.unwrap();
    // An older version of the program, or one in another language, has stored no more than a pair.
    let endpoint = format!("{}/rest/", site.server.origin);
    b24.renew_tokens().await.unwrap();
    site.store.save(&Tokens::new(MEMBER, endpoint, "access2", "refresh2")).await.unwrap();
    b24.renew_tokens().await.unwrap();
    let tokens = b24.tokens().unwrap();
    assert_eq!(tokens.access_token.reveal(), "access2");
    assert_eq!(of_portal(&tokens), (Some("5185"), vec!["crm", "im"], Some("P")));
}

/// A store for which some things take their time: what it loads, what it forgets, and the pair of one user.
#[derive(Default)]
struct Slow {
    inner: MemoryStore,
    loads: Mutex<u64>,
}

impl Slow {
    async fn wait() {
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

impl TokenStore for Slow {
    fn load<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        Box::pin(async move {
            let found = self.inner.load(id).await;
            let left = std::mem::take(&mut *self.loads.lock().unwrap());
            tokio::time::sleep(Duration::from_millis(left)).await;
            found
        })
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            if tokens.access_token.reveal() == "slow" {
                Self::wait().await;
            }
            self.inner.save(tokens).await
        })
    }

    fn remove<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            Self::wait().await;
            self.inner.remove(id).await
        })
    }
}

async fn later<T>(work: impl Future<Output = T>) -> T {
    tokio::time::sleep(Duration::from_millis(100)).await;
    work.await
}

/// Whatever else begins meanwhile.
#[tokio::test]
async fn an_installation_counts_in_the_store_and_for_all_clients_alike() {
    let site = Site::new(json!({})).await;
    let tokens = |access: &str| {
        let mut tokens = site.installed();
        tokens.access_token = Secret::new(access);
        tokens
    };
    let access = |b24: &Client| b24.tokens().unwrap().access_token.reveal().to_owned();
    let portals = |store: &Arc<Slow>| {
        let app = App::new("app.1", "key").server(&site.server.origin).unwrap();
        Client::builder().limits(Limits::OFF).portals(app, store.clone()).unwrap()
    };
    // Another installation that is done earlier.
    let store = Arc::new(Slow::default());
    let program = portals(&store);
    let (slow, fast) =
        tokio::join!(program.install(tokens("slow")), later(program.install(tokens("fast"))));
    let stored = store.inner.load(MEMBER).await.unwrap().unwrap();
    assert_eq!(stored.access_token.reveal(), "slow");
    for b24 in [slow, fast, program.get(MEMBER).await.map(Option::unwrap)] {
        assert_eq!(access(&b24.unwrap()), "slow");
    }
    // Somebody who has loaded the former tokens.
    let store = Arc::new(Slow::default());
    store.inner.save(&tokens("former")).await.unwrap();
    let program = portals(&store);
    *store.loads.lock().unwrap() = 200;
    let (former, new) = tokio::join!(program.get(MEMBER), later(program.install(tokens("slow"))));
    for b24 in [former.map(Option::unwrap), new, program.get(MEMBER).await.map(Option::unwrap)] {
        assert_eq!(access(&b24.unwrap()), "slow");
    }
}

#[tokio::test]
async fn a_portal_that_is_asked_for_while_it_is_removed_is_gone_nonetheless() {
    let site = Site::new(json!({})).await;
    let store = Arc::new(Slow::default());
    store.inner.save(&site.installed()).await.unwrap();
    let app = App::new("app.1", "key").server(&site.server.origin).unwrap();
    let portals = Client::builder().limits(Limits::OFF).portals(app, store).unwrap();
    let (removed, _) = tokio::join!(portals.remove(MEMBER), later(portals.get(MEMBER)));
    removed.unwrap();
    assert!(portals.get(MEMBER).await.unwrap().is_none());
}
