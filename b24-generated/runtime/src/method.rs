//! What is known of methods.

use std::collections::BTreeSet;

pub use b24_schema::{Effect, Rest, Who};

/// What the documentation says of a method as a whole.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Method {
    /// The name it is called by.
    pub name: &'static str,
    /// The REST version it belongs to.
    pub rest: Rest,
    /// The parameter that names a further scope; empty where there is none.
    pub scope_from: &'static str,
    /// Who may call it.
    pub who: Who,
    /// Whether it changes anything.
    pub effect: Effect,
    /// Its page, relative to the documentation's root.
    pub page: &'static str,
    /// Whether it works only with an application's authorization.
    pub app_only: bool,
    /// Whether the documentation calls it obsolete.
    pub deprecated: bool,
    /// Whether it answers with a file, and not JSON.
    pub answers_file: bool,
    /// Whether the whole body is the answer, without a `result` around it.
    pub answers_bare: bool,
    /// Separated by spaces.
    scopes: &'static str,
    /// Separated by spaces; `*` stands after those that hold many values.
    positional: &'static str,
    /// Sets of parameters of which one must be given, separated by spaces; `+` stands between the names of a set.
    alternatives: &'static str,
    /// A line each: the status, 0 where there is none, and the code.
    errors: &'static str,
}

impl Method {
    /// Reads `FACTS` of [`Call`](crate::Call), whose form `b24-expand` describes where it writes it.
    pub(crate) const fn parse(facts: &'static str) -> Self {
        let (name, rest) = line(facts);
        let (page, rest) = line(rest);
        let (flags, rest) = line(rest);
        let (scopes, rest) = line(rest);
        let (scope_from, rest) = line(rest);
        let (positional, rest) = line(rest);
        let (alternatives, errors) = line(rest);
        let who = if has(flags, b'a') {
            Who::Admin
        } else if has(flags, b'r') {
            Who::Restricted
        } else {
            Who::Any
        };
        Self {
            name,
            rest: if has(flags, b'3') { Rest::V3 } else { Rest::V2 },
            scope_from,
            who,
            effect: if has(flags, b'g') { Effect::Reads } else { Effect::Writes },
            page,
            app_only: has(flags, b'o'),
            deprecated: has(flags, b'd'),
            answers_file: has(flags, b'f'),
            answers_bare: has(flags, b'b'),
            scopes,
            positional,
            alternatives,
            errors,
        }
    }

    /// The scopes that open it, any one of which will do. None: none is documented.
    pub fn scopes(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.scopes.split_ascii_whitespace()
    }

    /// The documented errors.
    pub fn errors(&self) -> impl Iterator<Item = ErrorCode> + Clone + use<> {
        self.errors.lines().filter_map(|line| {
            let (status, code) = line.split_once(' ')?;
            Some(ErrorCode { code, status: status.parse().ok().filter(|&status| status != 0) })
        })
    }

    /// Whether the server reads the parameters by their order.
    pub fn is_positional(&self) -> bool {
        !self.positional.is_empty()
    }

    /// The parameters in the order that the server reads them in, and whether each holds many values;
    /// none where it reads them by name.
    pub(crate) fn positional(&self) -> impl Iterator<Item = (&'static str, bool)> + use<> {
        let slot = |slot: &'static str| match slot.strip_suffix('*') {
            Some(name) => (name, true),
            None => (slot, false),
        };
        self.positional.split_ascii_whitespace().map(slot)
    }

    /// The sets of parameters of which one must be given.
    pub(crate) fn alternatives(&self) -> impl Iterator<Item = &'static str> + Clone + use<> {
        self.alternatives.split_ascii_whitespace()
    }

    /// The page in English.
    pub fn url(&self) -> String {
        b24_schema::page_url(self.page, b24_schema::Language::En)
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

/// A text up to its first line break, and what follows.
const fn line(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\n' {
            return (text.split_at(at).0, text.split_at(at + 1).1);
        }
        at += 1;
    }
    (text, "")
}

const fn has(flags: &str, flag: u8) -> bool {
    let bytes = flags.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == flag {
            return true;
        }
        at += 1;
    }
    false
}

/// What every application has without asking: the scope list does not name it.
const GRANTED: &str = "basic";

/// The scopes that calls of all these methods need, sorted: where a method is open to several, one
/// that is needed anyway, or else the first.
#[doc(hidden)]
pub fn required_scopes(methods: &[&Method]) -> Vec<&'static str> {
    let methods =
        || methods.iter().map(|m| m.scopes()).filter(|s| s.clone().all(|scope| scope != GRANTED));
    let mut needed: BTreeSet<&str> = methods()
        .filter_map(|mut scopes| scopes.next().filter(|_| scopes.next().is_none()))
        .collect();
    for mut scopes in methods() {
        if !scopes.clone().any(|s| needed.contains(s)) {
            needed.extend(scopes.next());
        }
    }
    needed.into_iter().collect()
}
