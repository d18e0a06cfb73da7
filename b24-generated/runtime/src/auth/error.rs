//! Why there is no valid authorization.

use std::error::Error as StdError;

use crate::transport::TransportError;

/// Why there is no valid authorization.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// There is no refresh token to renew the access token with.
    #[error("the access token cannot be renewed: there is no refresh token")]
    NoRefreshToken,
    /// The authorization server refused; [`codes`](crate::codes) has its codes.
    #[error("the authorization server answered with {code}: {description} (HTTP {status})")]
    #[non_exhaustive]
    Refused {
        /// Its code, such as `invalid_grant`.
        code: String,
        /// Its text.
        description: String,
        /// The HTTP status.
        status: u16,
    },
    /// The authorization server gave no answer.
    #[error("the authorization server gave no answer")]
    Transport(#[source] TransportError),
    /// The authorization server's answer is not a pair of tokens.
    #[error("the authorization server answered with HTTP {status} and no tokens")]
    #[non_exhaustive]
    NoTokens {
        /// The HTTP status.
        status: u16,
    },
    /// The tokens are those of another portal.
    #[error("the tokens are those of another portal")]
    OtherPortal,
    /// The portal's address cannot be used.
    #[error("the portal's address cannot be used: {reason}")]
    #[non_exhaustive]
    Address {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The store failed. New tokens are kept until it takes them, and are not used before.
    #[error("the tokens cannot be stored or loaded")]
    Store(#[source] Box<dyn StdError + Send + Sync>),
}

impl AuthError {
    /// Whether it may be gone when the call is sent again.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Transport(_) | Self::Store(_) => true,
            // An answer that was cut off, and what a proxy says of a server that is down.
            Self::NoTokens { status } => *status == 200 || *status >= 500,
            Self::Refused { status, .. } => *status >= 500,
            Self::NoRefreshToken | Self::OtherPortal | Self::Address { .. } => false,
        }
    }
}
