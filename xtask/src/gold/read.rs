//! The form of the gold files: TOML, a table for each method, and in it lines that read like the page.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::shape::Shape;

/// What a reader wrote of one method.
#[derive(Debug)]
pub struct Entry {
    /// The method, as [`b24_schema::refer_to`] writes it.
    pub method: String,
    /// The file that has the entry.
    pub file: PathBuf,
    /// What is said of the method itself.
    pub about: About,
    /// The parameters.
    pub params: Vec<Place>,
    /// One place, `result`; none where the page shows no answer.
    pub answer: Vec<Place>,
}

/// What stands in an entry beside parameters and answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The page, relative to a language's folder.
    pub page: String,
    /// FNV-1a of the English page and the Russian one as they were read.
    pub hash: Option<String>,
    /// `reads` or `writes`.
    pub effect: String,
    #[serde(default)]
    /// The scopes, any one of which will do.
    pub scopes: Vec<String>,
    /// `400 CODE`, or the code alone where the page gives no status.
    #[serde(default)]
    pub errors: Vec<String>,
    /// What to use instead; absent for a method that is not deprecated.
    pub deprecated: Option<Vec<String>>,
    /// The sets of parameters of which one must be given.
    #[serde(default)]
    pub either: Vec<Vec<String>>,
    /// What stands beside `result`.
    #[serde(default)]
    pub beside: Vec<String>,
    #[serde(default)]
    params: String,
    #[serde(default)]
    answer: String,
}

/// A parameter or a field, one line of the file.
#[derive(Debug)]
pub struct Place {
    /// The key on the wire.
    pub name: String,
    /// `A or B` gives two.
    pub shapes: Vec<Shape>,
    /// The closed list of values.
    pub values: Vec<String>,
    /// Whether the method cannot do without it.
    pub required: bool,
    /// Signs that may stand before the names of a filter's fields.
    pub signs: Vec<String>,
    /// Whether the reader listed only some of its fields.
    pub partial: bool,
    /// The fields, where it is an object or holds objects.
    pub fields: Vec<Place>,
}

/// What is wrong with a file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk says no.
    #[error("`{}` cannot be read", file.display())]
    Unreadable {
        /// The file or folder.
        file: PathBuf,
        /// What the disk says.
        source: io::Error,
    },
    /// A file has another form.
    #[error("`{}` is no TOML of the form that `xtask/tests/gold/README.md` describes", file.display())]
    Form {
        /// The file.
        file: PathBuf,
        /// Where, and what is expected there.
        source: Box<toml::de::Error>,
    },
    /// A line of parameters or of the answer has another form.
    #[error("`{}`, `{method}`: `{line}` is no line of the form `name: type`: {why}", file.display())]
    Line {
        /// The file.
        file: PathBuf,
        /// The method whose entry has the line.
        method: String,
        /// The line.
        line: String,
        /// What is wrong with it.
        why: String,
    },
}

impl Entry {
    pub(super) fn statements(&self) -> usize {
        // Effect, scopes, errors, deprecation, alternatives, what stands beside the result.
        6 + self.params.iter().chain(&self.answer).map(Place::statements).sum::<usize>()
    }
}

impl Place {
    fn statements(&self) -> usize {
        let own = 2 + usize::from(!self.values.is_empty());
        own + self.fields.iter().map(Self::statements).sum::<usize>()
    }
}

/// Reads the entries of a file.
pub(super) fn file(file: &Path) -> Result<Vec<Entry>, Error> {
    let text = std::fs::read_to_string(file)
        .map_err(|source| Error::Unreadable { file: file.to_owned(), source })?;
    let entries: BTreeMap<String, About> = toml::from_str(&text)
        .map_err(|source| Error::Form { file: file.to_owned(), source: source.into() })?;
    let entry = |(method, about): (String, About)| {
        let places = |text| {
            places(text).map_err(|(line, why)| Error::Line {
                file: file.to_owned(),
                method: method.clone(),
                line,
                why,
            })
        };
        let (params, answer) = (places(&about.params)?, places(&about.answer)?);
        Ok(Entry { file: file.to_owned(), about, params, answer, method })
    };
    entries.into_iter().map(entry).collect()
}

/// The places of a block of lines; a line that is indented deeper belongs to the one above it.
fn places(text: &str) -> Result<Vec<Place>, (String, String)> {
    let mut open: Vec<(usize, Place)> = Vec::new();
    let mut done = Vec::new();
    for line in text.lines() {
        let bare = without_comment(line);
        if bare.trim().is_empty() {
            continue;
        }
        let depth = bare.len() - bare.trim_start().len();
        close(&mut open, &mut done, depth);
        let place = place(bare.trim()).map_err(|why| (line.trim().to_owned(), why))?;
        open.push((depth, place));
    }
    close(&mut open, &mut done, 0);
    Ok(done)
}

/// Ends the places that a line at a depth does not belong to.
fn close(open: &mut Vec<(usize, Place)>, done: &mut Vec<Place>, depth: usize) {
    while open.last().is_some_and(|(at, _)| *at >= depth) {
        let Some((_, place)) = open.pop() else { break };
        match open.last_mut() {
            Some((_, parent)) => parent.fields.push(place),
            None => done.push(place),
        }
    }
}

/// A line without what stands behind ` #`.
fn without_comment(line: &str) -> &str {
    let line = if line.trim_start().starts_with('#') { "" } else { line };
    line.split_once(" #").map_or(line, |(before, _)| before)
}

/// Reads `NAME: text (A, B), required`.
fn place(line: &str) -> Result<Place, String> {
    let (name, said) = line.split_once(": ").ok_or("it has no colon")?;
    let (said, signs) = list_after(said, "signs ")?;
    let (said, values) = list_after(&said, "")?;
    let (mut shape, mut required) = (String::new(), false);
    for part in said.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match part {
            "required" => required = true,
            "signs" => {}
            part if shape.is_empty() => part.clone_into(&mut shape),
            part => return Err(format!("`{part}` is not known")),
        }
    }
    let partial = shape.contains("some fields");
    let shapes = Shape::parse(&shape.replace("some fields", "fields"))
        .map_err(|word| format!("`{word}` is no type"))?;
    Ok(Place {
        name: name.trim().to_owned(),
        shapes,
        values,
        required,
        signs,
        partial,
        fields: Vec::new(),
    })
}

/// A text without the list in parentheses behind a word, and that list.
fn list_after(text: &str, word: &str) -> Result<(String, Vec<String>), String> {
    let opening = format!("{word}(");
    let Some((before, rest)) = text.split_once(&opening) else {
        return Ok((text.to_owned(), Vec::new()));
    };
    let (list, after) = rest.split_once(')').ok_or("a parenthesis is not closed")?;
    let list = list.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty());
    Ok((format!("{before}{after}"), list.collect()))
}
