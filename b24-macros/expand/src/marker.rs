//! Schema types as the marker types that say what a setter takes.

use b24_schema::{
    Field, Module, NameError, SHARED, Type, Wire, builder_ident, module_ident, record_ident,
};

use crate::names::Prelude;
use crate::types::{RecordPath, RustType};

/// What markers are written with: the prelude's names, and the module that owns the references.
pub(crate) struct Markers<'a> {
    pub(crate) prelude: &'a Prelude<'a>,
    /// What the markers are of: its own records are in it.
    pub(crate) module: &'a Module,
}

/// How a setter takes its value.
pub(crate) enum Taken {
    /// A record: a closure that fills it.
    Record(RustType),
    /// Anything that converts to the marker.
    Arg(RustType),
}

impl Markers<'_> {
    /// How `field` of `owner` is taken.
    pub(crate) fn taken(&self, owner: &str, field: &Field) -> Result<Taken, NameError> {
        Ok(match self.record(owner, field, &field.ty)? {
            Some(record) => Taken::Record(record),
            None => Taken::Arg(self.marker(owner, field, &field.ty)?),
        })
    }

    /// The Rust type of a record or a reference.
    fn record(&self, owner: &str, field: &Field, ty: &Type) -> Result<Option<RustType>, NameError> {
        Ok(match ty {
            Type::Record(_) => Some(RustType::Local(record_ident(owner, &field.name)?)),
            Type::Ref(name) => Some(RustType::Record(self.reference(name)?)),
            _ => None,
        })
    }

    /// The builder of a record that has a name of its own.
    pub(crate) fn reference(&self, name: &str) -> Result<RecordPath, NameError> {
        let own = self.module.records.iter().any(|own| own.name == name);
        let module = if own { &self.module.module } else { SHARED };
        Ok(RecordPath { module: module_ident(module)?, name: builder_ident(name)? })
    }

    fn marker(&self, owner: &str, field: &Field, ty: &Type) -> Result<RustType, NameError> {
        let p = |name| RustType::Prelude(self.prelude.get(name), Vec::new());
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
                self.generic("Rec", self.record(owner, field, ty)?.into_iter().collect())
            }
            Type::Union(members) => self.union(owner, field, members)?,
        })
    }

    fn generic(&self, name: &'static str, of: Vec<RustType>) -> RustType {
        RustType::Prelude(self.prelude.get(name), of)
    }

    /// `One<number, text, boolean, list, object, null>`, without the trailing `No`s. A union that
    /// has two different members for one place can only be `Any`.
    fn union(&self, owner: &str, field: &Field, members: &[Type]) -> Result<RustType, NameError> {
        let Some(places) = places(members) else { return Ok(self.generic("Any", Vec::new())) };
        let used = places.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        let arguments = places[..used].iter().map(|place| match place {
            Some(ty) => self.marker(owner, field, ty),
            None => Ok(self.generic("No", Vec::new())),
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
