//! Answers as pages print them.

use serde_json::{Value, json};

use super::super::{UNKNOWN, answer};
use super::codes;

/// What an answer reads as, and the codes of its faults.
fn read(text: &str) -> (Value, Vec<&'static str>) {
    let (value, faults) = answer(text);
    (value.unwrap_or_else(|| panic!("nothing read from {text}")), codes(&faults))
}

#[test]
fn json_is_read_without_faults() {
    let text = r#" {"a": [1, -2, 0.5, 1e3, 12345678901234567890], "b": {"c": null, "d": "\u00e9\n\"q\""}} "#;
    assert_eq!(read(text), (serde_json::from_str(text).unwrap(), vec![]));
    assert_eq!(read("true"), (json!(true), vec![]));
    assert_eq!(read("\"only a string\""), (json!("only a string"), vec![]));
}

#[test]
fn comments_omissions_and_commas() {
    let text =
        "{\n \"rows\": [ // first\n  {\"ID\": \"7\",},\n  ...\n ], /* more */ \"next\": 50,\n}";
    let (value, codes) = read(text);
    assert_eq!(value, json!({"rows": [{"ID": "7"}], "next": 50}));
    assert_eq!(codes, ["comment", "trailing-comma", "ellipsis", "comment", "trailing-comma"]);

    assert_eq!(
        read("[{\"a\": 1},\n...\n{\"a\": 2}]"),
        (json!([{"a": 1}, {"a": 2}]), vec!["ellipsis"])
    );
    assert_eq!(read(r#"{"a": ..., "b": [1, …]}"#).0, json!({"a": UNKNOWN, "b": [1]}));
    assert_eq!(read(r#"{"a": 1, "...": "..."}"#), (json!({"a": 1}), vec!["ellipsis"]));
    assert_eq!(read(r#"{"a": {...}, "b": [...]}"#).0, json!({"a": {}, "b": []}));
    assert_eq!(
        read("{\"a\": [{\"b\": 1},\n  12 more of the kind\n ],\n\"c\": 2}"),
        (json!({"a": [{"b": 1}], "c": 2}), vec!["ellipsis"])
    );
    assert_eq!(read("{\"a\": [1,\n  ещё столько же\n ],\n\"c\": 2}").0, json!({"a": [1], "c": 2}));
}

#[test]
fn commas_that_are_missing_or_too_many() {
    let (value, codes) = read("{\"a\": \"x\"\n\"b\": [1 \"2\"],, \"c\": 3}");
    assert_eq!(value, json!({"a": "x", "b": [1, "2"], "c": 3}));
    assert_eq!(codes, ["comma-missing", "comma-missing", "comma-extra"]);
}

#[test]
fn brackets_that_do_not_match() {
    assert_eq!(
        read(r#"{"a": {"b": [1, 2"#),
        (json!({"a": {"b": [1, 2]}}), vec!["bracket-missing"; 3])
    );
    assert_eq!(read(r#"{"a": 1}} "#), (json!({"a": 1}), vec!["bracket-extra"]));
    assert_eq!(
        read(r#"{"a": {"b": 1}}, "c": 2}"#),
        (json!({"a": {"b": 1}, "c": 2}), vec!["bracket-extra"])
    );
    assert_eq!(
        read(r#"{"a": [{"b": 1], "c": 2}"#),
        (json!({"a": [{"b": 1}], "c": 2}), vec!["bracket-missing"])
    );
    assert_eq!(read(r#"[1, 2}"#).1, ["bracket-mismatch"]);
}

#[test]
fn braces_around_entries_without_keys() {
    assert_eq!(read(r#"{"a": {[]}}"#), (json!({"a": []}), vec!["key-missing"]));
    assert_eq!(read(r#"{"a": {{"b": 1}}}"#), (json!({"a": {"b": 1}}), vec!["key-missing"]));
    assert_eq!(read(r#"{"a": {{"b": 1}, {"b": 2}}}"#).0, json!({"a": [{"b": 1}, {"b": 2}]}));
    assert_eq!(read(r#"{"or": true, {"b": 1}}"#).0, json!({"or": true, "0": {"b": 1}}));
}

#[test]
fn keys_and_values_without_quotes() {
    let (value, codes) = read("{id: 5, 'name': 'x', ok: TRUE, at: <date>, \"n\": 007}");
    assert_eq!(value, json!({"id": 5, "name": "x", "ok": true, "at": UNKNOWN, "n": 7}));
    let expected = [
        "bare-key",
        "single-quotes",
        "single-quotes",
        "bare-key",
        "word-form",
        "bare-key",
        "bare-value",
        "number-form",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn keys_twice() {
    let (value, codes) = read(r#"{"a": 1, "b": 2, "a": "last"}"#);
    assert_eq!(value, json!({"a": "last", "b": 2}));
    assert_eq!(codes, ["duplicate-key"]);
}

#[test]
fn fragments_preambles_and_rests() {
    assert_eq!(
        read("\"result\": {\"id\": 3},\n\"total\": 9,"),
        (json!({"result": {"id": 3}, "total": 9}), vec!["fragment"])
    );
    assert_eq!(read("fields:\n{\"a\": 1}"), (json!({"fields": {"a": 1}}), vec!["fragment"]));
    assert_eq!(read("HTTP/1.1 200 OK\n\n{\"a\": 1}"), (json!({"a": 1}), vec!["preamble"]));
    assert_eq!(read("{\"a\": 1}\nor\n{\"a\": 2}"), (json!({"a": 1}), vec!["trailing"]));
    let (value, faults) = answer("no JSON here");
    assert_eq!((value, codes(&faults).last()), (None, Some(&"not-json")));
    assert_eq!(answer("").0, None);
}

#[test]
fn quotes_that_are_missing_or_lack_their_backslash() {
    let (value, codes) = read("{\"a\": \"the note \"Box 7\": gone\",\n\"b\": 1}");
    assert_eq!(value, json!({"a": "the note \"Box 7\": gone", "b": 1}));
    assert_eq!(codes, ["quote-unescaped"]);

    let (value, codes) = read("{\"a\": \"cut off,\n \"b\": 1}");
    assert_eq!(value, json!({"a": "cut off", "b": 1}));
    assert_eq!(codes, ["quote-missing", "comma-missing"]);

    assert_eq!(read("{\"a\": \"two\nlines\"}"), (json!({"a": "two\nlines"}), vec!["line-break"]));
    assert_eq!(read(r#"{"a": "Space\Name"}"#), (json!({"a": "Space\\Name"}), vec!["escape"]));
}

#[test]
fn dumps_of_php() {
    let text = "Array\n(\n    [result] => Array\n        (\n            [0] => Array\n                (\n                    [ID] => 4\n                    [EMPTY] => \n                )\n\n        )\n\n    [total] => 1\n)\n";
    let (value, codes) = read(text);
    assert_eq!(value, json!({"result": [{"ID": "4", "EMPTY": ""}], "total": "1"}));
    assert_eq!(codes, ["print-r"]);
}

#[test]
fn depth_is_bounded() {
    for open in ["[", "{\"a\":", "{'a'=>array(", "(int)"] {
        let (_, faults) = answer(&open.repeat(100_000));
        assert!(faults.len() < 1000);
        super::super::calls("php", "", &format!("CRest::call('a.b', {}", open.repeat(100_000)));
        super::super::calls("go", "", &format!("x.Call(ctx, \"a.b\", {}", open.repeat(100_000)));
        super::super::calls("js", "", &format!("BX24.callMethod('a.b', {}", open.repeat(100_000)));
    }
}
