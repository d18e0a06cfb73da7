//! Types in generated code.

use std::fmt;

use b24_schema::{NameError, record_ident};
use proc_macro2::{Delimiter, Group, Literal, Punct, Spacing, TokenStream};
use quote::{ToTokens, TokenStreamExt};

use crate::names::{Name, ident, path};

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
