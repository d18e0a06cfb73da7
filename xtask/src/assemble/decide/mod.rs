//! From what is said of a place, and what the examples show there, to its type.
//!
//! | module | decides |
//! |---|---|
//! | `documented` | the type that the claims come to: one function, its rules in order |
//! | `composite` | objects and arrays: their parts, keys that are data, names to select and to sort by |
//! | `fields` | the fields of an object: marks, defaults, values |
//! | `shown`, `shown_fields` | what examples add: fields no table has, forms that do not fit |
//! | `records` | the same for records that several places share |
//! | `marks` | whether a parameter is required, where examples leave it out |
//! | `params`, `answers` | the two sides of a method, through all of these |
//! | `infer`, `shape`, `ids`, `queries` | what values and names tell |

pub(super) mod answers;
mod composite;
mod described;
mod documented;
mod fields;
mod formats;
pub(crate) mod ids;
pub(crate) mod infer;
mod marks;
mod nulls;
pub(super) mod params;
pub(crate) mod properties;
pub(crate) mod queries;
pub(super) mod records;
pub(crate) mod rules;
pub(crate) mod shape;
mod shown;
mod shown_fields;

use std::collections::BTreeMap;
use std::fmt;

use b24_schema::fit::{Fit, Misfit};
use b24_schema::{Record, Rest, Type};
use serde_json::Value;

use super::path::Path;
use super::report::Choice;
use ids::Digits;
use queries::{Use, use_of};
use rules::Rule;

pub(crate) use described::DESCRIPTION;

/// Parameters of these names are objects, where the documentation calls them arrays and shows none.
pub(crate) const OBJECTS: [&str; 7] =
    ["fields", "params", "filter", "order", "data", "settings", "options"];

/// Shared records by key.
pub(crate) type Records = BTreeMap<String, Record>;

/// What is decided about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// What a method takes.
    Request,
    /// What it answers.
    Answer,
}

/// Decides about the places of one method, or of one record.
pub(crate) struct Decide<'a> {
    pub records: &'a Records,
    /// What the examples of all pages show.
    pub digits: &'a Digits,
    /// The page that the choices are noted on.
    pub page: &'a str,
    pub rest: Rest,
    pub side: Side,
    pub noted: Noted,
}

/// What is noted while it is decided.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noted {
    /// Choices between sources that disagree.
    pub choices: Vec<Choice>,
    /// The rules that decided, each with its place; only where somebody asks for them.
    pub rules: Option<Vec<(String, Rule)>>,
}

impl Noted {
    /// Notes the rules too.
    pub(crate) fn with_rules() -> Self {
        Self { choices: Vec::new(), rules: Some(Vec::new()) }
    }
}

/// Whether a value of an example fits a type, by the one rule of fit.
pub(crate) fn fits(ty: &Type, value: &Value, records: &Records) -> bool {
    misfit(ty, value, records).unfit == 0
}

/// How badly a value of an example misfits a type.
pub(crate) fn misfit(ty: &Type, value: &Value, records: &Records) -> Misfit {
    let record = |key: &str| records.get(key).map(|record| &record.body);
    Fit::neutral(&record).misfit(ty, value)
}

impl Decide<'_> {
    /// Notes the rule that decides about a place.
    fn by(&mut self, at: Path<'_>, rule: Rule) {
        if let Some(rules) = &mut self.noted.rules {
            rules.push((at.to_string(), rule));
        }
    }

    /// Whether a place is a condition of a request, whose keys are names of fields.
    fn is_filter(&self, at: Path<'_>) -> bool {
        self.side == Side::Request && use_of(at.name) == Use::Filter
    }

    fn choose(&mut self, at: impl fmt::Display, code: &'static str, message: impl Into<String>) {
        super::choose(&mut self.noted.choices, self.page, at.to_string(), code, message);
    }
}
