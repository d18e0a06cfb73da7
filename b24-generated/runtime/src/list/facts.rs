//! What is known of a method's list.

use super::Strategy;

/// How a method gives out a list, as far as the documentation tells.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// The key of `result` that holds the rows; empty where `result` is the list itself.
    pub items: &'static str,
    /// The key of a row that tells it from the others; empty where there is none.
    pub id: &'static str,
    /// The parameter that names the fields to answer; empty where there is none.
    pub select: &'static str,
    /// How the next page is asked for.
    pub paging: Paging,
    /// What a walk by keys needs; `None` where nothing says that it works.
    pub key: Option<KeySet>,
}

/// How the next page of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Paging {
    /// By the parameter of this name: what `next` of the answer says.
    Start(&'static str),
    /// By two parameters.
    Offset {
        /// How many rows at most.
        limit: &'static str,
        /// How many to skip.
        offset: &'static str,
    },
    /// By `limit` and `offset` in the parameter of this name.
    Pagination(&'static str),
    /// By the answer's mark of where the page ended.
    Cursor {
        /// The parameter whose `afterCursor` takes the mark.
        param: &'static str,
        /// The key of `result` that has it.
        next: &'static str,
    },
    /// By the key and the value to go on from, in the parameter of this name.
    Tail(&'static str),
}

/// How a list is walked by the key of the last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySet {
    /// The key as filters and sortings spell it.
    pub field: &'static str,
    /// The parameter that takes conditions.
    pub filter: &'static str,
    /// The parameter that takes field names with directions, or a field's name alone where
    /// [`direction`](Self::direction) stands beside it.
    pub order: &'static str,
    /// The parameter that takes the direction; empty where `order` has it.
    pub direction: &'static str,
    /// Names of the parameters that do not filter rows, separated by spaces. Any other parameter may be a condition,
    /// which the server ignores when a filter is sent.
    pub others: &'static str,
    /// Whether commands of a batch can refer to a page's last row.
    pub batch: bool,
}

impl Listing {
    /// Whether a list can be walked so, if the call sets no order of its own.
    pub fn supports(&self, strategy: Strategy) -> bool {
        let tail = matches!(self.paging, Paging::Tail(_));
        match strategy {
            Strategy::Pages => !tail,
            Strategy::Keys => tail || self.key.is_some(),
            Strategy::Batches => self.key.is_some_and(|key| key.batch),
        }
    }
}
