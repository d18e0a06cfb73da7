//! Ways through types: what one is made of is said here, and nowhere else.
//!
//! [`Type::parts`] is one step, [`Type::walk`] all of them. A walk goes through the fields of records that are
//! described in place too, but not through those of shared records, which are [named](Type::refs) only.
//!
//! ```
//! use b24_schema::{Field, RecordBody, Type};
//!
//! let phone = Type::List(Box::new(Type::Ref("crm_phone".into())));
//! let fields = vec![Field::new("ID", Type::Integer), Field::new("PHONE", phone)];
//! let deals = Type::List(Box::new(Type::Record(RecordBody { fields, open: false })));
//!
//! assert_eq!(deals.walk().count(), 5, "list, record, integer, list, reference");
//! assert_eq!(deals.refs().collect::<Vec<_>>(), ["crm_phone"]);
//! assert_eq!(deals.records().next().unwrap().fields.len(), 2);
//! ```

use crate::io::Schema;
use crate::method::{Answer, Method, Module};
use crate::types::{Field, Record, RecordBody, Type};

/// The types without parts. They are named one by one, so that a new one has to be thought of here.
macro_rules! plain {
    () => {
        Type::Integer
            | Type::Number
            | Type::String
            | Type::Boolean(_)
            | Type::Date
            | Type::DateTime
            | Type::Timestamp
            | Type::File
            | Type::Null
            | Type::Any
            | Type::Ref(_)
    };
}
impl Type {
    /// What the type is made of, one step down: what a list or a map holds, the members of a union, the types of a
    /// record's fields.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &Type> {
        let (of, members, fields): (Option<&Type>, &[Type], &[Field]) = match self {
            Self::List(of) | Self::Map(of) => (Some(of), &[], &[]),
            Self::Union(members) => (None, members, &[]),
            Self::Record(RecordBody { fields, open: _ }) => (None, &[], fields),
            plain!() => (None, &[], &[]),
        };
        of.into_iter().chain(members).chain(fields.iter().map(|field| &field.ty))
    }

    /// As [`parts`](Self::parts), to be changed.
    pub fn parts_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut Type> {
        let (of, members, fields): (Option<&mut Type>, &mut [Type], &mut [Field]) = match self {
            Self::List(of) | Self::Map(of) => (Some(of), &mut [], &mut []),
            Self::Union(members) => (None, members, &mut []),
            Self::Record(RecordBody { fields, open: _ }) => (None, &mut [], fields),
            plain!() => (None, &mut [], &mut []),
        };
        of.into_iter().chain(members).chain(fields.iter_mut().map(|field| &mut field.ty))
    }

    /// The type and all that is in it, each before its parts.
    pub fn walk(&self) -> impl Iterator<Item = &Type> {
        self.walk_into(|_| true)
    }

    /// As [`walk`](Self::walk), but into those types only for which `into` says so; the others are visited, and their
    /// parts are not.
    pub fn walk_into(&self, into: impl Fn(&Type) -> bool) -> impl Iterator<Item = &Type> {
        // Most types are plain: nothing is allocated for them.
        let mut first = Some(self);
        let mut next = Vec::new();
        std::iter::from_fn(move || {
            let ty = first.take().or_else(|| next.pop())?;
            if into(ty) {
                next.extend(ty.parts().rev());
            }
            Some(ty)
        })
    }

    /// Visits the type and all that is in it, each after its parts: what a visitor puts in place of a type is not
    /// visited again.
    pub fn walk_mut(&mut self, visit: &mut impl FnMut(&mut Type)) {
        self.parts_mut().for_each(|part| part.walk_mut(visit));
        visit(self);
    }

    /// The records described in place in the type, without those inside of these.
    pub fn records(&self) -> impl Iterator<Item = &RecordBody> {
        let all = self.walk_into(|ty| !matches!(ty, Self::Record(_)));
        all.filter_map(|ty| match ty {
            Self::Record(body) => Some(body),
            _ => None,
        })
    }

    /// The shared records that are named in the type, one as often as it is.
    pub fn refs(&self) -> impl Iterator<Item = &str> {
        self.walk().filter_map(|ty| match ty {
            Self::Ref(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Visits every field of the records described in place in the type, and of those inside of these, each after the
    /// fields in it.
    pub fn each_field_mut(&mut self, visit: &mut impl FnMut(&mut Field)) {
        self.walk_mut(&mut |ty| {
            if let Self::Record(body) = ty {
                body.fields.iter_mut().for_each(&mut *visit);
            }
        });
    }
}

impl Method {
    /// The types of its parameters, in their order, and of what it answers.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let Self {
            name: _,
            rest: _,
            page: _,
            title: _,
            effect: _,
            scopes: _,
            scope_from: _,
            who: _,
            deprecated: _,
            app_only: _,
            positional: _,
            params,
            open: _,
            alternatives: _,
            answer: Answer { ty, bare: _, total: _, next: _, text: _ },
            list: _,
            errors: _,
            related: _,
            text: _,
        } = self;
        params.iter().map(|param| &param.ty).chain([ty])
    }

    /// As [`types`](Self::types), to be changed.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.params.iter_mut().map(|param| &mut param.ty).chain([&mut self.answer.ty])
    }

    /// Visits every parameter and every field of the records described in place, each after the fields in it.
    pub fn each_field_mut(&mut self, visit: &mut impl FnMut(&mut Field)) {
        self.types_mut().for_each(|ty| ty.each_field_mut(visit));
        self.params.iter_mut().for_each(visit);
    }
}

impl Record {
    /// The types of its fields.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.body.fields.iter().map(|field| &field.ty)
    }

    /// As [`types`](Self::types), to be changed.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.body.fields.iter_mut().map(|field| &mut field.ty)
    }

    /// Visits every field, and every field of the records described in place, each after the fields in it.
    pub fn each_field_mut(&mut self, visit: &mut impl FnMut(&mut Field)) {
        self.types_mut().for_each(|ty| ty.each_field_mut(visit));
        self.body.fields.iter_mut().for_each(visit);
    }
}

impl Module {
    /// The [types of its methods](Method::types), then those of its records.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let records = self.records.iter().flat_map(Record::types);
        self.methods.iter().flat_map(Method::types).chain(records)
    }

    /// As [`types`](Self::types), to be changed.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        let records = self.records.iter_mut().flat_map(Record::types_mut);
        self.methods.iter_mut().flat_map(Method::types_mut).chain(records)
    }

    /// Visits every field of its methods and records, each after the fields in it.
    pub fn each_field_mut(&mut self, visit: &mut impl FnMut(&mut Field)) {
        self.methods.iter_mut().for_each(|method| method.each_field_mut(visit));
        self.records.iter_mut().for_each(|record| record.each_field_mut(visit));
    }
}

impl Schema {
    /// The [types of all modules](Module::types).
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.modules.values().flat_map(Module::types)
    }

    /// As [`types`](Self::types), to be changed.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.modules.values_mut().flat_map(Module::types_mut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(of: Type) -> Type {
        Type::List(Box::new(of))
    }

    fn record<const N: usize>(fields: [(&str, Type); N]) -> Type {
        let fields = fields.into_iter().map(|(name, ty)| Field::new(name, ty)).collect();
        Type::Record(RecordBody { fields, open: false })
    }

    fn reference(name: &str) -> Type {
        Type::Ref(name.into())
    }

    /// `[{a: {b: [one]}, c: two | {d: three}}]`.
    fn deep() -> Type {
        let c = Type::Union(vec![record([("d", reference("three"))]), reference("two")]);
        list(record([("a", record([("b", list(reference("one")))])), ("c", c)]))
    }

    #[test]
    fn a_walk_has_each_type_before_its_parts_in_the_order_of_the_schema() {
        let deep = deep();
        assert_eq!(deep.walk().count(), 9);
        assert_eq!(deep.refs().collect::<Vec<_>>(), ["one", "three", "two"]);
        assert_eq!(Type::Any.walk().collect::<Vec<_>>(), [&Type::Any]);
    }

    #[test]
    fn a_walk_stays_out_of_what_it_is_told_to() {
        let deep = deep();
        let names: Vec<_> =
            deep.records().flat_map(|body| &body.fields).map(|f| &*f.name).collect();
        assert_eq!(names, ["a", "c"], "not what is inside of records");
        let lists = deep.walk_into(|ty| !matches!(ty, Type::List(_)));
        assert_eq!(lists.count(), 1);
    }

    #[test]
    fn what_is_changed_is_not_visited_again() {
        let mut deep = deep();
        deep.walk_mut(&mut |ty| match ty {
            Type::Ref(name) if name.len() == 3 => *ty = list(reference(&name.clone())),
            Type::Union(members) => members.sort(),
            _ => {}
        });
        assert_eq!(deep.walk().count(), 11);
        assert!(deep.walk().all(|ty| ty.parts().is_sorted() || !matches!(ty, Type::Union(_))));
    }

    #[test]
    fn every_field_is_visited_once() {
        let mut method = Method::new("a.b", crate::Rest::V2, "x.md");
        method.params = vec![Field::new("p", deep()), Field::new("q", Type::Any)];
        method.answer = Answer::new(deep());
        let mut names = Vec::new();
        method.each_field_mut(&mut |field| names.push(field.name.clone()));
        names.sort();
        assert_eq!(names.concat(), "aabbccddpq");
        assert_eq!(method.types().flat_map(Type::refs).count(), 6);
    }
}
