//! The generator against a plain Markdown parser, on the same bytes.

use std::hint::black_box;
use std::num::NonZeroUsize;

use pulldown_cmark::{Options, Parser};
use serde_json::json;
use xtask::pipeline::{self, Docs};

use super::Args;
use super::measure::{self, Usage};
use crate::app::App;

/// It takes a third of a second, and a neighbour on the same machine a tenth more.
const RUNS: usize = 30;

/// Prints what `regen` without the file system takes, and what `pulldown-cmark` takes to parse the
/// same pages on one core. The two take turns, so that a busy machine slows both.
pub(super) fn run(args: &Args, app: &App) -> anyhow::Result<()> {
    if cfg!(debug_assertions) {
        eprintln!(
            "This build is not optimized; for numbers that mean something: cargo run --release -p xtask -- bench"
        );
    }
    let docs = app.docs(&args.input.docs, &args.input.lang)?;
    let errata = app.errata()?;
    let root = app.root()?;
    let runs = args.runs.map_or(RUNS, NonZeroUsize::get);
    let mut best: Option<[Usage; 4]> = None;
    for _ in 0..runs {
        let ((), plain) = measure::of(|| parse_only(&docs));
        let (mut facts, reading) = measure::of(|| pipeline::facts(&docs, &|| {}));
        let ((built, _), building) = measure::of(|| pipeline::schema(&mut facts.pages, &errata));
        let (plan, rendering) = measure::of(|| pipeline::generated(&root, &built.schema));
        black_box(plan?);
        let run = [plain, reading, building, rendering];
        best = Some(match best {
            None => run,
            Some(best) => std::array::from_fn(|i| best[i].least(run[i])),
        });
    }
    let Some([plain, reading, building, rendering]) = best else { return Ok(()) };
    let whole = reading.plus(building).plus(rendering);
    let bytes: usize = docs.texts().map(str::len).sum();
    let threads = rayon::current_num_threads();
    if app.is_json() {
        app.json(&json!({
            "reason": "bench", "what": "regen", "pages": docs.len(), "bytes": bytes, "threads": threads,
            "pulldown_cmark": plain, "facts": reading, "schema": building, "files": rendering,
            "ratio_wall": whole.wall / plain.wall, "ratio_cpu": whole.cpu / plain.cpu,
        }))?;
        return Ok(());
    }
    let megabytes = bytes as f64 / 1e6;
    app.print(&format!(
        "regen of {} pages, {megabytes:.1} MB, {threads} threads, best of {runs}",
        docs.len(),
    ))?;
    let rows = [
        ("pulldown-cmark, parsing only", plain),
        ("pages to facts", reading),
        ("facts to schema", building),
        ("schema to files", rendering),
        ("regen in all", whole),
    ];
    for (what, Usage { wall, cpu, .. }) in rows {
        app.print(&format!("{what:<34}{wall:>8.3} s wall {cpu:>8.3} s CPU"))?;
    }
    let (wall, cpu) = (whole.wall / plain.wall, whole.cpu / plain.cpu);
    app.print(&format!("{:<34}{wall:>8.2} x wall {cpu:>8.2} x CPU", "ratio"))?;
    Ok(())
}

fn parse_only(docs: &Docs) {
    for text in docs.texts() {
        black_box(Parser::new_ext(text, Options::ENABLE_TABLES).count());
    }
}
