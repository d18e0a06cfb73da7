//! Where the parts of a row are described: its cell, a sub-table, another page.

use crate::examples::describes_a_field;
use crate::facts::rows::is_container;
use crate::facts::{FieldRow, PageKind, Required, Role, Section, Target, field_name};

use super::rows::{At, Reader, is_wire_name, same_name};
use super::section::Found;
use super::{Claim, Kind, Parts, Said, Source, What, Word, words};
use crate::assemble::MAKES;
use crate::assemble::decide::infer;
use crate::assemble::decide::queries::{Use, is_direction, use_of};
use crate::assemble::decide::shape::{is_spelled_alike, is_taken};
use crate::assemble::join;
use crate::assemble::world::Place;

impl<'f> Reader<'_, 'f> {
    /// Adds what describes the parts of a row: keys in its cell, a sub-table it links to or that is named
    /// after it, or one on a linked page.
    pub(super) fn add_described(
        &mut self,
        row: &'f FieldRow,
        name: &str,
        at: At<'f>,
        said: &mut Said<'f>,
        claims: &mut Vec<Claim<'f>>,
    ) {
        let places = self.places(row, name, at);
        if self.answer && self.add_description(&places, at, claims) {
            return;
        }
        let mut parts = Parts::new(self.lang());
        let (mut found, mut told) = (false, false);
        let mut needed = Vec::new();
        if !row.about.keys.is_empty() {
            parts = self.parts_of(&row.about.keys, at.inside());
            // A cell that names what is required leaves the rest to the page of the object.
            let marked = |key: &FieldRow| key.required == Required::Yes && key.types.is_empty();
            if row.about.keys.iter().all(marked) {
                needed = std::mem::take(&mut parts.fields);
            }
            found = !parts.fields.is_empty();
        }
        // A cell that lists what can be sorted by leaves nothing to the page of the object.
        let whole = found && !self.answer && use_of(name) == Use::Order;
        for place in places {
            if whole && place.page.kind == PageKind::Types {
                continue;
            }
            // A page of fields that the cell points to has those that the page's own table leaves out.
            let foreign = place.page.path != at.page.path;
            let of_kind = match place.page.kind {
                PageKind::Types => true,
                PageKind::Method => use_of(name) == Use::Filter,
                _ => false,
            };
            if foreign && !told && self.add_forms(row, name, place, at, said, claims) {
                return;
            }
            let more = !self.answer && of_kind && foreign;
            if told && !more {
                continue;
            }
            // Of an answer, a cell that tells the keys points to a method for their values.
            if self.answer && found && place.page.kind == PageKind::Method && foreign {
                continue;
            }
            let described = match self.section(place, false, at.via(place)) {
                Some(Found::Shared(_)) if told => {
                    Some(Found::Parts(self.described(place, at.via(place))))
                }
                described => described,
            };
            match described {
                Some(Found::Parts(other)) if told => {
                    let (_, more): (Vec<_>, Vec<_>) =
                        other.fields.into_iter().partition(|(name, _)| parts.get(name).is_some());
                    // A page that spells a name in another way is not of these fields.
                    let known = || parts.fields.iter().map(|(name, _)| name.as_str());
                    if !more.iter().any(|(name, _)| is_taken(known(), name)) {
                        parts
                            .fields
                            .extend(more.into_iter().map(|(name, said)| (name, optional(said))));
                    }
                }
                Some(Found::Parts(mut other)) => {
                    // What one method wants of a part, another may do without; `fields` speaks of all.
                    let other_method =
                        foreign && place.page.kind == PageKind::Method && !describes_fields(place);
                    // Fields that several parameters link to are marked for another use than that of finding them.
                    let others = !self.answer
                        && use_of(name) == Use::Filter
                        && self.world.subject_of(place.page, place.section) != Some(name);
                    if others || other_method && (!self.answer || at.page.kind == PageKind::Types) {
                        unmarked(&mut other);
                    }
                    join::parts(&mut parts, other, join::Spelling::Exact);
                    found = true;
                }
                Some(Found::Shared(key)) if !found => {
                    let record = Word::Record { key: Some(key), plain: None };
                    if !name_records(claims, &record) {
                        let source = Source { kind: at.via(place), ..self.source(row, at) };
                        claims.push(Claim { what: What::Type { word: record, list: 0 }, source });
                    }
                    return;
                }
                _ => {}
            }
            told |= found;
        }
        if !self.answer && at.kind == Kind::Table {
            found |= self.add_cases(name, at, &mut parts);
        }
        // Values of a filter or of a sorting are the names it takes, but for the directions.
        if !found && !self.answer && matches!(use_of(name), Use::Filter | Use::Order) {
            self.names_as_values(row, at, &mut parts);
            found = !parts.fields.is_empty();
        }
        if !found && !needed.is_empty() {
            // Nothing says what else there is.
            parts.open = true;
            found = true;
        }
        for (name, said) in needed {
            // Spelled as the page of the object spells it.
            let alike = |(known, _): &&mut (String, Said<'f>)| is_spelled_alike(known, &name);
            match parts.fields.iter_mut().find(alike) {
                Some((_, known)) => {
                    *known = optional(std::mem::take(known));
                    known.claims.splice(..0, said.claims).for_each(drop);
                }
                None => parts.fields.push((name, said)),
            }
        }
        if found {
            self.add_parts(said, parts);
        }
    }

    /// Types what a row says to hold a description of each field of an object: a map of the record that tells what is
    /// known of a field. Whether the row says it: "where `value` is an object of type `rest_field_description`".
    fn add_description(
        &mut self,
        places: &[Place<'f>],
        at: At<'f>,
        claims: &mut [Claim<'f>],
    ) -> bool {
        let describes = |place: &&Place<'f>| {
            let rows = || place.page.sections[place.section].rows();
            let has = |name: &str| rows().flat_map(|row| &row.names).any(|known| known == name);
            place.page.kind == PageKind::Types && describes_a_field(has)
        };
        let Some(&place) = places.iter().find(describes) else { return false };
        let Some(Found::Shared(key)) = self.section(place, true, at.via(place)) else {
            return false;
        };
        let record = Word::Record { key: Some(key), plain: None };
        put_in_place(claims, |_| (Word::Keyed(Box::new(record.clone())), 0))
    }

    /// Adds what pages of others say that a parameter of the method takes, each in a case of its own: what is wanted in
    /// one may be left out in another, and there may be cases that no page describes. Whether there are any.
    fn add_cases(&mut self, name: &str, at: At<'f>, parts: &mut Parts<'f>) -> bool {
        let mut found = false;
        for place in self.world.parameter_of(&at.page.head.name, name) {
            if let Some(Found::Parts(mut case)) = self.section(place, false, at.via(place)) {
                unmarked(&mut case);
                join::parts(parts, case, join::Spelling::Exact);
                (found, parts.open) = (true, true);
            }
        }
        found
    }

    fn names_as_values(&self, row: &'f FieldRow, at: At<'f>, parts: &mut Parts<'f>) {
        for value in row.about.values.iter().filter(|v| !is_direction(v)) {
            let Some(name) = &field_name(&value.value) else { continue };
            let known = parts.fields.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
            let placeholder = infer::is_data(name) || name == "field";
            if !is_wire_name(name) || placeholder || known {
                continue;
            }
            let source = Source { kind: Kind::SameName, ..self.source(row, at) };
            let word = same_name(at.page, name).map(Word::Basic);
            let claims = word.map(|word| Claim { what: What::Type { word, list: 0 }, source });
            parts.entry(name).claims.extend(claims);
        }
    }

    /// Where the parts of a row may be described, the surest first.
    pub(super) fn places(&self, row: &FieldRow, name: &str, at: At<'f>) -> Vec<Place<'f>> {
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
                    && self.world.subject_of(at.page, *i).is_some_and(|subject| {
                        subject.eq_ignore_ascii_case(name) && !self.is_of_another(row, at, *i)
                            || self.answer
                                && row.types.iter().any(|t| {
                                    words::word(&t.word).is_none()
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
                && (target.anchor.is_some()
                    || place.page.kind == PageKind::Types
                    || place.page.forms.key.is_some())
                && place.page.sections[place.section].holds_fields()
                && place.page.kind != PageKind::Method
            {
                add(place);
            }
        }
        // Conditions on what another method of the family takes.
        if !self.answer && use_of(name) == Use::Filter {
            for target in row.about.links.iter().filter(|target| target.page != at.page.path) {
                if let Some(place) = self.taken_by(target) {
                    add(place);
                }
            }
        }
        // A part that another method of the family describes under its name: the settings that `add` takes. What a page of
        // types leads to is of its objects.
        let of_types = at.page.kind == PageKind::Types && row.types.iter().any(is_container);
        let beside = |target: &&Target| of_types || self.is_of_family(target);
        for target in links().filter(beside) {
            if let Some(place) = self.world.subject(&target.page, name) {
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
}

impl<'f> Reader<'_, 'f> {
    /// Whether a link leads to the page of another method of the same family.
    fn is_of_family(&self, target: &Target) -> bool {
        let own = self.page.head.name.rsplit_once('.').map(|(family, _)| family);
        let other = self.world.method(target).and_then(|name| name.rsplit_once('.'));
        own.is_some() && own == other.map(|(family, _)| family) && target.page != self.page.path
    }

    /// Where a method of the same family that makes an object describes what it takes: the longest table of its
    /// parameters.
    fn taken_by(&self, target: &Target) -> Option<Place<'f>> {
        let makes = self.world.method(target)?.ends_with(&format!(".{MAKES}"));
        if !makes || !self.is_of_family(target) {
            return None;
        }
        let page = *self.world.pages.get(target.page.as_str())?;
        let params = |i: &usize| page.sections[*i].role == Role::Params;
        let rows = |i: &usize| (page.sections[*i].rows().count(), usize::MAX - *i);
        let section = (0..page.sections.len()).filter(params).max_by_key(rows)?;
        page.sections[section].holds_fields().then_some(Place { page, section })
    }

    /// Whether another row of the page leads to a section, and this one does not: `data` links to its fields, and
    /// `job.fields.data` has others.
    fn is_of_another(&self, row: &FieldRow, at: At<'f>, section: usize) -> bool {
        let leads = |row: &FieldRow| {
            let links = row.about.links.iter().filter(|link| link.page == at.page.path);
            links.filter_map(|link| self.world.place(link)).any(|place| place.section == section)
        };
        let rows = at.page.sections.iter().filter(|other| other.role == at.role);
        !leads(row) && rows.flat_map(Section::rows).any(leads)
    }
}

/// Whether a place is on the page of a method that describes the fields of an object.
fn describes_fields(place: Place<'_>) -> bool {
    place.page.head.name.to_lowercase().ends_with("fields")
}

/// What another page says of a part, whose mark is about its own methods.
pub(super) fn optional(mut said: Said<'_>) -> Said<'_> {
    said.claims.retain(|claim| !matches!(claim.what, What::Required(_)));
    said.parts.iter_mut().for_each(unmarked);
    said
}

/// The same of all parts.
fn unmarked(parts: &mut Parts<'_>) {
    for (_, said) in &mut parts.fields {
        *said = optional(std::mem::take(said));
    }
}

/// Puts a record in place of the words that only say that there is an object, or a list of them. Whether
/// there are any.
fn name_records(claims: &mut [Claim<'_>], record: &Word) -> bool {
    put_in_place(claims, |lists| (record.clone(), lists))
}

/// Puts another word in place of those that only say that there is an object, or a list of so many levels.
fn put_in_place(claims: &mut [Claim<'_>], other: impl Fn(u8) -> (Word, u8)) -> bool {
    let mut any = false;
    for claim in claims {
        let What::Type { word, list } = &mut claim.what else { continue };
        let lists = match word {
            Word::Object | Word::Unknown(_) => *list,
            Word::Array => *list + 1,
            _ => continue,
        };
        (*word, *list) = other(lists);
        any = true;
    }
    any
}
