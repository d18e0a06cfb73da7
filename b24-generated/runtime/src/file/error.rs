//! What goes wrong with files.

/// Why a file cannot be sent or fetched.
///
/// Addresses of files hold tokens, so no error shows one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The method has answered with no address to upload to.
    #[error("`{method}` gave no address to upload to")]
    #[non_exhaustive]
    NoUploadAddress {
        /// The method.
        method: &'static str,
    },
    /// The method answers with a file, and was called as if it answered with JSON.
    #[error(
        "`{method}` answers with a file, not JSON: nothing was sent; end the call with \
         `.download(&b24, at_most)`, or pass it to `Client::download_from`"
    )]
    #[non_exhaustive]
    IsAnswer {
        /// The method.
        method: &'static str,
    },
    /// A file's address cannot be used.
    #[error("the address of the file cannot be used: {reason}")]
    #[non_exhaustive]
    Address {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The file is longer than the caller allows.
    #[error("the file is longer than {at_most} bytes")]
    #[non_exhaustive]
    TooLong {
        /// What the caller allows.
        at_most: u64,
    },
    /// What was fetched cannot be written.
    #[error("the file cannot be written")]
    #[non_exhaustive]
    Write {
        /// Why.
        #[source]
        source: std::io::Error,
    },
}
