//! The answer of a method: what the tables say of it, and what the examples prove.

use b24_schema::{Answer, Field, RecordBody, Type};
use serde_json::Value;

use crate::facts::{Item, PageFacts, Role, Section};

use super::fields::{At, Resolver};
use super::infer::infer;
use super::prove::{fits, kind, reconcile};
use super::{choose, merge_bodies};

/// The answer: what the tables say of `result`, widened to what the examples prove.
pub(super) fn answer<'f>(resolver: &mut Resolver<'_, 'f>, page: &'f PageFacts) -> Answer {
    resolver.answer = true;
    let bodies: Vec<&Value> = page
        .sections
        .iter()
        .filter(|s| s.role == Role::Answer)
        .flat_map(Section::flat)
        .filter_map(|item| match item {
            Item::Body(body)
                if body.status.is_none_or(|s| s < 400) && body.json.get("error").is_none() =>
            {
                Some(&body.json)
            }
            _ => None,
        })
        .collect();
    let has = |key: &str| bodies.iter().any(|b| b.get(key).is_some());
    let enveloped = bodies.is_empty() || has("result");
    let results: Vec<&Value> = if enveloped {
        bodies.iter().filter_map(|b| b.get("result")).collect()
    } else {
        bodies.clone()
    };

    // The envelope as the tables describe it.
    let mut envelope = RecordBody::default();
    let mut main = None;
    for (index, section) in page.sections.iter().enumerate() {
        if section.role == Role::Answer && section.subject.is_none() && section.holds_fields() {
            let rows = section.rows();
            let at = At { page, role: Role::Answer, section: index, evidence: &bodies };
            let found = resolver.body(&rows, at);
            main.get_or_insert(index);
            merge_bodies(&mut envelope, &found);
        }
    }
    let named = |name: &str| {
        page.sections.iter().position(|s| {
            s.role == Role::Answer
                && s.subject.as_deref().is_some_and(|x| x.eq_ignore_ascii_case(name))
                && s.holds_fields()
        })
    };
    let result = envelope.fields.iter().position(|f| f.name.eq_ignore_ascii_case("result"));
    let mut ty = match result {
        Some(index) => {
            let field = envelope.fields.remove(index);
            // Rows beside `result` may describe its parts, where no table of its own does.
            let parts: Vec<Field> =
                envelope.fields.iter().filter(|f| !is_envelope(&f.name)).cloned().collect();
            match field.ty {
                Type::Map(_) | Type::Any if !parts.is_empty() && shows(&results, &parts) => {
                    Type::Record(RecordBody { fields: parts, open: false })
                }
                Type::List(inner) if *inner == Type::Any && !parts.is_empty() => {
                    Type::List(Box::new(Type::Record(RecordBody { fields: parts, open: false })))
                }
                ty => ty,
            }
        }
        None => {
            let parts: Vec<Field> =
                envelope.fields.iter().filter(|f| !is_envelope(&f.name)).cloned().collect();
            match named("result") {
                Some(section) if parts.is_empty() => {
                    let rows = page.sections[section].rows();
                    let at = At { page, role: Role::Answer, section, evidence: &results };
                    Type::Record(resolver.body(&rows, at))
                }
                _ if !parts.is_empty() => {
                    let record = Type::Record(RecordBody { fields: parts, open: false });
                    if results.iter().any(|r| r.is_array()) {
                        Type::List(Box::new(record))
                    } else {
                        record
                    }
                }
                _ => Type::Any,
            }
        }
    };
    if let Some(shown) = infer(&results) {
        // Tables first; an example speaks where they are silent or wrong.
        if ty == Type::Any
            || matches!(&ty, Type::Map(inner) | Type::List(inner) if **inner == Type::Any)
                && results.iter().all(|r| fits(&ty, r, true))
        {
            ty = shown;
        } else if let Some(bad) = results.iter().find(|r| !fits(&ty, r, true)) {
            choose(
                resolver.choices,
                &page.path,
                "answer",
                "example-contradicts",
                format!(
                    "documented as {}, an example answers {}",
                    kind(&ty),
                    infer(&[bad]).as_ref().map_or_else(|| "null".into(), kind)
                ),
            );
            let shown =
                infer(&results.iter().copied().filter(|r| !fits(&ty, r, true)).collect::<Vec<_>>());
            let all = results.iter().all(|r| !fits(&ty, r, true));
            ty = reconcile(ty, shown.unwrap_or(Type::Any), all);
        }
    }
    let ty = resolver.share(ty, "");
    resolver.answer = false;
    Answer { ty, bare: !enveloped, total: has("total"), next: has("next") }
}

fn is_envelope(name: &str) -> bool {
    ["result", "time", "total", "next", "error", "error_description"]
        .iter()
        .any(|n| n.eq_ignore_ascii_case(name))
}

fn shows(results: &[&Value], parts: &[Field]) -> bool {
    results.is_empty()
        || results.iter().any(|r| {
            r.as_object().is_some_and(|map| parts.iter().any(|p| map.contains_key(&p.name)))
        })
}
