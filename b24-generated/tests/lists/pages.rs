//! Pages that are odd: that look alike, are empty or short, or name a next one that is none.

use std::time::Duration;

use b24_generated::{
    Call as _, Client, Error, Json, Limits, ListCall as _, ListError, Record as _, Strategy, crm,
    im, v3,
};
use serde_json::{Value, json};

use crate::common::{Reply, Seen, Server};

/// A server with these answers, and a client of it.
async fn server(answer: impl Fn(&Seen) -> Value + Send + Sync + 'static) -> (Server, Client) {
    let server = Server::start(move |seen| Reply::Json(200, answer(seen))).await;
    let b24 = Client::builder().limits(Limits::OFF).webhook(&server.webhook("s3cr3t")).unwrap();
    (server, b24)
}

fn start(seen: &Seen) -> u64 {
    seen.body()["start"].as_u64().unwrap_or(0)
}

fn deals(ids: std::ops::Range<u64>) -> Value {
    ids.map(|id| json!({ "ID": id })).collect()
}

fn list_error<T: std::fmt::Debug>(done: Result<T, Error>) -> ListError {
    match done {
        Err(Error::List(error)) => *error,
        other => panic!("{other:?}"),
    }
}

/// How many deals come by pages.
async fn count(b24: &Client) -> Result<usize, Error> {
    Ok(crm::deal::list().stream(b24).by(Strategy::Pages).all().await?.len())
}

#[tokio::test]
async fn rows_without_a_key_cannot_repeat() {
    let (server, b24) = server(|seen| {
        let start = start(seen);
        let rows: Value = (start..start + 50).map(|_| json!({ "COUNTRY": "DE" })).collect();
        let mut answer = json!({ "result": rows, "total": 400 });
        if start < 350 {
            answer["next"] = json!(start + 50);
        }
        answer
    })
    .await;
    let addresses = crm::address::list().select(["COUNTRY"]).all(&b24).await.unwrap();
    assert_eq!((addresses.len(), server.count("crm.address.list")), (400, 8));
}

#[tokio::test]
async fn a_server_that_gives_rows_without_a_key_for_ever_is_found_out_where_something_tells() {
    // It names a page behind the last, and gives what it gave before.
    let (_server, b24) = server(|seen| {
        let rows: Value = (0..50).map(|_| json!({ "COUNTRY": "DE" })).collect();
        json!({ "result": rows, "total": 100, "next": start(seen) + 50 })
    })
    .await;
    let error = list_error(crm::address::list().all(&b24).await);
    assert!(matches!(error, ListError::Repeated { .. }), "{error}");
    // It takes no offset, and nothing but an empty page would tell the end.
    let (_server, b24) =
        self::server(|_| json!({ "result": { "items": [{ "email": "a@b.c" }] } })).await;
    let error = list_error(v3::mail::mailbox::senders().all(&b24).await);
    assert!(matches!(error, ListError::Repeated { .. }), "{error}");
}

#[tokio::test]
async fn rows_of_one_page_with_the_same_key_are_several() {
    let (_server, b24) =
        server(|_| json!({ "result": [{ "ID": 1 }, { "ID": 1 }, { "ID": 2 }] })).await;
    assert_eq!(count(&b24).await.unwrap(), 3);
}

#[tokio::test]
async fn empty_pages_come_to_an_end() {
    let (server, b24) = server(|seen| match start(seen) {
        // Rows that the user may not see leave pages empty.
        start @ (100 | 350) => json!({ "result": deals(start..start + 50), "next": start + 50 }),
        400 => json!({ "result": [] }),
        start => json!({ "result": [], "next": start + 50 }),
    })
    .await;
    assert_eq!((count(&b24).await.unwrap(), server.seen().len()), (100, 9));

    let (server, b24) =
        self::server(|seen| json!({ "result": [], "next": start(seen) + 50 })).await;
    let walk = tokio::time::timeout(Duration::from_secs(20), count(&b24)).await;
    let error = list_error(walk.expect("an end"));
    assert!(matches!(error, ListError::Endless { rows: 0, .. }), "{error}");
    assert!(server.seen().len() < 50);
}

#[tokio::test]
async fn what_is_no_next_page_is_no_end() {
    for odd in
        [json!("soon"), json!(true), json!(-50), json!(50.5), json!({ "start": 50 }), json!([50])]
    {
        let (_server, b24) =
            server(move |_| json!({ "result": deals(1..51), "next": odd, "total": 400 })).await;
        let error = list_error(count(&b24).await);
        assert!(matches!(error, ListError::OddNext { .. }), "{error}");
    }
    for (next, nothing) in [
        (json!("50"), Value::Null),
        (json!(50.0), json!(false)),
        (json!(" 50 "), json!("")),
        (json!("50.0"), json!([])),
    ] {
        let (_server, b24) = server(move |seen| match start(seen) {
            0 => json!({ "result": deals(1..51), "next": next }),
            _ => json!({ "result": deals(51..71), "next": nothing }),
        })
        .await;
        assert_eq!(count(&b24).await.unwrap(), 70);
    }
}

#[tokio::test]
async fn a_total_that_says_more_is_believed_where_rows_have_keys() {
    for size in [20, 50] {
        // It names no next page, ever.
        let (_server, b24) = server(move |seen| {
            let from = start(seen);
            json!({ "result": deals(from..(from + size).min(230)), "total": 230 })
        })
        .await;
        assert_eq!(count(&b24).await.unwrap(), 230);
    }
    // The total counts rows that the user may not see, and behind the last page comes the last again.
    let (server, b24) = server(|seen| match start(seen) {
        0 => json!({ "result": deals(0..50), "total": 90, "next": 50 }),
        _ => json!({ "result": deals(50..80), "total": 90 }),
    })
    .await;
    assert_eq!((count(&b24).await.unwrap(), server.seen().len()), (80, 3));
}

/// Twenty rows a page, whatever the place; what stands beside them is the test's.
fn small(seen: &Seen, beside: impl Fn(u64) -> Value) -> Value {
    let page = |after: u64| (deals(after + 1..(after + 20).min(70) + 1), beside(70 - after));
    let after = |filter: &Value| filter[">ID"].as_u64().unwrap_or(0);
    if seen.method() == "batch" {
        let (mut results, mut besides) = (json!({}), json!({}));
        for (name, command) in seen.body()["cmd"].as_object().unwrap() {
            let text = command.as_str().unwrap();
            // A reference to a row that is not there becomes 0.
            let after = text.split("%3EID]=").nth(1).and_then(|text| text.split('&').next());
            let (rows, beside) = page(after.and_then(|text| text.parse().ok()).unwrap_or(0));
            results[name] = rows;
            for (key, value) in beside.as_object().unwrap() {
                besides[format!("result_{key}")][name] = value.clone();
            }
        }
        besides["result"] = results;
        return json!({ "result": besides });
    }
    let (rows, beside) = page(after(&seen.body()["filter"]));
    let mut answer = json!({ "result": rows });
    answer.as_object_mut().unwrap().extend(beside.as_object().unwrap().clone());
    answer
}

#[tokio::test]
async fn a_short_page_is_no_end_of_a_walk_by_keys_if_the_server_says_that_there_is_more() {
    for by in [Strategy::Keys, Strategy::Batches] {
        for beside in [
            |left: u64| json!({ "total": left }),
            |left| {
                if left > 20 { json!({ "next": 50, "total": 0 }) } else { json!({ "total": 0 }) }
            },
            |left: u64| json!({ "total": left.to_string(), "next": if left > 20 { json!("x") } else { json!(false) } }),
        ] {
            let (_server, b24) = server(move |seen| small(seen, beside)).await;
            let deals = crm::deal::list().stream(&b24).by(by).all().await.unwrap();
            let ids: Vec<_> = deals.iter().map(|deal| deal.id.unwrap()).collect();
            assert_eq!(ids, (1..=70).collect::<Vec<_>>(), "{by:?}");
        }
    }
}

#[tokio::test]
async fn a_page_of_the_size_that_the_caller_asks_for_is_no_end() {
    let (_server, b24) = server(|seen| small(seen, |_| json!({}))).await;
    for by in [None, Some(Strategy::Keys), Some(Strategy::Batches)] {
        let size = json!({ "NAV_PARAMS": { "nPageSize": 20 } });
        let call = crm::deal::list().filter(|f| f.set("!ID", 0)).set("PARAMS", Json(size));
        let mut rows = call.stream(&b24);
        if let Some(by) = by {
            rows = rows.by(by);
        }
        assert_eq!(rows.all().await.unwrap().len(), 70, "{by:?}");
    }
}

#[tokio::test]
async fn marks_that_go_round_are_found_out() {
    let (_server, b24) = server(|seen| {
        let next = match seen.body()["pagination"]["afterCursor"].as_str() {
            None => "a",
            Some("a") => "b",
            _ => "a",
        };
        json!({ "result": { "items": [{ "title": "x" }], "afterCursor": next } })
    })
    .await;
    let error = list_error(v3::call::followup::list(|f| f.partial()).all(&b24).await);
    assert!(matches!(error, ListError::Repeated { .. }), "{error}");
}

#[tokio::test]
async fn an_empty_page_of_which_the_server_says_that_more_follows_is_no_end() {
    let (server, b24) = server(|seen| {
        let page = |ids: &[u64], more: Value| {
            let items: Value = ids.iter().map(|id| json!({ "id": id })).collect();
            json!({ "result": { "items": items, "hasMore": more } })
        };
        match seen.body()["OFFSET"].as_u64().unwrap_or(0) {
            0 => page(&[1, 2], json!("Y")),
            2 => page(&[], json!(true)),
            52 => page(&[3], json!(1)),
            53 => page(&[4], json!("N")),
            other => panic!("{other}"),
        }
    })
    .await;
    let recent = im::recent::list().all(&b24).await.unwrap();
    assert_eq!((recent.len(), server.seen().len()), (4, 4));
}

#[tokio::test]
async fn where_the_answer_names_the_next_page_it_is_asked_for() {
    // Some users are left out of what they are counted in.
    let (server, b24) = server(|seen| {
        let number = |name: &str| seen.body()[name].as_u64().unwrap_or(0);
        let (offset, limit) = (number("OFFSET"), number("LIMIT"));
        let users = (offset + 1..=110).take(limit.try_into().unwrap());
        let shown = users.filter(|id| !matches!(id, 10 | 20 | 51..=100));
        let rows: Value = shown.map(|id| json!({ "id": id })).collect();
        let next = if offset + limit < 110 { json!(offset + limit) } else { Value::Null };
        json!({ "result": rows, "next": next, "total": 110 })
    })
    .await;
    let users = im::dialog::users::list("chat1").all(&b24).await.unwrap();
    let ids: Vec<_> = users.iter().map(|user| user.id.unwrap()).collect();
    let expected = (1..=50).chain(101..=110).filter(|id| !matches!(id, 10 | 20));
    assert_eq!(ids, expected.collect::<Vec<i64>>());
    assert_eq!(server.seen().len(), 4);
    for (next, is_odd) in [(json!("soon"), true), (json!(0), false)] {
        let (_server, b24) =
            self::server(move |_| json!({ "result": [{ "id": 1 }], "next": next })).await;
        let error = list_error(im::dialog::users::list("chat1").all(&b24).await);
        assert_eq!(matches!(error, ListError::OddNext { .. }), is_odd, "{error}");
        assert_eq!(matches!(error, ListError::Repeated { .. }), !is_odd, "{error}");
    }
}

#[tokio::test]
async fn a_list_that_goes_by_a_mark_ends_where_the_server_says_so() {
    let page = |more: Value, mark: Value| json!({ "result": { "items": [{ "title": "x" }], "hasMore": more, "afterCursor": mark } });
    let (_server, b24) = server(move |_| page(json!(true), Value::Null)).await;
    let list = || v3::call::followup::list(|f| f.partial());
    let error = list_error(list().all(&b24).await);
    assert!(matches!(error, ListError::OddNext { .. }), "{error}");
    let (server, b24) = self::server(move |_| page(json!(false), json!({ "id": 7 }))).await;
    assert_eq!((list().all(&b24).await.unwrap().len(), server.seen().len()), (1, 1));
}

#[tokio::test]
async fn where_the_answer_says_how_far_to_skip_it_is_asked_for() {
    let (server, b24) = server(|seen| {
        let events: Value = (0..2).map(|_| json!({ "type": "x" })).collect();
        let (next, more) = match seen.body().get("offset").map(|offset| offset.as_u64().unwrap()) {
            // So the documentation has it.
            None => (5002, true),
            Some(5002) => (5004, true),
            Some(5004) => (5004, false),
            other => panic!("{other:?}"),
        };
        json!({ "result": { "events": events, "nextOffset": next, "hasMore": more } })
    })
    .await;
    let events = im::v2::event::get().all(&b24).await.unwrap();
    assert_eq!((events.len(), server.seen().len()), (6, 3));
    // What stands before an offset is confirmed, and not given out again: no page by its number is worth that.
    for page in [1, 2] {
        let error = im::v2::event::get().page(page).send(&b24).await.unwrap_err();
        assert!(matches!(error, Error::Encode { .. }), "{error:?}");
        im::v2::event::get().page(page).all(&b24).await.unwrap_err();
    }
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_place_may_be_as_far_as_numbers_reach() {
    // A server whose next page is the last that there can be.
    for far in [json!(u64::MAX), json!("1e300")] {
        let (server, b24) = server(move |seen| match start(seen) {
            0 => json!({ "result": deals(1..51), "next": far }),
            _ => json!({ "result": deals(51..61), "total": 60 }),
        })
        .await;
        assert_eq!((count(&b24).await.unwrap(), server.count("crm.deal.list")), (60, 2));
    }
    // A call that asks for such a page.
    let (server, b24) = server(|_| json!({ "result": { "items": [] } })).await;
    let far = Json(json!({ "page": u64::MAX, "limit": u64::MAX }));
    let walk = v3::tasks::task::list().set("pagination", far.clone()).stream(&b24);
    assert_eq!(walk.by(Strategy::Pages).all().await.unwrap().len(), 0);
    let far = Json(json!({ "limit": u64::MAX }));
    v3::tasks::task::list().set("pagination", far).page(u32::MAX).send(&b24).await.unwrap();
    for seen in server.seen() {
        assert_eq!(seen.body()["pagination"], json!({ "limit": u64::MAX, "offset": u64::MAX }));
    }
}

#[tokio::test]
async fn a_page_by_its_number_begins_where_pages_of_that_list_do() {
    let (server, b24) = server(|_| json!({ "result": [] })).await;
    for page in [1, 2, 3] {
        let list = || crm::timeline::logmessage::list(1, 2).page(page);
        list().send(&b24).await.unwrap();
        list().all(&b24).await.unwrap();
        crm::deal::list().page(page).send(&b24).await.unwrap();
    }
    let starts: Vec<u64> = server.seen().iter().map(start).collect();
    assert_eq!(starts, [0, 0, 0, 10, 10, 50, 20, 20, 100]);
}
