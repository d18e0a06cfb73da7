//! The records that one page describes and others refer to, and their names.
//!
//! `deal` on the page of `crm.deal.get` is what `crm.deal.list` lists: both answer one type. Names are
//! the same in both languages, for anchors are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use b24_schema::Rest;

use crate::facts::{FieldRow, PageFacts, PageKind, Section, Target};

use super::world::{DICTIONARY, Key, World};
use super::{folder_of, module_of};

/// How the anchors of objects end that are no words of their names.
const DTO: &str = "dto";

/// The sections with fields, outside of the dictionaries, that types on other pages lead to, each with
/// the name of its record.
pub(super) fn names<'f>(world: &World<'f>) -> HashMap<Key<'f>, String> {
    let mut users: BTreeMap<Key<'f>, BTreeSet<String>> = BTreeMap::new();
    for page in world.pages.values() {
        let module = (page.kind == PageKind::Method)
            .then(|| versioned(rest(page), &module_of(&page.head.name)));
        each_type(page.sections.iter().flat_map(Section::rows), &mut |link| {
            let other =
                link.anchor.is_some() && link.page != page.path && !link.page.ends_with(DICTIONARY);
            if other
                && let Some(place) = world.place(link)
                && place.page.sections[place.section].holds_fields()
            {
                users.entry(place.key()).or_default().extend(module.clone());
            }
        });
    }
    let short =
        |(key, modules): (&Key<'f>, &BTreeSet<String>)| short(world.pages[key.0], key.1, modules);
    let names: Vec<String> = users.iter().map(short).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    names.iter().for_each(|name| *times.entry(name).or_default() += 1);
    let alone = |name: &str| times[name] == 1 && world.named(name).is_none();
    let own = users.keys().zip(&names).filter(|(_, name)| alone(name));
    own.map(|(key, name)| (*key, name.clone())).collect()
}

fn rest(page: &PageFacts) -> Rest {
    page.head.rest.unwrap_or(Rest::V2)
}

/// What the section of a page is called: after the methods around it, and its anchor.
fn short(page: &PageFacts, section: usize, modules: &BTreeSet<String>) -> String {
    let family = || page.head.name.rsplit_once('.').map_or("", |(family, _)| family);
    let around = match (page.kind, modules.first()) {
        (PageKind::Method, _) => versioned(rest(page), family()),
        (_, Some(only)) if modules.len() == 1 => only.clone(),
        _ => folder_of(&page.path).to_owned(),
    };
    let anchor = page.sections[section].anchors.first().map_or("", String::as_str);
    joined(&around, anchor)
}

/// The name of the object that an anchor is about, among others of `around`.
pub(super) fn joined(around: &str, anchor: &str) -> String {
    let object = anchor.strip_suffix(DTO).filter(|object| !object.is_empty()).unwrap_or(anchor);
    let mut name = words(around);
    for word in words(object) {
        // `deal` of `crm.deal` is told already.
        if !name.contains(&word) {
            name.push(word);
        }
    }
    name.join("_")
}

/// A name of methods, told apart by the version of REST as their functions are.
pub(super) fn versioned(rest: Rest, name: &str) -> String {
    match rest {
        Rest::V3 => format!("v3.{name}"),
        _ => name.to_owned(),
    }
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}

/// The links of all types of rows, and of the keys in their cells.
fn each_type<'f>(rows: impl IntoIterator<Item = &'f FieldRow>, f: &mut dyn FnMut(&'f Target)) {
    for row in rows {
        row.types.iter().filter_map(|word| word.link.as_ref()).for_each(&mut *f);
        each_type(&row.about.keys, f);
    }
}
