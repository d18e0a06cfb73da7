//! A schema module as a tree of Rust modules.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{
    Method, Module, NameError, REST_3, Rest, Type, answer_type, builder_ident, each_call_ident,
    method_path, module_feature, module_ident, record_ident, type_ident,
};

use proc_macro2::TokenStream;
use quote::quote;

use crate::answer;
use crate::call;
use crate::names::ident;
use crate::types::Types;
use crate::{constants, doc, record, records};

/// The methods of one Rust module, and the modules in it.
#[derive(Default)]
struct Node<'m> {
    methods: Vec<&'m Method>,
    children: BTreeMap<String, Node<'m>>,
}

/// What `#[module]` or one invocation of `methods!` becomes: `pub mod crm { … }`, or the bare items of methods of
/// one word.
pub(crate) fn methods(module: &Module, rest: Rest) -> Result<TokenStream, NameError> {
    let whole = Whole { types: Types::new(module), rest };
    let root = root(module, rest)?;
    let mut items = Vec::new();
    for method in &root.methods {
        items.push(call::items(method, &whole.types)?);
    }
    for (name, node) in &root.children {
        // On docs.rs every page of the module says which feature it needs.
        let feature = module_feature(&module.module);
        let aliases = doc::alias::module(&module.title);
        items.push(quote! {
            #[cfg_attr(docsrs, doc(cfg(feature = #feature)))]
            #aliases
        });
        let place = Place { name, wire: &module.module, path: &whole.root(name) };
        items.push(tree(&place, node, &whole, with_records(module, rest))?);
    }
    items.push(each_call(module, rest)?);
    Ok(items.into_iter().collect())
}

/// The tree of Rust modules for one REST version.
fn root(module: &Module, rest: Rest) -> Result<Node<'_>, NameError> {
    let mut root = Node::default();
    for method in module.methods.iter().filter(|m| m.rest == rest) {
        let path = method_path(&method.name, rest)?;
        let mut node = &mut root;
        for part in path.home() {
            node = node.children.entry(part.clone()).or_default();
        }
        node.methods.push(method);
    }
    if with_records(module, rest) {
        root.children.entry(module_ident(&module.module)?).or_default();
    }
    Ok(root)
}

/// The one module of Rust in which everything stands, if there is just one.
pub(crate) fn home(module: &Module, rest: Rest) -> Result<Option<String>, NameError> {
    let root = root(module, rest)?;
    let mut names = root.children.into_keys();
    Ok(match (names.next(), names.next()) {
        (Some(name), None) if root.methods.is_empty() => Some(name),
        _ => None,
    })
}

/// Whether the module has items of its own. They live in its REST 2 tree, whichever methods use them.
pub(crate) fn with_records(module: &Module, rest: Rest) -> bool {
    rest == Rest::V2 && !(module.records.is_empty() && module.constants.is_empty())
}

/// The function that hands every call type to a visitor.
fn each_call(module: &Module, rest: Rest) -> Result<TokenStream, NameError> {
    let mut calls = Vec::new();
    for method in module.methods.iter().filter(|m| m.rest == rest) {
        let path = method_path(&method.name, rest)?;
        let parts = path.home().iter().chain([&path.call_type]);
        calls.push(parts.map(|part| ident(part)).collect::<Vec<_>>());
    }
    let name = ident(&each_call_ident(&module.module));
    Ok(quote! {
        #[doc(hidden)]
        #[inline]
        pub fn #name<V: crate::prelude::EachCall>(visitor: &mut V) {
            #( visitor.call::<#(#calls)::*>(); )*
        }
    })
}

/// What is the same for the whole tree of a schema module.
struct Whole<'a> {
    /// Types as code outside of its modules writes them.
    types: Types<'a>,
    rest: Rest,
}

impl Whole<'_> {
    /// The path of a module at the root of the tree.
    fn root(&self, name: &str) -> String {
        match self.rest {
            Rest::V2 => name.to_owned(),
            Rest::V3 => format!("{REST_3}::{name}"),
        }
    }
}

/// Where a Rust module stands.
struct Place<'a> {
    name: &'a str,
    /// As names of methods begin.
    wire: &'a str,
    /// The path in Rust, from the crate's root.
    path: &'a str,
}

fn tree(
    place: &Place<'_>,
    node: &Node<'_>,
    whole: &Whole<'_>,
    with_records: bool,
) -> Result<TokenStream, NameError> {
    let module = whole.types.module;
    let Place { name, wire, path } = place;
    let mut hidden = BTreeSet::new();
    for method in &node.methods {
        let call_type = method_path(&method.name, method.rest)?.call_type;
        type_names(&call_type, method.params.iter().map(|p| (&p.name, &p.ty)), &mut hidden)?;
        let answer = answer_type(&call_type);
        hidden.insert(call_type);
        below(&answer, &method.answer.ty, &mut hidden)?;
    }
    if with_records {
        for record in &module.records {
            for name in [type_ident(&record.name)?, builder_ident(&record.name)?] {
                let fields = record.body.fields.iter().map(|f| (&f.name, &f.ty));
                type_names(&name, fields, &mut hidden)?;
                hidden.insert(name);
            }
        }
    }
    let mut items = Vec::new();
    if with_records || !node.methods.is_empty() {
        items.push(quote!(
            use crate::prelude::*;
        ));
    }
    let types = whole.types.importing(hidden);
    if with_records {
        for described in records::taken(module) {
            items.push(record::named(described, None, &types)?);
        }
        for described in records::given(module) {
            items.push(answer::named(described, None, &types)?);
        }
        for set in &module.constants {
            items.push(constants::set(set, module)?);
        }
    }
    for method in &node.methods {
        items.push(call::items(method, &types)?);
    }
    for (child, below) in &node.children {
        let wire = format!("{wire}.{}", child.strip_prefix("r#").unwrap_or(child));
        let path = format!("{path}::{child}");
        let place = Place { name: child, wire: &wire, path: &path };
        items.push(tree(&place, below, whole, false)?);
    }
    let (docs, name) = (map(node, place, whole)?, ident(name));
    let items: TokenStream = items.into_iter().collect();
    Ok(quote! {
        #[doc = #docs]
        pub mod #name { #items }
    })
}

/// The documentation of a module.
fn map(node: &Node<'_>, place: &Place<'_>, whole: &Whole<'_>) -> Result<String, NameError> {
    fn below(node: &Node<'_>, path: &str, out: &mut Vec<doc::Place>) -> Result<(), NameError> {
        for (name, child) in &node.children {
            let path = format!("{path}::{name}");
            let functions = child.methods.iter();
            let functions = functions
                .map(|m| Ok((method_path(&m.name, m.rest)?.function, m.deprecated.is_some())));
            let functions = functions.collect::<Result<Vec<_>, NameError>>()?;
            if !functions.is_empty() {
                out.push(doc::Place { path: path.clone(), functions });
            }
            below(child, &path, out)?;
        }
        Ok(())
    }
    let mut all = Vec::new();
    below(node, place.path, &mut all)?;
    Ok(doc::map(place.wire, place.path, whole.rest, whole.types.module, &all))
}

/// The types that records described in place become.
fn type_names<'t>(
    owner: &str,
    fields: impl Iterator<Item = (&'t String, &'t Type)>,
    out: &mut BTreeSet<String>,
) -> Result<(), NameError> {
    for (name, ty) in fields {
        if !matches!(ty, Type::Integer | Type::String | Type::Any) {
            below(&record_ident(owner, name)?, ty, out)?;
        }
    }
    Ok(())
}

fn below(name: &str, ty: &Type, out: &mut BTreeSet<String>) -> Result<(), NameError> {
    ty.records().try_for_each(|body| {
        out.insert(name.to_owned());
        type_names(name, body.fields.iter().map(|f| (&f.name, &f.ty)), out)
    })
}

/// What `shared!` becomes: each record behind the features of the modules that use it.
pub(crate) fn shared(module: &Module) -> Result<TokenStream, NameError> {
    let types = Types::new(module);
    let mut items = Vec::new();
    for described in &module.records {
        let features = described.modules.iter().map(|module| module_feature(module));
        let gate = quote!(#[cfg(any(#(feature = #features),*))]);
        items.push(record::named(described, Some(&gate), &types)?);
        items.push(answer::named(described, Some(&gate), &types)?);
    }
    Ok(items.into_iter().collect())
}
