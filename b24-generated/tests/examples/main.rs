//! The example programs, on the fake portal: what arrived there is what counts. `bulk_update`
//! runs in the tests of the portal.
#![allow(missing_docs)]

use std::path::PathBuf;

use b24_generated::Client;
use b24_generated::testing::{FakePortal, Write};
use serde_json::Value;

mod files;
mod oauth;
mod reads;
mod writes;

/// A portal, and its client.
async fn portal() -> (FakePortal, Client) {
    let portal = FakePortal::builder().no_limits().start().await.unwrap();
    let b24 = Client::webhook(&portal.webhook()).unwrap();
    (portal, b24)
}

/// The same, for an application, as the events of its installation make it known.
async fn application() -> (FakePortal, Client) {
    let portal = FakePortal::builder().no_limits().start().await.unwrap();
    let app = b24_generated::App::new(portal.app().client_id, portal.app().client_secret);
    let store = b24_generated::MemoryStore::new();
    let portals = Client::builder().portals(app.server(&portal.url()).unwrap(), store).unwrap();
    let b24 = portals.authorize(&portal.authorize()).await.unwrap();
    (portal, b24)
}

/// A place that is of this test alone.
fn place(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("b24-examples-{}-{name}", std::process::id()))
}

/// The writes of a method that ran, in their order.
fn writes(portal: &FakePortal, method: &str) -> Vec<Write> {
    portal.journal().into_iter().filter(|write| write.method == method).collect()
}

/// One field of each.
fn fields(writes: &[Write], pointer: &str) -> Vec<Value> {
    let field = |write: &Write| {
        let params = Value::Object(write.params.clone());
        params.pointer(pointer).cloned().unwrap_or_default()
    };
    writes.iter().map(field).collect()
}
