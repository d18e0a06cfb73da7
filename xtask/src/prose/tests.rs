use proptest::prelude::*;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::Markdown;
use crate::corpus::{Corpus, File, FileId, Lang, Span};
use crate::dialect::{Block, BlockKind, Cell, Inline, Row, Tab};
use crate::words;

const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };

fn corpus() -> Corpus {
    let file = File { path: "api-reference/a/b.md".to_owned(), text: String::new() };
    Corpus::new(Lang::En, vec![file])
}

fn written(blocks: &[Block<'_>]) -> String {
    let corpus = corpus();
    let words = &words::of(Lang::En).prose;
    Markdown { corpus: &corpus, page: "api-reference/a/b.md", words }.blocks(blocks)
}

/// What rustdoc turns on and what changes what is read.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// Letters and signs of what a reader sees; what nobody meant is an error.
fn seen(markdown: &str) -> Result<String, String> {
    let broken = std::cell::Cell::new(false);
    let found = |_: pulldown_cmark::BrokenLink<'_>| {
        broken.set(true);
        None
    };
    let mut out = String::new();
    for event in Parser::new_with_broken_link_callback(markdown, options(), Some(found)) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Rule
            | Event::Start(
                Tag::Heading { .. }
                | Tag::Image { .. }
                | Tag::HtmlBlock
                | Tag::CodeBlock(CodeBlockKind::Indented),
            ) => return Err(format!("{event:?}")),
            _ => {}
        }
    }
    if broken.get() { Err("a link to nothing".to_owned()) } else { Ok(bare(&out)) }
}

/// `text` without white space, and without the dash that stands between cells.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '—').collect()
}

fn said_inline(inlines: &[Inline<'_>], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Superscript(inner) => {
                said_inline(inner, out);
            }
            Inline::Link { text, .. } => said_inline(text, out),
            Inline::Break => out.push(' '),
        }
    }
}

fn said(blocks: &[Block<'_>], out: &mut String) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => said_inline(text, out),
            BlockKind::Quote(blocks) => said(blocks, out),
            BlockKind::List(items) => items.iter().for_each(|item| said(item, out)),
            BlockKind::Code { text, .. } => out.push_str(text),
            BlockKind::Table(rows) => {
                rows.iter().flat_map(|row| &row.cells).for_each(|cell| said(&cell.blocks, out));
            }
            BlockKind::Note { title, blocks, .. } => {
                let mut inner = String::new();
                said(blocks, &mut inner);
                if !bare(&inner).is_empty() {
                    out.push_str(if title.trim().is_empty() { "Note" } else { title });
                    out.push_str(&inner);
                }
            }
            BlockKind::Tabs(tabs) => {
                for tab in tabs {
                    said_inline(&tab.title, out);
                    said(&tab.blocks, out);
                }
            }
            BlockKind::Cut { title, blocks } => {
                out.push_str(title);
                said(blocks, out);
            }
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    let parts = [
        "a",
        "Ж",
        "word",
        "crm_deal",
        " ",
        "  ",
        "_",
        "*",
        "**",
        "`",
        "```",
        "[",
        "]",
        "[x]",
        "(y)",
        "<b>",
        "</b>",
        "<!--",
        ">",
        "~~",
        "~~~",
        "|",
        "^",
        "[^1]",
        "#",
        "# ",
        "-",
        "- ",
        "---",
        "+ ",
        "1. ",
        "2) ",
        "===",
        ":",
        ":-",
        "!",
        "&",
        "&lt;",
        "&#35;",
        "\\",
        "\\*",
        "https://a.b/c?d=e",
        "http://",
        "\"",
        "'",
        "--",
        "$",
        "{",
        "}",
        "[a]: b",
        "@",
        ".",
        ",",
    ];
    prop::collection::vec(prop::sample::select(parts.to_vec()), 0..6).prop_map(|p| p.concat())
}

fn inlines() -> impl Strategy<Value = Vec<Inline<'static>>> {
    let leaf = prop_oneof![
        6 => text().prop_map(|t| Inline::Text(t.into())),
        2 => text().prop_map(|t| Inline::Code(t.into())),
        1 => Just(Inline::Break),
    ];
    let href = prop::sample::select(vec![
        "../c/d.md#x y",
        "#z",
        "https://x.y/(a) b?c=d&lt;",
        "e.png",
        "mailto:a@b.c",
        "",
        "/q.md",
        "a|b.md",
    ]);
    let inline = leaf.prop_recursive(3, 16, 4, move |inner| {
        let some = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            some().prop_map(Inline::Strong),
            some().prop_map(Inline::Emphasis),
            some().prop_map(Inline::Superscript),
            (some(), href.clone())
                .prop_map(|(text, href)| Inline::Link { text, href: href.into() }),
        ]
    });
    prop::collection::vec(inline, 0..5)
}

fn block(kind: BlockKind<'static>) -> Block<'static> {
    Block { kind, span: SPAN }
}

fn blocks() -> impl Strategy<Value = Vec<Block<'static>>> {
    let info = prop::sample::select(vec!["", "rust", "json", "should_panic", "JS", "x y"]);
    let leaf = prop_oneof![
        4 => inlines().prop_map(BlockKind::Paragraph),
        1 => inlines().prop_map(|text| BlockKind::Heading { level: 3, text, anchors: Vec::new() }),
        1 => (info, text(), text()).prop_map(|(info, a, b)| {
            BlockKind::Code { info: info.into(), text: format!("{a}\n    {b}\n").into() }
        }),
    ];
    let tree = leaf.prop_map(block).prop_recursive(3, 24, 4, |inner| {
        let some = || prop::collection::vec(inner.clone(), 0..3);
        let cell = some().prop_map(|blocks| Cell { blocks, span: SPAN });
        let row = prop::collection::vec(cell, 0..3).prop_map(|cells| Row { cells, span: SPAN });
        prop_oneof![
            some().prop_map(BlockKind::Quote),
            prop::collection::vec(some(), 0..4).prop_map(BlockKind::List),
            prop::collection::vec(row, 0..4).prop_map(|rows| BlockKind::Table(rows.into())),
            (text(), some()).prop_map(|(title, blocks)| {
                BlockKind::Note { kind: "info".into(), title: title.into(), blocks }
            }),
            (text(), some())
                .prop_map(|(title, blocks)| BlockKind::Cut { title: title.into(), blocks }),
            (inlines(), some()).prop_map(|(title, blocks)| {
                BlockKind::Tabs(vec![Tab { title, blocks, span: SPAN }])
            }),
        ]
        .prop_map(block)
    });
    prop::collection::vec(tree, 0..4)
}

/// Whether the first row of a table somewhere may be taken for its header, which lists leave out.
fn has_header(blocks: &[Block<'_>]) -> bool {
    blocks.iter().any(|block| match &block.kind {
        BlockKind::Table(rows) => rows.iter().flat_map(|row| &row.cells).any(|cell| {
            let bold = |block: &Block<'_>| match &block.kind {
                BlockKind::Paragraph(text) => matches!(text.first(), Some(Inline::Strong(_))),
                _ => false,
            };
            cell.blocks.iter().any(bold) || has_header(&cell.blocks)
        }),
        BlockKind::Quote(blocks)
        | BlockKind::Note { blocks, .. }
        | BlockKind::Cut { blocks, .. } => has_header(blocks),
        BlockKind::List(items) => items.iter().any(|item| has_header(item)),
        BlockKind::Tabs(tabs) => tabs.iter().any(|tab| has_header(&tab.blocks)),
        _ => false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_reader_sees_what_the_page_says(blocks in blocks()) {
        prop_assume!(!has_header(&blocks));
        let mut expected = String::new();
        said(&blocks, &mut expected);
        let markdown = written(&blocks);
        prop_assert_eq!(seen(&markdown), Ok(bare(&expected)), "{}", markdown);
    }

    #[test]
    fn what_follows_is_not_swallowed(blocks in blocks()) {
        let markdown = format!("{}\n\nbehind", written(&blocks));
        let events: Vec<_> = Parser::new_ext(&markdown, options()).collect();
        let top = matches!(
            events.as_slice(),
            [.., Event::Start(Tag::Paragraph), Event::Text(text), Event::End(_)] if &**text == "behind"
        );
        // The last item of a list takes no more in, and a fence is closed.
        let depth = events[..events.len() - 3].iter().fold(0, |depth, event| match event {
            Event::Start(_) => depth + 1,
            Event::End(_) => depth - 1,
            _ => depth,
        });
        prop_assert!(top && depth == 0, "{markdown}");
    }
}

fn paragraph(text: &'static str) -> Block<'static> {
    block(BlockKind::Paragraph(vec![Inline::Text(text.into())]))
}

fn link(text: &'static str, href: &'static str) -> Block<'static> {
    let text = vec![Inline::Text(text.into())];
    block(BlockKind::Paragraph(vec![Inline::Link { text, href: href.into() }]))
}

#[test]
fn links_lead_to_functions_pages_and_elsewhere() {
    let schema = r#"{
        "schema": 1, "module": "crm", "methods": [{
            "name": "crm.deal.add", "rest": 2, "page": "api-reference/crm/add.md", "title": { "en": "Add" },
            "scopes": [], "who": "any", "params": [], "answer": { "type": "any" }
        }, {
            "name": "crm.type.add", "rest": 3, "page": "api-reference/crm/type.md", "title": { "ru": "T" },
            "scopes": [], "who": "any", "params": [], "answer": { "type": "any" }
        }]
    }"#;
    let schema = b24_schema::Schema::from_iter([schema.parse().unwrap()]);
    let functions = super::links::Functions::of(&schema);
    let of = |href, language| functions.link(&written(&[link("it", href)]), language);
    let en = |href| of(href, b24_schema::Language::En);
    assert_eq!(en("../crm/add.md"), "[it](crate::crm::deal::add())");
    assert_eq!(en("../crm/type.md"), "[it](crate::v3::crm::type::add())");
    let site = "https://apidocs.bitrix24.com/api-reference";
    assert_eq!(en("../crm/add.md#fields"), format!("[it]({site}/crm/add.html#fields)"));
    assert_eq!(en("#own"), format!("[it]({site}/a/b.html#own)"));
    assert_eq!(en("other.md"), format!("[it]({site}/a/other.html)"));
    assert_eq!(en("https://x.y/z(1)"), "[it](https://x.y/z%281%29)");
    let ru = of("other.md", b24_schema::Language::Ru);
    assert_eq!(ru, "[it](https://apidocs.bitrix24.ru/api-reference/a/other.html)");
}

#[test]
fn blocks_are_written_as_rustdoc_reads_them() {
    let code = |info: &'static str| {
        written(&[block(BlockKind::Code { info: info.into(), text: "x\n".into() })])
    };
    assert_eq!(code("rust"), "```text\nx\n```");
    assert_eq!(code(""), "```text\nx\n```");
    assert_eq!(code("json"), "```json\nx\n```");
    let note = BlockKind::Note {
        kind: "warning".into(),
        title: "".into(),
        blocks: vec![paragraph("Take care."), paragraph("Twice.")],
    };
    assert_eq!(written(&[block(note)]), "> **Warning**\n>\n> Take care.\n>\n> Twice.");
    let cell = |text| Cell { blocks: vec![paragraph(text)], span: SPAN };
    let row = |cells: [&'static str; 2]| Row { cells: cells.map(cell).into(), span: SPAN };
    let table = BlockKind::Table([row(["a", "b"]), row(["c", "d"])].into());
    assert_eq!(written(&[block(table)]), "|  |  |\n| --- | --- |\n| a | b |\n| c | d |");
    let items = vec![vec![paragraph("a")], vec![paragraph("b")]];
    let lists = [block(BlockKind::List(items.clone())), block(BlockKind::List(items))];
    assert_eq!(written(&lists), "- a\n- b\n\n* a\n* b");
    assert_eq!(
        written(&[paragraph("See <b>[it] at https://a.b/c.")]),
        "See \\<b\\>\\[it\\] at <https://a.b/c>."
    );
}
