//! How parameters arrive, and what stands around results.

use b24_generated::schema::{Rest, catalog, fit};
use b24_generated::testing::{FakePortal, Reply};
use serde_json::{Value, json};

use super::{Site, read};

/// A portal whose `user.search` answers its own parameters.
async fn echo() -> Site {
    let site = Site::new().await;
    site.portal.on("user.search", |request| Value::Object(request.params.clone()));
    site
}

#[tokio::test]
async fn parameters_arrive_by_all_ways() {
    let site = echo().await;
    let url = format!("{}user.search", site.portal.webhook());
    let as_text = json!({ "FILTER": { ">=ID": "7", "@NAME": ["a", "b&c d"] }, "start": "0" });
    let query = "FILTER[%3E%3DID]=7&FILTER[@NAME][]=a&FILTER[@NAME][1]=b%26c+d&start=0";

    let got = site.get(&format!("{url}?{query}")).await.unwrap();
    assert_eq!(*got.result(), as_text);
    let form = site.http.post(&url).header("content-type", "application/x-www-form-urlencoded");
    let got = read(form.body(query).send().await.unwrap()).await.unwrap();
    assert_eq!(*got.result(), as_text);
    let parts =
        "--b\r\nContent-Disposition: form-data; name=\"FILTER[>=ID]\"\r\n\r\n7\r\n--b--\r\n";
    let form = site.http.post(&url).header("content-type", "multipart/form-data; boundary=b");
    let got = read(form.body(parts).send().await.unwrap()).await.unwrap();
    assert_eq!(*got.result(), json!({ "FILTER": { ">=ID": "7" } }));

    let typed = json!({ "FILTER": { "ACTIVE": true, "ID": 7, "X": null }, "LIST": [] });
    assert_eq!(*site.call("user.search", typed.clone()).await.result(), typed);
    // The body wins over the query; a list is positional.
    let got = site.post(&format!("{url}?a=1&b=2"), json!({ "b": 3 })).await.unwrap();
    assert_eq!(*got.result(), json!({ "a": "1", "b": 3 }));
    assert_eq!(
        *site.call("user.search", json!([5, { "x": 1 }])).await.result(),
        json!({ "0": 5, "1": { "x": 1 } })
    );
}

#[tokio::test]
async fn names_are_found_in_any_case() {
    let site = echo().await;
    for name in ["user.search", "User.Search.json", "USER.SEARCH/"] {
        site.call(name, json!({})).await.result();
    }
    assert_eq!(site.portal.stats().calls_of("user.search"), 3);
    assert_eq!(site.call("user.dance", json!({})).await.error(), (404, "ERROR_METHOD_NOT_FOUND"));
    // A method of REST 3.0 at the address of REST 2.
    let got = site.call("main.eventlog.list", json!({})).await;
    assert_eq!(got.error(), (404, "ERROR_METHOD_NOT_FOUND"));
    assert_eq!(site.portal.stats().errors_of("ERROR_METHOD_NOT_FOUND"), 2);
}

#[tokio::test]
async fn what_writes_is_counted() {
    let site = Site::new().await;
    for name in ["imconnector.send.messages", "im.dialog.read.all", "task.item.isactionallowed"] {
        site.portal.on(name, |_| Value::Bool(true));
        site.call(name, json!({})).await.result();
    }
    let written: Vec<_> = site.portal.journal().into_iter().map(|write| write.method).collect();
    assert_eq!(written, ["imconnector.send.messages", "im.dialog.read.all"]);
}

#[tokio::test]
async fn answers_say_when_and_how_long() {
    let site = Site::with(FakePortal::builder().freeze_time()).await;
    site.portal.set_operating("user.current", std::time::Duration::from_secs(3));
    let time = site.call("user.current", json!({})).await.body["time"].clone();
    let moment = |key: &str| {
        b24_generated::chrono::DateTime::parse_from_rfc3339(time[key].as_str().unwrap()).unwrap()
    };
    assert_eq!(moment("date_start").timestamp() as f64, time["start"].as_f64().unwrap().floor());
    assert_eq!(moment("date_finish"), moment("date_start"));
    assert_eq!((&time["duration"], &time["operating"]), (&json!(0.0), &json!(3.0)));
    let reset = time["operating_reset_at"].as_i64().unwrap();
    assert_eq!(reset - moment("date_start").timestamp(), 600);
}

#[tokio::test]
async fn handlers_answer_and_refuse() {
    let site = Site::new().await;
    site.portal.on("crm.deal.add", |request| match request.param("FIELDS")["TITLE"].as_str() {
        Some(title) => Reply::from(json!(title.len())),
        None => Reply::error(400, "NO_TITLE", "There is no title"),
    });
    let got = site.call("crm.deal.add", json!({ "fields": { "TITLE": "abc" } })).await;
    assert_eq!(*got.result(), json!(3));
    let got = site.call("crm.deal.add", json!({ "fields": {} })).await;
    assert_eq!(got.status, 400);
    let expected = json!({ "error": "NO_TITLE", "error_description": "There is no title" });
    assert_eq!(got.body, expected);
    // What was refused was not written.
    assert_eq!(site.portal.journal().len(), 1);
}

#[tokio::test]
async fn every_documented_method_answers_in_its_documented_shape() {
    for php in [false, true] {
        let builder = FakePortal::builder().no_limits().check_required(false);
        let site = Site::with(if php { builder.php_values() } else { builder }).await;
        for method in catalog().methods() {
            let got = match method.rest {
                // These two are the portal's own.
                Rest::V2 if method.name == "batch" => continue,
                Rest::V2 if method.name.starts_with("disk.") && method.name.contains("pload") => {
                    continue;
                }
                Rest::V2 => site.call(&method.name, json!({})).await,
                Rest::V3 => site.call_v3(&method.name, json!({})).await,
            };
            assert_eq!(got.status, 200, "{}: {}", method.name, got.body);
            let answer = got.result();
            let record = |name: &str| catalog().record(method, name).map(|record| &record.body);
            let misfits = fit::Fit::new(&record).answer(&method.answer.ty, answer);
            assert!(misfits.is_empty(), "{}: {misfits:?}", method.name);
        }
    }
}

#[tokio::test]
async fn required_parameters_are_required() {
    let site = Site::new().await;
    assert_eq!(site.call("crm.item.get", json!({ "entityTypeId": 2 })).await.status, 400);
    site.call("crm.item.get", json!({ "EntityTypeID": 2, "ID": 7 })).await.result();
    let got = site.call_v3("tasks.task.get", json!({ "ID": 7 })).await;
    let code = "BITRIX_REST_V3_EXCEPTION_VALIDATION_REQUESTVALIDATIONEXCEPTION";
    assert_eq!(got.error(), (400, code));
    assert_eq!(got.body["error"]["validation"][0]["field"], "id");
}

#[tokio::test]
async fn the_log_shows_requests_without_secrets() {
    let site = Site::new().await;
    let url = format!("{}crm.deal.list", site.portal.webhook());
    site.post(&url, json!({ "start": 0 })).await.unwrap();
    let tokens = site.portal.tokens();
    let by_token = format!("{}/rest/crm.deal.list", site.portal.url());
    let request = site.http.get(format!("{by_token}?auth={}", tokens.access_token));
    request.header("x-mine", "1").send().await.unwrap();
    let request = site.http.get(&by_token).bearer_auth(&tokens.access_token);
    request.send().await.unwrap();
    let log = site.portal.log();
    assert_eq!(log[0].path, "/rest/1/***/crm.deal.list");
    assert_eq!((log[0].method.as_str(), log[0].status), ("crm.deal.list", 200));
    assert_eq!(log[0].params["start"], 0);
    assert_eq!((log[1].http_method.as_str(), &*log[1].headers["x-mine"]), ("GET", "1"));
    let all = format!("{log:?} {:?} {tokens:?} {:?}", site.portal, site.portal.app());
    let app = site.portal.app();
    for secret in [site.portal.webhook_code(), &tokens.access_token, &app.client_secret] {
        assert!(!all.contains(secret));
    }
}

#[tokio::test]
async fn files_go_up_in_two_steps_and_come_down() {
    let site = Site::new().await;
    let got = site.call("disk.folder.uploadfile", json!({ "id": 5 })).await;
    assert_eq!(got.result()["field"], "file");
    let url = got.result()["uploadUrl"].as_str().unwrap();
    let form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n\
                \0\u{1}--\r\n\r\n--b--\r\n";
    let upload = || async {
        let request = site.http.post(url).header("content-type", "multipart/form-data; boundary=b");
        read(request.body(form).send().await.unwrap()).await.unwrap()
    };
    let got = upload().await;
    assert_eq!((&got.result()["NAME"], &got.result()["SIZE"]), (&json!("a.bin"), &json!(6)));
    assert_eq!(site.portal.uploads()[0].content, b"\0\x01--\r\n".as_slice());
    // An address serves once.
    assert_eq!(upload().await.error(), (401, "NO_AUTH_FOUND"));

    let url = site.portal.file("report.txt", "some text");
    let answer = site.http.get(&url).send().await.unwrap();
    assert!(answer.headers()["content-disposition"].to_str().unwrap().contains("report.txt"));
    assert_eq!(answer.text().await.unwrap(), "some text");
    assert_eq!(site.get(&format!("{url}0")).await.unwrap().status, 404);
}

#[tokio::test]
async fn a_renamed_portal_sends_on() {
    let (old, new) = (Site::new().await, Site::new().await);
    old.portal.move_to(&new.portal.url());
    let got = old.get(&format!("{}profile?x=1", old.portal.webhook())).await.unwrap();
    assert_eq!(got.status, 302);
    let place = old.portal.webhook().replace(&old.portal.url(), &new.portal.url());
    assert_eq!(got.headers["location"], format!("{place}profile?x=1"));
}

#[test]
fn it_runs_without_a_runtime_and_over_https() {
    let portal = FakePortal::builder().https().start_blocking().unwrap();
    let webhook = portal.webhook();
    let certificate =
        reqwest::Certificate::from_pem(portal.certificate_pem().unwrap().as_bytes()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let trusts = reqwest::Client::builder().tls_certs_only([certificate]).build().unwrap();
    runtime.block_on(async {
        let url = format!("{webhook}profile.json");
        assert!(url.starts_with("https://127.0.0.1:"));
        let got = read(trusts.get(&url).send().await.unwrap()).await.unwrap();
        got.result();
        assert!(super::http().get(&url).send().await.is_err(), "nobody else trusts it");
        drop(portal);
        assert!(trusts.get(&url).send().await.is_err(), "it is gone");
    });
}
