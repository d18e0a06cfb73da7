//! The schema against what careful readers wrote down of the pages.
//!
//! `open.txt` has the differences that are known and not mended yet. It may only shrink: a difference that it does
//! not list fails, and so does a line that differs no longer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use b24_schema::Schema;
use xtask::gold::Gold;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn the_schema_says_what_the_readers_read() {
    let folder = Gold::folder(&root());
    let gold = Gold::read(&folder).unwrap_or_else(|error| panic!("{error:#?}"));
    let schema = Schema::read_dir(&root().join("b24-generated/schema")).unwrap();
    let found = gold.compare(&schema);
    let found: BTreeSet<String> = found.iter().map(ToString::to_string).collect();
    let file = folder.join("open.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let lines: Vec<_> = found.iter().map(|line| format!("{line}\n")).collect();
        std::fs::write(&file, lines.concat()).unwrap();
    }
    let known = std::fs::read_to_string(&file).unwrap();
    let known: BTreeSet<String> = known.lines().map(str::to_owned).collect();
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(new.is_empty(), "differences that are not in open.txt: {new:#?}");
    assert!(gone.is_empty(), "differences of open.txt that are mended: take them out: {gone:#?}");
}

/// Pages that changed since they were read are named, and fail nothing: somebody has to read them again.
#[test]
fn pages_that_changed_are_to_be_read_again() {
    let Some(docs) = std::env::var_os("B24_DOCS").map(PathBuf::from) else { return };
    let gold = Gold::read(&Gold::folder(&root())).unwrap_or_else(|error| panic!("{error:#?}"));
    let mut hashed = 0;
    for entry in &gold.entries {
        let (Some(read), Some(now)) = (&entry.about.hash, Gold::hash(&docs, &entry.about.page))
        else {
            continue;
        };
        hashed += 1;
        if *read != now {
            println!("{}: {} changed; read it again", entry.method, entry.about.page);
        }
    }
    assert_eq!(hashed, gold.entries.len(), "every entry names a page that is there, and its hash");
}
