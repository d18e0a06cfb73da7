//! The invariant on the real documentation, where `B24_DOCS` names its folder.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::{diff, read};
use crate::corpus::{self, Corpus, FileId, Lang};
use crate::diag::Diagnostics;
use crate::{canon, facts};

/// How many differences are shown.
const SHOWN: usize = 6;

/// The documentation in every language; `None` where there is none to test with.
pub(super) fn upstream() -> Option<Vec<Corpus>> {
    let root = PathBuf::from(std::env::var_os("B24_DOCS")?);
    let read = |lang: Lang| {
        corpus::read(&root.join(lang.code()), lang, &mut Diagnostics::default()).unwrap()
    };
    Some(Lang::ALL.map(read).into())
}

/// The files of `corpus`.
pub(super) fn files(corpus: &Corpus) -> Vec<FileId> {
    (0..corpus.files.len()).map(|i| FileId::new(corpus.lang, i)).collect()
}

#[test]
fn facts_of_upstream_pages_are_facts_of_their_canonical_pages() {
    let Some(corpora) = upstream() else { return };
    let mut failures = Vec::new();
    for corpus in &corpora {
        let pages: Vec<_> = files(corpus)
            .into_par_iter()
            .map(|file| {
                let facts = facts::read::page(corpus, file).facts;
                let page = canon::page(&facts);
                let again = read(&facts, &page);
                let stable = canon::page(&again) == page;
                let diff = (facts != again).then(|| diff(&facts, &again));
                (facts.kind, facts.path, corpus.file(file).text.len(), page.len(), stable, diff)
            })
            .collect();
        let mut kinds: BTreeMap<_, (usize, usize, usize)> = BTreeMap::new();
        for (kind, path, upstream, canonical, stable, diff) in pages {
            let sums = kinds.entry(kind).or_default();
            *sums = (sums.0 + 1, sums.1 + upstream, sums.2 + canonical);
            if let Some(diff) = diff {
                failures.push(format!("{}/{path}\n{diff}", corpus.lang.code()));
            } else if !stable {
                failures
                    .push(format!("{}/{path}: the same facts, another page", corpus.lang.code()));
            }
        }
        eprintln!("{}: kind, pages, bytes upstream, bytes canonical", corpus.lang.code());
        for (kind, (pages, upstream, canonical)) in kinds {
            eprintln!("  {kind:?}: {pages}, {upstream}, {canonical}");
        }
    }
    let shown: Vec<_> = failures.iter().take(SHOWN).map(String::as_str).collect();
    assert!(
        failures.is_empty(),
        "{} pages differ; the first:\n{}",
        failures.len(),
        shown.join("\n\n")
    );
}
