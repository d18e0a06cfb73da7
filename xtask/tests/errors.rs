//! What the errors of all pages mean.
//!
//! Runs where `B24_DOCS` names the folder with the upstream pages as `en` and `ru`: their descriptions are texts, which
//! are not committed.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use b24_schema::Meaning;
use xtask::corpus::Lang;
use xtask::errors::{self, Told};
use xtask::facts::{ErrorRow, Item, PageFacts, Section};
use xtask::pipeline::{self, Docs};

fn read(lang: Lang) -> Option<Docs> {
    let Some(root) = env::var_os("B24_DOCS").map(PathBuf::from) else {
        eprintln!("left out: B24_DOCS does not name the documentation");
        return None;
    };
    let mut docs = Docs::read(&[(lang, root.join(lang.code()))]).expect("it has both languages");
    docs.texts = Some(lang);
    Some(docs)
}

fn rows(page: &PageFacts) -> impl Iterator<Item = &ErrorRow> {
    let tables = page.sections.iter().flat_map(Section::flat).filter_map(|item| match item {
        Item::Errors(rows) => Some(rows),
        _ => None,
    });
    tables.flatten()
}

/// What the server would write: the first paragraph, where others explain it, without Markdown.
fn description(row: &ErrorRow) -> String {
    let first = row.text.as_str().split("\n\n").next().unwrap_or_default();
    first.replace(['`', '\\'], "")
}

fn meaning(row: &ErrorRow) -> Meaning {
    errors::meaning(&row.code, row.status, &description(row))
}

#[test]
fn every_error_of_every_page_has_a_kind_or_is_left_to_its_method() {
    let mut kinds: BTreeMap<(String, String), BTreeMap<Lang, Vec<Meaning>>> = BTreeMap::new();
    let mut counts: BTreeMap<Meaning, usize> = BTreeMap::new();
    for lang in [Lang::En, Lang::Ru] {
        let Some(docs) = read(lang) else { return };
        for page in &pipeline::facts(&docs, &|| {}).pages {
            for row in rows(page) {
                let (code, kind) = (&row.code, meaning(row));
                let told = errors::told(code, row.status);
                assert_ne!(told, Told::Unknown, "{}: what does `{code}` mean?", page.path);
                // What the code or the status tells, no description changes.
                assert!(
                    matches!(told, Told::ByText) || told == Told::Kind(kind),
                    "{code}: {kind:?}"
                );
                // Descriptions never make the client wait: that is for codes and statuses.
                let waits = [Meaning::RateLimit, Meaning::OperatingLimit, Meaning::Timeout];
                assert!(!waits.contains(&kind), "{}: `{code}`", page.path);
                *counts.entry(kind).or_default() += 1;
                let place = (page.path.clone(), code.clone());
                kinds.entry(place).or_default().entry(lang).or_default().push(kind);
            }
        }
    }
    eprintln!("{counts:?}");
    let rows: usize = counts.values().sum();
    assert!(rows > 8000, "{rows} rows");
    assert!(counts[&Meaning::Other] * 8 < rows, "{counts:?}");
    // The languages translate the description, and mean the same.
    let differing: Vec<_> = kinds
        .iter()
        .filter(|(_, of)| of.len() == 2 && of[&Lang::En] != of[&Lang::Ru])
        .map(|(place, _)| place)
        .collect();
    assert!(differing.len() <= 10, "{differing:#?}");
}

/// Words that no page has are not needed, or misspelt.
#[test]
fn every_text_stands_on_a_page() {
    let mut missing: Vec<&str> = errors::texts().collect();
    for lang in [Lang::En, Lang::Ru] {
        let Some(docs) = read(lang) else { return };
        for page in docs.texts() {
            let page = page.to_lowercase().replace(['`', '\\'], "").replace('ё', "е");
            missing.retain(|text| !page.contains(text));
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
