//! Texts beside the schema.
#![allow(missing_docs)]

use std::path::Path;

use b24_schema::{
    ErrorCode, Field, Language, Method, Module, Prose, ReadError, Record, RecordBody, Rest, Text,
    Type,
};
use proptest::prelude::*;

fn text() -> impl Strategy<Value = Text> {
    prop_oneof![Just(Text::default()), "\\PC{1,12}".prop_map(Text::from)]
}

fn fields(ty: impl Strategy<Value = Type>) -> impl Strategy<Value = Vec<Field>> {
    prop::collection::btree_map("[a-c.*]{1,2}", (ty, text()), 0..4).prop_map(|fields| {
        let field = |(name, (ty, text))| Field { text, ..Field::new(name, ty) };
        fields.into_iter().map(field).collect()
    })
}

fn ty() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![Just(Type::Integer), Just(Type::Ref("one".into()))];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let record = fields(inner.clone())
            .prop_map(|fields| Type::Record(RecordBody { fields, open: true }));
        prop_oneof![
            inner.clone().prop_map(|ty| Type::List(Box::new(ty))),
            inner.clone().prop_map(|ty| Type::Map(Box::new(ty))),
            inner.prop_map(|ty| Type::Union(vec![Type::Null, ty])),
            record,
        ]
    })
}

prop_compose! {
    fn method()(
        v3: bool, name in "vote\\.[a-c]", text in text(), params in fields(ty()),
        answer in ty(), said in text(), errors in prop::collection::vec(text(), 0..3),
    ) -> Method {
        let rest = if v3 { Rest::V3 } else { Rest::V2 };
        let mut method = Method { text, params, ..Method::new(name, rest, "x.md") };
        (method.answer.ty, method.answer.text) = (answer, said);
        let error = |(i, text): (usize, Text)| ErrorCode { code: i.to_string(), status: None, text };
        method.errors = errors.into_iter().enumerate().map(error).collect();
        method
    }
}

prop_compose! {
    fn module()(
        mut methods in prop::collection::vec(method(), 0..5),
        text in text(), fields in fields(ty()),
    ) -> Module {
        methods.sort_by(|a, b| (a.rest, &a.name).cmp(&(b.rest, &b.name)));
        methods.dedup_by(|a, b| (a.rest, &a.name) == (b.rest, &b.name));
        let body = RecordBody { fields, open: true };
        let records = vec![Record { text, ..Record::new("one", "x.md", body) }];
        Module { methods, records, ..Module::new("vote") }
    }
}

/// The module as its schema file has it.
fn bare(module: &Module) -> Module {
    module.to_json().parse().unwrap()
}

proptest! {
    #[test]
    fn what_is_collected_is_put_back(module in module()) {
        let prose = Prose::of(&module, Language::Ru);
        let file = prose.to_json();
        let read = Prose::from_text(&file, Path::new("vote.json")).unwrap();
        prop_assert_eq!(read.to_json(), &*file);
        let mut again = bare(&module);
        prop_assert!(Prose::of(&again, Language::Ru).is_empty());
        read.apply(&mut again);
        prop_assert_eq!(again.language, Some(Language::Ru));
        prop_assert_eq!(Prose::of(&again, Language::Ru).to_json(), file);
        // Debug shows texts, and so says that each stands where it stood.
        prop_assert_eq!(format!("{:?}", again.methods), format!("{:?}", module.methods));
        prop_assert_eq!(format!("{:?}", again.records), format!("{:?}", module.records));
    }

    #[test]
    fn texts_are_no_facts(module in module(), other in module()) {
        let mut with = bare(&module);
        Prose::of(&other, Language::En).apply(&mut with);
        prop_assert_eq!(with.to_json(), module.to_json());
        prop_assert_eq!(&with.methods, &module.methods);
        prop_assert_eq!(&with.records, &module.records);
    }
}

#[test]
fn methods_of_both_versions_are_told_apart() {
    let method = |rest, text: &str| Method { text: text.into(), ..Method::new("vote.a", rest, "") };
    let methods = vec![method(Rest::V2, "two"), method(Rest::V3, "three")];
    let module = Module { methods, ..Module::new("vote") };
    let mut again = bare(&module);
    Prose::of(&module, Language::En).apply(&mut again);
    assert_eq!(again.methods.iter().map(|m| m.text.as_str()).collect::<Vec<_>>(), ["two", "three"]);
}

#[test]
fn errors_name_file_line_path_and_reason() {
    let read = |text| Prose::from_text(text, Path::new("prose/vote.json")).unwrap_err();
    let odd =
        r#"{ "prose": 1, "module": "vote", "language": "en", "records": { "a": { "test": "" } } }"#;
    let error = read(odd).to_string();
    assert!(error.starts_with("prose/vote.json:1:"), "{error}");
    assert!(error.contains("at `records.a.test`: unknown field `test`"), "{error}");
    let newer = read(r#"{ "prose": 99, "novelty": [] }"#);
    assert!(matches!(newer, ReadError::ProseVersion { found: 99, .. }));
}
