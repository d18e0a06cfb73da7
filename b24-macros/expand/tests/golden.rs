//! What the macros make of a module that holds one of everything.
//!
//! `UPDATE_EXPECT=1 cargo test -p b24-expand` writes the files anew. They compile too: see
//! `b24-generated/tests/golden.rs`.
#![allow(missing_docs)]

use b24_expand::{
    Home, expand_method, expand_module_source, expand_scopes_source, expand_shared_source,
    render_features, render_index, render_modules,
};
use b24_schema::{Module, Rest, Schema};
use expect_test::{expect, expect_file};

fn demo() -> Module {
    let module: Module = include_str!("golden/demo.json").parse().unwrap();
    assert_eq!(module.validate(), []);
    module
}

fn shared() -> Module {
    r#"{
        "schema": 1, "module": "shared", "methods": [],
        "records": [{
            "name": "demo_price", "page": "api-reference/demo/data-types.md", "modules": ["demo", "log"],
            "fields": [{ "name": "VALUE", "type": "number", "required": false }]
        }],
        "scopes": [
            { "code": "demo.old", "title": { "en": "Old" }, "tool": { "en": "Demo" }, "deprecated": true, "listed": true },
            { "code": "demo_brief", "title": {}, "tool": {}, "version_of": "demo.old" }
        ]
    }"#
    .parse()
    .unwrap()
}

fn schema() -> Schema {
    let word: Module = r#"{
        "schema": 1, "module": "profile", "methods": [{
            "name": "profile", "rest": 2, "page": "api-reference/profile.md", "title": {},
            "scopes": [], "who": "any", "params": [], "answer": { "type": "any" }
        }]
    }"#
    .parse()
    .unwrap();
    let log = r#"{ "schema": 1, "module": "log", "methods": [] }"#.parse().unwrap();
    let schema = Schema::from_iter([demo(), shared(), word, log]);
    assert_eq!(schema.validate(), []);
    schema
}

#[test]
fn methods_of_rest_2() {
    let source = expand_module_source(&demo(), Rest::V2).unwrap();
    expect_file!["golden/demo.rs"].assert_eq(&source);
}

#[test]
fn methods_of_rest_3() {
    let source = expand_module_source(&demo(), Rest::V3).unwrap();
    expect_file!["golden/demo_v3.rs"].assert_eq(&source);
}

#[test]
fn shared_records_stand_behind_the_features_that_use_them() {
    let source = expand_shared_source(&shared()).unwrap();
    let gates = source.matches(r#"#[cfg(any(feature = "demo", feature = "log"))]"#).count();
    // The builder, its setters, its trait; the answer, its trait, and three that all structs have.
    assert_eq!(gates, 8, "{source}");
}

#[test]
fn scopes_are_constants() {
    let source = expand_scopes_source(&shared()).unwrap();
    let old = "#[deprecated]\npub const DEMO_OLD: &str = \"demo.old\";";
    assert!(source.contains(old), "{source}");
    assert!(source.contains("pub const ALL: &[&str] = &[\"demo.old\", \"demo_brief\"];"));
}

#[test]
fn the_files_of_the_generated_crate() {
    expect_file!["golden/modules.txt"].assert_eq(&render_modules(&schema()).unwrap());
    expect_file!["golden/index.txt"].assert_eq(&render_index(&schema()).unwrap());
    expect![[r#"
        full = [
            "demo",
            "log",
            "profile",
        ]
        demo = []
        log = []
        profile = []
    "#]]
    .assert_eq(&render_features(&schema()));
}

#[test]
fn what_is_made_has_a_home() {
    let home = |name: &str, rest| b24_expand::home(&schema().modules[name], rest).unwrap();
    assert_eq!(home("demo", Rest::V2), Home::Module("demo".to_owned()));
    assert_eq!(home("profile", Rest::V2), Home::Scattered);
    assert_eq!(home("profile", Rest::V3), Home::Nowhere);
    assert_eq!(home("log", Rest::V2), Home::Nowhere);
}

#[test]
fn one_method_can_be_looked_at() {
    let source = expand_method(&schema(), "demo.item.GETFIELDS").unwrap();
    assert!(source.contains("pub fn get_fields() -> GetFields"), "{source}");
    // As it stands in its module, where calls hide names of the prelude; at the root, nothing is imported.
    let source = expand_method(&schema(), "demo.item.list").unwrap();
    assert!(source.contains("impl Arg<One<Int, No, No, crate::prelude::List<Int>>>"), "{source}");
    let source = expand_method(&schema(), "profile").unwrap();
    assert!(source.contains("pub struct Profile(crate::prelude::Params);"), "{source}");
    let error = expand_method(&schema(), "demo.nothing").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the schema has no method `demo.nothing`; its names are like `crm.deal.add`"
    );
}
