//! Families of the properties of products and of elements of lists: `property*`, `PROPERTY_*`.
//!
//! Each property has a type of its own, of which an example shows some: the form of all is one, but not what is in it. Of
//! `{"value": "Blue", "valueId": 7}` the identifier is told.

use b24_schema::{Field, Type};

use super::queries::{Use, use_of};
use super::shape::is_named;

/// How the families begin.
const PROPERTIES: [&str; 2] = ["PROPERTY_", "property"];

/// What the value of a property is under, where it does not stand alone.
const VALUE: &str = "value";

/// Leaves open what the properties in a field hold, and in the fields in it. A sorting by a property takes a direction.
pub(super) fn loosen(field: &mut Field) {
    match &field.name {
        name if use_of(name) == Use::Order => {}
        name if is_property(name) => loosen_value(&mut field.ty),
        _ => loosen_in(&mut field.ty),
    }
}

/// As [`loosen`], for the fields in a type.
pub(super) fn loosen_in(ty: &mut Type) {
    match ty {
        Type::Record(body) => body.fields.iter_mut().for_each(loosen),
        ty => ty.parts_mut().for_each(loosen_in),
    }
}

/// Whether a name is that of a family of properties.
pub(crate) fn is_property(name: &str) -> bool {
    name.ends_with('*') && PROPERTIES.iter().any(|start| name.starts_with(start))
}

fn loosen_value(ty: &mut Type) {
    match ty {
        Type::Map(of) => loosen_value(of),
        // Another property has one value.
        Type::List(of) if holds_record(of) => loosen_value(of),
        Type::Record(body) => {
            let value = |field: &&mut Field| VALUE.eq_ignore_ascii_case(&field.name);
            body.fields.iter_mut().filter(value).for_each(|field| loosen_value(&mut field.ty));
        }
        // A record, or several of them, stay so; anything else may be anything.
        Type::Union(members) if members.iter().all(holds_record) => {
            members.iter_mut().for_each(loosen_value);
        }
        Type::Ref(_) => {}
        ty => *ty = Type::Any,
    }
}

fn holds_record(ty: &Type) -> bool {
    is_named(ty.item().unwrap_or(ty))
}
