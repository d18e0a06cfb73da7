//! Examples of applications.

use std::sync::{Arc, Mutex};

use b24_generated::{App, Client, FileStore};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::{application, fields, place, portal, writes};

#[path = "../../examples/bind_events.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod bind_events;
#[path = "../../examples/oauth_app.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod oauth_app;

#[tokio::test]
async fn an_application_is_authorized_by_a_code_or_an_event_and_remembers_it() {
    let (portal, _) = portal().await;
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

#[tokio::test]
async fn events_are_bound_once_and_those_that_are_not_wanted_unbound() {
    const OURS: &str = "https://app.example.com/events";
    let (portal, b24) = application().await;
    // What is bound: the event, and who takes it.
    let bound = Arc::new(Mutex::new(vec![
        ("ONCRMLEADADD".to_owned(), OURS.to_owned()),
        ("ONCRMLEADADD".to_owned(), "https://other.example.com/".to_owned()),
    ]));
    let (list, table) = (bound.clone(), bound.clone());
    portal.on("event.get", move |_| {
        let rows = list.lock().unwrap();
        json!(rows.iter().map(|(e, h)| json!({ "event": e, "handler": h })).collect::<Vec<_>>())
    });
    portal.on("event.bind", move |request| {
        let text = |name| request.param(name).as_str().unwrap().to_owned();
        table.lock().unwrap().push((text("event"), text("handler")));
        json!(true)
    });
    let table = bound.clone();
    portal.on("event.unbind", move |request| {
        let gone = |(e, h): &(String, String)| {
            request.param("event") == e.as_str() && request.param("handler") == h.as_str()
        };
        table.lock().unwrap().retain(|row| !gone(row));
        json!({ "count": 1 })
    });

    let wanted = ["onCrmDealAdd", "ONCRMDEALUPDATE"].map(str::to_owned);
    assert_eq!(bind_events::bind(&b24, OURS, &wanted).await.unwrap(), (2, 1));
    let now = bound.lock().unwrap().clone();
    let events: Vec<&str> = now.iter().map(|(event, _)| event.as_str()).collect();
    assert_eq!(events, ["ONCRMLEADADD", "ONCRMDEALADD", "ONCRMDEALUPDATE"]);
    assert_eq!(now[0].1, "https://other.example.com/");

    assert_eq!(bind_events::bind(&b24, OURS, &wanted).await.unwrap(), (0, 0));
    let handlers = fields(&writes(&portal, "event.bind"), "/handler");
    assert_eq!(handlers, [OURS, OURS], "the second time changes nothing");
}
