//! Which sections of the two languages are one, and what they are about.
//!
//! A record is its page and section. Sections that have an anchor in common are one; where the pages have
//! as many of them, so are those at one position. A heading is translated, and so may name another subject:
//! then the rows and the examples of the page decide, else Russian, for that is the original.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::choose;
use super::decide::infer::children;
use super::report::Choice;
use super::world::Key;
use crate::corpus::Lang;
use crate::facts::{PageFacts, Section};

/// What is known of the sections of one language from both.
#[derive(Debug, Default)]
pub(crate) struct Sections<'f> {
    /// Of the sections that are not at the position of the other language.
    keys: HashMap<Key<'f>, String>,
    places: HashMap<String, Key<'f>>,
    /// What sections are about, where their own heading says something else.
    subjects: HashMap<Key<'f>, Option<&'f str>>,
}

impl<'f> Sections<'f> {
    /// The key of the record that a section describes.
    pub(crate) fn key(&self, of: Key<'f>) -> String {
        self.keys.get(&of).cloned().unwrap_or_else(|| format!("{}#{}", of.0, of.1))
    }

    /// The section with that key.
    pub(crate) fn place<'k>(&'k self, key: &'k str) -> Option<(&'k str, usize)> {
        if let Some(place) = self.places.get(key) {
            return Some(*place);
        }
        let (page, section) = key.rsplit_once('#')?;
        Some((page, section.parse().ok()?))
    }

    /// What a section is about, where its heading is overruled.
    pub(crate) fn subject(&self, of: Key<'f>) -> Option<Option<&'f str>> {
        self.subjects.get(&of).copied()
    }
}

/// Compares the pages of both languages, English first.
pub(crate) fn compare<'f>(
    pages: &'f [PageFacts],
    choices: &mut Vec<Choice>,
) -> [Sections<'f>; Lang::ALL.len()] {
    let of = |lang: Lang| -> BTreeMap<&'f str, &'f PageFacts> {
        pages.iter().filter(|p| p.lang == lang).map(|page| (page.path.as_str(), page)).collect()
    };
    let (english, russian) = (of(Lang::En), of(Lang::Ru));
    let (mut en, mut ru) = (Sections::default(), Sections::default());
    for (path, page) in english {
        let Some(other) = russian.get(path) else { continue };
        for (one, two) in pairs(page, other) {
            if one != two {
                let key = format!("{path}#{one}");
                ru.places.insert(key.clone(), (&other.path, two));
                ru.keys.insert((&other.path, two), key);
            }
            settle(page, one, other, two, &mut en, &mut ru, choices);
        }
        // What stands in Russian only is no section of the English page.
        if page.sections.len() != other.sections.len() {
            for two in 0..other.sections.len() {
                let place: Key<'f> = (&other.path, two);
                let aligned = pairs(page, other).iter().any(|&(_, known)| known == two);
                if !aligned {
                    let key = format!("{path}#ru-{two}");
                    ru.places.insert(key.clone(), place);
                    ru.keys.insert(place, key);
                }
            }
        }
    }
    [en, ru]
}

/// The sections of two pages that are one.
fn pairs(en: &PageFacts, ru: &PageFacts) -> Vec<(usize, usize)> {
    if en.sections.len() == ru.sections.len() {
        return (0..en.sections.len()).map(|i| (i, i)).collect();
    }
    let common = |one: &Section, two: &Section| one.anchors.iter().any(|a| two.anchors.contains(a));
    let mut pairs = Vec::new();
    let mut from = 0;
    for (i, one) in en.sections.iter().enumerate() {
        let found = (from..ru.sections.len()).find(|&j| common(one, &ru.sections[j]));
        if let Some(j) = found {
            pairs.push((i, j));
            from = j + 1;
        }
    }
    pairs
}

/// Notes a subject that differs, and decides which is meant.
fn settle<'f>(
    en: &'f PageFacts,
    one: usize,
    ru: &'f PageFacts,
    two: usize,
    english: &mut Sections<'f>,
    russian: &mut Sections<'f>,
    choices: &mut Vec<Choice>,
) {
    let (a, b) = (subject(&en.sections[one]), subject(&ru.sections[two]));
    let alike = match (a, b) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        (a, b) => a == b,
    };
    let described = en.sections[one].holds_fields() || ru.sections[two].holds_fields();
    if alike || !described {
        return;
    }
    let known = |subject: Option<&str>| {
        subject.is_some_and(|name| is_known(en, name) || is_known(ru, name))
    };
    let (subject, why) = match (known(a), known(b)) {
        (true, false) => (a, "rows or examples name the English one"),
        (false, true) => (b, "rows or examples name the Russian one"),
        _ => (b, "Russian is the original"),
    };
    if subject != a {
        english.subjects.insert((&en.path, one), subject);
    }
    if subject != b {
        russian.subjects.insert((&ru.path, two), subject);
    }
    let name = |subject: Option<&str>| subject.unwrap_or("nothing").to_owned();
    let message = format!("about {} in English, {} in Russian: {why}", name(a), name(b));
    choose(choices, &en.path, format!("section {one}"), "subjects-disagree", message);
}

/// What a heading names. A word of another script is no name, but a part of the heading.
fn subject(section: &Section) -> Option<&str> {
    section.subject.as_deref().filter(|name| name.is_ascii())
}

/// Whether a row of the page, or an example, has that name.
fn is_known(page: &PageFacts, name: &str) -> bool {
    let rows = || page.sections.iter().flat_map(Section::rows);
    let last =
        |known: &str| known.rsplit('.').next().unwrap_or(known).trim_end_matches("[]") == name;
    if rows().flat_map(|row| &row.names).any(|known| last(known)) {
        return true;
    }
    let sent: Vec<&Value> = page.calls().filter_map(|call| call.params.as_ref()).collect();
    let answered: Vec<&Value> = page.answers().map(|body| &body.json).collect();
    [sent, answered].iter().any(|values| holds(values, name))
}

/// Whether a key stands anywhere in values.
fn holds(values: &[&Value], name: &str) -> bool {
    !children(values, name).is_empty()
        || values.iter().any(|value| match value {
            Value::Array(values) => holds(&values.iter().collect::<Vec<_>>(), name),
            Value::Object(map) => holds(&map.values().collect::<Vec<_>>(), name),
            _ => false,
        })
}
