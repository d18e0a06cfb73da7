//! A page's method or event: how it is called.

use b24_schema::Rest;

use super::{Auth, CallShape};

/// What speaks for a name.
const TITLE: u32 = 2;
const INTRO: u32 = 2;
const FILE: u32 = 2;
const CALLS: u32 = 3;

/// The evidence for a page's name.
pub(crate) struct Evidence<'e> {
    /// The first heading.
    pub title: &'e str,
    /// The first code span of the introduction.
    pub intro: Option<&'e str>,
    /// The page's path.
    pub path: &'e str,
    /// The distinct calls of its examples.
    pub calls: &'e [&'e CallShape],
}

/// The name that most evidence speaks for, as the calls spell it; and whether enough does.
pub(crate) fn decide(evidence: &Evidence<'_>) -> Option<String> {
    let mut candidates: Vec<(String, u32)> = Vec::new();
    let mut vote = |name: &str, weight: u32| {
        let lower = name.to_lowercase();
        match candidates.iter_mut().find(|(known, _)| *known == lower) {
            Some((_, votes)) => *votes += weight,
            None => candidates.push((lower, weight)),
        }
    };
    if let Some(name) = from_title(evidence.title) {
        vote(name, TITLE);
    }
    if let Some(name) = evidence.intro.filter(|name| is_method_name(name)) {
        vote(name, INTRO);
    }
    if let Some(name) = most_called(evidence.calls) {
        vote(&name, CALLS);
    }
    let file = squeeze(file_stem(evidence.path));
    let in_title = from_title(evidence.title).map(str::to_lowercase);
    for (name, votes) in &mut candidates {
        if file.ends_with(&squeeze(name)) {
            *votes += FILE;
        } else if in_title.as_ref() != Some(name) {
            // Calls and running text name other methods too: an article is not about them.
            *votes = 0;
        }
    }
    // The page's file says little alone; any other two signs together decide.
    let best = candidates.into_iter().rev().max_by_key(|(_, votes)| *votes)?;
    // A word without a dot may be any word, unless it is called.
    let enough = if best.0.contains('.') { best.1 > CALLS } else { best.1 > TITLE + FILE };
    enough.then(|| spelling(&best.0, evidence))
}

/// The spelling of the calls with an address, else of any call, else of the title.
fn spelling(lower: &str, evidence: &Evidence<'_>) -> String {
    let same = |call: &&&CallShape| call.method.to_lowercase() == lower;
    let by_address = evidence.calls.iter().filter(|call| call.auth != Auth::Library).find(same);
    if let Some(call) = by_address.or_else(|| evidence.calls.iter().find(same)) {
        return call.method.clone();
    }
    [evidence.intro, from_title(evidence.title)]
        .into_iter()
        .flatten()
        .find(|name| name.to_lowercase() == lower)
        .unwrap_or(lower)
        .to_owned()
}

/// The method that most calls name; the first of equals.
fn most_called(calls: &[&CallShape]) -> Option<String> {
    let mut counts: Vec<(String, u32)> = Vec::new();
    for call in calls.iter().filter(|call| is_method_name(&call.method)) {
        let lower = call.method.to_lowercase();
        match counts.iter_mut().find(|(known, _)| *known == lower) {
            Some((_, n)) => *n += 1,
            None => counts.push((lower, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map(|(name, _)| name)
}

/// The dotted word of a title; the last one, where there are several.
pub(crate) fn from_title(title: &str) -> Option<&str> {
    let words = || {
        let ends =
            |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '`' | '«' | '»' | '"' | ',');
        title.split(ends).filter(|w| !w.is_empty())
    };
    words()
        .rev()
        .find(|word| word.contains('.') && is_method_name(word) && !is_version(word))
        .or_else(|| {
            // One-word methods stand at the end: "… profile".
            words().next_back().filter(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
        })
}

fn is_version(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Whether `name` is written like a method's: dotted ASCII words, the first in lower case.
pub(crate) fn is_method_name(name: &str) -> bool {
    let mut parts = name.split('.');
    let first = parts.next().unwrap_or("");
    first.starts_with(|c: char| c.is_ascii_lowercase())
        && first.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && parts.all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        })
}

fn file_stem(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".md").trim_end_matches("-rest-v3")
}

/// Letters and digits only, lower-cased: file names differ from methods' in their separators.
fn squeeze(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The version of REST the page's calls of `name` are addressed to.
pub(crate) fn rest(name: &str, calls: &[&CallShape]) -> Option<Rest> {
    calls
        .iter()
        .filter(|call| call.method.eq_ignore_ascii_case(name))
        .filter_map(|call| call.rest)
        .max()
}
