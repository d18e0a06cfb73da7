//! List methods: filters, orders, pages, and the families that differ.

use b24_generated::schema::Rest;
use serde_json::{Value, json};

use super::{Site, deals};

fn ids(rows: &Value, key: &str) -> Vec<i64> {
    let id = |row: &Value| row[key].as_i64().or_else(|| row[key].as_str()?.parse().ok()).unwrap();
    rows.as_array().unwrap().iter().map(id).collect()
}

#[tokio::test]
async fn pages_follow_each_other() {
    let site = Site::new().await;
    let rows = site.portal.rows("crm.deal.list", deals(120));
    let (mut start, mut found) = (json!(0), Vec::new());
    loop {
        let got = site.call("crm.deal.list", json!({ "start": start })).await;
        assert_eq!(got.body["total"], 120);
        found.extend(ids(got.result(), "ID"));
        match got.body.get("next") {
            Some(next) => start = next.clone(),
            None => break,
        }
    }
    assert_eq!(found, rows.ids());
}

#[tokio::test]
async fn without_counting_there_is_no_next() {
    let site = Site::new().await;
    site.portal.rows("crm.deal.list", deals(120));
    let params = json!({ "order": { "ID": "ASC" }, "filter": { ">ID": 60 }, "start": -1 });
    let got = site.call("crm.deal.list", params).await;
    assert_eq!(ids(got.result(), "ID"), (61..=110).collect::<Vec<_>>());
    assert_eq!((got.body.get("next"), &got.body["total"]), (None, &json!(0)));
}

#[tokio::test]
async fn rows_come_and_go_while_a_client_reads() {
    let site = Site::new().await;
    let rows = site.portal.rows("crm.deal.list", deals(100));
    let first = site.call("crm.deal.list", json!({})).await;
    assert!(rows.delete(1));
    rows.add(json!({ "TITLE": "late" }));
    // Pages by offset lose a row, as they do in a real portal.
    let second = site.call("crm.deal.list", json!({ "start": 50 })).await;
    let found = [ids(first.result(), "ID"), ids(second.result(), "ID")].concat();
    assert!(!found.contains(&51) && found.contains(&101));
}

#[tokio::test]
async fn filters_orders_and_selects_are_heeded() {
    let site = Site::new().await;
    site.portal.rows("crm.deal.list", deals(9));
    let got = site
        .call(
            "CRM.deal.list",
            json!({
                "FILTER": { "STAGE_ID": "WON", "!ID": [1, 3] },
                "Order": { "TITLE": "desc" },
                "select": ["ID", "UF_*"],
            }),
        )
        .await;
    assert_eq!(*got.result(), json!([{ "ID": "9" }, { "ID": "7" }, { "ID": "5" }]));
    assert_eq!(got.body["total"], 3);
    let url =
        format!("{}crm.deal.list?filter[%25TITLE]=deal+7&select[]=TITLE", site.portal.webhook());
    assert_eq!(*site.get(&url).await.unwrap().result(), json!([{ "TITLE": "Deal 7" }]));
}

#[tokio::test]
async fn tasks_are_asked_for_in_capitals_and_answered_in_camel_case() {
    let site = Site::new().await;
    let tasks = (1..=60).map(|id: u32| json!({ "id": id.to_string(), "responsibleId": "3" }));
    site.portal.rows("tasks.task.list", tasks);
    let params = json!({ "order": { "ID": "desc" }, "filter": { "<ID": 55, "RESPONSIBLE_ID": 3 },
        "select": ["ID", "RESPONSIBLE_ID"] });
    let got = site.call("tasks.task.list", params).await;
    let tasks = &got.result()["tasks"];
    assert_eq!(tasks[0], json!({ "id": "54", "responsibleId": "3" }));
    assert_eq!((tasks.as_array().unwrap().len(), &got.body["next"]), (50, &json!(50)));
    for wrong in [json!({ "order": { "id": "asc" } }), json!({ "filter": { ">id": 1 } })] {
        let got = site.call("tasks.task.list", wrong).await;
        assert_eq!(got.error(), (400, "INVALID_ARG_VALUE"));
    }
}

#[tokio::test]
async fn items_stand_in_an_object_and_belong_to_a_type() {
    let site = Site::new().await;
    let items = (1..=4).map(|id| json!({ "id": id, "entityTypeId": 1 + id % 2, "title": "t" }));
    site.portal.rows("crm.item.list", items);
    let got =
        site.call("crm.item.list", json!({ "entityTypeId": 2, "order": { "id": "DESC" } })).await;
    assert_eq!(ids(&got.result()["items"], "id"), [3, 1]);
    // Other clients send the identifier in capitals.
    for id in ["id", "ID"] {
        let above = json!({ "entityTypeId": 2, "filter": { (format!(">{id}")): 1 }, "order": { (id): "ASC" } });
        assert_eq!(ids(&site.call("crm.item.list", above).await.result()["items"], "id"), [3]);
    }
}

#[tokio::test]
async fn users_are_sorted_by_two_words() {
    let site = Site::new().await;
    let users = (1..=3).map(|id: u32| json!({ "ID": id.to_string(), "UF_DEPARTMENT": [id] }));
    site.portal.rows("user.get", users);
    let sorted = json!({ "SORT": "ID", "ORDER": "desc", "FILTER": { ">ID": 1 } });
    assert_eq!(ids(site.call("user.get", sorted).await.result(), "ID"), [3, 2]);
    assert_eq!(ids(site.call("user.get", json!({ "ID": 2 })).await.result(), "ID"), [2]);
    let mut of_department = json!({ "UF_DEPARTMENT": 3 });
    assert_eq!(ids(site.call("user.get", of_department.clone()).await.result(), "ID"), [3]);
    // The filter is all that is read where there is one.
    of_department["FILTER"] = json!({ ">ID": 1 });
    assert_eq!(ids(site.call("user.get", of_department).await.result(), "ID"), [2, 3]);
}

#[tokio::test]
async fn elements_have_an_order_of_their_own() {
    let site = Site::new().await;
    let rows = (1..=3).map(|id: u32| json!({ "ID": id.to_string(), "IBLOCK_ID": "7" }));
    site.portal.rows("lists.element.get", rows);
    let params =
        json!({ "IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": 7, "ELEMENT_ORDER": { "ID": "DESC" } });
    assert_eq!(ids(site.call("lists.element.get", params).await.result(), "ID"), [3, 2, 1]);
    let params = json!({ "IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": 7, "order": { "ID": "DESC" } });
    assert_eq!(ids(site.call("lists.element.get", params).await.result(), "ID"), [1, 2, 3]);
    let other = json!({ "IBLOCK_TYPE_ID": "lists", "IBLOCK_ID": 8 });
    assert_eq!(site.call("lists.element.get", other).await.result(), &json!([]));
}

#[tokio::test]
async fn rows_can_be_made_from_the_documentation() {
    let site = Site::new().await;
    let rows = site.portal.generate("crm.deal.list", 3);
    assert_eq!(rows.get(2).unwrap()["TITLE"], "Row 2");
    assert!(rows.get(2).unwrap().as_object().unwrap().len() > 10);
    site.portal.generate((Rest::V3, "tasks.task.list"), 70);
    let params = json!({ "filter": [["id", ">", 60]], "select": ["id", "title"] });
    let got = site.call_v3("tasks.task.list", params).await;
    assert_eq!(ids(&got.result()["items"], "id"), (61..=70).collect::<Vec<_>>());
}

#[tokio::test]
async fn lists_in_their_documented_shape_come_to_an_end() {
    use b24_generated::testing::FakePortal;
    use b24_generated::{Client, ListCall as _, bizproc, calendar, lists, v3};

    let portal = FakePortal::start().await.unwrap();
    let b24 = Client::webhook(&portal.webhook()).unwrap();
    // By pages of REST 3.0, by keys that are text, and by keys that are numbers.
    assert_eq!(v3::mail::message::list().all(&b24).await.unwrap().len(), 1);
    assert_eq!(v3::tasks::task::list().all(&b24).await.unwrap().len(), 1);
    let elements = lists::element::get("lists").iblock_id(47).all(&b24).await.unwrap();
    assert_eq!(elements.len(), 1);
    assert_eq!(bizproc::task::list().all(&b24).await.unwrap().len(), 1);
    let sections = calendar::section::get("user").owner_id(1).send(&b24).await.unwrap();
    assert_eq!(sections[0].id, Some(1));
}
