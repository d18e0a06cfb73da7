//! Neutral values.

use serde_json::{Value, json};

use super::super::UNKNOWN;
use super::neutral;

fn text(text: &str) -> String {
    neutral(Value::from(text)).as_str().unwrap().to_owned()
}

#[test]
fn what_stands_for_another_value_has_no_form() {
    for unknown in ["**put_date_here**", "formatDate(monthAgo)", "..."] {
        assert_eq!(text(unknown), UNKNOWN, "{unknown}");
    }
    for known in ["**bold** words", "a (b)", "f(1, 2)", "**"] {
        assert_eq!(text(known), "text", "{known}");
    }
}

#[test]
fn strings_keep_their_form() {
    let same = ["", "Y", "N", "n", "1", "0", "true", "false", "asc", "DESC", UNKNOWN];
    for kept in same {
        assert_eq!(text(kept), kept);
    }
    let forms = [
        ("15", "2"),
        ("-3", "-2"),
        ("+3", "+2"),
        ("007", "02"),
        ("12.50", "0.50"),
        ("-1.5", "-0.5"),
        ("12.", "0.5"),
        (" 12 ", "2"),
        ("12345678901234567890", "20000000000000000000"),
        ("2024-08-30T12:19:57+02:00", "2000-01-01T00:00:00+00:00"),
        ("2024-08-30T12:19:57-05:00", "2000-01-01T00:00:00+00:00"),
        ("2024-08-30T12:19:57.123456Z", "2000-01-01T00:00:00.0Z"),
        ("2024-08-30T12:19:57Z", "2000-01-01T00:00:00Z"),
        ("2024-08-30T12:19:57", "2000-01-01T00:00:00"),
        ("2024-08-30 12:19:57", "2000-01-01 00:00:00"),
        ("30.08.2024 12:19:57", "01.01.2000 00:00:00"),
        ("08/30/2024 05:00:00 pm", "01/01/2000 00:00:00 am"),
        ("2024-08-30", "2000-01-01"),
        ("2024-02-30", "0000-00-00"),
        ("30/08/2024", "00/00/0000"),
        ("30.08.2024", "01.01.2000"),
        ("12:19:57", "00:00:00"),
        ("09:30", "00:00"),
        ("https://portal.example/x?y=z", "https://example.com/"),
        ("a.b@c.example", "user@example.com"),
        ("aGVsbG8gd29ybGQ=", "AA=="),
        ("iVBORw0KGgo…", "AA=="),
        ("<file in base64>", "AA=="),
        ("any words", "text"),
        ("NEW", "text"),
        ("crm.deal", "text"),
        ("1.2.3", "text"),
        ("192.168.0.1", "text"),
        ("+49123456789", "+2"),
        ("+49 123 456789", "text"),
        ("s1", "text"),
        ("...", UNKNOWN),
    ];
    for (raw, expected) in forms {
        assert_eq!(text(raw), expected, "{raw}");
        assert_eq!(text(expected), expected, "{raw}");
    }
}

#[test]
fn numbers_keep_their_type() {
    assert_eq!(neutral(json!([null, true, 0])), json!([null, true, 0]));
    for (raw, expected) in [
        (json!(1), json!(1)),
        (json!(77), json!(2)),
        (json!(-1), json!(2)),
        (json!(9.0), json!(2.0)),
        (json!(1.0), json!(1.0)),
        (json!(100.5), json!(0.5)),
        (json!(1e300), json!(0.5)),
    ] {
        assert_eq!(neutral(raw), expected);
    }
}

#[test]
fn arrays_lose_repetitions_but_not_positions() {
    assert_eq!(neutral(json!(["ID", "TITLE", "NAME"])), json!(["text"]));
    assert_eq!(neutral(json!([84, 83])), json!([2]));
    assert_eq!(neutral(json!(["id", ">", 1000])), json!(["text", "text", 2]));
    assert_eq!(neutral(json!(["id", "=", "5"])), json!(["text", "text", "2"]));
    assert_eq!(neutral(json!(["a.png", "iVBORw0KGgo"])), json!(["text", "AA=="]));
    assert_eq!(neutral(json!([{"a": 5}, {"a": 6}, {"a": "x"}])), json!([{"a": 2}, {"a": "text"}]));
}

#[test]
fn keys_that_are_data() {
    let value = json!({
        "ID": "5", "UF_CRM_1721244482250": "x", "UF_CRM_5_1700000000": "x", "PARENT_ID_153": 7,
        "ufCrm12_1700": 1, "property258": "x", "PROPERTY_77": "x", ">=UF_CRM_9": 1, "!property9": 1,
    });
    let expected = json!({
        "ID": "2", "UF_CRM_0": "text", "UF_CRM_0_0": "text", "PARENT_ID_0": 2,
        "ufCrm0_0": 1, "property0": "text", "PROPERTY_0": "text", ">=UF_CRM_0": 1, "!property0": 1,
    });
    assert_eq!(neutral(value), expected);
    let value = json!({"12": {"a": 5}, "13": {"a": 6, "b": null}, "14": {"b": "x"}, "2024-01-05": 7,
        "Some words": 7, "ключ": 9, "ADDRESS_2": "x", "550e8400-e29b-41d4-a716-446655440000": 7, "<код>": 7});
    let expected = json!({"0": {"a": 2}, "1": {"a": 2, "b": null}, "2": {"b": "text"}, "2000-01-01": 2, "key": 2, "ADDRESS_2": "text",
        "00000000-0000-0000-0000-000000000000": 2, "<key>": 2});
    assert_eq!(neutral(value), expected);
}
