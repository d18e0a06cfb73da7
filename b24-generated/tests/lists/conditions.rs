//! Conditions mean in each request of a walk what they mean in the first, and nothing else.

use b24_generated::{
    Client, Error, Filter, Filtering as _, Json, Limits, ListCall as _, ListError, Strategy, crm,
    lists, user,
};
use serde_json::{Map, Value, json};

use crate::common::{Reply, Seen, Server};
use crate::portal::php;

const ROWS: u64 = 400;

/// A server that reads conditions as PHP does: `false`, `null` and `""` ask for what is empty, `"0"` for a zero. Where
/// there is a `FILTER`, it reads no condition beside it.
async fn server() -> (Server, Client) {
    let server = Server::start(|seen| Reply::Json(200, answer(seen))).await;
    let b24 = Client::builder().limits(Limits::OFF).webhook(&server.webhook("s3cr3t")).unwrap();
    (server, b24)
}

fn answer(seen: &Seen) -> Value {
    if seen.method() != "batch" {
        let (rows, next) = page(&seen.body());
        return json!({ "result": rows, "next": next });
    }
    let mut results = Map::new();
    for (name, command) in seen.body()["cmd"].as_object().unwrap() {
        let query = command.as_str().unwrap().split_once('?').unwrap().1;
        let fill = |text: &str| match text.strip_prefix("$result[") {
            // The key of the last row of the page before.
            Some(path) => {
                let before = results.get(path.split(']').next().unwrap());
                let last = before.and_then(|rows: &Value| rows.as_array()?.get(49));
                last.map(|row| row["ID"].to_string()).unwrap_or_default()
            }
            None => text.to_owned(),
        };
        let (rows, _) = page(&php(query, &fill));
        results.insert(name.clone(), rows);
    }
    json!({ "result": { "result": results, "result_error": [] } })
}

fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// A page of rows, and the next one's place.
fn page(params: &Value) -> (Value, Value) {
    let get = |name: &str| {
        let params = params.as_object().unwrap();
        params.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    };
    let filter = get("FILTER").and_then(Value::as_object).filter(|filter| !filter.is_empty());
    let conditions = filter.unwrap_or(params.as_object().unwrap());
    let found: Vec<u64> = (1..=ROWS).filter(|id| passes(conditions, *id)).collect();
    let start = get("start").and_then(number).unwrap_or(0);
    let from = usize::try_from(start).unwrap_or(0);
    let row = |id: &u64| json!({ "ID": id, "id": id });
    let rows: Vec<Value> = found.iter().skip(from).take(50).map(row).collect();
    let more = start >= 0 && from + rows.len() < found.len();
    let next = if more { json!(from + rows.len()) } else { Value::Null };
    (Value::Array(rows), next)
}

/// Whether a row passes all conditions, or, if `logic` says so, one of them.
fn passes(conditions: &Map<String, Value>, id: u64) -> bool {
    let one_is_enough = conditions.get("logic").is_some_and(|logic| logic == "OR");
    let mut each = conditions.iter().filter(|(key, _)| *key != "logic");
    let mut holds = |(key, asked): (&String, &Value)| match key.as_str() {
        ">ID" | ">id" => id as i64 > number(asked).unwrap_or(0),
        "PROPERTY_199" | "!PROPERTY_199" => {
            let empty = matches!(asked, Value::Null | Value::Bool(false))
                || asked.as_str() == Some("")
                || asked.as_array().is_some_and(Vec::is_empty);
            let has = !id.is_multiple_of(2);
            // Nothing here is a zero.
            let found = if empty { !has } else { false };
            found != key.starts_with('!')
        }
        "UF_DEPARTMENT" => id.is_multiple_of(2),
        "%title" => false,
        _ => asked.as_object().is_none_or(|group| passes(group, id)),
    };
    if one_is_enough { each.any(&mut holds) } else { each.all(&mut holds) }
}

fn ids(rows: impl IntoIterator<Item = Option<i64>>) -> Vec<i64> {
    rows.into_iter().map(Option::unwrap).collect()
}

fn even() -> Vec<i64> {
    (1..=ROWS.cast_signed()).filter(|id| id % 2 == 0).collect()
}

#[tokio::test]
async fn a_condition_that_asks_for_what_is_empty_does_so_on_each_page() {
    let list = || lists::element::get("lists").iblock_id(29);
    for empty in [json!(false), Value::Null, json!(""), json!([])] {
        for by in [None, Some(Strategy::Keys), Some(Strategy::Batches), Some(Strategy::Pages)] {
            let (server, b24) = server().await;
            let mut rows =
                list().filter(|f| f.set("PROPERTY_199", Json(empty.clone()))).stream(&b24);
            if let Some(by) = by {
                rows = rows.by(by);
            }
            let found = rows.all().await.unwrap();
            assert_eq!(found.len(), 200, "{empty} {by:?}");
            assert_eq!(server.count("batch"), 0, "{empty} {by:?}");
        }
    }
    let (server, b24) = server().await;
    let found = list().filter(|f| f.not("PROPERTY_199", 0)).all(&b24).await.unwrap();
    assert_eq!(found.len(), 400);
    assert!(server.count("batch") > 0, "a zero is a zero in a batch too");
}

#[tokio::test]
async fn a_command_that_asks_for_what_is_empty_goes_by_itself() {
    for empty in [json!(false), Value::Null, json!(""), json!([]), json!(["x", false])] {
        let (server, b24) = server().await;
        let mut batch = b24.batch();
        batch.call("lists.element.get", json!({ "FILTER": { "!ID": 7 } }));
        let key = batch.call("lists.element.get", json!({ "FILTER": { "PROPERTY_199": empty } }));
        let deep =
            json!({ "params": { "Filter": [{ "logic": "OR", "0": { "PROPERTY_199": empty } }] } });
        batch.call("lists.element.get", deep.clone());
        // Elsewhere a text says it well enough.
        batch.call("lists.element.get", json!({ "a": false, "b": "", "select": ["ID"] }));
        batch.call("lists.element.get", json!({ "FILTER": { "!ID": 8 } }));
        let mut answers = batch.send().await.unwrap();
        assert_eq!(answers.errors().count(), 0);
        let seen: Vec<Value> = server.seen().iter().map(Seen::body).collect();
        assert_eq!(seen.len(), 4, "{seen:?}");
        assert_eq!(seen[1]["FILTER"]["PROPERTY_199"], empty);
        assert_eq!(seen[2], deep);
        if empty != json!(["x", false]) {
            assert_eq!(answers.take(key).unwrap()[0]["ID"], 2);
        }
    }
}

#[tokio::test]
async fn a_condition_beside_the_filter_counts_on_each_page() {
    for by in [None, Some(Strategy::Pages)] {
        let (server, b24) = server().await;
        let mut rows = user::get().uf_department(1).stream(&b24);
        if let Some(by) = by {
            rows = rows.by(by);
        }
        let found = rows.all().await.unwrap();
        assert_eq!(ids(found.into_iter().map(|user| user.id)), even(), "{by:?}");
        assert!(server.seen().iter().all(|seen| seen.body().get("FILTER").is_none()));
    }
    // One that the documentation does not know may be a condition too.
    let (_server, b24) = self::server().await;
    let found = b24_generated::Call::set(user::get(), "UF_DEPARTMENT", 1).all(&b24).await.unwrap();
    assert_eq!(ids(found.into_iter().map(|user| user.id)), even());
}

#[tokio::test]
async fn a_walk_by_keys_that_would_lose_a_condition_is_refused() {
    let (server, b24) = server().await;
    for by in [Strategy::Keys, Strategy::Batches] {
        let done = user::get().uf_department(1).stream(&b24).by(by).all().await;
        let Err(Error::List(error)) = done else { panic!("{done:?}") };
        assert!(matches!(*error, ListError::Unsupported { .. }), "{error}");
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn what_says_how_and_not_which_leaves_the_walk_by_keys() {
    for filtered in [false, true] {
        let (server, b24) = server().await;
        let mut call = user::get()
            .admin_mode(true)
            .image_resize("small")
            .select(["ID"])
            .sort("ID")
            .order("ASC");
        if filtered {
            // The server reads the filter alone, with a walk and without.
            call = call.filter(|f| f.uf_department("1")).uf_department(3);
        }
        let found = call.all(&b24).await.unwrap();
        let expected = if filtered { even() } else { (1..=ROWS.cast_signed()).collect() };
        assert_eq!(ids(found.into_iter().map(|user| user.id)), expected);
        assert!(server.count("batch") > 0);
    }
}

/// `logic` joins all conditions of a filter, and would join the one of a walk to them.
#[tokio::test]
async fn a_walk_adds_no_condition_to_those_of_which_one_is_enough() {
    let some = || {
        let group = |key: &str, value: Value| json!({ key: value });
        Filter::new()
            .set("logic", "OR")
            .set("0", group("UF_DEPARTMENT", json!(1)))
            .set("1", group("%title", json!("x")))
    };
    let deals = |filter: Filter| crm::item::list(2).filter(|f| f.matching(filter));
    let (_server, b24) = server().await;
    let found = deals(some()).all(&b24).await.unwrap();
    assert_eq!(ids(found.into_iter().map(|deal| deal.id)), even());
    let (server, b24) = self::server().await;
    for by in [Strategy::Keys, Strategy::Batches] {
        let done = deals(some()).stream(&b24).by(by).all().await;
        let Err(Error::List(error)) = done else { panic!("{done:?}") };
        assert!(matches!(*error, ListError::Unsupported { .. }), "{error}");
    }
    assert_eq!(server.seen().len(), 0);
    // All of them, or a group within: the walk's own stands beside.
    let all = Filter::new().set("LOGIC", "and").set("UF_DEPARTMENT", 1);
    for filter in [all, Filter::new().any_of([Filter::new().equal("UF_DEPARTMENT", 1)])] {
        deals(filter).stream(&b24).by(Strategy::Batches).all().await.unwrap();
    }
    assert!(server.count("batch") > 0);
}
