//! What must hold for the texts of the whole documentation.
//!
//! Runs where `B24_DOCS` names the folder with the upstream pages as `en` and `ru`.

use std::collections::BTreeSet;
use std::env;
use std::path::PathBuf;

use b24_schema::{Language, Method, Prose, Schema};
use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag};
use xtask::corpus::Lang;
use xtask::errata::Errata;
use xtask::facts::{FieldRow, PageFacts, Role, Section};
use xtask::pipeline::{self, Docs};
use xtask::prose;

struct World {
    pages: Vec<PageFacts>,
    schema: Schema,
}

impl World {
    fn read(docs: &Docs) -> Self {
        let errata = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("errata.toml");
        let errata = Errata::load(&errata).unwrap();
        let mut pages = pipeline::facts(docs, &|| {}).pages;
        let schema = pipeline::schema(&mut pages, &errata).0.schema;
        Self { pages, schema }
    }
}

fn docs() -> Option<Docs> {
    let Some(root) = env::var_os("B24_DOCS").map(PathBuf::from) else {
        eprintln!("left out: B24_DOCS does not name the documentation");
        return None;
    };
    Some(Docs::read(&Lang::ALL.map(|lang| (lang, root.join(lang.code())))).unwrap())
}

#[test]
fn texts_of_the_whole_documentation() {
    let Some(mut docs) = docs() else { return };
    let without = World::read(&docs);
    let bare = prose::files(&without.schema, Language::En);
    assert!(bare.iter().all(Prose::is_empty), "texts that nobody asked for");
    for (lang, language) in [(Lang::En, Language::En), (Lang::Ru, Language::Ru)] {
        docs.texts = Some(lang);
        let with = World::read(&docs);
        assert!(with.pages == without.pages, "texts change facts");
        for (name, module) in &with.schema.modules {
            assert!(module.to_json() == without.schema.modules[name].to_json(), "{name}.json");
        }
        let mut files = prose::files(&with.schema, language);
        files.iter_mut().for_each(is_sound);
        let counts = prose::count(&files);
        assert!(counts.methods >= with_text(&with.pages, lang), "{lang:?}: {counts}");
        // What was there when this was written, less a little for pages that go.
        assert!(counts.fields > 17_800 && counts.errors > 3_800, "{lang:?}: {counts}");
        every_described_parameter_has_its_text(&with, lang);
    }
}

/// How many methods have a page that says something of them.
fn with_text(pages: &[PageFacts], lang: Lang) -> usize {
    let said = pages.iter().filter(|page| page.lang == lang && !page.text.is_empty());
    said.map(|page| &page.path).collect::<BTreeSet<_>>().len()
}

/// Every text is read by rustdoc as it is meant.
fn is_sound(prose: &mut Prose) {
    let module = prose.module.clone();
    prose.for_each(&mut |text| {
        let text = text.as_str();
        let broken = |link: BrokenLink<'_>| panic!("{module}: `[{}]` in\n{text}", link.reference);
        // Behind an open fence or list, the last words would not be a paragraph of their own.
        let markdown = format!("{text}\n\nbehind");
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS;
        let parser = Parser::new_with_broken_link_callback(&markdown, options, Some(broken));
        let mut depth = 0;
        let mut last = (0, String::new());
        let mut in_code = false;
        for event in parser {
            match &event {
                Event::Html(_) | Event::InlineHtml(_) => panic!("{module}: HTML in\n{text}"),
                Event::FootnoteReference(_) | Event::Rule | Event::TaskListMarker(_) => {
                    panic!("{module}: {event:?} in\n{text}");
                }
                Event::Start(Tag::Heading { .. } | Tag::Image { .. } | Tag::HtmlBlock) => {
                    panic!("{module}: {event:?} in\n{text}");
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    in_code = true;
                    let CodeBlockKind::Fenced(info) = kind else {
                        panic!("{module}: code that is none in\n{text}");
                    };
                    assert!(
                        !info.is_empty() && &**info != "rust",
                        "{module}: would be compiled\n{text}"
                    );
                }
                Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code = false,
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let leads = ["https://", "http://", "mailto:", "crate::"];
                    assert!(
                        leads.iter().any(|to| dest_url.starts_with(to)),
                        "{module}: {dest_url}"
                    );
                }
                Event::Text(words) if !in_code => last = (depth, words.to_string()),
                _ => {}
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
        assert_eq!(last, (1, "behind".to_owned()), "{module}: something is open in\n{text}");
    });
}

/// What a table of parameters says of a parameter is its text, unless it says something else elsewhere.
fn every_described_parameter_has_its_text(world: &World, lang: Lang) {
    let methods: Vec<&Method> =
        world.schema.modules.values().flat_map(|module| &module.methods).collect();
    let mut checked = 0;
    for page in world.pages.iter().filter(|page| page.lang == lang) {
        let Some(method) = methods.iter().find(|method| method.page == page.path) else { continue };
        let sections = page.sections.iter().filter(|section| section.role == Role::Params);
        let rows: Vec<&FieldRow> = sections.flat_map(Section::rows).collect();
        for param in &method.params {
            let mut of = rows.iter().filter(|row| row.names.contains(&param.name));
            if of.any(|row| !row.text.is_empty()) {
                checked += 1;
                assert!(!param.text.is_empty(), "{}: `{}`", method.name, param.name);
            }
        }
    }
    assert!(checked > 3500, "{lang:?}: {checked} parameters are described");
}
