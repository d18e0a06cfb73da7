//! `regen`: documentation → the schema, and what depends on it.

use std::path::Path;

use serde_json::json;
use xtask::corpus::Lang;
use xtask::pipeline;
use xtask::prose;
use xtask::summary;

use super::{Input, Run};
use crate::app::{App, Outcome};
use crate::cli;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Write nothing; fail if anything would change. Texts are not looked at
    #[arg(long)]
    pub(crate) check: bool,
    /// With --docs: the language of the texts that are written beside the schema; `none` removes them
    #[arg(long, value_name = "en|ru|none", default_value = "en", value_parser = texts)]
    pub(crate) prose: Texts,
}

/// The language of the texts, if there are to be any.
#[derive(Clone, Copy)]
pub(crate) struct Texts(Option<Lang>);

pub(crate) fn texts(word: &str) -> Result<Texts, String> {
    match word {
        "none" => Ok(Texts(None)),
        code => {
            cli::lang(code).map(|lang| Texts(Some(lang))).map_err(|e| format!("{e}, or `none`"))
        }
    }
}

pub(crate) fn run(args: &Args, app: &App) -> anyhow::Result<Outcome> {
    let root = app.root()?;
    // Canonical pages have no texts, so nothing is known of them.
    let upstream = !args.input.docs.is_empty();
    let Texts(texts) = args.prose;
    let with_texts = upstream && !args.check;
    let Run { built, found, outcome, .. } =
        args.input.build_with(app, texts.filter(|_| with_texts))?;
    if outcome == Outcome::Failed {
        return Ok(outcome);
    }
    let mut plan = pipeline::generated(&root, &built.schema)?;
    // What upstream pages get wrong is not wrong in docs-src: the committed counts are of docs-src.
    if !upstream {
        plan.file("xtask/report.txt", summary::of_build(&built.report, &found));
    }
    if !with_texts {
        return app.apply(plan, args.check, "cargo xtask regen");
    }
    let watch = prose::Watch::new(&root);
    let counts = prose::plan(&mut plan, &built.schema, texts)?;
    let outcome = app.apply(plan, args.check, "cargo xtask regen")?;
    watch.wake(Path::new(pipeline::MODULES))?;
    if app.is_json() {
        let prose::Counts { methods, fields, errors } = counts;
        app.json(&json!({
            "reason": "texts", "methods": methods, "fields": fields, "errors": errors,
        }))?;
    } else {
        app.print(&format!("texts: {counts}"))?;
    }
    Ok(outcome)
}
