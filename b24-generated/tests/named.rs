//! What a request says of itself beside the parameters: its identifier, and the source of changes.
#![allow(missing_docs)]

mod common;

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b24_generated::{App, Client, ClientBuilder, Limits, Retry, Tokens, task, user};
use common::{Reply, Seen, Server};
use serde_json::json;

fn builder() -> ClientBuilder {
    let millisecond = Duration::from_millis(1);
    let retry = Retry::backoff(1, millisecond, millisecond).longest_run(Duration::ZERO);
    Client::builder().limits(Limits::OFF).options(|o| o.retry(retry))
}

fn oauth(builder: ClientBuilder, server: &Server) -> Client {
    let tokens = Tokens::new("m", format!("{}/rest/", server.origin), "access0", "refresh0");
    builder.oauth(App::new("app.1", "key"), tokens).unwrap()
}

fn id(seen: &Seen) -> String {
    seen.header("x-request-id").expect("it has an identifier").to_owned()
}

#[tokio::test]
async fn each_call_has_an_identifier_that_errors_and_reports_tell() {
    let server = Server::start(|seen| match seen.method() {
        "crm.deal.get" => Reply::error(503, "QUERY_LIMIT_EXCEEDED"),
        "crm.deal.list" => Reply::Close,
        "crm.deal.fields" => Reply::Text(502, "<html>"),
        "crm.deal.add" => Reply::Text(200, "<html>"),
        "crm.lead.get" => Reply::ok(1).after(60_000),
        "file" => Reply::Text(404, "<html>"),
        "batch" => Reply::ok(json!({
            "result": [], "result_error": { "c0": { "error": "NO" }, "c1": { "error": "NO" } },
        })),
        _ => Reply::ok(1),
    })
    .await;
    let reported = Arc::new(Mutex::new(Vec::new()));
    let log = reported.clone();
    let b24 = builder()
        .on_call(move |call| log.lock().unwrap().push(call.request_id.to_owned()))
        .options(|o| o.deadline(Duration::from_millis(500)))
        .webhook(&server.webhook("c0de"))
        .unwrap();

    let mut ids = HashSet::new();
    for method in
        ["crm.deal.get", "crm.deal.list", "crm.deal.fields", "crm.deal.add", "crm.lead.get"]
    {
        let error = b24.call(method, json!({})).await.unwrap_err();
        let seen: Vec<_> = server.seen().into_iter().filter(|s| s.method() == method).collect();
        // Repetitions are the same call.
        assert!(seen.iter().all(|again| id(again) == id(&seen[0])), "{method}");
        assert_eq!(error.request_id(), Some(&*id(&seen[0])), "{error:?}");
        assert_eq!(reported.lock().unwrap().last(), Some(&id(&seen[0])));
        assert!(ids.insert(id(&seen[0])));
    }
    let mut batch = b24.batch();
    let key = batch.add(user::current());
    let _ = batch.add(user::current());
    let mut answers = batch.send().await.unwrap();
    let error = answers.take(key).unwrap_err();
    assert_eq!(error.request_id(), Some(&*id(server.seen().last().unwrap())));

    let error = b24.download("/file", 9).await.unwrap_err();
    assert_eq!(error.request_id(), Some(&*id(server.seen().last().unwrap())));
}

/// They read what comes by its place: a parameter more, in the address or in the body, would be taken for one of theirs.
#[tokio::test]
async fn methods_that_read_by_order_get_nothing_more() {
    let server = Server::start(|_| Reply::ok(true)).await;
    let call = || task::checklistitem::isactionallowed(7, 8, 1);
    let b24 = builder().webhook(&server.webhook("c0de")).unwrap();
    call().send(&b24).await.unwrap();
    let b24 = oauth(builder().options(|o| o.auth_connector("sync")), &server);
    call().send(&b24).await.unwrap();
    let texts = [
        r#"{"TASKID":7,"ITEMID":8,"ACTIONID":1}"#,
        // The server takes these out before the method sees them.
        r#"{"TASKID":7,"ITEMID":8,"ACTIONID":1,"auth_connector":"sync","auth":"access0"}"#,
    ];
    for (seen, text) in server.seen().iter().zip(texts) {
        assert_eq!(seen.text, text);
        assert!(!seen.path.contains('?') && seen.header("x-request-id").is_some(), "{seen:?}");
    }
}

#[tokio::test]
async fn the_source_of_changes_stands_beside_the_commands_and_the_token() {
    let server = Server::start(|seen| match seen.method() {
        "batch" => Reply::ok(json!({ "result": { "c0": 1, "c1": 1 } })),
        _ => Reply::ok(1),
    })
    .await;
    let last = || server.seen().last().unwrap().clone();
    let b24 = oauth(builder().options(|o| o.auth_connector("sync")), &server);
    b24.call("crm.deal.update", json!({ "id": 1 })).await.unwrap();
    assert_eq!(last().text, r#"{"id":1,"auth_connector":"sync","auth":"access0"}"#);
    b24.call("crm.deal.fields", json!({})).await.unwrap();
    assert_eq!(last().text, r#"{"auth_connector":"sync","auth":"access0"}"#);
    // What a call says itself counts.
    b24.call("event.bind", json!({ "auth_connector": "own" })).await.unwrap();
    assert_eq!(last().text, r#"{"auth_connector":"own","auth":"access0"}"#);
    b24.call_v3("tasks.task.get", json!({ "id": 1 })).await.unwrap();
    assert_eq!(last().text, r#"{"id":1,"auth_connector":"sync"}"#);
    let batch = json!([{ "method": "tasks.task.get", "query": {} }]);
    b24.call_v3("batch", batch.clone()).await.unwrap();
    assert_eq!((last().query("auth_connector"), last().body()), (Some("sync".into()), batch));

    // Of one batch.
    let b24 = oauth(builder(), &server);
    for (source, expected) in [(Some("once"), json!("once")), (None, json!(null))] {
        let mut batch = b24.batch();
        if let Some(source) = source {
            batch = batch.auth_connector(source);
        }
        let _ = batch.call("crm.deal.update", json!({ "id": 1 }));
        let _ = batch.call("crm.deal.update", json!({ "id": 2 }));
        let _ = batch.send().await.unwrap();
        let body = last().body();
        assert_eq!(body["auth_connector"], expected);
        assert_eq!(
            body["cmd"],
            json!({ "c0": "crm.deal.update?id=1", "c1": "crm.deal.update?id=2" })
        );
    }

    // A webhook has no offline events, and a method may take for its own what it does not know.
    let b24 = builder().options(|o| o.auth_connector("sync"));
    let b24 = b24.webhook(&server.webhook("c0de")).unwrap();
    b24.call("crm.deal.update", json!({ "id": 1 })).await.unwrap();
    assert_eq!(last().text, r#"{"id":1}"#);
}
