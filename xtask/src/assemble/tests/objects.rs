//! Tests of what parameters and answers tell of one object.

use super::*;

#[test]
fn what_is_sent_of_an_object_is_what_is_answered_of_it() {
    let fields = table(&[
        ("**GROUP_ID**\n`string`", ""),
        ("**DEADLINE**\n`string`", ""),
        ("**TITLE**\n`string`", ""),
    ]);
    let answer = json!({"result": {"item": {"groupId": "7", "deadline": "2026-01-02T03:04:05+00:00", "title": "9"}}});
    let method = method(&format!(
        "## Method Parameters\n\n{}\n### Parameter fields {{#fields}}\n\n{fields}\n## Response Handling\n\n```json\n{answer}\n```\n",
        table(&[("**fields**\n`object`", "[Fields](#fields)"), ("**x**\n`string`", "")])
    ));
    let Type::Record(body) = &method.params[0].ty else { panic!("{:?}", method.params) };
    let types: Vec<_> = body.fields.iter().map(|field| &field.ty).collect();
    assert_eq!(types, [&Type::Integer, &Type::DateTime, &Type::String]);
}

#[test]
fn an_object_that_only_an_example_shows_has_what_can_be_given_to_it() {
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    let cells: Vec<String> = names.iter().map(|name| format!("**{name}**\n`string`")).collect();
    let rows: Vec<(&str, &str)> = cells.iter().map(|cell| (cell.as_str(), "")).collect();
    let add = format!("## Method Parameters\n\n{}", table(&rows));
    let shown = |names: &[&str]| {
        let row: serde_json::Map<_, _> =
            names.iter().map(|name| ((*name).to_owned(), json!("text"))).collect();
        let list = json!({"result": [row]});
        let get = json!({"result": row});
        let page = |answer: Value| format!("## Response Handling\n\n```json\n{answer}\n```\n");
        let pages = Pages::default().method(NAME, &add).method("demo.item.list", &page(list));
        let built = pages.method("demo.item.get", &page(get)).build();
        let record = &built.schema.modules["demo"].records[0];
        record.body.fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&names[..6]), names, "most of it is known");
    assert_eq!(shown(&names[..3]), names[..3], "a coincidence");
}

#[test]
fn settings_that_an_example_shows_of_one_kind_are_those_of_all_kinds() {
    let rows: Vec<String> =
        ["a", "b", "c", "d", "e", "f"].map(|name| format!("**{name}**\n`string`")).into();
    let mut rows: Vec<(&str, &str)> = rows.iter().map(|cell| (cell.as_str(), "")).collect();
    rows.push(("**set**\n`object`", "[Settings](#set)"));
    let kinds =
        table(&[("**first**\n`string`\\|[`moment`](#moment)", ""), ("**rows**\n`integer`", "")]);
    let moment = table(&[("**kind**\n`string`", ""), ("**value**\n`datetime`", "")]);
    let add = format!(
        "## Method Parameters\n\n{}\n### Parameter set {{#set}}\n\n{kinds}\n### Type moment {{#moment}}\n\n{moment}",
        table(&rows)
    );
    let shown =
        json!({"a": "x", "b": "x", "c": "x", "d": "x", "e": "x", "f": "x", "set": {"first": "x"}});
    let page = |shown: Value, rows: &str| {
        format!("## Response Handling\n\n```json\n{}\n```\n\n{rows}", json!({ "result": shown }))
    };
    let get = page(shown.clone(), "");
    let whole = table(&[("**result**\n`object`", ""), ("**item**\n`object`", "The item")]);
    let update = page(json!({ "item": shown }), &format!("### Returned Data\n\n{whole}"));
    let pages = Pages::default().method(NAME, &add).method("demo.item.get", &get);
    let built = pages.method("demo.item.update", &update).build();
    let told = format!("{:#?}", built.schema.modules["demo"].methods);
    for name in ["demo.item.get", "demo.item.update"] {
        let method = built.schema.modules["demo"].methods.iter().find(|m| m.name == name).unwrap();
        let set = method.answer.ty.walk().find_map(|ty| match ty {
            Type::Record(body) => body.fields.iter().find(|field| field.name == "set"),
            Type::Ref(key) => {
                let mut records = built.schema.modules["demo"].records.iter();
                let record = records.find(|record| record.name == *key)?;
                record.body.fields.iter().find(|field| field.name == "set")
            }
            _ => None,
        });
        let Some(Type::Record(set)) = set.map(|field| &field.ty) else { panic!("{name}: {told}") };
        assert_eq!(names(&Type::Record(set.clone())), ["first", "rows"], "{name}");
        assert!(matches!(&set.fields[0].ty, Type::Union(kinds) if kinds.len() == 2), "{set:#?}");
    }
}

#[test]
fn an_object_that_nothing_shows_is_a_row_of_the_list_beside_it() {
    let answer = |rows: &str, example: Value| {
        let example = json!({ "result": example });
        format!("## Response Handling\n\n```json\n{example}\n```\n\n### Returned Data\n\n{rows}")
    };
    let item = table(&[("**result**\n`object`", "It"), ("**item**\n`object`", "The item")]);
    let list = table(&[("**result**\n`object`", "All"), ("**items**\n`array`", "The items")]);
    let rows = json!({ "items": [{ "id": 1, "title": "text" }], "more": true });
    let pages = Pages::default()
        .method(NAME.replace("add", "get").as_str(), &answer(&item, json!({ "item": {} })));
    let built = pages.method("demo.item.list", &answer(&list, rows)).build();
    let methods = &built.schema.modules["demo"].methods;
    let Type::Record(body) = &methods[0].answer.ty else { panic!("{:#?}", methods[0]) };
    assert!(matches!(&body.fields[0].ty, Type::Record(_) | Type::Ref(_)), "{body:#?}");
}

#[test]
fn a_list_is_filtered_and_sorted_by_the_fields_of_its_rows() {
    let rows = table(&[
        ("**filter**\n`object`", "Conditions on the fields"),
        ("**order**\n`object`", "Fields and directions"),
        ("**start**\n`integer`", "Where to begin"),
    ]);
    let answer = json!({"result": [{"ID": "1", "OPEN": true, "TAGS": ["x"], "OWNER": {"a": 1}}], "total": 1});
    let sent = json!({"filter": {">=ID": 1}, "order": {"ID": "desc"}});
    let body = format!(
        "## Method Parameters\n\n{rows}\n## Response Handling\n\n```json\n{answer}\n```\n\n{}",
        example(sent)
    );
    let method = method(&body);
    let field = |param: usize, name: &str| {
        let Type::Record(body) = &method.params[param].ty else { panic!("{:?}", method.params) };
        body.fields.iter().find(|field| field.name == name).cloned()
    };
    assert_eq!(field(0, "ID").unwrap().ty, Type::Integer);
    assert_eq!(field(0, "OPEN").unwrap().ty, Type::Boolean(Wire::Yn), "asked for with `Y`");
    assert_eq!(field(0, "TAGS").unwrap().ty, Type::String, "one of several");
    assert_eq!(field(0, "OWNER"), None, "an object is compared with nothing");
    let order = field(1, "OPEN").unwrap();
    assert_eq!(order.values.iter().map(|v| &*v.value).collect::<Vec<_>>(), ["asc", "desc"]);
    assert_eq!(field(1, "TAGS"), None);
}

#[test]
fn families_of_names_are_alike_by_their_name_alone() {
    let filter = table(&[("**filter**\n`object`", "[Conditions](#filter)")]);
    let conditions = table(&[("**PARENT_ID_...**", "Those above it")]);
    let answer = json!({"result": [{"ID": "1", "PROPERTY_1": "text"}], "total": 1});
    let body = format!(
        "## Method Parameters\n\n{filter}\n### Parameter `filter` {{#filter}}\n\n{conditions}\n\
         ## Response Handling\n\n```json\n{answer}\n```\n\n{}",
        example(json!({"filter": {"ID": 1}}))
    );
    let method = method(&body);
    let Type::Record(body) = &method.params[0].ty else { panic!("{:?}", method.params) };
    let parents = body.fields.iter().find(|field| field.name == "PARENT_ID_*").unwrap();
    assert_eq!(parents.ty, Type::Any, "and not what the properties are");
}

#[test]
fn what_an_example_shows_of_an_object_is_described_by_the_fields_of_its_family() {
    let fields = table(&[
        ("**ID**\n`integer`", "Number"),
        ("**NAME**\n`string`", "Name"),
        ("**STAGE**\n`string`", "One of:\n\n- `NEW` — new\n- `DONE` — done"),
        ("**PHONES**\n`string`", "Numbers"),
        ("**MADE**\n`datetime`", "When"),
    ]);
    let described = json!({"result": {"PHONES": {"type": "string", "isMultiple": true}}});
    let of = |shown: Value| {
        let built = Pages::default()
            .method(
                "demo.item.fields",
                &format!("## Response Handling\n\n{fields}\n```json\n{described}\n```\n"),
            )
            .method(
                "demo.item.list",
                &format!("## Response Handling\n\n```json\n{}\n```\n", json!({"result": [shown]})),
            )
            .build();
        let methods = &built.schema.modules["demo"].methods;
        methods.iter().find(|m| m.name == "demo.item.list").unwrap().answer.ty.clone()
    };
    let Type::List(item) = of(json!({"ID": "1", "STAGE": "NEW", "MORE": true})) else { panic!() };
    assert_eq!(names(&item), ["ID", "NAME", "STAGE", "PHONES", "MADE", "MORE"]);
    let Type::Record(body) = *item else { panic!() };
    assert_eq!(body.fields[2].values.len(), 2);
    assert_eq!(
        body.fields[3].ty,
        Type::List(Box::new(Type::String)),
        "several, as it is described"
    );
    let other = of(json!({"ID": "1", "PLACE": "x", "MORE": true}));
    assert_eq!(names(&other), ["ID", "PLACE", "MORE"], "most of it is something else");
}
