//! Tests of formats of objects and the lists that explain them, of flags, and of sections that lead to others.

use super::*;

/// The keys of the format that a description shows.
fn keys(shape: &serde_json::Value) -> Vec<&str> {
    shape.as_object().map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[test]
fn a_place_of_a_format_may_have_a_choice() {
    let cell =
        "Its start.\n\n```\n{\n    DAY: datetime|date,\n    KIND: 'NONE'|'NOW'|'SET',\n}\n```";
    let shape = row("**a**\n`object`", cell).about.shape.unwrap();
    assert_eq!(keys(&shape), ["DAY", "KIND"]);
    assert_eq!(shape["KIND"], "text", "examples are neutral");
}

#[test]
fn a_format_may_have_the_quotes_of_a_text() {
    let cell = "A file in the format `{data: [1, 2]}`. To remove it, an object in the format `{remove: ‘Y’}`";
    let shape = row("**a**\n`object`", cell).about.shape.unwrap();
    assert_eq!((keys(&shape), &shape["remove"]), (vec!["data", "remove"], &json!("Y")));
}

#[test]
fn a_list_explains_the_keys_of_the_format_above_it() {
    let cell = "Its start.\n\n```\n{\n    DAY: datetime|date,\n    KIND: 'NONE'|'NOW',\n}\n```\n\nwhere:\n\
                - `DAY` — the day\n- `KIND` — kind of the start:\n    - `NONE` — no start\n    - `NOW` — now";
    let about = row("**a**\n`object`", cell).about;
    let names: Vec<&str> = about.keys.iter().flat_map(|key| &key.names).map(|n| &**n).collect();
    assert_eq!(names, ["DAY", "KIND"]);
    assert_eq!(values(&about.keys[1].about), ["NONE", "NOW"]);
    let other = row("**a**\n`object`", "```\n{DAY: 1}\n```\n\nwhere:\n- `x` — one\n- `y` — other");
    assert_eq!(other.about.keys, [], "these are no keys of it");
}

#[test]
fn a_text_or_an_object() {
    let cell = "Label. You can pass a string or an object with labels in `{\"de\": \"...\", \"en\": \"...\"}` format";
    let row = row("**a**\n`string`", cell);
    assert_eq!(words(&row), ["string", "object"]);
    assert_eq!(keys(&row.about.shape.unwrap()), ["de", "en"]);
}

#[test]
fn a_boolean_is_written_as_its_description_names_it() {
    let forms = |cell: &str, text: &str| {
        let about = row(cell, text).about;
        values(&about).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let flag = "**a**\n`boolean`";
    assert_eq!(forms(flag, "If it is set to `true`, all come"), ["true", "false"]);
    assert_eq!(forms(flag, "With it. By default `N`"), [""; 0], "the default tells it");
    assert_eq!(forms(flag, "Only where `ACTIVE` is `Y`"), [""; 0], "the value of another field");
    assert_eq!(forms(flag, "If `true`, all.\n\nIf `Y`, all too"), [""; 0], "both cannot be");
    assert_eq!(forms("**a**\n`string`", "If it is set to `true`, all come"), [""; 0]);
}

#[test]
fn a_default_is_what_one_label_calls_so() {
    let default = |text: &str| about(text).default;
    let one = "Possible values:\n- `Y` — on, by default\n- `N` — off";
    assert_eq!(default(one).as_deref(), Some("Y"));
    let all = "Possible values:\n- `Y` — make a default channel\n- `N` — no default channel";
    assert_eq!(default(all), None, "the word is about something else");
    assert_eq!(default(&format!("{all}\n\nDefault is `N`")).as_deref(), Some("N"));
}

#[test]
fn keys_of_what_a_text_holds_are_no_values() {
    let text = "Empty, or a serialized array with keys:\n- `WIDTH` — width\n- `HEIGHT` — height";
    assert_eq!(values(&about(text)), [""; 0]);
}

#[test]
fn parameters_of_a_case_are_parameters() {
    let head = "# Take demo.item.get\n\n> Who can execute the method: any user\n\n";
    let table =
        |name: &str| format!("#|\n|| **Name** | **Description** ||\n|| **{name}** | One ||\n|#");
    let text = format!(
        "{head}## Method Parameters for a Command\n\n{}\n\n## Method Parameters for a FRAME\n\n{}\n",
        table("A"),
        table("FRAME")
    );
    let page = at(Lang::En, PATH, &text);
    let roles: Vec<Role> = page.sections.iter().map(|section| section.role).collect();
    assert_eq!(roles, [Role::Params, Role::Params]);
}

#[test]
fn a_section_that_only_leads_to_another_gives_it_its_anchors() {
    let page = |lead: &str| {
        let text = format!(
            "# Types\n\n### order {{#order}}\n\n#|\n|| **Value**\n`type` | **Description** ||\n|| **id**\n`integer` | Its number ||\n|#\n\n### part {{#part}}\n\n{lead}\n\n### other {{#other}}\n\n#|\n|| **Value**\n`type` | **Description** ||\n|| **id**\n`integer` | Its number ||\n|#\n"
        );
        let page = at(Lang::En, "api-reference/demo/data-types.md", &text);
        page.sections.iter().map(|section| section.anchors.clone()).collect::<Vec<_>>()
    };
    assert_eq!(page("See the description of [order](#order).")[0], ["order", "part"]);
    let told =
        "It has a number and a name, as is told beside the table of [order](#order), and more.";
    assert_eq!(page(told)[0], ["order"], "this says more");
}
