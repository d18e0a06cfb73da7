//! The forms in which a linked page says that what it describes is given, and what its code shows of it.
//!
//! A keyboard is an object with a list of buttons under `BUTTONS`, or that list alone: the elements are one record, which
//! both forms refer to.

use b24_schema::Type;
use serde_json::Value;

use crate::facts::{FieldRow, pair};

use super::parts::optional;
use super::rows::{At, Reader};
use super::section::Found;
use super::{Claim, Parts, Said, Source, What, Word};
use crate::assemble::world::Place;

impl<'f> Reader<'_, 'f> {
    /// Adds what the page of `place` says of the forms in which a row that leads to it is given. Whether it says all of
    /// it: of what stands in these forms it does.
    pub(super) fn add_forms(
        &mut self,
        row: &'f FieldRow,
        name: &str,
        place: Place<'f>,
        at: At<'f>,
        said: &mut Said<'f>,
        claims: &mut Vec<Claim<'f>>,
    ) -> bool {
        if self.answer {
            return false;
        }
        let source = Source { kind: at.via(place), ..self.source(row, at) };
        if let Some(key) = &place.page.forms.key {
            let Some((whole, each)) = self.whole(key, place, source) else { return false };
            in_forms(claims, &each, place.page.forms.text, source);
            self.add_parts(said, whole);
            return true;
        }
        // Code tells what no word does: whether there is a list of what the page describes, or one value.
        if !row.types.is_empty() {
            return false;
        }
        let mut shown = place.page.forms.shown_of(name);
        match (shown.next(), shown.next()) {
            (Some(Value::Array(_)), None) => {
                claims.push(Claim { what: What::Type { word: Word::Object, list: 1 }, source });
                false
            }
            (Some(Value::Object(_)) | None, _) | (_, Some(_)) => false,
            (Some(_), None) => {
                let mut parts = self.described(place, at.via(place));
                // The only row of its table.
                let Some((_, itself)) = parts.fields.pop() else { return false };
                claims.extend(optional(itself).claims);
                true
            }
        }
    }

    /// The object that holds a list under `key`, with what code shows beside it; and the record of which the list is.
    fn whole(
        &mut self,
        key: &'f str,
        place: Place<'f>,
        source: Source<'f>,
    ) -> Option<(Parts<'f>, Word)> {
        let section = &place.page.sections[place.section];
        let own = section.rows().find(|row| row.names.iter().any(|name| name == key));
        let kind = source.kind;
        let inside = At { page: place.page, role: section.role, section: place.section, kind };
        let (each, mut parts) = match own {
            // The table is that of the object, and the row of its list leads to what is in it.
            Some(row) => {
                let places = self.places(row, key, inside);
                (*places.first()?, self.described(place, kind))
            }
            None => (place, Parts::new(self.lang())),
        };
        let Some(Found::Shared(record)) = self.section(each, true, kind) else { return None };
        let each = Word::Record { key: Some(record), plain: None };
        let list = parts.entry(key);
        list.parts = None;
        list.claims.retain(|claim| !matches!(claim.what, What::Type { .. }));
        list.claims.push(Claim { what: What::Type { word: each.clone(), list: 1 }, source });
        let shown = place
            .page
            .forms
            .shown
            .iter()
            .filter_map(pair)
            .filter_map(|(_, value)| value.as_object().filter(|map| map.contains_key(key)));
        for (name, value) in shown.flatten() {
            if parts.get(name).is_none() {
                let what = What::Shape(value.clone());
                parts.entry(name).claims.push(Claim { what, source });
            }
        }
        Some((parts, each))
    }
}

/// Makes of the words for an object and an array those for the forms: the object, a list of `each`, and a text.
fn in_forms<'f>(claims: &mut Vec<Claim<'f>>, each: &Word, as_text: bool, source: Source<'f>) {
    let (mut object, mut list, mut text) = (false, false, !as_text);
    for claim in claims.iter_mut() {
        let What::Type { word, list: depth } = &mut claim.what else { continue };
        match word {
            Word::Object if *depth == 0 => object = true,
            Word::Object | Word::Array => {
                *depth = 1;
                word.clone_from(each);
                list = true;
            }
            Word::Basic(Type::String) => text = true,
            _ => {}
        }
    }
    let missing =
        [(object, Word::Object, 0), (list, each.clone(), 1), (text, Word::Basic(Type::String), 0)];
    let missing = missing.into_iter().filter(|(has, ..)| !has);
    let claim = |(_, word, list)| Claim { what: What::Type { word, list }, source };
    claims.extend(missing.map(claim));
}
