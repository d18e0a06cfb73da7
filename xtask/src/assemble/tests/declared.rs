//! Tests of what examples in TypeScript declare.

use super::*;

/// The answer of a method whose page declares `declared`, describes `rows` and shows `shown`.
fn answer(declared: &str, rows: &str, shown: &Value) -> Type {
    let example = json!({ "result": shown });
    method(&format!(
        "## Code Examples\n\n```ts\nconst r = await $b24.actions.v2.call.make<{declared}>({{ method: '{NAME}' }})\n```\n\n\
         ## Response Handling\n\n```json\n{example}\n```\n\n### Returned Data\n\n{rows}"
    ))
    .answer
    .ty
}

fn fields_of(ty: &Type) -> Vec<(&str, &Type)> {
    let Type::Record(body) = ty else { panic!("{ty:?}") };
    body.fields.iter().map(|field| (&*field.name, &field.ty)).collect()
}

#[test]
fn a_declaration_fills_what_nobody_tells() {
    let shown = json!({"id": 7, "delay": null, "names": [], "parts": {}});
    let ty = answer(
        "{ id: string; delay: number | null; names: string[]; parts: Record<string, boolean>; more: string }",
        "",
        &shown,
    );
    let names = Type::List(Box::new(Type::String));
    let parts = Type::Map(Box::new(Type::Boolean(Wire::Json)));
    let told = [
        ("id", &Type::Integer),
        ("delay", &Type::Number),
        ("names", &names),
        ("parts", &parts),
        ("more", &Type::String),
    ];
    assert_eq!(fields_of(&ty), told);
}

#[test]
fn a_declaration_of_another_object_and_fields_of_one_portal_count_for_nothing() {
    let shown = json!({"id": 7, "title": "text"});
    let ty = answer("{ total: number; page: number; items: unknown[] }", "", &shown);
    assert_eq!(fields_of(&ty).len(), 2, "{ty:?}");
    let ty =
        answer("{ id: number; title: string; UF_CRM_7: string; property7: string }", "", &shown);
    assert_eq!(fields_of(&ty).len(), 2, "{ty:?}");
    let ty = answer("{ ID: number; Title: string; x: string }", "", &shown);
    assert_eq!(fields_of(&ty).len(), 2, "spelled in another way: {ty:?}");
}

#[test]
fn the_fields_method_of_the_family_tells_what_is_null_in_the_example() {
    let page = |shown: Value| {
        format!("## Response Handling\n\n```json\n{}\n```\n", json!({ "result": shown }))
    };
    let described = |ty: &str| json!({"type": ty, "isRequired": false, "isMultiple": false});
    let fields = json!({"id": described("integer"), "city": described("string"), "made": described("datetime"),
        "UF_CRM_1": described("string"), "owner": described("crm_contact")});
    let pages = Pages::default().method("demo.item.fields", &page(fields));
    let shown = json!({"id": "7", "city": null, "owner": null});
    let built = pages.method("demo.item.get", &page(shown)).build();
    let get = built.schema.modules["demo"].methods.iter().find(|m| m.name == "demo.item.get");
    let ty = get.map(|get| get.answer.ty.clone()).unwrap();
    let Type::Record(body) = &ty else { panic!("{ty:?}") };
    let told: Vec<_> = body.fields.iter().map(|field| (&*field.name, &field.ty)).collect();
    assert_eq!(
        told,
        [
            ("id", &Type::Integer),
            ("city", &Type::String),
            ("owner", &Type::Any),
            ("made", &Type::DateTime),
        ]
    );
}

/// The rows of `demo.item.list`, and its filter and sorting, beside what `demo.item.getFields` describes.
fn listed(described: Value, rows: &[(&str, &str)], shown: Value, params: &str) -> Method {
    let page = |shown: Value| {
        format!("## Response Handling\n\n```json\n{}\n```\n", json!({ "result": shown }))
    };
    let pages = Pages::default().method("demo.item.getFields", &page(described));
    let told = format!("{params}{}\n### Returned Data\n\n{}", page(shown), table(rows));
    let built = pages.method("demo.item.list", &told).build();
    let mut methods = built.schema.modules["demo"].methods.iter();
    methods.find(|method| method.name == "demo.item.list").unwrap().clone()
}

#[test]
fn a_number_that_a_table_calls_a_text_is_the_number_that_the_fields_method_describes() {
    let described = |ty: &str| json!({"title": "It", "type": ty});
    let fields = json!({"fields": {"SPRINT": described("integer"), "WEIGHT": described("double"),
        "CODE": described("integer"), "XML_ID": described("integer"), "NOTE": described("string")}});
    let rows = [
        ("**result**\n`object[]`", "All"),
        ("**sprint**\n`string`", "It"),
        ("**weight**\n`string`", "It"),
        ("**code**\n`string`", "It"),
        ("**xmlId**\n`string`", "It"),
    ];
    let shown = json!([{"sprint": null, "weight": null, "code": "A7", "xmlId": null}]);
    let Type::List(of) = listed(fields, &rows, shown, "").answer.ty else { panic!() };
    let told = [
        ("sprint", &Type::Integer),
        ("weight", &Type::Number),
        ("code", &Type::String),
        ("xmlId", &Type::String),
    ];
    assert_eq!(fields_of(&of), told, "and no field is spelled in capitals");
}

#[test]
fn a_list_is_filtered_by_what_is_marked_so() {
    let about = |ty: &str, filtered: bool| json!({"TYPE": ty, "USE_IN_FILTER": filtered});
    let described = json!({"ID": about("integer", true), "NAME": about("string", true), "SIZE": about("integer", false)});
    let params = format!(
        "## Method Parameters\n\n{}\n",
        table(&[("**filter**\n`array`", "Conditions"), ("**order**\n`array`", "Sorting")])
    );
    let rows = [
        ("**result**\n`object[]`", "All"),
        ("**ID**\n`integer`", "It"),
        ("**NAME**\n`string`", "It"),
        ("**SIZE**\n`integer`", "It"),
        ("**URL**\n`string`", "It"),
    ];
    let shown = json!([{"ID": 7, "NAME": "x", "SIZE": 7, "URL": "x"}]);
    let calls = "## Code Examples\n\n```js\nBX24.callMethod('demo.item.list', {filter: {NAME: 'x'}, order: {NAME: 'ASC'}})\n```\n";
    let method = listed(described, &rows, shown, &format!("{params}{calls}"));
    let names = |at: usize| -> Vec<&str> {
        fields_of(&method.params[at].ty).into_iter().map(|(name, _)| name).collect()
    };
    assert_eq!(names(0), ["NAME", "ID"]);
    assert_eq!(names(1), ["ID", "NAME", "SIZE"]);
}

#[test]
fn what_php_calls_an_array_is_an_object_where_it_is_declared_so() {
    let rows = table(&[("**result**\n`object`", "All"), ("**chats**\n`array`", "Counters")]);
    let counters = |shown: Value| {
        let ty = answer("{ chats: Record<string, number> }", &rows, &json!({ "chats": shown }));
        fields_of(&ty)[0].1.clone()
    };
    assert_eq!(counters(json!([])), Type::Map(Box::new(Type::Number)));
    assert!(matches!(counters(json!([1, 2])), Type::List(_)), "an example shows a list");
    let rows = table(&[("**result**\n`object`", "All"), ("**muted**\n`array`", "By whom")]);
    let ty = answer("unknown", &rows, &json!({"muted": {"503": true}}));
    assert!(matches!(fields_of(&ty)[0].1, Type::Map(_)), "{ty:?}");
}

#[test]
fn what_can_be_selected_is_answered_and_is_what_it_is_in_an_object_that_is_alike() {
    let names = ["name", "type", "title", "sortable", "filterable", "editable", "groups"];
    let list: String = names.map(|name| format!("\n- `{name}` — it")).concat();
    let params = table(&[("**select**\n`array`", &format!("Possible values:\n{list}\n"))]);
    let page = |shown: Value| {
        let shown = json!({"result": {"item": shown}});
        format!("## Method Parameters\n\n{params}\n## Response Handling\n\n```json\n{shown}\n```\n")
    };
    let part =
        json!({"name": "x", "type": "x", "title": "x", "sortable": true, "filterable": true});
    let mut whole = part.clone();
    whole["editable"] = json!(true);
    whole["groups"] = json!(["x"]);
    whole["more"] = json!(1);
    let pages = Pages::default().method("demo.one.field.get", &page(part));
    let built = pages.method("demo.other.field.get", &page(whole)).build();
    let method = &built.schema.modules["demo"].methods[0];
    assert_eq!(method.name, "demo.one.field.get");
    let all = format!("{:?}", built.schema.modules["demo"].records);
    let Type::Record(body) = &method.answer.ty else { panic!("{method:#?}") };
    let item = match &body.fields[0].ty {
        Type::Record(item) => item,
        Type::Ref(name) => {
            let mut records = built.schema.modules["demo"].records.iter();
            &records.find(|record| record.name == *name).unwrap().body
        }
        other => panic!("{other:?}"),
    };
    let told: Vec<_> = item.fields.iter().skip(5).map(|field| (&*field.name, &field.ty)).collect();
    let groups = Type::List(Box::new(Type::String));
    assert_eq!(told, [("editable", &Type::Boolean(Wire::Json)), ("groups", &groups)], "{all}");
}

#[test]
fn names_of_an_example_are_data_where_they_are_declared_so() {
    let shown = json!({"FIRST_KEY": "text", "SECOND_KEY": "text"});
    assert_eq!(answer("Record<string, string>", "", &shown), Type::Map(Box::new(Type::String)));
}
