//! Schema files: reading with a place for every error, writing the same bytes every time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;
use serde_json::Value;

use crate::method::{Module, VERSION};

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
        let mut out = String::new();
        let value = serde_json::to_value(self).unwrap_or(Value::Null);
        write_value(&mut out, &value, 0, 0);
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

fn parse<'a, T: Deserialize<'a>>(text: &'a str, path: &Path) -> Result<T, ReadError> {
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

/// Writes `value` at `indent`; `used` columns of its first line are taken already.
fn write_value(out: &mut String, value: &Value, indent: usize, used: usize) {
    let start = out.len();
    inline(out, value);
    // The trailing comma counts too.
    if used + out.len() - start < WIDTH && indent > 0 {
        return;
    }
    match value {
        Value::Array(items) if !items.is_empty() => {
            out.truncate(start);
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                new_line(out, i > 0, indent + 2);
                write_value(out, item, indent + 2, indent + 2);
            }
            new_line(out, false, indent);
            out.push(']');
        }
        Value::Object(entries) if !entries.is_empty() => {
            out.truncate(start);
            out.push('{');
            for (i, (key, item)) in entries.iter().enumerate() {
                new_line(out, i > 0, indent + 2);
                let key_start = out.len();
                inline(out, &Value::from(key.as_str()));
                out.push_str(": ");
                let used = indent + 2 + out.len() - key_start;
                write_value(out, item, indent + 2, used);
            }
            new_line(out, false, indent);
            out.push('}');
        }
        _ => {}
    }
}

fn new_line(out: &mut String, comma: bool, indent: usize) {
    if comma {
        out.push(',');
    }
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

fn inline(out: &mut String, value: &Value) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                inline(out, item);
            }
            out.push(']');
        }
        Value::Object(entries) if entries.is_empty() => out.push_str("{}"),
        Value::Object(entries) => {
            out.push_str("{ ");
            for (i, (key, item)) in entries.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                inline(out, &Value::from(key.as_str()));
                out.push_str(": ");
                inline(out, item);
            }
            out.push_str(" }");
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}
