//! What pages say in sentences: from blocks to the Markdown that rustdoc shows, and from a schema that carries it to
//! the files beside the schema files.
//!
//! Texts go along with the facts they stand beside, and are no part of them: see [`b24_schema::Text`]. They are read
//! only where a language is asked for. Where a link leads is not known before all pages are read, so texts hold links
//! to pages as they are ([`links`]) until they are written.

mod escape;
mod files;
mod inline;
pub(crate) mod links;
mod markdown;
mod table;
#[cfg(test)]
mod tests;

pub use files::{Counts, PROSE_DIR, Watch, count, files, plan};
pub(crate) use markdown::Markdown;

use std::collections::BTreeMap;

use serde::Deserialize;

/// What texts are written with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProseWords {
    /// The title of a note that has none, by its kind.
    pub notes: BTreeMap<String, String>,
    /// Folders of pages on tools: what links there says the same on every page.
    pub tools: Vec<String>,
}
