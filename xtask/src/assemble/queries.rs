//! Parameters that every list takes: names to select, conditions, sortings.

use b24_schema::{Field, Type};

use crate::facts::FieldRow;

use super::fields::{At, Resolver};
use super::infer::infer;

/// What a parameter is for, told by how its name ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// A list of field names.
    Select,
    /// Field names with prefixes, and values.
    Filter,
    /// Field names and directions.
    Order,
    Other,
}

pub(super) fn use_of(name: &str) -> Use {
    let ends = |end: &str| {
        let from = name.len().saturating_sub(end.len());
        name.as_bytes()[from..].eq_ignore_ascii_case(end.as_bytes())
    };
    if ends("select") {
        Use::Select
    } else if ends("filter") {
        Use::Filter
    } else if ends("order") || name.eq_ignore_ascii_case("sort") {
        Use::Order
    } else {
        Use::Other
    }
}

impl<'f> Resolver<'_, 'f> {
    /// A sorting: field names with directions.
    pub(super) fn order(&mut self, row: &'f FieldRow, name: &str, at: At<'f, '_>) -> Type {
        let nested = at
            .evidence
            .iter()
            .filter_map(|v| v.as_object())
            .flat_map(|map| map.values())
            .any(|v| !v.is_string());
        let parts = match self.parts(row, name, at) {
            Some(Type::Ref(name)) => {
                self.records.get(&name).map(|record| Type::Record(record.body.clone()))
            }
            parts => parts,
        };
        match parts {
            Some(Type::Record(mut body)) if !nested => {
                for field in &mut body.fields {
                    field.ty = Type::String;
                    field.values.retain(is_direction);
                    if field.values.is_empty() {
                        field.values.clone_from(&row.about.values);
                        field.values.retain(is_direction);
                    }
                    field.default = None;
                    (field.limits, field.required) = (b24_schema::Limits::default(), false);
                }
                body.open = true;
                Type::Record(body)
            }
            Some(ty) => ty,
            None if nested => infer(at.evidence).unwrap_or(Type::Any),
            None => Type::Map(Box::new(Type::String)),
        }
    }
}

/// Signs before the name of a field in a filter.
const SIGNS: [char; 12] = ['!', '=', '<', '>', '%', '@', '?', '~', '*', '+', '-', '^'];

/// What a filter takes, by the names of the fields: an example has conditions, signs before the
/// names, and a list where the sign asks for one.
pub(super) fn without_signs(ty: &mut Type) {
    let Type::Record(body) = ty else { return };
    for field in std::mem::take(&mut body.fields) {
        let name = field.name.trim_start_matches(SIGNS);
        if name.len() == field.name.len() || name.is_empty() {
            body.fields.push(field);
            continue;
        }
        body.open = true;
        if !body.fields.iter().any(|known| known.name == name) {
            let ty = match field.ty {
                Type::List(inner) => *inner,
                ty => ty,
            };
            body.fields.push(Field::new(name, ty));
        }
    }
}

pub(super) fn is_direction(value: &b24_schema::AllowedValue) -> bool {
    ["asc", "desc"].iter().any(|known| value.value.eq_ignore_ascii_case(known))
}

pub(super) fn allowed(name: &str) -> b24_schema::AllowedValue {
    b24_schema::AllowedValue { value: name.to_owned(), label: None }
}
