//! A schema module as a tree of Rust modules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use b24_schema::{
    Method, Module, NameError, Rest, Type, builder_ident, method_path, module_feature,
    module_ident, record_ident, scope_const, type_ident,
};

use crate::answer::{self, Answers};
use crate::call;
use crate::marker::Markers;
use crate::names::Prelude;
use crate::{constants, doc, record, records};

/// The methods of one Rust module, and the modules in it.
#[derive(Default)]
struct Node<'m> {
    methods: Vec<&'m Method>,
    children: BTreeMap<String, Node<'m>>,
}

/// What one invocation of `methods!` becomes: `pub mod crm { … }`, or the bare items of methods of
/// one word.
pub(crate) fn methods(module: &Module, rest: Rest) -> Result<String, NameError> {
    let boxed = answer::boxed(module);
    let whole = Whole { module, rest, boxed: &boxed };
    let mut root = Node::default();
    for method in module.methods.iter().filter(|m| m.rest == rest) {
        let path = method_path(&method.name, rest)?;
        let skipped = usize::from(rest == Rest::V3);
        let mut node = &mut root;
        for part in &path.modules[skipped..] {
            node = node.children.entry(part.clone()).or_default();
        }
        node.methods.push(method);
    }
    let mut out = String::new();
    let flat = Prelude::paths();
    let markers = Markers { prelude: &flat, module };
    let answers = Answers { prelude: &flat, module, boxed: &boxed };
    for method in &root.methods {
        call::items(method, &markers, &answers, &mut out)?;
    }
    // Records of a module live in its REST 2 tree, whichever methods use them.
    let with_records = rest == Rest::V2 && has_items(module);
    if with_records {
        root.children.entry(module_ident(&module.module)?).or_default();
    }
    for (name, node) in &root.children {
        // On docs.rs every page of the module says which feature it needs.
        let gate = format!(
            "#[cfg_attr(docsrs, doc(cfg(feature = {:?})))] ",
            module_feature(&module.module)
        );
        out.push_str(&gate);
        out.push_str(&doc::alias::module(&module.title));
        let place = Place { name, wire: &module.module, path: &whole.root(name) };
        tree(&place, node, &whole, with_records, &mut out)?;
    }
    each_call(module, rest, &mut out)?;
    Ok(out)
}

/// Whether a module has items of its own, which live in its REST 2 tree.
pub(crate) fn has_items(module: &Module) -> bool {
    !module.records.is_empty() || !module.constants.is_empty()
}

/// The function that hands every call type to a visitor.
fn each_call(module: &Module, rest: Rest, out: &mut String) -> Result<(), NameError> {
    let name = each_call_ident(&module.module);
    let _ = writeln!(
        out,
        "#[doc(hidden)] #[inline] \
         pub fn {name}<V: crate::prelude::EachCall>(visitor: &mut V) {{"
    );
    for method in module.methods.iter().filter(|m| m.rest == rest) {
        let path = method_path(&method.name, rest)?;
        let skipped = usize::from(rest == Rest::V3);
        out.push_str("visitor.call::<");
        for part in &path.modules[skipped..] {
            let _ = write!(out, "{part}::");
        }
        let _ = writeln!(out, "{}>();", path.call_type);
    }
    out.push_str("}\n");
    Ok(())
}

/// The name of that function.
pub(crate) fn each_call_ident(module: &str) -> String {
    format!("each_call_of_{module}")
}

/// What is the same for the whole tree of a schema module.
struct Whole<'a> {
    module: &'a Module,
    rest: Rest,
    boxed: &'a BTreeSet<String>,
}

impl Whole<'_> {
    /// The path of a module at the root of the tree.
    fn root(&self, name: &str) -> String {
        match self.rest {
            Rest::V2 => name.to_owned(),
            Rest::V3 => format!("v3::{name}"),
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
    out: &mut String,
) -> Result<(), NameError> {
    let Whole { module, boxed, .. } = whole;
    let Place { name, wire, path } = place;
    let mut hidden = BTreeSet::new();
    for method in &node.methods {
        let call_type = method_path(&method.name, method.rest)?.call_type;
        type_names(&call_type, method.params.iter().map(|p| (&p.name, &p.ty)), &mut hidden)?;
        let answer = format!("{call_type}Answer");
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
    let docs = map(node, place, whole)?;
    let _ = writeln!(out, "#[doc = {docs:?}] pub mod {name} {{");
    if with_records || !node.methods.is_empty() {
        out.push_str("use crate::prelude::*;\n");
    }
    let prelude = Prelude::imported(&hidden);
    let markers = Markers { prelude: &prelude, module };
    let answers = Answers { prelude: &prelude, module, boxed };
    if with_records {
        for described in records::taken(module) {
            record::named(described, "", &markers, out)?;
        }
        for described in records::given(module) {
            answers.named(described, "", out)?;
        }
        for set in &module.constants {
            constants::set(set, module, out)?;
        }
    }
    for method in &node.methods {
        call::items(method, &markers, &answers, out)?;
    }
    for (child, below) in &node.children {
        let wire = format!("{wire}.{}", child.strip_prefix("r#").unwrap_or(child));
        let path = format!("{path}::{child}");
        let place = Place { name: child, wire: &wire, path: &path };
        tree(&place, below, whole, false, out)?;
    }
    out.push_str("}\n");
    Ok(())
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
    Ok(doc::map(place.wire, place.path, whole.rest, whole.module, &all))
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
pub(crate) fn shared(module: &Module) -> Result<String, NameError> {
    let prelude = Prelude::paths();
    let markers = Markers { prelude: &prelude, module };
    let boxed = answer::boxed(module);
    let answers = Answers { prelude: &prelude, module, boxed: &boxed };
    let mut out = String::new();
    for described in &module.records {
        let features: Vec<_> = described
            .modules
            .iter()
            .map(|m| format!("feature = {:?}", module_feature(m)))
            .collect();
        let gate = format!("#[cfg(any({}))] ", features.join(", "));
        record::named(described, &gate, &markers, &mut out)?;
        answers.named(described, &gate, &mut out)?;
    }
    Ok(out)
}

/// What `scope_constants!` becomes: a constant for each scope, and `ALL`.
pub(crate) fn scopes(module: &Module) -> Result<String, NameError> {
    let mut out = String::new();
    for scope in &module.scopes {
        let name = scope_const(&scope.code)?;
        let (docs, code) = (doc::scope(scope), &scope.code);
        let deprecated = if scope.deprecated { "#[deprecated] " } else { "" };
        let _ = writeln!(out, "#[doc = {docs:?}] {deprecated}pub const {name}: &str = {code:?};");
    }
    let all: Vec<_> = module.scopes.iter().map(|s| &s.code).collect();
    let _ = writeln!(
        out,
        "/// Every known scope, sorted; the deprecated ones too.\n\
         pub const ALL: &[&str] = &{all:?};"
    );
    Ok(out)
}
