//! Where tokens are kept.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::Tokens;
use crate::transport::BoxFuture;

/// Why a store failed. It is shown in errors, so it must hold no tokens.
pub type StoreError = Box<dyn StdError + Send + Sync>;

/// Where the tokens of portals are kept, by [`Tokens::member_id`].
///
/// A new pair is saved before it is used: the former one is of no use to the next start of the program.
/// Several programs may share a store. What each of them reads must be whole: the pair that was saved
/// last, or the one before it.
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
}

/// Keeps tokens until the program ends.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<HashMap<String, Tokens>>);

impl MemoryStore {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Tokens>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl TokenStore for MemoryStore {
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        let found = self.with(|all| all.get(member_id).cloned());
        Box::pin(async { Ok(found) })
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        self.with(|all| all.insert(tokens.member_id.clone(), tokens.clone()));
        Box::pin(async { Ok(()) })
    }

    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        self.with(|all| all.remove(member_id));
        Box::pin(async { Ok(()) })
    }
}

/// Keeps the tokens of each portal in a file of its own, in one folder.
///
/// A file is written beside its place and renamed, so it is always whole; only its owner may read it.
#[derive(Clone, Debug)]
pub struct FileStore {
    folder: PathBuf,
}

impl FileStore {
    /// In this folder, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// If it cannot be made.
    pub fn new(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    fn file(&self, member_id: &str) -> Result<PathBuf, StoreError> {
        // It comes from outside, and must not lead there.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if member_id.is_empty() || member_id.len() > 128 || !member_id.bytes().all(plain) {
            return Err("the portal's identifier is not one of letters and digits".into());
        }
        Ok(self.folder.join(format!("{member_id}.json")))
    }
}

impl TokenStore for FileStore {
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        Box::pin(async move {
            let file = self.file(member_id)?;
            apart(move || match fs::read(&file) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(error.into()),
                // The error's text may quote what it could not read.
                Ok(bytes) => serde_json::from_slice(&bytes)
                    .map(Some)
                    .map_err(|error| format!("{}: line {}", file.display(), error.line()).into()),
            })
            .await
        })
    }

    fn save<'a>(&'a self, tokens: &'a Tokens) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let file = self.file(&tokens.member_id)?;
            let bytes = serde_json::to_vec_pretty(tokens)?;
            apart(move || Ok(replace(&file, &bytes)?)).await
        })
    }

    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let file = self.file(member_id)?;
            apart(move || match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
                _ => Ok(()),
            })
            .await
        })
    }
}

/// Disks are slow: not on a thread that others wait for.
async fn apart<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(act).await?
}

fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let unique = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let beside = file.with_extension(format!("{}-{}.new", unique.0, unique.1));
    let written = write(&beside, bytes).and_then(|()| fs::rename(&beside, file));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut open = options.open(file)?;
    open.write_all(bytes)?;
    open.sync_all()
}
