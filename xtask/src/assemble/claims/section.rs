//! Sections that describe what several pages refer to.

use crate::facts::{FieldRow, PageFacts, Role, Section};

use super::rows::{At, Reader};
use super::{Kind, Parts, Said, Word};
use crate::assemble::join;
use crate::assemble::world::{Place, World};

/// How deep records may nest before the page is taken to describe itself. No page of today needs 8, three need more than
/// 4 (`imopenlines.session.history.get`): this is for pages that are damaged.
const DEPTH: usize = 12;

/// What a section is to whoever leads to it.
pub(super) enum Found<'f> {
    /// A record of its own, by its key.
    Shared(String),
    /// The parts of what leads to it.
    Parts(Parts<'f>),
}

/// What a section says of the record with that key; of a key that is a page alone, what all its sections
/// say.
pub(crate) fn record<'f>(world: &World<'f>, key: &str, answer: bool) -> Option<Parts<'f>> {
    let (page, sections) = world.sections_of(key)?;
    let mut all: Option<Parts<'f>> = None;
    let whole_page = sections.len() > 1;
    for section in sections {
        let mut reader = Reader::new(world, page, answer);
        let place = Place { page, section };
        reader.stack.push(place.key());
        let mut parts = reader.rows_of(place, Kind::Table);
        if whole_page {
            parts.open = true;
        }
        match &mut all {
            Some(all) => join::parts(all, parts, join::Spelling::Exact),
            None => all = Some(parts),
        }
    }
    all
}

impl<'f> Reader<'_, 'f> {
    /// What a section describes: a record of its own if it is `shared`, or if it describes itself.
    pub(super) fn section(
        &mut self,
        place: Place<'f>,
        shared: bool,
        kind: Kind,
    ) -> Option<Found<'f>> {
        let key = place.key();
        self.used.insert(key);
        if self.stack.contains(&key) || self.stack.len() >= DEPTH {
            self.recursive.insert(key);
            return Some(Found::Shared(self.world.key_of(place)));
        }
        if shared {
            // What it says is read once, whoever leads to it.
            let named = self.own_rows(place).any(|row| !row.names.is_empty());
            return named.then(|| Found::Shared(self.world.key_of(place)));
        }
        self.stack.push(key);
        let parts = self.rows_of(place, kind);
        self.stack.pop();
        if parts.fields.is_empty() {
            return None;
        }
        Some(match self.recursive.contains(&key) {
            true => Found::Shared(self.world.key_of(place)),
            false => Found::Parts(parts),
        })
    }

    /// The parts that a section describes, whoever leads to it.
    pub(super) fn described(&mut self, place: Place<'f>, kind: Kind) -> Parts<'f> {
        if self.stack.len() >= DEPTH {
            return Parts::new(self.world.lang);
        }
        self.stack.push(place.key());
        let parts = self.rows_of(place, kind);
        self.stack.pop();
        parts
    }

    fn rows_of(&mut self, place: Place<'f>, kind: Kind) -> Parts<'f> {
        let section: &'f Section = &place.page.sections[place.section];
        let at = At { page: place.page, role: section.role, section: place.section, kind };
        self.parts_of(self.own_rows(place), at)
    }

    /// The names of the parts of a place, or of the record that it is.
    pub(super) fn names_in<'s>(&self, said: &'s Said<'f>) -> Vec<&'s str>
    where
        'f: 's,
    {
        let own = said.parts.iter().flat_map(|parts| &parts.fields).map(|(name, _)| name.as_str());
        let mut names: Vec<&str> = own.collect();
        for (word, list) in said.words() {
            if let Word::Record { key: Some(key), .. } = word
                && list == 0
                && let Some((page, sections)) = self.world.sections_of(key)
            {
                let rows = sections.into_iter().flat_map(|i| page.sections[i].rows());
                names.extend(rows.flat_map(|row| &row.names).map(String::as_str));
            }
        }
        names
    }

    /// The rows of a section. Of the answer of another method, what it answers with is meant.
    fn own_rows(&self, place: Place<'f>) -> impl Iterator<Item = &'f FieldRow> + use<'f> {
        let section: &'f Section = &place.page.sections[place.section];
        let foreign = section.role == Role::Answer && place.page.path != self.page.path;
        let envelope = |row: &&FieldRow| row.names.iter().all(|n| n == "result" || n == "time");
        section.rows().filter(move |row| !(foreign && envelope(row)))
    }
}

/// The text of the section with that key.
pub(crate) fn text<'f>(world: &World<'f>, key: &str) -> Option<&'f b24_schema::Text> {
    let (page, sections): (&'f PageFacts, Vec<usize>) = world.sections_of(key)?;
    let [only] = sections.as_slice() else { return None };
    Some(&page.sections[*only].text)
}
