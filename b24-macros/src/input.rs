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
    /// Where the version stands.
    pub rest_span: Span,
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
        let expected = |span| {
            let message = "expected a public module without content, as in `pub mod crm {}`: it is filled here";
            Error::new(span, message)
        };
        let attributes = input.call(Attribute::parse_outer)?;
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
        let usage = "a path and a REST version, as in `\"schema/crm.json\", rest = 2`";
        let file = file(input, usage);
        let rest = match &file {
            // A path alone: there is no other place for the error.
            Ok(file) if input.is_empty() => Err(expected(file.span(), usage)),
            // No path and nothing behind it: one error says both.
            Err(error) if input.is_empty() => return Err(error.clone()),
            _ => rest(input, usage),
        };
        let (file, (rest, rest_span)) = both(file, rest)?;
        Ok(Self { file, rest, rest_span })
    }
}

impl Parse for File {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let usage = "a path, as in `\"schema/shared.json\"`";
        let (file, ()) = both(file(input, usage), end(input, usage))?;
        Ok(Self(file))
    }
}

/// The path, up to the comma behind it.
fn file(input: ParseStream<'_>, usage: &str) -> Result<LitStr> {
    let start = if input.is_empty() { Span::call_site() } else { input.span() };
    let file = input.parse().map_err(|_| expected(start, usage));
    while file.is_err() && !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    file
}

/// `, rest = 2`, and nothing behind it.
fn rest(input: ParseStream<'_>, usage: &str) -> Result<(Rest, Span)> {
    let expected = |span| expected(span, usage);
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
            let message =
                format!("there is no REST version `{other}`: write `rest = 2` or `rest = 3`");
            Err(Error::new(number.span(), message))
        }
    };
    let (rest, ()) = both(rest, end(input, usage))?;
    Ok((rest, number.span()))
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
    Err(Error::new(span, format!("expected no more than {usage}")))
}

/// What is told where something else stands.
fn expected(span: Span, usage: &str) -> Error {
    Error::new(span, format!("expected {usage}"))
}

/// Several errors as one, where there are any.
pub(crate) fn all(errors: impl IntoIterator<Item = Error>) -> Result<()> {
    let joined = errors.into_iter().reduce(|mut all, error| {
        all.combine(error);
        all
    });
    joined.map_or(Ok(()), Err)
}

/// Two results as one; if both are errors, both are told.
pub(crate) fn both<A, B>(first: Result<A>, second: Result<B>) -> Result<(A, B)> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (Err(mut first), Err(second)) => {
            first.combine(second);
            Err(first)
        }
        (Err(error), Ok(_)) | (Ok(_), Err(error)) => Err(error),
    }
}
