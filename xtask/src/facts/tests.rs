//! Tests of reading facts. All pages are made up here.

use b24_schema::{AllowedValue, Limits, Rest, Who};
use serde_json::json;

use super::*;
use crate::corpus::{Corpus, File, FileId};

mod described;
mod formats;

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
