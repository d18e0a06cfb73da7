//! `import`: the upstream documentation → `docs-src`.

use std::path::{Path, PathBuf};

use anyhow::bail;
use xtask::corpus::Lang;
use xtask::output::Plan;
use xtask::summary;

use crate::app::{App, Outcome};
use crate::cli::{self, DocsDir};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The folder with the documentation as `en` and `ru`, or `en=DIR` and `ru=DIR`, or with `--lang`
    /// the documentation in one language
    #[arg(required = true, value_name = "DIR")]
    docs: Vec<DocsDir>,
    /// Only this language; may be given several times
    #[arg(long, value_name = "en|ru", value_parser = cli::lang)]
    lang: Vec<Lang>,
    /// Where to write, instead of docs-src
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; fail if anything would change
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(args: &Args, app: &App) -> anyhow::Result<Outcome> {
    let docs = app.docs(&args.docs, &args.lang)?;
    let errata = app.errata()?;
    let mut facts = app.facts(&docs);
    let canonical = app.canonical(&docs, &mut facts, &errata);

    let mut found = docs.diagnostics.clone();
    found.0.extend(facts.diagnostics.0.iter().cloned());
    found.0.extend(canonical.diagnostics.0);
    let outcome = app.diagnose(&found, &docs.sources())?;
    if canonical.pages.is_empty() {
        bail!(
            "none of the {} files is a page with facts; is it the Bitrix24 documentation?",
            docs.len()
        );
    }
    if outcome == Outcome::Failed {
        return Ok(outcome);
    }

    let out = match &args.out {
        Some(out) => out.clone(),
        None => app.root()?.join("docs-src"),
    };
    let mut plan = Plan::new(out);
    for lang in Lang::ALL {
        let pages: Vec<_> = facts.pages.iter().filter(|page| page.lang == lang).collect();
        if pages.is_empty() {
            continue;
        }
        let mut of_lang = found.clone();
        of_lang.0.retain(|d| d.span.file.lang() == Some(lang));
        plan.own(lang.code(), |name| name.ends_with(".md"));
        plan.file(format!("{}.summary.txt", lang.code()), summary::of_import(&pages, &of_lang));
    }
    for ((lang, path), text) in canonical.pages {
        plan.file(Path::new(lang.code()).join(path), text);
    }
    app.apply(plan, args.check, "cargo xtask import DIR, with the same DIR")
}
