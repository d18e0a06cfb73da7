//! Tests of what pages of types tell of parameters: enumerations of the dictionary, and examples.

use super::*;

const BUTTONS: &str = "api-reference/demo/buttons.md";

/// The parameter `BUTTONS` of a method whose page links to one that describes a button, where `send` sends `example`.
fn buttons(send: &str, example: &Value) -> Type {
    let rows = table(&[("**BUTTONS**\n`object`", "What is below, see [buttons](buttons.md)")]);
    let page = format!(
        "# Buttons\n\n{}\n{}",
        call(send, &json!({ "BUTTONS": example })),
        table(&[("**TEXT**\n`string`", "What it says"), ("**LINK**\n`string`", "Where it leads")])
    );
    let pages = Pages::default().method(NAME, &format!("## Method Parameters\n\n{rows}"));
    only(&pages.page(BUTTONS, &page).build()).params[0].ty.clone()
}

#[test]
fn the_form_around_a_linked_table_is_what_the_examples_beside_it_show() {
    for send in [NAME, "demo.other.add"] {
        let wrapped = buttons(send, &json!({"ITEMS": [{"TEXT": "x", "LINK": "y"}]}));
        assert_eq!(names(&wrapped), ["ITEMS"], "{send}");
        let Type::Record(body) = wrapped else { unreachable!() };
        assert!(matches!(&body.fields[0].ty, Type::List(_)), "{body:?}");
        assert_eq!(names(&body.fields[0].ty), ["TEXT", "LINK"], "{send}");
    }
    assert_eq!(names(&buttons(NAME, &json!({"TEXT": "x"}))), ["TEXT", "LINK"]);
}

#[test]
fn a_page_that_only_shows_a_format_says_where_it_is_described() {
    let rows = table(&[("**BUTTONS**\n`object`", "See [buttons](buttons.md)")]);
    let sent = json!({"BUTTONS": {"ITEMS": [{"TEXT": "x"}]}});
    let note =
        |to: &str| format!("{{% note warning %}}\n\nNow in [another]({to}).\n\n{{% endnote %}}");
    let page = format!("# Buttons\n\n{}\n{}", call(NAME, &sent), note("more.md"));
    let button = table(&[("**TEXT**\n`string`", ""), ("**WIDTH**\n`integer`", "")]);
    for (more, expected) in [
        (format!("# More\n\n{button}"), vec!["TEXT", "WIDTH"]),
        // They lead to each other.
        (format!("# More\n\n{}\n{}", call(NAME, &sent), note("buttons.md")), vec!["TEXT"]),
    ] {
        let pages = Pages::default().method(NAME, &format!("## Method Parameters\n\n{rows}"));
        let pages = pages.page(BUTTONS, &page);
        let built = pages.page("api-reference/demo/more.md", &more).build();
        let ty = only(&built).params[0].ty.clone();
        let Type::Record(body) = ty else { panic!("{ty:?}") };
        assert_eq!((&*body.fields[0].name, names(&body.fields[0].ty)), ("ITEMS", expected));
    }
}

#[test]
fn what_is_sent_elsewhere_lifts_no_mark() {
    let rows = table(&[
        ("**id***\n`integer`", "Which"),
        ("**look**\n`object`", "See [looks](buttons.md)"),
    ]);
    let page = format!("# Looks\n\n{}", call(NAME, &json!({"look": {"shade": "dark"}})));
    let pages = Pages::default().method(NAME, &format!("## Method Parameters\n\n{rows}"));
    let built = pages.page(BUTTONS, &page).build();
    let params = &only(&built).params;
    assert!(params[0].required, "{params:#?}");
    assert_eq!(names(&params[1].ty), ["shade"]);
}

#[test]
fn a_word_of_the_dictionary_brings_its_values() {
    let types = "# Types\n\n#|\n|| **Type** | **Description** ||\n|| `demo_state` | Its state: `1` — new, `2` — done. `0` — none ||\n|#\n";
    let rows = table(&[("**state**\n[`demo_state`](data-types.md)", "Its state")]);
    let pages = Pages::default().method(NAME, &format!("## Method Parameters\n\n{rows}"));
    let built = pages.page("api-reference/demo/data-types.md", types).build();
    let state = &only(&built).params[0];
    let values: Vec<&str> = state.values.iter().map(|value| &*value.value).collect();
    assert_eq!((values.as_slice(), &state.ty), (["1", "2", "0"].as_slice(), &Type::Integer));
}

#[test]
fn a_section_that_another_row_leads_to_is_of_that_row() {
    let data = table(&[("**first**\n`string`", ""), ("**last**\n`string`", "")]);
    let job = table(&[("**data**\n`object`", "Anything")]);
    let rows = [("**data**\n`object`", "[Data](#data)"), ("**job**\n`object`", "[Job](#job)")];
    let params = params(
        &rows,
        &format!("### Parameter data {{#data}}\n\n{data}\n### Parameter job {{#job}}\n\n{job}"),
    );
    assert_eq!(names(&params[0].ty), ["first", "last"]);
    let Type::Record(job) = &params[1].ty else { panic!("{params:#?}") };
    assert!(matches!(&job.fields[0].ty, Type::Map(_)), "{job:#?}");
}

#[test]
fn settings_that_another_method_of_the_family_describes() {
    let settings =
        table(&[("**size***\n`integer`", "How large"), ("**rows**\n`integer`", "How many")]);
    let add = table(&[("**settings**\n`object`", "[Settings](#settings)")]);
    let add = format!(
        "## Method Parameters\n\n{add}\n### Parameter settings {{#settings}}\n\n{settings}"
    );
    let update = table(&[("**settings**\n`object`", "As in [add](demo-item-add.md)")]);
    let update = format!("## Method Parameters\n\n{update}");
    let built = Pages::default().method(NAME, &add).method("demo.item.update", &update).build();
    let update = built.schema.modules["demo"].methods.iter().find(|m| m.name == "demo.item.update");
    let Type::Record(body) = &update.unwrap().params[0].ty else { panic!("{update:#?}") };
    let fields: Vec<_> = body.fields.iter().map(|f| (&*f.name, f.required)).collect();
    assert_eq!(fields, [("size", false), ("rows", false)], "what add wants, update may do without");
}

#[test]
fn a_boolean_that_no_page_shows_is_written_as_its_namesakes_are() {
    let rows = table(&[("**isAdmin**\n`boolean`", "Whether")]);
    let get = format!("## Method Parameters\n\n{rows}");
    let add = format!("{get}\n{}", call("demo.item.make", &json!({"isAdmin": false})));
    let alone = Pages::default().method(NAME, &get).build();
    assert_eq!(only(&alone).params[0].ty, Type::Boolean(Wire::Yn), "the usual form");
    let built = Pages::default().method(NAME, &get).method("demo.item.make", &add).build();
    assert_eq!(only(&built).params[0].ty, Type::Boolean(Wire::Json));
}

#[test]
fn of_parts_of_which_one_will_do_none_is_required() {
    let parts = table(&[
        ("**uuid***\n`string`", ""),
        ("**crmId***\n`integer`", ""),
        ("**role***\n`string`", ""),
    ]);
    let below = "Pass one of the parameters `uuid` or `crmId`.";
    let ty = ty(
        "**company***\n`object`",
        "[Company](#company)",
        &format!("### Parameter company {{#company}}\n\n{parts}\n{below}\n"),
    );
    let Type::Record(body) = &ty else { panic!("{ty:?}") };
    let marks: Vec<_> = body.fields.iter().map(|field| (&*field.name, field.required)).collect();
    assert_eq!(marks, [("uuid", false), ("crmId", false), ("role", true)]);
}

#[test]
fn a_price_is_a_number_though_its_example_is_whole() {
    let sent = example(json!({"rows": [{"PRICE": 10, "COUNT": 2}]}));
    let rows = ty("**rows**\n`array`", "What was bought", &sent);
    let Type::List(row) = &rows else { panic!("{rows:?}") };
    let Type::Record(row) = &**row else { panic!("{rows:?}") };
    let types: Vec<&Type> = row.fields.iter().map(|field| &field.ty).collect();
    assert_eq!(types, [&Type::Number, &Type::Integer]);
}

#[test]
fn what_a_parameter_takes_in_one_case_the_page_of_that_case_says() {
    let rows = table(&[("**PLACE***\n`string`", "Where"), ("**OPTIONS**\n`object`", "More")]);
    let case = |rows: &[(&str, &str)], method: &str| {
        let given = table(&[("**place**\n`string`", "Where it was called")]);
        let taken = table(rows);
        format!(
            "# A place\n\n## What the Handler Receives\n\n{given}\n## OPTIONS when registering via {method}\n\n{taken}"
        )
    };
    let hull = case(&[("**color***\n`string`", "Values: `RED`, `BLUE`")], NAME);
    let mast =
        case(&[("**color**\n`string`", "Values: `GRAY`"), ("**height**\n`integer`", "")], NAME);
    let other = case(&[("**depth**\n`integer`", "")], "demo.other.add");
    let built = Pages::default()
        .method(NAME, &format!("## Method Parameters\n\n{rows}"))
        .page("api-reference/widgets/hull.md", &hull)
        .page("api-reference/widgets/mast.md", &mast)
        .page("api-reference/widgets/other.md", &other)
        .build();
    let Type::Record(options) = &only(&built).params[1].ty else { panic!("{built:#?}") };
    assert!(options.open, "there are more cases");
    let fields: Vec<_> = options.fields.iter().map(|f| (&*f.name, &f.ty, f.required)).collect();
    assert_eq!(fields, [("color", &Type::String, false), ("height", &Type::Integer, false)]);
    let values: Vec<_> = options.fields[0].values.iter().map(|value| &*value.value).collect();
    assert_eq!(values, ["RED", "BLUE", "GRAY"]);
}

#[test]
fn a_table_of_codes_tells_the_values_of_what_links_to_it() {
    let rows = table(&[
        ("**wind***\n`string`", "One of [these](#winds)"),
        ("**winds**\n`string[]`", "Of [these](#winds)"),
        ("**boat**\n`object`", "Goes with [these](#winds)"),
        ("**sail**\n`string`", "Any"),
    ]);
    let codes = "#|\n|| **Value** | **Force** | **Description** ||\n|| `calm` | `0` | No wind ||\n|| `storm` | `10` | ||\n|#\n";
    let body = format!("## Method Parameters\n\n{rows}\n### Known Winds {{#winds}}\n\n{codes}");
    let params = method(&body).params;
    let told: Vec<_> = params.iter().map(|param| param.values.len()).collect();
    assert_eq!(told, [2, 2, 0, 0], "{params:#?}");
    let values: Vec<_> =
        params[0].values.iter().map(|value| (&*value.value, value.label.as_deref())).collect();
    assert_eq!(values, [("calm", Some("No wind")), ("storm", None)]);
    // What is no code in each row lists no values.
    let other = body.replace("`storm`", "A storm");
    assert!(method(&other).params.iter().all(|param| param.values.is_empty()));
}

#[test]
fn a_cell_that_names_what_is_required_leaves_the_rest_to_the_page_of_the_object() {
    let kinds = table(&[("**kind**\n`string`", "Which")]);
    let fields = "# Fields\n\n".to_owned()
        + &table(&[("**TITLE**\n`string`", "Name"), ("**SORT**\n`integer`", "Place")])
        + &format!("\n### Of each kind\n\n{kinds}");
    let cell = "The [fields](fields.md). Required fields of a new one:\n- `TITLE` — name";
    let rows = table(&[("**fields**\n`object`", cell)]);
    let body = format!("## Method Parameters\n\n{rows}");
    let pages = Pages::default().method(NAME, &body);
    let built = pages.page("api-reference/demo/fields.md", &fields).build();
    let Type::Record(body) = &only(&built).params[0].ty else { panic!("{:#?}", built.schema) };
    let marks: Vec<_> = body.fields.iter().map(|f| (f.name.as_str(), f.required)).collect();
    assert_eq!(marks, [("TITLE", true), ("SORT", false)]);
}
