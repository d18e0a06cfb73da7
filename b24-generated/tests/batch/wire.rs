//! What is sent, and whose answer is whose.

use std::error::Error as _;

use b24_generated::{
    Answers, BatchError, Client, Error, ErrorKind, Params, crm, department, task, user, v3,
};
use serde_json::{Value, json};

use super::loopback::script as server;

/// An answer to a batch, with what PHP writes for empty maps.
fn answer(result: Value, errors: Value) -> (u16, Value) {
    let or_list = |value: Value| if value == json!({}) { json!([]) } else { value };
    let result = json!({
        "result": or_list(result), "result_error": or_list(errors),
        "result_total": [], "result_next": [], "result_time": [],
    });
    (200, json!({ "result": result, "time": {} }))
}

fn missing() -> Value {
    json!({ "error": "NOT_FOUND", "error_description": "Not found" })
}

fn api(error: Error) -> (String, String) {
    match error {
        Error::Api(error) => (error.method.clone(), error.code.clone()),
        other => panic!("{other:?}"),
    }
}

fn batch_error(error: &Error) -> &BatchError {
    match error {
        Error::Batch(error) => error,
        other => panic!("{other:?}"),
    }
}

fn texts(answers: &Answers) -> Vec<String> {
    answers.errors().map(|(place, error)| format!("{place}: {error}")).collect()
}

#[tokio::test]
async fn each_key_takes_its_own_answer() {
    let (b24, served) = server(vec![(
        200,
        json!({ "result": {
            "result": {
                "c0": { "ID": "1", "NAME": "Ann" },
                "c2": [{ "ID": "5", "TITLE": "T" }],
                "c3": { "anything": [1] },
            },
            "result_error": { "c1": missing() },
            "result_total": { "c2": 51 },
            "result_next": { "c2": 50 },
            "result_time": { "c2": { "duration": 0.5, "operating": 1.5 } },
        } }),
    )])
    .await;
    let mut batch = b24.batch();
    let me = batch.add(user::current());
    let lead = batch.add(crm::lead::get(7));
    let deals = batch.add(crm::deal::list().select(["ID", "TITLE"]));
    let other = batch.call("any.method", json!({ "a": { "b": [true, "x&y"] } }));
    assert_eq!(batch.len(), 4);
    let mut answers = batch.send().await.unwrap();
    assert_eq!(
        texts(&answers),
        ["1: `crm.lead.get` answered with NOT_FOUND: Not found (HTTP 200)"]
    );
    let deals = answers.answer(deals).unwrap();
    assert_eq!((deals.total, deals.next, deals.result[0].id), (Some(51), Some(50), Some(5)));
    assert_eq!(deals.time.unwrap().operating, Some(1.5));
    assert_eq!(answers.take(me).unwrap().name.as_deref(), Some("Ann"));
    let failed = api(answers.take(lead).unwrap_err());
    assert_eq!(failed, ("crm.lead.get".to_owned(), "NOT_FOUND".to_owned()));
    assert_eq!(answers.take(other).unwrap(), json!({ "anything": [1] }));
    let cmd = json!({
        "c0": "user.current",
        "c1": "crm.lead.get?id=7",
        "c2": "crm.deal.list?select[0]=ID&select[1]=TITLE",
        "c3": "any.method?a[b][0]=1&a[b][1]=x%26y",
    });
    let body = json!({ "halt": 0, "cmd": cmd });
    assert_eq!(served.seen(), [("/rest/batch".to_owned(), body)]);
}

#[tokio::test]
async fn answers_decode_as_types_of_the_user() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Deal {
        #[serde(rename = "ID")]
        id: String,
    }
    let result = json!({ "c0": { "ID": "7" }, "c1": { "ID": 7 } });
    let (b24, _) = server(vec![answer(result, json!({}))]).await;
    let mut batch = b24.batch();
    let (first, second) = (batch.add(crm::deal::get(7)), batch.add(crm::deal::get(8)));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take_as::<Deal>(first).unwrap(), Deal { id: "7".to_owned() });
    assert!(matches!(answers.take_as::<Deal>(second), Err(Error::Decode { .. })));
}

#[tokio::test]
async fn lists_for_maps_are_read_by_place() {
    let body = json!({ "result": { "result": [3, 4], "result_error": [] } });
    let (b24, _) = server(vec![(200, body)]).await;
    let mut batch = b24.batch();
    let keys = [1, 2].map(|_| batch.add(crm::deal::add()));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(keys.map(|key| answers.take(key).unwrap()), [3, 4]);
}

#[tokio::test]
async fn more_than_fifty_go_in_order() {
    let part = |ids: std::ops::Range<u64>| {
        let keyed = ids.enumerate().map(|(at, id)| (format!("c{at}"), json!({ "ID": id })));
        answer(Value::Object(keyed.collect()), json!({}))
    };
    let (b24, served) = server(vec![part(0..50), part(50..100), part(100..120)]).await;
    let mut batch = b24.batch();
    let keys: Vec<_> = (0..120).map(|id| batch.add(crm::deal::get(id))).collect();
    let mut answers = batch.send().await.unwrap();
    let ids: Vec<_> = keys.into_iter().map(|key| answers.take(key).unwrap().id.unwrap()).collect();
    assert_eq!(ids, (0..120).collect::<Vec<_>>());
    let seen = served.seen();
    let sizes: Vec<_> =
        seen.iter().map(|(_, body)| body["cmd"].as_object().unwrap().len()).collect();
    assert_eq!(sizes, [50, 50, 20]);
    assert_eq!(seen[2].1["cmd"]["c19"], "crm.deal.get?id=119");
}

#[tokio::test]
async fn a_batch_that_halts_stops_across_requests() {
    let (b24, served) = server(vec![answer(json!({ "c0": 1 }), json!({ "c1": missing() }))]).await;
    let mut batch = b24.batch().halt();
    let keys: Vec<_> = (0..60).map(|_| batch.add(crm::deal::add())).collect();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.errors().count(), 59);
    for (place, key) in keys.into_iter().enumerate() {
        let answer = answers.take(key);
        match place {
            0 => assert_eq!(answer.unwrap(), 1),
            1 => assert_eq!(api(answer.unwrap_err()).1, "NOT_FOUND"),
            _ => {
                let error = answer.unwrap_err();
                let text = "`crm.deal.add` did not run, because `crm.deal.add` failed";
                assert_eq!(error.to_string(), text);
                assert!(matches!(batch_error(&error), BatchError::NotRun { .. }));
            }
        }
    }
    let seen = served.seen();
    assert_eq!((seen.len(), &seen[0].1["halt"]), (1, &json!(1)));
}

#[tokio::test]
async fn the_server_fills_references_where_nonsense_does_no_harm() {
    let result = json!({ "c0": 9, "c1": 4, "c2": { "UF_DEPARTMENT": [3] }, "c3": [], "c4": [] });
    let (b24, served) = server(vec![answer(result, json!({}))]).await;
    let mut batch = b24.batch().halt();
    let contact = batch.add(crm::contact::add().fields(|f| f.name("Ann")));
    batch.add(crm::deal::add().fields(|f| f.contact_id(contact.result())));
    let me = batch.add(user::current());
    batch.add(department::get().id(me.result().field("UF_DEPARTMENT").index(0)));
    let lost = batch.add(department::get().id(me.result().field("UF_DEPARTMENT").index(1)));
    let mut answers = batch.send().await.unwrap();
    let error = answers.take(lost).unwrap_err();
    let text = "`department.get` refers to `user.current[UF_DEPARTMENT][1]`, which is not there";
    assert_eq!(error.to_string(), text);
    assert!(matches!(batch_error(&error), BatchError::NoReferent { sent: true, .. }));
    assert_eq!(texts(&answers), [] as [&str; 0]);
    let cmd = &served.seen()[0].1["cmd"];
    assert_eq!(cmd["c1"], "crm.deal.add?fields[CONTACT_ID]=%24result%5Bc0%5D");
    assert_eq!(cmd["c3"], "department.get?ID=%24result%5Bc2%5D%5BUF_DEPARTMENT%5D%5B0%5D");
}

#[tokio::test]
async fn a_command_that_writes_waits_for_what_it_refers_to() {
    let (b24, served) = server(vec![
        answer(json!({ "c0": 9 }), json!({ "c1": missing() })),
        (200, json!({ "result": 4 })),
    ])
    .await;
    let mut batch = b24.batch();
    let contacts = [1, 2].map(|_| batch.add(crm::contact::add()));
    let deals = contacts
        .each_ref()
        .map(|contact| batch.add(crm::deal::add().fields(|f| f.contact_id(contact.result()))));
    let mut answers = batch.send().await.unwrap();
    let [first, second] = deals;
    assert_eq!(answers.take(first).unwrap(), 4);
    let error = answers.take(second).unwrap_err();
    let text = "`crm.deal.add` refers to `crm.contact.add`, which is not there";
    assert_eq!(error.to_string(), text);
    assert!(matches!(batch_error(&error), BatchError::NoReferent { sent: false, .. }));
    let seen = served.seen();
    assert_eq!(seen[0].1["cmd"], json!({ "c0": "crm.contact.add", "c1": "crm.contact.add" }));
    assert_eq!(
        seen[1],
        ("/rest/crm.deal.add".to_owned(), json!({ "fields": { "CONTACT_ID": 9 } }))
    );
}

#[tokio::test]
async fn references_hold_across_requests() {
    let first = (0..50).map(|at| (format!("c{at}"), json!({ "ID": at.to_string() }))).collect();
    let (b24, served) = server(vec![
        answer(Value::Object(first), json!({})),
        answer(json!({ "c0": {}, "c1": {} }), json!({})),
    ])
    .await;
    let mut batch = b24.batch();
    let users: Vec<_> = (0..50).map(|_| batch.add(user::current())).collect();
    let record = |at: usize| users[at].result().field("ID");
    let deals = [0, 49].map(|at| batch.add(crm::deal::get(record(at))));
    let mut answers = batch.send().await.unwrap();
    for deal in deals {
        answers.take(deal).unwrap();
    }
    let cmd = json!({ "c0": "crm.deal.get?id=0", "c1": "crm.deal.get?id=49" });
    assert_eq!(served.seen()[1].1["cmd"], cmd);
}

#[tokio::test]
async fn what_a_query_cannot_say_goes_by_itself() {
    let (b24, served) = server(vec![
        answer(json!({ "c0": {}, "c1": {} }), json!({})),
        (200, json!({ "result": 5 })),
        (400, json!({ "error": "WRONG", "error_description": "" })),
        answer(json!({ "c0": [], "c1": {} }), json!({})),
    ])
    .await;
    let mut batch = b24.batch();
    batch.add(crm::deal::get(1));
    batch.add(crm::deal::get(2));
    let text = "pay $result[c0][ID]";
    let deal = batch.add(crm::deal::add().fields(|f| f.title(text)));
    let empty = batch.add(crm::deal::add().fields(|f| f.contact_ids([0_u8; 0])));
    batch.add(task::elapseditem::getlist().taskid(691).order(|o| o.id("asc")));
    batch.add(crm::deal::get(3));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.take(deal).unwrap(), 5);
    let failed = api(answers.take(empty).unwrap_err());
    assert_eq!(failed, ("crm.deal.add".to_owned(), "WRONG".to_owned()));
    let seen = served.seen();
    let paths: Vec<_> = seen.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/rest/batch", "/rest/crm.deal.add", "/rest/crm.deal.add", "/rest/batch"]);
    assert_eq!(seen[1].1, json!({ "fields": { "TITLE": text } }));
    assert_eq!(seen[2].1, json!({ "fields": { "CONTACT_IDS": [] } }));
    assert_eq!(seen[3].1["cmd"]["c0"], "task.elapseditem.getlist?TASKID=691&ORDER[ID]=asc");
}

#[tokio::test]
async fn rest_3_has_a_format_of_its_own() {
    let items = json!({ "result": [{ "item": { "id": 7 } }, { "item": { "id": 8 } }] });
    let (b24, served) =
        server(vec![(200, items), (200, json!({ "result": { "item": { "id": 9 } } }))]).await;
    let mut batch = b24.batch();
    let keys = [7, 8].map(|id| batch.add(v3::tasks::task::get(id).select(["id"])));
    let next = keys[1].result().field("item").field("id");
    let last = batch.add(v3::tasks::task::get(next));
    let mut answers = batch.send().await.unwrap();
    let ids = keys.map(|key| answers.take(key).unwrap().item.unwrap().id.unwrap());
    assert_eq!(ids, [7, 8]);
    assert_eq!(answers.take(last).unwrap().item.unwrap().id, Some(9));
    let seen = served.seen();
    let call =
        |id: u64| json!({ "method": "tasks.task.get", "query": { "id": id, "select": ["id"] } });
    assert_eq!(seen[0], ("/rest/api/batch".to_owned(), json!([call(7), call(8)])));
    assert_eq!(seen[1], ("/rest/api/tasks.task.get".to_owned(), json!({ "id": 8 })));
}

#[tokio::test]
async fn files_go_by_themselves() {
    let (b24, served) = server(vec![(200, json!({ "result": 1 })); 2]).await;
    let mut batch = b24.batch();
    batch.call("disk.folder.uploadFile", json!({ "id": 1 }));
    batch.call("im.v2.file.download", json!({ "id": 1 }));
    assert_eq!(texts(&batch.send().await.unwrap()), [] as [&str; 0]);
    let paths: Vec<_> = served.seen().into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["/rest/disk.folder.uploadFile", "/rest/im.v2.file.download"]);
}

#[tokio::test]
async fn positional_parameters_keep_their_order_and_gaps() {
    let (b24, served) = server(vec![
        answer(json!({ "c0": 1, "c1": [] }), json!({})),
        (200, json!({ "result": [] })),
    ])
    .await;
    let mut batch = b24.batch();
    batch.add(task::elapseditem::add(1, |f| f.seconds(5).comment_text("x")));
    batch.add(task::elapseditem::getlist().order(|o| o.id("asc")).taskid(691));
    batch.add(task::elapseditem::getlist().filter(|f| f.set(">ID", 1)).taskid(691));
    assert_eq!(texts(&batch.send().await.unwrap()), [] as [&str; 0]);
    let seen = served.seen();
    let cmd = json!({
        "c0": "task.elapseditem.add?TASKID=1&ARFIELDS[SECONDS]=5&ARFIELDS[COMMENT_TEXT]=x",
        "c1": "task.elapseditem.getlist?TASKID=691&ORDER[ID]=asc",
    });
    assert_eq!(seen[0].1["cmd"], cmd);
    assert_eq!(seen[1].1.to_string(), r#"{"TASKID":691,"ORDER":[],"FILTER":{">ID":1}}"#);
}

#[tokio::test]
async fn rest_3_sends_what_may_be_a_reference_by_itself() {
    let done = || (200, json!({ "result": { "item": {} } }));
    let (b24, served) = server(vec![done(), done()]).await;
    let mut batch = b24.batch();
    batch.add(v3::tasks::task::get(1));
    batch.call_v3("any.add", json!({ "fields": { "title": "$5" } }));
    let answers = batch.send().await.unwrap();
    assert_eq!(texts(&answers), [] as [&str; 0]);
    let paths: Vec<_> = served.seen().into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["/rest/api/tasks.task.get", "/rest/api/any.add"]);
}

#[tokio::test]
async fn an_error_without_a_code_is_an_error() {
    let (b24, _) = server(vec![answer(json!({ "c0": 1 }), json!({ "c1": "broken" }))]).await;
    let mut batch = b24.batch();
    let [_, second] = [1, 2].map(|_| batch.add(crm::deal::add()));
    assert_eq!(api(batch.send().await.unwrap().take(second).unwrap_err()).1, "");
}

#[tokio::test]
async fn errors_of_commands_are_those_of_calls() {
    let error = |code, text| json!({ "error": code, "error_description": text });
    let errors = json!({
        "c0": error("OPERATION_TIME_LIMIT", "Method is blocked"),
        "c1": error("ANY", "wrong s3cr3t in it"),
        "c2": error("INTERNAL_SERVER_ERROR", ""),
        "c3": error("INTERNAL_SERVER_ERROR", ""),
    });
    let (b24, _) = server(vec![answer(json!({}), errors)]).await;
    let mut batch = b24.batch();
    let blocked = batch.add(crm::deal::add());
    let wrong = batch.add(crm::contact::add());
    let wrote = batch.add(crm::contact::add());
    let read = batch.add(crm::contact::list());
    let mut answers = batch.send().await.unwrap();
    let error = answers.take(blocked).unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::OperatingLimit, true));
    let error = answers.take(wrong).unwrap_err();
    assert!(!error.to_string().contains("s3cr3t") && !error.is_retryable());
    assert!(!answers.take(wrote).unwrap_err().is_retryable());
    assert!(answers.take(read).unwrap_err().is_retryable());
}

#[tokio::test]
async fn what_did_not_run_may_be_sent_again() {
    let (b24, _) = server(vec![answer(json!({}), json!({ "c0": missing() }))]).await;
    let mut batch = b24.batch().halt();
    let [first, second] = [1, 2].map(|_| batch.add(crm::deal::add()));
    let mut answers = batch.send().await.unwrap();
    assert!(!answers.take(first).unwrap_err().is_retryable());
    let error = answers.take(second).unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::NotRun, true));
}

#[tokio::test]
async fn rest_3_fails_as_a_whole() {
    let error = json!({ "error": { "code": "BITRIX_X", "message": "Bad" } });
    let (b24, _) = server(vec![(400, error)]).await;
    let mut batch = b24.batch();
    let _ = [7, 8].map(|id| batch.add(v3::tasks::task::get(id)));
    let error = batch.send().await.unwrap_err();
    assert_eq!(api(error), ("batch".to_owned(), "BITRIX_X".to_owned()));
}

#[tokio::test]
async fn what_was_answered_is_kept_when_a_later_request_fails() {
    let first = (0..50).map(|at| (format!("c{at}"), json!({}))).collect();
    let limit = json!({ "error": "SOME_ERROR", "error_description": "" });
    let (b24, _) = server(vec![answer(Value::Object(first), json!({})), (400, limit)]).await;
    let mut batch = b24.batch();
    let mut keys: Vec<_> = (0..110).map(|id| batch.add(crm::deal::get(id))).collect();
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.errors().count(), 60);
    let error = answers.take(keys.remove(100)).unwrap_err();
    assert!(matches!(batch_error(&error), BatchError::NotRun { .. }));
    let error = answers.take(keys.remove(50)).unwrap_err();
    assert!(matches!(batch_error(&error), BatchError::Request { .. }));
    let source = error.source().unwrap().to_string();
    assert_eq!(source, "`batch` answered with SOME_ERROR:  (HTTP 400)");
    answers.take(keys.remove(0)).unwrap();
}

#[tokio::test]
async fn an_answer_that_leaves_a_command_out_is_an_error() {
    let (b24, _) = server(vec![answer(json!({ "c0": 1 }), json!({}))]).await;
    let mut batch = b24.batch();
    let [_, lost] = [1, 2].map(|_| batch.add(crm::deal::add()));
    let error = batch.send().await.unwrap().take(lost).unwrap_err();
    assert!(matches!(batch_error(&error), BatchError::NoAnswer { .. }));
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_anything_is() {
    let b24 = Client::webhook("http://127.0.0.1:9/rest/1/s3cr3t/").unwrap();
    let mut batch = b24.batch();
    batch.add(crm::deal::get(7));
    batch.call("Batch", json!({ "cmd": {} }));
    let error = batch.send().await.unwrap_err();
    assert_eq!(error.to_string(), "`Batch` cannot be called in a batch");

    let mut batch = b24.batch();
    batch.add(crm::deal::get(7));
    batch.add(v3::tasks::task::get(7));
    let error = batch.send().await.unwrap_err();
    assert!(
        matches!(batch_error(&error), BatchError::OtherVersion { method, .. } if method == "tasks.task.get")
    );

    let mut batch = b24.batch();
    let foreign = b24.batch().add(crm::contact::add());
    batch.add(crm::deal::get(foreign.result()));
    let error = batch.send().await.unwrap_err();
    assert!(matches!(batch_error(&error), BatchError::OtherBatch { .. }));

    let mut batch = b24.batch();
    batch.add(crm::deal::add().fields(|f| f.opportunity(f64::NAN)));
    assert!(matches!(batch.send().await.unwrap_err(), Error::Encode { .. }));

    let mut batch = b24.batch();
    batch.call("any.method", json!([1]));
    assert!(matches!(batch.send().await.unwrap_err(), Error::Encode { .. }));
}

#[tokio::test]
async fn keys_and_references_of_a_batch_are_of_no_use_elsewhere() {
    let b24 = Client::webhook("http://127.0.0.1:9/rest/1/s3cr3t/").unwrap();
    let mut answers = b24.batch().send().await.unwrap();
    assert!(answers.is_empty());
    let key = b24.batch().add(crm::deal::get(7));
    let reference = key.result().field("ID");
    let error = answers.take(key).unwrap_err();
    assert!(matches!(batch_error(&error), BatchError::ForeignKey));
    let call = crm::deal::update(7).fields(|f| f.contact_id(&reference).set("UF_1", &reference));
    let error = call.send(&b24).await.unwrap_err();
    let text = "`fields` cannot be sent: it refers to a command of a batch";
    assert_eq!(error.source().unwrap().to_string(), text);
    let params = Params::new().set("a", Params::new().set("b", reference));
    let error = b24.call("any.method", params).await.unwrap_err();
    assert!(matches!(error, Error::Encode { .. }));
}

#[tokio::test]
async fn references_go_into_parameters_by_name() {
    let (b24, served) = server(vec![answer(json!({ "c0": 1, "c1": 1 }), json!({}))]).await;
    let mut batch = b24.batch();
    let first = batch.call("crm.a.list", json!({}));
    let filter = Params::new().set(">ID", first.result().index(49).field("ID"));
    batch.call("crm.b.list", Params::new().set("filter", filter));
    let answers = batch.send().await.unwrap();
    let text = "1: `crm.b.list` refers to `crm.a.list[49][ID]`, which is not there";
    assert_eq!(texts(&answers), [text]);
    let text = "crm.b.list?filter[%3EID]=%24result%5Bc0%5D%5B49%5D%5BID%5D";
    assert_eq!(served.seen()[0].1["cmd"]["c1"], text);
}

#[test]
fn a_batch_can_be_sent_from_any_task() {
    fn is_send<T: Send>(_: T) {}
    let b24 = Client::webhook("https://example.bitrix24.com/rest/1/s3cr3t/").unwrap();
    is_send(b24.batch().send());
}
