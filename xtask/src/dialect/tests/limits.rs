//! Whatever the text, parsing ends with a tree whose spans are right, and in time.

use std::fmt::Write;

use proptest::prelude::*;

use super::super::parse;
use super::{cases, corpus, parse_files, sketch};
use crate::diag::Diagnostics;

/// What the dialect is made of.
const PIECES: &[&str] = &[
    "#|",
    "|#",
    "||",
    "|",
    " ",
    "\n",
    "\n\n",
    "    ",
    "  ",
    "\t",
    "\r\n",
    "- ",
    "1. ",
    "> ",
    "```",
    "```js",
    "~~~",
    "`",
    "``",
    "{% note info \"a\" %}",
    "{% endnote %}",
    "{% list tabs %}",
    "{% endlist %}",
    "{% cut \"a\" %}",
    "{% endcut %}",
    "{% if build == 'dev' %}",
    "{% else %}",
    "{% endif %}",
    "{% include [a](b.md) %}",
    "{% include notitle [a](b.md#c) %}",
    "{%",
    "%}",
    "# ",
    "## a {#b}\n",
    "**",
    "*",
    "^",
    "_",
    "[",
    "](",
    ")",
    "<br>",
    "<div>",
    "</div>",
    "<!--",
    "-->",
    "<a",
    ">",
    "&lt;",
    "\\",
    "\\|",
    "a",
    "é",
    "漢",
    "{.a}",
    "![",
    "[*a]: ",
    "---\n",
    "===\n",
    "|-|-|\n",
    "\0",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(3000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces(a in pieces(40), b in pieces(10)) {
        parse_files(&[("a.md", &a), ("b.md", &b)]);
    }

    #[test]
    fn any_text(text in "\\PC{0,60}") {
        parse_files(&[("a.md", &text)]);
    }
}

fn pieces(count: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..count).prop_map(|pieces| pieces.concat())
}

/// The documentation cut off anywhere still gives a tree.
#[test]
fn cut_off_pages() {
    let page = "# T\n\n{% list tabs %}\n\n- Ё\n\n    ```js\n    a\n    ```\n\n    #|\n    || **a***\n    [`b`](c) | d\n\n    - e\n\n      {% note tip %}\n\n      f\n\n      {% endnote %} ||\n    |#\n\n{% endlist %}\n\n> {% cut \"g\" %}\n> h\n> {% endcut %}\n";
    for (end, _) in page.char_indices() {
        parse_files(&[("a.md", &page[..end])]);
        parse_files(&[("a.md", &page[end..])]);
    }
}

#[test]
fn a_comment_that_is_open_at_the_end_of_an_item() {
    for text in ["- <!--\n\t\n|#", "> <!--\n>\t\n|#", "- <!--\n  \n\t\n|#"] {
        parse_files(&[("a.md", text)]);
    }
}

#[test]
fn a_page_that_is_too_large() {
    let (sketch, codes) = parse_files(&[("a.md", &"a\n".repeat(5 << 20))]);
    assert_eq!((sketch.as_str(), &codes[..]), ("", &["page-too-large"][..]));
}

#[test]
fn nesting_is_bounded() {
    for (open, close) in [
        ("> ", ""),
        ("- ", ""),
        ("{% note tip %}\n", "{% endnote %}\n"),
        ("{% list tabs %}\n- a\n", "{% endlist %}\n"),
        ("#|\n|| ", "||\n|#\n"),
        ("> {% note tip %}\n", "> {% endnote %}\n"),
        ("**a *b ", ""),
        ("![", "](a)"),
        ("^", ""),
    ] {
        for count in [40, 5000] {
            let text = open.repeat(count) + "x\n" + &close.repeat(count);
            parse_files(&[("a.md", &text)]);
        }
    }
    let mut lists = String::new();
    for depth in 0..200 {
        writeln!(lists, "{}- a\n", "  ".repeat(depth)).expect("a string takes everything");
    }
    let (_, codes) = parse_files(&[("a.md", &lists)]);
    assert_eq!(codes, ["nesting-too-deep"]);
}

#[test]
fn includes_are_bounded() {
    // Each file includes the next one ten times.
    let files: Vec<(String, String)> = (0..40)
        .map(|i| {
            (format!("{i}.md"), format!("a\n\n{{% include [x]({}.md) %}}\n\n", i + 1).repeat(10))
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (_, codes) = parse_files(&files);
    assert!(codes.contains(&"include-limit"));
}

/// What a hostile page repeats. No time is asserted: what takes more than linear time does not end at all.
#[test]
fn large_pages_of_one_piece() {
    for piece in [
        "#|\n",
        "#|\n|| a\n",
        "||",
        "|| a\n",
        "{% note tip %}\n",
        "{% endnote %}\n",
        "{% list tabs %}\n\n- a\n",
        "`",
        "` ",
        "```\n",
        "```a\n\n## b\n",
        "[",
        "[a](",
        "![",
        "> ",
        "> a\n",
        "> {% note tip %}\n",
        "- ",
        "- a\n",
        "- {% cut \"a\" %}\n# b\n",
        "*a **b ",
        "_",
        "<",
        "<a ",
        "<!--\n",
        "&amp;",
        "\\",
        "|a|b|\n|-|-|\n",
        "# {#a}\n",
        "\n",
        "\r",
        "\0",
        "é",
        "{",
        "{%",
        "[*a]: b\n",
        "{% if a %}\n{% else %}\n",
    ] {
        let corpus = corpus(&[
            ("a.md", &("#|\n|| ".to_owned() + &piece.repeat(200_000 / piece.len()))),
            ("b.md", &piece.repeat(400_000 / piece.len())),
        ]);
        for file in ["a.md", "b.md"] {
            let mut diags = Diagnostics::default();
            let doc = parse(&corpus, corpus.find(file).expect("it was just added"), &mut diags);
            sketch::check_spans(&corpus, &doc, &diags);
        }
    }
}
