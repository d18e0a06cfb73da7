//! The files of texts.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use b24_schema::{Language, Prose, Schema, Texts};
use rayon::prelude::*;

use crate::corpus::Lang;
use crate::output::Plan;

use super::links::Functions;

/// Where the texts are, relative to the root of the workspace.
pub const PROSE_DIR: &str = "b24-generated/prose";

/// How much of the schema has texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Methods.
    pub methods: usize,
    /// Parameters and fields, records too.
    pub fields: usize,
    /// Errors.
    pub errors: usize,
}

impl Counts {
    fn add(&mut self, texts: &Texts) {
        self.fields += usize::from(!texts.text.is_empty());
        texts.fields.values().for_each(|texts| self.add(texts));
    }
}

/// Counts the texts of files.
pub fn count<'p>(files: impl IntoIterator<Item = &'p Prose>) -> Counts {
    let mut counts = Counts::default();
    for prose in files {
        for method in prose.methods.values().chain(prose.v3.values()) {
            counts.methods += usize::from(!method.text.is_empty());
            counts.errors += method.errors.len();
            method.params.values().for_each(|texts| counts.add(texts));
            counts.add(&method.answer);
        }
        prose.records.values().for_each(|texts| counts.add(texts));
    }
    counts
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { methods, fields, errors } = self;
        write!(f, "{methods} methods, {fields} fields, {errors} errors")
    }
}

/// Adds the texts that a schema carries to the plan, each file read back and compared. Without a language there shall
/// be none.
///
/// # Errors
///
/// If a file does not say what was meant.
pub fn plan(plan: &mut Plan, schema: &Schema, texts: Option<Lang>) -> anyhow::Result<Counts> {
    let language = match texts {
        Some(Lang::En) => Language::En,
        Some(Lang::Ru) => Language::Ru,
        None if plan.root.join(PROSE_DIR).exists() => {
            plan.own(PROSE_DIR, is_ours);
            return Ok(Counts::default());
        }
        None => return Ok(Counts::default()),
    };
    plan.own(PROSE_DIR, is_ours);
    let files = files(schema, language);
    for prose in &files {
        let path = Path::new(PROSE_DIR).join(format!("{}.json", prose.module));
        let text = prose.to_json();
        let again = Prose::from_text(&text, &path).context("texts cannot be read back")?;
        anyhow::ensure!(again.to_json() == text, "{} does not say what was meant", path.display());
        plan.file(path, text);
    }
    Ok(count(&files))
}

fn is_ours(name: &str) -> bool {
    name.ends_with(".json")
}

/// The texts of a schema that carries them, a file for each module: one that is missing was forgotten.
pub fn files(schema: &Schema, language: Language) -> Vec<Prose> {
    let functions = Functions::of(schema);
    let modules: Vec<_> = schema.modules.values().collect();
    let texts = |module: &_| {
        let mut prose = Prose::of(module, language);
        prose.for_each(&mut |text| *text = functions.link(text.as_str(), language).into());
        prose
    };
    modules.into_par_iter().map(texts).collect()
}

/// A change of which files of texts there are. The macros include those that they find, so that cargo expands them
/// anew when one changes; but it cannot watch a file that is not there.
#[derive(Debug)]
pub struct Watch {
    root: PathBuf,
    before: BTreeSet<PathBuf>,
}

impl Watch {
    /// Looks at what is there.
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), before: there(root) }
    }

    /// Makes cargo look again if files came or went: the source that calls the macros is as if it was changed.
    ///
    /// # Errors
    ///
    /// If the file system refuses.
    pub fn wake(self, source: &Path) -> anyhow::Result<()> {
        if there(&self.root) == self.before {
            return Ok(());
        }
        let source = self.root.join(source);
        let touch = || {
            let file = std::fs::File::options().write(true).open(&source)?;
            file.set_modified(std::time::SystemTime::now())
        };
        touch().with_context(|| format!("cannot touch {}", source.display()))
    }
}

fn there(root: &Path) -> BTreeSet<PathBuf> {
    let dir = std::fs::read_dir(root.join(PROSE_DIR)).into_iter().flatten();
    dir.filter_map(|entry| Some(entry.ok()?.path())).collect()
}
