//! Batches, filters and the program that uses both.
#![allow(deprecated)]

use b24_generated::testing::{FakePortal, Fault};
use b24_generated::{Call, Client, Error, FilterV3, Filtering as _, Rest, crm, user, v3};
use serde_json::{Value, json};

#[path = "../../examples/bulk_update.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod bulk_update;

async fn portal() -> (FakePortal, Client) {
    let portal = FakePortal::builder().no_limits().start().await.unwrap();
    let b24 = Client::webhook(&portal.webhook()).unwrap();
    (portal, b24)
}

const NOTHING: [Value; 0] = [];

#[tokio::test]
async fn what_is_added_in_a_batch_is_there_as_it_was() {
    let (portal, b24) = portal().await;
    portal.entity("crm.deal", NOTHING);
    let titles =
        ["a&b=c%20+[d]", "Привет", "", "$result[c0]", "see $result[c0] there", "\n\t\"'", "🚗"];
    let title = |n: usize| titles[n % titles.len()];
    let add = |n| crm::deal::add().fields(|f| f.title(title(n)).opened(n % 2 == 0));
    let mut batch = b24.batch();
    let added: Vec<_> = (0..130).map(|n| batch.add(add(n))).collect();
    let mut answers = batch.send().await.unwrap();
    let mut batch = b24.batch();
    let get = |key| batch.add(crm::deal::get(answers.take(key).unwrap()));
    let deals: Vec<_> = added.into_iter().map(get).collect();
    let mut answers = batch.send().await.unwrap();
    for (n, deal) in deals.into_iter().enumerate() {
        let deal = answers.take(deal).unwrap();
        assert_eq!(
            (deal.title.unwrap_or_default().as_str(), deal.opened),
            (title(n), Some(n % 2 == 0))
        );
    }
}

#[tokio::test]
async fn references_lead_from_one_command_to_the_next() {
    let (portal, b24) = portal().await;
    portal.entity("crm.deal", NOTHING);
    portal.entity("crm.contact", NOTHING);
    for halt in [false, true] {
        let mut batch = if halt { b24.batch().halt() } else { b24.batch() };
        let contact = batch.add(crm::contact::add().fields(|f| f.name("Ann")));
        let deal = batch.add(crm::deal::add().fields(|f| f.contact_id(contact.result())));
        let read = batch.add(crm::deal::get(deal.result()));
        let found = batch.add(crm::contact::get(read.result().field("CONTACT_ID")));
        let mut answers = batch.send().await.unwrap();
        let id = answers.take(contact).unwrap();
        assert_eq!(answers.take(found).unwrap().id, Some(id));
    }
}

#[tokio::test]
async fn a_batch_whose_answer_is_lost_is_sent_again_if_it_reads() {
    let (portal, b24) = portal().await;
    let deals = portal.entity("crm.deal", NOTHING);
    let two = |call: fn() -> crm::deal::Add| {
        let mut batch = b24.batch();
        let _ = [1, 2].map(|_| batch.add(call()));
        batch.send()
    };
    portal.fail_next(1, Fault::CutAfter);
    let error = two(crm::deal::add).await.unwrap_err();
    assert!(!error.is_retryable() && matches!(error, Error::Transport { .. }));
    assert_eq!(deals.len(), 2);

    portal.fail_next(1, Fault::CutAfter);
    let mut batch = b24.batch();
    let list = batch.add(crm::deal::list());
    batch.add(user::current());
    assert_eq!(batch.send().await.unwrap().take(list).unwrap().len(), 2);
}

#[tokio::test]
async fn filters_let_pass_what_they_say() {
    use crm::deal::ListFilter;
    let (portal, b24) = portal().await;
    let row = |n: u32| json!({ "ID": n, "TITLE": format!("Deal {n}"), "OPPORTUNITY": n });
    portal.entity("crm.deal", (1..=30).map(row));
    let call = || {
        crm::deal::list().filter(|f| {
            f.at_least(ListFilter::opportunity, 10)
                .less("ID", 20)
                .not_in("ID", [11, 12])
                .contains(ListFilter::title, "eal")
        })
    };
    type Deals = <crm::deal::List as Call>::Answer;
    let ids = |deals: Deals| deals.into_iter().map(|deal| deal.id.unwrap()).collect::<Vec<_>>();
    assert_eq!(ids(call().send(&b24).await.unwrap()), [10, 13, 14, 15, 16, 17, 18, 19]);
    let mut batch = b24.batch();
    let keys = [1, 2].map(|_| batch.add(call()));
    let mut answers = batch.send().await.unwrap();
    for key in keys {
        assert_eq!(ids(answers.take(key).unwrap()).len(), 8);
    }
}

#[tokio::test]
async fn rest_3_has_filters_and_batches_of_its_own() {
    let (portal, b24) = portal().await;
    let row = |n: u32| json!({ "id": n, "title": format!("T{n}") });
    portal.entity((Rest::V3, "tasks.task"), (1..=30).map(row));
    let filter = FilterV3::new().greater("id", 5).any_of([
        FilterV3::new().less("id", 9).not_equal("title", "T6"),
        FilterV3::new().between("id", 20, 21),
    ]);
    let found = v3::tasks::task::list().filter(filter).send(&b24).await.unwrap();
    let ids: Vec<_> = found.items.unwrap().iter().map(|task| task.id.unwrap()).collect();
    assert_eq!(ids, [7, 8, 20, 21]);
    let mut batch = b24.batch();
    let tasks = [3, 4].map(|id| batch.add(v3::tasks::task::get(id)));
    let mut answers = batch.send().await.unwrap();
    assert_eq!(tasks.map(|task| answers.take(task).unwrap().item.unwrap().id.unwrap()), [3, 4]);
    let mut batch = b24.batch();
    let _ = [3, 99].map(|id| batch.add(v3::tasks::task::get(id)));
    assert!(matches!(batch.send().await, Err(Error::Api(_))));
}

#[tokio::test]
async fn deals_are_handed_over_in_batches() {
    let (portal, b24) = portal().await;
    let stage = |n: u32| if n.is_multiple_of(3) { "WON" } else { "NEW" };
    let row = |n| json!({ "id": n, "stageId": stage(n), "assignedById": 1 });
    portal.entity("crm.item", (1..=300).map(row));
    let updated = bulk_update::hand_over(&b24, "NEW", 7).await.unwrap();
    assert_eq!(updated.len(), 200);
    assert!(updated.iter().all(|(_, update)| update.is_ok()));
    assert!(bulk_update::hand_over(&b24, "NEW", 7).await.unwrap().is_empty());
    let won = bulk_update::hand_over(&b24, "WON", 7).await.unwrap();
    assert_eq!(won.len(), 100);
}
