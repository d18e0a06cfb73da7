//! Calls over a real connection: what is sent, what comes back.
#![allow(deprecated, missing_docs)]

mod common;

use std::error::Error as _;

use b24_generated::runtime::{Decode, EachCall};
use b24_generated::{
    Call, Client, Error, ErrorKind, Filtering as _, Json, ListCall as _, Record, Retry, booking,
    catalog, crm, im, lists, profile, task, tasks, user, v3, vote,
};
use common::{Reply, Server};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const SECRET: &str = "s3cr3tc0d3";

/// A client of a server that gives these answers, one a request.
async fn server(status: u16, answers: &[&'static str]) -> (Client, Server) {
    let server = Server::script(answers.iter().map(|text| Reply::Text(status, text)).collect());
    let server = server.await;
    // What comes the first time is what the test is about.
    let client = Client::builder().options(|o| o.retry(Retry::never()));
    (client.webhook(&server.webhook(SECRET)).unwrap(), server)
}

/// Path and body of each request.
fn sent(server: &Server) -> Vec<(String, String)> {
    let requests = server.seen().into_iter();
    let sent = requests.map(|seen| {
        assert_eq!(seen.header("content-type"), Some("application/json"));
        (format!("{} {}", seen.verb, seen.path), seen.text)
    });
    sent.collect()
}

#[tokio::test]
async fn calls_are_sent_as_documented() {
    let answers = [
        r#"{"result":7,"time":{}}"#,
        r#"{"result":{"ID":"7","TITLE":"New deal","OPPORTUNITY":"1000.50","CLOSEDATE":"","UF_CRM_1":"x"}}"#,
        r#"{"result":[{"ID":"5","ACTIVE":true}],"total":1}"#,
        r#"{"result":[{"ID":"5"}],"total":"51","next":50}"#,
        r#"{"result":11}"#,
        r#"{"result":{"item":{"id":7,"title":"T"}}}"#,
        r#"{"result":{"task":{"id":"7","title":"T"}}}"#,
        r#"{"result":{"messageId":1}}"#,
        r#"{"result":{"ID":"1","ADMIN":true}}"#,
        r#"{"result":{"anything":1}}"#,
    ];
    let (b24, served) = server(200, &answers).await;
    let id = crm::deal::add()
        .fields(|f| {
            f.title("New deal")
                .opportunity(1000.5)
                .opened(true)
                .contact_ids([1, 2])
                .set("UF_CRM_1", "x")
        })
        .send(&b24)
        .await
        .unwrap();
    assert_eq!(id, 7);
    let deal = crm::deal::get(id).send(&b24).await.unwrap();
    assert_eq!((deal.id, deal.title.as_deref()), (Some(7), Some("New deal")));
    assert_eq!(deal.opportunity.unwrap().to_string(), "1000.50");
    assert!(deal.closedate.is_none() && deal.extra["CLOSEDATE"] == "");
    assert_eq!(deal.extra["UF_CRM_1"], "x");
    user::get().set("ID", 5).send(&b24).await.unwrap();
    let deals = b24.answer(crm::deal::list()).await.unwrap();
    assert_eq!((deals.total, deals.next, deals.result[0].id), (Some(51), Some(50), Some(5)));
    im::message::add("chat1").message("Hi").url_preview(false).send(&b24).await.unwrap();
    let task = v3::tasks::task::get(7).select(["id", "title"]).send(&b24).await.unwrap();
    assert_eq!(task.item.unwrap().title.as_deref(), Some("T"));
    tasks::task::get(7).send(&b24).await.unwrap();
    vote::integration::im::send(3, |d| d.set("QUESTIONS", json!([{ "QUESTION": "?" }])))
        .send(&b24)
        .await
        .unwrap();
    assert_eq!(profile().send(&b24).await.unwrap().admin, Some(true));
    b24.call("any.method", json!({ "a": [1] })).await.unwrap();

    let path = |rest: &str, method: &str| format!("POST {rest}/1/{SECRET}/{method}");
    let expected = [
        (
            path("/rest", "crm.deal.add"),
            r#"{"fields":{"TITLE":"New deal","OPPORTUNITY":1000.5,"OPENED":"Y","CONTACT_IDS":[1,2],"UF_CRM_1":"x"}}"#,
        ),
        (path("/rest", "crm.deal.get"), r#"{"id":7}"#),
        (path("/rest", "user.get"), r#"{"ID":5}"#),
        (path("/rest", "crm.deal.list"), "{}"),
        (
            path("/rest", "im.message.add"),
            r#"{"DIALOG_ID":"chat1","MESSAGE":"Hi","URL_PREVIEW":"N"}"#,
        ),
        (path("/rest/api", "tasks.task.get"), r#"{"id":7,"select":["id","title"]}"#),
        (path("/rest", "tasks.task.get"), r#"{"taskId":7}"#),
        (
            path("/rest", "vote.Integration.Im.send"),
            r#"{"chatId":3,"IM_MESSAGE_VOTE_DATA":{"QUESTIONS":[{"QUESTION":"?"}]}}"#,
        ),
        (path("/rest", "profile"), "{}"),
        (path("/rest", "any.method"), r#"{"a":[1]}"#),
    ];
    let sent = sent(&served);
    assert_eq!(sent.len(), expected.len());
    for (seen, (line, body)) in sent.into_iter().zip(expected) {
        assert_eq!(seen, (line, body.to_owned()));
    }
}

#[tokio::test]
async fn positional_parameters_keep_their_order_and_gaps() {
    let (b24, served) = server(200, &[r#"{"result":[]}"#]).await;
    let call = task::elapseditem::getlist().filter(|f| f.set(">=CREATED_DATE", "2024-02-16"));
    call.taskid(691).send(&b24).await.unwrap();
    assert_eq!(
        sent(&served)[0].1,
        r#"{"TASKID":691,"ORDER":[],"FILTER":{">=CREATED_DATE":"2024-02-16"}}"#
    );
}

#[tokio::test]
async fn a_number_that_may_be_left_out_leaves_no_gap_at_the_beginning() {
    let (b24, served) = server(200, &[r#"{"result":[]}"#]).await;
    let call = task::elapseditem::getlist().filter(|f| f.set(">=CREATED_DATE", "2024-02-16"));
    call.send(&b24).await.unwrap();
    assert_eq!(sent(&served)[0].1, r#"{"ORDER":[],"FILTER":{">=CREATED_DATE":"2024-02-16"}}"#);
}

#[tokio::test]
async fn answers_decode_as_types_of_the_user() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    #[serde(rename_all = "UPPERCASE")]
    struct Deal {
        id: String,
    }
    fn decodes<T: Decode>() {}
    decodes::<Deal>();
    let (b24, _server) = server(200, &[r#"{"result":{"ID":"7"}}"#]).await;
    let deal = crm::deal::get(7).send_as::<Deal>(&b24).await.unwrap();
    assert_eq!(deal, Deal { id: "7".to_owned() });
    let (b24, _server) = server(200, &[r#"{"result":{"ID":7}}"#]).await;
    let error = crm::deal::get(7).send_as::<Deal>(&b24).await.unwrap_err();
    assert!(matches!(error, Error::Decode { .. }));
    assert!(error.source().unwrap().to_string().contains("invalid type"));
}

#[tokio::test]
async fn a_result_of_another_type_is_an_error_that_keeps_it() {
    let (b24, _server) = server(200, &[r#"{"result":"seven"}"#]).await;
    let error = crm::deal::add().send(&b24).await.unwrap_err();
    let text = "the result of `crm.deal.add` is not of the documented type, which is integer";
    assert_eq!(error.to_string(), text);
    let Error::Unfit { unfit, .. } = error else { panic!() };
    assert_eq!((unfit.path.as_str(), &unfit.found), ("result", &json!("seven")));
}

async fn error(status: u16, answer: &'static str) -> Error {
    let (b24, _server) = server(status, &[answer]).await;
    let error = v3::tasks::task::get(7).send(&b24).await.unwrap_err();
    hides_the_secret(&error);
    error
}

fn hides_the_secret(error: &Error) {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(inner) = source {
        shown += &format!("{inner} {inner:?}");
        source = inner.source();
    }
    assert!(!shown.contains(SECRET), "{shown}");
}

#[tokio::test]
async fn errors_are_data() {
    let api = |error| match error {
        Error::Api(api) => *api,
        other => panic!("{other:?}"),
    };
    let e = api(error(400, r#"{"error":"NOT_FOUND","error_description":"Not found"}"#).await);
    assert_eq!(
        (e.code.as_str(), e.description.as_str(), e.status),
        ("NOT_FOUND", "Not found", 400)
    );
    assert_eq!(e.method, "tasks.task.get");
    assert_eq!(e.to_string(), "`tasks.task.get` answered with NOT_FOUND: Not found (HTTP 400)");
    let e = api(error(200, r#"{"error":0,"error_description":"x"}"#).await);
    assert_eq!((e.code.as_str(), e.status), ("0", 200));
    let e = api(error(400, r#"{"error":"","error_description":"No fields"}"#).await);
    assert_eq!((e.code.as_str(), e.description.as_str()), ("", "No fields"));
    let e = api(
        error(
            400,
            r#"{"error":{"code":"BITRIX_X","message":"Bad","validation":[{"message":"Required","field":"id"}]}}"#,
        )
        .await,
    );
    assert_eq!((e.code.as_str(), e.description.as_str()), ("BITRIX_X", "Bad"));
    assert_eq!(
        (e.validation[0].field.as_str(), e.validation[0].message.as_str()),
        ("id", "Required")
    );
    assert!(matches!(error(502, "<html>").await, Error::Http { status: 502, .. }));
    assert!(matches!(error(200, r#"{"result":"#).await, Error::NotJson { status: 200, .. }));
}

/// What a proxy, or a page for maintenance, may say in JSON. An answer has a `result`, or an `error`.
const FOREIGN: &[(u16, &str)] = &[
    (200, "{}"),
    (200, "[]"),
    (200, "null"),
    (200, "true"),
    (200, r#"{"status":"maintenance"}"#),
    (200, r#"{"error":null,"time":{}}"#),
    (201, "{}"),
    (300, r#"{"result":true}"#),
    (303, r#"{"result":true}"#),
    (305, r#"{"error":"","result":true}"#),
    (404, r#"{"message":"no route"}"#),
    (503, r#"{"result":[],"message":"try later"}"#),
];

#[tokio::test]
async fn json_that_is_not_of_rest_is_no_answer() {
    for (status, text) in FOREIGN {
        let (status, text) = (*status, *text);
        let (b24, server) = server(status, &[text; 9]).await;
        let mut errors = vec![
            crm::deal::delete(7).send(&b24).await.unwrap_err(),
            crm::deal::add().send(&b24).await.unwrap_err(),
            crm::deal::add().send_as::<Value>(&b24).await.unwrap_err(),
            b24.answer(crm::deal::list()).await.unwrap_err(),
            crm::deal::list().all(&b24).await.unwrap_err(),
            v3::tasks::task::list().all(&b24).await.unwrap_err(),
            b24.call("crm.deal.list", json!({})).await.unwrap_err(),
            b24.call_v3("tasks.task.list", json!({})).await.unwrap_err(),
        ];
        let mut batch = b24.batch();
        batch.add(crm::deal::delete(7));
        batch.add(crm::deal::delete(8));
        errors.push(batch.send().await.unwrap_err());
        for error in errors {
            let told = matches!(error, Error::Http { status: told, .. } if told == status);
            assert!(told && error.kind() == ErrorKind::Http, "{status} {text}: {error:?}");
            let writes = !error.to_string().contains("list");
            assert!(!(error.is_retryable() && writes), "nobody knows whether it ran: {error:?}");
        }
        assert_eq!(server.seen().len(), 9);
    }
}

#[tokio::test]
async fn what_its_page_shows_without_a_result_is_an_answer() {
    let text = r#"{"openapi":"3.0.0","paths":{"/tasks.task.get":{}}}"#;
    let (b24, _server) = server(200, &[text; 4]).await;
    let whole: Value = serde_json::from_str(text).unwrap();
    assert_eq!(v3::rest::documentation::openapi().send(&b24).await.unwrap(), whole);
    for name in ["rest.documentation.openapi", "Documentation"] {
        assert_eq!(b24.call_v3(name, json!({})).await.unwrap(), whole);
    }
    let error = b24.call("rest.documentation.openapi", json!({})).await.unwrap_err();
    assert!(matches!(error, Error::Http { .. }), "the page says it of REST 3.0: {error:?}");
}

#[tokio::test]
async fn a_dead_server_is_a_transport_error_without_the_address() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let b24 = Client::webhook(&format!("http://{address}/rest/1/{SECRET}/")).unwrap();
    let b24 = b24.with(|o| o.retry(Retry::never()));
    let error = crm::deal::get(7).send(&b24).await.unwrap_err();
    assert!(matches!(error, Error::Transport { .. }));
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Connect, true));
    hides_the_secret(&error);
    let shown = format!("{b24:?}");
    assert!(shown.contains("***") && !shown.contains(SECRET), "{shown}");
}

#[tokio::test]
async fn what_json_cannot_hold_is_reported_when_sent() {
    let b24 = Client::webhook("https://example.bitrix24.com/rest/1/abc/").unwrap();
    let call = crm::deal::add().fields(|f| f.opportunity(f64::NAN));
    let error = call.send(&b24).await.unwrap_err();
    let source = error.source().unwrap().to_string();
    assert_eq!(error.to_string(), "`crm.deal.add` was not called");
    assert_eq!(source, "`fields.OPPORTUNITY` cannot be sent: NaN is not a finite number");
}

#[tokio::test]
async fn what_the_documentation_requires_is_missed_before_anything_is_sent() {
    // Nothing listens there: what is sent fails otherwise.
    let b24 = Client::webhook("http://127.0.0.1:9/rest/1/abc/").unwrap();
    let b24 = b24.with(|o| o.retry(Retry::never()));
    let told = |error: Error| match error {
        Error::Encode { source, .. } => source.to_string(),
        error => panic!("{error:?}"),
    };
    let sent = |error: &Error| matches!(error, Error::Transport { .. });

    let client =
        || booking::v1::booking::client::set(7, [booking::BookingV1ClientBuilder::new().id(1)]);
    let text = "`clients[0]` cannot be sent: it lacks `type`, which the documentation requires; \
                set it, or send without it by `partial`";
    assert_eq!(told(client().send(&b24).await.unwrap_err()), text);
    assert_eq!(told(b24.answer(client()).await.unwrap_err()), text);
    let mut batch = b24.batch();
    batch.add(client());
    assert_eq!(told(batch.send().await.unwrap_err()), text);
    let partial = booking::v1::booking::client::set(
        7,
        [booking::BookingV1ClientBuilder::new().id(1).partial()],
    );
    assert!(sent(&partial.send(&b24).await.unwrap_err()));

    let text = "it lacks `IBLOCK_ID` with `ELEMENT_ID` or `IBLOCK_ID` with `ELEMENT_CODE` or \
                `IBLOCK_CODE` with `ELEMENT_ID` or `IBLOCK_CODE` with `ELEMENT_CODE`, which the \
                documentation requires; set it, or send without it by `partial`";
    let call = || lists::element::delete("lists").iblock_id(29);
    assert_eq!(told(call().send(&b24).await.unwrap_err()), text);
    assert_eq!(told(call().send_as::<bool>(&b24).await.unwrap_err()), text);
    assert!(sent(&call().element_code("a").send(&b24).await.unwrap_err()));
    // The server does not mind the case.
    assert!(sent(&call().set("element_id", 7).send(&b24).await.unwrap_err()));
    assert!(sent(&call().partial().send(&b24).await.unwrap_err()));
    let list = lists::element::get("lists").all(&b24).await.unwrap_err();
    assert!(told(list).starts_with("it lacks `IBLOCK_ID` or `IBLOCK_CODE`, which"));

    let of_kind = crm::timeline::comment::list(|f| f.entity_type("deal"));
    let text = told(of_kind.send(&b24).await.unwrap_err());
    assert!(text.starts_with("`filter` cannot be sent: it lacks `ENTITY_ID`, which"), "{text}");
    // A condition with a sign is one on the field.
    let signed = catalog::section::list(|f| f.is_in("iblockId", [1, 2]));
    assert!(sent(&signed.send(&b24).await.unwrap_err()));
}

#[test]
fn webhook_addresses_are_checked() {
    for (url, reason) in [
        ("", "not a URL"),
        ("http://example.bitrix24.com/rest/1/abc/", "https://"),
        ("ftp://example.bitrix24.com/rest/1/abc/", "https://"),
        ("https://example.bitrix24.com/", "/rest/<user>/<code>/"),
        ("https://example.bitrix24.com/rest/abc/1/", "number of a user"),
        ("https://example.bitrix24.com/rest/1/a%2Fb/", "letters and digits"),
    ] {
        let error = Client::webhook(url).unwrap_err();
        assert!(error.to_string().contains(reason), "{url}: {error}");
        assert!(error.to_string().contains("looks like https://"));
    }
    for url in [
        "https://a:b@example.bitrix24.com/rest/1/abc/",
        "https://example.bitrix24.com/rest/1/abc",
        "https://example.bitrix24.com/rest/1/abc/",
        "https://example.bitrix24.com/rest/api/1/abc/",
        "https://example.bitrix24.com/rest/1/abc/profile.json",
        "http://localhost:8080/rest/1/abc/",
        "http://[::1]/rest/1/abc/",
    ] {
        Client::webhook(url).unwrap();
    }
}

#[test]
fn a_call_knows_its_method() {
    fn method<C: Call>(_: C) -> &'static b24_generated::Method {
        C::METHOD
    }
    let add = method(crm::deal::add());
    assert_eq!(add.name, "crm.deal.add");
    assert!(add.scopes().eq(["crm"]));
    assert!(add.url().starts_with("https://apidocs.bitrix24.com/api-reference/crm/deals/"));
    assert_eq!(method(v3::tasks::task::get(1)).rest, b24_generated::Rest::V3);
}

/// What the types say and what the catalogue says come from one schema in two ways.
#[test]
fn every_call_knows_what_the_catalogue_knows() {
    struct Compare(usize);
    impl EachCall for Compare {
        fn call<C: Call>(&mut self) {
            let (call, name) = (C::METHOD, C::METHOD.name);
            let known = catalog().get(name, call.rest).unwrap();
            assert_eq!((call.who, &*known.name, &*known.page), (known.who, name, call.page));
            assert!(call.scopes().eq(known.scopes.iter().map(String::as_str)), "{name}");
            let from = known.scope_from.as_ref().map_or("", |from| &from.param);
            assert_eq!(call.scope_from, from, "{name}");
            let flags = (known.deprecated.is_some(), known.app_only, known.positional);
            assert_eq!((call.deprecated, call.app_only, call.is_positional()), flags, "{name}");
            assert_eq!(call.answers_bare, known.answer.bare, "{name}");
            let errors = known.errors.iter().map(|error| (&*error.code, error.status));
            assert!(call.errors().map(|error| (error.code, error.status)).eq(errors), "{name}");
            self.0 += 1;
        }
    }
    let mut compare = Compare(0);
    b24_generated::each_call(&mut compare);
    assert_eq!(compare.0, catalog().methods().count());
}

#[test]
fn setters_take_what_is_natural() {
    let value = |call: crm::deal::Add| call.into_params().into_value().unwrap()["fields"].take();
    let ids: Vec<u64> = vec![3, 4];
    let title = String::from("t");
    let call = crm::deal::add().fields(|f| {
        f.title(&title)
            .category_id(1_u8)
            .contact_ids(&ids)
            .opportunity(7)
            .comments(Json(Value::Null))
    });
    let expected = json!({
        "TITLE": "t", "CATEGORY_ID": 1, "CONTACT_IDS": [3, 4], "OPPORTUNITY": 7, "COMMENTS": null
    });
    assert_eq!(value(call), expected);
    let ready = crm::deal::AddFields::new().title("ready");
    assert_eq!(value(crm::deal::add().fields(|_| ready)), json!({ "TITLE": "ready" }));
}
