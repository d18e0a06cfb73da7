//! `{% list tabs %}`: list items as tabs.

use super::blocks::{Region, region};
use super::directive::Tag;
use super::leaf;
use super::lines::{Line, indent, is_blank, marker};
use super::outline::{Mark, MarkKind};
use super::parser::Parser;
use super::{Block, Tab};

impl<'a> Region<'a, '_> {
    /// The tabs of a list; what stands in front of the first one goes to `out`.
    pub(super) fn tabs(
        self,
        p: &mut Parser<'a, '_>,
        lines: &[Line],
        marks: &[Mark<'a>],
        tag: &Tag<'a>,
        out: &mut Vec<Block<'a>>,
    ) -> Vec<Tab<'a>> {
        let text = self.page.text;
        let mut starts: Vec<usize> = Vec::new();
        // A marker left of the content of the tab before starts the next tab.
        let mut content = usize::MAX;
        let mut next = 0;
        let mut skip_to = 0;
        for (at, line) in lines.iter().enumerate() {
            // Markers inside fences, tables and blocks are no tabs.
            while let Some(mark) = marks.get(next)
                && self.lines[mark.line].start <= line.start
            {
                let end = match &mark.kind {
                    MarkKind::Directive(_, Some(close)) => self.marks[*close].end,
                    MarkKind::List(_) => mark.line,
                    _ => mark.end,
                };
                skip_to = skip_to.max(self.lines.get(end).map_or(u32::MAX, |line| line.start));
                next += 1;
            }
            if line.start < skip_to {
                continue;
            }
            let bytes = line.bytes(text);
            if let Some(m) =
                marker(bytes).filter(|m| m.indent < content && !is_blank(&bytes[m.at..]))
            {
                content = content.min(m.content);
                starts.push(at);
            }
        }
        let Some(first) = starts.first() else {
            p.warning("tabs-empty", self.page.span(tag.span), "the list of tabs has no tab");
            region(p, self.page, lines, self.depth + 1, out);
            return Vec::new();
        };
        let before = &lines[..*first];
        if before.iter().any(|line| !is_blank(line.bytes(text))) {
            p.warning(
                "text-before-tabs",
                self.page.span(tag.span),
                "there is text before the first tab",
            );
            region(p, self.page, before, self.depth + 1, out);
        }
        let ends = starts.iter().skip(1).copied().chain([lines.len()]);
        let before =
            marks.partition_point(|mark| self.lines[mark.line].start < lines[*first].start);
        let mut marks = &marks[before..];
        let tabs = starts.iter().zip(ends).map(|(start, end)| {
            let last = lines[end - 1].end;
            let inside =
                marks.iter().take_while(|mark| self.lines[mark.line].start <= last).count();
            let (own, rest) = marks.split_at(inside);
            marks = rest;
            self.tab(p, &lines[*start..end], own)
        });
        tabs.collect()
    }

    /// The content of a tab, `column` columns deep.
    fn tab_body(
        self,
        p: &mut Parser<'a, '_>,
        lines: &[Line],
        marks: &[Mark<'a>],
        column: usize,
        out: &mut Vec<Block<'a>>,
    ) {
        let text = self.page.text;
        let dedent = |lines: &[Line]| -> Vec<Line> {
            lines.iter().map(|line| line.dedent(text, column)).collect()
        };
        // Nearly all tabs hold a few fences, which were found when the list was looked through.
        let plain = |mark: &Mark<'_>| matches!(mark.kind, MarkKind::Fence(fence, _) if fence.indent == column);
        let Some(first) = lines.first().filter(|_| !marks.is_empty() && marks.iter().all(plain))
        else {
            return region(p, self.page, &dedent(lines), self.depth + 1, out);
        };
        let offset = self.lines.partition_point(|line| line.start < first.start);
        let mut at = 0;
        for mark in marks {
            leaf::leaf(p, self.page, &dedent(&lines[at..mark.line - offset]), self.depth + 1, out);
            if let MarkKind::Fence(fence, closed) = &mark.kind {
                out.push(self.fence(p, mark, fence, *closed));
            }
            at = (mark.end - offset).min(lines.len());
        }
        leaf::leaf(p, self.page, &dedent(&lines[at..]), self.depth + 1, out);
    }

    fn tab(self, p: &mut Parser<'a, '_>, lines: &[Line], marks: &[Mark<'a>]) -> Tab<'a> {
        let text = self.page.text;
        let first = lines[0];
        let item = marker(first.bytes(text));
        let (at, content) = item.map_or((0, 0), |m| (m.at, m.content));
        let mut title = Line { start: first.start + at as u32, end: first.end }.trim(text);
        if let Some(attributes) =
            self.page.str(title).rfind('{').filter(|_| self.page.str(title).ends_with('}'))
            && matches!(
                self.page.str(title).as_bytes()[attributes + 1..].first(),
                Some(b'#' | b'.' | b's')
            )
        {
            title = Line { end: title.start + attributes as u32, ..title }.trim(text);
        }
        let body = &lines[1..];
        let column = body
            .iter()
            .map(|line| line.bytes(text))
            .find(|bytes| !is_blank(bytes))
            .map(|b| indent(b).0);
        let column = column.unwrap_or(content).max(content);
        let mut blocks = Vec::new();
        self.tab_body(p, body, marks, column, &mut blocks);
        let last = lines.iter().rev().find(|line| !is_blank(line.bytes(text))).unwrap_or(&first);
        let span = Line { start: first.trim(text).start, end: last.trim(text).end };
        Tab { title: leaf::inlines(p, self.page, &[title]), blocks, span: self.page.span(span) }
    }
}
