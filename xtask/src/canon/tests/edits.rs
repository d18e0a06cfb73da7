//! The invariant on pages of another day: real ones with edits, where `B24_DOCS` names their folder.
//!
//! `B24_EDITS` says how many pages are tried.

use std::cell::RefCell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::corpus::{files, upstream};
use super::{diff, read};
use crate::corpus::{Corpus, File};
use crate::{canon, facts};

const EDITS: u32 = 400;

/// One page of so many may have no canonical form that says the same: it would be left out.
const TOLERATED: usize = 100;

/// How many of these are shown.
const SHOWN: usize = 20;

/// What is written into lines.
const PIECES: &[&str] = &[
    "{",
    "}",
    "{%",
    "%}",
    "{% note %}",
    "||",
    "|#",
    "#|",
    "|",
    "```",
    "```json",
    "`",
    "*",
    "**",
    "_",
    "<",
    ">",
    "<br>",
    "\\",
    "&amp;",
    "&#123;",
    "[",
    "](",
    ")",
    "{#",
    "{#T}",
    "{#a b}",
    "{% #id %}",
    "\u{a0}",
    "\u{200b}",
    "é",
    "ж",
    "😀",
    "$lid",
    ".block@0",
    "#",
    "## ",
    "- ",
    "1. ",
    ": ",
    "\t",
    "    ",
    "https://a.b/",
    "null",
    "'",
    "\"",
    "–",
    "...",
    "=",
    "~",
    "^",
    "@",
    "/",
    "(",
    ";",
    "0",
    "-1",
    "true",
    "type",
    "Self",
    "%20",
    "§",
    "\u{2028}",
];

#[derive(Clone, Debug)]
enum Edit {
    Drop,
    Double,
    Swap,
    Insert(&'static str, usize),
    Replace(&'static str, usize),
    Cut(usize),
}

fn edit() -> impl Strategy<Value = (prop::sample::Index, Edit)> {
    let piece = || prop::sample::select(PIECES);
    let edit = prop_oneof![
        1 => Just(Edit::Drop),
        1 => Just(Edit::Double),
        1 => Just(Edit::Swap),
        4 => (piece(), 0..60_usize).prop_map(|(piece, at)| Edit::Insert(piece, at)),
        2 => (piece(), 0..60_usize).prop_map(|(piece, at)| Edit::Replace(piece, at)),
        1 => (0..60_usize).prop_map(Edit::Cut),
    ];
    (any::<prop::sample::Index>(), edit)
}

fn apply(lines: &mut Vec<String>, at: usize, edit: &Edit) {
    let boundary = |line: &str, at: usize| line.floor_char_boundary(at.min(line.len()));
    match *edit {
        Edit::Drop => drop(lines.remove(at)),
        Edit::Double => lines.insert(at, lines[at].clone()),
        Edit::Swap => {
            let other = (at + 1) % lines.len();
            lines.swap(at, other);
        }
        Edit::Insert(piece, byte) => {
            let byte = boundary(&lines[at], byte);
            lines[at].insert_str(byte, piece);
        }
        Edit::Replace(piece, byte) => {
            let byte = boundary(&lines[at], byte);
            let end = lines[at][byte..].chars().next().map_or(0, char::len_utf8);
            lines[at].replace_range(byte..byte + end, piece);
        }
        Edit::Cut(byte) => {
            let byte = boundary(&lines[at], byte);
            lines[at].truncate(byte);
        }
    }
}

#[test]
fn nearly_all_pages_survive_edits() {
    let Some(corpora) = upstream() else { return };
    let cases = std::env::var("B24_EDITS").ok().and_then(|n| n.parse().ok()).unwrap_or(EDITS);
    let mut runner = TestRunner::new(ProptestConfig { cases, ..super::config() });
    let page =
        (0..corpora.len(), any::<prop::sample::Index>(), prop::collection::vec(edit(), 1..12));
    let failures = RefCell::new(Vec::new());
    let outcome = runner.run(&page, |(lang, page, edits)| {
        let corpus = &corpora[lang];
        let files = files(corpus);
        let file = corpus.file(*page.get(&files));
        let mut lines: Vec<String> = file.text.lines().map(str::to_owned).collect();
        for (at, edit) in &edits {
            if lines.is_empty() {
                break;
            }
            let at = at.index(lines.len());
            apply(&mut lines, at, edit);
        }
        let text = lines.join("\n");
        let edited = Corpus::new(corpus.lang, vec![File { path: file.path.clone(), text }]);
        let id = edited.find(&file.path).expect("it is there");
        let facts = facts::read::page(&edited, id).facts;
        let again = read(&facts, &canon::page(&facts));
        if facts != again {
            let what = format!("{}: {edits:?}\n{}", file.path, diff(&facts, &again));
            failures.borrow_mut().push(what);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|e| panic!("{e}"));
    let failures = failures.into_inner();
    let shown: Vec<_> = failures.iter().take(SHOWN).map(String::as_str).collect();
    assert!(
        failures.len() <= cases as usize / TOLERATED,
        "{} of {cases} pages would be left out; the first:\n{}",
        failures.len(),
        shown.join("\n\n")
    );
}
