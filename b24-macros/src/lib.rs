//! The macros that turn the Bitrix24 schema into typed methods.
//!
//! `b24-generated` calls them, one file each, so that a changed file expands anew alone:
//!
//! ```ignore
//! b24_macros::methods!("schema/crm.json", rest = 2);
//! ```
//!
//! Paths are relative to the manifest of the calling crate. This crate only reads the input and
//! reports errors; `b24-expand` makes the tokens.

mod input;
mod load;

use b24_schema::{Module, NameError};
use input::{File, Methods};
use load::Loaded;
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parse;
use syn::{Error, LitStr};

/// `methods!("schema/crm.json", rest = 2)`: the methods of one REST version of a module.
#[proc_macro]
pub fn methods(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input, |Methods { file, rest }| items(&file, |module| b24_expand::methods(module, rest)))
}

/// `shared!("schema/shared.json")`: the records that several modules share.
#[proc_macro]
pub fn shared(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input, |File(file)| items(&file, b24_expand::shared))
}

/// `scope_constants!("schema/shared.json")`: a constant for each scope.
#[proc_macro]
pub fn scope_constants(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input, |File(file)| items(&file, b24_expand::scopes))
}

/// The body of `b24_generated::scopes!`, which passes its own crate first.
#[doc(hidden)]
#[proc_macro]
pub fn scopes_of(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input, |scopes: b24_expand::ScopesOf| Ok(b24_expand::scopes_of(&scopes)))
}

/// Reads the input, and makes of it what the macro becomes: items, or errors at their places.
fn expand<I: Parse>(
    input: proc_macro::TokenStream,
    make: impl FnOnce(I) -> syn::Result<TokenStream>,
) -> proc_macro::TokenStream {
    syn::parse2(input.into()).and_then(make).unwrap_or_else(Error::into_compile_error).into()
}

/// The items that `make` makes of a schema file.
fn items(
    file: &LitStr,
    make: impl FnOnce(&Module) -> Result<TokenStream, NameError>,
) -> syn::Result<TokenStream> {
    let path = file.value();
    let error = |message: String| Error::new(file.span(), message);
    let Loaded { module, files } = Loaded::of_crate(path.as_ref()).map_err(|problems| {
        let mut errors = problems.into_iter().map(error);
        let first = errors.next().unwrap_or_else(|| error(format!("cannot read {path}")));
        errors.fold(first, |mut all, next| {
            all.combine(next);
            all
        })
    })?;
    let items = make(&module).map_err(|e| error(format!("{path}: {e}")))?;
    // cargo rebuilds when a file that the compiler included has changed.
    let included = quote! { #(const _: &[u8] = include_bytes!(#files);)* };
    Ok([included, items].into_iter().collect())
}
