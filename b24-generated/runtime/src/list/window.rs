//! The rows that came last, to tell those that come twice.

use std::collections::{HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use serde_json::Value;

/// How many rows are remembered: a bound, so that memory is flat.
const KEPT: usize = 5_000;

/// The keys of the last rows.
#[derive(Debug, Default)]
pub(super) struct Window {
    known: HashSet<Arc<str>>,
    order: VecDeque<Arc<str>>,
}

impl Window {
    /// Whether a row is new; without a key it is.
    pub(super) fn is_new(&mut self, row: &Value, key: &str) -> bool {
        let id: Arc<str> = match row.get(key) {
            Some(Value::String(text)) if !text.is_empty() => text.as_str().into(),
            Some(Value::Number(number)) => number.to_string().into(),
            _ => return true,
        };
        if !self.known.insert(Arc::clone(&id)) {
            return false;
        }
        self.order.push_back(id);
        if self.order.len() > KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

/// What tells a page from another: the keys of its rows, or else all that is in them.
pub(super) fn fingerprint(rows: &[Value], key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for row in rows {
        row.get(key).unwrap_or(row).to_string().hash(&mut hasher);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_text_are_one_key_and_old_rows_are_forgotten() {
        let mut window = Window::default();
        assert!(window.is_new(&json!({"ID": "7"}), "ID"));
        assert!(!window.is_new(&json!({"ID": 7}), "ID"));
        assert!(window.is_new(&json!({"id": 7}), "ID"), "a row without the key is new");
        assert!(window.is_new(&json!({"id": 7}), "ID"));
        for id in 100..100 + KEPT {
            assert!(window.is_new(&json!({ "ID": id }), "ID"));
        }
        assert_eq!((window.known.len(), window.order.len()), (KEPT, KEPT));
        assert!(window.is_new(&json!({"ID": 7}), "ID"), "too long ago");
    }
}
