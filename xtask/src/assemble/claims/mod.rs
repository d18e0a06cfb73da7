//! What the pages say: claims about places, each with its source.
//!
//! A place is a path in a thing that is described: a method's parameter, its answer, a section that
//! others link to. Each page is read by itself; what the two languages say of a place is put together by
//! [`join`](super::join), and [`decide`](super::decide) makes a type of it.
//!
//! | module | claims of |
//! |---|---|
//! | `method` | the parameters of a method, and the head of its page |
//! | `answer` | what it answers |
//! | `rows` | the rows of a table |
//! | `parts` | what a row's parts are, told elsewhere: in its cell, a sub-table, on a linked page |
//! | `forms` | the forms in which a linked page says that it is given |
//! | `words` | the words for types |
//! | `section` | a section that several pages refer to |

pub(crate) mod answer;
mod forms;
pub(super) mod method;
mod parts;
pub(super) mod rows;
pub(super) mod section;
pub(super) mod words;

use b24_schema::{AllowedValue, ConstantSet, Limits, Text, Type};
use serde_json::Value;

use crate::corpus::{Lang, Span};
use crate::facts::{Called, Required};

/// What is said of a place, and of the places inside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said<'f> {
    /// In the order of the sources.
    pub claims: Vec<Claim<'f>>,
    /// The parts of the object that stands here, alone, in a list, or under keys that are data.
    pub parts: Option<Parts<'f>>,
    /// The words of the page; no fact.
    pub text: Text,
}

/// The named places inside a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parts<'f> {
    /// In the order of the tables.
    pub fields: Vec<(String, Said<'f>)>,
    /// Whether there may be others.
    pub open: bool,
    /// The languages whose pages describe them.
    pub langs: Langs,
}

/// One thing that one source says of a place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Claim<'f> {
    pub source: Source<'f>,
    pub what: What,
}

/// What a claim is about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    /// One of the types of the place: a word with so many `[]` behind it.
    Type { word: Word, list: u8 },
    /// The form that a code block beside the row shows.
    Shape(Value),
    /// The mark of the row, or that it has none.
    Required(Required),
    /// The default, as written.
    Default(String),
    /// A value that is allowed.
    Value(AllowedValue),
    /// That it may be left out.
    Optional,
    /// What the value is called, or what is in the list.
    Called(Called),
    /// That the keys of the object are data.
    Keyed,
    /// Bounds.
    Limits(Limits),
    /// Whether the row calls it obsolete.
    Deprecated(bool),
    /// A method that is referred to.
    See(String),
    /// A set of constants that it takes one of.
    Constants(ConstantSet),
    /// A page or section that is pointed to.
    Link(String),
}

impl What {
    /// Whether a row marks its place as required.
    pub(crate) fn is_required(&self) -> Option<bool> {
        match self {
            Self::Required(mark) => Some(*mark == Required::Yes),
            _ => None,
        }
    }

    /// Whether a row calls its place obsolete.
    pub(crate) fn is_obsolete(&self) -> Option<bool> {
        match self {
            Self::Deprecated(mark) => Some(*mark),
            _ => None,
        }
    }

    /// A default.
    pub(crate) fn default(&self) -> Option<&str> {
        match self {
            Self::Default(default) => Some(default),
            _ => None,
        }
    }

    /// A default, or a value that is allowed.
    pub(crate) fn literal(&self) -> Option<&str> {
        match self {
            Self::Value(value) => Some(&value.value),
            what => what.default(),
        }
    }
}

/// What the word for a type stands for, before the examples are looked at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Word {
    /// A basic type.
    Basic(Type),
    /// A text, or what the values are that are allowed.
    Enum,
    /// `char`: a flag where nothing says otherwise.
    Char,
    /// Named fields, or a map.
    Object,
    /// A list, or an object as PHP knows it.
    Array,
    /// A record: the one that a section describes, or with no key the parts of this very place. `plain` is
    /// the type of its identifier, for which the documentation uses the same word.
    Record { key: Option<String>, plain: Option<Type> },
    /// A word that stands for the values of an object whose keys are data.
    Keyed(Box<Word>),
    /// A word that no page describes.
    Unknown(String),
}

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Source<'f> {
    pub kind: Kind,
    pub lang: Lang,
    /// Where on the page; nothing for what no place can be given.
    pub span: Option<Span>,
    /// The path of the page.
    pub page: &'f str,
}

/// The kinds of sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// A row of the table that describes the place.
    Table,
    /// A row, or a key in a list, inside the cell that describes what it is part of.
    Cell,
    /// A table of its own, on the same page.
    SubTable,
    /// A table on another page.
    LinkedTable,
    /// The heading of a section.
    Heading,
    /// The page of another method of the family.
    Family,
    /// A row of the same name in another table of the page.
    SameName,
}

impl Kind {
    /// As people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Cell => "words in the cell",
            Self::SubTable => "sub-table",
            Self::LinkedTable => "linked table",
            Self::Heading => "heading",
            Self::Family => "page of the family",
            Self::SameName => "row of the same name",
        }
    }
}

/// A set of languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Langs(u8);

impl Langs {
    pub(crate) fn of(lang: Lang) -> Self {
        Self(1 << lang as u8)
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(crate) fn has(self, lang: Lang) -> bool {
        self.0 & Self::of(lang).0 != 0
    }

    /// Whether there are both.
    pub(crate) fn both(self) -> bool {
        Lang::ALL.iter().all(|&lang| self.has(lang))
    }
}

impl<'f> Said<'f> {
    /// What one language says.
    pub(crate) fn in_lang(&self, lang: Lang) -> impl Iterator<Item = &What> {
        self.claims.iter().filter(move |claim| claim.source.lang == lang).map(|claim| &claim.what)
    }

    /// Whether any source calls the value so.
    pub(crate) fn is_called(&self, called: Called) -> bool {
        self.claims(&What::Called(called))
    }

    /// Whether any source claims that.
    pub(crate) fn claims(&self, what: &What) -> bool {
        self.claims.iter().any(|claim| claim.what == *what)
    }

    /// Whether all rows of a language that say yes or no to something say yes; nothing where none says either.
    pub(crate) fn all(&self, lang: Lang, of: impl Fn(&What) -> Option<bool>) -> Option<bool> {
        self.in_lang(lang).filter_map(of).reduce(|all, one| all && one)
    }

    /// The values that one language allows, each once.
    pub(crate) fn values(&self, lang: Lang) -> Vec<AllowedValue> {
        let mut values: Vec<AllowedValue> = Vec::new();
        for what in self.in_lang(lang) {
            if let What::Value(value) = what
                && !values.iter().any(|known| known.value == value.value)
            {
                values.push(value.clone());
            }
        }
        values
    }

    /// The languages that say anything of the place.
    pub(crate) fn langs(&self) -> Langs {
        let mut langs = self.parts.as_ref().map(|parts| parts.langs).unwrap_or_default();
        self.claims.iter().for_each(|claim| langs.add(Langs::of(claim.source.lang)));
        langs
    }

    /// The words for its types.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&Word, u8)> {
        self.claims.iter().filter_map(|claim| match &claim.what {
            What::Type { word, list } => Some((word, *list)),
            _ => None,
        })
    }

    /// Whether nothing tells more than that there is something, or an object or a list of it.
    pub(crate) fn is_bare(&self) -> bool {
        let bare = |word: &Word| match word {
            Word::Object | Word::Array | Word::Unknown(_) => true,
            Word::Basic(ty) => *ty == Type::Any,
            _ => false,
        };
        self.parts.is_none() && self.words().all(|(word, _)| bare(word))
    }

    /// Whether it is said to be a list, and nothing else.
    pub(crate) fn is_listed(&self) -> bool {
        self.words().any(|_| true)
            && self.words().all(|(word, list)| list > 0 || *word == Word::Array)
    }
}

impl<'f> Parts<'f> {
    pub(crate) fn new(lang: Lang) -> Self {
        Self { fields: Vec::new(), open: false, langs: Langs::of(lang) }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Said<'f>> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, said)| said)
    }

    /// The place of that name, new where there is none yet.
    pub(crate) fn entry(&mut self, name: &str) -> &mut Said<'f> {
        let at = match self.fields.iter().position(|(known, _)| known == name) {
            Some(at) => at,
            None => {
                self.fields.push((name.to_owned(), Said::default()));
                self.fields.len() - 1
            }
        };
        &mut self.fields[at].1
    }
}
