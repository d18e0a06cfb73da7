//! Faults of all kinds, many calls at once.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use b24_generated::schema::Rest;
use b24_generated::testing::{FakePortal, Fault, Faults, Write};
use b24_generated::{Client, Error, ErrorKind, Retry, crm, user};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::{app, builder, client, portal, virtual_time};

const TASKS: usize = 64;
const DEALS: i64 = 60;

/// What became of a call.
struct Outcome {
    /// What each write of it has in its title.
    writes: Vec<(String, Result<(), Error>)>,
    read: Option<Result<(), Error>>,
}

impl Outcome {
    fn read(answer: Result<bool, Error>) -> Self {
        let read = answer.map(|right| assert!(right, "another answer than what was asked for"));
        Self { writes: Vec::new(), read: Some(read) }
    }

    fn wrote(title: String, answer: Result<(), Error>) -> Self {
        Self { writes: vec![(title, answer)], read: None }
    }
}

/// A call that is like no other.
async fn call(b24: &Client, number: u64) -> Outcome {
    let id = i64::try_from(number).unwrap() % DEALS + 1;
    let title = format!("call {number}");
    match number % 8 {
        0 => Outcome::read(crm::deal::get(id).send(b24).await.map(|deal| deal.id == Some(id))),
        1 => {
            let call = crm::deal::list().filter(|f| f.set("ID", id)).send(b24).await;
            Outcome::read(call.map(|deals| deals.len() == 1 && deals[0].id == Some(id)))
        }
        2 => Outcome::read(user::current().send(b24).await.map(|_| true)),
        3 => {
            let added = crm::deal::add().fields(|f| f.title(&*title)).send(b24).await;
            Outcome::wrote(title, added.map(drop))
        }
        4 => {
            let call = crm::deal::update(id).fields(|f| f.title(&*title));
            Outcome::wrote(title, call.send(b24).await.map(drop))
        }
        5 => {
            let added = b24.call_v3("tasks.task.add", json!({ "fields": { "title": title } }));
            Outcome::wrote(title, added.await.map(drop))
        }
        6 => {
            let mut batch = b24.batch();
            let keys = [id, id % DEALS + 1].map(|id| (id, batch.add(crm::deal::get(id))));
            Outcome::read(batch.send().await.and_then(|mut answers| {
                let mut right = true;
                for (id, key) in keys {
                    right &= answers.take(key)?.id == Some(id);
                }
                Ok(right)
            }))
        }
        _ => {
            let mut batch = b24.batch();
            let titles = ["a", "b"].map(|part| format!("{title} {part}"));
            let keys = titles
                .each_ref()
                .map(|title| batch.add(crm::deal::add().fields(|f| f.title(&**title))));
            let read = batch.add(crm::deal::get(id));
            match batch.send().await {
                Ok(mut answers) => {
                    let added = keys.map(|key| answers.take(key).map(drop));
                    let read = answers.take(read).map(|deal| assert_eq!(deal.id, Some(id)));
                    let writes = titles.into_iter().zip(added).collect();
                    Outcome { writes, read: Some(read) }
                }
                // It holds for the whole, so one of them stands for it; the journal is asked for both.
                Err(error) => {
                    let [title, _] = titles;
                    Outcome::wrote(title, Err(error))
                }
            }
        }
    }
}

/// How often each title was written.
fn titles(journal: &[Write]) -> HashMap<String, u32> {
    let mut titles = HashMap::new();
    for write in journal {
        let fields = &write.params["fields"];
        let title = fields.get("TITLE").or(fields.get("title")).and_then(|title| title.as_str());
        *titles.entry(title.unwrap().to_owned()).or_default() += 1;
    }
    titles
}

fn fill(portal: &FakePortal) {
    let deal = |id: i64| json!({ "ID": id.to_string(), "TITLE": "old" });
    portal.entity("crm.deal", (1..=DEALS).map(deal));
    portal.entity((Rest::V3, "tasks.task"), [json!({ "id": 1, "title": "old" })]);
}

/// Calls from many tasks at once; each task takes the next of the clients.
async fn storm(portal: &FakePortal, clients: &[Client], calls: u64) {
    let next = Arc::new(AtomicU64::new(0));
    let mut tasks = JoinSet::new();
    for b24 in clients.iter().cycle().take(TASKS) {
        let (b24, next) = (b24.clone(), next.clone());
        tasks.spawn(async move {
            let mut outcomes = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= calls {
                    return outcomes;
                }
                outcomes.push(call(&b24, number).await);
            }
        });
    }
    let outcomes = tasks.join_all().await;

    let titles = titles(&portal.journal());
    let mut kinds = BTreeMap::new();
    let (mut reads, mut writes, mut lost) = (0, 0, 0);
    for outcome in outcomes.into_iter().flatten() {
        if let Some(read) = outcome.read {
            reads += 1;
            read.unwrap_or_else(|error| panic!("a read was lost: {error:?}"));
        }
        for (title, result) in outcome.writes {
            writes += 1;
            let ran = titles.get(&title).copied().unwrap_or_default();
            match result {
                Ok(()) => assert_eq!(ran, 1, "{title}"),
                Err(error) => {
                    lost += 1;
                    assert!(ran <= 1, "{title} ran {ran} times");
                    assert!(!error.is_retryable(), "{title} may be sent again: {error:?}");
                    let kind = error.kind();
                    let expected = [ErrorKind::Broken, ErrorKind::Http, ErrorKind::Server];
                    assert!(expected.contains(&kind), "{title}: {error:?}");
                    *kinds.entry(format!("{kind:?}")).or_insert(0_u32) += 1;
                }
            }
        }
    }
    let stats = portal.stats();
    let faults: u64 = stats.faults.values().sum();
    println!(
        "{calls} calls, {} requests, {faults} faults of {} kinds, {} refreshes, {} replays: \
         {reads} reads, {writes} writes, {lost} of them lost: {kinds:?}",
        stats.requests,
        stats.faults.len(),
        stats.refreshes,
        stats.replays
    );
    assert_eq!(stats.duplicate_writes, 0);
    assert!(titles.values().all(|ran| *ran == 1));
    assert!(faults * 6 > stats.requests, "{faults} faults");
    assert!(stats.replays > 0 && lost > 0 && kinds.len() == 3);
}

/// Over real connections, half by a webhook and half by an application.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_faults_loses_no_read_and_runs_no_write_twice() {
    let portal = portal().await;
    fill(&portal);
    // After this one a method rests for a minute and more, which takes virtual time.
    let kinds = Fault::ALL.into_iter().filter(|fault| *fault != Fault::OperationTime);
    portal.set_faults(Faults::seeded(4).rate(0.2).kinds(kinds));
    storm(&portal, &[client(&portal), app(&portal, builder())], 2_000).await;
    assert_eq!(portal.stats().faults.len(), Fault::ALL.len() - 1);
}

/// All kinds of faults, with the portal's limits, and the client's own settings but for its patience:
/// one of so many calls may well fail six times in a row.
#[test]
fn a_storm_of_faults_within_the_limits_does_neither() {
    virtual_time::run(FakePortal::builder(), async |portal, builder| {
        fill(&portal);
        portal.set_faults(Faults::seeded(5).rate(0.2));
        let began = Instant::now();
        let patient = Retry::backoff(20, Duration::from_millis(500), Duration::from_secs(30));
        let builder = builder.options(|o| o.retry(patient));
        storm(&portal, &[app(&portal, builder)], 10_000).await;
        println!("{:?}", began.elapsed());
        let stats = portal.stats();
        assert_eq!((stats.faults.len(), stats.rejections), (Fault::ALL.len(), 0));
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_on_an_expired_token_renew_it_once() {
    let portal = portal().await;
    let b24 = app(&portal, builder());
    portal.expire_tokens();
    let mut calls = JoinSet::new();
    for _ in 0..1000 {
        let b24 = b24.clone();
        calls.spawn(async move { user::current().send(&b24).await });
    }
    while let Some(answer) = calls.join_next().await {
        answer.unwrap().unwrap();
    }
    let stats = portal.stats();
    assert_eq!((stats.refreshes, stats.refused_grants), (1, 0));
    assert_eq!(stats.calls_of("user.current"), 1000);
}
