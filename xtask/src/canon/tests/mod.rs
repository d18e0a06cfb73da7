//! Tests of the writer: its pages, and that they can be read.

mod corpus;
mod edits;
mod generate;
mod leaks;
mod pages;
mod round_trip;
mod syntax;

use proptest::prelude::ProptestConfig;
use similar::TextDiff;

use crate::corpus::{Corpus, File, FileId, Lang, Span};
use crate::facts::{self, Item, PageFacts};

/// Failures are not written to files: what they teach becomes a test of its own.
fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
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
