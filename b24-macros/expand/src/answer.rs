//! Answers: structs with public fields, and the one body that reads, writes and copies them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use b24_schema::{
    Field, Module, NameError, Record, RecordBody, SHARED, Type, answer_ident, module_ident,
    record_ident, type_ident,
};

use crate::constants::Owner;
use crate::doc;
use crate::names::Prelude;

/// What answers are written with.
pub(crate) struct Answers<'a> {
    pub(crate) prelude: &'a Prelude<'a>,
    pub(crate) module: &'a Module,
    /// Records that hold themselves without a list between.
    pub(crate) boxed: &'a BTreeSet<String>,
}

impl Answers<'_> {
    /// The Rust type of a whole answer, which may be a file and no JSON at all.
    pub(crate) fn whole(&self, name: &str, ty: &Type) -> Result<String, NameError> {
        match ty {
            Type::File => Ok(self.prelude.get("FileAnswer")),
            ty => self.ty(name, ty),
        }
    }

    /// The Rust type of a value; `name` is the type of a record described in place.
    pub(crate) fn ty(&self, name: &str, ty: &Type) -> Result<String, NameError> {
        let p = |short| self.prelude.get(short);
        Ok(match ty {
            Type::Integer => "i64".to_owned(),
            Type::Number => p("Decimal"),
            Type::String => p("String"),
            Type::Boolean(_) => "bool".to_owned(),
            Type::Date => p("Date"),
            Type::DateTime => p("DateTime"),
            Type::Timestamp => p("Timestamp"),
            Type::Null => "()".to_owned(),
            Type::File | Type::Any => p("Value"),
            Type::List(of) => format!("{}<{}>", p("Vec"), self.ty(name, of)?),
            Type::Map(of) => format!("{}<{}>", p("Map"), self.ty(name, of)?),
            Type::Record(_) => name.to_owned(),
            Type::Ref(to) => self.reference(to)?,
            Type::Union(members) => self.union(name, members)?,
        })
    }

    /// The Rust type of a list's rows: what the answer, or its field `items`, is a list of. `name` is
    /// the type of an answer described in place.
    pub(crate) fn row(&self, name: &str, ty: &Type, items: &str) -> Result<String, NameError> {
        let (name, ty) = if items.is_empty() {
            (name.to_owned(), Some(ty))
        } else {
            let owner = match ty {
                Type::Record(_) => name.to_owned(),
                Type::Ref(to) => self.reference(to)?,
                _ => String::new(),
            };
            let field = self.body(ty).and_then(|body| body.fields.iter().find(|f| f.name == items));
            let name = field.map(|_| record_ident(&owner, items)).transpose()?;
            (name.unwrap_or_default(), field.map(|f| &f.ty))
        };
        match ty.and_then(Type::item) {
            Some(item) => self.ty(&name, item),
            None => Ok(self.prelude.get("Value")),
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

    pub(crate) fn reference(&self, to: &str) -> Result<String, NameError> {
        let own = self.module.records.iter().any(|r| r.name == to);
        let module = if own { &self.module.module } else { SHARED };
        Ok(format!("crate::{}::{}", module_ident(module)?, type_ident(to)?))
    }

    /// `null` makes the rest optional; a member that takes anything swallows the others.
    fn union(&self, name: &str, members: &[Type]) -> Result<String, NameError> {
        let p = |short| self.prelude.get(short);
        if members.iter().any(|m| matches!(m, Type::Any | Type::File)) {
            return Ok(p("Value"));
        }
        let mut types = Vec::new();
        for member in members.iter().filter(|m| **m != Type::Null) {
            let ty = self.ty(name, member)?;
            if !types.contains(&ty) {
                types.push(ty);
            }
        }
        let mut out = types.pop().unwrap_or_else(|| "()".to_owned());
        while let Some(first) = types.pop() {
            out = format!("{}<{first}, {out}>", p("OneOf"));
        }
        if members.contains(&Type::Null) && out != "()" {
            out = format!("{}<{out}>", p("Option"));
        }
        Ok(out)
    }

    /// Every record described in place in `ty`, and in those.
    pub(crate) fn nested(
        &self,
        name: &str,
        docs: &str,
        gate: &str,
        ty: &Type,
        out: &mut String,
    ) -> Result<(), NameError> {
        ty.records().try_for_each(|body| self.record(name, docs, gate, body, out))
    }

    /// A record that has a name of its own in the schema.
    pub(crate) fn named(
        &self,
        record: &Record,
        gate: &str,
        out: &mut String,
    ) -> Result<(), NameError> {
        self.record(&type_ident(&record.name)?, &doc::record(record), gate, &record.body, out)
    }

    fn record(
        &self,
        name: &str,
        docs: &str,
        gate: &str,
        body: &RecordBody,
        out: &mut String,
    ) -> Result<(), NameError> {
        let p = |short| self.prelude.get(short);
        let option = p("Option");
        let owner = Owner::of(&body.fields);
        let mut seen = BTreeSet::new();
        let [mut fields, mut none, mut keep, mut each, mut below] = [const { String::new() }; 5];
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
            let ident = answer_ident(key)?;
            if !seen.insert(ident.clone()) {
                // Two keys that are one name in Rust: the first is the field.
                let _ = write!(keep, "pass.keep({key:?}); ");
                continue;
            }
            let inner = record_ident(name, key)?;
            let mut ty = self.ty(&inner, of)?;
            let mut at = "at";
            // Records in place box what they hold themselves, lists and maps are on the heap.
            let mut held = of.walk_into(|ty| matches!(ty, Type::Union(_)));
            if held.any(|ty| matches!(ty, Type::Ref(to) if self.boxed.contains(to))) {
                ty = format!("{}<{ty}>", p("Box"));
                at = "boxed";
            }
            for other in also {
                let _ = write!(keep, "pass.also({key:?}, {other:?}); ");
            }
            let docs = doc::answer_field(field, &owner);
            let _ = writeln!(fields, "#[doc = {docs:?}] pub {ident}: {option}<{ty}>,");
            let _ = write!(none, "{ident}: {option}::None, ");
            let _ = write!(each, "{ident}: pass.{at}({key:?}, &self.{ident}), ");
            let docs = format!("The field `{key}` of [`{name}`].");
            self.nested(&inner, &docs, gate, of, &mut below)?;
        }
        let rest = if body.open { "open" } else { "rest" };
        let (trait_, pass, extra) = (p("Fields"), p("Pass"), p("Extra"));
        let (debug, formatter, result) = (p("Debug"), p("Formatter"), p("FmtResult"));
        let (clone, default) = (p("Clone"), p("Default"));
        let _ = writeln!(
            out,
            "{gate}#[doc = {docs:?}] #[non_exhaustive] pub struct {name} {{\n{fields}\
             #[doc = \"What else came, by its name on the wire.\"] pub extra: {extra},\n}}\n\
             {gate}impl {trait_} for {name} {{ \
             #[inline] fn none() -> Self {{ Self {{ {none}extra: {extra}::NONE }} }}\n\
             #[inline] fn each(&self, pass: &{pass}<'_>) -> Self {{ \
             {keep}Self {{ {each}extra: pass.{rest}(&self.extra) }} }} }}\n\
             {gate}impl {debug} for {name} {{ #[inline] \
             fn fmt(&self, f: &mut {formatter}<'_>) -> {result} {{ {trait_}::debug(self, f) }} }}\n\
             {gate}impl {clone} for {name} {{ #[inline] fn clone(&self) -> Self {{ {trait_}::copy(self) }} }}\n\
             {gate}impl {default} for {name} {{ #[inline] fn default() -> Self {{ {trait_}::none() }} }}"
        );
        if !owner.is_empty() {
            let _ = writeln!(out, "{gate}impl {name} {{");
            owner.items(out);
            out.push_str("}\n");
        }
        out.push_str(&below);
        Ok(())
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
