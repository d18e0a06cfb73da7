//! What a page says of its method, beside the facts.

use std::iter;

use b24_schema::{Text, Who};

use crate::dialect::{Block, BlockKind, Inline};
use crate::words::HeadWords;

use super::rows::{self, TableKind};
use super::text::{self, label};
use super::{Head, Reader, head};

/// The introduction without the marks that are facts: scopes, deprecation, version, and who may call where a few words
/// say it, and without what every page says. Who may comes last of it, and `further` follows.
pub(super) fn of_page(
    reader: &Reader<'_>,
    intro: &[&Block<'_>],
    who: Option<Who>,
    further: impl Iterator<Item = Text>,
) -> Text {
    if reader.markdown.is_none() {
        return Text::default();
    }
    let restricted = who == Some(Who::Restricted);
    let mut said: Vec<Block<'_>> = Vec::new();
    let mut access: Vec<Block<'_>> = Vec::new();
    for &block in intro.iter().filter(|block| is_own(reader, block)) {
        match &block.kind {
            BlockKind::Quote(blocks) => {
                access.extend(unmarked(&reader.words.head, blocks, restricted));
            }
            BlockKind::Note { title, blocks, .. } => {
                let mut marks = Head::default();
                head::note(reader, title, blocks, &mut marks);
                if marks == Head::default() && !is_on_tools(reader, blocks) {
                    said.push(block.clone());
                }
            }
            BlockKind::Table(table)
                if rows::columns(reader.tables(), table, false).kind != TableKind::Unknown => {}
            _ => said.push(block.clone()),
        }
    }
    said.append(&mut access);
    let texts: Vec<Text> = iter::once(reader.text(&said)).chain(further).collect();
    let texts: Vec<&str> = texts.iter().map(Text::as_str).filter(|text| !text.is_empty()).collect();
    texts.join("\n\n").into()
}

/// Whether a note recommends tools, as every page does.
pub(super) fn is_on_tools(reader: &Reader<'_>, blocks: &[Block<'_>]) -> bool {
    let mut found = false;
    head::visit(blocks, &mut |_, inlines| {
        let mut hrefs = Vec::new();
        text::hrefs(inlines, &mut hrefs);
        let tools = &reader.words.prose.tools;
        found |= hrefs.iter().any(|href| tools.iter().any(|folder| href.contains(folder.as_str())));
    });
    found
}

/// The lines of the quote under a title that are no marks; `who` keeps those on who may call.
fn unmarked<'a>(words: &HeadWords, blocks: &[Block<'a>], who: bool) -> Vec<Block<'a>> {
    let mut out = Vec::new();
    // A list goes with the line above it.
    let mut kept = true;
    for block in blocks {
        let BlockKind::Paragraph(inlines) = &block.kind else {
            if kept {
                out.push(block.clone());
            }
            continue;
        };
        let mut lines: Vec<Inline<'a>> = Vec::new();
        for line in text::split_lines(inlines) {
            let plain = text::plain(line);
            let name = plain.split_once(':').map(|(name, _)| label(name));
            let is = |list: &[String]| name.as_ref().is_some_and(|name| list.contains(name));
            kept = !is(&words.scope) && (who || !is(&words.who_method));
            if kept {
                lines.extend((!lines.is_empty()).then_some(Inline::Break));
                lines.extend_from_slice(line);
            }
        }
        out.push(Block { kind: BlockKind::Paragraph(lines), span: block.span });
    }
    out
}

/// Whether a block stands on the page itself: what several pages include says the same everywhere.
fn is_own(reader: &Reader<'_>, block: &Block<'_>) -> bool {
    reader.corpus.file(block.span.file).path == reader.page
}

/// Whether a block of a section says something, and is no table and no example.
pub(super) fn is_said(reader: &Reader<'_>, block: &Block<'_>) -> bool {
    let prose = matches!(
        block.kind,
        BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::Note { .. }
            | BlockKind::Quote(_)
            | BlockKind::Cut { .. }
    );
    prose && is_own(reader, block)
}
