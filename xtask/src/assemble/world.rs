//! The pages of one language, indexed the way links and type words look them up.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::referred;
use crate::corpus::Lang;
use crate::facts::{FieldRow, Item, PageFacts, PageKind, Role, Section, Target, TypeRow};

/// A table of so many rows or fewer describes the answer, not an object's fields.
const DESCRIBED: usize = 3;

/// Where a record is described.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'f> {
    pub page: &'f PageFacts,
    /// Index into the page's sections.
    pub section: usize,
}

/// The path of a page, and the index of a section.
pub(crate) type Key<'f> = (&'f str, usize);

/// How the paths of the pages end that describe types by their names.
pub(crate) const DICTIONARY: &str = "data-types.md";

impl<'f> Place<'f> {
    pub(crate) fn key(&self) -> Key<'f> {
        (&self.page.path, self.section)
    }
}

/// All pages of a language, sorted by path.
pub(crate) struct World<'f> {
    pub lang: Lang,
    pub pages: IndexMap<&'f str, &'f PageFacts>,
    /// Method pages: path → name.
    pub methods: HashMap<&'f str, &'f str>,
    /// The same the other way round, names lower-cased.
    by_name: HashMap<String, &'f str>,
    /// The dictionaries' rows, by lower-cased word.
    dictionary: HashMap<String, (&'f PageFacts, &'f TypeRow)>,
    /// Sections of types pages whose anchor is a type's name, by lower-cased word.
    named: HashMap<String, Place<'f>>,
    /// Names in the first table of parameters of each method, with the number of methods.
    params: HashMap<&'f str, usize>,
    /// Records that one page describes and others refer to, by their names.
    referred: HashMap<Key<'f>, String>,
}

impl<'f> World<'f> {
    pub(crate) fn new(lang: Lang, all: impl Iterator<Item = &'f PageFacts>) -> Self {
        let mut pages: IndexMap<&str, &PageFacts> =
            all.filter(|p| p.lang == lang).map(|p| (p.path.as_str(), p)).collect();
        pages.sort_keys();
        let mut world = Self {
            lang,
            methods: HashMap::new(),
            by_name: HashMap::new(),
            dictionary: HashMap::new(),
            named: HashMap::new(),
            params: HashMap::new(),
            referred: HashMap::new(),
            pages,
        };
        let pages: Vec<&'f PageFacts> = world.pages.values().copied().collect();
        for page in pages {
            match page.kind {
                PageKind::Method => {
                    world.methods.insert(&page.path, &page.head.name);
                    world.by_name.entry(page.head.name.to_lowercase()).or_insert(&page.path);
                    let table =
                        page.sections.iter().find(|s| s.role == Role::Params && s.holds_fields());
                    for name in table.iter().flat_map(|s| s.rows()).flat_map(|row| &row.names) {
                        *world.params.entry(name).or_default() += 1;
                    }
                }
                // Links to it mean the method all the same.
                PageKind::Double => {
                    world.methods.insert(&page.path, &page.head.name);
                }
                PageKind::Types => world.index_types(page),
                _ => {}
            }
        }
        world.referred = referred::names(&world);
        world
    }

    /// The name of the record that a section describes, where other pages refer to it.
    pub(crate) fn referred(&self, place: Place<'f>) -> Option<&str> {
        self.referred.get(&place.key()).map(String::as_str)
    }

    /// Whether several methods have a parameter of the name.
    pub(crate) fn is_usual(&self, param: &str) -> bool {
        self.params.get(param).is_some_and(|methods| *methods > 1)
    }

    fn index_types(&mut self, page: &'f PageFacts) {
        let dictionary_page = page.path.ends_with(DICTIONARY);
        for (i, section) in page.sections.iter().enumerate() {
            for item in &section.items {
                if let Item::Types(rows) = item {
                    for row in rows {
                        self.dictionary.entry(row.word.to_lowercase()).or_insert((page, row));
                    }
                }
            }
            if dictionary_page && section.holds_fields() {
                for anchor in &section.anchors {
                    self.named.entry(anchor.to_lowercase()).or_insert(Place { page, section: i });
                }
            }
        }
    }

    /// The dictionary's row for a word.
    pub(crate) fn word(&self, word: &str) -> Option<(&'f PageFacts, &'f TypeRow)> {
        self.dictionary.get(&word.to_lowercase()).copied()
    }

    /// The record that the data types pages describe under that word.
    pub(crate) fn named(&self, word: &str) -> Option<Place<'f>> {
        self.named.get(&word.to_lowercase()).copied()
    }

    /// The section of a page that is about a word, where it describes fields.
    pub(crate) fn subject(&self, page: &str, word: &str) -> Option<Place<'f>> {
        let page = *self.pages.get(page)?;
        let about =
            |section: &Section| section.holds_fields() && section.subject.as_deref() == Some(word);
        let section = page.sections.iter().position(about)?;
        Some(Place { page, section })
    }

    /// The section a link leads to. Without an anchor: the page's only section with fields.
    pub(crate) fn place(&self, target: &Target) -> Option<Place<'f>> {
        let page = *self.pages.get(target.page.as_str())?;
        let Some(anchor) = &target.anchor else {
            let mut with_fields =
                page.sections.iter().enumerate().filter(|(_, s)| s.holds_fields());
            let (section, _) = with_fields.next()?;
            return with_fields.next().is_none().then_some(Place { page, section });
        };
        let section = page.sections.iter().position(|s| s.anchors.iter().any(|a| a == anchor))?;
        Some(Place { page, section })
    }

    /// Where the page of a `*.fields` method lists the fields of its object: the longest table of
    /// its answer.
    pub(crate) fn described_fields(&self, path: &str) -> Option<Place<'f>> {
        let page = *self.pages.get(path)?;
        let count = |s: &Section| {
            s.rows().filter(|r| !r.names.iter().any(|n| n == "result" || n == "time")).count()
        };
        let (section, longest) = page
            .sections
            .iter()
            .enumerate()
            .filter(|(_, s)| matches!(s.role, Role::Answer | Role::Other))
            .map(|(i, s)| (i, count(s)))
            .max_by_key(|&(i, n)| (n, usize::MAX - i))?;
        (longest > DESCRIBED).then_some(Place { page, section })
    }

    /// The page of a method.
    pub(crate) fn page_of(&self, method: &str) -> Option<&'f str> {
        self.by_name.get(&method.to_lowercase()).copied()
    }

    /// The method a link leads to.
    pub(crate) fn method(&self, target: &Target) -> Option<&'f str> {
        self.methods.get(target.page.as_str()).copied()
    }
}

/// The links of a page's rows that lead to a page with facts and to no section of it. A page without
/// any says nothing about its anchors.
pub(crate) fn dangling<'f>(world: &World<'f>, page: &'f PageFacts) -> Vec<&'f Target> {
    fn walk<'f>(rows: impl IntoIterator<Item = &'f FieldRow>, out: &mut Vec<&'f Target>) {
        for row in rows {
            out.extend(row.types.iter().filter_map(|t| t.link.as_ref()));
            out.extend(&row.about.links);
            walk(&row.about.keys, out);
        }
    }
    let mut links = Vec::new();
    for section in &page.sections {
        walk(section.rows(), &mut links);
    }
    let leads_nowhere = |target: &&Target| {
        let Some(anchor) = &target.anchor else { return false };
        world.pages.get(target.page.as_str()).is_some_and(|page| {
            !page.sections.is_empty()
                && !page.sections.iter().any(|s| s.anchors.iter().any(|a| a == anchor))
        })
    };
    let mut out: Vec<&Target> = links.into_iter().filter(leads_nowhere).collect();
    out.sort();
    out.dedup();
    out
}
