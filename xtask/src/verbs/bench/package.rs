//! What is published, against what docs.rs and crates.io take.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::json;

use super::Args;
use super::compile::{ALL_FEATURES, Crate, DOC, header, print};
use xtask::prose::PROSE_DIR;

use crate::app::App;
use crate::verbs::package::{Crates, LIMIT};

/// What docs.rs gives one build, and serves of its output. It says so on the page of each crate's builds.
const SECONDS: u32 = 15 * 60;
const MEMORY: u64 = 6 << 30;
const FILE: u64 = 50 << 20;

/// Prints what the documentation takes as docs.rs builds it, its size, and the sizes of the packages.
pub(super) fn run(args: &Args, app: &App) -> anyhow::Result<()> {
    let crate_ = Crate::of(app)?;
    let prose =
        fs::read_dir(crate_.workspace.join(PROSE_DIR)).is_ok_and(|mut dir| dir.next().is_some());
    header(app, &format!("published, {} prose", if prose { "with" } else { "without" }))?;

    // What other runs left there is no output of this one.
    let output = crate_.target.join("doc");
    if output.exists() {
        fs::remove_dir_all(&output)
            .with_context(|| format!("cannot remove {}", output.display()))?;
    }
    let usage = crate_.measure(DOC.1, DOC.2, &ALL_FEATURES, args.runs())?;
    print(app, "doc, as docs.rs", usage)?;
    let size = Size::of(&output)?;
    let packages = Crates::of(&crate_.workspace)?.package_to(&crate_.target)?;
    if app.is_json() {
        app.json(&json!({
            "reason": "bench", "what": "docs.rs", "prose": prose, "usage": usage,
            "files": size.files, "bytes": size.bytes, "largest": size.largest,
            "limits": {"wall": SECONDS, "memory": MEMORY, "largest": FILE},
        }))?;
        for package in packages {
            app.json(&json!({
                "reason": "bench", "what": "package", "name": package.name, "files": package.files(),
                "compressed": package.compressed, "unpacked": package.unpacked(),
                "limits": {"compressed": LIMIT},
            }))?;
        }
        return Ok(());
    }
    let megabytes = |bytes: u64| bytes as f64 / 1e6;
    let Size { files, bytes, largest } = size;
    app.print(&format!(
        "{:<34}{SECONDS:>8} s wall {:>23.2} GB",
        "  docs.rs, with the dependencies",
        MEMORY as f64 / 1e9
    ))?;
    app.print(&format!(
        "{:<34}{:>8.1} MB, {files} files, the largest {:.1} MB",
        "its output",
        megabytes(bytes),
        megabytes(largest)
    ))?;
    app.print(&format!("{:<34}{:>8.1} MB the largest", "  docs.rs", megabytes(FILE)))?;
    for package in packages {
        let (packed, unpacked) = (megabytes(package.compressed), megabytes(package.unpacked()));
        let (name, files) = (format!("package {}", package.name), package.files());
        app.print(&format!(
            "{name:<34}{packed:>8.2} MB, unpacked {unpacked:.2} MB, {files} files"
        ))?;
    }
    app.print(&format!("{:<34}{:>8.2} MB", "  crates.io", megabytes(LIMIT)))?;
    Ok(())
}

/// What a folder holds.
#[derive(Default)]
struct Size {
    files: usize,
    bytes: u64,
    largest: u64,
}

impl Size {
    fn of(dir: &Path) -> anyhow::Result<Self> {
        let mut size = Self::default();
        for entry in walkdir::WalkDir::new(dir) {
            let entry = entry?;
            if entry.file_type().is_file() {
                let bytes = entry.metadata()?.len();
                size.files += 1;
                size.bytes += bytes;
                size.largest = size.largest.max(bytes);
            }
        }
        Ok(size)
    }
}
