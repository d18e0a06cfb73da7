//! What the macros make, as source that people and benchmarks read.

use b24_schema::{Module, NameError, Rest, Schema};
use proc_macro2::TokenStream;

/// Why there is no source to show.
#[derive(Debug)]
#[non_exhaustive]
pub enum ExpandError {
    /// The schema has no such method. Names are those of the documentation: `crm.deal.add`.
    NoMethod(String),
    /// A name of the schema cannot be a Rust name. `validate` of the schema finds it too, with its place.
    Name(NameError),
    /// What was made is not Rust: a defect of this crate.
    Syntax(syn::Error),
}

impl std::fmt::Display for ExpandError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoMethod(name) => {
                write!(f, "the schema has no method `{name}`; its names are like `crm.deal.add`")
            }
            Self::Name(_) => f.write_str("the schema has a name that cannot be a Rust name"),
            Self::Syntax(_) => {
                f.write_str("the generated code is not Rust, which is a defect of b24-expand")
            }
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

/// Formats items.
fn print(tokens: TokenStream) -> Result<String, ExpandError> {
    let file = syn::parse2(tokens).map_err(ExpandError::Syntax)?;
    Ok(prettyplease::unparse(&file))
}

/// Shows the items of one method, in every REST version it has, as they stand in their module. Capitals in `name` do not
/// matter.
///
/// # Errors
///
/// [`ExpandError::NoMethod`] if there is no such method, and what the other functions fail with.
pub fn expand_method(schema: &Schema, name: &str) -> Result<String, ExpandError> {
    let mut out = String::new();
    for module in schema.modules.values() {
        for method in module.methods.iter().filter(|m| m.name.eq_ignore_ascii_case(name)) {
            out.push_str(&print(crate::module::method(module, method)?)?);
        }
    }
    if out.is_empty() { Err(ExpandError::NoMethod(name.to_owned())) } else { Ok(out) }
}

/// Shows what `#[module]` or `methods!` makes of a module.
///
/// # Errors
///
/// [`ExpandError::Name`] if a name cannot be a Rust name, [`ExpandError::Syntax`] if what was made is not Rust.
pub fn expand_module_source(module: &Module, rest: Rest) -> Result<String, ExpandError> {
    print(crate::methods(module, rest)?)
}

/// Shows what `shared!` makes.
///
/// # Errors
///
/// [`ExpandError::Name`] if a name cannot be a Rust name, [`ExpandError::Syntax`] if what was made is not Rust.
pub fn expand_shared_source(module: &Module) -> Result<String, ExpandError> {
    print(crate::shared(module)?)
}

/// Shows what `scope_constants!` makes.
///
/// # Errors
///
/// [`ExpandError::Name`] if a code cannot be a Rust name, [`ExpandError::Syntax`] if what was made is not Rust.
pub fn expand_scopes_source(module: &Module) -> Result<String, ExpandError> {
    print(crate::scopes(module)?)
}

/// Writes the text of `b24-generated/src/modules.rs`: the whole file.
///
/// # Errors
///
/// [`ExpandError::Name`] if a name cannot be a Rust name, [`ExpandError::Syntax`] if what was made is not Rust.
pub fn render_modules(schema: &Schema) -> Result<String, ExpandError> {
    let header =
        "// One invocation for each module of the schema. Written by `cargo xtask regen`.\n";
    Ok(header.to_owned() + &print(crate::root::modules(schema)?)?)
}
