//! The documented examples, held against the schema that is made of the same pages.
//!
//! The schema is right where every request that the documentation shows can be made with it, and
//! every answer be decoded. What [`b24_schema::fit`] cannot explain is listed here.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use b24_schema::fit::{self, Misfits};
use b24_schema::{Answer, Method, Module, Rest, Schema};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;

use crate::corpus::{Lang, Span};
use crate::examples::is_unknown;
use crate::facts::{Item, PageFacts, PageKind, Role};

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
    pub value: Value,
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
/// pages.
pub fn examples<'s>(schema: &'s Schema, pages: &[PageFacts]) -> Vec<Example<'s>> {
    let modules = schema.modules.values();
    let of_page: HashMap<&str, (&Module, &Method)> = modules
        .flat_map(|module| module.methods.iter().map(move |m| (m.page.as_str(), (module, m))))
        .collect();
    let mut out = Vec::new();
    for page in pages.iter().filter(|page| page.kind == PageKind::Method) {
        let Some(&(module, method)) = of_page.get(page.path.as_str()) else { continue };
        if !method.name.eq_ignore_ascii_case(&page.head.name) {
            continue;
        }
        let example = |kind, value: &Value, span| {
            let mut value = value.clone();
            forget_unknown(&mut value);
            Example { method, module, lang: page.lang, kind, value, span }
        };
        for section in &page.sections {
            for item in section.flat() {
                match item {
                    Item::Call(call)
                        if call.method.eq_ignore_ascii_case(&method.name)
                            && call.rest.is_none_or(|rest| rest == method.rest) =>
                    {
                        let params = call.params.iter();
                        out.extend(params.map(|p| example(Kind::Request, p, call.origin.0)));
                    }
                    Item::Body(body)
                        if section.role == Role::Answer
                            && body.is_success()
                            && (method.answer.bare || body.json.get("result").is_some()) =>
                    {
                        out.push(example(Kind::Answer, &body.json, body.origin.0));
                    }
                    _ => {}
                }
            }
        }
    }
    out
}

/// Holds every example against the schema.
pub fn check(schema: &Schema, pages: &[PageFacts]) -> (Totals, Vec<Finding>) {
    let examples = examples(schema, pages);
    let misfits: Vec<Misfits> = examples.par_iter().map(|e| misfits(schema, e)).collect();
    let mut totals = Totals::default();
    let mut findings = Vec::new();
    for (example, misfits) in examples.into_iter().zip(misfits) {
        totals.count(example.kind, &misfits);
        if !misfits.is_empty() {
            findings.push(Finding {
                method: example.method.name.clone(),
                rest: example.method.rest,
                page: example.method.page.clone(),
                lang: example.lang.code(),
                kind: example.kind,
                misfits,
                span: example.span,
            });
        }
    }
    (totals, findings)
}

/// What of an example the schema does not explain; paths in answers begin below `result`.
pub fn misfits(schema: &Schema, example: &Example<'_>) -> Misfits {
    let records = |name: &str| schema.record(example.module, name);
    match example.kind {
        Kind::Request => fit::request(example.method, &example.value, &records),
        Kind::Answer => {
            let Answer { ty, bare, .. } = &example.method.answer;
            let result = if *bare { &example.value } else { &example.value["result"] };
            fit::answer(ty, result, &records)
        }
    }
}

impl Totals {
    fn count(&mut self, kind: Kind, misfits: &Misfits) {
        let clean = usize::from(misfits.is_empty());
        let unknown = usize::from(!misfits.unknown.is_empty());
        let unfit = usize::from(!misfits.unfit.is_empty());
        match kind {
            Kind::Request => {
                self.fit_requests += 1;
                self.fit_requests_clean += clean;
                self.fit_requests_unknown += unknown;
                self.fit_requests_unfit += unfit;
                self.fit_requests_missing += usize::from(!misfits.missing.is_empty());
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

/// What an example does not tell may be anything.
fn forget_unknown(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(forget_unknown),
        Value::Object(map) => map.values_mut().for_each(forget_unknown),
        value if is_unknown(value) => *value = Value::Null,
        _ => {}
    }
}
