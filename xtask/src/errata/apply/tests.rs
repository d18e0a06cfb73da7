use std::path::Path;

use b24_schema::{Text, Who};
use serde_json::json;

use super::*;
use crate::facts::{About, Auth, Head, Origin, PageKind, TabFacts, TypeRow};

fn field(name: &str, word: &str) -> FieldRow {
    let types = vec![TypeWord { word: word.into(), list: 0, link: None }];
    FieldRow { names: vec![name.into()], types, ..FieldRow::default() }
}

fn table(rows: Vec<FieldRow>) -> Item {
    Item::Fields(FieldTable { rows, span: Span { file: FileId(0), start: 0, end: 0 } })
}

fn section(role: Role, subject: Option<&str>, items: Vec<Item>) -> Section {
    Section { role, subject: subject.map(str::to_owned), items, ..Section::default() }
}

/// A page with a parameter `fields`, described by tabs of tables, and one example.
fn page() -> PageFacts {
    let mut fields = field("fields", "object");
    fields.about.keys = vec![field("INNER", "string")];
    let tab = |rows| TabFacts { title: "t".into(), items: vec![table(rows)] };
    let call = CallShape {
        method: "vote.gett".into(),
        rest: None,
        auth: Auth::Webhook,
        params: Some(json!({"ID": 0, "FIELDS": {"TITEL": "", "SORT": 0}})),
        origin: Origin::NONE,
    };
    let json = json!({"result": {"id": ""}});
    let body = BodyShape { status: None, json, origin: Origin::NONE };
    PageFacts {
        path: "a.md".into(),
        lang: Lang::En,
        kind: PageKind::Method,
        title: "Get Vote vote.gett".into(),
        head: Head { name: "vote.gett".into(), who: Some(Who::Any), ..Head::default() },
        sections: vec![
            section(Role::Params, None, vec![table(vec![field("ID", "integer"), fields])]),
            section(
                Role::Params,
                Some("fields"),
                vec![Item::Tabs(vec![
                    tab(vec![field("TITEL", "string"), field("SORT", "integer")]),
                    tab(vec![field("TITEL", "string")]),
                ])],
            ),
            section(Role::Examples, None, vec![Item::Call(call)]),
            section(Role::Answer, None, vec![Item::Body(body), table(vec![field("ID", "string")])]),
        ],
        scopes: Vec::new(),
        payload: None,
        instead: Vec::new(),
        forms: Default::default(),
        text: Text::default(),
    }
}

#[test]
fn an_answer_may_be_that_of_another_page() {
    let entry = |other: &str| {
        format!("page = \"a.md\"\nlang = \"en\"\nfix = \"answer-as\"\nnow = \"{other}\"")
    };
    let mut other = page();
    other.path = "b.md".to_owned();
    let mut pages = [page(), other];
    let described = run(&mut pages, &entry("b.md"));
    assert!(described.0[0].message.contains("the page describes its answer"), "{described:?}");
    pages[0].sections.retain(|section| section.role != Role::Answer);
    assert_eq!(run(&mut pages, &entry("c.md")).0.len(), 1, "there is no such page");
    assert_eq!(run(&mut pages, &entry("b.md")).0, []);
    let target = Target { page: "b.md".to_owned(), anchor: None };
    let added = pages[0].sections.last().map(|section| section.items.as_slice());
    assert_eq!(added, Some(&[Item::Links(vec![target])][..]));
}

#[test]
fn an_answer_is_added_where_a_page_has_none() {
    let entry = "page = \"a.md\"\nlang = \"en\"\nfix = \"answer\"\nnow = [\"integer[]\"]";
    let mut pages = [page()];
    let described = run(&mut pages, entry);
    assert!(described.0[0].message.contains("the page describes its answer"), "{described:?}");
    pages[0].sections.retain(|section| section.role != Role::Answer);
    assert_eq!(run(&mut pages, entry).0, []);
    let rows: Vec<&FieldRow> =
        pages[0].sections.last().into_iter().flat_map(Section::rows).collect();
    let [row] = rows[..] else { panic!("{rows:?}") };
    assert_eq!(
        (row.names[0].as_str(), row.types[0].word.as_str(), row.types[0].list),
        ("result", "integer", 1)
    );
    assert_eq!(run(&mut pages, entry).0.len(), 1, "it is stale now");
}

#[test]
fn a_word_of_a_dictionary_gets_its_basic_type() {
    let mut page = page();
    let row = TypeRow { word: "coin".into(), about: About::default(), base: Some("object".into()) };
    page.sections.push(section(Role::Other, None, vec![Item::Types(vec![row])]));
    let mut pages = [page];
    let entry = "page = \"a.md\"\nlang = \"en\"\nfix = \"type-base\"\ntype = \"coin\"\nwas = \"object\"\nnow = \"string\"";
    assert_eq!(run(&mut pages, entry).0, []);
    let base = |page: &PageFacts| match page.sections.last().map(|s| s.items.as_slice()) {
        Some([Item::Types(rows)]) => rows[0].base.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(base(&pages[0]).as_deref(), Some("string"));
    assert_eq!(run(&mut pages, entry).0.len(), 1, "it is stale now");
    let entry = entry.replace("coin", "note");
    assert!(run(&mut pages, &entry).0[0].message.contains("no dictionary has `note`"));
}

fn run(pages: &mut [PageFacts], entry: &str) -> Diagnostics {
    let text = format!("[[erratum]]\nwhy = \"w\"\nevidence = \"e\"\n{entry}");
    apply(pages, &Errata::from_text(Path::new("errata.toml"), text).unwrap())
}

/// Applies `entry` to the page, and again: the second time it must be stale.
fn fixed(entry: &str) -> PageFacts {
    let entry = format!("page = \"a.md\"\n{entry}");
    let mut pages = [page()];
    let found = run(&mut pages, &entry);
    assert!(found.0.is_empty(), "{entry}: {found:?}");
    assert_ne!(pages[0], page(), "{entry}");
    let found = run(&mut pages, &entry);
    assert_eq!(found.0.len(), 1, "{entry}");
    assert_eq!((found.0[0].code, found.0[0].span.file), ("erratum-stale", FileId::ERRATA));
    let [page] = pages;
    page
}

fn tables(page: &PageFacts, section: usize) -> Vec<&Vec<FieldRow>> {
    fn walk<'a>(items: &'a [Item], out: &mut Vec<&'a Vec<FieldRow>>) {
        for item in items {
            match item {
                Item::Fields(table) => out.push(&table.rows),
                Item::Tabs(tabs) => tabs.iter().for_each(|tab| walk(&tab.items, out)),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    walk(&page.sections[section].items, &mut out);
    out
}

#[test]
fn the_head_is_corrected() {
    let page = fixed("fix = \"name\"\nwas = \"vote.gett\"\nnow = \"vote.get\"");
    assert_eq!(page.head.name, "vote.get");
    let page = fixed("fix = \"title\"\nwas = \"Get Vote vote.gett\"\nnow = \"Get Vote vote.get\"");
    assert_eq!(page.title, "Get Vote vote.get");
    let page = fixed("fix = \"scopes\"\nwas = []\nnow = [\"vote\"]");
    assert_eq!(page.head.scopes, ["vote"]);
    let page = fixed("fix = \"who\"\nwas = \"any\"\nnow = \"admin\"");
    assert_eq!(page.head.who, Some(Who::Admin));
}

#[test]
fn every_row_of_that_path_is_corrected() {
    let page =
        fixed("fix = \"row-names\"\nrow = \"fields/TITEL\"\nwas = [\"TITEL\"]\nnow = [\"TITLE\"]");
    assert!(tables(&page, 1).iter().all(|rows| rows[0].names == ["TITLE"]));
    let page = fixed("fix = \"row-default\"\nrow = \"fields/TITEL\"\nnth = 2\nnow = \"x\"");
    let defaults: Vec<_> =
        tables(&page, 1).iter().map(|rows| rows[0].about.default.as_deref()).collect();
    assert_eq!(defaults, [None, Some("x")]);
    let page = fixed("fix = \"row-required\"\nrow = \"ID\"\nwas = \"no\"\nnow = \"yes\"");
    assert_eq!(tables(&page, 0)[0][0].required, Required::Yes);
    assert_eq!(tables(&page, 3)[0][0].required, Required::No, "the answer has an ID of its own");
    let page = fixed("fix = \"row-default\"\nrow = \"fields/INNER\"\nnow = \"N\"");
    assert_eq!(tables(&page, 0)[0][1].about.keys[0].about.default.as_deref(), Some("N"));
    let page = fixed(
        "fix = \"row-types\"\nin = \"answer\"\nrow = \"ID\"\nwas = [\"string\"]\nnow = [\"integer[]\"]",
    );
    assert_eq!(tables(&page, 3)[0][0].types[0].list, 1);
}

#[test]
fn rows_are_dropped_and_added() {
    let page = fixed("fix = \"row-drop\"\nrow = \"fields/SORT\"\nwas = [\"integer\"]");
    assert_eq!(tables(&page, 1)[0].len(), 1);
    let page = fixed(
        "fix = \"row-add\"\nrow = \"NEW\"\nnow = [\"string\"]\nrequired = \"yes\"\nafter = \"ID\"",
    );
    let rows = tables(&page, 0)[0];
    assert_eq!((rows[1].names[0].as_str(), rows[1].required), ("NEW", Required::Yes));
    let page =
        fixed("fix = \"row-add\"\nrow = \"fields/NEW\"\nnow = [\"string\"]\nafter = \"SORT\"");
    assert_eq!((tables(&page, 1)[0].len(), tables(&page, 1)[1].len()), (3, 1));
}

#[test]
fn examples_are_corrected() {
    let params = |page: &PageFacts| match &page.sections[2].items[..] {
        [Item::Call(call)] => (call.method.clone(), call.params.clone().unwrap().to_string()),
        _ => Default::default(),
    };
    let page = fixed("fix = \"call-key\"\nat = \"/FIELDS\"\nwas = \"TITEL\"\nnow = \"TITLE\"");
    assert_eq!(params(&page).1, r#"{"ID":0,"FIELDS":{"TITLE":"","SORT":0}}"#);
    let page = fixed("fix = \"call-key\"\nwas = \"ID\"");
    assert_eq!(params(&page).1, r#"{"FIELDS":{"TITEL":"","SORT":0}}"#);
    let page = fixed("fix = \"call-method\"\nwas = \"vote.gett\"\nnow = \"vote.get\"");
    assert_eq!(params(&page).0, "vote.get");
    let page = fixed("fix = \"call-drop\"\nwas = \"vote.gett\"");
    assert!(page.sections[2].items.is_empty());
    let page = fixed("fix = \"body\"\nat = \"/result/id\"\nwas = '\"\"'\nnow = '\"0\"'");
    let Item::Body(body) = &page.sections[3].items[0] else { panic!() };
    assert_eq!(body.json, json!({"result": {"id": "0"}}));
    let page = fixed("fix = \"body\"\nat = \"/result/name\"\nnow = '\"text\"'");
    let Item::Body(body) = &page.sections[3].items[0] else { panic!() };
    assert_eq!(body.json, json!({"result": {"id": "", "name": "text"}}));
}

#[test]
fn values_are_corrected_and_keep_their_labels() {
    let mut pages = [page()];
    let Item::Fields(table) = &mut pages[0].sections[0].items[0] else { panic!() };
    let value = |value: &str| AllowedValue { value: value.into(), label: Some(value.into()) };
    table.rows[0].about.values = vec![value("1"), value("x")];
    let entry = "page = \"a.md\"\nfix = \"row-values\"\nrow = \"ID\"\nwas = [\"1\", \"x\"]\nnow = [\"0\", \"1\"]";
    assert_eq!(run(&mut pages, entry).0, []);
    let Item::Fields(table) = &pages[0].sections[0].items[0] else { panic!() };
    let new = AllowedValue { value: "0".into(), label: None };
    assert_eq!(table.rows[0].about.values, [new, value("1")]);
    let again = run(&mut pages, entry);
    assert!(again.0[0].message.contains("the page has the values"), "{again:?}");
}

#[test]
fn what_does_not_apply_says_why() {
    let table = [
        (
            "fix = \"title\"\nwas = \"x\"\nnow = \"y\"",
            "the page has \"Get Vote vote.gett\", not \"x\"",
        ),
        ("fix = \"row-drop\"\nrow = \"TITEL\"\nwas = [\"string\"]", "no such row"),
        (
            "fix = \"row-drop\"\nrow = \"fields/SORT\"\nwas = [\"string\"]",
            "the types [\"integer\"]",
        ),
        ("fix = \"row-add\"\nrow = \"NEW\"\nnow = [\"a\"]\nafter = \"X\"", "no row `X` to follow"),
        ("fix = \"row-add\"\nrow = \"nobody/NEW\"\nnow = [\"a\"]", "no table"),
        ("fix = \"body\"\nat = \"/result/id\"\nnow = '0'", "no body has an object without"),
        ("fix = \"call-drop\"\nwas = \"x.y\"", "no example calls `x.y`"),
        ("fix = \"name\"\nwas = \"x\"\nnow = \"vote.gett\"", "says already what it should"),
    ];
    for (entry, reason) in table {
        let mut pages = [page()];
        let found = run(&mut pages, &format!("page = \"a.md\"\n{entry}"));
        assert_eq!(found.0.len(), 1, "{entry}");
        assert!(found.0[0].message.contains(reason), "{}", found.0[0].message);
        assert_eq!(pages[0], page());
    }
}

#[test]
fn every_page_and_language_counts() {
    let entry = "pages = [\"a.md\", \"gone.md\"]\nfix = \"scopes\"\nwas = []\nnow = [\"vote\"]";
    let mut pages = [page()];
    let found = run(&mut pages, entry);
    assert_eq!(found.0.len(), 1, "no Russian page is there, so none is missed: {found:?}");
    assert!(found.0[0].message.contains("en/gone.md"));
    let mut russian = page();
    russian.lang = Lang::Ru;
    russian.head.scopes = vec!["vote".into()];
    let found = run(&mut [page(), russian], entry);
    let messages: Vec<_> = found.0.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages.len(), 3);
    assert!(messages[1].contains("ru/a.md"), "{messages:?}");
}
