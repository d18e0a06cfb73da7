//! The rows of tables.

use std::collections::BTreeSet;

use b24_schema::{Field, Type, Wire};

use crate::corpus::Lang;
use crate::facts::{FieldRow, PageFacts, Required, Role, TypeWord, element_name};

use super::words::{self, is_container};
use super::{Claim, Kind, Parts, Said, Source, What, Word};
use crate::assemble::decide::infer;
use crate::assemble::decide::queries::{Use, allowed, use_of};
use crate::assemble::join;
use crate::assemble::world::{Key, Place, World};

/// Reads the rows of one page, and what they lead to.
pub(crate) struct Reader<'w, 'f> {
    pub world: &'w World<'f>,
    /// The page whose method or record is read.
    pub page: &'f PageFacts,
    /// Whether answers are read, not parameters.
    pub answer: bool,
    /// Sections that were used as sub-tables.
    pub used: BTreeSet<Key<'f>>,
    /// The sections that are being read: what leads back into one is recursive.
    pub stack: Vec<Key<'f>>,
    /// Sections found to be recursive: they are records of their own.
    pub recursive: BTreeSet<Key<'f>>,
}

/// Where a row stands.
#[derive(Clone, Copy)]
pub(super) struct At<'f> {
    pub page: &'f PageFacts,
    pub role: Role,
    /// Index of the section.
    pub section: usize,
    /// What kind of source the row is.
    pub kind: Kind,
}

impl<'f> At<'f> {
    /// The kind of source that a section is for the row.
    pub(super) fn via(&self, place: Place<'f>) -> Kind {
        if place.page.path == self.page.path { Kind::SubTable } else { Kind::LinkedTable }
    }

    /// The same place, for the keys in the cell of the row.
    pub(super) fn inside(self) -> Self {
        Self { kind: Kind::Cell, ..self }
    }
}

impl<'w, 'f> Reader<'w, 'f> {
    pub(crate) fn new(world: &'w World<'f>, page: &'f PageFacts, answer: bool) -> Self {
        let (used, stack, recursive) = Default::default();
        Self { world, page, answer, used, stack, recursive }
    }

    pub(super) fn lang(&self) -> Lang {
        self.world.lang
    }

    /// What `rows` say, names that occur repeatedly put together, dotted names nested.
    pub(super) fn parts_of(
        &mut self,
        rows: impl IntoIterator<Item = &'f FieldRow>,
        at: At<'f>,
    ) -> Parts<'f> {
        let mut parts = Parts::new(self.lang());
        for row in rows {
            for name in &row.names {
                self.row(row, name, at, &mut parts);
            }
        }
        parts.open |= parts.fields.iter().any(|(name, _)| name.contains('*'));
        parts
    }

    fn row(&mut self, row: &'f FieldRow, name: &str, at: At<'f>, parts: &mut Parts<'f>) {
        if name.contains('.') {
            let path: Vec<&str> = name.split('.').collect();
            let names = path.iter().all(|p| !p.is_empty() && !p.contains(' '));
            if names && self.nest(row, &path, at, parts) {
                return;
            }
        }
        let element = name.ends_with("[]");
        let name = element_name(name);
        // A field of an answer that is called by a number or in words is one of many.
        let in_words = !is_wire_name(name) && row.types.iter().any(is_container);
        let counted = name.bytes().all(|b| b.is_ascii_digit());
        let name = if self.answer && (in_words || counted) { "*" } else { name };
        if !is_wire_name(name) || infer::is_placeholder(name) {
            return;
        }
        // A field of a user's that a page takes for an example stands for all of them.
        let family = infer::family_of(name).filter(|family| infer::is_users(family));
        let name = family.as_deref().unwrap_or(name);
        if name.find('*').is_some_and(|at| at > 0) {
            self.members_of(row, name, at, parts);
        }
        let mut said = self.said(row, name, at);
        if family.is_some() {
            // What one of them holds says nothing of the others.
            said.claims.retain(|claim| !matches!(claim.what, What::Type { .. }));
            said.parts = None;
        }
        // `items[]` is one of `items`.
        if element && !said.is_listed() {
            let mut words = false;
            for claim in &mut said.claims {
                if let What::Type { list, .. } = &mut claim.what {
                    (*list, words) = (*list + 1, true);
                }
            }
            if !words {
                let word = if said.parts.is_some() { Word::Object } else { Word::Basic(Type::Any) };
                let source = self.source(row, at);
                said.claims.push(Claim { what: What::Type { word, list: 1 }, source });
            }
        }
        join::said(parts.entry(name), said);
    }

    /// The fields of a family that a section of the page describes one by one, where its row leads there: `UF_*` to
    /// `UF_GRATITUDE`.
    fn members_of(&mut self, row: &'f FieldRow, family: &str, at: At<'f>, parts: &mut Parts<'f>) {
        let own = row.about.links.iter().filter(|link| link.page == at.page.path);
        let places: Vec<_> = own.filter_map(|link| self.world.place(link)).collect();
        let family = Field::new(family, Type::Any);
        for place in places {
            let section = &place.page.sections[place.section];
            let mut names = section.rows().flat_map(|row| &row.names).peekable();
            let members = names.peek().is_some() && names.all(|name| family.is_family_of(name));
            // What leads back is being read already.
            let open = place.section == at.section || self.stack.contains(&place.key());
            if members && !open {
                self.used.insert(place.key());
                self.stack.push(place.key());
                let at = At { section: place.section, kind: at.via(place), ..at };
                let found = self.parts_of(section.rows(), at);
                self.stack.pop();
                join::parts(parts, found, join::Spelling::Exact);
            }
        }
    }

    /// `result.events[].id`: a part of an object that another row, or no row, describes.
    fn nest(
        &mut self,
        row: &'f FieldRow,
        path: &[&str],
        at: At<'f>,
        parts: &mut Parts<'f>,
    ) -> bool {
        let Some((&first, rest)) = path.split_first() else { return false };
        if rest.is_empty() {
            self.row(row, first, at, parts);
            return true;
        }
        let list = u8::from(first.ends_with("[]"));
        let name = element_name(first);
        if !is_wire_name(name) {
            return false;
        }
        let mut open = false;
        match parts.get(name) {
            Some(known) if known.parts.is_none() && !known.is_bare() => return false,
            // A row calls it an object, and others name some of its parts.
            Some(_) => open = true,
            None => {
                let what = What::Type { word: Word::Object, list };
                let source = self.source(row, at);
                parts.entry(name).claims.push(Claim { what, source });
            }
        }
        let lang = self.lang();
        let inner =
            parts.entry(name).parts.get_or_insert_with(|| Parts { open, ..Parts::new(lang) });
        self.nest(row, rest, at, inner)
    }

    pub(super) fn source(&self, row: &FieldRow, at: At<'f>) -> Source<'f> {
        Source { kind: at.kind, lang: self.lang(), page: &at.page.path, span: row.origin.span() }
    }

    /// What one row says.
    fn said(&mut self, row: &'f FieldRow, name: &str, at: At<'f>) -> Said<'f> {
        let about = &row.about;
        let source = self.source(row, at);
        let mut said = Said { text: row.text.clone(), ..Said::default() };
        let mut claims = Vec::with_capacity(row.types.len() + 2);
        let mut claim = |what: What| claims.push(Claim { what, source });
        let mut needs_parts = row.types.is_empty();
        for written in &row.types {
            let word = self.word(row, name, written, at, &mut said);
            // A flag says whether there is a filter.
            let flag = matches!(word, Word::Basic(Type::Boolean(_)) | Word::Char);
            let filter = !self.answer && use_of(name) == Use::Filter && !flag;
            needs_parts |= filter || takes_parts(&word, self.answer);
            claim(What::Type { word, list: written.list });
        }
        if needs_parts && use_of(name) != Use::Select {
            self.add_described(row, name, at, &mut said, &mut claims);
        }
        let mut claim = |what: What| claims.push(Claim { what, source });
        let character = row.types.iter().any(|ty| words::is_character(&ty.word));
        let namesake = match row.types.is_empty() {
            true => same_name(at.page, name),
            false => (character && self.world.is_flag(name)).then_some(Type::Boolean(Wire::Yn)),
        };
        if let Some(ty) = namesake
            && said.parts.is_none()
        {
            let source = Source { kind: Kind::SameName, ..source };
            let what = What::Type { word: Word::Basic(ty), list: 0 };
            said.claims.push(Claim { what, source });
        }
        // Of several parts one will do, whatever their marks say.
        let one_of_several = at.kind != Kind::Table && !about.either.is_empty();
        claim(What::Required(if one_of_several { Required::Conditional } else { row.required }));
        if let Some(default) = &about.default {
            claim(What::Default(default.clone()));
        }
        // A description may explain itself by the other fields: they are no values of this one.
        let names = about.values.len() > 1
            && use_of(name) != Use::Select
            && about.values.iter().all(|value| is_row(at, &value.value));
        let values = about.values.iter().filter(|v| !infer::is_placeholder(&v.value) && !names);
        values.for_each(|value| claim(What::Value(value.clone())));
        if about.values.is_empty() {
            // An enumeration of the dictionary: `crm_enum_activitytype`.
            let named = row.types.iter().filter(|ty| words::word(&ty.word).is_none());
            let kinds = named.filter_map(|ty| self.world.word(&ty.word));
            let lists = kinds.map(|(_, row)| &row.about.values).filter(|values| values.len() > 1);
            lists.flatten().for_each(|value| claim(What::Value(value.clone())));
            // A table of codes that the row links to. Of an object, it is about something inside.
            let object = |ty: &TypeWord| words::word(&ty.word) == Some(Word::Object);
            if !row.types.is_empty() && !row.types.iter().any(object) {
                let codes = about.links.iter().flat_map(|link| self.world.codes(link));
                codes.for_each(|value| claim(What::Value(value.clone())));
            }
        }
        if use_of(name) == Use::Select && about.values.is_empty() {
            let keys = about.keys.iter().flat_map(|k| &k.names);
            keys.for_each(|name| claim(What::Value(allowed(name))));
        }
        for target in row.types.iter().filter_map(|ty| ty.link.as_ref()).chain(&about.links) {
            let sets = self.world.constants(target);
            sets.iter().for_each(|set| claim(What::Constants(set.clone())));
        }
        if !about.limits.is_empty() {
            claim(What::Limits(about.limits.clone()));
        }
        claim(What::Deprecated(about.deprecated));
        if about.optional {
            claim(What::Optional);
        }
        if let Some(called) = about.called {
            claim(What::Called(called));
        }
        if about.keyed {
            claim(What::Keyed);
        }
        if let Some(shape) = &about.shape {
            claim(What::Shape(shape.clone()));
        }
        for target in &about.links {
            // A link within the page leads to a sub-table.
            let own = target.page == at.page.path || target.page == self.page.path;
            if !own && let Some(method) = self.world.method(target) {
                claim(What::See(method.to_owned()));
            }
            claim(What::Link(target.to_string()));
        }
        claims.append(&mut said.claims);
        said.claims = claims;
        said
    }

    pub(super) fn add_parts(&self, said: &mut Said<'f>, parts: Parts<'f>) {
        match &mut said.parts {
            Some(known) => join::parts(known, parts, join::Spelling::Exact),
            none => *none = Some(parts),
        }
    }
}

/// Whether what describes the parts of a row says more than the word.
fn takes_parts(word: &Word, answer: bool) -> bool {
    match word {
        Word::Object | Word::Array | Word::Unknown(_) => true,
        // Of an answer, the page may tell more than the word: `File` is a record of some pages.
        Word::Basic(Type::Any | Type::File) => answer,
        _ => false,
    }
}

/// Whether a name can be a key on the wire. Titles of groups and words of another script cannot.
pub(crate) fn is_wire_name(name: &str) -> bool {
    !name.is_empty() && name.is_ascii() && !name.contains(' ')
}

/// Whether a table of the page has a row of that name, on the same side of the method.
fn is_row(at: At<'_>, name: &str) -> bool {
    let sections = at.page.sections.iter().filter(|section| section.role == at.role);
    sections
        .flat_map(crate::facts::Section::rows)
        .any(|row| row.names.iter().any(|known| known == name))
}

/// The basic type that another table of the page gives to a field of the same name: a filter takes
/// what the answer holds.
pub(crate) fn same_name(page: &PageFacts, name: &str) -> Option<Type> {
    let rows = page.sections.iter().flat_map(crate::facts::Section::rows);
    rows.filter(|row| row.names.iter().any(|n| n == name)).find_map(|row| {
        match row.types.as_slice() {
            [only] if only.list == 0 => match words::word(&only.word)? {
                Word::Basic(ty) if !matches!(ty, Type::Any | Type::Null) => Some(ty),
                Word::Enum => Some(Type::String),
                _ => None,
            },
            _ => None,
        }
    })
}
