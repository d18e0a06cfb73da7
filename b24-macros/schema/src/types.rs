//! Types, fields and records.

use serde::{Deserialize, Serialize};

use crate::method::is_false;
use crate::prose::Text;

/// What a value is. The set is closed; JSON writes the plain ones as a string (`"integer"`) and the
/// others as an object with one key (`{"list": "string"}`).
///
/// `Any` is the last resort: the documentation says nothing, or says that anything goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Type {
    /// A whole number; identifiers too.
    Integer,
    /// A number that may have a fraction, money included.
    Number,
    /// Text.
    String,
    /// A boolean, with the form it takes on the wire.
    Boolean(Wire),
    /// A calendar day, `2025-12-28`.
    Date,
    /// A day and time with an offset, `2023-12-28T14:05:48+03:00`.
    DateTime,
    /// Seconds since 1970-01-01 UTC, as a number.
    Timestamp,
    /// A file: on the way in a pair of name and base64 content, on the way out as the method says.
    File,
    /// Only `null`; stands in unions (`string | null`).
    Null,
    /// Any JSON value.
    Any,
    /// An array of one type.
    List(Box<Type>),
    /// An object whose keys are data (ids, language codes, field names), all values of one type.
    Map(Box<Type>),
    /// An object with named fields, described in place.
    Record(RecordBody),
    /// One of several types, at least two, none of them a union; sorted.
    Union(Vec<Type>),
    /// A shared record, by name: one of this module's [`Record`]s or one of the `shared` module's.
    Ref(String),
}

impl Type {
    /// What a list, or an object whose keys are data, holds; in a union, its only such member.
    pub fn item(&self) -> Option<&Type> {
        match self {
            Self::List(of) | Self::Map(of) => Some(of),
            Self::Union(members) => {
                let mut lists = members.iter().filter_map(Self::item);
                lists.next().filter(|_| lists.next().is_none())
            }
            _ => None,
        }
    }
}

/// How a boolean is written in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wire {
    /// `true` / `false`.
    Json,
    /// `"Y"` / `"N"`.
    Yn,
    /// `1` / `0`.
    Int,
    /// `"1"` / `"0"`.
    Digit,
    /// `"true"` / `"false"`.
    Text,
}

/// The fields of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordBody {
    /// In the order of the documentation. Names are unique.
    pub fields: Vec<Field>,
    /// Whether keys that are not listed may occur: wildcard families (`UF_*`), filter prefixes
    /// (`>=ID`), or a list that the documentation itself calls incomplete.
    #[serde(default, skip_serializing_if = "is_false")]
    pub open: bool,
}

/// A parameter of a method, or a field of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The key on the wire, exactly. A wildcard family is written with a star: `UF_CRM_*`,
    /// `PARENT_ID_*`, `property*`.
    pub name: String,
    /// Further spellings of the key, as pages mix them: `typeId` of `TYPE_ID`. What is written has the
    /// [name](Self::name), what is read may have any. Families have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// What the value is. For a wildcard family, what each value is.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Whether the documentation marks it as required. Where a method has [`alternatives`], a
    /// required parameter that stands in one of them is required only when that one is chosen.
    ///
    /// [`alternatives`]: crate::Method::alternatives
    pub required: bool,
    /// The documented default, as JSON text of the documented literal (`N`, `50`, `false`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The values the documentation allows, in its order; empty where it lists none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<AllowedValue>,
    /// Documented bounds.
    #[serde(default, skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// Whether the documentation calls it obsolete.
    #[serde(default, skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// Methods the documentation points to for its values, as [references](crate::refer_to).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub see: Vec<String>,
    /// The [sets of constants](crate::ConstantSet) that it takes one of, as [references](crate::ConstantSet::reference):
    /// `crm.entity_type`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constants: Vec<String>,
    /// What the page says of it.
    #[serde(skip)]
    pub text: Text,
}

impl Field {
    /// A field with a name and a type and nothing else said.
    pub fn new(name: impl Into<String>, ty: Type) -> Self {
        Self {
            name: name.into(),
            also: Vec::new(),
            ty,
            required: false,
            default: None,
            values: Vec::new(),
            limits: Limits::default(),
            deprecated: false,
            see: Vec::new(),
            constants: Vec::new(),
            text: Text::default(),
        }
    }

    /// Whether the name stands for a family of keys (`UF_*`).
    pub fn is_wildcard(&self) -> bool {
        self.name.contains('*')
    }

    /// Its name, then its further spellings.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        [&self.name].into_iter().chain(&self.also).map(String::as_str)
    }

    /// Whether a key is its name or one of its further spellings.
    pub fn is_spelled(&self, key: &str) -> bool {
        self.spellings().any(|name| name == key)
    }

    /// Whether a key is of the family that its name stands for.
    ///
    /// ```
    /// use b24_schema::{Field, Type};
    ///
    /// let field = Field::new("PROPERTY_*_VALUE", Type::Any);
    /// assert!(field.is_family_of("PROPERTY_12_VALUE") && !field.is_family_of("PROPERTY_12"));
    /// ```
    pub fn is_family_of(&self, key: &str) -> bool {
        is_of(&self.name, key)
    }

    /// The field of a key: the one that is spelled so, or else the first family that the key belongs to.
    pub fn find<'f>(fields: &'f [Self], key: &str) -> Option<&'f Self> {
        let family = || fields.iter().find(|field| field.is_family_of(key));
        fields.iter().find(|field| field.is_spelled(key)).or_else(family)
    }
}

/// Whether a key is of the family that a name with stars stands for.
fn is_of(family: &str, key: &str) -> bool {
    let Some((head, tail)) = family.split_once('*') else { return false };
    let Some(rest) = key.strip_prefix(head) else { return false };
    // The part between this star and the next may begin anywhere.
    match tail.split_once('*') {
        None => rest.ends_with(tail),
        Some((middle, _)) => rest
            .match_indices(middle)
            .any(|(at, _)| is_of(&tail[middle.len()..], &rest[at + middle.len()..])),
    }
}

/// One allowed value of a field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllowedValue {
    /// The value as it is written in the documentation.
    pub value: String,
    /// What it stands for, where the documentation names it in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// Documented bounds of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The smallest number allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The largest number allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// The most characters a text may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
}

impl Limits {
    /// Whether nothing is bounded.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A record that several places share, such as `crm_multifield`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Its documented name, the key of [`Type::Ref`].
    pub name: String,
    /// The page (and anchor) that describes it.
    pub page: String,
    /// Modules that use it. Filled for records of the `shared` module only, where it says which
    /// cargo features turn the record on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modules: Vec<String>,
    /// Its fields.
    #[serde(flatten)]
    pub body: RecordBody,
    /// What the page says of it.
    #[serde(skip)]
    pub text: Text,
}

impl Record {
    /// A record of a page that nobody shares yet.
    pub fn new(name: impl Into<String>, page: impl Into<String>, body: RecordBody) -> Self {
        Self {
            name: name.into(),
            page: page.into(),
            modules: Vec::new(),
            body,
            text: Text::default(),
        }
    }
}
