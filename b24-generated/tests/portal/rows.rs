//! Families of methods on the same rows.

use b24_generated::schema::Rest;
use serde_json::json;

use super::{Site, deals};

#[tokio::test]
async fn deals_are_added_read_changed_and_deleted() {
    let site = Site::new().await;
    let rows = site.portal.entity("crm.deal", deals(2));
    let got = site.call("crm.deal.add", json!({ "fields": { "TITLE": "New" } })).await;
    assert_eq!(*got.result(), json!(3));
    let got = site.call("crm.deal.get", json!({ "ID": "3" })).await;
    assert_eq!(*got.result(), json!({ "ID": "3", "TITLE": "New" }));
    let changed = json!({ "id": 3, "fields": { "TITLE": "Newer", "ID": 9 } });
    assert_eq!(*site.call("crm.deal.update", changed).await.result(), json!(true));
    assert_eq!(rows.get(3).unwrap()["TITLE"], "Newer");
    assert_eq!(*site.call("crm.deal.delete", json!({ "id": 1 })).await.result(), json!(true));
    assert_eq!(rows.ids(), [2, 3]);
    assert_eq!(site.call("crm.deal.get", json!({ "id": 1 })).await.status, 400);
    assert_eq!(site.call("crm.deal.get", json!({})).await.status, 400);
    let written: Vec<_> = site.portal.journal().into_iter().map(|write| write.method).collect();
    assert_eq!(written, ["crm.deal.add", "crm.deal.update", "crm.deal.delete"]);
}

#[tokio::test]
async fn each_family_answers_in_its_own_form() {
    let site = Site::new().await;
    site.portal.entity("crm.item", [json!({ "id": 1, "title": "a" })]);
    let got =
        site.call("crm.item.add", json!({ "entityTypeId": 2, "fields": { "title": "b" } })).await;
    assert_eq!(*got.result(), json!({ "item": { "id": 2, "title": "b" } }));
    let got = site.call("crm.item.get", json!({ "entityTypeId": 2, "id": 1 })).await;
    assert_eq!(got.result()["item"]["title"], "a");
    let got = site.call("crm.item.delete", json!({ "entityTypeId": 2, "id": 1 })).await;
    assert_eq!(*got.result(), json!([]));
    let got = site.call("crm.item.get", json!({ "entityTypeId": 2, "id": 1 })).await;
    assert_eq!(got.error(), (400, "NOT_FOUND"));

    let tasks = site.portal.entity("tasks.task", [json!({ "id": "7", "responsibleId": "1" })]);
    let got = site.call("tasks.task.add", json!({ "fields": { "RESPONSIBLE_ID": 2 } })).await;
    assert_eq!(got.result()["task"], json!({ "id": "8", "responsibleId": 2 }));
    let got = site.call("tasks.task.delete", json!({ "taskId": 7 })).await;
    assert_eq!(*got.result(), json!({ "task": true }));
    assert_eq!(tasks.ids(), [8]);

    site.portal.entity((Rest::V3, "tasks.task"), [json!({ "id": 1, "title": "a" })]);
    let got = site.call_v3("tasks.task.add", json!({ "fields": { "title": "b" } })).await;
    assert_eq!(*got.result(), json!({ "item": { "id": 2, "title": "b" } }));
    let got = site.call_v3("tasks.task.update", json!({ "id": 2, "fields": {} })).await;
    assert_eq!(*got.result(), json!({ "result": true }));
    let got = site.call_v3("tasks.task.get", json!({ "id": 5 })).await;
    assert_eq!(got.error(), (400, "BITRIX_REST_V3_EXCEPTION_ENTITYNOTFOUNDEXCEPTION"));
}

#[tokio::test]
async fn users_have_their_fields_outside_of_fields() {
    let site = Site::new().await;
    let users = site.portal.entity("user", [json!({ "ID": "1", "NAME": "A" })]);
    let got = site.call("user.add", json!({ "EMAIL": "b@example.com", "NAME": "B" })).await;
    assert_eq!(*got.result(), json!(2));
    site.call("user.update", json!({ "ID": 2, "NAME": "C" })).await.result();
    assert_eq!(users.get(2).unwrap()["NAME"], "C");
    let got = site.call("user.get", json!({ "FILTER": { "NAME": "C" } })).await;
    assert_eq!(got.result()[0]["ID"], "2");
}
