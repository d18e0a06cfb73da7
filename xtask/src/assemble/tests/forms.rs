//! Tests of the forms in which values are sent: files, properties, lists of texts, formats in sentences.

use super::*;

fn list(of: Type) -> Type {
    Type::List(Box::new(of))
}

/// The type of a field of the only parameter.
fn field<'t>(ty: &'t Type, name: &str) -> &'t Type {
    let Type::Record(body) = ty else { panic!("no record: {ty:?}") };
    &body.fields.iter().find(|field| field.name == name).unwrap().ty
}

#[test]
fn a_pair_of_a_name_and_a_content_is_a_file() {
    let sent = |value: Value| example(json!({ "a": value }));
    assert_eq!(ty("**a**\n`array`", "", &sent(json!(["a.png", "iVBORw0KGgo="]))), Type::File);
    let several = sent(json!([["a.png", "iVBORw0KGgo="], ["b.png", "iVBORw0KGgo="]]));
    assert_eq!(ty("**a**\n`array`", "", &several), list(Type::File));
    assert_eq!(ty("**a**\n`object[]`", "", &several), list(Type::File), "pairs are no objects");
    let under = ty("**a**\n`object`", "", &sent(json!({ "fileData": ["a.png", "iVBORw0KGgo="] })));
    assert_eq!(field(&under, "fileData"), &Type::File);
    let texts = ty("**a**\n`array`", "", &sent(json!(["one", "two"])));
    assert_eq!(texts, list(Type::String));
}

#[test]
fn an_array_that_leads_to_the_page_on_uploads_is_a_file() {
    let link = "Its picture, see [uploads](../files/how-to-upload-files.md)";
    assert_eq!(ty("**a**\n`array`", link, ""), Type::File);
    assert_eq!(ty("**a**\n`array`", "Its pictures", ""), list(Type::Any));
}

#[test]
fn a_sentence_shows_a_format() {
    let of = |about: &str| ty("**a**\n`object`", about, "");
    let file = of("An object in the format `{fileData: [value1, value2]}`");
    assert_eq!(field(&file, "fileData"), &Type::File);
    // These stand for any key.
    let map = Type::Map(Box::new(Type::Any));
    let texts = Type::Map(Box::new(Type::String));
    assert_eq!(of("An object in the format `{\"code\": \"level\"}`"), texts);
    assert_eq!(of("An object in the format `{\"field_1\": \"a\", \"field_2\": \"b\"}`"), map);
}

#[test]
fn what_properties_hold_is_open() {
    let sent =
        json!({ "fields": { "name": "A boat", "property1": { "value": "Blue", "valueId": 7 } } });
    let fields = ty("**fields**\n`object`", "", &example(sent));
    let property = field(&fields, "property*");
    assert_eq!(field(property, "value"), &Type::Any);
    assert_eq!(field(property, "valueId"), &Type::Integer);
}

#[test]
fn what_the_words_call_names_and_codes_is_a_list_of_texts() {
    let one = |about: &str, rest: &str| ty("**a**\n`array`", about, rest);
    assert_eq!(one("List of access codes to check", ""), list(Type::String));
    assert_eq!(one("List of files", ""), list(Type::Any));
    let numbers = example(json!({ "a": [1, 2] }));
    assert_eq!(one("List of access codes to check", &numbers), list(Type::Integer));
}

#[test]
fn an_object_of_one_tab_stands_beside_the_values_of_the_others() {
    let tab = |cell: &str, about: &str| {
        let table = table(&[(cell, about)]);
        table.lines().map(|line| format!("    {line}\n")).collect::<String>()
    };
    let text = tab("**START**\n`string`", "A text");
    let object = tab("**START**", "Keys:\n- `KIND` — the kind\n- `DAY` — the day");
    let rest = format!(
        "### Parameter `a` {{#a}}\n\n{{% list tabs %}}\n\n- text\n\n{text}\n- day\n\n{object}\n{{% endlist %}}\n"
    );
    let ty = ty("**a**\n`object`", "See [below](#a)", &rest);
    let Type::Union(members) = field(&ty, "START") else { panic!("{ty:#?}") };
    assert!(members.contains(&Type::String), "{members:#?}");
    let object = members.iter().find(|ty| matches!(ty, Type::Record(_))).unwrap();
    assert_eq!(names(object), ["KIND", "DAY"]);
}

#[test]
fn a_value_without_a_type_has_the_type_of_what_the_words_call_it() {
    assert_eq!(ty("**a**", "Date of the start", ""), Type::DateTime);
    assert_eq!(ty("**a**", "Name of the item", ""), Type::String);
    assert_eq!(ty("**ownerId**", "Identifier of the owner", ""), Type::Integer);
    assert_eq!(ty("**xmlId**", "Identifier of the owner", ""), Type::String);
    // What an example sends tells more.
    assert_eq!(
        ty("**a**", "Identifier of the owner", &example(json!({"a": ["x"]}))),
        list(Type::String)
    );
}

#[test]
fn a_format_of_one_pair_stands_for_any_key() {
    let sent = |example: Value| {
        ty("**a**\n`object`", "Values in the format `{\"CODE\": value}`", &self::example(example))
    };
    assert_eq!(sent(json!({"a": {"colour": "red"}})), Type::Map(Box::new(Type::Any)));
    // What an example has is a name.
    assert_eq!(names(&sent(json!({"a": {"CODE": 7}}))), ["CODE"]);
}

#[test]
fn a_format_adds_what_examples_do_not_have() {
    let about =
        "The file in the format `{data: [1, 2]}`, or `remove` in the format `{remove: 'Y'}`";
    let ty = ty("**a**\n`object`", about, &example(json!({"a": {"data": [7]}})));
    assert_eq!(names(&ty), ["data", "remove"]);
}

#[test]
fn conditions_that_are_lists_take_any_value() {
    let sent = example(json!({"filter": [["id", ">", 7], ["name", "in", ["x"]]]}));
    assert_eq!(ty("**filter**\n`array`", "Conditions", &sent), list(Type::Any));
}

#[test]
fn a_list_of_groups_of_conditions_is_an_object_too() {
    let groups = example(json!({"filter": [{"logic": "or", "0": {"a": 1}}]}));
    let about = "Conditions, by the fields:\n\n- `a` — across\n- `b` — up";
    let filter = ty("**filter**\n`object`", about, &groups);
    assert!(names(&filter).starts_with(&["a", "b"]), "{filter:?}");
}

#[test]
fn dates_in_forms_of_their_own() {
    // As they are answered, they are read; an untyped one that is sent stays a text.
    let local = example(json!({"a": "28.12.2026 10:00:00"}));
    assert_eq!(ty("**a**", "When", &local), Type::String);
    assert_eq!(
        ty("**a**", "When", &example(json!({"a": "2026-12-28T10:00:00+00:00"}))),
        Type::DateTime
    );
    assert_eq!(ty("**a**\n`date`", "When", &local), Type::Date);
}
