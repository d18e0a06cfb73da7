//! Tests of objects that hold others of their kind.

use super::*;

/// The types that the answer of a method leads to: its own, and those of the records of its module.
fn answer(shown: Value) -> (Type, Vec<(String, RecordBody)>) {
    let rows = table(&[
        ("**result**\n`object`", "All"),
        ("**tree**\n`object`", "The [root](#node)"),
        ("**key**\n`integer`", "Where it stands"),
    ]);
    let node = table(&[
        ("**id**\n`string`", "It"),
        ("**name**\n`string`", "It"),
        ("**can**\n`array`", "What can be done"),
        ("**below**\n`array`", "Those below"),
    ]);
    let shown = json!({"result": {"tree": shown, "key": 1}});
    let pages = Pages::default().method(
        NAME,
        &format!(
            "## Response Handling\n\n```json\n{shown}\n```\n\n### Returned Data\n\n{rows}\n### Node {{#node}}\n\n{node}"
        ),
    );
    let built = pages.build();
    let module = &built.schema.modules["demo"];
    let records = module.records.iter().map(|r| (r.name.clone(), r.body.clone())).collect();
    (module.methods[0].answer.ty.clone(), records)
}

#[test]
fn objects_with_the_same_keys_are_nodes_that_tell_of_one_another() {
    let leaf = |can: Value| json!({"id": 7, "name": "x", "can": can, "below": []});
    let mut inner = leaf(json!({"edit": true}));
    inner["below"] = json!([leaf(json!({"edit": false}))]);
    let root = json!({"id": null, "name": "x", "can": [], "below": [inner]});
    let (ty, records) = answer(root);
    let Type::Record(whole) = &ty else { panic!("{ty:?}") };
    let [(name, node)] = records.as_slice() else { panic!("{records:#?}") };
    assert_eq!(name, "demo_item_tree");
    assert_eq!(whole.fields[0].ty, Type::Ref(name.clone()));
    let told: Vec<_> = node.fields.iter().map(|field| (&*field.name, &field.ty)).collect();
    assert_eq!(told[0], ("id", &Type::Integer), "a number below, where the root has none");
    assert!(matches!(told[2], ("can", Type::Record(_))), "what PHP calls an array");
    assert_eq!(told[3], ("below", &Type::List(Box::new(Type::Ref(name.clone())))));
}

#[test]
fn an_object_with_other_fields_or_with_nothing_below_is_no_node() {
    let other = json!({"id": 7, "name": "x", "colour": "x"});
    let root = |below: Value| json!({"id": 7, "name": "x", "can": [], "below": [below]});
    assert_eq!(answer(root(other)).1, []);
    assert_eq!(answer(root(json!({"id": 7, "name": "x", "can": []}))).1, []);
}
