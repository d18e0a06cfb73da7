//! Names in generated code: identifiers, and what the generated crate's prelude has.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

/// A name as `b24-schema` spells it (`add`, `r#type`) as an identifier.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// How a module names what it takes from the prelude.
///
/// Short names cost the compiler measurably less than paths, but a call named `List` hides the
/// prelude's `List` in its module; that one is then written with its path.
pub(crate) struct Prelude {
    hidden: Option<BTreeSet<String>>,
}

impl Prelude {
    /// Names for a module that imports the prelude and defines the types `hidden`.
    pub(crate) fn imported(hidden: BTreeSet<String>) -> Self {
        Self { hidden: Some(hidden) }
    }

    /// Names for code that imports nothing.
    pub(crate) fn paths() -> Self {
        Self { hidden: None }
    }

    /// One name.
    pub(crate) fn get(&self, name: &'static str) -> Name {
        let imported = self.hidden.as_ref().is_some_and(|hidden| !hidden.contains(name));
        Name { name, imported }
    }

    /// Several names.
    pub(crate) fn all<const N: usize>(&self, names: [&'static str; N]) -> [Name; N] {
        names.map(|name| self.get(name))
    }
}

/// A name of the prelude: `Params`, or `crate::prelude::Params` where a type of the module hides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    name: &'static str,
    imported: bool,
}

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if !self.imported {
            path(["crate", "prelude"], tokens);
        }
        ident(self.name).to_tokens(tokens);
    }
}

/// The modules before a name, each with its `::`.
pub(crate) fn path<'n>(modules: impl IntoIterator<Item = &'n str>, tokens: &mut TokenStream) {
    for module in modules {
        ident(module).to_tokens(tokens);
        tokens.append(Punct::new(':', Spacing::Joint));
        tokens.append(Punct::new(':', Spacing::Alone));
    }
}
