//! One function that writes a set of files or checks it.
//!
//! What a run would write and what a check compares are the same [`Plan`], so the two cannot differ.
//! Writing has three steps, and only the last ones touch what is there:
//!
//! 1. every changed file is written beside its target, under a temporary name, and synced;
//! 2. the temporary files are renamed to their targets;
//! 3. files that are no longer in the set are removed.
//!
//! A run that fails or is killed in the first step, the long one, leaves the old set whole; what it
//! left behind is removed by the next run. Files that did not change are not touched, so nothing that
//! depends on them is built again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use rayon::prelude::*;
use walkdir::WalkDir;

/// The file that says a folder is ours: only there are files removed.
pub const MARKER: &str = ".xtask-owned";

const MARKER_TEXT: &[u8] =
    b"Written by `cargo xtask`, which removes what it no longer writes here.\n";
const TEMP_PREFIX: &str = ".xtask-tmp-";

/// A set of files as it shall be.
#[derive(Default)]
pub struct Plan {
    /// What all paths are relative to.
    pub root: PathBuf,
    /// The files and their content.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
    /// The folders in which files outside the set are removed.
    pub owned: Vec<Owned>,
    /// Called between writing and renaming; for tests of interrupted runs.
    pub before_commit: Option<fn()>,
}

/// A folder that belongs to the generator.
#[derive(Clone, Debug)]
pub struct Owned {
    /// Relative to the root of the plan.
    pub dir: PathBuf,
    /// Which of its files are the generator's, by their name; others are left alone.
    pub owns: fn(&str) -> bool,
}

/// Whether a plan is carried out or only compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Make the files what the plan says.
    Write,
    /// Write nothing; say what would change.
    Check,
}

/// What a plan changes, or would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there.
    pub added: Vec<PathBuf>,
    /// Files with another content.
    pub changed: Vec<PathBuf>,
    /// Files that are no longer in the set.
    pub removed: Vec<PathBuf>,
    /// How many stay as they are.
    pub unchanged: usize,
}

impl Changes {
    /// Whether everything is as planned.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// Why a plan was not carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// Files would be replaced or removed in a folder that is not marked as the generator's.
    #[error(
        "{} holds files that `cargo xtask` did not write, such as {}: it would replace or remove them. \
         Name another folder, empty this one, or, if it is the generator's, add an empty file `{MARKER}` to it",
        dir.display(), file.display()
    )]
    #[non_exhaustive]
    NotOurs {
        /// The folder.
        dir: PathBuf,
        /// One of the files.
        file: PathBuf,
    },
    /// A path of the plan leaves its root.
    #[error("{} is no path below the folder that is written to", path.display())]
    #[non_exhaustive]
    Outside {
        /// The path.
        path: PathBuf,
    },
    /// Something else stands where a file or its folder must be.
    #[error("{} is {what}: move it out of the way", path.display())]
    #[non_exhaustive]
    InTheWay {
        /// The path.
        path: PathBuf,
        /// What it is.
        what: &'static str,
    },
    /// The file system refused.
    #[error("cannot {action} {}", path.display())]
    #[non_exhaustive]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
}

fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    let path = path.to_owned();
    move |source| OutputError::Io { action, path, source }
}

impl Plan {
    /// A plan for files below `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), ..Self::default() }
    }

    /// Adds a file.
    pub fn file(&mut self, path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), content.into());
    }

    /// Makes `dir` the generator's, as far as `owns` says so by a file's name.
    pub fn own(&mut self, dir: impl Into<PathBuf>, owns: fn(&str) -> bool) {
        let dir = dir.into();
        self.file(dir.join(MARKER), MARKER_TEXT);
        self.owned.push(Owned { dir, owns });
    }

    /// Writes the set, or compares it with what is there.
    ///
    /// # Errors
    ///
    /// If something stands in the way, which is found before anything is changed, or if the file
    /// system refuses.
    pub fn apply(&self, mode: Mode) -> Result<Changes, OutputError> {
        let changes = self.compare()?;
        if mode == Mode::Write {
            self.remove_leftovers();
            self.write(&changes)?;
        }
        Ok(changes)
    }

    /// The planned content of a file.
    pub fn content(&self, path: &Path) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    fn compare(&self) -> Result<Changes, OutputError> {
        self.look_for_obstacles()?;
        let states: Vec<_> = self
            .files
            .par_iter()
            .map(|(path, content)| {
                let target = self.root.join(path);
                match fs::read(&target) {
                    Ok(there) => Ok((path, Some(there == *content))),
                    Err(e) if is_absent(&e) => Ok((path, None)),
                    Err(e) => Err(io_error("read", &target)(e)),
                }
            })
            .collect::<Result<_, _>>()?;
        let mut changes = Changes::default();
        for (path, state) in states {
            match state {
                Some(true) => changes.unchanged += 1,
                Some(false) => changes.changed.push(path.clone()),
                None => changes.added.push(path.clone()),
            }
        }
        changes.removed = self.stale()?;
        Ok(changes)
    }

    fn look_for_obstacles(&self) -> Result<(), OutputError> {
        let mut seen = BTreeSet::new();
        if self.root.is_file() {
            let what = "a file, where a folder must be";
            return Err(OutputError::InTheWay { path: self.root.clone(), what });
        }
        for path in self.files.keys() {
            if !path.components().all(|c| matches!(c, Component::Normal(_))) {
                return Err(OutputError::Outside { path: path.clone() });
            }
            let target = self.root.join(path);
            if fs::symlink_metadata(&target).is_ok_and(|m| m.is_dir()) {
                return Err(OutputError::InTheWay { path: target, what: "a folder" });
            }
            for dir in path.ancestors().skip(1).filter(|d| !d.as_os_str().is_empty()) {
                if !seen.insert(dir.to_owned()) {
                    break;
                }
                let dir = self.root.join(dir);
                let what = match fs::symlink_metadata(&dir) {
                    Ok(m) if m.is_symlink() => "a link, and what it leads to is not ours to change",
                    Ok(m) if m.is_file() => "a file, where a folder must be",
                    _ => continue,
                };
                return Err(OutputError::InTheWay { path: dir, what });
            }
        }
        Ok(())
    }

    /// Files of the owned folders that are not in the set.
    fn stale(&self) -> Result<Vec<PathBuf>, OutputError> {
        let mut stale = Vec::new();
        for Owned { dir, owns } in &self.owned {
            let full = self.root.join(dir);
            let marked = full.join(MARKER).is_file();
            for entry in WalkDir::new(&full) {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(e) if e.io_error().is_some_and(is_absent) => continue,
                    Err(e) => return Err(io_error("list", &full)(e.into())),
                };
                let ours = entry.file_name().to_str().is_some_and(owns);
                let path = dir.join(entry.path().strip_prefix(&full).unwrap_or(entry.path()));
                if entry.file_type().is_dir() || !ours {
                    continue;
                }
                if !marked {
                    return Err(OutputError::NotOurs { dir: full, file: path });
                }
                if !self.files.contains_key(&path) {
                    stale.push(path);
                }
            }
        }
        stale.sort();
        Ok(stale)
    }

    /// Removes the temporary files of a run that was killed. Failing to is no error: they do no harm.
    fn remove_leftovers(&self) {
        let owned = self.owned.iter().flat_map(|o| WalkDir::new(self.root.join(&o.dir)));
        let dirs: BTreeSet<_> = self.files.keys().filter_map(|path| path.parent()).collect();
        let beside = dirs.iter().flat_map(|dir| WalkDir::new(self.root.join(dir)).max_depth(1));
        for entry in owned.chain(beside).filter_map(Result::ok) {
            let leftover = entry.file_name().to_str().is_some_and(|n| n.starts_with(TEMP_PREFIX));
            if leftover && entry.file_type().is_file() {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn write(&self, changes: &Changes) -> Result<(), OutputError> {
        let paths: Vec<_> = changes.added.iter().chain(&changes.changed).collect();
        let staged: Vec<_> =
            paths.into_par_iter().map(|path| self.stage(path)).collect::<Result<_, _>>()?;
        if let Some(hook) = self.before_commit {
            hook();
        }
        for (temp, target) in staged {
            temp.persist(&target).map_err(|e| io_error("write", &target)(e.error))?;
        }
        for path in &changes.removed {
            let target = self.root.join(path);
            fs::remove_file(&target).map_err(io_error("remove", &target))?;
            self.remove_empty_parents(path);
        }
        Ok(())
    }

    /// Writes a file beside its target. It disappears again unless it is renamed.
    fn stage(&self, path: &Path) -> Result<(tempfile::TempPath, PathBuf), OutputError> {
        let target = self.root.join(path);
        let dir = target.parent().unwrap_or(&self.root);
        fs::create_dir_all(dir).map_err(io_error("create", dir))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMP_PREFIX);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let write = || {
            let mut file = builder.tempfile_in(dir)?;
            io::Write::write_all(&mut file, &self.files[path])?;
            file.as_file().sync_data()?;
            Ok(file.into_temp_path())
        };
        Ok((write().map_err(io_error("write", &target))?, target))
    }

    fn remove_empty_parents(&self, path: &Path) {
        let Some(owned) = self.owned.iter().find(|o| path.starts_with(&o.dir)) else { return };
        for dir in path.ancestors().skip(1).take_while(|dir| *dir != owned.dir) {
            // Fails where something is left in it, as it should.
            if fs::remove_dir(self.root.join(dir)).is_err() {
                break;
            }
        }
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_md(name: &str) -> bool {
        name.ends_with(".md")
    }

    fn plan(root: &Path, files: &[(&str, &str)]) -> Plan {
        let mut plan = Plan::new(root);
        plan.own("docs", is_md);
        for (path, content) in files {
            plan.file(Path::new("docs").join(path), *content);
        }
        plan
    }

    /// Path and content of everything below `root`, the marker left out.
    fn tree(root: &Path) -> Vec<(String, String)> {
        let mut tree: Vec<_> = WalkDir::new(root)
            .into_iter()
            .map(Result::unwrap)
            .filter(|e| !e.file_type().is_dir() && e.file_name() != MARKER)
            .map(|e| {
                let path = e.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                (path, fs::read_to_string(e.path()).unwrap())
            })
            .collect();
        tree.sort();
        tree
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
    }

    #[test]
    fn a_set_is_written_changed_and_cleaned() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        plan(root, &[("a.md", "1"), ("sub/b.md", "2"), ("sub/c.md", "3")])
            .apply(Mode::Write)
            .unwrap();
        fs::write(root.join("docs/notes.txt"), "mine").unwrap();
        let untouched = fs::metadata(root.join("docs/a.md")).unwrap().modified().unwrap();

        let second = plan(root, &[("a.md", "1"), ("d.md", "4")]);
        let expected = Changes {
            added: vec!["docs/d.md".into()],
            changed: vec![],
            removed: vec!["docs/sub/b.md".into(), "docs/sub/c.md".into()],
            unchanged: 2,
        };
        assert_eq!(second.apply(Mode::Check).unwrap(), expected);
        assert_eq!(tree(root).len(), 4, "a check writes nothing");
        assert_eq!(second.apply(Mode::Write).unwrap(), expected);
        assert_eq!(
            tree(root),
            pairs(&[("docs/a.md", "1"), ("docs/d.md", "4"), ("docs/notes.txt", "mine")])
        );
        assert!(!root.join("docs/sub").exists(), "an empty folder goes too");
        assert_eq!(fs::metadata(root.join("docs/a.md")).unwrap().modified().unwrap(), untouched);
        assert!(second.apply(Mode::Check).unwrap().is_empty());
    }

    #[test]
    fn a_failed_run_leaves_the_old_set() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        plan(root, &[("a.md", "1"), ("b.md", "2")]).apply(Mode::Write).unwrap();
        let before = tree(root);
        let mut next = plan(root, &[("a.md", "new"), ("c.md", "new")]);
        next.before_commit = Some(|| panic!("interrupted"));
        std::panic::catch_unwind(|| next.apply(Mode::Write)).unwrap_err();
        assert_eq!(tree(root), before);
    }

    #[test]
    fn leftovers_of_a_killed_run_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        plan(root, &[("a.md", "1")]).apply(Mode::Write).unwrap();
        fs::create_dir(root.join("docs/old")).unwrap();
        fs::write(root.join("docs/old/.xtask-tmp-AbC"), "half").unwrap();
        fs::write(root.join("docs/.xtask-tmp-AbC"), "half").unwrap();
        plan(root, &[("a.md", "1")]).apply(Mode::Write).unwrap();
        assert_eq!(tree(root), pairs(&[("docs/a.md", "1")]));
    }

    #[test]
    fn a_folder_that_is_not_ours_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::create_dir(root.join("docs")).unwrap();
        fs::write(root.join("docs/diary.md"), "dear").unwrap();
        let error = plan(root, &[("a.md", "1")]).apply(Mode::Write).unwrap_err();
        assert!(matches!(error, OutputError::NotOurs { .. }), "{error}");
        assert_eq!(tree(root), pairs(&[("docs/diary.md", "dear")]));
        // Files that the generator would never write are no reason to refuse.
        fs::rename(root.join("docs/diary.md"), root.join("docs/diary.txt")).unwrap();
        plan(root, &[("a.md", "1")]).apply(Mode::Write).unwrap();
        assert_eq!(tree(root), pairs(&[("docs/a.md", "1"), ("docs/diary.txt", "dear")]));
    }

    #[test]
    fn what_stands_in_the_way_is_found_first() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        fs::write(root.join("docs"), "a file").unwrap();
        let error = plan(root, &[("a.md", "1")]).apply(Mode::Write).unwrap_err();
        assert!(error.to_string().contains("a file, where a folder must be"), "{error}");
        fs::remove_file(root.join("docs")).unwrap();
        fs::create_dir_all(root.join("docs/b.md")).unwrap();
        let error = plan(root, &[("a.md", "1"), ("b.md", "2")]).apply(Mode::Write).unwrap_err();
        assert!(error.to_string().contains("is a folder"), "{error}");
        assert!(!root.join("docs/a.md").exists());
        for path in ["../escape.md", "/etc/escape.md", "a/../../escape.md"] {
            let mut plan = Plan::new(root);
            plan.file(path, "x");
            assert!(matches!(plan.apply(Mode::Write), Err(OutputError::Outside { .. })), "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_nowhere() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let (root, other) = (dir.path().join("root"), dir.path().join("other"));
        fs::create_dir_all(&root).unwrap();
        fs::create_dir_all(&other).unwrap();
        fs::write(other.join("page.md"), "theirs").unwrap();
        plan(&root, &[("a.md", "1")]).apply(Mode::Write).unwrap();

        // A linked file is replaced, a linked folder is neither entered nor written through.
        symlink(other.join("page.md"), root.join("docs/b.md")).unwrap();
        symlink(&other, root.join("docs/linked")).unwrap();
        plan(&root, &[("a.md", "1"), ("b.md", "2")]).apply(Mode::Write).unwrap();
        assert_eq!(fs::read_to_string(other.join("page.md")).unwrap(), "theirs");
        assert!(!root.join("docs/b.md").is_symlink());
        let error = plan(&root, &[("linked/page.md", "1")]).apply(Mode::Write).unwrap_err();
        assert!(matches!(error, OutputError::InTheWay { .. }), "{error}");
        assert_eq!(fs::read_to_string(other.join("page.md")).unwrap(), "theirs");
    }

    #[cfg(unix)]
    #[test]
    fn new_files_have_the_usual_permissions() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("usual"), "").unwrap();
        plan(dir.path(), &[("a.md", "1")]).apply(Mode::Write).unwrap();
        let mode = |path: &str| fs::metadata(dir.path().join(path)).unwrap().permissions().mode();
        assert_eq!(mode("docs/a.md"), mode("usual"));
    }
}
