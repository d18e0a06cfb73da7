//! Putting together what is said in several places: claims by their places, types by their structure.
//!
//! Both joins are commutative, associative and idempotent, but for the order of fields, which is that of
//! the documentation and no fact: what is known does not depend on who said it first.
//!
//! For types, the union of nothing is the bottom ([`UNKNOWN`]: nobody said anything), and [`Type::Any`] is
//! the top (really anything). A boolean stands in a union once for each of its forms on the wire, until
//! [`settled`] picks the one that is sent.

#[cfg(test)]
mod tests;

use b24_schema::{Field, Limits, RecordBody, Type, Wire};

use super::claims::{Parts, Said};

/// The type of what nobody says anything of.
pub(crate) const UNKNOWN: Type = Type::Union(Vec::new());

/// Whether nobody says what a type is.
pub(crate) fn is_unknown(ty: &Type) -> bool {
    matches!(ty, Type::Union(members) if members.is_empty())
}

/// Whether a type is an object of which nothing more is known.
pub(crate) fn is_bare_map(ty: &Type) -> bool {
    matches!(ty, Type::Map(of) if is_unknown(of))
}

/// The type of what is of any of `types`.
pub(crate) fn all(types: impl IntoIterator<Item = Type>) -> Type {
    types.into_iter().fold(UNKNOWN, join)
}

/// The type of what is of the one type or of the other.
pub(crate) fn join(a: Type, b: Type) -> Type {
    if a == b {
        return a;
    }
    let mut members = match a {
        Type::Any => return Type::Any,
        Type::Union(members) => members,
        one => vec![one],
    };
    match b {
        Type::Any => return Type::Any,
        Type::Union(more) => more.into_iter().for_each(|ty| add(&mut members, ty)),
        one => add(&mut members, one),
    }
    absorb(&mut members);
    members.sort();
    match members.len() {
        1 => members.remove(0),
        _ => Type::Union(members),
    }
}

/// Adds a member. There is one list, one map and one record at most: what several hold is joined.
fn add(members: &mut Vec<Type>, ty: Type) {
    let same = |known: &&mut Type| {
        **known == ty
            || matches!(
                (&**known, &ty),
                (Type::List(_), Type::List(_))
                    | (Type::Map(_), Type::Map(_))
                    | (Type::Record(_), Type::Record(_))
            )
    };
    match (members.iter_mut().find(same), ty) {
        (None, ty) => members.push(ty),
        (Some(Type::List(a)), Type::List(b)) | (Some(Type::Map(a)), Type::Map(b)) => {
            **a = join(std::mem::replace(a, UNKNOWN), *b);
        }
        (Some(Type::Record(a)), Type::Record(b)) => bodies(a, b),
        _ => {}
    }
}

/// Drops the members that others say already: a whole number is a number, a date or a `Y` is a text to whoever takes
/// both, and an object of which nothing is known is the one whose fields are.
fn absorb(members: &mut Vec<Type>) {
    let has = |ty: &Type| members.contains(ty);
    let (number, text) = (has(&Type::Number), has(&Type::String));
    let object = members.iter().any(|ty| matches!(ty, Type::Record(_) | Type::Ref(_)));
    members.retain(|ty| match ty {
        Type::Integer => !number,
        Type::Date | Type::DateTime => !text,
        Type::Boolean(Wire::Yn | Wire::Digit | Wire::Text) => !text,
        Type::Map(inner) => !(object && is_unknown(inner)),
        _ => true,
    });
}

/// Adds to `a` the fields that only `b` has, and to fields of both what both say.
pub(crate) fn bodies(a: &mut RecordBody, b: RecordBody) {
    let RecordBody { fields, open } = b;
    a.open |= open || fields.iter().any(Field::is_wildcard);
    for field in fields {
        match a.fields.iter_mut().find(|known| known.name == field.name) {
            Some(known) => self::fields(known, field),
            None => a.fields.push(field),
        }
    }
}

/// Two descriptions of one field: required only where both say so, within the wider of their bounds.
pub(crate) fn fields(a: &mut Field, b: Field) {
    let Field {
        name: _,
        ty,
        required,
        default,
        values,
        limits,
        deprecated,
        see,
        constants,
        also,
        text,
    } = b;
    a.ty = join(std::mem::replace(&mut a.ty, UNKNOWN), ty);
    a.required &= required;
    a.deprecated &= deprecated;
    a.text.or(&text);
    a.default = a.default.take().into_iter().chain(default).min();
    for value in values {
        if !a.values.iter().any(|known| known.value == value.value) {
            a.values.push(value);
        }
    }
    let Limits { min, max, max_length } = limits;
    a.limits.min = a.limits.min.into_iter().chain(min).min();
    a.limits.max = a.limits.max.into_iter().chain(max).max();
    a.limits.max_length = a.limits.max_length.into_iter().chain(max_length).max();
    for see in see {
        if !a.see.contains(&see) {
            a.see.push(see);
        }
    }
    for set in constants {
        if !a.constants.contains(&set) {
            a.constants.push(set);
        }
    }
    for spelling in also {
        if !a.also.contains(&spelling) {
            a.also.push(spelling);
        }
    }
}

/// The claims of two sources about one place. `fold` tells names apart by more than their case.
pub(crate) fn said<'f>(a: &mut Said<'f>, b: Said<'f>) {
    let Said { claims, parts, text } = b;
    a.text.or(&text);
    for claim in claims {
        if !a.claims.contains(&claim) {
            a.claims.push(claim);
        }
    }
    match (&mut a.parts, parts) {
        (Some(a), Some(b)) => self::parts(a, b, Spelling::Exact),
        (a @ None, b) => *a = b,
        (Some(_), None) => {}
    }
}

/// Which names are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Those that are spelled alike.
    Exact,
    /// Those that differ in their case too: the server reads the names of parameters in any.
    AnyCase,
}

/// The named places of both.
pub(crate) fn parts<'f>(a: &mut Parts<'f>, b: Parts<'f>, spelling: Spelling) {
    let Parts { fields, open, langs } = b;
    a.open |= open;
    a.langs.add(langs);
    for (name, more) in fields {
        let same = |known: &String| match spelling {
            Spelling::Exact => *known == name,
            Spelling::AnyCase => known.eq_ignore_ascii_case(&name),
        };
        match a.fields.iter_mut().find(|(known, _)| same(known)) {
            Some((_, known)) => said(known, more),
            None => a.fields.push((name, more)),
        }
    }
}

/// Makes a type one that the schema has: with one form for each boolean, and what nobody told as anything.
pub(crate) fn settled(ty: &mut Type) {
    ty.walk_mut(&mut |ty| {
        let Type::Union(members) = ty else { return };
        if members.contains(&Type::Any) {
            *ty = Type::Any;
            return;
        }
        // The first form is the one that the documentation itself uses most.
        let mut flag = false;
        members.retain(|ty| !matches!(ty, Type::Boolean(_)) || !std::mem::replace(&mut flag, true));
        match members.len() {
            0 => *ty = Type::Any,
            1 => *ty = members.remove(0),
            _ => {}
        }
    });
}
