//! Objects that hold others of their kind.
//!
//! The page of a task describes a node of its checklist once, and calls its `descendants` an array. An example that shows
//! objects with the same keys there tells that they are nodes too. A node becomes one record, which refers to itself.

use b24_schema::{Field, Record, RecordBody, Type, field_ident};

use super::choose;
use super::decide::Records;
use super::join::{is_bare_map, is_unknown};
use super::languages::Claimed;
use super::names::Names;
use super::referred::{joined, versioned};
use super::report::Choice;

/// So many fields tell the kind of an object.
const TELLING: usize = 3;

/// Makes the nodes of each tree in an answer one record.
pub(super) fn grow(
    methods: &mut [Claimed<'_>],
    records: &mut Records,
    names: &mut Names,
    choices: &mut Vec<Choice>,
) {
    let mut trees = Trees { records: Records::new(), names, choices };
    for Claimed { method, .. } in methods {
        let family = method.name.rsplit_once('.').map_or("", |(family, _)| family);
        let owner = versioned(method.rest, family);
        trees.inside(&mut method.answer.ty, &owner, &method.page);
    }
    for (key, record) in &mut *records {
        let owner = trees.names.of(key).to_owned();
        let page = record.page.split('#').next().unwrap_or_default().to_owned();
        for field in &mut record.body.fields {
            trees.place(&mut field.ty, &owner, &field.name, &page);
        }
    }
    records.extend(trees.records);
}

/// The trees that were found.
struct Trees<'n> {
    /// Their nodes.
    records: Records,
    names: &'n mut Names,
    choices: &'n mut Vec<Choice>,
}

impl Trees<'_> {
    /// Looks for trees in the fields of what stands in a type.
    fn inside(&mut self, ty: &mut Type, owner: &str, page: &str) {
        match ty {
            Type::List(of) | Type::Map(of) => self.inside(of, owner, page),
            Type::Union(members) => {
                members.iter_mut().for_each(|member| self.inside(member, owner, page));
            }
            Type::Record(body) => {
                for field in &mut body.fields {
                    self.place(&mut field.ty, owner, &field.name, page);
                }
            }
            _ => {}
        }
    }

    /// Makes what stands under a name a tree, if it is one.
    fn place(&mut self, ty: &mut Type, owner: &str, name: &str, page: &str) {
        match ty {
            Type::List(of) | Type::Map(of) => return self.place(of, owner, name, page),
            Type::Record(body) if holds_its_kind(body) => {}
            ty => return self.inside(ty, owner, page),
        }
        let own = joined(owner, &field_ident(name).unwrap_or_default());
        let known = self.records.values_mut().find(|record| self.names.of(&record.name) == own);
        if known.is_none() && self.names.has(&own) {
            return;
        }
        let key = known.as_ref().map_or_else(|| format!("{page}#{own}"), |node| node.name.clone());
        let Type::Record(body) = std::mem::replace(ty, Type::Ref(key.clone())) else { return };
        let node = node(&key, body);
        match known {
            // Other methods of the family answer it too.
            Some(known) => node.fields.iter().for_each(|told| tell_field(&mut known.body, told)),
            None => {
                self.records.insert(key.clone(), Record::new(key.clone(), page, node));
                self.names.add(key, own);
            }
        }
        let message = "an example shows objects with the same fields in it";
        choose(self.choices, page, format!("answer.{name}"), "holds-its-kind", message);
    }
}

/// The record that an element of a list, or a value, is.
fn held(ty: &Type) -> Option<&RecordBody> {
    match ty {
        Type::List(of) | Type::Map(of) => held(of),
        Type::Record(body) => Some(body),
        _ => None,
    }
}

/// Whether an object has a field with objects that have no other fields, and that one too.
fn holds_its_kind(body: &RecordBody) -> bool {
    body.fields.iter().any(|field| is_of_kind(&field.name, &field.ty, body))
}

fn is_of_kind(name: &str, ty: &Type, kind: &RecordBody) -> bool {
    held(ty).is_some_and(|inner| {
        inner.fields.len() >= TELLING
            && inner.fields.iter().any(|field| field.name == name)
            && inner.fields.iter().all(|f| kind.fields.iter().any(|known| known.name == f.name))
    })
}

/// The node of a tree, known by its key, with what those in it tell of its fields.
fn node(key: &str, mut body: RecordBody) -> RecordBody {
    while let Some(at) =
        body.fields.iter().position(|field| is_of_kind(&field.name, &field.ty, &body))
    {
        let field = &mut body.fields[at];
        let name = field.name.clone();
        let inner = tie(key, &mut field.ty);
        for told in inner.into_iter().flat_map(|inner| inner.fields) {
            match held(&told.ty).filter(|_| is_of_kind(&name, &told.ty, &body)) {
                // Those below are nodes as well.
                Some(below) if told.name == name => {
                    below.fields.iter().for_each(|told| tell_field(&mut body, told));
                }
                _ => tell_field(&mut body, &told),
            }
        }
    }
    body
}

/// Puts a reference to `key` in the place of a record; gives what stood there.
fn tie(key: &str, ty: &mut Type) -> Option<RecordBody> {
    match ty {
        Type::List(of) | Type::Map(of) => tie(key, of),
        Type::Record(_) => match std::mem::replace(ty, Type::Ref(key.to_owned())) {
            Type::Record(body) => Some(body),
            _ => None,
        },
        _ => None,
    }
}

fn tell_field(body: &mut RecordBody, told: &Field) {
    match body.fields.iter_mut().find(|field| field.name == told.name) {
        Some(field) => tell(&mut field.ty, &told.ty),
        None => body.fields.push(told.clone()),
    }
}

/// Adds what another example of the same tells: of what was empty, and of numbers that a table calls texts.
fn tell(ty: &mut Type, told: &Type) {
    match (&mut *ty, told) {
        (Type::Record(body), Type::Record(told)) => {
            told.fields.iter().for_each(|field| tell_field(body, field));
        }
        (Type::List(of), Type::List(told)) | (Type::Map(of), Type::Map(told)) => tell(of, told),
        (Type::List(of), Type::Record(_)) if is_unknown(of) => *ty = told.clone(),
        (Type::String, Type::Integer) => *ty = Type::Integer,
        (there, told) if is_unknown(there) || is_bare_map(there) && *told != Type::Any => {
            *ty = told.clone();
        }
        _ => {}
    }
}
