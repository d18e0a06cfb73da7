//! The one map that calls and records keep their values in.

use serde_json::{Map, Value};

use super::arg::{Any, Arg, IntoKey, Rec};
use super::encode::EncodeError;
use super::placeholder;

/// Values by their names on the wire, in the order they were set.
///
/// A value that cannot be encoded is remembered and reported when the call is sent, so that setters
/// can be chained.
#[derive(Clone, Debug, Default)]
pub struct Params {
    map: Map<String, Value>,
    failed: Option<EncodeError>,
    /// Whether it may lack what the documentation requires.
    partial: bool,
}

impl Params {
    /// No values.
    pub fn new() -> Self {
        Self::default()
    }

    /// With a value of the kind `M`.
    #[doc(hidden)]
    #[inline]
    pub fn put<M>(mut self, key: &str, value: impl Arg<M>) -> Self {
        self.insert(key.to_owned(), value.encode());
        self
    }

    /// With a record.
    #[doc(hidden)]
    #[inline]
    pub fn record<R: Arg<Rec<R>>>(self, key: &str, value: R) -> Self {
        self.put::<Rec<R>>(key, value)
    }

    /// With a value under a key of the caller's.
    #[must_use]
    #[inline]
    pub fn set(mut self, key: impl IntoKey, value: impl Arg<Any>) -> Self {
        self.add(key, value);
        self
    }

    pub(super) fn add(&mut self, key: impl IntoKey, value: impl Arg<Any>) {
        self.insert(key.into_key(), value.encode());
    }

    /// What the documentation requires may be left out.
    pub(super) fn set_partial(&mut self) {
        self.partial = true;
    }

    /// Makes sending fail where one of these fields is not set. Signs before a key do not matter: `>=ID` sets `ID`.
    pub(super) fn require(&mut self, names: &str) {
        if names.is_empty() || self.partial {
            return;
        }
        let missing: Vec<_> = names.split(' ').filter(|name| !self.has(name)).map(quoted).collect();
        if !missing.is_empty() {
            let which = missing.join(", ");
            self.fail(EncodeError::new(format!("it lacks {which}, {ADVICE}")));
        }
    }

    /// Makes sending fail where none of these sets of parameters is set whole.
    pub(super) fn choose<'s>(&mut self, sets: impl Iterator<Item = &'s str> + Clone) {
        let whole = |set: &str| set.split(SET).all(|name| self.has(name));
        if self.partial || { sets.clone() }.any(whole) || sets.clone().next().is_none() {
            return;
        }
        let sets = sets.map(|set| set.split(SET).map(quoted).collect::<Vec<_>>().join(" with "));
        let which = sets.collect::<Vec<_>>().join(" or ");
        self.fail(EncodeError::new(format!("it lacks {which}, {ADVICE}")));
    }

    fn has(&self, name: &str) -> bool {
        let plain = |key: &str| {
            let key = key.trim_start_matches(|c: char| c.is_ascii_punctuation() && c != '_');
            key.eq_ignore_ascii_case(name)
        };
        self.map.contains_key(name) || self.map.keys().any(|key| plain(key))
    }

    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.map.get(key)
    }

    /// Makes sending fail: the value of `key` cannot be what was asked for.
    pub(super) fn refuse(&mut self, key: &str, reason: &str) {
        self.insert(key.to_owned(), Err(EncodeError::new(reason)));
    }

    pub(super) fn insert(&mut self, key: String, value: Result<Value, EncodeError>) {
        match value {
            Ok(value) => {
                self.map.insert(key, value);
            }
            Err(error) => self.fail(error.at(&key)),
        }
    }

    /// Remembers what cannot be encoded.
    pub(super) fn fail(&mut self, error: EncodeError) {
        self.failed.get_or_insert(error);
    }

    /// The first number that is no key yet.
    pub(super) fn first_free(&self) -> String {
        (0..).map(|n: usize| n.to_string()).find(|n| !self.map.contains_key(n)).unwrap_or_default()
    }

    /// The values as one object.
    ///
    /// # Errors
    ///
    /// Those of [`into_map`](Self::into_map).
    pub fn into_value(self) -> Result<Value, EncodeError> {
        self.into_map().map(Value::Object)
    }

    /// The values as a map.
    ///
    /// # Errors
    ///
    /// The first value that could not be encoded, or that stands only in a batch: a reference.
    pub fn into_map(self) -> Result<Map<String, Value>, EncodeError> {
        let map = self.into_parts()?;
        map.iter().try_for_each(|(key, value)| by_itself(value).map_err(|e| e.at(key)))?;
        Ok(map)
    }

    /// The values, references to other commands of a batch among them.
    pub(super) fn into_parts(self) -> Result<Map<String, Value>, EncodeError> {
        match self.failed {
            None => Ok(self.map),
            Some(error) => Err(error),
        }
    }
}

impl Arg<Any> for Params {
    fn encode(self) -> Result<Value, EncodeError> {
        self.into_parts().map(Value::Object)
    }
}

/// Stands between the names of a set of parameters.
const SET: char = '+';

/// What to do about something that is missing.
const ADVICE: &str = "which the documentation requires; set it, or send without it by `partial`";

fn quoted(name: &str) -> String {
    format!("`{name}`")
}

/// Whether a value can be sent outside a batch: what refers to a command of one cannot.
pub(super) fn by_itself(value: &Value) -> Result<(), EncodeError> {
    match placeholder::is_in(value) {
        true => Err(EncodeError::new("it refers to a command of a batch")),
        false => Ok(()),
    }
}

/// Puts the parameters into the order the server reads them in, with empty ones in the gaps: what
/// stands after a gap would be read as what is missing.
///
/// Numbers and texts at the beginning leave no gap: where they may be left out, the server begins with the
/// next parameter.
pub(crate) fn in_order<'a>(
    mut map: Map<String, Value>,
    order: impl Iterator<Item = (&'a str, bool)>,
) -> Map<String, Value> {
    let order: Vec<_> = order.collect();
    let Some(last) = order.iter().rposition(|(key, _)| map.contains_key(*key)) else {
        return map;
    };
    let leads = |(key, holds_many): &(&str, bool)| *holds_many || map.contains_key(*key);
    let first = order.iter().position(leads).unwrap_or(last);
    let mut ordered = Map::new();
    for &(key, holds_many) in &order[first..=last] {
        let empty = || if holds_many { Value::Array(Vec::new()) } else { Value::Null };
        ordered.insert(key.to_owned(), map.shift_remove(key).unwrap_or_else(empty));
    }
    ordered.extend(map);
    ordered
}
