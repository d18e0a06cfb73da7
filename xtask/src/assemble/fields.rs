//! Field rows → fields: types resolved through sub-tables, links and examples.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{Field, Record, RecordBody, Type, Wire};
use serde_json::Value;

use crate::facts::{About, FieldRow, PageFacts, Required, Role, TypeWord, element_name};

use super::infer::{self, infer};
use super::named::is_placeholder_map;
use super::places::{record_type, same_name};
use super::prove::children;
use super::queries::{Use, allowed, use_of, without_signs};
use super::report::Choice;
use super::shape::keyed;
use super::shared;
use super::types::{self, Word};
use super::world::World;
use super::{choose, merge_fields, union};

/// Resolves the rows of one page.
pub(crate) struct Resolver<'w, 'f> {
    pub world: &'w World<'f>,
    /// The page whose method or record is resolved; choices are noted on it.
    pub page: &'f PageFacts,
    /// Shared records found so far, by name.
    pub records: &'w mut BTreeMap<String, Record>,
    pub choices: &'w mut Vec<Choice>,
    /// Sections that were used as sub-tables.
    pub used: BTreeSet<(&'f str, usize)>,
    /// The sections that are being resolved: what leads back into one is recursive.
    pub stack: Vec<(&'f str, usize)>,
    /// Sections found to be recursive: they become shared records.
    pub recursive: BTreeSet<(&'f str, usize)>,
    /// Whether answers are resolved, not parameters: bare arrays and objects read differently.
    pub answer: bool,
}

/// A row's resolution, with where it stands.
#[derive(Clone, Copy)]
pub(crate) struct At<'f, 'e> {
    pub page: &'f PageFacts,
    pub role: Role,
    /// Index of the section the row stands in.
    pub section: usize,
    /// Values that examples give to it.
    pub evidence: &'e [&'e Value],
}

impl<'w, 'f> Resolver<'w, 'f> {
    /// The fields of `rows`, names that occur repeatedly merged, dotted names nested.
    pub(crate) fn body(
        &mut self,
        rows: impl IntoIterator<Item = &'f FieldRow>,
        at: At<'f, '_>,
    ) -> RecordBody {
        let mut body = RecordBody::default();
        let rows: Vec<&'f FieldRow> = rows.into_iter().collect();
        for row in rows.iter().copied() {
            for name in &row.names {
                self.row(row, name, at, &mut body);
            }
        }
        body.open |= body.fields.iter().any(Field::is_wildcard);
        if !self.answer {
            listed_alike(&rows, at.evidence, &mut body);
        }
        body
    }

    fn row(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>, body: &mut RecordBody) {
        if name.contains('.') {
            let path: Vec<&str> = name.split('.').collect();
            let names = path.iter().all(|p| !p.is_empty() && !p.contains(' '));
            if names && self.nest(row, &path, at, body) {
                return;
            }
        }
        let element = name.ends_with("[]");
        let name = element_name(name);
        // A field of an answer that is called by a number or in words is one of many.
        let in_words = !is_wire_name(name) && row.types.iter().any(types::is_container);
        let counted = name.bytes().all(|b| b.is_ascii_digit());
        let name = if self.answer && (in_words || counted) { "*" } else { name };
        if !is_wire_name(name) || infer::is_placeholder(name) {
            return;
        }
        let evidence = if infer::is_users(name) { Vec::new() } else { children(at.evidence, name) };
        let mut field = self.field(row, name, At { evidence: &evidence, ..at });
        // `items[]` is one of `items`.
        if element && !matches!(field.ty, Type::List(_)) {
            field.ty = Type::List(Box::new(field.ty));
        }
        add_field(body, field);
    }

    /// `result.events[].id`: a field of a record that another row, or no row, describes.
    fn nest(
        &mut self,
        row: &'f FieldRow,
        path: &[&str],
        at: At<'f, '_>,
        body: &mut RecordBody,
    ) -> bool {
        let Some((&first, rest)) = path.split_first() else { return false };
        if rest.is_empty() {
            self.row(row, first, at, body);
            return true;
        }
        let list = first.ends_with("[]");
        let name = element_name(first);
        if !is_wire_name(name) {
            return false;
        }
        let index = match body.fields.iter().position(|f| f.name == name) {
            Some(index) => index,
            None => {
                let record = Type::Record(RecordBody::default());
                let ty = if list { Type::List(Box::new(record)) } else { record };
                body.fields.push(Field::new(name, ty));
                body.fields.len() - 1
            }
        };
        let evidence = children(at.evidence, name);
        let mut ty = std::mem::replace(&mut body.fields[index].ty, Type::Any);
        let nested = record_in(&mut ty);
        let done = nested
            .is_some_and(|inner| self.nest(row, rest, At { evidence: &evidence, ..at }, inner));
        body.fields[index].ty = ty;
        done
    }

    /// One field.
    fn field(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>) -> Field {
        let about = &row.about;
        let mut ty = self.ty(row, name, at);
        if use_of(name) == Use::Filter && !self.answer {
            without_signs(&mut ty);
        }
        self.note_lost(row, name, &ty);
        let mut see = Vec::new();
        for target in &about.links {
            // A link within the page leads to a sub-table.
            let own = target.page == at.page.path || target.page == self.page.path;
            if !own
                && let Some(method) = self.world.method(target)
                && !see.iter().any(|m| m == method)
            {
                see.push(method.to_owned());
            }
        }
        let mut field = Field::new(name, ty);
        field.required = row.required == Required::Yes && !field.is_wildcard();
        field.default = about.default.clone();
        field.values = about.values.clone();
        field.values.retain(|known| !infer::is_placeholder(&known.value));
        // The values of a condition or a sorting are the names it takes.
        let named = |ty: &Type| matches!(ty, Type::Record(_) | Type::Map(_));
        let has_names = match &field.ty {
            Type::Union(members) => members.iter().any(named),
            ty => named(ty),
        };
        if has_names && matches!(use_of(name), Use::Filter | Use::Order) {
            field.values.clear();
        }
        field.limits = about.limits.clone();
        field.deprecated = about.deprecated;
        field.see = see;
        field.text = row.text.clone();
        if use_of(name) == Use::Select && field.values.is_empty() {
            field.values =
                about.keys.iter().flat_map(|k| &k.names).map(|name| allowed(name)).collect();
        }
        settle(&mut field);
        field
    }

    /// The type of a row, from its words, what describes its parts, and the examples.
    fn ty(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>) -> Type {
        let mut members = Vec::new();
        for word in &row.types {
            let ty = self.word(row, name, word, at);
            members.push((0..word.list).fold(ty, |ty, _| Type::List(Box::new(ty))));
        }
        // Null says only that the value may be absent, which every field may be.
        if members.len() > 1 && self.answer {
            members.retain(|ty| *ty != Type::Null);
        }
        let ty = if members.is_empty() { self.untyped(row, name, at) } else { union(members) };
        // What the examples of answers prove is told once both languages are read.
        let ty = if self.answer { ty } else { self.prove(ty, name, at) };
        let mut ty = if let Type::Record(body) = ty { record_type(body) } else { ty };
        let Self { page, records, .. } = self;
        let owner = || match self.answer {
            true => shared::of_answer(&page.head.name),
            false => page.head.name.clone(),
        };
        let made = shared::share(&mut ty, name, &owner, &page.path, &|name| records.get(name));
        records.extend(made.map(|record| (record.name.clone(), record)));
        ty
    }

    fn word(&mut self, row: &'f FieldRow, name: &str, word: &TypeWord, at: At<'f, '_>) -> Type {
        let about = &row.about;
        match types::word(&word.word) {
            Word::Basic(Type::Boolean(_)) => Type::Boolean(self.wire(about, at)),
            Word::Basic(Type::String) if is_enum(&word.word) => {
                types::of_values(&about.values).unwrap_or(Type::String)
            }
            // Of an answer, the page may tell more than the word: `File` is a record of some pages.
            Word::Basic(ty @ (Type::Any | Type::File)) if self.answer => {
                self.parts(row, name, at).unwrap_or(ty)
            }
            Word::Basic(Type::File) => file(at.evidence),
            Word::Basic(Type::Map(inner)) if matches!(*inner, Type::Boolean(_)) => {
                let maps = at.evidence.iter().filter_map(|v| v.as_object());
                let under: Vec<&Value> = maps.flat_map(|map| map.values()).collect();
                let wire = self.wire(about, At { evidence: &under, ..at });
                Type::Map(Box::new(Type::Boolean(wire)))
            }
            Word::Basic(ty) => ty,
            Word::Char => {
                let flag = types::is_flag(&about.values)
                    || about.values.is_empty()
                        && !matches!(infer(at.evidence), Some(Type::String | Type::Integer));
                if flag { Type::Boolean(Wire::Yn) } else { Type::String }
            }
            Word::Object => self.object(row, name, at),
            Word::Array => self.array(row, name, at),
            Word::Named => self.named(row, name, word, at),
        }
    }

    fn wire(&self, about: &About, at: At<'f, '_>) -> Wire {
        let shown = at.evidence.iter().find_map(|v| match v {
            Value::Bool(_) => Some(Wire::Json),
            Value::String(s) if s == "Y" || s == "N" => Some(Wire::Yn),
            Value::String(s) if s == "1" || s == "0" => Some(Wire::Digit),
            Value::String(s) if s == "true" || s == "false" => Some(Wire::Text),
            Value::Number(_) => Some(Wire::Int),
            _ => None,
        });
        let rest3 = self.page.head.rest == Some(b24_schema::Rest::V3);
        shown
            .or_else(|| types::documented_wire(&about.values, about.default.as_deref()))
            // What the general page on types says of either version.
            .unwrap_or(if rest3 || self.answer { Wire::Json } else { Wire::Yn })
    }

    /// An object: a record where its fields are described, a map where its keys are data.
    fn object(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>) -> Type {
        let purpose = if self.answer { Use::Other } else { use_of(name) };
        match purpose {
            Use::Order => return self.order(row, name, at),
            Use::Select if !at.evidence.iter().any(|v| v.is_object()) => {
                return Type::List(Box::new(Type::String));
            }
            _ => {}
        }
        if let Some(ty) = self.parts(row, name, at) {
            let mut shown = at.evidence.iter().filter(|v| v.is_object()).peekable();
            // What is described may stand under keys of the caller's.
            let keyed = purpose == Use::Other
                && !self.answer
                && !matches!(ty, Type::Map(_))
                && shown.peek().is_some()
                && shown.all(|v| keyed(&ty, v, self.records));
            if !keyed {
                return ty;
            }
            let under =
                at.evidence.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values());
            let under: Vec<&Value> = under.collect();
            let each = self.parts(row, name, At { evidence: &under, ..at });
            return Type::Map(Box::new(each.unwrap_or(ty)));
        }
        let shown: &[&Value] = if self.answer { &[] } else { at.evidence };
        let values: Vec<&Value> = shown.iter().copied().filter(|v| v.is_object()).collect();
        let filter = purpose == Use::Filter;
        if !values.is_empty() && values.iter().all(|v| keyed(&Type::Any, v, self.records)) {
            let each = values.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values());
            let each: Vec<&Value> = each.collect();
            return Type::Map(Box::new(infer(&each).unwrap_or(Type::Any)));
        }
        let any_name = row.about.shape.as_ref().is_some_and(is_placeholder_map);
        match infer(&values) {
            // A format of nothing but placeholders says that the keys are the caller's.
            Some(Type::Record(body)) if any_name && !filter => {
                Type::Map(Box::new(union(body.fields.into_iter().map(|f| f.ty).collect())))
            }
            Some(Type::Record(body)) if !filter => Type::Record(body),
            Some(ty @ Type::Map(_)) => ty,
            _ => {
                match row.about.shape.as_ref().filter(|_| !filter).and_then(|shape| infer(&[shape]))
                {
                    Some(ty @ (Type::Record(_) | Type::Map(_))) => ty,
                    Some(Type::List(inner)) if matches!(*inner, Type::Record(_)) => *inner,
                    _ => Type::Map(Box::new(Type::Any)),
                }
            }
        }
    }

    /// An array: what its elements are, where the page tells; else what an example shows.
    fn array(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>) -> Type {
        match if self.answer { Use::Other } else { use_of(name) } {
            Use::Select => return Type::List(Box::new(Type::String)),
            Use::Order if !at.evidence.iter().any(|v| v.is_array()) => {
                return self.order(row, name, at);
            }
            _ => {}
        }
        let elements: Vec<&Value> =
            at.evidence.iter().filter_map(|v| v.as_array()).flatten().collect();
        let objects: Vec<&Value> = elements.iter().copied().filter(|v| v.is_object()).collect();
        let associative = at.evidence.iter().any(|v| v.is_object());
        let shape_is_list = row.about.shape.as_ref().is_some_and(Value::is_array);
        let inner_evidence = if associative { at.evidence.to_vec() } else { objects.clone() };
        let parts = self.parts(row, name, At { evidence: &inner_evidence, ..at });
        if let Some(parts) = parts {
            // PHP calls an object an array too: the example, or the format in the cell, decides.
            let list = if associative {
                !elements.is_empty()
            } else if !objects.is_empty() || shape_is_list {
                true
            } else if !elements.is_empty() && !self.answer {
                return Type::List(Box::new(infer(&elements).unwrap_or(Type::Any)));
            } else {
                self.answer
                    || !is_one_of(
                        name,
                        &["fields", "params", "filter", "order", "data", "settings", "options"],
                    )
            };
            return if list { Type::List(Box::new(parts)) } else { parts };
        }
        match infer(if self.answer { &[] } else { at.evidence }) {
            Some(Type::List(inner)) if *inner != Type::Any => Type::List(inner),
            Some(ty @ (Type::Record(_) | Type::Map(_))) => ty,
            Some(Type::Union(members)) => Type::Union(members),
            _ => {
                if let Some(ty) = types::of_values(&row.about.values) {
                    return Type::List(Box::new(ty));
                }
                match row.about.shape.as_ref().and_then(|shape| infer(&[shape])) {
                    Some(ty @ (Type::List(_) | Type::Record(_) | Type::Map(_))) => ty,
                    _ => Type::List(Box::new(Type::Any)),
                }
            }
        }
    }

    /// A row without a type.
    fn untyped(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>) -> Type {
        if let Some(ty) = self.parts(row, name, at) {
            return ty;
        }
        if let Some(ty) = types::of_values(&row.about.values) {
            return ty;
        }
        if !self.answer
            && let Some(ty) = infer(at.evidence)
        {
            return ty;
        }
        let shape = row.about.shape.as_ref().and_then(|shape| infer(&[shape]));
        shape.or_else(|| same_name(at.page, name)).unwrap_or(Type::Any)
    }

    /// Notes what the documentation names a type for, and yet has none here.
    fn note_lost(&mut self, row: &FieldRow, name: &str, ty: &Type) {
        if self.answer {
            return;
        }
        let any = |t: &TypeWord| types::word(&t.word) == Word::Basic(Type::Any);
        let said = !row.types.is_empty() && !row.types.iter().any(any);
        let words = || row.types.iter().map(|t| t.word.as_str()).collect::<Vec<_>>().join(" or ");
        match ty {
            // Users' fields are of any type.
            Type::Any if said && !infer::is_users(name) => {
                let message = format!("`{}` is not a type that any page describes", words());
                choose(self.choices, &self.page.path, name, "type-unknown", message);
            }
            Type::Map(inner) | Type::List(inner) if **inner == Type::Any => {
                let links: Vec<String> = row.about.links.iter().map(ToString::to_string).collect();
                let links = if links.is_empty() {
                    String::new()
                } else {
                    format!("; it points to {}", links.join(", "))
                };
                let message =
                    format!("no page and no example tells what is in this `{}`{links}", words());
                choose(self.choices, &self.page.path, name, "parts-unknown", message);
            }
            _ => {}
        }
    }
}

pub(super) fn add_field(body: &mut RecordBody, field: Field) {
    match body.fields.iter_mut().find(|known| known.name == field.name) {
        Some(known) => merge_fields(known, &field),
        None => body.fields.push(field),
    }
}

/// The record inside `ty` that further fields go into.
fn record_in(ty: &mut Type) -> Option<&mut RecordBody> {
    match ty {
        Type::Record(body) => Some(body),
        Type::List(inner) => record_in(inner),
        Type::Map(inner) if **inner == Type::Any => {
            *ty = Type::Record(RecordBody { fields: Vec::new(), open: true });
            record_in(ty)
        }
        Type::Any => {
            *ty = Type::Record(RecordBody::default());
            record_in(ty)
        }
        _ => None,
    }
}

/// Whether a name can be a key on the wire. Titles of groups and words of another script cannot.
pub(crate) fn is_wire_name(name: &str) -> bool {
    !name.is_empty() && name.is_ascii() && !name.contains(' ')
}

/// What one word stands for is the same in all rows of a table: where examples give lists of the
/// record it names, the fields that they do not show are lists too.
fn listed_alike(rows: &[&FieldRow], evidence: &[&Value], body: &mut RecordBody) {
    let alone = |field: &Field| {
        rows.iter().any(|row| {
            row.names.contains(&field.name) && matches!(&row.types[..], [word] if word.list == 0)
        })
    };
    let listed: Vec<Type> = body
        .fields
        .iter()
        .filter(|field| alone(field))
        .filter_map(|field| match &field.ty {
            Type::List(inner) if matches!(**inner, Type::Ref(_)) => Some((**inner).clone()),
            _ => None,
        })
        .collect();
    for field in &mut body.fields {
        let shown = || !children(evidence, &field.name).is_empty();
        if listed.contains(&field.ty) && alone(field) && !shown() {
            let ty = std::mem::replace(&mut field.ty, Type::Any);
            field.ty = Type::List(Box::new(ty));
        }
    }
}

/// A file; the name and the content may stand in an object under a key.
fn file(shown: &[&Value]) -> Type {
    const KEY: &str = "fileData";
    let wrapped = |v: &&Value| v.get(KEY).is_some();
    if shown.is_empty() || !shown.iter().all(wrapped) {
        return Type::File;
    }
    let fields = vec![Field::new(KEY, Type::File)];
    Type::Record(RecordBody { fields, open: true })
}

fn is_enum(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "enum" | "enumeration")
}

fn is_one_of(name: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Drops the literals that a value of the type cannot be: they are said of its parts, or of how the
/// value comes about.
fn settle(field: &mut Field) {
    let unquoted = |literal: &str| literal.trim_matches('\'').to_owned();
    let fits: fn(&str) -> bool = match &field.ty {
        Type::Record(_) | Type::Ref(_) => {
            field.values.clear();
            |literal| literal.starts_with('{')
        }
        Type::Integer | Type::Number => {
            |literal| literal == "null" || literal.parse::<f64>().is_ok()
        }
        Type::Boolean(_) => {
            field.values.iter_mut().for_each(|v| v.value = unquoted(&v.value));
            field.default = field.default.as_deref().map(unquoted);
            |literal| matches!(literal, "Y" | "N" | "true" | "false" | "1" | "0" | "null")
        }
        _ => |_| true,
    };
    field.default.take_if(|literal| !fits(literal));
}
