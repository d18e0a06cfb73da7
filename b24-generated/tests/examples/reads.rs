//! Examples that read.

use b24_generated::schema::Rest;
use serde_json::json;

use super::{place, portal};

#[path = "../../examples/export_deals.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod export_deals;
#[path = "../../examples/org_chart.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod org_chart;
#[path = "../../examples/task_report.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod task_report;

#[tokio::test]
async fn deals_are_exported() {
    let (portal, b24) = portal().await;
    let deal = |id: i64| {
        json!({
            "id": id, "title": format!("Deal, {id}"), "stageId": "NEW", "opportunity": 10.5,
            "assignedById": 7,
        })
    };
    portal.entity("crm.item", (1..=120).map(deal));
    let path = place("deals.csv");
    assert_eq!(export_deals::export(&b24, &path).await.unwrap(), 120);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0]), (121, "id,title,stageId,opportunity,assignedById"));
    assert_eq!(lines[120], "120,\"Deal, 120\",NEW,10.5,7");
}

#[tokio::test]
async fn tasks_are_counted_by_person_over_many_pages() {
    let (portal, b24) = portal().await;
    // 130 tasks a day apart; every other one is done, some a day too late.
    let task = |id: u32| {
        let day = |day: u32| format!("2026-{:02}-{:02}T10:00:00+03:00", 1 + day / 28, 1 + day % 28);
        let closed = id.is_multiple_of(2).then(|| day(id + u32::from(id.is_multiple_of(10))));
        json!({
            "id": id, "responsibleId": if id.is_multiple_of(3) { 7 } else { 8 }, "deadline": day(id),
            "status": if closed.is_some() { "completed" } else { "pending" }, "closed": closed,
        })
    };
    portal.entity((Rest::V3, "tasks.task"), (1..=130).map(task));
    let found = task_report::report(&b24, "2026-01-01", "2026-12-31").await.unwrap();
    let expected = |person: u32| {
        let of = |id: &u32| id.is_multiple_of(3) == (person == 7);
        let ids: Vec<u32> = (1..=130).filter(of).collect();
        let all_that = |test: fn(u32) -> bool| ids.iter().filter(|&&id| test(id)).count();
        let (done, late) =
            (all_that(|id| id.is_multiple_of(2)), all_that(|id| id.is_multiple_of(10)));
        (i64::from(person), task_report::Count { all: ids.len(), done, late })
    };
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [expected(7), expected(8)]);

    let february = task_report::report(&b24, "2026-02-01", "2026-03-01").await.unwrap();
    assert_eq!(february.values().map(|count| count.all).sum::<usize>(), 28);
}

#[tokio::test]
async fn a_company_is_a_tree() {
    let (portal, b24) = portal().await;
    portal.entity(
        "department",
        [
            json!({ "ID": "1", "NAME": "Boats Ltd", "PARENT": null }),
            json!({ "ID": "4", "NAME": "Sales", "PARENT": "1" }),
            json!({ "ID": "5", "NAME": "Export", "PARENT": "4" }),
        ],
    );
    let person = |id: u32, name: &str, active: bool, units: &[u32]| {
        json!({ "ID": id.to_string(), "NAME": name, "LAST_NAME": "Lee", "ACTIVE": active,
            "UF_DEPARTMENT": units })
    };
    portal.entity(
        "user",
        [
            person(1, "Ann", true, &[1]),
            person(2, "Bob", true, &[4, 5]),
            person(3, "Left", false, &[5]),
        ],
    );
    let expected = "\
Boats Ltd
  - Ann Lee
  Sales
    - Bob Lee
    Export
      - Bob Lee
";
    assert_eq!(org_chart::chart(&b24).await.unwrap(), expected);
}
