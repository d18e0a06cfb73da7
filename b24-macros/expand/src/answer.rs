//! Answers: structs with public fields, and the one body that reads, writes and copies them.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{
    Field, Module, NameError, Record, RecordBody, SHARED, Type, answer_ident, module_ident,
    record_ident, type_ident,
};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::constants::Owner;
use crate::doc;
use crate::names::{Prelude, ident};
use crate::types::{RecordPath, RustType};

/// The documentation of what holds the rest.
const EXTRA: &str = "What else came, by its name on the wire.";

/// What answers are written with.
pub(crate) struct Answers<'a> {
    pub(crate) prelude: &'a Prelude<'a>,
    pub(crate) module: &'a Module,
    /// Records that hold themselves without a list between.
    pub(crate) boxed: &'a BTreeSet<String>,
}

impl Answers<'_> {
    /// The Rust type of a whole answer, which may be a file and no JSON at all.
    pub(crate) fn whole(&self, name: &str, ty: &Type) -> Result<RustType, NameError> {
        match ty {
            Type::File => Ok(self.plain("FileAnswer")),
            ty => self.ty(&RustType::local(name), ty),
        }
    }

    /// The Rust type of a value; `inline` is that of a record described in place.
    fn ty(&self, inline: &RustType, ty: &Type) -> Result<RustType, NameError> {
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
            Type::List(of) => self.generic("Vec", vec![self.ty(inline, of)?]),
            Type::Map(of) => self.generic("Map", vec![self.ty(inline, of)?]),
            Type::Record(_) => inline.clone(),
            Type::Ref(to) => RustType::Record(self.reference(to)?),
            Type::Union(members) => self.union(inline, members)?,
        })
    }

    /// The Rust type of a list's rows: what the answer, or its field `items`, is a list of. `name` is
    /// the type of an answer described in place.
    pub(crate) fn row(&self, name: &str, ty: &Type, items: &str) -> Result<RustType, NameError> {
        let mut inline = RustType::local(name);
        let mut list = Some(ty);
        if !items.is_empty() {
            if let Type::Ref(to) = ty {
                inline = RustType::Record(self.reference(to)?);
            }
            let field = self.body(ty).and_then(|body| body.fields.iter().find(|f| f.name == items));
            if field.is_some() {
                inline = inline.part(items)?;
            }
            list = field.map(|field| &field.ty);
        }
        match list.and_then(Type::item) {
            Some(item) => self.ty(&inline, item),
            None => Ok(self.plain("Value")),
        }
    }

    /// The fields of a record, where they are at hand: those of shared ones are not.
    pub(crate) fn body<'t>(&'t self, ty: &'t Type) -> Option<&'t RecordBody> {
        match ty {
            Type::Record(body) => Some(body),
            Type::Ref(to) => self.module.records.iter().find(|r| r.name == *to).map(|r| &r.body),
            _ => None,
        }
    }

    /// The type of a record that has a name of its own.
    pub(crate) fn reference(&self, to: &str) -> Result<RecordPath, NameError> {
        let own = self.module.records.iter().any(|r| r.name == to);
        let module = if own { &self.module.module } else { SHARED };
        Ok(RecordPath { module: module_ident(module)?, name: type_ident(to)? })
    }

    /// `null` makes the rest optional; a member that takes anything swallows the others.
    fn union(&self, inline: &RustType, members: &[Type]) -> Result<RustType, NameError> {
        if members.iter().any(|m| matches!(m, Type::Any | Type::File)) {
            return Ok(self.plain("Value"));
        }
        let mut types = Vec::new();
        for member in members.iter().filter(|m| **m != Type::Null) {
            let ty = self.ty(inline, member)?;
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

    fn plain(&self, name: &'static str) -> RustType {
        self.generic(name, Vec::new())
    }

    fn generic(&self, name: &'static str, of: Vec<RustType>) -> RustType {
        RustType::Prelude(self.prelude.get(name), of)
    }

    /// Every record described in place in `ty`, and in those.
    pub(crate) fn nested(
        &self,
        name: &str,
        docs: &str,
        gate: Option<&TokenStream>,
        ty: &Type,
    ) -> Result<TokenStream, NameError> {
        ty.records().map(|body| self.record(name, docs, gate, body)).collect()
    }

    /// A record that has a name of its own in the schema.
    pub(crate) fn named(
        &self,
        record: &Record,
        gate: Option<&TokenStream>,
    ) -> Result<TokenStream, NameError> {
        self.record(&type_ident(&record.name)?, &doc::record(record), gate, &record.body)
    }

    fn record(
        &self,
        name: &str,
        docs: &str,
        gate: Option<&TokenStream>,
        body: &RecordBody,
    ) -> Result<TokenStream, NameError> {
        let owner = Owner::of(&body.fields);
        let Columns { field_docs, fields, types, keys, reads, notes, noted, below } =
            self.columns(name, gate, body, &owner)?;
        let rest = ident(if body.open { "open" } else { "rest" });
        let name = ident(name);
        let constants = (!owner.is_empty()).then(|| {
            let constants = owner.items();
            quote! { #gate impl #name { #constants } }
        });
        let [option, extra, pass, record] = self.prelude.all(["Option", "Extra", "Pass", "Fields"]);
        let [debug, formatter, result] = self.prelude.all(["Debug", "Formatter", "FmtResult"]);
        let [clone, default] = self.prelude.all(["Clone", "Default"]);
        let items = quote! {
            #gate
            #[doc = #docs]
            #[non_exhaustive]
            pub struct #name {
                #( #[doc = #field_docs] pub #fields: #option<#types>, )*
                #[doc = #EXTRA]
                pub extra: #extra,
            }
            #gate
            impl #record for #name {
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
                    #record::debug(self, f)
                }
            }
            #gate
            impl #clone for #name {
                #[inline]
                fn clone(&self) -> Self {
                    #record::copy(self)
                }
            }
            #gate
            impl #default for #name {
                #[inline]
                fn default() -> Self {
                    #record::none()
                }
            }
            #constants
        };
        Ok(std::iter::once(items).chain(below).collect())
    }

    fn columns<'f>(
        &self,
        name: &str,
        gate: Option<&TokenStream>,
        body: &'f RecordBody,
        owner: &Owner<'_>,
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
            let ty = self.ty(&RustType::local(&inner), of)?;
            // Records in place box what they hold themselves, lists and maps are on the heap.
            let mut held = of.walk_into(|ty| matches!(ty, Type::Union(_)));
            let boxed = held.any(|ty| matches!(ty, Type::Ref(to) if self.boxed.contains(to)));
            let (ty, read) =
                if boxed { (self.generic("Box", vec![ty]), "boxed") } else { (ty, "at") };
            for other in also {
                columns.note("also", vec![key, other]);
            }
            columns.field_docs.push(doc::answer_field(field, owner));
            columns.fields.push(ident(&rust));
            columns.types.push(ty);
            columns.keys.push(key);
            columns.reads.push(ident(read));
            if holds {
                let docs = format!("The field `{key}` of [`{name}`].");
                columns.below.push(self.nested(&inner, &docs, gate, of)?);
            }
            seen.insert(rust);
        }
        Ok(columns)
    }
}

/// The fields of a struct, a column for each part of the template.
#[derive(Default)]
struct Columns<'f> {
    field_docs: Vec<String>,
    fields: Vec<Ident>,
    types: Vec<RustType>,
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
