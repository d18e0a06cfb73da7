//! Errors as data.

use std::fmt;

use serde_json::Value;

use super::answer::Unfit;
use super::params::EncodeError;

/// Why a call failed.
///
/// No error holds a webhook's code or a token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The address is not that of an incoming webhook.
    #[error(
        "not the address of a webhook: {reason}; \
         it looks like https://example.bitrix24.com/rest/1/abcdefgh12345678/"
    )]
    #[non_exhaustive]
    Webhook {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A parameter cannot be sent.
    #[error("`{method}` was not called")]
    #[non_exhaustive]
    Encode {
        /// The method.
        method: String,
        /// Which parameter, and why.
        #[source]
        source: EncodeError,
    },
    /// The request did not reach the server, or the answer did not come back.
    #[error("`{method}` got no answer")]
    #[non_exhaustive]
    Transport {
        /// The method.
        method: String,
        /// Why; without the address.
        #[source]
        source: reqwest::Error,
    },
    /// The HTTP client cannot be set up.
    #[error("the HTTP client cannot be set up")]
    #[non_exhaustive]
    Setup {
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// The server answered with an error.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// The answer is not JSON.
    #[error("`{method}` answered with HTTP {status} and no JSON")]
    #[non_exhaustive]
    NotJson {
        /// The method.
        method: String,
        /// The HTTP status.
        status: u16,
        /// Why the body is not JSON.
        #[source]
        source: serde_json::Error,
    },
    /// The answer is not of the type asked for.
    #[error("the answer of `{method}` is not of the type asked for")]
    #[non_exhaustive]
    Decode {
        /// The method.
        method: String,
        /// Where it differs.
        #[source]
        source: serde_json::Error,
    },
    /// The result is not what the documentation says, in no form that can be read.
    #[error("the result of `{method}` is not of the documented type, which is {}", unfit.expected)]
    #[non_exhaustive]
    Unfit {
        /// The method.
        method: String,
        /// What was expected, and what came.
        unfit: Box<Unfit>,
    },
}

/// An error that the server answered with.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("`{method}` answered with {}: {description} (HTTP {status})", Code(code))]
#[non_exhaustive]
pub struct ApiError {
    /// The method that was called.
    pub method: String,
    /// The code, such as `QUERY_LIMIT_EXCEEDED`; empty where the server gives none.
    pub code: String,
    /// The server's text; it may be in the language of the portal, and may hold HTML.
    pub description: String,
    /// The HTTP status, which may be 200.
    pub status: u16,
    /// What REST 3.0 finds wrong with the parameters.
    pub validation: Vec<ValidationError>,
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
    /// The error in a body, if there is one.
    ///
    /// A status of success says nothing: REST 2 answers errors with HTTP 200 too.
    pub(crate) fn find(method: &str, status: u16, body: &Value) -> Option<Self> {
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
        Self { method: method.to_owned(), code, description, status, validation: Vec::new() }
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
