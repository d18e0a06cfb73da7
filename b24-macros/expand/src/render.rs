//! Texts that `cargo xtask regen` writes beside the schema: the features, the index.

use std::fmt::Write;

use b24_schema::{
    Constant, Method, Module, NameError, SHARED, Schema, Type, Wire, builder_ident, field_ident,
    method_path, module_feature, record_ident,
};

use crate::call::is_argument;
use crate::records;

/// The modules of methods, each of which is a feature.
pub(crate) fn features_of(schema: &Schema) -> impl Iterator<Item = &Module> {
    schema.modules.values().filter(|m| m.module != SHARED)
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
