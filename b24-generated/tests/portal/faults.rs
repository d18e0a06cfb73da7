//! Faults, and the record that tells what ran all the same.

use std::error::Error as _;
use std::time::Duration;

use b24_generated::testing::{FakePortal, Fault, Faults};
use serde_json::{Value, json};

use super::{Got, Site, deals};

async fn add(site: &Site, title: &str) -> reqwest::Result<Got> {
    let url = format!("{}crm.deal.add", site.portal.webhook());
    site.post(&url, json!({ "fields": { "TITLE": title } })).await
}

#[tokio::test]
async fn each_fault_does_what_it_says() {
    for fault in Fault::ALL {
        let site = Site::new().await;
        let rows = site.portal.entity("crm.deal", deals(1));
        site.portal.fail_next_of("crm.deal.add", 1, fault);
        site.call("crm.deal.list", json!({})).await.result();
        let got = add(&site, "new").await;
        assert_eq!(rows.len(), 1 + usize::from(fault.runs()), "{fault:?}");
        assert_eq!(site.portal.journal().len(), usize::from(fault.runs()), "{fault:?}");
        let status = |got: &reqwest::Result<Got>| got.as_ref().ok().map(|got| got.status);
        match fault {
            Fault::CutBefore | Fault::Reset | Fault::CutAfter | Fault::Truncated => {
                assert!(got.is_err(), "{fault:?}");
            }
            Fault::QueryLimit => assert_eq!(got.unwrap().error(), (503, "QUERY_LIMIT_EXCEEDED")),
            Fault::OperationTime => assert_eq!(got.unwrap().error(), (429, "OPERATION_TIME_LIMIT")),
            Fault::ExpiredToken => assert_eq!(got.unwrap().error(), (401, "expired_token")),
            Fault::InternalError => {
                assert_eq!(got.unwrap().error(), (500, "INTERNAL_SERVER_ERROR"))
            }
            Fault::Slow(_) => assert_eq!(*got.unwrap().result(), json!(2)),
            Fault::Unavailable => assert_eq!(status(&got), Some(503)),
            Fault::BadGateway => assert_eq!(status(&got), Some(502)),
            Fault::Garbage | Fault::Html => {
                assert_eq!(status(&got), Some(200));
                assert!(got.unwrap().body.is_string(), "no JSON");
            }
            Fault::Foreign => {
                assert_eq!(got.unwrap().body, json!({ "status": "maintenance" }));
            }
            other => unreachable!("{other:?}"),
        }
        assert_eq!(site.portal.stats().faults.values().sum::<u64>(), 1);
        assert_eq!(site.portal.log()[1].fault, Some(fault));
        assert_eq!(site.portal.stats().rejections, 0, "a fault is not the limit's doing");
        add(&site, "next").await.unwrap().result();
    }
}

#[tokio::test]
async fn a_reset_is_a_reset() {
    let site = Site::new().await;
    site.portal.fail_next(1, Fault::Reset);
    let error = add(&site, "new").await.unwrap_err();
    let (mut cause, mut kind) = (error.source(), None);
    while let Some(error) = cause {
        kind = kind.or(error.downcast_ref::<std::io::Error>().map(std::io::Error::kind));
        cause = error.source();
    }
    assert_eq!(kind, Some(std::io::ErrorKind::ConnectionReset));
}

#[tokio::test]
async fn a_slow_answer_comes_after_a_client_gave_up() {
    let site = Site::new().await;
    let rows = site.portal.entity("crm.deal", deals(1));
    site.portal.fail_next(1, Fault::Slow(Duration::from_secs(60)));
    let request = site.http.post(format!("{}crm.deal.add", site.portal.webhook()));
    let request =
        request.header("content-type", "application/json").timeout(Duration::from_secs(1));
    let error = request.body(r#"{"fields":{}}"#).send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(rows.len(), 2);
}

#[tokio::test]
async fn an_expired_token_stays_expired() {
    let site = Site::new().await;
    let token = site.portal.tokens().access_token;
    site.portal.fail_next(1, Fault::ExpiredToken);
    let url = format!("{}/rest/profile?auth={token}", site.portal.url());
    for _ in 0..2 {
        assert_eq!(site.get(&url).await.unwrap().error(), (401, "expired_token"));
    }
}

/// What became of a number of calls, one after the other.
async fn outcomes(seed: u64, rate: f64) -> Vec<String> {
    let site = Site::with(FakePortal::builder().no_limits()).await;
    site.portal.set_faults(Faults::seeded(seed).rate(rate));
    for _ in 0..200 {
        let _ = add(&site, "x").await;
    }
    let fault =
        |fault: Option<Fault>| fault.map_or("none".to_owned(), |fault| format!("{fault:?}"));
    site.portal.log().into_iter().map(|logged| fault(logged.fault)).collect()
}

#[tokio::test]
async fn a_seed_gives_the_same_faults_again() {
    let (one, again, other) =
        (outcomes(7, 0.2).await, outcomes(7, 0.2).await, outcomes(8, 0.2).await);
    assert_eq!(one, again);
    assert_ne!(one, other);
    let failed = one.iter().filter(|fault| *fault != "none").count();
    assert!((20..=60).contains(&failed), "{failed} of 200");
    assert!(!one.iter().any(|fault| fault == "ExpiredToken"), "a webhook has no token");
    assert!(outcomes(7, 0.0).await.iter().all(|fault| fault == "none"));
    assert!(outcomes(7, 1.0).await.iter().all(|fault| fault != "none"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ran_is_in_the_journal_whatever_the_client_saw() {
    let site = std::sync::Arc::new(Site::new().await);
    let rows = site.portal.entity("crm.deal", deals(0));
    site.portal.set_faults(Faults::seeded(3).rate(0.3));
    let task = |task: u32| {
        let site = site.clone();
        tokio::spawn(async move {
            let mut seen = Vec::new();
            for number in 0..25 {
                let title = format!("{task}/{number}");
                let got = add(&site, &title).await;
                if got.is_ok_and(|got| got.status == 200 && got.body["result"].is_i64()) {
                    seen.push(title);
                }
            }
            seen
        })
    };
    let mut seen = Vec::new();
    for task in (0..16).map(task).collect::<Vec<_>>() {
        seen.extend(task.await.unwrap());
    }
    let journal = site.portal.journal();
    let ran: std::collections::HashSet<_> =
        journal.iter().filter_map(|write| write.params["fields"]["TITLE"].as_str()).collect();
    assert!(seen.iter().all(|title| ran.contains(title.as_str())));
    let log = site.portal.log();
    let should_run = log.iter().filter(|logged| logged.fault.is_none_or(Fault::runs)).count();
    assert_eq!((log.len(), journal.len(), rows.len()), (400, should_run, should_run));
    assert!(seen.len() < should_run, "some answers were lost");
}

#[tokio::test]
async fn faults_can_be_kept_to_methods_and_kinds() {
    let site = Site::new().await;
    let only = Faults::seeded(1).rate(1.0).kinds([Fault::QueryLimit]).method("CRM.deal.add");
    site.portal.set_faults(only);
    assert_eq!(add(&site, "x").await.unwrap().status, 503);
    site.call("profile", json!({})).await.result();
    site.portal.clear_faults();
    add(&site, "x").await.unwrap().result();
    site.portal.fail_next(2, Fault::InternalError);
    assert_eq!(site.call("profile", json!({})).await.status, 500);
    assert_eq!(site.call("batch", json!({ "cmd": [] })).await.status, 500);
    site.call("profile", json!({})).await.result();
}

#[tokio::test]
async fn the_journal_finds_what_ran_twice() {
    let site = Site::new().await;
    site.portal.entity("crm.deal", deals(0));
    for title in ["a", "b", "a"] {
        add(&site, title).await.unwrap().result();
    }
    let stats = site.portal.stats();
    assert_eq!((stats.writes, stats.duplicate_writes), (3, 1));
    let titles: Vec<Value> =
        site.portal.journal().iter().map(|write| write.params["fields"]["TITLE"].clone()).collect();
    assert_eq!(titles, ["a", "b", "a"]);
    site.portal.clear_record();
    assert_eq!(site.portal.stats(), b24_generated::testing::Stats::default());
    assert!(site.portal.journal().is_empty() && site.portal.log().is_empty());
}
