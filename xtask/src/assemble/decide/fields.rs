//! The fields of an object: their marks, defaults and values, and their types by [`documented`](super::documented).

use b24_schema::{AllowedValue, Field, Limits, RecordBody, Type};
use serde_json::{Map, Value};

use super::infer::{self, children, infer};
use super::queries::{Use, capitals, compared, use_of, value_of, without_signs};
use super::shape::{has_any, is_taken};
use super::{Decide, Path, Side};
use crate::assemble::claims::{Kind, Parts, Said, What, Word};
use crate::assemble::constants;
use crate::assemble::join::{UNKNOWN, is_unknown};
use crate::corpus::Lang;

impl Decide<'_> {
    /// The fields of an object, where examples show it as `values`.
    pub(crate) fn body(
        &mut self,
        parts: &Parts<'_>,
        values: &[&Value],
        at: Path<'_>,
    ) -> RecordBody {
        let filter = self.is_filter(at);
        let names: Vec<&str> = parts.fields.iter().map(|(name, _)| name.as_str()).collect();
        let mut objects = Vec::new();
        values.iter().for_each(|value| objects_in(value, &names, &mut objects));
        let respelled;
        let parts = match self.side == Side::Request && is_spelled_in_capitals(&names, &objects) {
            true => {
                respelled = in_capitals(parts);
                &respelled
            }
            false => parts,
        };
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
            let mut field = self.field(said, &shown, own);
            // What the type says of an object's field, whatever else the cell says of the condition.
            let mut types = said.claims.iter().filter(|c| matches!(c.what, What::Type { .. }));
            if filter && types.all(|claim| claim.source.kind == Kind::LinkedTable) {
                self.condition(&mut field.ty, &shown);
            }
            body.fields.push(field);
        }
        if self.side == Side::Request {
            listed_alike(parts, &objects, &mut body);
        }
        body
    }

    /// Turns the type of an object's field into that of a condition on it: one of several values, and the `VALUE` of a
    /// record that has one, such as a phone number.
    fn condition(&self, ty: &mut Type, shown: &[&Value]) {
        if let Type::List(of) = ty
            && !shown.iter().any(|value| value.is_array())
        {
            *ty = std::mem::replace(of, UNKNOWN);
        }
        if matches!(ty, Type::Ref(_))
            && let Some(value) = value_of(ty, self.records)
        {
            *ty = value.clone();
        }
    }

    /// One field.
    pub(crate) fn field(&mut self, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Field {
        let mut ty = self.ty(said, values, at);
        if self.is_filter(at) {
            without_signs(&mut ty);
        }
        self.note_lost(said, values, &ty, at);
        let mut field = Field::new(at.name, ty);
        field.text = said.text.clone();
        field.required = self.required(said, at) && !field.is_wildcard();
        let defaults =
            || Lang::ALL.iter().flat_map(|&lang| said.in_lang(lang)).filter_map(What::default);
        // What one language garbles, the other may say.
        let fits = literals(&field.ty);
        field.default =
            defaults().find(|default| fits(default)).or(defaults().next()).map(str::to_owned);
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
        field.constants = constants::taken(said, &field);
        // Of each language, all rows must call it obsolete.
        field.deprecated =
            Lang::ALL.iter().any(|&lang| said.all(lang, What::is_obsolete) == Some(true));
        field
    }

    /// Whether the rows mark it: English ones, where there are any.
    fn required(&mut self, said: &Said<'_>, at: Path<'_>) -> bool {
        match (said.all(Lang::En, What::is_required), said.all(Lang::Ru, What::is_required)) {
            (Some(en), Some(ru)) if en != ru => {
                let who = if en { "English" } else { "Russian" };
                self.choose(at, "languages-disagree", format!("required in {who} only"));
                en
            }
            (en, ru) => en.or(ru).unwrap_or(false),
        }
    }

    /// The values that are allowed: those of English pages, where there are any, and what Russian ones have besides.
    fn values(&mut self, said: &Said<'_>, at: Path<'_>) -> Vec<AllowedValue> {
        let values = |lang| {
            let mut values = said.values(lang);
            // That there may be nothing is no value.
            values.retain(|value| !matches!(&*value.value, "" | "null"));
            values
        };
        let (mut en, ru) = (values(Lang::En), values(Lang::Ru));
        if !en.is_empty() {
            // Where the Russian page has all of them, it is the translation that lags behind.
            let has = |all: &[AllowedValue], one: &AllowedValue| {
                all.iter().any(|known| known.value == one.value)
            };
            if en.iter().all(|value| has(&ru, value)) {
                let more = ru.into_iter().filter(|value| !has(&en, value));
                let more: Vec<_> =
                    more.map(|value| AllowedValue { label: None, ..value }).collect();
                en.extend(more);
            }
            return en;
        }
        if !ru.is_empty() && said.langs().both() {
            self.choose(at, "filled-from-ru", "allowed values stand in Russian only");
        }
        ru
    }

    /// Notes what the documentation names a type for, and yet has none here.
    fn note_lost(&mut self, said: &Said<'_>, values: &[&Value], ty: &Type, at: Path<'_>) {
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
            ty if is_unknown(ty) && said_so && !infer::is_users(at.name) => {
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

/// Whether the examples send names in capitals that the page of the object has in small letters: `RESPONSIBLE_ID`, where
/// it describes `responsibleId`.
fn is_spelled_in_capitals(names: &[&str], objects: &[&Value]) -> bool {
    let is_upper = |name: &str| name.bytes().all(|b| !b.is_ascii_lowercase());
    if names.iter().any(|name| is_upper(name) && !name.contains('*')) {
        return false;
    }
    let keys = || objects.iter().filter_map(|value| value.as_object()).flat_map(Map::keys);
    let known = || keys().filter(|key| is_taken(names.iter().copied(), key));
    let several = known().any(|one| known().any(|other| one != other));
    several && known().all(|key| is_upper(key))
}

/// Parts with the names in capitals.
fn in_capitals<'f>(parts: &Parts<'f>) -> Parts<'f> {
    let mut parts = parts.clone();
    for (name, _) in &mut parts.fields {
        *name = capitals(name);
    }
    parts
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

/// Which literals a value of a type may be.
fn literals(ty: &Type) -> fn(&str) -> bool {
    match ty {
        Type::Record(_) | Type::Ref(_) => |literal| literal.starts_with('{'),
        Type::Integer | Type::Number => {
            |literal| literal == "null" || literal.parse::<f64>().is_ok()
        }
        Type::Boolean(_) => |literal| {
            let literal = literal.trim_matches('\'');
            matches!(literal, "Y" | "N" | "true" | "false" | "1" | "0" | "null")
        },
        _ => |_| true,
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
    match &field.ty {
        Type::Record(_) | Type::Ref(_) => field.values.clear(),
        Type::Map(of) if is_unknown(of) => field.values.clear(),
        // Nor is the list of such objects one of several values.
        Type::List(of) if matches!(**of, Type::Record(_) | Type::Ref(_)) => field.values.clear(),
        Type::Boolean(_) => {
            field.values.iter_mut().for_each(|v| v.value = unquoted(&v.value));
            field.default = field.default.as_deref().map(unquoted);
            // How it is written is in the type.
            if field.values.iter().all(|value| value.label.is_none()) {
                field.values.clear();
            }
        }
        _ => {}
    }
    let fits = literals(&field.ty);
    field.default.take_if(|literal| !fits(literal));
}
