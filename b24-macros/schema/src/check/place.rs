//! Where in a file something stands.

use std::fmt;

/// A place in a file. Its text is made only where something is wrong, which is nearly never.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    within: Option<&'p Place<'p>>,
    step: Step,
    /// How many steps lead to it.
    pub(super) depth: usize,
}

#[derive(Clone, Copy)]
enum Step {
    Key(&'static str),
    Index(usize),
}

impl Place<'_> {
    /// A key of the document.
    pub(super) fn root(key: &'static str) -> Self {
        Self { within: None, step: Step::Key(key), depth: 1 }
    }

    pub(super) fn key(&self, key: &'static str) -> Place<'_> {
        Place { within: Some(self), step: Step::Key(key), depth: self.depth + 1 }
    }

    pub(super) fn index(&self, index: usize) -> Place<'_> {
        Place { within: Some(self), step: Step::Index(index), depth: self.depth + 1 }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(within) = self.within {
            within.fmt(f)?;
        }
        match self.step {
            Step::Key(key) if self.within.is_some() => write!(f, ".{key}"),
            Step::Key(key) => f.write_str(key),
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}
