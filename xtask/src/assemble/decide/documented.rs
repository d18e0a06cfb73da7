//! What the claims about a place come to.

use b24_schema::{AllowedValue, Field, RecordBody, Type, Wire};
use serde_json::Value;

use crate::corpus::Lang;
use crate::facts::Called;

use super::composite::{is_keyed, record_type, under_keys};
use super::formats::shape;
use super::ids;
use super::infer::{self, FILE_DATA, infer};
use super::queries::{Use, use_of};
use super::rules::Rule;
use super::shape::{is_scalar, tells};
use super::{Decide, Path, Side, fits};
use crate::assemble::claims::words::{is_both_of_flag, is_flag, of_values};
use crate::assemble::claims::{Claim, Kind, Said, What, Word};
use crate::assemble::join::{self, UNKNOWN, is_unknown};
use crate::assemble::report::kind;
use crate::assemble::wires::GUESSED;

impl Decide<'_> {
    /// The type of a place.
    pub(crate) fn ty(&mut self, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Type {
        let words = |lang: Lang| -> Vec<(&Word, u8)> {
            let own = |claim: &&Claim<'_>| {
                claim.source.lang == lang && claim.source.kind != Kind::SameName
            };
            let types = said.claims.iter().filter(own).filter_map(|claim| match &claim.what {
                What::Type { word, list } => Some((word, *list)),
                _ => None,
            });
            types.collect()
        };
        let (en, ru) = (words(Lang::En), words(Lang::Ru));
        let ty = if en == ru || ru.is_empty() {
            self.of_words(&en, said, values, at)
        } else if en.is_empty() {
            self.by(at, Rule::OnlyLanguage);
            self.of_words(&ru, said, values, at)
        } else {
            let one = self.of_words(&en, said, values, at);
            let other = self.of_words(&ru, said, values, at);
            self.of_languages(one, other, values, at)
        };
        if let Type::Record(body) = ty { record_type(body) } else { ty }
    }

    /// One type, where the languages name different words: the one that the examples fit, else the Russian
    /// one, for that is the original.
    fn of_languages(&mut self, en: Type, ru: Type, values: &[&Value], at: Path<'_>) -> Type {
        let untold = |ty: &Type| match ty {
            Type::Map(of) | Type::List(of) => is_unknown(of),
            ty => is_unknown(ty) || *ty == Type::Any,
        };
        if en == ru || untold(&ru) {
            return en;
        }
        if untold(&en) {
            self.choose(at, "filled-from-ru", "the type stands in Russian only");
            self.by(at, Rule::OnlyLanguage);
            return ru;
        }
        let shown: Vec<&Value> = values.iter().copied().filter(|value| tells(value)).collect();
        let shows = |ty: &Type| {
            // A text may be read of a number, but no number shows one.
            let one = |value: &Value| {
                fits(ty, value, self.records) && !(*ty == Type::String && value.is_number())
            };
            !shown.is_empty() && shown.iter().all(|value| one(value))
        };
        let (ty, rule, why) = match (shows(&en), shows(&ru)) {
            (true, false) => (&en, Rule::LanguageAsShown, "the examples show the English one"),
            (false, true) => (&ru, Rule::LanguageAsShown, "the examples show the Russian one"),
            _ => (&ru, Rule::RussianIsOriginal, "Russian is the original"),
        };
        self.by(at, rule);
        let message = format!("English says {}, Russian {}: {why}", kind(&en), kind(&ru));
        self.choose(at, "languages-disagree", message);
        ty.clone()
    }

    /// The type that words come to.
    fn of_words(
        &mut self,
        words: &[(&Word, u8)],
        said: &Said<'_>,
        values: &[&Value],
        at: Path<'_>,
    ) -> Type {
        let mut members = Vec::with_capacity(words.len());
        // Of several words that are types, none is unknown: such a list names something else.
        if words.len() > 1 && words.iter().any(|(word, _)| matches!(word, Word::Unknown(_))) {
            return self.untyped(said, values, at);
        }
        let has = |known: &Word| words.iter().any(|(word, list)| *word == known && *list == 0);
        // `object | array` is one thing to PHP, and an answer that holds no list is an object.
        let lists =
            || values.iter().any(|value| value.as_array().is_some_and(|all| !all.is_empty()));
        let one = self.side == Side::Answer
            && has(&Word::Object)
            && has(&Word::Array)
            && values.iter().any(|value| value.is_object())
            && !lists();
        let plain = |word: &Word| matches!(word, Word::Basic(ty) if is_scalar(ty));
        let composites = || values.iter().copied().filter(|v| v.is_object() || v.is_array());
        for (word, list) in words.iter().filter(|(word, _)| !(one && **word == Word::Array)) {
            let ty = match word {
                // Of a list of records or a text, it is the text that is a plain value.
                Word::Record { .. } if *list > 0 && words.iter().any(|(word, _)| plain(word)) => {
                    self.word(word, said, &composites().collect::<Vec<_>>(), at)
                }
                word => self.word(word, said, values, at),
            };
            // The objects are what methods answer; they take identifiers. A record may serve both.
            let ids = *list > 0
                && self.side == Side::Request
                && !is_described_here(said)
                && said.is_called(Called::Identifier)
                && !matches!(word, Word::Basic(_));
            let ty = match ids {
                true => {
                    self.by(at, Rule::CalledIdentifiers);
                    join::join(Type::Integer, ty)
                }
                false => ty,
            };
            let ty = if has_parts(word) && is_keyed(said) {
                self.by(at, Rule::KeysAreData);
                under_keys(ty, said, values)
            } else {
                ty
            };
            members.push((0..*list).fold(ty, |ty, _| Type::List(Box::new(ty))));
        }
        // In one tab the value is a text, in another an object that is described without a word.
        if !words.is_empty()
            && words.iter().all(|(word, _)| plain(word))
            && let Some(parts) = self.parts(said, values, at)
        {
            members.push(parts);
        }
        // Null says only that the value may be absent, which every field may be; a list or a record that is null is empty.
        // Any other answer has to say that it may be null.
        let whole = at.above.is_none()
            && match members.as_slice() {
                [Type::Null, other] | [other, Type::Null] => is_scalar(other),
                _ => true,
            };
        if members.len() > 1 && self.side == Side::Answer && !whole {
            members.retain(|ty| *ty != Type::Null);
        }
        match members.is_empty() {
            true => self.untyped(said, values, at),
            false => join::all(members),
        }
    }

    fn word(&mut self, word: &Word, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Type {
        let answer = self.side == Side::Answer;
        if matches!(word, Word::Basic(_) | Word::Enum | Word::Char) {
            self.by(at, Rule::Word);
        }
        match word {
            Word::Basic(Type::Boolean(_)) => Type::Boolean(self.wire(said, values, at)),
            Word::Basic(ty @ (Type::Any | Type::File)) if answer => {
                let shown = *ty == Type::Any && values.iter().any(|value| tells(value));
                let own = if shown { UNKNOWN } else { ty.clone() };
                self.parts(said, values, at).unwrap_or(own)
            }
            Word::Basic(Type::File) => file(values),
            // Conditions are an object, whatever the table calls them.
            Word::Basic(Type::String) if self.is_filter(at) && said.parts.is_some() => {
                self.object(said, values, at)
            }
            Word::Basic(Type::String) if is_both_of_flag(&listed(said)) => {
                Type::Boolean(self.wire(said, values, at))
            }
            Word::Basic(Type::String) if self.is_number_of(said, values, at) => {
                self.by(at, Rule::CalledIdentifier);
                Type::Integer
            }
            Word::Basic(ty) => ty.clone(),
            Word::Enum => match listed(said) {
                // Nothing lists the values: what is sent as a number is one, `"PRIORITY": 2` of `tasks.template.add`.
                none if none.is_empty() && infer(values) == Some(Type::Integer) => Type::Integer,
                allowed => of_values(&allowed).unwrap_or(Type::String),
            },
            Word::Char => {
                let allowed = listed(said);
                // A character is a flag only where something says so, its values, an example, the default, the values of
                // its namesakes, or the examples of the pages beside: `N` may be one of many.
                let default = || said.claims.iter().find_map(|claim| claim.what.default());
                let flag = match infer(values) {
                    _ if !allowed.is_empty() => is_flag(&allowed),
                    Some(Type::Boolean(Wire::Yn)) => self.digits.flags_under(self.page, at.name),
                    Some(shown) => matches!(shown, Type::Boolean(_)),
                    None => match default() {
                        Some(default) => matches!(default, "Y" | "N"),
                        None => match same_name(said) {
                            Some(ty) => matches!(ty, Type::Boolean(_)),
                            None => self.digits.flags_under(self.page, at.name),
                        },
                    },
                };
                if flag { Type::Boolean(Wire::Yn) } else { Type::String }
            }
            Word::Keyed(each) => {
                self.by(at, Rule::KeysAreData);
                let maps = values.iter().filter_map(|v| v.as_object());
                let under: Vec<&Value> = maps.flat_map(|map| map.values()).collect();
                Type::Map(Box::new(self.word(each, said, &under, at)))
            }
            Word::Object => self.object(said, values, at),
            Word::Array => self.array(said, values, at),
            Word::Record { key: Some(_), .. } if !answer && use_of(at.name) == Use::Order => {
                self.order(said, values, at)
            }
            Word::Record { key, plain } => {
                let record = match key {
                    Some(key) => Type::Ref(key.clone()),
                    None => self.parts(said, values, at).unwrap_or(UNKNOWN),
                };
                self.unless_scalar(record, plain.as_ref(), values, at)
            }
            Word::Unknown(_) => match self.parts(said, values, at) {
                Some(parts) => parts,
                None if answer => UNKNOWN,
                None => infer(values).unwrap_or(UNKNOWN),
            },
        }
    }

    /// Whether a text that the cell calls an identifier is a number that PHP writes as a text: the examples here, or else
    /// those of its namesakes, show digits. Where examples of other places show the same row, its name is enough.
    fn is_number_of(&self, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> bool {
        let told: Vec<&&Value> = values.iter().filter(|value| tells(value)).collect();
        let called = said.is_called(Called::Identifier) || said.is_called(Called::Quantity);
        let by_others = || {
            ids::is_id(at.name)
                && (called && self.digits.under(self.page, at.name) || self.digits.by_row(said))
        };
        // What is sent may be a code as well.
        self.side == Side::Answer
            && listed(said).is_empty()
            && !ids::is_text(at.name)
            && match told.is_empty() {
                true => by_others(),
                false => called && told.iter().all(|value| ids::is_digits(value)),
            }
    }

    /// The documentation uses a record's name for its identifier too: where every example is a scalar, and
    /// where none is shown and the field is called an identifier, it is one.
    fn unless_scalar(
        &mut self,
        record: Type,
        plain: Option<&Type>,
        values: &[&Value],
        at: Path<'_>,
    ) -> Type {
        let scalars: Vec<Type> = values.iter().filter_map(|v| infer::scalar(v)).collect();
        let composite = values.iter().any(|v| v.is_object() || v.is_array());
        if composite || scalars.is_empty() {
            let plain = plain.filter(|_| !composite).cloned();
            let rule = if plain.is_some() { Rule::IdentifierOfRecord } else { Rule::RecordOfWord };
            self.by(at, rule);
            return plain.unwrap_or(record);
        }
        self.by(at, Rule::ScalarsShown);
        let scalar = join::all(scalars);
        let message = format!("a record is named, but every example gives {}", kind(&scalar));
        self.choose(at, "example-wins", message);
        scalar
    }

    /// The form of a boolean: that of an example, else of a value or a default, else what the general page
    /// on types says of either version.
    fn wire(&mut self, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Wire {
        let shown = values.iter().find_map(|v| match v {
            Value::Bool(_) => Some(Wire::Json),
            Value::String(s) if s == "Y" || s == "N" => Some(Wire::Yn),
            Value::String(s) if s == "1" || s == "0" => Some(Wire::Digit),
            Value::String(s) if s == "true" || s == "false" => Some(Wire::Text),
            Value::Number(_) => Some(Wire::Int),
            _ => None,
        });
        let documented = |lang| {
            said.in_lang(lang).filter_map(What::literal).find_map(|literal| match literal {
                "Y" | "N" | "'Y'" | "'N'" => Some(Wire::Yn),
                "true" | "false" => Some(Wire::Json),
                "1" | "0" => Some(Wire::Int),
                _ => None,
            })
        };
        let json = self.rest == b24_schema::Rest::V3 || self.side == Side::Answer;
        let told = shown.or_else(|| documented(Lang::En)).or_else(|| documented(Lang::Ru));
        if told.is_none() && self.side == Side::Request {
            self.choose(at, GUESSED, "no example and no value shows how the boolean is written");
        }
        told.unwrap_or(if json { Wire::Json } else { Wire::Yn })
    }

    /// A place without a word for its type.
    fn untyped(&mut self, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Type {
        if let Some(ty) = self.parts(said, values, at) {
            return ty;
        }
        if let Some(ty) = of_values(&listed(said)) {
            self.by(at, Rule::AllowedValues);
            return ty;
        }
        let fit = |ty: &Type| values.iter().all(|value| fits(ty, value, self.records));
        if self.side == Side::Request
            && let Some(ty) = same_name(said).filter(|ty| *ty != Type::String && fit(ty))
        {
            self.by(at, Rule::SameName);
            return ty;
        }
        if self.side == Side::Request
            && let Some(ty) = infer(values)
        {
            self.by(at, Rule::ExamplesTell);
            return infer::of_name(at.name, ty);
        }
        if let Some(ty) = shape(said).and_then(|shape| self.of_shape(shape, at)) {
            return ty;
        }
        let called = || self.called(said, values, at);
        let (ty, rule) = match same_name(said) {
            Some(ty) => (ty, Rule::SameName),
            None => called().map_or((UNKNOWN, Rule::NothingSaid), |ty| (ty, Rule::CalledByNoun)),
        };
        self.by(at, rule);
        ty
    }

    /// The type of what the words call the value, where no example shows it.
    fn called(&self, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Option<Type> {
        if values.iter().any(|value| tells(value)) {
            return None;
        }
        let mut called = said.claims.iter().filter_map(|claim| match claim.what {
            What::Called(called) => Some(called),
            _ => None,
        });
        Some(match called.next()? {
            Called::Identifier
                if ids::is_text(at.name) || self.digits.not_under(self.page, at.name) =>
            {
                Type::String
            }
            Called::Identifier | Called::Quantity => Type::Integer,
            Called::Text => Type::String,
            Called::Date => Type::DateTime,
        })
    }
}

/// The values that a place is said to have, of the first language that says any.
pub(super) fn listed(said: &Said<'_>) -> Vec<AllowedValue> {
    let all = Lang::ALL.iter().map(|&lang| said.values(lang));
    all.into_iter().find(|values| !values.is_empty()).unwrap_or_default()
}

/// Whether a word stands for an object, or for several.
fn has_parts(word: &Word) -> bool {
    matches!(word, Word::Object | Word::Array | Word::Record { .. })
}

/// Whether the page of the method itself describes the parts.
fn is_described_here(said: &Said<'_>) -> bool {
    let parts = said.parts.iter().flat_map(|parts| &parts.fields);
    let mut claims = parts.flat_map(|(_, said)| &said.claims);
    claims.any(|claim| claim.source.kind != Kind::LinkedTable)
}

/// The page that shows how a file is sent: as a pair of its name and its content.
const UPLOAD: &str = "how-to-upload-files.md";

/// Whether a row leads to the page on how files are sent.
pub(super) fn links_to_upload(said: &Said<'_>) -> bool {
    said.claims.iter().any(|claim| match &claim.what {
        What::Link(target) => target.split('#').next().is_some_and(|page| page.ends_with(UPLOAD)),
        _ => false,
    })
}

/// What another row of the page calls the same.
fn same_name(said: &Said<'_>) -> Option<Type> {
    said.claims.iter().find_map(|claim| match &claim.what {
        What::Type { word: Word::Basic(ty), .. } if claim.source.kind == Kind::SameName => {
            Some(ty.clone())
        }
        _ => None,
    })
}

/// A file; the name and the content may stand in an object under a key.
fn file(shown: &[&Value]) -> Type {
    let wrapped = |v: &&Value| v.get(FILE_DATA).is_some();
    if shown.is_empty() || !shown.iter().all(wrapped) {
        return Type::File;
    }
    let fields = vec![Field::new(FILE_DATA, Type::File)];
    Type::Record(RecordBody { fields, open: true })
}
