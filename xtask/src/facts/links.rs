//! Links: from what a page writes to a [`Target`].

use crate::corpus::{Corpus, FileId, resolve_link};

use super::Target;

/// Only pages below this folder are described by facts; links that leave it say nothing.
const ROOT: &str = "api-reference/";

/// The target of `href` as written in `file`, a fragment included by, or the same as, `page`.
/// `None` where it leaves the reference.
pub(crate) fn target(corpus: &Corpus, page: &str, file: FileId, href: &str) -> Option<Target> {
    let href = href.trim();
    if let Some(anchor) = href.strip_prefix('#') {
        return Some(Target { page: page.to_owned(), anchor: anchor_of(anchor) });
    }
    let (mut path, anchor) = resolve_link(&corpus.file(file).path, href)?;
    if let Some(stem) = path.strip_suffix(".html") {
        path = format!("{stem}.md");
    }
    if !path.starts_with(ROOT) || !path.ends_with(".md") {
        return None;
    }
    Some(Target { page: path, anchor: anchor.as_deref().and_then(anchor_of) })
}

fn anchor_of(anchor: &str) -> Option<String> {
    let anchor = anchor.trim();
    (!anchor.is_empty()).then(|| anchor.to_lowercase())
}
