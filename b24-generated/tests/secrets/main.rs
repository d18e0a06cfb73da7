//! Nothing that is printed or logged holds a secret: no public type, no error, no line at the level of
//! trace.
#![allow(missing_docs)]

mod capture;
#[path = "../common/mod.rs"]
mod common;
#[cfg(all(feature = "crm", feature = "tasks", feature = "testing", feature = "user"))]
mod portal;

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use b24_generated::{
    App, AuthError, Client, ClientBuilder, Error, EventAuth, FileContent, FileStore, Limits,
    ListCall as _, MemoryStore, PlacementAuth, Retry, Secret, Strategy, TokenStore, Tokens, Upload,
};
use common::{Reply, Seen, Server};
use serde_json::json;

/// Each of them has this in it.
const MARK: &str = "s3cr3t";
const CODE: &str = "webhooks3cr3t1";
const ACCESS: &str = "accesss3cr3t2";
const REFRESH: &str = "refreshs3cr3t3";
const KEY: &str = "keys3cr3t4";
const APPLICATION: &str = "applications3cr3t5";
const GRANT: &str = "grants3cr3t6";
const PASSWORD: &str = "passwords3cr3t7";

/// What was printed, and of which types.
#[derive(Default)]
struct Shown {
    types: BTreeSet<&'static str>,
    text: String,
}

impl Shown {
    fn debug(&mut self, name: &'static str, value: &dyn Debug) {
        self.types.insert(name);
        let _ = writeln!(self.text, "{value:?}\n{value:#?}");
    }

    /// An error, and why, down to the bottom.
    fn error(&mut self, name: &'static str, error: &(dyn StdError + 'static)) {
        self.debug(name, error);
        let _ = writeln!(self.text, "{error}");
        let mut source = error.source();
        while let Some(error) = source {
            let _ = writeln!(self.text, "{error}\n{error:?}");
            source = error.source();
        }
    }

    fn call(&mut self, error: Error) {
        self.error("Error", &error);
        match &error {
            Error::Api(api) => {
                self.error("ApiError", &**api);
                for wrong in &api.validation {
                    self.debug("ValidationError", wrong);
                }
            }
            Error::Auth { source, .. } => self.error("AuthError", &**source),
            Error::Batch(error) => self.error("BatchError", &**error),
            Error::File(error) => self.error("FileError", error),
            Error::List(error) => self.error("ListError", &**error),
            Error::Transport { source, .. } => {
                self.error("TransportError", source);
                self.debug("TransportErrorKind", &source.kind());
            }
            _ => {}
        }
        self.debug("ErrorKind", &error.kind());
    }
}

fn builder() -> ClientBuilder {
    let retry = Retry::backoff(1, Duration::ZERO, Duration::ZERO).longest_run(Duration::ZERO);
    Client::builder()
        .limits(Limits::OFF)
        .on_call(report)
        .options(|o| o.retry(retry).timeout(Duration::from_millis(300)))
}

static REPORTS: Mutex<String> = Mutex::new(String::new());

fn report(call: &b24_generated::CallReport<'_>) {
    let _ = writeln!(REPORTS.lock().unwrap(), "{call:?} {call:#?}");
}

/// A server that says everything it was told, in every way that something can go wrong.
fn gossip(seen: &Seen) -> Reply {
    let told = format!("you sent {} and {}", seen.path, seen.text);
    match seen.method() {
        "ok" => Reply::ok(1),
        "unfit" => Reply::ok("x"),
        "validation" => Reply::Json(
            400,
            json!({ "error": { "code": told, "message": told, "validation": [{
                "field": told, "message": told,
            }] } }),
        ),
        "limit" => {
            Reply::Json(503, json!({ "error": "QUERY_LIMIT_EXCEEDED", "error_description": told }))
        }
        "expired" => {
            Reply::Json(401, json!({ "error": "expired_token", "error_description": told }))
        }
        "close" => Reply::Close,
        "cut" => Reply::Cut(json!({ "result": told })),
        "html" => Reply::Text(502, "<html>"),
        "slow" => Reply::ok(1).after(60_000),
        "moved" => Reply::To(302, format!("http://localhost:1{}", seen.path)),
        "coded" => Reply::Json(400, json!({ "error": told })),
        "" => Reply::Json(400, json!({ "error": told, "error_description": told })),
        _ => Reply::Json(400, json!({ "error": "OTHER", "error_description": told })),
    }
}

const WAYS: &[&str] = &[
    "ok",
    "unfit",
    "validation",
    "limit",
    "expired",
    "close",
    "cut",
    "html",
    "slow",
    "other",
    "coded",
    "moved",
];

fn tokens(origin: &str) -> Tokens {
    let mut tokens = Tokens::new("member", format!("{origin}/rest/"), ACCESS, REFRESH);
    tokens.application_token = Some(Secret::new(APPLICATION));
    tokens
}

async fn batches(b24: &Client, shown: &mut Shown) {
    let mut batch = b24.batch();
    let key = batch.call("other", json!({ "a": CODE.len() }));
    shown.debug("Key", &key);
    shown.debug("Batch", &batch);
    shown.call(batch.send().await.unwrap_err());
    let mut batch = b24.batch();
    batch.call("batch", json!({}));
    shown.call(batch.send().await.unwrap_err());
    shown.debug("Answers", &b24.batch().send().await.unwrap());
}

async fn lists(b24: &Client, shown: &mut Shown) {
    shown.debug("Rows", &typed::Rows.stream(b24));
    shown.debug("Pages", &typed::Rows.pages(b24));
    shown.debug("All", &typed::Rows.all(b24));
    let mut rows = typed::Rows.stream(b24);
    shown.call(rows.next().await.unwrap().unwrap_err());
    shown.debug("Progress", &rows.progress());
    shown.call(typed::Rows.stream(b24).by(Strategy::Batches).all().await.unwrap_err());
}

/// The address of a file is a secret, too.
async fn files(b24: &Client, origin: &str, shown: &mut Shown) {
    shown.debug("FileContent", &FileContent::new("a.txt", CODE));
    shown.debug("Upload", &Upload::from(FileContent::new("a.txt", CODE)));
    shown.call(b24.upload(typed::Rows, FileContent::new("a.txt", CODE)).await.unwrap_err());
    // A file may take as long as it comes.
    for way in WAYS.iter().filter(|way| **way != "slow") {
        let address = format!("{origin}/files/{way}?token={ACCESS}");
        for at_most in [1, 1 << 20] {
            match b24.download(&address, at_most).await {
                Ok(file) => shown.debug("Download", &file),
                Err(error) => shown.call(error),
            }
        }
    }
    let address = format!("http://u:{PASSWORD}@example.com/{ACCESS}");
    shown.call(b24.download(&address, 1).await.unwrap_err());
}

#[tokio::test]
async fn nothing_that_is_shown_holds_a_secret() {
    capture::begin();
    let mut shown = Shown::default();
    let server = Server::start(gossip).await;
    let app = App::new("app.1", KEY).server(&server.origin).unwrap();
    let webhook = builder().webhook(&server.webhook(CODE)).unwrap();
    let oauth = builder().oauth(app.clone(), tokens(&server.origin)).unwrap();
    let portals = builder().portals(app.clone(), MemoryStore::new()).unwrap();

    for b24 in [&webhook, &oauth] {
        shown.debug("Client", b24);
        for way in WAYS {
            for result in [
                b24.call(way, json!({ "a": 1 })).await,
                b24.call_v3(way, json!({ "a": 1 })).await,
                b24.with(|o| o.deadline(Duration::from_millis(20))).call(way, json!({})).await,
                b24.with(|o| o.only_reads()).call(way, json!({})).await,
            ] {
                if let Err(error) = result {
                    shown.call(error);
                }
            }
        }
        shown.debug("Sending", &b24.call("ok", json!({})));
        let unfit = b24.answer(typed::Count).await.unwrap_err();
        shown.call(unfit);
        batches(b24, &mut shown).await;
        lists(b24, &mut shown).await;
        files(b24, &server.origin, &mut shown).await;
        shown.debug("CallOptions", &b24.with(|o| o.only_reads()));
        // After a move, too.
        shown.debug("Client", b24);
    }
    shown.call(portals.authorize(GRANT).await.unwrap_err());
    portals.install(tokens(&server.origin)).await.unwrap();
    shown.debug("Portals", &portals);
    let dead = builder().webhook(&format!("http://localhost:1/rest/1/{CODE}/")).unwrap();
    shown.call(dead.call("ok", json!({})).await.unwrap_err());

    // Addresses that are no webhook's.
    for url in [
        format!("http://example.com/rest/1/{CODE}/"),
        format!("http://u:{PASSWORD}@example.com/rest/1/{CODE}/"),
        format!("https://example.com/{CODE}"),
        format!("https://example.com/rest/1/{CODE}-/"),
        CODE.to_owned(),
    ] {
        shown.call(Client::webhook(&url).unwrap_err());
    }
    let url = format!("https://example.com/rest/1/{CODE}/");
    let behind = format!("https://u:{PASSWORD}@example.com/rest/1/{CODE}/");
    shown.debug("Client", &Client::webhook(&behind).unwrap());
    for place in ["https://", "", "https:// "] {
        let endpoint = format!("{place}u:{PASSWORD}@example.com/rest/");
        shown.debug("Tokens", &Tokens::new("m", endpoint, ACCESS, REFRESH));
    }
    let proxy = format!("http://u:{PASSWORD}@proxy.example.com:3128");
    shown.debug("ClientBuilder", &Client::builder().proxy(&proxy));
    shown.debug("Client", &Client::builder().proxy(&proxy).webhook(&url).unwrap());
    let proxy = format!("{PASSWORD}://u:{PASSWORD}@");
    shown.call(Client::builder().proxy(proxy).webhook(&url).unwrap_err());
    shown.call(app.clone().server(&format!("http://u:{PASSWORD}@a.com")).unwrap_err());
    shown.call(app.authorization_url(&format!("u:{PASSWORD}@a.com"), "s").unwrap_err());
    let wrong = Tokens::new("m", format!("http://u:{PASSWORD}@a.com"), ACCESS, REFRESH);
    shown.call(portals.on_behalf(wrong).unwrap_err());

    let event = format!(
        "auth[access_token]={ACCESS}&auth[refresh_token]={REFRESH}&auth[member_id]=m\
         &auth[application_token]={APPLICATION}"
    );
    shown.debug("EventAuth", &EventAuth::from_form(&event).unwrap());
    let page = format!(
        "AUTH_ID={ACCESS}&REFRESH_ID={REFRESH}&APPLICATION_TOKEN={APPLICATION}&APP_SID={GRANT}\
         &member_id=m"
    );
    shown.debug("PlacementAuth", &PlacementAuth::from_form("", &page).unwrap());
    shown.debug("App", &app);
    shown.debug("Tokens", &tokens(&server.origin));
    shown.debug("Secret", &Secret::new(ACCESS));
    let store = MemoryStore::new();
    store.save(&tokens(&server.origin)).await.unwrap();
    shown.debug("MemoryStore", &store);
    let folder = std::env::temp_dir().join(format!("b24-secrets-{}", std::process::id()));
    let store = FileStore::new(&folder).unwrap();
    store.save(&tokens(&server.origin)).await.unwrap();
    shown.debug("FileStore", &store);
    let wrong = Tokens::new(MARK.to_owned() + "/", "", ACCESS, REFRESH);
    shown.error("AuthError", &AuthError::Store(store.save(&wrong).await.unwrap_err()));
    std::fs::remove_dir_all(folder).unwrap();
    shown.debug("Limits", &Limits::STANDARD);
    shown.debug("LocalLimiter", &b24_generated::LocalLimiter::new());
    shown.debug("Effect", &b24_generated::effect("crm.deal.get"));
    shown.debug("effect", &b24_generated::effect("crm.deal.add"));
    shown.debug("Retry", &Retry::standard());
    shown.debug("Body", &b24_generated::Body::from(ACCESS.as_bytes()));

    // What was said of the secrets was said: the marks are not missing for want of words.
    assert!(shown.text.contains("you sent") && shown.text.contains("***"));
    hides("types and errors", &shown.text);
    let reports = REPORTS.lock().unwrap();
    assert!(reports.contains("OTHER") && reports.contains("127.0.0.1"));
    hides("reports", &reports);
    let log = capture::text();
    for told in [
        "span b24 method=\"ok\"",
        "QUERY_LIMIT_EXCEEDED",
        " request_id=",
        "answered",
        "log reqwest",
        "unfit",
    ] {
        assert!(log.contains(told), "{told}: {log}");
    }
    hides("log", &log);

    let missing: Vec<_> = exported().into_iter().filter(|t| !shown.types.contains(&**t)).collect();
    assert!(missing.is_empty(), "{missing:?} were not shown");
}

fn hides(what: &str, text: &str) {
    let found: Vec<_> = text.lines().filter(|line| line.contains(MARK)).take(5).collect();
    assert!(found.is_empty(), "{what}: {found:#?}");
}

/// Every type of the runtime that the crate exports, but for what carries the caller's own data.
fn exported() -> Vec<String> {
    const DATA: &[&str] = &[
        "Answer",
        "Arg",
        "Call",
        "CallReport",
        "Date",
        "DateTime",
        "EncodeError",
        "Extra",
        "Fields",
        "Filter",
        "FilterV3",
        "Filtering",
        "Json",
        "KeySet",
        "ListCall",
        "Listing",
        "Method",
        "OneOf",
        "Page",
        "Paging",
        "Params",
        "RateLimiter",
        "Record",
        "Reference",
        "Rest",
        "StoreError",
        "Strategy",
        "Time",
        "Timestamp",
        "TokenStore",
        "Transport",
        "Typed",
        "Unfit",
        "Who",
    ];
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let text = std::fs::read_to_string(file).unwrap();
    let list = text.split_once("pub use runtime::{").unwrap().1.split_once('}').unwrap().0;
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<_> = names.filter(|name| !DATA.contains(name)).map(str::to_owned).collect();
    assert!(names.len() > 20);
    names
}

/// Calls whose answers do not fit.
mod typed {
    use b24_generated::{Call, ListCall, Listing, Paging, Params};

    pub(crate) struct Count;

    impl Call for Count {
        type Answer = i64;
        const FACTS: &'static str = "unfit";

        fn params(&mut self) -> &mut Params {
            Box::leak(Box::default())
        }
    }

    /// A list.
    pub(crate) struct Rows;

    impl Call for Rows {
        type Answer = Vec<i64>;
        const FACTS: &'static str = "unfit";

        fn params(&mut self) -> &mut Params {
            Box::leak(Box::default())
        }
    }

    impl ListCall for Rows {
        type Item = i64;
        const LIST: &'static Listing =
            &Listing { items: "", id: "", select: "", paging: Paging::Start("start"), key: None };
    }
}
