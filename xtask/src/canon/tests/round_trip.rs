//! Facts → page → the same facts, for facts that pages can express.

use proptest::collection::vec;
use proptest::prelude::*;

use b24_schema::{Rest, Text};

use super::generate::{self, Strings};
use super::{diff, page, read};
use crate::canon;
use crate::corpus::Lang;
use crate::facts::read::tidy;
use crate::facts::*;

fn section(level: u8, role: Role, items: Vec<Item>) -> Section {
    Section { level, role, anchors: vec!["a".to_owned()], items, ..Section::default() }
}

fn check(facts: &PageFacts) -> Result<(), TestCaseError> {
    let text = canon::page(facts);
    let again = read(facts, &text);
    prop_assert!(*facts == again, "{}\n{text}", diff(facts, &again));
    Ok(())
}

fn langs() -> impl Strategy<Value = Lang> {
    prop::sample::select(Lang::ALL.to_vec())
}

/// The rows that reading keeps: names and types once, bounds only of numbers, no literal as the
/// default of something with parts.
fn readable(mut rows: Vec<FieldRow>) -> Vec<FieldRow> {
    for row in &mut rows {
        dedup(&mut row.names);
        dedup(&mut row.types);
        let numeric = row.types.iter().any(|word| word.word == "integer");
        let limits = &mut row.about.limits;
        if !numeric {
            (limits.min, limits.max) = (None, None);
        }
        let parts =
            |word: &TypeWord| word.list > 0 || ["object", "array"].contains(&word.word.as_str());
        if !row.types.is_empty() && row.types.iter().all(parts) {
            row.about.default = None;
        }
        readable_about(&mut row.about);
    }
    rows
}

fn readable_about(about: &mut About) {
    dedup(&mut about.links);
    let mut seen = Vec::new();
    about.values.retain(|value| {
        let fresh = !seen.contains(&value.value);
        seen.push(value.value.clone());
        fresh
    });
    // What another code has in braces is a variable of it: `*` beside `a{*}`.
    let codes: Vec<String> =
        about.values.iter().map(|v| v.value.clone()).chain(about.default.clone()).collect();
    let is_variable = |value: &str| codes.iter().any(|code| code.contains(&format!("{{{value}}}")));
    about.values.retain(|value| !is_variable(&value.value));
    about.keys = readable(std::mem::take(&mut about.keys));
    let mut seen = Vec::new();
    about.keys.retain(|key| {
        let fresh = !seen.contains(&key.names);
        seen.push(key.names.clone());
        fresh
    });
    about.shape = about.shape.take().map(|value| crate::examples::neutral(value).value);
}

fn dedup<T: PartialEq + Clone>(list: &mut Vec<T>) {
    let mut seen = Vec::new();
    list.retain(|item| {
        let fresh = !seen.contains(item);
        seen.push(item.clone());
        fresh
    });
}

proptest! {
    #![proptest_config(super::config())]

    #[test]
    fn rows(lang in langs(), rows in vec(generate::row(&Strings::plain(), 2), 1..4)) {
        let table = generate::fields(readable(rows));
        check(&page(lang, vec![section(2, Role::Params, vec![table])]))?;
    }

    #[test]
    fn types(lang in langs(), rows in vec(generate::type_row(&Strings::plain()), 1..4)) {
        let rows = rows.into_iter().map(|mut row| {
            readable_about(&mut row.about);
            (row.about.limits.min, row.about.limits.max) = (None, None);
            row
        });
        check(&page(lang, vec![section(2, Role::Params, vec![Item::Types(rows.collect())])]))?;
    }

    #[test]
    fn codes(lang in langs(), mut values in generate::codes(&Strings::plain())) {
        let mut seen = Vec::new();
        values.retain(|value| {
            let fresh = !seen.contains(&value.value);
            seen.push(value.value.clone());
            fresh
        });
        check(&page(lang, vec![section(2, Role::Params, vec![Item::Values(values)])]))?;
    }

    #[test]
    fn errors(lang in langs(), mut rows in vec(generate::error(&Strings::plain()), 1..5)) {
        dedup(&mut rows);
        check(&page(lang, vec![section(2, Role::Errors, vec![Item::Errors(rows)])]))?;
    }

    #[test]
    fn calls(lang in langs(), calls in vec(generate::call(&Strings::plain()), 1..4)) {
        let mut calls: Vec<Item> = calls
            .into_iter()
            .map(|mut call| {
                // An address always tells the version.
                if call.auth != Auth::Library {
                    call.rest = call.rest.or(Some(Rest::V2));
                }
                call.params = call.params.take().map(|value| crate::examples::neutral(value).value);
                if call.params.as_ref().and_then(|p| p.as_array()).is_some_and(|list| list.is_empty()) {
                    call.params = None;
                }
                Item::Call(call)
            })
            .collect();
        let mut methods = Vec::new();
        calls.retain(|item| {
            let Item::Call(call) = item else { return false };
            let fresh = !methods.contains(&call.method);
            methods.push(call.method.clone());
            fresh
        });
        check(&page(lang, vec![section(2, Role::Examples, calls)]))?;
    }

    #[test]
    fn bodies(lang in langs(), mut bodies in vec(generate::body(&Strings::plain()), 1..4)) {
        for body in &mut bodies {
            body.json = crate::examples::neutral(body.json.take()).value;
        }
        dedup(&mut bodies);
        let items = bodies.into_iter().map(Item::Body).collect();
        check(&page(lang, vec![section(2, Role::Answer, items)]))?;
    }

    #[test]
    fn links(lang in langs(), lists in vec(vec(generate::target(&Strings::plain()), 1..4), 1..4)) {
        let items = lists.into_iter().map(Item::Links).collect();
        check(&page(lang, vec![section(2, Role::Related, items)]))?;
    }

    #[test]
    fn heads(lang in langs(), head in generate::head(&Strings::plain()), event in any::<bool>()) {
        let mut facts = page(lang, Vec::new());
        facts.head = Head { name: facts.head.name, who: facts.head.who, ..head };
        facts.head.rest = facts.head.rest.or(Some(Rest::V2));
        dedup(&mut facts.head.scopes);
        facts.head.deprecated.iter_mut().for_each(dedup);
        if event {
            facts.kind = PageKind::Event;
            facts.title = "Title onPageAdd".to_owned();
            facts.head.name = "onPageAdd".to_owned();
            facts.head.rest = None;
        }
        check(&facts)?;
    }

    /// Any outline that a page can have, told by the places its headings stand in.
    #[test]
    fn outlines(lang in langs(), shape in vec((2..5_u8, 0..7_usize, 0..3_u8, any::<bool>(), any::<bool>()), 1..7)) {
        let roles =
            [Role::Other, Role::Params, Role::Examples, Role::Answer, Role::Errors, Role::Handler, Role::Related];
        let mut seen: Vec<Section> = Vec::new();
        for (level, own, named, variant, empty) in shape {
            let (named, of_method) = (named > 0, named > 1);
            let own = Some(roles[own]).filter(|role| *role != Role::Other && !named);
            let place = Place::after(seen.iter().map(|s| (s.level, s.role)), level);
            let mut section = section(level, Role::Other, Vec::new());
            section.role = place.role(own, variant, named && !of_method);
            section.subject = named.then(|| "x".to_owned());
            section.of = of_method.then(|| "some.method".to_owned());
            section.variant = variant;
            if !empty {
                let item = match section.role {
                    Role::Errors => Item::Errors(vec![ErrorRow { code: "E".to_owned(), status: None, text: Text::default() }]),
                    _ => generate::fields(vec![FieldRow { names: vec!["n".to_owned()], ..FieldRow::default() }]),
                };
                section.items.push(item);
            }
            seen.push(section);
        }
        // Reading leaves out the empty sections that nothing depends on.
        tidy(PageKind::Method, &mut seen);
        check(&page(lang, seen))?;
    }

    /// Titles are any text; only what would be an anchor, `{#id}`, is one.
    #[test]
    fn titles(lang in langs(), title in "[ -~а-я\\PC]{1,24}") {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assume!(!title.contains("{#"));
        let facts = PageFacts { title, ..page(lang, Vec::new()) };
        let text = canon::page(&facts);
        prop_assert_eq!(read(&facts, &text).title, facts.title, "{}", text);
    }
}

#[test]
fn awkward_names() {
    let names = [
        "string|false",
        "property*",
        "UF_*",
        "*",
        "result.*.id",
        ">=ID",
        "<ID",
        "!%NAME",
        "a b",
        "result[].id",
        "TITLE (LANG)",
        "_x",
        "x-y",
        "поле",
        "[chat=imol|ID]...[/chat]",
        "a`b",
        "/{x",
        "1. x",
        "-x",
        "#x",
        "&lt;",
        "~x~",
    ];
    let rows = names.map(|name| FieldRow { names: vec![name.to_owned()], ..FieldRow::default() });
    for required in [Required::No, Required::Yes, Required::Conditional] {
        let mut rows = rows.to_vec();
        rows.iter_mut().for_each(|row| row.required = required);
        check(&page(Lang::En, vec![section(2, Role::Params, vec![generate::fields(rows)])]))
            .unwrap();
    }
}

#[test]
fn forms() {
    let row = FieldRow { names: vec!["TEXT".to_owned()], ..FieldRow::default() };
    let described = section(2, Role::Other, vec![generate::fields(vec![row])]);
    let shown = |value: serde_json::Value| vec![value];
    let item = || serde_json::json!({"TEXT": "text"});
    for (lang, (key, text, shown)) in Lang::ALL.into_iter().flat_map(|lang| {
        let forms = [
            (Some("ITEMS"), true, Vec::new()),
            (Some("ITEMS"), false, shown(serde_json::json!({"MENU": {"ITEMS": [item()]}}))),
            (None, false, shown(serde_json::json!({"MENU": [item()]}))),
            (None, false, shown(serde_json::json!({"TEXT": "text"}))),
        ];
        forms.into_iter().map(move |forms| (lang, forms))
    }) {
        let forms = Forms { key: key.map(str::to_owned), text, shown };
        let path = "api-reference/a/menu.md".to_owned();
        let (kind, head) = (PageKind::Types, Head::default());
        let facts = PageFacts { path, kind, head, forms, ..page(lang, vec![described.clone()]) };
        check(&facts).unwrap();
    }
}
