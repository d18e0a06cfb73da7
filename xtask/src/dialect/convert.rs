//! The events of `pulldown-cmark` as blocks and inline content.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::attributes::{take_anchors, trim_attributes};
use super::lines::Line;
use super::markdown::Source;
use super::parser::MAX_DEPTH;
use super::{Block, BlockKind, Cell, Inline, Inlines, Row, html};
use crate::corpus::Span;

/// A container that is open.
enum Frame<'a> {
    Blocks { blocks: Vec<Block<'a>>, start: usize },
    List { items: Vec<Vec<Block<'a>>>, start: usize },
}

/// Collects the events of one stretch of CommonMark.
pub(super) struct Convert<'a, 's> {
    source: &'s Source<'a>,
    /// Whether pipes in code are escaped.
    in_cell: bool,
    depth: usize,
    frames: Vec<Frame<'a>>,
    inlines: Vec<Inlines<'a>>,
    hrefs: Vec<Cow<'a, str>>,
    /// Where inline content began that no paragraph holds: in the items of tight lists.
    tight: Option<Range<usize>>,
    /// Containers open that were flattened, and the first of them.
    flat: usize,
    flat_inline: usize,
    first_flat: Option<Line>,
    code: Option<(Cow<'a, str>, Vec<Range<usize>>)>,
    html: Option<Range<usize>>,
    /// Images that are open; nothing of them is kept.
    images: usize,
    table: Option<Vec<Row<'a>>>,
    cells: Vec<Cell<'a>>,
}

impl<'a, 's> Convert<'a, 's> {
    pub(super) fn new(source: &'s Source<'a>, depth: usize, in_cell: bool) -> Self {
        Self {
            source,
            in_cell,
            depth,
            frames: vec![Frame::Blocks { blocks: Vec::new(), start: 0 }],
            inlines: Vec::new(),
            hrefs: Vec::new(),
            tight: None,
            flat: 0,
            flat_inline: 0,
            first_flat: None,
            code: None,
            html: None,
            images: 0,
            table: None,
            cells: Vec::new(),
        }
    }

    /// Hands over the blocks, and the first place that was flattened.
    pub(super) fn finish(mut self, out: &mut Vec<Block<'a>>) -> Option<Line> {
        self.flush_tight();
        if let Some(Frame::Blocks { mut blocks, .. }) = self.frames.into_iter().next() {
            out.append(&mut blocks);
        }
        self.first_flat
    }

    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => {
                if let Some((_, parts)) = &mut self.code {
                    parts.push(range);
                } else if self.images == 0 {
                    self.text(&text, range);
                }
            }
            Event::Code(text) => {
                let text = self.cow(&text, &range);
                let text = if self.in_cell && text.contains("\\|") {
                    text.replace("\\|", "|").into()
                } else {
                    text
                };
                self.inline(Inline::Code(text), range);
            }
            Event::Html(_) => {}
            Event::InlineHtml(raw) => match html::judge(&raw) {
                html::Tag::Drop => {}
                html::Tag::Break => self.inline(Inline::Break, range),
                html::Tag::Text => self.text(&raw, range),
            },
            Event::SoftBreak | Event::HardBreak => self.inline(Inline::Break, range),
            _ => {}
        }
    }

    /// Text of the input as text of the file, if that is what it is.
    fn cow(&self, text: &str, range: &Range<usize>) -> Cow<'a, str> {
        let input = self.source.input();
        let at = (text.as_ptr() as usize).wrapping_sub(input.as_ptr() as usize);
        if at < input.len()
            && input.get(at..at + text.len()).is_some_and(|t| t.as_ptr() == text.as_ptr())
        {
            return self.source.text(at, at + text.len());
        }
        // Short pieces come as copies.
        if range.len() == text.len() && input.get(range.clone()) == Some(text) {
            return self.source.text(range.start, range.end);
        }
        Cow::Owned(text.to_owned())
    }

    /// Appends text; pieces that follow each other become one.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let text = self.cow(text, &range);
        let page = self.source.page().text;
        let target = self.target(&range);
        if let Some(Inline::Text(last)) = target.last_mut() {
            match (&*last, &text) {
                (Cow::Borrowed(a), Cow::Borrowed(b))
                    if a.as_ptr() as usize + a.len() == b.as_ptr() as usize =>
                {
                    let start = a.as_ptr() as usize - page.as_ptr() as usize;
                    if let Some(both) = page.get(start..start + a.len() + b.len()) {
                        *last = Cow::Borrowed(both);
                        return;
                    }
                }
                _ => {}
            }
            last.to_mut().push_str(&text);
            return;
        }
        target.push(Inline::Text(text));
    }

    fn inline(&mut self, inline: Inline<'a>, range: Range<usize>) {
        if self.images == 0 {
            self.target(&range).push(inline);
        }
    }

    /// Where inline content goes.
    fn target(&mut self, range: &Range<usize>) -> &mut Inlines<'a> {
        if self.inlines.is_empty() {
            self.inlines.push(Inlines::new());
            // An escaped character comes without its backslash.
            let escaped =
                range.start > 0 && self.source.input().as_bytes()[range.start - 1] == b'\\';
            self.tight = Some(range.start - usize::from(escaped)..range.end);
        }
        if let Some(tight) = &mut self.tight {
            tight.end = tight.end.max(range.end);
        }
        let last = self.inlines.len() - 1;
        &mut self.inlines[last]
    }

    fn flush_tight(&mut self) {
        if let Some(range) = self.tight.take() {
            let mut text = self.inlines.pop().unwrap_or_default();
            trim_attributes(&mut text);
            if !text.is_empty() {
                self.push(BlockKind::Paragraph(text), range);
            }
        }
    }

    /// A range of the input as a span of the file, without white space at its ends: events of blocks take
    /// the line ending in, and some the indentation.
    fn span(&self, range: Range<usize>) -> Span {
        let input = self.source.input().as_bytes();
        let Range { mut start, mut end } = range;
        while end > start && matches!(input[end - 1], b'\n' | b'\r' | b' ' | b'\t') {
            end -= 1;
        }
        while start < end && matches!(input[start], b' ' | b'\t') {
            start += 1;
        }
        self.source.page().span(self.source.line(start, end))
    }

    fn push(&mut self, kind: BlockKind<'a>, range: Range<usize>) {
        // Behind a tab that is half indentation, the range of a list can start before its quote.
        let start = match self.frames.last() {
            Some(Frame::Blocks { start, .. } | Frame::List { start, .. }) => *start,
            None => 0,
        };
        let mut range = range.start.max(start).min(range.end)..range.end;
        // A block of nothing but white space lies behind what its container ends with: `- <!--`, and a tab below.
        let input = self.source.input();
        if input[range.clone()].trim().is_empty() {
            let from = start.min(range.start);
            let end = from + input[from..range.start].trim_end().len();
            range = end..end;
        }
        let span = self.span(range);
        let block = Block { kind, span };
        match self.frames.last_mut() {
            Some(Frame::Blocks { blocks, .. }) => blocks.push(block),
            Some(Frame::List { items, .. }) => items.push(vec![block]),
            None => {}
        }
    }

    /// Whether a container that opens now is too deep.
    fn too_deep(&mut self, range: &Range<usize>) -> bool {
        if self.flat > 0 || self.depth + self.frames.len() > MAX_DEPTH {
            self.flat += 1;
            if self.first_flat.is_none() {
                self.first_flat = Some(self.source.line(range.start, range.start));
            }
            return true;
        }
        false
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::BlockQuote(_) | Tag::Item => {
                self.flush_tight();
                if !self.too_deep(&range) {
                    self.frames.push(Frame::Blocks { blocks: Vec::new(), start: range.start });
                }
            }
            Tag::List(_) => {
                self.flush_tight();
                if !self.too_deep(&range) {
                    self.frames.push(Frame::List { items: Vec::new(), start: range.start });
                }
            }
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell => {
                self.flush_tight();
                self.inlines.push(Inlines::new());
            }
            Tag::CodeBlock(kind) => {
                self.flush_tight();
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => self.cow(info, &(0..0)),
                    CodeBlockKind::Indented => Cow::Borrowed(""),
                };
                self.code = Some((info, Vec::new()));
            }
            Tag::HtmlBlock => {
                self.flush_tight();
                self.html = Some(range);
            }
            Tag::Table(_) => {
                self.flush_tight();
                self.table = Some(Vec::new());
            }
            Tag::Image { .. } => self.images += 1,
            Tag::Emphasis | Tag::Strong | Tag::Superscript | Tag::Link { .. }
                if self.images == 0 =>
            {
                if self.inlines.len() > MAX_DEPTH {
                    self.flat_inline += 1;
                    return;
                }
                if let Tag::Link { dest_url, .. } = &tag {
                    let href = self.href(dest_url, &range);
                    self.hrefs.push(href);
                }
                self.target(&range);
                self.inlines.push(Inlines::new());
            }
            _ => {}
        }
    }

    /// The target of a link. Its range is that of the whole link, so a copy has to be looked for.
    fn href(&self, dest: &CowStr<'_>, range: &Range<usize>) -> Cow<'a, str> {
        let found = match dest {
            CowStr::Borrowed(_) => return self.cow(dest, &(0..0)),
            dest => self.source.input()[range.clone()].rfind(&**dest),
        };
        match found {
            Some(at) if !dest.is_empty() => {
                let start = range.start + at;
                self.source.text(start, start + dest.len())
            }
            _ => Cow::Owned(dest.to_string()),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::List(_) => {
                self.end_container(tag, range)
            }
            TagEnd::Paragraph => {
                let mut text = self.inlines.pop().unwrap_or_default();
                trim_attributes(&mut text);
                if !text.is_empty() {
                    self.push(BlockKind::Paragraph(text), range);
                }
            }
            TagEnd::Heading(level) => {
                let mut text = self.inlines.pop().unwrap_or_default();
                let anchors = take_anchors(&mut text);
                self.push(BlockKind::Heading { level: level as u8, text, anchors }, range);
            }
            TagEnd::CodeBlock => {
                if let Some((info, parts)) = self.code.take() {
                    let text = self.code_text(&parts);
                    self.push(BlockKind::Code { info, text }, range);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(range) = self.html.take() {
                    let raw = &self.source.input()[range.clone()];
                    let text =
                        html::text(raw, |a, b| self.source.text(range.start + a, range.start + b));
                    if !text.is_empty() {
                        self.push(BlockKind::Paragraph(text), range);
                    }
                }
            }
            TagEnd::Table => {
                if let Some(rows) = self.table.take() {
                    self.push(BlockKind::Table(rows.into()), range);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let span = self.span(range);
                let mut cells = std::mem::take(&mut self.cells);
                // An empty cell can lie in the white space behind the row.
                for cell in &mut cells {
                    cell.span.start = cell.span.start.min(span.end);
                    cell.span.end = cell.span.end.min(span.end);
                }
                if let Some(rows) = &mut self.table {
                    rows.push(Row { cells, span });
                }
            }
            TagEnd::TableCell => {
                let text = self.inlines.pop().unwrap_or_default();
                let span = self.span(range);
                let blocks = match text.is_empty() {
                    true => Vec::new(),
                    false => vec![Block { kind: BlockKind::Paragraph(text), span }],
                };
                self.cells.push(Cell { blocks, span });
            }
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Superscript | TagEnd::Link
                if self.images == 0 =>
            {
                if self.flat_inline > 0 {
                    self.flat_inline -= 1;
                    return;
                }
                let text = self.inlines.pop().unwrap_or_default();
                let inline = match tag {
                    TagEnd::Emphasis => Inline::Emphasis(text),
                    TagEnd::Strong => Inline::Strong(text),
                    TagEnd::Superscript => Inline::Superscript(text),
                    _ => Inline::Link { text, href: self.hrefs.pop().unwrap_or_default() },
                };
                self.inline(inline, range);
            }
            _ => {}
        }
    }

    fn end_container(&mut self, tag: TagEnd, range: Range<usize>) {
        self.flush_tight();
        if self.flat > 0 {
            self.flat -= 1;
            return;
        }
        match (self.frames.pop(), tag) {
            (Some(Frame::Blocks { blocks, .. }), TagEnd::Item) => match self.frames.last_mut() {
                Some(Frame::List { items, .. }) => items.push(blocks),
                Some(Frame::Blocks { blocks: outer, .. }) => outer.extend(blocks),
                None => {}
            },
            (Some(Frame::Blocks { blocks, start }), _) => {
                self.push(BlockKind::Quote(blocks), start..range.end);
            }
            (Some(Frame::List { items, start }), _) => {
                self.push(BlockKind::List(items), start..range.end);
            }
            (None, _) => {}
        }
    }

    /// The text of a code block: one part of the file if its lines stand there in a row.
    fn code_text(&self, parts: &[Range<usize>]) -> Cow<'a, str> {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return Cow::Borrowed("");
        };
        let input = self.source.input();
        let in_row = parts.windows(2).all(|pair| pair[0].end == pair[1].start);
        if in_row
            && input[..last.end].ends_with('\n')
            && !input[first.start..last.end].contains('\r')
        {
            return self.source.text(first.start, last.end);
        }
        let mut text: String = parts.iter().map(|part| &input[part.clone()]).collect();
        if text.contains('\r') {
            text = text.replace("\r\n", "\n");
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Cow::Owned(text)
    }
}
