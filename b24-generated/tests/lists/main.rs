//! Lists against a server that has rows: every strategy, rows that come and go, servers that err.
#![allow(deprecated, missing_docs)]

#[path = "../common/mod.rs"]
mod common;
mod conditions;
mod faults;
mod pages;
mod portal;
mod requests;
mod walks;
