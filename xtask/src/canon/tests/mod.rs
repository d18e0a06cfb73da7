//! Tests of the writer: its pages, and that they can be read.

mod corpus;
mod edits;
mod generate;
mod leaks;
mod pages;
mod round_trip;
mod syntax;

use b24_schema::{Rest, Text, Who};
use proptest::prelude::ProptestConfig;
use similar::TextDiff;

use crate::corpus::{Corpus, File, FileId, Lang, Span};
use crate::facts::{self, Head, Item, PageFacts, PageKind, Section};

/// Failures are not written to files: what they teach becomes a test of its own.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// A page with these sections, of a kind that has them all.
fn page(lang: Lang, sections: Vec<Section>) -> PageFacts {
    PageFacts {
        path: "api-reference/a/method-of-page.md".to_owned(),
        lang,
        kind: PageKind::Method,
        title: "Title method.of.page".to_owned(),
        head: Head {
            name: "method.of.page".to_owned(),
            rest: Some(Rest::V2),
            who: Some(Who::Any),
            ..Head::default()
        },
        sections,
        scopes: Vec::new(),
        payload: None,
        instead: Vec::new(),
        forms: Default::default(),
        text: Text::default(),
    }
}

/// Reads `text` as the page that `facts` are of.
fn read(facts: &PageFacts, text: &str) -> PageFacts {
    let corpus =
        Corpus::new(facts.lang, vec![File { path: facts.path.clone(), text: text.to_owned() }]);
    let file = corpus.find(&facts.path).unwrap();
    facts::read::page(&corpus, file).facts
}

/// What changed from one to the other, line by line.
fn diff(from: &PageFacts, to: &PageFacts) -> String {
    let [from, to] = [from, to].map(|facts| {
        let mut facts = facts.clone();
        facts.sections.iter_mut().for_each(|section| drop_spans(&mut section.items));
        format!("{facts:#?}")
    });
    TextDiff::from_lines(&from, &to).unified_diff().context_radius(6).to_string()
}

/// Where tables stand is no fact, and always differs.
fn drop_spans(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Fields(table) => {
                table.span = Span { file: FileId::new(Lang::En, 0), start: 0, end: 0 }
            }
            Item::Tabs(tabs) => tabs.iter_mut().for_each(|tab| drop_spans(&mut tab.items)),
            _ => {}
        }
    }
}
