//! Answers that describe the fields of an object.

use super::answers::{OBJECT, answer, at};
use super::together::{answer as page_of, fields};
use super::*;

#[test]
fn descriptions_of_fields_are_one_record() {
    let one = json!({"type": "integer", "isRequired": false, "title": "x"});
    let other = json!({"type": "string", "isReadOnly": true, "settings": {"ROWS": 1}});
    let rows = [OBJECT, ("**ID**\n`integer`", "Number"), ("**NAME**\n`string`", "Name")];
    let map = Type::Map(Box::new(Type::Ref("field_description".into())));
    assert_eq!(answer(&rows, "", &[json!({"ID": one, "NAME": other})]), map);
    let wrapped = answer(&rows, "", &[json!({"fields": {"ID": one, "NAME": other}})]);
    assert_eq!(*at(&wrapped, "fields"), map);
    let bare = json!({"type": "integer"});
    let typed = json!({"fields": {"ID": bare, "NAME": bare, "SORT": bare}});
    assert_eq!(*at(&answer(&rows, "", &[typed]), "fields"), map);
    let entry = json!({"TYPE": "x", "USE_IN_FILTER": true});
    let loud = answer(&rows, "", &[json!({"ID": entry, "NAME": entry, "SORT": entry})]);
    assert_eq!(*at(&loud, "{}.USE_IN_FILTER"), Type::Boolean(Wire::Json), "in words of its own");
    let no_flags = answer(&rows, "", &[json!({"ID": {"type": "x"}, "NAME": {"type": "y"}})]);
    assert_eq!(names(&no_flags), ["ID", "NAME"]);
}

#[test]
fn descriptions_of_fields_are_of_the_record_that_the_page_names() {
    let types = record_page(
        "demo_field",
        &[
            ("**type**\n`string`", "One of:\n- `integer`\n- `char`"),
            ("**isRequired**\n`boolean`", "Must it be there"),
        ],
    );
    let link = "By name, each a [demo_field](../demo/data-types.md#demo_field)";
    let answered = |shown: &Value| {
        let page = page_of(&[("**result**\n`object`", link)], shown, "");
        let pages = Pages::default().page("api-reference/demo/data-types.md", &types);
        let built = pages.method("demo.item.fields", &page).build();
        let known = fields(&built, "demo_field").into_iter().map(str::to_owned).collect();
        (built.schema.modules["demo"].methods[0].answer.ty.clone(), known)
    };
    let map = Type::Map(Box::new(Type::Ref("demo_field".into())));
    let one = json!({"type": "integer", "isRequired": false, "title": "x"});
    let known: Vec<String> = ["type", "isRequired", "title"].map(str::to_owned).into();
    assert_eq!(answered(&json!({"ID": one, "NAME": one})), (map.clone(), known.clone()));
    let (wrapped, widened) = answered(&json!({"fields": {"ID": one}}));
    assert_eq!((at(&wrapped, "fields"), widened), (&map, known));
    assert_eq!(answered(&Value::Null).0, map, "where no example shows one");
}
