//! The formats of objects that a description shows, in a block of code or in a sentence.

use serde_json::Value;

use crate::diag::{Diagnostic, Severity};
use crate::dialect::{Block, Inline};

use super::about::stands_between;
use super::{About, Reader, pair, text};

/// The format that a sentence shows: "An object in the format `{fileData: [value1, value2]}`".
pub(super) fn format(
    reader: &mut Reader<'_>,
    block: &Block<'_>,
    inlines: &[Inline<'_>],
    names: &[String],
    about: &mut About,
) {
    let announced = |reader: &Reader<'_>, text: &str| {
        let text = text::lower(text.trim_end_matches([' ', ':']));
        reader.words().format.iter().any(|phrase| text.ends_with(&**phrase))
    };
    for (at, two) in inlines.windows(2).enumerate() {
        let [Inline::Text(before), Inline::Code(code)] = two else { continue };
        let around = match inlines.get(at + 2) {
            Some(Inline::Text(behind)) => {
                stands_between(&reader.words().format_around, before, behind)
            }
            _ => false,
        };
        // `"inPin": [7]` is announced by its own name.
        let named = keyed(code).is_some_and(|(key, _)| names.iter().any(|name| name == key));
        if named && about.shape.is_none() {
            shape(reader, block, code, names, about);
        }
        if named || !around && !announced(reader, before) {
            continue;
        }
        let known = about.shape.take();
        shape(reader, block, code, &[], about);
        match about.shape.take() {
            Some(shown) if has_names(&shown) => about.shape = Some(merged(known, shown)),
            // `{"CODE": value}` stands for any key.
            shown => about.shape = known.or(shown.filter(|shown| pair(shown).is_some())),
        }
    }
}

/// Two formats of one object: `{fileData: […]}` to send a file, `{remove: 'Y'}` to delete it.
fn merged(known: Option<Value>, shown: Value) -> Value {
    match (known, shown) {
        (Some(Value::Object(mut known)), Value::Object(shown)) => {
            shown.into_iter().for_each(|(key, value)| {
                known.entry(key).or_insert(value);
            });
            Value::Object(known)
        }
        (Some(known), _) => known,
        (None, shown) => shown,
    }
}

/// Whether the keys of a format are names, and it is no pattern: `{"code": "level"}` and `{"field_1": "value_1"}` stand for
/// any key.
fn has_names(shape: &Value) -> bool {
    let Some(map) = shape.as_object() else { return false };
    let is_name = |key: &String| {
        key.starts_with(|c: char| c.is_ascii_alphabetic())
            && !key.ends_with(|c: char| c.is_ascii_digit())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    let nested = map.values().any(|value| value.is_object() || value.is_array());
    let flag =
        map.values().any(|value| matches!(value.as_str(), Some("Y" | "N")) || value.is_boolean());
    map.keys().all(is_name) && (map.len() > 1 || nested || flag)
}

/// The format shown in a code block: as it stands, or under the name of what it describes (`'NAME': {'de': …}`,
/// `FILTER: {INCLUDE: […]}` of `INCLUDE`).
pub(super) fn shape(
    reader: &mut Reader<'_>,
    block: &Block<'_>,
    text: &str,
    names: &[String],
    about: &mut About,
) {
    let (key, format) = keyed(text).unwrap_or(("", text.trim_start()));
    if about.shape.is_some() || !format.starts_with(['{', '[']) {
        return;
    }
    let (value, mut faults) = crate::examples::answer(&in_code(format));
    let before = text.len() - format.len();
    faults.iter_mut().for_each(|fault| fault.offset += before);
    // A cell sketches a format, and need not write it as JSON.
    let sketched = |fault| Diagnostic { severity: Severity::Note, ..fault };
    let faults = reader.faults(block.span, text, faults).into_iter().map(sketched);
    reader.diagnostics.0.extend(faults);
    let is_own = |key: &str| names.iter().any(|name| name == key);
    let value = value.and_then(|value| match value {
        value if key.is_empty() || is_own(key) => Some(value),
        Value::Object(mut map) => names.iter().find_map(|name| map.remove(name)),
        _ => None,
    });
    if let Some(value) = value {
        let value = reader.neutral(block.span, value);
        if value.is_object() || value.is_array() {
            about.shape = Some(value);
        }
    }
}

/// The format in code: with the first of several that a place takes (`{TYPE: 'NONE'|'NOW', VALUE: datetime|date}`), and with
/// the quotes of code (`{remove: ‘Y’}`). What is left out becomes blanks, by which every place stays where it is.
fn in_code(format: &str) -> String {
    let mut out = String::with_capacity(format.len());
    let (mut quote, mut dropping) = (None, false);
    for c in format.chars() {
        let mut written = c;
        match quote {
            Some(end) if c == end => {
                quote = None;
                written = if c == '’' { '\'' } else { c };
            }
            Some(_) => {}
            None => match c {
                '\'' | '"' | '`' => quote = Some(c),
                '‘' => (quote, written) = (Some('’'), '\''),
                '|' => dropping = true,
                _ if dropping && !(c.is_alphanumeric() || matches!(c, '_' | ' ')) => {
                    dropping = false
                }
                _ => {}
            },
        }
        if dropping {
            written = ' ';
        }
        let blanks = std::iter::repeat_n(' ', c.len_utf8() - written.len_utf8());
        // Outside of the quotes.
        if c == '‘' {
            out.extend(blanks);
            out.push(written);
        } else {
            out.push(written);
            out.extend(blanks);
        }
    }
    out
}

/// The key before a format, and the format: `'NAME': {…}`.
fn keyed(text: &str) -> Option<(&str, &str)> {
    let (key, format) = text.split_once([':', '='])?;
    let key = key.trim().trim_matches(['\'', '"']);
    let is_name = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    is_name.then(|| (key, format.trim_start_matches('>').trim_start()))
}
