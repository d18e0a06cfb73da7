//! The macros that turn the Bitrix24 schema into typed methods.
//!
//! `b24-generated` calls them, one file each, so that a changed file expands anew alone:
//!
//! ```ignore
//! #[cfg(feature = "crm")]
//! #[b24_macros::module("schema/crm.json", rest = 2)]
//! pub mod crm {}
//! ```
//!
//! Paths are relative to the manifest of the calling crate. This crate only reads the input and
//! reports errors; `b24-expand` makes the tokens.

mod input;
mod load;

use b24_expand::Home;
use b24_schema::{Module, NameError, Rest};
use input::{EmptyModule, File, Methods, both};
use load::Loaded;
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parse;
use syn::{Error, LitStr};

/// `#[module("schema/crm.json", rest = 2)] pub mod crm {}`: a module of Rust, filled with the methods of one
/// REST version of a module of the schema.
///
/// The module stands in the source, because rustc can tell of an item behind a feature that is off only
/// if it has seen the item's name. It is an attribute, because the module's documentation is part of what
/// is made.
#[proc_macro_attribute]
pub fn module(
    arguments: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    let item = TokenStream::from(item);
    let input = both(syn::parse2(arguments.into()), syn::parse2(item.clone()));
    let made = input.and_then(|(Methods { file, rest }, place)| filled(&place, &file, rest));
    // The module stays where it cannot be filled: that it is not there would be one more error.
    made.unwrap_or_else(|error| [error.into_compile_error(), item].into_iter().collect()).into()
}

/// `methods!("schema/profile.json", rest = 2)`: the items of one REST version of a module. Methods of one word
/// have no module of Rust to themselves.
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

/// The module that an attribute fills.
fn filled(place: &EmptyModule, file: &LitStr, rest: Rest) -> syn::Result<TokenStream> {
    let EmptyModule { attributes, name } = place;
    let mut home = Home::Nowhere;
    let made = items(file, |module| {
        home = b24_expand::home(module, rest)?;
        b24_expand::methods(module, rest)
    })?;
    let path = file.value();
    let message = match home {
        Home::Module(home) if *name == home => return Ok(quote!(#(#attributes)* #made)),
        Home::Module(home) => format!("{path} has the module `{home}`"),
        _ => format!("what {path} has does not stand in one module: use `methods!`"),
    };
    Err(Error::new(name.span(), message))
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
    Ok([items, included].into_iter().collect())
}
