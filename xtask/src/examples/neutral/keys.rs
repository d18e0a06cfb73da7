//! Neutral keys: names stay, data becomes neutral.

use std::borrow::Cow;

use super::text::{is_mail, moment_like};

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

/// A key that is a sentence or a word of another script.
const ANY: &str = "key";

/// A number that is no index: it does not fit into 64 bits.
const LARGE: &str = "20000000000000000000";

/// The neutral key; the key itself where it is a name.
pub(super) fn neutral(key: &str) -> Cow<'_, str> {
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

/// One of several keys with the same neutral one: `UF_CRM_0`, `UF_CRM_1`, …
pub(super) fn numbered(neutral: String, n: usize) -> String {
    if n == 0 {
        return neutral;
    }
    let digit = |c: char| c.is_ascii_digit();
    let Some(start) = neutral.find(digit) else {
        // `key1`, `<key1>`, `user1@example.com`, `https://example.com/1`.
        let word = [ANY, "user"].iter().find_map(|word| Some(neutral.find(word)? + word.len()));
        let (before, after) = neutral.split_at(word.unwrap_or(neutral.len()));
        return format!("{before}{n}{after}");
    };
    let (before, rest) = neutral.split_at(start);
    let after = rest.trim_start_matches(digit);
    let number = &rest[..rest.len() - after.len()];
    let width = number.len();
    let number = number.parse::<u128>().unwrap_or_default() + n as u128;
    format!("{before}{number:0width$}{after}")
}

fn neutral_name(name: &str) -> Cow<'_, str> {
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(if name.parse::<i64>().is_ok() { "0" } else { LARGE });
    }
    if let Some(date) = moment_like(name) {
        return Cow::Owned(date);
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
    let any = name.strip_prefix(ANY).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
    if any || !name.is_ascii() || name.contains(char::is_whitespace) {
        return Cow::Borrowed(ANY);
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
