//! Lists against a server that has rows: every strategy, rows that come and go, servers that err.
#![allow(deprecated, missing_docs)]

mod faults;
mod portal;
mod requests;
mod walks;
