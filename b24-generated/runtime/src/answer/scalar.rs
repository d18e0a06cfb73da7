//! Values of answers: plain ones, lists and maps.

use b24_schema::fit::is_nothing;
use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde_json::{Number, Value};

use super::Log;

/// What a value of an answer can be.
pub trait Typed: Sized + Send + 'static {
    /// Whether it is any JSON value, or holds those as its items.
    const UNTYPED: bool = false;

    /// Reads the value as it came; `None` if it does not fit.
    #[doc(hidden)]
    fn read(raw: &Value, log: &mut Log) -> Option<Self>;

    /// The value as JSON.
    #[doc(hidden)]
    fn write(&self) -> Value;

    /// As `clone`.
    #[doc(hidden)]
    fn copy(&self) -> Self;

    /// What can be had of a whole result that does not fit: nothing is an empty record or list, and
    /// a list goes without the items that do not fit. What is left out is noted.
    #[doc(hidden)]
    fn salvage(_raw: &Value, _log: &mut Log) -> Option<Self> {
        None
    }

    /// Reads one thing where a list is documented, and the only item of a list where one thing is.
    #[doc(hidden)]
    fn of_one(_raw: &Value, _log: &mut Log) -> Option<Self> {
        None
    }

    /// The type, in the words of the documentation.
    #[doc(hidden)]
    fn name() -> String;
}

/// The answer of a method that answers with a file: no JSON, so there is no value of this type.
///
/// Such a call ends with `.download(&b24, at_most)` instead of `.send(&b24)`.
#[derive(Clone, Copy, Debug)]
pub enum FileAnswer {}

impl Typed for FileAnswer {
    fn read(_raw: &Value, _log: &mut Log) -> Option<Self> {
        None
    }

    fn write(&self) -> Value {
        match *self {}
    }

    fn copy(&self) -> Self {
        *self
    }

    fn name() -> String {
        "a file".to_owned()
    }
}

impl Typed for i64 {
    fn read(raw: &Value, _log: &mut Log) -> Option<Self> {
        integer(raw)
    }

    fn write(&self) -> Value {
        Value::from(*self)
    }

    fn copy(&self) -> Self {
        *self
    }

    fn name() -> String {
        "integer".to_owned()
    }
}

/// A whole number, also as text or with an empty fraction. Text with leading zeros is not one: they
/// would be lost.
pub(super) fn integer(raw: &Value) -> Option<i64> {
    match raw {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64().filter(|f| f.fract() == 0.0 && f.abs() < EXACT)?;
            Some(float as i64)
        }),
        Value::String(text) => {
            let number: i64 = text.parse().ok()?;
            (number.to_string() == *text).then_some(number)
        }
        _ => None,
    }
}

/// Up to here a float holds every whole number.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Typed for Decimal {
    fn read(raw: &Value, _log: &mut Log) -> Option<Self> {
        match raw {
            Value::Number(number) => decimal(&number.to_string()),
            Value::String(text) => decimal(text),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        // A number where JSON can hold it as it is, with its trailing zeros; else text.
        let text = self.to_string();
        match serde_json::from_str::<Number>(&text) {
            Ok(number) if number.to_string() == text => Value::Number(number),
            _ => Value::String(text),
        }
    }

    fn copy(&self) -> Self {
        *self
    }

    fn name() -> String {
        "number".to_owned()
    }
}

fn decimal(text: &str) -> Option<Decimal> {
    if text.contains(['e', 'E']) {
        return Decimal::from_scientific(text).ok();
    }
    // Exact: what has more digits than a decimal holds is not rounded.
    Decimal::from_str_exact(text).ok()
}

impl Typed for String {
    fn read(raw: &Value, _log: &mut Log) -> Option<Self> {
        match raw {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn write(&self) -> Value {
        Value::String(self.clone())
    }

    fn copy(&self) -> Self {
        self.clone()
    }

    fn name() -> String {
        "string".to_owned()
    }
}

impl Typed for bool {
    fn read(raw: &Value, _log: &mut Log) -> Option<Self> {
        match raw {
            Value::Bool(yes) => Some(*yes),
            Value::Number(number) => match number.as_f64() {
                Some(1.0) => Some(true),
                Some(0.0) => Some(false),
                _ => None,
            },
            Value::String(text) => match text.as_str() {
                "Y" | "y" | "1" | "true" => Some(true),
                "N" | "n" | "0" | "false" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }

    fn copy(&self) -> Self {
        *self
    }

    fn name() -> String {
        "boolean".to_owned()
    }
}

impl Typed for Value {
    const UNTYPED: bool = true;

    fn read(raw: &Value, _log: &mut Log) -> Option<Self> {
        Some(raw.clone())
    }

    fn write(&self) -> Value {
        self.clone()
    }

    fn copy(&self) -> Self {
        self.clone()
    }

    fn name() -> String {
        "any value".to_owned()
    }
}

/// Methods that answer nothing, which is an empty list where the method is written so.
impl Typed for () {
    fn read(raw: &Value, _log: &mut Log) -> Option<Self> {
        let nothing = raw.is_null() || raw.as_array().is_some_and(Vec::is_empty);
        nothing.then_some(())
    }

    fn write(&self) -> Value {
        Value::Null
    }

    fn copy(&self) -> Self {}

    fn salvage(raw: &Value, log: &mut Log) -> Option<Self> {
        log.unfit(Self::name(), raw.clone());
        Some(())
    }

    fn name() -> String {
        "null".to_owned()
    }
}

impl<T: Typed> Typed for Option<T> {
    const UNTYPED: bool = T::UNTYPED;

    fn read(raw: &Value, log: &mut Log) -> Option<Self> {
        if raw.is_null() {
            return Some(None);
        }
        T::read(raw, log).map(Some)
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::write)
    }

    fn copy(&self) -> Self {
        self.as_ref().map(T::copy)
    }

    fn salvage(raw: &Value, log: &mut Log) -> Option<Self> {
        match empty(raw, log) {
            Some(()) => Some(None),
            None => T::salvage(raw, log).map(Some),
        }
    }

    fn of_one(raw: &Value, log: &mut Log) -> Option<Self> {
        T::of_one(raw, log).map(Some)
    }

    fn name() -> String {
        format!("{} or null", T::name())
    }
}

impl<T: Typed> Typed for Vec<T> {
    const UNTYPED: bool = T::UNTYPED;

    fn read(raw: &Value, log: &mut Log) -> Option<Self> {
        match raw {
            Value::Array(items) => Some(all(items.iter(), log)),
            Value::Object(map) if map.keys().all(|key| is_index(key)) => {
                Some(all(map.values(), log))
            }
            _ => None,
        }
    }

    fn write(&self) -> Value {
        self.iter().map(T::write).collect()
    }

    fn copy(&self) -> Self {
        self.iter().map(T::copy).collect()
    }

    fn salvage(raw: &Value, log: &mut Log) -> Option<Self> {
        empty(raw, log).map(|()| Self::new())
    }

    fn of_one(raw: &Value, log: &mut Log) -> Option<Self> {
        if !raw.is_object() {
            return None;
        }
        T::read(raw, log).map(|item| vec![item])
    }

    fn name() -> String {
        format!("list of {}", T::name())
    }
}

fn is_index(key: &str) -> bool {
    key.parse::<i64>().is_ok_and(|index| index.to_string() == key)
}

/// The items that fit.
fn all<'v, T: Typed>(items: impl Iterator<Item = &'v Value>, log: &mut Log) -> Vec<T> {
    let item = |(index, item): (usize, &Value)| {
        log.enter_index(index);
        item_of(item, log)
    };
    items.enumerate().filter_map(item).collect()
}

/// An item of a list or map. One that does not fit is left out and noted, one that is nothing is
/// just left out; what holds the list keeps the list as it came.
fn item_of<T: Typed>(item: &Value, log: &mut Log) -> Option<T> {
    let read = T::read(item, log);
    if read.is_none() {
        log.partial = true;
        if !is_nothing(item) {
            log.unfit(T::name(), item.clone());
        }
    }
    log.leave();
    read
}

impl<T: Typed> Typed for IndexMap<String, T> {
    const UNTYPED: bool = T::UNTYPED;

    fn read(raw: &Value, log: &mut Log) -> Option<Self> {
        match raw {
            Value::Object(map) => {
                Some(entries(map.iter().map(|(key, value)| (key.clone(), value)), log))
            }
            Value::Array(items) => {
                Some(entries((0..).map(|i: usize| i.to_string()).zip(items.iter()), log))
            }
            _ => None,
        }
    }

    fn write(&self) -> Value {
        self.iter().map(|(key, value)| (key.clone(), value.write())).collect()
    }

    fn copy(&self) -> Self {
        self.iter().map(|(key, value)| (key.clone(), value.copy())).collect()
    }

    fn salvage(raw: &Value, log: &mut Log) -> Option<Self> {
        empty(raw, log).map(|()| Self::new())
    }

    fn name() -> String {
        format!("map of {}", T::name())
    }
}

/// The entries that fit.
fn entries<'v, T: Typed>(
    items: impl Iterator<Item = (String, &'v Value)>,
    log: &mut Log,
) -> IndexMap<String, T> {
    let entry = |(key, value): (String, &Value)| {
        log.enter_name(&key);
        Some((key, item_of(value, log)?))
    };
    items.filter_map(entry).collect()
}

/// Whether a whole result is nothing; in another form than `null` that is noted.
pub(super) fn empty(raw: &Value, log: &mut Log) -> Option<()> {
    if !is_nothing(raw) {
        return None;
    }
    if !raw.is_null() {
        log.unfit(<()>::name(), raw.clone());
    }
    Some(())
}
