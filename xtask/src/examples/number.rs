//! Numbers as the languages spell them.

use serde_json::Number;

/// A number, and whether JSON spells it so.
pub(super) fn number(token: &str) -> Option<(Number, bool)> {
    let digits = token.strip_prefix('-').unwrap_or(token).as_bytes();
    let short = !digits.is_empty() && digits.len() < 18 && digits.iter().all(u8::is_ascii_digit);
    if short && digits[0] != b'0' || token == "0" {
        return token.parse::<i64>().ok().map(|value| (value.into(), true));
    }
    if let Ok(number) = token.parse::<Number>() {
        return Some((number, true));
    }
    let plain: String = token.chars().filter(|&c| c != '_').collect();
    let plain = plain.trim_start_matches('+').trim_end_matches('n');
    if let Ok(value) = plain.parse::<i64>() {
        return Some((value.into(), false));
    }
    if let Some(value) = plain.strip_prefix("0x").and_then(|hex| i64::from_str_radix(hex, 16).ok())
    {
        return Some((value.into(), false));
    }
    if !plain.bytes().next_back().is_some_and(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    plain.parse::<f64>().ok().and_then(Number::from_f64).map(|number| (number, false))
}
