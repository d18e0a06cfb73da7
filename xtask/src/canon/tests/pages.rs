//! One page of every kind, in both languages. `UPDATE_EXPECT=1` writes them anew.

use b24_schema::{AllowedValue, Field, Limits, RecordBody, Rest, Text, Type, Who};
use expect_test::{ExpectFile, expect_file};
use serde_json::json;

use super::generate::fields;
use super::{diff, read};
use crate::canon;
use crate::corpus::Lang;
use crate::facts::*;

fn check(facts: &PageFacts, expected: [ExpectFile; 2]) {
    for (lang, expected) in Lang::ALL.into_iter().zip(expected) {
        let facts = PageFacts { lang, ..facts.clone() };
        let page = canon::page(&facts);
        expected.assert_eq(&page);
        let again = read(&facts, &page);
        assert!(again == facts, "{}", diff(&facts, &again));
    }
}

fn page(kind: PageKind, path: &str, title: &str, sections: Vec<Section>) -> PageFacts {
    PageFacts {
        payload: None,
        instead: Vec::new(),
        forms: Default::default(),
        path: path.to_owned(),
        lang: Lang::En,
        kind,
        title: title.to_owned(),
        head: Head::default(),
        sections,
        scopes: Vec::new(),
        text: Text::default(),
    }
}

fn section(level: u8, role: Role, anchor: &str, items: Vec<Item>) -> Section {
    let anchors = if anchor.is_empty() { Vec::new() } else { vec![anchor.to_owned()] };
    Section { level, role, anchors, items, ..Section::default() }
}

fn target(page: &str, anchor: Option<&str>) -> Target {
    Target { page: page.to_owned(), anchor: anchor.map(str::to_owned) }
}

fn row(name: &str, required: Required, word: &str, about: About) -> FieldRow {
    let types = TypeWord {
        word: word.to_owned(),
        list: 0,
        link: Some(target("api-reference/data-types.md", None)),
    };
    let types = vec![types];
    FieldRow { names: vec![name.to_owned()], required, types, about, ..FieldRow::default() }
}

fn values(list: &[(&str, Option<&str>)]) -> Vec<AllowedValue> {
    list.iter()
        .map(|(value, label)| AllowedValue {
            value: (*value).to_owned(),
            label: label.map(str::to_owned),
        })
        .collect()
}

fn call(auth: Auth, rest: Option<Rest>, params: serde_json::Value) -> Item {
    Item::Call(CallShape {
        method: "crm.thing.add".to_owned(),
        rest,
        auth,
        params: Some(params),
        origin: Origin::NONE,
    })
}

fn method() -> PageFacts {
    let order = About {
        values: values(&[("ASC", Some("Up")), ("DESC", None)]),
        default: Some("ASC".to_owned()),
        links: vec![
            target("api-reference/crm/thing.md", Some("order")),
            target("api-reference/crm/status/list.md", None),
        ],
        ..About::default()
    };
    let keys = vec![
        row(
            "page",
            Required::No,
            "integer",
            About { default: Some("1".to_owned()), ..About::default() },
        ),
        FieldRow { names: vec!["UF_*".to_owned(), "property*".to_owned()], ..FieldRow::default() },
    ];
    let top = vec![
        row(
            "fields",
            Required::Yes,
            "object",
            About {
                links: vec![target("api-reference/crm/thing.md", Some("fields"))],
                ..About::default()
            },
        ),
        row(
            "order",
            Required::Conditional,
            "string",
            About {
                values: values(&[("ASC", Some("Up")), ("DESC", None), ("`b`c", None)]),
                ..order
            },
        ),
        row(
            "nav",
            Required::No,
            "array",
            About { keys, shape: Some(json!({"page": 2, "||": "text"})), ..About::default() },
        ),
    ];
    let inner = vec![
        row(
            "SORT",
            Required::No,
            "integer",
            About {
                limits: Limits { min: Some(1), max: Some(500), max_length: None },
                deprecated: true,
                either: vec!["SORT".to_owned(), "ORDER".to_owned()],
                ..About::default()
            },
        ),
        row(
            "<=NAME",
            Required::No,
            "string",
            About {
                limits: Limits { max_length: Some(255), ..Limits::default() },
                ..About::default()
            },
        ),
    ];
    let webhook = json!({"fields": {"SORT": 2, "<=NAME": ""}, "order": "ASC"});
    let answer = json!({"result": {"id": 2}, "time": {"start": 0.5}});
    let errors = vec![
        ErrorRow { code: "ACCESS_DENIED".to_owned(), status: Some(403), text: Text::default() },
        ErrorRow { code: String::new(), status: Some(400), text: Text::default() },
    ];
    let mut facts = page(
        PageKind::Method,
        "api-reference/crm/thing.md",
        "Add a Thing crm.thing.add",
        vec![
            section(2, Role::Params, "method-parameters", vec![fields(top)]),
            Section {
                subject: Some("fields".to_owned()),
                ..section(3, Role::Params, "fields", vec![fields(inner)])
            },
            section(
                2,
                Role::Examples,
                "code-examples",
                vec![
                    call(Auth::Webhook, Some(Rest::V2), webhook),
                    call(Auth::App, Some(Rest::V2), json!({"order": "DESC"})),
                    call(Auth::Library, None, json!([2, "text"])),
                ],
            ),
            section(
                2,
                Role::Answer,
                "response-handling",
                vec![Item::Body(BodyShape {
                    status: Some(200),
                    json: answer,
                    origin: Origin::NONE,
                })],
            ),
            section(2, Role::Errors, "error-handling", vec![Item::Errors(errors)]),
            section(
                2,
                Role::Related,
                "continue-learning",
                vec![Item::Links(vec![
                    target("api-reference/crm/other.md", None),
                    target("api-reference/a b.md", None),
                ])],
            ),
        ],
    );
    facts.head = Head {
        name: "crm.thing.add".to_owned(),
        rest: Some(Rest::V2),
        scopes: vec!["crm".to_owned(), "user_brief".to_owned()],
        scope_from: Some("moduleId".to_owned()),
        who: Some(Who::Restricted),
        deprecated: Some(vec![target("api-reference/crm/item/add.md", None)]),
        positional: true,
        file: true,
    };
    let name = |name: &str, ty| Field::new(name, ty);
    let rows = Type::List(Box::new(Type::Map(Box::new(Type::Number))));
    facts.payload = Some(Type::Record(RecordBody {
        fields: vec![name("rows", rows), name("next.page", Type::Any)],
        open: false,
    }));
    facts
}

#[test]
fn a_method() {
    check(&method(), [expect_file!["pages/method.en.md"], expect_file!["pages/method.ru.md"]]);
}

#[test]
fn a_method_of_rest_3_in_variants() {
    let fields =
        |name: &str| vec![fields(vec![row(name, Required::Yes, "string", About::default())])];
    let variant = |anchor: &str, name: &str| Section {
        variant: true,
        ..section(2, Role::Params, anchor, fields(name))
    };
    let mut facts = page(
        PageKind::Method,
        "api-reference/thing/thing-item-get.md",
        "Get a Thing thing.item.get",
        vec![
            variant("by-id", "id"),
            variant("by-code", "code"),
            section(
                2,
                Role::Examples,
                "code-examples",
                vec![Item::Call(CallShape {
                    method: "thing.item.get".to_owned(),
                    rest: Some(Rest::V3),
                    auth: Auth::Library,
                    params: None,
                    origin: Origin::NONE,
                })],
            ),
            section(
                2,
                Role::Answer,
                "answer",
                vec![Item::Tabs(vec![
                    TabFacts { title: "List".to_owned(), items: fields("items") },
                    TabFacts { title: String::new(), items: fields("item") },
                ])],
            ),
        ],
    );
    facts.head = Head {
        name: "thing.item.get".to_owned(),
        rest: Some(Rest::V3),
        who: Some(Who::Admin),
        deprecated: Some(Vec::new()),
        ..Head::default()
    };
    check(&facts, [expect_file!["pages/method3.en.md"], expect_file!["pages/method3.ru.md"]]);
}

#[test]
fn an_event() {
    let data = vec![row("data", Required::Yes, "object", About::default())];
    let mut facts = page(
        PageKind::Event,
        "api-reference/crm/events/on-crm-thing-add.md",
        "Event onCrmThingAdd",
        vec![
            section(
                2,
                Role::Handler,
                "handler",
                vec![
                    Item::Body(BodyShape {
                        status: None,
                        json: json!({"event": "text", "data": {"ID": "0"}}),
                        origin: Origin::NONE,
                    }),
                    fields(data),
                ],
            ),
            section(
                3,
                Role::Handler,
                "auth",
                vec![fields(vec![row("token", Required::No, "string", About::default())])],
            ),
        ],
    );
    facts.head = Head {
        name: "onCrmThingAdd".to_owned(),
        scopes: vec!["crm".to_owned()],
        who: Some(Who::Any),
        ..Head::default()
    };
    check(&facts, [expect_file!["pages/event.en.md"], expect_file!["pages/event.ru.md"]]);
}

#[test]
fn types() {
    let plain = TypeRow {
        word: "thing_status".to_owned(),
        about: About::default(),
        base: Some("string".to_owned()),
    };
    let about = About { values: values(&[("1", Some("Lead")), ("2", None)]), ..About::default() };
    let rows = vec![plain, TypeRow { word: "thing[]".to_owned(), about, base: None }];
    let facts = page(
        PageKind::Types,
        "api-reference/crm/data-types.md",
        "Types",
        vec![
            section(1, Role::Other, "", vec![Item::Types(rows)]),
            Section {
                subject: Some("time".to_owned()),
                ..section(
                    2,
                    Role::Other,
                    "time",
                    vec![fields(vec![row("start", Required::No, "double", About::default())])],
                )
            },
        ],
    );
    check(&facts, [expect_file!["pages/types.en.md"], expect_file!["pages/types.ru.md"]]);
}

#[test]
fn an_overview() {
    let rows = vec![FieldRow { names: vec!["ID Of It".to_owned()], ..FieldRow::default() }];
    let facts = page(
        PageKind::Overview,
        "api-reference/crm/index.md",
        "Things: *all* methods | events #",
        vec![section(2, Role::Other, "all-methods", vec![fields(rows)])],
    );
    check(&facts, [expect_file!["pages/overview.en.md"], expect_file!["pages/overview.ru.md"]]);
}

#[test]
fn a_widget() {
    let rows = vec![row("ID", Required::Yes, "string", About::default())];
    let facts = page(
        PageKind::Widget,
        "api-reference/widgets/tab.md",
        "Tab CRM_XXX_TAB",
        vec![
            section(2, Role::Handler, "handler", Vec::new()),
            Section {
                subject: Some("PLACEMENT_OPTIONS".to_owned()),
                ..section(3, Role::Handler, "options", vec![fields(rows)])
            },
        ],
    );
    check(&facts, [expect_file!["pages/widget.en.md"], expect_file!["pages/widget.ru.md"]]);
}

#[test]
fn the_scopes() {
    let scope = |codes: &[&str], title: &str, tool: &str| ScopeRow {
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
        title: title.to_owned(),
        tool: tool.to_owned(),
        versions: Vec::new(),
        deprecated: false,
    };
    let user = ScopeRow {
        versions: vec![("user_brief".to_owned(), "Users (minimal)".to_owned())],
        ..scope(&["user"], "Users", "Users")
    };
    let old = ScopeRow { deprecated: true, ..scope(&["tasks"], "", "") };
    let older = ScopeRow { deprecated: true, ..scope(&["tasksmobile"], "", "") };
    let mut facts =
        page(PageKind::Scopes, "api-reference/scopes/permissions.md", "Scopes", Vec::new());
    facts.scopes = vec![
        scope(&["sonet_group", "socialnetwork"], "Groups & more", "#Groups"),
        user,
        old,
        older,
        scope(&["rest.developer"], "", ""),
    ];
    check(&facts, [expect_file!["pages/scopes.en.md"], expect_file!["pages/scopes.ru.md"]]);
}
