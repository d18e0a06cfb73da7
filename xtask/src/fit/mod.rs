//! The documented examples, held against the schema that is made of the same pages.
//!
//! The schema is right where every request that the documentation shows can be made with it, and
//! every answer be decoded. What [`b24_schema::fit`] cannot explain is listed here.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;

use b24_schema::fit::{self, Fit, Misfits};
use b24_schema::{Method, Module, Rest, Schema};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::assemble::claims::answer::results;
use crate::corpus::{Lang, Span};
use crate::examples::is_unknown;
use crate::facts::{PageFacts, PageKind};

/// A request or an answer that a page shows.
#[derive(Clone, Debug)]
pub struct Example<'s> {
    /// The method of the page, and its module.
    pub method: &'s Method,
    /// The module of the method.
    pub module: &'s Module,
    /// The language of the page.
    pub lang: Lang,
    /// Which of the two it is.
    pub kind: Kind,
    /// The parameters, or the whole body of the answer. What the example does not tell is `null`.
    pub value: Cow<'s, Value>,
    /// Where it stands.
    pub span: Span,
}

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Parameters of the method.
    Request,
    /// Its answer.
    Answer,
}

/// An example that the schema does not explain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// The method.
    pub method: String,
    /// Its REST version.
    pub rest: Rest,
    /// Its page.
    pub page: String,
    /// The language of the page.
    pub lang: &'static str,
    /// Which of the two it is.
    pub kind: Kind,
    /// What is not explained.
    #[serde(flatten)]
    pub misfits: Misfits,
    /// Where the example stands.
    #[serde(skip)]
    pub span: Span,
}

/// How many examples there are, and how many the schema does not explain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Requests of the method that their page describes.
    pub fit_requests: usize,
    /// Those that the schema explains wholly.
    pub fit_requests_clean: usize,
    /// Those with keys that the schema does not name.
    pub fit_requests_unknown: usize,
    /// Those with values that do not fit.
    pub fit_requests_unfit: usize,
    /// Those without something that is required.
    pub fit_requests_missing: usize,
    /// Answers of success.
    pub fit_answers: usize,
    /// Those that the schema explains wholly.
    pub fit_answers_clean: usize,
    /// Those with keys that the schema does not name.
    pub fit_answers_unknown: usize,
    /// Those with values that do not fit.
    pub fit_answers_unfit: usize,
}

/// Every request and every answer of success that the page of a method shows, in the order of the
/// pages, the requests of a page first.
pub fn examples<'s>(schema: &'s Schema, pages: &'s [PageFacts]) -> Vec<Example<'s>> {
    each(schema, pages, |example| example)
}

/// What `f` makes of every example.
fn each<'s, T: Send>(
    schema: &'s Schema,
    pages: &'s [PageFacts],
    f: impl Fn(Example<'s>) -> T + Sync,
) -> Vec<T> {
    let modules = schema.modules.values();
    let of_page: HashMap<&str, (&Module, &Method)> = modules
        .flat_map(|module| module.methods.iter().map(move |m| (m.page.as_str(), (module, m))))
        .collect();
    let of_page = |page: &'s PageFacts| {
        let found = of_page.get(page.path.as_str()).filter(|(_, method)| {
            page.kind == PageKind::Method && method.name.eq_ignore_ascii_case(&page.head.name)
        });
        let shown = found.map(|&(module, method)| shown(page, module, method));
        shown.into_iter().flatten().map(&f)
    };
    pages.par_iter().flat_map_iter(of_page).collect()
}

/// The examples of one page.
fn shown<'s>(page: &'s PageFacts, module: &'s Module, method: &'s Method) -> Vec<Example<'s>> {
    let example =
        |kind, value, span| Example { method, module, lang: page.lang, kind, value, span };
    let own = page.calls().filter(|call| {
        call.method.eq_ignore_ascii_case(&method.name)
            && call.rest.is_none_or(|rest| rest == method.rest)
    });
    let requests = own.filter_map(|call| Some((call.params.as_ref()?, call.origin)));
    let requests =
        requests.map(|(params, at)| example(Kind::Request, without_unknown(params), at.0));
    // Whatever part of it a page shows, the server puts what it answers into `result`.
    let answers = page.answers().zip(results(page)).map(|(body, result)| {
        let value = match body.json.get("result") {
            Some(_) => without_unknown(&body.json),
            None => Cow::Owned(json!({ "result": without_unknown(&result) })),
        };
        example(Kind::Answer, value, body.origin.0)
    });
    requests.chain(answers).collect()
}

/// Holds every example against the schema.
pub fn check(schema: &Schema, pages: &[PageFacts]) -> (Totals, Vec<Finding>) {
    let held = each(schema, pages, |example| {
        let misfits = misfits(schema, &example);
        let Example { method, lang, kind, span, .. } = example;
        let finding = (!misfits.is_empty()).then(|| Finding {
            method: method.name.clone(),
            rest: method.rest,
            page: method.page.clone(),
            lang: lang.code(),
            kind,
            misfits,
            span,
        });
        (kind, finding)
    });
    let mut totals = Totals::default();
    for (kind, finding) in &held {
        totals.count(*kind, finding.as_ref().map(|finding| &finding.misfits));
    }
    (totals, held.into_iter().filter_map(|(_, finding)| finding).collect())
}

/// What of an example the schema does not explain; paths in answers begin below `result`.
pub fn misfits(schema: &Schema, example: &Example<'_>) -> Misfits {
    let records = |name: &str| schema.record(example.module, name);
    match example.kind {
        Kind::Request => Fit::new(&records).request(example.method, &example.value),
        Kind::Answer => {
            Fit::new(&records).answer(&example.method.answer.ty, &example.value["result"])
        }
    }
}

impl Totals {
    /// Counts one more example, and what is wrong with it.
    fn count(&mut self, kind: Kind, misfits: Option<&Misfits>) {
        let has = |part: fn(&Misfits) -> bool| usize::from(misfits.is_some_and(part));
        let clean = usize::from(misfits.is_none());
        let unknown = has(|misfits| !misfits.unknown.is_empty());
        let unfit = has(|misfits| !misfits.unfit.is_empty());
        match kind {
            Kind::Request => {
                self.fit_requests += 1;
                self.fit_requests_clean += clean;
                self.fit_requests_unknown += unknown;
                self.fit_requests_unfit += unfit;
                self.fit_requests_missing += has(|misfits| !misfits.missing.is_empty());
            }
            Kind::Answer => {
                self.fit_answers += 1;
                self.fit_answers_clean += clean;
                self.fit_answers_unknown += unknown;
                self.fit_answers_unfit += unfit;
            }
        }
    }
}

impl Finding {
    /// What is not explained, in one line.
    pub fn message(&self) -> String {
        let Misfits { unknown, unfit, missing } = &self.misfits;
        let mut parts = Vec::new();
        if !unknown.is_empty() {
            parts.push(format!("unknown: {}", unknown.join(", ")));
        }
        for fit::Unfit { path, expected, found } in unfit {
            let at = if path.is_empty() { "all of it" } else { path };
            parts.push(format!("unfit: {at} is {found}, not {expected}"));
        }
        if !missing.is_empty() {
            parts.push(format!("missing: {}", missing.join(", ")));
        }
        parts.join("; ")
    }
}

/// What an example does not tell may be anything. Few examples leave something out.
fn without_unknown(value: &Value) -> Cow<'_, Value> {
    if !holds_unknown(value) {
        return Cow::Borrowed(value);
    }
    let mut value = value.clone();
    forget_unknown(&mut value);
    Cow::Owned(value)
}

fn holds_unknown(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(holds_unknown),
        Value::Object(map) => map.values().any(holds_unknown),
        value => is_unknown(value),
    }
}

fn forget_unknown(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(forget_unknown),
        Value::Object(map) => map.values_mut().for_each(forget_unknown),
        value if is_unknown(value) => *value = Value::Null,
        _ => {}
    }
}
