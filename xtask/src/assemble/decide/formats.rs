//! Objects by the format that their description shows.

use b24_schema::Type;
use serde_json::Value;

use super::infer::infer;
use super::rules::Rule;
use super::shape::tells;
use super::{Decide, Path, Side};
use crate::assemble::claims::words::is_placeholder_map;
use crate::assemble::claims::{Said, What, Word};
use crate::assemble::join::{UNKNOWN, is_unknown};
use crate::facts::pair;

impl Decide<'_> {
    /// An object of which nothing but a format tells what is in it.
    pub(super) fn formatted(
        &mut self,
        said: &Said<'_>,
        values: &[&Value],
        at: Path<'_>,
    ) -> Option<Type> {
        let request = self.side == Side::Request;
        let shape = shape(said)?;
        // An answer that shows no object shows something else.
        if !request && !values.is_empty() && !values.iter().any(|value| value.is_object()) {
            return None;
        }
        // So says one key with one value where no example has that key: `{"CODE": value}`.
        if let Some(value) = pattern(shape, values) {
            self.by(at, Rule::KeysAreData);
            // What is sent under a key of the caller's may be more than examples send.
            let other = if request { Type::Any } else { UNKNOWN };
            return Some(Type::Map(Box::new(infer(&[value]).unwrap_or(other))));
        }
        let shown = request && values.iter().any(|v| v.is_object() && tells(v));
        if !shown {
            // "A string or an object with labels by language": one text, or one under each key.
            let text = |(word, list): (&Word, u8)| list == 0 && *word == Word::Basic(Type::String);
            return match self.of_shape(shape, at)? {
                Type::Map(of) if is_unknown(&of) && said.words().any(text) => {
                    Some(Type::Map(Box::new(Type::String)))
                }
                ty @ (Type::Record(_) | Type::Map(_)) => Some(ty),
                Type::List(inner) if matches!(*inner, Type::Record(_)) => Some(*inner),
                _ => None,
            };
        }
        // A format of nothing but placeholders says that the keys are the caller's.
        if is_placeholder_map(shape) {
            let under = values.iter().filter_map(|v| v.as_object()).flat_map(|map| map.values());
            let under: Vec<&Value> = under.collect();
            return Some(Type::Map(Box::new(infer(&under).unwrap_or(UNKNOWN))));
        }
        if !has_all(shape, values) {
            return None;
        }
        // What examples do not have beside what they have: `{fileData: […], remove: 'Y'}`.
        self.by(at, Rule::ShapeInCell);
        let rest = unshown(shape, values);
        let all: Vec<&Value> = values.iter().copied().chain([&rest]).collect();
        infer(&all)
    }

    /// The type of the form that a code block shows.
    pub(super) fn of_shape(&mut self, shape: &Value, at: Path<'_>) -> Option<Type> {
        self.by(at, Rule::ShapeInCell);
        infer(&[shape])
    }
}

/// The form that a code block beside the place shows.
pub(super) fn shape<'s>(said: &'s Said<'_>) -> Option<&'s Value> {
    said.claims.iter().find_map(|claim| match &claim.what {
        What::Shape(shape) => Some(shape),
        _ => None,
    })
}

/// The value of a format that stands for any key: one key, which no example has, with a text or a name for a value.
fn pattern<'s>(shape: &'s Value, values: &[&Value]) -> Option<&'s Value> {
    let (key, value) = pair(shape)?;
    let others = values.iter().all(|shown| shown.is_object() && shown.get(key).is_none());
    (value.is_string() && others).then_some(value)
}

/// Whether a format has every key that examples have: `{fileData: […], remove: 'Y'}`.
fn has_all(shape: &Value, values: &[&Value]) -> bool {
    let mut shown = values.iter().filter_map(|value| value.as_object()).flat_map(|map| map.keys());
    shown.all(|key| shape.get(key).is_some())
}

/// What of a format no example has.
fn unshown(shape: &Value, values: &[&Value]) -> Value {
    let is_shown = |key: &str| values.iter().any(|value| value.get(key).is_some());
    let rest = shape.as_object().into_iter().flatten().filter(|(key, _)| !is_shown(key));
    Value::Object(rest.map(|(key, value)| (key.clone(), value.clone())).collect())
}
