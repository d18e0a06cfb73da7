//! `examples`: the requests and answers that the documentation shows, for programs that replay them.

use std::io::Write as _;

use serde_json::{Map, Value, json};
use xtask::fit::{self, Kind};
use xtask::pipeline;

use super::Input;
use crate::app::{App, Outcome};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    input: Input,
}

pub(crate) fn run(args: &Args, app: &App) -> anyhow::Result<Outcome> {
    let docs = app.docs(&args.input.docs, &args.input.lang)?;
    let mut pages = app.facts(&docs).pages;
    let (built, _) = pipeline::schema(&mut pages, &app.errata()?);
    let mut out = anstream::stdout().lock();
    for example in fit::examples(&built.schema, &pages) {
        let mut line = Map::new();
        line.insert("method".to_owned(), json!(example.method.name));
        line.insert("rest".to_owned(), json!(example.method.rest));
        let key = match example.kind {
            Kind::Request => "params",
            Kind::Answer => "answer",
        };
        line.insert(key.to_owned(), example.value.into_owned());
        line.insert("page".to_owned(), json!(example.method.page));
        line.insert("lang".to_owned(), json!(example.lang.code()));
        writeln!(out, "{}", Value::Object(line))?;
    }
    Ok(Outcome::Fine)
}
