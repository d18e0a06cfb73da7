//! The formats of objects that a description shows, in a block of code or in a sentence.

use serde_json::Value;

use crate::diag::{Diagnostic, Severity};
use crate::dialect::{Block, Inline};

use super::{About, Reader, text};

/// The format that a sentence shows: "An object in the format `{fileData: [value1, value2]}`".
pub(super) fn format(
    reader: &mut Reader<'_>,
    block: &Block<'_>,
    inlines: &[Inline<'_>],
    about: &mut About,
) {
    let announced = |text: &str| {
        let text = text::lower(text.trim_end_matches([' ', ':']));
        reader.words().format.iter().any(|phrase| text.ends_with(&**phrase))
    };
    let shown = inlines.windows(2).find_map(|pair| match pair {
        [Inline::Text(before), Inline::Code(code)] if announced(before) => Some(code.to_string()),
        _ => None,
    });
    if let Some(code) = shown
        && about.shape.is_none()
    {
        shape(reader, block, &code, about);
        about.shape.take_if(|shape| !has_names(shape));
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
    map.keys().all(is_name) && (map.len() > 1 || nested)
}

/// The format shown in a code block.
pub(super) fn shape(reader: &mut Reader<'_>, block: &Block<'_>, text: &str, about: &mut About) {
    if about.shape.is_some() || !text.trim_start().starts_with(['{', '[']) {
        return;
    }
    let (value, faults) = crate::examples::answer(text);
    // A cell sketches a format, and need not write it as JSON.
    let sketched = |fault| Diagnostic { severity: Severity::Note, ..fault };
    let faults = reader.faults(block.span, text, faults).into_iter().map(sketched);
    reader.diagnostics.0.extend(faults);
    if let Some(value) = value {
        let value = reader.neutral(block.span, value);
        if value.is_object() || value.is_array() {
            about.shape = Some(value);
        }
    }
}
