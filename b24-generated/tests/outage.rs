//! A portal that is down gets little more requests than there are calls.
#![allow(missing_docs)]

mod common;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b24_generated::{Client, ClientBuilder, ErrorKind, Limits, Retry};
use common::{Reply, Server};
use serde_json::json;
use tokio::task::JoinSet;

fn builder() -> ClientBuilder {
    let millisecond = Duration::from_millis(1);
    let retry = Retry::backoff(5, millisecond, millisecond);
    Client::builder().limits(Limits::OFF).options(|o| o.retry(retry))
}

/// A portal that is down until it is told otherwise.
async fn portal() -> (Server, Arc<AtomicBool>) {
    let is_up = Arc::new(AtomicBool::new(false));
    let there = is_up.clone();
    let answer = move |_: &common::Seen| match there.load(Ordering::SeqCst) {
        true => Reply::ok(1),
        false => Reply::Text(502, "<html>down</html>"),
    };
    (Server::start(answer).await, is_up)
}

/// So many calls at once, by the clients in turn; each of them fails.
async fn fail(clients: &[Client], calls: usize) {
    let mut tasks = JoinSet::new();
    for b24 in clients.iter().cycle().take(calls) {
        let b24 = b24.clone();
        tasks.spawn(async move { b24.call("user.get", json!({})).await });
    }
    while let Some(answer) = tasks.join_next().await {
        let error = answer.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Http, true), "{error:?}");
    }
}

#[tokio::test]
async fn an_outage_does_not_multiply_requests() {
    let (server, is_up) = portal().await;
    let client = |code| builder().webhook(&server.webhook(code)).unwrap();
    let clients = [client("one"), client("two")];
    fail(&clients, 300).await;
    assert_eq!(server.seen().len(), 300 + 100);
    // Whoever comes later in the same process too.
    fail(&[client("three")], 10).await;
    assert_eq!(server.seen().len(), 300 + 100 + 10);

    // Ten calls that succeed give back two repetitions.
    is_up.store(true, Ordering::SeqCst);
    for _ in 0..10 {
        clients[0].call("user.get", json!({})).await.unwrap();
    }
    is_up.store(false, Ordering::SeqCst);
    let before = server.seen().len();
    fail(&clients, 1).await;
    assert_eq!(server.seen().len(), before + 1 + 2);
}

#[tokio::test]
async fn a_call_that_succeeds_gives_back_its_last_repetition() {
    let count = AtomicUsize::new(0);
    let answer = move |_: &common::Seen| match count.fetch_add(1, Ordering::SeqCst) % 2 {
        0 => Reply::Close,
        _ => Reply::ok(1),
    };
    let server = Server::start(answer).await;
    let b24 = builder().retry_quota(1).webhook(&server.webhook("c0de")).unwrap();
    for _ in 0..50 {
        b24.call("user.get", json!({})).await.unwrap();
    }
    assert_eq!(server.seen().len(), 100);
}

#[tokio::test]
async fn the_quota_can_be_set_and_turned_off() {
    for (quota, calls, requests) in [(Some(0), 10, 10), (Some(7), 10, 17), (None, 50, 300)] {
        let (server, _) = portal().await;
        let b24 = builder().retry_quota(quota).webhook(&server.webhook("c0de")).unwrap();
        fail(&[b24], calls).await;
        assert_eq!(server.seen().len(), requests);
    }
}

#[tokio::test]
async fn reports_tell_that_the_quota_was_the_reason() {
    let (server, _) = portal().await;
    let reports = Arc::new(Mutex::new(Vec::new()));
    let log = reports.clone();
    let hook = move |call: &b24_generated::CallReport<'_>| {
        log.lock().unwrap().push((call.attempts, call.out_of_quota));
    };
    let b24 = builder().retry_quota(7).on_call(hook).webhook(&server.webhook("c0de")).unwrap();
    for _ in 0..3 {
        fail(std::slice::from_ref(&b24), 1).await;
    }
    assert_eq!(*reports.lock().unwrap(), [(6, false), (3, true), (1, true)]);
}

/// The limits see to those.
#[tokio::test]
async fn refusals_for_limits_take_nothing_from_the_quota() {
    let count = AtomicUsize::new(0);
    let answer = move |_: &common::Seen| match count.fetch_add(1, Ordering::SeqCst) {
        0..3 => Reply::error(503, "QUERY_LIMIT_EXCEEDED"),
        3 => Reply::Close,
        _ => Reply::ok(1),
    };
    let server = Server::start(answer).await;
    let b24 = builder().retry_quota(1).webhook(&server.webhook("c0de")).unwrap();
    b24.call("user.get", json!({})).await.unwrap();
    assert_eq!(server.seen().len(), 5);
}
