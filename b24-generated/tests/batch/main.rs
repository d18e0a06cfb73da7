//! Batches over a real connection.
#![allow(deprecated)]

mod halt;
mod loopback;
mod model;
mod wire;
