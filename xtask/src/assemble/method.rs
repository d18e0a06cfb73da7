//! The facts of a method page → a method.

use std::collections::{BTreeMap, BTreeSet};

use b24_schema::{
    Deprecation, ErrorCode, Field, Method, Record, RecordBody, Rest, ScopeFrom, Title, Type, Who,
};
use serde_json::{Map, Value};

use crate::corpus::Lang;
use crate::facts::{
    Auth, CallShape, FieldRow, Item, PageFacts, PageKind, Required, Role, Section, Target,
};

use super::answer::answer;
use super::fields::{At, Resolver};
use super::infer::infer;
use super::report::Choice;
use super::sent::{self, PARAMS};
use super::types;
use super::world::World;
use super::{Described, choose, merge_bodies};

/// What one language gives.
#[derive(Default)]
pub(crate) struct Language {
    pub methods: Vec<Method>,
    pub records: BTreeMap<String, Record>,
    pub choices: Vec<Choice>,
    /// By page: documented fields of the answer whose place only an example can tell.
    pub loose: BTreeMap<String, Vec<Field>>,
}

/// The methods of one language, sorted by page.
pub(crate) fn language(world: &World<'_>) -> Language {
    let mut language = Language::default();
    for page in world.pages.values().filter(|p| p.kind == PageKind::Method) {
        let (method, loose) = method(world, page, &mut language.records, &mut language.choices);
        language.loose.insert(page.path.clone(), loose);
        language.methods.push(method);
    }
    language
}

/// A method that the page of something else describes: all that is known is how to call it.
pub(crate) fn described(extra: &Described) -> Method {
    Method::new(&extra.name, extra.rest, &extra.page)
}

fn title(lang: Lang, text: &str) -> Title {
    let mut title = Title::default();
    *match lang {
        Lang::En => &mut title.en,
        Lang::Ru => &mut title.ru,
    } = text.to_owned();
    title
}

fn method(
    world: &World<'_>,
    page: &PageFacts,
    records: &mut BTreeMap<String, Record>,
    choices: &mut Vec<Choice>,
) -> (Method, Vec<Field>) {
    let head = &page.head;
    let calls: Vec<&CallShape> = page.calls().collect();
    let own: Vec<&CallShape> =
        calls.iter().copied().filter(|c| c.method.eq_ignore_ascii_case(&head.name)).collect();
    let mut resolver = Resolver {
        world,
        page,
        records,
        choices,
        used: BTreeSet::new(),
        stack: Vec::new(),
        recursive: BTreeSet::new(),
        answer: false,
    };
    let (body, alternatives) = params(&mut resolver, page, &own);
    let (answer, loose) = answer(&mut resolver, page);
    let mut related: Vec<String> = Vec::new();
    for section in &page.sections {
        for item in &section.items {
            if let Item::Links(targets) = item {
                for name in targets.iter().filter_map(|t| world.method(t)) {
                    if name != head.name && !related.iter().any(|r| r == name) {
                        related.push(name.to_owned());
                    }
                }
            }
        }
    }
    let webhook = calls.iter().any(|c| c.auth == Auth::Webhook);
    let app = calls.iter().any(|c| c.auth == Auth::App);
    let method = Method {
        name: head.name.clone(),
        rest: head.rest.unwrap_or(Rest::V2),
        page: page.path.clone(),
        title: title(world.lang, &bare_title(&page.title, &head.name)),
        // Said of all methods in the end.
        effect: b24_schema::Effect::default(),
        scopes: head.scopes.clone(),
        scope_from: head.scope_from.clone().map(|param| ScopeFrom { param }),
        who: head.who.unwrap_or(Who::Restricted),
        deprecated: head.deprecated.as_ref().map(|targets| {
            let mut replacement: Vec<String> = Vec::new();
            for name in targets.iter().filter_map(|t| world.method(t)) {
                if !replacement.iter().any(|r| r == name) {
                    replacement.push(name.to_owned());
                }
            }
            Deprecation { replacement }
        }),
        app_only: app && !webhook,
        positional: head.positional
            || own.iter().any(|c| matches!(c.params, Some(Value::Array(_)))) && only_arrays(&own),
        params: body.fields,
        open: body.open,
        alternatives,
        answer,
        list: None,
        errors: errors(page),
        related,
        text: page.text.clone(),
    };
    (method, loose)
}

/// Whether every example that sends something sends it by position.
fn only_arrays(calls: &[&CallShape]) -> bool {
    calls.iter().filter_map(|c| c.params.as_ref()).all(Value::is_array)
}

/// The title without the method's name.
fn bare_title(title: &str, name: &str) -> String {
    let squeezed = |word: &str| word.trim_matches(|c: char| "()«»\"`,:".contains(c)).to_lowercase();
    let name = name.to_lowercase();
    let words: Vec<&str> = title
        .split_whitespace()
        .filter(|word| {
            let w = squeezed(word);
            w != name
                && !(w.contains('.')
                    && name.ends_with(w.rsplit('.').next().unwrap_or(""))
                    && w.split('.').count() > 1
                    && w.bytes().all(|b| b.is_ascii_alphanumeric() || b"._".contains(&b))
                    && !w.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
        })
        .collect();
    words.join(" ")
}

/// What the page's examples of the method send, by name.
pub(super) fn requests(page: &PageFacts) -> Vec<Value> {
    let own = |call: &&CallShape| call.method.eq_ignore_ascii_case(&page.head.name);
    by_name(page, &page.calls().filter(own).collect::<Vec<_>>())
}

/// The parameters: the rows of the sections about the method itself; the other sections are reached
/// through them.
fn params<'f>(
    resolver: &mut Resolver<'_, 'f>,
    page: &'f PageFacts,
    calls: &[&CallShape],
) -> (RecordBody, Vec<Vec<String>>) {
    let shown = by_name(page, calls);
    let evidence: Vec<&Value> = shown.iter().collect();
    let mut body = RecordBody::default();
    let mut variants: Vec<Vec<String>> = Vec::new();
    let mut choices: Vec<Vec<String>> = Vec::new();
    for (index, section) in page.sections.iter().enumerate() {
        if !is_main(page, index) {
            continue;
        }
        let at = At { page, role: Role::Params, section: index, evidence: &evidence };
        let found = resolver.body(section.rows(), at);
        let first = body.fields.is_empty();
        if section.variant {
            variants
                .push(found.fields.iter().filter(|f| f.required).map(|f| f.name.clone()).collect());
        }
        if first {
            body = found;
        } else {
            merge_bodies(&mut body, &found);
        }
        // What the method itself is asked for may be left out.
        let own = |target: &Target| target.page == page.path && target.anchor.is_none();
        for row in section.rows().filter(|row| !row.about.links.iter().any(own)) {
            let names = match row.required {
                Required::Yes if row.names.len() > 1 => &row.names,
                _ => &row.about.either,
            };
            let known = |name: &&String| body.fields.iter().any(|f| f.name == **name);
            let choice: Vec<String> = names.iter().filter(known).cloned().collect();
            // Each row may name the other one.
            let same = |known: &Vec<String>| {
                known.len() == choice.len() && known.iter().all(|name| choice.contains(name))
            };
            if choice.len() > 1 && !choices.iter().any(same) {
                choices.push(choice);
            }
        }
    }
    // A page may describe the parts of a parameter and never the parameter itself.
    for (index, section) in page.sections.iter().enumerate() {
        if section.role != Role::Params
            || is_main(page, index)
            || resolver.used.contains(&(page.path.as_str(), index))
        {
            continue;
        }
        orphan(resolver, page, index, section, &evidence, &mut body);
    }
    if body.fields.is_empty()
        && let Some(Type::Record(shown)) = infer(&evidence)
    {
        choose(
            resolver.choices,
            &page.path,
            "params",
            "params-from-example",
            "no table describes the parameters; an example shows them",
        );
        body = RecordBody { open: true, ..shown };
    }
    sent::shown_alone(resolver, &evidence, &mut body);
    // The authorization is the client's, whatever a table of parameters says.
    body.fields.retain(|field| field.name != "auth");
    fold_case(resolver, page, &mut body);
    let alternatives = if variants.len() > 1 {
        for field in &mut body.fields {
            field.required |= variants.iter().any(|v| v.contains(&field.name));
        }
        variants
    } else {
        combinations(&choices)
    };
    // Positions are given names by guess, which tells nothing of what is left out.
    if calls.iter().all(|call| !matches!(call.params, Some(Value::Array(_)))) {
        sent::against_examples(resolver, &mut body, &evidence, PARAMS, &alternatives);
    }
    (body, alternatives)
}

/// Independent choices as the sets that satisfy all of them.
fn combinations(choices: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut sets: Vec<Vec<String>> = Vec::new();
    for choice in choices {
        sets = match sets.is_empty() {
            true => choice.iter().map(|name| vec![name.clone()]).collect(),
            false => sets
                .iter()
                .flat_map(|set| {
                    choice.iter().map(|name| set.iter().chain([name]).cloned().collect())
                })
                .collect(),
        };
    }
    sets
}

/// The server reads the names of parameters in any case: two that differ in nothing else are one.
fn fold_case(resolver: &mut Resolver<'_, '_>, page: &PageFacts, body: &mut RecordBody) {
    let mut kept: Vec<Field> = Vec::new();
    for field in body.fields.drain(..) {
        match kept.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&field.name)) {
            Some(known) => {
                let message = format!("the same as `{}`", known.name);
                choose(
                    resolver.choices,
                    &page.path,
                    format!("params.{}", field.name),
                    "case-folded",
                    message,
                );
                super::merge_fields(known, &field);
            }
            None => kept.push(field),
        }
    }
    body.fields = kept;
}

/// What the examples send, by name: positional values get the names of the table's rows.
fn by_name(page: &PageFacts, calls: &[&CallShape]) -> Vec<Value> {
    let rows: Vec<&FieldRow> = (0..page.sections.len())
        .filter(|&i| is_main(page, i))
        .flat_map(|i| page.sections[i].rows())
        .collect();
    let named = |params: &Value| match params {
        Value::Array(values) => by_position(&rows, values),
        Value::Object(map) => Some(
            map.iter()
                .filter(|(key, _)| *key != "auth")
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect(),
        ),
        _ => None,
    };
    calls.iter().filter_map(|c| c.params.as_ref()).filter_map(named).map(Value::Object).collect()
}

/// Values in their order, each given to the next row that can hold its kind: examples leave leading
/// parameters out.
fn by_position(rows: &[&FieldRow], values: &[Value]) -> Option<Map<String, Value>> {
    let mut rows = rows.iter();
    values
        .iter()
        .map(|value| {
            let composite = value.is_object() || value.is_array();
            let row = rows.find(|row| {
                row.types.is_empty()
                    || row.types.iter().any(|t| types::is_container(t) == composite)
            })?;
            Some((row.names.first()?.clone(), value.clone()))
        })
        .collect()
}

/// Whether a section's rows are parameters of the method, not of one of its parameters.
fn is_main(page: &PageFacts, index: usize) -> bool {
    let section = &page.sections[index];
    if section.role != Role::Params || !section.holds_fields() {
        return false;
    }
    // Deeper sections without a name describe parts or values, reached by links.
    section.variant || section.subject.is_none() && section.level <= 2
}

/// A section whose subject no row names: the subject is a parameter if nothing else describes the
/// method's.
fn orphan<'f>(
    resolver: &mut Resolver<'_, 'f>,
    page: &'f PageFacts,
    index: usize,
    section: &'f Section,
    evidence: &[&Value],
    body: &mut RecordBody,
) {
    let rows: Vec<&FieldRow> = section.rows().collect();
    let Some(subject) = section.subject.as_deref().filter(|s| super::fields::is_wire_name(s))
    else {
        // Deeper tables whose names the examples send at the top are parameters too.
        let sent = |row: &&FieldRow| {
            row.names.iter().any(|n| !super::prove::children(evidence, n).is_empty())
        };
        if !rows.is_empty() && rows.iter().any(sent) && rows.iter().all(|row| !row.types.is_empty())
        {
            let at = At { page, role: Role::Params, section: index, evidence };
            let found = resolver.body(rows, at);
            merge_bodies(body, &found);
        }
        return;
    };
    if rows.is_empty() {
        return;
    }
    let shown = super::prove::children(evidence, subject);
    let known = body.fields.iter().position(|f| f.name.eq_ignore_ascii_case(subject));
    if known.is_none() && shown.is_empty() && !body.fields.is_empty() {
        return;
    }
    let at = At { page, role: Role::Params, section: index, evidence: &shown };
    let parts = resolver.body(rows, at);
    if parts.fields.is_empty() {
        return;
    }
    match known {
        Some(known) => match &mut body.fields[known].ty {
            ty @ (Type::Any | Type::Map(_)) => *ty = Type::Record(parts),
            Type::List(inner) if matches!(**inner, Type::Any | Type::Map(_)) => {
                **inner = Type::Record(parts)
            }
            _ => {}
        },
        None => body.fields.push(Field::new(subject, Type::Record(parts))),
    }
}

fn errors(page: &PageFacts) -> Vec<ErrorCode> {
    let mut out: Vec<ErrorCode> = Vec::new();
    let mut default = None;
    for section in page.sections.iter().filter(|s| s.role == Role::Errors) {
        for item in section.flat() {
            match item {
                Item::Body(body) => default = default.or(body.status.filter(|s| *s >= 400)),
                Item::Errors(rows) => {
                    for row in rows {
                        let code = ErrorCode {
                            code: row.code.clone(),
                            status: row.status.or(default),
                            text: row.text.clone(),
                        };
                        if !out.iter().any(|known| known.code == code.code) {
                            out.push(code);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    out
}
