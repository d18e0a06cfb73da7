//! Properties that hold for any text.

use proptest::prelude::*;
use serde_json::Value;

use super::super::{answer, calls};
use super::neutral;

/// Values of any shape, with strings and keys of the kinds answers hold.
pub(super) fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-zA-Z0-9_ .:@/=+<>-]{0,24}",
        "[0-9]{1,6}(\\.[0-9]{0,3})?",
        " ?[+-]?[0-9]{0,22}(\\.[0-9]{0,3})?",
        "[YyNn01]|true|false",
        "[0-9]{2}[./][0-9]{2}[./][0-9]{4}( [0-9]{2}:[0-9]{2}(:[0-9]{2})?( ?[aApP][mM])?)?",
        "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(\\.[0-9]{1,9})?(Z|[+-]0[0-9](:?[03]0)?)?)?",
        ".{0,8}",
    ];
    let key = prop_oneof![
        "[A-Z_]{1,8}",
        "[!><=@%]{0,2}(UF_CRM_|PARENT_ID_|property|ufCrm|n|D|field)[0-9A-F_]{0,12}",
        "[0-9]{1,5}",
        ".{0,8}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-5i64..5).prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// Text made of the pieces that the parsers look for.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "curl ",
        "-d '",
        "'",
        "\"",
        "\\\"",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ",",
        ":",
        "=>",
        "=",
        "\n",
        " ",
        "\\",
        "...",
        "…",
        "//",
        "/*",
        "*/",
        "#",
        "'\"$(",
        ")\"'",
        "'$x'",
        "$",
        "`",
        "${",
        "auth",
        "é",
        "\u{a0}",
        "-",
        "1",
        "0.5",
        "-2",
        "BX24.callMethod('a.b',",
        "->call('a.b',",
        "CRest::call('a.b',",
        ".Call(ctx, \"a.b\",",
        "client.a.b(",
        ".call.make<X>({ method: 'a.b', params:",
        "b24.Params{",
        "[]int{",
        "array(",
        "f\"",
        "(int)",
        "https://x/rest/1/s/a.b",
        "/rest/api/a.b?x=1&y[]=%2",
        "params = ",
        "params",
        "true",
        "None",
        "\\u00",
        "<a>",
        "Array\n(\n[a] => Array\n(\n",
        ")\n",
        "-F a=b ",
        ";",
        "48 more\n",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn read_all(text: &str) {
    for (info, title) in
        [("bash", "cURL (OAuth)"), ("js", ""), ("php", ""), ("python", "Python"), ("go", "")]
    {
        let (found, faults) = calls(info, title, text);
        for call in &found {
            assert!(text.is_char_boundary(call.offset));
        }
        assert!(faults.iter().all(|fault| fault.offset <= text.len()));
        for params in found.iter().filter_map(|call| call.params.as_ref()) {
            assert!(params.is_object() || params.is_array());
        }
    }
    let (value, faults) = answer(text);
    assert!(faults.iter().all(|fault| fault.offset <= text.len()));
    if let Some(value) = value {
        let once = neutral(value.clone());
        assert_eq!(neutral(once.clone()), once);
    }
}

/// The same types on both sides wherever both have the place.
fn same_types(value: &Value, neutral: &Value) -> bool {
    match (value, neutral) {
        (Value::Object(map), Value::Object(neutral)) => map.iter().all(|(key, value)| {
            neutral.get(key).is_none_or(|other| same_types(value, other) || !is_name(key))
        }),
        (Value::Array(list), Value::Array(neutral)) => list.is_empty() == neutral.is_empty(),
        (Value::Number(one), Value::Number(other)) => one.is_f64() == other.is_f64(),
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

fn is_name(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte == b'_' || byte.is_ascii_uppercase())
}

proptest! {
    // Seeds of failures belong into unit tests, not into files of their own.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in ".{0,200}") {
        read_all(&text);
    }

    #[test]
    fn any_pieces_are_read(text in pieces()) {
        read_all(&text);
    }

    #[test]
    fn json_reads_as_serde_reads_it(value in value(), pretty in any::<bool>()) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        let expected: Value = serde_json::from_str(&text).unwrap();
        let (found, faults) = answer(&text);
        if expected.as_str() != Some(super::super::UNKNOWN) {
            prop_assert_eq!(found, Some(expected));
            prop_assert_eq!(faults, vec![]);
        }
    }

    #[test]
    fn whatever_serde_reads_is_read_so(text in "[\\[\\]{}:,\"0-9a-eE.+ \\\\/ntu-]{0,24}") {
        if let Ok(expected) = serde_json::from_str::<Value>(&text) {
            prop_assert_eq!(answer(&text).0, Some(expected));
        }
    }

    #[test]
    fn a_body_survives_the_shell(value in value()) {
        let object = serde_json::json!({ "params": value });
        // An apostrophe before a dollar sign is the shell's, not the body's.
        let text = object.to_string().replace('\'', "");
        let (found, _) = calls("bash", "", &format!("curl -d '{text}' https://x/rest/1/s/a.b"));
        let expected: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(found[0].params.as_ref(), Some(&expected));
    }

    #[test]
    fn neutral_is_idempotent_and_keeps_types(value in value()) {
        let once = neutral(value.clone());
        prop_assert_eq!(&neutral(once.clone()), &once);
        prop_assert!(same_types(&value, &once), "{} {}", value, once);
        // What a page prints reads back as itself.
        if once.as_str() != Some(super::super::UNKNOWN) {
            prop_assert_eq!(answer(&once.to_string()).0, Some(once));
        }
    }
}

/// Texts made to be looked through again and again; if reading were not linear, this would not end.
#[test]
fn long_texts_come_to_an_end() {
    let seeds = [
        "{\"a\":",
        "[",
        "\"",
        "\"a\"b",
        "'\"$(",
        "'$('",
        "\\",
        "/*",
        "\n",
        "curl -d '",
        "curl -d \"{",
        "-d ",
        "/rest/",
        "/rest/1/a.b ",
        "BX24.callMethod('a.b', ",
        "BX24.callMethod('a.b', x => ",
        "BX24.callMethod('a.b', { x: f(",
        ".call.make<",
        ".call.make({ method: 'a.b', params: ",
        ".call.make({ m: ",
        "->call('a.b', ['x' => ",
        "(int)",
        ".Call(ctx",
        ".Call(ctx, \"a.b\", b24.Params{\"a\": ",
        "client.",
        "client.a.b(x=",
        "a = [ a, a, a ] ",
        "x = [1]; BX24.callMethod('a.b', x);",
        "Array\n(\n[a] => Array\n(",
        "{\"1\":{\"2\":[",
        "... ",
        "1 a\n",
        "[&*",
    ];
    for seed in seeds {
        read_all(&seed.repeat(200_000 / seed.len()));
    }
}
