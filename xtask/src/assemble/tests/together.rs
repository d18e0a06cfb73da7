//! Tests of answers that several methods share.

use super::*;

/// A page's answer: its table and an example of the result.
pub(super) fn answer(rows: &[(&str, &str)], example: &Value, rest: &str) -> String {
    let example = json!({ "result": example });
    let table = if rows.is_empty() { String::new() } else { table(rows) };
    format!(
        "## Response Handling\n\n```json\n{example}\n```\n\n### Returned Data\n\n{table}\n{rest}"
    )
}

/// The answer's type of a method of the demonstration.
fn ty<'b>(built: &'b Built, name: &str) -> &'b Type {
    let mut methods = built.schema.modules["demo"].methods.iter();
    &methods.find(|method| method.name == name).unwrap().answer.ty
}

/// The names of the fields of a record of the demonstration.
pub(super) fn fields<'b>(built: &'b Built, record: &str) -> Vec<&'b str> {
    let mut records = built.schema.modules["demo"].records.iter();
    let record = records.find(|r| r.name == record).unwrap();
    record.body.fields.iter().map(|field| &*field.name).collect()
}

fn reference(name: &str) -> Type {
    Type::Ref(name.to_owned())
}

fn list(of: Type) -> Type {
    Type::List(Box::new(of))
}

/// The pages of a method that describes the record that it answers, and of one that lists it as in the example.
fn item_pages(listed: &Value) -> Pages {
    let item = table(&[("**ID**\n`integer`", "Number"), ("**MADE**\n`datetime`", "When")]);
    let own = [("**result**\n[`item`](#item)", "What was found")];
    let get = answer(&own, &json!({"ID": "1"}), &format!("### Item type {{#item}}\n\n{item}"));
    let other = [("**result**\n[`item[]`](demo-item-get.md#item)", "What was found")];
    let all = answer(&other, &json!([listed]), "");
    Pages::default().method("demo.item.get", &get).method("demo.item.list", &all)
}

#[test]
fn what_another_page_refers_to_is_one_record_named_after_its_family() {
    let built = item_pages(&json!({"ID": "1", "MORE": "x"})).build();
    assert_eq!(*ty(&built, "demo.item.get"), reference("demo_item"));
    assert_eq!(*ty(&built, "demo.item.list"), list(reference("demo_item")));
    assert_eq!(fields(&built, "demo_item"), ["ID", "MADE", "MORE"]);
}

#[test]
fn a_section_that_one_language_lacks_is_no_other_section_of_it() {
    let filter = table(&[("**size**\n`integer`", "Size"), ("**shade**\n`string`", "Shade")]);
    let ru = format!(
        "## Обработка ответа\n\n{0}\n### Возвращаемые данные\n\n{0}\n### Отбор {{#filter}}\n\n{filter}\n\
         ### Прочее {{#rest}}\n\n{filter}",
        table(&[("**result**\n`object`", "Объект")])
    );
    for ru in [ru.as_str(), ""] {
        let built = item_pages(&json!({"ID": "1"})).russian("demo.item.get", ru).build();
        assert_eq!(fields(&built, "demo_item"), ["ID", "MADE"]);
    }
}

#[test]
fn a_page_with_a_table_for_each_kind_describes_one_object() {
    let kind = |names: [&str; 2]| table(&names.map(|name| (name, "A field")));
    let page = format!(
        "# Fields of things\n\n## All {{#all}}\n\n{}\n## Red {{#red}}\n\n{}",
        kind(["**id**\n`integer`", "**title**\n`string`"]),
        kind(["**title**\n`string`", "**shade**\n`double`"])
    );
    let rows = [("**result**\n`object`", "All"), ("**thing**\n[`thing`](./thing-fields.md)", "It")];
    let get = answer(&rows, &json!({"thing": {"id": 1, "title": "x", "size": 2}}), "");
    let built = Pages::default()
        .method("demo.thing.read", &get)
        .page("api-reference/demo/thing-fields.md", &page)
        .build();
    let Type::Record(body) = ty(&built, "demo.thing.read") else { panic!("{built:#?}") };
    assert_eq!(body.fields[0].ty, reference("demo_thing"));
    assert_eq!(fields(&built, "demo_thing"), ["id", "title", "shade", "size"]);
}

#[test]
fn rows_are_what_get_answers_where_they_show_nothing_else() {
    let object = [("**result**\n`object`", "It")];
    let rows = [("**result**\n`object[]`", "All")];
    let full = json!({"ID": "1", "NAME": "x", "MADE": "2000-01-01T00:00:00+00:00", "SORT": "5"});
    let get = answer(&object, &full, "");
    let built = |example: Value| {
        let all = answer(&rows, &example, "");
        Pages::default().method("demo.item.get", &get).method("demo.item.list", &all).build()
    };
    // The selected fields of an example.
    let some = built(json!([{"ID": "1", "NAME": "x"}]));
    assert_eq!(*ty(&some, "demo.item.list"), list(reference("demo_item")));
    assert_eq!(*ty(&some, "demo.item.get"), reference("demo_item"));
    assert_eq!(fields(&some, "demo_item"), ["ID", "NAME", "MADE", "SORT"]);
    // One type has both, where the examples disagree.
    let other = built(json!([{"ID": "1", "NAME": true}]));
    let record = &other.schema.modules["demo"].records[0].body;
    assert!(matches!(&record.fields[1].ty, Type::Union(members) if members.len() == 2));
    // A value that a page lists counts as much as an example: `N` alone looks like a boolean.
    let listed = [
        ("**result**\n`object[]`", "All"),
        ("**KIND**\n`char`", "How. Possible values:\n- `N` — none\n- `S` — some"),
    ];
    let flag = [("**result**\n`object`", "It"), ("**KIND**\n`boolean`", "Whether")];
    let full = json!({"ID": "1", "NAME": "x", "SORT": "5", "KIND": "N"});
    let kinds = Pages::default()
        .method("demo.item.get", &answer(&flag, &full, ""))
        .method("demo.item.list", &answer(&listed, &json!([full]), ""))
        .build();
    let record = &kinds.schema.modules["demo"].records[0].body;
    assert_eq!(record.fields.iter().find(|f| f.name == "KIND").unwrap().ty, Type::String);
    // Rows of something else.
    let foreign = built(json!([{"ID": "1", "CODE": "x", "ACTIVE": "Y"}]));
    assert!(
        matches!(ty(&foreign, "demo.item.list"), Type::List(of) if **of != reference("demo_item"))
    );
}

#[test]
fn a_currency_in_an_answer_is_its_code() {
    let types = format!(
        "# Types\n\n#|\n|| **Type** | **Description** ||\n|| `demo_coin` | A string, the code ||\n|#\n\n## demo_coin {{#demo_coin}}\n\n{}",
        table(&[("**CODE**\n`string`", "Code"), ("**RATE**\n`double`", "Rate")])
    );
    let coin = "[`demo_coin`](../demo/data-types.md#demo_coin)";
    let (id, whole) = (format!("**COIN_ID**\n{coin}"), format!("**COIN**\n{coin}"));
    let get = answer(
        &[("**result**\n`object`", "It"), (&id, "Its coin"), (&whole, "Its coin")],
        &json!({}),
        "",
    );
    let page = "api-reference/demo/data-types.md";
    let built = Pages::default().method("demo.item.read", &get).page(page, &types).build();
    let Type::Record(body) = ty(&built, "demo.item.read") else { panic!("{built:#?}") };
    let types: Vec<_> = body.fields.iter().map(|field| &field.ty).collect();
    assert_eq!(types, [&Type::String, &reference("demo_coin")]);
}

#[test]
fn a_key_that_a_table_misnames_is_the_one_that_examples_show() {
    let types = record_page(
        "demo_thing",
        &[("**id**\n`integer`", "Number"), ("**made**\n`datetime`", "When")],
    );
    let rows = [
        ("**result**\n`object`", "All"),
        ("**thing**\n[`demo_thing[]`](../demo/data-types.md#demo_thing)", "Things"),
    ];
    let names = |example: Value| {
        let built = Pages::default()
            .method(NAME, &answer(&rows, &example, ""))
            .page("api-reference/demo/data-types.md", &types)
            .build();
        let Type::Record(body) = only(&built).answer.ty.clone() else { panic!("{built:#?}") };
        body.fields.into_iter().map(|field| field.name).collect::<Vec<_>>()
    };
    assert_eq!(names(json!({"things": [{"id": 1, "made": ""}]})), ["things"]);
    // Something else beside it.
    assert_eq!(names(json!({"others": [{"id": 1, "code": ""}]})), ["thing", "others"]);
}

#[test]
fn what_one_users_field_holds_says_nothing_of_the_others() {
    let rows = [("**result**\n`object`", "It"), ("**ID**\n`integer`", "Number")];
    let get = answer(&rows, &json!({"ID": "1", "UF_CRM_1700000000": "Y", "PARENT_ID_128": 5}), "");
    let built = Pages::default().method(NAME, &get).build();
    let Type::Record(body) = &only(&built).answer.ty else { panic!("{built:#?}") };
    let family =
        |name: &str| body.fields.iter().find(|field| field.name == name).unwrap().ty.clone();
    assert_eq!(family("UF_CRM_*"), Type::Any);
    assert_eq!(family("PARENT_ID_*"), Type::Integer);
}

#[test]
fn methods_of_a_family_each_show_a_part_of_an_object() {
    let object = [("**result**\n`object`", "It")];
    let page = |example: Value| answer(&object, &example, "");
    let get = page(json!({"item": {"id": "1", "name": "x", "sort": 5, "ufCrm_1": "x"}}));
    let add = page(
        json!({"item": {"id": "1", "name": "x", "sort": 5, "code": "x", "made": "2000-01-01"}}),
    );
    let tree = page(
        json!({"item": {"id": "1", "name": "x", "sort": 5, "left": 1, "right": 2, "depth": 3}}),
    );
    let done = page(json!({"item": {"id": "1"}}));
    let described = page(json!({"item": {"id": "x", "name": "x", "sort": "x"}}));
    let built = Pages::default()
        .method("demo.item.get", &get)
        .method("demo.item.add", &add)
        .method("demo.item.tree", &tree)
        .method("demo.item.finish", &done)
        .method("demo.item.fields", &described)
        .build();
    let inside = |name: &str| match ty(&built, name) {
        Type::Record(body) => body.fields[0].ty.clone(),
        ty => panic!("{ty:?}"),
    };
    let one = inside("demo.item.get");
    assert!(matches!(one, Type::Ref(_)), "{one:?}");
    assert_eq!(inside("demo.item.add"), one);
    let Type::Ref(name) = &one else { panic!("{one:?}") };
    assert_eq!(self::fields(&built, name), ["id", "name", "sort", "ufCrm_*", "code", "made"]);
    // A larger object of something else, an answer about the object, and what describes its fields.
    for other in ["tree", "finish", "fields"] {
        assert_ne!(inside(&format!("demo.item.{other}")), one, "{other}");
    }
}

#[test]
fn a_record_is_spelled_as_every_method_that_has_it_shows() {
    let types = record_page(
        "demo_thing",
        &[("**OWNER_ID**\n`integer`", "Whose"), ("**NAME**\n`string`", "It")],
    );
    let cell = "**result**\n[`demo_thing`](../demo/data-types.md#demo_thing)";
    let shown = |shown: Value| {
        let page = answer(&[(cell, "It")], &shown, "");
        let pages = Pages::default().page("api-reference/demo/data-types.md", &types);
        let built = pages.method(NAME, &page).build();
        fields(&built, "demo_thing").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(shown(json!({"ownerId": 7, "NAME": "x"})), ["ownerId", "NAME"]);
    assert_eq!(shown(json!({"OWNER_ID": 7, "name": "x"})), ["OWNER_ID", "name"]);
    assert_eq!(shown(json!({"else": 7})), ["OWNER_ID", "NAME", "else"]);
}

#[test]
fn conditions_on_a_record_are_spelled_like_it() {
    let types = record_page(
        "demo_thing",
        &[("**OWNER_ID**\n`integer`", "Whose"), ("**NAME**\n`string`", "It")],
    );
    let cell = "**result**\n[`demo_thing`](../demo/data-types.md#demo_thing)";
    let link = "By the fields of [demo_thing](../demo/data-types.md#demo_thing)";
    let body = format!(
        "## Method Parameters\n\n{}\n{}",
        table(&[("**filter**\n`object`", link)]),
        answer(&[(cell, "It")], &json!({"ownerId": 7, "NAME": "x"}), "")
    );
    let pages = Pages::default().page("api-reference/demo/data-types.md", &types);
    let built = pages.method("demo.item.list", &body).build();
    let list = &built.schema.modules["demo"].methods[0];
    assert_eq!(names(&list.params[0].ty), ["ownerId", "NAME"]);
}

#[test]
fn parameters_are_spelled_as_most_examples_send_them() {
    let rows = table(&[("**FILTER**\n`object`", "Conditions")]);
    let named = |sent: &[&str]| {
        let one = |(i, name): (usize, &&str)| example(json!({ *name: {"a": i} }));
        let examples: String = sent.iter().enumerate().map(one).collect();
        let built = Pages::default()
            .method(NAME, &format!("## Method Parameters\n\n{rows}\n{examples}"))
            .build();
        only(&built).params.iter().map(|param| param.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(named(&["filter", "filter", "FILTER"]), ["filter"]);
    assert_eq!(named(&["filter", "FILTER"]), ["FILTER"], "as many: the table's own");
    assert_eq!(named(&["filter"]), ["filter"]);
}
