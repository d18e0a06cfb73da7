//! Schema types as the marker types that say what a setter takes.

use b24_schema::{
    Field, Module, NameError, SHARED, Type, Wire, builder_ident, module_ident, record_ident,
};

use crate::names::Prelude;

/// What markers are written with: the prelude's names, and the module that owns the references.
pub(crate) struct Markers<'a> {
    pub(crate) prelude: &'a Prelude<'a>,
    /// What the markers are of: its own records are in it.
    pub(crate) module: &'a Module,
}

/// How a setter takes its value.
pub(crate) enum Taken {
    /// A record: a closure that fills it.
    Record(String),
    /// Anything that converts to the marker.
    Arg(String),
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
    fn record(&self, owner: &str, field: &Field, ty: &Type) -> Result<Option<String>, NameError> {
        Ok(match ty {
            Type::Record(_) => Some(record_ident(owner, &field.name)?),
            Type::Ref(name) => Some(self.reference(name)?),
            _ => None,
        })
    }

    pub(crate) fn reference(&self, name: &str) -> Result<String, NameError> {
        let record = builder_ident(name)?;
        let own = self.module.records.iter().any(|own| own.name == name);
        let module = if own { &self.module.module } else { SHARED };
        Ok(format!("crate::{}::{record}", module_ident(module)?))
    }

    fn marker(&self, owner: &str, field: &Field, ty: &Type) -> Result<String, NameError> {
        let p = |name| self.prelude.get(name);
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
            Type::List(of) => self.wrap("List", owner, field, of)?,
            Type::Map(of) => self.wrap("Dict", owner, field, of)?,
            Type::Record(_) | Type::Ref(_) => {
                let record = self.record(owner, field, ty)?.unwrap_or_default();
                format!("{}<{record}>", p("Rec"))
            }
            Type::Union(members) => self.union(owner, field, members)?,
        })
    }

    fn wrap(
        &self,
        outer: &str,
        owner: &str,
        field: &Field,
        of: &Type,
    ) -> Result<String, NameError> {
        let inner = self.marker(owner, field, of)?;
        Ok(format!("{}<{inner}>", self.prelude.get(outer)))
    }

    /// `One<number, text, boolean, list, object, null>`, without the trailing `No`s. A union that
    /// has two different members for one place can only be `Any`.
    fn union(&self, owner: &str, field: &Field, members: &[Type]) -> Result<String, NameError> {
        let Some(places) = places(members) else { return Ok(self.prelude.get("Any")) };
        let used = places.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        let mut arguments = Vec::new();
        for place in &places[..used] {
            arguments.push(match place {
                Some(ty) => self.marker(owner, field, ty)?,
                None => self.prelude.get("No"),
            });
        }
        Ok(format!("{}<{}>", self.prelude.get("One"), arguments.join(", ")))
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
