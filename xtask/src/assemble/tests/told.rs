//! What a page says beside the type of a field: marks of filters, values, forms of flags, texts or objects.

use super::answers::{OBJECT, answer};
use super::*;

fn field<'f>(fields: &'f [Field], name: &str) -> &'f Field {
    fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("{name}: {fields:#?}"))
}

/// The fields of the only parameter.
fn fields_of(ty: &Type) -> &[Field] {
    let Type::Record(body) = ty else { panic!("no record: {ty:?}") };
    &body.fields
}

/// The conditions of a method whose filter links to a table, and of which these are sent.
fn conditions(link: &str, pages: Pages, sent: &Value) -> Vec<(String, bool)> {
    let own = table(&[("**ownerId***\n`integer`", "Whose"), ("**name**\n`string`", "Name")]);
    let rows = table(&[("**filter**\n`object`", &format!("Conditions, see [here]({link})"))]);
    let body = format!(
        "## Method Parameters\n\n{rows}\n### Parameter filter {{#filter}}\n\n{own}\n{}",
        example(json!({ "filter": sent }))
    );
    let method = only(&pages.method(NAME, &body).build()).clone();
    let marks = fields_of(&method.params[0].ty).iter().map(|f| (f.name.clone(), f.required));
    marks.filter(|(name, _)| ["ownerId", "name"].contains(&&**name)).collect()
}

#[test]
fn a_condition_that_the_page_marks_is_required() {
    let mark = |marks: &[(String, bool)]| marks.iter().find(|(n, _)| n == "ownerId").unwrap().1;
    assert!(mark(&conditions("#filter", Pages::default(), &json!({"ownerId": 1}))));
    assert!(mark(&conditions("#filter", Pages::default(), &json!({"=ownerId": 1}))), "with a sign");
    let left_out = conditions("#filter", Pages::default(), &json!({"name": "x"}));
    assert!(!mark(&left_out), "the examples do without it");
}

#[test]
fn what_makes_an_object_need_not_find_it() {
    let types = record_page("item", &[("**ownerId***\n`integer`", "Whose")]);
    let rows = table(&[("**filter**\n`object`", "By the fields of [item](data-types.md#item)")]);
    let sent = example(json!({"filter": {"ownerId": 1}}));
    let body = format!("## Method Parameters\n\n{rows}\n{sent}");
    let pages = Pages::default().page("api-reference/demo/data-types.md", &types);
    let method = only(&pages.method(NAME, &body).build()).clone();
    assert!(!field(fields_of(&method.params[0].ty), "ownerId").required);
}

#[test]
fn a_character_is_a_flag_where_pages_beside_show_it_as_one() {
    let flag = |shown: Value| {
        let types = record_page("item", &[("**LOCKED**\n`char`", "Is it locked")]);
        let taken = table(&[("**item**\n[`item`](data-types.md#item)", "It")]);
        let other = format!("## Response Handling\n\n```json\n{}\n```", json!({ "result": shown }));
        let built = Pages::default()
            .page("api-reference/demo/data-types.md", &types)
            .method(NAME, &format!("## Method Parameters\n\n{taken}"))
            .method("demo.other.get", &other)
            .build();
        let record = &built.schema.modules["demo"].records[0];
        field(&record.body.fields, "LOCKED").ty.clone()
    };
    assert_eq!(flag(json!({"LOCKED": "Y"})), Type::Boolean(Wire::Yn));
    assert_eq!(flag(json!({"LOCKED": "I"})), Type::String, "one of several letters");
    assert_eq!(flag(json!({"NAME": "Y"})), Type::String, "nothing shows it");
}

#[test]
fn a_character_is_none_where_its_name_has_other_letters() {
    let body = |about: &str| {
        let rows = table(&[("**LIMIT**\n`char`", about)]);
        format!("## Method Parameters\n\n{rows}\n{}", example(json!({"LIMIT": "N"})))
    };
    let limit = |beside: &str| {
        let built = Pages::default()
            .method(NAME, &body("Is it limited"))
            .method("demo.other.add", &body(beside))
            .build();
        only(&built).params[0].ty.clone()
    };
    assert_eq!(limit("Is it limited"), Type::Boolean(Wire::Yn));
    assert_eq!(limit("Limit:\n- `N` — none\n- `D` — by day\n- `T` — by times"), Type::String);
}

#[test]
fn a_row_of_a_deeper_object_brings_its_values() {
    let rows = [
        OBJECT,
        ("**item**\n`object`", "It"),
        ("**id**\n`integer`", "Its number"),
        ("**level**\n`string`", "How much:\n- `none` — nothing\n- `view` — to see"),
    ];
    let shown = json!({"item": {"id": 1, "level": "view"}});
    let ty = answer(&rows, "", &[shown]);
    let item = field(fields_of(&ty), "item");
    let level = field(fields_of(&item.ty), "level");
    let values: Vec<&str> = level.values.iter().map(|value| &*value.value).collect();
    assert_eq!((&level.ty, values), (&Type::String, vec!["none", "view"]));
}

#[test]
fn a_text_or_one_for_each_language() {
    let about = "Label. You can pass a string or an object with labels in `{\"de\": \"...\", \"en\": \"...\"}` format";
    let label = ty("**LABEL**\n`string`", about, "");
    let texts = Type::Map(Box::new(Type::String));
    assert_eq!(label, Type::Union(vec![Type::String, texts]));
}

#[test]
fn a_flag_is_sent_as_its_description_names_it() {
    let wire = |about: &str| ty("**full**\n`boolean`", about, "");
    assert_eq!(wire("If it is set to `true`, all come"), Type::Boolean(Wire::Json));
    assert_eq!(wire("If it is set to `Y`, all come"), Type::Boolean(Wire::Yn));
    let values = params(&[("**full**\n`boolean`", "If it is `true`, all come")], "");
    assert_eq!(values[0].values, [], "the type says it");
}

#[test]
fn a_record_of_a_page_of_types_has_the_parts_that_a_method_describes() {
    let types = record_page(
        "handler",
        &[("**SETTINGS**\n`object`", "As the parameter of [add](demo-handler-add.md)")],
    );
    let settings =
        table(&[("**URL***\n`string`", "Where to"), ("**LIMIT**\n`integer`", "How many")]);
    let add = format!(
        "## Method Parameters\n\n{}\n### Parameter SETTINGS {{#settings}}\n\n{settings}",
        table(&[("**SETTINGS***\n`object`", "[Settings](#settings)")])
    );
    let taken = table(&[("**handler**\n[`handler`](data-types.md#handler)", "It")]);
    let built = Pages::default()
        .page("api-reference/demo/data-types.md", &types)
        .method("demo.handler.add", &add)
        .method(NAME, &format!("## Method Parameters\n\n{taken}"))
        .build();
    let record = &built.schema.modules["demo"].records[0];
    let settings = fields_of(&field(&record.body.fields, "SETTINGS").ty);
    let marks: Vec<(&str, bool)> = settings.iter().map(|f| (&*f.name, f.required)).collect();
    assert_eq!(marks, [("URL", false), ("LIMIT", false)], "the marks are those of the method");
}

#[test]
fn a_file_is_changed_in_the_form_in_which_it_is_made() {
    let takes = |name: &str, sent: Value| {
        let rows = table(&[("**fields***\n`object`", "Its [values](#fields)")]);
        let fields = table(&[("**NAME**\n`string`", "Name"), ("**PHOTO**\n`file`", "Picture")]);
        format!(
            "## Method Parameters\n\n{rows}\n### Parameter fields {{#fields}}\n\n{fields}\n## Code Examples\n\n{}",
            call(name, &json!({ "fields": sent }))
        )
    };
    let made = json!({"NAME": "x", "PHOTO": {"fileData": ["a.png", "aGk="]}});
    let photo = |changed: Value| {
        let built = Pages::default()
            .method(NAME, &takes(NAME, made.clone()))
            .method("demo.item.update", &takes("demo.item.update", changed))
            .build();
        let Module { methods, records, .. } = &built.schema.modules["demo"];
        let update = methods.iter().find(|method| method.name.ends_with("update")).unwrap();
        let fields = match &field(&update.params, "fields").ty {
            // Both take the same then.
            Type::Ref(name) => &records.iter().find(|r| r.name == *name).unwrap().body.fields,
            ty => fields_of(ty),
        };
        field(fields, "PHOTO").ty.clone()
    };
    let names = |ty: &Type| fields_of(ty).iter().map(|f| f.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&photo(json!({"NAME": "y"}))), ["fileData"]);
    assert_eq!(photo(json!({"PHOTO": ["a.png", "aGk="]})), Type::File, "an example shows it");
}

#[test]
fn rows_are_grouped_by_names() {
    let fields = format!("### Fields {{#fields}}\n\n{}", table(&[("**ID**\n`integer`", "Number")]));
    let grouped = ty("**group**\n`array`", "Grouping by the [fields](#fields)", &fields);
    assert_eq!(grouped, Type::List(Box::new(Type::String)));
    let record = ty("**group**\n`object`", "The [group](#fields)", &fields);
    assert!(matches!(record, Type::Record(_)), "{record:?}");
}

#[test]
fn what_a_filter_says_of_its_fields_holds_for_the_rows() {
    let own = table(&[
        ("**STATE**\n`string`", "State. Possible values:\n- `A` — one\n- `B` — two"),
        ("**OPEN**\n`boolean`", "Whether it is open, `Y` or `N`"),
    ]);
    let rows = table(&[("**filter**\n`object`", "Conditions, see [here](#filter)")]);
    let shown =
        json!({"result": [{"ID": 1, "STATE": "A", "OPEN": "text", "NAME": "A"}], "total": 1});
    let body = format!(
        "## Method Parameters\n\n{rows}\n### Parameter filter {{#filter}}\n\n{own}\n{}\n## Response Handling\n\n\
         ```json\n{shown}\n```",
        example(json!({ "filter": {"STATE": "A"} }))
    );
    let method = only(&Pages::default().method(NAME, &body).build()).clone();
    let row = fields_of(method.answer.ty.item().unwrap());
    let values: Vec<&str> = field(row, "STATE").values.iter().map(|v| v.value.as_str()).collect();
    assert_eq!(values, ["A", "B"]);
    assert_eq!(field(row, "OPEN").ty, Type::Boolean(Wire::Yn));
    assert_eq!(field(row, "NAME").values, []);
}

#[test]
fn an_object_is_required_for_what_is_required_in_it() {
    let of = |verb: &str, sent: Value| {
        let own = table(&[("**NAME***\n`string`", "Name")]);
        let rows = table(&[("**fields**\n`object`", "Fields, see [here](#fields)")]);
        let body = format!(
            "## Method Parameters\n\n{rows}\n### Parameter fields {{#fields}}\n\n{own}\n{}",
            example(sent)
        );
        let name = format!("demo.item.{verb}");
        let built = Pages::default().method(&name, &body.replace(NAME, &name)).build();
        field(&built.schema.modules["demo"].methods[0].params, "fields").required
    };
    let sent = || json!({"fields": {"NAME": "x"}});
    assert!(of("add", sent()));
    assert!(!of("update", sent()), "what is changed may be left out");
    assert!(!of("add", json!({"id": 1})), "the example does without it");
}

#[test]
fn what_is_done_to_one_thing_needs_its_identifier() {
    let of = |name: &str, row: &str, sent: Value| {
        let rows = table(&[(&*format!("**{row}**\n`integer`"), "Its number")]);
        let body = format!("## Method Parameters\n\n{rows}\n{}", example(sent));
        let built = Pages::default().method(name, &body.replace(NAME, name)).build();
        built.schema.modules["demo"].methods[0].params[0].required
    };
    assert!(of("demo.item.open", "ID", json!({"ID": 7})));
    assert!(of("demo.item.open", "ITEM_ID", json!({"ITEM_ID": 7})));
    assert!(!of("demo.item.open", "SORT", json!({"SORT": 7})), "it may be anything");
    assert!(!of("demo.item.list", "ID", json!({"ID": 7})), "a list may be of all");
    assert!(!of("demo.item.open", "ID", json!({"OTHER": 7})), "the example does without it");
}

#[test]
fn null_is_sent_where_an_example_sends_it() {
    let of = |sent: Value| {
        let rows = table(&[("**labels***\n`object`", "Labels by language")]);
        let body = format!("## Method Parameters\n\n{rows}\n{}", example(sent));
        only(&Pages::default().method(NAME, &body).build()).params[0].ty.clone()
    };
    let map = |ty: Type| Type::Map(Box::new(ty));
    assert_eq!(of(json!({"labels": {"de": "x", "en": "y"}})), map(Type::String));
    let some = Type::Union(vec![Type::String, Type::Null]);
    assert_eq!(of(json!({"labels": {"de": "x", "en": null}})), map(some));
}

#[test]
fn the_only_part_of_a_required_object_is_required() {
    let of = |parts: &[&str], sent: Value| {
        let rows: Vec<_> = parts.iter().map(|part| format!("**{part}**\n`string`")).collect();
        let own: Vec<_> = rows.iter().map(|row| (row.as_str(), "Text")).collect();
        let rows = table(&[("**preset***\n`object`", "The preset, see [here](#preset)")]);
        let body = format!(
            "## Method Parameters\n\n{rows}\n### Parameter preset {{#preset}}\n\n{}\n{}",
            table(&own),
            example(sent)
        );
        let method = only(&Pages::default().method(NAME, &body).build()).clone();
        fields_of(&method.params[0].ty)[0].required
    };
    assert!(of(&["CODE"], json!({"preset": {"CODE": "x"}})));
    assert!(!of(&["CODE", "SORT"], json!({"preset": {"CODE": "x"}})), "the other may be enough");
    assert!(!of(&["CODE"], json!({"preset": {}})), "the example does without it");
}

#[test]
fn a_day_that_is_compared_with_is_no_type_of_a_time() {
    let rows = table(&[("**filter**\n`object`", "Conditions:\n- `DEADLINE` — when to end")]);
    let shown = json!({"result": [{"ID": 1, "NAME": "x", "DEADLINE": "2000-01-01T00:00:00+00:00"}], "total": 1});
    let body = format!(
        "## Method Parameters\n\n{rows}\n{}\n## Response Handling\n\n```json\n{shown}\n```",
        example(json!({ "filter": {">=DEADLINE": "2000-01-01"} }))
    );
    let built = Pages::default().method(NAME, &body).build();
    let record = &built.schema.modules["demo"].records[0];
    assert_eq!(only(&built).params[0].ty, Type::Ref(record.name.clone()), "what the rows are");
    assert_eq!(field(&record.body.fields, "DEADLINE").ty, Type::DateTime);
}
