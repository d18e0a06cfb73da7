//! What generated modules import. Not part of the API.

pub use std::ops::FnOnce;

pub use serde_json::Value;

pub use crate::runtime::{
    Any, Arg, Bool, Call, Client, Date, DateTime, Decode, Dict, FileData, Int, IntoKey, List,
    Method, No, Null, Num, One, OneZero, OneZeroText, Params, Rec, Record, Sending, Text,
    Timestamp, Who, YesNo,
};
