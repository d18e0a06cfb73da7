use serde_json::json;

use super::*;
use crate::types::{Record, Wire};

fn field(name: &str, ty: Type) -> Field {
    Field::new(name, ty)
}

fn required(name: &str, ty: Type) -> Field {
    Field { required: true, ..Field::new(name, ty) }
}

fn record(fields: Vec<Field>) -> Type {
    Type::Record(RecordBody { fields, open: false })
}

fn open(fields: Vec<Field>) -> Type {
    Type::Record(RecordBody { fields, open: true })
}

fn list(of: Type) -> Type {
    Type::List(Box::new(of))
}

fn map(of: Type) -> Type {
    Type::Map(Box::new(of))
}

fn check(ty: &Type, value: &Value) -> Misfits {
    answer(ty, value, &|_| None)
}

#[track_caller]
fn fit(ty: &Type, values: Value) {
    for value in values.as_array().expect("a list of values") {
        assert_eq!(check(ty, value), Misfits::default(), "{value} as {}", words(ty));
    }
}

/// Each value is itself unfit.
#[track_caller]
fn unfit(ty: &Type, values: Value) {
    for value in values.as_array().expect("a list of values") {
        let found = check(ty, value);
        let paths: Vec<_> = found.unfit.iter().map(|unfit| &*unfit.path).collect();
        assert_eq!(paths, [""], "{value} as {}", words(ty));
        assert!(found.unknown.is_empty());
    }
}

#[test]
fn nothing_fits_every_type() {
    let types = [
        Type::Integer,
        Type::Number,
        Type::String,
        Type::Boolean(Wire::Yn),
        Type::Date,
        Type::DateTime,
        Type::Timestamp,
        Type::File,
        Type::Null,
        Type::Any,
        list(Type::Integer),
        map(Type::Integer),
        record(vec![field("ID", Type::Integer)]),
        Type::Ref("nowhere".to_owned()),
        Type::Union(vec![Type::Integer, Type::Date]),
    ];
    for ty in types {
        fit(&ty, json!([null, false, "", []]));
    }
}

#[test]
fn integers() {
    for ty in [Type::Integer, Type::Timestamp] {
        fit(&ty, json!([15, -15, 0, 15.0, "15", "-15", "+15", " 15 ", "007"]));
        unfit(&ty, json!([15.5, "15.0", "15a", " ", true, {}, [1], "1e3", 1e300, "9".repeat(30)]));
    }
}

#[test]
fn numbers() {
    fit(&Type::Number, json!([15, 15.5, "15", "-15.50", " .5 ", "5.", "1000000.0000"]));
    unfit(&Type::Number, json!(["15,5", ".", "-", "1 000", "NaN", "inf", true, {}, [1]]));
}

#[test]
fn strings() {
    fit(&Type::String, json!(["text", 15, 1.5, " "]));
    unfit(&Type::String, json!([true, {}, {"a": 1}, [1]]));
}

#[test]
fn booleans() {
    for wire in [Wire::Json, Wire::Yn, Wire::Int, Wire::Digit, Wire::Text] {
        let ty = Type::Boolean(wire);
        fit(&ty, json!([true, false, "Y", "n", "y", "N", 1, 0, 1.0, "1", "0", "true", "false"]));
        unfit(&ty, json!([2, -1, 0.5, "yes", "2", "ok", {}, [true]]));
    }
}

#[test]
fn dates_and_times_are_read_alike() {
    for ty in [Type::Date, Type::DateTime] {
        fit(
            &ty,
            json!([
                "2025-12-28",
                "2025-12-28T14:05:48+03:00",
                "2025-12-28t14:05:48z",
                "2025-12-28T14:05:48.123456Z",
                "2025-12-28 14:05",
                "2025-12-28 14:05:48",
                "2025-12-28 14:05:48+0300",
                "2025-12-28T14:05+03",
                "2024-02-29",
                "28.12.2025",
                "28.12.2025 14:05",
                "28.12.2025 14:05:48",
                "12/28/2025",
                "12/28/2025 02:05 pm",
                "12/28/2025 02:05:48 AM",
            ]),
        );
        unfit(
            &ty,
            json!([
                "today",
                "2025-13-01",
                "2025-02-29",
                "2025-12-28T",
                "2025-12-28T25:00",
                "2025-12-28T14:05:48+",
                "2025-12-28 14:05 later",
                "28.13.2025",
                "28.12.25",
                "28/12/2025",
                "12/28/2025 14:05",
                "12/28/2025 02:05",
                "0000-00-00",
                1735000000,
                true,
                {},
                ["2025-12-28"],
            ]),
        );
    }
}

#[test]
fn null_is_only_nothing() {
    unfit(&Type::Null, json!([0, "0", true, {}, [null]]));
}

#[test]
fn files_and_anything() {
    for ty in [Type::File, Type::Any] {
        fit(&ty, json!([1, "a", true, {"a": 1}, [1, {"b": []}]]));
    }
}

#[test]
fn lists_may_have_gaps() {
    let ty = list(Type::Integer);
    fit(&ty, json!([[1, "2", null], {"0": 1, "17": 2}, {}]));
    unfit(&ty, json!([1, "1", true, {"a": 1}]));
    let found = check(&ty, &json!([1, 2, "x"]));
    assert_eq!(found.unfit[0].path, "[2]");
    let found = check(&ty, &json!({"3": 1, "17": "x"}));
    assert_eq!(found.unfit[0].path, "[17]");
}

#[test]
fn maps_may_be_arrays() {
    let ty = map(Type::Integer);
    fit(&ty, json!([{"a": 1}, [1, 2], {}]));
    unfit(&ty, json!([1, "1", true]));
    assert_eq!(check(&ty, &json!({"a": {"b": 1}})).unfit[0].path, "a");
    assert_eq!(check(&ty, &json!([1, "x"])).unfit[0].path, "[1]");
}

#[test]
fn records_name_their_keys() {
    let phone = record(vec![field("VALUE", Type::String)]);
    let ty = record(vec![field("ID", Type::Integer), field("PHONE", list(phone))]);
    fit(&ty, json!([{"ID": "1", "PHONE": [{"VALUE": "+1"}]}, {"ID": 1, "PHONE": false}, {}]));
    unfit(&ty, json!([1, "1", true, [1]]));
    let found = check(&ty, &json!({"id": 1, "PHONE": [{"VALUE": "1"}, {"KIND": "x"}]}));
    assert_eq!(found.unknown, ["id", "PHONE[1].KIND"], "case matters");
    assert_eq!(found.unfit, []);
}

#[test]
fn families_of_keys_have_a_type() {
    let ty = open(vec![field("ID", Type::Integer), field("PARENT_ID_*", Type::Integer)]);
    fit(&ty, json!([{"PARENT_ID_128": "7", "UF_CRM_1": ["x"]}]));
    assert_eq!(check(&ty, &json!({"PARENT_ID_128": "x"})).unfit[0].path, "PARENT_ID_128");
    let closed = record(vec![field("property*Value", Type::Integer)]);
    fit(&closed, json!([{"property12Value": 1, "propertyValue": 1}]));
    assert_eq!(check(&closed, &json!({"property12": 1})).unknown, ["property12"]);
}

#[test]
fn stars_stand_for_anything() {
    for (family, key, is) in [
        ("*", "a", true),
        ("UF_*", "UF_", true),
        ("UF_*", "ID", false),
        ("a*b*c", "a-b-b-c", true),
        ("a*b*c", "a-c", false),
        ("plain", "plain", false),
    ] {
        assert_eq!(is_of(family, key), is, "{family} {key}");
    }
}

#[test]
fn signs_before_a_field_need_an_open_record_or_a_name() {
    let fields = vec![field("ID", Type::Integer), field(">=DATE", Type::Date)];
    let value = json!({"!ID": 1, ">=DATE": "2025-12-28", "><ID": [1, 2]});
    assert_eq!(check(&record(fields.clone()), &value).unknown, ["!ID", "><ID"]);
    assert!(check(&open(fields), &value).is_empty());
}

#[test]
fn a_union_is_read_as_what_explains_most() {
    let short = record(vec![field("ID", Type::Integer)]);
    let long = record(vec![field("ID", Type::Integer), field("NAME", Type::String)]);
    let ty = Type::Union(vec![Type::Integer, short, long]);
    fit(&ty, json!([1, "1", {"ID": 1}, {"ID": 1, "NAME": "x"}]));
    let found = check(&ty, &json!({"ID": 1, "NAME": "x", "SORT": 1}));
    assert_eq!((found.unknown, found.unfit), (vec!["SORT".to_owned()], vec![]));
    let found = check(&ty, &json!({"ID": "x", "NAME": {"a": 1}}));
    let paths: Vec<_> = found.unfit.iter().map(|unfit| &*unfit.path).collect();
    assert_eq!(paths, ["ID"], "the record that names less has less that does not fit");
    assert_eq!(found.unknown, ["NAME"]);
    let found = check(&ty, &json!("x"));
    let expected = "integer or record or record".to_owned();
    let found_text = r#"string "x""#.to_owned();
    assert_eq!(
        found.unfit,
        [Unfit { path: String::new(), expected, found: found_text }],
        "no member is meant"
    );
}

#[test]
fn references_are_followed() {
    let body = RecordBody { fields: vec![field("VALUE", Type::String)], open: false };
    let module = |name: &str, records: Vec<Record>| Module { records, ..Module::new(name) };
    let named = |name: &str| Record::new(name, "", body.clone());
    let schema: Schema =
        [module("crm", vec![named("phone")]), module("shared", vec![named("email")])]
            .into_iter()
            .collect();
    let crm = &schema.modules["crm"];
    let find = |name: &str| schema.record(crm, name);
    for name in ["phone", "email"] {
        let ty = list(Type::Ref(name.to_owned()));
        assert!(answer(&ty, &json!([{"VALUE": "1"}]), &find).is_empty());
        assert_eq!(answer(&ty, &json!([{"KIND": "1"}]), &find).unknown, ["[0].KIND"]);
        assert_eq!(answer(&ty, &json!(["x"]), &find).unfit[0].expected, name);
    }
    let lost = answer(&Type::Ref("lost".to_owned()), &json!({"VALUE": 1}), &find);
    assert_eq!(lost.unfit[0].expected, "lost");
}

#[test]
fn answers_miss_nothing() {
    let ty = record(vec![required("ID", Type::Integer)]);
    fit(&ty, json!([{}]));
}

#[test]
fn values_are_quoted_in_short() {
    let ty = list(list(Type::String));
    let found = check(&ty, &json!([["a"], "б".repeat(90)]));
    let expected = format!("string \"{}…", "б".repeat(EXCERPT - 1));
    assert_eq!((&*found.unfit[0].expected, &found.unfit[0].found), ("list of string", &expected));
}

fn method(params: Vec<Field>, alternatives: &[&[&str]]) -> Method {
    let params = json!(params);
    serde_json::from_value(json!({
        "name": "crm.deal.add", "rest": 2, "page": "x.md", "title": {}, "scopes": [], "who": "any",
        "params": params, "alternatives": alternatives, "answer": {"type": "any"},
    }))
    .expect("a method")
}

#[test]
fn requests_give_what_is_required() {
    let fields = record(vec![required("TITLE", Type::String), field("STAGE", Type::String)]);
    let method = method(vec![required("fields", fields), field("params", Type::Any)], &[]);
    let check = |params: Value| request(&method, &params, &|_| None);
    assert!(check(json!({"fields": {"TITLE": null}, "params": {"a": 1}})).is_empty());
    assert_eq!(check(json!({"fields": {}})).missing, ["fields.TITLE"]);
    assert_eq!(check(json!({})).missing, ["fields"]);
    let found = check(json!({"Fields": {"title": "x"}, "start": 0}));
    assert_eq!(found.unknown, ["fields.title", "start"], "only parameters may differ in case");
    assert_eq!(found.missing, ["fields.TITLE"]);
    let newer = Method { rest: Rest::V3, ..method.clone() };
    assert_eq!(request(&newer, &json!({"Fields": {}}), &|_| None).unknown, ["Fields"]);
    assert_eq!(check(json!("x")).unfit[0].expected, "object");
    assert_eq!(check(json!([])).missing, ["fields"]);
}

#[test]
fn one_of_several_sets_will_do() {
    let params = ["id", "xmlId", "type"].map(|name| required(name, Type::Integer));
    let method = method(params.into(), &[&["id"], &["xmlId", "type"]]);
    let missing = |params: Value| request(&method, &params, &|_| None).missing;
    assert_eq!(missing(json!({"id": 1})), [""; 0]);
    assert_eq!(missing(json!({"xmlId": 1, "type": 2})), [""; 0]);
    assert_eq!(missing(json!({"type": 2})), ["id"], "the set that lacks least, the first of those");
    assert_eq!(missing(json!({})), ["id"]);
}

#[test]
fn open_methods_take_other_keys() {
    let method = Method { open: true, ..method(vec![field("ID", Type::Integer)], &[]) };
    assert!(request(&method, &json!({"filter": {}}), &|_| None).is_empty());
    assert_eq!(request(&method, &json!({"ID": "x"}), &|_| None).unfit[0].path, "ID");
}

#[test]
fn values_in_an_array_are_read_by_their_order() {
    let params = vec![required("TASKID", Type::Integer), required("FIELDS", map(Type::Any))];
    let method = method(params, &[]);
    let check = |params: Value| request(&method, &params, &|_| None);
    assert!(check(json!([1, {"TITLE": "x"}])).is_empty());
    assert_eq!(check(json!([1])).missing, ["FIELDS"]);
    assert_eq!(check(json!(["x", {}])).unfit[0].path, "TASKID");
    assert_eq!(check(json!([1, {}, 3])).unknown, ["[2]"]);
    let found = check(json!([{"TITLE": "x"}]));
    assert_eq!((found.unfit, found.missing), (vec![], vec!["TASKID".to_owned()]));
}
