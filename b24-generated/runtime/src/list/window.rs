//! The rows that came last, to tell those that come twice.

use std::borrow::Cow;
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
    /// Takes out of a page the rows that came on a page before. Those of one page with the same key are several.
    pub(super) fn sift(&mut self, rows: &mut Vec<Value>, key: &str) {
        rows.retain(|row| id_of(row, key).is_none_or(|id| !self.known.contains(&*id)));
        for id in rows.iter().filter_map(|row| id_of(row, key)) {
            self.keep(id.into());
        }
    }

    fn keep(&mut self, id: Arc<str>) {
        if !self.known.insert(Arc::clone(&id)) {
            return;
        }
        self.order.push_back(id);
        if self.order.len() > KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
    }
}

/// The key of a row, if it has one.
fn id_of<'r>(row: &'r Value, key: &str) -> Option<Cow<'r, str>> {
    match row.get(key)? {
        Value::String(text) if !text.is_empty() => Some(text.into()),
        Value::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}

/// Whether every row has a key: those that have none cannot repeat.
pub(super) fn are_keyed(rows: &[Value], key: &str) -> bool {
    rows.iter().all(|row| id_of(row, key).is_some())
}

/// What tells values from others.
pub(super) fn fingerprint(values: &[Value]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for value in values {
        value.to_string().hash(&mut hasher);
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
        let mut new = |page: Value| {
            let Value::Array(mut rows) = page else { panic!() };
            window.sift(&mut rows, "ID");
            rows.len()
        };
        assert_eq!(new(json!([{"ID": "7"}, {"ID": 7}])), 2, "one page");
        assert_eq!(new(json!([{"ID": 7}, {"ID": "8"}])), 1);
        assert_eq!(new(json!([{"id": 7}, {"id": 7}])), 2, "rows without the key are new");
        assert_eq!(new((100..100 + KEPT).map(|id| json!({ "ID": id })).collect()), KEPT);
        assert_eq!(new(json!([{"ID": 7}])), 1, "too long ago");
        assert_eq!((window.known.len(), window.order.len()), (KEPT, KEPT));
    }
}
