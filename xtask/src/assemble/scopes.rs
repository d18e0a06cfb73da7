//! The scopes: those of the list, and those that stand on method pages only.

use std::collections::BTreeMap;

use b24_schema::{Method, Module, Scope, Title};

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

/// What a module is about: the title of the scope that is called as it is, or else of the one that opens
/// more than half of its methods.
pub(crate) fn title(module: &Module, scopes: &[Scope]) -> Title {
    let titled = |code: &str| scopes.iter().find(|s| s.code == code && !s.title.is_empty());
    let opens = |scope: &&Scope| {
        let methods = module.methods.iter().filter(|m| m.scopes.contains(&scope.code)).count();
        !scope.title.is_empty() && 2 * methods > module.methods.len()
    };
    let scope = titled(&module.module).or_else(|| scopes.iter().find(opens));
    scope.map(|scope| scope.title.clone()).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use b24_schema::Rest;

    use super::*;

    #[test]
    fn a_module_is_about_what_its_scope_is() {
        let title = |en: &str| Title { en: en.to_owned(), ru: String::new() };
        let mut all = BTreeMap::new();
        entry(&mut all, "task").title = title("Tasks");
        entry(&mut all, "tasks");
        entry(&mut all, "crm").title = title("CRM");
        let scopes: Vec<Scope> = all.into_values().collect();
        let module = |name: &str, opened: &[&str]| {
            let method = |code: &&str| Method {
                scopes: vec![(*code).to_owned()],
                ..Method::new(format!("{name}.{code}"), Rest::V2, "x.md")
            };
            Module { methods: opened.iter().map(method).collect(), ..Module::new(name) }
        };
        let of = |name: &str, opened: &[&str]| super::title(&module(name, opened), &scopes).en;
        assert_eq!(of("crm", &["task", "task"]), "CRM");
        assert_eq!(of("tasks", &["task", "task", "crm"]), "Tasks");
        assert_eq!(of("sign", &["task", "crm"]), "");
    }
}
