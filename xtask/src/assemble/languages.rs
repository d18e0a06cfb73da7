//! What both languages say of a method, put together.
//!
//! A page describes one method, whatever the case or the slip its name is spelled with: what stands at one
//! path is about one thing.

use std::collections::BTreeMap;

use b24_schema::{Deprecation, ErrorCode, Method, Type, Who};
use rayon::prelude::*;
use serde_json::Value;

use super::claims::answer::{Answer, results};
use super::claims::method::Described;
use super::claims::{Parts, Said};
use super::report::Choice;
use super::world::World;
use super::{choose, join};

/// A method, with what is said of its parameters and its answer.
pub(crate) struct Claimed<'f> {
    /// Without parameters, and with nothing of the answer.
    pub method: Method,
    pub params: Parts<'f>,
    /// What the examples of each language send, by name.
    pub sent: Vec<Vec<Value>>,
    /// What the pages that describe parameters send.
    pub elsewhere: Vec<Value>,
    /// Whether they send values by position, whose names are guessed.
    pub by_position: bool,
    /// The ways to call it, each with the parameters that it needs.
    pub variants: Vec<Vec<String>>,
    /// Sets of parameters, of each of which one will do.
    pub either: Vec<Vec<String>>,
    pub answer: Said<'f>,
    /// What is said of fields of the answer whose place only an example can tell.
    pub loose: Vec<(String, Said<'f>)>,
    /// The page of the method that answers the same.
    pub like: Option<&'f str>,
    /// What an example declares it to answer.
    pub payload: Option<&'f Type>,
    /// What the examples answer.
    pub answered: Vec<std::borrow::Cow<'f, Value>>,
    pub choices: Vec<Choice>,
}

/// The methods of both languages, sorted by page.
pub(crate) fn together<'f>(
    worlds: &[World<'f>],
    described: Vec<Vec<Described<'f>>>,
) -> Vec<Claimed<'f>> {
    let mut pages: BTreeMap<String, Vec<Described<'f>>> = BTreeMap::new();
    for of_language in described {
        for method in of_language {
            pages.entry(method.method.page.clone()).or_default().push(method);
        }
    }
    let pages: Vec<(String, Vec<Described<'f>>)> = pages.into_iter().collect();
    let both = worlds.len() > 1;
    pages
        .into_par_iter()
        .filter_map(|(page, described)| {
            let mut described = described.into_iter();
            let mut all = claimed(described.next()?);
            let mut alone = true;
            for other in described {
                alone = false;
                add(&mut all, other);
            }
            if alone && both {
                let lang =
                    if worlds[0].pages.contains_key(page.as_str()) { "English" } else { "Russian" };
                let code = if lang == "English" { "english-only" } else { "filled-from-ru" };
                let message = format!("`{}` is described in {lang} only", all.method.name);
                choose(&mut all.choices, &page, "name", code, message);
            }
            let shown = worlds.iter().filter_map(|world| world.pages.get(page.as_str()));
            all.payload = shown.clone().find_map(|page| page.payload.as_ref());
            all.answered = shown.flat_map(|page| results(page)).collect();
            Some(all)
        })
        .collect()
}

fn claimed(one: Described<'_>) -> Claimed<'_> {
    let Described {
        method,
        params,
        sent,
        elsewhere,
        by_position,
        variants,
        either,
        folded,
        answer,
    } = one;
    let Answer { said, loose, total: _, next: _, like } = answer;
    let mut choices = Vec::new();
    note_folded(&method.page, &folded, &mut choices);
    Claimed {
        method,
        params,
        sent: vec![sent],
        elsewhere,
        by_position,
        variants,
        either,
        answer: said,
        loose,
        like,
        payload: None,
        answered: Vec::new(),
        choices,
    }
}

/// Adds what the page says in Russian.
fn add<'f>(all: &mut Claimed<'f>, ru: Described<'f>) {
    let Claimed {
        method,
        params,
        sent,
        elsewhere,
        by_position,
        variants,
        either,
        answer,
        loose,
        like,
        payload: _,
        answered: _,
        choices,
    } = claimed(ru);
    all.choices.extend(choices);
    head(&mut all.method, method, &mut all.choices);
    join::parts(&mut all.params, params, join::Spelling::AnyCase);
    join::said(&mut all.answer, answer);
    all.loose.extend(loose);
    all.sent.extend(sent);
    all.elsewhere.extend(elsewhere);
    all.by_position |= by_position;
    if all.variants.len() < 2 && all.either.is_empty() {
        (all.variants, all.either) = (variants, either);
    }
    all.like = all.like.or(like);
}

fn note_folded(page: &str, folded: &[String], choices: &mut Vec<Choice>) {
    for name in folded {
        let message = "the same as a parameter that is spelled in another case";
        choose(choices, page, format!("params.{name}"), "case-folded", message);
    }
}

fn head(method: &mut Method, ru: Method, choices: &mut Vec<Choice>) {
    let page = method.page.clone();
    let disagree = |choices: &mut Vec<Choice>, at: &str, message: String| {
        choose(choices, &page, at, "languages-disagree", message);
    };
    // Whatever the schema comes to say of a method has to be put together here too.
    let Method {
        name,
        rest: _,
        page: _,
        title,
        scopes,
        scope_from,
        who,
        effect: _,
        deprecated,
        app_only,
        positional,
        params: _,
        open,
        alternatives: _,
        answer,
        list: _,
        errors,
        related,
        text,
    } = ru;
    method.title.ru = title.ru;
    method.text.or(&text);
    method.answer.text.or(&answer.text);
    if method.name != name {
        let message = format!("`{}` is spelled `{name}` in Russian", method.name);
        choose(choices, &page, "name", "name-case", message);
    }
    if method.scopes != scopes {
        let message = format!("English says {:?}, Russian {scopes:?}", method.scopes);
        if method.scopes.is_empty() {
            choose(choices, &page, "scopes", "filled-from-ru", message);
            method.scopes = scopes;
        } else {
            disagree(choices, "scopes", message);
        }
    }
    method.scope_from = method.scope_from.take().or(scope_from);
    if method.who != who {
        disagree(choices, "who", format!("English says {:?}, Russian {who:?}", method.who));
        // Any user and the administrator are told by a few known words; whatever else is said counts as
        // restricted, a slip of the translation too.
        if method.who == Who::Restricted {
            method.who = who;
        }
    }
    match (&mut method.deprecated, deprecated) {
        (Some(Deprecation { replacement }), Some(ru)) if replacement.is_empty() => {
            *replacement = ru.replacement;
        }
        (en @ None, Some(ru)) => {
            choose(choices, &page, "deprecated", "filled-from-ru", "deprecated in Russian only");
            *en = Some(ru);
        }
        _ => {}
    }
    method.positional |= positional;
    method.app_only &= app_only;
    method.open |= open;
    method.answer.total |= answer.total;
    method.answer.next |= answer.next;
    for ErrorCode { code, status, text } in errors {
        match method.errors.iter_mut().find(|known| known.code == code) {
            Some(known) => {
                known.status = known.status.or(status);
                known.text.or(&text);
            }
            None => {
                let message = format!("error `{code}` stands in Russian only");
                choose(choices, &page, "errors", "filled-from-ru", message);
                method.errors.push(ErrorCode { code, status, text });
            }
        }
    }
    for name in related {
        if !method.related.contains(&name) {
            method.related.push(name);
        }
    }
}
