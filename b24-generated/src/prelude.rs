//! What generated modules import. Not part of the API.

pub use std::boxed::Box;
pub use std::clone::Clone;
pub use std::default::Default;
pub use std::fmt::{Debug, Formatter, Result as FmtResult};
pub use std::ops::FnOnce;
pub use std::option::Option;
pub use std::result::Result;
pub use std::string::String;
pub use std::vec::Vec;

pub use rust_decimal::Decimal;
pub use serde_json::Value;

pub use crate::runtime::{
    Any, Arg, Bool, BoolText, Call, Client, Date, DateTime, Dict, Download, EachCall, Error, Extra,
    Fields, FileAnswer, FileData, Int, IntoKey, KeySet, List, ListCall, Listing, No, Null, Num,
    One, OneOf, OneZero, OneZeroText, Paging, Params, Pass, Rec, Record, Sending, Text, Timestamp,
    YesNo,
};

/// Values by keys that are data.
pub type Map<T> = indexmap::IndexMap<String, T>;
