//! Errors as data.

mod api;
mod batch;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use api::is_rest;
pub use api::{ApiError, ValidationError};
pub use batch::BatchError;

use crate::answer::Unfit;
use crate::auth::AuthError;
use crate::encode::EncodeError;
use crate::file::FileError;
use crate::list::ListError;
use crate::request::RequestId;
use crate::transport::{TransportError, TransportErrorKind};

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
        /// What the call is known by in logs: the `X-Request-ID` that was sent.
        request_id: Option<String>,
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
        /// What the call is known by in logs: the `X-Request-ID` that was sent.
        request_id: Option<String>,
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
        /// What the call is known by in logs: the `X-Request-ID` that was sent.
        request_id: Option<String>,
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
        /// What the call is known by in logs: the `X-Request-ID` that was sent.
        request_id: Option<String>,
    },
    /// The answer is longer than the client takes.
    #[error("the answer of `{method}` has more than {limit} bytes")]
    #[non_exhaustive]
    TooLong {
        /// The method.
        method: String,
        /// How many bytes it may have.
        limit: usize,
        /// What the call is known by in logs: the `X-Request-ID` that was sent.
        request_id: Option<String>,
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
    /// It took too long, or the server says so with HTTP 408.
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
    /// Not allowed: to the user, to the application, or in the portal's plan.
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
    /// An error of the method itself: see its code. It exists already, there may be no more of them, its state stands
    /// against it, or nobody knows.
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

    /// What the call is known by in logs, here and at the server: the header `X-Request-ID` of its requests.
    ///
    /// `None` for errors before a request, and for answers that came whole and are not of the type asked for.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Transport { request_id, .. }
            | Self::Timeout { request_id, .. }
            | Self::Http { request_id, .. }
            | Self::NotJson { request_id, .. }
            | Self::TooLong { request_id, .. } => request_id.as_deref(),
            Self::Api(error) => error.request_id.as_deref(),
            Self::Batch(error) => match &**error {
                BatchError::Request { source, .. } => source.request_id(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The request was sent with this.
    pub(crate) fn with_id(mut self, id: RequestId) -> Self {
        match &mut self {
            Self::Transport { request_id, .. }
            | Self::Timeout { request_id, .. }
            | Self::Http { request_id, .. }
            | Self::NotJson { request_id, .. }
            | Self::TooLong { request_id, .. } => *request_id = Some(id.to_string()),
            Self::Api(error) => error.request_id = Some(id.to_string()),
            _ => {}
        }
        self
    }

    /// What the server answered, if it answered with an error.
    pub fn api(&self) -> Option<&ApiError> {
        match self {
            Self::Api(error) => Some(error),
            _ => None,
        }
    }
}

impl From<BatchError> for Error {
    fn from(error: BatchError) -> Self {
        Self::Batch(Box::new(error))
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl From<ListError> for Error {
    fn from(error: ListError) -> Self {
        Self::List(Box::new(error))
    }
}
