//! Facts of all pages → the schema, and the report on how.
//!
//! [`assemble`] is the list of the passes. Each takes what the one before it gives, and none goes back:
//!
//! | pass | gives | why it stands there |
//! |---|---|---|
//! | `sections` | which sections of the two languages are one | a record is its page and section, in both |
//! | `world` | an index of the pages of each language | claims follow links |
//! | `claims` | what each page says of its places | a page is read by itself, whatever others say |
//! | `languages`, `join` | what both languages say of a method | nothing is decided before all have spoken |
//! | `records` | what the pages say of the records that methods lead to | types refer to them |
//! | `spelling` | the names of their fields, as the methods show them | conditions are made of these names |
//! | `decide` | the types of parameters, then of answers | parameters tell which names hold numbers |
//! | `wires` | the forms of booleans that no page shows | the other parameters are decided |
//! | `files` | the form of files that no example of `update` shows | `add` is decided |
//! | `positions` | what cannot be left out where the order counts | the types tell what an empty list can stand for |
//! | `family` | one type for what the methods of a family answer | it compares what is decided |
//! | `taken` | fields of objects that only an example shows | it completes what is one by now |
//! | `trees` | one record for objects that hold their own kind | all parts of the object are known |
//! | `listing` | how each method gives out a list | it looks at types and examples |
//! | `descriptions` | what the family's `fields` tells of what is open, and of numbers in texts | tables and examples go before it |
//! | `payloads` | what an example declares where nobody tells anything | a description is surer |
//! | `likeness` | what an object that is alike tells | all others have spoken |
//! | `conditions` | filters and sortings by the fields of the rows | the rows are known |
//! | `names` | names for records | a clash is only seen when all are known |
//! | `shared`, `references` | the modules of the schema | they look at all methods of a module |
//! | `constants` | sets of constants, for the namesakes of linked fields too | they belong to modules |
//! | `keys` | names that can be names: keys that are data, two spellings of one | only the type tells whose field it is |
//! | `hoist` | one name for what stands in several places | what is to be compared is decided |
//! | `quarantine` | a schema that keeps its contract | whatever came before, nothing behind it can break it |
//!
//! Every choice between sources that disagree is noted, with the page and the place.

pub(crate) mod claims;
mod conditions;
mod constants;
pub(crate) mod decide;
mod descriptions;
mod doubles;
mod family;
mod files;
mod hoist;
mod join;
mod keys;
mod languages;
mod likeness;
mod listing;
mod names;
mod path;
mod payloads;
mod positions;
mod quarantine;
mod records;
mod references;
mod referred;
pub mod report;
mod scopes;
mod sections;
mod shared;
mod spelling;
mod stats;
mod taken;
#[cfg(test)]
mod tests;
mod texts;
mod told;
mod trees;
pub mod why;
pub(crate) mod wires;
mod world;

use std::collections::BTreeMap;

use b24_schema::{Field, Method, Module, Rest, SHARED, Schema};
use rayon::prelude::*;

use crate::corpus::{FileId, Lang, Span};
use crate::diag::Diagnostics;
use crate::facts::{PageFacts, PageKind};

use decide::Noted;
use decide::ids::Digits;
use descriptions::Descriptions;
use languages::Claimed;
use names::Names;
use report::{Choice, Fate, PageFate, Report};
use told::Told;
use world::World;

/// A method that a page describes beside its subject: no page of its own exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Described {
    /// Its name.
    pub name: String,
    /// Its REST version.
    pub rest: b24_schema::Rest,
    /// The page that describes it.
    pub page: String,
    /// Where the errata say so.
    pub span: crate::corpus::Span,
}

/// Settles which page is that of each method, before anything is made of the pages. What that decided comes back.
pub fn settle_pages(pages: &mut [PageFacts]) -> Vec<Choice> {
    doubles::settle(pages)
}

/// What was lost because it cannot be typed, each with its place; and data of ours that speaks of methods that are
/// gone.
pub fn losses(built: &Built, pages: &[PageFacts]) -> Diagnostics {
    let mut diagnostics = Diagnostics::default();
    let told = Told::new(pages);
    for Choice { page, at, code, message } in &built.report.choices {
        match *code {
            keys::QUARANTINED => {
                let message = format!("`{at}` is left out of {page}: {message}");
                diagnostics.warning(code, told.span(page, at), message);
                diagnostics.help("correct the page, or say in the errata what it should say");
            }
            doubles::DOUBLE => {
                let message = format!("{page} is left out: {message}");
                diagnostics.warning(code, told.span(page, ""), message);
                diagnostics.help("correct the name in the errata, or drop the page");
            }
            _ => {}
        }
    }
    for name in listing::stale(&built.schema) {
        let nowhere = Span { file: FileId::NONE, start: 0, end: 0 };
        let message = format!("listing.toml speaks of `{name}`, which is no method any more");
        diagnostics.warning("listing-stale", nowhere, message);
    }
    diagnostics
}

/// What a build gives.
#[derive(Debug)]
pub struct Built {
    /// The schema.
    pub schema: Schema,
    /// What became of the pages.
    pub report: Report,
}

/// Puts the schema together.
pub fn assemble(pages: &[PageFacts], described: &[Described]) -> Built {
    let mut report = Report::default();
    let choices = &mut report.choices;
    let Claims { worlds, mut methods, shared } = claims(pages, choices);
    let mut names = Names::of_sections(&worlds, &shared, choices);

    let digits = Digits::of(&methods);
    let mut records = decide::records::documented(&shared, &digits, choices);
    let usual = decide::params::usual(&methods);
    choices.par_extend(methods.par_iter_mut().flat_map_iter(|method| {
        decide::params::decide(method, &records, &digits, &usual, Noted::default()).choices
    }));
    wires::settle(&mut methods, choices);
    files::settle(&mut methods, choices);
    positions::settle(&mut methods, choices);
    decide::answers::decide(&mut methods, &mut records, &digits, choices);
    decide::answers::alike(&mut methods, choices);
    family::unite(&mut methods, &mut records, &mut names, choices);
    taken::complete(&mut methods, &mut records, choices);
    trees::grow(&mut methods, &mut records, &mut names, choices);
    let descriptions = Descriptions::of(&methods);
    listing::find(&mut methods, &records, &descriptions, choices);
    family::get_as_list(&mut methods, &records, choices);
    descriptions::complete(&mut methods, &mut records, &descriptions, &digits, choices);
    payloads::fill(&mut methods, &mut records, choices);
    likeness::fill(&mut methods, &mut records, choices);
    conditions::complete(&mut methods, &records, &descriptions, choices);
    let records = names.give(&mut methods, records);
    for method in &mut methods {
        choices.append(&mut method.choices);
    }

    let mut modules: BTreeMap<String, Module> = BTreeMap::new();
    let described = described.iter().map(|extra| Method::new(&extra.name, extra.rest, &extra.page));
    // In parallel, because what is said of them goes away here.
    let methods: Vec<Method> = methods.into_par_iter().map(|claimed| claimed.method).collect();
    for mut method in methods.into_iter().chain(described) {
        // A parameter that no table has cannot name a scope.
        let params = &method.params;
        method.scope_from.take_if(|from| !params.iter().any(|p| p.name == from.param));
        let name = module_of(&method.name);
        modules.entry(name.clone()).or_insert_with(|| Module::new(&*name)).methods.push(method);
    }
    let taken = "the name `shared` is taken by what modules share";
    quarantine::whole(modules.remove(SHARED), taken, &mut report.choices);
    for module in modules.values_mut() {
        module.methods.sort_by(|a, b| (a.rest, &a.name).cmp(&(b.rest, &b.name)));
    }
    let mut common = Module::new(SHARED);
    common.scopes = scopes::collect(pages, modules.values().flat_map(|m| &m.methods));
    for module in modules.values_mut() {
        module.title = scopes::title(module, &common.scopes);
    }
    shared::place(records, &mut modules, &mut common);
    modules.insert(common.module.clone(), common);
    constants::settle(&mut modules, worlds.iter().flat_map(World::all_constants));
    references::settle(&mut modules, &mut report.choices);
    let mut schema = Schema { modules };
    keys::settle(&mut schema, &Told::new(pages), &mut report.choices);
    quarantine::tidy(&mut schema);

    // Counted is what the documentation describes, not how often it is written down.
    let (fates, ()) =
        rayon::join(|| fates(pages, &schema), || stats::count(&schema, pages, &mut report));
    report.pages = fates;
    // The large ones first, so that none of them is left to one core at the end.
    let mut modules: Vec<_> = schema.modules.values_mut().collect();
    modules.sort_by_key(|module| std::cmp::Reverse(module.methods.len()));
    // Where no page has a text, there is nothing to keep.
    let told = pages.iter().any(|page| !page.text.is_empty());
    modules.into_par_iter().with_max_len(1).for_each(|module| match told {
        true => texts::keep(module, hoist::repeated),
        false => hoist::repeated(module),
    });
    // Last, because what was given a name by now may be another's.
    quarantine::settle(&mut schema, &mut report.choices);
    Built { schema, report }
}

/// What the pages say.
struct Claims<'f> {
    worlds: Vec<World<'f>>,
    /// The methods, with what is said of them in both languages.
    methods: Vec<Claimed<'f>>,
    /// The records that they lead to.
    shared: Vec<records::Described<'f>>,
}

/// Reads every page by itself, and puts together what is said of one thing.
fn claims<'f>(pages: &'f [PageFacts], choices: &mut Vec<Choice>) -> Claims<'f> {
    let both = sections::compare(pages, choices);
    let worlds: Vec<World<'_>> = Lang::ALL
        .into_par_iter()
        .zip(both)
        .map(|(lang, sections)| World::new(lang, pages.iter(), sections))
        .collect();
    choices.par_extend(worlds.par_iter().flat_map(dangling));
    let claimed = worlds.par_iter().map(claims::method::all).collect();
    let mut methods = languages::together(&worlds, claimed);
    let mut shared = records::described(&worlds, &methods);
    spelling::settle(&mut shared, &mut methods, choices);
    Claims { worlds, methods, shared }
}

/// The links of all pages that lead to no section.
fn dangling(world: &World<'_>) -> Vec<Choice> {
    let mut choices = Vec::new();
    for page in world.pages.values() {
        for target in world::dangling(world, page) {
            let message = format!("{}: there is no such section", world.lang.code());
            choose(&mut choices, &page.path, target.to_string(), "dangling-link", message);
        }
    }
    choices
}

/// How the method of a family is called that makes an object.
const MAKES: &str = "add";

/// The parameters of the methods that make an object, by their family.
fn made(methods: &[Claimed<'_>]) -> BTreeMap<(String, Rest), Vec<Field>> {
    let of = |Claimed { method, .. }: &Claimed<'_>| {
        let Some((family, MAKES)) = method.name.rsplit_once('.') else { return None };
        Some(((family.to_owned(), method.rest), method.params.clone()))
    };
    methods.iter().filter_map(of).collect()
}

/// The folder of the API that a page stands in: `tasks` of `api-reference/tasks/fields.md`.
pub(crate) fn folder_of(page: &str) -> &str {
    page.split('/').nth(1).unwrap_or_default()
}

/// The module a method belongs to: its name's first segment.
pub(crate) fn module_of(name: &str) -> String {
    name.split('.').next().unwrap_or(name).to_lowercase()
}

fn fates(pages: &[PageFacts], schema: &Schema) -> Vec<PageFate> {
    let by_page: BTreeMap<&str, &Method> =
        schema.modules.values().flat_map(|m| &m.methods).map(|m| (m.page.as_str(), m)).collect();
    let mut records: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for record in schema.modules.values().flat_map(|m| &m.records) {
        let page = record.page.split('#').next().unwrap_or(&record.page);
        records.entry(page).or_default().push(record.name.clone());
    }
    let scopes = schema.modules.get("shared").map_or(0, |m| m.scopes.len());
    let mut fates: Vec<PageFate> = pages
        .iter()
        .map(|page| {
            let fate = match page.kind {
                PageKind::Method => match by_page.get(page.path.as_str()) {
                    Some(method) => Fate::Method { name: method.name.clone() },
                    None => Fate::Rejected {
                        reason: format!("`{}` is described by another page too", page.head.name),
                    },
                },
                PageKind::Scopes => Fate::Scopes { count: scopes },
                _ => match records.get(page.path.as_str()) {
                    Some(names) => Fate::Records { names: names.clone() },
                    None => Fate::Background { reason: page.kind.reason().to_owned() },
                },
            };
            PageFate { lang: page.lang, path: page.path.clone(), kind: page.kind.name(), fate }
        })
        .collect();
    fates.sort_by(|a, b| (a.lang, &a.path).cmp(&(b.lang, &b.path)));
    fates
}

impl PageKind {
    /// The kind as the report names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Double => "double",
            Self::Event => "event",
            Self::Types => "types",
            Self::Overview => "overview",
            Self::Widget => "widget",
            Self::Scopes => "scopes",
            Self::Fragment => "fragment",
            Self::Other => "other",
        }
    }

    /// Why a page of this kind is no method.
    fn reason(self) -> &'static str {
        match self {
            Self::Method => "a method",
            Self::Double => "describes a method that another page describes",
            Self::Event => "describes an event",
            Self::Types => "describes types that no method refers to",
            Self::Overview => "an overview of a section",
            Self::Widget => "describes a widget or a command of the JS interface",
            Self::Scopes => "the scopes",
            Self::Fragment => "included by other pages",
            Self::Other => "an article",
        }
    }
}

/// Notes a choice.
pub(crate) fn choose(
    choices: &mut Vec<Choice>,
    page: &str,
    at: impl Into<String>,
    code: &'static str,
    message: impl Into<String>,
) {
    choices.push(Choice { page: page.to_owned(), at: at.into(), code, message: message.into() });
}
