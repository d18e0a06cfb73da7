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

use b24_expand::{Home, ScopesOf};
use input::{EmptyModule, File, Methods, both};
use load::Loaded;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Error;
use syn::parse::Parse;

/// `#[module("schema/crm.json", rest = 2)] pub mod crm {}`: a module of Rust, filled with the methods of one
/// REST version of a module of the schema.
///
/// The module stands in the source, because rustc can tell of an item behind a feature that is off only
/// if it has seen the item's name. It is an attribute, because the module's documentation is part of what
/// is made.
///
/// Other attributes may stand on either side. The compiler looks at `#[cfg]` first: where the feature is off, nothing
/// is read.
#[proc_macro_attribute]
pub fn module(
    arguments: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    let item = TokenStream::from(item);
    let input = both(syn::parse2(arguments.into()), syn::parse2(item.clone()));
    let made = input.and_then(|(methods, place)| filled(&methods, &place));
    // The module stays where it cannot be filled: that it is not there would be one more error.
    made.unwrap_or_else(|error| [error.into_compile_error(), item].into_iter().collect()).into()
}

/// `methods!("schema/profile.json", rest = 2)`: the items of one REST version of a module. Methods of one word
/// have no module of Rust to themselves.
#[proc_macro]
pub fn methods(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input, |methods: Methods| {
        let loaded = Loaded::of_crate(&methods.file)?;
        home(&loaded, &methods)?;
        loaded.items(|module| b24_expand::methods(module, methods.rest))
    })
}

/// `shared!("schema/shared.json")`: the records that several modules share.
#[proc_macro]
pub fn shared(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input, |File(file)| Loaded::of_crate(&file)?.items(b24_expand::shared))
}

/// `scope_constants!("schema/shared.json")`: a constant for each scope.
#[proc_macro]
pub fn scope_constants(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input, |File(file)| Loaded::of_crate(&file)?.items(b24_expand::scopes))
}

/// The body of `b24_generated::scopes!`, which passes its own crate first.
#[doc(hidden)]
#[proc_macro]
pub fn scopes_of(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input, |scopes: ScopesOf| Ok(b24_expand::scopes_of(&scopes)))
}

/// Reads the input, and makes of it what the macro becomes: items, or errors at their places.
fn expand<I: Parse>(
    input: proc_macro::TokenStream,
    make: impl FnOnce(I) -> syn::Result<TokenStream>,
) -> proc_macro::TokenStream {
    syn::parse2(input.into()).and_then(make).unwrap_or_else(Error::into_compile_error).into()
}

/// The module that an attribute fills.
fn filled(methods: &Methods, place: &EmptyModule) -> syn::Result<TokenStream> {
    let EmptyModule { attributes, name } = place;
    let loaded = Loaded::of_crate(&methods.file)?;
    let (path, rest) = (methods.file.value(), methods.rest);
    let message = match home(&loaded, methods)? {
        Home::Module(home) if *name == home => {
            let span = name.span();
            let made = loaded.items(|module| b24_expand::methods_at(module, rest, span))?;
            return Ok(quote!(#(#attributes)* #made));
        }
        Home::Module(home) => {
            format!("the methods of {path} form the module `{home}`: give it this name")
        }
        _ => format!(
            "the methods of {path} do not form one module: instead of this one, write \
            `b24_macros::methods!({path:?}, rest = {});`",
            rest.number()
        ),
    };
    Err(Error::new(name.span(), message))
}

/// Where that stands which is made of a version of a module. It is an error if that is nothing.
fn home(loaded: &Loaded<'_>, methods: &Methods) -> syn::Result<Home> {
    let Methods { file, rest, rest_span } = methods;
    match loaded.make(|module| b24_expand::home(module, *rest))? {
        Home::Nowhere => {
            let (path, rest) = (file.value(), rest.number());
            let message = format!(
                "{path} has nothing for `rest = {rest}`: give the version that it has, or leave this out"
            );
            Err(Error::new(*rest_span, message))
        }
        home => Ok(home),
    }
}
