//! What setters take: marker types for what is documented, and conversions from what Rust has.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;

use chrono::{NaiveDate, TimeZone};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Map, Value};

use super::answer::{Date, DateTime, Timestamp, Typed};
use super::encode::EncodeError;

/// A value that can be sent where the documentation wants an `M`.
///
/// `M` is one of the markers of this module. Besides the types listed there, [`Json`] is taken
/// everywhere and sent as it is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent as `{M}`",
    label = "expected a value for `{M}`",
    note = "see the documentation of `{M}` for what it takes; `Json(value)` is sent as it is"
)]
pub trait Arg<M> {
    /// The value on the wire.
    ///
    /// # Errors
    ///
    /// If JSON cannot hold it.
    fn encode(self) -> Result<Value, EncodeError>;
}

/// A key on the wire: text.
pub trait IntoKey {
    /// The key.
    fn into_key(self) -> String;
}

impl IntoKey for &str {
    fn into_key(self) -> String {
        self.to_owned()
    }
}

impl IntoKey for &String {
    fn into_key(self) -> String {
        self.clone()
    }
}

impl IntoKey for String {
    fn into_key(self) -> String {
        self
    }
}

/// A JSON value that is sent as it is, whatever the documentation says.
#[derive(Clone, Debug, PartialEq)]
pub struct Json(pub Value);

impl<M> Arg<M> for Json {
    fn encode(self) -> Result<Value, EncodeError> {
        Ok(self.0)
    }
}

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident)*) => { $($(#[$doc])* #[derive(Debug)] pub enum $name {})* };
}

markers! {
    /// A whole number: any integer type.
    Int
    /// A number: integers, floats, and decimals as text, which lose no digit.
    Num
    /// Text: `&str`, `String`, `Cow<str>`.
    Text
    /// A `bool`, sent as `true` or `false`.
    Bool
    /// A `bool`, sent as `"Y"` or `"N"`.
    YesNo
    /// A `bool`, sent as `1` or `0`.
    OneZero
    /// A `bool`, sent as `"1"` or `"0"`.
    OneZeroText
    /// A `bool`, sent as `"true"` or `"false"`.
    BoolText
    /// A file: a pair of its name and its content in base64, or the content alone as text.
    FileData
    /// Nothing: `()`, sent as `null`.
    Null
    /// Any value that serde can serialize.
    Any
    /// In [`One`]: none of this kind.
    No
}

/// Several values of one kind: anything that can be iterated.
#[derive(Debug)]
pub struct List<M>(std::marker::PhantomData<M>);

/// Values by keys that are data: pairs, or a map.
#[derive(Debug)]
pub struct Dict<M>(std::marker::PhantomData<M>);

/// A record: the builder `R`.
#[derive(Debug)]
pub struct Rec<R>(std::marker::PhantomData<R>);

/// One of several kinds: a number, text, a boolean, a list, an object, or nothing (an `Option`).
#[derive(Debug)]
pub struct One<I = No, S = No, B = No, L = No, O = No, N = No>(
    std::marker::PhantomData<(I, S, B, L, O, N)>,
);

/// The form of a boolean on the wire.
pub trait BoolForm {
    /// The value sent for `yes`.
    fn form(yes: bool) -> Value;
}

impl BoolForm for Bool {
    fn form(yes: bool) -> Value {
        Value::Bool(yes)
    }
}

impl BoolForm for YesNo {
    fn form(yes: bool) -> Value {
        Value::from(if yes { "Y" } else { "N" })
    }
}

impl BoolForm for OneZero {
    fn form(yes: bool) -> Value {
        Value::from(u8::from(yes))
    }
}

impl BoolForm for OneZeroText {
    fn form(yes: bool) -> Value {
        Value::from(if yes { "1" } else { "0" })
    }
}

impl BoolForm for BoolText {
    fn form(yes: bool) -> Value {
        Value::from(if yes { "true" } else { "false" })
    }
}

macro_rules! args {
    (@ [$($generics:tt)*] $marker:ty, $t:ty, $v:ident, $encode:expr) => {
        impl<$($generics)*> Arg<$marker> for $t {
            fn encode(self) -> Result<Value, EncodeError> {
                let $v = self;
                $encode
            }
        }
    };
    ($( $generics:tt $marker:ty => $($t:ty),+ ; |$v:ident| $encode:expr; )*) => {
        $($( args! { @ $generics $marker, $t, $v, $encode } )+)*
    };
}

macro_rules! integers {
    ($($t:ty)*) => { $(
        args! {
            [] Int => $t, &$t; |v| Ok(Value::from(v.to_owned()));
            [] Num => $t, &$t; |v| Ok(Value::from(v.to_owned()));
            [] Timestamp => $t, &$t; |v| Ok(Value::from(v.to_owned()));
            [S, B, L, O, N] One<Int, S, B, L, O, N> => $t, &$t; |v| Ok(Value::from(v.to_owned()));
            [S, B, L, O, N] One<Num, S, B, L, O, N> => $t, &$t; |v| Ok(Value::from(v.to_owned()));
        }
    )* };
}
integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

// What answers hold can be sent again.
args! {
    [] Any => Date, &Date; |v| Ok(Value::from(v.as_str()));
    [] Any => DateTime, &DateTime; |v| Ok(Value::from(v.as_str()));
    [] Any => Timestamp; |v| Ok(Value::from(v.0));
    [] Date => Date, &Date; |v| Ok(Value::from(v.as_str()));
    [] Date => NaiveDate; |v| Ok(Value::from(v.to_string()));
    [] DateTime => DateTime, &DateTime; |v| Ok(Value::from(v.as_str()));
    [] Timestamp => Timestamp; |v| Ok(Value::from(v.0));
    [] Num => Decimal, &Decimal; |v| Ok(Typed::write(&v.to_owned()));
    [Z: TimeZone<Offset: Display>] DateTime => chrono::DateTime<Z>; |v| Ok(Value::from(v.to_rfc3339()));
    [Z: TimeZone] Timestamp => chrono::DateTime<Z>; |v| Ok(Value::from(v.timestamp()));
}

fn float(v: f64) -> Result<Value, EncodeError> {
    serde_json::Number::from_f64(v)
        .map(Value::Number)
        .ok_or_else(|| EncodeError::new(format!("{v} is not a finite number")))
}

/// The number as it is written: 0.1 stays 0.1, which a plain conversion would not keep.
fn short_float(v: f32) -> Result<Value, EncodeError> {
    float(v.to_string().parse().unwrap_or_else(|_| v.into()))
}

args! {
    [] Num => f64; |v| float(v);
    [] Num => &f64; |v| float(*v);
    [] Num => f32; |v| short_float(v);
    [] Num => &f32; |v| short_float(*v);
    [S, B, L, O, N] One<Num, S, B, L, O, N> => f64; |v| float(v);
    [S, B, L, O, N] One<Num, S, B, L, O, N> => &f64; |v| float(*v);
    [S, B, L, O, N] One<Num, S, B, L, O, N> => f32; |v| short_float(v);
    [S, B, L, O, N] One<Num, S, B, L, O, N> => &f32; |v| short_float(*v);
    [] Bool => bool; |v| Ok(Bool::form(v));
    [] YesNo => bool; |v| Ok(YesNo::form(v));
    [] OneZero => bool; |v| Ok(OneZero::form(v));
    [] OneZeroText => bool; |v| Ok(OneZeroText::form(v));
    [] BoolText => bool; |v| Ok(BoolText::form(v));
    [I, S, W: BoolForm, L, O, N] One<I, S, W, L, O, N> => bool; |v| Ok(W::form(v));
    [] Null => (); |_v| Ok(Value::Null);
    [I, S, B, L, O] One<I, S, B, L, O, Null> => (); |_v| Ok(Value::Null);
}

macro_rules! texts {
    ($($marker:ty),*) => { $( args! {
        [] $marker => &str, String, &String, Cow<'_, str>, &Cow<'_, str>, char; |v| Ok(Value::from(v.to_string()));
    } )* };
}
texts!(Text, Date, DateTime, Num, FileData);

args! {
    [I, B, L, O, N] One<I, Text, B, L, O, N> => &str, String, &String, Cow<'_, str>, &Cow<'_, str>, char;
        |v| Ok(Value::from(v.to_string()));
}

impl<N: Into<String>, C: Into<String>> Arg<FileData> for (N, C) {
    fn encode(self) -> Result<Value, EncodeError> {
        Ok(Value::from(vec![self.0.into(), self.1.into()]))
    }
}

impl<T: Serialize> Arg<Any> for T {
    fn encode(self) -> Result<Value, EncodeError> {
        serde_json::to_value(self).map_err(EncodeError::new)
    }
}

fn list<M, A: Arg<M>>(items: impl IntoIterator<Item = A>) -> Result<Value, EncodeError> {
    let item = |(i, item): (usize, A)| item.encode().map_err(|e| e.at(&format!("[{i}]")));
    items.into_iter().enumerate().map(item).collect()
}

impl<M, A: Arg<M>, T: IntoIterator<Item = A>> Arg<List<M>> for T {
    fn encode(self) -> Result<Value, EncodeError> {
        list(self)
    }
}

fn dict<M, K: IntoKey, A: Arg<M>>(
    items: impl IntoIterator<Item = (K, A)>,
) -> Result<Value, EncodeError> {
    let mut map = Map::new();
    for (key, value) in items {
        let key = key.into_key();
        let value = value.encode().map_err(|e| e.at(&key))?;
        map.insert(key, value);
    }
    Ok(Value::Object(map))
}

impl<M, K: IntoKey, A: Arg<M>, T: IntoIterator<Item = (K, A)>> Arg<Dict<M>> for T {
    fn encode(self) -> Result<Value, EncodeError> {
        dict(self)
    }
}

args! {
    [I, S, B, M, O, N, A: Arg<M>] One<I, S, B, List<M>, O, N> => Vec<A>; |v| list(v);
    [I, S, B, M, O, N, A: Arg<M> + Clone] One<I, S, B, List<M>, O, N> => &[A]; |v| list(v.iter().cloned());
    [I, S, B, L, M, N, K: IntoKey, A: Arg<M>] One<I, S, B, L, Dict<M>, N> => HashMap<K, A>, BTreeMap<K, A>; |v| dict(v);
    // Where no list is meant, pairs are those of a map.
    [I, S, B, M, N, K: IntoKey, A: Arg<M>] One<I, S, B, No, Dict<M>, N> => Vec<(K, A)>; |v| dict(v);
}

impl<I, S, B, M, O, N, A: Arg<M>, const LEN: usize> Arg<One<I, S, B, List<M>, O, N>> for [A; LEN] {
    fn encode(self) -> Result<Value, EncodeError> {
        list(self)
    }
}

impl<I, S, B, M, N, K: IntoKey, A: Arg<M>, const LEN: usize> Arg<One<I, S, B, No, Dict<M>, N>>
    for [(K, A); LEN]
{
    fn encode(self) -> Result<Value, EncodeError> {
        dict(self)
    }
}

impl<I, S, B, L, O, A: Arg<One<I, S, B, L, O, No>>> Arg<One<I, S, B, L, O, Null>> for Option<A> {
    fn encode(self) -> Result<Value, EncodeError> {
        self.map_or(Ok(Value::Null), A::encode)
    }
}
