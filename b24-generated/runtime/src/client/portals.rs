//! Applications that are installed on many portals.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Client, Core, Portal};
use crate::auth::{Access, App, AuthError, Session, TokenStore, Tokens};
use crate::error::Error;
use crate::limit::Limiter;

/// The portals that an application is installed on: their clients, by
/// [`Tokens::member_id`].
///
/// Connections are shared by all. Tokens and limits are kept once a portal, whatever the number of
/// clients that were asked for. Cheap to clone.
///
/// ```no_run
/// use b24_generated::{App, Client, FileStore};
///
/// # async fn example(code: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let app = App::new("app.1", "key");
/// let portals = Client::builder().portals(app, FileStore::new("tokens")?)?;
///
/// // A user has let the application in:
/// let b24 = portals.authorize(code).await?;
///
/// // Later, for a portal that is known:
/// if let Some(b24) = portals.get("a223c6b3710f85df22e9377d6c4f7553").await? {
///     println!("{}", b24.call("profile", serde_json::json!({})).await?);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Portals {
    shared: Arc<Shared>,
}

struct Shared {
    app: App,
    store: Arc<dyn TokenStore>,
    core: Arc<Core>,
    known: Mutex<HashMap<String, Known>>,
}

/// What there is once a portal.
#[derive(Clone)]
struct Known {
    limiter: Arc<Limiter>,
    /// The one who installed the application; not there as long as only others call.
    session: Option<Arc<Session>>,
}

impl Portals {
    pub(crate) fn new(app: App, store: Arc<dyn TokenStore>, core: Arc<Core>) -> Self {
        Self { shared: Arc::new(Shared { app, store, core, known: Mutex::default() }) }
    }

    /// The client of a portal whose tokens are stored.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn get(&self, member_id: &str) -> Result<Option<Client>, Error> {
        let known = self.with(|known| known.get(member_id).and_then(|known| known.session.clone()));
        if let Some(session) = known {
            return Ok(Some(self.client(member_id, session)));
        }
        let stored = self.shared.store.load(member_id).await;
        let Some(tokens) = stored.map_err(|e| auth(AuthError::Store(e)))? else {
            return Ok(None);
        };
        if tokens.member_id != member_id {
            return Err(auth(AuthError::OtherPortal));
        }
        let session = self.portal(tokens)?;
        Ok(Some(self.client(member_id, session)))
    }

    /// Stores tokens that came with an installation or when a page was opened, and gives the portal's
    /// client.
    ///
    /// They take the place of those the portal had, with their user and that user's rights. The
    /// application token, the scopes and the status are kept where the new tokens leave them out. Check
    /// first where they come from. For other users there is [`on_behalf`](Self::on_behalf).
    ///
    /// # Errors
    ///
    /// If there is no refresh token, as with most events: the portal would be lost in an hour. If the store
    /// fails, or the portal's address is not `https`.
    pub async fn install(&self, tokens: Tokens) -> Result<Client, Error> {
        if tokens.refresh_token.is_none() {
            return Err(auth(AuthError::NoRefreshToken));
        }
        let member_id = tokens.member_id.clone();
        // A portal is known only with tokens that are stored.
        let new = Arc::new(self.session(tokens.clone(), Some(self.shared.store.clone()))?);
        let known =
            self.with(|known| known.get(&member_id).and_then(|known| known.session.clone()));
        let session = known.unwrap_or(new);
        session.replace(tokens.clone()).await.map_err(auth)?;
        let kept = self.keep(&member_id, session.clone());
        // The portal became known meanwhile, with other tokens.
        if !Arc::ptr_eq(&kept, &session) {
            kept.replace(tokens).await.map_err(auth)?;
        }
        Ok(self.client(&member_id, kept))
    }

    /// Gets the first tokens for a `code`, as [`App::authorization_url`] leads to one, stores them, and
    /// gives the portal's client.
    ///
    /// # Errors
    ///
    /// If the authorization server refuses or cannot be reached, or the store fails.
    pub async fn authorize(&self, code: &str) -> Result<Client, Error> {
        let tokens = self.shared.app.by_code(&*self.shared.core.transport, code).await;
        self.install(tokens.map_err(auth)?).await
    }

    /// A client that calls on behalf of the user whose tokens these are, not of the one who installed
    /// the application. The tokens are renewed but not stored; the portal's limits are shared.
    ///
    /// # Errors
    ///
    /// If the portal's address is not `https`.
    pub fn on_behalf(&self, tokens: Tokens) -> Result<Client, Error> {
        let member_id = tokens.member_id.clone();
        let session = Arc::new(self.session(tokens, None)?);
        Ok(self.client(&member_id, session))
    }

    /// Forgets a portal, as after `ONAPPUNINSTALL`. Clients of it that there are go on.
    ///
    /// # Errors
    ///
    /// If the store fails.
    pub async fn remove(&self, member_id: &str) -> Result<(), Error> {
        let removed = self.shared.store.remove(member_id).await;
        // Whoever asked meanwhile has found it in the store.
        self.with(|known| known.remove(member_id));
        removed.map_err(|e| auth(AuthError::Store(e)))
    }

    /// The one session of a portal, with these tokens if there is none yet.
    fn portal(&self, tokens: Tokens) -> Result<Arc<Session>, Error> {
        let member_id = tokens.member_id.clone();
        let session = self.session(tokens, Some(self.shared.store.clone()))?;
        Ok(self.keep(&member_id, Arc::new(session)))
    }

    fn keep(&self, member_id: &str, session: Arc<Session>) -> Arc<Session> {
        self.with(|known| {
            let known = self.entry(known, member_id, &session);
            known.session.get_or_insert(session).clone()
        })
    }

    fn entry<'a>(
        &self,
        known: &'a mut HashMap<String, Known>,
        member_id: &str,
        session: &Arc<Session>,
    ) -> &'a mut Known {
        known.entry(member_id.to_owned()).or_insert_with(|| Known {
            limiter: Arc::new(self.shared.core.limiting.of(session.portal(), session.account())),
            session: None,
        })
    }

    fn session(
        &self,
        tokens: Tokens,
        store: Option<Arc<dyn TokenStore>>,
    ) -> Result<Session, Error> {
        let Shared { app, core, .. } = &*self.shared;
        Session::new(app.clone(), core.transport.clone(), store, core.plain, tokens).map_err(auth)
    }

    fn client(&self, member_id: &str, session: Arc<Session>) -> Client {
        let limiter = self.with(|known| self.entry(known, member_id, &session).limiter.clone());
        let portal = Portal { access: Access::Tokens(session), limiter };
        Client::new(self.shared.core.clone(), Arc::new(portal))
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Known>) -> T) -> T {
        act(&mut self.shared.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Portals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.with(|known| known.len());
        f.debug_struct("Portals")
            .field("app", &self.shared.app)
            .field("known", &known)
            .finish_non_exhaustive()
    }
}

fn auth(error: AuthError) -> Error {
    Error::auth("oauth/token", error)
}
