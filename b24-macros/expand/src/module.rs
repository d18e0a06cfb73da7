//! A schema module as a tree of Rust modules.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use b24_schema::{
    Method, Module, NameError, Rest, SHARED, Type, method_path, module_feature, record_ident,
    scope_const, type_ident,
};

use crate::call;
use crate::marker::Markers;
use crate::names::Prelude;
use crate::record;

/// The methods of one Rust module, and the modules in it.
#[derive(Default)]
struct Node<'m> {
    methods: Vec<&'m Method>,
    children: BTreeMap<String, Node<'m>>,
}

/// What one invocation of `methods!` becomes: `pub mod crm { … }`, or the bare items of methods of
/// one word.
pub(crate) fn methods(module: &Module, rest: Rest) -> Result<String, NameError> {
    let own = call::own_records(module);
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
    let markers = Markers { prelude: &flat, own: &own, module: &module.module };
    for method in &root.methods {
        call::items(method, &markers, &mut out)?;
    }
    // Records of a module live in its REST 2 tree, whichever methods use them.
    let with_records = rest == Rest::V2 && !module.records.is_empty();
    if with_records {
        root.children.entry(module.module.clone()).or_default();
    }
    for (name, node) in &root.children {
        tree(name, &module.module, node, module, with_records, &own, &mut out)?;
    }
    Ok(out)
}

fn tree(
    name: &str,
    wire: &str,
    node: &Node<'_>,
    module: &Module,
    with_records: bool,
    own: &[String],
    out: &mut String,
) -> Result<(), NameError> {
    let mut hidden = BTreeSet::new();
    for method in &node.methods {
        let call_type = method_path(&method.name, method.rest)?.call_type;
        type_names(&call_type, method.params.iter().map(|p| (&p.name, &p.ty)), &mut hidden)?;
        hidden.insert(call_type);
    }
    if with_records {
        for record in &module.records {
            hidden.insert(type_ident(&record.name)?);
        }
    }
    let _ = writeln!(out, "#[doc = \"Methods `{wire}.*`.\"] pub mod {name} {{");
    if with_records || !node.methods.is_empty() {
        out.push_str("use crate::prelude::*;\n");
    }
    let prelude = Prelude::imported(&hidden);
    let markers = Markers { prelude: &prelude, own, module: &module.module };
    if with_records {
        for described in &module.records {
            record::named(described, "", &markers, out)?;
        }
    }
    for method in &node.methods {
        call::items(method, &markers, out)?;
    }
    for (child, below) in &node.children {
        let wire = format!("{wire}.{}", child.strip_prefix("r#").unwrap_or(child));
        tree(child, &wire, below, module, false, own, out)?;
    }
    out.push_str("}\n");
    Ok(())
}

/// The types that records described in place become.
fn type_names<'t>(
    owner: &str,
    fields: impl Iterator<Item = (&'t String, &'t Type)>,
    out: &mut BTreeSet<String>,
) -> Result<(), NameError> {
    fn below(name: &str, ty: &Type, out: &mut BTreeSet<String>) -> Result<(), NameError> {
        match ty {
            Type::Record(body) => {
                out.insert(name.to_owned());
                type_names(name, body.fields.iter().map(|f| (&f.name, &f.ty)), out)
            }
            Type::List(of) | Type::Map(of) => below(name, of, out),
            Type::Union(members) => members.iter().try_for_each(|m| below(name, m, out)),
            _ => Ok(()),
        }
    }
    for (name, ty) in fields {
        if !matches!(ty, Type::Integer | Type::String | Type::Any) {
            below(&record_ident(owner, name)?, ty, out)?;
        }
    }
    Ok(())
}

/// What `shared!` becomes: each record behind the features of the modules that use it.
pub(crate) fn shared(module: &Module) -> Result<String, NameError> {
    let prelude = Prelude::paths();
    let own = call::own_records(module);
    let markers = Markers { prelude: &prelude, own: &own, module: SHARED };
    let mut out = String::new();
    for described in &module.records {
        let features: Vec<_> = described
            .modules
            .iter()
            .map(|m| format!("feature = {:?}", module_feature(m)))
            .collect();
        let gate = format!("#[cfg(any({}))] ", features.join(", "));
        record::named(described, &gate, &markers, &mut out)?;
    }
    Ok(out)
}

/// What `scope_constants!` becomes: a constant for each scope, and `ALL`.
pub(crate) fn scopes(module: &Module) -> Result<String, NameError> {
    let mut out = String::new();
    for scope in &module.scopes {
        let name = scope_const(&scope.code)?;
        let (docs, code) = (crate::doc::scope(scope), &scope.code);
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
