//! JSON as it stands in fences and in the snippets of calls.

use serde_json::Value;

/// Values that fit into this many columns stand on one line.
const WIDTH: usize = 100;

/// What would end the block the JSON stands in, and its first character as JSON writes it.
const ENDINGS: [(&str, &str); 6] = [
    ("```", "\\u0060``"),
    ("||", "\\u007c|"),
    ("|#", "\\u007c#"),
    ("#|", "\\u0023|"),
    ("{%", "\\u007b%"),
    // A snippet stands in single quotes of a shell.
    ("'", "\\u0027"),
];

/// `value` on several lines where it is long.
pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(&mut out, value, 0, 0);
    out
}

/// `value` on one line.
pub(super) fn line(value: &Value) -> String {
    let mut out = String::new();
    inline(&mut out, value);
    out
}

/// Writes `value` at `indent`; `used` columns of its first line are taken already.
fn write(out: &mut String, value: &Value, indent: usize, used: usize) {
    let start = out.len();
    inline(out, value);
    if used + out.len() - start < WIDTH {
        return;
    }
    match value {
        Value::Array(items) if !items.is_empty() => {
            out.truncate(start);
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                new_line(out, i > 0, indent + 2);
                write(out, item, indent + 2, indent + 2);
            }
            new_line(out, false, indent);
            out.push(']');
        }
        Value::Object(entries) if !entries.is_empty() => {
            out.truncate(start);
            out.push('{');
            for (i, (key, item)) in entries.iter().enumerate() {
                new_line(out, i > 0, indent + 2);
                let key_start = out.len();
                string(out, key);
                out.push_str(": ");
                let used = indent + 2 + out.len() - key_start;
                write(out, item, indent + 2, used);
            }
            new_line(out, false, indent);
            out.push('}');
        }
        _ => {}
    }
}

fn new_line(out: &mut String, comma: bool, indent: usize) {
    if comma {
        out.push(',');
    }
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

fn inline(out: &mut String, value: &Value) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                inline(out, item);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (i, (key, item)) in entries.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                string(out, key);
                out.push_str(": ");
                inline(out, item);
            }
            out.push('}');
        }
        Value::String(text) => string(out, text),
        scalar => out.push_str(&scalar.to_string()),
    }
}

fn string(out: &mut String, text: &str) {
    let mut quoted = Value::from(text).to_string();
    for (ending, escaped) in ENDINGS {
        if quoted.contains(ending) {
            quoted = quoted.replace(ending, escaped);
        }
    }
    // An escape may have brought two signs together that were apart: `|` + `||`.
    out.push_str(&quoted.replace("||", "\\u007c|"));
}
