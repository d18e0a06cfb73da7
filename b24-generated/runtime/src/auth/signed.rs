//! What a request carries with the authorization in it.

use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use reqwest::Url;
use serde_json::Value;

use super::Tokens;

/// An address, a header and a body with the authorization in them.
pub(crate) struct Signed {
    pub(crate) url: Url,
    /// The value of the header `Authorization`.
    pub(crate) authorization: Option<HeaderValue>,
    pub(crate) body: Bytes,
    /// What it was signed with, if it may expire.
    pub(crate) tokens: Option<Arc<Tokens>>,
}

/// A number that stands for a secret, or for anything else, where it is only told from others.
pub(super) fn number_of(what: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// A header with a token in it.
pub(super) fn bearer(token: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A body with these parameters of authorization in it; they go into the address where the body has no place for them.
pub(super) fn with_last(url: &mut Url, body: &Value, last: &[(&str, &str)]) -> Bytes {
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
