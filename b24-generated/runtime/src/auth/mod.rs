//! Authorization: what a request must carry, and where it goes.

mod address;
mod app;
mod basic;
mod error;
mod file_store;
mod handed;
mod session;
mod signed;
mod store;
mod tokens;
mod webhook;

use std::sync::Arc;

use b24_schema::Rest;
use http::HeaderValue;
use reqwest::Url;
use serde_json::Value;

pub(crate) use address::check_scheme;
use address::{host, place};
pub use app::App;
pub use error::AuthError;
pub use file_store::FileStore;
pub use handed::{EventAuth, PlacementAuth};
pub(crate) use session::Session;
pub(crate) use signed::Signed;
pub use store::{Lease, MemoryStore, StoreError, TokenStore};
pub use tokens::Tokens;
pub(crate) use webhook::Webhook;

/// How calls of one portal are authorized.
pub(crate) enum Access {
    Webhook(Webhook),
    Tokens(Arc<Session>),
}

impl Access {
    /// What a call of a method carries. Changes that it makes are marked with the name of `connector`, where there is one.
    pub(crate) fn sign(
        &self,
        method: &str,
        rest: Rest,
        body: &Value,
        connector: Option<&str>,
    ) -> Result<Signed, AuthError> {
        match self {
            Self::Webhook(webhook) => Ok(webhook.sign(method, rest, body)),
            Self::Tokens(session) => session.sign(method, rest, body, connector),
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
