//! `regen`: documentation → the schema, and what depends on it.

use xtask::pipeline;
use xtask::summary;

use super::{Input, Run};
use crate::app::{App, Outcome};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Write nothing; fail if anything would change
    #[arg(long)]
    pub(crate) check: bool,
}

pub(crate) fn run(args: &Args, app: &App) -> anyhow::Result<Outcome> {
    let root = app.root()?;
    let Run { built, found, outcome, .. } = args.input.build(app)?;
    if outcome == Outcome::Failed {
        return Ok(outcome);
    }
    let mut plan = pipeline::generated(&root, &built.schema)?;
    // What upstream pages get wrong is not wrong in docs-src: the committed counts are of docs-src.
    if args.input.docs.is_empty() {
        plan.file("xtask/report.txt", summary::of_build(&built.report, &found));
    }
    app.apply(plan, args.check, "cargo xtask regen")
}
