//! Records of answers.

use std::cell::RefCell;
use std::fmt;

use b24_schema::fit::is_nothing;
use serde_json::{Map, Value};

use super::{Extra, Log, Typed};

/// A record of an answer: a struct whose public fields are the documented ones.
///
/// A field is `None` where the answer does not have it, has `null` or another form of nothing, or a
/// value that does not fit; what came is then in `extra`.
pub trait Fields: Sized + Send + 'static {
    /// A record with nothing in it.
    fn none() -> Self;

    /// Goes through the fields: one generated body that reads, writes and copies. Derived code for
    /// each would cost every user's build several times as much.
    #[doc(hidden)]
    fn each(&self, pass: &Pass<'_>) -> Self;

    /// The record as JSON: fields in the form that JSON has for them, and all of `extra`. What stands
    /// in `extra` under a field's name, because it did not fit, goes before the field.
    fn to_raw(&self) -> Value {
        let pass = Pass::new(Mode::Write(Map::new()));
        self.each(&pass);
        match pass.0.into_inner() {
            Mode::Write(map) => Value::Object(map),
            _ => Value::Null,
        }
    }

    #[doc(hidden)]
    fn copy(&self) -> Self {
        self.each(&Pass::new(Mode::Copy))
    }

    #[doc(hidden)]
    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(short_name::<Self>())?;
        f.write_str(" ")?;
        match self.to_raw() {
            Value::Object(map) => {
                f.debug_map().entries(map.iter().map(|(k, v)| (Plain(k), v))).finish()
            }
            other => write!(f, "{other}"),
        }
    }
}

/// A key without quotes.
struct Plain<'a>(&'a str);

impl fmt::Debug for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

fn short_name<T>() -> &'static str {
    let name = std::any::type_name::<T>();
    name.rsplit("::").next().unwrap_or(name)
}

/// One walk over a record's fields. It changes behind a shared reference, because that makes the
/// generated bodies cheaper to check.
#[doc(hidden)]
pub struct Pass<'a>(RefCell<Mode<'a>>);

enum Mode<'a> {
    /// Reads the fields out of the object; what no field holds is `extra`.
    Read(Reading<'a>),
    /// Writes the fields into the object.
    Write(Map<String, Value>),
    /// Copies them.
    Copy,
}

struct Reading<'a> {
    raw: &'a Map<String, Value>,
    /// Keys whose values stand in fields.
    held: Vec<&'static str>,
    /// Keys that are documented, but whose values stand in no field.
    kept: Vec<&'static str>,
    /// Further spellings of keys: `typeId` of `TYPE_ID`. Few records have any.
    also: Vec<(&'static str, &'static str)>,
    log: &'a mut Log,
}

impl<'a> Reading<'a> {
    /// What stands under a key in one of its spellings: the first that is there and holds something.
    fn find(&self, key: &'static str) -> Option<(&'static str, &'a Value)> {
        let own = self.raw.get(key).map(|value| (key, value));
        if self.also.is_empty() || own.is_some_and(|(_, value)| !is_nothing(value)) {
            return own;
        }
        let others = self.also.iter().filter(|(of, _)| *of == key);
        let mut others = others.filter_map(|(_, other)| Some((*other, self.raw.get(*other)?)));
        let first = others.clone().next();
        others.find(|(_, value)| !is_nothing(value)).or(own).or(first)
    }

    fn field<T: Typed>(&mut self, key: &'static str) -> Option<T> {
        let (key, value) = self.find(key)?;
        self.log.enter_key(key);
        // This record may itself be an item of a list that goes without another one.
        let outer = std::mem::take(&mut self.log.partial);
        let mut read = T::read(value, self.log);
        let mut whole = read.is_some();
        if read.is_none() && !is_nothing(value) {
            self.log.unfit(T::name(), value.clone());
            read = T::of_one(value, self.log);
        }
        self.log.leave();
        whole &= !std::mem::replace(&mut self.log.partial, outer);
        if whole { &mut self.held } else { &mut self.kept }.push(key);
        read
    }

    fn extra(&mut self, open: bool) -> Extra {
        if self.held.len() == self.raw.len() {
            return Extra::NONE;
        }
        let rest = || self.raw.iter().filter(|(key, _)| !self.held.contains(&key.as_str()));
        if !open {
            let unknown =
                rest().map(|(key, _)| key).filter(|key| !self.kept.contains(&key.as_str()));
            self.log.unknown(unknown);
        }
        rest().map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}

impl<'a> Pass<'a> {
    fn new(mode: Mode<'a>) -> Self {
        Self(RefCell::new(mode))
    }

    /// A field.
    pub fn at<T: Typed>(&self, key: &'static str, field: &Option<T>) -> Option<T> {
        self.value(key, field.as_ref())
    }

    /// A field that holds its own record.
    pub fn boxed<T: Typed>(&self, key: &'static str, field: &Option<Box<T>>) -> Option<Box<T>> {
        self.value(key, field.as_deref()).map(Box::new)
    }

    fn value<T: Typed>(&self, key: &'static str, field: Option<&T>) -> Option<T> {
        match &mut *self.0.borrow_mut() {
            Mode::Copy => field.map(T::copy),
            Mode::Write(out) => {
                if let Some(value) = field {
                    out.insert(key.to_owned(), value.write());
                }
                None
            }
            Mode::Read(reading) => reading.field(key),
        }
    }

    /// A documented key that has no field.
    pub fn keep(&self, key: &'static str) {
        if let Mode::Read(reading) = &mut *self.0.borrow_mut() {
            reading.kept.push(key);
        }
    }

    /// A further spelling of a field's key. It is told before the field.
    pub fn also(&self, key: &'static str, other: &'static str) {
        if let Mode::Read(reading) = &mut *self.0.borrow_mut() {
            reading.also.push((key, other));
            reading.kept.extend([key, other]);
        }
    }

    /// The rest of a record that should have nothing else.
    pub fn rest(&self, own: &Extra) -> Extra {
        self.extra(own, false)
    }

    /// The rest of a record that may have any further key.
    pub fn open(&self, own: &Extra) -> Extra {
        self.extra(own, true)
    }

    fn extra(&self, own: &Extra, open: bool) -> Extra {
        match &mut *self.0.borrow_mut() {
            Mode::Copy => own.clone(),
            Mode::Write(out) => {
                for (key, value) in own.iter() {
                    // A list without what does not fit stands here whole; nothing stands here where
                    // the field may have been set since.
                    if !is_nothing(value) || !out.contains_key(key) {
                        out.insert(key.to_owned(), value.clone());
                    }
                }
                Extra::NONE
            }
            Mode::Read(reading) => reading.extra(open),
        }
    }
}

impl<T: Fields> Typed for T {
    fn read(raw: &Value, log: &mut Log) -> Option<Self> {
        let none = Map::new();
        let raw = match raw {
            Value::Object(map) => map,
            Value::Array(items) if items.is_empty() => &none,
            _ => return None,
        };
        let reading = Reading { raw, held: Vec::new(), kept: Vec::new(), also: Vec::new(), log };
        Some(Self::none().each(&Pass::new(Mode::Read(reading))))
    }

    fn write(&self) -> Value {
        self.to_raw()
    }

    fn copy(&self) -> Self {
        Fields::copy(self)
    }

    fn salvage(raw: &Value, log: &mut Log) -> Option<Self> {
        super::scalar::empty(raw, log).map(|()| Self::none())
    }

    fn of_one(raw: &Value, log: &mut Log) -> Option<Self> {
        match raw {
            Value::Array(items) if items.len() == 1 => Self::read(&items[0], log),
            _ => None,
        }
    }

    fn name() -> String {
        "object".to_owned()
    }
}
