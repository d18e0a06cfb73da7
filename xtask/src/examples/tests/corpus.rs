//! The pages themselves, where `B24_DOCS` names a folder that holds them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::super::{SnippetLang, answer, calls, is_unknown};
use super::evidence::difference;
use super::neutral;

/// A fenced block, found roughly: the parser of pages is tested elsewhere.
struct Fence<'t> {
    info: &'t str,
    tab: &'t str,
    /// The last heading and the last line of text, by which answers are told apart.
    heading: &'t str,
    line: usize,
    text: String,
}

fn fences(page: &str) -> Vec<Fence<'_>> {
    let mut found = Vec::new();
    let (mut tab, mut heading) = ("", "");
    let mut lines = page.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let trimmed = line.trim_start();
        if let Some(info) = trimmed.strip_prefix("```").filter(|info| !info.contains('`')) {
            let indent = line.len() - trimmed.len();
            let mut text = String::new();
            for (_, line) in lines.by_ref() {
                if line.trim() == "```" {
                    break;
                }
                let own = line.len() - line.trim_start().len();
                text.push_str(line.get(indent.min(own)..).unwrap_or(line));
                text.push('\n');
            }
            found.push(Fence { info: info.trim(), tab, heading, line: number + 1, text });
        } else if line.starts_with('#') {
            heading = line.trim_start_matches('#').trim();
            tab = "";
        } else if let Some(title) = line.strip_prefix("- ") {
            tab = title.trim();
        } else if line.contains("{% endlist") {
            tab = "";
        }
    }
    found
}

fn pages(root: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|end| end == "md") {
            found.push(path);
        }
    }
}

/// What one language of the pages holds.
#[derive(Default)]
struct Counts {
    curl: usize,
    success: usize,
    errors: usize,
    calls: BTreeMap<SnippetLang, (usize, usize)>,
    faults: BTreeMap<&'static str, usize>,
    bytes: usize,
    time: Duration,
    neutral_time: Duration,
}

fn is_method_page(path: &Path, page: &str) -> bool {
    let name = path.file_name().unwrap().to_str().unwrap();
    let label = [
        "Who can execute the method:",
        "Who can perform the method:",
        "Кто может выполнять метод:",
    ];
    name != "index.md" && label.iter().any(|label| page.contains(label))
}

fn read(lang: &str) -> Option<Counts> {
    let root = PathBuf::from(std::env::var_os("B24_DOCS")?).join(lang).join("api-reference");
    let verbose = std::env::var_os("B24_VERBOSE").is_some();
    let mut counts = Counts::default();
    let mut paths = Vec::new();
    pages(&root, &mut paths);
    for path in paths {
        let page = fs::read_to_string(&path).unwrap();
        let short = path.strip_prefix(&root).unwrap().display().to_string();
        let method_page = is_method_page(&path, &page);
        let (mut curl, mut success, mut error) = (false, false, false);
        let mut shell_fences = 0;
        let mut answers = 0;
        for fence in fences(&page) {
            let code =
                fence.info != "json" && (!fence.info.is_empty() || fence.tab.starts_with("cURL"));
            counts.bytes += fence.text.len();
            let start = Instant::now();
            let (found, faults) = if code {
                calls(fence.info, fence.tab, &fence.text)
            } else {
                (Vec::new(), Vec::new())
            };
            let (value, answer_faults) =
                if fence.info == "json" { answer(&fence.text) } else { (None, Vec::new()) };
            counts.time += start.elapsed();
            shell_fences += usize::from(fence.tab.starts_with("cURL"));
            for call in &found {
                let entry = counts.calls.entry(call.lang).or_default();
                entry.0 += 1;
                entry.1 += usize::from(call.params.is_some());
                curl |= call.lang == SnippetLang::Curl && call.params.is_some();
                assert!(fence.text.is_char_boundary(call.offset), "{short}:{}", fence.line);
                if verbose {
                    println!(
                        "CALL {short}:{} {:?} {:?} {} {}",
                        fence.line,
                        call.lang,
                        call.auth,
                        call.method,
                        call.params.as_ref().map_or("-".into(), ToString::to_string)
                    );
                }
            }
            let values = found.iter().filter_map(|call| call.params.as_ref()).chain(value.as_ref());
            for value in values {
                let start = Instant::now();
                let once = neutral(value.clone());
                assert_eq!(difference(value, &once), None, "{short}:{}", fence.line);
                counts.neutral_time += start.elapsed();
                assert_eq!(neutral(once.clone()), once, "{short}:{}", fence.line);
                if verbose {
                    println!("NEUTRAL {short}:{} {once}", fence.line);
                }
            }
            if fence.info == "json" {
                answers += 1;
                // What cannot be read has to be explained.
                assert!(value.is_some() || !answer_faults.is_empty(), "{short}:{}", fence.line);
                let heading = fence.heading.to_lowercase();
                let object = value.as_ref().and_then(|value| value.as_object());
                let is_error = object.is_some_and(|map| map.contains_key("error"))
                    || heading.contains("rror")
                    || heading.contains("ошиб");
                let read = value.as_ref().is_some_and(|value| !is_unknown(value));
                error |= read && is_error;
                success |= read
                    && !is_error
                    && (object.is_some_and(|map| map.contains_key("result"))
                        || heading.contains("esponse")
                        || heading.contains("твет"));
                if verbose {
                    println!(
                        "JSON {short}:{} {}",
                        fence.line,
                        value.map_or("-".into(), |v| v.to_string())
                    );
                }
            }
            let mut codes = BTreeSet::new();
            for fault in faults.iter().chain(&answer_faults) {
                *counts.faults.entry(fault.code).or_default() += 1;
                if verbose && codes.insert(fault.code) {
                    let line = fence.line + 1 + fence.text[..fault.offset].matches('\n').count();
                    println!(
                        "FAULT {lang} {short}:{line} [{}] {} {}: {}",
                        fence.tab, fence.info, fault.code, fault.message
                    );
                }
            }
        }
        if method_page {
            counts.curl += usize::from(curl);
            counts.success += usize::from(success);
            counts.errors += usize::from(error);
            assert!(curl || shell_fences == 0 || page.matches(" -d ").count() == 0, "{short}");
            if verbose && !curl && shell_fences > 0 {
                println!("NOCURL {short}");
            }
            if verbose && !success && answers > 0 {
                println!("NOANSWER {short}");
            }
        }
    }
    println!(
        "{lang}: curl {} success {} errors {}; {} bytes in {:?}, neutral {:?}\n{:?}\n{:?}",
        counts.curl,
        counts.success,
        counts.errors,
        counts.bytes,
        counts.time,
        counts.neutral_time,
        counts.calls,
        counts.faults
    );
    Some(counts)
}

#[test]
fn english_pages() {
    let Some(counts) = read("en") else { return };
    assert!(counts.curl >= 1618, "{}", counts.curl);
    assert!(counts.success >= 1541, "{}", counts.success);
    assert!(counts.errors >= 1414, "{}", counts.errors);
}

#[test]
fn russian_pages() {
    let Some(counts) = read("ru") else { return };
    assert!(counts.curl >= 1620, "{}", counts.curl);
    assert!(counts.success >= 1541, "{}", counts.success);
    assert!(counts.errors >= 1414, "{}", counts.errors);
}
