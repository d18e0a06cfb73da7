//! From the outline of a region to its blocks.

use std::borrow::Cow;

use super::attributes;
use super::directive::{self, Directive, Tag};
use super::include::include;
use super::lines::{Fence, Line, indent, is_blank, marker};
use super::outline::{Mark, MarkKind, is_else, outline};
use super::parser::{MAX_DEPTH, Page, Parser};
use super::table::{Fault, TableScan};
use super::{Block, BlockKind, Cell, Row, leaf};

/// Appends the blocks of a region.
pub(super) fn region<'a>(
    p: &mut Parser<'a, '_>,
    page: Page<'a>,
    lines: &[Line],
    depth: usize,
    out: &mut Vec<Block<'a>>,
) {
    if depth > MAX_DEPTH {
        if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
            let span = Line { start: first.start, end: last.end.max(first.start) };
            p.error(
                "nesting-too-deep",
                page.span(span),
                "blocks are nested too deep; the innermost were left out",
            );
        }
        return;
    }
    let marks = outline(page.text, lines);
    Region { page, lines, marks: &marks, depth }.range(p, 0, lines.len(), out);
}

/// A region and what is in it.
#[derive(Clone, Copy)]
pub(super) struct Region<'a, 'r> {
    pub(super) page: Page<'a>,
    pub(super) lines: &'r [Line],
    pub(super) marks: &'r [Mark<'a>],
    pub(super) depth: usize,
}

impl<'a> Region<'a, '_> {
    /// Appends the blocks between two lines.
    fn range(self, p: &mut Parser<'a, '_>, from: usize, to: usize, out: &mut Vec<Block<'a>>) {
        let mut at = from;
        let mut next = self.marks.partition_point(|mark| mark.line < from);
        while let Some(mark) = self.marks.get(next).filter(|mark| mark.line < to) {
            if mark.line < at {
                next += 1;
                continue;
            }
            self.leaf(p, at, mark.line, out);
            at = self.mark(p, next, mark, out).min(to);
            next += 1;
        }
        self.leaf(p, at, to, out);
    }

    /// Appends plain CommonMark.
    fn leaf(self, p: &mut Parser<'a, '_>, from: usize, to: usize, out: &mut Vec<Block<'a>>) {
        if from < to {
            leaf::leaf(p, self.page, &self.lines[from..to], self.depth, out);
        }
    }

    /// Appends what follows a mark on its line.
    fn rest(self, p: &mut Parser<'a, '_>, rest: Line, out: &mut Vec<Block<'a>>) {
        let text = self.page.str(rest);
        if !is_blank(text.as_bytes()) && !attributes::is_attributes(text.trim()) {
            region(p, self.page, &[rest], self.depth + 1, out);
        }
    }

    /// Appends a mark and returns the line after it.
    fn mark(
        self,
        p: &mut Parser<'a, '_>,
        index: usize,
        mark: &Mark<'a>,
        out: &mut Vec<Block<'a>>,
    ) -> usize {
        match &mark.kind {
            MarkKind::Fence(fence, closed) => {
                out.push(self.fence(p, mark, fence, *closed));
            }
            MarkKind::Table(scan) => {
                out.push(self.table(p, scan));
                self.rest(p, scan.tail, out);
            }
            MarkKind::Comment(rest) => self.rest(p, *rest, out),
            MarkKind::OpenComment => {
                let span = self.page.span(self.lines[mark.line].trim(self.page.text));
                p.warning(
                    "comment-unclosed",
                    span,
                    "the comment does not end; this line was left out",
                );
            }
            MarkKind::List(starts) => {
                let items = self.items(p, starts, mark.end);
                out.push(self.block(mark, BlockKind::List(items)));
            }
            MarkKind::Quote => {
                let lines = &self.lines[mark.line..mark.end];
                let inner: Vec<Line> =
                    lines.iter().map(|line| unquote(self.page.text, *line)).collect();
                let mut blocks = Vec::new();
                region(p, self.page, &inner, self.depth + 1, &mut blocks);
                out.push(self.block(mark, BlockKind::Quote(blocks)));
            }
            MarkKind::Term => {
                leaf::term(p, self.page, &self.lines[mark.line..mark.end], self.depth, out)
            }
            MarkKind::Directive(tag, close) => {
                return self.directive(p, index, mark, tag, *close, out);
            }
        }
        mark.end
    }

    fn block(self, mark: &Mark<'_>, kind: BlockKind<'a>) -> Block<'a> {
        let first = self.lines[mark.line].trim(self.page.text);
        let blank = |line: &&Line| is_blank(line.bytes(self.page.text));
        let last = self.lines[mark.line..mark.end]
            .iter()
            .rev()
            .find(|line| !blank(line))
            .unwrap_or(&first);
        let last = last.trim(self.page.text);
        Block {
            kind,
            span: self.page.span(Line { start: first.start, end: last.end.max(first.end) }),
        }
    }

    pub(super) fn fence(
        self,
        p: &mut Parser<'a, '_>,
        mark: &Mark<'_>,
        fence: &Fence,
        closed: bool,
    ) -> Block<'a> {
        let first = self.lines[mark.line];
        let info =
            Line { start: first.start + fence.info as u32, end: first.end }.trim(self.page.text);
        if !closed {
            p.warning(
                "fence-unclosed",
                self.page.span(first.trim(self.page.text)),
                "the code block does not end",
            );
            p.help("close it with a line of as many backticks");
        }
        let mut body = &self.lines[mark.line + 1..mark.end - usize::from(closed)];
        if !closed {
            while let Some((last, rest)) = body.split_last()
                && is_blank(last.bytes(self.page.text))
            {
                body = rest;
            }
        }
        let text = code_text(self.page.text, body, fence.indent);
        self.block(mark, BlockKind::Code { info: Cow::Borrowed(self.page.str(info)), text })
    }

    fn table(self, p: &mut Parser<'a, '_>, scan: &TableScan) -> Block<'a> {
        for (fault, span) in &scan.faults {
            report(p, self.page, *fault, *span);
        }
        if !scan.closed {
            let span = Line { start: scan.span.start, end: scan.span.start + 2 };
            p.error("table-unclosed", self.page.span(span), "the table does not end");
            p.help("end it with a line `|#`");
        }
        let rows = scan.rows.iter().map(|row| {
            let cells = scan.cells[row.cells.clone()].iter().map(|cell| {
                let mut lines = std::mem::take(&mut p.scratch);
                self.cell_lines(cell.first_line, cell.last_line, cell.span, &mut lines);
                let mut blocks = Vec::new();
                leaf::cell(p, self.page, &lines, self.depth, &mut blocks);
                p.scratch = lines;
                Cell { blocks, span: self.page.span(cell.span) }
            });
            Row { cells: cells.collect(), span: self.page.span(row.span) }
        });
        let rows: Vec<_> = rows.collect();
        Block { kind: BlockKind::Table(rows.into()), span: self.page.span(scan.span) }
    }

    /// The lines of a cell. Blank ones at both ends are left out; what is indented as deep as a code
    /// block although it is none is dedented.
    fn cell_lines(self, first: usize, last: usize, span: Line, lines: &mut Vec<Line>) {
        let text = self.page.text;
        lines.clear();
        let all = &self.lines[first..=last];
        let within = |at: u32| at.clamp(span.start, span.end);
        let clip = |line: &Line| Line { start: within(line.start), end: within(line.end) };
        let mut blank = 0;
        let mut blank_inside = false;
        // The line the cell starts on has no indentation: white space in front of it is that of the cell.
        let mut indented = 0;
        let mut columns = usize::MAX;
        for (at, line) in all.iter().enumerate() {
            let line = clip(line);
            let (column, bytes) = indent(line.bytes(text));
            if line.start + bytes as u32 == line.end {
                blank += usize::from(!lines.is_empty());
                continue;
            }
            blank_inside |= blank > 0;
            lines.extend(all[at - blank..at].iter().map(clip));
            blank = 0;
            if at == 0 {
                lines.push(Line { start: line.start + bytes as u32, ..line });
                indented = 1;
            } else {
                columns = columns.min(column);
                lines.push(line);
            }
        }
        if let Some(last) = lines.last_mut() {
            last.end = last.start + last.bytes(text).trim_ascii_end().len() as u32;
        }
        if blank_inside && (4..usize::MAX).contains(&columns) {
            lines[indented..].iter_mut().for_each(|line| *line = line.dedent(text, columns));
        }
    }

    /// The items of a list that is taken apart.
    fn items(self, p: &mut Parser<'a, '_>, starts: &[usize], end: usize) -> Vec<Vec<Block<'a>>> {
        let text = self.page.text;
        let ends = starts.iter().skip(1).copied().chain([end]);
        let items = starts.iter().zip(ends).map(|(start, end)| {
            let first = self.lines[*start];
            let (at, content) = marker(first.bytes(text)).map_or((0, 0), |m| (m.at, m.content));
            let mut lines = vec![Line { start: first.start + at as u32, end: first.end }];
            lines.extend(self.lines[*start + 1..end].iter().map(|line| line.dedent(text, content)));
            let mut blocks = Vec::new();
            region(p, self.page, &lines, self.depth + 1, &mut blocks);
            blocks
        });
        items.collect()
    }

    fn directive(
        self,
        p: &mut Parser<'a, '_>,
        index: usize,
        mark: &Mark<'a>,
        tag: &Tag<'a>,
        close: Option<usize>,
        out: &mut Vec<Block<'a>>,
    ) -> usize {
        let span = self.page.span(tag.span);
        match tag.kind {
            Directive::Include => {
                include(p, self.page, tag, self.depth + 1, out);
                self.rest(p, tag.rest, out);
                return mark.end;
            }
            Directive::Unknown => {
                p.warning(
                    "unknown-directive",
                    span,
                    format!("`{}` is not a directive; it was left out", tag.name),
                );
                self.rest(p, tag.rest, out);
                return mark.end;
            }
            _ => {}
        }
        if tag.kind.opens().is_none() {
            p.warning("stray-directive", span, format!("`{}` has nothing to end", tag.name));
            self.rest(p, tag.rest, out);
            return mark.end;
        }
        if let Some((inner, end, rest)) = tag.one_liner(self.page.text) {
            self.open(p, tag, &[inner], &[], Line { end: end.end, ..tag.span }, out);
            self.rest(p, rest, out);
            return mark.end;
        }
        let Some(close_index) = close else {
            let (code, end) = UNCLOSED[tag.kind.opens().unwrap_or_default()];
            p.error(code, span, format!("`{}` does not end", tag.name));
            p.help(format!("end it with a line `{{% {end} %}}`"));
            self.rest(p, tag.rest, out);
            return mark.end;
        };
        let close = &self.marks[close_index];
        let MarkKind::Directive(close_tag, _) = &close.kind else {
            return mark.end;
        };
        let mut body = Vec::new();
        let lines = if is_blank(self.page.str(tag.rest).as_bytes()) {
            &self.lines[mark.end..close.line]
        } else {
            body.push(tag.rest);
            body.extend_from_slice(&self.lines[mark.end..close.line]);
            &body
        };
        let span = Line { end: close_tag.span.end, ..tag.span };
        self.open(p, tag, lines, &self.marks[index + 1..close_index], span, out);
        self.rest(p, close_tag.rest, out);
        close.end
    }

    /// A block directive with its content.
    fn open(
        self,
        p: &mut Parser<'a, '_>,
        tag: &Tag<'a>,
        lines: &[Line],
        marks: &[Mark<'a>],
        span: Line,
        out: &mut Vec<Block<'a>>,
    ) {
        let mut blocks = Vec::new();
        let kind = match tag.kind {
            Directive::List => {
                let tabs = self.tabs(p, lines, marks, tag, out);
                if tabs.is_empty() {
                    return;
                }
                BlockKind::Tabs(tabs)
            }
            Directive::If => return self.condition(p, tag, lines, marks, out),
            Directive::Note => {
                self.body(p, tag, lines, &mut blocks);
                let (kind, title) = directive::word_and_title(tag.args);
                BlockKind::Note { kind: Cow::Borrowed(kind), title: Cow::Borrowed(title), blocks }
            }
            _ => {
                self.body(p, tag, lines, &mut blocks);
                BlockKind::Cut { title: Cow::Borrowed(directive::quoted(tag.args)), blocks }
            }
        };
        out.push(Block { kind, span: self.page.span(span) });
    }

    /// The content of a directive, as deep as it is indented itself.
    fn body(self, p: &mut Parser<'a, '_>, tag: &Tag<'a>, lines: &[Line], out: &mut Vec<Block<'a>>) {
        let columns = self.column_of(tag);
        if columns >= 4 {
            let lines: Vec<Line> =
                lines.iter().map(|line| line.dedent(self.page.text, columns)).collect();
            return region(p, self.page, &lines, self.depth + 1, out);
        }
        region(p, self.page, lines, self.depth + 1, out);
    }

    fn column_of(self, tag: &Tag<'_>) -> usize {
        let at = self.lines.partition_point(|line| line.end < tag.span.start);
        self.lines.get(at).map_or(0, |line| indent(line.bytes(self.page.text)).0)
    }

    /// The branch of a condition that holds.
    fn condition(
        self,
        p: &mut Parser<'a, '_>,
        tag: &Tag<'a>,
        lines: &[Line],
        marks: &[Mark<'a>],
        out: &mut Vec<Block<'a>>,
    ) {
        let mut condition = Some(*tag);
        let mut from = 0;
        let offset = |line: Line| lines.partition_point(|l| l.end < line.start);
        let mut splits: Vec<&Tag<'a>> = Vec::new();
        let mut skip = 0;
        for mark in marks {
            // Branches of a condition inside of this one are not its own.
            if let MarkKind::Directive(inner, Some(close)) = &mark.kind
                && inner.kind == Directive::If
            {
                skip = skip.max(self.marks[*close].line);
            }
            if let MarkKind::Directive(inner, _) = &mark.kind
                && is_else(mark)
                && mark.line >= skip
            {
                splits.push(inner);
            }
        }
        for split in splits.into_iter().map(Some).chain([None]) {
            let to = split.map_or(lines.len(), |split| offset(split.span));
            let holds = match condition {
                Some(tag) if tag.name == "else" => true,
                Some(tag) => directive::evaluate(tag.args).unwrap_or_else(|| {
                    let message = format!(
                        "the condition `{}` is not understood; its text was kept",
                        tag.args
                    );
                    p.note("condition-unknown", self.page.span(tag.span), message);
                    true
                }),
                None => false,
            };
            if holds {
                return region(p, self.page, &lines[from.min(to)..to], self.depth + 1, out);
            }
            from = (to + 1).min(lines.len());
            condition = split.copied();
        }
    }
}

/// By [`Directive::opens`]: the code of a block without an end, and what would end it.
const UNCLOSED: [(&str, &str); directive::BLOCKS] = [
    ("note-unclosed", "endnote"),
    ("tabs-unclosed", "endlist"),
    ("cut-unclosed", "endcut"),
    ("if-unclosed", "endif"),
];

fn unquote(text: &str, line: Line) -> Line {
    let bytes = line.bytes(text);
    let at = indent(bytes).1;
    if bytes.get(at) != Some(&b'>') {
        return line;
    }
    let space = usize::from(bytes.get(at + 1) == Some(&b' '));
    Line { start: line.start + (at + 1 + space) as u32, end: line.end }
}

/// The text of a code block: a part of the file where nothing has to be taken away.
fn code_text<'a>(text: &'a str, lines: &[Line], columns: usize) -> Cow<'a, str> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
        return Cow::Borrowed("");
    };
    let contiguous = || lines.windows(2).all(|pair| pair[1].start == pair[0].end + 1);
    if columns == 0 && text.as_bytes().get(last.end as usize) == Some(&b'\n') && contiguous() {
        return Cow::Borrowed(Line { start: first.start, end: last.end + 1 }.str(text));
    }
    // Never more than this: the lines lie behind each other in the file.
    let size = (last.end - first.start) as usize + 1;
    let mut code = String::with_capacity(size);
    for line in lines {
        code.push_str(line.dedent(text, columns).str(text));
        code.push('\n');
    }
    Cow::Owned(code)
}

fn report(p: &mut Parser<'_, '_>, page: Page<'_>, fault: Fault, span: Line) {
    let span = page.span(span);
    match fault {
        Fault::RowUnclosed => {
            p.warning("row-unclosed", span, "the row does not end");
            p.help("end it with `||`");
        }
        Fault::RowBullet => {
            p.warning("row-bullet", span, "the row is written as a list item");
            p.help("remove the bullet before `||`");
        }
        Fault::StrayRowMark => {
            p.warning("stray-row-mark", span, "`||` has no row to end");
            p.help("remove it");
        }
        Fault::TextBetweenRows => {
            p.warning("text-between-rows", span, "text between rows was left out")
        }
        Fault::FenceUnclosed => {
            p.warning("fence-unclosed", span, "the code block does not end inside its table");
            p.help("close it with a line of as many backticks");
        }
    }
}
