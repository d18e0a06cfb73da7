//! How names are spelled where tables and examples differ in nothing but that.
//!
//! - A record's fields: the dictionary calls a field `OWNER_ID`; every method that has the record sends and answers
//!   `ownerId`. The server has the spelling of the methods, for their examples come from it.
//! - Parameters: the table of `booking.v1.resource.list` has `FILTER`, most of its examples send `filter`.

use std::collections::{BTreeMap, HashMap};

use b24_schema::field_ident;
use serde_json::Value;

use super::choose;
use super::claims::{Parts, Said, What, Word};
use super::decide::infer::{each_part, each_place, objects_of};
use super::languages::Claimed;
use super::records::Described;
use super::report::Choice;
use crate::corpus::Span;

/// Spells the fields of records as all examples do, where none has the spelling of the record's own page.
pub(super) fn settle(
    records: &mut [Described<'_>],
    methods: &mut [Claimed<'_>],
    choices: &mut Vec<Choice>,
) {
    parameters(methods, choices);
    let mut shown = Shown::default();
    for Claimed { params, sent, answer, answered, .. } in &*methods {
        let sent: Vec<&Value> = sent.iter().flatten().collect();
        let answered: Vec<&Value> = answered.iter().map(AsRef::as_ref).collect();
        each_part(params, &sent, &mut |said, values| shown.note(said, values));
        each_place(answer, &answered, &mut |said, values| shown.note(said, values));
    }
    let mut respelled = Respelled::default();
    for Described { key, page, parts, .. } in records {
        let Some(keys) = shown.keys.get(key.as_str()) else { continue };
        let known: Vec<String> = parts.fields.iter().map(|(name, _)| name.clone()).collect();
        for (name, said) in &mut parts.fields {
            let Ok(ident) = field_ident(name) else { continue };
            let [other] = keys.get(&ident).map_or(&[][..], Vec::as_slice) else { continue };
            if other != name && !known.contains(other) {
                let message =
                    format!("every example of the methods that have it spells it `{other}`");
                choose(choices, page, &**name, "spelled-as-shown", message);
                name.clone_from(other);
                let rows = said.claims.iter().filter_map(|claim| claim.source.span);
                respelled.0.extend(rows.map(|row| (row, other.clone())));
            }
        }
    }
    // The conditions of a list on the object's fields are read from the same rows.
    methods.iter_mut().for_each(|claimed| respelled.spell(&mut claimed.params));
}

/// Spells parameters as most examples of the method send them; where as many send each spelling, as most methods of the
/// family do.
fn parameters(methods: &mut [Claimed<'_>], choices: &mut Vec<Choice>) {
    let mut families: HashMap<String, Vec<String>> = HashMap::new();
    for Claimed { method, params, .. } in &*methods {
        let known = families.entry(family_of(&method.name)).or_default();
        known.extend(params.fields.iter().map(|(name, _)| name.clone()));
    }
    // Names that are guessed by position are nobody's spelling.
    for claimed in methods.iter_mut().filter(|claimed| !claimed.by_position) {
        let sent = claimed.sent.iter().flatten().filter_map(|value| value.as_object());
        let sent: Vec<&String> = sent.flat_map(|map| map.keys()).collect();
        let family = &families[&family_of(&claimed.method.name)];
        let known: Vec<String> = claimed.params.fields.iter().map(|(n, _)| n.clone()).collect();
        for (name, _) in &mut claimed.params.fields {
            let often = |spelling: &str| {
                let own = sent.iter().filter(|sent| **sent == spelling).count();
                (own, family.iter().filter(|known| *known == spelling).count())
            };
            let alike = |other: &&&String| **other != name && other.eq_ignore_ascii_case(name);
            let other = sent.iter().filter(alike).max_by_key(|other| often(other)).copied();
            let Some(other) = other.filter(|other| often(other) > often(name)) else { continue };
            if !known.contains(other) {
                let message = format!("most examples spell it `{other}`");
                choose(choices, &claimed.method.page, &**name, "spelled-as-sent", message);
                name.clone_from(other);
            }
        }
    }
}

/// The name of a method without its verb.
fn family_of(method: &str) -> String {
    method.rsplit_once('.').map_or(method, |(family, _)| family).to_owned()
}

/// The rows whose names are spelled in another way, each with it.
#[derive(Default)]
struct Respelled(HashMap<Span, String>);

impl Respelled {
    /// Spells the parts that are read from such rows.
    fn spell(&self, parts: &mut Parts<'_>) {
        let known: Vec<String> = parts.fields.iter().map(|(name, _)| name.clone()).collect();
        for (name, said) in &mut parts.fields {
            let mut rows = said.claims.iter().filter_map(|claim| claim.source.span);
            if let Some(other) = rows.find_map(|row| self.0.get(&row))
                && field_ident(name) == field_ident(other)
                && !known.contains(other)
            {
                name.clone_from(other);
            }
            said.parts.iter_mut().for_each(|parts| self.spell(parts));
        }
    }
}

/// The keys of the objects that examples show of each record: by their names in Rust, in each spelling.
#[derive(Default)]
struct Shown<'s> {
    keys: HashMap<&'s str, BTreeMap<String, Vec<String>>>,
}

impl<'s> Shown<'s> {
    /// Notes the objects of a place.
    fn note(&mut self, said: &'s Said<'_>, values: &[&Value]) {
        let keys = said.claims.iter().filter_map(|claim| match &claim.what {
            What::Type { word: Word::Record { key: Some(key), .. }, .. } => Some(key),
            _ => None,
        });
        for key in keys {
            let known = self.keys.entry(key).or_default();
            let objects = objects_of(values);
            for name in objects.iter().filter_map(|v| v.as_object()).flat_map(|map| map.keys()) {
                let Ok(ident) = field_ident(name) else { continue };
                let spellings = known.entry(ident).or_default();
                if !spellings.contains(name) {
                    spellings.push(name.clone());
                }
            }
        }
    }
}
