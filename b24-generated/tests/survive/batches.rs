//! Batches of several requests: whose answer is whose, what a halt stops, what is sent by itself.

use b24_generated::schema::Rest;
use b24_generated::testing::{FakePortal, Fault, Reply, Rows};
use b24_generated::{BatchError, Error, crm, v3};
use serde_json::{Value, json};

use crate::{client, portal};

fn deals(portal: &FakePortal, count: i64) -> Rows {
    let deal = |id: i64| json!({ "ID": id.to_string(), "TITLE": format!("Deal {id}") });
    portal.entity("crm.deal", (1..=count).map(deal))
}

fn code(error: &Error) -> &str {
    match error {
        Error::Api(error) => &error.code,
        other => panic!("{other:?}"),
    }
}

fn batch_error(error: &Error) -> &BatchError {
    match error {
        Error::Batch(error) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn each_key_takes_its_own_answer_or_error() {
    let portal = portal().await;
    deals(&portal, 120);
    let b24 = client(&portal);
    let mut batch = b24.batch();
    // Every fourth is not there.
    let id = |n: i64| if n % 4 == 0 { 1000 + n } else { n };
    let keys: Vec<_> = (1..=120).map(|n| (n, batch.add(crm::deal::get(id(n))))).collect();
    let list = batch.add(crm::deal::list().filter(|f| f.set("<=ID", 70)));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(answers.errors().count(), 30);
    for (n, key) in keys {
        match answers.take(key) {
            Ok(deal) => assert_eq!((deal.id, deal.title), (Some(n), Some(format!("Deal {n}")))),
            Err(error) => assert!(n % 4 == 0 && code(&error).contains("NOT_FOUND"), "{n}: {error}"),
        }
    }
    let list = answers.answer(list).unwrap();
    assert_eq!((list.result.len(), list.total, list.next), (50, Some(70), Some(50)));
    assert!(list.time.is_some());
    let stats = portal.stats();
    assert_eq!((stats.requests, stats.calls_of("crm.deal.get")), (3, 90 + 30));
}

#[tokio::test]
async fn what_no_text_can_say_arrives_all_the_same() {
    let portal = portal().await;
    let deals = deals(&portal, 0);
    let b24 = client(&portal);
    let mut batch = b24.batch();
    let fields = json!({ "TITLE": "odd", "UF_A": [], "UF_B": null, "UF_C": { "x": [true, 1.5] } });
    let odd = batch.call("crm.deal.add", json!({ "fields": fields }));
    let even = batch.add(crm::deal::add().fields(|f| f.title("even")));
    let mut answers = batch.send().await.unwrap();
    let id = answers.take(odd).unwrap().as_i64().unwrap();
    let mut odd = deals.get(id).unwrap();
    odd.as_object_mut().unwrap().shift_remove("ID");
    assert_eq!(odd, fields);
    assert_eq!(deals.get(answers.take(even).unwrap()).unwrap()["TITLE"], "even");
}

#[tokio::test]
async fn what_refers_to_nothing_is_written_nowhere() {
    let portal = portal().await;
    let deals = deals(&portal, 1);
    let b24 = client(&portal);
    for halts in [false, true] {
        let mut batch = if halts { b24.batch().halt() } else { b24.batch() };
        let missing = batch.add(crm::deal::get(77));
        let title = missing.result().field("TITLE");
        let made = batch.add(crm::deal::add().fields(|f| f.title(title)));
        let mut answers = batch.send().await.unwrap();
        assert!(code(&answers.take(missing).unwrap_err()).contains("NOT_FOUND"));
        let error = answers.take(made).unwrap_err();
        match batch_error(&error) {
            BatchError::NotRun { .. } => assert!(halts),
            BatchError::NoReferent { sent, .. } => assert!(!halts && !sent),
            other => panic!("{other:?}"),
        }
        assert_eq!((deals.len(), portal.stats().writes), (1, 0));
    }
}

#[tokio::test]
async fn a_halt_stops_everything_behind() {
    let portal = portal().await;
    let deals = deals(&portal, 0);
    portal.on("crm.contact.add", |_| Reply::error(400, "NO_NAME", "It needs a name"));
    let b24 = client(&portal);
    let mut batch = b24.batch().halt();
    let before: Vec<_> = (0..60).map(|_| batch.add(crm::deal::add())).collect();
    let wrong = batch.add(crm::contact::add());
    let behind: Vec<_> = (0..60).map(|_| batch.add(crm::deal::add())).collect();
    let mut answers = batch.send().await.unwrap();
    for key in before {
        answers.take(key).unwrap();
    }
    assert_eq!(code(&answers.take(wrong).unwrap_err()), "NO_NAME");
    for key in behind {
        let error = answers.take(key).unwrap_err();
        assert!(matches!(batch_error(&error), BatchError::NotRun { .. }), "{error}");
    }
    assert_eq!((deals.len(), portal.stats().requests), (60, 2));
}

#[tokio::test]
async fn a_batch_of_rest_3_whose_answer_is_lost_runs_once() {
    let portal = portal().await;
    let row = |id: i64| json!({ "id": id, "title": format!("Task {id}") });
    let tasks = portal.entity((Rest::V3, "tasks.task"), (1..=60).map(row));
    let b24 = client(&portal);
    let mut batch = b24.batch();
    let keys: Vec<_> = (1..=60).map(|id| batch.add(v3::tasks::task::get(id))).collect();
    let mut answers = batch.send().await.unwrap();
    for (id, key) in (1..).zip(keys) {
        let task = answers.take(key).unwrap().item.unwrap();
        assert_eq!((task.id, task.title), (Some(id), Some(format!("Task {id}"))));
    }
    portal.fail_next_of("batch", 1, Fault::CutAfter);
    let mut batch = b24.batch();
    let fields = json!({ "fields": { "title": "new" } });
    let added: Vec<_> = (0..3).map(|_| batch.call_v3("tasks.task.add", fields.clone())).collect();
    let answers: Result<Vec<Value>, Error> = match batch.send().await {
        Ok(mut answers) => added.into_iter().map(|key| answers.take(key)).collect(),
        Err(error) => Err(error),
    };
    assert_eq!(tasks.len(), 63, "each ran once");
    match answers {
        Ok(answers) => assert_eq!((answers.len(), portal.stats().replays), (3, 1)),
        Err(error) => assert!(!error.is_retryable(), "{error:?}"),
    }
}
