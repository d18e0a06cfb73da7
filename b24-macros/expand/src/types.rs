//! Types in generated code.

use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;

use b24_schema::{
    Module, NameError, Record, SHARED, builder_ident, module_ident, record_ident, type_ident,
};
use proc_macro2::{Delimiter, Group, Literal, Punct, Spacing, TokenStream};
use quote::{ToTokens, TokenStreamExt};

use crate::answer;
use crate::names::{Name, Prelude, ident, path};

/// How the types of a module's methods and records are written: what is in scope where they stand, and what
/// records the module has.
///
/// `marker.rs` writes the types that setters take, `answer.rs` those that answers hold.
pub(crate) struct Types<'a> {
    pub(crate) prelude: Prelude,
    pub(crate) module: &'a Module,
    /// The records that hold themselves without a list between.
    pub(crate) boxed: Rc<BTreeSet<String>>,
}

impl<'a> Types<'a> {
    /// As code writes them that imports nothing.
    pub(crate) fn new(module: &'a Module) -> Self {
        Self { prelude: Prelude::paths(), module, boxed: Rc::new(answer::boxed(module)) }
    }

    /// As a module of Rust writes them that imports the prelude and defines the types `hidden`.
    pub(crate) fn importing(&self, hidden: BTreeSet<String>) -> Self {
        let prelude = Prelude::imported(hidden);
        Self { prelude, module: self.module, boxed: Rc::clone(&self.boxed) }
    }

    /// A type of the prelude.
    pub(crate) fn plain(&self, name: &'static str) -> RustType {
        self.generic(name, Vec::new())
    }

    /// A type of the prelude with its arguments.
    pub(crate) fn generic(&self, name: &'static str, of: Vec<RustType>) -> RustType {
        RustType::Prelude(self.prelude.get(name), of)
    }

    /// The record of the module that has this name; references to others lead to the shared ones.
    pub(crate) fn own(&self, record: &str) -> Option<&'a Record> {
        self.module.records.iter().find(|own| own.name == record)
    }

    /// What builds a record that has a name of its own.
    pub(crate) fn builder(&self, record: &str) -> Result<RecordPath, NameError> {
        self.beside(record, builder_ident(record)?)
    }

    /// What answers hold of a record that has a name of its own.
    pub(crate) fn answered(&self, record: &str) -> Result<RecordPath, NameError> {
        self.beside(record, type_ident(record)?)
    }

    /// The path of a type that stands where a record does.
    fn beside(&self, record: &str, name: String) -> Result<RecordPath, NameError> {
        let module = self.own(record).map_or(SHARED, |_| &self.module.module);
        Ok(RecordPath { module: module_ident(module)?, name })
    }
}

/// A type as generated code writes it.
///
/// It writes its tokens straight into the template that it stands in. A `TokenStream` would do as
/// well, but each costs a few calls into the compiler, and there are 25,000 of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RustType {
    /// `i64`, or a type of the same module: `AddAnswer`.
    Local(String),
    /// What the prelude has: `Decimal`, `Vec<String>`.
    Prelude(Name, Vec<RustType>),
    /// A record that has a name of its own in the schema.
    Record(RecordPath),
    /// `()`.
    Unit,
}

/// Where a record is found: `crate::crm::DealBuilder`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordPath {
    /// The module at the root of the crate.
    pub(crate) module: String,
    /// The type.
    pub(crate) name: String,
}

impl RustType {
    /// A type of the same module.
    pub(crate) fn local(name: &str) -> Self {
        Self::Local(name.to_owned())
    }

    /// The type of the record that the field `field` of this one describes in place.
    pub(crate) fn part(&self, field: &str) -> Result<Self, NameError> {
        Ok(match self {
            Self::Local(owner) => Self::Local(record_ident(owner, field)?),
            Self::Record(RecordPath { module, name }) => Self::Record(RecordPath {
                module: module.clone(),
                name: record_ident(name, field)?,
            }),
            Self::Prelude(..) | Self::Unit => self.clone(),
        })
    }
}

impl ToTokens for RustType {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Local(name) => ident(name).to_tokens(tokens),
            Self::Record(path) => path.to_tokens(tokens),
            Self::Unit => tokens.append(Group::new(Delimiter::Parenthesis, TokenStream::new())),
            Self::Prelude(name, of) => {
                name.to_tokens(tokens);
                if !of.is_empty() {
                    tokens.append(Punct::new('<', Spacing::Alone));
                    tokens.append_separated(of, Punct::new(',', Spacing::Alone));
                    tokens.append(Punct::new('>', Spacing::Alone));
                }
            }
        }
    }
}

impl ToTokens for RecordPath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        path(["crate", &self.module], tokens);
        ident(&self.name).to_tokens(tokens);
    }
}

/// As links of the documentation name it.
impl fmt::Display for RecordPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "crate::{}::{}", self.module, self.name)
    }
}

/// `self.0`: the values that a call or a record holds.
///
/// A template with a literal in it has the compiler read that literal each time that it is used; this one
/// would be read 17,000 times.
pub(crate) struct Held;

impl ToTokens for Held {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(ident("self"));
        tokens.append(Punct::new('.', Spacing::Alone));
        tokens.append(Literal::usize_unsuffixed(0));
    }
}
