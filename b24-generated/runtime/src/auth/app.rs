//! An application, and the server that issues its tokens.

use std::time::Duration;

use http::header::{ACCEPT, HeaderValue};
use reqwest::Url;
use serde_json::Value;

use super::address::check_scheme;
use super::signed::number_of;
use super::{AuthError, Tokens, basic};
use crate::error::Error;
use crate::secret::Secret;
use crate::transport::{Body, Transport, TransportError, TransportErrorKind};

/// What the authorization server answers is short.
const LONGEST: usize = 1 << 20;

/// An application that is authorized by
/// [OAuth 2.0](https://apidocs.bitrix24.com/settings/oauth/index.html): its identifier, its key, and
/// the authorization server.
///
/// The key goes to that server only, never where an event or a page says.
#[derive(Clone, Debug)]
pub struct App {
    id: String,
    key: Secret,
    server: Url,
    within: Duration,
}

impl App {
    /// By `client_id` and `client_secret`, as the application's settings show them.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<String>) -> Self {
        // The address is valid.
        let server = Url::parse("https://oauth.bitrix.info/").unwrap_or_else(|_| unreachable!());
        Self {
            id: client_id.into(),
            key: Secret::new(client_secret),
            server,
            within: Duration::from_secs(30),
        }
    }

    /// Another authorization server than `https://oauth.bitrix.info/`, such as
    /// `https://oauth.bitrix24.tech/`.
    ///
    /// # Errors
    ///
    /// If it is not an `https` address; plain `http` is allowed to the loopback, for tests.
    pub fn server(mut self, url: &str) -> Result<Self, Error> {
        let wrong = |reason| Error::Setup { reason, source: None };
        let url = Url::parse(url)
            .map_err(|_| wrong("the address of the authorization server is not a URL"))?;
        if check_scheme(&url, false).is_err() {
            return Err(wrong("the address of the authorization server must start with https://"));
        }
        self.server = url;
        Ok(self)
    }

    /// Where to send a user's browser so that the user lets the application in. Bitrix24 sends it on
    /// to the application with a `code`, for [`Portals::authorize`](crate::Portals::authorize), and
    /// with the same `state`.
    ///
    /// `portal` is a host, such as `example.bitrix24.com`, or an address, such as `https://portal.local/b24`. The code is
    /// good for 30 seconds.
    ///
    /// ```
    /// use b24_generated::App;
    ///
    /// let url = App::new("app.1", "key").authorization_url("example.bitrix24.com", "xyz")?;
    /// assert_eq!(
    ///     url,
    ///     "https://example.bitrix24.com/oauth/authorize/?client_id=app.1&state=xyz"
    /// );
    /// # Ok::<(), b24_generated::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If `portal` is neither a host nor the address of a portal.
    pub fn authorization_url(&self, portal: &str, state: &str) -> Result<String, Error> {
        let reason =
            "the portal is not given as a host or an address, such as https://portal.local/b24";
        let wrong = || Error::Setup { reason, source: None };
        let address = match portal.split_once("://") {
            Some(("http" | "https", _)) => portal.to_owned(),
            Some(_) => return Err(wrong()),
            None => format!("https://{portal}"),
        };
        let mut url = Url::parse(&address).map_err(|_| wrong())?;
        if url.query().is_some() || url.fragment().is_some() || basic::is_in(&url) {
            return Err(wrong());
        }
        url.set_path(&format!("{}/oauth/authorize/", url.path().trim_end_matches('/')));
        url.query_pairs_mut().append_pair("client_id", &self.id).append_pair("state", state);
        Ok(url.into())
    }

    /// A number for the application.
    pub(super) fn account(&self) -> u64 {
        number_of(&self.id)
    }

    /// The first pair of tokens.
    pub(crate) async fn by_code(
        &self,
        transport: &dyn Transport,
        code: &str,
    ) -> Result<Tokens, AuthError> {
        self.ask(transport, &[("grant_type", "authorization_code"), ("code", code)]).await
    }

    /// The next pair of tokens.
    pub(super) async fn by_refresh(
        &self,
        transport: &dyn Transport,
        token: &Secret,
    ) -> Result<Tokens, AuthError> {
        let token = token.reveal();
        self.ask(transport, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    async fn ask(
        &self,
        transport: &dyn Transport,
        grant: &[(&str, &str)],
    ) -> Result<Tokens, AuthError> {
        let late = |late: tokio::time::error::Elapsed| {
            AuthError::Transport(TransportError::new(TransportErrorKind::Timeout, late))
        };
        let mut tokens = tokio::time::timeout(self.within, self.ask_once(transport, grant))
            .await
            .map_err(late)?;
        if let Err(AuthError::Refused { code, description, .. }) = &mut tokens {
            for (_, secret) in grant {
                let secret = Secret::new(*secret);
                secret.hide_in(code);
                secret.hide_in(description);
            }
            self.key.hide_in(code);
            self.key.hide_in(description);
        }
        tokens
    }

    async fn ask_once(
        &self,
        transport: &dyn Transport,
        grant: &[(&str, &str)],
    ) -> Result<Tokens, AuthError> {
        let mut url = self.server.clone();
        url.set_path("/oauth/token/");
        url.query_pairs_mut()
            .append_pair("client_id", &self.id)
            .append_pair("client_secret", self.key.reveal())
            .extend_pairs(grant);
        let request = http::Request::get(url.as_str())
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .body(Body::from(""))
            .map_err(|_| AuthError::Address { reason: "it is not a URL" })?;
        let answer = transport.send(request).await.map_err(AuthError::Transport)?;
        let status = answer.status().as_u16();
        let bytes = answer.into_body().bytes(LONGEST).await.map_err(AuthError::Transport)?;
        let body: Value = bytes
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .ok_or(AuthError::NoTokens { status })?;
        if let Some(code) = body.get("error").and_then(Value::as_str).filter(|c| !c.is_empty()) {
            let text = body.get("error_description").and_then(Value::as_str).unwrap_or_default();
            return Err(AuthError::Refused {
                code: code.to_owned(),
                description: text.to_owned(),
                status,
            });
        }
        Tokens::from_answer(&body).ok_or(AuthError::NoTokens { status })
    }
}
