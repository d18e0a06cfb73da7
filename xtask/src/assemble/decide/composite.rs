//! Objects and arrays: their parts, what is under keys that are data, names to select and to sort by.

use b24_schema::{Limits, RecordBody, Type};
use serde_json::Value;

use crate::facts::Called;

use super::documented::{links_to_upload, listed};
use super::formats::shape;
use super::ids;
use super::infer::{self, infer};
use super::queries::{GROUP, Use, is_direction, use_of};
use super::rules::Rule;
use super::{Decide, OBJECTS, Path, Side, fits};
use crate::assemble::claims::words::of_values;
use crate::assemble::claims::{Said, What, Word};
use crate::assemble::join::{self, UNKNOWN, is_unknown};

impl Decide<'_> {
    /// The record, or the map, of the parts that are described.
    pub(super) fn parts(
        &mut self,
        said: &Said<'_>,
        values: &[&Value],
        at: Path<'_>,
    ) -> Option<Type> {
        let parts = said.parts.as_ref().filter(|parts| !parts.fields.is_empty())?;
        // A condition on the fields of users says nothing of the other fields.
        let of_users = |(name, _): &(String, Said<'_>)| infer::is_users(name);
        let filter = self.is_filter(at);
        if filter && parts.fields.iter().all(of_users) {
            return None;
        }
        self.by(at, Rule::PartsDescribed);
        let mut body = self.body(parts, values, at);
        if filter {
            // Prefixes of the names are conditions.
            body.open = true;
        }
        Some(record_type(body))
    }

    /// An object: a record where its fields are described, a map where its keys are data.
    pub(super) fn object(&mut self, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Type {
        let request = self.side == Side::Request;
        let purpose = if request { use_of(at.name) } else { Use::Other };
        match purpose {
            Use::Order => return self.order(said, values, at),
            Use::Select if !values.iter().any(|v| v.is_object()) => {
                self.by(at, Rule::SelectIsNames);
                return Type::List(Box::new(Type::String));
            }
            _ => {}
        }
        if let Some(ty) = self.parts(said, values, at) {
            return ty;
        }
        let formatted = match purpose {
            Use::Filter => None,
            _ => self.formatted(said, values, at),
        };
        formatted.unwrap_or(Type::Map(Box::new(UNKNOWN)))
    }

    /// An array: what its elements are, where the page tells; else what an example shows.
    pub(super) fn array(&mut self, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Type {
        let request = self.side == Side::Request;
        let purpose = if request { use_of(at.name) } else { Use::Other };
        // What rows are grouped by are names, as in SQL: `group` of `landing.repo.getList`.
        let groups = request && at.name.eq_ignore_ascii_case(GROUP);
        if groups || purpose == Use::Select {
            self.by(at, Rule::SelectIsNames);
            return Type::List(Box::new(Type::String));
        }
        if purpose == Use::Order && !values.iter().any(|v| v.is_array()) {
            return self.order(said, values, at);
        }
        let elements: Vec<&Value> = values.iter().filter_map(|v| v.as_array()).flatten().collect();
        let objects = elements.iter().any(|v| v.is_object());
        let associative = values.iter().any(|v| v.is_object());
        if self.is_filter(at) && !elements.is_empty() && elements.iter().all(|e| e.is_array()) {
            self.by(at, Rule::ConditionsAreLists);
            return Type::List(Box::new(Type::Any));
        }
        let shape = shape(said);
        if let Some(parts) = self.parts(said, values, at) {
            // Keys that are data make an object, whatever PHP calls it.
            if !request && matches!(parts, Type::Map(_)) && !objects {
                return parts;
            }
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
                !OBJECTS.iter().any(|known| known.eq_ignore_ascii_case(at.name))
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
            _ if said.is_called(Called::Identifier)
                && !ids::is_text(at.name)
                && elements.iter().all(|value| fits(&Type::Integer, value, self.records)) =>
            {
                self.by(at, Rule::CalledIdentifiers);
                Type::List(Box::new(Type::Integer))
            }
            None if request && elements.is_empty() && links_to_upload(said) => {
                self.by(at, Rule::ShownHowToUpload);
                Type::File
            }
            _ if said.is_called(Called::Text)
                && elements.iter().all(|value| fits(&Type::String, value, self.records)) =>
            {
                self.by(at, Rule::CalledTexts);
                Type::List(Box::new(Type::String))
            }
            _ => Type::List(Box::new(UNKNOWN)),
        }
    }

    /// A sorting: field names with directions.
    pub(super) fn order(&mut self, said: &Said<'_>, values: &[&Value], at: Path<'_>) -> Type {
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
        match self.parts(said, values, at).or(record) {
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
}

/// Whether the words say that the keys are data.
pub(super) fn is_keyed(said: &Said<'_>) -> bool {
    said.claims(&What::Keyed)
}

/// A map of what was decided for each of its values. Keys that no table has, but an example, are data.
pub(super) fn under_keys(ty: Type, said: &Said<'_>, values: &[&Value]) -> Type {
    let of = match ty {
        Type::Map(of) | Type::List(of) if !is_unknown(&of) => *of,
        Type::Map(_) | Type::List(_) => {
            let maps = values.iter().filter_map(|value| value.as_object());
            let each: Vec<&Value> = maps.flat_map(|map| map.values()).collect();
            match infer(&each) {
                // Its fields are those that the examples show.
                Some(Type::Record(_)) => {
                    Type::Record(RecordBody { fields: Vec::new(), open: true })
                }
                shown => shown.unwrap_or(UNKNOWN),
            }
        }
        Type::Record(body) if said.parts.is_none() => {
            join::all(body.fields.into_iter().map(|field| field.ty))
        }
        ty => ty,
    };
    Type::Map(Box::new(of))
}

/// A record whose only keys are data is a map.
pub(crate) fn record_type(body: RecordBody) -> Type {
    if !body.fields.is_empty() && body.fields.iter().all(|f| f.name == "*") {
        return Type::Map(Box::new(join::all(body.fields.into_iter().map(|f| f.ty))));
    }
    Type::Record(body)
}
