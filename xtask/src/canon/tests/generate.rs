//! Facts for property tests.

use b24_schema::{AllowedValue, Limits, Rest, Text, Type, Who};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::corpus::{FileId, Lang, Span};
use crate::facts::rows;
use crate::facts::values::is_pattern;
use crate::facts::*;

/// What the strings of a page look like.
#[derive(Clone)]
pub(super) struct Strings {
    /// Titles and labels.
    text: BoxedStrategy<String>,
    /// What stands in code: values, defaults, subjects.
    code: BoxedStrategy<String>,
    /// Names of fields.
    name: BoxedStrategy<String>,
    /// Pages that links lead to.
    page: BoxedStrategy<String>,
    /// Anchors.
    anchor: BoxedStrategy<String>,
    /// Words of types and codes of errors.
    word: BoxedStrategy<String>,
    /// Names of methods.
    method: BoxedStrategy<String>,
}

impl Strings {
    /// Anything at all.
    pub(super) fn wild() -> Self {
        let any = prop_oneof![
            "[ -~а-я\n|`*<>{}#%\\[\\]_&]{0,12}",
            "\\PC{0,8}",
            prop::sample::select(vec![
                "",
                " ",
                "||",
                "|#",
                "#|",
                "```",
                "a`b``c",
                "{% endlist %}",
                "{% note %}",
                "{#x}",
                "UF_*",
                "<x>",
                "**",
                "__",
                "[a](b)",
                "a\n||\nb",
                "\n```\n",
                "# h",
                "- x",
                "1. x",
                "> q",
                "&amp;",
                "\\",
                "|",
                "'",
                "\"",
                "<br>",
                "http://x.y",
                "~~~",
                "    x",
                "{.c}",
            ])
            .prop_map(str::to_owned),
        ]
        .boxed();
        Self {
            text: any.clone(),
            code: any.clone(),
            name: any.clone(),
            page: any.clone(),
            anchor: any.clone(),
            word: any.clone(),
            method: any,
        }
    }

    /// Only what the reader keeps: strings that pages really give.
    pub(super) fn plain() -> Self {
        let pages =
            ["api-reference/data-types.md", "api-reference/a/b.md", "api-reference/a/c d.md"];
        Self {
            text: "[A-ZА-Я][a-zа-я]{2,7}( (CRM|и|&|-|[0-9]{1,3}|[a-z]{4,8})){0,2}".boxed(),
            code: "[A-Za-z0-9_*&%#~а-я]([A-Za-z0-9_.*&%`<>{}#~ а-я-]{0,8}[A-Za-z0-9_*&%#~а-я])?"
                .prop_filter("folded", |s| !s.contains("  "))
                .boxed(),
            name: "([<>=!@%]{0,1})[A-Z_a-zа-я]{2,9}(\\.[a-z]{2,5}|\\[\\]\\.[a-z]{2,5}|_\\*|[0-9]|\\*)?"
                .prop_filter("no placeholder", |s| !s.ends_with(['N', '_']) && !s.ends_with("_XXX"))
                .boxed(),
            page: prop::sample::select(pages.map(str::to_owned).to_vec()).boxed(),
            anchor: "[a-z][a-z0-9_]{0,6}(-[a-z0-9_]{1,4})?".boxed(),
            word: "[a-z]{3,8}(_[a-z]{2,5})?(\\.id)?".boxed(),
            method: "[a-z]{3,6}(\\.[a-z]{2,6}[A-Z]?[a-z]{1,3}){1,3}".boxed(),
        }
    }
}

/// A page of any kind.
pub(super) fn page(s: &Strings) -> impl Strategy<Value = PageFacts> + use<> {
    let lang = prop::sample::select(Lang::ALL.to_vec());
    let kind = prop::sample::select(vec![
        PageKind::Method,
        PageKind::Event,
        PageKind::Types,
        PageKind::Overview,
        PageKind::Widget,
        PageKind::Other,
    ]);
    let sections = vec(section(s), 0..5);
    let path = prop::sample::select(vec!["api-reference/a/page.md", "api-reference/page.md"]);
    let scopes = prop_oneof![4 => Just(Vec::new()), 1 => vec(scope(s), 1..3)];
    (path, lang, kind, s.text.clone(), head(s), sections, scopes).prop_map(
        |(path, lang, kind, title, head, sections, scopes)| PageFacts {
            path: path.to_owned(),
            lang,
            kind,
            title,
            head,
            sections,
            scopes,
            instead: Vec::new(),
            forms: Default::default(),
            payload: (kind == PageKind::Method).then_some(Type::String),
            text: Text::default(),
        },
    )
}

pub(super) fn head(s: &Strings) -> impl Strategy<Value = Head> + use<> {
    (
        s.method.clone(),
        rest(),
        vec(s.word.clone(), 0..3),
        option::of(s.code.clone()),
        option::of(prop::sample::select(vec![Who::Any, Who::Admin, Who::Restricted])),
        option::of(vec(target(s), 0..3)),
        any::<(bool, bool)>(),
    )
        .prop_map(|(name, rest, scopes, scope_from, who, deprecated, (positional, file))| {
            Head { name, rest, scopes, scope_from, who, deprecated, positional, file }
        })
}

fn rest() -> impl Strategy<Value = Option<Rest>> {
    option::of(prop::sample::select(vec![Rest::V2, Rest::V3]))
}

fn section(s: &Strings) -> impl Strategy<Value = Section> + use<> {
    let role = prop::sample::select(vec![
        Role::Other,
        Role::Params,
        Role::Examples,
        Role::Answer,
        Role::Errors,
        Role::Handler,
        Role::Related,
    ]);
    (
        2..6_u8,
        role,
        option::of(s.code.clone()),
        option::of(s.method.clone()),
        any::<bool>(),
        vec(s.anchor.clone(), 1..3),
        items(s),
    )
        .prop_map(|(level, role, subject, of, variant, anchors, items)| Section {
            level,
            role,
            of: of.filter(|_| subject.is_some()),
            subject,
            variant,
            anchors,
            items,
            text: Text::default(),
        })
}

/// The items of a section.
pub(super) fn items(s: &Strings) -> impl Strategy<Value = Vec<Item>> + use<> {
    let tab = (s.text.clone(), vec(item(s), 0..3));
    let tabs =
        vec(tab.prop_map(|(title, items)| TabFacts { title, items }), 1..3).prop_map(Item::Tabs);
    vec(prop_oneof![5 => item(s), 1 => tabs], 0..4)
}

/// An item other than tabs.
pub(super) fn item(s: &Strings) -> BoxedStrategy<Item> {
    prop_oneof![
        vec(row(s, 2), 1..4).prop_map(fields),
        vec(type_row(s), 1..3).prop_map(Item::Types),
        vec(error(s), 1..3).prop_map(Item::Errors),
        constants().prop_map(Item::Constants),
        codes(s).prop_map(Item::Values),
        call(s).prop_map(Item::Call),
        body(s).prop_map(Item::Body),
        vec(target(s), 1..3).prop_map(Item::Links),
    ]
    .boxed()
}

/// A table of constants.
fn constants() -> impl Strategy<Value = ConstantTable> {
    (2..4_usize).prop_flat_map(|n| {
        let columns = vec("[a-z][A-Za-z_]{0,8}", n..=n);
        let rows = vec(vec("[A-Z0-9][A-Z0-9_.-]{0,6}", n..=n), 1..4);
        (columns, rows).prop_map(|(columns, rows)| ConstantTable { columns, rows })
    })
}

/// A table of codes.
pub(super) fn codes(s: &Strings) -> impl Strategy<Value = Vec<AllowedValue>> + use<> {
    let code = "[A-Za-z0-9][A-Za-z0-9_.-]{0,9}"
        .prop_filter("a pattern is no value", |code| !is_pattern(code));
    let value = (code, option::of(s.text.clone()));
    vec(value.prop_map(|(value, label)| AllowedValue { value, label }), 1..5)
}

pub(super) fn fields(rows: Vec<FieldRow>) -> Item {
    Item::Fields(FieldTable {
        rows,
        span: Span { file: FileId::new(Lang::En, 0), start: 0, end: 0 },
    })
}

/// A row, its keys nested at most that deep.
pub(super) fn row(s: &Strings, depth: u32) -> BoxedStrategy<FieldRow> {
    let required = prop::sample::select(vec![Required::No, Required::Yes, Required::Conditional]);
    let keys =
        if depth == 0 { Just(Vec::new()).boxed() } else { vec(row(s, depth - 1), 0..2).boxed() };
    let called = prop::option::of(prop::sample::select(vec![
        Called::Identifier,
        Called::Text,
        Called::Quantity,
        Called::Date,
    ]));
    let said = (called, any::<bool>(), any::<bool>());
    (vec(s.name.clone(), 1..3), required, vec(type_word(s), 0..3), about(s), keys, said)
        .prop_map(|(names, required, types, about, keys, (called, keyed, optional))| {
            let called = called.filter(|called| may_be_called(*called, &types));
            let keyed = keyed && types.iter().any(rows::is_container);
            let optional = optional && required == Required::No;
            FieldRow {
                names,
                required,
                types,
                about: About { keys, called, keyed, optional, ..about },
                ..FieldRow::default()
            }
        })
        .boxed()
}

/// Whether the types leave open what a description may call the value.
fn may_be_called(called: Called, types: &[TypeWord]) -> bool {
    let text = |ty: &TypeWord| ty.list == 0 && ty.word == "string";
    types.is_empty()
        || match called {
            Called::Identifier => types.iter().any(rows::may_identify),
            Called::Text => types.iter().any(rows::is_array),
            Called::Quantity => types.iter().all(text),
            Called::Date => false,
        }
}

fn type_word(s: &Strings) -> impl Strategy<Value = TypeWord> + use<> {
    let word = prop_oneof![
        prop::sample::select(vec!["integer", "object", "string"]).prop_map(str::to_owned),
        s.word.clone()
    ];
    (word, 0..3_u8, option::of(target(s))).prop_map(|(word, list, link)| TypeWord {
        word,
        list,
        link,
    })
}

pub(super) fn target(s: &Strings) -> impl Strategy<Value = Target> + use<> {
    (s.page.clone(), option::of(s.anchor.clone()))
        .prop_map(|(page, anchor)| Target { page, anchor })
}

fn about(s: &Strings) -> impl Strategy<Value = About> + use<> {
    let code = s.code.clone().prop_filter("a pattern is no value", |code| !is_pattern(code));
    let value = (code, option::of(s.text.clone()));
    let limits = (option::of(-9..9_i64), option::of(10..300_i64), option::of(1..999_u64));
    (
        option::of(s.code.clone()),
        vec(value.prop_map(|(value, label)| AllowedValue { value, label }), 0..3),
        limits.prop_map(|(min, max, max_length)| Limits { min, max, max_length }),
        any::<bool>(),
        // One name alone is no choice.
        prop_oneof![Just(Vec::new()), vec(s.name.clone(), 2..4)],
        vec(target(s), 0..3),
        option::of(json(s)),
    )
        .prop_map(|(default, values, limits, deprecated, either, links, shape)| About {
            default,
            values,
            limits,
            deprecated,
            either,
            links,
            shape,
            ..About::default()
        })
}

pub(super) fn type_row(s: &Strings) -> impl Strategy<Value = TypeRow> + use<> {
    let base = prop::sample::select(vec!["integer", "string", "object", "array", "double"]);
    (s.word.clone(), about(s), option::of(base.prop_map(str::to_owned)))
        .prop_map(|(word, about, base)| TypeRow { word, about, base })
}

pub(super) fn error(s: &Strings) -> impl Strategy<Value = ErrorRow> + use<> {
    (prop_oneof![s.word.clone(), Just(String::new())], option::of(400..599_u16))
        .prop_map(|(code, status)| ErrorRow { code, status, text: Text::default() })
}

pub(super) fn call(s: &Strings) -> impl Strategy<Value = CallShape> + use<> {
    let auth = prop::sample::select(vec![Auth::Webhook, Auth::App, Auth::Library]);
    (s.method.clone(), rest(), auth, option::of(json(s))).prop_map(
        |(method, rest, auth, params)| CallShape {
            method,
            rest,
            auth,
            params,
            origin: Origin::NONE,
        },
    )
}

pub(super) fn body(s: &Strings) -> impl Strategy<Value = BodyShape> + use<> {
    (option::of(200..599_u16), json(s)).prop_map(|(status, json)| BodyShape {
        status,
        json,
        origin: Origin::NONE,
    })
}

/// An object or an array.
pub(super) fn json(s: &Strings) -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        s.text.clone().prop_map(Value::from),
    ];
    let tree = leaf.prop_recursive(3, 16, 4, {
        let name = s.name.clone();
        move |inner| container(name.clone(), inner)
    });
    container(s.name.clone(), tree.boxed())
}

fn container(name: BoxedStrategy<String>, inner: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    prop_oneof![
        vec((name, inner.clone()), 0..4)
            .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        vec(inner, 0..4).prop_map(Value::Array),
    ]
    .boxed()
}

fn scope(s: &Strings) -> impl Strategy<Value = ScopeRow> + use<> {
    // The reader never gives a row of nothing.
    let code = s.word.clone().prop_filter("a code", |code| !code.trim().is_empty());
    (vec(code.clone(), 1..3), s.text.clone(), s.text.clone(), vec((code, s.text.clone()), 0..3))
        .prop_map(|(codes, title, tool, versions)| ScopeRow {
            codes,
            title,
            tool,
            versions,
            deprecated: false,
        })
}
