//! Why a value cannot be sent.

/// A value that cannot be sent: JSON cannot hold it (a number that is not finite), or it lacks what the documentation
/// requires.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{reason}", if key.is_empty() { String::new() } else { format!("`{key}` cannot be sent: ") })]
#[non_exhaustive]
pub struct EncodeError {
    /// The parameter, with the records it stands in: `fields.OPPORTUNITY`. Empty where it is the call as a whole.
    pub key: String,
    /// Why.
    pub reason: String,
}

impl EncodeError {
    pub(crate) fn new(reason: impl ToString) -> Self {
        Self { key: String::new(), reason: reason.to_string() }
    }

    pub(super) fn at(mut self, key: &str) -> Self {
        if !self.key.is_empty() && !self.key.starts_with('[') {
            self.key.insert(0, '.');
        }
        self.key.insert_str(0, key);
        self
    }
}
