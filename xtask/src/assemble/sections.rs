//! Which sections of the two languages are one, and what they are about.
//!
//! A record is its page and section. Sections that have an anchor in common are one; where the pages have
//! as many of them, so are those at one position. A heading is translated, and so may name another subject:
//! then the rows and the examples of the page decide, else Russian, for that is the original.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::choose;
use super::decide::shape::owners;
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

    /// Gives a section a key that is not its own position.
    fn name(&mut self, place: Key<'f>, key: String) {
        self.places.insert(key.clone(), place);
        self.keys.insert(place, key);
    }

    /// The section with that key. A section that only the other language has is none here.
    pub(crate) fn place<'k>(&'k self, key: &'k str) -> Option<(&'k str, usize)> {
        if let Some(place) = self.places.get(key) {
            return Some(*place);
        }
        let (page, section) = key.rsplit_once('#')?;
        let place = (page, section.parse().ok()?);
        // One that is called otherwise is another section of the other language.
        let keys: &'k HashMap<Key<'k>, String> = &self.keys;
        (!keys.contains_key(&place)).then_some(place)
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
        let pairs = pairs(page, other);
        for &(one, two) in &pairs {
            if one != two {
                ru.name((&other.path, two), format!("{path}#{one}"));
            }
            settle(page, one, other, two, &mut en, &mut ru, choices);
        }
        // What stands in Russian only is no section of the English page.
        for two in
            (0..other.sections.len()).filter(|two| !pairs.iter().any(|(_, known)| known == two))
        {
            ru.name((&other.path, two), format!("{path}#ru-{two}"));
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
    [sent, answered].iter().any(|values| !owners(values, name).is_empty())
}
