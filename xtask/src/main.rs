//! `cargo xtask`: see `cargo xtask help`.

mod app;
mod cli;
mod verbs;

use std::process::ExitCode;

use clap::Parser as _;

use crate::app::App;
use crate::cli::{Cli, Verb};

/// Pages are many small strings: with the system's allocator a quarter of the time goes there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Some(code) = verbs::bench::measured_compiler() {
        return code;
    }
    let Cli { global, verb } = Cli::parse();
    let app = App::new(global);
    let outcome = app.with_jobs(|| match &verb {
        Verb::Import(args) => verbs::import::run(args, &app),
        Verb::Regen(args) => verbs::regen::run(args, &app),
        Verb::Report(args) => verbs::report::run(args, &app),
        Verb::Why(args) => verbs::why::run(args, &app),
        Verb::Examples(args) => verbs::examples::run(args, &app),
        Verb::Expand(args) => verbs::expand::run(args, &app),
        Verb::Package(args) => verbs::package::run(args, &app),
        Verb::Bench(args) => verbs::bench::run(args, &app),
    });
    app.exit_code(outcome)
}
