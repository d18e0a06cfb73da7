//! Calls, and what is known of their methods.

use std::collections::BTreeSet;

pub use b24_schema::{Rest, Who};

use super::answer::Typed;
use super::arg::{Any, Arg, IntoKey};
use super::client::{Client, Decode, Sending};
use super::params::Params;

/// A call of a documented method, ready to be sent.
///
/// Generated types implement it; every function of a module returns one.
pub trait Call: Sized {
    /// What the method answers.
    type Answer: Typed;
    /// What is known of the method.
    const METHOD: &'static Method;

    #[doc(hidden)]
    fn params(&mut self) -> &mut Params;

    /// The parameters.
    fn into_params(mut self) -> Params {
        std::mem::take(self.params())
    }

    /// Sets a parameter by its name on the wire, one that the documentation does not know too.
    #[must_use]
    fn set(mut self, key: impl IntoKey, value: impl Arg<Any>) -> Self {
        self.params().add(key, value);
        self
    }

    /// Calls the method and decodes the result as `T`.
    fn send_as<T: Decode>(self, b24: &Client) -> Sending<'_, T> {
        b24.begin_as(Self::METHOD, self.into_params())
    }
}

/// Sees the type of every call that is compiled in.
#[doc(hidden)]
pub trait EachCall {
    fn call<C: Call>(&mut self);
}

/// What the documentation says of a method as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Method {
    /// The name it is called by.
    pub name: &'static str,
    /// The REST version it belongs to.
    pub rest: Rest,
    /// The scopes that open it, any one of which will do. Empty: none is documented.
    pub scopes: &'static [&'static str],
    /// The parameter that names a further scope; empty where there is none.
    pub scope_from: &'static str,
    /// Who may call it.
    pub who: Who,
    /// Its page, relative to the documentation's root.
    pub page: &'static str,
    /// Whether it works only with an application's authorization.
    pub app_only: bool,
    /// Whether the documentation calls it obsolete.
    pub deprecated: bool,
    #[doc(hidden)]
    pub bare: bool,
    #[doc(hidden)]
    pub positional: &'static [(&'static str, bool)],
    #[doc(hidden)]
    pub errors: &'static [(&'static str, u16)],
}

impl Method {
    #[doc(hidden)]
    pub const V2: Self = Self {
        name: "",
        rest: Rest::V2,
        scopes: &[],
        scope_from: "",
        who: Who::Any,
        page: "",
        app_only: false,
        deprecated: false,
        bare: false,
        positional: &[],
        errors: &[],
    };

    #[doc(hidden)]
    pub const V3: Self = Self { rest: Rest::V3, ..Self::V2 };

    /// The documented errors.
    pub fn errors(&self) -> impl ExactSizeIterator<Item = ErrorCode> {
        self.errors
            .iter()
            .map(|&(code, status)| ErrorCode { code, status: (status != 0).then_some(status) })
    }

    /// Whether the server reads the parameters by their order.
    pub fn is_positional(&self) -> bool {
        !self.positional.is_empty()
    }

    /// The page in English.
    pub fn url(&self) -> String {
        let path = self.page.strip_suffix(".md").unwrap_or(self.page);
        format!("https://apidocs.bitrix24.com/{path}.html")
    }
}

/// A documented error of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorCode {
    /// The code; some errors have an empty one.
    pub code: &'static str,
    /// The HTTP status, where documented.
    pub status: Option<u16>,
}

/// What every application has without asking: the scope list does not name it.
const GRANTED: &str = "basic";

/// The scopes that calls of all these methods need, sorted: where a method is open to several, one
/// that is needed anyway, or else the first.
#[doc(hidden)]
pub fn required_scopes(methods: &[&Method]) -> Vec<&'static str> {
    let methods = || methods.iter().filter(|m| !m.scopes.contains(&GRANTED));
    let mut needed: BTreeSet<&str> =
        methods().filter(|m| m.scopes.len() == 1).map(|m| m.scopes[0]).collect();
    for method in methods() {
        if let Some(first) = method.scopes.first()
            && !method.scopes.iter().any(|s| needed.contains(s))
        {
            needed.insert(first);
        }
    }
    needed.into_iter().collect()
}
