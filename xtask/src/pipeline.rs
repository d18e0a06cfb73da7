//! The arrows of the picture, each as one function: documentation → facts → canonical pages, and
//! facts → schema → generated files.
//!
//! This file only puts the parts together, page by page on all cores; what they do is in them.

mod difference;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use b24_schema::{Module, Schema};
use rayon::prelude::*;

use crate::assemble::report::Choice;
use crate::assemble::{self, Built};
use crate::corpus::{self, Corpus, File, FileId, Lang, Span};
use crate::diag::Diagnostics;
use crate::dialect::Fragments;
use crate::errata::{Errata, STALE};
use crate::facts::{self, PageFacts, PageKind, Read};
use crate::render::Sources;
use crate::{bare, canon, effects, errors, fit, output::Plan};
use difference::{Difference, difference};

/// The documentation in memory, each language with the folder it was read from.
pub struct Docs {
    corpora: Vec<(PathBuf, Corpus)>,
    /// What was wrong with the files.
    pub diagnostics: Diagnostics,
    /// The language whose texts are read beside the facts.
    pub texts: Option<Lang>,
}

impl Docs {
    /// Reads the folder of each language.
    ///
    /// # Errors
    ///
    /// If a folder is missing, has no pages, or cannot be listed.
    pub fn read(roots: &[(Lang, PathBuf)]) -> io::Result<Self> {
        let mut diagnostics = Diagnostics::default();
        let mut corpora = Vec::new();
        for (lang, root) in roots {
            let corpus = corpus::read(root, *lang, &mut diagnostics)?;
            if corpus.files.is_empty() {
                let reason = format!("there are no pages (`.md` files) in {}", root.display());
                return Err(io::Error::new(io::ErrorKind::NotFound, reason));
            }
            corpora.push((root.clone(), corpus));
        }
        Ok(Self { corpora, diagnostics, texts: None })
    }

    /// Documentation that is in memory already.
    pub fn of(corpora: Vec<Corpus>) -> Self {
        let corpora = corpora.into_iter().map(|corpus| (PathBuf::new(), corpus)).collect();
        Self { corpora, diagnostics: Diagnostics::default(), texts: None }
    }

    /// The documentation of each language.
    pub fn corpora(&self) -> impl Iterator<Item = &Corpus> {
        self.corpora.iter().map(|(_, corpus)| corpus)
    }

    /// Where the spans of diagnostics lead.
    pub fn sources(&self) -> Sources<'_> {
        self.corpora.iter().fold(Sources::default(), |all, (root, corpus)| all.corpus(root, corpus))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.corpora.iter().map(|(_, corpus)| corpus.files.len()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.corpora.is_empty()
    }

    /// The text of every file.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.corpora.iter().flat_map(|(_, corpus)| corpus.files.iter().map(|file| &*file.text))
    }
}

/// The facts of every page of every language, sorted by language and path. A page with a value whose neutral form
/// proves something else is reported, `evidence-lost`, and left out.
#[derive(Debug, Default)]
pub struct Facts {
    /// A page each.
    pub pages: Vec<PageFacts>,
    /// What was wrong with them. What stands in a shared include is reported once.
    pub diagnostics: Diagnostics,
}

/// Documentation → facts. `tick` is called once a page.
pub fn facts(docs: &Docs, tick: &(dyn Fn() + Sync)) -> Facts {
    let fragments: Vec<_> = docs.corpora.iter().map(|(_, corpus)| Fragments::new(corpus)).collect();
    let pages: Vec<_> =
        fragments.iter().flat_map(|all| all.corpus().ids().map(move |file| (all, file))).collect();
    let read: Vec<Read> = pages
        .into_par_iter()
        .map(|(fragments, file)| {
            let texts = docs.texts == Some(fragments.corpus().lang);
            let read = facts::read::page_among(fragments, file, texts);
            tick();
            read
        })
        .collect();
    let mut seen = HashSet::new();
    let mut all = Facts::default();
    for Read { facts, diagnostics } in read {
        // What a value whose evidence is lost would prove is wrong.
        if diagnostics.0.iter().all(|d| d.code != facts::EVIDENCE_LOST) {
            all.pages.push(facts);
        }
        let new = |d: &_| {
            let crate::diag::Diagnostic { code, span, message, .. } = d;
            seen.insert((*span, *code, message.clone()))
        };
        all.diagnostics.0.extend(diagnostics.0.into_iter().filter(new));
    }
    all
}

/// Facts → canonical pages, as text by path.
///
/// A page whose canonical form does not say the same is reported, `round-trip`, and taken out of the facts; what is
/// left is the same on both sides, and that is the invariant that everything rests on.
pub fn canonical(
    docs: &Docs,
    facts: &mut Facts,
    errata: &Errata,
    tick: &(dyn Fn() + Sync),
) -> Canonical {
    let mut out = Canonical::default();
    let mut left_out: BTreeSet<(Lang, String)> = BTreeSet::new();
    for (_, original) in &docs.corpora {
        let lang = original.lang;
        let pages: Vec<_> =
            facts.pages.iter().filter(|p| p.lang == lang && is_committed(p, errata)).collect();
        let files: Vec<_> = pages
            .par_iter()
            .map(|page| File { path: page.path.clone(), text: canon::page(page) })
            .collect();
        let corpus = Corpus::new(lang, files);
        let differing: Vec<_> = pages
            .par_iter()
            .filter_map(|page| {
                tick();
                let again = facts::read::page(&corpus, corpus.find(&page.path)?).facts;
                (again != **page).then(|| (page.path.clone(), difference(page, &again)))
            })
            .collect();
        for (path, Difference { what, at }) in differing {
            let file = original.find(&path).unwrap_or(FileId::new(lang, 0));
            let span = at.unwrap_or(Span { file, start: 0, end: 0 });
            let message = format!("the page is left out: its canonical form differs, {what}");
            out.diagnostics.error(ROUND_TRIP, span, message);
            left_out.insert((lang, path));
        }
        let said = corpus.files.into_iter().map(|file| ((lang, file.path), file.text));
        out.pages.extend(said.filter(|(key, _)| !left_out.contains(key)));
    }
    if !left_out.is_empty() {
        facts.pages.retain(|page| !left_out.contains(&(page.lang, page.path.clone())));
    }
    out
}

/// The code of a page whose canonical form does not say what it says.
pub const ROUND_TRIP: &str = "round-trip";

/// The canonical pages, and those that do not say what the original says.
#[derive(Debug, Default)]
pub struct Canonical {
    /// Text by language and path.
    pub pages: BTreeMap<(Lang, String), String>,
    /// Pages whose facts are not the same any more.
    pub diagnostics: Diagnostics,
}

/// Whether a page has anything that its canonical form would keep. What fragments hold stands on the
/// pages that include them; outside the reference only methods matter.
fn is_committed(page: &PageFacts, errata: &Errata) -> bool {
    if errata.described.iter().any(|method| method.page == page.path) {
        return true;
    }
    let reference = page.path.starts_with("api-reference/") && page.kind != PageKind::Fragment;
    (reference || page.kind == PageKind::Method)
        && (!page.head.name.is_empty()
            || !page.scopes.is_empty()
            || page.sections.iter().any(|section| !section.items.is_empty()))
}

/// Facts → schema, held against the examples. The pages are corrected in place; what the corrections
/// report comes with the schema.
pub fn schema(pages: &mut [PageFacts], errata: &Errata) -> (Built, Diagnostics) {
    let mut diagnostics = crate::errata::apply(pages, errata);
    let moved = assemble::settle_pages(pages);
    let (described, stale) = crate::errata::described(pages, errata);
    diagnostics.0.extend(stale.0);
    let mut built = assemble::assemble(pages, &described);
    built.report.choices.extend(moved);
    effects::settle(&mut built.schema);
    bare::settle(&mut built.schema);
    let (totals, findings) = fit::check(&built.schema, pages);
    built.report.coverage.fit = totals;
    built.report.errors = errors::count(&built.schema);
    built.report.examples = findings;
    diagnostics.0.extend(assemble::losses(&built, pages).0);
    let applies = |span| !diagnostics.0.iter().any(|d| d.code == STALE && d.span == span);
    let applied: Vec<_> = errata.list.iter().filter(|erratum| applies(erratum.span)).collect();
    built.report.coverage.errata = applied.len();
    for erratum in applied {
        for page in &erratum.pages {
            built.report.choices.push(Choice {
                page: page.clone(),
                at: erratum.patch.to_string(),
                code: "erratum",
                message: erratum.why.clone(),
            });
        }
    }
    built.report.choices.sort();
    (built, diagnostics)
}

/// The files made from a schema. The root of the plan is that of the workspace. That nothing breaks the contract is
/// the last thing that [`schema`] sees to.
///
/// # Errors
///
/// If a file with marked parts has no marks, or a schema file does not say what the schema does.
pub fn generated(root: &Path, schema: &Schema) -> anyhow::Result<Plan> {
    let (texts, (index, modules)) = rayon::join(
        || schema_files(root, schema),
        || (b24_expand::render_index(schema), b24_expand::render_modules(schema)),
    );
    let mut plan = Plan::new(root);
    plan.own(SCHEMA_DIR, |name| name.ends_with(".json"));
    for (path, text) in texts? {
        plan.file(path, text);
    }
    plan.file(MODULES, modules?);
    plan.file("b24-generated/API.txt", index?);
    plan.file(effects::TABLE, effects::table());
    plan.file(bare::TABLE, bare::table());
    plan.file(errors::TABLE, errors::table());
    let manifest = Path::new("b24-generated/Cargo.toml");
    let text = std::fs::read_to_string(root.join(manifest))
        .with_context(|| format!("cannot read {}", root.join(manifest).display()))?;
    let features = b24_expand::render_features(schema);
    let text = between_marks(&text, &features)
        .with_context(|| format!("{} has no lines `{BEGIN}` and `{END}`", manifest.display()))?;
    plan.file(manifest, text);
    Ok(plan)
}

/// The schema files. Each that is new or differs is read back and compared.
fn schema_files(root: &Path, schema: &Schema) -> anyhow::Result<Vec<(PathBuf, String)>> {
    let mut modules: Vec<_> = schema.modules.iter().collect();
    // The large ones first, so that none of them is left to one core at the end.
    modules.sort_by_key(|(_, module)| std::cmp::Reverse(module.methods.len()));
    modules
        .into_par_iter()
        .with_max_len(1)
        .map(|(name, module)| {
            let path = Path::new(SCHEMA_DIR).join(format!("{name}.json"));
            let text = module.to_json();
            let known = std::fs::read(root.join(&path)).is_ok_and(|old| old == text.as_bytes());
            if !known {
                let again =
                    Module::from_text(&text, &path).context("a schema file cannot be read back")?;
                anyhow::ensure!(again == *module, "{} does not say what was meant", path.display());
            }
            Ok((path, text))
        })
        .collect()
}

/// The source that calls the macros, relative to the root of the workspace.
pub const MODULES: &str = "b24-generated/src/modules.rs";

/// Where the schema is, relative to the root of the workspace.
pub const SCHEMA_DIR: &str = "b24-generated/schema";

const BEGIN: &str = "# features: begin";
const END: &str = "# features: end";

/// `text` with `content` between the two marks, which stand on lines of their own.
fn between_marks(text: &str, content: &str) -> Option<String> {
    let begin = text.find(BEGIN)? + BEGIN.len();
    let begin = begin + text[begin..].find('\n')? + 1;
    let end = begin + text[begin..].find(END)?;
    Some(format!("{}{}\n{}", &text[..begin], content.trim_end_matches('\n'), &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_100_megabytes_is_a_finding() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.md"), "# A\n\n{% include [b](b.md) %}\n").unwrap();
        let huge = std::fs::File::create(dir.path().join("b.md")).unwrap();
        huge.set_len(100 << 20).unwrap();
        let docs = Docs::read(&[(Lang::En, dir.path().to_owned())]).unwrap();
        let codes: Vec<_> = docs.diagnostics.0.iter().map(|d| d.code).collect();
        assert_eq!(codes, ["file-too-large"]);
        // Nothing of it was kept, so nothing that follows takes long.
        assert!(docs.texts().map(str::len).sum::<usize>() < 100);
        let facts = facts(&docs, &|| {});
        assert_eq!(facts.pages.len(), 2);
        assert!(facts.diagnostics.0.is_empty(), "{:?}", facts.diagnostics.0);
    }

    #[test]
    fn only_what_stands_between_the_marks_changes() {
        let text =
            "[features]\n# features: begin (written)\nold = []\n# features: end\nmine = []\n";
        let once = between_marks(text, "crm = []\nvote = []\n").unwrap();
        let expected = "[features]\n# features: begin (written)\ncrm = []\nvote = []\n# features: end\nmine = []\n";
        assert_eq!(once, expected);
        assert_eq!(between_marks(&once, "crm = []\nvote = []\n").unwrap(), once);
        assert_eq!(between_marks("[features]\n", "x"), None);
        assert_eq!(between_marks("# features: end\n# features: begin\n", "x"), None);
    }
}
