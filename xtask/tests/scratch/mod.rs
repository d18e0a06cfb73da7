//! A copy of what the binary and cargo need of this workspace, to generate into.

// Each test uses its part.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use walkdir::WalkDir;

/// What is copied: not what is built, nor what the documentation is read from and written to.
const COPIED: [&str; 6] =
    ["Cargo.toml", "Cargo.lock", "README.md", "b24-generated", "b24-macros", "xtask"];

/// The workspace of these tests.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// A copy in a folder that goes away with it.
pub(crate) struct Scratch(tempfile::TempDir);

impl Scratch {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for name in COPIED {
            let from = root().join(name);
            let wanted = |e: &walkdir::DirEntry| {
                !matches!(e.file_name().to_str(), Some("target" | "prose") | None)
            };
            for entry in WalkDir::new(&from).into_iter().filter_entry(wanted) {
                let entry = entry.unwrap();
                let to = dir.path().join(entry.path().strip_prefix(root()).unwrap());
                match entry.file_type().is_dir() {
                    true => fs::create_dir_all(&to).unwrap(),
                    false => drop(fs::copy(entry.path(), &to).unwrap()),
                }
            }
        }
        Self(dir)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the binary as a user does.
    pub(crate) fn xtask(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(args)
            .current_dir(self.path())
            .output()
            .unwrap()
    }

    /// Whether what was generated compiles, with all features. What is built stands in a folder of its own: cargo
    /// takes the crates of a copy for those of this workspace, and would build over them while others still link them.
    #[track_caller]
    pub(crate) fn compiles(&self, what: &str) {
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
        let output = Command::new(env!("CARGO"))
            .args([
                "check",
                "--quiet",
                "--offline",
                "-p",
                "b24-generated",
                "--all-features",
                "--target-dir",
            ])
            .arg(target.join("tests/scratch"))
            .current_dir(self.path())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{what} does not compile:\n{text}");
    }
}
