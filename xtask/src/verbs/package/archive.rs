//! The files that are uploaded: what is in them, and how large they are.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use anyhow::Context as _;
use cargo_metadata::semver::Version;

use super::Verdict;

/// The largest file that crates.io takes.
pub(crate) const LIMIT: u64 = 10 << 20;

/// What each package has, as cargo makes or our manifests name it.
const ALWAYS: [&str; 7] = [
    ".cargo_vcs_info.json",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
];

/// What the package of the generated crate has besides.
const GENERATED: &str = "b24-generated";
const OF_GENERATED: [&str; 2] = ["API.txt", "NOTICE"];

/// The folders that packages may have, and the ending of what may be in them.
const FOLDERS: [(&str, &str); 1] = [("src/", ".rs")];
const FOLDERS_OF_GENERATED: [(&str, &str); 3] =
    [("examples/", ".rs"), ("prose/", ".json"), ("schema/", ".json")];

/// A `.crate` file.
pub(crate) struct Archive {
    pub(crate) name: String,
    /// Sizes of the files, by their paths in the package.
    files: BTreeMap<String, u64>,
    /// The size of the file itself.
    pub(crate) compressed: u64,
}

impl Archive {
    pub(super) fn read(dir: &Path, name: &str, version: &Version) -> anyhow::Result<Self> {
        let inside = format!("{name}-{version}");
        let path = dir.join(format!("{inside}.crate"));
        let (files, compressed) =
            list(&path, &inside).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self { name: name.to_owned(), files, compressed })
    }

    /// The size of all files in it.
    pub(crate) fn unpacked(&self) -> u64 {
        self.files.values().sum()
    }

    /// How many files are in it.
    pub(crate) fn files(&self) -> usize {
        self.files.len()
    }

    fn unexpected(&self) -> impl Iterator<Item = &str> {
        let generated = self.name == GENERATED;
        let of = move |more: bool| more && generated;
        let known = move |path: &str| {
            let named = |names: &[&str]| names.contains(&path);
            let within = |folders: &[(&str, &str)]| {
                folders.iter().any(|(dir, ending)| path.starts_with(dir) && path.ends_with(ending))
            };
            named(&ALWAYS)
                || within(&FOLDERS)
                || of(named(&OF_GENERATED) || within(&FOLDERS_OF_GENERATED))
        };
        self.files.keys().map(String::as_str).filter(move |path| !known(path))
    }

    fn missing<'a>(&self, generated: &'a [String]) -> impl Iterator<Item = &'a str> {
        let ours = self.name == GENERATED;
        // cargo leaves the first out where there is no repository, or where files of it are not committed.
        let always = ALWAYS.into_iter().skip(1);
        let more = OF_GENERATED.into_iter().chain(generated.iter().map(String::as_str));
        always.chain(more.filter(move |_| ours)).filter(|path| !self.files.contains_key(*path))
    }
}

fn list(path: &Path, inside: &str) -> anyhow::Result<(BTreeMap<String, u64>, u64)> {
    let file = File::open(path)?;
    let compressed = file.metadata()?.len();
    let mut files = BTreeMap::new();
    for entry in tar::Archive::new(flate2::read::GzDecoder::new(file)).entries()? {
        let entry = entry?;
        let path = entry.path()?.strip_prefix(inside)?.to_owned();
        let path = path.to_str().context("a path in it is not Unicode")?.replace('\\', "/");
        files.insert(path, entry.size());
    }
    Ok((files, compressed))
}

/// No file is there that should not be, and none is missing; `generated` are those of the generated crate.
pub(super) fn contents(packages: &[Archive], generated: &[String]) -> Verdict {
    let mut wrong = String::new();
    for package in packages {
        let lines = |word: &str, paths: Vec<&str>| -> String {
            paths.iter().map(|path| format!("\n  {}: {word} {path}", package.name)).collect()
        };
        wrong += &lines("unexpected", package.unexpected().collect());
        wrong += &lines("missing", package.missing(generated).collect());
    }
    if wrong.is_empty() {
        let files: usize = packages.iter().map(Archive::files).sum();
        return Verdict::Holds(format!("{files} files"));
    }
    let why = format!(
        "correct `include` in the manifests, or the lists in xtask/src/verbs/package/archive.rs:{wrong}"
    );
    Verdict::Fails(why)
}

/// None is larger than the registry takes.
pub(super) fn sizes(packages: &[Archive]) -> Verdict {
    let line = |p: &Archive| {
        let kib = |bytes: u64| bytes as f64 / 1024.0;
        let (name, files) = (&p.name, p.files());
        let (packed, unpacked) = (kib(p.compressed), kib(p.unpacked()));
        format!(
            "\n{name:<16}{packed:>9.1} KiB compressed {unpacked:>9.1} KiB unpacked {files:>5} files"
        )
    };
    let lines: String = packages.iter().map(line).collect();
    let large: Vec<_> =
        packages.iter().filter(|p| p.compressed > LIMIT).map(|p| &*p.name).collect();
    let limit = LIMIT >> 20;
    if large.is_empty() {
        return Verdict::Holds(format!("at most {limit} MiB each{lines}"));
    }
    let names = large.join(", ");
    Verdict::Fails(format!(
        "crates.io takes at most {limit} MiB, which {names} exceeds: package less, or ask the registry for more{lines}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A `.crate` file with these files, read back.
    fn package(name: &str, files: &[&str]) -> Archive {
        let dir = tempfile::tempdir().unwrap();
        let version = Version::new(1, 2, 3);
        let path = dir.path().join(format!("{name}-{version}.crate"));
        let gzip = flate2::write::GzEncoder::new(File::create(path).unwrap(), Default::default());
        let mut tar = tar::Builder::new(gzip);
        for file in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(5);
            header.set_cksum();
            tar.append_data(&mut header, format!("{name}-{version}/{file}"), &b"12345"[..])
                .unwrap();
        }
        tar.into_inner().unwrap().finish().unwrap();
        Archive::read(dir.path(), name, &version).unwrap()
    }

    fn why(verdict: Verdict) -> Result<String, String> {
        match verdict {
            Verdict::Holds(found) => Ok(found),
            Verdict::LeftOut(why) | Verdict::Fails(why) => Err(why),
        }
    }

    #[test]
    fn only_what_is_expected_may_be_in_a_package() {
        let mut files = ALWAYS.to_vec();
        files.extend(["src/lib.rs", "src/a/b.rs"]);
        let fine = package("b24-schema", &files);
        assert_eq!((fine.files(), fine.unpacked()), (9, 45));
        assert_eq!(why(contents(&[fine], &[])), Ok("9 files".to_owned()));

        for stray in ["src/a.orig", ".env", "srcx/a.rs", "tests/a.rs", "API.txt", "schema/a.json"] {
            let strays = package("b24-schema", &[&files[..], &[stray]].concat());
            let wrong = why(contents(&[strays], &[])).unwrap_err();
            assert!(wrong.ends_with(&format!(":\n  b24-schema: unexpected {stray}")), "{wrong}");
        }
    }

    #[test]
    fn what_must_be_in_a_package_is_missed() {
        let mut files = [&ALWAYS[..], &OF_GENERATED].concat();
        files.extend(["schema/crm.json", "prose/crm.json", "examples/a.rs", "src/lib.rs"]);
        let generated = ["schema/crm.json".to_owned(), "prose/crm.json".to_owned()];
        let whole = package(GENERATED, &files);
        assert!(why(contents(&[whole], &generated)).is_ok());
        for gone in ["LICENSE-MIT", "NOTICE", "prose/crm.json"] {
            let left: Vec<_> = files.iter().copied().filter(|file| *file != gone).collect();
            let wrong = why(contents(&[package(GENERATED, &left)], &generated)).unwrap_err();
            assert!(wrong.ends_with(&format!(":\n  b24-generated: missing {gone}")), "{wrong}");
        }
        // The other packages need none of that.
        assert!(why(contents(&[package("b24-macros", &ALWAYS)], &generated)).is_ok());
    }

    #[test]
    fn a_package_may_be_as_large_as_the_registry_takes() {
        let of =
            |compressed| Archive { name: "b24-x".to_owned(), files: BTreeMap::new(), compressed };
        assert!(why(sizes(&[of(LIMIT)])).is_ok());
        let wrong = why(sizes(&[of(1), of(LIMIT + 1)])).unwrap_err();
        assert!(wrong.contains("at most 10 MiB, which b24-x exceeds"), "{wrong}");
    }
}
