//! The verbs of `cargo xtask`, a module each.

pub(crate) mod bench;
pub(crate) mod examples;
pub(crate) mod expand;
pub(crate) mod import;
pub(crate) mod package;
pub(crate) mod regen;
pub(crate) mod report;
pub(crate) mod why;

use xtask::assemble::Built;
use xtask::corpus::Lang;
use xtask::diag::Diagnostics;
use xtask::pipeline::{self, Docs};

use crate::app::{App, Outcome};
use crate::cli::{self, DocsDir};

/// The documentation that a schema is built from.
#[derive(Clone, Default, clap::Args)]
pub(crate) struct Input {
    /// The upstream documentation, instead of docs-src: the folder with `en` and `ru`, or `en=DIR` and
    /// `ru=DIR`
    #[arg(long, value_name = "DIR")]
    pub(crate) docs: Vec<DocsDir>,
    /// Only this language; may be given several times
    #[arg(long, value_name = "en|ru", value_parser = cli::lang)]
    pub(crate) lang: Vec<Lang>,
}

/// A schema, and what was found on the way to it.
pub(crate) struct Run {
    pub(crate) built: Built,
    pub(crate) found: Diagnostics,
    /// Failed where a diagnostic is denied.
    pub(crate) outcome: Outcome,
    /// The pages that were read.
    pub(crate) docs: Docs,
}

impl Input {
    /// Reads the documentation, builds the schema and reports.
    pub(crate) fn build(&self, app: &App) -> anyhow::Result<Run> {
        self.build_with(app, None)
    }

    /// The same with texts in a language.
    pub(crate) fn build_with(&self, app: &App, texts: Option<Lang>) -> anyhow::Result<Run> {
        let mut docs = app.docs(&self.docs, &self.lang)?;
        docs.texts = texts;
        let errata = app.errata()?;
        let mut facts = app.facts(&docs);
        let mut found = docs.diagnostics.clone();
        let (built, corrections) = pipeline::schema(&mut facts.pages, &errata);
        found.0.extend(facts.diagnostics.0);
        found.0.extend(corrections.0);
        let outcome = app.diagnose(&found, &docs.sources().errata(&errata.path, &errata.text))?;
        Ok(Run { built, found, outcome, docs })
    }
}
