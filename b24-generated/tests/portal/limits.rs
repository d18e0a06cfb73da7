//! The limits on the rate of requests and on running time.

use std::time::Duration;

use b24_generated::testing::{Bucket, FakePortal};
use serde_json::json;

use super::Site;

#[tokio::test]
async fn fifty_requests_fit_and_two_a_second_go() {
    let site = Site::with(FakePortal::builder().freeze_time()).await;
    let mut statuses = Vec::new();
    for _ in 0..52 {
        statuses.push(site.call("profile", json!({})).await.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 50);
    let got = site.call("profile", json!({})).await;
    assert_eq!(got.error(), (503, "QUERY_LIMIT_EXCEEDED"));
    site.portal.advance(Duration::from_secs(1));
    let statuses = [
        site.call("profile", json!({})).await.status,
        site.call("profile", json!({})).await.status,
        site.call("profile", json!({})).await.status,
    ];
    assert_eq!(statuses, [200, 200, 503]);
    let stats = site.portal.stats();
    assert_eq!((stats.requests, stats.calls_of("profile")), (56, 52));
    assert_eq!((stats.rejections, stats.highest_level), (4, 50));
}

#[tokio::test]
async fn concurrent_requests_are_counted_each() {
    let site = Site::with(FakePortal::builder().freeze_time().bucket(Bucket::new(1, 7))).await;
    let calls = (0..30).map(|_| site.call("profile", json!({})));
    let mut passed = 0;
    for got in futures(calls).await {
        passed += u32::from(got.status == 200);
    }
    assert_eq!(passed, 7);
}

#[tokio::test]
async fn times_may_be_as_long_as_durations_are() {
    let site = Site::with(FakePortal::builder().operating_limit(Duration::MAX)).await;
    site.portal.set_operating("profile", Duration::MAX);
    for _ in 0..2 {
        site.portal.advance(Duration::MAX);
        for _ in 0..2 {
            assert_eq!(site.call("profile", json!({})).await.status, 200);
        }
    }
}

/// Waits for all at once.
async fn futures<T>(all: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = all.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|cx| {
        let mut is_ready = true;
        for (future, done) in &mut waiting {
            if done.is_none() {
                match future.as_mut().poll(cx) {
                    std::task::Poll::Ready(value) => *done = Some(value),
                    std::task::Poll::Pending => is_ready = false,
                }
            }
        }
        if is_ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    waiting.into_iter().filter_map(|(_, done)| done).collect()
}

#[tokio::test]
async fn a_method_that_ran_too_long_is_blocked_alone() {
    let builder = FakePortal::builder().freeze_time().bucket(Bucket::ENTERPRISE);
    let site = Site::with(builder).await;
    site.portal.set_operating("crm.item.list", Duration::from_secs(200));
    let call = || site.call("crm.item.list", json!({ "entityTypeId": 2 }));
    let first = call().await.body["time"].clone();
    site.portal.advance(Duration::from_secs(60));
    call().await.result();
    let last = call().await.body["time"].clone();
    assert_eq!(last["operating"], 600.0);
    assert_eq!(last["operating_reset_at"], first["operating_reset_at"]);
    assert_eq!(call().await.error(), (429, "OPERATION_TIME_LIMIT"));
    site.call("crm.deal.list", json!({})).await.result();
    // In a batch, too, and alone there.
    let cmd = json!({ "cmd": { "a": "crm.item.list?entityTypeId=2", "b": "profile" } });
    let batch = site.call("batch", cmd).await;
    assert_eq!(batch.result()["result_error"]["a"]["error"], "OPERATION_TIME_LIMIT");
    assert!(batch.result()["result"]["b"].is_object());
    assert!(batch.body["time"].get("operating").is_none(), "a batch itself is not counted");
    // The first basket goes: 400 seconds are left.
    site.portal.advance(Duration::from_secs(540));
    assert_eq!(call().await.body["time"]["operating"], 600.0);
    assert_eq!(site.portal.stats().rejections, 2);
}

#[tokio::test]
async fn a_batch_can_be_charged_as_a_whole() {
    let builder = FakePortal::builder().freeze_time().charge_batches();
    let site = Site::with(builder).await;
    site.portal.set_operating("crm.item.list", Duration::from_secs(300));
    site.portal.set_operating("profile", Duration::from_secs(200));
    let cmd = json!({ "cmd": { "a": "crm.item.list?entityTypeId=2", "b": "profile" } });
    let batch = site.call("batch", cmd.clone()).await;
    assert_eq!(batch.body["time"]["operating"], 500.0);
    for key in ["a", "b"] {
        assert_eq!(batch.result()["result_time"][key]["operating"], 500.0);
    }
    assert_eq!(site.call("batch", cmd).await.error(), (429, "OPERATION_TIME_LIMIT"));
    let alone = site.call("crm.item.list", json!({ "entityTypeId": 2 })).await;
    assert_eq!(alone.body["time"]["operating"], 300.0);
}

#[tokio::test]
async fn a_whole_portal_can_be_blocked() {
    let site = Site::new().await;
    site.portal.set_overloaded(true);
    assert_eq!(site.call("profile", json!({})).await.error(), (503, "OVERLOAD_LIMIT"));
    site.portal.set_overloaded(false);
    site.call("profile", json!({})).await.result();
}
