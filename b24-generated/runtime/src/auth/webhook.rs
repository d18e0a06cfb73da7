//! Incoming webhooks: the authorization is part of the address.

use std::sync::{PoisonError, RwLock};

use reqwest::Url;

use super::{Signed, at_origin, below, check_scheme};
use crate::error::Error;
use crate::request::Request;
use crate::secret::Secret;

pub(crate) struct Webhook {
    /// Ends in `/rest/`.
    endpoint: RwLock<Url>,
    user: String,
    code: Secret,
}

impl Webhook {
    pub(crate) fn parse(url: &str, plain: bool) -> Result<Self, Error> {
        let wrong = |reason| Error::Webhook { reason };
        let mut url = Url::parse(url.trim()).map_err(|_| wrong("it is not a URL"))?;
        check_scheme(&url, plain).map_err(wrong)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("it holds a user name or a password before the host"));
        }
        let parts: Vec<String> = url
            .path_segments()
            .map(|parts| parts.filter(|p| !p.is_empty()).map(str::to_owned).collect())
            .unwrap_or_default();
        // A copied example may end in a method's name or `profile.json`; the first three decide.
        let (user, code) = match parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["rest", "api", user, code, ..] | ["rest", user, code, ..] => (*user, *code),
            _ => return Err(wrong("its path is not /rest/<user>/<code>/")),
        };
        if user.is_empty() || !user.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong("the part after /rest/ is not the number of a user"));
        }
        if !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(wrong("the webhook's code holds other signs than letters and digits"));
        }
        url.set_path("/rest/");
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self { endpoint: RwLock::new(url), user: user.to_owned(), code: Secret::new(code) })
    }

    pub(crate) fn endpoint(&self) -> Url {
        self.endpoint.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn user(&self) -> &str {
        &self.user
    }

    pub(crate) fn code(&self) -> &Secret {
        &self.code
    }

    pub(super) fn sign(&self, request: &Request<'_>) -> Signed {
        let parts = [&self.user, self.code.reveal(), request.name];
        Signed {
            url: below(&self.endpoint(), request.rest, &parts),
            body: request.body.to_string().into(),
            tokens: None,
        }
    }

    pub(super) fn moved(&self, origin: &Url) {
        if let Some(url) = at_origin(&self.endpoint(), origin) {
            *self.endpoint.write().unwrap_or_else(PoisonError::into_inner) = url;
        }
    }
}
