//! Which plain values are numbers, booleans, nothing.

use serde_json::Value;

/// Whether a value is one of the forms in which PHP says that there is nothing, whatever there would
/// be: `null`, `false`, `""`, `[]`.
pub fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}

pub(super) fn is_integer(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            number.is_i64()
                || number.is_u64()
                || number.as_f64().is_some_and(|n| n.fract() == 0.0 && n.abs() < 2f64.powi(63))
        }
        Value::String(text) => text.trim().parse::<i64>().is_ok(),
        _ => false,
    }
}

pub(super) fn is_number(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::String(text) => is_decimal(text.trim()),
        _ => false,
    }
}

/// Digits with a sign or none, and with a fraction or none.
fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty())
}

pub(super) fn is_boolean(value: &Value) -> bool {
    match value {
        Value::Bool(_) => true,
        Value::Number(number) => number.as_f64().is_some_and(|n| n == 0.0 || n == 1.0),
        Value::String(text) => {
            matches!(&**text, "Y" | "y" | "N" | "n" | "1" | "0" | "true" | "false")
        }
        _ => false,
    }
}

pub(super) fn is_index(key: &str) -> bool {
    key.parse::<i64>().is_ok()
}
