//! Where the parts of a row are described: its cell, a sub-table, another page.

use b24_schema::{Field, Record, RecordBody, Type};
use serde_json::Value;

use crate::facts::{FieldRow, PageFacts, PageKind, Role, Section};

use super::fields::{At, Resolver, add_field, is_wire_name};
use super::queries::{Use, is_direction, use_of};
use super::referred::joined;
use super::shape::taken;
use super::types::{self, Word};
use super::world::{DICTIONARY, Place};
use super::{infer, merge_bodies, union};

/// How deep records may nest before the page is taken to describe itself.
const DEPTH: usize = 12;

impl<'f> Resolver<'_, 'f> {
    /// The record that describes the parts of a row: keys in its cell, a sub-table it links to or
    /// that is named after it, or one on a linked page.
    pub(super) fn parts(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>) -> Option<Type> {
        let mut body = RecordBody::default();
        let (mut found, mut told) = (false, false);
        if !row.about.keys.is_empty() {
            body = self.body(&row.about.keys, at);
            found = !body.fields.is_empty();
        }
        for place in self.places(row, name, at) {
            // A page of fields that the cell points to has those that the page's own table leaves out.
            let more = !self.answer
                && place.page.kind == PageKind::Types
                && place.page.path != at.page.path;
            if told && !more {
                continue;
            }
            // Of an answer, a cell that tells the keys points to a method for their values.
            if self.answer
                && found
                && place.page.kind == PageKind::Method
                && place.page.path != at.page.path
            {
                continue;
            }
            let described = match self.section(place, at.evidence, false) {
                Some(Type::Ref(name)) if told => {
                    self.records.get(&name).map(|record| Type::Record(record.body.clone()))
                }
                described => described,
            };
            match described {
                Some(Type::Record(other)) if told => {
                    let known = |field: &Field| body.fields.iter().any(|f| f.name == field.name);
                    let (_, more): (Vec<Field>, Vec<Field>) =
                        other.fields.into_iter().partition(known);
                    // A page that spells a name in another way is not of these fields.
                    if !more.iter().any(|field| taken(&body, &field.name)) {
                        body.fields
                            .extend(more.into_iter().map(|f| Field { required: false, ..f }));
                    }
                }
                Some(Type::Record(other)) => {
                    merge_bodies(&mut body, &other);
                    found = true;
                }
                Some(ty) if !found => return Some(ty),
                _ => {}
            }
            told |= found;
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
            // A part that is described like what it is part of.
            let own =
                place.key() == (&at.page.path, at.section) && !self.stack.contains(&place.key());
            if !own && !places.iter().any(|p| p.key() == place.key()) {
                places.push(place);
            }
        };
        let links =
            || row.about.links.iter().chain(row.types.iter().filter_map(|t| t.link.as_ref()));
        // A section named after it: the nearest below, else the nearest above.
        let named = |role: Role| {
            let fits = |i: &usize| {
                let section = &at.page.sections[*i];
                section.role == role
                    && section.holds_fields()
                    && section.subject.as_deref().is_some_and(|subject| {
                        subject.eq_ignore_ascii_case(name)
                            || self.answer
                                && row.types.iter().any(|t| {
                                    types::word(&t.word) == Word::Named
                                        && t.word.eq_ignore_ascii_case(subject)
                                })
                    })
            };
            let after = (at.section + 1..at.page.sections.len()).find(fits);
            after.or_else(|| (0..at.section).rev().find(fits))
        };
        let (named, beside) = (named(at.role), named(Role::Other).filter(|_| !self.answer));
        let about_its_use = |place: Place<'_>| {
            let section = &at.page.sections[place.section];
            let own = section.role == at.role;
            section.subject.is_none() && (named.is_some() || !own && beside.is_some())
        };
        // An anchor on the same page.
        for target in links().filter(|t| t.page == at.page.path && t.anchor.is_some()) {
            match self.world.place(target) {
                // Of two, the one that has the name is meant: the other is about its use.
                Some(place) if !self.answer && about_its_use(place) => {
                    if let (None, Some(section)) = (named, beside) {
                        add(Place { page: at.page, section });
                    }
                }
                Some(place) if at.page.sections[place.section].holds_fields() => add(place),
                // A heading over headings: the first below it that holds fields.
                Some(place) => {
                    let level = at.page.sections[place.section].level;
                    let below = (place.section + 1..at.page.sections.len())
                        .take_while(|&i| at.page.sections[i].level > level)
                        .find(|&i| at.page.sections[i].holds_fields());
                    if let Some(section) = below {
                        add(Place { page: at.page, section });
                    }
                }
                None => {}
            }
        }
        if let Some(section) = named {
            add(Place { page: at.page, section });
        }
        // Another page: a type's, or a section of one.
        for target in links().filter(|t| t.page != at.page.path) {
            if let Some(place) = self.world.place(target)
                && (target.anchor.is_some() || place.page.kind == PageKind::Types)
                && place.page.sections[place.section].holds_fields()
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
    pub(super) fn section(
        &mut self,
        place: Place<'f>,
        evidence: &[&Value],
        shared: bool,
    ) -> Option<Type> {
        let key = place.key();
        self.used.insert(key);
        if self.stack.contains(&key) || self.stack.len() >= DEPTH {
            self.recursive.insert(key);
            return Some(Type::Ref(self.record_name(place)));
        }
        if shared {
            let name = self.record_name(place);
            if self.records.contains_key(&name) {
                return Some(Type::Ref(name));
            }
        }
        let section = &place.page.sections[place.section];
        self.stack.push(key);
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
        // Of the answer of another method, what it answers with is meant.
        let foreign = section.role == Role::Answer && place.page.path != self.page.path;
        let envelope = |row: &&FieldRow| row.names.iter().all(|n| n == "result" || n == "time");
        let rows = section.rows().filter(|row| !(foreign && envelope(row)));
        let body = self.body(rows, at);
        self.stack.pop();
        if body.fields.is_empty() {
            return None;
        }
        if shared || self.recursive.contains(&key) {
            let name = self.record_name(place);
            let page = match section.anchors.first() {
                Some(anchor) => format!("{}#{anchor}", place.page.path),
                None => place.page.path.clone(),
            };
            let mut record = Record::new(&*name, page, body);
            record.text = section.text.clone();
            self.records.insert(name.clone(), record);
            return Some(Type::Ref(name));
        }
        Some(record_type(body))
    }

    /// The name of the shared record a section describes: what its heading names, made unique by the
    /// folder of its page where the word is a common one.
    fn record_name(&self, place: Place<'f>) -> String {
        if let Some(name) = self.world.referred(place) {
            return name.to_owned();
        }
        let Section { anchors, subject, .. } = &place.page.sections[place.section];
        let path = place.page.path.trim_start_matches("api-reference/");
        let anchor = anchors.first().map(String::as_str);
        let subject = subject.as_deref();
        if !path.ends_with(DICTIONARY) {
            let file = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
            let word = anchor.or(subject).unwrap_or_default();
            return joined(file, word);
        }
        let word = snake(subject.or(anchor).unwrap_or_default());
        if word.contains('_') {
            return word;
        }
        format!("{}_{word}", snake(path.split('/').next().unwrap_or_default()))
    }
}

/// A name as records have them.
fn snake(name: &str) -> String {
    let sign = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    name.chars().map(sign).collect::<String>().trim_matches('_').to_owned()
}

/// The basic type that another table of the page gives to a field of the same name: a filter takes
/// what the answer holds.
pub(super) fn same_name(page: &PageFacts, name: &str) -> Option<Type> {
    page.sections
        .iter()
        .flat_map(Section::rows)
        .filter(|row| row.names.iter().any(|n| n == name))
        .find_map(|row| match row.types.as_slice() {
            [only] if only.list == 0 => match types::word(&only.word) {
                Word::Basic(ty) if !matches!(ty, Type::Any | Type::Null) => Some(ty),
                _ => None,
            },
            _ => None,
        })
}

/// A record whose only keys are data is a map.
pub(crate) fn record_type(body: RecordBody) -> Type {
    if !body.fields.is_empty() && body.fields.iter().all(|f| f.name == "*") {
        return Type::Map(Box::new(union(body.fields.into_iter().map(|f| f.ty).collect())));
    }
    Type::Record(body)
}
