//! What a record holds beside its documented fields.

use std::fmt;
use std::ops::Index;

use serde_json::{Map, Value};

use super::{Log, Typed};

/// What came in a record beside its fields, by name on the wire: user fields (`UF_*`), fields that
/// the documentation does not know, and values that do not fit their documented types.
///
/// ```
/// use b24_generated::Extra;
/// use serde_json::json;
///
/// let extra: Extra = [("UF_CRM_1".to_owned(), json!("15"))].into_iter().collect();
/// assert_eq!(extra["UF_CRM_1"], "15");
/// assert_eq!(extra.get_as::<i64>("UF_CRM_1"), Some(15));
/// assert!(extra["UF_CRM_2"].is_null());
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Map<String, Value>>>);

static NULL: Value = Value::Null;

impl Extra {
    /// Nothing.
    pub const NONE: Self = Self(None);

    /// The value under a name on the wire.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.as_ref()?.get(key)
    }

    /// The value under a name, read as leniently as documented fields are; `None` where there is
    /// none, or it does not fit.
    pub fn get_as<T: Typed>(&self, key: &str) -> Option<T> {
        T::read(self.get(key)?, &mut Log::default())
    }

    /// Takes a value out.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.0.as_mut()?.shift_remove(key)
    }

    /// Names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().flat_map(|map| map.iter()).map(|(key, value)| (key.as_str(), value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |map| map.len())
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Index<&str> for Extra {
    type Output = Value;

    /// The value, or `null`.
    fn index(&self, key: &str) -> &Value {
        self.get(key).unwrap_or(&NULL)
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl FromIterator<(String, Value)> for Extra {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(items: I) -> Self {
        let map: Map<_, _> = items.into_iter().collect();
        Self((!map.is_empty()).then(|| Box::new(map)))
    }
}
