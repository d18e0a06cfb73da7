//! Errors as data.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::answer::Unfit;
use super::auth::AuthError;
use super::batch::BatchError;
use super::codes;
use super::file::FileError;
use super::list::ListError;
use super::method::Method;
use super::params::EncodeError;
use super::transport::{TransportError, TransportErrorKind};

/// Why a call failed.
///
/// [`kind`](Self::kind) is for deciding what to do. No error holds a webhook's code or a token.
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
    /// The client cannot be set up.
    #[error("the client cannot be set up: {reason}")]
    #[non_exhaustive]
    Setup {
        /// What is wrong.
        reason: &'static str,
        /// Why.
        #[source]
        source: Option<Box<dyn StdError + Send + Sync>>,
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
        source: TransportError,
        /// Whether the call may be sent again: it did not run, or cannot run twice.
        repeatable: bool,
    },
    /// The time for the whole call was over, with its waits and repetitions.
    #[error("`{method}` was not done within {within:?}")]
    #[non_exhaustive]
    Timeout {
        /// The method.
        method: String,
        /// The time it had.
        within: Duration,
        /// Whether the call may be sent again: it did not run, or cannot run twice.
        repeatable: bool,
    },
    /// Something that is not REST answered: a proxy, a web server, a page to sign in or for maintenance. The
    /// answer may be JSON: without `result` and `error`, it does not come from REST.
    #[error("`{method}` was answered with HTTP {status}, and not by REST")]
    #[non_exhaustive]
    Http {
        /// The method.
        method: String,
        /// The HTTP status.
        status: u16,
        /// Whether the call may be sent again: it did not run, or cannot run twice.
        repeatable: bool,
    },
    /// The server answered with an error.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// There is no valid authorization, and no new one could be had.
    #[error("`{method}` was not authorized")]
    #[non_exhaustive]
    Auth {
        /// The method.
        method: String,
        /// Why.
        #[source]
        source: Arc<AuthError>,
        /// Whether the call may be sent again: it did not run, and it may be authorized later.
        repeatable: bool,
    },
    /// The method has used up its running time, and the client was told not to wait.
    ///
    /// See [`Limits::fail_early`](crate::Limits::fail_early).
    #[error("`{method}` may be called again in {after:?} only")]
    #[non_exhaustive]
    Limit {
        /// The method.
        method: String,
        /// When it may be called again.
        after: Duration,
        /// Whether the call may be sent again: it did not run, or cannot run twice.
        repeatable: bool,
    },
    /// A batch was refused, or a command of it has no answer.
    #[error(transparent)]
    Batch(Box<BatchError>),
    /// The answer is not JSON, as when it was cut off.
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
        /// Whether the call may be sent again: it cannot run twice.
        repeatable: bool,
    },
    /// The answer is longer than the client takes.
    #[error("the answer of `{method}` has more than {limit} bytes")]
    #[non_exhaustive]
    TooLong {
        /// The method.
        method: String,
        /// How many bytes it may have.
        limit: usize,
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
    /// A file cannot be sent or fetched.
    #[error(transparent)]
    File(FileError),
    /// A list cannot be walked through, or cannot be walked on.
    #[error(transparent)]
    List(Box<ListError>),
}

/// What to do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is set up wrongly.
    Setup,
    /// A parameter cannot be sent.
    Encode,
    /// No connection.
    Connect,
    /// It took too long.
    Timeout,
    /// The connection broke, or the answer is not whole.
    Broken,
    /// Something else than REST answered.
    Http,
    /// Too many requests.
    RateLimit,
    /// The method has used up its running time.
    OperatingLimit,
    /// Bitrix24 has blocked REST on the portal.
    Overload,
    /// The authorization is wrong or has expired.
    Unauthorized,
    /// Not allowed.
    Forbidden,
    /// There is no such thing, or no such method.
    NotFound,
    /// The parameters are wrong.
    Invalid,
    /// The server failed.
    Server,
    /// The portal is gone or closed.
    Gone,
    /// The answer is not what was expected.
    Decode,
    /// A command of a batch did not run, because an earlier one failed.
    NotRun,
    /// An error of the method itself: see its code.
    Method,
}

impl Error {
    /// What to do about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Webhook { .. } | Self::Setup { .. } => ErrorKind::Setup,
            Self::Encode { .. } => ErrorKind::Encode,
            Self::Transport { source, .. } => match source.kind() {
                TransportErrorKind::Connect => ErrorKind::Connect,
                TransportErrorKind::Timeout => ErrorKind::Timeout,
                TransportErrorKind::Broken => ErrorKind::Broken,
            },
            Self::Timeout { .. } => ErrorKind::Timeout,
            Self::Http { .. } => ErrorKind::Http,
            Self::Api(error) => error.kind(),
            Self::Auth { .. } => ErrorKind::Unauthorized,
            Self::Limit { .. } => ErrorKind::OperatingLimit,
            Self::Batch(error) => error.kind(),
            Self::NotJson { .. } => ErrorKind::Broken,
            Self::TooLong { .. } | Self::Decode { .. } | Self::Unfit { .. } => ErrorKind::Decode,
            Self::File(FileError::Write { .. }) => ErrorKind::Broken,
            Self::File(_) => ErrorKind::Decode,
            Self::List(error) => match **error {
                ListError::Unsupported { .. } => ErrorKind::Encode,
                _ => ErrorKind::Decode,
            },
        }
    }

    /// Whether it makes sense to send the same call again, later, without a risk that it runs twice:
    /// it provably did not run, or only reads, or the server knows it again.
    ///
    /// The client has repeated such calls already, as its [`Retry`](crate::Retry) says.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport { repeatable, .. }
            | Self::Timeout { repeatable, .. }
            | Self::Http { repeatable, .. }
            | Self::Auth { repeatable, .. }
            | Self::Limit { repeatable, .. }
            | Self::NotJson { repeatable, .. } => *repeatable,
            Self::Api(error) => error.repeatable,
            Self::Batch(error) => error.is_retryable(),
            Self::Webhook { .. }
            | Self::Setup { .. }
            | Self::Encode { .. }
            | Self::TooLong { .. }
            | Self::Decode { .. }
            | Self::Unfit { .. }
            | Self::File(_)
            | Self::List(_) => false,
        }
    }

    pub(crate) fn auth(method: &str, source: impl Into<Arc<AuthError>>) -> Self {
        let source = source.into();
        Self::Auth { method: method.to_owned(), repeatable: source.is_temporary(), source }
    }

    /// Repeating it could help; whether it may be repeated is known by the one who sent it.
    pub(crate) fn repeatable_if(&mut self, safe: bool) {
        match self {
            Self::Transport { repeatable, .. }
            | Self::Timeout { repeatable, .. }
            | Self::Http { repeatable, .. }
            | Self::Auth { repeatable, .. }
            | Self::Limit { repeatable, .. }
            | Self::NotJson { repeatable, .. } => *repeatable &= safe,
            Self::Api(error) => error.repeatable &= safe,
            _ => {}
        }
    }

    /// What the server answered, if it answered with an error.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }
}

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
    pub(crate) repeatable: bool,
}

impl ApiError {
    /// All that the server has written itself, and where it may repeat what it was sent.
    pub(crate) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let messages = self.validation.iter_mut().map(|wrong| &mut wrong.message);
        std::iter::once(&mut self.description).chain(messages)
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
    /// What to do about it: by its code, or else by its status.
    pub fn kind(&self) -> ErrorKind {
        if let Some((kind, _)) = codes::known(&self.code) {
            return kind;
        }
        match self.status {
            401 => ErrorKind::Unauthorized,
            403 => ErrorKind::Forbidden,
            404 => ErrorKind::NotFound,
            500.. => ErrorKind::Server,
            _ if self.says_not_found() => ErrorKind::NotFound,
            _ => ErrorKind::Method,
        }
    }

    /// Hundreds of methods have codes of their own for what is not there, with the status 400:
    /// `NOT_FOUND`, `ERROR_NOT_FOUND`, `BOT_NOT_FOUND`. All end alike.
    fn says_not_found(&self) -> bool {
        const END: &[u8] = b"NOT_FOUND";
        let code = self.code.as_bytes();
        code.last_chunk::<{ END.len() }>().is_some_and(|end| end.eq_ignore_ascii_case(END))
    }

    /// Whether it has this code; they come in upper and lower case.
    pub fn is(&self, code: &str) -> bool {
        self.code.eq_ignore_ascii_case(code)
    }

    /// What the code means, if it is one of [`codes`](crate::codes).
    pub fn meaning(&self) -> Option<&'static str> {
        codes::known(&self.code).map(|(_, meaning)| meaning)
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
        // These provably did not run; of others, whoever sent the call knows more.
        found.repeatable = matches!(found.kind(), ErrorKind::RateLimit | ErrorKind::OperatingLimit);
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
