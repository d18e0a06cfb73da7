//! Schema types as the marker types that say what a setter takes.

use b24_schema::{Field, NameError, Type, Wire, record_ident};

use crate::types::{RustType, Types};

/// How a setter takes its value.
pub(crate) enum Taken {
    /// A record: a closure that fills it.
    Record(RustType),
    /// Anything that converts to the marker.
    Arg(RustType),
}

impl Types<'_> {
    /// How `field` of `owner` is taken.
    pub(crate) fn taken(&self, owner: &str, field: &Field) -> Result<Taken, NameError> {
        Ok(match self.built(owner, field, &field.ty)? {
            Some(record) => Taken::Record(record),
            None => Taken::Arg(self.marker(owner, field, &field.ty)?),
        })
    }

    /// What builds a record or a reference.
    fn built(&self, owner: &str, field: &Field, ty: &Type) -> Result<Option<RustType>, NameError> {
        Ok(match ty {
            Type::Record(_) => Some(RustType::Local(record_ident(owner, &field.name)?)),
            Type::Ref(name) => Some(RustType::Record(self.builder(name)?)),
            _ => None,
        })
    }

    /// The marker of a type.
    fn marker(&self, owner: &str, field: &Field, ty: &Type) -> Result<RustType, NameError> {
        let p = |name| self.plain(name);
        Ok(match ty {
            Type::Integer => p("Int"),
            Type::Number => p("Num"),
            Type::String => p("Text"),
            Type::Boolean(Wire::Json) => p("Bool"),
            Type::Boolean(Wire::Yn) => p("YesNo"),
            Type::Boolean(Wire::Int) => p("OneZero"),
            Type::Boolean(Wire::Digit) => p("OneZeroText"),
            Type::Boolean(Wire::Text) => p("BoolText"),
            Type::Date => p("Date"),
            Type::DateTime => p("DateTime"),
            Type::Timestamp => p("Timestamp"),
            Type::File => p("FileData"),
            Type::Null => p("Null"),
            Type::Any => p("Any"),
            Type::List(of) => self.generic("List", vec![self.marker(owner, field, of)?]),
            Type::Map(of) => self.generic("Dict", vec![self.marker(owner, field, of)?]),
            Type::Record(_) | Type::Ref(_) => {
                self.generic("Rec", self.built(owner, field, ty)?.into_iter().collect())
            }
            Type::Union(members) => self.one(owner, field, members)?,
        })
    }

    /// `One<number, text, boolean, list, object, null>`, without the trailing `No`s. A union that
    /// has two different members for one place can only be `Any`.
    fn one(&self, owner: &str, field: &Field, members: &[Type]) -> Result<RustType, NameError> {
        let Some(places) = places(members) else { return Ok(self.plain("Any")) };
        let used = places.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        let arguments = places[..used].iter().map(|place| match place {
            Some(ty) => self.marker(owner, field, ty),
            None => Ok(self.plain("No")),
        });
        Ok(self.generic("One", arguments.collect::<Result<_, _>>()?))
    }
}

/// What a union takes as number, text, boolean, list, object and null; `None` where only `Any` will do.
pub(crate) fn places(members: &[Type]) -> Option<[Option<&Type>; 6]> {
    let mut places: [Option<&Type>; 6] = [None; 6];
    for member in members {
        let (place, taken) = match member {
            // Whole numbers are numbers, dates are text, and a later member is never narrower.
            Type::Integer | Type::Timestamp => (0, &Type::Integer),
            Type::Number => (0, &Type::Number),
            Type::String | Type::Date | Type::DateTime => (1, &Type::String),
            Type::Boolean(_) => (2, member),
            Type::List(_) => (3, member),
            Type::Map(_) | Type::Record(_) | Type::Ref(_) => (4, member),
            Type::Null => (5, member),
            Type::File | Type::Any | Type::Union(_) => return None,
        };
        if place >= 2 && places[place].is_some() {
            return None;
        }
        places[place] = Some(taken);
    }
    Some(places)
}
