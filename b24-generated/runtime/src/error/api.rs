//! Errors that the server answers with, and what an answer of REST is at all.

use std::fmt;

use b24_schema::Meaning;
use serde_json::Value;

use super::ErrorKind;
use crate::codes;
use crate::method::Method;

/// Codes that the server gives before it runs anything.
const UNRUN: &[&str] = &[codes::QUERY_LIMIT_EXCEEDED, codes::OPERATION_TIME_LIMIT];

/// An error that the server answered with.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("`{method}` answered with {}: {description} (HTTP {status})", Code(code))]
#[non_exhaustive]
pub struct ApiError {
    /// The method that was called.
    pub method: String,
    /// The code, such as `QUERY_LIMIT_EXCEEDED`; empty where the server gives none. Those that any
    /// call may fail with are in [`codes`](crate::codes).
    pub code: String,
    /// The server's text; it may be in the language of the portal, and may hold HTML.
    pub description: String,
    /// The HTTP status, which may be 200.
    pub status: u16,
    /// What REST 3.0 finds wrong with the parameters.
    pub validation: Vec<ValidationError>,
    /// What the call is known by in logs: the `X-Request-ID` that was sent. Commands of a batch have that of the batch.
    pub request_id: Option<String>,
    pub(crate) repeatable: bool,
}

impl ApiError {
    /// All that the server has written itself, and where it may repeat what it was sent: codes are sentences at times.
    pub(crate) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let wrong = self.validation.iter_mut();
        let wrong = wrong.flat_map(|wrong| [&mut wrong.field, &mut wrong.message]);
        [&mut self.code, &mut self.description].into_iter().chain(wrong)
    }
}

struct Code<'a>(&'a str);

impl fmt::Display for Code<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { f.write_str("an error without a code") } else { f.write_str(self.0) }
    }
}

/// What REST 3.0 finds wrong with a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidationError {
    /// The parameter; empty where the server names none.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl ApiError {
    /// What to do about it: by its code, or else by its status, by words of its code, or by those of its description,
    /// in English and Russian.
    pub fn kind(&self) -> ErrorKind {
        match codes::MEANINGS.of(&self.code, self.status, &self.description) {
            Meaning::Forbidden => ErrorKind::Forbidden,
            Meaning::Gone => ErrorKind::Gone,
            Meaning::Invalid => ErrorKind::Invalid,
            Meaning::NotFound => ErrorKind::NotFound,
            Meaning::OperatingLimit => ErrorKind::OperatingLimit,
            Meaning::Other => ErrorKind::Method,
            Meaning::Overload => ErrorKind::Overload,
            Meaning::RateLimit => ErrorKind::RateLimit,
            Meaning::Server => ErrorKind::Server,
            Meaning::Timeout => ErrorKind::Timeout,
            Meaning::Unauthorized => ErrorKind::Unauthorized,
        }
    }

    /// Whether the call provably did not run. A kind is no proof: a status may come from something before the server,
    /// and a description from the middle of a method.
    pub(crate) fn did_not_run(&self) -> bool {
        UNRUN.iter().any(|code| self.is(code))
    }

    /// Whether it has this code; they come in upper and lower case.
    pub fn is(&self, code: &str) -> bool {
        self.code.eq_ignore_ascii_case(code)
    }

    /// What the code means, if it is one of [`codes`](crate::codes).
    pub fn meaning(&self) -> Option<&'static str> {
        // `INVALID_REQUEST` of a portal and `invalid_request` of the authorization server differ.
        let exact = codes::COMMON.iter().find(|(code, _)| *code == self.code);
        let found = exact.or_else(|| codes::COMMON.iter().find(|(code, _)| self.is(code)));
        found.map(|(_, meaning)| *meaning)
    }

    /// Whether the documentation of this method names the code.
    pub fn is_documented(&self, method: &Method) -> bool {
        method.errors().any(|error| self.is(error.code))
    }

    /// The error in a body, if there is one.
    ///
    /// A status of success says nothing: REST 2 answers errors with HTTP 200 too.
    #[doc(hidden)]
    pub fn find(method: &str, status: u16, body: &Value) -> Option<Self> {
        let mut found = Self::read(method, status, body)?;
        // Of others, whoever sent the call knows more.
        found.repeatable = found.did_not_run();
        Some(found)
    }

    fn read(method: &str, status: u16, body: &Value) -> Option<Self> {
        let error = match body.get("error") {
            None | Some(Value::Null) => {
                return (status >= 400).then(|| Self::new(method, status, String::new(), body));
            }
            Some(error) => error,
        };
        let empty = matches!(error, Value::String(s) if s.is_empty());
        if empty && body.get("result").is_some() && status < 400 {
            return None;
        }
        let Value::Object(_) = error else {
            return Some(Self::new(method, status, text(error), body));
        };
        let mut found = Self::new(method, status, text_at(error, "code"), error);
        found.description = text_at(error, "message");
        if let Some(Value::Array(items)) = error.get("validation") {
            found.validation = items
                .iter()
                .map(|item| ValidationError {
                    field: text_at(item, "field"),
                    message: text_at(item, "message"),
                })
                .collect();
        }
        Some(found)
    }

    fn new(method: &str, status: u16, code: String, body: &Value) -> Self {
        let description = text_at(body, "error_description");
        Self {
            method: method.to_owned(),
            code,
            description,
            status,
            validation: Vec::new(),
            request_id: None,
            repeatable: false,
        }
    }
}

/// Whether JSON is what REST answers: an error, or with a status of success a `result`, or what a page shows `bare`.
///
/// All else is something between: a proxy, or a page for maintenance that says `{"status": "maintenance"}` with
/// HTTP 200. Taken for an answer, it would be an empty list, and a deal that was deleted.
pub(crate) fn is_rest(status: u16, body: &Value, bare: bool) -> bool {
    let has = |key: &str| body.get(key).is_some_and(|value| !value.is_null());
    match status {
        300..400 => false,
        _ if has("error") => true,
        400.. => false,
        _ => bare || body.get("result").is_some(),
    }
}

fn text_at(value: &Value, key: &str) -> String {
    value.get(key).map(text).unwrap_or_default()
}

/// Text, or what stands in its place: codes come as numbers too.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
