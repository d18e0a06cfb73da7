//! Facts of all pages → the schema, and the report on how.
//!
//! Each language is put together by itself ([`method`]), then the two are merged ([`merge`]):
//! English is primary, Russian fills what it lacks. Every choice between sources is noted.

mod answer;
mod doubles;
mod family;
mod fields;
mod fit;
mod hoist;
mod ids;
mod infer;
mod keys;
mod listing;
mod merge;
mod method;
mod named;
mod places;
mod prove;
mod quarantine;
mod queries;
mod references;
mod referred;
pub mod report;

mod scopes;
mod sent;
mod shape;
mod shared;
mod stats;
#[cfg(test)]
mod tests;
mod texts;
mod told;
mod types;
mod widen;
mod world;

use std::collections::BTreeMap;

use b24_schema::{Field, Method, Module, RecordBody, SHARED, Schema, Type};
use rayon::prelude::*;

use crate::corpus::{FileId, Lang, Span};
use crate::diag::Diagnostics;
use crate::facts::{PageFacts, PageKind};

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
    let worlds: Vec<World<'_>> =
        Lang::ALL.par_iter().map(|&lang| World::new(lang, pages.iter())).collect();
    let language = |world: &_| rayon::join(|| method::language(world), || dangling(world));
    let both: Vec<_> = worlds.par_iter().map(language).collect();
    let (mut built, dangling): (Vec<_>, Vec<_>) = both.into_iter().unzip();
    report.choices.extend(dangling.into_iter().flatten());
    let ru = built.pop().unwrap_or_default();
    let en = built.pop().unwrap_or_default();
    let mut merged = merge::languages(en, ru, &mut report.choices);
    answer::prove(&mut merged, &worlds, &mut report.choices);
    answer::alike(&mut merged, &worlds, &mut report.choices);
    family::unite(&mut merged, &worlds, &mut report.choices);
    listing::find(&mut merged, &worlds, &mut report.choices);

    let mut modules: BTreeMap<String, Module> = BTreeMap::new();
    for mut method in merged.methods.into_iter().chain(described.iter().map(method::described)) {
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
    shared::place(merged.records, &mut modules, &mut common);
    modules.insert(common.module.clone(), common);
    references::settle(&mut modules, &mut report.choices);
    let mut schema = Schema { modules };
    keys::settle(&mut schema, &Told::new(pages), &mut report.choices);
    quarantine::settle(&mut schema, &mut report.choices);

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
    // What was given a name by now may be another's.
    quarantine::settle(&mut schema, &mut report.choices);
    Built { schema, report }
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

/// The union of `types`: flat, without repeats, sorted; a single type stays itself. Records among
/// them are merged.
pub(crate) fn union(mut types: Vec<Type>) -> Type {
    // Mostly there is one, and nothing to do.
    if types.len() == 1
        && let Some(only) = types.pop_if(|ty| !matches!(ty, Type::Union(_)))
    {
        return only;
    }
    let mut flat: Vec<Type> = Vec::new();
    let mut queue = types;
    queue.reverse();
    while let Some(ty) = queue.pop() {
        match ty {
            Type::Union(members) => queue.extend(members.into_iter().rev()),
            Type::Any => return Type::Any,
            ty => add(&mut flat, ty),
        }
    }
    flat.sort();
    match flat.len() {
        0 => Type::Any,
        1 => flat.remove(0),
        _ => Type::Union(flat),
    }
}

fn add(flat: &mut Vec<Type>, ty: Type) {
    for known in flat.iter_mut() {
        match (known, &ty) {
            (known, ty) if *known == *ty => return,
            (Type::Record(a), Type::Record(b)) => {
                merge_bodies(a, b);
                return;
            }
            (Type::List(a), Type::List(b)) => {
                let merged = match (&**a, &**b) {
                    (Type::Any, known) | (known, Type::Any) => known.clone(),
                    (a, b) => union(vec![a.clone(), b.clone()]),
                };
                **a = merged;
                return;
            }
            (Type::Map(a), Type::Map(b)) => {
                let merged = match (&**a, &**b) {
                    (Type::Any, known) | (known, Type::Any) => known.clone(),
                    (a, b) => union(vec![a.clone(), b.clone()]),
                };
                **a = merged;
                return;
            }
            (known @ Type::Integer, Type::Number) => {
                *known = Type::Number;
                return;
            }
            (Type::Number, Type::Integer) | (Type::Boolean(_), Type::Boolean(_)) => return,
            // A date is a string to whoever takes both.
            (known @ (Type::Date | Type::DateTime), Type::String) => {
                *known = Type::String;
                return;
            }
            (Type::String, Type::Date | Type::DateTime) => return,
            _ => {}
        }
    }
    flat.push(ty);
}

/// Adds to `a` the fields that only `b` has, and to fields of both the types of both.
pub(crate) fn merge_bodies(a: &mut RecordBody, b: &RecordBody) {
    a.open |= b.open || b.fields.iter().any(Field::is_wildcard);
    for field in &b.fields {
        match a.fields.iter_mut().find(|known| known.name == field.name) {
            Some(known) => merge_fields(known, field),
            None => a.fields.push(field.clone()),
        }
    }
}

/// Two descriptions of one field: required only where both say so, of either's type.
pub(crate) fn merge_fields(a: &mut Field, b: &Field) {
    a.required &= b.required;
    a.deprecated &= b.deprecated;
    a.text.or(&b.text);
    if a.ty != b.ty {
        a.ty = match (&a.ty, &b.ty) {
            (Type::Any, ty) | (ty, Type::Any) => ty.clone(),
            // An object with its fields told is the object that was only named.
            (Type::Map(bare), ty @ (Type::Record(_) | Type::Ref(_)))
            | (ty @ (Type::Record(_) | Type::Ref(_)), Type::Map(bare))
                if **bare == Type::Any =>
            {
                ty.clone()
            }
            (x, y) => union(vec![x.clone(), y.clone()]),
        };
    }
    if a.default.is_none() {
        a.default.clone_from(&b.default);
    }
    for value in &b.values {
        if !a.values.iter().any(|known| known.value == value.value) {
            a.values.push(value.clone());
        }
    }
    for see in &b.see {
        if !a.see.contains(see) {
            a.see.push(see.clone());
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
