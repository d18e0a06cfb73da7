//! What the macros make, as source that people and benchmarks read.

use b24_schema::{Module, NameError, Rest, Schema};
use proc_macro2::TokenStream;

/// Source that cannot be shown.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExpandError {
    /// The schema has no such method.
    NoMethod(String),
    /// A name cannot be a Rust name.
    Name(NameError),
    /// What was made is not Rust: a defect of this crate.
    Syntax(syn::Error),
}

impl std::fmt::Display for ExpandError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoMethod(name) => write!(f, "the schema has no method `{name}`"),
            Self::Name(_) => f.write_str("a name cannot be a Rust name"),
            Self::Syntax(_) => f.write_str("the generated code is not Rust"),
        }
    }
}

impl std::error::Error for ExpandError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NoMethod(_) => None,
            Self::Name(source) => Some(source),
            Self::Syntax(source) => Some(source),
        }
    }
}

impl From<NameError> for ExpandError {
    fn from(error: NameError) -> Self {
        Self::Name(error)
    }
}

fn print(tokens: TokenStream) -> Result<String, ExpandError> {
    let file = syn::parse2(tokens).map_err(ExpandError::Syntax)?;
    Ok(prettyplease::unparse(&file))
}

/// The items of one method, in every REST version it has, as source.
///
/// # Errors
///
/// If there is no such method.
pub fn expand_method(schema: &Schema, name: &str) -> Result<String, ExpandError> {
    let mut out = String::new();
    for module in schema.modules.values() {
        for method in module.methods.iter().filter(|m| m.name.eq_ignore_ascii_case(name)) {
            out.push_str(&print(crate::module::method(module, method)?)?);
        }
    }
    if out.is_empty() { Err(ExpandError::NoMethod(name.to_owned())) } else { Ok(out) }
}

/// What `#[module]` or `methods!` makes of a module, as source.
///
/// # Errors
///
/// If a name cannot be a Rust name.
pub fn expand_module_source(module: &Module, rest: Rest) -> Result<String, ExpandError> {
    print(crate::methods(module, rest)?)
}

/// What `shared!` makes, as source.
///
/// # Errors
///
/// If a name cannot be a Rust name.
pub fn expand_shared_source(module: &Module) -> Result<String, ExpandError> {
    print(crate::shared(module)?)
}

/// What `scope_constants!` makes, as source.
///
/// # Errors
///
/// If a code cannot be a Rust name.
pub fn expand_scopes_source(module: &Module) -> Result<String, ExpandError> {
    print(crate::scopes(module)?)
}

/// The text of `b24-generated/src/modules.rs`: the whole file.
///
/// # Errors
///
/// If a name cannot be a Rust name.
pub fn render_modules(schema: &Schema) -> Result<String, ExpandError> {
    let header =
        "// One invocation for each module of the schema. Written by `cargo xtask regen`.\n";
    Ok(header.to_owned() + &print(crate::root::modules(schema)?)?)
}
