//! `expand`: the Rust code of one method, as the macro makes it.

use anyhow::{Context as _, bail};
use b24_schema::{Rest, Schema};
use serde_json::json;
use xtask::pipeline::SCHEMA_DIR;

use crate::app::{App, Outcome};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The method: crm.deal.add
    name: String,
    /// The REST version, for names that exist in both
    #[arg(long, value_name = "2|3", value_parser = rest)]
    rest: Option<Rest>,
}

fn rest(text: &str) -> Result<Rest, String> {
    match text {
        "2" => Ok(Rest::V2),
        "3" => Ok(Rest::V3),
        _ => Err("the REST versions are 2 and 3".to_owned()),
    }
}

pub(crate) fn run(args: &Args, app: &App) -> anyhow::Result<Outcome> {
    let dir = app.root()?.join(SCHEMA_DIR);
    let schema =
        Schema::read_dir(&dir).context("there is no schema; `cargo xtask regen` writes it")?;
    let methods: Vec<_> = schema.modules.values().flat_map(|m| &m.methods).collect();
    let mut versions: Vec<_> = methods
        .iter()
        .filter(|m| m.name.eq_ignore_ascii_case(&args.name))
        .map(|m| (&m.name, m.rest))
        .collect();
    if let Some(rest) = args.rest {
        versions.retain(|(_, r)| *r == rest);
    }
    let Some((name, _)) = versions.first() else {
        let mut near: Vec<_> = methods.iter().map(|m| &m.name[..]).collect();
        near.sort_by_key(|name| distance(&args.name, name));
        near.dedup();
        near.truncate(3);
        bail!("there is no method `{}`; near it: {}", args.name, near.join(", "));
    };
    let mut only = schema.clone();
    for module in only.modules.values_mut() {
        module.methods.retain(|m| args.rest.is_none_or(|rest| m.rest == rest));
    }
    let code = b24_expand::expand_method(&only, name)?;
    if app.is_json() {
        app.json(&json!({"reason": "expansion", "name": name, "code": code}))?;
    } else {
        app.print(&code)?;
    }
    Ok(Outcome::Fine)
}

/// How little the two names have in common: 1,000 is nothing.
fn distance(a: &str, b: &str) -> u32 {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    1000 - (similar::TextDiff::from_chars(&a[..], &b[..]).ratio() * 1000.0) as u32
}
