//! Bitrix24 names as Rust names: the one place that decides spelling.
//!
//! A name is cut into lower-case words at capitals and separators, and the words are joined again:
//! `entityTypeId` is `entity_type_id` as a function and `EntityTypeId` as a type. Nothing is ever
//! renamed to dodge another name; two names that come out alike are reported by
//! [`Module::validate`](crate::Module::validate).

use std::fmt;

use crate::method::Rest;

/// Where a method lives in the generated crate.
///
/// ```
/// use b24_schema::{Rest, method_path};
///
/// let path = method_path("tasks.task.getFields", Rest::V2)?;
/// assert_eq!(path.to_string(), "tasks::task::get_fields");
/// assert_eq!(path.call_type, "GetFields");
/// assert_eq!(method_path("note.document.get", Rest::V3)?.to_string(), "v3::note::document::get");
/// assert_eq!(method_path("profile", Rest::V2)?.to_string(), "profile");
/// # Ok::<(), b24_schema::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustPath {
    /// The modules from the crate's root. Empty for a method of one word, which is a function at
    /// the root (or of `v3`).
    pub modules: Vec<String>,
    /// The function.
    pub function: String,
    /// The type of the call the function returns. It stands beside the function; for a method of
    /// one word in the module [`GENERAL`].
    pub call_type: String,
}

/// The module that holds the call types of methods of one word (`profile`, `events`).
pub const GENERAL: &str = "general";

/// The module that holds the methods of REST 3.0.
pub const REST_3: &str = "v3";

/// Names at the root of the generated crate that no module of methods may take: its own modules, and the crates
/// that it names.
#[rustfmt::skip]
pub const RESERVED_ROOT: &[&str] = &[
    GENERAL, "prelude", "replay", "runtime", "schema", "scope", "shared", "testing", REST_3,
    "alloc", "b24_macros", "b24_runtime", "b24_schema", "chrono", "codes", "core", "indexmap", "rust_decimal", "std",
];

/// Features of the generated crate that are no modules, and the schema file that is none of methods.
pub(crate) const RESERVED_FEATURES: &[&str] = &["blocking", "default", "full", "shared", "testing"];

/// Functions at the root of the generated crate that no method of one word may take; `each_call` begins others too.
pub(crate) const RESERVED_FUNCTIONS: &[&str] = &["catalog", EACH_CALL];
pub(crate) const EACH_CALL: &str = "each_call";

/// Functions that every call or record has; a setter of the same name gets a trailing underscore.
const RESERVED_SETTERS: &[&str] =
    &["download", "new", "partial", "send", "send_as", "set", "stream"];

/// Keywords that cannot be written as raw identifiers.
const NOT_RAW: &[&str] = &["crate", "self", "super"];

/// Types that generated code names: a module of that name would hide them from its neighbours.
const PRIMITIVES: &[&str] = &["bool", "i64", "str", "u64", "u8"];

/// What the signs before a filter key mean, longest first.
const PREFIXES: &[(&str, &str)] = &[
    ("!==", "not_same"),
    ("!=", "not_eq"),
    ("!@", "not_in"),
    ("!%", "not_like"),
    ("><", "between"),
    (">=", "ge"),
    ("<=", "le"),
    ("=%", "like_mask"),
    ("%=", "like_mask"),
    ("==", "same"),
    ("*=", "has_text"),
    ("!", "not"),
    (">", "gt"),
    ("<", "lt"),
    ("=", "eq"),
    ("@", "in"),
    ("%", "like"),
    ("?", "matches"),
    ("~", "raw"),
];

impl fmt::Display for RustPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for module in &self.modules {
            write!(f, "{module}::")?;
        }
        f.write_str(&self.function)
    }
}

impl RustPath {
    /// The function as a link of rustdoc names it. Keywords are plain there: what follows the `#` of a
    /// raw identifier would be an anchor, and the link would lead nowhere without a warning. The
    /// parentheses say that it is a function: a module may have the same name.
    ///
    /// ```
    /// use b24_schema::{Rest, method_path};
    ///
    /// let path = method_path("crm.type.list", Rest::V2)?;
    /// assert_eq!(path.to_string(), "crm::r#type::list");
    /// assert_eq!(path.link(), "crate::crm::type::list()");
    /// # Ok::<(), b24_schema::NameError>(())
    /// ```
    pub fn link(&self) -> String {
        format!("crate::{}()", plain_path(&self.to_string()))
    }

    /// The modules without the one of the REST version.
    ///
    /// ```
    /// use b24_schema::{Rest, method_path};
    ///
    /// assert_eq!(method_path("main.user.get", Rest::V3)?.home(), ["main", "user"]);
    /// # Ok::<(), b24_schema::NameError>(())
    /// ```
    pub fn home(&self) -> &[String] {
        match self.modules.split_first() {
            Some((version, home)) if version == REST_3 => home,
            _ => &self.modules,
        }
    }
}

/// A path of Rust as links of rustdoc spell it; see [`RustPath::link`].
pub fn plain_path(path: &str) -> String {
    path.replace("r#", "")
}

/// A name that cannot be a Rust name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` cannot be a Rust name: {reason}")]
#[non_exhaustive]
pub struct NameError {
    /// The name as documented.
    pub name: String,
    /// What stands in the way, and what to do.
    pub reason: String,
}

impl NameError {
    fn new(name: &str, reason: impl Into<String>) -> Self {
        Self { name: name.to_owned(), reason: reason.into() }
    }
}

/// The path of a method: `crm.deal.add` is `crm::deal::add`.
///
/// # Errors
///
/// If a part of the name cannot be a Rust name.
pub fn method_path(name: &str, rest: Rest) -> Result<RustPath, NameError> {
    let mut modules = Vec::new();
    if rest == Rest::V3 {
        modules.push(REST_3.to_owned());
    }
    let (parents, last) = match name.rsplit_once('.') {
        Some((parents, last)) => (Some(parents), last),
        None => (None, name),
    };
    for part in parents.into_iter().flat_map(|p| p.split('.')) {
        modules.push(as_module(segment(part, name)?));
    }
    let last = segment(last, name)?;
    let call_type = as_type(&last);
    Ok(RustPath { modules, function: spell(last), call_type })
}

fn segment(part: &str, name: &str) -> Result<String, NameError> {
    if part.is_empty() {
        return Err(NameError::new(name, "a part between the dots is empty"));
    }
    snake(part)
}

/// The Rust module in which the records of a schema module stand.
///
/// # Errors
///
/// If its name cannot be a Rust name.
pub fn module_ident(module: &str) -> Result<String, NameError> {
    Ok(as_module(snake(module)?))
}

fn as_module(words: String) -> String {
    if PRIMITIVES.contains(&words.as_str()) { words + "_" } else { spell(words) }
}

/// A type that has a name of its own. Where the name begins with a digit, it has no capital to tell it from a
/// function: `2fa` is `_2fa` as a function and `_2fa_` as a type.
fn as_type(words: &str) -> String {
    let ty = camel(words);
    if ty == words { ty + "_" } else { ty }
}

/// The setter or argument of a parameter or field: `entityTypeId` is `entity_type_id`, `TITLE` is
/// `title`, `type` is `r#type`, `self` is `self_`.
///
/// # Errors
///
/// If nothing sensible comes out: wildcard families (`UF_*`), placeholders (`<field>`, `{id}`),
/// letters outside ASCII.
pub fn field_ident(name: &str) -> Result<String, NameError> {
    if name.contains('*') && !name.starts_with("*=") {
        return Err(NameError::new(name, "it stands for a family of keys, which has no setter"));
    }
    let ident = snake(name)?;
    if RESERVED_SETTERS.contains(&ident.as_str()) {
        return Ok(ident + "_");
    }
    Ok(spell(ident))
}

/// The public field of an answer's field: as a setter's name, but only `extra` is taken.
///
/// # Errors
///
/// As [`field_ident`].
pub fn answer_ident(name: &str) -> Result<String, NameError> {
    let ident = snake(name)?;
    Ok(if ident == "extra" { ident + "_" } else { spell(ident) })
}

/// The builder of a record that has a name of its own; the name alone is the type in answers.
///
/// # Errors
///
/// As [`field_ident`].
pub fn builder_ident(name: &str) -> Result<String, NameError> {
    Ok(type_ident(name)? + "Builder")
}

/// The type of a documented name: `crm_multifield` is `CrmMultifield`, `getFields` is `GetFields`.
///
/// A function's name gives the type of its call: `get_fields`, and `r#type` too.
///
/// # Errors
///
/// As [`field_ident`].
pub fn type_ident(name: &str) -> Result<String, NameError> {
    Ok(as_type(&snake(name.strip_prefix("r#").unwrap_or(name))?))
}

/// The type of a record that stands in a call or in another record: the field `products` of
/// `AddFields` holds `AddFieldsProducts`.
///
/// # Errors
///
/// As [`field_ident`].
pub fn record_ident(owner: &str, field: &str) -> Result<String, NameError> {
    // A family's records are named by what is fixed in its name; the setter is what it lacks.
    let fixed = match field {
        "*" => "entry".to_owned(),
        field => field.replace('*', "_"),
    };
    let words = snake(&fixed).map_err(|e| NameError { name: field.to_owned(), ..e })?;
    Ok(format!("{}{}", owner.trim_end_matches('_'), camel(&words)))
}

/// The type of an answer that is described in place: the call `Add` has `AddAnswer`.
pub fn answer_type(call_type: &str) -> String {
    format!("{call_type}Answer")
}

/// The function that goes through all calls of a module: `each_call_of_crm`.
pub fn each_call_ident(module: &str) -> String {
    format!("{EACH_CALL}_of_{module}")
}

/// The constant of a scope: `humanresources.hcmlink` is `HUMANRESOURCES_HCMLINK`.
///
/// # Errors
///
/// As [`field_ident`].
pub fn scope_const(code: &str) -> Result<String, NameError> {
    Ok(snake(code)?.to_ascii_uppercase())
}

/// The cargo feature that turns a module on: its name.
pub fn module_feature(module: &str) -> String {
    module.to_ascii_lowercase()
}

fn spell(ident: String) -> String {
    if NOT_RAW.contains(&ident.as_str()) {
        ident + "_"
    } else if is_keyword(&ident) {
        format!("r#{ident}")
    } else {
        ident
    }
}

#[rustfmt::skip]
fn is_keyword(ident: &str) -> bool {
    matches!(
        ident,
        "abstract" | "as" | "async" | "await" | "become" | "box" | "break" | "const" | "continue"
        | "do" | "dyn" | "else" | "enum" | "extern" | "false" | "final" | "fn" | "for" | "gen"
        | "if" | "impl" | "in" | "let" | "loop" | "macro" | "match" | "mod" | "move" | "mut"
        | "override" | "priv" | "pub" | "ref" | "return" | "static" | "struct" | "trait" | "true"
        | "try" | "type" | "typeof" | "unsafe" | "unsized" | "use" | "virtual" | "where" | "while"
        | "yield"
    )
}

/// Words in snake case as a type.
fn camel(snake: &str) -> String {
    let mut out = String::with_capacity(snake.len());
    // In front of a digit.
    let words = snake.trim_start_matches('_');
    out.push_str(&snake[..snake.len() - words.len()]);
    for word in words.split('_') {
        let mut chars = word.chars();
        if let Some(first) = chars.next() {
            // Two numbers side by side must not melt into one.
            if first.is_ascii_digit() && out.ends_with(|c: char| c.is_ascii_digit()) {
                out.push('_');
            }
            out.push(first.to_ascii_uppercase());
            out.push_str(chars.as_str());
        }
    }
    if out == "Self" { out + "_" } else { out }
}

/// Lower-case words with underscores between them; the first one never starts with a digit.
fn snake(name: &str) -> Result<String, NameError> {
    let mut rest = name.trim();
    if rest.starts_with('<') && rest.contains('>')
        || rest.contains('{')
        || rest.contains('}')
        || rest.starts_with('[')
    {
        return Err(NameError::new(
            name,
            "it is a placeholder for keys that are data; describe a map",
        ));
    }
    // Room for what a sign means, and for the underscores between words.
    let mut out = String::with_capacity(rest.len() + 16);
    let signed = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    if signed && let Some((sign, words)) = PREFIXES.iter().find(|(sign, _)| rest.starts_with(sign))
    {
        out.push_str(words);
        rest = &rest[sign.len()..];
    }
    let bytes = rest.as_bytes();
    let mut new_word = true;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            // Most of all letters, so it comes first: macros are built without optimization.
            b'a'..=b'z' | b'0'..=b'9' if !new_word => out.push(char::from(byte)),
            b'_' | b'.' | b'-' | b' ' | b'/' | b':' | b'(' | b')' | b'[' | b']' | b'|' | b'\\'
            | b'#' => {
                new_word = true;
            }
            byte if byte.is_ascii_alphanumeric() => {
                if new_word && !out.is_empty() || !new_word && is_capital_of_word(bytes, at) {
                    out.push('_');
                }
                out.push(char::from(byte.to_ascii_lowercase()));
                new_word = false;
            }
            _ if rest[at..].starts_with('\u{a0}') => {
                new_word = true;
                at += 1;
            }
            _ => {
                let odd = rest[at..].chars().next().unwrap_or_default();
                let what = if odd.is_ascii() { "the sign" } else { "outside ASCII:" };
                let reason = format!("{what} `{odd}`; correct it in the errata");
                return Err(NameError::new(name, reason));
            }
        }
        at += 1;
    }
    match out.as_bytes().first() {
        None => Err(NameError::new(name, "it has no letters")),
        Some(first) => {
            if first.is_ascii_digit() {
                out.insert(0, '_');
            }
            Ok(out)
        }
    }
}

/// Whether a word begins at a letter or digit behind another one.
fn is_capital_of_word(bytes: &[u8], at: usize) -> bool {
    if !bytes[at].is_ascii_uppercase() {
        return false;
    }
    let is_small = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    // `IDs` is one word: the plural of an abbreviation.
    let plural = || bytes.get(at + 1) == Some(&b's') && !is_small(at + 2);
    bytes[at - 1].is_ascii_lowercase() || is_small(at + 1) && !plural()
}
