//! `{% include [text](path) %}`: another file, or a section of one, in place.

use super::directive::{Tag, include_args};
use super::parser::{MAX_DEPTH, MAX_INCLUDED_BYTES, MAX_INCLUDES, Page, Parser, plain};
use super::slug::slug;
use super::{Block, BlockKind};
use crate::corpus::resolve_link;

/// Appends what a directive includes. Its blocks keep the spans of the file they come from.
pub(super) fn include<'a>(
    p: &mut Parser<'a, '_>,
    page: Page<'a>,
    tag: &Tag<'a>,
    depth: usize,
    out: &mut Vec<Block<'a>>,
) {
    let span = page.span(tag.span);
    let Some((notitle, link)) = include_args(tag.args) else {
        p.error("include-malformed", span, "the include names no file");
        p.help("write `{% include [text](path.md) %}`");
        return;
    };
    let from = &p.corpus.file(page.file).path;
    let Some((path, anchor)) = resolve_link(from, link) else {
        p.error("include-missing", span, format!("`{link}` is not a page of the documentation"));
        return;
    };
    let Some(file) = p.corpus.find(&path) else {
        p.error("include-missing", span, format!("there is no `{path}`"));
        p.help("correct the path: it is relative to the file the include stands in");
        return;
    };
    if p.files.contains(&file) {
        p.error("include-cycle", span, format!("`{path}` includes itself"));
        return;
    }
    let bytes = p.corpus.file(file).text.len();
    if p.files.len() > MAX_DEPTH
        || p.includes >= MAX_INCLUDES
        || p.included_bytes + bytes > MAX_INCLUDED_BYTES
    {
        p.error(
            "include-limit",
            span,
            format!("`{path}` was left out: the page includes too much"),
        );
        return;
    }
    p.includes += 1;
    p.included_bytes += bytes;
    let shared = p.fragments.filter(|_| p.cells == 0).and_then(|all| all.shared(file, depth));
    let mut blocks = match shared {
        Some(blocks) => blocks.to_vec(),
        None => {
            p.files.push(file);
            let blocks = p.file(file, depth);
            p.files.pop();
            blocks
        }
    };
    if let Some(anchor) = anchor {
        match section(blocks, &anchor) {
            Some(found) => blocks = found,
            None => {
                p.error(
                    "include-section-missing",
                    span,
                    format!("`{path}` has no section `{anchor}`"),
                );
                return;
            }
        }
    }
    let title = matches!(blocks.first(), Some(Block { kind: BlockKind::Heading { .. }, .. }));
    out.extend(blocks.into_iter().skip(usize::from(notitle && title)));
}

/// The heading with that id and what stands below it, up to the next heading of its level.
fn section<'a>(blocks: Vec<Block<'a>>, id: &str) -> Option<Vec<Block<'a>>> {
    let is_it = |block: &Block<'_>| match &block.kind {
        BlockKind::Heading { level, text, anchors } => {
            let mut title = String::new();
            plain(text, &mut title);
            (anchors.iter().any(|a| a == id) || slug(&title) == id).then_some(*level)
        }
        _ => None,
    };
    let (first, level) =
        blocks.iter().enumerate().find_map(|(i, b)| is_it(b).map(|level| (i, level)))?;
    let mut rest = blocks.into_iter().skip(first);
    let mut section: Vec<_> = rest.next().into_iter().collect();
    section.extend(
        rest.take_while(|b| !matches!(b.kind, BlockKind::Heading { level: l, .. } if l <= level)),
    );
    Some(section)
}
