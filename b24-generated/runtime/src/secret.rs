//! Text that must not be seen.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A webhook's code, a token or a key: shown as `***` wherever it is printed.
///
/// Serialization writes the text itself, so that tokens can be stored.
#[derive(Clone, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the request that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it is this text; takes as long whatever the difference is.
    pub fn matches(&self, text: &str) -> bool {
        let differ = self.0.bytes().zip(text.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b));
        differ == 0 && self.0.len() == text.len()
    }

    /// A text of the server's, without this secret if it repeats it.
    pub(crate) fn hide_in(&self, text: &mut String) {
        if !self.0.is_empty() && text.contains(&self.0) {
            *text = text.replace(&self.0, "***");
        }
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.matches(&other.0)
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
