//! What the macros are given.

use b24_schema::Rest;
use proc_macro2::{Span, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Ident, LitInt, LitStr, Result, Token};

/// The file of a module and one of its REST versions: `"schema/crm.json", rest = 2`.
pub(crate) struct Methods {
    /// The path of the file.
    pub file: LitStr,
    /// The version.
    pub rest: Rest,
}

/// A file alone: `"schema/shared.json"`.
pub(crate) struct File(pub LitStr);

/// What an attribute fills: `pub mod crm {}`.
pub(crate) struct EmptyModule {
    /// What else stands before it.
    pub attributes: Vec<Attribute>,
    /// Its name.
    pub name: Ident,
}

impl Parse for EmptyModule {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let expected = |span| Error::new(span, "expected an empty module, as in `pub mod crm {}`");
        input.parse::<Token![pub]>().map_err(|error| expected(error.span()))?;
        input.parse::<Token![mod]>().map_err(|error| expected(error.span()))?;
        let name = Ident::parse_any(input).map_err(|error| expected(error.span()))?;
        match input.parse()? {
            TokenTree::Group(body) if body.stream().is_empty() => Ok(Self { attributes, name }),
            body => Err(expected(body.span())),
        }
    }
}

impl Parse for Methods {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let usage = "expected a path and a REST version, as in `\"schema/crm.json\", rest = 2`";
        let file = file(input, usage);
        let rest = match &file {
            // A path alone: there is no other place for the error.
            Ok(file) if input.is_empty() => Err(Error::new(file.span(), usage)),
            Err(_) if input.is_empty() => Ok(Rest::V2),
            _ => rest(input, usage),
        };
        let (file, rest) = both(file, rest)?;
        Ok(Self { file, rest })
    }
}

impl Parse for File {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let usage = "expected a path, as in `\"schema/shared.json\"`";
        Ok(Self(both(file(input, usage), end(input, usage))?.0))
    }
}

/// The path, up to the comma behind it.
fn file(input: ParseStream<'_>, usage: &str) -> Result<LitStr> {
    let start = if input.is_empty() { Span::call_site() } else { input.span() };
    let file = input.parse().map_err(|_| Error::new(start, usage));
    while file.is_err() && !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    file
}

/// `, rest = 2`, and nothing behind it.
fn rest(input: ParseStream<'_>, usage: &str) -> Result<Rest> {
    let expected = |span| Error::new(span, usage);
    input.parse::<Token![,]>().map_err(|error| expected(error.span()))?;
    let name: Ident = input.parse().map_err(|error| expected(error.span()))?;
    if name != "rest" {
        return Err(expected(name.span()));
    }
    input.parse::<Token![=]>().map_err(|error| expected(error.span()))?;
    let number: LitInt = input.parse().map_err(|error| expected(error.span()))?;
    let rest = match number.base10_digits() {
        "2" => Ok(Rest::V2),
        "3" => Ok(Rest::V3),
        other => {
            let message = format!("unknown REST version `{other}`: it is 2 or 3");
            Err(Error::new(number.span(), message))
        }
    };
    Ok(both(rest, end(input, usage))?.0)
}

/// That nothing more comes.
fn end(input: ParseStream<'_>, usage: &str) -> Result<()> {
    if input.is_empty() {
        return Ok(());
    }
    let span = input.span();
    // An error of ours says more than that of tokens that are left.
    while !input.is_empty() {
        input.parse::<TokenTree>()?;
    }
    Err(Error::new(span, usage))
}

/// Two results as one; if both are errors, both are told.
pub(crate) fn both<A, B>(first: Result<A>, second: Result<B>) -> Result<(A, B)> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (Err(mut first), Err(second)) => {
            first.combine(second);
            Err(first)
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}
