//! The contract between the documentation parser and the generated crate.
//!
//! `cargo xtask regen` writes one [`Module`] per file into `b24-generated/schema/`; the macros of
//! `b24-macros` read them back while that crate compiles. Both sides share these types, so the JSON
//! has one definition.
//!
//! ```json
//! {
//!   "schema": 1,
//!   "module": "vote",
//!   "methods": [
//!     {
//!       "name": "vote.Integration.Im.send", "rest": 2,
//!       "page": "api-reference/vote/vote.integration.im.send.md",
//!       "title": { "en": "Create and Send a Poll to the Chat", "ru": "…" },
//!       "scopes": ["vote"], "who": "any",
//!       "params": [
//!         { "name": "chatId", "type": "integer", "required": true },
//!         { "name": "options", "type": { "list": "string" }, "required": false }
//!       ],
//!       "answer": { "type": "any" }
//!     }
//!   ]
//! }
//! ```
//!
//! What the documentation says in sentences is no part of it: [`Prose`] has that, in files beside.
//!
//! What serde alone cannot say (unique names, references that resolve, unions of distinct types) is
//! checked by [`Module::validate`] and [`Schema::validate`], which name the JSON path and the reason.

mod check;
mod constants;
mod effect;
pub mod fit;
mod io;
mod listing;
mod meaning;
mod method;
mod names;
mod prose;
mod types;
mod walk;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use check::Violation;
pub use constants::{Constant, ConstantSet};
pub use effect::{Effect, Effects};
pub use io::{ReadError, SHARED, Schema};
pub use listing::{KeySet, Listing, Paging};
pub use meaning::{Meaning, Meanings};
pub use method::{
    Answer, Deprecation, ErrorCode, Method, Module, Rest, Scope, ScopeFrom, Title, VERSION, Who,
    refer_to, referred,
};
pub use names::{
    GENERAL, NameError, RESERVED_ROOT, REST_3, RustPath, answer_ident, answer_type, builder_ident,
    each_call_ident, field_ident, method_path, module_feature, module_ident, plain_path,
    record_ident, scope_const, type_ident,
};
pub use prose::{Language, MethodTexts, PROSE_VERSION, Prose, Text, Texts, page_url};
pub use types::{AllowedValue, Field, Limits, Record, RecordBody, Type, Wire};
