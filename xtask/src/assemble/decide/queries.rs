//! Parameters that every list takes: names to select, conditions, sortings.

use b24_schema::{AllowedValue, Field, Type, field_ident};
use serde_json::Value;

use super::Records;
use super::shape::body_of;
use crate::facts;

/// What a parameter is for, told by how its name ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// A list of field names.
    Select,
    /// Field names with prefixes, and values.
    Filter,
    /// Field names and directions.
    Order,
    Other,
}

/// The array of the fields that rows are grouped by.
pub(crate) const GROUP: &str = "group";

/// What the name of a parameter says that it is for.
pub(crate) fn use_of(name: &str) -> Use {
    if facts::is_select(name) {
        Use::Select
    } else if facts::is_filter(name) {
        Use::Filter
    } else if facts::ends_with(name, "order") || name.eq_ignore_ascii_case("sort") {
        Use::Order
    } else {
        Use::Other
    }
}

/// A name as methods spell it that know capitals only: `CREATED_BY` for `createdBy`. Families stay as they are.
pub(crate) fn capitals(name: &str) -> String {
    field_ident(name).map_or_else(|_| name.to_owned(), |ident| ident.to_uppercase())
}

/// The field of a record that holds what the others are about.
const VALUE: &str = "VALUE";

/// The type that a record is compared by: its value, such as a phone number.
pub(crate) fn value_of<'t>(ty: &'t Type, records: &'t Records) -> Option<&'t Type> {
    let value = body_of(ty, records)?.fields.iter().find(|field| field.name == VALUE)?;
    Some(&value.ty)
}

/// Signs before the name of a field in a filter.
pub(crate) const SIGNS: [char; 12] = ['!', '=', '<', '>', '%', '@', '?', '~', '*', '+', '-', '^'];

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

/// What examples compare a field with: its values under whatever sign, and those of lists, which some signs
/// ask for.
pub(super) fn compared<'e>(conditions: &[&'e Value], name: &str) -> Vec<&'e Value> {
    let maps = conditions.iter().filter_map(|value| value.as_object()).flatten();
    let own = |key: &str| key.trim_start_matches(SIGNS).eq_ignore_ascii_case(name);
    let mut out = Vec::new();
    for (key, value) in maps.filter(|(key, _)| own(key)) {
        match value.as_array() {
            Some(values) if key.starts_with(SIGNS) => out.extend(values),
            _ => out.push(value),
        }
    }
    out
}

pub(crate) fn is_direction(value: &AllowedValue) -> bool {
    ["asc", "desc"].iter().any(|known| value.value.eq_ignore_ascii_case(known))
}

pub(crate) fn allowed(name: &str) -> AllowedValue {
    AllowedValue { value: name.to_owned(), label: None }
}
