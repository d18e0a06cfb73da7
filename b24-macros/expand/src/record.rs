//! Records: builders over the same map as calls.

use std::fmt::Write;

use b24_schema::{Field, NameError, Record, RecordBody, builder_ident, record_ident};

use crate::call::{set, setters};
use crate::constants::Owner;
use crate::doc;
use crate::marker::Markers;

/// Every record described in place, in the fields of `owner` and below; `kind` says what the
/// fields are, and `gate` stands before each item.
pub(crate) fn nested(
    owner: &str,
    kind: &str,
    gate: &str,
    fields: &[Field],
    markers: &Markers<'_>,
    out: &mut String,
) -> Result<(), NameError> {
    for field in fields {
        for body in field.ty.records() {
            let name = record_ident(owner, &field.name)?;
            let docs = format!("The {kind} `{}` of [`{owner}`].", field.name);
            record(&name, &docs, gate, body, markers, out)?;
        }
    }
    Ok(())
}

/// A record that has a name of its own in the schema; `gate` stands before each of its items.
pub(crate) fn named(
    described: &Record,
    gate: &str,
    markers: &Markers<'_>,
    out: &mut String,
) -> Result<(), NameError> {
    let name = builder_ident(&described.name)?;
    record(&name, &doc::record(described), gate, &described.body, markers, out)
}

fn record(
    name: &str,
    docs: &str,
    gate: &str,
    body: &RecordBody,
    markers: &Markers<'_>,
    out: &mut String,
) -> Result<(), NameError> {
    let (params, record) = (markers.prelude.get("Params"), markers.prelude.get("Record"));
    let required = body.fields.iter().filter(|field| field.required && !field.is_wildcard());
    let required: Vec<&str> = required.map(|field| &*field.name).collect();
    let (docs, required) = match required.as_slice() {
        [] => (docs.to_owned(), String::new()),
        names => (
            format!("{docs}\n\n{}", doc::required(names)),
            format!("const REQUIRED: &'static str = {:?}; ", names.join(" ")),
        ),
    };
    let _ = writeln!(
        out,
        "{gate}#[doc = {docs:?}] #[must_use] pub struct {name}({params});\n\
         {gate}impl {name} {{\n\
         #[doc = \"An empty one.\"] #[inline] pub fn new() -> Self {{ Self({params}::new()) }}"
    );
    let constants = Owner::of(&body.fields);
    constants.items(out);
    setters(name, &body.fields, &constants, markers, out)?;
    if body.open {
        set("field", markers, out);
    }
    let _ = writeln!(
        out,
        "}}\n{gate}impl {record} for {name} {{ {required}\
         #[inline] fn params(&mut self) -> &mut {params} {{ &mut self.0 }} }}"
    );
    nested(name, "field", gate, &body.fields, markers, out)
}
