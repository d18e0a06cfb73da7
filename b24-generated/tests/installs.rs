//! What new tokens of a portal do not say is kept: without the application token, nobody can tell
//! whether `ONAPPUNINSTALL` comes from Bitrix24.
#![allow(missing_docs)]

mod common;

use std::sync::{Arc, Mutex};

use b24_generated::{
    App, Client, EventAuth, Limits, MemoryStore, PlacementAuth, Portals, Secret, TokenStore, Tokens,
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
