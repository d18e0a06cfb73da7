//! Corrections of the upstream documentation: `xtask/errata.toml`.
//!
//! Upstream is sometimes wrong: a title misspells its method, a translation loses a required mark, a
//! table contradicts its example. Each correction is one entry of that file, with its reason and its
//! evidence. It states the old value too, and expires by itself: where the old value is not found any
//! more, applying it reports `erratum-stale`.
//!
//! ```toml
//! [[erratum]]
//! page = "api-reference/vote/vote.get.md"  # or `pages`, a list
//! lang = "en"                              # or "ru"; without it, both
//! fix = "row-required"
//! in = "params"                            # the default; or "answer", "handler"
//! row = "fields/TITLE"                     # the names it stands under, then its own
//! nth = 1                                  # only where several rows are called so
//! was = "no"
//! now = "yes"
//! why = "…"
//! evidence = "…"
//! ```
//!
//! | `fix` | `was`, `now` | besides |
//! |---|---|---|
//! | `name`, `title` | texts | |
//! | `scopes` | lists of codes | |
//! | `who` | `any`, `admin`, `restricted` | |
//! | `row-names` | lists of names | `row` |
//! | `row-required` | `no`, `yes`, `conditional` | `row` |
//! | `row-types` | lists of types, `string[]`, `string{}` where keys are data | `row` |
//! | `row-default` | texts; either may be left out | `row` |
//! | `answer` | only `now`, the types of `result`, where a page does not describe it | |
//! | `answer-as` | only `now`, the page of a method that answers the same | |
//! | `type-base` | basic types, in a dictionary of types; `was` may be left out | `type` |
//! | `row-values` | lists of values; labels of those that stay are kept | `row` |
//! | `row-drop` | only `was`, the types | `row` |
//! | `row-add` | only `now`, the types | `row`, `after`; `required` |
//! | `call-method` | names of methods | |
//! | `call-key` | keys; without `now` it is dropped | `at`, the JSON pointer of its object |
//! | `call-drop` | only `was`, the method | |
//! | `body` | JSON texts; without `was` the key is added | `at`, the JSON pointer of the value |
//!
//! A method that has no page of its own, and is described on the page of something else, is named so:
//!
//! ```toml
//! [[described]]
//! name = "event.test"
//! rest = 2
//! page = "api-reference/events/test-handler.md"
//! ```
//!
//! A linked type is written `crm_multifield[](api-reference/data-types.md#crm_multifield)`; without a
//! target, the link of a type of the same name stays.

mod apply;
mod load;

use std::fmt;
use std::path::PathBuf;

use b24_schema::Who;
use serde_json::Value;

use crate::assemble::Described;
use crate::corpus::{Lang, Span};
use crate::facts::{Required, Role, TypeWord};

pub use apply::{STALE, apply, described};
pub use load::ErrataError;

/// The corrections, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Errata {
    /// The file, as it was named.
    pub path: PathBuf,
    /// Its text; spans of [`FileId::ERRATA`](crate::corpus::FileId::ERRATA) point into it.
    pub text: String,
    /// Its corrections.
    pub list: Vec<Erratum>,
    /// Methods without a page of their own.
    pub described: Vec<Described>,
}

/// One correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Erratum {
    /// The pages it applies to; on each of them it must.
    pub pages: Vec<String>,
    /// The languages it applies to; in each of them it must.
    pub langs: Vec<Lang>,
    /// What it changes.
    pub patch: Patch,
    /// Why the page is wrong.
    pub why: String,
    /// What shows that it is.
    pub evidence: String,
    /// Where the entry stands.
    pub span: Span,
}

/// An old value and what to put in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<T> {
    /// What the page says.
    pub was: T,
    /// What it should say.
    pub now: T,
}

/// What an erratum changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Patch {
    /// The name of the method or event.
    Name(Change<String>),
    /// The page's title.
    Title(Change<String>),
    /// The scopes.
    Scopes(Change<Vec<String>>),
    /// Who may call it.
    Who(Change<Who>),
    /// A row of a table of fields.
    Row {
        /// Which one.
        path: RowPath,
        /// What about it.
        change: RowChange,
    },
    /// The types of the answer of a method whose page describes none.
    Answer(Vec<TypeWord>),
    /// The page of the method that answers the same, where a page does not describe the answer.
    AnswerAs(String),
    /// What a word of a dictionary of types stands for where it refers to a record.
    TypeBase {
        /// The word.
        word: String,
        /// The basic type.
        change: Change<Option<String>>,
    },
    /// The method that examples call.
    CallMethod(Change<String>),
    /// A key in the parameters of examples; without a new one it is dropped.
    CallKey {
        /// The JSON pointer of the object that has it.
        at: String,
        /// The key.
        was: String,
        /// The key in its place.
        now: Option<String>,
    },
    /// Examples that call this method are dropped.
    CallDrop(String),
    /// A value in JSON bodies.
    Body {
        /// Its JSON pointer.
        at: String,
        /// The value; none before where the key is added.
        change: Change<Option<Value>>,
    },
}

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPath {
    /// The role of the section.
    pub role: Role,
    /// The subject of the section and the rows it is nested in.
    pub owners: Vec<String>,
    /// One of its names.
    pub name: String,
    /// Which one of several such rows, counted from 1; all of them where it is not said.
    pub nth: Option<usize>,
}

/// What is changed about a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowChange {
    /// Its names.
    Names(Change<Vec<String>>),
    /// Its mark.
    Required(Change<Required>),
    /// Its types.
    Types(Change<Vec<TypeWord>>),
    /// Its default.
    Default(Change<Option<String>>),
    /// Its values.
    Values(Change<Vec<String>>),
    /// It is removed; its types are what is checked.
    Drop(Vec<TypeWord>),
    /// It is added.
    Add {
        /// Its types.
        types: Vec<TypeWord>,
        /// Its mark.
        required: Required,
        /// The row it follows; the last one where it is not said.
        after: Option<String>,
    },
}

impl fmt::Display for Patch {
    /// What is changed: `scopes`, `params/fields/TITLE`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(_) => f.write_str("name"),
            Self::Title(_) => f.write_str("title"),
            Self::Scopes(_) => f.write_str("scopes"),
            Self::Who(_) => f.write_str("who"),
            Self::Row { path, .. } => path.fmt(f),
            Self::Answer(_) | Self::AnswerAs(_) => f.write_str("answer"),
            Self::TypeBase { word, .. } => write!(f, "type/{word}"),
            Self::CallMethod(_) | Self::CallDrop(_) => f.write_str("call"),
            Self::CallKey { at, was, .. } => write!(f, "call{at}/{was}"),
            Self::Body { at, .. } => write!(f, "body{at}"),
        }
    }
}

impl fmt::Display for RowPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.role {
            Role::Answer => "answer",
            Role::Handler => "handler",
            _ => "params",
        })?;
        for part in self.owners.iter().chain([&self.name]) {
            write!(f, "/{part}")?;
        }
        Ok(())
    }
}
