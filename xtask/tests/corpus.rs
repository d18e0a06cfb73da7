//! What must hold for the whole documentation.
//!
//! Runs where `B24_DOCS` names the folder with the upstream pages as `en` and `ru`, and says that it
//! was left out elsewhere. Everything is read once, for all tests.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{env, fs};

use b24_schema::{Method, Module, Rest, Schema};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use xtask::assemble::Built;
use xtask::assemble::report::Fate;
use xtask::corpus::{Corpus, File, FileId, Lang};
use xtask::errata::Errata;
use xtask::facts::{FieldRow, PageFacts, PageKind, Role, Section};
use xtask::pipeline::{self, Canonical, Docs, Facts};
use xtask::summary;

/// Below it stand the pages of the reference.
const REFERENCE: &str = "api-reference/";

/// Pages whose parameters differ between the languages, where upstream itself differs.
const DIFFERING: [&str; 12] = [
    "api-reference/chat-bots/outdated/commands/imbot-command-answer.md",
    "api-reference/crm/universal/crm-item-add.md",
    "api-reference/crm/universal/crm-item-update.md",
    "api-reference/crm/universal/item-details-configuration/crm-item-details-configuration-forceCommonScopeForAll.md",
    "api-reference/crm/universal/item-details-configuration/crm-item-details-configuration-get.md",
    "api-reference/crm/universal/item-details-configuration/crm-item-details-configuration-reset.md",
    "api-reference/crm/universal/item-details-configuration/crm-item-details-configuration-set.md",
    "api-reference/crm/universal/user-defined-object-types/crm-type-add.md",
    "api-reference/crm/universal/userfieldconfig/userfieldconfig-update.md",
    "api-reference/outdated/rpa/task/rpa-task-add-user.md",
    "api-reference/sonet-group/scrum/backlog/tasks-api-scrum-backlog-add.md",
    "api-reference/tasks/user-field/task-item-user-field-add.md",
];

const TWICE: [&str; 6] = [
    "tasks.task.add",
    "tasks.task.delete",
    "tasks.task.get",
    "tasks.task.list",
    "tasks.task.result.list",
    "tasks.task.update",
];

const ELSEWHERE: [&str; 6] = [
    "batch",
    "pull.application.config.get",
    "pull.application.event.add",
    "pull.application.push.add",
    "rest.documentation.openapi",
    "rest.scope.list",
];

const POSITIONAL: [&str; 33] = [
    "task.checklistitem.add",
    "task.checklistitem.complete",
    "task.checklistitem.delete",
    "task.checklistitem.get",
    "task.checklistitem.getlist",
    "task.checklistitem.isactionallowed",
    "task.checklistitem.moveafteritem",
    "task.checklistitem.renew",
    "task.checklistitem.update",
    "task.comment.add",
    "task.commentitem.add",
    "task.commentitem.delete",
    "task.commentitem.get",
    "task.commentitem.getlist",
    "task.commentitem.isactionallowed",
    "task.commentitem.update",
    "task.elapseditem.add",
    "task.elapseditem.delete",
    "task.elapseditem.get",
    "task.elapseditem.getlist",
    "task.elapseditem.isactionallowed",
    "task.elapseditem.update",
    "task.item.add",
    "task.item.addfile",
    "task.item.addtofavorite",
    "task.item.delegate",
    "task.item.deletefile",
    "task.item.deletefromfavorite",
    "task.item.getdescription",
    "task.item.isactionallowed",
    "task.item.list",
    "task.item.update",
    "task.items.getlist",
];

/// The documentation and everything made of it.
struct World {
    docs: Docs,
    errata: Errata,
    facts: Facts,
    canonical: Canonical,
    built: Built,
}

impl World {
    fn read(root: &Path) -> Self {
        let roots = Lang::ALL.map(|lang| (lang, root.join(lang.code())));
        let docs = Docs::read(&roots).expect("B24_DOCS names a folder with `en` and `ru`");
        let errata = Errata::load(&in_workspace("xtask/errata.toml")).expect("the errata load");
        let mut facts = pipeline::facts(&docs, &|| {});
        let canonical = pipeline::canonical(&docs, &mut facts, &errata, &|| {});
        let (built, diagnostics) = pipeline::schema(&mut facts.pages.clone(), &errata);
        assert!(diagnostics.0.is_empty(), "every erratum still applies: {:#?}", diagnostics.0);
        Self { docs, errata, facts, canonical, built }
    }

    fn pages(&self, lang: Lang) -> impl Iterator<Item = &PageFacts> {
        self.facts.pages.iter().filter(move |page| page.lang == lang)
    }

    /// The method pages of the reference.
    fn method_pages(&self, lang: Lang) -> impl Iterator<Item = &PageFacts> {
        self.pages(lang)
            .filter(|page| page.kind == PageKind::Method && page.path.starts_with(REFERENCE))
    }

    fn methods(&self) -> impl Iterator<Item = &Method> {
        self.built.schema.modules.values().flat_map(|module| &module.methods)
    }
}

static WORLD: LazyLock<Option<World>> = LazyLock::new(|| {
    let Some(root) = env::var_os("B24_DOCS") else {
        eprintln!("left out: B24_DOCS does not name the documentation");
        return None;
    };
    Some(World::read(&PathBuf::from(root)))
});

fn in_workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").join(path)
}

fn lower_names<'m>(methods: impl Iterator<Item = &'m Method>) -> BTreeSet<String> {
    methods.map(|method| method.name.to_lowercase()).collect()
}

/// The text of each module's file.
fn texts(schema: &Schema) -> BTreeMap<&str, String> {
    schema.modules.iter().map(|(name, module)| (name.as_str(), module.to_json())).collect()
}

#[track_caller]
fn assert_same_schema(a: &Schema, b: &Schema) {
    let (a, b) = (texts(a), texts(b));
    assert!(a.keys().eq(b.keys()), "the modules differ");
    for (name, text) in &a {
        let line = text.lines().zip(b[name].lines()).position(|(a, b)| a != b);
        assert!(*text == b[name], "{name}.json differs, first in line {line:?}");
    }
}

#[test]
fn the_reference_has_its_methods() {
    let Some(world) = &*WORLD else { return };
    let mut found = Vec::new();
    for lang in Lang::ALL {
        let names: Vec<_> =
            world.method_pages(lang).map(|page| page.head.name.to_lowercase()).collect();
        let distinct: BTreeSet<_> = names.iter().cloned().collect();
        assert_eq!((names.len(), distinct.len()), (1667, 1661), "{}", lang.code());
        found.push(distinct);
    }
    assert_eq!(found[0], found[1]);

    let mut expected = found.swap_remove(0);
    expected.extend(ELSEWHERE.map(str::to_owned));
    assert_eq!(lower_names(world.methods()), expected);
    assert_eq!(world.methods().count(), 1667 + ELSEWHERE.len());
}

#[test]
fn six_methods_exist_in_both_versions_of_rest() {
    let Some(world) = &*WORLD else { return };
    let of = |rest: Rest| lower_names(world.methods().filter(|method| method.rest == rest));
    let (v2, v3) = (of(Rest::V2), of(Rest::V3));
    assert_eq!(v2.intersection(&v3).map(String::as_str).collect::<Vec<_>>(), TWICE);
    for lang in Lang::ALL {
        let pages = world.method_pages(lang).filter(|page| page.head.rest == Some(Rest::V3));
        assert_eq!(pages.count(), 106, "{}", lang.code());
    }
    assert_eq!(v3.len(), 106 + 2, "and the two described on the page of REST 3.0");
}

#[test]
fn no_method_is_invented() {
    let Some(world) = &*WORLD else { return };
    let names = lower_names(world.methods());
    for name in ["event.test", "landing.repo.bind"] {
        assert!(!names.contains(name), "{name} has no page");
    }
    let bogus = |name: &&String| name.starts_with("bx24.") || name.contains("::");
    assert_eq!(names.iter().filter(bogus).collect::<Vec<_>>(), [""; 0]);
    for page in &world.facts.pages {
        let stub = page.path.ends_with("common/settings/user-option.md");
        let example = page.path.starts_with("api-reference/document-generator/examples/");
        assert!(!(stub || example) || page.kind != PageKind::Method, "{} is none", page.path);
    }
}

#[test]
fn deprecated_methods_are_marked() {
    let Some(world) = &*WORLD else { return };
    for lang in Lang::ALL {
        let pages = world.method_pages(lang).filter(|page| page.head.deprecated.is_some());
        assert_eq!(pages.count(), 234, "{}", lang.code());
    }
    assert_eq!(world.methods().filter(|method| method.deprecated.is_some()).count(), 234);
}

#[test]
fn the_scope_of_deliveries_is_corrected() {
    let Some(world) = &*WORLD else { return };
    let russian: BTreeSet<&str> = world
        .method_pages(Lang::Ru)
        .filter(|page| page.head.scopes == ["delivery"])
        .map(|page| page.path.as_str())
        .collect();
    assert_eq!(russian.len(), 17);
    for method in world.methods().filter(|method| russian.contains(method.page.as_str())) {
        assert_eq!(method.scopes, ["delivery"], "{}", method.name);
    }
}

#[test]
fn positional_methods_are_those_that_say_so() {
    let Some(world) = &*WORLD else { return };
    let positional = lower_names(world.methods().filter(|method| method.positional));
    assert_eq!(positional.iter().map(String::as_str).collect::<Vec<_>>(), POSITIONAL);
}

#[test]
fn every_scope_is_known() {
    let Some(world) = &*WORLD else { return };
    let shared = world.built.schema.shared().expect("a module of what is shared");
    let known: BTreeMap<&str, bool> =
        shared.scopes.iter().map(|scope| (scope.code.as_str(), scope.listed)).collect();
    for method in world.methods() {
        for code in &method.scopes {
            assert!(known.contains_key(code.as_str()), "{}: {code}", method.name);
        }
    }
    let mut listed = BTreeSet::new();
    for page in &world.facts.pages {
        for row in &page.scopes {
            listed.extend(row.codes.iter().map(String::as_str));
            listed.extend(row.versions.iter().map(|(code, _)| code.as_str()));
        }
    }
    assert!(listed.len() > 50, "the list has {} scopes", listed.len());
    for code in &listed {
        assert_eq!(known.get(code), Some(&true), "{code} is on the list");
    }
    let on_list = known.iter().filter(|(_, listed)| **listed).map(|(code, _)| *code);
    assert!(on_list.eq(listed.iter().copied()), "none but those of the list are listed");
}

#[test]
fn canonical_pages_say_the_same() {
    let Some(world) = &*WORLD else { return };
    let lost: Vec<_> = world.canonical.diagnostics.0.iter().map(|d| &d.message).collect();
    assert!(lost.is_empty(), "{} pages: {:#?}", lost.len(), &lost[..lost.len().min(5)]);
}

#[test]
fn the_committed_pages_are_a_fresh_import() {
    let Some(world) = &*WORLD else { return };
    let mut stale = Vec::new();
    for ((lang, path), text) in &world.canonical.pages {
        let file = in_workspace("docs-src").join(lang.code()).join(path);
        if fs::read_to_string(&file).ok().as_deref() != Some(text) {
            stale.push(path);
        }
    }
    let first = &stale[..stale.len().min(5)];
    assert!(stale.is_empty(), "run cargo xtask import; {} differ: {first:?}", stale.len());
}

#[test]
fn canonical_pages_make_the_same_schema() {
    let Some(world) = &*WORLD else { return };
    let dir = tempfile::tempdir().expect("a folder");
    for ((lang, path), text) in &world.canonical.pages {
        let file = dir.path().join(lang.code()).join(path);
        fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        fs::write(file, text).expect("a page");
    }
    let roots = Lang::ALL.map(|lang| (lang, dir.path().join(lang.code())));
    let docs = Docs::read(&roots).expect("the canonical pages");
    let mut facts = pipeline::facts(&docs, &|| {});
    let (built, diagnostics) = pipeline::schema(&mut facts.pages, &world.errata);
    assert!(diagnostics.0.is_empty(), "{:#?}", diagnostics.0);
    assert_same_schema(&built.schema, &world.built.schema);
}

#[test]
fn one_thread_makes_what_many_make() {
    let Some(world) = &*WORLD else { return };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a pool");
    let mut facts = pool.install(|| pipeline::facts(&world.docs, &|| {}));
    assert!(facts.pages == world.facts.pages, "the facts differ");
    assert_eq!(facts.diagnostics.0, world.facts.diagnostics.0);
    let (built, _) = pool.install(|| pipeline::schema(&mut facts.pages, &world.errata));
    assert_same_schema(&built.schema, &world.built.schema);
    assert_eq!(built.report.choices, world.built.report.choices);
}

#[test]
fn the_schema_is_valid_and_survives_json() {
    let Some(world) = &*WORLD else { return };
    let violations = world.built.schema.validate();
    assert!(violations.is_empty(), "{violations:#?}");
    for (name, module) in &world.built.schema.modules {
        let again = Module::from_text(&module.to_json(), Path::new(name)).expect("a module");
        assert!(again == *module, "{name} changed on the way");
    }
}

#[test]
fn every_page_has_a_fate() {
    let Some(world) = &*WORLD else { return };
    let report = &world.built.report;
    let fates: Vec<_> = report.pages.iter().map(|page| (page.lang, page.path.as_str())).collect();
    let pages: Vec<_> =
        world.facts.pages.iter().map(|page| (page.lang, page.path.as_str())).collect();
    assert!(fates == pages, "{} fates, {} pages", fates.len(), pages.len());
    for page in &report.pages {
        assert!(!matches!(page.fate, Fate::Rejected { .. }), "{page:?}");
    }
}

/// A number of the committed summary, as it is written.
fn committed<'t>(summary: &'t str, name: &str) -> &'t str {
    let mut lines = summary.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let number = lines.find_map(|line| match line[..] {
        [number, word] if word == name => Some(number),
        _ => None,
    });
    number.unwrap_or_default()
}

#[test]
fn the_examples_fit_as_committed() {
    let Some(world) = &*WORLD else { return };
    let summary = fs::read_to_string(in_workspace("xtask/report.txt")).expect("a summary");
    let report = &world.built.report;
    let numbers: Vec<_> = summary::metrics(&report.coverage)
        .into_iter()
        .filter(|(name, _)| name.starts_with("fit_") || name.starts_with("outputs_"))
        .collect();
    assert_eq!(numbers.len(), 13);
    for (name, number) in numbers {
        assert_eq!(summary::decimal(number), committed(&summary, &name), "{name}");
    }
    let fit = &report.coverage.fit;
    let unexplained =
        fit.fit_requests - fit.fit_requests_clean + fit.fit_answers - fit.fit_answers_clean;
    assert_eq!(report.examples.len(), unexplained);
    assert!(fit.fit_requests > 4000 && fit.fit_answers > 3000, "the examples are found: {fit:?}");
}

/// What the schema leaves open may fall, and the committed summary follows; it never rises unseen.
#[test]
fn no_more_is_left_open() {
    let Some(world) = &*WORLD else { return };
    let summary = fs::read_to_string(in_workspace("xtask/report.txt")).expect("a summary");
    let committed = |name: &str| -> usize { committed(&summary, name).parse().unwrap_or_default() };
    let report = &world.built.report;
    let coverage = &report.coverage;
    let untyped = |all: usize, typed: usize| all - typed;
    let methods = coverage.methods_rest2 + coverage.methods_rest3;
    let choices = |code: &str| report.choices.iter().filter(|c| c.code == code).count();
    for (what, is, most) in [
        ("parameters that are any", coverage.params_any, committed("params_any")),
        ("objects without fields", coverage.objects_bare, committed("objects_bare")),
        (
            "answers that are any",
            untyped(methods, coverage.answers_typed),
            untyped(committed("methods"), committed("answers_typed")),
        ),
        (
            "methods known by an example alone",
            choices("params-from-example"),
            committed("params-from-example"),
        ),
        ("links that lead nowhere", coverage.dangling_links, committed("dangling_links")),
    ] {
        assert!(is <= most, "{what}: {is} where there were {most}");
    }
}

#[test]
fn the_languages_agree_on_parameters() {
    let Some(world) = &*WORLD else { return };
    let russian: BTreeMap<&str, &PageFacts> =
        world.method_pages(Lang::Ru).map(|page| (page.path.as_str(), page)).collect();
    let mut differing = Vec::new();
    for page in world.method_pages(Lang::En) {
        let Some(ru) = russian.get(page.path.as_str()) else {
            differing.push(format!("{}: no method in Russian", page.path));
            continue;
        };
        let (en, ru) = (parameters(page), parameters(ru));
        if en != ru && !DIFFERING.contains(&page.path.as_str()) {
            let first = en.iter().zip(&ru).find(|(a, b)| a != b);
            differing.push(format!("{}: {first:?}", page.path));
        }
    }
    assert!(differing.is_empty(), "{} pages: {differing:#?}", differing.len());
}

/// Name, mark and types of every row of the tables of parameters.
fn parameters(page: &PageFacts) -> Vec<String> {
    fn row(row: &FieldRow, out: &mut Vec<String>) {
        let word = |t: &xtask::facts::TypeWord| t.word.clone() + &"[]".repeat(t.list.into());
        let types: Vec<_> = row.types.iter().map(word).collect();
        out.push(format!("{} {:?} {}", row.names.join(","), row.required, types.join("|")));
    }
    let mut out = Vec::new();
    let params = |section: &&Section| section.role == Role::Params;
    for section in page.sections.iter().filter(params) {
        section.rows().for_each(|r| row(r, &mut out));
    }
    out
}

/// What a mutation puts into a page: what means something in the dialect, and what never should.
const TOKENS: [&str; 36] = [
    "#|",
    "|#",
    "||",
    "|",
    "\n",
    "\n\n",
    "```",
    "```json\n",
    "`",
    "**",
    "*",
    "^*^",
    "#",
    "## ",
    "{% list tabs %}",
    "{% endlist %}",
    "{% note warning %}",
    "{% endnote %}",
    "{% cut \"",
    "{% if",
    "- ",
    "  - ",
    "[",
    "](",
    ")",
    "{#",
    "}",
    "{",
    "<",
    "\\",
    "\u{0}",
    "\u{2028}",
    "й",
    "🦀",
    "> ",
    "{% include [x](_includes/x.md) %}",
];

#[derive(Clone, Debug)]
enum Mutation {
    Cut(usize, usize),
    Truncate(usize),
    Insert(usize, usize),
    Repeat(usize, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = 0usize..1 << 20;
    prop_oneof![
        (at.clone(), 1usize..200).prop_map(|(at, n)| Mutation::Cut(at, n)),
        at.clone().prop_map(Mutation::Truncate),
        (at.clone(), 0..TOKENS.len()).prop_map(|(at, token)| Mutation::Insert(at, token)),
        (at, 1usize..400).prop_map(|(at, n)| Mutation::Repeat(at, n)),
    ]
}

/// Changes the bytes; what is no UTF-8 any more is replaced, as it is when a page is read.
fn mutate(text: &str, mutations: &[Mutation]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for mutation in mutations {
        let len = bytes.len();
        let place = |at: usize| at % (len + 1);
        match *mutation {
            Mutation::Cut(at, n) => drop(bytes.drain(place(at)..len.min(place(at) + n))),
            Mutation::Truncate(at) => bytes.truncate(place(at)),
            Mutation::Insert(at, token) => {
                bytes.splice(place(at)..place(at), TOKENS[token].bytes());
            }
            Mutation::Repeat(at, n) => {
                let part = bytes[place(at)..len.min(place(at) + n)].to_vec();
                bytes.splice(place(at)..place(at), part);
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn damaged_pages_never_panic() {
    let Some(world) = &*WORLD else { return };
    let root = PathBuf::from(env::var_os("B24_DOCS").expect("it is set"));
    let all: Vec<_> = world.facts.pages.iter().filter(|p| p.kind != PageKind::Other).collect();
    let pages: Vec<_> = all
        .iter()
        .step_by(all.len() / 200)
        .map(|page| {
            let file = root.join(page.lang.code()).join(&page.path);
            (page.lang, page.path.clone(), fs::read_to_string(file).expect("a page"))
        })
        .collect();
    assert!(pages.len() >= 200);
    let mut runner =
        TestRunner::new(Config { cases: 250, failure_persistence: None, ..Config::default() });
    let cases = (0..pages.len(), prop::collection::vec(mutation(), 1..8));
    let outcome = runner.run(&cases, |(index, mutations)| {
        let (lang, path, text) = &pages[index];
        let file = File { path: path.clone(), text: mutate(text, &mutations) };
        let corpus = Corpus::new(*lang, vec![file]);
        let read = xtask::facts::read::page(&corpus, FileId::new(*lang, 0));
        let built = xtask::assemble::assemble(&[read.facts], &[]);
        // A damaged page may break the contract, and is told so; it breaks nothing else.
        built.schema.validate();
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
