//! Tests of putting a schema together. All pages are made up here.

mod answers;
mod constants;
mod declared;
mod described;
mod elsewhere;
mod forms;
mod given;
mod objects;
mod positions;
mod together;
mod told;
mod trees;

use b24_schema::{ConstantSet, Field, RecordBody, Rest, Type, Wire};
use serde_json::{Value, json};

use super::*;
use crate::corpus::{Corpus, File, FileId};
use crate::facts::read;

/// Pages of a small documentation.
#[derive(Default)]
struct Pages {
    en: Vec<(String, String)>,
    ru: Vec<(String, String)>,
}

impl Pages {
    /// With a page of the method `name` in English.
    fn method(mut self, name: &str, body: &str) -> Self {
        let text = method_page(name, "Who can execute the method: any user", body);
        self.en.push((path(name), text));
        self
    }

    /// With a page of the method `name` in Russian.
    fn russian(mut self, name: &str, body: &str) -> Self {
        let text = method_page(name, "Кто может выполнять метод: любой пользователь", body);
        self.ru.push((path(name), text));
        self
    }

    fn page(mut self, path: &str, text: &str) -> Self {
        self.en.push((path.to_owned(), text.to_owned()));
        self
    }

    fn facts(self) -> Vec<PageFacts> {
        let mut facts = Vec::new();
        for (lang, pages) in [(Lang::En, self.en), (Lang::Ru, self.ru)] {
            let files = pages.into_iter().map(|(path, text)| File { path, text }).collect();
            let corpus = Corpus::new(lang, files);
            for index in 0..corpus.files.len() {
                facts.push(read::page(&corpus, FileId::new(lang, index)).facts);
            }
        }
        facts
    }

    fn build(self) -> Built {
        let built = assemble(&self.facts(), &[]);
        assert_eq!(built.schema.validate(), [], "{:#?}", built.schema);
        built
    }
}

fn path(name: &str) -> String {
    format!("api-reference/{}/{}.md", module_of(name), name.replace('.', "-"))
}

fn method_page(name: &str, who: &str, body: &str) -> String {
    format!(
        "# It {name}\n\n> Scope: [`crm`](x.md)\n>\n> {who}\n\n`{name}`\n\n{body}\n\n## Code Examples\n\n{}",
        call(name, &json!({}))
    )
}

/// An example's call.
fn call(name: &str, params: &Value) -> String {
    format!("```bash\ncurl -d '{params}' https://portal/rest/1/code/{name}\n```\n")
}

/// A table of fields: the first cell and the description of each row.
fn table(rows: &[(&str, &str)]) -> String {
    let rows: String =
        rows.iter().map(|(cell, about)| format!("|| {cell} | {about} ||\n")).collect();
    format!("#|\n|| **Name**\n`type` | **Description** ||\n{rows}|#\n")
}

/// A page of types that describes one record.
fn record_page(name: &str, rows: &[(&str, &str)]) -> String {
    format!("# Types\n\n## {name} {{#{name}}}\n\n{}", table(rows))
}

const NAME: &str = "demo.item.add";

fn only(built: &Built) -> &Method {
    built.schema.modules["demo"].methods.iter().find(|m| m.name == NAME).unwrap()
}

/// The method of a page with this body.
fn method(body: &str) -> Method {
    only(&Pages::default().method(NAME, body).build()).clone()
}

/// The parameters of a page with these rows, and what follows.
fn params(rows: &[(&str, &str)], rest: &str) -> Vec<Field> {
    method(&format!("## Method Parameters\n\n{}\n{rest}", table(rows))).params
}

/// The only parameter's type.
fn ty(cell: &str, about: &str, rest: &str) -> Type {
    let params = params(&[(cell, about)], rest);
    assert_eq!(params.len(), 1, "{params:#?}");
    params[0].ty.clone()
}

fn names(ty: &Type) -> Vec<&str> {
    match ty {
        Type::Record(body) => body.fields.iter().map(|f| f.name.as_str()).collect(),
        Type::List(inner) => names(inner),
        ty => panic!("no record: {ty:?}"),
    }
}

fn example(params: Value) -> String {
    format!("## Code Examples\n\n{}", call(NAME, &params))
}

#[test]
fn yes_and_no_are_a_boolean_whatever_the_word() {
    let values = |list: &str| ty("**a**\n`string`", &format!("One of:\n\n{list}"), "");
    assert_eq!(values("- `Y` — yes\n- `N` — no"), Type::Boolean(Wire::Yn));
    assert_eq!(values("- `Y` — yes\n- `N` — no\n- `D` — as ever"), Type::String);
}

#[test]
fn what_the_words_call_identifiers_is_a_list_of_numbers() {
    let one = |about: &str, rest: &str| ty("**a**\n`array`", about, rest);
    let numbers = Type::List(Box::new(Type::Integer));
    assert_eq!(one("List of user IDs", ""), numbers);
    assert_eq!(one("Identifiers of the files", ""), numbers);
    assert_eq!(one("Objects with identifiers", ""), Type::List(Box::new(Type::Any)));
    let texts = example(json!({"a": ["n1", "n2"]}));
    assert_eq!(one("List of user IDs", &texts), Type::List(Box::new(Type::String)));
}

#[test]
fn fields_of_an_object_are_spelled_as_the_examples_send_them() {
    let fields = "# Fields\n\n".to_owned()
        + &table(&[
            ("**id**\n`integer`", ""),
            ("**ownerId**\n`integer`", ""),
            ("**title**\n`string`", ""),
        ]);
    let page = |sent: Value| {
        let rows = table(&[("**fields**\n`object`", "Values of the [fields](fields.md)")]);
        let body = format!("## Method Parameters\n\n{rows}\n{}", example(sent));
        let pages = Pages::default().method(NAME, &body);
        let built = pages.page("api-reference/demo/fields.md", &fields).build();
        names(&only(&built).params[0].ty).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let capitals = page(json!({"fields": {"OWNER_ID": 1, "TITLE": "x"}}));
    assert_eq!(capitals, ["ID", "OWNER_ID", "TITLE"]);
    assert_eq!(page(json!({"fields": {"ownerId": 1}})), ["id", "ownerId", "title"]);
}

#[test]
fn parts_of_a_parameter_in_a_table_of_their_own() {
    let parts = table(&[("**x***\n`integer`", "Across"), ("**y**\n`string`", "Up")]);
    let linked = ty(
        "**fields***\n`object`",
        "The [parts](#parts)",
        &format!("### Parts {{#parts}}\n\n{parts}"),
    );
    assert_eq!(names(&linked), ["x", "y"]);
    let Type::Record(body) = &linked else { unreachable!() };
    assert!(body.fields[0].required && !body.fields[1].required);
    assert_eq!(body.fields[0].ty, Type::Integer);
    let named =
        ty("**fields***\n`object`", "The parts", &format!("### Parameter fields\n\n{parts}"));
    assert_eq!(named, linked);
}

#[test]
fn parts_in_tabs_are_merged() {
    let tab = |title: &str, rows: &[(&str, &str)]| {
        let table: String = table(rows).lines().map(|l| format!("    {l}\n")).collect();
        format!("- {title}\n\n{table}\n")
    };
    let one = tab("One", &[("**x***\n    `integer`", "Across")]);
    let two = tab("Two", &[("**x**\n    `integer`", "Across"), ("**z**\n    `string`", "Far")]);
    let tabs = format!("### Parameter fields\n\n{{% list tabs %}}\n\n{one}{two}{{% endlist %}}\n");
    let ty = ty("**fields***\n`object`", "The parts", &tabs);
    assert_eq!(names(&ty), ["x", "z"]);
    let Type::Record(body) = ty else { unreachable!() };
    assert!(!body.fields[0].required, "not in every tab");
}

#[test]
fn a_record_that_two_modules_use_is_shared() {
    let types = record_page(
        "demo_thing",
        &[("**id**\n`integer`", "Number"), ("**name**\n`string`", "Name")],
    );
    let body = |name: &str| {
        let cell = "**thing**\n[`demo_thing`](../demo/data-types.md#demo_thing)";
        (name.to_owned(), format!("## Method Parameters\n\n{}", table(&[(cell, "A thing")])))
    };
    let [one, two] = [body(NAME), body("other.item.add")];
    let page = "api-reference/demo/data-types.md";
    let alone = Pages::default().method(&one.0, &one.1).page(page, &types).build();
    let both =
        Pages::default().method(&one.0, &one.1).method(&two.0, &two.1).page(page, &types).build();
    for (built, place, users) in
        [(&alone, "demo", &[][..]), (&both, "shared", &["demo", "other"][..])]
    {
        let records = &built.schema.modules[place].records;
        assert_eq!(records.len(), 1, "{place}: {:#?}", built.schema);
        assert_eq!(records[0].modules, users);
        assert_eq!(records[0].body.fields.len(), 2);
        assert_eq!(only(built).params[0].ty, Type::Ref(records[0].name.clone()));
    }
}

#[test]
fn what_holds_itself_becomes_a_named_record() {
    let section = |name: &str, rows: &[(&str, &str)]| {
        format!("### Parameter {name} {{#{name}}}\n\n{}\n", table(rows))
    };
    let body =
        format!("## Method Parameters\n\n{}\n", table(&[("**node**\n`object`", "[It](#node)")]))
            + &section(
                "node",
                &[("**id**\n`integer`", "Number"), ("**more**\n`object`", "[More](#more)")],
            )
            + &section("more", &[("**inner**\n`object`", "[One](#node)")]);
    let built = Pages::default().method(NAME, &body).build();
    let records = &built.schema.modules["demo"].records;
    assert_eq!(records.len(), 1, "{:#?}", built.schema);
    let itself = Type::Ref(records[0].name.clone());
    assert_eq!(only(&built).params[0].ty, itself);
    let Type::Record(more) = &records[0].body.fields[1].ty else { panic!("{records:#?}") };
    assert_eq!(more.fields[0].ty, itself);
}

#[test]
fn an_example_tells_an_array_from_an_object() {
    let parts = format!("### Parameter data\n\n{}", table(&[("**x**\n`integer`", "Across")]));
    let with = |value: Value| {
        ty("**data**\n`array`", "Its parts", &(parts.clone() + &example(json!({"data": value}))))
    };
    assert!(matches!(with(json!([{"x": 1}])), Type::List(_)));
    assert!(matches!(with(json!({"x": 1})), Type::Record(_)));
    let plain = |value: Value| ty("**ids**\n`array`", "Numbers", &example(json!({"ids": value})));
    assert_eq!(plain(json!([1, 2])), Type::List(Box::new(Type::Integer)));
}

#[test]
fn booleans_are_written_as_examples_write_them() {
    let with = |value: Value| ty("**on**\n`boolean`", "Whether", &example(json!({"on": value})));
    assert_eq!(with(json!("Y")), Type::Boolean(Wire::Yn));
    assert_eq!(with(json!(true)), Type::Boolean(Wire::Json));
    assert_eq!(with(json!(1)), Type::Boolean(Wire::Int));
    assert_eq!(with(json!("1")), Type::Boolean(Wire::Digit));
    assert_eq!(with(json!("true")), Type::Boolean(Wire::Text));
    let said = ty("**on**\n`boolean`", "Whether. Default `false`", "");
    assert_eq!(said, Type::Boolean(Wire::Json));
    assert_eq!(ty("**on**\n`char`", "Whether (`Y`/`N`)", ""), Type::Boolean(Wire::Yn));
}

#[test]
fn several_may_be_said_in_words() {
    let ids = |about: &str| ty("**ids**\n`integer`", about, "");
    let list = Type::List(Box::new(Type::Integer));
    for about in [
        "Of users. Multiple",
        "Of users. Multiple, read-only",
        "List of users",
        "An array of users",
    ] {
        assert_eq!(ids(about), list, "{about}");
    }
    for about in
        ["Of a user", "Whether a field is multiple", "Listing of users", "In the list of users"]
    {
        assert_eq!(ids(about), Type::Integer, "{about}");
    }
    // A text may hold a list itself.
    assert_eq!(ty("**ids**\n`string`", "List of users, with commas", ""), Type::String);
    assert_eq!(ty("**ids**\n`array<integer>`", "Of users", ""), list);
}

#[test]
fn a_character_is_a_flag_only_where_something_says_so() {
    let body = |rows: &[(&str, &str)]| format!("## Method Parameters\n\n{}", table(rows));
    let flag = "Whether it is. Possible values:\n- `Y` — yes\n- `N` — no";
    let one_of = "What it is. Possible values:\n- `Y` — yellow\n- `N` — none\n- `M` — maroon";
    let add = body(&[
        ("**OPEN**\n`char`", flag),
        ("**COLOR**\n`char`", one_of),
        ("**SITE**\n`char`", "A site. By default `s1`"),
        ("**LOCK**\n`char`", "Something"),
    ]);
    let list = body(&[("**OPEN**\n`char`", "It is"), ("**COLOR**\n`char`", "It is")]);
    let built =
        Pages::default().method("demo.item.add", &add).method("demo.item.list", &list).build();
    let types = |method: &Method| -> Vec<(String, Type)> {
        method.params.iter().map(|p| (p.name.clone(), p.ty.clone())).collect()
    };
    let methods: Vec<_> = built.schema.modules["demo"].methods.iter().map(types).collect();
    let own = |name: &str, ty: Type| (name.to_owned(), ty);
    let text = |name: &str| own(name, Type::String);
    let open = own("OPEN", Type::Boolean(Wire::Yn));
    assert_eq!(methods[0], [open.clone(), text("COLOR"), text("SITE"), text("LOCK")]);
    assert_eq!(methods[1][..2], [open, text("COLOR")]);
}

#[test]
fn parameters_of_lists() {
    let list = params(
        &[
            ("**select**\n`array`", "The [fields](#fields)"),
            ("**filter**\n`object`", "The [fields](#fields)"),
            (
                "**order**\n`object`",
                "The [fields](#fields). Possible values:\n\n- `asc` — up\n- `desc` — down",
            ),
        ],
        &format!("### Fields {{#fields}}\n\n{}", table(&[("**id***\n`integer`", "Number")])),
    );
    assert_eq!(list[0].ty, Type::List(Box::new(Type::String)));
    let Type::Record(filter) = &list[1].ty else { panic!("{list:#?}") };
    assert!(filter.open && !filter.fields[0].required);
    assert_eq!(filter.fields[0].ty, Type::Integer);
    let Type::Record(order) = &list[2].ty else { panic!("{list:#?}") };
    assert!(order.open);
    assert_eq!(order.fields[0].ty, Type::String);
    let values: Vec<_> = order.fields[0].values.iter().map(|v| v.value.as_str()).collect();
    assert_eq!(values, ["asc", "desc"]);
    // They are said of the fields, not of the object.
    assert_eq!(list[2].values, []);
}

#[test]
fn links_within_the_page_name_no_other_method() {
    let rows = [("**fields**\n`object`", "The [parts](#parts), as of [those](./demo-item-get.md)")];
    let parts = format!("### Parts {{#parts}}\n\n{}", table(&[("**x**\n`integer`", "Across")]));
    let body = format!("## Method Parameters\n\n{}\n{parts}", table(&rows));
    let built = Pages::default().method(NAME, &body).method("demo.item.get", "").build();
    assert_eq!(only(&built).params[0].see, ["demo.item.get"]);
}

#[test]
fn literals_that_the_type_cannot_be_are_dropped() {
    let default = |cell: &str, about: &str| params(&[(cell, about)], "")[0].default.clone();
    assert_eq!(default("**a**\n`integer`", "Default `10`").as_deref(), Some("10"));
    assert_eq!(default("**a**\n`integer`", "Default `(i + 1) * 10`"), None);
    assert_eq!(default("**a**\n`boolean`", "Default `'true'`").as_deref(), Some("true"));
    assert_eq!(default("**a**\n`boolean`", "Default `s1`"), None);
    assert_eq!(default("**a**\n`string`", "Default `s1`").as_deref(), Some("s1"));
}

#[test]
fn ways_to_call_are_alternatives() {
    let way =
        |n: u32, rows: &[(&str, &str)]| format!("### {n}. By the Key {n}\n\n{}\n", table(rows));
    let ways = way(1, &[("**id***\n`integer`", "Number")])
        + &way(2, &[("**kind***\n`string`", "Kind"), ("**code***\n`string`", "Code")]);
    let method = method(&format!("## Method Parameters\n\n{ways}"));
    assert_eq!(method.alternatives, [vec!["id"], vec!["kind", "code"]]);
    assert!(method.params.iter().all(|p| p.required));
}

#[test]
fn choices_of_parameters_are_combined() {
    let said = |a: &str, b: &str| format!("Pass one of the parameters: `{a}` or `{b}`");
    let (first, second) = (said("a", "b"), said("x", "y"));
    let rows = [
        ("**a**\n`integer`", first.as_str()),
        ("**b**\n`integer`", first.as_str()),
        ("**x**\n`integer`", second.as_str()),
        ("**y**\n`integer`", second.as_str()),
    ];
    let page = |rows: &[(&str, &str)]| method(&format!("## Method Parameters\n\n{}", table(rows)));
    assert_eq!(page(&rows[..2]).alternatives, [["a"], ["b"]]);
    assert_eq!(page(&rows).alternatives, [["a", "x"], ["a", "y"], ["b", "x"], ["b", "y"]]);
}

#[test]
fn two_rows_that_name_each_other_are_one_choice() {
    let rows =
        [("**a***", "Required if `b` is not passed"), ("**b***", "Required if `a` is not set")];
    let parameters = format!("## Method Parameters\n\n{}", table(&rows));
    assert_eq!(method(&parameters).alternatives, [["a"], ["b"]]);
}

#[test]
fn objects_that_the_words_call_identifiers_are_either() {
    let item = |about: &str| match ty("**people**\n`object[]`", about, "") {
        Type::List(item) => *item,
        ty => panic!("{ty:?}"),
    };
    let Type::Union(members) = item("List of user identifiers in this method. Objects in others")
    else {
        panic!("one type")
    };
    assert!(members.contains(&Type::Integer) && members.len() == 2, "{members:?}");
    assert!(!matches!(item("Users"), Type::Union(_)));
    // What is more than digits is a text.
    let codes = ty("**codes**\n`array`", "Identifiers in the format `L_XX`", "");
    assert_ne!(codes, Type::List(Box::new(Type::Integer)));
}

#[test]
fn a_translation_that_lags_behind_has_the_values_of_the_original() {
    let values = |en: &str, ru: &str| -> Vec<String> {
        let page = |title: &str, values: &str| {
            format!("## {title}\n\n{}", table(&[("**sort**\n`string`", values)]))
        };
        let pages = Pages::default().method(NAME, &page("Method Parameters", en));
        let built = pages.russian(NAME, &page("Параметры метода", ru)).build();
        only(&built).params[0].values.iter().map(|value| value.value.clone()).collect()
    };
    let (en, more) = ("Possible values: `a`, `b`", "Возможные значения: `a`, `b`, `c`");
    assert_eq!(values(en, more), ["a", "b", "c"]);
    assert_eq!(values(en, "Возможные значения: `b`, `c`"), ["a", "b"]);
}

#[test]
fn an_example_that_sends_none_of_several_takes_the_choice_back() {
    let rows = [("**a**", "Required if `b` is not set"), ("**b**", "Text"), ("**c**", "Text")];
    let alternatives = |sent: Value| {
        let parameters = format!("## Method Parameters\n\n{}\n{}", table(&rows), example(sent));
        method(&parameters).alternatives
    };
    assert_eq!(alternatives(json!({ "b": "x", "c": "y" })), [["a"], ["b"]]);
    assert_eq!(alternatives(json!({ "c": "y" })), [[""; 0]; 0]);
}

#[test]
fn what_the_method_itself_gives_is_no_choice() {
    let about = |link: &str| {
        format!(
            "It comes from [that method]({link}).\n\nAt least one of the parameters `ID` or `CODE`"
        )
    };
    let alternatives = |link: &str| {
        let rows = table(&[("**ID**\n`integer`", &about(link)), ("**CODE**\n`string`", "")]);
        method(&format!("## Method Parameters\n\n{rows}")).alternatives
    };
    assert_eq!(alternatives("demo-item-list.md"), [["ID"], ["CODE"]]);
    assert!(alternatives("demo-item-add.md").is_empty(), "that page is the method's own");
}

#[test]
fn marks_that_examples_contradict_are_taken_back() {
    let fields = table(&[("**NAME***\n`string`", ""), ("**SORT***\n`integer`", "")]);
    let parts = format!("### Parameter fields\n\n{fields}");
    let rows = [("**fields***\n`object`", ""), ("**id***\n`integer`", ""), ("**by***", "")];
    let sent = [json!({ "id": 1, "fields": { "NAME": "a" } }), json!({ "fields": { "SORT": 1 } })];
    let examples: String = sent.into_iter().map(example).collect();
    let params = params(&rows, &format!("{parts}\n\n{examples}"));
    let required = |fields: &[Field]| -> Vec<(String, bool)> {
        fields.iter().map(|field| (field.name.clone(), field.required)).collect()
    };
    let expected = [("fields", true), ("id", true), ("by", false)];
    assert_eq!(required(&params), expected.map(|(name, required)| (name.to_owned(), required)));
    let Type::Record(body) = &params[0].ty else { panic!("{params:?}") };
    let expected = [("NAME", false), ("SORT", false)];
    assert_eq!(
        required(&body.fields),
        expected.map(|(name, required)| (name.to_owned(), required))
    );
}

#[test]
fn a_field_that_only_examples_send_is_one_of_the_record() {
    let parts = format!("### Parameter fields\n\n{}", table(&[("**NAME**\n`string`", "")]));
    let sent = example(json!({ "fields": { "NAME": "a", "SORT": 500, "name": "b" } }));
    let fields = ty("**fields**\n`object`", "", &format!("{parts}\n\n{sent}"));
    assert_eq!(names(&fields), ["NAME", "SORT"]);
}

#[test]
fn keys_of_the_callers_are_no_fields() {
    let map = |of| Type::Map(Box::new(of));
    let rights = example(json!({ "a": { "U1": "X", "AU": "R" } }));
    assert_eq!(ty("**a**\n`object`", "", &rights), map(Type::String));
    let values = example(json!({ "a": { "Title": "x" } }));
    let format = "In this form:\n\n```json\n{\"field_1\": \"value_1\"}\n```";
    assert_eq!(ty("**a**\n`object`", format, &values), map(Type::String));
    let alike =
        json!({ "A": { "x": 1, "y": 1 }, "B": { "x": 1, "y": 1 }, "C": { "x": 1, "y": 1 } });
    let alike = ty("**a**\n`object`", "", &example(json!({ "a": alike })));
    assert!(matches!(alike, Type::Map(of) if names(&of) == ["x", "y"]));
}

#[test]
fn a_filter_is_by_the_names_of_fields() {
    let sent = example(json!({ "filter": { "!%ID": 1, "@CITY": ["a"], "NAME": "b" } }));
    let filter = ty("**filter**", "", &sent);
    assert_eq!(names(&filter), ["ID", "CITY", "NAME"]);
    let Type::Record(body) = filter else { panic!() };
    assert_eq!((&body.fields[1].ty, body.open), (&Type::String, true));
}

#[test]
fn a_file_may_stand_under_a_key() {
    let sent = example(json!({ "a": { "fileData": ["a.png", "AA=="] } }));
    let Type::Record(body) = ty("**a**\n`file`", "", &sent) else { panic!() };
    assert_eq!((&*body.fields[0].name, &body.fields[0].ty), ("fileData", &Type::File));
    let sent = example(json!({ "a": ["a.png", "AA=="] }));
    assert_eq!(ty("**a**\n`file`", "", &sent), Type::File);
}

#[test]
fn a_cell_that_spells_the_parts_of_a_record_otherwise_is_believed() {
    let record = table(&[
        ("**TYPE_ID**\n`string`", "Possible values: `PHONE`, `EMAIL`"),
        ("**VALUE**\n`string`", "The value"),
        ("**COUNT**\n`integer`", "How many"),
    ]);
    let types = format!("# Types\n\n## demo_field {{#demo_field}}\n\n{record}");
    let said = |keys: &str| {
        let cell = "**fm**\n[`demo_field[]`](data-types.md#demo_field)";
        let about = format!("Many.\n\nKeys:\n\n{keys}");
        let rows = table(&[(cell, &about)]);
        let page = format!("## Method Parameters\n\n{rows}");
        let pages = Pages::default().method(NAME, &page);
        only(&pages.page("api-reference/demo/data-types.md", &types).build()).params[0].ty.clone()
    };
    let own = said("- `typeId` — its type\n- `value` — its value");
    assert_eq!(names(&own), ["typeId", "value"]);
    let Type::List(own) = own else { panic!("{own:?}") };
    let Type::Record(body) = *own else { panic!("{own:?}") };
    assert!(body.fields.iter().all(|field| field.ty == Type::String), "as the record has them");
    assert_eq!(body.fields[0].values.len(), 2);
    let same = said("- `TYPE_ID` — its type\n- `VALUE` — its value");
    assert_eq!(same, Type::List(Box::new(Type::Ref("demo_field".to_owned()))));
}

#[test]
fn one_word_stands_for_lists_in_the_whole_table() {
    let types = "# Types\n\n## crm_phone {#crm_phone}\n\n".to_owned()
        + &table(&[("**VALUE**\n`string`", ""), ("**KIND**\n`string`", "")]);
    let sent = json!({ "fields": { "PHONE": [{ "VALUE": "1" }] } });
    let word = |name: &str| format!("**{name}**\n[`crm_phone`](../data-types.md#crm_phone)");
    let fields = table(&[(&word("PHONE"), ""), (&word("MAIL"), "")]);
    let body = format!(
        "## Method Parameters\n\n{}\n\n### Parameter fields\n\n{fields}\n\n## Examples\n\n{}",
        table(&[("**fields**\n`object`", "")]),
        call(NAME, &sent)
    );
    let pages = Pages::default().page("api-reference/data-types.md", &types).method(NAME, &body);
    let built = pages.build();
    let Type::Record(fields) = &only(&built).params[0].ty else { panic!() };
    assert!(fields.fields.iter().all(|field| matches!(field.ty, Type::List(_))), "{fields:?}");
}

#[test]
fn the_languages_complete_each_other() {
    let body = |rows: &[(&str, &str)], heading: &str| format!("## {heading}\n\n{}", table(rows));
    let en = body(&[("**a***\n`integer`", "A")], "Method Parameters");
    let ru_table = "#|\n|| **Название**\n`тип` | **Описание** ||\n|| **a***\n`integer` | А ||\n|| **b**\n`string` | Б ||\n|#\n";
    let built = Pages::default()
        .method(NAME, &en)
        .russian(NAME, &format!("## Параметры метода\n\n{ru_table}"))
        .build();
    let params: Vec<_> = only(&built).params.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(params, ["a", "b"]);
    assert!(only(&built).params[0].required);
    assert!(
        built.report.choices.iter().any(|c| c.code == "filled-from-ru" && c.at.contains('b')),
        "{:#?}",
        built.report.choices
    );
    assert_eq!(built.report.pages.len(), 2, "a fate for each");
}

#[test]
fn a_scope_that_a_parameter_names_needs_the_parameter() {
    let page = |rows: &[(&str, &str)]| {
        let page = method_page(NAME, "Who can execute the method: any user", "")
            .replace("[`crm`](x.md)", "[`demo`](x.md), that of the module in `moduleId`");
        let text = page + "\n## Method Parameters\n\n" + &table(rows);
        only(&Pages::default().page(&path(NAME), &text).build()).scope_from.clone()
    };
    let from = page(&[("**moduleId***\n`string`", "Module")]);
    assert_eq!(from.map(|from| from.param).as_deref(), Some("moduleId"));
    assert_eq!(page(&[("**id**\n`integer`", "Number")]), None);
}

#[test]
fn described_methods_are_named_and_no_more() {
    let span = crate::corpus::Span { file: crate::corpus::FileId::NONE, start: 0, end: 0 };
    let described = Described {
        span,
        name: "demo.hidden".to_owned(),
        rest: Rest::V3,
        page: "api-reference/demo/index.md".to_owned(),
    };
    let built = assemble(&[], &[described]);
    let methods = &built.schema.modules["demo"].methods;
    assert_eq!((methods.len(), methods[0].rest), (1, Rest::V3));
    assert_eq!(methods[0].answer.ty, Type::Any);
    assert_eq!(built.schema.validate(), []);
}
