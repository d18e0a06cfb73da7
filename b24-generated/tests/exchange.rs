//! What a call does when the server, the network or a limit gets in its way.
#![allow(missing_docs)]

mod common;

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b24_generated::{Client, ClientBuilder, Error, ErrorKind, Limits, Retry, codes};
use common::{Reply, Seen, Server};
use serde_json::{Value, json};

fn builder() -> ClientBuilder {
    let millisecond = Duration::from_millis(1);
    Client::builder().limits(Limits::OFF).options(|o| {
        o.retry(Retry::backoff(3, millisecond, millisecond).longest_run(Duration::ZERO))
    })
}

fn client(server: &Server) -> Client {
    builder().webhook(&server.webhook("c0de")).unwrap()
}

const LIMIT: &str = "QUERY_LIMIT_EXCEEDED";

#[tokio::test]
async fn a_read_is_repeated_whatever_became_of_it() {
    let faults = || {
        vec![
            Reply::error(503, LIMIT),
            Reply::error(500, "INTERNAL_SERVER_ERROR"),
            Reply::Text(502, "<html>"),
            Reply::Text(503, "<html>"),
            Reply::Text(200, ""),
            Reply::Close,
            Reply::Cut(json!({ "result": 1 })),
        ]
    };
    for fault in faults() {
        let server = Server::script(vec![fault, Reply::ok(7)]).await;
        assert_eq!(client(&server).call("user.get", json!({})).await.unwrap(), 7);
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_write_is_repeated_only_if_it_did_not_run() {
    let server = Server::script(vec![Reply::error(503, LIMIT), Reply::ok(7)]).await;
    assert_eq!(client(&server).call("crm.deal.add", json!({})).await.unwrap(), 7);
    for (fault, kind) in [
        (Reply::error(500, "INTERNAL_SERVER_ERROR"), ErrorKind::Server),
        (Reply::Text(502, "<html>"), ErrorKind::Http),
        (Reply::Text(503, "<html>"), ErrorKind::Http),
        (Reply::Text(200, ""), ErrorKind::Broken),
        (Reply::Close, ErrorKind::Broken),
        (Reply::Cut(json!({ "result": 1 })), ErrorKind::Broken),
    ] {
        let server = Server::script(vec![fault]).await;
        let error = client(&server).call("crm.deal.add", json!({})).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (kind, false), "{error:?}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn a_method_that_nobody_knows_is_not_repeated_unless_the_caller_says_that_it_reads() {
    let server = Server::script(vec![Reply::Close, Reply::Close, Reply::ok(7)]).await;
    let b24 = client(&server);
    let error = b24.call("warehouse.stock.release", json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Broken, false));
    let b24 = b24.with(|o| o.only_reads());
    assert_eq!(b24.call("warehouse.stock.release", json!({})).await.unwrap(), 7);
}

#[tokio::test]
async fn what_cannot_get_better_is_not_repeated() {
    for (status, code, kind) in [
        (503, "OVERLOAD_LIMIT", ErrorKind::Overload),
        (401, "NO_AUTH_FOUND", ErrorKind::Unauthorized),
        (401, "expired_token", ErrorKind::Unauthorized),
        (403, "insufficient_scope", ErrorKind::Forbidden),
        (404, "ERROR_METHOD_NOT_FOUND", ErrorKind::NotFound),
        (500, "PORTAL_DELETED", ErrorKind::Gone),
        (400, "ANY", ErrorKind::Method),
    ] {
        let server = Server::script(vec![Reply::error(status, code)]).await;
        let error = client(&server).call("user.get", json!({})).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (kind, false), "{code}");
        let api = error.api().unwrap();
        assert_eq!(api.meaning().is_some(), code != "ANY");
        assert!(api.is(&code.to_lowercase()) && api.status == status);
    }
}

#[tokio::test]
async fn codes_of_methods_for_what_is_not_there_are_of_one_kind() {
    for (code, kind) in [
        ("NOT_FOUND", ErrorKind::NotFound),
        ("error_bot_not_found", ErrorKind::NotFound),
        ("NOT_FOUNDED", ErrorKind::Method),
    ] {
        let server = Server::script(vec![Reply::error(400, code)]).await;
        let error = client(&server).call("user.get", json!({})).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{code}");
    }
}

#[tokio::test]
async fn a_write_of_rest_3_is_repeated_under_its_key() {
    let answers = vec![Reply::Close, Reply::Text(502, ""), Reply::ok(7), Reply::ok(8)];
    let server = Server::script(answers).await;
    let b24 = client(&server);
    assert_eq!(b24.call_v3("tasks.task.add", json!({ "a": 1 })).await.unwrap(), 7);
    assert_eq!(b24.call_v3("tasks.task.add", json!({ "a": 1 })).await.unwrap(), 8);
    let seen = server.seen();
    let keys: Vec<_> = seen.iter().map(|seen| seen.header("idempotency-key").unwrap()).collect();
    assert_eq!((keys[0], keys[1]), (keys[1], keys[2]));
    assert_ne!(keys[2], keys[3]);
    assert!(seen.iter().all(|seen| seen.text == r#"{"a":1}"#));
    assert!((1..=255).contains(&keys[0].len()) && keys[0].is_ascii());
    assert!(seen[0].path.starts_with("/rest/api/1/c0de/"));

    // Reads need none, and REST 2 does not look at it.
    let server = Server::start(|_| Reply::ok(1)).await;
    let b24 = client(&server);
    b24.call_v3("tasks.task.get", json!({})).await.unwrap();
    b24.call("tasks.task.add", json!({})).await.unwrap();
    assert!(server.seen().iter().all(|seen| seen.header("idempotency-key").is_none()));
}

#[tokio::test]
async fn a_write_of_rest_3_is_not_repeated_after_an_error_of_the_server_or_out_of_attempts() {
    let server = Server::script(vec![Reply::error(500, "INTERNAL_SERVER_ERROR")]).await;
    let error = client(&server).call_v3("tasks.task.add", json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Server, false));
    // The caller has no key, so for the caller it may have run.
    let server = Server::start(|_| Reply::Close).await;
    let error = client(&server).call_v3("tasks.task.add", json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Broken, false));
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_write_that_was_lost_once_is_not_called_retryable_later() {
    let answers = vec![Reply::Close, Reply::error(503, LIMIT)];
    let server = Server::script(answers).await;
    let retry = Retry::custom(|| [Duration::ZERO].into_iter()).longest_run(Duration::ZERO);
    let b24 = client(&server).with(|o| o.retry(retry));
    let error = b24.call_v3("tasks.task.add", json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::RateLimit, false));
    // Nor when the limits end it.
    let answers = vec![Reply::Close, Reply::error(429, codes::OPERATION_TIME_LIMIT)];
    let server = Server::script(answers).await;
    let b24 = builder().limits(Limits::OFF.fail_early()).webhook(&server.webhook("c0de")).unwrap();
    let error = b24.call_v3("tasks.task.add", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::Limit { .. }) && !error.is_retryable(), "{error:?}");
}

#[tokio::test]
async fn timeouts_say_whether_the_call_may_have_run() {
    let server = Server::start(|_| Reply::ok(1).after(60_000)).await;
    let short = Duration::from_millis(50);
    let b24 = client(&server).with(|o| o.timeout(short).retry(Retry::never()));
    for (method, retryable) in [("user.get", true), ("crm.deal.add", false)] {
        let error = b24.call(method, json!({})).await.unwrap_err();
        assert!(matches!(error, Error::Transport { .. }));
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, retryable));
    }
    let b24 = client(&server).with(|o| o.deadline(short));
    for (method, retryable) in [("user.get", true), ("crm.deal.add", false)] {
        let error = b24.call(method, json!({})).await.unwrap_err();
        assert!(matches!(error, Error::Timeout { .. }));
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, retryable));
    }
    // Waiting for a limit is not running.
    let server = Server::start(|_| Reply::ok(1)).await;
    let b24 = builder().limits(Limits::OFF.rate(1, 1)).webhook(&server.webhook("c0de")).unwrap();
    b24.call("crm.deal.add", json!({})).await.unwrap();
    let b24 = b24.with(|o| o.deadline(short));
    let error = b24.call("crm.deal.add", json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Timeout, true));
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_portal_that_moved_is_followed() {
    let new = Server::start(|_| Reply::ok(7)).await;
    let to = new.origin.clone();
    let old = Server::start(move |seen| Reply::To(302, format!("{to}{}", seen.path))).await;
    let b24 = client(&old);
    assert_eq!(b24.call("crm.deal.add", json!({ "a": 1 })).await.unwrap(), 7);
    assert_eq!(b24.call("crm.deal.add", json!({ "a": 2 })).await.unwrap(), 7);
    assert_eq!(old.seen().len(), 1);
    let seen = new.seen();
    assert_eq!((seen[0].verb.as_str(), seen[0].text.as_str()), ("POST", r#"{"a":1}"#));
    assert_eq!(seen[1].path, "/rest/1/c0de/crm.deal.add");
}

#[tokio::test]
async fn a_redirect_to_something_else_is_not_followed() {
    let trap = Server::start(|_| Reply::ok(1)).await;
    let to = trap.origin.clone();
    let server = Server::start(move |_| Reply::To(302, format!("{to}/login"))).await;
    let error = client(&server).call("user.get", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::Http { status: 302, .. }), "{error:?}");
    assert!(trap.seen().is_empty());
    // For ever in a circle is not either.
    let circle = Arc::new(Mutex::new(String::new()));
    let there = circle.clone();
    let one = Server::start(move |seen| {
        Reply::To(302, format!("{}{}", there.lock().unwrap(), seen.path))
    })
    .await;
    let to = one.origin.clone();
    let two = Server::start(move |seen| Reply::To(302, format!("{to}{}", seen.path))).await;
    circle.lock().unwrap().push_str(&two.origin);
    let error = client(&one).call("user.get", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::Http { status: 302, .. }), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_is_too_long_is_refused() {
    let server = Server::start(|_| Reply::ok("x".repeat(5000))).await;
    let b24 = builder().longest_answer(4096).webhook(&server.webhook("c0de")).unwrap();
    let error = b24.call("user.get", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::TooLong { limit: 4096, .. }), "{error:?}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn calls_are_reported() {
    let answers = vec![
        Reply::error(503, LIMIT),
        Reply::Json(200, json!({ "result": 1, "time": { "operating": 3.5 } })),
        Reply::error(400, "NO"),
    ];
    let server = Server::script(answers).await;
    let reports = Arc::new(Mutex::new(Vec::new()));
    let log = reports.clone();
    let b24 = builder().on_call(move |call| {
        let error = call.error.map(|error| error.kind());
        let line = (call.method.to_owned(), call.attempts, call.status, call.operating, error);
        assert!(call.portal.starts_with("127.0.0.1:") && call.waited <= call.elapsed);
        log.lock().unwrap().push(line);
    });
    let b24 = b24.webhook(&server.webhook("c0de")).unwrap();
    b24.call("user.get", json!({})).await.unwrap();
    b24.call("user.add", json!({})).await.unwrap_err();
    let expected = [
        ("user.get".to_owned(), 2, Some(200), Some(3.5), None),
        ("user.add".to_owned(), 1, Some(400), None, Some(ErrorKind::Method)),
    ];
    assert_eq!(*reports.lock().unwrap(), expected);
}

#[test]
fn settings_are_checked() {
    let url = "http://portal.example.com/rest/1/c0de/";
    Client::webhook(url).unwrap_err();
    Client::builder().allow_plain_http().webhook(url).unwrap();
    let url = "https://portal.example.com/rest/1/c0de/";
    for wrong in [Client::builder().user_agent("a\nb"), Client::builder().proxy("::")] {
        assert!(matches!(wrong.webhook(url), Err(Error::Setup { .. })));
    }
    Client::builder().proxy("http://user:pass@proxy.example.com:3128").webhook(url).unwrap();
}

#[tokio::test]
async fn times_may_be_as_long_as_durations_are() {
    let server = Server::script(vec![Reply::error(503, LIMIT), Reply::ok(7)]).await;
    let longest = Duration::MAX;
    let b24 = Client::builder()
        .connect_timeout(longest)
        .read_timeout(longest)
        .limits(Limits::STANDARD.operating(Some(longest)))
        .options(|o| {
            o.timeout(longest).deadline(longest).retry(Retry::standard().longest_run(longest))
        })
        .webhook(&server.webhook("c0de"))
        .unwrap();
    assert_eq!(b24.call("user.get", json!({})).await.unwrap(), 7);
}

#[tokio::test]
async fn answers_may_be_packed() {
    let server = Server::start(|seen| {
        let result = if seen.method() == "user.get" { "x".repeat(999) } else { " ".repeat(9_999) };
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(json!({ "result": result }).to_string().as_bytes()).unwrap();
        let packed = packer.finish().unwrap();
        assert!(packed.len() < 200);
        Reply::Packed(packed)
    })
    .await;
    let b24 = builder().longest_answer(5_000).webhook(&server.webhook("c0de")).unwrap();
    assert_eq!(b24.call("user.get", json!({})).await.unwrap(), "x".repeat(999));
    // What counts is how long it is when it is unpacked.
    let error = b24.call("user.search", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::TooLong { .. }), "{error:?}");
}

#[tokio::test]
async fn the_client_says_who_it_is() {
    let server = Server::start(|_| Reply::ok(1)).await;
    let b24 = builder().user_agent("sync/1").webhook(&server.webhook("c0de")).unwrap();
    b24.call("user.get", json!({})).await.unwrap();
    client(&server).call("user.get", json!({})).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].header("user-agent"), Some("sync/1"));
    assert!(seen[1].header("user-agent").unwrap().starts_with("b24-generated/"));
}

/// What a server with faults has done, by the number of the call.
#[derive(Default)]
struct Ledger {
    random: fastrand::Rng,
    runs: HashMap<u64, u32>,
    replays: HashMap<String, Value>,
    faults: u32,
}

impl Ledger {
    /// Runs a call, or answers again what it answered under the same key.
    fn run(&mut self, seen: &Seen) -> Value {
        if let Some(key) = seen.header("idempotency-key")
            && let Some(answer) = self.replays.get(key)
        {
            return answer.clone();
        }
        let number = seen.body()["n"].as_u64().unwrap();
        *self.runs.entry(number).or_default() += 1;
        let answer = json!({ "result": number, "time": { "operating": 0.1 } });
        if let Some(key) = seen.header("idempotency-key") {
            self.replays.insert(key.to_owned(), answer.clone());
        }
        answer
    }

    fn answer(&mut self, seen: &Seen) -> Reply {
        if self.random.f32() > 0.2 {
            return Reply::Json(200, self.run(seen));
        }
        self.faults += 1;
        match self.random.u8(..8) {
            // Before it runs.
            0 => Reply::error(503, "QUERY_LIMIT_EXCEEDED"),
            1 => Reply::Close,
            2 => Reply::Text(503, "<html>down</html>"),
            // After.
            3 => {
                self.run(seen);
                Reply::Close
            }
            4 => Reply::Cut(self.run(seen)),
            5 => {
                self.run(seen);
                Reply::Text(200, "{\"result\":")
            }
            6 => {
                self.run(seen);
                Reply::Text(504, "")
            }
            _ => Reply::Json(200, self.run(seen)).after(250),
        }
    }
}

/// 10,000 calls by 64 tasks, of which a fifth meet a fault each time they are sent.
async fn fault_run(seed: u64) {
    let ledger = Arc::new(Mutex::new(Ledger {
        random: fastrand::Rng::with_seed(seed),
        ..Ledger::default()
    }));
    let book = ledger.clone();
    let server = Server::start(move |seen| book.lock().unwrap().answer(seen)).await;
    let retry = Retry::backoff(20, Duration::from_millis(1), Duration::from_millis(8));
    let b24 = builder().options(|o| {
        o.retry(retry.longest_run(Duration::from_millis(300))).timeout(Duration::from_millis(200))
    });
    let b24 = b24.webhook(&server.webhook("c0de")).unwrap();
    let tasks = (0..64).map(|task| {
        let b24 = b24.clone();
        tokio::spawn(async move {
            let mut done = Vec::new();
            for n in (task..10_000).step_by(64) {
                let params = json!({ "n": n });
                let result = match n % 3 {
                    0 => b24.call("crm.deal.get", params).await,
                    1 => b24.call("crm.deal.add", params).await,
                    _ => b24.call_v3("tasks.task.add", params).await,
                };
                done.push((n, result));
            }
            done
        })
    });
    let mut lost = 0;
    let tasks: Vec<_> = tasks.collect();
    for task in tasks {
        for (n, result) in task.await.unwrap() {
            let ledger = ledger.lock().unwrap();
            let runs = ledger.runs.get(&n).copied().unwrap_or(0);
            match (n % 3, result) {
                (0, result) => assert_eq!(result.unwrap(), n),
                (_, Ok(result)) => assert_eq!((result, runs), (json!(n), 1)),
                (1, Err(error)) => {
                    lost += 1;
                    // A call that is said not to have run did not.
                    assert!(runs <= u32::from(!error.is_retryable()), "{runs} {error:?}");
                }
                (_, Err(error)) => panic!("{error:?}"),
            }
        }
    }
    let ledger = ledger.lock().unwrap();
    assert!(ledger.faults > 1_500 && lost > 100, "{} {lost}", ledger.faults);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_lose_no_read_and_double_no_write() {
    for seed in 1..=1 {
        fault_run(seed).await;
    }
}
