//! The answer of a method: what the tables say of it, and what the examples prove.

use std::borrow::Cow;
use std::collections::BTreeMap;

use b24_schema::{Answer, Field, Method, Record, RecordBody, Type};
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::facts::{BodyShape, FieldRow, Item, PageFacts, Role, Section};

use super::fields::{At, Resolver};
use super::fit::Records;
use super::ids::{self, Integers};
use super::method::Language;
use super::places::{record_type, same_name};
use super::prove::children;
use super::report::Choice;
use super::shape::{is_named, overlaps, tells};
use super::stats::holds_anything;
use super::widen::{Seen, Widen, records};
use super::world::World;
use super::{choose, infer, merge_bodies, module_of, shared, union};

/// Where an answer stands in what the server sends.
const RESULT: &str = "result";

/// How the names of methods begin that only read.
const READS: [&str; 4] = ["get", "list", "search", "find"];

/// What the methods are called that describe the fields of an object.
const FIELDS: &str = "fields";

/// The answer as the tables describe it, and the fields of theirs whose place they do not tell.
pub(super) fn answer<'f>(
    resolver: &mut Resolver<'_, 'f>,
    page: &'f PageFacts,
) -> (Answer, Vec<Field>) {
    resolver.answer = true;
    let bodies: Vec<&Value> = page.answers().map(|body| &body.json).collect();
    let has = |key: &str| bodies.iter().any(|b| b.get(key).is_some());
    let told = page.sections.iter().filter(|s| s.role == Role::Answer).flat_map(Section::rows);
    let told = told.flat_map(|row| &row.names).any(|name| name == RESULT);
    // What a page shows without an envelope that its table describes is cut short.
    let enveloped = bodies.is_empty() || told || has(RESULT);
    let results = results(page);
    let results: Vec<&Value> = results.iter().map(AsRef::as_ref).collect();

    // The envelope as the tables describe it, and what they describe beside it.
    let mut envelope = RecordBody::default();
    let mut beside = RecordBody::default();
    let enveloped_body = |(body, result): (&'f BodyShape, &&Value)| match body.json.get(RESULT) {
        Some(_) => Cow::Borrowed(&body.json),
        None => Cow::Owned(json!({ RESULT: result })),
    };
    let envelopes: Vec<Cow<'_, Value>> = page.answers().zip(&results).map(enveloped_body).collect();
    let envelopes: Vec<&Value> = envelopes.iter().map(AsRef::as_ref).collect();
    for (index, section) in page.sections.iter().enumerate() {
        // What a row above leads to is told already.
        let told = resolver.used.contains(&(page.path.as_str(), index));
        if section.role != Role::Answer || section.subject.is_some() || told {
            continue;
        }
        let of_envelope =
            |row: &&FieldRow| enveloped && row.names.iter().any(|name| is_envelope(name));
        let (outer, inner): (Vec<&FieldRow>, Vec<&FieldRow>) =
            section.rows().partition(of_envelope);
        let at = At { page, role: Role::Answer, section: index, evidence: &envelopes };
        merge_bodies(&mut envelope, &resolver.body(outer, at));
        for row in inner {
            let evidence = row.names.first().map(|n| owners(&results, n)).unwrap_or_default();
            let at = At { page, role: Role::Answer, section: index, evidence: &evidence };
            merge_bodies(&mut beside, &resolver.body([row], at));
        }
    }
    let result = envelope.fields.into_iter().find(|f| f.name.eq_ignore_ascii_case(RESULT));
    let mut loose: Vec<Field> = Vec::new();
    // Tables of what no row names.
    for (index, section) in page.sections.iter().enumerate() {
        let Some(subject) = section.subject.as_deref().filter(|_| section.role == Role::Answer)
        else {
            continue;
        };
        if resolver.used.contains(&(page.path.as_str(), index)) || !section.holds_fields() {
            continue;
        }
        let evidence = children(&owners(&results, subject), subject);
        let at = At { page, role: Role::Answer, section: index, evidence: &evidence };
        let body = resolver.body(section.rows(), at);
        if body.fields.is_empty() {
            continue;
        }
        if subject.eq_ignore_ascii_case(RESULT) {
            merge_bodies(&mut beside, &body);
        } else {
            loose.push(Field::new(subject, record_type(body)));
        }
    }
    // Rows that no example shows at the top, but deeper, have their place there.
    let results: Vec<&Value> = results.into_iter().filter(|v| tells(v)).collect();
    let holds = |value: &Value| beside.fields.iter().any(|field| has_key(value, &field.name));
    // One object under a name of its own, or one under each of several.
    let wrapped = !results.is_empty()
        && !shows(&results, &beside.fields)
        && results.iter().all(|result| {
            let map = result.as_object();
            map.is_some_and(|map| map.len() == 1 || map.values().all(holds))
        });
    let (parts, deeper): (Vec<Field>, Vec<Field>) = beside.fields.into_iter().partition(|field| {
        let top = owners(&results, &field.name);
        wrapped || top.is_empty() || at_top(&results, &field.name)
    });
    loose.extend(deeper);
    let record = |parts: Vec<Field>| {
        record_type(RecordBody { open: parts.iter().any(Field::is_wildcard), fields: parts })
    };
    let list = results.iter().any(|r| r.is_array());
    let text = result.as_ref().map(|field| field.text.clone()).unwrap_or_default();
    let ty = match result.map(|field| field.ty) {
        ty if parts.is_empty() => ty.unwrap_or(Type::Any),
        None | Some(Type::Any) if list => Type::List(Box::new(record(parts))),
        None | Some(Type::Any) => record(parts),
        Some(Type::Map(inner)) if *inner == Type::Any && (wrapped || shows(&results, &parts)) => {
            record(parts)
        }
        Some(Type::List(inner)) if *inner == Type::Any && shows(&results, &parts) => {
            Type::List(Box::new(record(parts)))
        }
        Some(ty) => {
            loose.extend(parts);
            ty
        }
    };
    // A record that the page describes under a name that no example has.
    let bare = |ty: &Type| match ty {
        Type::Map(inner) | Type::List(inner) => **inner == Type::Any,
        ty => *ty == Type::Any,
    };
    let items: Vec<&Value> = results
        .iter()
        .flat_map(|v| v.as_array().map_or_else(|| vec![*v], |list| list.iter().collect()))
        .collect();
    let unnamed = |field: &&Field| {
        is_named(&field.ty)
            && !items.is_empty()
            && items.iter().all(|value| overlaps(&field.ty, value, resolver.records))
    };
    let ty = match loose.iter().find(unnamed) {
        Some(field) if bare(&ty) => field.ty.clone(),
        _ => ty,
    };
    let ty = if ty == Type::Any && bodies.is_empty() { of_family(resolver, page) } else { ty };
    resolver.answer = false;
    loose.extend(sent(page));
    let (total, next) = (has("total"), has("next"));
    (Answer { bare: !enveloped, total, next, text, ..Answer::new(ty) }, loose)
}

/// The object that `crm.measure.get` answers, and `crm.measure.list` lists, where their pages say
/// nothing: `crm.measure.fields` has its fields.
fn of_family(resolver: &mut Resolver<'_, '_>, page: &PageFacts) -> Type {
    let Some((family, verb)) = page.head.name.rsplit_once('.') else { return Type::Any };
    let around = match verb {
        "get" => |object| object,
        "list" => |object| Type::List(Box::new(object)),
        _ => return Type::Any,
    };
    let fields = resolver.world.page_of(&format!("{family}.{FIELDS}"));
    let described = fields.and_then(|path| resolver.world.described_fields(path));
    let Some(Type::Record(mut body)) =
        described.and_then(|place| resolver.section(place, &[], false))
    else {
        return Type::Any;
    };
    body.open = true;
    body.fields.iter_mut().for_each(|field| (field.required, field.default) = (false, None));
    let message = format!("no answer is described; `{family}.{FIELDS}` has the object's fields");
    choose(resolver.choices, &page.path, "answer", "answer-from-fields", message);
    around(Type::Record(body))
}

/// What the tables of parameters say of names, where they give one basic type.
fn sent(page: &PageFacts) -> Vec<Field> {
    let mut out: Vec<Field> = Vec::new();
    for row in page.sections.iter().filter(|s| s.role == Role::Params).flat_map(Section::rows) {
        let [name] = row.names.as_slice() else { continue };
        if !out.iter().any(|field| field.name == *name)
            && let Some(ty) = same_name(page, name)
        {
            out.push(Field::new(name, ty));
        }
    }
    out
}

/// The objects nearest to the top that have a key, in arrays and maps too.
fn owners<'e>(values: &[&'e Value], key: &str) -> Vec<&'e Value> {
    let mut level: Vec<&'e Value> = values.to_vec();
    while !level.is_empty() {
        let found: Vec<&'e Value> = level.iter().copied().filter(|v| has_key(v, key)).collect();
        if !found.is_empty() {
            return found;
        }
        level = level
            .into_iter()
            .flat_map(|v| match v {
                Value::Array(values) => values.iter().collect::<Vec<_>>(),
                Value::Object(map) => map.values().collect(),
                _ => Vec::new(),
            })
            .collect();
    }
    Vec::new()
}

fn has_key(value: &Value, key: &str) -> bool {
    value.as_object().is_some_and(|map| map.keys().any(|k| k.eq_ignore_ascii_case(key)))
}

/// Whether results, or what they list, have a key.
fn at_top(results: &[&Value], key: &str) -> bool {
    let has = |v: &Value| has_key(v, key);
    results.iter().any(|result| match result {
        Value::Array(values) => values.iter().any(has),
        Value::Object(map) if infer::keyed_by_data(map.keys().map(String::as_str)) => {
            map.values().any(has)
        }
        value => has(value),
    })
}

/// Widens every answer to what the examples of both languages show.
pub(super) fn prove(language: &mut Language, worlds: &[World<'_>], choices: &mut Vec<Choice>) {
    let Language { methods, records, loose, .. } = language;
    let shown: Vec<Vec<Cow<'_, Value>>> = methods
        .par_iter()
        .map(|method| {
            let pages = worlds.iter().filter_map(|world| world.pages.get(method.page.as_str()));
            pages.flat_map(|page| results(page)).collect()
        })
        .collect();
    let integers = ids::integers(methods);
    let proven: Vec<Proven<'_>> = methods
        .par_iter()
        .zip(shown.par_iter())
        .map(|(method, shown)| Proven::new(method, shown, loose, &integers, records))
        .collect();
    let mut seen = Seen::new();
    for ((method, shown), mut proven) in methods.iter_mut().zip(&shown).zip(proven) {
        let other = |made: &Record| records.get(&made.name).is_some_and(|r| r.body != made.body);
        if proven.made.values().any(other) {
            // A method before it made another record of that name.
            proven = Proven::new(method, shown, loose, &integers, records);
        }
        method.answer.ty = proven.ty;
        if proven.nothing {
            let message = "every example of the answer is empty";
            choose(choices, &method.page, "answer", "answer-nothing", message);
        }
        records::add_seen(&mut seen, proven.seen);
        for (name, record) in proven.made {
            records.entry(name).or_insert(record);
        }
    }
    records::widen(records, seen);
}

/// What the examples prove of the answer of one method.
struct Proven<'e> {
    ty: Type,
    /// Whether they show that it answers nothing.
    nothing: bool,
    /// The records that it needs and that nobody else made.
    made: Records,
    seen: Seen<'e>,
}

impl<'e> Proven<'e> {
    fn new(
        method: &Method,
        shown: &'e [Cow<'_, Value>],
        loose: &BTreeMap<String, Vec<Field>>,
        integers: &Integers,
        records: &Records,
    ) -> Self {
        let values: Vec<&Value> = shown.iter().map(AsRef::as_ref).collect();
        let mut widen = Widen {
            records,
            made: Records::new(),
            seen: Seen::new(),
            name: shared::of_answer(&method.name),
            page: &method.page,
            loose: loose.get(&method.page).map(Vec::as_slice).unwrap_or_default(),
            integers: integers.get(&module_of(&method.name)),
            shared: false,
        };
        let verb = method.name.rsplit('.').next().unwrap_or_default();
        // The table of such a page is of another object, whatever its answer looks like.
        let mut ty = match &method.answer.ty {
            Type::Record(_) if values.is_empty() && verb.eq_ignore_ascii_case(FIELDS) => {
                widen.descriptions()
            }
            ty => widen.ty(ty.clone(), &values, ""),
        };
        let nothing = answers_nothing(&ty, &values, verb);
        if nothing {
            ty = Type::Null;
        }
        // A field that is nothing is absent, a list or record that is nothing is empty; any other
        // result has to say that it may be nothing.
        if values.iter().any(|value| value.is_null()) && is_plain(&ty) {
            ty = union(vec![ty, Type::Null]);
        }
        let Widen { made, seen, .. } = widen;
        Self { ty, nothing, made, seen }
    }
}

/// Whether a method that does something answers nothing: no page says what its answer holds, and all
/// examples of it are empty. What reads something may find nothing.
fn answers_nothing(ty: &Type, values: &[&Value], verb: &str) -> bool {
    let verb = verb.to_lowercase();
    let reads = READS.iter().any(|word| verb.starts_with(word));
    !reads && !values.is_empty() && holds_anything(ty) && !values.iter().any(|value| tells(value))
}

/// Gives every method whose page says that it answers what another does the answer of that one.
pub(super) fn alike(language: &mut Language, worlds: &[World<'_>], choices: &mut Vec<Choice>) {
    let like = |world: &World<'_>, page: &str| {
        let mut answers = world.pages.get(page)?.sections.iter().filter(|s| s.role == Role::Answer);
        let target = answers.find_map(|section| match section.items.as_slice() {
            [Item::Links(targets)] => targets.first(),
            _ => None,
        })?;
        Some(target.page.clone())
    };
    let methods = language.methods.par_iter();
    let others: Vec<Option<String>> =
        methods.map(|method| worlds.iter().find_map(|world| like(world, &method.page))).collect();
    for (i, other) in others.into_iter().enumerate() {
        let page = &language.methods[i].page;
        let Some(other) = other else { continue };
        let Some(other) = language.methods.iter().find(|method| method.page == other) else {
            continue;
        };
        let message = format!("what `{}` answers", other.name);
        choose(choices, page, "answer", "answer-alike", message);
        language.methods[i].answer = other.answer.clone();
    }
}

/// Whether a type is of one plain value.
fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Integer | Type::Number | Type::String | Type::Boolean(_) => true,
        Type::Date | Type::DateTime | Type::Timestamp => true,
        Type::Union(members) => members.iter().all(is_plain),
        _ => false,
    }
}

/// What the examples have in `result`. One without it is what should stand there, cut out of its
/// envelope.
pub(super) fn results(page: &PageFacts) -> Vec<Cow<'_, Value>> {
    let result = |body: &'_ Value| match body.get(RESULT) {
        Some(_) => None,
        None => body.as_object().map(|map| {
            let own = |key: &str| !is_envelope(key);
            let all = !map.keys().any(|key| own(key));
            Value::Object(map.clone().into_iter().filter(|(key, _)| all || own(key)).collect())
        }),
    };
    let each = page.answers().map(|BodyShape { json, .. }| match result(json) {
        Some(cut) => Cow::Owned(cut),
        None => Cow::Borrowed(json.get(RESULT).unwrap_or(json)),
    });
    each.collect()
}

fn is_envelope(name: &str) -> bool {
    let first = name.split(['.', '[']).next().unwrap_or(name);
    [RESULT, "time", "total", "next", "error", "error_description"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(first))
}

/// Whether results have any of the fields, or there are no results to tell.
fn shows(results: &[&Value], parts: &[Field]) -> bool {
    results.is_empty() || parts.iter().any(|part| at_top(results, &part.name))
}
