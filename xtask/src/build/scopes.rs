//! The scopes: those of the list, and those that stand on method pages only.

use std::collections::BTreeMap;

use b24_schema::{Method, Scope, Title};

use crate::corpus::Lang;
use crate::facts::{PageFacts, ScopeRow};

/// Every scope, sorted by code.
pub(crate) fn collect<'m>(
    pages: &[PageFacts],
    methods: impl Iterator<Item = &'m Method>,
) -> Vec<Scope> {
    let mut scopes: BTreeMap<String, Scope> = BTreeMap::new();
    for page in pages {
        for row in &page.scopes {
            add_row(&mut scopes, page.lang, row);
        }
    }
    for method in methods {
        for code in &method.scopes {
            // The list is older than REST 3.0, whose methods took over a scope it calls deprecated.
            entry(&mut scopes, code).deprecated &= method.deprecated.is_some();
        }
    }
    scopes.into_values().collect()
}

fn add_row(scopes: &mut BTreeMap<String, Scope>, lang: Lang, row: &ScopeRow) {
    for code in &row.codes {
        let scope = entry(scopes, code);
        scope.listed = true;
        scope.deprecated |= row.deprecated;
        set(&mut scope.title, lang, &row.title);
        set(&mut scope.tool, lang, &row.tool);
        for (version, title) in &row.versions {
            let narrower = entry(scopes, version);
            narrower.listed = true;
            narrower.version_of = Some(code.clone());
            set(&mut narrower.title, lang, title);
            set(&mut narrower.tool, lang, &row.tool);
        }
    }
}

fn entry<'s>(scopes: &'s mut BTreeMap<String, Scope>, code: &str) -> &'s mut Scope {
    scopes.entry(code.to_owned()).or_insert_with(|| Scope {
        code: code.to_owned(),
        title: Title::default(),
        tool: Title::default(),
        version_of: None,
        deprecated: false,
        listed: false,
    })
}

fn set(title: &mut Title, lang: Lang, text: &str) {
    let slot = match lang {
        Lang::En => &mut title.en,
        Lang::Ru => &mut title.ru,
    };
    if slot.is_empty() {
        text.clone_into(slot);
    }
}
