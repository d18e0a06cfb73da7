//! What every verb needs: where things are, how to report, how to write.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::ColorChoice;
use serde_json::{Value, json};
use xtask::corpus::Lang;
use xtask::diag::{Diagnostic, Diagnostics};
use xtask::errata::Errata;
use xtask::facts;
use xtask::output::{Changes, Mode, Plan};
use xtask::pipeline::{self, Canonical, Docs, Facts};
use xtask::progress;
use xtask::render::{self, Sources};

use crate::cli::{self, DocsDir, Global, MessageFormat, Rule};

/// What `--deny-warnings` denies: something of the documentation was lost, or data of ours is out of date. Upstream
/// pages are full of warnings that lose nothing.
const LOSSES: [&str; 6] = [
    "erratum-stale",
    "listing-stale",
    "page-double",
    "quarantined",
    pipeline::ROUND_TRIP,
    facts::EVIDENCE_LOST,
];

/// Codes of pages that are left out.
const LEFT_OUT: [&str; 2] = [pipeline::ROUND_TRIP, facts::EVIDENCE_LOST];

/// In a check, how many files are listed, and of how many the difference is shown.
const LISTED: usize = 20;
const DIFFED: usize = 3;
const DIFF_LINES: usize = 24;

pub(crate) struct App {
    global: Global,
}

/// How a verb ended, where it was carried out at all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Fine,
    Failed,
}

impl App {
    pub(crate) fn new(global: Global) -> Self {
        match global.color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        }
        .write_global();
        Self { global }
    }

    /// The same with `--deny-warnings`.
    pub(crate) fn denying(&self) -> Self {
        Self { global: Global { deny_warnings: true, ..self.global.clone() } }
    }

    /// Runs `work` on as many threads as `--jobs` says.
    pub(crate) fn with_jobs<T: Send>(
        &self,
        work: impl FnOnce() -> anyhow::Result<T> + Send,
    ) -> anyhow::Result<T> {
        let Some(jobs) = self.global.jobs else { return work() };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.get()).build();
        pool.context("cannot start the threads")?.install(work)
    }

    pub(crate) fn exit_code(&self, outcome: anyhow::Result<Outcome>) -> ExitCode {
        match outcome {
            Ok(Outcome::Fine) => ExitCode::SUCCESS,
            Ok(Outcome::Failed) => ExitCode::from(1),
            // Whoever read the output had enough.
            Err(e)
                if e.downcast_ref::<io::Error>()
                    .is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe) =>
            {
                ExitCode::SUCCESS
            }
            Err(e) => {
                if self.is_json() {
                    let _ = self.json(&json!({"reason": "error", "message": format!("{e:#}")}));
                } else {
                    let _ = self.error_line(&format!("{e:#}"));
                }
                ExitCode::from(2)
            }
        }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.global.message_format == MessageFormat::Json
    }

    /// Prints a result.
    pub(crate) fn print(&self, text: &str) -> io::Result<()> {
        writeln!(anstream::stdout().lock(), "{}", text.trim_end_matches('\n'))
    }

    /// Prints a line of JSON.
    pub(crate) fn json(&self, value: &Value) -> io::Result<()> {
        writeln!(anstream::stdout().lock(), "{value}")
    }

    pub(crate) fn error_line(&self, text: &str) -> io::Result<()> {
        let style = anstyle::AnsiColor::Red.on_default().bold();
        writeln!(anstream::stderr().lock(), "{style}error{style:#}: {text}")
    }

    fn warning_line(&self, text: &str) -> io::Result<()> {
        let style = anstyle::AnsiColor::Yellow.on_default().bold();
        writeln!(anstream::stderr().lock(), "{style}warning{style:#}: {text}")
    }

    /// The folder of the workspace; empty where it is the current one, so that paths stay short.
    pub(crate) fn root(&self) -> anyhow::Result<PathBuf> {
        if let Some(root) = &self.global.root {
            return Ok(root.clone());
        }
        let current = std::env::current_dir().context("there is no current folder")?;
        let is_root = |dir: &&Path| {
            dir.join("xtask/Cargo.toml").is_file() && dir.join("b24-generated").is_dir()
        };
        let root = current
            .ancestors()
            .find(is_root)
            .context("no workspace of b24 is around the current folder")?;
        Ok(if root == current { PathBuf::new() } else { root.to_owned() })
    }

    /// Reads documentation; `docs-src` where no folder is given.
    pub(crate) fn docs(&self, dirs: &[DocsDir], langs: &[Lang]) -> anyhow::Result<Docs> {
        let roots = if dirs.is_empty() {
            let ours = [DocsDir::All(self.root()?.join("docs-src"))];
            cli::roots(&ours, langs)
                .context("there are no canonical pages; `cargo xtask import` writes them")?
        } else {
            cli::roots(dirs, langs)?
        };
        Ok(Docs::read(&roots)?)
    }

    pub(crate) fn facts(&self, docs: &Docs) -> Facts {
        let bar = self.bar("reading", docs.len());
        let facts = pipeline::facts(docs, &|| bar.inc(1));
        bar.finish_and_clear();
        facts
    }

    /// The canonical pages; those that cannot be are taken out of the facts.
    pub(crate) fn canonical(&self, docs: &Docs, facts: &mut Facts, errata: &Errata) -> Canonical {
        let bar = self.bar("checking", facts.pages.len());
        let canonical = pipeline::canonical(docs, facts, errata, &|| bar.inc(1));
        bar.finish_and_clear();
        canonical
    }

    pub(crate) fn bar(&self, what: &'static str, len: usize) -> indicatif::ProgressBar {
        progress::bar(what, len, self.global.quiet || self.is_json())
    }

    pub(crate) fn spinner(&self, what: &'static str) -> indicatif::ProgressBar {
        progress::spinner(what, self.global.quiet || self.is_json())
    }

    pub(crate) fn errata(&self) -> anyhow::Result<Errata> {
        let path = match &self.global.errata {
            Some(path) => path.clone(),
            None => self.root()?.join("xtask/errata.toml"),
        };
        Ok(Errata::load(&path)?)
    }

    /// Reports what was found. [`Outcome::Failed`] if any of it is denied.
    pub(crate) fn diagnose(
        &self,
        found: &Diagnostics,
        sources: &Sources<'_>,
    ) -> io::Result<Outcome> {
        if self.is_json() {
            self.print_json(found, sources)?;
        } else if !self.global.quiet {
            self.print_human(found, sources)?;
        }
        let mut denied: BTreeMap<&str, usize> = BTreeMap::new();
        for d in found.0.iter().filter(|d| self.is_denied(d)) {
            *denied.entry(d.code).or_default() += 1;
        }
        if denied.is_empty() {
            let left_out = found.0.iter().filter(|d| LEFT_OUT.contains(&d.code));
            let pages: BTreeSet<_> = left_out.map(|d| d.span.file).collect();
            if !pages.is_empty() && !self.is_json() {
                let count = pages.len();
                self.warning_line(&format!("{count} pages are left out; the others are used"))?;
            }
            return Ok(Outcome::Fine);
        }
        if self.is_json() {
            self.json(&json!({"reason": "denied", "counts": denied}))?;
        } else {
            let list: Vec<_> = denied.iter().map(|(code, n)| format!("{n} `{code}`")).collect();
            self.error_line(&format!("these diagnostics are denied: {}", list.join(", ")))?;
        }
        Ok(Outcome::Failed)
    }

    fn is_denied(&self, d: &Diagnostic) -> bool {
        let rule = |rule: &Rule| match rule {
            Rule::Severity(severity) => d.severity >= *severity,
            Rule::Code(code) => d.code == code,
        };
        let lost = self.global.deny_warnings && LOSSES.contains(&d.code);
        (lost || self.global.deny.iter().any(rule))
            && !self.global.allow.iter().any(|code| code == d.code)
    }

    fn print_json(&self, found: &Diagnostics, sources: &Sources<'_>) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        for d in render::sorted(found) {
            writeln!(out, "{}", render::json(d, sources))?;
        }
        let count = |(severity, code, n)| json!({"severity": render::severity_word(severity), "code": code, "count": n});
        let counts: Vec<_> = render::counts(found).into_iter().map(count).collect();
        writeln!(out, "{}", json!({"reason": "summary", "counts": counts}))
    }

    fn print_human(&self, found: &Diagnostics, sources: &Sources<'_>) -> io::Result<()> {
        let mut out = anstream::stderr().lock();
        let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
        for d in render::sorted(found) {
            let n = shown.entry(d.code).or_default();
            let wanted = d.severity >= self.global.show.least() || self.is_denied(d);
            if wanted && (self.global.limit == 0 || *n < self.global.limit) {
                *n += 1;
                writeln!(out, "{}\n", render::human(d, sources))?;
            }
        }
        write!(out, "{}", render::summary(found))
    }

    /// Writes or checks the files of a plan; `repair` is the command that makes a check pass.
    pub(crate) fn apply(
        &self,
        mut plan: Plan,
        check: bool,
        repair: &str,
    ) -> anyhow::Result<Outcome> {
        if std::env::var_os("XTASK_KILL_BEFORE_COMMIT").is_some() {
            plan.before_commit = Some(|| std::process::abort());
        }
        let changes = plan.apply(if check { Mode::Check } else { Mode::Write })?;
        let failed = check && !changes.is_empty();
        if self.is_json() {
            self.json(&json!({
                "reason": "changes", "check": check, "added": changes.added, "changed": changes.changed,
                "removed": changes.removed, "unchanged": changes.unchanged,
                "repair": failed.then_some(repair),
            }))?;
        } else if failed {
            self.print_drift(&plan, &changes)?;
            let n = changes.added.len() + changes.changed.len() + changes.removed.len();
            self.error_line(&format!("{n} files are not up to date; repair: {repair}"))?;
        } else {
            self.print(&format!(
                "{} files added, {} changed, {} removed, {} as they were",
                changes.added.len(),
                changes.changed.len(),
                changes.removed.len(),
                changes.unchanged
            ))?;
        }
        Ok(if failed { Outcome::Failed } else { Outcome::Fine })
    }

    fn print_drift(&self, plan: &Plan, changes: &Changes) -> io::Result<()> {
        let mut out = anstream::stderr().lock();
        let kinds = [
            ("missing", &changes.added),
            ("differs", &changes.changed),
            ("stale", &changes.removed),
        ];
        for (word, paths) in kinds {
            for path in paths.iter().take(LISTED) {
                writeln!(out, "{word:>8}  {}", path.display())?;
            }
            if paths.len() > LISTED {
                writeln!(out, "{word:>8}  … and {} more", paths.len() - LISTED)?;
            }
        }
        for path in changes.changed.iter().take(DIFFED) {
            let there = std::fs::read(plan.root.join(path)).unwrap_or_default();
            let there = String::from_utf8_lossy(&there);
            let planned = String::from_utf8_lossy(plan.content(path).unwrap_or_default());
            let diff = similar::TextDiff::from_lines(&*there, &*planned);
            let name = path.display().to_string();
            let text =
                diff.unified_diff().context_radius(1).header(&name, "as it should be").to_string();
            writeln!(out)?;
            for line in text.lines().take(DIFF_LINES) {
                writeln!(out, "{line}")?;
            }
            if text.lines().count() > DIFF_LINES {
                writeln!(out, "…")?;
            }
        }
        Ok(())
    }
}
