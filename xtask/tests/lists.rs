//! What the schema says of lists, held against every documented request and answer of theirs.

mod common;

use std::sync::OnceLock;

use b24_schema::{Listing, Method, Paging, Rest, Schema};
use serde_json::Value;
use xtask::fit::{self, Kind};

struct Corpus {
    schema: Schema,
    /// By name and REST version: what the examples of both languages show.
    shown: Vec<(String, Rest, Kind, Value)>,
}

fn corpus() -> &'static Corpus {
    static CORPUS: OnceLock<Corpus> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let (schema, pages) = common::canonical();
        let shown = fit::examples(&schema, &pages)
            .into_iter()
            .map(|e| (e.method.name.clone(), e.method.rest, e.kind, e.value.into_owned()))
            .collect();
        Corpus { schema, shown }
    })
}

impl Corpus {
    fn lists(&self) -> impl Iterator<Item = (&Method, &Listing)> {
        let methods = self.schema.modules.values().flat_map(|module| &module.methods);
        methods.filter_map(|method| Some((method, method.list.as_ref()?)))
    }

    fn shown<'c>(&'c self, method: &'c Method, kind: Kind) -> impl Iterator<Item = &'c Value> {
        self.shown
            .iter()
            .filter(move |(name, rest, k, _)| {
                *name == method.name && *rest == method.rest && *k == kind
            })
            .map(|(.., value)| value)
    }
}

/// The rows in an answer, where the schema says they stand.
fn rows<'v>(list: &Listing, body: &'v Value) -> Option<Vec<&'v Value>> {
    let result = body.get("result")?;
    let holder = if list.items.is_empty() { result } else { result.get(&list.items)? };
    match holder {
        Value::Array(rows) => Some(rows.iter().collect()),
        Value::Object(map) => Some(map.values().collect()),
        _ => None,
    }
}

/// A parameter of a request, whatever its case.
fn param<'v>(request: &'v Value, name: &str) -> Option<(&'v String, &'v Value)> {
    request.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))
}

#[test]
fn rows_stand_where_the_examples_have_them() {
    // What is left here: examples that select other fields, and one without its rows.
    let corpus = corpus();
    let (mut seen, mut strange) = (0, Vec::new());
    for (method, list) in corpus.lists() {
        for body in corpus.shown(method, Kind::Answer) {
            match rows(list, body) {
                Some(rows) => {
                    seen += 1;
                    let none = rows.iter().all(|row| row.get(&list.id).is_none());
                    if list.key.is_some() && !rows.is_empty() && none {
                        strange.push(format!("{}: no row has `{}`", method.name, list.id));
                    }
                }
                None => strange.push(format!("{}: no rows at `{}`", method.name, list.items)),
            }
        }
    }
    strange.dedup();
    assert!(seen > 300, "{seen} examples are few");
    expect_test::expect![[r#"
        catalog.priceTypeLang.list: no row has `id`
        crm.deal.recurring.list: no row has `ID`
        crm.requisite.list: no row has `ID`
        rpa.item.list: no rows at `items`
        sale.tradeBinding.list: no row has `id`"#]]
    .assert_eq(&strange.join("\n"));
}

#[test]
fn keys_that_lists_are_walked_by_are_numbers_that_are_documented() {
    let corpus = corpus();
    for (method, list) in corpus.lists().filter(|(_, list)| list.key.is_some()) {
        for body in corpus.shown(method, Kind::Answer) {
            for id in rows(list, body).into_iter().flatten().filter_map(|r| r.get(&list.id)) {
                let number =
                    id.is_u64() || id.as_str().is_some_and(|text| text.parse::<u64>().is_ok());
                assert!(number, "{}: {id}", method.name);
            }
        }
    }
}

#[test]
fn requests_spell_what_a_walk_sets_as_the_schema_does() {
    let corpus = corpus();
    let mut compared = 0;
    for (method, list) in corpus.lists() {
        let Some(key) = &list.key else { continue };
        for request in corpus.shown(method, Kind::Request) {
            if let Some((_, filter)) = param(request, &key.filter) {
                let right = match method.rest {
                    Rest::V2 => {
                        let groups =
                            filter.as_array().is_some_and(|g| g.iter().all(Value::is_object));
                        filter.is_object() || groups
                    }
                    Rest::V3 => filter.is_array(),
                };
                assert!(right, "{}: {filter}", method.name);
                compared += 1;
            }
            if let Some((_, order)) = param(request, &key.order) {
                let right = match key.direction.as_str() {
                    "" => order.is_object() || order == &Value::Array(Vec::new()),
                    _ => order.is_string(),
                };
                assert!(right, "{}: {order}", method.name);
            }
            if let Paging::Pagination(name) = &list.paging
                && let Some((_, page)) = param(request, name)
            {
                let known = ["limit", "offset", "page"];
                let page = page.as_object().unwrap();
                assert!(page.keys().all(|key| known.contains(&key.as_str())), "{}", method.name);
            }
        }
    }
    assert!(compared > 100, "{compared} filters are few");
}

#[test]
fn what_is_said_in_words_only_is_said_of_lists_and_nowhere_else() {
    let corpus = corpus();
    let text = include_str!("../src/assemble/listing.toml");
    let said: toml::Table = text.parse().unwrap();
    let compares = said["compares"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
    let spelled = said["filters_key"].as_array().unwrap();
    let spelled = spelled.iter().map(|entry| entry["method"].as_str().unwrap());
    let walked = |name: &str| {
        let (method, list) = corpus
            .lists()
            .find(|(method, _)| method.name == name)
            .unwrap_or_else(|| panic!("{name} is no list"));
        assert!(list.key.is_some(), "{name}: its entry changes nothing");
        (method, list.key.clone().unwrap())
    };
    for name in spelled {
        walked(name);
    }
    for name in compares {
        let (method, key) = walked(name);
        let shown = corpus.shown(method, Kind::Request).any(|request| {
            let filter = param(request, &key.filter).and_then(|(_, filter)| filter.as_object());
            filter.is_some_and(|filter| filter.keys().any(|key| key.starts_with(['<', '>'])))
        });
        assert!(!shown, "{name}: an example shows it by now");
    }
}

/// A rise or a fall is for the eyes of whoever changes the rules.
#[test]
fn so_many_lists_can_be_walked_so() {
    let corpus = corpus();
    let count = |test: &dyn Fn(&Method, &Listing) -> bool| {
        corpus.lists().filter(|(method, list)| test(method, list)).count()
    };
    let v2 = |method: &Method| method.rest == Rest::V2;
    let by_key = |list: &Listing| list.key.is_some();
    let counts = [
        ("lists", count(&|_, _| true)),
        ("REST 2, by start", count(&|m, l| v2(m) && matches!(l.paging, Paging::Start(_)))),
        (
            "REST 2, by limit and offset",
            count(&|m, l| v2(m) && matches!(l.paging, Paging::Offset { .. })),
        ),
        ("REST 3.0, by pagination", count(&|_, l| matches!(l.paging, Paging::Pagination(_)))),
        ("REST 3.0, by a cursor", count(&|_, l| matches!(l.paging, Paging::Cursor { .. }))),
        ("REST 3.0, by a tail", count(&|_, l| matches!(l.paging, Paging::Tail(_)))),
        ("by key, REST 2", count(&|m, l| v2(m) && by_key(l))),
        ("by key, REST 3.0", count(&|m, l| !v2(m) && by_key(l))),
        ("by key, in batches", count(&|_, l| l.key.as_ref().is_some_and(|key| key.batch))),
        ("rows are the result", count(&|_, l| l.items.is_empty())),
        ("rows have no key", count(&|_, l| l.id.is_empty())),
    ];
    let text: Vec<String> = counts.iter().map(|(what, n)| format!("{n} {what}\n")).collect();
    expect_test::expect![[r#"
        226 lists
        198 REST 2, by start
        15 REST 2, by limit and offset
        10 REST 3.0, by pagination
        2 REST 3.0, by a cursor
        1 REST 3.0, by a tail
        84 by key, REST 2
        3 by key, REST 3.0
        83 by key, in batches
        121 rows are the result
        37 rows have no key
    "#]]
    .assert_eq(&text.concat());
}
