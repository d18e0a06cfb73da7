//! Tests of what descriptions say.

use super::*;

#[test]
fn values_in_a_list_in_line_and_in_brackets() {
    let list = about("Its sort. Possible values:\n\n- `a` — first\n- `b` — second");
    assert_eq!(values(&list), ["a", "b"]);
    let label = |label: &str| Some(label.to_owned());
    assert_eq!(list.values[0], AllowedValue { value: "a".into(), label: label("first") });
    assert_eq!(values(&about("Its sort. Possible values: `a`, `b`")), ["a", "b"]);
    assert_eq!(values(&about("Whether it is on (`Y`/`N`)")), ["Y", "N"]);
    // Codes in prose are no values.
    assert_eq!(values(&about("Works as `a` does. For example, `b`")), [""; 0]);
}

#[test]
fn values_behind_a_name_for_them() {
    assert_eq!(values(&about("Its sort: `a`, `b`, or `c`")), ["a", "b", "c"]);
    assert_eq!(values(&about("Its sort: `a` or `b`. As a rule `c` is behind it")), ["a", "b"]);
    assert_eq!(values(&about("Supported values are `a`, `b` and `c`")), ["a", "b", "c"]);
    // What they are examples or parts of, and names in a sentence, are none.
    assert_eq!(values(&about("Its name. Allowed characters: `-`, `_`")), [""; 0]);
    assert_eq!(
        values(&about("Examples of possible values:\n\n- `a` — one\n- `b` — other")),
        [""; 0]
    );
    assert_eq!(values(&about("Its address, with the parts: `#id#`, `#name#`")), [""; 0]);
    assert_eq!(values(&about("Its sort. Copied into the fields: `a`, `b`")), [""; 0]);
}

#[test]
fn words_tell_numbers_from_texts() {
    let word = |ty: &str, about: &str| {
        let row = row(&format!("**a**\n`{ty}`"), about);
        (row.types[0].word.clone(), row.about.called)
    };
    assert_eq!(word("integer", "When it ends, in timestamp format").0, "timestamp");
    assert_eq!(word("string", "Unix time of the end").0, "timestamp");
    assert_eq!(word("integer", "A timestamp in milliseconds").0, "integer");
    assert_eq!(word("string", "A timestamp or a date").0, "string");
    assert_eq!(
        word("string", "Identifier of the user"),
        ("string".to_owned(), Some(Called::Identifier))
    );
    assert_eq!(word("string", "String identifier of the user"), ("string".to_owned(), None));
}

#[test]
fn variables_of_a_template_are_no_values() {
    let said = about(
        "Made by the template `{kind} #{id}`, where\n\n- `kind` — the kind\n- `id` — the number",
    );
    assert_eq!(values(&said), [""; 0]);
}

#[test]
fn a_table_of_codes_is_one_of_constants() {
    let page = method(
        "#|\n|| **Thing** | **Its number**\n`kindId` | **Its code**\n`kindName` ||\n\
         || A boat | 1 | BOAT ||\n|| A car | 2 | CAR ||\n|| Others | any number | — ||\n|#",
    );
    let tables = page.sections.iter().flat_map(Section::flat).filter_map(|item| match item {
        Item::Constants(table) => Some(table),
        _ => None,
    });
    let expected = ConstantTable {
        columns: vec!["kindId".to_owned(), "kindName".to_owned()],
        rows: [["1", "BOAT"], ["2", "CAR"]].map(|row| row.map(str::to_owned).to_vec()).to_vec(),
    };
    assert_eq!(tables.collect::<Vec<_>>(), [&expected]);
}

#[test]
fn a_column_of_a_table_of_types_has_constants() {
    let page = method(
        "#|\n|| **Type** | **Description** | **`place` of the request** ||\n\
         || `HERE` | Here | Leave it out ||\n|| `THERE` | There | `THERE` ||\n\
         || `FAR` | Far away | `FAR` ||\n|#",
    );
    let tables = page.sections.iter().flat_map(Section::flat).filter_map(|item| match item {
        Item::Constants(table) => Some(table),
        _ => None,
    });
    let expected = ConstantTable {
        columns: vec!["place".to_owned()],
        rows: vec![vec!["THERE".to_owned()], vec!["FAR".to_owned()]],
    };
    assert_eq!(tables.collect::<Vec<_>>(), [&expected]);
}

#[test]
fn values_that_go_on_in_the_next_line() {
    let said = about(
        "Its sort. Possible values: `a`, `b` for one,\n`b`, `c` for another,\n`d` for the rest",
    );
    assert_eq!(values(&said), ["a", "b", "c", "d"]);
    let said = about("Its sort. Possible values: `a`, `b`\n`c` says when it is");
    assert_eq!(values(&said), ["a", "b"], "no comma");
}

#[test]
fn values_behind_any_colon() {
    let said = about("How it repeats:\n`once` — a single time\n`often` — many times");
    assert_eq!(values(&said), ["once", "often"]);
    assert_eq!(values(&about("Its colour:\n- `red`\n- `blue`")), ["red", "blue"]);
    assert_eq!(values(&about("Its unit:\n`day`, `week` or `month`")), ["day", "week", "month"]);
    assert_eq!(values(&about("Its sex: `M` — male, `F` — female. May be empty")), ["M", "F"]);
    let said = about("Possible values:\n- CPC — ads\n- **P** — personal");
    assert_eq!(values(&said), ["CPC", "P"], "without marks");
    let open = about("The ways it came:\n- cpc — ads\n- seo — search\n- mail — letters");
    assert_eq!(values(&open), ["cpc", "seo", "mail"], "behind any colon, where they are codes");
    let of_it = about("The picture must have:\n- Type — png\n- Size — small\n- Depth — 8 bits");
    assert_eq!(values(&of_it), [] as [&str; 0], "words are none");
    let written =
        about("Possible values:\n- `ALL` — all\n- `PROPERTY_N` — one\n- `U<ID>` — a user");
    assert_eq!(values(&written), ["ALL"], "patterns are none");
    assert_eq!(values(&about("Its kind. Supported value: `sms`")), ["sms"]);
    let said = about("A pattern for a day:\n`^(0|[12][0-9])$`");
    assert_eq!(values(&said), [""; 0], "a pattern is none");
}

#[test]
fn values_of_something_else_that_a_line_names() {
    let told = about("Value for `KIND`:\n- `PUT` — what is put\n- `CALL` — the number");
    assert_eq!(values(&told), [] as [&str; 0], "those are of the other field");
    let said = about(
        "The text.\n\nThe `align` parameter moves a picture. Possible values: `left`, `right`",
    );
    assert_eq!(values(&said), [""; 0]);
}

#[test]
fn words_may_lift_a_mark() {
    let mark = |text: &str| (row("**id***", text).required, row("**id***", text).about.optional);
    assert_eq!(mark("Whose. This parameter can be omitted for a user"), (Required::No, true));
    assert_eq!(mark("Whose"), (Required::Yes, false));
}

#[test]
fn defaults_in_words() {
    for (text, expected) in [
        ("Whether. Default `N`", "N"),
        ("Whether. Default is `N`", "N"),
        ("Whether. By default — `N`", "N"),
        ("Whether. Defaults to `N`", "N"),
        ("Whether. The default value is `N`", "N"),
        ("How many. By default 50.", "50"),
    ] {
        assert_eq!(about(text).default.as_deref(), Some(expected), "{text}");
    }
    assert_eq!(about("By default everything in `x` is taken").default, None);
}

#[test]
fn bounds_in_words() {
    let integer = |text: &str| row("**a**\n`integer`", text).about.limits;
    let range = Limits { min: Some(1), max: Some(5), ..Limits::default() };
    assert_eq!(integer("A mark from 1 to 5"), range);
    let long = Limits { max_length: Some(255), ..Limits::default() };
    assert_eq!(about("A name, at most 255 characters").limits, long);
    assert_eq!(about("A name of 3 parts").limits, Limits::default());
}

#[test]
fn one_of_several_parameters() {
    let said = about("Pass one of the parameters: `a` or `b`");
    assert_eq!(said.either, ["a", "b"]);
    assert_eq!(about("Works with `a` or `b`").either, [""; 0]);
}

#[test]
fn a_line_below_a_table_says_that_one_of_its_rows_will_do() {
    let page = |below: &str| {
        let page = method(&format!(
            "#|\n|| **Name**\n`type` | **Description** ||\n|| **uuid***\n`string` | ||\n|| **crmId***\n`integer` | ||\n|| **role***\n`string` | ||\n|#\n\n{below}"
        ));
        rows(&page).iter().map(|row| row.about.either.join(" ")).collect::<Vec<_>>()
    };
    let one = page("Pass one of the parameters `uuid` or `crmId`.");
    assert_eq!(one, ["uuid crmId", "uuid crmId", ""]);
    assert_eq!(page("Pass one of the parameters `uuid` or `other`."), ["", "", ""], "elsewhere");
}

#[test]
fn one_parameter_without_the_other() {
    for text in ["Required if `b` is not passed", "How. Required if the `b` parameter is not set."]
    {
        assert_eq!(row("**a**", text).about.either, ["a", "b"], "{text}");
    }
    let one_of = "The method accepts one of the parameters: `a` or `b`";
    assert_eq!(row("**a**", one_of).about.either, ["a", "b"]);
    for text in ["Required if `b` is `Y`", "Used if `b` is not passed"] {
        assert_eq!(row("**a**", text).about.either, [""; 0], "{text}");
    }
}

#[test]
fn lists_that_look_like_values_are_values() {
    for lead in ["One of:", "Who may:", "Who may", ""] {
        let said = about(&format!("{lead}\n\n- `A` — all\n- `K` — some"));
        assert_eq!(values(&said), ["A", "K"], "{lead}");
    }
    assert_eq!(values(&about("For example:\n\n- `A` — all\n- `K` — some")), [""; 0]);
    assert_eq!(values(&about("Who may:\n\n- `a.b` — all\n- `c.d` — some")), [""; 0]);
    assert_eq!(values(&about("One of:\n\n- `'P'` — one\n- `\"C\"` — two")), ["P", "C"], "quoted");
    let lines = about("Possible values:\n`A` — all\n`K` — some");
    assert_eq!(values(&lines), ["A", "K"], "without marks");
    // Where the type may be an object, only numbers cannot be its keys.
    let untyped = |list: &str| row("**a**", &format!("Which:\n\n{list}")).about;
    assert_eq!(values(&untyped("- `1` — all\n- `-2` — some")), ["1", "-2"]);
    assert_eq!(values(&untyped("- `a` — all\n- `b` — some")), [""; 0]);
}

#[test]
fn words_correct_the_type() {
    assert_eq!(words(&row("**a**\n`string`", "The day, in ISO 8601")), ["datetime"]);
    assert_eq!(words(&row("**a**\n`string`", "In ISO 8601 or as a timestamp")), ["string"]);
    assert_eq!(words(&row("**a**\n`array`", "An object with names")), ["object"]);
    assert_eq!(words(&row("**a**\n`array`", "Objects")), ["array"]);
    assert!(row("**a**\n`object`", "All, where the key is a code").about.keyed);
    assert!(!row("**a**\n`string`", "All, where the key is a code").about.keyed);
}

#[test]
fn a_field_called_obsolete() {
    assert!(about("Deprecated. Take `b`").deprecated);
    assert!(!about("The items that are not deprecated").deprecated);
}

#[test]
fn bold_names_in_a_list_are_keys_whatever_stands_above_it() {
    let keys = |list: &str| {
        let about = row("**a**\n`array`", &format!("Rows of the bill:\n\n{list}")).about;
        about.keys.iter().flat_map(|key| key.names.clone()).collect::<Vec<_>>()
    };
    assert_eq!(keys("- **ID** - its number\n- **PRICE** - its price"), ["ID", "PRICE"]);
    assert_eq!(keys("- **ID** - its number\n- **The price** - of it"), [""; 0]);
}

#[test]
fn keys_and_shapes_in_a_cell() {
    let keys = row("**a**\n`object`", "Fields:\n\n- `x` — across\n- `y` — up").about.keys;
    assert_eq!(keys.iter().flat_map(|k| k.names.clone()).collect::<Vec<_>>(), ["x", "y"]);
    let shape = row("**a**\n`object`", "As here:\n\n```json\n{\"x\": 12, \"y\": \"so\"}\n```");
    let shape = shape.about.shape.unwrap();
    assert!(shape["x"].is_number() && shape["y"].is_string(), "{shape}");
}

#[test]
fn what_a_description_calls_the_value() {
    let called = |ty: &str, about: &str| row(&format!("**a**{ty}"), about).about.called;
    assert_eq!(called("\n`array`", "List of access codes to check"), Some(Called::Text));
    assert_eq!(called("\n`array`", "Identifiers of files in the format `n1`"), Some(Called::Text));
    assert_eq!(called("\n`array`", "List of files with names"), None);
    assert_eq!(called("\n`crm_item`", "Item identifier"), Some(Called::Identifier));
    assert_eq!(called("\n`crm_item`", "The item by its identifier"), None);
    assert_eq!(called("\n`string`", "Pause in seconds"), Some(Called::Quantity));
    assert_eq!(called("\n`string`", "Pause"), None);
    // Without a type the noun tells.
    assert_eq!(called("", "Start date of the pause"), Some(Called::Date));
    assert_eq!(called("", "File name"), Some(Called::Text));
    assert_eq!(called("", "Format of the name"), None);
    let keys =
        row("**a**\n`object`", "Fields:\n\n- `x` — user identifier\n- `y` — how far").about.keys;
    assert_eq!(
        keys.iter().map(|key| key.about.called).collect::<Vec<_>>(),
        [Some(Called::Identifier), None]
    );
}

#[test]
fn a_number_for_something_and_its_opposite_is_a_boolean() {
    let word = |values: &str| row("**a**\n`integer`", values).types[0].word.clone();
    assert_eq!(word("Add it:\n\n- `0` — do not add\n- `1` — add"), "boolean");
    assert_eq!(word("Show it:\n\n- `1` — yes\n- `0` — no"), "boolean");
    assert_eq!(word("Kind:\n\n- `0` — one answer\n- `1` — several"), "integer");
    assert_eq!(word("Add it:\n\n- `0` — do not add\n- `1` — add\n- `2` — ask"), "integer");
}

#[test]
fn a_format_may_stand_under_the_name_of_its_row() {
    let shape = |about: &str| row("**NAME**\n`object`", about).about.shape;
    let named = shape("As here:\n\n```js\n'NAME': {\n    'xx': 'so',\n    ...\n},\n```").unwrap();
    assert_eq!(named.as_object().map(serde_json::Map::len), Some(1), "{named}");
    // In what it is part of, and of something else.
    assert_eq!(shape("```js\nALL: {NAME: ['so']}\n```"), Some(json!(["text"])));
    assert_eq!(shape("```js\nOTHER: {x: 1}\n```"), None);
}

#[test]
fn formats_in_a_sentence() {
    let shape = |about: &str| row("**a**\n`object`", about).about.shape.unwrap();
    let file =
        shape("A file in the format `{data: [1, 2]}`, or none in the format `{remove: 'Y'}`");
    assert_eq!(
        file.as_object().map(|map| map.keys().map(String::as_str).collect::<Vec<_>>()),
        Some(vec!["data", "remove"])
    );
    assert_eq!(
        shape("Values in the format `{\"CODE\": value}`").as_object().map(serde_json::Map::len),
        Some(1)
    );
}

#[test]
fn codes_that_are_no_values_and_no_names() {
    let rows = |about: &str| row("**a**\n`object`", about).about.keys;
    let names = |about: &str| rows(about).into_iter().flat_map(|key| key.names).collect::<Vec<_>>();
    assert_eq!(names("Signs of the fields:\n\n- `!=` or `!` — not\n- `=` — is"), [""; 0]);
    assert_eq!(names("Each kind by its keys `b` has settings"), [""; 0]);
    assert_eq!(names("With the keys `b`"), ["b"]);
    // What a value is of, and ranges.
    assert_eq!(values(&about("Possible values for `b`:\n\n- `x` — one\n- `y` — two")), ["x", "y"]);
    assert_eq!(values(&about("Possible values:\n\n- `>= 1` — one\n- `<= 0` — none")), [""; 0]);
    assert_eq!(
        values(&about("Possible values:\n\n- `x` for one\n- `a\\\\b` for two")),
        ["x", "a\\b"]
    );
}

#[test]
fn values_of_a_field_in_it() {
    let of =
        row("**a**\n`object`", "Possible values:\n\n- `'KIND': 'A'` — one\n- `'KIND': 'U'` — two")
            .about;
    assert_eq!(values(&of), [""; 0]);
    assert_eq!(of.keys[0].names, ["KIND"]);
    assert_eq!(values(&of.keys[0].about), ["A", "U"]);
}

#[test]
fn a_parameter_in_place_of_a_required_one_is_a_choice() {
    let choice = |mark: &str| {
        let body = format!(
            "#|\n|| **Name**\n`type` | **Description** ||\n|| **day**{mark}\n`date` | When ||\n|| **stamp**\n`integer` | When. Can be used instead of the `day` parameter. ||\n|#"
        );
        rows(&method(&body))[1].about.either.clone()
    };
    assert_eq!(choice("*"), ["stamp", "day"]);
    // Both may be left out.
    assert_eq!(choice(""), [""; 0]);
}

#[test]
fn a_code_with_the_name_of_its_row_shows_its_value() {
    let shape = |about: &str| row("**pinned**\n`array`", about).about.shape;
    assert_eq!(shape("Who pinned it, as here `\"pinned\": [29]`"), Some(json!([2])));
    assert_eq!(shape("Who pinned it, as here `\"other\": [29]`"), None);
}

#[test]
fn patterns_of_colours_and_addresses_are_no_values() {
    assert_eq!(values(&about("Its colour (`#RGB` or `#RRGGBB`)")), [""; 0]);
    assert_eq!(values(&about("Its address (`http://`, `https://`)")), [""; 0]);
    assert_eq!(values(&about("Its colour (`#FF0000` or `red`)")), ["#FF0000", "red"]);
}

#[test]
fn words_say_that_a_field_must_be_given() {
    let mark = |about: &str| row("**TEXT**\n`string`", about).required;
    assert_eq!(mark("For items, it is mandatory to specify `TEXT` and a link"), Required::Yes);
    assert_eq!(
        mark("For all items except `LINE`, it is mandatory to specify `TEXT`"),
        Required::No
    );
    assert_eq!(mark("It is mandatory to specify `LINK`, beside `TEXT`"), Required::No);
}

/// What a page on a format says of its forms.
fn forms(lang: Lang, body: &str) -> Forms {
    let table = match lang {
        Lang::En => "#|\n|| **Name**\n`type` | **Description** ||\n|| **TEXT**\n`string` | ||\n|#",
        Lang::Ru => "#|\n|| **Название**\n`тип` | **Описание** ||\n|| **TEXT**\n`string` | ||\n|#",
    };
    let page = at(lang, "api-reference/demo/menu.md", &format!("# Menu\n\n{body}\n\n{table}\n"));
    assert_eq!(page.kind, PageKind::Types);
    page.forms
}

#[test]
fn the_forms_in_which_something_is_given() {
    let english = "- a JSON string\n- an object with `ITEMS`\n- an array without wrapping";
    let russian = "- строкой JSON\n- объектом с ключом `ITEMS`\n- массивом без обертки";
    for (lang, list) in [(Lang::En, english), (Lang::Ru, russian)] {
        let read = forms(lang, list);
        assert_eq!((read.key.as_deref(), read.text), (Some("ITEMS"), true), "{list}");
    }
    let short = forms(Lang::En, "- an object with `ITEMS`\n- an array without wrapping");
    assert_eq!((short.key.as_deref(), short.text), (Some("ITEMS"), false));
    assert!(forms(Lang::En, "- an object with `ITEMS`\n- an array of `ITEMS`").is_empty());
    // Of each form what is shown first, where the page describes it.
    let shown = |code: &str| format!("```js\n{code}\n```\n");
    let all = ["{ MENU: [{TEXT: 'a'}] }", "{ MENU: [{TEXT: 'b'}] }", "{ OTHER: {SIZE: 1} }"];
    let read = forms(Lang::En, &all.map(shown).concat());
    assert_eq!(read.shown, [json!({"MENU": [{"TEXT": "text"}]})]);
}

#[test]
fn a_table_of_kinds_leads_to_a_page_for_each() {
    let page = at(
        Lang::En,
        "api-reference/demo/cards.md",
        "# Cards\n\n## Kinds\n\n#|\n|| **Key in LAYERS** | **Layer** | **What for** ||\n\
         || `LINE` | [Line](line.md) | One or several lines ||\n|| `AREA` | [Area](area.md) | An area ||\n|#\n",
    );
    assert_eq!(page.sections[0].subject.as_deref(), Some("LAYERS"));
    let rows = rows(&page);
    let links: Vec<_> = rows.iter().map(|row| row.about.links[0].page.as_str()).collect();
    assert_eq!(links, ["api-reference/demo/line.md", "api-reference/demo/area.md"]);
    let lists = |row: &FieldRow| row.types.iter().map(|ty| ty.list).collect::<Vec<_>>();
    assert_eq!((lists(rows[0]), lists(rows[1])), (vec![0, 1], Vec::new()));
}

#[test]
fn a_heading_may_name_the_method_whose_parameter_it_is_about() {
    let headings = [
        (Lang::En, "OPTIONS when registering via demo.place.bind"),
        (Lang::En, "`OPTIONS` When Registering via `demo.place.bind`"),
        (Lang::Ru, "OPTIONS при регистрации через demo.place.bind"),
    ];
    for (lang, heading) in headings {
        let page = at(
            lang,
            "api-reference/widgets/place.md",
            &format!("# A place\n\n## {heading}\n\n#|\n|| **a**\n[`string`](x.md) | It ||\n|#\n"),
        );
        let [section] = &page.sections[..] else { panic!("{page:#?}") };
        let said = (section.subject.as_deref(), section.of.as_deref());
        assert_eq!(said, (Some("OPTIONS"), Some("demo.place.bind")), "{heading}");
    }
}

#[test]
fn fields_that_the_description_of_their_object_calls_required() {
    let needed = |cell: &str, text: &str| -> Vec<String> {
        let about = row(cell, text).about;
        let needed = about.keys.into_iter().filter(|key| key.required == Required::Yes);
        needed.flat_map(|key| key.names).collect()
    };
    let of = |text: &str| needed("**fields**\n`object`", text);
    assert_eq!(of("Conditions.\n\nRequired fields: `id`, `kind`"), ["id", "kind"]);
    assert_eq!(of("Values. Required fields for a new one:\n- `TITLE` — name"), ["TITLE"]);
    assert_eq!(of("The `OWNER_ID` field is required; others are not"), ["OWNER_ID"]);
    assert_eq!(of("The `OWNER_ID` field is required if `ID` is not there"), [] as [&str; 0]);
    assert_eq!(of("All required fields of the card are checked"), [] as [&str; 0]);
    let select = needed("**select**\n`array`", "What to show.\n\nRequired fields: `id`");
    assert_eq!(select, [] as [&str; 0], "a list of names has no such parts");
}

#[test]
fn a_list_of_codes_below_a_heading_has_the_values_of_what_links_to_it() {
    let page = |lead: &str| {
        let text = format!(
            "# Kinds\n\n## Kind {{#kind}}\n\n{lead}\n\n- **good** — green\n- **bad** — red\n"
        );
        let page = at(Lang::En, "api-reference/demo/index.md", &text);
        let items = page.sections.iter().flat_map(Section::flat);
        let values = items.filter_map(|item| match item {
            Item::Values(values) => Some(values.iter().map(|v| v.value.clone()).collect()),
            _ => None,
        });
        values.collect::<Vec<Vec<String>>>()
    };
    assert_eq!(page("It can take the following values:"), [["good", "bad"]]);
    assert_eq!(page("What it is good for."), [] as [Vec<String>; 0]);
}
