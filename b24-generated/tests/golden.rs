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

use b24_generated::{Call, Rest, Who};
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
fn facts_stand_on_the_type() {
    let list = demo::item::List::METHOD;
    assert_eq!((list.name, list.rest, list.who), ("demo.item.list", Rest::V2, Who::Admin));
    assert!(list.scopes().eq(["demo", "demo_brief"]));
    assert_eq!(list.scope_from, "moduleId");
    assert!(list.deprecated && list.app_only && list.is_positional());
    let errors: Vec<_> = list.errors().map(|e| (e.code, e.status)).collect();
    assert_eq!(errors, [("NOT_FOUND", Some(404)), ("", None)]);
    assert_eq!(golden_v3::demo::item::Get::METHOD.rest, Rest::V3);
}
