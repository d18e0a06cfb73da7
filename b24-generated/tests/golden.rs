//! The golden files of `b24-expand` are Rust that compiles and works.
#![allow(missing_docs, deprecated, unreachable_pub, dead_code)]

mod prelude {
    pub use b24_generated::prelude::*;
}

#[rustfmt::skip]
#[path = "../../b24-macros/expand/tests/golden/demo.rs"]
mod golden;
#[rustfmt::skip]
#[path = "../../b24-macros/expand/tests/golden/demo_v3.rs"]
mod golden_v3;

use b24_generated::runtime::Log;
use b24_generated::{Call, Effect, Fields, Rest, Typed, Who};
use golden::demo;
use serde_json::json;

#[track_caller]
fn sends(call: impl Call, expected: serde_json::Value) {
    assert_eq!(call.into_params().into_value().unwrap(), expected);
}

#[test]
fn values_take_their_documented_form() {
    sends(
        demo::item::list("crm")
            .r#type([1, 2])
            .filter(|f| {
                f.ge_date("2025-12-28")
                    .rows([demo::item::ListFilterRows::new().on(true)])
                    .set("UF_1", 2)
            })
            .order([("ID", "ASC")])
            .limit(None::<i32>),
        json!({
            "moduleId": "crm",
            "type": [1, 2],
            "filter": { ">=DATE": "2025-12-28", "rows": [{ "on": "1" }], "UF_1": 2 },
            "order": { "ID": "ASC" },
            "limit": null
        }),
    );
    sends(
        demo::item::list("crm").r#type(7).limit(1.5),
        json!({ "moduleId": "crm", "type": 7, "limit": 1.5 }),
    );
    sends(demo::item::list("crm").limit("5"), json!({ "moduleId": "crm", "limit": "5" }));
    sends(
        demo::item::save(|i| i.id(1).active(false)).code("x").file(("a.txt", "YQ==")).set_(true),
        json!({ "item": { "ID": 1, "ACTIVE": 0 }, "code": "x", "file": ["a.txt", "YQ=="], "set": "Y" }),
    );
    sends(golden_v3::demo::item::get(3), json!({ "id": 3 }));
}

#[test]
fn a_field_is_read_in_each_of_its_spellings_and_written_in_the_first() {
    let read = |raw: serde_json::Value| {
        let mut log = Log::strict();
        let item = demo::DemoItem::read(&raw, &mut log).unwrap();
        let (unknown, unfit) = log.into_found();
        assert_eq!((unknown, unfit.len()), (vec![], 0), "{raw}");
        item
    };
    let at = "2025-12-28T10:00:00+03:00";
    for key in ["CREATED", "created", "createdTime"] {
        let item = read(json!({ "ID": "1", key: at }));
        assert_eq!(item.created.as_ref().unwrap().as_str(), at);
        assert!(item.extra.is_empty());
        assert_eq!(item.to_raw(), json!({ "ID": 1, "CREATED": at }));
    }
    let both = read(json!({ "CREATED": null, "created": at }));
    assert_eq!(both.created.unwrap().as_str(), at);
    let two = read(json!({ "CREATED": at, "created": "2025-12-29" }));
    assert_eq!(two.created.as_ref().unwrap().as_str(), at);
    assert_eq!(two.extra["created"], "2025-12-29", "what no field holds is kept");
    let mut log = Log::strict();
    let odd = demo::DemoItem::read(&json!({ "created": "soon" }), &mut log).unwrap();
    assert_eq!(odd.extra["created"], "soon");
    assert_eq!(log.into_found().1[0].path, "created");
}

#[test]
fn facts_stand_on_the_type() {
    let list = demo::item::List::METHOD;
    assert_eq!((list.name, list.rest, list.who), ("demo.item.list", Rest::V2, Who::Admin));
    assert!(list.scopes().eq(["demo", "demo_brief"]));
    assert_eq!(list.scope_from, "moduleId");
    assert_eq!((list.effect, demo::item::Save::METHOD.effect), (Effect::Reads, Effect::Writes));
    assert!(list.deprecated && list.app_only && list.is_positional());
    let errors: Vec<_> = list.errors().map(|e| (e.code, e.status)).collect();
    assert_eq!(errors, [("NOT_FOUND", Some(404)), ("", None)]);
    assert_eq!(golden_v3::demo::item::Get::METHOD.rest, Rest::V3);
}
