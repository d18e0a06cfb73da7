//! Two languages → one: English is primary, Russian fills what it lacks.

use std::collections::BTreeMap;

use b24_schema::{Field, Method, RecordBody, Type};
use rayon::prelude::*;

use super::choose;
use super::method::Language;
use super::report::Choice;

/// Merges what the languages give. A method is one whatever the case its name is spelled in.
pub(crate) fn languages(en: Language, ru: Language, choices: &mut Vec<Choice>) -> Language {
    choices.extend(en.choices);
    choices.extend(ru.choices.into_iter().filter(|c| c.code == "erratum"));
    // A page describes one method, whatever the case or the slip its name is spelled with.
    let mut others: BTreeMap<String, Method> =
        ru.methods.into_iter().map(|m| (m.page.clone(), m)).collect();
    let pairs: Vec<(Method, Option<Method>)> = en
        .methods
        .into_iter()
        .map(|method| {
            let other = others.remove(&method.page);
            (method, other)
        })
        .collect();
    let merged: Vec<(Method, Vec<Choice>)> = pairs
        .into_par_iter()
        .map(|(mut method, other)| {
            let mut choices = Vec::new();
            if let Some(other) = other {
                self::method(&mut method, other, &mut choices);
            } else {
                let message = format!("`{}` is described in English only", method.name);
                choose(&mut choices, &method.page, "name", "english-only", message);
            }
            (method, choices)
        })
        .collect();
    let (mut methods, found): (Vec<Method>, Vec<_>) = merged.into_iter().unzip();
    choices.extend(found.into_iter().flatten());
    for method in others.into_values() {
        choose(
            choices,
            &method.page,
            "name",
            "filled-from-ru",
            format!("`{}` is described in Russian only", method.name),
        );
        methods.push(method);
    }
    let mut records = en.records;
    for (name, record) in ru.records {
        match records.get_mut(&name) {
            Some(known) => {
                known.text.or(&record.text);
                fill_body(&mut known.body, record.body, &record.page, &name, choices);
            }
            None => {
                records.insert(name, record);
            }
        }
    }
    let mut loose = en.loose;
    for (page, fields) in ru.loose {
        loose.entry(page).or_default().extend(fields);
    }
    Language { methods, records, choices: Vec::new(), loose }
}

fn method(method: &mut Method, ru: Method, choices: &mut Vec<Choice>) {
    let page = method.page.clone();
    method.title.ru = ru.title.ru;
    method.text.or(&ru.text);
    method.answer.text.or(&ru.answer.text);
    if method.name != ru.name {
        choose(
            choices,
            &page,
            "name",
            "name-case",
            format!("`{}` is spelled `{}` in Russian", method.name, ru.name),
        );
    }
    if method.scopes != ru.scopes {
        let message = format!("English says {:?}, Russian {:?}", method.scopes, ru.scopes);
        if method.scopes.is_empty() {
            choose(choices, &page, "scopes", "filled-from-ru", message);
            method.scopes = ru.scopes;
        } else {
            choose(choices, &page, "scopes", "languages-disagree", message);
        }
    }
    if method.scope_from.is_none() && ru.scope_from.is_some() {
        method.scope_from = ru.scope_from;
    }
    if method.who != ru.who {
        choose(
            choices,
            &page,
            "who",
            "languages-disagree",
            format!("English says {:?}, Russian {:?}", method.who, ru.who),
        );
        // Any user and the administrator are told by a few known words; whatever else is said counts as
        // restricted, a slip of the translation too.
        if method.who == b24_schema::Who::Restricted {
            method.who = ru.who;
        }
    }
    match (&mut method.deprecated, ru.deprecated) {
        (Some(en), Some(ru)) if en.replacement.is_empty() => en.replacement = ru.replacement,
        (en @ None, Some(ru)) => {
            choose(choices, &page, "deprecated", "filled-from-ru", "deprecated in Russian only");
            *en = Some(ru);
        }
        _ => {}
    }
    method.positional |= ru.positional;
    method.app_only &= ru.app_only;
    method.open |= ru.open || ru.params.iter().any(Field::is_wildcard);
    fill_fields(&mut method.params, ru.params, &page, "params", choices);
    fill_type(&mut method.answer.ty, ru.answer.ty, &page, "answer", choices);
    method.answer.total |= ru.answer.total;
    method.answer.next |= ru.answer.next;
    for error in ru.errors {
        match method.errors.iter_mut().find(|known| known.code == error.code) {
            Some(known) => {
                known.status = known.status.or(error.status);
                known.text.or(&error.text);
            }
            None => {
                choose(
                    choices,
                    &page,
                    "errors",
                    "filled-from-ru",
                    format!("error `{}` stands in Russian only", error.code),
                );
                method.errors.push(error);
            }
        }
    }
    for name in ru.related {
        if !method.related.contains(&name) {
            method.related.push(name);
        }
    }
    if method.alternatives.is_empty() {
        method.alternatives = ru.alternatives;
    }
}

fn fill_body(
    body: &mut RecordBody,
    other: RecordBody,
    page: &str,
    at: &str,
    choices: &mut Vec<Choice>,
) {
    body.open |= other.open || other.fields.iter().any(Field::is_wildcard);
    fill_fields(&mut body.fields, other.fields, page, at, choices);
}

fn fill_fields(
    fields: &mut Vec<Field>,
    other: Vec<Field>,
    page: &str,
    at: &str,
    choices: &mut Vec<Choice>,
) {
    for field in fields.iter() {
        if !other.iter().any(|o| o.name.eq_ignore_ascii_case(&field.name)) {
            choose(
                choices,
                page,
                format!("{at}.{}", field.name),
                "english-only",
                "stands in English only",
            );
        }
    }
    // The server reads the names of parameters themselves in any case.
    let top = at == "params";
    for field in other {
        let at = format!("{at}.{}", field.name);
        let same = |known: &Field| {
            known.name == field.name || top && known.name.eq_ignore_ascii_case(&field.name)
        };
        match fields.iter_mut().find(|known| same(known)) {
            Some(known) => {
                if known.required != field.required {
                    let who = if known.required { "English" } else { "Russian" };
                    choose(
                        choices,
                        page,
                        &at,
                        "languages-disagree",
                        format!("required in {who} only"),
                    );
                }
                if known.default.is_none() {
                    known.default = field.default;
                }
                if known.values.is_empty() && !field.values.is_empty() {
                    choose(
                        choices,
                        page,
                        &at,
                        "filled-from-ru",
                        "allowed values stand in Russian only",
                    );
                    known.values = field.values;
                }
                for see in field.see {
                    if !known.see.contains(&see) {
                        known.see.push(see);
                    }
                }
                known.text.or(&field.text);
                known.deprecated |= field.deprecated;
                let limits = &mut known.limits;
                limits.min = limits.min.or(field.limits.min);
                limits.max = limits.max.or(field.limits.max);
                limits.max_length = limits.max_length.or(field.limits.max_length);
                fill_type(&mut known.ty, field.ty, page, &at, choices);
            }
            None => {
                choose(choices, page, &at, "filled-from-ru", "stands in Russian only");
                fields.push(field);
            }
        }
    }
}

/// Takes the Russian type where the English one says nothing, and goes on inside where both agree.
fn fill_type(ty: &mut Type, other: Type, page: &str, at: &str, choices: &mut Vec<Choice>) {
    match (&mut *ty, other) {
        (Type::Any, other) if other != Type::Any => {
            choose(choices, page, at, "filled-from-ru", "the type stands in Russian only");
            *ty = other;
        }
        (Type::Map(inner), Type::Record(body)) if **inner == Type::Any => {
            choose(choices, page, at, "filled-from-ru", "the fields stand in Russian only");
            *ty = Type::Record(body);
        }
        (Type::Map(a), Type::Map(b)) | (Type::List(a), Type::List(b)) => {
            fill_type(a, *b, page, at, choices)
        }
        (Type::Record(a), Type::Record(b)) => fill_body(a, b, page, at, choices),
        _ => {}
    }
}
