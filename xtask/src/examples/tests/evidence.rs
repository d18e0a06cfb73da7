//! A neutral value fits exactly the types that the original fits.

use b24_schema::fit::Fit;
use b24_schema::{Field, RecordBody, Type, Wire};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::neutral;
use super::properties::value;

const SCALARS: [Type; 8] = [
    Type::Integer,
    Type::Number,
    Type::String,
    Type::Boolean(Wire::Yn),
    Type::Date,
    Type::DateTime,
    Type::Timestamp,
    Type::Null,
];

fn fits(ty: &Type, value: &Value) -> bool {
    Fit::new(&|_| None).answer(ty, value).is_empty()
}

/// The first place where `neutral` does not prove what `original` proves, by form alone: then they
/// fit the same types, whatever these are. Each has all that the other has.
pub(super) fn difference(original: &Value, neutral: &Value) -> Option<String> {
    match (original, neutral) {
        (Value::Array(one), Value::Array(other)) => {
            let lost = one.iter().find(|v| !other.iter().any(|o| difference(v, o).is_none()));
            let new = other.iter().find(|o| !one.iter().any(|v| difference(v, o).is_none()));
            let empty = one.is_empty() != other.is_empty();
            (lost.is_some() || new.is_some() || empty).then(|| format!("{original} -> {neutral}"))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |a: (&String, &Value), b: (&String, &Value)| {
                is_index(a.0) == is_index(b.0)
                    && without_content(a.0) == without_content(b.0)
                    && difference(a.1, b.1).is_none()
            };
            let lost = one.iter().find(|v| !other.iter().any(|o| same(*v, o)));
            let new = other.iter().find(|o| !one.iter().any(|v| same(v, *o)));
            (lost.is_some() || new.is_some()).then(|| format!("{original} -> {neutral}"))
        }
        (Value::Array(_) | Value::Object(_), _) | (_, Value::Array(_) | Value::Object(_)) => {
            Some(format!("{original} -> {neutral}"))
        }
        (one, other) => {
            let boolean = fits(&SCALARS[3], one) && one != other;
            let ty = SCALARS.iter().find(|ty| fits(ty, one) != fits(ty, other));
            (boolean || ty.is_some()).then(|| format!("{one} -> {other}: {ty:?}"))
        }
    }
}

fn is_index(key: &str) -> bool {
    key.parse::<i64>().is_ok()
}

/// A name is itself, and of data what they are.
fn without_content(key: &str) -> String {
    let object = Map::from_iter([(key.to_owned(), Value::Null)]);
    let Value::Object(map) = neutral(Value::Object(object)) else { return String::new() };
    map.keys().next().cloned().unwrap_or_default()
}

/// Types of every form. What records name is no data.
fn ty() -> impl Strategy<Value = Type> {
    let name = "([A-E]|UF_\\*|UF_CRM_\\*|ufCrm\\*|property\\*|PARENT_ID_\\*)";
    let leaf = prop_oneof![prop::sample::select(SCALARS.to_vec()), Just(Type::Any)];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let fields = prop::collection::vec((name, inner.clone()), 1..4);
        prop_oneof![
            inner.clone().prop_map(|of| Type::List(Box::new(of))),
            inner.clone().prop_map(|of| Type::Map(Box::new(of))),
            prop::collection::vec(inner, 2..4).prop_map(Type::Union),
            (fields, any::<bool>()).prop_map(|(fields, open)| {
                let fields = fields.into_iter().map(|(name, ty)| Field::new(name, ty)).collect();
                Type::Record(RecordBody { fields, open })
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn the_same_types_fit(value in value(), types in prop::collection::vec(ty(), 8)) {
        let once = neutral(value.clone());
        prop_assert_eq!(difference(&value, &once), None);
        for ty in SCALARS.iter().chain(&types) {
            prop_assert_eq!(fits(ty, &value), fits(ty, &once), "{:?}: {} {}", ty, value, once);
        }
    }
}

#[test]
fn entries_that_prove_something_else_are_kept() {
    let value = json!({"12": "7", "15": "8", "16": "words", "17": {"ID": 4}, "20": {"ID": 5}});
    let expected = json!({"0": "2", "1": "text", "2": {"ID": 2}});
    assert_eq!(neutral(value), expected);
    let value = json!({"UF_CRM_12": "7", "UF_CRM_15": "8", "UF_CRM_16": "words", "<a>": 3, "<b>": "x",
        "ufCrm7_12": 5, "ufCrm7_13": "Y", "2024-01-05": 4, "2024-01-06": 1});
    let expected = json!({"UF_CRM_0": "2", "UF_CRM_1": "text", "<key>": 2, "<key1>": "text",
        "ufCrm0_0": 2, "ufCrm1_0": "Y", "2000-01-01": 2, "2001-01-01": 1});
    assert_eq!(neutral(value), expected);
    assert_eq!(neutral(expected.clone()), expected);
}

#[test]
fn every_kind_of_key_can_be_numbered() {
    for keys in [
        ["5", "6"],
        ["-5", "-6"],
        ["98765432109876543210", "98765432109876543211"],
        ["UF_CRM_5F3A12BC99", "UF_CRM_7"],
        ["!property5", "!property0"],
        ["U1", "U2"],
        ["2024-02-30", "2024-02-28"],
        ["30.12.2024", "31.12.2024"],
        ["09:00", "10:30"],
        ["550e8400-e29b-41d4-a716-446655440000", "550e8400-e29b-41d4-a716-446655440001"],
        ["0123456789abcdef0", "0123456789abcdef1"],
        ["a@b.example", "c@b.example"],
        ["https://a.example/", "https://b.example/"],
        ["Some words", "ключ"],
        ["<one>", "<другой>"],
    ] {
        let value = Value::Object(
            keys.iter().zip([json!(5), json!("x")]).map(|(k, v)| ((*k).to_owned(), v)).collect(),
        );
        let once = neutral(value.clone());
        assert_eq!(once.as_object().map(Map::len), Some(2), "{value} {once}");
        assert_eq!(difference(&value, &once), None);
        assert_eq!(neutral(once.clone()), once);
    }
}
