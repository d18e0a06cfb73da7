//! Batches over a real connection.
#![allow(deprecated)]

mod loopback;
mod model;
mod wire;
