//! Schema files: reading with a place for every error, writing the same bytes every time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;

use crate::method::{Module, VERSION};
use crate::prose::PROSE_VERSION;

/// The name of the module that holds what several modules share.
pub const SHARED: &str = "shared";

/// Values that fit into this many columns stand on one line.
const WIDTH: usize = 110;

/// Every module, by name; one of them is [`SHARED`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The modules, each under its [`Module::module`].
    pub modules: BTreeMap<String, Module>,
}

/// A schema file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file system refused.
    #[error("cannot read {}", path.display())]
    #[non_exhaustive]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The text is not a schema file.
    #[error("{}:{line}:{column}: at `{json_path}`: {reason}", path.display())]
    #[non_exhaustive]
    Json {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// Where in the document, such as `methods[3].params[0].type`.
        json_path: String,
        /// What is wrong.
        reason: String,
        /// The parser's error.
        #[source]
        source: serde_json::Error,
    },
    /// The file follows another version of the contract.
    #[error(
        "{}: schema version {found}, but this build reads version {VERSION}: {}",
        path.display(), version_advice(*found)
    )]
    #[non_exhaustive]
    Version {
        /// The file.
        path: PathBuf,
        /// The version it states.
        found: u32,
    },
    /// The file of texts follows another version of its form.
    #[error(
        "{}: texts of version {found}, but this build reads version {PROSE_VERSION}: \
         write them anew with `cargo xtask regen --docs`, or remove the file",
        path.display()
    )]
    #[non_exhaustive]
    ProseVersion {
        /// The file.
        path: PathBuf,
        /// The version it states.
        found: u32,
    },
    /// The file's name is not its module's.
    #[error("{}: it holds the module `{module}`; name it `{module}.json`", path.display())]
    #[non_exhaustive]
    FileName {
        /// The file.
        path: PathBuf,
        /// The module it holds.
        module: String,
    },
}

fn version_advice(found: u32) -> &'static str {
    if found > VERSION {
        "update b24-schema and b24-macros to the versions the file was written with"
    } else {
        "write it anew with `cargo xtask regen`"
    }
}

#[derive(Deserialize)]
struct VersionOnly {
    schema: u32,
}

impl Module {
    /// Reads a schema file.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is not JSON of the contract, or has another [`VERSION`].
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let text = fs::read_to_string(path)
            .map_err(|source| ReadError::Io { path: path.to_owned(), source })?;
        Self::from_text(&text, path)
    }

    /// Reads the text of a schema file; `path` stands in errors.
    ///
    /// # Errors
    ///
    /// As [`Module::read`].
    pub fn from_text(text: &str, path: &Path) -> Result<Self, ReadError> {
        // Compilers read these files with every build of the generated crate: the plain parser goes
        // first, and only a file that is refused is read again to find out where and why.
        if let Ok(module) = serde_json::from_str::<Self>(text)
            && module.schema == VERSION
        {
            return Ok(module);
        }
        // A file of another version may well fail to parse, and the version is what matters.
        let version: VersionOnly = parse(text, path)?;
        if version.schema != VERSION {
            return Err(ReadError::Version { path: path.to_owned(), found: version.schema });
        }
        parse(text, path)
    }

    /// The file's text: the same module gives the same bytes, and a small change a small diff.
    pub fn to_json(&self) -> String {
        let mut out = layout(&serde_json::to_string(self).unwrap_or_default());
        out.push('\n');
        out
    }
}

impl FromStr for Module {
    type Err = ReadError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_text(text, Path::new("<text>"))
    }
}

impl Schema {
    /// Reads every `*.json` of a directory.
    ///
    /// # Errors
    ///
    /// The first file that cannot be read, or that is not named after its module.
    pub fn read_dir(dir: &Path) -> Result<Self, ReadError> {
        let io = |source| ReadError::Io { path: dir.to_owned(), source };
        let mut paths = Vec::new();
        for entry in fs::read_dir(dir).map_err(io)? {
            let path = entry.map_err(io)?.path();
            if path.extension().is_some_and(|e| e == "json") {
                paths.push(path);
            }
        }
        paths.sort();
        let mut modules = BTreeMap::new();
        for path in paths {
            let module = Module::read(&path)?;
            if path.file_stem().and_then(|s| s.to_str()) != Some(&module.module) {
                return Err(ReadError::FileName { path, module: module.module });
            }
            modules.insert(module.module.clone(), module);
        }
        Ok(Self { modules })
    }

    /// The module of what several modules share.
    pub fn shared(&self) -> Option<&Module> {
        self.modules.get(SHARED)
    }
}

impl FromIterator<Module> for Schema {
    fn from_iter<I: IntoIterator<Item = Module>>(modules: I) -> Self {
        Self { modules: modules.into_iter().map(|m| (m.module.clone(), m)).collect() }
    }
}

pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str, path: &Path) -> Result<T, ReadError> {
    let mut json = serde_json::Deserializer::from_str(text);
    let parsed = serde_path_to_error::deserialize(&mut json).map_err(|e| {
        let json_path = e.path().to_string();
        located(path, json_path, e.into_inner())
    })?;
    json.end().map_err(|e| located(path, ".".to_owned(), e))?;
    Ok(parsed)
}

fn located(path: &Path, json_path: String, source: serde_json::Error) -> ReadError {
    let full = source.to_string();
    // The place is given once, in front.
    let reason = match full.rfind(" at line ") {
        Some(at) => full[..at].to_owned(),
        None => full,
    };
    ReadError::Json {
        path: path.to_owned(),
        line: source.line(),
        column: source.column(),
        json_path,
        reason,
        source,
    }
}

/// Lays out compact JSON: what fits into [`WIDTH`] columns stands on one line, the outermost value never
/// does.
fn layout(json: &str) -> String {
    let tokens = tokens(json);
    let widths = widths(&tokens);
    let mut widths = widths.iter();
    // A quarter more for the white space is what schema files need.
    let mut out = String::with_capacity(json.len() + json.len() / 4);
    let mut line = 0;
    // The containers that stand on several lines, and how deep those are on one line inside of them.
    let mut broken = 0;
    let mut flat = 0;
    let new_line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
        out.len() - 2 * depth
    };
    for (at, &token) in tokens.iter().enumerate() {
        let byte = token.as_bytes()[0];
        match byte {
            b'[' | b'{' => {
                let width = widths.next().copied().unwrap_or_default();
                let empty = is_end(tokens.get(at + 1));
                out.push_str(token);
                // The trailing comma counts too.
                if flat == 0 && !empty && (broken == 0 || out.len() - 1 - line + width >= WIDTH) {
                    broken += 1;
                    line = new_line(&mut out, broken);
                } else {
                    flat += 1;
                    out.push_str(if byte == b'{' && !empty { " " } else { "" });
                }
            }
            b']' | b'}' => {
                if flat > 0 {
                    flat -= 1;
                    out.push_str(if byte == b'}' && !out.ends_with('{') { " " } else { "" });
                } else {
                    broken -= 1;
                    line = new_line(&mut out, broken);
                }
                out.push_str(token);
            }
            b',' if flat == 0 => {
                out.push_str(token);
                line = new_line(&mut out, broken);
            }
            b',' | b':' => {
                out.push_str(token);
                out.push(' ');
            }
            _ => out.push_str(token),
        }
    }
    out
}

/// The tokens of compact JSON: marks, strings, numbers and words.
fn tokens(json: &str) -> Vec<&str> {
    // They are five bytes long on average.
    let mut tokens = Vec::with_capacity(json.len() / 4);
    let mut rest = json;
    while !rest.is_empty() {
        let (token, after) = rest.split_at(token_len(rest.as_bytes()));
        tokens.push(token);
        rest = after;
    }
    tokens
}

fn is_end(token: Option<&&str>) -> bool {
    matches!(token, Some(&("]" | "}")))
}

/// How wide each container of compact JSON is on one line, in the order they open.
fn widths(tokens: &[&str]) -> Vec<usize> {
    let mut widths = Vec::new();
    let mut open = Vec::new();
    let mut width = 0;
    let mut empty = false;
    for (at, &token) in tokens.iter().enumerate() {
        let byte = token.as_bytes()[0];
        width += token.len();
        match byte {
            b'[' | b'{' => {
                open.push((widths.len(), width - 1));
                widths.push(0);
                empty = is_end(tokens.get(at + 1));
                width += usize::from(byte == b'{' && !empty);
            }
            b']' | b'}' => {
                width += usize::from(byte == b'}' && !empty);
                empty = false;
                if let Some((container, start)) = open.pop() {
                    widths[container] = width - start;
                }
            }
            b',' | b':' => width += 1,
            _ => {}
        }
    }
    widths
}

/// The length of the mark, string, number or word that JSON starts with.
fn token_len(json: &[u8]) -> usize {
    match json.first() {
        Some(b'"') => {
            let mut at = 1;
            while let Some(step) = json[at..].iter().position(|b| matches!(b, b'"' | b'\\')) {
                at += step + 1;
                if json[at - 1] == b'"' {
                    return at;
                }
                at += 1;
            }
            json.len()
        }
        Some(b'[' | b']' | b'{' | b'}' | b',' | b':') => 1,
        _ => {
            let marks = |b: &u8| matches!(b, b']' | b'}' | b',' | b':');
            json.iter().position(marks).unwrap_or(json.len())
        }
    }
}
