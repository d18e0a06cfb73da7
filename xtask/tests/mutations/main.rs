//! Pages that somebody damaged: whatever stands on them, `regen` ends well, loses nothing of the others, and says what
//! it could not type.
//!
//! The pages are those of `B24_DOCS`, or of `docs-src` where it is not set. `B24_MUTATIONS` is how many are tried.

mod edit;
#[path = "../scratch/mod.rs"]
mod scratch;

use std::collections::{BTreeSet, HashMap};
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use xtask::assemble::Built;
use xtask::corpus::{Corpus, File, Lang};
use xtask::diag::Diagnostics;
use xtask::errata::Errata;
use xtask::facts::{PageFacts, PageKind};
use xtask::pipeline::{self, Docs};

use edit::{Edit, edit};
use scratch::Scratch;

/// How many are tried where nobody says it: some seconds.
const TRIED: u32 = 200;
/// How many other pages stand beside an edited one.
const OTHERS: usize = 50;
/// Pages that all others link to.
const COMMON: [&str; 3] = [
    "api-reference/data-types.md",
    "api-reference/crm/data-types.md",
    "api-reference/scopes/permissions.md",
];

/// Everything, as it was before.
struct Before {
    texts: HashMap<(Lang, String), String>,
    facts: HashMap<(Lang, String), PageFacts>,
    /// Method pages in both languages, whose text is all their own.
    paths: Vec<String>,
}

static BEFORE: LazyLock<Before> = LazyLock::new(|| {
    let docs =
        env::var_os("B24_DOCS").map_or_else(|| scratch::root().join("docs-src"), PathBuf::from);
    let docs = Docs::read(&Lang::ALL.map(|lang| (lang, docs.join(lang.code())))).unwrap();
    let files = docs.corpora().flat_map(|corpus| {
        corpus.files.iter().map(|file| ((corpus.lang, file.path.clone()), file.text.clone()))
    });
    let texts: HashMap<(Lang, String), String> = files.collect();
    let facts: HashMap<_, _> = pipeline::facts(&docs, &|| {})
        .pages
        .into_iter()
        .map(|page| ((page.lang, page.path.clone()), page))
        .collect();
    let whole = |path: &String| {
        Lang::ALL.iter().all(|lang| {
            let key = (*lang, path.clone());
            facts.get(&key).is_some_and(|page| page.kind == PageKind::Method)
                && !texts[&key].contains("{% include")
        })
    };
    let mut paths: Vec<String> = facts.keys().map(|(_, path)| path.clone()).filter(whole).collect();
    paths.sort();
    paths.dedup();
    Before { texts, facts, paths }
});

/// A damaged documentation.
#[derive(Clone, Debug)]
struct Damage {
    page: Index,
    others: Vec<Index>,
    edits: Vec<(Lang, Edit)>,
    /// The page stands at a second place too.
    copied: bool,
    /// The edited page takes the name of another one's method.
    stolen: Option<Index>,
}

fn damage() -> impl Strategy<Value = Damage> {
    let lang = prop_oneof![Just(Lang::En), Just(Lang::Ru)];
    let edits = vec((lang, edit()), 1..6);
    let page = any::<Index>;
    (
        page(),
        vec(page(), OTHERS),
        edits,
        prop::bool::weighted(0.1),
        prop::option::weighted(0.1, page()),
    )
        .prop_map(|(page, others, edits, copied, stolen)| Damage {
            page,
            others,
            edits,
            copied,
            stolen,
        })
}

impl Damage {
    /// The path of the edited page.
    fn path(&self) -> &'static str {
        &BEFORE.paths[self.page.index(BEFORE.paths.len())]
    }

    /// The pages of a language: paths and texts.
    fn files(&self, lang: Lang) -> Vec<File> {
        let path = self.path();
        let key = (lang, path.to_owned());
        let name = &BEFORE.facts[&key].head.name;
        let mut text = BEFORE.texts[&key].clone();
        if let Some(other) = &self.stolen {
            let other = (lang, BEFORE.paths[other.index(BEFORE.paths.len())].clone());
            text = text.replace(name, &BEFORE.facts[&other].head.name);
        }
        for (_, edit) in self.edits.iter().filter(|(of, _)| *of == lang) {
            text = edit.apply(&text, name);
        }
        let mut paths: BTreeSet<String> = COMMON.iter().map(|path| (*path).to_owned()).collect();
        let mut facts = BEFORE.facts[&key].clone();
        facts.each_target_mut(&mut |target| {
            paths.insert(target.page.clone());
        });
        paths.extend(self.others.iter().map(|i| BEFORE.paths[i.index(BEFORE.paths.len())].clone()));
        paths.remove(path);
        let others = paths.into_iter().filter_map(|path| {
            let text = BEFORE.texts.get(&(lang, path.clone()))?.clone();
            Some(File { path, text })
        });
        let mut files: Vec<File> = others.collect();
        if self.copied {
            let path = path.replace("api-reference/", "api-reference/copy/");
            files.push(File { path, text: text.clone() });
        }
        files.push(File { path: path.to_owned(), text });
        files
    }

    /// What becomes of it, up to the files that would be written.
    fn generate(&self) -> anyhow::Result<(Built, Diagnostics, Vec<PageFacts>)> {
        let docs =
            Docs::of(Lang::ALL.iter().map(|&lang| Corpus::new(lang, self.files(lang))).collect());
        let mut pages = pipeline::facts(&docs, &|| {}).pages;
        let read = pages.clone();
        let (built, diagnostics) = pipeline::schema(&mut pages, &Errata::default());
        pipeline::generated(&scratch::root(), &built.schema)?;
        Ok((built, diagnostics, read))
    }
}

fn holds(damage: &Damage) -> Result<(), TestCaseError> {
    let ended = catch_unwind(AssertUnwindSafe(|| damage.generate()));
    let ended = ended.map_err(|_| TestCaseError::fail("it panics"))?;
    let (built, diagnostics, pages) = ended.map_err(|e| TestCaseError::fail(format!("{e:#}")))?;

    let methods: BTreeSet<String> = built
        .schema
        .modules
        .values()
        .flat_map(|module| &module.methods)
        .map(|method| method.name.to_lowercase())
        .collect();
    for page in &pages {
        // What was not edited says what it said.
        let edited = page.path == damage.path() || page.path.starts_with("api-reference/copy/");
        let key = (page.lang, page.path.clone());
        if !edited && !BEFORE.texts[&key].contains("{% include") {
            prop_assert_eq!(page, &BEFORE.facts[&key], "{} was not edited", page.path);
        }
        // A method is typed, or somebody is told.
        if page.kind == PageKind::Method {
            let told = diagnostics.0.iter().any(|d| d.message.contains(&page.path))
                || built.report.choices.iter().any(|c| c.page == page.path && c.at == "name");
            let typed = methods.contains(&page.head.name.to_lowercase());
            prop_assert!(typed || told, "{} of {} is lost silently", page.head.name, page.path);
        }
    }
    Ok(())
}

#[test]
fn damaged_pages_stop_nothing() {
    let cases = env::var("B24_MUTATIONS").ok().map_or(TRIED, |n| n.parse().unwrap());
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 400, ..Config::default() };
    let seeds = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config, seeds).run(&damage(), |damage| holds(&damage)).unwrap();
}

/// Minutes: `cargo test -p xtask --test mutations -- --ignored`.
#[test]
#[ignore = "compiles fifty crates"]
fn damaged_pages_compile() {
    let scratch = Scratch::new();
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        TestRng::deterministic_rng(RngAlgorithm::ChaCha),
    );
    for n in 0..50 {
        let damage = damage().new_tree(&mut runner).unwrap().current();
        let (built, ..) = damage.generate().unwrap();
        let plan = pipeline::generated(scratch.path(), &built.schema).unwrap();
        plan.apply(xtask::output::Mode::Write).unwrap();
        scratch.compiles(&format!("{n}: {damage:?}"));
    }
}
