//! Nothing that is printed or logged holds a secret: no public type, no error, no line at the level of
//! trace.
#![allow(missing_docs)]

mod common;

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use b24_generated::{
    App, AuthError, Client, ClientBuilder, Error, EventAuth, FileStore, Limits, MemoryStore,
    PlacementAuth, Retry, Secret, TokenStore, Tokens,
};
use common::{Reply, Seen, Server};
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Each of them has this in it.
const MARK: &str = "s3cr3t";
const CODE: &str = "webhooks3cr3t1";
const ACCESS: &str = "accesss3cr3t2";
const REFRESH: &str = "refreshs3cr3t3";
const KEY: &str = "keys3cr3t4";
const APPLICATION: &str = "applications3cr3t5";
const GRANT: &str = "grants3cr3t6";
const PASSWORD: &str = "passwords3cr3t7";

static LOG: Mutex<String> = Mutex::new(String::new());

/// Keeps everything that is logged, by `tracing` and by `log`.
struct Everything(AtomicU64);

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Everything {
    fn keep(line: Line) {
        let mut log = LOG.lock().unwrap();
        log.push_str(&line.0);
        log.push('\n');
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(format!("span {}", span.metadata().name()));
        span.record(&mut line);
        Self::keep(line);
        Id::from_u64(self.0.fetch_add(1, Ordering::SeqCst))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line("record".to_owned());
        values.record(&mut line);
        Self::keep(line);
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = Line(format!("event {}", event.metadata().target()));
        event.record(&mut line);
        Self::keep(line);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Logger;

impl log::Log for Logger {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        Everything::keep(Line(format!("log {} {}", record.target(), record.args())));
    }

    fn flush(&self) {}
}

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
            json!({ "error": { "code": "X", "message": told, "validation": [{
                "field": "a", "message": told,
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
        "" => Reply::Json(400, json!({ "error": "invalid_client", "error_description": told })),
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
    "moved",
];

fn tokens(origin: &str) -> Tokens {
    let mut tokens = Tokens::new("member", format!("{origin}/rest/"), ACCESS, REFRESH);
    tokens.application_token = Some(Secret::new(APPLICATION));
    tokens
}

#[tokio::test]
async fn nothing_that_is_shown_holds_a_secret() {
    tracing::subscriber::set_global_default(Everything(AtomicU64::new(1))).unwrap();
    log::set_logger(&Logger).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
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
        format!("https://u:{PASSWORD}@example.com/rest/1/{CODE}/"),
        format!("https://example.com/{CODE}"),
        format!("https://example.com/rest/1/{CODE}-/"),
        CODE.to_owned(),
    ] {
        shown.call(Client::webhook(&url).unwrap_err());
    }
    let url = format!("https://example.com/rest/1/{CODE}/");
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
    shown.debug("Retry", &Retry::standard());
    shown.debug("Body", &b24_generated::Body::from(ACCESS.as_bytes()));

    // What was said of the secrets was said: the marks are not missing for want of words.
    assert!(shown.text.contains("you sent") && shown.text.contains("***"));
    hides("types and errors", &shown.text);
    let reports = REPORTS.lock().unwrap();
    assert!(reports.contains("OTHER") && reports.contains("127.0.0.1"));
    hides("reports", &reports);
    let log = LOG.lock().unwrap();
    for told in
        ["span b24 method=\"ok\"", "QUERY_LIMIT_EXCEEDED", "answered", "log reqwest", "unfit"]
    {
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
        "Json",
        "Method",
        "OneOf",
        "Params",
        "Record",
        "Rest",
        "StoreError",
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

/// A call whose answer does not fit.
mod typed {
    use b24_generated::{Call, Params};

    pub(crate) struct Count;

    impl Call for Count {
        type Answer = i64;
        const FACTS: &'static str = "unfit";

        fn params(&mut self) -> &mut Params {
            Box::leak(Box::default())
        }
    }
}
