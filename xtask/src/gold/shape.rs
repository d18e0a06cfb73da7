//! The words for types in the gold files.

use b24_schema::Type;

/// What a reader says a value is, in the reader's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `text`, `integer`, …: a word for one of the plain types.
    Plain(&'static str),
    /// `anything`: really any value.
    Anything,
    /// `unknown`: the page leaves it open, and the schema may know it from elsewhere.
    Unknown,
    /// `fields`: an object with names, which follow indented.
    Fields,
    /// `list of …`.
    List(Box<Shape>),
    /// `map of …`: an object whose keys are data.
    Map(Box<Shape>),
}

/// The words of plain types, and the types.
const PLAIN: [&str; 11] = [
    "text",
    "integer",
    "number",
    "boolean",
    "date",
    "date-time",
    "timestamp",
    "file",
    "download",
    "null",
    "any",
];

impl Shape {
    /// The shapes that `A or B` names; the rest of the text, if it is no shape.
    pub fn parse(text: &str) -> Result<Vec<Self>, String> {
        text.split(" or ").map(|one| Self::one(one.trim())).collect()
    }

    fn one(text: &str) -> Result<Self, String> {
        if let Some(of) = text.strip_prefix("list of ") {
            return Ok(Self::List(Box::new(Self::one(of)?)));
        }
        if let Some(of) = text.strip_prefix("map of ") {
            return Ok(Self::Map(Box::new(Self::one(of)?)));
        }
        match text {
            "fields" | "some fields" => Ok(Self::Fields),
            "anything" => Ok(Self::Anything),
            "unknown" => Ok(Self::Unknown),
            _ => PLAIN
                .iter()
                .find(|word| **word == text)
                .map(|word| Self::Plain(word))
                .ok_or_else(|| text.to_owned()),
        }
    }

    /// Whether a type, without the records that it refers to, is this.
    pub fn is(&self, ty: &Type) -> bool {
        match (self, ty) {
            (Self::Unknown, _)
            | (Self::Anything, Type::Any)
            | (Self::Fields, Type::Record(_) | Type::Ref(_)) => true,
            (Self::List(of), Type::List(ty)) | (Self::Map(of), Type::Map(ty)) => {
                of.is(ty) || of.is_one_of(ty)
            }
            (Self::Plain(word), ty) => *word == plain(ty),
            _ => false,
        }
    }

    /// Whether it is the only thing that a union has beside `null`.
    fn is_one_of(&self, ty: &Type) -> bool {
        let Type::Union(members) = ty else { return false };
        let mut members = members.iter().filter(|member| **member != Type::Null);
        members.next().is_some_and(|member| self.is(member)) && members.next().is_none()
    }
}

/// A type in the readers' words, without what is inside of records.
pub(super) fn words(ty: &Type) -> String {
    match ty {
        Type::List(of) => format!("list of {}", words(of)),
        Type::Map(of) => format!("map of {}", words(of)),
        Type::Record(_) => "fields".to_owned(),
        Type::Ref(name) => format!("fields[{name}]"),
        Type::Union(members) => members.iter().map(words).collect::<Vec<_>>().join(" or "),
        plain_type => plain(plain_type).to_owned(),
    }
}

fn plain(ty: &Type) -> &'static str {
    match ty {
        Type::Integer => "integer",
        Type::Number => "number",
        Type::String => "text",
        Type::Boolean(_) => "boolean",
        Type::Date => "date",
        Type::DateTime => "date-time",
        Type::Timestamp => "timestamp",
        Type::File => "file",
        Type::Null => "null",
        Type::Any => "any",
        Type::List(_) | Type::Map(_) | Type::Record(_) | Type::Union(_) | Type::Ref(_) => "",
    }
}
