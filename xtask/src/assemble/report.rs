//! What became of every page, and how much of the documentation reached the schema.

use std::collections::BTreeMap;

use b24_schema::Type;
use serde::Serialize;

use crate::corpus::Lang;
use crate::fit::{Finding, Totals};

/// The outcome of a build, beside the schema.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// One entry per page and language, sorted by path: none is missing.
    pub pages: Vec<PageFate>,
    /// Choices between sources that disagree, sorted by page.
    pub choices: Vec<Choice>,
    /// Examples that the schema does not explain, in the order of the pages.
    pub examples: Vec<Finding>,
    /// How many errors of methods there are of each kind.
    pub errors: BTreeMap<String, usize>,
    /// Totals.
    pub coverage: Coverage,
}

/// What became of a page.
#[derive(Clone, Debug, Serialize)]
pub struct PageFate {
    /// Its language: `en`, `ru`.
    #[serde(serialize_with = "lang_code")]
    pub lang: Lang,
    /// Its path relative to the language's root.
    pub path: String,
    /// The kind of the page: `method`, `event`, `types`, …
    pub kind: &'static str,
    /// What was made of it.
    #[serde(flatten)]
    pub fate: Fate,
}

/// What was made of a page.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "fate", rename_all = "kebab-case")]
pub enum Fate {
    /// A method of the schema.
    Method {
        /// Its name.
        name: String,
    },
    /// Records that methods refer to.
    Records {
        /// Their names.
        names: Vec<String>,
    },
    /// The scopes.
    Scopes {
        /// How many.
        count: usize,
    },
    /// Read, and used only where other pages link to it or not at all; the reason says which.
    Background {
        /// In a few words.
        reason: String,
    },
    /// Could not be used; the reason says why. Counts as an error.
    Rejected {
        /// In a few words.
        reason: String,
    },
}

/// A choice between sources that disagree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Choice {
    /// The page.
    pub page: String,
    /// What it is about: `scopes`, `params.fields.TITLE`, `answer`.
    pub at: String,
    /// A stable kebab-case code to count by: `name-from-title`, `filled-from-ru`, `example-wins`,
    /// `erratum`.
    pub code: &'static str,
    /// One line in plain words.
    pub message: String,
}

/// Totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Methods, by REST version.
    pub methods_rest2: usize,
    /// Methods of REST 3.0.
    pub methods_rest3: usize,
    /// Methods without parameters.
    pub methods_without_params: usize,
    /// Parameters and fields of parameters, at every depth.
    pub params: usize,
    /// Those left as `any` where the documentation gives no type.
    pub params_any: usize,
    /// Those the documentation itself types as `any`, or not at all.
    pub params_any_documented: usize,
    /// Parameters that are objects or lists of objects.
    pub objects: usize,
    /// Those with a field list or a shared record.
    pub objects_with_fields: usize,
    /// Those that are maps of one type.
    pub objects_maps: usize,
    /// Those the documentation gives no field list for.
    pub objects_bare: usize,
    /// Shared records.
    pub records: usize,
    /// Methods whose answer is known: not `any`, nor a list or map of `any`.
    pub answers_typed: usize,
    /// Request examples whose keys contradict the tables.
    pub requests_contradicting: usize,
    /// Request examples checked.
    pub requests: usize,
    /// Fields that only one language has.
    pub one_language_only: usize,
    /// Links into the documentation that lead nowhere.
    pub dangling_links: usize,
    /// Errata applied.
    pub errata: usize,
    /// Methods whose answer tells more than that it is anything, or many of that.
    pub outputs_typed: usize,
    /// How the examples fit the schema.
    #[serde(flatten)]
    pub fit: Totals,
}

fn lang_code<S: serde::Serializer>(lang: &Lang, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(lang.code())
}

/// A type in a few words.
pub(crate) fn kind(ty: &Type) -> String {
    match ty {
        Type::Integer => "an integer".into(),
        Type::Number => "a number".into(),
        Type::String => "a string".into(),
        Type::Boolean(_) => "a boolean".into(),
        Type::Date => "a date".into(),
        Type::DateTime => "a date-time".into(),
        Type::Timestamp => "a timestamp".into(),
        Type::File => "a file".into(),
        Type::Null => "null".into(),
        Type::Any => "anything".into(),
        Type::List(inner) => format!("a list of {}", kind(inner)),
        Type::Map(_) => "a map".into(),
        Type::Record(_) => "a record".into(),
        Type::Ref(name) => format!("`{name}`"),
        Type::Union(members) if members.is_empty() => "nothing told".into(),
        Type::Union(members) => members.iter().map(kind).collect::<Vec<_>>().join(" or "),
    }
}
