//! A schema module as a tree of Rust modules.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{
    Field, Method, Module, NameError, REST_3, Rest, Type, answer_type, builder_ident,
    each_call_ident, method_path, module_feature, module_ident, record_ident, type_ident,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::answer;
use crate::call;
use crate::names::ident;
use crate::types::Types;
use crate::{Home, constants, doc, record, records};

/// What stands in one Rust module, and the modules in it.
#[derive(Default)]
struct Node<'m> {
    methods: Vec<&'m Method>,
    /// The module of the schema, where it is here that its records and constants stand.
    described: Option<&'m Module>,
    children: BTreeMap<String, Node<'m>>,
}

impl<'m> Node<'m> {
    /// The tree of Rust modules for one REST version.
    fn root(module: &'m Module, rest: Rest) -> Result<Self, NameError> {
        let mut root = Self::default();
        for method in module.methods.iter().filter(|m| m.rest == rest) {
            let path = method_path(&method.name, rest)?;
            let mut node = &mut root;
            for part in path.home() {
                node = node.children.entry(part.clone()).or_default();
            }
            node.methods.push(method);
        }
        // They live in the tree of REST 2, whichever methods use them.
        if rest == Rest::V2 && !(module.records.is_empty() && module.constants.is_empty()) {
            let home = root.children.entry(module_ident(&module.module)?).or_default();
            home.described = Some(module);
        }
        Ok(root)
    }

    /// The types that this module defines: they hide those of the prelude that have their names.
    fn defined(&self) -> Result<BTreeSet<String>, NameError> {
        let mut defined = BTreeSet::new();
        for method in &self.methods {
            let call_type = method_path(&method.name, method.rest)?.call_type;
            inside(&call_type, &method.params, &mut defined)?;
            below(&answer_type(&call_type), &method.answer.ty, &mut defined)?;
            defined.insert(call_type);
        }
        for record in self.described.iter().flat_map(|module| &module.records) {
            for name in [type_ident(&record.name)?, builder_ident(&record.name)?] {
                inside(&name, &record.body.fields, &mut defined)?;
                defined.insert(name);
            }
        }
        Ok(defined)
    }
}

/// The types that records described in place in fields of `owner` become.
fn inside(owner: &str, fields: &[Field], out: &mut BTreeSet<String>) -> Result<(), NameError> {
    for Field { name, ty, .. } in fields {
        // Most fields; making a name is what costs.
        if !matches!(ty, Type::Integer | Type::String | Type::Any) {
            below(&record_ident(owner, name)?, ty, out)?;
        }
    }
    Ok(())
}

/// The type that a record described in place is, and those in it.
fn below(name: &str, ty: &Type, out: &mut BTreeSet<String>) -> Result<(), NameError> {
    ty.records().try_for_each(|body| {
        out.insert(name.to_owned());
        inside(name, &body.fields, out)
    })
}

/// What `#[module]` or one invocation of `methods!` becomes: `pub mod crm { … }`, or the bare items of methods of
/// one word. The outermost modules stand at `span`.
pub(crate) fn methods(module: &Module, rest: Rest, span: Span) -> Result<TokenStream, NameError> {
    let whole = Whole { types: Types::new(module), rest };
    let root = Node::root(module, rest)?;
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
        let mut place = Place::new(name, module.module.clone(), whole.root(name));
        place.name.set_span(span);
        items.push(tree(&place, node, &whole)?);
    }
    items.push(each_call(module, rest)?);
    Ok(items.into_iter().collect())
}

/// The items of one method of the module, as they stand in its module of Rust.
#[cfg(feature = "pretty")]
pub(crate) fn method(module: &Module, method: &Method) -> Result<TokenStream, NameError> {
    let types = Types::new(module);
    let path = method_path(&method.name, method.rest)?;
    let root = Node::root(module, method.rest)?;
    match path.home().iter().try_fold(&root, |node, part| node.children.get(part)) {
        Some(node) if !path.home().is_empty() => {
            call::items(method, &types.importing(node.defined()?))
        }
        _ => call::items(method, &types),
    }
}

/// Where that stands which [`methods`] makes.
pub(crate) fn home(module: &Module, rest: Rest) -> Result<Home, NameError> {
    let root = Node::root(module, rest)?;
    let bare = !root.methods.is_empty();
    let mut names = root.children.into_keys();
    Ok(match (names.next(), names.next()) {
        (None, _) if !bare => Home::Nowhere,
        (Some(name), None) if !bare => Home::Module(name),
        _ => Home::Scattered,
    })
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
struct Place {
    name: Ident,
    /// As names of methods begin.
    wire: String,
    /// The path in Rust, from the crate's root.
    path: String,
}

impl Place {
    fn new(name: &str, wire: String, path: String) -> Self {
        Self { name: ident(name), wire, path }
    }

    /// A module in this one.
    fn below(&self, name: &str) -> Self {
        let wire = format!("{}.{}", self.wire, name.strip_prefix("r#").unwrap_or(name));
        Self::new(name, wire, format!("{}::{name}", self.path))
    }
}

/// A Rust module, with all that is in it.
fn tree(place: &Place, node: &Node<'_>, whole: &Whole<'_>) -> Result<TokenStream, NameError> {
    let types = whole.types.importing(node.defined()?);
    let mut items = Vec::new();
    if node.described.is_some() || !node.methods.is_empty() {
        items.push(quote!(
            use crate::prelude::*;
        ));
    }
    if let Some(module) = node.described {
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
    for (name, node) in &node.children {
        items.push(tree(&place.below(name), node, whole)?);
    }
    let (docs, name) = (map(node, place, whole)?, &place.name);
    let items: TokenStream = items.into_iter().collect();
    Ok(quote_spanned! {name.span()=>
        #[doc = #docs]
        pub mod #name { #items }
    })
}

/// The documentation of a module.
fn map(node: &Node<'_>, place: &Place, whole: &Whole<'_>) -> Result<String, NameError> {
    fn below(node: &Node<'_>, path: &str, out: &mut Vec<doc::Place>) -> Result<(), NameError> {
        for (name, child) in &node.children {
            let path = format!("{path}::{name}");
            let functions = child
                .methods
                .iter()
                .map(|m| Ok((method_path(&m.name, m.rest)?.function, m.deprecated.is_some())))
                .collect::<Result<Vec<_>, NameError>>()?;
            if !functions.is_empty() {
                out.push(doc::Place { path: path.clone(), functions });
            }
            below(child, &path, out)?;
        }
        Ok(())
    }
    let mut all = Vec::new();
    below(node, &place.path, &mut all)?;
    Ok(doc::map(&place.wire, &place.path, whole.rest, whole.types.module, &all))
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
