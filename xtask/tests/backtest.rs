//! Documentation of other days: what was written in other months goes through as today's does.
//!
//! Runs where `B24_HISTORY` names a folder with months as archives (`2026-03.tar.xz`, each with the folders `en` and
//! `ru`), and says that it was left out elsewhere. Archives are unpacked by `tar`.

mod scratch;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;
use std::{env, fs};

use serde_json::Value;
use walkdir::WalkDir;

use scratch::Scratch;

/// How many examples of every hundred may fit their types less often than today's do. Today's are counted without
/// the errata, which are for no other month. In January 2025 forty calls send values in an order that their pages
/// do not tell; in March 2026 five Russian answers stand in their envelope twice.
const REQUESTS: f64 = 1.0;
const ANSWERS: f64 = 0.3;

#[test]
fn other_months_go_through() {
    let Some(history) = env::var_os("B24_HISTORY").map(PathBuf::from) else {
        eprintln!("left out: B24_HISTORY does not name a folder with months");
        return;
    };
    let mut months: Vec<PathBuf> =
        fs::read_dir(&history).unwrap().map(|entry| entry.unwrap().path()).collect();
    months.retain(|path| path.to_string_lossy().ends_with(".tar.xz"));
    months.sort();
    assert!(!months.is_empty(), "{} has no months", history.display());

    let scratch = Scratch::new();
    let docs = scratch::root().join("docs-src");
    let nothing = scratch.path().join("no-errata.toml");
    fs::write(&nothing, "").unwrap();
    let today = fits(
        &scratch,
        &["--docs", &docs.to_string_lossy(), "--errata", &nothing.to_string_lossy()],
    );
    for archive in months {
        let month = archive.file_name().unwrap().to_string_lossy().into_owned();
        let unpacked = tempfile::tempdir().unwrap();
        let tar =
            Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(unpacked.path()).status();
        assert!(tar.unwrap().success(), "{month} cannot be unpacked");
        let docs = docs_in(unpacked.path());

        let start = Instant::now();
        let import = scratch.xtask(&["import", &docs.to_string_lossy()]);
        passes(&month, "import", &import);
        let regen = scratch.xtask(&["regen"]);
        passes(&month, "regen", &regen);
        let generated = start.elapsed();
        scratch.compiles(&month);
        let fit = fits(&scratch, &[]);
        println!(
            "{month}: generated in {generated:.1?}, compiled in {:.1?}",
            start.elapsed() - generated
        );
        for (name, at_most) in
            [("fit_requests_clean_percent", REQUESTS), ("fit_answers_clean_percent", ANSWERS)]
        {
            println!("  {name}: {}, today {}", fit[name], today[name]);
            assert!(
                fit[name] + at_most >= today[name],
                "{month}: {name} is {}, today {}",
                fit[name],
                today[name]
            );
        }
        for (verb, output) in [("import", import), ("regen", regen)] {
            for line in counts(&output) {
                println!("  {verb}:{line}");
            }
        }
    }
}

/// The folder that holds the languages.
fn docs_in(dir: &Path) -> PathBuf {
    let is_docs =
        |e: &walkdir::DirEntry| e.path().join("en").is_dir() && e.path().join("ru").is_dir();
    let mut all = WalkDir::new(dir).max_depth(2).into_iter().filter_map(Result::ok);
    all.find(is_docs).unwrap_or_else(|| panic!("no folders `en` and `ru`")).into_path()
}

#[track_caller]
fn passes(month: &str, verb: &str, output: &Output) {
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{month}: {verb} fails:\n{text}");
}

/// How many diagnostics there were of each kind, as lines of the summary.
fn counts(output: &Output) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stderr);
    let is_count = |line: &&str| {
        let mut words = line.split_whitespace();
        words.next().is_some_and(|n| n.parse::<usize>().is_ok())
            && matches!(words.next(), Some("error" | "warning" | "note"))
    };
    text.lines().filter(is_count).map(str::to_owned).collect()
}

/// The numbers of `report`.
fn fits(scratch: &Scratch, args: &[&str]) -> BTreeMap<String, f64> {
    let report = scratch.xtask(&[&["report", "--message-format", "json"], args].concat());
    passes("today", "report", &report);
    let lines = String::from_utf8(report.stdout).unwrap();
    let mut lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let coverage = lines.find(|line| line["reason"] == "coverage").unwrap();
    let numbers = coverage["numbers"].as_object().unwrap();
    numbers.iter().filter_map(|(name, n)| Some((name.clone(), n.as_f64()?))).collect()
}
