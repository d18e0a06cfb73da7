//! The running time of methods, which the client leaves alone before the server has to refuse them.
#![allow(missing_docs)]

mod common;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use b24_generated::runtime::FileAnswer;
use b24_generated::{
    Call, Client, ClientBuilder, Error, ErrorKind, FileContent, Limits, LocalLimiter, Params,
    Retry, codes,
};
use common::{Reply, Server};
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

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

/// An answer of a method that has run for so long, of which a part is forgotten soon.
fn operating(seconds: f64, reset: f64) -> Value {
    // The server's clock is far off.
    let now = now() - 5_000_000.0;
    json!({ "operating": seconds, "operating_reset_at": now + reset, "finish": now })
}

#[tokio::test]
async fn a_method_that_has_used_up_its_time_waits_or_fails_early() {
    let server = Server::start(|seen| {
        let time = match seen.method() {
            "crm.item.list" => operating(481.0, 600.0),
            _ => operating(479.0, 600.0),
        };
        Reply::Json(200, json!({ "result": 1, "time": time }))
    })
    .await;
    let limits = Limits::OFF.operating(Some(Duration::from_secs(480))).fail_early();
    let b24 = builder().limits(limits).webhook(&server.webhook("c0de")).unwrap();
    b24.call("crm.item.list", json!({})).await.unwrap();
    let error = b24.call("CRM.Item.List", json!({})).await.unwrap_err();
    let Error::Limit { after, .. } = &error else { panic!("{error:?}") };
    assert!(*after > Duration::from_secs(500) && *after <= Duration::from_secs(600));
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::OperatingLimit, true));
    // A batch runs the method too.
    let batch = json!({ "cmd": { "a": "user.get", "b": "crm.item.list?start=50" } });
    b24.call("batch", batch).await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
    // Others go on.
    for _ in 0..2 {
        b24.call("crm.item.get", json!({})).await.unwrap();
    }

    let server = Server::script(vec![
        Reply::Json(200, json!({ "result": 1, "time": operating(481.0, 0.2) })),
        Reply::ok(2),
    ])
    .await;
    let limits = Limits::OFF.operating(Some(Duration::from_secs(480)));
    let b24 = builder().limits(limits).webhook(&server.webhook("c0de")).unwrap();
    let asked = now();
    b24.call("crm.item.list", json!({})).await.unwrap();
    assert_eq!(b24.call("crm.item.list", json!({})).await.unwrap(), 2);
    assert!(now() - asked > 0.19);
}

#[tokio::test]
async fn a_method_that_was_refused_is_left_alone_until_the_time_that_was_named() {
    let server = Server::script(vec![
        Reply::Json(200, json!({ "result": 1, "time": operating(1.0, 0.2) })),
        Reply::error(429, "OPERATION_TIME_LIMIT"),
        Reply::ok(2),
    ])
    .await;
    let b24 = client(&server);
    let asked = now();
    b24.call("crm.deal.add", json!({})).await.unwrap();
    assert_eq!(b24.call("crm.deal.add", json!({})).await.unwrap(), 2);
    assert!(now() - asked > 0.19);
    // Told to fail, it does.
    let server = Server::start(|_| Reply::error(429, codes::OPERATION_TIME_LIMIT)).await;
    let b24 = builder().limits(Limits::OFF.fail_early());
    let b24 = b24.webhook(&server.webhook("c0de")).unwrap();
    let error = b24.call("crm.deal.add", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::Limit { .. }), "{error:?}");
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn the_times_of_a_batch_count_for_the_methods_in_it() {
    let server = Server::start(|_| {
        let times = json!({ "b": operating(500.0, 600.0), "a": operating(3.0, 600.0) });
        Reply::ok(json!({ "result": { "a": 1, "b": 1 }, "result_time": times }))
    })
    .await;
    let limits = Limits::STANDARD.fail_early();
    let b24 = builder().limits(limits).webhook(&server.webhook("c0de")).unwrap();
    let cmd = json!({ "a": "user.get", "b": "crm.item.list?start=50" });
    b24.call("batch", json!({ "cmd": cmd })).await.unwrap();
    b24.call("user.get", json!({})).await.unwrap();
    let error = b24.call("crm.item.list", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::Limit { .. }), "{error:?}");
}

#[tokio::test]
async fn commands_that_were_refused_in_a_batch_are_left_alone_too() {
    let server = Server::start(|_| {
        let error = json!({ "error": codes::OPERATION_TIME_LIMIT, "error_description": "" });
        Reply::ok(json!({ "result": { "a": 1 }, "result_error": { "b": error } }))
    })
    .await;
    let b24 = builder().limits(Limits::OFF.fail_early()).webhook(&server.webhook("c0de")).unwrap();
    let cmd = json!({ "a": "user.get", "b": "crm.item.list?start=50" });
    b24.call("batch", json!({ "cmd": cmd })).await.unwrap();
    b24.call("user.get", json!({})).await.unwrap();
    let batch = json!([{ "method": "crm.item.list", "query": {} }]);
    for error in [
        b24.call("crm.item.list", json!({})).await.unwrap_err(),
        b24.call("batch", json!({ "cmd": ["user.get", "crm.item.list"] })).await.unwrap_err(),
        b24.call_v3("batch", batch).await.unwrap_err(),
    ] {
        assert!(matches!(error, Error::Limit { .. }), "{error:?}");
    }
}

/// A client that fails where it would have to wait.
fn strict(server: &Server, code: &str) -> Client {
    let limits = Limits::OFF.operating(Some(Duration::from_secs(480))).fail_early();
    builder().limits(limits).webhook(&server.webhook(code)).unwrap()
}

async fn is_blocked(b24: &Client, method: &str, params: Value) -> bool {
    match b24.call(method, params).await {
        Ok(_) => false,
        Err(Error::Limit { .. }) => true,
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn clients_of_a_webhook_know_of_each_other() {
    let server = Server::start(|_| {
        Reply::Json(200, json!({ "result": 1, "time": operating(481.0, 600.0) }))
    })
    .await;
    assert!(!is_blocked(&strict(&server, "c0de"), "crm.item.list", json!({})).await);
    assert!(is_blocked(&strict(&server, "c0de"), "crm.item.list", json!({})).await);
    // The server counts for each webhook.
    assert!(!is_blocked(&strict(&server, "other"), "crm.item.list", json!({})).await);
}

/// The answer to a batch, with the running time of each command.
fn batch_of(times: &[f64]) -> Value {
    let key = |at: usize| format!("c{at}");
    let results: Value = times.iter().enumerate().map(|(at, _)| (key(at), json!(1))).collect();
    let times: Value =
        times.iter().enumerate().map(|(at, time)| (key(at), operating(*time, 600.0))).collect();
    json!({ "result": results, "result_time": times })
}

fn commands(methods: &[&str]) -> Value {
    let keyed = methods.iter().enumerate().map(|(at, method)| (format!("c{at}"), json!(method)));
    json!({ "cmd": keyed.collect::<Value>() })
}

/// As boxes do it: the commands' times are one and the same sum, that of `batch`.
#[tokio::test]
async fn where_a_batch_is_charged_as_a_whole_its_commands_are_not() {
    let server = Server::start(|seen| match seen.method() {
        "batch" => Reply::ok(batch_of(&[500.0, 500.0])),
        _ => Reply::Json(200, json!({ "result": 1, "time": operating(3.0, 600.0) })),
    })
    .await;
    let b24 = strict(&server, "c0de");
    assert!(!is_blocked(&b24, "batch", commands(&["crm.item.list", "user.get"])).await);
    for method in ["crm.item.list", "user.get"] {
        assert!(!is_blocked(&b24, method, json!({})).await, "{method}");
    }
    for methods in [["crm.item.list", "user.get"], ["crm.deal.get", "crm.deal.get"]] {
        assert!(is_blocked(&b24, "batch", commands(&methods)).await);
    }
}

/// A batch of one method tells nothing by its times. That the server refuses it as a whole does.
#[tokio::test]
async fn a_batch_that_is_refused_as_a_whole_leaves_its_commands_alone() {
    let server = Server::start(|seen| match seen.method() {
        "batch" => Reply::error(429, codes::OPERATION_TIME_LIMIT),
        _ => Reply::ok(1),
    })
    .await;
    let b24 = strict(&server, "c0de");
    assert!(is_blocked(&b24, "batch", commands(&["crm.item.list", "crm.item.list"])).await);
    assert_eq!(server.seen().len(), 1);
    assert!(!is_blocked(&b24, "crm.item.list", json!({})).await);
    assert!(is_blocked(&b24, "batch", commands(&["user.get", "user.get"])).await);
}

#[tokio::test]
async fn how_batches_are_charged_is_learned_from_each_answer() {
    let answers = [[5.0, 5.0], [500.0, 3.0], [500.0, 500.0]];
    let answers = std::sync::Mutex::new(answers.into_iter());
    let server = Server::start(move |seen| match seen.method() {
        "batch" => Reply::ok(batch_of(&answers.lock().unwrap().next().unwrap())),
        _ => Reply::ok(1),
    })
    .await;
    let b24 = strict(&server, "c0de");
    let both = || commands(&["crm.item.list", "user.get"]);
    // As a whole.
    assert!(!is_blocked(&b24, "batch", both()).await);
    // Each by itself.
    assert!(!is_blocked(&b24, "batch", both()).await);
    assert!(is_blocked(&b24, "crm.item.list", json!({})).await);
    assert!(!is_blocked(&b24, "user.get", json!({})).await);
    assert!(is_blocked(&b24, "batch", both()).await);
    // As a whole.
    let others = || commands(&["user.get", "user.search"]);
    assert!(!is_blocked(&b24, "batch", others()).await);
    assert!(is_blocked(&b24, "batch", others()).await);
    assert!(!is_blocked(&b24, "user.get", json!({})).await);
}

/// Quick commands take no time that counts: that all have none tells nothing.
#[tokio::test]
async fn times_of_nothing_tell_nothing() {
    let server = Server::start(|seen| match seen.method() {
        "batch" => Reply::ok(batch_of(&[0.0, 0.0])),
        _ => Reply::Json(200, json!({ "result": 1, "time": operating(500.0, 600.0) })),
    })
    .await;
    let b24 = strict(&server, "c0de");
    let both = || commands(&["crm.item.list", "user.get"]);
    assert!(!is_blocked(&b24, "batch", both()).await);
    assert!(!is_blocked(&b24, "user.get", json!({})).await);
    assert!(is_blocked(&b24, "batch", both()).await);
}

/// A method that gives an address to upload to.
struct New;

impl Call for New {
    type Answer = ();
    const FACTS: &'static str = "photo.add";

    fn params(&mut self) -> &mut Params {
        Box::leak(Box::default())
    }
}

/// A method whose answer is a file.
struct Photo;

impl Call for Photo {
    type Answer = FileAnswer;
    const FACTS: &'static str = "photo.download";

    fn params(&mut self) -> &mut Params {
        Box::leak(Box::default())
    }
}

#[tokio::test]
async fn a_method_that_answers_with_a_file_has_a_running_time_too() {
    let server = Server::start(|_| Reply::error(429, "OPERATION_TIME_LIMIT")).await;
    let b24 = builder().limits(Limits::OFF.fail_early());
    let b24 = b24.webhook(&server.webhook("c0de")).unwrap();
    let error = b24.download_from(Photo, 9).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    let error = b24.download_from(Photo, 9).await.unwrap_err();
    assert!(matches!(error, Error::Limit { .. }), "{error:?}");
    b24.call("photo.download", json!({})).await.unwrap_err();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_file_that_is_refused_for_the_rate_slows_everyone_down() {
    let server = Server::start(|seen| match seen.method() {
        "user.get" => Reply::ok(1),
        "photo.add" => {
            let to = format!("http://{}/upload", seen.header("host").unwrap());
            Reply::ok(json!({ "uploadUrl": to }))
        }
        _ => Reply::error(503, "QUERY_LIMIT_EXCEEDED"),
    })
    .await;
    let client = || {
        let b24 = builder().limits(Limits::OFF.rate(10, 100)).rate_limiter(LocalLimiter::new());
        b24.webhook(&server.webhook("c0de")).unwrap()
    };
    let (b24, address) = (client(), format!("{}/photo", server.origin));
    let refused = b24.download(&address, 9).await.map(drop);
    slowed(&b24, refused).await;
    let b24 = client();
    let refused = b24.download_from(Photo, 9).await.map(drop);
    slowed(&b24, refused).await;
    let b24 = client();
    let refused = b24.upload(New, FileContent::new("a.txt", "a")).await;
    slowed(&b24, refused).await;
}

async fn slowed(b24: &Client, refused: Result<(), Error>) {
    let error = refused.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::RateLimit, "{error:?}");
    let asked = now();
    b24.call("user.get", json!({})).await.unwrap();
    assert!(now() - asked > 0.9);
}
