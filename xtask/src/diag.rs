//! Diagnostics: what is wrong with a page, where, and what to do.

use crate::corpus::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something the reader of the report may want to know: a choice that was made.
    Note,
    /// The page is at fault, but what was meant is clear.
    Warning,
    /// Facts are lost.
    Error,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable kebab-case code, `row-unclosed`: what errata and summaries count by.
    pub code: &'static str,
    /// One line in plain words.
    pub message: String,
    /// Where.
    pub span: Span,
    /// What to do, where there is something.
    pub help: Option<String>,
}

/// Diagnostics in the order they were found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Adds a note.
    pub fn note(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.push(Severity::Note, code, span, message.into());
    }

    /// Adds a warning.
    pub fn warning(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.push(Severity::Warning, code, span, message.into());
    }

    /// Adds an error.
    pub fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) {
        self.push(Severity::Error, code, span, message.into());
    }

    /// Adds what to do to the newest one.
    pub fn help(&mut self, help: impl Into<String>) {
        if let Some(last) = self.0.last_mut() {
            last.help = Some(help.into());
        }
    }

    fn push(&mut self, severity: Severity, code: &'static str, span: Span, message: String) {
        self.0.push(Diagnostic { severity, code, message, span, help: None });
    }
}
