//! How a method gives out a list.

use serde::{Deserialize, Serialize};

/// What a walk through a method's list has to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listing {
    /// The key of `result` that holds the rows; empty where `result` is the list itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub items: String,
    /// The key of a row that tells it from the others; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The parameter that names the fields to answer; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub select: String,
    /// How the next page is asked for.
    pub paging: Paging,
    /// What a walk by the key of the last row needs; absent where nothing proves that it works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeySet>,
}

/// How the next page of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Paging {
    /// By the parameter of this name, `start`: what `next` of the answer says.
    Start(String),
    /// By two parameters: how many rows at most, and how many to skip.
    Offset {
        /// How many rows at most.
        limit: String,
        /// How many to skip.
        offset: String,
    },
    /// By `limit` and `offset` in the parameter of this name (REST 3.0).
    Pagination(String),
    /// By the answer's mark of where the page ended (REST 3.0).
    Cursor {
        /// The parameter whose `afterCursor` takes the mark.
        param: String,
        /// The key of `result` that has it.
        next: String,
    },
    /// By the key and value to go on from, in the parameter of this name (REST 3.0, `*.tail`).
    Tail(String),
}

/// How a list is walked by the key of the last row: sorted by it, and filtered to what is greater.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeySet {
    /// The key as filters and sortings spell it.
    pub field: String,
    /// The parameter that takes conditions.
    pub filter: String,
    /// The parameter that takes field names with directions, or a field's name alone where
    /// [`direction`](Self::direction) stands beside it.
    pub order: String,
    /// The parameter that takes the direction; empty where `order` has it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub direction: String,
    /// Other parameters that filter rows too, such as `UF_DEPARTMENT` of `user.get`. The server may ignore them when a
    /// filter is sent. A walk by keys sends one and would lose them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// Whether the key of a page's last row can be referred to within a batch.
    #[serde(default, skip_serializing_if = "crate::method::is_false")]
    pub batch: bool,
}

impl Listing {
    /// The names of parameters that it relies on.
    pub fn params(&self) -> impl Iterator<Item = &str> {
        let paging = match &self.paging {
            // Every list of REST 2 takes it, whether or not its page says so.
            Paging::Start(_) => [""; 2],
            Paging::Offset { limit, offset } => [limit.as_str(), offset.as_str()],
            Paging::Pagination(param) | Paging::Cursor { param, .. } | Paging::Tail(param) => {
                [param.as_str(), ""]
            }
        };
        let key = self.key.iter().flat_map(|key| [&*key.filter, &*key.order, &*key.direction]);
        paging.into_iter().chain(key).chain([&*self.select]).filter(|name| !name.is_empty())
    }
}
