//! Authorization: what a request must carry, and where it goes.

mod app;
mod basic;
mod file_store;
mod handed;
mod portals;
mod session;
mod store;
mod tokens;
mod webhook;

use std::error::Error as StdError;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use reqwest::Url;
use serde_json::Value;

pub use app::App;
pub use file_store::FileStore;
pub use handed::{EventAuth, PlacementAuth};
pub use portals::Portals;
pub(crate) use session::Session;
pub use store::{Lease, MemoryStore, StoreError, TokenStore};
pub use tokens::Tokens;
pub(crate) use webhook::Webhook;

use super::client::CallOptions;
use super::method::Rest;
use super::request::Request;
use super::transport::TransportError;

/// Why there is no valid authorization.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// There is no refresh token to get a new access token for: what it came with gave none.
    #[error("there is no refresh token to get a new access token for")]
    NoRefreshToken,
    /// The authorization server refused; [`codes`](crate::codes) has its codes.
    #[error("the authorization server answered with {code}: {description} (HTTP {status})")]
    #[non_exhaustive]
    Refused {
        /// Its code, such as `invalid_grant`.
        code: String,
        /// Its text.
        description: String,
        /// The HTTP status.
        status: u16,
    },
    /// The authorization server gave no answer.
    #[error("the authorization server gave no answer")]
    Transport(#[source] TransportError),
    /// The authorization server's answer is not a pair of tokens.
    #[error("the authorization server answered with HTTP {status} and no tokens")]
    #[non_exhaustive]
    NoTokens {
        /// The HTTP status.
        status: u16,
    },
    /// The tokens are those of another portal.
    #[error("the tokens are those of another portal")]
    OtherPortal,
    /// The portal's address cannot be used.
    #[error("the portal's address cannot be used: {reason}")]
    #[non_exhaustive]
    Address {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The store failed. New tokens are kept until it takes them, and are not used before.
    #[error("the tokens cannot be stored or loaded")]
    Store(#[source] Box<dyn StdError + Send + Sync>),
}

impl AuthError {
    /// Whether it may be gone when the call is sent again.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Transport(_) | Self::Store(_) => true,
            // An answer that was cut off, and what a proxy says of a server that is down.
            Self::NoTokens { status } => *status == 200 || *status >= 500,
            Self::Refused { status, .. } => *status >= 500,
            Self::NoRefreshToken | Self::OtherPortal | Self::Address { .. } => false,
        }
    }
}

/// How calls of one portal are authorized.
pub(crate) enum Access {
    Webhook(Webhook),
    Tokens(Arc<Session>),
}

/// An address, a header and a body with the authorization in them.
pub(crate) struct Signed {
    pub(crate) url: Url,
    /// The value of the header `Authorization`.
    pub(crate) authorization: Option<HeaderValue>,
    pub(crate) body: Bytes,
    /// What it was signed with, if it may expire.
    pub(crate) tokens: Option<Arc<Tokens>>,
}

impl Access {
    pub(crate) fn sign(
        &self,
        request: &Request<'_>,
        options: &CallOptions,
    ) -> Result<Signed, AuthError> {
        match self {
            Self::Webhook(webhook) => Ok(webhook.sign(request)),
            Self::Tokens(session) => session.sign(request, options.connector.as_deref()),
        }
    }

    /// The address below which methods are called, without secrets.
    pub(crate) fn endpoint(&self, plain: bool) -> Option<Url> {
        match self {
            Self::Webhook(webhook) => Some(webhook.endpoint()),
            Self::Tokens(session) => session.current().endpoint(plain).ok(),
        }
    }

    /// What a web server before the portal asks for in the header `Authorization`, whatever is requested of it.
    pub(crate) fn before_portal(&self) -> Option<HeaderValue> {
        match self {
            Self::Webhook(webhook) => webhook.basic()?.header(),
            Self::Tokens(session) => session.current().basic()?.header(),
        }
    }

    /// The portal's host, for logs.
    pub(crate) fn host(&self) -> String {
        match self {
            Self::Webhook(webhook) => host(&webhook.endpoint()),
            Self::Tokens(session) => session.host(),
        }
    }

    /// The portal's name for limits, the same for everything that calls it.
    pub(crate) fn portal(&self) -> String {
        match self {
            Self::Webhook(webhook) => place(&webhook.endpoint()),
            Self::Tokens(session) => session.portal(),
        }
    }

    /// A number for what the portal counts running times of: a webhook, or an application.
    pub(crate) fn account(&self) -> u64 {
        match self {
            Self::Webhook(webhook) => webhook.account(),
            Self::Tokens(session) => session.account(),
        }
    }

    /// The portal has another address now.
    pub(crate) async fn moved(&self, origin: &Url) -> Result<(), Arc<AuthError>> {
        match self {
            Self::Webhook(webhook) => {
                webhook.moved(origin);
                Ok(())
            }
            Self::Tokens(session) => session.moved(origin).await,
        }
    }

    /// What the server may repeat of the secrets is taken out of its text.
    pub(crate) fn hide_in(&self, text: &mut String) {
        match self {
            Self::Webhook(webhook) => webhook.hide_in(text),
            Self::Tokens(session) => session.current().hide_in(text),
        }
    }
}

/// The host of an address, with its port if that is not the usual one.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// A number that stands for a secret, or for anything else, where it is only told from others.
fn number_of(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// The host and path of an address.
fn place(url: &Url) -> String {
    format!("{}{}", host(url), url.path().trim_end_matches('/'))
}

/// An address with these parts after its path.
fn below(endpoint: &Url, rest: Rest, parts: &[&str]) -> Url {
    let mut url = endpoint.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty();
        if rest == Rest::V3 {
            path.push("api");
        }
        path.extend(parts);
    }
    url
}

/// The same path at another host.
fn at_origin(endpoint: &Url, origin: &Url) -> Option<Url> {
    let mut url = endpoint.clone();
    url.set_scheme(origin.scheme()).ok()?;
    url.set_host(origin.host_str()).ok()?;
    url.set_port(origin.port()).ok()?;
    Some(url)
}

/// Secrets go over https only; to the loopback in plain, and where the caller says so.
pub(crate) fn check_scheme(url: &Url, plain: bool) -> Result<(), &'static str> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if plain || is_loopback(url) => Ok(()),
        "http" => Err("it must start with https://"),
        _ => Err("it does not start with https://"),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host.parse().is_ok_and(|ip: std::net::Ipv4Addr| ip.is_loopback()),
        None => false,
    }
}

/// A header with a token in it.
fn bearer(token: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A body with these parameters of authorization in it; they go into the address where the body has no place for them.
fn with_last(url: &mut Url, body: &Value, last: &[(&str, &str)]) -> Bytes {
    let mut text = body.to_string();
    if last.is_empty() {
        return text.into();
    }
    let Value::Object(params) = body else {
        url.query_pairs_mut().extend_pairs(last);
        return text.into();
    };
    // Last, where methods that read their parameters by order do not miscount.
    text.pop();
    let mut is_first = params.is_empty();
    for (key, value) in last {
        text.push_str(if is_first { "" } else { "," });
        text.push_str(&format!("{}:{}", Value::from(*key), Value::from(*value)));
        is_first = false;
    }
    text.push('}');
    text.into()
}
