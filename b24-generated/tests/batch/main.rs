//! Batches over a real connection.
#![allow(deprecated)]

mod data;
mod halt;
mod loopback;
mod model;
mod wire;
