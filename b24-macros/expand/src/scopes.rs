//! Scopes: a constant for each, and `scopes![crm::deal::add, user::current]`, from functions to the types of
//! their calls.

use b24_schema::{GENERAL, Module, NameError, REST_3, scope_const, type_ident};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Path, Token};

use crate::doc;
use crate::names::ident;

/// What `scope_constants!` becomes: a constant for each scope, and `ALL`.
pub(crate) fn constants(module: &Module) -> Result<TokenStream, NameError> {
    let codes = module.scopes.iter().map(|scope| &scope.code);
    let constants = module.scopes.iter().map(|scope| {
        let (docs, name) = (doc::scope(scope), ident(&scope_const(&scope.code)?));
        let deprecated = scope.deprecated.then(|| quote!(#[deprecated]));
        let code = &scope.code;
        Ok(quote! {
            #[doc = #docs]
            #deprecated
            pub const #name: &str = #code;
        })
    });
    let constants = constants.collect::<Result<TokenStream, NameError>>()?;
    Ok(quote! {
        #constants
        #[doc = " Every known scope, sorted; the deprecated ones too."]
        pub const ALL: &[&str] = &[#(#codes),*];
    })
}

/// What `scopes_of!` is given: `$crate; crm::deal::add, user::current, profile`.
///
/// The type of a call stands beside the function, so all functions are named within their modules. Those of methods of
/// one word stand bare, or behind the crate or `v3`, and their calls are in a module of their own.
pub struct ScopesOf {
    /// The crate that has the methods.
    root: Path,
    /// The calls that the functions make.
    calls: Vec<TokenStream>,
}

const USAGE: &str = "expected paths of method functions, as in `scopes![crm::deal::add]`";

impl Parse for ScopesOf {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let root = Path::parse_mod_style(input)?;
        input.parse::<Token![;]>()?;
        let (mut calls, mut wrong) = (Vec::new(), None::<Error>);
        while !input.is_empty() {
            match function(input).and_then(|function| call(function, &root)) {
                Ok(call) => calls.push(call),
                Err(error) => match &mut wrong {
                    Some(all) => all.combine(error),
                    None => wrong = Some(error),
                },
            }
            // What follows a path that is none is looked at all the same.
            while !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
                input.parse::<TokenTree>()?;
            }
        }
        wrong.map_or(Ok(Self { root, calls }), Err)
    }
}

/// The path of a function, with a comma or nothing behind it.
fn function(input: ParseStream<'_>) -> syn::Result<Path> {
    let start = input.span();
    let path = Path::parse_mod_style(input).map_err(|_| Error::new(start, USAGE))?;
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(path);
    }
    let odd: TokenTree = input.parse()?;
    Err(Error::new(odd.span(), USAGE))
}

/// The type of the call that a function returns.
fn call(mut path: Path, root: &Path) -> syn::Result<TokenStream> {
    let Some(function) = path.segments.pop() else {
        return Err(Error::new(Span::call_site(), USAGE));
    };
    let name = function.ident.to_string();
    let name = type_ident(&name).map_err(|e| Error::new(function.ident.span(), e))?;
    // The error for a function that does not exist belongs on its name.
    let name = Ident::new(&name, function.ident.span());
    let general = ident(GENERAL);
    // Each with its `::`.
    let (leading, parents) = (path.leading_colon, &path.segments);
    let names: Vec<_> = parents.iter().map(|segment| segment.ident.to_string()).collect();
    Ok(match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => quote!(#root::#general::#name),
        [REST_3] | [.., "b24_generated"] | [.., "b24_generated", REST_3] => {
            quote!(#leading #parents #general::#name)
        }
        _ => quote!(#leading #parents #name),
    })
}

/// The scopes of calls.
pub(crate) fn scopes_of(ScopesOf { root, calls }: &ScopesOf) -> TokenStream {
    quote!(#root::runtime::required_scopes(&[#(<#calls as #root::Call>::METHOD,)*]))
}
