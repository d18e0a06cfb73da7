//! A full run on the fake portal, with everything that goes wrong in production: every secret that it
//! gives out is looked for.
#![allow(deprecated)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use b24_generated::runtime::BoxFuture;
use b24_generated::schema::Rest;
use b24_generated::testing::{FakePortal, Fault, Faults};
use b24_generated::{
    App, Client, ClientBuilder, Error, EventAuth, FileStore, Limits, ListCall as _, PlacementAuth,
    Retry, StoreError, Strategy, TokenStore, Tokens, crm, tasks, user,
};
use serde_json::{Value, json};

use crate::{Shown, capture};

/// A store that remembers all secrets that it ever kept.
#[derive(Clone)]
struct Remembers {
    files: FileStore,
    secrets: Arc<Mutex<Vec<String>>>,
}

impl TokenStore for Remembers {
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        self.files.load(member_id)
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        let all = [Some(&tokens.access_token), tokens.refresh_token.as_ref()];
        let all = all.into_iter().chain([tokens.application_token.as_ref()]).flatten();
        self.secrets.lock().unwrap().extend(all.map(|secret| secret.reveal().to_owned()));
        self.files.save(tokens)
    }

    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.files.remove(member_id)
    }
}

fn builder() -> ClientBuilder {
    let retry = Retry::backoff(2, Duration::ZERO, Duration::ZERO).longest_run(Duration::ZERO);
    Client::builder().limits(Limits::OFF).options(|o| o.retry(retry))
}

/// Calls of every kind. What fails is shown.
async fn work(b24: &Client, shown: &mut Shown) {
    fn done<T>(result: Result<T, Error>, shown: &mut Shown) {
        if let Err(error) = result {
            shown.call(error);
        }
    }
    done(user::current().send(b24).await, shown);
    done(crm::deal::add().fields(|f| f.title("new")).send(b24).await, shown);
    done(crm::deal::get(1000).send(b24).await, shown);
    done(b24.call("no.such.method", json!({ "a": 1 })).await, shown);
    done(b24.call_v3("tasks.task.add", json!({ "fields": { "title": "new" } })).await, shown);
    for by in [Strategy::Pages, Strategy::Keys, Strategy::Batches] {
        done(crm::deal::list().stream(b24).by(by).all().await, shown);
    }
    done(tasks::task::list().all(b24).await, shown);
    let mut batch = b24.batch();
    let keys = [1, 1000].map(|id| batch.add(crm::deal::get(id)));
    shown.debug("Batch", &batch);
    match batch.send().await {
        Ok(mut answers) => keys.into_iter().for_each(|key| done(answers.take(key), shown)),
        Err(error) => shown.call(error),
    }
    shown.debug("Client", b24);
}

fn portal_of(portal: &FakePortal) {
    let row = |id: i64| json!({ "ID": id.to_string(), "TITLE": "old" });
    portal.entity("crm.deal", (1..=120).map(row));
    let row = |id: i64| json!({ "id": id.to_string(), "title": "old" });
    portal.entity("tasks.task", (1..=60).map(row));
    portal.entity((Rest::V3, "tasks.task"), [json!({ "id": 1, "title": "old" })]);
}

#[tokio::test]
async fn a_full_run_tells_no_secret() {
    capture::begin();
    let portal = FakePortal::builder().no_limits().seed(77).start().await.unwrap();
    portal_of(&portal);
    let mut shown = Shown::default();
    let event: Value = portal.event_auth();
    let placement: Value = portal.placement();
    let (code, other_code) = (portal.authorize(), portal.authorize());
    let app = portal.app();
    let mut secrets = vec![
        portal.webhook_code().to_owned(),
        app.client_secret.clone(),
        code.clone(),
        other_code.clone(),
    ];
    for (auth, keys) in [
        (&event, ["access_token", "refresh_token", "application_token"]),
        (&placement, ["AUTH_ID", "REFRESH_ID", "APPLICATION_TOKEN"]),
    ] {
        secrets.extend(keys.map(|key| auth[key].as_str().unwrap().to_owned()));
    }

    let folder = std::env::temp_dir().join(format!("b24-full-run-{}", std::process::id()));
    let store = Remembers { files: FileStore::new(&folder).unwrap(), secrets: Arc::default() };
    let app = App::new(app.client_id, app.client_secret).server(&portal.url()).unwrap();
    let webhook = builder().webhook(&portal.webhook()).unwrap();
    let portals = builder().portals(app.clone(), store.clone()).unwrap();

    // The portal must have told about its application, as those of events and placements are.
    let event: EventAuth = serde_json::from_value(event).unwrap();
    let placement: PlacementAuth = serde_json::from_value(placement).unwrap();
    let installed = portals.install(event.tokens().unwrap()).await.unwrap();
    let opened = portals.on_behalf(placement.tokens().unwrap()).unwrap();
    let authorized = portals.authorize(&code).await.unwrap();
    shown.debug("EventAuth", &event);
    shown.debug("PlacementAuth", &placement);
    for seed in 0..3 {
        portal.set_faults(Faults::seeded(seed).rate([0.0, 0.3, 0.9][seed as usize]).kinds(
            // After this one a method rests for a minute.
            Fault::ALL.into_iter().filter(|fault| *fault != Fault::OperationTime),
        ));
        for b24 in [&webhook, &installed, &opened, &authorized] {
            portal.expire_tokens();
            work(b24, &mut shown).await;
        }
    }
    portal.clear_faults();

    // The authorization server fails and refuses, and the portal moves.
    for fault in [Fault::CutAfter, Fault::Garbage, Fault::Html, Fault::BadGateway] {
        portal.expire_tokens();
        portal.fail_next_of("oauth.token", 3, fault);
        work(&authorized, &mut shown).await;
    }
    shown.call(portals.authorize(&code).await.unwrap_err());
    let wrong = App::new("local.0.0", "another").server(&portal.url()).unwrap();
    let wrong = builder().portals(wrong, store.clone()).unwrap();
    shown.call(wrong.authorize(&other_code).await.unwrap_err());
    portal.revoke_tokens();
    for b24 in [&installed, &opened] {
        shown.call(user::current().send(b24).await.unwrap_err());
    }
    portal.set_overloaded(true);
    shown.call(user::current().send(&webhook).await.unwrap_err());
    portal.set_overloaded(false);
    portal.move_to("http://localhost:1");
    shown.call(user::current().send(&webhook).await.unwrap_err());
    shown.debug("Client", &webhook);

    std::fs::remove_dir_all(&folder).unwrap();
    secrets.extend(store.secrets.lock().unwrap().iter().cloned());
    let log = capture::text();
    let host = portal.address().to_string();
    for said in ["crm.deal.list", "batch", "expired_token", "answered", "INTERNAL_SERVER_ERROR"] {
        assert!(log.contains(said), "{said} is not in the log");
    }
    assert!(log.contains(&host) && log.contains("log reqwest"));
    for said in ["NOT_FOUND", "no JSON", "invalid_", "OVERLOAD_LIMIT", "502"] {
        assert!(shown.text.contains(said), "{said} is in no error");
    }
    println!(
        "{} secrets, {} bytes of log, {} of errors",
        secrets.len(),
        log.len(),
        shown.text.len()
    );
    assert!(secrets.len() > 20);
    for (what, text) in [("log", &log), ("types and errors", &shown.text)] {
        let tells = |line: &&str| secrets.iter().any(|secret| line.contains(&**secret));
        let found: Vec<_> = text.lines().filter(tells).take(5).collect();
        assert!(found.is_empty(), "{what}: {found:#?}");
    }
}
