//! `package`: what must hold before a release, checked in order. Nothing is published.

mod api;
mod archive;
mod crates;
mod release;
mod sources;

use std::cell::Cell;
use std::path::Path;

use anyhow::Context as _;
use serde_json::json;

use super::{Input, bench, regen};
use crate::app::{App, Outcome};

pub(crate) use archive::LIMIT;
pub(crate) use crates::Crates;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    input: Input,
    /// With --docs: the language of the prose
    #[arg(long, value_name = "en|ru", default_value = "en", value_parser = regen::texts)]
    prose: regen::Texts,
    /// Let the packages go without the prose
    #[arg(long, conflicts_with = "docs")]
    no_prose: bool,
    /// Do not build what is packaged, nor its documentation
    #[arg(long)]
    no_verify: bool,
    /// Package what is not committed, too
    #[arg(long)]
    allow_dirty: bool,
}

/// How a check ended.
enum Verdict {
    /// What it checks is so. What it found, as a line or several.
    Holds(String),
    /// It was not carried out, and why.
    LeftOut(String),
    /// What is wrong, and what to do.
    Fails(String),
}

/// A check failed, and the ones after it were not tried.
#[derive(Debug, thiserror::Error)]
#[error("{step}: {why}")]
struct Failed {
    step: &'static str,
    why: String,
}

pub(crate) fn run(args: &Args, app: &App) -> anyhow::Result<Outcome> {
    let steps = Steps { app, left_out: Cell::new(0) };
    let Err(error) = checks(args, app, &steps) else {
        if !app.is_json() {
            app.print(&match steps.left_out.get() {
                0 => "ready: CONTRIBUTING.md says how to publish".to_owned(),
                n => format!("nothing is wrong, but not all was checked; left out: {n}"),
            })?;
        }
        return Ok(Outcome::Fine);
    };
    let Failed { step, why } = &error.downcast::<Failed>()?;
    if app.is_json() {
        app.json(&json!({"reason": "package", "step": step, "verdict": "fails", "detail": why}))?;
    } else {
        app.error_line(&format!("{step}: {why}"))?;
    }
    Ok(Outcome::Failed)
}

/// Every check, the cheap ones first.
fn checks(args: &Args, app: &App, steps: &Steps<'_>) -> anyhow::Result<()> {
    let root = &bench::workspace(app)?;
    let unless = |flag: bool, name: &str, check: &dyn Fn() -> anyhow::Result<Verdict>| match flag {
        true => Ok(Verdict::LeftOut(format!("`{name}`"))),
        false => check(),
    };
    let unless_quick =
        |check: &dyn Fn() -> anyhow::Result<Verdict>| unless(args.no_verify, "--no-verify", check);
    let docs_src = Input::default();

    if !args.input.docs.is_empty() {
        steps.carry_out("upstream", || sources::regen(&args.input, false, args.prose, app))?;
    }
    steps.carry_out("generated files", || sources::regen(&docs_src, true, args.prose, app))?;
    let prose = || sources::prose(root);
    steps.carry_out("prose", || unless(args.no_prose, "--no-prose", &prose))?;
    let committed = || sources::committed(root);
    steps.carry_out("working tree", || unless(args.allow_dirty, "--allow-dirty", &committed))?;

    let crates = &Crates::of(root)?;
    steps.carry_out("licences", || sources::licences(root, crates))?;
    steps.carry_out("packages", || crates.package())?;
    let packages = &crates.archives(&crates.target)?;
    let generated = sources::generated(root, !args.no_prose)?;
    steps.carry_out("contents", || Ok(archive::contents(packages, &generated)))?;
    steps.carry_out("sizes", || Ok(archive::sizes(packages)))?;
    steps.carry_out("build", || unless_quick(&|| crates.verify()))?;
    steps.carry_out("documentation", || unless_quick(&|| crates.document()))?;

    let Some(last) = &release::last(root)? else {
        return steps.carry_out("last release", || Ok(Verdict::Holds(release::NONE.to_owned())));
    };
    steps.carry_out("generated API", || release::api(root, last, crates))?;
    steps.carry_out("API by hand", || unless_quick(&|| crates.semver_checks(last)))
}

/// Carries out checks and says how they ended.
struct Steps<'a> {
    app: &'a App,
    left_out: Cell<usize>,
}

impl Steps<'_> {
    fn carry_out(
        &self,
        name: &'static str,
        check: impl FnOnce() -> anyhow::Result<Verdict>,
    ) -> anyhow::Result<()> {
        let spinner = self.app.spinner(name);
        let verdict = check();
        spinner.finish_and_clear();
        let (word, verdict, detail) = match verdict? {
            Verdict::Holds(detail) => ("ok", "holds", detail),
            Verdict::LeftOut(why) => {
                self.left_out.set(self.left_out.get() + 1);
                ("left out", "left-out", why)
            }
            Verdict::Fails(why) => return Err(Failed { step: name, why }.into()),
        };
        if self.app.is_json() {
            self.app.json(
                &json!({"reason": "package", "step": name, "verdict": verdict, "detail": detail}),
            )?;
        } else {
            let detail = detail.replace('\n', &format!("\n{:10}", ""));
            self.app.print(&format!("{word:>8}  {name}: {detail}"))?;
        }
        Ok(())
    }
}

/// The text of a file, with an error that names it.
fn read(path: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}
