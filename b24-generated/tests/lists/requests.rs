//! What is sent, and how often.

use b24_generated::{Call as _, Json, ListCall as _, ListError, Strategy, crm, tasks, user, v3};
use serde_json::json;

use crate::portal::{Portal, php};

#[tokio::test]
async fn keys_are_asked_for_as_documented() {
    let portal = Portal::new(1..=60);
    let deals = crm::deal::list()
        .select(["TITLE"])
        .filter(|f| f.set("STAGE_ID", "WON").set(">ID", 10))
        .stream(&portal.b24)
        .by(Strategy::Keys)
        .all()
        .await
        .unwrap();
    assert_eq!(deals.len(), 25);
    let sent = json!({
        "select": ["TITLE", "ID"],
        "filter": { "STAGE_ID": "WON", ">ID": 10 },
        "order": { "ID": "ASC" },
        "start": -1,
    });
    assert_eq!(portal.requests(), [("crm.deal.list".to_owned(), sent)]);
}

#[tokio::test]
async fn groups_of_conditions_are_kept() {
    let portal = Portal::new(1..=60);
    let group = json!({ "logic": "OR", "0": { "STAGE_ID": "WON" }, "1": { "STAGE_ID": "NEW" } });
    let call = crm::item::list(2).set("filter", Json(json!([group]))).stream(&portal.b24);
    // The server here knows no groups; what it is sent counts.
    let _ = call.after(7).by(Strategy::Keys).all().await;
    let (_, sent) = portal.requests().remove(0);
    assert_eq!(sent["filter"], json!({ "0": group, ">id": 7 }));
}

#[tokio::test]
async fn families_spell_it_in_their_own_ways() {
    let portal = Portal::new(1..=60);
    let by = Strategy::Keys;
    tasks::task::list().stream(&portal.b24).by(by).all().await.unwrap();
    user::get().stream(&portal.b24).by(by).all().await.unwrap();
    v3::tasks::task::list().stream(&portal.b24).by(by).all().await.unwrap();
    let requests = portal.requests();
    let params: Vec<_> = requests.iter().map(|(_, params)| params.clone()).collect();
    let expected = [
        json!({ "order": { "ID": "ASC" }, "start": -1 }),
        json!({ "filter": { ">ID": 50 }, "order": { "ID": "ASC" }, "start": -1 }),
        json!({ "SORT": "ID", "ORDER": "ASC", "start": -1 }),
        json!({ "FILTER": { ">ID": 50 }, "SORT": "ID", "ORDER": "ASC", "start": -1 }),
        json!({ "order": { "id": "ASC" }, "pagination": { "limit": 50 } }),
        json!({ "filter": [["id", ">", 50]], "order": { "id": "ASC" }, "pagination": { "limit": 50 } }),
        json!({ "filter": [["id", ">", 60]], "order": { "id": "ASC" }, "pagination": { "limit": 50 } }),
    ];
    assert_eq!(params, expected);
}

#[tokio::test]
async fn batches_refer_to_the_last_row_of_the_page_before() {
    let portal = Portal::new(1..=3_000);
    let filter = "a&b=c d%[é]+";
    let mut tasks = tasks::task::list().filter(|f| f.set("!TITLE", filter)).pages(&portal.b24);
    let mut sizes = Vec::new();
    while let Some(page) = tasks.next().await {
        sizes.push(page.unwrap().rows.len());
    }
    // The filter lets nothing through: one request, and no batch.
    assert_eq!(sizes, [0]);

    let portal = Portal::new(1..=3_000);
    let mut pages = tasks::task::list().filter(|f| f.set(">=ID", 1)).pages(&portal.b24);
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().rows.len());
    }
    // The end of the list is the end of a page: one request more to see that.
    assert_eq!(sizes, [50, 200, 800, 1_950, 0]);
    let (method, batch) = &portal.requests()[1];
    assert_eq!((method.as_str(), &batch["halt"]), ("batch", &json!(1)));
    let command = |name: &str| {
        let (method, query) = batch["cmd"][name].as_str().unwrap().split_once('?').unwrap();
        assert_eq!(method, "tasks.task.list");
        php(query, &str::to_owned)
    };
    let sent = |after: &str| json!({ "filter": { ">=ID": "1", ">ID": after }, "order": { "ID": "ASC" }, "start": "-1" });
    assert_eq!(command("p0"), sent("50"));
    assert_eq!(command("p3"), sent("$result[p2][tasks][49][id]"));
}

#[tokio::test]
async fn short_lists_cost_one_request() {
    for rows in [0, 1, 49] {
        let portal = Portal::new(1..=rows);
        let deals = crm::deal::list().all(&portal.b24).await.unwrap();
        assert_eq!(deals.len() as u64, rows);
        assert_eq!(portal.requests().len(), 1);
    }
}

#[tokio::test]
async fn an_order_of_the_callers_own_is_kept() {
    let portal = Portal::new(1..=120);
    let newest = || crm::deal::list().order(|o| o.id("DESC"));
    let deals = newest().all(&portal.b24).await.unwrap();
    let ids: Vec<i64> = deals.iter().map(|deal| deal.id.unwrap()).collect();
    assert_eq!(ids, (1..=120).rev().collect::<Vec<_>>());
    assert!(portal.requests().iter().all(|(_, sent)| sent["order"] == json!({ "ID": "DESC" })));

    let before = portal.requests().len();
    let error = newest().stream(&portal.b24).by(Strategy::Keys).all().await.unwrap_err();
    let b24_generated::Error::List(error) = error else { panic!("{error:?}") };
    assert!(matches!(*error, ListError::Unsupported { strategy: Strategy::Keys, .. }), "{error}");
    assert_eq!(portal.requests().len(), before, "nothing was sent");
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_asked_for() {
    let portal = Portal::new(1..=500);
    let mut deals = crm::deal::list().stream(&portal.b24).by(Strategy::Keys);
    assert_eq!(portal.requests().len(), 0);
    for _ in 0..50 {
        deals.next().await.unwrap().unwrap();
    }
    assert_eq!(portal.requests().len(), 1, "one page is enough for 50 rows");
    deals.next().await.unwrap().unwrap();
    assert_eq!(portal.requests().len(), 2);
    let progress = deals.progress();
    assert_eq!((progress.rows, progress.requests, progress.last), (100, 2, Some(100)));
    drop(deals);
    assert_eq!(portal.requests().len(), 2);
}

#[tokio::test]
async fn pages_have_numbers_and_a_total() {
    let portal = Portal::new(1..=120);
    let second = crm::deal::list().page(2).send(&portal.b24).await.unwrap();
    assert_eq!(second.first().unwrap().id, Some(51));

    let mut progress = Vec::new();
    let mut pages = crm::deal::list()
        .page(2)
        .pages(&portal.b24)
        .on_progress(|now| progress.push((now.rows, now.total)));
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!((first.rows[0].id, first.rows.len(), first.total), (Some(51), 50, Some(120)));
    let last = pages.next().await.unwrap().unwrap();
    assert_eq!((last.rows[0].id, last.rows.len()), (Some(101), 20));
    assert!(pages.next().await.is_none());
    drop(pages);
    assert_eq!(progress, [(50, Some(120)), (70, Some(120))]);

    let page = v3::tasks::task::list().page(3).send(&portal.b24).await.unwrap();
    assert_eq!(page.items.unwrap()[0].id, Some(101));
    let (_, sent) = portal.requests().pop().unwrap();
    assert_eq!(sent, json!({ "pagination": { "limit": 50, "offset": 100 } }));
}

#[tokio::test]
async fn lists_without_filters_go_by_pages() {
    let portal = Portal::new(1..=70);
    let categories = crm::category::list(2).all(&portal.b24).await.unwrap();
    assert_eq!(categories.len(), 70);
    let sent: Vec<_> = portal.requests().into_iter().map(|(_, sent)| sent).collect();
    assert_eq!(sent, [json!({ "entityTypeId": 2 }), json!({ "entityTypeId": 2, "start": 50 })]);
}
