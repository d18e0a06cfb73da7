//! HTTP basic authorization: what a web server before a portal asks for, in `https://user:pass@portal.local/rest/`.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use percent_encoding::percent_decode_str;
use reqwest::Url;

use crate::secret::Secret;

/// A user name and a password.
#[derive(Clone)]
pub(crate) struct Basic {
    user: String,
    password: Secret,
}

impl Basic {
    /// Takes them out of an address, if it holds any.
    pub(super) fn take(url: &mut Url) -> Option<Self> {
        if !is_in(url) {
            return None;
        }
        let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let user = plain(url.username());
        let password = Secret::new(plain(url.password().unwrap_or_default()));
        // What has a host can go without them.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        Some(Self { user, password })
    }

    /// The value of the header `Authorization`.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::try_from(format!("Basic {}", self.encoded())).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    pub(super) fn hide_in(&self, text: &mut String) {
        Secret::new(self.encoded()).hide_in(text);
        self.password.hide_in(text);
    }

    fn encoded(&self) -> String {
        STANDARD.encode(format!("{}:{}", self.user, self.password.reveal()))
    }
}

/// Whether an address holds a user name or a password.
pub(super) fn is_in(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// An address with the user name and the password of another one at the same place, if it has none of its own.
pub(super) fn kept(address: &str, former: &str) -> Option<String> {
    let (mut url, former) = (Url::parse(address).ok()?, Url::parse(former).ok()?);
    if is_in(&url) || !is_in(&former) || url.origin() != former.origin() {
        return None;
    }
    url.set_username(former.username()).ok()?;
    url.set_password(former.password()).ok()?;
    Some(url.into())
}

/// An address as it may be shown.
pub(super) struct Shown<'a>(pub(super) &'a str);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Url::parse(self.0) {
            Ok(mut url) if url.has_host() && is_in(&url) => {
                let _ = url.set_password(Some("***"));
                write!(f, "{:?}", url.as_str())
            }
            Ok(url) if url.has_host() => write!(f, "{:?}", self.0),
            // It may hold one all the same: `user:pass@portal.local`.
            _ if self.0.contains('@') => f.write_str("***"),
            _ => write!(f, "{:?}", self.0),
        }
    }
}
