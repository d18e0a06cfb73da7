//! What goes wrong with batches.

use std::sync::Arc;

use super::{Error, ErrorKind};

/// Why a batch was refused, or why a command of it has no answer.
///
/// A command that ran and failed has [`Error::Api`] with its own method, as a call by itself would.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The server runs the method in no batch: a batch itself, an upload, a download. Nothing was
    /// sent.
    ///
    /// <https://apidocs.bitrix24.com/settings/how-to-call-rest-api/batch.html>
    #[error("`{method}` cannot be called in a batch")]
    #[non_exhaustive]
    NotAllowed {
        /// The method.
        method: String,
    },
    /// The batch holds commands of the other version of REST, which have another address. Nothing
    /// was sent.
    ///
    /// <https://apidocs.bitrix24.com/api-reference/rest-v3.html>
    #[error("`{method}` is of another version of REST than the batch's first command")]
    #[non_exhaustive]
    OtherVersion {
        /// The method that came second.
        method: String,
    },
    /// A command refers to a command of another batch. Nothing was sent.
    #[error("`{method}` refers to a command of another batch")]
    #[non_exhaustive]
    OtherBatch {
        /// The method of the command that refers.
        method: String,
    },
    /// The key is of another batch than the answers.
    #[error("the key is of another batch")]
    ForeignKey,
    /// The command refers to something that is not there: the earlier command failed, or its answer
    /// has no such field.
    ///
    /// Where `sent` is true the command did run, with something else in the place of the reference;
    /// that happens only to commands that read, and to no other unless the batch halts and the
    /// whole result that was referred to came as `null`.
    #[error("`{method}` refers to `{reference}`, which is not there")]
    #[non_exhaustive]
    NoReferent {
        /// The method.
        method: String,
        /// What it refers to: the method and the path in its result.
        reference: String,
        /// Whether the command was sent.
        sent: bool,
    },
    /// The command did not run. Either the server reported an error for an earlier command and the batch
    /// halts, or an earlier request failed and the request with this command was not sent.
    #[error("`{method}` did not run, because `{failed}` failed")]
    #[non_exhaustive]
    NotRun {
        /// The method.
        method: String,
        /// The method of the command that failed.
        failed: String,
    },
    /// The request that held the command failed as a whole. Whether the command ran is what the
    /// source says: an answer by the server, for instance, means that it did not, but in REST 3.0, where
    /// commands before the one that failed may have run.
    #[error("the batch with `{method}` failed")]
    #[non_exhaustive]
    Request {
        /// The method.
        method: String,
        /// Why.
        #[source]
        source: Arc<Error>,
    },
    /// The server's answer to the batch says nothing of the command. It may have run.
    #[error("the batch has no answer for `{method}`")]
    #[non_exhaustive]
    NoAnswer {
        /// The method.
        method: String,
    },
}

impl BatchError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::NotAllowed { .. }
            | Self::OtherVersion { .. }
            | Self::OtherBatch { .. }
            | Self::ForeignKey
            | Self::NoReferent { .. } => ErrorKind::Encode,
            Self::NotRun { .. } => ErrorKind::NotRun,
            Self::Request { source, .. } => source.kind(),
            Self::NoAnswer { .. } => ErrorKind::Decode,
        }
    }

    /// What did not run may be sent again.
    pub(crate) fn is_retryable(&self) -> bool {
        match self {
            Self::NotRun { .. } => true,
            Self::Request { source, .. } => source.is_retryable(),
            _ => false,
        }
    }
}
