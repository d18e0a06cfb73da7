//! Modules, methods and scopes.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::constants::ConstantSet;
use crate::effect::Effect;
use crate::listing::Listing;
use crate::prose::{Language, Text};
use crate::types::{Field, Record, Type};

/// The version of the contract this crate reads and writes.
pub const VERSION: u32 = 1;

/// One schema file: the methods whose names share their first segment.
///
/// The module named `shared` has no methods: it holds the records that several modules use, and the
/// scopes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// The contract's [`VERSION`].
    pub schema: u32,
    /// The first segment of the methods' names, lower-cased: `crm`, `tasks`, `sonet_group`.
    pub module: String,
    /// What it is about, where a scope says so.
    #[serde(default, skip_serializing_if = "Title::is_empty")]
    pub title: Title,
    /// Sorted by REST version, then by name.
    pub methods: Vec<Method>,
    /// Shared records, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Record>,
    /// Sets of constants, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constants: Vec<ConstantSet>,
    /// Every known scope, sorted by code. Only in the `shared` module.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<Scope>,
    /// The language of its texts, where it has any: see [`Prose`](crate::Prose).
    #[serde(skip)]
    pub language: Option<Language>,
}

impl Module {
    /// A module that holds nothing yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            schema: VERSION,
            module: name.into(),
            title: Title::default(),
            methods: Vec::new(),
            records: Vec::new(),
            constants: Vec::new(),
            scopes: Vec::new(),
            language: None,
        }
    }
}

/// A method, keyed by ([`name`](Self::name), [`rest`](Self::rest)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// The name as it is called: `crm.deal.add`, `im.v2.File.download`.
    pub name: String,
    /// The REST version whose address it is called at.
    pub rest: Rest,
    /// Its page, relative to the documentation's root: `api-reference/crm/deals/crm-deal-add.md`.
    pub page: String,
    /// The page's title without the method's name.
    pub title: Title,
    /// Whether it changes anything; in JSON where it only reads.
    #[serde(default, skip_serializing_if = "Effect::is_writes")]
    pub effect: Effect,
    /// The scopes that open it, any one of which will do. Empty: none needed, or none documented.
    pub scopes: Vec<String>,
    /// A further scope that depends on a parameter's value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope_from: Option<ScopeFrom>,
    /// Who may call it.
    pub who: Who,
    /// Set when the documentation says it is obsolete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Whether it works only with an application's authorization, not with a webhook.
    #[serde(default, skip_serializing_if = "is_false")]
    pub app_only: bool,
    /// Whether the server reads the parameters by their order, not by their names.
    #[serde(default, skip_serializing_if = "is_false")]
    pub positional: bool,
    /// In the documentation's order; positional methods rely on it.
    pub params: Vec<Field>,
    /// Whether keys that are not listed may be sent.
    #[serde(default, skip_serializing_if = "is_false")]
    pub open: bool,
    /// Sets of parameter names of which one must be given whole; empty where there is no choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Vec<String>>,
    /// What it answers.
    pub answer: Answer,
    /// How it gives out a list; absent where it answers none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<Listing>,
    /// Documented error codes, in the documentation's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorCode>,
    /// Related methods, as [references](refer_to).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
    /// What the page says of it.
    #[serde(skip)]
    pub text: Text,
}

impl Method {
    /// A method of which nothing is said but how it is called: any user may, and it answers anything.
    pub fn new(name: impl Into<String>, rest: Rest, page: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            rest,
            page: page.into(),
            title: Title::default(),
            effect: Effect::default(),
            scopes: Vec::new(),
            scope_from: None,
            who: Who::Any,
            deprecated: None,
            app_only: false,
            positional: false,
            params: Vec::new(),
            open: false,
            alternatives: Vec::new(),
            answer: Answer::new(Type::Any),
            list: None,
            errors: Vec::new(),
            related: Vec::new(),
            text: Text::default(),
        }
    }
}

/// A title in the languages of the documentation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
    /// Russian.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ru: String,
}

impl Title {
    /// Whether there is none in any language.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.ru.is_empty()
    }
}

/// The REST version a method belongs to; the numbers 2 and 3 in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rest {
    /// The address `/rest/…`.
    V2,
    /// REST 3.0, the address `/rest/api/…`.
    V3,
}

impl Rest {
    /// 2 or 3.
    pub fn number(self) -> u8 {
        match self {
            Self::V2 => 2,
            Self::V3 => 3,
        }
    }
}

/// How one method refers to another: by its name, and by `v3:` before it where REST 3.0 is meant.
///
/// ```
/// use b24_schema::{Rest, refer_to, referred};
///
/// assert_eq!(refer_to(Rest::V3, "tasks.task.get"), "v3:tasks.task.get");
/// assert_eq!(referred("v3:tasks.task.get"), (Rest::V3, "tasks.task.get"));
/// assert_eq!(referred("crm.deal.get"), (Rest::V2, "crm.deal.get"));
/// ```
pub fn refer_to(rest: Rest, name: &str) -> String {
    match rest {
        Rest::V2 => name.to_owned(),
        Rest::V3 => format!("{V3}{name}"),
    }
}

/// The method that a [reference](refer_to) means.
pub fn referred(reference: &str) -> (Rest, &str) {
    match reference.strip_prefix(V3) {
        Some(name) => (Rest::V3, name),
        None => (Rest::V2, reference),
    }
}

/// Stands before the names of methods of REST 3.0 in references.
const V3: &str = "v3:";

impl Serialize for Rest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.number())
    }
}

impl<'de> Deserialize<'de> for Rest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u8::deserialize(deserializer)? {
            2 => Ok(Self::V2),
            3 => Ok(Self::V3),
            n => Err(de::Error::invalid_value(de::Unexpected::Unsigned(n.into()), &"2 or 3")),
        }
    }
}

/// A scope that a parameter's value names, as `moduleId` does for `userfieldconfig.*`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeFrom {
    /// The parameter.
    pub param: String,
}

/// Who may call a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// Any user.
    Any,
    /// An administrator of the portal.
    Admin,
    /// Users with some right, role or relation to the object.
    Restricted,
}

/// A documented end of a method.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deprecation {
    /// Methods to use instead, as [references](refer_to); empty where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replacement: Vec<String>,
}

/// What a method answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The type of `result`.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether the whole body is the answer, without a `result` around it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub bare: bool,
    /// Whether `total` stands beside `result`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub total: bool,
    /// Whether `next` stands beside `result`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub next: bool,
    /// What the page says of it.
    #[serde(skip)]
    pub text: Text,
}

impl Answer {
    /// An answer of a type, with nothing beside it.
    pub fn new(ty: Type) -> Self {
        Self { ty, bare: false, total: false, next: false, text: Text::default() }
    }
}

/// A documented error.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The `error` of the answer (`error.code` in REST 3.0). May be empty: some errors have no code.
    pub code: String,
    /// The HTTP status, where documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What the page says of it.
    #[serde(skip)]
    pub text: Text,
}

/// A scope: what an application or a webhook asks for to call the methods behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// `crm`, `user_brief`, `humanresources.hcmlink`.
    pub code: String,
    /// The module it opens.
    pub title: Title,
    /// The tool of Bitrix24 it belongs to.
    pub tool: Title,
    /// The scope this one is a narrower version of (`user_brief` of `user`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_of: Option<String>,
    /// Whether it should no longer be asked for.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// Whether the scope list page names it; the others stand on method pages only.
    #[serde(default, skip_serializing_if = "is_false")]
    pub listed: bool,
}

pub(crate) fn is_false(b: &bool) -> bool {
    !b
}
