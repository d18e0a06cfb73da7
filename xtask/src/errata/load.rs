//! Reading `errata.toml`: every mistake in it has a line and a reason.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{fs, io};

use b24_schema::Rest;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::Value;
use toml::Spanned;

use super::{Change, Errata, Erratum, Patch, RowChange, RowPath};
use crate::assemble::Described;
use crate::corpus::{FileId, Lang, Span};
use crate::facts::{Required, Role, Target, TypeWord};

/// Why the corrections cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrataError {
    /// The file cannot be read.
    #[error("cannot read {}", path.display())]
    #[non_exhaustive]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// An entry makes no sense.
    #[error("{}:{line}: {reason}", path.display())]
    #[non_exhaustive]
    Entry {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    erratum: Vec<Spanned<Raw>>,
    #[serde(default)]
    described: Vec<Spanned<RawDescribed>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDescribed {
    name: String,
    rest: Rest,
    page: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    page: Option<String>,
    pages: Option<Vec<String>>,
    lang: Option<Language>,
    fix: Fix,
    #[serde(rename = "in")]
    place: Option<Place>,
    row: Option<String>,
    nth: Option<NonZeroUsize>,
    after: Option<String>,
    #[serde(rename = "type")]
    word: Option<String>,
    required: Option<Mark>,
    at: Option<String>,
    was: Option<toml::Value>,
    now: Option<toml::Value>,
    why: String,
    evidence: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Language {
    En,
    Ru,
    Both,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    Params,
    Answer,
    Handler,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mark {
    No,
    Yes,
    Conditional,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Fix {
    Name,
    Title,
    Scopes,
    Who,
    RowNames,
    RowRequired,
    RowTypes,
    RowDefault,
    RowValues,
    RowDrop,
    RowAdd,
    TypeBase,
    Answer,
    AnswerAs,
    CallMethod,
    CallKey,
    CallDrop,
    Body,
}

impl Errata {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or an entry makes no sense.
    pub fn load(path: &Path) -> Result<Self, ErrataError> {
        let text = fs::read_to_string(path)
            .map_err(|source| ErrataError::Io { path: path.to_owned(), source })?;
        Self::from_text(path, text)
    }

    /// Reads the text of the file; `path` stands in errors.
    ///
    /// # Errors
    ///
    /// If an entry makes no sense.
    pub fn from_text(path: &Path, text: String) -> Result<Self, ErrataError> {
        let entry = |span: Option<Range<usize>>, reason: String| {
            let start = span.map_or(0, |s| s.start).min(text.len());
            let line = text.as_bytes()[..start].iter().filter(|b| **b == b'\n').count() + 1;
            ErrataError::Entry { path: path.to_owned(), line, reason }
        };
        let raw: RawFile =
            toml::from_str(&text).map_err(|e| entry(e.span(), e.message().replace('\n', "; ")))?;
        let mut list = Vec::new();
        let span = |range: &Range<usize>| Span {
            file: FileId::ERRATA,
            start: range.start as u32,
            end: range.end as u32,
        };
        for raw in raw.erratum {
            let range = raw.span();
            list.push(typed(raw.into_inner(), span(&range)).map_err(|e| entry(Some(range), e))?);
        }
        let described = |raw: Spanned<RawDescribed>| {
            let span = span(&raw.span());
            let RawDescribed { name, rest, page } = raw.into_inner();
            Described { name, rest, page, span }
        };
        let described = raw.described.into_iter().map(described).collect();
        Ok(Self { path: path.to_owned(), text, list, described })
    }
}

fn typed(raw: Raw, span: Span) -> Result<Erratum, String> {
    let patch = patch(&raw)?;
    if raw.why.trim().is_empty() || raw.evidence.trim().is_empty() {
        return Err("`why` and `evidence` must say something".to_owned());
    }
    let pages = match (raw.page, raw.pages) {
        (Some(page), None) => vec![page],
        (None, Some(pages)) if !pages.is_empty() => pages,
        _ => return Err("one of `page` and `pages` is needed".to_owned()),
    };
    let langs = match raw.lang {
        Some(Language::En) => vec![Lang::En],
        Some(Language::Ru) => vec![Lang::Ru],
        Some(Language::Both) | None => Lang::ALL.to_vec(),
    };
    Ok(Erratum { pages, langs, patch, why: raw.why, evidence: raw.evidence, span })
}

fn patch(raw: &Raw) -> Result<Patch, String> {
    let row = |change| {
        let path = raw.row.as_deref().ok_or("`row` is missing: which row?")?;
        let mut owners: Vec<_> = path.split('/').map(str::to_owned).collect();
        let name = owners.pop().unwrap_or_default();
        let role = match raw.place {
            None | Some(Place::Params) => Role::Params,
            Some(Place::Answer) => Role::Answer,
            Some(Place::Handler) => Role::Handler,
        };
        let nth = raw.nth.map(NonZeroUsize::get);
        Ok(Patch::Row { path: RowPath { role, owners, name, nth }, change })
    };
    let at = || raw.at.clone().unwrap_or_default();
    allow(raw)?;
    match raw.fix {
        Fix::Name => Ok(Patch::Name(change(raw)?)),
        Fix::Title => Ok(Patch::Title(change(raw)?)),
        Fix::Scopes => Ok(Patch::Scopes(change(raw)?)),
        Fix::Who => Ok(Patch::Who(change(raw)?)),
        Fix::RowNames => row(RowChange::Names(change(raw)?)),
        Fix::RowRequired => {
            let Change { was, now } = change::<Mark>(raw)?;
            row(RowChange::Required(Change { was: was.into(), now: now.into() }))
        }
        Fix::RowTypes => {
            let Change { was, now } = change::<Vec<String>>(raw)?;
            row(RowChange::Types(Change { was: types(was)?, now: types(now)? }))
        }
        Fix::RowDefault => row(RowChange::Default(optional(raw)?)),
        Fix::RowValues => row(RowChange::Values(change(raw)?)),
        Fix::Answer => Ok(Patch::Answer(types(read(&raw.now, "now")?)?)),
        Fix::AnswerAs => Ok(Patch::AnswerAs(read(&raw.now, "now")?)),
        Fix::TypeBase => {
            let word = raw.word.clone().ok_or("`type` is missing: which word?")?;
            Ok(Patch::TypeBase { word, change: optional(raw)? })
        }
        Fix::RowDrop => row(RowChange::Drop(types(read(&raw.was, "was")?)?)),
        Fix::RowAdd => row(RowChange::Add {
            types: types(read(&raw.now, "now")?)?,
            required: raw.required.map_or(Required::No, Into::into),
            after: raw.after.clone(),
        }),
        Fix::CallMethod => Ok(Patch::CallMethod(change(raw)?)),
        Fix::CallKey => {
            let now = raw.now.as_ref().map(|_| read(&raw.now, "now")).transpose()?;
            Ok(Patch::CallKey { at: at(), was: read(&raw.was, "was")?, now })
        }
        Fix::CallDrop => Ok(Patch::CallDrop(read(&raw.was, "was")?)),
        Fix::Body => {
            let was = raw.was.as_ref().map(|_| read::<String>(&raw.was, "was")).transpose()?;
            let was = was.map(|was| json(&was, "was")).transpose()?;
            let now = Some(json(&read::<String>(&raw.now, "now")?, "now")?);
            if was == now {
                return Err(SAME.to_owned());
            }
            Ok(Patch::Body { at: at(), change: Change { was, now } })
        }
    }
}

/// What is wrong with an entry that changes nothing.
const SAME: &str = "`was` and `now` must differ";

/// A key that this kind of entry does not use is a mistake.
fn allow(raw: &Raw) -> Result<(), String> {
    use Fix::{
        Answer, AnswerAs, Body, CallDrop, CallKey, RowAdd, RowDefault, RowDrop, RowNames,
        RowRequired, RowTypes, RowValues, TypeBase,
    };
    let fix = raw.fix;
    let row = matches!(
        fix,
        RowNames | RowRequired | RowTypes | RowDefault | RowValues | RowDrop | RowAdd
    );
    let add = matches!(fix, RowAdd);
    let keys = [
        ("row", raw.row.is_some(), row),
        ("nth", raw.nth.is_some(), row && !add),
        ("in", raw.place.is_some(), row),
        ("after", raw.after.is_some(), add),
        ("type", raw.word.is_some(), matches!(fix, TypeBase)),
        ("required", raw.required.is_some(), add),
        ("at", raw.at.is_some(), matches!(fix, CallKey | Body)),
        ("was", raw.was.is_some(), !add && !matches!(fix, Answer | AnswerAs)),
        ("now", raw.now.is_some(), !matches!(fix, RowDrop | CallDrop)),
    ];
    match keys.iter().find(|(_, given, allowed)| *given && !allowed) {
        Some((key, ..)) => Err(format!("`{key}` has no meaning for this `fix`")),
        None => Ok(()),
    }
}

fn change<T: DeserializeOwned>(raw: &Raw) -> Result<Change<T>, String> {
    if raw.was == raw.now {
        return Err(SAME.to_owned());
    }
    Ok(Change { was: read(&raw.was, "was")?, now: read(&raw.now, "now")? })
}

/// A change of a text that may be absent before or after.
fn optional(raw: &Raw) -> Result<Change<Option<String>>, String> {
    let value =
        |v: &Option<toml::Value>, key| v.as_ref().map(|_| read::<String>(v, key)).transpose();
    Ok(Change { was: value(&raw.was, "was")?, now: value(&raw.now, "now")? })
}

fn read<T: DeserializeOwned>(value: &Option<toml::Value>, key: &str) -> Result<T, String> {
    let value = value.clone().ok_or_else(|| format!("`{key}` is missing"))?;
    T::deserialize(value.into_deserializer())
        .map_err(|e: toml::de::Error| format!("`{key}`: {}", e.message()))
}

fn json(text: &str, key: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|e| format!("`{key}` is no JSON: {e}"))
}

impl From<Mark> for Required {
    fn from(mark: Mark) -> Self {
        match mark {
            Mark::No => Self::No,
            Mark::Yes => Self::Yes,
            Mark::Conditional => Self::Conditional,
        }
    }
}

fn types(words: Vec<String>) -> Result<Vec<TypeWord>, String> {
    words.into_iter().map(|word| type_word(&word)).collect()
}

/// `crm_multifield[](api-reference/data-types.md#crm_multifield)`; the target may be left out.
fn type_word(text: &str) -> Result<TypeWord, String> {
    let (mut word, link) = match text.strip_suffix(')').and_then(|t| t.split_once('(')) {
        Some((word, target)) => {
            let (page, anchor) = match target.split_once('#') {
                Some((page, anchor)) => (page, Some(anchor.to_owned())),
                None => (target, None),
            };
            (word, Some(Target { page: page.to_owned(), anchor }))
        }
        None => (text, None),
    };
    let mut list = 0;
    while let Some(shorter) = word.strip_suffix("[]") {
        word = shorter;
        list += 1;
    }
    if word.is_empty() || word.contains(['[', ']', '(', ')']) {
        return Err(format!(
            "`{text}` is no type; write `word`, `word[]` or `word(page.md#anchor)`"
        ));
    }
    Ok(TypeWord { word: word.to_owned(), list, link })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(entry: &str) -> Result<Erratum, String> {
        let text = format!(
            "# A comment.\n\n[[erratum]]\npage = \"a.md\"\nwhy = \"w\"\nevidence = \"e\"\n{entry}\n"
        );
        Errata::from_text(Path::new("errata.toml"), text)
            .map(|mut errata| errata.list.remove(0))
            .map_err(|e| e.to_string())
    }

    #[test]
    fn entries_become_typed() {
        let erratum =
            parse("lang = \"en\"\nfix = \"scopes\"\nwas = [\"sale\"]\nnow = [\"delivery\"]")
                .unwrap();
        assert_eq!((erratum.langs, erratum.pages), (vec![Lang::En], vec!["a.md".to_owned()]));
        let change = Change { was: vec!["sale".to_owned()], now: vec!["delivery".to_owned()] };
        assert_eq!(erratum.patch, Patch::Scopes(change));

        let entry = "fix = \"row-types\"\nin = \"answer\"\nrow = \"result/ID\"\n\
                     was = [\"string\"]\nnow = [\"integer[]\", \"id_list(api-reference/t.md#x)\"]";
        let erratum = parse(entry).unwrap();
        assert_eq!(erratum.langs, Lang::ALL);
        assert_eq!(erratum.patch.to_string(), "answer/result/ID");
        let Patch::Row { change: RowChange::Types(change), .. } = erratum.patch else { panic!() };
        let target = Target { page: "api-reference/t.md".into(), anchor: Some("x".into()) };
        assert_eq!(
            change.now,
            [
                TypeWord { word: "integer".into(), list: 1, link: None },
                TypeWord { word: "id_list".into(), list: 0, link: Some(target) },
            ]
        );
    }

    #[test]
    fn mistakes_have_a_line_and_a_reason() {
        let table = [
            ("fix = \"nmae\"", "errata.toml:7: unknown variant `nmae`"),
            ("fix = \"name\"\ncolour = 1", "errata.toml:8: unknown field `colour`"),
            ("fix = \"name\"\nwas = \"a\"", "errata.toml:3: `now` is missing"),
            (
                "fix = \"name\"\nwas = \"a\"\nnow = \"a\"",
                "errata.toml:3: `was` and `now` must differ",
            ),
            ("fix = \"name\"\nwas = 1\nnow = \"a\"", "errata.toml:3: `was`: invalid type: integer"),
            ("fix = \"row-drop\"\nwas = [\"a\"]", "errata.toml:3: `row` is missing"),
            (
                "fix = \"name\"\nrow = \"x\"\nwas = \"a\"\nnow = \"b\"",
                "errata.toml:3: `row` has no meaning",
            ),
            ("fix = \"row-add\"\nrow = \"x\"\nnow = [\"[]\"]", "errata.toml:3: `[]` is no type"),
            ("fix = \"body\"\nwas = \"{\"\nnow = \"1\"", "errata.toml:3: `was` is no JSON"),
            (
                "pages = [\"b.md\"]\nfix = \"name\"\nwas = \"a\"\nnow = \"b\"",
                "errata.toml:3: one of `page`",
            ),
            ("fix = \"name\nwas = 1", "errata.toml:7: "),
        ];
        for (entry, expected) in table {
            let error = parse(entry).unwrap_err();
            assert!(error.starts_with(expected), "{entry}\n  gives {error}\n  not   {expected}");
        }
    }

    #[test]
    fn an_empty_file_has_no_corrections() {
        let errata = Errata::from_text(Path::new("errata.toml"), "# nothing yet\n".into()).unwrap();
        assert!(errata.list.is_empty());
        let error = Errata::load(Path::new("no/such/errata.toml")).unwrap_err();
        assert_eq!(error.to_string(), "cannot read no/such/errata.toml");
    }
}
