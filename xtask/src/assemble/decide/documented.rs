//! What the claims about a place come to.

use b24_schema::{AllowedValue, Field, Limits, RecordBody, Type, Wire};
use serde_json::Value;

use crate::corpus::Lang;
use crate::facts::Required;

use super::infer::{self, children, infer};
use super::queries::{Use, compared, is_direction, use_of, without_signs};
use super::rules::Rule;
use super::shape::{has_any, tells};
use super::{Decide, Path, Side, fits};
use crate::assemble::claims::words::{is_flag, is_placeholder_map, of_values};
use crate::assemble::claims::{Claim, Kind, Parts, Said, What, Word};
use crate::assemble::join::{self, UNKNOWN, is_unknown};
use crate::assemble::report::kind;

/// Parameters of these names are objects, where the documentation calls them arrays and shows none.
const OBJECTS: [&str; 7] = ["fields", "params", "filter", "order", "data", "settings", "options"];

/// The key under which a file's name and content may stand.
const FILE_DATA: &str = "fileData";

impl Decide<'_> {
    /// The fields of an object, where examples show it as `values`.
    pub(crate) fn body(
        &mut self,
        parts: &Parts<'_>,
        values: &[&Value],
        at: Path<'_>,
    ) -> RecordBody {
        let filter = self.side == Side::Request && use_of(at.name) == Use::Filter;
        let names: Vec<&str> = parts.fields.iter().map(|(name, _)| name.as_str()).collect();
        let mut objects = Vec::new();
        values.iter().for_each(|value| objects_in(value, &names, &mut objects));
        let mut body =
            RecordBody { fields: Vec::with_capacity(parts.fields.len()), open: parts.open };
        for (name, said) in &parts.fields {
            let own = at.at(name);
            if parts.langs.both() && !said.langs().both() {
                match said.langs().has(Lang::En) {
                    true => self.choose(own, "english-only", "stands in English only"),
                    false => self.choose(own, "filled-from-ru", "stands in Russian only"),
                }
            }
            let shown = match () {
                () if infer::is_users(name) => Vec::new(),
                () if filter => compared(&objects, name),
                () => children(&objects, name),
            };
            body.fields.push(self.field(name, said, &shown, own));
        }
        if self.side == Side::Request {
            listed_alike(parts, &objects, &mut body);
        }
        body
    }

    /// One field.
    pub(crate) fn field(
        &mut self,
        name: &str,
        said: &Said<'_>,
        values: &[&Value],
        at: Path<'_>,
    ) -> Field {
        let mut ty = self.ty(name, said, values, at);
        if use_of(name) == Use::Filter && self.side == Side::Request {
            without_signs(&mut ty);
        }
        self.note_lost(name, said, values, &ty, at);
        let mut field = Field::new(name, ty);
        field.text = said.text.clone();
        field.required = self.required(said, at) && !field.is_wildcard();
        field.default = said.first(|what| match what {
            What::Default(default) => Some(default.clone()),
            _ => None,
        });
        field.values = self.values(said, at);
        for claim in &said.claims {
            match &claim.what {
                What::Limits(Limits { min, max, max_length }) => {
                    let limits = &mut field.limits;
                    limits.min = limits.min.or(*min);
                    limits.max = limits.max.or(*max);
                    limits.max_length = limits.max_length.or(*max_length);
                }
                What::See(method) if !field.see.contains(method) => field.see.push(method.clone()),
                _ => {}
            }
        }
        // Of each language, all rows must call it obsolete.
        field.deprecated = Lang::ALL.iter().any(|&lang| {
            let marks = said.in_lang(lang).filter_map(|what| match what {
                What::Deprecated(mark) => Some(*mark),
                _ => None,
            });
            let marks: Vec<bool> = marks.collect();
            !marks.is_empty() && marks.iter().all(|mark| *mark)
        });
        field
    }

    /// Whether the rows mark it: English ones, where there are any.
    fn required(&mut self, said: &Said<'_>, at: Path<'_>) -> bool {
        let marked = |lang| {
            let marks = said.in_lang(lang).filter_map(|what| match what {
                What::Required(mark) => Some(*mark == Required::Yes),
                _ => None,
            });
            marks.fold(None, |all, mark| Some(all.unwrap_or(true) && mark))
        };
        match (marked(Lang::En), marked(Lang::Ru)) {
            (Some(en), Some(ru)) if en != ru => {
                let who = if en { "English" } else { "Russian" };
                self.choose(at, "languages-disagree", format!("required in {who} only"));
                en
            }
            (en, ru) => en.or(ru).unwrap_or(false),
        }
    }

    /// The values that are allowed: those of English pages, where there are any.
    fn values(&mut self, said: &Said<'_>, at: Path<'_>) -> Vec<AllowedValue> {
        let listed = |lang| {
            let mut values: Vec<AllowedValue> = Vec::new();
            for what in said.in_lang(lang) {
                if let What::Value(value) = what
                    && !values.iter().any(|known| known.value == value.value)
                {
                    values.push(value.clone());
                }
            }
            values
        };
        let en = listed(Lang::En);
        if !en.is_empty() {
            return en;
        }
        let ru = listed(Lang::Ru);
        if !ru.is_empty() && said.langs().both() {
            self.choose(at, "filled-from-ru", "allowed values stand in Russian only");
        }
        ru
    }

    /// The type of a place.
    pub(crate) fn ty(
        &mut self,
        name: &str,
        said: &Said<'_>,
        values: &[&Value],
        at: Path<'_>,
    ) -> Type {
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
            self.of_words(name, &en, said, values, at)
        } else if en.is_empty() {
            self.by(at, Rule::OnlyLanguage);
            self.of_words(name, &ru, said, values, at)
        } else {
            let one = self.of_words(name, &en, said, values, at);
            let other = self.of_words(name, &ru, said, values, at);
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
        name: &str,
        words: &[(&Word, u8)],
        said: &Said<'_>,
        values: &[&Value],
        at: Path<'_>,
    ) -> Type {
        let mut members = Vec::with_capacity(words.len());
        let has = |known: &Word| words.iter().any(|(word, list)| *word == known && *list == 0);
        // `object | array` is one thing to PHP, and an answer that holds no list is an object.
        let lists =
            || values.iter().any(|value| value.as_array().is_some_and(|all| !all.is_empty()));
        let one = self.side == Side::Answer
            && has(&Word::Object)
            && has(&Word::Array)
            && values.iter().any(|value| value.is_object())
            && !lists();
        for (word, list) in words.iter().filter(|(word, _)| !(one && **word == Word::Array)) {
            let ty = self.word(name, word, said, values, at);
            members.push((0..*list).fold(ty, |ty, _| Type::List(Box::new(ty))));
        }
        // Null says only that the value may be absent, which every field may be.
        if members.len() > 1 && self.side == Side::Answer {
            members.retain(|ty| *ty != Type::Null);
        }
        match members.is_empty() {
            true => self.untyped(said, values, at),
            false => join::all(members),
        }
    }

    fn word(
        &mut self,
        name: &str,
        word: &Word,
        said: &Said<'_>,
        values: &[&Value],
        at: Path<'_>,
    ) -> Type {
        let answer = self.side == Side::Answer;
        if matches!(word, Word::Basic(_) | Word::Enum | Word::Char) {
            self.by(at, Rule::Word);
        }
        match word {
            Word::Basic(Type::Boolean(_)) => Type::Boolean(self.wire(said, values)),
            Word::Basic(ty @ (Type::Any | Type::File)) if answer => {
                let shown = *ty == Type::Any && values.iter().any(|value| tells(value));
                let own = if shown { UNKNOWN } else { ty.clone() };
                self.parts(name, said, values, at).unwrap_or(own)
            }
            Word::Basic(Type::File) => file(values),
            Word::Basic(ty) => ty.clone(),
            Word::Enum => of_values(&listed(said)).unwrap_or(Type::String),
            Word::Char => {
                let allowed = listed(said);
                let flag = is_flag(&allowed)
                    || allowed.is_empty()
                        && !matches!(infer(values), Some(Type::String | Type::Integer));
                if flag { Type::Boolean(Wire::Yn) } else { Type::String }
            }
            Word::Keyed(each) => {
                self.by(at, Rule::KeysAreData);
                let maps = values.iter().filter_map(|v| v.as_object());
                let under: Vec<&Value> = maps.flat_map(|map| map.values()).collect();
                Type::Map(Box::new(self.word(name, each, said, &under, at)))
            }
            Word::Object => self.object(name, said, values, at),
            Word::Array => self.array(name, said, values, at),
            Word::Record { key: Some(_), .. } if !answer && use_of(name) == Use::Order => {
                self.order(name, said, values, at)
            }
            Word::Record { key, plain } => {
                let record = match key {
                    Some(key) => Type::Ref(key.clone()),
                    None => self.parts(name, said, values, at).unwrap_or(UNKNOWN),
                };
                self.unless_scalar(record, plain.as_ref(), values, at)
            }
            Word::Unknown(_) => match self.parts(name, said, values, at) {
                Some(parts) => parts,
                None if answer => UNKNOWN,
                None => infer(values).unwrap_or(UNKNOWN),
            },
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
    fn wire(&self, said: &Said<'_>, values: &[&Value]) -> Wire {
        let shown = values.iter().find_map(|v| match v {
            Value::Bool(_) => Some(Wire::Json),
            Value::String(s) if s == "Y" || s == "N" => Some(Wire::Yn),
            Value::String(s) if s == "1" || s == "0" => Some(Wire::Digit),
            Value::String(s) if s == "true" || s == "false" => Some(Wire::Text),
            Value::Number(_) => Some(Wire::Int),
            _ => None,
        });
        let literals = |lang| {
            said.in_lang(lang).filter_map(|what| match what {
                What::Value(value) => Some(value.value.as_str()),
                What::Default(default) => Some(default.as_str()),
                _ => None,
            })
        };
        let documented = |lang| {
            literals(lang).find_map(|literal| match literal {
                "Y" | "N" | "'Y'" | "'N'" => Some(Wire::Yn),
                "true" | "false" => Some(Wire::Json),
                "1" | "0" => Some(Wire::Int),
                _ => None,
            })
        };
        let json = self.rest == b24_schema::Rest::V3 || self.side == Side::Answer;
        shown.or_else(|| documented(Lang::En)).or_else(|| documented(Lang::Ru)).unwrap_or(if json {
            Wire::Json
        } else {
            Wire::Yn
        })
    }

    /// The record, or the map, of the parts that are described.
    fn parts(
        &mut self,
        name: &str,
        said: &Said<'_>,
        values: &[&Value],
        at: Path<'_>,
    ) -> Option<Type> {
        let parts = said.parts.as_ref().filter(|parts| !parts.fields.is_empty())?;
        self.by(at, Rule::PartsDescribed);
        let mut body = self.body(parts, values, at);
        if self.side == Side::Request && use_of(name) == Use::Filter {
            // Prefixes of the names are conditions; nothing in a filter is required.
            body.open = true;
            body.fields.iter_mut().for_each(|f| f.required = false);
        }
        Some(record_type(body))
    }

    /// An object: a record where its fields are described, a map where its keys are data.
    fn object(&mut self, name: &str, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Type {
        let request = self.side == Side::Request;
        let purpose = if request { use_of(name) } else { Use::Other };
        match purpose {
            Use::Order => return self.order(name, said, values, at),
            Use::Select if !values.iter().any(|v| v.is_object()) => {
                self.by(at, Rule::SelectIsNames);
                return Type::List(Box::new(Type::String));
            }
            _ => {}
        }
        if let Some(ty) = self.parts(name, said, values, at) {
            return ty;
        }
        let shape = shape(said).filter(|_| purpose != Use::Filter);
        let shown = request && values.iter().any(|v| v.is_object() && tells(v));
        match shape {
            // A format of nothing but placeholders says that the keys are the caller's.
            Some(shape) if shown && is_placeholder_map(shape) => {
                let under =
                    values.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values());
                let under: Vec<&Value> = under.collect();
                Type::Map(Box::new(infer(&under).unwrap_or(UNKNOWN)))
            }
            Some(shape) if !shown => match self.of_shape(shape, at) {
                Some(ty @ (Type::Record(_) | Type::Map(_))) => ty,
                Some(Type::List(inner)) if matches!(*inner, Type::Record(_)) => *inner,
                _ => Type::Map(Box::new(UNKNOWN)),
            },
            _ => Type::Map(Box::new(UNKNOWN)),
        }
    }

    /// An array: what its elements are, where the page tells; else what an example shows.
    fn array(&mut self, name: &str, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Type {
        let request = self.side == Side::Request;
        match if request { use_of(name) } else { Use::Other } {
            Use::Select => {
                self.by(at, Rule::SelectIsNames);
                return Type::List(Box::new(Type::String));
            }
            Use::Order if !values.iter().any(|v| v.is_array()) => {
                return self.order(name, said, values, at);
            }
            _ => {}
        }
        let elements: Vec<&Value> = values.iter().filter_map(|v| v.as_array()).flatten().collect();
        let objects = elements.iter().any(|v| v.is_object());
        let associative = values.iter().any(|v| v.is_object());
        let shape = shape(said);
        if let Some(parts) = self.parts(name, said, values, at) {
            // PHP calls an object an array too: the example, or the format in the cell, decides.
            if request && (associative || !elements.is_empty()) {
                self.by(at, Rule::ArrayAsShown);
            }
            let list = if !request {
                true
            } else if associative {
                !elements.is_empty()
            } else if objects || shape.is_some_and(Value::is_array) {
                true
            } else if !elements.is_empty() {
                return Type::List(Box::new(infer(&elements).unwrap_or(UNKNOWN)));
            } else {
                !OBJECTS.iter().any(|known| known.eq_ignore_ascii_case(name))
            };
            return if list { Type::List(Box::new(parts)) } else { parts };
        }
        if request && let Some(shown) = infer(values) {
            match shown {
                Type::List(inner) if is_unknown(&inner) => {}
                Type::List(_) | Type::Record(_) | Type::Map(_) | Type::Union(_) => return shown,
                _ => {}
            }
        }
        if let Some(ty) = of_values(&listed(said)) {
            self.by(at, Rule::AllowedValues);
            return Type::List(Box::new(ty));
        }
        match shape.and_then(|shape| self.of_shape(shape, at)) {
            Some(ty @ (Type::List(_) | Type::Record(_) | Type::Map(_))) => ty,
            _ => Type::List(Box::new(UNKNOWN)),
        }
    }

    /// A place without a word for its type.
    fn untyped(&mut self, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Type {
        if let Some(ty) = self.parts(at.name, said, values, at) {
            return ty;
        }
        if let Some(ty) = of_values(&listed(said)) {
            self.by(at, Rule::AllowedValues);
            return ty;
        }
        if self.side == Side::Request
            && let Some(ty) = infer(values)
        {
            self.by(at, Rule::ExamplesTell);
            return ty;
        }
        if let Some(ty) = shape(said).and_then(|shape| self.of_shape(shape, at)) {
            return ty;
        }
        let same = same_name(said);
        self.by(at, if same.is_some() { Rule::SameName } else { Rule::NothingSaid });
        same.unwrap_or(UNKNOWN)
    }

    /// The type of the form that a code block shows.
    fn of_shape(&mut self, shape: &Value, at: Path<'_>) -> Option<Type> {
        self.by(at, Rule::ShapeInCell);
        infer(&[shape])
    }

    /// A sorting: field names with directions.
    fn order(&mut self, name: &str, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Type {
        self.by(at, Rule::OrderIsDirections);
        let nested = values
            .iter()
            .filter_map(|v| v.as_object())
            .flat_map(|map| map.values())
            .any(|v| !v.is_string());
        let record = || {
            let key = said.words().find_map(|(word, _)| match word {
                Word::Record { key: Some(key), .. } => Some(key),
                _ => None,
            })?;
            self.records.get(key).map(|record| Type::Record(record.body.clone()))
        };
        let record = record();
        match self.parts(name, said, values, at).or(record) {
            Some(Type::Record(mut body)) if !nested => {
                for field in &mut body.fields {
                    field.ty = Type::String;
                    field.values.retain(is_direction);
                    if field.values.is_empty() {
                        field.values = listed(said);
                        field.values.retain(is_direction);
                    }
                    field.default = None;
                    (field.limits, field.required) = (Limits::default(), false);
                }
                body.open = true;
                Type::Record(body)
            }
            Some(ty) => ty,
            None if nested => infer(values).unwrap_or(UNKNOWN),
            None => Type::Map(Box::new(Type::String)),
        }
    }

    /// Notes what the documentation names a type for, and yet has none here.
    fn note_lost(
        &mut self,
        name: &str,
        said: &Said<'_>,
        values: &[&Value],
        ty: &Type,
        at: Path<'_>,
    ) {
        if self.side == Side::Answer {
            return;
        }
        let said_so = said.words().all(|(word, _)| *word != Word::Basic(Type::Any))
            && said.words().any(|(word, _)| matches!(word, Word::Unknown(_)));
        let unknown = said.words().find_map(|(word, _)| match word {
            Word::Unknown(word) => Some(word.as_str()),
            _ => None,
        });
        match ty {
            // Users' fields are of any type.
            ty if is_unknown(ty) && said_so && !infer::is_users(name) => {
                let message =
                    format!("`{}` is no type that any page describes", unknown.unwrap_or_default());
                self.choose(at, "type-unknown", message);
            }
            Type::Map(inner) | Type::List(inner)
                if is_unknown(inner) && infer(values).is_none() =>
            {
                let links: Vec<&str> = said
                    .claims
                    .iter()
                    .filter_map(|claim| match &claim.what {
                        What::Link(link) => Some(link.as_str()),
                        _ => None,
                    })
                    .collect();
                let links = if links.is_empty() {
                    String::new()
                } else {
                    format!("; it points to {}", links.join(", "))
                };
                let message = format!("no page and no example tells what is in it{links}");
                self.choose(at, "parts-unknown", message);
            }
            _ => {}
        }
    }
}

impl Said<'_> {
    /// The first that English says, else the first that Russian does.
    fn first<T>(&self, of: impl Fn(&What) -> Option<T>) -> Option<T> {
        Lang::ALL.iter().find_map(|&lang| self.in_lang(lang).find_map(&of))
    }
}

/// The values that a place is said to have, of the first language that says any.
fn listed(said: &Said<'_>) -> Vec<AllowedValue> {
    let of = |lang| -> Vec<AllowedValue> {
        let values = said.in_lang(lang).filter_map(|what| match what {
            What::Value(value) => Some(value.clone()),
            _ => None,
        });
        values.collect()
    };
    Lang::ALL.iter().map(|&lang| of(lang)).find(|values| !values.is_empty()).unwrap_or_default()
}

/// The form that a code block beside the place shows.
fn shape<'s>(said: &'s Said<'_>) -> Option<&'s Value> {
    said.claims.iter().find_map(|claim| match &claim.what {
        What::Shape(shape) => Some(shape),
        _ => None,
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

/// The objects that stand in a value: itself, elements, and what stands under keys that are data.
fn objects_in<'e>(value: &'e Value, names: &[&str], out: &mut Vec<&'e Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| objects_in(value, names, out)),
        Value::Object(map) => {
            let nested = map.values().any(|value| has_any(value, names));
            if !has_any(value, names) && nested {
                map.values().for_each(|value| objects_in(value, names, out));
            } else {
                out.push(value);
            }
        }
        _ => {}
    }
}

/// A record whose only keys are data is a map.
pub(crate) fn record_type(body: RecordBody) -> Type {
    if !body.fields.is_empty() && body.fields.iter().all(|f| f.name == "*") {
        return Type::Map(Box::new(join::all(body.fields.into_iter().map(|f| f.ty))));
    }
    Type::Record(body)
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

/// What one word stands for is the same in all rows of a table: where examples give lists of the
/// record it names, the fields that they do not show are lists too.
fn listed_alike(parts: &Parts<'_>, objects: &[&Value], body: &mut RecordBody) {
    // The record that the only word of a place names.
    let alone = |said: &Said<'_>| {
        let mut words = said.words();
        match (words.next(), words.all(|(word, _)| matches!(word, Word::Record { .. }))) {
            (Some((Word::Record { key: Some(key), .. }, 0)), true) => Some(key.clone()),
            _ => None,
        }
    };
    let listed: Vec<String> = parts
        .fields
        .iter()
        .filter_map(|(name, said)| {
            let key = alone(said)?;
            let shown = children(objects, name);
            (!shown.is_empty() && shown.iter().all(|value| value.is_array())).then_some(key)
        })
        .collect();
    if listed.is_empty() {
        return;
    }
    for ((name, said), field) in parts.fields.iter().zip(&mut body.fields) {
        let Some(key) = alone(said) else { continue };
        if listed.contains(&key) && field.ty == Type::Ref(key) && children(objects, name).is_empty()
        {
            field.ty = Type::List(Box::new(std::mem::replace(&mut field.ty, UNKNOWN)));
        }
    }
}

/// Drops the literals that a value of the decided type cannot be: they are said of its parts, or of how
/// the value comes about.
pub(super) fn settle(field: &mut Field) {
    let named = |ty: &Type| matches!(ty, Type::Record(_) | Type::Map(_));
    let has_names = match &field.ty {
        Type::Union(members) => members.iter().any(named),
        ty => named(ty),
    };
    // The values of a condition or a sorting are the names it takes.
    if has_names && matches!(use_of(&field.name), Use::Filter | Use::Order) {
        field.values.clear();
    }
    let unquoted = |literal: &str| literal.trim_matches('\'').to_owned();
    let fits: fn(&str) -> bool = match &field.ty {
        Type::Record(_) | Type::Ref(_) => {
            field.values.clear();
            |literal| literal.starts_with('{')
        }
        Type::Integer | Type::Number => {
            |literal| literal == "null" || literal.parse::<f64>().is_ok()
        }
        Type::Boolean(_) => {
            field.values.iter_mut().for_each(|v| v.value = unquoted(&v.value));
            field.default = field.default.as_deref().map(unquoted);
            |literal| matches!(literal, "Y" | "N" | "true" | "false" | "1" | "0" | "null")
        }
        _ => |_| true,
    };
    field.default.take_if(|literal| !fits(literal));
}
