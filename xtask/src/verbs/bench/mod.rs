//! `bench`: ratios measured in one run. Nothing is asserted: the numbers are for people.

mod client;
mod compile;
mod generator;
mod measure;
mod package;

use std::num::NonZeroUsize;

use clap::ValueEnum;

use super::Input;
use crate::app::{App, Outcome};

pub(crate) use compile::workspace;
pub(crate) use measure::measured_compiler;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// What to measure; everything where it is not said
    #[arg(value_enum, value_name = "WHAT")]
    which: Vec<Which>,
    /// How often to measure each thing; the best run counts. 3 times where it is not said, and `regen`,
    /// which takes no time, 30 times
    #[arg(long, value_name = "N")]
    runs: Option<NonZeroUsize>,
    /// The small module that is compiled alone, against none
    #[arg(long, value_name = "MODULE", default_value = "vote")]
    small: String,
    #[command(flatten)]
    input: Input,
}

impl Args {
    /// How often to measure what takes long.
    fn runs(&self) -> usize {
        self.runs.map_or(3, NonZeroUsize::get)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    /// The generator, against pulldown-cmark only parsing the same bytes
    Regen,
    /// rustc and rustdoc on b24-generated: all modules, one small module, none
    Compile,
    /// The macros, against the same code already expanded in files
    Macro,
    /// The documentation as docs.rs builds it, and the packages, against what docs.rs and crates.io take
    Package,
    /// Calls, batches and lists, against the same written by hand
    Client,
}

pub(crate) fn run(args: &Args, app: &App) -> anyhow::Result<Outcome> {
    let wanted = |which| args.which.is_empty() || args.which.contains(&which);
    if wanted(Which::Regen) {
        generator::run(args, app)?;
    }
    if wanted(Which::Compile) {
        compile::features(args, app)?;
    }
    if wanted(Which::Macro) {
        compile::macros(args, app)?;
    }
    if wanted(Which::Package) {
        package::run(args, app)?;
    }
    if wanted(Which::Client) {
        client::run(args, app)?;
    }
    Ok(Outcome::Fine)
}
