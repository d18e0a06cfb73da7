//! The schema as Rust: everything behind the macros of `b24-macros`, as plain functions.
//!
//! [`methods`], [`shared`], [`scopes`] and [`scopes_of`] make the tokens that the macros become; [`home`] tells where
//! methods stand.
//!
//! [`render_features`] and [`render_index`] make texts that `cargo xtask regen` writes. With the feature `pretty`,
//! `render_modules` makes the source of the modules, and `expand_method`, `expand_module_source` and others show what
//! the macros make.
//!
//! Generated code names the runtime as `crate::prelude`, so it compiles in any crate that has one.

mod answer;
mod call;
mod constants;
mod doc;
mod listing;
mod marker;
mod module;
mod names;
#[cfg(feature = "pretty")]
mod pretty;
mod record;
mod records;
mod render;
#[cfg(feature = "pretty")]
mod root;
mod scopes;
mod types;

use b24_schema::{Module, NameError, Rest, Schema};
use proc_macro2::{Span, TokenStream};

#[cfg(feature = "pretty")]
pub use pretty::{
    ExpandError, expand_method, expand_module_source, expand_scopes_source, expand_shared_source,
    render_modules,
};
pub use scopes::ScopesOf;

/// The methods of one REST version in a module.
///
/// # Errors
///
/// If a name cannot be a Rust name.
pub fn methods(module: &Module, rest: Rest) -> Result<TokenStream, NameError> {
    methods_at(module, rest, Span::call_site())
}

/// What [`methods`] makes, for a place in the source: the outermost modules stand at `span`, where errors and
/// editors look for them.
///
/// # Errors
///
/// If a name cannot be a Rust name.
pub fn methods_at(module: &Module, rest: Rest, span: Span) -> Result<TokenStream, NameError> {
    module::methods(module, rest, span)
}

/// Where that stands which [`methods`] makes of one REST version of a module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// Nowhere: the module has nothing of that version.
    Nowhere,
    /// In one module of Rust: `crm` for `crm.json`.
    Module(String),
    /// In no module, where the names of methods are one word, or in several.
    Scattered,
}

/// Finds out where that stands which [`methods`] makes.
///
/// # Errors
///
/// If a name cannot be a Rust name.
pub fn home(module: &Module, rest: Rest) -> Result<Home, NameError> {
    module::home(module, rest)
}

/// The records that several modules share.
///
/// # Errors
///
/// If a name cannot be a Rust name.
pub fn shared(module: &Module) -> Result<TokenStream, NameError> {
    module::shared(module)
}

/// The constants of the scopes.
///
/// # Errors
///
/// If a code cannot be a Rust name.
pub fn scopes(module: &Module) -> Result<TokenStream, NameError> {
    scopes::constants(module)
}

/// The scopes of the calls that functions make: what `scopes![crm::deal::add]` becomes.
pub fn scopes_of(of: &ScopesOf) -> TokenStream {
    scopes::scopes_of(of)
}

/// The lines of `b24-generated/Cargo.toml` between `# features: begin …` and `# features: end`.
pub fn render_features(schema: &Schema) -> String {
    render::features(schema)
}

/// The Rust API as text, one line for each function and setter, sorted by path.
///
/// # Errors
///
/// If a name cannot be a Rust name.
pub fn render_index(schema: &Schema) -> Result<String, NameError> {
    render::index(schema)
}
