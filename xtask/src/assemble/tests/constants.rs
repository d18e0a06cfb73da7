//! Tests of sets of constants.

use super::*;

const KINDS: &str = "# Kinds\n\n## Kinds of things {#kinds}\n\n\
    #|\n|| **Thing** | **Its number**\n`kindId` | **Its code**\n`kindName` | **In short**\n`kindAbbr` ||\n\
    || A boat | 1 | BOAT | B ||\n|| A car | 2 | CAR | C ||\n|| One of yours | 128 | OWN_128 | O80 ||\n|#\n";

/// The constants that the parameters of a method take.
fn taken<'b>(built: &'b Built, name: &str) -> Vec<(&'b str, &'b [String])> {
    let mut methods = built.schema.modules["demo"].methods.iter();
    let method = methods.find(|method| method.name == name).unwrap();
    method.params.iter().map(|param| (&*param.name, &*param.constants)).collect()
}

#[test]
fn columns_of_codes_are_sets_that_fields_refer_to() {
    let link = "See the [kind](data-types.md#kinds)";
    let page = |rows: &[(&str, &str)]| format!("## Method Parameters\n\n{}", table(rows));
    let linked = page(&[("**ownerKind**\n`integer`", link), ("**kindName**\n`string`", link)]);
    let mut pages = Pages::default().page("api-reference/demo/data-types.md", KINDS);
    for name in ["demo.a.get", "demo.b.get", "demo.c.get"] {
        pages = pages.method(name, &linked);
    }
    // A text may be of two columns, and the fourth page says nothing of the table.
    let open = [("**code**\n`string`", link), ("**owner_kind**\n`integer`", "Kind")];
    let built = pages.method("demo.d.get", &page(&open)).build();
    let numbers = ["demo.kind".to_owned()];
    let names = ["demo.kind_name".to_owned()];
    let expected: [(&str, &[String]); 2] = [("ownerKind", &numbers), ("kindName", &names)];
    assert_eq!(taken(&built, "demo.a.get"), expected);
    let expected: [(&str, &[String]); 2] = [("code", &[]), ("owner_kind", &numbers)];
    assert_eq!(taken(&built, "demo.d.get"), expected);

    let sets = &built.schema.modules["demo"].constants;
    let values = |set: &ConstantSet| {
        let values = set.constants.iter().map(|c| format!("{} {}", c.name, c.value));
        (set.name.clone(), set.numbers, values.collect::<Vec<_>>())
    };
    let set = |name: &str, numbers, values: [&str; 2]| {
        (name.to_owned(), numbers, values.map(str::to_owned).to_vec())
    };
    // The third row shows how a series is called.
    let expected = [
        set("kind", true, ["BOAT 1", "CAR 2"]),
        set("kind_abbr", false, ["BOAT B", "CAR C"]),
        set("kind_name", false, ["BOAT BOAT", "CAR CAR"]),
    ];
    assert_eq!(sets.iter().map(values).collect::<Vec<_>>(), expected);
}

#[test]
fn a_set_gives_way_to_a_module_of_methods() {
    let pages = Pages::default().page("api-reference/demo/data-types.md", KINDS);
    let built = pages.method("demo.kind.get", "").build();
    let sets = built.schema.modules["demo"].constants.iter().map(|set| &*set.name);
    assert_eq!(sets.collect::<Vec<_>>(), ["kind_abbr", "kind_name"]);
    let told = built.report.choices.iter().find(|choice| choice.at == "kind");
    assert!(told.is_some_and(|choice| choice.message.contains("methods have a module")));
}
