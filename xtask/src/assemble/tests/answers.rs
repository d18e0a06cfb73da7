//! Tests of answers.

use super::*;

#[test]
fn the_answer_is_what_stands_in_the_envelope() {
    let rows =
        table(&[("**result**\n`object`", "The [item](#item)"), ("**total**\n`integer`", "All")]);
    let item = table(&[("**ID**\n`integer`", "Number"), ("**NAME**\n`string`", "Name")]);
    let answer = |example: Value| {
        method(&format!("## Response Handling\n\n```json\n{example}\n```\n\n### Returned Data\n\n{rows}\n### Item {{#item}}\n\n{item}")).answer
    };
    let one = answer(json!({"result": {"ID": "1", "NAME": "x"}, "total": 1}));
    assert_eq!(names(&one.ty), ["ID", "NAME"]);
    assert!(one.total && !one.next);
    // What the example proves must decode.
    let many = answer(json!({"result": [{"ID": "1", "NAME": "x"}]}));
    assert!(matches!(&many.ty, Type::List(_)), "{many:#?}");
}

/// The answer of a page with this table of returned data and these examples.
pub(super) fn answer(rows: &[(&str, &str)], rest: &str, examples: &[Value]) -> Type {
    let examples: String =
        examples.iter().map(|e| format!("```json\n{}\n```\n\n", json!({"result": e}))).collect();
    let table = if rows.is_empty() { String::new() } else { table(rows) };
    let body = format!("## Response Handling\n\n{examples}### Returned Data\n\n{table}\n{rest}");
    method(&body).answer.ty
}

/// The type of a field of a record, by its path; `[]` stands for elements and `{}` for values.
pub(super) fn at<'t>(ty: &'t Type, path: &str) -> &'t Type {
    path.split('.').fold(ty, |ty, name| match (ty, name) {
        (Type::List(inner), "[]") | (Type::Map(inner), "{}") => inner,
        (Type::Record(body), name) => {
            let field = body.fields.iter().find(|field| field.name == name);
            &field.unwrap_or_else(|| panic!("no {name} in {body:?}")).ty
        }
        (ty, name) => panic!("no {name} in {ty:?}"),
    })
}

pub(super) const OBJECT: (&str, &str) = ("**result**\n`object`", "What was found");

#[test]
fn one_row_has_one_type_wherever_it_describes_something() {
    let rows = [
        OBJECT,
        ("**owner**\n`object`", "The [person](#person)"),
        ("**helper**\n`object`", "The [person](#person)"),
    ];
    let person = table(&[("**id**\n`string`", "Identifier of the person")]);
    let section = format!("### Person {{#person}}\n\n{person}");
    let of = |owner: Value, other: Value| {
        answer(
            &rows,
            &section,
            &[json!({ "owner": { "id": owner }, "helper": { "id": null }, "id": other })],
        )
    };
    // The other `id` is of something else.
    assert_eq!(*at(&of(json!("7"), json!("x")), "helper.id"), Type::Integer);
    assert_eq!(*at(&of(json!("a7"), json!("x")), "helper.id"), Type::String);
}

#[test]
fn dates_are_read_in_every_form() {
    let shown = |value: &str| at(&answer(&[], "", &[json!({ "a": value })]), "a").clone();
    assert_eq!(shown("12/28/2026 11:59:59 pm"), Type::DateTime);
    assert_eq!(shown("28.12.2026 11:59:59"), Type::DateTime);
    assert_eq!(shown("28.12.2026"), Type::Date);
    assert_eq!(shown("28.12.2026, in the morning"), Type::String);
    // What a table calls a text may be "yesterday" in another answer.
    let said = answer(
        &[OBJECT, ("**a**\n`string`", "When")],
        "",
        &[json!({ "a": "28.12.2026 11:59:59" })],
    );
    assert_eq!(*at(&said, "a"), Type::String);
}

#[test]
fn a_text_that_is_called_an_identifier_is_a_number_where_examples_show_digits() {
    let of = |words: &str| format!("{words} of the thing");
    let (id, text) = (of("Identifier"), of("String identifier"));
    let rows = [
        OBJECT,
        ("**owner**\n`string`", &*id),
        ("**otherId**\n`string`", &*id),
        ("**codeId**\n`string`", &*id),
        ("**word**\n`string`", &*text),
    ];
    // The answer does not show `otherId`: the call does.
    let shown = json!({ "owner": "7", "otherId": null, "codeId": "a7", "word": "7" });
    let ty = answer(&rows, &example(json!({ "otherId": "9" })), &[shown]);
    assert_eq!(*at(&ty, "owner"), Type::Integer);
    assert_eq!(*at(&ty, "otherId"), Type::Integer);
    assert_eq!(*at(&ty, "codeId"), Type::String);
    assert_eq!(*at(&ty, "word"), Type::String);
}

#[test]
fn a_list_of_names_says_what_the_answer_has() {
    let about = "What was found:\n\n- `SORT` — its sort. Possible values:\n    - `F` — free\n    - `P` — paid\n- `NAME` — its name";
    let ty = answer(&[("**result**\n`object`", about)], "", &[json!({ "SORT": "F", "NAME": "x" })]);
    let Type::Record(body) = &ty else { panic!("{ty:?}") };
    let values = body.fields[0].values.iter().map(|value| &*value.value);
    assert_eq!((&*body.fields[0].name, values.collect::<Vec<_>>()), ("SORT", vec!["F", "P"]));
}

#[test]
fn nothing_in_an_example_tells_no_type() {
    let example = json!({
        "ID": "1", "EVENT_DATA": false, "phones": false, "isOpen": false, "MADE": {}, "SEEN": [],
    });
    let ty = answer(&[("**result**\n`object`", "It")], "", &[example]);
    assert_eq!(*at(&ty, "EVENT_DATA"), Type::Any);
    assert_eq!(*at(&ty, "phones"), Type::Any);
    assert_eq!(*at(&ty, "isOpen"), Type::Boolean(Wire::Json));
    assert_eq!(*at(&ty, "MADE"), Type::Any);
    // Where a list is documented, `false` is none.
    let rows = [OBJECT, ("**files**\n`array`", "Identifiers of the files")];
    let ty = answer(&rows, "", &[json!({ "files": false })]);
    assert_eq!(*at(&ty, "files"), Type::List(Box::new(Type::Integer)));
}

#[test]
fn keys_that_only_an_example_has_are_fields_too() {
    let rows = [OBJECT, ("**ID**\n`integer`", "Number")];
    let ty = answer(&rows, "", &[json!({"ID": "1", "MORE": [{"on": true}]})]);
    assert_eq!(*at(&ty, "ID"), Type::Integer, "a number as text is a number still");
    assert_eq!(*at(&ty, "MORE.[].on"), Type::Boolean(Wire::Json));
}

#[test]
fn identifiers_as_texts_of_digits_are_numbers() {
    let shown = json!({"ID": "15", "ownerId": "7", "NAME": "15", "xmlId": "15", "codeId": "007", "typeId": "A"});
    let both = json!({"ID": "", "ownerId": "8", "typeId": "1"});
    let ty = answer(&[OBJECT], "", &[shown, both]);
    for id in ["ID", "ownerId"] {
        assert_eq!(*at(&ty, id), Type::Integer, "{id}");
    }
    for text in ["NAME", "xmlId", "codeId", "typeId"] {
        assert_eq!(*at(&ty, text), Type::String, "{text}");
    }
}

#[test]
fn what_is_called_a_text_is_a_number_where_nothing_else_is_shown() {
    let answer = |user: &str, own: &str| {
        format!(
            "## Response Handling\n\n```json\n{}\n```\n\n### Returned Data\n\n{}",
            json!({"result": {"ownerId": "7", "userId": user, own: 1}}),
            table(&[OBJECT, ("**ownerId**\n`string`", ""), ("**userId**\n`string`", "")]),
        )
    };
    let ty = |of: &str, params: &[(&str, &str)]| {
        let other = format!("## Method Parameters\n\n{}\n{}", table(params), answer("U7", "b"));
        let pages = Pages::default().method(NAME, &answer("7", "a")).method(of, &other);
        only(&pages.build()).answer.ty.clone()
    };
    let near = ty("demo.other.get", &[("**x**\n`string`", "")]);
    assert_eq!((at(&near, "ownerId"), at(&near, "userId")), (&Type::Integer, &Type::String));
    let told = ty("demo.other.get", &[("**USER_ID**\n`integer`", "")]);
    assert_eq!(*at(&told, "userId"), Type::Integer, "a parameter says so");
    let far = ty("other.item.get", &[("**x**\n`string`", "")]);
    assert_eq!(*at(&far, "userId"), Type::Integer, "another module");
}

#[test]
fn texts_that_are_dates_are_dates() {
    let rows = [OBJECT, ("**at**\n`string`", "When"), ("**on**\n`string`", "The day")];
    let shown = json!({"at": "2026-01-02T03:04:05+00:00", "on": "2026-01-02"});
    let ty = answer(&rows, "", &[shown.clone(), json!({"at": "", "on": null})]);
    assert_eq!((at(&ty, "at"), at(&ty, "on")), (&Type::DateTime, &Type::Date));
    let ty = answer(&rows, "", &[shown, json!({"at": "soon", "on": "2026-01-02"})]);
    assert_eq!((at(&ty, "at"), at(&ty, "on")), (&Type::String, &Type::Date));
}

#[test]
fn keys_that_the_words_call_data_make_a_map() {
    let item = table(&[("**name**\n`string`", "Name"), ("**on**\n`boolean`", "Whether")]);
    let rows =
        [OBJECT, ("**all**\n`object`", "Where the key is a code and the value an [item](#item)")];
    let rest = format!("### Item {{#item}}\n\n{item}");
    let ty = answer(&rows, &rest, &[json!({"all": {"first": {"name": "x", "on": true}}})]);
    assert_eq!(*at(&ty, "all.{}.on"), Type::Boolean(Wire::Json));
    // Without a table, the examples show what stands under the keys.
    let ty = answer(&rows[..2], "", &[json!({"all": {"first": 1, "second": 2}})]);
    assert_eq!(*at(&ty, "all.{}"), Type::Integer);
}

/// What a page with these parameters says, beside a page of fields with this text.
fn beside_fields(row: &str, fields: &str) -> Method {
    let rows = table(&[("**fields**\n`object`", row)]);
    let body = format!("## Method Parameters\n\n{rows}");
    let pages = Pages::default().method(NAME, &body).page("api-reference/demo/fields.md", fields);
    only(&pages.build()).clone()
}

#[test]
fn a_page_of_fields_that_links_to_itself_comes_to_an_end() {
    let own = table(&[("**ID**\n`integer`", "As [here](fields.md)")]);
    let other = table(&[("**name**\n`string`", "")]);
    let page = format!("# Fields\n\n## One {{#one}}\n\n{own}\n## Two {{#two}}\n\n{other}");
    let method = beside_fields("Its [fields](fields.md)", &page);
    assert_eq!(method.params[0].ty, Type::Map(Box::new(Type::Any)), "nothing leads to the second");
}

#[test]
fn families_that_lead_to_each_other_come_to_an_end() {
    let one = table(&[("**UF_\\***\n`any`", "See [them](#two)")]);
    let two = table(&[("**UF_A**\n`string`", ""), ("**UF_\\***\n`any`", "See [them](#one)")]);
    let rows = table(&[("**UF_\\***\n`any`", "See [them](#one)")]);
    let sections = format!("### Some {{#one}}\n\n{one}\n### Others {{#two}}\n\n{two}");
    let method = method(&format!("## Method Parameters\n\n{rows}\n{sections}"));
    let names: Vec<_> = method.params.iter().map(|field| &*field.name).collect();
    assert_eq!(names, ["UF_A", "UF_*"]);
}

#[test]
fn a_page_of_fields_describes_the_object_with_its_parts_on_the_same_page() {
    let fields = format!(
        "# Fields\n\nAll of them.\n\n## Item {{#item}}\n\n{}\n## Owner {{#owner}}\n\n{}",
        table(&[("**ID**\n`integer`", "Number"), ("**owner**\n`object`", "The [owner](#owner)")]),
        table(&[("**name**\n`string`", "Name")]),
    );
    let answer = format!(
        "## Response Handling\n\n### Returned Data\n\n{}",
        table(&[("**result**\n`object`", "An item: [fields](fields.md)")])
    );
    let pages =
        Pages::default().method(NAME, &answer).page("api-reference/demo/fields.md", &fields);
    let built = pages.build();
    let ty = &only(&built).answer.ty;
    let body = match ty {
        Type::Ref(name) => {
            &built.schema.modules["demo"].records.iter().find(|r| r.name == *name).unwrap().body
        }
        Type::Record(body) => body,
        ty => panic!("no record: {ty:?}"),
    };
    assert_eq!(body.fields.iter().map(|f| &*f.name).collect::<Vec<_>>(), ["ID", "owner"]);
}

#[test]
fn nothing_speaks_against_no_documented_type() {
    let rows = [OBJECT, ("**when**\n`datetime`", "When"), ("**who**\n`integer`", "Who")];
    for nothing in [json!(null), json!(false), json!(""), json!([]), json!({})] {
        let ty = answer(&rows, "", &[json!({"when": nothing, "who": nothing})]);
        assert_eq!((at(&ty, "when"), at(&ty, "who")), (&Type::DateTime, &Type::Integer));
    }
}

#[test]
fn what_contradicts_the_table_stands_beside_it() {
    let rows = [OBJECT, ("**code**\n`integer`", "Code"), ("**parts**\n`string`", "Parts")];
    let ty = answer(&rows, "", &[json!({"code": "text", "parts": {"x": 1}})]);
    assert_eq!(*at(&ty, "code"), Type::Union(vec![Type::Integer, Type::String]));
    assert_eq!(*at(&ty, "parts.x"), Type::Integer, "a word for a scalar describes no object");
}

#[test]
fn a_documented_record_is_found_wherever_the_example_has_it() {
    let rows = [
        OBJECT,
        ("**id**\n`integer`", "Number"),
        ("**name**\n`string`", "Name"),
        ("**gone**\n`datetime`", "Shown nowhere"),
    ];
    let item = json!({"id": "1", "name": "x"});
    let one = answer(&rows, "", std::slice::from_ref(&item));
    assert_eq!(names(&one), ["id", "name", "gone"]);
    let list = answer(&rows, "", &[json!([item])]);
    assert_eq!(*at(&list, "[].id"), Type::Integer);
    let wrapped = answer(&rows, "", &[json!({"item": item})]);
    assert_eq!(names(&wrapped), ["item"]);
    assert_eq!(*at(&wrapped, "item.gone"), Type::DateTime);
    let listed = answer(&rows, "", &[json!({"items": [item]})]);
    assert_eq!(*at(&listed, "items.[].id"), Type::Integer);
    let by_id = answer(&rows, "", &[json!({"7": item, "8": item})]);
    assert_eq!(*at(&by_id, "{}.id"), Type::Integer);
    let by_code = answer(&rows, "", &[json!({"G2": item, "AU": item})]);
    assert_eq!(*at(&by_code, "{}.id"), Type::Integer);
}

#[test]
fn a_table_may_be_named_after_a_type_or_after_nothing_shown() {
    let item = [("**id**\n`integer`", "Number"), ("**sum**\n`double`", "Sum")];
    let rest = format!("#### Item\n\n##### Object demo_item\n\n{}", table(&item));
    let shown = [json!([{"id": 1, "sum": 2}])];
    let typed = answer(&[("**result**\n`demo_item[]`", "Items")], &rest, &shown);
    assert_eq!(*at(&typed, "[].sum"), Type::Number, "the example alone gives an integer");
    let unnamed = answer(&[("**result**\n`array`", "Items")], &rest, &shown);
    assert_eq!(*at(&unnamed, "[].sum"), Type::Number);
}

#[test]
fn rows_of_a_deeper_object_go_where_the_example_has_them() {
    let rows = [
        OBJECT,
        ("**items**\n`array`", "Items"),
        ("**items[]**\n`object`", "One"),
        ("**when**\n`datetime`", "When"),
        ("**left**\n`integer`", "How many are left"),
    ];
    let ty = answer(&rows, "", &[json!({"items": [{"when": null}], "left": 0})]);
    assert_eq!(names(&ty), ["items", "left"]);
    assert_eq!(*at(&ty, "items.[].when"), Type::DateTime);
}

#[test]
fn a_row_beside_the_result_may_name_a_record() {
    let types = record_page(
        "demo_thing",
        &[("**id**\n`integer`", "Number"), ("**made**\n`datetime`", "When")],
    );
    let cell = "**things**\n[`demo_thing[]`](../demo/data-types.md#demo_thing)";
    let example = json!({"result": {"things": [{"id": 1, "made": "", "more": "x"}]}});
    let body = format!(
        "## Response Handling\n\n```json\n{example}\n```\n\n### Returned Data\n\n{}",
        table(&[OBJECT, (cell, "Things")])
    );
    let built = Pages::default()
        .method(NAME, &body)
        .page("api-reference/demo/data-types.md", &types)
        .build();
    assert_eq!(*at(&only(&built).answer.ty, "things.[]"), Type::Ref("demo_thing".into()));
    let records = &built.schema.modules["demo"].records;
    let fields: Vec<_> = records[0].body.fields.iter().map(|f| f.name.as_str()).collect();
    assert_eq!(fields, ["id", "made", "more"], "an example completes what it refers to");
}

#[test]
fn objects_keyed_by_data_are_maps() {
    let ty = |value: Value| answer(&[], "", &[value]);
    assert_eq!(ty(json!({"12": "a", "15": "b"})), Type::Map(Box::new(Type::String)));
    assert_eq!(ty(json!({"en": "a", "de": "b"})), Type::Map(Box::new(Type::String)));
    let alike =
        json!({"cart": {"A": 1, "B": 1}, "order": {"A": 1, "B": 1}, "pay": {"A": 1, "B": 2}});
    assert_eq!(*at(&ty(alike), "{}.A"), Type::Integer);
    assert_eq!(names(&ty(json!({"cart": {"A": 1}, "order": {"B": 1}}))), ["cart", "order"]);
    assert_eq!(names(&ty(json!({"UF_CRM_17": "x", "ID": 1}))), ["ID", "UF_CRM_*"]);
}

#[test]
fn parts_may_stand_under_keys_of_the_callers() {
    let parts = format!("### Parameter codes\n\n{}", table(&[("**NAME**\n`string`", "Name")]));
    let with = |value: Value| {
        let shown = example(json!({"codes": value}));
        ty("**codes**\n`object`", "Its parts", &(parts.clone() + &shown))
    };
    assert_eq!(names(&with(json!({"NAME": "x"}))), ["NAME"]);
    let keyed = with(json!({"SHOP": {"NAME": "x"}, "KEY": {"NAME": "y"}}));
    assert_eq!(*at(&keyed, "{}.NAME"), Type::String);
}

#[test]
fn an_identifier_is_no_language() {
    assert_eq!(names(&answer(&[], "", &[json!({"id": 5})])), ["id"]);
    assert!(matches!(answer(&[], "", &[json!({"id": "a", "en": "b"})]), Type::Map(_)));
}

#[test]
fn an_example_of_a_part_is_no_answer() {
    let item = table(&[("**ID**\n`integer`", "Number"), ("**NAME**\n`string`", "Name")]);
    let part = json!({"ID": "1", "NAME": "x"});
    let answer = |result: &str| {
        let rows = table(&[("**result**\n[`item[]`](#item)", "All")]);
        method(&format!("## Response Handling\n\n{result}### Returned Data\n\n{rows}\n### Object item {{#item}}\n\n```json\n{part}\n```\n\n{item}")).answer.ty
    };
    let whole = format!("```json\n{}\n```\n\n", json!({"result": [{"ID": "1"}]}));
    let ty = answer(&whole);
    assert!(matches!(&ty, Type::List(_)), "{ty:#?}");
    assert_eq!(names(&ty), ["ID", "NAME"]);
    assert!(!matches!(answer(""), Type::List(_)), "where nothing else is shown, it may be one");
}

#[test]
fn a_part_may_be_described_like_its_whole() {
    let section =
        table(&[("**id**\n`integer`", "Number"), ("**sub**\n`object[]`", "See [it](#node)")]);
    let body = format!(
        "## Method Parameters\n\n{}\n### Node {{#node}}\n\n{section}",
        table(&[("**node**\n`object`", "[It](#node)")])
    );
    let built = Pages::default().method(NAME, &body).build();
    let records = &built.schema.modules["demo"].records;
    assert_eq!(records.len(), 1, "{:#?}", built.schema);
    let itself = Type::Ref(records[0].name.clone());
    assert_eq!(only(&built).params[0].ty, itself);
    assert_eq!(records[0].body.fields[1].ty, Type::List(Box::new(itself)));
}

#[test]
fn an_object_without_an_answer_has_the_fields_of_its_family() {
    let fields = [
        ("**ID**\n`integer`", "Number"),
        ("**NAME**\n`string`", "Name"),
        ("**SORT**\n`integer`", "Place"),
        ("**MADE**\n`datetime`", "When"),
    ];
    let body = format!("## Response Handling\n\n{}", table(&fields));
    let built = Pages::default()
        .method("demo.item.fields", &body)
        .method("demo.item.list", "")
        .method("demo.item.delete", "")
        .build();
    let of = |name: &str| {
        let methods = &built.schema.modules["demo"].methods;
        methods.iter().find(|m| m.name == name).unwrap().answer.ty.clone()
    };
    assert_eq!(names(&of("demo.item.list")), ["ID", "NAME", "SORT", "MADE"]);
    assert_eq!(of("demo.item.delete"), Type::Any);
    let described = Type::Map(Box::new(Type::Ref("field_description".into())));
    assert_eq!(of("demo.item.fields"), described, "the table is of the object, not of the answer");
    assert!(built.report.choices.iter().any(|c| c.code == "answer-from-fields"));
}

#[test]
fn what_is_empty_in_every_example_answers_nothing() {
    let answer = |name: &str, result: Value| {
        let body = format!(
            "## Response Handling\n\n{}\n\n```json\n{}\n```\n",
            table(&[("**result**\n`array`", "")]),
            json!({ "result": result })
        );
        let built = Pages::default().method(name, &body).build();
        built.schema.modules["demo"].methods[0].answer.ty.clone()
    };
    assert_eq!(answer("demo.item.delete", json!([])), Type::Null);
    assert_eq!(answer("demo.item.delete", Value::Null), Type::Null);
    assert_ne!(answer("demo.item.delete", json!([1])), Type::Null);
    assert_ne!(answer("demo.item.list", json!([])), Type::Null);
}

#[test]
fn an_answer_that_is_a_link_is_the_one_of_the_other_method() {
    let described =
        "## Response Handling\n\n".to_owned() + &table(&[("**result**\n`integer`", "")]);
    let pages = Pages::default().method("demo.item.copy", "").method(NAME, &described);
    let mut facts = pages.facts();
    let target = crate::facts::Target { page: path(NAME), anchor: None };
    let like = facts.iter_mut().find(|page| page.head.name == "demo.item.copy").unwrap();
    like.sections.push(crate::facts::Section {
        level: 2,
        role: crate::facts::Role::Answer,
        items: vec![crate::facts::Item::Links(vec![target])],
        ..Default::default()
    });
    let built = assemble(&facts, &[]);
    let types = built.schema.modules["demo"].methods.iter().map(|method| &method.answer.ty);
    assert_eq!(types.collect::<Vec<_>>(), [&Type::Integer, &Type::Integer]);
    assert!(built.report.choices.iter().any(|choice| choice.code == "answer-alike"));
}

#[test]
fn an_example_cut_out_of_its_envelope_is_its_result() {
    let example = json!({"items": [{"id": 1}], "total": 5});
    let rows = table(&[OBJECT, ("**items**\n`array`", "Items")]);
    let answer = method(&format!(
        "## Response Handling\n\n```json\n{example}\n```\n\n### Returned Data\n\n{rows}"
    ))
    .answer;
    assert_eq!((names(&answer.ty), answer.total), (vec!["items"], true));
}

#[test]
fn examples_are_held_against_the_answer() {
    let body = |example: Value| {
        let rows = table(&[OBJECT, ("**id**\n`integer`", "Number")]);
        format!(
            "## Response Handling\n\n```json\n{}\n```\n\n### Returned Data\n\n{rows}",
            json!({"result": example})
        )
    };
    let built = Pages::default().method(NAME, &body(json!({"id": 1, "more": 1}))).build();
    let c = &built.report.coverage;
    assert_eq!((c.answers_typed, c.outputs_typed), (1, 1));
    let nothing = Pages::default().method(NAME, &body(json!({}))).method("demo.x", "").build();
    assert_eq!(nothing.report.coverage.answers_typed, 1, "an answer without a page is not told");
}

#[test]
fn an_answer_that_may_be_null_says_so_unless_null_is_an_empty_one() {
    let of = |types: &str| answer(&[(&format!("**result**\n{types}"), "What was found")], "", &[]);
    let Type::Union(members) = of("`string` \\| `null`") else { panic!() };
    assert!(members.contains(&Type::Null) && members.contains(&Type::String), "{members:?}");
    assert_eq!(of("`string[]` \\| `null`"), Type::List(Box::new(Type::String)));
}
