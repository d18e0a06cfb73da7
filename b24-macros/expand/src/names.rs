//! The short names of the generated crate's prelude.

use std::collections::BTreeSet;

/// How a module names what it takes from the prelude.
///
/// Short names cost the compiler measurably less than paths, but a call named `List` hides the
/// prelude's `List` in its module; that one is then written with its path.
pub(crate) struct Prelude<'a> {
    hidden: Option<&'a BTreeSet<String>>,
}

impl<'a> Prelude<'a> {
    /// Names for a module that imports the prelude and defines the types `hidden`.
    pub(crate) fn imported(hidden: &'a BTreeSet<String>) -> Self {
        Self { hidden: Some(hidden) }
    }

    /// Names for code that imports nothing.
    pub(crate) fn paths() -> Self {
        Self { hidden: None }
    }

    /// What stands before `name`: nothing, or the prelude's path.
    pub(crate) fn path(&self, name: &str) -> &'static str {
        match self.hidden {
            Some(hidden) if !hidden.contains(name) => "",
            _ => "crate::prelude::",
        }
    }

    pub(crate) fn get(&self, name: &str) -> String {
        [self.path(name), name].concat()
    }
}
