//! What is packaged: is it what it should be, before any of it is packaged?

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, bail};
use b24_schema::{Language, Prose, Rest, Schema};
use xtask::pipeline::SCHEMA_DIR;
use xtask::prose::PROSE_DIR;

use super::{Crates, Verdict, read};
use crate::app::{App, Outcome};
use crate::verbs::{Input, regen};

const WRITE_PROSE: &str = "write it with `cargo xtask regen --docs DIR`, or let this command do so with \
                           `--docs DIR`; `--no-prose` goes without";

pub(super) fn regen(
    input: &Input,
    check: bool,
    prose: regen::Texts,
    app: &App,
) -> anyhow::Result<Verdict> {
    let args = regen::Args { input: input.clone(), check, prose };
    Ok(match (regen::run(&args, &app.denying())?, check) {
        (Outcome::Fine, true) => Verdict::Holds("as docs-src says".to_owned()),
        (Outcome::Fine, false) => Verdict::Holds(format!("to {PROSE_DIR}")),
        (Outcome::Failed, true) => Verdict::Fails(
            "repair it with `cargo xtask regen`, and correct what that reports".to_owned(),
        ),
        (Outcome::Failed, false) => {
            Verdict::Fails("the documentation has what is denied, see above".to_owned())
        }
    })
}

/// Each module has its prose, all in one language, and none of it is of another schema.
pub(super) fn prose(root: &Path) -> anyhow::Result<Verdict> {
    let mut schema = Schema::read_dir(&root.join(SCHEMA_DIR))?;
    let dir = root.join(PROSE_DIR);
    if !dir.is_dir() {
        return Ok(Verdict::Fails(format!("there is no {PROSE_DIR}; {WRITE_PROSE}")));
    }
    let files = names(&dir)?;
    let modules: BTreeSet<String> = schema.modules.keys().cloned().collect();
    if let Some(module) = modules.difference(&files).next() {
        let why = format!("the module `{module}` has no file in {PROSE_DIR}; {WRITE_PROSE}");
        return Ok(Verdict::Fails(why));
    }
    let (mut told, mut languages) = (0, BTreeSet::new());
    for name in &files {
        let path = format!("{PROSE_DIR}/{name}.json");
        let foreign = |what: &str| {
            Ok(Verdict::Fails(format!("{path} is of another schema: {what}; {WRITE_PROSE}")))
        };
        let Some(module) = schema.modules.get_mut(name) else {
            return foreign("there is no such module");
        };
        let prose = match Prose::from_text(&read(&root.join(&path))?, path.as_ref()) {
            Ok(prose) => prose,
            Err(e) => return Ok(Verdict::Fails(format!("{e}; {WRITE_PROSE}"))),
        };
        if prose.module != *name {
            return foreign(&format!("it is of the module `{}`", prose.module));
        }
        for (rest, texts) in [(Rest::V2, &prose.methods), (Rest::V3, &prose.v3)] {
            let known: BTreeSet<&str> =
                module.methods.iter().filter(|m| m.rest == rest).map(|m| &*m.name).collect();
            if let Some(method) = texts.keys().find(|name| !known.contains(name.as_str())) {
                return foreign(&format!("there is no `{method}`"));
            }
            told += texts.len();
        }
        // Put on the module and taken from it again, it is the same if all of it has a place there.
        prose.clone().apply(module);
        if Prose::of(module, prose.language).to_json() != prose.to_json() {
            return foreign("it has texts of parameters, fields or errors that are not there");
        }
        languages.insert(prose.language);
    }
    if languages.len() > 1 {
        return Ok(Verdict::Fails(format!("it is in several languages; {WRITE_PROSE}")));
    }
    let methods: usize = schema.modules.values().map(|module| module.methods.len()).sum();
    let language = languages.pop_first().map_or("none", |language| match language {
        Language::En => "English",
        Language::Ru => "Russian",
    });
    Ok(Verdict::Holds(format!("{told} of {methods} methods, in {language}")))
}

/// The names of the JSON files in a folder, without their ending.
fn names(dir: &Path) -> anyhow::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let entries =
        std::fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new("json")) {
            names.extend(path.file_stem().and_then(OsStr::to_str).map(str::to_owned));
        }
    }
    Ok(names)
}

/// The generated files that the package of `b24-generated` must hold, as paths in it.
pub(super) fn generated(root: &Path, with_prose: bool) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    for dir in [SCHEMA_DIR, PROSE_DIR].iter().take(1 + usize::from(with_prose)) {
        let inside = dir.trim_start_matches("b24-generated/");
        files.extend(names(&root.join(dir))?.iter().map(|name| format!("{inside}/{name}.json")));
    }
    Ok(files)
}

/// Git sees no change. cargo would ask the same, but calls the prose, which is never committed, a change.
pub(super) fn committed(root: &Path) -> anyhow::Result<Verdict> {
    let changed = git(root, &["status", "--porcelain"])?;
    if changed.is_empty() {
        return Ok(Verdict::Holds(format!("at {}", git(root, &["rev-parse", "--short", "HEAD"])?)));
    }
    let why = format!("commit these, or try it with `--allow-dirty`:\n{changed}");
    Ok(Verdict::Fails(why))
}

/// Packages cannot name files above their folder, and links do not survive every clone: they have copies.
pub(super) fn licences(root: &Path, crates: &Crates) -> anyhow::Result<Verdict> {
    for (file, required) in [("LICENSE-MIT", true), ("LICENSE-APACHE", true), ("NOTICE", false)] {
        let text = read(&root.join(file))?;
        for crate_ in &crates.list {
            let copy = crate_.dir.join(file);
            if (required || copy.is_file())
                && std::fs::read_to_string(&copy).ok().as_ref() != Some(&text)
            {
                let (path, dir) = (copy.display(), crate_.dir.display());
                let why = format!("{path} is no copy of the workspace's: `cp {file} {dir}`");
                return Ok(Verdict::Fails(why));
            }
        }
    }
    Ok(Verdict::Holds("copies of the same texts".to_owned()))
}

/// What git prints, without the end of the last line.
pub(super) fn git(root: &Path, args: &[&str]) -> anyhow::Result<String> {
    let output = Command::new("git").args(args).current_dir(root).output();
    let output = output.context("cannot start git")?;
    if !output.status.success() {
        bail!("git {} failed: {}", args.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?.trim_end().to_owned())
}
