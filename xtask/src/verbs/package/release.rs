//! The last release, and whether the new version may follow it.

use std::path::Path;

use cargo_metadata::semver::Version;

use super::api::Changes;
use super::sources::git;
use super::{Crates, Verdict, read};

pub(super) const NONE: &str =
    "no tag like `v1.2.3` is in this commit's history, so there is no release to compare with";

const INDEX: &str = "b24-generated/API.txt";
/// How many changes are shown.
const SHOWN: usize = 30;

/// The release before this one.
pub(super) struct Last {
    pub(super) tag: String,
    pub(super) version: Version,
}

/// The highest version that was tagged on the way to this commit.
pub(super) fn last(root: &Path) -> anyhow::Result<Option<Last>> {
    Ok(highest(&git(root, &["tag", "--list", "v*", "--merged", "HEAD"])?))
}

fn highest(tags: &str) -> Option<Last> {
    let release = |tag: &str| {
        let version = Version::parse(tag.strip_prefix('v')?).ok()?;
        Some(Last { tag: tag.to_owned(), version })
    };
    tags.lines().filter_map(release).max_by(|a, b| a.version.cmp(&b.version))
}

/// The generated API against that of the last release.
pub(super) fn api(root: &Path, last: &Last, crates: &Crates) -> anyhow::Result<Verdict> {
    let Some(crate_) = crates.list.iter().find(|crate_| crate_.dir.ends_with("b24-generated"))
    else {
        return Ok(Verdict::Fails("b24-generated is not published".to_owned()));
    };
    let before = git(root, &["show", &format!("{}:{INDEX}", last.tag)])?;
    let changes = Changes::between(&before, &read(&root.join(INDEX))?);
    Ok(suits(last, &crate_.version, &changes))
}

/// Whether `version` may follow `last` after these changes.
fn suits(last: &Last, version: &Version, changes: &Changes) -> Verdict {
    let Last { tag, version: before } = last;
    let Changes { removed, changed, added } = changes;
    let counts =
        format!("since {tag}: {added} new, {} changed, {} gone", changed.len(), removed.len());
    let raise = |why: &str| {
        let list = listed(changes);
        Verdict::Fails(format!(
            "{counts}. {why}: raise the version in Cargo.toml, and say in CHANGELOG.md what is gone{list}"
        ))
    };
    if version < before {
        return raise(&format!("{version} is lower than what was released"));
    }
    if version == before && (changes.is_breaking() || *added > 0) {
        return raise(&format!("{version} was released without that"));
    }
    if changes.is_breaking() && !may_break(before, version) {
        return raise(&format!("{version} promises that programs for {before} still compile"));
    }
    Verdict::Holds(counts)
}

/// Whether programs for `before` need not compile with `after`, as cargo reads versions.
fn may_break(before: &Version, after: &Version) -> bool {
    let leading = |v: &Version| match (v.major, v.minor, v.patch) {
        (0, 0, patch) => (0, 0, patch),
        (0, minor, _) => (0, minor, 0),
        (major, ..) => (major, 0, 0),
    };
    leading(before) != leading(after)
}

fn listed(changes: &Changes) -> String {
    let gone = changes.removed.iter().map(|name| format!("\n  gone     {name}"));
    let changed = changes.changed.iter();
    let lines: Vec<String> = gone
        .chain(changed.map(|(was, is)| format!("\n  changed  {was}\n       to  {is}")))
        .collect();
    let mut text: String = lines.iter().take(SHOWN).map(String::as_str).collect();
    if lines.len() > SHOWN {
        text += &format!("\n  and {} more", lines.len() - SHOWN);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(version: &str) -> Last {
        Last { tag: format!("v{version}"), version: version.parse().unwrap() }
    }

    fn holds(before: &str, version: &str, changes: &Changes) -> Result<(), String> {
        match suits(&last(before), &version.parse().unwrap(), changes) {
            Verdict::Holds(_) => Ok(()),
            Verdict::LeftOut(why) | Verdict::Fails(why) => Err(why),
        }
    }

    #[test]
    fn the_last_release_is_the_highest_version() {
        let tags = "v0.9.0\nv0.10.0\nv0.10.0-rc.1\nvnext\nv1";
        assert_eq!(highest(tags).unwrap().tag, "v0.10.0");
        assert!(highest("").is_none() && highest("vnext").is_none());
    }

    #[test]
    fn the_version_must_allow_what_changed() {
        let none = Changes::default();
        let added = Changes { added: 2, ..Changes::default() };
        let gone = Changes { removed: vec!["vote::stop".to_owned()], ..Changes::default() };
        for (before, version, changes, fine) in [
            ("0.1.0", "0.1.0", &none, true),
            ("0.1.0", "0.1.0", &added, false),
            ("0.1.0", "0.1.1", &added, true),
            ("0.1.0", "0.1.0", &gone, false),
            ("0.1.0", "0.1.1", &gone, false),
            ("0.1.0", "0.2.0", &gone, true),
            ("0.0.1", "0.0.2", &gone, true),
            ("1.2.3", "1.3.0", &gone, false),
            ("1.2.3", "2.0.0", &gone, true),
            ("1.2.3", "1.2.2", &none, false),
        ] {
            assert_eq!(
                holds(before, version, changes).is_ok(),
                fine,
                "{before} to {version}: {changes:?}"
            );
        }
        let why = holds("0.1.0", "0.1.1", &gone).unwrap_err();
        assert!(
            why.contains("raise the version in Cargo.toml") && why.contains("gone     vote::stop"),
            "{why}"
        );
    }
}
