//! Calls from a program without async.
#![allow(missing_docs)]
#![cfg(all(feature = "blocking", feature = "user"))]

mod common;

use b24_generated::blocking::Client;
use b24_generated::{Error, user};
use common::{Reply, Server};
use serde_json::{Value, json};

/// The server runs elsewhere, as it does in life.
fn server() -> String {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let server = Server::start(|seen| match seen.method() {
                "user.current" => {
                    Reply::Json(200, json!({ "result": { "ID": "7", "NAME": "Ann" }, "total": 1 }))
                }
                _ => Reply::error(400, "NO"),
            })
            .await;
            tell.send(server.webhook("c0de")).unwrap();
            std::future::pending::<()>().await;
        });
    });
    told.recv().unwrap()
}

#[test]
fn calls_wait() {
    let b24 = Client::webhook(&server()).unwrap();
    assert_eq!(b24.send(user::current()).unwrap().name.as_deref(), Some("Ann"));
    assert_eq!(b24.answer(user::current()).unwrap().total, Some(1));
    assert_eq!(b24.send_as::<Value, _>(user::current()).unwrap()["NAME"], "Ann");
    assert_eq!(b24.call("user.current", json!({})).unwrap()["NAME"], "Ann");
    assert!(matches!(b24.call_v3("any.method", json!({})), Err(Error::Api(_))));
    let pair = b24.wait(async {
        let b24 = b24.client();
        (user::current().send(b24).await.is_ok(), b24.call("x", json!({})).await.is_err())
    });
    assert_eq!(pair, (true, true));
    // In several threads at once.
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let b24 = b24.clone();
            std::thread::spawn(move || (0..5).all(|_| b24.send(user::current()).is_ok()))
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
}

#[test]
fn a_client_may_be_dropped_within_a_runtime() {
    for threads in [0, 2] {
        let mut builder = match threads {
            0 => tokio::runtime::Builder::new_current_thread(),
            _ => tokio::runtime::Builder::new_multi_thread(),
        };
        let b24 = Client::webhook(&server()).unwrap();
        let clone = b24.clone();
        // A connection is open, and its task runs.
        b24.send(user::current()).unwrap();
        builder.build().unwrap().block_on(async move {
            drop(b24);
            drop(clone);
        });
    }
}
