//! What a method's page says of its parameters, and what its head says.

use std::collections::BTreeSet;

use b24_schema::{Answer, Deprecation, ErrorCode, Method, Rest, ScopeFrom, Title, Who};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::corpus::Lang;
use crate::facts::{
    Auth, CallShape, FieldRow, Item, PageFacts, PageKind, Required, Role, Section, Target,
};

use super::answer::{self, answer};
use super::rows::{At, Reader, is_wire_name};
use super::words::is_container;
use super::{Kind, Parts, What};
use crate::assemble::decide::OBJECTS;
use crate::assemble::decide::infer::children;
use crate::assemble::join;
use crate::assemble::world::World;

/// What a page in one language says of its method.
#[derive(Clone, Debug)]
pub(crate) struct Described<'f> {
    /// What its head says, and its errors; without parameters, and with nothing of the answer.
    pub method: Method,
    pub params: Parts<'f>,
    /// What the examples send, by name.
    pub sent: Vec<Value>,
    /// What the pages that it links to show of them, which says nothing of what may be left out.
    pub elsewhere: Vec<Value>,
    /// Whether they send values by position, whose names are guessed.
    pub by_position: bool,
    /// The ways to call it, each with the parameters that it needs.
    pub variants: Vec<Vec<String>>,
    /// Sets of parameters, of each of which one will do.
    pub either: Vec<Vec<String>>,
    /// Names that are another's in another case: the server reads them in any.
    pub folded: Vec<String>,
    pub answer: answer::Answer<'f>,
}

/// What the pages of a language say of their methods.
pub(crate) fn all<'f>(world: &World<'f>) -> Vec<Described<'f>> {
    let pages: Vec<&'f PageFacts> =
        world.pages.values().copied().filter(|page| page.kind == PageKind::Method).collect();
    pages.into_par_iter().map(|page| method(world, page)).collect()
}

/// What a page says of its method.
fn method<'f>(world: &World<'f>, page: &'f PageFacts) -> Described<'f> {
    let head = &page.head;
    let calls: Vec<&CallShape> = page.calls().collect();
    let own: Vec<&CallShape> =
        calls.iter().copied().filter(|c| c.method.eq_ignore_ascii_case(&head.name)).collect();
    let mut reader = Reader::new(world, page, false);
    let sent = by_name(world, page, &own);
    let elsewhere = shown_elsewhere(world, page);
    let Params { params, variants, either, folded } = params(&mut reader, page, &sent);
    let answer = answer(&mut reader, page);
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
        params: Vec::new(),
        open: params.open,
        alternatives: Vec::new(),
        answer: Answer {
            total: answer.total,
            next: answer.next,
            text: answer.said.text.clone(),
            ..Answer::new(join::UNKNOWN)
        },
        list: None,
        errors: errors(page),
        related,
        text: page.text.clone(),
    };
    let by_position = own.iter().any(|call| matches!(call.params, Some(Value::Array(_))));
    Described { method, params, sent, elsewhere, by_position, variants, either, folded, answer }
}

fn title(lang: Lang, text: &str) -> Title {
    let mut title = Title::default();
    *match lang {
        Lang::En => &mut title.en,
        Lang::Ru => &mut title.ru,
    } = text.to_owned();
    title
}

/// Whether every example that sends something sends it by position.
fn only_arrays(calls: &[&CallShape]) -> bool {
    calls.iter().filter_map(|c| c.params.as_ref()).all(Value::is_array)
}

/// What a title that ends with the method's name has before it: "Get an Item Using", "Resetting the Parameters of the Method".
const BEFORE_NAME: [&str; 14] = [
    "by",
    "for",
    "from",
    "in",
    "method",
    "of",
    "on",
    "the",
    "through",
    "to",
    "using",
    "via",
    "with",
    "метод",
];

/// The title without the method's name, and without what leads to it at the end.
fn bare_title(title: &str, name: &str) -> String {
    let squeezed = |word: &str| word.trim_matches(|c: char| "()«»\"`,:".contains(c)).to_lowercase();
    let name = name.to_lowercase();
    let mut words: Vec<&str> = title
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
    let ends_with_name = title.split_whitespace().last() != words.last().copied();
    while ends_with_name
        && words.len() > 1
        && words.last().is_some_and(|word| BEFORE_NAME.contains(&word.to_lowercase().as_str()))
    {
        words.pop();
    }
    words.join(" ")
}

/// What the tables of parameters say.
struct Params<'f> {
    params: Parts<'f>,
    variants: Vec<Vec<String>>,
    either: Vec<Vec<String>>,
    folded: Vec<String>,
}

/// The parameters: the rows of the sections about the method itself; the other sections are reached
/// through them.
fn params<'f>(reader: &mut Reader<'_, 'f>, page: &'f PageFacts, sent: &[Value]) -> Params<'f> {
    let mut params = Parts::new(reader.lang());
    let mut variants: Vec<Vec<String>> = Vec::new();
    let mut choices: Vec<Vec<String>> = Vec::new();
    let mut folded: Vec<String> = Vec::new();
    for (index, section) in page.sections.iter().enumerate() {
        if !is_main(reader.world, page, index) {
            continue;
        }
        let at = At { page, role: Role::Params, section: index, kind: Kind::Table };
        let found = reader.parts_of(section.rows(), at);
        if section.variant {
            let needed = found
                .fields
                .iter()
                .filter(|(_, said)| said.all(reader.lang(), What::is_required) == Some(true));
            variants.push(needed.map(|(name, _)| name.clone()).collect());
        }
        folded.extend(found.fields.iter().map(|(name, _)| name.clone()));
        join::parts(&mut params, found, join::Spelling::AnyCase);
        // What the method itself is asked for may be left out.
        let own = |target: &Target| target.page == page.path && target.anchor.is_none();
        for row in section.rows().filter(|row| !row.about.links.iter().any(own)) {
            let names = match row.required {
                Required::Yes if row.names.len() > 1 => &row.names,
                _ => &row.about.either,
            };
            let known = |name: &&String| params.get(name).is_some();
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
            || is_main(reader.world, page, index)
            || reader.used.contains(&(page.path.as_str(), index))
        {
            continue;
        }
        orphan(reader, page, index, section, sent, &mut params);
    }
    // The authorization is the client's, whatever a table of parameters says.
    params.fields.retain(|(name, _)| name != "auth");
    folded.retain(|name| name != "auth" && params.get(name).is_none());
    Params { params, variants, either: choices, folded }
}

/// What the pages that describe parameters show of them: calls of the method, and what other methods send under the
/// same name.
///
/// `keyboards.md`, to which `im.message.update` links for `KEYBOARD`, sends one with `im.message.add`. What stands under
/// a general name, such as `fields`, is of the one method alone.
fn shown_elsewhere(world: &World<'_>, page: &PageFacts) -> Vec<Value> {
    let main: Vec<&FieldRow> = rows_of_params(world, page).collect();
    let of_params = page.sections.iter().filter(|section| section.role == Role::Params);
    let linked: BTreeSet<&str> = of_params
        .flat_map(Section::rows)
        .flat_map(|row| &row.about.links)
        .map(|link| link.page.as_str())
        .collect();
    let named = |key: &str, link: &str| {
        let links = |row: &FieldRow| row.about.links.iter().any(|target| target.page == link);
        let is = |row: &&FieldRow| row.names.iter().any(|name| name == key) && links(row);
        !OBJECTS.contains(&key) && main.iter().any(is)
    };
    let mut out: Vec<Value> = Vec::new();
    for link in linked {
        let Some(other) = world.pages.get(link).filter(|p| p.kind != PageKind::Method) else {
            continue;
        };
        for call in other.calls() {
            match &call.params {
                Some(params) if call.method.eq_ignore_ascii_case(&page.head.name) => {
                    out.extend(params.is_object().then(|| params.clone()));
                }
                Some(Value::Object(params)) => {
                    let named = params.iter().filter(|(key, v)| v.is_object() && named(key, link));
                    out.extend(named.map(|(key, value)| json!({ key: value })));
                }
                _ => {}
            }
        }
    }
    out
}

/// The rows of the parameters themselves.
fn rows_of_params<'f>(
    world: &World<'f>,
    page: &'f PageFacts,
) -> impl Iterator<Item = &'f FieldRow> {
    let main = (0..page.sections.len()).filter(move |&i| is_main(world, page, i));
    main.flat_map(|i| page.sections[i].rows())
}

/// What the examples send, by name: positional values get the names of the table's rows.
fn by_name(world: &World<'_>, page: &PageFacts, calls: &[&CallShape]) -> Vec<Value> {
    let rows: Vec<&FieldRow> = rows_of_params(world, page).collect();
    let named = |params: &Value| match params {
        Value::Array(values) => by_position(&rows, values),
        Value::Object(map) => {
            let sent = map.iter().filter(|(key, _)| *key != "auth");
            let sent = sent.map(|(key, value)| (key.clone(), value.clone())).collect();
            Some(if page.head.positional { as_in_table(&rows, sent) } else { sent })
        }
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
                row.types.is_empty() || row.types.iter().any(|t| is_container(t) == composite)
            })?;
            Some((row.names.first()?.clone(), value.clone()))
        })
        .collect()
}

/// Names that the table has, instead of others in the same position: where the order counts, the names do not, and
/// examples call `ACTIONID` just `ACTION`.
fn as_in_table(rows: &[&FieldRow], sent: Map<String, Value>) -> Map<String, Value> {
    let is = |row: &FieldRow, key: &str| row.names.iter().any(|n| n.eq_ignore_ascii_case(key));
    let unsent = |row: &&&FieldRow| !sent.keys().any(|key| is(row, key));
    let in_table = |(at, key): (usize, &String)| {
        let named = rows.iter().find(|row| is(row, key));
        let row = named.or_else(|| rows.get(at).filter(unsent));
        row.and_then(|row| row.names.first()).unwrap_or(key).clone()
    };
    let names: Vec<String> = sent.keys().enumerate().map(in_table).collect();
    names.into_iter().zip(sent.into_iter().map(|(_, value)| value)).collect()
}

/// Whether a section's rows are parameters of the method, not of one of its parameters.
fn is_main(world: &World<'_>, page: &PageFacts, index: usize) -> bool {
    let section = &page.sections[index];
    if section.role != Role::Params || !section.holds_fields() {
        return false;
    }
    // Deeper sections without a name describe parts or values, reached by links.
    section.variant || world.subject_of(page, index).is_none() && section.level <= 2
}

/// A section whose subject no row names: the subject is a parameter if nothing else describes the
/// method's.
fn orphan<'f>(
    reader: &mut Reader<'_, 'f>,
    page: &'f PageFacts,
    index: usize,
    section: &'f Section,
    sent: &[Value],
    params: &mut Parts<'f>,
) {
    let rows: Vec<&FieldRow> = section.rows().collect();
    let evidence: Vec<&Value> = sent.iter().collect();
    let at = At { page, role: Role::Params, section: index, kind: Kind::SubTable };
    let Some(subject) = reader.world.subject_of(page, index).filter(|s| is_wire_name(s)) else {
        // Deeper tables whose names the examples send at the top are parameters too.
        let sends = |row: &&FieldRow| row.names.iter().any(|n| !children(&evidence, n).is_empty());
        let typed = rows.iter().all(|row| !row.types.is_empty());
        if !rows.is_empty() && rows.iter().any(sends) && typed {
            let found = reader.parts_of(rows, at);
            join::parts(params, found, join::Spelling::AnyCase);
        }
        return;
    };
    if rows.is_empty() {
        return;
    }
    let known = params.fields.iter().position(|(name, _)| name.eq_ignore_ascii_case(subject));
    if known.is_none() && children(&evidence, subject).is_empty() && !params.fields.is_empty() {
        return;
    }
    let parts = reader.parts_of(rows, at);
    if parts.fields.is_empty() {
        return;
    }
    match known {
        Some(known) => {
            let said = &mut params.fields[known].1;
            if said.is_bare() {
                said.parts = Some(parts);
            }
        }
        None => {
            params.fields.push((subject.to_owned(), answer::object(parts, page, reader.lang())))
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_without_the_name_says_what_it_says() {
        let bare = |title| bare_title(title, "demo.boat.list");
        assert_eq!(bare("Get a List of Boats with demo.boat.list"), "Get a List of Boats");
        assert_eq!(bare("Lists Boats by the Method `demo.boat.list`"), "Lists Boats");
        assert_eq!(bare("What a Boat Is Made Of"), "What a Boat Is Made Of");
    }
}
