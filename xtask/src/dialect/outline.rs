//! The outline of a region: where the blocks stand that CommonMark does not know.
//!
//! One pass over the lines. Everything between the marks found here is plain CommonMark.

use super::directive::{self, BLOCKS, Directive, Tag};
use super::lines::{Fence, Line, heading, indent, marker};
use super::table::{self, Memory, TableScan};

/// Something that is no plain CommonMark.
#[derive(Debug)]
pub(super) struct Mark<'a> {
    /// Its first line.
    pub(super) line: usize,
    /// The first line after it; for a directive, after its own line.
    pub(super) end: usize,
    pub(super) kind: MarkKind<'a>,
}

#[derive(Debug)]
pub(super) enum MarkKind<'a> {
    /// A fenced block; whether it was closed.
    Fence(Fence, bool),
    Table(Box<TableScan>),
    /// A directive, and the mark that closes the block it opens.
    Directive(Tag<'a>, Option<usize>),
    /// `<!-- … -->`, and what follows it on its last line.
    Comment(Line),
    /// `<!--` without an end.
    OpenComment,
    /// A list whose items hold marks: it has to be taken apart before CommonMark sees it. The first lines of
    /// its items.
    List(Vec<usize>),
    /// A quote that holds marks.
    Quote,
    /// `[*term]: text`.
    Term,
}

struct ListContext {
    start: usize,
    content: usize,
}

/// A block directive that is still open.
struct Open {
    kind: usize,
    mark: usize,
    /// The column the content of its first tab starts in: what starts left of it is another tab.
    tab_content: Option<usize>,
}

struct Outline<'a, 'l> {
    text: &'a str,
    lines: &'l [Line],
    marks: Vec<Mark<'a>>,
    open: Vec<Open>,
    open_count: [usize; BLOCKS],
    memory: Memory,
    list: Option<ListContext>,
    quote: Option<usize>,
    after_blank: bool,
    comments_end: bool,
    /// A list was found in which a directive has no end: no more is looked for ends in lists.
    strict_lists: bool,
    /// No fence of that byte and at least that length ends in the rest of the region.
    endless_fence: [Option<usize>; 2],
}

/// Finds the marks of a region.
pub(super) fn outline<'a>(text: &'a str, lines: &[Line]) -> Vec<Mark<'a>> {
    let mut outline = Outline {
        text,
        lines,
        marks: Vec::new(),
        open: Vec::new(),
        open_count: [0; BLOCKS],
        memory: Memory::default(),
        list: None,
        quote: None,
        after_blank: true,
        comments_end: true,
        strict_lists: false,
        endless_fence: [None; 2],
    };
    let mut line = 0;
    while line < lines.len() {
        line = outline.line(line);
    }
    outline.marks
}

/// Whether a line starts something that only this dialect has.
fn is_special(bytes: &[u8]) -> bool {
    matches!(bytes.get(..2), Some(b"#|" | b"{%"))
}

impl<'a> Outline<'a, '_> {
    /// Looks at one line and returns the next one to look at.
    fn line(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        let bytes = line.bytes(self.text);
        let (column, first) = indent(bytes);
        let next = match bytes.get(first) {
            None => {
                self.after_blank = true;
                self.quote = None;
                return at + 1;
            }
            Some(b'`' | b'~') => self.fence(at, column),
            Some(b'#') if bytes.get(first + 1) == Some(&b'|') => self.table(at, column),
            Some(b'{') if bytes.get(first + 1) == Some(&b'%') => self.directive(at, column),
            Some(b'<') if bytes[first..].starts_with(b"<!--") => self.comment(at, column),
            Some(b'>') => self.quote(at, &bytes[first..]),
            Some(b'[') if bytes.get(first + 1) == Some(&b'*') && column < 4 => self.term(at),
            _ => None,
        };
        if let Some(next) = next {
            self.after_blank = true;
            return next;
        }
        self.plain(at, bytes, column, first)
    }

    /// Keeps track of the list a plain line may belong to.
    fn plain(&mut self, at: usize, bytes: &[u8], column: usize, first: usize) -> usize {
        if bytes[first] != b'>' {
            self.quote = None;
        }
        if let Some(item) = marker(bytes) {
            let inner = &bytes[item.at..];
            match &mut self.list {
                Some(list) if column >= list.content || column < 4 => {
                    list.content = list.content.min(item.content);
                }
                None if column < 4 => {
                    self.list = Some(ListContext { start: at, content: item.content });
                }
                _ => {}
            }
            if is_special(inner)
                && let Some(start) = self.list_outside_tabs()
            {
                // The item starts with a mark: the list has to be taken apart.
                self.after_blank = true;
                return self.take_apart(start, MarkKind::List(Vec::new()));
            }
            if let Some(base) = self.open.last_mut()
                && base.kind == 1
                && base.tab_content.is_none()
            {
                base.tab_content = Some(item.content);
            }
        } else if let Some(list) = &self.list
            && column < list.content
            && (self.after_blank || heading(bytes).is_some())
        {
            self.list = None;
        }
        self.after_blank = false;
        at + 1
    }

    /// Where the list at hand starts. Tabs are list items too, but their list is taken apart already.
    fn list_outside_tabs(&self) -> Option<usize> {
        let start = self.list.as_ref()?.start;
        let tabs = self.open.last().filter(|open| open.kind == 1);
        tabs.is_none_or(|tabs| self.marks[tabs.mark].line > start).then_some(start)
    }

    /// Whether a mark in that column belongs to the list at hand; if not, the list is over.
    fn in_list(&mut self, column: usize) -> Option<usize> {
        self.list.take_if(|list| column < list.content);
        self.list_outside_tabs()
    }

    fn fence(&mut self, at: usize, column: usize) -> Option<usize> {
        let bytes = self.lines[at].bytes(self.text);
        let fence = Fence::open(bytes)?;
        let in_list = self.in_list(column);
        let (end, closed) = self.fence_end(at, &fence);
        if in_list.is_none() {
            self.marks.push(Mark { line: at, end, kind: MarkKind::Fence(fence, closed) });
        }
        Some(end)
    }

    /// The first line after a fence, and whether it is closed. In a list of tabs the next tab ends
    /// it, as it ends every block of the tab before.
    fn fence_end(&mut self, at: usize, fence: &Fence) -> (usize, bool) {
        let tabs = self.open.last().filter(|open| open.kind == 1).and_then(|open| open.tab_content);
        let slot = usize::from(fence.byte == b'~');
        let endless = self.endless_fence[slot].is_some_and(|len| fence.len >= len);
        let mut cut = None;
        // A closing line that is indented too deep: it counts if there is no better one.
        let mut loose = None;
        let mut after_blank = false;
        for end in at + 1..self.lines.len() {
            let bytes = self.lines[end].bytes(self.text);
            let (column, first) = indent(bytes);
            match bytes.get(first) {
                None => {
                    after_blank = true;
                    continue;
                }
                Some(byte) if *byte == fence.byte => {
                    if fence.closes(bytes) {
                        return (end + 1, true);
                    }
                    if loose.is_none()
                        && cut.is_none()
                        && (Fence { indent: column, ..*fence }).closes(bytes)
                    {
                        loose = Some((end + 1, true));
                    }
                    // Another fence opens behind a heading: this one was never closed.
                    if let Some(cut) = cut
                        && Fence::open(bytes).is_some_and(|f| f.len >= fence.len)
                    {
                        return loose.unwrap_or((cut, false));
                    }
                }
                Some(b'-' | b'*' | b'+')
                    if tabs.is_some_and(|tab| column < tab && fence.indent >= tab)
                        && marker(bytes).is_some() =>
                {
                    return loose.unwrap_or((end, false));
                }
                Some(b'{') if bytes[first..].starts_with(b"{%") && cut.is_none() => {
                    let ends = directive::tag(self.text, self.lines[end])
                        .and_then(|tag| tag.kind.closes());
                    if ends.is_some()
                        && ends == self.open.last().map(|open| open.kind)
                        && column < fence.indent.max(1)
                    {
                        cut = Some(end);
                    }
                }
                Some(b'#')
                    if after_blank
                        && cut.is_none()
                        && heading(bytes).is_some_and(|level| level > 1) =>
                {
                    cut = Some(end);
                }
                _ => {}
            }
            if endless && (cut.is_some() || loose.is_some()) {
                break;
            }
            after_blank = false;
        }
        let len = self.endless_fence[slot].map_or(fence.len, |len| len.min(fence.len));
        self.endless_fence[slot] = Some(len);
        loose.unwrap_or((cut.unwrap_or(self.lines.len()), false))
    }

    fn table(&mut self, at: usize, column: usize) -> Option<usize> {
        if let Some(start) = self.in_list(column) {
            return Some(self.take_apart(start, MarkKind::List(Vec::new())));
        }
        let scan = table::scan(self.text, self.lines, at, &mut self.memory);
        let end = scan.end_line;
        self.marks.push(Mark { line: at, end, kind: MarkKind::Table(Box::new(scan)) });
        Some(end)
    }

    fn directive(&mut self, at: usize, column: usize) -> Option<usize> {
        let tag = directive::tag(self.text, self.lines[at])?;
        let closes_open = tag.kind.closes().is_some_and(|kind| self.open_count[kind] > 0);
        if !closes_open && let Some(start) = self.in_list(column) {
            return Some(self.take_apart(start, MarkKind::List(Vec::new())));
        }
        self.list = None;
        let mark = self.marks.len();
        self.marks.push(Mark { line: at, end: at + 1, kind: MarkKind::Directive(tag, None) });
        if let Some(kind) = tag.kind.opens().filter(|_| !tag.is_one_liner(self.text)) {
            self.open.push(Open { kind, mark, tab_content: None });
            self.open_count[kind] += 1;
        } else if let Some(kind) = tag.kind.closes() {
            self.close(kind, mark);
        }
        Some(at + 1)
    }

    /// Pairs a closing directive with the innermost open one of its kind.
    fn close(&mut self, kind: usize, mark: usize) {
        if self.open_count[kind] == 0 {
            return;
        }
        while let Some(open) = self.open.pop() {
            self.open_count[open.kind] -= 1;
            if open.kind == kind {
                if let MarkKind::Directive(_, close) = &mut self.marks[open.mark].kind {
                    *close = Some(mark);
                }
                return;
            }
        }
    }

    fn comment(&mut self, at: usize, column: usize) -> Option<usize> {
        if self.in_list(column).is_some() {
            return None;
        }
        let line = self.lines[at];
        let mut from = line.start as usize + indent(line.bytes(self.text)).1 + 4;
        for end in at..self.lines.len() {
            if !self.comments_end {
                break;
            }
            let line = self.lines[end];
            from = from.max(line.start as usize);
            if let Some(close) =
                memchr::memmem::find(&self.text.as_bytes()[from..line.end as usize], b"-->")
            {
                let rest = Line { start: (from + close + 3) as u32, end: line.end };
                self.marks.push(Mark { line: at, end: end + 1, kind: MarkKind::Comment(rest) });
                return Some(end + 1);
            }
        }
        self.comments_end = false;
        self.marks.push(Mark { line: at, end: at + 1, kind: MarkKind::OpenComment });
        Some(at + 1)
    }

    fn quote(&mut self, at: usize, bytes: &[u8]) -> Option<usize> {
        let start = *self.quote.get_or_insert(at);
        let inner =
            bytes.iter().position(|b| !matches!(b, b'>' | b' ' | b'\t')).unwrap_or(bytes.len());
        if self.list.is_some() || !is_special(&bytes[inner..]) {
            return None;
        }
        Some(self.take_apart(start, MarkKind::Quote))
    }

    fn term(&mut self, at: usize) -> Option<usize> {
        self.in_list(0);
        let bytes = self.lines[at].bytes(self.text);
        memchr::memmem::find(bytes, b"]:")?;
        let rest = self.lines[at + 1..].iter();
        let more = rest.take_while(|line| {
            let bytes = line.bytes(self.text).trim_ascii_start();
            !bytes.is_empty() && !bytes.starts_with(b"[*") && !is_special(bytes)
        });
        let end = at + 1 + more.count();
        self.marks.push(Mark { line: at, end, kind: MarkKind::Term });
        Some(end)
    }

    /// Marks the list or quote that starts at a line already passed. Returns the line after it.
    fn take_apart(&mut self, start: usize, kind: MarkKind<'a>) -> usize {
        self.list = None;
        self.quote = None;
        let (kind, end) = match kind {
            MarkKind::List(_) => {
                let found = match self.strict_lists {
                    true => None,
                    false => list_extent(self.text, self.lines, start, false),
                };
                self.strict_lists = found.is_none();
                let found = found.or_else(|| list_extent(self.text, self.lines, start, true));
                let (items, end) = found.unwrap_or_else(|| (vec![start], start + 1));
                (MarkKind::List(items), end)
            }
            kind => (kind, quote_end(self.text, self.lines, start)),
        };
        // Marks inside of it are found again when its content is parsed.
        while self.marks.last().is_some_and(|mark| mark.line >= start) {
            self.marks.pop();
        }
        self.marks.push(Mark { line: start, end, kind });
        end
    }
}

/// The first line after a list, and the first lines of its items. A block that a directive opens in an item
/// belongs to it up to its end, however it is indented. `None` where `strict` is not set and one has no end.
fn list_extent(
    text: &str,
    lines: &[Line],
    start: usize,
    strict: bool,
) -> Option<(Vec<usize>, usize)> {
    let first = marker(lines[start].bytes(text))?;
    let mut items = vec![start];
    let mut content = first.content;
    let mut open = 0_usize;
    let mut after_blank = false;
    let mut memory = Memory::default();
    let mut at = start;
    let mut end = start + 1;
    while let Some(line) = lines.get(at) {
        let bytes = line.bytes(text);
        let (column, indented) = indent(bytes);
        if indented == bytes.len() {
            after_blank = true;
            at += 1;
            continue;
        }
        let mut inner = Line { start: line.start + indented as u32, end: line.end };
        if open == 0 && at > start {
            match marker(bytes).filter(|m| m.indent < content) {
                Some(m) => {
                    items.push(at);
                    content = m.content;
                    inner.start = line.start + m.at as u32;
                }
                None if column >= content => {}
                None if after_blank
                    || is_special(&bytes[indented..])
                    || heading(bytes).is_some() =>
                {
                    break;
                }
                None => {}
            }
        } else if at == start {
            inner.start = line.start + first.at as u32;
        }
        after_blank = false;
        if inner.bytes(text).starts_with(b"#|") && at > start {
            // Rows may be less indented than their table.
            at = table::scan(text, lines, at, &mut memory).end_line;
            end = at;
            after_blank = true;
            continue;
        }
        if !strict
            && let Some(tag) = directive::tag(text, inner).filter(|tag| !tag.is_one_liner(text))
        {
            open += usize::from(tag.kind.opens().is_some());
            open = open.saturating_sub(usize::from(tag.kind.closes().is_some()));
        }
        at += 1;
        end = at;
    }
    (open == 0).then_some((items, end))
}

/// The first line after the quote that starts there.
fn quote_end(text: &str, lines: &[Line], start: usize) -> usize {
    let quoted = |line: &&Line| line.bytes(text).trim_ascii_start().starts_with(b">");
    start + 1 + lines[start + 1..].iter().take_while(quoted).count()
}

/// Whether a line of the outline is one of the directives that split or end a condition.
pub(super) fn is_else(mark: &Mark<'_>) -> bool {
    matches!(&mark.kind, MarkKind::Directive(tag, _) if tag.kind == Directive::Else)
}
