//! Tokens in files.

use std::fs;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::Tokens;
use super::store::{Lease, NEVER, StoreError, TokenStore};
use crate::transport::BoxFuture;

/// How the names of files end.
const TOKENS: &str = "json";
const LEASE: &str = "lease";

/// Keeps the tokens of each portal in a file of its own, in one folder.
///
/// A file is written beside its place and renamed, so it is always whole; only its owner may read it. Programs of one
/// machine may share the folder: leases are files beside those.
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

    fn file(&self, member_id: &str, ending: &str) -> Result<PathBuf, StoreError> {
        // It comes from outside, and must not lead there.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if member_id.is_empty() || member_id.len() > 128 || !member_id.bytes().all(plain) {
            return Err("the portal's identifier is not one of letters and digits".into());
        }
        Ok(self.folder.join(format!("{member_id}.{ending}")))
    }
}

impl TokenStore for FileStore {
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Tokens>, StoreError>> {
        Box::pin(async move {
            let file = self.file(member_id, TOKENS)?;
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
            let file = self.file(&tokens.member_id, TOKENS)?;
            let bytes = serde_json::to_vec_pretty(tokens)?;
            apart(move || Ok(replace(&file, &bytes)?)).await
        })
    }

    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let file = self.file(member_id, TOKENS)?;
            apart(move || match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
                _ => Ok(()),
            })
            .await
        })
    }

    fn lease<'a>(
        &'a self,
        member_id: &'a str,
        within: Duration,
    ) -> BoxFuture<'a, Result<Option<Lease>, StoreError>> {
        Box::pin(async move {
            let file = self.file(member_id, LEASE)?;
            apart(move || {
                let now = SystemTime::now();
                change(&file, |held| {
                    if held.is_some_and(|held| held.until > now) {
                        return (held, None);
                    }
                    let lease = Lease::random();
                    // Later than clocks can say is never.
                    let until = now.checked_add(within).unwrap_or(now + NEVER);
                    (Some(Held { lease, until }), Some(lease))
                })
            })
            .await
        })
    }

    fn release<'a>(
        &'a self,
        member_id: &'a str,
        lease: Lease,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            let file = self.file(member_id, LEASE)?;
            apart(move || change(&file, |held| (held.filter(|held| held.lease != lease), ()))).await
        })
    }
}

/// What the file of a lease says; it is empty if nobody has one.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Held {
    lease: Lease,
    until: SystemTime,
}

/// Changes the file of a lease, while others wait for their turn.
fn change<T>(
    file: &Path,
    act: impl FnOnce(Option<Held>) -> (Option<Held>, T),
) -> Result<T, StoreError> {
    let mut options = private();
    let mut open = options.read(true).write(true).create(true).truncate(false).open(file)?;
    // Until it is closed, or the program ends.
    open.lock()?;
    let mut text = Vec::new();
    open.read_to_end(&mut text)?;
    // One that was not written to its end was not given to anybody.
    let (held, done) = act(serde_json::from_slice(&text).ok());
    let text = held.map(|held| serde_json::to_vec(&held)).transpose()?.unwrap_or_default();
    open.set_len(0)?;
    open.rewind()?;
    open.write_all(&text)?;
    Ok(done)
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
    let mut open = private().write(true).create_new(true).open(file)?;
    open.write_all(bytes)?;
    open.sync_all()
}

/// Files that only their owner may read.
fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
