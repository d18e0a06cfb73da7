//! What `cargo xtask regen` writes beside the schema: the invocations, the features, the index.

use std::fmt::Write;

use b24_schema::{
    Constant, Method, Module, NameError, Rest, SHARED, Schema, Type, Wire, builder_ident,
    field_ident, method_path, module_feature, record_ident,
};

use crate::call::is_argument;
use crate::module::{each_call_ident, has_items};
use crate::records;

fn features_of(schema: &Schema) -> impl Iterator<Item = &Module> {
    schema.modules.values().filter(|m| m.module != SHARED)
}

fn has(module: &Module, rest: Rest) -> bool {
    module.methods.iter().any(|m| m.rest == rest)
}

/// Methods of one word are functions at the root; their calls stand in the module `general`.
fn is_general(module: &Module, rest: Rest) -> bool {
    module.methods.iter().any(|m| m.rest == rest && !m.name.contains('.'))
}

/// The text of `b24-generated/src/modules.rs`.
///
/// # Errors
///
/// If a name cannot be a Rust name.
pub(crate) fn modules(schema: &Schema) -> Result<String, NameError> {
    let mut out = String::from(
        "//! One invocation for each module of the schema. Written by `cargo xtask regen`.\n",
    );
    tree(schema, Rest::V2, 0, &mut out)?;
    out.push_str("\n/// Constants of the scopes that an application or a webhook asks for to call methods.\n");
    out.push_str("pub mod scope {\n");
    out.push_str("    b24_macros::scope_constants!(\"schema/shared.json\");\n}\n");
    out.push_str("\n/// Records that several modules share.\n");
    out.push_str("pub mod shared {\n    b24_macros::shared!(\"schema/shared.json\");\n}\n");
    out.push_str("\n/// Methods of REST 3.0, each behind the feature of its module.\npub mod v3 {");
    let mut below = String::new();
    tree(schema, Rest::V3, 4, &mut below)?;
    out.push_str(if below.is_empty() { "" } else { "\n" });
    out.push_str(below.trim_start_matches('\n'));
    out.push_str("}\n");
    each_call(schema, &mut out);
    files(schema, &mut out);
    Ok(out)
}

/// The schema files of the modules that are turned on, as the catalogue reads them.
fn files(schema: &Schema, out: &mut String) {
    out.push_str("\npub(crate) const SCHEMA: &[(&str, &str)] = &[\n");
    for module in features_of(schema) {
        let _ = writeln!(out, "    #[cfg(feature = \"{}\")]", module_feature(&module.module));
        let _ =
            writeln!(out, "    (\"{0}\", include_str!(\"../schema/{0}.json\")),", module.module);
    }
    let _ = writeln!(out, "    (\"{SHARED}\", include_str!(\"../schema/{SHARED}.json\")),\n];");
}

/// One function that goes through the calls of every module.
fn each_call(schema: &Schema, out: &mut String) {
    out.push_str("\n#[doc(hidden)]\n#[inline]\n");
    out.push_str("pub fn each_call<V: crate::runtime::EachCall>(visitor: &mut V) {\n");
    for rest in [Rest::V2, Rest::V3] {
        for module in features_of(schema).filter(|m| has(m, rest)) {
            let feature = module_feature(&module.module);
            let version = if rest == Rest::V3 { "v3::" } else { "" };
            let general = if is_general(module, rest) { "general::" } else { "" };
            let function = each_call_ident(&module.module);
            let _ = writeln!(out, "    #[cfg(feature = \"{feature}\")]");
            let _ = writeln!(out, "    {version}{general}{function}(visitor);");
        }
    }
    out.push_str("    let _ = visitor;\n}\n");
}

fn tree(schema: &Schema, rest: Rest, indent: usize, out: &mut String) -> Result<(), NameError> {
    let pad = " ".repeat(indent);
    let invoke = |out: &mut String, pad: &str, module: &Module| {
        let _ = writeln!(out, "{pad}#[cfg(feature = \"{}\")]", module_feature(&module.module));
        let _ = writeln!(
            out,
            "{pad}b24_macros::methods!(\"schema/{}.json\", rest = {});",
            module.module,
            rest.number()
        );
    };
    out.push('\n');
    for module in features_of(schema) {
        let items = rest == Rest::V2 && has_items(module);
        if (has(module, rest) || items) && !is_general(module, rest) {
            invoke(out, &pad, module);
        }
    }
    if !features_of(schema).any(|m| is_general(m, rest)) {
        return Ok(());
    }
    let _ = writeln!(
        out,
        "\n{pad}/// What belongs to methods whose names are one word; their functions stand one level up."
    );
    let _ = writeln!(out, "{pad}pub mod general {{");
    for module in features_of(schema).filter(|m| is_general(m, rest)) {
        invoke(out, &format!("{pad}    "), module);
    }
    let _ = writeln!(out, "{pad}}}");
    for module in features_of(schema).filter(|m| is_general(m, rest)) {
        for method in module.methods.iter().filter(|m| m.rest == rest) {
            let function = method_path(&method.name, Rest::V2)?.function;
            let feature = module_feature(&module.module);
            let _ = writeln!(out, "{pad}#[cfg(feature = {feature:?})]");
            let _ = writeln!(out, "{pad}#[cfg_attr(docsrs, doc(cfg(feature = {feature:?})))]");
            if method.deprecated.is_some() {
                // The re-export itself is no use of it.
                let _ = writeln!(out, "{pad}#[allow(deprecated)]");
            }
            let _ = writeln!(out, "{pad}pub use general::{function};");
        }
    }
    Ok(())
}

/// The features of `b24-generated/Cargo.toml`, which stand there between the lines
/// `# features: begin …` and `# features: end`.
pub(crate) fn features(schema: &Schema) -> String {
    let names: Vec<String> = features_of(schema).map(|m| module_feature(&m.module)).collect();
    let mut out = String::from("full = [\n");
    for name in &names {
        let _ = writeln!(out, "    \"{name}\",");
    }
    out.push_str("]\n");
    for name in &names {
        let _ = writeln!(out, "{name} = []");
    }
    out
}

/// The Rust API as text, for reviews: a line for each function, setter and record.
///
/// # Errors
///
/// If a name cannot be a Rust name.
pub(crate) fn index(schema: &Schema) -> Result<String, NameError> {
    let mut lines = Vec::new();
    for module in features_of(schema) {
        for method in &module.methods {
            let path = method_path(&method.name, method.rest)?;
            lines.push((path.to_string(), entry(method)?));
        }
    }
    lines.sort();
    let mut out = String::new();
    for (_, entry) in lines {
        out.push_str(&entry);
    }
    for module in schema.modules.values() {
        let shared = module.module == SHARED;
        let records: Vec<_> =
            if shared { module.records.iter().collect() } else { records::taken(module) };
        for record in records {
            let name = builder_ident(&record.name)?;
            let _ = writeln!(out, "record {}::{name}", module.module);
            fields(&name, &record.body.fields, &mut out)?;
        }
        for set in &module.constants {
            let _ = writeln!(out, "constants {}", set.reference(&module.module));
            for Constant { name, value } in &set.constants {
                let _ = writeln!(out, "    {name} = {value}");
            }
        }
    }
    Ok(out)
}

fn entry(method: &Method) -> Result<String, NameError> {
    let path = method_path(&method.name, method.rest)?;
    let mut out = String::new();
    let arguments = method
        .params
        .iter()
        .filter(|p| is_argument(method, p))
        .map(|p| Ok(format!("{}: {}", field_ident(&p.name)?, words(&p.ty))))
        .collect::<Result<Vec<_>, NameError>>()?;
    let _ = write!(out, "{path}({}) -> {}", arguments.join(", "), words(&method.answer.ty));
    if method.deprecated.is_some() {
        out.push_str(" [deprecated]");
    }
    out.push('\n');
    for param in &method.params {
        if !is_argument(method, param) && !param.is_wildcard() {
            let _ = writeln!(out, "  .{}({})", field_ident(&param.name)?, words(&param.ty));
        }
        nested(&path.call_type, &param.name, &param.ty, &mut out)?;
    }
    Ok(out)
}

fn fields(owner: &str, fields: &[b24_schema::Field], out: &mut String) -> Result<(), NameError> {
    for field in fields {
        if !field.is_wildcard() {
            let _ = writeln!(out, "    .{}({})", field_ident(&field.name)?, words(&field.ty));
        }
    }
    for field in fields {
        nested(owner, &field.name, &field.ty, out)?;
    }
    Ok(())
}

fn nested(owner: &str, field: &str, ty: &Type, out: &mut String) -> Result<(), NameError> {
    ty.records().try_for_each(|body| {
        let name = record_ident(owner, field)?;
        let _ = writeln!(out, "  {name}");
        fields(&name, &body.fields, out)
    })
}

fn words(ty: &Type) -> String {
    match ty {
        Type::Integer => "int".to_owned(),
        Type::Number => "number".to_owned(),
        Type::String => "text".to_owned(),
        Type::Boolean(Wire::Json) => "bool".to_owned(),
        Type::Boolean(Wire::Yn) => "bool Y/N".to_owned(),
        Type::Boolean(Wire::Int) => "bool 1/0".to_owned(),
        Type::Boolean(Wire::Digit) => "bool \"1\"/\"0\"".to_owned(),
        Type::Boolean(Wire::Text) => "bool \"true\"/\"false\"".to_owned(),
        Type::Date => "date".to_owned(),
        Type::DateTime => "datetime".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::File => "file".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Any => "any".to_owned(),
        Type::List(of) => format!("[{}]", words(of)),
        Type::Map(of) => format!("{{{}}}", words(of)),
        Type::Record(_) => "record".to_owned(),
        Type::Ref(name) => name.clone(),
        Type::Union(members) => members.iter().map(words).collect::<Vec<_>>().join(" | "),
    }
}
