//! Scopes: a constant for each, and `scopes![crm::deal::add, user::current]`, from functions to the types of
//! their calls.

use b24_schema::{GENERAL, Module, NameError, scope_const, type_ident};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

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

/// A message for `compile_error!`, with its place.
#[derive(Debug)]
pub struct MacroError {
    /// Where in the input.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

/// Expands `$crate; path, path, …` to the scopes of the calls that the paths' functions return.
///
/// # Errors
///
/// If the input is not a list of paths.
pub fn scopes_of(input: TokenStream) -> Result<TokenStream, MacroError> {
    let mut tokens = input.into_iter();
    let root: TokenStream = tokens.by_ref().take_while(|t| !is_punct(t, ';')).collect();
    let mut methods = TokenStream::new();
    let mut path = Vec::new();
    for token in tokens {
        if is_punct(&token, ',') {
            methods.extend(method_of(&root, &std::mem::take(&mut path), token.span())?);
        } else {
            path.push(token);
        }
    }
    if !path.is_empty() {
        methods.extend(method_of(&root, &path, Span::call_site())?);
    }
    Ok(quote!(#root::runtime::required_scopes(&[#methods])))
}

fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(p) if p.as_char() == c)
}

fn method_of(root: &TokenStream, path: &[TokenTree], end: Span) -> Result<TokenStream, MacroError> {
    let span = path.first().map_or(end, TokenTree::span);
    let usage = |span| MacroError {
        span,
        message: "expected paths of method functions, as in `scopes![crm::deal::add]`".to_owned(),
    };
    if let Some(odd) = path.iter().find(|t| !matches!(t, TokenTree::Ident(_)) && !is_punct(t, ':'))
    {
        return Err(usage(odd.span()));
    }
    let Some(TokenTree::Ident(function)) = path.last() else { return Err(usage(span)) };
    let call = type_ident(&function.to_string())
        .map_err(|e| MacroError { span: function.span(), message: e.to_string() })?;
    // The error for a function that does not exist belongs on its name.
    let call = Ident::new(&call, function.span());
    let parents = &path[..path.len() - 1];
    let names: Vec<String> = parents
        .iter()
        .filter(|t| matches!(t, TokenTree::Ident(_)))
        .map(ToString::to_string)
        .collect();
    let general = Ident::new(GENERAL, Span::call_site());
    // Methods of one word are functions at the root, their calls stand in a module of their own.
    let ty = match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => quote_spanned!(span=> #root::#general::#call),
        ["v3"] | [.., "b24_generated"] | [.., "b24_generated", "v3"] => {
            let parents: TokenStream = parents.iter().cloned().collect();
            quote_spanned!(span=> #parents #general::#call)
        }
        _ => {
            let parents: TokenStream = parents.iter().cloned().collect();
            quote_spanned!(span=> #parents #call)
        }
    };
    Ok(quote_spanned!(span=> <#ty as #root::Call>::METHOD,))
}
