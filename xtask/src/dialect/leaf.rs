//! Plain CommonMark, paragraph by paragraph: the short way where it will do, `pulldown-cmark` for the rest.

use std::borrow::Cow;

use super::attributes::{take_anchors, trim_attributes};
use super::fast;
use super::lines::{Line, Marker, heading, indent, is_blank, marker};
use super::markdown::cmark;
use super::parser::{MAX_DEPTH, Page, Parser};
use super::{Block, BlockKind, Inline, Inlines, blocks};

/// Appends the blocks of plain CommonMark.
///
/// Paragraphs and headings end at a blank line whatever follows, so each can be read on its own.
pub(super) fn leaf<'a>(
    p: &mut Parser<'a, '_>,
    page: Page<'a>,
    lines: &[Line],
    depth: usize,
    out: &mut Vec<Block<'a>>,
) {
    let text = page.text;
    let in_cell = p.cells > 0;
    let mut at = 0;
    while at < lines.len() {
        let first = lines[at].bytes(text);
        if is_blank(first) {
            at += 1;
            continue;
        }
        if heading(first).is_some() {
            if !fast_heading(page, lines[at], out) {
                cmark(p, page, &lines[at..at + 1], depth, out);
            }
            at += 1;
            continue;
        }
        let chunk = chunk_end(text, lines, at);
        let mut end = chunk;
        if !is_text(text, &lines[at..chunk]) {
            end = group_end(text, lines, at, chunk);
        }
        let taken =
            end == chunk && fast_chunk(page, &lines[at..chunk], in_cell, depth, out).is_some();
        if !taken {
            cmark(p, page, &lines[at..end], depth, out);
        }
        at = end;
    }
}

/// Whether the lines are one paragraph.
fn is_text(text: &str, lines: &[Line]) -> bool {
    lines.iter().all(|line| fast::is_paragraph(line.bytes(text)))
}

/// The next blank line.
fn chunk_end(text: &str, lines: &[Line], at: usize) -> usize {
    lines[at..]
        .iter()
        .position(|line| is_blank(line.bytes(text)))
        .map_or(lines.len(), |len| at + len)
}

/// The end of the blocks that start with a chunk which is no paragraph. Lists, indented code and HTML go on
/// behind blank lines.
fn group_end(text: &str, lines: &[Line], start: usize, mut end: usize) -> usize {
    let html = |lines: &[Line]| {
        lines.iter().any(|line| line.bytes(text).trim_ascii_start().starts_with(b"<"))
    };
    if html(&lines[start..end]) {
        return lines.len();
    }
    loop {
        let Some(blank) = lines[end..].iter().position(|line| !is_blank(line.bytes(text))) else {
            return end;
        };
        let next = end + blank;
        let bytes = lines[next].bytes(text);
        if indent(bytes).0 == 0 && (fast::is_paragraph(bytes) || heading(bytes).is_some()) {
            return end;
        }
        end = chunk_end(text, lines, next);
        if html(&lines[next..end]) {
            return lines.len();
        }
    }
}

/// Reads lines without a blank one between them: a quote, or a paragraph and lists. Declines what is not
/// simple, and has appended nothing then.
pub(super) fn fast_chunk<'a>(
    page: Page<'a>,
    lines: &[Line],
    in_cell: bool,
    depth: usize,
    out: &mut Vec<Block<'a>>,
) -> Option<()> {
    let before = out.len();
    let done = fast_quote(page, lines, in_cell, depth, out)
        .or_else(|| fast_lists(page, lines, in_cell, depth, out));
    if done.is_none() {
        out.truncate(before);
    }
    done
}

fn fast_lists<'a>(
    page: Page<'a>,
    lines: &[Line],
    in_cell: bool,
    depth: usize,
    out: &mut Vec<Block<'a>>,
) -> Option<()> {
    let text = page.text;
    let mut at =
        lines.iter().position(|line| !fast::is_paragraph(line.bytes(text))).unwrap_or(lines.len());
    if at > 0 {
        let inlines = fast::inlines(page, &lines[..at], in_cell)?;
        push_paragraph(page, &lines[..at], inlines, out);
    }
    while at < lines.len() {
        let mut end = at;
        let (items, kind) = fast_list(page, &lines[at..], in_cell, depth, &mut end)?;
        // Only the number one starts a list right behind a paragraph.
        let bullet = matches!(kind, b'-' | b'*' | b'+');
        if !bullet && at > 0 {
            return None;
        }
        let span = Line {
            start: lines[at].trim(text).start,
            end: lines[at + end - at - 1].trim(text).end,
        };
        out.push(Block { kind: BlockKind::List(items), span: page.span(span) });
        at = end;
    }
    Some(())
}

/// One tight list from the first line on; `end` moves behind its last line.
fn fast_list<'a>(
    page: Page<'a>,
    lines: &[Line],
    in_cell: bool,
    depth: usize,
    end: &mut usize,
) -> Option<(Vec<Vec<Block<'a>>>, u8)> {
    let text = page.text;
    if depth >= MAX_DEPTH {
        return None;
    }
    let item = |line: &Line| marker(line.bytes(text));
    let Marker { kind, indent: column, .. } = item(&lines[0]).filter(|m| m.indent < 4)?;
    let mut items = Vec::new();
    let mut body: Vec<Line> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let m = item(&lines[at])?;
        // Items that are not aligned, another list: for the long way.
        if m.indent != column || m.kind != kind {
            return None;
        }
        let first = Line { start: lines[at].start + m.at as u32, end: lines[at].end };
        if !fast::is_paragraph(first.bytes(text)) {
            return None;
        }
        body.clear();
        body.push(first);
        at += 1;
        while let Some(line) = lines.get(at) {
            let bytes = line.bytes(text);
            let inner = indent(bytes).0 >= m.content;
            if !inner && marker(bytes).is_some() {
                break;
            }
            // A lazy line would go to the innermost paragraph.
            if !inner && (body.len() > 1 || !fast::is_paragraph(bytes)) {
                return None;
            }
            body.push(line.dedent(text, m.content));
            at += 1;
        }
        let mut blocks = Vec::new();
        fast_lists(page, &body, in_cell, depth + 1, &mut blocks)?;
        items.push(blocks);
    }
    *end += at;
    Some((items, kind))
}

/// A quote every line of which is marked.
fn fast_quote<'a>(
    page: Page<'a>,
    lines: &[Line],
    in_cell: bool,
    depth: usize,
    out: &mut Vec<Block<'a>>,
) -> Option<()> {
    let text = page.text;
    if depth >= MAX_DEPTH || lines[0].bytes(text).first() != Some(&b'>') {
        return None;
    }
    let mut inner = Vec::with_capacity(lines.len());
    for line in lines {
        let rest = line.bytes(text).strip_prefix(b">")?;
        let space = u32::from(rest.first() == Some(&b' '));
        inner.push(Line { start: line.start + 1 + space, end: line.end });
    }
    let mut blocks = Vec::new();
    for chunk in inner.split(|line| is_blank(line.bytes(text))).filter(|chunk| !chunk.is_empty()) {
        if !is_text(text, chunk) {
            return None;
        }
        let inlines = fast::inlines(page, chunk, in_cell)?;
        push_paragraph(page, chunk, inlines, &mut blocks);
    }
    let span = Line { start: lines[0].start, end: lines[lines.len() - 1].trim(text).end };
    out.push(Block { kind: BlockKind::Quote(blocks), span: page.span(span) });
    Some(())
}

/// Appends a paragraph.
pub(super) fn push_paragraph<'a>(
    page: Page<'a>,
    lines: &[Line],
    mut text: Inlines<'a>,
    out: &mut Vec<Block<'a>>,
) {
    trim_attributes(&mut text);
    if !text.is_empty() {
        let first = lines[0].trim(page.text);
        let span = Line { start: first.start, end: lines[lines.len() - 1].trim(page.text).end };
        if out.is_empty() {
            // Most cells and items hold nothing else.
            out.reserve_exact(1);
        }
        out.push(Block { kind: BlockKind::Paragraph(text), span: page.span(span) });
    }
}

/// Appends a heading if its text is simple.
fn fast_heading<'a>(page: Page<'a>, line: Line, out: &mut Vec<Block<'a>>) -> bool {
    let line = line.trim(page.text);
    let bytes = line.bytes(page.text);
    let level = bytes.iter().take_while(|b| **b == b'#').count();
    let title = Line { start: line.start + level as u32, end: line.end }.trim(page.text);
    if title.start == title.end || bytes.ends_with(b"#") {
        return false;
    }
    let Some(mut text) = fast::inlines(page, &[title], false) else {
        return false;
    };
    let anchors = take_anchors(&mut text);
    out.push(Block {
        kind: BlockKind::Heading { level: level as u8, text, anchors },
        span: page.span(line),
    });
    true
}

/// Appends the content of a table cell.
pub(super) fn cell<'a>(
    p: &mut Parser<'a, '_>,
    page: Page<'a>,
    lines: &[Line],
    depth: usize,
    out: &mut Vec<Block<'a>>,
) {
    if lines.is_empty() {
        return;
    }
    if let [line] = lines
        && line.bytes(page.text) == b">"
    {
        // The cell belongs to the one before it. It is no empty quote.
        let text = vec![Inline::Text(Cow::Borrowed(page.str(*line)))];
        out.push(Block { kind: BlockKind::Paragraph(text), span: page.span(*line) });
        return;
    }
    // Most cells are one simple paragraph.
    if depth < MAX_DEPTH
        && is_text(page.text, lines)
        && !lines.iter().any(|line| {
            matches!(line.bytes(page.text).trim_ascii_start(), [b'{', b'%', ..] | [b'[', b'*', ..])
        })
        && let Some(text) = fast::inlines(page, lines, true)
    {
        return push_paragraph(page, lines, text, out);
    }
    p.cells += 1;
    blocks::region(p, page, lines, depth + 1, out);
    p.cells -= 1;
}

/// Inline content on its own: the title of a tab, the text of a term.
pub(super) fn inlines<'a>(p: &mut Parser<'a, '_>, page: Page<'a>, lines: &[Line]) -> Inlines<'a> {
    let mut blocks = Vec::new();
    leaf(p, page, lines, 0, &mut blocks);
    match blocks.pop().map(|block| block.kind) {
        Some(BlockKind::Paragraph(text) | BlockKind::Heading { text, .. }) if blocks.is_empty() => {
            text
        }
        // A title that looks like a block: it is text.
        Some(_) => lines.iter().map(|line| Inline::Text(Cow::Borrowed(page.str(*line)))).collect(),
        None => Inlines::new(),
    }
}

/// Appends `[*term]: text` as a paragraph. `pulldown-cmark` would take some of them for the targets of
/// links.
pub(super) fn term<'a>(
    p: &mut Parser<'a, '_>,
    page: Page<'a>,
    lines: &[Line],
    depth: usize,
    out: &mut Vec<Block<'a>>,
) {
    let Some(first) = lines.first() else {
        return;
    };
    let text = page.str(*first);
    let split = first.start + text.find("]:").map_or(0, |at| at + 2) as u32;
    let head = Line { start: first.start, end: split }.trim(page.text);
    let mut rest = lines.to_vec();
    rest[0] = Line { start: split, end: first.end }.trim(page.text);
    let at = out.len();
    leaf(p, page, &rest, depth, out);
    let mut inlines = vec![Inline::Text(Cow::Borrowed(page.str(head)))];
    let mut end = head.end;
    if let Some(Block { kind: BlockKind::Paragraph(text), span }) = out.get_mut(at) {
        inlines.push(Inline::Text(Cow::Borrowed(" ")));
        inlines.append(text);
        end = span.end;
        out.remove(at);
    }
    let span = page.span(Line { start: head.start, end });
    out.insert(at, Block { kind: BlockKind::Paragraph(inlines), span });
}
