//! What a page says of the answer of its method.
//!
//! Tables rarely say where in the answer their rows stand: the page's own examples do.

use std::borrow::Cow;
use std::collections::BTreeSet;

use b24_schema::Type;
use serde_json::{Map, Value};

use crate::corpus::Lang;
use crate::examples::is_multiple;
use crate::facts::{BodyShape, FieldRow, Item, PageFacts, Role, Section};

use super::rows::{At, Reader, same_name};
use super::{Claim, Kind, Parts, Said, Source, What, Word};
use crate::assemble::decide::infer;
use crate::assemble::decide::shape::{self, has_key, owners, tells};
use crate::assemble::join;

/// Where an answer stands in what the server sends.
const RESULT: &str = "result";

/// What a page says of the answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer<'f> {
    pub said: Said<'f>,
    /// What it says of fields whose place only an example can tell.
    pub loose: Vec<(String, Said<'f>)>,
    /// Whether `total`, and `next`, stand in the envelope.
    pub total: bool,
    pub next: bool,
    /// The page of the method whose answer it says that this one is.
    pub like: Option<&'f str>,
}

/// What a page says of the answer.
pub(crate) fn answer<'f>(reader: &mut Reader<'_, 'f>, page: &'f PageFacts) -> Answer<'f> {
    reader.answer = true;
    let lang = reader.lang();
    let bodies: Vec<&Value> = page.answers().map(|body| &body.json).collect();
    let has = |key: &str| bodies.iter().any(|b| b.get(key).is_some());
    let told = sections(page).flat_map(|(_, section)| section.rows());
    let told = told.flat_map(|row| &row.names).any(|name| name == RESULT);
    // What a page shows without an envelope that its table describes is cut short.
    let enveloped = bodies.is_empty() || told || has(RESULT);
    let results = results(page);
    let results: Vec<&Value> = results.iter().map(AsRef::as_ref).collect();

    // The envelope as the tables describe it, and what they describe beside it.
    let mut envelope = Parts::new(lang);
    let mut beside = Parts::new(lang);
    for (index, section) in sections(page) {
        // What a row above leads to is told already.
        let told = reader.used.contains(&(page.path.as_str(), index));
        if reader.world.subject_of(page, index).is_some() || told {
            continue;
        }
        let of_envelope =
            |row: &&FieldRow| enveloped && row.names.iter().any(|name| is_envelope(name));
        let (outer, inner): (Vec<&FieldRow>, Vec<&FieldRow>) =
            section.rows().partition(of_envelope);
        let at = At { page, role: Role::Answer, section: index, kind: Kind::Table };
        join::parts(&mut envelope, reader.parts_of(outer, at), join::Spelling::Exact);
        join::parts(&mut beside, reader.parts_of(inner, at), join::Spelling::Exact);
    }
    let is_result = |(name, _): &(String, Said<'f>)| name.eq_ignore_ascii_case(RESULT);
    let at = envelope.fields.iter().position(is_result);
    let mut said = at.map(|at| envelope.fields.remove(at).1);
    let beside_result = |key: &str| {
        let inside = results.iter().any(|result| result.get(key).is_some());
        has(key) || envelope.get(key).is_some() && !inside
    };
    let (total, next) = (beside_result("total"), beside_result("next"));

    // Tables of what no row names.
    let mut loose: Vec<(String, Said<'f>)> = Vec::new();
    for (index, section) in sections(page) {
        let Some(subject) = reader.world.subject_of(page, index) else { continue };
        if reader.used.contains(&(page.path.as_str(), index)) || !section.holds_fields() {
            continue;
        }
        let at = At { page, role: Role::Answer, section: index, kind: Kind::SubTable };
        let parts = reader.parts_of(section.rows(), at);
        if parts.fields.is_empty() {
            continue;
        }
        if subject.eq_ignore_ascii_case(RESULT) {
            join::parts(&mut beside, parts, join::Spelling::Exact);
        } else {
            loose.push((subject.to_owned(), object(parts, page, lang)));
        }
    }
    // Rows that no example shows at the top, but deeper, have their place there.
    let results: Vec<&Value> = results.into_iter().filter(|v| tells(v)).collect();
    let holds = |value: &Value| beside.fields.iter().any(|(name, _)| has_key(value, name));
    // One object under a name of its own, or one under each of several.
    let wrapped = !results.is_empty()
        && !shows(&results, &beside)
        && results.iter().all(|result| {
            let map = result.as_object();
            map.is_some_and(|map| map.len() == 1 || map.values().all(holds))
        });
    let (parts, deeper): (Vec<_>, Vec<_>) = beside.fields.into_iter().partition(|(name, _)| {
        wrapped || owners(&results, name).is_empty() || at_top(&results, name)
    });
    loose.extend(deeper);
    let open = parts.iter().any(|(name, _)| name.contains('*'));
    let parts = Parts { fields: parts, open, langs: beside.langs };
    let listed = results.iter().any(|result| result.is_array());
    let mut answer = match said.take() {
        said if parts.fields.is_empty() => said.unwrap_or_default(),
        None => listing(object(parts, page, lang), listed),
        Some(mut said) if said.is_bare() => {
            let list = |word: &Word, list| list > 0 || *word == Word::Array;
            let is_list = said.words().any(|(word, n)| list(word, n));
            let typed = said
                .words()
                .any(|(word, list)| list > 0 || matches!(word, Word::Object | Word::Array));
            // What the row calls an object or a list has the parts that an example shows in it.
            let shown = shows(&results, &parts) || wrapped && !is_list;
            if typed && !shown {
                loose.extend(parts.fields);
                said
            } else if typed {
                said.parts = Some(parts);
                said
            } else {
                let text = said.text.clone();
                let mut own = listing(object(parts, page, lang), listed);
                said.claims.retain(|claim| !matches!(claim.what, What::Type { .. }));
                own.claims.append(&mut said.claims);
                Said { text, ..own }
            }
        }
        Some(said) => {
            loose.extend(parts.fields);
            said
        }
    };
    // A record that the page describes under a name that no example has.
    let items: Vec<&Value> = results
        .iter()
        .flat_map(|v| v.as_array().map_or_else(|| vec![*v], |list| list.iter().collect()))
        .collect();
    let unnamed = |(_, said): &&(String, Said<'f>)| {
        let names = reader.names_in(said);
        !items.is_empty()
            && !names.is_empty()
            && items.iter().all(|value| shape::has_any(value, &names))
    };
    if answer.is_bare()
        && let Some((_, said)) = loose.iter().find(unnamed)
    {
        answer = Said { text: answer.text, ..said.clone() };
    }
    if page.head.file && answer.claims.is_empty() && answer.parts.is_none() {
        answer.claims.push(said_of_page(page, lang, Word::Basic(Type::File)));
    }
    if answer.is_bare() {
        answer = with_family(reader, page, answer, &items, bodies.is_empty());
    }
    loose.extend(sent(page, lang));
    reader.answer = false;
    Answer { said: answer, loose, total, next, like: like(page) }
}

/// The sections about the answer.
fn sections(page: &PageFacts) -> impl Iterator<Item = (usize, &Section)> {
    page.sections.iter().enumerate().filter(|(_, section)| section.role == Role::Answer)
}

/// An object with these parts.
pub(super) fn object<'f>(parts: Parts<'f>, page: &'f PageFacts, lang: Lang) -> Said<'f> {
    Said {
        claims: vec![said_of_page(page, lang, Word::Object)],
        parts: Some(parts),
        ..Said::default()
    }
}

/// What the page as a whole says that something is.
fn said_of_page<'f>(page: &'f PageFacts, lang: Lang, word: Word) -> Claim<'f> {
    let source = Source { kind: Kind::Heading, lang, page: &page.path, span: None };
    Claim { what: What::Type { word, list: 0 }, source }
}

fn listing(mut said: Said<'_>, listed: bool) -> Said<'_> {
    for claim in &mut said.claims {
        if let What::Type { list, .. } = &mut claim.what {
            *list += u8::from(listed);
        }
    }
    said
}

/// The page whose method answers the same, where this one says so.
fn like(page: &PageFacts) -> Option<&str> {
    sections(page).find_map(|(_, section)| match section.items.as_slice() {
        [Item::Links(targets)] => targets.first().map(|target| target.page.as_str()),
        _ => None,
    })
}

/// The answer with the fields of its family's object, where nothing is shown of it and nothing said, or where most of what
/// is shown are such fields.
fn with_family<'f>(
    reader: &mut Reader<'_, 'f>,
    page: &'f PageFacts,
    answer: Said<'f>,
    shown: &[&Value],
    unshown: bool,
) -> Said<'f> {
    if unshown && !answer.claims.is_empty() {
        return answer;
    }
    let Some(family) = of_family(reader, page) else { return answer };
    let known =
        |name: &&String| family.parts.as_ref().is_some_and(|parts| parts.get(name).is_some());
    let is_it = |value: &&Value| {
        let names = value.as_object().map(|map| map.keys().collect::<Vec<_>>()).unwrap_or_default();
        names.iter().copied().filter(known).count() * 2 > names.len()
    };
    if unshown || !shown.is_empty() && shown.iter().all(is_it) {
        let Said { text, mut claims, .. } = answer;
        claims.retain(|claim| !matches!(claim.what, What::Type { .. }));
        claims.extend(family.claims.iter().cloned());
        return Said { text, claims, ..family };
    }
    answer
}

/// The object that `crm.measure.get` answers, and `crm.measure.list` lists, where their pages say
/// nothing: `crm.measure.fields` has its fields.
fn of_family<'f>(reader: &mut Reader<'_, 'f>, page: &'f PageFacts) -> Option<Said<'f>> {
    let (family, verb) = page.head.name.rsplit_once('.')?;
    let listed = match verb {
        "get" => false,
        "list" => true,
        _ => return None,
    };
    let fields = reader.world.page_of(&format!("{family}.fields"))?;
    let place = reader.world.described_fields(fields)?;
    let mut parts = reader.described(place, Kind::LinkedTable);
    if parts.fields.is_empty() {
        return None;
    }
    parts.open = true;
    let several = several(place.page);
    for (name, said) in &mut parts.fields {
        said.claims.retain(|claim| !matches!(claim.what, What::Default(_) | What::Required(_)));
        for claim in &mut said.claims {
            if let What::Type { list, .. } = &mut claim.what {
                *list = (*list).max(u8::from(several.contains(name)));
            }
        }
    }
    let mut said = listing(object(parts, page, reader.lang()), listed);
    said.claims.iter_mut().for_each(|claim| claim.source.kind = Kind::Family);
    Some(said)
}

/// The fields that the example of a page of fields describes as having several values.
fn several(page: &PageFacts) -> BTreeSet<String> {
    let results = results(page);
    let maps = results.iter().filter_map(|result| result.as_object());
    let is_several = |about: &Value| about.as_object().is_some_and(is_multiple);
    maps.flatten().filter(|(_, about)| is_several(about)).map(|(name, _)| name.clone()).collect()
}

/// What the tables of parameters say of names, where they give one basic type.
fn sent(page: &PageFacts, lang: Lang) -> Vec<(String, Said<'_>)> {
    let mut out: Vec<(String, Said<'_>)> = Vec::new();
    for row in page.sections.iter().filter(|s| s.role == Role::Params).flat_map(Section::rows) {
        let [name] = row.names.as_slice() else { continue };
        if !out.iter().any(|(known, _)| known == name)
            && let Some(ty) = same_name(page, name)
        {
            let source = Source { kind: Kind::SameName, lang, page: &page.path, span: None };
            let what = What::Type { word: Word::Basic(ty), list: 0 };
            let claims = vec![Claim { what, source }];
            out.push((name.clone(), Said { claims, ..Said::default() }));
        }
    }
    out
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

/// Whether results have any of the fields, or there are no results to tell.
fn shows(results: &[&Value], parts: &Parts<'_>) -> bool {
    results.is_empty() || parts.fields.iter().any(|(name, _)| at_top(results, name))
}

/// What the examples have in `result`. One without it is what should stand there, cut out of its
/// envelope.
pub(crate) fn results(page: &PageFacts) -> Vec<Cow<'_, Value>> {
    let result = |body: &'_ Value| match body.get(RESULT) {
        Some(_) => None,
        None => body.as_object().map(|map| {
            let own = |key: &str| !is_envelope(key);
            let all = !map.keys().any(|key| own(key));
            let kept = map.clone().into_iter().filter(|(key, _)| all || own(key));
            Value::Object(kept.collect::<Map<String, Value>>())
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
