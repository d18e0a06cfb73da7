//! What pages name, and where: to tell a documented name from one that only examples have, and to say of what is
//! reported on which line it stands.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

use crate::corpus::{FileId, Lang, Span};
use crate::facts::{FieldRow, Item, PageFacts, Section};

/// The pages by path. They are only sorted out once somebody asks: mostly, nobody does.
pub(crate) struct Told<'p> {
    pages: &'p [PageFacts],
    by_path: OnceLock<HashMap<&'p str, Vec<(FileId, &'p PageFacts)>>>,
}

impl<'p> Told<'p> {
    /// The pages of all languages, those of each in the order of its files.
    pub(crate) fn new(pages: &'p [PageFacts]) -> Self {
        Self { pages, by_path: OnceLock::new() }
    }

    fn of(&self, path: &str) -> &[(FileId, &'p PageFacts)] {
        let by_path = self.by_path.get_or_init(|| {
            let mut counts = [0; Lang::ALL.len()];
            let mut all: HashMap<&str, Vec<_>> = HashMap::new();
            for page in self.pages {
                let count = &mut counts[page.lang as usize];
                all.entry(&page.path).or_default().push((FileId::new(page.lang, *count), page));
                *count += 1;
            }
            all
        });
        // A record's page has its anchor behind it.
        let path = path.split('#').next().unwrap_or(path);
        by_path.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether a table of the page has a row of that name.
    pub(crate) fn in_table(&self, page: &str, name: &str) -> bool {
        let mut sections = self.of(page).iter().flat_map(|(_, page)| &page.sections);
        sections.any(|section| section.rows().any(|row| names(row, name)))
    }

    /// Where the page names what a path ends in: the table that has a row of that name, or else the example that has
    /// such a key, or else the page itself.
    pub(crate) fn span(&self, page: &str, at: &str) -> Span {
        // Names have dots themselves: `.block@0`.
        let ends = at.match_indices('.').map(|(dot, _)| &at[dot + 1..]);
        let file = || self.of(page).first().map_or(FileId::NONE, |(file, _)| *file);
        [at].into_iter()
            .chain(ends)
            .find_map(|name| self.named(page, name))
            .unwrap_or_else(|| Span { file: file(), start: 0, end: 0 })
    }

    fn named(&self, page: &str, name: &str) -> Option<Span> {
        let items = || {
            let sections = self.of(page).iter().flat_map(|(_, page)| &page.sections);
            sections.flat_map(Section::flat)
        };
        let table = || {
            items().find_map(|item| match item {
                Item::Fields(table) if table.rows.iter().any(|row| names(row, name)) => {
                    Some(table.span)
                }
                _ => None,
            })
        };
        let example = || {
            items().find_map(|item| match item {
                Item::Call(call) if call.params.as_ref().is_some_and(|p| has(p, name)) => {
                    Some(call.origin.0)
                }
                Item::Body(body) if has(&body.json, name) => Some(body.origin.0),
                _ => None,
            })
        };
        table().or_else(example)
    }
}

fn names(row: &FieldRow, name: &str) -> bool {
    row.names.iter().any(|known| known == name) || row.about.keys.iter().any(|key| names(key, name))
}

/// Whether a value has the key at any depth.
fn has(value: &Value, key: &str) -> bool {
    match value {
        Value::Object(map) => map.contains_key(key) || map.values().any(|value| has(value, key)),
        Value::Array(items) => items.iter().any(|value| has(value, key)),
        _ => false,
    }
}
