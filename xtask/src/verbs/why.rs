//! `why`: what the pages say of a place, and why its type is what it is.

use anyhow::bail;
use clap::ValueEnum;
use serde_json::json;
use xtask::assemble::why::{Question, Why, why};
use xtask::corpus::Span;
use xtask::pipeline;
use xtask::render::Sources;

use super::Input;
use crate::app::{App, Outcome};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    input: Input,
    /// The method, `v3:tasks.task.get` for one of REST 3.0
    #[arg(value_name = "METHOD")]
    method: String,
    /// Which side of it
    #[arg(value_name = "params|answer", default_value = "params", value_enum)]
    side: Side,
    /// The names from there to the place: `filter/STAGE_ID`
    #[arg(value_name = "PATH", default_value = "")]
    path: String,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Side {
    /// What it takes
    Params,
    /// What it answers
    Answer,
}

pub(crate) fn run(args: &Args, app: &App) -> anyhow::Result<Outcome> {
    let docs = app.docs(&args.input.docs, &args.input.lang)?;
    let errata = app.errata()?;
    let mut facts = app.facts(&docs);
    let (built, _) = pipeline::schema(&mut facts.pages, &errata);
    let asked = Question {
        method: args.method.clone(),
        answer: args.side == Side::Answer,
        path: args
            .path
            .split(['/', '.'])
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    let Some(why) = why(&facts.pages, &built.schema, &built.report.choices, &asked) else {
        bail!(
            "no page describes a method `{}`; methods of REST 3.0 are written `v3:tasks.task.get`",
            args.method
        );
    };
    let corrections: Vec<(&str, &str)> = errata
        .list
        .iter()
        .filter(|erratum| erratum.pages.iter().any(|page| about(&why, page)))
        .filter(|erratum| {
            let patch = erratum.patch.to_string();
            asked.path.last().is_none_or(|name| patch.contains(name.as_str()))
        })
        .map(|erratum| (erratum.why.as_str(), erratum.evidence.as_str()))
        .collect();
    if app.is_json() {
        let sources = docs.sources();
        let line = |span| place(&sources, span);
        let claims: Vec<_> = why
            .claims
            .iter()
            .map(|told| json!({"claim": told, "at": told.span.and_then(line)}))
            .collect();
        let examples: Vec<_> = why
            .examples
            .iter()
            .map(|shown| json!({"example": shown, "at": line(shown.span)}))
            .collect();
        let correction = |(why, evidence): &(&str, &str)| json!({"why": why, "evidence": evidence});
        let errata: Vec<_> = corrections.iter().map(correction).collect();
        app.json(&json!({
            "reason": "why", "why": why, "claims": claims, "examples": examples, "errata": errata,
        }))?;
    } else {
        app.print(&text(&why, &corrections, &docs.sources()))?;
    }
    Ok(Outcome::Fine)
}

/// Whether a page says something of the place.
fn about(why: &Why, page: &str) -> bool {
    why.page == page || why.claims.iter().any(|told| told.page == page)
}

/// File and line.
fn place(sources: &Sources<'_>, span: Span) -> Option<String> {
    let (file, place) = sources.find(span)?;
    Some(format!("{}:{}", file.display(), place.line))
}

fn text(why: &Why, corrections: &[(&str, &str)], sources: &Sources<'_>) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let ty = why.ty.as_deref().unwrap_or("no such place in the schema");
    line(format!("{} {}: {ty}", why.method, why.place));
    line(format!("  described on {}", why.page));
    if let Some(record) = &why.record {
        line(format!("  in the shared record of {record}"));
    }
    if !why.parts.is_empty() {
        line(format!("  with {}", why.parts.join(", ")));
    }
    line("\nclaims".to_owned());
    if why.claims.is_empty() {
        line("  no page describes it".to_owned());
    }
    // What one row says stands on one line.
    for row in why.claims.chunk_by(|a, b| (a.lang, a.source, a.span) == (b.lang, b.source, b.span))
    {
        let Some(told) = row.first() else { continue };
        let at = told.span.and_then(|span| place(sources, span));
        let at = at.unwrap_or_else(|| told.page.clone());
        let says: Vec<&str> = row.iter().map(|told| told.says.as_str()).collect();
        line(format!("  {} {:18} {}", told.lang, told.source, says.join("; ")));
        line(format!("     {at}"));
    }
    line("\nexamples".to_owned());
    if why.examples.is_empty() {
        line("  no example shows it".to_owned());
    }
    for shown in &why.examples {
        let at = place(sources, shown.span).unwrap_or_default();
        let value: String = shown.value.to_string().chars().take(EXCERPT).collect();
        line(format!("  {} {value}", shown.lang));
        line(format!("     {at}"));
    }
    line("\ndecided by".to_owned());
    if why.rules.is_empty() {
        line("  no rule: nothing was said and nothing was shown".to_owned());
    }
    for rule in &why.rules {
        let example = match rule.example {
            "" => String::new(),
            example => format!("; as on the page of {example}"),
        };
        line(format!("  {:24} {}{example}", rule.rule, rule.reason));
    }
    if !why.overruled.is_empty() {
        line("\noverruled".to_owned());
        for choice in &why.overruled {
            line(format!("  {:24} {}", choice.code, choice.message));
        }
    }
    if !corrections.is_empty() {
        line("\nerrata".to_owned());
        for (why, evidence) in corrections {
            line(format!("  {why}; {evidence}"));
        }
    }
    out
}

/// How many characters of a value are printed.
const EXCERPT: usize = 90;
