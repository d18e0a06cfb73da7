//! The crates that are published, and what cargo does with them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};
use cargo_metadata::semver::Version;
use cargo_metadata::{DependencyKind, MetadataCommand, Package};

use super::Verdict;
use super::archive::Archive;
use super::release::Last;

/// The published crates of the workspace.
pub(crate) struct Crates {
    /// In the order in which they are published: none depends on a later one.
    pub(super) list: Vec<Crate>,
    /// Where cargo builds.
    pub(super) target: PathBuf,
    root: PathBuf,
}

pub(super) struct Crate {
    pub(super) name: String,
    pub(super) version: Version,
    /// The folder of its manifest.
    pub(super) dir: PathBuf,
    /// Whether it is a library: one that has only macros cannot be compared.
    library: bool,
}

impl Crates {
    pub(crate) fn of(root: &Path) -> anyhow::Result<Self> {
        let metadata = MetadataCommand::new()
            .manifest_path(root.join("Cargo.toml"))
            .no_deps()
            .exec()
            .context("cannot read the manifests")?;
        let mut left: Vec<&Package> = metadata
            .workspace_packages()
            .into_iter()
            .filter(|package| package.publish.as_ref().is_none_or(|to| !to.is_empty()))
            .collect();
        let mut list = Vec::new();
        while !left.is_empty() {
            let next = left.iter().position(|package| {
                let needs = |name: &str| left.iter().any(|other| *other.name == name);
                let mut before = package.dependencies.iter();
                !before.any(|d| d.kind != DependencyKind::Development && needs(&d.name))
            });
            let package = left.remove(next.context("the crates depend on each other in a circle")?);
            list.push(Crate {
                name: package.name.to_string(),
                version: package.version.clone(),
                dir: package.manifest_path.parent().context("a manifest has no folder")?.into(),
                library: package.targets.iter().any(cargo_metadata::Target::is_lib),
            });
        }
        ensure!(!list.is_empty(), "no crate of the workspace is published");
        let target = metadata.target_directory.into();
        Ok(Self { list, target, root: root.to_owned() })
    }

    /// Makes the files that would be uploaded.
    pub(super) fn package(&self) -> anyhow::Result<Verdict> {
        // Whether all is committed was looked at before.
        let args = ["package", "--allow-dirty", "--no-verify"];
        let run = self.cargo(&args, self.selected(), &[])?;
        Ok(run.map_or_else(Verdict::Fails, |()| {
            let names: Vec<_> =
                self.list.iter().map(|c| format!("{} {}", c.name, c.version)).collect();
            Verdict::Holds(format!("{}, in this order", names.join(", ")))
        }))
    }

    /// Makes the files elsewhere than usual, to look at their sizes.
    pub(crate) fn package_to(&self, target: &Path) -> anyhow::Result<Vec<Archive>> {
        let mut args = self.selected();
        args.extend(["--target-dir".into(), target.into()]);
        let run = self.cargo(&["package", "--allow-dirty", "--no-verify"], args, &[])?;
        run.map_err(anyhow::Error::msg)?;
        self.archives(target)
    }

    /// The files that [`Self::package`] made.
    pub(super) fn archives(&self, target: &Path) -> anyhow::Result<Vec<Archive>> {
        let read = |c: &Crate| Archive::read(&target.join("package"), &c.name, &c.version);
        self.list.iter().map(read).collect()
    }

    /// Builds what is packaged, each crate against the packages of the others.
    pub(super) fn verify(&self) -> anyhow::Result<Verdict> {
        let args = ["package", "--allow-dirty", "--all-features"];
        let run = self.cargo(&args, self.selected(), &[])?;
        Ok(run.map_or_else(Verdict::Fails, |()| Verdict::Holds("with all features".to_owned())))
    }

    /// Builds the documentation as docs.rs does, with the features that only a nightly compiler has otherwise.
    pub(super) fn document(&self) -> anyhow::Result<Verdict> {
        let mut args = self.selected();
        // A folder of its own: what is built for docs.rs is nothing that other commands could use.
        args.extend(["--target-dir".into(), self.target.join("xtask-docs-rs").into()]);
        let names: Vec<_> = self.list.iter().map(|c| c.name.replace('-', "_")).collect();
        let env = [
            ("RUSTC_BOOTSTRAP", names.join(",")),
            ("RUSTDOCFLAGS", "--cfg docsrs -D warnings".to_owned()),
        ];
        let run = self.cargo(&["doc", "--no-deps", "--all-features", "--locked"], args, &env)?;
        Ok(run.map_or_else(Verdict::Fails, |()| {
            Verdict::Holds("with all features, without a warning".to_owned())
        }))
    }

    /// Compares the libraries written by hand with the last release. The other one is compared by its index.
    pub(super) fn semver_checks(&self, last: &Last) -> anyhow::Result<Verdict> {
        const INSTALL: &str = "`cargo install --locked cargo-semver-checks` makes it possible";
        let there = self.cargo(&["semver-checks", "--version"], Vec::new(), &[])?;
        if there.is_err() {
            return Ok(Verdict::LeftOut(format!("cargo-semver-checks is not there; {INSTALL}")));
        }
        let by_hand = |c: &&Crate| c.library && c.name != "b24-generated";
        let mut args: Vec<OsString> = vec!["--baseline-rev".into(), (&last.tag).into()];
        for crate_ in self.list.iter().filter(by_hand) {
            args.extend(["-p".into(), (&crate_.name).into()]);
        }
        let run = self.cargo(&["semver-checks"], args, &[])?;
        Ok(run.map_or_else(Verdict::Fails, |()| Verdict::Holds(format!("since {}", last.tag))))
    }

    /// `-p NAME` for each crate.
    fn selected(&self) -> Vec<OsString> {
        self.list.iter().flat_map(|c| ["-p".into(), (&c.name).into()]).collect()
    }

    /// Runs cargo; what it said, if it failed.
    fn cargo(
        &self,
        command: &[&str],
        args: Vec<OsString>,
        env: &[(&str, String)],
    ) -> anyhow::Result<Result<(), String>> {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(command)
            .args(args)
            .envs(env.iter().map(|(name, value)| (name, value)))
            .current_dir(&self.root)
            .output()
            .context("cannot start cargo")?;
        let said =
            || format!("cargo {} failed:\n{}", command[0], String::from_utf8_lossy(&output.stderr));
        Ok(if output.status.success() { Ok(()) } else { Err(said()) })
    }
}
