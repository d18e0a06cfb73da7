//! Why a type is what it is: the claims of a place, the examples, the rules that decided, who was overruled.

use b24_schema::{Method, Module, Rest, Schema, Type, referred};
use serde::Serialize;
use serde_json::Value;

use super::claims::{Claim, Said, What, Word};
use super::decide::queries::SIGNS;
use super::decide::rules::Rule;
use super::decide::{self, Noted};
use super::languages::Claimed;
use super::records::Described;
use super::report::{Choice, kind};
use super::{Claims, claims};
use crate::corpus::{Lang, Span};
use crate::facts::{Called, PageFacts, Required};

/// A place that somebody asks about.
#[derive(Clone, Debug)]
pub struct Question {
    /// The method, with `v3:` before it for REST 3.0.
    pub method: String,
    /// Whether its answer is meant, not its parameters.
    pub answer: bool,
    /// The names of fields, from the parameters or the answer inwards.
    pub path: Vec<String>,
}

/// What is known of a place.
#[derive(Clone, Debug, Serialize)]
pub struct Why {
    /// The method, with `v3:` before it for REST 3.0.
    pub method: String,
    /// The page of the method.
    pub page: String,
    /// The place: `params.filter.STAGE_ID`.
    pub place: String,
    /// The shared record that the place is in, as page and section.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The type in the schema; nothing where the schema has no such place.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// The names of the places inside.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// What the pages say.
    pub claims: Vec<Told>,
    /// What the examples show, neutral, each value once.
    pub examples: Vec<Shown>,
    /// The rules that decided, in the order in which they did.
    pub rules: Vec<Decided>,
    /// The choices that were made between sources that disagree.
    pub overruled: Vec<Choice>,
}

/// One claim.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// What it says.
    pub says: String,
    /// The kind of its source.
    pub source: &'static str,
    /// The language of the page.
    pub lang: &'static str,
    /// The page.
    pub page: String,
    /// Where on it.
    #[serde(skip)]
    pub span: Option<Span>,
}

/// A value that an example shows.
#[derive(Clone, Debug, Serialize)]
pub struct Shown {
    /// The value.
    pub value: Value,
    /// The language of the page.
    pub lang: &'static str,
    /// Where the example stands.
    #[serde(skip)]
    pub span: Span,
}

/// A rule that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// Its name.
    pub rule: &'static str,
    /// Why it is right.
    pub reason: &'static str,
    /// A method on whose page it decides.
    pub example: &'static str,
}

/// Answers a question; nothing where no page describes the method.
pub fn why(
    pages: &[PageFacts],
    schema: &Schema,
    choices: &[Choice],
    asked: &Question,
) -> Option<Why> {
    let Claims { worlds, mut methods, shared } = claims(pages, &mut Vec::new());
    let (rest, name) = referred(&asked.method);
    let is_it = |method: &Method| method.rest == rest && method.name.eq_ignore_ascii_case(name);
    let index = methods.iter().position(|claimed| is_it(&claimed.method))?;
    let digits = decide::ids::Digits::of(&methods);
    let records = decide::records::documented(&shared, &digits, &mut Vec::new());
    let usual = decide::params::usual(&methods);
    let noted = match asked.answer {
        true => decide::answers::noted(&methods, &methods[index], &records, &digits),
        false => {
            let noted = Noted::with_rules();
            decide::params::decide(&mut methods[index], &records, &digits, &usual, noted)
        }
    };
    let claimed = &methods[index];
    let found = find(claimed, &shared, asked);
    let top = if asked.answer { "answer" } else { "params" };
    let place = std::iter::once(top).chain(asked.path.iter().map(String::as_str));
    let place = place.collect::<Vec<_>>().join(".");

    let (mut rules, at, page) = match found.record {
        None => (noted.rules, place.clone(), claimed.method.page.as_str()),
        Some(record) => {
            let inside = &asked.path[asked.path.len() - found.inside..];
            let at = std::iter::once(decide::records::RECORD);
            let at = at.chain(inside.iter().map(String::as_str)).collect::<Vec<_>>().join(".");
            let page = record.page.split('#').next().unwrap_or_default();
            (decide::records::noted(record, &digits).rules, at, page)
        }
    };
    let rules = rules.take().unwrap_or_default();
    let mut decided: Vec<Decided> = Vec::new();
    for (_, rule) in rules.into_iter().filter(|(place, _)| *place == at) {
        let rule = about(rule);
        if !decided.contains(&rule) {
            decided.push(rule);
        }
    }
    let overruled = choices.iter().filter(|choice| choice.page == page && choice.at == at);
    let module = schema.modules.get(&super::module_of(name));
    let method = module.and_then(|module| module.methods.iter().find(|method| is_it(method)));
    let ty = module.zip(method).and_then(|(m, method)| type_at(schema, m, method, asked));
    let mut parts: Vec<String> = Vec::new();
    if asked.path.is_empty() && !asked.answer {
        parts = claimed.params.fields.iter().map(|(name, _)| name.clone()).collect();
    } else if let Some(inner) = found.said.and_then(|said| said.parts.as_ref()) {
        parts = inner.fields.iter().map(|(name, _)| name.clone()).collect();
    }
    Some(Why {
        method: asked.method.clone(),
        page: claimed.method.page.clone(),
        place,
        record: found.record.map(|record| record.page.clone()),
        ty: ty.map(|ty| kind(&ty)),
        parts,
        claims: found
            .said
            .map(|said| said.claims.iter().filter_map(told).collect())
            .unwrap_or_default(),
        examples: shown(&worlds, &claimed.method.page, name, asked),
        rules: decided,
        overruled: overruled.cloned().collect(),
    })
}

fn about(rule: Rule) -> Decided {
    let (rule, reason, example) = rule.about();
    Decided { rule, reason, example }
}

/// Where a place is found.
struct Found<'s, 'f> {
    said: Option<&'s Said<'f>>,
    /// The record that it is in, and how many names it is inside.
    record: Option<&'s Described<'f>>,
    inside: usize,
}

fn find<'s, 'f>(
    claimed: &'s Claimed<'f>,
    shared: &'s [Described<'f>],
    asked: &Question,
) -> Found<'s, 'f> {
    let mut found =
        Found { said: asked.answer.then_some(&claimed.answer), record: None, inside: 0 };
    let mut parts = match asked.answer {
        true => claimed.answer.parts.as_ref(),
        false => Some(&claimed.params),
    };
    for (n, name) in asked.path.iter().enumerate() {
        if parts.is_none()
            && let Some(record) = found.said.and_then(|said| record_of(said, shared))
        {
            found.record = Some(record);
            found.inside = asked.path.len() - n;
            parts = Some(&record.parts);
        }
        let named = parts.and_then(|parts| {
            parts.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))
        });
        found.said = named.map(|(_, said)| said);
        parts = found.said.and_then(|said| said.parts.as_ref());
    }
    found
}

/// The shared record that a place holds.
fn record_of<'s, 'f>(said: &Said<'f>, shared: &'s [Described<'f>]) -> Option<&'s Described<'f>> {
    let key = said.words().find_map(|(word, _)| match word {
        Word::Record { key, .. } => key.as_ref(),
        _ => None,
    })?;
    shared.iter().find(|record| record.key == *key)
}

/// A claim in words; that something is not obsolete goes without saying.
fn told(claim: &Claim<'_>) -> Option<Told> {
    let says = match &claim.what {
        What::Type { word, list } => {
            format!("type {}{}", spelled(word), "[]".repeat((*list).into()))
        }
        What::Shape(shape) => format!("form {shape}"),
        What::Required(Required::Yes) => "required".to_owned(),
        What::Required(Required::Conditional) => "required under a condition".to_owned(),
        What::Required(Required::No) => "no mark".to_owned(),
        What::Default(default) => format!("default {default}"),
        What::Value(value) => format!("value {}", value.value),
        What::Limits(limits) => format!("bounds {limits:?}"),
        What::Optional => "may be left out".to_owned(),
        What::Called(Called::Identifier) => "called an identifier".to_owned(),
        What::Called(Called::Text) => "called a text".to_owned(),
        What::Called(Called::Quantity) => "called a number of something".to_owned(),
        What::Called(Called::Date) => "called a date".to_owned(),
        What::Keyed => "keys are data".to_owned(),
        What::Deprecated(true) => "obsolete".to_owned(),
        What::Deprecated(false) => return None,
        What::See(method) => format!("see {method}"),
        What::Constants(set) => format!("constants of `{}`", set.key),
        What::Link(target) => format!("link to {target}"),
    };
    let source = claim.source;
    Some(Told {
        says,
        source: source.kind.name(),
        lang: source.lang.code(),
        page: source.page.to_owned(),
        span: source.span,
    })
}

fn spelled(word: &Word) -> String {
    match word {
        Word::Basic(ty) => kind(ty),
        Word::Enum => "enum".to_owned(),
        Word::Char => "char".to_owned(),
        Word::Object => "object".to_owned(),
        Word::Array => "array".to_owned(),
        Word::Record { key: Some(key), .. } => format!("record of {key}"),
        Word::Record { key: None, .. } => "record of the parts below".to_owned(),
        Word::Keyed(each) => format!("map of {}", spelled(each)),
        Word::Unknown(word) => format!("{word}, which no page describes"),
    }
}

/// How many values are shown at most.
const VALUES: usize = 8;

/// The values that the examples of both languages have at a place.
fn shown(
    worlds: &[super::world::World<'_>],
    page: &str,
    name: &str,
    asked: &Question,
) -> Vec<Shown> {
    let mut out: Vec<Shown> = Vec::new();
    for world in worlds {
        let Some(page) = world.pages.get(page) else { continue };
        let sent = page.calls().filter(|call| call.method.eq_ignore_ascii_case(name));
        let sent = sent.filter_map(|call| Some((call.params.as_ref()?, call.origin.0)));
        let answered = page.answers().map(|body| (&body.json, body.origin.0));
        let bodies: Vec<(&Value, Span)> = match asked.answer {
            true => {
                answered.map(|(json, span)| (json.get("result").unwrap_or(json), span)).collect()
            }
            false => sent.collect(),
        };
        for (body, span) in bodies {
            let mut values = Vec::new();
            values_at(body, &asked.path, &mut values);
            for value in values {
                let known = out
                    .iter()
                    .any(|shown| shown.value == *value && shown.lang == world.lang.code());
                if !known
                    && out.len() < VALUES * Lang::ALL.len()
                    && (!asked.path.is_empty() || out.len() < 2)
                {
                    out.push(Shown { value: value.clone(), lang: world.lang.code(), span });
                }
            }
        }
    }
    out
}

fn values_at<'v>(value: &'v Value, path: &[String], out: &mut Vec<&'v Value>) {
    let Some((name, rest)) = path.split_first() else { return out.push(value) };
    match value {
        Value::Array(values) => values.iter().for_each(|value| values_at(value, path, out)),
        Value::Object(map) => {
            let is = |key: &str| key.trim_start_matches(SIGNS).eq_ignore_ascii_case(name);
            if map.keys().any(|key| is(key)) {
                for (_, value) in map.iter().filter(|(key, _)| is(key)) {
                    values_at(value, rest, out);
                }
            } else {
                let inner = map.values().filter(|value| value.is_object() || value.is_array());
                inner.for_each(|value| values_at(value, path, out));
            }
        }
        _ => {}
    }
}

/// The type at a place of the schema.
fn type_at(schema: &Schema, module: &Module, method: &Method, asked: &Question) -> Option<Type> {
    if asked.path.is_empty() {
        return asked.answer.then(|| method.answer.ty.clone());
    }
    let mut path = asked.path.iter();
    let mut ty = match asked.answer {
        true => &method.answer.ty,
        false => {
            let first = path.next()?;
            &method.params.iter().find(|p| p.name.eq_ignore_ascii_case(first))?.ty
        }
    };
    for name in path {
        ty = field_in(schema, module, ty, name)?;
    }
    Some(ty.clone())
}

fn field_in<'s>(schema: &'s Schema, module: &Module, ty: &'s Type, name: &str) -> Option<&'s Type> {
    let body = match ty {
        Type::Record(body) => body,
        Type::Ref(record) => schema.record(module, record)?,
        ty => return ty.parts().find_map(|part| field_in(schema, module, part, name)),
    };
    body.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name)).map(|field| &field.ty)
}

impl Why {
    /// The REST version of the method.
    pub fn rest(&self) -> Rest {
        referred(&self.method).0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;
    use crate::pipeline::{self, Docs};

    /// The rules that decide about each method, over the committed pages.
    fn rules() -> BTreeMap<String, BTreeSet<Rule>> {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs-src");
        let roots = Lang::ALL.map(|lang| (lang, docs.join(lang.code())));
        let docs = Docs::read(&roots).unwrap();
        let pages = pipeline::facts(&docs, &|| {}).pages;
        let Claims { mut methods, shared, .. } = claims(&pages, &mut Vec::new());
        let digits = decide::ids::Digits::of(&methods);
        let records = decide::records::documented(&shared, &digits, &mut Vec::new());
        let usual = decide::params::usual(&methods);
        let mut rules: BTreeMap<String, BTreeSet<Rule>> = BTreeMap::new();
        for record in &shared {
            let noted = decide::records::noted(record, &digits).rules.unwrap_or_default();
            let own = rules.entry(record.page.clone()).or_default();
            own.extend(noted.into_iter().map(|(_, rule)| rule));
        }
        for i in 0..methods.len() {
            let noted = Noted::with_rules();
            let params = decide::params::decide(&mut methods[i], &records, &digits, &usual, noted);
            let answer = decide::answers::noted(&methods, &methods[i], &records, &digits);
            let all =
                [params, answer].into_iter().flat_map(|noted| noted.rules.unwrap_or_default());
            let own = rules.entry(methods[i].method.name.clone()).or_default();
            own.extend(all.map(|(_, rule)| rule));
        }
        rules
    }

    #[test]
    fn each_rule_decides_on_the_page_that_it_names() {
        let rules = rules();
        let mut wrong = Vec::new();
        for rule in Rule::ALL {
            let (name, _, example) = rule.about();
            let decides = match example {
                "" => !rules.values().any(|own| own.contains(&rule)),
                example => rules.get(example).is_some_and(|own| own.contains(&rule)),
            };
            if !decides {
                let of = |(method, own): (&String, &BTreeSet<Rule>)| {
                    own.contains(&rule).then(|| method.clone())
                };
                let instead: Vec<String> = rules.iter().filter_map(of).take(3).collect();
                wrong.push(format!("{name}: not on {example}, but on {instead:?}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
