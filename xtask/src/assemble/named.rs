//! Words that are no basic types: those of a dictionary, or of the page itself.

use b24_schema::{Record, RecordBody, Type, field_ident};
use serde_json::Value;

use crate::facts::{FieldRow, PageKind, Target, TypeWord};

use super::fields::{At, Resolver};
use super::infer::{self, infer};
use super::places::record_type;
use super::prove::kind;
use super::shape::{is_scalar, keyed};
use super::types::{self, Word};
use super::world::{DICTIONARY, Place};
use super::{choose, merge_bodies, union};

impl<'f> Resolver<'_, 'f> {
    /// A word of a dictionary or of the page itself.
    pub(super) fn named(
        &mut self,
        row: &'f FieldRow,
        name: &str,
        word: &TypeWord,
        at: At<'f, '_>,
    ) -> Type {
        // The keys above each record are data.
        if let Some(each) = word.word.strip_suffix(types::KEYED) {
            let word = TypeWord { word: each.to_owned(), ..word.clone() };
            return Type::Map(Box::new(self.named(row, name, &word, at)));
        }
        // `catalog_product.id`: the type of that field.
        if let Some((record, field)) = word.word.split_once('.') {
            return self.field_of(record, field);
        }
        // The page's own type, or one on the page its link leads to.
        if let Some(target) = &word.link
            && target.anchor.is_some()
            && let Some(place) = self.world.place(target)
            && place.page.sections[place.section].holds_fields()
        {
            let own = place.page.path == at.page.path && !place.page.path.ends_with(DICTIONARY);
            let own = own && !(self.answer && self.world.referred(place).is_some());
            if let Some(ty) = self.section(place, at.evidence, !own) {
                if let Some(own) = self.spelled_otherwise(&ty, row, at) {
                    return own;
                }
                return self.unless_scalar(ty, row, name, word, at);
            }
        }
        if let Some(place) = self.world.named(&word.word)
            && let Some(ty) = self.section(place, at.evidence, true)
        {
            if let Some(own) = self.spelled_otherwise(&ty, row, at) {
                return own;
            }
            return self.unless_scalar(ty, row, name, word, at);
        }
        // One that the page describes under its name.
        if !self.answer
            && let Some(target) = &word.link
            && let Some(place) = self.world.subject(&target.page, &word.word)
            && let Some(ty) = self.section(place, at.evidence, false)
        {
            let shown: Vec<&Value> =
                at.evidence.iter().copied().filter(|v| v.is_object()).collect();
            if shown.is_empty() || !shown.iter().all(|v| keyed(&ty, v, self.records)) {
                return self.unless_scalar(ty, row, name, word, at);
            }
            let under = shown.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values());
            let under: Vec<&Value> = under.collect();
            return Type::Map(Box::new(self.section(place, &under, false).unwrap_or(ty)));
        }
        if self.answer
            && let Some(target) = &word.link
            && let Some(ty) = self.kinds(target, &word.word)
        {
            return ty;
        }
        if let Some(base) = self.base(&word.word) {
            return match base {
                Type::Map(ref inner) if **inner == Type::Any => {
                    self.parts(row, name, at).unwrap_or(base)
                }
                base => base,
            };
        }
        if let Some(ty) = self.parts(row, name, at) {
            return ty;
        }
        if self.answer { Type::Any } else { infer(at.evidence).unwrap_or(Type::Any) }
    }

    /// The record that a whole page describes, with a table for each kind of it: what an answer holds is
    /// of one kind or another.
    fn kinds(&mut self, target: &Target, word: &str) -> Option<Type> {
        let page = *self.world.pages.get(target.page.as_str())?;
        let tables: Vec<usize> =
            (0..page.sections.len()).filter(|&i| page.sections[i].holds_fields()).collect();
        let several = target.anchor.is_none() && tables.len() > 1;
        if !several || page.kind != PageKind::Types || page.path.ends_with(DICTIONARY) {
            return None;
        }
        let folder = page.path.split('/').nth(1).unwrap_or_default();
        let name = format!("{folder}_{}", word.to_lowercase());
        if !self.records.contains_key(&name) {
            let mut body = RecordBody { fields: Vec::new(), open: true };
            for section in tables {
                if let Some(Type::Record(kind)) = self.section(Place { page, section }, &[], false)
                {
                    merge_bodies(&mut body, &kind);
                }
            }
            body.fields.iter_mut().for_each(|field| field.required = false);
            self.records.insert(name.clone(), Record::new(&*name, &*page.path, body));
        }
        Some(Type::Ref(name))
    }

    /// The record of the keys that a cell lists, where it spells them in another way than the shared
    /// record that it links to: the server knows them as the cell has them. What it does not say of
    /// them is as the shared record has it.
    fn spelled_otherwise(
        &mut self,
        shared: &Type,
        row: &'f FieldRow,
        at: At<'f, '_>,
    ) -> Option<Type> {
        let Type::Ref(shared) = shared else { return None };
        let linked = self.records.get(shared)?.body.fields.clone();
        let alike = |key: &str| linked.iter().find(|field| same_ident(&field.name, key));
        let otherwise =
            |key: &String| !linked.iter().any(|f| f.name == *key) && alike(key).is_some();
        if !row.about.keys.iter().flat_map(|key| &key.names).any(otherwise) {
            return None;
        }
        let mut body = self.body(&row.about.keys, at);
        for field in &mut body.fields {
            let Some(known) = alike(&field.name) else { continue };
            if field.ty == Type::Any {
                field.ty = known.ty.clone();
            }
            if field.values.is_empty() {
                field.values.clone_from(&known.values);
            }
        }
        Some(record_type(body))
    }

    /// The docs use a record's name for its identifier too: where every example is a scalar, it is.
    fn unless_scalar(
        &mut self,
        ty: Type,
        row: &FieldRow,
        name: &str,
        word: &TypeWord,
        at: At<'f, '_>,
    ) -> Type {
        let scalars: Vec<Type> = at.evidence.iter().filter_map(|v| infer::scalar(v)).collect();
        let composite = at.evidence.iter().any(|v| v.is_object() || v.is_array());
        if scalars.is_empty() || composite {
            // Nothing shown: a field called an identifier holds one.
            let id = name.to_lowercase();
            let is_id = !composite
                && row.about.keys.is_empty()
                && (id.ends_with("id") || id.ends_with("ids"));
            let held = self.base(&word.word).filter(|_| is_id);
            // An answer may hold the record under such a name, unless the word is basic.
            return held.filter(|held| !self.answer || is_scalar(held)).unwrap_or(ty);
        }
        let scalar = union(scalars);
        choose(
            self.choices,
            &self.page.path,
            name,
            "example-wins",
            format!("`{}` names a record, but every example gives {}", word.word, kind(&scalar)),
        );
        scalar
    }

    /// The basic type that a dictionary gives a word.
    fn base(&self, word: &str) -> Option<Type> {
        let (_, row) = self.world.word(word)?;
        if let Some(ty) = types::of_values(&row.about.values)
            && row.about.values.len() > 1
        {
            return Some(ty);
        }
        match types::word(row.base.as_deref()?) {
            // The format in the dictionary tells what a map holds: `{ lang_1: value_1 }`.
            Word::Object if row.about.shape.as_ref().is_some_and(is_placeholder_map) => {
                Some(Type::Map(Box::new(Type::String)))
            }
            Word::Basic(ty) => Some(ty),
            Word::Object => Some(Type::Map(Box::new(Type::Any))),
            Word::Array => Some(Type::List(Box::new(Type::Any))),
            Word::Char | Word::Named => None,
        }
    }

    fn field_of(&mut self, record: &str, field: &str) -> Type {
        if let Some(place) = self.world.named(record) {
            for row in place.page.sections[place.section].rows() {
                if row.names.iter().any(|n| n.eq_ignore_ascii_case(field))
                    && let Some(word) = row.types.first()
                {
                    match types::word(&word.word) {
                        Word::Basic(ty) => return ty,
                        Word::Named if word.word.contains('.') => {}
                        _ => {}
                    }
                }
            }
        }
        if let Some(base) = self.base(&format!("{record}.{field}")) {
            return base;
        }
        if field.eq_ignore_ascii_case("id") { Type::Integer } else { Type::String }
    }
}

/// Whether two names are spelled differently at most: `TYPE_ID` and `typeId`.
fn same_ident(one: &str, other: &str) -> bool {
    field_ident(one).is_ok_and(|one| field_ident(other).is_ok_and(|other| one == other))
}

/// Whether every key of an object stands for any key.
pub(super) fn is_placeholder_map(shape: &Value) -> bool {
    shape
        .as_object()
        .is_some_and(|map| !map.is_empty() && map.keys().all(|key| infer::is_data(key)))
}
