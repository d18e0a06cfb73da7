//! Tests of the dialect.

mod blocks;
mod documentation;
mod fast;
mod fragments;
mod limits;
mod sketch;
mod tables;

use super::parser::{Page, Parser};
use crate::corpus::{Corpus, File, Lang};
use crate::diag::Diagnostics;

/// A corpus of the given files.
fn corpus(files: &[(&str, &str)]) -> Corpus {
    let file =
        |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: (*text).to_owned() };
    Corpus::new(Lang::En, files.iter().map(file).collect())
}

/// How many cases a property is tried with: `PROPTEST_CASES`, or a number that takes a second or two.
fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(usual)
}

/// Parses the first of the files: a sketch of it, and the codes of what was found.
fn parse_files(files: &[(&str, &str)]) -> (String, Vec<&'static str>) {
    let corpus = corpus(files);
    let file = corpus.find(files[0].0).expect("it was just added");
    let mut diags = Diagnostics::default();
    let doc = super::parse(&corpus, file, &mut diags);
    sketch::check_spans(&corpus, &doc, &diags);
    (sketch::sketch(&doc.blocks), diags.0.iter().map(|diag| diag.code).collect())
}

/// Parses a text and compares the sketch and the codes.
#[track_caller]
fn check(text: &str, expected: &str, codes: &[&str]) {
    let (sketch, found) = parse_files(&[("a.md", text)]);
    assert_eq!(sketch, expected, "{text}");
    assert_eq!(found, codes, "{text}");
}

/// The documentation, in every language: the folder `B24_DOCS` holds `en` and `ru`. Nothing where the
/// variable is not set.
fn documentation() -> Vec<(Lang, Corpus)> {
    let Some(root) = std::env::var_os("B24_DOCS") else {
        return Vec::new();
    };
    let read = |lang: Lang| {
        let folder = std::path::Path::new(&root).join(lang.code());
        let mut files = Vec::new();
        read_folder(&folder, &folder, &mut files);
        assert!(!files.is_empty(), "no pages in {}", folder.display());
        (lang, Corpus::new(lang, files))
    };
    Lang::ALL.map(read).into()
}

fn read_folder(root: &std::path::Path, folder: &std::path::Path, files: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).expect("the folder of a language can be read") {
        let path = entry.expect("its entries too").path();
        if path.is_dir() {
            read_folder(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let bytes = std::fs::read(&path).expect("and its pages");
            let path = path
                .strip_prefix(root)
                .expect("they are below it")
                .to_string_lossy()
                .replace('\\', "/");
            files.push(File { path, text: String::from_utf8_lossy(&bytes).into_owned() });
        }
    }
}
