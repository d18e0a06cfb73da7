//! What OAuth gives for one portal.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::Url;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::AuthError;
use super::address::check_scheme;
use super::basic::{self, Basic, Shown};
use crate::secret::Secret;

/// An access token, the refresh token that a new pair can be had for, and whose they are.
///
/// Serialized, it holds the tokens themselves: that is for a [`TokenStore`](crate::TokenStore), which
/// must keep them from other eyes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tokens {
    /// What calls are authorized with, for an hour.
    pub access_token: Secret,
    /// What a new pair is had for, within 180 days. Most events come without it.
    #[serde(default)]
    pub refresh_token: Option<Secret>,
    /// When the access token expires, in seconds since 1970, where it is known.
    #[serde(default)]
    pub expires: Option<u64>,
    /// The portal's identifier, which stays when its address changes.
    pub member_id: String,
    /// The address of the portal's REST: `https://example.bitrix24.com/rest/`.
    ///
    /// If a web server before a box asks for HTTP basic authorization, put it before the host:
    /// `https://user:pass@portal.local/b24/rest/`. New tokens of the same host keep it.
    pub client_endpoint: String,
    /// The scopes of the application.
    #[serde(default)]
    pub scope: Vec<String>,
    /// The application's status on the portal: `F` is free, `P` paid, and so on. It is only a hint
    /// where it comes from a browser: `app.info` tells for sure.
    #[serde(default)]
    pub status: Option<String>,
    /// The user on whose behalf calls are made, where it is known.
    #[serde(default)]
    pub user_id: Option<u64>,
    /// What events of this portal carry to prove that they come from Bitrix24; where it is known.
    #[serde(default)]
    pub application_token: Option<Secret>,
}

impl Tokens {
    /// Tokens that were kept in another form.
    pub fn new(
        member_id: impl Into<String>,
        client_endpoint: impl Into<String>,
        access_token: impl Into<String>,
        refresh_token: impl Into<String>,
    ) -> Self {
        Self {
            access_token: Secret::new(access_token),
            refresh_token: Some(Secret::new(refresh_token)),
            expires: None,
            member_id: member_id.into(),
            client_endpoint: client_endpoint.into(),
            scope: Vec::new(),
            status: None,
            user_id: None,
            application_token: None,
        }
    }

    /// What the authorization server answers.
    pub(super) fn from_answer(answer: &Value) -> Option<Self> {
        let text = |key: &str| text(answer.get(key)?).filter(|text| !text.is_empty());
        let number = |key: &str| text(key)?.parse().ok();
        Some(Self {
            access_token: Secret::new(text("access_token")?),
            refresh_token: Some(Secret::new(text("refresh_token")?)),
            expires: number("expires").or_else(|| number("expires_in").map(from_now)),
            member_id: text("member_id")?,
            client_endpoint: text("client_endpoint")?,
            scope: scopes(&text("scope").unwrap_or_default()),
            status: text("status"),
            user_id: number("user_id"),
            application_token: None,
        })
    }

    /// With what only the former pair of the same user said.
    pub(super) fn after(mut self, former: &Self) -> Self {
        self.user_id = self.user_id.or(former.user_id);
        self.or_of(former)
    }

    /// With what only other tokens of the portal said, whoever their user is: an authorization brings no application
    /// token, and that of the installation is still good.
    pub(super) fn or_of(mut self, other: &Self) -> Self {
        if self.scope.is_empty() {
            self.scope.clone_from(&other.scope);
        }
        self.status = self.status.or_else(|| other.status.clone());
        self.application_token = self.application_token.or_else(|| other.application_token.clone());
        if let Some(address) = basic::kept(&self.client_endpoint, &other.client_endpoint) {
            self.client_endpoint = address;
        }
        self
    }

    /// The address of the portal's REST, with a slash at the end and without secrets.
    pub(super) fn endpoint(&self, plain: bool) -> Result<Url, AuthError> {
        let mut url = self.address(plain)?;
        Basic::take(&mut url);
        Ok(url)
    }

    /// What a web server before the portal asks for.
    pub(super) fn basic(&self) -> Option<Basic> {
        Basic::take(&mut Url::parse(&self.client_endpoint).ok()?)
    }

    /// The address of the portal's REST, with a slash at the end; it may hold a password.
    pub(super) fn address(&self, plain: bool) -> Result<Url, AuthError> {
        let wrong = |reason| AuthError::Address { reason };
        let mut url = Url::parse(&self.client_endpoint).map_err(|_| wrong("it is not a URL"))?;
        check_scheme(&url, plain).map_err(wrong)?;
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            url.set_path(&format!("{}/", url.path()));
        }
        Ok(url)
    }

    pub(super) fn hide_in(&self, text: &mut String) {
        self.access_token.hide_in(text);
        if let Some(refresh) = &self.refresh_token {
            refresh.hide_in(text);
        }
        if let Some(basic) = self.basic() {
            basic.hide_in(text);
        }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("access_token", &self.access_token)
            .field("refresh_token", &self.refresh_token)
            .field("expires", &self.expires)
            .field("member_id", &self.member_id)
            .field("client_endpoint", &Shown(&self.client_endpoint))
            .field("scope", &self.scope)
            .field("status", &self.status)
            .field("user_id", &self.user_id)
            .field("application_token", &self.application_token)
            .finish()
    }
}

/// Scopes are listed with commas between.
pub(super) fn scopes(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

/// In so many seconds, as seconds since 1970.
pub(super) fn from_now(seconds: u64) -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    now.as_secs().saturating_add(seconds)
}

/// Text, or a number in its place.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
