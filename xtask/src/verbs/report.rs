//! `report`: what became of every page.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::bail;
use serde_json::json;
use xtask::assemble::report::{Coverage, PageFate};
use xtask::fit::{Finding, Kind};
use xtask::gold::Gold;
use xtask::portal::Document;
use xtask::render::Sources;
use xtask::summary;

use super::{Input, Run};
use crate::app::{App, Outcome};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    input: Input,
    /// List every page with what became of it
    #[arg(long)]
    pages: bool,
    /// List every choice between sources that disagree
    #[arg(long)]
    choices: bool,
    /// List every example that the schema does not explain
    #[arg(long)]
    examples: bool,
    /// List every statement of the readers' gold set that the schema contradicts
    #[arg(long)]
    gold: bool,
    /// Compare with what a portal says of its REST 3.0: a file with the answer of `rest.documentation.openapi`
    #[arg(long, value_name = "FILE")]
    portal: Option<PathBuf>,
    /// Fail if a number of the section `coverage` is smaller
    #[arg(long, value_name = "NAME=NUMBER")]
    min: Vec<Threshold>,
    /// Fail if a number of the section `coverage` is larger
    #[arg(long, value_name = "NAME=NUMBER")]
    max: Vec<Threshold>,
}

#[derive(Clone)]
struct Threshold {
    name: String,
    value: f64,
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("write NAME=NUMBER")?;
        let value: f64 = value.parse().map_err(|_| format!("`{value}` is no number"))?;
        let known: Vec<_> =
            summary::metrics(&Coverage::default()).into_iter().map(|(name, _)| name).collect();
        if !known.iter().any(|k| k == name) {
            return Err(format!("there is no number `{name}`; there are {}", known.join(", ")));
        }
        Ok(Self { name: name.to_owned(), value })
    }
}

pub(crate) fn run(args: &Args, app: &App) -> anyhow::Result<Outcome> {
    let Run { built, found, mut outcome, docs } = args.input.build(app)?;
    let pages = docs.len();
    let report = &built.report;
    if report.pages.len() != pages {
        bail!("{pages} pages were read, but the report tells of {}", report.pages.len());
    }
    let metrics = summary::metrics(&report.coverage);
    let sources = docs.sources();
    // Other repositories have no readers' statements of theirs.
    let folder = Gold::folder(&app.root()?);
    let gold = if folder.is_dir() { Gold::read(&folder)? } else { Gold::default() };
    let differences = gold.compare(&built.schema);
    let portal = match &args.portal {
        Some(file) => Document::read(file)?.compare(&built.schema),
        None => Vec::new(),
    };
    if app.is_json() {
        let metrics: serde_json::Map<_, _> =
            metrics.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
        app.json(&json!({"reason": "coverage", "numbers": metrics}))?;
        for page in report.pages.iter().filter(|_| args.pages) {
            app.json(&json!({"reason": "page", "page": page}))?;
        }
        for choice in report.choices.iter().filter(|_| args.choices) {
            app.json(&json!({"reason": "choice", "choice": choice}))?;
        }
        let read = json!({"methods": gold.entries.len(), "statements": gold.statements(), "differences": differences.len()});
        app.json(&json!({"reason": "gold", "numbers": read}))?;
        for difference in differences.iter().filter(|_| args.gold) {
            app.json(&json!({"reason": "difference", "difference": difference.to_string()}))?;
        }
        for found in &portal {
            app.json(&json!({"reason": "portal", "kind": found.kind.name(), "at": found.at, "said": found.said}))?;
        }
        for finding in report.examples.iter().filter(|_| args.examples) {
            let place = sources.find(finding.span);
            let (file, line) = place.map(|(file, place)| (file, place.line)).unzip();
            app.json(
                &json!({"reason": "example", "example": finding, "file": file, "line": line}),
            )?;
        }
    } else {
        app.print(
            summary::of_build(report, &found).split_once("\n\n").map_or("", |(_, rest)| rest),
        )?;
        app.print("\n[gold]")?;
        for (number, what) in [
            (gold.entries.len(), "methods that people read"),
            (gold.statements(), "statements"),
            (differences.len(), "differ from the schema"),
        ] {
            app.print(&format!("{number:>7}  {what}"))?;
        }
        for difference in differences.iter().filter(|_| args.gold) {
            app.print(&difference.to_string())?;
        }
        if args.portal.is_some() {
            app.print("\n[portal]")?;
        }
        for of_kind in portal.chunk_by(|a, b| a.kind == b.kind) {
            app.print(&format!("{:>7}  {}", of_kind.len(), of_kind[0].kind.name()))?;
        }
        for found in &portal {
            app.print(&found.to_string())?;
        }
        if args.pages {
            app.print("\n[every page]")?;
        }
        for page in report.pages.iter().filter(|_| args.pages) {
            app.print(&page_line(page))?;
        }
        if args.choices {
            app.print("\n[every choice]")?;
        }
        for c in report.choices.iter().filter(|_| args.choices) {
            app.print(&format!("{}  {}  {}: {}", c.page, c.at, c.code, c.message))?;
        }
        if args.examples {
            app.print("\n[every example that the schema does not explain]")?;
        }
        for finding in report.examples.iter().filter(|_| args.examples) {
            app.print(&example_line(finding, &sources))?;
        }
    }

    for (threshold, is_min) in
        args.min.iter().map(|t| (t, true)).chain(args.max.iter().map(|t| (t, false)))
    {
        let Some((name, value)) = metrics.iter().find(|(name, _)| *name == threshold.name) else {
            continue;
        };
        let missed = if is_min { *value < threshold.value } else { *value > threshold.value };
        if missed {
            outcome = Outcome::Failed;
            let (value, limit) = (summary::decimal(*value), summary::decimal(threshold.value));
            let side = if is_min { "least" } else { "most" };
            if app.is_json() {
                app.json(&json!({"reason": "threshold", "name": name, "value": value, "at": side, "limit": limit}))?;
            } else {
                app.print(&format!(
                    "threshold missed: {name} is {value}; it must be at {side} {limit}"
                ))?;
            }
        }
    }
    Ok(outcome)
}

fn example_line(finding: &Finding, sources: &Sources<'_>) -> String {
    let at = match sources.find(finding.span) {
        Some((file, place)) => format!("{}:{}", file.display(), place.line),
        None => format!("{}/{}", finding.lang, finding.page),
    };
    let kind = match finding.kind {
        Kind::Request => "request",
        Kind::Answer => "answer",
    };
    format!("{at}  {kind} of {}: {}", finding.method, finding.message())
}

fn page_line(page: &PageFate) -> String {
    use xtask::assemble::report::Fate;
    let fate = match &page.fate {
        Fate::Method { name } => format!("method {name}"),
        Fate::Records { names } => format!("records {}", names.join(", ")),
        Fate::Scopes { count } => format!("{count} scopes"),
        Fate::Background { reason } => format!("background: {reason}"),
        Fate::Rejected { reason } => format!("REJECTED: {reason}"),
    };
    format!("{}/{}  {}  {fate}", page.lang.code(), page.path, page.kind)
}
