//! What the documentation says in sentences, beside the schema.
//!
//! Texts are no facts: a schema is the same with and without them, and no schema file holds any. `cargo xtask
//! regen --docs` writes a [`Prose`] for each module into `b24-generated/prose/`, which is not committed, and the
//! macros put it on the module again, so that rustdoc has it.
//!
//! ```json
//! {
//!   "prose": 1,
//!   "module": "vote",
//!   "language": "en",
//!   "methods": {
//!     "vote.Integration.Im.send": {
//!       "text": "…",
//!       "params": { "options": { "text": "…", "fields": { "title": { "text": "…" } } } },
//!       "answer": { "text": "…" },
//!       "errors": { "ACCESS_DENIED": "…" }
//!     }
//!   }
//! }
//! ```

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::io::{ReadError, parse};
use crate::method::{ErrorCode, Method, Module, Rest};
use crate::types::{Field, Type};

/// The version of the files of texts that this crate reads and writes.
pub const PROSE_VERSION: u32 = 1;

/// Markdown of the documentation, or nothing. It is no part of what a thing is, and so equal to any other text.
#[derive(Clone, Default)]
pub struct Text(Option<Arc<str>>);

impl Text {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The Markdown; empty where there is none.
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    /// Takes the other text where it has none of its own.
    pub fn or(&mut self, other: &Self) {
        if self.is_empty() {
            self.clone_from(other);
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self((!text.is_empty()).then(|| text.into()))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl PartialEq for Text {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// The language of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// Russian.
    Ru,
}

/// Where a page of the documentation is published; `page` may have an anchor behind it.
///
/// ```
/// use b24_schema::{Language, page_url};
///
/// let url = page_url("api-reference/crm/data-types.md#object_type", Language::Ru);
/// assert_eq!(url, "https://apidocs.bitrix24.ru/api-reference/crm/data-types.html#object_type");
/// ```
pub fn page_url(page: &str, language: Language) -> String {
    let site = match language {
        Language::En => "https://apidocs.bitrix24.com",
        Language::Ru => "https://apidocs.bitrix24.ru",
    };
    let (path, anchor) = page.split_at(page.find('#').unwrap_or(page.len()));
    match path.strip_suffix(".md") {
        Some(stem) => format!("{site}/{stem}.html{anchor}"),
        None => format!("{site}/{path}{anchor}"),
    }
}

/// One file of texts: those of one module, in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prose {
    /// The [`PROSE_VERSION`] of the file.
    pub prose: u32,
    /// The module whose texts they are.
    pub module: String,
    /// The language they are in.
    pub language: Language,
    /// Texts of methods of REST 2, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub methods: BTreeMap<String, MethodTexts>,
    /// Texts of methods of REST 3.0, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub v3: BTreeMap<String, MethodTexts>,
    /// Texts of shared records, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub records: BTreeMap<String, Texts>,
}

/// The texts of a method.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodTexts {
    /// What the page says of the method.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub text: Text,
    /// Of its parameters, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, Texts>,
    /// Of what it answers.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub answer: Texts,
    /// Of its errors, by code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub errors: BTreeMap<String, Text>,
}

/// The text of a parameter, field or record, and those of the fields in it. Lists, maps and unions are gone
/// through: what they hold has no name of its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// Its own.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub text: Text,
    /// Those of the fields of the record that it is or holds, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Texts>,
}

impl Texts {
    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.fields.is_empty()
    }

    fn for_each(&mut self, f: &mut dyn FnMut(&mut Text)) {
        f(&mut self.text);
        self.fields.values_mut().for_each(|texts| texts.for_each(f));
    }
}

impl MethodTexts {
    fn is_empty(&self) -> bool {
        let Self { text, params, answer, errors } = self;
        text.is_empty() && params.is_empty() && answer.is_empty() && errors.is_empty()
    }
}

impl Prose {
    /// The texts of a module, which are in `language`.
    pub fn of(module: &Module, language: Language) -> Self {
        Self::take(&mut module.clone(), language)
    }

    /// Takes the texts off a module.
    pub fn take(module: &mut Module, language: Language) -> Self {
        let mut prose = Self {
            prose: PROSE_VERSION,
            module: module.module.clone(),
            language,
            methods: BTreeMap::new(),
            v3: BTreeMap::new(),
            records: BTreeMap::new(),
        };
        Walk::Take.module(module, &mut prose);
        prose
    }

    /// Puts the texts on a module. Those of what it does not have are dropped: it may be newer.
    pub fn apply(mut self, module: &mut Module) {
        Walk::Apply.module(module, &mut self);
        module.language = Some(self.language);
    }

    /// Calls `f` with every text.
    pub fn for_each(&mut self, f: &mut dyn FnMut(&mut Text)) {
        for method in self.methods.values_mut().chain(self.v3.values_mut()) {
            f(&mut method.text);
            method.params.values_mut().for_each(|texts| texts.for_each(f));
            method.answer.for_each(f);
            method.errors.values_mut().for_each(&mut *f);
        }
        self.records.values_mut().for_each(|texts| texts.for_each(f));
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.methods.is_empty() && self.v3.is_empty() && self.records.is_empty()
    }

    /// Reads the text of a file of texts; `path` stands in errors.
    ///
    /// # Errors
    ///
    /// If it is not JSON of this form, or has another [`PROSE_VERSION`].
    pub fn from_text(text: &str, path: &Path) -> Result<Self, ReadError> {
        #[derive(Deserialize)]
        struct Version {
            prose: u32,
        }
        // As with the schema, only a file that is refused is read again to find out where and why.
        if let Ok(prose) = serde_json::from_str::<Self>(text)
            && prose.prose == PROSE_VERSION
        {
            return Ok(prose);
        }
        let Version { prose: found } = parse(text, path)?;
        if found != PROSE_VERSION {
            return Err(ReadError::ProseVersion { path: path.to_owned(), found });
        }
        parse(text, path)
    }

    /// The file's text: the same texts give the same bytes.
    pub fn to_json(&self) -> String {
        let mut out = serde_json::to_string_pretty(self).unwrap_or_default();
        out.push('\n');
        out
    }
}

/// The one way through a module and its texts, in both directions.
#[derive(Clone, Copy)]
enum Walk {
    /// From the module to its texts.
    Take,
    /// From the texts to their module.
    Apply,
}

impl Walk {
    fn module(self, module: &mut Module, prose: &mut Prose) {
        for method in &mut module.methods {
            let methods = match method.rest {
                Rest::V2 => &mut prose.methods,
                Rest::V3 => &mut prose.v3,
            };
            self.entry(methods, &method.name.clone(), MethodTexts::is_empty, |texts| {
                self.method(method, texts);
            });
        }
        for record in &mut module.records {
            self.entry(&mut prose.records, &record.name, Texts::is_empty, |texts| {
                self.text(&mut record.text, &mut texts.text);
                self.fields(&mut record.body.fields, &mut texts.fields);
            });
        }
    }

    fn method(self, method: &mut Method, texts: &mut MethodTexts) {
        let Method {
            name: _,
            rest: _,
            page: _,
            title: _,
            effect: _,
            scopes: _,
            scope_from: _,
            who: _,
            deprecated: _,
            app_only: _,
            positional: _,
            params,
            open: _,
            alternatives: _,
            answer,
            list: _,
            errors,
            related: _,
            text,
        } = method;
        self.text(text, &mut texts.text);
        self.fields(params, &mut texts.params);
        self.text(&mut answer.text, &mut texts.answer.text);
        self.ty(&mut answer.ty, &mut texts.answer.fields);
        for ErrorCode { code, status: _, text: said } in errors {
            self.entry(&mut texts.errors, code, Text::is_empty, |text| self.text(said, text));
        }
    }

    fn fields(self, fields: &mut [Field], texts: &mut BTreeMap<String, Texts>) {
        for field in fields {
            let Field {
                name,
                also: _,
                ty,
                required: _,
                default: _,
                values: _,
                limits: _,
                deprecated: _,
                see: _,
                constants: _,
                text,
            } = field;
            self.entry(texts, name, Texts::is_empty, |texts| {
                self.text(text, &mut texts.text);
                self.ty(ty, &mut texts.fields);
            });
        }
    }

    fn ty(self, ty: &mut Type, texts: &mut BTreeMap<String, Texts>) {
        match ty {
            Type::Record(body) => self.fields(&mut body.fields, texts),
            other => other.parts_mut().for_each(|part| self.ty(part, texts)),
        }
    }

    /// Goes on with what `texts` has under a name. What is empty when it is taken is left out.
    fn entry<T: Default>(
        self,
        texts: &mut BTreeMap<String, T>,
        name: &str,
        is_empty: fn(&T) -> bool,
        go: impl FnOnce(&mut T),
    ) {
        match self {
            Self::Take => {
                let mut new = T::default();
                go(texts.get_mut(name).unwrap_or(&mut new));
                if !is_empty(&new) {
                    texts.insert(name.to_owned(), new);
                }
            }
            Self::Apply => {
                if let Some(texts) = texts.get_mut(name) {
                    go(texts);
                }
            }
        }
    }

    fn text(self, of: &mut Text, file: &mut Text) {
        match self {
            Self::Take => file.or(&std::mem::take(of)),
            Self::Apply => of.clone_from(file),
        }
    }
}
