//! What an error of the server means: by its code, its status, and its description.
#![allow(missing_docs)]

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use b24_generated::{Client, Error, ErrorKind, Limits, Retry, catalog, codes};
use common::{Reply, Server};
use serde_json::{Value, json};

fn client(server: &Server) -> Client {
    let millisecond = Duration::from_millis(1);
    let retry = Retry::backoff(3, millisecond, millisecond).longest_run(Duration::ZERO);
    let builder = Client::builder().limits(Limits::OFF).options(|o| o.retry(retry));
    builder.webhook(&server.webhook("c0de")).unwrap()
}

fn answer(status: u16, code: &str, description: &str) -> Reply {
    Reply::Json(status, json!({ "error": code, "error_description": description }))
}

fn answer_v3(status: u16, code: &str) -> Reply {
    Reply::Json(status, json!({ "error": { "code": code, "message": "no" } }))
}

/// The error that a write ends with, and how often it was sent.
async fn written(reply: Reply) -> (Error, usize) {
    let server = Server::script(vec![reply]).await;
    let error = client(&server).call("crm.deal.add", json!({})).await.unwrap_err();
    (error, server.seen().len())
}

#[tokio::test]
async fn an_error_without_a_telling_code_is_what_its_description_says() {
    for (code, description, kind) in [
        ("", "Not found", ErrorKind::NotFound),
        ("", "Access denied.", ErrorKind::Forbidden),
        ("", "Required fields not provided", ErrorKind::Invalid),
        ("", "The 'FIELD_NAME' field is not found.", ErrorKind::Invalid),
        ("", "Шаблон не найден", ErrorKind::NotFound),
        ("", "Доступ запрещён", ErrorKind::Forbidden),
        ("", "Error deleting block", ErrorKind::Method),
        ("", "", ErrorKind::Method),
        ("0", "Access Denied", ErrorKind::Forbidden),
        ("ERROR_CORE", "Department not found", ErrorKind::NotFound),
        ("ERROR_CORE", "Internal error adding entity. Try adding again.", ErrorKind::Server),
        ("WRONG_REQUEST", "Chat doesn't exist", ErrorKind::NotFound),
        ("NOBODY_KNOWS", "You don’t have access to this chat", ErrorKind::Forbidden),
    ] {
        let (error, sent) = written(answer(400, code, description)).await;
        assert_eq!(error.kind(), kind, "{code}: {description}");
        assert!(!error.is_retryable() && sent == 1);
    }
}

#[tokio::test]
async fn codes_of_methods_are_what_their_words_say() {
    for (code, kind) in [
        ("200040300010", ErrorKind::Forbidden),
        ("IS_NOT_ADMIN", ErrorKind::Forbidden),
        ("MESSAGE_ACCESS_DENIED", ErrorKind::Forbidden),
        ("wrong_auth_type", ErrorKind::Forbidden),
        ("201240400001", ErrorKind::NotFound),
        ("LANDING_NOT_EXIST", ErrorKind::NotFound),
        ("100", ErrorKind::Invalid),
        ("MISSING_PARAMS", ErrorKind::Invalid),
        ("CHAT_ID_EMPTY", ErrorKind::Invalid),
        ("SYSTEM_ERROR", ErrorKind::Server),
        // They mean something, and nothing that a program could do about it.
        ("LIMIT_EXCEEDED", ErrorKind::Method),
        ("COMMAND_ALREADY_EXISTS", ErrorKind::Method),
        ("EMAIL_NOT_CONFIRMED", ErrorKind::Method),
    ] {
        // What the description says beside it does not count.
        let (error, sent) = written(answer(400, code, "Access denied. Not found.")).await;
        assert_eq!(error.kind(), kind, "{code}");
        assert!(!error.is_retryable() && sent == 1);
    }
}

#[tokio::test]
async fn codes_of_rest_3_have_kinds() {
    for (code, kind) in [
        (codes::V3_NOT_FOUND, ErrorKind::NotFound),
        ("BITRIX_REST_V3_REALISATION_EXCEPTION_FIELDNOTFOUNDEXCEPTION", ErrorKind::NotFound),
        ("BITRIX_REST_V3_EXCEPTION_METHODNOTFOUNDEXCEPTION", ErrorKind::NotFound),
        ("BITRIX_REST_V3_EXCEPTION_INVALIDPAGINATIONEXCEPTION", ErrorKind::Invalid),
        ("BITRIX_REST_V3_EXCEPTION_VALIDATION_DTOVALIDATIONEXCEPTION", ErrorKind::Invalid),
        ("BITRIX_REST_V3_EXCEPTION_INVALIDFILTEREXCEPTION", ErrorKind::Invalid),
        ("BITRIX_REST_V3_EXCEPTION_INVALIDORDEREXCEPTION", ErrorKind::Invalid),
        ("BITRIX_TASKS_V2_ACCESS_ACCESSDENIEDEXCEPTION", ErrorKind::Forbidden),
    ] {
        let server = Server::script(vec![answer_v3(400, code)]).await;
        let error = client(&server).call_v3("tasks.task.get", json!({})).await.unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (kind, false), "{code}");
    }
}

#[tokio::test]
async fn a_status_that_asks_to_wait_is_what_it_says_and_does_not_prove_that_nothing_ran() {
    for (status, kind) in [(408, ErrorKind::Timeout), (429, ErrorKind::RateLimit)] {
        for code in ["", "ANY", "SOMETHING_NOT_FOUND"] {
            let (error, sent) = written(answer(status, code, "Not found")).await;
            assert_eq!((error.kind(), error.is_retryable()), (kind, false), "{status} {code}");
            assert_eq!(sent, 1, "a write may have run");
            let answers = vec![answer(status, code, ""), Reply::ok(7)];
            let server = Server::script(answers).await;
            assert_eq!(client(&server).call("user.get", json!({})).await.unwrap(), 7);
        }
    }
    let server = Server::start(|_| answer(429, "ANY", "")).await;
    let error = client(&server).call("user.get", json!({})).await.unwrap_err();
    assert!(error.is_retryable());
    // In REST 3.0 the server knows it again.
    let server = Server::script(vec![answer_v3(429, "ANY"), Reply::ok(7)]).await;
    assert_eq!(client(&server).call_v3("tasks.task.add", json!({})).await.unwrap(), 7);
    let seen = server.seen();
    let keys: Vec<_> = seen.iter().map(|seen| seen.header("idempotency-key").unwrap()).collect();
    assert!(keys.len() == 2 && keys[0] == keys[1]);
    // A code that is known says more than the status.
    let (error, _) = written(answer(429, "ACCESS_DENIED", "")).await;
    assert_eq!(error.kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn credentials_are_wrong_or_not_enough_as_the_status_says() {
    for (status, kind) in [(401, ErrorKind::Unauthorized), (403, ErrorKind::Forbidden)] {
        let (error, _) = written(answer(status, codes::INVALID_CREDENTIALS, "")).await;
        assert_eq!((error.kind(), error.is_retryable()), (kind, false));
        assert!(error.api().unwrap().meaning().is_some());
    }
}

#[tokio::test]
async fn commands_of_a_batch_have_the_same_kinds() {
    let errors = json!({
        "c0": { "error": "", "error_description": "Access denied." },
        "c1": { "error": "", "error_description": "Internal error adding entity. Try adding again." },
        "c2": { "error": "SYSTEM_ERROR", "error_description": "" },
        "c3": { "error": "QUERY_LIMIT_EXCEEDED", "error_description": "" },
    });
    let body = json!({ "result": { "result": [], "result_error": errors } });
    let server = Server::script(vec![Reply::Json(200, body)]).await;
    let b24 = client(&server);
    let mut batch = b24.batch();
    let keys = ["crm.deal.add", "crm.deal.add", "user.get", "crm.deal.add"]
        .map(|method| batch.call(method, json!({})));
    let mut answers = batch.send().await.unwrap();
    let found = keys.map(|key| {
        let error = answers.take(key).map(|_: Value| ()).unwrap_err();
        (error.kind(), error.is_retryable())
    });
    let expected = [
        (ErrorKind::Forbidden, false),
        (ErrorKind::Server, false),
        (ErrorKind::Server, true),
        (ErrorKind::RateLimit, true),
    ];
    assert_eq!(found, expected);
}

/// Whatever a page says that a method may answer: none of it makes a write go out twice, or be called retryable.
#[tokio::test]
async fn no_documented_error_is_a_reason_to_write_again() {
    let mut errors: BTreeSet<(String, u16)> = BTreeSet::new();
    for method in catalog().methods() {
        for error in &method.errors {
            errors.insert((error.code.clone(), error.status.filter(|s| *s >= 400).unwrap_or(400)));
        }
    }
    assert!(!errors.is_empty());
    let sent = errors.len();
    let answers = errors.into_iter().map(|(code, status)| Reply::error(status, &code));
    let server = Server::script(answers.collect()).await;
    let b24 = client(&server);
    for _ in 0..sent {
        let error = b24.call("crm.deal.add", json!({})).await.unwrap_err();
        assert!(!error.is_retryable(), "{error:?}");
    }
    assert_eq!(server.seen().len(), sent);
}
