//! The client, on the fake portal: a program of `b24-generated` measures, and this prints.

use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Args;
use crate::app::App;

/// A line of the program.
#[derive(Serialize, Deserialize)]
struct Line {
    what: String,
    count: f64,
    wall: f64,
    cpu: f64,
    memory: f64,
    against: Option<String>,
    ratio_wall: Option<f64>,
    ratio_cpu: Option<f64>,
}

/// Prints what calls, batches and lists take, for each 100,000 of them, against the same by hand.
pub(super) fn run(args: &Args, app: &App) -> anyhow::Result<()> {
    let runs = args.runs().to_string();
    let bench = ["bench", "-p", "b24-generated", "--features", "crm,testing", "--bench", "client"];
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(bench)
        .args(["--", "--runs", &runs])
        .current_dir(super::compile::workspace(app)?)
        .stdin(Stdio::null())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo {} failed:\n{}", bench.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    if !app.is_json() {
        app.print(&format!("\nthe client on the fake portal, best of {runs}; CPU for 100,000"))?;
    }
    for line in String::from_utf8(output.stdout)?.lines() {
        let line: Line = serde_json::from_str(line)?;
        if app.is_json() {
            app.json(&json!({"reason": "bench", "client": line}))?;
            continue;
        }
        let Line { what, count, wall, cpu, memory, against, ratio_wall, ratio_cpu } = line;
        let megabytes = memory / 1e6;
        if count == 0.0 {
            app.print(&format!("{what:<34}{:>37}{megabytes:>7.1} MB", ""))?;
            continue;
        }
        let ratio = match (against, ratio_wall, ratio_cpu) {
            (Some(against), Some(wall), Some(cpu)) => {
                format!("  {wall:.2} x wall, {cpu:.2} x CPU of {against}")
            }
            _ => String::new(),
        };
        let (rate, cpu) = (count / wall, cpu / count * 1e5);
        app.print(&format!(
            "{what:<34}{rate:>10.0} a second {cpu:>8.2} s CPU {megabytes:>10.1} MB{ratio}"
        ))?;
    }
    Ok(())
}
