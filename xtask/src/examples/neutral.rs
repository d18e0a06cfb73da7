//! Values without content: the same form, and nothing of what was written.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::map::Entry;
use serde_json::{Map, Value};

use super::UNKNOWN;

/// Strings that are facts of the format rather than content.
const KEPT: &[&str] = &["", "Y", "N", "true", "false"];

/// Directions of sorting, kept in the case they are written in.
const DIRECTIONS: &[&str] = &["asc", "desc"];

/// Forms of dates and times: digits are `0`, signs `+`, fractions one digit, halves of the day
/// `am`. The neutral value has the same form, so it maps to itself.
const DATES: &[(&str, &str)] = &[
    ("0000-00-00T00:00:00+00:00", "2000-01-01T00:00:00+00:00"),
    ("0000-00-00T00:00:00+0000", "2000-01-01T00:00:00+0000"),
    ("0000-00-00T00:00:00.0+00:00", "2000-01-01T00:00:00.0+00:00"),
    ("0000-00-00T00:00:00Z", "2000-01-01T00:00:00Z"),
    ("0000-00-00T00:00:00.0Z", "2000-01-01T00:00:00.0Z"),
    ("0000-00-00T00:00:00", "2000-01-01T00:00:00"),
    ("0000-00-00T00:00:00.0", "2000-01-01T00:00:00.0"),
    ("0000-00-00T00:00", "2000-01-01T00:00"),
    ("0000-00-00 00:00:00", "2000-01-01 00:00:00"),
    ("0000-00-00 00:00:00.0", "2000-01-01 00:00:00.0"),
    ("0000-00-00 00:00:00+00:00", "2000-01-01 00:00:00+00:00"),
    ("0000-00-00 00:00", "2000-01-01 00:00"),
    ("0000-00-00", "2000-01-01"),
    ("00.00.0000 00:00:00", "01.01.2000 00:00:00"),
    ("00.00.0000 00:00", "01.01.2000 00:00"),
    ("00.00.0000", "01.01.2000"),
    ("00/00/0000 00:00:00 am", "01/01/2000 00:00:00 am"),
    ("00/00/0000 00:00 am", "01/01/2000 00:00 am"),
    ("00/00/0000 00:00:00", "01/01/2000 00:00:00"),
    ("00/00/0000 00:00", "01/01/2000 00:00"),
    ("00/00/0000", "01/01/2000"),
    ("0000/00/00", "2000/01/01"),
    ("00:00:00", "00:00:00"),
    ("00:00", "00:00"),
    ("00:00 am", "00:00 am"),
    ("00:00:00 am", "00:00:00 am"),
];

/// The longest form of a date with room for a fraction.
const DATE_LENGTH: usize = 40;

/// What files of common formats start with in Base64; such strings are cut short in examples.
const BASE64_STARTS: &[&str] =
    &["iVBORw0KGgo", "/9j/", "R0lGOD", "JVBERi0", "UEsDB", "PHN2Zy", "PD94", "SUkq", "data:"];

/// Names before a number that is data: `UF_CRM_1721244482250`, `property258`, `n0`. In the first
/// group every number is data, in the second the one that ends the name.
const NUMBERED_ANYWHERE: &[&str] =
    &["UF_", "uf", "PARENT_ID_", "parentId", "DYNAMIC_", "dynamic_", "PROPERTY_"];
/// See [`NUMBERED_ANYWHERE`].
const NUMBERED_END: &[&str] = &[
    "property", "n", "chat", "sg", "user", "group", "U", "D", "DR", "G", "SG", "file", "field",
    "fld", "upload", "repo_", "reg", "sip", "#block",
];

/// Signs before the name of a field in a filter.
const FILTER_SIGNS: &[char] = &['!', '=', '<', '>', '%', '@', '?', '~', '*', '+', '-', '^'];

/// Arrays of scalars up to this length keep repeated forms: pairs and conditions have positions.
const POSITIONAL: usize = 4;

/// Replaces every value by a neutral one of the same form; idempotent.
///
/// Types stay the same at every path. Names of fields stay, keys that are data (numbers, dates,
/// hashes, sentences) become neutral ones, and what is then the same twice in an object or an
/// array is there once. An array of scalars whose types differ, or whose few strings differ in
/// form, keeps its length: its positions have a meaning.
pub fn neutral(value: Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) => value,
        Value::Number(number) if number.is_f64() => Value::from(0.5),
        Value::Number(number) => Value::from(number.as_u64().filter(|&n| n < 2).unwrap_or(2)),
        Value::String(text) => Value::String(replaced(text, neutral_text)),
        Value::Array(list) => Value::Array(neutral_list(list)),
        Value::Object(map) => Value::Object(neutral_map(map)),
    }
}

/// What `by` makes of a text; the text itself where that is the same.
fn replaced(text: String, by: fn(&str) -> Cow<'_, str>) -> String {
    let other = match by(&text) {
        Cow::Borrowed(same) if same == text => None,
        other => Some(other.into_owned()),
    };
    other.unwrap_or(text)
}

fn neutral_list(list: Vec<Value>) -> Vec<Value> {
    let list: Vec<Value> = list.into_iter().map(neutral).collect();
    let Some((first, rest)) = list.split_first() else { return list };
    if rest.is_empty() {
        return list;
    }
    let scalars = list.iter().all(|value| !value.is_array() && !value.is_object());
    if scalars && rest.iter().any(|value| value != first) {
        let kind = std::mem::discriminant(first);
        let mixed = rest.iter().any(|value| std::mem::discriminant(value) != kind);
        if mixed || list.len() <= POSITIONAL {
            return list;
        }
    }
    let mut seen = HashSet::new();
    let fresh: Vec<bool> = list.iter().map(|value| seen.insert(value)).collect();
    drop(seen);
    list.into_iter().zip(fresh).filter_map(|(value, fresh)| fresh.then_some(value)).collect()
}

fn neutral_map(mut map: Map<String, Value>) -> Map<String, Value> {
    if map.keys().all(|key| neutral_key(key) == *key) {
        map.values_mut().for_each(|value| *value = neutral(value.take()));
        return map;
    }
    let mut result = Map::with_capacity(map.len());
    for (key, value) in map {
        let value = neutral(value);
        match result.entry(replaced(key, neutral_key)) {
            Entry::Vacant(new) => {
                new.insert(value);
            }
            Entry::Occupied(mut known) => join(known.get_mut(), value),
        }
    }
    result
}

/// Two entries under one neutral key: objects share their names, and something beats `null`.
fn join(known: &mut Value, more: Value) {
    match (known, more) {
        (Value::Object(known), Value::Object(more)) => {
            for (key, value) in more {
                match known.get_mut(&key) {
                    None => {
                        known.insert(key, value);
                    }
                    Some(known) => join(known, value),
                }
            }
        }
        (known @ Value::Null, more) => *known = more,
        (Value::Array(known), Value::Array(more)) if known.is_empty() => *known = more,
        _ => {}
    }
}

/// A neutral string of the same form.
fn neutral_text(text: &str) -> Cow<'_, str> {
    if KEPT.contains(&text) || DIRECTIONS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Cow::Borrowed(text);
    }
    if text == UNKNOWN || text == "..." || stands_for_another(text) {
        return Cow::Borrowed(UNKNOWN);
    }
    if let Some(number) = neutral_number(text) {
        return Cow::Owned(number);
    }
    Cow::Borrowed(if let Some(date) = neutral_date(text) {
        date
    } else if text.starts_with("https://") || text.starts_with("http://") {
        "https://example.com/"
    } else if is_mail(text) {
        "user@example.com"
    } else if is_base64(text) {
        "AA=="
    } else {
        "text"
    })
}

/// A text for the reader to replace, `**put_date_here**`, or code that was quoted,
/// `formatDate(monthAgo)`: the value may be of any type.
fn stands_for_another(text: &str) -> bool {
    let word = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let placeholder = text.strip_prefix("**").and_then(|text| text.strip_suffix("**"));
    let call = text.strip_suffix(')').and_then(|text| text.split_once('('));
    placeholder.is_some_and(word) || call.is_some_and(|(name, of)| word(name) && word(of))
}

/// `12` is `0`, `-3` is `-0`, `007` is `00`, `12.50` is `0.00`.
fn neutral_number(text: &str) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all(whole) || !all(fraction) {
        return None;
    }
    let zeros = if whole.len() > 1 && whole.starts_with('0') { "00" } else { "0" };
    if digits.len() == whole.len() {
        return Some(format!("{sign}{zeros}"));
    }
    Some(format!("{sign}{zeros}.{}", "0".repeat(fraction.len().min(8))))
}

/// The neutral date of the same form.
fn neutral_date(text: &str) -> Option<&'static str> {
    if text.len() > DATE_LENGTH || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut form = String::with_capacity(DATE_LENGTH);
    let mut fraction = false;
    for (at, c) in text.char_indices() {
        match c {
            '0'..='9' if fraction => {}
            '0'..='9' => form.push('0'),
            // Only behind the seconds is a dot a fraction.
            '.' if form.ends_with(":00") => {
                fraction = true;
                form.push_str(".0");
                continue;
            }
            '-' if at > 10 => form.push('+'),
            'a' | 'A' | 'p' | 'P' => form.push('a'),
            'm' | 'M' => form.push('m'),
            c => form.push(c),
        }
        fraction &= c.is_ascii_digit();
    }
    DATES.iter().find(|(known, _)| *known == form).map(|(_, neutral)| *neutral)
}

fn is_mail(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    let part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-+".contains(&byte))
    };
    part(user) && part(host) && host.contains('.')
}

/// Base64 by its padding, by the start of a known format, by its length, or by being named so.
fn is_base64(text: &str) -> bool {
    if BASE64_STARTS.iter().any(|start| text.starts_with(start)) || names_base64(text) {
        return true;
    }
    let body = text.trim_end_matches('=');
    let alphabet =
        body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/');
    if !alphabet || body.is_empty() {
        return false;
    }
    let has = |test: fn(&u8) -> bool| body.as_bytes().iter().any(test);
    let padded =
        body.len() < text.len() && text.len().is_multiple_of(4) && text.len() - body.len() < 3;
    let long = body.len() >= 60
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit);
    padded || long
}

/// A placeholder such as `<content in Base64>`.
fn names_base64(text: &str) -> bool {
    text.len() < 80
        && text.as_bytes().windows(6).any(|window| window.eq_ignore_ascii_case(b"base64"))
}

/// Names stay, data becomes neutral.
fn neutral_key(key: &str) -> Cow<'_, str> {
    // Most names are letters, of which nothing is data.
    if key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') {
        return Cow::Borrowed(key);
    }
    if key.starts_with('<') && key.ends_with('>') {
        // A placeholder, in the language of the page.
        return Cow::Borrowed("<key>");
    }
    let name = key.trim_start_matches(FILTER_SIGNS);
    let signs = &key[..key.len() - name.len()];
    let neutral = neutral_name(name);
    match neutral {
        Cow::Borrowed(same) if same == name => Cow::Borrowed(key),
        neutral => Cow::Owned(format!("{signs}{neutral}")),
    }
}

fn neutral_name(name: &str) -> Cow<'_, str> {
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed("0");
    }
    if let Some(date) = neutral_date(name) {
        return Cow::Borrowed(date);
    }
    if is_uuid(name) {
        return Cow::Borrowed("00000000-0000-0000-0000-000000000000");
    }
    if is_hash(name) {
        return Cow::Borrowed("a0a0a0a0a0a0a0a0");
    }
    if is_mail(name) {
        return Cow::Borrowed("user@example.com");
    }
    if name.contains("://") {
        return Cow::Borrowed("https://example.com/");
    }
    if !name.is_ascii() || name.contains(char::is_whitespace) {
        return Cow::Borrowed("key");
    }
    if NUMBERED_ANYWHERE.iter().any(|start| name.starts_with(start)) {
        return collapse(name);
    }
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.len() < name.len() && NUMBERED_END.contains(&stem) {
        return if name.len() == stem.len() + 1 && name.ends_with('0') {
            Cow::Borrowed(name)
        } else {
            Cow::Owned(format!("{stem}0"))
        };
    }
    Cow::Borrowed(name)
}

/// Every number becomes `0`, and so does every part that is a long hexadecimal number.
fn collapse(name: &str) -> Cow<'_, str> {
    let mut result = String::with_capacity(name.len());
    for part in name.split_inclusive('_') {
        let word = part.strip_suffix('_').unwrap_or(part);
        let digit = |c: char| c.is_ascii_digit();
        if word.len() >= 8 && word.contains(digit) && word.bytes().all(|b| b.is_ascii_hexdigit()) {
            result.push('0');
        } else {
            let mut number = false;
            for c in word.chars() {
                if !digit(c) {
                    result.push(c);
                } else if !number {
                    result.push('0');
                }
                number = digit(c);
            }
        }
        result.push_str(&part[word.len()..]);
    }
    if result == name { Cow::Borrowed(name) } else { Cow::Owned(result) }
}

fn is_uuid(name: &str) -> bool {
    name.len() == 36
        && name.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// At least sixteen hexadecimal digits with numbers among them.
fn is_hash(name: &str) -> bool {
    name.len() >= 16
        && name.bytes().all(|byte| byte.is_ascii_hexdigit())
        && name.bytes().any(|byte| byte.is_ascii_digit())
}
