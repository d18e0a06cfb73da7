//! What was odd about an answer.

use std::fmt::Write;

use serde_json::Value;

/// A value that does not fit its documented type.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Unfit {
    /// Where it stands in the body: `result.items[3].createdTime`.
    pub path: String,
    /// The documented type.
    pub expected: String,
    /// What came instead.
    pub found: Value,
}

/// Collects what is odd while an answer is read.
#[doc(hidden)]
#[derive(Debug, Default)]
pub struct Log {
    path: Vec<Step>,
    pub(crate) unfit: Vec<Unfit>,
    /// Keys that the documentation does not know; only collected where someone wants to know.
    pub(crate) unknown: Option<Vec<String>>,
    /// Whether an item of the list that is being read was left out.
    pub(super) partial: bool,
}

#[derive(Debug)]
enum Step {
    Key(&'static str),
    Name(String),
    Index(usize),
}

impl Log {
    /// One that collects unknown keys too.
    pub fn strict() -> Self {
        Self { unknown: Some(Vec::new()), ..Self::default() }
    }

    /// Keys that the documentation does not know, and values that do not fit.
    pub fn into_found(self) -> (Vec<String>, Vec<Unfit>) {
        (self.unknown.unwrap_or_default(), self.unfit)
    }

    /// How much is odd.
    pub(crate) fn len(&self) -> usize {
        let unknown = self.unknown.as_ref().map_or(0, Vec::len);
        self.unfit.len() + unknown + usize::from(self.partial)
    }

    pub(crate) fn enter_key(&mut self, key: &'static str) {
        self.path.push(Step::Key(key));
    }

    pub(crate) fn enter_name(&mut self, name: &str) {
        self.path.push(Step::Name(name.to_owned()));
    }

    pub(crate) fn enter_index(&mut self, index: usize) {
        self.path.push(Step::Index(index));
    }

    pub(crate) fn leave(&mut self) {
        self.path.pop();
    }

    /// How much was odd so far; [`back_to`](Self::back_to) forgets what came after.
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.unfit.len(), self.unknown.as_ref().map_or(0, Vec::len))
    }

    pub(super) fn back_to(&mut self, (unfit, unknown): (usize, usize)) {
        self.unfit.truncate(unfit);
        if let Some(list) = &mut self.unknown {
            list.truncate(unknown);
        }
    }

    pub(crate) fn describe(&self, expected: String, found: Value) -> Unfit {
        Unfit { path: self.path(None), expected, found }
    }

    pub(crate) fn unfit(&mut self, expected: String, found: Value) {
        let unfit = self.describe(expected, found);
        self.unfit.push(unfit);
    }

    pub(crate) fn unknown<'k>(&mut self, keys: impl Iterator<Item = &'k String>) {
        if let Some(mut list) = self.unknown.take() {
            list.extend(keys.map(|key| self.path(Some(key))));
            self.unknown = Some(list);
        }
    }

    fn path(&self, last: Option<&str>) -> String {
        let mut out = String::new();
        for step in &self.path {
            match step {
                Step::Index(index) => {
                    let _ = write!(out, "[{index}]");
                }
                Step::Key(key) => add(&mut out, key),
                Step::Name(name) => add(&mut out, name),
            }
        }
        if let Some(last) = last {
            add(&mut out, last);
        }
        out
    }
}

fn add(out: &mut String, key: &str) {
    if !out.is_empty() {
        out.push('.');
    }
    out.push_str(key);
}
