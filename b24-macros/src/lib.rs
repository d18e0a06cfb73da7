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

mod load;

use std::path::Path;

use b24_schema::{Module, NameError, Rest};
use load::Loaded;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

/// `methods!("schema/crm.json", rest = 2)`: the methods of one REST version of a module.
#[proc_macro]
pub fn methods(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), true, b24_expand::methods)
}

/// `shared!("schema/shared.json")`: the records that several modules share.
#[proc_macro]
pub fn shared(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), false, |module, _| b24_expand::shared(module))
}

/// `scope_constants!("schema/shared.json")`: a constant for each scope.
#[proc_macro]
pub fn scope_constants(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    expand(input.into(), false, |module, _| b24_expand::scopes(module))
}

/// The body of `b24_generated::scopes!`, which passes its own crate first.
#[doc(hidden)]
#[proc_macro]
pub fn scopes_of(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    match b24_expand::scopes_of(input.into()) {
        Ok(tokens) => tokens.into(),
        Err(error) => fail(error.span, &error.message),
    }
}

fn expand(
    input: TokenStream,
    with_rest: bool,
    items: fn(&Module, Rest) -> Result<TokenStream, NameError>,
) -> proc_macro::TokenStream {
    let arguments = match arguments(input, with_rest) {
        Ok(arguments) => arguments,
        Err((span, message)) => return fail(span, &message),
    };
    match load(&arguments, items) {
        Ok(tokens) => tokens,
        Err(message) => fail(arguments.span, &message),
    }
}

struct Arguments {
    path: String,
    rest: Rest,
    span: Span,
}

const USAGE: &str = "expected a path and a REST version, as in `\"schema/crm.json\", rest = 2`";

fn arguments(input: TokenStream, with_rest: bool) -> Result<Arguments, (Span, String)> {
    let usage =
        || if with_rest { USAGE } else { "expected a path, as in `\"schema/shared.json\"`" };
    let tokens: Vec<_> = input.into_iter().collect();
    let first = match tokens.first() {
        Some(TokenTree::Literal(path)) => path,
        Some(other) => return Err((other.span(), usage().to_owned())),
        None => return Err((Span::call_site(), usage().to_owned())),
    };
    let text = first.to_string();
    let path = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
    let Some(path) = path.filter(|p| !p.contains('\\')) else {
        return Err((first.span(), usage().to_owned()));
    };
    let mut rest = Rest::V2;
    if with_rest {
        let words: Vec<_> = tokens[1..].iter().map(ToString::to_string).collect();
        rest = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            [",", "rest", "=", "2"] => Rest::V2,
            [",", "rest", "=", "3"] => Rest::V3,
            [",", "rest", "=", other] => {
                let message = format!("unknown REST version `{other}`: it is 2 or 3");
                return Err((tokens[4].span(), message));
            }
            _ => return Err((first.span(), usage().to_owned())),
        };
    } else if let Some(odd) = tokens.get(1) {
        return Err((odd.span(), usage().to_owned()));
    }
    Ok(Arguments { path: path.to_owned(), rest, span: first.span() })
}

fn load(
    arguments: &Arguments,
    items: fn(&Module, Rest) -> Result<TokenStream, NameError>,
) -> Result<proc_macro::TokenStream, String> {
    let root = std::env::var_os("CARGO_MANIFEST_DIR")
        .ok_or("CARGO_MANIFEST_DIR is not set; build with cargo")?;
    let Loaded { module, files } = Loaded::read(Path::new(&root), Path::new(&arguments.path))?;
    let items = items(&module, arguments.rest).map_err(|e| format!("{}: {e}", arguments.path))?;
    let files: Vec<&str> = files
        .iter()
        .map(|file| file.to_str().ok_or("the path of the schema is not Unicode"))
        .collect::<Result<_, _>>()?;
    // cargo rebuilds when a file that the compiler included has changed.
    let included = quote! { #(const _: &[u8] = include_bytes!(#files);)* };
    Ok([included, items].into_iter().collect::<TokenStream>().into())
}

/// `compile_error!("…");`, placed at `span`.
fn fail(span: Span, message: &str) -> proc_macro::TokenStream {
    let mut text = Literal::string(message);
    text.set_span(span);
    let mut bang = Punct::new('!', Spacing::Alone);
    bang.set_span(span);
    let mut group = Group::new(Delimiter::Brace, TokenTree::from(text).into());
    group.set_span(span);
    let name = Ident::new("compile_error", span);
    let tokens: [TokenTree; 3] = [name.into(), bang.into(), group.into()];
    TokenStream::from_iter(tokens).into()
}
