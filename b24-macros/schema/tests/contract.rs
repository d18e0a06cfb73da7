//! Reading, writing and checking schema files.

use std::error::Error as _;
use std::path::Path;

use b24_schema::{
    Field, Method, Module, ReadError, Record, RecordBody, Rest, Schema, Type, VERSION,
};
use serde_json::{Value, json};

fn method(name: &str) -> Value {
    json!({
        "name": name, "rest": 2, "page": "api-reference/x.md", "title": { "en": "X" },
        "scopes": ["vote"], "who": "any",
        "params": [{ "name": "chatId", "type": "integer", "required": true }],
        "answer": { "type": "any" }
    })
}

fn module(edit: impl FnOnce(&mut Value)) -> Module {
    let mut value = json!({
        "schema": VERSION, "module": "vote",
        "methods": [method("vote.attached.get"), method("vote.send")]
    });
    edit(&mut value);
    value.to_string().parse().unwrap()
}

#[track_caller]
fn violates(edit: impl FnOnce(&mut Value), path: &str, reason: &str) {
    let found = module(edit).validate();
    assert!(
        found.iter().any(|v| v.path == path && v.reason.contains(reason)),
        "no `{reason}` at `{path}` in {found:#?}"
    );
}

#[test]
fn a_sound_module_has_no_violations() {
    assert_eq!(module(|_| ()).validate(), []);
}

#[test]
fn violations_name_path_and_reason() {
    violates(|m| m["methods"][1]["name"] = "vote.attached.get".into(), "methods[1].name", "twice");
    violates(|m| m["methods"][1]["name"] = "vote.a".into(), "methods[1].name", "sorted");
    violates(|m| m["methods"][1]["name"] = "voting.a".into(), "methods[1].name", "belong");
    violates(|m| m["methods"][1]["name"] = "vote".into(), "methods[1].name", "one word");
    violates(
        |m| m["methods"][1]["name"] = "vote.attached.GET".into(),
        "methods[1].name",
        "`vote::attached::get` is also what `methods[0].name` is",
    );
    let params = |params: Value| move |m: &mut Value| m["methods"][0]["params"] = params;
    let field = |name: &str, ty: Value| json!({ "name": name, "type": ty, "required": false });
    violates(
        params(json!([field("a", "any".into()), field("a", "any".into())])),
        "methods[0].params[1].name",
        "twice",
    );
    violates(
        params(json!([field("chatId", "any".into()), field("CHAT_ID", "any".into())])),
        "methods[0].params[1].name",
        "are both `chat_id`",
    );
    let spelled = |name: &str, also: &str| json!({ "name": name, "also": [also], "type": "any", "required": false });
    violates(
        params(json!([spelled("typeId", "TYPE_ID"), spelled("kind", "TYPE_ID")])),
        "methods[0].params[1].also[0]",
        "`TYPE_ID` stands twice",
    );
    violates(
        params(json!([spelled("typeId", "TYPE_ID"), field("TYPE_ID", "any".into())])),
        "methods[0].params[1].name",
        "twice",
    );
    violates(params(json!([spelled("UF_*", "uf*")])), "methods[0].params[0].also[0]", "family");
    violates(
        params(json!([field("a", json!({ "union": ["integer"] }))])),
        "methods[0].params[0].type.union",
        "at least two",
    );
    violates(
        params(json!([field("a", json!({ "list": { "union": ["string", "integer"] } }))])),
        "methods[0].params[0].type.list.union",
        "sorted",
    );
    violates(
        params(json!([field("a", json!({ "union": ["any", { "union": ["integer", "any"] }] }))])),
        "methods[0].params[0].type.union[1]",
        "union in a union",
    );
    violates(
        params(json!([field(
            "a",
            json!({ "record": { "fields": [field("{x}", "any".into())] } })
        )])),
        "methods[0].params[0].type.record.fields[0].name",
        "placeholder",
    );
    violates(
        params(json!([field(
            "a",
            json!({ "record": { "fields": [field("UF_*", "any".into())] } })
        )])),
        "methods[0].params[0].type.record",
        "not `open`",
    );
    violates(
        |m| m["methods"][0]["alternatives"] = json!([["chatId"], ["dialogId"]]),
        "methods[0].alternatives[1][0]",
        "no parameter `dialogId`",
    );
    violates(|m| m["module"] = "general".into(), "module", "taken by the crate");
}

#[test]
fn references_resolve_across_files() {
    let refers = module(|m| {
        m["methods"][0]["answer"]["type"] = json!({ "list": { "ref": "vote_question" } });
    });
    let shared = |records: Vec<Record>| Module { records, ..Module::new("shared") };
    let record = |modules: &[&str]| {
        let body = RecordBody { fields: vec![Field::new("ID", Type::Integer)], open: false };
        let modules = modules.iter().map(|m| (*m).to_owned()).collect();
        Record { modules, ..Record::new("vote_question", "api-reference/vote/index.md", body) }
    };
    let with = |records| Schema::from_iter([refers.clone(), shared(records)]).validate();
    assert_eq!(with(vec![record(&["vote"])]), []);
    let missing = with(Vec::new());
    assert_eq!(
        missing[0].to_string(),
        "vote.json: at `methods[0].answer.type.list.ref`: \
         no record `vote_question` here or in the shared module"
    );
    assert!(with(vec![record(&["voting"])])[0].reason.contains("no module `voting`"));
    assert!(with(vec![record(&[])])[0].reason.contains("names its modules"));
}

#[test]
fn methods_that_others_refer_to_are_there() {
    let text = module(|m| m["methods"][0]["related"] = json!(["vote.no", "v3:vote.no"]));
    assert_eq!(text.validate(), [], "other modules are taken on trust");
    let found = Schema::from_iter([text]).validate();
    let found: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "vote.json: at `methods[0].related[0]`: there is no method `vote.no`",
            "vote.json: at `methods[0].related[1]`: there is no method `v3:vote.no`",
        ]
    );
}

#[test]
fn the_text_is_stable_and_small_changes_are_small_diffs() {
    let before = module(|_| ());
    let text = before.to_json();
    assert!(text.ends_with("}\n"));
    assert_eq!(text.parse::<Module>().unwrap(), before);
    assert_eq!(text.parse::<Module>().unwrap().to_json(), text);
    let after = module(|m| m["methods"][1]["params"][0]["type"] = "string".into()).to_json();
    let changed = text.lines().zip(after.lines()).filter(|(a, b)| a != b).count();
    assert_eq!((changed, text.lines().count()), (1, after.lines().count()));
}

#[test]
fn errors_name_file_line_path_and_reason() {
    let path = Path::new("schema/vote.json");
    let text = "{\n  \"schema\": 1,\n  \"module\": \"vote\",\n  \"methods\": [{ \"name\": 5 }]\n}";
    let error = Module::from_text(text, path).unwrap_err();
    assert_eq!(
        error.to_string(),
        "schema/vote.json:4:25: at `methods[0].name`: invalid type: integer `5`, expected a string"
    );
    assert!(error.source().is_some());

    let newer = Module::from_text("{ \"schema\": 99, \"new\": [] }", path).unwrap_err();
    assert!(matches!(newer, ReadError::Version { found: 99, .. }));
    assert_eq!(
        newer.to_string(),
        "schema/vote.json: schema version 99, but this build reads version 1: \
         update b24-schema and b24-macros to the versions the file was written with"
    );
    let broken = Module::from_text("{ \"schema\": 1, ", path).unwrap_err().to_string();
    assert!(broken.starts_with("schema/vote.json:1:15: at "), "{broken}");
    let absent = Module::read(Path::new("no/such/file.json")).unwrap_err();
    assert_eq!(absent.to_string(), "cannot read no/such/file.json");
    assert!(absent.source().is_some());
    let unknown = Module::from_text(
        r#"{ "schema": 1, "module": "vote", "methods": [], "metods": [] }"#,
        path,
    );
    assert!(unknown.unwrap_err().to_string().contains("unknown field `metods`"));
}

#[test]
fn a_directory_is_read_by_file_names() {
    let dir = std::env::temp_dir().join(format!("b24-schema-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(dir.join("vote.json"), module(|_| ()).to_json()).unwrap();
    std::fs::write(dir.join("notes.txt"), "ignored").unwrap();
    assert_eq!(Schema::read_dir(&dir).unwrap().modules["vote"], module(|_| ()));
    std::fs::write(dir.join("other.json"), module(|_| ()).to_json()).unwrap();
    let error = Schema::read_dir(&dir).unwrap_err().to_string();
    assert!(error.ends_with("other.json: it holds the module `vote`; name it `vote.json`"));
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn names_that_rust_would_mix_up_are_violations() {
    type Names<'n> = &'n [(&'n str, &'n [&'n str])];
    let schema = |names: Names<'_>| -> Vec<String> {
        let module = |(name, methods): &(&str, &[&str])| Module {
            methods: methods.iter().map(|m| Method::new(*m, Rest::V2, "x.md")).collect(),
            ..Module::new(*name)
        };
        let schema: Schema = names.iter().map(module).collect();
        schema.validate().iter().map(ToString::to_string).collect()
    };
    let sound: [Names<'_>; 5] = [
        // A method may be the module of another.
        &[("crm", &["crm.deal", "crm.deal.add"])],
        &[("type", &["type.get"]), ("bool", &["bool.str.get"])],
        // What begins with a digit has no capital.
        &[("auth", &["auth.2fa", "auth.2fa.get"])],
        &[("scope", &["scope"]), ("method", &["method.get"])],
        &[("a_b", &["a_b"]), ("ab", &["aB.get"])],
    ];
    for names in sound {
        let found = schema(names);
        assert!(found.is_empty(), "{found:?}");
    }
    let broken: [(Names<'_>, &str); 8] = [
        (&[("std", &["std.get"])], "std.json: at `module`: `std` is taken"),
        (&[("full", &["full"])], "full.json: at `module`: `full` is a feature"),
        (&[("a-b", &["a-b.get"])], "a-b.json: at `module`: no file"),
        (&[("../x", &["../x.get"])], "../x.json: at `module`: no file"),
        (
            &[("catalog", &["catalog"])],
            "catalog.json: at `methods[0].name`: `catalog` is a function",
        ),
        (
            &[("a_b", &["a_b.get"]), ("ab", &["aB.list"])],
            "`a_b` is also what `a_b.json: methods[0].name`",
        ),
        (&[("a_b", &["a_b"]), ("ab", &["aB"])], "`a_b` is also what `a_b.json: methods[0].name`"),
        (&[("crm", &["crm.getFields", "crm.get_fields"])], "`crm::get_fields` is also"),
    ];
    for (names, expected) in broken {
        let found = schema(names);
        assert!(found.iter().any(|v| v.contains(expected)), "no {expected} in {found:?}");
    }
}

#[test]
fn constants_have_names_and_values_of_their_own() {
    let sets = |sets: Value| move |m: &mut Value| m["constants"] = sets;
    let set = |name: &str, constants: Value| json!({ "name": name, "key": "kindId", "page": "x.md", "numbers": true, "constants": constants });
    let one = json!([{ "name": "BOAT", "value": "1" }]);
    let sound = module(sets(json!([set("kind", one.clone())])));
    assert_eq!(sound.validate(), []);
    assert_eq!(sound.constants[0].reference(&sound.module), "vote.kind");
    let two = json!([set("b", one.clone()), set("a", one.clone())]);
    violates(sets(two), "constants[1].name", "sorted");
    let taken = json!([set("attached", one)]);
    violates(sets(taken), "constants[0].name", "methods have a module");
    let wrong = json!([{ "name": "A", "value": "x" }, { "name": "a", "value": "1" }]);
    let wrong = json!([set("kind", wrong)]);
    violates(sets(wrong.clone()), "constants[0].constants[0].value", "no whole number");
    violates(sets(wrong), "constants[0].constants[1].name", "`A` stands twice");
    let mut vote = Module::new("vote");
    vote.methods = vec![Method::new("vote.send", Rest::V2, "x.md")];
    let mut field = Field::new("id", Type::Integer);
    field.constants = vec!["vote.kind".to_owned()];
    vote.methods[0].params.push(field);
    let found = Schema::from_iter([vote]).validate();
    let expected =
        "vote.json: at `methods[0].params[0].constants[0]`: there are no constants `vote.kind`";
    assert_eq!(found[0].to_string(), expected);
}

#[test]
fn a_record_in_place_gives_way_to_a_method() {
    let fields = Type::Record(RecordBody { fields: vec![], open: true });
    let mut get = Method::new("crm.get", Rest::V2, "x.md");
    get.params = vec![Field::new("fields", fields)];
    let methods = vec![get, Method::new("crm.getFields", Rest::V2, "x.md")];
    let found = Module { methods, ..Module::new("crm") }.validate();
    let paths: Vec<_> = found.iter().map(|v| v.path.as_str()).collect();
    assert_eq!(paths, ["methods[0].params[0].type"]);
}

#[test]
fn types_do_not_go_down_for_ever() {
    let nested = |depth| (0..depth).fold(Type::Any, |ty, _| Type::List(Box::new(ty)));
    let with = |ty: Type| {
        let mut get = Method::new("crm.get", Rest::V2, "x.md");
        get.answer.ty = ty;
        Module { methods: vec![get], ..Module::new("crm") }
    };
    assert_eq!(with(nested(80)).validate(), []);
    let found = with(nested(100)).validate();
    assert!(found[0].reason.contains("too deep"), "{found:?}");
    // What passes can be read back.
    let deepest = with(nested(90));
    assert_eq!(deepest.to_json().parse::<Module>().unwrap(), deepest);
}
