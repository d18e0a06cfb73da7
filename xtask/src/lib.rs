//! The generator behind `cargo xtask`: Bitrix24 documentation → canonical pages → schema.
//!
//! Three models, each in one place: a page as read ([`dialect::Doc`]), as understood
//! ([`facts::PageFacts`]) and as emitted (`b24_schema::Schema`).

pub mod assemble;
mod bare;
pub mod canon;
pub mod corpus;
mod data;
pub mod diag;
pub mod dialect;
mod effects;
pub mod errata;
pub mod errors;
pub mod examples;
pub mod facts;
pub mod fit;
pub mod gold;
pub mod output;
pub mod pipeline;
pub mod portal;
pub mod progress;
pub mod prose;
pub mod render;
pub mod summary;
pub mod words;
