//! `pulldown-cmark`: lines → blocks.

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser as Cmark};

use super::convert::Convert;
use super::lines::Line;
use super::parser::{Page, Parser};
use super::{Block, BlockKind, Inline};

/// Longer stretches without a block of this dialect are taken as text: it bounds what the time of
/// `pulldown-cmark` can grow to on hostile input.
const MAX_LEAF: usize = 512 << 10;

/// What `pulldown-cmark` is given: a part of the file, or a copy without indentation and the way back.
pub(super) struct Source<'a> {
    page: Page<'a>,
    input: Cow<'a, str>,
    /// For a copy: where each of its lines starts in it, and in the file.
    map: Vec<(u32, u32)>,
    /// For a part of the file: where it starts.
    base: u32,
}

impl<'a> Source<'a> {
    /// The lines must not be empty.
    fn new(page: Page<'a>, lines: &[Line]) -> Self {
        let (first, last) = (lines[0], lines[lines.len() - 1]);
        let bytes = page.text.as_bytes();
        let joined = |pair: &[Line]| {
            pair[1].start == pair[0].end + 1 && bytes[pair[0].end as usize] == b'\n'
        };
        if lines.windows(2).all(joined) {
            let input = Cow::Borrowed(page.str(Line { start: first.start, end: last.end }));
            return Self { page, input, map: Vec::new(), base: first.start };
        }
        let mut input =
            String::with_capacity(lines.iter().map(|l| (l.end - l.start) as usize + 1).sum());
        let mut map = Vec::with_capacity(lines.len());
        for line in lines {
            map.push((input.len() as u32, line.start));
            input.push_str(page.str(*line));
            input.push('\n');
        }
        Self { page, input: Cow::Owned(input), map, base: 0 }
    }

    pub(super) fn input(&self) -> &str {
        &self.input
    }

    pub(super) fn page(&self) -> Page<'a> {
        self.page
    }

    /// Where an offset of the input is in the file.
    pub(super) fn place(&self, offset: usize) -> u32 {
        let offset = offset as u32;
        if self.map.is_empty() {
            return self.base + offset;
        }
        let line = self.map.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        let (from, to) = self.map[line];
        // The newline that ends a line of the copy can stand for two bytes of the file, or for none.
        (to + offset - from).min(self.page.text.len() as u32)
    }

    /// A part of the input as a part of the file.
    pub(super) fn line(&self, start: usize, end: usize) -> Line {
        let from = self.place(start);
        if end <= start {
            return Line { start: from, end: from };
        }
        // The end of a part belongs to the line of its last byte.
        let end = self.place(end - 1) + 1;
        Line { start: from, end: end.max(from).min(self.page.text.len() as u32) }
    }

    /// A part of the input as text of the file where it stands there as it is.
    pub(super) fn text(&self, start: usize, end: usize) -> Cow<'a, str> {
        let text = &self.input[start..end];
        let line = self.line(start, end);
        match self.page.text.get(line.start as usize..line.end as usize) {
            Some(found) if found == text => Cow::Borrowed(found),
            _ => Cow::Owned(text.to_owned()),
        }
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_SUPERSCRIPT
}

/// Appends what `pulldown-cmark` finds.
pub(super) fn cmark<'a>(
    p: &mut Parser<'a, '_>,
    page: Page<'a>,
    lines: &[Line],
    depth: usize,
    out: &mut Vec<Block<'a>>,
) {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return;
    };
    let span = Line { start: first.start, end: last.end.max(first.end) };
    if (span.end - span.start) as usize > MAX_LEAF {
        p.error("text-too-large", page.span(span), "the text is too long to be read as Markdown");
        let text = vec![Inline::Text(Cow::Borrowed(page.str(span)))];
        out.push(Block { kind: BlockKind::Paragraph(text), span: page.span(span) });
        return;
    }
    let source = Source::new(page, lines);
    let mut convert = Convert::new(&source, depth, p.cells > 0);
    let events = Cmark::new_ext(source.input(), options()).into_offset_iter();
    for (event, range) in events {
        convert.event(event, range);
    }
    if let Some(at) = convert.finish(out) {
        p.error(
            "nesting-too-deep",
            page.span(at),
            "blocks are nested too deep; they were flattened",
        );
    }
}
