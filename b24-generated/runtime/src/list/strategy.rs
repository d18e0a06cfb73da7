//! The ways to walk through a list.

/// How a list is walked through; see the [module](super).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Strategy {
    /// Page after page, by their places in the list.
    ///
    /// What is added or deleted meanwhile moves the rows behind it: one may be skipped, and one that
    /// comes twice is left out as long as not more than 5,000 others came between. The server counts
    /// the whole list for each page.
    Pages,
    /// By the key of the last row, without counting.
    ///
    /// A page of REST 2 with fewer than 50 rows is the last, as the documentation says, unless the server says that
    /// there are more or the call itself says how long a page is. Where a server gives shorter pages without a word,
    /// walk by [`Pages`](Self::Pages).
    Keys,
    /// By the key of the last row, 50 pages a request: each command of a batch refers to the last
    /// row of the one before it. Starts small, so that short lists cost as little as by
    /// [`Keys`](Self::Keys).
    ///
    /// A filter that asks for what is empty, by `false`, `null` or an empty text, is walked by [`Keys`](Self::Keys): the
    /// text of a batch has no word for it.
    Batches,
}
