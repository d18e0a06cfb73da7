//! Any bytes give a tree whose spans are parts of their files, and neither a panic nor a hang.

#![no_main]

use libfuzzer_sys::fuzz_target;
use xtask::corpus::{Corpus, File, Lang, Span};
use xtask::diag::Diagnostics;
use xtask::dialect::{self, Block, BlockKind};

/// What is behind this byte is a second file, `b.md`, for the first one to include.
const SECOND_FILE: u8 = 0x1e;

fuzz_target!(|data: &[u8]| {
    let (first, second) = match data.iter().position(|byte| *byte == SECOND_FILE) {
        Some(at) => (&data[..at], &data[at + 1..]),
        None => (data, &[][..]),
    };
    let file = |path: &str, bytes: &[u8]| File {
        path: path.to_owned(),
        text: String::from_utf8_lossy(bytes).into_owned(),
    };
    let corpus = Corpus::new(Lang::En, vec![file("a.md", first), file("b.md", second)]);
    let mut diags = Diagnostics::default();
    let doc = dialect::parse(&corpus, corpus.find("a.md").expect("just added"), &mut diags);
    blocks(&corpus, &doc.blocks);
    diags.0.iter().for_each(|diag| check(&corpus, diag.span));
});

fn check(corpus: &Corpus, span: Span) {
    let text = &corpus.file(span.file).text;
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
}

fn blocks(corpus: &Corpus, all: &[Block<'_>]) {
    for block in all {
        check(corpus, block.span);
        match &block.kind {
            BlockKind::Heading { .. } | BlockKind::Paragraph(_) | BlockKind::Code { .. } => {}
            BlockKind::Quote(inner)
            | BlockKind::Note { blocks: inner, .. }
            | BlockKind::Cut { blocks: inner, .. } => {
                blocks(corpus, inner);
            }
            BlockKind::List(items) => items.iter().for_each(|item| blocks(corpus, item)),
            BlockKind::Tabs(tabs) => tabs.iter().for_each(|tab| blocks(corpus, &tab.blocks)),
            BlockKind::Table(rows) => {
                for cell in rows.iter().flat_map(|row| &row.cells) {
                    check(corpus, cell.span);
                    blocks(corpus, &cell.blocks);
                }
            }
        }
    }
}
