//! Any bytes give the facts and the texts of a page, and the facts a canonical page that can be read, in either language.
//!
//! That the two say the same is not checked here: text that no page has may lose something on the way, and
//! `import` stops where it does.

#![no_main]

use libfuzzer_sys::fuzz_target;
use xtask::corpus::{Corpus, File, FileId, Lang};
use xtask::dialect::Fragments;
use xtask::{canon, facts};

/// What is behind this byte is a second file, `b.md`, for the first one to include.
const SECOND_FILE: u8 = 0x1e;

fuzz_target!(|data: &[u8]| {
    let (first, second) = match data.iter().position(|byte| *byte == SECOND_FILE) {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, &[][..]),
    };
    for lang in Lang::ALL {
        let corpus =
            Corpus::new(lang, vec![file("a.md", lossy(first)), file("b.md", lossy(second))]);
        let fragments = Fragments::new(&corpus);
        for id in corpus.ids() {
            let read = facts::read::page_among(&fragments, id, true);
            for diag in &read.diagnostics.0 {
                let text = &corpus.file(diag.span.file).text;
                let range = diag.span.start as usize..diag.span.end as usize;
                assert!(text.get(range).is_some(), "{diag:?}");
            }
            let page = file("a.md", canon::page(&read.facts));
            facts::read::page(&Corpus::new(lang, vec![page]), FileId::new(lang, 0));
        }
    }
});

fn file(name: &str, text: String) -> File {
    File { path: format!("api-reference/{name}"), text }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
