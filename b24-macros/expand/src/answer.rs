//! Answers: structs with public fields, and the one body that reads, writes and copies them.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{
    Field, Module, NameError, Record, RecordBody, Type, answer_ident, record_ident, type_ident,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::constants::Owner;
use crate::doc;
use crate::names::ident;
use crate::types::{RustType, Types};

/// The documentation of what holds the rest.
const EXTRA: &str = "What else came, by its name on the wire.";

impl Types<'_> {
    /// The Rust type of a whole answer, which may be a file and no JSON at all.
    pub(crate) fn whole(&self, name: &str, ty: &Type) -> Result<RustType, NameError> {
        match ty {
            Type::File => Ok(self.plain("FileAnswer")),
            ty => self.held(&RustType::local(name), ty),
        }
    }

    /// The Rust type of a value; `inline` is that of a record described in place.
    fn held(&self, inline: &RustType, ty: &Type) -> Result<RustType, NameError> {
        let p = |name| self.plain(name);
        Ok(match ty {
            Type::Integer => RustType::local("i64"),
            Type::Number => p("Decimal"),
            Type::String => p("String"),
            Type::Boolean(_) => RustType::local("bool"),
            Type::Date => p("Date"),
            Type::DateTime => p("DateTime"),
            Type::Timestamp => p("Timestamp"),
            Type::Null => RustType::Unit,
            Type::File | Type::Any => p("Value"),
            Type::List(of) => self.generic("Vec", vec![self.held(inline, of)?]),
            Type::Map(of) => self.generic("Map", vec![self.held(inline, of)?]),
            Type::Record(_) => inline.clone(),
            Type::Ref(to) => RustType::Record(self.answered(to)?),
            Type::Union(members) => self.one_of(inline, members)?,
        })
    }

    /// The Rust type of a list's rows: what the answer, or its field `items`, is a list of. `name` is
    /// the type of an answer described in place.
    pub(crate) fn row(&self, name: &str, ty: &Type, items: &str) -> Result<RustType, NameError> {
        let mut inline = RustType::local(name);
        let mut list = Some(ty);
        if !items.is_empty() {
            if let Type::Ref(to) = ty {
                inline = RustType::Record(self.answered(to)?);
            }
            let field = self.body(ty).and_then(|body| body.fields.iter().find(|f| f.name == items));
            if field.is_some() {
                inline = inline.part(items)?;
            }
            list = field.map(|field| &field.ty);
        }
        match list.and_then(Type::item) {
            Some(item) => self.held(&inline, item),
            None => Ok(self.plain("Value")),
        }
    }

    /// The fields of a record, where they are at hand: those of shared ones are not.
    pub(crate) fn body<'t>(&'t self, ty: &'t Type) -> Option<&'t RecordBody> {
        match ty {
            Type::Record(body) => Some(body),
            Type::Ref(to) => self.own(to).map(|record| &record.body),
            _ => None,
        }
    }

    /// `null` makes the rest optional; a member that takes anything swallows the others.
    fn one_of(&self, inline: &RustType, members: &[Type]) -> Result<RustType, NameError> {
        if members.iter().any(|m| matches!(m, Type::Any | Type::File)) {
            return Ok(self.plain("Value"));
        }
        let mut types = Vec::new();
        for member in members.iter().filter(|m| **m != Type::Null) {
            let ty = self.held(inline, member)?;
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        let mut out = types.pop().unwrap_or(RustType::Unit);
        while let Some(first) = types.pop() {
            out = self.generic("OneOf", vec![first, out]);
        }
        if members.contains(&Type::Null) && out != RustType::Unit {
            out = self.generic("Option", vec![out]);
        }
        Ok(out)
    }
}

/// Every record described in place in `ty`, and in those; `gate` stands before each item.
pub(crate) fn nested(
    name: &str,
    docs: &str,
    gate: Option<&TokenStream>,
    ty: &Type,
    types: &Types<'_>,
) -> Result<TokenStream, NameError> {
    ty.records().map(|body| record(name, docs, gate, body, types)).collect()
}

/// A record that has a name of its own in the schema; `gate` stands before each of its items.
pub(crate) fn named(
    described: &Record,
    gate: Option<&TokenStream>,
    types: &Types<'_>,
) -> Result<TokenStream, NameError> {
    record(&type_ident(&described.name)?, &doc::record(described), gate, &described.body, types)
}

fn record(
    name: &str,
    docs: &str,
    gate: Option<&TokenStream>,
    body: &RecordBody,
    types: &Types<'_>,
) -> Result<TokenStream, NameError> {
    let owner = Owner::of(&body.fields);
    let Columns { field_docs, fields, field_types, keys, reads, notes, noted, below } =
        columns(name, gate, body, &owner, types)?;
    let rest = ident(if body.open { "open" } else { "rest" });
    let name = ident(name);
    let constants = (!owner.is_empty()).then(|| {
        let constants = owner.items();
        quote! { #gate impl #name { #constants } }
    });
    let prelude = &types.prelude;
    let [option, extra, pass, fields_trait] = prelude.all(["Option", "Extra", "Pass", "Fields"]);
    let [debug, formatter, result] = prelude.all(["Debug", "Formatter", "FmtResult"]);
    let [clone, default] = prelude.all(["Clone", "Default"]);
    let items = quote! {
        #gate
        #[doc = #docs]
        #[non_exhaustive]
        pub struct #name {
            #( #[doc = #field_docs] pub #fields: #option<#field_types>, )*
            #[doc = #EXTRA]
            pub extra: #extra,
        }
        #gate
        impl #fields_trait for #name {
            #[inline]
            fn none() -> Self {
                Self { #( #fields: #option::None, )* extra: #extra::NONE }
            }
            #[inline]
            fn each(&self, pass: &#pass<'_>) -> Self {
                #( pass.#notes(#(#noted),*); )*
                Self {
                    #( #fields: pass.#reads(#keys, &self.#fields), )*
                    extra: pass.#rest(&self.extra)
                }
            }
        }
        #gate
        impl #debug for #name {
            #[inline]
            fn fmt(&self, f: &mut #formatter<'_>) -> #result {
                #fields_trait::debug(self, f)
            }
        }
        #gate
        impl #clone for #name {
            #[inline]
            fn clone(&self) -> Self {
                #fields_trait::copy(self)
            }
        }
        #gate
        impl #default for #name {
            #[inline]
            fn default() -> Self {
                #fields_trait::none()
            }
        }
        #constants
    };
    Ok(std::iter::once(items).chain(below).collect())
}

fn columns<'f>(
    name: &str,
    gate: Option<&TokenStream>,
    body: &'f RecordBody,
    owner: &Owner<'_>,
    types: &Types<'_>,
) -> Result<Columns<'f>, NameError> {
    let mut columns = Columns::default();
    let mut seen = BTreeSet::new();
    for field in body.fields.iter().filter(|f| !f.is_wildcard()) {
        let Field {
            name: key,
            also,
            ty: of,
            required: _,
            default: _,
            // Constants, and the text of the field.
            values: _,
            limits: _,
            deprecated: _,
            see: _,
            constants: _,
            text: _,
        } = field;
        let rust = answer_ident(key)?;
        if seen.contains(&rust) {
            // Two keys that are one name in Rust: the first is the field.
            columns.note("keep", vec![key]);
            continue;
        }
        // What holds no record needs no name for one.
        let holds = of.records().next().is_some();
        let inner = if holds { record_ident(name, key)? } else { String::new() };
        let ty = types.held(&RustType::local(&inner), of)?;
        // Records in place box what they hold themselves, lists and maps are on the heap.
        let mut held = of.walk_into(|ty| matches!(ty, Type::Union(_)));
        let boxed = held.any(|ty| matches!(ty, Type::Ref(to) if types.boxed.contains(to)));
        let (ty, read) = if boxed { (types.generic("Box", vec![ty]), "boxed") } else { (ty, "at") };
        for other in also {
            columns.note("also", vec![key, other]);
        }
        columns.field_docs.push(doc::answer_field(field, owner));
        columns.fields.push(ident(&rust));
        columns.field_types.push(ty);
        columns.keys.push(key);
        columns.reads.push(ident(read));
        if holds {
            let docs = format!("The field `{key}` of [`{name}`].");
            columns.below.push(nested(&inner, &docs, gate, of, types)?);
        }
        seen.insert(rust);
    }
    Ok(columns)
}

/// The fields of a struct, a column for each part of the template.
#[derive(Default)]
struct Columns<'f> {
    field_docs: Vec<String>,
    fields: Vec<Ident>,
    field_types: Vec<RustType>,
    /// Their names on the wire.
    keys: Vec<&'f str>,
    /// How they are read: `at` or `boxed`.
    reads: Vec<Ident>,
    /// What is said of more keys, and the keys: `pass.also("CREATED", "created")`.
    notes: Vec<Ident>,
    noted: Vec<Vec<&'f str>>,
    /// The structs of what is described in place.
    below: Vec<TokenStream>,
}

impl<'f> Columns<'f> {
    fn note(&mut self, what: &str, keys: Vec<&'f str>) {
        self.notes.push(ident(what));
        self.noted.push(keys);
    }
}

/// The records of a module that hold themselves with no list or map between: their size would have
/// no end.
pub(crate) fn boxed(module: &Module) -> BTreeSet<String> {
    fn direct(ty: &Type) -> impl Iterator<Item = &str> {
        let held = ty.walk_into(|ty| !matches!(ty, Type::List(_) | Type::Map(_)));
        held.filter_map(|ty| match ty {
            Type::Ref(to) => Some(to.as_str()),
            _ => None,
        })
    }
    let holds: BTreeMap<&str, Vec<&str>> = module
        .records
        .iter()
        .map(|record| (record.name.as_str(), record.types().flat_map(direct).collect()))
        .collect();
    let circular = |start: &&str| {
        let (mut seen, mut next) = (BTreeSet::new(), holds[*start].clone());
        while let Some(name) = next.pop() {
            if name == *start {
                return true;
            }
            if seen.insert(name) {
                next.extend(holds.get(name).into_iter().flatten());
            }
        }
        false
    };
    holds.keys().filter(|name| circular(name)).map(|name| (*name).to_owned()).collect()
}
