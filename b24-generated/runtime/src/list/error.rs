//! What goes wrong with lists.

use super::Strategy;

/// Why a list cannot be walked through, or cannot be walked on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ListError {
    /// The call cannot be walked that way. Nothing was sent.
    #[error("`{method}` cannot be walked by {strategy:?}: {reason}")]
    #[non_exhaustive]
    Unsupported {
        /// The method.
        method: &'static str,
        /// The strategy that was asked for.
        strategy: Strategy,
        /// Why.
        reason: &'static str,
    },
    /// The answer holds no rows where the documentation has them.
    #[error("the answer of `{method}` holds no list of rows")]
    #[non_exhaustive]
    NoRows {
        /// The method.
        method: &'static str,
    },
    /// A row has no key to go on from, or none that is a number.
    #[error("a row of `{method}` has no number in `{key}`")]
    #[non_exhaustive]
    NoKey {
        /// The method.
        method: &'static str,
        /// The key.
        key: &'static str,
    },
    /// The keys do not rise: the server does not filter or sort by them, or has sent a page again.
    #[error(
        "the rows of `{method}` do not come in the order of `{key}`: {found} came after {last}"
    )]
    #[non_exhaustive]
    Disorder {
        /// The method.
        method: &'static str,
        /// The key.
        key: &'static str,
        /// The key of the row before.
        last: u64,
        /// The key of the row that should not have come.
        found: u64,
    },
    /// The server keeps sending empty pages and says each time that another one follows.
    #[error("`{method}` gives one empty page after the other, behind {rows} rows")]
    #[non_exhaustive]
    Endless {
        /// The method.
        method: &'static str,
        /// Rows that came before.
        rows: u64,
    },
    /// The server's `next` is not a position in the list.
    #[error("`{method}` names {next} as the next page, which is no place in a list")]
    #[non_exhaustive]
    OddNext {
        /// The method.
        method: &'static str,
        /// What it names, as JSON.
        next: String,
    },
    /// The server has sent a page again, or names as the next page one that was there already.
    #[error("`{method}` repeats itself after {rows} rows")]
    #[non_exhaustive]
    Repeated {
        /// The method.
        method: &'static str,
        /// Rows that came before.
        rows: u64,
    },
}
