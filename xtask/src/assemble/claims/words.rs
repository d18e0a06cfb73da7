//! The words for types: basic ones, those of a dictionary, those of the page itself.

use b24_schema::{AllowedValue, Type, Wire, field_ident};

use crate::facts::{Called, FieldRow, PageKind, Target, TypeWord};

use super::rows::{At, Reader};
use super::section::Found;
use super::{Said, Word};
use crate::assemble::decide::infer::is_data;
use crate::assemble::decide::shape::is_scalar;
use crate::assemble::world::{DICTIONARY, Place};

/// The words for basic types, lower-cased, in both languages' pages.
const BASIC: [(&str, Type); 22] = [
    ("string", Type::String),
    ("text", Type::String),
    ("html", Type::String),
    ("str", Type::String),
    ("function", Type::String),
    ("callable", Type::String),
    ("url", Type::String),
    ("integer", Type::Integer),
    ("int", Type::Integer),
    ("number", Type::Number),
    ("numeric", Type::Number),
    ("double", Type::Number),
    ("float", Type::Number),
    ("boolean", Type::Boolean(Wire::Json)),
    ("bool", Type::Boolean(Wire::Json)),
    ("date", Type::Date),
    ("datetime", Type::DateTime),
    ("timestamp", Type::Timestamp),
    ("file", Type::File),
    ("any", Type::Any),
    ("mixed", Type::Any),
    ("null", Type::Null),
];

/// What corrections write behind a word whose values stand under keys that are data, where a page only
/// says `array`.
const KEYED: &str = "{}";

/// A word that needs no page to be understood.
pub(crate) fn word(word: &str) -> Option<Word> {
    if let Some(inner) = word.strip_suffix(KEYED) {
        return self::word(inner).map(|inner| Word::Keyed(Box::new(inner)));
    }
    let is = |known: &str| word.eq_ignore_ascii_case(known);
    Some(match BASIC.iter().find(|(known, _)| is(known)) {
        Some((_, ty)) => Word::Basic(ty.clone()),
        None if is("enum") || is("enumeration") => Word::Enum,
        None if is_character(word) => Word::Char,
        None if is("object") => Word::Object,
        None if is("array") => Word::Array,
        None => return None,
    })
}

/// Whether a word stands for something with parts.
pub(crate) fn is_container(written: &TypeWord) -> bool {
    written.list > 0 || matches!(word(&written.word), Some(Word::Object | Word::Array))
}

/// Whether a word says that a value is one character: often, but not always, `Y` or `N`.
pub(crate) fn is_character(word: &str) -> bool {
    word.eq_ignore_ascii_case("char")
}

/// Whether the values are the two of a flag.
pub(crate) fn is_flag<'v>(values: impl IntoIterator<Item = &'v AllowedValue>) -> bool {
    let mut values = values.into_iter().peekable();
    values.peek().is_some() && values.all(|v| matches!(v.value.as_str(), "Y" | "N"))
}

/// Whether the values are both of a flag, and no others.
pub(crate) fn is_both_of_flag(values: &[AllowedValue]) -> bool {
    values.len() == 2 && is_flag(values)
}

/// The scalar type that allowed values have.
pub(crate) fn of_values(values: &[AllowedValue]) -> Option<Type> {
    if values.is_empty() {
        return None;
    }
    Some(if is_flag(values) {
        Type::Boolean(Wire::Yn)
    } else if values.iter().all(|v| matches!(v.value.as_str(), "true" | "false")) {
        Type::Boolean(Wire::Json)
    } else if values.iter().all(|v| v.value.parse::<i64>().is_ok()) {
        Type::Integer
    } else {
        Type::String
    })
}

impl<'f> Reader<'_, 'f> {
    /// What a word of a row stands for. The parts of a record that it names, where they are those of this
    /// place alone, become those of `said`.
    pub(super) fn word(
        &mut self,
        row: &'f FieldRow,
        name: &str,
        written: &TypeWord,
        at: At<'f>,
        said: &mut Said<'f>,
    ) -> Word {
        if let Some(known) = word(&written.word) {
            return known;
        }
        // The keys above each record are data.
        if let Some(each) = written.word.strip_suffix(KEYED) {
            let each = TypeWord { word: each.to_owned(), ..written.clone() };
            return Word::Keyed(Box::new(self.word(row, name, &each, at, said)));
        }
        // `catalog_product.id`: the type of that field.
        if let Some((record, field)) = written.word.split_once('.') {
            return Word::Basic(self.field_of(record, field));
        }
        // The page's own type, or one on the page its link leads to.
        if let Some(target) = &written.link
            && target.anchor.is_some()
            && let Some(place) = self.world.place(target)
            && place.page.sections[place.section].holds_fields()
        {
            let own = place.page.path == at.page.path && !place.page.path.ends_with(DICTIONARY);
            let own = own && !(self.answer && self.world.is_referred(place));
            if let Some(word) = self.record(row, name, written, place, !own, at, said) {
                return word;
            }
        }
        if let Some(place) = self.world.named(&written.word)
            && let Some(word) = self.record(row, name, written, place, true, at, said)
        {
            return word;
        }
        // One that the page describes under its name.
        if !self.answer
            && let Some(target) = &written.link
            && let Some(place) = self.world.subject(&target.page, &written.word)
            && let Some(word) = self.record(row, name, written, place, false, at, said)
        {
            return word;
        }
        if self.answer
            && let Some(target) = &written.link
            && let Some(key) = self.kinds(target)
        {
            return Word::Record { key: Some(key), plain: None };
        }
        self.base(&written.word).unwrap_or_else(|| Word::Unknown(written.word.clone()))
    }

    /// The record of a section, for a word that names it.
    #[expect(clippy::too_many_arguments, reason = "all of them say where the word stands")]
    fn record(
        &mut self,
        row: &'f FieldRow,
        name: &str,
        written: &TypeWord,
        place: Place<'f>,
        shared: bool,
        at: At<'f>,
        said: &mut Said<'f>,
    ) -> Option<Word> {
        let key = match self.section(place, shared, at.via(place))? {
            Found::Shared(key) => {
                if let Some(own) = self.spelled_otherwise(place, row, at) {
                    self.add_parts(said, own);
                    None
                } else {
                    Some(key)
                }
            }
            Found::Parts(parts) => {
                self.add_parts(said, parts);
                None
            }
        };
        // The documentation uses a record's name for its identifier too.
        let id = name.to_lowercase();
        let named = id.ends_with("id") || id.ends_with("ids");
        let called = row.about.called == Some(Called::Identifier);
        let is_id = row.about.keys.is_empty() && (named || called);
        let plain = match self.base(&written.word).filter(|_| is_id) {
            Some(Word::Basic(ty)) => Some(ty),
            None if called => Some(Type::Integer),
            // An answer may hold the record under such a name, unless the word is basic.
            _ => None,
        };
        Some(Word::Record { key, plain: plain.filter(|ty| !self.answer || is_scalar(ty)) })
    }

    /// The record that a whole page describes, with a table for each kind of it: what an answer holds is
    /// of one kind or another.
    fn kinds(&mut self, target: &Target) -> Option<String> {
        let page = *self.world.pages.get(target.page.as_str())?;
        let tables = page.sections.iter().filter(|section| section.holds_fields()).count();
        let several = target.anchor.is_none() && tables > 1;
        let kinds = several && page.kind == PageKind::Types && !page.path.ends_with(DICTIONARY);
        kinds.then(|| page.path.clone())
    }

    /// The parts that a cell lists, where it spells them in another way than the shared record that it
    /// links to: the server knows them as the cell has them. What it does not say of them is as the shared
    /// record has it.
    fn spelled_otherwise(
        &mut self,
        place: Place<'f>,
        row: &'f FieldRow,
        at: At<'f>,
    ) -> Option<super::Parts<'f>> {
        let keys = || row.about.keys.iter().flat_map(|key| &key.names);
        // Most cells list nothing.
        keys().next()?;
        let rows = place.page.sections[place.section].rows();
        let linked: Vec<&String> = rows.flat_map(|row| &row.names).collect();
        let alike = |key: &str| linked.iter().find(|known| same_ident(known, key));
        let otherwise = |key: &String| !linked.contains(&key) && alike(key).is_some();
        if !keys().any(otherwise) {
            return None;
        }
        let mut own = self.parts_of(&row.about.keys, at.inside());
        let linked = self.described(place, at.via(place));
        for (name, said) in &mut own.fields {
            let known = linked.fields.iter().find(|(known, _)| same_ident(known, name));
            let Some((_, known)) = known else { continue };
            let told = said.words().next().is_some() || said.parts.is_some();
            let lists = said.claims.iter().any(|claim| matches!(claim.what, super::What::Value(_)));
            for claim in &known.claims {
                let take = match claim.what {
                    super::What::Type { .. } => !told,
                    super::What::Value(_) => !lists,
                    _ => false,
                };
                if take {
                    said.claims.push(claim.clone());
                }
            }
            if !told {
                said.parts.clone_from(&known.parts);
            }
        }
        Some(own)
    }

    /// The basic type that a dictionary gives a word.
    fn base(&self, word: &str) -> Option<Word> {
        let (_, row) = self.world.word(word)?;
        if let Some(ty) = of_values(&row.about.values)
            && row.about.values.len() > 1
        {
            return Some(Word::Basic(ty));
        }
        let placeholders = || row.about.shape.as_ref().is_some_and(is_placeholder_map);
        match self::word(row.base.as_deref()?)? {
            // The format in the dictionary tells what a map holds: `{ lang_1: value_1 }`.
            Word::Object if placeholders() => {
                Some(Word::Keyed(Box::new(Word::Basic(Type::String))))
            }
            Word::Char => None,
            word => Some(word),
        }
    }

    fn field_of(&self, record: &str, field: &str) -> Type {
        if let Some(place) = self.world.named(record) {
            for row in place.page.sections[place.section].rows() {
                if row.names.iter().any(|n| n.eq_ignore_ascii_case(field))
                    && let Some(Word::Basic(ty)) =
                        row.types.first().and_then(|written| self::word(&written.word))
                {
                    return ty;
                }
            }
        }
        match self.base(&format!("{record}.{field}")) {
            Some(Word::Basic(base)) => base,
            _ if field.eq_ignore_ascii_case("id") => Type::Integer,
            _ => Type::String,
        }
    }
}

/// Whether two names are spelled differently at most: `TYPE_ID` and `typeId`.
fn same_ident(one: &str, other: &str) -> bool {
    field_ident(one).is_ok_and(|one| field_ident(other).is_ok_and(|other| one == other))
}

/// Whether every key of an object stands for any key.
pub(crate) fn is_placeholder_map(shape: &serde_json::Value) -> bool {
    shape.as_object().is_some_and(|map| !map.is_empty() && map.keys().all(|key| is_data(key)))
}
