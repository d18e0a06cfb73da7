//! The example programs, on the fake portal. `bulk_update` runs in the tests of the portal.
#![allow(missing_docs)]

use std::path::PathBuf;

use b24_generated::testing::FakePortal;
use b24_generated::{App, Client, FileStore};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

#[path = "../examples/export_deals.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod export_deals;
#[path = "../examples/oauth_app.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod oauth_app;
#[path = "../examples/upload_file.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod upload_file;

async fn portal() -> FakePortal {
    FakePortal::builder().no_limits().start().await.unwrap()
}

/// A place that is of this test alone.
fn place(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("b24-examples-{}-{name}", std::process::id()))
}

#[tokio::test]
async fn deals_are_exported() {
    let portal = portal().await;
    let deal = |id: i64| {
        json!({
            "id": id, "title": format!("Deal, {id}"), "stageId": "NEW", "opportunity": 10.5,
            "assignedById": 7,
        })
    };
    portal.entity("crm.item", (1..=120).map(deal));
    let b24 = Client::webhook(&portal.webhook()).unwrap();
    let path = place("deals.csv");
    assert_eq!(export_deals::export(&b24, &path).await.unwrap(), 120);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0]), (121, "id,title,stageId,opportunity,assignedById"));
    assert_eq!(lines[120], "120,\"Deal, 120\",NEW,10.5,7");
}

#[tokio::test]
async fn a_file_goes_there_and_back() {
    let portal = portal().await;
    let content = "some content ".repeat(10_000);
    let address = portal.file("a file.txt", content.clone());
    portal.on("disk.file.get", move |_| json!({ "ID": "5", "DOWNLOAD_URL": address }));
    let b24 = Client::webhook(&portal.webhook()).unwrap();
    let path = place("file.txt");
    std::fs::write(&path, &content).unwrap();
    let bytes = upload_file::there_and_back(&b24, 3, &path).await.unwrap();
    assert_eq!(bytes, content.len() as u64);
    std::fs::remove_file(path).unwrap();
    let uploads = portal.uploads();
    assert_eq!((uploads.len(), &*uploads[0].content), (1, content.as_bytes()));
}

#[tokio::test]
async fn an_application_is_authorized_by_a_code_or_an_event_and_remembers_it() {
    let portal = portal().await;
    portal.on("user.current", |_| json!({ "ID": "1", "NAME": "Ann" }));
    let app = portal.app();
    let app = App::new(app.client_id, app.client_secret).server(&portal.url()).unwrap();
    let event = portal.event_auth();
    let member = event["member_id"].as_str().unwrap().to_owned();
    let pairs = event.as_object().unwrap().iter().map(|(key, value)| {
        let value = utf8_percent_encode(value.as_str().unwrap(), NON_ALPHANUMERIC);
        format!("auth%5B{key}%5D={value}")
    });
    let event = pairs.collect::<Vec<_>>().join("&");
    for (what, value) in [("code", portal.authorize()), ("event", event)] {
        let folder = place(what);
        let portals = || {
            let store = FileStore::new(&folder).unwrap();
            Client::builder().portals(app.clone(), store).unwrap()
        };
        let b24 = oauth_app::open(&portals(), what, &value).await.unwrap();
        assert_eq!(oauth_app::who(&b24).await.unwrap(), format!("Ann at {member}"));
        // The next start of the program, when the token has expired.
        portal.expire_tokens();
        let again = portals();
        let b24 = oauth_app::open(&again, "portal", &member).await.unwrap();
        assert_eq!(oauth_app::who(&b24).await.unwrap(), format!("Ann at {member}"));
        assert!(oauth_app::open(&again, "portal", "another").await.is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
    // Once for each start, and once for the event, whose tokens had expired with the others.
    assert_eq!(portal.stats().refreshes, 3);
}
