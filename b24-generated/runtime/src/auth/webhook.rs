//! Incoming webhooks: the authorization is part of the address.

use std::sync::{PoisonError, RwLock};

use b24_schema::Rest;
use reqwest::Url;
use serde_json::Value;

use super::address::{at_origin, below, check_scheme};
use super::basic::Basic;
use super::signed::{Signed, number_of};
use crate::error::Error;
use crate::secret::Secret;

pub(crate) struct Webhook {
    /// Ends in the path of REST, `/rest/` for example.
    endpoint: RwLock<Url>,
    basic: Option<Basic>,
    user: String,
    code: Secret,
}

impl Webhook {
    /// `rest` is the path of REST: `/rest`, unless an administrator has changed it.
    pub(crate) fn parse(url: &str, rest: &str, plain: bool) -> Result<Self, Error> {
        let wrong = |reason| Error::Webhook { reason };
        let mut url = Url::parse(url.trim()).map_err(|_| wrong("it is not a URL"))?;
        check_scheme(&url, plain).map_err(wrong)?;
        let basic = Basic::take(&mut url);
        let path = url.path().to_owned();
        let [parts, rest] = [&path, rest]
            .map(|path| path.split('/').filter(|part| !part.is_empty()).collect::<Vec<&str>>());
        // A portal may lie below a path of its server: `/b24/rest/1/abc/`.
        let at = (0..parts.len()).find(|&at| parts[at..].starts_with(&rest));
        let (before, after) = parts.split_at(at.map_or(parts.len(), |at| at + rest.len()));
        // A copied example may end in a method's name or `profile.json`; the first parts decide.
        let (user, code) = match after {
            ["api", user, code, ..] | [user, code, ..] => (*user, *code),
            _ => {
                return Err(wrong(
                    "its path holds no /rest/<user>/<code>/ (set `rest_server_path` if an administrator has changed the path of REST)",
                ));
            }
        };
        if user.is_empty() || !user.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong("the part after /rest/ is not the number of a user"));
        }
        if !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(wrong("the webhook's code holds other signs than letters and digits"));
        }
        url.set_path(&format!("/{}/", before.join("/")));
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self {
            endpoint: RwLock::new(url),
            basic,
            user: user.to_owned(),
            code: Secret::new(code),
        })
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

    pub(super) fn account(&self) -> u64 {
        number_of((&self.user, self.code.reveal()))
    }

    pub(super) fn basic(&self) -> Option<&Basic> {
        self.basic.as_ref()
    }

    pub(super) fn hide_in(&self, text: &mut String) {
        self.code.hide_in(text);
        if let Some(basic) = &self.basic {
            basic.hide_in(text);
        }
    }

    pub(super) fn sign(&self, method: &str, rest: Rest, body: &Value) -> Signed {
        let parts = [&self.user, self.code.reveal(), method];
        Signed {
            url: below(&self.endpoint(), rest, &parts),
            authorization: self.basic.as_ref().and_then(Basic::header),
            body: body.to_string().into(),
            tokens: None,
        }
    }

    pub(super) fn moved(&self, origin: &Url) {
        if let Some(url) = at_origin(&self.endpoint(), origin) {
            *self.endpoint.write().unwrap_or_else(PoisonError::into_inner) = url;
        }
    }
}
