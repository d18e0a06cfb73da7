//! The limits of the cloud, in virtual time.

use std::time::Duration;

use b24_generated::testing::FakePortal;
use b24_generated::{Limits, ListCall as _, Strategy, crm};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::virtual_time;

/// Walks through rows with the limits of most plans: none refuses, and little time is lost.
fn keeps_within(rows: i64, walks: i64, by: Strategy) {
    let work = async |portal: std::sync::Arc<FakePortal>, builder: b24_generated::ClientBuilder| {
        portal.rows("crm.deal.list", (1..=rows).map(|id| json!({ "ID": id.to_string() })));
        portal.set_operating("", Duration::ZERO);
        let b24 = builder.limits(Limits::STANDARD).webhook(&portal.webhook()).unwrap();
        let began = Instant::now();
        let mut tasks = JoinSet::new();
        for _ in 0..walks {
            let b24 = b24.clone();
            tasks.spawn(async move {
                let mut deals = crm::deal::list().select(["ID"]).stream(&b24).by(by);
                let mut last = 0;
                while let Some(deal) = deals.next().await {
                    last += 1;
                    assert_eq!(deal.unwrap().id, Some(last));
                }
                assert_eq!(last, rows);
                deals.progress().requests
            });
        }
        let requests: u64 = tasks.join_all().await.iter().sum();
        (requests, began.elapsed().as_secs_f64(), portal.stats())
    };
    let (requests, took, stats) = virtual_time::run(FakePortal::builder(), work);
    // 50 at once, and two a second from then on.
    let least = (requests as f64 - 50.0) / 2.0;
    println!(
        "{walks} x {rows} rows by {by:?}: {requests} requests, {took:.1} s of at least {least:.1} s \
         ({:+.1} %), at most {} of 50 in the bucket",
        (took / least - 1.0) * 100.0,
        stats.highest_level
    );
    assert_eq!((stats.requests, stats.rejections), (requests, 0));
    // However busy the machine, virtual time is the same. A bucket that is used to the last place
    // could overflow by chance, which is what a second or two are for.
    assert!((least..least * 1.05 + 2.0).contains(&took), "{took} s of at least {least} s");
}

#[test]
fn many_rows_meet_no_limit_and_take_no_longer_than_they_must() {
    keeps_within(300_000, 1, Strategy::Keys);
}

#[test]
fn many_walks_at_once_meet_no_limit() {
    keeps_within(5_000, 16, Strategy::Batches);
    keeps_within(1_000, 16, Strategy::Keys);
}

/// The running time of batches, charged to their commands or to themselves: the portal never has to refuse.
#[test]
fn batches_meet_no_limit_however_they_are_charged() {
    for builder in [FakePortal::builder(), FakePortal::builder().charge_batches()] {
        let work = async |portal: std::sync::Arc<FakePortal>,
                          builder: b24_generated::ClientBuilder| {
            for (method, seconds) in [("deal", 7), ("contact", 6), ("company", 5)] {
                portal.set_operating(&format!("crm.{method}.get"), Duration::from_secs(seconds));
            }
            let limits = Limits::STANDARD.operating(Some(Duration::from_secs(480)));
            let b24 = builder.limits(limits).webhook(&portal.webhook()).unwrap();
            for id in 1..=100 {
                let mut batch = b24.batch();
                let deal = batch.add(crm::deal::get(id));
                let contact = batch.add(crm::contact::get(id));
                let mut answers = batch.send().await.unwrap();
                answers.take(deal).unwrap();
                answers.take(contact).unwrap();
                crm::company::get(id).send(&b24).await.unwrap();
            }
            portal.stats()
        };
        let stats = virtual_time::run(builder, work);
        assert_eq!((stats.rejections, stats.calls_of("crm.deal.get")), (0, 100));
    }
}
