//! What is said to not have run did not run: what nobody named an error for may have.

use b24_generated::{BatchError, Error, ErrorKind, Params, crm, user, v3};
use serde_json::{Value, json};

use super::loopback::script as server;

/// A word for what became of each of three commands that write, in a batch that halts.
async fn halted(result: Value) -> [&'static str; 3] {
    let (b24, _) = server(vec![(200, json!({ "result": result }))]).await;
    let mut batch = b24.batch().halt();
    let keys = [1, 2, 3].map(|_| batch.add(crm::deal::add()));
    let mut answers = batch.send().await.unwrap();
    keys.map(|key| match answers.take(key) {
        Ok(_) => "done",
        Err(error) => word(&error),
    })
}

fn word(error: &Error) -> &'static str {
    let word = match error {
        Error::Api(_) => "failed",
        Error::Batch(error) => match **error {
            BatchError::NotRun { .. } => "not run",
            BatchError::NoAnswer { .. } => "unknown",
            BatchError::NoReferent { .. } => "no referent",
            _ => panic!("{error:?}"),
        },
        _ => panic!("{error:?}"),
    };
    assert_eq!(error.is_retryable(), word == "not run", "{error:?}");
    word
}

fn missing() -> Value {
    json!({ "error": "NOT_FOUND", "error_description": "Not found" })
}

#[tokio::test]
async fn what_an_empty_answer_leaves_out_may_have_run() {
    for empty in [
        Value::Null,
        json!([]),
        json!({}),
        json!(true),
        json!("garbage"),
        json!({ "result": [], "result_error": [] }),
        json!({ "result": null, "result_error": null }),
        json!({ "result": { "x": 1 }, "result_error": { "y": missing() } }),
        // PHP's words for nothing are no errors.
        json!({ "result": [], "result_error": { "c0": null, "c1": [], "c2": "" } }),
        json!({ "result": [], "result_error": { "c0": false } }),
    ] {
        assert_eq!(halted(empty.clone()).await, ["unknown"; 3], "{empty}");
    }
}

#[tokio::test]
async fn only_what_follows_a_named_error_did_not_run() {
    let part = |result: Value, errors: Value| json!({ "result": result, "result_error": errors });
    let answer = part(json!({ "c0": 1 }), json!({ "c1": missing() }));
    assert_eq!(halted(answer).await, ["done", "failed", "not run"]);
    let answer = part(json!([]), json!({ "c1": missing() }));
    assert_eq!(halted(answer).await, ["unknown", "failed", "not run"]);
    let answer = part(json!({ "c0": 1 }), json!({}));
    assert_eq!(halted(answer).await, ["done", "unknown", "unknown"]);
    // A server that goes on after an error has not halted.
    let answer = part(json!({ "c2": 3 }), json!({ "c0": missing() }));
    assert_eq!(halted(answer).await, ["failed", "unknown", "done"]);
}

#[tokio::test]
async fn an_error_that_only_the_client_found_says_nothing_of_what_is_behind() {
    let answer = json!({ "result": { "result": { "c0": null, "c1": 5 }, "result_error": [] } });
    let (b24, _) = server(vec![(200, answer)]).await;
    let mut batch = b24.batch().halt();
    let first = batch.call("any.add", json!({}));
    let second = batch.call("any.add", Params::new().set("ID", first.result()));
    let third = batch.call("any.add", json!({}));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(word(&answers.take(second).unwrap_err()), "no referent");
    assert_eq!(word(&answers.take(third).unwrap_err()), "unknown");
}

#[tokio::test]
async fn rest_3_leaves_out_what_may_have_run() {
    for (result, expected) in [
        (json!([]), ["unknown"; 3]),
        (json!({}), ["unknown"; 3]),
        (Value::Null, ["unknown"; 3]),
        (json!([{ "item": { "id": 1 } }]), ["done", "unknown", "unknown"]),
    ] {
        let (b24, _) = server(vec![(200, json!({ "result": result }))]).await;
        let mut batch = b24.batch();
        let call = || json!({ "fields": { "title": "x" } });
        let keys = [1, 2, 3].map(|_| batch.call_v3("tasks.task.add", call()));
        let mut answers = batch.send().await.unwrap();
        let words = keys.map(|key| answers.take(key).map_or_else(|e| word(&e), |_| "done"));
        assert_eq!(words, expected);
    }
}

/// A batch of REST 3.0 ends with its first error, and what stands before that has run.
#[tokio::test]
async fn a_batch_of_rest_3_that_hit_the_limit_of_a_method_is_not_sent_again_if_it_writes() {
    let blocked = || {
        let error = json!({ "code": "OPERATION_TIME_LIMIT", "message": "Method is blocked" });
        (429, json!({ "error": error }))
    };
    let (b24, served) = server(vec![blocked()]).await;
    let mut batch = b24.batch();
    batch.call_v3("tasks.task.add", json!({ "fields": { "title": "x" } }));
    batch.add(v3::tasks::task::get(7));
    let error = batch.send().await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::OperatingLimit, false));
    assert_eq!(served.seen().len(), 1);
}

#[tokio::test]
async fn later_requests_of_a_batch_that_halts_are_not_sent_and_did_not_run() {
    let (b24, served) = server(vec![(200, json!({ "result": { "result": [] } }))]).await;
    let mut batch = b24.batch().halt();
    let keys: Vec<_> = (0..60).map(|_| batch.add(user::current())).collect();
    let mut answers = batch.send().await.unwrap();
    for (place, key) in keys.into_iter().enumerate() {
        let expected = if place < 50 { "unknown" } else { "not run" };
        assert_eq!(word(&answers.take(key).unwrap_err()), expected, "{place}");
    }
    assert_eq!(served.seen().len(), 1);
}
