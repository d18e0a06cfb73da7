//! The short way takes nothing that `pulldown-cmark` would read differently.

use proptest::prelude::*;

use super::super::lines::{Line, is_blank, split};
use super::super::{leaf, markdown};
use super::*;

/// Reads every paragraph of a text both ways and compares. Returns how many took the short way.
fn compare(text: &str) -> usize {
    let corpus = corpus(&[("a.md", text)]);
    let file = corpus.find("a.md").expect("it was just added");
    let page = Page { file, text: &corpus.file(file).text };
    let lines = split(page.text, 0);
    let mut taken = 0;
    for chunk in lines.split(|line| is_blank(line.bytes(page.text))) {
        // The chunk as a whole, and the ends of its lines as cells would have them.
        taken += usize::from(compare_lines(&corpus, page, chunk));
        for line in chunk {
            for (at, _) in line.str(page.text).match_indices('|') {
                compare_lines(
                    &corpus,
                    page,
                    &[Line { start: line.start + at as u32 + 1, ..*line }],
                );
            }
        }
    }
    taken
}

fn compare_lines(corpus: &Corpus, page: Page<'_>, lines: &[Line]) -> bool {
    if lines.is_empty() || is_blank(lines[0].bytes(page.text)) {
        return false;
    }
    for in_cell in [false, true] {
        let mut short = Vec::new();
        if leaf::fast_chunk(page, lines, in_cell, 0, &mut short).is_none() {
            return false;
        }
        let mut diags = Diagnostics::default();
        let mut parser = Parser::new(corpus, page.file, &mut diags);
        parser.cells = usize::from(in_cell);
        let mut long = Vec::new();
        markdown::cmark(&mut parser, page, lines, 0, &mut long);
        let text: Vec<&str> = lines.iter().map(|line| page.str(*line)).collect();
        assert_eq!(format!("{short:#?}"), format!("{long:#?}"), "{text:#?}");
    }
    true
}

#[test]
fn simple_paragraphs_take_it() {
    for text in [
        "**id***\n[`integer`](../../data-types.md)",
        "words, more words: a_b and `x_y`!",
        "see [below](#fields) and [`a`](./b.md)",
        "`Y` \\| `N`, **a** \\| **b**",
        "**Name**  \n`type`",
        "Values:\n- `a` — one\n- `b`\n  more\n  - c\n  - d\n- e",
        "> Scope: [`a`](b)\n>\n> Who",
        "1. a\n2. b",
        "marked with * {.info}",
        "A\\B",
    ] {
        assert_eq!(compare(text), 1, "{text}");
    }
}

#[test]
fn agrees_with_cmark_on_the_documentation() {
    for (_, corpus) in super::documentation() {
        let taken: usize = corpus.files.iter().map(|file| compare(&file.text)).sum();
        assert!(taken > 10_000, "only {taken}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(4000), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_cmark(text in r"[ab1é.,(){}#|*`_\[\]!<>\\:/=~^ \n-]{0,24}") {
        compare(&text);
    }

    #[test]
    fn agrees_with_cmark_on_pieces(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "**", "**", "*", "`", "`", "[", "](", "](x)", ")", " ", "\n", "a", "b.", "_", "é", "\\|", "\\", "<br>",
                "&amp;", "|", "1", ":", "!", "***", "``", "#", "{.c}", "{#d}", ",", "(", "—",
            ]),
            0..16,
        )
    ) {
        compare(&pieces.concat());
    }
}
