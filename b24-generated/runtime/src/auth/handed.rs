//! Tokens that Bitrix24 hands to an application: with an event, and when its page is opened.

use reqwest::Url;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::tokens::{from_now, scopes, text};
use super::{Tokens, basic};
use crate::secret::Secret;

/// The `auth` of an [event](https://apidocs.bitrix24.com/api-reference/events/index.html).
///
/// Only that of `ONAPPINSTALL` has a refresh token, and an event that no user caused has no tokens at
/// all. Before anything is believed, `application_token` must be the one that is known from the
/// installation: [`Secret::matches`].
///
/// ```
/// use b24_generated::EventAuth;
///
/// let body = "event=ONAPPINSTALL&auth[domain]=example.bitrix24.com&auth[member_id]=a223\
///     &auth[access_token]=s6p6&auth[refresh_token]=4s38&auth[application_token]=5185";
/// let auth = EventAuth::from_form(body).unwrap();
/// let tokens = auth.tokens().unwrap();
/// assert_eq!(tokens.client_endpoint, "https://example.bitrix24.com/rest/");
/// // portals.install(tokens).await?;
/// ```
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct EventAuth {
    /// The access token.
    #[serde(default, deserialize_with = "secret")]
    pub access_token: Option<Secret>,
    /// The refresh token.
    #[serde(default, deserialize_with = "secret")]
    pub refresh_token: Option<Secret>,
    /// In how many seconds the access token expires.
    #[serde(default, deserialize_with = "number")]
    pub expires_in: Option<u64>,
    /// The application's scopes, with commas between.
    #[serde(default, deserialize_with = "lenient")]
    pub scope: String,
    /// The portal's host.
    #[serde(default, deserialize_with = "lenient")]
    pub domain: String,
    /// The authorization server. It is not used: anyone may have sent the event.
    #[serde(default, deserialize_with = "lenient")]
    pub server_endpoint: String,
    /// The application's status on the portal.
    #[serde(default, deserialize_with = "lenient")]
    pub status: String,
    /// The address of the portal's REST.
    #[serde(default, deserialize_with = "lenient")]
    pub client_endpoint: String,
    /// The portal's identifier.
    #[serde(deserialize_with = "lenient")]
    pub member_id: String,
    /// The user who caused the event.
    #[serde(default, deserialize_with = "number")]
    pub user_id: Option<u64>,
    /// Proves that the event comes from Bitrix24.
    #[serde(default, deserialize_with = "secret")]
    pub application_token: Option<Secret>,
}

impl EventAuth {
    /// From the body of the event as it comes: `application/x-www-form-urlencoded`, with names such
    /// as `auth[member_id]`. `None` if it has no `auth` of a portal.
    pub fn from_form(body: &str) -> Option<Self> {
        let fields = pairs(body).filter_map(|(key, value)| {
            let key = key.strip_prefix("auth[")?.strip_suffix(']')?;
            Some((key.to_owned(), Value::String(value)))
        });
        serde_json::from_value(Value::Object(fields.collect())).ok()
    }

    /// The tokens, if the event has any.
    pub fn tokens(&self) -> Option<Tokens> {
        Some(Tokens {
            access_token: self.access_token.clone()?,
            refresh_token: self.refresh_token.clone(),
            expires: self.expires_in.map(from_now),
            member_id: self.member_id.clone(),
            client_endpoint: endpoint(&self.client_endpoint, &self.domain, "https")?,
            scope: scopes(&self.scope),
            status: Some(self.status.clone()).filter(|status| !status.is_empty()),
            user_id: self.user_id,
            application_token: self.application_token.clone(),
        })
    }
}

/// What comes when a page of the application is
/// [opened](https://apidocs.bitrix24.com/settings/oauth/simple-way.html): in the query and in the body
/// of a POST request.
///
/// A browser brings it. Who it is shows only when the tokens work, or by the application token.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct PlacementAuth {
    /// The access token.
    #[serde(rename = "AUTH_ID", deserialize_with = "secret")]
    pub access_token: Option<Secret>,
    /// The refresh token.
    #[serde(rename = "REFRESH_ID", default, deserialize_with = "secret")]
    pub refresh_token: Option<Secret>,
    /// In how many seconds the access token expires.
    #[serde(rename = "AUTH_EXPIRES", default, deserialize_with = "number")]
    pub expires_in: Option<u64>,
    /// The portal's host; in the query.
    #[serde(rename = "DOMAIN", default, deserialize_with = "lenient")]
    pub domain: String,
    /// `0` is http and `1` https; in the query.
    #[serde(rename = "PROTOCOL", default, deserialize_with = "lenient")]
    pub protocol: String,
    /// The language of the user; in the query.
    #[serde(rename = "LANG", default, deserialize_with = "lenient")]
    pub lang: String,
    /// The session of the page; in the query.
    #[serde(rename = "APP_SID", default, deserialize_with = "secret")]
    pub app_sid: Option<Secret>,
    /// The authorization server. It is not used: anyone may have sent the request.
    #[serde(rename = "SERVER_ENDPOINT", default, deserialize_with = "lenient")]
    pub server_endpoint: String,
    /// Proves that the request comes from Bitrix24.
    #[serde(rename = "APPLICATION_TOKEN", default, deserialize_with = "secret")]
    pub application_token: Option<Secret>,
    /// The application's scopes, with commas between.
    #[serde(rename = "APPLICATION_SCOPE", default, deserialize_with = "lenient")]
    pub scope: String,
    /// The portal's identifier.
    #[serde(deserialize_with = "lenient")]
    pub member_id: String,
    /// The application's status on the portal.
    #[serde(default, deserialize_with = "lenient")]
    pub status: String,
    /// Where the page is shown: `DEFAULT` is the application's own place.
    #[serde(rename = "PLACEMENT", default, deserialize_with = "lenient")]
    pub placement: String,
    /// What the place tells of itself, as JSON.
    #[serde(rename = "PLACEMENT_OPTIONS", default, deserialize_with = "lenient")]
    pub placement_options: String,
}

impl PlacementAuth {
    /// From the query and the body of the request as they come. `None` if it is another request.
    pub fn from_form(query: &str, body: &str) -> Option<Self> {
        // The body says last what is in both.
        let fields: Map<String, Value> = pairs(query)
            .chain(pairs(body))
            .map(|(key, value)| (key, Value::String(value)))
            .collect();
        serde_json::from_value(Value::Object(fields)).ok()
    }

    /// The tokens.
    pub fn tokens(&self) -> Option<Tokens> {
        let scheme = if self.protocol == "0" { "http" } else { "https" };
        Some(Tokens {
            access_token: self.access_token.clone()?,
            refresh_token: self.refresh_token.clone(),
            expires: self.expires_in.map(from_now),
            member_id: self.member_id.clone(),
            client_endpoint: endpoint("", &self.domain, scheme)?,
            scope: scopes(&self.scope),
            status: Some(self.status.clone()).filter(|status| !status.is_empty()),
            user_id: None,
            application_token: self.application_token.clone(),
        })
    }
}

/// The address of REST, from itself or from the portal's host.
fn endpoint(given: &str, domain: &str, scheme: &str) -> Option<String> {
    if !given.is_empty() {
        // Bitrix24 gives no passwords: it would be one of somebody else's.
        let own = Url::parse(given).is_ok_and(|url| basic::is_in(&url));
        return (!own).then(|| given.to_owned());
    }
    // A host and nothing else: what follows it would become part of the address.
    let wrong = |sign: char| !(sign.is_alphanumeric() || "-.:[]".contains(sign));
    if domain.is_empty() || domain.contains(wrong) {
        return None;
    }
    Some(format!("{scheme}://{domain}/rest/"))
}

/// The pairs of a query or a form.
fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    let mut url = Url::parse("form:").ok();
    if let Some(url) = &mut url {
        url.set_query(Some(text.trim_start_matches('?')));
    }
    let pairs: Vec<_> = url
        .iter()
        .flat_map(Url::query_pairs)
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    pairs.into_iter()
}

fn lenient<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(text(&Value::deserialize(from)?).unwrap_or_default())
}

fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    Ok(lenient(from)?.parse().ok())
}

fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Secret>, D::Error> {
    Ok(Some(lenient(from)?).filter(|text| !text.is_empty()).map(Secret::new))
}
