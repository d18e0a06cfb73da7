//! The authorization server: codes, and pairs of tokens.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::faults::Random;

/// What stands for the authorization server among the methods.
pub(super) const METHOD: &str = "oauth.token";

const ACCESS_LIFE: Duration = Duration::from_secs(3600);
const REFRESH_LIFE: Duration = Duration::from_secs(180 * 24 * 3600);
const CODE_LIFE: Duration = Duration::from_secs(30);

/// Of a local application.
const STATUS: &str = "L";

/// The part of an address that events and placements call the domain.
pub(super) fn host(portal: &str) -> &str {
    portal.split("//").nth(1).unwrap_or_default()
}

/// An application that is installed in the portal.
#[derive(Clone)]
#[non_exhaustive]
pub struct App {
    /// The application's code.
    pub client_id: String,
    /// The application's secret.
    pub client_secret: String,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

/// A pair of tokens.
#[derive(Clone)]
#[non_exhaustive]
pub struct TokenPair {
    /// For calls; lives an hour.
    pub access_token: String,
    /// For the next pair; lives 180 days.
    pub refresh_token: String,
}

impl std::fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenPair(***)")
    }
}

/// What becomes of a refresh token once it was used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rotation {
    /// It works until the pair that it brought is used for the first time: a lost answer can be
    /// asked for again.
    #[default]
    OnUse,
    /// It works no more.
    AtOnce,
}

struct Pair {
    user: u64,
    access: String,
    access_until: Duration,
    refresh: String,
    refresh_until: Duration,
    /// The refresh token that this pair was given for, while it still works.
    parent: Option<String>,
}

/// What a token says of a call.
pub(super) enum Check {
    Valid { user: u64 },
    Expired,
    Unknown,
}

/// The authorization server.
pub(super) struct OAuth {
    pub(super) app: App,
    pub(super) member_id: String,
    application_token: String,
    pub(super) scope: String,
    pub(super) rotation: Rotation,
    pub(super) is_paid: bool,
    random: Random,
    codes: HashMap<String, (u64, Duration)>,
    pairs: Vec<Pair>,
    by_access: HashMap<String, usize>,
    by_refresh: HashMap<String, usize>,
}

impl OAuth {
    pub(super) fn new(mut random: Random, scope: String, rotation: Rotation) -> Self {
        let app = App {
            client_id: format!("local.{}.{}", random.next() % 100_000_000, random.next() % 10_000),
            client_secret: random.code(),
        };
        Self {
            app,
            member_id: random.code(),
            application_token: random.code(),
            scope,
            rotation,
            is_paid: true,
            random,
            codes: HashMap::new(),
            pairs: Vec::new(),
            by_access: HashMap::new(),
            by_refresh: HashMap::new(),
        }
    }

    /// A secret for an address.
    pub(super) fn secret(&mut self) -> String {
        self.random.code()
    }

    /// A code that a user brings back from the portal.
    pub(super) fn code(&mut self, user: u64, now: Duration) -> String {
        let code = self.random.code();
        self.codes.insert(code.clone(), (user, now + CODE_LIFE));
        code
    }

    /// A new pair for a user.
    pub(super) fn pair(&mut self, user: u64, parent: Option<String>, now: Duration) -> TokenPair {
        let pair = Pair {
            user,
            access: self.random.code(),
            access_until: now + ACCESS_LIFE,
            refresh: self.random.code(),
            refresh_until: now + REFRESH_LIFE,
            parent,
        };
        let tokens =
            TokenPair { access_token: pair.access.clone(), refresh_token: pair.refresh.clone() };
        self.by_access.insert(pair.access.clone(), self.pairs.len());
        self.by_refresh.insert(pair.refresh.clone(), self.pairs.len());
        self.pairs.push(pair);
        tokens
    }

    /// The `auth` of an event's request, with a new pair.
    pub(super) fn event_auth(&mut self, user: u64, portal: &str, now: Duration) -> Value {
        let pair = self.pair(user, None, now);
        json!({
            "access_token": pair.access_token,
            "refresh_token": pair.refresh_token,
            "expires_in": ACCESS_LIFE.as_secs().to_string(),
            "scope": self.scope,
            "domain": host(portal),
            "server_endpoint": format!("{portal}/rest/"),
            "status": STATUS,
            "client_endpoint": format!("{portal}/rest/"),
            "member_id": self.member_id,
            "application_token": self.application_token,
        })
    }

    /// What an application gets when a user opens it, with a new pair.
    pub(super) fn placement(&mut self, user: u64, portal: &str, now: Duration) -> Value {
        let pair = self.pair(user, None, now);
        json!({
            "DOMAIN": host(portal),
            "PROTOCOL": if portal.starts_with("https:") { "1" } else { "0" },
            "LANG": "en",
            "APP_SID": self.random.code(),
            "AUTH_ID": pair.access_token,
            "AUTH_EXPIRES": ACCESS_LIFE.as_secs().to_string(),
            "REFRESH_ID": pair.refresh_token,
            "SERVER_ENDPOINT": format!("{portal}/rest/"),
            "APPLICATION_TOKEN": self.application_token,
            "APPLICATION_SCOPE": self.scope,
            "member_id": self.member_id,
            "status": STATUS,
            "PLACEMENT": "DEFAULT",
        })
    }

    /// What the token of a call is worth.
    pub(super) fn check(&mut self, access: &str, now: Duration) -> Check {
        let Some(&at) = self.by_access.get(access) else { return Check::Unknown };
        if self.pairs[at].access_until <= now {
            return Check::Expired;
        }
        self.used(at);
        Check::Valid { user: self.pairs[at].user }
    }

    /// The pair arrived: what it was given for is of no use any more.
    fn used(&mut self, at: usize) {
        if let Some(parent) = self.pairs[at].parent.take() {
            self.by_refresh.remove(&parent);
        }
    }

    pub(super) fn expire(&mut self, access: &str) {
        if let Some(&at) = self.by_access.get(access) {
            self.pairs[at].access_until = Duration::ZERO;
        }
    }

    pub(super) fn expire_all(&mut self) {
        self.pairs.iter_mut().for_each(|pair| pair.access_until = Duration::ZERO);
    }

    /// Makes every refresh token useless.
    pub(super) fn revoke_all(&mut self) {
        self.by_refresh.clear();
    }

    /// Answers a request to `/oauth/token/`: a body, and whether a refresh token was exchanged; or
    /// a code and its description.
    pub(super) fn grant(
        &mut self,
        param: &dyn Fn(&str) -> String,
        portal: &str,
        now: Duration,
    ) -> Result<(Value, bool), (&'static str, &'static str)> {
        const WRONG_GRANT: (&str, &str) = ("invalid_grant", "Invalid grant");
        if param("client_id") != self.app.client_id
            || param("client_secret") != self.app.client_secret
        {
            return Err(("invalid_client", "Invalid client"));
        }
        if !self.is_paid {
            return Err(("PAYMENT_REQUIRED", "Payment required"));
        }
        let (user, parent) = match param("grant_type").as_str() {
            "authorization_code" => {
                let (user, until) = self.codes.remove(&param("code")).ok_or(WRONG_GRANT)?;
                if until <= now {
                    return Err(WRONG_GRANT);
                }
                (user, None)
            }
            "refresh_token" => {
                let token = param("refresh_token");
                let at = *self.by_refresh.get(&token).ok_or(WRONG_GRANT)?;
                if self.pairs[at].refresh_until <= now {
                    return Err(WRONG_GRANT);
                }
                self.used(at);
                if self.rotation == Rotation::AtOnce {
                    self.by_refresh.remove(&token);
                }
                (self.pairs[at].user, Some(token))
            }
            _ => return Err(("invalid_request", "Invalid request")),
        };
        let is_refresh = parent.is_some();
        let pair = self.pair(user, parent, now);
        let body = json!({
            "access_token": pair.access_token,
            "client_endpoint": format!("{portal}/rest/"),
            "domain": "oauth.bitrix.info",
            "expires": (now + ACCESS_LIFE).as_secs(),
            "expires_in": ACCESS_LIFE.as_secs(),
            "member_id": self.member_id,
            "refresh_token": pair.refresh_token,
            "scope": self.scope,
            "server_endpoint": format!("{portal}/rest/"),
            "status": STATUS,
            "user_id": user,
        });
        Ok((body, is_refresh))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_token_lives_until_its_answer_has_arrived() {
        for (rotation, works_again) in [(Rotation::OnUse, true), (Rotation::AtOnce, false)] {
            let mut server = OAuth::new(Random(1), "crm".to_owned(), rotation);
            let now = Duration::ZERO;
            let first = server.pair(1, None, now);
            let app = server.app.clone();
            let refresh = |server: &mut OAuth, token: &str| {
                let param = |name: &str| match name {
                    "client_id" => app.client_id.clone(),
                    "client_secret" => app.client_secret.clone(),
                    "grant_type" => "refresh_token".to_owned(),
                    _ => token.to_owned(),
                };
                server.grant(&param, "", now).map(|(body, _)| body)
            };
            refresh(&mut server, &first.refresh_token).unwrap();
            let again = refresh(&mut server, &first.refresh_token);
            assert_eq!(again.is_ok(), works_again);
            let Ok(pair) = again else { continue };
            let access = pair["access_token"].as_str().unwrap();
            assert!(matches!(server.check(access, now), Check::Valid { user: 1 }));
            assert!(refresh(&mut server, &first.refresh_token).is_err());
            assert!(refresh(&mut server, pair["refresh_token"].as_str().unwrap()).is_ok());
        }
    }
}
