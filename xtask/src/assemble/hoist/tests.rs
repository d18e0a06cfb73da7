use b24_schema::Answer;
use serde_json::json;

use super::*;

/// A record of fields of text.
fn record(names: &[&str]) -> Type {
    holding(names.iter().map(|name| (*name, Type::String)))
}

fn holding<'n>(fields: impl IntoIterator<Item = (&'n str, Type)>) -> Type {
    let fields = fields.into_iter().map(|(name, ty)| Field::new(name, ty)).collect();
    Type::Record(RecordBody { fields, open: false })
}

fn list(of: Type) -> Type {
    Type::List(Box::new(of))
}

fn method(name: &str, params: &[(&str, Type)], answer: Type) -> Method {
    Method {
        params: params.iter().map(|(name, ty)| Field::new(*name, ty.clone())).collect(),
        answer: Answer::new(answer),
        ..Method::new(name, Rest::V2, format!("{name}.md"))
    }
}

fn module(mut methods: Vec<Method>) -> Module {
    methods.sort_by(|a, b| (a.rest, &a.name).cmp(&(b.rest, &b.name)));
    let name = methods[0].name.split('.').next().unwrap_or_default().to_owned();
    let mut module = Module { methods, ..Module::new(name) };
    repeated(&mut module);
    assert_eq!(module.validate(), [], "{}", module.to_json());
    module
}

fn names(module: &Module) -> Vec<&str> {
    module.records.iter().map(|record| &*record.name).collect()
}

/// The answer of each method, in the order of their names.
fn answers(module: &Module) -> serde_json::Value {
    module.methods.iter().map(|method| json!(method.answer.ty)).collect()
}

#[test]
fn what_two_methods_answer_is_one_record() {
    let deal = record(&["ID", "TITLE"]);
    let module = module(vec![
        method("crm.deal.get", &[], deal.clone()),
        method("crm.deal.list", &[], list(deal)),
    ]);
    assert_eq!(answers(&module), json!([{"ref": "crm_deal"}, {"list": {"ref": "crm_deal"}}]));
    assert_eq!(names(&module), ["crm_deal"]);
    assert_eq!(module.records[0].page, "crm.deal.get.md");
    assert_eq!(module.records[0].body.fields.len(), 2);
}

#[test]
fn parameters_are_named_by_what_holds_them() {
    let fields = record(&["TITLE", "STAGE_ID"]);
    let module = module(vec![
        method("crm.deal.add", &[("fields", fields.clone())], Type::Integer),
        method("crm.deal.update", &[("fields", fields)], Type::Integer),
    ]);
    assert_eq!(names(&module), ["crm_deal_fields"]);
    assert_eq!(module.methods[1].params[0].ty, Type::Ref("crm_deal_fields".to_owned()));
}

#[test]
fn what_differs_or_is_small_or_stands_alone_stays() {
    let mut required = record(&["ID", "TITLE"]);
    let Type::Record(body) = &mut required else { panic!("a record") };
    body.fields[0].required = true;
    let methods = vec![
        method("crm.deal.add", &[], record(&["ID"])),
        method("crm.deal.get", &[], record(&["ID", "TITLE"])),
        method("crm.deal.list", &[], required),
        method("crm.deal.update", &[], record(&["ID"])),
    ];
    let before: Vec<Type> = methods.iter().map(|m| m.answer.ty.clone()).collect();
    let module = module(methods);
    assert_eq!(names(&module), [""; 0]);
    assert!(module.methods.iter().map(|m| &m.answer.ty).eq(&before));
}

#[test]
fn records_in_equal_records_are_not_repeated() {
    let phone = record(&["VALUE", "KIND"]);
    let lead = holding([("ID", Type::Integer), ("PHONE", phone)]);
    let module = module(vec![
        method("crm.lead.get", &[], lead.clone()),
        method("crm.lead.list", &[], list(lead)),
    ]);
    assert_eq!(names(&module), ["crm_lead"], "the phone is written once, in the lead");
    assert!(matches!(module.records[0].body.fields[1].ty, Type::Record(_)));
}

#[test]
fn what_small_records_hold_is_repeated_with_them() {
    let task = record(&["id", "title"]);
    let module = module(vec![
        method("tasks.task.add", &[], holding([("task", task.clone())])),
        method("tasks.task.get", &[], holding([("task", task)])),
    ]);
    assert_eq!(names(&module), ["tasks_task"], "a field named as the family adds nothing");
}

#[test]
fn families_share_what_their_names_have_in_common() {
    let list = record(&["VALUE", "SORT"]);
    let module = module(vec![
        method("crm.deal.userfield.add", &[("LIST", list.clone())], Type::Any),
        method("crm.lead.userfield.add", &[("LIST", list)], Type::Any),
    ]);
    assert_eq!(names(&module), ["crm_userfield_list"]);
}

#[test]
fn the_record_of_many_fields_is_named_by_the_method() {
    let about = record(&["type", "title"]);
    let module = module(vec![method(
        "crm.lead.fields",
        &[],
        holding([("ID", about.clone()), ("NAME", about)]),
    )]);
    assert_eq!(names(&module), ["crm_lead_field"]);
}

#[test]
fn a_name_that_is_taken_gives_way_to_a_longer_one() {
    let short = record(&["ID", "NAME"]);
    let long = record(&["ID", "NAME", "SORT"]);
    let module = module(vec![
        method("crm.deal.add", &[], long.clone()),
        method("crm.deal.get", &[], short.clone()),
        method("crm.deal.list", &[], list(short.clone())),
        method("crm.deal.search", &[], list(short)),
        method("crm.deal.update", &[], long),
    ]);
    let expected = json!([
        {"ref": "crm_deal_add"},
        {"ref": "crm_deal"},
        {"list": {"ref": "crm_deal"}},
        {"list": {"ref": "crm_deal"}},
        {"ref": "crm_deal_add"},
    ]);
    assert_eq!(answers(&module), expected);
}

#[test]
fn versions_of_rest_are_told_apart() {
    let (old, new) = (record(&["ID", "TITLE"]), record(&["id", "title"]));
    let v3 = |name: &str, answer: &Type| {
        let answer = holding([("item", answer.clone())]);
        Method { rest: Rest::V3, ..method(name, &[], answer) }
    };
    let module = module(vec![
        method("tasks.task.get", &[], old.clone()),
        method("tasks.task.list", &[], list(old)),
        v3("tasks.task.get", &new),
        v3("tasks.task.list", &new),
    ]);
    assert_eq!(names(&module), ["tasks_task", "v3_tasks_task_item"]);
}

#[test]
fn fields_that_rust_spells_alike_stay_in_place() {
    let odd = record(&["ID", "id"]);
    let module = module(vec![
        method("crm.deal.get", &[], odd.clone()),
        method("crm.deal.list", &[], list(odd)),
    ]);
    assert_eq!(names(&module), [""; 0]);
}

#[test]
fn members_of_unions_stay_sorted() {
    let one = record(&["ID", "TITLE"]);
    let either = Type::Union(vec![Type::Boolean(b24_schema::Wire::Json), one.clone()]);
    let module =
        module(vec![method("crm.deal.get", &[], either), method("crm.deal.list", &[], list(one))]);
    assert_eq!(answers(&module)[0], json!({"union": [{"boolean": "json"}, {"ref": "crm_deal"}]}));
}

#[test]
fn again_changes_nothing() {
    let deal = record(&["ID", "TITLE"]);
    let once = module(vec![
        method("crm.deal.get", &[], deal.clone()),
        method("crm.deal.list", &[], list(deal)),
    ]);
    let mut twice = once.clone();
    repeated(&mut twice);
    assert_eq!(once, twice);
}

#[test]
fn what_has_a_name_already_keeps_it() {
    let wide = ["ID", "TITLE", "SORT", "CODE", "ACTIVE"];
    let small = ["ID", "TITLE"];
    let other = ["ID", "TITLE", "SORT", "CODE", "NAME"];
    let named = |name: &str, fields: &[&str]| {
        let Type::Record(body) = record(fields) else { panic!("a record") };
        Record::new(name, "types.md", body)
    };
    let mut module = Module {
        methods: vec![
            method("crm.deal.get", &[], record(&wide)),
            method("crm.lead.get", &[], record(&small)),
            method("crm.lead.list", &[("filter", record(&other))], Type::Any),
        ],
        records: vec![
            named("crm_lead", &other),
            named("crm_thing", &wide),
            named("crm_word", &small),
        ],
        ..Module::new("crm")
    };
    repeated(&mut module);
    assert_eq!(module.validate(), []);
    // Two fields may be alike by chance.
    assert!(matches!(module.methods[1].answer.ty, Type::Record(_)));
    assert_eq!(module.methods[0].answer.ty, Type::Ref("crm_thing".to_owned()));
    assert!(matches!(module.methods[2].params[0].ty, Type::Record(_)), "no lead, but a filter");
    assert_eq!(names(&module), ["crm_lead", "crm_thing", "crm_word"]);
}
