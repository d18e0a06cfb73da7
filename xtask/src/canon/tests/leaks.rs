//! Canonical pages hold no sentences of the documentation, where `B24_DOCS` names its folder.

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;

use super::corpus::{files, upstream};
use crate::corpus::Corpus;
use crate::diag::Diagnostics;
use crate::dialect::{self, Block, BlockKind, Inline};
use crate::facts::{About, Item, PageFacts};
use crate::{canon, facts};

/// So many words in a row, taken from a sentence, would be a part of the sentence.
const RUN: usize = 8;

/// Ends a run.
const END: &str = "\n";

/// How many findings are shown.
const SHOWN: usize = 20;

#[test]
fn canonical_pages_hold_no_sentences() {
    let Some(corpora) = upstream() else { return };
    let mut found = Vec::new();
    for corpus in &corpora {
        let sentences: HashSet<Vec<String>> = files(corpus)
            .into_par_iter()
            .flat_map_iter(|file| {
                let doc = dialect::parse(corpus, file, &mut Diagnostics::default());
                let mut texts = Vec::new();
                paragraphs(&doc.blocks, &mut texts);
                texts.iter().flat_map(|text| text.split(END)).flat_map(runs).collect::<Vec<_>>()
            })
            .collect();
        let titles = titles(corpus);
        let leaks = files(corpus).into_par_iter().flat_map_iter(|file| {
            let facts = facts::read::page(corpus, file).facts;
            let page = nameless(&facts);
            let leaked = page
                .lines()
                .flat_map(runs)
                .filter(|run| sentences.contains(run) && !titles.contains(run));
            leaked.map(|run| (run.join(" "), facts.path.clone())).collect::<Vec<_>>()
        });
        // The first page of each.
        let leaks: BTreeMap<String, String> = leaks.collect();
        found.extend(
            leaks.into_iter().map(|(run, path)| format!("{}/{path}: {run}", corpus.lang.code())),
        );
    }
    let shown: Vec<_> = found.iter().take(SHOWN).map(String::as_str).collect();
    assert!(found.is_empty(), "{} runs of words, the first:\n{}", found.len(), shown.join("\n"));
}

/// The canonical page without what is a name by its nature: titles, the ids that links point to, and
/// the labels of values, each of which is of a few words.
fn nameless(facts: &PageFacts) -> String {
    let mut facts = facts.clone();
    facts.title = String::new();
    for scope in &mut facts.scopes {
        scope.title = String::new();
    }
    for section in &mut facts.sections {
        section.anchors.clear();
        unlabel_items(&mut section.items);
    }
    canon::page(&facts)
}

fn unlabel_items(items: &mut [Item]) {
    for item in items {
        match item {
            Item::Fields(table) => table.rows.iter_mut().for_each(|row| unlabel(&mut row.about)),
            Item::Types(rows) => rows.iter_mut().for_each(|row| unlabel(&mut row.about)),
            Item::Tabs(tabs) => tabs.iter_mut().for_each(|tab| unlabel_items(&mut tab.items)),
            Item::Values(values) => values.iter_mut().for_each(|value| value.label = None),
            Item::Errors(_)
            | Item::Constants(_)
            | Item::Call(_)
            | Item::Body(_)
            | Item::Links(_) => {}
        }
    }
}

fn unlabel(about: &mut About) {
    for value in &mut about.values {
        value.label = None;
    }
    about.keys.iter_mut().for_each(|row| unlabel(&mut row.about));
}

/// The runs of words in titles, which are facts wherever they stand.
fn titles(corpus: &Corpus) -> HashSet<Vec<String>> {
    corpus.files.iter().filter_map(|file| file.text.lines().next()).flat_map(runs).collect()
}

/// Every run of words in a text.
fn runs(text: &str) -> Vec<Vec<String>> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.windows(RUN).map(<[String]>::to_vec).collect()
}

/// The text of every paragraph, in cells and lists too.
fn paragraphs(blocks: &[Block<'_>], out: &mut Vec<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(inlines) => {
                let mut text = String::new();
                plain(inlines, &mut text);
                out.push(text);
            }
            BlockKind::Quote(inner)
            | BlockKind::Note { blocks: inner, .. }
            | BlockKind::Cut { blocks: inner, .. } => {
                paragraphs(inner, out);
            }
            BlockKind::List(items) => items.iter().for_each(|item| paragraphs(item, out)),
            BlockKind::Tabs(tabs) => tabs.iter().for_each(|tab| paragraphs(&tab.blocks, out)),
            BlockKind::Table(rows) => {
                rows.iter()
                    .flat_map(|row| &row.cells)
                    .for_each(|cell| paragraphs(&cell.blocks, out));
            }
            BlockKind::Heading { .. } | BlockKind::Code { .. } => {}
        }
    }
}

/// The words of a text. A code is a fact wherever it stands, and so is a name with a dot: a list of
/// them is no sentence, so each ends a run.
fn plain(inlines: &[Inline<'_>], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                for word in text.split_inclusive(char::is_whitespace) {
                    let name = word.trim_end_matches(|c: char| !c.is_alphanumeric());
                    out.push_str(if name.contains(['.', '_']) { END } else { word });
                }
            }
            Inline::Code(_) => out.push_str(END),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Superscript(inner) => {
                plain(inner, out)
            }
            Inline::Link { text, .. } => plain(text, out),
            Inline::Break => out.push(' '),
        }
    }
}
