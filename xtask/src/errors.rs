//! What errors of the server mean: `errors.toml` → the constants and the table that the runtime has.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use b24_schema::{Meaning, Meanings, Schema};
use serde::Deserialize;

use crate::data;
use crate::summary;

/// Where the table is, relative to the root of the workspace.
pub(crate) const TABLE: &str = "b24-generated/runtime/src/codes.rs";

/// What the file says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    common: Vec<Common>,
    silent: Silent,
    code: Vec<Codes>,
    words: Vec<Words>,
    texts: Vec<Texts>,
}

/// A code that any call may answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    /// That of the constant.
    name: String,
    code: String,
    /// `None` where the status decides.
    kind: Option<Meaning>,
    means: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Silent {
    codes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    kind: Meaning,
    /// For whoever reads the file.
    #[allow(dead_code)]
    why: String,
    codes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    kind: Meaning,
    words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    kind: Meaning,
    texts: Vec<String>,
}

static KNOWN: LazyLock<Known> =
    LazyLock::new(|| data::read("errors.toml", include_str!("../errors.toml")));

type Groups = &'static [(Meaning, &'static [&'static str])];

/// What is known, in the form that the runtime has it in. It is needed as long as the program runs.
static MEANINGS: LazyLock<Meanings<'static>> = LazyLock::new(|| {
    let mut codes: BTreeMap<Meaning, BTreeSet<&str>> = BTreeMap::new();
    let common = KNOWN.common.iter().filter_map(|common| Some((common.kind?, &common.code)));
    let listed = KNOWN.code.iter().flat_map(|list| list.codes.iter().map(|code| (list.kind, code)));
    for (kind, code) in common.chain(listed) {
        codes.entry(kind).or_default().insert(code);
    }
    let undecided = KNOWN.common.iter().filter(|c| c.kind.is_none()).map(|common| &common.code);
    Meanings {
        codes: groups(codes),
        silent: KNOWN
            .silent
            .codes
            .iter()
            .chain(undecided)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .leak(),
        words: groups(KNOWN.words.iter().map(|l| (l.kind, l.words.iter().map(String::as_str)))),
        texts: groups(KNOWN.texts.iter().map(|l| (l.kind, l.texts.iter().map(String::as_str)))),
    }
});

fn groups<L>(lists: impl IntoIterator<Item = (Meaning, L)>) -> Groups
where
    L: IntoIterator<Item = &'static str>,
{
    let forever =
        |list: L| -> &'static [&'static str] { list.into_iter().collect::<Vec<_>>().leak() };
    lists.into_iter().map(|(kind, list)| (kind, forever(list))).collect::<Vec<_>>().leak()
}

/// What is known of a documented error. Its description is a text of the page, which not every run has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    /// The code or the status tells.
    Kind(Meaning),
    /// The code stands for many errors: the description tells.
    ByText,
    /// Nobody has said yet what the code means.
    Unknown,
}

impl Told {
    /// The word for it: `not-found`, `by-text`, `unknown`.
    pub fn name(self) -> String {
        match self {
            Self::Kind(kind) => summary::kebab(&format!("{kind:?}")),
            Self::ByText => "by-text".to_owned(),
            Self::Unknown => "unknown".to_owned(),
        }
    }
}

/// What is known of an error without its description.
pub fn told(code: &str, status: Option<u16>) -> Told {
    let listed = MEANINGS.by_code(code).is_some() || MEANINGS.by_words(code).is_some();
    match meaning(code, status, "") {
        Meaning::Other if listed => Told::Kind(Meaning::Other),
        Meaning::Other if code.is_empty() || MEANINGS.is_silent(code) => Told::ByText,
        Meaning::Other => Told::Unknown,
        kind => Told::Kind(kind),
    }
}

/// What an error with this description means.
pub fn meaning(code: &str, status: Option<u16>, description: &str) -> Meaning {
    MEANINGS.of(code, status.unwrap_or_default(), description)
}

/// The words of descriptions that tell something.
pub fn texts() -> impl Iterator<Item = &'static str> {
    KNOWN.texts.iter().flat_map(|list| &list.texts).map(String::as_str)
}

/// How many documented errors there are of each kind, by its name.
pub fn count(schema: &Schema) -> BTreeMap<String, usize> {
    let methods = schema.modules.values().flat_map(|module| &module.methods);
    let mut counts = BTreeMap::new();
    for error in methods.flat_map(|method| &method.errors) {
        *counts.entry(told(&error.code, error.status).name()).or_default() += 1;
    }
    counts
}

/// The table as Rust.
pub(crate) fn table() -> String {
    let mut out = String::from(
        "//! The codes of errors that any call may fail with, as the documentation lists them for\n\
         //! [REST 2](https://apidocs.bitrix24.com/error-codes.html),\n\
         //! [REST 3.0](https://apidocs.bitrix24.com/api-reference/rest-v3.html) and the\n\
         //! [authorization server](https://apidocs.bitrix24.com/settings/oauth/error-codes.html).\n\
         //!\n\
         //! Written by `cargo xtask regen` from `xtask/errors.toml`.\n\n\
         use b24_schema::Meaning::*;\nuse b24_schema::Meanings;\n\n",
    );
    for Common { name, code, means, .. } in &KNOWN.common {
        let _ = writeln!(out, "/// {means}");
        constant(&mut out, name, code);
    }
    out.push_str("\n/// What each of them means.\n#[rustfmt::skip]\npub(super) const COMMON: &[(&str, &str)] = &[\n");
    for Common { name, means, .. } in &KNOWN.common {
        let _ = writeln!(out, "    ({name}, {means:?}),");
    }
    out.push_str("];\n\n/// What errors mean.\n#[rustfmt::skip]\n");
    out.push_str("pub(super) const MEANINGS: Meanings<'static> = Meanings {\n");
    let Meanings { codes, silent, words, texts } = &*MEANINGS;
    grouped(&mut out, "codes", codes);
    out.push_str("    silent: &[\n");
    lines(&mut out, silent, 8);
    out.push_str("    ],\n");
    grouped(&mut out, "words", words);
    grouped(&mut out, "texts", texts);
    out.push_str("};\n");
    out
}

/// As rustfmt writes it: on two lines where one would be too long.
fn constant(out: &mut String, name: &str, code: &str) {
    const WIDTH: usize = 100;
    let line = format!("pub const {name}: &str = {code:?};");
    let line = if line.len() > WIDTH { line.replacen("= ", "=\n    ", 1) } else { line };
    let _ = writeln!(out, "{line}");
}

fn grouped(out: &mut String, name: &str, lists: &[(Meaning, &[&str])]) {
    let _ = writeln!(out, "    {name}: &[");
    for (kind, list) in lists {
        let _ = writeln!(out, "        ({kind:?}, &[");
        lines(out, list, 12);
        out.push_str("        ]),\n");
    }
    out.push_str("    ],\n");
}

/// As many on a line as fit.
fn lines(out: &mut String, list: &[&str], indent: usize) {
    const WIDTH: usize = 110;
    let mut line = String::new();
    for word in list {
        let word = format!("{word:?},");
        if !line.is_empty() && indent + line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{:indent$}{line}", "");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    let _ = writeln!(out, "{:indent$}{line}", "");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tests::{assert_written, committed};

    fn documented() -> BTreeSet<String> {
        let schema = committed();
        let methods = schema.modules.values().flat_map(|module| &module.methods);
        methods.flat_map(|method| &method.errors).map(|e| e.code.to_ascii_lowercase()).collect()
    }

    #[test]
    fn the_runtime_says_the_same() {
        assert_written(|_| (), TABLE, &table());
    }

    /// A new code is either told by its words, or somebody has to decide.
    #[test]
    fn every_documented_code_is_known() {
        let known = |code: &&String| told(code, None) == Told::Unknown;
        let documented = documented();
        let unknown: Vec<_> = documented.iter().filter(known).collect();
        assert!(unknown.is_empty(), "say in xtask/errors.toml what these mean: {unknown:?}");
    }

    /// What is listed is documented, stands in one list, and is needed.
    #[test]
    fn what_is_listed_is_documented_and_needed() {
        let documented = documented();
        let mut seen = BTreeSet::new();
        let listed =
            KNOWN.code.iter().flat_map(|list| list.codes.iter().map(|c| (Some(list.kind), c)));
        for (kind, code) in listed.chain(KNOWN.silent.codes.iter().map(|code| (None, code))) {
            let code = code.to_ascii_lowercase();
            assert!(documented.contains(&code), "no page has an error `{code}`");
            assert!(seen.insert(code.clone()), "`{code}` stands in two lists");
            let words = first_word(&code).map(|(kind, _)| kind);
            assert!(kind.is_none() || words != kind, "the words of `{code}` say the same");
        }
        for Common { code, kind, .. } in &KNOWN.common {
            assert!(!seen.contains(&code.to_ascii_lowercase()), "`{code}` stands in two lists");
            let same = |other: &&Common| other.code.eq_ignore_ascii_case(code);
            assert!(KNOWN.common.iter().filter(same).all(|other| other.kind == *kind), "{code}");
        }
        for word in KNOWN.words.iter().flat_map(|list| &list.words) {
            let used = |code: &String| first_word(code).is_some_and(|(_, first)| first == word);
            assert!(documented.iter().any(used), "no code is told by `{word}`");
            assert_eq!(word.to_ascii_lowercase(), *word);
        }
        for text in KNOWN.texts.iter().flat_map(|list| &list.texts) {
            assert_eq!(text.to_lowercase().replace('ё', "е"), *text);
        }
    }

    fn first_word(code: &str) -> Option<(Meaning, &'static str)> {
        let code = format!("_{code}_");
        let mut words =
            KNOWN.words.iter().flat_map(|l| l.words.iter().map(|w| (l.kind, w.as_str())));
        words.find(|(_, word)| code.contains(word))
    }
}
