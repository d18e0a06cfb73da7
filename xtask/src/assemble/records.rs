//! The records that places refer to: each is its page and section, and named last.

use std::collections::BTreeMap;

use b24_schema::{Rest, Text};

use super::claims::{Parts, Said, What, Word, section};
use super::decide::Side;
use super::join;
use super::languages::Claimed;
use super::world::World;

/// What the pages say of one record.
pub(crate) struct Described<'f> {
    /// Its page and section.
    pub key: String,
    /// The page, and the anchor on it.
    pub page: String,
    pub parts: Parts<'f>,
    pub text: Text,
    /// Which of both it is read as: what methods take counts first.
    pub side: Side,
    /// The version of its page, else that of the first method that leads to it.
    pub rest: Rest,
}

/// The records that methods lead to, and those that these lead to, sorted by key.
pub(crate) fn described<'f>(worlds: &[World<'f>], methods: &[Claimed<'f>]) -> Vec<Described<'f>> {
    let mut found: BTreeMap<String, Described<'f>> = BTreeMap::new();
    for side in [Side::Request, Side::Answer] {
        let mut keys = Keys::new();
        for claimed in methods {
            let rest = claimed.method.rest;
            match side {
                Side::Request => in_parts(&claimed.params, rest, &mut keys),
                Side::Answer => {
                    in_said(&claimed.answer, rest, &mut keys);
                    claimed.loose.iter().for_each(|(_, said)| in_said(said, rest, &mut keys));
                }
            }
        }
        while let Some((key, rest)) = keys.pop_first() {
            if found.contains_key(&key) {
                continue;
            }
            let Some(record) = record(worlds, &key, side, rest) else { continue };
            in_parts(&record.parts, record.rest, &mut keys);
            found.insert(key, record);
        }
    }
    found.into_values().collect()
}

/// Keys of records, with the version of the method that leads there first.
type Keys = BTreeMap<String, Rest>;

fn record<'f>(worlds: &[World<'f>], key: &str, side: Side, rest: Rest) -> Option<Described<'f>> {
    let mut all: Option<Described<'f>> = None;
    for world in worlds {
        let Some(parts) = section::record(world, key, side == Side::Answer) else { continue };
        let text = section::text(world, key).cloned().unwrap_or_default();
        match &mut all {
            Some(all) => {
                join::parts(&mut all.parts, parts, join::Spelling::Exact);
                all.text.or(&text);
            }
            None => {
                let own = world.sections_of(key).and_then(|(page, _)| page.head.rest);
                let (key, page) = (key.to_owned(), world.address_of(key));
                let rest = own.unwrap_or(rest);
                all = Some(Described { key, page, parts, text, side, rest });
            }
        }
    }
    all
}

fn in_parts(parts: &Parts<'_>, rest: Rest, keys: &mut Keys) {
    parts.fields.iter().for_each(|(_, said)| in_said(said, rest, keys));
}

fn in_said(said: &Said<'_>, rest: Rest, keys: &mut Keys) {
    for claim in &said.claims {
        let What::Type { word, .. } = &claim.what else { continue };
        let mut word = word;
        while let Word::Keyed(inner) = word {
            word = inner;
        }
        if let Word::Record { key: Some(key), .. } = word {
            keys.entry(key.clone()).or_insert(rest);
        }
    }
    said.parts.iter().for_each(|parts| in_parts(parts, rest, keys));
}
