//! What several tests start from.

use std::path::PathBuf;

use b24_schema::Schema;
use xtask::corpus::Lang;
use xtask::errata::Errata;
use xtask::facts::PageFacts;
use xtask::pipeline::{self, Docs};

/// The schema and the pages of both languages, from the canonical pages.
pub(crate) fn canonical() -> (Schema, Vec<PageFacts>) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let roots = Lang::ALL.map(|lang| (lang, root.join("docs-src").join(lang.code())));
    let docs = Docs::read(&roots).unwrap();
    let errata = Errata::load(&root.join("xtask/errata.toml")).unwrap();
    let mut pages = pipeline::facts(&docs, &|| {}).pages;
    let schema = pipeline::schema(&mut pages, &errata).0.schema;
    (schema, pages)
}
