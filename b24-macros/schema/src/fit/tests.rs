use serde_json::json;

use super::walk::{EXCERPT, Words};
use super::*;
use crate::method::Rest;
use crate::types::{Field, Record, Wire};

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
    Fit::new(&|_| None).answer(ty, value)
}

#[track_caller]
fn fit(ty: &Type, values: Value) {
    for value in values.as_array().expect("a list of values") {
        assert_eq!(check(ty, value), Misfits::default(), "{value} as {}", Words(ty));
    }
}

/// Each value is itself unfit.
#[track_caller]
fn unfit(ty: &Type, values: Value) {
    for value in values.as_array().expect("a list of values") {
        let found = check(ty, value);
        let paths: Vec<_> = found.unfit.iter().map(|unfit| &*unfit.path).collect();
        assert_eq!(paths, [""], "{value} as {}", Words(ty));
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
        assert_eq!(Field::new(family, Type::Any).is_family_of(key), is, "{family} {key}");
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
        assert!(Fit::new(&find).answer(&ty, &json!([{"VALUE": "1"}])).is_empty());
        assert_eq!(Fit::new(&find).answer(&ty, &json!([{"KIND": "1"}])).unknown, ["[0].KIND"]);
        assert_eq!(Fit::new(&find).answer(&ty, &json!(["x"])).unfit[0].expected, name);
    }
    let lost = Fit::new(&find).answer(&Type::Ref("lost".to_owned()), &json!({"VALUE": 1}));
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
    let check = |params: Value| Fit::new(&|_| None).request(&method, &params);
    assert!(check(json!({"fields": {"TITLE": null}, "params": {"a": 1}})).is_empty());
    assert_eq!(check(json!({"fields": {}})).missing, ["fields.TITLE"]);
    assert_eq!(check(json!({})).missing, ["fields"]);
    let found = check(json!({"Fields": {"title": "x"}, "start": 0}));
    assert_eq!(found.unknown, ["fields.title", "start"], "only parameters may differ in case");
    assert_eq!(found.missing, ["fields.TITLE"]);
    let newer = Method { rest: Rest::V3, ..method.clone() };
    assert_eq!(Fit::new(&|_| None).request(&newer, &json!({"Fields": {}})).unknown, ["Fields"]);
    assert_eq!(check(json!("x")).unfit[0].expected, "object");
    assert_eq!(check(json!([])).missing, ["fields"]);
}

#[test]
fn one_of_several_sets_will_do() {
    let params = ["id", "xmlId", "type"].map(|name| required(name, Type::Integer));
    let method = method(params.into(), &[&["id"], &["xmlId", "type"]]);
    let missing = |params: Value| Fit::new(&|_| None).request(&method, &params).missing;
    assert_eq!(missing(json!({"id": 1})), [""; 0]);
    assert_eq!(missing(json!({"xmlId": 1, "type": 2})), [""; 0]);
    assert_eq!(missing(json!({"type": 2})), ["id"], "the set that lacks least, the first of those");
    assert_eq!(missing(json!({})), ["id"]);
}

#[test]
fn open_methods_take_other_keys() {
    let method = Method { open: true, ..method(vec![field("ID", Type::Integer)], &[]) };
    assert!(Fit::new(&|_| None).request(&method, &json!({"filter": {}})).is_empty());
    assert_eq!(Fit::new(&|_| None).request(&method, &json!({"ID": "x"})).unfit[0].path, "ID");
}

#[test]
fn values_in_an_array_are_read_by_their_order() {
    let params = vec![required("TASKID", Type::Integer), required("FIELDS", map(Type::Any))];
    let method = method(params, &[]);
    let check = |params: Value| Fit::new(&|_| None).request(&method, &params);
    assert!(check(json!([1, {"TITLE": "x"}])).is_empty());
    assert_eq!(check(json!([1])).missing, ["FIELDS"]);
    assert_eq!(check(json!(["x", {}])).unfit[0].path, "TASKID");
    assert_eq!(check(json!([1, {}, 3])).unknown, ["[2]"]);
    let found = check(json!([{"TITLE": "x"}]));
    assert_eq!((found.unfit, found.missing), (vec![], vec!["TASKID".to_owned()]));
}

#[test]
fn a_field_is_read_in_each_of_its_spellings() {
    let also = vec!["typeId".to_owned()];
    let fields = vec![Field { also, ..required("TYPE_ID", Type::Integer) }];
    let ty = record(fields.clone());
    fit(&ty, json!([{"TYPE_ID": 1}, {"typeId": 1}]));
    assert_eq!(check(&ty, &json!({"typeId": "x"})).unfit[0].path, "typeId");
    assert_eq!(check(&ty, &json!({"TypeId": 1})).unknown, ["TypeId"]);
    let method = method(vec![required("fields", ty), fields[0].clone()], &[]);
    let request = |params| Fit::new(&|_| None).request(&method, &params);
    assert!(request(json!({"fields": {"typeId": 1}, "typeId": 1})).is_empty());
    assert_eq!(request(json!({"fields": {"typeId": 1}})).missing, ["TYPE_ID"]);
}

#[test]
fn neutral_values_stand_for_others() {
    let ty = record(vec![field("AT", Type::DateTime), field("IDS", list(Type::Integer))]);
    let neutral = |value: Value| Fit::neutral(&|_| None).answer(&ty, &value);
    assert!(neutral(json!({"AT": "99.99.0000 99:99", "IDS": UNKNOWN, UNKNOWN: 1})).is_empty());
    assert!(neutral(json!({"AT": UNKNOWN, "IDS": [UNKNOWN, "1"]})).is_empty());
    assert_eq!(neutral(json!({"AT": "99.99.99"})).unfit[0].path, "AT", "the form must be right");
    assert_eq!(neutral(json!({"IDS": ["text"]})).unfit[0].path, "IDS[0]");
    assert_eq!(check(&ty, &json!({"AT": UNKNOWN, UNKNOWN: 1})).unknown, [UNKNOWN]);
    let method = method(vec![field("IDS", list(Type::Integer)), field("AT", Type::Date)], &[]);
    let given = Fit::neutral(&|_| None).request(&method, &json!([UNKNOWN, "0000-00-00"]));
    assert!(given.is_empty(), "{given:?}");
}

#[test]
fn values_of_another_kind_misfit_most() {
    let fit = Fit::new(&|_| None);
    let ty = record(vec![field("A", Type::Integer), field("B", Type::Integer)]);
    let fields = fit.misfit(&ty, &json!({"A": "x", "B": "y", "C": 1}));
    assert_eq!(fields, Misfit { unfit: 2, unknown: 1, ..Misfit::default() });
    let other = fit.misfit(&ty, &json!("x"));
    assert_eq!(other, Misfit { other_kind: true, unfit: 1, ..Misfit::default() });
    assert!(fields < other && fit.misfit(&ty, &json!({"C": 1})) < fields);
    assert!(!fit.misfit(&list(Type::Integer), &json!(["x"])).other_kind);
    assert!(fit.misfit(&Type::Union(vec![Type::Integer, ty]), &json!("x")).other_kind);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn ty() -> impl Strategy<Value = Type> {
        let leaf = prop_oneof![
            Just(Type::Integer),
            Just(Type::String),
            Just(Type::Boolean(Wire::Yn)),
            Just(Type::Date),
            Just(Type::Null),
            Just(Type::Any),
            Just(Type::Ref("one".into())),
            Just(Type::Ref("lost".into())),
        ];
        leaf.prop_recursive(3, 16, 3, |inner| {
            let fields = prop::collection::btree_map("[a-c]", inner.clone(), 0..3);
            let record = (fields, any::<bool>()).prop_map(|(fields, open)| {
                let fields = fields.into_iter().map(|(name, ty)| required(&name, ty)).collect();
                Type::Record(RecordBody { fields, open })
            });
            prop_oneof![
                inner.clone().prop_map(list),
                inner.clone().prop_map(map),
                prop::collection::vec(inner, 2..4).prop_map(Type::Union),
                record,
            ]
        })
    }

    fn value() -> impl Strategy<Value = Value> {
        let texts =
            prop::sample::select(vec!["", "x", "1", "Y", "2020-01-01", "0000-00-00", UNKNOWN]);
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0..3i64).prop_map(Value::from),
            texts.prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 3, |inner| {
            let keys = prop::sample::select(vec!["a", "b", "1", "2", UNKNOWN]);
            let object = prop::collection::vec((keys.prop_map(str::to_owned), inner.clone()), 0..3);
            prop_oneof![
                prop::collection::vec(inner, 0..3).prop_map(Value::from),
                object.prop_map(|entries| Value::Object(entries.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn numbers_and_lists_say_the_same(ty in ty(), value in value(), neutral: bool) {
            let body = RecordBody { fields: vec![field("a", Type::Integer)], open: false };
            let find = |name: &str| (name == "one").then_some(&body);
            let fit = if neutral { Fit::neutral(&find) } else { Fit::new(&find) };
            let (misfit, misfits) = (fit.misfit(&ty, &value), fit.answer(&ty, &value));
            prop_assert_eq!(fit.fits(&ty, &value), misfits.unfit.is_empty());
            prop_assert_eq!(misfit.unfit, misfits.unfit.len());
            prop_assert_eq!(misfit.unknown, misfits.unknown.len());
            prop_assert_eq!(misfit == Misfit::default(), misfits.is_empty());
            let whole = misfits.unfit.iter().any(|unfit| unfit.path.is_empty());
            prop_assert_eq!(misfit.other_kind, whole);
            // Who writes a neutral value for a plain one loses nothing that fits.
            prop_assert!(!Fit::new(&find).fits(&ty, &value) || Fit::neutral(&find).fits(&ty, &value));
        }
    }
}
