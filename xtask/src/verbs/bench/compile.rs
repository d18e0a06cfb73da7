//! rustc and rustdoc on `b24-generated` alone: its dependencies are built before.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail, ensure};
use b24_schema::{Module, Rest, SHARED, Schema};
use serde_json::json;
use xtask::pipeline::SCHEMA_DIR;

use super::Args;
use super::measure::{OUT, Usage};
use crate::app::App;

/// A command of cargo, and what its profile is called in `cargo clean`.
type Verb = (&'static str, &'static [&'static str], &'static str);

const CHECK: Verb = ("check", &["check"], "dev");
pub(super) const DOC: Verb = ("doc", &["doc", "--no-deps"], "dev");
const VERBS: [Verb; 3] = [CHECK, ("build --release", &["build", "--release"], "release"), DOC];

/// All modules, and what else the crate has.
pub(super) const ALL_FEATURES: [&str; 1] = ["--all-features"];

/// These features only.
fn only(features: &str) -> [&str; 3] {
    ["--no-default-features", "--features", features]
}

/// Prints what the compiler takes for all modules, for one small one, and for none.
pub(super) fn features(args: &Args, app: &App) -> anyhow::Result<()> {
    let crate_ = Crate::of(app)?;
    header(app, "b24-generated alone")?;
    let sets = [("all modules", "full"), ("one small module", &*args.small), ("no module", "")];
    for (verb, command, profile) in VERBS {
        for (label, features) in sets {
            let usage = crate_.measure(command, profile, &only(features), args.runs())?;
            print(app, &format!("{verb}, {label}"), usage)?;
        }
    }
    Ok(())
}

/// Prints what the macros take, and what the same code takes when it stands in files.
pub(super) fn macros(args: &Args, app: &App) -> anyhow::Result<()> {
    let workspace = workspace(app)?;
    let target = target(&workspace);
    let copy = target.join("workspace");
    if copy.exists() {
        fs::remove_dir_all(&copy).with_context(|| format!("cannot remove {}", copy.display()))?;
    }
    copy_workspace(&workspace, &copy)?;
    header(app, "macros against files")?;
    let crate_ = Crate { workspace: copy, target };
    let by_macro = crate_.measure(CHECK.1, CHECK.2, &only("full"), args.runs())?;
    print(app, "check, by macros", by_macro)?;
    expand_in_place(&crate_.workspace)?;
    let in_files = crate_.measure(CHECK.1, CHECK.2, &only("full"), args.runs())?;
    print(app, "check, expanded in files", in_files)?;
    let ratio = by_macro.cpu / in_files.cpu;
    if app.is_json() {
        app.json(&json!({"reason": "bench", "what": "macro against files", "ratio_cpu": ratio}))?;
    } else {
        app.print(&format!("{:<34}{ratio:>8.2} x CPU", "ratio"))?;
    }
    Ok(())
}

pub(crate) fn workspace(app: &App) -> anyhow::Result<PathBuf> {
    let root = app.root()?;
    let root = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
    root.canonicalize().with_context(|| format!("there is no {}", root.display()))
}

/// A target folder of our own: the flags of the measurement must not spoil the usual one.
fn target(workspace: &Path) -> PathBuf {
    let usual = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace.join("target"), PathBuf::from);
    usual.join("xtask-bench")
}

/// `b24-generated`, in a workspace of its own.
pub(super) struct Crate {
    pub(super) workspace: PathBuf,
    pub(super) target: PathBuf,
}

impl Crate {
    pub(super) fn of(app: &App) -> anyhow::Result<Self> {
        let workspace = workspace(app)?;
        Ok(Self { target: target(&workspace), workspace })
    }

    /// The least that the compiler took in `runs` runs; one run before builds the dependencies.
    pub(super) fn measure(
        &self,
        command: &[&str],
        profile: &str,
        features: &[&str],
        runs: usize,
    ) -> anyhow::Result<Usage> {
        fs::create_dir_all(&self.target)?;
        let out = self.target.join("usage.jsonl");
        let mut all = command.to_vec();
        all.extend(["-p", "b24-generated"]);
        all.extend(features);
        if !command.contains(&"doc") {
            all.push("--lib");
        }
        self.cargo(&all, &out)?;
        let mut best: Option<Usage> = None;
        for _ in 0..runs {
            self.cargo(&["clean", "-p", "b24-generated", "--profile", profile], &out)?;
            let _ = fs::remove_file(&out);
            self.cargo(&all, &out)?;
            let text = fs::read_to_string(&out).unwrap_or_default();
            // rustdoc's scrape and the like may add lines; the last is the crate itself.
            let line = text.lines().last().context("cargo did not compile b24-generated")?;
            let usage = serde_json::from_str(line)?;
            best = Some(best.map_or(usage, |best| best.least(usage)));
        }
        best.context("nothing was measured")
    }

    fn cargo(&self, args: &[&str], out: &Path) -> anyhow::Result<()> {
        let this = std::env::current_exe().context("where is this program?")?;
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(args)
            .arg("--target-dir")
            .arg(&self.target)
            .current_dir(&self.workspace)
            .env("RUSTC_WRAPPER", &this)
            .env("RUSTDOC", &this)
            .env(OUT, out)
            // As cargo builds a dependency.
            .env("CARGO_INCREMENTAL", "0")
            .stdin(Stdio::null())
            .output()
            .context("cannot start cargo")?;
        if !output.status.success() {
            bail!("cargo {} failed:\n{}", args.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }
}

pub(super) fn header(app: &App, title: &str) -> anyhow::Result<()> {
    if !app.is_json() {
        app.print(&format!("\n{title}"))?;
    }
    Ok(())
}

pub(super) fn print(app: &App, what: &str, usage: Usage) -> anyhow::Result<()> {
    if app.is_json() {
        app.json(&json!({"reason": "bench", "what": what, "usage": usage}))?;
    } else {
        let Usage { cpu, wall, memory } = usage;
        let gigabytes = memory as f64 / 1e9;
        app.print(&format!("{what:<34}{wall:>8.2} s wall {cpu:>8.2} s CPU {gigabytes:>7.2} GB"))?;
    }
    Ok(())
}

/// The workspace without the parts that `b24-generated` does not need.
fn copy_workspace(from: &Path, to: &Path) -> anyhow::Result<()> {
    for part in ["b24-generated", "b24-macros"] {
        for entry in walkdir::WalkDir::new(from.join(part)) {
            let entry = entry?;
            let target = to.join(entry.path().strip_prefix(from)?);
            if entry.file_type().is_dir() {
                fs::create_dir_all(&target)?;
            } else {
                fs::copy(entry.path(), &target)?;
            }
        }
    }
    let text = fs::read_to_string(from.join("Cargo.toml"))?;
    let members = |line: &str| line.starts_with("members") || line.starts_with("default-members");
    let lines: Vec<_> = text
        .lines()
        .map(|l| if members(l) { l.replace(", \"xtask\"", "") } else { l.to_owned() })
        .collect();
    let text = lines.join("\n");
    ensure!(
        !text.contains("\"xtask\""),
        "the list of members in Cargo.toml does not end with \"xtask\""
    );
    fs::write(to.join("Cargo.toml"), text)?;
    fs::copy(from.join("Cargo.lock"), to.join("Cargo.lock"))?;
    Ok(())
}

/// The attribute that fills the empty module behind it.
const MODULE: &str = "b24_macros::module";

/// Replaces each call of a macro in `modules.rs` by what it makes.
fn expand_in_place(workspace: &Path) -> anyhow::Result<()> {
    let schema = Schema::read_dir(&workspace.join(SCHEMA_DIR))?;
    let path = workspace.join("b24-generated/src/modules.rs");
    let mut out = String::new();
    let text = fs::read_to_string(&path)?;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let call = line.trim().trim_start_matches("#[");
        let argument = call
            .split('"')
            .nth(1)
            .and_then(|file| file.strip_prefix("schema/")?.strip_suffix(".json"));
        let module = argument.and_then(|name| schema.modules.get(name));
        match (module, call.split_once(['!', '('])) {
            (Some(module), Some((name, _))) if call.starts_with("b24_macros::") => {
                out.push_str(&expansion(name, call, module)?);
                if name == MODULE {
                    let place = lines.next().unwrap_or_default();
                    ensure!(place.trim_end().ends_with("{}"), "`{place}` is no empty module");
                }
            }
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    ensure!(
        !out.contains("b24_macros::methods!") && !out.contains(MODULE),
        "a call of a macro in modules.rs was not understood"
    );
    fs::write(path, out)?;
    Ok(())
}

fn expansion(name: &str, call: &str, module: &Module) -> anyhow::Result<String> {
    let rest = if call.contains("rest = 3") { Rest::V3 } else { Rest::V2 };
    let code = match name {
        MODULE | "b24_macros::methods" => b24_expand::expand_module_source(module, rest)?,
        "b24_macros::shared" => b24_expand::expand_shared_source(module)?,
        // The constants of the scopes are few.
        _ => return Ok(call.to_owned()),
    };
    debug_assert!(module.module == SHARED || !code.is_empty());
    Ok(code)
}
