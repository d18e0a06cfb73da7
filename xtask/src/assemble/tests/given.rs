//! Tests of what a linked page says of the forms in which something is given, and of the kinds of what is in a list.

use super::*;

const MENU: &str = "api-reference/demo/menu.md";
const CARD: &str = "api-reference/demo/card/index.md";

const FORMS: &str = "`MENU` may come as:\n\n- a JSON string\n- an object with the root key `ITEMS`\n- an array of items without wrapping\n";

fn fence(code: &str) -> String {
    format!("```json\n{code}\n```\n")
}

/// The type of the only parameter of a method, of that word, that links to a page with that text.
fn linked(cell: &str, to: &str, pages: &[(&str, &str)], sent: Value) -> Type {
    let link = to.trim_start_matches("api-reference/demo/");
    let rows = table(&[(cell, &format!("See [here]({link})"))]);
    let body = format!("## Method Parameters\n\n{rows}\n{}", example(sent));
    let all = Pages::default().method(NAME, &body);
    let all = pages.iter().fold(all, |all, (path, text)| all.page(path, text));
    only(&all.build()).params[0].ty.clone()
}

/// The members of a union: its texts, its objects, its lists.
fn members(ty: &Type) -> [Vec<&Type>; 3] {
    let Type::Union(members) = ty else { panic!("no union: {ty:?}") };
    let of = |fits: &dyn Fn(&Type) -> bool| members.iter().filter(|ty| fits(ty)).collect();
    [
        of(&|ty| *ty == Type::String),
        of(&|ty| matches!(ty, Type::Record(_))),
        of(&|ty| matches!(ty, Type::List(_))),
    ]
}

fn field<'t>(ty: &'t Type, name: &str) -> &'t Field {
    let Type::Record(body) = ty else { panic!("no record: {ty:?}") };
    body.fields.iter().find(|field| field.name == name).unwrap_or_else(|| panic!("{name}: {ty:?}"))
}

#[test]
fn a_list_alone_or_in_an_object_or_a_text() {
    let shown = fence("{\"MENU\": {\"BOT_ID\": 7, \"ITEMS\": [{\"TEXT\": \"x\"}]}}");
    let items = table(&[("**TEXT**\n`string`", "What it says"), ("**LINK**\n`string`", "")]);
    let page = format!("# Menus\n\n{FORMS}\n{shown}\n## Fields\n\n{items}");
    for cell in ["**MENU**\n`object`", "**MENU**\n`array`", "**MENU**\n`object`\n`string`"] {
        let ty = linked(cell, MENU, &[(MENU, &page)], json!({"MENU": "N"}));
        let [texts, objects, lists] = members(&ty);
        assert_eq!((texts.len(), objects.len(), lists.len()), (1, 1, 1), "{cell}: {ty:?}");
        assert_eq!(names(objects[0]), ["ITEMS", "BOT_ID"], "{cell}");
        assert_eq!(
            field(objects[0], "BOT_ID").ty,
            Type::Integer,
            "what code shows beside the list"
        );
        // Both forms hold one record.
        assert_eq!(&field(objects[0], "ITEMS").ty, lists[0], "{cell}");
        assert!(matches!(lists[0], Type::List(of) if matches!(**of, Type::Ref(_))), "{lists:?}");
    }
}

#[test]
fn without_its_forms_a_page_describes_the_object() {
    let items = table(&[("**TEXT**\n`string`", "What it says")]);
    let page = format!("# Menus\n\nA menu has:\n\n- items with `TEXT`\n\n## Fields\n\n{items}");
    let ty = linked("**MENU**\n`object`", MENU, &[(MENU, &page)], json!({}));
    assert_eq!(names(&ty), ["TEXT"]);
}

#[test]
fn each_kind_in_a_list_has_a_page_that_tells_and_shows_its_form() {
    let card = "# Cards\n\n## Kinds\n\n#|\n|| **Key in LAYERS** | **Layer** | **What for** ||\n\
        || `NOTE` | [Note](note.md) | A text ||\n|| `LINE` | [Line](line.md) | A line ||\n\
        || `GRID` | [Grid](grid.md) | A table ||\n|| `PHOTO` | [Photo](photo.md) | One or several photos ||\n|#\n\n\
        ## Formats\n\n1. Full form: an object with a name and an array of `LAYERS`\n\
        2. Short form: an array of layers without a wrapper\n\n### Fields\n\n"
        .to_owned()
        + &table(&[("**NAME**\n`string`", ""), ("**LAYERS**\n`array`", "The layers")]);
    let page = |title: &str, shown: &str, cell: &str| {
        format!(
            "# {title}\n\n## Parameters\n\n{}\n## Example\n\n{}",
            table(&[(cell, "")]),
            fence(shown)
        )
    };
    let pages = [
        (CARD, card),
        (
            "api-reference/demo/card/note.md",
            page("Note", "{\"NOTE\": \"Hello\"}", "**NOTE***\n`string`"),
        ),
        (
            "api-reference/demo/card/line.md",
            page("Line", "{\"LINE\": {\"SIZE\": 7}}", "**SIZE***\n`integer`"),
        ),
        (
            "api-reference/demo/card/grid.md",
            page("Grid", "{\"GRID\": [{\"ROW\": \"x\"}]}", "**ROW**\n`string`"),
        ),
        (
            "api-reference/demo/card/photo.md",
            page("Photo", "{\"PHOTO\": [{\"URL\": \"x\"}]}", "**URL**\n`string`"),
        ),
    ];
    let rows = table(&[("**CARD**\n`array`", "See [cards](card/index.md)")]);
    let all = Pages::default().method(NAME, &format!("## Method Parameters\n\n{rows}"));
    let built = pages.iter().fold(all, |all, (path, text)| all.page(path, text)).build();
    let ty = &only(&built).params[0].ty;
    let [texts, objects, lists] = members(ty);
    assert!(texts.is_empty(), "no form is a text: {ty:?}");
    assert_eq!(names(objects[0]), ["NAME", "LAYERS"]);
    assert_eq!(&field(objects[0], "LAYERS").ty, lists[0]);
    let records = &built.schema.modules["demo"].records;
    let Some(Type::Ref(name)) = lists[0].item() else { panic!("{lists:?}") };
    let layer = Type::Record(records.iter().find(|r| r.name == *name).unwrap().body.clone());
    assert_eq!(names(&layer), ["NOTE", "LINE", "GRID", "PHOTO"]);
    let Type::Record(body) = &layer else { unreachable!() };
    assert!(body.fields.iter().all(|field| !field.required), "{body:#?}");
    assert_eq!(field(&layer, "NOTE").ty, Type::String, "the only row is the value itself");
    assert!(field(&field(&layer, "LINE").ty, "SIZE").required);
    let list = |ty: &Type| matches!(ty, Type::List(_));
    assert!(list(&field(&layer, "GRID").ty), "code shows a list: {layer:?}");
    let Type::Union(photo) = &field(&layer, "PHOTO").ty else { panic!("{layer:?}") };
    assert_eq!((photo.len(), photo.iter().filter(|ty| list(ty)).count()), (2, 1));
}
