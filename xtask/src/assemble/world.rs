//! The pages of one language, indexed the way links and type words look them up.

use std::collections::HashMap;

use b24_schema::{AllowedValue, ConstantSet};
use indexmap::IndexMap;

use super::claims::words;
use super::constants;
use super::folder_of;
use super::names::snake;
use super::referred::{self, joined};
use super::sections::Sections;
use crate::corpus::Lang;
use crate::facts::{FieldRow, Item, PageFacts, PageKind, Role, Section, Target, TypeRow};

/// A table of so many rows or fewer describes the answer, not an object's fields. Without this `crm.item.list` takes
/// its small table for the filter; up to 4 nothing changes; with 6 what 15 methods (`crm.catalog.get`) answer is lost.
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

/// How the anchors of sections end that describe the fields of a thing.
const FIELDS: &str = "-fields";

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
    /// Records that one page describes and others refer to, by their names.
    referred: HashMap<Key<'f>, String>,
    /// What is known of sections from both languages.
    sections: Sections<'f>,
    /// Fields of one character whose values a page lists: whether they are `Y` and `N`, wherever one does.
    flags: HashMap<&'f str, bool>,
    /// The sections that describe parameters of methods on pages of others, by the method, lower-cased.
    of_methods: HashMap<String, Vec<Place<'f>>>,
    /// The sets of constants of each page and anchor that has some.
    constants: IndexMap<(&'f str, &'f str), Vec<ConstantSet>>,
    /// The pages of fields with several sections of which one leads to all others that describe some.
    main: HashMap<&'f str, usize>,
}

impl<'f> World<'f> {
    pub(crate) fn new(
        lang: Lang,
        all: impl Iterator<Item = &'f PageFacts>,
        sections: Sections<'f>,
    ) -> Self {
        let mut pages: IndexMap<&str, &PageFacts> =
            all.filter(|p| p.lang == lang).map(|p| (p.path.as_str(), p)).collect();
        pages.sort_keys();
        let mut world = Self {
            lang,
            methods: HashMap::new(),
            by_name: HashMap::new(),
            dictionary: HashMap::new(),
            named: HashMap::new(),
            referred: HashMap::new(),
            sections,
            flags: HashMap::new(),
            of_methods: HashMap::new(),
            constants: IndexMap::new(),
            main: HashMap::new(),
            pages,
        };
        let pages: Vec<&'f PageFacts> = world.pages.values().copied().collect();
        for page in pages {
            world.index_flags(page);
            world.index_constants(page);
            world.index_of_methods(page);
            match page.kind {
                PageKind::Method => {
                    world.methods.insert(&page.path, &page.head.name);
                    world.by_name.entry(page.head.name.to_lowercase()).or_insert(&page.path);
                }
                // Links to it mean the method all the same.
                PageKind::Double => {
                    world.methods.insert(&page.path, &page.head.name);
                }
                PageKind::Types => world.index_types(page),
                _ => {}
            }
        }
        world.index_main();
        world.referred = referred::names(&world);
        world
    }

    fn index_constants(&mut self, page: &'f PageFacts) {
        for section in &page.sections {
            let sets = constants::of(page, section);
            if !sets.is_empty() {
                for anchor in &section.anchors {
                    self.constants.insert((&page.path, anchor), sets.clone());
                }
                // A link to the whole page means the texts on it, which are found by the name of their field.
                if sets.iter().all(|set| !set.numbers) {
                    self.constants.entry((&page.path, "")).or_insert(sets);
                }
            }
        }
    }

    fn index_of_methods(&mut self, page: &'f PageFacts) {
        for (i, section) in page.sections.iter().enumerate() {
            if let Some(method) = &section.of {
                let places = self.of_methods.entry(method.to_lowercase()).or_default();
                places.push(Place { page, section: i });
            }
        }
    }

    fn index_flags(&mut self, page: &'f PageFacts) {
        let characters = page.sections.iter().flat_map(Section::rows).filter(|row| {
            !row.about.values.is_empty() && row.types.iter().any(|ty| words::is_character(&ty.word))
        });
        for row in characters {
            let flag = words::is_flag(&row.about.values);
            for name in &row.names {
                *self.flags.entry(name).or_insert(true) &= flag;
            }
        }
    }

    /// Whether the fields of that name are `Y` or `N` wherever a page lists the values.
    pub(crate) fn is_flag(&self, name: &str) -> bool {
        self.flags.get(name).copied().unwrap_or(false)
    }

    /// Whether other pages refer to the record that a section describes.
    pub(crate) fn is_referred(&self, place: Place<'f>) -> bool {
        self.referred.contains_key(&place.key())
    }

    /// The key of the record that a section describes: the same in both languages.
    pub(crate) fn key_of(&self, place: Place<'f>) -> String {
        self.sections.key(place.key())
    }

    /// The sections that a key stands for: one, or all of a page that describe fields.
    pub(crate) fn sections_of(&self, key: &str) -> Option<(&'f PageFacts, Vec<usize>)> {
        if key.contains('#') {
            let (page, section) = self.sections.place(key)?;
            let page = *self.pages.get(page)?;
            return (section < page.sections.len()).then(|| (page, vec![section]));
        }
        let page = *self.pages.get(key)?;
        let all = (0..page.sections.len()).filter(|&i| page.sections[i].holds_fields()).collect();
        Some((page, all))
    }

    /// The page of a record, with the anchor of its section.
    pub(crate) fn address_of(&self, key: &str) -> String {
        let Some((page, sections)) = self.sections_of(key) else { return key.to_owned() };
        let anchor = match sections.as_slice() {
            [only] if key.contains('#') => page.sections[*only].anchors.first(),
            _ => None,
        };
        match anchor {
            Some(anchor) => format!("{}#{anchor}", page.path),
            None => page.path.clone(),
        }
    }

    /// The sections of other pages that describe a parameter of a method: each in a case of its own.
    pub(crate) fn parameter_of(&self, method: &str, name: &str) -> Vec<Place<'f>> {
        let places = self.of_methods.get(&method.to_lowercase());
        let about = |place: &&Place<'f>| {
            let section = &place.page.sections[place.section];
            section.holds_fields() && section.subject.as_deref() == Some(name)
        };
        places.into_iter().flatten().filter(about).copied().collect()
    }

    /// What a section is about: the parameter or object that its heading names, if it is one of this page.
    pub(crate) fn subject_of(&self, page: &'f PageFacts, section: usize) -> Option<&'f str> {
        if page.sections[section].of.is_some() {
            return None;
        }
        match self.sections.subject((&page.path, section)) {
            Some(subject) => subject,
            None => page.sections[section].subject.as_deref(),
        }
    }

    /// The names that a record may have, each with more of its place: what its heading names, with the
    /// folder of its page where the word is a common one.
    pub(crate) fn names_of(&self, key: &str) -> Option<Vec<String>> {
        let (page, sections) = self.sections_of(key)?;
        let path = page.path.trim_start_matches("api-reference/").trim_end_matches(".md");
        let folders: Vec<&str> = path.split('/').collect();
        let (file, folders) = match folders.split_last()? {
            // The overview of a folder has its name.
            (&"index", folders) => folders.split_last()?,
            split => split,
        };
        if !key.contains('#') {
            let word = file.trim_end_matches("fields").trim_end_matches('-');
            let folder = folder_of(&page.path);
            return Some(vec![joined(folder, word), joined(folder, file), snake(key)]);
        }
        let [section] = sections.as_slice() else { return None };
        let mut names = Vec::new();
        if let Some(name) = self.referred.get(&(page.path.as_str(), *section)) {
            names.push(name.clone());
        }
        let Section { anchors, .. } = &page.sections[*section];
        let anchor = anchors.first().map(String::as_str);
        let subject = self.subject_of(page, *section);
        let word = if page.path.ends_with(DICTIONARY) {
            let word = snake(subject.or(anchor).unwrap_or_default());
            if word.contains('_') {
                names.push(word.clone());
            }
            names.push(format!("{}_{word}", snake(folders.first().unwrap_or(&""))));
            word
        } else {
            let word = anchor.or(subject).unwrap_or_default();
            // The fields of a button are a button.
            let thing = word.strip_suffix(FIELDS).unwrap_or(word);
            names.push(joined(file, thing));
            thing.to_owned()
        };
        // More of the path, folder by folder.
        for from in (0..folders.len()).rev() {
            names.push(joined(&folders[from..].join("_"), &format!("{file}_{word}")));
        }
        names.retain(|name| !name.is_empty());
        Some(names)
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
            |&i: &usize| page.sections[i].holds_fields() && self.subject_of(page, i) == Some(word);
        let section = (0..page.sections.len()).find(about)?;
        Some(Place { page, section })
    }

    /// The section a link leads to. Without an anchor: the page's only section with fields, or the one whose rows lead
    /// to all others: they describe its parts.
    pub(crate) fn place(&self, target: &Target) -> Option<Place<'f>> {
        let page = *self.pages.get(target.page.as_str())?;
        // A page that only shows a format says where it is described.
        match page.instead.first() {
            Some(other) => self.own_place(other),
            None => self.own_place(target),
        }
    }

    fn own_place(&self, target: &Target) -> Option<Place<'f>> {
        let page = *self.pages.get(target.page.as_str())?;
        let Some(anchor) = &target.anchor else {
            let mut with_fields =
                page.sections.iter().enumerate().filter(|(_, s)| s.holds_fields());
            let (section, _) = with_fields.next()?;
            let section = match with_fields.next() {
                None => section,
                Some(_) => *self.main.get(&*page.path)?,
            };
            return Some(Place { page, section });
        };
        let section = page.sections.iter().position(|s| s.anchors.iter().any(|a| a == anchor))?;
        Some(Place { page, section })
    }

    /// The sets of constants that the section has which a link leads to.
    pub(crate) fn constants<'a>(&'a self, target: &'a Target) -> &'a [ConstantSet] {
        let anchor = target.anchor.as_deref().unwrap_or_default();
        let sets = self.constants.get(&(target.page.as_str(), anchor));
        sets.map(Vec::as_slice).unwrap_or_default()
    }

    /// The codes of the section that a link leads to, if it has a table of some.
    pub(crate) fn codes(&self, target: &Target) -> impl Iterator<Item = &'f AllowedValue> {
        let place = target.anchor.as_ref().and_then(|_| self.place(target));
        let items = place.into_iter().flat_map(|place| place.page.sections[place.section].flat());
        let tables = items.filter_map(|item| match item {
            Item::Values(values) => Some(values),
            _ => None,
        });
        tables.flatten()
    }

    /// All sets of constants.
    pub(crate) fn all_constants(&self) -> impl Iterator<Item = &ConstantSet> {
        self.constants.values().flatten()
    }

    /// Finds the sections of pages of fields that lead to all others, once for all links to them.
    fn index_main(&mut self) {
        let of_fields =
            |page: &&PageFacts| page.kind == PageKind::Types || page.forms.key.is_some();
        let pages = self.pages.values().copied().filter(of_fields);
        let leading = |page: &'f PageFacts| {
            let mut sections =
                (0..page.sections.len()).filter(|&i| page.sections[i].holds_fields());
            // The table below the title is of what the page is about, those below other headings are of its parts.
            let titled = |&section: &usize| page.sections[section].level <= 1;
            let main = sections.clone().find(|&section| self.leads_to_all(page, section));
            let main = main.or_else(|| sections.next().filter(titled))?;
            Some((page.path.as_str(), main))
        };
        self.main = pages.filter_map(leading).collect();
    }

    /// Whether the rows of a section lead to every other section of the page that describes fields.
    fn leads_to_all(&self, page: &'f PageFacts, from: usize) -> bool {
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(&section) = reached.get(next) {
            next += 1;
            for row in page.sections[section].rows() {
                let own = row.types.iter().filter_map(|ty| ty.link.as_ref());
                let of_page = |link: &&Target| link.page == page.path && link.anchor.is_some();
                let anchors = own.chain(&row.about.links).filter(of_page);
                let linked = anchors.filter_map(|link| self.place(link)).map(|place| place.section);
                let is_about = |&i: &usize| {
                    let subject = self.subject_of(page, i).unwrap_or_default();
                    row.names.iter().any(|name| name.eq_ignore_ascii_case(subject))
                };
                let named = (0..page.sections.len()).filter(is_about);
                for section in linked.chain(named) {
                    if !reached.contains(&section) {
                        reached.push(section);
                    }
                }
            }
        }
        (0..page.sections.len()).all(|i| !page.sections[i].holds_fields() || reached.contains(&i))
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
