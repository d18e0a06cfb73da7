//! Whatever is wrong with a schema, nothing is when it comes out of the quarantine, and all of it expands.

use b24_schema::{AllowedValue, Answer, ErrorCode, Record, Scope, Title, refer_to};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::keys;
use super::super::told::Told;
use super::*;

/// Names of every kind: sound ones, twins of these, and what no name can be made of.
const NAMES: &[&str] = &[
    "ID",
    "id",
    "Id",
    "typeId",
    "TYPE_ID",
    "type_id",
    "fields",
    "get",
    "getFields",
    "Fields",
    "1",
    "2fa",
    "_1",
    "$lid",
    ".block@0",
    "UF_*",
    "*",
    "UF_{x}_*",
    "type",
    "self",
    "crate",
    "r#type",
    "__proto__",
    "имя",
    "🦀",
    "a b",
    "a\nb",
    "",
    "new",
    "new_",
    "extra",
    "set",
    ">ID",
    "GT_ID",
    "bool",
    "str",
    "i64",
    "Option",
    "String",
    "Vec",
];

const METHODS: &[&str] = &[
    "crm.get",
    "crm.getFields",
    "crm.get_fields",
    "crm.Get",
    "crm.get.fields",
    "crm.deal",
    "crm.deal.add",
    "crm.bool.get",
    "crm.type.self",
    "crm",
    "crm..add",
    "crm.2fa",
    "crm.1.get",
    "crm.$x",
    "crm.a b",
    "CRM.get",
    "demo",
    "demo.get",
    "std.get",
    "full",
    "shared.get",
    "catalog",
    "aB.get",
    "a_b.get",
    "aB",
    "a_b",
    "a/b.get",
    "each_call",
    "v3.get",
    "type.get",
    "имя.get",
];

const MODULES: &[&str] = &[
    "crm",
    "demo",
    "std",
    "full",
    "shared",
    "catalog",
    "ab",
    "a_b",
    "a/b",
    "each_call",
    "v3",
    "type",
    "",
    "имя",
    "CRM",
];

fn any_type() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![
        6 => select(vec![Type::Integer, Type::String, Type::Any, Type::Null, Type::File]),
        2 => select(NAMES).prop_map(|name| Type::Ref(name.to_owned())),
        1 => (0..120usize).prop_map(|n| (0..n).fold(Type::Any, |ty, _| Type::List(Box::new(ty)))),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            inner.clone().prop_map(|ty| Type::List(Box::new(ty))),
            inner.clone().prop_map(|ty| Type::Map(Box::new(ty))),
            vec(inner.clone(), 0..4).prop_map(Type::Union),
            body(inner).prop_map(Type::Record),
        ]
    })
}

fn body(ty: impl Strategy<Value = Type>) -> impl Strategy<Value = RecordBody> {
    (vec(field(ty), 0..5), any::<bool>()).prop_map(|(fields, open)| RecordBody { fields, open })
}

fn field(ty: impl Strategy<Value = Type>) -> impl Strategy<Value = Field> {
    let value = |value: &str| AllowedValue { value: value.to_owned(), label: None };
    (select(NAMES), ty, any::<bool>(), vec(select(NAMES), 0..2), vec(select(METHODS), 0..2))
        .prop_map(move |(name, ty, required, also, see)| Field {
            required,
            also: also.into_iter().map(str::to_owned).collect(),
            values: NAMES.iter().map(|name| value(name)).collect(),
            see: see.into_iter().map(str::to_owned).collect(),
            ..Field::new(name, ty)
        })
}

fn method() -> impl Strategy<Value = Method> {
    let words = || vec(select(NAMES).prop_map(str::to_owned), 0..3);
    let facts = (words(), words(), vec(words(), 0..3), any::<bool>(), any::<bool>());
    let rest = select(vec![Rest::V2, Rest::V2, Rest::V3]);
    (select(METHODS), rest, vec(field(any_type()), 0..5), any_type(), facts).prop_map(
        |(name, rest, params, answer, (scopes, errors, alternatives, positional, open))| Method {
            params,
            scopes,
            alternatives,
            positional,
            open,
            errors: errors
                .into_iter()
                .map(|code| ErrorCode { code, status: None, text: Default::default() })
                .collect(),
            related: METHODS.iter().map(|name| refer_to(rest, name)).collect(),
            answer: Answer::new(answer),
            ..Method::new(name, rest, "x.md")
        },
    )
}

fn module() -> impl Strategy<Value = Module> {
    let record = (select(NAMES), body(any_type()), vec(select(MODULES), 0..2)).prop_map(
        |(name, body, modules)| Record {
            modules: modules.into_iter().map(str::to_owned).collect(),
            ..Record::new(name, "x.md", body)
        },
    );
    let scope = select(NAMES).prop_map(|code| Scope {
        code: code.to_owned(),
        title: Title::default(),
        tool: Title::default(),
        version_of: Some("имя".to_owned()),
        deprecated: false,
        listed: false,
    });
    (select(MODULES), vec(method(), 0..5), vec(record, 0..4), vec(scope, 0..2)).prop_map(
        |(name, methods, records, scopes)| Module { methods, records, scopes, ..Module::new(name) },
    )
}

/// Every method in the module of its name, as `assemble` puts them, or anywhere.
fn schema() -> impl Strategy<Value = Schema> {
    vec(module(), 0..4).prop_map(|modules| {
        let mut schema = Schema::from_iter(modules);
        schema.modules.entry(SHARED.to_owned()).or_insert_with(|| Module::new(SHARED));
        let methods: Vec<Method> =
            schema.modules.values_mut().flat_map(|module| module.methods.drain(..)).collect();
        for method in methods {
            let name = crate::assemble::module_of(&method.name);
            let module = schema.modules.entry(name.clone()).or_insert_with(|| Module::new(&*name));
            module.methods.push(method);
        }
        schema
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_wrong_afterwards(mut schema in schema()) {
        let mut choices = Vec::new();
        keys::settle(&mut schema, &Told::new(&[]), &mut choices);
        settle(&mut schema, &mut choices);
        prop_assert_eq!(schema.validate(), vec![]);
        prop_assert!(schema.shared().is_some());
        b24_expand::render_modules(&schema).unwrap();
        b24_expand::render_index(&schema).unwrap();
        for module in schema.modules.values() {
            let again: Module = module.to_json().parse().unwrap();
            prop_assert_eq!(&again, module);
            if module.module == SHARED {
                b24_expand::shared(module).unwrap();
                b24_expand::scopes(module).unwrap();
            } else {
                for rest in [Rest::V2, Rest::V3] {
                    b24_expand::methods(module, rest).unwrap();
                }
            }
        }
        let before = choices.len();
        settle(&mut schema, &mut choices);
        prop_assert_eq!(choices.len(), before, "once is enough");
    }
}

#[test]
fn what_was_left_out_is_still_reached() {
    let mut get = Method::new("crm.get", Rest::V2, "x.md");
    let body = RecordBody { fields: vec![Field::new("имя", Type::String)], open: false };
    get.params = vec![Field::new("fields", Type::Record(body)), Field::new("имя", Type::Integer)];
    get.answer.ty = Type::List(Box::new(Type::Ref("gone".to_owned())));
    let mut schema = Schema::from_iter([Module { methods: vec![get], ..Module::new("crm") }]);
    let mut choices = Vec::new();
    settle(&mut schema, &mut choices);
    let get = &schema.modules["crm"].methods[0];
    assert!(get.open && get.params.len() == 1, "sent by `set`");
    let Type::Record(body) = &get.params[0].ty else { panic!("{:?}", get.params) };
    assert!(body.open && body.fields.is_empty(), "the record too");
    assert_eq!(get.answer.ty, Type::List(Box::new(Type::Map(Box::new(Type::Any)))));
    let mut places: Vec<_> = choices.iter().map(|choice| (choice.code, &*choice.at)).collect();
    places.sort();
    let expected = ["answer", "params.fields.имя", "params.имя"].map(|at| (QUARANTINED, at));
    assert_eq!(places, expected);
}
