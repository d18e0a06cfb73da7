//! Field rows → fields: types resolved through sub-tables, links and examples.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{Field, Record, RecordBody, Type, Wire};
use serde_json::Value;

use crate::facts::{About, FieldRow, PageFacts, PageKind, Required, Role, TypeWord};

use super::infer::{self, infer};
use super::report::Choice;
use super::types::{self, Word};
use super::world::{self, Place, World};
use super::{choose, merge_bodies, merge_fields, union};

/// How deep records may nest before the page is taken to describe itself.
const DEPTH: usize = 12;

/// What a parameter is for, told by how its name ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// A list of field names.
    Select,
    /// Field names with prefixes, and values.
    Filter,
    /// Field names and directions.
    Order,
    Other,
}

fn use_of(name: &str) -> Use {
    let lower = name.to_lowercase();
    if lower.ends_with("select") {
        Use::Select
    } else if lower.ends_with("filter") {
        Use::Filter
    } else if lower.ends_with("order") || lower == "sort" {
        Use::Order
    } else {
        Use::Other
    }
}

/// Resolves the rows of one page.
pub(crate) struct Resolver<'w, 'f> {
    pub world: &'w World<'f>,
    /// The page whose method or record is resolved; choices are noted on it.
    pub page: &'f PageFacts,
    /// Shared records found so far, by name.
    pub records: &'w mut BTreeMap<String, Record>,
    pub choices: &'w mut Vec<Choice>,
    /// Sections that were used as sub-tables.
    pub used: BTreeSet<(String, usize)>,
    /// The sections that are being resolved: what leads back into one is recursive.
    pub stack: Vec<(String, usize)>,
    /// Sections found to be recursive: they become shared records.
    pub recursive: BTreeSet<(String, usize)>,
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
    pub(crate) fn body(&mut self, rows: &[&'f FieldRow], at: At<'f, '_>) -> RecordBody {
        let mut body = RecordBody::default();
        for row in rows {
            for name in &row.names {
                self.row(row, name, at, &mut body);
            }
        }
        body.open |= body.fields.iter().any(Field::is_wildcard);
        body
    }

    fn row(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>, body: &mut RecordBody) {
        let path: Vec<&str> = name.split('.').collect();
        let dotted = path.len() > 1 && path.iter().all(|p| !p.is_empty() && !p.contains(' '));
        if dotted && self.nest(row, &path, at, body) {
            return;
        }
        let name = name.trim_end_matches("[]");
        if !is_wire_name(name) || infer::is_placeholder(name) {
            return;
        }
        let evidence = children(at.evidence, name);
        let field = self.field(row, name, At { evidence: &evidence, ..at });
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
        let name = first.trim_end_matches("[]");
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
        let ty = self.ty(row, name, at);
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
        if matches!(field.ty, Type::Record(_)) && matches!(use_of(name), Use::Filter | Use::Order) {
            field.values.clear();
        }
        field.limits = about.limits.clone();
        field.deprecated = about.deprecated;
        field.see = see;
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
        let ty = self.prove(ty, name, at);
        self.share(ty, name)
    }

    fn word(&mut self, row: &'f FieldRow, name: &str, word: &TypeWord, at: At<'f, '_>) -> Type {
        let about = &row.about;
        match types::word(&word.word) {
            Word::Basic(Type::Boolean(_)) => Type::Boolean(self.wire(about, at)),
            Word::Basic(Type::String) if is_enum(&word.word) => {
                types::of_values(&about.values).unwrap_or(Type::String)
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
            return ty;
        }
        let values: Vec<&Value> = at.evidence.iter().copied().filter(|v| v.is_object()).collect();
        let filter = purpose == Use::Filter;
        match infer(&values) {
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

    /// A sorting: field names with directions.
    fn order(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>) -> Type {
        let nested = at
            .evidence
            .iter()
            .filter_map(|v| v.as_object())
            .flat_map(|map| map.values())
            .any(|v| !v.is_string());
        let parts = match self.parts(row, name, at) {
            Some(Type::Ref(name)) => {
                self.records.get(&name).map(|record| Type::Record(record.body.clone()))
            }
            parts => parts,
        };
        match parts {
            Some(Type::Record(mut body)) if !nested => {
                for field in &mut body.fields {
                    field.ty = Type::String;
                    field.values.retain(is_direction);
                    if field.values.is_empty() {
                        field.values.clone_from(&row.about.values);
                        field.values.retain(is_direction);
                    }
                    field.default = None;
                    (field.limits, field.required) = (b24_schema::Limits::default(), false);
                }
                body.open = true;
                Type::Record(body)
            }
            Some(ty) => ty,
            None if nested => infer(at.evidence).unwrap_or(Type::Any),
            None => Type::Map(Box::new(Type::String)),
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
            } else if !elements.is_empty() {
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
        match infer(at.evidence) {
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

    /// The record that describes the parts of a row: keys in its cell, a sub-table it links to or
    /// that is named after it, or one on a linked page.
    fn parts(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>) -> Option<Type> {
        let mut body = RecordBody::default();
        let mut found = false;
        if !row.about.keys.is_empty() {
            let keys: Vec<&FieldRow> = row.about.keys.iter().collect();
            body = self.body(&keys, at);
            found = !body.fields.is_empty();
        }
        for place in self.places(row, name, at) {
            match self.section(place, at.evidence, false) {
                Some(Type::Record(other)) => {
                    merge_bodies(&mut body, &other);
                    found = true;
                }
                Some(ty) if !found => return Some(ty),
                _ => {}
            }
            if found {
                break;
            }
        }
        // Values of a filter or of a sorting are the names it takes, but for the directions.
        if !found && !self.answer && matches!(use_of(name), Use::Filter | Use::Order) {
            for value in row.about.values.iter().filter(|v| !is_direction(v)) {
                let known = body.fields.iter().any(|f| f.name.eq_ignore_ascii_case(&value.value));
                let placeholder = infer::is_placeholder(&value.value) || value.value == "field";
                if is_wire_name(&value.value) && !placeholder && !known {
                    let ty = same_name(at.page, &value.value).unwrap_or(Type::Any);
                    add_field(&mut body, Field::new(value.value.clone(), ty));
                }
            }
            found = !body.fields.is_empty();
        }
        if found && use_of(name) == Use::Filter && !self.answer {
            // Prefixes of the names are conditions; nothing in a filter is required.
            body.open = true;
            body.fields.iter_mut().for_each(|f| f.required = false);
        }
        found.then(|| record_type(body))
    }

    /// Where the parts of a row may be described, the surest first.
    fn places(&self, row: &FieldRow, name: &str, at: At<'f, '_>) -> Vec<Place<'f>> {
        let mut places: Vec<Place<'f>> = Vec::new();
        let mut add = |place: Place<'f>| {
            if place.key() != (&at.page.path, at.section)
                && !places.iter().any(|p| p.key() == place.key())
            {
                places.push(place);
            }
        };
        let links =
            || row.about.links.iter().chain(row.types.iter().filter_map(|t| t.link.as_ref()));
        // An anchor on the same page.
        for target in links().filter(|t| t.page == at.page.path && t.anchor.is_some()) {
            match self.world.place(target) {
                Some(place) if world::holds_fields(&at.page.sections[place.section]) => add(place),
                // A heading over headings: the first below it that holds fields.
                Some(place) => {
                    let level = at.page.sections[place.section].level;
                    let below = (place.section + 1..at.page.sections.len())
                        .take_while(|&i| at.page.sections[i].level > level)
                        .find(|&i| world::holds_fields(&at.page.sections[i]));
                    if let Some(section) = below {
                        add(Place { page: at.page, section });
                    }
                }
                None => {}
            }
        }
        // A section named after it: the nearest below, else the nearest above.
        let named = |i: &usize| {
            let section = &at.page.sections[*i];
            section.role == at.role
                && world::holds_fields(section)
                && section.subject.as_deref().is_some_and(|s| s.eq_ignore_ascii_case(name))
        };
        let after = (at.section + 1..at.page.sections.len()).find(named);
        if let Some(section) = after.or_else(|| (0..at.section).rev().find(named)) {
            add(Place { page: at.page, section });
        }
        // Another page: a type's, or a section of one.
        for target in links().filter(|t| t.page != at.page.path) {
            if let Some(place) = self.world.place(target)
                && (target.anchor.is_some() || place.page.kind == PageKind::Types)
                && world::holds_fields(&place.page.sections[place.section])
                && place.page.kind != PageKind::Method
            {
                add(place);
            }
        }
        // The method that describes the fields of an object, or shows the object itself.
        for target in links() {
            let Some(method) = self.world.method(target) else { continue };
            let Some(family) =
                method.rfind('.').filter(|at| method[at + 1..].to_lowercase().ends_with("fields"))
            else {
                continue;
            };
            let described = self.world.described_fields(&target.page);
            let shown = || {
                self.world
                    .described_fields(self.world.page_of(&format!("{}.get", &method[..family]))?)
            };
            if let Some(place) = described.or_else(shown) {
                add(place);
            }
        }
        places
    }

    /// The record a section describes. `shared` makes it a record of its own.
    fn section(&mut self, place: Place<'f>, evidence: &[&Value], shared: bool) -> Option<Type> {
        let key = (place.page.path.clone(), place.section);
        self.used.insert(key.clone());
        if self.stack.contains(&key) || self.stack.len() >= DEPTH {
            self.recursive.insert(key);
            return Some(Type::Ref(self.record_name(place)));
        }
        let name = self.record_name(place);
        if shared && self.records.contains_key(&name) {
            return Some(Type::Ref(name));
        }
        let section = &place.page.sections[place.section];
        self.stack.push(key.clone());
        // A shared record is what its page says; one example of one method adds nothing to it.
        let evidence = if shared { &[] } else { evidence };
        let elements: Vec<&Value> = evidence
            .iter()
            .flat_map(|v| v.as_array().map_or_else(|| vec![*v], |a| a.iter().collect()))
            .collect();
        let at = At {
            page: place.page,
            role: section.role,
            section: place.section,
            evidence: &elements,
        };
        let body = self.body(&world::rows(section), at);
        self.stack.pop();
        if body.fields.is_empty() {
            return None;
        }
        if shared || self.recursive.contains(&key) {
            let page = match section.anchors.first() {
                Some(anchor) => format!("{}#{anchor}", place.page.path),
                None => place.page.path.clone(),
            };
            let record = Record { name: name.clone(), page, modules: Vec::new(), body };
            self.records.insert(name.clone(), record);
            return Some(Type::Ref(name));
        }
        Some(record_type(body))
    }

    /// The name of the shared record a section describes: what its heading names, made unique by the
    /// folder of its page where the word is a common one.
    fn record_name(&self, place: Place<'f>) -> String {
        let section = &place.page.sections[place.section];
        let anchor = section.anchors.first().map_or("", String::as_str);
        let word = section.subject.as_deref().unwrap_or(anchor);
        let word: String = word
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
            .collect();
        let word = word.trim_matches('_').to_owned();
        if place.page.path.ends_with("data-types.md") && word.contains('_') {
            return word;
        }
        let folder = place.page.path.trim_start_matches("api-reference/");
        let stem = if place.page.path.ends_with("data-types.md") {
            folder.split('/').next().unwrap_or("").to_owned()
        } else {
            folder.rsplit('/').next().unwrap_or("").trim_end_matches(".md").to_owned()
        };
        let stem: String = stem
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
            .collect();
        format!("{stem}_{word}")
    }

    /// A word of a dictionary or of the page itself.
    fn named(&mut self, row: &'f FieldRow, name: &str, word: &TypeWord, at: At<'f, '_>) -> Type {
        // `catalog_product.id`: the type of that field.
        if let Some((record, field)) = word.word.split_once('.') {
            return self.field_of(record, field);
        }
        // The page's own type, or one on the page its link leads to.
        if let Some(target) = &word.link
            && target.anchor.is_some()
            && let Some(place) = self.world.place(target)
            && world::holds_fields(&place.page.sections[place.section])
        {
            let own =
                place.page.path == at.page.path && !place.page.path.ends_with("data-types.md");
            if let Some(ty) = self.section(place, at.evidence, !own) {
                return self.unless_scalar(ty, row, name, word, at);
            }
        }
        if let Some(place) = self.world.named(&word.word)
            && let Some(ty) = self.section(place, at.evidence, true)
        {
            return self.unless_scalar(ty, row, name, word, at);
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
        infer(at.evidence).unwrap_or(Type::Any)
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
                && (id.ends_with("id") || id.ends_with("ids"))
                && !self.answer;
            let held = types::identifier(&word.word).or_else(|| self.base(&word.word));
            return if is_id { held.unwrap_or(ty) } else { ty };
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
            for row in world::rows(&place.page.sections[place.section]) {
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

    /// A row without a type.
    fn untyped(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>) -> Type {
        if let Some(ty) = self.parts(row, name, at) {
            return ty;
        }
        if let Some(ty) = types::of_values(&row.about.values) {
            return ty;
        }
        if let Some(ty) = infer(at.evidence) {
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
            Type::Any if said => {
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

    /// What an example proves must fit: the type is widened where one does not.
    fn prove(&mut self, ty: Type, name: &str, at: At<'f, '_>) -> Type {
        let telling = |v: &&&Value| infer::scalar(v).is_some() || v.is_object() || v.is_array();
        let shown: Vec<&Value> = at.evidence.iter().filter(telling).copied().collect();
        let against: Vec<&Value> =
            shown.iter().copied().filter(|v| !fits(&ty, v, self.answer)).collect();
        let Some(other) = infer(&against) else { return ty };
        choose(
            self.choices,
            &self.page.path,
            name,
            "example-contradicts",
            format!("documented as {}, an example gives {}", kind(&ty), kind(&other)),
        );
        let all = against.len() == shown.len();
        reconcile(ty, other, all)
    }

    /// Types in which records stand in several places get them as one shared record.
    pub(crate) fn share(&mut self, ty: Type, name: &str) -> Type {
        let ty = match ty {
            Type::List(inner) => return Type::List(Box::new(self.share(*inner, name))),
            Type::Map(inner) => return Type::Map(Box::new(self.share(*inner, name))),
            ty => ty,
        };
        let Type::Union(members) = &ty else { return ty };
        let mut bodies = Vec::new();
        members.iter().for_each(|m| in_place(m, &mut bodies));
        if bodies.len() < 2 {
            return ty;
        }
        let mut body = bodies[0].clone();
        bodies[1..].iter().for_each(|other| merge_bodies(&mut body, other));
        let kind = if self.answer { "answer_" } else { "" };
        let mut record = snake(&format!("{}_{kind}{name}", self.page.head.name));
        while self.records.get(&record).is_some_and(|known| known.body != body) {
            record.push_str("_item");
        }
        let shared = Record {
            name: record.clone(),
            page: self.page.path.clone(),
            modules: Vec::new(),
            body,
        };
        self.records.insert(record.clone(), shared);
        union(members.iter().map(|m| replaced(m, &record)).collect())
    }
}

/// The records that stand in place in `ty`, not those inside them.
fn in_place<'t>(ty: &'t Type, out: &mut Vec<&'t RecordBody>) {
    match ty {
        Type::Record(body) => out.push(body),
        Type::List(inner) | Type::Map(inner) => in_place(inner, out),
        Type::Union(members) => members.iter().for_each(|m| in_place(m, out)),
        _ => {}
    }
}

/// `ty` with the records that stand in place in it replaced by a shared one.
fn replaced(ty: &Type, record: &str) -> Type {
    match ty {
        Type::Record(_) => Type::Ref(record.to_owned()),
        Type::List(inner) => Type::List(Box::new(replaced(inner, record))),
        Type::Map(inner) => Type::Map(Box::new(replaced(inner, record))),
        Type::Union(members) => union(members.iter().map(|m| replaced(m, record)).collect()),
        ty => ty.clone(),
    }
}

/// The documented type and one that examples show instead; `all` of them, or only some.
pub(crate) fn reconcile(documented: Type, shown: Type, all: bool) -> Type {
    let is_record = |ty: &Type| matches!(ty, Type::Record(_) | Type::Ref(_));
    match (documented, shown) {
        // A record documented as one but shown in a list is a list of it; and the other way round.
        (record, Type::List(inner)) if is_record(&record) && is_record(&inner) && all => {
            Type::List(Box::new(record))
        }
        (Type::List(inner), shown) if is_record(&inner) && is_record(&shown) && all => *inner,
        (Type::List(inner), Type::Map(_)) if is_record(&inner) && all => Type::Map(inner),
        (record, Type::Map(value)) if is_record(&record) && is_record(&value) && all => {
            Type::Map(Box::new(record))
        }
        // A word for a scalar, and nothing but objects or lists shown: the word describes something else.
        (documented, shown) if all && is_scalar(&documented) && !is_scalar(&shown) => shown,
        (documented, shown) => union(vec![documented, shown]),
    }
}

fn is_scalar(ty: &Type) -> bool {
    match ty {
        Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Ref(_) | Type::Any => false,
        Type::Union(members) => members.iter().all(is_scalar),
        _ => true,
    }
}

fn snake(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.ends_with('_') {
            out.push('_');
        }
    }
    out.trim_matches('_').to_owned()
}

/// Whether `value` may stand where `ty` is asked for, as PHP sees it.
pub(crate) fn fits(ty: &Type, value: &Value, answer: bool) -> bool {
    match (ty, value) {
        (Type::Any, _) | (_, Value::Null) => true,
        (_, Value::String(s)) if s.is_empty() || s == crate::examples::UNKNOWN => true,
        (Type::Union(members), value) => members.iter().any(|m| fits(m, value, answer)),
        (Type::Integer | Type::Number | Type::Timestamp, Value::Number(_)) => true,
        (Type::Integer | Type::Number | Type::Timestamp, Value::String(s)) => {
            s.parse::<f64>().is_ok()
        }
        (Type::Boolean(_), Value::Bool(_)) => true,
        (Type::Boolean(_), Value::String(s)) => {
            matches!(s.as_str(), "Y" | "N" | "1" | "0" | "true" | "false")
        }
        (Type::Boolean(_), Value::Number(_)) => true,
        (Type::String, Value::String(_) | Value::Number(_)) => true,
        (Type::String, Value::Bool(_)) => answer,
        (Type::Date | Type::DateTime, Value::String(_)) => true,
        (Type::Date | Type::DateTime, Value::Bool(false)) => answer,
        (Type::File, _) => true,
        (Type::List(inner), Value::Array(values)) => values.iter().all(|v| fits(inner, v, answer)),
        (Type::List(inner), Value::Object(map)) => {
            answer && map.iter().all(|(k, v)| infer::is_data(k) && fits(inner, v, answer))
        }
        (Type::Map(inner), Value::Object(map)) => map.values().all(|v| fits(inner, v, answer)),
        (Type::Map(_) | Type::Record(_) | Type::Ref(_), Value::Array(values)) => values.is_empty(),
        (Type::Map(_) | Type::Record(_) | Type::Ref(_), Value::Bool(false)) => answer,
        (Type::Record(_) | Type::Ref(_), Value::Object(_)) => true,
        _ => false,
    }
}

/// A type in a few words.
pub(crate) fn kind(ty: &Type) -> String {
    match ty {
        Type::Integer => "an integer".into(),
        Type::Number => "a number".into(),
        Type::String => "a string".into(),
        Type::Boolean(_) => "a boolean".into(),
        Type::Date => "a date".into(),
        Type::DateTime => "a date-time".into(),
        Type::Timestamp => "a timestamp".into(),
        Type::File => "a file".into(),
        Type::Null => "null".into(),
        Type::Any => "anything".into(),
        Type::List(inner) => format!("a list of {}", kind(inner)),
        Type::Map(_) => "a map".into(),
        Type::Record(_) => "a record".into(),
        Type::Ref(name) => format!("`{name}`"),
        Type::Union(members) => members.iter().map(kind).collect::<Vec<_>>().join(" or "),
    }
}

/// A record whose only keys are data is a map.
pub(crate) fn record_type(body: RecordBody) -> Type {
    if !body.fields.is_empty() && body.fields.iter().all(|f| f.name == "*") {
        return Type::Map(Box::new(union(body.fields.into_iter().map(|f| f.ty).collect())));
    }
    Type::Record(body)
}

/// The basic type that another table of the page gives to a field of the same name: a filter takes
/// what the answer holds.
fn same_name(page: &PageFacts, name: &str) -> Option<Type> {
    page.sections
        .iter()
        .flat_map(world::rows)
        .filter(|row| row.names.iter().any(|n| n == name))
        .find_map(|row| match row.types.as_slice() {
            [only] if only.list == 0 => match types::word(&only.word) {
                Word::Basic(ty) if !matches!(ty, Type::Any | Type::Null) => Some(ty),
                _ => None,
            },
            _ => None,
        })
}

/// The values that the objects in `evidence` have under `name`; the case of names varies.
pub(crate) fn children<'e>(evidence: &[&'e Value], name: &str) -> Vec<&'e Value> {
    let wildcard = name.strip_suffix('*');
    evidence
        .iter()
        .filter_map(|v| v.as_object())
        .flat_map(|map| {
            map.iter().filter(|(key, _)| match wildcard {
                Some(stem) => !stem.is_empty() && key.starts_with(stem),
                None => key.eq_ignore_ascii_case(name),
            })
        })
        .map(|(_, value)| value)
        .collect()
}

fn add_field(body: &mut RecordBody, field: Field) {
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

/// Whether every key of an object stands for any key.
fn is_placeholder_map(shape: &Value) -> bool {
    shape
        .as_object()
        .is_some_and(|map| !map.is_empty() && map.keys().all(|key| infer::is_data(key)))
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

fn allowed(name: &str) -> b24_schema::AllowedValue {
    b24_schema::AllowedValue { value: name.to_owned(), label: None }
}

fn is_direction(value: &b24_schema::AllowedValue) -> bool {
    matches!(value.value.to_lowercase().as_str(), "asc" | "desc")
}
