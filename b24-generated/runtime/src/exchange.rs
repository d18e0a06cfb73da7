//! The one way that every request goes: limits, authorization, transport, what the answer means, and
//! whether it is sent again.

use std::sync::Arc;
use std::time::Duration;

use b24_schema::{Effect, Rest};
use bytes::Bytes;
use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, USER_AGENT,
};
use reqwest::Url;
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout};
use tracing::Instrument;

use super::auth::{Access, AuthError, Signed, Tokens, check_scheme};
use super::client::Client;
use super::codes;
use super::error::{ApiError, Error, ErrorKind, is_rest};
use super::limit::{Place, Sent};
use super::observe::{self, CallReport, Progress};
use super::request::Request;
use super::retry::{Ran, Repeatable};
use super::transport::{Body, TransportError, TransportErrorKind};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENT_REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// How often a call has its tokens renewed at once: when they have expired, and once more if those that
/// came were about to. From then on it waits as for any other failure: another program that renews the
/// same tokens may be at work.
const RENEWALS: u32 = 2;

/// How often a call may be sent on to another address.
const MOVES: u32 = 3;

/// An attempt that gave no result.
struct Failed {
    error: Error,
    ran: Ran,
    next: Next,
}

/// What could help.
enum Next {
    Nothing,
    /// Time.
    Later,
    /// Other tokens than these.
    Tokens(Arc<Tokens>),
    /// Another address of the portal.
    Address(Box<Url>),
}

/// An answer as it came.
struct Raw {
    status: u16,
    location: Option<String>,
    replayed: bool,
    /// `None` if it is too long.
    body: Option<Bytes>,
}

impl Client {
    /// Sends one request and gives the whole body of its answer; what the server answers as an
    /// error is one.
    pub(crate) async fn exchange(&self, request: Request<'_>) -> Result<Value, Error> {
        let portal = self.portal.access.host();
        let span = observe::span(&request, &portal);
        self.exchange_with(&portal, &request).instrument(span).await
    }

    async fn exchange_with(&self, portal: &str, request: &Request<'_>) -> Result<Value, Error> {
        let began = Instant::now();
        let mut progress = Progress::default();
        let repeatable = Repeatable {
            reads: self.options.reads || request.effect == Effect::Reads,
            keyed: request.takes_key(),
        };
        let work = self.until_done(request, repeatable, &mut progress);
        let done = match self.options.deadline {
            None => work.await,
            Some(within) => match timeout(within, work).await {
                Ok(done) => done,
                Err(_) => Err(Error::Timeout {
                    method: request.name.to_owned(),
                    within,
                    repeatable: true,
                    request_id: None,
                }),
            },
        };
        let done = done.map_err(|mut error| {
            // The key is not known to whoever repeats the call.
            error.repeatable_if(repeatable.reads || !progress.may_have_run);
            error.with_id(request.id)
        });
        if let Some(hook) = &self.core.on_call {
            hook(&CallReport {
                method: request.name,
                rest: request.rest,
                portal,
                request_id: &request.id.to_string(),
                attempts: progress.attempts,
                status: progress.status,
                elapsed: began.elapsed(),
                waited: progress.waited,
                operating: progress.operating,
                replayed: progress.replayed,
                out_of_quota: progress.out_of_quota,
                error: done.as_ref().err(),
            });
        }
        done
    }

    async fn until_done(
        &self,
        request: &Request<'_>,
        repeatable: Repeatable,
        progress: &mut Progress,
    ) -> Result<Value, Error> {
        let auth = |source| Error::auth(request.name, source);
        let key = repeatable.keyed.then(idempotency_key);
        let mut delays = self.options.retry.delays();
        let (mut renewals, mut moves) = (0, 0);
        loop {
            let Failed { error, ran, next } =
                match self.attempt(request, key.as_ref(), progress).await {
                    Ok(answer) => {
                        self.portal.limiter.succeeded(progress.was_repeated);
                        return Ok(answer);
                    }
                    Err(failed) => failed,
                };
            let mut expired = None;
            let pause = match next {
                Next::Tokens(tokens) => {
                    renewals += 1;
                    expired = Some(tokens);
                    if renewals <= RENEWALS { Some(Duration::ZERO) } else { delays.next() }
                }
                Next::Address(origin) if moves < MOVES => {
                    moves += 1;
                    observe::failed(&error, Some(Duration::ZERO), false);
                    self.portal.access.moved(&origin).await.map_err(auth)?;
                    continue;
                }
                Next::Later if repeatable.after(ran) => {
                    delays.next().filter(|_| self.may_repeat(&error, progress))
                }
                _ => None,
            };
            let pause = pause.map(|pause| match (ran, progress.sent) {
                // The first one may still be running, and the key counts only when it has ended.
                (Ran::Lost, Some(sent)) if !repeatable.reads => {
                    pause.max(self.options.retry.longest_run.saturating_sub(sent.elapsed()))
                }
                _ => pause,
            });
            observe::failed(&error, pause, progress.out_of_quota);
            let Some(pause) = pause else { return Err(error) };
            if !pause.is_zero() {
                progress.waited = progress.waited.saturating_add(pause);
                sleep(pause).await;
            }
            if let (Some(expired), Access::Tokens(session)) = (expired, &self.portal.access) {
                session.renew(expired).await.map_err(auth)?;
            }
        }
    }

    /// Whether the quota allows one more repetition.
    fn may_repeat(&self, error: &Error, progress: &mut Progress) -> bool {
        // The limits make these wait; they are no sign of an outage.
        if let ErrorKind::RateLimit | ErrorKind::OperatingLimit = error.kind() {
            return true;
        }
        progress.was_repeated = self.portal.limiter.may_repeat();
        progress.out_of_quota = !progress.was_repeated;
        progress.was_repeated
    }

    /// Sends a request once.
    async fn attempt(
        &self,
        request: &Request<'_>,
        key: Option<&HeaderValue>,
        progress: &mut Progress,
    ) -> Result<Value, Failed> {
        let method = || request.name.to_owned();
        let unsent = |error| Failed { error, ran: Ran::No, next: Next::Nothing };
        let place = self.wait_for_limits(request, progress).await.map_err(unsent)?;
        let signed = self.sign(request).and_then(|signed| {
            let request = self.http_request(request, &signed, key)?;
            Ok((signed, request))
        });
        let (signed, http) = match signed {
            Ok(signed) => signed,
            Err(source) => {
                place.leave(Sent::Unsent).await;
                return Err(unsent(Error::auth(request.name, source)));
            }
        };
        progress.attempts += 1;
        progress.status = None;
        observe::attempt(progress);
        let may_have_run = std::mem::replace(&mut progress.may_have_run, true);
        progress.sent = Some(Instant::now());
        let answer = timeout(self.options.timeout, self.carry(http))
            .await
            .unwrap_or_else(|late| Err(TransportError::new(TransportErrorKind::Timeout, late)));
        let read = match answer {
            Ok(raw) => {
                progress.status = Some(raw.status);
                progress.replayed = raw.replayed;
                self.read(request, signed, raw, progress)
            }
            Err(source) => {
                let unsent = source.kind() == TransportErrorKind::Connect;
                let ran = if unsent { Ran::No } else { Ran::Lost };
                let error = Error::Transport {
                    method: method(),
                    source,
                    repeatable: true,
                    request_id: None,
                };
                Err(Failed { error, ran, next: Next::Later })
            }
        };
        match read.as_ref().map_err(|failed| &failed.error) {
            Err(error) if error.kind() == ErrorKind::RateLimit => place.leave(Sent::Refused).await,
            Err(error) if error.kind() == ErrorKind::Connect => place.leave(Sent::Unsent).await,
            // It may still be on its way, and counts so.
            Err(Error::Transport { .. }) => {}
            _ => place.leave(Sent::Reached).await,
        }
        match &read {
            Err(Failed { ran: Ran::No, .. }) => progress.may_have_run = may_have_run,
            Err(_) => {}
            Ok(_) => observe::answered(progress),
        }
        read
    }

    /// What a request carries to be authorized.
    pub(crate) fn sign(&self, request: &Request<'_>) -> Result<Signed, AuthError> {
        let Request { name, rest, body, .. } = *request;
        self.portal.access.sign(name, rest, body, self.options.connector.as_deref())
    }

    /// Waits until the limits let the request through, or fails early if that is what is wanted.
    pub(crate) async fn wait_for_limits(
        &self,
        request: &Request<'_>,
        progress: &mut Progress,
    ) -> Result<Place<'_>, Error> {
        let limiter = &*self.portal.limiter;
        let began = Instant::now();
        let place = loop {
            if let Some(after) = limiter.blocked(request) {
                if limiter.fail {
                    let method = request.name.to_owned();
                    return Err(Error::Limit { method, after, repeatable: true });
                }
                sleep(after).await;
                continue;
            }
            let place = limiter.enter().await;
            // The queue may have been long.
            if limiter.blocked(request).is_none() {
                break place;
            }
            place.leave(Sent::Unsent).await;
        };
        progress.waited = progress.waited.saturating_add(began.elapsed());
        Ok(place)
    }

    fn http_request(
        &self,
        call: &Request<'_>,
        signed: &Signed,
        key: Option<&HeaderValue>,
    ) -> Result<http::Request<Body>, AuthError> {
        let mut request = http::Request::post(signed.url.as_str())
            .header(CONTENT_TYPE, JSON)
            .header(ACCEPT, JSON)
            .body(Body::from(signed.body.clone()))
            .map_err(|_| AuthError::Address { reason: "it cannot be requested" })?;
        call.id.set(request.headers_mut());
        if let Some(name) = &self.core.user_agent {
            request.headers_mut().insert(USER_AGENT, name.clone());
        }
        if let Some(authorization) = &signed.authorization {
            request.headers_mut().insert(AUTHORIZATION, authorization.clone());
        }
        if let Some(key) = key {
            request.headers_mut().insert(IDEMPOTENCY_KEY, key.clone());
        }
        Ok(request)
    }

    async fn carry(&self, request: http::Request<Body>) -> Result<Raw, TransportError> {
        let answer = self.core.transport.send(request).await?;
        let (head, body) = answer.into_parts();
        Ok(Raw {
            status: head.status.as_u16(),
            location: head.headers.get(LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned),
            replayed: head.headers.get(IDEMPOTENT_REPLAYED).is_some_and(|value| value == "true"),
            body: body.bytes(self.core.longest_answer).await?,
        })
    }

    /// What an answer means.
    fn read(
        &self,
        request: &Request<'_>,
        signed: Signed,
        raw: Raw,
        progress: &mut Progress,
    ) -> Result<Value, Failed> {
        let method = || request.name.to_owned();
        let status = raw.status;
        let other =
            |repeatable| Error::Http { method: method(), status, repeatable, request_id: None };
        if let 301 | 302 | 307 | 308 = status {
            let to = raw.location.and_then(|to| moved(&signed.url, &to, self.core.plain));
            let next = to.map_or(Next::Nothing, |to| Next::Address(Box::new(to)));
            return Err(Failed { error: other(false), ran: Ran::No, next });
        }
        let Some(bytes) = raw.body else {
            let error = Error::TooLong {
                method: method(),
                limit: self.core.longest_answer,
                request_id: None,
            };
            return Err(Failed { error, ran: Ran::Failed, next: Next::Nothing });
        };
        let foreign = || {
            let temporary = matches!(status, 200..300 | 408 | 429 | 500..);
            let next = if temporary { Next::Later } else { Next::Nothing };
            Failed { error: other(temporary), ran: Ran::Lost, next }
        };
        let body: Value = match serde_json::from_slice(&bytes) {
            Ok(body) if is_rest(status, &body, request.bare) => body,
            Ok(_) => return Err(foreign()),
            Err(_) if status >= 300 => return Err(foreign()),
            Err(source) => {
                let error = Error::NotJson {
                    method: method(),
                    status,
                    source,
                    repeatable: true,
                    request_id: None,
                };
                return Err(Failed { error, ran: Ran::Lost, next: Next::Later });
            }
        };
        progress.operating = self.portal.limiter.learn(request, &body);
        match ApiError::find(request.name, status, &body) {
            None => Ok(body),
            Some(error) => Err(self.refused(request, signed, error)),
        }
    }

    fn refused(&self, request: &Request<'_>, signed: Signed, mut error: ApiError) -> Failed {
        error.texts().for_each(|text| self.portal.access.hide_in(text));
        let expired = error.is(codes::EXPIRED_TOKEN);
        let (ran, next) = match (error.kind(), signed.tokens) {
            (ErrorKind::Unauthorized, Some(tokens)) if expired => (Ran::No, Next::Tokens(tokens)),
            (ErrorKind::Unauthorized, _) => (Ran::No, Next::Nothing),
            (ErrorKind::RateLimit, _) if error.did_not_run() => (Ran::No, Next::Later),
            // Only a status says so, as when no REST answers at all.
            (ErrorKind::RateLimit | ErrorKind::Timeout, _) => (Ran::Lost, Next::Later),
            (ErrorKind::OperatingLimit, _) => {
                self.portal.limiter.refused(request);
                // A batch of REST 3.0 ends with its first error: what stands before that has run.
                let part = request.is_batch() && request.rest == Rest::V3;
                (if part { Ran::Failed } else { Ran::No }, Next::Later)
            }
            (ErrorKind::Overload, _) => (Ran::No, Next::Nothing),
            (ErrorKind::Server, _) => (Ran::Failed, Next::Later),
            _ => (Ran::Failed, Next::Nothing),
        };
        error.repeatable = matches!(next, Next::Later | Next::Tokens(_));
        Failed { error: Error::Api(Box::new(error)), ran, next }
    }
}

/// Where a portal has [moved](https://apidocs.bitrix24.com/settings/how-to-call-rest-api/change-domen.html)
/// to, if that is what a redirect means: the same path at another host, and as safe.
fn moved(from: &Url, to: &str, plain: bool) -> Option<Url> {
    let to = from.join(to).ok()?;
    check_scheme(&to, plain).ok()?;
    let downgraded = from.scheme() == "https" && to.scheme() != "https";
    let same = (to.path() == from.path()) && to.origin() != from.origin();
    (same && !downgraded && to.username().is_empty() && to.password().is_none()).then_some(to)
}

/// A key that no other call has.
fn idempotency_key() -> HeaderValue {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.unwrap_or_default().as_millis();
    let key = format!("{now:012x}-{:032x}", fastrand::u128(..));
    HeaderValue::try_from(key).unwrap_or(JSON)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_path_at_a_host_as_safe_is_a_new_address() {
        let from = Url::parse("https://old.bitrix24.com/rest/1/code/user.get").unwrap();
        let path = "/rest/1/code/user.get";
        let to = |to: &str| moved(&from, to, true).map(String::from);
        for good in ["https://new.bitrix24.com", "https://old.bitrix24.com:8443"] {
            let url = format!("{good}{path}");
            assert_eq!(to(&url), Some(url));
        }
        for bad in [
            "http://new.bitrix24.com/rest/1/code/user.get",
            "https://new.bitrix24.com/rest/1/code/user.add",
            "https://new.bitrix24.com/",
            "https://a:b@new.bitrix24.com/rest/1/code/user.get",
            "ftp://new.bitrix24.com/rest/1/code/user.get",
            path,
            "",
        ] {
            assert_eq!(to(bad), None, "{bad}");
        }
    }

    #[test]
    fn keys_differ() {
        let keys: std::collections::HashSet<_> = (0..1000).map(|_| idempotency_key()).collect();
        assert_eq!(keys.len(), 1000);
    }
}
