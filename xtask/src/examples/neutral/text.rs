//! Neutral texts.

use std::borrow::Cow;

use b24_schema::fit::is_moment;

use crate::examples::UNKNOWN;

/// Texts that are facts of the format rather than content: nothing, and the forms of a boolean.
const KEPT: &[&str] = &["", "Y", "y", "N", "n", "1", "0", "true", "false"];

/// Directions of sorting, kept in the case they are written in.
const DIRECTIONS: &[&str] = &["asc", "desc"];

/// A whole number that is no boolean, and one that does not fit into 64 bits.
const WHOLE: &str = "2";
/// See [`WHOLE`].
const LARGE: &str = "20000000000000000000";

/// A fraction has at most so many digits.
const FRACTION: usize = 8;

/// How days are written, and a day in that notation. Digits of a form are zeros.
const DAYS: &[(&str, &str)] = &[
    ("0000-00-00", "2000-01-01"),
    ("00.00.0000", "01.01.2000"),
    ("00/00/0000", "01/01/2000"),
    ("0000/00/00", "2000/01/01"),
];

/// The longest date with room for a fraction.
const DATE_LENGTH: usize = 40;

/// What files of common formats start with in Base64; such strings are cut short in examples.
const BASE64_STARTS: &[&str] =
    &["iVBORw0KGgo", "/9j/", "R0lGOD", "JVBERi0", "UEsDB", "PHN2Zy", "PD94", "SUkq", "data:"];

/// A neutral text that fits the types that the text fits.
pub(super) fn neutral(text: &str) -> Cow<'_, str> {
    if KEPT.contains(&text) || DIRECTIONS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Cow::Borrowed(text);
    }
    if text == UNKNOWN || text == "..." || stands_for_another(text) {
        return Cow::Borrowed(UNKNOWN);
    }
    if let Some(same) = number(text.trim()).or_else(|| moment(text.trim())) {
        return Cow::Owned(same);
    }
    Cow::Borrowed(if text.starts_with("https://") || text.starts_with("http://") {
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
    // `your_product_id` is no identifier.
    let own = text.strip_prefix("your_").is_some_and(word);
    own || placeholder.is_some_and(word) || call.is_some_and(|(name, of)| word(name) && word(of))
}

/// `12` is `2`, `-3` is `-2`, `007` is `02`, `12.50` is `0.50`. A sign or a zero before a number tells
/// that it is no plain one: `+79001234567` is `+2`.
fn number(text: &str) -> Option<String> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = &text[..text.len() - digits.len()];
    let all = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match digits.split_once('.') {
        None if digits.is_empty() || !all(digits) => None,
        None => {
            let zero = if digits.len() > 1 && digits.starts_with('0') { "0" } else { "" };
            let number = if text.parse::<i64>().is_ok() { WHOLE } else { LARGE };
            Some(format!("{sign}{zero}{number}"))
        }
        Some((whole, fraction)) if digits.len() > 1 && all(whole) && all(fraction) => {
            let zeros = fraction.len().clamp(1, FRACTION) - 1;
            Some(format!("{sign}0.5{}", "0".repeat(zeros)))
        }
        Some(_) => None,
    }
}

/// A day or a time in the same notation; one that cannot be, such as `2024-02-30`, is zeros.
fn moment(text: &str) -> Option<String> {
    let form = form(text)?;
    Some(if is_moment(text) { with_day(form) } else { form })
}

/// A day or a time in the same notation, whether or not there is such a day.
pub(super) fn moment_like(text: &str) -> Option<String> {
    form(text).map(with_day)
}

/// Whether a text is a date in one of the notations, and whether a time follows the day.
pub(crate) fn has_time(text: &str) -> Option<bool> {
    let form = form(text)?;
    let time = DAYS.iter().find_map(|(day, _)| form.strip_prefix(day))?;
    Some(!time.is_empty())
}

/// The form of a day or a time: digits are `0`, signs `+`, fractions one digit, halves of the day `am`.
fn form(text: &str) -> Option<String> {
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
            '.' if form.ends_with(":00:00") => {
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
    let day = DAYS.iter().find_map(|(day, _)| form.strip_prefix(day));
    let known = match day {
        Some("") => true,
        Some(rest) => rest.strip_prefix(['T', 't', ' ']).is_some_and(is_time),
        None => is_time(&form),
    };
    known.then_some(form)
}

/// Whether the form is `00:00[:00[.0]]`, and an offset or a half of the day.
fn is_time(form: &str) -> bool {
    let Some(rest) = form.strip_prefix("00:00") else { return false };
    let rest = rest.strip_prefix(":00").unwrap_or(rest);
    let rest = rest.strip_prefix(".0").unwrap_or(rest);
    matches!(rest, "" | "Z" | "z" | "+00" | "+0000" | "+00:00" | " am")
}

fn with_day(form: String) -> String {
    let day = DAYS.iter().find(|(zeros, _)| form.starts_with(zeros));
    day.map_or_else(|| form.clone(), |(zeros, day)| form.replacen(zeros, day, 1))
}

pub(super) fn is_mail(text: &str) -> bool {
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
