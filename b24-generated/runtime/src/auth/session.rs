//! The tokens of one portal, and how they are renewed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use b24_schema::Rest;
use reqwest::Url;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

use super::address::{at_origin, below, host, place};
use super::signed::{Signed, bearer, with_last};
use super::{App, AuthError, Lease, TokenStore, Tokens};
use crate::codes;
use crate::retry::Retry;
use crate::secret::Secret;
use crate::transport::Transport;

/// What calls of one portal are authorized with, for one user.
///
/// Tokens are renewed when the server says that they have expired, and only then, as the
/// [documentation](https://apidocs.bitrix24.com/settings/oauth/auto-renewal.html) asks: the server's
/// clock decides, and needless renewals get an application blocked.
///
/// What must hold whatever fails, and wherever a task is dropped:
///
/// - one renewal at a time, whatever the number of calls that wait, and they share how it ended;
/// - a new pair is stored before it is used. Until then the former pair stays: its refresh token
///   is good for 180 days, so a renewal whose answer was lost is simply asked for again;
/// - a new pair that the store did not take is kept, and offered again before another is asked for.
pub(crate) struct Session {
    app: App,
    transport: Arc<dyn Transport>,
    /// `None` for tokens that are not the portal's own, and are not kept.
    store: Option<Arc<dyn TokenStore>>,
    plain: bool,
    current: RwLock<Arc<Tokens>>,
    renewal: Mutex<Renewal>,
    /// How many renewals have failed.
    failures: AtomicU64,
}

/// How long a program has for a renewal before others stop to wait for it.
const LEASE: Duration = Duration::from_secs(30);

/// The parameter that names the source of changes.
const CONNECTOR: &str = "auth_connector";

#[derive(Default)]
struct Renewal {
    /// A new pair that is not stored yet.
    unsaved: Option<Tokens>,
    /// The refresh token that was refused, and nobody has stored another pair.
    refused: Option<Secret>,
    failed: Option<Arc<AuthError>>,
}

impl Session {
    pub(crate) fn new(
        app: App,
        transport: Arc<dyn Transport>,
        store: Option<Arc<dyn TokenStore>>,
        plain: bool,
        tokens: Tokens,
    ) -> Result<Self, AuthError> {
        tokens.endpoint(plain)?;
        Ok(Self {
            app,
            transport,
            store,
            plain,
            current: RwLock::new(Arc::new(tokens)),
            renewal: Mutex::default(),
            failures: AtomicU64::new(0),
        })
    }

    pub(crate) fn current(&self) -> Arc<Tokens> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, tokens: Tokens) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(tokens);
    }

    pub(super) fn host(&self) -> String {
        self.current().endpoint(self.plain).map(|url| host(&url)).unwrap_or_default()
    }

    /// The portal's name for limits, the same for everything that calls it.
    pub(crate) fn portal(&self) -> String {
        self.current().endpoint(self.plain).map(|url| place(&url)).unwrap_or_default()
    }

    pub(crate) fn account(&self) -> u64 {
        self.app.account()
    }

    pub(super) fn sign(
        &self,
        method: &str,
        rest: Rest,
        body: &Value,
        connector: Option<&str>,
    ) -> Result<Signed, AuthError> {
        let tokens = self.current();
        let endpoint = tokens.endpoint(self.plain)?;
        let mut url = below(&endpoint, rest, &[method]);
        let token = tokens.access_token.reveal();
        let before_portal = tokens.basic().and_then(|basic| basic.header());
        // In REST 3.0 a batch is a list, with no place for a token, and a repetition must have the same body as the first
        // attempt to be known by its key, whatever tokens were renewed in between.
        let header = (rest == Rest::V3 && before_portal.is_none()).then(|| bearer(token));
        let header = header.flatten();
        // The server takes both out of the parameters before the method sees them.
        let named = connector.filter(|_| body.get(CONNECTOR).is_none());
        let mut last: Vec<_> = named.map(|connector| (CONNECTOR, connector)).into_iter().collect();
        if header.is_none() {
            last.push(("auth", token));
        }
        let body = with_last(&mut url, body, &last);
        let authorization = header.or(before_portal);
        Ok(Signed { url, authorization, body, tokens: Some(tokens) })
    }

    /// Tokens that came from elsewhere, with an installation for example, take the place of those there
    /// are. What they do not say of the portal stays: here, and what another program has stored.
    pub(crate) async fn replace(&self, mut tokens: Tokens) -> Result<(), AuthError> {
        tokens.endpoint(self.plain)?;
        let mut renewal = self.renewal.lock().await;
        if let Some(stored) = self.stored(&tokens).await? {
            tokens = tokens.or_of(&stored);
        }
        tokens = tokens.or_of(&self.current());
        self.save(&tokens).await?;
        renewal.unsaved = None;
        self.set(tokens);
        Ok(())
    }

    /// The portal has another address now. That is all that changes: a pair of another program stays in the store.
    pub(super) async fn moved(self: &Arc<Self>, origin: &Url) -> Result<(), Arc<AuthError>> {
        let (session, origin) = (self.clone(), origin.clone());
        detached(async move {
            let _renewal = session.renewal.lock().await;
            let current = session.current();
            let stored = session.stored(&current).await?;
            let mut tokens = match stored.filter(|stored| session.follows(stored, &current)) {
                Some(stored) => stored.or_of(&current),
                None => Tokens::clone(&current),
            };
            let moved = at_origin(&tokens.address(session.plain)?, &origin);
            if let Some(endpoint) = moved.filter(|url| url.as_str() != tokens.client_endpoint) {
                tokens.client_endpoint = endpoint.into();
                session.save(&tokens).await?;
            }
            session.set(tokens);
            Ok(())
        })
        .await
    }

    /// Gets a new pair in place of one that has expired, unless that was done meanwhile.
    pub(crate) async fn renew(
        self: &Arc<Self>,
        expired: Arc<Tokens>,
    ) -> Result<(), Arc<AuthError>> {
        let session = self.clone();
        let failures = self.failures.load(Ordering::Acquire);
        detached(async move {
            let mut renewal = session.renewal.lock().await;
            if session.current().access_token != expired.access_token {
                return Ok(());
            }
            // It failed while this call waited for its turn: what would it do better?
            if session.failures.load(Ordering::Acquire) != failures
                && let Some(error) = &renewal.failed
            {
                return Err(error.clone());
            }
            match session.renew_now(&mut renewal, &expired).await {
                Ok(tokens) => {
                    session.set(tokens);
                    renewal.failed = None;
                    Ok(())
                }
                Err(error) => {
                    let error = Arc::new(error);
                    renewal.failed = Some(error.clone());
                    session.failures.fetch_add(1, Ordering::AcqRel);
                    Err(error)
                }
            }
        })
        .await
    }

    async fn renew_now(
        &self,
        renewal: &mut Renewal,
        expired: &Tokens,
    ) -> Result<Tokens, AuthError> {
        if let Some(tokens) = renewal.unsaved.take() {
            return self.keep(renewal, tokens).await;
        }
        let lease = self.lease(expired).await?;
        let renewed = self.renew_leased(renewal, expired).await;
        if let (Some(store), Some(lease)) = (&self.store, lease) {
            // It ends by itself, too.
            let _ = store.release(&expired.member_id, lease).await;
        }
        renewed
    }

    /// Waits until no other program renews these tokens, or does so for too long.
    async fn lease(&self, expired: &Tokens) -> Result<Option<Lease>, AuthError> {
        let Some(store) = &self.store else { return Ok(None) };
        let began = Instant::now();
        let mut delays =
            Retry::backoff(usize::MAX, Duration::from_millis(25), Duration::from_millis(400))
                .delays();
        loop {
            let lease = store.lease(&expired.member_id, LEASE).await.map_err(AuthError::Store)?;
            if lease.is_some() || began.elapsed() > LEASE {
                return Ok(lease);
            }
            sleep(delays.next().unwrap_or_default()).await;
        }
    }

    async fn renew_leased(
        &self,
        renewal: &mut Renewal,
        expired: &Tokens,
    ) -> Result<Tokens, AuthError> {
        let stored = self.stored(expired).await?;
        if let Some(tokens) = stored.as_ref().filter(|stored| self.follows(stored, expired)) {
            return Ok(tokens.clone().or_of(expired));
        }
        let refresh = expired.refresh_token.as_ref().ok_or(AuthError::NoRefreshToken)?;
        match self.ask(refresh).await {
            Ok(tokens) if tokens.member_id != expired.member_id => Err(AuthError::OtherPortal),
            Ok(tokens) => {
                tokens.endpoint(self.plain)?;
                let tokens = tokens.after(expired);
                let tokens = match &stored {
                    Some(stored) => tokens.or_of(stored),
                    None => tokens,
                };
                self.keep(renewal, tokens).await
            }
            Err(AuthError::Refused { code, description, status })
                if code == codes::OAUTH_INVALID_GRANT =>
            {
                let refused = AuthError::Refused { code, description, status };
                self.of_another(renewal, expired).await?.ok_or(refused)
            }
            Err(error) => Err(error),
        }
    }

    /// The pair of another program that was faster: it may not be in the store yet. If none comes for five to ten
    /// seconds, the application is most likely removed, and the next call does not wait again.
    async fn of_another(
        &self,
        renewal: &mut Renewal,
        expired: &Tokens,
    ) -> Result<Option<Tokens>, AuthError> {
        let mut delays =
            Retry::backoff(9, Duration::from_millis(50), Duration::from_millis(800)).delays();
        let waits = self.store.is_some() && renewal.refused != expired.refresh_token;
        loop {
            let stored = self.stored(expired).await?;
            // The refusal proves that this pair is used up, whatever the clocks say of the other.
            if let Some(stored) = stored.filter(|stored| self.differs(stored, expired)) {
                return Ok(Some(stored.or_of(expired)));
            }
            let Some(delay) = delays.next().filter(|_| waits) else {
                renewal.refused.clone_from(&expired.refresh_token);
                return Ok(None);
            };
            sleep(delay).await;
        }
    }

    /// Asks until there is an answer: the refresh token is the same each time.
    async fn ask(&self, refresh: &Secret) -> Result<Tokens, AuthError> {
        let mut delays =
            Retry::backoff(4, Duration::from_millis(250), Duration::from_secs(4)).delays();
        loop {
            let error = match self.app.by_refresh(&*self.transport, refresh).await {
                Err(error) if error.is_temporary() => error,
                done => return done,
            };
            let Some(delay) = delays.next() else { return Err(error) };
            sleep(delay).await;
        }
    }

    /// What the store has of the portal of these tokens.
    async fn stored(&self, tokens: &Tokens) -> Result<Option<Tokens>, AuthError> {
        let Some(store) = &self.store else { return Ok(None) };
        let stored = store.load(&tokens.member_id).await.map_err(AuthError::Store)?;
        Ok(stored.filter(|stored| stored.member_id == tokens.member_id))
    }

    /// Whether a pair in the store looks like one that another program has renewed. An older one that was put back is
    /// not taken for it; but where clocks differ it is the clocks that are wrong, which shows when this pair is refused.
    fn follows(&self, stored: &Tokens, expired: &Tokens) -> bool {
        let is_older = stored.expires.zip(expired.expires).is_some_and(|(their, our)| their < our);
        self.differs(stored, expired) && !is_older
    }

    fn differs(&self, stored: &Tokens, expired: &Tokens) -> bool {
        stored.access_token != expired.access_token && stored.endpoint(self.plain).is_ok()
    }

    async fn keep(&self, renewal: &mut Renewal, tokens: Tokens) -> Result<Tokens, AuthError> {
        match self.save(&tokens).await {
            Ok(()) => Ok(tokens),
            Err(error) => {
                renewal.unsaved = Some(tokens);
                Err(error)
            }
        }
    }

    async fn save(&self, tokens: &Tokens) -> Result<(), AuthError> {
        match &self.store {
            Some(store) => store.save(tokens).await.map_err(AuthError::Store),
            None => Ok(()),
        }
    }
}

/// In a task of its own: a call that is given up must not take with it the answer that others wait
/// for.
async fn detached<T, F>(work: F) -> Result<T, Arc<AuthError>>
where
    T: Send + 'static,
    F: Future<Output = Result<T, Arc<AuthError>>> + Send + 'static,
{
    match tokio::spawn(work).await {
        Ok(done) => done,
        Err(error) => Err(Arc::new(AuthError::Store(Box::new(error)))),
    }
}
