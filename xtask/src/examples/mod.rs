//! What the examples of a page say: fenced code → calls and JSON values.
//!
//! Examples are written by hand in eight notations and are full of slips, so everything here is
//! lenient: it reads what was meant, tells what was wrong with it as a [`Fault`], and never fails.
//! One literal parser reads all notations; what tells them apart is data (`syntax.rs`).

mod curl;
mod described;
mod entries;
mod form;
mod lexer;
mod literal;
mod neutral;
mod number;
mod payload;
mod print_r;
mod scope;
mod snippet;
mod strict;
mod strings;
mod syntax;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use crate::diag::Severity;

pub(crate) use described::{Description, FLAGS, describes_a_field, is_multiple};
pub(crate) use neutral::has_time;
pub use neutral::{Neutral, neutral};
pub(crate) use payload::{RESULT, payloads, typescript};

/// Stands for a value the example does not tell: a computed one, a placeholder, an omission.
///
/// It is a string of its own rather than `null`, which answers use; a page may show it, and it
/// reads back as itself.
pub use b24_schema::fit::UNKNOWN;

/// The fault of code that goes on behind its JSON.
pub(crate) const TRAILING: &str = "example-trailing";

/// Whether a value is [`UNKNOWN`].
pub fn is_unknown(value: &Value) -> bool {
    value.as_str() == Some(UNKNOWN)
}

/// A call that a code example makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The name as spelled in the example.
    pub method: String,
    /// REST 3.0 (`/rest/api/`, `actions.v3`) or not, where the example tells.
    pub rest3: Option<bool>,
    /// How the call is authorized.
    pub auth: Auth,
    /// What the example is written in.
    pub lang: SnippetLang,
    /// An object, or an array where parameters are positional; `None` if there are none or if they
    /// are computed. The authorization is not part of them.
    pub params: Option<Value>,
    /// Where the parameters stand, or the call if it has none: a byte offset of the text.
    pub offset: usize,
}

/// How a call is authorized.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Auth {
    /// A secret in the address.
    Webhook,
    /// An access token.
    OAuth,
    /// The example does not tell.
    Unknown,
}

/// What an example is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SnippetLang {
    /// A shell command or a raw request.
    Curl,
    /// TypeScript or JavaScript modules.
    Ts,
    /// A script in a page.
    Umd,
    /// PHP with the library for PHP.
    Php,
    /// The script library of the portal.
    Bx24Js,
    /// PHP with the single-file library.
    CRest,
    /// Python; names of arguments are spelled as that language does, not as on the wire.
    Python,
    /// Go.
    Go,
    /// Anything else.
    Other,
}

/// What was wrong with an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where: a byte offset of the text.
    pub offset: usize,
    /// A stable kebab-case code.
    pub code: &'static str,
    /// One line in plain words.
    pub message: String,
}

/// Faults on purpose: a reader understands them, and nothing is lost.
const CUSTOMARY: &[&str] =
    &["example-comment", "example-ellipsis", "example-fragment", "example-params-computed"];

/// Faults that lose what the example says.
const GRAVE: &[&str] = &["example-not-json", "example-too-deep"];

impl Fault {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        match self.code {
            code if CUSTOMARY.contains(&code) => Severity::Note,
            code if GRAVE.contains(&code) => Severity::Error,
            _ => Severity::Warning,
        }
    }
}

/// Info strings of fences that hold shell commands or requests.
const SHELL_FENCES: &[&str] = &["bash", "sh", "shell", "console", "curl", "http"];

/// The calls of a fenced example: its info string, the title of its tab, its text.
pub fn calls(info: &str, tab_title: &str, text: &str) -> (Vec<Call>, Vec<Fault>) {
    let mut calls = Vec::new();
    let mut faults = Vec::new();
    let info = info.split_whitespace().next().unwrap_or("");
    let shell = SHELL_FENCES.iter().any(|name| info.eq_ignore_ascii_case(name))
        || tab_title.starts_with("cURL")
        || (info.is_empty() && text.trim_start().starts_with("curl "));
    if shell {
        curl::calls(tab_title, text, &mut calls, &mut faults);
    }
    if calls.is_empty() {
        snippet::calls(info, tab_title, text, &mut calls, &mut faults);
    }
    (calls, faults)
}

/// A JSON answer as the pages write it.
pub fn answer(text: &str) -> (Option<Value>, Vec<Fault>) {
    if let Some(value) = strict::json(text) {
        return (Some(value), Vec::new());
    }
    if print_r::is_dump(text) {
        let message = "a dump of PHP in place of JSON: numbers and strings look alike".to_owned();
        return (
            Some(print_r::dump(text)),
            vec![Fault { offset: 0, code: "example-print-r", message }],
        );
    }
    let (mut value, mut faults, end) = root(text, 0);
    if is_unknown(&value) {
        // A status line or a remark may stand before it.
        let start = ["\n{", "\n["].iter().filter_map(|mark| text.find(mark)).min();
        let Some(start) = start else {
            faults.push(Fault {
                offset: 0,
                code: "example-not-json",
                message: "no JSON".to_owned(),
            });
            return (None, faults);
        };
        let message = "something before the JSON".to_owned();
        (value, faults, _) = root(text, start);
        faults.insert(0, Fault { offset: 0, code: "example-preamble", message });
    } else if end < text.len() {
        let message = "something after the JSON".to_owned();
        faults.push(Fault { offset: end, code: TRAILING, message });
    }
    (Some(value), faults)
}

fn root(text: &str, from: usize) -> (Value, Vec<Fault>, usize) {
    let mut literal = literal::Literal::new(text, from, &syntax::JSON);
    let value = literal.root();
    literal.lexer.space();
    (value, literal.lexer.faults, literal.lexer.pos)
}

/// A name of a method: letters, digits, underscores and dots.
fn is_method(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !name.ends_with('.')
        && name.bytes().all(|byte| byte == b'.' || byte == b'_' || byte.is_ascii_alphanumeric())
}

/// What a call takes: nothing but objects and arrays, and empty means an object.
fn params(value: Option<Value>) -> Option<Value> {
    match value? {
        Value::Array(list) if list.is_empty() => Some(Value::Object(Map::new())),
        value @ (Value::Object(_) | Value::Array(_)) => Some(value),
        _ => None,
    }
}

/// Takes the authorization out of parameters; it slips into the last object if braces are lost.
fn drop_auth(params: &mut Value) -> bool {
    let Value::Object(map) = params else { return false };
    if map.get("auth").is_some_and(Value::is_string) {
        map.shift_remove("auth");
        return true;
    }
    let mut last = map.values_mut().next_back();
    while let Some(value) = last {
        last = match value {
            Value::Object(map) => {
                let token = map.keys().next_back().is_some_and(|key| key == "auth");
                if token && map.get("auth").is_some_and(is_token) {
                    map.shift_remove("auth");
                    return true;
                }
                map.values_mut().next_back()
            }
            Value::Array(list) => list.last_mut(),
            _ => None,
        };
    }
    false
}

/// A placeholder for a token rather than a value of some parameter called `auth`.
fn is_token(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.contains("**") || text.to_lowercase().contains("token"))
}
