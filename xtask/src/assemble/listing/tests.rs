use b24_schema::{AllowedValue, Answer};
use serde_json::json;

use super::*;

fn record(fields: &[(&str, Type)]) -> Type {
    let fields = fields.iter().map(|(name, ty)| Field::new(*name, ty.clone())).collect();
    Type::Record(RecordBody { fields, open: true })
}

fn list(of: Type) -> Type {
    Type::List(Box::new(of))
}

fn map(of: Type) -> Type {
    Type::Map(Box::new(of))
}

fn row() -> Type {
    record(&[("ID", Type::Integer), ("TITLE", Type::String)])
}

fn method(name: &str, rest: Rest, params: &[(&str, Type)], answer: Type) -> Method {
    Method {
        params: params.iter().map(|(name, ty)| Field::new(*name, ty.clone())).collect(),
        answer: Answer::new(answer),
        ..Method::new(name, rest, format!("{name}.md"))
    }
}

/// The facts of a method whose examples send and answer these.
fn found(method: &Method, sent: &[Value], answers: &[Value]) -> Option<Listing> {
    let shown = Shown { answers: answers.iter().collect(), sent };
    let around =
        Around { method, records: &Records::new(), described: None, undescribed: &|_| false };
    around.listing(around.paging()?, &shown, &mut Vec::new())
}

fn start() -> (&'static str, Type) {
    ("start", Type::Integer)
}

#[test]
fn a_walk_by_key_needs_a_comparison_an_order_and_numbers() {
    let filter = ("FILTER", record(&[("ID", Type::Integer)]));
    let order = ("order", map(Type::String));
    let compares = [json!({ "filter": { ">=DATE": "x" } })];
    let full = method("a.b.list", Rest::V2, &[start(), filter.clone(), order.clone()], list(row()));
    let key = found(&full, &compares, &[]).unwrap().key.unwrap();
    let expected = KeySet {
        field: "ID".to_owned(),
        filter: "FILTER".to_owned(),
        order: "order".to_owned(),
        direction: String::new(),
        beside: Vec::new(),
        batch: true,
    };
    assert_eq!(key, expected);
    let mut with_more = full.clone();
    let [mut parent, title, flag] =
        ["ID", "title", "MODE"].map(|name| Field::new(name, Type::String));
    parent.required = true;
    with_more.params.extend([parent, title, flag]);
    let key = found(&with_more, &compares, &[]).unwrap().key.unwrap();
    assert_eq!(key.beside, ["title"], "what is required says where, and a flag how");
    assert_eq!(found(&full, &[], &[]).unwrap().key, None, "nothing compares");
    let unsorted = method("a.b.list", Rest::V2, &[start(), filter.clone()], list(row()));
    assert_eq!(found(&unsorted, &compares, &[]).unwrap().key, None);
    let other = ("filter", record(&[("NAME", Type::String)]));
    let elsewhere = method("a.b.list", Rest::V2, &[start(), other, order.clone()], list(row()));
    assert_eq!(found(&elsewhere, &compares, &[]).unwrap().key, None);

    let texts = list(record(&[("ID", Type::String)]));
    let texts = method("a.b.list", Rest::V2, &[start(), filter, order], texts);
    assert_eq!(found(&texts, &compares, &[]).unwrap().key, None, "no example has a number");
    assert!(found(&texts, &compares, &[json!([{ "ID": "0" }])]).unwrap().key.is_some());
    assert_eq!(found(&texts, &compares, &[json!([{ "ID": "x" }])]).unwrap().key, None);
}

#[test]
fn families_spell_orders_in_their_own_ways() {
    let filter = ("filter", map(Type::Any));
    let compares = [json!({ "filter": { ">x": 1 } })];
    let key = |params: &[(&str, Type)]| {
        let params: Vec<_> = params.iter().cloned().chain([start(), filter.clone()]).collect();
        let listing = found(&method("a.get", Rest::V2, &params, list(row())), &compares, &[]);
        listing.unwrap().key.map(|key| (key.order, key.direction))
    };
    let named = |order: &str, direction: &str| Some((order.to_owned(), direction.to_owned()));
    assert_eq!(key(&[("ELEMENT_ORDER", map(Type::String))]), named("ELEMENT_ORDER", ""));
    assert_eq!(key(&[("SORT", row())]), named("SORT", ""));
    assert_eq!(key(&[("sort", Type::String), ("order", Type::String)]), named("sort", "order"));
    assert_eq!(key(&[("order", Type::String)]), None);
}

#[test]
fn rows_stand_where_the_answer_has_them() {
    let at = |answer: Type, answers: &[Value]| {
        let method = method("a.deal.list", Rest::V2, &[start()], answer);
        found(&method, &[], answers).map(|listing| (listing.items, listing.id))
    };
    let named = |items: &str, id: &str| Some((items.to_owned(), id.to_owned()));
    assert_eq!(at(list(row()), &[]), named("", "ID"));
    assert_eq!(at(list(Type::String), &[]), named("", ""));
    assert_eq!(
        at(record(&[("items", list(row())), ("count", Type::Integer)]), &[]),
        named("items", "ID")
    );
    assert_eq!(at(record(&[("item", row())]), &[]), None);
    // What has keys before what has none, and what is called as the method.
    let two = record(&[("users", list(Type::Any)), ("deals", list(row()))]);
    assert_eq!(at(two, &[]), named("deals", "ID"));
    let two = record(&[("users", list(row())), ("deals", list(row()))]);
    assert_eq!(at(two.clone(), &[]), named("deals", "ID"));
    assert_eq!(at(two, &[json!({ "users": [] })]), named("users", "ID"));
    // Two spellings of one.
    let two = record(&[("vat", list(row())), ("vats", list(row()))]);
    assert_eq!(at(two, &[]), named("vats", "ID"));
    let two = record(&[("files", list(row())), ("users", list(row()))]);
    assert_eq!(at(two, &[]), None);
}

#[test]
fn pages_are_asked_for_as_the_parameters_say() {
    let v3 = |params: &[(&str, Type)], answer: Type| {
        found(&method("a.list", Rest::V3, params, answer), &[], &[]).map(|listing| listing.paging)
    };
    let items = || record(&[("items", list(row()))]);
    let page = |names: &[&str]| {
        record(&names.iter().map(|name| (*name, Type::Integer)).collect::<Vec<_>>())
    };
    let pagination = ("pagination", page(&["limit", "offset"]));
    assert_eq!(v3(&[pagination], items()), Some(Paging::Pagination("pagination".to_owned())));
    assert_eq!(v3(&[("pagination", page(&["limit"]))], items()), None, "one page, no second");
    assert_eq!(
        v3(&[("cursor", page(&["field", "value"]))], items()),
        Some(Paging::Tail("cursor".to_owned()))
    );
    let marked = record(&[("items", list(row())), ("nextCursor", row())]);
    assert_eq!(
        v3(&[("pagination", page(&["limit", "afterCursor"]))], marked),
        Some(Paging::Cursor { param: "pagination".to_owned(), next: "nextCursor".to_owned() })
    );

    let v2 = |name: &str, params: &[(&str, Type)]| {
        found(&method(name, Rest::V2, params, list(row())), &[], &[]).map(|listing| listing.paging)
    };
    assert_eq!(
        v2("im.search", &[("LIMIT", Type::Integer), ("OFFSET", Type::Integer)]),
        Some(Paging::Offset { limit: "LIMIT".to_owned(), offset: "OFFSET".to_owned() })
    );
    assert_eq!(v2("a.getList", &[]), Some(Paging::Start("start".to_owned())));
    assert_eq!(v2("a.get", &[]), None);
    assert_eq!(v2("a.get", &[("START", Type::Integer)]), Some(Paging::Start("START".to_owned())));
}

#[test]
fn a_default_of_values_does_not_matter() {
    // Values that a filter allows are not its keys.
    let mut filter = Field::new("filter", map(Type::Any));
    filter.values.push(AllowedValue { value: "1".to_owned(), label: None });
    let mut method = method("a.list", Rest::V2, &[("order", map(Type::String))], list(row()));
    method.params.push(filter);
    let key = found(&method, &[json!({ "filter": { "<ID": 5 } })], &[]).unwrap().key;
    assert_eq!(key.unwrap().field, "ID");
}
