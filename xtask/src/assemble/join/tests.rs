//! The laws of the joins.

use b24_schema::{AllowedValue, Wire};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::assemble::claims::{Claim, Kind, Langs, Source, What, Word};
use crate::corpus::Lang;
use crate::facts::Required;

/// Types as the passes have them: joined, so that every union is one that a join gives.
fn types() -> impl Strategy<Value = Type> {
    let plain = prop::sample::select(vec![
        UNKNOWN,
        Type::Any,
        Type::Null,
        Type::Integer,
        Type::Number,
        Type::String,
        Type::Date,
        Type::DateTime,
        Type::Timestamp,
        Type::File,
        Type::Boolean(Wire::Json),
        Type::Boolean(Wire::Yn),
        Type::Ref("a#1".to_owned()),
        Type::Ref("b#1".to_owned()),
    ]);
    plain.prop_recursive(3, 24, 3, |inner| {
        let list = inner.clone().prop_map(|ty| Type::List(Box::new(ty)));
        let map = inner.clone().prop_map(|ty| Type::Map(Box::new(ty)));
        let record = body(inner.clone()).prop_map(Type::Record);
        let union = vec(inner, 0..4).prop_map(all);
        prop_oneof![list, map, record, union]
    })
}

fn body(ty: impl Strategy<Value = Type> + Clone + 'static) -> impl Strategy<Value = RecordBody> {
    let values = vec(prop::sample::select(vec!["x", "y", "z"]), 0..3);
    let rest = (option::of(prop::sample::select(vec!["1", "2"])), values, any::<[bool; 2]>());
    let field = (prop::sample::select(vec!["a", "b", "c", "D_*"]), ty, rest);
    (vec(field, 0..4), any::<bool>()).prop_map(|(fields, open)| {
        let mut body = RecordBody { fields: Vec::new(), open };
        for (name, ty, (default, values, [required, deprecated])) in fields {
            let mut field = Field::new(name, ty);
            field.default = default.map(str::to_owned);
            (field.required, field.deprecated) = (required, deprecated);
            let one = RecordBody { fields: vec![field], open: false };
            bodies(&mut body, one);
            for value in values {
                let value = AllowedValue { value: value.to_owned(), label: None };
                let last = body.fields.len() - 1;
                if !body.fields[last].values.contains(&value) {
                    body.fields[last].values.push(value);
                }
            }
        }
        body
    })
}

/// The same whatever the order of fields and values, which is no fact.
fn sorted(mut ty: Type) -> Type {
    match &mut ty {
        Type::List(of) | Type::Map(of) => **of = sorted(std::mem::replace(of, UNKNOWN)),
        Type::Union(members) => {
            members.iter_mut().for_each(|ty| *ty = sorted(std::mem::replace(ty, UNKNOWN)));
            members.sort();
        }
        Type::Record(body) => {
            for field in &mut body.fields {
                field.ty = sorted(std::mem::replace(&mut field.ty, UNKNOWN));
                field.values.sort();
            }
            body.fields.sort();
        }
        _ => {}
    }
    ty
}

fn joined(a: &Type, b: &Type) -> Type {
    sorted(join(a.clone(), b.clone()))
}

proptest! {
    #[test]
    fn it_does_not_matter_who_says_it_first(a in types(), b in types()) {
        prop_assert_eq!(joined(&a, &b), joined(&b, &a));
    }

    #[test]
    fn it_does_not_matter_who_is_put_together_first(a in types(), b in types(), c in types()) {
        prop_assert_eq!(joined(&joined(&a, &b), &c), joined(&a, &joined(&b, &c)));
    }

    #[test]
    fn saying_it_twice_adds_nothing(a in types(), b in types()) {
        prop_assert_eq!(joined(&a, &a), sorted(a.clone()));
        let once = joined(&a, &b);
        prop_assert_eq!(joined(&once, &b), once);
    }

    #[test]
    fn unknown_is_the_bottom_and_any_the_top(a in types()) {
        prop_assert_eq!(joined(&UNKNOWN, &a), sorted(a.clone()));
        prop_assert_eq!(joined(&Type::Any, &a), Type::Any);
    }

    #[test]
    fn a_settled_type_is_one_that_the_schema_may_have(mut a in types()) {
        settled(&mut a);
        let mut again = a.clone();
        settled(&mut again);
        prop_assert_eq!(&a, &again);
        prop_assert!(is_settled(&a), "{:?}", a);
    }

    #[test]
    fn claims_are_joined_by_the_same_laws(a in places(2), b in places(2), c in places(2)) {
        let join = |mut a: Said<'static>, b: Said<'static>| {
            said(&mut a, b);
            a
        };
        let of = |said| ordered(said);
        prop_assert_eq!(of(join(a.clone(), b.clone())), of(join(b.clone(), a.clone())));
        let left = join(join(a.clone(), b.clone()), c.clone());
        let right = join(a.clone(), join(b, c));
        prop_assert_eq!(of(left), of(right));
        prop_assert_eq!(of(join(a.clone(), a.clone())), of(a));
    }
}

fn is_settled(ty: &Type) -> bool {
    match ty {
        Type::List(of) | Type::Map(of) => is_settled(of),
        Type::Record(body) => body.fields.iter().all(|field| is_settled(&field.ty)),
        Type::Union(members) => {
            let flags = members.iter().filter(|ty| matches!(ty, Type::Boolean(_))).count();
            let flat = members.iter().all(|ty| !matches!(ty, Type::Union(_) | Type::Any));
            members.len() > 1 && flags < 2 && flat && members.iter().all(is_settled)
        }
        _ => true,
    }
}

/// What two sources say of a place and of the places inside.
fn places(depth: u32) -> BoxedStrategy<Said<'static>> {
    let word = prop::sample::select(vec![Word::Object, Word::Array, Word::Basic(Type::Integer)]);
    let what = prop_oneof![
        (word, 0..2_u8).prop_map(|(word, list)| What::Type { word, list }),
        prop::sample::select(vec![Required::Yes, Required::No]).prop_map(What::Required),
        Just(What::Default("N".to_owned())),
    ];
    let lang = prop::sample::select(vec![Lang::En, Lang::Ru]);
    let claim = (what, lang).prop_map(|(what, lang)| {
        let source = Source { kind: Kind::Table, lang, page: "a.md", span: None };
        Claim { what, source }
    });
    let parts = match depth {
        0 => Just(None).boxed(),
        depth => {
            let field = (prop::sample::select(vec!["a", "b"]), places(depth - 1));
            let parts = vec(field, 0..3).prop_map(|fields| {
                let mut parts = Parts { langs: Langs::of(Lang::En), ..Parts::default() };
                for (name, more) in fields {
                    said(parts.entry(name), more);
                }
                parts
            });
            option::of(parts).boxed()
        }
    };
    (vec(claim, 0..3), parts)
        .prop_map(|(claims, parts)| {
            let mut all = Said { parts, ..Said::default() };
            said(&mut all, Said { claims, ..Said::default() });
            all
        })
        .boxed()
}

fn ordered(mut said: Said<'static>) -> Said<'static> {
    said.claims.sort_by_key(|claim| format!("{claim:?}"));
    if let Some(parts) = &mut said.parts {
        parts.fields = std::mem::take(&mut parts.fields)
            .into_iter()
            .map(|(name, said)| (name, ordered(said)))
            .collect();
        parts.fields.sort_by(|a, b| a.0.cmp(&b.0));
    }
    said
}
