//! REST 3.0.

use b24_generated::schema::Rest;
use b24_generated::testing::FakePortal;
use serde_json::{Value, json};

use super::{Got, Site, read};

fn code(name: &str) -> String {
    format!("BITRIX_REST_V3_EXCEPTION_{name}EXCEPTION")
}

async fn site() -> Site {
    let site = Site::with(FakePortal::builder().no_limits().freeze_time()).await;
    let row = |id: u32| json!({ "id": id, "title": format!("T{id}"), "responsible": { "name": "N", "email": "E" } });
    site.portal.entity((Rest::V3, "tasks.task"), (1..=60).map(row));
    site
}

async fn list(site: &Site, params: Value) -> Got {
    site.call_v3("tasks.task.list", params).await
}

fn ids(got: &Got) -> Vec<i64> {
    got.result()["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn lists_are_paged_filtered_and_ordered() {
    let site = site().await;
    let got = list(&site, json!({})).await;
    assert_eq!((ids(&got).len(), got.body.get("total")), (50, None));
    assert_eq!(got.result()["items"][0], json!({ "id": 1 }), "nothing was selected");
    let params = json!({ "pagination": { "page": 2, "limit": 20 }, "order": { "id": "DESC" } });
    assert_eq!(ids(&list(&site, params).await), (21..=40).rev().collect::<Vec<_>>());
    let params = json!({ "pagination": { "offset": 55, "limit": 1000 } });
    assert_eq!(ids(&list(&site, params).await), [56, 57, 58, 59, 60]);
    let either =
        json!({ "logic": "or", "conditions": [["id", [1, 2]], ["id", "between", [58, 59]]] });
    let params = json!({ "filter": [["id", "!=", 2], either] });
    assert_eq!(ids(&list(&site, params).await), [1, 58, 59]);
    let params =
        json!({ "select": ["id", "nothing", "responsible.name"], "pagination": { "limit": 1 } });
    let got = list(&site, params).await;
    assert_eq!(got.result()["items"], json!([{ "id": 1, "responsible": { "name": "N" } }]));
}

#[tokio::test]
async fn what_is_wrong_is_named() {
    let site = site().await;
    for (params, expected) in [
        (json!({ "filter": [["idea", "=", 1]] }), "UNKNOWNDTOPROPERTY"),
        (json!({ "filter": [["id", "~", 1]] }), "UNKNOWNFILTEROPERATOR"),
        (json!({ "filter": { ">id": 1 } }), "INVALIDFILTER"),
        (json!({ "pagination": { "limit": 1001 } }), "INVALIDPAGINATION"),
        (json!({ "select": "id" }), "INVALIDSELECT"),
    ] {
        assert_eq!(list(&site, params).await.error(), (400, code(expected).as_str()));
    }
    let got = site.call_v3("tasks.dance", json!({})).await;
    assert_eq!(got.error(), (404, "ERROR_METHOD_NOT_FOUND"));
    assert!(got.body["error"]["message"].is_string() && got.body.get("result").is_none());
}

#[tokio::test]
async fn only_json_in_the_body_is_read() {
    let site = site().await;
    let url = format!("{}tasks.task.get", site.portal.webhook().replace("/rest/", "/rest/api/"));
    let got = site.get(&format!("{url}?id=5")).await.unwrap();
    assert_eq!(got.error(), (400, code("VALIDATION_REQUESTVALIDATION").as_str()));
    for (kind, body) in [("application/x-www-form-urlencoded", "id=5"), ("application/json", "{")] {
        let request = site.http.post(&url).header("content-type", kind).body(body);
        let got = read(request.send().await.unwrap()).await.unwrap();
        assert_eq!(got.error(), (400, code("INVALIDJSON").as_str()));
    }
    let tokens = site.portal.tokens();
    let url = format!("{}/rest/api/tasks.task.get", site.portal.url());
    let got = site.post(&url, json!({ "id": 5, "auth": tokens.access_token })).await.unwrap();
    assert_eq!(got.result()["item"]["title"], "T5");
}

#[tokio::test]
async fn a_batch_is_a_list_and_fails_as_one() {
    let site = site().await;
    let get =
        |id: u32| json!({ "method": "tasks.task.get", "query": { "id": id, "select": ["id"] } });
    let got = site.call_v3("batch", json!([get(3), get(1)])).await;
    assert_eq!(*got.result(), json!([{ "item": { "id": 3 } }, { "item": { "id": 1 } }]));
    let add = json!({ "method": "tasks.task.add", "query": { "fields": { "title": "x" } } });
    let got = site.call_v3("batch", json!([get(3), get(99), add])).await;
    assert_eq!(got.error(), (400, code("ENTITYNOTFOUND").as_str()));
    assert!(site.portal.journal().is_empty(), "nothing after the error has run");
    let tokens = site.portal.tokens();
    let numbered = json!({ "0": get(3), "1": get(1), "auth": tokens.access_token });
    let url = format!("{}/rest/api/batch", site.portal.url());
    assert_eq!(site.post(&url, numbered).await.unwrap().result()[1]["item"]["id"], 1);
    let got = site.call_v3("batch", json!({ "cmd": { "a": "tasks.task.get?id=1" } })).await;
    assert_eq!(got.error(), (400, code("INVALIDSELECT").as_str()));
}

async fn add(site: &Site, key: &str, title: &str) -> Got {
    let url = format!("{}tasks.task.add", site.portal.webhook().replace("/rest/", "/rest/api/"));
    let request = site.http.post(url).header("content-type", "application/json");
    let request = request.header("Idempotency-Key", key);
    let body = json!({ "fields": { "title": title } }).to_string();
    read(request.body(body).send().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_key_makes_a_repeated_call_harmless() {
    let site = site().await;
    let first = add(&site, "k1", "a").await;
    assert_eq!(first.headers["idempotency-key"], "k1");
    assert!(!first.headers.contains_key("idempotent-replayed"));
    let again = add(&site, "k1", "a").await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(first.body, again.body);
    let other = add(&site, "k1", "b").await;
    assert_eq!(other.error(), (422, code("IDEMPOTENCYKEYREUSED").as_str()));
    for wrong in ["", "\t", &"x".repeat(256)] {
        let got = add(&site, wrong, "a").await;
        assert_eq!(got.error(), (400, code("INVALIDIDEMPOTENCYKEY").as_str()));
    }
    add(&site, "k2", "a").await.result();
    let stats = site.portal.stats();
    assert_eq!((stats.writes, stats.replays, stats.duplicate_writes), (2, 1, 1));
    assert_eq!(site.portal.journal()[0].idempotency_key.as_deref(), Some("k1"));
    site.portal.advance(std::time::Duration::from_secs(24 * 3600));
    assert!(!add(&site, "k1", "b").await.headers.contains_key("idempotent-replayed"));
}

#[tokio::test]
async fn an_error_is_not_kept() {
    let site = site().await;
    let refuse = std::sync::atomic::AtomicBool::new(true);
    site.portal.on((Rest::V3, "tasks.task.add"), move |_| {
        use b24_generated::testing::Reply;
        match refuse.swap(false, std::sync::atomic::Ordering::Relaxed) {
            true => Reply::error(400, "NO", "").invalid("title", "is bad"),
            false => json!({ "item": { "id": 1 } }).into(),
        }
    });
    let got = add(&site, "k", "a").await;
    assert_eq!(got.body["error"]["validation"], json!([{ "message": "is bad", "field": "title" }]));
    add(&site, "k", "a").await.result();
    assert_eq!(site.portal.stats().replays, 0);
}

#[tokio::test]
async fn a_log_is_read_from_a_point_on() {
    let site = site().await;
    site.portal.rows("main.eventlog.tail", (1..=9).map(|id| json!({ "id": id })));
    let params = json!({ "cursor": { "field": "id", "value": 5, "order": "ASC", "limit": 3 } });
    let got = site.call_v3("main.eventlog.tail", params).await;
    assert_eq!(ids(&got), [6, 7, 8]);
}

#[tokio::test]
async fn an_answer_has_a_result_unless_its_page_says_that_it_has_none() {
    let site = Site::new().await;
    let document = json!({ "openapi": "3.0.0", "paths": {} });
    let answer = document.clone();
    site.portal.on((Rest::V3, "rest.documentation.openapi"), move |_| answer.clone());
    assert_eq!(site.call_v3("rest.documentation.openapi", json!({})).await.body, document);
    assert!(site.call_v3("rest.scope.list", json!({})).await.body.get("result").is_some());
}
