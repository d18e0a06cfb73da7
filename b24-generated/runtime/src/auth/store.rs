//! Where tokens are kept.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::Tokens;
use crate::transport::BoxFuture;

/// A hundred years.
pub(super) const NEVER: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// Why a store failed. It is shown in errors, so it must hold no tokens.
pub type StoreError = Box<dyn StdError + Send + Sync>;

/// Where the tokens of portals are kept, by [`Tokens::member_id`].
///
/// A new pair is saved before it is used: the former one is of no use to the next start of the program. Several programs
/// may share a store.
///
/// Every store keeps these laws; `b24_generated::testing::laws` has them as tests:
///
/// - **Whole.** What is loaded is the pair that was saved last. While another is being saved, it is that one or the one
///   before it, and never parts of both.
/// - **For all.** When `save` has ended, every program loads that pair, or one that was saved later.
/// - **Apart.** What is done with one portal leaves the others as they are.
/// - **One lease a portal.** From a lease until it is released, or until its time is over, nobody else gets one.
///   Releasing a lease whose time is over changes nothing, though another may have one by then.
/// - **Leases are advice.** `load`, `save` and `remove` do not ask who has one.
///
/// A store that one program has for itself needs no leases, and leaves both functions out. Without them several programs
/// can share a store too, and ask for new tokens needlessly at times.
///
/// ```
/// use b24_generated::runtime::BoxFuture;
/// use b24_generated::{StoreError, TokenStore, Tokens};
///
/// # struct Database;
/// # impl Database {
/// #     async fn select(&self, _: &str) -> Result<Option<String>, std::io::Error> { Ok(None) }
/// #     async fn upsert(&self, _: &str, _: String) -> Result<(), std::io::Error> { Ok(()) }
/// #     async fn delete(&self, _: &str) -> Result<(), std::io::Error> { Ok(()) }
/// # }
/// impl TokenStore for Database {
///     fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
///         Box::pin(async move {
///             let Some(row) = self.select(member_id).await? else { return Ok(None) };
///             Ok(Some(serde_json::from_str(&row)?))
///         })
///     }
///
///     fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
///         Box::pin(async move {
///             Ok(self.upsert(&tokens.member_id, serde_json::to_string(tokens)?).await?)
///         })
///     }
///
///     fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
///         Box::pin(async move { Ok(self.delete(member_id).await?) })
///     }
/// }
/// ```
pub trait TokenStore: Send + Sync + 'static {
    /// The tokens of a portal.
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>>;

    /// Keeps the tokens of a portal in place of those it had.
    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Forgets a portal.
    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Leaves it to the caller to renew the tokens of a portal, for so long at most. `None` if another has the lease.
    ///
    /// In a database it is a row with a [`Lease`] and a time, which one statement replaces if that time is over. Without
    /// an implementation, everybody gets it.
    fn lease<'a>(
        &'a self,
        _member_id: &'a str,
        _within: Duration,
    ) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        Box::pin(async { Ok(Some(Lease(0))) })
    }

    /// Gives a lease back.
    fn release<'a>(
        &'a self,
        _member_id: &'a str,
        _lease: Lease,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async { Ok(()) })
    }
}

/// From [`TokenStore::lease`] to [`TokenStore::release`]: a number that no other lease of the portal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lease(pub u64);

impl Lease {
    /// One that no other is like.
    pub fn random() -> Self {
        Self(fastrand::u64(1..))
    }
}

impl<S: TokenStore + ?Sized> TokenStore for Arc<S> {
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        (**self).load(member_id)
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).save(tokens)
    }

    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).remove(member_id)
    }

    fn lease<'a>(
        &'a self,
        member_id: &'a str,
        within: Duration,
    ) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        (**self).lease(member_id, within)
    }

    fn release<'a>(
        &'a self,
        member_id: &'a str,
        lease: Lease,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).release(member_id, lease)
    }
}

/// Keeps tokens until the program ends.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    tokens: HashMap<String, Tokens>,
    /// Until when each is good.
    leases: HashMap<String, (Lease, Instant)>,
}

impl MemoryStore {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    fn with<T>(&self, act: impl FnOnce(&mut Memory) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl TokenStore for MemoryStore {
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        let found = self.with(|memory| memory.tokens.get(member_id).cloned());
        Box::pin(async { Ok(found) })
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        self.with(|memory| memory.tokens.insert(tokens.member_id.clone(), tokens.clone()));
        Box::pin(async { Ok(()) })
    }

    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.with(|memory| memory.tokens.remove(member_id));
        Box::pin(async { Ok(()) })
    }

    fn lease<'a>(
        &'a self,
        member_id: &'a str,
        within: Duration,
    ) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        let lease = self.with(|Memory { leases, .. }| {
            let now = Instant::now();
            if leases.get(member_id).is_some_and(|(_, until)| *until > now) {
                return None;
            }
            let lease = Lease::random();
            // Later than clocks can say is never.
            let until = now.checked_add(within).unwrap_or(now + NEVER);
            leases.insert(member_id.to_owned(), (lease, until));
            Some(lease)
        });
        Box::pin(async move { Ok(lease) })
    }

    fn release<'a>(
        &'a self,
        member_id: &'a str,
        lease: Lease,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.with(|Memory { leases, .. }| {
            if leases.get(member_id).is_some_and(|(held, _)| *held == lease) {
                leases.remove(member_id);
            }
        });
        Box::pin(async { Ok(()) })
    }
}
