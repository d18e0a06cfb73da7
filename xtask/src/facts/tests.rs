//! Tests of reading facts. All pages are made up here.

use b24_schema::{AllowedValue, Limits, Rest, Who};
use serde_json::json;

use super::*;
use crate::corpus::{Corpus, File, FileId};

const PATH: &str = "api-reference/demo/demo-item-get.md";

/// The facts of a page at `path`.
fn at(lang: Lang, path: &str, text: &str) -> PageFacts {
    let file = File { path: path.to_owned(), text: text.to_owned() };
    read::page(&Corpus::new(lang, vec![file]), FileId::new(lang, 0)).facts
}

/// The marks of a method page with `intro` under its title.
fn head(lang: Lang, intro: &str) -> Head {
    let who = match lang {
        Lang::En => "Who can execute the method: any user",
        Lang::Ru => "Кто может выполнять метод: любой пользователь",
    };
    let call = "```bash\ncurl -d '{}' https://portal/rest/1/code/demo.item.get\n```";
    let page = at(lang, PATH, &format!("# Take demo.item.get\n\n{intro}\n\n> {who}\n\n{call}\n"));
    assert_eq!(page.kind, PageKind::Method, "{page:#?}");
    page.head
}

fn who(line: &str) -> Option<Who> {
    head(Lang::En, &format!("> Who can execute the method: {line}")).who
}

/// A method page with these tables under its parameters.
fn method(body: &str) -> PageFacts {
    let head = "# Take demo.item.get\n\n> Scope: [`crm`](x.md)\n>\n> Who can execute the method: any user\n\n`demo.item.get` takes it.\n\n";
    at(Lang::En, PATH, &format!("{head}## Method Parameters\n\n{body}\n"))
}

/// The rows of all tables of fields.
fn rows(page: &PageFacts) -> Vec<&FieldRow> {
    page.sections.iter().flat_map(Section::rows).collect()
}

/// The only row of a table with this first cell.
fn name_cell(cell: &str) -> FieldRow {
    row(cell, "What it is")
}

fn row(cell: &str, about: &str) -> FieldRow {
    let table = format!("#|\n|| **Name**\n`type` | **Description** ||\n|| {cell} | {about} ||\n|#");
    let page = method(&table);
    let rows = rows(&page);
    assert_eq!(rows.len(), 1, "{table}");
    rows[0].clone()
}

/// What a description says of a string.
fn about(text: &str) -> About {
    row("**a**\n`string`", text).about
}

fn values(about: &About) -> Vec<&str> {
    about.values.iter().map(|v| v.value.as_str()).collect()
}

fn words(row: &FieldRow) -> Vec<String> {
    row.types.iter().map(|t| t.word.clone() + &"[]".repeat(t.list.into())).collect()
}

#[test]
fn scopes_of_the_line() {
    let scopes = |line: &str| head(Lang::En, &format!("> Scope: {line}")).scopes;
    assert_eq!(scopes("[`crm`](a.md)"), ["crm"]);
    assert_eq!(scopes("[`user`](a.md), [`user_brief`](a.md)"), ["user", "user_brief"]);
    assert_eq!(scopes("[`placement`, `depending on the place`](a.md)"), ["placement"]);
    let from = head(
        Lang::En,
        "> Scope: [`userfieldconfig`](a.md), that of the module in `moduleId` (say, [`crm`](a.md))",
    );
    assert_eq!(from.scopes, ["userfieldconfig"]);
    assert_eq!(from.scope_from.as_deref(), Some("moduleId"));
    assert_eq!(head(Lang::Ru, "> Scope: [`базовый`](a.md)").scopes, ["basic"]);
}

#[test]
fn who_may_call() {
    assert_eq!(who("any user"), Some(Who::Any));
    assert_eq!(who("`any user`"), Some(Who::Any));
    assert_eq!(who("administrator"), Some(Who::Admin));
    assert_eq!(who("whoever owns the item"), Some(Who::Restricted));
    assert_eq!(who("any user who may read the item"), Some(Who::Restricted));
    assert_eq!(who("\n> - whoever made it\n> - whoever watches it"), Some(Who::Restricted));
}

#[test]
fn a_note_calls_a_method_obsolete() {
    let note =
        "{% note warning \"DEPRECATED\" %}\n\nTake [other](./demo-other-get.md).\n\n{% endnote %}";
    let replaced = head(Lang::En, note).deprecated.unwrap();
    assert_eq!(replaced.len(), 1);
    assert_eq!(replaced[0].page, "api-reference/demo/demo-other-get.md");
    let bare = head(Lang::Ru, "{% note warning \"DEPRECATED\" %}\n\nНе надо.\n\n{% endnote %}");
    assert_eq!(bare.deprecated, Some(Vec::new()));
    let note = "{% note info %}\n\nThe old form of `x` is no longer sent.\n\n{% endnote %}";
    assert_eq!(head(Lang::En, note).deprecated, None);
}

#[test]
fn the_version_of_rest_stands_in_a_note_or_in_the_address() {
    let note = "{% note info %}\n\nA part of [REST 3.0](../rest-v3.md).\n\n{% endnote %}";
    assert_eq!(head(Lang::En, note).rest, Some(Rest::V3));
    assert_eq!(head(Lang::En, "").rest, Some(Rest::V2));
    let call = "```bash\ncurl -d '{}' https://portal/rest/api/1/code/demo.item.get\n```";
    let page =
        format!("# Take demo.item.get\n\n> Who can execute the method: administrator\n\n{call}");
    assert_eq!(at(Lang::En, PATH, &page).head.rest, Some(Rest::V3));
}

#[test]
fn the_order_of_parameters_may_matter() {
    let page = method(
        "Here the order of parameters is mandatory.\n\n#|\n|| **Name**\n`type` | **Description** ||\n|| **a**\n`integer` | A ||\n|#",
    );
    assert!(page.head.positional);
    assert!(!method("Any order of keys will do.").head.positional);
}

#[test]
fn a_page_may_say_that_a_file_comes_as_the_answer() {
    assert!(method("What comes is a file with headers, not JSON.").head.file);
    assert!(
        method("{% note info %}\n\nThe file comes as it is, not as json.\n\n{% endnote %}")
            .head
            .file
    );
    assert!(!method("The file is saved. JSON tells its name.").head.file);
}

#[test]
fn the_name_is_what_most_evidence_says() {
    let page = |path: &str, title: &str, called: &str| {
        let call = format!("```bash\ncurl -d '{{}}' https://portal/rest/1/code/{called}\n```");
        let text = format!(
            "# {title}\n\n> Who can execute the method: any user\n\n## Code Examples\n\n{call}\n"
        );
        let page = at(Lang::En, path, &text);
        (page.kind, page.head.name)
    };
    let is = |name: &str| (PageKind::Method, name.to_owned());
    // A damaged title; a title without the name; a title in another case.
    let path = "api-reference/demo/demo-item-delete.md";
    assert_eq!(page(path, "Drop ditem.delete", "demo.item.delete"), is("demo.item.delete"));
    assert_eq!(page(path, "Drop It", "demo.item.delete"), is("demo.item.delete"));
    assert_eq!(page(path, "Drop demo.Item.delete", "demo.item.delete"), is("demo.item.delete"));
    // Examples that call something else.
    assert_eq!(page(path, "Drop demo.item.delete", "demo.item.get"), is("demo.item.delete"));
    // One word.
    assert_eq!(page("api-reference/demo/ping.md", "Take ping", "ping"), is("ping"));
    // An article that calls a method is not about it.
    assert_ne!(page("api-reference/demo/how-to.md", "How to", "demo.item.get").0, PageKind::Method);
}

#[test]
fn kinds_of_pages() {
    let kind = |path: &str, text: &str| at(Lang::En, path, text).kind;
    let who = "> Who can execute the methods: any user\n";
    assert_eq!(
        kind("api-reference/demo/index.md", &format!("# Demo\n\n{who}")),
        PageKind::Overview
    );
    let event = "# When It Is Made onDemoItemAdd\n\n> Who can subscribe: any user\n";
    assert_eq!(kind("api-reference/demo/on-demo-item-add.md", event), PageKind::Event);
    assert_eq!(
        at(Lang::En, "api-reference/demo/on-demo-item-add.md", event).head.name,
        "onDemoItemAdd"
    );
    let table = "# Demo Types\n\n#|\n|| **Name**\n`type` | **Description** ||\n|| **id**\n`integer` | Number ||\n|#\n";
    assert_eq!(kind("api-reference/demo/data-types.md", table), PageKind::Types);
    let call = "# Buttons\n\n```bash\ncurl -d '{}' https://portal/rest/1/code/demo.item.add\n```\n";
    assert_eq!(kind("api-reference/demo/buttons.md", call), PageKind::Types);
    assert_eq!(kind("api-reference/demo/_includes/part.md", table), PageKind::Fragment);
    assert_eq!(kind("api-reference/widgets/place.md", "# A Place\n\nText.\n"), PageKind::Widget);
    assert_eq!(kind("tutorials/one.md", "# One\n\nText.\n"), PageKind::Other);
}

#[test]
fn names_and_their_marks() {
    let read = |cell: &str| {
        let row = name_cell(cell);
        (row.names.join("; "), row.required)
    };
    let is = |name: &str, required| (name.to_owned(), required);
    assert_eq!(read("**id**\n`integer`"), is("id", Required::No));
    assert_eq!(read("**id***\n`integer`"), is("id", Required::Yes));
    assert_eq!(read("**id^*^**\n`integer`"), is("id", Required::Yes));
    assert_eq!(read("**id**^*^\n`integer`"), is("id", Required::Yes));
    assert_eq!(read("**id****\n`integer`"), is("id", Required::Conditional));
    assert_eq!(read("**UF_...**\n`string`"), is("UF_*", Required::No));
    // The star of a family may read as a mark as well; no family is required.
    assert_eq!(read("**UF_***\n`string`").0, "UF_*");
    assert_eq!(read("**PARENT_ID_...**\n`string`"), is("PARENT_ID_*", Required::No));
    assert_eq!(read("**propertyN**\n`string`"), is("property*", Required::No));
    assert_eq!(read("**\\<selector\\>**\n`string`"), is("*", Required::No));
    assert_eq!(read("**A**, **B**\n`string`"), is("A; B", Required::No));
    assert_eq!(read("**A**\\|**B**\n`string`"), is("A|B", Required::No));
    assert_eq!(read("**result.events[].id**\n`integer`"), is("result.events[].id", Required::No));
}

#[test]
fn types_of_rows() {
    let read = |cell: &str| words(&name_cell(cell));
    assert_eq!(read("**a**\n`integer`"), ["integer"]);
    assert_eq!(read("**a** [`integer`](data-types.md)"), ["integer"]);
    assert_eq!(read("**a**\n[`integer`](x.md)\\|[`string`](x.md)"), ["integer", "string"]);
    assert_eq!(read("**a**\n`integer \\| null`"), ["integer", "null"]);
    assert_eq!(read("**a**\n[`integer[]`](x.md)"), ["integer[]"]);
    assert_eq!(read("**a**\n[`integer`](x.md)[]"), ["integer[]"]);
    assert_eq!(read("**a**\n[object]"), ["object"]);
    let linked = name_cell("**a**\n[`demo_item`](data-types.md#demo_item)");
    let link = linked.types[0].link.as_ref().unwrap();
    assert_eq!(link.page, "api-reference/demo/data-types.md");
    assert_eq!(link.anchor.as_deref(), Some("demo_item"));
}

#[test]
fn tables_without_a_header_and_with_defaults() {
    let page = method(
        "#|\n|| **ID***\n[`integer`](x.md) | The number ||\n|| **NAME**\n[`string`](x.md) | The name ||\n|#",
    );
    let names: Vec<_> = rows(&page).iter().flat_map(|r| r.names.clone()).collect();
    assert_eq!(names, ["ID", "NAME"]);

    let page = method(
        "#|\n|| **Name**\n`type` | **Description** | **Default** ||\n|| **a**\n`integer` | A | `7` ||\n|| **b**\n`integer` | B | — ||\n|#",
    );
    let defaults: Vec<_> = rows(&page).iter().map(|r| r.about.default.as_deref()).collect();
    assert_eq!(defaults, [Some("7"), None]);
}

#[test]
fn rows_that_only_group_others_are_none() {
    let page = method(
        "#|\n|| **Name**\n`type` | **Description** ||\n|| **All of these** | ||\n|| **a**\n`string` | A ||\n|#",
    );
    assert_eq!(rows(&page).len(), 1);
}

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
        (row.types[0].word.clone(), row.about.identifier)
    };
    assert_eq!(word("integer", "When it ends, in timestamp format").0, "timestamp");
    assert_eq!(word("string", "Unix time of the end").0, "timestamp");
    assert_eq!(word("integer", "A timestamp in milliseconds").0, "integer");
    assert_eq!(word("string", "A timestamp or a date").0, "string");
    assert_eq!(word("string", "Identifier of the user"), ("string".to_owned(), true));
    assert_eq!(word("string", "String identifier of the user"), ("string".to_owned(), false));
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
    assert_eq!(values(&about("Its kind. Supported value: `sms`")), ["sms"]);
    let said = about("A pattern for a day:\n`^(0|[12][0-9])$`");
    assert_eq!(values(&said), [""; 0], "a pattern is none");
}

#[test]
fn values_of_something_else_that_a_line_names() {
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
    assert!(row("**a**\n`array`", "List of access codes to check").about.texts);
    assert!(row("**a**\n`array`", "Identifiers of files in the format `n1`").about.texts);
    assert!(!row("**a**\n`array`", "List of files with names").about.texts);
    assert!(row("**a**\n`crm_item`", "Item identifier").about.identifier);
    assert!(!row("**a**\n`crm_item`", "The item by its identifier").about.identifier);
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

/// The errors of a page with this part on them.
fn errors(text: &str) -> Vec<(String, Option<u16>)> {
    let page = method(&format!("## Error Handling\n\n{text}"));
    let mut out = Vec::new();
    for item in page.sections.iter().flat_map(|s| &s.items) {
        if let Item::Errors(rows) = item {
            out.extend(rows.iter().map(|r| (r.code.clone(), r.status)));
        }
    }
    out
}

#[test]
fn tables_of_errors() {
    let is = |code: &str, status| (code.to_owned(), status);
    let first =
        "#|\n|| **Code** | **Description** ||\n|| `NO_ITEM` | None ||\n|| Empty value | Odd ||\n|#";
    assert_eq!(errors(first), [is("NO_ITEM", None), is("", None)]);
    let second = "#|\n|| **Status** | **Code** | **Description** | **Value** ||\n|| `403` | `NO_WAY` | No | Not yours ||\n|#";
    assert_eq!(errors(second), [is("NO_WAY", Some(403))]);
    let rest3 = "Error code: `DEMO_EXCEPTION_X`\n\n#|\n|| **Field** | **Error description** | **How to fix** ||\n|| `id` | Missing | Send it ||\n|#";
    assert_eq!(errors(rest3), [is("DEMO_EXCEPTION_X", None)]);
    // A message in place of a code.
    let message = "#|\n|| **Code** | **Description** ||\n|| There is no item | None ||\n|#";
    assert_eq!(errors(message), [is("", None)]);
}

#[test]
fn the_list_of_scopes() {
    let text = "# Scopes\n\n#|\n|| **Scope Code** | **Scope Name** | **Tool** ||\n\
        || **documentgenerator, crm.documentgenerator** | Papers | CRM ||\n\
        || **user** | People. All of them:\n\n- **user_brief** — names only ||\n|| sonet_group, socialnetwork | Groups | Groups ||\n|#\n";
    let page = at(Lang::En, "api-reference/scopes/permissions.md", text);
    assert_eq!(page.kind, PageKind::Scopes, "{page:#?}");
    let codes: Vec<_> = page.scopes.iter().map(|row| row.codes.join(" ")).collect();
    assert_eq!(
        codes,
        ["documentgenerator crm.documentgenerator", "user", "sonet_group socialnetwork"]
    );
    assert_eq!(page.scopes[0].title, "Papers");
    assert_eq!(page.scopes[0].tool, "CRM");
    assert_eq!(page.scopes[1].versions, [("user_brief".to_owned(), "names only".to_owned())]);

    let note = format!("{text}\nDeprecated scopes — old_one, old_two.\n");
    let page = at(Lang::En, "api-reference/scopes/permissions.md", &note);
    let old: Vec<_> = page.scopes.iter().filter(|s| s.deprecated).flat_map(|s| &s.codes).collect();
    assert_eq!(old, ["old_one", "old_two"]);
}

#[test]
fn calls_keep_their_shape_and_not_their_values() {
    let call = "## Code Examples\n\n{% list tabs %}\n\n- cURL (Webhook)\n\n    ```bash\n    curl -d '{\"id\": 4711, \"name\": \"Secret\"}' https://portal/rest/1/code/demo.item.get\n    ```\n\n{% endlist %}\n";
    let page = method(call);
    let calls: Vec<&CallShape> = page
        .sections
        .iter()
        .flat_map(|s| &s.items)
        .filter_map(|item| if let Item::Call(call) = item { Some(call) } else { None })
        .collect();
    assert_eq!(calls.len(), 1, "{page:#?}");
    assert_eq!(calls[0].auth, Auth::Webhook);
    let params = calls[0].params.as_ref().unwrap();
    assert!(params["id"].is_number() && params["name"].is_string());
    assert_ne!(*params, json!({"id": 4711, "name": "Secret"}));
}
